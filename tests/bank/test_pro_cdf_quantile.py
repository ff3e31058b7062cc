"""pro-cdf-quantile against numbers worked by hand."""

from question_bank.pro.cdf_quantile import areas_and_lists, build
from quizgen.exact import Q
from quizgen.grading import grade

LAW = ((0, 1, 2, 5), (Q(1, 4), Q(1, 4), Q(1, 4), Q(1, 4)))


def test_discrete() -> None:
    assert grade(build("below", 0, *LAW, (2,)), {"answer": "0.5"}).outcome == "correct"
    assert grade(build("below", 0, *LAW, (2,)), {"answer": "0.75"}).code == "misconception:inclusive-end"
    assert grade(build("median", 0, *LAW, ()), {"answer": "1"}).outcome == "correct"
    assert grade(build("median", 0, *LAW, ()), {"answer": "2"}).code == "misconception:mean-for-median"
    assert not areas_and_lists("median", 0, *LAW, (), Q(2))


def test_density() -> None:
    assert grade(build("interval", 1, (2, 2), (), (0, 1)), {"answer": "1/4"}).outcome == "correct"
    assert grade(build("interval", 1, (2, 2), (), (0, 1)), {"answer": "0.5"}).code == "misconception:pdf-for-cdf"
    median = ("point", 1, (2, 2), (Q(1, 2),), ())
    assert grade(build(*median), {"answer": "sqrt(2)"}).outcome == "correct"
    assert grade(build(*median), {"answer": "4/3"}).code == "misconception:mean-for-median"


def test_extremes_and_mixture() -> None:
    assert grade(build("maximum", 0, (1, 4), (), (2, 3)), {"answer": "1/8"}).outcome == "correct"
    assert grade(build("minimum", 0, (1, 4), (), (1, 2)), {"answer": "9/16"}).outcome == "correct"
    mixture = ("mixture", 0, (2, 4), (Q(1, 2), Q(1, 2)), (3,))
    assert grade(build(*mixture), {"answer": "7/8"}).outcome == "correct"
    assert areas_and_lists(*mixture, Q(7, 8))
