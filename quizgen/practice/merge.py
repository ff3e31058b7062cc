"""Merging: the union of two logs, then the fold. In any order, any number of times, with one result.

Nothing is decided while merging, so nothing is lost: an event is in the result if it is in either log, and what
the events come to is for the fold to say. Events that speak of one that is not there (a file of the folder has not
arrived yet) are held back until it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.practice import store
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.rows import COLUMNS, row_of

_ALL = ", ".join(COLUMNS)
_SAME = ", ".join(f"i.{name}" for name in COLUMNS), ", ".join(f"e.{name}" for name in COLUMNS)


class Merged(Struct, frozen=True):
    """What a merge came to."""

    new: int
    """Events that this log did not have."""
    held: int = 0
    """Events held back, because one that they speak of is not there."""
    changed: tuple[str, ...] = ()
    """Skills whose memory is another now."""


def merge_file(log: Log, other: Path, before: Callable[[], object] = lambda: None) -> Merged:
    """Take in all events of another database, which is only read. `before` is called before anything is written
    (for a backup), if anything will be.

    Raises QuizgenError for a file that is no quizgen log, damaged or newer; nothing is changed then.
    """
    if other.exists() and log.path.exists() and other.samefile(log.path):
        raise QuizgenError(f"{other} is this very log: give the database of another machine")
    with store.reading(other) as theirs:
        if store.schema_version(theirs, other) < store.OLDEST_MERGED:
            raise QuizgenError(f"{other} was never finished: open it once with quizgen stats --db {other}")
        if (said := theirs.execute("pragma quick_check").fetchone()[0]) != "ok":
            raise QuizgenError(f"{other} is damaged ({said}); nothing was changed")
    with log.reading() as db:
        db.execute("attach ? as other", (store.read_only(other),))
        try:
            db.execute(f"create temp view incoming as select {_ALL} from other.event")
            try:
                return _merge(log, db, before, tolerant=False)
            finally:
                db.execute("drop view incoming")
        finally:
            db.execute("detach other")


def merge_events(
    log: Log,
    events: Iterable[tuple[str, Event]],
    before: Callable[[], object] = lambda: None,
    *,
    tolerant: bool = False,
) -> Merged:
    """Take in events, each with the words that name where it stands ("log.jsonl, line 7").

    Raises QuizgenError for one that cannot be, by those words, and for one that speaks of an event that is not
    there, unless `tolerant`; nothing is changed then.
    """
    with _incoming(log) as db:
        _fill(db, events)
        return _merge(log, db, before, tolerant=tolerant)


def _fill(db: sqlite3.Connection, events: Iterable[tuple[str, Event]]) -> None:
    add = f"insert into incoming ({_ALL}) values ({', '.join('?' * len(COLUMNS))}) on conflict (id) do nothing"
    there = f"select {_ALL} from incoming where id = ?"
    for where, event in events:
        row = row_of(event)
        try:
            if db.execute(add, row).rowcount == 0 and list(db.execute(there, (event.id,)).fetchone()) != row:
                raise QuizgenError(f"{where}: there is another event with the id {event.id}; nothing was changed")
        except sqlite3.IntegrityError as error:
            raise QuizgenError(f"{where}: this is no event ({_plain(error)}); nothing was changed") from None


@contextmanager
def _incoming(log: Log) -> Iterator[sqlite3.Connection]:
    """The connection with an empty temporary table `incoming`, which refuses what the log would refuse."""
    with log.reading() as db:
        (sql,) = db.execute("select sql from main.sqlite_master where name = 'event'").fetchone()
        body = sql.partition("(")[2].replace("references event (id)", "")
        db.execute(f"create temp table incoming ({body}")
        try:
            yield db
        finally:
            with suppress(sqlite3.Error):
                db.execute("drop table incoming")


def _merge(log: Log, db: sqlite3.Connection, before: Callable[[], object], *, tolerant: bool) -> Merged:
    if not _news(db):
        _refuse_doubles(db)
        return Merged(0, 0)
    before()
    with log.transaction(), _plainly():
        _refuse_doubles(db)
        held = _held(db)
        if held and not tolerant:
            raise QuizgenError(f"event {held[0]} speaks of an event that is not there; nothing was changed")
        db.execute("create temp table held (id text primary key) without rowid")
        try:
            db.executemany("insert into held values (?)", ((identity,) for identity in held))
            new = db.execute(
                f"insert into main.event ({_ALL}) select {_ALL} from incoming "
                "where id not in (select id from main.event) and id not in (select id from held) order by id"
            ).rowcount
        finally:
            db.execute("drop table held")
        _refuse_misdirected(db)
        changed = log.refold() if new else []
        log.settle_pending()
    return Merged(new, len(held), tuple(changed))


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise QuizgenError(f"the other log holds what is no event ({_plain(error)}); nothing was changed") from None


def _news(db: sqlite3.Connection) -> bool:
    query = "select 1 from incoming where id not in (select id from main.event) limit 1"
    return db.execute(query).fetchone() is not None


def _refuse_doubles(db: sqlite3.Connection) -> None:
    """Two events of one id: a file was written by hand, or two machines took themselves for one."""
    query = (
        f"select i.id from incoming i join main.event e on e.id = i.id where ({_SAME[0]}) is not ({_SAME[1]}) limit 1"
    )
    row = db.execute(query).fetchone()
    if row is not None:
        raise QuizgenError(f"the logs hold two different events with the id {row[0]}; nothing was changed")


def _held(db: sqlite3.Connection) -> list[str]:
    """The incoming events that speak, directly or through others, of an event that is nowhere."""
    query = """
        with recursive held (id) as (
            select id from incoming where target is not null
                and target not in (select id from incoming) and target not in (select id from main.event)
            union
            select i.id from incoming i join held on i.target = held.id
        )
        select id from held where id not in (select id from main.event) order by id
    """
    return [identity for (identity,) in db.execute(query)]


def _refuse_misdirected(db: sqlite3.Connection) -> None:
    """An override speaks of an answer, and every event that speaks of another is of the same skill."""
    query = """
        select e.id from incoming i join main.event e on e.id = i.id join main.event t on t.id = e.target
        where i.target is not null
            and (e.skill is not t.skill or (e.type = 'override' and t.type <> 'review')) limit 1
    """
    row = db.execute(query).fetchone()
    if row is not None:
        raise QuizgenError(f"event {row[0]} speaks of an event that it cannot speak of; nothing was changed")


def _plain(error: sqlite3.IntegrityError) -> str:
    """SQLite's words on one line."""
    return " ".join(str(error).split())[:120]
