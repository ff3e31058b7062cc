"""All that `quizgen stats` tells, and the data behind a screen of it: forecast, retention, calendar, skills, mistakes,
readiness. Read from the log; nothing is stored."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from quizgen.curriculum import Curriculum
from quizgen.practice import evidence
from quizgen.practice.agenda import Agenda
from quizgen.practice.day import calendar, study_day
from quizgen.practice.event import Event
from quizgen.practice.fit import Trial, trials
from quizgen.practice.log import Log
from quizgen.practice.memory import Memory, Parameters, retrievability
from quizgen.practice.queue import known, prerequisites
from quizgen.practice.stats import Stats, summary

FORECAST = 30
"""Days."""
WINDOW = 90
"""Days back that retention and mistakes are counted over."""
LEECH = 4
"""So many failures after a first success make a skill a leech, when fewer than three answers in four succeed."""
MISTAKES = 10
Z = 1.2816
"""Intervals hold in eight cases of ten."""


class DayDone(Struct, frozen=True):
    """One day with answers."""

    date: str
    answers: int
    minutes: float


class Retention(Struct, frozen=True):
    """How often skills were remembered that came at least a day after their last review, over the last 90 days."""

    unit: str
    """Empty for all of them."""
    reviews: int
    true: float
    """Share remembered."""
    low: float
    high: float
    """Wilson interval of it; holds in eight cases of ten."""
    foretold: float
    """Mean chance that the memory foretold."""
    desired: float


class SkillStanding(Struct, frozen=True):
    """One skill that was answered."""

    skill: str
    statement: str
    level: int
    stability: float
    """Days."""
    chance: float
    """Of being remembered now."""
    due: str
    """Date."""
    reviews: int
    lapses: int
    seconds: float
    """Expected time of an answer; 0 where unknown."""
    leech: bool


class Mistake(Struct, frozen=True):
    """A recognised mistake, and how often it was made in the last 90 days."""

    skill: str
    code: str
    rule: str
    """In words."""
    times: int


class Readiness(Struct, frozen=True):
    """Expected share of right answers in a topic today, one problem a skill; a skill not begun counts zero."""

    topic: str
    title: str
    skills: int
    begun: int
    expected: float
    low: float
    high: float
    """What eight such tests of ten would come to."""


class Leech(Struct, frozen=True):
    """A skill that is failed again and again, with advice."""

    skill: str
    lapses: int
    advice: str


class Report(Struct, frozen=True):
    """Everything at once."""

    standing: Stats
    forecast: tuple[int, ...]
    """Skills due today (and before), tomorrow, ... over 30 days, if nothing new is begun."""
    retention: tuple[Retention, ...]
    """All first, then by unit."""
    calendar: tuple[DayDone, ...]
    """The days with answers, the latest last."""
    minutes: float
    """Spent on answers in all."""
    by_skill: tuple[SkillStanding, ...]
    """The least remembered first."""
    mistakes: tuple[Mistake, ...]
    readiness: tuple[Readiness, ...]
    leeches: tuple[Leech, ...]


def report(log: Log, curriculum: Curriculum, clock: Callable[[], datetime]) -> Report:
    """The report now."""
    day, parameters = study_day(clock()), log.parameters()
    stored = log.memories()
    view = Agenda(log, curriculum, stored, day).view(stored, parameters)
    own = {
        slug: memory for slug, memory in view.items() if slug in stored and memory.reps and slug in curriculum.skills
    }
    reviews = evidence.reviews(log)
    recent = [event for event in reviews if event.day > day - WINDOW]
    tried = [trial for trial in trials(reviews, {}, {}, parameters) if trial.day > day - WINDOW]
    times = evidence.expected_seconds(log, own)
    return Report(
        standing=summary(log, curriculum, clock),
        forecast=forecast(own.values(), day),
        retention=tuple(retention(tried, curriculum, parameters)),
        calendar=tuple(days_done(reviews)),
        minutes=round(sum(_seconds(event) for event in reviews) / 60, 1),
        by_skill=tuple(
            _standing(memory, curriculum, times, day, parameters) for memory in _weakest(own.values(), day, parameters)
        ),
        mistakes=tuple(mistakes(recent, curriculum)),
        readiness=tuple(readiness(view, curriculum, day, parameters)),
        leeches=tuple(leeches(own, curriculum, day, parameters)),
    )


def forecast(memories: Iterable[Memory], day: int) -> tuple[int, ...]:
    """How many skills come due on each of the next 30 days; what is overdue counts for today."""
    due = Counter(max(0, m.due - day) for m in memories if not m.suspended)
    return tuple(due[ahead] for ahead in range(FORECAST))


def retention(tried: Sequence[Trial], curriculum: Curriculum, parameters: Parameters) -> Iterable[Retention]:
    """True retention against what was foretold and desired: of all, and by unit where there are reviews."""
    told = [(t, retrievability(t.memory, t.day, parameters)) for t in tried]
    for unit in ("", *curriculum.units):
        some = [
            (t.passed, p)
            for t, p in told
            if not unit or (t.memory.skill in curriculum.skills and curriculum.skills[t.memory.skill].unit == unit)
        ]
        if some:
            passed = sum(right for right, _ in some)
            low, high = wilson(passed, len(some))
            mean = sum(p for _, p in some) / len(some)
            yield Retention(unit, len(some), passed / len(some), low, high, mean, parameters.retention)


def wilson(successes: int, number: int) -> tuple[float, float]:
    """Wilson's interval for a share (E. B. Wilson, 1927)."""
    share, z2 = successes / number, Z * Z
    centre = (share + z2 / (2 * number)) / (1 + z2 / number)
    half = Z * math.sqrt(share * (1 - share) / number + z2 / (4 * number * number)) / (1 + z2 / number)
    return max(0.0, centre - half), min(1.0, centre + half)


def days_done(reviews: Iterable[Event]) -> Iterable[DayDone]:
    """Answers and minutes of each day with answers."""
    found: dict[int, list[float]] = {}
    for event in reviews:
        found.setdefault(event.day, []).append(_seconds(event))
    for day in sorted(found):
        yield DayDone(calendar(day).isoformat(), len(found[day]), round(sum(found[day]) / 60, 1))


def mistakes(reviews: Iterable[Event], curriculum: Curriculum) -> list[Mistake]:
    """The most frequent recognised mistakes."""
    seen = Counter(
        (event.skill or "", event.code.partition(":")[2])
        for event in reviews
        if event.code and event.code.startswith("misconception:")
    )
    found = []
    for (skill, code), times in sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:MISTAKES]:
        known = curriculum.skills.get(skill)
        found.append(Mistake(skill, code, known.mistake(code) if known else "", times))
    return found


def readiness(
    memories: Mapping[str, Memory], curriculum: Curriculum, day: int, parameters: Parameters
) -> Iterable[Readiness]:
    """Expected share of right answers by topic, where anything is begun; the spread is that of independent answers."""
    for topic in curriculum.topics.values():
        slugs = [skill.id for skill in curriculum.skills.values() if skill.topic == topic.id]
        chances = [retrievability(memories[s], day, parameters) for s in slugs if s in memories and memories[s].reps]
        if chances:
            number = len(slugs)
            mean = sum(chances) / number
            spread = Z * math.sqrt(sum(p * (1 - p) for p in chances)) / number
            low, high = max(0.0, mean - spread), min(len(chances) / number, mean + spread)
            yield Readiness(topic.id, topic.title, number, len(chances), mean, low, high)


def leeches(
    memories: Mapping[str, Memory], curriculum: Curriculum, day: int, parameters: Parameters
) -> Iterable[Leech]:
    """Skills failed again and again, with what to do about them."""
    for memory in sorted(memories.values(), key=lambda m: (-m.lapses, m.skill)):
        if is_leech(memory):
            yield Leech(memory.skill, memory.lapses, _advice(memory, memories, curriculum, day, parameters))


def is_leech(memory: Memory) -> bool:
    """Failed at least four times after a first success, and failed in more than one answer of four."""
    return memory.lapses >= LEECH and memory.passes < 0.75 * memory.reps


def _advice(
    memory: Memory, memories: Mapping[str, Memory], curriculum: Curriculum, day: int, parameters: Parameters
) -> str:
    before = prerequisites(curriculum, memory.skill, memories)
    weak = [
        slug for slug in before if not known(memories[slug]) or retrievability(memories[slug], day, parameters) < 0.8
    ]
    if weak:
        worst = min(weak, key=lambda slug: (retrievability(memories[slug], day, parameters), slug))
        return f"practise what it builds on first: quizgen practice --skill {worst}"
    if memory.level > 1:
        return "its level falls by itself; read a worked solution slowly, then say each step aloud before the next"
    return f"read the lesson again, or leave it for some weeks: quizgen suspend {memory.skill}"


def _weakest(memories: Iterable[Memory], day: int, parameters: Parameters) -> list[Memory]:
    return sorted(memories, key=lambda m: (retrievability(m, day, parameters), m.skill))


def _standing(
    memory: Memory, curriculum: Curriculum, times: Mapping[str, float], day: int, parameters: Parameters
) -> SkillStanding:
    return SkillStanding(
        skill=memory.skill,
        statement=curriculum.skills[memory.skill].statement,
        level=memory.level,
        stability=round(memory.stability, 1),
        chance=round(retrievability(memory, day, parameters), 3),
        due=calendar(memory.due).isoformat(),
        reviews=memory.reps,
        lapses=memory.lapses,
        seconds=round(times.get(memory.skill, 0.0)),
        leech=is_leech(memory),
    )


def _seconds(event: Event) -> float:
    return min(evidence.LONGEST, (event.ms or 0) / 1000)
