"""Settings, fit, exam date and stats, as a learner runs them: one sentence for what cannot be, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from quizgen.practice.day import local_now
from quizgen.practice.log import Log

from .histories import review
from .test_cli_log import run  # noqa: F401 (a fixture)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def some(run: Run, tmp_path: Path) -> Run:  # noqa: F811
    """With a log of three weeks."""
    now = local_now()
    log = Log.open(tmp_path / "q.db", now=now)
    for i in range(60):
        skill = ("la-vector-ops", "la-matrix-product", "geo-dot-product")[i % 3]
        wrong = i % 5 == 0 or (skill == "geo-dot-product" and i > 12 and i % 2 == 0)
        code = "misconception:sign-slip" if i % 10 == 0 else "correct"
        log.record(review(skill, 1 if wrong else 3, code=code, ms=60_000), now - timedelta(days=21 - i // 3))
    log.close()
    return run


# -- refusals


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("retention=2", "between 0.5 and 0.99"),
        ("retention=nan", "between 0.5 and 0.99"),
        ("retention=high", "a number"),
        ("minutes=x", "a whole number"),
        ("minutes=-1", "cannot be used"),
        ("credit=maybe", "cannot be used"),
        ("speed=3", "no setting"),
        ("retention", "no setting"),
        ("easy=someday", "no day of the week"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_change_nothing(some: Run, change: str, said: str) -> None:
    before = some("settings")[1]
    code, out, err = some("settings", "minutes=30", change)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert some("settings")[1] == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tomorrow",), "no date"),
        (("2020-01-01",), "after today"),
        (("2199-01-01",), "two years"),
        (("2027-02-30",), "no date"),
        (("2027-02-12", "--course", "essential"), "did you mean essentials"),
        ((), "no exam is set"),
    ],
)
def test_an_exam_that_cannot_be_planned_is_refused(some: Run, words: tuple[str, ...], said: str) -> None:
    code, out, err = some("exam-date", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_too_short_a_log_is_not_fitted(some: Run) -> None:
    code, out, err = some("fit")
    assert (code, out) == (2, "")
    assert "a fit needs 200" in err


# -- what they do


def test_settings_are_kept_and_can_be_undone(some: Run) -> None:
    before = some("settings")[1]
    _, out, _ = some("settings", "retention=0.8", "easy=sat,sun", "free=mon", "minutes=25", "new-per-day=3")
    assert some("settings")[1] == out
    for line in ("retention    0.8", "minutes      25", "easy         sat, sun", "free         mon", "new-per-day  3"):
        assert line in out
    some("undo")
    assert some("settings")[1] == before


def test_an_exam_is_set_shown_again_and_called_off(some: Run) -> None:
    date = (local_now() + timedelta(days=30)).date().isoformat()
    code, out, _ = some("exam-date", date, "--course", "essentials", "--minutes", "20")
    assert code == 0
    assert "20 minutes a day" in out
    assert "The plan was" in some("exam-date")[1]
    assert "called off" in some("exam-date", "none")[1]
    assert some("exam-date")[0] == 2


def test_the_statistics_tell_everything_and_as_json_too(some: Run) -> None:
    code, out, _ = some("stats", "--skills")
    assert code == 0
    for said in ("Due, if nothing new", "Remembered after", "Answers a day", "mistakes", "tested today", "Skill"):
        assert said in out
    found = json.loads(some("stats", "--json")[1])
    assert found["started"] == 3
    assert len(found["forecast"]) == 30
    assert found["retention"][0]["reviews"] > 0
    assert all(row["low"] <= row["true"] <= row["high"] for row in found["retention"])
    assert all(row["low"] <= row["expected"] <= row["high"] for row in found["readiness"])
    assert found["minutes"] == 60
    assert [leech["skill"] for leech in found["leeches"]] == ["geo-dot-product"]
    assert any(m["code"] == "sign-slip" and m["rule"] for m in found["mistakes"])
    assert len(found["calendar"]) == 20
