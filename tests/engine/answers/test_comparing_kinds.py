"""The table of the kinds that compare values, and what holds for every one of their answers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest

from quizgen.answers import near
from quizgen.answers.syntax import Unreadable
from tests.engine.answers.table import ROWS, Example

ANSWERS = list({id(row.answer): row.answer for row in ROWS}.values())


def judged(answer: Any, reply: str) -> tuple[str, str]:
    try:
        verdict = answer.judge({"answer": reply})
    except Unreadable as error:
        return ("unreadable" if error.message and error.field == "answer" else "without a field"), error.code
    assert 0 <= verdict.score <= 1
    assert (verdict.score == 1) == (verdict.outcome == "correct")
    return verdict.outcome, verdict.code


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{type(row.answer).__name__}: {row.reply[:40]!r}")
def test_row(row: Example) -> None:
    outcome, code = judged(row.answer, row.reply)
    assert (outcome, "incorrect" if row.code == "incorrect" and code in near.CODES else code) == (row.outcome, row.code)


def test_enough_rows_and_refusals() -> None:
    counts = Counter(row.outcome for row in ROWS)
    assert len(ROWS) >= 800
    assert counts["incorrect"] + counts["partial"] >= 0.4 * len(ROWS)


def test_no_row_twice() -> None:
    keys = [(id(row.answer), row.reply) for row in ROWS]
    assert len(set(keys)) == len(keys)


RIGHT_TOO = frozenset(
    (
        "999",  # 1000 within a hundredth
        "1001",
        "{-1, 1}",
        "{-(sqrt(2)), -(-sqrt(2))}",
        "[-1, -2, 1]",  # directions, the other way round
        "[-3/5, -4/5]",
        "[-(1/sqrt(2)), -(1/sqrt(2))]",
    )
)
"""Slips that give another form of the right answer."""


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: f"{type(a).__name__} {a.typed()['answer'][:30]}")
class TestEveryAnswer:
    def test_has_no_faults(self, answer: Any) -> None:
        assert answer.check() == ()

    def test_json_round_trip(self, answer: Any) -> None:
        assert msgspec.json.decode(msgspec.json.encode(answer), type=type(answer)) == answer

    def test_right_in_every_notation(self, answer: Any) -> None:
        notations = list(answer.notations())
        assert notations[0] == answer.typed()
        assert len({n["answer"] for n in notations}) == len(notations)
        for notation in notations:
            assert judged(answer, notation["answer"]) == ("correct", "correct"), notation

    def test_refuses_what_is_perturbed_unless_it_is_right_too(self, answer: Any) -> None:
        own = answer.typed()["answer"]
        accepted = [other.typed()["answer"] in RIGHT_TOO | {own} for other in answer.perturbed()]
        assert not all(accepted)
        for other, right in zip(answer.perturbed(), accepted, strict=True):
            assert type(other) is type(answer)
            assert answer.matches(other.typed()) == right, other.typed()

    def test_shows_itself(self, answer: Any) -> None:
        assert answer.tex()
        assert "$" not in answer.tex()
        answer.value()
        (field,) = answer.fields()
        assert field.name == "answer"
        assert field.example

    @pytest.mark.parametrize("noise", ["", "  ", "???", "(((", "[1, 2", "import os", "\x00", "x" * 5000, "1 +", "}{"])
    def test_noise_is_unreadable(self, answer: Any, noise: str) -> None:
        assert judged(answer, noise)[0] == "unreadable"

    def test_a_missing_field_is_unreadable(self, answer: Any) -> None:
        with pytest.raises(Unreadable) as error:
            answer.judge({})
        assert error.value.code == "empty"
