"""How fine must one look? Bits that are needed before agreement of two expressions means anything.

sin(x) and sin(x) + 10^-45 agree to 128 bits everywhere. `spread` estimates, in bits, how far the constants of an
expression pull the terms of its sums apart, and what a function flattens (tanh(10^9 x), cos(10^-9 x)), at points
of moderate size; agreement counts only with more bits than that. Products hide nothing: comparison is relative.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import log2
from typing import Any, NamedTuple

from quizgen.answers.syntax import Binary, Call, Const, Group, Name, Neg, Node, Num, bare
from quizgen.answers.trees import places

MARGIN = 64
LARGEST = 1e9
DEAD = 8.0
"""Bits that do not matter: constants up to a few hundred."""
_EXPONENTIAL = frozenset(("exp", "sinh", "cosh", "gamma", "factorial", "binom"))
_FLAT = frozenset(("tanh", "sigmoid", "Phi", "relu", "max", "min"))
"""Functions that come close to a constant (or to another function) far out."""
STEEP = (_EXPONENTIAL | _FLAT | {"e"}) - {"relu", "max", "min"}
"""What a survey calls functions that say nothing any more at arguments of a few dozen."""


class Scale(NamedTuple):
    """log2 of about the size of an expression at moderate points, and the bits that resolve all of it."""

    size: float
    spread: float


def resolves(bits: int, *nodes: Node) -> bool:
    """Do so many bits tell apart all that the constants of these expressions can tell apart?"""
    return MARGIN + sum(map(spread, nodes)) <= bits


@lru_cache(maxsize=512)
def spread(node: Node) -> float:
    """Bits below the leading ones in which parts of an expression can hide; at most `LARGEST`."""
    return _scale(node).spread


def _scale(node: Any) -> Scale:
    made = _of(node)
    return Scale(max(-LARGEST, min(made.size, LARGEST)), min(made.spread, LARGEST))


def _of(node: Any) -> Scale:
    kind = type(node)
    if kind is Num:
        return Scale(_size(node), 0.0)
    if kind is Name:
        return Scale(0.0, 0.0)
    if kind is Const:
        return Scale(1.5, 0.0)
    if kind is Group:
        return _scale(node.inner)
    if kind is Neg:
        return _scale(node.argument)
    if kind is Binary:
        return _of_binary(node)
    parts = [_scale(x) for x in (node.arguments if kind is Call else _parts(node))]
    if not parts:
        return Scale(0.0, 0.0)
    widest = Scale(max((p.size for p in parts), key=abs), max(p.spread for p in parts))
    return _of_call(node.function, widest) if kind is Call else widest


def _size(node: Num) -> float:
    """log2 of a number; zero has none."""
    from quizgen.answers.balls import number

    value = number(node.text, node.percent)
    return log2(int(value.p)) - log2(int(value.q)) if value != 0 else 0.0


def _of_binary(node: Binary) -> Scale:
    left, right = _scale(node.left), _scale(node.right)
    hidden = max(left.spread, right.spread)
    if node.op == "*":
        return Scale(left.size + right.size, hidden)
    if node.op == "/":
        return Scale(left.size - right.size, hidden)
    if node.op == "^":
        return _of_power(node, left, right)
    apart = abs(left.size) + abs(right.size)
    return Scale(max(left.size, right.size), hidden + (apart if apart > DEAD else 0.0))


def _of_power(node: Binary, base: Scale, exponent: Scale) -> Scale:
    """base^exponent is e^(exponent ln(base)): a tiny exponent hides like a tiny argument of exp."""
    size = 2.0 ** min(exponent.size, 30.0)
    negative = isinstance(node.right, Neg) or (isinstance(node.right, Group) and isinstance(node.right.inner, Neg))
    spread_ = max(base.spread, exponent.spread) + _tiny(exponent.size)
    return Scale((-1 if negative else 1) * max(abs(base.size), 0.5) * size * (-1 if base.size < 0 else 1), spread_)


def _tiny(size: float) -> float:
    return -size if -size > DEAD else 0.0


def _of_call(function: str, inner: Scale) -> Scale:
    hidden = inner.spread + 2 * _tiny(inner.size)
    far = 1.5 * 2.0 ** min(inner.size, 30.0)
    if function in _EXPONENTIAL:
        return Scale(far, hidden)
    if function in _FLAT:
        flat = 3 * far if inner.size > DEAD / 2 and function in ("tanh", "sigmoid", "Phi") else 0.0
        return Scale(inner.size if function in ("relu", "max", "min") else 0.0, hidden + flat)
    if function in ("sqrt", "cbrt", "abs", "norm", "Re", "Im", "conj", "transpose", "floor", "ceil"):
        return Scale(inner.size, hidden)
    return Scale(1.0, hidden)


def _parts(node: Any) -> Iterator[Node]:
    """The parts directly below a vector, matrix or anything else."""
    first = True
    for part in places(node):
        if first:
            first = False
        elif isinstance(part, (Num, Name, Const, Binary, Call)):
            yield part


# --- the same form -----------------------------------------------------------------------------------------


def same_form(a: Node, b: Node) -> bool:
    """Are two expressions the same but for brackets, signs of products and the order of sums and products?"""
    return _key(a) == _key(b)


def _key(node: Any) -> str:
    kind = type(node)
    if kind is Group:
        return _key(node.inner)
    if kind is Neg:
        return f"(-1*{_key(node.argument)})"
    if kind is Num:
        from quizgen.answers.balls import number

        return str(number(node.text, node.percent))
    if kind is Binary and node.op in "+*":
        return "(" + node.op.join(sorted(_operands(node, node.op))) + ")"
    if kind is Binary:
        return f"({_key(node.left)}{node.op}{_key(node.right)})"
    if kind is Call:
        return f"{node.function}({','.join(map(_key, node.arguments))})"
    return str(getattr(node, "name", repr(node)))


def _operands(node: Any, op: str) -> Iterator[str]:
    node = bare(node)
    if isinstance(node, Binary) and node.op == op:
        yield from _operands(node.left, op)
        yield from _operands(node.right, op)
    else:
        yield _key(node)
