"""Linear algebra over numbers that may be irrational: what spans, bases and factorisations are judged with.

Entries are exact rationals (flint `fmpq`) or balls (`arb`). Everything rational is settled exactly; with roots,
"different" is proven by balls that do not meet and "equal" rests on balls of hundreds of bits that do. Where
decimals are allowed, a number typed with a point stands for a ball of half a unit of the last declared place,
so that the rounding is carried through products and inverses, and equal means that the balls meet.

This module imports flint: import it inside the functions of a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

from flint import arb, arb_mat, ctx, fmpq
from msgspec import Struct

from quizgen.answers import values
from quizgen.answers.syntax import Node, Num, Rows, Unreadable, Vocabulary
from quizgen.answers.trees import places
from quizgen.exact import Matrix

Scalar: TypeAlias = "fmpq | arb"
Vec: TypeAlias = "Sequence[Scalar]"
Table: TypeAlias = "Sequence[Sequence[Scalar]]"

ZERO, ONE = fmpq(0), fmpq(1)


class Precision(Struct, frozen=True):
    """How numbers are compared: at so many bits, and whether decimals stand for rounded numbers."""

    bits: int
    decimals: int | None = None

    def zero(self, x: Scalar) -> bool | None:
        """Is x zero? None: this precision cannot tell."""
        if self.decimals is None:
            return values.same_value(x, ZERO, self.bits)
        return bool(arb(x).contains(0))

    def all_zero(self, xs: Sequence[Scalar]) -> bool | None:
        """Are all zero?"""
        answers = [self.zero(x) for x in xs]
        return False if False in answers else None if None in answers else True


def settle(test: Callable[[Precision], bool | None], decimals: int | None = None) -> bool | None:
    """The answer of `test` at rising precision; None when none of them settles it."""
    for bits in values.STEPS if decimals is None else values.STEPS[:1]:
        try:
            with ctx.workprec(bits):
                answer = test(Precision(bits, decimals))
        except values.Imprecise:
            continue
        except values.Undefined as error:
            raise error.unreadable() from None
        if answer is not None:
            return answer
    return None


@lru_cache(maxsize=1024)
def parsed(text: str) -> Node:
    """An author's constant, in the answer language."""
    from quizgen.answers.language import read

    return read(text, Vocabulary())


def numbers(texts: Sequence[str], at: Precision) -> Vec:
    """The author's entries as scalars."""
    return [scalar(parsed(text), Precision(at.bits)) for text in texts]


def scalar(node: Node, at: Precision) -> Scalar:
    """The number that a node stands for. Raises Unreadable code "shape" for a matrix."""
    rows = table(node, at)
    if len(rows) != 1 or len(rows[0]) != 1:
        raise Unreadable("A number is expected here, not a matrix.", node.at, code="shape")
    return rows[0][0]


def table(node: Node, at: Precision) -> Table:
    """The rows of a matrix; a vector is a column, a number 1×1. Raises Unreadable, Undefined or Imprecise."""
    value = values.evaluate(node, {}, at.bits)
    if isinstance(value, Matrix):
        rows: Table = value.to_rows()
    elif isinstance(value, arb_mat):
        rows = [list(row) for row in value.tolist()]
    else:
        rows = [[value]]
    if at.decimals is None or not rounded(node):
        return rows
    nodes = values.entries(node)
    radius = arb(fmpq(1, 2 * 10**at.decimals)) * arb(fmpq(1001, 1000))
    return [
        [blurred(x, radius) if nodes is None or rounded(nodes[i][j]) else x for j, x in enumerate(row)]
        for i, row in enumerate(rows)
    ]


def blurred(x: Scalar, radius: arb) -> arb:
    """The ball around x."""
    return arb(x) + arb(0, radius)


def rounded(node: Node) -> bool:
    """True when a decimal with a point occurs."""
    return any(isinstance(x, Num) and ("." in x.text or x.percent) for x in places(node))


def balls(rows: Table) -> arb_mat:
    """A matrix of balls."""
    return arb_mat([[arb(x) for x in row] for row in rows])


def exact(rows: Table) -> Matrix | None:
    """The exact matrix, None when an entry is a ball."""
    rationals = [[x for x in row if isinstance(x, fmpq)] for row in rows]
    return Matrix(rationals) if all(map(_same_length, rows, rationals)) else None


def _same_length(x: Sequence[object], y: Sequence[object]) -> bool:
    return len(x) == len(y)


def inner(x: Vec, y: Vec) -> Scalar:
    """The dot product."""
    return sum((a * b for a, b in zip(x, y, strict=True)), ZERO)


def gram(vectors: Sequence[Vec]) -> Table:
    """All inner products."""
    return [[inner(x, y) for y in vectors] for x in vectors]


def independent(vectors: Sequence[Vec], at: Precision) -> bool | None:
    """Are these vectors linearly independent?"""
    if not vectors:
        return True
    if len(vectors) > len(vectors[0]):
        return False
    matrix = exact([list(v) for v in vectors])
    if matrix is not None:
        return matrix.rank() == len(vectors)
    determinant = balls(gram(vectors)).det()
    if determinant > 0:
        return True
    vanishes = at.zero(determinant)
    return None if vanishes is None else not vanishes


def contains(basis: Sequence[Vec], v: Vec, at: Precision) -> bool | None:
    """Does v lie in the space spanned by `basis`, which is independent?"""
    if not basis:
        return at.all_zero(v)
    matrix = exact([*map(list, basis), v])
    if matrix is not None:
        return matrix.rank() == len(basis)
    try:
        weights = balls(gram(basis)).solve(balls([[inner(b, v)] for b in basis]))
    except ZeroDivisionError:
        raise values.Imprecise("This basis cannot be told to be independent.") from None
    shadow = [sum((weights[i, 0] * b[k] for i, b in enumerate(basis)), ZERO) for k in range(len(v))]
    return at.all_zero([x - y for x, y in zip(v, shadow, strict=True)])


def outside(basis: Sequence[Vec], dimension: int) -> int | None:
    """The index of a unit vector that is proven not to lie in the span of `basis`, or None."""
    for i in range(dimension):
        unit = [ONE if k == i else ZERO for k in range(dimension)]
        if contains(basis, unit, Precision(256)) is False:
            return i
    return None


def rationals(rows: Sequence[Sequence[str]]) -> list[list[fmpq]] | None:
    """The author's entries as exact rationals, None when one of them is not rational."""
    found = [[values.rational(parsed(x)) for x in row] for row in rows]
    known = [[x for x in row if x is not None] for row in found]
    return known if all(map(_same_length, found, known)) else None


def floats(rows: Sequence[Sequence[str]]) -> list[list[float]]:
    """The author's entries as floats, for a `verify` with numpy."""
    return [[float(values.real(parsed(x)).mid()) for x in row] for row in rows]


def column(texts: Sequence[str]) -> Rows:
    """A column vector to show."""
    return Rows(tuple((parsed(text),) for text in texts))


def shown(rows: Sequence[Sequence[str]]) -> Rows:
    """A matrix to show."""
    return Rows(tuple(tuple(map(parsed, row)) for row in rows))


def plus_one(text: str) -> str:
    """The number one larger, in the answer language."""
    value = values.rational(parsed(text))
    return str(value + 1) if value is not None else f"{text} + 1"


def times(text: str, factor: int) -> str:
    """The number times an integer, in the answer language."""
    value = values.rational(parsed(text))
    return str(value * factor) if value is not None else f"{factor}*({text})"


def plain(x: object) -> str:
    """A value as a text of the answer language: text stays, numbers are printed."""
    return x if isinstance(x, str) else str(x)


def counted(n: int, noun: str) -> str:
    """ "1 vector", "2 vectors"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
