"""Perform one or more gradient-descent steps (MML 7.1).

Levels: 1 one variable, one step; 2 two variables, one step; 3 two or three steps of a quadratic form in matrix
notation. Checked with the gradient by exact central differences, which are exact for polynomials of degree two, and
with the next iterates found from it.
"""

from __future__ import annotations

from typing import NamedTuple

from quizgen.answers.vector import VectorAnswer

from question_bank._draw import positive_definite, vector
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


@exercise("opt-gd-step", version=1, bounds=(400, 1000, 4000))
def gd_step(draw: Draw, level: int) -> Given:
    """A convex quadratic with an integer gradient at an integer start."""
    setting = draw.below(len(SETTINGS))
    rate = draw.choice(RATES)
    if level == 1:
        a, b = Matrix([[2 * draw.integer(1, 5)]]), Vector([draw.integer(-9, 9)])
        return Given(a, b, Vector([_off_minimum(draw, a[0, 0], b[0])]), rate, 1, setting)
    a = positive_definite(draw, 2, 4)
    if level == 2:
        a = a * 2
    start = vector(draw, 2, 4)
    b = _not_stationary(draw, a, start)
    steps = 1 if level == 2 else draw.integer(2, 3)
    return Given(a, b, start, Q(1, 2) if steps == 3 else rate, steps, setting)


def _off_minimum(draw: Draw, a: Q, b: Q) -> int:
    return draw.choice([x for x in range(-6, 7) if x != 0 and a * x != b])


def _not_stationary(draw: Draw, a: Matrix, start: Matrix) -> Matrix:
    """b with both entries of the gradient a @ start - b nonzero."""
    gradient = Vector([draw.integer(-6, 6, nonzero=True) for _ in range(2)])
    return a @ start - gradient


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
    answer = VectorAnswer.of(path[-1])
    return Problem.single(
        prompt=_prompt(a, b, start, rate, steps, setting),
        answer=answer,
        hints=_hints(steps),
        steps=_steps(a, b, path, rate, answer),
        misconceptions=_misconceptions(a, b, start, rate, steps),
    )


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


def _prompt(a: Matrix, b: Matrix, start: Matrix, rate: Q, steps: int, setting: int) -> str:
    parameters = "only parameter" if a.rows == 1 else "two parameters"
    opening = SETTINGS[setting].replace("@f", _function(a, b, steps)).replace("@parameters", parameters)
    point = start[0] if a.rows == 1 else start
    count = {1: "one gradient-descent step", 2: "two gradient-descent steps", 3: "three gradient-descent steps"}[steps]
    ask = text(
        r"Start at $x_0 = @start$ with learning rate $\eta = @rate$ and perform " + count + r". Give $x_@{k}$ exactly.",
        start=point,
        rate=rate,
        k=steps,
    )
    if a.rows == 2 and steps == 1:
        ask = ask.replace("x_0", r"\begin{pmatrix} x_0 \\ y_0 \end{pmatrix}").replace(
            "$x_1$", r"$\begin{pmatrix} x_1 \\ y_1 \end{pmatrix}$"
        )
    return f"{opening} {ask}"


def _hints(steps: int) -> tuple[str, ...]:
    hints = (
        r"A step goes from $x_k$ to $x_k - \eta \nabla f(x_k)$: against the gradient.",
        "Work out the gradient first, then put in the point.",
    )
    return (*hints, "The second step needs the gradient at the new point.") if steps > 1 else hints


def _steps(a: Matrix, b: Matrix, path: list[Matrix], rate: Q, answer: VectorAnswer) -> tuple[Step, ...]:
    shown = [_gradient_step(a, b, len(path) - 1)]
    for k, (x, after) in enumerate(zip(path, path[1:], strict=False)):
        slope = gradient(a, b, x)
        one = a.rows == 1
        values: dict[str, object] = {
            "k": k,
            "n": k + 1,
            "x": x[0] if one else x,
            "slope": slope[0] if one else slope,
            "rate": rate,
            "after": after[0] if one else after,
        }
        derivative = "f'" if one else r"\nabla f"
        shown.append(step(f"At $x_@{{k}} = @x$ the gradient is ${derivative}(x_@{{k}}) = @slope$.", k=k, x=values["x"], slope=values["slope"]))
        move = step(
            r"So $x_@{n} = x_@{k} - \eta\, " + derivative + r"(x_@{k}) = @x - @rate \cdot @(slope) = @after$.",
            **values,
        )
        shown.append(move)
    last = shown.pop()
    return (*shown, Step(f"{last.text} The answer is ${answer.tex()}$."))


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
            "That step goes up: gradient descent subtracts the gradient times the learning rate.",
        ),
        (
            "rate-dropped",
            descend(a, b, start, Q(1), steps)[-1],
            "The gradient has to be multiplied by the learning rate before it is subtracted.",
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
    return tuple(Misconception(code, VectorAnswer.of(reply), feedback) for code, reply, feedback in replies)


@gd_step.verify
def differences_give_the_step(
    a: Matrix, b: Matrix, start: Matrix, rate: Q, steps: int, setting: int, answer: Matrix
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
    return isinstance(answer, Matrix) and answer == at
