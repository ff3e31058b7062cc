"""Perform a step of stochastic gradient descent on a listed data set (MML 7.1.3).

Levels: 1 one sample; 2 the mean over a mini-batch; 3 a ridge penalty in the step, or two steps with a decaying step
size. Checked by following the loss of the batch itself: central differences are exact for a quadratic.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import exact_decimal, factor, listed
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import decimal, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"line" for theta_0 + theta_1 x, "two" for theta_1 x_1 + theta_2 x_2."""
    inputs: Matrix
    y: Matrix
    batches: tuple[tuple[int, ...], ...]
    """Rows from 0; one batch a step."""
    start: Matrix
    rates: tuple[Q, ...]
    ridge: Q
    """The penalty is ridge/2 times the squared norm; 0 for none."""
    setting: int


RATES = (Q(1, 2), Q(1, 4), Q(1, 5), Q(1, 10))


@exercise("opt-sgd-step", version=1, bounds=(300, 300, 500))
def sgd_step(draw: Draw, level: int) -> Given:
    """Whole residuals, and steps with few decimal places."""
    for attempt in range(TRIES):
        given = _try(draw.child("try", attempt), level)
        if given is not None:
            return given
    raise exhausted("data set", "clean steps")


def _try(draw: Draw, level: int) -> Given | None:
    kind = draw.choice(("line", "two"))
    n = 4 if level == 1 else draw.choice((5, 6))
    if kind == "line":
        rows = [[v] for v in draw.sample(range(-3, 5), n)]
    else:
        rows = [[draw.integer(-3, 4), draw.integer(-3, 4)] for _ in range(n)]
    start = Vector([draw.integer(-2, 3), draw.integer(-2, 3, nonzero=True)])
    inputs = Matrix(rows)
    x = design(kind, inputs)
    y = x @ start - Vector([draw.integer(-4, 4, nonzero=True) for _ in range(n)])
    ridge = Q(0)
    batches: tuple[tuple[int, ...], ...] = ((draw.below(n),),)
    rates: tuple[Q, ...] = (draw.choice(RATES),)
    if level == 2:
        batches = (_batch(draw, n, draw.integer(2, 3)),)
    elif level == 3 and draw.flip():
        ridge = draw.choice((Q(1), Q(2), Q(1, 2)))
        batches = (_batch(draw, n, 2),)
    elif level == 3:
        first = draw.choice((Q(1, 2), Q(1)))
        rates = first, first / 2
        batches = _batch(draw, n, 1), _batch(draw, n, 1)
        if batches[0] == batches[1]:
            return None
    given = Given(kind, inputs, y, batches, start, rates, ridge, draw.below(3))
    if len({tuple(row) for row in x.to_rows()}) < n or any(abs(v) > 15 for v in y):
        return None
    return given if _fair(given) else None


def _batch(draw: Draw, n: int, size: int) -> tuple[int, ...]:
    return tuple(sorted(draw.sample(range(n), size)))


def _fair(g: Given) -> bool:
    """Decimals that end, small gradients, none zero."""
    x = design(g.kind, g.inputs)
    at = g.start
    for batch, rate in zip(g.batches, g.rates, strict=True):
        slope = gradient(x, g.y, batch, at, g.ridge)
        at = at - slope * rate
        if any(v == 0 or abs(v) > 40 or 12 % int(v.q) for v in slope) or any(20 % int(v.q) for v in at):
            return False
    return _loss(g, x, at) <= 200


def design(kind: str, inputs: Matrix) -> Matrix:
    """One row of features for each observation."""
    return inputs if kind == "two" else Matrix([[Q(1), *row] for row in inputs.to_rows()])


def gradient(x: Matrix, y: Matrix, batch: tuple[int, ...], theta: Matrix, ridge: Q) -> Matrix:
    """Mean over the batch of (x_n^T theta - y_n) x_n, and the penalty's part."""
    total = Vector([0, 0])
    for n in batch:
        row = Vector(x.to_rows()[n])
        total = total + row * (row.dot(theta) - y[n])
    return total / len(batch) + theta * ridge


def path(
    x: Matrix, g: Given, batches: tuple[tuple[int, ...], ...], *, scale: bool = True, decay: bool = True
) -> Matrix:
    """The last parameters; `scale` divides by the batch size, `decay` uses each step's own size."""
    at = g.start
    for k, batch in enumerate(batches):
        slope = gradient(x, g.y, batch, at, Q(0))
        at = at - (slope * (1 if scale else len(batch)) + at * g.ridge) * g.rates[k if decay else 0]
    return at


SETTINGS = {
    "line": (
        r"The model $y = \theta_0 + \theta_1 x$ is fitted to the data:",
        r"A sensor is calibrated by $y = \theta_0 + \theta_1 x$; its readings $x$ and the true values $y$ are:",
        r"A line $y = \theta_0 + \theta_1 x$ is to predict $y$ from $x$. The training data are:",
    ),
    "two": (
        r"The model $y = \theta_1 x_1 + \theta_2 x_2$ is fitted to the data:",
        r"A price is modelled by two features, all of them centred: $y = \theta_1 x_1 + \theta_2 x_2$. The data are:",
        r"A linear model without intercept, $y = \theta_1 x_1 + \theta_2 x_2$, is to be trained on:",
    ),
}
LOSS = r"\ell_n(\theta) = \frac{1}{2} (x_n^\top \theta - y_n)^2"


@sgd_step.problem
def build(
    kind: str,
    inputs: Matrix,
    y: Matrix,
    batches: tuple[tuple[int, ...], ...],
    start: Matrix,
    rates: tuple[Q, ...],
    ridge: Q,
    setting: int,
) -> Problem:
    """theta - rate * mean gradient of the batch."""
    g = Given(kind, inputs, y, batches, start, rates, ridge, setting)
    x = design(kind, inputs)
    answer = _answer(path(x, g, batches))
    return Problem.single(
        prompt=_prompt(g),
        answer=answer,
        hints=_hints(g),
        steps=_steps(g, x, answer),
        misconceptions=_misconceptions(g, x, answer),
    )


def _answer(theta: Matrix) -> VectorAnswer:
    return VectorAnswer.of(theta)


def _prompt(g: Given) -> str:
    names = ["x"] if g.kind == "line" else ["x_1", "x_2"]
    n = g.inputs.rows
    lines = [
        "| $n$ | " + " | ".join(f"${i}$" for i in range(1, n + 1)) + " |",
        "|" + "---|" * (n + 1),
        *(
            f"| ${name}$ | " + " | ".join(f"${latex_of(v)}$" for v in values) + " |"
            for name, values in (*((m, g.inputs.column(j)) for j, m in enumerate(names)), ("y", g.y))
        ),
    ]
    features = r"$x_n = (1, x)^\top$" if g.kind == "line" else r"$x_n = (x_1, x_2)^\top$"
    half = "" if g.ridge == 2 else latex_of(g.ridge / 2) + r"\, "
    penalty = rf", plus the penalty ${half}\|\theta\|^2$." if g.ridge else "."
    loss = (
        rf"The loss of observation $n$ is ${LOSS}$ with {features}, and the training loss is the mean of these{penalty}"
    )
    return f"{SETTINGS[g.kind][g.setting]}\n\n" + "\n".join(lines) + f"\n\n{loss}\n\n{_ask(g)}"


def _ask(g: Given) -> str:
    if len(g.batches) == 2:
        return text(
            r"Start at $\theta = @start$ and do two steps of stochastic gradient descent: the first one with "
            r"observation $n = @first$ and step size $\gamma_0 = @rate$, the second one with observation $n = "
            r"@second$ and the "
            r"decayed step size $\gamma_1 = @later$. Give the parameters after both steps exactly.",
            start=g.start,
            first=g.batches[0][0] + 1,
            rate=g.rates[0],
            second=g.batches[1][0] + 1,
            later=g.rates[1],
        )
    if len(g.batches[0]) == 1:
        how = f"one step of stochastic gradient descent with observation $n = {g.batches[0][0] + 1}$"
    else:
        how = f"one step of mini-batch gradient descent with the batch of observations {_numbered(g.batches[0])}"
    extra = " The penalty enters every step in full." if g.ridge else ""
    return (
        rf"Start at $\theta = {latex_of(g.start)}$ and do {how} and step size $\gamma = "
        rf"{latex_of(g.rates[0])}$.{extra} "
        "Give the new parameters exactly."
    )


def _numbered(batch: tuple[int, ...]) -> str:
    return listed([f"${n + 1}$" for n in batch])


def _hints(g: Given) -> tuple[str, ...]:
    hints = [
        r"The gradient of $\ell_n$ is the prediction error $x_n^\top \theta - y_n$ times $x_n$.",
        "Use only the observations that the step is told to use.",
    ]
    if len(g.batches[0]) > 1:
        hints.append("Take the mean of the gradients over the batch, not their sum.")
    if len(g.batches) > 1:
        hints.append("The second step needs the gradient at the parameters that the first one reached.")
    return tuple(hints)


def _steps(g: Given, x: Matrix, answer: VectorAnswer) -> tuple[Step, ...]:
    steps = [
        Step(
            r"By the chain rule $\nabla \ell_n(\theta) = (x_n^\top \theta - y_n)\, x_n$: the prediction error times "
            r"the "
            "features."
        )
    ]
    before = at = g.start
    for k, (batch, rate) in enumerate(zip(g.batches, g.rates, strict=True)):
        told = "" if len(g.batches) == 1 else ("First step. " if k == 0 else "Second step, from there. ")
        single = []
        for n in batch:
            row = Vector(x.to_rows()[n])
            error = row.dot(at) - g.y[n]
            single.append(row * error)
            products = " + ".join(
                rf"{latex_of(a) if i == 0 else factor(a)} \cdot {factor(b)}"
                for i, (a, b) in enumerate(zip(row, at, strict=True))
            )
            minus = f" - {factor(g.y[n])}"
            steps.append(
                Step(
                    rf"{told}Observation ${n + 1}$: the error is ${products}{minus} = {latex_of(error)}$, so its "
                    rf"gradient is ${factor(error)} \cdot {latex_of(row)} = {latex_of(row * error)}$."
                )
            )
            told = ""
        slope = gradient(x, g.y, batch, at, Q(0))
        if len(batch) > 1:
            total = " + ".join(map(latex_of, single))
            steps.append(
                Step(
                    rf"Their mean is $\frac{{1}}{{{len(batch)}}}\left({total}\right) = {latex_of(slope)}$. It "
                    rf"estimates the "
                    "gradient of the whole training loss."
                )
            )
        if g.ridge:
            whole = slope + at * g.ridge
            front = "" if g.ridge == 1 else latex_of(g.ridge)
            steps.append(
                Step(
                    rf"The penalty adds its own gradient ${front}\theta$: ${latex_of(slope)} + "
                    + (rf"{front} \cdot " if front else "")
                    + rf"{latex_of(at)} = {latex_of(whole)}$."
                )
            )
            slope = whole
        new = at - slope * rate
        times = "" if rate == 1 else rf"{latex_of(rate)} \cdot "
        steps.append(Step(rf"The step is $${latex_of(at)} - {times}{latex_of(slope)} = {latex_of(new)}.$$"))
        before, at = at, new
    steps.append(_comparison(g, x, before, at))
    steps.append(step(r"The answer is $\theta = @answer$.", answer=answer))
    return tuple(steps)


def _comparison(g: Given, x: Matrix, before: Matrix, after: Matrix) -> Step:
    """What the last step did to the error of its observation, or to the loss of its batch."""
    if len(g.batches[-1]) == 1 and not g.ridge:
        return _error_check(g, x, before, after)
    low, high = _loss(g, x, after), _loss(g, x, before)
    if low < high:
        told = "It is smaller, as it should be after a step that is short enough."
    else:
        told = (
            "A step against the gradient makes the loss smaller only if it is short enough. This one goes past the "
            "lowest point of its line and up again on the other side"
            + (", to the same height." if low == high else ": the step size is too large for this batch.")
        )
    loss = "loss with the penalty" if g.ridge else "loss"
    return Step(f"Compare: for this batch the {loss} was {_number(high)} and is now {_number(low)}. {told}")


def _number(x: Q) -> str:
    """Exactly with at most three decimals, else rounded to two."""
    return f"${exact_decimal(x)}$" if (1000 * x).q == 1 else f"about ${decimal(x, 2)}$"


def _error_check(g: Given, x: Matrix, before: Matrix, after: Matrix) -> Step:
    """A step with one observation multiplies its error by 1 - rate * x^T x."""
    n, rate = g.batches[-1][0], g.rates[-1]
    row = Vector(x.to_rows()[n])
    was, now, by = row.dot(before) - g.y[n], row.dot(after) - g.y[n], 1 - rate * row.dot(row)
    products = " + ".join(
        rf"{latex_of(a) if i == 0 else factor(a)} \cdot {factor(b)}"
        for i, (a, b) in enumerate(zip(row, after, strict=True))
    )
    size = "" if abs(by) <= 1 else " It has grown in size: this step size is too large for the observation."
    front = "" if rate == 1 else rf"{latex_of(rate)} \cdot "
    return Step(
        rf"Check: the step takes $\gamma$ times the error times $x_n$ away from $\theta$, so it multiplies the "
        rf"error of observation ${n + 1}$ by $1 - \gamma \, x_n^\top x_n = 1 - {front}{latex_of(row.dot(row))} = "
        rf"{latex_of(by)}$. The error was ${latex_of(was)}$ and must now be ${latex_of(by)} \cdot {factor(was)} = "
        rf"{latex_of(by * was)}$. At the new parameters it is ${products} - {factor(g.y[n])} = {latex_of(now)}$, as it "
        f"must be.{size}"
    )


def _loss(g: Given, x: Matrix, theta: Matrix) -> Q:
    """The mean loss of the last batch, with the penalty."""
    rows = x.to_rows()
    errors = [Vector(rows[n]).dot(theta) - g.y[n] for n in g.batches[-1]]
    return sum((e * e for e in errors), Q(0)) / (2 * len(errors)) + g.ridge * theta.dot(theta) / 2


def _misconceptions(g: Given, x: Matrix, answer: VectorAnswer) -> tuple[Misconception, ...]:
    n = x.rows
    everything = tuple(tuple(range(n)) for _ in g.batches)
    shifted = tuple(tuple((i + 1) % n for i in batch) for batch in g.batches)
    replies = [
        (
            "full-batch",
            path(x, g, everything),
            "That is a step of full gradient descent: a stochastic step uses the chosen observations only.",
        ),
        (
            "wrong-sample",
            path(x, g, shifted),
            "That is the gradient of another row of the table: look up the observation again.",
        ),
    ]
    if len(g.batches[0]) > 1:
        replies.append(
            (
                "sum-for-mean",
                path(x, g, g.batches, scale=False),
                "Divide the sum of the gradients by the batch size: the step uses their mean.",
            )
        )
    if len(g.batches) > 1:
        why = "The second step has a step size of its own: it has decayed."
        replies.append(("decay-ignored", path(x, g, g.batches, decay=False), why))
    found: list[Misconception] = []
    seen = [answer]
    for code, theta, why in replies:
        reply = _answer(theta)
        if reply not in seen:
            seen.append(reply)
            found.append(Misconception(code, reply, why))
    return tuple(found)


@sgd_step.verify
def differences_give_the_step(
    kind: str,
    inputs: Matrix,
    y: Matrix,
    batches: tuple[tuple[int, ...], ...],
    start: Matrix,
    rates: tuple[Q, ...],
    ridge: Q,
    setting: int,
    answer: Matrix,
) -> bool:
    """Follow the loss of each batch with central differences, which are exact for a quadratic."""
    table = inputs.to_rows()

    def loss(a: Q, b: Q, batch: tuple[int, ...]) -> Q:
        total = Q(0)
        for n in batch:
            told = a + b * table[n][0] if kind == "line" else a * table[n][0] + b * table[n][1]
            total += (told - y[n]) ** 2
        return total / (2 * len(batch)) + ridge * (a * a + b * b) / 2

    a, b = start[0], start[1]
    for batch, rate in zip(batches, rates, strict=True):
        by_a = (loss(a + 1, b, batch) - loss(a - 1, b, batch)) / 2
        by_b = (loss(a, b + 1, batch) - loss(a, b - 1, batch)) / 2
        a, b = a - rate * by_a, b - rate * by_b
    return bool(answer == Vector([a, b]))
