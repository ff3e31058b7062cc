"""Events: what the log holds. Every answer is one, and nothing in the log is ever changed or removed.

An id is 32 hex digits: 12 of milliseconds, 4 of a counter, 16 of the device that wrote it. Ids sort by time,
never collide between devices, and a new id is always later than every id its log has seen (also where a
merged log came from a machine whose clock is ahead), so an event always sorts after the event it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

Type: TypeAlias = Literal["review", "undo", "override", "suspend", "unsuspend", "settings", "exam", "fit"]
Rating: TypeAlias = Literal["again", "hard", "good", "easy"]

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
NUMBERS: dict[Rating, int] = {"again": AGAIN, "hard": HARD, "good": GOOD, "easy": EASY}
NAMES: dict[int, Rating] = {number: name for name, number in NUMBERS.items()}


class Event(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of the log. `id`, `device` and the time fields are filled in when it is recorded."""

    type: Type
    id: str = ""
    device: str = ""
    time: str = ""
    """UTC, "2026-11-21T09:08:25.123Z"."""
    zone: str = ""
    """The learner's time zone then: "+01:00", with its name where known."""
    day: int = 0
    """Study day (see `quizgen.practice.day`)."""
    target: str | None = None
    """Undo: the event it takes back. Override: the review it corrects."""
    skill: str | None = None
    level: int | None = None
    """Level asked, from 1."""
    levels: int | None = None
    """How many levels the exercise had then."""
    seed: int | None = None
    version: int | None = None
    problem: str | None = None
    """JSON of the whole problem (`quizgen.problem.to_json`)."""
    response: dict[str, str] | None = None
    outcome: str | None = None
    """correct, partial, incorrect, undecided (the learner judged), revealed (the solution was asked for)."""
    code: str | None = None
    """The verdict's stable code, such as "misconception:roles-swapped"."""
    score: float | None = None
    rating: int | None = None
    """1 again, 2 hard, 3 good, 4 easy."""
    hints: int | None = None
    tries: int | None = None
    """Which try it was, from 1."""
    ms: int | None = None
    """Time spent, in milliseconds."""
    data: dict[str, float | int | str | list[float]] | None = None
    """Settings: {"retention": 0.9}. Exam: {"date": "2027-02-12", ...}. Fit: {"weights": [21 numbers]}."""


def next_id(milliseconds: int, device: str, last: str | None) -> str:
    """The id after `last` (the largest in the log, or None) at a Unix time in milliseconds, for a device."""
    if last is None or milliseconds > (seen := int(last[:12], 16)):
        return f"{milliseconds:012x}0000{device}"
    stamp = (seen << 16 | int(last[12:16], 16)) + 1  # a full counter carries into the milliseconds
    return f"{stamp:016x}{device}"


def in_force(events: Iterable[Event]) -> list[Event]:
    """The events that count, sorted by id: undone ones are gone, reviews carry the last word on their rating.

    Any order, and any event twice, give the same result. Undoing an undo brings the event back.
    """
    ordered = [event for _, event in sorted({event.id: event for event in events}.items())]
    undone, ratings = rulings(event for event in ordered if event.type in ("undo", "override"))
    return [
        _overridden(event, ratings)
        for event in ordered
        if event.type not in ("undo", "override") and event.id not in undone
    ]


def rulings(ordered: Iterable[Event]) -> tuple[set[str], dict[str, int]]:
    """What the undo and override events of a log, in order of id, come to: the ids of all events that are taken
    back, and the last word on the rating of each overruled review."""
    speaking = list(ordered)
    undone: set[str] = set()
    for event in reversed(speaking):
        if event.type == "undo" and event.target and event.id not in undone:
            undone.add(event.target)
    ratings = {
        event.target: event.rating
        for event in speaking
        if event.type == "override" and event.id not in undone and event.target and event.rating
    }
    return undone, ratings


def _overridden(event: Event, ratings: dict[str, int]) -> Event:
    rating = ratings.get(event.id)
    return event if rating is None else msgspec.structs.replace(event, rating=rating)
