"""Short numpy functions of machine learning, each with wrong lines as they are really written."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from quizgen.draw import Draw


class Bug(NamedTuple):
    """One wrong line."""

    line: int
    """Which line of the body it replaces, from 0."""
    wrong: str
    why: str
    """What is wrong with it; markup, goes on after the line."""
    repairs: tuple[str, ...]
    """Other changes of the line that do not help."""


class Program(NamedTuple):
    """A right function and its bugs."""

    level: int
    task: str
    """What it should do; markup."""
    signature: str
    lines: tuple[str, ...]
    bugs: tuple[Bug, ...]
    idea: str
    """How it works; markup, the first step of the solution."""
    hint: str
    draw: Callable[[Draw], tuple[Any, ...]]
    """Arguments, arrays as nested tuples."""
    oracle: Callable[..., Any]
    """The same in another way."""


# ------------------------------------------------------------------ drawing


def matrix(draw: Draw, n: int, m: int, bound: int = 4) -> tuple[tuple[int, ...], ...]:
    """An n×m array of small integers."""
    return tuple(tuple(draw.integer(-bound, bound) for _ in range(m)) for _ in range(n))


def vector(draw: Draw, n: int, bound: int = 4) -> tuple[int, ...]:
    """n different small integers."""
    return tuple(draw.sample(range(-bound, bound + 3), n))


def labels(draw: Draw, n: int, k: int = 2) -> tuple[int, ...]:
    """n labels of which each of 0, ..., k - 1 occurs."""
    return tuple(draw.shuffled([*range(k), *(draw.below(k) for _ in range(n - k))]))


def positive(draw: Draw) -> tuple[tuple[int, int], tuple[int, int]]:
    """A positive definite 2×2 matrix."""
    p, q = draw.integer(1, 3), draw.integer(-1, 1)
    return (p, q), (q, draw.integer(1, 3) + (q * q if p == 1 else 0))


# ------------------------------------------------------------------ second implementations


def softmax_rows(s: Any) -> Any:
    """Softmax with plain loops."""
    made = []
    for row in s.tolist():
        total = sum(math.exp(x - row[0]) for x in row)
        made.append([math.exp(x - row[0]) / total for x in row])
    return np.array(made)


def squared_distances(x: Any, y: Any) -> Any:
    """All squared distances with plain loops."""
    return np.array([[sum((a - b) ** 2 for a, b in zip(p, q, strict=True)) for q in y.tolist()] for p in x.tolist()])


def ridge_weights(x: Any, y: Any, c: float) -> Any:
    """Ridge as least squares with rows added."""
    d = x.shape[1]
    top = np.vstack([x, math.sqrt(c) * np.eye(d)])
    return np.linalg.lstsq(top, np.concatenate([y, np.zeros(d)]), rcond=None)[0]


def least_squares(x: Any, y: Any) -> Any:
    """Least squares by the pseudo-inverse."""
    return np.linalg.pinv(x) @ y


def column_moments(x: Any) -> tuple[Any, Any]:
    """Means and standard deviations (divisor n) with plain loops."""
    columns = list(zip(*x.tolist(), strict=True))
    means = [sum(c) / len(c) for c in columns]
    deviations = [math.sqrt(sum((v - m) ** 2 for v in c) / len(c)) for c, m in zip(columns, means, strict=True)]
    return np.array(means), np.array(deviations)


def logistic_gradient(x: Any, y: Any, w: Any) -> Any:
    """The mean gradient, point by point."""
    total = np.zeros(len(w))
    for row, t in zip(x, y, strict=True):
        total += (0.5 * (1 + math.tanh(float(row @ w) / 2)) - t) * row
    return total / len(x)


def descended(a: Any, b: Any, w: Any, rate: float, steps: int) -> Any:
    """Gradient descent in closed form: the error is multiplied by I - rate A."""
    best = np.linalg.inv(a) @ b
    return best + np.linalg.matrix_power(np.eye(len(b)) - rate * a, steps) @ (w - best)


def kmeans_centres(x: Any, c: Any) -> Any:
    """One round of k-means with plain loops."""
    groups: list[list[Any]] = [[] for _ in c]
    for p in x:
        distances = [float(np.linalg.norm(p - q)) for q in c]
        groups[distances.index(min(distances))].append(p)
    return np.array([sum(group) / len(group) if group else np.full(x.shape[1], np.nan) for group in groups])


def crossvalidated(x: Any, y: Any, k: int) -> float:
    """The mean error over the folds."""
    errors = []
    for f in range(k):
        rest = [i for i in range(len(x)) if i % k != f]
        w = least_squares(x[rest], y[rest])
        errors.append(np.mean([(x[i] @ w - y[i]) ** 2 for i in range(f, len(x), k)]))
    return float(np.mean(errors))


def chosen_by_validation(x: Any, y: Any, xv: Any, yv: Any, xt: Any, yt: Any, grid: Any) -> float:
    """The test error of the penalty that is best on the validation set."""
    weights = [ridge_weights(x, y, float(c)) for c in grid]
    best = min(weights, key=lambda w: float(np.sum((xv @ w - yv) ** 2)))
    return float(np.mean((xt @ best - yt) ** 2))


def explained_share(x: Any, k: int) -> float:
    """The share of the variance by singular values."""
    sizes = np.linalg.svd(x - column_moments(x)[0], compute_uv=False) ** 2
    return float(sizes[:k].sum() / sizes.sum())


def gaussian_log_density(x: Any, mu: Any, s: Any) -> float:
    """The log density by the inverse and the determinant."""
    r = x - mu
    density = math.exp(-0.5 * float(r @ np.linalg.inv(s) @ r))
    return math.log(density / math.sqrt((2 * math.pi) ** len(x) * float(np.linalg.det(s))))


def mean_cross_entropy(s: Any, y: Any) -> float:
    """The mean of -log p of the right class."""
    p = softmax_rows(s)
    return -sum(math.log(p[i, t]) for i, t in enumerate(y)) / len(y)


def perceptron_pass(x: Any, y: Any, w: Any) -> Any:
    """One pass with plain lists."""
    v = w.tolist()
    for row, t in zip(x.tolist(), y.tolist(), strict=True):
        if t * sum(a * b for a, b in zip(row, v, strict=True)) <= 0:
            v = [b + t * a for a, b in zip(row, v, strict=True)]
    return np.array(v)


# ------------------------------------------------------------------ level 1: shapes

SOFTMAX_TASK = (
    "The function should turn each row of the matrix `S` of scores into probabilities, by softmax: every entry "
    r"$\exp(s_{ij})$ divided by the sum of its row. The largest score of a row is subtracted first, against overflow."
)
SOFTMAX_LINES = (
    "m = S.max(axis=1, keepdims=True)",
    "E = np.exp(S - m)",
    "Z = E.sum(axis=1, keepdims=True)",
    "return E / Z",
)
SOFTMAX_IDEA = (
    "Each row needs one maximum and one sum. They are computed along axis 1 and keep that axis with length 1, "
    "shape (n, 1), "
    "so that they line up with the rows of the (n, k) matrix."
)
DISTANCE_TASK = (
    "The function should return the n × m matrix of squared Euclidean distances between the rows of the n × d "
    "matrix `X` "
    r"and those of the m × d matrix `Y`, by $\|x\|^2 + \|y\|^2 - 2 x^\top y$."
)
RIDGE_TASK = (
    r"The function should return the weights of ridge regression, $(X^\top X + cI)^{-1} X^\top y$, for an n × d "
    r"matrix `X`."
)


def _scores(draw: Draw) -> tuple[Any, ...]:
    return (matrix(draw, 3, 2, 3),)


def _two_sets(draw: Draw) -> tuple[Any, ...]:
    return matrix(draw, 4, 2), matrix(draw, 3, 2)


def _regression(draw: Draw) -> tuple[Any, ...]:
    return matrix(draw, 4, 2), vector(draw, 4), draw.choice((1, 2))


LEVEL_1 = {
    "softmax-shapes": Program(
        1,
        SOFTMAX_TASK + " In this function `m` and `Z` should have a row for each row of `S`, and one column.",
        "def softmax(S):",
        SOFTMAX_LINES,
        (
            Bug(
                0,
                "m = S.max(axis=1)",
                "the maximum of each row loses its axis, so `m` has shape (n,) and is lined up with the columns "
                "of `S`. The "
                "line itself runs; the subtraction after it does not.",
                ("m = S.max(axis=0)", "m = S.max(axis=1)[None, :]", "m = S.max(axis=1).T"),
            ),
            Bug(
                2,
                "Z = E.sum(axis=1)",
                "the sum of each row loses its axis, so `Z` has shape (n,) and is lined up with the columns of "
                "`E`. The line "
                "itself runs; the division after it does not.",
                ("Z = E.sum(axis=0)", "Z = E.sum()", "Z = E.sum(axis=1).T"),
            ),
        ),
        SOFTMAX_IDEA,
        "One number for each row has to line up with rows. Which shape does it need?",
        _scores,
        softmax_rows,
    ),
    "distances-shapes": Program(
        1,
        DISTANCE_TASK
        + " In this function `a` should have a row for each row of `X`, and one column; `b` should have one axis.",
        "def distances(X, Y):",
        ("a = (X**2).sum(axis=1)[:, None]", "b = (Y**2).sum(axis=1)", "G = X @ Y.T", "return a + b - 2 * G"),
        (
            Bug(
                0,
                "a = (X**2).sum(axis=1)",
                "the squared norms of the rows of `X` have shape (n,). To meet those of `Y`, of shape (m,), in "
                "all pairs, "
                "they have to be a column, of shape (n, 1).",
                ("a = (X**2).sum(axis=0)[:, None]", "a = (X**2).sum(axis=1)[None, :]", "a = (X**2).sum()"),
            ),
            Bug(
                2,
                "G = X @ Y",
                "an n × d times an m × d matrix: the inner sizes d and m do not agree. All inner products of rows are "
                r"$X Y^\top$.",
                ("G = X * Y", "G = X.T @ Y", "G = Y @ X.T"),
            ),
            Bug(
                1,
                "b = (Y**2).sum(axis=1)[:, None]",
                "here the squared norms of `Y` are a column of shape (m, 1), like those of `X`, and the two "
                "columns do not "
                "fit. They have to run along the columns of the result, as shape (m,).",
                ("b = (Y**2).sum(axis=0)", "b = (Y**2).sum()", "b = (Y**2).sum(axis=1).T[:, None]"),
            ),
        ),
        "The result has shape (n, m): norms of `X` as a column (n, 1), norms of `Y` as a row (m,), and all inner "
        "products "
        r"$X Y^\top$ of shape (n, m).",
        "Which shape do the three terms of the last line need so that they add up to (n, m)?",
        _two_sets,
        squared_distances,
    ),
    "ridge-shapes": Program(
        1,
        RIDGE_TASK,
        "def ridge(X, y, c):",
        (
            "d = X.shape[1]",
            "A = X.T @ X + c * np.eye(d)",
            "b = X.T @ y",
            "return np.linalg.solve(A, b)",
        ),
        (
            Bug(
                0,
                "d = X.shape[0]",
                r"that is n, the number of rows. $X^\top X$ is d × d, so the identity that is added needs the "
                r"number of "
                "columns.",
                ("d = len(X)", "d = X.size", "d = len(y)"),
            ),
            Bug(
                1,
                "A = X @ X.T + c * np.eye(d)",
                r"$X X^\top$ is n × n and does not fit the d × d identity; the formula has $X^\top X$.",
                ("A = X * X + c * np.eye(d)", "A = X.T @ X.T + c * np.eye(d)", "A = X.T * X + c * np.eye(d)"),
            ),
            Bug(
                2,
                "b = y * X.T[0]",
                r"this multiplies entry by entry and has n entries; the right-hand side $X^\top y$ has d. The "
                r"line runs, but "
                "the system does not fit.",
                ("b = X @ y", "b = X * y", "b = y @ X.T"),
            ),
        ),
        r"There are d weights, so the system has a d × d matrix $X^\top X + cI$ and a right-hand side $X^\top y$ "
        r"of length d.",
        "How many unknowns has the system? Write the shape of each part of it.",
        _regression,
        ridge_weights,
    ),
    "layers-shapes": Program(
        1,
        "The function should apply two layers to a batch: the rows of `X` are n inputs of length d, the rows of "
        "`W` are the "
        "weights of h hidden units, `b` has their biases, and `V` is h × k.",
        "def network(X, W, b, V):",
        ("A = X @ W.T + b", "H = np.maximum(A, 0)", "return H @ V"),
        (
            Bug(
                0,
                "A = X @ W + b",
                r"`X` is n × d and `W` is h × d, with one row for each hidden unit: the product that fits is $X "
                r"W^\top$, of "
                "shape (n, h).",
                ("A = W @ X + b", "A = X * W + b", "A = X.T @ W + b"),
            ),
            Bug(
                1,
                "H = np.maximum(A, 0).sum(axis=1)",
                "the hidden units must stay apart, but this adds them up: `H` has shape (n,), and the product "
                "with the h × k "
                "matrix `V` does not fit.",
                (
                    "H = np.maximum(A, 0).sum(axis=0)",
                    "H = np.maximum(A, 0).T",
                    "H = np.maximum(A, 0).max(axis=1)",
                ),
            ),
        ),
        "Shapes through the layers: `X` is (n, d), the hidden layer (n, h), the output (n, k).",
        "Write the shape of `A` and `H`: which axis stands for the hidden units?",
        lambda draw: (matrix(draw, 5, 2), matrix(draw, 3, 2), vector(draw, 3), matrix(draw, 3, 2)),
        lambda x, w, b, v: np.array(
            [sum(max(float(w[j] @ p + b[j]), 0.0) * v[j] for j in range(len(w))) for p in x],
        ),
    ),
    "standardise-shapes": Program(
        1,
        "The function should standardise the columns of `new` with the mean and the standard deviation of the "
        "columns of "
        "`X`. Both have the same number of columns.",
        "def standardise(X, new):",
        ("mu = X.mean(axis=0)", "s = X.std(axis=0)", "return (new - mu) / s"),
        (
            Bug(
                0,
                "mu = X.mean(axis=1)",
                "it gives one mean for each *row* of `X`. Columns are standardised, so the rows have to be "
                "averaged away: "
                "axis 0.",
                ("mu = X.mean(axis=1, keepdims=True)", "mu = X.mean()", "mu = new.mean(axis=0)"),
            ),
            Bug(
                1,
                "s = X.std(axis=1)",
                "it gives one deviation for each *row* of `X`. Columns are standardised, so it has to run down "
                "the rows: "
                "axis 0.",
                ("s = X.std(axis=1, keepdims=True)", "s = X.std()", "s = X.var(axis=0)"),
            ),
        ),
        "Each column has one mean and one deviation, so both have shape (d,) and line up with the columns of `new`.",
        "How many means does the function need: one for each row, or one for each column?",
        lambda draw: (matrix(draw, 4, 3), matrix(draw, 2, 3)),
        lambda x, new: np.array(
            [[(v - m) / s for v, m, s in zip(row, *column_moments(x), strict=True)] for row in new]
        ),
    ),
    "gradient-shapes": Program(
        1,
        r"The function should return the gradient $\frac{2}{n} X^\top (Xw - y)$ of the mean squared error, for an "
        r"n × d "
        "matrix `X`.",
        "def gradient(X, y, w):",
        ("n = len(X)", "r = X @ w - y", "g = X.T @ r", "return 2 * g / n"),
        (
            Bug(
                2,
                "g = X @ r",
                "`X` is n × d and the residual `r` has n entries: the sum over the data needs $X^\\top$.",
                ("g = X.T * r[:, None]", "g = r * X", "g = X.T @ r.sum()"),
            ),
            Bug(
                1,
                "r = X.T @ w - y",
                "`w` has d entries, one for each column of `X`: predictions are $Xw$.",
                ("r = w @ X - y", "r = X * w - y", "r = y - X.T @ w"),
            ),
            Bug(
                1,
                "r = (X @ w - y)[None, :]",
                "the new axis turns the residuals into a 1 × n matrix; the product with the d × n matrix "
                "$X^\\top$ in the next "
                "line does not fit.",
                ("r = X @ w - y[None, :]", "r = (X @ w)[None, :] - y", "r = (X @ w - y).sum()[None]"),
            ),
        ),
        r"Predictions and residuals have n entries, the gradient has d: one for each weight.",
        "Which of the arrays have n entries and which have d?",
        lambda draw: (matrix(draw, 4, 2), vector(draw, 4), vector(draw, 2)),
        lambda x, y, w: np.array(
            [2 * sum((p @ w - t) * p[j] for p, t in zip(x, y, strict=True)) / len(x) for j in range(x.shape[1])]
        ),
    ),
}


# ------------------------------------------------------------------ level 2: sign or axis

LEVEL_2 = {
    "softmax": Program(
        2,
        SOFTMAX_TASK,
        "def softmax(S):",
        SOFTMAX_LINES,
        (
            Bug(
                1,
                "E = np.exp(m - S)",
                "the sign in the exponent is turned round, so large scores get small probabilities.",
                ("E = np.exp(-S - m)", "E = np.exp(m) - np.exp(S)", "E = -np.exp(m - S)"),
            ),
            Bug(
                2,
                "Z = E.sum(axis=0, keepdims=True)",
                "it adds up each *column*, so the columns sum to 1 instead of the rows.",
                ("Z = E.sum(keepdims=True)", "Z = E.sum(axis=0)", "Z = E.max(axis=1, keepdims=True)"),
            ),
            Bug(
                0,
                "m = S.max(axis=0, keepdims=True)",
                "it takes the largest score of each *column*. Subtracting different numbers within one row changes its "
                "probabilities.",
                ("m = S.max(axis=0)", "m = -S.max(axis=0, keepdims=True)", "m = S.min(axis=0, keepdims=True)"),
            ),
        ),
        SOFTMAX_IDEA,
        "Test it: which sums are 1, those of rows or those of columns? Do larger scores get larger probabilities?",
        _scores,
        softmax_rows,
    ),
    "descent": Program(
        2,
        r"The function should run gradient descent for $f(w) = \frac{1}{2} w^\top A w - b^\top w$, whose gradient "
        r"is $Aw - b$.",
        "def descend(A, b, w, rate, steps):",
        ("for _ in range(steps):", "    g = A @ w - b", "    w = w - rate * g", "return w"),
        (
            Bug(
                2,
                "w = w + rate * g",
                "the step goes along the gradient, uphill. Descent subtracts it.",
                ("w = rate * g - w", "w = w * rate - g", "w = -rate * g"),
            ),
            Bug(
                1,
                "g = A @ w + b",
                r"the derivative of $-b^\top w$ is $-b$, not $+b$: the steps lead to another point.",
                ("g = b - A @ w", "g = A @ w", "g = -A @ w - b"),
            ),
        ),
        r"Each pass computes the gradient $g = Aw - b$ at the current point and moves against it.",
        "Differentiate the function. In which direction does it fall?",
        lambda draw: (positive(draw), vector(draw, 2), vector(draw, 2), 0.25, 2),
        descended,
    ),
    "logistic": Program(
        2,
        r"The function should return the gradient of the mean cross-entropy of logistic regression, "
        r"$\frac{1}{n} \sum_i (\sigma(x_i^\top w) - y_i)\, x_i$, for labels 0 and 1.",
        "def gradient(X, y, w):",
        ("z = X @ w", "p = 1 / (1 + np.exp(-z))", "r = p - y", "return (r[:, None] * X).mean(axis=0)"),
        (
            Bug(
                1,
                "p = 1 / (1 + np.exp(z))",
                r"the sigmoid is $1 / (1 + e^{-z})$: without the minus it is the probability of the *other* class.",
                ("p = 1 / (1 - np.exp(-z))", "p = -1 / (1 + np.exp(z))", "p = 1 - 1 / (1 + np.exp(-z))"),
            ),
            Bug(
                2,
                "r = y - p",
                "that is minus the residual of the formula: the result is the negative gradient.",
                ("r = -(p - y)", "r = p + y", "r = -p - y"),
            ),
            Bug(
                3,
                "return (r[:, None] * X).mean(axis=1)",
                "it averages over the features of each point. The gradient has one entry for each weight, so the "
                "points have "
                "to be averaged away.",
                (
                    "return (r[:, None] * X).mean()",
                    "return (r[:, None] * X).sum(axis=1)",
                    "return -(r[:, None] * X).mean(axis=0)",
                ),
            ),
        ),
        "Scores, probabilities, residuals (one for each point), then the mean over the points of residual times input.",
        "Which shape has a gradient? What is the sigmoid of a large score?",
        lambda draw: (matrix(draw, 4, 2, 2), labels(draw, 4), vector(draw, 2, 1)),
        logistic_gradient,
    ),
    "explained": Program(
        2,
        "The function should return the share of the total variance that the first `k` principal components of "
        "the rows of "
        "`X` explain.",
        "def explained(X, k):",
        (
            "mu = X.mean(axis=0)",
            "C = X - mu",
            "vals = np.linalg.eigvalsh(C.T @ C)",
            "top = np.sort(-vals)[:k]",
            "return -top.sum() / vals.sum()",
        ),
        (
            Bug(
                3,
                "top = np.sort(vals)[:k]",
                "`np.sort` starts with the smallest values, so these are the components with the *least* "
                "variance, and the "
                "minus in the last line has no partner.",
                ("top = np.sort(vals)[-k:]", "top = -np.sort(vals)[:k]", "top = np.sort(-vals)[-k:]"),
            ),
            Bug(
                1,
                "C = X + mu",
                "centring subtracts the mean. With a plus the mean is doubled, and the first component points at it.",
                ("C = -X - mu", "C = mu + X", "C = X"),
            ),
            Bug(
                0,
                "mu = X.mean(axis=1, keepdims=True)",
                "it averages over the features of each point; centring needs the mean of each *column*.",
                ("mu = X.mean()", "mu = X.max(axis=0)", "mu = -X.mean(axis=0)"),
            ),
        ),
        "Centre the columns, take the eigenvalues of the scatter matrix, and divide the `k` largest by all. The "
        "minus signs "
        "only turn the order round.",
        "Which axis is averaged when data are centred? In which order does `np.sort` give the values?",
        lambda draw: (matrix(draw, 4, 2, 6), 1),
        explained_share,
    ),
    "cross-entropy": Program(
        2,
        "The function should return the mean cross-entropy of the rows of scores `S` with the right classes `y`: "
        "minus the "
        "mean of the log probabilities of the right classes.",
        "def loss(S, y):",
        (
            "m = S.max(axis=1, keepdims=True)",
            "Z = np.exp(S - m).sum(axis=1, keepdims=True)",
            "L = S - m - np.log(Z)",
            "i = np.arange(len(y))",
            "return -L[i, y].mean()",
        ),
        (
            Bug(
                2,
                "L = S - m + np.log(Z)",
                "the log of the quotient $e^{s - m} / Z$ is $s - m$ *minus* $\\log Z$.",
                ("L = m - S - np.log(Z)", "L = S + m - np.log(Z)", "L = -(S - m + np.log(Z))"),
            ),
            Bug(
                1,
                "Z = np.exp(S - m).sum(axis=0, keepdims=True)",
                "it adds up over the data instead of over the classes: a row's probabilities no longer sum to 1.",
                (
                    "Z = np.exp(S - m).sum()",
                    "Z = np.exp(S + m).sum(axis=1, keepdims=True)",
                    "Z = np.exp(m - S).sum(axis=1, keepdims=True)",
                ),
            ),
            Bug(
                4,
                "return L[i, y].mean()",
                "log probabilities are negative; cross-entropy is minus their mean, and is at least 0.",
                ("return -L[y, i].mean()", "return -L.mean()", "return L.mean()"),
            ),
        ),
        r"$\log \operatorname{softmax}(s)_k = s_k - m - \log \sum_j e^{s_j - m}$, row by row; then the entry of "
        r"the right "
        "class is picked from each row.",
        "Which sign has a cross-entropy? Along which axis do the probabilities of one point stand?",
        lambda draw: (matrix(draw, 3, 3, 3), tuple(draw.below(3) for _ in range(3))),
        mean_cross_entropy,
    ),
    "kmeans": Program(
        2,
        "The function should make one round of k-means: assign each row of `X` to the nearest row of `C`, then "
        "return the "
        "means of the groups.",
        "def kmeans_round(X, C):",
        (
            "diff = X[:, None] - C",
            "D = (diff**2).sum(axis=2)",
            "k = D.argmin(axis=1)",
            "return np.array([X[k == j].mean(axis=0) for j in range(len(C))])",
        ),
        (
            Bug(
                2,
                "k = (-D).argmin(axis=1)",
                "the smallest of the negative distances is the largest distance: each point goes to its "
                "*farthest* centre.",
                ("k = D.argmax(axis=1)", "k = (-D).argmin(axis=0)", "k = -D.argmin(axis=1)"),
            ),
            Bug(
                0,
                "diff = X[:, None] + C",
                "distances come from differences: with a plus it is the distance to the mirrored centre $-c$.",
                ("diff = -(X[:, None] + C)", "diff = C + X[:, None]", "diff = X[:, None] - (-C)"),
            ),
            Bug(
                3,
                "return np.array([X[k == j].mean() for j in range(len(C))])",
                "without an axis the mean runs over points *and* features and leaves one number for each group; "
                "a centre is "
                "the mean over the points, with one entry for each feature.",
                (
                    "return np.array([X[k == j].sum(axis=0) for j in range(len(C))])",
                    "return np.array([C[j] + X[k == j].mean(axis=0) for j in range(len(C))])",
                    "return np.array([X[k != j].mean(axis=0) for j in range(len(C))])",
                ),
            ),
        ),
        "All differences have shape (n, k, d); the last axis is summed; each row of `D` belongs to a point.",
        "What does each axis of `diff` and of `D` stand for?",
        lambda draw: (matrix(draw, 4, 2, 5), matrix(draw, 2, 2, 5)),
        kmeans_centres,
    ),
    "log-density": Program(
        2,
        r"The function should return the log density of $\mathcal{N}(\mu, \Sigma)$ at `x`, "
        r"$-\frac{1}{2} \left( r^\top \Sigma^{-1} r + \log\det \Sigma + d \log 2\pi \right)$ with $r = x - \mu$.",
        "def log_density(x, mu, S):",
        (
            "r = x - mu",
            "q = r @ np.linalg.solve(S, r)",
            "logdet = np.log(np.linalg.det(S))",
            "return -0.5 * (q + logdet + len(x) * np.log(2 * np.pi))",
        ),
        (
            Bug(
                0,
                "r = x + mu",
                "the distance from the mean is a difference: with a plus the density is centred at $-\\mu$.",
                ("r = -x - mu", "r = mu + x", "r = -(x + mu)"),
            ),
            Bug(
                2,
                "logdet = -np.log(np.linalg.det(S))",
                "the determinant stands in the denominator of the density; inside the bracket its logarithm has "
                "a plus. The "
                "minus in front of the bracket is already in the last line.",
                (
                    "logdet = np.log(1 / np.linalg.det(S))",
                    "logdet = -0.5 * np.log(np.linalg.det(S))",
                    "logdet = np.log(np.linalg.det(-2 * S))",
                ),
            ),
            Bug(
                3,
                "return 0.5 * (q + logdet + len(x) * np.log(2 * np.pi))",
                "the minus in front of the bracket is lost: this grows with the distance from the mean.",
                (
                    "return -0.5 * (q - logdet + len(x) * np.log(2 * np.pi))",
                    "return -0.5 * (q + logdet - len(x) * np.log(2 * np.pi))",
                    "return 0.5 * (logdet - q + len(x) * np.log(2 * np.pi))",
                ),
            ),
        ),
        "Difference from the mean, quadratic form, log determinant; then all three terms with one factor.",
        "How does the density change as `x` moves away from the mean?",
        lambda draw: (vector(draw, 2), vector(draw, 2), _not_unit(draw)),
        gaussian_log_density,
    ),
    "perceptron": Program(
        2,
        "The function should make one pass of the perceptron over the rows of `X` with labels −1 and 1 in `y`: "
        "where a point "
        "is on the wrong side or on the line, the weights move towards the right side.",
        "def one_pass(X, y, w):",
        ("for x, t in zip(X, y):", "    if t * (w @ x) <= 0:", "        w = w + t * x", "return w"),
        (
            Bug(
                2,
                "w = w - t * x",
                r"the score of the point changes by $-t \|x\|^2$, away from its label. The update has to add $t x$.",
                ("w = w + x", "w = t * x - w", "w = t * (w - x)"),
            ),
            Bug(
                1,
                "if t * (w @ x) >= 0:",
                "it picks the points on the *right* side; label and score disagree where their product is negative.",
                ("if w @ x <= 0:", "if t * (w @ x) > 0:", "if -t * (w @ x) <= 0:"),
            ),
        ),
        r"A point with label $t$ is wrong where $t\, w^\top x \le 0$; adding $t x$ changes $t\, w^\top x$ by "
        r"$\|x\|^2 > 0$.",
        "How does the score of a point change when the weights are updated with it?",
        lambda draw: (matrix(draw, 3, 2), tuple(draw.shuffled((1, -1, draw.sign()))), vector(draw, 2, 2)),
        perceptron_pass,
    ),
}


def _not_unit(draw: Draw) -> tuple[tuple[int, int], tuple[int, int]]:
    """A positive definite 2×2 matrix whose determinant is not 1."""
    p, q = draw.integer(2, 4), draw.integer(-1, 1)
    return (p, q), (q, draw.integer(2, 4))


# ------------------------------------------------------------------ level 3: silent statistical errors

NO_LEAK = (
    "Test data may be transformed and judged with what was learnt from the training data; nothing may be learnt from "
    "them."
)


def _train_test(draw: Draw) -> tuple[Any, ...]:
    """Rows and the number of rows for training; no column is constant in either part, as its deviation would be 0."""
    while True:
        rows = matrix(draw, 5, 2, 6)
        if all(len({row[j] for row in part}) > 1 for part in (rows[:3], rows[3:]) for j in range(2)):
            return rows, 3


LEVEL_3 = {
    "scaling": Program(
        3,
        "The first `n` rows of `X` are for training, the others for the test. The function should return the "
        "test rows, "
        "standardised as a model needs them that is trained on the standardised training rows.",
        "def scaled_test(X, n):",
        (
            "train, test = X[:n], X[n:]",
            "mu = train.mean(axis=0)",
            "s = train.std(axis=0)",
            "return (test - mu) / s",
        ),
        (
            Bug(
                1,
                "mu = X.mean(axis=0)",
                "the mean is taken over *all* rows, so the test rows influence how data are centred: information "
                "leaks from "
                "the test into the training.",
                (
                    "mu = test.mean(axis=0)",
                    "mu = train.mean()",
                    "mu = (train.mean(axis=0) + test.mean(axis=0)) / 2",
                ),
            ),
            Bug(
                2,
                "s = X.std(axis=0)",
                "the deviation is taken over *all* rows: information leaks from the test into the training.",
                ("s = test.std(axis=0)", "s = train.std()", "s = (train - X.mean(axis=0)).std(axis=1).mean()"),
            ),
            Bug(
                2,
                "s = test.std(axis=0)",
                "the test rows are scaled by their own deviation. The model was trained on rows that were scaled "
                "by the "
                "training deviation, so the units no longer agree.",
                ("s = X.std(axis=0)", "s = (test - mu).std(axis=0)", "s = X[n:].std(axis=0)"),
            ),
        ),
        NO_LEAK + " So mean and deviation come from the training rows, and the test rows are scaled with them.",
        "Imagine that a single new row has to be scaled tomorrow. Which mean and deviation would you use?",
        _train_test,
        lambda x, n: (x[n:] - column_moments(x[:n])[0]) / column_moments(x[:n])[1],
    ),
    "selection": Program(
        3,
        "The function should fit ridge regression for each penalty in `grid` on the training set `X, y`, choose "
        "the penalty "
        "with the validation set `Xv, yv`, and report an honest error of the chosen model with the test set `Xt, yt`.",
        "def report(X, y, Xv, yv, Xt, yt, grid):",
        (
            "d = X.shape[1]",
            "W = [np.linalg.solve(X.T @ X + c * np.eye(d), X.T @ y) for c in grid]",
            "errors = [((Xv @ w - yv) ** 2).mean() for w in W]",
            "best = W[int(np.argmin(errors))]",
            "return ((Xt @ best - yt) ** 2).mean()",
        ),
        (
            Bug(
                2,
                "errors = [((Xt @ w - yt) ** 2).mean() for w in W]",
                "the penalty is chosen on the test set. The error that is reported for it afterwards is the "
                "smallest of "
                "several test errors, and so too good.",
                (
                    "errors = [((X @ w - y) ** 2).mean() for w in W]",
                    "errors = [((Xv @ w - yv) ** 2).mean() + ((Xt @ w - yt) ** 2).mean() for w in W]",
                    "errors = [-((Xv @ w - yv) ** 2).mean() for w in W]",
                ),
            ),
            Bug(
                2,
                "errors = [((X @ w - y) ** 2).mean() for w in W]",
                "the penalty is chosen by the training error, which is smallest for the smallest penalty: "
                "nothing is chosen "
                "at all.",
                (
                    "errors = [((Xt @ w - yt) ** 2).mean() for w in W]",
                    "errors = [((X @ w - y) ** 2).sum() for w in W]",
                    "errors = [(w**2).sum() for w in W]",
                ),
            ),
            Bug(
                4,
                "return ((Xv @ best - yv) ** 2).mean()",
                "the error is reported on the set that was used to choose the penalty. It is the smallest of "
                "several, and so "
                "too good.",
                (
                    "return ((X @ best - y) ** 2).mean()",
                    "return min(errors)",
                    "return np.mean([((Xt @ w - yt) ** 2).mean() for w in W])",
                ),
            ),
        ),
        "Three sets, three purposes: training fits the weights, validation chooses among fitted models, the test "
        "set is used "
        "once, at the end, for the error that is reported.",
        "For each of the three sets: in which lines may it occur?",
        lambda draw: (
            *(x for n in (3, 3, 3) for x in (matrix(draw, n, 2, 3), vector(draw, n, 5))),
            (1, 4, 20),
        ),
        chosen_by_validation,
    ),
    "folds": Program(
        3,
        "The function should return the mean error of least squares in `k`-fold cross-validation; row `i` "
        "belongs to fold "
        "`i % k`.",
        "def cross_validate(X, y, k):",
        (
            "fold = np.arange(len(X)) % k",
            "errors = []",
            "for f in range(k):",
            "    out = fold == f",
            "    w = np.linalg.pinv(X[~out]) @ y[~out]",
            "    errors.append(((X[out] @ w - y[out]) ** 2).mean())",
            "return np.mean(errors)",
        ),
        (
            Bug(
                4,
                "w = np.linalg.pinv(X) @ y",
                "the weights are fitted to all rows, also to those that are left out to judge them: the error is "
                "too small.",
                (
                    "w = np.linalg.pinv(X[out]) @ y[out]",
                    "w = np.linalg.pinv(X[~out]) @ y[~out] / k",
                    "w = np.linalg.pinv(X) @ y / k",
                ),
            ),
            Bug(
                5,
                "errors.append(((X[~out] @ w - y[~out]) ** 2).mean())",
                "the model is judged on the rows that it was fitted to. That is the training error.",
                (
                    "errors.append(((X @ w - y) ** 2).mean())",
                    "errors.append(((X[~out] @ w - y[~out]) ** 2).sum() / len(X))",
                    "errors.append(((X[out] @ w - y[out]) ** 2).sum() / len(X))",
                ),
            ),
            Bug(
                4,
                "w = np.linalg.pinv(X[out]) @ y[out]",
                "the weights are fitted to the fold that is left out, and are then judged on the same rows.",
                (
                    "w = np.linalg.pinv(X) @ y",
                    "w = y[out] @ np.linalg.pinv(X[out]).T",
                    "w = np.linalg.pinv(X[out]) @ y[out] / 2",
                ),
            ),
        ),
        "In each round the model is fitted to all folds but one, `~out`, and judged on the one that was left "
        "out, `out`.",
        "Which rows may the weights see in a round, and which rows judge them?",
        lambda draw: (matrix(draw, 6, 1, 5), vector(draw, 6, 6), draw.choice((2, 3))),
        crossvalidated,
    ),
    "missing": Program(
        3,
        "The first `n` rows of `X` are for training. Missing entries are coded as −99. The function should "
        "return the test "
        "rows with each missing entry replaced by the mean of its column, as far as it is known from the "
        "training rows.",
        "def filled_test(X, n):",
        (
            "train, test = X[:n], X[n:]",
            "known = train != -99",
            "total = np.where(known, train, 0).sum(axis=0)",
            "fill = total / known.sum(axis=0)",
            "return np.where(test == -99, fill, test)",
        ),
        (
            Bug(
                2,
                "total = train.sum(axis=0)",
                "the code −99 of the missing entries is added up like a measured value and spoils the means.",
                (
                    "total = np.where(known, train, -99).sum(axis=0)",
                    "total = np.abs(train).sum(axis=0)",
                    "total = np.where(known, 0, train).sum(axis=0)",
                ),
            ),
            Bug(
                3,
                "fill = total / n",
                "the sums run over the known entries only, so they have to be divided by the number of these, "
                "not by the "
                "number of rows.",
                ("fill = total / len(X)", "fill = total / known.sum()", "fill = total / len(train)"),
            ),
            Bug(
                0,
                "train, test = X, X[n:]",
                "the test rows are among the rows from which the means are computed: information leaks from the test.",
                ("train, test = X[n:], X[n:]", "train, test = X[n:], X[:n]", "train, test = X[1:], X[n:]"),
            ),
        ),
        NO_LEAK + " The means run over known training entries only.",
        "Over how many entries does each mean run? From which rows?",
        lambda draw: (_with_gaps(draw), 4),
        lambda x, n: np.array(
            [
                [
                    np.mean([v for v in x[:n, j] if v != -99]) if row[j] == -99 else float(row[j])
                    for j in range(x.shape[1])
                ]
                for row in x[n:]
            ]
        ),
    ),
    "batches": Program(
        3,
        "The function should return the mean of all losses in `x`, going through them in batches of `size`. The "
        "last batch may "
        "be smaller.",
        "def mean_loss(x, size):",
        (
            "total = 0.0",
            "for i in range(0, len(x), size):",
            "    part = x[i : i + size]",
            "    total += part.mean() * len(part)",
            "return total / len(x)",
        ),
        (
            Bug(
                3,
                "total += part.mean() * size",
                "the last batch has fewer than `size` entries, but counts as a full one.",
                (
                    "total += part.mean()",
                    "total += part.sum() * len(part)",
                    "total += part.sum() / size",
                ),
            ),
            Bug(
                4,
                "return total / (size * np.ceil(len(x) / size))",
                "that is the number of entries that full batches would have; the last batch is smaller.",
                (
                    "return total / size",
                    "return total / np.ceil(len(x) / size)",
                    "return total / (len(x) // size)",
                ),
            ),
            Bug(
                2,
                "part = x[i : i + size - 1]",
                "a slice already leaves its end out: with the −1 the last entry of every full batch is lost, "
                "although it is "
                "counted in the end.",
                ("part = x[i + 1 : i + size]", "part = x[i : i + size + 1]", "part = x[: i + size]"),
            ),
        ),
        "A mean over batches of different sizes is a *weighted* mean: each batch counts with the number of its "
        "entries.",
        "Try it with three losses in batches of two.",
        lambda draw: (vector(draw, draw.choice((5, 7)), 5), draw.choice((2, 3, 4))),
        lambda x, size: sum(x.tolist()) / len(x),
    ),
    "shuffled": Program(
        3,
        "The function should shuffle the data by `order`, fit least squares to the first `n` of the shuffled "
        "rows and return "
        "the mean squared error on the rest.",
        "def holdout_error(X, y, order, n):",
        (
            "Xs = X[order]",
            "ys = y[order]",
            "w = np.linalg.pinv(Xs[:n]) @ ys[:n]",
            "return ((Xs[n:] @ w - ys[n:]) ** 2).mean()",
        ),
        (
            Bug(
                1,
                "ys = y",
                "inputs are shuffled and targets are not: rows and targets no longer belong together.",
                ("ys = np.sort(y)", "ys = y[order][::-1]", "ys = y[np.sort(order)]"),
            ),
            Bug(
                2,
                "w = np.linalg.pinv(X) @ y",
                "the weights are fitted to all rows, also to those that judge them afterwards.",
                (
                    "w = np.linalg.pinv(Xs) @ ys",
                    "w = np.linalg.pinv(Xs[n:]) @ ys[n:]",
                    "w = np.linalg.pinv(Xs[:n]) @ y[:n]",
                ),
            ),
            Bug(
                3,
                "return ((X[n:] @ w - y[n:]) ** 2).mean()",
                "the rows are taken from the data before shuffling: some of them were used to fit the weights.",
                (
                    "return ((Xs[:n] @ w - ys[:n]) ** 2).mean()",
                    "return ((Xs @ w - ys) ** 2).mean()",
                    "return ((Xs[n:] @ w - ys[n:]) ** 2).sum() / len(X)",
                ),
            ),
        ),
        "Inputs and targets are moved by the same order; then the first `n` rows fit and the others judge.",
        "Follow one row with its target from the first line to the last.",
        lambda draw: (
            matrix(draw, 5, 1, 5),
            vector(draw, 5, 6),
            tuple(draw.shuffled(range(5))),
            3,
        ),
        lambda x, y, order, n: float(
            np.mean(
                [(x[i] @ least_squares(x[order[:n]], y[order[:n]]) - y[i]) ** 2 for i in order[n:]],
            )
        ),
    ),
    "centred-pca": Program(
        3,
        "The first `n` rows of `X` are for training. The function should return the mean squared error with "
        "which the first "
        "principal component of the *training* rows reconstructs the test rows.",
        "def test_error(X, n):",
        (
            "train, test = X[:n], X[n:]",
            "mu = train.mean(axis=0)",
            "v = np.linalg.svd(train - mu)[2][0]",
            "R = (test - mu) - np.outer((test - mu) @ v, v)",
            "return (R**2).sum(axis=1).mean()",
        ),
        (
            Bug(
                1,
                "mu = X.mean(axis=0)",
                "the mean is taken over all rows: the test rows influence where the line goes through.",
                ("mu = test.mean(axis=0)", "mu = np.median(X, axis=0)", "mu = X.max(axis=0) / 2"),
            ),
            Bug(
                2,
                "v = np.linalg.svd(X - mu)[2][0]",
                "the direction is fitted to all rows, also to those that it is judged on: the error is too small.",
                (
                    "v = np.linalg.svd(test - mu)[2][0]",
                    "v = np.linalg.svd(train)[2][0]",
                    "v = np.linalg.svd(train - mu)[2][1]",
                ),
            ),
            Bug(
                3,
                "R = (train - mu) - np.outer((train - mu) @ v, v)",
                "the residuals are those of the training rows, to which the line was fitted: that is the "
                "training error.",
                (
                    "R = (X - mu) - np.outer((X - mu) @ v, v)",
                    "R = test - np.outer(test @ v, v)",
                    "R = (train - mu) - np.outer((test - mu)[:1] @ v, v)",
                ),
            ),
        ),
        NO_LEAK + " So mean and direction come from the training rows; the residuals are those of the test rows.",
        "What belongs to the fitted model here, and from which rows may it come?",
        lambda draw: (matrix(draw, 6, 2, 6), 4),
        lambda x, n: _reconstruction(x[:n], x[n:]),
    ),
    "precision": Program(
        3,
        "From labels `y` (1 is positive) and scores `p` the function should return the precision at threshold "
        "`c`: the share "
        "of true positives among the points that are *called* positive.",
        "def precision(y, p, c):",
        (
            "called = p >= c",
            "hits = (called & (y == 1)).sum()",
            "total = called.sum()",
            "return hits / total",
        ),
        (
            Bug(
                2,
                "total = (y == 1).sum()",
                "the hits are divided by the number of points that *are* positive: that is the recall.",
                ("total = len(y)", "total = (called == (y == 1)).sum()", "total = (y == 0).sum()"),
            ),
            Bug(
                1,
                "hits = (called == (y == 1)).sum()",
                "it also counts the negative points that are called negative: that belongs to the accuracy.",
                ("hits = (y == 1).sum()", "hits = (called | (y == 1)).sum()", "hits = (called & (y == 0)).sum()"),
            ),
        ),
        "Precision looks at the points that are called positive and asks how many of them are; recall looks at "
        "those that "
        "are positive.",
        "Precision is a share of which points?",
        lambda draw: (labels(draw, 6), tuple(draw.sample(range(1, 10), 6)), draw.integer(3, 6)),
        lambda y, p, c: (
            sum(t for t, s in zip(y.tolist(), p.tolist(), strict=True) if s >= c)
            / max(sum(s >= c for s in p.tolist()), 0.5)
        ),
    ),
}


def _with_gaps(draw: Draw) -> tuple[tuple[int, ...], ...]:
    """Six rows; a gap in the training rows of each column, and two in the test rows."""
    rows = [list(row) for row in matrix(draw, 6, 2, 8)]
    first, second = draw.sample(range(4), 2)
    rows[first][0] = rows[second][1] = -99
    rows[4][draw.below(2)] = rows[5][draw.below(2)] = -99
    return tuple(map(tuple, rows))


def _reconstruction(train: Any, test: Any) -> float:
    """Distances from the line, by the eigenvector of the scatter matrix and Pythagoras."""
    mu = train.sum(axis=0) / len(train)
    _, vectors = np.linalg.eigh((train - mu).T @ (train - mu))
    v = vectors[:, -1]
    return float(np.mean([(p - mu) @ (p - mu) - ((p - mu) @ v) ** 2 for p in test]))


PROGRAMS: dict[str, Program] = {**LEVEL_1, **LEVEL_2, **LEVEL_3}
