"""Memory: what the log says is remembered. A pure fold over events, by FSRS-6 in whole study days.

Rules that can be told to a learner:

- *When.* A skill comes back when its chance of being remembered has fallen to the desired retention (0.9):
  after a whole number of days, at least one. A failed skill comes back the same day, after about ten minutes
  or three other problems; when it has failed three times in a day, it rests until tomorrow.
- *Level.* A skill starts at level 1; two correct answers in a row at its level raise it by one, a failed one
  lowers it by one. (A hard one, with a hint or on the second try, does neither and breaks the row.)

How an event reaches the memory: `changes` says what one event changes, given the memories so far; `step` is the
part of it for one skill. `fold` is the same for a whole log at once, and must give the same to the last digit.
Where a rule here changes, RULES gets the next number: an older file is then folded again when it is opened.

Source: FSRS-6, https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm, computed by fsrs-rs in
single precision; the numbers kept here are those single-precision numbers exactly, so stepping and rebuilding
agree to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Annotated, NamedTuple

import msgspec
from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview, MemoryState
from msgspec import Meta, Struct

from quizgen.errors import QuizgenError
from quizgen.practice.event import AGAIN, GOOD, NAMES, Event, in_force

RULES = "1"
"""Which rules the stored memory was folded by; a test holds a digest of a fold to it."""
MAXIMUM_INTERVAL = 36_500
"""Days."""
FAILURES_A_DAY = 3
"""So many failures in one study day, and the skill rests until the next."""
RAISE_AFTER = 2
"""So many correct answers in a row at a level raise it."""


class Parameters(Struct, frozen=True):
    """What the fold is computed with; the last settings and fit events in force give it."""

    weights: Annotated[tuple[float, ...], Meta(max_length=21)] = ()
    """The 21 numbers of FSRS-6; empty for its defaults."""
    retention: Annotated[float, Meta(ge=0.5, le=0.99)] = 0.9
    """The chance of being remembered at which a skill is asked again."""

    def __post_init__(self) -> None:
        if len(self.weights) not in (0, 21):
            raise ValueError("FSRS-6 has 21 weights")


DEFAULTS = Parameters()


class Memory(Struct, frozen=True):
    """What is remembered of one skill."""

    skill: str
    stability: float = 0.0
    """Days until the chance of being remembered has fallen to 0.9; 0 before the first review."""
    difficulty: float = 0.0
    """1 to 10, as FSRS has it."""
    first: int = 0
    """Study day of the first review."""
    day: int = 0
    """Study day of the last review."""
    time: str = ""
    """UTC time of the last review."""
    due: int = 0
    """Study day from which it is to be asked again."""
    reps: int = 0
    """Reviews."""
    passes: int = 0
    """Reviews that were not failed."""
    lapses: int = 0
    """Failures after the first pass."""
    again: int = 0
    """Failures on the day of the last review, since the last pass."""
    level: int = 1
    """Level to ask next, from 1."""
    streak: int = 0
    """Correct answers in a row at this level."""
    suspended: bool = False

    @property
    def returns_same_day(self) -> bool:
        """Failed, and to be asked again on the very day of the failure."""
        return self.reps > 0 and self.due == self.day


def step(memory: Memory | None, event: Event, parameters: Parameters = DEFAULTS) -> Memory:
    """The memory after a review, suspend or unsuspend event of its skill. Pure."""
    assert event.skill is not None
    before = memory or Memory(event.skill)
    if event.type != "review":
        return msgspec.structs.replace(before, suspended=event.type == "suspend")
    assert event.rating is not None
    # After a merge or a journey west a review may be of an "earlier" day than the last: no time passed.
    day = max(before.day, event.day) if before.reps else event.day
    state, interval = _next_state(before, day, event.rating, parameters)
    failed = event.rating == AGAIN
    again = (before.again if day == before.day else 0) + 1 if failed else 0
    level, streak = next_level(before.level, before.streak, event.rating, event.level or 1, event.levels or 1)
    return Memory(
        skill=event.skill,
        stability=state.stability,
        difficulty=state.difficulty,
        first=before.first if before.reps else event.day,
        day=day,
        time=max(before.time, event.time),
        due=day if failed and again < FAILURES_A_DAY else day + interval,
        reps=before.reps + 1,
        passes=before.passes + (not failed),
        lapses=before.lapses + (failed and before.passes > 0),
        again=again,
        level=level,
        streak=streak,
        suspended=before.suspended,
    )


def next_level(level: int, streak: int, rating: int, asked: int, levels: int) -> tuple[int, int]:
    """Level and row of correct answers after a review: two correct in a row raise, a failed one lowers.

    A correct answer at a lower level than the present one says nothing about it, nor does a failure at a
    higher.
    """
    if rating == AGAIN:
        return (max(1, level - 1), 0) if asked <= level else (level, streak)
    if asked < level:
        return level, streak
    row = streak + 1 if rating >= GOOD else 0
    if row < RAISE_AFTER:
        return level, row
    return (level + 1, 0) if level < levels else (level, row)


def changes(memories: Mapping[str, Memory], event: Event, parameters: Parameters = DEFAULTS) -> dict[str, Memory]:
    """The memories that an event in force changes, by skill. Pure. Undo and override are no business of it: they
    change which events are in force (`quizgen.practice.event.in_force`)."""
    if event.skill is None:
        return {}
    return {event.skill: step(memories.get(event.skill), event, parameters)}


def fold(events: Iterable[Event], parameters: Parameters | None = None) -> dict[str, Memory]:
    """The memory of every skill, from its events in any order. `parameters`: else those in force in the
    log."""
    standing = in_force(events)
    used = parameters or parameters_in_force(standing)
    reviews = [
        Review(event.skill or "", event.day, event.time, event.rating or AGAIN, event.level or 1, event.levels or 1)
        for event in standing
        if event.type == "review"
    ]
    return remembered(sorted(reviews, key=itemgetter(0)), suspensions(standing), used)


class Review(NamedTuple):
    """What the fold reads of a review in force."""

    skill: str
    day: int
    time: str
    rating: int
    level: int
    levels: int


def remembered(
    reviews: Iterable[Review | tuple[str, int, str, int, int, int]],
    suspended: Mapping[str, bool],
    parameters: Parameters,
) -> dict[str, Memory]:
    """The memory of every skill from its reviews in force, skill by skill and in order within each.

    The same as one `step` after another, to the last digit, but states are computed by fsrs-rs for all skills at
    once.
    """
    told: list[tuple[str, int, int, str, int, int, int, int, int, int]] = []
    items: list[FSRSItem] = []
    history: list[FSRSReview] = []
    skill: str | None = None
    first = last = reps = passes = lapses = again = streak = failed = 0
    latest, level = "", 1
    for name, day, time, rating, asked, levels in reviews:
        if name != skill:
            if skill is not None:
                told.append((skill, first, last, latest, reps, passes, lapses, again, level, streak))
                items.append(FSRSItem(history))
            skill, history, first, last, latest = name, [], day, day, ""
            reps = passes = lapses = again = streak = 0
            level = 1
        elapsed = day - last
        if elapsed > 0:
            last, again = day, 0
        else:  # the same day, or an "earlier" one: no time passed
            elapsed = 0
        if time > latest:
            latest = time
        reps += 1
        if rating == AGAIN:
            again += 1
            if passes:
                lapses += 1
        else:
            again = 0
            passes += 1
        level, streak = next_level(level, streak, rating, asked, levels)
        history.append(FSRSReview(rating, elapsed))
    if skill is not None:
        told.append((skill, first, last, latest, reps, passes, lapses, again, level, streak))
        items.append(FSRSItem(history))
    scheduler = _scheduler(parameters.weights)
    memories: dict[str, Memory] = {}
    for (skill, first, last, latest, reps, passes, lapses, again, level, streak), state in zip(
        told, scheduler.memory_state_batch(items) if items else (), strict=True
    ):
        failed = again > 0
        interval = _days(scheduler.next_interval(state.stability, parameters.retention, GOOD))
        memories[skill] = Memory(
            skill=skill,
            stability=state.stability,
            difficulty=state.difficulty,
            first=first,
            day=last,
            time=latest,
            due=last if failed and again < FAILURES_A_DAY else last + interval,
            reps=reps,
            passes=passes,
            lapses=lapses,
            again=again,
            level=level,
            streak=streak,
            suspended=suspended.get(skill, False),
        )
    for skill, is_suspended in suspended.items():
        if skill not in memories:
            memories[skill] = Memory(skill, suspended=is_suspended)
    return memories


def suspensions(standing: Iterable[Event]) -> dict[str, bool]:
    """Which skills are suspended, and which no longer, by events in force in order of id."""
    return {
        event.skill: event.type == "suspend"
        for event in standing
        if event.type in ("suspend", "unsuspend") and event.skill is not None
    }


def parameters_in_force(standing: Iterable[Event]) -> Parameters:
    """The parameters of a log's events in force: the last word of each settings and fit event.

    Raises QuizgenError for settings that cannot be.
    """
    values: dict[str, object] = {}
    for event in standing:
        if event.type in ("settings", "fit"):
            values.update(event.data or {})
    weights = values.get("weights", DEFAULTS.weights)
    retention = values.get("retention", DEFAULTS.retention)
    try:
        return msgspec.convert({"weights": weights, "retention": retention}, Parameters)
    except msgspec.ValidationError as error:
        raise QuizgenError(f"these settings cannot be used: {error}") from None


def retrievability(memory: Memory, day: int, parameters: Parameters = DEFAULTS) -> float:
    """The chance that the skill is remembered on a study day, 0 to 1 (FSRS-6 power forgetting curve)."""
    if memory.stability <= 0:
        return 0.0
    decay = -float((parameters.weights or DEFAULT_PARAMETERS)[20])
    factor = 0.9 ** (1 / decay) - 1
    elapsed = max(0, day - memory.day)
    return float((1 + factor * elapsed / memory.stability) ** decay)


def _next_state(before: Memory, day: int, rating: int, parameters: Parameters) -> tuple[MemoryState, int]:
    state = MemoryState(before.stability, before.difficulty) if before.reps else None
    elapsed = day - before.day if before.reps else 0
    outcomes = _scheduler(parameters.weights).next_states(state, parameters.retention, elapsed)
    chosen = getattr(outcomes, NAMES[rating])
    return chosen.memory, _days(chosen.interval)


def _days(interval: float) -> int:
    return min(MAXIMUM_INTERVAL, max(1, round(interval)))


@lru_cache(maxsize=8)
def _scheduler(weights: tuple[float, ...]) -> FSRS:
    return FSRS(list(weights))
