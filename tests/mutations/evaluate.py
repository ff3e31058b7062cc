"""What a syntax tree is worth, by fractions, floats and sympy: a second opinion, not `quizgen.answers.values`.

Numbers are Fractions as long as that is possible, matrices numpy arrays of objects (vectors are columns).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from quizgen.answers.syntax import Binary, Call, Const, Group, Logic, Name, Neg, Node, Num, Relation, Rows, Sequence

Env = Mapping[str, Any]
CLOSE = 1e-9


class NoValueError(Exception):
    """A tree that has no real value, or makes no sense."""


def value(node: Node, env: Env) -> Any:
    """A Fraction, a float or a two-dimensional array. Raises NoValueError."""
    try:
        found = _value(node, env)
    except (ArithmeticError, ValueError, TypeError, KeyError, IndexError, np.linalg.LinAlgError) as error:
        raise NoValueError(str(error)) from None
    if isinstance(found, np.ndarray) and found.shape == (1, 1) and not isinstance(_bare(node), (Sequence, Rows)):
        found = found[0, 0]
    numbers = found.flat if isinstance(found, np.ndarray) else [found]
    if not all(isinstance(x, (int, Fraction)) or math.isfinite(x) for x in numbers):
        raise NoValueError("not finite")
    return found


def _bare(node: Node) -> Node:
    return _bare(node.inner) if isinstance(node, Group) else node


def _value(node: Node, env: Env) -> Any:
    match node:
        case Num(text=text, percent=percent):
            return Fraction(text) / (100 if percent else 1)
        case Name(name=name):
            return env[name]
        case Const(name=name):
            return env["I"] if name == "I" else {"pi": math.pi, "e": math.e, "inf": math.inf}[name]
        case Neg(argument=inner):
            return -_value(inner, env)
        case Group(inner=inner):
            return _value(inner, env)
        case Binary():
            return _binary(node, env)
        case Call(function=function, arguments=arguments):
            return _FUNCTIONS[function](*(_value(x, env) for x in arguments))
        case Sequence(items=items):
            return _stacked([_value(x, env) for x in items])
        case Rows(rows=rows):
            return array([[_number(_value(x, env)) for x in row] for row in rows])
    raise NoValueError(type(node).__name__)


def array(rows: Any) -> Any:
    """Rows of numbers as an array of objects."""
    table = np.empty((len(rows), len(rows[0])), dtype=object)
    for i, row in enumerate(rows):
        for j, x in enumerate(row):
            table[i, j] = x
    return table


def _number(x: Any) -> Any:
    if isinstance(x, np.ndarray):
        if x.shape != (1, 1):
            raise ValueError("not a number")
        return x[0, 0]
    return x


def _stacked(items: list[Any]) -> Any:
    """Numbers as a column, columns as the rows of a matrix."""
    if any(isinstance(x, np.ndarray) for x in items):
        return array([list(x.flat) for x in items])
    return array([[x] for x in items])


def _binary(node: Binary, env: Env) -> Any:
    left, right = _value(node.left, env), _value(node.right, env)
    matrices = isinstance(left, np.ndarray) + isinstance(right, np.ndarray)
    match node.op:
        case "+" | "-":
            if matrices == 1 or (matrices and left.shape != right.shape):
                left, right = _unwrapped(left), _unwrapped(right)
                if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
                    raise ValueError("shapes")
            return left + right if node.op == "+" else left - right
        case "*":
            if matrices == 2:
                return left @ right if 1 not in (left.size, right.size) else _unwrapped(left) * _unwrapped(right)
            return left * right
        case "/":
            return left / _number(right)
    return _power(left, _number(right))


def _unwrapped(x: Any) -> Any:
    return x[0, 0] if isinstance(x, np.ndarray) and x.shape == (1, 1) else x


def _power(base: Any, exponent: Any) -> Any:
    base = _unwrapped(base)
    whole = isinstance(exponent, Fraction) and exponent.denominator == 1
    if isinstance(base, np.ndarray):
        if not whole:
            raise ValueError("a power of a matrix")
        base = inverse(base) if exponent < 0 else base
        found = identity(base.shape[0])
        for _ in range(abs(int(exponent))):
            found = found @ base
        return found
    if whole:
        return base ** int(exponent)
    if base < 0 and isinstance(exponent, Fraction) and exponent.denominator % 2:
        return float(-1) ** (exponent.numerator % 2) * float(-base) ** float(exponent)
    return math.pow(base, exponent)


def identity(n: int) -> Any:
    """The identity, exact."""
    return array([[Fraction(int(i == j)) for j in range(n)] for i in range(n)])


def exact(matrix: Any) -> sympy.Matrix:
    """A matrix of fractions for sympy."""
    return sympy.Matrix(matrix.shape[0], matrix.shape[1], [sympy.Rational(x) for x in matrix.flat])


def rank(matrix: Any) -> int:
    """The rank; of floats, numpy's."""
    if all(isinstance(x, (int, Fraction)) for x in matrix.flat):
        return int(exact(matrix).rank())
    return int(np.linalg.matrix_rank(matrix.astype(float), tol=1e-8))


def inverse(matrix: Any) -> Any:
    """By sympy for fractions, by numpy for floats."""
    if all(isinstance(x, (int, Fraction)) for x in matrix.flat):
        return array([[Fraction(int(x.p), int(x.q)) for x in row] for row in exact(matrix).inv().tolist()])
    return np.linalg.inv(matrix.astype(float)).astype(object)


def _determinant(matrix: Any) -> Any:
    if all(isinstance(x, (int, Fraction)) for x in matrix.flat):
        found = exact(matrix).det()
        return Fraction(int(found.p), int(found.q))
    return float(np.linalg.det(matrix.astype(float)))


def _norm(x: Any) -> float:
    return math.sqrt(sum(v * v for v in x.flat)) if isinstance(x, np.ndarray) else abs(x)


def _mapped(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of numbers, entry by entry for matrices."""

    def apply(x: Any) -> Any:
        return array([[function(v) for v in row] for row in x]) if isinstance(x, np.ndarray) else function(x)

    return apply


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "transpose": lambda x: x.T if isinstance(x, np.ndarray) else x,
    "inv": lambda x: inverse(x) if isinstance(x, np.ndarray) else 1 / x,
    "det": lambda x: _determinant(x) if isinstance(x, np.ndarray) else x,
    "tr": lambda x: sum(x[i, i] for i in range(x.shape[0])),
    "rank": lambda x: Fraction(rank(x)),
    "norm": _norm,
    "sqrt": _mapped(math.sqrt),
    "exp": _mapped(math.exp),
    "ln": _mapped(math.log),
    "log10": _mapped(math.log10),
    "log2": _mapped(math.log2),
    "sigmoid": _mapped(lambda x: 1 / (1 + math.exp(-x))),
    "relu": _mapped(lambda x: max(x, 0)),
    "abs": lambda x: abs(x) if not isinstance(x, np.ndarray) else _norm(x),
    "min": lambda *xs: min(xs),
    "max": lambda *xs: max(xs),
    "Phi": _mapped(lambda x: (1 + math.erf(x / math.sqrt(2))) / 2),
    "floor": _mapped(math.floor),
    "ceil": _mapped(math.ceil),
    "binom": lambda n, k: Fraction(math.comb(int(n), int(k))),
    "factorial": lambda n: Fraction(math.factorial(int(n))),
    **{
        name: _mapped(getattr(math, name))
        for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "gamma")
    },
}


def close(x: Any, y: Any) -> bool:
    """Equal fractions; floats that agree to nine digits."""
    if isinstance(x, (int, Fraction)) and isinstance(y, (int, Fraction)):
        return x == y
    return math.isclose(x, y, rel_tol=CLOSE, abs_tol=CLOSE)


def alike(x: Any, y: Any) -> bool:
    """The same numbers or matrices."""
    if isinstance(x, np.ndarray) != isinstance(y, np.ndarray):
        return False
    if not isinstance(x, np.ndarray):
        return close(x, y)
    return x.shape == y.shape and all(map(close, x.flat, y.flat))


def holds(node: Node, env: Env) -> bool:
    """The truth of a condition. Raises NoValueError."""
    match node:
        case Group(inner=inner):
            return holds(inner, env)
        case Logic(op=op, parts=parts):
            return (all if op == "and" else any)(holds(part, env) for part in parts)
        case Relation(operands=operands, operators=operators):
            values = [value(x, env) for x in operands]
            return all(map(_related, operators, values, values[1:]))
    raise NoValueError(type(node).__name__)


def _related(op: str, x: Any, y: Any) -> bool:
    if isinstance(x, np.ndarray) and not isinstance(y, np.ndarray) and y == 0:
        y = x * 0
    same = alike(x, y)
    if op in ("=", "!="):
        return same == (op == "=")
    if same:
        return op in ("<=", ">=")
    return bool(x < y) == (op in ("<", "<="))
