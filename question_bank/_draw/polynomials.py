"""Polynomials with small integer coefficients, highest power first."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from quizgen.draw import Draw
from quizgen.exact import Number, Q, rational

from .common import TRIES, Row, exhausted, need, row


def polynomial(
    draw: Draw,
    degree: int,
    bound: int,
    *,
    roots: Sequence[Number] | None = None,
    monic: bool = False,
    terms: int | None = None,
) -> tuple[int, ...]:
    """The degree + 1 integer coefficients of a polynomial, highest power first, all in [-bound, bound].

    The leading one is not 0; `monic`: it is 1.
    - `roots`: rational roots it has, with multiplicity; where there are fewer than `degree`, the rest is a
      random factor.
    - `terms`: exactly this many coefficients are not 0.

    Raises ValueError when the roots alone put a coefficient beyond the bound.
    """
    need(degree >= 0 and bound >= 1, "a polynomial needs degree >= 0 and bound >= 1")
    need(roots is None or terms is None, "roots and the number of terms cannot both be chosen")
    need(terms is None or 1 <= terms <= degree + 1, f"a polynomial of degree {degree} has no {terms} terms")
    if roots is not None:
        return _with_roots(draw, degree, bound, [rational(r) for r in roots], monic=monic)
    leading = 1 if monic else draw.integer(-bound, bound, nonzero=True)
    if terms is None:
        return (leading, *row(draw, degree, bound))
    kept = set(draw.sample(range(degree), terms - 1))
    return (leading, *(draw.integer(-bound, bound, nonzero=True) if i in kept else 0 for i in range(degree)))


def _with_roots(draw: Draw, degree: int, bound: int, roots: Sequence[Q], *, monic: bool) -> tuple[int, ...]:
    need(len(roots) <= degree, f"a polynomial of degree {degree} has not the {len(roots)} roots given")
    need(not monic or all(r.q == 1 for r in roots), "a monic integer polynomial has no fractional roots")
    given = [1]
    for r in roots:
        given = times(given, [int(r.q), -int(r.p)])
    if len(roots) == degree:
        reach = bound // max(map(abs, given))
        need(reach >= 1, f"the roots {tuple(map(str, roots))} alone need coefficients beyond {bound}")
        c = 1 if monic else draw.integer(-reach, reach, nonzero=True)
        return tuple(c * x for x in given)
    for _ in range(TRIES):
        leading = 1 if monic else draw.integer(-3, 3, nonzero=True)
        product = times(given, [leading, *row(draw, degree - len(roots), min(bound, 5))])
        if max(map(abs, product)) <= bound:
            return tuple(product)
    raise exhausted(f"polynomial of degree {degree} up to {bound}", f"roots={tuple(map(str, roots))}")


def times(p: Sequence[int], q: Sequence[int]) -> Row:
    """The product of two polynomials."""
    result = [0] * (len(p) + len(q) - 1)
    for i, x in enumerate(p):
        for j, y in enumerate(q):
            result[i + j] += x * y
    return result


def nice_roots(
    draw: Draw,
    n: int,
    bound: int,
    *,
    distinct: bool = True,
    nonzero: bool = False,
    denominators: Sequence[int] = (1,),
) -> tuple[Q, ...]:
    """n rising rational numbers in [-bound, bound] with denominators (in lowest terms) among `denominators`.

    `distinct`: all differ. `nonzero`: none is 0.
    """
    need(n >= 1 and bound >= 1, "there is nothing to draw")
    need(bool(denominators) and min(denominators) >= 1, "denominators are positive integers, at least one")
    pool = [
        Q(p, q)
        for q in sorted(set(denominators))
        for p in range(-bound * q, bound * q + 1)
        if gcd(p, q) == 1 or q == 1
        if p or not nonzero
    ]
    need(not distinct or n <= len(pool), f"there are not {n} different roots up to {bound}")
    return tuple(sorted(draw.sample(pool, n) if distinct else [draw.choice(pool) for _ in range(n)]))
