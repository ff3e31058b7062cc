"""Small data sets whose means, covariances and least-squares fits come out in small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import gcd, lcm
from typing import NamedTuple

from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector

from .common import (
    TRIES,
    Row,
    Rows,
    determinant,
    dot,
    exhausted,
    kernel_lattice,
    lattice_point,
    mixed,
    need,
    row,
    signed,
)
from .eigen import Eigen, orthogonal_frames


class Regression(NamedTuple):
    """y = X beta + residual with the residual orthogonal to the columns of X: beta is the least-squares
    solution.
    """

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


class Covariance(NamedTuple):
    """Data (one observation a row), the mean of its rows as a vector, and its covariance matrix."""

    X: Matrix
    mean: Matrix
    covariance: Matrix


class PrincipalData(NamedTuple):
    """Data (one observation a row), the mean of its rows, and the covariance A = P D P^-1."""

    X: Matrix
    mean: Matrix
    covariance: Eigen


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
            centred_column(draw, rows, bound) if centred else row(draw, rows, bound) for _ in range(columns - intercept)
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
    (`intercept`: a first column of 1s; `centred`: each feature sums to 0). beta has numbers of absolute value
    at most `coefficient_bound`, not all 0 for the features, with denominators in `denominators` (the largest
    occurs). y holds integers, up to `response_bound` if given. The residual is not 0 and at most `noise` in
    absolute value.
    """
    columns = features + intercept
    need(features >= 1, "a regression needs at least one feature")
    _refuse_fit(denominators, coefficient_bound, noise)
    for _ in range(TRIES):
        x = design_rows(draw, n, columns, bound, intercept=intercept, centred=centred)
        fit = _fit(draw, x, denominators, coefficient_bound, noise)
        if fit is None or not any(fit.beta[intercept:]):
            continue
        if response_bound is None or max(map(abs, fit.y)) <= response_bound:
            return Regression(Matrix(x), Vector(fit.y), Vector(fit.beta), Vector(fit.residual))
    raise exhausted(
        f"regression data of {n} observations and {features} features up to {bound}",
        f"noise={noise}, denominators={tuple(denominators)}, response_bound={response_bound}",
    )


def points_on_line(
    draw: Draw,
    n: int,
    bound: int,
    *,
    denominators: Sequence[int] = (1,),
    coefficient_bound: int = 3,
    noise: int = 3,
) -> LinePoints:
    """n >= 3 integer points, not all on a line, whose least-squares line has small coefficients, chosen
    first.

    The x are different integers in [-bound, bound], rising. Intercept and slope are at most
    `coefficient_bound` in absolute value with denominators in `denominators` (the largest occurs); the slope
    is not 0. No point lies more than `noise` above or below the line.
    """
    need(n >= 3, "two points lie on a line")
    need(2 * bound + 1 >= n, f"there are not {n} different integers up to {bound}")
    _refuse_fit(denominators, coefficient_bound, noise)
    for _ in range(TRIES):
        at = sorted(draw.sample(range(-bound, bound + 1), n))
        fit = _fit(draw, [[1, x] for x in at], denominators, coefficient_bound, noise)
        if fit is not None and fit.beta[1]:
            return LinePoints(tuple(at), tuple(fit.y), fit.beta[0], fit.beta[1])
    raise exhausted(f"{n} points with a nice line", f"noise={noise}, denominators={tuple(denominators)}")


class _Fit(NamedTuple):
    """y = X beta + residual with integer y."""

    beta: list[Q]
    y: Row
    residual: list[Q]


def _refuse_fit(denominators: Sequence[int], coefficient_bound: int, noise: int) -> None:
    need(noise >= 1 and coefficient_bound >= 1, "noise and coefficient_bound must be at least 1")
    need(bool(denominators) and min(denominators) >= 1, "denominators are positive integers, at least one")


def _fit(draw: Draw, x: Rows, denominators: Sequence[int], coefficient_bound: int, noise: int) -> _Fit | None:
    """Coefficients and a residual orthogonal to the columns of X; None when none small enough was found."""
    n = len(x)
    lattice = [v for v in kernel_lattice(list(zip(*x, strict=True)), n) if max(map(abs, v)) <= noise]
    if max(denominators) > 1:
        return _fractional_fit(draw, x, lattice, denominators, coefficient_bound, noise)
    if not lattice:
        return None
    beta = row(draw, len(x[0]), coefficient_bound)
    residual = lattice_point(draw, lattice, noise)
    if not any(residual) or max(map(abs, residual)) > noise:
        residual = signed(draw, draw.choice(lattice))
    y = [dot(r, beta) + e for r, e in zip(x, residual, strict=True)]
    return _Fit([Q(b) for b in beta], y, [Q(e) for e in residual])


def _fractional_fit(
    draw: Draw, x: Rows, lattice: Rows, denominators: Sequence[int], coefficient_bound: int, noise: int
) -> _Fit | None:
    """The integer pairs (y, q beta) of the normal equations q X^T y = X^T X (q beta) form a lattice: try
    some.

    Moving a pair along the columns of X, or along what is orthogonal to them, keeps the denominators.
    """
    n, q = len(x), lcm(*denominators)
    columns = [list(c) for c in zip(*x, strict=True)]
    gram = [[dot(c, d) for d in columns] for c in columns]
    if determinant(gram) % max(denominators):
        return None  # the denominators of a fit divide the determinant
    normals = [[*(q * a for a in c), *(-g for g in r)] for c, r in zip(columns, gram, strict=True)]
    pairs = kernel_lattice(normals, n + len(columns))
    for _ in range(12):
        pair = mixed([draw.integer(-1, 1) for _ in pairs], pairs)
        y, scaled = pair[:n], pair[n:]
        found = {q // gcd(q, b) for b in scaled}
        if max(denominators) not in found or not found <= set(denominators):
            continue
        shift = [draw.integer(-coefficient_bound, coefficient_bound - 1) - b // q for b in scaled]
        orthogonal = lattice_point(draw, lattice, noise) if lattice and draw.flip() else [0] * n
        left = [q * (a + e) - dot(r, scaled) for a, e, r in zip(y, orthogonal, x, strict=True)]
        if any(left) and max(map(abs, left)) <= q * noise:
            beta = [Q(b, q) + c for b, c in zip(scaled, shift, strict=True)]
            moved = [a + e + dot(r, shift) for a, e, r in zip(y, orthogonal, x, strict=True)]
            return _Fit(beta, moved, [Q(e, q) for e in left])
    return None


def integer_data(draw: Draw, n: int, d: int, bound: int, *, centred: bool = False, mean_integer: bool = True) -> Matrix:
    """n observations (rows) of d integer features (columns) in [-bound, bound], no feature constant; n >= 2.

    `mean_integer`: each feature has an integer mean. `centred`: each has mean 0.
    """
    need(n >= 2 and d >= 1, f"there is no data set of {n} observations and {d} features")
    need(bound >= 1, "bound 0 leaves only constant features")
    need(not mean_integer or centred or 2 * bound >= n or n > 2, "bound too small for an integer mean")
    modulus = 0 if centred else n if mean_integer else 1
    columns = [centred_column(draw, n, bound, modulus=modulus) for _ in range(d)]
    return Matrix(list(zip(*columns, strict=True)))


def covariance_integer(draw: Draw, n: int, d: int, bound: int, *, ddof: int = 1) -> Covariance:
    """(X, mean, covariance) of n integer observations (rows) of d features: all integers, data in [-bound,
    bound].

    The covariance divides by n - `ddof` (1 the sample's, 0 the population's). It is invertible and, for d >=
    2, not diagonal. 3 <= n <= 6, 1 <= d < n.
    """
    need(3 <= n <= 6, f"integer covariances are drawn for 3 to 6 observations, not {n}")
    need(1 <= d < n, f"{n} observations give no invertible covariance of {d} features")
    need(ddof in (0, 1), f"ddof is 0 or 1, not {ddof}")
    reach = min(bound, {3: 6, 4: 4, 5: 3, 6: 2}[n])
    table = _integer_variances(n, n - ddof, reach)
    need(bool(table), f"no {n} integers up to {bound} have an integer variance with ddof={ddof}")
    for _ in range(3 * TRIES):
        deviations = [draw.choice(table)]
        for _ in range(d - 1):
            fits = [v for v in (draw.choice(table) for _ in range(6)) if _integer_with(v, deviations, n - ddof)]
            if not fits:
                break
            deviations.append(fits[0])
        if len(deviations) < d:
            continue
        covariance = Matrix([[Q(dot(v, w), n - ddof) for w in deviations] for v in deviations])
        if covariance.det() == 0 or (d > 1 and not any(covariance[i, j] for i in range(d) for j in range(i))):
            continue
        rooms = [bound - max(map(abs, v)) for v in deviations]
        mean = [draw.integer(-room, room) for room in rooms]
        data = [[m + x for m, x in zip(mean, r, strict=True)] for r in zip(*deviations, strict=True)]
        return Covariance(Matrix(data), Vector(mean), covariance)
    raise exhausted(f"data with integer covariance ({n}×{d}, up to {bound})", f"ddof={ddof}; raise the bound")


def _integer_with(v: Sequence[int], others: Sequence[Sequence[int]], divisor: int) -> bool:
    return all(dot(v, w) % divisor == 0 for w in others)


@lru_cache(maxsize=32)
def _integer_variances(n: int, divisor: int, reach: int) -> list[tuple[int, ...]]:
    """All nonzero integer vectors up to `reach` with sum 0 and sum of squares divisible by `divisor`."""
    found = []
    for head in product(range(-reach, reach + 1), repeat=n - 1):
        v = (*head, -sum(head))
        if abs(v[-1]) <= reach and any(v) and dot(v, v) % divisor == 0:
            found.append(v)
    return found


def principal_data(draw: Draw, bound: int) -> PrincipalData:
    """(X, mean, covariance): four integer points in the plane for a principal component analysis; bound >= 3.

    They are the corners of a rectangle, or of a rhombus, with sides or diagonals along orthogonal integer
    vectors, not along the axes. The mean is an integer point, X has entries in [-bound, bound], and
    `covariance` (dividing by 4) is an `Eigen`: integer A, its orthogonal integer eigenvectors P and different
    positive integer eigenvalues D, the largest first.
    """
    need(bound >= 3, "principal_data needs a bound of at least 3")
    frames = orthogonal_frames(2)
    for _ in range(TRIES):
        v, w = draw.shuffled(draw.choice(frames).vectors)
        a, b = draw.integer(2, 4), 1
        if draw.flip():
            corners = [[s * a * x + t * b * y for x, y in zip(v, w, strict=True)] for s in (1, -1) for t in (1, -1)]
        else:
            corners = [[s * c * x for x in u] for c, u in ((a, v), (b, w)) for s in (1, -1)]
        scatter = [[sum(p[i] * p[j] for p in corners) for j in range(2)] for i in range(2)]
        room = bound - max(abs(x) for p in corners for x in p)
        if room < 0 or any(x % 4 for r in scatter for x in r):
            continue
        square = dot(v, v)
        values = [Q(sum(dot(p, u) ** 2 for p in corners), 4 * square) for u in (v, w)]
        if any(x.q != 1 for x in values):
            continue
        mean = [draw.integer(-room, room) for _ in range(2)]
        points = [[m + x for m, x in zip(mean, p, strict=True)] for p in draw.shuffled(corners)]
        covariance = Matrix([[Q(x, 4) for x in r] for r in scatter])
        eigen = Eigen(covariance, Matrix([v, w]).T, Matrix.diagonal(values))
        return PrincipalData(Matrix(points), Vector(mean), eigen)
    raise exhausted(f"points for a principal component analysis up to {bound}", "raise the bound")
