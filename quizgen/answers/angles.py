"""Trigonometric functions at rational multiples of pi, where their values are rational or have a pole.

sin(pi) is exactly 0, so that 1/sin(pi) is a division by zero and not a very large number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import fmpq

from quizgen.answers.balls import Undefined
from quizgen.answers.syntax import Binary, Call, Const, Group, Neg, Node

_SINES = {fmpq(0): fmpq(0), fmpq(1, 6): fmpq(1, 2), fmpq(1, 2): fmpq(1), fmpq(5, 6): fmpq(1, 2)}
"""sin(q pi) where it is rational, for q from 0 on and below 1 (Niven's theorem: nowhere else)."""
TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "sec", "csc", "cot"))


def turns(node: Node, value: Callable[[Node], Any]) -> fmpq | None:
    """The q of an angle q pi, None where it is not written as such a multiple. `value` computes the other parts."""
    if isinstance(node, Const):
        return fmpq(1) if node.name == "pi" else None
    if isinstance(node, Group):
        return turns(node.inner, value)
    if isinstance(node, Neg):
        inner = turns(node.argument, value)
        return None if inner is None else -inner
    if isinstance(node, Call):
        return _rational(node.arguments[0], value, fmpq(1, 180)) if node.function == "deg" else None
    return _combined(node, value) if isinstance(node, Binary) else None


def _combined(node: Binary, value: Callable[[Node], Any]) -> fmpq | None:
    left = turns(node.left, value)
    if node.op == "/":
        divisor = None if left is None else _rational(node.right, value)
        return None if left is None or divisor is None or divisor == 0 else left / divisor
    if node.op == "*":
        if left is not None:
            return _rational(node.right, value, left)
        right = turns(node.right, value)
        return None if right is None else _rational(node.left, value, right)
    if left is None or node.op == "^":
        return None
    right = turns(node.right, value)
    if right is None:
        return None
    return left + right if node.op == "+" else left - right


def _rational(node: Node, value: Callable[[Node], Any], factor: fmpq = fmpq(1)) -> fmpq | None:  # noqa: B008 (frozen)
    found = value(node)
    return found * factor if isinstance(found, fmpq) else None


def at_turns(function: str, q: fmpq, node: Node) -> fmpq | None:
    """The value of a trigonometric function at q pi, where it is rational. Raises Undefined at a pole."""
    if function == "sin":
        return _sine(q)
    if function == "cos":
        return _sine(q + fmpq(1, 2))
    if function in ("sec", "csc"):
        below = _sine(q + fmpq(1, 2)) if function == "sec" else _sine(q)
        if below == 0:
            raise _pole(function, node)
        return None if below is None else 1 / below
    rest = q - q.floor()
    if function == "cot":
        rest = (fmpq(1, 2) - rest) - (fmpq(1, 2) - rest).floor()
    if rest == fmpq(1, 2):
        raise _pole(function, node)
    return {fmpq(0): fmpq(0), fmpq(1, 4): fmpq(1), fmpq(3, 4): fmpq(-1)}.get(rest)


def _sine(q: fmpq) -> fmpq | None:
    whole = q.floor()
    found = _SINES.get(q - whole)
    return found if found is None or whole % 2 == 0 else -found


def _pole(function: str, node: Node) -> Undefined:
    return Undefined(f"{function} is not defined there.", node.at, "division-by-zero")
