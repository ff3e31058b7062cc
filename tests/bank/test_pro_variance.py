"""pro-variance against textbook numbers."""

from question_bank.pro.variance import build, two_copies
from quizgen.exact import Q
from quizgen.grading import grade

DIE = tuple(range(1, 7))


def test_a_fair_die() -> None:
    given = ("table", "variance", 0, DIE, (Q(1, 6),) * 6, 1, 0)
    assert grade(build(*given), {"answer": "35/12"}).outcome == "correct"
    assert grade(build(*given), {"answer": "91/6"}).code == "misconception:no-square-of-mean"
    assert grade(build(*given), {"answer": "1.5"}).code == "misconception:abs"
    assert two_copies(*given, Q(35, 12))
    assert not two_copies(*given, Q(3, 2))


def test_uniform_triangular_and_mixture() -> None:
    assert grade(build("density", "variance", 0, (0, 6), (), 1, 2), {"answer": "3"}).outcome == "correct"
    assert grade(build("density", "variance", 0, (1, 1), (), 1, 0), {"answer": "1/18"}).outcome == "correct"
    half = (Q(1, 2), Q(1, 2))
    mixture = ("mixture", "deviation", 0, (-3, 3, 4, 4), half, 1, 0)
    assert grade(build(*mixture), {"answer": "5"}).outcome == "correct"
    assert grade(build(*mixture), {"answer": "25"}).code == "misconception:sd-for-variance"


def test_after_a_linear_map() -> None:
    given = ("linear", "deviation", 0, (1, 3), (Q(1, 2), Q(1, 2)), -2, 5)
    assert grade(build(*given), {"answer": "2"}).outcome == "correct"
    assert grade(build(*given), {"answer": "-2"}).outcome == "incorrect"
