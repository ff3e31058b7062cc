"""The numbers of `quizgen stats`."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.stats import Stats, streak, summary

from .histories import START, review
from .worlds import CURRICULUM


def test_an_empty_log(tmp_path: Path) -> None:
    stats = summary(Log.open(tmp_path / "q.db", now=START), CURRICULUM, lambda: START)
    assert stats == Stats(0, 0, 0, 0, 8, 0, 0, stats.units)
    assert [(unit.title, unit.skills, unit.started) for unit in stats.units] == [
        ("Linear algebra", 5, 0), ("Geometry", 3, 0),
    ]  # fmt: skip


def test_a_log_of_some_days(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "q.db", now=START)
    log.record(Event("settings", data={"fuzz": "off"}), START)
    log.record(review("la-add", 3), START)  # due in 2 days
    log.record(review("geo-norm", 4), START + timedelta(days=1))  # due in 8: not this week
    log.record(review("la-scale", 1), START + timedelta(days=1))  # failed: due
    log.record(review("left-the-curriculum", 1), START + timedelta(days=1))
    log.record(review("geo-angle", 1), START + timedelta(days=2))
    log.record(Event("suspend", skill="geo-angle"), START + timedelta(days=2))
    stats = summary(log, CURRICULUM, lambda: START + timedelta(days=2))
    assert (stats.due, stats.due_week, stats.started, stats.learned) == (2, 2, 4, 2)
    assert (stats.today, stats.streak) == (1, 3)
    la, geo = stats.units
    assert (la.started, la.learned, la.due) == (2, 1, 2)
    assert (geo.started, geo.learned, geo.due) == (2, 1, 0)


@pytest.mark.parametrize(
    ("days", "length"),
    [([], 0), ([10], 1), ([9], 1), ([8], 0), ([10, 9, 8, 6], 3), ([9, 8], 2), ([11, 10, 9], 2)],
)
def test_streak(days: list[int], length: int) -> None:
    assert streak(days, 10) == length


@given(st.sets(st.integers(0, 30)), st.integers(0, 30))
def test_a_streak_is_a_run_of_days_that_ends_today_or_yesterday(days: set[int], today: int) -> None:
    past = {day for day in days if day <= today}
    end = today if today in past else today - 1
    length = streak(sorted(past, reverse=True), today)
    assert all(end - i in past for i in range(length))
    assert end - length not in past
