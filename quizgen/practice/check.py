"""What can be wrong with a log: SQLite's own checks, JSON, study days, and that the memory is the fold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from quizgen.practice.day import day_of
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.rows import COLUMNS

_JSON = {"problem": msgspec.Raw, "response": dict[str, str], "data": dict[str, float | int | str | list[float]]}
_SHOWN = 20


def faults(log: Log) -> list[str]:
    """What is wrong with the file, a sentence each; an empty list when all is well."""
    return [*damage(log), *(f"The memory of {skill} is not what the log says: rebuild it." for skill in stale(log))]


def stale(log: Log) -> list[str]:
    """The skills whose stored memory is not what the log says. It is a cache: `Log.rebuild` repairs it."""
    return log.differing()


def damage(log: Log) -> list[str]:
    """What is wrong with the log itself, which nothing but a backup repairs; a sentence each."""
    with log.reading() as db:
        found = [f"SQLite reports: {row[0]}." for row in db.execute("pragma integrity_check") if row[0] != "ok"]
        found += [f"An entry of table {row[0]} points nowhere." for row in db.execute("pragma foreign_key_check")]
        wrong = list(_wrong_events(db))
    more = [f"... and {len(wrong) - _SHOWN} more events like these."] if len(wrong) > _SHOWN else []
    return [*found, *wrong[:_SHOWN], *more]


def _wrong_events(db: sqlite3.Connection) -> Iterator[str]:
    decoders = {name: msgspec.json.Decoder(kind) for name, kind in _JSON.items()}
    query = f"select id, time, zone, day, {', '.join(_JSON)} from event"
    assert set(_JSON) < set(COLUMNS) == set(Event.__struct_fields__)
    for identity, time, zone, day, *texts in db.execute(query):
        for (name, decoder), text in zip(decoders.items(), texts, strict=True):
            try:
                if text is not None:
                    decoder.decode(text)
            except (msgspec.DecodeError, UnicodeError):
                yield f"Event {identity} holds a {name} that cannot be read."
        try:
            meant = day_of(time, zone)
        except (ValueError, IndexError):
            yield f"Event {identity} has no readable time ({time} {zone})."
        else:
            if meant != day:
                yield f"Event {identity} says study day {day}, but its time is of {meant}."
