"""The fundamental theorem of calculus: integrals with variable limits, and functions from their accumulation.

Levels: 1 one limit is x itself, or the integrand is asked for; 2 the upper limit is a function of x, by the chain rule;
3 both limits vary. Checked without an antiderivative: the integral is computed by Simpson's rule over the pieces by
which the limits move, and a recovered integrand is integrated back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import cos, exp, log, sin, sqrt
from typing import NamedTuple

from msgspec.structs import replace

from question_bank.cal._shown import power, scaled, shown, total
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Note, Plot, Region, curve, drawn, near
from quizgen.problem import Misconception, Problem, Step


class Outer(NamedTuple):
    """A function F(u): numerator and denominator with @ for u, its derivative likewise with a factor, and floats."""

    top: str
    bottom: str
    slope: tuple[Q, str, str]
    at: Callable[[float], float]


OUTER = {
    "exp": Outer("e^(-@)", "", (Q(-1), "e^(-@)", ""), lambda u: exp(-u)),
    "sqrt": Outer("sqrt(1 + @)", "", (Q(1, 2), "", "sqrt(1 + @)"), lambda u: sqrt(1 + u)),
    "ln": Outer("ln(1 + @)", "", (Q(1), "", "(1 + @)"), lambda u: log(1 + u)),
    "sin": Outer("sin(@)", "", (Q(1), "cos(@)", ""), sin),
    "cos": Outer("cos(@)", "", (Q(-1), "sin(@)", ""), cos),
    "frac": Outer("", "(1 + @)", (Q(-1), "", "(1 + @)^2"), lambda u: 1 / (1 + u)),
}


class Limit(NamedTuple):
    """A limit of integration: "number" c, "power" c x^m, "line" c x + m, "exp" e^(c x), "sin" sin(x), "ln" ln(x)."""

    kind: str
    c: int = 1
    m: int = 1


class Integrand(NamedTuple):
    """k t^j F(t^n)."""

    outer: str
    k: int
    j: int
    n: int


class Given(NamedTuple):
    kind: str
    """"derive", or "recover" with a polynomial as accumulation, or "density" with a distribution function."""
    f: Integrand
    upper: Limit
    lower: Limit
    numbers: tuple[int, ...]
    """recover: coefficients of the integrand from the highest power down; density: rate and power."""
    phrasing: int


X = Limit("power", 1, 1)


@exercise("cal-ftc", version=1, bounds=(200, 1000, 2000))
def ftc(draw: Draw, level: int) -> Given:
    """An integrand of which no one knows an antiderivative by heart, and limits of the level."""
    outer = draw.choice(sorted(OUTER))
    n = draw.choice((2, 3, 4) if outer in ("exp", "sin", "cos") else (2, 4))
    f = Integrand(outer, draw.integer(1, 5), draw.choice((0, 0, 1)), n)
    numbers, phrasing = (draw.integer(1, 5), draw.integer(-4, 4), draw.integer(-6, 6, nonzero=True)), draw.below(3)
    # Where the integrand is worth a look: e^(-t^4) is flat from 2 on, and sin(t^4) is a blur.
    start = Limit("number", draw.integer(-1, 1) if outer in ("exp", "sin", "cos") else draw.integer(-2, 3))
    if level == 1:
        kind = draw.choice(("upper", "upper", "lower", "recover", "density"))
        if kind in ("upper", "lower"):
            ends = (X, start) if kind == "upper" else (start, X)
            return Given("derive", f, *ends, (), phrasing)
        if kind == "density":
            return Given("density", f, X, Limit("number", 0), (draw.integer(1, 6), draw.integer(2, 4)), phrasing)
        return Given("recover", f, X, start, numbers, phrasing)
    if level == 2:
        if draw.below(4) == 0:
            return Given("recover", f, Limit("power", 1, draw.integer(2, 3)), Limit("number", 0), numbers, phrasing)
        return Given("derive", f, _limit(draw, f), start, (), phrasing)
    first = _limit(draw, f)
    second = draw.choice(
        [
            x
            for x in (X, Limit("power", -1, 1), Limit("power", 2, 1), Limit("power", 1, 2), Limit("line", 1, 2))
            if (x.m != first.m or x.kind != first.kind)
            and not (x.kind == "line" and first.kind == "exp")
            and _both_matter(f, first, x)
        ]
    )
    if first.kind == "ln":
        second = draw.choice((X, Limit("power", 2, 1), Limit("power", 1, 2)))
    ends = (first, second) if draw.below(3) else (second, first)
    return Given("derive", f, *ends, (), phrasing)


def _limit(draw: Draw, f: Integrand) -> Limit:
    # e^(-e^(6x)) is hard to read and beyond every number.
    exp = () if f.outer == "exp" else ("exp",)
    kind = draw.choice(("power", "power", "line", *exp, "sin", "ln"))
    if kind == "power":
        return Limit("power", draw.integer(1, 3 if f.n < 4 else 2), draw.integer(2, 3))
    if kind == "line":
        return Limit("line", draw.integer(2, 4), draw.integer(-5, 5, nonzero=True))
    return Limit("exp", draw.integer(1, 3)) if kind == "exp" else Limit(kind)


# ------------------------------------------------------------------ texts in the answer language


def limit_text(end: Limit) -> str:
    """The limit as text."""
    match end.kind:
        case "number":
            return str(end.c)
        case "power":
            return scaled(end.c, power("x", end.m))
        case "line":
            return total((end.c, "x"), (end.m, ""))
        case "exp":
            return f"e^({scaled(end.c, 'x')})"
    return f"{end.kind}(x)"


def raised(end: Limit, n: int) -> tuple[Q, int, str]:
    """The limit to the power n as a factor, a power of x and the rest."""
    if end.kind == "power":
        return Q(end.c) ** n, end.m * n, ""
    if end.kind == "exp":
        return Q(1), 0, f"e^({scaled(end.c * n, 'x')})" if n else ""
    base = f"({limit_text(end)})" if end.kind == "line" else limit_text(end)
    return Q(1), 0, power(base, n)


def moved(end: Limit) -> tuple[Q, int, str]:
    """The derivative of the limit as a factor, a power of x (below 0 for a division) and the rest."""
    match end.kind:
        case "number":
            return Q(0), 0, ""
        case "power":
            return Q(end.c * end.m), end.m - 1, ""
        case "line":
            return Q(end.c), 0, ""
        case "exp":
            return Q(end.c), 0, limit_text(end)
        case "sin":
            return Q(1), 0, "cos(x)"
    return Q(1), -1, ""


Factors = tuple[Q, int, str]
ONE: Factors = (Q(1), 0, "")


def text_of(*factors: Factors, top: str = "", bottom: str = "", u: str = "x") -> tuple[Q, str]:
    """A product over a denominator as its sign and text; @ in `top` and `bottom` is u."""
    c, n, rate, rest = Q(1), 0, 0, []
    for number, exponent, body in factors:
        c, n = c * number, n + exponent
        if found := re.fullmatch(r"e\^\((\d*)x\)", body):
            rate += int(found[1] or 1)
        elif body:
            rest.append(body)
    if rate:
        rest.insert(0, f"e^({scaled(rate, 'x')})")
    above = [*([power("x", n)] if n > 0 else []), *rest, *([_filled(top, u)] if top else [])]
    below = [*([power("x", -n)] if n < 0 else []), *([_filled(bottom, u)] if bottom else [])]
    size = abs(c)
    if size.q != 1:
        below.insert(0, str(size.q))
    if c == 0:
        return Q(0), "0"
    upper = scaled(int(size.p), " ".join(above))
    if not below:
        return Q(1 if c > 0 else -1), upper
    divisor = (
        below[0] if len(below) == 1 and (below[0].startswith("(") or len(below[0]) < 2) else f"({' '.join(below)})"
    )
    return Q(1 if c > 0 else -1), f"({upper})/{divisor}" if " " in upper else f"{upper}/{divisor}"


def _filled(template: str, u: str) -> str:
    """u in its place, without a double minus or double brackets."""
    if u.startswith("(-"):
        template = template.replace("-@", u[2:-1]).replace("(@)", u)
    return template.replace("@", u)


def argument(end: Limit, n: int) -> str:
    """The limit to the power n, put in for u."""
    c, m, rest = raised(end, n)
    body = " ".join(x for x in (power("x", m), rest) if x)
    return scaled(c, body) if c >= 0 else f"({scaled(c, body)})"


def composed(f: Integrand, end: Limit, *factors: Factors) -> tuple[Q, str]:
    """f(end), times further factors."""
    F = OUTER[f.outer]
    return text_of((Q(f.k), 0, ""), raised(end, f.j), *factors, top=F.top, bottom=F.bottom, u=argument(end, f.n))


def composed_slope(f: Integrand, end: Limit, *factors: Factors) -> list[tuple[Q, str]]:
    """f'(end), times further factors, as terms: the product rule for k t^j F(t^n) with j = 0 or 1."""
    F = OUTER[f.outer]
    c, top, bottom = F.slope
    inner = (Q(f.k * f.n) * c, 0, "")
    terms = [
        text_of(inner, raised(end, f.j + f.n - 1), *factors, top=top, bottom=bottom, u=argument(end, f.n)),
    ]
    if f.j:
        first = text_of((Q(f.k), 0, ""), *factors, top=F.top, bottom=F.bottom, u=argument(end, f.n))
        terms.insert(0, first)
    return terms


def integrand_text(f: Integrand) -> str:
    """f(t) as text."""
    # No name of a function holds an x here: exp is written e^.
    return composed(f, X)[1].replace("x", "t")


# ------------------------------------------------------------------ the problem

DERIVE = (
    r"Find $G'(x)$ for $$G(x) = @i.$$",
    r"The function $$G(x) = @i$$ accumulates a signal. How fast does it change with $x$? Give $G'(x)$.",
    r"Let $$G(x) = @i.$$ Differentiate $G$ without computing the integral.",
)
RECOVER = (
    r"A continuous function $f$ satisfies $$@i = @p$$ for all $x@domain$. Find $f(t)$.",
    r"The amount that has been accumulated is known: $$@i = @p$$ for all $x@domain$. Which continuous rate $f(t)$ was "
    r"accumulated?",
    r"Which continuous function $f(t)$ has $$@i = @p$$ for all $x@domain$?",
)
DENSITY = (
    r"A waiting time has the distribution function $$F(x) = \int_0^{x} p(t) \, dt = @p, \quad x \geq 0.$$ Find its "
    r"density $p(x)$ for $x > 0$.",
    r"The probability that a sensor fails before time $x \geq 0$ is $$F(x) = \int_0^{x} p(t) \, dt = @p.$$ Which "
    r"density "
    r"$p(x)$ has its lifetime for $x > 0$?",
    r"For $x \geq 0$ a model error has the distribution function $$F(x) = \int_0^{x} p(t) \, dt = @p.$$ Find the "
    r"density "
    r"$p(x)$ for $x > 0$.",
)
INNER = "The limit of integration moves with $x$: by the chain rule its own derivative is a factor."
LOWER = "When the lower limit grows, area is taken away: what sign has its part?"
SLOPE = (
    "The rate at which an integral grows is the integrand itself at the moving end: the integrand is not "
    "differentiated."
)


@ftc.problem
def build(kind: str, f: Integrand, upper: Limit, lower: Limit, numbers: tuple[int, ...], phrasing: int) -> Problem:
    """Differentiate by the limits, or both sides of an accumulation."""
    g = Given(kind, f, upper, lower, numbers, phrasing)
    return {"derive": _derive, "recover": _recover, "density": _density}[kind](g)


def _integral(g: Given, body: str) -> str:
    ends = [shown(limit_text(end), "x") for end in (g.lower, g.upper)]
    return rf"\int_{{{ends[0]}}}^{{{ends[1]}}} {body} \, dt"


def _answer(text: str, *, positive: bool, name: str = "x", label: str) -> ExpressionAnswer:
    return ExpressionAnswer(text, (name,), {name: "positive"} if positive else {}, label=label)


def _joined(terms: Sequence[tuple[Q, str]]) -> str:
    return total(*terms)


def _ends(g: Given) -> list[tuple[Limit, int]]:
    """The ends that move, with the sign of their part."""
    return [(end, sign) for end, sign in ((g.upper, 1), (g.lower, -1)) if end.kind != "number"]


def _positive(g: Given) -> bool:
    return "ln" in (g.upper.kind, g.lower.kind)


def _derive(g: Given) -> Problem:
    def summed(*parts: tuple[int, tuple[Q, str]]) -> str:
        return _joined([(sign * s, body) for sign, (s, body) in parts])

    ends = _ends(g)
    right = summed(*((sign, composed(g.f, end, moved(end))) for end, sign in ends))
    bare = summed(*((sign, composed(g.f, end)) for end, sign in ends))
    added = summed(*((1, composed(g.f, end, moved(end))) for end, sign in ends))
    sloped = summed(*((sign, term) for end, sign in ends for term in composed_slope(g.f, end, moved(end))))
    replies = {
        "no-inner-derivative": (bare, INNER),
        "lower-sign": (added, LOWER),
        "integrand-derivative": (sloped, SLOPE),
    }
    positive = _positive(g)

    def answer(text: str) -> ExpressionAnswer:
        return _answer(text, positive=positive, label="$G'(x) =$")

    found: dict[str, Misconception] = {}
    for code, (reply, said) in replies.items():
        if reply != right and reply not in found:
            found[reply] = Misconception(code, answer(reply), said)
    prompt = DERIVE[g.phrasing].replace("@i", _integral(g, shown(integrand_text(g.f), "t")))
    if positive:
        prompt += " Here $x > 0$."
    plain = all(end == X for end, _ in ends) and _fits_a_picture(g)
    return Problem.single(
        prompt=prompt + (drawn(_area(g)) if plain else ""),
        answer=answer(right),
        hints=(
            "You need no antiderivative: how fast does the area grow when a limit moves?",
            (
                "By the fundamental theorem the derivative with respect to the upper limit is the integrand, taken at "
                "that limit."
            )
            if plain
            else "Call $F$ an antiderivative of the integrand. The integral is a difference of values of $F$, to which "
            "the chain rule applies.",
        ),
        steps=(*_derive_steps(g, ends), Step(_conclusion(g, ends, answer(right)))),
        misconceptions=tuple(found.values()),
    )


def _derive_steps(g: Given, ends: Sequence[tuple[Limit, int]]) -> list[Step]:
    f = shown(integrand_text(g.f), "t")
    opening = (
        rf"Let $F$ be an antiderivative of the integrand $f(t) = {f}$, so $F' = f$; the fundamental theorem says "
        rf"that there "
        "is one, because $f$ is continuous. It is not needed in closed form."
    )
    low, up = (shown(limit_text(end), "x") for end in (g.lower, g.upper))
    steps = [
        Step(opening),
        Step(rf"Then $G(x) = F\left({up}\right) - F\left({low}\right)$.")
        if len(ends) == 1
        else Step(
            rf"Then $G(x) = F\left({up}\right) - F\left({low}\right)$: both terms depend on $x$. When $x$ changes a "
            "little, a strip is added or taken away at each end of the area: at the upper end it counts with plus, at "
            "the lower end with minus." + _strips(g)
        ),
    ]
    if g.upper.kind == "number":
        steps.append(Step(r"The first term is a constant; the second has a minus, because $x$ is the lower limit."))
    elif g.lower.kind == "number":
        steps.append(Step(rf"The value $F({low})$ is a constant, and its derivative is $0$."))
    for end, sign in ends:
        at = shown(limit_text(end), "x")
        s, value = composed(g.f, end)
        s2, slope = text_of(moved(end))
        which = "upper" if sign > 0 else "lower"
        if end == X:
            steps.append(
                Step(
                    rf"At the {which} limit $x$ the derivative of $F(x)$ is $f(x) = "
                    rf"{shown(_joined([(s, value)]), 'x')}$."
                )
            )
            continue
        steps.append(
            Step(
                rf"At the {which} limit ${at}$ the integrand is $f\left({at}\right) = "
                rf"{shown(_joined([(s, value)]), 'x')}$, "
                rf"and the limit itself has the derivative ${shown(_joined([(s2, slope)]), 'x')}$. By the chain rule "
                rf"$F\left({at}\right)$ has the derivative "
                rf"${shown(_joined([composed(g.f, end, moved(end))]), 'x')}$."
            )
        )
    return steps


def _conclusion(g: Given, ends: Sequence[tuple[Limit, int]], answer: ExpressionAnswer) -> str:
    if len(ends) == 2:
        return f"The part of the lower limit is subtracted: $G'(x) = {answer.tex()}$."
    if ends[0][1] < 0:
        return rf"With the minus of the lower limit $G'(x) = {answer.tex()}$."
    start = shown(limit_text(g.lower), "x")
    told = f"The start ${start}$ does not matter."
    if ends[0][0] != X:
        told = "The derivative of the limit stands in it as a factor."
    return rf"So $G'(x) = {answer.tex()}$. {told}"


def _recover(g: Given) -> Problem:
    """Integral of f from a to x^m, with f given by its coefficients."""
    m, coefficients, a = g.upper.m, g.numbers, g.lower.c
    n = len(coefficients) - 1
    primitive = [(Q(c, n - i + 1), n - i + 1) for i, c in enumerate(coefficients)]
    constant = -sum((c * Q(a) ** e for c, e in primitive), Q(0))
    accumulated = total(*((c, power("x", e * m)) for c, e in primitive), (constant, ""))
    right = total(*((c, power("t", n - i)) for i, c in enumerate(coefficients)))
    slope = total(*((c * e * m, power("x", e * m - 1)) for c, e in primitive))
    answer = ExpressionAnswer(right, ("t",), {"t": "positive"} if m > 1 else {}, label="$f(t) =$")
    if m == 1:
        wrong = total(*((Q(c * (n - i)), power("t", n - i - 1)) for i, c in enumerate(coefficients) if i < n))
        slips = (Misconception("integrand-derivative", _like(answer, wrong), SLOPE),)
    else:
        # Forgets that d(x^m)/dx = m x^(m-1): puts x = t^(1/m) into the derivative of the right-hand side.
        wrong = total(*((c * e * m, f"t^({Q(e * m - 1, m)})") for c, e in primitive if c))
        slips = (Misconception("no-inner-derivative", _like(answer, wrong), INNER),)
    ends = _integral(g, "f(t)")
    prompt = RECOVER[g.phrasing].replace("@i", ends).replace("@p", shown(accumulated, "x"))
    limit = shown(limit_text(g.upper), "x")
    if m == 1:
        steps = [
            r"Differentiate both sides by $x$. On the left the fundamental theorem gives $f(x)$.",
            rf"On the right the derivative is ${shown(slope, 'x')}$; the constant drops out."
            if constant
            else rf"On the right the derivative is ${shown(slope, 'x')}$.",
            rf"Check: for $x = {a}$ the integral is $0$, and so is the right-hand side.",
        ]
    else:
        inside = shown(f"{m}{power('x', m - 1)}", "x")
        composed_ = total(*((Q(c), power("x", m * (n - i))) for i, c in enumerate(coefficients)))
        steps = [
            rf"Differentiate both sides by $x$. On the left the fundamental theorem and the chain rule give "
            rf"$f\left({limit}\right) \cdot {inside}$.",
            rf"On the right the derivative is ${shown(slope, 'x')}$.",
            rf"Divide by ${inside}$: $f\left({limit}\right) = {shown(composed_, 'x')}$.",
            rf"Write $t$ for ${limit}$: every power of $x$ here is one of ${limit}$.",
        ]
    return Problem.single(
        prompt=prompt.replace("@domain", r" \geq 0" if m > 1 else ""),
        answer=answer,
        hints=(
            "Differentiate both sides of the equation by $x$.",
            "What is the derivative of an integral by its upper limit? "
            + ("And how does that limit depend on $x$?" if m > 1 else "What happens to the constant on the right?"),
        ),
        steps=(*map(Step, steps), Step(f"So $f(t) = {answer.tex()}$.")),
        misconceptions=slips,
    )


def _like(answer: ExpressionAnswer, text: str) -> ExpressionAnswer:
    return ExpressionAnswer(text, answer.names, answer.domain, label=answer.label)


def _density(g: Given) -> Problem:
    """F(x) = 1 - e^(-k x^n)."""
    k, n = g.numbers
    inside = scaled(k, power("x", n))
    slope = scaled(k * n, power("x", n - 1))
    answer = _answer(f"{slope} e^(-{inside})", positive=True, label="$p(x) =$")
    bend = (
        f"({scaled(k * n * (n - 1), power('x', n - 2))} - {scaled((k * n) ** 2, power('x', 2 * n - 2))}) e^(-{inside})"
    )
    slips = (
        Misconception(
            "no-inner-derivative",
            _like(answer, f"e^(-{inside})"),
            "The exponent is a function of $x$: by the chain rule its own derivative is a factor.",
        ),
        Misconception(
            "integrand-derivative",
            _like(answer, bend),
            "One differentiation is enough: the density is the derivative of the distribution function.",
        ),
    )
    return Problem.single(
        prompt=DENSITY[g.phrasing].replace("@p", shown(f"1 - e^(-{inside})", "x")),
        answer=answer,
        hints=(
            "The distribution function accumulates the density: how do you get back from it?",
            "By the fundamental theorem the derivative of the integral by its upper limit is the integrand there.",
        ),
        steps=(
            Step(
                "By the fundamental theorem $F'(x) = p(x)$: the density is the rate at which probability accumulates."
            ),
            Step(
                rf"The constant $1$ drops out. The exponent ${shown(f'-{inside}', 'x')}$ has the derivative "
                rf"${shown(f'-{slope}', 'x')}$."
            ),
            Step(r"Chain rule: the minus in front and the minus of the exponent cancel."),
            Step(
                r"Check: $p(x) > 0$ for $x > 0$, and the total probability is $1$, because $F(x) \to 1$ for $x \to "
                r"\infty$."
            ),
            Step(f"So $p(x) = {answer.tex()}$."),
        ),
        misconceptions=slips,
    )


# ------------------------------------------------------------------ pictures


def _value(f: Integrand, t: float) -> float:
    return float(f.k * t**f.j * OUTER[f.outer].at(t**f.n))


def _plotted(f: Integrand, low: float, high: float, left: float, right: float, marks: tuple[Note, ...]) -> Plot:
    line = curve(lambda t: _value(f, t), low, high)
    ys = [y for _, y in line]
    bottom, top = min(0.0, *ys), max(0.0, *ys)
    room = 0.15 * (top - bottom) or 1.0
    inside = curve(lambda t: _value(f, t), left, right, 30)
    region = ((inside[0][0], 0.0), *inside, (inside[-1][0], 0.0))
    return Plot(
        "The curve of the integrand with the area between it and the horizontal axis, from the lower to the upper "
        "limit.",
        (near(low), near(high)),
        (near(bottom - room), near(top + room)),
        (Region(region, "integral"), Line(line, "$f$"), *marks),
        "$t$",
        "",
    )


def _shown_ends(g: Given) -> tuple[int, float]:
    """The fixed limit and a place for x."""
    a = (g.lower if g.upper == X else g.upper).c
    return a, a + 1.2 if g.upper == X else a - 1.2


def _fits_a_picture(g: Given) -> bool:
    """False where the integrand runs away, as e^(-t^3) does for negative t: nothing would be seen."""
    low, high = sorted(_shown_ends(g))
    return max(abs(_value(g.f, t)) for t in (low - 0.5, high + 0.5)) < 1e4


def _area(g: Given) -> Plot:
    """The area under the integrand between the fixed limit and a place for x."""
    a, x = _shown_ends(g)
    left, right = sorted((float(a), x))
    notes = (Note((near(a), 0.0), f"${a}$"), Note((near(x), 0.0), "$x$"))
    return _plotted(g.f, left - 0.5, right + 0.5, left, right, notes)


def _strips(g: Given) -> str:
    """The area between two limits that move, at a place x where the lower one is the smaller; else nothing."""
    x = _place_to_show(g)
    if x is None:
        return ""
    left, right = _end(g.lower, x), _end(g.upper, x)
    side = (right - left) / 2
    plot = _plotted(g.f, left - side, right + side, left, right, ())
    bottom, top = plot.y_range
    # Below the curve and the area.
    below = near(bottom + 0.03 * (top - bottom))
    ends = ((left, "lower limit"), (right, "upper limit"))
    falls = tuple(Line(((near(t), near(_value(g.f, t))), (near(t), below)), style="dotted") for t, _ in ends)
    notes = tuple(Note((near(t), below), said) for t, said in ends)
    return f" The figure shows the limits for $x = {x:g}$." + drawn(replace(plot, marks=(*plot.marks, *falls, *notes)))


def _place_to_show(g: Given) -> float | None:
    """The place x where the area between the limits is seen best."""
    found = []
    for x in (k / 10 for k in range(-20, 21) if k > 2 or (k < -2 and not _positive(g))):
        left, right = _end(g.lower, x), _end(g.upper, x)
        gap = right - left
        if not 0.2 <= gap <= 3 or max(abs(left), abs(right)) > 2.5:
            continue
        whole, inside = (
            max(abs(_value(g.f, low + (high - low) * k / 24)) for k in range(25))
            for low, high in ((left - gap / 2, right + gap / 2), (left, right))
        )
        if whole <= 6 * inside:
            # Far out a sine of t^4 is a blur; a place with x > 0 is read more easily.
            far = max(abs(left - gap / 2), abs(right + gap / 2))
            found.append((abs(gap - 1.1) + 2 * max(0.0, far - 2) + (0.3 if x < 0 else 0.0), x))
    return min(found)[1] if found else None


# ------------------------------------------------------------------ the second method


def _end(end: Limit, x: float) -> float:
    match end.kind:
        case "number":
            return float(end.c)
        case "power":
            return float(end.c * x**end.m)
        case "line":
            return end.c * x + end.m
        case "exp":
            return exp(end.c * x)
    return sin(x) if end.kind == "sin" else log(x)


def _simpson(f: Callable[[float], float], a: float, b: float, n: int) -> float:
    h = (b - a) / n
    inner = sum((4 if i % 2 else 2) * f(a + i * h) for i in range(1, n))
    return (f(a) + inner + f(b)) * h / 3


@ftc.verify
def integral_moves_so_fast(
    kind: str,
    f: Integrand,
    upper: Limit,
    lower: Limit,
    numbers: tuple[int, ...],
    phrasing: int,
    answer: Expression,
) -> bool:
    """The pieces by which the limits move, divided by the step; a recovered integrand integrated back."""
    if kind == "derive":
        return all(_rate_agrees(f, upper, lower, x, answer.at(x=x)) for x in _places(upper, lower))
    for x in (0.3, 0.8, 1.1, 1.7):
        if kind == "density":
            k, n = numbers
            found, wanted = _simpson(lambda t: answer.at(x=t + 1e-12), 0.0, x, 60), 1 - exp(-k * x**n)
        else:
            a, b = float(lower.c), x**upper.m
            found, wanted = (
                _simpson(lambda t: answer.at(t=t), a, b, 8),
                _accumulated(numbers, b) - _accumulated(numbers, a),
            )
        if not abs(found - wanted) < 1e-3 * (1 + abs(wanted)):
            return False
    return True


@lru_cache(maxsize=64)
def _places(upper: Limit, lower: Limit) -> tuple[float, ...]:
    """Places where a limit that moves is of size one, or the larger of two: there the integrand neither vanishes nor
    oscillates, and no power of the limit is lost."""
    low = 0.1 if "ln" in (upper.kind, lower.kind) else -3.0
    moving = [end for end in (upper, lower) if end.kind != "number"]
    grid = (low + 0.0717 * i for i in range(int((3 - low) / 0.0717)))
    # Further out e^(-t^3) leaves the floats and sin(t^4) is noise.
    places = [x for x in grid if all(abs(_end(end, x)) < 3.5 for end in moving)]
    groups = (moving, *([end] for end in moving))
    return tuple(dict.fromkeys(x for ends in groups for x in _of_size_one(places, ends)))


def _of_size_one(places: Sequence[float], ends: Sequence[Limit]) -> list[float]:
    """Four of the places, where the largest of the limits is about one."""
    return sorted(places, key=lambda x: abs(max(abs(_end(end, x)) for end in ends) - 0.9))[:8:2]


def _accumulated(numbers: tuple[int, ...], t: float) -> float:
    n = len(numbers)
    return sum(c * t ** (n - i) / (n - i) for i, c in enumerate(numbers))


def _both_matter(f: Integrand, one: Limit, other: Limit) -> bool:
    """Whether somewhere neither limit's part of the derivative is lost beside the other's, as with e^(-t^4)."""
    rates = ((abs(_rate(f, one, x)), abs(_rate(f, other, x))) for x in _places(one, other))
    return any(min(pair) > 1e-3 * (0.01 + max(pair)) for pair in rates)


def _rate_agrees(f: Integrand, upper: Limit, lower: Limit, x: float, value: float) -> bool:
    wanted = _growth(f, upper, lower, x)
    return abs(value - wanted) <= 1e-4 * (0.01 + abs(wanted))


@lru_cache(maxsize=64)
def _growth(f: Integrand, upper: Limit, lower: Limit, x: float) -> float:
    return _rate(f, upper, x) - _rate(f, lower, x)


def _rate(f: Integrand, end: Limit, x: float) -> float:
    """How fast the integral up to a limit grows at x: the piece by which the limit moves, divided by the step."""
    h = 1e-6
    return _simpson(lambda t: _value(f, t), _end(end, x - h), _end(end, x + h), 4) / (2 * h)
