"""Small data sets whose means, covariances and least-squares fits come out in small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import gcd
from typing import NamedTuple

from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector

from .common import TRIES, Row, Rows, dot, exhausted, kernel_lattice, lattice_point, need, row


class Regression(NamedTuple):
    """y = X beta + residual with the residual orthogonal to the columns of X: beta is the least-squares solution."""

    X: Matrix
    y: Matrix
    beta: Matrix
    residual: Matrix


class LinePoints(NamedTuple):
    """Points (x_i, y_i); the line y = intercept + slope x is their least-squares fit."""

    x: tuple[int, ...]
    y: tuple[int, ...]
    intercept: Q
    slope: Q


def full_rank_design(
    draw: Draw, rows: int, columns: int, bound: int, *, intercept: bool = True, centred: bool = False
) -> Matrix:
    """A rows×columns integer matrix of full column rank, rows > columns: a design for least squares.

    `intercept`: its first column is all 1s. The other columns hold integers in [-bound, bound], not constant.
    `centred`: each of the other columns sums to 0.
    """
    return Matrix(design_rows(draw, rows, columns, bound, intercept=intercept, centred=centred))


def design_rows(draw: Draw, rows: int, columns: int, bound: int, *, intercept: bool, centred: bool) -> Rows:
    """The rows of `full_rank_design`."""
    need(rows > columns >= 1, f"least squares needs more rows than columns, not {rows}×{columns}")
    need(bound >= 1, "the bound must be at least 1")
    need(not intercept or columns >= 2, "beside the intercept there must be a feature")
    for _ in range(TRIES):
        features = [
            centred_column(draw, rows, bound) if centred else row(draw, rows, bound)
            for _ in range(columns - intercept)
        ]
        if any(len(set(f)) == 1 for f in features):
            continue
        design = [[*[1] * intercept, *r] for r in zip(*features, strict=True)]
        if (columns == 1 + intercept) or Matrix(design).rank() == columns:
            return design
    raise exhausted(f"{rows}×{columns} design up to {bound}", "raise the bound")


def centred_column(draw: Draw, n: int, bound: int, *, modulus: int = 0) -> Row:
    """n integers in [-bound, bound], not all equal, whose sum is 0 (a multiple of `modulus`, if given)."""
    for _ in range(TRIES):
        v = row(draw, n - 1, bound)
        s = sum(v)
        if modulus:
            lasts = [x for x in range(-bound, bound + 1) if (s + x) % modulus == 0]
        else:
            lasts = [-s] if abs(s) <= bound else []
        if lasts:
            v.append(draw.choice(lasts))
            if len(set(v)) > 1:
                return v
    raise exhausted(f"column of {n} integers up to {bound}", f"with sum 0 modulo {modulus}; raise the bound")


def regression_data(
    draw: Draw,
    n: int,
    features: int,
    bound: int,
    *,
    denominators: Sequence[int] = (1,),
    intercept: bool = True,
    centred: bool = False,
    coefficient_bound: int = 3,
    noise: int = 3,
    response_bound: int | None = None,
) -> Regression:
    """(X, y, beta, residual): n observations whose least-squares solution is chosen first.

    X is an integer n×(features + intercept) design of full column rank with entries in [-bound, bound]
    (`intercept`: a first column of 1s; `centred`: each feature sums to 0). beta has numbers of absolute value at most
    `coefficient_bound`, not all 0 for the features, with denominators in `denominators` (the largest occurs). y holds
    integers, up to `response_bound` if given. The residual is not 0 and at most `noise` in absolute value.
    """
    columns = features + intercept
    need(features >= 1, "a regression needs at least one feature")
    need(noise >= 1 and coefficient_bound >= 1, "noise and coefficient_bound must be at least 1")
    need(bool(denominators) and min(denominators) >= 1, "denominators are positive integers, at least one")
    top = max(denominators)
    for _ in range(TRIES):
        x = design_rows(draw, n, columns, bound, intercept=intercept, centred=centred)
        normals = [list(c) for c in zip(*x, strict=True)]
        lattice = [v for v in kernel_lattice(normals, n) if max(map(abs, v)) <= noise]
        if not lattice:
            continue
        if top == 1:
            found = _integer_fit(draw, x, lattice, coefficient_bound, noise)
        else:
            found = _fractional_fit(draw, x, lattice, denominators, coefficient_bound, noise)
        if found is None:
            continue
        beta, y, residual = found
        if not any(beta[intercept:]) or (response_bound is not None and max(map(abs, y)) > response_bound):
            continue
        return Regression(Matrix(x), Vector(y), Vector(beta), Vector(residual))
    raise exhausted(
        f"regression data of {n} observations and {features} features up to {bound}",
        f"noise={noise}, denominators={tuple(denominators)}, response_bound={response_bound}",
    )


Fit = tuple[Sequence[Q | int], Row, Sequence[Q | int]]


def _integer_fit(draw: Draw, x: Rows, lattice: Rows, coefficient_bound: int, noise: int) -> Fit | None:
    """Integer coefficients, and an integer residual from the lattice of what is orthogonal to the design."""
    beta = row(draw, len(x[0]), coefficient_bound)
    residual = lattice_point(draw, lattice, noise)
    if not any(residual) or max(map(abs, residual)) > noise:
        residual = draw.choice(lattice)
    return beta, [dot(r, beta) + e for r, e in zip(x, residual, strict=True)], residual


def _fractional_fit(
    draw: Draw, x: Rows, lattice: Rows, denominators: Sequence[int], coefficient_bound: int, noise: int
) -> Fit | None:
    """An integer fit plus a small integer change of y that brings the wanted denominators; None when ten failed."""
    n, allowed, top = len(x), set(denominators), max(denominators)
    design = Matrix(x)
    pseudo_inverse = (design.T @ design).inv() @ design.T
    for _ in range(10):
        change = [draw.integer(-1, 1) for _ in range(n)]
        beta = [int(b) + s for b, s in zip(row(draw, len(x[0]), coefficient_bound), (pseudo_inverse @ Vector(change)))]
        if {int(b.q) for b in beta} <= allowed and any(b.q == top for b in beta):
            pass
    return None


def points_on_line(
    draw: Draw,
    n: int,
    bound: int,
    *,
    denominators: Sequence[int] = (1,),
    slope_bound: int = 3,
    noise: int = 2,
) -> LinePoints:
    """n >= 3 integer points, not all on a line, whose least-squares line has small coefficients, chosen first.

    The x are different integers in [-bound, bound], rising. Intercept and slope are at most `slope_bound` in absolute
    value with denominators in `denominators` (the largest occurs); the slope is not 0. The points lie at most `noise` above or below.
    """
    need(n >= 3, "two points lie on a line")
    need(2 * bound + 1 >= n, f"there are not {n} different integers up to {bound}")
    raise NotImplementedError
