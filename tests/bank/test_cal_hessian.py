"""cal-hessian on hand-made functions."""

from question_bank.cal._several import Poly
from question_bank.cal.hessian import build, differences_agree
from quizgen.exact import Matrix
from quizgen.grading import grade

QUADRATIC = Poly({(2, 0): 1, (1, 1): -3, (0, 2): 2, (1, 0): 5})


def test_a_quadratic_function() -> None:
    given = ("poly", QUADRATIC, 1, (), 0)
    problem = build(*given)
    assert grade(problem, {"answer": "[2, -3; -3, 4]"}).outcome == "correct"
    assert grade(problem, {"answer": "[2, 0; 0, 4]"}).code == "misconception:no-mixed"
    assert grade(problem, {"answer": "[2, -3; 0, 4]"}).code == "misconception:asymmetric"
    assert differences_agree(*given, Matrix([[2, -3], [-3, 4]]))
    assert not differences_agree(*given, Matrix([[2, -3], [-3, 5]]))


def test_the_exponential_of_a_quadratic() -> None:
    given = ("exp", Poly({(2, 0): -1, (0, 2): -1}), 1, (0, 0), 1)  # the top of a bell
    assert grade(build(*given), {"answer": "[-2, 0; 0, -2]"}).outcome == "correct"


def test_a_function_of_a_linear_form() -> None:
    given = ("power", Poly({(1, 0): 2, (0, 1): -1}), 1, (1, 1), 0)  # (2x - y)^4: 12 (2x - y)^2 a a^T
    problem = build(*given)
    assert grade(problem, {"answer": "[48, -24; -24, 12]"}).outcome == "correct"
    assert grade(problem, {"answer": "[64, -32; -32, 16]"}).code == "misconception:first-twice"
    assert differences_agree(*given, Matrix([[48, -24], [-24, 12]]))
