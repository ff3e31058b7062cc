"""Where each skill stands, its history, and the progress: refusals first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from quizgen.curriculum import Curriculum, MalRule, Skill
from quizgen.errors import QuizgenError
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.overview import History, Overview, history, overview, progress
from quizgen.practice.undo import undo

from .histories import START, review
from .worlds import ALL, CURRICULUM, SKILLS, TOPICS, UNITS

LATER = START + timedelta(days=3)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    log = Log.open(tmp_path / "q.db", now=START)
    log.record(Event("settings", data={"fuzz": "off"}), START)
    return log


def seen(log: Log, after: timedelta = timedelta(), available: dict[str, int] = ALL) -> Overview:
    return overview(log, CURRICULUM, available, lambda: START + after)


def states(found: Overview) -> dict[str, str]:
    return {slug: card.state for slug, card in found.cards.items()}


# -- refusals


def test_the_history_of_a_skill_that_is_nowhere_is_refused(log: Log) -> None:
    with pytest.raises(QuizgenError, match="did you mean la-solve"):
        history(log, CURRICULUM, "la-solv")


def test_a_failed_skill_is_not_known_and_unlocks_nothing(log: Log) -> None:
    log.record(review("la-add", 1), START)
    found = seen(log)
    assert found.cards["la-add"].state == "learning"
    assert found.cards["la-add"].asked
    assert found.cards["geo-norm"].state == "locked"
    assert found.cards["geo-norm"].waits_for == ("la-add",)


def test_what_was_known_and_is_failed_is_known_no_more(log: Log) -> None:
    log.record(review("la-add", 4), START)
    log.record(review("la-add", 1), LATER)
    assert states(seen(log, timedelta(days=3)))["la-add"] == "learning"


def test_an_answer_taken_back_is_not_in_the_history(log: Log) -> None:
    log.record(review("la-add", 3), START)
    log.record(review("la-add", 1), LATER)
    assert len(history(log, CURRICULUM, "la-add").answers) == 2
    undo(log, LATER)
    assert [one.rating for one in history(log, CURRICULUM, "la-add").answers] == ["good"]
    undo(log, LATER)
    assert history(log, CURRICULUM, "la-add").answers == ()
    assert states(seen(log))["la-add"] == "ready"


def test_another_skills_answers_are_not_in_the_history(log: Log) -> None:
    log.record(review("la-add", 3), START)
    assert history(log, CURRICULUM, "la-scale") == History("la-scale", (), ())


def test_a_skill_outside_the_curriculum_is_not_shown(log: Log) -> None:
    log.record(review("left-long-ago", 3), START)
    assert "left-long-ago" not in seen(log).cards
    assert progress(log, CURRICULUM, lambda: START).times == ()


# -- what is told


def test_an_empty_log(log: Log) -> None:
    found = seen(log)
    assert states(found) == {
        "la-add": "ready", "la-scale": "ready", "la-combine": "locked", "la-solve": "locked",
        "la-inverse": "locked", "geo-norm": "locked", "geo-angle": "locked", "geo-project": "locked",
    }  # fmt: skip
    card = found.cards["la-combine"]
    assert (card.prerequisites, card.waits_for) == (("la-add", "la-scale"), ("la-add", "la-scale"))
    assert (card.level, card.stability, card.chance, card.due, card.reviews) == (1, 0.0, 0.0, "", 0)
    assert card.levels == ("two numbers", "three numbers", "the surprising case")
    assert found.cards["la-add"].unlocks == ("la-combine", "geo-norm")
    assert list(found.cards) == list(CURRICULUM.skills)
    assert found.units == {"la": "Linear algebra", "geo": "Geometry"}
    assert found.today == "2026-01-05"


def test_what_is_known_is_due_when_its_day_comes(log: Log) -> None:
    log.record(review("la-add", 3), START)  # due in 2 days
    card = seen(log).cards["la-add"]
    assert (card.state, card.due, card.due_in, card.asked) == ("known", "2026-01-07", 2, False)
    assert card.chance == 1.0
    card = seen(log, timedelta(days=3)).cards["la-add"]
    assert (card.state, card.due_in, card.asked) == ("due", -1, True)
    assert card.chance < 0.9
    assert states(seen(log))["geo-norm"] == "ready"


def test_suspended_goes_before_all_and_does_not_block(log: Log) -> None:
    log.record(Event("suspend", skill="la-add"), START)
    found = seen(log)
    assert found.cards["la-add"].state == "suspended"
    assert not found.cards["la-add"].asked
    assert found.cards["geo-norm"].state == "ready"


def test_a_skill_without_an_exercise_is_missing_and_stands_for_what_it_builds_on(log: Log) -> None:
    found = seen(log, available={slug: 3 for slug in ALL if slug != "la-combine"})
    assert found.cards["la-combine"].state == "missing"
    assert found.cards["la-solve"].waits_for == ("la-add", "la-scale")
    assert found.cards["la-solve"].prerequisites == ("la-combine",)


def test_the_level_is_one_that_the_exercise_has(log: Log) -> None:
    for days in (0, 5, 20, 60):
        log.record(review("la-add", 3, level=1), START + timedelta(days=days))
    assert seen(log).cards["la-add"].level > 1
    assert seen(log, available=ALL | {"la-add": 1}).cards["la-add"].level == 1


def test_what_a_placement_found_is_known_without_a_history(log: Log) -> None:
    log.record(Event("settings", data={"placed": "la-add la-scale"}), START)
    card = seen(log).cards["la-add"]
    assert (card.state, card.placed, card.reviews) == ("known", True, 0)
    log.record(review("la-add", 3), START)
    assert not seen(log).cards["la-add"].placed


def test_mistakes_made_often_stand_first(log: Log) -> None:
    rules = (MalRule("forgets", "forgets one", "compare"), MalRule("doubles", "doubles one", "compare"))
    skills = [Skill("la-add", 1, "la", "la.vec", "Add.", "number", "compute", (), rules, ("a",)), *SKILLS[1:]]
    log.record(review("la-add", 1, code="misconception:doubles", ms=30_000), START)
    log.record(review("la-add", 3, level=2, ms=2_000_000), LATER)
    found = history(log, Curriculum(UNITS, TOPICS, skills), "la-add")
    last, first = found.answers
    assert (first.date, first.rating, first.seconds, first.mistake, first.rule) == (
        "2026-01-05", "again", 30.0, "doubles", "doubles one",
    )  # fmt: skip
    assert (last.date, last.rating, last.level, last.seconds, last.mistake) == ("2026-01-08", "good", 2, 900.0, "")
    assert [(one.code, one.times) for one in found.mistakes] == [("doubles", 1), ("forgets", 0)]


def test_an_overruled_answer_has_the_learners_word(log: Log) -> None:
    recorded = log.record(review("la-add", 1), START)
    log.record(Event("override", target=recorded.event.id, rating=3), START)
    assert [one.rating for one in history(log, CURRICULUM, "la-add").answers] == ["good"]


def test_progress_by_unit_and_day(log: Log) -> None:
    log.record(review("la-add", 3, ms=120_000), START)
    log.record(review("geo-norm", 3, ms=60_000), START)
    log.record(review("la-add", 3, ms=60_000), LATER)
    found = progress(log, CURRICULUM, lambda: LATER)
    assert [(one.unit, one.answers, one.minutes) for one in found.times] == [("la", 2, 3.0), ("geo", 1, 1.0)]
    assert found.today == "2026-01-08"
    assert len(found.forecast_minutes) == len(found.report.forecast) == 30
    assert found.report.forecast[0] == 1  # geo-norm was due yesterday
    assert found.forecast_minutes[0] == 1.0
    assert sum(found.report.forecast) == 2
    assert [(day.date, day.answers) for day in found.report.calendar] == [("2026-01-05", 2), ("2026-01-08", 1)]


def test_progress_of_an_empty_log_is_empty(log: Log) -> None:
    found = progress(log, CURRICULUM, lambda: START)
    assert found.times == ()
    assert sum(found.forecast_minutes) == 0
