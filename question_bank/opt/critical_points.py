"""Find the stationary points of a function of two or three variables and classify them (MML 5.8, 7.1).

Levels: 1 a quadratic function of two or three variables; 2 a cubic with two stationary points; 3 a Hessian that
decides nothing, a domain that excludes a root, or three variables. Checked by Newton's method from a grid of starting
points, which finds every stationary point, and by the values of the function on a small circle around each of them (in
three variables by the eigenvalues of a Hessian from differences).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import cos, pi, sin
from typing import Any, NamedTuple

from question_bank._draw import indefinite, positive_definite, vector
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import Elimination, base, substituted, times
from question_bank.cal._several import LETTERS, Poly, joined, shown
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.sets import SetAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text, tuple_of
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Part, Problem, Step, step

Point = tuple[int, ...]
NAMES = {"min": "a local minimum", "max": "a local maximum", "saddle": "a saddle point"}


class Given(NamedTuple):
    kind: str
    """"quadratic", "valley", "folium", "degenerate", "flat", "domain" or "three"."""
    numbers: tuple[int, ...]
    setting: int


class Case(NamedTuple):
    """A function, its stationary points with what they are, and how they are found."""

    points: tuple[tuple[Point, str], ...]
    steps: tuple[Step, ...]
    missed: tuple[Point, ...] = ()
    """The points that are left after a division by an unknown."""
    excluded: tuple[Point, ...] = ()
    """Roots outside the domain."""


@exercise("opt-critical-points", version=1, bounds=(1000, 1000, 2000))
def critical_points(draw: Draw, level: int) -> Given:
    """Functions whose stationary points are small integers."""
    setting = draw.below(3)
    if level == 1:
        return Given("quadratic", _quadratic_numbers(draw), setting)
    kind = draw.choice(KINDS[level])
    return Given(kind, SAMPLERS[kind](draw), setting)


KINDS: dict[int, tuple[str, ...]] = {
    2: ("valley", "valley", "folium"),
    3: ("degenerate", "flat", "domain", "domain", "three"),
}


def _quadratic_numbers(draw: Draw) -> tuple[int, ...]:
    """The upper triangle of an even-diagonal Hessian, the stationary point, a constant."""
    n = 2 + (draw.below(3) == 0)
    kind = draw.choice(("min", "max", "saddle", "saddle"))
    for _ in range(TRIES):
        if n == 2:
            h = indefinite(draw, 2, 4, positive_diagonal=draw.flip()) if kind == "saddle" else _definite(draw, kind)
            rows = [[int(x.p) for x in row] for row in h.to_rows()]
            rows[0][0], rows[1][1] = 2 * rows[0][0], 2 * rows[1][1]
        else:
            a, c, e = (2 * draw.integer(1, 3) * draw.sign() for _ in range(3))
            b, d = draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3, nonzero=True)
            rows = [[a, b, 0], [b, c, d], [0, d, e]]
        h = Matrix(rows)
        if h.det() != 0 and _by_minors(h) == kind:
            at = vector(draw, n, 3)
            upper = [int(h[i, j].p) for i in range(n) for j in range(i, n)]
            return (n, *upper, *(int(x.p) for x in at), draw.integer(-9, 9))
    raise exhausted("quadratic", "the kind of its Hessian")


def _definite(draw: Draw, kind: str) -> Matrix:
    a = positive_definite(draw, 2, 3)
    return a if kind == "min" else -a


def _valley_numbers(draw: Draw) -> tuple[int, ...]:
    """a, p, q, k, m, n of a(x^3 - ...) + k(y - mx - n)^2: the roots of f_x on the valley are p and q."""
    a = draw.choice((1, -1, 2))
    p = draw.integer(-3, 3) if draw.below(3) == 0 else 0
    even = 1 if a == 2 else 2
    q = p + draw.sign() * even * draw.integer(1, 2 if even == 2 else 3)
    return a, p, q, draw.integer(1, 3) * draw.sign(), draw.integer(-2, 2, nonzero=True), draw.integer(-2, 2)


def _folium_numbers(draw: Draw) -> tuple[int, ...]:
    """A, s, v of A x^3 + A s^3 y^3 - 3 A s^2 v xy, whose points are 0 and (sv, v)."""
    if draw.below(4) == 0:
        return draw.sign(), 2 * draw.sign(), draw.sign()
    return draw.integer(1, 2) * draw.sign(), draw.sign(), draw.integer(1, 3) * draw.sign()


def _degenerate_numbers(draw: Draw) -> tuple[int, ...]:
    """a, m, b, c of a(x - my)^2 + b(3y^4 - 4c y^3)."""
    return (
        draw.integer(1, 4) * draw.sign(),
        draw.integer(-3, 3, nonzero=True),
        draw.integer(1, 2) * draw.sign(),
        draw.integer(-3, 3, nonzero=True),
    )


def _flat_numbers(draw: Draw) -> tuple[int, ...]:
    """a, m, b, n of a(x - my)^2 + b y^n."""
    return (
        draw.integer(1, 4) * draw.sign(),
        draw.integer(-3, 3, nonzero=True),
        draw.integer(1, 4) * draw.sign(),
        draw.choice((3, 4, 4)),
    )


def _domain_numbers(draw: Draw) -> tuple[int, ...]:
    """a, p, q, k, m of a x^2 - 2a(p + q)x + 2apq ln x + k(y - mx)^2 with p > 0."""
    p = draw.integer(1, 4)
    q = draw.integer(-4, 4, avoid=(0, p))
    return (
        draw.integer(1, 2) * draw.sign(),
        p,
        q,
        draw.integer(1, 3) * draw.sign(),
        draw.integer(-2, 2, nonzero=True),
    )


def _three_numbers(draw: Draw) -> tuple[int, ...]:
    """a, q, k, m, l, n of a(2x^3 - 3q x^2) + k(y - mx)^2 + l(z - ny)^2."""
    m = draw.integer(-2, 2, nonzero=True)
    return (
        draw.sign(),
        draw.integer(-3, 3, nonzero=True),
        draw.integer(1, 3) * draw.sign(),
        m,
        draw.integer(1, 3) * draw.sign(),
        draw.sign() * (1 if abs(m) == 2 else draw.integer(1, 2)),
    )


SAMPLERS: dict[str, Callable[[Draw], tuple[int, ...]]] = {
    "valley": _valley_numbers,
    "folium": _folium_numbers,
    "degenerate": _degenerate_numbers,
    "flat": _flat_numbers,
    "domain": _domain_numbers,
    "three": _three_numbers,
}

# --- the functions -----------------------------------------------------------------------------------------


def _square(k: int, *coefficients: tuple[int, ...]) -> Poly:
    """k times the square of a linear form, given by (coefficient, powers...)."""
    form = Poly({tuple(powers): c for c, *powers in coefficients if c})
    return form * form * k


def function(kind: str, n: tuple[int, ...]) -> tuple[Poly, int]:
    """The polynomial part of f, and the factor of ln(x)."""
    match kind:
        case "quadratic":
            h, at, constant = _unpacked(n)
            pull = h @ at
            size = h.rows
            terms: dict[tuple[int, ...], Q] = {(0,) * size: Q(constant)}
            for i in range(size):
                terms[_unit(size, i)] = -pull[i]
                for j in range(i, size):
                    powers = tuple(x + y for x, y in zip(_unit(size, i), _unit(size, j), strict=True))
                    terms[powers] = h[i, j] / 2 if i == j else h[i, j]
            return Poly(terms), 0
        case "valley":
            a, p, q, k, m, c = n
            cubic = Poly({(3, 0): a, (2, 0): Q(-3 * a * (p + q), 2), (1, 0): 3 * a * p * q})
            return cubic + _square(k, (1, 0, 1), (-m, 1, 0), (-c, 0, 0)), 0
        case "folium":
            a, s, v = n
            return Poly({(3, 0): a, (0, 3): a * s**3, (1, 1): -3 * a * s * s * v}), 0
        case "degenerate":
            a, m, b, c = n
            return _square(a, (1, 1, 0), (-m, 0, 1)) + Poly({(0, 4): 3 * b, (0, 3): -4 * b * c}), 0
        case "flat":
            a, m, b, power = n
            return _square(a, (1, 1, 0), (-m, 0, 1)) + Poly({(0, power): b}), 0
        case "domain":
            a, p, q, k, m = n
            return Poly({(2, 0): a, (1, 0): -2 * a * (p + q)}) + _square(k, (1, 0, 1), (-m, 1, 0)), 2 * a * p * q
    a, q, k, m, c, r = n
    cubic = Poly({(3, 0, 0): 2 * a, (2, 0, 0): -3 * a * q})
    return cubic + _square(k, (1, 0, 1, 0), (-m, 1, 0, 0)) + _square(c, (1, 0, 0, 1), (-r, 0, 1, 0)), 0


def _unit(n: int, i: int) -> tuple[int, ...]:
    return tuple(int(i == j) for j in range(n))


def _unpacked(numbers: tuple[int, ...]) -> tuple[Matrix, Matrix, int]:
    """(Hessian, stationary point, constant) of a quadratic."""
    n, *rest = numbers
    rows = [[0] * n for _ in range(n)]
    values = iter(rest)
    for i in range(n):
        for j in range(i, n):
            rows[i][j] = rows[j][i] = next(values)
    return Matrix(rows), Vector([next(values) for _ in range(n)]), next(values)


def _written(f: Poly, log: int, n: int) -> str:
    """f as LaTeX."""
    return shown(joined(f.typed(), f"{log} ln(x)" if log else "0"), n)


# --- classification by minors ------------------------------------------------------------------------------


def _minors(h: Matrix) -> list[Q]:
    """The leading principal minors."""
    return [Matrix([row[:k] for row in h.to_rows()[:k]]).det() for k in range(1, h.rows + 1)]


def _by_minors(h: Matrix) -> str:
    """What an invertible Hessian says."""
    minors = _minors(h)
    if all(d > 0 for d in minors):
        return "min"
    return "max" if all(d * (-1) ** k > 0 for k, d in enumerate(minors, 1)) else "saddle"


def _by_determinant(a: Q, det: Q) -> str:
    """What the corner and the determinant of a 2×2 Hessian say."""
    return "saddle" if det < 0 else "min" if a > 0 else "max"


def _judged(at: Point, h: Matrix) -> Step:
    """The verdict on one point by the determinant of the 2×2 Hessian."""
    a, b, d, det = h[0, 0], h[0, 1], h[1, 1], h.det()
    if det < 0:
        why = "is negative, so the Hessian has eigenvalues of both signs"
    else:
        why = rf"is positive, so both eigenvalues have the sign of the upper left entry ${latex_of(a)}$"
    work = rf"{times(a, d)} - {base(b)}^2 = {latex_of(det)}"
    kind = NAMES[_by_determinant(a, det)]
    return Step(f"At ${tuple_of(at)}$ the Hessian is ${latex_of(h)}$. Its determinant ${work}$ {why}: {kind}.")


def _at(hessian: Sequence[Sequence[Poly]], at: Point) -> Matrix:
    return Matrix([[entry.at([Q(x) for x in at]) for entry in row] for row in hessian])


def _derivatives(f: Poly, n: int) -> tuple[list[Poly], list[list[Poly]]]:
    gradient = [f.partial(i) for i in range(n)]
    return gradient, [[g.partial(j) for j in range(n)] for g in gradient]


def _grid(entries: Sequence[Sequence[str]]) -> str:
    return r"\begin{pmatrix} " + r" \\ ".join(" & ".join(row) for row in entries) + r" \end{pmatrix}"


# --- the cases ---------------------------------------------------------------------------------------------


def _quadratic(numbers: tuple[int, ...]) -> Case:
    h, at, _ = _unpacked(numbers)
    n, f = h.rows, function("quadratic", numbers)[0]
    gradient = [g.typed() for g in _derivatives(f, n)[0]]
    letters = LETTERS[:n]
    equations = r" \\ ".join(f"f_{x} &= {shown(g, n)} = 0" for x, g in zip(letters, gradient, strict=True))
    point, b = tuple(int(x.p) for x in at), h @ at
    steps = [
        Step(
            rf"At a stationary point the partial derivatives are zero: $$\begin{{aligned}} {equations} "
            rf"\end{{aligned}}$$"
        ),
        *Elimination(h, h @ at).steps,
        Step(
            f"Back substitution gives the only solution ${tuple_of(point)}$; put into the first equation: "
            f"${substituted(h.row(0).entries, list(at))}{signed(latex_of(-b[0])) if b[0] != 0 else ''} = 0$."
        ),
        Step(f"The second derivatives are constant: $$H = {latex_of(h)}.$$"),
    ]
    kind = _by_minors(h)
    minors = _minors(h)
    if n == 2:
        det = minors[1]
        work = rf"\det H = {times(h[0, 0], h[1, 1])} - {base(h[0, 1])}^2 = {latex_of(det)}"
        told = {
            "min": r"> 0$, so both eigenvalues have the same sign, and $f_{xx} > 0$ says that it is plus.",
            "max": r"> 0$, so both eigenvalues have the same sign, and $f_{xx} < 0$ says that it is minus.",
            "saddle": r"< 0$: the determinant is the product of the eigenvalues, so they have different signs.",
        }[kind]
        steps.append(Step(f"${work} {told}"))
    else:
        listed_minors = ", ".join(latex_of(d) for d in minors)
        told = {
            "min": "All are positive, so $H$ is positive definite (Sylvester's criterion).",
            "max": "Their signs alternate, beginning with minus, so $H$ is negative definite (Sylvester's criterion).",
            "saddle": r"They are neither all positive nor of the signs $-, +, -$, and $\det H \neq 0$: $H$ is "
            "indefinite.",
        }[kind]
        steps.append(Step(f"The leading principal minors of $H$ are ${listed_minors}$. {told}"))
    return Case(((point, kind),), tuple(steps))


def _valley(numbers: tuple[int, ...]) -> Case:
    a, p, q, _, m, c = numbers
    f = function("valley", numbers)[0]
    gradient, hessian = _derivatives(f, 2)
    line = polynomial([m, c])
    p, q = sorted((p, q))
    points = tuple((x, m * x + c) for x in (p, q))
    cubic = polynomial([3 * a, -3 * a * (p + q), 3 * a * p * q])
    if 0 in (p, q):
        other = p + q
        solving = rf"{polynomial([3 * a, 0])}({polynomial([1, -other])}) = 0"
        note = f"Factor $x$ out and do not divide by it, for $x = 0$ is a solution. The other one is $x = {other}$."
    else:
        solving = f"{polynomial([1, -(p + q), p * q])} = 0"
        note = f"The solutions are $x = {p}$ and $x = {q}$."
    judged = [_judged(at, _at(hessian, at)) for at in points]
    steps = (
        _partials(gradient),
        Step(f"$f_y = 0$ is linear in $y$ and gives $y = {line}$."),
        Step(f"Put into $f_x = 0$, this leaves ${cubic} = 0$, so ${solving}$. {note}"),
        Step(f"With $y = {line}$ the stationary points are ${listed_points(points)}$."),
        Step(
            f"The Hessian is $$H(x, y) = {_grid([[shown(e.typed()) for e in row] for row in hessian])}.$$ "
            "Put in the points one by one."
        ),
        *judged,
    )
    missed = tuple(at for at in points if at[0] != 0)
    return Case(_typed_points(points, hessian), steps, missed if len(missed) == 1 else ())


def listed_points(points: Sequence[Point]) -> str:
    """ "(1, 2) and (3, 4)" within one formula."""
    return r" \text{ and } ".join(tuple_of(at) for at in points)


def _typed_points(points: Sequence[Point], hessian: Sequence[Sequence[Poly]]) -> tuple[tuple[Point, str], ...]:
    found = []
    for at in points:
        h = _at(hessian, at)
        found.append((at, _by_determinant(h[0, 0], h.det())))
    return tuple(found)


def _folium(numbers: tuple[int, ...]) -> Case:
    a, s, v = numbers
    u = s * v
    f = function("folium", numbers)[0]
    gradient, hessian = _derivatives(f, 2)
    ratio = Q(1, s * s * v)
    points = ((0, 0), (u, v))
    parabola = linear([ratio], ["x^2"])
    quartic = linear([3 * a * s**3 * ratio**2, -3 * a * s * s * v], ["x^4", "x"])
    steps = (
        _partials(gradient),
        Step(f"$f_x = 0$ gives $y = {parabola}$."),
        Step(
            f"Put into $f_y = 0$: ${quartic} = 0$, so $x\\left(x^3 {signed(str(-(u**3)))}\\right) = 0$. Do not "
            f"divide by $x$: $x = 0$ is a solution. The other one is $x = {u}$, since "
            f"${base(Q(u))}^3 = {u**3}$."
        ),
        Step(f"With $y = {parabola}$ the stationary points are ${listed_points(points)}$."),
        Step(
            f"The Hessian is $$H(x, y) = {_grid([[shown(e.typed()) for e in row] for row in hessian])}.$$ "
            "Put in the points one by one."
        ),
        *(_judged(at, _at(hessian, at)) for at in points),
    )
    return Case(_typed_points(points, hessian), steps, (points[1],))


def _along(a: int, m: int) -> str:
    """The valley x = my, and why it is the line to look at."""
    return f"the line $x = {linear([m], ['y'])}$, where the square vanishes"


def _degenerate(numbers: tuple[int, ...]) -> Case:
    a, m, b, c = numbers
    f = function("degenerate", numbers)[0]
    gradient, hessian = _derivatives(f, 2)
    points = ((0, 0), (m * c, c))
    line = linear([m], ["y"])
    factored = rf"{linear([12 * b], ['y^2'])}({polynomial([1, -c], 'y')}) = 0"
    other = _by_determinant(Q(2 * a), Q(24 * a * b * c * c))
    steps = (
        _partials(gradient),
        Step(f"$f_x = 0$ gives $x = {line}$. Put into $f_y = 0$: the linear terms cancel, and $${factored}.$$"),
        Step(
            f"Do not divide by $y^2$: $y = 0$ is a solution, and $y = {c}$ is the other one. The stationary points are "
            f"${listed_points(points)}$."
        ),
        Step(f"The Hessian is $$H(x, y) = {_grid([[shown(e.typed()) for e in row] for row in hessian])}.$$"),
        _judged(points[1], _at(hessian, points[1])),
        Step(
            f"At $(0, 0)$ the Hessian is ${latex_of(_at(hessian, points[0]))}$ with determinant $0$, so it decides "
            f"nothing. Look at $f$ itself on {_along(a, m)}: "
            f"$$f({linear([m], ['y'])}, y) = {polynomial([3 * b, -4 * b * c, 0, 0, 0], 'y')}.$$"
        ),
        Step(
            rf"Close to $y = 0$ the term ${linear([-4 * b * c], ['y^3'])}$ wins, and it has both signs, whereas "
            "$f(0, 0) = 0$: in every neighbourhood $f$ takes larger and smaller values, so $(0, 0)$ is a saddle point."
        ),
    )
    return Case(((points[0], "saddle"), (points[1], other)), steps, (points[1],))


def _flat(numbers: tuple[int, ...]) -> Case:
    a, m, b, power = numbers
    f = function("flat", numbers)[0]
    gradient, hessian = _derivatives(f, 2)
    line = linear([m], ["y"])
    last = linear([power * b], [f"y^{power - 1}"])
    form = rf"{linear([a], ['(x ' + signed(linear([-m], ['y'])).strip() + ')^2'])}{signed(linear([b], [f'y^{power}']))}"
    if power == 3:
        kind = "saddle"
        told = (
            f"On the line $x = {line}$ this is ${linear([b], ['y^3'])}$, which has both signs near $0$, whereas "
            "$f(0, 0) = 0$: a saddle point."
        )
    elif a * b > 0:
        kind = "min" if a > 0 else "max"
        sign, side = (r"\ge", "above") if a > 0 else (r"\le", "below")
        told = (
            rf"Both terms are ${sign} 0$, and they are both $0$ only at the origin. So $f$ lies {side} $f(0, 0) = 0$ "
            f"everywhere else: {NAMES[kind]}."
        )
    else:
        kind = "saddle"
        told = (
            f"On the $x$-axis $f(x, 0) = {linear([a], ['x^2'])}$, and on the line $x = {line}$ it is "
            f"${linear([b], ['y^4'])}$: values of both signs, whereas $f(0, 0) = 0$. It is a saddle point."
        )
    steps = (
        _partials(gradient),
        Step(
            f"$f_x = 0$ gives $x = {line}$. Put into $f_y = 0$: the linear terms cancel, and ${last} = 0$, so $y = 0$. "
            "The only stationary point is $(0, 0)$."
        ),
        Step(
            f"At $(0, 0)$ the Hessian is ${latex_of(_at(hessian, (0, 0)))}$. Its determinant is $0$, so the second "
            "derivatives decide nothing."
        ),
        Step(f"Look at $f$ itself. Completing the square gives $f(x, y) = {form}$. {told}"),
    )
    return Case((((0, 0), kind),), steps)


def _domain(numbers: tuple[int, ...]) -> Case:
    a, p, q, k, m = numbers
    f, log = function("domain", numbers)
    gradient, _ = _derivatives(f, 2)
    line = linear([m], ["x"])
    roots = sorted((p, q))
    inside = [x for x in roots if x > 0]
    points = tuple((x, m * x) for x in inside)
    over = signed(_fraction(log, "x"))
    corner = signed(_fraction(-log, "x^2"))
    quadratic = polynomial([2 * a, -2 * a * (p + q), log])
    monic = polynomial([1, -(p + q), p * q])
    if len(inside) == 2:
        note = "Both are in the domain."
    else:
        note = f"The domain $x > 0$ excludes $x = {roots[0]}$."
    hessians = [Matrix([[2 * a + 2 * k * m * m - Q(log, x * x), -2 * k * m], [-2 * k * m, 2 * k]]) for x in inside]
    steps = (
        Step(
            f"The partial derivatives are $f_x = {shown(gradient[0].typed())}{over}$ and "
            f"$f_y = {shown(gradient[1].typed())}$."
        ),
        Step(
            f"$f_y = 0$ gives $y = {line}$. Put into $f_x = 0$: $$ {polynomial([2 * a, -2 * a * (p + q)])}{over} = 0.$$"
        ),
        Step(
            f"Multiply by $x$, which is not $0$ in the domain: ${quadratic} = 0$, so ${monic} = 0$, with the solutions "
            f"$x = {roots[0]}$ and $x = {roots[1]}$. {note}"
        ),
        Step(
            f"With $y = {line}$ the stationary {'points are' if len(points) > 1 else 'point is'} "
            f"${listed_points(points)}$."
        ),
        Step(
            "The Hessian is $$H(x, y) = "
            + _grid(
                [
                    [f"{2 * a + 2 * k * m * m}{corner}" if a + k * m * m else _fraction(-log, "x^2"), str(-2 * k * m)],
                    [str(-2 * k * m), str(2 * k)],
                ]
            )
            + ".$$"
        ),
        *(_judged(at, h) for at, h in zip(points, hessians, strict=True)),
    )
    kinds = tuple((at, _by_determinant(h[0, 0], h.det())) for at, h in zip(points, hessians, strict=True))
    return Case(kinds, steps, excluded=tuple((x, m * x) for x in roots if x < 0))


def _fraction(top: int, bottom: str) -> str:
    return rf"{'-' if top < 0 else ''}\frac{{{abs(top)}}}{{{bottom}}}"


def _three(numbers: tuple[int, ...]) -> Case:
    a, q, _, m, _, r = numbers
    f = function("three", numbers)[0]
    gradient, hessian = _derivatives(f, 3)
    points = ((0, 0, 0), (q, m * q, r * m * q))
    equations = r" \\ ".join(f"f_{x} &= {shown(g.typed(), 3)}" for x, g in zip(LETTERS, gradient, strict=True))
    found, judged = [], []
    for at in points:
        h = _at(hessian, at)
        inner = Matrix([row[1:] for row in h.to_rows()[1:]])
        minors = [h[2, 2], inner.det(), h.det()]
        definite = all(d > 0 for d in minors)
        negative = minors[0] < 0 < minors[1] and minors[2] < 0
        kind = "min" if definite else "max" if negative else "saddle"
        told = {
            "min": "all positive, so $H$ is positive definite",
            "max": "of the signs $-, +, -$, so $H$ is negative definite",
            "saddle": r"neither all positive nor of the signs $-, +, -$, and $\det H \neq 0$, so $H$ is indefinite",
        }[kind]
        found.append((at, kind))
        judged.append(
            Step(
                f"At ${tuple_of(at)}$ the Hessian is $${latex_of(h)}.$$ Its minors, taken from the lower right corner "
                f"up, are ${', '.join(latex_of(d) for d in minors)}$: {told}. It is {NAMES[kind]}."
            )
        )
    steps = (
        Step(rf"The partial derivatives are $$\begin{{aligned}} {equations}. \end{{aligned}}$$"),
        Step(f"$f_z = 0$ gives $z = {linear([r], ['y'])}$. Put into $f_y = 0$, it gives $y = {linear([m], ['x'])}$."),
        Step(
            f"Put into $f_x = 0$: $${linear([6 * a], ['x'])}({polynomial([1, -q])}) = 0.$$ Do not divide by $x$: "
            f"$x = 0$ is a solution, and $x = {q}$ is the other one. The stationary points are "
            f"${listed_points(points)}$."
        ),
        Step(
            "Sylvester's criterion decides; the variables may be taken in any order, and $z$, $y$, $x$ is the most "
            "convenient one here."
        ),
        *judged,
    )
    return Case(tuple(found), steps, (points[1],))


CASES: dict[str, Callable[[tuple[int, ...]], Case]] = {
    "quadratic": _quadratic,
    "valley": _valley,
    "folium": _folium,
    "degenerate": _degenerate,
    "flat": _flat,
    "domain": _domain,
    "three": _three,
}

# --- the problem -------------------------------------------------------------------------------------------

PROMPTS = (
    r"Find and classify the stationary points of $$f(@letters) = @f$$",
    r"A loss depends on @count parameters: $$f(@letters) = @f$$ At which points is its gradient zero, and what are "
    r"these points?",
    r"An optimiser may stop wherever the gradient of $$f(@letters) = @f$$ is zero. Find these points and say "
    r"what they are.",
)
FEEDBACK = {
    "roots-missed": "A solution was lost: whoever divides by an unknown drops the points where that unknown is zero.",
    "domain-ignored": r"Not every solution lies in the domain $x > 0$: the logarithm is not defined elsewhere.",
    "det-sign": "Extremum and saddle are confused: a negative determinant means eigenvalues of both signs.",
    "trace-ignored": "A positive determinant says only that both eigenvalues have the same sign: look at which it is.",
}


@critical_points.problem
def build(kind: str, numbers: tuple[int, ...], setting: int) -> Problem:
    """The points of the case; which of them are minima, maxima and saddles."""
    f, log = function(kind, numbers)
    n = len(next(iter(f.terms)))
    case = CASES[kind](numbers)
    prompt = _prompt(_written(f, log, n), n, bool(log), setting)
    hints = _hints(kind, len(case.points))
    return _one_point(prompt, hints, case, n) if len(case.points) == 1 else _several(prompt, hints, case)


def _prompt(f: str, n: int, log: bool, setting: int) -> str:
    letters = Tex(", ".join(LETTERS[:n]))
    domain = r" \qquad (x > 0)" if log else ""
    if setting == 2:
        return text(PROMPTS[2], letters=letters, f=Tex(f + domain))
    shown_f = Tex(f + domain + ".")
    if setting == 0:
        return text(PROMPTS[0], letters=letters, f=shown_f)
    return text(PROMPTS[1], letters=letters, f=shown_f, count="two" if n == 2 else "three")


PARTIALS = "The partial derivatives are $f_x = @fx$ and $f_y = @fy$."


def _partials(gradient: Sequence[Poly]) -> Step:
    return step(PARTIALS, fx=Tex(shown(gradient[0].typed())), fy=Tex(shown(gradient[1].typed())))


def _hints(kind: str, count: int) -> tuple[str, ...]:
    start = "Set every partial derivative to zero and solve the equations together."
    if kind == "quadratic":
        return (
            start,
            "The definiteness of the Hessian decides: look at its determinant, then at the sign of a diagonal entry.",
        )
    solve = (
        "Solve the simplest of the equations for one unknown and put it into the other. Factor, but never divide by an "
        "unknown."
    )
    if kind in ("degenerate", "flat"):
        last = (
            "Where the determinant of the Hessian is zero, compare the values of $f$ close to the point with its value "
            "there."
        )
    else:
        which = "each point" if count > 1 else "the point"
        last = f"Put {which} into the Hessian: determinant first, then the sign of a diagonal entry."
    if kind == "domain":
        return (
            start,
            "The derivative of the logarithm is a fraction: multiply by $x$, and mind the domain.",
            last,
        )
    if kind == "three":
        last = "Put each point into the Hessian and use Sylvester's criterion on its minors."
    return start, solve, last


def _one_point(prompt: str, hints: tuple[str, ...], case: Case, n: int) -> Problem:
    at, kind = case.points[0]
    answer = VectorAnswer.of(Vector(at), names=LETTERS[:n])
    wrong = tuple(
        Misconception("domain-ignored", VectorAnswer.of(Vector(other), names=LETTERS[:n]), FEEDBACK["domain-ignored"])
        for other in case.excluded
    )
    return Problem(
        prompt=prompt,
        parts=(
            Part("a", answer, "There is one stationary point. Give it.", misconceptions=wrong),
            Part("b", _kind_choice(kind), "What is it?"),
        ),
        hints=hints,
        steps=(
            *case.steps,
            step(r"(a) The stationary point is $@answer$. (b) It is @name.", answer=answer, name=NAMES[kind]),
        ),
    )


def _code(right: str, chosen: str) -> str:
    if right == chosen:
        return ""
    return "trace-ignored" if "saddle" not in (right, chosen) else "det-sign"


def _points(points: Sequence[Point]) -> SetAnswer:
    return SetAnswer.of(*(f"({', '.join(map(str, at))})" for at in points), names=())


def _several(prompt: str, hints: tuple[str, ...], case: Case) -> Problem:
    """Both points as a set; then what each of them is."""
    (first, low), (second, high) = sorted(case.points)
    every = _points((first, second))
    example = "(1, 2), (3, 4)" if len(first) == 2 else "(1, 2, 3), (4, 5, 6)"
    parts = (
        Part(
            "a",
            every,
            rf"Give the set of all stationary points, written as in $\{{{example}\}}$.",
            points=2,
            misconceptions=_unlike(every, ("roots-missed", case.missed)),
        ),
        Part("b", _kind_choice(low), "What is the stationary point with the smallest $x$-coordinate?"),
        Part("c", _kind_choice(high), "What is the stationary point with the largest $x$-coordinate?"),
    )
    last = step(
        r"(a) The set of all stationary points is $@every$. (b) The point $@first$ is @low. (c) The point $@second$ is "
        "@high.",
        every=every,
        first=tuple_of(first),
        low=NAMES[low],
        second=tuple_of(second),
        high=NAMES[high],
    )
    return Problem(prompt=prompt, parts=parts, hints=hints, steps=(*case.steps, last))


def _kind_choice(right: str) -> ChoiceAnswer:
    return ChoiceAnswer(
        tuple(
            Option(name[0].upper() + name[1:], True)
            if key == right
            else Option(name[0].upper() + name[1:], False, _code(right, key), FEEDBACK[_code(right, key)])
            for key, name in NAMES.items()
        )
    )


def _unlike(right: SetAnswer, *replies: tuple[str, Sequence[Point]]) -> tuple[Misconception, ...]:
    """The misconceptions with a reply of their own."""
    seen = [frozenset(right.items)]
    found = []
    for code, points in replies:
        answer = _points(points)
        if points and frozenset(answer.items) not in seen:
            seen.append(frozenset(answer.items))
            found.append(Misconception(code, answer, FEEDBACK[code]))
    return tuple(found)


# --- verify ------------------------------------------------------------------------------------------------

STEP = 1e-3
NEAR = 1e-4


def _numeric(kind: str, numbers: tuple[int, ...]) -> Callable[[Any], Any]:
    """f for a numpy array whose first axis holds the coordinates."""
    import numpy as np

    f, log = function(kind, numbers)
    terms = [(int(c.p) / int(c.q), p) for p, c in f.terms.items()]
    degree = max((max(powers) for _, powers in terms), default=0)

    def value(x: Any) -> Any:
        total = log * np.log(x[0]) if log else 0.0 * x[0]
        to_the = [np.ones_like(x)]  # products: numpy's own powers above 2 are many times slower
        for _ in range(degree):
            to_the.append(to_the[-1] * x)
        for c, powers in terms:
            term = c
            for i, k in enumerate(powers):
                if k:
                    term = term * to_the[k][i]
            total = total + term
        return total

    return value


def _slopes(f: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    """Gradient and Hessian by differences: exact for polynomials of degree four, up to rounding."""
    import numpy as np

    n = x.shape[0]
    e, wide = np.eye(n), 50 * STEP
    steps, weights = STEP * np.array([1, -1, 2, -2]), np.array([[8], [-8], [-1], [1]]) / (12 * STEP)
    centres = np.concatenate(([np.zeros(n)], wide * e, -wide * e))
    offsets = centres[:, None, None, :] + steps[:, None] * e[:, None, :]
    # All the points in one call: coordinates, centres, directions, steps, starts.
    values = f(x[:, None, None, None, :] + np.moveaxis(offsets, 3, 0)[..., None])
    slopes = (weights * values).sum(axis=2)
    return slopes[0], np.swapaxes(slopes[1 : n + 1] - slopes[n + 1 :], 0, 1) / (2 * wide)


@lru_cache(maxsize=512)
def _found(kind: str, numbers: tuple[int, ...]) -> tuple[tuple[float, ...], ...]:
    """Every stationary point that Newton's method reaches from a grid of starting points."""
    import numpy as np

    f, log = function(kind, numbers)
    n = len(next(iter(f.terms)))
    value = _numeric(kind, numbers)
    one = np.linspace(-9.3, 9.1, 9 if n == 2 else 5)
    first = np.linspace(0.3, 7.1, 12) if log else one
    x = np.array(np.meshgrid(first, *([one] * (n - 1)))).reshape(n, -1)
    with np.errstate(all="ignore"):
        for _ in range(30):
            gradient, hessian = _slopes(value, x)
            move = (
                np.linalg.pinv(np.nan_to_num(np.moveaxis(hessian, 2, 0)))
                @ np.moveaxis(np.nan_to_num(gradient), 1, 0)[:, :, None]
            )
            before, x = x, np.clip(x - np.moveaxis(move[:, :, 0], 0, 1), -50, 50)
            if np.abs(x - before).max() < 1e-9:
                break
        gradient, _ = _slopes(value, x)
    points: list[tuple[float, ...]] = []
    for column, size in zip(x.T, np.abs(gradient).max(axis=0), strict=True):
        if size < 1e-5 and not (log and column[0] <= 0):
            at = tuple(float(v) for v in column)
            if all(max(abs(u - v) for u, v in zip(at, other, strict=True)) > 0.1 for other in points):
                points.append(at)
    return tuple(points)


@lru_cache(maxsize=2048)
def _what(kind: str, numbers: tuple[int, ...], at: tuple[float, ...]) -> str:
    """By the values of f on a small circle, or in three variables by the eigenvalues of the Hessian."""
    import numpy as np

    f = _numeric(kind, numbers)
    centre = np.array(at)[:, None]
    if len(at) == 3:
        low, *_, high = np.linalg.eigvalsh(_slopes(f, centre)[1][:, :, 0])
        return "min" if low > NEAR else "max" if high < -NEAR else "saddle"
    radius = 0.3 if kind == "flat" else 0.02
    angles = [2 * pi * k / 1440 for k in range(1440)]
    circle = centre + radius * np.array([[cos(t) for t in angles], [sin(t) for t in angles]])
    rise = f(circle) - f(centre)
    return "min" if rise.min() > 0 else "max" if rise.max() < 0 else "saddle"


@critical_points.verify
def newton_finds_them(kind: str, numbers: tuple[int, ...], setting: int, answer: dict[str, Any]) -> bool:
    """The same points as Newton's method finds from many starts, each what the values around it say."""
    reached = sorted(_found(kind, numbers))
    told = [answer["a"]] if isinstance(answer["a"], Matrix) else list(answer["a"])
    if not all(isinstance(at, Matrix) and at.is_integer for at in told):
        return False
    points = sorted({tuple(float(int(x.p)) for x in at) for at in told})
    if [len(p) for p in points] != [len(p) for p in reached]:
        return False
    if any(abs(x - y) > 0.05 for p, w in zip(points, reached, strict=True) for x, y in zip(p, w, strict=True)):
        return False
    chosen = [answer[part][0].lower() for part in "bc" if part in answer]
    return chosen == [NAMES[_what(kind, numbers, at)] for at in points]
