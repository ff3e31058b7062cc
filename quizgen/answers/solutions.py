"""Solution sets on the real line: conditions in one variable, compared exactly.

A condition is a tree of and / or over atoms p(x)/q(x) < 0 (=, <=, ...). The real roots of all polynomials cut the
line into points and gaps; two conditions have the same solutions when they have the same truth on every one of
them. Roots come isolated from flint; the sign in a gap is exact, at a root it is zero or settled by balls.

This module imports flint: import it inside functions.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial, reduce
from typing import Any, Literal, NamedTuple, TypeAlias

from flint import acb_poly, arb, ctx, fmpq, fmpz_poly

from quizgen.answers import values
from quizgen.answers.balls import Imprecise, Undefined
from quizgen.answers.compare import survey
from quizgen.answers.regions import FLIPPED
from quizgen.answers.syntax import (
    Binary,
    Call,
    Const,
    Group,
    Interval,
    Logic,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    SetOf,
    SetOperation,
    Union,
    Unreadable,
    Word,
    bare,
)  # fmt: skip
from quizgen.answers.syntax import (
    Sequence as Items,
)
from quizgen.answers.trees import places, rebuilt

BITS = 1152
LARGEST_DEGREE = 30
LARGEST_EXPONENT = 20_000
"""Of two, of a root: no number beyond is computed with."""
MOST_ATOMS = 120
MOST_ABSOLUTE = 4
"""Absolute values in one comparison: each doubles the cases."""

Coefficients: TypeAlias = "list[Any]"
"""Of 1, x, x^2, ...: fmpq, or arb where an irrational constant occurs."""


class Unsolved(Exception):  # noqa: N818 - a signal
    """The condition is not made of rational functions of the variable."""


class Undecided(Exception):  # noqa: N818 - an outcome
    """Two ends could not be told apart."""


class Atom(NamedTuple):
    """top(x)/bottom(x) compared with zero."""

    op: str
    top: Coefficients
    bottom: Coefficients


class Junction(NamedTuple):
    """and / or of conditions; an empty "and" is true, an empty "or" false."""

    op: Literal["and", "or"]
    parts: tuple[Condition, ...]


Condition: TypeAlias = "Atom | Junction"

TRUE, FALSE = Junction("and", ()), Junction("or", ())


# --- reading -----------------------------------------------------------------------------------------------


def condition(node: Node, name: str) -> Condition:
    """A reply as a condition: relations, and/or, intervals, unions, {1, 2}, the words all and none.

    Raises Unsolved for other functions than rational ones (and |...|), Unreadable for what is no condition.
    """
    node = bare(node)
    if isinstance(node, Word):
        return _of_word(node)
    if isinstance(node, Relation):
        pairs = zip(node.operators, node.operands, node.operands[1:], strict=False)
        return Junction("and", tuple(_link(op, a, b, name) for op, a, b in pairs))
    if isinstance(node, Logic):
        return Junction(node.op, tuple(condition(part, name) for part in node.parts))
    if isinstance(node, Union):
        return Junction("or", tuple(condition(part, name) for part in node.parts))
    if isinstance(node, SetOperation):
        left, right = condition(node.left, name), condition(node.right, name)
        return Junction("and", (left, _negated(right) if node.op == "∖" else right))
    if isinstance(node, SetOf):
        return Junction("or", tuple(_link("=", Name(name), x, name) for x in node.items))
    if isinstance(node, Interval):
        return _interval(node.low, node.high, node.low_closed, node.high_closed, name)
    if isinstance(node, Items) and len(node.items) == 2 and node.open and not _has_relations(node):
        return _interval(*node.items, node.open == "[", node.open == "[", name)
    if isinstance(node, Items) and _has_relations(node):
        return Junction("and" if len(survey_names(node)) > 1 else "or", tuple(condition(x, name) for x in node.items))
    raise Unreadable("An interval or an inequality is asked for.", node.at, code="not-an-interval", hint="x > 2")


_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


def _negated(part: Condition) -> Condition:
    """Everything else; for the conditions that intervals and sets make, which hold or fail at every number."""
    if isinstance(part, Atom):
        return part._replace(op=_OPPOSITE[part.op])
    return Junction("or" if part.op == "and" else "and", tuple(map(_negated, part.parts)))


def survey_names(node: Node) -> list[str]:
    """The names of a tree, sorted."""
    return sorted(survey(node).names)


def _has_relations(node: Items) -> bool:
    return any(isinstance(bare(x), (Relation, Logic)) for x in node.items)


def _of_word(node: Word) -> Condition:
    if node.word in ("all", "none"):
        return TRUE if node.word == "all" else FALSE
    raise Unreadable("An interval is asked for, not words.", node.at, code="word", hint="such as (0, 1]")


def _interval(low: Node, high: Node, low_closed: bool, high_closed: bool, name: str) -> Condition:
    from quizgen.answers.regions import order

    if order(low, high) > 0:
        raise Unreadable("The lower end of an interval comes first.", low.at, code="order")
    x = Name(name)
    parts = [
        _link(">=" if low_closed else ">", x, low, name) if not values.infinite(low) else TRUE,
        _link("<=" if high_closed else "<", x, high, name) if not values.infinite(high) else TRUE,
    ]
    return Junction("and", tuple(parts))


def _link(op: str, left: Node, right: Node, name: str) -> Condition:
    """One comparison. |u| is split into the cases u >= 0 and u < 0."""
    left, right = bare(left), bare(right)
    sizes = values.infinite(left), values.infinite(right)
    if any(sizes):
        order = (sizes[0] > sizes[1]) - (sizes[0] < sizes[1])
        return TRUE if _holds(op, order) else FALSE
    inner = next((x for x in (*places(left), *places(right)) if _is_absolute(x, name)), None)
    if inner is not None:
        if sum(_is_absolute(x, name) for x in (*places(left), *places(right))) > MOST_ABSOLUTE:
            raise Unsolved
        return _cases(op, left, right, inner, name)
    try:
        top, bottom = _ratio(Binary("-", left, Group(right)), name)
    except Unsolved:
        unwrapped = _unwrapped(op, left, right, name)
        if unwrapped is None:
            raise
        return unwrapped
    return Atom(op, top, bottom)


def _is_absolute(node: Any, name: str) -> bool:
    return isinstance(node, Call) and node.function in ("abs", "norm") and name in survey(node.arguments[0]).names


def _cases(op: str, left: Node, right: Node, inner: Any, name: str) -> Condition:
    u = inner.arguments[0]
    if isinstance(bare(u), (Items,)):
        raise Unsolved
    found = []
    for sign, value in ((">=", Group(u)), ("<", Group(Neg(Group(u))))):

        def change(x: Any, value: Node = value) -> Any:
            return value if x == inner else None

        here = _link(op, rebuilt(left, change), rebuilt(right, change), name)
        found.append(Junction("and", (_link(sign, u, Num("0"), name), here)))
    return Junction("or", tuple(found))


def _unwrapped(op: str, left: Node, right: Node, name: str) -> Condition | None:
    """f(u) < c with f increasing, solved for u: exp, ln, square and cube roots."""
    if name in survey(right).names:
        return _unwrapped(FLIPPED[op], right, left, name) if name not in survey(left).names else None
    u, function = _wrapped(left)
    if u is None:
        return None
    sign = _sign_of(right)
    positive: Condition = _link(">", u, Num("0"), name) if function == "ln" else TRUE
    if function == "exp":
        if sign > 0:
            return _link(op, u, Call("ln", (right,)), name)
        return TRUE if op in (">", ">=", "!=") else FALSE
    if function == "sqrt":
        positive = _link(">=", u, Num("0"), name)
        if sign < 0:
            return positive if op in (">", ">=", "!=") else FALSE
        return Junction("and", (positive, _link(op, u, Binary("^", Group(right), Num("2")), name)))
    if function == "ln":
        return Junction("and", (positive, _link(op, u, Call("exp", (right,)), name)))
    return _link(op, u, Binary("^", Group(right), Num("3")), name)


def _wrapped(node: Node) -> tuple[Node | None, str]:
    if isinstance(node, Call) and node.function in ("exp", "sqrt", "ln", "log", "cbrt") and len(node.arguments) == 1:
        return node.arguments[0], "ln" if node.function == "log" else node.function
    if isinstance(node, Binary) and node.op == "^" and bare(node.left) == Const("e", bare(node.left).at):
        return node.right, "exp"
    return None, ""


def _sign_of(node: Node) -> int:
    from quizgen.answers.regions import order

    return order(node, Num("0"))


# --- polynomials -------------------------------------------------------------------------------------------


def _ratio(node: Node, name: str) -> tuple[Coefficients, Coefficients]:
    """Numerator and denominator. Raises Unsolved."""
    if name not in survey(node).names:
        return [_constant(node)], [fmpq(1)]
    if isinstance(node, Group):
        return _ratio(node.inner, name)
    if isinstance(node, Name):
        return [fmpq(0), fmpq(1)], [fmpq(1)]
    if isinstance(node, Neg):
        top, bottom = _ratio(node.argument, name)
        return [-c for c in top], bottom
    if not isinstance(node, Binary):
        raise Unsolved
    if node.op == "^":
        return _powered(node, name)
    (a, b), (c, d) = _ratio(node.left, name), _ratio(node.right, name)
    if node.op == "*":
        return _times(a, c), _times(b, d)
    if node.op == "/":
        if not any(_settled_sign(x) for x in c):
            raise Undefined("Division by zero.", node.right.at, "division-by-zero")
        # The old denominator stays: x/(1/x) has no value at 0.
        return _times(_times(a, d), d), _times(_times(b, c), d)
    sign = 1 if node.op == "+" else -1
    return _plus(_times(a, d), [sign * x for x in _times(c, b)]), _times(b, d)


def _constant(node: Node) -> Any:
    if survey(node).names:
        raise Unreadable("Only one variable is expected here.", node.at, code="names")
    found = values.rational(node)
    if found is not None:
        return found
    try:
        return values.real(node, BITS)
    except Imprecise:
        raise Undecided from None


def _powered(node: Binary, name: str) -> tuple[Coefficients, Coefficients]:
    exponent = None if survey(node.right).names else values.rational(node.right)
    if exponent is None or exponent.q != 1 or abs(exponent.p) > LARGEST_DEGREE:
        raise Unsolved
    top, bottom = _ratio(node.left, name)
    n = int(exponent.p)
    if n < 0:
        top, bottom, n = bottom, top, -n
    one: Coefficients = [fmpq(1)]
    return reduce(_times, [top] * n, one), reduce(_times, [bottom] * n, one)


def _times(a: Coefficients, b: Coefficients) -> Coefficients:
    if len(a) + len(b) > 2 * LARGEST_DEGREE:
        raise Unsolved
    made = [fmpq(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            made[i + j] = made[i + j] + x * y
    return made


def _plus(a: Coefficients, b: Coefficients) -> Coefficients:
    size = max(len(a), len(b))
    return [x + y for x, y in zip([*a, *[fmpq(0)] * (size - len(a))], [*b, *[fmpq(0)] * (size - len(b))], strict=True)]


def _settled_sign(x: Any) -> int:
    """-1, 0, 1; a ball that holds zero and is narrow counts as zero. Raises Undecided."""
    if x > 0:
        return 1
    if x < 0:
        return -1
    if isinstance(x, fmpq) or (x.contains(0) and x.rad() < values.threshold(BITS)):
        return 0
    raise Undecided


def _trimmed(p: Coefficients) -> Coefficients:
    end = len(p)
    while end and _settled_sign(p[end - 1]) == 0:
        end -= 1
    return p[:end]


def _real_roots(p: Coefficients) -> list[arb]:
    p = _trimmed(p)
    if len(p) < 2:
        return []
    if all(isinstance(c, fmpq) for c in p):
        scale = reduce(lambda n, c: n * c.q // n.gcd(c.q), p, p[0].q)
        return list(_roots_of(tuple(int((c * scale).p) for c in p), ctx.prec))
    if len(p) == 2:
        return [arb(-p[0]) / arb(p[1])]
    if len(p) == 3:
        return _quadratic(*map(arb, p))
    try:
        roots = acb_poly([arb(c) for c in p]).roots()
    except ValueError:
        raise Undecided from None
    return [root.real for root in roots if root.imag.contains(0)]


@lru_cache(maxsize=256)
def _roots_of(coefficients: tuple[int, ...], bits: int) -> tuple[arb, ...]:
    """The real roots of an integer polynomial, isolated, at the current precision of so many bits."""
    found: Any = fmpz_poly(list(coefficients)).complex_roots()
    return tuple(root.real for root, _ in found if root.imag.is_zero())


def _quadratic(c: arb, b: arb, a: arb) -> list[arb]:
    square = b * b - 4 * a * c
    sign = _settled_sign(square)
    if sign < 0:
        return []
    root = square.sqrt() if sign else arb(0)
    return [(-b - root) / (2 * a), (-b + root) / (2 * a)] if sign else [-b / (2 * a)]


def _at(p: Coefficients, x: Any) -> Any:
    return reduce(lambda total, c: total * x + c, reversed(p), fmpq(0))


# --- cells -------------------------------------------------------------------------------------------------


class Cut(NamedTuple):
    """A point of the line where some polynomial vanishes."""

    x: arb
    roots_of: list[int]
    """Identities (id) of the coefficient lists that vanish there."""


def atoms(node: Condition) -> Iterator[Atom]:
    """All atoms of a condition."""
    if isinstance(node, Atom):
        yield node
    else:
        for part in node.parts:
            yield from atoms(part)


def _cuts(conditions: Sequence[Condition]) -> list[Cut]:
    every = [atom for c in conditions for atom in atoms(c)]
    if len(every) > MOST_ATOMS:
        raise Undecided
    found: list[Cut] = []
    for atom in every:
        for p in (atom.top, atom.bottom):
            found += [Cut(x, [id(p)]) for x in _real_roots(p)]
    found.sort(key=lambda cut: cut.x.mid())
    joined: list[Cut] = []
    for cut in found:
        if joined and joined[-1].x.overlaps(cut.x):
            if max(cut.x.rad(), joined[-1].x.rad()) > values.threshold(BITS) * (1 + abs(cut.x)):
                raise Undecided
            joined[-1].roots_of.extend(cut.roots_of)
        else:
            joined.append(Cut(cut.x, list(cut.roots_of)))
    return joined


def _between(cuts: Sequence[Cut]) -> list[fmpq]:
    """A rational number in every gap, from left to right."""
    if not cuts:
        return [fmpq(0)]
    ends = [_rational(cut.x) for cut in cuts]
    inner = [(a + b) / 2 for a, b in itertools.pairwise(ends)]
    return [ends[0] - 1, *inner, ends[-1] + 1]


def _rational(x: arb) -> fmpq:
    man, exp = x.mid().man_exp()
    if abs(exp) > LARGEST_EXPONENT:
        raise Undecided
    return fmpq(man) * fmpq(2) ** int(exp)


def _truths(node: Condition, cuts: Sequence[Cut], samples: Sequence[fmpq]) -> tuple[list[bool], list[bool]]:
    """The truth in every gap, and at every cut."""
    gaps = [_truth(node, partial(_sign_in, x)) for x in samples]
    points = [_truth(node, partial(_sign_at, cut)) for cut in cuts]
    return gaps, points


def _sign_in(x: fmpq, p: Coefficients) -> int:
    return _settled_sign(_at(p, x))


def _sign_at(cut: Cut, p: Coefficients) -> int:
    return 0 if id(p) in cut.roots_of else _settled_sign(arb(_at(p, cut.x)))


def _truth(node: Condition, sign: Callable[[Coefficients], int]) -> bool:
    if isinstance(node, Junction):
        found = (_truth(part, sign) for part in node.parts)
        return all(found) if node.op == "and" else any(found)
    below = sign(node.bottom)
    return below != 0 and _holds(node.op, sign(node.top) * below)


def _holds(op: str, order: int) -> bool:
    if op in ("=", "!="):
        return (order == 0) == (op == "=")
    if order == 0:
        return op in ("<=", ">=")
    return (order < 0) == (op in ("<", "<="))


Found: TypeAlias = Literal["same", "end-type", "complement", "different", "undecided"]


def compared(a: Node, b: Node, name: str) -> Found:
    """How two solution sets lie to each other. Raises Unsolved, Unreadable and Undefined."""
    try:
        with ctx.workprec(BITS + 64):
            pair = condition(a, name), condition(b, name)
            cuts = _cuts(pair)
            samples = _between(cuts)
            (gaps_a, points_a), (gaps_b, points_b) = (_truths(c, cuts, samples) for c in pair)
    except Undecided:
        return "undecided"
    if gaps_a == gaps_b:
        return "same" if points_a == points_b else "end-type" if any(gaps_a) else "different"
    if all(x != y for x, y in zip((*gaps_a, *points_a), (*gaps_b, *points_b), strict=True)):
        return "complement"
    return "different"


def same_sets(a: Node, b: Node, name: str) -> bool | None:
    """Have two conditions the same solutions? None: undecided."""
    try:
        found = compared(a, b, name)
    except Unsolved:
        return sampled(a, b, name)
    return None if found == "undecided" else found == "same"


def sampled(a: Node, b: Node, name: str) -> bool | None:
    """False where one number meets one condition and not the other; else None."""
    from quizgen.answers.samples import REAL, Stream, points

    texts = survey(a).numbers + survey(b).numbers
    numbers = [values.number(text) for text in dict.fromkeys(texts)]
    for env in points([name], {name: REAL}, numbers, Stream(b"conditions"), dense=True):
        truths = [_holds_at(x, env) for x in (a, b)]
        if None not in truths and truths[0] != truths[1]:
            return False
    return None


def _holds_at(node: Node, env: dict[str, Any]) -> bool | None:
    """The truth at a point; a relation with an undefined side does not hold."""
    node = bare(node)
    if isinstance(node, Word):
        return node.word == "all"
    if isinstance(node, (Relation, Logic)):
        return values.holds(node, env)
    return None
