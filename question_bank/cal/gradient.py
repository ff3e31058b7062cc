"""Compute the gradient at a point (MML 5.2, where it is a row; here it is given as a list of the partial derivatives).

Levels: 1 a polynomial in two variables; 2 a composite function of two variables (a power, an exponential whose
exponent vanishes at the point, a logarithm, a root); 3 three variables with a logarithm or a norm. Checked by central
difference quotients of the function at the point, with Richardson's extrapolation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, isqrt, log, sqrt
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import listed, stacked
from question_bank.cal._several import LETTERS, Poly, shown
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, decimal, latex_of, text, tuple_of
from quizgen.problem import Misconception, Problem, Step, step

PHRASINGS = (
    r"Compute the gradient $\nabla f(p)$ of $$f(@letters) = @f$$ at $p = @p$.",
    r"A loss depends on the parameters @names: $$f(@letters) = @f.$$ Which gradient does gradient descent use at the "
    r"point $p = @p$?",
    r"In which direction does $$f(@letters) = @f$$ grow fastest at $p = @p$? Give the gradient $\nabla f(p)$.",
)


class Given(NamedTuple):
    kind: str
    """"poly": f = front; else front + factor * outer(inner), with the outer function "power", "exp", "ln" or "sqrt"."""
    front: Poly
    inner: Poly
    factor: int
    point: tuple[int, ...]
    phrasing: int


@exercise("cal-gradient", version=1, bounds=(300, 400, 400))
def gradient(draw: Draw, level: int) -> Given:
    """The inner function has a clean value at the point; the partial derivatives are small and different."""
    for attempt in range(TRIES):
        given = _try(draw.child("try", attempt), level)
        if given is not None and _fair(given):
            return given
    raise exhausted("function", "small and different partial derivatives")


def _fair(g: Given) -> bool:
    slope = partials(g)
    return (
        len(set(slope)) == len(slope)
        and all(x != 0 and abs(x.p) <= 60 and x.q <= 30 for x in slope)
        and sum(x.q != 1 for x in slope) <= 3
    )


def _try(draw: Draw, level: int) -> Given | None:
    n = 2 if level < 3 else 3
    point = tuple(draw.integer(-3, 3, nonzero=True) for _ in range(n))
    phrasing = draw.below(3)
    if level == 1:
        return Given("poly", _polynomial(draw), Poly({(0, 0): 1}), 0, point, phrasing)
    factor = draw.integer(1, 4) * draw.sign()
    kind = draw.choice(("power", "exp", "ln", "sqrt") if level == 2 else ("ln", "sqrt"))
    front = _front(draw, n) if level == 3 or kind == "sqrt" or draw.flip() else Poly({})
    inner = _inner(draw, kind, n, point)
    value = inner.at([Q(x) for x in point])
    if (kind == "exp" and value != 0) or (kind == "power" and not 1 <= abs(value) <= 5):
        return None
    if kind in ("ln", "sqrt") and not 1 <= value <= 50:
        return None
    if kind == "sqrt" and isqrt(int(value.p)) ** 2 != value:
        return None
    return Given(kind, front, inner, factor, point, phrasing)


def _polynomial(draw: Draw) -> Poly:
    return Poly(
        {
            (draw.integer(1, 2), draw.integer(1, 2)): draw.integer(-3, 3, nonzero=True),
            (draw.integer(2, 3), 0): draw.integer(-3, 3, nonzero=True),
            (0, draw.integer(1, 3)): draw.integer(-4, 4, nonzero=True),
            (0, 0): draw.integer(-6, 6),
        }
    )


def _unit(n: int, i: int, k: int = 1) -> tuple[int, ...]:
    return tuple(k * (j == i) for j in range(n))


def _front(draw: Draw, n: int) -> Poly:
    i, j = draw.sample(range(n), 2)
    both = tuple(a + b for a, b in zip(_unit(n, i), _unit(n, j), strict=True))
    return Poly({both if draw.flip() else _unit(n, i, 2): draw.integer(-3, 3, nonzero=True)})


def _inner(draw: Draw, kind: str, n: int, point: Sequence[int]) -> Poly:
    if kind == "sqrt":
        return Poly({_unit(n, i, 2): draw.integer(1, 3) if n == 2 else 1 for i in range(n)})
    if kind == "ln" and n == 3:
        return Poly(
            {_unit(n, 0, 2): 1, _unit(n, 1, 2): draw.integer(1, 3), _unit(n, 2, 2): 1, (0, 0, 0): draw.integer(0, 2)}
        )
    if kind == "ln":
        return Poly(
            {_unit(n, 0, 2): draw.integer(1, 3), _unit(n, 1, 2): draw.integer(1, 3), (0, 0): draw.integer(0, 3)}
        )
    terms: dict[tuple[int, ...], int] = {
        _unit(n, 0, draw.integer(1, 2)): draw.integer(-3, 3, nonzero=True),
        _unit(n, 1, draw.integer(1, 2)): draw.integer(-3, 3, nonzero=True),
    }
    if draw.flip():
        terms = {(1, 1): draw.integer(-2, 2, nonzero=True), **terms}
    if kind == "exp":
        value = Poly(terms).at([Q(x) for x in point])
        terms[(0, 0)] = -int(value.p)
    return Poly(terms)


# ------------------------------------------------------------------ the function


def typed(g: Given) -> str:
    """The function in the answer language."""
    if g.kind == "poly":
        return g.front.typed()
    body = g.inner.typed()
    outer = {"power": f"({body})^3", "exp": f"e^({body})", "ln": f"ln({body})", "sqrt": f"sqrt({body})"}[g.kind]
    size = "" if abs(g.factor) == 1 else f"{abs(g.factor)} "
    sign = "-" if g.factor < 0 else ""
    if g.front.is_zero:
        return f"{sign}{size}{outer}"
    return f"{g.front.typed()} {sign or '+'} {size}{outer}"


def outer_slope(g: Given) -> Q:
    """The derivative of factor * outer at the value of the inner function at the point."""
    value = g.inner.at([Q(x) for x in g.point])
    match g.kind:
        case "power":
            return 3 * value * value * g.factor
        case "exp":
            return Q(g.factor)
        case "ln":
            return Q(g.factor) / value
    return Q(g.factor) / (2 * isqrt(int(value.p)))


def partials(g: Given) -> list[Q]:
    """The gradient at the point."""
    at = [Q(x) for x in g.point]
    front = [g.front.partial(i).at(at) for i in range(len(at))]
    if g.kind == "poly":
        return front
    slope = outer_slope(g)
    return [f + slope * g.inner.partial(i).at(at) for i, f in enumerate(front)]


@gradient.problem
def build(kind: str, front: Poly, inner: Poly, factor: int, point: tuple[int, ...], phrasing: int) -> Problem:
    """The partial derivatives, then the point put in."""
    g = Given(kind, front, inner, factor, point, phrasing)
    n = len(point)
    slopes = partials(g)
    answer = VectorAnswer.of(Vector(slopes))
    letters = ", ".join(LETTERS[:n])
    said = PHRASINGS[phrasing].replace("@letters", letters)
    said = said.replace("@names", listed([f"${x}$" for x in LETTERS[:n]])).replace("@f", shown(typed(g), n))
    return Problem.single(
        prompt=text(said, p=tuple_of(point)) + ("" if all(d.q == 1 for d in slopes) else " Answer exactly."),
        answer=answer,
        hints=_hints(g),
        steps=(*_steps(g), _check(g), step(r"So $\nabla f(p) = @answer$.", answer=answer)),
        misconceptions=_misconceptions(g),
    )


def _hints(g: Given) -> tuple[str, ...]:
    chain = (
        "Every partial derivative of the inner function is multiplied by the same number: the derivative of the outer "
        "function at the value of the inner one."
    )
    return (
        "The gradient lists the partial derivatives by all variables, in their order; its entries are numbers here.",
        "Differentiate with respect to one variable while the others are fixed. Put the point in only after that."
        if g.kind == "poly"
        else chain,
    )


OUTER = {"power": "u^3", "exp": "e^u", "ln": r"\ln u", "sqrt": r"\sqrt{u}"}


def _steps(g: Given) -> tuple[Step, ...]:
    n, at = len(g.point), [Q(x) for x in g.point]
    if g.kind == "poly":
        slopes = [g.front.partial(i) for i in range(n)]
        return (
            *(
                Step(rf"By ${v}$, the other one fixed: $\frac{{\partial f}}{{\partial {v}}} = {shown(d.typed(), n)}$.")
                for v, d in zip(LETTERS, slopes, strict=False)
            ),
            *(Step(_put_in(v, d, g)) for v, d in zip(LETTERS, slopes, strict=False)),
        )
    value = g.inner.at(at)
    inner = [g.inner.partial(i) for i in range(n)]
    outer = OUTER[g.kind]
    front = "" if abs(g.factor) == 1 else str(abs(g.factor))
    sign = "-" if g.factor < 0 else ""
    values = [d.at(at) for d in inner]
    steps = [
        step(
            rf"The inner function is $u = {shown(g.inner.typed(), n)}$; at $p$ its value is $u = @value$.",
            value=value,
        ),
        step(
            r"The outer function $@outer$ has the derivative $@slope$; there this is $@number$.",
            outer=Tex(f"{sign}{front}{outer}"),
            slope=Tex(_scaled(g)),
            number=outer_slope(g),
        ),
        step(
            r"The inner function has the gradient $@formula$, at $p$ it is $@values$.",
            formula=stacked([shown(d.typed(), n) for d in inner]),
            values=Vector(values),
        ),
    ]
    if g.front.is_zero:
        work = rf"{latex_of(outer_slope(g))} \cdot {latex_of(Vector(values))}"
        return (*steps, Step(rf"Chain rule: $$\nabla f(p) = {work} = {latex_of(Vector(partials(g)))}.$$"))
    rest = [g.front.partial(i) for i in range(n)]
    numbers = Vector([d.at(at) for d in rest])
    steps.append(
        step(
            r"The term $@front$ has the gradient $@formula$, at $p$ it is $@numbers$.",
            front=Tex(shown(g.front.typed(), n)),
            formula=stacked([shown(d.typed(), n) for d in rest]),
            numbers=numbers,
        )
    )
    slope_ = outer_slope(g)
    number = latex_of(abs(slope_))
    work = rf"{latex_of(numbers)} {'-' if slope_ < 0 else '+'} {number} \cdot {latex_of(Vector(values))}"
    return (
        *steps,
        Step(rf"Chain rule, and the sum of both: $$\nabla f(p) = {work} = {latex_of(Vector(partials(g)))}.$$"),
    )


def _scaled(g: Given) -> str:
    """The derivative of the outer function with its factor."""
    size, sign = abs(g.factor), "-" if g.factor < 0 else ""
    match g.kind:
        case "power":
            return f"{sign}{3 * size}u^2"
        case "exp":
            return f"{sign}{size if size > 1 else ''}e^u"
        case "ln":
            return rf"{sign}\frac{{{size}}}{{u}}"
    return (
        rf"{sign}\frac{{{size}}}{{2\sqrt{{u}}}}"
        if size % 2
        else rf"{sign}\frac{{{size // 2 if size > 2 else 1}}}{{\sqrt{{u}}}}"
    )


def _put_in(v: str, d: Poly, g: Given) -> str:
    """A partial derivative at the point, with the numbers."""
    terms = []
    for powers, c in sorted(d.terms.items(), key=lambda t: (-sum(t[0]), [-k for k in t[0]])):
        factors = [
            (f"({x})" if x < 0 else str(x)) + (f"^{k}" if k > 1 else "")
            for x, k in zip(g.point, powers, strict=True)
            if k
        ]
        number = latex_of(abs(c))
        shown_ = r" \cdot ".join(factors if abs(c) == 1 and factors else [number, *factors])
        terms.append((" - " if c < 0 else " + ") + shown_)
    joined = "".join(terms)
    joined = "-" + joined[3:] if joined.startswith(" - ") else joined[3:]
    value = d.at([Q(x) for x in g.point])
    shown_value = "" if joined == latex_of(value) else f" = {latex_of(value)}"
    return rf"At $p$: $\frac{{\partial f}}{{\partial {v}}} = {joined}{shown_value}$."


STEP = 0.01


def _check(g: Given) -> Step:
    """A difference quotient by the first variable."""
    first, *rest = g.point
    up, down = (_value(g, [first + h, *rest]) for h in (STEP, -STEP))
    others = "".join(f", {x}" for x in rest)
    return Step(
        rf"Check the entry of $x$ with a calculator: $\frac{{f({decimal(first + STEP, 2)}{others}) - "
        rf"f({decimal(first - STEP, 2)}{others})}}{{{decimal(2 * STEP, 2)}}} \approx "
        rf"{decimal((up - down) / (2 * STEP), 2)}$."
    )


# ------------------------------------------------------------------ typical mistakes


def _misconceptions(g: Given) -> tuple[Misconception, ...]:
    slope = partials(g)
    replies: list[tuple[str, Matrix, str]] = [
        (
            "value-not-vector",
            Vector([sum(slope, Q(0))]),
            "The gradient is a vector: the partial derivatives stand side by side and are not added up.",
        ),
        (
            "swapped-entries",
            Vector(slope[::-1]),
            "The order of the entries is that of the variables: the derivative with respect to $x$ comes first.",
        ),
        (
            "unevaluated-partial",
            Vector(slope[:-1]),
            "The gradient has one entry for each variable: one of them is missing.",
        ),
    ]
    if len(slope) == 2 and replies[2][1] == replies[0][1]:
        replies.pop(2)
    return tuple(Misconception(code, VectorAnswer.of(reply), said) for code, reply, said in replies)


# ------------------------------------------------------------------ the second method


def _value(g: Given, x: Sequence[float]) -> float:
    """The function in floats."""
    if g.kind == "poly":
        return g.front.value(x)
    outer: dict[str, Callable[[float], float]] = {"power": lambda u: u**3, "exp": exp, "ln": log, "sqrt": sqrt}
    return g.front.value(x) + g.factor * outer[g.kind](g.inner.value(x))


@gradient.verify
def differences_agree(
    kind: str, front: Poly, inner: Poly, factor: int, point: tuple[int, ...], phrasing: int, answer: Matrix
) -> bool:
    """Central differences of the function itself, at two widths."""

    g = Given(kind, front, inner, factor, point, phrasing)

    def slope(i: int, h: float) -> float:
        up, down = ([x + s * (i == j) for j, x in enumerate(point)] for s in (h, -h))
        return (_value(g, up) - _value(g, down)) / (2 * h)

    if answer.rows != len(point):
        return False
    for i, x in enumerate(answer):
        wanted = (4 * slope(i, 0.005) - slope(i, 0.01)) / 3
        if abs(int(x.p) / int(x.q) - wanted) > 1e-4 * (1 + abs(wanted)):
            return False
    return True
