"""What the statements of `la-facts` are made of: drawn numbers, examples, openings, names of spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import lcm
from typing import Any

from question_bank._draw.common import TRIES, exhausted
from question_bank._statements import Example, Numbers
from quizgen.draw import Draw
from quizgen.exact import Matrix, Vector

SQUARE = ("n", "n")
VECTOR = ("n", 1)
ENTRIES = (0, 0, 0, 1, 1, 1, -1, -1, 2, -2, 3)
"""What small counterexamples are made of: many zeros, small numbers."""
SPARSE = (0, 0, 0, 0, 1, 1, 1, -1, -1, 2)
"""What those with more than six entries are made of: they are to be multiplied by hand."""

TWO_SQUARE = (
    r"For all $@n \times @n$ matrices $@A$ and $@B$:",
    r"Let $@A$ and $@B$ be real $@n \times @n$ matrices.",
    r"Let $@A, @B \in \mathbb{R}^{@n \times @n}$.",
)

ONE_SQUARE = (
    r"For every $@n \times @n$ matrix $@A$:",
    r"Let $@A$ be a real $@n \times @n$ matrix.",
    r"Let $@A \in \mathbb{R}^{@n \times @n}$.",
)

THREE_VECTORS = (
    r"For all vectors $@u, @v, @w \in \mathbb{R}^@n$:",
    r"Let $@u$, $@v$ and $@w$ be vectors of $\mathbb{R}^@n$.",
    r"Let $@u, @v, @w \in \mathbb{R}^@n$.",
)

COMMUTE = "Matrix products depend on the order of the factors: test it on two matrices that do not commute."
TRIPLE = {"u": VECTOR, "v": VECTOR, "w": VECTOR}
SPANS = {
    "rank(beside(u, v, w))": r"\dim\operatorname{span}[@u, @v, @w]",
    "rank(beside(u, v))": r"\dim\operatorname{span}[@u, @v]",
    "rank(beside(u, w))": r"\dim\operatorname{span}[@u, @w]",
    "rank(beside(v, w))": r"\dim\operatorname{span}[@v, @w]",
}


def sizes(**choices: Sequence[int]) -> Callable[[Draw], Numbers]:
    """Independent drawn numbers."""
    return lambda draw: {name: draw.choice(options) for name, options in choices.items()}


def one_of(*settings: Mapping[str, Any]) -> Callable[[Draw], Numbers]:
    """One of the settings as a whole."""
    return lambda draw: draw.choice(settings)


def matrix(draw: Draw, m: int, n: int) -> Matrix:
    """A sparse m×n matrix of small integers."""
    return Matrix(_rows(draw, m, n, m * n))


def _rows(draw: Draw, m: int, n: int, size: int) -> list[list[int]]:
    entries = ENTRIES if size <= 6 else SPARSE
    return [[draw.choice(entries) for _ in range(n)] for _ in range(m)]


def square(draw: Draw, n: int) -> Matrix:
    """A sparse n×n matrix of small integers."""
    return matrix(draw, n, n)


def vector(draw: Draw, n: int) -> Matrix:
    """A nonzero vector of small integers."""
    v = [draw.choice((0, 1, -1, 1, 2, -2, 3)) for _ in range(n)]
    if not any(v):
        v[draw.below(n)] = 1
    return Vector(v)


def unit_determinant(draw: Draw, n: int) -> Matrix:
    """A matrix of determinant ±1 that is not triangular: a triangular one with rows added."""
    rows = [[draw.sign() if i == j else draw.integer(-1, 2) if j > i else 0 for j in range(n)] for i in range(n)]
    for i in range(1, n):
        k = draw.sign()
        rows[i] = [x + k * y for x, y in zip(rows[i], rows[i - 1], strict=True)]
    return Matrix(rows)


def of_rank(draw: Draw, m: int, n: int, rank: int) -> Matrix:
    """A sparse m×n matrix of the rank."""
    return found(lambda: _low_rank(draw, m, n, rank), lambda a: a.rank() == rank)


def _low_rank(draw: Draw, m: int, n: int, rank: int) -> Matrix:
    rows = _rows(draw, rank, n, m * n)
    for _ in range(m - rank):
        c = [draw.integer(-1, 1) for _ in range(rank)]
        rows.append([sum(x * row[j] for x, row in zip(c, rows, strict=False)) for j in range(n)])
    return Matrix(draw.shuffled(rows))


def found(make: Callable[[], Any], fits: Callable[[Any], bool]) -> Any:
    """The first made object that fits. Raises CannotDraw."""
    for _ in range(TRIES):
        made = make()
        if fits(made):
            return made
    raise exhausted("example", "the condition is too rare for its sampler")


def rank_of(*columns: Matrix) -> int:
    """The rank of the matrix of these columns."""
    return Matrix.from_columns(columns).rank()


def proportional(a: Matrix, b: Matrix) -> bool:
    """True when two vectors are linearly dependent."""
    return rank_of(a, b) < 2


def regular_pair(draw: Draw, numbers: Numbers) -> Example:
    """Two invertible matrices that do not commute."""
    n = numbers["n"]
    a, b = found(
        lambda: (unit_determinant(draw, n), unit_determinant(draw, n)), lambda ab: ab[0] @ ab[1] != ab[1] @ ab[0]
    )
    return {"A": a, "B": b}


def not_commuting(draw: Draw, numbers: Numbers) -> Example:
    """Two matrices that do not commute."""
    n = numbers["n"]
    a, b = found(lambda: (square(draw, n), square(draw, n)), lambda ab: ab[0] @ ab[1] != ab[1] @ ab[0])
    return {"A": a, "B": b}


def independent(draw: Draw, numbers: Numbers) -> Example:
    """Three linearly independent vectors."""
    n = numbers["n"]
    vectors = found(lambda: tuple(vector(draw, n) for _ in range(3)), lambda t: rank_of(*t) == 3)
    return dict(zip("uvw", vectors, strict=True))


def no_zero_column(a: Matrix) -> bool:
    """True when no column is the zero vector."""
    return all(any(row[j] != 0 for row in a.to_rows()) for j in range(a.columns))


def kernel_vector(draw: Draw, a: Matrix) -> Matrix:
    """A nonzero integer vector of the kernel, which must not be trivial."""
    v = draw.choice(a.kernel())
    scale = lcm(*(int(x.q) for x in v))
    return draw.sign() * scale * v
