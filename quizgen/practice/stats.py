"""The numbers behind `quizgen stats`, from the log, its memory and the curriculum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import Struct

from quizgen.curriculum import Curriculum
from quizgen.practice.agenda import Agenda
from quizgen.practice.day import study_day
from quizgen.practice.log import Log
from quizgen.practice.memory import Memory

WEEK = 7


class UnitStats(Struct, frozen=True):
    """One unit of the curriculum."""

    id: str
    title: str
    skills: int
    """In the curriculum."""
    started: int
    """Answered at least once."""
    learned: int
    """Answered with success at least once."""
    due: int
    """Due now."""


class Stats(Struct, frozen=True):
    """A learner's standing on a study day."""

    due: int
    """Skills due today or earlier."""
    due_week: int
    """Skills due within the next seven days, today included."""
    started: int
    learned: int
    skills: int
    """In the curriculum."""
    today: int
    """Problems answered today."""
    streak: int
    """Study days in a row with an answer, up to today (or yesterday, while today has none yet)."""
    units: tuple[UnitStats, ...]


def summary(log: Log, curriculum: Curriculum, clock: Callable[[], datetime]) -> Stats:
    """The standing now; suspended skills are not counted as due."""
    day, stored = study_day(clock()), log.memories()
    view = Agenda(log, curriculum, stored, day).view(stored, log.parameters())
    known = {slug: view[slug] for slug, m in stored.items() if slug in curriculum.skills and m.reps}
    units = tuple(_unit(unit.id, unit.title, curriculum, known, day) for unit in curriculum.units.values())
    return Stats(
        due=sum(unit.due for unit in units),
        due_week=sum(_due(memory, day + WEEK - 1) for memory in known.values()),
        started=len(known),
        learned=sum(unit.learned for unit in units),
        skills=len(curriculum.skills),
        today=log.answers(day),
        streak=streak(log.study_days(), day),
        units=units,
    )


def streak(days: Iterable[int], today: int) -> int:
    """How many of `days` (latest first) follow one another up to today, or up to yesterday; later ones are not
    counted (a clock that was ahead)."""
    past = (day for day in days if day <= today)
    last = next(past, None)
    if last is None or last < today - 1:
        return 0
    count = 1
    for day in past:
        if day != last - count:
            break
        count += 1
    return count


def _unit(identity: str, title: str, curriculum: Curriculum, known: dict[str, Memory], day: int) -> UnitStats:
    skills = [skill.id for skill in curriculum.skills.values() if skill.unit == identity]
    memories = [known[slug] for slug in skills if slug in known]
    learned = sum(memory.passes > 0 for memory in memories)
    return UnitStats(identity, title, len(skills), len(memories), learned, sum(_due(m, day) for m in memories))


def _due(memory: Memory, day: int) -> bool:
    return memory.due <= day and not memory.suspended
