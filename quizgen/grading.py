"""A response to a problem -> a Grade: parts judged, misconceptions recognised, errors carried forward."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from quizgen.answers.base import Answer, Field, Outcome, Response, Verdict
from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.following import chosen, following
from quizgen.answers.syntax import Unreadable
from quizgen.problem import Part, Problem


class Grade(Struct, frozen=True):
    """The judgement of a response to a whole problem."""

    outcome: Outcome
    score: float
    """0 to 1, parts weighted by their points."""
    code: str
    """The code of the first part that is not correct, else "correct"."""
    parts: dict[str, Verdict]
    """A verdict for each part, by id. Field names in them are those of `form`."""


def form(problem: Problem) -> tuple[tuple[Part, tuple[Field, ...]], ...]:
    """The fields to fill in, part by part, with names that are unique in the problem ("answer", "b.answer")."""
    return tuple(
        (part, tuple(_renamed(field, problem, part) for field in part.answer.fields())) for part in problem.parts
    )


def grade(problem: Problem, response: Response) -> Grade:
    """Judge every part. One unreadable part makes the whole response unreadable: nothing is lost by it."""
    verdicts: dict[str, Verdict] = {}
    for part in problem.parts:
        verdicts[part.id] = _part(problem, part, response, verdicts)
    worst = next((v for v in verdicts.values() if v.outcome == "unreadable"), None)
    if worst is not None:
        return Grade("unreadable", 0.0, worst.code, verdicts)
    points = sum(part.points for part in problem.parts)
    score = sum(part.points * verdicts[part.id].score for part in problem.parts) / points
    outcome = _overall([verdicts[part.id].outcome for part in problem.parts])
    code = next((v.code for v in verdicts.values() if v.outcome != "correct"), "correct")
    return Grade(outcome, score, code, verdicts)


def _overall(outcomes: list[Outcome]) -> Outcome:
    if all(o == "correct" for o in outcomes):
        return "correct"
    if any(o == "undecided" for o in outcomes):
        return "undecided"
    return "incorrect" if all(o == "incorrect" for o in outcomes) else "partial"


def _part(problem: Problem, part: Part, response: Response, before: Mapping[str, Verdict]) -> Verdict:
    own = _own_fields(problem, part, response)
    try:
        verdict = part.answer.judge(own)
    except Unreadable as error:
        field = error.field or part.answer.fields()[0].name
        return Verdict(
            "unreadable",
            0.0,
            f"unreadable:{error.code}",
            error.message,
            field=_prefix(problem, part) + field,
            column=error.column,
            hint=error.hint,
        )
    if verdict.outcome in ("partial", "incorrect"):
        verdict = _carried(problem, part, response, before) or _recognised(part, own) or verdict
    prefix = _prefix(problem, part)
    return msgspec.structs.replace(
        verdict,
        field=prefix + verdict.field if verdict.field else "",
        fields={prefix + name: outcome for name, outcome in verdict.fields.items()},
    )


def _carried(problem: Problem, part: Part, response: Response, before: Mapping[str, Verdict]) -> Verdict | None:
    """Full points for a reply that is right for the learner's own wrong answer to an earlier part."""
    follows = part.follows
    if follows is None or before[follows.part].outcome not in ("partial", "incorrect"):
        return None
    answer = followed(problem, part, response)
    if answer is None or not answer.matches(_own_fields(problem, part, response)):
        return None
    return Verdict("correct", 1.0, "follows", f"Right for your answer to ({follows.part}).")


def followed(problem: Problem, part: Part, response: Response) -> Answer | None:
    """The answer of a part that is right for the learner's own reply to the part it follows from.

    None where it follows from none, or not from this reply: unreadable, of another shape, against the guard.
    """
    follows = part.follows
    if follows is None:
        return None
    earlier = next(p for p in problem.parts if p.id == follows.part)
    reply = _own_fields(problem, earlier, response)
    if isinstance(part.answer, ChoiceAnswer):
        return chosen(part.answer, earlier.answer, reply, follows.names, follows.conditions, follows.guard)
    return following(part.answer, earlier.answer, reply, follows.names, follows.expression, follows.guard)


def _recognised(part: Part, own: Mapping[str, str]) -> Verdict | None:
    for misconception in part.misconceptions:
        if misconception.answer.matches(own):
            score = part.answer.judge(own).score
            outcome: Outcome = "partial" if score else "incorrect"
            return Verdict(outcome, score, f"misconception:{misconception.code}", misconception.feedback)
    return None


def _prefix(problem: Problem, part: Part) -> str:
    return "" if len(problem.parts) == 1 else f"{part.id}."


def _renamed(field: Field, problem: Problem, part: Part) -> Field:
    prefix = _prefix(problem, part)
    return msgspec.structs.replace(field, name=prefix + field.name) if prefix else field


def _own_fields(problem: Problem, part: Part, response: Response) -> dict[str, str]:
    prefix = _prefix(problem, part)
    return {field.name: response.get(prefix + field.name, "") for field in part.answer.fields()}
