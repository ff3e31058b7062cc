"""Trees and texts that say the same in another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from quizgen.answers.echo import tex, typed
from quizgen.answers.syntax import Binary, Call, Const, Group, Name, Neg, Node, Num, Rows, Sequence, SetOf
from quizgen.answers.syntax import Union as Joined
from quizgen.answers.trees import places, replaced

Labelled = tuple[str, Any]
Commutes = Callable[[Node], bool]
"""Is this tree a number, so that it may change places with another factor?"""


def rewrites(tree: Node, commutes: Commutes) -> Iterator[Labelled]:
    """(label, tree): one place written in another way each."""
    for place in places(tree):
        if isinstance(place, (Num, Name, Const, Neg, Binary, Call)) and not _is_infinite(place):
            yield from ((label, replaced(tree, place, same)) for label, same in _same(place, commutes))
    yield from _whole(tree, commutes)


def _is_infinite(node: Any) -> bool:
    return any(isinstance(x, Const) and x.name in ("inf", "I") for x in places(node))


def _same(node: Any, commutes: Commutes) -> Iterator[Labelled]:
    yield "brackets", Group(node)
    if commutes(node):
        yield "0 + x", Group(Binary("+", Num("0"), Group(node)))
        yield "1x", Group(Binary("*", Num("1"), Group(node)))
    match node:
        case Num(percent=False) if node.text.isdigit():
            n = int(node.text)
            yield "2n/2", Group(Binary("/", Num(str(2 * n)), Num("2")))
            yield "decimal", Num(f"{n}.0")
            yield "a + b", Group(Binary("+", Num(str(n - 1)), Num("1"))) if n else Group(Neg(Num("0")))
            yield "a - b", Group(Binary("-", Num(str(n + 3)), Num("3")))
        case Neg(argument=inner):
            yield "-1 x", Group(Binary("*", Group(Neg(Num("1"))), Group(inner)))
            yield "-(-(-x))", Group(Neg(Group(Neg(Group(node)))))
        case Binary(op="+", left=left, right=right):
            yield "b + a", Group(Binary("+", Group(right), Group(left)))
            yield "a - -b", Group(Binary("-", Group(left), Group(Neg(Group(right)))))
        case Binary(op="-", left=left, right=right):
            yield "-b + a", Group(Binary("+", Group(Neg(Group(right))), Group(left)))
        case Binary(op="*"):
            yield from _products(node, commutes)
        case Binary(op="/", left=left, right=right):
            yield from _quotients(left, right, commutes)
        case Binary(op="^", left=left, right=Num(text="2" | "3" as n)):
            repeated = Binary("*", Group(left), Group(left))
            yield "xx", Group(repeated if n == "2" else Binary("*", repeated, Group(left)))
        case Binary(op="^", left=Const(name="e"), right=right):
            yield "exp", Call("exp", (right,))
        case Call(function="exp", arguments=(x,)):
            yield "e^x", Binary("^", Const("e"), Group(x))
        case Call(function="sqrt", arguments=(x,)):
            yield "x^(1/2)", Binary("^", Group(x), Group(Binary("/", Num("1"), Num("2"))))
            yield "x/sqrt(x)", Group(Binary("/", Group(x), node))
        case Call(function="sigmoid", arguments=(x,)) if commutes(x):
            below = Binary("+", Num("1"), Call("exp", (Neg(Group(x)),)))
            yield "sigmoid", Group(Binary("/", Num("1"), Group(below)))
            yield "1 - sigmoid(-x)", Group(Binary("-", Num("1"), Call("sigmoid", (Neg(Group(x)),))))
        case Call(function="norm", arguments=(x,)):
            square = Binary("*", Call("transpose", (Group(x),)), Group(x))
            yield "sqrt(x'x)", Call("sqrt", (square,))


def _products(node: Binary, commutes: Commutes) -> Iterator[Labelled]:
    left, right = node.left, node.right
    if commutes(left) or commutes(right):
        yield "ba", Group(Binary("*", Group(right), Group(left)))
    else:
        turned = Binary("*", Call("transpose", (Group(right),)), Call("transpose", (Group(left),)))
        yield "(b'a')'", Call("transpose", (Group(turned),))
    if isinstance(left, Num) and left.text == "2":
        yield "x + x", Group(Binary("+", Group(right), Group(right)))
    for inner, outer in ((right, left), (left, right)):
        total = inner.inner if isinstance(inner, Group) else inner
        if isinstance(total, Binary) and total.op in "+-":
            parts = [Group(x) for x in (total.left, total.right)]
            yield "expanded", Group(Binary(total.op, *(_in_order(x, outer, inner is right) for x in parts)))


def _in_order(part: Node, outer: Node, outer_first: bool) -> Node:
    return Binary("*", Group(outer), part) if outer_first else Binary("*", part, Group(outer))


def _quotients(left: Node, right: Node, commutes: Commutes) -> Iterator[Labelled]:
    yield "a b^-1", Group(Binary("*", Group(left), Binary("^", Group(right), Group(Neg(Num("1"))))))
    yield "1/b a", Group(Binary("*", Group(Binary("/", Num("1"), Group(right))), Group(left)))
    if commutes(left):
        yield (
            "2a/2b",
            Group(Binary("/", Group(Binary("*", Num("2"), Group(left))), Group(Binary("*", Num("2"), Group(right))))),
        )
    if isinstance(left, Num) and isinstance(right, Num) and Fraction(right.text):
        found = decimal(Fraction(left.text) / Fraction(right.text))
        if found:
            yield "decimal", Num(found)


def decimal(number: Fraction) -> str:
    """A terminating decimal of at most nine places, exactly; "" where there is none."""
    scaled = abs(number) * 10**9
    if scaled.denominator != 1:
        return ""
    digits = str(scaled.numerator).rjust(10, "0")
    return ("-" if number < 0 else "") + (digits[:-9] + "." + digits[-9:]).rstrip("0").rstrip(".")


def _whole(tree: Node, commutes: Commutes) -> Iterator[Labelled]:
    """The reply as a whole."""
    match tree:
        case SetOf(items=items):
            yield "order", replace(tree, items=items[::-1])
        case Joined(parts=parts):
            yield "order", replace(tree, parts=parts[::-1])
        case Sequence(open="", items=items):
            yield "set", SetOf(items)
        case Sequence(items=items) if not any(isinstance(x, (Sequence, Const)) for x in items):
            yield from _vectors(tree, [[x] for x in items])
        case Rows(rows=rows):
            yield from _vectors(tree, [list(row) for row in rows])
        case Name() | Num() | Neg() | Binary() | Call() | Group() if commutes(tree) and not _is_infinite(tree):
            yield "2x/2", Binary("/", Binary("*", Num("2"), Group(tree)), Num("2"))
            yield "x + x - x", Binary("-", Binary("+", Group(tree), Group(tree)), Group(tree))


def _vectors(tree: Any, rows: list[list[Node]]) -> Iterator[Labelled]:
    """A vector or matrix as a multiple, and with sums in it."""

    def mapped(change: Callable[[Node], Node]) -> Node:
        made = tuple(tuple(change(x) for x in row) for row in rows)
        return replace(tree, rows=made) if isinstance(tree, Rows) else replace(tree, items=tuple(r[0] for r in made))

    yield "2[x/2]", Binary("*", Num("2"), mapped(lambda x: Binary("/", Group(x), Num("2"))))
    yield "[3x]/3", Binary("/", mapped(lambda x: Binary("*", Num("3"), Group(x))), Num("3"))
    yield "[x-1+1]", mapped(lambda x: Binary("+", Binary("-", Group(x), Num("1")), Num("1")))


_SUPERSCRIPTS = {"^2": "²", "^3": "³"}


def spellings(text: str, tree: Node) -> Iterator[Labelled]:
    """The same tree in other characters."""
    yield "unicode minus", text.replace("-", "−")
    yield "spaces", "  " + text.replace(" ", "  ").replace(",", " ,") + " "
    yield "dot", text.replace("*", "·")
    yield "stars", text.replace("^", "**")
    yield "infinity", text.replace("inf", "∞")
    yield "infinity", text.replace("inf", "oo")
    short = text
    for plain, raised in _SUPERSCRIPTS.items():
        short = short.replace(plain, raised) if not any(plain + d in short for d in "0123456789.^") else short
    yield "superscripts", short
    yield "latex", tex(tree)
    yield "typed", typed(tree)
