"""The numbers of the home screen, and what a focus changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from quizgen import curriculum
from quizgen.errors import QuizgenError
from quizgen.practice.event import Event
from quizgen.practice.focus import checked, choices, skills_of
from quizgen.practice.home import Home, home
from quizgen.practice.log import Log, Pending
from quizgen.practice.wishes import refused, wishes

from .histories import START, review

GRAPH = curriculum.load()
EVERY = dict.fromkeys(GRAPH.skills, 3)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log.open(tmp_path / "q.db", now=START)


def at(log: Log, days: float = 0, *, known: bool = True) -> Home:
    return home(log, GRAPH, START + timedelta(days=days), EVERY if known else None)


def test_a_focus_that_is_not_there_is_refused_and_an_old_one_hides_nothing(log: Log) -> None:
    with pytest.raises(QuizgenError, match="there is no course or unit 'lb'"):
        checked(GRAPH, "lb")
    with pytest.raises(QuizgenError, match="no course or unit"):
        refused({"focus": "essential"}, log, GRAPH)
    assert skills_of(GRAPH, "a-course-of-last-year") is None
    assert skills_of(GRAPH, "all") is None


@pytest.mark.parametrize("retention", [0.4, 1.0, float("nan")])
def test_a_retention_that_cannot_be_is_refused(log: Log, retention: float) -> None:
    with pytest.raises(QuizgenError, match=r"between 0\.5 and 0\.99"):
        refused({"retention": retention}, log, GRAPH)
    with pytest.raises(QuizgenError, match="cannot be used"):
        refused({"minutes": -5}, log, GRAPH)
    refused({"retention": 0.85, "minutes": 30, "focus": "la"}, log, GRAPH)


def test_the_first_run(log: Log) -> None:
    found = at(log)
    assert found.first
    assert (found.due, found.streak, found.done, found.week) == (0, 0, 0, (0,) * 7)
    assert found.new
    assert {choice.name for choice in found.choices} >= {"essentials", "all", "la"}
    log.record(Event("settings", data={"focus": "la"}), START)
    assert not at(log).first


def test_new_skills_are_not_counted_before_the_worker_has_spoken(log: Log) -> None:
    found = at(log, known=False)
    assert (found.new, found.minutes, found.rest) == (None, 0, "")


def test_what_is_due_its_time_and_the_week(log: Log) -> None:
    for skill, seconds in (("la-inverse", 100), ("la-rank", 50)):
        log.record(review(skill, ms=1000 * seconds), START)
    log.record(Event("settings", data={"new_per_day": 0, "fuzz": "off"}), START)
    found = at(log)
    assert (found.due, found.done, found.streak) == (0, 2, 1)
    assert found.rest
    assert sum(found.week[1:]) == 2
    later = max(days for days, count in enumerate(found.week) if count)
    found = at(log, later)
    assert found.due == 2
    assert found.week[0] == 2
    assert found.minutes == 3  # 150 seconds
    assert found.rest == ""
    assert found.streak == (0 if later > 1 else 1)


def test_the_minutes_of_a_day_are_the_limit(log: Log) -> None:
    free = at(log)
    assert free.minutes == -(-free.new * 90 // 60)  # type: ignore[operator]  # nothing is timed yet
    log.record(Event("settings", data={"minutes": 3}), START)
    assert at(log).minutes == 3


def test_the_open_problem_waits(log: Log) -> None:
    log.begin(Pending("la-inverse", 2, 3, 1, 1, "{}", "due", draft={"answer": " "}))
    waiting = at(log).waiting
    assert waiting is not None
    assert (waiting.skill, waiting.level, waiting.typed) == ("la-inverse", 2, False)
    assert waiting.statement == GRAPH["la-inverse"].statement
    log.keep(Pending("la-nowhere", 1, 1, 1, 1, "{}", "due"))
    assert at(log).waiting is None


def test_a_focus_asks_only_its_own(log: Log) -> None:
    for skill in ("la-inverse", "geo-norm-test"):
        log.record(review(skill), START)
    far = 60
    assert at(log, far).due == 2
    log.record(Event("settings", data={"focus": "geo", "new_per_day": 0}), START)
    found = at(log, far)
    assert (found.due, found.focus) == (1, GRAPH.units["geo"].title)
    assert sum(found.week) == 1
    log.record(Event("settings", data={"focus": "all"}), START)
    assert (at(log, far).due, at(log, far).focus) == (2, "")


def test_the_exam_ahead(log: Log) -> None:
    date = (START + timedelta(days=20)).date().isoformat()
    data = {"date": date, "course": "essentials", "minutes": 15, "skills": "la-rank", "new_per_day": 2}
    log.record(Event("exam", data={**data, "retention": 0.8, "final": 7, "expected": 0.5}), START)  # type: ignore[arg-type]
    exam = at(log).exam
    assert exam is not None
    assert (exam.days, exam.minutes, exam.new_per_day, exam.expected) == (20, 15, 2, 0.5)
    assert exam.title == "Essential mathematics for machine learning"
    assert at(log, 20).exam is None
    assert wishes(log, GRAPH).exam == date


def test_the_wishes_are_what_was_set(log: Log) -> None:
    assert wishes(log, GRAPH).focus == "all"
    log.record(Event("settings", data={"focus": "pro", "minutes": 25, "new_per_day": 4, "retention": 0.85}), START)
    found = wishes(log, GRAPH)
    assert (found.focus, found.minutes, found.new_per_day, found.retention) == ("pro", 25, 4, 0.85)
    assert [choice.kind for choice in choices(GRAPH)].count("all") == 1


def test_a_choice_counts_the_skills_that_have_an_exercise() -> None:
    assert {choice.skills for choice in choices(GRAPH)} == {None}
    counts = {choice.name: choice.skills for choice in choices(GRAPH, {"la-rank", "la-inverse", "pro-bayes", "mine"})}
    assert (counts["all"], counts["la"], counts["pro"], counts["cal"]) == (3, 2, 1, 0)
