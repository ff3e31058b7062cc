"""Integer matrices with a promised determinant, rank, echelon form or LU factorisation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations, pairwise
from math import isqrt
from typing import NamedTuple

from quizgen.draw import Draw
from quizgen.exact import Matrix

from .common import (
    TRIES,
    Row,
    Rows,
    cross,
    determinant,
    dot,
    exhausted,
    is_triangular,
    mixed,
    need,
    row,
    square,
    tells_too_much,
    zeros,
)

RREF_BOUND = 3
"""Largest entry of the reduced echelon forms that `with_rank` and `echelon` are made from."""


class LU(NamedTuple):
    """A = L U."""

    A: Matrix
    L: Matrix
    U: Matrix


def invertible(
    draw: Draw, n: int, bound: int, *, det: int | Collection[int] | None = None, triangular: bool = False
) -> Matrix:
    """An n×n integer matrix with entries in [-bound, bound] and determinant not 0.

    `det`: the determinant, or the allowed ones (0 among them is left out); each is equally likely.
    `triangular=True`: the matrix may be triangular; otherwise it never is (for n >= 2).
    """
    need(n >= 1 and bound >= 1, "an invertible matrix needs n >= 1 and bound >= 1")
    allowed = None if det is None else _allowed_determinants(n, bound, det)
    for _ in range(TRIES):
        rows = square(draw, n, bound) if not allowed else with_determinant(draw, n, bound, draw.choice(allowed))
        if rows and (triangular or n == 1 or not is_triangular(rows)) and determinant(rows):
            return Matrix(rows)
    raise exhausted(f"invertible {n}×{n} matrix up to {bound}", f"det={det!r} is rare; raise the bound")


def _allowed_determinants(n: int, bound: int, det: int | Collection[int]) -> list[int]:
    """The values `det` names, sorted, without 0. Raises ValueError for one beyond reach."""
    allowed = sorted({det} if isinstance(det, int) else set(det))
    allowed = [d for d in allowed if d != 0]
    need(bool(allowed), f"det={det!r} leaves no determinant of an invertible matrix")
    # Attained for n <= 3; Hadamard's bound beyond.
    reach = {1: bound, 2: 2 * bound**2, 3: 4 * bound**3}.get(n) or isqrt(n**n) * bound**n + bound**n
    need(max(map(abs, allowed)) <= reach, f"no {n}×{n} matrix with entries up to {bound} has det={det!r}")
    return allowed


def with_determinant(draw: Draw, n: int, bound: int, det: int) -> Rows | None:
    """An n×n integer array with that determinant, nothing said of its pattern; None when this try failed."""
    if n == 1:
        return [[det]] if abs(det) <= bound else None
    if n > 3:
        return _grown(draw, n, bound, det)
    # All rows but the last are free. Their cofactors c make it a line: c · last = det.
    head = [row(draw, n, bound) for _ in range(n - 1)]
    c = [-head[0][1], head[0][0]] if n == 2 else cross(*head)
    last = _on_line(draw, c, det, bound)
    return None if last is None else [*head, last]


def _on_line(draw: Draw, c: Row, total: int, bound: int) -> Row | None:
    """Integers r in [-bound, bound] with c · r = total: all but two random, the two any solution there is."""
    n = len(c)
    i, j = sorted(range(n), key=lambda k: (c[k] == 0, abs(c[k])))[:2]
    if c[i] == 0:
        return None
    r = row(draw, n, bound)
    r[i] = 0
    r[j] = 0
    rest = total - dot(c, r)
    reach = bound * abs(c[i])
    choices = [y for y in range(-bound, bound + 1) if (x := rest - c[j] * y) % c[i] == 0 and abs(x) <= reach]
    if not choices:
        return None
    r[j] = draw.choice(choices)
    r[i] = (rest - c[j] * r[j]) // c[i]
    return r


def _grown(draw: Draw, n: int, bound: int, det: int) -> Rows | None:
    """A 3×3 block of that determinant and 1s on the diagonal, mixed by row and column additions."""
    block = with_determinant(draw, 3, bound, det)
    if block is None:
        return None
    rows = [[*r, *[0] * (n - 3)] for r in block] + [[int(i == j) for j in range(n)] for i in range(3, n)]
    for _ in range(6 * n):
        i, j = draw.sample(range(n), 2)
        k = draw.sign()
        added = [x + k * y for x, y in zip(rows[i], rows[j], strict=True)]
        if max(map(abs, added)) <= bound:
            rows[i] = added
        rows = [list(r) for r in zip(*rows, strict=True)]
    return rows


def unimodular(draw: Draw, n: int, bound: int) -> Matrix:
    """An n×n integer matrix of determinant 1 or -1: its entries and its inverse's are integers up to `bound`.

    For n >= 2 it is not triangular. For n >= 3 there are few zeros as a rule, in the inverse too.
    """
    need(n >= 1 and bound >= 1, "a unimodular matrix needs n >= 1 and bound >= 1")
    if n == 1:
        return Matrix([[draw.sign()]])
    if n == 2:
        return invertible(draw, 2, bound, det=(-1, 1))  # the inverse has the same entries
    for _ in range(TRIES // 10):
        p = signed_permutation_rows(draw, n)
        q = [list(r) for r in p]  # the transposed inverse
        for step in range(12 * n):
            _add_row(draw, p, q, bound)
            if step < 3 * n or step % 2 or is_triangular(p) or is_triangular(q):
                continue
            if step > 9 * n or not (tells_too_much(p) or tells_too_much(q)):
                return Matrix(p)
    raise exhausted(f"unimodular {n}×{n} matrix up to {bound}", "raise the bound")


def _add_row(draw: Draw, p: Rows, q: Rows, bound: int) -> None:
    """Add ± one row of p to another and do to its transposed inverse q what follows, if both stay in the
    bound.
    """
    i, j = draw.sample(range(len(p)), 2)
    k = draw.sign()
    new_p = [x + k * y for x, y in zip(p[i], p[j], strict=True)]
    new_q = [x - k * y for x, y in zip(q[j], q[i], strict=True)]
    if max(map(abs, new_p)) <= bound and max(map(abs, new_q)) <= bound:
        p[i], q[j] = new_p, new_q


def signed_permutation_rows(draw: Draw, n: int) -> Rows:
    """A random permutation of the unit vectors with random signs."""
    return [[draw.sign() if j == k else 0 for j in range(n)] for k in draw.sample(range(n), n)]


def triangular(draw: Draw, n: int, bound: int, *, lower: bool = False, unit: bool = False) -> Matrix:
    """An invertible triangular n×n integer matrix with entries in [-bound, bound], not diagonal for n >= 2.

    Upper unless `lower`. `unit`: 1s on the diagonal.
    """
    need(n >= 1 and bound >= 1, "an invertible triangular matrix needs n >= 1 and bound >= 1")
    rows = triangular_rows(draw, n, bound, unit=unit)
    return Matrix(rows).T if lower else Matrix(rows)


def triangular_rows(draw: Draw, n: int, bound: int, *, unit: bool = False) -> Rows:
    """An upper triangular array with a nonzero diagonal, and something above it."""
    for _ in range(TRIES):
        rows = square(draw, n, bound)
        for i in range(n):
            rows[i][: i + 1] = [0] * i + [1 if unit else draw.integer(-bound, bound, nonzero=True)]
        if n == 1 or zeros(rows) < n * (n - 1):
            return rows
    raise exhausted(f"triangular {n}×{n} array up to {bound}", "this is next to impossible")


def lu_pair(draw: Draw, n: int, bound: int, *, factor_bound: int = 3) -> LU:
    """A = L U: integer A with entries in [-bound, bound], L unit lower and U invertible upper triangular.

    Entries of L and U are in [-factor_bound, factor_bound], and L's last row has something off its diagonal:
    elimination without row exchanges meets integers only.
    """
    need(n >= 2, "an LU factorisation to be found by elimination has n >= 2")
    need(bound >= 1 and factor_bound >= 1, "bound and factor_bound must be at least 1")
    for _ in range(TRIES):
        factors = _lu_rows(draw, n, bound, min(bound, factor_bound))
        if factors is not None:
            lower, upper = Matrix(factors[0]), Matrix(factors[1])
            return LU(lower @ upper, lower, upper)
    raise exhausted(f"LU pair of size {n} up to {bound}", f"factor_bound={factor_bound} leaves little room")


def _lu_rows(draw: Draw, n: int, bound: int, factor_bound: int) -> tuple[Rows, Rows] | None:
    """Row after row: the multipliers first, then of U what keeps the product in the bound."""
    lower: Rows = []
    upper: Rows = []
    for i in range(n):
        multipliers = row(draw, i, factor_bound)
        eliminated = [sum(multipliers[k] * upper[k][j] for k in range(i)) for j in range(n)]
        if any(abs(s) > bound for s in eliminated[:i]) or (i == n - 1 and not any(multipliers)):
            return None
        tail = []
        for j in range(i, n):
            low = max(-factor_bound, -bound - eliminated[j])
            high = min(factor_bound, bound - eliminated[j])
            if low > high or (i == j and low == high == 0):
                return None
            tail.append(draw.integer(low, high, nonzero=i == j))
        lower.append([*multipliers, 1, *[0] * (n - i - 1)])
        upper.append([0] * i + tail)
    product_triangular = all(lower[i][k] == 0 for i in range(n) for k in range(i)) or all(
        upper[i][j] == 0 for i in range(n) for j in range(i + 1, n)
    )
    return None if product_triangular else (lower, upper)


def pivot_columns(draw: Draw, n: int, rank: int, *, first: bool = True) -> tuple[int, ...]:
    """`rank` rising column indices below n, column 0 among them if `first`."""
    need(0 <= rank <= n, f"{n} columns have no {rank} pivots")
    if not first or rank == 0:
        return tuple(sorted(draw.sample(range(n), rank)))
    return (0, *sorted(draw.sample(range(1, n), rank - 1)))


def echelon(
    draw: Draw, m: int, n: int, pivots: Sequence[int], *, bound: int = RREF_BOUND, reduced: bool = True
) -> Matrix:
    """An m×n integer matrix in reduced row echelon form with these pivot columns (0-based, rising).

    Its other entries are in [-bound, bound], and each free column after the first pivot is not 0.
    `reduced=False`: in row echelon form only, with pivots in [-bound, bound] and something above one of them.
    """
    need(n >= 1 and 0 <= len(pivots) <= m, f"{m} rows have no {len(pivots)} pivots")
    need(all(a < b for a, b in pairwise(pivots)), f"pivots {tuple(pivots)} must rise")
    need(all(0 <= p < n for p in pivots), f"pivots {tuple(pivots)} must be columns 0 to {n - 1}")
    need(bound >= 1, "the bound must be at least 1")
    rows = echelon_rows(draw, n, pivots, bound)
    if not reduced:
        _unreduce(draw, rows, pivots, bound)
    return Matrix(rows + [[0] * n for _ in range(m - len(pivots))])


def echelon_rows(draw: Draw, n: int, pivots: Sequence[int], bound: int) -> Rows:
    """The nonzero rows of a reduced echelon form with integer entries."""
    rows = [[0] * n for _ in pivots]
    for j in range(n):
        height = sum(p < j for p in pivots)
        if j in pivots:
            rows[height][j] = 1
        elif height:
            for i, x in enumerate(_nonzero_row(draw, height, bound)):
                rows[i][j] = x
    return rows


def _nonzero_row(draw: Draw, n: int, bound: int) -> Row:
    """n integers in [-bound, bound], not all 0, and not all but one where n >= 2 allows it in two tries."""
    entries = row(draw, n, bound)
    if n - entries.count(0) < 2:
        entries = row(draw, n, bound)
    if not any(entries):
        entries[draw.below(n)] = draw.integer(-bound, bound, nonzero=True)
    return entries


def _unreduce(draw: Draw, rows: Rows, pivots: Sequence[int], bound: int) -> None:
    """Give the pivots other values than 1 and put something above them, one of them surely not 0."""
    for i, p in enumerate(pivots):
        rows[i][p] = draw.integer(-bound, bound, nonzero=True)
        for above in range(i):
            rows[above][p] = draw.integer(-bound, bound, nonzero=above == 0)


def with_rank(draw: Draw, m: int, n: int, rank: int, bound: int) -> Matrix:
    """An m×n integer matrix of that rank with entries in [-bound, bound] and no zero row or column (rank >=
    1).

    With rank 2 or more, rows are not proportional where the bound allows it. Below full column rank it is C R
    with R its reduced echelon form: R has integer entries up to `RREF_BOUND`, so kernel vectors and
    particular solutions are small integers.
    """
    return Matrix(rank_factors(draw, m, n, rank, bound)[0])


def rank_factors(draw: Draw, m: int, n: int, rank: int, bound: int) -> tuple[Rows, Rows, tuple[int, ...]]:
    """(A, R, pivots) of `with_rank`: the matrix, the nonzero rows of its reduced echelon form, its pivots."""
    need(m >= 1 and n >= 1, f"there is no {m}×{n} matrix")
    need(0 <= rank <= min(m, n), f"an {m}×{n} matrix has no rank {rank}")
    need(bound >= 1 or rank == 0, "bound 0 leaves only the zero matrix")
    if rank == 0:
        return [[0] * n for _ in range(m)], [], ()
    rooms = (bound, (bound + 1) // 2, (bound + 1) // 2)  # small columns have multiples and sums in the bound
    for attempt in range(TRIES):
        c = [row(draw, m, draw.choice(rooms)) for _ in range(rank)]
        rows = _transposed(c)
        if not all(map(any, c)) or not all(map(any, rows)) or _rank(c) < rank:
            continue
        if rank > 1 and attempt < TRIES // 2 and any(_parallel(v, w) for v, w in combinations(rows, 2)):
            continue
        pivots = pivot_columns(draw, n, rank)
        columns, reduced = [], []
        for j in range(n):
            height = sum(p < j for p in pivots)
            k = [int(i == height) for i in range(rank)] if j in pivots else _small_mix(draw, c, height, bound)
            reduced.append(k)
            columns.append(mixed(k, c))
        return _transposed(columns), _transposed(reduced), pivots
    raise exhausted(f"{m}×{n} matrix of rank {rank} up to {bound}", "raise the bound")


def _small_mix(draw: Draw, c: Rows, height: int, bound: int) -> Row:
    """Coefficients, the first `height` of them not all 0, of a combination of the vectors c within the bound.

    Smaller and smaller ones are tried; plus or minus one of the vectors always fits.
    """
    padding = [0] * (len(c) - height)
    for reach in (RREF_BOUND, RREF_BOUND, RREF_BOUND, 2, 2, 2, 1, 1, 1):
        k = _nonzero_row(draw, height, reach) + padding
        if max(map(abs, mixed(k, c))) <= bound:
            return k
    k = [0] * len(c)
    k[draw.below(height)] = draw.sign()
    return k


def _parallel(v: Row, w: Row) -> bool:
    """True when two vectors are multiples of one another."""
    return all(a * d == b * c for (a, b), (c, d) in combinations(list(zip(v, w, strict=True)), 2))


def _transposed(rows: Rows) -> Rows:
    return [list(r) for r in zip(*rows, strict=True)]


def _rank(rows: Rows) -> int:
    """The rank of an integer array."""
    if len(rows) == len(rows[0]) <= 3 and determinant(rows):
        return len(rows)
    return Matrix(rows).rank()


def singular(draw: Draw, n: int, bound: int) -> Matrix:
    """An n×n integer matrix of rank n - 1 with entries in [-bound, bound], no zero row or column; n >= 2."""
    need(n >= 2, "a singular 1×1 matrix is 0")
    return with_rank(draw, n, n, n - 1, bound)
