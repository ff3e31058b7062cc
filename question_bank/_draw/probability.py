"""Distributions, tables and percentages that are exact and sum to what they should."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from quizgen.draw import Draw
from quizgen.exact import Matrix, Q

from .common import TRIES, Row, exhausted, need


class BayesSetting(NamedTuple):
    """P(hypothesis) and P(evidence | hypothesis), in the order of the hypotheses."""

    prior: tuple[Q, ...]
    likelihood: tuple[Q, ...]


def distribution(
    draw: Draw, n: int, denominator: int, *, positive: bool = True, distinct: bool = False
) -> tuple[Q, ...]:
    """n probabilities with sum 1, each a multiple of 1/denominator. `positive`: none is 0. `distinct`: all
    differ.
    """
    return tuple(Q(k, denominator) for k in _parts(draw, n, denominator, positive=positive, distinct=distinct))


def _parts(draw: Draw, n: int, total: int, *, positive: bool = True, distinct: bool = False) -> Row:
    """n integers >= 0 (>= 1 if positive) with that sum, all different if distinct."""
    least = n * (n - 1) // 2 + n * positive if distinct else n * positive
    need(n >= 1 and total >= 1, "a distribution needs at least one outcome and a denominator of at least 1")
    need(
        least <= total,
        f"{n} outcomes with positive={positive}, distinct={distinct} need a denominator >= {least}",
    )
    if not distinct:
        # Bars between stars: every composition is equally likely.
        stars = total - n * positive
        bars = sorted(draw.sample(range(stars + n - 1), n - 1))
        edges = [-1, *bars, stars + n - 1]
        return [b - a - 1 + positive for a, b in pairwise(edges)]
    parts = list(range(int(positive), n + int(positive)))
    rest = total - least
    while rest:
        # Raising the t largest parts keeps them different.
        t = draw.integer(1, min(n, rest))
        for i in range(n - t, n):
            parts[i] += 1
        rest -= t
    return draw.shuffled(parts)


def joint_table(
    draw: Draw,
    rows: int,
    columns: int,
    denominator: int,
    *,
    independent: bool | None = None,
    positive: bool = True,
) -> Matrix:
    """A rows×columns matrix of probabilities with sum 1, each a multiple of 1/denominator; no row or column
    is all 0.

    `independent=True`: the table is the outer product of its marginals. `independent=False`: it is not.
    `positive`: no entry is 0.
    """
    need(rows >= 1 and columns >= 1, f"there is no {rows}×{columns} table")
    need(independent is not False or min(rows, columns) > 1, "a table with one row or column is independent")
    need(
        not positive or rows * columns <= denominator,
        f"{rows * columns} positive entries exceed {denominator}",
    )
    if independent:
        splits = [(r, denominator // r) for r in range(rows, denominator + 1) if denominator % r == 0]
        splits = [(r, c) for r, c in splits if c >= columns]
        need(
            bool(splits),
            f"no independent {rows}×{columns} table has its marginals in 1/r and 1/c, rc = {denominator}",
        )
        r, c = draw.choice(splits)
        return Matrix(
            [
                [Q(x * y, denominator) for y in parts]
                for parts in [_parts(draw, columns, c)]
                for x in _parts(draw, rows, r)
            ]
        )
    for _ in range(TRIES):
        flat = _parts(draw, rows * columns, denominator, positive=positive)
        table = [flat[i * columns : (i + 1) * columns] for i in range(rows)]
        if not (all(map(any, table)) and all(map(any, zip(*table, strict=True)))):
            continue
        matrix = Matrix([[Q(x, denominator) for x in r] for r in table])
        if independent is None or matrix.rank() > 1:
            return matrix
    raise exhausted(f"{rows}×{columns} table in 1/{denominator}", f"independent={independent}; raise the denominator")


def values(draw: Draw, n: int, low: int, high: int, *, nonzero: bool = False) -> tuple[int, ...]:
    """n different integers in [low, high], rising; without 0 if `nonzero`."""
    pool = [x for x in range(low, high + 1) if x or not nonzero]
    need(1 <= n <= len(pool), f"there are not {n} different values in [{low}, {high}]")
    return tuple(sorted(draw.sample(pool, n)))


def percentages(draw: Draw, n: int, *, step: int = 5, distinct: bool = False) -> tuple[int, ...]:
    """n positive multiples of `step` (a divisor of 100) with sum 100."""
    need(step >= 1 and 100 % step == 0, f"steps of {step} % do not add up to 100 %")
    return tuple(step * k for k in _parts(draw, n, 100 // step, distinct=distinct))


def bayes_setting(draw: Draw, n: int = 2, *, prior: int = 10, likelihood: int = 10) -> BayesSetting:
    """Priors of n hypotheses in multiples of 1/prior and likelihoods in multiples of 1/likelihood.

    No probability is 0 or 1, and the likelihoods are not all equal: the posterior differs from the prior. Its
    denominators divide an integer below prior * likelihood.
    """
    need(n >= 2, "Bayes' rule needs at least two hypotheses")
    need(likelihood >= 3, "likelihoods between 0 and 1 that differ need a denominator of at least 3")
    priors = distribution(draw, n, prior)
    likelihoods = [draw.integer(1, likelihood - 1) for _ in range(n)]
    if len(set(likelihoods)) == 1:
        likelihoods[draw.below(n)] = draw.integer(1, likelihood - 1, avoid=likelihoods[:1])
    return BayesSetting(priors, tuple(Q(k, likelihood) for k in likelihoods))
