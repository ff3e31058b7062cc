"""The store: an append-only log of events in SQLite, with the memory that is folded from it.

An event and the memory that follows from it are written in one durable transaction (WAL, synchronous=FULL),
and the memory is computed inside that transaction from the stored one, so no event can be without its memory,
also with two programs at once on one file. The open problem (`Pending`) lies beside the log until it is
answered.

The hot path is plain sqlite3; sqlite-utils is imported only to make a file or bring it up to date. Every
fault of the file is a QuizgenError of one sentence, and a file that is not ours, damaged or newer is never
written to.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.practice.day import day_of, stamp, study_day, zone_text
from quizgen.practice.event import Event, next_id
from quizgen.practice.memory import DEFAULTS, Memory, Parameters, fold, in_force, parameters_in_force, step

APPLICATION_ID = 0x51474531
"""'QGE1' in the file's header: this is a quizgen log."""
SCHEMA = 2
"""Number of migrations in `schema.py`; `PRAGMA user_version` of a current file."""

_MAGIC = b"SQLite format 3\0"
_JSON = ("response", "data")
_COLUMNS = Event.__struct_fields__
_FOLDED = ("type", "id", "time", "day", "target", "skill", "level", "levels", "rating", "data")
_INSERT = f"insert into event ({', '.join(_COLUMNS)}) values ({', '.join('?' * len(_COLUMNS))})"
_FIELDS = Memory.__struct_fields__
_REMEMBER = f"insert or replace into memory ({', '.join(_FIELDS)}) values ({', '.join('?' * len(_FIELDS))})"


class Pending(Struct, frozen=True):
    """The open problem: asked, and not yet done with."""

    skill: str
    level: int
    levels: int
    seed: int
    version: int
    problem: str
    """JSON."""
    reason: str
    hints: int = 0
    tries: int = 0
    draft: dict[str, str] = {}
    review: str | None = None
    """The event of the first try, when that was wrong."""
    started: str = ""
    """UTC."""


class Recorded(Struct, frozen=True):
    """An event as it was written, with the memory of its skill before and after."""

    event: Event
    before: Memory | None
    after: Memory | None
    """None where undo took back the only event of the skill, or the event has no skill."""
    pending: Pending | None
    """The open problem, if one was handed in; knows its review now."""


class Log:
    """An open database. Methods may be called from any thread; they exclude one another."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Use `Log.open`."""
        self.path = path
        self._db = connection
        self._lock = threading.RLock()
        self._version = -1
        self._parameters = DEFAULTS
        self.device: str = connection.execute("select id from device order by rowid limit 1").fetchone()[0]

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: datetime,
        entropy: Callable[[int], bytes] = os.urandom,
        timeout: float = 5.0,
    ) -> Log:
        """Open the database, made or brought up to date where needed.

        `timeout`: seconds to wait for another program's lock. Raises QuizgenError for a file that is not a
        quizgen log, is damaged, newer, read-only or locked; such a file is not written to.
        """
        _refuse_foreign(path)
        with _speaking(path):
            connection = _connect(path, timeout)
            try:
                _bring_up_to_date(connection, path, entropy(8).hex(), stamp(now))
                return cls(connection, path)
            except BaseException:
                connection.close()
                raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    # -- writing ---------------------------------------------------------------------------------------------

    def record(self, event: Event, moment: datetime, pending: Pending | Literal["keep"] | None = "keep") -> Recorded:
        """Append an event of an aware local time, with the memory that follows, durably, in one transaction.

        `pending` is the open problem from then on; one with a try behind it is tied to the review recorded
        here. Raises QuizgenError when an undo or override has no event to speak of, or the file cannot be
        written; nothing is written then.
        """
        with self._transaction() as db:
            whole = self._addressed(event, moment)
            before = self._memory(whole.skill)
            db.execute(_INSERT, _row(whole))
            after = self._follow(whole, before)
            if pending == "keep":
                return Recorded(whole, before, after, None)
            if pending is not None and pending.tries and pending.review is None:
                pending = msgspec.structs.replace(pending, review=whole.id)
            self._put_pending(pending)
            return Recorded(whole, before, after, pending)

    def begin(self, pending: Pending) -> None:
        """Make this the open problem, and count it as a variant of its skill."""
        with self._transaction() as db:
            self._put_pending(pending)
            db.execute(
                "insert into variant values (?, 1) on conflict (skill) do update set count = count + 1",
                (pending.skill,),
            )

    def keep(self, pending: Pending | None) -> None:
        """Replace the open problem (more hints, another draft), or leave none."""
        with self._transaction():
            self._put_pending(pending)

    def rebuild(self) -> list[str]:
        """Fold the whole log again and store the memory. Returns the skills whose stored memory was
        different."""
        with self._transaction():
            return self._refold()

    # -- reading ---------------------------------------------------------------------------------------------

    def events(self) -> Iterator[Event]:
        """All events, in order, whole."""
        with self._reading() as db:
            rows = db.execute(f"select {', '.join(_COLUMNS)} from event order by id").fetchall()
        return (_event(_COLUMNS, row) for row in rows)

    def memories(self) -> dict[str, Memory]:
        """What is remembered, by skill."""
        with self._reading() as db:
            rows = db.execute(f"select {', '.join(_FIELDS)} from memory order by skill").fetchall()
        return {row[0]: _remembered(row) for row in rows}

    def pending(self) -> Pending | None:
        """The open problem, if there is one."""
        fields = Pending.__struct_fields__
        with self._reading() as db:
            row = db.execute(f"select {', '.join(fields)} from pending").fetchone()
        if row is None:
            return None
        values = dict(zip(fields, row, strict=True))
        return Pending(**{**values, "draft": msgspec.json.decode(values["draft"], type=dict[str, str])})

    def parameters(self) -> Parameters:
        """The parameters that the memory is computed with."""
        with self._reading():
            return self._parameters_now()

    def fresh_seed(self, skill: str) -> int:
        """The seed of the next problem of a skill, below 2^31: fixed by device, skill and how many problems
        of it were begun here, and never one that the log already holds for this skill."""
        with self._reading() as db:
            used = {seed for (seed,) in db.execute("select seed from event where skill = ?", (skill,))}
            row = db.execute("select count from variant where skill = ?", (skill,)).fetchone()
        count = row[0] if row else 0
        while (seed := _seed(self.device, skill, count)) in used:
            count += 1
        return seed

    def answers(self, day: int) -> int:
        """How many problems were answered on a study day."""
        with self._reading() as db:
            return int(db.execute("select count(*) from event where type = 'review' and day = ?", (day,)).fetchone()[0])

    def study_days(self) -> Iterator[int]:
        """The study days with at least one answer, latest first."""
        query = "select max(day) from event where type = 'review' and day < ?"
        day: int | None = 1 << 40
        while True:
            with self._reading() as db:
                day = db.execute(query, (day,)).fetchone()[0]
            if day is None:
                return
            yield day

    def check(self) -> list[str]:
        """What is wrong with the file, a sentence each; an empty list when all is well.

        SQLite's own checks, JSON, the study day of each event, and that folding the log gives the stored
        memory.
        """
        with self._reading() as db:
            found = [f"SQLite reports: {row[0]}." for row in db.execute("pragma integrity_check") if row[0] != "ok"]
            found += [f"An entry of table {row[0]} points nowhere." for row in db.execute("pragma foreign_key_check")]
            for identity, time, zone, day in db.execute("select id, time, zone, day from event"):
                if day_of(time, zone) != day:
                    found.append(f"Event {identity} says study day {day}, but its time is of {day_of(time, zone)}.")
            differing = _differing(self.memories(), fold(self._history(), None))
            found += [f"The memory of {skill} is not what the log says: rebuild it." for skill in differing]
        return found

    # -- inside a transaction --------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _speaking(self.path):
            self._db.execute("begin immediate")
            try:
                yield self._db
                self._db.execute("commit")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("rollback")
                self._version = -1  # parameters may have been read from what is now undone
                raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _speaking(self.path):
            yield self._db

    def _addressed(self, event: Event, moment: datetime) -> Event:
        last = self._db.execute("select max(id) from event").fetchone()[0]
        milliseconds = int(moment.timestamp() * 1000)
        return msgspec.structs.replace(
            event,
            id=next_id(milliseconds, self.device, last),
            device=self.device,
            time=stamp(moment),
            zone=zone_text(moment),
            day=study_day(moment),
            skill=event.skill if event.target is None else self._skill_of(event),
        )

    def _skill_of(self, event: Event) -> str | None:
        row = self._db.execute("select type, skill from event where id = ?", (event.target,)).fetchone()
        if row is None:
            raise QuizgenError(f"there is no event {event.target} in {self.path} to {_VERBS[event.type]}")
        if event.type == "override" and row[0] != "review":
            raise QuizgenError(f"event {event.target} is no answer ({row[0]}): only an answer can be overruled")
        return row[1]

    def _follow(self, event: Event, before: Memory | None) -> Memory | None:
        if event.skill is None:
            self._refold()
            return None
        if event.target is None:
            after: Memory | None = step(before, event, self._parameters_now())
        else:
            after = fold(self._history(event.skill), self._parameters_now()).get(event.skill)
        self._remember(event.skill, after)
        return after

    def _refold(self) -> list[str]:
        self._version = -1
        stored, folded = self.memories(), fold(self._history(), self._parameters_now())
        for skill in {**stored, **folded}:
            self._remember(skill, folded.get(skill))
        return _differing(stored, folded)

    def _history(self, skill: str | None = None) -> Iterator[Event]:
        query = f"select {', '.join(_FOLDED)} from event"
        if skill is None:
            rows = self._db.execute(query + " order by id")
        else:
            rows = self._db.execute(query + " where skill = ? order by id", (skill,))
        return (_event(_FOLDED, row) for row in rows)

    def _memory(self, skill: str | None) -> Memory | None:
        row = self._db.execute(f"select {', '.join(_FIELDS)} from memory where skill = ?", (skill,)).fetchone()
        return _remembered(row) if row else None

    def _remember(self, skill: str, memory: Memory | None) -> None:
        if memory is None:
            self._db.execute("delete from memory where skill = ?", (skill,))
        else:
            self._db.execute(_REMEMBER, msgspec.structs.astuple(memory))

    def _put_pending(self, pending: Pending | None) -> None:
        if pending is None:
            self._db.execute("delete from pending where one = 1")  # a plain delete writes the page anyway
            return
        names = Pending.__struct_fields__
        values = {**msgspec.structs.asdict(pending), "draft": _encoded(pending.draft)}
        marks = ", ".join("?" * len(names))
        self._db.execute(
            f"insert or replace into pending (one, {', '.join(names)}) values (1, {marks})",
            [values[name] for name in names],
        )

    def _parameters_now(self) -> Parameters:
        # data_version moves when another connection has written; our own settings events refold and reset.
        version = self._db.execute("pragma data_version").fetchone()[0]
        if version != self._version:
            query = f"select {', '.join(_FOLDED)} from event where type <> 'review' and type in (?, ?, ?)"
            rows = self._db.execute(query, ("settings", "fit", "undo")).fetchall()
            self._parameters = parameters_in_force(in_force(_event(_FOLDED, row) for row in rows))
            self._version = version
        return self._parameters


_VERBS = {"undo": "undo", "override": "overrule"}


def _refuse_foreign(path: Path) -> None:
    """Raise QuizgenError unless the file is missing, empty or carries our mark. Reads 100 bytes, opens no
    database."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise QuizgenError(f"{path} cannot be read: {os.strerror(error.errno or 0)}; give another --db") from None
    if not header:
        return
    if not header.startswith(_MAGIC):
        raise QuizgenError(
            f"{path} is not a quizgen database (it is not SQLite); it was left as it is, give another --db"
        )
    mark = int.from_bytes(header[68:72], "big")
    if mark != APPLICATION_ID:
        raise QuizgenError(
            f"{path} is a SQLite database of another program, not of quizgen; it was left as it is, give another --db"
        )


def _connect(path: Path, timeout: float) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < (3, 37):
        raise QuizgenError(f"quizgen needs SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}")
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False)
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, device: str, now: str) -> None:
    version = _schema_version(connection, path)
    if version < SCHEMA:
        # First in the rollback journal, so that the mark is in the file's own header from the start.
        connection.execute("begin immediate")
        try:
            if _schema_version(connection, path) < SCHEMA:  # another program may have been first
                from quizgen.practice.schema import migrate

                migrate(connection, device, now)
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise
    if connection.execute("pragma journal_mode = wal").fetchone()[0] != "wal":
        raise QuizgenError(f"{path} lies on a disk without write-ahead logging; give another --db")


def _schema_version(connection: sqlite3.Connection, path: Path) -> int:
    version: int = connection.execute("pragma user_version").fetchone()[0]
    if version > SCHEMA:
        raise QuizgenError(
            f"{path} was written by a newer quizgen (schema {version}, this one knows {SCHEMA}): update quizgen"
        )
    return version


@contextmanager
def _speaking(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into a sentence for the learner."""
    try:
        yield
    except OSError as error:
        raise QuizgenError(f"{path} cannot be written: {os.strerror(error.errno or 0)}; give another --db") from None
    except sqlite3.IntegrityError:
        raise  # a fault of ours, not of the file: the CHECKs of the schema refused an event
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        raise QuizgenError(_sentence(path, name, error)) from error


def _sentence(path: Path, name: str, error: Exception) -> str:
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{path} is locked by another program; close that program and try again"
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return f"{path} cannot be written: check the permissions of file and folder, or give another --db"
    if name.startswith("SQLITE_FULL"):
        return f"the disk of {path} is full: the last answer was not saved"
    if name.startswith("SQLITE_IOERR"):
        return f"the disk of {path} cannot be read or written ({error}): the last answer was not saved"
    return f"{path} is damaged ({error}): move it away and restore a backup, or give another --db"


def _seed(device: str, skill: str, count: int) -> int:
    return int.from_bytes(sha256(f"{device}/{skill}/{count}".encode()).digest()[:4], "big") >> 1


def _row(event: Event) -> list[Any]:
    values = msgspec.structs.asdict(event)
    for name in _JSON:
        if values[name] is not None:
            values[name] = _encoded(values[name])
    return [values[name] for name in _COLUMNS]


def _event(columns: tuple[str, ...], row: tuple[Any, ...]) -> Event:
    values = dict(zip(columns, row, strict=True))
    for name in _JSON:
        if values.get(name) is not None:
            values[name] = msgspec.json.decode(values[name])
    return Event(**values)


def _remembered(row: tuple[Any, ...]) -> Memory:
    return Memory(**{**dict(zip(_FIELDS, row, strict=True)), "suspended": bool(row[-1])})


def _encoded(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _differing(stored: dict[str, Memory], folded: dict[str, Memory]) -> list[str]:
    return [skill for skill in sorted({*stored, *folded}) if stored.get(skill) != folded.get(skill)]


def utc_now() -> datetime:
    """Now in UTC, for opening a log where no learner's clock is at hand."""
    return datetime.now(UTC)
