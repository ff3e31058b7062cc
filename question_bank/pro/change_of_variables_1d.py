"""The density of Y = g(X), and sampling by the inverse cdf (MML 6.7).

Levels: 1 a linear map; 2 a monotone exponential or logarithm; 3 the square of a variable, where two branches (or one)
lead to the same value, and the probability integral transform. Checked by probabilities: the density of the reply is
integrated numerically over intervals and compared with the mass of X in their preimages.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from question_bank._steps import factor
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.answers.interval import IntervalAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Note, Plot, Points, curve, drawn, near
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Part, Problem, Step, step

INFINITE = 10**9
"""Stands for an infinite end of a support."""


class Given(NamedTuple):
    kind: str
    """"linear"; a key of MAPS; a key of EVEN, "piece"; a key of SAMPLED."""
    setting: int
    law: str
    """Level 1: "uniform", "power" or "exponential"."""
    numbers: tuple[int, ...]
    """Parameters of the law of X."""
    a: int = 1
    c: int = 0
    """Y = aX + c at level 1; the factor in the exponent or before the logarithm at level 2."""


# ------------------------------------------------------------------ laws of X


def pdf(law: str, numbers: Sequence[int], x: float) -> float:
    """The density of X, as a float."""
    p = numbers[0]
    q = numbers[1] if len(numbers) > 1 else 0
    match law:
        case "uniform":
            return 1 / (q - p) if p <= x <= q else 0.0
        case "power":
            return p * x ** (p - 1) / q**p if 0 <= x <= q else 0.0
        case "exponential":
            return p * math.exp(-p * x) if x >= 0 else 0.0
        case "pareto":
            return p / x ** (p + 1) if x >= 1 else 0.0
        case "normal":
            return math.exp(-((x - p) ** 2) / (2 * q * q)) / (q * math.sqrt(2 * math.pi))
        case "laplace":
            return p / 2 * math.exp(-p * abs(x))
        case "even":
            return 3 * x * x / (2 * p**3) if abs(x) <= p else 0.0
        case "triangle":
            return max(0.0, (p - abs(x)) / p**2)
        case "logistic":
            return p * math.exp(-p * abs(x)) / (1 + math.exp(-p * abs(x))) ** 2
        case "rayleigh":
            return 2 * p * x * math.exp(-p * x * x) if x >= 0 else 0.0
    raise ValueError(law)


def support(law: str, numbers: Sequence[int]) -> tuple[float, float]:
    """Where X lies."""
    p = numbers[0]
    q = numbers[1] if len(numbers) > 1 else 0
    return {
        "uniform": (p, q),
        "power": (0, q),
        "pareto": (1, INFINITE),
        "exponential": (0, INFINITE),
        "rayleigh": (0, INFINITE),
        "even": (-p, p),
        "triangle": (-p, p),
    }.get(law, (-INFINITE, INFINITE))


def density(law: str, numbers: Sequence[int]) -> str:
    """The density of X in the answer language."""
    p = numbers[0]
    q = numbers[1] if len(numbers) > 1 else 0
    return {
        "uniform": lambda: str(Q(1, q - p)),
        "power": lambda: _scaled(Q(p, q**p), _power("x", p - 1)),
        "exponential": lambda: _scaled(Q(p), f"e^({_minus_times(Q(p), 'x')})"),
        "pareto": lambda: f"{p}/x^{p + 1}",
        "normal": lambda: f"e^(-{_square_shift('x', p)}/{2 * q * q})/({_root(q)})",
        "laplace": lambda: _scaled(Q(p, 2), f"e^({_minus_times(Q(p), 'abs(x)')})"),
        "even": lambda: _scaled(Q(3, 2 * p**3), "x^2"),
        "triangle": lambda: f"({p} - abs(x))/{p * p}" if p > 1 else "1 - abs(x)",
        "logistic": lambda: f"{_front(p)}e^({_minus_times(Q(p), 'x')})/(1 + e^({_minus_times(Q(p), 'x')}))^2",
        "rayleigh": lambda: f"{2 * p}x*e^({_minus_times(Q(p), 'x^2')})",
    }[law]()


def _root(deviation: int) -> str:
    return "sqrt(2pi)" if deviation == 1 else f"{deviation}sqrt(2pi)"


def _front(n: int) -> str:
    return "" if n == 1 else str(n)


def _square_shift(letter: str, mean: int) -> str:
    return f"{letter}^2" if mean == 0 else f"({letter} {'-' if mean > 0 else '+'} {abs(mean)})^2"


def _power(letter: str, k: int) -> str:
    return "" if k == 0 else letter if k == 1 else f"{letter}^{k}"


def _scaled(front: Q, rest: str) -> str:
    """A rational times the rest, as one writes it."""
    if not rest:
        return str(front)
    top = rest if front.p == 1 else f"-{rest}" if front.p == -1 else f"{front.p}{rest}"
    return top if front.q == 1 else f"{top}/{front.q}"


def _before(front: Q, rest: str) -> str:
    """A rational before the rest: a fraction stands as a factor, so that the rest keeps its line."""
    return _scaled(front, rest) if front.q == 1 or abs(front.p) == 1 else f"{front} {rest}"


def _minus_times(rate: Q, letter: str) -> str:
    """-rate * letter in an exponent."""
    return _scaled(-rate, letter)


WHERE = {
    "uniform": "@p \\le x \\le @q",
    "power": "0 \\le x \\le @q",
    "exponential": "x \\ge 0",
    "pareto": "x \\ge 1",
    "rayleigh": "x \\ge 0",
    "even": "-@p \\le x \\le @p",
    "triangle": "-@p \\le x \\le @p",
}


def where(law: str, numbers: Sequence[int]) -> str:
    """The support in LaTeX; empty for the whole line."""
    found = WHERE.get(law, "")
    return found.replace("@p", str(numbers[0])).replace("@q", str(numbers[-1]))


def tex(expression: str, name: str = "y") -> Tex:
    """An expression of the answer language as LaTeX."""
    return Tex(ExpressionAnswer(expression, (name,)).tex())


def told(law: str, numbers: Sequence[int]) -> str:
    """The density in a sentence."""
    f = tex(density(law, numbers), "x")
    if not where(law, numbers):
        return f"has the density $f_X(x) = {f}$ for all real $x$"
    return f"has the density $f_X(x) = {f}$ for ${where(law, numbers)}$, and $0$ elsewhere"


# ------------------------------------------------------------------ the sampler


@exercise("pro-change-of-variables-1d", version=1, bounds=(2000, 4000, 4000))
def change_of_variables(draw: Draw, level: int) -> Given:
    """Maps whose slope is not plus or minus one, so that the Jacobian shows."""
    numbers: tuple[int, ...]
    if level == 1:
        law = draw.choice(("uniform", "power", "power", "exponential"))
        a = draw.choice((-5, -4, -3, -2, 2, 3, 4, 5))
        c = draw.integer(-6, 9, nonzero=True)
        if law == "uniform":
            low = draw.integer(-2, 4)
            numbers = (low, low + draw.integer(2, 5))
        elif law == "power":
            k = draw.integer(2, 3)
            numbers = (k, draw.integer(1, 3 if k == 2 else 2))
        else:
            numbers = (draw.integer(1, 6),)
        return Given("linear", draw.below(3), law, numbers, a, c)
    if level == 2:
        return _monotone(draw)
    sort = draw.weighted(("sampled", "piece", "even"), (4, 12, 4))
    if sort == "sampled":
        kind = draw.choice(tuple(SAMPLED))
        k = draw.integer(2, 4)
        numbers = (draw.integer(1, 20 if kind == "exponential" else 15),)
        if kind == "power":
            numbers = (k, draw.integer(2, 6 if k == 4 else 9))
        return Given(kind, draw.below(2), kind, numbers)
    if sort == "piece":
        a = draw.integer(1, 12)
        return Given("piece", draw.below(len(PIECES)), "uniform", (-a, a + draw.integer(1, 12)), draw.sign())
    kind = draw.choice(tuple(EVEN))
    numbers = (0, draw.integer(1, 15)) if kind == "normal" else (draw.integer(1, 15 if kind == "laplace" else 12),)
    return Given(kind, draw.below(2), kind, numbers)


def _monotone(draw: Draw) -> Given:
    kind, setting = draw.choice(tuple(MAPS)), draw.below(2)
    a = 1
    if kind == "exp-uniform" and setting:  # step sizes below 1
        low = draw.integer(-12, -3)
        numbers: tuple[int, ...] = (low, low + draw.integer(2, -low))
    elif kind == "exp-uniform":
        low = draw.integer(-6, 1)
        numbers = (low, low + draw.integer(2, 7))
    elif kind == "log-uniform":
        numbers, a = (0, draw.integer(1, 9)), draw.integer(2, 10)
    elif kind == "log-power":
        numbers, a = (draw.integer(2, 11), 1), draw.integer(1, 8)
    elif kind == "exp-exponential":
        numbers, a = (draw.integer(1, 15),), draw.integer(1, 6)
    elif kind == "exp-normal":
        numbers = (draw.integer(0, 9), draw.integer(1, 4)) if setting else (draw.integer(-6, 7), draw.integer(1, 9))
    else:
        numbers, a = (draw.integer(1, 15),), draw.integer(1, 6)
    return Given(kind, setting, MAPS[kind].law, numbers, a)


# ------------------------------------------------------------------ the problem


@change_of_variables.problem
def build(kind: str, setting: int, law: str, numbers: tuple[int, ...], a: int, c: int) -> Problem:
    """The density at the inverse, times the derivative of the inverse, over all branches."""
    if kind == "linear":
        return _linear(setting, law, numbers, a, c)
    if kind in MAPS:
        return _map(MAPS[kind], setting, law, numbers, a)
    if kind == "piece":
        return _pieces(setting, numbers, a)
    return _even(setting, law, numbers) if kind in EVEN else _sampling(setting, law, numbers)


JACOBIAN = (
    "The density was only written in the new variable. Where $g$ stretches an interval, its probability is spread "
)
JACOBIAN += "out: a derivative has to come in as a factor."
INVERTED = (
    "The derivative stands on the wrong side. The factor is the derivative of the *inverse* map, $1 / \\left| g' "
    "\\right|$: "
    "where $g$ stretches, the density falls."
)
BELOW = " (If you meant a fraction with $y$ in the denominator, put the whole denominator in brackets.)"
BRANCH = "That is the contribution of one branch. Every $x$ with $g(x) = y$ adds to the density at $y$."
FORMULA = r"$$f_Y(y) = f_X\left(g^{-1}(y)\right) \, \left| \frac{\mathrm{d}}{\mathrm{d}y} g^{-1}(y) \right|$$"
HINTS = (
    "Solve $y = g(x)$ for $x$ first: that is the inverse map.",
    "The probability of a small interval stays the same, but its length changes. By which factor?",
    "The density of $Y$ is the density of $X$ at the inverse, times the absolute derivative of the inverse.",
)


VALUES = (
    "Give the set of values that $Y$ takes, as an open interval. (Its ends do not count: they have probability $0$.)"
)
EXACTLY = ", with exact numbers (fractions, no rounded decimals)."
DENSITY = "Give the density $f_Y(y)$ for $y$ inside this interval" + EXACTLY


def answer_of(expression: str, domain: str = "positive", name: str = "y") -> ExpressionAnswer:
    """The answer field of a density."""
    return ExpressionAnswer(expression, (name,), {name: domain} if domain else {})


def slips(right: str, domain: str, *replies: tuple[str, str, str], name: str = "y") -> tuple[Misconception, ...]:
    """Misconceptions (code, expression, feedback); one that repeats an earlier one is left out."""
    answer = answer_of(right, domain, name)
    found: list[Misconception] = []
    for code, expression, why in replies:
        slip = answer_of(expression, domain, name)
        if answer.matches(slip.typed()) or any(m.answer.matches(slip.typed()) for m in found):
            continue
        found.append(Misconception(code, slip, why))
    return tuple(found)


# ------------------------------------------------------------------ level 1

STORIES = (
    "A random variable $X$ @told.",
    "The output $X$ of a sensor @told.",
    "A feature $X$ of a data set is modelled by a continuous distribution: it @told.",
)
RESCALED = (
    "Let $Y = @g$.",
    "It is converted to other units: $Y = @g$.",
    "It is rescaled to $Y = @g$.",
)

SHARES = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}


def linear_law(law: str, numbers: Sequence[int], a: int, c: int) -> tuple[str, str, str]:
    """The density of aX + c, the same without the Jacobian, and with the Jacobian on the wrong side."""
    size = abs(a)
    shift = f"(y {'-' if c > 0 else '+'} {abs(c)})"
    if law == "uniform":
        front, rest = Q(1, numbers[1] - numbers[0]), ""
    elif law == "power":
        k, b = numbers
        front, rest = Q(k, (b * size) ** (k - 1) * b), _power(shift, k - 1)
        if a < 0 and c > 0:
            rest = _power(f"({c} - y)", k - 1)
        elif a < 0 and k == 2:
            front = -front
    else:
        rate = Q(numbers[0])
        exponent = _before(-rate / a, shift)
        rest = f"e^{exponent}" if exponent == shift else f"e^({exponent})"
        return _before(rate / size, rest), _before(rate, rest), _before(rate * size, rest)
    return _scaled(front / size, rest), _scaled(front, rest), _scaled(front * size, rest)


def _linear(setting: int, law: str, numbers: tuple[int, ...], a: int, c: int) -> Problem:
    low, high = support(law, numbers)
    ends = sorted((a * low + c, a * high + c))
    domain = _open(ends)
    right, none, inverted = linear_law(law, numbers, a, c)
    answer, values_of = answer_of(right, domain), IntervalAnswer.of(domain, name="Y")
    g = Tex(f"{'-' if a < 0 else ''}{abs(a)}X {'+' if c > 0 else '-'} {abs(c)}")
    inverse = Tex(rf"\frac{{y {'-' if c > 0 else '+'} {abs(c)}}}{{{a}}}")
    if a < 0:
        inverse = Tex(rf"\frac{{{c} - y}}{{{-a}}}" if c > 0 else rf"-\frac{{y + {-c}}}{{{-a}}}")
    return Problem(
        prompt=f"{STORIES[setting].replace('@told', told(law, numbers))} " + text(RESCALED[setting], g=g),
        parts=(
            Part("a", values_of, VALUES),
            Part(
                "b",
                answer,
                DENSITY,
                points=2,
                misconceptions=slips(
                    right,
                    domain,
                    ("no-jacobian", none, JACOBIAN),
                    ("derivative-not-inverted", inverted, INVERTED),
                ),
            ),
        ),
        hints=HINTS,
        steps=(
            Step(
                f"$X$ takes the values ${where(law, numbers)}$. The map $y = {g.replace('X', 'x')}$ "
                + ("rises" if a > 0 else "falls, so that the ends change places")
                + f", and $Y$ takes the values in ${values_of.tex()}$, up to the ends."
            ),
            step(
                r"Solve for $x$: the inverse map is $g^{-1}(y) = @inverse$, and its derivative is $@slope$.",
                inverse=inverse,
                slope=Q(1, a),
            ),
            Step(
                "The probability of a small interval stays the same, $f_Y(y) \\left| \\mathrm{d}y \\right| = f_X(x) "
                rf"\left| \mathrm{{d}}x \right|$, so {FORMULA}"
            ),
            step(
                r"Put in: $f_X\left(@inverse\right) = @none$, and the factor is $\left| @slope \right| = @size$.",
                inverse=inverse,
                none=tex(none),
                slope=Q(1, a),
                size=Q(1, abs(a)),
            ),
            Step(
                f"Check: the map makes every interval ${abs(a)}$ times as long, so the density must be "
                f"{SHARES[abs(a)]} as high, to keep the area below it at $1$." + drawn(_densities(law, numbers, a, c))
            ),
            step(r"So $Y$ lies in $@region$, and there $f_Y(y) = @answer$.", region=values_of, answer=answer),
        ),
    )


def _open(ends: Sequence[float]) -> str:
    """An open interval in the answer language."""
    low, high = ends
    left = "-inf" if low < -INFINITE / 2 else str(int(low))
    right = "inf" if high > INFINITE / 2 else str(int(high))
    return f"({left}, {right})"


def _densities(law: str, numbers: Sequence[int], a: int, c: int) -> Plot:
    """Both densities over one axis."""
    low, high = support(law, numbers)
    if high > INFINITE / 2:
        high = 4 / numbers[0]
    ends = sorted((a * low + c, a * high + c))
    top = max(pdf(law, numbers, low + (high - low) * k / 40) for k in range(41))
    left, right = min(low, ends[0]), max(high, ends[1])
    margin = (right - left) / 20
    return Plot(
        "The density of X as a solid curve, and the density of Y as a dashed one, which is wider and lower.",
        (near(left - margin), near(right + margin)),
        (0, near(1.15 * top)),
        (
            Line(curve(lambda x: pdf(law, numbers, x), low, high, 40), "$f_X$"),
            Line(
                curve(lambda y: pdf(law, numbers, min(max((y - c) / a, low), high)) / abs(a), ends[0], ends[1], 40),
                "$f_Y$",
                style="dashed",
            ),
        ),
        x_label="",
        y_label="",
    )


# ------------------------------------------------------------------ level 2


class Map(NamedTuple):
    """A monotone map, with everything written for the parameters p, q and the factor m."""

    law: str
    stories: tuple[str, str]
    g: str
    """LaTeX of g(X); @m is the factor."""
    rises: bool
    ends: Callable[[Sequence[int], int], str]
    """The values of Y as an interval."""
    inverse: Callable[[int], str]
    slope: Callable[[int], str]
    """|d g^-1 / dy|."""
    results: Callable[[Sequence[int], int], tuple[str, str, str]]
    """The density; without the Jacobian; with the Jacobian on the wrong side."""
    apply: Callable[[int, float], float]
    """g as a function of floats, for the check."""


def _e(k: int) -> str:
    return "1" if k == 0 else "e" if k == 1 else f"e^({k})" if k < 0 else f"e^{k}"


def _lognormal(m: int, s: int, power: int) -> str:
    """The Gaussian density at ln y, times y^power."""
    shift = "ln(y)^2" if m == 0 else f"(ln(y) {'-' if m > 0 else '+'} {abs(m)})^2"
    below = {-1: f"({'' if s == 1 else s}y*sqrt(2pi))"}.get(power, f"({_root(s)})")
    return f"{'y*' if power == 1 else ''}e^(-{shift}/{2 * s * s})/{below}"


def _of_y(front: Q, power: Q) -> str:
    """front * y^power."""
    if power == 0:
        return str(front)
    if power > 0:
        return _scaled(front, "y" if power == 1 else f"y^{power}" if power.q == 1 else f"y^({power})")
    below = "y" if power == -1 else f"y^{-power}" if power.q == 1 else f"y^({-power})"
    return f"{front}/{below}" if front.q == 1 else f"{front.p}/({front.q}{below})"


def _exp(front: Q, rate: Q) -> str:
    """front * e^(-rate y)."""
    return str(front) if rate == 0 else _scaled(front, f"e^({_scaled(-rate, 'y')})")


MAPS: dict[str, Map] = {
    "exp-uniform": Map(
        "uniform",
        ("Let $Y = e^X$.", "Here $X$ is the logarithm of a step size; the step size itself is $Y = e^X$."),
        "e^x",
        True,
        lambda n, m: f"({_e(n[0])}, {_e(n[1])})",
        lambda m: "ln(y)",
        lambda m: "1/y",
        lambda n, m: tuple(_of_y(Q(1, n[1] - n[0]), Q(k)) for k in (-1, 0, 1)),  # type: ignore[arg-type, return-value]
        lambda m, x: math.exp(x),
    ),
    "log-uniform": Map(
        "uniform",
        (r"Let $Y = -@m \ln(X / @q)$.", r"A program computes $Y = -@m \ln(X / @q)$ from it."),
        r"-@m \ln(x / @q)",
        False,
        lambda n, m: "(0, inf)",
        lambda m: f"e^(-y/{m})",
        lambda m: f"e^(-y/{m})/{m}",
        lambda n, m: (
            f"e^(-y/{m})/{m}",
            str(Q(1, n[1])),
            _scaled(Q(m, n[1] ** 2), f"e^(y/{m})"),
        ),
        lambda m, x: -m * math.log(x),
    ),
    "log-power": Map(
        "power",
        (
            r"Let $Y = -@{*m}\ln(X)$.",
            r"Here $X$ is the probability that a model gives to the right class, and $Y = -@{*m}\ln(X)$ is its loss.",
        ),
        r"-@{*m}\ln(x)",
        False,
        lambda n, m: "(0, inf)",
        lambda m: "e^(-y)" if m == 1 else f"e^(-y/{m})",
        lambda m: "e^(-y)" if m == 1 else f"e^(-y/{m})/{m}",
        lambda n, m: (
            _exp(Q(n[0], m), Q(n[0], m)),
            _exp(Q(n[0]), Q(n[0] - 1, m)),
            _exp(Q(n[0] * m), Q(n[0] - 2, m)),
        ),
        lambda m, x: -m * math.log(x),
    ),
    "exp-exponential": Map(
        "exponential",
        ("Let $Y = e^{@{m}X}$.", "A population grows for the random time $X$ and then has the size $Y = e^{@{m}X}$."),
        "e^{@{m}x}",
        True,
        lambda n, m: "(1, inf)",
        lambda m: "ln(y)" if m == 1 else f"ln(y)/{m}",
        lambda m: "1/y" if m == 1 else f"1/({m}y)",
        lambda n, m: (
            _of_y(Q(n[0], m), Q(-n[0], m) - 1),
            _of_y(Q(n[0]), Q(-n[0], m)),
            _of_y(Q(n[0] * m), 1 - Q(n[0], m)),
        ),
        lambda m, x: math.exp(min(m * x, 700)),
    ),
    "exp-normal": Map(
        "normal",
        (
            "Let $Y = e^X$.",
            "Here $X$ is the logarithm of a file size in kilobytes; the size itself is $Y = e^X$.",
        ),
        "e^x",
        True,
        lambda n, m: "(0, inf)",
        lambda m: "ln(y)",
        lambda m: "1/y",
        lambda n, m: (_lognormal(n[0], n[1], -1), _lognormal(n[0], n[1], 0), _lognormal(n[0], n[1], 1)),
        lambda m, x: math.exp(min(x, 700)),
    ),
    "log-pareto": Map(
        "pareto",
        (r"Let $Y = @{*m}\ln(X)$.", r"Here $X$ is a size, which is put on a logarithmic scale: $Y = @{*m}\ln(X)$."),
        r"@{*m}\ln(x)",
        True,
        lambda n, m: "(0, inf)",
        lambda m: "e^y" if m == 1 else f"e^(y/{m})",
        lambda m: "e^y" if m == 1 else f"e^(y/{m})/{m}",
        lambda n, m: (
            _exp(Q(n[0], m), Q(n[0], m)),
            _exp(Q(n[0]), Q(n[0] + 1, m)),
            _exp(Q(n[0] * m), Q(n[0] + 2, m)),
        ),
        lambda m, x: m * math.log(x),
    ),
}


def written(template: str, m: int, q: int) -> str:
    """A template with the factor m, which vanishes before a letter where it is 1, and the end q."""
    front = "" if m == 1 else str(m)
    shown = template.replace("@{m}", front).replace("@{*m}", front + (" " if front else ""))
    shown = shown.replace("@m", str(m))
    return shown.replace(" / @q", "" if q == 1 else f" / {q}")


def _map(case: Map, setting: int, law: str, numbers: tuple[int, ...], m: int) -> Problem:
    q = numbers[-1]
    scale = q if case.law == "uniform" and not case.rises else 1
    right, none, inverted = case.results(numbers, m)
    answer, region = answer_of(right), IntervalAnswer.of(case.ends(numbers, m), name="Y")
    inverse, slope = case.inverse(m), case.slope(m)
    if scale > 1:
        inverse, slope = f"{scale}{inverse}", _scaled(Q(scale, m), f"e^(-y/{m})")
    g = Tex(written(case.g, m, scale))
    direction = "rises" if case.rises else "falls"

    return Problem(
        prompt=f"A random variable $X$ {told(law, numbers)}. {written(case.stories[setting], m, scale)}",
        parts=(
            Part("a", region, VALUES),
            Part(
                "b",
                answer,
                DENSITY,
                points=2,
                misconceptions=slips(
                    right,
                    "positive",
                    ("no-jacobian", none, JACOBIAN),
                    ("derivative-not-inverted", inverted, INVERTED + (BELOW if slope == "1/y" else "")),
                ),
            ),
        ),
        hints=HINTS,
        steps=(
            Step(
                f"The map $g(x) = {g}$ {direction} everywhere, so it has an inverse; $Y$ takes the values in "
                f"${region.tex()}$" + ("." if case.law == "normal" else ", up to the ends.")
            ),
            step(r"Solve $y = @g$ for $x$: the inverse map is $g^{-1}(y) = @i$.", g=g, i=tex(inverse)),
            Step(
                r"Its derivative, taken as absolute value, is $\left| \frac{\mathrm{d}}{\mathrm{d}y} g^{-1}(y) "
                r"\right| = "
                + f"{tex(slope)}$"
                + ("." if case.rises else " (the derivative itself is negative: $g$ falls).")
            ),
            Step(f"The density is {FORMULA}"),
            step(
                r"Put in: $f_X\left(@i\right) = @none$, and times the derivative $@s$ this is $@answer$.",
                i=tex(inverse),
                none=tex(none),
                s=tex(slope),
                answer=answer,
            ),
            Step(_check(case, law, numbers, m)),
            step(r"So $Y$ lies in $@region$, and there $f_Y(y) = @answer$.", region=region, answer=answer),
        ),
    )


def _check(case: Map, law: str, numbers: tuple[int, ...], m: int) -> str:
    """A check by the cdf, or by the shape."""
    del case
    match law, m:
        case "normal", _:
            return (
                r"Check by the cdf: $P(Y \le y) = P(X \le \ln y) = F_X(\ln y)$, and the chain rule gives $f_X(\ln y) "
                r"\cdot "
                r"\frac{1}{y}$."
            )
        case "uniform", 1:
            low, high = numbers
            return (
                rf"Check: $\int \frac{{1}}{{{high - low} y}} \, \mathrm{{d}}y$ from $e^{{{low}}}$ to $e^{{{high}}}$ is "
                rf"$\frac{{{high} - {factor(Q(low))}}}{{{high - low}}} = 1$, as for every density."
            )
        case "uniform", _:
            return (
                rf"Check: $\int_0^\infty \frac{{1}}{{{m}}} e^{{-y/{m}}} \, \mathrm{{d}}y = 1$: it is an exponential "
                rf"distribution with rate $\frac{{1}}{{{m}}}$."
            )
        case "exponential", _:
            rate = Q(numbers[0], m)
            return (
                rf"Check by the cdf: $P(Y > y) = P\left(X > {tex(_scaled(Q(1, m), 'ln(y)'))}\right) = "
                rf"{tex(_of_y(Q(1), -rate))}$ for $y \ge 1$, and minus its derivative is the density."
            )
    rate = Q(numbers[0], m)
    return (
        rf"Check: $\int_0^\infty {tex(_exp(rate, rate))} \, \mathrm{{d}}y = 1$: it is an exponential distribution with "
        rf"rate ${latex_of(rate)}$."
    )


# ------------------------------------------------------------------ level 3: squares


class Even(NamedTuple):
    """A symmetric law of X."""

    stories: tuple[str, str]
    ends: Callable[[int], str]
    at_root: Callable[[Sequence[int]], str]
    """f_X at the root of y (the same at minus the root)."""
    half: Callable[[Sequence[int], Q, int], str]
    """front * f_X(root of y) * (root of y)^power, written neatly; power -1, 0 or 1."""


def _with_root(front: Q, rest: str, power: int) -> str:
    """front * rest * sqrt(y)^power."""
    if power == 1:
        return _scaled(front, f"sqrt(y)*{rest}" if rest else "sqrt(y)")
    if power == 0:
        return _scaled(front, rest)
    top = _scaled(Q(front.p), rest) if rest else str(front.p)
    below = "sqrt(y)" if front.q == 1 else f"({front.q}sqrt(y))"
    return f"{top}/{below}" if "/" not in top and " " not in top else f"({top})/{below}"


def _gauss_half(n: Sequence[int], front: Q, power: int) -> str:
    s = n[1]
    tail = f"e^(-y/{2 * s * s})"
    root = {-1: "*sqrt(y)", 0: "", 1: ""}[power]
    top = "sqrt(y)*" if power == 1 else ""
    scale = front / s
    low = "" if scale.q == 1 else f"{scale.q}"
    lead = "" if scale.p == 1 else str(scale.p)
    return f"{lead}{top}{tail}/({low}sqrt(2pi){root})"


def _triangle_half(n: Sequence[int], front: Q, power: int) -> str:
    a = n[0]
    return _with_root(front / (a * a), f"({a} - sqrt(y))", power)


EVEN: dict[str, Even] = {
    "normal": Even(
        ("Let $Y = X^2$.", "$X$ is the error of a measurement; $Y = X^2$ is its squared error."),
        lambda a: "(0, inf)",
        lambda n: f"e^(-y/{2 * n[1] ** 2})/({_root(n[1])})",
        _gauss_half,
    ),
    "laplace": Even(
        ("Let $Y = X^2$.", "$X$ is the residual of a regression; $Y = X^2$ is its square."),
        lambda a: "(0, inf)",
        lambda n: _scaled(Q(n[0], 2), f"e^({_minus_times(Q(n[0]), 'sqrt(y)')})"),
        lambda n, front, power: _with_root(front * Q(n[0], 2), f"e^({_minus_times(Q(n[0]), 'sqrt(y)')})", power),
    ),
    "even": Even(
        ("Let $Y = X^2$.", "$X$ is a voltage; the power is proportional to $Y = X^2$."),
        lambda a: f"(0, {a * a})",
        lambda n: _scaled(Q(3, 2 * n[0] ** 3), "y"),
        lambda n, front, power: {
            -1: _scaled(front * Q(3, 2 * n[0] ** 3), "sqrt(y)"),
            0: _scaled(front * Q(3, 2 * n[0] ** 3), "y"),
            1: _scaled(front * Q(3, 2 * n[0] ** 3), "y*sqrt(y)"),
        }[power],
    ),
    "triangle": Even(
        ("Let $Y = X^2$.", "$X$ is a rounding error; $Y = X^2$ is its square."),
        lambda a: f"(0, {a * a})",
        lambda n: f"({n[0]} - sqrt(y))/{n[0] ** 2}" if n[0] > 1 else "1 - sqrt(y)",
        _triangle_half,
    ),
}
BRANCHES = (
    r"For $y > 0$ two values lead to $y$: $x = \sqrt{y}$ and $x = -\sqrt{y}$. For both the inverse branch has the "
    r"derivative $\frac{1}{2\sqrt{y}}$ in absolute value."
)
SQUARE_HINTS = (
    "Which values of $x$ have $x^2 = y$? Draw the parabola and a horizontal line.",
    "Each of them contributes its density times the derivative of its branch of the inverse.",
    r"The branches are $\pm\sqrt{y}$; what is the derivative of $\sqrt{y}$?",
)


def _even(setting: int, law: str, numbers: tuple[int, ...]) -> Problem:
    case = EVEN[law]
    a = numbers[0]
    right = case.half(numbers, Q(1), -1)
    domain = "positive" if case.ends(a).endswith("inf)") else f"(0, {a * a})"
    answer, region = answer_of(right, domain), IntervalAnswer.of(case.ends(a), name="Y")
    at = case.at_root(numbers)
    return Problem(
        prompt=f"A random variable $X$ {told(law, numbers)}. {case.stories[setting]}",
        parts=(
            Part("a", region, VALUES),
            Part(
                "b",
                answer,
                DENSITY,
                points=2,
                misconceptions=slips(
                    right,
                    domain,
                    ("one-branch-for-a-two-to-one-map", case.half(numbers, Q(1, 2), -1), BRANCH),
                    ("no-jacobian", case.half(numbers, Q(2), 0), JACOBIAN),
                    ("derivative-not-inverted", case.half(numbers, Q(4), 1), INVERTED),
                ),
            ),
        ),
        hints=SQUARE_HINTS,
        steps=(
            Step(f"A square is at least $0$, so $Y$ takes the values in ${region.tex()}$, up to the ends."),
            Step(BRANCHES + drawn(parabola(3, 3, 4))),
            Step(
                r"Add the contributions of both branches: $$f_Y(y) = \frac{f_X(\sqrt{y}) + f_X(-\sqrt{y})}{2\sqrt{y}}$$"
            ),
            Step(
                rf"$f_X$ is even, so both terms are the same, $f_X(\pm\sqrt{{y}}) = {tex(at)}$, and $f_Y(y) = "
                rf"\frac{{f_X(\sqrt{{y}})}}{{\sqrt{{y}}}}$."
            ),
            Step(
                r"Check by the cdf: $P(Y \le y) = P(-\sqrt{y} \le X \le \sqrt{y}) = 2 F_X(\sqrt{y}) - 1$, and the "
                "chain "
                r"rule gives $2 f_X(\sqrt{y}) \cdot \frac{1}{2\sqrt{y}}$, the same."
            ),
            step(r"So $Y$ lies in $@region$, and there $f_Y(y) = @answer$.", region=region, answer=answer),
        ),
    )


def parabola(left: int, right: int, level: float) -> Plot:
    """y = x^2 from -left to right, with a horizontal line at a level and the points below it."""
    top = max(left, right) ** 2
    roots = [x for x in (-math.sqrt(level), math.sqrt(level)) if -left <= x <= right]
    falls = tuple(Line(((near(x), near(level)), (near(x), 0.0)), style="dotted") for x in roots)
    count = "two points" if len(roots) == 2 else "one point"
    return Plot(
        f"The parabola that squares x, from {-left} to {right}, and a dashed horizontal line that meets it in {count}.",
        (-left - 1, right + 1),
        (0, top + 1),
        (
            Line(curve(lambda x: x * x, -left, right, 60)),
            Line(((-left - 1, near(level)), (right + 1, near(level))), style="dashed"),
            *falls,
            Points(tuple((near(x), near(level)) for x in roots)),
            Note((near(roots[-1] + (left + right) / 30), near(level + top / 20)), "$y$"),
        ),
    )


PIECES = (
    "A random variable $X$ is uniform on the interval $[@p, @q]$. Let $Y = X^2$.",
    "The error $X$ of a reading is uniform on the interval $[@p, @q]$. Let $Y = X^2$ be the squared error.",
    "A program draws $X$ uniformly from $[@p, @q]$ and returns $Y = X^2$.",
)


def _pieces(setting: int, numbers: tuple[int, ...], sign: int) -> Problem:
    """Uniform on [-a, b], or mirrored: two branches up to a^2, one beyond."""
    a, b = -numbers[0], numbers[1]
    n = a + b
    low, high = (-a, b) if sign > 0 else (-b, a)
    inner, outer = _with_root(Q(1, n), "", -1), _with_root(Q(1, 2 * n), "", -1)
    first, second = answer_of(inner, f"(0, {a * a})"), answer_of(outer, f"({a * a}, {b * b})")
    missing = "-\\sqrt{y}" if sign > 0 else "\\sqrt{y}"
    return Problem(
        prompt=text(PIECES[setting], p=low, q=high),
        parts=(
            Part(
                "a",
                first,
                f"Give the density $f_Y(y)$ for $0 < y < {a * a}$" + EXACTLY,
                misconceptions=slips(
                    inner,
                    f"(0, {a * a})",
                    ("one-branch-for-a-two-to-one-map", outer, BRANCH),
                    ("no-jacobian", str(Q(2, n)), JACOBIAN),
                    ("derivative-not-inverted", _scaled(Q(4, n), "sqrt(y)"), INVERTED),
                ),
            ),
            Part(
                "b",
                second,
                f"Give the density $f_Y(y)$ for ${a * a} < y < {b * b}$" + EXACTLY,
                misconceptions=slips(
                    outer,
                    f"({a * a}, {b * b})",
                    ("no-jacobian", str(Q(1, n)), JACOBIAN),
                    ("derivative-not-inverted", _scaled(Q(2, n), "sqrt(y)"), INVERTED),
                ),
            ),
        ),
        hints=(*SQUARE_HINTS, f"Do both roots lie in the interval from ${low}$ to ${high}$?"),
        steps=(
            step(r"On its interval $X$ has the density $\frac{1}{@n}$, outside the density $0$.", n=n),
            Step(BRANCHES),
            Step(
                f"For $0 < y < {a * a}$ both roots lie in the interval, and both contribute: $f_Y(y) = "
                rf"\left(\frac{{1}}{{{n}}} + \frac{{1}}{{{n}}}\right) \cdot \frac{{1}}{{2\sqrt{{y}}}}$."
                + drawn(parabola(-low, high, a * a * 0.6))
            ),
            Step(
                f"For ${a * a} < y < {b * b}$ the root ${missing}$ lies outside, where the density is $0$. One branch "
                "is "
                rf"left: $f_Y(y) = \frac{{1}}{{{n}}} \cdot \frac{{1}}{{2\sqrt{{y}}}}$."
                + drawn(parabola(-low, high, (a * a + b * b) / 2))
            ),
            Step(
                rf"Check, with $\int \frac{{1}}{{\sqrt{{y}}}} \, \mathrm{{d}}y = 2 \sqrt{{y}}$: the first piece has "
                "the "
                rf"probability $\frac{{2 \cdot {a}}}{{{n}}}$ and the second one $\frac{{{b} - {a}}}{{{n}}}$, together "
                "$1$."
            ),
            step(
                r"So (a) $f_Y(y) = @first$ for $0 < y < @s$ and (b) $f_Y(y) = @second$ for $@s < y < @t$.",
                first=first,
                second=second,
                s=a * a,
                t=b * b,
            ),
        ),
    )


# ------------------------------------------------------------------ level 3: the probability integral transform


class Sampled(NamedTuple):
    """A law whose cdf can be inverted, for its parameters."""

    cdf: Callable[[Sequence[int]], str]
    inverse: Callable[[Sequence[int]], str]
    """In u."""
    solve: Callable[[Sequence[int]], str]
    """How the equation F(x) = u is solved, in LaTeX."""
    composed: Callable[[Sequence[int], int], str]
    """(f_X at the inverse of y)^power, for power 1 and 2."""


SAMPLED: dict[str, Sampled] = {
    "exponential": Sampled(
        lambda n: f"1 - e^({_minus_times(Q(n[0]), 'x')})",
        lambda n: _scaled(Q(-1, n[0]), "ln(1 - u)"),
        lambda n: rf"e^{{{_minus_times(Q(n[0]), 'x').replace('*', '')}}} = 1 - u",
        lambda n, k: f"{_front(n[0] ** k)}(1 - y)" + ("^2" if k == 2 else ""),
    ),
    "power": Sampled(
        lambda n: f"x^{n[0]}/{n[1] ** n[0]}",
        lambda n: f"{n[1]}u^(1/{n[0]})" if n[0] != 2 else f"{n[1]}sqrt(u)",
        lambda n: rf"x^{{{n[0]}}} = {n[1] ** n[0]} u",
        lambda n, k: f"({_scaled(Q(n[0], n[1]), f'y^({n[0] - 1}/{n[0]})')})" + ("^2" if k == 2 else ""),
    ),
    "pareto": Sampled(
        lambda n: f"1 - 1/x^{n[0]}" if n[0] > 1 else "1 - 1/x",
        lambda n: f"(1 - u)^(-1/{n[0]})" if n[0] > 1 else "1/(1 - u)",
        lambda n: rf"x^{{-{n[0]}}} = 1 - u",
        lambda n, k: f"({_front(n[0])}(1 - y)^({n[0] + 1}/{n[0]}))" + ("^2" if k == 2 else ""),
    ),
    "logistic": Sampled(
        lambda n: f"1/(1 + e^({_minus_times(Q(n[0]), 'x')}))",
        lambda n: _scaled(Q(1, n[0]), "ln(u/(1 - u))"),
        lambda n: rf"e^{{{_minus_times(Q(n[0]), 'x').replace('*', '')}}} = \frac{{1 - u}}{{u}}",
        lambda n, k: f"({_front(n[0])}y*(1 - y))" + ("^2" if k == 2 else ""),
    ),
    "rayleigh": Sampled(
        lambda n: f"1 - e^({_minus_times(Q(n[0]), 'x^2')})",
        lambda n: f"sqrt({_scaled(Q(-1, n[0]), 'ln(1 - u)')})",
        lambda n: rf"e^{{{_minus_times(Q(n[0]), 'x^2').replace('*', '')}}} = 1 - u",
        lambda n, k: f"2sqrt(-{_front(n[0])}ln(1 - y))*(1 - y)" if k == 1 else f"-{4 * n[0]}ln(1 - y)*(1 - y)^2",
    ),
}
SAMPLING = (
    "A random variable $X$ @told.",
    "For a simulation values of $X$ are needed, where $X$ @told. The computer supplies numbers $u$ that are uniform on "
    "$(0, 1)$.",
)


def _sampling(setting: int, law: str, numbers: tuple[int, ...]) -> Problem:
    case = SAMPLED[law]
    low, high = support(law, numbers)
    domain = "" if low < -INFINITE / 2 else _open((low, high))
    cdf, inverse = answer_of(case.cdf(numbers), domain, "x"), answer_of(case.inverse(numbers), "(0, 1)", "u")
    one = answer_of("1", "(0, 1)")
    region = where(law, numbers)
    start = r"-\infty" if low < -INFINITE / 2 else str(int(low))
    return Problem(
        prompt=SAMPLING[setting].replace("@told", told(law, numbers)),
        parts=(
            Part("a", cdf, "Give the cdf $F_X(x)$" + (f" for ${region}$" if region else "") + EXACTLY),
            Part(
                "b",
                inverse,
                r"Samples of $X$ are made by the inverse cdf. Give this inverse $x = F_X^{-1}(u)$ itself for "
                "$0 < u < 1$, with exact numbers; another formula that also samples $X$ is not asked for.",
            ),
            Part(
                "c",
                one,
                "Let $Y = F_X(X)$, the cdf applied to the variable itself. Give the density $f_Y(y)$ for $0 < y < 1$.",
                misconceptions=slips(
                    "1",
                    "(0, 1)",
                    ("no-jacobian", case.composed(numbers, 1), JACOBIAN),
                    ("derivative-not-inverted", case.composed(numbers, 2), INVERTED),
                ),
            ),
        ),
        hints=(
            "The cdf is the integral of the density up to $x$.",
            "Set $F_X(x) = u$ and solve for $x$.",
            r"For (c) the map is $g = F_X$: what is its derivative?",
        ),
        steps=(
            step(
                r"The cdf is $F_X(x) = \int_{@start}^{x} f_X(t) \, \mathrm{d}t = @cdf$; its derivative is the "
                "density, as "
                "it should be.",
                start=Tex(start),
                cdf=cdf,
            ),
            step(
                r"Set $u = F_X(x)$ and solve: $@solve$, so $x = @inverse$.",
                solve=Tex(case.solve(numbers)),
                inverse=inverse,
            ),
            Step(
                r"Why this samples $X$: $P\left(F_X^{-1}(U) \le x\right) = P\left(U \le F_X(x)\right) = F_X(x)$ for a "
                r"uniform $U$. As $1 - U$ is uniform too, $F_X^{-1}(1 - U)$ also samples $X$; but it falls as $U$ "
                "grows, so it is not the inverse of the cdf."
            ),
            Step(
                r"For (c) the map is $g = F_X$ with $g' = f_X$. The density at the inverse and the derivative cancel: "
                r"$f_Y(y) = f_X\left(g^{-1}(y)\right) \cdot \frac{1}{f_X\left(g^{-1}(y)\right)} = 1$. This is the "
                "probability integral transform: $Y$ is uniform on $(0, 1)$."
            ),
            step(
                r"So (a) $F_X(x) = @cdf$, (b) $x = @inverse$ and (c) $f_Y(y) = @one$.",
                cdf=cdf,
                inverse=inverse,
                one=one,
            ),
        ),
    )


# ------------------------------------------------------------------ the second opinion

NODES = (-0.9602898564975363, -0.7966664774136267, -0.525532409916329, -0.1834346424956498)
WEIGHTS = (0.1012285362903763, 0.2223810344533745, 0.3137066458778873, 0.3626837833783620)


def integral(f: Callable[[float], float], low: float, high: float, pieces: int = 4) -> float:
    """Gauss-Legendre with eight nodes on each piece."""
    total = 0.0
    width = (high - low) / pieces
    for k in range(pieces):
        middle, half = low + (k + 0.5) * width, width / 2
        total += half * sum(
            w * (f(middle + half * t) + f(middle - half * t)) for t, w in zip(NODES, WEIGHTS, strict=True)
        )
    return total


def _reply(expression: Expression, name: str) -> Callable[[float], float]:
    return lambda y: float(expression.at(**{name: Q(round(y * 10**12), 10**12)}))


@lru_cache(maxsize=256)
def mass(density: Expression, low: float, high: float, pieces: int = 4) -> float:
    """The integral of a density in y."""
    return integral(_reply(density, "y"), low, high, pieces)


@change_of_variables.verify
def mass_is_kept(
    kind: str, setting: int, law: str, numbers: tuple[int, ...], a: int, c: int, answer: dict[str, Any]
) -> bool:
    """P(s <= Y <= t) from the reply is P(X in the preimage of [s, t]), for several intervals."""

    def f(x: float) -> float:
        return pdf(law, numbers, x)

    if kind in SAMPLED and kind == law and kind not in MAPS and "c" in answer:
        return _sampled(law, numbers, f, answer)
    if kind == "piece":
        return _two_roots(numbers, a, answer)
    low, high = support(law, numbers)
    if kind in EVEN:
        top = min(high * high, 4.0 * numbers[-1] ** 2 if law == "normal" else 9.0 / numbers[0] ** 2)
        cuts = [(0.2 * top, 0.4 * top), (0.5 * top, 0.8 * top)]
        good = all(_squared(f, answer["b"], s, t) for s, t in cuts)
        return good and _covers(answer["a"], (0.0, _clipped(high * high)))
    if kind == "linear":
        g: Callable[[float], float] = lambda x: a * x + c  # noqa: E731
    else:
        scale = numbers[1] if kind == "log-uniform" else 1
        g = lambda x: MAPS[kind].apply(a, x / scale)  # noqa: E731
    start = numbers[0] - 3.0 if law == "normal" else low
    span = (start, min(high, start + (5.0 if law == "normal" else 2 / a if kind == "exp-exponential" else 2.0)))
    xs = [span[0] + (span[1] - span[0]) * k / 10 for k in (1, 3, 6, 9)]
    for left, right in pairwise(xs):
        s, t = sorted((g(left), g(right)))
        if not math.isclose(mass(answer["b"], s, t), integral(f, left, right), rel_tol=1e-5):
            return False
    tiny = 1e-300
    edges = [low if not kind.startswith("log") else max(low, tiny), high]
    ends = sorted(_clipped(g(x)) for x in edges)
    if kind.startswith("log"):
        ends = [ends[0], INFINITE]
    if kind == "exp-normal":
        ends = [0.0, INFINITE]
    return _covers(answer["a"], ends)


def _two_roots(numbers: Sequence[int], a: int, answer: dict[str, Any]) -> bool:
    """Two intervals below the edge, where both roots count, and two above it."""
    low, high = (numbers[0], numbers[1]) if a > 0 else (-numbers[1], -numbers[0])
    edge = numbers[0] ** 2

    def uniform(x: float) -> float:
        return 1 / (high - low) if low <= x <= high else 0.0

    outer = max(-low, high) ** 2
    return all(
        _squared(uniform, answer[part], s, t)
        for part, s, t in (
            ("a", 0.2 * edge, 0.5 * edge),
            ("a", 0.6 * edge, 0.9 * edge),
            ("b", edge + 0.1 * (outer - edge), edge + 0.4 * (outer - edge)),
            ("b", edge + 0.5 * (outer - edge), edge + 0.9 * (outer - edge)),
        )
    )


def _clipped(y: float) -> float:
    return max(-INFINITE, min(INFINITE, y))


def _squared(f: Callable[[float], float], h: Expression, s: float, t: float) -> bool:
    """Mass of [s, t] under h, against that of both root intervals under f."""
    low, high = math.sqrt(s), math.sqrt(t)
    wanted = integral(f, low, high) + integral(f, -high, -low)
    return math.isclose(mass(h, s, t), wanted, rel_tol=1e-6)


def _covers(pieces: Sequence[Any], ends: Sequence[float]) -> bool:
    """One open interval with these ends."""
    if len(pieces) != 1:
        return False
    low, high = (_float(end) for end in pieces[0][:2])
    fits = all(math.isclose(_clipped(x), y, rel_tol=1e-9, abs_tol=1e-9) for x, y in zip((low, high), ends, strict=True))
    return fits and pieces[0][2:] == (False, False)


def _float(value: Any) -> float:
    return int(value.p) / int(value.q) if hasattr(value, "p") else float(value)


def _sampled(law: str, numbers: Sequence[int], f: Callable[[float], float], answer: dict[str, Any]) -> bool:
    """Integrals of the density up to x, and up to the quantiles."""
    low, _ = support(law, numbers)
    start = max(low, -40 / numbers[0])
    cdf, quantile, flat = _reply(answer["a"], "x"), _reply(answer["b"], "u"), answer["c"]
    base = max(low, 0)
    width = numbers[1] if law == "power" else 1 / math.sqrt(numbers[0]) if law == "rayleigh" else 1 / numbers[0]
    for share in (0.25, 0.6, 0.9):
        x = base + share * width
        if not math.isclose(cdf(x), integral(f, start, x, 40), rel_tol=1e-6):
            return False
        if not math.isclose(integral(f, start, quantile(share), 60), share, rel_tol=1e-6):
            return False
    return all(math.isclose(mass(flat, s, t, 1), t - s, rel_tol=1e-9) for s, t in ((0.1, 0.4), (0.5, 0.9)))
