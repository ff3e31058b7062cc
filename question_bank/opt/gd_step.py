"""Perform one or more gradient-descent steps (MML 7.1).

Levels: 1 one variable, one step; 2 two variables, one step; 3 two or three steps of a quadratic form in matrix
notation. Checked with the gradient by exact central differences, which are exact for polynomials of degree two, and
with the next iterates found from it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from question_bank._draw import positive_definite, vector
from question_bank._steps import substituted
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    a: Matrix
    """f(x) = 1/2 x^T a x - b^T x."""
    b: Matrix
    start: Matrix
    rate: Q
    steps: int
    setting: int


SETTINGS = (
    "Consider the function @f.",
    "A model's loss in its @parameters is @f.",
    "To minimise the cost @f, an optimiser uses plain gradient descent.",
)
RATES = (Q(1, 2), Q(1, 4), Q(1, 5), Q(1, 10), Q(1, 8))
SHOWN_VALUE = 400
"""Function values are compared in the solution where numerator and denominator are at most this."""


@exercise("opt-gd-step", version=1, bounds=(400, 1000, 4000))
def gd_step(draw: Draw, level: int) -> Given:
    """A convex quadratic with an integer gradient at an integer start."""
    setting = draw.below(len(SETTINGS))
    if level == 1:
        a, b = Matrix([[2 * draw.integer(1, 5)]]), Vector([draw.integer(-9, 9)])
        rate = _rate(draw, a, RATES)
        return Given(a, b, Vector([_off_minimum(draw, a[0, 0], b[0])]), rate, 1, setting)
    a = positive_definite(draw, 2, 4)
    while level == 3 and a[0, 1] == 0 and a[0, 0] == a[1, 1]:  # every vector would be an eigenvector
        a = positive_definite(draw, 2, 4)
    if level == 2:
        a = a * 2
    start = vector(draw, 2, 4)
    steps = 1 if level == 2 else draw.integer(2, 3)
    rate = _rate(draw, a, {1: RATES, 2: RATES[:4], 3: RATES[:2]}[steps])
    return Given(a, _not_stationary(draw, a, start, rate if steps > 1 else Q(1)), start, rate, steps, setting)


def _rate(draw: Draw, a: Matrix, rates: tuple[Q, ...]) -> Q:
    """A rate at which the function falls for certain (the trace bounds the largest eigenvalue), mostly."""
    safe = [rate for rate in rates if rate * a.trace() < 2]
    return draw.choice(safe if safe and draw.below(5) else rates)


def _off_minimum(draw: Draw, a: Q, b: Q) -> int:
    return draw.choice([x for x in range(-6, 7) if x != 0 and a * x != b])


def _not_stationary(draw: Draw, a: Matrix, start: Matrix, rate: Q) -> Matrix:
    """b with a first step rate * (a @ start - b) of whole numbers, none 0; at most 6 for rate 1, else 2.

    With several steps it is no eigenvector of a: all gradients would be parallel, or 0 from the second one on.
    """
    most = 6 if rate == 1 else 2
    while True:
        move = Vector([draw.integer(-most, most, nonzero=True) for _ in range(2)])
        if rate == 1 or move.hstack(a @ move).det() != 0:
            break
    return a @ start - move / rate


def gradient(a: Matrix, b: Matrix, x: Matrix) -> Matrix:
    """Gradient of 1/2 x^T a x - b^T x, for symmetric a."""
    return a @ x - b


def descend(a: Matrix, b: Matrix, x: Matrix, rate: Q, steps: int) -> list[Matrix]:
    """The iterates x_0, ..., x_steps."""
    path = [x]
    for _ in range(steps):
        path.append(path[-1] - gradient(a, b, path[-1]) * rate)
    return path


@gd_step.problem
def build(a: Matrix, b: Matrix, start: Matrix, rate: Q, steps: int, setting: int) -> Problem:
    """x - rate * gradient, as often as asked."""
    path = descend(a, b, start, rate, steps)
    answer = _answer(path[-1], steps)
    return Problem.single(
        prompt=_prompt(a, b, start, rate, steps, setting),
        answer=answer,
        hints=_hints(_letter(a, steps), steps),
        steps=_steps(a, b, path, rate, answer),
        misconceptions=_misconceptions(a, b, start, rate, steps),
    )


def _answer(x: Matrix, steps: int) -> NumberAnswer | VectorAnswer:
    """The iterate; as a point (x, y) its coordinates may be given by name."""
    if x.rows == 1:
        return NumberAnswer.of(x[0])
    return VectorAnswer.of(x, names=("x", "y")) if steps == 1 else VectorAnswer.of(x)


def _letter(a: Matrix, steps: int) -> str:
    """The name of the iterates: x where the function is f(x), p for a point (x, y)."""
    return "p" if a.rows == 2 and steps == 1 else "x"


def _function(a: Matrix, b: Matrix, steps: int) -> str:
    if a.rows == 1:
        return f"$f(x) = {polynomial([a[0, 0] / 2, -b[0], 0])}$"
    if steps > 1:
        return text(r"$f(x) = \frac{1}{2} x^\top A x - b^\top x$ with $A = @a$ and $b = @b$", a=a, b=b)
    return f"$f(x, y) = {quadratic(a, b)}$"


def quadratic(a: Matrix, b: Matrix) -> Tex:
    """1/2 x^T a x - b^T x for two variables, written out."""
    terms = ((a[0, 0] / 2, "x^2"), (a[0, 1], "xy"), (a[1, 1] / 2, "y^2"), (-b[0], "x"), (-b[1], "y"))
    return linear([c for c, _ in terms], [name for _, name in terms])


COUNTS = {1: "one gradient-descent step", 2: "two gradient-descent steps", 3: "three gradient-descent steps"}


def _prompt(a: Matrix, b: Matrix, start: Matrix, rate: Q, steps: int, setting: int) -> str:
    parameters = "only parameter" if a.rows == 1 else "two parameters"
    opening = SETTINGS[setting].replace("@f", _function(a, b, steps)).replace("@parameters", parameters)
    ask = text(
        r"Start at $@{letter}_0 = @start$ and do @count with step size $\gamma = @rate$. "
        r"Give $@{letter}_@{k}$ exactly.",
        letter=Tex(_letter(a, steps)),
        start=start[0] if a.rows == 1 else start,
        count=COUNTS[steps],
        rate=rate,
        k=steps,
    )
    return f"{opening}\n\n{ask}"


def _hints(letter: str, steps: int) -> tuple[str, ...]:
    hints = (
        rf"A step goes from ${letter}_k$ to ${letter}_k - \gamma \nabla f({letter}_k)$: against the gradient.",
        "Work out the gradient as a formula first, then put in the point.",
    )
    return (*hints, "Every further step needs the gradient at the new point.") if steps > 1 else hints


def _steps(a: Matrix, b: Matrix, path: list[Matrix], rate: Q, answer: NumberAnswer | VectorAnswer) -> tuple[Step, ...]:
    one = a.rows == 1
    letter = Tex(_letter(a, len(path) - 1))
    slope_name = Tex("f'" if one else r"\nabla f")
    shown = [_gradient_step(a, b, len(path) - 1)]
    for k, (x, after) in enumerate(pairwise(path)):
        slope = gradient(a, b, x)
        shown.append(
            step(
                r"At $@{p}_@{k} = @x$ the gradient is $@{name}(@{p}_@{k}) = @work = @slope$.",
                p=letter,
                k=k,
                x=x[0] if one else x,
                name=slope_name,
                work=_put_in(a, b, x, len(path) - 1),
                slope=slope[0] if one else slope,
            )
        )
        shown.append(
            step(
                r"Step @n: $$@{p}_@{n} = @{p}_@{k} - \gamma \, @{name}(@{p}_@{k}) "
                r"= @x - @rate \cdot @(slope) = @after.$$",
                n=k + 1,
                p=letter,
                k=k,
                name=slope_name,
                x=x[0] if one else x,
                rate=rate,
                slope=slope[0] if one else slope,
                after=after[0] if one else after,
            )
        )
    return (
        *shown,
        *_compared(a, b, path, letter),
        *([_gradients_checked(a, b, path, rate)] if len(path) > 2 else []),
        step(r"The answer is $@{p}_@{n} = @answer$.", p=letter, n=len(path) - 1, answer=answer),
    )


def _put_in(a: Matrix, b: Matrix, x: Matrix, steps: int) -> Tex:
    """The gradient with the point put in, before anything is added up."""
    rows = [_put_in_row(row, -right, list(x)) for row, right in zip(a.to_rows(), b, strict=True)]
    if a.rows == 1:
        return Tex(rows[0])
    if steps > 1:
        return Tex(f"{latex_of(a @ x)} - {latex_of(b)}")
    return Tex(r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}")


def _put_in_row(row: list[Q], constant: Q, x: list[Q]) -> str:
    sum_of_products = substituted(row, x)
    return sum_of_products if constant == 0 else sum_of_products + signed(latex_of(constant))


def value_at(a: Matrix, b: Matrix, x: Matrix) -> Q:
    """f(x) = 1/2 x^T a x - b^T x."""
    return x.dot(a @ x) / 2 - b.dot(x)


def _compared(a: Matrix, b: Matrix, path: list[Matrix], letter: Tex) -> tuple[Step, ...]:
    """A look at the function values, where they are small numbers."""
    before, after = value_at(a, b, path[0]), value_at(a, b, path[-1])
    if max(abs(int(n)) for v in (before, after) for n in (v.p, v.q)) > SHOWN_VALUE:
        return ()
    if after < before:
        told = "the function has become smaller, as it should"
    elif after == before:
        told = "the step was so long that it led to a point of the same height"
    else:
        told = "the function has become larger, because this step size is too large for this function"
    return (
        step(
            r"Compare: $f(@{p}_0) = @before$ and $f(@{p}_@{n}) = @after$, so @told.",
            p=letter,
            n=len(path) - 1,
            before=before,
            after=after,
            told=told,
        ),
    )


def _gradients_checked(a: Matrix, b: Matrix, path: list[Matrix], rate: Q) -> Step:
    """All gradients once more, each from the one before, and the last one from the answer."""
    n = len(path) - 1
    m = Matrix.identity(a.rows) - a * rate
    first = gradient(a, b, path[0])
    chain, at = [], first
    for _ in range(n):
        chain.append(f"M {latex_of(at)} = {latex_of(m @ at)}")
        at = m @ at
    met = r"$\nabla f(x_1)$" if n == 2 else r"$\nabla f(x_1)$ and $\nabla f(x_2)$"
    return step(
        r"Check: as $A(x - \gamma g) - b = g - \gamma A g$ for $g = Ax - b$, every step multiplies the gradient by $$M "
        r"= I - \gamma A = @m.$$ From the first gradient on, $$@chain.$$ "
        f"This gives {met} as above, and "
        r"$\nabla f(x_@n)$ at the end. The answer agrees with it: $A x_@n - b = @left - @b = @last$.",
        m=m,
        chain=Tex(r", \quad ".join(chain)),
        n=n,
        left=a @ path[-1],
        b=b,
        last=gradient(a, b, path[-1]),
    )


def _gradient_step(a: Matrix, b: Matrix, steps: int) -> Step:
    if a.rows == 1:
        return Step(f"The derivative is $f'(x) = {polynomial([a[0, 0], -b[0]])}$.")
    if steps > 1:
        return Step(r"Since $A$ is symmetric, the gradient is $\nabla f(x) = Ax - b$.")
    rows = [_affine(a.row(i), -b[i]) for i in range(2)]
    partials = r" \\ ".join(rows)
    return Step(rf"The partial derivatives give $\nabla f(x, y) = \begin{{pmatrix}} {partials} \end{{pmatrix}}$.")


def _affine(row: Matrix, constant: Q) -> str:
    """ax + by + c, without a zero constant."""
    shown = linear(row.entries, ("x", "y"))
    return shown if constant == 0 else shown + signed(latex_of(constant))


def _misconceptions(a: Matrix, b: Matrix, start: Matrix, rate: Q, steps: int) -> tuple[Misconception, ...]:
    stale = start - gradient(a, b, start) * (rate * steps)
    replies = [
        (
            "ascent-sign",
            descend(a, b, start, -rate, steps)[-1],
            "That step goes up: gradient descent subtracts the gradient times the step size.",
        ),
        (
            "rate-dropped",
            descend(a, b, start, Q(1), steps)[-1],
            "The gradient has to be multiplied by the step size before it is subtracted.",
        ),
    ]
    if steps > 1:
        replies.append(
            (
                "gradient-at-new-point",
                stale,
                "Every step needs the gradient at the point reached so far, not the one from the start.",
            )
        )
    return tuple(Misconception(code, _answer(reply, steps), feedback) for code, reply, feedback in replies)


@gd_step.verify
def differences_give_the_step(
    a: Matrix, b: Matrix, start: Matrix, rate: Q, steps: int, setting: int, answer: Matrix | Q
) -> bool:
    """Follow the function itself: central differences are exact for a quadratic."""

    def f(x: Matrix) -> Q:
        return sum((a[i, j] * x[i] * x[j] for i in range(x.rows) for j in range(x.rows)), Q(0)) / 2 - sum(
            (b[i] * x[i] for i in range(x.rows)), Q(0)
        )

    n = start.rows
    at = start
    for _ in range(steps):
        units = [Vector([int(i == j) for j in range(n)]) for i in range(n)]
        at = Vector([at[i] - rate * (f(at + units[i]) - f(at - units[i])) / 2 for i in range(n)])
    return bool(answer == (at[0] if n == 1 else at))
