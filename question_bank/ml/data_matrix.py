"""Build a data, design or feature matrix; centre and scale it (MML 8.1.1, 9.2.2 and 10.6).

Levels: 1 raw features with a column of ones; 2 powers of one feature; 3 all products up to degree two of two features,
or features that are centred and scaled before the column of ones is put in front. Checked by what the matrix is for:
X times any parameter vector must be the vector of predictions, worked out observation by observation (powers by
Horner's rule); standardised columns must have sum 0, mean square 1 and differences proportional to those of the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import isqrt
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, listed
from question_bank.ml._layout import mean_tex, total, wide
from quizgen.answers.matrix import MatrixAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text, tuple_of
from quizgen.problem import Misconception, Problem, Step, step

Ints = tuple[int, ...]

RAW = (
    "Write down the design matrix $X$ of the model $y = @model$ for these observations:",
    "House prices are modelled as $y = @model$, where the features are size, rooms and age in suitable units. Write "
    "down the design matrix $X$ for these houses:",
    "Two or more sensors are read at @n moments, and a quantity is predicted as $y = @model$. Write down the design "
    "matrix "
    "$X$ for these readings:",
)
POWERS = (
    "The model $y = @model$ is fitted to observations at the inputs @x. Write down its feature matrix $\\Phi$.",
    "A calibration curve $y = @model$ is to be fitted to the readings @x. Which matrix $\\Phi$ stands in the "
    "least-squares problem $\\|y - \\Phi\\theta\\|^2$?",
)
CROSS = (
    "The model $$y = \\theta_0 + \\theta_1 x_1 + \\theta_2 x_2 + \\theta_3 x_1^2 + \\theta_4 x_1 x_2 + \\theta_5 "
    "x_2^2$$ "
    "is fitted to these observations:",
    "Two features of documents are used with all their products of degree at most two, in the order $(1, x_1, x_2, "
    "x_1^2, "
    "x_1 x_2, x_2^2)$. The documents are:",
)
SCALED = (
    "Before a linear model with an intercept is fitted, each feature is centred and divided by its standard deviation "
    "(with $\\frac{1}{N}$). The observations are:",
    "The readings of two sensors are standardised: each feature gets mean $0$ and variance $1$ (with $\\frac{1}{N}$). "
    "The readings are:",
)
ROWS = "Each row belongs to one observation, in the order given."


class Given(NamedTuple):
    kind: str
    """"raw", "powers", "cross" or "scaled"."""
    setting: int
    data: Matrix
    """One observation a row."""
    degree: int = 1


@exercise("ml-data-matrix", version=1, bounds=(200, 700, 200))
def data_matrix(draw: Draw, level: int) -> Given:
    """Small integer data; standard deviations are whole."""
    if level == 1:
        features = draw.integer(2, 3)
        n = draw.integer(3, 4)
        columns = [_column(draw, n, 1, 9) for _ in range(features)]
        return Given("raw", draw.below(3), Matrix(list(zip(*columns, strict=True))))
    if level == 2:
        degree = draw.integer(2, 3)
        inputs = draw.sample([v for v in range(-4 if degree == 3 else -5, 6) if v not in (0, 1)], draw.integer(3, 4))
        inputs[draw.below(len(inputs))] = draw.choice((0, 1, inputs[0]))
        if len(set(inputs)) < len(inputs):
            inputs = list(dict.fromkeys([*inputs, -6 if degree == 2 else -5]))
        return Given("powers", draw.below(2), Vector(inputs), degree)
    if draw.flip():
        columns = [draw.sample([v for v in range(-3, 6) if v != 1], 3) for _ in range(2)]
        return Given("cross", draw.below(2), Matrix(list(zip(*columns, strict=True))))
    n = draw.integer(4, 5)
    for _ in range(TRIES):
        columns = []
        for _ in range(2):
            deviations = draw.shuffled(draw.choice(_whole_spread(n)))
            centre = draw.integer(2, 12)
            columns.append([centre + d for d in deviations])
        if columns[0] != columns[1]:
            return Given("scaled", draw.below(2), Matrix(list(zip(*columns, strict=True))))
    raise exhausted("pair of features", "whole standard deviations")


def _column(draw: Draw, n: int, low: int, high: int) -> list[int]:
    """n integers, not all equal."""
    found = [draw.integer(low, high) for _ in range(n)]
    if len(set(found)) == 1:
        found[0] = low + (found[0] - low + 1) % (high - low + 1)
    return found


@lru_cache(maxsize=8)
def _whole_spread(n: int) -> list[Ints]:
    """Integer deviations with sum 0 whose mean square is the square of a whole number above 1."""
    found = []
    for head in product(range(-6, 7), repeat=n - 1):
        v = (*head, -sum(head))
        square = sum(x * x for x in v)
        if list(v) == sorted(v) and square and square % n == 0:
            root = isqrt(square // n)
            if root * root == square // n and 1 < root <= 4:
                found.append(v)
    return found


# ------------------------------------------------------------------ the matrices


def features(kind: str, data: Matrix, degree: int) -> Matrix:
    """The matrix asked for."""
    rows = data.to_rows()
    if kind == "powers":
        return Matrix([[row[0] ** k for k in range(degree + 1)] for row in rows])
    if kind == "cross":
        return Matrix([[Q(1), a, b, a * a, a * b, b * b] for a, b in rows])
    if kind == "scaled":
        return Matrix([[Q(1), *row] for row in standardised(data).to_rows()])
    return Matrix([[Q(1), *row] for row in rows])


def moments(values: Sequence[Q]) -> tuple[Q, Q]:
    """Mean, and standard deviation with 1/N, which must be whole."""
    centre = sum(values, Q(0)) / len(values)
    square = sum(((v - centre) ** 2 for v in values), Q(0)) / len(values)
    return centre, Q(isqrt(int(square.p)), isqrt(int(square.q)))


def standardised(data: Matrix) -> Matrix:
    """Each column minus its mean, divided by its standard deviation."""
    columns = []
    for j in range(data.columns):
        values = list(data.column(j))
        centre, spread = moments(values)
        columns.append(Vector([(v - centre) / spread for v in values]))
    return Matrix.from_columns(columns)


FEEDBACK = {
    "features-as-rows": "That is the transpose: each observation gets a row, each feature a column.",
    "no-bias-column": "The intercept is a parameter as well, and needs a feature that is always the same: which column "
    "belongs to $\\theta_0$?",
    "degree-short": "The last feature of the model is missing: count the parameters.",
}


@data_matrix.problem
def build(kind: str, setting: int, data: Matrix, degree: int) -> Problem:
    """One row for each observation, one column for each parameter."""
    right = features(kind, data, degree)
    columns = [right.column(j) for j in range(right.columns)]
    slips = [
        ("features-as-rows", right.T),
        ("no-bias-column", Matrix.from_columns(columns[1:])),
    ]
    if kind in ("powers", "cross"):
        slips.append(("degree-short", Matrix.from_columns(columns[:-1])))
    answer = MatrixAnswer.of(right)
    return Problem.single(
        prompt=_prompt(kind, setting, data, degree)
        + ("" if all(x.q == 1 for x in right.entries) else " The entries have to be exact."),
        answer=answer,
        hints=_hints(kind),
        steps=(*_steps(kind, data, degree, right), _closing(kind, right, answer)),
        misconceptions=tuple(Misconception(code, MatrixAnswer.of(m), FEEDBACK[code]) for code, m in slips),
    )


def _model(kind: str, data: Matrix, degree: int) -> Tex:
    if kind == "powers":
        terms = [r"\theta_0", r"\theta_1 x", *(rf"\theta_{k} x^{k}" for k in range(2, degree + 1))]
    else:
        terms = [r"\theta_0", *(rf"\theta_{k} x_{k}" for k in range(1, data.columns + 1))]
    return Tex(" + ".join(terms))


def _prompt(kind: str, setting: int, data: Matrix, degree: int) -> str:
    if kind == "powers":
        inputs = listed([f"$x = {latex_of(v)}$" for v in data])
        opening = POWERS[setting].replace("@model", _model(kind, data, degree)).replace("@x", inputs)
        return f"{opening} {ROWS}"
    lines = wide(
        ("observation", range(1, data.rows + 1)),
        *((f"$x_{j + 1}$", list(data.column(j))) for j in range(data.columns)),
    )
    if kind == "raw":
        opening = RAW[setting].replace("@model", _model(kind, data, degree)).replace("@n", _count(data.rows))
        if setting == 1 and data.columns == 2:
            opening = opening.replace("size, rooms and age", "size and age")
        if setting == 2:
            opening = opening.replace("Two or more", _count(data.columns).capitalize())
        return f"{opening}\n\n{lines}\n\n{ROWS}"
    if kind == "cross":
        return f"{CROSS[setting]}\n\n{lines}\n\nWrite down the feature matrix $\\Phi$. {ROWS}"
    return (
        f"{SCALED[setting]}\n\n{lines}\n\nWrite down the design matrix $X$ of a linear model with intercept: a column "
        f"of "
        f"ones, then the two standardised features. {ROWS}"
    )


def _count(n: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five"}[n]


def _hints(kind: str) -> tuple[str, ...]:
    shape = "The matrix has a row for each observation and a column for each parameter of the model."
    if kind == "scaled":
        return (
            "Work on one feature at a time: mean, then differences from the mean.",
            "The standard deviation is the square root of the mean of the squared differences.",
            shape,
        )
    return (
        shape,
        "A prediction must be the row of its observation times the parameter vector: what stands beside each parameter "
        "in the model?",
    )


def _steps(kind: str, data: Matrix, degree: int, right: Matrix) -> list[Step]:
    if kind == "scaled":
        return _scaling_steps(data, right)
    size = rf"${right.rows} \times {right.columns}$"
    if kind == "raw":
        row = tuple_of([Tex("1"), *(Tex(f"x_{j}") for j in range(1, data.columns + 1))])
    elif kind == "powers":
        row = tuple_of([Tex("1"), Tex("x"), *(Tex(f"x^{k}") for k in range(2, degree + 1))])
    else:
        row = Tex("(1, x_1, x_2, x_1^2, x_1 x_2, x_2^2)")
    first = [
        Step(
            f"There are {right.rows} observations and {right.columns} parameters, so the matrix is {size}. The row of "
            f"an "
            f"observation holds what the parameters are multiplied by: ${row}$. The first entry belongs to the "
            f"intercept "
            r"$\theta_0$ and is always $1$."
        )
    ]
    for i, values in enumerate(data.to_rows()):
        entries = _entries(kind, values, degree)
        at = f"x = {latex_of(values[0])}" if kind == "powers" else rf"(x_1, x_2) = {tuple_of(values)}"
        if kind == "raw":
            at = rf"({', '.join(f'x_{j}' for j in range(1, data.columns + 1))}) = {tuple_of(values)}"
        first.append(
            Step(
                f"Observation {i + 1}, ${at}$: the row is ${entries}$."
                if kind == "raw"
                else f"Observation {i + 1}, ${at}$: the row is ${entries} = {tuple_of(list(right.row(i).entries))}$."
            )
        )
    return first


def _entries(kind: str, values: Sequence[Q], degree: int) -> Tex:
    if kind == "powers":
        x = values[0]
        return tuple_of([Tex("1"), x, *(Tex(f"{base(x)}^{k}") for k in range(2, degree + 1))])
    if kind == "cross":
        a, b = values
        cross = rf"{latex_of(a)} \cdot {base(b)}"
        return tuple_of([Tex("1"), a, b, Tex(f"{base(a)}^2"), Tex(cross), Tex(f"{base(b)}^2")])
    return tuple_of([Tex("1"), *values])


def _scaling_steps(data: Matrix, right: Matrix) -> list[Step]:
    steps = []
    for j in range(data.columns):
        values = list(data.column(j))
        centre, spread = moments(values)
        gaps = [v - centre for v in values]
        steps.append(
            step(
                r"Feature $x_@j$ has the mean $@mean = @centre$; the differences from it are $@gaps$. Check: they add "
                r"up "
                r"to $0$.",
                j=j + 1,
                mean=mean_tex(values),
                centre=centre,
                gaps=Tex(", ".join(map(latex_of, gaps))),
            )
        )
        steps.append(
            step(
                r"The mean of their squares is $\frac{@squares}{@n} = @variance$, so the standard deviation is "
                r"$\sqrt{@variance} = @spread$. Divided by it, the differences become $@scaled$.",
                squares=total([g * g for g in gaps]),
                n=len(gaps),
                variance=spread * spread,
                spread=spread,
                scaled=Tex(r",\ ".join(latex_of(g / spread) for g in gaps)),
            )
        )
    return steps


def _closing(kind: str, right: Matrix, answer: MatrixAnswer) -> Step:
    if kind == "scaled":
        return step(
            r"The column of ones comes in front; it is neither centred nor scaled (it would vanish): $$X = @answer.$$",
            answer=answer,
        )
    name = "X" if kind == "raw" else r"\Phi"
    return step(
        r"Put the rows under each other. Check: @rows rows, one for each observation, and a first column of ones: "
        r"$$@name "
        r"= @answer.$$",
        rows=text(str(right.rows)),
        name=Tex(name),
        answer=answer,
    )


# ------------------------------------------------------------------ the second opinion


@data_matrix.verify
def predicts(kind: str, setting: int, data: Matrix, degree: int, answer: object) -> bool:
    """The matrix times parameters gives the predictions; standardised columns have their moments and the data's "
    "shape."""
    if not isinstance(answer, Matrix) or answer.rows != data.rows:
        return False
    if kind == "scaled":
        return (
            answer.columns == 3
            and all(x == 1 for x in answer.column(0))
            and all(_same_shape(list(data.column(j)), list(answer.column(j + 1))) for j in range(2))
        )
    count = {"powers": degree + 1, "cross": 6, "raw": data.columns + 1}[kind]
    if answer.columns != count:
        return False
    for k in range(count):
        theta = [Q(1 + (j + k) ** 2 % 7 + 3 * (j == k)) for j in range(count)]
        told = [_prediction(kind, row, theta) for row in data.to_rows()]
        if answer @ Vector(theta) != Vector(told):
            return False
    units = [Vector([int(i == j) for i in range(count)]) for j in range(count)]
    return all(
        answer @ unit == Vector([_prediction(kind, row, list(unit)) for row in data.to_rows()]) for unit in units
    )


def _prediction(kind: str, row: Sequence[Q], theta: Sequence[Q]) -> Q:
    """The model at one observation."""
    if kind == "powers":
        at = Q(0)
        for c in reversed(theta):
            at = at * row[0] + c
        return at
    if kind == "cross":
        a, b = row
        # As a quadratic in a whose coefficients are polynomials in b.
        return (theta[3] * a + theta[1] + theta[4] * b) * a + (theta[5] * b + theta[2]) * b + theta[0]
    return theta[0] + sum((t * x for t, x in zip(theta[1:], row, strict=True)), Q(0))


def _same_shape(x: Sequence[Q], z: Sequence[Q]) -> bool:
    """Sum 0, mean square 1, and differences in one positive proportion to those of x."""
    n = len(x)
    if sum(z, Q(0)) != 0 or sum((v * v for v in z), Q(0)) != n:
        return False
    at = next(i for i in range(1, n) if x[i] != x[0])
    ratio = (z[at] - z[0]) / (x[at] - x[0])
    return ratio > 0 and all(z[i] - z[0] == ratio * (x[i] - x[0]) for i in range(n))
