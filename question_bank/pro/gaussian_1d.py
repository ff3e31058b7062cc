"""Standardise, find Gaussian probabilities, complete the square in one dimension (MML 6.5).

Levels: 1 a z-score, or the value that has a given one; 2 the probability of an interval or of tails, by a table of the
standard cdf; 3 mean and variance from an exponent. Checked by undoing the standardisation, with Python's own
normal distribution, and by symmetry and second difference of the exponent.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import exact_decimal, wrong_numbers
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, polynomial, text
from quizgen.problem import Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"score", "value"; "above", "below", "between", "outside"; "exponent" or "product"."""
    setting: int
    mean: int
    deviation: int
    zs: tuple[Q, ...]
    """z-scores of the numbers in the question; at level 3 the factor in front of the square."""
    other: tuple[int, int] = (0, 0)
    """For "product" the second mean, and its precision; the first precision is `deviation`."""


SETTINGS = (
    (r"The weight of a package, in grams, is Gaussian, $X \sim \mathcal{N}(@m, @v)$.", 500, 5),
    (r"The error of a sensor, in millivolts, is Gaussian, $X \sim \mathcal{N}(@m, @v)$.", 0, 1),
    (r"A test score $X$ is Gaussian with mean $@m$ and variance $@v$.", 100, 5),
    (r"The time $X$ of a request, in milliseconds, is Gaussian with mean $@m$ and variance $@v$.", 80, 2),
)
"""With a typical mean, and the step by which means are varied."""
TABLE_Z = tuple(Q(k, 2) for k in range(1, 7))


def phi(z: Q) -> Q:
    """The cdf of the standard Gaussian to four decimals, as a table has it; negative arguments by symmetry."""
    if z < 0:
        return 1 - phi(-z)
    return Q(round(10_000 * NormalDist().cdf(int(z.p) / int(z.q))), 10_000)


@exercise("pro-gaussian-1d", version=1, bounds=(2000, 2000, 2000))
def gaussian(draw: Draw, level: int) -> Given:
    """z-scores in half steps, standard deviations of at least 2."""
    if level == 3:
        return _exponent(draw)
    setting = draw.below(len(SETTINGS))
    _, typical, unit = SETTINGS[setting]
    mean, deviation = typical + unit * draw.integer(-4, 4), draw.choice((2, 4, 6, 8, 10, 12, 20))
    if level == 1:
        z = Q(draw.integer(-6, 6, nonzero=True), 2)
        return Given(draw.choice(("score", "score", "value")), setting, mean, deviation, (z,))
    kind = draw.choice(("above", "below", "between", "between", "outside"))
    if kind == "between":
        low, high = sorted(draw.sample(range(-5, 6), 2))
        if (low < 0) == (high < 0) and draw.flip():
            low = -draw.integer(1, 5)
            high = abs(high) or 1
        return Given(kind, setting, mean, deviation, (Q(low, 2), Q(high, 2)))
    z = Q(draw.integer(1, 5), 2) * (1 if kind == "outside" else draw.sign())
    return Given(kind, setting, mean, deviation, (z,))


def _exponent(draw: Draw) -> Given:
    if draw.flip():
        mean = draw.integer(-6, 6, nonzero=True)
        factor = Q(*draw.choice(((1, 1), (2, 1), (3, 1), (1, 2), (3, 2), (1, 4), (1, 8), (4, 1), (5, 1))))
        return Given("exponent", draw.below(2), mean, 1, (factor,))
    for _ in range(TRIES):
        a, b = draw.integer(1, 5), draw.integer(1, 5)
        m, n = draw.sample(range(-6, 9), 2)
        if (a * m + b * n) % (a + b) == 0 and a * m + b * n != 0:
            return Given("product", draw.below(2), m, a, (), (n, b))
    raise exhausted("pair of Gaussians", "a whole mean of the product")


@gaussian.problem
def build(kind: str, setting: int, mean: int, deviation: int, zs: tuple[Q, ...], other: tuple[int, int]) -> Problem:
    """Standardise; read the table; complete the square."""
    if kind in ("exponent", "product"):
        return _square(kind, setting, mean, deviation, zs, other)
    told = text(SETTINGS[setting][0], m=mean, v=deviation**2)
    if kind in ("score", "value"):
        return _score(kind, told, mean, deviation, zs[0])
    return _probability(kind, told, mean, deviation, zs)


VARIANCE = "Divide by the standard deviation, not by the variance: the second parameter given is the variance."


def _score(kind: str, told: str, mean: int, deviation: int, z: Q) -> Problem:
    x = mean + z * deviation
    root = step(r"The standard deviation is $\sigma = \sqrt{@v} = @s$.", v=deviation**2, s=deviation)
    if kind == "score":
        answer = NumberAnswer.of(z)
        prompt = f"{told}\n\nCompute the z-score (standardised value) of $x = {x}$."
        return Problem.single(
            prompt=prompt,
            answer=answer,
            hints=(
                "How many standard deviations does the value lie above the mean?",
                r"Standardise: $z = \frac{x - \mu}{\sigma}$, with the standard deviation $\sigma$.",
            ),
            steps=(
                root,
                step(r"The distance from the mean is $x - \mu = @d$.", d=x - mean),
                step(r"In units of the standard deviation: $z = \frac{@d}{@s}$.", d=x - mean, s=deviation),
                step(r"Check: $\mu + z \sigma = @m + @(z) \cdot @s = @x$.", m=mean, z=z, s=deviation, x=x),
                step(r"So $z = @answer$.", answer=answer),
            ),
            misconceptions=wrong_numbers(z, ("variance-for-sd", z / deviation, VARIANCE)),
        )
    answer = NumberAnswer.of(x)
    return Problem.single(
        prompt=told + "\n\n" + text("Which value $x$ has the z-score $z = @z$?", z=z),
        answer=answer,
        hints=(
            "A z-score counts standard deviations from the mean.",
            r"Solve $z = \frac{x - \mu}{\sigma}$ for $x$, with the standard deviation $\sigma$.",
        ),
        steps=(
            root,
            step(r"Solve $z = \frac{x - \mu}{\sigma}$ for the value: $x = \mu + z \sigma$."),
            step(r"Put in: $x = @m + @(z) \cdot @s$.", m=mean, z=z, s=deviation),
            step(r"Check: $\frac{x - \mu}{\sigma} = \frac{@d}{@s} = @z$.", d=x - mean, s=deviation, z=z),
            step(r"So $x = @answer$.", answer=answer),
        ),
        misconceptions=wrong_numbers(
            x, ("variance-for-sd", mean + z * deviation**2, VARIANCE.replace("Divide by", "Multiply by"))
        ),
    )


# ------------------------------------------------------------------ level 2

CDF = (
    "| $z$ | " + " | ".join(f"${exact_decimal(z)}$" for z in TABLE_Z) + " |\n"
    "|---|" + "|".join("---" for _ in TABLE_Z) + "|\n"
    r"| $\Phi(z)$ | " + " | ".join(f"${exact_decimal(phi(z))}$" for z in TABLE_Z) + " |"
)


def probability(kind: str, zs: tuple[Q, ...]) -> Q:
    """From the table."""
    if kind == "between":
        return phi(zs[1]) - phi(zs[0])
    return {"above": 1 - phi(zs[0]), "below": phi(zs[0]), "outside": 2 * (1 - phi(zs[0]))}[kind]


def area(value: Q) -> NumberAnswer:
    """A probability from the table: written as a decimal, three places are enough."""
    return NumberAnswer.of(str(exact_decimal(value)), decimals=3)


def _probability(kind: str, told: str, mean: int, deviation: int, zs: tuple[Q, ...]) -> Problem:
    xs = [mean + z * deviation for z in zs]
    right = probability(kind, zs)
    answer = area(right)
    event = {
        "above": rf"X > {xs[0]}",
        "below": rf"X \le {xs[0]}",
        "between": rf"{xs[0]} \le X \le {xs[-1]}",
        "outside": rf"\left| X {'-' if mean >= 0 else '+'} {abs(mean)} \right| > {xs[0] - mean}"
        if mean
        else rf"\left| X \right| > {xs[0]}",
    }[kind]
    scores = "; ".join(
        text(r"$\frac{@x - @m}{@s} = @z$", x=x, m=mean, s=deviation, z=exact_decimal(z))
        for x, z in zip(xs, zs, strict=True)
    )
    negative = [z for z in zs if z < 0]
    symmetric = [
        step(
            r"The table has positive arguments only; by symmetry $\Phi(@z) = 1 - \Phi(@size) = @p$.",
            z=exact_decimal(z),
            size=exact_decimal(-z),
            p=exact_decimal(phi(z)),
        )
        for z in negative
    ]
    if kind == "between":
        rule = rf"\Phi({exact_decimal(zs[1])}) - \Phi({exact_decimal(zs[0])})"
        work = f"{exact_decimal(phi(zs[1]))} - {exact_decimal(phi(zs[0]))}"
    elif kind == "below":
        rule, work = rf"\Phi({exact_decimal(zs[0])})", ""
    else:
        front = r"2 \left(1 - " if kind == "outside" else "1 - "
        end = r"\right)" if kind == "outside" else ""
        rule = rf"{front}\Phi({exact_decimal(zs[0])}){end}"
        work = f"{front}{exact_decimal(phi(zs[0]))}{end}"
    why = {
        "above": "The upper tail is what the cdf leaves over",
        "below": "The cdf gives it at once",
        "between": "Take the cdf at the upper end and subtract what lies below the lower end",
        "outside": "There are two tails, equally large by symmetry",
    }[kind]
    chain = f"{rule} = {work}" if work else rule
    return Problem.single(
        prompt=rf"{told}"
        + "\n\n"
        + rf"Compute $P({event})$ to three decimals. The cdf of $\mathcal{{N}}(0, 1)$:"
        + f"\n\n{CDF}",
        answer=answer,
        hints=(
            "Standardise first: how many standard deviations from the mean "
            + ("does the end lie?" if kind in ("above", "below") else "do the ends lie?"),
            r"$\Phi(z)$ is the area to the *left* of $z$, and $\Phi(-z) = 1 - \Phi(z)$. Make a sketch.",
        ),
        steps=(
            step(r"The standard deviation is $\sqrt{@v} = @s$.", v=deviation**2, s=deviation),
            Step(f"Standardise: {scores}." if kind != "outside" else f"Standardise the upper end: {scores}."),
            *symmetric,
            Step(f"{why}: ${chain}$."),
            Step(_area_check(kind, zs, right)),
            step(r"So $P(@event) = @answer$.", event=Tex(event), answer=answer),
        ),
        misconceptions=_wrong(kind, zs, right),
    )


def _area_check(kind: str, zs: tuple[Q, ...], right: Q) -> str:
    """The side of a half on which the area must lie, or what is left over beside it."""
    area_ = exact_decimal(right)
    if kind in ("above", "below"):
        more = (zs[0] < 0) == (kind == "above")
        side = "right" if kind == "above" else "left"
        return (
            f"Check with a sketch: the area to the {side} of the end "
            + ("contains the mean, so it is more than a half" if more else "does not reach the mean: less than a half")
            + f", as ${area_}$ is."
        )
    if kind == "outside":
        z, middle = exact_decimal(zs[0]), exact_decimal(1 - right)
        low = exact_decimal(phi(-zs[0]))
        return (
            rf"Check: the middle between the two tails has the probability $\Phi({z}) - \Phi(-{z}) = "
            f"{exact_decimal(phi(zs[0]))} - {low} = {middle}$, and ${area_} + {middle} = 1$."
        )
    if zs[0] >= 0 or zs[1] <= 0:
        return (
            f"Check with a sketch: the area lies on one side of the mean, so it is less than a half, as ${area_}$ is."
        )
    low, high = exact_decimal(phi(zs[0])), exact_decimal(1 - phi(zs[1]))
    return (
        f"Check: below the lower end lies ${low}$, above the upper end "
        rf"$1 - \Phi({exact_decimal(zs[1])}) = {high}$, and ${low} + {area_} + {high} = 1$."
    )


def _wrong(kind: str, zs: tuple[Q, ...], right: Q) -> tuple[Misconception, ...]:
    sign = (
        r"$\Phi(z)$ is the area to the left of $z$. Check by a sketch which area is asked for, and use the symmetry "
        r"$\Phi(-z) = 1 - \Phi(z)$ for negative arguments."
    )
    if kind == "between":
        slips = [phi(abs(zs[1])) - phi(abs(zs[0]))] if zs[0] < 0 else []
        return tuple(Misconception("table-sign", area(abs(x)), sign) for x in slips)
    slip = {"above": phi(zs[0]), "below": 1 - phi(zs[0]), "outside": 1 - right}[kind]
    replies = [("table-sign", slip, sign)]
    if kind == "outside":
        replies.insert(0, ("two-sided-once", right / 2, "That is one tail. Deviations in both directions count."))
    return tuple(Misconception(code, area(value), why) for code, value, why in replies)


# ------------------------------------------------------------------ level 3

FORMS = (
    r"A Gaussian density is proportional to $\exp\left(@e\right)$.",
    r"For all $x$, a Gaussian density satisfies $p(x) \propto \exp\left(@e\right)$.",
)
PRODUCTS = (
    r"A posterior density is proportional to the product of two Gaussian densities, and Gaussian again: "
    r"$p(x) \propto \mathcal{N}(x \mid @m, @v) \cdot \mathcal{N}(x \mid @n, @w)$.",
    r"Two sensors measure the same $x$. Combining them gives a Gaussian density "
    r"$p(x) \propto \mathcal{N}(x \mid @m, @v) \cdot \mathcal{N}(x \mid @n, @w)$.",
)


def coefficients(kind: str, mean: int, deviation: int, zs: tuple[Q, ...], other: tuple[int, int]) -> tuple[Q, Q]:
    """(a, b) of the exponent -a x^2 + b x."""
    if kind == "exponent":
        return zs[0], 2 * zs[0] * mean
    n, precision = other
    return Q(deviation + precision, 2), Q(deviation * mean + precision * n)


def _square(kind: str, setting: int, mean: int, deviation: int, zs: tuple[Q, ...], other: tuple[int, int]) -> Problem:
    a, b = coefficients(kind, mean, deviation, zs, other)
    center, variance = b / (2 * a), 1 / (2 * a)
    mu, v = NumberAnswer.of(center), NumberAnswer.of(variance)
    opening: list[Step] = []
    if kind == "exponent":
        prompt = text(FORMS[setting], e=polynomial([-a, b, 0]))
    else:
        prompt = text(PRODUCTS[setting], m=mean, v=Q(1, deviation), n=other[0], w=Q(1, other[1]))
        p, q = (latex_of(Q(precision, 2)) for precision in (deviation, other[1]))
        opening.append(
            step(
                r"The exponents add: $-@front @s^2 - @behind @t^2$, since $\frac{1}{2\sigma^2}$ is "
                + (f"${p}$ and ${q}$." if p != q else f"${p}$ for both."),
                front=Tex("" if deviation == 2 else p),
                behind=Tex("" if other[1] == 2 else q),
                s=_shift(mean),
                t=_shift(other[0]),
            )
        )
        opening.append(
            step(r"Multiplied out, without constants: $@e$.", e=polynomial([-a, b, 0])),
        )
    return Problem(
        prompt=prompt,
        parts=(
            Part("a", mu, r"Find its mean $\mu$."),
            Part(
                "b",
                v,
                r"Find its variance $\sigma^2$ exactly.",
                misconceptions=wrong_numbers(
                    variance,
                    ("variance-for-sd", 1 / a, r"Compare with $-\frac{(x - \mu)^2}{2\sigma^2}$: mind the factor $2$."),
                    *(
                        []
                        if kind == "exponent"
                        else [
                            (
                                "variance-for-sd",
                                1 / (Q(1, deviation) + Q(1, other[1])),
                                "Precisions add, not variances.",
                            )
                        ]
                    ),
                ),
            ),
        ),
        hints=(
            r"The exponent of $\mathcal{N}(\mu, \sigma^2)$ is $-\frac{(x - \mu)^2}{2\sigma^2}$, up to a constant.",
            r"Compare the coefficients of $x^2$ and of $x$, or complete the square.",
        ),
        steps=(
            *opening,
            step(
                r"Multiplied out, the exponent of a Gaussian is $-\frac{1}{2\sigma^2} x^2 + \frac{\mu}{\sigma^2} x$ "
                r"plus a constant."
            ),
            step(r"Compare the squares: $\frac{1}{2\sigma^2} = @a$, so $\sigma^2 = @v$.", a=a, v=variance),
            step(
                r"Compare the linear terms: $\frac{\mu}{\sigma^2} = @b$, so $\mu = @b \cdot @v = @mu$.",
                b=b,
                v=variance,
                mu=center,
            ),
            step(
                r"Check, completing the square: $@e = @front @s^2 @+c$.",
                e=polynomial([-a, b, 0]),
                front=Tex("-" if a == 1 else latex_of(-a)),
                s=_shift(int(center.p)),
                c=a * center**2,
            ),
            step(r"So $\mu = @mu$ and $\sigma^2 = @v$.", mu=mu, v=v),
        ),
    )


def _shift(m: int) -> Tex:
    """(x - m) for the square."""
    return Tex(f"(x {'-' if m > 0 else '+'} {abs(m)})" if m else "x")


# ------------------------------------------------------------------ the second opinion


@gaussian.verify
def other_ways(
    kind: str, setting: int, mean: int, deviation: int, zs: tuple[Q, ...], other: tuple[int, int], answer: Any
) -> bool:
    """Undo the standardisation; Python's normal distribution; symmetry and curvature of the exponent."""
    if kind == "score":
        return bool(mean + answer * deviation == mean + zs[0] * deviation)
    if kind == "value":
        return bool((answer - mean) ** 2 == zs[0] ** 2 * deviation**2 and (answer - mean) * zs[0] > 0)
    if kind in ("exponent", "product"):
        m, v = answer["a"], answer["b"]

        def exponent(x: Q) -> Q:
            if kind == "exponent":
                return -zs[0] * x * x + 2 * zs[0] * mean * x
            return -Q(deviation, 2) * (x - mean) ** 2 - Q(other[1], 2) * (x - other[0]) ** 2

        curvature = exponent(m + 1) - 2 * exponent(m) + exponent(m - 1)
        return bool(exponent(m + 1) == exponent(m - 1) and curvature * v == -1)
    law = NormalDist(mean, deviation)
    xs = [mean + int(z.p) / int(z.q) * deviation for z in zs]
    areas = {
        "above": lambda: 1 - law.cdf(xs[0]),
        "below": lambda: law.cdf(xs[0]),
        "between": lambda: law.cdf(xs[-1]) - law.cdf(xs[0]),
        "outside": lambda: law.cdf(2 * mean - xs[0]) + 1 - law.cdf(xs[0]),
    }
    reply = int(answer.p) / int(answer.q) if hasattr(answer, "p") else float(answer)
    return abs(reply - areas[kind]()) < 2e-4
