"""Sets of real numbers: unions of intervals and points, from intervals, inequalities and words, in normal form.

This module imports flint: import it inside the functions of a kind.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any, NamedTuple

from flint import ctx

from quizgen.answers import values
from quizgen.answers.linear import scalar
from quizgen.answers.replies import author
from quizgen.answers.syntax import (
    Binary,
    Call,
    Const,
    Interval,
    Logic,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Sequence,
    SetOf,
    SetOperation,
    Union,
    Unreadable,
    Vocabulary,
    Word,
    bare,
)
from quizgen.answers.values import STEPS, Imprecise

INFINITY = Const("inf")
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
MOST = 60
"""Pieces that are looked at."""


class Span(NamedTuple):
    """The numbers between two constants; infinite ends are open."""

    low: Node
    high: Node
    low_closed: bool
    high_closed: bool

    def value(self, end: Node) -> Any:
        """The value of one of the ends: fmpq, arb, or None when it is infinite."""
        return None if values.infinite(end) else values.computed(end, {}, STEPS[1])


REALS = Span(Neg(INFINITY), INFINITY, False, False)


class Undecided(Exception):  # noqa: N818 - an outcome
    """Two ends could not be told apart."""


def order(a: Node, b: Node) -> int:
    """-1, 0 or 1 as the constant `a` lies below, on or above `b`; infinite ends too. Raises Undecided."""
    ends = values.infinite(a), values.infinite(b)
    if any(ends):
        return (ends[0] > ends[1]) - (ends[0] < ends[1])
    for bits in STEPS:
        try:
            x, y = (scalar(values.computed(node, {}, bits), node) for node in (a, b))
        except Imprecise:
            continue
        with ctx.workprec(bits):
            same = values.same_value(x, y, bits)
            if same is not None:
                return 0 if same else -1 if x < y else 1
    raise Undecided


def region(node: Node, name: str) -> list[Span]:
    """The normal form of a reply: disjoint spans from left to right, none of them touching.

    Reads intervals, unions, (1, 2) as an open interval, {1} as points, inequalities and chains in `name`
    (also |x - 1| < 2), and / or of them, and the words none and all. Raises Unreadable and Undecided.
    """
    return normal(_spans(bare(node), name))


def written(text: str, name: str = "x") -> list[Span]:
    """The normal form of an author's text."""
    return region(author(text, Vocabulary(names=(name,)), "interval"), name)


def normal(spans: list[Span]) -> list[Span]:
    """Sorted, without empty ones, touching and overlapping ones joined."""
    if len(spans) > MOST:
        raise Unreadable(f"These are more than {MOST} intervals.", code="too-long")
    spans = sorted((s for s in map(_opened, spans) if not _is_empty(s)), key=cmp_to_key(_by_low))
    joined: list[Span] = []
    for span in spans:
        if joined and _touch(joined[-1], span):
            joined[-1] = _join(joined[-1], span)
        else:
            joined.append(span)
    return joined


def _opened(span: Span) -> Span:
    """Infinite ends are never closed."""
    low = span.low_closed and not values.infinite(span.low)
    high = span.high_closed and not values.infinite(span.high)
    return Span(span.low, span.high, low, high)


def _is_empty(span: Span) -> bool:
    side = order(span.low, span.high)
    return side > 0 or (side == 0 and not (span.low_closed and span.high_closed))


def _by_low(a: Span, b: Span) -> int:
    return order(a.low, b.low) or b.low_closed - a.low_closed


def _touch(left: Span, right: Span) -> bool:
    """Does `right`, which starts no earlier, overlap or continue `left`?"""
    side = order(left.high, right.low)
    return side > 0 or (side == 0 and (left.high_closed or right.low_closed))


def _join(left: Span, right: Span) -> Span:
    side = order(left.high, right.high)
    if side == 0:
        return left._replace(high_closed=left.high_closed or right.high_closed)
    return left if side > 0 else left._replace(high=right.high, high_closed=right.high_closed)


def meet(one: list[Span], other: list[Span]) -> list[Span]:
    """The numbers in both."""
    return normal([_cut(a, b) for a in one for b in other])


def _cut(a: Span, b: Span) -> Span:
    low, high = order(a.low, b.low), order(a.high, b.high)
    from_a = low > 0 or (low == 0 and not a.low_closed)
    to_a = high < 0 or (high == 0 and not a.high_closed)
    return Span(
        a.low if from_a else b.low,
        a.high if to_a else b.high,
        a.low_closed if from_a else b.low_closed,
        a.high_closed if to_a else b.high_closed,
    )


def complement(spans: list[Span]) -> list[Span]:
    """All other real numbers; `spans` in normal form."""
    edges, low, closed = [], REALS.low, False
    for span in spans:
        edges.append(Span(low, span.low, closed, not span.low_closed))
        low, closed = span.high, not span.high_closed
    return normal([*edges, Span(low, INFINITY, closed, False)])


def contains(spans: list[Span], x: Node) -> bool:
    """Does the constant x lie in one of the spans?"""
    for span in spans:
        low, high = order(x, span.low), order(x, span.high)
        if (low > 0 or (low == 0 and span.low_closed)) and (high < 0 or (high == 0 and span.high_closed)):
            return True
    return False


# --- reading -----------------------------------------------------------------------------------------------


def _spans(node: Node, name: str) -> list[Span]:
    node = bare(node)
    if isinstance(node, Word):
        return _of_word(node)
    if isinstance(node, Interval):
        return [_checked(Span(node.low, node.high, node.low_closed, node.high_closed), node.at)]
    if isinstance(node, Sequence):
        return _of_sequence(node, name)
    if isinstance(node, SetOf):
        return [_point(x) for x in node.items]
    if isinstance(node, Union):
        return [span for part in node.parts for span in _spans(part, name)]
    if isinstance(node, SetOperation):
        left, right = (normal(_spans(part, name)) for part in (node.left, node.right))
        return meet(left, complement(right) if node.op == "∖" else right)
    if isinstance(node, Relation):
        return _of_relation(node, name)
    if isinstance(node, Logic):
        parts = [normal(_spans(part, name)) for part in node.parts]
        if node.op == "or":
            return [span for part in parts for span in part]
        result = parts[0]
        for part in parts[1:]:
            result = meet(result, part)
        return result
    raise Unreadable("An interval is asked for.", node.at, code="not-an-interval", hint="such as (0, 1] or x > 2")


def _of_word(node: Word) -> list[Span]:
    if node.word == "all":
        return [REALS]
    if node.word == "none":
        return []
    raise Unreadable("An interval is asked for, not words.", node.at, code="word", hint="such as (0, 1]")


def _of_sequence(node: Sequence, name: str) -> list[Span]:
    """(0, 1) and [0, 1]; a list "x > 1, x < 2" is not read, since it may mean and or or."""
    if node.open and len(node.items) == 2 and not any(isinstance(x, Relation) for x in node.items):
        closed = node.open == "["
        return [_checked(Span(*node.items, closed, closed), node.at)]
    if not node.open and all(isinstance(bare(x), (Interval, Sequence)) for x in node.items):
        return [span for item in node.items for span in _spans(item, name)]
    hint = "join conditions by and / or" if any(isinstance(x, Relation) for x in node.items) else "such as (0, 1]"
    raise Unreadable("An interval is asked for.", node.at, code="not-an-interval", hint=hint)


def _checked(span: Span, at: int) -> Span:
    if order(span.low, span.high) > 0:
        raise Unreadable("The lower end of an interval comes first.", at, code="order")
    return span


def _point(node: Node) -> Span:
    if values.infinite(node):
        raise Unreadable("Infinity is not a number.", node.at, code="not-an-interval")
    return Span(node, node, True, True)


def _of_relation(node: Relation, name: str) -> list[Span]:
    """A chain is the meet of its links."""
    result = [REALS]
    pairs = zip(node.operators, node.operands, node.operands[1:], strict=False)
    for op, left, right in pairs:
        result = meet(result, normal(_link(op, bare(left), bare(right), name)))
    return result


def _link(op: str, left: Node, right: Node, name: str) -> list[Span]:
    """One comparison with `name` on one side and a constant on the other."""
    if _mentions(right, name):
        if _mentions(left, name):
            raise _not_solved(left, name)
        return _link(FLIPPED[op], right, left, name)
    if isinstance(left, Name):
        return _half_line(op, right)
    if isinstance(left, Neg):
        return _link(FLIPPED[op], bare(left.argument), Neg(right), name)
    if isinstance(left, Call) and left.function == "abs":
        return _of_absolute(op, bare(left.arguments[0]), right, name)
    if isinstance(left, Binary) and _mentions(left, name):
        return _moved(op, left, right, name)
    raise _not_solved(left, name)


def _half_line(op: str, end: Node) -> list[Span]:
    closed = op in ("<=", ">=")
    below = Span(Neg(INFINITY), end, False, closed)
    above = Span(end, INFINITY, closed, False)
    if op == "=":
        return [_point(end)]
    if op == "!=":
        return [below, above]
    return [below] if op in ("<", "<=") else [above]


def _of_absolute(op: str, inner: Node, end: Node, name: str) -> list[Span]:
    """|t| < c is -c < t and t < c; |t| > c is t < -c or t > c."""
    if op in ("<", "<=", "="):
        between = op if op != "=" else "<="
        found = meet(normal(_link(between, inner, end, name)), normal(_link(FLIPPED[between], inner, Neg(end), name)))
        if op == "=":
            ends = normal(_link("=", inner, end, name) + _link("=", inner, Neg(end), name))
            return meet(found, ends)
        return found
    if op == "!=":
        if order(end, Num("0")) < 0:
            return [REALS]
        return meet(normal(_link("!=", inner, end, name)), normal(_link("!=", inner, Neg(end), name)))
    return normal(_link(op, inner, end, name)) + normal(_link(FLIPPED[op], inner, Neg(end), name))


def _moved(op: str, left: Binary, right: Node, name: str) -> list[Span]:
    """a + x < c, a x < c and the like, solved for x."""
    here, there = bare(left.left), bare(left.right)
    if _mentions(here, name) and _mentions(there, name):
        raise _not_solved(left, name)
    if left.op == "+":
        moved, rest = (here, there) if _mentions(here, name) else (there, here)
        return _link(op, moved, Binary("-", right, rest), name)
    if left.op == "-" and _mentions(here, name):
        return _link(op, here, Binary("+", right, there), name)
    if left.op == "-":
        return _link(FLIPPED[op], there, Binary("-", here, right), name)
    if left.op in ("*", "/"):
        moved, factor = (here, there) if _mentions(here, name) else (there, here)
        if left.op == "/" and moved is there:
            raise _not_solved(left, name)
        sign = order(factor, Num("0"))
        if sign == 0:
            raise _not_solved(left, name)
        other = Binary("*" if left.op == "/" else "/", right, factor)
        return _link(op if sign > 0 else FLIPPED[op], moved, other, name)
    raise _not_solved(left, name)


def _mentions(node: Any, name: str) -> bool:
    from quizgen.answers.compare import survey

    return name in survey(node).names


def _not_solved(node: Node, name: str) -> Unreadable:
    return Unreadable(
        f"Solve for {name} first.", node.at, code="not-solved", hint=f"such as {name} > 2 or 0 < {name} < 1"
    )
