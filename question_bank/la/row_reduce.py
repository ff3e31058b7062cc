"""Bring a matrix to reduced row echelon form (MML 2.3.2).

Levels: 1 2x3; 2 3x4 with one exchange of rows; 3 4x6 with free columns between pivots. A reply is checked by the
uniqueness of the reduced form: it has the pattern (leading ones that move to the right, zeros around them, zero rows
last) and the same row space as the matrix.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._reduction import Reduction, clean_matrix
from question_bank._steps import listed
from quizgen.answers.matrix import MatrixAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix
from quizgen.exercise import exercise
from quizgen.markup.source import augmented, text
from quizgen.problem import Misconception, Problem, Step, step

PLAIN = (
    "Bring the matrix $$A = @a$$ to reduced row echelon form.",
    "Find the reduced row echelon form of $$A = @a.$$",
)
AUGMENTED = (
    "The augmented matrix of a system of linear equations is $$@a.$$ Bring it to reduced row "
    "echelon form; type all columns, without the bar.",
    "The weights of a linear model satisfy a system of equations with the augmented matrix $$@a.$$ Give its reduced "
    "row echelon form; type all columns, without the bar.",
)


class Given(NamedTuple):
    a: Matrix
    bar: int
    """1 where the last column is shown behind a bar, as a right-hand side."""
    phrasing: int


@exercise("la-row-reduce", version=1, bounds=(60, 120, 200))
def row_reduce(draw: Draw, level: int) -> Given:
    """A reduced form with small integers, mixed so that no fraction is met on the way back."""
    phrasing, bar = draw.below(2), int(draw.below(3) > 0)
    if level == 1:
        pivots: tuple[int, ...] = (0, 1) if bar else draw.choice(((0, 1), (0, 1), (0, 2)))
        a = clean_matrix(draw, 2, 3, pivots, 9, reduced_bound=5, scales=(-3, -2, 2, 3))
        return Given(a, bar, phrasing)
    if level == 2:
        pivots = (0, 1, 2) if bar else draw.choice(((0, 1, 2), (0, 1, 3), (0, 2, 3)))
        a = clean_matrix(draw, 3, 4, pivots, 9, reduced_bound=4, scales=(-2, -1, 2, 3), exchange=draw.below(2))
        return Given(a, bar, phrasing)
    rank = draw.integer(3, 4)
    last = 5 if bar else 6
    choices = [p for p in PATTERNS if len(p) == rank and p[-1] < last]
    return Given(clean_matrix(draw, 4, 6, draw.choice(choices), 8), bar, phrasing)


PATTERNS = (
    (0, 2, 3),
    (0, 1, 3),
    (0, 2, 4),
    (0, 1, 4),
    (0, 3, 4),
    (0, 2, 5),
    (0, 1, 3, 4),
    (0, 2, 3, 4),
    (0, 1, 2, 4),
    (0, 2, 3, 5),
    (0, 1, 3, 5),
)
"""Pivot columns of a 4x6 matrix with a free column between two of them."""


@row_reduce.problem
def build(a: Matrix, bar: int, phrasing: int) -> Problem:
    """Forward to an echelon form, then upwards."""
    reduced, pivots = a.rref()
    answer = MatrixAnswer.of(reduced)
    work = Reduction(a, bar)
    upwards = work.upwards()
    shown = augmented(Matrix([r[:-1] for r in a.to_rows()]), a.column(a.columns - 1)) if bar else a
    columns = listed([str(p + 1) for p in pivots])
    noun = "column" if len(pivots) == 1 else "columns"
    return Problem.single(
        prompt=text((AUGMENTED if bar else PLAIN)[phrasing], a=shown),
        answer=answer,
        hints=(
            "Work from left to right: clear each column below its pivot; exchange rows where the pivot would be $0$.",
            "When the matrix is in echelon form, work upwards from the last pivot.",
            "At the end each pivot is $1$ and it is the only nonzero entry of its column.",
        ),
        steps=(
            *work.steps,
            Step(f"This is an echelon form; the pivots are in {noun} {columns}. Now work upwards."),
            *upwards,
            step(
                "Check the pattern: the pivots are $1$ and move to the right, and above and below them all entries are "
                "$0$. The reduced row echelon form is $$@answer.$$",
                answer=answer,
            ),
        ),
        misconceptions=_misconceptions(a, reduced, work),
    )


def _misconceptions(a: Matrix, reduced: Matrix, work: Reduction) -> tuple[Misconception, ...]:
    rows = work.rows
    scaled = [[x / r[p] for x in r] for r, p in zip(rows, work.pivots, strict=False)]
    echelon = Matrix([*scaled, *rows[len(scaled) :]])
    kept = [[x * r[p] for x in s] for s, r, p in zip(reduced.to_rows(), rows, work.pivots, strict=False)]
    unscaled = Matrix([*kept, *rows[len(kept) :]])
    forgotten = Matrix([[*r[:-1], s[-1]] for r, s in zip(reduced.to_rows(), a.to_rows(), strict=True)])
    met = [reduced]
    found = []
    for code, slip, why in (
        (
            "stops-at-REF",
            echelon,
            "This is an echelon form, but in the reduced one the entries above a pivot are $0$ as well: go on upwards.",
        ),
        ("pivot-scale", unscaled, "The zeros are right, but in the reduced form every pivot is $1$: divide the rows."),
        (
            "row-op-on-one-side",
            forgotten,
            "The last column did not take part. A row operation changes the whole row, up to its last entry.",
        ),
    ):
        if slip not in met:
            met.append(slip)
            found.append(Misconception(code, MatrixAnswer.of(slip), why))
    return tuple(found)


@row_reduce.verify
def pattern_and_row_space(a: Matrix, bar: int, phrasing: int, answer: Matrix) -> bool:
    """The reduced form is unique: its pattern, and the row space of the matrix."""
    if answer.shape != a.shape or not _is_reduced(answer):
        return False
    rank = a.rank()
    return answer.rank() == rank and a.vstack(answer).rank() == rank


def _is_reduced(m: Matrix) -> bool:
    before = -1
    rows = m.to_rows()
    for i, r in enumerate(rows):
        lead = next((j for j, x in enumerate(r) if x != 0), None)
        if lead is None:
            return all(not any(rest) for rest in rows[i:])
        if lead <= before or r[lead] != 1 or any(rows[k][lead] != 0 for k in range(len(rows)) if k != i):
            return False
        before = lead
    return True
