"""The line under a field reads a reply as the judge does."""

from __future__ import annotations

import pytest

from quizgen import bank
from quizgen.answers.base import Answer, Field
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.answers.vector import VectorAnswer
from quizgen.contract import response_of
from quizgen.grading import form, grade
from tui.reading import Fault, Read, grid_reading, reading
from tui.widgets.form import plain

BANK = bank.discover()
THREE, PAIR, SET = NumberAnswer.of(3), VectorAnswer.of([1, 2]), SetAnswer.of([1, 2], names=())
SLOPE = ExpressionAnswer("2x", ("x",))


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (THREE, "2x = 6"),
        (THREE, "x >= 3"),
        (THREE, "E[X] = 3 +"),
        (THREE, "3 (6/2)"),
        (SLOPE, "f'(x) = 2x +"),
        (SLOPE, "f'(x) = 2 q"),
        (PAIR, "x = 1, y = 2)"),
        (MatrixAnswer.of([[1, 2], [3, 4]]), "AB = 1 2\n3"),
    ],
)
def test_what_the_judge_cannot_read_is_told_while_it_is_typed(answer: Answer, reply: str) -> None:
    with pytest.raises(Unreadable) as told:
        answer.judge({"answer": reply})
    read = reading(answer.fields()[0], reply)
    if isinstance(read, Fault):
        assert (read.message, read.column) == (told.value.message, told.value.column)
    else:
        assert told.value.code in (
            "relation",
            "not-worked-out",
            "count",
        )  # read as it stands, and not what is asked for


@pytest.mark.parametrize(
    ("answer", "reply", "latex"),
    [
        (THREE, "E[X] = 3", "3"),
        (THREE, "det A = 3", "3"),
        (SLOPE, "f'(x) = 2x", "2x"),
        (PAIR, "θ₀ = 1, θ₁ = 2", r"1,\, 2"),
        (SET, "λ = {1, 2}", r"\left\{1,\, 2\right\}"),
        (BasisAnswer.of([[1, 0], [0, 1]]), "ker A = (1, 0), (0, 1)", r"\left(1,\, 0\right),\, \left(0,\, 1\right)"),
    ],
)
def test_what_a_reply_is_called_is_no_fault(answer: Answer, reply: str, latex: str) -> None:
    assert answer.judge({"answer": reply}).outcome == "correct"
    read = reading(answer.fields()[0], reply)
    assert isinstance(read, Read)
    assert read.latex == latex


@pytest.mark.parametrize("slug", sorted(BANK))
def test_what_is_right_is_read_with_its_label_too(slug: str) -> None:
    for problem in (BANK[slug].generate(level, 7) for level in (1, 2, 3)):
        right = response_of(problem, {})
        for field in (field for _, fields in form(problem) for field in fields):
            text = right[field.name]
            if not text or field.input not in ("line", "lines", "grid"):
                continue
            assert not isinstance(_preview(field, text), Fault), (problem.level, text)
            label = plain(field.label)
            if field.labelled and label.endswith("=") and "─" not in label:
                called = f"{label} {text}"
                assert grade(problem, {**right, field.name: called}).outcome == "correct", (problem.level, called)
                assert field.input == "grid" or isinstance(_preview(field, called), Read), (problem.level, called)


def _preview(field: Field, text: str) -> object:
    if field.input == "grid" and text.startswith("["):
        cells = [[cell.strip() for cell in row.strip("[] ").split(",")] for row in text.split(";")]
        return grid_reading(field, cells)
    return reading(field, text)
