"""Linear systems whose solutions are chosen first."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm
from typing import NamedTuple

from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector

from .common import TRIES, Row, Rows, determinant, dot, exhausted, need, row
from .matrices import rank_factors


class System(NamedTuple):
    """A x = b with exactly one solution x."""

    A: Matrix
    x: Matrix
    b: Matrix


class Underdetermined(NamedTuple):
    """A x = b, solved by `particular` plus any combination of the basis `kernel` of {x : A x = 0}."""

    A: Matrix
    particular: Matrix
    kernel: tuple[Matrix, ...]
    b: Matrix


def system_unique(
    draw: Draw,
    n: int,
    bound: int,
    solution_bound: int,
    denominators: Sequence[int] = (1,),
    *,
    clean: bool = True,
    rhs_bound: int | None = None,
) -> System:
    """(A, x, b): integer n×n A with entries in [-bound, bound], A x = b with b integer; n >= 2.

    Every equation has at least two unknowns, so that A is not triangular.

    The coordinates of x have absolute value at most `solution_bound`, at most one is 0, and their
    denominators (in lowest terms) are in `denominators`, the largest of which occurs at least once. |b_i| <=
    `rhs_bound`, which is bound * solution_bound unless given. `clean`: Gaussian elimination without row
    exchanges meets integers only (A is L U with integer factors, L up to 2); otherwise A is any invertible
    matrix and elimination may need fractions and exchanges.
    """
    need(n >= 2, "a system to be solved has at least two unknowns")
    need(bound >= 1 and solution_bound >= 1, "bound and solution_bound must be at least 1")
    need(bool(denominators) and min(denominators) >= 1, "denominators are positive integers, at least one")
    limit = bound * solution_bound if rhs_bound is None else rhs_bound
    need(limit >= 1, "rhs_bound must be at least 1")
    for _ in range(2 * TRIES):
        scale, y = _solution(draw, n, solution_bound, denominators)
        rows = _clean_rows(draw, y, scale, bound) if clean else _rows_fitting(draw, y, scale, bound)
        if rows is None or any(r.count(0) > n - 2 for r in rows) or determinant(rows) == 0:
            continue
        b = [dot(r, y) // scale for r in rows]
        if any(b) and max(map(abs, b)) <= limit:
            return System(Matrix(rows), Vector(Q(c, scale) for c in y), Vector(b))
    raise exhausted(
        f"system of {n} equations up to {bound}",
        f"solution_bound={solution_bound}, denominators={tuple(denominators)}, rhs_bound={limit}",
    )


def _solution(draw: Draw, n: int, solution_bound: int, denominators: Sequence[int]) -> tuple[int, Row]:
    """(scale, y) with x = y / scale: a solution with denominators as promised."""
    top = max(denominators)
    chosen = [top, *(draw.choice(denominators) for _ in range(n - 1))]
    scale = lcm(*chosen)
    y = []
    for q in draw.shuffled(chosen):
        p = draw.integer(-solution_bound * q, solution_bound * q)
        while gcd(p, q) > 1:  # one step toward 0 at a time: it ends at ±1 at the latest
            p += 1 if p < 0 or (p == 0 and draw.flip()) else -1
        y.append(p * (scale // q))
    while y.count(0) > 1:
        y[y.index(0)] = draw.sign() * scale
    return scale, y


def _rows_fitting(draw: Draw, y: Row, scale: int, bound: int) -> Rows | None:
    """n rows in the bound whose products with y are multiples of scale; None when this try failed."""
    rows = []
    for _ in y:
        r = _fitting_row(draw, y, scale, bound, range(len(y)))
        if r is None:
            return None
        rows.append(r)
    return rows


def _fitting_row(draw: Draw, y: Row, scale: int, bound: int, support: range) -> Row | None:
    """Integers in the bound, 0 outside `support`, r · y a multiple of scale; None when this try failed."""
    r = [0] * len(y)
    for j in support:
        r[j] = draw.integer(-bound, bound)
    if scale > 1:
        at = support[draw.below(len(support))]
        rest = dot(r, y) - r[at] * y[at]
        fits = [c for c in range(-bound, bound + 1) if (rest + c * y[at]) % scale == 0]
        if not fits:
            return None
        r[at] = draw.choice(fits)
    return r


def _clean_rows(draw: Draw, y: Row, scale: int, bound: int) -> Rows | None:
    """L U with U y a multiple of scale: U in half the bound, L unit lower up to 2; None when out of the
    bound.
    """
    n = len(y)
    half = max(1, (bound + 1) // 2)
    upper = []
    for i in range(n):
        u = _fitting_row(draw, y, scale, bound if i == 0 else half, range(i, n))
        if u is None or u[i] == 0:
            return None
        upper.append(u)
    rows = []
    for i in range(n):
        r = _eliminating_row(draw, upper, i, bound)
        if r is None:
            return None
        rows.append(r)
    return rows


def _eliminating_row(draw: Draw, upper: Rows, i: int, bound: int) -> Row | None:
    """Row i of L U for random multipliers up to 2, in the bound; None when four tries failed."""
    for _ in range(4):
        multipliers = [draw.integer(-2, 2) for _ in range(i)]
        r = list(upper[i])
        for m, u in zip(multipliers, upper, strict=False):
            if m:
                r = [x + m * c for x, c in zip(r, u, strict=True)]
        if max(map(abs, r)) <= bound:
            return r
    return None


def system_underdetermined(
    draw: Draw,
    m: int,
    n: int,
    rank: int,
    bound: int,
    *,
    solution_bound: int = 3,
    rhs_bound: int | None = None,
) -> Underdetermined:
    """(A, particular, kernel, b): a solvable m×n system of that rank < n with integer A up to `bound`, b not
    0.

    Kernel and particular solution are what the reduced echelon form gives: the n - rank kernel vectors have a
    1 in their own free column, 0 in the others, and integers up to 3 in the pivots; the particular solution
    is 0 in the free columns and has integers up to `solution_bound` in the pivots. |b_i| <= `rhs_bound` (2 *
    bound * solution_bound).
    """
    a, r, pivots, particular, b = _solvable(draw, m, n, rank, bound, solution_bound, rhs_bound)
    return Underdetermined(Matrix(a), Vector(particular), tuple(map(Vector, _special(r, pivots, n))), Vector(b))


def system_inconsistent(
    draw: Draw, m: int, n: int, rank: int, bound: int, *, rhs_bound: int | None = None
) -> tuple[Matrix, Matrix]:
    """(A, b): an m×n system of that rank < m without a solution, integers up to `bound` in A, `rhs_bound` in
    b.

    Only a few coordinates of b are off: b is a vector of the column space plus a small change in one
    coordinate.
    """
    need(rank < m, f"a system of {m} equations and rank {m} always has a solution")
    limit = 6 * bound if rhs_bound is None else rhs_bound
    for _ in range(TRIES):
        a, _, _ = rank_factors(draw, m, n, rank, bound)
        x = row(draw, n, 3)
        b = [dot(r, x) for r in a]
        b[draw.below(m)] += draw.integer(-2, 2, nonzero=True)
        if max(map(abs, b)) <= limit and Matrix([[*r, c] for r, c in zip(a, b, strict=True)]).rank() > rank:
            return Matrix(a), Vector(b)
    raise exhausted(f"inconsistent {m}×{n} system up to {bound}", f"rhs_bound={limit}")


def _solvable(
    draw: Draw, m: int, n: int, rank: int, bound: int, solution_bound: int, rhs_bound: int | None
) -> tuple[Rows, Rows, tuple[int, ...], Row, Row]:
    need(1 <= rank < n, f"{n} unknowns and rank {rank} do not leave a free one")
    need(solution_bound >= 1, "solution_bound must be at least 1")
    limit = 2 * bound * solution_bound if rhs_bound is None else rhs_bound
    need(limit >= 1, "rhs_bound must be at least 1")
    for _ in range(TRIES):
        a, r, pivots = rank_factors(draw, m, n, rank, bound)
        particular = [0] * n
        for p in pivots:
            particular[p] = draw.integer(-solution_bound, solution_bound)
        b = [dot(s, particular) for s in a]
        if any(b) and max(map(abs, b)) <= limit:
            return a, r, pivots, particular, b
    raise exhausted(f"solvable {m}×{n} system of rank {rank} up to {bound}", f"rhs_bound={limit}")


def _special(r: Rows, pivots: Sequence[int], n: int) -> Rows:
    """The kernel vectors of a reduced echelon form, one for each free column."""
    basis = []
    for free in (j for j in range(n) if j not in pivots):
        v = [0] * n
        v[free] = 1
        for i, p in enumerate(pivots):
            v[p] = -r[i][free]
        basis.append(v)
    return basis
