"""pro-events against numbers counted by hand."""

from question_bank.pro.events import build, count_the_cases
from quizgen.exact import Q
from quizgen.grading import grade


def test_even_or_at_least_five_on_one_die() -> None:
    given = ("die", 0, "union", (6, 0, 4), "")  # {2, 4, 6} or {5, 6}
    assert grade(build(*given), {"answer": "4/6"}).outcome == "correct"
    assert grade(build(*given), {"answer": "5/6"}).code == "misconception:no-overlap"
    assert count_the_cases(*given, Q(2, 3))
    assert not count_the_cases(*given, Q(5, 6))


def test_two_events() -> None:
    given = ("two", 0, "neither", (30, 20, 10, 40), "both")  # P(A) = 0.4, P(B) = 0.3, both 0.1
    assert grade(build(*given), {"answer": "40%"}).outcome == "correct"
    assert grade(build(*given), {"answer": "1.3"}).code == "misconception:complement-of-union"
    assert grade(build(*given), {"answer": "0.42"}).code == "misconception:disjoint-is-independent"


def test_three_events_and_an_interval() -> None:
    three = ("three", 1, "neither", (2, 3, 4, 5, 10, 11, 12, 53), "")
    assert grade(build(*three), {"answer": "0.53"}).outcome == "correct"
    interval = ("interval", 0, "exactly", (10, 1, 5, 3, 9), "")
    assert grade(build(*interval), {"answer": "0.6"}).outcome == "correct"
    assert not count_the_cases(*interval, Q(4, 5))
