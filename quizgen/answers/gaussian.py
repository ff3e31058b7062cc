"""Exact complex numbers with rational parts: what +, -, *, / and whole powers make of 2 + 3i.

This module imports flint: import it inside functions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flint import fmpq

from quizgen.answers.balls import LIMIT_BITS, ZERO, Undefined, nth_root, number
from quizgen.answers.syntax import Binary, Call, Const, Group, Neg, Node, Num

LARGEST_EXPONENT = 1_000


class Gaussian(NamedTuple):
    """re + im i."""

    re: fmpq
    im: fmpq

    def times(self, other: Gaussian) -> Gaussian:
        """The product."""
        return Gaussian(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)

    def over(self, other: Gaussian, node: Node) -> Gaussian:
        """The quotient. Raises Undefined for a division by zero."""
        size = other.re * other.re + other.im * other.im
        if size == 0:
            raise Undefined("Division by zero.", node.at, "division-by-zero")
        return self.times(Gaussian(other.re / size, -other.im / size))

    @property
    def bits(self) -> int:
        """The size of the larger part."""
        return int(max(self.re.height_bits(), self.im.height_bits()))


ONE = Gaussian(fmpq(1), ZERO)


def exact(node: Node) -> Gaussian | None:
    """The exact value of a constant, None where it is not rational (or too large). Raises Undefined for 1/0."""
    if isinstance(node, Num):
        return Gaussian(number(node.text, node.percent, node.at), ZERO)
    if isinstance(node, Const):
        return Gaussian(ZERO, fmpq(1)) if node.name == "i" else None
    if isinstance(node, Group):
        return exact(node.inner)
    if isinstance(node, Neg):
        inner = exact(node.argument)
        return None if inner is None else Gaussian(-inner.re, -inner.im)
    if isinstance(node, Binary):
        return _binary(node)
    if isinstance(node, Call) and node.function in _FUNCTIONS and len(node.arguments) == 1:
        inner = exact(node.arguments[0])
        return None if inner is None else _FUNCTIONS[node.function](inner)
    return None


def _binary(node: Binary) -> Gaussian | None:
    left = exact(node.left)
    if left is None:
        return None
    right = exact(node.right)
    if right is None:
        return None
    if node.op == "+":
        return Gaussian(left.re + right.re, left.im + right.im)
    if node.op == "-":
        return Gaussian(left.re - right.re, left.im - right.im)
    if node.op == "*":
        return left.times(right)
    if node.op == "/":
        return left.over(right, node.right)
    return _power(left, right, node)


def _power(base: Gaussian, exponent: Gaussian, node: Binary) -> Gaussian | None:
    if exponent.im != 0 or exponent.re.q != 1:
        return None
    n = int(exponent.re.p)
    if abs(n) > LARGEST_EXPONENT or base.bits * abs(n) > LIMIT_BITS:
        return None
    if n == 0 and base == Gaussian(ZERO, ZERO):
        raise Undefined("0^0 is not defined.", node.at)
    if n < 0:
        base, n = ONE.over(base, node.left), -n
    result = ONE
    while n:
        if n % 2:
            result = result.times(base)
        base, n = base.times(base), n // 2
    return result


def _absolute(z: Gaussian) -> Gaussian | None:
    root = nth_root(z.re * z.re + z.im * z.im, 2)
    return Gaussian(root, ZERO) if isinstance(root, fmpq) else None


_FUNCTIONS: dict[str, Callable[[Gaussian], Gaussian | None]] = {
    "abs": _absolute,
    "conj": lambda z: Gaussian(z.re, -z.im),
    "Re": lambda z: Gaussian(z.re, ZERO),
    "Im": lambda z: Gaussian(z.im, ZERO),
}
