"""Small changes to syntax trees: substitution, and the slips that wrong answers are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from quizgen.answers.syntax import Binary, Call, Const, Group, Name, Neg, Node, Num


def rebuilt(node: Any, change: Callable[[Any], Any]) -> Any:
    """The tree with every part replaced by what `change` makes of it (None: left as it is), outermost first."""
    new = change(node)
    if new is not None:
        return new
    changes = {}
    for name in node.__struct_fields__:
        old = getattr(node, name)
        made = _rebuilt_field(old, change)
        if made is not old:
            changes[name] = made
    return replace(node, **changes) if changes else node


def _rebuilt_field(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, tuple):
        made = tuple(_rebuilt_field(x, change) for x in value)
        return value if all(a is b for a, b in zip(made, value, strict=True)) else made
    return rebuilt(value, change) if isinstance(value, Struct) else value


def substituted(node: Node, by: Mapping[str, Node]) -> Node:
    """The tree with names replaced."""
    return rebuilt(node, lambda x: by.get(x.name) if isinstance(x, Name) else None)


def replaced(node: Node, place: Node, by: Node) -> Node:
    """The tree with one of its parts (the very object) replaced."""
    return rebuilt(node, lambda x: by if x is place else None)


def below(node: Any) -> tuple[Any, ...]:
    """The parts directly below a node, in their order."""
    kind = type(node)
    if kind is Num or kind is Name or kind is Const:
        return ()
    if kind is Binary:
        return node.left, node.right
    if kind is Neg:
        return (node.argument,)
    if kind is Group:
        return (node.inner,)
    if kind is Call:
        return tuple(node.arguments)
    return tuple(x for name in node.__struct_fields__ for x in _nodes(getattr(node, name)))


def _nodes(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for x in value:
            yield from _nodes(x)
    elif isinstance(value, Struct):
        yield value


def places(node: Any) -> Iterator[Any]:
    """Every part of a tree, outermost first."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack += below(here)[::-1]


def slips(node: Node) -> Iterator[Node]:
    """The tree with one slip: a sign, a dropped term or factor, an exponent, a coefficient, a wrong function."""
    for place in places(node):
        for wrong in _wrong(place):
            yield replaced(node, place, wrong)
    yield Neg(Group(node))
    yield Binary("*", Num("2"), Group(node))


_SWAPPED = {
    "sin": "cos", "cos": "sin", "tan": "cot", "sinh": "cosh", "cosh": "sinh", "exp": "ln", "ln": "exp", "max": "min",
    "min": "max", "asin": "acos", "acos": "asin", "sigmoid": "tanh", "tanh": "sigmoid",
}  # fmt: skip


def _wrong(node: Any) -> Iterator[Node]:
    """A part with a slip in it."""
    if isinstance(node, Binary) and node.op in "+-":
        yield replace(node, op="-" if node.op == "+" else "+")
        yield node.left
        yield node.right
    elif isinstance(node, Binary) and node.op == "*":
        yield from (Group(x) for x in (node.left, node.right) if not isinstance(x, Num) or x.text != "1")
    elif isinstance(node, Binary) and node.op == "/":
        yield Binary("/", node.right, Group(node.left))
    elif isinstance(node, Binary):
        yield Group(node.left)
        yield replace(node, right=Group(Binary("+", node.right, Num("1"))))
    elif isinstance(node, Neg):
        yield node.argument
    elif isinstance(node, Num) and node.text.isdigit():
        yield Num(str(int(node.text) + 1), node.at)
    elif isinstance(node, Call) and node.function in _SWAPPED:
        yield replace(node, function=_SWAPPED[node.function])
    elif isinstance(node, Call) and node.function in ("transpose", "inv", "sqrt", "ln", "exp"):
        yield Group(node.arguments[0])


def reordered(node: Node, matrices: bool = False) -> Node:
    """Sums written in the other order, and products too where no matrices occur."""

    def swap(x: Any) -> Any:
        if not isinstance(x, Binary) or x.op not in ("+", "*") or (matrices and x.op == "*"):
            return None
        left, right = reordered(x.right, matrices), reordered(x.left, matrices)
        tight = (Name, Num, Const, Call, Group)
        keep = [y if isinstance(y, tight) else Group(y) for y in (left, right)]
        return Binary(x.op, keep[0], keep[1], x.at)

    return rebuilt(node, swap)


def spelled_out(node: Node) -> Node:
    """The tree with every product's sign written."""

    def change(x: Any) -> Any:
        if not isinstance(x, Binary) or not x.implicit:
            return None
        return Binary("*", spelled_out(x.left), spelled_out(x.right), x.at)

    return rebuilt(node, change)
