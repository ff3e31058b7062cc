"""Compute with the binomial, geometric, Poisson and multinomial laws (MML 6.2.1, 6.6.1).

Levels: 1 one probability of a named law; 2 mean and variance, or the parameters from them; 3 the law is to be chosen
from a story, also by thinning a Poisson number and by merging the categories of a multinomial. Checked without the
formulas: trial by trial in a table of counts, by conditioning on the first trial, and by summing over the Poisson
number before thinning.
"""

from __future__ import annotations

import math
from math import comb
from typing import Any, NamedTuple

from question_bank._steps import base, wrong_numbers
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, decimal, latex_of, text
from quizgen.problem import Follow, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"binomial", "geometric", "poisson" or "multinomial"; with "-moments", or "binomial-inverse", at level 2;
    "thinning"."""
    told: str
    """"named" or "story"."""
    setting: int
    p: Q
    """Success probability, or share that is kept."""
    n: int
    """Trials; the Poisson parameter."""
    k: int
    """The value whose probability is asked."""


NAMED = {
    "binomial": (
        "The random variable $X$ has a binomial distribution with $n = @n$ and success probability $p = @p$.",
        r"Let $X_1, \dots, X_@{n}$ be independent Bernoulli variables with parameter $p = @p$, and $X$ their sum.",
    ),
    "geometric": (
        "Independent trials succeed with probability $p = @p$. The geometric variable $X$ is the number of the first "
        "trial that succeeds, $X = 1, 2, \\dots$",
        "The number $X$ of attempts up to and including the first success has a geometric distribution with success "
        "probability $p = @p$, $X = 1, 2, \\dots$",
    ),
    "poisson": (
        r"The random variable $X$ has a Poisson distribution with parameter $\lambda = @n$.",
        r"A counter's reading $X$ in one minute is Poisson distributed with $\lambda = @n$.",
    ),
}
STORIES = {
    "binomial": (
        "A classifier labels each image wrongly with probability $@p$, independently of the others. It labels $@n$ "
        "images. What is the probability that exactly $@k$ of the labels @are wrong?",
        "Each bit of a message is flipped with probability $@p$, independently of the others. The message has $@n$ "
        "bits. What is the probability that exactly $@k$ @are flipped?",
        "With dropout, each of $@n$ units is switched off with probability $@p$, independently. What is the "
        "probability that exactly $@k$ @are switched off?",
    ),
    "geometric": (
        "A packet reaches its goal with probability $@p$ and is sent again until it does, every time independently. "
        "What is the probability that it is sent exactly $@k$ times?",
        "A random search tries settings one after the other, each good with probability $@p$, independently. It stops "
        "at the first good one. What is the probability that exactly $@k$ settings are tried?",
        "Each product tested is faulty with probability $@p$, independently. What is the probability that the first "
        "faulty one is the $@{k}$th product tested?",
    ),
    "multinomial": (
        "Each visitor of a page clicks on link A with probability $@a$, on link B with probability $@b$ and leaves "
        "with probability $@c$, independently of the others. Of $@n$ visitors, what is the probability that exactly "
        "$@k$ @click on link A?",
        "A text generator draws each word independently: a noun with probability $@a$, a verb with probability $@b$ "
        "and another word with probability $@c$. Of $@n$ words, what is the probability that exactly $@k$ @nouns?",
        "A patient has blood group A with probability $@a$, group O with probability $@b$ and another group with "
        "probability $@c$, independently. Of $@n$ patients, what is the probability that exactly $@k$ @have group A?",
    ),
    "thinning": (
        r"The number of messages in an hour is Poisson distributed with parameter $@n$. Each message is spam with "
        r"probability $@p$, independently of everything else. What is the probability of exactly $@k$ spam @messages "
        "in an hour?",
        r"The number of photons that reach a detector is Poisson distributed with parameter $@n$. Each is counted with "
        r"probability $@p$, independently of everything else. What is the probability that exactly $@k$ @photons "
        "counted?",
        r"The number of visitors of a page in a minute is Poisson distributed with parameter $@n$. Each of them buys "
        r"something with probability $@p$, independently of everything else. What is the probability of exactly $@k$ "
        "@purchases in a minute?",
    ),
}
PLURALS = {
    "are": ("is", "are"),
    "have": ("has", "have"),
    "click": ("clicks", "click"),
    "messages": ("message", "messages"),
    "photons": ("photon is", "photons are"),
    "purchases": ("purchase", "purchases"),
    "nouns": ("is a noun", "are nouns"),
}
TRIALS = (
    (Q(1, 2), 6),
    (Q(1, 3), 5),
    (Q(2, 3), 5),
    (Q(1, 4), 4),
    (Q(3, 4), 4),
    (Q(1, 5), 4),
    (Q(2, 5), 4),
    (Q(4, 5), 4),
)
"""Success probabilities with the most trials at which the work stays small."""


@exercise("pro-named-discrete", version=1, bounds=(1000, 2000, 2000))
def named(draw: Draw, level: int) -> Given:
    """Few trials and simple probabilities."""
    if level == 2:
        return _moments(draw)
    if level == 1:
        kind = draw.choice(("binomial", "binomial", "geometric", "geometric", "poisson"))
    else:
        kind = draw.choice(("binomial", "geometric", "multinomial", "multinomial", "thinning", "thinning"))
    told = "named" if level == 1 else "story"
    setting = draw.below(len(NAMED[kind])) if level == 1 else draw.below(len(STORIES[kind]))
    p, most = draw.choice(TRIALS)
    if kind == "poisson":
        return Given(kind, told, setting, Q(1), draw.integer(1, 5), draw.integer(0, 4))
    if kind == "thinning":
        share = draw.choice((Q(1, 2), Q(1, 3), Q(1, 4), Q(1, 5), Q(1, 10), Q(2, 5)))
        thinned = draw.integer(1, 4)
        total = thinned / share
        if total.q != 1:
            share, total = Q(1, 2), Q(2 * thinned)
        return Given(kind, told, setting, share, int(total.p), draw.integer(0, 4))
    if kind == "geometric":
        return Given(kind, told, setting, p, 0, draw.integer(4 if setting == 2 and level == 3 else 2, max(4, most - 1)))
    n = draw.integer(3, most)
    return Given(kind, told, setting, p, n, draw.integer(1, n - 1))


SHARES = ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (1, 10), (3, 10))


def _moments(draw: Draw) -> Given:
    kind = draw.choice(("binomial-moments", "binomial-moments", "binomial-inverse", "geometric-moments"))
    p = draw.choice(
        (Q(1, 2), Q(1, 3), Q(2, 3), Q(1, 4), Q(3, 4), Q(1, 5), Q(2, 5), Q(3, 5), Q(4, 5), Q(1, 10), Q(3, 10))
    )
    n = int(p.q) * draw.integer(2, 12)
    return Given(kind, "story", draw.below(3), p, n, 0)


@named.problem
def build(kind: str, told: str, setting: int, p: Q, n: int, k: int) -> Problem:
    """One probability, or mean and variance."""
    if kind in ("binomial-moments", "geometric-moments"):
        return _mean_variance(kind, setting, p, n)
    if kind == "binomial-inverse":
        return _inverse(setting, p, n)
    steps, answer, hints, wrong = {
        "binomial": _binomial,
        "multinomial": _binomial,
        "geometric": _geometric,
        "poisson": _poisson,
        "thinning": _poisson,
    }[kind](kind, p, n, k, told == "story")
    return Problem.single(
        prompt=_prompt(kind, told, setting, p, n, k), answer=answer, hints=hints, steps=steps, misconceptions=wrong
    )


def others(p: Q) -> tuple[Q, Q]:
    """The probabilities of the other two categories of a multinomial law."""
    rest = 1 - p
    first = rest / 2 if rest.p % 2 == 0 or rest.p == 1 else rest / rest.p
    return first, rest - first


def _prompt(kind: str, told: str, setting: int, p: Q, n: int, k: int) -> str:
    template = NAMED[kind][setting] if told == "named" else STORIES[kind][setting]
    for word, (one, many) in PLURALS.items():
        template = template.replace("@" + word, one if k == 1 else many)
    values: dict[str, Any] = {"p": p, "n": n, "k": k}
    if kind == "multinomial":
        b, c = others(p)
        values |= {"a": p, "b": b, "c": c}
    used = {name: value for name, value in values.items() if f"@{name}" in template or f"@{{{name}}}" in template}
    if told == "named":
        return f"{text(template, **used)}\n\nCompute $P(X = {k})$, exactly or to three decimals."
    return f"{text(template, **used)}\n\nAnswer exactly or to three decimals."


Told = tuple[tuple[Step, ...], NumberAnswer, tuple[str, ...], tuple[Any, ...]]


def _binomial(kind: str, p: Q, n: int, k: int, story: bool) -> Told:
    right = comb(n, k) * p**k * (1 - p) ** (n - k)
    answer = NumberAnswer.of(right, decimals=3)
    law = step(r"The number $X$ of successes in $n = @n$ independent trials is binomial with $p = @p$.", n=n, p=p)
    if kind == "multinomial":
        law = step(
            r"Only one category counts: each trial falls into it (success, $p = @p$) or not ($1 - p = @q$). So the "
            r"number $X$ is binomial with $n = @n$: a marginal of a multinomial law.",
            p=p,
            q=1 - p,
            n=n,
        )
    one = p**k * (1 - p) ** (n - k)
    steps = (
        law,
        step(r"By the binomial law $P(X = k) = \binom{n}{k} p^k (1 - p)^{n - k}$."),
        step(
            r"One fixed order of successes and failures has probability $@power = @one$.",
            power=_power(p, k, n),
            one=one,
        ),
        step(r"There are $\binom{@n}{@k} = @ways$ orders.", n=n, k=k, ways=comb(n, k)),
        step(r"So $P(X = @k) = @ways \cdot @one = @answer$.", k=k, ways=comb(n, k), one=one, answer=answer),
    )
    hints: tuple[str, ...] = (
        "There is a fixed number of independent trials, each with success or failure: which law counts the successes?",
        "One order of successes and failures has a simple probability; then count the orders.",
    )
    if kind == "multinomial":
        hints = ("Only one of the categories is asked about: merge the others.", *hints)
    wrong = wrong_numbers(
        right,
        (
            "no-binomial-coefficient",
            one,
            "That is the probability of one particular order of successes and failures; there are more such orders.",
        ),
        decimals=3,
    )
    return steps, answer, hints, wrong


def _power(p: Q, k: int, n: int) -> Tex:
    r"""`\left(\frac{1}{3}\right)^2 \cdot \left(\frac{2}{3}\right)^3`."""
    return Tex(r" \cdot ".join(_raised(base, e) for base, e in ((p, k), (1 - p, n - k)) if e))


def _raised(base: Q, exponent: int) -> str:
    return latex_of(base) if exponent == 1 else rf"\left({latex_of(base)}\right)^{{{exponent}}}"


def _geometric(kind: str, p: Q, n: int, k: int, story: bool) -> Told:
    right = (1 - p) ** (k - 1) * p
    answer = NumberAnswer.of(right, decimals=3)
    steps = (
        step(r"The number $X$ of the first success in independent trials is geometric with $p = @p$.", p=p),
        step(
            r"$X = @k$ means @failures first, each with probability $1 - p = @q$, and then a success.",
            k=k,
            failures=Tex(f"{k - 1}") if k < 1 else f"{k - 1} {'failure' if k == 2 else 'failures'}",
            q=1 - p,
        ),
        step(r"So the law is $P(X = k) = (1 - p)^{k - 1} \, p$ for $k = 1, 2, \dots$"),
        step(
            r"Put in: $P(X = @k) = @powers = @answer$.",
            k=k,
            powers=Tex(_raised(1 - p, k - 1) + r" \cdot " + latex_of(p)),
            answer=answer,
        ),
    )
    hints = (
        "Trials go on until the first success: how many failures come before it?",
        "The trials are independent: multiply the probability of every single trial.",
    )
    wrong = wrong_numbers(
        right,
        (
            "geometric-shift",
            (1 - p) ** k * p,
            "Count the failures again: the success itself is one of the trials.",
        ),
        decimals=3,
    )
    return steps, answer, hints, wrong


def _poisson(kind: str, p: Q, n: int, k: int, story: bool) -> Told:
    rate = int((p * n).p)
    front = Q(rate**k, math.factorial(k))
    answer = NumberAnswer.of(f"{f'({front})*' if front != 1 else ''}e^(-{rate})", decimals=3)
    opening = step(
        r"The Poisson law with $\lambda = @n$ has $P(X = k) = \frac{\lambda^k}{k!} \, e^{-\lambda}$.", n=rate
    )
    if kind == "thinning":
        opening = step(
            r"Thinning: if the total is Poisson with parameter $@n$ and each item is kept independently with "
            r"probability $@p$, the number kept is Poisson with $\lambda = @n \cdot @p = @rate$.",
            n=n,
            p=p,
            rate=rate,
        )
    steps = (
        opening,
        step(
            r"Put in: $P(X = @k) = \frac{@rate^@{k}}{@{k}!} \, e^{-@rate} = @front \, e^{-@rate}$.",
            rate=rate,
            k=k,
            front=front,
        )
        if front != 1
        else step(r"Put in: $P(X = @k) = \frac{@rate^@{k}}{@{k}!} \, e^{-@rate}$.", rate=rate, k=k),
        step(
            r"With a calculator: $e^{-@rate} \approx @power$.",
            rate=rate,
            power=decimal(math.exp(-rate), 5),
        ),
        step(r"So the probability is $@answer$.", answer=answer),
    )
    hints: tuple[str, ...] = (
        r"A Poisson variable has $P(X = k) = \frac{\lambda^k}{k!} \, e^{-\lambda}$ for $k = 0, 1, 2, \dots$",
        r"Mind the factorial: $0! = 1$." if k == 0 else r"First work out the factor before the power of $e$.",
    )
    if kind == "thinning":
        hints = ("If each item of a Poisson number is kept independently, what law has the number kept?", *hints)
    return steps, answer, hints, ()


# ------------------------------------------------------------------ level 2

MANY = (
    "A classifier labels each image wrongly with probability $@p$, independently of the others. It labels $@n$ images; "
    "$X$ is the number of wrong labels.",
    "Each of $@n$ bits is flipped with probability $@p$, independently of the others; $X$ is the number of flipped "
    "bits.",
    "With dropout, each of $@n$ units is switched off with probability $@p$, independently; $X$ is the number of units "
    "that are switched off.",
)
WAITING = (
    "A packet reaches its goal with probability $@p$ and is sent again until it does, every time independently; $X$ is "
    "the number of times that it is sent.",
    "A random search tries settings one after the other, each good with probability $@p$, independently; $X$ is the "
    "number of settings tried up to and including the first good one.",
    "Independent trials succeed with probability $@p$; $X$ is the number of the first trial that succeeds.",
)
INVERSE = (
    "The number $X$ of successes in $n$ independent trials with success probability $p$ has mean $@m$ and variance "
    "$@v$.",
    "A binomial variable $X$ has $\\mathbb{E}[X] = @m$ and $\\mathbb{V}[X] = @v$.",
    "The number $X$ of wrong labels among $n$ images is binomial. Its mean is $@m$ and its variance $@v$.",
)
SPREAD = "That is the mean. The variance of a sum of independent Bernoulli variables adds $p(1 - p)$ for each, not $p$."


def moments(kind: str, p: Q, n: int) -> tuple[Q, Q]:
    """Mean and variance."""
    return (n * p, n * p * (1 - p)) if kind.startswith("binomial") else (1 / p, (1 - p) / p**2)


def _mean_variance(kind: str, setting: int, p: Q, n: int) -> Problem:
    mean, variance = (NumberAnswer.of(x) for x in moments(kind, p, n))
    m, v = moments(kind, p, n)
    binomial = kind == "binomial-moments"
    values: dict[str, Any] = {"p": p, "n": n} if binomial else {"p": p}
    law = "binomial" if binomial else "geometric"
    shown: dict[str, Any] = {"p": p, "q": 1 - p, "mean": mean, "m": m, "v": v}
    if binomial:
        steps = [
            step(r"$X$ is a sum of $@n$ independent Bernoulli variables: it is binomial with $p = @p$.", n=n, p=p),
            step(r"Each of them has mean $p$, so $\mathbb{E}[X] = np = @n \cdot @p = @m$.", n=n, p=p, m=m),
            step(
                r"Each has variance $p(1 - p)$, and variances of independent variables add: "
                r"$\mathbb{V}[X] = np(1 - p) = @m \cdot @q = @v$.",
                m=m,
                q=1 - p,
                v=v,
            ),
        ]
        check = r"Check: the variance is smaller than the mean, by the factor $1 - p$."
    else:
        steps = [
            step(r"$X$ counts the trials up to the first success: it is geometric with $p = @p$.", p=p),
            step(r"The mean of this law is $\mathbb{E}[X] = \frac{1}{p} = @mean$.", mean=mean),
            step(
                r"Its variance is $\mathbb{V}[X] = \frac{1 - p}{p^2} = @q \cdot @power = @v$.",
                q=shown["q"],
                power=Tex(f"{base(m)}^2"),
                v=v,
            ),
        ]
        check = r"Check: conditioning on the first trial, $\mathbb{E}[X] = 1 + (1 - p) \, \mathbb{E}[X]$ holds."
    wrong = wrong_numbers(v, *([("np-as-variance", m, SPREAD)] if binomial else []))
    return Problem(
        prompt=text((MANY if binomial else WAITING)[setting], **values),
        parts=(
            Part("a", mean, r"Compute the mean $\mathbb{E}[X]$ exactly."),
            Part(
                "b",
                variance,
                r"Compute the variance $\mathbb{V}[X]$ exactly.",
                misconceptions=wrong,
                follows=Follow("a", ("t",), f"({1 - p})*t" if binomial else f"({1 - p})*t^2", "t > 0"),
            ),
        ),
        hints=(
            f"$X$ has a {law} distribution: what are its parameters?",
            "Write $X$ as a sum of independent Bernoulli variables; means add, and so do variances."
            if binomial
            else r"The mean of the number of the first success is $\frac{1}{p}$, its variance $\frac{1 - p}{p^2}$.",
        ),
        steps=(
            *steps,
            Step(check),
            step(r"So $\mathbb{E}[X] = @mean$ and $\mathbb{V}[X] = @variance$.", mean=mean, variance=variance),
        ),
    )


def _inverse(setting: int, p: Q, n: int) -> Problem:
    m, v = moments("binomial", p, n)
    chance, trials = NumberAnswer.of(p), NumberAnswer.of(n)
    return Problem(
        prompt=text(INVERSE[setting], m=m, v=v),
        parts=(
            Part("a", chance, "Find the success probability $p$ exactly."),
            Part(
                "b",
                trials,
                "Find the number of trials $n$.",
                follows=Follow("a", ("t",), f"({m})/t", "t > 0 and t <= 1"),
            ),
        ),
        hints=(
            "Write mean and variance of a binomial variable by $n$ and $p$.",
            "Divide the variance by the mean: one of the unknowns cancels.",
        ),
        steps=(
            step(r"For a binomial variable $\mathbb{E}[X] = np = @m$ and $\mathbb{V}[X] = np(1 - p) = @v$.", m=m, v=v),
            step(
                r"Divide the variance by the mean: $1 - p = @v \cdot \frac{1}{@m} = @q$, so $p = @p$.",
                v=v,
                m=m,
                q=1 - p,
                p=p,
            ),
            step(r"Then $n = \mathbb{E}[X] \cdot \frac{1}{p} = @m \cdot @inverse = @n$.", m=m, inverse=1 / p, n=n),
            step(r"Check: $np(1 - p) = @n \cdot @p \cdot @q = @v$.", n=n, p=p, q=1 - p, v=v),
            step(r"So $p = @chance$ and $n = @trials$.", chance=chance, trials=trials),
        ),
    )


# ------------------------------------------------------------------ the second opinion


@named.verify
def trial_by_trial(kind: str, told: str, setting: int, p: Q, n: int, k: int, answer: Any) -> bool:
    """Tables of counts, first-trial equations, sums over the unthinned number."""
    if kind == "binomial-inverse":
        mean, variance = _summed(answer["a"], int(answer["b"].p)) if answer["b"].q == 1 else (Q(0), Q(0))
        return (mean, variance) == moments("binomial", p, n) and 0 < answer["a"] < 1
    if kind == "binomial-moments":
        return _summed(p, n) == (answer["a"], answer["b"])
    if kind == "geometric-moments":
        a = answer["a"]
        second = answer["b"] + a**2
        return bool(a == 1 + (1 - p) * a and second == 1 + 2 * (1 - p) * a + (1 - p) * second)
    if kind in ("binomial", "multinomial"):
        return bool(answer == _counts(p, n)[k])
    if kind == "geometric":
        waiting = Q(1)
        for _ in range(k - 1):
            waiting -= waiting * p
        return bool(answer == waiting - waiting * (1 - p))
    return math.isclose(
        float(str(answer)) if not hasattr(answer, "p") else int(answer.p) / int(answer.q),
        _thinned(float(n), int(p.p) / int(p.q), k),
        rel_tol=1e-9,
    )


def _counts(p: Q, n: int) -> list[Q]:
    """The law of the number of successes, trial after trial."""
    law = [Q(1)]
    for _ in range(n):
        law = [stay * (1 - p) + rise * p for stay, rise in zip([*law, Q(0)], [Q(0), *law], strict=True)]
    return law


def _summed(p: Q, n: int) -> tuple[Q, Q]:
    """Mean and variance, summed over the law of one trial after the other."""
    mean, second = Q(0), Q(0)
    for _ in range(n):
        mean, second = mean + p, second + 2 * p * mean + p
    return mean, second - mean**2


def _thinned(rate: float, kept: float, k: int) -> float:
    """Sum over the total number of its Poisson weight times the chance that k of it are kept."""
    weight, total, found = 1.0, 0.0, 0.0
    for m in range(150):
        if m:
            weight *= rate / m
        total += weight
        if m >= k:
            found += weight * comb(m, k) * kept**k * (1 - kept) ** (m - k)
    return found / total
