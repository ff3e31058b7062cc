"""Taking back, as far as the log goes, and bringing back: both are events, so they work after a restart too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from quizgen.practice.day import calendar
from quizgen.practice.event import NAMES, Event
from quizgen.practice.log import Log, Recorded
from quizgen.practice.rows import COLUMNS, event_of


def undo(log: Log, moment: datetime, *, answers: bool = False) -> tuple[Event, Recorded] | None:
    """Take back the last event in force: an answer, an overruling, a suspension, a setting; with `answers` the last
    answer or overruling. Returns it and what was written; None when nothing is left to take back."""
    undone, _ = log.rulings()
    which = "type in ('review', 'override')" if answers else "type <> 'undo'"
    target = next((event for event in _latest(log, which) if event.id not in undone), None)
    return None if target is None else (target, log.record(Event("undo", target=target.id), moment))


def redo(log: Log, moment: datetime) -> tuple[Event, Recorded] | None:
    """Bring back what was taken back last, unless something was done since. Returns it and what was written."""
    undone, _ = log.rulings()
    last = next((event for event in _latest(log, "type <> 'undo'") if event.id not in undone), None)
    taken = next((event for event in _latest(log, "type = 'undo'") if _takes_back(log, event, undone)), None)
    if taken is None or (last is not None and last.id > taken.id):
        return None
    target = found(log, taken.target)
    return None if target is None else (target, log.record(Event("undo", target=taken.id), moment))


def told(event: Event) -> str:
    """An event in a few words: "la-inverse, level 2, answered on 2026-11-21: again"."""
    day, rating = calendar(event.day), NAMES.get(event.rating or 0, "")
    words = {
        "review": f"{event.skill}, level {event.level}, answered on {day}: {rating}",
        "override": f"{event.skill}, overruled on {day}: {rating}",
        "suspend": f"{event.skill}, suspended on {day}",
        "unsuspend": f"{event.skill}, taken up again on {day}",
        "settings": f"settings of {day}: " + ", ".join(f"{k} = {v}" for k, v in (event.data or {}).items()),
        "exam": f"exam date, set on {day}",
        "fit": f"memory parameters fitted on {day}",
    }
    return words.get(event.type, event.type)


def _takes_back(log: Log, event: Event, undone: set[str]) -> bool:
    """True for an undo in force of something that is no undo itself."""
    target = found(log, event.target) if event.id not in undone else None
    return target is not None and target.type != "undo"


def _latest(log: Log, which: str) -> Iterator[Event]:
    """The events of a kind, the latest first, a few at a time."""
    last = "g"  # after every id
    while True:
        query = f"select {', '.join(COLUMNS)} from event where {which} and id < ? order by id desc limit 50"
        with log.reading() as db:
            rows = db.execute(query, (last,)).fetchall()
        yield from (event_of(COLUMNS, row) for row in rows)
        if not rows:
            return
        last = rows[-1][COLUMNS.index("id")]


def found(log: Log, identity: str | None) -> Event | None:
    """The event with this id, whole; None where there is none."""
    with log.reading() as db:
        row = db.execute(f"select {', '.join(COLUMNS)} from event where id = ?", (identity,)).fetchone()
    return event_of(COLUMNS, row) if row else None
