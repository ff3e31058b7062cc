"""cal-integral on textbook integrals."""

from math import e

import pytest

from question_bank.cal.integral import build, simpson
from quizgen.exact import Q
from quizgen.grading import grade

TABLE = [
    # kind, numbers, a, b, right, wrong, code of the wrong one
    ("polynomial", (3, 0, -1), 0, 2, "6", "5", "incorrect"),
    ("power", (1, 1, 2), 0, 1, "7/3", "1/3", "misconception:no-bounds-change"),  # 2x (x^2 + 1)^2
    ("exp", (1, -1, 2), 0, 1, "(1 - 1/e)/2", "(1 - e)/2", "misconception:no-bounds-change"),
    ("fraction", (2, 1, 2), 1, 3, "ln(5)", "ln 3", "misconception:no-bounds-change"),
    ("parts-exp", (1, 1), 0, 1, "1", "2e - 1", "misconception:parts-sign"),
    ("parts-ln", (1, 0), 1, 2, "2ln(2) - 1", "ln(4) + 1", "misconception:parts-sign"),
    ("mean", (3, 3), 0, 0, "1/3", "-1/3", "misconception:parts-sign"),  # the mean of an exponential distribution
    ("decay", (3, 3), 0, 0, "1", "3", "incorrect"),
]


@pytest.mark.parametrize(("kind", "numbers", "a", "b", "right", "wrong", "code"), TABLE)
def test_known_integrals(
    kind: str, numbers: tuple[int, ...], a: int, b: int, right: str, wrong: str, code: str
) -> None:
    problem = build(kind, numbers, a, b, 0)
    assert grade(problem, {"answer": right}).outcome == "correct"
    assert grade(problem, {"answer": wrong}).code == code
    assert simpson(kind, numbers, a, b, 0, problem.parts[0].answer.value())


def test_simpson_refuses_wrong_values() -> None:
    assert simpson("parts-exp", (1, -1), 0, 1, 0, 1 - 2 / e)
    assert not simpson("parts-exp", (1, -1), 0, 1, 0, Q(1, 4))
