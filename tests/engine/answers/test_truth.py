"""Truth: what a counterexample shows, and the checks that keep a bank of statements honest."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from quizgen.answers.choice import Option
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.witness import Witness
from quizgen.exact import Matrix
from tests.engine.answers.table_structural import COMMUTES, RANK, TRUE


@pytest.mark.parametrize(
    ("answer", "reply", "words"),
    [
        (
            RANK,
            {"verdict": "false", "A": "[1,0;0,1]", "B": "[1,0;0,0]"},
            "does not hold for what you gave: that shows nothing",
        ),
        (RANK, {"verdict": "false", "A": "[1,0;0,0]", "B": "[1,0;0,0]"}, "holds"),
        (COMMUTES, {"verdict": "false"}, "give an example"),
        (TRUE, {"verdict": "false", "A": "[1,2;3,4]"}, "The statement is true. For your example"),
        (TRUE, {"verdict": "false", "A": "[1,2"}, "The statement is true."),
    ],
)
def test_sentences(answer: TruthAnswer, reply: dict[str, str], words: str) -> None:
    assert words in answer.judge(reply).message


def test_scores() -> None:
    assert COMMUTES.judge({"verdict": "true"}).score == 0
    assert COMMUTES.judge({"verdict": "false"}).score == 0.5
    assert COMMUTES.judge(COMMUTES.typed()).score == 1


def test_witnesses_are_shown_for_true_statements_too_and_not_read() -> None:
    assert [field.name for field in TRUE.fields()] == ["verdict", "A"]
    assert TRUE.matches({"verdict": "true", "A": "no matrix at all ]["})


def test_codes_and_shown_conditions() -> None:
    answer = replace(COMMUTES, shown={"A*B = B*A": "AB = BA"}, reasons=(Option("a", code="c"), Option("b")))
    assert answer.codes() == ("commutes", "c")
    reply = {"verdict": "false", "A": "[1,0;0,1]", "B": "[1,2;3,4]"}
    assert replace(answer, reasons=()).judge(reply).message == "For your example $AB = BA$ holds."


def test_value() -> None:
    truth, witnesses = COMMUTES.value()
    assert truth is False
    assert witnesses["A"] @ witnesses["B"] != witnesses["B"] @ witnesses["A"]
    assert isinstance(witnesses["A"], Matrix)
    assert TRUE.value() == (True, {})


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (TruthAnswer(False, (Witness("x", None, "2"),), ("x > 3",), "x > 5"), "is wrong"),
        (TruthAnswer(False, (Witness("x", None, "7"),), ("x > 3",), "x > 5"), "is wrong"),
        (TruthAnswer(False, (Witness("A", (2, 2), "[1,2]"),), (), "A = 0"), "declared shapes"),
        (TruthAnswer(False, (Witness("x", None, "oh"),), (), "x > 5"), "cannot be used"),
        (TruthAnswer(False, (Witness("x", None, "0"),), (), "1/x > 5"), "could not be decided"),
        (TruthAnswer(True, (Witness("x", None),), (), "x > 5"), "no example"),
        (TruthAnswer(True, (Witness("x", None),), (), "x > 5", examples=(("6",), ("4",))), "is wrong"),
        (TruthAnswer(False, reasons=(Option("a"), Option("b"))), "0 reasons"),
        (TruthAnswer(True, reasons=(Option("a", correct=True),)), "1 reasons"),
    ],
)
def test_faults_of_authors(answer: TruthAnswer, fault: str) -> None:
    assert fault in answer.check()[0]


def test_a_counterexample_that_cannot_be_decided_is_undecided() -> None:
    answer = TruthAnswer(False, (Witness("x", None, "-1"),), (), "1/x > 0")
    assert answer.judge({"verdict": "false", "x": "0"}).outcome == "undecided"
    assert answer.matches({"verdict": "false", "x": "-2"})


def test_the_shown_answer_names_each_witness_as_the_form_does() -> None:
    sides = (Witness("u", None, "9/50", r"$P(A \cap B) =$"), Witness("v", None, "1/3", "the other side, $v =$"))
    answer = TruthAnswer(False, sides, (), "u = v")
    assert answer.tex() == r"\text{false},\quad P(A \cap B) = \frac{9}{50},\quad v = \frac{1}{3}"
