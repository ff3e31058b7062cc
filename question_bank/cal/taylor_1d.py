"""Taylor polynomials of functions of one variable (MML 5.1.1).

Levels: 1 exponentials, sines and cosines at 0; 2 order 2 or 3 at another point; 3 sums, compositions and products at 0,
such as sin + cos, arctan or softplus. Checked by what defines it: the reply is a polynomial of at most this degree (a
finite difference vanishes), and its distance from the function, at hundreds of bits, is smaller than a multiple of the
next power of the distance from the centre.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import factorial
from typing import NamedTuple

from flint import arb, ctx

from question_bank._steps import listed
from question_bank.cal._shown import power, scaled, shown, total
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.answers.replies import author
from quizgen.answers.syntax import Node, Vocabulary
from quizgen.answers.values import evaluate
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, Points, curve, drawn, near
from quizgen.markup.source import decimal, latex_of
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Problem, Step

Series = list[Q]


class Given(NamedTuple):
    kind: str
    k: int
    """A factor in front."""
    a: int
    """A rate: the inner function is a x."""
    centre: int
    order: int
    phrasing: int


LEVELS: dict[int, tuple[str, ...]] = {
    1: ("exp", "sin", "cos"),
    2: ("ln", "reciprocal", "root", "cubic", "quartic", "exp"),
    3: ("sum", "atan", "bell", "product", "softplus", "sigmoid", "geometric", "log-cos", "exp-sin"),
}
PHRASINGS = (
    "Find the Taylor polynomial $T_@n$ of order @n of $$f(x) = @f$$ at $x_0 = @c$.",
    "Approximate $$f(x) = @f$$ near $x_0 = @c$ by its Taylor polynomial of order @n.",
    "Which polynomial of degree at most @n has the same value and the same first @n derivatives at $x_0 = @c$ as "
    "$$f(x) = @f?$$",
)


@exercise("cal-taylor-1d", version=1, bounds=(1000, 2000, 2000))
def taylor(draw: Draw, level: int) -> Given:
    """A function with a few coefficients that can be worked out by hand."""
    kind = draw.choice(LEVELS[level])
    phrasing, k = draw.below(3), draw.integer(1, 5)
    if level == 1:
        order = draw.integer(3, 4) if kind != "sin" else draw.choice((3, 5))
        k = draw.integer(1, 4) if order < 5 else draw.integer(1, 2)
        rates = (1, 2) if order == 5 else (1, 2, 3, -1, -2) if kind == "exp" else (1, 2, 3)
        return Given(kind, k, draw.choice(rates), 0, order, phrasing)
    if level == 2:
        centre = {
            "ln": draw.integer(1, 4),
            "reciprocal": draw.integer(-3, 3, nonzero=True),
            "root": draw.choice((1, 4)),
            "cubic": draw.integer(-3, 3, nonzero=True),
            "quartic": draw.integer(-2, 2, nonzero=True),
            "exp": draw.choice((-2, -1, 1, 2)),
        }[kind]
        rate = draw.integer(-4, 4, nonzero=True) if kind in ("cubic", "quartic") else draw.choice((1, 2, -1))
        if kind == "exp" and rate * centre == 1:
            rate = 2  # no plain e: 3e + 3e could be read as a number in scientific notation
        sign, rate = 1 if kind == "root" else draw.sign(), rate if kind != "ln" else 1
        order = 2 if kind == "cubic" else 3  # below the degree: else the polynomial is the function itself
        return Given(kind, k * sign, rate, centre, order, phrasing)
    a = draw.integer(1, 3) * (draw.sign() if kind in ("sum", "product", "geometric", "exp-sin") else 1)
    order = {"sum": 3, "atan": 5, "bell": 4, "product": 3, "softplus": 2, "sigmoid": 3}.get(kind, 4)
    if kind in ("exp-sin", "geometric"):
        order = 3
    if kind == "sum":
        order = draw.integer(3, 4)
    return Given(kind, k, a, 0, order, phrasing)


# ------------------------------------------------------------------ series with exact coefficients


def exponential(a: int, n: int) -> Series:
    """Coefficients of e^(ax) up to x^n."""
    return [Q(a) ** j / factorial(j) for j in range(n + 1)]


def sine(a: int, n: int) -> Series:
    """Coefficients of sin(ax)."""
    return [Q(0) if j % 2 == 0 else (-1) ** (j // 2) * Q(a) ** j / factorial(j) for j in range(n + 1)]


def cosine(a: int, n: int) -> Series:
    """Coefficients of cos(ax)."""
    return [Q(0) if j % 2 else (-1) ** (j // 2) * Q(a) ** j / factorial(j) for j in range(n + 1)]


def times(p: Series, q: Series) -> Series:
    """The product, cut off."""
    n = len(p)
    return [sum((p[i] * q[j - i] for i in range(j + 1)), Q(0)) for j in range(n)]


def composed(outer: Series, inner: Series) -> Series:
    """outer(inner), where inner has no constant."""
    out = [Q(0)] * len(inner)
    for c in reversed(outer):
        out = times(out, inner)
        out[0] += c
    return out


class Case(NamedTuple):
    """A function with its derivatives, or with the way to its series."""

    f: str
    coefficients: Series
    """By powers of (x - centre); for the exponential off 0 times `common`."""
    derivatives: tuple[str, ...] = ()
    """f, f', ... as texts in x; empty where the series is found otherwise."""
    values: tuple[str, ...] = ()
    """Their values at the centre, in LaTeX."""
    work: tuple[str, ...] = ()
    common: str = ""
    """A factor of all coefficients that is no rational number, such as e^2."""


def case_of(g: Given) -> Case:
    """The function of this kind."""
    k, a, c, n = g.k, g.a, g.centre, g.order
    inner = scaled(a, "x")
    match g.kind:
        case "exp":
            derived = tuple(scaled(k * a**j, f"e^({inner})") for j in range(n + 1))
            series = [k * x for x in exponential(a, n)]
            common = "" if c == 0 else f"e^({a * c})"
            return Case(derived[0], series, derived, common=common)
        case "sin" | "cos":
            names = ("sin", "cos", "-sin", "-cos") if g.kind == "sin" else ("cos", "-sin", "-cos", "sin")
            derived = tuple(_trig(k * a**j, names[j % 4], inner) for j in range(n + 1))
            return Case(derived[0], [k * x for x in (sine if g.kind == "sin" else cosine)(a, n)], derived)
        case "ln":
            derived = (scaled(k, "ln(x)"), f"{k}/x", f"{-k}/x^2", f"{2 * k}/x^3")
            values = [Q(0), Q(k, c), Q(-k, c * c), Q(2 * k, c**3)]
            series = [v / factorial(j) for j, v in enumerate(values)]
            return Case(derived[0], series, derived)
        case "reciprocal":
            derived = (f"{k}/x", f"{-k}/x^2", f"{2 * k}/x^3", f"{-6 * k}/x^4")
            return Case(derived[0], [Q(k * (-1) ** j, c ** (j + 1)) for j in range(4)], derived)
        case "root":
            r = {1: 1, 4: 2}[c]
            derived = (
                scaled(k, "sqrt(x)"),
                f"{k}/(2sqrt(x))",
                f"-{k}/(4x sqrt(x))",
                f"{3 * k}/(8x^2 sqrt(x))",
            )
            values = [Q(k * r), Q(k, 2 * r), Q(-k, 4 * r**3), Q(3 * k, 8 * r**5)]
            return Case(derived[0], [v / factorial(j) for j, v in enumerate(values)], derived)
        case "cubic" | "quartic":
            top = 3 if g.kind == "cubic" else 4
            p = {top: Q(1), 2: Q(a), 1: Q(k)}
            slopes, series = [], []
            for _ in range(n + 1):
                slopes.append(total(*((x, power("x", e)) for e, x in p.items())))
                series.append(sum((x * Q(c) ** e for e, x in p.items()), Q(0)) / factorial(len(series)))
                p = {e - 1: x * e for e, x in p.items() if e}
            return Case(slopes[0], series, tuple(slopes))
    return _level_three(g)


def _trig(c: int, name: str, inner: str) -> str:
    return scaled(-c if name.startswith("-") else c, f"{name.lstrip('-')}({inner})")


def _poly(series: Series, x: str = "x") -> str:
    return shown(total(*((c, power(x, j)) for j, c in enumerate(series))), x)


def _level_three(g: Given) -> Case:
    k, a, n = g.k, g.a, g.order
    x = scaled(a, "x")
    tx = shown(x, "x")
    known = (
        r"$e^u = 1 + u + \frac{u^2}{2} + \frac{u^3}{6} + \dots$, $\sin u = u - \frac{u^3}{6} + \dots$ and "
        r"$\cos u = 1 - \frac{u^2}{2} + \frac{u^4}{24} - \dots$"
    )
    match g.kind:
        case "sum":
            series = [k * s + c for s, c in zip(sine(1, n), cosine(a, n), strict=True)]
            cos_derived = ("cos", "-sin", "-cos", "sin")
            sin_derived = ("sin", "cos", "-sin", "-cos")
            derived = []
            for j in range(n + 1):
                first, second = _trig(k, sin_derived[j % 4], "x"), _trig(a**j, cos_derived[j % 4], x)
                derived.append(f"{first} {'- ' + second[1:] if second.startswith('-') else '+ ' + second}")
            return Case(derived[0], series, tuple(derived))
        case "atan":
            series = [Q(0), Q(k * a), Q(0), Q(-k * a**3, 3), Q(0), Q(k * a**5, 5)]
            geometric = [Q(1), Q(0), Q(-a * a), Q(0), Q(a**4)]
            return Case(
                scaled(k, f"atan({x})"),
                series,
                work=(
                    rf"The derivative is simpler than the function: $\frac{{d}}{{dx}} \arctan({tx}) = "
                    rf"\frac{{{a}}}{{1 + {shown(scaled(a * a, 'x^2'), 'x')}}}$.",
                    rf"Geometric series $\frac{{1}}{{1 + u}} = 1 - u + u^2 - \dots$ with $u = "
                    rf"{shown(scaled(a * a, 'x^2'), 'x')}$: it is ${_times(a, _poly(geometric))}$ up to terms of "
                    rf"order 6.",
                    rf"Integrate term by term from $0$, where $\arctan 0 = 0$: every $x^j$ becomes "
                    rf"$\frac{{x^{{j + 1}}}}"
                    rf"{{j + 1}}$, and $\arctan({tx}) \approx {_poly([c / k for c in series])}$.",
                ),
            )
        case "bell":
            inner = [Q(0), Q(0), Q(-a, 2), Q(0), Q(0)]
            series = [k * c for c in composed(exponential(1, 4), inner)]
            u = shown(scaled(Q(-a, 2), "x^2"), "x")
            return Case(
                scaled(k, f"e^(-{scaled(a, 'x^2')}/2)"),
                series,
                work=(
                    rf"Use the series that you know: $e^u = 1 + u + \frac{{u^2}}{{2}} + \dots$ with $u = {u}$.",
                    r"Here $u$ is of order 2 in $x$, so $u^3$ is of order 6 and not needed.",
                    rf"The square is $u^2 = {shown(scaled(Q(a * a, 4), 'x^4'), 'x')}$, so "
                    rf"$e^u \approx {_poly([c / k for c in series])}$.",
                ),
            )
        case "product":
            e, c = exponential(a, n), cosine(1, n) if k % 2 else sine(1, n)
            name = "cos" if k % 2 else "sin"
            series = times(e, c)
            return Case(
                f"e^({x}) {name}(x)",
                series,
                work=(
                    rf"Use series that you know: {known}.",
                    rf"So $e^{{{tx}}} \approx {_poly(e)}$ and $\{name} x \approx {_poly(c)}$ up to order {n}.",
                    f"Multiply, and drop every product of order above {n}. {_collected(e, c)}",
                ),
            )
        case "softplus":
            return Case(
                scaled(k, f"ln(1 + e^({x}))"),
                [],
                (
                    scaled(k, f"ln(1 + e^({x}))"),
                    scaled(k * a, f"sigmoid({x})"),
                    scaled(k * a * a, f"sigmoid({x})(1 - sigmoid({x}))"),
                ),
                values=(
                    r"\ln 2" if k == 1 else rf"{k} \ln 2",
                    latex_of(Q(k * a, 2)),
                    latex_of(Q(k * a * a, 4)),
                ),
                work=(
                    r"The derivative of softplus $\ln(1 + e^u)$ is the logistic function $\sigma(u) = "
                    r"\frac{1}{1 + e^{-u}}$, and $\sigma' = \sigma(1 - \sigma)$; the inner derivative is a factor "
                    r"each time.",
                ),
            )
        case "sigmoid":
            series = [Q(k, 2), Q(k * a, 4), Q(0), Q(-k * a**3, 48)]
            u = "x" if a == 1 else "u"
            front = "" if k == 1 else str(k)
            return Case(
                f"{k}/(1 + e^(-{x}))",
                series,
                work=(
                    ("The" if a == 1 else rf"With $u = {tx}$ the")
                    + rf" function is ${front}\sigma({u})$, where $\sigma({u}) = \frac{{1}}{{1 + e^{{-{u}}}}}$.",
                    r"Its derivatives follow from $\sigma' = \sigma(1 - \sigma)$: $\sigma'' = \sigma'(1 - 2\sigma)$ "
                    r"and "
                    r"$\sigma''' = \sigma''(1 - 2\sigma) - 2(\sigma')^2$.",
                    rf"At ${u} = 0$: "
                    r"$\sigma = \frac{1}{2}$, $\sigma' = \frac{1}{4}$, $\sigma'' = 0$ and $\sigma''' = "
                    r"-\frac{2}{16} = -\frac{1}{8}$.",
                    rf"So $\sigma({u}) \approx \frac{{1}}{{2}} + \frac{{{u}}}{{4}} - \frac{{{u}^3}}{{48}}$, because "
                    r"$\frac{1}{6} \cdot \frac{1}{8} = \frac{1}{48}$.",
                ),
            )
        case "geometric":
            inner = [Q(0), Q(-1), Q(0), Q(0)]
            series = [k * c for c in times(composed([Q(1)] * 4, inner), exponential(a, 3))]
            return Case(
                f"({scaled(k, f'e^({x})')})/(1 + x)",
                series,
                work=(
                    r"Two series that you know: $\frac{1}{1 + x} = 1 - x + x^2 - x^3 + \dots$ (geometric) and "
                    rf"$e^{{{tx}}} \approx {_poly(exponential(a, 3))}$.",
                    "Multiply, and drop every product of order above 3. "
                    f"{_collected(exponential(a, 3), [Q(1), Q(-1), Q(1), Q(-1)])}",
                ),
            )
        case "log-cos":
            inner = cosine(a, 4)
            inner[0] = Q(0)
            series = [k * c for c in composed([Q(0), Q(1), Q(-1, 2), Q(1, 3), Q(-1, 4)], inner)]
            return Case(
                scaled(k, f"ln(cos({x}))"),
                series,
                work=(
                    rf"Write $\cos({tx}) = 1 + u$ with $u \approx {_poly(inner)}$, which is of order 2 in $x$.",
                    r"Use $\ln(1 + u) = u - \frac{u^2}{2} + \dots$; $u^3$ is of order 6 and not needed.",
                    rf"The square is $u^2 \approx {shown(scaled(Q(a**4, 4), 'x^4'), 'x')}$, so "
                    rf"$\ln\cos({tx}) \approx {_poly([c / k for c in series])}$.",
                ),
            )
    inner = [a * s for s in sine(1, 3)]
    series = [k * c for c in composed(exponential(1, 3), inner)]
    return Case(
        scaled(k, f"e^({scaled(a, 'sin(x)')})"),
        series,
        work=(
            rf"The inner function is $u = {shown(scaled(a, 'sin(x)'), 'x')} \approx {_poly(inner)}$, and $e^u = 1 + "
            rf"u + "
            r"\frac{u^2}{2} + \frac{u^3}{6} + \dots$.",
            rf"Powers up to order 3: $u^2 \approx {shown(scaled(a * a, 'x^2'), 'x')}$ and $u^3 \approx "
            rf"{shown(scaled(a**3, 'x^3'), 'x')}$.",
            rf"Put together, $e^u \approx {_poly([c / k for c in series])}$; the term with $x^3$ gets "
            rf"${latex_of(Q(-a, 6))}$ from $u$ and ${latex_of(Q(a**3, 6))}$ from $\frac{{u^3}}{{6}}$.",
        ),
    )


def _collected(p: Series, q: Series) -> str:
    """How the coefficients of a product of two series come about."""
    told = []
    for j, c in enumerate(times(p, q)):
        parts = [p[i] * q[j - i] for i in range(j + 1) if p[i] * q[j - i] != 0]
        work = "".join(signed(latex_of(x)) if n else latex_of(x) for n, x in enumerate(parts))
        sum_ = f"{work} = " if len(parts) > 1 else ""
        told.append(f"that of ${power('x', j) or 1}$ is ${sum_}{latex_of(c)}$")
    return f"Collect the coefficients: {listed(told)}."


def _times(a: int, body: str) -> str:
    return body if a == 1 else rf"{a}\left({body}\right)"


# ------------------------------------------------------------------ the problem

SLIPS = {
    "no-factorial": r"Compare with the $k$-th derivative of $(x - x_0)^k$: it is $k!$, so each term is divided by it.",
    "expands-at-zero": "The polynomial is in powers of the distance from the centre, not of $x$.",
    "derivative-unevaluated": "The coefficients are numbers: take every derivative at the centre.",
}


@taylor.problem
def build(kind: str, k: int, a: int, centre: int, order: int, phrasing: int) -> Problem:
    """Derivatives at the centre over factorials, or series that are known."""
    g = Given(kind, k, a, centre, order, phrasing)
    case = case_of(g)
    right = polynomial(g, case)
    domain = {"x": "positive"} if kind in ("ln", "root") else {"x": "nonzero"} if kind == "reciprocal" else {}

    def answer(text: str) -> ExpressionAnswer:
        return ExpressionAnswer(text, ("x",), domain, label=f"$T_{order}(x) =$")

    found: dict[str, Misconception] = {}
    for code, reply in _wrong(g, case).items():
        if reply != right and reply not in found:
            found[reply] = Misconception(code, answer(reply), SLIPS[code])
    prompt = PHRASINGS[phrasing].replace("@f", shown(case.f, "x")).replace("@n", str(order)).replace("@c", str(centre))
    prompt += " Give exact coefficients."
    return Problem.single(
        prompt=prompt,
        answer=answer(right),
        hints=_hints(g, case),
        steps=(
            *map(Step, _steps(g, case)),
            Step(
                f"The polynomial follows the curve near $x_0 = {g.centre}$ and leaves it further out."
                + drawn(_figure(g, case))
            ),
            Step(f"So $T_{order}(x) = {answer(right).tex()}$."),
        ),
        misconceptions=tuple(found.values()),
    )


def base(c: int) -> str:
    """The distance from the centre as text."""
    return "x" if c == 0 else f"(x - {c})" if c > 0 else f"(x + {-c})"


def polynomial(g: Given, case: Case, series: Sequence[Q] = (), *, at_zero: bool = False) -> str:
    """The Taylor polynomial as text."""
    x = "x" if at_zero else base(g.centre)
    if g.kind == "softplus":
        front = "ln(2)" if g.k == 1 else f"{g.k} ln(2)"
        half, quarter = scaled(Q(g.k * g.a, 2), "x"), scaled(Q(g.k * g.a**2, 8), "x^2")
        return f"{front} + {half} + {quarter}"
    numbers = series or case.coefficients
    terms = [(c, " ".join(p for p in (case.common, power(x, j)) if p)) for j, c in enumerate(numbers)]
    if g.kind == "ln" and g.centre > 1:
        front = scaled(g.k, f"ln({g.centre})")
        rest = total(*terms)
        return f"{front} {'- ' + rest[1:] if rest.startswith('-') else '+ ' + rest}"
    return total(*terms)


def _wrong(g: Given, case: Case) -> dict[str, str]:
    if g.kind == "softplus":
        front = "ln(2)" if g.k == 1 else f"{g.k} ln(2)"
        whole = f"{front} + {scaled(Q(g.k * g.a, 2), 'x')} + {scaled(Q(g.k * g.a**2, 4), 'x^2')}"
        return {"no-factorial": whole}
    raw = [c * factorial(j) for j, c in enumerate(case.coefficients)]
    found = {"no-factorial": polynomial(g, case, raw)}
    if g.centre:
        found["expands-at-zero"] = polynomial(g, case, at_zero=True)
    if case.derivatives and g.kind in ("exp", "ln", "reciprocal", "cubic", "quartic", "sin", "cos"):
        x = base(g.centre)
        terms = []
        for j, derived in enumerate(case.derivatives):
            below = "" if j < 2 else f"/{factorial(j)}"
            terms.append(f"({derived}){below}" + (f" {power(x, j)}" if j else ""))
        found["derivative-unevaluated"] = " + ".join(terms)
    return found


def _hints(g: Given, case: Case) -> tuple[str, ...]:
    if g.kind == "sigmoid":
        return (
            r"Write the function with the logistic function $\sigma(u) = \frac{1}{1 + e^{-u}}$: its derivative is "
            r"$\sigma' = \sigma(1 - \sigma)$.",
            r"Differentiate this rule again, and once more; then put in the value of $\sigma$ at the centre.",
        )
    if case.work and g.kind != "softplus":
        return (
            "Repeated differentiation gets long here: which parts of this function have a series that you know?",
            "Put the known series together, and drop every term of an order that is not asked for.",
        )
    return (
        rf"You need the derivatives up to the one of order {g.order}, each at $x_0 = {g.centre}$.",
        r"The coefficient of $(x - x_0)^k$ is $\frac{f^{(k)}(x_0)}{k!}$.",
    )


def _steps(g: Given, case: Case) -> list[str]:
    c, n = g.centre, g.order
    if case.work and g.kind != "softplus":
        end = f" Every coefficient gets the factor ${g.k}$." if g.k > 1 and g.kind in FRONT else ""
        return [*case.work[:-1], case.work[-1] + end, _check(g, case)]
    marks = ["f", "f'", "f''", "f'''"]
    names = [marks[j] if j < 4 else f"f^{{({j})}}" for j in range(n + 1)]
    derived = ", ".join(f"${name}(x) = {shown(d, 'x')}$" for name, d in zip(names, case.derivatives, strict=True))
    derived = derived.replace(r"\operatorname{sigmoid}", r"\sigma")
    values = case.values or tuple(_value(g, case, j) for j in range(n + 1))
    told = ", ".join(f"${name}({c}) = {v}$" for name, v in zip(names, values, strict=True))
    point = "x" if c == 0 else f"(x - {c})" if c > 0 else f"(x + {-c})"
    factorials = ", ".join(f"${j}! = {factorial(j)}$" for j in range(2, n + 1))
    return [
        *(case.work if g.kind == "softplus" else ()),
        f"The derivatives: {derived}.",
        f"At $x_0 = {c}$: {told}.",
        rf"Taylor's formula: $T_{n}(x) = \sum_{{k=0}}^{{{n}}} \frac{{f^{{(k)}}({c})}}{{k!}} {point}^k$, so divide by "
        f"{factorials}.",
        _check(g, case),
    ]


def _check(g: Given, case: Case) -> str:
    """Both values at a point close to the centre."""
    x = g.centre + 0.1
    theirs, mine = (decimal(_float(text)(x), 4) for text in (case.f, polynomial(g, case)))
    return (
        f"Check close to the centre, with a calculator: at $x = {decimal(x, 1)}$ the polynomial has the value "
        f"${mine}$, the function ${theirs}$."
    )


FRONT = ("atan", "bell", "sigmoid", "geometric", "log-cos", "exp-sin")


def _value(g: Given, case: Case, j: int) -> str:
    number = case.coefficients[j] * factorial(j)
    if g.kind == "ln" and j == 0 and g.centre > 1:
        return shown(scaled(g.k, f"ln({g.centre})"), "x")
    return shown(scaled(number, case.common), "x") if case.common else str(latex_of(number))


def _float(text: str) -> Callable[[float], float]:
    node = author(text, Vocabulary(names=("x",)))

    def value(x: float) -> float:
        found = evaluate(node, {"x": Q(*x.as_integer_ratio())})
        assert isinstance(found, (Q, arb))
        return float(found.mid()) if isinstance(found, arb) else int(found.p) / int(found.q)

    return value


WIDTH = {"ln": 0.9, "root": 0.9, "reciprocal": 0.6, "geometric": 0.6, "log-cos": 1.1}


def _figure(g: Given, case: Case) -> Plot:
    """The function and its Taylor polynomial around the centre."""
    width = WIDTH.get(g.kind, 2.0) * (abs(g.centre) if g.kind in ("ln", "root", "reciprocal") else 1 / abs(g.a))
    if g.kind in ("cubic", "quartic"):
        width = 2.0
    if g.kind == "geometric":
        width = 0.7
    low, high = g.centre - width, g.centre + width
    f = curve(_float(case.f), low, high, 24)
    t = curve(_float(polynomial(g, case)), low, high, 24)
    ys = [y for _, y in f]
    room = 0.35 * (max(ys) - min(ys)) or 1.0
    bottom, top = near(min(ys) - room), near(max(ys) + room)
    inside = tuple((x, y) for x, y in t if bottom <= y <= top)
    at = f[12]
    return Plot(
        f"The curve of the function and its Taylor polynomial around the centre {g.centre}, where both touch.",
        (near(low), near(high)),
        (bottom, top),
        (Line(f, "$f$"), Line(inside, f"$T_{g.order}$", "dashed"), Points((at,), "centre")),
    )


# ------------------------------------------------------------------ the second method


@taylor.verify
def remainder_is_small(kind: str, k: int, a: int, centre: int, order: int, phrasing: int, answer: Expression) -> bool:
    """|f - T| is at most a constant times |x - x0|^(n+1), at two distances; T is a polynomial of degree n at most."""
    f = author(case_of(Given(kind, k, a, centre, order, phrasing)).f, Vocabulary(names=("x",)))
    reply = author(answer.source, Vocabulary(names=("x",)))
    with ctx.workprec(400):

        def value(node: Node, x: Q) -> arb:
            found = evaluate(node, {"x": x}, 400)
            assert isinstance(found, (Q, arb))
            return arb(found)

        for h in (Q(1, 10**12), Q(-1, 10**12), Q(1, 10**14)):
            gap = abs(value(f, centre + h) - value(reply, centre + h))
            if not gap < 10**5 * abs(arb(h)) ** (order + 1):
                return False
        points = [value(reply, Q(centre + 1) + Q(j, 7)) for j in range(order + 2)]
        while len(points) > 1:
            points = [q - p for p, q in pairwise(points)]
        return bool(abs(points[0]) < arb(10) ** -50)
