"""The verdict: in words and colour, what was read, why it is so, the worked solution, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizgen.answers.base import Field, Outcome, Verdict
from quizgen.grading import Grade, form
from quizgen.practice.session import Feedback
from quizgen.problem import Problem
from tui.glyphs import plain_signs
from tui.keys import pressed
from tui.reading import Read, reading
from tui.widgets.math_text import MathText

VERDICTS: dict[str, tuple[str, str, str]] = {
    "correct": ("✓", "Correct", "-good"),
    "partial": ("◐", "Partly right", "-part"),
    "incorrect": ("✗", "Not right", "-bad"),
    "undecided": ("?", "I could not decide this: compare with the solution and say yourself", "-part"),
    "solution": ("→", "The solution", "-part"),
}
"""Outcome -> sign, words, class."""
SIGNS: dict[Outcome, str] = {"correct": "✓ right", "partial": "◐ partly", "incorrect": "✗ wrong"}
OVERRULED = {
    "good": "Counted as right: your word",
    "easy": "Counted as right, and easy: your word",
    "hard": "Counted as right, with effort: your word",
    "again": "Counted as not right: your word",
}
LEADS = {"order": "Your order", "choice": "You chose", "choices": "You chose"}
LONGEST_CODE = 30


class FeedbackView(Vertical):
    """Below the problem, after an answer."""

    DEFAULT_CSS = """
    FeedbackView { height: auto; width: 1fr; margin: 1 0 0 0; padding: 0 0 0 1; border-left: outer $warning; }
    FeedbackView.-good { border-left: outer $success; }
    FeedbackView.-bad { border-left: outer $error; }
    FeedbackView > .verdict { height: auto; margin: 0 0 1 0; }
    FeedbackView > .code { color: $foreground 80%; margin: 0 0 0 2; }
    FeedbackView > .message { margin: 1 0 0 0; }
    FeedbackView > .heading { margin: 1 0 0 0; text-style: bold; }
    """

    def __init__(
        self, problem: Problem, response: Mapping[str, str], feedback: Feedback, *, own_word: str = ""
    ) -> None:
        """`own_word`: the rating that the learner gave, overruling the judge."""
        outcome = feedback.grade.outcome if feedback.grade else "solution"
        self.sign, self.words, style = VERDICTS[outcome]
        if own_word:
            self.sign, self.words = ("✗" if own_word == "again" else "✓"), OVERRULED[own_word]
            style = "-bad" if own_word == "again" else "-good"
        elif outcome == "correct" and feedback.rating == "hard":
            self.words = "Correct, with help: counts as hard"
        super().__init__(classes=style)
        self._problem, self._response, self.feedback = problem, response, feedback
        self._own_word = own_word

    def compose(self) -> ComposeResult:
        """Verdict, what was read, message, solution."""
        yield Static(self._verdict(), classes="verdict", markup=False)
        grade = self.feedback.grade
        if grade is not None:
            yield from self._replies(grade)
        if self.feedback.message and self._own_word not in ("good", "easy"):
            yield MathText(self.feedback.message, classes="message")
        if self.feedback.steps:
            if self.words != VERDICTS["solution"][1]:
                yield Static("Solution", classes="heading", markup=False)
            numbered = (f"**{n}.** {step.text}" for n, step in enumerate(self.feedback.steps, 1))
            yield MathText("\n\n".join(numbered), classes="steps")
        elif self.feedback.retry_offered:
            yield Static(
                Content(
                    f"You may try once more ({pressed(self.app, 'next')}), "
                    f"or see the solution ({pressed(self.app, 'solution_here')})."
                ),
                classes="message",
                markup=False,
            )

    def _verdict(self) -> Content:
        ascii_only = plain_signs(self)
        colour = {"-good": "$text-success", "-bad": "$text-error"}
        style = "bold " + next((colour[c] for c in colour if self.has_class(c)), "$text-warning")
        sign = "" if ascii_only else self.sign + " "
        score = self.feedback.grade.score if self.feedback.grade and not self._own_word else 0.0
        share = f" ({score:.0%})" if 0 < score < 1 else ""
        then = " ".join(filter(None, (self.feedback.schedule, self.feedback.level_change)))
        later = ("  " + then if then else "", "$foreground 70%")
        return Content.assemble((f"{sign}{self.words}{share}.", style), later)

    def _replies(self, grade: Grade) -> Iterator[Static | MathText]:
        """What was typed, field by field, with a mark where there are several."""
        forms = form(self._problem)
        several = sum(len(fields) for _, fields in forms) > 1
        for part, fields in forms:
            verdict = grade.parts.get(part.id)
            for field in fields:
                text = self._response.get(field.name, "")
                if not text.strip():
                    continue
                outcome = _outcome(verdict, field, alone=len(fields) == 1)
                mark = SIGNS.get(outcome, "") if several and outcome else ""
                where = f"({part.id}) " if len(forms) > 1 else ""
                if field.input == "code":
                    yield Static(Content(_cut(text)), classes="code", markup=False)
                    continue
                said = _said(field, text, whole=outcome != "correct")
                lead = where + (field.label if several and field.label else LEADS.get(field.input, "You answered"))
                tail = f" **{mark}**" if mark else ""
                if isinstance(said, Content):
                    yield Static(Content.assemble(f"{lead}: ", said, f"  {mark}"), markup=False)
                else:
                    yield MathText(f"{lead} {said}{tail}")


def _outcome(verdict: Verdict | None, field: Field, *, alone: bool) -> Outcome | None:
    """The outcome of a field: its own, or that of its part where it is the only one."""
    if verdict is None:
        return None
    return verdict.fields.get(field.name, verdict.outcome if alone else None)


def _said(field: Field, text: str, *, whole: bool) -> str | Content:
    """What was read, as markup; what cannot be drawn as plain text. `whole`: with the options not chosen."""
    if field.options:
        return _chosen(field, text, whole=whole)
    read = reading(field, text)
    return f"${read.latex}$" if isinstance(read, Read) else Content(text)


def _chosen(field: Field, text: str, *, whole: bool) -> str | Content:
    """The lines in the learner's order, or the options with the chosen ones marked: the verdict may speak of any."""
    numbers = [int(word) for word in re.findall(r"\d+", text)]
    if not all(0 < number <= len(field.options) for number in numbers):
        return Content(text)
    # Display mathematics stands in paragraphs of its own.
    apart = "\n\n" if any("$$" in option for option in field.options) else "\\\n"
    if field.input == "order":
        return "\n\n" + apart.join(f"{n}\\. {field.options[n - 1]}" for n in numbers)
    if len(numbers) == 1 and (len(field.options) == 2 or not whole):
        return f"{numbers[0]}\\. {field.options[numbers[0] - 1]}"
    sign = {True: "**→**", False: "·"}
    return "\n\n" + apart.join(f"{sign[n in numbers]} {n}\\. {o}" for n, o in enumerate(field.options, 1))


def _cut(code: str) -> str:
    lines = code.rstrip().splitlines()
    return "\n".join(lines[:LONGEST_CODE] + (["…"] if len(lines) > LONGEST_CODE else []))
