"""Fit least squares by the normal equations, report the residual error (MML 9.2).

Levels: 1 a line through three points; 2 two features; 3 a feature map, or a design of lower rank whose minimisers are
all asked for. Checked by orthogonality: the residual is orthogonal to every column of the design, and no small change
of the parameters does better.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from operator import mul
from typing import NamedTuple

from question_bank._draw import points_on_line
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import Elimination, base, equation
from quizgen.answers.affine import AffineAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


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
    "Fit the line $y = @model$ to the data:",
    "A sensor is calibrated by the line $y = @model$. Its readings $x$ at known values $y$ are:",
    "The output $y$ of an amplifier is modelled by its input $x$ (both in volts) as $y = @model$. The data are:",
)
FEATURE_SETTINGS = (
    "Fit $y = @model$ to the data:",
    "A regression model predicts $y = @model$. Its training data are:",
    "The drift $y$ of a sensor is modelled as $y = @model$, all measured from a reference state. The measurements are:",
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
        return Given("line", Vector(points.x), Vector(points.y), draw.below(len(LINE_SETTINGS)))
    setting = draw.below(len(FEATURE_SETTINGS))
    if level == 2:
        return _two_features(draw, setting)
    kind = draw.choice(("square", "absolute", "deficient"))
    if kind == "deficient":
        return _deficient(draw, setting)
    return _mapped(draw, kind, setting)


def _without_ones(x: Matrix) -> Matrix:
    return Matrix([row[1:] for row in x.to_rows()])


def _two_features(draw: Draw, setting: int) -> Given:
    """Four observations, sums of both features divisible by 4: elimination of the normal equations is clean."""
    for _ in range(TRIES):
        first = draw.choice(_COLUMNS)
        mean = sum(first) // 4
        centred = [v - mean for v in first]
        size = sum(v * v for v in centred)
        second = draw.choice(_COLUMNS)
        if (
            first[0] * second[1] == first[1] * second[0]
            or sum(u * v for u, v in zip(centred, second, strict=True)) % size
        ):
            continue
        rows = Matrix([[1, u, v] for u, v in zip(first, second, strict=True)])
        noise = _noise(rows)
        if rows.rank() == 3 and noise:
            theta = Vector([draw.integer(-3, 3) for _ in range(3)])
            if theta[1] == 0 and theta[2] == 0:
                continue
            y = rows @ theta + Vector(draw.choice(noise))
            return Given("plane", _without_ones(rows), y, setting)
    raise exhausted("design with two features", "clean normal equations")


_COLUMNS = tuple(c for c in product(range(-2, 4), repeat=4) if sum(c) in (0, 4) and len(set(c)) > 1)
"""Columns of four values with a whole mean."""


@lru_cache(maxsize=4096)
def _noise(design: Matrix) -> tuple[tuple[int, ...], ...]:
    """All residuals with entries up to 3 that are orthogonal to the columns of a design and not zero."""
    columns = [[int(x.p) for x in column] for column in zip(*design.to_rows(), strict=True)]
    return tuple(
        e
        for e in product(range(-3, 4), repeat=design.rows)
        if any(e) and not any(sum(map(mul, e, column)) for column in columns)
    )


def _mapped(draw: Draw, kind: str, setting: int) -> Given:
    for _ in range(TRIES):
        x = Vector(draw.sample(range(-3, 4), 4))
        rows = design(kind, x)
        noise = _noise(rows) if rows.rank() == 2 else ()
        if noise:
            theta = Vector([draw.integer(-4, 4), draw.integer(-3, 3, nonzero=True)])
            return Given(kind, x, rows @ theta + Vector(draw.choice(noise)), setting)
    raise exhausted(f"design of the feature map {kind}", "whole residuals")


def _deficient(draw: Draw, setting: int) -> Given:
    ratio = draw.choice((-3, -2, -1, 2, 3))
    x = draw.choice(((1, 2, 1), (1, 1, 1), (1, 0, 2), (2, 1, 0, 1), (1, -1, 1), (1, 2, 2)))
    rows = Matrix([[v, ratio * v] for v in (draw.sign() * v for v in draw.shuffled(x))])
    slope = draw.integer(-4, 4, nonzero=True)
    y = rows @ Vector([slope, 0]) + Vector(draw.choice(_noise(rows)))
    return Given("deficient", rows, y, setting)


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
                follows=_follow(x, y),
            ),
        ),
        hints=(
            f"Each observation gives a row ${model.design}$ of the design matrix $X$.",
            r"Least squares solves the normal equations $X^\top X \theta = X^\top y$.",
            r"A residual is an observation minus its prediction; square each of them before you add.",
        ),
        steps=_steps(kind, x, y, gram, moment, theta, residual, fit, error_answer),
    )


def _follow(x: Matrix, y: Matrix) -> Follow:
    """The error of any parameters; those that predict the same for all observations would make it too easy."""
    names = tuple(f"t{j}" for j in range(x.columns))
    first, *others = x.to_rows()
    squares = (f"({_linear(row, names, -value)})^2" for row, value in zip(x.to_rows(), y, strict=True))
    steps = ([v - u for u, v in zip(first, row, strict=True)] for row in others)
    varying = dict.fromkeys(f"{_linear(step, names)} != 0" for step in steps if any(step))
    return Follow("a", names, " + ".join(squares), guard=" or ".join(varying) or f"{_linear(first, names)} != 0")


ZERO = Q(0)


def _linear(factors: Sequence[Q], names: Sequence[str], constant: Q = ZERO) -> str:
    """A sum in the answer language: "t0 - 2*t1 + 3"."""
    terms = [(c, name if abs(c) == 1 else f"{abs(c)}*{name}") for c, name in zip(factors, names, strict=True) if c]
    terms += [(constant, str(abs(constant)))] if constant else []
    text = "".join(f" - {term}" if c < 0 else f" + {term}" for c, term in terms)
    if not text:
        return "0"
    return f"-{text[3:]}" if text.startswith(" - ") else text[3:]


def _minimiser(gram: Matrix, moment: Matrix) -> Matrix:
    """The solution of the normal equations; with free parameters 0 where the design has lower rank."""
    reduced, pivots = gram.hstack(moment).rref()
    theta = [Q(0)] * gram.rows
    for i, pivot in enumerate(pivots):
        theta[pivot] = reduced[i, gram.columns]
    return Vector(theta)


def _fit_answer(kind: str, gram: Matrix, theta: Matrix) -> VectorAnswer | AffineAnswer:
    if kind == "deficient":
        return AffineAnswer.of(theta, gram.kernel(), names=("theta_1", "theta_2"))
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
    return f"{opening}\n\n{table}\n\nUse least squares: minimise the sum of the squared residuals."


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
    rows = "Every row of the design matrix $X$ holds the features of one observation"
    return (
        Step(text(rows + r", here $@row$: $$X = @x, \quad y = @y.$$", row=Tex(MODELS[kind].design), x=x, y=y)),
        step(
            r"For the normal equations $X^\top X \theta = X^\top y$ compute "
            r"$$X^\top X = @gram, \quad X^\top y = @moment.$$",
            gram=gram,
            moment=moment,
        ),
        *_solving(kind, gram, moment, theta),
        step(
            r"The residuals are the observations minus the predictions: $$y - X\theta = @y - @fitted = @residual.$$ "
            r"Check: they are orthogonal to every column of $X$, $X^\top (y - X\theta) = 0$.",
            y=y,
            fitted=x @ theta,
            residual=residual,
        ),
        step(
            r"(a) The answer is $@fit$. (b) The sum of the squared residuals is $@squares = @error$.",
            fit=fit,
            squares=squares,
            error=error,
        ),
    )


def _solving(kind: str, gram: Matrix, moment: Matrix, theta: Matrix) -> tuple[Step, ...]:
    if kind == "deficient":
        return (
            step(
                r"One column of $X$ is a multiple of the other, so $X^\top X$ is singular and both normal equations "
                r"say the same: $@equation$.",
                equation=equation([*gram.row(0).entries, moment[0]], (r"\theta_1", r"\theta_2")),
            ),
            step(
                r"One parameter stays free: $@theta$ solves the equation, and $v = @v$ solves $X^\top X v = 0$. The "
                r"minimisers are $@theta + t v$; all of them have the same predictions.",
                theta=theta,
                v=gram.kernel()[0],
            ),
        )
    if gram.rows == 2:
        return (_by_determinant(gram, moment, theta),)
    work = Elimination(gram, moment)
    shown = list(work.steps)
    shown.append(
        step(
            r"Back substitution from the last row up gives $\theta_2 = @c$, $\theta_1 = @b$, $\theta_0 = @a$: "
            r"$$\theta = @theta.$$",
            a=theta[0],
            b=theta[1],
            c=theta[2],
            theta=theta,
        )
    )
    return tuple(shown)


def _by_determinant(gram: Matrix, moment: Matrix, theta: Matrix) -> Step:
    det = gram.det()
    return step(
        r"The determinant of $X^\top X$ is $@p \cdot @s - @(q)^2 = @det \neq 0$, so the solution is unique: "
        r"$$\theta = \frac{1}{@det} @adjugate @moment = @theta.$$",
        p=gram[0, 0],
        q=gram[0, 1],
        s=gram[1, 1],
        det=det,
        adjugate=gram.inv() * det,
        moment=moment,
        theta=theta,
    )


def _fit_misconceptions(kind: str, x: Matrix, y: Matrix, theta: Matrix, gram: Matrix) -> tuple[Misconception, ...]:
    replies: list[tuple[str, Matrix, str]] = []
    if kind in ("line", "square", "absolute"):
        feature = x.column(1)
        slope = feature.dot(y) / feature.dot(feature)
        replies.append(
            (
                "no-intercept",
                Vector([0, slope]),
                r"That slope is right for a model without $\theta_0$; here the intercept is fitted as well.",
            )
        )
    square = Matrix(x.to_rows()[: x.columns])
    if kind != "deficient" and square.det() != 0:
        replies.append(
            (
                "X-for-X^T",
                square.solve(Vector(list(y)[: x.columns])),
                r"That fits the first observations exactly and ignores the rest: $X\theta = y$ has no solution, so "
                r"multiply both sides by $X^\top$, not by $X$.",
            )
        )
    return tuple(Misconception(code, VectorAnswer.of(v), why) for code, v, why in replies if v != theta)


def _error_misconceptions(residual: Matrix, error: Q) -> tuple[Misconception, ...]:
    plain = sum(residual, Q(0))
    absolute = sum((abs(r) for r in residual), Q(0))
    wrong = [value for value in dict.fromkeys((plain, absolute)) if value != error]
    return tuple(
        Misconception(
            "error-not-squared",
            NumberAnswer.of(value),
            "Square each residual before you add; residuals themselves may cancel.",
        )
        for value in wrong
    )


@ols_fit.verify
def residual_is_orthogonal(kind: str, inputs: Matrix, y: Matrix, setting: int, answer: dict[str, object]) -> bool:
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
