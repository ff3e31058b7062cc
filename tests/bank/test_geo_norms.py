"""geo-norms on vectors worked by hand."""

from question_bank.geo.norms import build, numpy_norms
from quizgen.exact import Q, Vector
from quizgen.grading import grade


def test_three_norms() -> None:
    problem = build("norms", Vector([3, -4]), None, 0, 0)
    assert grade(problem, {"a.answer": "7", "b.answer": "5", "c.answer": "4"}).outcome == "correct"
    wrong = grade(problem, {"a.answer": "-1", "b.answer": "25", "c.answer": "3"})
    codes = [v.code for v in wrong.parts.values()]
    assert codes == ["misconception:abs-missing", "misconception:no-root", "misconception:max-signed"]


def test_a_distance_is_the_norm_of_the_difference() -> None:
    problem = build("distances", Vector([1, 5, 0]), Vector([2, 3, 2]), 0, 0)
    assert grade(problem, {"a.answer": "5", "b.answer": "3", "c.answer": "2"}).outcome == "correct"


def test_the_constant_between_two_norms() -> None:
    problem = build("constant", Vector([12]), None, 0, 0)
    assert grade(problem, {"answer": "√12"}).outcome == "correct"
    assert grade(problem, {"answer": "12"}).code == "misconception:no-root"
    assert not numpy_norms("constant", Vector([9]), None, 1, 0, Q(3))
