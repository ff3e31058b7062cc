"""Trees with one slip: a sign, a number, an exponent, a dropped term, swapped operands or entries, another end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from quizgen.answers.syntax import (
    Binary,
    Call,
    Const,
    Group,
    Interval,
    Name,
    Neg,
    Node,
    Num,
    Rows,
    Sequence,
    SetOf,
    Union,
)
from quizgen.answers.trees import places, replaced

Labelled = tuple[str, Any]
_FUNCTIONS = {"sin": "cos", "cos": "sin", "exp": "ln", "ln": "exp", "sigmoid": "tanh", "min": "max", "max": "min"}


def slips(tree: Node, names: tuple[str, ...]) -> Iterator[Labelled]:
    """(label, tree) for every single slip; names may be confused with one another."""
    for place in places(tree):
        for label, wrong in _wrong(place, names):
            yield label, replaced(tree, place, wrong)
    if not isinstance(tree, (SetOf, Interval, Union)) and not (isinstance(tree, Sequence) and not tree.open):
        yield "sign of all", Neg(Group(tree))
        yield "doubled", Binary("*", Num("2"), Group(tree))


def _wrong(node: Any, names: tuple[str, ...]) -> Iterator[Labelled]:
    match node:
        case Num():
            yield from _numbers(node)
        case Neg(argument=inner):
            yield "sign", inner
        case Binary():
            yield from _operators(node)
        case Name(name=name):
            yield from (("name", Name(other)) for other in names if other != name)
            yield "sign", Group(Neg(node))
        case Const(name="e"):
            yield "constant", Num("2")
        case Const(name="inf"):
            yield "sign", Neg(node)
        case Call(function=function, arguments=arguments):
            yield "dropped function", Group(arguments[0])
            if function in _FUNCTIONS:
                yield "function", replace(node, function=_FUNCTIONS[function])
        case Sequence():
            yield from (("entries", replace(node, items=items)) for items in _lists(node.items))
            if len(node.items) == 2 and node.open:
                low, high = node.items
                closed = node.open == "["
                for ends in ((closed, not closed), (not closed, closed)):
                    yield "end type", Interval(low, high, *ends)
        case SetOf():
            yield from (("items", replace(node, items=items)) for items in _lists(node.items, node.items[:1]))
        case Rows():
            yield from (("rows", replace(node, rows=rows)) for rows in _lists(node.rows))
            yield "transposed", replace(node, rows=tuple(zip(*node.rows, strict=True)))
            for i, row in enumerate(node.rows):
                for entries in _swapped(row):
                    yield "entries", replace(node, rows=(*node.rows[:i], entries, *node.rows[i + 1 :]))
        case Interval():
            yield from _intervals(node)
        case Union(parts=parts):
            yield from (("piece", replace(node, parts=kept)) for kept in _dropped(parts) if len(kept) > 1)


def _numbers(node: Num) -> Iterator[Labelled]:
    """The sign, one more, one less; of a decimal the last digit, and two digits swapped."""
    yield "sign", Group(Neg(node))
    whole, point, part = node.text.partition(".")
    if "e" in node.text.lower():
        return
    yield "number", replace(node, text=str(int(whole) + 1) + point + part)
    if int(whole):
        yield "number", replace(node, text=str(int(whole) - 1) + point + part)
    if part:
        for step in (1, -1):
            last = int(part) + step
            if 0 <= last < 10 ** len(part):
                yield "last digit", replace(node, text=f"{whole}.{last:0{len(part)}d}")
        yield "point", replace(node, text=f"{whole}{part[0]}.{part[1:] or '0'}")
    digits = part or whole
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1] and (part or digits[i + 1] != "0" or i):
            swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
            yield "digits", replace(node, text=f"{whole}.{swapped}" if part else str(int(swapped)))


def _operators(node: Binary) -> Iterator[Labelled]:
    left, right = node.left, node.right
    if node.op in "+-":
        yield "operator", replace(node, op="-" if node.op == "+" else "+")
        yield "dropped term", Group(left)
        yield "dropped term", Group(right)
    if node.op == "-":
        yield "swapped operands", Binary("-", Group(right), Group(left))
    if node.op == "*":
        yield "dropped factor", Group(left)
        yield "dropped factor", Group(right)
        yield "swapped factors", Binary("*", Group(right), Group(left))
        yield "operator", Binary("+", Group(left), Group(right))
    if node.op == "/":
        yield "swapped operands", Binary("/", Group(right), Group(left))
        yield "dropped denominator", Group(left)
        yield "operator", Binary("*", Group(left), Group(right))
    if node.op == "^":
        yield "swapped operands", Binary("^", Group(right), Group(left))
        yield "dropped exponent", Group(left)
        yield from (("exponent", Binary("^", Group(left), Group(Binary(op, Group(right), Num("1"))))) for op in "+-")
        yield "operator", Binary("*", Group(left), Group(right))


def _lists(items: tuple[Any, ...], more: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield from _dropped(items)
    yield from _swapped(items)
    if more:
        yield (*items, *more)


def _dropped(items: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if len(items) > 1:
        yield from ((*items[:i], *items[i + 1 :]) for i in range(len(items)))


def _swapped(items: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for i in range(len(items)):
        for j in range(i + 1, len(items)):
            yield (*items[:i], items[j], *items[i + 1 : j], items[i], *items[j + 1 :])


def _intervals(node: Interval) -> Iterator[Labelled]:
    for ends in ((True, True), (True, False), (False, True), (False, False)):
        if ends != (node.low_closed, node.high_closed):
            yield "end type", replace(node, low_closed=ends[0], high_closed=ends[1])
    yield "swapped ends", replace(node, low=node.high, high=node.low)
    yield "unbounded", replace(node, high=Const("inf"), high_closed=False)
    yield "unbounded", replace(node, low=Neg(Const("inf")), low_closed=False)
