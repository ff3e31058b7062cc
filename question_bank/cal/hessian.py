"""Compute the Hessian matrix (MML 5.7).

Levels: 1 a quadratic function; 2 a cubic function at a point; 3 a function g(a^T x) of a linear form, or the
exponential of a quadratic one, at a point. Checked by second difference quotients of the function itself, in all pairs
of directions, with Richardson's extrapolation.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import listed, stacked
from question_bank.cal._several import LETTERS, Poly, shown
from quizgen.answers.matrix import MatrixAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of, text, tuple_of
from quizgen.problem import Misconception, Problem, Step, step

PHRASINGS = (
    r"Let $$f(@letters) = @f.$$ Compute its Hessian matrix@at",
    r"A loss with the parameters @names is $$f(@letters) = @f.$$ Its curvature is described by the Hessian $H$. "
    r"Compute $H$@at",
    r"For Newton's method you need the matrix of second partial derivatives of $$f(@letters) = @f.$$ Compute it@at",
)


class Given(NamedTuple):
    kind: str
    """"poly": f is the inner function itself; else factor * outer(inner): "exp", "ln" or "power" (the fourth)."""
    inner: Poly
    factor: int
    point: tuple[int, ...]
    """Where the Hessian is asked for; empty for a quadratic function, where it is constant."""
    phrasing: int


@exercise("cal-hessian", version=1, bounds=(200, 300, 400))
def hessian(draw: Draw, level: int) -> Given:
    """Mixed terms always; the entries of the Hessian stay small."""
    for attempt in range(TRIES):
        g = _try(draw.child("try", attempt), level)
        h = at_point(g)
        n = h.rows
        mixed = [h[i, j] for i in range(n) for j in range(i)]
        if all(x != 0 for x in mixed[:1]) and any(x != 0 for x in mixed) and max(abs(x) for x in h.entries) <= 80:
            return g
    raise exhausted("function", "small second derivatives")


def _try(draw: Draw, level: int) -> Given:
    phrasing, n = draw.below(3), 2
    if level == 1:
        n = draw.weighted((2, 3), (2, 1))
        terms: dict[tuple[int, ...], int] = {}
        for i in range(n):
            for j in range(i, n):
                powers = tuple((k == i) + (k == j) for k in range(n))
                terms[powers] = draw.integer(-5, 5, nonzero=i == j or n == 2)
            terms[tuple(int(k == i) for k in range(n))] = draw.integer(-6, 6)
        return Given("poly", Poly(terms), 1, (), phrasing)
    point = tuple(draw.integer(-2, 2, nonzero=True) for _ in range(n))
    if level == 2:
        return Given("poly", _cubic(draw), 1, point, phrasing)
    kind = draw.choice(("exp", "ln", "power", "exp-quadratic"))
    a, b = draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3, nonzero=True)
    if kind == "exp-quadratic":
        terms = {(2, 0): a, (0, 2): b, (1, 1): draw.integer(-2, 2)}
        kind = "exp"
        if draw.flip():
            point = (0, 0)
            terms[(1, 0)] = draw.integer(-2, 2, nonzero=True)
            terms[(0, 1)] = draw.integer(-2, 2, nonzero=True)
    else:
        terms = {(1, 0): a, (0, 1): b}
    wanted = {"exp": 0, "ln": draw.choice((1, 2, 3)), "power": draw.choice((-1, 1, 2))}[kind]
    value = Poly(terms).at([Q(x) for x in point])
    terms[(0, 0)] = wanted - int(value.p)
    return Given(kind, Poly(terms), draw.integer(1, 3) * draw.sign(), point, phrasing)


def _cubic(draw: Draw) -> Poly:
    return Poly(
        {
            (3, 0) if draw.flip() else (0, 3): draw.integer(-3, 3, nonzero=True),
            (2, 1): draw.integer(-3, 3, nonzero=True),
            (1, 2): draw.integer(-3, 3),
            (0, 2) if draw.flip() else (2, 0): draw.integer(-4, 4, nonzero=True),
            (1, 1): draw.integer(-4, 4),
            (1, 0): draw.integer(-6, 6, nonzero=True),
        }
    )


# ------------------------------------------------------------------ derivatives


def variables(g: Given) -> int:
    """Their number."""
    return len(next(iter(g.inner.terms)))


def where(g: Given) -> list[Q]:
    """The point; 0 for a quadratic function, whose Hessian is the same everywhere."""
    return [Q(x) for x in g.point] or [Q(0)] * variables(g)


def outer_slopes(g: Given) -> tuple[Q, Q]:
    """First and second derivative of factor * outer at the value of the inner function."""
    u, c = g.inner.at(where(g)), Q(g.factor)
    match g.kind:
        case "exp":
            return c, c
        case "ln":
            return c / u, -c / (u * u)
        case "power":
            return 4 * c * u**3, 12 * c * u**2
    return Q(1), Q(0)


def inner_parts(g: Given) -> tuple[Matrix, Matrix]:
    """Gradient and Hessian of the inner function at the point."""
    n, at = variables(g), where(g)
    slope = Vector([g.inner.partial(i).at(at) for i in range(n)])
    bend = Matrix([[g.inner.partial(i).partial(j).at(at) for j in range(n)] for i in range(n)])
    return slope, bend


def at_point(g: Given) -> Matrix:
    """The Hessian of f."""
    first, second = outer_slopes(g)
    slope, bend = inner_parts(g)
    return slope @ slope.T * second + bend * first


def typed(g: Given) -> str:
    """The function in the answer language."""
    body = g.inner.typed()
    if g.kind == "poly":
        return body
    outer = {"power": f"({body})^4", "exp": f"e^({body})", "ln": f"ln({body})"}[g.kind]
    size = "" if abs(g.factor) == 1 else f"{abs(g.factor)} "
    return f"{'-' if g.factor < 0 else ''}{size}{outer}"


@hessian.problem
def build(kind: str, inner: Poly, factor: int, point: tuple[int, ...], phrasing: int) -> Problem:
    """Second derivatives of the polynomial; for a composite function the chain rule twice."""
    g = Given(kind, inner, factor, point, phrasing)
    n = variables(g)
    answer = MatrixAnswer.of(at_point(g))
    at = text(" at $p = @p$.", p=tuple_of(point)) if point else "."
    said = PHRASINGS[phrasing].replace("@at", at).replace("@letters", ", ".join(LETTERS[:n]))
    said = said.replace("@names", listed([f"${x}$" for x in LETTERS[:n]]))
    return Problem.single(
        prompt=said.replace("@f", shown(typed(g), n)),
        answer=answer,
        hints=_hints(g),
        steps=(
            *(_plain_steps(g) if kind == "poly" else _composite_steps(g)),
            step(r"So $H = @answer$.", answer=answer),
        ),
        misconceptions=_misconceptions(g),
    )


def _hints(g: Given) -> tuple[str, ...]:
    first = (
        "The Hessian is square: entry $(i, j)$ is the second partial derivative with respect to variables $i$ and $j$.",
        "Compute the gradient first. Each row of the Hessian comes from one of its entries, differentiated by all "
        "variables.",
    )
    if g.kind == "poly":
        return (*first, "The order of differentiation does not matter (Schwarz), so the matrix must be symmetric.")
    return (
        *first,
        r"With $f = g(u)$ and a function $u$ of several variables, $\nabla f = g'(u)\, \nabla u$: differentiate this "
        "product once more.",
    )


def _plain_steps(g: Given) -> tuple[Step, ...]:
    n = variables(g)
    slopes = [g.inner.partial(i) for i in range(n)]
    table = [[d.partial(j) for j in range(n)] for d in slopes]
    rows = r" \\ ".join(" & ".join(shown(x.typed(), n) for x in row) for row in table)
    matrix = rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
    steps = [
        step(
            r"The gradient is $$\nabla f = @slopes.$$",
            slopes=stacked([shown(d.typed(), n) for d in slopes]),
        ),
        Step(
            r"Differentiate every entry by every variable; row $i$ of $H$ comes from entry $i$ of the gradient: "
            rf"$$H = {matrix}.$$"
        ),
    ]
    mixed = (
        rf"Check (Schwarz): ${shown(slopes[0].typed(), n)}$ by $y$ and ${shown(slopes[1].typed(), n)}$ by $x$ both "
        rf"give ${shown(table[0][1].typed(), n)}$, so the matrix is symmetric"
    )
    if g.point:
        return (*steps, Step(f"{mixed}."), step(r"Put in the point: $$H(p) = @h.$$", h=at_point(g)))
    return (*steps, Step(f"{mixed}; $f$ is quadratic, so $H$ is the same at every point."))


def _formulas(kind: str, factor: int) -> tuple[str, str, str]:
    """g with its factor, and its first two derivatives."""
    front = {1: "", -1: "-"}.get(factor, str(factor))
    size, sign = abs(factor), "-" if factor < 0 else ""
    opposite = "" if factor < 0 else "-"
    match kind:
        case "exp":
            return f"{front}e^u", f"{front}e^u", f"{front}e^u"
        case "ln":
            return rf"{front}\ln u", rf"{sign}\frac{{{size}}}{{u}}", rf"{opposite}\frac{{{size}}}{{u^2}}"
        case _:
            return f"{front}u^4", f"{4 * factor}u^3", f"{12 * factor}u^2"


def _composite_steps(g: Given) -> tuple[Step, ...]:
    n = variables(g)
    first, second = outer_slopes(g)
    slope, bend = inner_parts(g)
    outer, one, two = _formulas(g.kind, g.factor)
    linear = bend.is_zero
    slopes = [g.inner.partial(i) for i in range(n)]
    steps = [
        step(
            rf"Write $u = {shown(g.inner.typed(), n)}$, whose value at $p$ is $@value$, and $f = g(u)$ for $g(u) = "
            rf"{outer}$ with $g'(u) = {one}$ and $g''(u) = {two}$.",
            value=g.inner.at(where(g)),
        ),
        step(
            r"At this value of $u$, $g' = @first$ and $g'' = @second$.",
            first=first,
            second=second,
        ),
        step(
            r"The inner function has the gradient $\nabla u = @slopes@at$ and the Hessian $@bend$.".replace(
                "@at", "" if linear else " = @slope"
            ),
            slopes=stacked([shown(d.typed(), n) for d in slopes]),
            bend=bend,
            **({} if linear else {"slope": slope}),
        ),
        Step(
            r"The gradient is $g'(u)\, \nabla u$. Differentiate it with the product rule: $$H = g''(u)\, \nabla u \, "
            r"(\nabla u)^\top"
            + (r".$$" if linear else r" + g'(u)\, H_u.$$")
            + (
                r" The second derivatives of the inner function are $0$, so its own Hessian adds nothing."
                if linear
                else ""
            )
        ),
    ]
    product = slope @ slope.T
    work = rf"{latex_of(second)} \cdot {latex_of(product)}"
    if not linear:
        work += f" {'-' if first < 0 else '+'} {latex_of(abs(first))} \\cdot {latex_of(bend)}"
    return (
        *steps,
        Step(rf"With the numbers $$H(p) = {work} = {latex_of(at_point(g))}.$$ It is symmetric (Schwarz)."),
    )


# ------------------------------------------------------------------ typical mistakes


def _misconceptions(g: Given) -> tuple[Misconception, ...]:
    h, n = at_point(g), variables(g)
    first, _ = outer_slopes(g)
    slope = inner_parts(g)[0] * first
    rows = h.to_rows()
    crooked = [[0 if i > j else x for j, x in enumerate(row)] for i, row in enumerate(rows)]
    replies = [
        (
            "no-mixed",
            Matrix.diagonal([h[i, i] for i in range(n)]),
            "Differentiating with respect to one variable and then the other does not give $0$ here: fill the "
            "other entries too.",
        ),
        (
            "asymmetric",
            Matrix(crooked),
            "By Schwarz's theorem the order of differentiation does not matter: the Hessian is symmetric.",
        ),
    ]
    if g.point:
        said = "Squaring first derivatives does not give second derivatives: differentiate the gradient once more."
        replies.append(("first-twice", slope @ slope.T, said))
    return tuple(Misconception(code, MatrixAnswer.of(reply), said) for code, reply, said in replies if reply != h)


# ------------------------------------------------------------------ the second method


@hessian.verify
def differences_agree(
    kind: str, inner: Poly, factor: int, point: tuple[int, ...], phrasing: int, answer: Matrix
) -> bool:
    """f(++) - f(+-) - f(-+) + f(--) over 4 h^2, at two widths."""
    n = variables(Given(kind, inner, factor, point, phrasing))

    def f(x: Sequence[float]) -> float:
        u = inner.value(x)
        return u if kind == "poly" else factor * (exp(u) if kind == "exp" else log(u) if kind == "ln" else u**4)

    def second(at: Sequence[float], i: int, j: int, h: float) -> float:
        total = 0.0
        for s in (1, -1):
            for t in (1, -1):
                total += s * t * f([x + h * (s * (k == i) + t * (k == j)) for k, x in enumerate(at)])
        return total / (4 * h * h)

    places = [point] if point else [(0,) * n, tuple(range(1, n + 1))]
    if answer.shape != (n, n):
        return False
    for at in places:
        for i in range(n):
            for j in range(n):
                wanted = (4 * second(at, i, j, 0.01) - second(at, i, j, 0.02)) / 3
                if abs(int(answer[i, j].p) / int(answer[i, j].q) - wanted) > 1e-3 * (1 + abs(wanted)):
                    return False
    return True
