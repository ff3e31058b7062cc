"""Compute E[X] or E[g(X)] for a discrete variable (MML 6.4.1).

Levels: 1 a probability table, or weights that must first be normalised; 2 E[g(X)]; 3 a count, by indicators or by
symmetry. Checked by enumerating a finite sample space outcome by outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations, pairwise, product
from typing import NamedTuple

from question_bank._draw import distribution, values
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"table", "weights", "function", or a key of COUNTS."""
    setting: int
    xs: tuple[int, ...]
    """Values of X; at level 3 the parameters of the count."""
    ps: tuple[Q, ...]
    """Probabilities, or weights that do not add up to one."""
    g: int = 0
    """Index of the function at level 2."""


class Function(NamedTuple):
    """g at level 2, in LaTeX around its argument."""

    tex: str
    """With X for the argument."""
    at: str
    """With @x for the value put in."""
    value: Callable[[Q], Q]
    kink: int | None = None
    """Where two straight pieces meet."""


FUNCTIONS = (
    Function("X^2", "@(x)^2", lambda x: x * x),
    Function("(X - 1)^2", r"\left(@{x} - 1\right)^2", lambda x: (x - 1) ** 2),
    Function(r"\left| X - 1 \right|", r"\left| @{x} - 1 \right|", lambda x: abs(x - 1), kink=1),
    Function("X^3", "@(x)^3", lambda x: x * x * x),
    Function(r"\max(0, X)", r"\max(0, @{x})", lambda x: max(Q(0), x), kink=0),
    Function("2X^2 + 1", r"2 \cdot @(x)^2 + 1", lambda x: 2 * x * x + 1),
)
TABLES = (
    "A discrete random variable $X$ has the distribution below.",
    "The profit $X$ of a random order, in euros, has the distribution below.",
    "The error $X$ of a sensor reading, in steps of its scale, has the distribution below.",
)


@exercise("pro-expectation-discrete", version=1, bounds=(300, 1200, 2000))
def expectation(draw: Draw, level: int) -> Given:
    """Small integer values; probabilities with one small denominator."""
    setting = draw.below(len(TABLES))
    if level == 3:
        kind = draw.weighted(tuple(COUNTS), (1, 3, 2, 2))
        xs, ps = COUNTS[kind].sample(draw)
        return Given(kind, draw.below(len(COUNTS[kind].settings)), xs, ps)
    n = draw.integer(3, 4)
    if level == 2:
        return _bent(draw, setting, n)
    xs, ps = _any(draw, n)
    if draw.flip():
        weights = tuple(Q(draw.integer(1, 5)) for _ in range(n))
        return Given("weights", setting, xs, weights)
    return Given("table", setting, xs, tuple(ps))


def _bent(draw: Draw, setting: int, n: int) -> Given:
    """A function that has values of X on both sides of its kink: else it is linear there, and nothing is to be seen."""
    for _ in range(TRIES):
        xs, ps = _small_mean(draw, n)
        g = draw.below(len(FUNCTIONS))
        kink = FUNCTIONS[g].kink
        if kink is None or min(xs) < kink < max(xs):
            return Given("function", setting, xs, tuple(ps), g)
    raise exhausted("distribution", "values on both sides of a kink")


def _any(draw: Draw, n: int) -> tuple[tuple[int, ...], tuple[Q, ...]]:
    return tuple(values(draw, n, -4, 6)), tuple(distribution(draw, n, draw.choice((8, 10, 12, 20))))


def _small_mean(draw: Draw, n: int) -> tuple[tuple[int, ...], tuple[Q, ...]]:
    """A mean that is whole or half: g(mean) is then easily compared."""
    for _ in range(TRIES):
        xs, ps = _any(draw, n)
        mean = _sum(x * p for x, p in zip(xs, ps, strict=True))
        if mean.q <= 2 and abs(mean) <= 4:
            return xs, ps
    raise exhausted("distribution", "a mean that is whole or half")


@expectation.problem
def build(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], g: int) -> Problem:
    """A weighted sum, or a sum of indicators."""
    if kind in COUNTS:
        return _count(COUNTS[kind], setting, xs, ps)
    if kind == "weights":
        return _weights(setting, xs, ps)
    return _mean(setting, xs, ps) if kind == "table" else _function(setting, xs, ps, FUNCTIONS[g])


def table(head: str, xs: Iterable[object], ps: Iterable[object]) -> str:
    """A two-row Markdown table: values and their probabilities."""
    top = " | ".join(f"${latex_of(x)}$" for x in xs)
    bottom = " | ".join(f"${latex_of(p)}$" for p in ps)
    rule = "|".join("---" for _ in top.split(" | "))
    return f"| $x$ | {top} |\n|---|{rule}|\n| {head} | {bottom} |"


def weighted_sum(xs: Iterable[Q | int], ps: Iterable[object]) -> Tex:
    """x_1 p_1 + x_2 p_2 + ... with every number in it."""
    return Tex(" + ".join(rf"{factor(x)} \cdot {latex_of(p)}" for x, p in zip(xs, ps, strict=True)))


def _sum(terms: Iterable[Q]) -> Q:
    return sum(terms, Q(0))


def _mean(setting: int, xs: tuple[int, ...], ps: tuple[Q, ...]) -> Problem:
    mean = _sum(x * p for x, p in zip(xs, ps, strict=True))
    answer = NumberAnswer.of(mean)
    return Problem.single(
        prompt="\n\n".join([TABLES[setting], table("$P(X = x)$", xs, ps), r"Compute $\mathbb{E}[X]$ exactly."]),
        answer=answer,
        hints=HINTS_MEAN,
        steps=(
            step(
                r"The expectation is the sum of the values, each times its probability: "
                r"$\mathbb{E}[X] = \sum_x x \, P(X = x)$."
            ),
            step(r"Put in the table: $\mathbb{E}[X] = @sum$.", sum=weighted_sum(xs, ps)),
            step(
                r"The products are $@products$. Check: the result must lie between the smallest value $@low$ and the "
                r"largest $@high$.",
                products=_products(xs, ps),
                low=min(xs),
                high=max(xs),
            ),
            step(r"They add up to $\mathbb{E}[X] = @answer$.", answer=answer),
        ),
        misconceptions=(_average(xs),),
    )


HINTS_MEAN = (
    "The expectation weighs each value with its probability.",
    r"Use $\mathbb{E}[X] = \sum_x x \, P(X = x)$ and mind the signs of the values.",
)


def _products(xs: Iterable[Q | int], ps: Iterable[Q]) -> Tex:
    return Tex(r",\; ".join(latex_of(x * p) for x, p in zip(xs, ps, strict=True)))


def _average(xs: tuple[int, ...] | list[Q]) -> Misconception:
    return Misconception(
        "average-of-values",
        NumberAnswer.of(_sum(Q(x) for x in xs) / len(xs)),
        "That is the plain average of the values: they are not equally likely, so weigh each with its probability.",
    )


def _weights(setting: int, xs: tuple[int, ...], ws: tuple[Q, ...]) -> Problem:
    total = _sum(ws)
    unnormalised = _sum(x * w for x, w in zip(xs, ws, strict=True))
    answer = NumberAnswer.of(unnormalised / total)
    sentence = TABLES[setting].replace(
        "has the distribution below", "takes the values below with $P(X = x) = c\\, w(x)$"
    )
    return Problem.single(
        prompt="\n\n".join(
            [sentence, table("$w(x)$", xs, ws), r"The constant $c$ is not given. Compute $\mathbb{E}[X]$ exactly."]
        ),
        answer=answer,
        hints=("Probabilities add up to one: that fixes the constant $c$.", *HINTS_MEAN),
        steps=(
            step(
                r"The probabilities add up to one: $c \left(@sum\right) = 1$, so $c = \frac{1}{@total}$.",
                sum=Tex(" + ".join(latex_of(w) for w in ws)),
                total=total,
            ),
            step(
                r"The weighted sum of the values is $\sum_x x\, w(x) = @sum = @value$.",
                sum=weighted_sum(xs, ws),
                value=unnormalised,
            ),
            step(
                r"The probabilities are therefore $@ps$; the result must lie between $@low$ and $@high$.",
                ps=Tex(r",\; ".join(latex_of(w / total) for w in ws)),
                low=min(xs),
                high=max(xs),
            ),
            step(
                r"So $\mathbb{E}[X] = c \sum_x x\, w(x) = \frac{1}{@total} \cdot @(value) = @answer$.",
                total=total,
                value=unnormalised,
                answer=answer,
            ),
        ),
        misconceptions=(
            _average(xs),
            Misconception(
                "unweighted-probabilities",
                NumberAnswer.of(unnormalised),
                "The weights do not add up to one: normalise them before you use them as probabilities.",
            ),
        ),
    )


def _function(setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], g: Function) -> Problem:
    images = [g.value(Q(x)) for x in xs]
    mean = _sum(x * p for x, p in zip(xs, ps, strict=True))
    answer = NumberAnswer.of(_sum(y * p for y, p in zip(images, ps, strict=True)))
    wanted = Tex(rf"\mathbb{{E}}\left[{g.tex}\right]")
    put_in = "; ".join(text(f"${g.at} = @y$", x=x, y=y) for x, y in zip(xs, images, strict=True))
    return Problem.single(
        prompt="\n\n".join([TABLES[setting], table("$P(X = x)$", xs, ps), f"Compute ${wanted}$ exactly."]),
        answer=answer,
        hints=(
            "You need not find the distribution of the new variable: weigh its values with the same probabilities.",
            r"Use $\mathbb{E}[g(X)] = \sum_x g(x) \, P(X = x)$; first work out every $g(x)$.",
        ),
        steps=(
            Step(f"The values of the function are {put_in}."),
            step(
                r"Weigh them with the probabilities of the table: $@wanted = @sum$.",
                wanted=wanted,
                sum=weighted_sum(images, ps),
            ),
            step(
                r"The products are $@products$. Compare: $\mathbb{E}[X] = @mean$, so $g(\mathbb{E}[X]) = @off$, which "
                r"is @alike.",
                products=_products(images, ps),
                mean=mean,
                off=g.value(mean),
                alike="something else" if g.value(mean) != answer.value() else "the same here only by chance",
            ),
            step(r"The products add up to $@wanted = @answer$.", wanted=wanted, answer=answer),
        ),
        misconceptions=tuple(
            m
            for m in (
                _average(images),
                Misconception(
                    "g-of-mean",
                    NumberAnswer.of(g.value(mean)),
                    r"That is $g(\mathbb{E}[X])$. The expectation of $g(X)$ is something else unless $g$ is linear.",
                ),
            )
            if m.answer != answer
        ),
    )


class Count(NamedTuple):
    """A count whose expectation is found by indicators or by symmetry."""

    settings: tuple[str, ...]
    """Prompts with the parameters @a, @b and the probability @p."""
    hint: str
    sample: Callable[[Draw], tuple[tuple[int, ...], tuple[Q, ...]]]
    steps: Callable[[int, int, Q], list[Step]]
    value: Callable[[int, int, Q], Q]
    extremes: Callable[[int, int], tuple[int, int]]
    """Smallest and largest value of the count."""
    enumerate: Callable[[int, int, Q], Iterable[tuple[int, Q]]]
    """All outcomes: the count and its probability."""


INDICATORS = "Write the count as a sum of indicators, one for each thing that may happen or not."


def _draw_distinct(draw: Draw) -> tuple[tuple[int, ...], tuple[Q, ...]]:
    """Points and draws; four draws from few points only, because of the fourth power."""
    k = draw.integer(2, 4)
    return (draw.integer(3, 6 if k == 4 else 10), k), (Q(0),)


def _distinct_steps(n: int, k: int, _: Q) -> list[Step]:
    q = 1 - Q(n - 1, n) ** k
    return [
        step(
            r"Write $X = I_1 + \dots + I_@{n}$, where $I_i = 1$ if number $i$ is met at least once, and $0$ otherwise.",
            n=n,
        ),
        step(
            r"Each of the $@k$ draws misses number $i$ with probability $\frac{@m}{@n}$, independently, so it is met "
            r"with probability $\mathbb{E}[I_i] = 1 - \left(\frac{@m}{@n}\right)^@{k} = 1 - @missed = @q$.",
            k=k,
            m=n - 1,
            n=n,
            missed=1 - q,
            q=q,
        ),
        step(r"Expectation is linear, also for dependent indicators: $\mathbb{E}[X] = @n \cdot @q$.", n=n, q=q),
    ]


def _change_steps(n: int, _: int, p: Q) -> list[Step]:
    q = 2 * p * (1 - p)
    return [
        step(
            r"Write $X = I_1 + \dots + I_@{m}$, where $I_i = 1$ if results $i$ and $i+1$ differ, and $0$ otherwise: "
            r"there are $@n - 1 = @m$ pairs of neighbours.",
            n=n,
            m=n - 1,
        ),
        step(r"Two results differ in two ways: $\mathbb{E}[I_i] = @p \cdot @r + @r \cdot @p = @q$.", p=p, r=1 - p, q=q),
        step(
            r"Neighbouring indicators are dependent here, but expectation is linear all the same: "
            r"$\mathbb{E}[X] = @m \cdot @q$.",
            m=n - 1,
            q=q,
        ),
    ]


def _first_steps(k: int, m: int, _: Q) -> list[Step]:
    return [
        step(
            r"Call the $@k$ items of the kind that is waited for *hits*. They cut the row of the other $@m$ into "
            r"$@gaps$ gaps: before the first hit, between neighbours, after the last.",
            k=k,
            m=m,
            gaps=k + 1,
        ),
        step(
            r"By symmetry all gaps have the same expected length, and the lengths add up to $@m$: each is expected to "
            r"hold $@share$ @items.",
            m=m,
            share=Q(m, k + 1),
            items="item" if m == k + 1 else "items",
        ),
        step(
            r"The first hit stands one place after the first gap: $\mathbb{E}[X] = 1 + @share$.",
            share=Q(m, k + 1),
        ),
    ]


def _pair_steps(n: int, k: int, _: Q) -> list[Step]:
    pairs = k * (k - 1) // 2
    return [
        step(
            r"Take an indicator for each pair: $1$ if the two meet, $0$ otherwise. Among $@k$ there are "
            r"$\frac{@k \cdot @j}{2} = @pairs$ pairs.",
            k=k,
            j=k - 1,
            pairs=pairs,
        ),
        step(
            r"Whatever the first of a pair gets, the second gets the same with probability $\frac{1}{@n}$: this is the "
            r"expectation of an indicator.",
            n=n,
        ),
        step(
            r"Expectation is linear, also for dependent indicators: $\mathbb{E}[X] = @pairs \cdot \frac{1}{@n}$.",
            pairs=pairs,
            n=n,
        ),
    ]


BIASES = ((1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (1, 6), (5, 6), (3, 10), (7, 10))


def _bootstrap_space(n: int, k: int, _: Q) -> Iterable[tuple[int, Q]]:
    share = Q(1, n**k)
    return ((len(set(outcome)), share) for outcome in product(range(n), repeat=k))


def _change_space(n: int, _: int, p: Q) -> Iterable[tuple[int, Q]]:
    for outcome in product((0, 1), repeat=n):
        ones = sum(outcome)
        yield sum(a != b for a, b in pairwise(outcome)), p**ones * (1 - p) ** (n - ones)


def _first_space(k: int, m: int, _: Q) -> Iterable[tuple[int, Q]]:
    places = list(combinations(range(1, k + m + 1), k))
    return ((min(chosen), Q(1, len(places))) for chosen in places)


def _pair_space(n: int, k: int, _: Q) -> Iterable[tuple[int, Q]]:
    """Key after key: how full the buckets are, and how often, for all n^k ways at once."""
    states = {((0,) * n, 0): 1}
    for _key in range(k):
        after: dict[tuple[tuple[int, ...], int], int] = {}
        for (loads, met), ways in states.items():
            for i in range(n):
                full = tuple(sorted((*loads[:i], loads[i] + 1, *loads[i + 1 :])))
                at = (full, met + loads[i])
                after[at] = after.get(at, 0) + ways
        states = after
    return ((met, Q(ways, n**k)) for (_, met), ways in states.items())


COUNTS: dict[str, Count] = {
    "distinct": Count(
        (
            "From a data set of $@a$ points a bootstrap sample of $@b$ points is drawn, one at a time and with "
            "replacement, all equally likely. Let $X$ be the number of *different* data points in the sample.",
            "A hash function sends each of $@b$ keys to one of $@a$ buckets, independently and all equally likely. "
            "Let $X$ be the number of buckets that are *not empty*.",
            "Each of $@b$ requests goes to one of $@a$ servers, independently and all equally likely. Let $X$ be the "
            "number of servers that get at least one request.",
        ),
        INDICATORS,
        _draw_distinct,
        _distinct_steps,
        lambda n, k, p: n * (1 - Q(n - 1, n) ** k),
        lambda n, k: (1, min(n, k)),
        _bootstrap_space,
    ),
    "changes": Count(
        (
            "A sequence of $@a$ independent labels is drawn, each $1$ with probability $@p$ and $0$ otherwise. Let $X$ "
            "be the number of places where two neighbouring labels differ.",
            "A biased coin shows heads with probability $@p$. It is thrown $@a$ times. Let $X$ be the number of "
            "throws, after the first, whose result differs from that of the throw before.",
            "A line sends $@a$ bits, each $1$ with probability $@p$ and $0$ otherwise, independently. Let $X$ be the "
            "number of times that the signal changes from one bit to the next.",
        ),
        INDICATORS,
        lambda draw: ((draw.integer(4, 9), 0), (Q(*draw.choice(BIASES)),)),
        _change_steps,
        lambda n, k, p: (n - 1) * 2 * p * (1 - p),
        lambda n, k: (0, n - 1),
        _change_space,
    ),
    "first": Count(
        (
            "A list of $@a$ positive and $@b$ negative examples is shuffled, all orders equally likely. Let $X$ be the "
            "position of the first positive example ($1$ is the front).",
            "A tray holds $@a$ faulty and $@b$ good parts. They are tested one by one in random order. Let $X$ be the "
            "number of tests until the first faulty part is found, that test included.",
            "Of all images in a folder $@a$ show a person and $@b$ do not. They are opened in random order. Let $X$ "
            "be the number of images opened up to and including the first that shows a person.",
        ),
        "The items of the kind that is waited for divide the row of the others into gaps, and all gaps are alike.",
        lambda draw: ((draw.integer(2, 6), draw.integer(3, 9)), (Q(0),)),
        _first_steps,
        lambda k, m, p: 1 + Q(m, k + 1),
        lambda k, m: (1, m + 1),
        _first_space,
    ),
    "pairs": Count(
        (
            "A hash function sends each of $@b$ keys to one of $@a$ buckets, independently and all equally likely. "
            "Let $X$ be the number of *pairs* of keys that share a bucket.",
            "Each of $@b$ people picks one of $@a$ time slots, independently and all equally likely. Let $X$ be the "
            "number of *pairs* of people with the same slot.",
            "Each of $@b$ sensors sends on one of $@a$ channels, independently and all equally likely. Let $X$ be the "
            "number of *pairs* of sensors on the same channel.",
        ),
        INDICATORS,
        lambda draw: ((draw.integer(4, 12), draw.integer(3, 7)), (Q(0),)),
        _pair_steps,
        lambda n, k, p: Q(k * (k - 1), 2 * n),
        lambda n, k: (0, k * (k - 1) // 2),
        _pair_space,
    ),
}


def _count(count: Count, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...]) -> Problem:
    a, b = xs
    p = ps[0]
    value = count.value(a, b, p)
    answer = NumberAnswer.of(value, decimals=3)
    low, high = count.extremes(a, b)
    told = count.settings[setting]
    named = {name: given for name, given in (("a", a), ("b", b), ("p", p)) if f"@{name}" in told}
    middle = Misconception(
        "average-of-values",
        NumberAnswer.of(Q(low + high, 2), decimals=3),
        "That is the middle between the smallest and the largest value, but the values are not equally likely.",
    )
    return Problem.single(
        prompt=text(told, **named) + "\n\n" + r"Compute $\mathbb{E}[X]$, exactly or to three decimals.",
        answer=answer,
        hints=(
            "You need not find the distribution of $X$.",
            count.hint,
            "Expectations add up even where the parts depend on each other.",
        ),
        steps=(
            *count.steps(a, b, p),
            step(
                r"Check: $X$ takes values from $@low$ to $@high$, so its expectation lies between.", low=low, high=high
            ),
            step(r"The answer is $\mathbb{E}[X] = @answer$.", answer=answer),
        ),
        misconceptions=()
        if middle.answer.matches(answer.typed()) or answer.matches(middle.answer.typed())
        else (middle,),
    )


@expectation.verify
def enumerate_the_outcomes(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], g: int, answer: Q) -> bool:
    """Go through a finite sample space: equally likely tickets in an urn, or every outcome of the experiment."""
    if kind in COUNTS:
        a, b = xs
        space = list(COUNTS[kind].enumerate(a, b, ps[0]))
        assert sum((p for _, p in space), Q(0)) == 1
        return bool(sum((x * p for x, p in space), Q(0)) == answer)
    share = Q(1)
    for p in ps:
        share /= p.q
    urn = [x for x, p in zip(xs, ps, strict=True) for _ in range(int((p / share).p))]
    images = [FUNCTIONS[g].value(Q(x)) if kind == "function" else Q(x) for x in urn]
    return bool(answer * len(images) == sum(images, Q(0)))
