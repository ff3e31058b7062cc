"""The bank contract: ten points that every exercise must keep, checked on instances.

1 same seed, same bytes             6 every renderer renders everything
2 verify holds, as the judge does   7 variety
3 misconceptions differ             8 size and time bounds
4 every notation is accepted        9 the last step shows the answer
5 misconceptions are recognised    10 JSON round trip is the identity
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice

import msgspec
from msgspec import Struct

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import Answer
from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.code import CodeAnswer
from quizgen.answers.factorisation import FactorisationAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.ordering import OrderingAnswer
from quizgen.answers.table import TableAnswer
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.vector import DirectionAnswer, VectorAnswer
from quizgen.curriculum import Skill
from quizgen.exercise import Exercise, Instance
from quizgen.grading import followed, form, grade
from quizgen.markup.figure import Figure, Network, Plot, Points, replaced
from quizgen.markup.figures.geometry import shapes
from quizgen.markup.figures.terminal import lines as figure_lines
from quizgen.markup.html import html
from quizgen.markup.latex import latex
from quizgen.markup.source import figures, parse
from quizgen.markup.spoken import spoken
from quizgen.markup.terminal import terminal
from quizgen.markup.typst import typst
from quizgen.problem import Part, Problem, from_json, to_json

RENDERERS: tuple[Callable[[str], str], ...] = (
    terminal,
    lambda source: terminal(source, ascii=True),
    typst,
    latex,
    html,
    spoken,
)
NOISE = ("%%%", "((", "@", "]1;[", "\x00")
VARIETY_SEEDS = 200
VARIETY = 0.8
REDRAW_RATE = 0.2
SEEN_WIDTH = 60
"""Columns at which two figures are compared."""
SECONDS = 0.02
"""Mean generation time that an exercise may need: 50 problems a second."""


class Fault(Struct, frozen=True):
    """One way in which an instance breaks the contract."""

    point: int
    slug: str
    level: int
    seed: int
    message: str

    def __str__(self) -> str:
        return f"{self.slug} level {self.level} seed {self.seed}: point {self.point}: {self.message}"


def check(exercise: Exercise, level: int, seed: int, known: set[bytes] | None = None) -> list[Fault]:
    """All faults of one instance (points 1 to 6, 8 to 10).

    `known` holds the problems without a fault so far. One that differs from them by its seed alone is asked for
    point 1 only; a new one is added.
    """
    try:
        instance = exercise.instance(level, seed)
    except Exception as error:  # an author's mistake of any kind is a fault to report, with its seed
        return [Fault(0, exercise.slug, level, seed, f"cannot be generated: {type(error).__name__}: {error}")]
    key = _without_seed(instance)
    known = set() if known is None else known
    faults = []
    for point, look in _POINTS[:1] if key in known else _POINTS:
        try:
            messages = list(look(exercise, instance))
        except Exception as error:
            messages = [f"{type(error).__name__}: {error}"]
        faults += [Fault(point, exercise.slug, level, seed, message) for message in messages]
    if not faults:
        known.add(key)
    return faults


def _without_seed(i: Instance) -> bytes:
    """A hash of all that the points look at, but for the seed."""
    problem = msgspec.structs.replace(i.problem, seed=0)
    return sha256(to_json(problem) + repr(i.given).encode()).digest()


def check_exercise(exercise: Exercise, skill: Skill, seeds: int = VARIETY_SEEDS) -> list[Fault]:
    """Faults of the whole exercise: variety, redraws, time, and the curriculum's mal-rules all present."""
    faults = []
    codes: set[str] = set()
    for level in range(1, exercise.levels + 1):
        start = time.process_time()
        try:
            instances = [exercise.instance(level, seed) for seed in range(seeds)]
        except Exception as error:  # `check` names the seed
            faults.append(Fault(0, exercise.slug, level, -1, f"cannot be generated: {type(error).__name__}: {error}"))
            continue
        each = (time.process_time() - start) / seeds
        codes.update(code for i in instances for code in recognised_codes(i.problem))
        faults += [
            Fault(point, exercise.slug, level, -1, message) for point, message in _level_faults(instances, level, each)
        ]
    missing = _never_met(exercise, {rule.id: None for rule in skill.mal_rules if rule.id not in codes}, seeds)
    if missing:
        most = max(seeds, VARIETY_SEEDS)
        faults.append(Fault(5, exercise.slug, 0, -1, f"mal-rules never met in {most} seeds: {', '.join(missing)}"))
    return faults


def _never_met(exercise: Exercise, missing: dict[str, None], seeds: int) -> list[str]:
    """Those of the mal-rules that no seed shows, where the first so many have been looked at already."""
    for seed in range(seeds, VARIETY_SEEDS):
        for level in range(1, exercise.levels + 1):
            if not missing:
                return []
            try:
                problem = exercise.generate(level, seed)
            except Exception:  # `check` names the seed
                continue
            for code in recognised_codes(problem):
                missing.pop(code, None)
    return list(missing)


def _level_faults(instances: list[Instance], level: int, each: float) -> Iterator[tuple[int, str]]:
    distinct = len({question(i.problem) for i in instances}) / len(instances)
    if level >= 2 and distinct < VARIETY:
        yield 7, f"only {distinct:.0%} of {len(instances)} problems are distinct"
    redraws = sum(i.redraws > 0 for i in instances) / len(instances)
    if redraws > REDRAW_RATE:
        yield 3, f"{redraws:.0%} of the instances had to be redrawn: mend the sampler"
    if each > SECONDS:
        yield 8, f"needs {each * 1000:.0f} ms a problem"


def question(problem: Problem) -> bytes:
    """What makes two problems the same to a learner: the prompt and the parts, figures as they look."""
    parts = [msgspec.structs.replace(part, prompt=replaced(part.prompt, _seen)) for part in problem.parts]
    return msgspec.json.encode((replaced(problem.prompt, _seen), parts))


def _seen(figure: Figure) -> str:
    return "\n".join("".join(span.text for span in spans) for spans in figure_lines(figure, SEEN_WIDTH, ascii=True))


def _unseen(source: str) -> str:
    """The source without its figures."""
    return replaced(source, lambda figure: "")


def recognised_codes(problem: Problem) -> Iterator[str]:
    """Codes of all misconceptions, wrong options, wrong lines and bugs of a problem."""
    for part in problem.parts:
        yield from (m.code for m in part.misconceptions)
        yield from _codes(part.answer)


def _codes(answer: Answer) -> Iterator[str]:
    match answer:
        case ChoiceAnswer():
            yield from (o.code for o in answer.options if o.code)
        case OrderingAnswer():
            yield from (line.code for line in answer.lines if line.code)
        case CodeAnswer():
            yield from (bug.code for bug in answer.bugs)
        case TableAnswer():
            for row in answer.rows:
                yield from _codes(row.answer)
        case TruthAnswer():
            yield from answer.codes()


def texts(problem: Problem) -> Iterator[str]:
    """Every piece of markup that a person may see."""
    yield problem.prompt
    yield from (s.text for s in problem.steps)
    yield from problem.hints
    for part, fields in form(problem):
        yield part.prompt
        yield from (m.feedback for m in part.misconceptions)
        for field in fields:
            yield field.label
            yield from field.options
    for part in problem.parts:
        if not isinstance(part.answer, CodeAnswer):
            yield f"${part.answer.tex()}$"


def _same_bytes(exercise: Exercise, i: Instance) -> Iterator[str]:
    if to_json(exercise.generate(i.problem.level, i.problem.seed)) != to_json(i.problem):
        yield "the same seed gave another problem"


def _verify(exercise: Exercise, i: Instance) -> Iterator[str]:
    if not _holds(exercise, i, {}):
        yield "verify refuses the answer"
    for part in i.problem.parts:
        refused = False
        for changed in part.answer.perturbed():
            outcome = part.answer.outcome(changed.typed())
            if outcome in ("unreadable", "undecided"):
                continue
            holds = _holds(exercise, i, {part.id: changed})
            refused = refused or not holds
            if holds and outcome != "correct":
                yield f"verify accepts the perturbed answer {changed.typed()}"
            elif outcome == "correct" and not holds:
                yield f"the judge accepts the perturbed answer {changed.typed()}, verify does not"
        if not refused:
            yield f"no perturbed answer to part {part.id} is wrong: nothing shows that verify can refuse"
        for m in part.misconceptions:
            if _holds(exercise, i, {part.id: m.answer}):
                yield f"verify accepts the misconception {m.code}: {m.answer.typed()}"


def _follows(exercise: Exercise, i: Instance) -> Iterator[str]:
    """What follows from the right earlier answer is the right later one; from a trivial one follows nothing."""
    for part in i.problem.parts:
        if part.follows is None:
            continue
        earlier = next(p for p in i.problem.parts if p.id == part.follows.part)
        unguarded = msgspec.structs.replace(part, follows=msgspec.structs.replace(part.follows, guard=""))
        right = followed(i.problem, unguarded, response_of(i.problem, {}))
        if right is None:
            yield f"nothing follows for part {part.id} from the right answer to {earlier.id}"
        elif not right.matches(part.answer.typed()) or not part.answer.matches(right.typed()):
            yield f"from the right answer to {earlier.id} follows {right.typed()}, not the answer to {part.id}"
        for reply in trivial(earlier.answer):
            if followed(i.problem, part, response_of(i.problem, {earlier.id: reply})) is not None:
                yield f"the guard of part {part.id} lets the trivial reply {reply} pass"
        yield from _carried_forward(i.problem, earlier, part)


def _carried_forward(problem: Problem, earlier: Part, part: Part) -> Iterator[str]:
    """After each misconception in the earlier part, what follows from it gets full points."""
    for m in earlier.misconceptions:
        answer = followed(problem, part, response_of(problem, {earlier.id: m.answer.typed()}))
        if answer is None:
            continue
        response = response_of(problem, {earlier.id: m.answer.typed(), part.id: answer.typed()})
        verdict = grade(problem, response).parts[part.id]
        if verdict.outcome != "correct":
            yield f"after {m.code}, what follows from it ({answer.typed()}) is graded {verdict.code}"


def trivial(answer: Answer) -> Iterator[dict[str, str]]:
    """Replies that make what follows from them too easy: zeros, and the identity."""
    match answer:
        case NumberAnswer():
            yield {"answer": "0"}
        case VectorAnswer(entries=entries) | DirectionAnswer(entries=entries) if entries:
            yield {"answer": "[" + ", ".join("0" for _ in entries) + "]"}
        case AffineAnswer(point=point) if point:
            yield {"answer": "(" + ", ".join("0" for _ in point) + ")"}
        case MatrixAnswer(rows=rows) if rows:
            shape = range(len(rows)), range(len(rows[0]))
            for one in "01":
                table = ("[" + ", ".join(one if i == j else "0" for j in shape[1]) + "]" for i in shape[0])
                yield {"answer": "[" + ", ".join(table) + "]"}


def _holds(exercise: Exercise, i: Instance, changed: dict[str, Answer]) -> bool:
    values = {part.id: changed.get(part.id, part.answer).value() for part in i.problem.parts}
    value = values if len(values) > 1 else next(iter(values.values()))
    assert exercise.check is not None
    try:
        return bool(exercise.check(*i.given, value))
    except (ValueError, ArithmeticError, IndexError, TypeError):
        if not changed:
            raise
        return False  # a reply of another shape, or a division by zero in it, is refused


def _misconceptions(exercise: Exercise, i: Instance) -> Iterator[str]:
    for part in i.problem.parts:
        for n, m in enumerate(part.misconceptions):
            if part.answer.matches(m.answer.typed()):
                yield f"misconception {m.code} is judged correct"
            for other in part.misconceptions[:n]:
                if other.answer.matches(m.answer.typed()):
                    yield f"misconceptions {other.code} and {m.code} are the same reply"


def response_of(problem: Problem, changed: dict[str, dict[str, str]]) -> dict[str, str]:
    """The right response, with the replies to some parts (by id) put in their place."""
    response = {}
    for part, fields in form(problem):
        own = changed.get(part.id) or part.answer.typed()
        for field, plain in zip(fields, part.answer.fields(), strict=True):
            response[field.name] = own.get(plain.name, "")
    return response


def _alone(part: Part) -> Problem:
    """A problem of this part only, whose judging does not pay for the others: their right replies carry nothing."""
    return Problem("", (msgspec.structs.replace(part, follows=None),), ())


def _notations(exercise: Exercise, i: Instance) -> Iterator[str]:
    whole = grade(i.problem, response_of(i.problem, {}))
    if whole.outcome != "correct":
        yield f"the right answers together are graded {whole.outcome} ({whole.code})"
    for part in i.problem.parts:
        alone = _alone(part)
        for notation in islice(part.answer.notations(), 1, None):  # the first has been graded with the whole
            given = grade(alone, notation)
            if given.outcome != "correct":
                yield f"the right answer typed as {notation} is graded {given.outcome} ({given.code})"


def _recognised(exercise: Exercise, i: Instance) -> Iterator[str]:
    for part in i.problem.parts:
        alone = _alone(part)
        for m in part.misconceptions:
            verdict = grade(alone, m.answer.typed())
            if verdict.code != f"misconception:{m.code}":
                yield f"misconception {m.code} typed as {m.answer.typed()} is graded {verdict.code}"
        for noise in NOISE:
            outcome = grade(alone, {f.name: noise for f in part.answer.fields()}).outcome
            if outcome != "unreadable":
                yield f"noise {noise!r} is graded {outcome}, not unreadable"


def _rendered(exercise: Exercise, i: Instance) -> Iterator[str]:
    for source in dict.fromkeys(texts(i.problem)):
        for renderer in RENDERERS:
            renderer(source)
        if _has_loose_dollar(source):
            yield f"a dollar sign is read as text, not as the end of a formula: {source[:60]}"
        for figure in figures(parse(source)):
            yield from drawing_faults(figure)
    if len(i.problem.hints) < 2:
        yield "there are fewer than two hints"


def _has_loose_dollar(source: str) -> bool:
    """As in "$A $", which Markdown does not take for a formula; an escaped one is meant, and code may have its own."""
    plain = _unseen(source) if "```" in source else source
    return "$" in plain and not any(sign in plain for sign in ("\\$", "`")) and "$" in spoken(plain)


def drawing_faults(figure: Figure) -> Iterator[str]:
    """What is wrong with a figure that can be drawn."""
    if "$" in figure.description:
        yield "the description of a figure holds a dollar sign: it is read out as it stands"
    if isinstance(figure, Network):
        return
    yield from _outside(figure)
    markers = [mark.marker for mark in figure.marks if isinstance(mark, Points) and mark.label]
    if len(set(markers)) < len(markers):
        yield "two labelled series of points in a figure have the same marker"


def _outside(plot: Plot) -> Iterator[str]:
    for number, (mark, shape) in enumerate(zip(plot.marks, shapes(plot), strict=True), 1):
        points = mark.at if isinstance(mark, Points) else ()
        if not shape.paths and (points or not isinstance(mark, Points)):
            yield f"mark {number} of a figure lies outside its ranges"
        elif points and len(shape.paths[0]) < len(points):
            yield f"points of mark {number} of a figure lie outside its ranges"


_NUMBER = re.compile(r"(?<![\d.])\d+")


def _size(exercise: Exercise, i: Instance) -> Iterator[str]:
    if any(isinstance(part.answer, CodeAnswer) for part in i.problem.parts):
        return
    bound = exercise.bounds[i.problem.level - 1]
    largest = max((int(n) for source in texts(i.problem) for n in _NUMBER.findall(_unseen(source))), default=0)
    if largest > bound:
        yield f"{largest} is larger than the bound {bound} of level {i.problem.level}"


def _last_step(exercise: Exercise, i: Instance) -> Iterator[str]:
    last = _squeezed(_unseen(i.problem.steps[-1].text))
    for part in i.problem.parts:
        for piece in shown(part.answer):
            if _squeezed(piece) not in last:
                yield f"the last step does not show {piece}"


def shown(answer: Answer) -> Iterator[str]:
    """What a last step must contain so that it shows the answer."""
    match answer:
        case ChoiceAnswer():
            yield from (o.text for o in answer.options if o.correct)
        case TableAnswer():
            yield from (piece for row in answer.rows for piece in shown(row.answer))
        case FactorisationAnswer():
            yield from answer.pieces()
        case OrderingAnswer():
            pass  # the steps are the proof itself
        case TruthAnswer():
            yield "true" if answer.truth else "false"
        case CodeAnswer():
            yield answer.reference.strip().splitlines()[-1].strip()
        case _:
            yield answer.tex()


def _squeezed(source: str) -> str:
    return re.sub(r"\s|\\left|\\right|\\,", "", source).lower()


def _round_trip(exercise: Exercise, i: Instance) -> Iterator[str]:
    if from_json(to_json(i.problem)) != i.problem:
        yield "JSON and back is not the identity"


Look = Callable[[Exercise, Instance], Iterator[str]]
_POINTS: tuple[tuple[int, Look], ...] = (
    (1, _same_bytes),
    (2, _verify),
    (2, _follows),
    (3, _misconceptions),
    (4, _notations),
    (5, _recognised),
    (6, _rendered),
    (8, _size),
    (9, _last_step),
    (10, _round_trip),
)


def reproduce(fault: Fault) -> str:
    """The one command that shows a fault again."""
    seed = f" --seed {fault.seed}" if fault.seed >= 0 else ""
    level = f" --level {fault.level}" if fault.level else ""
    return f"quizgen bank check {fault.slug}{level}{seed}"
