"""What the screens show of the whole curriculum: where each skill stands, why it is not asked yet, its history; and the
learner's progress. Read from the log; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from msgspec import Struct

from quizgen.curriculum import Course, Curriculum, Skill
from quizgen.practice import evidence
from quizgen.practice.agenda import Agenda
from quizgen.practice.day import calendar, study_day
from quizgen.practice.event import AGAIN, NAMES, Event, Rating
from quizgen.practice.log import Log
from quizgen.practice.memory import Memory, Parameters, retrievability
from quizgen.practice.queue import Options, Situation, known, prerequisites
from quizgen.practice.report import Report, is_leech, report

State: TypeAlias = Literal["missing", "locked", "ready", "learning", "due", "known", "suspended"]
"""missing: there is no exercise yet. locked: a prerequisite is not known. ready: may be asked as new. learning: asked,
and not (or no longer) known. due: known, and to be asked again now. known: and not due. suspended: left out."""
STATES: tuple[State, ...] = ("known", "due", "learning", "ready", "locked", "suspended", "missing")
"""From the best to the least."""
MISTAKE = "misconception:"


class Typical(Struct, frozen=True):
    """A typical mistake in a skill."""

    code: str
    rule: str
    """In words."""
    times: int = 0
    """How often this learner made it."""


class Card(Struct, frozen=True):
    """One skill, as the learner stands with it."""

    skill: str
    unit: str
    topic: str
    statement: str
    form: str
    """compute, theory, proof or code."""
    state: State
    level: int
    """Asked next, from 1."""
    levels: tuple[str, ...]
    """What each level asks, in words."""
    stability: float
    """Days; 0 before the first answer."""
    chance: float
    """Of being remembered now; 0 before the first answer."""
    due: str
    """Date on which it is to be asked again; empty before the first answer."""
    due_in: int
    """Days from today on to that date; negative when overdue."""
    asked: bool
    """To be asked now: due, or failed and coming back."""
    reviews: int
    lapses: int
    seconds: float
    """Expected time of an answer; 0 where unknown."""
    leech: bool
    placed: bool
    """Taken for known by a placement, and never answered."""
    prerequisites: tuple[str, ...]
    waits_for: tuple[str, ...]
    """Of what it builds on, what is not known yet: a skill without an exercise is replaced by what it builds on."""
    unlocks: tuple[str, ...]


class Overview(Struct, frozen=True):
    """Every skill, in teaching order."""

    today: str
    """Date of the study day."""
    cards: dict[str, Card]
    units: dict[str, str]
    """Titles by id, in the order of the curriculum."""
    topics: dict[str, str]


class Answered(Struct, frozen=True):
    """One answer in the history of a skill."""

    date: str
    """Of the study day."""
    time: str
    """UTC."""
    level: int
    rating: Rating
    seconds: float
    """0 where unknown."""
    mistake: str
    """Code of a recognised mistake; empty where there was none."""
    rule: str
    """The mistake in words."""


class History(Struct, frozen=True):
    """The answers in a skill, the latest first, and its typical mistakes."""

    skill: str
    answers: tuple[Answered, ...]
    mistakes: tuple[Typical, ...]
    """Those made most often first, then in the order of the curriculum."""


class UnitTime(Struct, frozen=True):
    """Time spent on a unit."""

    unit: str
    answers: int
    minutes: float


class Progress(Struct, frozen=True):
    """What the progress screen shows."""

    today: str
    """Date of the study day."""
    report: Report
    times: tuple[UnitTime, ...]
    """By unit, in the order of the curriculum; units without answers are left out."""
    forecast_minutes: tuple[float, ...]
    """Expected minutes of each day of `report.forecast`."""
    units: dict[str, str]
    """Titles by id."""


class Source(Struct, frozen=True):
    """Something that the problems of a sheet can be taken from."""

    kind: Literal["course", "week", "unit", "topic", "skill"]
    id: str
    """Of a week: the id of its course."""
    title: str
    skills: int
    """How many there are with an exercise."""
    week: int = 0


def overview(log: Log, curriculum: Curriculum, available: Mapping[str, int], clock: Callable[[], datetime]) -> Overview:
    """Where each skill stands now. `available`: number of levels by slug, of the skills that have an exercise."""
    now = clock()
    day, parameters, stored = study_day(now), log.parameters(), log.memories()
    view = Agenda(log, curriculum, stored, day).view(stored, parameters)
    situation = Situation(curriculum, available, view, now, day, Options(), (), parameters)
    ready = frozenset(situation.new())
    asked = frozenset(memory.skill for memory in (*situation.again(), *situation.due()))
    times = evidence.expected_seconds(log, {slug: memory for slug, memory in stored.items() if memory.reps})
    cards = {
        slug: _card(curriculum, slug, available, view, ready, asked, times, stored, day, parameters)
        for slug in curriculum.skills
    }
    return Overview(
        calendar(day).isoformat(),
        cards,
        {unit.id: unit.title for unit in curriculum.units.values()},
        {topic.id: topic.title for topic in curriculum.topics.values()},
    )


def _card(
    curriculum: Curriculum,
    slug: str,
    available: Mapping[str, int],
    view: Mapping[str, Memory],
    ready: frozenset[str],
    asked: frozenset[str],
    times: Mapping[str, float],
    stored: Mapping[str, Memory],
    day: int,
    parameters: Parameters,
) -> Card:
    skill, memory = curriculum.skills[slug], view.get(slug) or Memory(slug)
    own = stored.get(slug)
    before = prerequisites(curriculum, slug, available)
    begun = memory.reps > 0
    return Card(
        skill=slug,
        unit=skill.unit,
        topic=skill.topic,
        statement=skill.statement,
        form=skill.form,
        state=_state(memory, slug in available, slug in ready, day),
        level=max(1, min(memory.level, available.get(slug, memory.level))),
        levels=skill.levels,
        stability=memory.stability,
        chance=retrievability(memory, day, parameters) if begun else 0.0,
        due=calendar(memory.due).isoformat() if begun else "",
        due_in=memory.due - day if begun else 0,
        asked=slug in asked,
        reviews=own.reps if own else 0,
        lapses=memory.lapses,
        seconds=times.get(slug, 0.0),
        leech=begun and is_leech(memory),
        placed=begun and not (own and own.reps),
        prerequisites=skill.prereqs,
        waits_for=tuple(slug for slug in before if not _passable(view.get(slug))),
        unlocks=curriculum.unlocks[slug],
    )


def _state(memory: Memory, has_exercise: bool, ready: bool, day: int) -> State:
    if memory.suspended:
        return "suspended"
    if not has_exercise:
        return "missing"
    if not memory.reps:
        return "ready" if ready else "locked"
    if not known(memory):
        return "learning"
    return "due" if memory.due <= day else "known"


def _passable(memory: Memory | None) -> bool:
    """As in the queue: a suspended prerequisite does not block."""
    return known(memory) or (memory is not None and memory.suspended)


def history(log: Log, curriculum: Curriculum, slug: str) -> History:
    """The answers in force in a skill, the latest first. Raises QuizgenError for a skill that is nowhere."""
    skill = curriculum[slug]
    rules = {rule.id: rule.rule for rule in skill.mal_rules}
    answers = [_answered(event, skill) for event in evidence.reviews(log, slug)][::-1]
    made = {code: sum(answer.mistake == code for answer in answers) for code in rules}
    typical = [Typical(code, rule, made[code]) for code, rule in rules.items()]
    return History(slug, tuple(answers), tuple(sorted(typical, key=lambda one: -one.times)))


def _answered(event: Event, skill: Skill) -> Answered:
    code = event.code or ""
    mistake = code.removeprefix(MISTAKE) if code.startswith(MISTAKE) else ""
    return Answered(
        date=calendar(event.day).isoformat(),
        time=event.time,
        level=event.level or 1,
        rating=NAMES[event.rating or AGAIN],
        seconds=min(evidence.LONGEST, (event.ms or 0) / 1000),
        mistake=mistake,
        rule=skill.mistake(mistake),
    )


def progress(log: Log, curriculum: Curriculum, clock: Callable[[], datetime]) -> Progress:
    """The learner's progress now."""
    day, stored = study_day(clock()), log.memories()
    told = report(log, curriculum, clock)
    view = Agenda(log, curriculum, stored, day).view(stored, log.parameters())
    own = {slug: view[slug] for slug, memory in stored.items() if memory.reps and slug in curriculum.skills}
    expected = evidence.expected_seconds(log, own)
    minutes = [0.0] * len(told.forecast)
    for slug, memory in own.items():
        ahead = max(0, memory.due - day)
        if not memory.suspended and ahead < len(minutes):
            minutes[ahead] += evidence.seconds_of(slug, expected) / 60
    return Progress(
        today=calendar(day).isoformat(),
        report=told,
        times=_times(evidence.reviews(log), curriculum),
        forecast_minutes=tuple(minutes),
        units={unit.id: unit.title for unit in curriculum.units.values()},
    )


def _times(reviews: list[Event], curriculum: Curriculum) -> tuple[UnitTime, ...]:
    answers: dict[str, int] = {}
    seconds: dict[str, float] = {}
    for event in reviews:
        skill = curriculum.skills.get(event.skill or "")
        if skill is not None:
            answers[skill.unit] = answers.get(skill.unit, 0) + 1
            spent = min(evidence.LONGEST, (event.ms or 0) / 1000)
            seconds[skill.unit] = seconds.get(skill.unit, 0.0) + spent
    return tuple(UnitTime(unit, answers[unit], seconds[unit] / 60) for unit in curriculum.units if unit in answers)


def sources(curriculum: Curriculum, courses: Mapping[str, Course], available: Collection[str]) -> tuple[Source, ...]:
    """Courses with their weeks, then units with their topics and skills; what has no exercise is left out."""
    found: list[Source] = []
    for course in courses.values():
        found.append(Source("course", course.name, course.title, _count(course.skills, available)))
        for week in sorted({topic.week for topic in course.topic}):
            titles = ", ".join(topic.title for topic in course.topic if topic.week == week)
            found.append(Source("week", course.name, titles, _count(course.of_week(week), available), week))
    for unit in curriculum.units.values():
        within = [skill for skill in curriculum.skills.values() if skill.unit == unit.id]
        found.append(Source("unit", unit.id, unit.title, _count((s.id for s in within), available)))
        for topic in curriculum.topics.values():
            skills = [skill for skill in within if skill.topic == topic.id]
            if skills:
                found.append(Source("topic", topic.id, topic.title, _count((s.id for s in skills), available)))
                found += [Source("skill", s.id, s.statement, 1) for s in skills if s.id in available]
    return tuple(source for source in found if source.skills)


def _count(skills: Iterable[str], available: Collection[str]) -> int:
    return sum(slug in available for slug in skills)
