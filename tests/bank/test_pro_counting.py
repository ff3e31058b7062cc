"""pro-counting against textbook numbers."""

from question_bank.pro.counting import build, draw_by_draw
from quizgen.exact import Q
from quizgen.grading import grade


def test_two_of_three_from_ten() -> None:
    given = ("exactly", 0, 10, 4, 3, 2)  # C(4,2) C(6,1) / C(10,3) = 36/120
    assert grade(build(*given), {"answer": "0.3"}).outcome == "correct"
    assert grade(build(*given), {"answer": "0.288"}).code == "misconception:replacement"
    assert draw_by_draw(*given, Q(3, 10))
    assert not draw_by_draw(*given, Q(1, 3))


def test_at_least_one_and_all() -> None:
    assert grade(build("some", 1, 5, 2, 2, 1), {"answer": "7/10"}).outcome == "correct"
    assert grade(build("some", 1, 5, 2, 2, 1), {"answer": "6/10"}).code == "misconception:at-least-one-direct"
    assert grade(build("all", 2, 6, 3, 2, 2), {"answer": "1/5"}).outcome == "correct"
    assert grade(build("all", 2, 6, 3, 2, 2), {"answer": "1/4"}).code == "misconception:replacement"


def test_the_birthday_problem() -> None:
    assert grade(build("share", 0, 365, 0, 23, 0), {"answer": "0.507"}).outcome == "correct"
    assert grade(build("different", 0, 6, 0, 3, 0), {"answer": "5/9"}).outcome == "correct"
