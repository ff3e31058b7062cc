"""Expectations with known values: a table, weights, a square, and three classical counts."""

from __future__ import annotations

import pytest

from question_bank.pro.expectation_discrete import build, expectation
from quizgen.exact import Q
from quizgen.grading import grade

THIRD = Q(1, 3)


@pytest.mark.parametrize(
    ("given", "right", "wrong", "code"),
    [
        (("table", 0, (0, 1, 3), (Q(1, 2), Q(1, 4), Q(1, 4)), 0), "1", "4/3", "average-of-values"),
        (("weights", 1, (1, 2, 3), (Q(1), Q(1), Q(4)), 0), "5/2", "15", "unweighted-probabilities"),
        (("function", 0, (-1, 1, 3), (THIRD, THIRD, THIRD), 0), "11/3", "1", "g-of-mean"),
        (("distinct", 0, (2, 2), (Q(0),), 0), "1.500", "2", ""),  # two draws from two points
        (("changes", 1, (3, 0), (Q(1, 2),), 0), "1", "3/2", ""),
        (("first", 1, (1, 9), (Q(0),), 0), "5.5", "5", ""),  # one faulty part among ten
        (("pairs", 1, (6, 4), (Q(0),), 0), "1", "3", "average-of-values"),
    ],
)
def test_known_values(given: tuple, right: str, wrong: str, code: str) -> None:  # type: ignore[type-arg]
    problem = build(*given)
    assert grade(problem, {"answer": right}).outcome == "correct"
    refused = grade(problem, {"answer": wrong})
    assert refused.outcome == "incorrect"
    assert code in refused.code
    assert expectation.check is not None
    assert not expectation.check(*given, Q(17))
