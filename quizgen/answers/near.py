"""Near misses: what a wrong number or expression has to do with the right one, named only where it is certain.

Each is a code and a sentence that does not give the answer: "factor" (off by 2, 10 or 100), "angle-unit" (degrees
for radians), "log-base", "rounded-early" (right to a percent where digits are asked for), "term" (a term too few or
too many), "rounding" (decimals for fractions). Candidates are sifted by floats or at one sample point and then proven
like any equality.
This module imports flint: import it inside the functions of a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import isfinite, pi
from typing import Any, Literal, TypeAlias

from flint import arb, ctx

from quizgen.answers import values
from quizgen.answers.balls import Undefined
from quizgen.answers.closeness import Rounding, decimals_typed, figures_typed, literal, settled
from quizgen.answers.syntax import Binary, Call, Group, Neg, Node, Num, Unreadable
from quizgen.answers.trees import places, rebuilt

Miss: TypeAlias = "tuple[str, str] | None"

FACTORS = ("2", "10", "100")
TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "sec", "csc", "cot"))
INVERSE = frozenset(("asin", "acos", "atan"))
LOGARITHMS = frozenset(("ln", "log", "log2", "log10"))
CODES = frozenset(("factor", "angle-unit", "log-base", "rounded-early", "term"))
"""What "incorrect" may be refined to."""
COUNTED = 10
"""Of two whole numbers up to this one is the double of the other too easily for it to say anything."""
LARGEST = 150
"""Parts of the trees that are looked at."""
MOST_TERMS = 12
MOST_DENOMINATOR = 100

FACTOR = "factor", "This is off by a constant factor."
ANGLE = "angle-unit", "Check the unit of the angle: degrees or radians?"
BASE = "log-base", "Check the base of the logarithm."
ROUNDED = "rounding", "This is rounded; exact numbers are asked for."
EARLY = "rounded-early", "This is close: keep more digits until the end."
MISSING = "term", "A term is missing."
EXTRA = "term", "There is a term too many."


# --- numbers -----------------------------------------------------------------------------------------------


def number_miss(node: Node, right: Node, allowed: Rounding) -> Miss:
    """What a wrong constant has to do with the right one, None where nothing is certain."""
    x, y = _float(node), _float(right)
    if x is None or y is None or x == 0 or y == 0:
        return None
    slack = _slack(right, allowed, y)
    if slack > 0.004 or (x.is_integer() and y.is_integer() and max(abs(x), abs(y)) <= COUNTED):
        return None
    for factor, size in (("pi/180", pi / 180), *((f, float(f)) for f in FACTORS)):
        for ratio, wrong in ((size, True), (1 / size, False)):
            if abs(x / y / ratio - 1) > slack:
                continue
            scaled = Binary("/" if wrong else "*", Group(node), _factor(factor), node.at)
            if settled(scaled, right, allowed):
                return ANGLE if factor == "pi/180" else FACTOR
    return _wrong_function(node, right, allowed) or _early(node, x, y, allowed)


def _float(node: Node) -> float | None:
    try:
        found = values.computed(node, {}, 64)
        with ctx.workprec(64):
            size = float(arb(values.scalar(found, node)).mid())
    except (Undefined, Unreadable, OverflowError, TypeError):
        return None
    return size if isfinite(size) else None


def _slack(right: Node, allowed: Rounding, y: float) -> float:
    """The relative deviation allowed, and what floats need."""
    if allowed.exact:
        return 1e-9
    with ctx.workprec(64):
        most = float(arb(allowed.allowed(values.computed(right, {}, 64))).mid())
    return most / abs(y) + 1e-9


def _factor(text: str) -> Node:
    from quizgen.answers.replies import author

    return Group(author(text))


def _wrong_function(node: Node, right: Node, allowed: Rounding) -> Miss:
    """Angles in the other unit, logarithms to another base, in either of the two."""
    for tree, other in ((node, right), (right, node)):
        calls = {x.function for x in places(tree) if isinstance(x, Call)}
        for changed, miss in _changed_calls(tree, calls):
            one, two = (changed, other) if tree is node else (other, changed)
            if _same(one, two, allowed, literal_reply=tree is right):
                return miss
    return None


def _changed_calls(tree: Node, calls: set[str]) -> Iterator[tuple[Node, tuple[str, str]]]:
    if calls & (TRIGONOMETRIC | INVERSE) and "deg" not in calls:
        yield _in_degrees(tree), ANGLE
    for old, new in (("ln", "log10"), ("log10", "ln"), ("log2", "ln"), ("ln", "log2")):
        if old in calls or (old == "ln" and "log" in calls):
            yield _with_base(tree, old, new), BASE


def _in_degrees(tree: Node) -> Node:
    def change(x: Any) -> Node | None:
        if not isinstance(x, Call) or len(x.arguments) != 1:
            return None
        if x.function in TRIGONOMETRIC:
            return Call(x.function, (Call("deg", (_in_degrees(x.arguments[0]),)),), x.at)
        if x.function in INVERSE:
            return Group(Binary("/", Call(x.function, (_in_degrees(x.arguments[0]),), x.at), Call("deg", (Num("1"),))))
        return None

    made: Node = rebuilt(tree, change)
    return made


def _with_base(tree: Node, old: str, new: str) -> Node:
    names = (old, "log") if old == "ln" else (old,)

    def change(x: Any) -> Node | None:
        if not isinstance(x, Call) or x.function not in names or len(x.arguments) != 1:
            return None
        return Call(new, (_with_base(x.arguments[0], old, new),), x.at)

    made: Node = rebuilt(tree, change)
    return made


def _same(one: Node, two: Node, allowed: Rounding, literal_reply: bool) -> bool:
    """Equal; or a decimal with three figures or more that is the other, rounded."""
    try:
        if settled(one, two, allowed):
            return True
        typed = literal(one) if literal_reply else None
        if typed is None or "." not in typed.text or figures_typed(typed) < 3:
            return False
        return settled(one, two, Rounding(decimals=decimals_typed(typed))) is True
    except (Undefined, Unreadable):
        return False


def _early(node: Node, x: float, y: float, allowed: Rounding) -> Miss:
    typed = literal(node)
    asked = allowed.decimals is not None or allowed.significant
    if not asked or typed is None or "." not in typed.text or abs(x - y) > abs(y) / 100:
        return None
    return EARLY


# --- expressions -------------------------------------------------------------------------------------------


def expression_miss(
    node: Node,
    right: Node,
    equal: Callable[[Node, Node], str],
    probe: Callable[[list[Node]], list[Any] | None],
) -> Miss:
    """What a wrong expression has to do with the right one. `probe` gives values at one sample point."""
    if sum(1 for tree in (node, right) for _ in places(tree)) > LARGEST:
        return None
    missing, extra = list(terms(right))[:MOST_TERMS], list(terms(node))[:MOST_TERMS]
    bases = [tree for tree, miss in _changed_calls(node, _logarithms(node)) if miss is BASE]
    candidates: list[tuple[Node, tuple[str, str]]] = [(tree, BASE) for tree in bases]
    exact = _exact(node)
    if exact != node:
        candidates.append((exact, ROUNDED))
    for factor in FACTORS:
        for op in ("*", "/"):
            candidates.append((_binary(op, node, Num(factor)), FACTOR))
    if len(missing) > 1:
        candidates += [(_binary("+", node, term), MISSING) for term in missing]
    if len(extra) > 1:
        candidates += [(_binary("-", node, term), EXTRA) for term in extra]
    found = probe([right, *(tree for tree, _ in candidates)])
    if found is None:
        return None
    for (tree, miss), value in zip(candidates, found[1:], strict=True):
        if value is not None and _may_be(value, found[0]) and equal(tree, right) == "equal":
            return miss
    return None


def _binary(op: Literal["+", "-", "*", "/"] | str, left: Node, right: Node) -> Node:
    return Binary(op, Group(left), Group(right))  # type: ignore[arg-type]


def _exact(tree: Node) -> Node:
    """The tree with the simplest fraction for each of its decimals: 2/3 for 0.667."""

    def change(x: Any) -> Node | None:
        if not isinstance(x, Num) or "." not in x.text or x.percent or decimals_typed(x) < 2:
            return None
        shown, slack = Fraction(x.text), Fraction(1, 2 * 10 ** decimals_typed(x))
        simple = (shown.limit_denominator(bound) for bound in range(2, MOST_DENOMINATOR))
        near = next((f for f in simple if abs(f - shown) <= slack), None)
        return None if near is None else _binary("/", Num(str(near.numerator)), Num(str(near.denominator)))

    made: Node = rebuilt(tree, change)
    return made


def _logarithms(tree: Node) -> set[str]:
    return {x.function for x in places(tree) if isinstance(x, Call)} & LOGARITHMS


def _may_be(x: Any, y: Any) -> bool:
    try:
        with ctx.workprec(128):
            return values.same_value(x, y, 128, constant=False) is not False
    except Unreadable:
        return False


def terms(node: Node, minus: bool = False) -> Iterator[Node]:
    """The terms of a sum with their signs, as typed."""
    if isinstance(node, Group):
        yield from terms(node.inner, minus)
    elif isinstance(node, Neg):
        yield from terms(node.argument, not minus)
    elif isinstance(node, Binary) and node.op in ("+", "-"):
        yield from terms(node.left, minus)
        yield from terms(node.right, minus != (node.op == "-"))
    else:
        yield Neg(node) if minus else node
