"""Write the likelihood or log-likelihood of iid data (MML 8.3).

Levels: 1 Bernoulli; 2 Gaussian, with the mean or the standard deviation unknown; 3 regression, censored lifetimes, or
categories whose probabilities share a parameter. Checked by multiplying the probabilities or densities of the single
observations at several values of the parameter.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from question_bank._steps import listed
from quizgen.answers.expression import ExpressionAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, text
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"bernoulli", "mean", "deviation", "regression", "censored" or "categories"."""
    setting: int
    log: bool
    """Whether the log-likelihood is asked."""
    data: tuple[int, ...]
    more: tuple[int, ...]
    """Known mean or standard deviation; targets of the regression; lifetimes that were cut off; setting of classes."""


BERNOULLI = (
    "A classifier was right ($1$) or wrong ($0$) on $@n$ independent images: $@data$. Each is right with probability "
    r"$\theta$.",
    r"The data $@data$ are independent and Bernoulli distributed with parameter $\theta$.",
    r"Independent visitors of a page clicked ($1$) or did not ($0$): $@data$. Each clicks with probability $\theta$.",
)
MEAN = (
    r"The measurements $@data$ are independent and Gaussian with unknown mean $\mu$ and known variance $@v$.",
    r"A sensor gave $@data$. The values are independent, each distributed as $\mathcal{N}(\mu, @v)$.",
)
DEVIATION = (
    r"The errors $@data$ of a sensor are independent and Gaussian with known mean $@m$ and unknown standard deviation "
    r"$\sigma > 0$.",
    r"The data $@data$ are independent, each distributed as $\mathcal{N}(@m, \sigma^2)$ with unknown $\sigma > 0$.",
)
REGRESSION = (
    r"A model predicts $y_n = w x_n + \varepsilon_n$ with noise $\varepsilon_n \sim \mathcal{N}(0, 1)$, independent. "
    "The training data $(x_n, y_n)$ are $@data$.",
    r"The output of a sensor is modelled by $y_n \sim \mathcal{N}(w x_n, 1)$, independently given the inputs $x_n$. "
    "The data $(x_n, y_n)$ are $@data$.",
)
CENSORED = (
    r"The lifetimes of lamps are independent and exponential with rate $\lambda$: density $\lambda e^{-\lambda t}$. "
    "Lamps failed after $@data$ days; when the test ended after $@end$ days, $@c$ more @still.",
    r"Customers queue at the opening of a shop; their waiting times are independent with density "
    r"$\lambda e^{-\lambda t}$. Times of $@data$ minutes were observed; when the count ended after $@end$ minutes, "
    "$@c$ more @still.",
)
STILL = (
    ("lamp was still working", "lamps were still working"),
    ("customer was still waiting", "customers were still waiting"),
)
CATEGORIES = (
    r"An observation falls into category 1, 2 or 3 with probabilities $\theta^2$, $2\theta(1 - \theta)$ and "
    r"$(1 - \theta)^2$. Independent observations gave the counts $@data$.",
    r"A model gives three classes the probabilities $\theta^2$, $2\theta(1 - \theta)$, $(1 - \theta)^2$. "
    "The labels of independent images were counted: $@data$, in the order of the classes.",
)
IN_ORDER = (
    "Take the likelihood of the observations in the order in which they came, so without the number of orders (the "
    "multinomial coefficient)."
)


@exercise("sta-likelihood", version=1, bounds=(200, 1000, 1000))
def likelihood(draw: Draw, level: int) -> Given:
    """Few observations, small whole numbers."""
    setting = draw.below(2)
    log = draw.flip()
    if level == 1:
        n = draw.integer(4, 7)
        ones = draw.integer(1, n - 1)
        return Given("bernoulli", draw.below(3), log, tuple(draw.shuffled([1] * ones + [0] * (n - ones))), ())
    if level == 2:
        data = tuple(draw.integer(-4, 9) for _ in range(draw.integer(2, 3)))
        if draw.flip():
            return Given("mean", setting, log, data, (draw.integer(1, 3),))
        mean = draw.integer(-2, 5)
        if all(x == mean for x in data):
            data = (*data[:-1], mean + 2)
        return Given("deviation", setting, True, data, (mean,))
    kind = draw.choice(("regression", "censored", "categories"))
    if kind == "regression":
        n = draw.integer(2, 3)
        return Given(
            kind, setting, True, tuple(draw.sample(range(1, 6), n)), tuple(draw.integer(-4, 8) for _ in range(n))
        )
    if kind == "censored":
        data = tuple(sorted(draw.integer(1, 9) for _ in range(draw.integer(2, 4))))
        return Given(kind, setting, log, data, (draw.integer(10, 15), draw.integer(1, 4)))
    return Given(kind, setting, log, tuple(draw.integer(1, 6) for _ in range(3)), ())


class Told(NamedTuple):
    """What is particular to a kind: everything but the frame."""

    prompt: str
    names: tuple[str, ...]
    domain: dict[str, str]
    right: str
    steps: list[Step]
    hints: tuple[str, ...]
    wrong: list[tuple[str, str]]


SAID = {
    "sum-for-product": "The observations are independent: their joint probability is the *product* of the single ones, "
    "not the sum.",
    "log-of-sum": "That is the logarithm of a sum. The logarithm turns the *product* of the likelihood into a sum of "
    "logarithms.",
    "constant-depends": "A factor or term that depends on the parameter is missing: only what does not depend on it "
    "could be left out, and here everything is asked.",
}


@likelihood.problem
def build(kind: str, setting: int, log: bool, data: tuple[int, ...], more: tuple[int, ...]) -> Problem:
    """The product over the observations, or the sum of its logarithms."""
    told = {
        "bernoulli": _bernoulli,
        "mean": _mean,
        "deviation": _deviation,
        "regression": _regression,
        "censored": _censored,
        "categories": _categories,
    }[kind](setting, log, data, more)
    answer = ExpressionAnswer.of(told.right, told.names, domain=told.domain)
    symbol = {"theta": r"\theta", "mu": r"\mu", "sigma": r"\sigma", "lambda": r"\lambda"}.get(
        told.names[0], told.names[0]
    )
    wanted = rf"\ell({symbol}) = \ln L({symbol})" if log else f"L({symbol})"
    name = "log-likelihood" if log else "likelihood"
    typed = "" if symbol == told.names[0] else f" (type {told.names[0]} for ${symbol}$)"
    return Problem.single(
        prompt=f"{told.prompt}\n\nWrite the {name} ${wanted}$ of the data, with all constants{typed}.",
        answer=answer,
        hints=told.hints,
        steps=(
            *told.steps,
            step(
                r"So the @name is $@{what}(@s) = @answer$.",
                name=name,
                what=Tex(r"\ell" if log else "L"),
                s=Tex(symbol),
                answer=answer,
            ),
        ),
        misconceptions=tuple(
            Misconception(code, ExpressionAnswer.of(value, told.names, domain=told.domain), SAID[code])
            for code, value in told.wrong
        ),
    )


def _row(data: tuple[int, ...]) -> Tex:
    return Tex(r",\; ".join(map(str, data)))


HINTS = (
    "The observations are independent: what does that say about their joint probability?",
    "Write down the probability or density of a single observation, as a function of the parameter.",
)
LOGS = "The logarithm of a product is the sum of the logarithms; powers become factors."


def _power(base: str, n: int) -> str:
    return base if n == 1 else f"{base}^{n}"


def _times(n: int, what: str) -> str:
    return what if n == 1 else f"{n}*{what}"


def _often(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"${n}$ times")


def _bernoulli(setting: int, log: bool, data: tuple[int, ...], more: tuple[int, ...]) -> Told:
    n, k = len(data), sum(data)
    m = n - k
    prompt = text(BERNOULLI[setting], data=_row(data), **({"n": n} if setting == 0 else {}))
    total = f"{_times(k, 'theta')} + {_times(m, '(1 - theta)')}"
    steps = [
        Step(r"A single observation has probability $\theta$ if it is $1$ and $1 - \theta$ if it is $0$."),
        Step(f"Of the ${n}$ observations, $1$ occurs {_often(k)} and $0$ occurs {_often(m)}."),
        step(r"Independent: multiply, $L(\theta) = @p$.", p=Tex(_theta(k, m))),
    ]
    if log:
        steps.append(Step(LOGS))
        right = f"{_times(k, 'ln(theta)')} + {_times(m, 'ln(1 - theta)')}"
        wrong = [("log-of-sum", f"ln({total})"), ("constant-depends", _times(k, "ln(theta)"))]
    else:
        steps.append(Step(r"Check: $L$ is $0$ at both ends, $\theta = 0$ and $\theta = 1$, as both results occurred."))
        right = f"{_power('theta', k)}*{_power('(1 - theta)', m)}"
        wrong = [("sum-for-product", total), ("constant-depends", _power("theta", k))]
    return Told(prompt, ("theta",), {"theta": "(0, 1)"}, right, steps, (*HINTS, LOGS) if log else HINTS, wrong)


def _theta(k: int, m: int) -> str:
    up = [r"\theta" + (f"^{{{k}}}" if k > 1 else ""), r"(1 - \theta)" + (f"^{{{m}}}" if m > 1 else "")]
    return " ".join(up)


def _half(n: int) -> str:
    """The factor n/2 in front of a logarithm."""
    return "" if n == 2 else f"({n}/2)*"


def _squares(data: tuple[int, ...]) -> str:
    return " + ".join(f"({x} - mu)^2" if x else "mu^2" for x in data)


def _mean(setting: int, log: bool, data: tuple[int, ...], more: tuple[int, ...]) -> Told:
    n, s = len(data), more[0]
    v = s * s
    squares = _squares(data)
    prompt = text(MEAN[setting], data=_row(data), v=v)
    density = rf"\frac{{1}}{{\sqrt{{{2 * v}\pi}}}} \exp\left(-\frac{{(x - \mu)^2}}{{{2 * v}}}\right)"
    shown = " + ".join(rf"({x} - \mu)^2" if x else r"\mu^2" for x in data)
    steps = [
        Step(rf"A single observation has the density $${density}.$$"),
        Step(rf"In the product the exponents add; the sum of squares is $S = {shown}$."),
        step(
            r"With $@n$ observations: $L(\mu) = (@w\pi)^{@power} \, e^{-S/@w}$.",
            n=n,
            w=2 * v,
            power=Tex(f"-{n // 2}" if n % 2 == 0 else f"-{n}/2"),
        ),
    ]
    one = [f"exp(-({x} - mu)^2/{2 * v})" if x else f"exp(-mu^2/{2 * v})" for x in data]
    total = f"({' + '.join(one)})/sqrt({2 * v}*pi)"
    if log:
        steps.append(Step(LOGS))
        right = f"-{_half(n)}ln({2 * v}*pi) - ({squares})/{2 * v}"
        wrong = [("log-of-sum", f"ln({total})")]
    else:
        steps.append(Step("Check: every factor is a density, so the likelihood is positive for every mean."))
        right = f"({2 * v}*pi)^({Q(-n, 2)})*exp(-({squares})/{2 * v})"
        wrong = [("sum-for-product", total)]
    return Told(prompt, ("mu",), {}, right, steps, (*HINTS, LOGS) if log else HINTS, wrong)


def _deviation(setting: int, log: bool, data: tuple[int, ...], more: tuple[int, ...]) -> Told:
    n, m = len(data), more[0]
    total = sum((x - m) ** 2 for x in data)
    prompt = text(DEVIATION[setting], data=_row(data), m=m)
    squares = " + ".join(str((x - m) ** 2) for x in data)
    one = [f"exp(-{(x - m) ** 2}/(2*sigma^2))" for x in data]
    steps = [
        step(
            r"A single observation has the density $$\frac{1}{\sqrt{2\pi} \, \sigma} \exp\left(-\frac{(x - \mu)^2}"
            r"{2\sigma^2}\right), \quad \mu = @m.$$",
            m=m,
        ),
        step(r"The squared distances from the mean add up to $@sum = @total$.", sum=Tex(squares), total=total),
        Step(f"{LOGS} The factor $\\frac{{1}}{{\\sigma}}$ stands in every density: its logarithm is $-\\ln \\sigma$."),
        step(
            r"Check: the terms are $-\frac{@n}{2} \ln(2\pi)$, $-@n \ln \sigma$ and $-\frac{@total}{2\sigma^2}$; only "
            r"the first is constant.",
            n=n,
            total=total,
        ),
    ]
    constant = f"-{_half(n)}ln(2*pi)"
    tail = f" - {total}/(2*sigma^2)"
    right = f"{constant} - {n}*ln(sigma){tail}"
    wrong = [
        ("constant-depends", constant + tail),
        ("log-of-sum", f"ln(({' + '.join(one)})/(sqrt(2*pi)*sigma))"),
    ]
    return Told(prompt, ("sigma",), {"sigma": "positive"}, right, steps, (*HINTS, LOGS), wrong)


def _less(y: int, fit: str) -> str:
    """The residual y - fit; its square is that of the fit where y is 0."""
    return f"{y} - {fit}" if y else fit


def _regression(setting: int, log: bool, data: tuple[int, ...], more: tuple[int, ...]) -> Told:
    n = len(data)
    pairs = list(zip(data, more, strict=True))
    prompt = text(REGRESSION[setting], data=Tex(r",\; ".join(f"({x}, {y})" for x, y in pairs)))
    squares = " + ".join(f"({_less(y, _times(x, 'w'))})^2" for x, y in pairs)
    shown = " + ".join(f"({_less(y, 'w' if x == 1 else f'{x}w')})^2" for x, y in pairs)
    one = [f"exp(-({y} - {_times(x, 'w')})^2/2)" for x, y in pairs]
    steps = [
        Step(r"Given $x_n$, $y_n$ has density $\frac{1}{\sqrt{2\pi}} \exp\left(-\frac{1}{2}(y_n - w x_n)^2\right)$."),
        Step(rf"The residuals are $y_n - w x_n$, and their squares add up to ${shown}$."),
        Step(f"{LOGS} Each of the ${n}$ densities gives the constant $-\\frac{{1}}{{2}} \\ln(2\\pi)$."),
        Step("Check: maximising this means minimising the sum of squares, so it leads to least squares."),
    ]
    right = f"-{_half(n)}ln(2*pi) - ({squares})/2"
    wrong = [("log-of-sum", f"ln(({' + '.join(one)})/sqrt(2*pi))")]
    return Told(prompt, ("w",), {}, right, steps, (*HINTS, LOGS), wrong)


def _censored(setting: int, log: bool, data: tuple[int, ...], more: tuple[int, ...]) -> Told:
    end, c = more
    m, seen = len(data), sum(data)
    total = seen + c * end
    prompt = text(CENSORED[setting], data=_row(data), end=end, c=c, still=STILL[setting][c > 1])
    steps = [
        Step(r"An observed time contributes its density $\lambda e^{-\lambda t}$."),
        step(
            r"Of a time that was cut off only $T > @end$ is known: it contributes $P(T > @end) = e^{-@end\lambda}$.",
            end=end,
        ),
        step(
            r"Independent: multiply. The factor $\lambda$ occurs $@m$ times; the exponents add up to "
            r"$@seen + @cut = @total$ times $-\lambda$.",
            m=m,
            seen=seen,
            cut=Tex(rf"{c} \cdot {end}" if c > 1 else str(end)),
            total=total,
        ),
    ]
    if log:
        steps.append(Step(LOGS))
        right = f"{m}*ln(lambda) - {total}*lambda"
        ones = " + ".join(f"lambda*exp(-{_times(t, 'lambda')})" for t in data)
        wrong = [("constant-depends", f"{m}*ln(lambda) - {seen}*lambda")]
        wrong.append(("log-of-sum", f"ln({ones} + {_times(c, f'exp(-{end}*lambda)')})"))
    else:
        cut, should = ("times that were cut off make", "they") if c > 1 else ("time that was cut off makes", "it")
        steps.append(Step(f"Check: the {cut} large rates less plausible, as {should} should."))
        right = f"lambda^{m}*exp(-{total}*lambda)"
        ones = " + ".join(f"lambda*exp(-{_times(t, 'lambda')})" for t in data)
        wrong = [("constant-depends", f"lambda^{m}*exp(-{seen}*lambda)")]
        wrong.append(("sum-for-product", f"{ones} + {_times(c, f'exp(-{end}*lambda)')}"))
    hints = (*HINTS, "For a time that was cut off, use the probability that it is longer.")
    return Told(prompt, ("lambda",), {"lambda": "positive"}, right, steps, hints, wrong)


def _categories(setting: int, log: bool, data: tuple[int, ...], more: tuple[int, ...]) -> Told:
    a, b, c = data
    prompt = f"{text(CATEGORIES[setting], data=_row(data))} {IN_ORDER}"
    up, down = 2 * a + b, b + 2 * c
    total = f"{_times(a, 'theta^2')} + {2 * b}*theta*(1 - theta) + {_times(c, '(1 - theta)^2')}"
    noun = ("category", "class")[setting]
    counted = listed([f"{noun} {k} occurs {_often(n)}" for k, n in enumerate(data, 1)])
    steps = [
        Step(f"{counted[0].upper()}{counted[1:]}. The order is fixed, so no orders are counted."),
        step(
            f"Independent: multiply, the probability of a {noun} as often as it occurs.",
        ),
        step(
            r"Collect the powers: $\theta$ occurs $2 \cdot @a + @b = @up$ times, $1 - \theta$ occurs "
            r"$@b + 2 \cdot @c = @down$ times, and $2$ occurs $@b$ @times.",
            a=a,
            b=b,
            c=c,
            up=up,
            down=down,
            times="time" if b == 1 else "times",
        ),
    ]
    if log:
        steps.append(Step(LOGS))
        right = f"{_times(b, 'ln(2)')} + {up}*ln(theta) + {down}*ln(1 - theta)"
        wrong = [("log-of-sum", f"ln({total})"), ("constant-depends", f"{_times(b, 'ln(2)')} + {up}*ln(theta)")]
    else:
        steps.append(
            Step(r"Check: the powers of $\theta$ and $1 - \theta$ add up to twice the number of observations.")
        )
        right = f"{2**b}*theta^{up}*(1 - theta)^{down}"
        wrong = [("sum-for-product", total), ("constant-depends", f"{2**b}*theta^{up}")]
    return Told(prompt, ("theta",), {"theta": "(0, 1)"}, right, steps, (*HINTS, LOGS) if log else HINTS, wrong)


# ------------------------------------------------------------------ the second opinion


def _single(kind: str, t: float, data: tuple[int, ...], more: tuple[int, ...]) -> list[float]:
    """The probability or density of every observation at a value of the parameter."""

    def normal(x: float, mean: float, s: float) -> float:
        return math.exp(-((x - mean) ** 2) / (2 * s * s)) / (math.sqrt(2 * math.pi) * s)

    if kind == "bernoulli":
        return [t if x else 1 - t for x in data]
    if kind == "mean":
        return [normal(x, t, more[0]) for x in data]
    if kind == "deviation":
        return [normal(x, more[0], t) for x in data]
    if kind == "regression":
        return [normal(y, t * x, 1) for x, y in zip(data, more, strict=True)]
    if kind == "censored":
        return [t * math.exp(-t * x) for x in data] + [math.exp(-t * more[0])] * more[1]
    law = (t * t, 2 * t * (1 - t), (1 - t) ** 2)
    return [p for p, n in zip(law, data, strict=True) for _ in range(n)]


@likelihood.verify
def multiply_the_observations(
    kind: str, setting: int, log: bool, data: tuple[int, ...], more: tuple[int, ...], answer: Any
) -> bool:
    """The product over the single observations, at four values of the parameter."""
    name = {"mean": "mu", "deviation": "sigma", "regression": "w", "censored": "lambda"}.get(kind, "theta")
    wide = (Q(5, 2), Q(3), Q(4), Q(7))
    """For standard deviations: the densities far out do not vanish there."""
    for at in wide if kind == "deviation" else (Q(1, 7), Q(1, 3), Q(3, 5), Q(6, 7)):
        parts = _single(kind, int(at.p) / int(at.q), data, more)
        right = math.fsum(map(math.log, parts)) if log else math.prod(parts)
        if not abs(float(answer.at(**{name: at})) - right) <= 1e-9 * abs(right):
            return False
    return True
