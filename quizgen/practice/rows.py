"""Events and memories as rows of the database, and back."""

from __future__ import annotations

from typing import Any

import msgspec

from quizgen.practice.event import Event
from quizgen.practice.memory import Memory

COLUMNS = Event.__struct_fields__
INSERT = f"insert into event ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"
FIELDS = Memory.__struct_fields__
_SUSPENDED = FIELDS.index("suspended")
REMEMBER = f"insert or replace into memory ({', '.join(FIELDS)}) values ({', '.join('?' * len(FIELDS))})"

_JSON = ("response", "data")
_AT = tuple(COLUMNS.index(name) for name in _JSON)


def row_of(event: Event) -> list[Any]:
    """The values of COLUMNS."""
    values = list(msgspec.structs.astuple(event))
    for at in _AT:
        if values[at] is not None:
            values[at] = encoded(values[at])
    return values


def event_of(columns: tuple[str, ...], row: tuple[Any, ...]) -> Event:
    """The event of some of its columns."""
    values = dict(zip(columns, row, strict=True))
    for name in _JSON:
        if values.get(name) is not None:
            values[name] = msgspec.json.decode(values[name])
    return Event(**values)


def memory_of(row: tuple[Any, ...]) -> Memory:
    """The memory of a row of FIELDS."""
    values = list(row)
    values[_SUSPENDED] = bool(values[_SUSPENDED])
    return Memory(*values)


def encoded(value: object) -> str:
    """JSON that is the same for the same value."""
    return msgspec.json.encode(value, order="deterministic").decode()
