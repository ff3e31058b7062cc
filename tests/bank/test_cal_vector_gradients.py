"""cal-vector-gradients against the identities of MML 5.5 and of the matrix cookbook."""

from __future__ import annotations

import pytest

from question_bank.cal.vector_gradients import LETTERS, Given, build, differences_agree
from quizgen.exact import Q
from quizgen.grading import grade

ABXC = LETTERS[0]
TABLE = [
    # kind, alpha, beta, right, wrong
    ("left", 1, 1, "A^T b + c", "A b + c"),
    ("right", 2, -1, "2A b - c", "2A^T b - c"),
    ("quadratic", 1, 1, "(A + A^T)x + b", "2A x + b"),  # MML (5.107)
    ("symmetric", 3, 1, "6A x + b", "3A x + b"),
    ("ridge", 1, 5, "2A^T A x - 2A^T b + 10x", "A^T(A x - b) + 5x"),
    ("centred", 2, 3, "4A^T(A x - b) + 6(x - c)", "4A^T(A x - b) + 6x"),
    ("weighted", 1, 1, "-2(b - A x)^T W A + 2x^T", "2A W(A x - b) + 2x"),  # MML (5.108), a row: the transpose
    ("distance", 1, 1, "(x - b)/sqrt((x - b)^T (x - b)) + c", "2(x - b) + c"),
    ("residual", 1, 1, "A^T(A x - b)/||A x - b|| + c", "A(A x - b)/||A x - b|| + c"),
    ("exponential", 1, 1, "e^(x^T A x)(A + A^T)x", "2e^(x^T A x) A x"),
    ("logistic", 1, 1, "-b/(1 + e^(b^T x)) + 2x", "b/(1 + e^(b^T x)) + 2x"),
    ("hessian-quadratic", 2, 1, "2A + 2A^T", "4A"),
    ("hessian-ridge", 1, 3, "2A^T A + 6I", "2A A^T + 6I"),
]


@pytest.mark.parametrize(("kind", "alpha", "beta", "right", "wrong"), TABLE)
def test_known_identities(kind: str, alpha: int, beta: int, right: str, wrong: str) -> None:
    given = Given(kind, ABXC, 3, 3, Q(alpha), Q(beta), False, 0)
    problem = build(*given)
    verdict = grade(problem, {"answer": right})
    assert verdict.outcome == "correct" or (right.endswith("x^T") and verdict.code == "transposed")
    assert grade(problem, {"answer": wrong}).outcome == "incorrect"
    assert differences_agree(*given, problem.parts[0].answer.value())


def test_lambda_and_the_misconceptions() -> None:
    problem = build("ridge", ABXC, 2, 2, Q(1), Q(1), True, 0)
    assert grade(problem, {"answer": "2A^T(Ax - b) + 2λx"}).outcome == "correct"
    assert grade(problem, {"answer": "A^T(Ax - b) + λx"}).code == "misconception:missing-two"
    assert grade(problem, {"answer": "2A(Ax - b) + 2λx"}).code == "misconception:A-for-A^T"
    assert grade(problem, {"answer": "2A^T Ax - 2b + 2λ"}).outcome == "unreadable"
