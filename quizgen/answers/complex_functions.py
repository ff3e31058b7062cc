"""Functions of complex numbers with their principal values, on balls in the plane (flint `acb`)."""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb

from quizgen.answers.balls import Imprecise, Undefined, too_large
from quizgen.answers.syntax import Binary, Node

LARGEST_EXPONENT = 10_000


def divisor(x: acb, node: Node) -> acb:
    """`x` if it can be divided by."""
    if x.is_zero():
        raise Undefined("Division by zero.", node.at, "division-by-zero")
    if x.contains(0):
        raise Imprecise("This may be a division by zero.", node.at, "division-by-zero")
    return x


def power(base: acb, exponent: acb, node: Binary) -> acb:
    """base^exponent, principal value."""
    whole = exponent.unique_fmpz() if exponent.is_exact() else None
    if whole is not None:
        if abs(whole) > LARGEST_EXPONENT:
            raise too_large(node.at)
        if whole == 0 and base.is_zero():
            raise Undefined("0^0 is not defined.", node.at)
        return (divisor(base, node.left) if whole < 0 else base) ** whole
    if base.contains(0):
        raise Imprecise("A power of zero.", node.at)
    if (exponent - acb(arb(1) / 2)).is_zero():
        return base.sqrt()
    return (exponent * base.log()).exp()


def _log(x: acb, node: Node) -> acb:
    return divisor(x, node).log()


def _arg(x: acb, node: Node) -> acb:
    if x.contains(0):
        raise Imprecise("Zero has no argument.", node.at)
    return acb(x.arg())


def _cbrt(x: acb, node: Node) -> acb:
    """The real cube root of a real number, as in the real domain; else the principal one."""
    if x.imag.is_zero() and x.real < 0:
        return -((-x).root(3))
    return x.root(3)


def _reciprocal(name: str) -> Callable[[acb, Node], acb]:
    return lambda x, node: 1 / divisor(getattr(x, name)(), node)


FUNCTIONS: dict[str, Callable[[acb, Node], acb]] = {
    "abs": lambda x, node: acb(abs(x)),
    "norm": lambda x, node: acb(abs(x)),
    "conj": lambda x, node: x.conjugate(),
    "Re": lambda x, node: acb(x.real),
    "Im": lambda x, node: acb(x.imag),
    "arg": _arg,
    "sqrt": lambda x, node: x.sqrt(),
    "exp": lambda x, node: x.exp(),
    "ln": _log,
    "log": _log,
    "log2": lambda x, node: _log(x, node) / arb(2).log(),
    "log10": lambda x, node: _log(x, node) / arb(10).log(),
    "cbrt": _cbrt,
    "sec": _reciprocal("cos"),
    "csc": _reciprocal("sin"),
    "cot": lambda x, node: x.cos() / divisor(x.sin(), node),
    "sech": _reciprocal("cosh"),
    "csch": _reciprocal("sinh"),
    "coth": lambda x, node: x.cosh() / divisor(x.sinh(), node),
    "acot": lambda x, node: acb.pi() / 2 - x.atan(),
    **{
        f"a{name}": (lambda x, node, method=method: getattr(1 / divisor(x, node), method)())  # type: ignore[misc]
        for name, method in (
            ("sec", "acos"),
            ("csc", "asin"),
            ("sech", "acosh"),
            ("csch", "asinh"),
            ("coth", "atanh"),
        )
    },
    **{
        name: (lambda x, node, name=name: getattr(x, name)())  # type: ignore[misc]
        for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "asinh", "acosh", "atanh")
    },
}
