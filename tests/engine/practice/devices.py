"""Several machines with clocks of their own, each with a log in memory, for property tests of merging."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st

from quizgen.errors import QuizgenError
from quizgen.practice.day import stamp, study_day, zone_text
from quizgen.practice.event import Event, next_id
from quizgen.practice.log import Log
from quizgen.practice.memory import RULES, Memory
from quizgen.practice.merge import merge_events
from quizgen.practice.schema import migrate

from .histories import SKILLS, START, review

_TEMPLATE = sqlite3.connect(":memory:", isolation_level=None)
migrate(_TEMPLATE)
_TEMPLATE.execute("insert into folded values (1, ?)", (RULES,))

SKEWS = (0, -3, 90, -2 * 24 * 60, 3 * 24 * 60)
"""Minutes by which a machine's clock may be wrong."""
ZONES = (-8, 0, 1, 9)

steps = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["review"] * 6 + ["sync"] * 3 + ["suspend", "unsuspend", "override", "undo", "settings"]),
    st.sampled_from(SKILLS),
    st.integers(1, 4),
    st.sampled_from([0, 0, 1, 60, 1440, 10_000]),
    st.integers(0, 10**6),
)
worlds = st.tuples(
    st.tuples(*[st.sampled_from(SKEWS)] * 3), st.tuples(*[st.sampled_from(ZONES)] * 3), st.lists(steps, max_size=14)
)


def machine(number: int) -> Log:
    """An empty log of a device, in memory."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    _TEMPLATE.backup(db)
    db.execute("pragma foreign_keys = on")
    db.execute("insert into device values (?, '', '')", (f"{number:016x}",))
    return Log(db, Path(":memory:"))


def copied(log: Log) -> Log:
    """The same log once more."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    log._db.backup(db)
    db.execute("pragma foreign_keys = on")
    return Log(db, Path(":memory:"))


def take_in(log: Log, *others: Log) -> Log:
    """Merge the others into this log, one after another."""
    for other in others:
        merge_events(log, named(other.events()))
    return log


def named(events: Iterable[Event]) -> list[tuple[str, Event]]:
    """Events as a file would hand them over."""
    return [(f"line {number}", event) for number, event in enumerate(events, 1)]


def state(log: Log) -> tuple[list[Event], dict[str, Memory]]:
    """All that a log says."""
    return list(log.events()), log.memories()


class Notebook:
    """A machine without a database: its events, and the rule by which they get their ids. Quick to make."""

    def __init__(self, number: int) -> None:
        self.device, self.written = f"{number:016x}", dict[str, Event]()

    def events(self) -> Iterator[Event]:
        """All events in order."""
        return iter([self.written[identity] for identity in sorted(self.written)])

    def record(self, event: Event, moment: datetime) -> str:
        """Write an event; its id."""
        identity = next_id(int(moment.timestamp() * 1000), self.device, max(self.written, default=None))
        target = self.written.get(event.target or "")
        self.written[identity] = msgspec.structs.replace(
            event, id=identity, device=self.device, time=stamp(moment), zone=zone_text(moment),
            day=study_day(moment), skill=target.skill if target else event.skill,
        )  # fmt: skip
        return identity


def lived(world: tuple) -> tuple[list[Log], set[str]]:
    """The logs of three machines after a history, and the ids of all events that were ever written."""
    logs, written = [machine(number) for number in range(3)], set()
    for device, event, clock in _told(world, logs, take_in):
        with suppress(QuizgenError):  # overruling an answer that was taken back
            written.add(logs[device].record(event, clock).event.id)
    return logs, written


def noted(world: tuple) -> list[Notebook]:
    """The same without databases."""
    books = [Notebook(number) for number in range(3)]
    for device, event, clock in _told(world, books, lambda book, other: book.written.update(other.written)):
        books[device].record(event, clock)
    return books


def _told(
    world: tuple, logs: Sequence[Any], take: Callable[[Any, Any], object]
) -> Iterator[tuple[int, Event, datetime]]:
    skews, zones, plan = world
    now = START
    for device, kind, skill, rating, minutes, pick in plan:
        now += timedelta(minutes=minutes)
        if kind == "sync":
            take(logs[device], logs[pick % 3])
        elif event := _event(kind, skill, rating, pick, list(logs[device].events())):
            clock = now + timedelta(minutes=skews[device])
            yield device, event, clock.astimezone(timezone(timedelta(hours=zones[device])))


def _event(kind: str, skill: str, rating: int, pick: int, known: list[Event]) -> Event | None:
    reviews = [event for event in known if event.type == "review"]
    if kind == "review":
        return review(skill, rating, seed=pick)
    if kind == "override":
        return Event("override", target=reviews[pick % len(reviews)].id, rating=rating) if reviews else None
    if kind == "undo":
        return Event("undo", target=known[pick % len(known)].id) if known else None
    if kind == "settings":
        return Event("settings", data={"retention": 0.8 + pick % 15 / 100})
    return Event(kind, skill=skill)  # type: ignore[arg-type]
