"""Complex numbers: a reply such as 2+3i or e^(i pi), compared by balls in the plane.

The other modules compute with real numbers; here every value is a flint `acb`, functions take their principal
values, and names stand for real numbers of their domains. This module imports flint: import it inside functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flint import acb, arb, ctx, fmpq

from quizgen.answers import values
from quizgen.answers.balls import STEPS, Imprecise, Undefined, number, too_large
from quizgen.answers.samples import Domain, Stream, points
from quizgen.answers.syntax import Binary, Call, Const, Group, Name, Neg, Node, Num, Unreadable
from quizgen.answers.trees import places

LARGEST_EXPONENT = 10_000
ENOUGH = 4


def mentions_i(node: Node) -> bool:
    """True where the imaginary unit occurs."""
    return any(isinstance(x, Const) and x.name == "i" for x in places(node))


def value(node: Node, env: Mapping[str, Any]) -> acb:
    """The value at the current precision. Raises Undefined, Imprecise or Unreadable."""
    if isinstance(node, Num):
        return acb(arb(number(node.text, node.percent, node.at)))
    if isinstance(node, Name):
        if node.name not in env:
            raise Unreadable(f"The value of {node.name} is not known here.", node.at, code="unknown-name")
        return acb(arb(env[node.name]))
    if isinstance(node, Const):
        return _constant(node)
    if isinstance(node, Group):
        return value(node.inner, env)
    if isinstance(node, Neg):
        return -value(node.argument, env)
    if isinstance(node, Binary):
        return _binary(node, env)
    if isinstance(node, Call):
        return _call(node, env)
    raise Unreadable("A number is expected here.", node.at, code="not-a-value")


def _constant(node: Const) -> acb:
    if node.name == "i":
        return acb(0, 1)
    if node.name == "pi":
        return acb(arb.pi())
    if node.name == "e":
        return acb(arb.const_e())
    raise Undefined("Infinity is not a number to calculate with.", node.at, "infinite")


def _binary(node: Binary, env: Mapping[str, Any]) -> acb:
    left, right = value(node.left, env), value(node.right, env)
    if node.op == "+":
        return left + right
    if node.op == "-":
        return left - right
    if node.op == "*":
        return left * right
    if node.op == "/":
        return left / _divisor(right, node.right)
    return _power(left, right, node)


def _divisor(x: acb, node: Node) -> acb:
    if x.is_zero():
        raise Undefined("Division by zero.", node.at, "division-by-zero")
    if x.contains(0):
        raise Imprecise("This may be a division by zero.", node.at, "division-by-zero")
    return x


def _power(base: acb, exponent: acb, node: Binary) -> acb:
    whole = exponent.unique_fmpz() if exponent.is_exact() else None
    if whole is not None:
        if abs(whole) > LARGEST_EXPONENT:
            raise too_large(node.at)
        return (_divisor(base, node.left) if whole < 0 else base) ** whole
    if base.contains(0):
        raise Imprecise("A power of zero.", node.at)
    return (exponent * base.log()).exp()


def _log(x: acb, node: Node) -> acb:
    return _divisor(x, node).log()


_FUNCTIONS: dict[str, Callable[[acb, Node], acb]] = {
    "abs": lambda x, node: acb(abs(x)),
    "sqrt": lambda x, node: x.sqrt(),
    "exp": lambda x, node: x.exp(),
    "ln": _log,
    "log": _log,
    "log2": lambda x, node: _log(x, node) / arb(2).log(),
    "log10": lambda x, node: _log(x, node) / arb(10).log(),
    "cbrt": lambda x, node: x.root(3),
    **{
        name: (lambda x, node, name=name: getattr(x, name)())  # type: ignore[misc]
        for name in ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "asin", "acos", "atan")
    },
}


def _call(node: Call, env: Mapping[str, Any]) -> acb:
    function = _FUNCTIONS.get(node.function)
    if function is None or len(node.arguments) != 1:
        if not any(mentions_i(x) for x in node.arguments):
            return acb(arb(values.evaluate(node, dict(env), ctx.prec)))
        raise Unreadable(f"{node.function} takes real numbers only here.", node.at, code="function")
    found = function(value(node.arguments[0], env), node)
    if not found.is_finite():
        raise Imprecise("This may be a pole.", node.at)
    return found


def equal(a: Node, b: Node, names: list[str], domains: Mapping[str, Domain]) -> bool | None:
    """Are two complex expressions equal? Different is proven at one point, equal rests on several; None: undecided.

    Raises Unreadable where an expression makes no sense.
    """
    if not names:
        return _at(a, b, {})
    agreed = 0
    for env in points(names, domains, [fmpq(1)], Stream(b"complex")):
        same = _at(a, b, env, 1)
        if same is False:
            return False
        agreed += same is True
        if agreed >= 8:
            break
    return True if agreed >= ENOUGH else None


def _at(a: Node, b: Node, env: Mapping[str, Any], steps: int = 3) -> bool | None:
    for bits in STEPS[1 : 1 + steps] if steps == 1 else STEPS:
        with ctx.workprec(bits):
            found = _both(a, b, env)
            if found is None:
                continue
            if isinstance(found, bool):
                return found
            gap = found[0] - found[1]
            if not gap.contains(0):
                return False
            if bits > STEPS[0] and _narrow(gap, found, bits):
                return True
    return None


def _both(a: Node, b: Node, env: Mapping[str, Any]) -> tuple[acb, acb] | bool | None:
    """Both values; False where only one has a value, None where it cannot be told."""
    found = []
    for node in (a, b):
        try:
            found.append(value(node, env))
        except Imprecise:
            return None
        except Undefined:
            continue
    return (found[0], found[1]) if len(found) == 2 else False if found else None


def _narrow(gap: acb, pair: tuple[acb, acb], bits: int) -> bool:
    size = abs(pair[0]) + abs(pair[1]) + 1
    return bool(gap.real.rad() + gap.imag.rad() <= values.threshold(bits) * size)
