"""Unbiasedness and variance of a stochastic gradient, batch size, cost and schedules (MML 7.1.3; Bottou et al. 2018).

Levels: 1 the expectation over the samples; 2 the variance with the batch size; 3 cost per pass and step-size schedules.
Checked by listing every batch that can be drawn, by difference quotients of the loss, by counting the gradients of a
pass one by one, and by the growth of partial sums of the step sizes.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import isqrt
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, factor, wrong_numbers
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of
from quizgen.markup.typography import signed
from quizgen.problem import Follow, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"expectation", "variance" or "cost"."""
    x: tuple[int, ...]
    """Inputs (level 1), gradients (level 2), or (observations, batch size, multiple) (level 3)."""
    y: tuple[int, ...]
    """Outputs (level 1); the numerators of the exponents in quarters (level 3)."""
    extra: tuple[int, ...]
    """theta (level 1); batch size and the factor k (level 2); the factor c of the step sizes (level 3)."""
    order: tuple[int, ...]
    """The order of the options."""
    setting: int


@exercise("opt-sgd-noise", version=1, bounds=(200, 400, 200000))
def sgd_noise(draw: Draw, level: int) -> Given:
    """Gradients with a whole mean, and a variance that divides well."""
    if level == 1:
        return _expectation(draw)
    if level == 2:
        return _variance(draw)
    n = draw.choice((1000, 2000, 5000, 10000, 12000, 20000, 50000))
    batch = draw.choice((10, 20, 25, 50, 100))
    powers = (draw.choice((1, 2)), draw.choice((3, 4)), draw.choice((5, 6, 8)), 0)
    return Given(
        "cost",
        (n, batch, draw.integer(2, 9)),
        powers,
        (draw.integer(1, 9),),
        tuple(draw.shuffled(range(4))),
        draw.below(2),
    )


def _expectation(draw: Draw) -> Given:
    for _ in range(TRIES):
        n = draw.choice((3, 4, 5))
        x = tuple(draw.integer(-3, 4, nonzero=True) for _ in range(n))
        theta = draw.integer(-3, 3)
        y = tuple(theta * v + draw.integer(-3, 3) for v in x)
        slopes = [(theta * u - v) * u for u, v in zip(x, y, strict=True)]
        if sum(slopes) % n == 0 and sum(slopes) != 0 and len(set(slopes)) >= 3:
            return Given("expectation", x, y, (theta,), tuple(draw.shuffled(range(3))), draw.below(2))
    raise exhausted("data set", "a whole mean gradient")


def _variance(draw: Draw) -> Given:
    for _ in range(TRIES):
        n = draw.choice((4, 5, 6))
        slopes = tuple(draw.integer(-7, 9) for _ in range(n))
        total = sum(slopes)
        if total % n or len(set(slopes)) < 3:
            continue
        squares = sum((v - total // n) ** 2 for v in slopes)
        if squares % n == 0 and squares // n > 1:
            return Given("variance", slopes, (), (draw.integer(2, 4), draw.integer(2, 6)), (), draw.below(3))
    raise exhausted("list of gradients", "a whole variance")


@sgd_noise.problem
def build(
    kind: str, x: tuple[int, ...], y: tuple[int, ...], extra: tuple[int, ...], order: tuple[int, ...], setting: int
) -> Problem:
    """One problem for each level."""
    g = Given(kind, x, y, extra, order, setting)
    return {"expectation": _mean_problem, "variance": _variance_problem, "cost": _cost_problem}[kind](g)


# --- level 1 -----------------------------------------------------------------------------------------------

UNBIASED = "It is unbiased: a single draw may differ from the full gradient, but the expectation is equal to it."
CLAIMS = (
    Option(UNBIASED, True),
    Option(
        "It is biased: its expectation differs from the full gradient, since one observation cannot stand for all.",
        code="biased-claim",
        feedback="Compare the mean of the gradients over the possible draws with the full gradient.",
    ),
    Option(
        "It is equal to the full gradient in every single draw.",
        feedback="Look at the gradients of the single observations: are they all alike?",
    ),
)
FITTING = (
    r"The model $y = \theta x$ is fitted to the data",
    r"A sensor with readings $x$ is calibrated by $y = \theta x$. The data are",
)


def _table(rows: list[tuple[str, tuple[int, ...]]]) -> str:
    n = len(rows[0][1])
    head = "| $n$ | " + " | ".join(f"${i}$" for i in range(1, n + 1)) + " |\n" + "|" + "---|" * (n + 1)
    return head + "".join(f"\n| ${name}$ | " + " | ".join(f"${v}$" for v in values) + " |" for name, values in rows)


def _mean_problem(g: Given) -> Problem:
    (theta,) = g.extra
    slopes = [Q((theta * u - v) * u) for u, v in zip(g.x, g.y, strict=True)]
    n = len(slopes)
    mean = sum(slopes, Q(0)) / n
    answer, expected = VectorAnswer.of(slopes), NumberAnswer.of(mean)
    choice = ChoiceAnswer(tuple(CLAIMS[i] for i in g.order))
    prompt = (
        f"{FITTING[g.setting]}\n\n{_table([('x', g.x), ('y', g.y)])}\n\n"
        r"The loss of observation $n$ is $\ell_n(\theta) = \frac{1}{2}(\theta x_n - y_n)^2$, and the training loss "
        r"is the mean "
        rf"of these. At $\theta = {theta}$, stochastic gradient descent draws one observation uniformly at random "
        rf"and uses "
        r"its gradient $g$."
    )
    work = "\n".join(
        rf"- Observation ${i + 1}$: $({_error(theta, u, v)}) \cdot {factor(Q(u))} = {latex_of(s)}$"
        for i, (u, v, s) in enumerate(zip(g.x, g.y, slopes, strict=True))
    )
    total = latex_of(slopes[0]) + "".join(signed(latex_of(s)) for s in slopes[1:])
    names = tuple(f"g{i}" for i in range(n))
    return Problem(
        prompt=prompt,
        parts=(
            Part("a", answer, rf"Give the {n} values that $g$ can take, in the order of the table.", points=2),
            Part(
                "b",
                expected,
                r"Give the expectation $\mathbb{E}[g]$.",
                misconceptions=wrong_numbers(
                    mean, ("sum-for-mean", mean * n, "Each value has its probability: take the mean.")
                ),
                follows=Follow("a", names, f"({' + '.join(names)})/{n}", guard=" or ".join(f"{v} != 0" for v in names)),
            ),
            Part("c", choice, "How does the stochastic gradient $g$ relate to the full gradient of the training loss?"),
        ),
        hints=(
            r"By the chain rule the gradient of $\ell_n$ is $(\theta x_n - y_n)\, x_n$.",
            "Every observation is drawn with the same probability.",
            "Compare the expectation with the derivative of the mean of the losses.",
        ),
        steps=(
            Step(r"By the chain rule $\ell_n'(\theta) = (\theta x_n - y_n)\, x_n$."),
            Step(f"Put in the numbers:\n\n{work}"),
            Step(
                rf"Each of them has the probability $\frac{{1}}{{{n}}}$, so $\mathbb{{E}}[g] = "
                rf"\frac{{1}}{{{n}}}({total}) = {latex_of(mean)}$."
            ),
            Step(
                r"The training loss is the mean of the $\ell_n$, and its derivative is the mean of the derivatives, "
                r"which is "
                r"the same sum. So the expectation of $g$ is the full gradient."
            ),
            step(
                "(a) The values are $@answer$.\n\n(b) $\\mathbb{E}[g] = @mean$.\n\n(c) @claim",
                answer=answer,
                mean=expected,
                claim=UNBIASED,
            ),
        ),
    )


def _error(theta: int, u: int, v: int) -> str:
    product_ = rf"{theta} \cdot {factor(Q(u))}"
    return f"{product_} - {factor(Q(v))}"


# --- level 2 -----------------------------------------------------------------------------------------------

LISTED = (
    r"At the current parameter, the gradients of the losses of the {n} training points are",
    r"For a model with one parameter, the derivatives of the {n} single losses at the current point are",
    r"A training set has {n} points. At the current parameter their gradients are",
)


def _variance_problem(g: Given) -> Problem:
    b, k = g.extra
    n = len(g.x)
    mean = Q(sum(g.x), n)
    variance = sum(((v - mean) ** 2 for v in g.x), Q(0)) / n
    single, batch, more = NumberAnswer.of(variance), NumberAnswer.of(variance / b), NumberAnswer.of(k * k)
    prompt = (
        f"{LISTED[g.setting].format(n=n)}\n\n{_table([('g_n', g.x)])}\n\n"
        r"A mini-batch of size $b$ is drawn uniformly at random **with replacement**, and the stochastic gradient "
        r"is the mean "
        "of its gradients."
    )
    squares = " + ".join(f"{base(v - mean)}^2" for v in g.x)
    total = str(g.x[0]) + "".join(signed(str(v)) for v in g.x[1:])
    linear_why = "The variance of a mean of independent draws falls like one over their number, not like its square."
    return Problem(
        prompt=prompt,
        parts=(
            Part(
                "a",
                single,
                "Give the variance of the stochastic gradient for $b = 1$.",
                points=2,
                misconceptions=wrong_numbers(
                    variance,
                    (
                        "mean-not-subtracted",
                        variance + mean * mean,
                        "Subtract the mean of the gradients before you square.",
                    ),
                    (
                        "sample-variance",
                        variance * n / (n - 1),
                        f"All {n} equally likely values are known: divide by {n}.",
                    ),
                ),
            ),
            Part(
                "b",
                batch,
                rf"Give its exact variance for $b = {b}$.",
                misconceptions=wrong_numbers(
                    variance / b,
                    ("variance-over-batch-squared", variance / (b * b), linear_why),
                    ("variance-unchanged", variance, "Averaging independent draws makes the variance smaller."),
                ),
                follows=Follow("a", ("s",), f"s/{b}", guard="s > 0"),
            ),
            Part(
                "c",
                more,
                rf"By what factor must the batch size grow so that the **standard deviation** is divided by ${k}$?",
                misconceptions=wrong_numbers(
                    Q(k * k),
                    (
                        "variance-over-batch-squared",
                        Q(k),
                        "That factor divides the variance; the standard deviation is its square root.",
                    ),
                ),
            ),
        ),
        hints=(
            "For one draw: every gradient has the same probability. Take the mean first, then the mean squared "
            "deviation.",
            "The variance of a sum of independent variables is the sum of their variances; constants come out squared.",
            "The standard deviation is the root of the variance.",
        ),
        steps=(
            Step(
                rf"The mean of the gradients is $\frac{{1}}{{{n}}}({total}) = {latex_of(mean)}$, which is the full "
                rf"gradient."
            ),
            Step(rf"The variance of one draw is $\sigma^2 = \frac{{1}}{{{n}}}({squares}) = {latex_of(variance)}$."),
            Step(
                rf"The batch is a mean of ${b}$ independent draws. Their variances add up to ${b}\sigma^2$, and the "
                rf"factor "
                rf"$\frac{{1}}{{{b}}}$ enters squared: $\frac{{{b}\sigma^2}}{{{b}^2}} = \frac{{\sigma^2}}{{{b}}} = "
                rf"{latex_of(variance / b)}$."
            ),
            Step(
                rf"The standard deviation is $\sigma/\sqrt{{b}}$. To divide it by ${k}$, $\sqrt{{b}}$ must grow by "
                rf"the factor "
                rf"${k}$, so $b$ by ${k}^2 = {k * k}$: to reduce the noise in this way is expensive."
            ),
            step(
                r"(a) $\sigma^2 = @single$. (b) The variance is $@batch$. (c) The batch size grows by the factor "
                r"$@more$.",
                single=single,
                batch=batch,
                more=more,
            ),
        ),
    )


# --- level 3 -----------------------------------------------------------------------------------------------

SIZES = (
    "A training set has ${n}$ observations. One unit of cost is the gradient of the loss of one observation.",
    "A model is trained on ${n}$ images, its observations. Let one unit of cost be the gradient of the loss of one "
    "observation.",
)


def _schedule(c: int, quarters: int) -> str:
    """c / k^(quarters/4) as LaTeX."""
    if quarters == 0:
        return rf"\gamma_k = {latex_of(Q(c, 10))}"
    power = {1: "k^{1/4}", 2: r"\sqrt{k}", 3: "k^{3/4}", 4: "k", 5: "k^{5/4}", 6: "k^{3/2}", 8: "k^2"}[quarters]
    return rf"\gamma_k = \frac{{{c}}}{{{power}}}"


def _converges(quarters: int) -> bool:
    """Steps of infinite total length with finite sum of squares: exponent in (1/2, 1]."""
    return 2 < quarters <= 4


def _why_not(quarters: int) -> str:
    if quarters > 4:
        return "The steps of that schedule have a finite sum: the iterates may stop before they arrive."
    return "The squares of those step sizes have an infinite sum: the noise does not die out."


def _cost_problem(g: Given) -> Problem:
    n, b, m = g.x
    (c,) = g.extra
    steps = n // b
    per_epoch, ratio = NumberAnswer.of(steps), NumberAnswer.of(m * steps)
    options = [Option(f"${_schedule(c, p)}$", _converges(p), "", "" if _converges(p) else _why_not(p)) for p in g.y]
    schedule = ChoiceAnswer(tuple(options[i] for i in g.order))
    right = next(o.text for o in options if o.correct)
    claims = (
        Option(f"It costs ${b}$ units, whereas a step of full gradient descent costs ${n}$.", True),
        Option(
            f"It costs ${n}$ units, as much as a step of full gradient descent.",
            code="cost-equal",
            feedback="A step looks at the observations of its batch only.",
        ),
        Option(
            f"It costs ${b}$ units, but its expectation differs from the full gradient, so ${steps}$ of them are "
            f"needed to "
            "correct it.",
            code="biased-claim",
            feedback="The cost is right, but the gradient of a random batch is an unbiased estimate of the full one.",
        ),
    )
    step_cost = ChoiceAnswer(tuple(claims[i] for i in g.order if i < 3))
    prompt = (
        SIZES[g.setting].replace("{n}", str(n))
        + f" Mini-batches have ${b}$ observations, drawn at random; in one epoch (a pass) the number of steps is "
        f"such that "
        "as many gradients are computed as there are observations."
    )
    right_power = next(p for p in g.y if _converges(p))
    exponent = Q(right_power, 4)
    doubled = 2 * exponent
    reason = (
        rf"For $k^{{-p}}$ the sum is infinite exactly when $p \le 1$, and the sum of squares $\sum_k k^{{-2p}}$ is "
        rf"finite "
        rf"exactly when $2p > 1$. Here $p = {latex_of(exponent)}$ and $2p = {latex_of(doubled)}$ do it."
    )
    return Problem(
        prompt=prompt,
        parts=(
            Part("a", per_epoch, "How many steps does one epoch have?"),
            Part(
                "b",
                ratio,
                f"How many mini-batch steps cost as much as ${m}$ steps of full gradient descent?",
                misconceptions=wrong_numbers(
                    Q(m * steps),
                    (
                        "cost-equal",
                        Q(m),
                        "A mini-batch step does not cost a full pass: count the gradients that it computes.",
                    ),
                ),
                follows=Follow("a", ("s",), f"{m}*s", guard="s > 1"),
            ),
            Part("c", step_cost, "What holds for one mini-batch step?"),
            Part(
                "d",
                schedule,
                "Which schedule of step sizes, for $k = 1, 2, 3, \\ldots$, satisfies the Robbins-Monro conditions for "
                r"convergence, $\sum_k \gamma_k = \infty$ and $\sum_k \gamma_k^2 < \infty$?",
            ),
        ),
        hints=(
            "Count gradients: a step costs as many as its batch has observations.",
            r"The sum $\sum_k k^{-p}$ is finite exactly for $p > 1$.",
            "Use this for the step sizes and for their squares.",
        ),
        steps=(
            Step(rf"A step costs ${b}$ gradients, so an epoch has $\frac{{{n}}}{{{b}}} = {steps}$ steps."),
            Step(
                rf"A step of full gradient descent costs ${n}$ gradients, as much as ${steps}$ mini-batch steps. So "
                rf"${m}$ of them "
                rf"cost as much as ${m} \cdot {steps} = {m * steps}$."
            ),
            Step(
                "The gradient of a random batch is an unbiased estimate of the full gradient: it is noisy, but not "
                "wrong on "
                "average, and nothing has to be corrected."
            ),
            Step(reason),
            Step(
                "A constant or slowly falling step size keeps the noise alive; one that falls too fast stops before "
                "the "
                "minimum."
            ),
            Step(f"(a) ${steps}$. (b) ${m * steps}$. (c) {claims[0].text} (d) {right}."),
        ),
    )


# --- verify ------------------------------------------------------------------------------------------------


@sgd_noise.verify
def every_batch_is_listed(
    kind: str,
    x: tuple[int, ...],
    y: tuple[int, ...],
    extra: tuple[int, ...],
    order: tuple[int, ...],
    setting: int,
    answer: dict[str, Any],
) -> bool:
    """List every draw, or count the work of a pass step by step."""
    if kind == "expectation":
        return _verify_mean(x, y, extra[0], answer)
    if kind == "variance":
        b, k = extra
        return _verify_variance(x, b, k, answer)
    n, b, m = x
    steps = done = 0
    while done < n:
        done += b
        steps += 1
    spent = full = 0
    while full < m * n:
        full += b
        spent += 1
    right = [_schedule(extra[0], p) for p in y if _settles(p / 4)]
    cost_right = f"costs ${b}$ units, whereas" in answer["c"][0]
    return (
        answer["a"] == steps and answer["b"] == spent and cost_right and [f"${s}$" for s in right] == list(answer["d"])
    )


@lru_cache
def _settles(p: float) -> bool:
    """By sums over blocks of doubled length: they stay as large for k^-p, and shrink for its square."""

    def blocks(power: float) -> float:
        one = sum(k**-power for k in range(1024, 2048))
        return sum(k**-power for k in range(2048, 4096)) / one

    return blocks(p) > 0.99 and blocks(2 * p) < 0.99


def _verify_mean(x: tuple[int, ...], y: tuple[int, ...], theta: int, answer: dict[str, Any]) -> bool:
    def loss(t: Q, n: int) -> Q:
        return (t * x[n] - y[n]) ** 2 / 2

    slopes = [(loss(Q(theta + 1), n) - loss(Q(theta - 1), n)) / 2 for n in range(len(x))]
    whole = sum((loss(Q(theta + 1), n) - loss(Q(theta - 1), n) for n in range(len(x))), Q(0)) / (2 * len(x))
    claim = answer["c"][0].startswith("It is unbiased") and whole == sum(slopes, Q(0)) / len(x)
    return bool(answer["a"] == Vector(slopes) and answer["b"] == whole and claim)


def _verify_variance(slopes: tuple[int, ...], b: int, k: int, answer: dict[str, Any]) -> bool:
    growth = answer["c"]
    fits = growth > 0 and growth.q == 1 and isqrt(int(growth.p)) ** 2 == growth and isqrt(int(growth.p)) == k
    return bool(answer["a"] == _spread(slopes, 1) and answer["b"] == _spread(slopes, b) and fits)


@lru_cache(maxsize=16)
def _spread(slopes: tuple[int, ...], size: int) -> Q:
    """The variance of the mean of a batch, over all batches drawn with replacement."""
    means = [Q(sum(batch), size) for batch in product(slopes, repeat=size)]
    first = sum(means, Q(0)) / len(means)
    return sum(((v - first) ** 2 for v in means), Q(0)) / len(means)
