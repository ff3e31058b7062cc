"""Near misses: never named where they are not certain, never accepted, and named where they are."""

from __future__ import annotations

import pytest

from quizgen.answers.base import Answer
from quizgen.answers.expression import ExpressionAnswer as Ex
from quizgen.answers.near import CODES
from quizgen.answers.number import NumberAnswer as Number

X, XY = ("x",), ("x", "y")
SQUARES = Ex("2*A^T*(A*x - b)", ("A", "x", "b"), shapes={"A": (3, 2), "x": (2, 1), "b": (3, 1)})

NOT_NAMED: list[tuple[Answer, str]] = [
    (Number("1/3"), "1"),
    (Number("0"), "5"),
    (Number("7"), "0"),
    (Number("7"), "21"),
    (Number("7"), "-14"),
    (Number("7"), "14.0001"),
    (Number("10", tolerance="8"), "25"),
    (Number("ln(2)"), "log10(3)"),
    (Number("1/2"), "sin(31)"),
    (Number("2/3", decimals=3), "0.7"),
    (Number("2/3", decimals=3), "0.65"),
    (Number("2/3"), "0.66667"),
    (Number("sqrt(2)"), "1.42"),
    (Ex("2*x", X), "3x"),
    (Number("2"), "1"),
    (Number("1"), "10"),
    (Number("4"), "8"),
    (Ex("x + 1", X), "x^2 + 1"),
    (Ex("x^2 + x + 1", X), "x^2"),
    (Ex("x^2 + x + 1", X), "x^2 + 2x + 1"),
    (Ex("x^2", X), "x^2 + x + 1"),
    (Ex("ln(x)", X, domain={"x": "positive"}), "log10(x) + 1"),
    (Ex("sin(x)", X), "cos(x)"),
]
NAMED: list[tuple[Answer, str, str]] = [
    (Number("7"), "14", "factor"),
    (Number("7"), "3.5", "factor"),
    (Number("12"), "6", "factor"),
    (Number("7"), "70", "factor"),
    (Number("7"), "0.07", "factor"),
    (Number("sqrt(2)"), "sqrt(8)", "factor"),
    (Number("9.81", tolerance="0.01"), "98.14", "factor"),
    (Number("pi/4"), "45", "angle-unit"),
    (Number("45"), "pi/4", "angle-unit"),
    (Number("45"), "45°", "angle-unit"),
    (Number("1/2"), "sin(30)", "angle-unit"),
    (Number("cos(1)"), "0.99985", "angle-unit"),
    (Number("cos(1)", decimals=4), "0.9998", "angle-unit"),
    (Number("atan(1)", decimals=3), "45.000", "angle-unit"),
    (Number("ln(2)"), "log10(2)", "log-base"),
    (Number("log10(2)"), "ln 2", "log-base"),
    (Number("log2(10)"), "ln(10)", "log-base"),
    (Number("ln(2)", decimals=3), "0.301", "log-base"),
    (Number("2/3", decimals=3), "0.668", "rounded-early"),
    (Number("sqrt(2)*100", significant=4), "141.0", "rounded-early"),
    (Ex("2*x", X), "x", "factor"),
    (Ex("x^2*e^x", X), "10 x^2 e^x", "factor"),
    (Ex("sin(2*x)", X), "sin(x) cos(x)", "factor"),
    (Ex("[2*x, 2*y]", XY), "[x, y]", "factor"),
    (SQUARES, "A^T(Ax - b)", "factor"),
    (Ex("x^2 + x + 1", X), "x^2 + 1", "term"),
    (Ex("x^2 + x + 1", X), "x(x+1)", "term"),
    (Ex("x^2 - sin(x)", X), "x^2", "term"),
    (Ex("(x+1)^2", X), "x^2 + 2x + 1 + 3x", "term"),
    (SQUARES, "2A^T A x - 2A^T b + x", "term"),
    (Ex("ln(x)", X, domain={"x": "positive"}), "log10(x)", "log-base"),
    (Ex("x*log2(x)", X, domain={"x": "positive"}), "x ln x", "log-base"),
]


@pytest.mark.parametrize(("answer", "reply"), NOT_NAMED, ids=str)
def test_not_named_where_it_is_not_certain(answer: Answer, reply: str) -> None:
    verdict = answer.judge({"answer": reply})
    assert verdict.outcome == "incorrect"
    assert verdict.code not in CODES


@pytest.mark.parametrize(("answer", "reply", "code"), NAMED, ids=str)
def test_named(answer: Answer, reply: str, code: str) -> None:
    verdict = answer.judge({"answer": reply})
    assert (verdict.outcome, verdict.code) == ("incorrect", code)
    assert verdict.message
    assert not any(part in verdict.message for part in answer.typed().values() if len(part) > 1)
