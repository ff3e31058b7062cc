"""Decimals where exact values are asked for: told as rounding where they are right, and only there."""

from __future__ import annotations

import pytest

from quizgen.answers.base import Answer
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.following import following
from quizgen.answers.number import NumberAnswer
from quizgen.answers.satisfies import SatisfiesAnswer
from quizgen.answers.vector import DirectionAnswer
from quizgen.answers.witness import Witness

PLANE = BasisAnswer.of([["2", "5"]])
DIRECTION = DirectionAnswer.of([1, -3])
SERIES = ExpressionAnswer("2x^2 + 2/3 x^3 + 1/6 x^4", ("x",))
UNIT = SatisfiesAnswer.of(
    Witness("q", (2, 1), "[3/sqrt(10); -1/sqrt(10)]"), conditions=("q*q^T = [9/10, -3/10; -3/10, 1/10]",)
)


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (PLANE, "(0.4, 0.9)"),
        (PLANE, "(0.38, 0.92)"),
        (PLANE, "(1, 2)"),
        (DIRECTION, "(0.31, -0.99)"),
        (DIRECTION, "(1, -2)"),
        (SERIES, "2x^2 + 0.66x^3 + 0.167x^4"),
        (SERIES, "2x^2 + 0.667x^3 + 0.2x^4"),
        (SERIES, "2x^2 + 0.7x^3 + 0.2x^4"),
        (UNIT, "(0.9, -0.3)"),
        (UNIT, "(0.90, -0.32)"),
        (UNIT, "(0.316, 0.949)"),
    ],
)
def test_what_is_wrong_is_not_called_rounded(answer: Answer, reply: str) -> None:
    verdict = answer.judge({"answer": reply})
    assert verdict.outcome == "incorrect"
    assert verdict.code != "rounding"


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (PLANE, "(0.3713907, 0.9284767)"),
        (PLANE, "(0.371, 0.928)"),
        (DIRECTION, "(0.31623, -0.94868)"),
        (DIRECTION, "(-0.316, 0.949)"),
        (SERIES, "2x^2 + 0.667x^3 + 0.167x^4"),
        (SERIES, "2x^2 + 0.6667x^3 + x^4/6"),
        (UNIT, "(0.949, -0.316)"),
        (UNIT, "(-0.94868, 0.31623)"),
    ],
)
def test_what_is_right_but_for_its_digits_is_called_rounded(answer: Answer, reply: str) -> None:
    verdict = answer.judge({"answer": reply})
    assert (verdict.outcome, verdict.code) == ("incorrect", "rounding")


ANGLE = NumberAnswer.of(60)


REPLIES = {"104.478": True, "104.5": True, "arccos(-1/4)*180/pi": True, "104": False, "75.5": False, "60": False}


@pytest.mark.parametrize(("reply", "right"), REPLIES.items())
def test_an_angle_that_follows_from_a_mistake_may_be_rounded(reply: str, right: bool) -> None:
    answer = following(ANGLE, NumberAnswer.of("1/2"), {"answer": "-1/4"}, ["c"], "acos(c)*180/pi", "")
    assert answer is not None
    assert answer.matches({"answer": reply}) is right


def test_a_rational_number_that_follows_is_as_exact_as_the_right_one() -> None:
    answer = following(ANGLE, NumberAnswer.of("1/2"), {"answer": "1/3"}, ["c"], "c/2", "")
    assert answer is not None
    assert answer.matches({"answer": "1/6"})
    assert not answer.matches({"answer": "0.1667"})
