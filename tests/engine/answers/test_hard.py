"""The hard table: what `quizgen.mark` says to pairs on which graders go wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from quizgen import mark
from tests.engine.answers.table_hard import ROWS
from tests.engine.answers.table_mark import Row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.answer[:20]!r} {row.response[:24]!r}")
def test_row(row: Row) -> None:
    made = mark(row.answer, row.response, **row.options)
    assert made.outcome == row.outcome, made
    assert row.code is None or made.code == row.code, made


def test_enough_rows_and_refusals() -> None:
    counts = Counter(row.outcome for row in ROWS)
    assert len(ROWS) >= 300
    assert len(ROWS) - counts["correct"] >= 0.4 * len(ROWS)


def test_no_row_twice() -> None:
    keys = [(row.answer, row.response, str(row.options)) for row in ROWS]
    assert [key for key, n in Counter(keys).items() if n > 1] == []
