"""A plan for the day of an exam: how many new skills a day, and at which retention skills come back, so that the
expected marks of that day are highest within the minutes of each day. Pure.

Marks are the mean chance, over the skills of the exam, of being remembered on its day; a skill not begun counts zero.
(All skills count the same. That a remembered skill is answered right, and a forgotten one is not, is the assumption.)

Every plan that could be made of RETENTIONS, PACES and FINALS is lived through from today, day by day, in expected
values:
a review at the chance R leaves the mean of what a good and a failed answer would leave, and costs (2 - R) times the
skill's time, since a failure is asked once more. In the last days (the final) skills that would be below FINAL_CHANCE
on the day of the exam are reviewed too, due or not. Practice follows the same rules (`quizgen.practice.agenda`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
from fsrs_rs_python import DEFAULT_PARAMETERS
from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.practice.credit import Traced, after_good, chance, interval
from quizgen.practice.event import Event
from quizgen.practice.memory import DEFAULTS, Memory, Parameters

RETENTIONS = (0.7, 0.8, 0.85, 0.9, 0.95)
PACES = (0.25, 0.5, 0.7, 0.9)
"""Parts of the time within which all new skills would be begun."""
FINALS = (0, 7)
"""Days."""
FINAL_CHANCE = 0.92
FIRST_PASS = 0.7
"""The chance of a right first answer to a new skill, after its worked solution has been read."""
LONGEST = 730
"""Days to an exam that can be planned."""


class Exam(Struct, frozen=True):
    """An exam, and the plan for it: what an event of type "exam" holds."""

    date: str
    """Calendar date, "2027-02-12"."""
    course: str
    minutes: int
    """A day."""
    skills: str
    """The skills of the exam, with spaces between."""
    new_per_day: int
    retention: float
    final: int
    """Days before the exam in which what would be weak on its day is reviewed, due or not."""
    expected: float
    """Marks, 0 to 1, that the plan promised on the day it was made."""

    @property
    def day(self) -> int:
        """Its study day."""
        return date.fromisoformat(self.date).toordinal() - date(1970, 1, 1).toordinal()


class Week(Struct, frozen=True):
    """A week of a plan, in expected values."""

    starts: int
    """Study day."""
    minutes: float
    """A day, on average."""
    reviews: float
    new: int
    begun: int
    """Skills begun by its end."""
    marks: float
    """Expected marks on the day of the exam, if practice ended with this week."""


class Lived(Struct, frozen=True):
    """A plan, lived through in expected values."""

    new_per_day: int
    retention: float
    final: int
    marks: float
    begun: int
    weeks: tuple[Week, ...]


class _State:
    """A skill on its way: expected stability, difficulty, last day, due."""

    __slots__ = ("at", "cost", "difficulty", "due")

    def __init__(self, at: Traced, difficulty: float, due: float, cost: float) -> None:
        self.at, self.difficulty, self.due, self.cost = at, difficulty, due, cost


def best(
    skills: Sequence[str],
    memories: Mapping[str, Memory],
    seconds: Mapping[str, float],
    today: int,
    exam: int,
    minutes: int,
    parameters: Parameters = DEFAULTS,
) -> Lived:
    """The plan with the highest expected marks. `skills`: of the exam, in the order to begin them. `seconds`: expected
    time of each.

    Raises QuizgenError for an exam that is not ahead, or too far.
    """
    if exam <= today:
        raise QuizgenError("the exam has to be after today")
    if exam - today > LONGEST:
        raise QuizgenError("the exam is more than two years ahead: set its date later")
    new = sum(slug not in memories or memories[slug].reps == 0 for slug in skills)
    paces = {max(1, math.ceil(new / max(1, part * (exam - today)))) for part in PACES} if new else {0}
    plans = [
        lived(skills, memories, seconds, today, exam, minutes, parameters, pace, retention, final)
        for pace in sorted(paces)
        for retention in RETENTIONS
        for final in FINALS
    ]
    return max(plans, key=lambda plan: plan.marks)


def lived(
    skills: Sequence[str],
    memories: Mapping[str, Memory],
    seconds: Mapping[str, float],
    today: int,
    exam: int,
    minutes: int,
    parameters: Parameters,
    new_per_day: int,
    retention: float,
    final: int,
) -> Lived:
    """A plan from today to the exam, in expected values."""
    used = msgspec.structs.replace(parameters, retention=retention)
    states: dict[str, _State] = {}
    for slug in skills:
        memory = memories.get(slug)
        if memory is not None and memory.reps:
            at = Traced(memory.stability, memory.day)
            states[slug] = _State(at, memory.difficulty, at.day + interval(at.stability, used), seconds[slug])
    waiting = [slug for slug in skills if slug not in states]
    weeks: list[Week] = []
    spent = reviews = 0.0
    begun = first = 0
    for day in range(today, exam):
        left = 60.0 * minutes
        for state in _asked(states.values(), day, exam, final, parameters):
            cost = state.cost * (2 - chance(state.at, day, parameters))
            if cost > left:
                break
            left -= cost
            reviews += 1
            _review(state, day, used)
        for _ in range(new_per_day):
            if not waiting or seconds[waiting[0]] > left:
                break
            slug = waiting.pop(0)
            left -= seconds[slug]
            begun += 1
            states[slug] = _begun(day, seconds[slug], used)
        spent += 60.0 * minutes - left
        if (day - today) % 7 == 6 or day == exam - 1:
            length = day - today - first + 1
            marks = expected(states.values(), exam, parameters, len(skills))
            weeks.append(Week(today + first, spent / 60 / length, reviews, begun, len(states), marks))
            spent = reviews = 0.0
            begun, first = 0, day - today + 1
    marks = expected(states.values(), exam, parameters, len(skills))
    return Lived(new_per_day, retention, final, marks, len(states), tuple(weeks))


def expected(states: Iterable[_State], exam: int, parameters: Parameters, skills: int) -> float:
    """Mean chance over the skills of the exam of being remembered on its day."""
    return sum(chance(state.at, exam, parameters) for state in states) / max(1, skills)


def is_final(exam: int, final: int, day: int) -> bool:
    """True in the last days before an exam."""
    return exam - final <= day < exam


def exam_in_force(standing: Iterable[Event]) -> Exam | None:
    """The last exam of a log's events in force, unless it was called off. Raises QuizgenError where it cannot be."""
    found: Exam | None = None
    for event in standing:
        if event.type == "exam":
            try:
                found = msgspec.convert(event.data, Exam) if (event.data or {}).get("date") else None
                if found is not None:
                    _ = found.day
            except (msgspec.ValidationError, ValueError) as error:
                raise QuizgenError(f"the exam of {event.time[:10]} in the log cannot be read: {error}") from None
    return found


def _asked(states: Iterable[_State], day: int, exam: int, final: int, parameters: Parameters) -> list[_State]:
    last = is_final(exam, final, day)
    ready = [
        state
        for state in states
        if state.due <= day or (last and state.at.day < day and chance(state.at, exam, parameters) < FINAL_CHANCE)
    ]
    loss = {id(s): chance(s.at, day, parameters) - chance(s.at, day + 1, parameters) for s in ready}
    return sorted(ready, key=lambda s: -loss[id(s)])


def _review(state: _State, day: int, parameters: Parameters) -> None:
    remembered = chance(state.at, day, parameters)
    good = after_good(state.at.stability, state.difficulty, remembered, parameters)
    failed = after_failure(state.at.stability, state.difficulty, remembered, parameters)
    stability = remembered * good + (1 - remembered) * failed
    state.at = Traced(stability, day)
    state.due = day + max(1, round(interval(stability, parameters)))


def _begun(day: int, cost: float, parameters: Parameters) -> _State:
    w = parameters.weights or DEFAULT_PARAMETERS
    stability = FIRST_PASS * w[2] + (1 - FIRST_PASS) * w[0]
    difficulty = min(10.0, max(1.0, w[4] - math.exp(2 * w[5]) + 1))
    return _State(Traced(stability, day), difficulty, day + max(1, round(interval(stability, parameters))), cost)


def after_failure(stability: float, difficulty: float, remembered: float, parameters: Parameters = DEFAULTS) -> float:
    """Stability (days) after a failed answer at a chance of being remembered (FSRS-6)."""
    w = parameters.weights or DEFAULT_PARAMETERS
    left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * math.exp(w[14] * (1 - remembered))
    return float(min(left, stability / math.exp(w[17] * w[18])))
