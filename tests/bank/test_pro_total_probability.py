"""pro-total-probability against numbers worked by hand."""

from question_bank.pro.total_probability import build, follow_a_population
from quizgen.exact import Q
from quizgen.grading import grade


def test_two_and_three_branches() -> None:
    two = ("branches", 0, (20, 80), (50, 5))  # 0.1 + 0.04
    assert grade(build(*two), {"answer": "14%"}).outcome == "correct"
    assert grade(build(*two), {"answer": "0.275"}).code == "misconception:average-unweighted"
    assert grade(build(*two), {"answer": "0.1"}).code == "misconception:forgets-branch"
    three = ("branches", 0, (50, 30, 20), (2, 4, 5))
    assert grade(build(*three), {"answer": "0.032"}).outcome == "correct"
    assert grade(build(*three), {"answer": "0.11"}).code == "misconception:adds-conditionals"
    assert not follow_a_population(*three, Q(11, 100))


def test_two_stages() -> None:
    chain = ("chain", 0, (50,), (90, 20))  # 0.55, then 0.495 + 0.09
    assert grade(build(*chain), {"answer": "0.585"}).outcome == "correct"
    boxes = ("boxes", 0, (1, 1), (2, 1))  # (3/4 + 2/4) / 2
    assert grade(build(*boxes), {"answer": "5/8"}).outcome == "correct"
    assert follow_a_population(*boxes, Q(5, 8))
