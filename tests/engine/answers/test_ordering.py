"""Ordering: sentences, partial credit, and the orders that are right."""

from __future__ import annotations

from itertools import permutations

import pytest

from quizgen.answers.ordering import Line, OrderingAnswer
from quizgen.answers.syntax import Unreadable
from tests.engine.answers.table_structural import PROOF


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        ("1 2 3 5", "Line 1 cannot stand there yet: it needs line 2 before it."),
        ("3 2 5 1", "Line 2 cannot stand there yet: it needs line 5 before it."),
        ("3 5 2", "What stands there is in order, but something is missing."),
        ("5 3 1", "Line 1 rests on a line that you left out."),
        ("3 5 2 4 1", "No division here."),
    ],
)
def test_sentences(reply: str, message: str) -> None:
    assert PROOF.judge({"answer": reply}).message == message


@pytest.mark.parametrize(
    ("reply", "score"),
    [
        ("1 2 3 5", 0),
        ("4", 0),
        ("3 2 5 1", 0.25),
        ("3 5 1 2", 0.5),
        ("3 5 2 4 1", 0.6),
        ("3 5 2 1 4", 0.8),
        ("3 5 2 1", 1),
    ],
)
def test_score_is_the_longest_sound_beginning(reply: str, score: float) -> None:
    assert PROOF.judge({"answer": reply}).score == score


def test_a_right_line_more_never_costs() -> None:
    for order in (p for n in range(1, 5) for p in permutations("12345", n)):
        before = PROOF.judge({"answer": " ".join(order)}).score
        for more in set("1235") - set(order):
            assert PROOF.judge({"answer": " ".join((*order, more))}).score >= before, (order, more)


def test_exactly_the_linear_extensions_are_right() -> None:
    accepted = {p for n in range(1, 6) for p in permutations("12345", n) if PROOF.matches({"answer": " ".join(p)})}
    assert accepted == {tuple("3521"), tuple("5321")}


def test_without_edges_the_order_given_is_the_only_one() -> None:
    answer = OrderingAnswer.of(["one", "two", "three"]).shown([2, 0, 1])
    assert answer.fields()[0].options == ("three", "one", "two")
    assert answer.typed() == {"answer": "2 3 1"}
    assert sum(answer.matches({"answer": " ".join(p)}) for p in permutations("123")) == 1


def test_of_several_right_orders_the_one_is_shown_in_which_the_lines_were_given() -> None:
    fork = OrderingAnswer.of(["root", "left", "right", "end"], [("1", "2"), ("1", "3"), ("2", "4"), ("3", "4")])
    answer = fork.shown([2, 3, 1, 0])
    assert fork.typed() == {"answer": "1 2 3 4"}
    assert answer.typed() == {"answer": "4 3 1 2"}
    assert answer.tex() == "4,\\ 3,\\ 1,\\ 2"
    assert answer.value() == ("1", "2", "3", "4")
    assert sum(answer.matches({"answer": " ".join(p)}) for p in permutations("1234")) == 2


def test_dashes_between_all_lines() -> None:
    answer = OrderingAnswer.of(["a", "b", "c"])
    assert answer.matches({"answer": "1-2-3"})
    assert not answer.matches({"answer": "2-1-3"})
    with pytest.raises(Unreadable):
        answer.judge({"answer": "1-3"})


def test_ten_lines_are_never_read_digit_by_digit() -> None:
    answer = OrderingAnswer.of([str(i) for i in range(12)])
    assert answer.matches({"answer": "1 2 3 4 5 6 7 8 9 10 11 12"})
    assert not answer.matches({"answer": "123456789101112"})


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (OrderingAnswer.of(["a", "b"], [("1", "2"), ("2", "1")]), "cycle"),
        (OrderingAnswer.of(["a", "b"], [("1", "9")]), "not there"),
        (OrderingAnswer.of(["a", "b"], []), "every order"),
        (OrderingAnswer.of([Line("a", "x"), Line("b", "x")], []), "same id"),
        (OrderingAnswer.of(["a", "b"], [("2", "1")]).shown([1, 0]), "not given in a right order"),
        (OrderingAnswer.of([Line("a", "x"), Line("b", "y", needed=False)], []), "fewer than two"),
    ],
)
def test_faults_of_authors(answer: OrderingAnswer, fault: str) -> None:
    assert fault in answer.check()[0]


def test_perturbed_breaks_uses_and_drops() -> None:
    codes = [PROOF.judge(wrong.typed()).code for wrong in PROOF.perturbed()]
    assert set(codes) == {"order", "misconception:divides-by-matrix", "missing"}
