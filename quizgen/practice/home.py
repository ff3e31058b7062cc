"""What the home screen shows: how much there is to do today, how long it takes, the days ahead, what was left open."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from quizgen.curriculum import Curriculum, courses
from quizgen.practice import evidence, stats
from quizgen.practice.agenda import Agenda
from quizgen.practice.day import study_day
from quizgen.practice.event import in_force
from quizgen.practice.focus import Focus, choices
from quizgen.practice.log import Log, Pending
from quizgen.practice.memory import Memory
from quizgen.practice.phrases import finished
from quizgen.practice.plan import exam_in_force
from quizgen.practice.preferences import rare_events
from quizgen.practice.queue import Options, Rest, Situation, choose, due_counts
from quizgen.practice.report import forecast

WEEK = 7


class ExamAhead(Struct, frozen=True):
    """The exam that practice is planned for."""

    date: str
    """Calendar date, "2027-02-12"."""
    days: int
    """Days until then."""
    title: str
    """Of the course; empty for all skills."""
    minutes: int
    """A day."""
    new_per_day: int
    expected: float
    """Marks, 0 to 1, that the plan promised when it was made."""


class Waiting(Struct, frozen=True):
    """The problem that was left in the middle."""

    skill: str
    statement: str
    level: int
    typed: bool
    """Something of an answer was typed."""


class Home(Struct, frozen=True):
    """A learner's day."""

    date: str
    """Of the study day (`quizgen.practice.day`)."""
    due: int
    """Skills due now, failed ones that come back today included."""
    new: int | None
    """New skills that can be asked today; None while the worker has not said what exercises there are."""
    minutes: int
    """Expected for what is due and new."""
    week: tuple[int, ...]
    """Skills that come due today (and before), tomorrow, ... seven days, if nothing new is begun."""
    streak: int
    """Study days in a row with an answer, up to today or yesterday."""
    done: int
    """Problems answered today."""
    first: bool
    """Nothing was ever answered, chosen or opened."""
    rest: str = ""
    """Why there is nothing to ask now, and what comes next; empty where there is something."""
    waiting: Waiting | None = None
    focus: str = ""
    """Title of the course or unit practised; empty for everything."""
    exam: ExamAhead | None = None
    choices: tuple[Focus, ...] = ()
    """What can be practised, for the first run."""


def home(log: Log, curriculum: Curriculum, now: datetime, available: Mapping[str, int] | None) -> Home:
    """The day as it stands. `available`: number of levels by skill; None while it is not known."""
    day, stored, parameters = study_day(now), log.memories(), log.parameters()
    agenda = Agenda(log, curriculum, stored, day)
    view = agenda.view(stored, parameters)
    options, today = agenda.options(Options()), agenda.today(stored, day)
    known = available if available is not None else dict.fromkeys(view, 1)
    at = Situation(curriculum, known, view, now, day, options, (), parameters, today)
    counts = due_counts(curriculum, known, view, now, day, options, parameters, today)
    asked = [memory.skill for memory in (*at.again(), *at.due_today())] + at.new()[: counts.new]
    seconds = sum(evidence.seconds_of(skill, today.seconds) for skill in asked)
    pending, standing = log.pending(), in_force(rare_events(log))
    exam = exam_in_force(standing)
    chosen = agenda.preferences.focus
    every = choices(curriculum, available)
    return Home(
        date=_iso(day),
        due=counts.due + counts.again,
        new=counts.new if available is not None else None,
        minutes=_minutes(seconds, options.minutes, today.spent),
        week=forecast([memory for memory in view.values() if _shown(memory, at)], day)[:WEEK],
        streak=stats.streak(log.study_days(), day),
        done=today.done,
        first=not stored and pending is None and not standing,
        rest=_rest(at, curriculum, now, available),
        waiting=_waiting(pending, curriculum),
        focus=next((f.title for f in every if f.name == chosen and f.kind != "all"), ""),
        exam=None
        if exam is None or exam.day <= day
        else ExamAhead(
            exam.date,
            exam.day - day,
            courses(curriculum)[exam.course].title if exam.course in courses(curriculum) else "",
            exam.minutes,
            exam.new_per_day,
            exam.expected,
        ),
        choices=every if not stored else (),
    )


def _iso(day: int) -> str:
    return date.fromordinal(day + date(1970, 1, 1).toordinal()).isoformat()


def _minutes(seconds: float, most: int, spent: float) -> int:
    """Whole minutes, at most what is left of the day's limit."""
    left = max(0.0, 60 * most - spent) if most else math.inf
    return math.ceil(min(seconds, left) / 60)


def _shown(memory: Memory, at: Situation) -> bool:
    return bool(memory.reps) and memory.skill in at.available


def _rest(at: Situation, curriculum: Curriculum, now: datetime, available: Mapping[str, int] | None) -> str:
    if available is None:
        return ""
    found = choose(curriculum, available, at.memories, now, at.day, at.options, (), at.parameters, at.today)
    return finished(found, curriculum, now, 0).message if isinstance(found, Rest) else ""


def _waiting(pending: Pending | None, curriculum: Curriculum) -> Waiting | None:
    if pending is None or pending.skill not in curriculum.skills:
        return None
    typed = any(text.strip() for text in pending.draft.values())
    return Waiting(pending.skill, curriculum.skills[pending.skill].statement, pending.level, typed)
