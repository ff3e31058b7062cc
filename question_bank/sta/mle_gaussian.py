"""Maximum likelihood for mean and (co)variance of a Gaussian (MML 8.3.1, 11.2; Bishop 2.3.4).

Levels: 1 the mean, with the derivative of the log-likelihood, or from measurements of different known variances; 2 the
variance, with the mean unknown or known, from data or from sums; 3 mean vector and covariance matrix. Checked by the
symmetry of the log-likelihood in the mean, and by squared differences of all pairs of data points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, forms, root, wrong_numbers
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Ellipse, Plot, Points, drawn, near
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Part, Problem, Step, step

Data = tuple[int, ...]


class Given(NamedTuple):
    kind: str
    """"score", "weighted"; "unknown", "known", "sums"; "vectors" or "around"."""
    setting: int
    xs: Data
    ys: Data = ()
    """Second coordinates at level 3; the known variances for "weighted"."""
    mean: tuple[int, ...] = ()
    """The known mean ("known", "around"), or where the derivative is asked ("score")."""
    variance: int = 1


SETTINGS = (
    ("The errors of a sensor, in millivolts, are modelled", "errors"),
    ("The times of some requests, in milliseconds, are modelled", "times"),
    ("The scores of some students in a test are modelled", "scores"),
    ("The values of a feature are modelled", "values"),
)


@exercise("sta-mle-gaussian", version=1, bounds=(1000, 4000, 4000))
def mle_gaussian(draw: Draw, level: int) -> Given:
    """Data with a whole mean, and squares that add up to small numbers."""
    setting = draw.below(len(SETTINGS))
    if level == 1:
        if draw.below(3) == 0:
            return _weighted(draw, setting)
        xs = _data(draw, draw.integer(4, 6), 6, 1 if setting in (1, 2) else -8)
        at = sum(xs) // len(xs) + draw.integer(-3, 3, nonzero=True)
        return Given("score", setting, xs, (), (at,), draw.choice((4, 9, 16, 25)))
    if level == 2:
        kind = draw.choice(("unknown", "known", "known", "sums"))
        low = 1 if setting in (1, 2) else -8
        xs = _data(draw, draw.integer(4, 6), 6, low)
        while kind != "known" and sum(xs) == 0:  # nothing would be left to divide or to subtract
            xs = _data(draw, draw.integer(4, 6), 6, low)
        known = (sum(xs) // len(xs) + draw.integer(-2, 2, nonzero=True),) if kind == "known" else ()
        return Given(kind, setting, xs, (), known)
    for _ in range(TRIES):
        n = draw.integer(4, 5)
        xs, ys = _data(draw, n, 4, 0), _data(draw, n, 4, 0)
        spread = moments(xs, ys, Q(sum(xs), n), Q(sum(ys), n))
        if spread.det() > 0 and spread[0, 1] != 0 and len(set(zip(xs, ys, strict=True))) == n:
            if draw.below(3) == 0:
                shift = draw.choice(((1, 0), (0, 1), (1, 1), (-1, 0), (0, -1), (1, -1)))
                return Given("around", draw.below(2), xs, ys, (sum(xs) // n + shift[0], sum(ys) // n + shift[1]))
            return Given("vectors", draw.below(2), xs, ys)
    raise exhausted("data", "a regular covariance matrix")


def _data(draw: Draw, n: int, reach: int, low: int) -> Data:
    """n integers, at least `low`, with a whole mean, that are not all equal."""
    middle = draw.integer(low + reach, low + reach + 11)
    for _ in range(TRIES):
        deviations = [draw.integer(-reach, reach) for _ in range(n - 1)]
        last = -sum(deviations)
        if abs(last) <= reach and any(deviations):
            return tuple(draw.shuffled([middle + d for d in (*deviations, last)]))
    raise exhausted("data", "a whole mean")


def _weighted(draw: Draw, setting: int) -> Given:
    """Two or three measurements whose precision-weighted mean is whole."""
    for _ in range(TRIES):
        n = draw.integer(2, 3)
        precisions = [draw.integer(1, 4) for _ in range(n)]
        xs = [draw.integer(1, 20) for _ in range(n)]
        total = sum(p * x for p, x in zip(precisions, xs, strict=True))
        if len(set(xs)) == n and len(set(precisions)) > 1 and total % sum(precisions) == 0:
            # Variances in the ratio of 1 / precision, whole.
            variances = tuple(12 // p for p in precisions)
            return Given("weighted", setting, tuple(xs), variances)
    raise exhausted("measurements", "a whole weighted mean")


@mle_gaussian.problem
def build(kind: str, setting: int, xs: Data, ys: Data, mean: tuple[int, ...], variance: int) -> Problem:
    """Set the derivatives of the log-likelihood to zero."""
    if kind == "score":
        return _score(setting, xs, mean[0], variance)
    if kind == "weighted":
        return _precisions(xs, ys)
    if kind in ("vectors", "around"):
        return _vectors(setting, xs, ys, mean)
    return _variance(kind, setting, xs, mean)


BESSEL = (
    "That is the unbiased estimate, with $n - 1$ below the line. Maximum likelihood divides by the "
    "number of data points."
)
KNOWN = "The mean is known here: the deviations are taken from it, not from the mean of the sample."
NOT_HERE = (
    "A mean is divided by the number of data points. The number $n - 1$ has its place in the unbiased estimate "
    "of a variance."
)
NO_LOSS = (
    "There is no reason for $n - 1$ here: the mean is known, and the likelihood is largest for the plain mean of the "
    "squared "
    "deviations."
)
ROOT = "That is the standard deviation; asked is the variance, its square."


def listing(xs: Sequence[Any]) -> Tex:
    """Data in a row."""
    return Tex(r",\; ".join(map(str, xs)))


def added(terms: Sequence[Any]) -> str:
    """Numbers as a sum, negative ones in brackets."""
    return " + ".join(str(x) if x >= 0 else rf"\left({x}\right)" for x in terms)


# ------------------------------------------------------------------ level 1


def _score(setting: int, xs: Data, at: int, variance: int) -> Problem:
    n, total = len(xs), sum(xs)
    center = Q(total, n)
    slope = Q(total - n * at, variance)
    deviation = root(variance)[0]
    first, second = NumberAnswer.of(slope), NumberAnswer.of(center)
    story = SETTINGS[setting][0]
    return Problem(
        prompt=text(
            "@story as independent draws from $\\mathcal{N}(\\mu, @v)$: the variance is known, the mean $\\mu$ is not. "
            "Observed were $$@xs$$",
            story=story,
            v=variance,
            xs=listing(xs),
        ),
        parts=(
            Part(
                "a",
                first,
                text(
                    r"Let $\ell(\mu)$ be the log-likelihood (natural logarithm). Compute its derivative $\ell'(@at)$ "
                    "exactly.",
                    at=at,
                ),
                misconceptions=wrong_numbers(
                    slope,
                    (
                        "sd",
                        Q(total - n * at, deviation),
                        r"The exponent of the density has the variance $\sigma^2$ below the line, not its root "
                        r"$\sigma$.",
                    ),
                ),
            ),
            Part(
                "b",
                second,
                r"Give the maximum likelihood estimate $\hat\mu$.",
                misconceptions=wrong_numbers(center, ("n-minus-one", Q(total, n - 1), NOT_HERE)),
            ),
        ),
        hints=(
            "The likelihood is a product over the data; its logarithm is a sum.",
            r"Up to a constant $\ell(\mu) = -\frac{1}{2\sigma^2} \sum_i (x_i - \mu)^2$.",
        ),
        steps=(
            Step(
                r"The data are independent, so $\ell(\mu) = \sum_i \ln \mathcal{N}(x_i \mid \mu, \sigma^2) = "
                r"-\frac{n}{2} \ln(2\pi\sigma^2) - \frac{1}{2\sigma^2} \sum_i (x_i - \mu)^2$."
            ),
            Step(
                r"Its derivative is $\ell'(\mu) = \frac{1}{\sigma^2} \sum_i (x_i - \mu) = \frac{1}{\sigma^2} "
                r"\left(\sum_i "
                r"x_i - n \mu\right)$."
            ),
            step(
                r"The sum of the data is $@work = @total$, so $\ell'(@at) = \frac{@total - @n \cdot @at}{@v} = "
                "@slope$.",
                work=Tex(added(xs)),
                total=total,
                at=at,
                n=n,
                v=variance,
                slope=slope,
            ),
            step(
                r"At the maximum $\ell'(\hat\mu) = 0$, so $\hat\mu = \frac{1}{n} \sum_i x_i = \frac{@total}{@n} = "
                "@m$. The "
                r"second derivative $-\frac{n}{\sigma^2}$ is negative: it is a maximum.",
                total=total,
                n=n,
                m=center,
            ),
            Step(
                rf"Check: $\ell'({at})$ is "
                + (
                    f"positive, so $\\ell$ rises there and the estimate lies to the right of ${at}$."
                    if slope > 0
                    else f"negative, so $\\ell$ falls there and the estimate lies to the left of ${at}$."
                )
                + " The known variance does not matter for it."
            ),
            step(r"So $\ell'(@at) = @first$ and $\hat\mu = @second$.", at=at, first=first, second=second),
        ),
    )


def _precisions(xs: Data, variances: Data) -> Problem:
    precisions = [Q(1, v) for v in variances]
    total = sum(precisions, Q(0))
    weighted = sum((p * x for p, x in zip(precisions, xs, strict=True)), Q(0))
    center = weighted / total
    answer = NumberAnswer.of(center, decimals=3)
    n = len(xs)
    rows = "\n".join(f"| ${i}$ | ${x}$ | ${v}$ |" for i, (x, v) in enumerate(zip(xs, variances, strict=True), 1))
    tops = " + ".join(rf"\frac{{{x}}}{{{v}}}" for x, v in zip(xs, variances, strict=True))
    lows = " + ".join(rf"\frac{{1}}{{{v}}}" for v in variances)
    residuals = " + ".join(rf"\frac{{{x} - {factor(center)}}}{{{v}}}" for x, v in zip(xs, variances, strict=True))
    return Problem.single(
        prompt=f"The same quantity $\\mu$ was measured {'twice' if n == 2 else 'three times'} with different "
        "instruments, independently: "
        "$x_i \\sim \\mathcal{N}(\\mu, \\sigma_i^2)$ with known variances $\\sigma_i^2$.\n\n"
        f"| $i$ | $x_i$ | $\\sigma_i^2$ |\n|---|---|---|\n{rows}\n\n"
        r"Give the maximum likelihood estimate $\hat\mu$. Answer exactly or to three decimals.",
        answer=answer,
        hints=(
            "Write down the log-likelihood: every measurement has its own variance.",
            "Set the derivative to zero. A precise measurement should count more.",
        ),
        steps=(
            Step(r"Up to a constant $\ell(\mu) = -\sum_i \frac{(x_i - \mu)^2}{2\sigma_i^2}$."),
            Step(
                r"Its derivative is $\ell'(\mu) = \sum_i \frac{x_i - \mu}{\sigma_i^2}$, and it vanishes for $$\hat\mu "
                "= "
                r"\frac{\sum_i x_i / \sigma_i^2}{\sum_i 1 / \sigma_i^2}$$ a mean weighted by the precisions $1 / "
                r"\sigma_i^2$."
            ),
            Step(f"Above the line: ${tops} = {latex_of(weighted)}$; below it: ${lows} = {latex_of(total)}$."),
            Step(
                rf"Check: for $\hat\mu = {latex_of(center)}$ the derivative is $\ell'(\hat\mu) = {residuals} = 0$. The "
                "deviations, weighted by the precisions, cancel."
            ),
            step(r"So $\hat\mu = @answer$.", answer=answer),
        ),
        misconceptions=wrong_numbers(
            center,
            (
                "known-mean-confusion",
                Q(sum(xs), n),
                "That is the plain mean of the sample. The measurements have different variances, and the likelihood "
                "weighs them accordingly.",
            ),
            decimals=3,
        ),
    )


# ------------------------------------------------------------------ level 2


def root_answer(value: Q) -> NumberAnswer:
    """The square root of a rational, for a slip."""
    k, m = root(int(value.p) * int(value.q))
    front = Q(k, int(value.q))
    if m == 1:
        return NumberAnswer.of(front, decimals=3)
    return NumberAnswer.of(f"{front}*sqrt({m})" if front.q == 1 else f"{front.p}*sqrt({m})/{front.q}", decimals=3)


def _variance(kind: str, setting: int, xs: Data, mean: tuple[int, ...]) -> Problem:
    n, total = len(xs), sum(xs)
    center = Q(total, n)
    middle = Q(mean[0]) if mean else center
    squares = sum(((x - middle) ** 2 for x in xs), Q(0))
    value = squares / n
    known = kind == "known"
    estimate = NumberAnswer.of(value, decimals=3)
    story, noun = SETTINGS[setting]

    def answer(v: NumberAnswer) -> TableAnswer:
        rows = [] if known else [Row("m", NumberAnswer.of(center, decimals=3), r"$\hat\mu =$")]
        return TableAnswer((*rows, Row("v", v, r"$\hat\sigma^2 =$")))

    replies = [("n-minus-one", squares / (n - 1), NO_LOSS if known else BESSEL)]
    if known:
        own = sum(((x - center) ** 2 for x in xs), Q(0)) / n
        replies.insert(0, ("known-mean-confusion", own, KNOWN))
    slips = [(code, NumberAnswer.of(v, decimals=3), why) for code, v, why in replies if v != value]
    if value != 1:
        slips.append(("sd", root_answer(value), ROOT))
    if known:
        told = text(
            "@story as independent draws from $\\mathcal{N}(@m, \\sigma^2)$: the mean is known, the variance is not. "
            "Observed were $$@xs$$ Give the maximum likelihood estimate $\\hat\\sigma^2$ of the variance.",
            story=story,
            m=mean[0],
            xs=listing(xs),
        )
    elif kind == "sums":
        told = text(
            "@story as independent draws from $\\mathcal{N}(\\mu, \\sigma^2)$ with unknown mean and variance. Of $@n$ "
            "@noun "
            "only the sums are kept: $$\\sum_i x_i = @s, \\qquad \\sum_i x_i^2 = @q$$ Give the maximum likelihood "
            "estimates "
            "$\\hat\\mu$ and $\\hat\\sigma^2$.",
            story=story,
            n=n,
            noun=noun,
            s=total,
            q=sum(x * x for x in xs),
        )
    else:
        told = text(
            "@story as independent draws from $\\mathcal{N}(\\mu, \\sigma^2)$ with unknown mean and variance. "
            "Observed were "
            "$$@xs$$ Give the maximum likelihood estimates $\\hat\\mu$ and $\\hat\\sigma^2$.",
            story=story,
            xs=listing(xs),
        )
    return Problem.single(
        prompt=f"{told} Answer exactly or to three decimals.",
        answer=answer(estimate),
        hints=(
            r"Take the derivative of the log-likelihood by $\sigma^2$ and set it to zero.",
            "From which point are the deviations taken: is the mean known, or estimated as well?",
            r"The estimate is the *mean* of the squared deviations.",
        ),
        steps=_variance_steps(kind, xs, mean, center, squares, estimate),
        misconceptions=tuple(Misconception(code, answer(v), why) for code, v, why in slips),
    )


def _variance_steps(
    kind: str, xs: Data, mean: tuple[int, ...], center: Q, squares: Q, estimate: NumberAnswer
) -> tuple[Step, ...]:
    n = len(xs)
    middle = Q(mean[0]) if mean else center
    log = Step(
        r"With $v = \sigma^2$ the log-likelihood is $\ell(\mu, v) = -\frac{n}{2} \ln(2\pi v) - \frac{1}{2v} \sum_i "
        "(x_i - "
        r"\mu)^2$, and $\frac{\partial \ell}{\partial v} = -\frac{n}{2v} + \frac{1}{2v^2} \sum_i (x_i - \mu)^2$."
    )
    zero = Step(
        r"It vanishes for $\hat\sigma^2 = \frac{1}{n} \sum_i (x_i - \mu)^2$"
        + (
            ", with the known mean $\\mu$."
            if mean
            else r"; and $\frac{\partial \ell}{\partial \mu} = 0$ gives $\mu = \hat\mu = \frac{1}{n} \sum_i x_i$, for "
            "every "
            "$v$."
        )
    )
    steps = [log, zero]
    if not mean:
        steps.append(
            step(
                r"The mean: $\hat\mu = \frac{@t}{@n} = @m$.",
                t=sum(xs),
                n=n,
                m=center,
            )
        )
    if kind == "sums":
        second = sum(x * x for x in xs)
        steps.append(
            step(
                r"Multiplied out, $\frac{1}{n} \sum_i (x_i - \hat\mu)^2 = \frac{1}{n} \sum_i x_i^2 - \hat\mu^2 = "
                r"\frac{@q}{@n} - @{m}^2 = @v$.",
                q=second,
                n=n,
                m=center,
                v=squares / n,
            )
        )
    else:
        deviations = ", ".join(latex_of(x - middle) for x in xs)
        steps.append(
            step(
                r"The deviations from $@m$ are $@d$; their squares add up to $@s$, and $\hat\sigma^2 = \frac{@s}{@n}$.",
                m=middle,
                d=Tex(deviations.replace(", ", r",\; ")),
                s=squares,
                n=n,
            )
        )
    steps.append(_variance_check(kind, xs, middle, center, squares))
    if mean:
        steps.append(step(r"So $\hat\sigma^2 = @v$.", v=estimate))
    else:
        steps.append(
            step(r"So $\hat\mu = @m$ and $\hat\sigma^2 = @v$.", m=NumberAnswer.of(center, decimals=3), v=estimate)
        )
    return tuple(steps)


def _variance_check(kind: str, xs: Data, middle: Q, center: Q, squares: Q) -> Step:
    """The same number by another formula."""
    n = len(xs)
    second = sum(x * x for x in xs)
    if kind == "known":
        own = sum(((x - center) ** 2 for x in xs), Q(0)) / n
        return step(
            "Check: around the mean $@c$ of the sample the mean square is $@own$, and the distance of the two means "
            "adds "
            r"its square: $@own + (@c - @m)^2 = @v$. Because the mean is known, this estimate is unbiased.",
            c=center,
            own=own,
            m=middle,
            v=squares / n,
        )
    if kind == "sums":
        return step(
            r"Check: the result is not negative, as a variance must be. The unbiased estimate, with $n - 1$, would be "
            r"$@unbiased$: larger.",
            unbiased=_quotient(squares, n - 1),
        )
    return step(
        r"Check: $\frac{1}{n} \sum_i x_i^2 - \hat\mu^2 = \frac{@q}{@n} - @{m}^2 = @v$. The unbiased estimate, with $n "
        "- 1$, "
        r"would be $@unbiased$: larger.",
        q=second,
        n=n,
        m=center,
        v=squares / n,
        unbiased=_quotient(squares, n - 1),
    )


def _quotient(above: Q, below: int) -> Tex:
    """A quotient, with its value where that is shorter."""
    shown = Tex(rf"\frac{{{latex_of(above)}}}{{{below}}}")
    return forms(shown, above / below)


# ------------------------------------------------------------------ level 3

VECTORS = (
    "A data set in $\\mathbb{R}^2$ is modelled by a Gaussian $\\mathcal{N}(\\mu, \\Sigma)$",
    "Two features of some documents are modelled together by a Gaussian $\\mathcal{N}(\\mu, \\Sigma)$",
)


def moments(xs: Data, ys: Data, mx: Q, my: Q) -> Matrix:
    """The mean of (x - m)(x - m)^T over the points."""
    n = len(xs)
    pairs = list(zip(xs, ys, strict=True))
    a = sum(((x - mx) ** 2 for x, _ in pairs), Q(0))
    b = sum(((x - mx) * (y - my) for x, y in pairs), Q(0))
    c = sum(((y - my) ** 2 for _, y in pairs), Q(0))
    return Matrix([[a / n, b / n], [b / n, c / n]])


def _vectors(setting: int, xs: Data, ys: Data, mean: tuple[int, ...]) -> Problem:
    n = len(xs)
    center = Q(sum(xs), n), Q(sum(ys), n)
    known = bool(mean)
    middle = (Q(mean[0]), Q(mean[1])) if known else center
    spread = moments(xs, ys, *middle)
    first, second = VectorAnswer.of(Vector(center)), MatrixAnswer.of(spread)

    def answer(m: MatrixAnswer) -> TableAnswer:
        rows = [] if known else [Row("m", first, r"$\hat\mu =$")]
        return TableAnswer((*rows, Row("s", m, r"$\hat\Sigma =$")))

    replies = [("n-minus-one", spread * Q(n, n - 1), NO_LOSS if known else BESSEL)]
    if known:
        replies.insert(0, ("known-mean-confusion", moments(xs, ys, *center), KNOWN))
    points = ", ".join(rf"\begin{{pmatrix}} {x} \\ {y} \end{{pmatrix}}" for x, y in zip(xs, ys, strict=True))
    told = (
        text(" whose mean $\\mu = @m$ is known", m=Vector(middle))
        if known
        else " with unknown mean and covariance matrix"
    )
    wanted = (
        r"Give the maximum likelihood estimate $\hat\Sigma$ of the covariance matrix, exactly."
        if known
        else r"Give the maximum likelihood estimates $\hat\mu$ and $\hat\Sigma$, exactly."
    )
    products = " + ".join(
        latex_of(
            Matrix(
                [
                    [(x - middle[0]) ** 2, (x - middle[0]) * (y - middle[1])],
                    [(x - middle[0]) * (y - middle[1]), (y - middle[1]) ** 2],
                ]
            )
        )
        for x, y in zip(xs, ys, strict=True)
    )
    deviations = r",\; ".join(latex_of(Vector([x - middle[0], y - middle[1]])) for x, y in zip(xs, ys, strict=True))
    last = (
        step(r"So $\hat\Sigma = @s$.", s=second)
        if known
        else step(r"So $\hat\mu = @m$ and $\hat\Sigma = @s$.", m=first, s=second)
    )
    opening = (
        []
        if known
        else [
            step(
                r"The mean vector, coordinate by coordinate: $\hat\mu = \frac{1}{@n} @sum = @m$.",
                n=n,
                sum=Vector([sum(xs), sum(ys)]),
                m=first,
            )
        ]
    )
    return Problem.single(
        prompt=f"{VECTORS[setting]}{told}. The data points are $${points}$$ {wanted}",
        answer=answer(second),
        hints=(
            "For the mean set the gradient of the log-likelihood to zero."
            if not known
            else "From which point are the deviations taken?",
            r"The estimate of $\Sigma$ is a mean of outer products $(x_i - \mu)(x_i - \mu)^\top$: $2 \times 2$ "
            "matrices.",
        ),
        steps=(
            Step(
                r"The log-likelihood $-\frac{n}{2} \ln\det(2\pi\Sigma) - \frac{1}{2} \sum_i (x_i - \mu)^\top "
                r"\Sigma^{-1} (x_i "
                r"- \mu)$ is largest for $$"
                + ("" if known else r"\hat\mu = \frac{1}{n} \sum_i x_i, \qquad ")
                + (
                    r"\hat\Sigma = \frac{1}{n} \sum_i (x_i - \mu)(x_i - \mu)^\top$$ with the known mean $\mu$."
                    if known
                    else r"\hat\Sigma = \frac{1}{n} \sum_i (x_i - \hat\mu)(x_i - \hat\mu)^\top.$$"
                )
            ),
            *opening,
            Step(f"The deviations are $${deviations}$$"),
            Step(f"The outer products, added: $${products} = {latex_of(spread * n)}$$ Divide by $n = {n}$."),
            Step(
                "Check: the matrix is symmetric and positive definite, its determinant is "
                f"${latex_of(spread.det())} > 0$. The figure shows the data, the mean as a cross, and a dashed ellipse "
                "with the directions of largest and smallest variance as its axes: half an axis is the standard "
                "deviation along it." + drawn(cloud(xs, ys, middle, spread))
            ),
            last,
        ),
        misconceptions=tuple(
            Misconception(code, answer(MatrixAnswer.of(m)), why) for code, m, why in replies if m != spread
        ),
    )


def cloud(xs: Data, ys: Data, middle: tuple[Q, Q], spread: Matrix) -> Plot:
    """The points with the ellipse of the fitted Gaussian."""
    a, b, c = (int(x.p) / int(x.q) for x in (spread[0, 0], spread[0, 1], spread[1, 1]))
    left = math.sqrt(a)
    below = b / left
    rest = math.sqrt(max(c - below * below, 0.0))
    mx, my = near(middle[0]), near(middle[1])
    reach_x, reach_y = left, math.sqrt(c)
    low = (min(*xs, mx - reach_x) - 1, min(*ys, my - reach_y) - 1)
    high = (max(*xs, mx + reach_x) + 1, max(*ys, my + reach_y) + 1)
    return Plot(
        "The data points, the mean as a cross, and a dashed ellipse around it.",
        (near(low[0]), near(high[0])),
        (near(low[1]), near(high[1])),
        (
            Ellipse((mx, my), (near(left), near(below)), (0.0, near(rest)), style="dashed"),
            Points(tuple((float(x), float(y)) for x, y in zip(xs, ys, strict=True))),
            Points(((mx, my),), marker="cross"),
        ),
        x_label="$x_1$",
        y_label="$x_2$",
        equal=True,
    )


# ------------------------------------------------------------------ the second opinion


@mle_gaussian.verify
def symmetry_and_pairs(
    kind: str, setting: int, xs: Data, ys: Data, mean: tuple[int, ...], variance: int, answer: Any
) -> bool:
    """The log-likelihood is symmetric around the estimate; variances from squared differences of pairs."""
    n = len(xs)

    def log_likelihood(mu: Q) -> Q:
        variances = ys if kind == "weighted" else (variance,) * n
        return -sum(((x - mu) ** 2 / v for x, v in zip(map(Q, xs), variances, strict=True)), Q(0)) / 2

    if kind == "weighted":
        return bool(log_likelihood(answer + 1) == log_likelihood(answer - 1))
    if kind == "score":
        at = Q(mean[0])
        slope = (log_likelihood(at + 1) - log_likelihood(at - 1)) / 2
        m = answer["b"]
        return bool(answer["a"] == slope and log_likelihood(m + 1) == log_likelihood(m - 1))
    if kind in ("vectors", "around"):
        return _like_numpy(xs, ys, mean, answer)
    pairs = Q(sum((x - y) ** 2 for x in xs for y in xs), 2 * n * n)
    if kind == "known":
        # The parallel axis theorem: the shift of the mean adds its square.
        return bool(answer["v"] == pairs + (Q(sum(xs), n) - mean[0]) ** 2)
    m = answer["m"]
    return bool(sum((x - m for x in map(Q, xs)), Q(0)) == 0 and answer["v"] == pairs)


def _like_numpy(xs: Data, ys: Data, mean: tuple[int, ...], answer: dict[str, Any]) -> bool:
    import numpy as np

    points = np.array([xs, ys], dtype=float)
    found = np.cov(points, bias=True)
    if mean:
        shift = points.mean(axis=1) - np.array(mean)
        found = found + np.outer(shift, shift)
    elif not _close(answer["m"], points.mean(axis=1, keepdims=True)):
        return False
    return _close(answer["s"], found)


def _close(reply: Any, found: Any) -> bool:
    import numpy as np

    if not isinstance(reply, Matrix):
        return False
    typed = np.array(reply.to_floats())
    return typed.shape == found.shape and bool(np.allclose(typed, found, atol=1e-9))
