"""Published numbers, and replies as a learner might write them, for the functions that are written in `code`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from question_bank.code import gd, gradcheck, least_squares, sampling, svd_pca
from quizgen.grading import grade

# Anscombe, "Graphs in Statistical Analysis" (1973), first data set: y = 3.00 + 0.500 x.
ANSCOMBE_X = (10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0)
ANSCOMBE_Y = (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68)


def reference(problem: Any) -> Any:
    """The right function of a problem."""
    return problem.parts[0].answer.value()


def test_anscombe() -> None:
    problem = least_squares.WRITTEN.problem("polynomial", ("f", False), (ANSCOMBE_X, ANSCOMBE_Y, 1), ())
    np.testing.assert_allclose(reference(problem)(np.array(ANSCOMBE_X), np.array(ANSCOMBE_Y), 1), [3, 0.5], atol=0.005)


def test_gradient_descent_of_mml() -> None:
    """MML, example 7.1: from (-3, -1) with step 0.085."""
    grad = "lambda x: np.array([[2, 1], [1, 20]]) @ x - np.array([5, 3])"
    problem = gd.WRITTEN.problem("end", ("f", "path", False), (grad, (-3, -1), 0.085, 2), ())
    path = reference(problem)(eval(grad, {"np": np}), np.array([-3, -1]), 0.085, 2)
    np.testing.assert_allclose(path[1:], [[-1.98, 1.21], [-1.32, -0.42]], atol=0.006)


def test_singular_values_of_mml() -> None:
    """MML, example 4.13: the singular values of [1 0 1; -2 1 0] are the root of 6, and 1."""
    a = ((1, 0, 1), (-2, 1, 0))
    problem = svd_pca.WRITTEN.problem("error", ("f", "share"), (a, 1), ())
    assert reference(problem)(np.array(a), 1) == pytest.approx(6 / 7)


def test_median_of_the_exponential_law() -> None:
    problem = sampling.WRITTEN.problem("inverse", ("f", 0), ((0.5,), 2), ())
    assert reference(problem)(np.array([0.5]), 2)[0] == pytest.approx(0.34657359)


WEIGHTS = ("weights", ("f", False), (((1, 0), (1, 1), (1, 2)), (1, 2, 4)), ((((2, 1), (1, 1), (0, 3)), (3, 1, 2)),))
RIDGE = ("ridge", ("f", True), (((1,), (2,), (4,)), (1, 2, 9), 2.0), ((((1,),), (3,), 1.0),))
ERROR = ("error", ("f", "mean"), (((1, 0), (1, 1), (1, 2)), ((1,), (2,), (4,))), ())
PATH = ("end", ("f", "path", False), ("lambda x: 2 * x", (4.0, 2.0), 0.25, 2), (("lambda x: x - 1", (3, 5), 0.5, 3),))
STOP = ("stopped", ("f", "gradient"), ("lambda x: 2 * x", (4.0, 2.0), 0.25, 0.7, 20), ())
SLOPE = ("own_step", ("f",), ("lambda x: x**2", 3), (("lambda x: x**3", 1e5),))
GRAD = ("gradient", ("f", "central"), ("lambda x: x[0]**2 * x[1]", (1, 2), 0.5), ())
LOW = ("truncated", ("f", "approximation"), (((48, 14), (36, -27)), 1), (((((3, 1), (1, 2), (0, 1))), 1),))
SHARES = ("explained", ("f", "ratios"), (((3, 4), (-3, -4), (4, -3), (2, 9)),), ((((1, 2),),),))
GAUSS = ("correlated", ("f", "rows"), (((1.0, 2.0), (0.5, -1.0)), (1, 2), ((4, 2), (2, 5))), ())
BOOT = ("bootstrap", ("f", "mean", "interval", 90), ((1.0, 4.0, 6.0, 9.0), 20, 3), ())


@pytest.mark.parametrize(
    ("module", "task", "source", "code"),
    [
        (least_squares, WEIGHTS, "def f(X, y):\n    return np.linalg.lstsq(X, y, rcond=None)[0]", "correct"),
        (
            least_squares,
            WEIGHTS,
            "def f(X, y):\n    return np.linalg.inv(X @ X.T) @ X.T @ y",
            "misconception:inv-of-XXT",
        ),
        (
            least_squares,
            RIDGE,
            "def f(X, y, lam):\n    m, c = X.mean(0), y.mean()\n    Z = X - m\n"
            "    w = np.linalg.solve(Z.T @ Z + lam * np.eye(X.shape[1]), Z.T @ (y - c))\n    return w, c - m @ w",
            "correct",
        ),
        (
            least_squares,
            RIDGE,
            "def f(X, y, lam):\n    A = np.c_[np.ones(len(X)), X]\n"
            "    t = np.linalg.inv(A.T @ A + lam * np.eye(A.shape[1])) @ A.T @ y\n    return t[1:], t[0]",
            "misconception:bias-penalised",
        ),
        (
            least_squares,
            ERROR,
            "def f(X, Y):\n    t = np.linalg.pinv(X) @ Y.ravel()\n    return np.mean((Y - X @ t) ** 2)",
            "misconception:shape-of-y",
        ),
        (
            gd,
            PATH,
            "def f(grad, x0, rate, steps):\n    x = np.array(x0, dtype=float)\n"
            "    out = np.zeros((steps + 1, len(x)))\n    out[0] = x\n"
            "    for k in range(steps):\n        x -= rate * grad(x)\n        out[k + 1] = x\n"
            "    return out",
            "correct",
        ),
        (
            gd,
            PATH,
            "def f(grad, x0, rate, steps):\n    x = np.array(x0, dtype=float)\n    h = [x]\n"
            "    for k in range(steps):\n        x -= rate * grad(x)\n        h.append(x)\n    return np.array(h)",
            "misconception:history-alias",
        ),
        (
            gd,
            STOP,
            "def f(grad, x0, rate, tol, most):\n    x = x0.astype(float)\n    for k in range(1, most + 1):\n"
            "        g = grad(x)\n        x = x - rate * g\n        if np.linalg.norm(g) <= tol:\n"
            "            return x, k\n    return x, most",
            "misconception:tests-before-update",
        ),
        (
            gradcheck,
            SLOPE,
            "def f(f, x):\n    h = 1e-4\n    return (f(x + h) - f(x - h)) / (2 * h)",
            "correct",
        ),
        (gradcheck, SLOPE, "def f(f, x):\n    return (f(x + 1e-17) - f(x)) / 1e-17", "misconception:step-too-small"),
        (
            gradcheck,
            GRAD,
            "def f(f, x, h):\n    x = x.copy().astype(float)\n    g = []\n    for i in range(len(x)):\n"
            "        old = x[i]\n        x[i] = old + h\n        a = f(x)\n        x[i] = old - h\n"
            "        g.append((a - f(x)) / 2 / h)\n        x[i] = old\n    return np.array(g)",
            "correct",
        ),
        (
            svd_pca,
            LOW,
            "def f(A, k):\n    w, V = np.linalg.eigh(A.T @ A)\n    V = V[:, ::-1][:, :k]\n    return A @ V @ V.T",
            "correct",
        ),
        (
            svd_pca,
            LOW,
            "def f(A, k):\n    U, s, V = np.linalg.svd(A, full_matrices=False)\n"
            "    return U[:, :k] @ np.diag(s[:k]) @ V[:, :k].T",
            "misconception:V-orientation",
        ),
        (
            svd_pca,
            SHARES,
            "def f(X):\n    s = np.linalg.svd(X - X.mean(0))[1]\n    t = np.zeros(X.shape[1])\n    t[:len(s)] = s\n"
            "    return t / t.sum() if t.sum() else t",
            "misconception:scale-by-n",
        ),
        (sampling, GAUSS, "def f(Z, mu, S):\n    return (np.linalg.cholesky(S) @ Z.T).T + mu", "correct"),
        (sampling, GAUSS, "def f(Z, mu, S):\n    return (S @ Z.T).T + mu", "misconception:cov-for-factor"),
        (
            sampling,
            BOOT,
            "def f(x, B, seed):\n    rng = np.random.default_rng(seed)\n"
            "    t = [x[rng.integers(len(x), size=len(x))].mean() for _ in range(B)]\n"
            "    return tuple(np.percentile(t, [5, 95]))",
            "correct",
        ),
    ],
)
def test_replies(module: Any, task: Any, source: str, code: str) -> None:
    assert grade(module.WRITTEN.problem(*task), {"code": source}).code == code
