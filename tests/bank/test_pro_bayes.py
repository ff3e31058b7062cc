"""Bayes' rule on the standard screening example, and two observations by counting."""

from __future__ import annotations

from question_bank.pro.bayes import bayes, build
from quizgen.exact import Q
from quizgen.grading import grade

SCREENING = (1, 0, (Q(1, 100), Q(99, 100)), ((Q(9, 10),), (Q(5, 100),)), (True,), 0)


def test_screening() -> None:
    """1000 people: 9 of 10 ill and 49.5 of 990 healthy people test positive: 9 / 58.5 = 2/13."""
    problem = build(*SCREENING)
    assert grade(problem, {"answer": "2/13"}).outcome == "correct"
    assert grade(problem, {"answer": "0.154"}).outcome == "correct"
    assert grade(problem, {"answer": "0.9"}).code == "misconception:base-rate"
    assert grade(problem, {"answer": "0.009"}).code == "misconception:no-normaliser"
    assert grade(problem, {"answer": "11/13"}).code == "misconception:wrong-branch"
    assert bayes.check is not None
    assert not bayes.check(*SCREENING, Q(9, 10))


def test_two_observations_one_of_them_negative() -> None:
    """Of 1000: 200 ill, 160 * 0.3 = 48 of them seen so; 800 healthy, 80 * 0.8 = 64: 48 / 112 = 3/7."""
    rates = ((Q(8, 10), Q(7, 10)), (Q(1, 10), Q(2, 10)))
    problem = build(3, 0, (Q(1, 5), Q(4, 5)), rates, (True, False), 0)
    assert grade(problem, {"answer": "3/7"}).outcome == "correct"
    assert grade(problem, {"answer": "0.43"}).outcome != "correct"
