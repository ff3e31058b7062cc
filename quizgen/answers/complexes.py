"""Complex numbers: a reply such as 2+3i or e^(i pi), compared by balls in the plane.

The other modules compute with real numbers; here every value is a flint `acb` (or an `acb_mat` of them), functions
take their principal values, and names stand for real numbers of their domains, or complex ones where declared so.
A problem is complex when its answer is (`is_complex`): only then is sqrt(-4) equal to 2i.
This module imports flint: import it inside functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from flint import acb, acb_mat, arb, ctx, fmpq

from quizgen.answers import fine, gaussian, values
from quizgen.answers.balls import STEPS, Imprecise, Undefined, number
from quizgen.answers.closeness import Rounding
from quizgen.answers.compare import survey
from quizgen.answers.complex_functions import FUNCTIONS, divisor, power
from quizgen.answers.samples import Domain, Stream, points
from quizgen.answers.syntax import Binary, Call, Const, Group, Name, Neg, Node, Num, Unreadable
from quizgen.answers.trees import places

ENOUGH = 4
Value: TypeAlias = "acb | acb_mat"


def mentions_i(node: Node) -> bool:
    """True where the imaginary unit occurs."""
    return "i" in survey(node).calls


def is_complex(node: Node) -> bool:
    """True where the imaginary unit occurs, or where a constant has a complex value and no real one."""
    found = False
    for x in places(node):
        if isinstance(x, Const) and x.name == "i":
            return True
        if isinstance(x, Name):
            return False
        found = found or isinstance(x, Call) or (isinstance(x, Binary) and x.op == "^")
    return found and _has_no_real_value(node)


def _has_no_real_value(node: Node) -> bool:
    try:
        values.computed(node, {}, STEPS[0])
    except Imprecise:
        return False
    except Undefined as error:
        if error.code != "undefined":
            return False
    except Unreadable:
        return False
    else:
        return False
    try:
        with ctx.workprec(STEPS[0]):
            value(node, {})
    except (Undefined, Unreadable):
        return False
    return True


# --- values ------------------------------------------------------------------------------------------------


def value(node: Node, env: Mapping[str, Any]) -> Any:
    """The value at the current precision: acb or acb_mat. Raises Undefined, Imprecise or Unreadable."""
    if isinstance(node, Num):
        return acb(arb(number(node.text, node.percent, node.at)))
    if isinstance(node, Name):
        if node.name not in env:
            raise Unreadable(f"The value of {node.name} is not known here.", node.at, code="unknown-name")
        found = env[node.name]
        return found if isinstance(found, acb) else acb(arb(found))
    if isinstance(node, Const):
        return _constant(node)
    if isinstance(node, Group):
        return value(node.inner, env)
    if isinstance(node, Neg):
        return value(node.argument, env) * acb(-1)
    if isinstance(node, Binary):
        return _binary(node, env)
    if isinstance(node, Call):
        return _call(node, env)
    rows = values.entries(node)
    if rows is None:
        raise Unreadable("A number is expected here.", node.at, code="not-a-value")
    return acb_mat([[_scalar(value(x, env), x) for x in row] for row in rows])


def _constant(node: Const) -> acb:
    if node.name == "i":
        return acb(0, 1)
    if node.name == "pi":
        return acb(arb.pi())
    if node.name == "e":
        return acb(arb.const_e())
    raise Undefined("Infinity is not a number to calculate with.", node.at, "infinite")


def _scalar(x: Any, node: Node) -> acb:
    if isinstance(x, acb):
        return x
    if shape(x) == (1, 1):
        return x[0, 0]
    raise Unreadable("A number is expected here, not a matrix.", node.at, code="shape")


def shape(x: Any) -> tuple[int, int]:
    """Rows and columns; a number is 1×1."""
    return (1, 1) if isinstance(x, acb) else (int(x.nrows()), int(x.ncols()))


def _binary(node: Binary, env: Mapping[str, Any]) -> Any:
    left, right = value(node.left, env), value(node.right, env)
    if node.op == "^":
        return power(_scalar(left, node.left), _scalar(right, node.right), node)
    if node.op == "/":
        return left * (1 / divisor(_scalar(right, node.right), node.right))
    both = not isinstance(left, acb) and not isinstance(right, acb)
    if node.op == "*":
        if both and shape(left)[1] != shape(right)[0]:
            raise Unreadable("The shapes do not fit for a product.", node.at, code="shape")
        return left * right
    if shape(left) == shape(right) == (1, 1):
        left, right = _scalar(left, node), _scalar(right, node)
    elif shape(left) != shape(right):
        raise Unreadable("The shapes do not fit for a sum.", node.at, code="shape")
    return left + right if node.op == "+" else left - right


def _call(node: Call, env: Mapping[str, Any]) -> Any:
    if node.function == "transpose":
        inner = value(node.arguments[0], env)
        return inner if isinstance(inner, acb) else inner.transpose()
    if node.function == "conj" and len(node.arguments) == 1:
        return value(node.arguments[0], env).conjugate()
    function = FUNCTIONS.get(node.function)
    if function is None or len(node.arguments) != 1:
        complex_names = {name for name, x in env.items() if isinstance(x, acb)}
        if not any(is_complex(x) or _mentions(x, complex_names) for x in node.arguments):
            return acb(arb(values.scalar(values.evaluate(node, dict(env), ctx.prec), node)))
        raise Unreadable(f"{node.function} takes real numbers only here.", node.at, code="function")
    found = function(_scalar(value(node.arguments[0], env), node), node)
    if not found.is_finite():
        raise Imprecise("This may be a pole.", node.at)
    return found


def _mentions(node: Node, names: set[str]) -> bool:
    return bool(names) and any(isinstance(x, Name) and x.name in names for x in places(node))


def number_of(node: Node) -> complex:
    """A constant as a Python complex number."""
    with ctx.workprec(STEPS[0]):
        found = _scalar(value(node, {}), node)
        return complex(float(found.real.mid()), float(found.imag.mid()))


# --- equality ----------------------------------------------------------------------------------------------


def equal(
    a: Node, b: Node, names: Sequence[str], domains: Mapping[str, Domain], planes: Sequence[str] = ()
) -> bool | None:
    """Are two complex expressions equal? Different is proven at one point, equal rests on several; None: undecided.

    The names in `planes` stand for complex numbers. Raises Unreadable where an expression makes no sense.
    """
    if not names:
        return settled(a, b)
    agreed = 0
    for env in _points(names, domains, planes):
        same = _at(a, b, env, STEPS[1:2], Rounding())
        if same is False:
            return False
        agreed += same is True
        if agreed >= 8:
            break
    return True if agreed >= ENOUGH else None


def _points(names: Sequence[str], domains: Mapping[str, Domain], planes: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Sample points; a name in the plane has a part of its own in each direction."""
    both = sorted({*names, *(f"{name} i" for name in planes)})
    for point in points(both, domains, [fmpq(1)], Stream(b"complex")):
        env: dict[str, Any] = {name: point[name] for name in names}
        for name in planes:
            env[name] = acb(arb(point[name]), arb(point[f"{name} i"]))
        yield env


def settled(a: Node, b: Node, allowed: Rounding = Rounding()) -> bool | None:  # noqa: B008 (immutable)
    """Are two constants equal, or `a` as close to `b` as allowed (both parts)? None: undecided."""
    if allowed.exact:
        x, y = gaussian.exact(a), gaussian.exact(b)
        if x is not None and y is not None:
            return x == y
    return _at(a, b, {}, STEPS, allowed)


def _at(a: Node, b: Node, env: Mapping[str, Any], steps: Sequence[int], allowed: Rounding) -> bool | None:
    for bits in steps:
        with ctx.workprec(bits):
            found = _both(a, b, env)
            if found is None:
                continue
            if isinstance(found, bool):
                return found
            same = _same(found[0], found[1], bits, allowed)
        if same and allowed.exact and not (fine.resolves(bits, a, b) or fine.same_form(a, b)):
            continue
        if same is not None:
            return same
    return None


def _both(a: Node, b: Node, env: Mapping[str, Any]) -> tuple[Value, Value] | bool | None:
    """Both values; False where only one has a value, None where it cannot be told."""
    found = []
    for node in (a, b):
        try:
            found.append(value(node, env))
        except Imprecise:
            return None
        except Undefined:
            continue
    return (found[0], found[1]) if len(found) == 2 else False if found else None


def _same(x: Any, y: Any, bits: int, allowed: Rounding) -> bool | None:
    if shape(x) != shape(y):
        return False
    if isinstance(x, acb) and isinstance(y, acb):
        return same_number(x, y, bits, allowed)
    pairs = zip(_flat(x), _flat(y), strict=True)
    return values.three_valued((same_number(p, q, bits, allowed) for p, q in pairs), every=True)


def _flat(x: Any) -> list[acb]:
    return [x] if isinstance(x, acb) else x.entries()


def same_number(x: acb, y: acb, bits: int, allowed: Rounding) -> bool | None:
    """Equal (told from 1152 bits on), or as close as allowed."""
    gap = x - y
    if not allowed.exact:
        return values.three_valued((_near(*parts, allowed) for parts in _parts(x, y)), every=True)
    if not gap.contains(0):
        return False
    return True if bits > STEPS[0] and _narrow(gap, x, y, bits) else None


def _parts(x: acb, y: acb) -> Iterator[tuple[arb, arb, acb]]:
    yield x.real, y.real, y
    yield x.imag, y.imag, y


def _near(x: arb, y: arb, whole: acb, allowed: Rounding) -> bool | None:
    """A part as close as allowed; what is relative is so to the whole number."""
    most = allowed.allowed(y) if allowed.relative is None and not y.contains(0) else allowed.allowed(abs(whole))
    gap = abs(x - y)
    if gap <= most:
        return True
    return False if gap > most else None


def _narrow(gap: acb, x: acb, y: acb, bits: int) -> bool:
    size = abs(x) + abs(y) + 1
    return bool(gap.real.rad() + gap.imag.rad() <= values.threshold(bits) * size)


# --- tables ------------------------------------------------------------------------------------------------


def table_shape(node: Node) -> tuple[int, int]:
    """Rows and columns of a constant. Raises Unreadable and Undefined."""
    with ctx.workprec(STEPS[0]):
        return shape(value(node, {}))


def table_close(node: Node, rows: list[list[Node]], allowed: Rounding) -> list[list[bool | None]]:
    """Entry by entry, for a constant `node` of the same shape as `rows`. Raises Unreadable and Undefined."""
    verdicts: list[list[bool | None]] = [[None for _ in row] for row in rows]
    for bits in STEPS:
        with ctx.workprec(bits):
            try:
                found = value(node, {})
                wanted = [[value(x, {}) for x in row] for row in rows]
            except Imprecise:
                continue
            typed = [[found]] if isinstance(found, acb) else found.tolist()
            verdicts = [
                [same_number(x, y, bits, allowed) for x, y in zip(*pair, strict=True)]
                for pair in zip(typed, wanted, strict=True)
            ]
        if not any(v is None for row in verdicts for v in row):
            break
    return verdicts


def same_pairs(xs: Sequence[Node], ys: Sequence[Node], allowed: Rounding) -> list[list[bool | None]]:
    """Which of `xs` is which of `ys`?"""
    return [[settled(x, y, allowed) for y in ys] for x in xs]
