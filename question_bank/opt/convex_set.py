r"""Is a set convex? If not, give two of its points and a point between them that is missing (MML 7.3, Definition 7.2).

Levels: 1 half-planes and discs; 2 unions, differences and intersections of them; 3 sublevel sets and sets of matrices.
Checked by a membership test of its own in exact numbers: the learner's points are put in, and for a convex set all
pairs of a grid are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from quizgen.answers.truth import TruthAnswer
from quizgen.answers.witness import Witness
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Ellipse, Line, Mark, Plot, Points, drawn, near
from quizgen.markup.source import latex_of, linear
from quizgen.problem import Problem, Step

Entries = tuple[Q, ...]
"""A point, or the entries of a matrix row by row."""


class Given(NamedTuple):
    kind: str
    numbers: tuple[int, ...]
    setting: int


class Case(NamedTuple):
    """A set and everything told about it."""

    says: str
    """"S = {...}" in LaTeX without dollars, or words."""
    member: str
    """Membership in the answer language; {x} stands for the point."""
    truth: bool
    why: tuple[str, ...]
    """Steps."""
    first: str
    second: str
    t: str = "1/2"
    """Two members; for a set that is not convex, tp + (1 - t)q is not in it."""
    code: str = ""
    """The mal-rule that the wrong word shows."""
    trap: str = ""
    """What the wrong word is told."""
    marks: tuple[Mark, ...] = ()
    matrices: bool = False
    missing: str = ""
    """Why tp + (1 - t)q is not a member, with its numbers."""


@exercise("opt-convex-set", version=1, bounds=(200, 300, 300))
def convex_set(draw: Draw, level: int) -> Given:
    """A set that is convex, or not, about evenly."""
    pair = draw.choice(LEVELS[level])
    kind = draw.choice(pair)
    return Given(kind, SAMPLERS.get(kind, _disc_numbers)(draw), draw.below(4))


# --- samplers ----------------------------------------------------------------------------------------------


def _disc_numbers(draw: Draw) -> tuple[int, ...]:
    """Centre, radius, strictness."""
    return draw.integer(-3, 3), draw.integer(-3, 3), draw.integer(1, 4), draw.below(2)


def _half_numbers(draw: Draw) -> tuple[int, ...]:
    """Normal, right-hand side, strictness: the right-hand side is that of a whole point."""
    a, b = draw.integer(1, 4), draw.integer(-4, 4, nonzero=True)
    return a, b, a * draw.integer(-2, 2) + b * draw.integer(-2, 2), draw.below(2)


def _pair_numbers(draw: Draw) -> tuple[int, ...]:
    """Centre of one disc, radius, distance to the other one (even, smaller than the diameter), axis."""
    r = draw.integer(2, 4)
    return draw.integer(-3, 2), draw.integer(-3, 2), r, 2 * draw.integer(1, r - 1), draw.below(2)


def _apart_numbers(draw: Draw) -> tuple[int, ...]:
    r = draw.integer(1, 2)
    return draw.integer(-4, 1), draw.integer(-4, 1), r, 2 * draw.integer(r + 1, r + 2), draw.below(2)


def _nested_numbers(draw: Draw) -> tuple[int, ...]:
    """Outer centre and radius; offset and radius of the inner disc."""
    big = draw.integer(3, 5)
    small = draw.integer(1, big - 1)
    return draw.integer(-2, 2), draw.integer(-2, 2), big, draw.integer(1, big - small), small


def _ring_numbers(draw: Draw) -> tuple[int, ...]:
    big = draw.integer(2, 5)
    return draw.integer(-2, 2), draw.integer(-2, 2), big, draw.integer(1, big - 1)


def _cut_numbers(draw: Draw) -> tuple[int, ...]:
    """Disc and a vertical line through its inside at an offset from the centre, axis."""
    r = draw.integer(2, 4)
    return draw.integer(-2, 2), draw.integer(-2, 2), r, draw.integer(1 - r, r - 1), draw.below(2)


def _two_numbers(draw: Draw) -> tuple[int, ...]:
    return draw.integer(-4, 4), draw.integer(-4, 4), draw.integer(0, 5), draw.below(2)


def _form_numbers(draw: Draw) -> tuple[int, ...]:
    return draw.integer(1, 3), draw.integer(1, 9), draw.sign(), draw.integer(1, 2)


def _small_numbers(draw: Draw) -> tuple[int, ...]:
    return draw.integer(1, 4), draw.integer(-4, 4), draw.integer(-4, 4), draw.integer(1, 9)


SAMPLERS: dict[str, Callable[[Draw], tuple[int, ...]]] = {
    "half": _half_numbers,
    "half-pierced": _half_numbers,
    "overlap": _pair_numbers,
    "meet": _pair_numbers,
    "apart": _apart_numbers,
    "nested": _nested_numbers,
    "ring": _ring_numbers,
    "cut": _cut_numbers,
    "cut-off": _cut_numbers,
    "bite": _cut_numbers,
    "corner": _two_numbers,
    "quadrant": _two_numbers,
    "strips": _two_numbers,
    "covering": _two_numbers,
    "form": _form_numbers,
    "saddle": _form_numbers,
    **dict.fromkeys(
        (
            "hyperbola", "branch", "epigraph", "below", "diamond", "star", "psd", "det", "rank", "trace", "either",
            "invertible", "nonnegative", "density", "shifted-psd", "orthogonal",
        ),
        _small_numbers,
    ),
}  # fmt: skip

# --- wording -----------------------------------------------------------------------------------------------

CONVEX = "convex"


def _point(*entries: int | Q) -> str:
    return f"[{', '.join(map(str, entries))}]"


def _norm(a: int, b: int) -> str:
    r"""\|x - m\| in LaTeX."""
    return r"\|x\|" if a == b == 0 else rf"\|x - {latex_of(Vector([a, b]))}\|"


def _norm_typed(a: int, b: int) -> str:
    return f"norm({{x}} - [{a}, {b}])"


def _set(condition: str) -> str:
    return rf"S = \left\{{ x \in \mathbb{{R}}^2 : {condition} \right\}}"


def _circle(a: int, b: int, r: int) -> Ellipse:
    return Ellipse((near(a), near(b)), (near(r), 0.0), (0.0, near(r)))


def _vertical(x: int) -> Line:
    return Line(((near(x), -30.0), (near(x), 30.0)))


def _horizontal(y: int) -> Line:
    return Line(((-30.0, near(y)), (30.0, near(y))))


TRIANGLE = (
    r"By the triangle inequality $\|t p + (1 - t) q - m\| \le t \|p - m\| + (1 - t) \|q - m\|$ for the centre $m$: "
    r"this is "
    r"@below the radius if both norms are. So every segment stays in the disc."
)

# --- level 1 -----------------------------------------------------------------------------------------------


def _disc(a: int, b: int, r: int, strict: int) -> Case:
    sign, word = ("<", "below") if strict else (r"\le", "at most")
    return Case(
        _set(rf"{_norm(a, b)} {sign} {r}"),
        f"{_norm_typed(a, b)} {'<' if strict else '<='} {r}",
        True,
        (f"$S$ is {'an open' if strict else 'a closed'} disc.", TRIANGLE.replace("@below", word)),
        _point(a, b),
        _point(a + Q(r, 2), b),
        trap="Try to find a segment between two points of the disc that leaves it: the triangle inequality forbids it.",
    )


def _half(a: int, b: int, c: int, strict: int) -> Case:
    form, sign = linear([a, b], ["x_1", "x_2"]), "<" if strict else r"\le"
    return Case(
        _set(f"{form} {sign} {c}"),
        f"[{a}, {b}]^T*{{x}} {'<' if strict else '<='} {c}",
        True,
        (
            f"$S$ is {'an open' if strict else 'a closed'} half-plane $a^\\top x {sign} {c}$.",
            rf"For $p, q \in S$ and $0 \le t \le 1$: $a^\top(tp + (1 - t)q) = t\,a^\top p + (1 - t)\,a^\top q "
            rf"{sign} {c}$. "
            "So every segment stays in $S$.",
        ),
        _point(*_inner(a, b, c, 1)),
        _point(*_inner(a, b, c, 2)),
        trap="The condition is linear: what does it say about a point between two points that satisfy it?",
    )


def _inner(a: int, b: int, c: int, k: int) -> tuple[Q, Q]:
    """A point well inside the half-plane: c - k on the linear form, on the first axis."""
    return Q(c - k, a), Q(0)


def _exterior(a: int, b: int, r: int, strict: int) -> Case:
    sign = ">" if strict else r"\ge"
    return Case(
        _set(rf"{_norm(a, b)} {sign} {r}"),
        f"{_norm_typed(a, b)} {'>' if strict else '>='} {r}",
        False,
        ("$S$ is the outside of a disc: it surrounds a hole.",),
        _point(a + r + 1, b),
        _point(a - r - 1, b),
        code="connected-suffices",
        trap="One can walk from every point of the set to every other one, but convexity asks for the straight "
        "segment.",
        marks=(_circle(a, b, r),),
        missing="This is the centre of the disc, and its distance from itself is $0$, which is "
        rf"{'at most' if strict else 'less than'} ${r}$.",
    )


def _rim(a: int, b: int, r: int, _strict: int) -> Case:
    return Case(
        _set(rf"{_norm(a, b)} = {r}"),
        f"{_norm_typed(a, b)} = {r}",
        False,
        ("$S$ is a circle without its inside.",),
        _point(a + r, b),
        _point(a - r, b),
        code="boundary-only",
        trap="The boundary of a convex disc is not a convex set: look at the points between two of its points.",
        marks=(_circle(a, b, r),),
        missing=rf"This is the centre of the circle, and its distance from itself is $0$, not ${r}$.",
    )


def _pierced(a: int, b: int, r: int, strict: int) -> Case:
    sign = "<" if strict else r"\le"
    centre = latex_of(Vector([a, b]))
    return Case(
        _set(rf"{_norm(a, b)} {sign} {r + 1}, \ x \neq {centre}"),
        f"{_norm_typed(a, b)} {'<' if strict else '<='} {r + 1} and {{x}} != [{a}, {b}]",
        False,
        ("$S$ is a disc without its centre: one missing point is enough to break segments through it.",),
        _point(a + 1, b),
        _point(a - 1, b),
        code="boundary-only",
        trap="Segments between boundary points are not all: look at segments that pass through the missing point.",
        marks=(_circle(a, b, r + 1),),
        missing="The centre of the disc is the one point that is left out.",
    )


def _crowned(a: int, b: int, r: int, _strict: int) -> Case:
    extra = latex_of(Vector([a + r, b]))
    return Case(
        _set(rf"{_norm(a, b)} < {r} \ \text{{or}} \ x = {extra}"),
        f"{_norm_typed(a, b)} < {r} or {{x}} = [{a + r}, {b}]",
        True,
        (
            "$S$ is an open disc together with one point $z$ of its boundary.",
            "Segments between points of the open disc stay in it, by the triangle inequality.",
            rf"On a segment from $z$ to a point $q$ of the disc, for $t < 1$: $\|tz + (1 - t)q - m\| \le t \cdot {r} + "
            rf"(1 - t)\|q - m\| < {r}$, where $m$ is the centre. Only its end $z$ is on the boundary, and $z \in S$.",
        ),
        _point(a, b),
        _point(a + r, b),
        code="boundary-only",
        trap="Most of the boundary is missing, but is there a segment between two points of the set that needs it?",
    )


def _notched(a: int, b: int, r: int, _strict: int) -> Case:
    gap = latex_of(Vector([a, b + r]))
    return Case(
        _set(rf"{_norm(a, b)} \le {r}, \ x \neq {gap}"),
        f"{_norm_typed(a, b)} <= {r} and {{x}} != [{a}, {b + r}]",
        True,
        (
            "$S$ is a closed disc without one point $z$ of its boundary. Segments between its points stay in the disc.",
            "Could $z$ lie inside such a segment? No: by the strict triangle inequality every point strictly "
            "between two "
            "different points of the disc is in the open disc. So no segment of $S$ meets $z$.",
        ),
        _point(a, b),
        _point(a + r, b),
        code="boundary-only",
        trap="A boundary point is missing, but does any segment between two other points of the disc pass through it?",
    )


def _half_pierced(a: int, b: int, c: int, _strict: int) -> Case:
    """The half-plane without one point of its boundary line."""
    x = next(x for x in range(-9, 10) if (c - a * x) % b == 0)
    y = (c - a * x) // b
    form = linear([a, b], ["x_1", "x_2"])
    return Case(
        _set(rf"{form} \le {c}, \ x \neq {latex_of(Vector([x, y]))}"),
        f"[{a}, {b}]^T*{{x}} <= {c} and {{x}} != [{x}, {y}]",
        False,
        (
            "$S$ is a closed half-plane without one point of its boundary line; that line has points on both sides "
            "of it.",
        ),
        _point(x + b, y - a),
        _point(x - b, y + a),
        code="connected-suffices",
        trap="The set hangs together, but look at segments within the boundary line.",
        missing="This is the one point of the line that is left out.",
    )


# --- level 2 -----------------------------------------------------------------------------------------------


def _two_discs(a: int, b: int, r: int, d: int, axis: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (a, b), ((a + d, b) if axis == 0 else (a, b + d))


def _overlap(a: int, b: int, r: int, d: int, axis: int) -> Case:
    m, n = _two_discs(a, b, r, d, axis)
    p, q = ((m[0], m[1] + r), (n[0], n[1] + r)) if axis == 0 else ((m[0] + r, m[1]), (n[0] + r, n[1]))
    return Case(
        _set(rf"{_norm(*m)} \le {r} \ \text{{or}} \ {_norm(*n)} \le {r}"),
        f"{_norm_typed(*m)} <= {r} or {_norm_typed(*n)} <= {r}",
        False,
        (f"$S$ is the union of two discs of radius ${r}$ whose centres are ${d}$ apart: they overlap, with a waist.",),
        _point(*p),
        _point(*q),
        code="connected-suffices",
        trap="The two discs overlap, so the union hangs together; but is the straight segment between their tops "
        "inside?",
        marks=(_circle(*m, r), _circle(*n, r)),
        missing=rf"Its distance from both centres is $\sqrt{{{d // 2}^2 + {r}^2}}$, which is more than ${r}$.",
    )


def _meet(a: int, b: int, r: int, d: int, axis: int) -> Case:
    m, n = _two_discs(a, b, r, d, axis)
    middle = Q(m[0] + n[0], 2), Q(m[1] + n[1], 2)
    return Case(
        _set(rf"{_norm(*m)} \le {r} \ \text{{and}} \ {_norm(*n)} \le {r}"),
        f"{_norm_typed(*m)} <= {r} and {_norm_typed(*n)} <= {r}",
        True,
        (
            "$S$ is the intersection of two discs, and discs are convex.",
            "Intersections of convex sets are convex: a segment between two points of both sets lies in the first "
            "and in the "
            "second one.",
        ),
        _point(*middle),
        _point(*middle),
        trap="Both discs contain the segment between any two of their common points.",
    )


def _apart(a: int, b: int, r: int, d: int, axis: int) -> Case:
    m, n = _two_discs(a, b, r, d, axis)
    return Case(
        _set(rf"{_norm(*m)} \le {r} \ \text{{or}} \ {_norm(*n)} \le {r}"),
        f"{_norm_typed(*m)} <= {r} or {_norm_typed(*n)} <= {r}",
        False,
        (f"$S$ is the union of two discs of radius ${r}$ whose centres are ${d}$ apart: there is a gap between them.",),
        _point(*m),
        _point(*n),
        code="union-ok",
        trap="Intersections of convex sets are convex, but unions need not be.",
        marks=(_circle(*m, r), _circle(*n, r)),
        missing=rf"Its distance from both centres is ${d // 2}$, which is more than ${r}$.",
    )


def _nested(a: int, b: int, big: int, offset: int, small: int) -> Case:
    return Case(
        _set(rf"{_norm(a + offset, b)} \le {small} \ \text{{or}} \ {_norm(a, b)} \le {big}"),
        f"{_norm_typed(a + offset, b)} <= {small} or {_norm_typed(a, b)} <= {big}",
        True,
        (
            f"The centres are ${offset}$ apart, and ${offset} + {small} \\le {big}$: the first disc lies inside the "
            f"second one.",
            "So the union is the larger disc, and a disc is convex. (In general a union of convex sets need not be "
            "convex.)",
        ),
        _point(a, b),
        _point(a, b + big),
        trap="Unions need not be convex, but look at how these two discs lie.",
    )


def _ring(a: int, b: int, big: int, small: int) -> Case:
    return Case(
        _set(rf"{_norm(a, b)} \le {big}") + rf" \setminus \left\{{ x : {_norm(a, b)} < {small} \right\}}",
        f"{_norm_typed(a, b)} <= {big} and {_norm_typed(a, b)} >= {small}",
        False,
        ("$S$ is a ring: a disc from which a smaller disc was taken away.",),
        _point(a + big, b),
        _point(a - big, b),
        code="connected-suffices",
        trap="A ring hangs together, but a segment may cross the hole.",
        marks=(_circle(a, b, big), _circle(a, b, small)),
        missing="The centre was taken away with the smaller disc.",
    )


def _cut(a: int, b: int, r: int, offset: int, axis: int) -> Case:
    name, border = f"x_{axis + 1}", (a, b)[axis] + offset
    unit = "[1, 0]" if axis == 0 else "[0, 1]"
    low = [a, b]
    low[axis] -= r
    return Case(
        _set(rf"{_norm(a, b)} \le {r}") + rf" \setminus \left\{{ x : {name} > {border} \right\}}",
        f"{_norm_typed(a, b)} <= {r} and {unit}^T*{{x}} <= {border}",
        True,
        (
            rf"Taking away the points with ${name} > {border}$ is the same as keeping those with ${name} \le "
            rf"{border}$.",
            "So $S$ is the intersection of a disc and a half-plane. Both are convex, and so is their intersection.",
        ),
        _point(*low),
        _point(*low),
        trap="Differences need not be convex, but write this one as an intersection.",
    )


def _bite(a: int, b: int, r: int, offset: int, axis: int) -> Case:
    """A half-plane without an open disc that reaches into it."""
    name, border = f"x_{axis + 1}", (a, b)[axis] + offset
    unit = "[1, 0]" if axis == 0 else "[0, 1]"
    p, q, middle = [a, b], [a, b], [a, b]
    for point in (p, q, middle):
        point[axis] = border
    p[1 - axis] -= r
    q[1 - axis] += r
    return Case(
        _set(rf"{name} \le {border}") + rf" \setminus \left\{{ x : {_norm(a, b)} < {r} \right\}}",
        f"{unit}^T*{{x}} <= {border} and {_norm_typed(a, b)} >= {r}",
        False,
        ("$S$ is a half-plane from which an open disc takes a bite: its border line crosses the disc.",),
        _point(*p),
        _point(*q),
        code="connected-suffices",
        trap="What is left hangs together, but a segment within the border line crosses the disc.",
        marks=(_circle(a, b, r), _vertical(border) if axis == 0 else _horizontal(border)),
        missing=rf"Its distance from the centre of the disc is ${abs(offset)}$, which is less than ${r}$.",
    )


def _corner(a: int, b: int, k: int, _axis: int) -> Case:
    return Case(
        _set(rf"x_1 \le {a} \ \text{{or}} \ x_2 \le {b}"),
        f"[1, 0]^T*{{x}} <= {a} or [0, 1]^T*{{x}} <= {b}",
        False,
        (f"$S$ is the union of two half-planes; the quadrant $x_1 > {a}$, $x_2 > {b}$ is missing.",),
        _point(a, b + 2 + 2 * (k % 3)),
        _point(a + 2 + 2 * (k % 3), b),
        code="union-ok",
        trap="Half-planes are convex, but their union need not be.",
        marks=(_vertical(a), _horizontal(b)),
        missing=rf"Its entries satisfy neither condition: ${a + 1 + k % 3} > {a}$ and ${b + 1 + k % 3} > {b}$.",
    )


def _quadrant(a: int, b: int, k: int, _axis: int) -> Case:
    return Case(
        _set(
            rf"x_1 \le {a} \ \text{{and}} \ x_2 \ge {b} \ \text{{and}} \ {linear([1, 1], ['x_1', 'x_2'])} \ge "
            rf"{a + b - k}"
        ),
        f"[1, 0]^T*{{x}} <= {a} and [0, 1]^T*{{x}} >= {b} and [1, 1]^T*{{x}} >= {a + b - k}",
        True,
        (
            "Each of the three conditions describes a half-plane, and half-planes are convex.",
            "$S$ is their intersection, and intersections of convex sets are convex.",
        ),
        _point(a, b),
        _point(a, b + 3),
        trap="Each condition is linear, and all of them must hold: a point between two such points satisfies them too.",
    )


def _strips(a: int, _b: int, k: int, axis: int) -> Case:
    name, unit = f"x_{axis + 1}", "[1, 0]" if axis == 0 else "[0, 1]"
    gap = k + 1
    p, q = [0, 0], [0, 0]
    p[axis], q[axis] = a, a + gap
    return Case(
        _set(rf"{name} \le {a} \ \text{{or}} \ {name} \ge {a + gap}"),
        f"{unit}^T*{{x}} <= {a} or {unit}^T*{{x}} >= {a + gap}",
        False,
        (f"$S$ is the union of two half-planes with the strip ${a} < {name} < {a + gap}$ between them.",),
        _point(*p),
        _point(*q),
        code="union-ok",
        trap="Half-planes are convex, but their union need not be.",
        marks=(_vertical(a), _vertical(a + gap)) if axis == 0 else (_horizontal(a), _horizontal(a + gap)),
        missing=rf"It lies in the strip: ${a} < {latex_of(a + Q(gap, 2))} < {a + gap}$.",
    )


def _covering(a: int, _b: int, k: int, axis: int) -> Case:
    name, unit = f"x_{axis + 1}", "[1, 0]" if axis == 0 else "[0, 1]"
    return Case(
        _set(rf"{name} \le {a} \ \text{{or}} \ {name} \ge {a - k}"),
        f"{unit}^T*{{x}} <= {a} or {unit}^T*{{x}} >= {a - k}",
        True,
        (
            rf"Since ${a - k} \le {a}$, every point satisfies one of the two conditions: $S$ is the whole plane.",
            "The whole plane contains every segment. (In general a union of half-planes need not be convex.)",
        ),
        _point(0, 0),
        _point(1, 1),
        trap="Unions need not be convex, but which points are missing in this one?",
    )


# --- level 3 -----------------------------------------------------------------------------------------------


def _form(a: int, c: int, sign: int, j: int) -> Case:
    """a x1^2 + 2 j' x1 x2 + a x2^2 <= c with |j'| <= a: a sublevel set of a convex function."""
    mixed = 2 * sign * min(j, a)
    form = linear([a, mixed, a], ["x_1^2", "x_1 x_2", "x_2^2"])
    det = 4 * a * a - mixed * mixed
    return Case(
        _set(rf"{form} \le {c}"),
        f"{{x}}^T*[{a}, {mixed // 2}; {mixed // 2}, {a}]*{{x}} <= {c}",
        True,
        (
            rf"$S$ is a sublevel set of $f(x) = {form}$. Its Hessian "
            rf"${latex_of(Matrix([[2 * a, mixed], [mixed, 2 * a]]))}$ has a "
            rf"positive diagonal and the determinant ${det} \ge 0$: it is positive semidefinite, so $f$ is convex.",
            rf"Sublevel sets of convex functions are convex: $f(tp + (1 - t)q) \le t f(p) + (1 - t) f(q) \le {c}$.",
        ),
        _point(0, 0),
        _point(0, 0),
        trap="Is the quadratic function convex? Look at its Hessian.",
    )


def _saddle(a: int, c: int, sign: int, j: int) -> Case:
    """a x1^2 + 2 j' x1 x2 + a x2^2 <= c with j' > a: the form is indefinite."""
    mixed = 2 * sign * (a + j)
    form = linear([a, mixed, a], ["x_1^2", "x_1 x_2", "x_2^2"])
    det = 4 * a * a - mixed * mixed
    # On the line (s, -sign s) the form is negative; moved along (k, sign k) it stays below c while the centre does not.
    # f(u, v) = (a + j') (u + v)^2/2 + (a - j')(u - v)^2/2 for j' = sign (a + j).
    k = next(k for k in range(1, 60) if 2 * (2 * a + j) * k * k > c)
    s = next(s for s in range(1, 400) if 2 * (2 * a + j) * k * k - 2 * j * s * s <= c)
    return Case(
        _set(rf"{form} \le {c}"),
        f"{{x}}^T*[{a}, {mixed // 2}; {mixed // 2}, {a}]*{{x}} <= {c}",
        False,
        (
            rf"$S$ is a sublevel set of $f(x) = {form}$. Its Hessian has the determinant ${det} < 0$: $f$ is not "
            rf"convex, and a "
            "sublevel set of such a function need not be convex. So look for a counterexample.",
        ),
        _point(k + s, sign * (k - s)),
        _point(k - s, sign * (k + s)),
        code="connected-suffices",
        trap=r"Both squares have positive coefficients, but the mixed term counts as well: is the Hessian positive "
        "semidefinite?",
        missing=rf"At $p$ and $q$ the value of $f$ is ${2 * (2 * a + j) * k * k - 2 * j * s * s} \le {c}$, but in the "
        rf"middle it is ${2 * (2 * a + j) * k * k} > {c}$.",
    )


def _hyperbola(a: int, _b: int, _c: int, d: int) -> Case:
    return Case(
        _set(rf"x_1 x_2 \ge {d}"),
        f"{{x}}^T*[0, 1/2; 1/2, 0]*{{x}} >= {d}",
        False,
        ("The condition is met in two opposite quadrants, and nowhere near the origin: $S$ has two branches.",),
        _point(d, a),
        _point(-d, -a),
        code="union-ok",
        trap="Each branch is convex, but $S$ is the union of two of them.",
        missing=rf"At the origin $x_1 x_2 = 0$, which is less than ${d}$.",
    )


def _branch(a: int, _b: int, _c: int, d: int) -> Case:
    return Case(
        _set(rf"x_1 x_2 \ge {d}, \ x_1 > 0"),
        f"{{x}}^T*[0, 1/2; 1/2, 0]*{{x}} >= {d} and [1, 0]^T*{{x}} > 0",
        True,
        (
            rf"For $x_1 > 0$ the condition says $x_2 \ge \frac{{{d}}}{{x_1}}$: $S$ is the set above the graph of "
            rf"$h(x_1) = \frac{{{d}}}{{x_1}}$ on $(0, \infty)$.",
            rf"$h''(x_1) = \frac{{{2 * d}}}{{x_1^3}} > 0$ there, so $h$ is convex, and the set above the graph of a "
            rf"convex function "
            "(its epigraph) is convex.",
        ),
        _point(d, a),
        _point(a, d),
        trap=r"Write the condition as $x_2 \ge \ldots$ and look at the function on the right.",
    )


def _parabola(a: int, b: int, c: int) -> tuple[str, str]:
    """a x1^2 + b x1 + c in LaTeX and in the answer language."""
    return (
        str(linear([a, b, c], ["x_1^2", "x_1", ""])),
        f"({a}*([1, 0]^T*{{x}})^2 + ({b})*([1, 0]^T*{{x}}) + ({c}))",
    )


def _epigraph(a: int, b: int, c: int, _d: int) -> Case:
    shown, typed = _parabola(a, b, c)
    return Case(
        _set(rf"x_2 \ge {shown}"),
        f"[0, 1]^T*{{x}} >= {typed}",
        True,
        (
            rf"$S$ is the epigraph of $h(x_1) = {shown}$, with $h'' = {2 * a} > 0$: $h$ is convex.",
            r"For $p, q \in S$: $t p_2 + (1 - t) q_2 \ge t h(p_1) + (1 - t) h(q_1) \ge h(t p_1 + (1 - t) q_1)$. So "
            r"the segment "
            "stays in $S$.",
        ),
        _point(0, c),
        _point(1, a + b + c),
        trap="Is this the set above or below the graph of a convex function?",
    )


def _below(a: int, b: int, c: int, _d: int) -> Case:
    shown, typed = _parabola(a, b, c)
    return Case(
        _set(rf"x_2 \le {shown}"),
        f"[0, 1]^T*{{x}} <= {typed}",
        False,
        ("$S$ is the set below the graph of a convex parabola. A chord of the parabola lies above it, outside $S$.",),
        _point(1, a + b + c),
        _point(-1, a - b + c),
        code="connected-suffices",
        trap="The set hangs together, but chords of a convex graph lie above it.",
        missing=rf"At $x_1 = 0$ the parabola has the value ${c}$, and ${a + c} > {c}$.",
    )


ABS = ("abs([1, 0]^T*{x})", "abs([0, 1]^T*{x})")


def _diamond(a: int, b: int, c: int, d: int) -> Case:
    k = 1 + (b + 4) % 3
    front = "" if k == 1 else str(k)
    return Case(
        _set(rf"{front}|x_1| + |x_2| \le {d}" if c >= 0 else rf"\max({front}|x_1|, |x_2|) \le {d}"),
        f"{k}*{ABS[0]} + {ABS[1]} <= {d}" if c >= 0 else f"max({k}*{ABS[0]}, {ABS[1]}) <= {d}",
        True,
        (
            "The left side is a convex function of $x$: absolute values are convex, and so are "
            + ("sums" if c >= 0 else "maxima")
            + " of convex functions with positive factors.",
            f"$S$ is the sublevel set of it for the level ${d}$, and sublevel sets of convex functions are convex.",
        ),
        _point(0, 0),
        _point(0, d),
        trap="Is the function on the left convex? Then its sublevel sets are.",
    )


def _star(a: int, b: int, _c: int, _d: int) -> Case:
    k = 1 + (b + 4) % 3
    front = "" if k == 1 else str(k)
    return Case(
        _set(rf"\sqrt{{|x_1|}} + {front}\sqrt{{|x_2|}} \le {a * k}"),
        f"sqrt({ABS[0]}) + {k}*sqrt({ABS[1]}) <= {a * k}",
        False,
        ("The root bends the wrong way: $S$ is a star with four tips on the axes and sides that curve inwards.",),
        _point((a * k) ** 2, 0),
        _point(0, a * a),
        code="connected-suffices",
        trap="The set hangs together around the origin, but test the segment between two of its tips on the axes.",
        missing=rf"There the left side is ${'' if a * k == 1 else a * k}\sqrt{{2}}$, which is more than ${a * k}$.",
    )


SYMMETRIC = "{x} = {x}^T"
PSD = "{x} = {x}^T and det({x}) >= 0 and tr({x}) >= 0"


def _matrices(a: int, b: int, c: int, d: int) -> str:
    return f"[{a}, {b}; {c}, {d}]"


def _matrix_set(words: str) -> str:
    return f"the set $S$ of all {words}"


def _psd(_a: int, b: int, c: int, d: int) -> Case:
    v = Vector([b or 1, c or 1])
    kind = d % 3
    words = (
        "symmetric positive semidefinite matrices",
        rf"symmetric matrices $A$ with $v^\top A v \ge {d}$ for $v = {latex_of(v)}$",
        f"symmetric positive semidefinite matrices with trace at most ${d}$",
    )[kind]
    member = (PSD, f"{SYMMETRIC} and [{v[0]}, {v[1]}]^T*{{x}}*[{v[0]}, {v[1]}] >= {d}", f"{PSD} and tr({{x}}) <= {d}")[
        kind
    ]
    why = (
        (
            r"For $A, B \in S$, $0 \le t \le 1$ and any $v$: $v^\top(tA + (1 - t)B)v = t\,v^\top A v + (1 - "
            r"t)\,v^\top B v \ge 0$.",
        ),
        (
            r"For a fixed $v$ the expression $v^\top A v$ is linear in $A$: the condition describes a half-space of "
            r"matrices.",
        ),
        (
            r"For $A, B \in S$, $0 \le t \le 1$ and any $v$: $v^\top(tA + (1 - t)B)v = t\,v^\top A v + (1 - "
            r"t)\,v^\top B v \ge 0$.",
            "The trace is linear in the matrix, so the bound on it describes a half-space.",
        ),
    )[kind]
    example = _matrices(1, 0, 0, 0) if kind != 1 else _matrices(d, 0, 0, d)
    return Case(
        _matrix_set(words),
        member,
        True,
        (*why, "So $S$ is convex (an intersection of half-spaces)."),
        example,
        example,
        trap="For a fixed vector the condition is linear in the matrix.",
        matrices=True,
    )


def _det(a: int, _b: int, _c: int, d: int) -> Case:
    return Case(
        _matrix_set(rf"symmetric matrices $A$ with $\det(A) \ge {d * d}$"),
        f"{SYMMETRIC} and det({{x}}) >= {d * d}",
        False,
        ("The determinant is not a linear function of the matrix: it is the same for $A$ and for $-A$.",),
        _matrices(a * d, 0, 0, d),
        _matrices(-a * d, 0, 0, -d),
        code="union-ok",
        trap="The positive definite matrices among them form a convex set, and so do the negative definite ones; "
        "but $S$ is "
        "the union.",
        matrices=True,
        missing=rf"The zero matrix has the determinant $0$, which is less than ${d * d}$.",
    )


def _rank(a: int, b: int, _c: int, _d: int) -> Case:
    words = ("matrices of rank at most $1$", r"matrices $A$ with $\det(A) = 0$")[b % 2]
    return Case(
        _matrix_set(words),
        ("rank({x}) <= 1", "det({x}) = 0")[b % 2],
        False,
        ("Sums of matrices of rank $1$ may have rank $2$.",),
        _matrices(a, 0, 0, 0),
        _matrices(0, 0, 0, 1),
        code="connected-suffices",
        trap="Every such matrix can be shrunk to the zero matrix inside the set, but what about a segment between "
        "two of them?",
        matrices=True,
        missing=rf"Its determinant is ${latex_of(Q(a, 4))} \neq 0$, so its rank is $2$.",
    )


def _trace(a: int, b: int, c: int, d: int) -> Case:
    words = (
        f"matrices with trace at most ${d}$",
        rf"matrices $A$ with $Av = v$ for $v = {latex_of(Vector([1, a]))}$",
        "matrices whose rows have the sum $1$",
        "matrices with entries that are all at most $" + str(d) + "$",
    )[(b + c) % 4]
    mixed = r"tA + (1 - t)B"
    direct = (
        rf"Directly: $\operatorname{{tr}}({mixed}) = t \operatorname{{tr}} A + (1 - t) \operatorname{{tr}} B \le t "
        rf"\cdot {d} + (1 - t) \cdot {d} = {d}$.",
        rf"Directly, with $Bv = v$ as well: $({mixed})v = t Av + (1 - t) Bv = t v + (1 - t) v = v$.",
        rf"Directly, with $\mathbf 1 = (1, 1)^\top$: $({mixed}) \mathbf 1 = t A \mathbf 1 + (1 - t) B \mathbf 1 = t "
        r"\mathbf 1 + (1 - t) \mathbf 1 = \mathbf 1$.",
        rf"Directly, for each entry: $t a_{{ij}} + (1 - t) b_{{ij}} \le t \cdot {d} + (1 - t) \cdot {d} = {d}$.",
    )[(b + c) % 4]
    units = [
        f"[{int(i == 0)}, {int(i == 1)}]^T*{{x}}*[{int(j == 0)}, {int(j == 1)}] <= {d}" for i in (0, 1) for j in (0, 1)
    ]
    member = (
        f"tr({{x}}) <= {d}",
        f"{{x}}*[1, {a}] = [1, {a}]",
        "{x}*[1, 1] = [1, 1]",
        " and ".join(units),
    )[(b + c) % 4]
    return Case(
        _matrix_set(words),
        member,
        True,
        (
            "The condition is made of linear equations or inequalities in the entries of the matrix.",
            "Such sets are intersections of hyperplanes and half-spaces, which are convex.",
            direct,
        ),
        _matrices(1, 0, 0, 1) if (b + c) % 4 else _matrices(0, 0, 0, 0),
        _matrices(1, 0, 0, 1) if (b + c) % 4 else _matrices(0, 0, 0, 0),
        trap="How does the condition depend on the entries of the matrix?",
        matrices=True,
    )


def _either(_a: int, b: int, _c: int, d: int) -> Case:
    return Case(
        _matrix_set("symmetric matrices that are positive semidefinite or negative semidefinite"),
        f"{SYMMETRIC} and det({{x}}) >= 0",
        False,
        ("Both cones are convex, but $S$ is their union: a mean of two such matrices may be indefinite.",),
        _matrices(d, 0, 0, 0),
        _matrices(0, 0, 0, -1 - (b + 4)),
        code="union-ok",
        trap="Both cones are convex, but is their union?",
        matrices=True,
        missing=rf"Its eigenvalues ${latex_of(Q(d, 2))}$ and ${latex_of(Q(-5 - b, 2))}$ have different signs.",
    )


def _invertible(a: int, _b: int, _c: int, d: int) -> Case:
    return Case(
        _matrix_set("invertible matrices"),
        "det({x}) != 0",
        False,
        ("The zero matrix is not invertible, but it lies halfway between $A$ and $-A$.",),
        _matrices(a, 0, 0, d),
        _matrices(-a, 0, 0, -d),
        code="boundary-only",
        trap="Look at what lies between two such matrices, for example between $A$ and $-A$.",
        matrices=True,
        missing="The zero matrix has the determinant $0$ and no inverse.",
    )


def _orthogonal(_a: int, b: int, _c: int, _d: int) -> Case:
    return Case(
        _matrix_set("orthogonal matrices"),
        "{x}^T*{x} = [1, 0; 0, 1]",
        False,
        (r"Orthogonal matrices satisfy a quadratic equation, $A^\top A = I$, and the zero matrix does not.",),
        _matrices(1, 0, 0, 1) if b % 2 else _matrices(0, 1, 1, 0),
        _matrices(-1, 0, 0, -1) if b % 2 else _matrices(0, -1, -1, 0),
        code="boundary-only",
        trap="These matrices lie on a sphere: look at what lies between two of them.",
        matrices=True,
        missing=r"For the zero matrix the product is $0$, and not $I$.",
    )


def _density(_a: int, _b: int, _c: int, d: int) -> Case:
    return Case(
        _matrix_set(f"symmetric positive semidefinite matrices with trace ${d}$"),
        f"{PSD} and tr({{x}}) = {d}",
        True,
        (
            r"For fixed $v$ the condition $v^\top A v \ge 0$ is linear in $A$, and so is $\operatorname{tr}(A) = "
            + str(d)
            + "$.",
            "So $S$ is an intersection of half-spaces and a hyperplane, which are convex.",
        ),
        _matrices(d, 0, 0, 0),
        _matrices(0, 0, 0, d),
        trap="Write both conditions as linear ones in the matrix.",
        matrices=True,
    )


CASES: dict[str, Callable[..., Case]] = {
    "disc": _disc,
    "half": _half,
    "exterior": _exterior,
    "rim": _rim,
    "pierced": _pierced,
    "crowned": _crowned,
    "notched": _notched,
    "half-pierced": _half_pierced,
    "overlap": _overlap,
    "meet": _meet,
    "apart": _apart,
    "nested": _nested,
    "ring": _ring,
    "cut": _cut,
    "bite": _bite,
    "corner": _corner,
    "quadrant": _quadrant,
    "strips": _strips,
    "covering": _covering,
    "form": _form,
    "saddle": _saddle,
    "hyperbola": _hyperbola,
    "branch": _branch,
    "epigraph": _epigraph,
    "below": _below,
    "diamond": _diamond,
    "star": _star,
    "psd": _psd,
    "det": _det,
    "rank": _rank,
    "trace": _trace,
    "either": _either,
    "invertible": _invertible,
    "orthogonal": _orthogonal,
    "density": _density,
}
LEVELS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (
        ("disc", "exterior"),
        ("half", "half-pierced"),
        ("crowned", "rim"),
        ("notched", "pierced"),
    ),
    2: (
        ("meet", "overlap"),
        ("nested", "apart"),
        ("cut", "ring"),
        ("cut", "bite"),
        ("quadrant", "corner"),
        ("covering", "strips"),
    ),
    3: (
        ("form", "saddle"),
        ("branch", "hyperbola"),
        ("epigraph", "below"),
        ("diamond", "star"),
        ("psd", "det"),
        ("trace", "rank"),
        ("density", "either"),
        ("psd", "invertible"),
        ("trace", "orthogonal"),
    ),
}

# --- the problem -------------------------------------------------------------------------------------------

ASKS = (
    ("True or false?", "If it is false, give"),
    ("Is the following statement true?", "If it is not, give"),
    ("Decide whether this statement holds.", "If it does not, show it by"),
    ("A student writes in an exam:", "If the student is wrong, give"),
)


@convex_set.problem
def build(kind: str, numbers: tuple[int, ...], setting: int) -> Problem:
    """The statement that the set is convex."""
    case = CASES[kind](*numbers)
    names = ("A", "B") if case.matrices else ("p", "q")
    shape = (2, 2) if case.matrices else (2, 1)
    before, after = ASKS[setting]
    says = (
        f"In the space of the real 2×2 matrices, {case.says} is convex."
        if case.matrices
        else f"The set $${case.says}$$ is convex."
    )
    p, q = names
    wanted = (
        rf"{after} ${p}, {q} \in S$ and a number $t$ with $0 \le t \le 1$ such that $t{p} + (1 - t){q}$ does "
        rf"not belong to $S$."
    )
    answer = _answer(case, names, shape)
    return Problem.single(
        prompt=f"{before} {says} {wanted}" if not case.matrices else f"{before}\n\n> {says}\n\n{wanted}",
        answer=answer,
        hints=_hints(case),
        steps=_steps(case, names),
    )


def _member(case: Case, x: str) -> str:
    return case.member.replace("{x}", x)


def _answer(case: Case, names: tuple[str, str], shape: tuple[int, int]) -> TruthAnswer:
    p, q = names
    between = f"(t*{p} + (1 - t)*{q})"
    conditions = _member(case, p), _member(case, q)
    claim = _member(case, between)
    first, second, t = ("", "", "") if case.truth else (case.first, case.second, case.t)
    return TruthAnswer(
        case.truth,
        (Witness(p, shape, first), Witness(q, shape, second), Witness("t", None, t)),
        (*conditions, "0 <= t <= 1"),
        claim,
        ((case.first, case.second, case.t),) if case.truth else (),
        code=case.code,
        feedback=case.trap,
        shown={
            conditions[0]: rf"{p} \in S",
            conditions[1]: rf"{q} \in S",
            claim: rf"t{p} + (1 - t){q} \in S",
        },
    )


def _hints(case: Case) -> tuple[str, ...]:
    if case.matrices:
        return (
            "A set is convex when it contains the whole segment between any two of its elements.",
            "Is the condition linear in the matrix? If not, try diagonal matrices with small entries.",
        )
    return (
        "A set is convex when it contains the whole segment between any two of its points. Draw it.",
        "If you suspect that it is not, look for two points with something missing between them; $t = 1/2$ often "
        "does it.",
    )


def _steps(case: Case, names: tuple[str, str]) -> tuple[Step, ...]:
    why = tuple(Step(line) for line in case.why)
    if case.truth:
        return (*why, Step("So the statement is **true**."))
    p, q = names
    first, second = _read(case.first), _read(case.second)
    t = Q(*map(int, case.t.split("/")))
    between = tuple(t * u + (1 - t) * v for u, v in zip(first, second, strict=True))
    shown = [latex_of(_shaped(v, case.matrices)) for v in (first, second, between)]
    take = (
        rf"Take ${p} = {shown[0]}$ and ${q} = {shown[1]}$, which belong to $S$, and $t = \frac{{1}}{{2}}$: "
        rf"$$\frac{{1}}{{2}} {p} + \frac{{1}}{{2}} {q} = {shown[2]}.$$"
    )
    return (
        *why,
        Step(take + _picture(case, first, second, between)),
        Step(f"{case.missing} So the midpoint does not belong to $S$, and the statement is **false**."),
    )


def _picture(case: Case, first: Entries, second: Entries, between: Entries) -> str:
    if not case.marks:
        return ""
    ends = tuple((near(v[0]), near(v[1])) for v in (first, second))
    middle = (near(between[0]), near(between[1]))
    xs = [e[0] for e in ends]
    ys = [e[1] for e in ends]
    for mark in case.marks:
        if isinstance(mark, Ellipse):
            xs += [mark.centre[0] - mark.u[0], mark.centre[0] + mark.u[0]]
            ys += [mark.centre[1] - mark.v[1], mark.centre[1] + mark.v[1]]
    half = max(max(xs) - min(xs), max(ys) - min(ys)) / 2 + 1.5
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    plot = Plot(
        "The border of the set, and a segment between two points of it whose middle, marked by a cross, is outside.",
        (near(x - half), near(x + half)),
        (near(y - half), near(y + half)),
        (*case.marks, Line(ends, style="dashed"), Points(ends), Points((middle,), marker="cross")),
        "$x_1$",
        "$x_2$",
        equal=True,
    )
    return drawn(plot)


def _read(text: str) -> Entries:
    """The entries of a stored witness."""
    return tuple(Q(*map(int, entry.split("/"))) for entry in text.strip("[]").replace(";", ",").split(","))


def _shaped(entries: Entries, matrices: bool) -> Matrix:
    return Matrix([list(entries[:2]), list(entries[2:])]) if matrices else Vector(list(entries))


# --- verify ------------------------------------------------------------------------------------------------


def inside(kind: str, n: tuple[int, ...], v: Entries) -> bool:
    """Does a point, or a matrix by its entries, belong to the set? In exact numbers, squared where there are roots."""
    if len(v) == 4:
        return _inside_matrices(kind, n, *v)
    x, y = v
    if kind in ("half", "half-pierced"):
        side = n[0] * x + n[1] * y - n[2]
        if kind == "half":
            return bool(side < 0) if n[3] else bool(side <= 0)
        hole = next(u for u in range(-9, 10) if (n[2] - n[0] * u) % n[1] == 0)
        return bool(side <= 0) and not (x == hole and y == (n[2] - n[0] * hole) // n[1])
    if kind in ("corner", "quadrant", "strips", "covering"):
        return _inside_half_planes(kind, n, x, y)
    if kind in ("form", "saddle", "hyperbola", "branch", "epigraph", "below", "diamond", "star"):
        return _inside_levels(kind, n, x, y)
    a, b, r = n[:3]
    far = (x - a) ** 2 + (y - b) ** 2
    match kind:
        case "disc":
            return bool(far < r * r) if n[3] else bool(far <= r * r)
        case "exterior":
            return bool(far > r * r) if n[3] else bool(far >= r * r)
        case "rim":
            return bool(far == r * r)
        case "pierced":
            return far != 0 and (bool(far < (r + 1) ** 2) if n[3] else bool(far <= (r + 1) ** 2))
        case "crowned":
            return bool(far < r * r) or (x == a + r and y == b)
        case "notched":
            return bool(far <= r * r) and not (x == a and y == b + r)
        case "ring":
            return bool(n[3] ** 2 <= far <= r * r)
        case "nested":
            return bool(far <= r * r) or bool((x - a - n[3]) ** 2 + (y - b) ** 2 <= n[4] ** 2)
        case "cut":
            return bool(far <= r * r) and not (x if n[4] == 0 else y) > (a if n[4] == 0 else b) + n[3]
        case "bite":
            return bool((x if n[4] == 0 else y) <= (a if n[4] == 0 else b) + n[3]) and not far < r * r
    other = (x - a - (n[3] if n[4] == 0 else 0)) ** 2 + (y - b - (n[3] if n[4] else 0)) ** 2
    close = [bool(d <= r * r) for d in (far, other)]
    return all(close) if kind == "meet" else any(close)


def _inside_half_planes(kind: str, n: tuple[int, ...], x: Q, y: Q) -> bool:
    a, b, k, axis = n
    if kind == "corner":
        return not (x > a and y > b)
    if kind == "quadrant":
        return bool(x <= a and y >= b and x + y >= a + b - k)
    z = y if axis else x
    return kind == "covering" or not a < z < a + k + 1


def _inside_levels(kind: str, n: tuple[int, ...], x: Q, y: Q) -> bool:
    a, b, c, d = n
    match kind:
        case "form":
            return bool(a * x * x + 2 * c * min(d, a) * x * y + a * y * y <= b)
        case "saddle":
            return bool(a * x * x + 2 * c * (a + d) * x * y + a * y * y <= b)
        case "hyperbola":
            return bool(x * y >= d)
        case "branch":
            return bool(x * y >= d and x > 0)
        case "epigraph":
            return bool(y >= a * x * x + b * x + c)
        case "below":
            return bool(y <= a * x * x + b * x + c)
    k = 1 + (b + 4) % 3
    u, v = abs(x), abs(y)
    if kind == "diamond":
        return bool(k * u + v <= d) if c >= 0 else bool(max(k * u, v) <= d)
    # sqrt(u) + k sqrt(v) <= a k, squared twice.
    rest = (a * k) ** 2 - u - k * k * v
    return bool(rest >= 0 and 4 * k * k * u * v <= rest * rest)


def _inside_matrices(kind: str, n: tuple[int, ...], e: Q, f: Q, g: Q, h: Q) -> bool:
    a, b, c, d = n
    det, trace = e * h - f * g, e + h
    definite = f == g and e >= 0 and h >= 0 and det >= 0
    match kind:
        case "psd":
            u, v = b or 1, c or 1
            form = u * u * e + u * v * (f + g) + v * v * h
            return bool((definite, f == g and form >= d, definite and trace <= d)[d % 3])
        case "det":
            return bool(f == g and det >= d * d)
        case "rank":
            return bool(det == 0)
        case "either":
            return bool(definite or (f == g and e <= 0 and h <= 0 and det >= 0))
        case "invertible":
            return bool(det != 0)
        case "orthogonal":
            return bool(e * e + g * g == 1 and f * f + h * h == 1 and e * f + g * h == 0)
        case "density":
            return bool(definite and trace == d)
    return bool(
        (
            trace <= d,
            e + a * f == 1 and g + a * h == a,
            e + f == 1 and g + h == 1,
            max(e, f, g, h) <= d,
        )[(b + c) % 4]
    )


@lru_cache(maxsize=512)
def _broken_on_grid(kind: str, numbers: tuple[int, ...]) -> bool:
    """Is there a pair of grid points in the set with a point between them that is not?"""
    if CASES[kind](*numbers).matrices:
        d = numbers[3]
        grid = [tuple(map(Q, v)) for v in product((-d, -1, 0, 1, d), repeat=4)]
        members = [v for v in grid if inside(kind, numbers, v)][::3] + [
            v for v in grid if v[1] == v[2] == 0 and inside(kind, numbers, v)
        ]
        members = members[:120] + members[-30:]
    else:
        grid = [(Q(x), Q(y)) for x in range(-9, 10) for y in range(-9, 10)]
        members = [v for v in grid if inside(kind, numbers, v)]
        members = members if len(members) <= 130 else members[:: len(members) // 110 + 1]
        case = CASES[kind](*numbers)
        members += [_read(case.first), _read(case.second)]
    for i, p in enumerate(members):
        for q in members[:i]:
            if not inside(kind, numbers, tuple((u + v) / 2 for u, v in zip(p, q, strict=True))):
                return True
    return False


@convex_set.verify
def segment_leaves_the_set(kind: str, numbers: tuple[int, ...], setting: int, answer: Any) -> bool:
    """Put the learner's points in; for a convex set, no pair of a grid breaks it."""
    truth, told = answer
    if truth:
        return not _broken_on_grid(kind, numbers)
    if not told:
        return False
    first, second = (tuple(told[name].entries) for name in (("A", "B") if "A" in told else ("p", "q")))
    t = told["t"]
    between = tuple(t * u + (1 - t) * v for u, v in zip(first, second, strict=True))
    members = inside(kind, numbers, first) and inside(kind, numbers, second)
    return bool(members and 0 <= t <= 1 and not inside(kind, numbers, between))
