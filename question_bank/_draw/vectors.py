"""Vectors with small integer coordinates, and fractions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations_with_replacement
from math import gcd, isqrt
from typing import Literal

from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector

from .common import (
    TRIES,
    Row,
    Rows,
    dot,
    exhausted,
    integral_columns,
    kernel_lattice,
    largest,
    lattice_point,
    need,
    row,
    signed,
)
from .eigen import orthogonal_frames


def vector(
    draw: Draw,
    n: int,
    bound: int,
    *,
    nonzero: bool = True,
    unit: Literal[False] | None = None,
    independent_of: Matrix | None = None,
    orthogonal_to: Matrix | None = None,
    not_orthogonal_to: Matrix | None = None,
    distinct: bool = False,
    few_zeros: bool = True,
) -> Matrix:
    """An integer vector with n coordinates in [-bound, bound], not 0 unless `nonzero=False`.

    - `unit=False`: not of length 1.
    - `independent_of`: not a combination of the columns of this matrix (for a vector: not a multiple of it).
    - `orthogonal_to`: orthogonal to every column of this matrix.
    - `not_orthogonal_to`: orthogonal to no column of this matrix.
    - `distinct`: the coordinates differ from one another.
    - `few_zeros`: at most n // 3 coordinates are 0 where the other constraints leave such a vector;
      otherwise zeros come as they fall.

    Raises ValueError for constraints that contradict each other, CannotDraw when bounded tries do not help.
    """
    spanned, normals, slanted = map(integral_columns, (independent_of, orthogonal_to, not_orthogonal_to))
    _refuse_shapes(n, bound, nonzero=nonzero, unit=unit, distinct=distinct, columns=spanned + normals + slanted)
    lattice = kernel_lattice(normals, n) if normals else None
    if spanned or normals or slanted:
        _refuse_contradiction(n, bound, lattice, spanned, slanted)
    rank = Matrix(spanned).rank() if len(spanned) > 1 else 1
    unavoidable = sum(all(v[i] == 0 for v in lattice) for i in range(n)) if lattice else 0
    for attempt in range(TRIES):
        if lattice:
            v = lattice_point(draw, lattice, bound)
        elif distinct:
            v = draw.sample(range(-bound, bound + 1), n)
        else:
            v = row(draw, n, bound)
        zeros_allowed = max(n // 3, unavoidable) if few_zeros and attempt < TRIES // 2 else n
        if (
            v.count(0) <= zeros_allowed
            and max(map(abs, v)) <= bound
            and (any(v) or not nonzero)
            and (unit is None or dot(v, v) != 1)
            and (not distinct or len(set(v)) == n)
            and (not spanned or _outside(v, spanned, rank))
            and all(dot(v, w) for w in slanted)
        ):
            return Vector(v)
    raise exhausted(f"vector of {n} coordinates up to {bound}", "raise the bound or drop a constraint")


def _refuse_shapes(n: int, bound: int, *, nonzero: bool, unit: bool | None, distinct: bool, columns: Rows) -> None:
    need(n >= 1, f"a vector needs at least one coordinate, not {n}")
    need(bound >= 0, f"the bound {bound} leaves no integer")
    need(bound >= 1 or not nonzero, "bound 0 leaves only the zero vector, and nonzero=True")
    need(unit is None or bound > 1 or n > 1 or not nonzero, "in one dimension bound 1 leaves only unit vectors")
    need(not distinct or 2 * bound + 1 >= n, f"there are not {n} different integers up to {bound}")
    need(all(len(c) == n for c in columns), f"the constraints must be vectors of {n} coordinates")


def _refuse_contradiction(n: int, bound: int, lattice: Rows | None, spanned: Rows, slanted: Rows) -> None:
    """Refuse what no vector can satisfy: the possible ones are those of `lattice` (None: all)."""
    need(lattice is None or len(lattice) > 0, "only the zero vector is orthogonal to the whole space")
    need(
        lattice is None or len(lattice) > 1 or max(map(abs, lattice[0])) <= bound,
        f"the only direction left by orthogonal_to is {lattice and lattice[0]}, beyond the bound {bound}",
    )
    need(all(any(w) for w in slanted), "every vector is orthogonal to the zero vector in not_orthogonal_to")
    possible = lattice if lattice is not None else [[int(i == j) for j in range(n)] for i in range(n)]
    need(
        not spanned or any(_outside(v, spanned, Matrix(spanned).rank()) for v in possible),
        "every vector that the constraints leave is dependent on independent_of",
    )
    need(
        all(any(dot(v, w) for v in possible) for w in slanted),
        "every vector that is orthogonal to orthogonal_to is orthogonal to not_orthogonal_to as well",
    )


def _outside(v: Row, spanned: Rows, rank: int) -> bool:
    """True when v is not a combination of `spanned`, whose rank is given."""
    if len(spanned) == 1:
        w = spanned[0]
        p = next((i for i, x in enumerate(w) if x), None)
        return any(v) if p is None else any(x * w[p] != y * v[p] for x, y in zip(v, w, strict=True))
    return bool(Matrix([*spanned, v]).rank() > rank)


def independent(draw: Draw, n: int, k: int, bound: int) -> tuple[Matrix, ...]:
    """k linearly independent vectors of n integer coordinates in [-bound, bound], at most n // 3 zeros in
    each.
    """
    need(1 <= k <= n, f"there are no {k} independent vectors in {n} dimensions")
    need(bound >= 1, "bound 0 leaves only the zero vector")
    for _ in range(TRIES):
        rows = [_few_zeros(draw, n, bound) for _ in range(k)]
        if Matrix(rows).rank() == k:
            return tuple(map(Vector, rows))
    raise exhausted(f"{k} independent vectors in {n} dimensions up to {bound}", "raise the bound")


def _few_zeros(draw: Draw, n: int, bound: int) -> Row:
    """n integers in [-bound, bound] of which at most n // 3 are 0: surplus zeros are drawn again."""
    v = row(draw, n, bound)
    for i in draw.sample([i for i in range(n) if v[i] == 0], max(0, v.count(0) - n // 3)):
        v[i] = draw.integer(-bound, bound, nonzero=True)
    return v


def orthogonal_vectors(draw: Draw, n: int, k: int, bound: int) -> tuple[Matrix, ...]:
    """k nonzero, pairwise orthogonal vectors of n integer coordinates in [-bound, bound], not all on the
    axes.
    """
    need(n >= 2 and 1 <= k <= n, f"there are no {k} orthogonal vectors in {n} dimensions (n >= 2)")
    need(bound >= 1, "bound 0 leaves only the zero vector")
    for _ in range(TRIES):
        found: Rows = []
        for _ in range(k):
            v = lattice_point(draw, kernel_lattice(found, n), bound) if found else _few_zeros(draw, n, bound)
            if not any(v) or max(map(abs, v)) > bound:
                break
            found.append(v)
        else:
            return tuple(map(Vector, draw.shuffled(found)))
    raise exhausted(f"{k} orthogonal vectors in {n} dimensions up to {bound}", "raise the bound")


def pythagorean(draw: Draw, n: int, bound: int = 12) -> Matrix:
    """A vector of n nonzero integers in [-bound, bound] whose length is an integer; 2 <= n <= 6."""
    need(2 <= n <= 6, f"pythagorean vectors have 2 to 6 coordinates, not {n}")
    patterns = _integer_lengths(n, bound)
    need(bool(patterns), f"no vector of {n} nonzero integers up to {bound} has integer length")
    return Vector(x * draw.sign() for x in draw.shuffled(draw.choice(patterns)))


@lru_cache(maxsize=64)
def _integer_lengths(n: int, bound: int) -> list[tuple[int, ...]]:
    """All rising n-tuples of integers in [1, bound] whose sum of squares is a square."""
    if n >= 5:
        bound = min(bound, 8)  # keeps the table to a few thousand candidates; there is plenty of choice below
    return [
        v for v in combinations_with_replacement(range(1, bound + 1), n) if isqrt(s := sum(x * x for x in v)) ** 2 == s
    ]


def fraction(
    draw: Draw, numerator: int, denominators: Sequence[int], *, positive: bool = False, proper: bool = False
) -> Q:
    """A nonzero p/q in lowest terms: q uniform in `denominators`, 1 <= |p| <= numerator.

    `positive`: p > 0. `proper`: |p| < q (denominators of 1 are then left out).
    """
    need(numerator >= 1, "the numerator must be allowed to be 1")
    allowed = [q for q in denominators if q > 1 or not proper]
    need(bool(allowed), "no denominator is left for the fraction")
    need(min(allowed) >= 1, "denominators are positive integers")
    q = draw.choice(allowed)
    top = min(numerator, q - 1) if proper else numerator
    p = draw.choice([p for p in range(1, top + 1) if gcd(p, q) == 1])
    return Q(p if positive else p * draw.sign(), q)


def gram_schmidt(draw: Draw, n: int, k: int, bound: int) -> tuple[tuple[Matrix, ...], tuple[Matrix, ...]]:
    """(vectors, orthogonal): Gram-Schmidt without normalising turns the first, in order, into the second.

    Both are integer vectors with coordinates in [-bound, bound]; each vector is its orthogonal one plus small
    integer multiples of the earlier ones, so every projection coefficient is an integer, and the first
    coefficient is not 0.
    """
    need(2 <= k <= n, f"Gram-Schmidt needs 2 to {n} vectors in {n} dimensions, not {k}")
    need(bound >= 1, "bound 0 leaves only the zero vector")
    for _ in range(TRIES):
        frame = _small_frame(draw, n, k, bound)
        vectors = [frame[0]]
        for j in range(1, k):
            v = _slanted(draw, frame, j, bound)
            if v is None:
                break
            vectors.append(v)
        if len(vectors) == k and largest(frame) <= bound:
            return tuple(map(Vector, vectors)), tuple(map(Vector, frame))
    raise exhausted(f"{k} vectors for Gram-Schmidt in {n} dimensions up to {bound}", "raise the bound")


def _small_frame(draw: Draw, n: int, k: int, bound: int) -> Rows:
    """k orthogonal integer vectors in random order and direction: for n <= 4 from the table of small ones."""
    if n > 4:
        return [[int(x.p) for x in v] for v in orthogonal_vectors(draw, n, k, max(1, bound // 2))]
    frame = draw.sample(draw.choice(orthogonal_frames(n)).vectors, k)
    order = draw.shuffled(range(n))
    return [signed(draw, [v[i] for i in order]) for v in frame]


def _slanted(draw: Draw, frame: Rows, j: int, bound: int) -> Row | None:
    """Vector j of the frame plus small multiples of the earlier ones, the first not 0; None if too large."""
    for reach in (2, 2, 2, 1, 1, 1):
        v = frame[j]
        for i in range(j):
            c = draw.integer(-reach, reach, nonzero=i == 0)
            v = [x + c * y for x, y in zip(v, frame[i], strict=True)]
        if max(map(abs, v)) <= bound:
            return v
    return None
