"""The right answer changed in one place is refused, written another way accepted: a few seeds of every exercise.

All: `python -m tests.mutations --seeds 50`. First, judges that are too kind or too strict are caught.
"""

from __future__ import annotations

from typing import Any

import pytest

from quizgen.answers.base import CORRECT, incorrect
from quizgen.answers.code import CodeAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.bank import discover
from quizgen.problem import Problem
from tests.mutations.cases import equal, is_right, wrong
from tests.mutations.run import Tally, check

BANK = discover()
CASES = [(slug, level) for slug in BANK for level in range(1, BANK[slug].levels + 1)]
SEEDS = range(1)
MOST = 12


def problems(slug: str, level: int) -> list[Problem]:
    return [BANK[slug].generate(level, seed) for seed in SEEDS]


def tally(given: list[Problem]) -> Tally:
    total = Tally()
    for problem in given:
        total.add(check(problem, MOST))
    return total


@pytest.mark.parametrize(
    ("slug", "kind", "judge"),
    [
        ("opt-gd-step", NumberAnswer, lambda right, reply: right.text.strip("-") in reply["answer"]),
        ("la-inverse", MatrixAnswer, lambda right, reply: right.rows[0][0] in reply["answer"]),
        ("dec-eigenvalues-3x3", SetAnswer, lambda right, reply: right.items[0] in reply["answer"]),
    ],
)
def test_a_judge_that_is_too_kind_is_caught(slug: str, kind: Any, judge: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    given = problems(slug, 1)
    monkeypatch.setattr(kind, "judge", lambda self, reply: CORRECT if judge(self, reply) else incorrect())
    assert any(failure.wanted == "refused" for failure in tally(given).failures)


@pytest.mark.parametrize("slug", ["opt-gd-step", "la-inverse", "dec-eigenvalues-3x3", "cal-derivative"])
def test_a_judge_that_compares_text_is_caught(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = problems(slug, 1)
    kind: Any = type(given[0].parts[0].answer)
    monkeypatch.setattr(kind, "judge", lambda self, reply: CORRECT if reply == self.typed() else incorrect())
    assert any(failure.wanted == "accepted" for failure in tally(given).failures)


@pytest.mark.parametrize("slug", list(BANK))
def test_every_kind_has_slips_and_rewrites_and_a_second_opinion(slug: str) -> None:
    for part in BANK[slug].generate(1, 0).parts:
        assert list(wrong(part.answer))
        assert list(equal(part.answer))
        if not isinstance(part.answer, CodeAnswer):
            assert is_right(part.answer, part.answer.typed()) in (True, None)


@pytest.mark.parametrize(("slug", "level"), CASES)
def test_slips_are_refused_and_rewrites_accepted(slug: str, level: int) -> None:
    found = tally(problems(slug, level))
    assert not found.failures, "\n".join(map(str, found.failures))
    assert found.counts
