"""pro-conditional against numbers counted by hand."""

from question_bank.pro.conditional import build, count_where_it_holds
from quizgen.exact import Q
from quizgen.grading import grade


def test_a_table() -> None:
    given = ("table", 0, (30, 10, 20, 40), 0, 0, False)  # P(spam | link) = 30/50
    assert grade(build(*given), {"answer": "60%"}).outcome == "correct"
    assert grade(build(*given), {"answer": "3/4"}).code == "misconception:transposed"
    assert grade(build(*given), {"answer": "0.3"}).code == "misconception:joint-returned"
    assert not count_where_it_holds(*given, Q(3, 4))


def test_two_draws() -> None:
    both = ("both", 0, (3, 2), 0, 0, False)
    assert grade(build(*both), {"answer": "0.3"}).outcome == "correct"
    assert grade(build(*both), {"answer": "6/25"}).code == "misconception:unconditional-denominator"
    assert grade(build("second", 0, (3, 2), 0, 0, False), {"answer": "3/4"}).outcome == "correct"


def test_two_children() -> None:
    given = ("all", 0, (2, 1, 2), 0, 0, False)
    assert grade(build(*given), {"answer": "1/3"}).outcome == "correct"
    assert grade(build(*given), {"answer": "1/2"}).code == "misconception:unconditional-denominator"
    assert count_where_it_holds(*given, Q(1, 3))
