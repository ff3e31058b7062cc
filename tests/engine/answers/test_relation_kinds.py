"""Equations, inequalities, tuples, conditions to satisfy, spans: what holds for every answer of the new kinds."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from quizgen.answers.base import Answer
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.equation import EquationAnswer
from quizgen.answers.inequality import InequalityAnswer
from quizgen.answers.kinds import AnyAnswer
from quizgen.answers.satisfies import SatisfiesAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.answers.tuples import TupleAnswer
from quizgen.answers.witness import Witness

EIGEN = SatisfiesAnswer.of(
    Witness("v", (2, 1), "[1, 1]"), conditions=("A*v = 3*v", "v != 0"), given={"A": "[1, 2; 2, 1]"}
)
CURVE = SatisfiesAnswer.of(Witness("x", None, "3"), Witness("y", None, "4"), conditions=("x^2 + y^2 = 25", "x*y != 0"))
SPAN = BasisAnswer.of([(1, 0, 1), (0, 1, 1)], spanning=True)
PLANE = EquationAnswer("2x - 3y + z = 4", ("x", "y", "z"))
ANSWERS: list[Any] = [
    EquationAnswer("y = 2x + 1"),
    EquationAnswer("x^2 + y^2 = 25"),
    EquationAnswer("x + y = 3, x - y = 1"),
    EquationAnswer("a*b = a*c", ("a", "b", "c"), {"a": "positive"}),
    EquationAnswer("y = e^x"),
    PLANE,
    InequalityAnswer("x^2 < 4"),
    InequalityAnswer("x < -2 or x >= 1"),
    InequalityAnswer("-2 < x <= 3", solved=True),
    InequalityAnswer("2x + 3y < 6", ("x", "y")),
    InequalityAnswer("(x-1)/(x+2) >= 0"),
    TupleAnswer(("1", "-2", "3/4")),
    TupleAnswer(("x + 1", "{1, 2}"), ("x",)),
    TupleAnswer(("sqrt(2)", "(0, 1]")),
    EIGEN,
    CURVE,
    SPAN,
    BasisAnswer.of([(1, 1)], spanning=True),
]


def judged(answer: Answer, reply: dict[str, str]) -> tuple[str, str]:
    try:
        verdict = answer.judge(reply)
    except Unreadable as error:
        return "unreadable", error.code
    assert 0 <= verdict.score <= 1
    assert (verdict.score == 1) == (verdict.outcome == "correct")
    return verdict.outcome, verdict.code


def one(answer: Answer, reply: str) -> tuple[str, str]:
    return judged(answer, {"answer": reply})


RIGHT_TOO = frozenset(
    (
        "x + y = 3, y = 1",
        "(x - 1)/(x + 2) >= -(0)",
        "(x - 1)/(x + 2) >= 2*(0)",
        "2*((x - 1)/(x + 2)) >= 0",
        "[1; 1]",  # eigenvectors
        "[7; 7]",
        "(1, 0, 1), (0, 1, 1), (1, 0, 1)",  # spanning sets
        "(1, 1), (1, 1)",
    )
)
"""Slips that give another form of the right answer."""


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: f"{type(a).__name__} {next(iter(a.typed().values()))[:30]}")
class TestEveryAnswer:
    def test_has_no_faults(self, answer: Any) -> None:
        assert answer.check() == ()

    def test_json_round_trip(self, answer: Any) -> None:
        assert msgspec.json.decode(msgspec.json.encode(answer), type=AnyAnswer) == answer

    def test_right_in_every_notation(self, answer: Any) -> None:
        notations = list(answer.notations())
        assert notations[0] == answer.typed()
        for notation in notations:
            assert judged(answer, notation) == ("correct", "correct"), notation

    def test_refuses_what_is_perturbed_unless_it_is_right_too(self, answer: Any) -> None:
        wrong_ones = [RIGHT_TOO.isdisjoint(other.typed().values()) for other in answer.perturbed()]
        assert any(wrong_ones)
        for other, wrong in zip(answer.perturbed(), wrong_ones, strict=True):
            expected = ("incorrect", "partial") if wrong else ("correct",)
            assert judged(answer, other.typed())[0] in expected, other

    def test_shows_itself(self, answer: Any) -> None:
        assert answer.tex()
        assert answer.value() is not None
        assert {f.name for f in answer.fields()} == set(answer.typed())

    def test_noise_is_unreadable(self, answer: Any) -> None:
        for noise in ("((", "%%%", "]1;[", "", "\x00"):
            reply = {field.name: noise for field in answer.fields()}
            assert judged(answer, reply)[0] == "unreadable", noise


@pytest.mark.parametrize(
    ("reply", "outcome", "code"),
    [
        ("[1, -1]", "incorrect", "condition"),
        ("[2, 2]", "correct", "correct"),
        ("[sqrt(2), sqrt(2)]", "correct", "correct"),
        ("[0, 0]", "partial", "condition"),
        ("[1, 1, 1]", "incorrect", "shape"),
        ("3", "incorrect", "shape"),
    ],
)
def test_conditions(reply: str, outcome: str, code: str) -> None:
    assert one(EIGEN, reply) == (outcome, code)


def test_several_names() -> None:
    assert judged(CURVE, {"x": "5/sqrt(2)", "y": "-5/sqrt(2)"}) == ("correct", "correct")
    assert judged(CURVE, {"x": "5", "y": "0"}) == ("partial", "condition")
    assert judged(CURVE, {"x": "1", "y": "1"}) == ("incorrect", "condition")


@pytest.mark.parametrize(
    ("reply", "outcome", "code"),
    [
        ("(1, 0, 1)", "incorrect", "too-small"),
        ("(1, 0, 1), (2, 0, 2), (3, 0, 3)", "incorrect", "too-small"),
        ("(1, 0, 1), (0, 1, 1), (0, 0, 1)", "incorrect", "outside"),
        ("(1, 0), (0, 1)", "incorrect", "shape"),
        ("(1, 0, 1), (0, 1, 1), (1, 1, 2)", "correct", "correct"),
        ("(1, 0, 1), (1, 1, 2)", "correct", "correct"),
        ("(0, 0, 0), (1, 0, 1), (1, 1, 2)", "correct", "correct"),
    ],
)
def test_spans(reply: str, outcome: str, code: str) -> None:
    assert one(SPAN, reply) == (outcome, code)


def test_a_plane_in_other_words() -> None:
    assert one(PLANE, "z = 4 - 2x + 3y") == ("correct", "correct")
    assert one(PLANE, "-4x + 6y - 2z = -8") == ("correct", "correct")
    assert one(PLANE, "2x - 3y + z = -4") == ("incorrect", "incorrect")
    assert one(PLANE, "[2, -3, 1]") == ("unreadable", "not-an-equation")


def test_solved_is_asked_for() -> None:
    solved = InequalityAnswer("-2 < x < 2", solved=True)
    assert one(solved, "x^2 < 4") == ("partial", "not-solved")
    assert one(solved, "x > -2 and x < 2") == ("correct", "correct")
    assert one(solved, "x^2 <= 4") == ("incorrect", "end-type")


def test_author_mistakes_are_named() -> None:
    assert EquationAnswer("0 = 0").check()
    assert EquationAnswer("x < 2").check()
    assert SatisfiesAnswer.of(Witness("x", None, "1"), conditions=("x = 2",)).check()


def test_conditions_for_verify() -> None:
    assert EquationAnswer("x + y = 3, x - y = 1").value().holds(x=2, y=1) is True
    assert EquationAnswer("x + y = 3, x - y = 1").value().holds(x=1, y=2) is False
    assert InequalityAnswer("x^2 < 2").value().holds(x=1.5) is False
