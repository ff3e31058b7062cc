"""Tables: points, empty fields, which field speaks; and every kind through the union."""

from __future__ import annotations

import msgspec
import pytest

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.kinds import AnyAnswer
from quizgen.answers.ordering import OrderingAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.answers.table import Row, TableAnswer
from tests.engine.answers.table_structural import ROWS, SPECTRAL

TABLE = TableAnswer.of(
    ("rank", "The rank is", ChoiceAnswer((Option("1"), Option("2", correct=True), Option("3", code="counts-rows")))),
    ("kernel", "The kernel is", AffineAnswer.of([0, 0, 0], [[1, 1, 0]]), 2),
    Row("order", OrderingAnswer.of(["a", "b"]), "In order:"),
)
RIGHT = TABLE.typed()


@pytest.mark.parametrize(
    ("change", "score", "code", "field"),
    [
        ({"rank": "3", "kernel": "(1,0,0)", "order": "2 1"}, 0, "misconception:counts-rows", "rank"),
        ({"rank": "1"}, 3 / 4, "incorrect", "rank"),
        ({"rank": "3"}, 3 / 4, "misconception:counts-rows", "rank"),
        ({"kernel": "(1,0,0) + t(1,2,0)"}, 2 / 4, "point", "kernel"),
        ({"kernel": "(0,0,0)"}, 3 / 4, "particular-only", "kernel"),
        ({"kernel": "no solution", "rank": "3"}, 1 / 4, "misconception:counts-rows", "rank"),
        ({"kernel": "no solution", "rank": ""}, 1 / 4, "not-empty", "kernel"),
        ({"kernel": ""}, 2 / 4, "incomplete", "kernel"),
        ({"kernel": "  ", "order": ""}, 1 / 4, "incomplete", "kernel"),
    ],
)
def test_refuses(change: dict[str, str], score: float, code: str, field: str) -> None:
    verdict = TABLE.judge(RIGHT | change)
    assert (verdict.score, verdict.code, verdict.field) == (pytest.approx(score), code, field)
    assert verdict.outcome == ("partial" if score else "incorrect")
    assert set(verdict.fields) == {"rank", "kernel", "order"}
    assert verdict.fields[field] != "correct"


def test_accepts() -> None:
    assert TABLE.matches(RIGHT)
    assert TABLE.matches({"rank": "b", "kernel": "t(2,2,0)", "order": "1, 2"})
    assert set(TABLE.judge(RIGHT).fields.values()) == {"correct"}
    for notation in TABLE.notations():
        assert TABLE.matches(notation)


def test_refuses_what_is_perturbed() -> None:
    wrong = list(TABLE.perturbed())
    assert len(wrong) >= 6
    assert not any(TABLE.matches(other.typed()) for other in wrong)


def test_an_unreadable_field_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        TABLE.judge(RIGHT | {"kernel": "(1, 2"})
    assert (caught.value.field, caught.value.column) == ("kernel", 0)


@pytest.mark.parametrize("response", [{}, {"rank": " ", "kernel": "", "order": "\n"}])
def test_an_empty_table_is_unreadable(response: dict[str, str]) -> None:
    with pytest.raises(Unreadable) as caught:
        TABLE.judge(response)
    assert caught.value.code == "empty"


def test_the_label_starts_the_sentence() -> None:
    assert TABLE.judge(RIGHT | {"kernel": ""}).message == "The kernel is: This field is still empty."


def test_faults_of_authors() -> None:
    table = TableAnswer.of(("a", "", SPECTRAL), ("a", "", ChoiceAnswer.of(["x", "x"], 0)))
    assert len(table.check()) == 3
    assert TABLE.check() == ()


@pytest.mark.parametrize("answer", [TABLE, *{id(row.answer): row.answer for row in ROWS}.values()])
def test_every_kind_survives_the_union(answer: AnyAnswer) -> None:
    assert msgspec.json.decode(msgspec.json.encode(answer), type=AnyAnswer) == answer


def test_value() -> None:
    assert TABLE.value()["rank"] == ("2",)
    assert TABLE.value()["order"] == ("1", "2")
