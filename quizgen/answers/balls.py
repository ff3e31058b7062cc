"""Exact rationals and balls (python-flint `arb`): one scalar arithmetic, with bounds before computing.

A scalar is exact (fmpq) as long as it can be, else a ball at the current precision. Two ways to fail:
`Undefined` (no real value, such as sqrt(-1)) and `Imprecise` (the ball is too wide to tell; try more bits).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from flint import arb, ctx, fmpq, fmpz

from quizgen.answers.syntax import Binary, Call, Group, Name, Neg, Node, Num, Unreadable
from quizgen.errors import QuizgenError

LIMIT_BITS = 20_000
"""Bits of the numerator and denominator of any exact number that a power, factorial or literal may make."""
ROOTS = 64
"""Degree up to which a root is tried for being rational."""
STEPS = (128, 1152, 4096)
"""Rising precision. Equality of two irrational constants is settled at half the bits of a step (576 first)."""

ZERO, ONE, HALF = fmpq(0), fmpq(1), fmpq(1, 2)
NOWHERE = Num("0")
"""A node for messages that speak of no particular place."""

Scalar: TypeAlias = "fmpq | arb"
SCALARS = frozenset((fmpq, arb))


class Undefined(QuizgenError):  # noqa: N818 - a value that is undefined
    """The expression has no real value (root of a negative number, log of zero, division by zero).

    `at` is the column of the part that has none, `code` is "undefined" or "division-by-zero".
    """

    def __init__(self, message: str, at: int = 0, code: str = "undefined") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.code = code

    def unreadable(self) -> Unreadable:
        """The same as a sentence to the learner."""
        return Unreadable(self.message, self.at, code=self.code)


class Imprecise(Undefined):
    """At this precision it cannot be told whether (or where) the expression is defined."""


def agree(x: Scalar, y: Scalar, bits: int) -> bool | None:
    """Are two scalars equal? False is proven. True: both exact, or balls that agree to bits/2. None: cannot tell."""
    if isinstance(x, fmpq) and isinstance(y, fmpq):
        return bool(x == y)
    a, b = arb(x), arb(y)
    if not a.overlaps(b):
        return False if a.is_finite() and b.is_finite() else None
    radius, bound = a.rad() + b.rad(), threshold(bits)
    if radius <= bound * abs(a).upper() or radius <= bound * abs(b).upper():
        return True
    return True if a.contains(0) and b.contains(0) and radius <= bound else None


@lru_cache(maxsize=32)
def threshold(bits: int) -> arb:
    """2^(-bits/2)."""
    return arb(fmpq(1, 2 ** (bits // 2)))


@lru_cache(maxsize=1024)
def number(text: str, percent: bool = False, at: int = 0) -> fmpq:
    """A literal as an exact rational: "12", "0.50", "1e-3". Raises Unreadable code "too-large"."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    if len(whole) + len(fraction) > LIMIT_BITS // 4 or len(exponent) > 6 or abs(int(exponent or 0)) > LIMIT_BITS // 4:
        raise too_large(at)
    power = int(exponent or 0) - len(fraction) - (2 if percent else 0)
    digits = int((whole + fraction) or 0)
    return fmpq(digits * 10**power) if power >= 0 else fmpq(digits, 10**-power)


def too_large(at: int) -> Unreadable:
    return Unreadable("This number is too large to compute with.", at, code="too-large", hint="a smaller number")


def divisor(value: Scalar, node: Node) -> Scalar:
    """`value` if it can be divided by."""
    if isinstance(value, fmpq):
        if value == 0:
            raise Undefined("Division by zero.", node.at, "division-by-zero")
    elif value.contains(0):
        if value.is_zero() or is_zero(node):
            raise Undefined("Division by zero.", node.at, "division-by-zero")
        raise Imprecise("This may be a division by zero.", node.at, "division-by-zero")
    return value


def is_zero(node: Node) -> bool:
    """True where a constant expression is proven to be zero; asked only where its ball contains zero."""
    if has_names(node):
        return False
    from quizgen.answers import zeros

    return zeros.is_zero(node)


def settled(x: arb, node: Node) -> arb:
    if not x.is_finite():
        raise Imprecise("This may be a pole.", node.at)
    return x


def is_negative(x: Scalar, node: Node) -> bool:
    """x < 0; a ball around zero counts as not negative when it is narrow enough to be zero, else Imprecise."""
    if x < 0:
        return True
    if isinstance(x, fmpq) or x >= 0:
        return False
    if x.is_finite() and x.rad() <= threshold(ctx.prec):
        return False
    raise Imprecise("The sign cannot be told.", node.at)


def has_names(node: Node) -> bool:
    if isinstance(node, Name):
        return True
    if isinstance(node, Binary):
        return has_names(node.left) or has_names(node.right)
    if isinstance(node, Neg):
        return has_names(node.argument)
    if isinstance(node, Group):
        return has_names(node.inner)
    return isinstance(node, Call) and any(has_names(x) for x in node.arguments)


# --- powers and roots -----------------------------------------------------------------------------------------


def integer_power(base: Scalar, n: int, node: Binary, ball: bool) -> Scalar:
    if n < 0:
        divisor(base, node.left)
    if n == 0 and (base == 0 if isinstance(base, fmpq) else base.contains(0)) and not has_names(node):
        return _to_the_zeroth(base, node)
    if isinstance(base, arb):
        return base**n
    if base in (0, 1, -1):
        return base ** (n if n in (0, 1) else 2 - n % 2) if n >= 0 else base ** (2 - n % 2)
    if base.height_bits() * abs(n) > LIMIT_BITS:
        if not ball:
            raise too_large(node.at)
        return arb(base) ** n
    return base**n


def _to_the_zeroth(base: Scalar, node: Binary) -> Scalar:
    """x^0 for a constant x that is, or may be, zero: 0^0 has no value."""
    if isinstance(base, fmpq) or is_zero(node.left):
        raise Undefined("0^0 is not defined.", node.at)
    raise Imprecise("This may be 0^0.", node.at)


def root_power(base: Scalar, exponent: fmpq, node: Binary) -> Scalar:
    """base^(p/q). A negative base has a real value only when q is odd and the exponent is a constant."""
    if is_negative(base, node.left):
        if exponent.q % 2 == 0 or has_names(node.right):
            raise Undefined("A root of a negative number is not real.", node.at)
        root = root_power(-base, exponent, node)
        return -root if exponent.p % 2 else root
    p, q = int(exponent.p), int(exponent.q)
    if p < 0:
        divisor(base, node.left)
    if q > ROOTS:
        return ZERO if base == 0 else (arb(base).nonnegative_part().log() * exponent).exp()
    root = nth_root(base, q)
    if isinstance(root, fmpq) and root.height_bits() * abs(p) > LIMIT_BITS:
        root = arb(root)
    return root**p


def irrational_power(base: Scalar, exponent: arb, node: Binary) -> Scalar:
    if isinstance(base, fmpq) and base == 0:
        if exponent > 0:
            return ZERO
        raise Undefined("Zero has no such power.", node.at, "division-by-zero")
    if isinstance(base, fmpq) and base == 1:
        return ONE
    if base < 0:
        raise Undefined("A negative number has no such power.", node.at)
    if not base > 0:
        if exponent > 0 and is_zero(node.left):
            return ZERO
        raise Imprecise("The sign of the base cannot be told.", node.at)
    return (exponent * arb(base).log()).exp()


def nth_root(x: Scalar, q: int) -> Scalar:
    """The q-th root of x >= 0, exact where it is rational. Balls that touch zero are cut at zero."""
    if isinstance(x, arb):
        return x.nonnegative_part().root(q) if q != 2 else x.nonnegative_part().sqrt()
    if q <= ROOTS:
        top, bottom = _exact_root(x.p, q), _exact_root(x.q, q)
        if top is not None and bottom is not None:
            return fmpq(top, bottom)
    return arb(x).root(q)


def _exact_root(n: fmpz, q: int) -> fmpz | None:
    if n in (0, 1):
        return n
    root = n.isqrt() if q == 2 else n.root(q)
    return root if root**q == n else None
