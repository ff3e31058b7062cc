"""Write a function that fits least squares: by the normal equations, with features and an intercept, or penalised.

Levels: 1 the closed form (weights, fitted values with dependent columns, the error of a column of targets);
2 polynomial and other features, an intercept beside the weights; 3 ridge with a free intercept, kernel ridge, weights
of the rows. (MML 9.2; Bishop 3.1, 6.1.)
Checked by other methods: Gram-Schmidt in fractions, centred data, rows added for a penalty, rows repeated for weights,
explicit features or eigenvectors for a kernel. The learner's code itself is judged in the sandbox.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from question_bank._draw import regression_data
from quizgen.draw import Draw
from quizgen.exercise import exercise

from ._written import Arguments, Given, Made, Task, Tasks, Wrong, full_rank, matrix, shown, vector

OUTER = (
    "`X @ X.T` is n × n: it compares rows with rows, and with more rows than columns it has no inverse. The normal "
    "equations need the d × d matrix that compares columns with columns."
)
COLUMN = (
    "A column of shape (n, 1) minus a vector of shape (n,) is broadcast to (n, n): every target is compared with every "
    "prediction. Bring both to the same shape before you subtract."
)
COLUMN_WEIGHTS = (
    "A column of weights of shape (n, 1) times the targets of shape (n,) is broadcast to (n, n). The targets need the "
    "weights as a vector; only the rows of `X` need them as a column."
)
INTERCEPT = (
    "You penalise the intercept as well, which pulls all predictions towards 0. Shifting every target by the same "
    "number must shift the intercept by that number and leave the other weights alone."
)


def _fit(draw: Draw, n: int, features: int) -> tuple[Arguments, tuple[int, ...]]:
    """X with a first column of 1s, and y, with integer weights as least-squares solution."""
    data = regression_data(draw, n, features, 3)
    rows = tuple(tuple(int(v.p) for v in row) for row in data.X.to_rows())
    return rows, tuple(int(row[0].p) for row in data.y.to_rows())


def _column(y: Arguments) -> Arguments:
    return tuple((v,) for v in y)


# ------------------------------------------------------------------ other methods


def projected(x: Any, y: Any) -> Any:
    """The projection of y onto the columns of x, by Gram-Schmidt in fractions."""
    target = [Fraction(int(v)) for v in y]
    basis: list[list[Fraction]] = []
    made = [Fraction(0)] * len(target)
    for column in x.T.tolist():
        rest = [Fraction(int(v)) for v in column]
        for b in basis:
            rest = _minus(rest, b)
        if any(rest):
            basis.append(rest)
            made = [m + t - r for m, t, r in zip(made, target, _minus(target, rest), strict=True)]
    return np.array([float(v) for v in made])


def _minus(v: list[Fraction], b: list[Fraction]) -> list[Fraction]:
    """v without its part along b."""
    share = Fraction(sum(p * q for p, q in zip(v, b, strict=True))) / Fraction(sum(q * q for q in b))
    return [p - share * q for p, q in zip(v, b, strict=True)]


def penalised(x: Any, y: Any, penalties: Any) -> Any:
    """Least squares with a row for the penalty of each weight."""
    top = np.vstack([x, np.diag(np.sqrt(penalties))])
    return np.linalg.lstsq(top, np.concatenate([y, np.zeros(x.shape[1])]), rcond=None)[0]


def centred(x: Any, y: Any, penalty: float = 0.0) -> tuple[Any, float]:
    """Weights and intercept from centred data."""
    mean, level = x.mean(axis=0), y.mean()
    w = penalised(x - mean, y - level, np.full(x.shape[1], penalty))
    return w, float(level - mean @ w)


def weights_of(x: Any, y: Any) -> Any:
    """The least-squares weights by a QR factorisation of scaled columns."""
    scale = np.abs(x).max(axis=0).astype(float)
    q, r = np.linalg.qr(x / scale)
    found = np.linalg.solve(r, q.T @ y)
    return found / (scale if y.ndim == 1 else scale[:, None])


# ------------------------------------------------------------------ level 1: closed form


def draw_weights(draw: Draw) -> Given:
    name = draw.choice(("least_squares", "fit_weights", "ols", "normal_equations"))
    many = draw.flip()

    def targets(n: int) -> Any:
        return matrix(draw, n, 2, 6) if many else vector(draw, n)

    x, y = _fit(draw, 4, 1)
    _, other = (x, y) if not many else _fit(draw, 4, 1)
    example = (x, tuple(zip(y, other, strict=True)) if many else y)
    huge = ((4_000_000_000, 1), (7_000_000_000, -2), (-6_000_000_000, 3), (5_000_000_000, draw.integer(0, 5)))
    d = draw.integer(2, 3)
    square = (full_rank(draw, d, d), targets(d))
    cases = ((full_rank(draw, 6, 3), targets(6)), square, (((3,), (-1,), (2,)), targets(3)), (huge, targets(4)))
    return Given("weights", (name, many), example, cases)


def weights(x: Any, y: Any, many: bool) -> Made:
    """The weights of least squares, for one target or several."""
    targets, form = ("Y", "d × k matrix") if many else ("y", "array of d weights")
    y_words = "the n × k matrix `Y` holds k targets for each row" if many else "`y` holds the n targets"
    loss = r"\|Y - X\Theta\|^2" if many else r"\|y - X\theta\|^2"
    letter = r"\Theta" if many else r"\theta"
    return Made(
        statement=f"The rows of the n × d matrix `X` are n observations, and {y_words}. Return the {form} ${letter}$ "
        f"for which ${loss}$ is smallest" + (" (the sum of the squares of all entries)." if many else "."),
        properties=(
            r"The columns of `X` are linearly independent, so $n \ge d$.",
            "There is no intercept other than a column of `X`.",
            f"`X` and `{targets}` may hold large integers (up to $10^{{10}}$): their products do not fit into 64-bit "
            "integers, so compute in floats.",
        ),
        parameters=f"X, {targets}",
        body=("A = X.astype(float)", f"return np.linalg.solve(A.T @ A, A.T @ {targets})"),
        steps=(
            f"Where the loss is smallest its gradient is 0. This gives the normal equations $X^\\top X {letter} = "
            f"X^\\top {targets}$. `X.T @ X` is d × d, and because the columns are independent it has an inverse.",
            f"In the example `X.T @ X` is `{shown(x.T @ x)}` and `X.T @ {targets}` is `{shown(x.T @ y)}`.",
            "`np.linalg.solve` solves this system; it is more accurate than forming the inverse, and takes "
            + ("all columns of `Y` at once." if many else "fewer operations."),
            "The product of integer arrays is an integer array and wraps around silently above about "
            r"$9 \cdot 10^{18}$. `astype(float)` avoids that.",
            f"The residual must be orthogonal to the columns of `X`: `X.T @ ({targets} - X @ theta)` is 0 up to "
            "rounding.",
        ),
        hints=(
            "Set the gradient of the squared error to 0: a linear system with a d × d matrix comes out.",
            "Convert `X` to floats first, then `np.linalg.solve` gives the weights from that matrix and its "
            "right-hand side.",
        ),
        oracle=weights_of,
        wrong=(
            Wrong("inv-of-XXT", OUTER, ("A = X.astype(float)", f"return A.T @ np.linalg.inv(A @ A.T) @ {targets}")),
            Wrong("inv-of-XXT", OUTER, (f"return X.T @ np.linalg.inv(X @ X.T) @ {targets}",)),
            Wrong("inv-of-XXT", OUTER, (f"return np.linalg.inv(X @ X.T) @ X.T @ {targets}",)),
            Wrong("inv-of-XXT", OUTER, ("A = X.astype(float)", f"return np.linalg.inv(A @ A.T) @ A.T @ {targets}")),
        ),
    )


FITTED = {
    "fitted": ("fitted_values", "project_targets", "smooth", "column_space_part"),
    "residual": ("residuals", "unexplained", "left_over", "orthogonal_part"),
    "smallest": ("shortest_fit", "minimum_norm_weights", "smallest_solution"),
}


def draw_fitted(draw: Draw) -> Given:
    kind = draw.choice(tuple(FITTED))
    name = draw.choice(FITTED[kind])
    base = full_rank(draw, 5, 2, 3)
    dependent = tuple((a, b, a + b) for a, b in base)
    twice = tuple((a, 2 * a) for (a,) in full_rank(draw, 4, 1, 3))
    cases = (
        (full_rank(draw, 5, 3), vector(draw, 5)),
        (dependent, vector(draw, 5)),
        (twice, vector(draw, 4)),
        (((draw.integer(1, 3), 0, 2),), (draw.integer(1, 6),)),
        (((0, 0), (0, 0), (0, 0)), (1, 2, draw.integer(3, 5))),
    )
    x, y = _fit(draw, 4, 1)
    return Given("fitted", (name, kind), (x, y), cases)


def fitted(x: Any, y: Any, kind: str) -> Made:
    """Fitted values, residuals or the shortest weights, also where columns depend on each other."""
    words = {
        "fitted": r"Return the n fitted values $X\theta$ of the least-squares fit, the point of the column space of "
        "`X` that is closest to `y`.",
        "residual": r"Return the n residuals $y - X\theta$ of the least-squares fit.",
        "smallest": r"Return the d weights $\theta$ for which $\|y - X\theta\|$ is smallest. If several weights reach "
        "the smallest value, return those of smallest norm.",
    }[kind]
    ending = {"fitted": "return X @ theta", "residual": "return y - X @ theta", "smallest": "return theta"}[kind]
    theta = weights_of(x, y)
    last = {
        "fitted": "`X @ theta` does not depend on which of the minimising weights is taken.",
        "residual": "`y - X @ theta` does not depend on which of the minimising weights is taken.",
        "smallest": "Of all weights that minimise the error, these have no part in the null space of `X`, so they are "
        "the shortest.",
    }[kind]

    def oracle(x: Any, y: Any) -> Any:
        if kind == "smallest":
            return np.linalg.pinv(x) @ projected(x, y)
        return projected(x, y) if kind == "fitted" else y - projected(x, y)

    return Made(
        statement=f"The rows of the n × d matrix `X` are observations, and `y` holds the n targets. {words}",
        properties=(
            "The columns of `X` may be linearly dependent, or all 0; there may be fewer rows than columns.",
            "There is no intercept other than a column of `X`.",
        ),
        parameters="X, y",
        body=("theta = np.linalg.lstsq(X, y, rcond=None)[0]", ending),
        steps=(
            "With dependent columns $X^\\top X$ has no inverse and the normal equations have many solutions. "
            "`np.linalg.lstsq` works from the singular value decomposition and returns the solution of smallest norm; "
            "`np.linalg.pinv(X) @ y` gives the same.",
            f"In the example the columns are independent, and `theta` is `{shown(theta)}`.",
            last,
            f"The residual, here `{shown(y - x @ theta)}`, is orthogonal to every column of `X`: `X.T @ r` is 0.",
        ),
        hints=(
            "Do not invert $X^\\top X$: with dependent columns it has no inverse.",
            "`np.linalg.lstsq` and the pseudo-inverse `np.linalg.pinv` both handle dependent columns.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("inv-of-XXT", OUTER, ("theta = X.T @ np.linalg.inv(X @ X.T) @ y", ending)),
            Wrong("inv-of-XXT", OUTER, ("theta = np.linalg.inv(X @ X.T) @ X.T @ y", ending)),
        ),
        rtol=1e-6,
    )


ERRORS = {
    "mean": ("the mean of the squared residuals", "return (r**2).mean()", "mean_squared_error"),
    "sum": ("the sum of the squared residuals", "return (r**2).sum()", "residual_sum"),
    "root": ("the root of the mean squared residual", "return np.sqrt((r**2).mean())", "training_rmse"),
    "largest": ("the largest absolute value of a residual", "return np.abs(r).max()", "largest_residual"),
}


def draw_error(draw: Draw) -> Given:
    kind = draw.choice(tuple(ERRORS))
    name = draw.choice((ERRORS[kind][2], "training_error", "fit_error"))
    x, y = _fit(draw, 4, 1)
    cases = (
        (full_rank(draw, 6, 3), _column(vector(draw, 6))),
        (full_rank(draw, 5, 2), _column(vector(draw, 5))),
        (((2,),), ((draw.integer(1, 5),),)),
        (full_rank(draw, 5, 2, ones=True), ((3,),) * 5),
    )
    return Given("error", (name, kind), (x, _column(y)), cases)


def error(x: Any, y: Any, kind: str) -> Made:
    """One number for the residuals of the fit, with the targets as a column."""
    words, ending, _ = ERRORS[kind]
    value: Callable[[Any], float] = {
        "mean": lambda r: float(np.mean(r * r)),
        "sum": lambda r: float(np.sum(r * r)),
        "root": lambda r: float(np.sqrt(np.mean(r * r))),
        "largest": lambda r: float(np.max(np.abs(r))),
    }[kind]

    def oracle(x: Any, y: Any) -> float:
        return value(y[:, 0] - projected(x, y[:, 0]))

    residual = y[:, 0] - projected(x, y[:, 0])
    return Made(
        statement="The rows of the n × d matrix `X` are observations. `Y` is a column of targets: an array of shape "
        f"(n, 1). Fit the targets by least squares and return {words}.",
        properties=(
            "The columns of `X` are linearly independent; there is no intercept other than a column of `X`.",
            "The result is a number (or an array of shape ()), also for a single row.",
        ),
        parameters="X, Y",
        body=("y = Y[:, 0]", "theta = np.linalg.solve(X.T @ X, X.T @ y)", "r = y - X @ theta", ending),
        steps=(
            "Take the column apart first: `Y[:, 0]` has shape (n,). From here on targets and predictions have the same "
            "shape.",
            f"The normal equations give `theta`. In the example it is `{shown(weights_of(x, y[:, 0]))}`.",
            f"The residuals are `{shown(residual)}`. Mixing the shapes (n, 1) and (n,) would give an n × n array here, "
            "without any error message.",
            "A mean or maximum over an n × n array looks like a fair result: print `r.shape` where shapes may differ.",
        ),
        hints=(
            "Print the shapes of `Y` and of `X @ theta` before you subtract them.",
            "`Y[:, 0]` turns the column into a vector.",
        ),
        oracle=oracle,
        wrong=(
            Wrong(
                "shape-of-y",
                COLUMN,
                ("theta = np.linalg.lstsq(X, Y[:, 0], rcond=None)[0]", "r = Y - X @ theta", ending),
            ),
            Wrong("inv-of-XXT", OUTER, ("theta = X.T @ np.linalg.inv(X @ X.T) @ Y", "r = Y - X @ theta", ending)),
        ),
    )


# ------------------------------------------------------------------ level 2: features and intercept


def draw_polynomial(draw: Draw) -> Given:
    predict = draw.flip()
    name = draw.choice(
        ("predict_polynomial", "extrapolate", "curve_at")
        if predict
        else ("fit_polynomial", "curve_coefficients", "powers_fit")
    )

    def points(n: int, degree: int) -> Arguments:
        x = tuple(draw.sample(range(-4, 5), n))
        return x, tuple(v**degree + draw.integer(-2, 2) for v in x), degree

    def more(data: Arguments, t: Arguments) -> Arguments:
        return (*data, t) if predict else data

    repeated = ((1, 1, 3, 3, -2, 0), vector(draw, 6), 2)
    cases = (
        more(points(6, 3), (10_000_000, -5_000_000) if predict else ()),
        more(points(4, 3), (0, 1, 9)),
        more(points(4, 0), (5,)),
        more(repeated, (-1, 2)),
        more(((2.5,), (4.5,), 0), (0.5, 1.5)),
    )
    return Given("polynomial", (name, predict), more(points(4, draw.integer(1, 2)), (5, 6)), cases)


def polynomial(x: Any, y: Any, degree: int, *rest: Any) -> Made:
    """A polynomial fitted to points: its coefficients, or its values elsewhere."""
    predict = rest[-1]
    design = np.array([[float(v) ** k for k in range(degree + 1)] for v in x])
    words = (
        "Return the values of the fitted polynomial at the points of the array `t`."
        if predict
        else "Return its `degree + 1` coefficients, the constant first."
    )
    fitting = ("A = np.vander(x.astype(float), degree + 1, increasing=True)",)
    ending = "return np.vander(t.astype(float), degree + 1, increasing=True) @ theta" if predict else "return theta"

    def oracle(x: Any, y: Any, degree: int, t: Any = None) -> Any:
        falling = np.polyfit(x.astype(float), y, degree)
        return falling[::-1] if t is None else np.polyval(falling, t.astype(float))

    return Made(
        statement="Fit a polynomial of degree at most `degree` to the points (`x[i]`, `y[i]`) by least squares. "
        + words,
        properties=(
            "There are at least `degree + 1` different values in `x`; values may repeat. `degree` may be 0.",
            "`x` may hold integers."
            if not predict
            else "`x` and `t` may hold integers, `t` very large ones, whose powers do not fit into 64 bits: compute "
            "in floats.",
            "Write the fit yourself: no `np.polyfit` and nothing of `np.polynomial`.",
        ),
        parameters="x, y, degree, t" if predict else "x, y, degree",
        body=(*fitting, "theta = np.linalg.lstsq(A, y, rcond=None)[0]", ending),
        steps=(
            "A polynomial is linear in its coefficients. With the features $1, x, x^2, \\dots$ as columns the fit is "
            "ordinary least squares; the column of 1s carries the constant.",
            f"In the example the design matrix is `{shown(design)}`: a row for each point, a column for each power.",
            f"Least squares with it gives the coefficients `{shown(oracle(x, y, degree))}`.",
            *(
                ("New points get the same features, in the same order, and are multiplied by the coefficients.",)
                if predict
                else ("The first column is the power 0, so the constant comes first, as asked.",)
            ),
            "With exactly `degree + 1` points the polynomial goes through all of them; with degree 0 it is the mean of "
            "`y`.",
        ),
        hints=(
            "Build a matrix with one column for each power of `x`, from 0 up.",
            "`np.vander(x, degree + 1, increasing=True)` is that matrix; convert `x` to floats before.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("inv-of-XXT", OUTER, (*fitting, "theta = A.T @ np.linalg.inv(A @ A.T) @ y", ending)),
            Wrong("inv-of-XXT", OUTER, (*fitting, "theta = np.linalg.inv(A @ A.T) @ A.T @ y", ending)),
        ),
        forbidden=("polyfit", "polynomial"),
    )


class Features(NamedTuple):
    """Features of one number."""

    formula: str
    """LaTeX."""
    source: str
    function: Callable[[float], tuple[float, ...]]


FEATURES = (
    Features(r"(1, x, |x|)", "np.stack([np.ones(len(x)), x, np.abs(x)], axis=1)", lambda v: (1.0, v, abs(v))),
    Features(
        r"(1, x, \max(0, x - 1))",
        "np.stack([np.ones(len(x)), x, np.maximum(0, x - 1)], axis=1)",
        lambda v: (1.0, v, max(0.0, v - 1)),
    ),
    Features(r"(1, |x|, x^2)", "np.stack([np.ones(len(x)), np.abs(x), x * x], axis=1)", lambda v: (1.0, abs(v), v * v)),
    Features(r"(x, x^2)", "np.stack([x, x * x], axis=1)", lambda v: (v, v * v)),
    Features(r"(1, x, x^3)", "np.stack([np.ones(len(x)), x, x**3], axis=1)", lambda v: (1.0, v, v**3)),
    Features(
        r"(1, \sin x, \cos x)",
        "np.stack([np.ones(len(x)), np.sin(x), np.cos(x)], axis=1)",
        lambda v: (1.0, float(np.sin(v)), float(np.cos(v))),
    ),
)


def draw_features(draw: Draw) -> Given:
    which, score = draw.below(len(FEATURES)), draw.integer(0, 2) > 0
    name = draw.choice(("test_error", "held_out_error", "score") if score else ("predict", "forecast", "fit_predict"))

    def points(n: int, m: int) -> Arguments:
        x, y = tuple(draw.sample(range(-4, 5), n)), vector(draw, n)
        new = tuple(draw.sample(range(-4, 5), m))
        return (x, y, new, _column(vector(draw, m))) if score else (x, y, new)

    fixed = (-3, -1, 0, 2, 4)
    cases = tuple((fixed, *points(5, m)[1:]) for m in (4, 1, 5))
    example = ((-2, 0, 1, 3), *points(4, 2)[1:])
    return Given("features", (name, which, score), example, (*cases, ((-2, 0, 3), *points(3, 3)[1:])))


def features(x: Any, y: Any, new: Any, *rest: Any) -> Made:
    """Predictions of a fit with given features, or their error on held-out data."""
    which, score = rest[-2:]
    chosen = FEATURES[which]

    def phi(x: Any) -> Any:
        return np.array([chosen.function(float(v)) for v in x])

    def oracle(x: Any, y: Any, new: Any, held: Any = None) -> Any:
        q, r = np.linalg.qr(phi(x))
        got = phi(new) @ np.linalg.solve(r, q.T @ y)
        return got if held is None else float(np.mean([(a - b) ** 2 for (a,), b in zip(held, got, strict=True)]))

    opening = (
        "def phi(x):",
        f"    return {chosen.source}",
        "",
        "theta = np.linalg.lstsq(phi(x), y, rcond=None)[0]",
    )
    words = (
        "`Y_new` is a column of shape (m, 1) with the targets of `x_new`: return the mean squared error of the fit on "
        "these new points."
        if score
        else "Return the predictions at the points of the array `x_new`."
    )
    end = ("return ((Y_new[:, 0] - phi(x_new) @ theta) ** 2).mean()",) if score else ("return phi(x_new) @ theta",)
    theta = np.linalg.lstsq(phi(x), y, rcond=None)[0]
    outer = (*opening[:3], "A = phi(x)", "theta = A.T @ np.linalg.inv(A @ A.T) @ y", *end)
    return Made(
        statement=f"Fit the n targets `y` to the numbers `x` by least squares with the features $\\phi(x) = "
        f"{chosen.formula}$, so that the prediction is $\\phi(x)^\\top \\theta$. {words}",
        properties=(
            "The feature vectors of `x` are such that the fit is unique.",
            "The features at new points are the same functions as at the points of the fit.",
            *(("The result is a number (or an array of shape ()), also for one new point.",) if score else ()),
        ),
        parameters="x, y, x_new, Y_new" if score else "x, y, x_new",
        body=(*opening, *end),
        steps=(
            "Write the features as a function that turns n numbers into a matrix with n rows. The same function serves "
            "for the fit and for new points.",
            f"In the example the feature matrix of `x` is `{shown(phi(x))}`.",
            f"Least squares with it gives `theta`, here `{shown(theta)}`"
            + (", one weight for each feature." if "1," in chosen.formula else "; no constant is asked for."),
            f"The predictions at `x_new` are `{shown(phi(new) @ theta)}`.",
            *(
                ("They have shape (m,), the new targets (m, 1): take `Y_new[:, 0]`, else the difference is m × m.",)
                if score
                else ()
            ),
        ),
        hints=(
            "Stack the features as columns: `np.stack([...], axis=1)`.",
            "Fit with the feature matrix of `x`, then multiply the feature matrix of `x_new` by the weights."
            + (" Mind the shape of `Y_new`." if score else ""),
        ),
        oracle=oracle,
        wrong=(
            *(
                (Wrong("shape-of-y", COLUMN, (*opening, "return ((Y_new - phi(x_new) @ theta) ** 2).mean()")),)
                if score
                else ()
            ),
            Wrong("inv-of-XXT", OUTER, outer),
        ),
    )


def draw_affine(draw: Draw) -> Given:
    name = draw.choice(("fit_affine", "linear_model", "weights_and_intercept", "regress"))
    x, y = _fit(draw, 4, 1)
    years = tuple((v,) for v in (1990, 1995, 2001, 2010, 2020))

    def features(n: int, d: int) -> Arguments:
        return tuple(row[1:] for row in full_rank(draw, n, d + 1, ones=True))

    cases = (
        (features(6, 2), vector(draw, 6)),
        (features(3, 2), vector(draw, 3)),
        (years, vector(draw, 5)),
        (features(5, 1), (draw.integer(2, 9),) * 5),
    )
    return Given("affine", (name,), (tuple(row[1:] for row in x), y), cases)


def affine(x: Any, y: Any) -> Made:
    """Weights and intercept apart."""
    design = np.column_stack([np.ones(len(x)), x])
    w, b = centred(x, y)
    opening = ("A = np.column_stack([np.ones(len(X)), X])",)
    end = ("return theta[1:], theta[0]",)
    return Made(
        statement="The rows of the n × d matrix `X` are observations without a column of 1s, and `y` holds the n "
        "targets. Fit $y \\approx Xw + b$ by least squares and return the pair `(w, b)`: an array of d weights and a "
        "number.",
        properties=(
            "The fit is unique. `X` has no column of 1s: the intercept $b$ is yours to add.",
            "`w` is an array also for a single feature.",
            "Features may lie far from 0, such as years.",
        ),
        parameters="X, y",
        body=(*opening, "theta = np.linalg.lstsq(A, y, rcond=None)[0]", *end),
        steps=(
            "A column of 1s makes the intercept a weight like the others: $Xw + b = A\\theta$ with "
            "$\\theta = (b, w_1, \\dots, w_d)$.",
            f"In the example `A` is `{shown(design.astype(int))}`, and least squares gives `theta` as "
            f"`{shown(np.array([b, *w]))}`.",
            f"Taken apart: `w` is `theta[1:]`, an array, here `{shown(w)}`; `b` is `theta[0]`, a number, here "
            f"`{shown(b)}`.",
            f"With an intercept the residuals add up to 0. Here they are `{shown(y - x @ w - b)}`.",
        ),
        hints=(
            "Give every observation a further feature that is always 1.",
            "Afterwards take the weights apart: one slice for `w`, one entry for `b`.",
        ),
        oracle=centred,
        wrong=(
            Wrong("inv-of-XXT", OUTER, (*opening, "theta = A.T @ np.linalg.inv(A @ A.T) @ y", *end)),
            Wrong("inv-of-XXT", OUTER, (*opening, "theta = np.linalg.inv(A @ A.T) @ A.T @ y", *end)),
        ),
    )


# ------------------------------------------------------------------ level 3: penalties, kernels, weights


def draw_ridge(draw: Draw) -> Given:
    apart = draw.flip()
    name = draw.choice(("ridge", "ridge_fit", "penalised_fit", "shrunken_weights"))

    def data(n: int, d: int, penalty: float) -> Arguments:
        rows = full_rank(draw, n, d + 1, 3, ones=True)
        return (tuple(row[1:] for row in rows) if apart else rows), vector(draw, n, 8), penalty

    one = ((draw.integer(1, 4), -2),) if apart else ((1, draw.integer(1, 4), -2),)
    wide = ((1, 2, 0, 1), (0, 1, 3, -1)) if apart else ((1, 2, 0, 1), (1, 1, 3, -1))
    cases = (
        data(6, 2, 0.5),
        (one, (draw.integer(3, 9),), 2.0),
        (wide, (4, draw.integer(5, 9)), 1.0),
        data(5, 1, 1e8),
        data(5, 2, 0.0),
    )
    return Given("ridge", (name, apart), data(4, 1, float(draw.integer(1, 4))), cases)


def ridge(x: Any, y: Any, penalty: float, apart: bool) -> Made:
    """Ridge regression whose intercept is not penalised."""

    def oracle(x: Any, y: Any, penalty: float) -> Any:
        if apart:
            return centred(x, y, penalty)
        w, b = centred(x[:, 1:], y, penalty)
        return np.array([b, *w])

    opening = ("A = np.column_stack([np.ones(len(X)), X])",) if apart else ()
    a = "A" if apart else "X"
    diagonal = f"P = lam * np.eye({a}.shape[1])"
    solved = f"theta = np.linalg.solve({a}.T @ {a} + P, {a}.T @ y)"
    end = "return theta[1:], theta[0]" if apart else "return theta"
    design = np.column_stack([np.ones(len(x)), x]).astype(int) if apart else x
    free = np.diag([0.0] + [penalty] * (design.shape[1] - 1))
    words = (
        "`X` has no column of 1s. Return the pair `(w, b)`, an array of d weights and a number, for which $\\|y - Xw - "
        "b\\|^2 + \\lambda \\|w\\|^2$ is smallest (in the second norm $b$ does not occur)."
        if apart
        else "The first column of `X` holds 1s, so that its weight $\\theta_0$ is the intercept. Return the d weights "
        "for which $\\|y - X\\theta\\|^2 + \\lambda \\sum_{j \\ge 1} \\theta_j^2$ is smallest: the "
        "intercept is not penalised."
    )
    return Made(
        statement="The rows of the n × d matrix `X` are observations, `y` holds the n targets and `lam` the number "
        f"$\\lambda \\ge 0$. {words}",
        properties=(
            "With $\\lambda > 0$ there may be a single row, or fewer rows than columns.",
            r"With $\lambda = 0$ the columns"
            + (", with one of 1s added," if apart else "")
            + " are linearly independent.",
            r"As $\lambda$ grows, the intercept tends to the mean of `y` and the other weights to 0.",
        ),
        parameters="X, y, lam",
        body=(*opening, diagonal, "P[0, 0] = 0", solved, end),
        steps=(
            "Setting the gradient to 0 gives $(A^\\top A + P)\\theta = A^\\top y$ with a diagonal matrix $P$: "
            "$\\lambda$ for every weight that is penalised, 0 for the intercept."
            + (" Here $A$ is `X` with a column of 1s before it." if apart else " Here $A$ is `X`."),
            f"In the example `{a}.T @ {a} + P` is `{shown(design.T @ design + free)}` and `{a}.T @ y` is "
            f"`{shown(design.T @ y)}`.",
            "The intercept only says how high the targets lie; penalising it would make the fit depend on where 0 of "
            "`y` is.",
            f"Solving gives `{shown(oracle(x, y, penalty))}`. As the intercept is free, the residuals add up to 0.",
        ),
        hints=(
            "The penalty adds a diagonal matrix to the normal equations.",
            "One entry of this diagonal is not $\\lambda$.",
        ),
        oracle=oracle,
        wrong=(Wrong("bias-penalised", INTERCEPT, (*opening, diagonal, solved, end)),),
    )


KERNELS = (
    ("(1 + x^\\top z)^2", "(1 + X @ Z.T) ** 2", 1.0),
    ("(2 + x^\\top z)^2", "(2 + X @ Z.T) ** 2", 2.0),
    (
        "\\exp(-\\|x - z\\|^2)",
        "np.exp(-((X[:, None] - Z) ** 2).sum(axis=2))",
        0.0,
    ),
    (
        "\\exp(-\\tfrac{1}{2}\\|x - z\\|^2)",
        "np.exp(-0.5 * ((X[:, None] - Z) ** 2).sum(axis=2))",
        0.0,
    ),
)


def draw_kernel(draw: Draw) -> Given:
    which, score = draw.below(len(KERNELS)), draw.flip()
    name = draw.choice(("kernel_ridge_error", "validation_error") if score else ("kernel_ridge", "kernel_predict"))

    def data(n: int, m: int, d: int, penalty: float) -> Arguments:
        x, y, new = matrix(draw, n, d, 2), vector(draw, n), matrix(draw, m, d, 2)
        return (x, y, new, _column(vector(draw, m)), penalty) if score else (x, y, new, penalty)

    same = data(3, 2, 2, 0.5)
    cases = (
        data(5, 3, 2, 0.5),
        data(1, 2, 3, 2.0),
        data(6, 1, 1, 0.25),
        (((1, 1), (1, 1), (0, 1)), *same[1:]),
        data(2, 4, 4, 1.0),
    )
    return Given("kernel", (name, which, score), data(3, 2, 1, float(draw.integer(1, 2))), cases)


def kernel(*given: Any) -> Made:
    """Kernel ridge regression: predictions, or their error."""
    x, y, new, *_, penalty, which, score = given
    formula, text, shift = KERNELS[which]

    def predicted(x: Any, y: Any, new: Any, penalty: float) -> Any:
        if shift:  # explicit features: all products of two entries of (sqrt(shift), x)

            def phi(x: Any) -> Any:
                z = np.column_stack([np.full(len(x), np.sqrt(shift)), x])
                return np.einsum("ni,nj->nij", z, z).reshape(len(x), -1)

            f = phi(x)
            return phi(new) @ penalised(f, y, np.full(f.shape[1], penalty))
        rate = -0.5 if "tfrac" in formula else -1.0

        def table(a: Any, b: Any) -> Any:
            return np.array([[np.exp(rate * np.linalg.norm(p - q) ** 2) for q in b] for p in a])

        values, q = np.linalg.eigh(table(x, x))
        return table(new, x) @ (q @ ((q.T @ y) / (values + penalty)))

    def oracle(*case: Any) -> Any:
        x, y, new, *middle, penalty = case
        got = predicted(x, y, new, penalty)
        return float(np.mean([(a - b) ** 2 for (a,), b in zip(middle[0], got, strict=True)])) if score else got

    opening = (
        "def kernel(X, Z):",
        f"    return {text}",
        "",
        "K = kernel(X, X)",
        "alpha = np.linalg.solve(K + lam * np.eye(len(X)), y)",
    )
    words = (
        "`Y_new` is a column of shape (m, 1) with the targets of the rows of `X_new`: return the mean squared error of "
        "the predictions on them."
        if score
        else "Return the predictions for the m rows of `X_new`."
    )
    end = (
        "return ((Y_new[:, 0] - kernel(X_new, X) @ alpha) ** 2).mean()" if score else "return kernel(X_new, X) @ alpha"
    )
    space = {"X": x, "Z": x, "np": np}
    gram = eval(text, dict(space))
    cross = eval(text, dict(space, X=new))
    return Made(
        statement=f"Kernel ridge regression with the kernel $k(x, z) = {formula}$. The rows of the n × d matrix `X` "
        "are the training inputs, `y` holds their n targets and `lam` the number $\\lambda > 0$. The prediction is "
        "$f(x) = \\sum_i \\alpha_i k(x, x_i)$, and $\\alpha$ makes $\\sum_i (y_i - f(x_i))^2 + \\lambda\\, "
        f"\\alpha^\\top K \\alpha$ smallest, where $K_{{ij}} = k(x_i, x_j)$. {words}",
        properties=(
            "Rows of `X` may repeat, so that $K$ alone has no inverse.",
            "There is no intercept."
            + (" The result is a number (or an array of shape ()), also for one new row." if score else ""),
        ),
        parameters="X, y, X_new, Y_new, lam" if score else "X, y, X_new, lam",
        body=(*opening, end),
        steps=(
            "In vectors the loss is $\\|y - K\\alpha\\|^2 + \\lambda \\alpha^\\top K \\alpha$. Its gradient is 0 where "
            "$K\\left((K + \\lambda I)\\alpha - y\\right) = 0$, in particular for $\\alpha = (K + \\lambda I)^{-1} y$. "
            "Other solutions differ by vectors that $K$ sends to 0, and give the same predictions.",
            f"In the example $K$ is `{shown(gram)}`. It is n × n; with $\\lambda$ on its diagonal it is positive "
            "definite, also where rows repeat.",
            f"Solving gives $\\alpha$ as `{shown(np.linalg.solve(gram + penalty * np.eye(len(x)), y))}`.",
            f"New rows are compared with the training rows: the m × n matrix `kernel(X_new, X)` is `{shown(cross)}`, "
            f"and the predictions are `{shown(predicted(x, y, new, penalty))}`.",
            *(("The targets are a column, the predictions a vector: bring them to one shape first.",) if score else ()),
        ),
        hints=(
            "Write the kernel as a function of two matrices that returns all pairs of rows.",
            "Solve a linear system with $K + \\lambda I$, then multiply the kernel of the new rows with the training "
            "rows by the result.",
        ),
        oracle=oracle,
        wrong=(
            (Wrong("shape-of-y", COLUMN, (*opening, "return ((Y_new - kernel(X_new, X) @ alpha) ** 2).mean()")),)
            if score
            else ()
        ),
    )


def draw_weighted(draw: Draw) -> Given:
    name = draw.choice(("weighted_fit", "weighted_least_squares", "fit_with_weights", "reliable_fit"))

    def row_weights(n: int) -> tuple[int, ...]:
        return tuple(draw.integer(1, 4) for _ in range(n))

    x, y = _fit(draw, 4, 1)
    some = tuple(draw.shuffled((0, 0, 1, 2, 3, 5)))
    for _ in range(50):
        design = full_rank(draw, 6, 2, ones=True)
        kept = np.array([row for row, w in zip(design, some, strict=True) if w])
        if abs(np.linalg.det(kept.T @ kept)) > 0.5:
            break
    cases = (
        (full_rank(draw, 6, 3), vector(draw, 6), row_weights(6)),
        (design, vector(draw, 6), some),
        (full_rank(draw, 5, 2), vector(draw, 5), (3,) * 5),
        (((2,),), (draw.integer(3, 9),), (4,)),
        ("np.vander(np.arange(1000.0) % 7, 3)", "np.arange(1000.0) % 5", "1 + np.arange(1000) % 3"),
    )
    return Given("weighted", (name,), (x, y, row_weights(4)), cases)


def weighted(x: Any, y: Any, w: Any) -> Made:
    """Least squares with a weight for each row."""

    def oracle(x: Any, y: Any, w: Any) -> Any:
        return np.linalg.pinv(np.repeat(x, w, axis=0)) @ np.repeat(y, w)

    return Made(
        statement="The rows $x_i$ of the n × d matrix `X` are observations, `y` holds their n targets and `w` n "
        "weights of at least 0. Return the d numbers $\\theta$ for which $\\sum_i w_i (y_i - x_i^\\top \\theta)^2$ is "
        "smallest.",
        properties=(
            "A row of weight 0 has no influence, and equal weights give the ordinary fit.",
            "The rows of positive weight have linearly independent columns. There is no intercept other than a column "
            "of `X`.",
            "There may be many rows: build no n × n matrix.",
        ),
        parameters="X, y, w",
        body=("A = X * w[:, None]", "return np.linalg.solve(A.T @ X, A.T @ y)"),
        steps=(
            "Setting the gradient to 0 gives $X^\\top W X \\theta = X^\\top W y$ with $W$ the diagonal matrix of the "
            "weights. $W X$ is `X` with row $i$ times $w_i$: broadcasting does this without $W$.",
            "`w[:, None]` is a column of shape (n, 1), so every row of `X` is multiplied by its own weight. In the "
            f"example `X * w[:, None]` is `{shown(x * w[:, None])}`.",
            f"`A.T @ X` is `{shown((x * w[:, None]).T @ x)}`, and `A.T @ y` is `{shown((x * w[:, None]).T @ y)}`.",
            "A whole weight counts a row that many times: repeating the rows and fitting without weights gives the "
            "same. Multiplying rows and targets by the roots of the weights is a third way.",
        ),
        hints=(
            "Where do the weights go in the normal equations? Once on each side.",
            "`X * w[:, None]` multiplies each row by its weight.",
        ),
        oracle=oracle,
        wrong=(
            Wrong(
                "shape-of-y",
                COLUMN_WEIGHTS,
                (
                    "s = np.sqrt(w)[:, None]",
                    "return np.linalg.lstsq(X * s, y * s, rcond=None)[0]",
                ),
            ),
            Wrong(
                "shape-of-y",
                COLUMN_WEIGHTS,
                ("A = X * w[:, None]", "return np.linalg.solve(A.T @ X, X.T @ (w[:, None] * y))"),
            ),
            Wrong(
                "inv-of-XXT",
                OUTER,
                (
                    "s = np.sqrt(w)",
                    "A = X * s[:, None]",
                    "return A.T @ np.linalg.inv(A @ A.T) @ (s * y)",
                ),
            ),
        ),
        peak_mb=2.0,
    )


TASKS = {
    "weights": Task(draw_weights, weights),
    "fitted": Task(draw_fitted, fitted),
    "error": Task(draw_error, error),
    "polynomial": Task(draw_polynomial, polynomial),
    "features": Task(draw_features, features),
    "affine": Task(draw_affine, affine),
    "ridge": Task(draw_ridge, ridge),
    "kernel": Task(draw_kernel, kernel),
    "weighted": Task(draw_weighted, weighted),
}
LEVELS = {
    1: ("weights", "fitted", "error"),
    2: ("polynomial", "features", "affine"),
    3: ("ridge", "kernel", "weighted"),
}
WRITTEN = Tasks(TASKS, LEVELS)


@exercise("code-least-squares", version=1)
def least_squares(draw: Draw, level: int) -> Given:
    """A task of the level with its details drawn, an example and hidden inputs."""
    return WRITTEN.drawn(draw, level)


least_squares.problem(WRITTEN.problem)
least_squares.verify(WRITTEN.verify)
