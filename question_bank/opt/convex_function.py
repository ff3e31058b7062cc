"""Where, or for which parameters, is a function convex? (MML 7.3)

Levels: 1 one variable, by the sign of f''; 2 two variables, by the minors of the Hessian: a range of a parameter, or a
region; 3 parameters in functions of one or two variables, log-sum-exp among them. Checked by second differences of the
function itself, in all directions, at many points inside and just outside the answer: derivatives are not used.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from quizgen.answers.interval import IntervalAnswer, Piece
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Problem, Step

Pieces = tuple[Piece, ...]
REALS: Pieces = (Piece("-inf", "inf"),)


class Given(NamedTuple):
    kind: str
    numbers: tuple[int, ...]
    phrasing: int


class Case(NamedTuple):
    """A function with its range and everything told about it."""

    f: str
    """LaTeX, "f(x) = ..." without dollars."""
    answer: Pieces
    steps: list[str]
    wrong: dict[str, Pieces]
    asks: str
    """"x" (where is f convex), "region" (for which x, whatever y is) or "t" (a parameter)."""
    hint: str
    positive: bool = False
    """f is defined for x > 0 only."""


@exercise("opt-convex-function", version=1, bounds=(500, 500, 1000))
def convex_function(draw: Draw, level: int) -> Given:
    """A function whose second derivatives change sign at small numbers."""
    kind = draw.choice(LEVELS[level])
    return Given(kind, SAMPLERS[kind](draw), draw.below(3))


# --- intervals ---------------------------------------------------------------------------------------------


def at_least(x: Q | int, *, closed: bool = True) -> Piece:
    """[x, inf)."""
    return Piece(str(x), "inf", low_closed=closed)


def at_most(x: Q | int, *, closed: bool = True) -> Piece:
    """(-inf, x]."""
    return Piece("-inf", str(x), high_closed=closed)


def between(x: Q | int, y: Q | int, *, closed: bool = True) -> Piece:
    """[x, y]."""
    return Piece(str(x), str(y), closed, closed)


def opened(pieces: Pieces) -> Pieces:
    """The pieces without their ends."""
    return tuple(Piece(p.low, p.high) for p in pieces)


# --- level 1: one variable ---------------------------------------------------------------------------------


def _sample_cubic(draw: Draw) -> tuple[int, ...]:
    p = draw.integer(-4, 3)
    return draw.choice((-2, -1, 1, 2)), p, p + 2 * draw.integer(1, 3), draw.integer(-9, 9)


def _cubic(a: int, p: int, q: int, d: int) -> Case:
    """f' = 3a (x - p)(x - q)."""
    m = (p + q) // 2
    first = [3 * a, -6 * a * m, 3 * a * p * q]
    right = (at_least(m),) if a > 0 else (at_most(m),)
    grows = (at_most(p), at_least(q)) if a > 0 else (between(p, q),)
    return Case(
        f=f"f(x) = {polynomial([a, -3 * a * m, 3 * a * p * q, d])}",
        answer=right,
        steps=[
            f"Differentiate twice: $f'(x) = {polynomial(first)}$ and $f''(x) = {_line(6 * a, -6 * a * m)}$.",
            rf"$f''(x) \ge 0$ means ${polynomial([6 * a, 0])} \ge {6 * a * m}$; divide by ${6 * a}$"
            + (rf", which turns the sign around: $x \le {m}$." if a < 0 else rf": $x \ge {m}$."),
            f"Check on both sides: $f''({m + 1}) = {6 * a}$ and $f''({m - 1}) = {-6 * a}$.",
        ],
        wrong={"increasing-is-convex": grows, "strict-needs-positive": opened(right)},
        asks="x",
        hint="The second derivative is linear: find its zero, and on which side it is positive.",
    )


def _sample_quartic(draw: Draw) -> tuple[int, ...]:
    r = draw.integer(-4, 3)
    return draw.sign(), r, r + draw.integer(1, 5), draw.integer(-9, 9)


def _quartic(a: int, r: int, s: int, e: int) -> Case:
    """f'' = 12a (x - r)(x - s)."""
    right = (at_most(r), at_least(s)) if a > 0 else (between(r, s),)
    second = [12 * a, -12 * a * (r + s), 12 * a * r * s]
    zeros = (s, r) if s == 0 else (r, s)
    factored = "".join([str(12 * a), *(_shifted("x", z) for z in zeros)])
    side = "outside its zeros" if a > 0 else "between its zeros"
    return Case(
        f=f"f(x) = {polynomial([a, -2 * a * (r + s), 6 * a * r * s, e, 0])}",
        answer=right,
        steps=[
            f"Differentiate twice: $f'(x) = {polynomial([4 * a, -6 * a * (r + s), 12 * a * r * s, e])}$ and "
            f"$f''(x) = {polynomial(second)}$.",
            f"The zeros of $f''$ are ${r}$ and ${s}$: $f''(x) = {factored}$.",
            f"This parabola opens {'upwards' if a > 0 else 'downwards'}, so it is $\\ge 0$ at and {side}. "
            rf"Check in the middle: $f''\left({latex_of(Q(r + s, 2))}\right) = {-3 * a * (s - r) ** 2}$.",
        ],
        wrong={"strict-needs-positive": opened(right)},
        asks="x",
        hint="The second derivative is quadratic: find its zeros, and where the parabola lies above the axis.",
    )


def _sample_even(draw: Draw) -> tuple[int, ...]:
    return draw.integer(1, 4), draw.integer(-5, 5), draw.choice((4, 6)), draw.integer(-9, 9)


def _even(a: int, p: int, n: int, d: int) -> Case:
    """a (x - p)^n + d for even n."""
    base = _shifted("x", p) if p else "x"
    times = "" if a == 1 else str(a)
    constant = signed(str(d)) if d else ""
    return Case(
        f=f"f(x) = {times}{base}^{n}{constant}",
        answer=REALS,
        steps=[
            f"Differentiate twice: $f'(x) = {a * n}{base}^{n - 1}$ and $f''(x) = {a * n * (n - 1)}{base}^{n - 2}$.",
            rf"The exponent ${n - 2}$ is even, so $f''(x) \ge 0$ for every $x$. It is $0$ at $x = {p}$, and "
            rf"this does no "
            r"harm: convexity asks for $f'' \ge 0$ only.",
        ],
        wrong={
            "increasing-is-convex": (at_least(p),),
            "strict-needs-positive": (at_most(p, closed=False), at_least(p, closed=False)),
        },
        asks="x",
        hint=r"Can the second derivative become negative? And is a single zero of $f''$ a problem?",
    )


def _sample_exponential(draw: Draw) -> tuple[int, ...]:
    return draw.sign(), draw.choice((-2, -1, 1, 2)), draw.integer(-4, 4)


def _exponential(a: int, c: int, b: int) -> Case:
    """a (x + b) e^(cx)."""
    turn, end = Q(-1, c) - b, Q(-2, c) - b
    right = (at_least(end),) if a > 0 else (at_most(end),)
    rises = a * c > 0
    front, e = Tex("" if a > 0 else "-"), rf"e^{{{polynomial([c, 0])}}}"
    first, second = _line(a * c, a * (1 + c * b)), _line(a * c * c, a * (2 * c + c * c * b))
    factor = f"({polynomial([1, b])})" if b else "x"
    return Case(
        f=rf"f(x) = {front}{factor}\, {e}",
        answer=right,
        steps=[
            rf"By the product rule $f'(x) = {_in_round(first)}\, {e}$ and $f''(x) = {_in_round(second)}\, {e}$.",
            rf"The exponential factor is positive: the sign of $f''$ is that of ${second}$, which is zero at "
            f"$x = {latex_of(end)}$.",
            rf"So $f''(x) \ge 0$ for $x {_relation(a)} {latex_of(end)}$.",
        ],
        wrong={
            "increasing-is-convex": (at_least(turn) if rises else at_most(turn),),
            "strict-needs-positive": opened(right),
        },
        asks="x",
        hint="Factor out the exponential function in both derivatives; it is always positive.",
    )


def _sample_bump(draw: Draw) -> tuple[int, ...]:
    return draw.integer(-4, 4), draw.integer(1, 4), draw.sign()


def _bump(m: int, s: int, a: int) -> Case:
    """a e^(-(x - m)^2 / (2 s^2))."""
    z = _shifted("x", m) if m else "x"
    bell = rf"e^{{-{z}^2/{2 * s * s}}}"
    front = "" if a > 0 else "-"
    right = (at_most(m - s), at_least(m + s)) if a > 0 else (between(m - s, m + s),)
    over = f"{z}" if s == 1 else rf"\frac{{{_bare(z)}}}{{{s * s}}}"
    inside = rf"{z}^2 - 1" if s == 1 else rf"\frac{{{z}^2}}{{{s**4}}} - \frac{{1}}{{{s * s}}}"
    sides = _relation(a)
    return Case(
        f=f"f(x) = {front}{bell}",
        answer=right,
        steps=[
            rf"Chain rule: $f'(x) = {'-' if a > 0 else ''}{over}\, {bell}$.",
            rf"Product rule: $f''(x) = {front}\left({inside}\right) {bell}$.",
            rf"The exponential factor is positive, so $f''(x) \ge 0$ means ${z}^2 {sides} {s * s}$: "
            + (rf"$x \le {m - s}$ or $x \ge {m + s}$." if a > 0 else rf"${m - s} \le x \le {m + s}$."),
        ],
        wrong={
            "increasing-is-convex": (at_most(m) if a > 0 else at_least(m),),
            "strict-needs-positive": opened(right),
        },
        asks="x",
        hint="The exponential factor in the second derivative is positive: what is left is quadratic.",
    )


def _sample_log(draw: Draw) -> tuple[int, ...]:
    return draw.integer(-4, 4), draw.integer(1, 5), draw.integer(1, 3)


def _log(m: int, r: int, a: int) -> Case:
    """a ln((x - m)^2 + r^2)."""
    z = _shifted("x", m) if m else "x"
    front = "" if a == 1 else str(a)
    square = f"{z}^2 + {r * r}"
    right = (between(m - r, m + r),)
    return Case(
        f=rf"f(x) = {front}\ln\left({square}\right)",
        answer=right,
        steps=[
            rf"Chain rule: $f'(x) = \frac{{{2 * a}{z}}}{{{square}}}$.",
            rf"Quotient rule: $f''(x) = \frac{{{2 * a}\left({r * r} - {z}^2\right)}}{{\left({square}\right)^2}}$.",
            rf"The denominator is positive, so $f''(x) \ge 0$ means ${z}^2 \le {r * r}$: ${m - r} \le x \le {m + r}$.",
        ],
        wrong={"increasing-is-convex": (at_least(m),), "strict-needs-positive": opened(right)},
        asks="x",
        hint="After the quotient rule the denominator is positive: look at the numerator.",
    )


def _sample_square_log(draw: Draw) -> tuple[int, ...]:
    return draw.integer(1, 3), draw.integer(1, 5), draw.integer(-6, 6)


def _square_log(a: int, r: int, b: int) -> Case:
    """a x^2 + b x + 2 a r^2 ln x for x > 0."""
    k = 2 * a * r * r
    right = (at_least(r),)
    wrong: dict[str, Pieces] = {"strict-needs-positive": opened(right)}
    if b >= 0:
        wrong["increasing-is-convex"] = (Piece("0", "inf"),)
    return Case(
        f=rf"f(x) = {polynomial([a, b, 0])} + {k} \ln(x)",
        answer=right,
        steps=[
            rf"Differentiate twice: $f'(x) = {polynomial([2 * a, b])} + \frac{{{k}}}{{x}}$ and "
            rf"$f''(x) = {2 * a} - \frac{{{k}}}{{x^2}}$.",
            rf"$f''(x) \ge 0$ means $x^2 \ge \frac{{{k}}}{{{2 * a}}} = {r * r}$.",
            rf"Only $x > 0$ is in the domain: $x \ge {r}$.",
        ],
        wrong=wrong,
        asks="x",
        hint=r"The second derivative of $\ln(x)$ is $-1/x^2$: it pulls $f''$ below zero for small $x$. Which $x$ are "
        "allowed at all?",
        positive=True,
    )


# --- level 2: two variables --------------------------------------------------------------------------------

SQUARES = ((1, 1), (1, 4), (4, 1), (2, 2), (1, 9), (9, 1), (2, 8), (8, 2), (3, 3), (4, 4), (4, 9), (9, 4))


def _sample_coupling(draw: Draw) -> tuple[int, ...]:
    return (*draw.choice(SQUARES), draw.integer(-6, 6), draw.integer(-6, 6))


def _coupling(a: int, b: int, p: int, q: int) -> Case:
    """a x^2 + t x y + b y^2 with linear terms."""
    end = next(n for n in range(1, 50) if n * n == 4 * a * b)
    right = (between(-end, end),)
    return Case(
        f=rf"f(x, y) = {_term(a, 'x^2')} + t\,xy + {_term(b, 'y^2')}{_linear_tail(p, q)}",
        answer=right,
        steps=[
            f"The Hessian is $H = {_matrix(2 * a, 't', 2 * b)}$, the same at every point: linear terms have no second "
            "derivatives.",
            rf"$f$ is convex exactly when $H$ is positive semidefinite: both diagonal entries and the "
            rf"determinant must be "
            rf"$\ge 0$. The diagonal entries ${2 * a}$ and ${2 * b}$ are positive.",
            rf"$\det H = {2 * a} \cdot {2 * b} - t^2 = {4 * a * b} - t^2 \ge 0$ means $t^2 \le {4 * a * b}$: "
            rf"${-end} \le t \le {end}$.",
        ],
        wrong={"one-variable-at-a-time": REALS, "strict-needs-positive": opened(right)},
        asks="t",
        hint="The diagonal is not enough: the mixed derivative enters through the determinant.",
    )


def _sample_corner(draw: Draw) -> tuple[int, ...]:
    a = draw.integer(1, 4)
    b = 2 * draw.integer(1, 6) * draw.sign()
    return a, b, draw.integer(-6, 6), draw.integer(-6, 6)


def _corner(a: int, b: int, p: int, q: int) -> Case:
    """a x^2 + b x y + t y^2 with linear terms."""
    end = Q(b * b, 4 * a)
    right = (at_least(end),)
    return Case(
        f=rf"f(x, y) = {linear([a, b], ['x^2', 'xy'])} + t\,y^2{_linear_tail(p, q)}",
        answer=right,
        steps=[
            f"The Hessian is $H = {_matrix(2 * a, b, '2t')}$, the same at every point.",
            rf"$f$ is convex exactly when $H$ is positive semidefinite: ${2 * a} \ge 0$ holds, and $2t \ge 0$ and "
            rf"$\det H \ge 0$ are needed.",
            rf"$\det H = {2 * a} \cdot 2t - {_square(b)} = {4 * a}t - {b * b} \ge 0$ means $t \ge {latex_of(end)}$. "
            r"Then $2t \ge 0$ holds as well.",
        ],
        wrong={"one-variable-at-a-time": (at_least(0),), "strict-needs-positive": opened(right)},
        asks="t",
        hint="The diagonal is not enough: the mixed derivative enters through the determinant.",
    )


HALF_PLANES = tuple(
    (a, k, m)
    for a in (1, 2, 3)
    for k in range(2, 19)
    for m in (1, 2, 3, 4, 6)
    if k * k % (6 * a * m) == 0 and k * k <= 120 * a * m
)


def _sample_half_plane(draw: Draw) -> tuple[int, ...]:
    a, k, m = draw.choice(HALF_PLANES)
    return a, k * draw.sign(), m, draw.integer(-9, 9)


def _half_plane(a: int, k: int, m: int, p: int) -> Case:
    """a x^3 + k x y + m y^2 + p x."""
    end = Q(k * k, 12 * a * m)
    right = (at_least(end),)
    return Case(
        f=f"f(x, y) = {linear([a, k, m, p], ['x^3', 'xy', 'y^2', 'x'])}",
        answer=right,
        steps=[
            f"The Hessian at $(x, y)$ is $H = {_matrix(polynomial([6 * a, 0]), k, 2 * m)}$; it depends on $x$ alone.",
            rf"It is positive semidefinite when both diagonal entries and the determinant are $\ge 0$. The "
            rf"entry ${2 * m}$ is "
            "positive.",
            rf"$\det H = {6 * a}x \cdot {2 * m} - {_square(k)} = {12 * a * m}x - {k * k} \ge 0$ means "
            rf"$x \ge {latex_of(end)}$. Then ${6 * a}x \ge 0$ holds as well.",
        ],
        wrong={"one-variable-at-a-time": (at_least(0),), "strict-needs-positive": opened(right)},
        asks="region",
        hint=r"Positive semidefinite means more than $f_{xx} \ge 0$ and $f_{yy} \ge 0$: what about the determinant?",
    )


def _sample_strip(draw: Draw) -> tuple[int, ...]:
    return draw.integer(1, 4), draw.integer(1, 6) * draw.sign(), draw.choice((1, 2)), draw.integer(-6, 6)


def _strip(r: int, j: int, m: int, p: int) -> Case:
    """(6 r^2 + j^2) x^2 - x^4 + 2 m j x y + m^2 y^2, with a linear term."""
    c, k = 6 * r * r + j * j, 2 * m * j
    right = (between(-r, r),)
    loose = f"sqrt({Q(c, 6)})"
    return Case(
        f=f"f(x, y) = {linear([-1, c, k, m * m, p], ['x^4', 'x^2', 'xy', 'y^2', 'y'])}",
        answer=right,
        steps=[
            f"The Hessian at $(x, y)$ is $H = {_matrix(f'{2 * c} - 12x^2', k, 2 * m * m)}$; it depends on $x$ alone.",
            rf"It is positive semidefinite when both diagonal entries and the determinant are $\ge 0$. "
            rf"The entry ${2 * m * m}$ is "
            "positive.",
            rf"$\det H = {2 * m * m}({2 * c} - 12x^2) - {_square(k)} \ge 0$ means "
            rf"${2 * c} - 12x^2 \ge {Q(k * k, 2 * m * m)}$, so $x^2 \le {r * r}$. Then ${2 * c} - 12x^2 \ge 0$ "
            rf"as well.",
        ],
        wrong={
            "one-variable-at-a-time": (Piece(f"-{loose}", loose, True, True),),
            "strict-needs-positive": opened(right),
        },
        asks="region",
        hint=r"Positive semidefinite means more than $f_{xx} \ge 0$ and $f_{yy} \ge 0$: what about the determinant?",
    )


# --- level 3: parameters and log-sum-exp -------------------------------------------------------------------


def _sample_family(draw: Draw) -> tuple[int, ...]:
    a = draw.integer(1, 3)
    return a, draw.integer(1, 5 - a), draw.integer(-9, 9)


def _family(a: int, k: int, p: int) -> Case:
    """a x^4 + t x^3 + 6 a k^2 x^2 + p x."""
    end = 4 * a * k
    right = (between(-end, end),)
    c = 6 * a * k * k
    return Case(
        f=rf"f(x) = {_term(a, 'x^4')} + t\,x^3 + {_term(c, 'x^2')}{signed(_term(p, 'x')) if p else ''}",
        answer=right,
        steps=[
            f"Differentiate twice, and take out the factor 6: $f''(x) = 6({_term(2 * a, 'x^2')} + t\\,x + "
            f"{2 * a * k * k})$.",
            "This parabola opens upwards. It is $\\ge 0$ for every $x$ when it has at most one zero, that is, when its "
            "discriminant is $\\le 0$.",
            rf"The discriminant is $t^2 - 4 \cdot {2 * a} \cdot {2 * a * k * k} = t^2 - {end * end}$, so $t^2 "
            rf"\le {end * end}$ and "
            rf"${-end} \le t \le {end}$. At the ends $f''$ has a double zero and stays $\ge 0$.",
        ],
        wrong={"strict-needs-positive": opened(right)},
        asks="t",
        hint="The second derivative is a parabola in $x$: when does it stay on or above the axis?",
    )


def _sample_wave(draw: Draw) -> tuple[int, ...]:
    return draw.integer(1, 9), draw.integer(1, 3), draw.below(2), draw.integer(-5, 5)


def _wave(m: int, k: int, cosine: int, p: int) -> Case:
    """m x^2 + p x + t sin(kx), or with cos."""
    end = Q(2 * m, k * k)
    right = (between(-end, end),)
    angle = "x" if k == 1 else f"{k}x"
    wave = (r"\cos" if cosine else r"\sin") + f"({angle})"
    times = "" if k == 1 else str(k * k)
    return Case(
        f=rf"f(x) = {polynomial([m, p, 0])} + t\,{wave}",
        answer=right,
        steps=[
            rf"Differentiate twice: $f''(x) = {2 * m} - {times}t\,{wave}$.",
            rf"As $x$ runs through the reals, ${wave}$ takes every value from $-1$ to $1$: the smallest value "
            rf"of $f''$ is "
            rf"${2 * m} - {times}|t|$.",
            rf"It is $\ge 0$ when $|t| \le {latex_of(end)}$.",
        ],
        wrong={"strict-needs-positive": opened(right)},
        asks="t",
        hint="Find the smallest value that the second derivative takes, as a function of the parameter.",
    )


def _sample_power(draw: Draw) -> tuple[int, ...]:
    return draw.integer(-9, 9, nonzero=True), draw.integer(-9, 9)


def _power(c: int, p: int) -> Case:
    """c x^t + p x for x > 0."""
    right = (at_most(0), at_least(1)) if c > 0 else (between(0, 1),)
    wrong: dict[str, Pieces] = {"strict-needs-positive": opened(right)}
    if p == 0:
        wrong["increasing-is-convex"] = (at_least(0),) if c > 0 else (at_most(0),)
    sign = "positive" if c > 0 else "negative"
    return Case(
        f=f"f(x) = {_term(c, 'x^t')}{signed(_term(p, 'x')) if p else ''}",
        answer=right,
        steps=[
            rf"Differentiate twice: $f''(x) = {_term(c, 't(t - 1)')}\, x^{{t - 2}}$.",
            rf"For $x > 0$ the power is positive and the factor ${c}$ is {sign}: $f'' \ge 0$ means "
            rf"$t(t - 1) {_relation(c)} 0$.",
            "The parabola $t(t - 1)$ has the zeros $0$ and $1$, and "
            + ("is positive outside them." if c > 0 else "is negative between them."),
            "For these two values of $t$ the function is affine, and affine functions are convex.",
        ],
        wrong=wrong,
        asks="t",
        hint="Differentiate the power twice: two factors with $t$ come down. What about their sign?",
        positive=True,
    )


def _sample_pair(draw: Draw) -> tuple[int, ...]:
    return draw.integer(1, 5), draw.integer(1, 4), draw.integer(1, 4)


def _pair(a: int, p: int, q: int) -> Case:
    """a e^(px) + t e^(-qx)."""
    up, down = rf"e^{{{_term(p, 'x')}}}", rf"e^{{-{_term(q, 'x')}}}"
    right = (at_least(0),)
    return Case(
        f=rf"f(x) = {'' if a == 1 else a}{up} + t\,{down}",
        answer=right,
        steps=[
            rf"Differentiate twice: $f''(x) = {_term(a * p * p, up)} + {'' if q == 1 else q * q}t\,{down}$.",
            r"For $t \ge 0$ both terms are $\ge 0$: $f$ is convex.",
            rf"For $t < 0$ let $x$ become very negative: ${up}$ goes to $0$, while ${down}$ grows without "
            rf"bound, so that "
            "$f''(x)$ becomes negative.",
        ],
        wrong={"strict-needs-positive": opened(right), "increasing-is-convex": (at_most(0),)},
        asks="t",
        hint="The inequality must hold for every $x$: let $x$ become very large or very negative.",
    )


def _sample_log_sum(draw: Draw) -> tuple[int, ...]:
    a = draw.integer(-3, 3)
    return a, a + draw.choice((1, 2, 4)) * draw.sign(), draw.integer(1, 8)


def _log_sum(a: int, b: int, m: int) -> Case:
    """m x^2 - t ln(e^(ax) + e^(bx))."""
    d = abs(a - b)
    end = Q(8 * m, d * d)
    right = (at_most(end),)
    times = "" if d == 1 else str(d * d)
    return Case(
        f=rf"f(x) = {_term(m, 'x^2')} - t \ln\left({_exp(a, 'x')} + {_exp(b, 'x')}\right)",
        answer=right,
        steps=[
            rf"Let $p$ be the share of the first exponential, $p = {_exp(a, 'x')} / \left({_exp(a, 'x')} + "
            rf"{_exp(b, 'x')}\right)$. The log-sum-exp term $\ell(x)$ has $\ell' = {_share(a, b)}$.",
            rf"Differentiate $p$: $p' = {_term(a - b, 'p(1 - p)')}$, so $\ell'' = {times}p(1 - p) \ge 0$: "
            rf"log-sum-exp is "
            "convex.",
            rf"So $f''(x) = {2 * m} - {times}t\,p(1 - p)$. The product $p(1 - p)$ takes all values in $(0, "
            rf"\frac{{1}}{{4}}]$, "
            rf"the largest at $x = 0$, where $p = \frac{{1}}{{2}}$.",
            rf"For $t \le 0$ nothing is lost. For $t > 0$ the smallest value is ${2 * m} - "
            rf"{_term(Q(d * d, 4), 't')}$, which "
            rf"is $\ge 0$ for $t \le {latex_of(end)}$.",
        ],
        wrong={"strict-needs-positive": opened(right)},
        asks="t",
        hint=r"With the share $p$ of one exponential, the second derivative of log-sum-exp is a multiple of "
        r"$p(1 - p)$. "
        "How large can that be?",
    )


def _sample_log_sum_two(draw: Draw) -> tuple[int, ...]:
    a, b = draw.choice(((1, 1), (1, 1), (2, 2), (1, 2), (2, 1), (1, 3), (3, 1), (2, 4), (3, 3)))
    return a, b, draw.integer(1, 10)


def _log_sum_two(a: int, b: int, m: int) -> Case:
    """m (x^2 + y^2) - t ln(e^(ax) + e^(by))."""
    total, most = a * a + b * b, max(a, b) ** 2
    end, loose = Q(8 * m, total), Q(8 * m, most)
    right = (at_most(end),)
    square = _matrix(a * a, -a * b, b * b)
    return Case(
        f=rf"f(x, y) = {_term(m, 'x^2')} + {_term(m, 'y^2')} - t \ln\left({_exp(a, 'x')} + {_exp(b, 'y')}\right)",
        answer=right,
        steps=[
            rf"Let $p$ be the share of the first exponential, $p = {_exp(a, 'x')} / \left({_exp(a, 'x')} + "
            rf"{_exp(b, 'y')}\right)$. The log-sum-exp term has the Hessian $p(1 - p) {square}$.",
            rf"This matrix is $v v^\top$ with $v = ({a}, {-b})$: its eigenvalues are $0$ and "
            rf"$\|v\|^2 = {total}$.",
            rf"So the Hessian of $f$, ${2 * m} I - t\,p(1 - p)\, v v^\top$, has the eigenvalues ${2 * m}$ and "
            rf"${2 * m} - {total}t\,p(1 - p)$.",
            rf"$p(1 - p)$ takes all values in $(0, \frac{{1}}{{4}}]$. The second eigenvalue is $\ge 0$ everywhere when "
            rf"${2 * m} - {latex_of(Q(total, 4))} t \ge 0$: $t \le {latex_of(end)}$.",
        ],
        wrong={"one-variable-at-a-time": (at_most(loose),), "strict-needs-positive": opened(right)},
        asks="t",
        hint=r"The Hessian of log-sum-exp is $p(1 - p)$ times a fixed matrix of rank one, where $p$ is the "
        r"share of one "
        "exponential. Look at eigenvalues.",
    )


# --- pieces of LaTeX ---------------------------------------------------------------------------------------


def _shifted(x: str, p: int) -> str:
    return f"({x} {'-' if p > 0 else '+'} {abs(p)})" if p else x


def _bare(z: str) -> str:
    return z[1:-1] if z.startswith("(") else z


def _in_round(shown: str) -> str:
    return f"({shown})"


def _term(c: Q | int, body: str) -> str:
    return linear([c], [body])


def _exp(c: int, x: str) -> str:
    return "1" if c == 0 else rf"e^{{{_term(c, x)}}}"


def _share(a: int, b: int) -> str:
    return linear([a, b], ["p", "(1 - p)"])


def _relation(a: int) -> str:
    return r"\ge" if a > 0 else r"\le"


def _line(a: int, b: int) -> str:
    """ax + b, as 4 - x where a alone is negative."""
    return linear([b, a], ["", "x"]) if a < 0 < b else polynomial([a, b])


def _square(k: int) -> str:
    return f"({k})^2" if k < 0 else f"{k}^2"


def _linear_tail(p: int, q: int) -> str:
    return "".join(signed(_term(c, name)) for c, name in ((p, "x"), (q, "y")) if c)


def _matrix(a: object, b: object, d: object) -> str:
    return rf"\begin{{pmatrix}} {a} & {b} \\ {b} & {d} \end{{pmatrix}}"


# --- the problem -------------------------------------------------------------------------------------------

Sampler = Callable[[Draw], tuple[int, ...]]
LEVELS: dict[int, tuple[str, ...]] = {
    1: ("cubic", "cubic", "quartic", "even", "exponential", "bump", "log", "square-log"),
    2: ("coupling", "corner", "half-plane", "strip"),
    3: ("family", "wave", "power", "pair", "log-sum", "log-sum-two"),
}
SAMPLERS: dict[str, Sampler] = {
    "cubic": _sample_cubic,
    "quartic": _sample_quartic,
    "even": _sample_even,
    "exponential": _sample_exponential,
    "bump": _sample_bump,
    "log": _sample_log,
    "square-log": _sample_square_log,
    "coupling": _sample_coupling,
    "corner": _sample_corner,
    "half-plane": _sample_half_plane,
    "strip": _sample_strip,
    "family": _sample_family,
    "wave": _sample_wave,
    "power": _sample_power,
    "pair": _sample_pair,
    "log-sum": _sample_log_sum,
    "log-sum-two": _sample_log_sum_two,
}
CASES: dict[str, Callable[..., Case]] = {
    "cubic": _cubic,
    "quartic": _quartic,
    "even": _even,
    "exponential": _exponential,
    "bump": _bump,
    "log": _log,
    "square-log": _square_log,
    "coupling": _coupling,
    "corner": _corner,
    "half-plane": _half_plane,
    "strip": _strip,
    "family": _family,
    "wave": _wave,
    "power": _power,
    "pair": _pair,
    "log-sum": _log_sum,
    "log-sum-two": _log_sum_two,
}
ENDS = (
    "Give the largest interval on which it is convex, or a union if there are several, with the ends that belong to it."
)
PROMPTS = {
    "x": (
        f"Where is $$@f@where$$ convex? {ENDS}",
        f"A cost function is given by $$@f@where.$$ Where is it convex? {ENDS}",
        f"An optimiser is to start where the loss $$@f@where$$ is convex. Find this region. {ENDS}",
    ),
    "region": (
        r"Find the largest interval $I$ such that $$@f$$ is convex on the set of all $(x, y)$ with $x \in I$.",
        r"The loss $$@f$$ is not convex everywhere. For which interval $I$, as large as possible, is it convex on "
        r"$I \times \mathbb{R}$, that is for $x \in I$ and any $y$?",
        r"On which set $\{(x, y) : x \in I\}$, with the interval $I$ as large as possible, is $$@f$$ convex? Give $I$.",
    ),
    "t": (
        "For which real numbers $t$ is $$@f@where$$ convex?",
        "A loss with a parameter $t$ is given by $$@f@where.$$ Give the set of all $t$ for which it is convex.",
        "A designer may choose $t$ in $$@f@where.$$ Which values of $t$ make $f$ a convex function?",
    ),
}
FEEDBACK = {
    "one-variable-at-a-time": "Convex in each variable alone is not enough: along slanted lines the mixed "
    "derivative counts.",
    "increasing-is-convex": "That describes where the function increases: convexity is about the second derivative.",
    "strict-needs-positive": r"Convexity needs $f'' \ge 0$ (or a positive semidefinite Hessian), not $> 0$: "
    "what happens at "
    "the ends, or at a single zero?",
}
CLOSING = {
    "x": r"A twice differentiable function is convex on an interval exactly when $f'' \ge 0$ there, ends included. "
    r"So $f$ is convex for $x \in @answer$.",
    "region": r"At an end the Hessian is still positive semidefinite, which is all that convexity needs. So $I "
    "= @answer$.",
    "t": r"Equality is allowed: convexity needs $\ge 0$, not $> 0$. So $f$ is convex exactly for $t \in @answer$.",
}


@convex_function.problem
def build(kind: str, numbers: tuple[int, ...], phrasing: int) -> Problem:
    """The case of this kind, with its wrong replies."""
    case = CASES[kind](*numbers)
    answer = _answer(case, case.answer)
    where = r" \qquad (x > 0)" if case.positive else ""
    prompt = PROMPTS[case.asks][phrasing].replace("@f", case.f).replace("@where", where)
    return Problem.single(
        prompt=prompt,
        answer=answer,
        hints=(_first_hint(case), case.hint),
        steps=(*(Step(s) for s in case.steps), Step(text(CLOSING[case.asks], answer=answer))),
        misconceptions=tuple(
            Misconception(code, _answer(case, pieces), FEEDBACK[code])
            for code, pieces in case.wrong.items()
            if pieces != case.answer
        ),
    )


def _answer(case: Case, pieces: Pieces) -> IntervalAnswer:
    name = "t" if case.asks == "t" else "x"
    label = r"$I =$" if case.asks == "region" else rf"${name} \in$"
    return IntervalAnswer(pieces, name=name, label=label)


def _first_hint(case: Case) -> str:
    if "(x, y)" in case.f:
        return "A twice differentiable function is convex where its Hessian is positive semidefinite."
    return r"A twice differentiable function of one variable is convex where $f'' \ge 0$."


# --- verify ------------------------------------------------------------------------------------------------

STEP = 1e-3
MARGIN = 0.02
"""How far outside an end the function must fail."""


def function(kind: str, n: tuple[int, ...]) -> Callable[..., Any]:
    """The function of a kind for numpy arrays: of (x, t), or of (x, y, t) with two variables."""
    import numpy as np

    e, ln, sin, cos = np.exp, np.log, np.sin, np.cos
    functions: dict[str, Callable[..., Any]] = {
        "cubic": lambda x, t: n[0] * (x**3 - 3 * (n[1] + n[2]) / 2 * x**2 + 3 * n[1] * n[2] * x) + n[3],
        "quartic": lambda x, t: n[0] * (x**4 - 2 * (n[1] + n[2]) * x**3 + 6 * n[1] * n[2] * x**2) + n[3] * x,
        "even": lambda x, t: n[0] * (x - n[1]) ** n[2] + n[3],
        "exponential": lambda x, t: n[0] * (x + n[2]) * e(n[1] * x),
        "bump": lambda x, t: n[2] * e(-((x - n[0]) ** 2) / (2 * n[1] ** 2)),
        "log": lambda x, t: n[2] * ln((x - n[0]) ** 2 + n[1] ** 2),
        "square-log": lambda x, t: n[0] * x**2 + n[2] * x + 2 * n[0] * n[1] ** 2 * ln(x),
        "coupling": lambda x, y, t: n[0] * x**2 + t * x * y + n[1] * y**2 + n[2] * x + n[3] * y,
        "corner": lambda x, y, t: n[0] * x**2 + n[1] * x * y + t * y**2 + n[2] * x + n[3] * y,
        "half-plane": lambda x, y, t: n[0] * x**3 + n[1] * x * y + n[2] * y**2 + n[3] * x,
        "strip": lambda x, y, t: (
            (6 * n[0] ** 2 + n[1] ** 2) * x**2 - x**4 + 2 * n[2] * n[1] * x * y + (n[2] * y) ** 2 + n[3] * y
        ),
        "family": lambda x, t: n[0] * x**4 + t * x**3 + 6 * n[0] * n[1] ** 2 * x**2 + n[2] * x,
        "wave": lambda x, t: n[0] * x**2 + n[3] * x + t * (cos if n[2] else sin)(n[1] * x),
        "power": lambda x, t: n[0] * x**t + n[1] * x,
        "pair": lambda x, t: n[0] * e(n[1] * x) + t * e(-n[2] * x),
        "log-sum": lambda x, t: n[2] * x**2 - t * ln(e(n[0] * x) + e(n[1] * x)),
        "log-sum-two": lambda x, y, t: n[2] * (x**2 + y**2) - t * ln(e(n[0] * x) + e(n[1] * y)),
    }
    return functions[kind]


class Bend:
    """The smallest second difference of a function, over directions and over points."""

    def __init__(self, kind: str, numbers: tuple[int, ...]) -> None:
        import numpy as np

        case = CASES[kind](*numbers)
        self.f = function(kind, numbers)
        self.asks, self.positive, self.flat = case.asks, case.positive, "(x, y)" not in case.f
        angle = np.arange(360) * (np.pi / 360)
        self.directions = np.cos(angle), np.sin(angle)
        self.line = np.arange(1, 257) / 32 if case.positive else np.arange(-256, 257) / 32
        x, y = np.meshgrid(np.arange(-2, 3) * 1.0, np.arange(-2, 3) * 1.0)
        self.plane = x.reshape(-1, 1), y.reshape(-1, 1)

        self._signs: dict[float, int] = {}

    def sign(self, at: float) -> int:
        """-1 where convexity clearly fails at x = at (or for t = at), 1 where it clearly holds, 0 in between."""
        if at not in self._signs:
            self._signs[at] = self._measured(at)
        return self._signs[at]

    def _measured(self, at: float) -> int:
        import numpy as np

        x: Any = np.array([at]) if self.asks == "x" else self.line
        if self.flat:
            low, here, high = (self.f(x + s * STEP, at) for s in (-1, 0, 1))
        else:
            dx, dy = self.directions
            x, y = (np.array([[at]]), np.zeros((1, 1))) if self.asks == "region" else self.plane
            low, here, high = (self.f(x + s * STEP * dx, y + s * STEP * dy, at) for s in (-1, 0, 1))
        bend, noise = (low - 2 * here + high) / STEP**2, 1e-5 * (1 + np.abs(here))
        if np.any(bend < -noise):
            return -1
        return 1 if np.all(bend > noise) else 0


@lru_cache(maxsize=1)
def bend_of(kind: str, numbers: tuple[int, ...]) -> Bend:
    """The same for every answer to one problem: what is measured once is kept."""
    return Bend(kind, numbers)


@convex_function.verify
def second_differences_agree(
    kind: str, numbers: tuple[int, ...], phrasing: int, answer: tuple[tuple[Any, Any, bool, bool], ...]
) -> bool:
    """Every point of a grid belongs to the answer or fails; each end belongs to it, and fails just outside."""
    bend = bend_of(kind, numbers)
    pieces = [(_float(low), _float(high), a, b) for low, high, a, b in answer]
    ends = [end for low, high, _, _ in pieces for end in (low, high) if abs(end) != float("inf")]
    points = [k / 4 + 0.0625 for k in range(-60, 60)] + [10.0 * k for k in range(-10, 11)]
    points += [end + side for end in ends for side in (-MARGIN, 0.0, MARGIN)]
    bounded = bend.positive and bend.asks == "x"
    if bounded and any(low < 0 or (low == 0 and closed) for low, _, closed, _ in pieces):
        return False
    for at in points:
        if bounded and at <= 2 * STEP:
            continue
        inside = any(_holds(piece, at) for piece in pieces)
        sign = bend.sign(at)
        # Undecided points are zeros of f'': an end there belongs to the set, and so does a single zero.
        if (sign > 0 and not inside) or (sign < 0 and inside) or (sign == 0 and at in ends and not inside):
            return False
    return True


def _holds(piece: tuple[float, float, bool, bool], x: float) -> bool:
    low, high, low_closed, high_closed = piece
    return (low < x or (low == x and low_closed)) and (x < high or (x == high and high_closed))


def _float(end: Any) -> float:
    return int(end.p) / int(end.q) if isinstance(end, Q) else float(end)
