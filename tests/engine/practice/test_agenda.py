"""What an exam and the learner's settings do to a day."""

from datetime import timedelta
from pathlib import Path

from quizgen.practice.agenda import Agenda
from quizgen.practice.day import study_day
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.queue import Options

from .histories import START, review
from .worlds import CURRICULUM


def exam(**changes: object) -> Event:
    data = {
        "date": (START + timedelta(days=20)).date().isoformat(), "course": "", "minutes": 15,
        "skills": "la-add geo-norm",
        "new_per_day": 2, "retention": 0.8, "final": 7, "expected": 0.5,
    }  # fmt: skip
    return Event("exam", data={**data, **changes})  # type: ignore[arg-type]


def test_practice_follows_the_plan_until_the_day_of_the_exam(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "q.db", now=START)
    log.record(Event("settings", data={"fuzz": "off", "minutes": 60}), START)
    for days in (0, 2):
        log.record(review("la-add"), START + timedelta(days=days))
    held = log.memories()
    log.record(exam(), START + timedelta(days=2))

    def at(days: int) -> tuple[Options, int]:
        agenda = Agenda(log, CURRICULUM, held, study_day(START) + days)
        return agenda.options(Options()), agenda.view(held, log.parameters())["la-add"].due - study_day(START)

    options, due = at(3)
    assert (options.minutes, options.new_per_day) == (15, 2)
    assert options.skills == {"la-add", "geo-norm"}
    assert due > held["la-add"].due - study_day(START)  # a lower retention, a later date
    assert at(16)[1] <= 16  # in the last week what would be weak is due
    options, due = at(20)
    assert (options.minutes, options.skills) == (60, None)
    assert due == held["la-add"].due - study_day(START)
    log.close()


def test_what_a_session_was_asked_for_goes_before_what_is_set(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "q.db", now=START)
    log.record(Event("settings", data={"new_per_day": 3, "problems": 9}), START)
    agenda = Agenda(log, CURRICULUM, {}, study_day(START))
    assert agenda.options(Options(new_per_day=5, skills=frozenset({"la-add"}))) == Options(
        new_per_day=5, problems=9, skills=frozenset({"la-add"})
    )
    log.close()
