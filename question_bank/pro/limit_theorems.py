"""Markov, Chebyshev, Hoeffding, the law of large numbers and the central limit theorem (MML 6.4, 6.5; Wasserman 4, 5).

Levels: 1 a bound by Markov or Chebyshev; 2 a probability by the central limit theorem, or the limiting law; 3 the
sample size for an accuracy by three methods, or Hoeffding's bound against Chebyshev's. Checked by distributions that
attain the bound, by Python's normal distribution on the scale of sums, by exact convolution, and by trying n and n - 1.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any, NamedTuple

from question_bank._steps import exact_decimal, factor, forms, root, wrong_numbers
from question_bank.pro.gaussian_1d import CDF, phi
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, Region, curve, drawn, near
from quizgen.markup.source import Tex, decimal, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"markov", "chebyshev", "inside", "one-sided", "average"; "above", "below", "within", "total", "law"; "size" or
    "compare"."""
    setting: int
    mean: Q
    deviation: Q
    """Standard deviation; for "law" unused."""
    n: int = 1
    distance: Q = Q(0)
    """From the mean; for "markov" the bound itself; at level 3 the accuracy."""
    z: Q = Q(0)
    """Level 2: the z-score. Level 3: the probability of a larger error."""
    law: tuple[tuple[int, Q], ...] = ()
    """For "law": values and probabilities."""
    asked: str = ""
    """For "law": "mean", "sum" or "scaled"."""


VARIABLES = (
    ("The time of a request, in milliseconds, is a random variable $X$", 200, 10),
    ("The weight of a package, in grams, is a random variable $X$", 500, 20),
    ("The number of visitors of a page within an hour is a random variable $X$", 120, 10),
    ("The score of a random student is a random variable $X$", 60, 5),
)
"""With a typical mean, and the step by which means are varied."""
RATIOS = (Q(3, 2), Q(2), Q(5, 2), Q(3), Q(4), Q(5))


@exercise("pro-limit-theorems", version=1, bounds=(20_000, 250_000, 200_000))
def limit_theorems(draw: Draw, level: int) -> Given:
    """Whole distances in standard deviations; numbers of observations with a whole root."""
    if level == 1:
        return _bound(draw)
    if level == 2:
        return _law(draw) if draw.below(3) == 0 else _clt(draw)
    setting = draw.below(len(SHARES))
    if draw.flip():
        accuracy = Q(5 * draw.integer(3, 24), 1000)
        return Given("size", setting, Q(0), Q(1, 2), 1, accuracy, Q(draw.choice((1, 2, 5, 10)), 100))
    for _ in range(50):
        n = 10 * draw.integer(5, 100)
        accuracy = Q(draw.integer(2, 15), 100)
        exponent = 2 * n * accuracy**2
        if Q(1) < exponent <= 6 and not Q(41, 20) < exponent < Q(9, 4):  # at 2.15 the bounds are equal
            break
    else:
        n, accuracy = 100, Q(1, 10)
    return Given("compare", setting, Q(0), Q(1, 2), n, accuracy)


def _bound(draw: Draw) -> Given:
    setting = draw.below(len(VARIABLES))
    _, typical, unit = VARIABLES[setting]
    mean = Q(typical + unit * draw.integer(-3, 3))
    kind = draw.choice(("markov", "chebyshev", "chebyshev", "inside", "one-sided", "average", "average"))
    if kind == "markov":
        return Given(
            kind, setting, mean, Q(0), 1, mean * Q(*draw.choice(((3, 2), (2, 1), (5, 2), (3, 1), (4, 1), (5, 1))))
        )
    deviation = Q(draw.choice((2, 4, 6, 8, 10, 12, 20)))
    if kind == "average":
        n = draw.choice((4, 5, 10, 16, 20, 25, 50, 100))
        ratio = draw.choice((Q(1, 2), Q(1), Q(3, 2), Q(2)))
        if n * ratio**2 <= 2:
            ratio = Q(2)
        return Given(kind, setting, mean, deviation, n, deviation * ratio)
    return Given(kind, setting, mean, deviation, 1, deviation * draw.choice(RATIOS))


def _clt(draw: Draw) -> Given:
    setting = draw.below(len(VARIABLES))
    _, typical, unit = VARIABLES[setting]
    mean = Q(typical + unit * draw.integer(-3, 3))
    m = draw.choice((5, 6, 7, 8, 10, 12, 20))
    deviation = m * Q(*draw.choice(((1, 2), (1, 1), (2, 1), (3, 1), (4, 1))))
    kind = draw.choice(("above", "below", "within", "total"))
    if deviation * m > 500:  # the variance of a sum would be a number for a calculator
        kind = "above"
    z = Q(draw.integer(1, 5), 2)
    if kind != "within":
        z = z * draw.sign()
    return Given(kind, setting, mean, deviation, m * m, z * deviation / m, z)


def _law(draw: Draw) -> Given:
    kind = draw.below(3)
    if kind == 0:
        p = Q(draw.choice((1, 2, 3, 4, 5, 6, 7, 8, 9)), 10)
        law: tuple[tuple[int, Q], ...] = ((0, 1 - p), (1, p))
    elif kind == 1:
        m = draw.choice((3, 4, 5, 6, 7, 8))
        law = tuple((x, Q(1, m)) for x in range(1, m + 1))
    else:
        side, a = Q(draw.choice((1, 2, 3, 4)), 10), draw.integer(1, 5)
        middle = draw.integer(0, 4)
        law = ((middle - a, side), (middle, 1 - 2 * side), (middle + a, side))
    asked = draw.choice(("mean", "sum", "scaled"))
    return Given("law", kind, Q(0), Q(0), draw.choice((20, 30, 40, 50, 60, 80, 100, 120)), law=law, asked=asked)


@limit_theorems.problem
def build(
    kind: str,
    setting: int,
    mean: Q,
    deviation: Q,
    n: int,
    distance: Q,
    z: Q,
    law: tuple[tuple[int, Q], ...],
    asked: str,
) -> Problem:
    """The inequality or the limit, with the variance of the mean."""
    if kind == "law":
        return _limit(setting, n, law, asked)
    if kind == "size":
        return _size(setting, distance, z)
    if kind == "compare":
        return _compare(setting, n, distance)
    if kind in ("above", "below", "within", "total"):
        return _probability(kind, setting, mean, deviation, n, z)
    if kind == "markov":
        return _markov(setting, mean, distance)
    return _chebyshev(kind, setting, mean, deviation, n, distance)


# ------------------------------------------------------------------ level 1

NO_SQUARE = "Chebyshev's inequality compares squares: the *variance* with the *square* of the distance."
OVER_N = (
    r"The variance of a mean of $n$ independent variables is $\frac{\sigma^2}{n}$, and its standard deviation "
    r"$\frac{\sigma}{\sqrt{n}}$: check which of them you divided by $n$."
)
SIDES = "Chebyshev's inequality bounds both tails together. Nothing says that the tails are equal."
EXACT, EXACTLY = "Answer exactly or to three decimals.", "Answer exactly."
SMALL = Q(1, 10)
"""Below this, three decimals would leave too few figures."""


def places(value: Q) -> int | None:
    """Decimals that are asked for; None where the exact number is."""
    return None if value < SMALL else 3


def _markov(setting: int, mean: Q, bound: Q) -> Problem:
    story = VARIABLES[setting][0]
    value = mean / bound
    answer = NumberAnswer.of(value, decimals=3)
    return Problem.single(
        prompt=f"{story} that is never negative, with mean ${mean}$. Nothing else is known about it. Which upper bound "
        rf"does Markov's inequality give for $P(X \ge {bound})$? {EXACT}",
        answer=answer,
        hints=(
            "If large values were frequent, the mean would have to be large as well.",
            r"Markov: for $X \ge 0$ and $a > 0$ compare $a \, P(X \ge a)$ with the mean.",
        ),
        steps=(
            Step(
                r"Markov's inequality: for $X \ge 0$ and $a > 0$, $$P(X \ge a) \le \frac{\mathbb{E}[X]}{a}$$ because "
                r"$\mathbb{E}[X] \ge a \, P(X \ge a)$: values below $a$ add at least $0$ to the mean."
            ),
            Step(f"Put in: $\\frac{{\\mathbb{{E}}[X]}}{{a}} = \\frac{{{mean}}}{{{bound}}}$."),
            Step(
                f"Check: the bound is attained by a variable that takes the value ${bound}$ with this probability and "
                "else "
                f"$0$: its mean is ${latex_of(value)} \\cdot {bound} = {mean}$."
            ),
            step(r"So $P(X \ge @b) \le @answer$.", b=bound, answer=answer),
        ),
        misconceptions=wrong_numbers(
            value,
            (
                "no-square",
                value**2,
                "Markov's inequality has no squares: it compares the mean with the bound itself.",
            ),
            (
                "one-sided-two-sided",
                value / 2,
                "There is nothing to halve: the inequality is about this one event.",
            ),
            decimals=3,
        ),
    )


def _chebyshev(kind: str, setting: int, mean: Q, deviation: Q, n: int, distance: Q) -> Problem:
    story = VARIABLES[setting][0]
    variance = deviation**2
    spread = variance / n
    bound = spread / distance**2
    inside = kind == "inside"
    value = 1 - bound if inside else bound
    answer = NumberAnswer.of(value, decimals=places(value))
    told = f"{story} with mean ${mean}$ and variance ${variance}$."
    if kind == "average":
        event = rf"\left| \bar X - {mean} \right| \ge {latex_of(distance)}"
        told += f" Let $\\bar X$ be the mean of ${n}$ independent such variables."
    elif kind == "one-sided":
        event = rf"X \ge {latex_of(mean + distance)}"
    else:
        sign = "<" if inside else r"\ge"
        event = rf"\left| X - {mean} \right| {sign} {latex_of(distance)}"
    which = "lower" if inside else "upper"
    root_ = deviation / distance
    replies = [("no-square", 1 - root_ if inside else root_, NO_SQUARE)]
    if kind == "average":
        replies = [
            ("sd-over-n", spread / n / distance**2, OVER_N),
            ("no-square", deviation / (n * distance), NO_SQUARE),
        ]
    replies.append(("one-sided-two-sided", 1 - bound / 2 if inside else bound / 2, SIDES))
    opening = []
    if kind == "average":
        opening = [
            step(
                r"$\mathbb{E}[\bar X] = @m$, and since the variables are independent $\mathbb{V}[\bar X] = "
                r"\frac{\sigma^2}{n} = @s$.",
                m=mean,
                s=forms(Tex(rf"\frac{{{latex_of(variance)}}}{{{n}}}"), spread),
            )
        ]
    if kind == "one-sided":
        opening = [
            Step(
                f"The event ${event}$ is a deviation of at least ${latex_of(distance)}$ in one direction. It is part "
                "of the "
                rf"event $\left| X - {mean} \right| \ge {latex_of(distance)}$, so its probability is at most as large."
            )
        ]
    name = r"\bar X" if kind == "average" else "X"
    ends = []
    if inside:
        ends = [
            step(
                r"The event asked for is the complement: $P(@event) \ge 1 - @bound = @value$.",
                event=Tex(event),
                bound=bound,
                value=value,
            )
        ]
    relation = r"\ge" if inside else r"\le"
    return Problem.single(
        prompt=f"{told} Nothing else is known. Which {which} bound does Chebyshev's inequality give for $P({event})$? "
        f"{EXACT if places(value) else EXACTLY}",
        answer=answer,
        hints=(
            "How large is the distance, measured in standard deviations?"
            if kind != "average"
            else "What are mean and variance of the mean of $n$ independent variables?",
            r"Chebyshev: $P(\left| Y - \mathbb{E}[Y] \right| \ge t)$ is bounded by the variance of $Y$ and the square "
            "of "
            "$t$.",
        ),
        steps=(
            Step(
                r"Chebyshev's inequality (Markov's for the squared distance): $$P(\left| Y - \mathbb{E}[Y] \right| "
                r"\ge t) "
                r"\le \frac{\mathbb{V}[Y]}{t^2}$$"
            ),
            *opening,
            step(
                r"Put in for $Y = @name$ and $t = @t$: $\frac{@v}{@{t}^2} = @bound$.",
                name=Tex(name),
                t=distance,
                v=spread,
                bound=bound,
            ),
            *ends,
            Step(
                rf"Check: with $k = \frac{{{latex_of(distance)}}}{{{_sd(spread)}}}$ standard deviations the bound is "
                rf"$\frac{{1}}{{k^2}} = {latex_of(bound)}$."
            ),
            Step(f"So $P({event}) {relation} {answer.tex()}$."),
        ),
        misconceptions=_between(value, replies, decimals=places(value)),
    )


def _sd(variance: Q) -> str:
    """The root of a rational as LaTeX."""
    k, m = root(int(variance.p) * int(variance.q))
    return latex_of(Q(k, int(variance.q))) if m == 1 else rf"\sqrt{{{latex_of(variance)}}}"


def _between(right: Q, replies: list[tuple[str, Q, str]], **rounding: Any) -> tuple[Misconception, ...]:
    """Slips that lie between 0 and 1, as a learner would notice others."""
    return wrong_numbers(right, *(r for r in replies if 0 < r[1] <= 1), **rounding)


# ------------------------------------------------------------------ level 2


def chance(kind: str, z: Q) -> Q:
    """From the table, for a z-score."""
    return {"above": 1 - phi(z), "below": phi(z), "within": 2 * phi(z) - 1, "total": 1 - phi(z)}[kind]


def area(value: Q, decimals: int) -> NumberAnswer:
    """A probability from the table."""
    return NumberAnswer.of(str(exact_decimal(value)), decimals=decimals)


WITHIN = (Q(0), Q(68, 100), Q(95, 100), Q(997, 1000))
"""About this part of the area lies within so many standard deviations of the middle."""


def _rule_of_thumb(kind: str, z: Q, right: Q) -> Step:
    """What the areas for whole standard deviations say about the one that was found."""

    def expected(k: int) -> Q:
        tail = (1 - WITHIN[k]) / 2
        return WITHIN[k] if kind == "within" else tail if right < Q(1, 2) else 1 - tail

    low = int(abs(z).p) // int(abs(z).q)
    ends = sorted({expected(low), expected(low if abs(z) == low else low + 1)})
    must = (
        f"be about ${exact_decimal(ends[0])}$"
        if len(ends) == 1
        else f"lie between ${exact_decimal(ends[0])}$ and ${exact_decimal(ends[1])}$"
    )
    return Step(
        "Check: about $68\\%$ of the area under the curve lies within one standard deviation of the middle, $95\\%$ "
        f"within two and $99.7\\%$ within three. So the shaded area must {must}."
    )


def _probability(kind: str, setting: int, mean: Q, deviation: Q, n: int, z: Q) -> Problem:
    story = VARIABLES[setting][0]
    m = root(n)[0]
    total = kind == "total"
    center, spread = (n * mean, deviation * m) if total else (mean, deviation / m)
    bound = center + z * spread
    name = "S" if total else r"\bar X"
    event = {
        "above": rf"\bar X > {exact_decimal(bound)}",
        "below": rf"\bar X \le {exact_decimal(bound)}",
        "within": rf"\left| \bar X - {latex_of(mean)} \right| < {exact_decimal(z * spread)}",
        "total": f"S > {exact_decimal(bound)}",
    }[kind]
    right = chance(kind, z)
    decimals = 4 if right < SMALL else 3
    answer = area(right, decimals)
    what = f"the sum $S$ of ${n}$" if total else rf"the mean $\bar X$ of ${n}$"
    replies = [("sd-over-n", chance(kind, z / m if total else z * m), OVER_N if not total else SUM_SPREAD)]
    if kind == "within":
        replies.append(("one-sided-two-sided", phi(z), "Deviations in both directions are excluded: mind both tails."))
    elif 0 < 2 * right < 1:
        replies.append(("one-sided-two-sided", 2 * right, "Only one tail is asked for."))
    else:
        replies.append(("one-sided-two-sided", right / 2, "There is one tail here, and it is not to be halved."))
    symmetric = []
    if z < 0:
        symmetric = [
            step(
                r"By symmetry $\Phi(@z) = 1 - \Phi(@s) = @p$.",
                z=exact_decimal(z),
                s=exact_decimal(-z),
                p=exact_decimal(phi(z)),
            )
        ]
    work = {
        "above": rf"1 - \Phi({exact_decimal(z)})",
        "below": rf"\Phi({exact_decimal(z)})",
        "within": rf"2 \Phi({exact_decimal(z)}) - 1",
        "total": rf"1 - \Phi({exact_decimal(z)})",
    }[kind]
    square = exact_decimal(deviation**2)
    variance = (
        rf"n \sigma^2 = {n} \cdot {square} = {exact_decimal(spread**2)}"
        if total
        else rf"\frac{{\sigma^2}}{{n}} = \frac{{{square}}}{{{n}}} = {exact_decimal(spread**2)}"
    )
    middle = rf"n \mu = {n} \cdot {mean} = {latex_of(center)}" if total else rf"\mu = {mean}"
    start = exact_decimal(bound if kind != "within" else mean + z * spread)
    return Problem.single(
        prompt=f"{story} with mean ${mean}$ and standard deviation ${exact_decimal(deviation)}$. Consider {what} "
        "independent "
        f"such variables. Use the central limit theorem to approximate $P({event})$ to "
        f"{'four' if decimals == 4 else 'three'} decimals. The cdf of "
        rf"$\mathcal{{N}}(0, 1)$:" + f"\n\n{CDF}",
        answer=answer,
        hints=(
            f"Which mean and which variance has ${name}$?",
            f"Treat ${name}$ as Gaussian: standardise, and use the table. A sketch shows which area is wanted.",
        ),
        steps=(
            Step(
                f"Mean and variance: $\\mathbb{{E}}[{name}] = {middle}$, and $\\mathbb{{V}}[{name}] = {variance}$ "
                "because "
                "the variables are independent."
            ),
            step(
                r"The standard deviation of $@name$ is $@rule = @s$. By the central limit theorem $@name$ is nearly "
                r"Gaussian for such a large $n$.",
                name=Tex(name),
                rule=Tex(r"\sigma \sqrt{n}" if total else r"\frac{\sigma}{\sqrt{n}}"),
                s=exact_decimal(spread),
            ),
            Step(
                f"Standardise: $z = \\frac{{{start} - {latex_of(center)}}}{{{exact_decimal(spread)}}} = "
                f"{exact_decimal(z)}$." + drawn(picture(kind, float(int(z.p) / int(z.q))))
            ),
            *symmetric,
            Step(f"The shaded area is ${work} = {exact_decimal(right)}$."),
            _rule_of_thumb(kind, z, right),
            step(r"So $P(@event) \approx @answer$.", event=Tex(event), answer=answer),
        ),
        misconceptions=tuple(
            Misconception(code, area(value, decimals), why) for code, value, why in replies if value != right
        ),
    )


SUM_SPREAD = (
    r"The variance of a sum of $n$ independent variables is $n \sigma^2$, so the standard deviation grows with "
    r"$\sqrt{n}$, not with $n$."
)


def bell(x: float) -> float:
    """The standard Gaussian density."""
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def picture(kind: str, z: float) -> Plot:
    """The standard Gaussian density with the area that is asked for."""
    low, high = {"below": (-3.5, z), "within": (-z, z)}.get(kind, (z, 3.5))
    where = {"below": "to the left of z", "within": "between minus z and z"}.get(kind, "to the right of z")
    inside = curve(bell, low, high, 40)
    return Plot(
        f"The bell-shaped density of the standard Gaussian; the area {where} is shaded.",
        (-3.6, 3.6),
        (0, 0.45),
        (
            Region(((near(low), 0.0), *inside, (near(high), 0.0))),
            Line(curve(bell, -3.5, 3.5, 60)),
        ),
        x_label="$z$",
        y_label="",
    )


LAWS = (
    "Independent variables $X_1, X_2, \\dots$ take the value $1$ with probability $@p$ and $0$ otherwise (a test "
    "passes or fails).",
    "A fair die with the numbers $1, \\dots, @m$ is rolled again and again; $X_1, X_2, \\dots$ are the results.",
    "Independent steps $X_1, X_2, \\dots$ take the value $@low$ with probability $@side$, $@high$ with probability "
    "$@side$, "
    "and $@middle$ otherwise.",
)


def _limit(setting: int, n: int, law: tuple[tuple[int, Q], ...], asked: str) -> Problem:
    mu = sum((x * p for x, p in law), Q(0))
    second = sum((x * x * p for x, p in law), Q(0))
    v = second - mu**2
    if setting == 0:
        told = text(LAWS[0], p=exact_decimal(law[1][1]))
    elif setting == 1:
        told = text(LAWS[1], m=len(law))
    else:
        told = text(LAWS[2], low=law[0][0], middle=law[1][0], high=law[2][0], side=exact_decimal(law[0][1]))
    what, center, spread, slips = {
        "mean": (
            rf"the mean $\bar X = \frac{{1}}{{{n}}} \sum_{{i=1}}^{{{n}}} X_i$",
            mu,
            v / n,
            v / n**2,
        ),
        "sum": (rf"the sum $S = \sum_{{i=1}}^{{{n}}} X_i$", n * mu, n * v, n * n * v),
        "scaled": (
            rf"$\sqrt{{n}} \, (\bar X - \mu)$ with $n = {n}$, where $\bar X$ is the mean of $X_1, \dots, X_{{{n}}}$ "
            "and "
            r"$\mu$ the mean of one variable,",
            Q(0),
            v,
            v / n,
        ),
    }[asked]
    digits = places(spread)
    a, b = NumberAnswer.of(center, decimals=digits), NumberAnswer.of(spread, decimals=digits)
    letter = {"mean": r"\bar X", "sum": "S", "scaled": r"\sqrt{n} \, (\bar X - \mu)"}[asked]
    scaling = {
        "mean": r"\mathbb{E}[\bar X] = \mu, \qquad \mathbb{V}[\bar X] = \frac{1}{n^2} \cdot n \sigma^2 = "
        r"\frac{\sigma^2}{n}",
        "sum": r"\mathbb{E}[S] = n \mu, \qquad \mathbb{V}[S] = n \sigma^2",
        "scaled": r"\mathbb{E}[\sqrt{n} \, (\bar X - \mu)] = 0, \qquad \mathbb{V}[\sqrt{n} \, (\bar X - \mu)] = n "
        r"\cdot "
        r"\frac{\sigma^2}{n} = \sigma^2",
    }[asked]

    def answer(center_: NumberAnswer, spread_: NumberAnswer) -> TableAnswer:
        return TableAnswer.of(("m", "mean:", center_), ("v", "variance:", spread_))

    wrong = [("sd-over-n", slips, OVER_N if asked != "sum" else SUM_SPREAD)]
    k, rest = root(int(spread.p) * int(spread.q))
    if rest == 1 and spread != 1:
        deviation = Q(k, int(spread.q))
        wrong.append(
            ("no-square", deviation, "That is the standard deviation; the variance, its square, is asked for.")
        )
    return Problem.single(
        prompt=f"{told}\n\nBy the central limit theorem {what} is nearly Gaussian. Give the mean and the variance of "
        "this "
        f"Gaussian distribution. {EXACT if digits else EXACTLY}",
        answer=answer(a, b),
        hints=(
            "First find mean and variance of a single variable.",
            "The mean of a sum is the sum of the means; for independent variables the variances add up as well.",
        ),
        steps=(
            step(
                r"One variable: $\mu = \mathbb{E}[X_i] = @sum = @mu$ and $\mathbb{E}[X_i^2] = @squares = @s$. So "
                r"$\sigma^2 = \mathbb{E}[X_i^2] - \mu^2 = @s - @q = @v$.",
                sum=_weighted(law, 1),
                squares=_weighted(law, 2),
                mu=mu,
                s=second,
                q=mu**2,
                v=v,
            ),
            Step(f"Independent variables: $${scaling}$$"),
            Step(
                {
                    "mean": r"Check with larger $n$: the variance of $\bar X$ falls to $0$, as in the law of large "
                    "numbers, and its mean stays where it is.",
                    "sum": "Check with one variable more: the mean grows by $\\mu$ and the variance by $\\sigma^2$.",
                    "scaled": r"Check with larger $n$: the variance of $\bar X - \mu$ falls like $\frac{1}{n}$, and "
                    r"the factor $\sqrt{n}$ makes up for that, because it enters squared.",
                }[asked]
            ),
            step(r"So $@letter$ is nearly Gaussian with mean $@a$ and variance $@b$.", letter=Tex(letter), a=a, b=b),
        ),
        misconceptions=tuple(
            Misconception(code, answer(a, NumberAnswer.of(value, decimals=digits)), why)
            for code, value, why in wrong
            if value != spread
        ),
    )


def _weighted(law: tuple[tuple[int, Q], ...], power: int) -> Tex:
    """E[X] or E[X^2] as a sum, without the value 0; over one denominator where all values are equally likely."""
    terms = [(factor(Q(x)) if x < 0 or power == 1 else str(x), p) for x, p in law if x]
    raised = [(f"{x}^2" if power == 2 else x, p) for x, p in terms]
    if len({p for _, p in law}) == 1 and len(raised) > 3:
        shown = [x for x, _ in raised]
        return Tex(rf"\frac{{{shown[0]} + \dots + {shown[-1]}}}{{{len(law)}}}")
    return Tex(" + ".join(rf"{x} \cdot {exact_decimal(p) if 10 % p.q == 0 else latex_of(p)}" for x, p in raised))


# ------------------------------------------------------------------ level 3

SHARES = (
    "A classifier is tested on $n$ independent random examples; $\\hat p$ is the share of errors among them, and $p$ "
    "the "
    "unknown probability of an error.",
    "In a poll $n$ people are chosen independently at random; $\\hat p$ is the share of them who agree, and $p$ the "
    "unknown "
    "share in the population.",
    "A page is shown to $n$ visitors, independently of each other; $\\hat p$ is the share who click, and $p$ the "
    "unknown "
    "probability of a click.",
    "A robot makes $n$ independent attempts; $\\hat p$ is the share of attempts that succeed, and $p$ the unknown "
    "probability of success.",
)
QUANTILES = {
    Q(10, 100): ("1.282", "1.645"),
    Q(5, 100): ("1.645", "1.960"),
    Q(2, 100): ("2.054", "2.326"),
    Q(1, 100): ("2.326", "2.576"),
}
"""For the probability of an error: the z with this probability above, and with half of it above."""
Z_TABLE = (
    "| $z$ | $1.282$ | $1.645$ | $1.960$ | $2.054$ | $2.326$ | $2.576$ |\n|---|---|---|---|---|---|---|\n"
    r"| $\Phi(z)$ | $0.90$ | $0.95$ | $0.975$ | $0.98$ | $0.99$ | $0.995$ |"
)


def rounded_up(x: Any) -> int:
    """The smallest whole number that is at least x (a rational, or a float that is not whole)."""
    return int(-((-x.p) // x.q)) if hasattr(x, "p") else math.ceil(x)


def sizes(accuracy: Q, error: Q) -> tuple[int, int, int]:
    """Sample sizes by Chebyshev, Hoeffding and the central limit theorem."""
    z = _rational(QUANTILES[error][1])
    return (
        rounded_up(1 / (4 * accuracy**2 * error)),
        rounded_up(math.log(2 / _float(error)) / (2 * _float(accuracy) ** 2)),
        rounded_up((z / (2 * accuracy)) ** 2),
    )


def _rational(shown: str) -> Q:
    whole, _, part = shown.partition(".")
    return Q(int(whole + part), 10 ** len(part))


def _float(value: Any) -> float:
    return int(value.p) / int(value.q) if hasattr(value, "p") else float(value)


SQUARED = "The accuracy enters squared: for half the error four times as many observations are needed."
ROOT_N = (
    r"The standard deviation of $\hat p$ falls with $\sqrt{n}$, not with $n$: $\mathbb{V}[\hat p] = \frac{p(1-p)}{n}$."
)
ROUND_UP = "The bound is right, but $n$ is a whole number, and fewer observations are not enough: round up."
BOTH_SIDES = (
    "An error in either direction counts: both tails together may have the given probability, no more and no less."
)


def _cut_off(answer: NumberAnswer, bound: float) -> list[tuple[str, Q, str]]:
    """The bound rounded down, and to two decimals, where it is not whole."""
    least = answer.value()
    near_ = Q(round(100 * bound), 100)
    if near_.q == 1:
        return []
    return [("not-rounded-up", least - 1, ROUND_UP), ("not-rounded-up", near_, ROUND_UP)]


def _size(setting: int, accuracy: Q, error: Q) -> Problem:
    eps, delta = exact_decimal(accuracy), exact_decimal(error)
    one, two = QUANTILES[error]
    z, z1 = _rational(two), _rational(one)
    first, second, third = (NumberAnswer.of(k, label="$n =$") for k in sizes(accuracy, error))
    e, d = _float(accuracy), _float(error)
    log = math.log(2 / d)
    return Problem(
        prompt=f"{SHARES[setting]} How many observations are needed so that "
        rf"$P(\left| \hat p - p \right| \ge {eps}) \le {delta}$, whatever $p$ is? Use $p(1 - p) \le \frac{{1}}{{4}}$ "
        "where "
        "a variance is needed, and give the smallest whole number for which the method says so (use a calculator).",
        parts=(
            Part(
                "a",
                first,
                "Use Chebyshev's inequality.",
                misconceptions=wrong_numbers(
                    first.value(),
                    ("no-square", Q(rounded_up(1 / (4 * accuracy * error))), SQUARED),
                    ("one-sided-two-sided", Q(rounded_up(1 / (8 * accuracy**2 * error))), BOTH_SIDES),
                    ("sd-over-n", Q(math.ceil(0.5 / (e * math.sqrt(d)))), ROOT_N),
                    *_cut_off(first, 1 / (4 * e * e * d)),
                ),
            ),
            Part(
                "b",
                second,
                r"Use Hoeffding's inequality $P(\left| \hat p - p \right| \ge \varepsilon) \le 2 e^{-2 n "
                r"\varepsilon^2}$.",
                misconceptions=wrong_numbers(
                    second.value(),
                    ("no-square", Q(math.ceil(log / (2 * e))), SQUARED),
                    ("one-sided-two-sided", Q(math.ceil(math.log(1 / d) / (2 * e * e))), BOTH_SIDES),
                    *_cut_off(second, log / (2 * e * e)),
                ),
            ),
            Part(
                "c",
                third,
                f"Use the normal approximation, with a value from this table.\n\n{Z_TABLE}",
                misconceptions=wrong_numbers(
                    third.value(),
                    ("sd-over-n", Q(rounded_up(z / (2 * accuracy))), ROOT_N),
                    ("one-sided-two-sided", Q(rounded_up((z1 / (2 * accuracy)) ** 2)), BOTH_SIDES),
                    *_cut_off(third, _float((z / (2 * accuracy)) ** 2)),
                ),
            ),
        ),
        hints=(
            r"$\hat p$ is a mean of $n$ variables with values $0$ and $1$: what are its mean and variance?",
            "Write down the bound on the probability, set it equal to what is allowed, and solve for $n$.",
            "Round up: fewer observations would not be enough.",
        ),
        steps=(
            step(
                r"$\hat p$ has mean $p$ and variance $\frac{p(1-p)}{n} \le \frac{1}{4n}$. The law of large numbers "
                "says that "
                r"it comes close to $p$; here is how fast."
            ),
            step(
                r"Chebyshev: the probability is at most $\frac{1}{4n \varepsilon^2}$. This is at most $@d$ when $n \ge "
                rf"\frac{{1}}{{4 \cdot @{{e}}^2 \cdot @d}} {_valued(1 / (4 * accuracy**2 * error))}$.",
                d=delta,
                e=eps,
            ),
            step(
                r"Hoeffding: $2 e^{-2n\varepsilon^2} \le @d$ when $n \ge \frac{\ln(2 / @d)}{2 \varepsilon^2} = "
                r"\frac{@l}"
                r"{2 \cdot @{e}^2} \approx @x$.",
                d=delta,
                e=eps,
                l=decimal(log, 4),
                x=decimal(log / (2 * e * e), 2),
            ),
            step(
                "Normal approximation: both tails together have the probability $@d$, so each has $@half$, and $z = "
                "@z$. "
                r"From $\varepsilon = z \cdot \frac{1}{2\sqrt{n}}$ follows $n \ge "
                r"\left(\frac{z}{2\varepsilon}\right)^2 = "
                rf"\left(\frac{{@z}}{{2 \cdot @e}}\right)^2 {_valued((z / (2 * accuracy)) ** 2)}$.",
                d=delta,
                half=exact_decimal(error / 2),
                z=Tex(two),
                e=eps,
            ),
            Step(
                "Check by comparing: Chebyshev knows only the variance and asks for most. Hoeffding uses that the "
                "values lie "
                "between $0$ and $1$. The normal approximation asks for least, but it is an approximation and no "
                "guarantee."
            ),
            step(r"So, rounded up: (a) $n = @a$, (b) $n = @b$ and (c) $n = @c$.", a=first, b=second, c=third),
        ),
    )


def _valued(x: Q) -> str:
    """The value behind its relation sign: `= 2000`, but `\\approx 737.78` where two decimals do not tell all."""
    shown = decimal(x, 2)
    return f"= {latex_of(x)}" if x.q == 1 else f"= {shown}" if 100 % x.q == 0 else rf"\approx {shown}"


CHEBYSHEV, HOEFFDING = "Chebyshev's bound", "Hoeffding's bound"
SMALLER = (
    "The smaller of two upper bounds says more. If your choice agrees with your own two numbers, look at (a) again."
)


def _compare(setting: int, n: int, accuracy: Q) -> Problem:
    eps = exact_decimal(accuracy)
    bound = 1 / (4 * n * accuracy**2)
    exponent = 2 * n * accuracy**2
    sharp = f"2*e^(-({exponent}))"
    value = 2 * math.exp(-_float(exponent))
    first = NumberAnswer.of(bound, significant=3)
    second = NumberAnswer.of(sharp, significant=3)
    hoeffding = value < _float(bound)
    options = tuple(
        Option(o, correct=True) if (o == HOEFFDING) == hoeffding else Option(o, feedback=SMALLER)
        for o in (CHEBYSHEV, HOEFFDING)
    )
    choice = ChoiceAnswer.of(options)
    right = HOEFFDING if hoeffding else CHEBYSHEV
    return Problem(
        prompt=f"{SHARES[setting]} Let $n = {n}$. Bound the probability $P(\\left| \\hat p - p \\right| \\ge {eps})$, "
        r"whatever $p$ is (use $p(1 - p) \le \frac{1}{4}$ where a variance is needed). Answer exactly or, with a "
        "calculator, to three significant figures.",
        parts=(
            Part(
                "a",
                first,
                "The upper bound by Chebyshev's inequality.",
                misconceptions=_between(
                    bound,
                    [
                        ("no-square", 1 / (4 * n * accuracy), NO_SQUARE),
                        ("sd-over-n", 1 / (4 * n * n * accuracy**2), ROOT_N),
                        ("one-sided-two-sided", bound / 2, SIDES),
                    ],
                    significant=3,
                ),
            ),
            Part(
                "b",
                second,
                r"The upper bound by Hoeffding's inequality $P(\left| \hat p - p \right| \ge \varepsilon) \le "
                r"2 e^{-2 n \varepsilon^2}$.",
                misconceptions=(
                    Misconception(
                        "one-sided-two-sided",
                        NumberAnswer.of(f"e^(-({exponent}))", significant=3),
                        "An error in either direction counts: the factor 2 in the inequality stands for the two tails.",
                    ),
                ),
            ),
            Part(
                "c",
                choice,
                "Which of the two bounds says more?",
                follows=Follow("b", ("u",), "", "u > 0", conditions=(f"u > {bound}", f"u < {bound}")),
            ),
        ),
        hints=(
            r"$\hat p$ is a mean of $n$ variables with values $0$ and $1$: what are its mean and variance?",
            "The smaller of two upper bounds says more.",
        ),
        steps=(
            step(r"$\hat p$ has mean $p$ and variance $\frac{p(1-p)}{n} \le \frac{1}{4 \cdot @n}$.", n=n),
            step(
                r"Chebyshev: $\frac{\mathbb{V}[\hat p]}{\varepsilon^2} \le \frac{1}{4 \cdot @n \cdot @{e}^2} = @b$.",
                n=n,
                e=eps,
                b=bound,
            ),
            step(
                r"Hoeffding: $2 n \varepsilon^2 = 2 \cdot @n \cdot @{e}^2 = @x$, so the bound is $2 e^{-@x} \approx "
                "@v$.",
                n=n,
                e=eps,
                x=exact_decimal(exponent),
                v=Tex(second.tex().rpartition(" ")[2]),
            ),
            Step(
                r"Chebyshev's bound falls like $\frac{1}{n}$ only, Hoeffding's exponentially. For few observations "
                "(small "
                r"$n \varepsilon^2$) the first one can be the smaller one."
            ),
            step(
                r"So (a) $@first$, (b) $@second$, and (c) @right.",
                first=first,
                second=second,
                right=right,
            ),
        ),
    )


# ------------------------------------------------------------------ the second opinion


@limit_theorems.verify
def other_ways(
    kind: str,
    setting: int,
    mean: Q,
    deviation: Q,
    n: int,
    distance: Q,
    z: Q,
    law: tuple[tuple[int, Q], ...],
    asked: str,
    answer: Any,
) -> bool:
    """Extremal distributions; the normal distribution of the sum; exact convolution; n and n - 1."""
    if kind == "markov":
        # The two-point variable with P(X = a) = bound has the mean that is given.
        return bool(answer * distance == mean)
    if kind in ("chebyshev", "inside", "one-sided", "average"):
        p = 1 - answer if kind == "inside" else answer
        # The symmetric three-point variable with this mass at both ends has the variance that is given.
        points = ((-distance, p / 2), (Q(0), 1 - p), (distance, p / 2))
        return bool(n * sum((q * x * x for x, q in points), Q(0)) == deviation**2)
    if kind == "law":
        return _convolved(n, law, asked, answer)
    if kind == "size":
        return _enough(distance, z, answer)
    if kind == "compare":
        p, e = Q(1, 2), distance
        worst = p * (1 - p) / n
        hoeffding = math.exp(math.log(2) - 2 * n * _float(e) ** 2)
        smaller = HOEFFDING if hoeffding < _float(worst / e**2) else CHEBYSHEV
        return bool(
            answer["a"] * e**2 == worst
            and math.isclose(_float(answer["b"]), hoeffding, rel_tol=1e-9)
            and answer["c"] == (smaller,)
        )
    total = NormalDist(_float(n * mean), _float(deviation) * math.sqrt(n))
    edge = _float(n * (mean + distance)) if kind != "total" else _float(n * mean) + _float(z * deviation) * math.sqrt(n)
    found = {
        "above": lambda: 1 - total.cdf(edge),
        "total": lambda: 1 - total.cdf(edge),
        "below": lambda: total.cdf(edge),
        "within": lambda: total.cdf(edge) - total.cdf(2 * total.mean - edge),
    }[kind]()
    return abs(_float(answer) - found) < 2e-4


def _convolved(n: int, law: tuple[tuple[int, Q], ...], asked: str, answer: dict[str, Q]) -> bool:
    """Mean and variance of the sum from its exact distribution."""
    import numpy as np

    low = min(x for x, _ in law)
    one = np.zeros(max(x for x, _ in law) - low + 1)
    for x, p in law:
        one[x - low] = _float(p)
    many = np.ones(1)
    for _ in range(n):
        many = np.convolve(many, one)
    values = np.arange(len(many)) + n * low
    center = float(values @ many)
    spread = float((values - center) ** 2 @ many)
    mu = center / n
    m, v = {
        "sum": (center, spread),
        "mean": (mu, spread / n**2),
        "scaled": (0.0, spread / n),
    }[asked]
    return math.isclose(_float(answer["m"]), m, abs_tol=1e-7) and math.isclose(_float(answer["v"]), v, rel_tol=1e-7)


def _enough(accuracy: Q, error: Q, answer: dict[str, Any]) -> bool:
    """Every n is enough, and n - 1 is not."""
    z = _rational(QUANTILES[error][1])
    enough = {
        "a": lambda k: Q(1, 4 * k) / accuracy**2 <= error,
        "b": lambda k: 2 * math.exp(-2 * k * _float(accuracy) ** 2) <= _float(error),
        "c": lambda k: accuracy**2 * 4 * k >= z**2,
    }
    for part, holds in enough.items():
        size = answer[part]
        if size.q != 1 or size < 2 or not holds(int(size.p)) or holds(int(size.p) - 1):
            return False
    return True
