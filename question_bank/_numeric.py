"""Conditions of the answer language in floating point, with numpy: a second opinion on exact arithmetic.

Only what statements use: relations joined by and / or, sums, products, powers, transposes and a few functions.
Vectors are n×1 arrays; a 1×1 array is a number. Equality is up to 1e-9 of the size of what is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from quizgen.answers.syntax import Binary, Call, Const, Group, Logic, Name, Neg, Node, Num, Relation, Rows, Sequence
from quizgen.exact import Matrix

TOLERANCE = 1e-9


def holds(node: Node, env: Mapping[str, Any]) -> bool:
    """The truth of a condition. Raises TypeError for a node it does not know."""
    if isinstance(node, Group):
        return holds(node.inner, env)
    if isinstance(node, Logic):
        return (all if node.op == "and" else any)(holds(part, env) for part in node.parts)
    if not isinstance(node, Relation):
        raise TypeError(f"not a condition: {node}")
    found = [value(operand, env) for operand in node.operands]
    return all(_compared(op, a, b) for op, a, b in zip(node.operators, found, found[1:], strict=False))


def value(node: Node, env: Mapping[str, Any]) -> Any:
    """The value as a float, a two-dimensional array, or a multiple of the identity of any size."""
    match node:
        case Num(text=text):
            return float(text)
        case Name(name=name):
            return _float(env[name])
        case Const(name="I"):
            return Scaled(1.0)
        case Group(inner=inner):
            return value(inner, env)
        case Neg(argument=inner):
            return _binary("*", -1.0, value(inner, env))
        case Sequence(items=items):
            return np.array([[value(item, env)] for item in items])
        case Rows(rows=rows):
            return np.array([[value(entry, env) for entry in row] for row in rows])
        case Binary(op=op, left=left, right=right):
            return _binary(op, value(left, env), value(right, env))
        case Call(function=function, arguments=arguments):
            return _FUNCTIONS[function](*(value(argument, env) for argument in arguments))
    raise TypeError(f"no floating-point value for {node}")


class Scaled(NamedTuple):
    """A multiple of the identity, of any size."""

    factor: float


def _float(x: Any) -> Any:
    if isinstance(x, Matrix):
        return np.array(x.to_floats())
    return x if isinstance(x, np.ndarray) else int(x.p) / int(x.q) if hasattr(x, "p") else float(x)


def _binary(op: str, a: Any, b: Any) -> Any:
    arrays = isinstance(a, np.ndarray) and isinstance(b, np.ndarray)
    match op:
        case "+":
            return _sized(a, b) + _sized(b, a)
        case "-":
            return _sized(a, b) - _sized(b, a)
        case "*":
            if isinstance(a, Scaled) and isinstance(b, (float, Scaled)):
                return Scaled(a.factor * (b.factor if isinstance(b, Scaled) else b))
            if isinstance(b, Scaled):
                return Scaled(a * b.factor) if isinstance(a, float) else a * b.factor
            if isinstance(a, Scaled):
                return a.factor * b
            return _number(a @ b) if arrays else a * b
        case "/":
            return a / b
    if isinstance(a, np.ndarray):
        return np.linalg.matrix_power(a, int(b))
    return a**b


def _sized(a: Any, other: Any) -> Any:
    """The identity or a multiple of it, as large as what it meets."""
    if not isinstance(a, Scaled):
        return a
    return a.factor * np.eye(other.shape[0]) if isinstance(other, np.ndarray) else a.factor


def _number(a: np.ndarray) -> Any:
    return float(a[0, 0]) if a.shape == (1, 1) else a


def _compared(op: str, a: Any, b: Any) -> bool:
    a, b = _sized(a, b), _sized(b, a)
    difference = np.asarray(a - b)
    size = max(1.0, float(np.max(np.abs(a))), float(np.max(np.abs(b))))
    equal = bool(np.max(np.abs(difference)) <= TOLERANCE * size)
    if op in ("=", "!="):
        return equal == (op == "=")
    if op in ("<=", ">=") and equal:
        return True
    return not equal and bool(np.all(difference < 0 if op in ("<", "<=") else difference > 0))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "det": lambda a: float(np.linalg.det(np.atleast_2d(a))),
    "rank": lambda a: float(np.linalg.matrix_rank(np.atleast_2d(a))),
    "tr": lambda a: float(np.trace(np.atleast_2d(a))),
    "inv": lambda a: np.linalg.inv(a) if isinstance(a, np.ndarray) else 1 / a,
    "transpose": lambda a: a.T if isinstance(a, np.ndarray) else a,
    "norm": lambda a: float(np.sqrt(np.sum(np.square(a)))),
    "abs": np.abs,
    "floor": np.floor,
    "relu": lambda a: np.maximum(a, 0.0),
    "min": lambda *a: min(a),
    "max": lambda *a: max(a),
    "sqrt": np.sqrt,
    "exp": np.exp,
    "ln": np.log,
}
