"""Compute a definite integral, substitution and parts included (MML 5, 6.2.2).

Levels: 1 a polynomial; 2 a substitution; 3 integration by parts, or an improper integral of an exponential. Checked by
Simpson's rule on the integrand itself (an infinite interval is cut where the rest is below 1e-12).
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor
from quizgen.answers.echo import written
from quizgen.answers.number import NumberAnswer
from quizgen.answers.replies import author
from quizgen.answers.syntax import Vocabulary
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, polynomial
from quizgen.problem import Misconception, Problem, Step, step

POLYNOMIAL = (
    "Compute exactly $$@i.$$",
    "What is the signed area between the graph of $@f$ and the $x$-axis from $x = @a$ to $x = @b$, that is $$@i?$$ "
    "Give its exact value.",
    "The rate at which a tank is filled is $@f$ litres per minute after $x$ minutes. How many litres are added from "
    "$x = @a$ to $x = @b$? Compute exactly $$@i.$$",
)
OTHER = ("Compute exactly $$@i.$$", "Find the exact value of $$@i.$$", "Evaluate the integral $$@i$$ exactly.")


class Given(NamedTuple):
    kind: str
    """"polynomial", "power", "exp", "fraction", "parts-exp", "parts-ln", "decay" or "mean"."""
    numbers: tuple[int, ...]
    """Coefficients of a polynomial, highest first; else the parameters that the kind takes."""
    a: int
    b: int
    phrasing: int


@exercise("cal-integral", version=1, bounds=(1000, 2000, 400))
def integral(draw: Draw, level: int) -> Given:
    """Antiderivatives with whole coefficients, or nearly."""
    phrasing = draw.below(3)
    if level == 1:
        return _plain(draw, phrasing)
    if level == 2:
        kind = draw.choice(("power", "exp", "fraction"))
        k, c, n = draw.integer(1, 9), draw.integer(1, 7), draw.integer(2, 3)
        a = draw.integer(0, 1) if kind != "fraction" else 1
        b = a + draw.integer(1, 2) + (a == 0)
        if kind == "exp":
            c = draw.sign() * draw.integer(1, 2)
            b = a + 1 if a or c > 1 else 2
        if kind == "power":
            b = a + draw.integer(1, 2) + (a == 0)
            c = draw.integer(-3, 2 if b < 3 else 0)
            largest = max(b * b + c, abs(a * a + c))
            n = 3 if largest <= 5 and draw.flip() else 2
            k = draw.integer(1, min(9, 1500 // largest ** (n + 1)))
        return Given(kind, (k, c, n), a, b, phrasing)
    kind = draw.choice(("parts-exp", "parts-ln", "decay", "mean"))
    k = draw.integer(1, 9)
    if kind == "parts-exp":
        return Given(kind, (k, draw.choice((-2, -1, 1, 2))), 0, draw.integer(1, 3), phrasing)
    if kind == "parts-ln":
        n = draw.integer(0, 2)
        return Given(kind, (k, n), 1, draw.integer(2, 5 - n), phrasing)
    return Given(kind, (k, draw.integer(2, 7)), 0, 0, phrasing)


def _plain(draw: Draw, phrasing: int) -> Given:
    """A polynomial; its antiderivative has small values at the limits."""
    for _ in range(TRIES):
        degree = draw.integer(2, 3)
        numbers = [draw.integer(-3, 3, nonzero=k == 0) for k in range(degree + 1)]
        numbers = [c * (degree - k + 1) if draw.below(3) else c for k, c in enumerate(numbers)]
        a = draw.integer(-2, 1)
        b = a + draw.integer(1, 3)
        values = [
            sum((Q(c * x ** (degree - k + 1), degree - k + 1) for k, c in enumerate(numbers)), Q(0)) for x in (a, b)
        ]
        small = all(abs(x) <= 60 and x.q <= 6 for x in (*values, values[1] - values[0]))
        if small and any(numbers[1:]) and values[0] != values[1]:
            return Given("polynomial", tuple(numbers), a, b, phrasing)
    raise exhausted("polynomial", "small values of its antiderivative")


NAMES = Vocabulary(names=("x", "u"))


def shown(text: str) -> str:
    """A text of the answer language as LaTeX."""
    return written(author(text, NAMES)).strip()


class Case(NamedTuple):
    """A problem as texts of the answer language."""

    integrand: str
    answer: str
    steps: tuple[str, ...]
    hints: tuple[str, ...]
    wrong: tuple[tuple[str, str, str], ...]
    """Mal-rule, reply, sentence."""


@integral.problem
def build(kind: str, numbers: tuple[int, ...], a: int, b: int, phrasing: int) -> Problem:
    """The fundamental theorem, with a substitution or by parts."""
    g = Given(kind, numbers, a, b, phrasing)
    case = CASES[kind](g)
    answer = NumberAnswer.of(case.answer)
    top = r"\infty" if kind in ("decay", "mean") else str(b)
    sign = rf"\int_{{{a}}}^{{{top}}} {case.integrand} \, dx"
    template = POLYNOMIAL[phrasing] if kind == "polynomial" else OTHER[phrasing]
    if kind == "polynomial" and phrasing == 2 and (a < 0 or _lowest(g) < 0):
        template = POLYNOMIAL[1]
    prompt = template.replace("@i", sign).replace("@f", f"f(x) = {polynomial(numbers)}")
    replies: dict[str, Misconception] = {}
    for code, reply, said in case.wrong:
        if reply not in replies and reply != case.answer:
            replies[reply] = Misconception(code, NumberAnswer.of(reply), said)
    return Problem.single(
        prompt=prompt.replace("@a", str(a)).replace("@b", str(b)),
        answer=answer,
        hints=case.hints,
        steps=(*map(Step, case.steps), step(r"The integral is $@answer$.", answer=answer)),
        misconceptions=tuple(replies.values()),
    )


def _lowest(g: Given) -> float:
    return min(_polynomial_at(g.numbers, g.a + (g.b - g.a) * k / 20) for k in range(21))


POWER_RULE = r"The power rule $\int x^n\,dx = \frac{x^{n+1}}{n+1}$ raises the exponent by one: test by differentiating."
BOUNDS = "After a substitution the limits have to be those of the new variable."
PARTS = r"Integration by parts subtracts: $\int u v' = uv - \int u' v$."


def _terms(coefficients: tuple[Q, ...], powers: tuple[int, ...], x: int) -> str:
    """The numbers of a polynomial at x."""
    out = ""
    for c, n in zip(coefficients, powers, strict=True):
        if c != 0:
            power = factor(Q(x)) + (f"^{n}" if n > 1 else "")
            size = "" if abs(c) == 1 else rf"{latex_of(abs(c))} \cdot "
            out += (" - " if c < 0 else " + " if out else "") + (f"{size}{power}" if n else latex_of(abs(c)))
    return out.strip()


def _polynomial(g: Given) -> Case:
    n = len(g.numbers) - 1
    powers = tuple(range(n + 1, 0, -1))
    primitive = tuple(Q(c, p) for c, p in zip(g.numbers, powers, strict=True))

    def at(x: int, shift: int) -> Q:
        return sum((c * Q(x) ** (p - shift) for c, p in zip(primitive, powers, strict=True)), Q(0))

    right, slip = at(g.b, 0) - at(g.a, 0), at(g.b, 1) - at(g.a, 1)
    values = at(g.b, 0), at(g.a, 0)
    work = [_terms(primitive, powers, x) for x in (g.b, g.a)]
    return Case(
        integrand=_bracketed(polynomial(g.numbers)),
        answer=str(right),
        steps=(
            r"An antiderivative, term by term with $\int x^n\,dx = \frac{x^{n+1}}{n+1}$, is "
            rf"$$F(x) = {polynomial([*primitive, 0])}.$$ Differentiating it gives the integrand back.",
            rf"At the upper limit $F({g.b}) = {work[0]} = {latex_of(values[0])}$.",
            rf"At the lower limit $F({g.a}) = {work[1]} = {latex_of(values[1])}$."
            if g.a
            else r"At the lower limit $F(0) = 0$.",
            rf"By the fundamental theorem of calculus the integral is $F({g.b}) - F({g.a}) = {latex_of(values[0])} - "
            rf"{factor(values[1])} = {latex_of(right)}$.",
        ),
        hints=(
            "Find an antiderivative term by term, and test it by differentiating.",
            "The integral is the antiderivative at the upper limit minus the one at the lower limit.",
        ),
        wrong=(("power-rule", str(slip), POWER_RULE),),
    )


def _bracketed(tex_: Tex) -> str:
    return rf"\left({tex_}\right)" if " " in tex_ else str(tex_)


def _substitution_hints(inner: str) -> tuple[str, ...]:
    return (
        "One factor is, up to a number, the derivative of an inner function: substitute.",
        rf"Take $u = {inner}$, replace $x\,dx$ with the help of $du$, and do not forget the limits.",
    )


def _substituted(g: Given, inner: str, lower: int, upper: int) -> str:
    """The first step of a substitution."""
    return (
        rf"Substitute $u = {inner}$, so $du = 2x\,dx$. The limits become $u = {lower}$ at $x = {g.a}$ and "
        rf"$u = {upper}$ at $x = {g.b}$."
    )


def _power(g: Given) -> Case:
    k, c, n = g.numbers
    inner = str(linear([1, c], ["x^2", ""]))
    lower, upper = g.a**2 + c, g.b**2 + c
    right, kept = (Q(k * (v ** (n + 1) - u ** (n + 1)), n + 1) for u, v in ((lower, upper), (g.a, g.b)))
    slip = Q(k * (upper**n - lower**n), n + 1)
    base = rf"\left({inner}\right)" if c else f"{inner}"
    front, scale = "" if k == 1 else f"{k}", _scaled(Q(k, n + 1))
    return Case(
        integrand=rf"{2 * k}x {base}^{n}" if c else rf"{2 * k}x \left(x^2\right)^{n}",
        answer=str(right),
        steps=(
            _substituted(g, inner, lower, upper),
            rf"The integrand becomes ${front}u^{n}\,du$, so the integral is "
            rf"$$\int_{{{lower}}}^{{{upper}}} {front}u^{n}\,du "
            rf"= \left[{scale}\,u^{{{n + 1}}}\right]_{{{lower}}}^{{{upper}}}.$$",
            rf"Put in the limits: ${scale}\left({factor(Q(upper))}^{n + 1} - {factor(Q(lower))}^{n + 1}\right) = "
            rf"{scale}\left({upper ** (n + 1)} - {factor(Q(lower ** (n + 1)))}\right) = {latex_of(right)}$.",
            rf"Check: the derivative of $v(x) = {scale}({inner})^{n + 1}$ by the chain rule is the integrand.",
        ),
        hints=_substitution_hints(inner),
        wrong=(("no-bounds-change", str(kept), BOUNDS), ("power-rule", str(slip), POWER_RULE)),
    )


def _scaled(x: Q) -> str:
    return "" if x == 1 else "-" if x == -1 else latex_of(x)


def _e(power: int) -> str:
    return "1" if power == 0 else "e" if power == 1 else f"e^{power}" if power > 0 else f"e^({power})"


def _times(c: Q, body: str) -> str:
    """c(body) in the answer language."""
    return body if c == 1 else f"-({body})" if c == -1 else f"{c}*({body})"


def _exp(g: Given) -> Case:
    k, c, _ = g.numbers
    inner = str(linear([c], ["x^2"]))
    lower, upper = c * g.a**2, c * g.b**2
    front = Q(k, 2 * c)
    right = _times(front, f"{_e(upper)} - {_e(lower)}")
    kept = _times(front, f"{_e(g.b)} - {_e(g.a)}")
    return Case(
        integrand=rf"{'' if k == 1 else k}x e^{{{inner}}}",
        answer=right,
        steps=(
            _substituted(g, inner, lower, upper).replace("du = 2x", f"du = {2 * c}x"),
            rf"So ${'' if k == 1 else k}x\,dx = {_scaled(front)}\,du$, and the integral is "
            rf"$$\int_{{{lower}}}^{{{upper}}} {_scaled(front)} e^u\,du "
            rf"= {_scaled(front)}\left[e^u\right]_{{{lower}}}^{{{upper}}}.$$",
            rf"Put in the limits: ${shown(right)}$.",
            rf"Check: the derivative of $v(x) = {_scaled(front)} e^{{{inner}}}$ by the chain rule is the integrand.",
        ),
        hints=_substitution_hints(inner),
        wrong=(("no-bounds-change", kept, BOUNDS),),
    )


def _fraction(g: Given) -> Case:
    k, c, _ = g.numbers
    inner = str(linear([1, c], ["x^2", ""]))
    lower, upper = g.a**2 + c, g.b**2 + c
    front = Q(k, 2)
    gap = rf"\ln {upper} - \ln {lower}"
    right, kept = (f"{'' if front == 1 else f'{front}*'}ln({Q(v, u)})" for u, v in ((lower, upper), (g.a, g.b)))
    return Case(
        integrand=rf"\frac{{{'' if k == 1 else k}x}}{{{inner}}}",
        answer=right,
        steps=(
            _substituted(g, inner, lower, upper),
            rf"So ${'' if k == 1 else k}x\,dx = {_scaled(front)}\,du$, and the integral is "
            rf"$${_scaled(front)}\int_{{{lower}}}^{{{upper}}} \frac{{1}}{{u}}\,du "
            rf"= {_scaled(front)}\left[\ln u\right]_{{{lower}}}^{{{upper}}}.$$",
            rf"Put in the limits: ${gap if front == 1 else f'{_scaled(front)}({gap})'} = {shown(right)}$.",
            rf"Check: the derivative of $v(x) = {_scaled(front)} \ln({inner})$ by the chain rule is the integrand.",
        ),
        hints=_substitution_hints(inner),
        wrong=(("no-bounds-change", kept, BOUNDS),),
    )


PARTS_HINTS = (
    r"The integrand is a product: integrate by parts, $\int u v'\,dx = uv - \int u' v\,dx$.",
    r"Choose $u$ so that $u'$ is simpler than $u$, and $v'$ so that you know an antiderivative $v$.",
)


def _parts_exp(g: Given) -> Case:
    k, m = g.numbers
    b = g.b
    # k [(x/m - 1/m^2) e^(mx)] from 0 to b
    first, second = Q(k * b, m), Q(k, m * m)

    def value(sign: int) -> str:
        top = first - sign * second
        rest = sign * second
        head = "" if top == 0 else f"{'' if top == 1 else '-' if top == -1 else f'{top}*'}{_e(m * b)}"
        return f"{head} {'+' if rest > 0 else '-'} {abs(rest)}" if head else str(rest)

    power = linear([m], ["x"])
    v = rf"{_scaled(Q(1, m)) if Q(1, m) != -1 else '-'} e^{{{power}}}"
    return Case(
        integrand=rf"{'' if k == 1 else k}x e^{{{power}}}",
        answer=value(1),
        steps=(
            rf"By parts with $u = {linear([k], ['x'])}$ and $v' = e^{{{power}}}$: then $u' = {k}$ and $v = {v}$.",
            rf"The first part: $\left[uv\right]_0^{{{b}}} = {_scaled(first)}\,{shown(_e(m * b))} - 0$.",
            rf"The remaining integral: $\int_0^{{{b}}} u' v\,dx "
            rf"= {_scaled(second)}\left[e^{{{power}}}\right]_0^{{{b}}} = "
            rf"{shown(_times(second, f'{_e(m * b)} - 1'))}$.",
            rf"The difference is ${shown(value(1))}$.",
            rf"Check: the derivative of ${linear([Q(k, m), -second], [rf'x e^{{{power}}}', rf'e^{{{power}}}'])}$ by "
            "the product rule is the integrand.",
        ),
        hints=PARTS_HINTS,
        wrong=(("parts-sign", value(-1), PARTS),),
    )


def _parts_ln(g: Given) -> Case:
    k, n = g.numbers
    b, p = g.b, n + 1
    first, second = Q(k * b**p, p), Q(k * (b**p - 1), p * p)
    head = f"{'' if first == 1 else f'{first}*'}ln({b})"
    x = "" if n == 0 else "x" if n == 1 else f"x^{n}"
    front = "" if k == 1 and x else str(k) if k > 1 else ""
    v = linear([Q(k, p)], ["x" if p == 1 else f"x^{p}"])
    rest = latex_of(Q(k)) if p == 1 else str(linear([Q(k, p)], ["x" if n == 1 else f"x^{n}"]))
    return Case(
        integrand=rf"{front}{x} \ln x",
        answer=f"{head} - {second}",
        steps=(
            rf"By parts with $u = \ln x$ and $v' = {front + x or '1'}$: then $u' = \frac{{1}}{{x}}$ and $v = {v}$.",
            rf"The first part: $\left[uv\right]_1^{{{b}}} = {shown(head)} - 0$, because $\ln 1 = 0$.",
            rf"The remaining integral: $\int_1^{{{b}}} u' v\,dx = \int_1^{{{b}}} {rest}\,dx = {latex_of(second)}$.",
            rf"The difference is ${shown(head)} - {latex_of(second)}$.",
            rf"Check: the derivative of ${v} \ln x - {linear([Q(k, p * p)], ['x' if p == 1 else f'x^{p}'])}$ by the "
            "product rule is the integrand.",
        ),
        hints=PARTS_HINTS,
        wrong=(("parts-sign", f"{head} + {second}", PARTS),),
    )


def _decay(g: Given) -> Case:
    k, m = g.numbers
    rest = rf"1 - e^{{-{m}t}}"
    until_t = rest if k == m else rf"{_scaled(Q(k, m))}\left({rest}\right)"
    return Case(
        integrand=rf"{'' if k == 1 else k} e^{{-{m}x}}",
        answer=str(Q(k, m)),
        steps=(
            r"An improper integral is a limit: integrate from $0$ to $t$ and let $t \to \infty$.",
            rf"An antiderivative is $-{_scaled(Q(k, m))} e^{{-{m}x}}$, so the integral up to $t$ is "
            rf"${until_t}$.",
            rf"For $t \to \infty$ the term $e^{{-{m}t}}$ goes to $0$, and ${latex_of(Q(k, m))}$ remains.",
            rf"Check: ${m} e^{{-{m}x}}$ is the exponential density with rate ${m}$, whose integral is $1$"
            + ("." if k == m else rf"; the integrand is ${latex_of(Q(k, m))}$ times this density."),
        ),
        hints=(
            r"An integral up to $\infty$ is the limit of the integrals up to $t$.",
            "Divide by the derivative of the exponent to find an antiderivative, and mind its sign.",
        ),
        wrong=(),
    )


def _mean(g: Given) -> Case:
    k, m = g.numbers
    right, front = Q(k, m * m), Q(k, m)
    rate = rf"{latex_of(front)} \cdot \frac{{1}}{{{m}}} = "
    work = f"{rate if 1 not in (front, m) else ''}{latex_of(right)}"
    return Case(
        integrand=rf"{'' if k == 1 else k}x e^{{-{m}x}}",
        answer=str(right),
        steps=(
            rf"By parts with $u = {linear([k], ['x'])}$ and $v' = e^{{-{m}x}}$: then $u' = {k}$ and "
            rf"$v = -\frac{{1}}{{{m}}} e^{{-{m}x}}$.",
            rf"The first part vanishes: $uv = -{_scaled(Q(k, m))} x e^{{-{m}x}}$ is $0$ at $x = 0$, and goes to $0$ "
            r"for $x \to \infty$ because the exponential falls faster than $x$ grows.",
            rf"The remaining integral: $-\int_0^\infty u' v\,dx = {_scaled(Q(k, m))} \int_0^\infty e^{{-{m}x}}\,dx = "
            rf"{work}$.",
            "Check: the exponential distribution with rate "
            rf"${m}$ has the mean $\int_0^\infty x \cdot {'' if m == 1 else m}e^{{-{'' if m == 1 else m}x}}\,dx = "
            rf"{latex_of(Q(1, m))}$"
            + (rf"; times ${latex_of(front)}$ this is ${latex_of(right)}$." if front != 1 else "."),
        ),
        hints=(*PARTS_HINTS, r"What happens to $x e^{-cx}$ for $x \to \infty$?"),
        wrong=(("parts-sign", str(-right), PARTS),),
    )


CASES = {
    "polynomial": _polynomial,
    "power": _power,
    "exp": _exp,
    "fraction": _fraction,
    "parts-exp": _parts_exp,
    "parts-ln": _parts_ln,
    "decay": _decay,
    "mean": _mean,
}


# ------------------------------------------------------------------ the second method


def _polynomial_at(numbers: tuple[int, ...], x: float) -> float:
    total = 0.0
    for c in numbers:
        total = total * x + c
    return total


def integrand_at(g: Given, x: float) -> float:
    """The function under the integral."""
    if g.kind == "polynomial":
        return _polynomial_at(g.numbers, x)
    k, c, *rest = g.numbers
    match g.kind:
        case "power":
            return 2 * k * x * (x * x + c) ** rest[0]
        case "exp":
            return k * x * exp(c * x * x)
        case "fraction":
            return k * x / (x * x + c)
        case "parts-exp":
            return k * x * exp(c * x)
        case "parts-ln":
            return k * x**c * log(x)
        case "decay":
            return k * exp(-c * x)
    return k * x * exp(-c * x)


@integral.verify
def simpson(kind: str, numbers: tuple[int, ...], a: int, b: int, phrasing: int, answer: Any) -> bool:
    """Simpson's rule with 2000 strips."""
    wanted = _by_strips(Given(kind, numbers, a, b, phrasing))
    value = answer if isinstance(answer, float) else int(answer.p) / int(answer.q)
    return abs(value - wanted) < 1e-6 * (1 + abs(wanted))


@lru_cache(maxsize=8)
def _by_strips(g: Given) -> float:
    end = 36 / g.numbers[1] if g.kind in ("decay", "mean") else g.b
    n = 2000
    h = (end - g.a) / n
    total = integrand_at(g, g.a) + integrand_at(g, end)
    total += sum((4 if i % 2 else 2) * integrand_at(g, g.a + i * h) for i in range(1, n))
    return total * h / 3
