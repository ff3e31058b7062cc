"""Checks of a solution in an equation: which one to take, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank import _steps
from quizgen.exact import Matrix, Q
from quizgen.markup.source import Tex

ORDINALS = ("first", "second", "third", "fourth", "fifth")


def substituted(coefficients: Sequence[Q], values: Sequence[Q]) -> Tex:
    """As in `_steps`, without a minus before a zero that opens the sum."""
    said = _steps.substituted(coefficients, values)
    return Tex(said[1:]) if said == "-0" or said.startswith("-0 ") else said


def telling_row(a: Matrix, vectors: Sequence[Matrix]) -> tuple[str, Sequence[Q]]:
    """The row of which most entries meet a nonzero entry of every vector, and its name: 0 + 2 * 0 would check nothing.

    Among equals the last, which elimination changes most.
    """
    rows = a.to_rows()

    def met(i: int) -> int:
        return min(sum(x * y != 0 for x, y in zip(rows[i], v, strict=True)) for v in vectors)

    at = max(range(len(rows)), key=lambda i: (met(i), i))
    return "last" if at == len(rows) - 1 else ORDINALS[at], rows[at]
