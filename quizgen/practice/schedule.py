"""The schedule: what is remembered, with the dates as they are kept. A view of the memory; nothing of it is stored.

Memory says when a skill would be due by itself. From there

1. credit through the graph moves it (`quizgen.practice.credit`);
2. a date more than two days off is moved within its window (Anki's: a day and 15 % of the days from 2.5 to 7, 10 % of
   those to 20, 5 % of the rest, either way), so that skills learned together do not stay together for ever. Within the
   window a day is the likelier the less is due on it, and the less it is an easy day; the draw is seeded by skill and
   repetition, so that the same log gives the same dates on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

import msgspec

from quizgen.practice import credit
from quizgen.practice.credit import Covers, Rehearsal, covered_by, credited
from quizgen.practice.day import calendar
from quizgen.practice.memory import DEFAULTS, Memory, Parameters, retrievability
from quizgen.practice.plan import FINAL_CHANCE
from quizgen.practice.preferences import Preferences

_BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, math.inf, 0.05))
HORIZON = 90
"""Days within which the load is balanced."""
EASIEST = 0.0001


def scheduled(
    memories: Mapping[str, Memory],
    rehearsals: Mapping[str, Sequence[Rehearsal]],
    covering: Covers,
    parameters: Parameters = DEFAULTS,
    preferences: Preferences | None = None,
) -> dict[str, Memory]:
    """The memories with the dates that are kept: `credited`, then `spread`."""
    wanted = preferences or Preferences()
    held = dict(memories)
    fixed: set[str] = set()
    if wanted.credit == "on":
        weights = covered_by(covering)
        for skill, told in rehearsals.items():
            if skill in held and told:
                held[skill] = credited(held[skill], told, weights.get(skill, {}), parameters, wanted.factor)
                if held[skill].due < memories[skill].due:
                    fixed.add(skill)  # brought forward, and not to be moved away again
    return spread(held, wanted, fixed) if wanted.fuzz == "on" else held


def dated(memories: Mapping[str, Memory], parameters: Parameters) -> dict[str, Memory]:
    """The memories with the dates of another desired retention."""
    return {
        skill: memory
        if memory.reps == 0 or memory.returns_same_day
        else msgspec.structs.replace(memory, due=memory.day + round(credit.interval(memory.stability, parameters)))
        for skill, memory in memories.items()
    }


def final(
    memories: Mapping[str, Memory], skills: Iterable[str], exam: int, today: int, parameters: Parameters
) -> dict[str, Memory]:
    """Those skills of an exam that would be weak on its day, due today; those answered today already are left out."""
    weak = (memories[skill] for skill in skills if skill in memories and memories[skill].reps)
    return {
        memory.skill: msgspec.structs.replace(memory, due=min(memory.due, today))
        for memory in weak
        if memory.day < today and retrievability(memory, exam, parameters) < FINAL_CHANCE
    }


def window(interval: int) -> tuple[int, int]:
    """The shortest and longest interval (days) that an interval may be moved to."""
    if interval < 2.5:
        return interval, interval
    delta = 1.0 + sum(part * max(0.0, min(interval, end) - start) for start, end, part in _BANDS)
    return max(2, round(interval - delta)), round(interval + delta)


def spread(memories: Mapping[str, Memory], preferences: Preferences, fixed: Collection[str] = ()) -> dict[str, Memory]:
    """The memories with each date moved within its window; in order of their last review, so that a later answer does
    not move what was there before it. `fixed` skills keep theirs."""
    load: dict[int, int] = {}
    moved: dict[str, Memory] = dict(memories)
    for memory in sorted(memories.values(), key=lambda m: (m.time, m.skill)):
        if memory.reps == 0 or memory.suspended:
            continue
        low, high = window(memory.due - memory.day)
        due = memory.due if low == high or memory.skill in fixed else _drawn(memory, low, high, load, preferences.week)
        load[due] = load.get(due, 0) + 1
        if due != memory.due:
            moved[memory.skill] = msgspec.structs.replace(memory, due=due)
    return moved


def _drawn(memory: Memory, low: int, high: int, load: Mapping[int, int], week: Sequence[float]) -> int:
    """A weighted draw that changes little when the weights do: each day throws its own die, the best throw wins."""

    def throw(interval: int) -> float:
        day = memory.day + interval
        busy = load.get(day, 0) if interval <= HORIZON else 0
        weight = max(EASIEST, week[calendar(day).weekday()]) / (1 + busy) ** 2 / interval
        return -math.log(_die(memory.skill, memory.reps, interval)) / weight

    return memory.day + min(range(low, high + 1), key=throw)


@lru_cache(maxsize=1 << 14)
def _die(skill: str, repetition: int, side: int) -> float:
    """A number in (0, 1), the same for the same words."""
    number = int.from_bytes(sha256(f"{skill}/{repetition}/{side}".encode()).digest()[:6], "big")
    return (number + 0.5) / (1 << 48)
