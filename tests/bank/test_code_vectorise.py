"""Tasks with fixed numbers, answered as a learner might: right in another way, and wrong in the known ones."""

from __future__ import annotations

import pytest

from question_bank.code.vectorise import build
from quizgen.grading import grade

PAIRS = ("pairs", ("f", "all", 5), (((0, 0), (3, 4)), ((3, 4), (0, 1))), (((((1, 2),)), ((1, 2), (2, 2))),))
ROWS = ("partners", ("f", "dot", 1), (((1, 2), (3, 4)), ((5, 6), (7, 8))), ((((1, 2),), ((3, 4),)),))
NORMS = ("normalised", ("f", 1, "euclidean"), (((3, 4), (0, 0)),), ((((1, 0), (0, 2)),), (((5, 12),),)))
GROUPS = ("accumulated", ("f", "sum", 0), (((1, 2), (3, 4)), (1, 1), 2), ((((1, 2), (3, 4), (5, 6)), (0, 2, 0), 3),))
WINDOWS = ("windows", ("f", "mean", 2, 1, False), ((1, 3, 5),), (((2, 4),), ((1, 2, 3, 4),)))


@pytest.mark.parametrize(
    ("task", "source", "code"),
    [
        (PAIRS, "def f(X, Y):\n    return (X**2).sum(1)[:, None] - 2 * X @ Y.T + (Y**2).sum(1)", "correct"),
        (PAIRS, "def f(X, Y):\n    return ((X[:, None] - Y) ** 2).sum(-1)", "misconception:memory-blowup"),
        (PAIRS, "def f(X, Y):\n    return [[((x - y) ** 2).sum() for y in Y] for x in X]", "forbidden"),
        (ROWS, "def f(X, Y):\n    return np.einsum('ij,ij->i', X, Y)", "correct"),
        (ROWS, "def f(X, Y):\n    return (X @ Y.T).diagonal()", "misconception:diagonal-of-product"),
        (ROWS, "def f(X, Y):\n    return np.sum(X * Y)", "misconception:sum-all"),
        (
            NORMS,
            "def f(X):\n    s = np.linalg.norm(X, axis=1)[:, None]\n    return X / np.maximum(s, 1e-300)",
            "correct",
        ),
        (NORMS, "def f(X):\n    return X / np.linalg.norm(X, axis=1)[:, None]", "value"),
        (GROUPS, "def f(X, labels, k):\n    return (labels == np.arange(k)[:, None]) @ X", "correct"),
        (
            GROUPS,
            "def f(X, labels, k):\n    out = np.zeros((k, X.shape[1]))\n    out[labels] += X\n    return out",
            "value",
        ),
        (WINDOWS, "def f(x):\n    return (x[1:] + x[:-1]) / 2", "correct"),
        (WINDOWS, "def f(x):\n    return np.convolve(x, [0.5, 0.5])", "shape"),
    ],
)
def test_replies(task: tuple, source: str, code: str) -> None:  # type: ignore[type-arg]
    assert grade(build(*task), {"code": source}).code == code
