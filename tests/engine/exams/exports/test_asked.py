"""What a platform is asked to mark: the right numbers, and nothing that would be marked unfairly."""

from __future__ import annotations

from typing import Any

import pytest

from quizgen.answers.base import Answer
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.code import CodeAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.ordering import Line, OrderingAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.table import TableAnswer
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.vector import DirectionAnswer, VectorAnswer
from quizgen.answers.witness import Witness
from quizgen.exams.exports.asked import Numbers, Person, Pick, Places, Words, asked
from quizgen.problem import Misconception, Part
from tests.engine.exams.exports.conftest import everything


def ask(answer: Answer, *wrong: Misconception) -> Any:
    (made,) = asked(Part("a", answer, misconceptions=wrong))  # type: ignore[arg-type]
    return made


def accepts(cell: Any, reply: str) -> bool:
    return abs(float(reply) - float(cell.value)) <= float(cell.tolerance) + 1e-12


@pytest.mark.parametrize(
    "answer",
    [
        ExpressionAnswer("2x", ("x",)),
        DirectionAnswer(("1", "2")),
        NumberAnswer("inf"),
        NumberAnswer("3", words=("none",)),
        NumberAnswer("2 + i"),
        MatrixAnswer(word="singular"),
        MatrixAnswer((("1", "0"), ("0", "1")), words=("singular",)),
        VectorAnswer(("1", "2"), words=("none",)),
        SetAnswer(("1", "2"), words=("none",)),
        SetAnswer(()),
        TruthAnswer(True, (Witness("u", (2, 1)),), claim="u = u"),
        TableAnswer.of(("a", "x", NumberAnswer("1")), ("b", "y", ExpressionAnswer("2x", ("x",)))),
        CodeAnswer.of("def f(x):", "def f(x):\n    return x", [(1,)]),
    ],
    ids=lambda a: type(a).__name__,
)
def test_what_no_platform_can_judge_is_for_a_person(answer: Answer) -> None:
    made = asked(Part("a", answer))  # type: ignore[arg-type]
    assert len(made) == 1
    assert isinstance(made[0], Person)


@pytest.mark.parametrize(
    ("text", "right", "wrong", "places"),
    [
        ("3", ["3", "3.0"], ["3.001", "2.9999"], 0),
        ("3/4", ["0.75", ".75"], ["0.751", "0.7"], 0),
        ("-1/3", ["-0.333", "-0.33333"], ["-0.334", "-0.33", "0.333"], 3),
        ("2/3", ["0.667"], ["0.666", "0.66"], 3),
        ("sqrt(2)", ["1.414"], ["1.415", "1.41"], 3),
        ("1/7000", ["0.000143"], ["0.0001", "0.000144"], 6),
        ("1/32", ["0.0313", "0.0312", "0.03125"], ["0.031", "0.0314"], 4),
    ],
)
def test_numbers(text: str, right: list[str], wrong: list[str], places: int) -> None:
    made = ask(NumberAnswer(text))
    cell = made.cells[0][0]
    assert made.places == places
    assert all(accepts(cell, reply) for reply in right)
    assert not any(accepts(cell, reply) for reply in wrong)


def test_declared_digits_are_the_tolerance() -> None:
    cell = ask(NumberAnswer("0.12345", decimals=3)).cells[0][0]
    assert accepts(cell, "0.123")
    assert not accepts(cell, "0.124")
    assert not accepts(cell, "0.12")
    percent = ask(NumberAnswer("0.2512", percent=True, decimals=1))
    assert accepts(percent.cells[0][0], "25.1")
    assert not accepts(percent.cells[0][0], "0.2512")
    assert percent.percent


def test_one_number_of_digits_for_a_whole_table() -> None:
    made = ask(MatrixAnswer((("1/3", "1"), ("1/4", "0"))))
    assert made.places == 3
    assert len({cell.tolerance for row in made.cells for cell in row}) == 1
    rows = asked(Part("a", TableAnswer.of(("a", "x", NumberAnswer("1/3")), ("b", "y", NumberAnswer("1/4000")))))
    assert [row.places for row in rows] == [6, 6]  # type: ignore[union-attr]


def test_a_typical_mistake_is_told_only_where_it_is_one_place() -> None:
    told = Misconception("m", VectorAnswer(("1", "5")), "Look again.")
    silent = Misconception("n", VectorAnswer(("2", "1")), "Swapped.")
    made = ask(VectorAnswer(("1", "2")), told, silent)
    assert [cell.wrong for row in made.cells for cell in row] == [(), (("5", "Look again."),)]
    near = Misconception("o", NumberAnswer("0.3333"), "Too near to be told from the right one.")
    assert ask(NumberAnswer("1/3"), near).cells[0][0].wrong == ()


def test_sets_are_asked_in_order() -> None:
    made = ask(SetAnswer(("sqrt(2)", "-3", "1"), multiplicity=True))
    assert made.ascending
    assert [cell.value[:5] for cell in made.cells[0]] == ["-3", "1", "1.414"]


def test_several_choices_have_none_of_these() -> None:
    made = ask(ChoiceAnswer((Option("p"), Option("q")), multiple=True))
    assert [o.correct for o in made.options] == [False, False, True]
    assert len(ask(ChoiceAnswer((Option("p", True), Option("q")))).options) == 2


def test_a_statement_with_reasons_is_one_choice() -> None:
    reasons = (Option("First.", True), Option("Second.", code="m", feedback="No."))
    made = ask(TruthAnswer(False, reasons=reasons))
    assert isinstance(made, Pick)
    assert [o.correct for o in made.options] == [False, True, False]
    assert made.half == (False, False, True)
    true = ask(TruthAnswer(True, reasons=(Option("First."), Option("Second."))))
    assert [o.correct for o in true.options] == [True, False, False]
    assert not any(true.half)


def test_orders() -> None:
    lines = (Line("c", "3"), Line("a", "1"), Line("x", "x", needed=False), Line("b", "2"))
    fixed = ask(OrderingAnswer(lines, (("1", "2"), ("2", "3"))))
    assert isinstance(fixed, Places)
    assert fixed.order == (1, 3, 0)
    free = ask(OrderingAnswer(lines, (("1", "2"), ("1", "3"))))
    assert isinstance(free, Words)
    assert "2 4 1" in free.accepted
    assert "2 1 4" in free.accepted
    assert "1 2 4" not in free.accepted
    many = OrderingAnswer(tuple(Line(str(i), str(i)) for i in range(6)), ())
    assert isinstance(ask(many), Person)


def _flat(value: Any) -> list[float]:
    if hasattr(value, "to_rows"):
        return [float(x) for row in value.to_rows() for x in row]
    if hasattr(value, "tolist"):
        return [float(x) for x in value.tolist()]
    if isinstance(value, list | tuple):
        return [y for x in value for y in _flat(x)]
    return [float(value)]


def test_over_the_bank_right_values_are_accepted_and_mistakes_refused() -> None:
    """The values come from `value()`, which `verify` checks, and not from the text that is exported."""
    checked = refused = 0
    for problem in everything():
        for part in problem.parts:
            made = asked(part)[0]
            if not isinstance(made, Numbers) or isinstance(part.answer, TableAnswer | SetAnswer):
                continue
            cells = [cell for row in made.cells for cell in row]
            right = [x * (100 if made.percent else 1) for x in _flat(part.answer.value())]
            typed = [f"{x:.{made.places}f}" if made.places else repr(x) for x in right]
            if not made.places and isinstance(part.answer, NumberAnswer) and part.answer.decimals is not None:
                typed = [f"{x:.{part.answer.decimals}f}" for x in right]
            assert len(cells) == len(typed), problem.slug
            assert all(map(accepts, cells, typed)), (problem.slug, problem.level, typed, cells)
            checked += 1
            for m in part.misconceptions:
                if type(m.answer) is not type(part.answer) or getattr(m.answer, "word", ""):
                    continue
                wrong = m.answer.value()
                if isinstance(wrong, str | complex):
                    continue
                replies = [x * (100 if made.percent else 1) for x in _flat(wrong)]
                if len(replies) == len(cells):
                    assert not all(accepts(c, repr(x)) for c, x in zip(cells, replies, strict=True)), problem.slug
                    refused += 1
    assert checked > 200
    assert refused > 300
