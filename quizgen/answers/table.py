"""Table: several named fields, each with an answer of its own, and points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import BRIEF, CORRECT, Answer, Field, Outcome, Response, Verdict
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.code import CodeAnswer
from quizgen.answers.equation import EquationAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.factorisation import FactorisationAnswer
from quizgen.answers.inequality import InequalityAnswer
from quizgen.answers.interval import IntervalAnswer
from quizgen.answers.labels import without_own
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.ordering import OrderingAnswer
from quizgen.answers.satisfies import SatisfiesAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.tuples import TupleAnswer
from quizgen.answers.vector import DirectionAnswer, VectorAnswer

SimpleAnswer: TypeAlias = (
    NumberAnswer
    | ExpressionAnswer
    | VectorAnswer
    | DirectionAnswer
    | MatrixAnswer
    | SetAnswer
    | IntervalAnswer
    | TupleAnswer
    | EquationAnswer
    | InequalityAnswer
    | ChoiceAnswer
    | OrderingAnswer
    | BasisAnswer
    | AffineAnswer
    | FactorisationAnswer
    | TruthAnswer
    | SatisfiesAnswer
    | CodeAnswer
)
"""Every kind but the table. A row of a table takes those with one field."""

EACH = 3
"""Wrong answers taken from each row by `perturbed`."""


class Row(Struct, frozen=True, omit_defaults=True):
    """One row: a name, a label, an answer with one field."""

    name: str
    answer: SimpleAnswer
    label: str = ""
    """Markup before the field."""
    points: int = 1


class TableAnswer(Answer, frozen=True, tag="table", omit_defaults=True):
    """Field by field. The score is the share of the points; a field's own partial score counts.

    A reply with nothing in it is unreadable ("empty"); where something is filled in, empty fields are wrong
    (code "incomplete" if nothing else is). The code and the sentence are those of the first field that is wrong
    by a misconception, else of the first that is wrong.
    """

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, *rows: Row | tuple[str, str, SimpleAnswer] | tuple[str, str, SimpleAnswer, int]) -> TableAnswer:
        """From rows, or tuples (name, label, answer[, points])."""
        return cls(tuple(r if isinstance(r, Row) else Row(r[0], r[2], r[1], *r[3:]) for r in rows))

    def fields(self) -> tuple[Field, ...]:
        """The field of each row under the row's name."""
        return tuple(
            replace(row.answer.fields()[0], name=row.name, label=row.label or row.answer.fields()[0].label)
            for row in self.rows
        )

    def judge(self, response: Response) -> Verdict:
        """See the class."""
        if not any(response.get(row.name, "").strip() for row in self.rows):
            raise Unreadable("Nothing was filled in yet.", code="empty", field=self.rows[0].name)
        verdicts = []
        for row in self.rows:
            verdicts.append(_judged(row, response.get(row.name, "")))
            if BRIEF.get() and verdicts[-1].outcome != "correct":
                return verdicts[-1]
        return self._total(verdicts)

    def _total(self, verdicts: Sequence[Verdict]) -> Verdict:
        fields: dict[str, Outcome] = {row.name: v.outcome for row, v in zip(self.rows, verdicts, strict=True)}
        if all(v.outcome == "correct" for v in verdicts):
            return replace(CORRECT, fields=fields)
        points = sum(row.points for row in self.rows)
        score = sum(row.points * v.score for row, v in zip(self.rows, verdicts, strict=True)) / points
        k = min((k for k, v in enumerate(verdicts) if v.outcome != "correct"), key=lambda k: _rank(verdicts[k]))
        worst = verdicts[k]
        outcome: Outcome = "partial" if score else "incorrect"
        if worst.outcome == "undecided":
            outcome = "undecided"
        label = self.fields()[k].label
        message = f"{_named(label)}: {worst.message}" if label and worst.message else worst.message
        return Verdict(outcome, score, worst.code, message, self.rows[k].name, fields=fields)

    def typed(self) -> dict[str, str]:
        """Each row's."""
        return self._with([row.answer.typed() for row in self.rows])

    def _with(self, replies: Sequence[dict[str, str]]) -> dict[str, str]:
        return {row.name: next(iter(r.values())) for row, r in zip(self.rows, replies, strict=True)}

    def notations(self) -> Iterator[dict[str, str]]:
        """Every row in its next notation, until all rows have shown all of theirs."""
        lists = [list(row.answer.notations()) for row in self.rows]
        for i in range(max(map(len, lists))):
            yield self._with([x[min(i, len(x) - 1)] for x in lists])

    def tex(self) -> str:
        """The rows' answers in a row."""
        return ",\\quad ".join(row.answer.tex() for row in self.rows)

    def value(self) -> dict[str, Any]:
        """The rows' values by name."""
        return {row.name: row.answer.value() for row in self.rows}

    def perturbed(self) -> Iterator[TableAnswer]:
        """Some wrong answers of each row, the others left as they are."""
        for k, row in enumerate(self.rows):
            for wrong in islice(row.answer.perturbed(), EACH):
                changed = replace(row, answer=wrong)
                yield replace(self, rows=(*self.rows[:k], changed, *self.rows[k + 1 :]))

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        names = [row.name for row in self.rows]
        faults = [] if len(set(names)) == len(names) else ["two rows have the same name"]
        for row in self.rows:
            if len(row.answer.fields()) != 1:
                faults.append(f"the row {row.name} has more than one field")
            inner: tuple[str, ...] = getattr(row.answer, "check", tuple)()
            faults += [f"{row.name}: {fault}" for fault in inner]
        return tuple(faults)


def _judged(row: Row, text: str) -> Verdict:
    """The verdict of one row."""
    if not text.strip():
        return Verdict("incorrect", 0.0, "incomplete", "This field is still empty.")
    try:
        return row.answer.judge({row.answer.fields()[0].name: without_own(text, row.label)})
    except Unreadable as error:
        error.field = row.name
        raise


def _rank(verdict: Verdict) -> int:
    """Which of several verdicts speaks: a misconception, a mistake, an empty field, an undecided one."""
    if verdict.code.startswith("misconception:"):
        return 0
    if verdict.code == "incomplete":
        return 2
    return 3 if verdict.outcome == "undecided" else 1


def _named(label: str) -> str:
    """The label without the sign after it: "$x =$", "$x$:", "Which one?"."""
    return re.sub(r"\s*=\s*\$$", "$", label.rstrip(" :?")).replace("$$", "").rstrip()
