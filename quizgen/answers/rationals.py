"""Rational functions over Q as exact polynomials, within bounds: numerators, factors, linear systems.

This module imports flint: import it inside functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from quizgen.answers import values
from quizgen.answers.compare import survey
from quizgen.answers.syntax import Binary, Group, Name, Neg, Node, Num

LARGEST_DEGREE = 80
MOST_TERMS = 2_000


class NotRational(Exception):  # noqa: N818 - a signal, not an error
    """Something else than + - * / and whole powers, or too large to expand."""


class Quotient(NamedTuple):
    """Numerator and denominator, not reduced."""

    top: Any
    bottom: Any

    def reduced(self) -> Quotient:
        """Without common factors."""
        common = self.top.gcd(self.bottom)
        if common.is_constant():
            return self
        return Quotient(self.top / common, self.bottom / common)


def context(names: Sequence[str]) -> Any:
    """The polynomials over Q in these names."""
    return fmpq_mpoly_ctx.get(tuple(names) or ("_",), Ordering.degrevlex)


def quotient(node: Node, ring: Any) -> Quotient:
    """An expression as a quotient of polynomials. Raises NotRational, also for a denominator that vanishes."""
    if isinstance(node, Group):
        return quotient(node.inner, ring)
    if isinstance(node, Name):
        try:
            return Quotient(ring.gen(ring.names().index(node.name)), ring.constant(1))
        except ValueError:
            raise NotRational from None
    if isinstance(node, Num):
        return Quotient(ring.constant(values.number(node.text, node.percent)), ring.constant(1))
    if isinstance(node, Neg):
        inner = quotient(node.argument, ring)
        return Quotient(-inner.top, inner.bottom)
    if isinstance(node, Binary):
        return _binary(node, ring)
    return Quotient(ring.constant(_constant(node)), ring.constant(1))


def _constant(node: Node) -> fmpq:
    if survey(node).names:
        raise NotRational
    found = values.rational(node)
    if found is None:
        raise NotRational
    return found


def _binary(node: Binary, ring: Any) -> Quotient:
    if node.op == "^":
        return _power(node, ring)
    a, b = quotient(node.left, ring), quotient(node.right, ring)
    if node.op == "*":
        return Quotient(_product(a.top, b.top), _product(a.bottom, b.bottom))
    if node.op == "/":
        if b.top.is_zero():
            raise NotRational
        return Quotient(_product(a.top, b.bottom), _product(a.bottom, b.top))
    if a.bottom == b.bottom:
        return Quotient(a.top + b.top if node.op == "+" else a.top - b.top, a.bottom)
    left, right = _product(a.top, b.bottom), _product(b.top, a.bottom)
    return Quotient(left + right if node.op == "+" else left - right, _product(a.bottom, b.bottom))


def _power(node: Binary, ring: Any) -> Quotient:
    exponent = _constant(node.right)
    base = quotient(node.left, ring)
    n = int(exponent.p)
    if exponent.q != 1:
        raise NotRational
    if n < 0:
        if base.top.is_zero():
            raise NotRational
        base, n = Quotient(base.bottom, base.top), -n
    for part in base:
        if not part.is_constant() and (max(part.degrees()) * n > LARGEST_DEGREE or len(part) ** min(n, 6) > 10_000):
            raise NotRational
        if part.is_constant() and n > 1000:
            raise NotRational
    return Quotient(base.top**n, base.bottom**n)


def _product(a: Any, b: Any) -> Any:
    if len(a) * len(b) > MOST_TERMS:
        raise NotRational
    made = a * b
    if not made.is_constant() and max(made.degrees()) > LARGEST_DEGREE:
        raise NotRational
    return made


def polynomial(node: Node, names: Sequence[str]) -> Any | None:
    """The polynomial that an expression is, None when it is none (or too large)."""
    try:
        found = quotient(node, context(names)).reduced()
    except NotRational:
        return None
    return found.top / found.bottom.leading_coefficient() if found.bottom.is_constant() else None


def monic(p: Any) -> Any:
    """The polynomial with leading coefficient 1; zero stays."""
    return p if p.is_zero() else p / p.leading_coefficient()
