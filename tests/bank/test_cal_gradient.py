"""cal-gradient on hand-made functions."""

from question_bank.cal._several import Poly
from question_bank.cal.gradient import build, differences_agree
from quizgen.exact import Q, Vector
from quizgen.grading import grade

CUBIC = Poly({(2, 1): 1, (1, 3): 1})  # MML, example 5.6: (2xy + y^3, x^2 + 3xy^2)
NONE = Poly({})


def test_a_polynomial() -> None:
    given = ("poly", CUBIC, NONE, 0, (1, 2), 0)
    problem = build(*given)
    assert grade(problem, {"answer": "(12, 13)"}).outcome == "correct"
    assert grade(problem, {"answer": "(13, 12)"}).code == "misconception:swapped-entries"
    assert grade(problem, {"answer": "25"}).code == "misconception:value-not-vector"
    assert grade(problem, {"answer": "[12]"}).code == "misconception:unevaluated-partial"
    assert differences_agree(*given, Vector([12, 13]))
    assert not differences_agree(*given, Vector([12, 12]))


def test_the_norm_and_the_logarithm() -> None:
    square = Poly({(2, 0, 0): 1, (0, 2, 0): 1, (0, 0, 2): 1})
    norm = build("sqrt", NONE, square, 1, (1, -2, 2), 0)  # x / |x|
    assert grade(norm, {"answer": "(1/3, -2/3, 2/3)"}).outcome == "correct"
    given = ("ln", NONE, square, 1, (1, -2, 2), 1)  # 2x / |x|^2
    assert grade(build(*given), {"answer": "2/9*[1, -2, 2]"}).outcome == "correct"
    assert differences_agree(*given, Vector([Q(2, 9), Q(-4, 9), Q(4, 9)]))
