"""Fit least squares by the normal equations, report the residual error (MML 9.2).

Levels: 1 a line through three points; 2 two features; 3 a feature map, or a design of lower rank whose minimisers are
all asked for. Checked by orthogonality: the residual is orthogonal to every column of the design, and no small change
of the parameters does better.
"""

from __future__ import annotations

from typing import NamedTuple

from quizgen.answers.vector import VectorAnswer

from question_bank._draw import points_on_line, regression_data
from question_bank._steps import base
from quizgen.answers.affine import AffineAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Part, Problem, Step, step


class Model(NamedTuple):
    """How predictions are made from the design's columns."""

    formula: str
    """LaTeX of the prediction."""
    parameters: str
    """LaTeX of the parameter vector."""
    design: str
    """LaTeX of a row of the design."""


LINE = Model(r"\theta_0 + \theta_1 x", r"(\theta_0, \theta_1)", r"(1, x)")
PLANE = Model(r"\theta_0 + \theta_1 x_1 + \theta_2 x_2", r"(\theta_0, \theta_1, \theta_2)", r"(1, x_1, x_2)")
SQUARE = Model(r"\theta_0 + \theta_1 x^2", r"(\theta_0, \theta_1)", r"(1, x^2)")
ABSOLUTE = Model(r"\theta_0 + \theta_1 |x|", r"(\theta_0, \theta_1)", r"(1, |x|)")
TWICE = Model(r"\theta_1 x_1 + \theta_2 x_2", r"(\theta_1, \theta_2)", r"(x_1, x_2)")
LINE_SETTINGS = (
    "Fit the line $y = @model$ to the data",
    "A sensor is calibrated by a line $y = @model$ through the readings",
    "The price $y$ of a flat is modelled by its size $x$ (both in suitable units) as $y = @model$, from the data",
)
FEATURE_SETTINGS = (
    "Fit $y = @model$ to the data",
    "A regression model predicts $y = @model$. Its training data are",
)


class Given(NamedTuple):
    kind: str
    """"line", "plane", "square", "absolute" or "deficient"."""
    inputs: Matrix
    """One observation a row, as told."""
    y: Matrix
    setting: int


@exercise("ml-ols-fit", version=1, bounds=(400, 1000, 2000))
def ols_fit(draw: Draw, level: int) -> Given:
    """Data whose least-squares parameters are small, with residuals that are not all zero."""
    if level == 1:
        points = points_on_line(draw, 3, 4, denominators=draw.choice(((1,), (2,))))
        return Given("line", _column(points.x), _column(points.y), draw.below(len(LINE_SETTINGS)))
    setting = draw.below(len(FEATURE_SETTINGS))
    if level == 2:
        made = regression_data(draw, 4, 2, 2)
        return Given("plane", _without_ones(made.X), made.y, setting)
    kind = draw.choice(("square", "absolute", "deficient"))
    if kind == "deficient":
        return _deficient(draw, setting)
    return _mapped(draw, kind, setting)


def _column(values: object) -> Matrix:
    return Vector(list(values))  # type: ignore[call-overload]


def _without_ones(x: Matrix) -> Matrix:
    return Matrix([row[1:] for row in x.to_rows()])


def _mapped(draw: Draw, kind: str, setting: int) -> Given:
    x = draw.sample(range(-3, 4), 4)
    intercept, slope = draw.integer(-4, 4), draw.integer(-3, 3, nonzero=True)
    noise = draw.shuffled((-1, 1, 0, draw.integer(1, 2)))
    feature = [_phi(kind, Q(v)) for v in x]
    y = [intercept + slope * f + e for f, e in zip(feature, noise, strict=True)]
    return Given(kind, Vector(x), Vector(y), setting)


def _deficient(draw: Draw, setting: int) -> Given:
    ratio = draw.choice((-3, -2, -1, 2, 3))
    x = draw.choice(((1, 2), (1, 1, 1), (1, 0, 2), (2, 1, 0, 1), (1, -1, 1), (1, 2, 2)))
    x = tuple(draw.sign() * v for v in x)
    y = [draw.integer(-5, 5, nonzero=True) for _ in x]
    return Given("deficient", Matrix([[v, ratio * v] for v in x]), Vector(y), setting)


def _phi(kind: str, x: Q) -> Q:
    return x * x if kind == "square" else abs(x)


MODELS = {"line": LINE, "plane": PLANE, "square": SQUARE, "absolute": ABSOLUTE, "deficient": TWICE}


def design(kind: str, inputs: Matrix) -> Matrix:
    """One row of features for each observation."""
    rows = inputs.to_rows()
    if kind == "deficient":
        return inputs
    if kind in ("square", "absolute"):
        return Matrix([[Q(1), _phi(kind, row[0])] for row in rows])
    return Matrix([[Q(1), *row] for row in rows])


@ols_fit.problem
def build(kind: str, inputs: Matrix, y: Matrix, setting: int) -> Problem:
    """Normal equations, then residuals."""
    x = design(kind, inputs)
    gram, moment = x.T @ x, x.T @ y
    theta = _minimiser(gram, moment)
    residual = y - x @ theta
    error = residual.dot(residual)
    fit = _fit_answer(kind, gram, theta)
    error_answer = NumberAnswer.of(error)
    model = MODELS[kind]
    ask = "all minimisers" if kind == "deficient" else "the least-squares parameters"
    hint = " Write them with a parameter, as in $(1, 2) + t(3, 4)$." if kind == "deficient" else ""
    return Problem(
        prompt=_prompt(kind, inputs, y, setting, model),
        parts=(
            Part(
                "a",
                fit,
                f"Give {ask} ${model.parameters}$.{hint}",
                points=2,
                misconceptions=_fit_misconceptions(kind, x, y, theta, gram),
            ),
            Part(
                "b",
                error_answer,
                "Give the sum of the squared residuals.",
                misconceptions=_error_misconceptions(residual, error),
            ),
        ),
        hints=(
            f"Each observation gives a row ${model.design}$ of the design matrix $X$.",
            r"Least squares solves the normal equations $X^\top X \theta = X^\top y$.",
            r"A residual is an observation minus its prediction; square each of them before you add.",
        ),
        steps=_steps(kind, x, y, gram, moment, theta, residual, fit, error_answer),
    )


def _minimiser(gram: Matrix, moment: Matrix) -> Matrix:
    """The solution of the normal equations; with free parameters 0 where the design has lower rank."""
    reduced, pivots = gram.hstack(moment).rref()
    theta = [Q(0)] * gram.rows
    for i, pivot in enumerate(pivots):
        theta[pivot] = reduced[i, gram.columns]
    return Vector(theta)


def _fit_answer(kind: str, gram: Matrix, theta: Matrix) -> VectorAnswer | AffineAnswer:
    if kind == "deficient":
        return AffineAnswer.of(theta, gram.kernel())
    return VectorAnswer.of(theta)


def _prompt(kind: str, inputs: Matrix, y: Matrix, setting: int, model: Model) -> str:
    settings = LINE_SETTINGS if kind == "line" else FEATURE_SETTINGS
    opening = text(settings[setting], model=Tex(model.formula))
    names = ["x"] if inputs.columns == 1 else ["x_1", "x_2"]
    rows = [
        f"| ${name}$ | " + " | ".join(f"${latex_of(v)}$" for v in values) + " |"
        for name, values in (
            *((n, inputs.column(j)) for j, n in enumerate(names)),
            ("y", y),
        )
    ]
    rule = "|" + "---|" * (y.rows + 1)
    table = "\n".join([rows[0], rule, *rows[1:]])
    return f"{opening}\n\n{table}\n\nby least squares: minimise the sum of the squared residuals."


def _steps(
    kind: str,
    x: Matrix,
    y: Matrix,
    gram: Matrix,
    moment: Matrix,
    theta: Matrix,
    residual: Matrix,
    fit: VectorAnswer | AffineAnswer,
    error: NumberAnswer,
) -> tuple[Step, ...]:
    squares = Tex(" + ".join(f"{base(r)}^2" for r in residual))
    return (
        step(r"The design matrix and the observations are $$X = @x, \quad y = @y.$$", x=x, y=y),
        step(
            r"For the normal equations $X^\top X \theta = X^\top y$ compute $$X^\top X = @gram, \quad X^\top y = @moment.$$",
            gram=gram,
            moment=moment,
        ),
        _solving(kind, gram, theta),
        step(
            r"The predictions are $X\theta = @fitted$, so the residuals are $y - X\theta = @residual$. Check: they are "
            r"orthogonal to every column of $X$.",
            fitted=x @ theta,
            residual=residual,
        ),
        step(
            r"(a) $@fit$. (b) The sum of the squared residuals is $@squares = @error$.",
            fit=fit,
            squares=squares,
            error=error,
        ),
    )


def _solving(kind: str, gram: Matrix, theta: Matrix) -> Step:
    if kind == "deficient":
        return step(
            r"One column of $X$ is a multiple of the other, so $X^\top X$ is singular: one parameter stays free. A solution is "
            r"$@theta$, and the kernel of $X^\top X$ is spanned by $@v$.",
            theta=theta,
            v=gram.kernel()[0],
        )
    return step(
        r"The determinant of $X^\top X$ is $@det$, not $0$: the solution is unique, $\theta = @theta$.",
        det=gram.det(),
        theta=theta,
    )


def _fit_misconceptions(
    kind: str, x: Matrix, y: Matrix, theta: Matrix, gram: Matrix
) -> tuple[Misconception, ...]:
    replies: list[tuple[str, Matrix, str]] = []
    if kind in ("line", "square", "absolute"):
        feature = x.column(1)
        slope = feature.dot(y) / feature.dot(feature)
        replies.append(
            (
                "no-intercept",
                Vector([0, slope]),
                r"That slope is right for a line through the origin; here the intercept is fitted as well.",
            )
        )
    if kind != "deficient":
        replies.append(
            (
                "X-for-X^T",
                gram.inv() @ Vector(list(y)[: gram.rows]),
                r"Look at the shapes: the right-hand side of the normal equations is $X^\top y$.",
            )
        )
    return tuple(Misconception(code, VectorAnswer.of(v), why) for code, v, why in replies if v != theta)


def _error_misconceptions(residual: Matrix, error: Q) -> tuple[Misconception, ...]:
    total = sum(residual, Q(0))
    absolute = sum((abs(r) for r in residual), Q(0))
    plain = total if total != 0 else absolute
    if plain == error:
        return ()
    return (
        Misconception("error-not-squared", NumberAnswer.of(plain), "Square each residual before you add them up."),
    )


@ols_fit.verify
def residual_is_orthogonal(
    kind: str, inputs: Matrix, y: Matrix, setting: int, answer: dict[str, object]
) -> bool:
    """The residual is orthogonal to the design's columns; the error is that of the fit, and small steps raise it."""
    x = design(kind, inputs)
    fit, error = answer["a"], answer["b"]
    directions: list[Matrix] = []
    if kind == "deficient":
        fit, directions = fit  # type: ignore[misc]
        if len(directions) != 1 or directions[0].is_zero or not (x @ directions[0]).is_zero:
            return False
    if not isinstance(fit, Matrix) or fit.shape != (x.columns, 1):
        return False
    residual = y - x @ fit
    orthogonal = all(x.column(j).dot(residual) == 0 for j in range(x.columns))
    return orthogonal and error == _squared_error(x, y, fit) and _is_lowest(x, y, fit)


def _squared_error(x: Matrix, y: Matrix, theta: Matrix) -> Q:
    """Observation by observation."""
    total = Q(0)
    for row, value in zip(x.to_rows(), y, strict=True):
        prediction = sum((c * t for c, t in zip(row, theta, strict=True)), Q(0))
        total += (value - prediction) ** 2
    return total


def _is_lowest(x: Matrix, y: Matrix, theta: Matrix) -> bool:
    here = _squared_error(x, y, theta)
    unit = [Vector([Q(int(i == j), 100) for i in range(x.columns)]) for j in range(x.columns)]
    return all(_squared_error(x, y, theta + d * s) >= here for d in unit for s in (1, -1))
