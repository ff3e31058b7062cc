"""The functions of the answer language on real scalars: exact where the value is rational and easy to see.

Each takes a scalar and the node it came from (for the column of an error) and raises Undefined outside its
real domain, Imprecise where a ball is too wide to tell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb, arb_mat, ctx, fmpq, fmpz

from quizgen.answers.balls import (
    HALF,
    LIMIT_BITS,
    ONE,
    ZERO,
    Imprecise,
    Scalar,
    Undefined,
    divisor,
    has_names,
    is_negative,
    is_zero,
    nth_root,
    settled,
    threshold,
    too_large,
)
from quizgen.answers.linear import MATRIX_FUNCTIONS, entrywise, scalar, shape, table
from quizgen.answers.syntax import Binary, Call, Group, Neg, Node, Num, Unreadable
from quizgen.exact import Matrix


def arity(node: Call, wanted: str) -> Unreadable:
    return Unreadable(f"{node.function} takes {wanted}, not {len(node.arguments)}.", node.at, code="arguments")


def _sqrt(x: Scalar, node: Node) -> Scalar:
    if is_negative(x, node):
        raise Undefined("The square root of a negative number is not real.", node.at)
    if isinstance(x, arb) and x.contains(0) and is_zero(_inside(node)):
        return ZERO
    return nth_root(x, 2)


def _odd_or_even_root(x: Scalar, q: int, node: Node) -> Scalar:
    if is_negative(x, node):
        if q % 2 == 0:
            raise Undefined("An even root of a negative number is not real.", node.at)
        return -nth_root(-x, q)
    if isinstance(x, arb) and x.contains(0) and q % 2:
        return x.nonnegative_part().root(q).union(-(-x).nonnegative_part().root(q))
    return nth_root(x, q)


def _inside(node: Node) -> Node:
    """The argument of a function of one value."""
    return node.arguments[0] if isinstance(node, Call) and node.arguments else node


def _log(x: Scalar, node: Node) -> Scalar:
    if x <= 0:
        raise Undefined("The logarithm is defined for positive numbers only.", node.at)
    if isinstance(x, fmpq):
        return ZERO if x == 1 else arb(x).log()
    if not x > 0:
        if is_zero(_inside(node)):
            raise Undefined("The logarithm is defined for positive numbers only.", node.at)
        raise Imprecise("The sign under the logarithm cannot be told.", node.at)
    return x.log()


def _log_base(base: int) -> Callable[[Scalar, Node], Scalar]:
    def log(x: Scalar, node: Node) -> Scalar:
        if isinstance(x, fmpq) and x > 0 and 1 in (x.p, x.q):
            power = x.p if x.q == 1 else x.q
            n = round(power.bit_length() - 1) if base == 2 else len(power.str()) - 1
            if fmpz(base) ** n == power:
                return fmpq(n if x.q == 1 else -n)
        return _log(x, node) / arb(base).log()

    return log


def _exp(x: Scalar, node: Node) -> Scalar:
    return ONE if isinstance(x, fmpq) and x == 0 else arb(x).exp()


def _odd(method: str) -> Callable[[Scalar, Node], Scalar]:
    """An entire function with f(0) = 0."""

    def function(x: Scalar, node: Node) -> Scalar:
        return ZERO if isinstance(x, fmpq) and x == 0 else getattr(arb(x), method)()

    return function


def _even(method: str) -> Callable[[Scalar, Node], Scalar]:
    """A function with f(0) = 1."""

    def function(x: Scalar, node: Node) -> Scalar:
        return ONE if isinstance(x, fmpq) and x == 0 else settled(getattr(arb(x), method)(), node)

    return function


def _pole(method: str) -> Callable[[Scalar, Node], Scalar]:
    """A function with poles; `csc`, `cot` and their hyperbolic kin have one at 0, `tan` is 0 there."""

    def function(x: Scalar, node: Node) -> Scalar:
        if isinstance(x, fmpq) and x == 0:
            if method == "tan":
                return ZERO
            raise Undefined(f"{method} is not defined at 0.", node.at, "division-by-zero")
        return settled(getattr(arb(x), method)(), node)

    return function


def _asin(x: Scalar, node: Node) -> Scalar:
    return ZERO if isinstance(x, fmpq) and x == 0 else _clamped(x, node, "asin").asin()


def _acos(x: Scalar, node: Node) -> Scalar:
    return ZERO if isinstance(x, fmpq) and x == 1 else _clamped(x, node, "acos").acos()


def _clamped(x: Scalar, node: Node, name: str) -> arb:
    """x cut to [-1, 1] when it only touches the border."""
    if x > 1 or x < -1:
        raise Undefined(f"{name} is defined from -1 to 1 only.", node.at)
    ball = arb(x)
    if ball >= -1 and ball <= 1:
        return ball
    if not ball.is_finite() or ball.rad() > threshold(ctx.prec):
        raise Imprecise("The argument may lie outside -1 to 1.", node.at)
    return ball.intersection(arb(0, 1))


def _acot(x: Scalar, node: Node) -> Scalar:
    """From 0 to pi, without a jump at 0, as most textbooks have it."""
    return arb.pi() / 2 - arb(x).atan()


def _of_reciprocal(function: Callable[[Scalar, Node], Scalar]) -> Callable[[Scalar, Node], Scalar]:
    """asec(x) = acos(1/x), and its like."""
    return lambda x, node: function(1 / divisor(x, node), node)


def _acosh(x: Scalar, node: Node) -> Scalar:
    if x < 1:
        raise Undefined("acosh is defined from 1 on only.", node.at)
    if isinstance(x, fmpq) and x == 1:
        return ZERO
    return settled(arb(x).max(arb(1)).acosh(), node)


def _atanh(x: Scalar, node: Node) -> Scalar:
    if x >= 1 or x <= -1:
        raise Undefined("atanh is defined between -1 and 1 only.", node.at)
    return ZERO if isinstance(x, fmpq) and x == 0 else settled(arb(x).atanh(), node)


def _sign(x: Scalar, node: Node) -> Scalar:
    if x > 0:
        return ONE
    if x < 0:
        return -ONE
    if isinstance(x, fmpq) or is_zero(_inside(node)):
        return ZERO
    raise Imprecise("The sign cannot be told.", node.at)


def _less(node: Node, whole: fmpz) -> Node:
    """node - whole"""
    number = Num(str(abs(whole)))
    return Binary("-", Group(node), Neg(number) if whole < 0 else number)


TOO_WIDE = fmpz(2) ** LIMIT_BITS


def _rounded(method: str) -> Callable[[Scalar, Node], Scalar]:
    def function(x: Scalar, node: Node) -> Scalar:
        if isinstance(x, fmpq):
            return fmpq(getattr(x, method)())
        if abs(x) > TOO_WIDE:
            raise Imprecise("The whole part has too many digits.", node.at)
        whole = getattr(x, method)().unique_fmpz()
        if whole is None:
            whole = (x + HALF).floor().unique_fmpz()
            if whole is None or not is_zero(_less(_inside(node), whole)):
                raise Imprecise("The whole part cannot be told.", node.at)
        return fmpq(whole)

    return function


def _sigmoid(x: Scalar, node: Node) -> Scalar:
    return HALF if isinstance(x, fmpq) and x == 0 else 1 / (1 + (-arb(x)).exp())


def _relu(x: Scalar, node: Node) -> Scalar:
    if isinstance(x, fmpq):
        return x if x > 0 else ZERO
    return x.max(arb(0))


def _phi(x: Scalar, node: Node) -> Scalar:
    """The standard normal distribution function."""
    return HALF if isinstance(x, fmpq) and x == 0 else (-arb(x) / arb(2).sqrt()).erfc() / 2


def _gamma(x: Scalar, node: Node) -> Scalar:
    if isinstance(x, fmpq) and x.q == 1:
        if x <= 0:
            raise Undefined("gamma is not defined at zero and negative integers.", node.at)
        if x < 1500:
            return fmpq(fmpz.fac_ui(x.p - 1))
    return settled(arb(x).gamma(), node)


def _factorial(x: Scalar, node: Node) -> Scalar:
    if isinstance(x, fmpq) and x.q == 1 and x > 1500 and not has_names(node):
        raise too_large(node.at)
    if isinstance(x, fmpq) and x.q == 1 and x < 0:
        raise Undefined("The factorial of a negative integer is not defined.", node.at)
    return _gamma(x + 1, node)


def _binomial(arguments: list[Any], node: Call) -> Scalar:
    if len(arguments) != 2:
        raise arity(node, "two values")
    n, k = (scalar(x, node) for x in arguments)
    if isinstance(n, fmpq) and isinstance(k, fmpq) and k.q == 1:
        if n.q == 1 and 0 <= k <= n:
            k = min(k, n - k)
        if k < 0:
            return ZERO
        if k <= 1500 and k * n.height_bits() <= LIMIT_BITS:
            product = ONE
            for i in range(int(k.p)):
                product = product * (n - i) / (i + 1)
            return product
        if not has_names(node):
            raise too_large(node.at)
    n, k = arb(n), arb(k)
    return settled((n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma(), node)


def _extreme(pick_greater: bool) -> Callable[[list[Any], Call], Scalar]:
    def function(arguments: list[Any], node: Call) -> Scalar:
        values: list[Scalar] = []
        for x in arguments:
            values += [y for row in table(x) for y in row] if isinstance(x, (Matrix, arb_mat)) else [scalar(x, node)]
        if not values:
            raise arity(node, "at least one value")
        best = values[0]
        for x in values[1:]:
            best = _greater(best, x) if pick_greater else -_greater(-best, -x)
        return best

    return function


def _greater(x: Scalar, y: Scalar) -> Scalar:
    if x >= y:
        return x
    return y if y >= x else arb(x).max(arb(y))


def _nth(arguments: list[Any], node: Call) -> Scalar:
    if len(arguments) != 2:
        raise arity(node, "two values")
    n, x = (scalar(value, node) for value in arguments)
    if not isinstance(n, fmpq) or n.q != 1 or not 0 < n < 10_000:
        raise Unreadable("The degree of a root is a positive whole number.", node.at, code="arguments")
    return _odd_or_even_root(x, int(n.p), node)


def _logarithm(arguments: list[Any], node: Call) -> Any:
    if len(arguments) == 2:
        x, base = (scalar(value, node) for value in arguments)
        return _log(x, node) / divisor(_log(base, node), node)
    if len(arguments) != 1:
        raise arity(node, "one value")
    x = arguments[0]
    if isinstance(x, (Matrix, arb_mat)) and shape(x) != (1, 1):
        return entrywise(_log, x, node)
    return _log(scalar(x, node), node)


def _degrees(x: Scalar, node: Node) -> Scalar:
    return ZERO if isinstance(x, fmpq) and x == 0 else x * arb.pi() / 180


def _argument(x: Scalar, node: Node) -> Scalar:
    if isinstance(x, fmpq) and x == 0:
        raise Undefined("Zero has no argument.", node.at)
    return ZERO if _sign(x, node) > 0 else arb.pi()


SCALAR_FUNCTIONS: dict[str, Callable[[Scalar, Node], Scalar]] = {
    "exp": _exp,
    "sqrt": _sqrt,
    "cbrt": lambda x, node: _odd_or_even_root(x, 3, node),
    "log2": _log_base(2),
    "log10": _log_base(10),
    "sin": _odd("sin"),
    "cos": _even("cos"),
    "tan": _pole("tan"),
    "sec": _even("sec"),
    "csc": _pole("csc"),
    "cot": _pole("cot"),
    "asin": _asin,
    "acos": _acos,
    "atan": _odd("atan"),
    "sinh": _odd("sinh"),
    "cosh": _even("cosh"),
    "tanh": _odd("tanh"),
    "sech": _even("sech"),
    "csch": _pole("csch"),
    "coth": _pole("coth"),
    "acot": _acot,
    "asec": _of_reciprocal(_acos),
    "acsc": _of_reciprocal(_asin),
    "asinh": _odd("asinh"),
    "acosh": _acosh,
    "atanh": _atanh,
    "asech": _of_reciprocal(_acosh),
    "acsch": _of_reciprocal(_odd("asinh")),
    "acoth": _of_reciprocal(_atanh),
    "sign": _sign,
    "floor": _rounded("floor"),
    "ceil": _rounded("ceil"),
    "factorial": _factorial,
    "gamma": _gamma,
    "sigmoid": _sigmoid,
    "relu": _relu,
    "Phi": _phi,
    "deg": _degrees,
    "conj": lambda x, node: x,
    "Re": lambda x, node: x,
    "Im": lambda x, node: ZERO,
    "arg": _argument,
}

SPECIAL: dict[str, Callable[[list[Any], Call], Any]] = {
    **MATRIX_FUNCTIONS,
    "min": _extreme(False),
    "max": _extreme(True),
    "binom": _binomial,
    "root": _nth,
    "ln": _logarithm,
    "log": _logarithm,
}
"""Functions of several arguments, or of matrices."""
FUNCTIONS = frozenset(SCALAR_FUNCTIONS) | frozenset(SPECIAL)
