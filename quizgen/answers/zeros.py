"""Is an irrational constant exactly zero? Proven with a separation bound for expressions in radicals.

Burnikel, Fleischer, Mehlhorn and Schirra (Algorithmica 27, 2000): a nonzero value made of integers by + - * / and
roots is larger than 1/(l u^(D^2-1)), where u and l follow from the expression and D is the product of the degrees
of its roots. A ball that contains zero and is smaller than that is zero. 2 cos(q pi) is an algebraic integer whose
conjugates lie between -2 and 2, and so takes part as a root of the degree of its field.
"""

from __future__ import annotations

from math import log2
from typing import NamedTuple

from flint import arb, ctx, fmpq, fmpz

from quizgen.answers.syntax import Binary, Call, Group, Neg, Node, Num, bare

MOST_BITS = 6_000
LARGEST_ROOT = 12
LARGEST_POWER = 40
_COSINES = frozenset(("sin", "cos"))


class Bound(NamedTuple):
    """log2 of u and l, and the degrees of the distinct roots in the expression."""

    u: float
    l: float  # noqa: E741 (the name in the paper)
    roots: dict[str, int]


class _NotAlgebraic(Exception):  # noqa: N818 - a signal
    """Something else than radicals."""


_busy = [False]


def is_zero(node: Node) -> bool:
    """True where a constant is proven to be zero; False where it is not zero or cannot be told."""
    if _busy[0]:  # one at a time: a proof inside a proof could double the work at every level
        return False
    _busy[0] = True
    try:
        return _proven(node)
    finally:
        _busy[0] = False


def _proven(node: Node) -> bool:
    from quizgen.answers import values
    from quizgen.answers.balls import Undefined
    from quizgen.answers.syntax import Unreadable

    try:
        bound = _bound(node)
    except _NotAlgebraic:
        return False
    degree = 1.0
    for order in bound.roots.values():
        degree *= order
    bits = degree * degree * (bound.u + 1) + bound.l + 8
    if bits > MOST_BITS:
        return False
    try:
        found = values.computed(node, {}, int(bits) + 64)
    except (Undefined, Unreadable):
        return False
    if isinstance(found, fmpq):
        return bool(found == 0)
    if not isinstance(found, arb):
        return False
    with ctx.workprec(64):
        return bool(found.contains(0) and found.rad() < arb(fmpq(1, fmpz(2) ** int(bits))))


def _bound(node: Node) -> Bound:
    from quizgen.answers.balls import number

    if isinstance(node, Num):
        return _of_rational(number(node.text, node.percent))
    if isinstance(node, Group):
        return _bound(node.inner)
    if isinstance(node, Neg):
        return _bound(node.argument)
    if isinstance(node, Binary):
        return _of_binary(node)
    if isinstance(node, Call):
        return _of_call(node)
    raise _NotAlgebraic


def _of_rational(x: fmpq) -> Bound:
    return Bound(_size(abs(x.p)), _size(x.q), {})


def _size(n: fmpz) -> float:
    return log2(int(n)) if n > 1 else 0.0


def _of_binary(node: Binary) -> Bound:
    if node.op == "^":
        return _of_power(node)
    a, b = _bound(node.left), _bound(node.right)
    roots = {**a.roots, **b.roots}
    if node.op == "*":
        return Bound(a.u + b.u, a.l + b.l, roots)
    if node.op == "/":
        return Bound(a.u + b.l, a.l + b.u, roots)
    return Bound(max(a.u + b.l, a.l + b.u) + 1, a.l + b.l, roots)


def _of_power(node: Binary) -> Bound:
    from quizgen.answers import values
    from quizgen.answers.syntax import Unreadable

    try:
        exponent = values.rational(node.right)
    except Unreadable:
        raise _NotAlgebraic from None
    if exponent is None or abs(exponent.p) > LARGEST_POWER:
        raise _NotAlgebraic
    n, inner = abs(int(exponent.p)), _bound(node.left)
    if exponent.q > 1:
        inner = _rooted(inner, int(exponent.q), node.left)
    u, low = inner.u * n, inner.l * n
    return Bound(u, low, inner.roots) if exponent.p >= 0 else Bound(low, u, inner.roots)


def _rooted(inner: Bound, order: int, radicand: Node) -> Bound:
    if order > LARGEST_ROOT:
        raise _NotAlgebraic
    return Bound(inner.u / order, inner.l / order, {**inner.roots, f"{order} {_text(radicand)}": order})


def _text(node: Node) -> str:
    from quizgen.answers.echo import typed

    return typed(bare(node))


def _of_call(node: Call) -> Bound:
    from quizgen.answers import values

    name, first = node.function, node.arguments[0]
    if name in ("sqrt", "cbrt") and len(node.arguments) == 1:
        return _rooted(_bound(first), 2 if name == "sqrt" else 3, first)
    if name == "root" and len(node.arguments) == 2 and isinstance(first, Num) and first.text.isdigit():
        return _rooted(_bound(node.arguments[1]), min(int(first.text[:4]), 99), node.arguments[1])
    if name == "abs" and len(node.arguments) == 1:
        return _bound(first)
    q = values.turns_of(first) if name in _COSINES else None
    if q is None or q.q > LARGEST_ROOT:
        raise _NotAlgebraic
    # 2 sin and 2 cos of q pi lie in the real part of the field of the roots of unity of order 4 q.
    order = 4 * int(q.q)
    return Bound(1, 1, {f"cos {order}": max(1, _totient(order) // 2)})


def _totient(n: int) -> int:
    from math import gcd

    return sum(gcd(n, k) == 1 for k in range(1, n + 1))
