"""Find the rank of a matrix (MML 2.6.2).

Levels: 1 3x3; 2 3x4; 3 a matrix with a parameter, whose critical value and rank there are asked for as well. The
solution counts pivots; a reply is checked with determinants: the rank is the size of the largest minor that is not 0,
for the parameter at its critical value and at others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._reduction import Reduction, clean_matrix, largest_minor
from question_bank._steps import Row, listed
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.problem import Misconception, Part, Problem, Step, step

PHRASINGS = (
    "Find the rank of $$A = @a.$$",
    "A linear layer maps $x$ to $Ax$ with $$A = @a.$$ What is the dimension of the space of all its outputs, that is, "
    "the rank of $A$?",
    "The rows of $$A = @a$$ are data points. How many of them are linearly independent, that is, what is the rank of "
    "$A$?",
)
WITH_PARAMETER = (
    r"The matrix $$A = @a$$ depends on a number $t \in \mathbb{R}$.",
    r"A linear layer maps $x$ to $Ax$ with $$A = @a;$$ one weight $t \in \mathbb{R}$ is still to be set.",
)


class Given(NamedTuple):
    a: Matrix
    at: tuple[int, int] | None
    """Where the parameter t stands; `a` holds the critical value there."""
    phrasing: int


@exercise("la-rank", version=1, bounds=(60, 80, 80))
def rank(draw: Draw, level: int) -> Given:
    """The rank and the pivot columns are chosen first."""
    if level == 3:
        return _with_parameter(draw)
    n = 3 if level == 1 else 4
    kind = draw.weighted(("clean", "zero row", "one"), (5, 2, 1))
    phrasing = draw.below(len(PHRASINGS))
    if kind != "clean":
        return Given(_rank_one(draw, n, zero=kind == "zero row"), None, phrasing)
    patterns = ((0, 1), (0, 1), (0, 2), (0, 1, 2)) if n == 3 else ((0, 1), (0, 2), (0, 3), (0, 1, 2), (0, 1, 3))
    return Given(clean_matrix(draw, 3, n, draw.choice(patterns), 7, reduced_bound=3), None, phrasing)


def _rank_one(draw: Draw, n: int, *, zero: bool) -> Matrix:
    """Multiples of one row; with `zero`, one of them is 0."""
    base = [draw.integer(-3, 3, nonzero=True) for _ in range(n)]
    factors = draw.sample((1, -1, 2, -2, 3), 3)
    if zero:
        factors[draw.below(3)] = 0
    return Matrix([[f * x for x in base] for f in factors])


def _with_parameter(draw: Draw) -> Given:
    """A matrix of rank 2 or 1 with dependent rows; the parameter stands in a column without pivot."""
    n, low = draw.choice(((3, 2), (3, 2), (4, 2), (3, 1), (4, 1)))
    for _ in range(TRIES):
        a = _rank_one(draw, n, zero=False) if low == 1 else clean_matrix(draw, 3, n, (0, 1), 7, reduced_bound=3)
        column = draw.integer(1, n - 1) if low == 1 else draw.integer(2, n - 1)
        place = draw.below(3)
        others = Matrix([r for i, r in enumerate(a.to_rows()) if i != place])
        if a[place, column] != 0 and others.rank() == low and others.rref()[1] == tuple(range(low)):
            return Given(a, (place, column), draw.below(len(WITH_PARAMETER)))
    raise exhausted("matrix with a parameter", "rows without it of the full rank")


@rank.problem
def build(a: Matrix, at: tuple[int, int] | None, phrasing: int) -> Problem:
    """Echelon form; the rank is the number of pivots."""
    return _plain(a, phrasing) if at is None else _parameter(a, at, phrasing)


def _plain(a: Matrix, phrasing: int) -> Problem:
    work = Reduction(a)
    r = len(work.pivots)
    answer = NumberAnswer.of(r)
    noun = "pivot" if r == 1 else "pivots"
    return Problem.single(
        prompt=text(PHRASINGS[phrasing], a=a),
        answer=answer,
        hints=(
            "The rank is the number of linearly independent rows, or columns: both numbers are the same.",
            "Bring the matrix to row echelon form and count the pivots.",
        ),
        steps=(
            *work.steps,
            Step(
                f"The echelon form has {r} {noun}, in {_columns(work.pivots)}. Row operations do not change the rank, "
                f"and the nonzero rows of an echelon form are independent. {_relation(a, r)}"
            ),
            step(r"So $\operatorname{rk}(A) = @answer$.", answer=answer),
        ),
        misconceptions=_misconceptions(a, r),
    )


def _columns(pivots: Sequence[int]) -> str:
    return ("column " if len(pivots) == 1 else "columns ") + listed([str(p + 1) for p in pivots])


def _relation(a: Matrix, r: int) -> str:
    """A check: the pivot columns give the others."""
    reduced, pivots = a.rref()
    free = next((j for j in range(a.columns) if j not in pivots), None)
    if free is None or r == 0:
        return ""
    names = [f"a_{p + 1}" for p in pivots]
    made = linear([reduced[i, free] for i in range(r)], names)
    return f"Check: the columns of $A$ satisfy $a_{free + 1} = {made}$, so column {free + 1} adds nothing."


def _misconceptions(a: Matrix, r: int) -> tuple[Misconception, ...]:
    nonzero = sum(any(x != 0 for x in row) for row in a.to_rows())
    smaller = min(a.shape)
    replies = (
        (
            "nonzero-entries",
            nonzero if nonzero < a.rows else r,
            "You counted the nonzero rows of $A$ itself. Count them after elimination: rows may depend on each other.",
        ),
        (
            "min-dim",
            smaller if a.rows != a.columns else r,
            "That is the largest rank that a matrix of this shape can have. Eliminate and count the pivots.",
        ),
        ("counts-rows", a.rows, "That is the number of rows. Rows that are combinations of others do not count."),
    )
    met = {r}
    found = []
    for code, value, why in replies:
        if value not in met:
            met.add(value)
            found.append(Misconception(code, NumberAnswer.of(value), why))
    return tuple(found)


# ------------------------------------------------------------------ with a parameter


class ParameterWork(Reduction):
    """Elimination of a matrix whose last row has t in a column without pivot."""

    def __init__(self, a: Matrix, column: int, bar: int = 0) -> None:
        self.t_column = column
        self.t_bar = bar
        self.critical = a[a.rows - 1, column]
        super().__init__(a)

    def _printed(self, rows: Sequence[Row]) -> Tex:
        last = len(rows) - 1
        return _grid(rows, (last, self.t_column), rows[last][self.t_column] - self.critical, self.t_bar)


def _grid(rows: Sequence[Row], at: tuple[int, int], rest: Q, bar: int = 0) -> Tex:
    """A matrix with t + rest at one place; with a bar before the last `bar` columns."""
    lines = [
        " & ".join(linear([Q(1), rest], ("t", "")) if (i, j) == at else latex_of(x) for j, x in enumerate(row))
        for i, row in enumerate(rows)
    ]
    if bar:
        spec = "r" * (len(rows[0]) - bar) + "|" + "r" * bar
        return Tex(rf"\left(\begin{{array}}{{{spec}}} " + r" \\ ".join(lines) + r" \end{array}\right)")
    return Tex(r"\begin{pmatrix} " + r" \\ ".join(lines) + r" \end{pmatrix}")


def _parameter(a: Matrix, at: tuple[int, int], phrasing: int) -> Problem:
    place, column = at
    rows = a.to_rows()
    work = ParameterWork(Matrix([*rows[:place], *rows[place + 1 :], rows[place]]), column)
    low, critical = len(work.pivots), a[at]
    smaller = min(a.shape)
    full = NumberAnswer.of(low + 1, label=r"$\operatorname{rk}(A) =$")
    lower = NumberAnswer.of(low, label=r"$\operatorname{rk}(A) =$")
    value = NumberAnswer.of(critical, label="$t =$")
    sure = (
        "That is the largest rank that a matrix of this shape can have. Eliminate and count the pivots.",
        "That is the number of rows. At this value a row becomes a combination of the others.",
    )
    parts = (
        Part("a", value, "For which one value of $t$ is the rank smaller than for all others?"),
        Part(
            "b",
            full,
            "What is the rank for all other values of $t$?",
            misconceptions=(Misconception("min-dim", NumberAnswer.of(smaller), sure[0]),) if low + 1 < smaller else (),
        ),
        Part(
            "c",
            lower,
            "What is the rank at the value of (a)?",
            misconceptions=(
                Misconception(
                    "counts-rows" if low > 1 else "min-dim", NumberAnswer.of(3), sure[1] if low > 1 else sure[0]
                ),
            ),
        ),
    )
    moved = (
        (step(r"Put the row with $t$ last; this does not change the rank: $$@m.$$", m=work_start(rows, at)),)
        if place < a.rows - 1
        else ()
    )
    return Problem(
        prompt=text(WITH_PARAMETER[phrasing], a=_grid(rows, at, Q(0))),
        parts=parts,
        hints=(
            "Row operations do not change the rank. Eliminate as if $t$ were a number.",
            "Keep the row with $t$ as the last one, so that you never divide by something with $t$ in it.",
            "The last row of the echelon form decides: when is it a zero row?",
        ),
        steps=(
            *moved,
            *work.steps,
            step(
                r"The last row is zero except for $@entry$. If that is not $0$, it is one more pivot: the rank is "
                r"$@low + 1 = @full$. It is $0$ for $t = @c$, and then the rank is @low.",
                entry=linear([Q(1), -critical], ("t", "")),
                low=low,
                full=low + 1,
                c=critical,
            ),
            step(
                r"(a) $t = @value$; (b) for all other $t$ the rank is $@full$; (c) there it is $@lower$.",
                value=value,
                full=full,
                lower=lower,
            ),
        ),
    )


def work_start(rows: Sequence[Row], at: tuple[int, int], bar: int = 0) -> Tex:
    """The matrix with the row of t last."""
    place, column = at
    moved = [*rows[:place], *rows[place + 1 :], rows[place]]
    return _grid(moved, (len(rows) - 1, column), Q(0), bar)


@rank.verify
def largest_nonzero_minor(a: Matrix, at: tuple[int, int] | None, phrasing: int, answer: object) -> bool:
    """The size of the largest minor that is not 0; with a parameter, there and at other values."""
    if at is None or not isinstance(answer, dict):
        return bool(answer == largest_minor(a))
    there = largest_minor(_put(a, at, answer["a"]))
    if there != answer["c"] or not there < answer["b"]:
        return False
    return all(largest_minor(_put(a, at, answer["a"] + shift)) == answer["b"] for shift in (-7, Q(1, 3), 1, 50))


def _put(a: Matrix, at: tuple[int, int], value: Q) -> Matrix:
    return Matrix([[value if (i, j) == at else x for j, x in enumerate(r)] for i, r in enumerate(a.to_rows())])
