"""cal-partial on hand-made functions."""

from question_bank.cal._several import Poly
from question_bank.cal.partial import ONE, build, differences_agree
from quizgen.answers.expression import ExpressionAnswer
from quizgen.grading import grade

X, Y = 0, 1
CUBIC = Poly({(2, 1): 1, (1, 3): 1})  # MML, example 5.6: x1^2 x2 + x1 x2^3


def test_the_book() -> None:
    by_x, by_y = build("poly", CUBIC, ONE, (X,), 0), build("poly", CUBIC, ONE, (Y,), 0)
    assert grade(by_x, {"answer": "2xy + y^3"}).outcome == "correct"
    assert grade(by_y, {"answer": "x^2 + 3x*y^2"}).outcome == "correct"
    assert grade(by_x, {"answer": "2x + 1"}).code == "misconception:constant-dropped"
    assert grade(by_x, {"answer": "2xy + y^3 + x^2 + 3x y^2"}).code == "misconception:total"


def test_exponential_and_logarithm() -> None:
    inner = Poly({(1, 0): 3, (0, 2): 1})
    exponential = build("exp", Poly({(0, 1): 2}), inner, (X,), 0)  # 2y e^(3x + y^2)
    assert grade(exponential, {"answer": "6y e^(3x + y^2)"}).outcome == "correct"
    assert grade(exponential, {"answer": "2y e^(3x + y^2)"}).code == "misconception:chain-missing"
    logarithm = build("ln", Poly({(1, 0): 1}), inner, (X, Y), 0)  # x ln(3x + y^2)
    assert grade(logarithm, {"answer": "2y/(3x + y^2) - 6xy/(3x + y^2)^2"}).outcome == "correct"
    assert grade(logarithm, {"answer": "2y/(3x + y^2)"}).outcome == "incorrect"


def test_verify_takes_difference_quotients() -> None:
    right = ExpressionAnswer("2x y + y^3", ("x", "y")).value()
    assert differences_agree("poly", CUBIC, ONE, (X,), 0, right)
    assert not differences_agree("poly", CUBIC, ONE, (Y,), 0, right)
    assert right.at(x=1, y=2) == 12
