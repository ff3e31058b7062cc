"""What every kind of answer has in common: the form it asks for, reading, judging, showing.

An `Answer` is data (frozen, JSON in and out): values are kept as text in the answer language, the same that
learners type. What to compute with is made when it is needed, so that this module imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from quizgen.answers.syntax import Vocabulary

Outcome: TypeAlias = Literal["correct", "partial", "incorrect", "unreadable", "undecided"]
Response: TypeAlias = Mapping[str, str]
"""What was typed, by field name. A missing field counts as empty."""

Input: TypeAlias = Literal["line", "lines", "grid", "choice", "choices", "order", "code"]


class Field(Struct, frozen=True, omit_defaults=True):
    """One place of the form where the learner types; screens and line mode are driven by these alone."""

    name: str
    """Key in the response; "answer" where a kind has only one field."""
    label: str = ""
    """Markup shown before the field, such as "$A^{-1} =$"."""
    input: Input = "line"
    """line: one line of text. lines: several. grid: a cell for each entry of a matrix (its response is the
    matrix as text, "[1, 2; 3, 4]"). choice / choices: the number(s) of options. order: numbers in order. code."""
    expects: str = "value"
    """How text without brackets is read: value, vector, vectors, matrix, set, interval, relation, solutions."""
    rows: int = 0
    columns: int = 0
    options: tuple[str, ...] = ()
    """Markup of the options or lines to choose from or to order; they are numbered from 1."""
    example: str = ""
    """A reply of the right form (never the right one), shown as a placeholder: "[1, -2, 3/4]"."""
    prefill: str = ""
    """Text the editor starts with (the signature of a function)."""
    vocabulary: Vocabulary = Vocabulary()
    labelled: bool = False
    """What the reply is called may be typed along, as in "E[X] = 2"; where names are known, see `labels`."""


class Verdict(Struct, frozen=True, omit_defaults=True):
    """The judgement of one reply."""

    outcome: Outcome
    score: float = 0.0
    """0 to 1."""
    code: str = ""
    """Stable, for statistics: "correct", "shape", "misconception:roles-swapped", "unreadable:bracket", ..."""
    message: str = ""
    """A sentence that helps, empty where there is nothing to add: markup; of an unreadable reply plain text, which
    may repeat what was typed."""
    field: str = ""
    """The field that the message speaks of."""
    column: int | None = None
    """Column of an unreadable reply."""
    hint: str = ""
    """What to type instead."""
    fields: dict[str, Outcome] = {}
    """The outcome of each field, for kinds with several."""


CORRECT = Verdict("correct", 1.0, "correct")

BRIEF: ContextVar[bool] = ContextVar("BRIEF", default=False)
"""True while only right or wrong is asked: nobody then looks for what a wrong reply has to do with the right one."""


@contextmanager
def brief() -> Iterator[None]:
    """Ask only for right or wrong within."""
    before = BRIEF.set(True)
    try:
        yield
    finally:
        BRIEF.reset(before)


def incorrect(code: str = "incorrect", message: str = "", **more: Any) -> Verdict:
    """An incorrect verdict with no score."""
    return Verdict("incorrect", 0.0, code, message, **more)


class Answer(Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """Base of all kinds. Subclasses are tagged structs; every method is pure."""

    def fields(self) -> tuple[Field, ...]:
        """The form to fill in."""
        raise NotImplementedError

    def judge(self, response: Response) -> Verdict:
        """The verdict on a response. Raises Unreadable (with `.field`) when it cannot be read.

        Never runs longer than a second; "undecided" where equality could not be settled.
        """
        raise NotImplementedError

    def outcome(self, response: Response) -> Outcome:
        """How the response is judged, without looking for what to say of it; "unreadable" where it cannot be read."""
        from quizgen.answers.syntax import Unreadable

        with brief():
            try:
                return self.judge(response).outcome
            except Unreadable:
                return "unreadable"

    def matches(self, response: Response) -> bool:
        """True when the response is judged correct; False also when it is unreadable or undecided."""
        return self.outcome(response) == "correct"

    def typed(self) -> dict[str, str]:
        """The right answer, as a learner would type it."""
        raise NotImplementedError

    def notations(self) -> Iterator[dict[str, str]]:
        """The right answer in every notation the kind accepts, `typed()` first."""
        yield self.typed()

    def tex(self) -> str:
        """The right answer as LaTeX (no dollars), for worked solutions and keys."""
        raise NotImplementedError

    def value(self) -> Any:
        """The right answer as a Python value for an exercise's `verify` (each kind says which)."""
        raise NotImplementedError

    def perturbed(self) -> Iterator[Answer]:
        """Answers of the same kind: this one changed in one place, at least one of them wrong.

        The contract feeds them to `verify` and to `judge`: both must refuse, or both accept one that happens to be
        another form of the right answer.
        """
        raise NotImplementedError
