"""opt-convex-function against sets found by hand."""

from __future__ import annotations

import pytest

from question_bank.opt.convex_function import build, second_differences_agree
from quizgen.answers.interval import IntervalAnswer
from quizgen.grading import grade

TABLE = [
    # kind, numbers, right, wrong
    ("cubic", (1, -1, 3, 0), "x >= 1", "x <= -1 or x >= 3"),  # x^3 - 3x^2 - 9x
    ("quartic", (-1, -1, 1, 0), "|x| <= 1", "(-1, 1)"),  # -x^4 + 6x^2
    ("even", (1, 0, 4, 0), "all reals", "x < 0 or x > 0"),  # x^4
    ("exponential", (1, -1, 0), "[2, inf)", "(-inf, 1]"),  # x e^(-x)
    ("bump", (0, 1, 1), "x <= -1 or x >= 1", "[-1, 1]"),  # e^(-x^2/2)
    ("log", (0, 1, 1), "[-1, 1]", "[0, inf)"),  # ln(x^2 + 1)
    ("square-log", (1, 2, 0), "x >= 2", "x > 0"),  # x^2 + 8 ln(x)
    ("coupling", (1, 1, 0, 0), "[-2, 2]", "all reals"),  # x^2 + txy + y^2
    ("corner", (1, 4, 0, 0), "[4, inf)", "[0, inf)"),  # x^2 + 4xy + ty^2
    ("half-plane", (1, 6, 1, 0), "[3, inf)", "[0, inf)"),  # x^3 + 6xy + y^2
    ("strip", (1, 6, 1, 0), "[-1, 1]", "[-sqrt(7), sqrt(7)]"),  # 42x^2 - x^4 + 12xy + y^2
    ("family", (1, 1, 0), "|t| <= 4", "|t| < 4"),  # x^4 + tx^3 + 6x^2
    ("wave", (1, 1, 0, 0), "-2 <= t <= 2", "t <= 2"),  # x^2 + t sin(x)
    ("power", (1, 0), "t <= 0 or t >= 1", "t >= 0"),  # x^t, Boyd and Vandenberghe 3.1.5
    ("pair", (1, 1, 1), "t >= 0", "t > 0"),  # e^x + te^(-x)
    ("log-sum", (0, 1, 1), "t <= 8", "t <= 4"),  # x^2 - t ln(1 + e^x)
    ("log-sum-two", (1, 1, 1), "t <= 4", "t <= 8"),  # x^2 + y^2 - t ln(e^x + e^y)
]


@pytest.mark.parametrize(("kind", "numbers", "right", "wrong"), TABLE)
def test_known_sets(kind: str, numbers: tuple[int, ...], right: str, wrong: str) -> None:
    problem = build(kind, numbers, 0)
    assert grade(problem, {"answer": right}).outcome == "correct"
    assert grade(problem, {"answer": wrong}).outcome == "incorrect"
    answer = problem.parts[0].answer
    assert isinstance(answer, IntervalAnswer)
    assert second_differences_agree(kind, numbers, 0, answer.value())
    refused = IntervalAnswer.of(wrong, name=answer.name)
    assert not second_differences_agree(kind, numbers, 0, refused.value())
