"""sta-likelihood against formulas written by hand."""

from question_bank.sta.likelihood import build
from quizgen.grading import grade


def test_bernoulli() -> None:
    problem = build("bernoulli", 1, False, (1, 0, 1), ())
    assert grade(problem, {"answer": "theta^2 - theta^3"}).outcome == "correct"
    assert grade(problem, {"answer": "2theta + 1 - theta"}).code == "misconception:sum-for-product"
    logs = build("bernoulli", 1, True, (1, 0, 1), ())
    assert grade(logs, {"answer": "2 ln(theta) + ln(1 - theta)"}).outcome == "correct"


def test_gaussian_and_regression() -> None:
    problem = build("deviation", 0, True, (1, -1), (0,))
    assert grade(problem, {"answer": "-ln(2 pi) - 2 ln(sigma) - 1/sigma^2"}).outcome == "correct"
    assert grade(problem, {"answer": "-ln(2 pi) - 1/sigma^2"}).code == "misconception:constant-depends"
    line = build("regression", 0, True, (1, 2), (1, 0))
    assert grade(line, {"answer": "-ln(2pi) - ((1-w)^2 + 4w^2)/2"}).outcome == "correct"


def test_censored() -> None:
    problem = build("censored", 0, False, (1, 2), (10, 1))
    assert grade(problem, {"answer": "lambda^2 e^(-13 lambda)"}).outcome == "correct"
    assert grade(problem, {"answer": "lambda^2 e^(-3 lambda)"}).code == "misconception:constant-depends"
