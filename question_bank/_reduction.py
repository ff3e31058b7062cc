"""Row reduction of a plain matrix told step by step, and matrices whose reduction meets integers only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from question_bank._draw.common import TRIES, Rows, dot, exhausted, largest
from question_bank._draw.matrices import echelon_rows
from question_bank._steps import Elimination, Row, listed
from quizgen.draw import Draw
from quizgen.exact import Matrix
from quizgen.markup.source import Tex, augmented, latex_of, linear
from quizgen.problem import Step


class Reduction(Elimination):
    """Forward elimination of a matrix, with the last `bar` columns behind a vertical bar.

    `rows` is the echelon form, `pivots` its pivot columns, `steps` the work; `upwards()` goes on to the reduced form.
    Rows are exchanged only where the pivot is 0.
    """

    def __init__(self, matrix: Matrix, bar: int = 0) -> None:
        self.bar = bar
        self.width = matrix.columns
        self.rows: list[Row] = matrix.to_rows()
        self.steps: list[Step] = []
        self.pivots: list[int] = []
        for column in range(self.width):
            self._column(column)

    def _printed(self, rows: Sequence[Row]) -> Tex:
        if not self.bar:
            return Tex(latex_of(Matrix(rows)))
        at = self.width - self.bar
        return augmented(Matrix([r[:at] for r in rows]), Matrix([r[at:] for r in rows]))

    def _pivot(self, at: int, column: int) -> int | None:
        return next((i for i in range(at, len(self.rows)) if self.rows[i][column] != 0), None)


def clean_matrix(
    draw: Draw,
    m: int,
    n: int,
    pivots: Sequence[int],
    bound: int,
    *,
    reduced_bound: int = 2,
    scales: Sequence[int] = (-2, -1, 1, 1, 2, 3),
    exchange: int | None = None,
) -> Matrix:
    """An m×n integer matrix, entries up to `bound`, with these pivots, whose reduction meets integers only.

    It is a reduced echelon form mixed by integer triangular factors; no row is zero and no two are parallel. Something
    stands above every pivot but the first in the echelon form. `exchange=i`: rows i and i + 1 have to be exchanged for
    the pivot of row i, and no others.
    """
    rank = len(pivots)
    for _ in range(TRIES):
        reduced = echelon_rows(draw, n, pivots, reduced_bound)
        upper = _product([[_upper_entry(draw, i, j, scales) for j in range(rank)] for i in range(rank)], reduced)
        if largest(upper) > bound:
            continue
        lower = [_lower_row(draw, i, rank) for i in range(m)]
        if exchange is not None:
            lower[exchange + 1][exchange] = 0
            lower[exchange], lower[exchange + 1] = lower[exchange + 1], lower[exchange]
        rows = _product(lower, upper)
        if largest(rows) <= bound and not _repetitive(rows):
            return Matrix(rows)
    raise exhausted(f"{m}×{n} matrix with pivots {tuple(pivots)}", f"entries up to {bound}")


def _product(a: Rows, b: Rows) -> Rows:
    columns = list(zip(*b, strict=True))
    return [[dot(r, c) for c in columns] for r in a]


def _lower_row(draw: Draw, i: int, rank: int) -> list[int]:
    return [draw.integer(-2, 2, nonzero=i == 1) if j < i else int(i == j) for j in range(rank)]


def _upper_entry(draw: Draw, i: int, j: int, scales: Sequence[int]) -> int:
    if i == j:
        return draw.choice(scales)
    if i > j:
        return 0
    return draw.choice((-2, -1, 1, 2)) if j == i + 1 else draw.integer(-1, 1)


def _repetitive(rows: Rows) -> bool:
    """True when a row is zero, or two are parallel."""
    return any(not any(r) for r in rows) or any(
        all(r[i] * s[j] == r[j] * s[i] for i, j in combinations(range(len(r)), 2)) for r, s in combinations(rows, 2)
    )


def kernel_steps(a: Matrix, letters: Sequence[str], *, name: str = "v") -> tuple[Step, ...]:
    """From the reduced form of `a` to a basis of {x : a x = 0}: equations, free unknowns, one vector for each.

    The vectors are the special solutions of `Matrix.kernel`, called v, or v_1, v_2, ...
    """
    reduced, pivots = a.rref()
    free = [j for j in range(a.columns) if j not in pivots]
    solved = listed([f"${letters[p]} = {solved_for(reduced, i, free, letters)}$" for i, p in enumerate(pivots)])
    free_names = listed([f"${letters[j]}$" for j in free])
    verb = "is free: set it" if len(free) == 1 else "are free: set one of them"
    others = "" if len(free) == 1 else " and the others to $0$"
    plural = "" if len(free) == 1 else "s"
    vectors = []
    for k, v in enumerate(a.kernel()):
        label = name if len(free) == 1 else f"{name}_{k + 1}"
        vectors.append(f"{letters[free[k]]} = 1:\\quad {label} = {latex_of(v)}")
    shown = r",\qquad ".join(vectors) if a.columns * len(free) <= 8 else ",$$ $$".join(vectors)
    return (
        Step(f"{'As an equation' if len(pivots) == 1 else 'As equations'}: {solved}."),
        Step(f"The unknown{plural} without a pivot, {free_names}, {verb} to $1${others}: $${shown}.$$"),
    )


def solved_for(reduced: Matrix, i: int, free: Sequence[int], letters: Sequence[str]) -> Tex:
    """The pivot unknown of row i of a reduced homogeneous system, by the free unknowns."""
    return linear([-reduced[i, j] for j in free], [letters[j] for j in free])


def largest_minor(m: Matrix) -> int:
    """The size of the largest square submatrix with a nonzero determinant: the rank."""
    for size in range(min(m.shape), 0, -1):
        for rows in combinations(range(m.rows), size):
            for columns in combinations(range(m.columns), size):
                if Matrix([[m[i, j] for j in columns] for i in rows]).det() != 0:
                    return size
    return 0
