"""Maximum a posteriori estimates, and the Laplace approximation at the mode (MML 8.3.2; Bishop 4.4).

Levels: 1 a Beta prior, or a Beta posterior; 2 a Gaussian prior, for a mean or for the weight of a regression; 3 a
Laplace prior with its soft threshold, or the Laplace approximation of a Beta or a Gamma posterior. Checked by putting
the estimate into the derivative of the log-posterior, by its symmetry, by close values, and by second differences.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, forms, quotient, wrong_numbers
from question_bank.sta._beta import TRIALS, density, seen
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, curve, drawn, near
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"binomial", "posterior"; "gauss", "ridge"; "soft", "beta" or "gamma"."""
    setting: int
    prior: tuple[int, int]
    """Beta parameters; mean and variance of a Gaussian prior; shape and rate of a Gamma posterior."""
    data: tuple[int, ...] = ()
    """(n, k), or the observations."""
    inputs: tuple[int, ...] = ()
    """For "ridge" the inputs."""
    noise: int = 1
    """Variance of an observation; for "soft" the scale of the prior is `prior[0]`."""


@exercise("sta-map", version=1, bounds=(1000, 2000, 30_000))
def map_estimate(draw: Draw, level: int) -> Given:
    """Modes inside the interval; estimates that differ from those without a prior."""
    setting = draw.below(len(TRIALS))
    if level == 1:
        if draw.below(3) == 0:
            return Given("posterior", draw.below(2), (draw.integer(2, 12), draw.integer(2, 12)))
        return _successes(draw, "binomial", setting, (4, 30), 8)
    if level == 2:
        return _gauss(draw) if draw.below(3) else _ridge(draw)
    kind = draw.choice(("soft", "beta", "gamma"))
    if kind == "soft":
        return _soft(draw)
    if kind == "beta":
        return _successes(draw, kind, setting, (6, 20), 5)
    # With the rate 1 the mode and the variance would be the same number.
    return Given(kind, draw.below(2), (draw.integer(2, 15), draw.integer(2, 9)))


def _successes(draw: Draw, kind: str, setting: int, trials: tuple[int, int], largest: int) -> Given:
    """A Beta prior whose mode is not the observed share."""
    for _ in range(TRIES):
        n = draw.integer(*trials)
        k = draw.integer(1, n - 1)
        a, b = draw.integer(2, largest), draw.integer(2, largest)
        if Q(a - 1, a + b - 2) != Q(k, n):
            return Given(kind, setting, (a, b), (n, k))
    raise exhausted("data", "a share that is not the mode of the prior")


def _gauss(draw: Draw) -> Given:
    """Observations, and a prior whose weight against them is a short fraction."""
    for _ in range(TRIES):
        n = draw.integer(2, 5)
        noise, width = draw.choice((1, 2, 3, 4, 6, 9)), draw.choice((1, 2, 3, 4, 6))
        middle = draw.integer(-4, 12)
        xs = [middle + draw.integer(-4, 4) for _ in range(n)]
        mean = draw.integer(-5, 12)
        weight = Q(n, noise) + Q(1, width)
        value = (Q(sum(xs), noise) + Q(mean, width)) / weight
        if Q(sum(xs), n) != mean and value.q <= 12 and n * width != noise:
            return Given("gauss", draw.below(3), (mean, width), tuple(xs), (), noise)
    raise exhausted("data", "a short estimate")


def _ridge(draw: Draw) -> Given:
    for _ in range(TRIES):
        n = draw.integer(3, 4)
        xs = [draw.integer(-3, 4) for _ in range(n)]
        ys = [draw.integer(-6, 8) for _ in range(n)]
        noise, width = draw.choice((1, 2, 4, 6, 8, 12)), draw.choice((1, 2, 4))
        if noise % width:
            continue
        both = sum(x * y for x, y in zip(xs, ys, strict=True))
        squares = sum(x * x for x in xs)
        if both and squares > 3 and len(set(xs)) == n:
            return Given("ridge", draw.below(2), (0, width), tuple(ys), tuple(xs), noise)
    raise exhausted("data", "a slope that is not 0")


def _soft(draw: Draw) -> Given:
    for _ in range(TRIES):
        n, noise, scale = draw.integer(2, 6), draw.choice((1, 2, 4, 6, 9, 12)), draw.integer(1, 4)
        threshold = Q(noise, n * scale)
        xs = [draw.integer(-6, 8) for _ in range(n)]
        middle = Q(sum(xs), n)
        if middle == 0 or threshold > 5 or middle.q > 4 or abs(middle) == threshold:
            continue
        if abs(middle) < threshold and draw.below(3):
            continue
        return Given("soft", draw.below(2), (scale, 0), tuple(xs), (), noise)
    raise exhausted("data", "a mean that is not 0")


@map_estimate.problem
def build(
    kind: str,
    setting: int,
    prior: tuple[int, int],
    data: tuple[int, ...],
    inputs: tuple[int, ...],
    noise: int,
) -> Problem:
    """Maximise log-likelihood plus log-prior."""
    if kind == "binomial":
        return _binomial(setting, prior, data[0], data[1])
    if kind == "posterior":
        return _mode(setting, *prior)
    if kind == "gauss":
        return _mean(setting, prior, data, noise)
    if kind == "ridge":
        return _weight(setting, prior[1], inputs, data, noise)
    if kind == "soft":
        return _threshold(setting, prior[0], data, noise)
    return _approximation(kind, setting, prior, data)


FORM = "Answer exactly or to three decimals."
MEAN = "That is the mean of the posterior. Asked is its mode, the most plausible value: set a derivative to zero."
IGNORED = "That is the maximum likelihood estimate: the prior has not come in."
MINUS = (
    r"The exponents of a $\operatorname{Beta}(\alpha, \beta)$ density are $\alpha - 1$ and $\beta - 1$, and the mode "
    "comes "
    "from the exponents."
)


def listing(xs: Sequence[int]) -> Tex:
    """Data in a row."""
    return Tex(r",\; ".join(map(str, xs)))


def added(terms: Sequence[int]) -> str:
    """Numbers as a sum, negative ones in brackets."""
    return " + ".join(str(x) if x >= 0 else rf"\left({x}\right)" for x in terms)


def powers(p: int, q: int) -> Tex:
    r"""\theta^p (1 - \theta)^q, without powers 0 and 1."""
    first = "" if p == 0 else r"\theta" if p == 1 else rf"\theta^{{{p}}}"
    second = "" if q == 0 else r"(1 - \theta)" if q == 1 else rf"(1 - \theta)^{{{q}}}"
    return Tex(f"{first} {second}".strip() or "1")


# ------------------------------------------------------------------ level 1


def mode_steps(p: int, q: int) -> tuple[Step, ...]:
    """The maximum of theta^p (1 - theta)^q."""
    return (
        step(
            r"Take the logarithm, which has its maximum at the same place: $@*p \ln \theta @+*q \ln(1 - \theta)$ plus "
            "a constant.",
            p=p,
            q=q,
        ),
        step(
            r"Its derivative $\frac{@p}{\theta} - \frac{@q}{1 - \theta}$ vanishes for $@left = @*q \theta$, that "
            r"is for $\theta = \frac{@p}{@p + @q}$.",
            left=Tex(r"1 - \theta" if p == 1 else rf"{p} (1 - \theta)"),
            p=p,
            q=q,
        ),
    )


def _binomial(setting: int, prior: tuple[int, int], n: int, k: int) -> Problem:
    a, b = prior
    p, q = a + k - 1, b + n - k - 1
    value = Q(p, p + q)
    answer = NumberAnswer.of(value, decimals=3)
    return Problem.single(
        prompt=f"{TRIALS[setting].unknown} The prior is $\\theta \\sim \\operatorname{{Beta}}({a}, {b})$. "
        f"{seen(setting, n, k)} "
        f"Give the maximum a posteriori estimate of $\\theta$. {FORM}",
        answer=answer,
        hints=(
            "Write down prior times likelihood, up to a constant. Which powers does it consist of?",
            "Its logarithm is easier to differentiate. Mind the minus ones in the density of the Beta distribution.",
        ),
        steps=(
            step(
                r"Prior times likelihood: $$p(\theta \mid \text{data}) \propto @prior \cdot @like = @post$$",
                prior=powers(a - 1, b - 1),
                like=powers(k, n - k),
                post=powers(p, q),
            ),
            *mode_steps(p, q),
            Step(
                f"Check: the estimate lies between the mode of the prior, ${latex_of(Q(a - 1, a + b - 2))}$, and the "
                "observed "
                f"share ${latex_of(Q(k, n))}$" + (", which agree here." if Q(a - 1, a + b - 2) == Q(k, n) else ".")
            ),
            step(r"So $\hat\theta_{\text{MAP}} = @answer$.", answer=answer),
        ),
        misconceptions=wrong_numbers(
            value,
            ("posterior-mean", Q(a + k, a + b + n), MEAN),
            ("prior-ignored", Q(k, n), IGNORED),
            (
                "no-minus-ones",
                Q(a, a + b),
                r"That is $\frac{\alpha}{\alpha + \beta}$ of the prior: neither have the data come in, nor is it a "
                "mode.",
            ),
            decimals=3,
        ),
    )


POSTERIORS = (
    r"The posterior of the probability $\theta$ of a click is $\operatorname{Beta}(@a, @b)$.",
    r"For the share $\theta$ of faulty parts an analysis found the posterior $\theta \mid \text{data} \sim "
    r"\operatorname{Beta}(@a, @b)$.",
)


def _mode(setting: int, a: int, b: int) -> Problem:
    value = Q(a - 1, a + b - 2)
    answer = NumberAnswer.of(value, decimals=3)
    return Problem.single(
        prompt=text(POSTERIORS[setting], a=a, b=b) + f" Give the maximum a posteriori estimate of $\\theta$. {FORM}",
        answer=answer,
        hints=(
            "Write down the density of this distribution up to a constant.",
            "At which $\\theta$ is it largest? Differentiate its logarithm.",
        ),
        steps=(
            step(
                r"The density is proportional to $\theta^{\alpha - 1} (1 - \theta)^{\beta - 1} = @post$.",
                post=powers(a - 1, b - 1),
            ),
            *mode_steps(a - 1, b - 1),
            step(
                r"Check: there both terms of the derivative are of the same size, $@p / @t = @q / @s = @sum$. (The "
                r"mean $\frac{\alpha}{\alpha + \beta} = @m$ is another number.)"
                if a != b
                else r"Check: the density is symmetric around $@m$, so mode and mean agree here.",
                m=Q(a, a + b),
                **({"p": a - 1, "q": b - 1, "t": value, "s": 1 - value, "sum": a + b - 2} if a != b else {}),
            ),
            step(r"So $\hat\theta_{\text{MAP}} = @answer$.", answer=answer),
        ),
        misconceptions=wrong_numbers(value, ("no-minus-ones", Q(a, a + b), MINUS), decimals=3),
    )


# ------------------------------------------------------------------ level 2

MEANS = (
    r"Observations $x_i \sim \mathcal{N}(\mu, @s)$ are independent, and the prior is $\mu \sim \mathcal{N}(@m, @t)$.",
    r"A sensor measures a temperature $\mu$ several times, with independent errors of variance $@s$: $x_i \sim "
    r"\mathcal{N}(\mu, @s)$. The forecast gives the prior $\mu \sim \mathcal{N}(@m, @t)$.",
    r"The scores of a student in some tests are independent, $x_i \sim \mathcal{N}(\mu, @s)$. For students in general "
    r"$\mu "
    r"\sim \mathcal{N}(@m, @t)$.",
)


def _over(above: str, below: int) -> str:
    """The quotient as LaTeX; over one it is what stands above."""
    return above if below == 1 else rf"\frac{{{above}}}{{{below}}}"


def _plus(above: str, below: int) -> str:
    """The quotient as a further term, with its sign."""
    if above.startswith("-") and (below == 1 or " " not in above):
        return f" - {_over(above[1:], below)}"
    return f" + {_over(above, below)}"


def _mean(setting: int, prior: tuple[int, int], xs: tuple[int, ...], noise: int) -> Problem:
    mean, width = prior
    n, total = len(xs), sum(xs)
    own, other = Q(n, noise), Q(1, width)
    value = (Q(total, noise) + Q(mean, width)) / (own + other)
    answer = NumberAnswer.of(value, decimals=3)
    return Problem.single(
        prompt=text(
            MEANS[setting] + r" (Second parameters are variances.) Observed were $$@xs$$ ",
            s=noise,
            m=mean,
            t=width,
            xs=listing(xs),
        )
        + rf"Give the maximum a posteriori estimate of $\mu$. {FORM}",
        answer=answer,
        hints=(
            "Add the logarithms of likelihood and prior, up to constants: both are quadratic in $\\mu$.",
            "Set the derivative to zero. Each piece of information counts with its precision, one over the variance.",
        ),
        steps=(
            step(
                r"Up to a constant the log-posterior is $-\frac{1}{@double} \sum_i (x_i - \mu)^2 - \frac{1}{@wide} "
                r"@{shift}^2$.",
                double=2 * noise,
                wide=2 * width,
                shift=Tex(r"\mu" if mean == 0 else rf"(\mu {'-' if mean > 0 else '+'} {abs(mean)})"),
            ),
            step(
                r"The data add up to $@work = @total$. The derivative is $@slope$.",
                work=Tex(added(xs)),
                total=total,
                slope=Tex(_over(rf"{total} - {n} \mu", noise) + _plus(rf"{mean} - \mu" if mean else r"-\mu", width)),
            ),
            step(
                r"It vanishes when $\mu \left(@precisions\right) = @sums$, that is $@w\mu = @r$.",
                precisions=Tex(_over(str(n), noise) + _plus("1", width)),
                sums=Tex(_over(str(total), noise) + (_plus(str(mean), width) if mean else "")),
                w=Tex("" if own + other == 1 else rf"{latex_of(own + other)} \, "),
                r=Q(total, noise) + Q(mean, width),
            ),
            step(
                r"Check: the result lies between the prior mean $@m$ and the mean of the data $@x$. (The posterior is "
                "Gaussian, so its mean and its mode agree.)",
                m=mean,
                x=Q(total, n),
            ),
            step(r"So $\hat\mu_{\text{MAP}} = @answer$.", answer=answer),
        ),
        misconceptions=wrong_numbers(
            value,
            ("prior-ignored", Q(total, n), IGNORED),
            decimals=3,
        ),
    )


LINES = (
    r"A line through the origin is fitted: $y_i = w x_i + \varepsilon_i$ with independent $\varepsilon_i \sim "
    r"\mathcal{N}(0, @s)$, and the prior is $w \sim \mathcal{N}(0, @t)$.",
    r"A model with one weight predicts $w x_i$; the targets are $y_i \sim \mathcal{N}(w x_i, @s)$, independent given "
    "$w$, and "
    r"the prior is $w \sim \mathcal{N}(0, @t)$.",
)


def _weight(setting: int, width: int, xs: tuple[int, ...], ys: tuple[int, ...], noise: int) -> Problem:
    both = sum(x * y for x, y in zip(xs, ys, strict=True))
    squares = sum(x * x for x in xs)
    penalty = Q(noise, width)
    value = both / (squares + penalty)
    first, second = NumberAnswer.of(penalty), NumberAnswer.of(value, decimals=3)
    listed_ = "| $x_i$ | " + " | ".join(f"${x}$" for x in xs) + " |\n|---" + "|---" * len(xs) + "|\n"
    listed_ += "| $y_i$ | " + " | ".join(f"${y}$" for y in ys) + " |"
    products = " + ".join(rf"{factor(Q(x))} \cdot {factor(Q(y))}" for x, y in zip(xs, ys, strict=True))
    return Problem(
        prompt=text(LINES[setting], s=noise, t=width) + f" (Second parameters are variances.)\n\n{listed_}",
        parts=(
            Part(
                "a",
                first,
                r"The MAP estimate minimises $\sum_i (y_i - w x_i)^2 + \lambda w^2$. Which $\lambda$ is that?",
                misconceptions=(
                    Misconception("prior-ignored", NumberAnswer.of(0), r"With $\lambda = 0$ no prior would be left."),
                ),
            ),
            Part(
                "b",
                second,
                f"Give the maximum a posteriori estimate of $w$. {FORM}",
                misconceptions=wrong_numbers(value, ("prior-ignored", Q(both, squares), IGNORED), decimals=3),
                follows=Follow(part="a", names=("l",), expression=f"{both}/({squares} + l)", guard="l > 0"),
            ),
        ),
        hints=(
            "Write down minus the log-posterior, up to constants, and multiply it so that the squared errors have the "
            "factor "
            "$1$.",
            "Then set the derivative by $w$ to zero.",
        ),
        steps=(
            step(
                r"Minus the log-posterior is, up to a constant, $\frac{1}{2 \cdot @s} \sum_i (y_i - w x_i)^2 + "
                r"\frac{1}{2 \cdot @t} w^2$.",
                s=noise,
                t=width,
            ),
            step(
                r"Multiplied by $2 \cdot @s$ it is $\sum_i (y_i - w x_i)^2 + @quotient w^2$, so $\lambda = @l$: a "
                r"Gaussian prior is ridge regression.",
                s=noise,
                quotient=Tex(_over(str(noise), width)),
                l=penalty,
            ),
            step(
                r"The derivative $-2 \sum_i x_i (y_i - w x_i) + 2 \lambda w$ vanishes for $w = \frac{\sum_i x_i "
                r"y_i}{\sum_i "
                r"x_i^2 + \lambda}$."
            ),
            step(
                r"Here $\sum_i x_i y_i = @p = @both$ and $\sum_i x_i^2 = @squares$, so $w = \frac{@both}{@squares + "
                "@l}$.",
                p=Tex(products),
                both=both,
                squares=squares,
                l=penalty,
            ),
            step(
                r"Check: the estimate is nearer to $0$, the mean of the prior, than the least squares solution $@w$.",
                w=Q(both, squares),
            ),
            step(r"So $\lambda = @first$ and $\hat w_{\text{MAP}} = @second$.", first=first, second=second),
        ),
    )


# ------------------------------------------------------------------ level 3

SOFT = (
    r"Observations $x_i \sim \mathcal{N}(w, @s)$ (variance $@s$) are independent, and $w$ has the Laplace prior $p(w) "
    r"\propto "
    r"e^{-@{rate}}$.",
    r"An effect $w$ is measured several times, with independent Gaussian errors of variance $@s$: $x_i \sim "
    r"\mathcal{N}(w, "
    r"@s)$. Most effects are tiny, so the prior is a Laplace distribution, $p(w) \propto e^{-@{rate}}$.",
)


def soft(middle: Q, threshold: Q) -> Q:
    """The soft threshold: towards 0 by the threshold, and 0 below it."""
    if abs(middle) <= threshold:
        return Q(0)
    return middle - threshold if middle > 0 else middle + threshold


def _threshold(setting: int, scale: int, xs: tuple[int, ...], noise: int) -> Problem:
    n, total = len(xs), sum(xs)
    middle, threshold = Q(total, n), Q(noise, n * scale)
    value = soft(middle, threshold)
    answer = NumberAnswer.of(value, decimals=3)
    rate = Tex(r"\left| w \right|" if scale == 1 else rf"\frac{{\left| w \right|}}{{{scale}}}")
    inner = abs(middle) > threshold
    decide = (
        Step(
            f"With $w {'>' if middle > 0 else '<'} 0$ this gives $w = {latex_of(middle)} {'-' if middle > 0 else '+'} "
            f"{latex_of(threshold)} = {latex_of(value)}$, which has the sign that was assumed."
        )
        if inner
        else step(
            "With $w > 0$ this gives $@x - @t = @p$, with $w < 0$ it gives $@x + @t = @m$: neither has the sign that "
            "was "
            r"assumed. So the maximum is at the kink, $w = 0$.",
            x=middle,
            t=threshold,
            p=middle - threshold,
            m=middle + threshold,
        )
    )
    return Problem.single(
        prompt=text(SOFT[setting], s=noise, rate=rate)
        + text(r" Observed were $$@xs$$ Give the maximum a posteriori estimate of $w$. ", xs=listing(xs))
        + FORM,
        answer=answer,
        hints=(
            r"The log-posterior is a quadratic function minus a multiple of $\left| w \right|$.",
            "Treat $w > 0$ and $w < 0$ separately. What if neither has a solution of its own sign?",
        ),
        steps=(
            step(
                r"Up to a constant the log-posterior is $-\frac{@n}{2 \cdot @s} (w - \bar x)^2 - @rate$ with $\bar x = "
                r"\frac{@total}{@n} = @x$.",
                n=n,
                s=noise,
                rate=rate,
                total=total,
                x=middle,
            ),
            step(
                r"For $w \ne 0$ its derivative $@weight (\bar x - w) \mp @slope$ (minus for $w > 0$) vanishes "
                "for "
                r"$w = \bar x \mp \frac{@s}{@n} \cdot @slope = \bar x \mp @t$.",
                weight=Tex(_over(str(n), noise)),
                n=n,
                s=noise,
                slope=Q(1, scale),
                t=threshold,
            ),
            decide,
            Step(
                "Check: this is the soft threshold: the mean of the data is pulled towards $0$ by "
                f"${latex_of(threshold)}$, and is set to $0$ when it is closer to $0$ than that."
                + drawn(_soft_picture(middle, threshold, n, noise, scale))
            ),
            step(r"So $\hat w_{\text{MAP}} = @answer$.", answer=answer),
        ),
        misconceptions=wrong_numbers(
            value,
            ("prior-ignored", middle, IGNORED),
            decimals=3,
        ),
    )


def _soft_picture(middle: Q, threshold: Q, n: int, noise: int, scale: int) -> Plot:
    """The log-posterior with its kink at 0, up to a constant."""
    x, best = near(middle), soft(middle, threshold)

    def height(w: float) -> float:
        return -n / (2 * noise) * (w - x) ** 2 - abs(w) / scale

    top = height(near(best))
    reach = max(1.5, abs(x) + 1)
    low = min(height(-reach / 2), height(reach), height(0.0)) if x > 0 else min(height(reach / 2), height(-reach))
    ends = (-reach / 2, reach) if x > 0 else (-reach, reach / 2)
    return Plot(
        "The log-posterior as a curve with a kink at zero; a dotted vertical line marks the place of its maximum.",
        (near(ends[0]), near(ends[1])),
        (near(low - 0.2), near(top + 0.5)),
        (
            Line(curve(height, ends[0], 0, 30) + curve(height, 0, ends[1], 30)[1:]),
            Line(((near(best), near(low - 0.2)), (near(best), near(top))), style="dotted"),
        ),
        x_label="$w$",
        y_label="",
    )


GAMMAS = (
    r"The posterior of the rate $\theta > 0$ of a Poisson distribution has the density $p(\theta \mid \text{data}) "
    r"\propto "
    r"@{power} e^{-@{rate}}$.",
    r"Requests arrive at an unknown rate $\theta > 0$. After the data its density is $p(\theta \mid \text{data}) "
    r"\propto "
    r"@{power} e^{-@{rate}}$.",
)
CURVATURE = (
    "The Laplace approximation is the Gaussian that has the mode of the posterior as its mean, and whose log-density "
    "has the "
    "same second derivative there."
)


def _approximation(kind: str, setting: int, prior: tuple[int, int], data: tuple[int, ...]) -> Problem:
    if kind == "beta":
        a, b = prior
        n, k = data
        p, q = a + k - 1, b + n - k - 1
        mode, variance = Q(p, p + q), Q(p * q, (p + q) ** 3)
        told = (
            f"{TRIALS[setting].unknown} The prior is $\\theta \\sim \\operatorname{{Beta}}({a}, {b})$. "
            f"{seen(setting, n, k)}"
        )
        opening = [
            step(
                r"Prior times likelihood: $p(\theta \mid \text{data}) \propto @post$, a "
                r"$\operatorname{Beta}(@c, @d)$ density.",
                post=powers(p, q),
                c=p + 1,
                d=q + 1,
            ),
            *mode_steps(p, q),
        ]
        bend = step(
            r"The second derivative of the log-density is $-\frac{@p}{\theta^2} - \frac{@q}{(1 - \theta)^2}$. At the "
            "mode "
            r"it is $-@x - @y = -@z$.",
            p=p,
            q=q,
            x=p / mode**2,
            y=q / (1 - mode) ** 2,
            z=1 / variance,
        )
        slips = [
            ("posterior-mean", Q(p + 1, p + q + 2), MEAN),
            ("prior-ignored", Q(k, n), IGNORED),
        ]
        expression, guard = f"1/({p}/m^2 + {q}/(1 - m)^2)", "m > 0 and m < 1"
        picture = _beta_picture(p + 1, q + 1, mode, variance)
    else:
        shape, rate = prior
        p = shape - 1
        mode, variance = Q(p, rate), Q(p, rate * rate)
        power = Tex(r"\theta" if p == 1 else rf"\theta^{{{p}}}")
        told = text(GAMMAS[setting], power=power, rate=Tex(r"\theta" if rate == 1 else rf"{rate}\theta"))
        opening = [
            step(
                r"The log-density is $@*p \ln \theta - @*r \theta$ plus a constant; its derivative $\frac{@p}{\theta} "
                r"- @r$ vanishes for $\theta = @place$.",
                p=p,
                r=rate,
                place=forms(quotient(p, rate), mode),
            )
        ]
        bend = step(
            r"The second derivative of the log-density is $-\frac{@p}{\theta^2}$. At the mode it is $-@z$.",
            p=p,
            z=1 / variance,
        )
        slips = [("posterior-mean", Q(shape, rate), MEAN)]
        expression, guard = f"m^2/{p}", "m > 0"
        picture = _gamma_picture(shape, rate, mode, variance)
    first, second = NumberAnswer.of(mode), NumberAnswer.of(variance, decimals=4)
    return Problem(
        prompt=told,
        parts=(
            Part(
                "a",
                first,
                "Give the maximum a posteriori estimate of $\\theta$ exactly.",
                misconceptions=wrong_numbers(mode, *slips),
            ),
            Part(
                "b",
                second,
                "The posterior is approximated by a Gaussian at this mode (the Laplace approximation). Give the "
                "variance of "
                "this Gaussian, exactly or to four decimals.",
                follows=Follow(part="a", names=("m",), expression=expression, guard=guard),
            ),
        ),
        hints=(
            "Take the logarithm of the posterior density and drop constants.",
            CURVATURE,
            "A Gaussian with variance $v$ has a log-density with the second derivative $-1 / v$.",
        ),
        steps=(
            *opening,
            Step(CURVATURE),
            bend,
            step(
                r"The log-density of $\mathcal{N}(m, v)$ has the second derivative $-\frac{1}{v}$, so $v$ is the "
                "reciprocal "
                r"of $@z$: $v = @v$.",
                z=Tex(latex_of(1 / variance)),
                v=variance,
            ),
            Step(
                "Check with the picture: the Gaussian (dashed) has its top at the mode and the same curvature there."
                + drawn(picture)
            ),
            step(r"So $\hat\theta_{\text{MAP}} = @first$, and the variance is $@second$.", first=first, second=second),
        ),
    )


def _bell(x: float, mean: float, variance: float) -> float:
    return math.exp(-((x - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)


def _float(value: Any) -> float:
    return int(value.p) / int(value.q) if hasattr(value, "p") else float(value)


def _two_curves(exact: Any, mode: float, variance: float, low: float, high: float) -> Plot:
    top = max(_bell(mode, mode, variance), exact(mode))
    return Plot(
        "The posterior density as a solid curve and a Gaussian as a dashed one, with their tops at the same place.",
        (near(low), near(high)),
        (0, near(1.12 * top)),
        (
            Line(curve(exact, low, high, 60), "posterior"),
            Line(curve(lambda x: _bell(x, mode, variance), low, high, 60), "Gaussian", style="dashed"),
        ),
        x_label="$\\theta$",
        y_label="",
    )


def _beta_picture(a: int, b: int, mode: Q, variance: Q) -> Plot:
    return _two_curves(lambda x: density(a, b, x), _float(mode), _float(variance), 0.0, 1.0)


def _gamma_picture(shape: int, rate: int, mode: Q, variance: Q) -> Plot:
    front = rate**shape / math.factorial(shape - 1)
    m, v = _float(mode), _float(variance)
    return _two_curves(lambda x: front * x ** (shape - 1) * math.exp(-rate * x), m, v, 0.0, m + 4 * math.sqrt(v))


# ------------------------------------------------------------------ the second opinion


@map_estimate.verify
def stationary(
    kind: str,
    setting: int,
    prior: tuple[int, int],
    data: tuple[int, ...],
    inputs: tuple[int, ...],
    noise: int,
    answer: Any,
) -> bool:
    """The log-posterior at and around the estimate: derivative, symmetry, close values, second differences."""
    if kind in ("binomial", "posterior"):
        n, k = data if data else (0, 0)
        first, second = prior[0] - 1 + k, prior[1] - 1 + n - k
        return bool(0 < answer < 1 and first / answer == second / (1 - answer))
    if kind in ("gauss", "soft", "ridge"):
        return _around(kind, prior, data, inputs, noise, answer)

    def log_density(x: float) -> float:
        if kind == "beta":
            n, k = data
            return (prior[0] - 1 + k) * math.log(x) + (prior[1] - 1 + n - k) * math.log(1 - x)
        return (prior[0] - 1) * math.log(x) - prior[1] * x

    m, v = _float(answer["a"]), _float(answer["b"])
    if m <= 0 or (kind == "beta" and m >= 1):
        return False
    h = 1e-3 * min(m, 1 - m if kind == "beta" else m)
    up, here, down = log_density(m + h), log_density(m), log_density(m - h)
    curvature = (up - 2 * here + down) / h**2
    return abs((up - down) / (2 * h)) < 1e-3 * abs(curvature) * math.sqrt(-1 / curvature) and math.isclose(
        -1 / curvature, v, rel_tol=1e-4
    )


def _around(
    kind: str, prior: tuple[int, int], data: tuple[int, ...], inputs: tuple[int, ...], noise: int, answer: Any
) -> bool:
    """Exact values of the log-posterior on both sides of the estimate."""
    xs = inputs or (1,) * len(data)

    def log_posterior(w: Q) -> Q:
        errors = sum(((y - w * x) ** 2 for x, y in zip(xs, map(Q, data), strict=True)), Q(0))
        away = abs(w) / prior[0] if kind == "soft" else (w - prior[0]) ** 2 / (2 * prior[1])
        return -errors / (2 * noise) - away

    w = answer["b"] if kind == "ridge" else answer
    h = Q(1, 10**6)
    if kind == "soft":
        return bool(log_posterior(w) > log_posterior(w + h) and log_posterior(w) > log_posterior(w - h))
    right = log_posterior(w + 1) == log_posterior(w - 1)
    if kind == "ridge":
        # The penalised squares are a multiple of the log-posterior: the differences at two points are in one ratio.
        def penalised(u: Q) -> Q:
            return sum(((y - u * x) ** 2 for x, y in zip(xs, map(Q, data), strict=True)), Q(0)) + answer["a"] * u * u

        return bool(
            right and penalised(Q(1)) - penalised(Q(0)) == -2 * noise * (log_posterior(Q(1)) - log_posterior(Q(0)))
        )
    return bool(right)
