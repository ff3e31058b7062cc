"""Is a number close enough? Exactly equal, or within the rounding or tolerance that a problem declares.

This module imports flint: import it inside the functions of a kind.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from flint import arb, ctx, fmpq

from quizgen.answers import fine, values
from quizgen.answers.replies import author
from quizgen.answers.syntax import Binary, Call, Group, Neg, Node, Num
from quizgen.answers.values import STEPS, Imprecise
from quizgen.errors import QuizgenError

SLACK = 1 + fmpq(1, 10**6)
"""Half a unit and a little more: a tie may be rounded either way."""


class Rounding(NamedTuple):
    """What deviation is allowed; nothing at all by default."""

    tolerance: fmpq | None = None
    relative: fmpq | None = None
    decimals: int | None = None
    significant: int = 0

    @property
    def exact(self) -> bool:
        """True when only equality counts."""
        return self.tolerance is None and self.relative is None and self.decimals is None and not self.significant

    def allowed(self, value: Any) -> Any:
        """The largest deviation from `value` that is accepted."""
        found = [fmpq(0)]
        if self.tolerance is not None:
            found.append(self.tolerance)
        if self.relative is not None:
            found.append(self.relative * abs(value))
        if self.decimals is not None:
            found.append(half_unit(self.decimals))
        if self.significant:
            found.append(half_unit(places(value, self.significant)))
        return max(found) if all(isinstance(x, fmpq) for x in found) else max(found, key=lambda x: arb(x).mid())


@lru_cache(maxsize=256)
def rounding(tolerance: str = "", relative: str = "", decimals: int | None = None, significant: int = 0) -> Rounding:
    """From the texts of an answer. Raises QuizgenError where a tolerance is no rational number."""
    return Rounding(_bound(tolerance), _bound(relative), decimals, significant)


def _bound(text: str) -> fmpq | None:
    if not text:
        return None
    value = values.rational(author(text))
    if value is None or value < 0:
        raise QuizgenError(f"the tolerance {text!r} is not a rational number from 0 on")
    return value


def half_unit(decimals: int) -> fmpq:
    """Half a unit in that decimal place, and a little slack."""
    return fmpq(1, 2) * fmpq(10) ** -decimals * SLACK


def places(value: Any, significant: int) -> int:
    """The decimal place of the last of so many significant figures."""
    if isinstance(value, fmpq) and value == 0:
        return significant
    size = abs(value)
    exponent = int(float(arb(size).log() / arb(10).log()))
    while size >= fmpq(10) ** (exponent + 1):
        exponent += 1
    while size < fmpq(10) ** exponent:
        exponent -= 1
    return significant - 1 - exponent


def close(x: Any, value: Any, allowed: Rounding, bits: int) -> bool | None:
    """Is x equal to `value` or as close as allowed? None: this precision cannot tell."""
    same = values.same_value(x, value, bits)
    if same or allowed.exact:
        return same
    gap, most = abs(x - value), allowed.allowed(value)
    if gap <= most:
        return True
    return False if gap > most else None


def settled(node: Node, value: Node, allowed: Rounding) -> bool | None:
    """Is the constant `node` close enough to the constant `value`? Raises Unreadable and Undefined."""
    for bits in STEPS:
        try:
            x, y = values.computed(node, {}, bits), values.computed(value, {}, bits)
            with ctx.workprec(bits):
                found = close(scalar_of(x), scalar_of(y), allowed, bits)
        except Imprecise:
            continue
        if found and allowed.exact and not (isinstance(x, fmpq) and isinstance(y, fmpq)):
            if fine.resolves(bits, node, value) or fine.same_form(node, value):
                return True
        elif found is not None:
            return found
    return None


def scalar_of(value: Any) -> Any:
    """A scalar; a 1×1 matrix counts as its entry. Raises Unreadable code "shape"."""
    from quizgen.answers.linear import scalar

    return scalar(value, Num("0"))


def table_close(node: Node, rows: list[list[Node]], allowed: Rounding) -> list[list[bool | None]]:
    """Entry by entry, for a constant `node` of the same shape as `rows`. Raises Unreadable and Undefined."""
    verdicts: list[list[bool | None]] = []
    for bits in STEPS:
        try:
            found = values.table(values.evaluate(node, {}, bits))
            wanted = [[values.computed(x, {}, bits) for x in row] for row in rows]
        except Imprecise:
            continue
        with ctx.workprec(bits):
            verdicts = [
                [close(x, y, allowed, bits) for x, y in zip(*pair, strict=True)]
                for pair in zip(found, wanted, strict=True)
            ]
        if allowed.exact:
            verdicts = _sure(verdicts, (node, rows), (found, wanted), bits)
        if not any(v is None for row in verdicts for v in row):
            return verdicts
    return verdicts or [[None for _ in row] for row in rows]


def _sure(verdicts: list[list[bool | None]], trees: Any, tables: Any, bits: int) -> list[list[bool | None]]:
    """The verdicts; equal irrational entries only where so many bits are enough to tell."""
    node, rows = trees
    found, wanted = tables
    enough: bool | None = None
    for i, row in enumerate(verdicts):
        for j, same in enumerate(row):
            if same and not (isinstance(found[i][j], fmpq) and isinstance(wanted[i][j], fmpq)):
                if enough is None:
                    enough = fine.resolves(bits, node, *(x for line in rows for x in line))
                if not enough:
                    row[j] = None
    return verdicts


def shape_of(node: Node) -> tuple[int, int]:
    """Rows and columns of a constant; a number is 1×1. Raises Unreadable and Undefined."""
    for bits in STEPS:
        try:
            found = values.table(values.evaluate(node, {}, bits))
        except Imprecise:
            continue
        return len(found), len(found[0]) if found else 0
    raise Imprecise("This could not be computed.")


# --- how a number was typed --------------------------------------------------------------------------------


def literal(node: Node) -> Num | None:
    """The literal of a plain number such as "0.50" or "-12"; None for anything that calculates."""
    while isinstance(node, (Group, Neg)):
        node = node.inner if isinstance(node, Group) else node.argument
    return node if isinstance(node, Num) else None


def decimals_typed(number: Num) -> int:
    """Decimal places of a literal: 3 for "0.500", 5 for "1.20e-3"."""
    mantissa, _, exponent = number.text.lower().partition("e")
    return len(mantissa.partition(".")[2]) - int(exponent or 0) + (2 if number.percent else 0)


def most_decimals(*nodes: Node) -> int:
    """Decimal places of the literal that shows the most of them; 0 where none has a point."""
    from quizgen.answers.trees import places as parts

    literals = (x for node in nodes for x in parts(node) if isinstance(x, Num) and "." in x.text)
    return max(map(decimals_typed, literals), default=0)


def figures_typed(number: Num) -> int:
    """Significant figures of a literal, zeros at the end of a whole number counted: 3 for "0.0120", 4 for "1200"."""
    mantissa = number.text.lower().partition("e")[0]
    return len(mantissa.replace(".", "").lstrip("0"))


def has_decimals(node: Node) -> bool:
    """True when a number with a decimal point occurs."""
    if isinstance(node, Num):
        return "." in node.text or "e-" in node.text.lower() or node.percent
    if isinstance(node, Binary):
        return has_decimals(node.left) or has_decimals(node.right)
    if isinstance(node, Call):
        return any(has_decimals(x) for x in node.arguments)
    return isinstance(node, (Neg, Group)) and has_decimals(node.argument if isinstance(node, Neg) else node.inner)


def has_percent(node: Node) -> bool:
    """True when a percent sign occurs."""
    if isinstance(node, Num):
        return node.percent
    if isinstance(node, Binary):
        return has_percent(node.left) or has_percent(node.right)
    return isinstance(node, (Neg, Group)) and has_percent(node.argument if isinstance(node, Neg) else node.inner)


def rounding_slip(node: Node, value: Node) -> str:
    """ "rounded" or "cut" when a decimal is `value` with fewer digits, else ""."""
    number = literal(node)
    if number is None or not ("." in number.text or number.percent):
        return ""
    places_ = decimals_typed(number)
    if settled(node, value, Rounding(decimals=places_)):
        return "rounded"
    x, y = values.real(node, 1152), values.real(value, 1152)
    with ctx.workprec(1152):
        gap = y - x if y > 0 else x - y
        return "cut" if gap > 0 and gap < fmpq(10) ** -places_ and x * y >= 0 else ""
