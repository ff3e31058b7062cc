"""Joint tables of two discrete variables: how they are told, printed and added up (rows for x, columns for y)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from question_bank._steps import exact_decimal
from quizgen.exact import Q
from quizgen.markup.source import Tex, latex_of

Cells = tuple[tuple[Q, ...], ...]


class World(NamedTuple):
    """A setting in which two counts are seen together."""

    story: str
    """Two sentences that say what X and Y are."""
    free: bool = False
    """True where the values may be any integers, not only 0, 1, 2, ..."""


WORLDS = (
    World("Two discrete random variables $X$ and $Y$ have the joint distribution below.", free=True),
    World(
        "For a random request to a server let $X$ be the number of failed attempts and $Y$ the number of redirects. "
        "Their joint distribution is:"
    ),
    World(
        "For a random image of a data set let $X$ be the number of persons and $Y$ the number of vehicles in it. Their "
        "joint distribution is:"
    ),
    World(
        "Two reviewers read a random page. The first finds $X$ errors, the second $Y$; the joint distribution is:",
    ),
)


def terminating(value: Q) -> bool:
    """Whether a probability has at most three decimals."""
    return 1000 % int(value.q) == 0


def decimal_table(cells: Cells) -> bool:
    """Whether the whole table is printed in decimals."""
    return all(terminating(p) for row in cells for p in row)


def shown(value: Q, decimals: bool) -> Tex:
    """A probability as it stands in a table: 0.15 or a fraction."""
    return exact_decimal(value) if decimals and terminating(value) else Tex(latex_of(value))


def markdown(xs: Sequence[int], ys: Sequence[int], cells: Cells, corner: str = "$p(x, y)$") -> str:
    """The table with x down and y across."""
    decimals = decimal_table(cells)
    head = f"| {corner} | " + " | ".join(f"$y = {y}$" for y in ys) + " |"
    rule = "|---" * (len(ys) + 1) + "|"
    rows = [
        f"| $x = {x}$ | " + " | ".join(f"${shown(p, decimals)}$" for p in row) + " |"
        for x, row in zip(xs, cells, strict=True)
    ]
    return "\n".join([head, rule, *rows])


def row_sums(cells: Cells) -> list[Q]:
    """P(X = x) for each x."""
    return [sum(row, Q(0)) for row in cells]


def column_sums(cells: Cells) -> list[Q]:
    """P(Y = y) for each y."""
    return [sum(column, Q(0)) for column in zip(*cells, strict=True)]


def sum_tex(parts: Sequence[Q], decimals: bool) -> Tex:
    """Probabilities written as a sum."""
    return Tex(" + ".join(shown(p, decimals) for p in parts))
