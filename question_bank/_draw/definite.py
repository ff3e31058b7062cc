"""Symmetric matrices and quadratic forms of a chosen definiteness."""

from __future__ import annotations

from math import isqrt
from typing import Literal, NamedTuple, get_args

from quizgen.draw import Draw
from quizgen.exact import Matrix

from .common import TRIES, Rows, determinant, dot, exhausted, is_triangular, need

Definiteness = Literal[
    "positive definite", "negative definite", "indefinite", "positive semidefinite", "negative semidefinite"
]


class Cholesky(NamedTuple):
    """A = L L^T with L lower triangular and a positive diagonal."""

    A: Matrix
    L: Matrix


class QuadraticForm(NamedTuple):
    """The form x^T A x, and what it is."""

    A: Matrix
    kind: Definiteness


def symmetric(draw: Draw, n: int, bound: int) -> Matrix:
    """A symmetric n×n integer matrix with entries in [-bound, bound], not diagonal; n >= 2."""
    need(n >= 2 and bound >= 1, "a symmetric matrix that is not diagonal needs n >= 2 and bound >= 1")
    for _ in range(TRIES):
        rows = _symmetric_rows(draw, n, bound)
        if not is_triangular(rows):
            return Matrix(rows)
    raise exhausted(f"symmetric {n}×{n} matrix", "this is next to impossible")


def cholesky_pair(draw: Draw, n: int, bound: int) -> Cholesky:
    """(A, L): A = L L^T positive definite with integer entries in [-bound, bound], not diagonal; n >= 2,
    bound >= 2.

    L is an integer matrix with entries up to the square root of `bound` and diagonal >= 1.
    """
    lower = _factor(draw, n, bound)
    factor = Matrix(lower)
    return Cholesky(factor @ factor.T, factor)


def positive_definite(draw: Draw, n: int, bound: int) -> Matrix:
    """A positive definite integer matrix up to `bound`, not diagonal; n >= 2, bound >= 2."""
    need(n >= 2 and bound >= 2, "a positive definite matrix that is not diagonal needs n >= 2 and bound >= 2")
    for _ in range(TRIES):
        rows = _symmetric_rows(draw, n, bound, positive_diagonal=True, dominated=True)
        if not is_triangular(rows) and all(minor > 0 for minor in _leading_minors(rows)):
            return Matrix(rows)
    return cholesky_pair(draw, n, bound).A


def indefinite(draw: Draw, n: int, bound: int, *, positive_diagonal: bool = False) -> Matrix:
    """An invertible symmetric integer matrix up to `bound`, not diagonal, with eigenvalues of both signs.

    `positive_diagonal`: every diagonal entry is positive, so that the diagonal does not give it away.
    """
    need(n >= 2 and bound >= 1, "an indefinite matrix needs n >= 2 and bound >= 1")
    need(not positive_diagonal or bound >= 2, "with a positive diagonal an indefinite matrix needs bound >= 2")
    for _ in range(TRIES):
        rows = _symmetric_rows(draw, n, bound, positive_diagonal=positive_diagonal)
        minors = _leading_minors(rows)
        positive = all(minor > 0 for minor in minors)
        negative = all((-1) ** k * minor > 0 for k, minor in enumerate(minors, 1))
        if minors[-1] and not is_triangular(rows) and not positive and not negative:
            return Matrix(rows)
    raise exhausted(f"indefinite {n}×{n} matrix up to {bound}", f"positive_diagonal={positive_diagonal}")


def _symmetric_rows(
    draw: Draw, n: int, bound: int, *, positive_diagonal: bool = False, dominated: bool = False
) -> Rows:
    """A symmetric array; `dominated`: a_ij² < a_ii a_jj, as in a positive definite one."""
    diagonal = [draw.integer(1 if positive_diagonal else -bound, bound) for _ in range(n)]
    rows = [[0] * n for _ in range(n)]
    for i in range(n):
        rows[i][i] = diagonal[i]
        for j in range(i):
            reach = isqrt(diagonal[i] * diagonal[j] - 1) if dominated else bound
            rows[i][j] = rows[j][i] = draw.integer(-reach, reach)
    return rows


def _leading_minors(rows: Rows) -> list[int]:
    """The determinants of the leading 1×1, 2×2, ..., n×n blocks."""
    return [determinant([r[:k] for r in rows[:k]]) for k in range(1, len(rows) + 1)]


def semidefinite(draw: Draw, n: int, bound: int) -> Matrix:
    """A positive semidefinite integer matrix of rank n - 1 up to `bound`, no zero row, not diagonal."""
    need(n >= 2 and bound >= 1, "a semidefinite matrix needs n >= 2 and bound >= 1")
    for _ in range(TRIES):
        scale = draw.integer(1, max(1, bound // 4))
        factor = [_row_of_norm(draw, n - 1, bound // scale) for _ in range(n)]
        rows = [[scale * dot(v, w) for w in factor] for v in factor]
        if not is_triangular(rows) and Matrix(factor).rank() == n - 1:
            return Matrix(rows)
    raise exhausted(f"semidefinite {n}×{n} matrix up to {bound}", "raise the bound")


def quadratic_form(draw: Draw, n: int, bound: int, *, kind: Definiteness | None = None) -> QuadraticForm:
    """(A, kind): a symmetric integer matrix up to `bound`, not diagonal, of that kind (drawn when None).

    n >= 2, bound >= 2. "Semidefinite" means and not definite: the rank is n - 1.
    """
    kinds: tuple[Definiteness, ...] = get_args(Definiteness)
    need(kind is None or kind in kinds, f"{kind!r} is not one of {', '.join(kinds)}")
    chosen: Definiteness = draw.choice(kinds) if kind is None else kind
    if chosen == "indefinite":
        return QuadraticForm(indefinite(draw, n, bound), chosen)
    sampler = semidefinite if chosen.endswith("semidefinite") else positive_definite
    a = sampler(draw, n, bound)
    return QuadraticForm(-a if chosen.startswith("negative") else a, chosen)


def _factor(draw: Draw, n: int, bound: int) -> Rows:
    """A lower triangular array, positive on the diagonal, not diagonal, each row of squared length <= bound.

    By the Cauchy-Schwarz inequality the products of its rows are then within the bound too.
    """
    need(n >= 2 and bound >= 2, "a matrix L L^T that is not diagonal needs n >= 2 and bound >= 2")
    for _ in range(TRIES):
        rows = []
        for i in range(n):
            diagonal = draw.integer(1, isqrt(bound - 1) if i else isqrt(bound))
            rows.append([*_row_within(draw, i, bound - diagonal**2), diagonal, *[0] * (n - i - 1)])
        if any(rows[i][j] for i in range(n) for j in range(i)):
            return rows
    raise exhausted(f"lower triangular factor of size {n} up to {bound}", "this is next to impossible")


def _row_within(draw: Draw, n: int, budget: int) -> list[int]:
    """n integers whose squares sum to at most `budget`, in no preferred place."""
    entries = [0] * n
    for i in draw.sample(range(n), n):
        reach = isqrt(budget)
        entries[i] = draw.integer(-reach, reach)
        budget -= entries[i] ** 2
    return entries


def _row_of_norm(draw: Draw, n: int, budget: int) -> list[int]:
    """The same, not all 0."""
    entries = _row_within(draw, n, budget)
    if not any(entries):
        entries[draw.below(n)] = draw.integer(-isqrt(budget), isqrt(budget), nonzero=True)
    return entries
