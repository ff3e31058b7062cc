"""The table of the structural kinds, and what holds for every one of their answers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest

from quizgen.answers.syntax import Unreadable
from tests.engine.answers.table_structural import ROWS, Example

ANSWERS = {id(row.answer): row.answer for row in ROWS}.values()


def judged(row: Example) -> tuple[str, str]:
    try:
        verdict = row.answer.judge(row.response)
    except Unreadable as error:
        return "unreadable", error.code
    return verdict.outcome, verdict.code


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}: {next(iter(row.response.values()))[:40]!r}")
def test_row(row: Example) -> None:
    assert judged(row) == (row.outcome, row.code)


def test_enough_rows_and_refusals() -> None:
    counts = Counter(row.outcome for row in ROWS)
    assert len(ROWS) >= 150
    assert counts["incorrect"] + counts["partial"] >= 0.4 * len(ROWS)


SCALED = {"P": "[2, 1; 2, -1]", "D": "[3, 0; 0, 1]"}
"""A slip that is right: an eigenvector may have any length."""


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: type(a).__name__)
class TestEveryAnswer:
    def test_has_no_faults(self, answer: Any) -> None:
        assert answer.check() == ()

    def test_json_round_trip(self, answer: Any) -> None:
        assert msgspec.json.decode(msgspec.json.encode(answer), type=type(answer)) == answer

    def test_right_in_every_notation(self, answer: Any) -> None:
        notations = list(answer.notations())
        assert notations[0] == answer.typed()
        for notation in notations:
            assert answer.judge(notation).outcome == "correct", notation

    def test_refuses_what_is_perturbed_unless_it_is_right_too(self, answer: Any) -> None:
        slips = list(answer.perturbed())
        assert any(other.typed() != SCALED for other in slips)
        for other in slips:
            assert type(other) is type(answer)
            assert answer.matches(other.typed()) == (other.typed() == SCALED), other.typed()

    def test_shows_itself(self, answer: Any) -> None:
        assert answer.tex()
        assert "$" not in answer.tex()
        answer.value()
        assert len({field.name for field in answer.fields()}) == len(answer.fields())

    def test_empty_reply_is_unreadable(self, answer: Any) -> None:
        with pytest.raises(Unreadable) as caught:
            answer.judge({})
        assert caught.value.code == "empty"
