"""How fine must one look? Bits that are needed before agreement of two expressions means anything.

sin(x) and sin(x) + 10^-45 agree to 128 bits everywhere. `extent` bounds, in bits, how far the constants of an
expression can spread its terms apart at points of moderate size; agreement counts only with more bits than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log2
from typing import Any

from quizgen.answers.syntax import Binary, Call, Const, Group, Name, Neg, Node, Num
from quizgen.answers.trees import places

MARGIN = 64
LARGEST = 1e9
_STEEP = frozenset(
    ("exp", "sinh", "cosh", "tanh", "sigmoid", "gamma", "factorial", "Phi", "binom", "sec", "csc", "tan", "cot")
)
"""Functions that make of a large argument a very large, or a very small, difference."""
_GENTLE = 8.0
"""Bits up to which a function is taken to leave the spread as it is."""


def resolves(bits: int, *nodes: Node) -> bool:
    """Do so many bits tell apart all that the constants of these expressions can tell apart?"""
    return MARGIN + sum(map(extent, nodes)) <= bits


def extent(node: Node) -> float:
    """The spread of the constants, in bits; at most `LARGEST`."""
    return min(_extent(node), LARGEST)


def _extent(node: Any) -> float:
    kind = type(node)
    if kind is Num:
        return _of_number(node)
    if kind is Name:
        return 0.0
    if kind is Const:
        return 2.0
    if kind is Group:
        return _extent(node.inner)
    if kind is Neg:
        return _extent(node.argument)
    if kind is Binary:
        return _of_binary(node)
    if kind is Call:
        return _of_call(node)
    return max((_extent(x) for x in _parts(node)), default=0.0)


def _of_number(node: Num, signed: bool = False) -> float:
    """|log2| of a number, or log2 itself; zero has none."""
    from quizgen.answers.balls import number

    value = number(node.text, node.percent)
    if value == 0 or value == 1:
        return 0.0
    size = log2(int(value.p)) - log2(int(value.q))
    return size if signed else abs(size)


def _of_binary(node: Binary) -> float:
    left = _extent(node.left)
    if node.op == "^":
        return _of_power(node, left)
    right = _extent(node.right)
    return max(left, right) if node.op in "+-" else min(left + right, LARGEST)


def _of_power(node: Binary, base: float) -> float:
    exponent = _bare(node.right)
    if isinstance(exponent, Num):
        return min(base * float(_capped(exponent)), LARGEST)
    inner = _extent(exponent)
    return min(max(base, 1.0 if inner > 1 else 0.0) * _steep(exponent) + inner, LARGEST)


def _bare(node: Node) -> Node:
    while isinstance(node, (Group, Neg)):
        node = node.inner if isinstance(node, Group) else node.argument
    return node


def _capped(number: Num) -> Any:
    from quizgen.answers.balls import number as value_of

    value = value_of(number.text, number.percent)
    return 10**9 if value > 10**9 else int(value.ceil())


def _of_call(node: Call) -> float:
    inner = max((_extent(x) for x in node.arguments), default=0.0)
    if node.function in _STEEP:
        return min(2 * max(map(_steep, node.arguments), default=0.0) + inner, LARGEST)
    if node.function in ("ln", "log", "log2", "log10", "sqrt", "abs", "norm"):
        return inner
    return inner if inner <= _GENTLE else min(2 * inner, LARGEST)


def _steep(argument: Node) -> float:
    """The bits that an exponential makes of the size of its argument."""
    size = _size(argument)
    return LARGEST if size > 30 else 2.0**size if size > 0 else 1.0


def _size(node: Any) -> float:
    """About log2 of the largest value at points of moderate size."""
    kind = type(node)
    if kind is Num:
        return _of_number(node, signed=True)
    if kind is Const:
        return 1.5
    if kind in (Group, Neg):
        return _size(_bare(node))
    if kind is Call:
        sizes = [_size(x) for x in node.arguments]
        if node.function in ("exp", "sinh", "cosh", "gamma", "factorial"):
            return min(2 * max(map(_steep, node.arguments), default=0.0), LARGEST)
        return max(sizes, default=0.0) if node.function not in ("sin", "cos", "tanh", "sigmoid", "atan") else 1.0
    if kind is not Binary:
        return max((_size(x) for x in _parts(node)), default=0.0)
    left, right = _size(node.left), _size(node.right)
    if node.op in "+-":
        return max(left, right)
    if node.op == "^":
        exponent = _bare(node.right)
        factor = float(_capped(exponent)) if isinstance(exponent, Num) else _steep(node.right)
        return max(-LARGEST, min((-left if isinstance(node.right, Neg) else left) * factor, LARGEST))
    return max(-LARGEST, min(left + right if node.op == "*" else left - right, LARGEST))


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
    while isinstance(node, Group):
        node = node.inner
    if isinstance(node, Binary) and node.op == op:
        yield from _operands(node.left, op)
        yield from _operands(node.right, op)
    else:
        yield _key(node)
