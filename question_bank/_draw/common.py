"""What the samplers share: bounded tries, refusals, and integer vectors as plain lists of ints.

Samplers work in plain ints and make a `Matrix` at the end: that is several times faster than exact matrices
all the way, and the bounds are seen as the numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm

from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix

Row = list[int]
Rows = list[list[int]]

TRIES = 200
"""How often a sampler tries before it raises CannotDraw."""


def need(condition: bool, message: str) -> None:
    """Refuse constraints that contradict each other. Raises ValueError with `message`."""
    if not condition:
        raise ValueError(message)


def exhausted(what: str, constraint: str) -> CannotDraw:
    """The error of a sampler that ran out of tries: what it wanted, and which constraint was too tight."""
    return CannotDraw(f"no {what} found in a bounded number of tries: {constraint}")


def row(draw: Draw, n: int, bound: int) -> Row:
    """n uniform integers in [-bound, bound]."""
    width = 2 * bound + 1
    return [draw.below(width) - bound for _ in range(n)]


def signed(draw: Draw, v: Sequence[int]) -> Row:
    """v or -v, evenly."""
    sign = draw.sign()
    return [sign * x for x in v]


def square(draw: Draw, n: int, bound: int) -> Rows:
    """An n×n array of uniform integers in [-bound, bound]."""
    return [row(draw, n, bound) for _ in range(n)]


def dot(v: Sequence[int], w: Sequence[int]) -> int:
    """The dot product of two integer vectors."""
    return sum(x * y for x, y in zip(v, w, strict=True))


def largest(rows: Sequence[Sequence[int]]) -> int:
    """The largest absolute value of an entry."""
    return max((abs(x) for r in rows for x in r), default=0)


def zeros(rows: Sequence[Sequence[int]]) -> int:
    """How many entries are 0."""
    return sum(list(r).count(0) for r in rows)


def determinant(rows: Rows) -> int:
    """The determinant of a square integer array."""
    if len(rows) == 1:
        return rows[0][0]
    if len(rows) == 2:
        (a, b), (c, d) = rows
        return a * d - b * c
    if len(rows) == 3:
        return dot(cross(rows[0], rows[1]), rows[2])
    return int(Matrix(rows).det().p)


def cross(v: Sequence[int], w: Sequence[int]) -> Row:
    """The cross product of two vectors in three dimensions."""
    (a, b, c), (d, e, f) = v, w
    return [b * f - c * e, c * d - a * f, a * e - b * d]


def is_triangular(rows: Rows) -> bool:
    """True when everything above, or everything below, the diagonal is 0."""
    n = len(rows)
    return all(rows[i][j] == 0 for i in range(n) for j in range(i)) or all(
        rows[i][j] == 0 for i in range(n) for j in range(i + 1, n)
    )


def tells_too_much(rows: Rows) -> bool:
    """True when more than a third of a square array is 0, or a row or column has only one nonzero entry."""
    n = len(rows)
    lines = [*rows, *zip(*rows, strict=True)]
    return zeros(rows) > n * n // 3 or any(list(line).count(0) >= n - 1 for line in lines)


def primitive(v: Sequence[int]) -> Row:
    """v divided by the greatest common divisor of its entries, its first nonzero entry positive."""
    divisor = gcd(*v)
    if divisor == 0:
        return list(v)
    if next(x for x in v if x) < 0:
        divisor = -divisor
    return [x // divisor for x in v]


def integral_columns(matrix: Matrix | None) -> Rows:
    """The columns of a rational matrix, each scaled to integers; none for None."""
    if matrix is None:
        return []
    columns = []
    for column in matrix.T.to_rows():
        scale = lcm(*(int(x.q) for x in column))
        columns.append([int(x.p) * (scale // int(x.q)) for x in column])
    return columns


def kernel_lattice(normals: Sequence[Sequence[int]], n: int) -> Rows:
    """A basis, of short vectors, of all integer vectors in n dimensions that are orthogonal to `normals`.

    Euclid's algorithm on the dot products with one normal after the other, starting from the unit vectors;
    then each basis vector is shortened by multiples of the others while that helps.
    """
    basis = [[int(i == j) for j in range(n)] for i in range(n)]
    for normal in normals:
        values = [dot(normal, v) for v in basis]
        while len(live := [i for i, x in enumerate(values) if x]) > 1:
            p = min(live, key=lambda i: abs(values[i]))
            for i in live:
                if i != p:
                    q = _nearest(values[i], values[p])
                    values[i] -= q * values[p]
                    basis[i] = [x - q * y for x, y in zip(basis[i], basis[p], strict=True)]
        if live:
            del basis[live[0]]
    return _shortened(basis)


def _shortened(basis: Rows) -> Rows:
    """The same lattice with vectors that no multiple of another one shortens. Every round shortens one."""
    changed = True
    while changed:
        changed = False
        for i, v in enumerate(basis):
            for j, w in enumerate(basis):
                if i != j and (q := _nearest(dot(v, w), dot(w, w))):
                    shorter = [x - q * y for x, y in zip(v, w, strict=True)]
                    if dot(shorter, shorter) < dot(v, v):
                        basis[i] = v = shorter
                        changed = True
    return basis


def _nearest(a: int, b: int) -> int:
    """The integer nearest to a/b."""
    return (2 * a + b) // (2 * b)


def mixed(k: Sequence[int], vectors: Rows) -> Row:
    """The combination of the vectors with coefficients k."""
    return [sum(x * y for x, y in zip(k, entry, strict=True)) for entry in zip(*vectors, strict=True)]


def lattice_point(draw: Draw, basis: Rows, bound: int) -> Row:
    """A random small combination of `basis`: its entries may exceed `bound`, and it may be 0."""
    reaches = [max(1, bound // max(map(abs, v))) for v in basis]
    return mixed([draw.integer(-reach, reach) for reach in reaches], basis)
