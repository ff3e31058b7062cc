"""`quizgen.mark`: its table, its errors, and that it stays quick and light."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from typing import Any

import pytest

import quizgen
from quizgen import mark
from quizgen.answers import near
from quizgen.marking import MarkError
from tests.engine.answers.table_mark import ROWS, Row

OUTCOMES = {"correct", "partial", "incorrect", "unreadable", "undecided"}


def shown(row: Row) -> str:
    return f"{row.answer[:20]!r} {row.response[:24]!r} {row.options or ''}"


@pytest.mark.parametrize("row", ROWS, ids=shown)
def test_row(row: Row) -> None:
    made = mark(row.answer, row.response, **row.options)
    assert made.outcome == row.outcome, made
    refined = row.code == "incorrect" and made.code in near.CODES
    assert refined or row.code is None or made.code == row.code, made
    assert (made.score == 1) == (made.outcome == "correct")
    assert made.message or made.outcome != "unreadable"


def test_enough_rows_and_refusals() -> None:
    counts = Counter(row.outcome for row in ROWS)
    assert len(ROWS) >= 300
    assert len(ROWS) - counts["correct"] >= 0.4 * len(ROWS)


def test_no_row_twice() -> None:
    keys = [(row.answer, row.response, str(row.options)) for row in ROWS]
    assert [key for key, n in Counter(keys).items() if n > 1] == []


def test_no_row_is_slow() -> None:
    times = []
    for row in ROWS:
        start = time.perf_counter()
        mark(row.answer, row.response, **row.options)
        times.append((time.perf_counter() - start) * 1000)
    assert sorted(times)[len(times) // 2] < 2, "median in ms; 0.5 on a quiet machine"
    assert max(times) < 1000


@pytest.mark.parametrize(
    ("answer", "options", "code"),
    [
        ("((", {}, "answer"),
        ("", {}, "answer"),
        ("2x +", {}, "answer"),
        ("2x", {"kind": "formula one"}, "kind"),
        ("2x", {"form": "pretty"}, "form"),
        ("2x", {"colour": "red"}, "option"),
        ("2x", {"significant": "three"}, "option"),
        ("2x", {"absolute": "x"}, "option"),
        ("2x", {"absolute": -1}, "option"),
        ("2x", {"assume": ["x is nice"]}, "assume"),
        ("2x", {"domain": {"x": "somewhere"}}, "domain"),
        ("3", {"kind": "equation"}, "answer"),
        ("3", {"kind": "boolean"}, "answer"),
    ],
)
def test_a_question_that_cannot_be_used(answer: str, options: dict[str, Any], code: str) -> None:
    with pytest.raises(MarkError) as caught:
        mark(answer, "2x", **options)
    assert caught.value.code == code
    assert "Traceback" not in str(caught.value)


def test_importing_quizgen_imports_nothing_heavy() -> None:
    code = "import sys, quizgen; print([m for m in ('flint', 'sympy', 'msgspec', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_marking_imports_neither_sympy_nor_numpy() -> None:
    code = (
        "import sys; from quizgen import mark; mark('x^2', 'x*x'); mark('[1, 2]', '[1, 2]');"
        "print([m for m in ('sympy', 'numpy', 'textual') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_package_has_mark_and_nothing_else() -> None:
    assert quizgen.mark is mark
    with pytest.raises(AttributeError):
        quizgen.nothing_of_this_name  # noqa: B018


def test_same_verdict_every_time() -> None:
    rows = ROWS[::7]
    first = [mark(row.answer, row.response, **row.options) for row in rows]
    again = [mark(row.answer, row.response, **row.options) for row in rows]
    assert [(m.outcome, m.code, m.reads_as) for m in first] == [(m.outcome, m.code, m.reads_as) for m in again]
