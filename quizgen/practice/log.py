"""The log: an append-only table of events in SQLite, with the memory that is folded from it.

An event and the memory that follows from it are written in one durable transaction (WAL, synchronous=FULL),
and the memory is computed inside that transaction from the stored one, so no event can be without its memory,
also with two programs at once on one file. The open problem (`Pending`) lies beside the log until it is
answered.

Every fault of the file is a QuizgenError of one sentence (`quizgen.practice.store`).
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.practice import store
from quizgen.practice.day import stamp, study_day, zone_text
from quizgen.practice.event import Event, next_id, rulings
from quizgen.practice.memory import (
    DEFAULTS,
    RULES,
    Memory,
    Parameters,
    changes,
    in_force,
    parameters_in_force,
    remembered,
    suspensions,
)
from quizgen.practice.rows import COLUMNS, FIELDS, INSERT, REMEMBER, encoded, event_of, memory_of, row_of

_READ = "skill, day, time, rating, level, levels"
"""What the fold reads of a review: the columns of the index event_review."""
_RULED = ("type", "id", "target", "skill", "rating", "data")
"""What the fold reads of every other event."""


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
    changed: Mapping[str, Memory | None] = {}
    """Every memory that is another now, by skill; None where nothing is remembered any more."""


class Log:
    """An open database. Methods may be called from any thread; they exclude one another."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Use `Log.open`."""
        self.path = path
        self._db = connection
        self._lock = threading.RLock()
        self._version = self._seen = -1
        self._parameters = DEFAULTS
        self._last: str | None = None
        """The largest id in the file, as long as only we write."""
        with store.speaking(path):
            self.device: str = connection.execute("select id from device order by rowid desc limit 1").fetchone()[0]
            if connection.execute("select rules from folded").fetchone() != (RULES,):
                self.rebuild()

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
        connection = store.opened(path, now=now, entropy=entropy, timeout=timeout)
        try:
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
        with self.transaction() as db:
            parameters = self._parameters_now()
            whole = self._addressed(event, moment)
            before = self._memory(whole.skill)
            db.execute(INSERT, row_of(whole))
            self._last = whole.id
            changed = self._follow(whole, before, parameters)
            after = changed.get(whole.skill, before) if whole.skill else None
            if pending == "keep":
                if whole.type == "undo":
                    self.settle_pending()
                return Recorded(whole, before, after, None, changed)
            if pending is not None and pending.tries and pending.review is None:
                pending = msgspec.structs.replace(pending, review=whole.id)
            self._put_pending(pending)
            return Recorded(whole, before, after, pending, changed)

    def begin(self, pending: Pending) -> None:
        """Make this the open problem, and count it as a variant of its skill."""
        with self.transaction() as db:
            self._put_pending(pending)
            db.execute(
                "insert into variant values (?, 1) on conflict (skill) do update set count = count + 1",
                (pending.skill,),
            )

    def keep(self, pending: Pending | None) -> None:
        """Replace the open problem (more hints, another draft), or leave none."""
        with self.transaction():
            self._put_pending(pending)

    def rebuild(self) -> list[str]:
        """Fold the whole log again and store the memory. Returns the skills whose stored memory was
        different."""
        with self.transaction():
            return self.refold()

    # -- reading ---------------------------------------------------------------------------------------------

    def events(self) -> Iterator[Event]:
        """All events, in order, whole."""
        query, last = f"select {', '.join(COLUMNS)} from event where id > ? order by id limit 1000", ""
        while True:
            with self.reading() as db:
                rows = db.execute(query, (last,)).fetchall()
            yield from (event_of(COLUMNS, row) for row in rows)
            if not rows:
                return
            last = rows[-1][COLUMNS.index("id")]

    def rulings(self) -> tuple[set[str], dict[str, int]]:
        """The ids of all events that are taken back, and the last ratings of overruled reviews."""
        with self.reading():
            return rulings(self._others())

    def rating(self, review: str | None) -> int | None:
        """The rating of a review in force, with the last word on it; None where there is no such review."""
        with self.reading() as db:
            row = db.execute("select skill, rating from event where id = ? and type = 'review'", (review,)).fetchone()
            if row is None:
                return None
            undone, ratings = rulings(self._others(row[0]))
        return None if review in undone else ratings.get(review or "", row[1])

    def newest(self) -> str:
        """Id of the newest event, empty in an empty log: a new one is always larger."""
        found: str | None = self._db.execute("select max(id) from event").fetchone()[0]
        return found or ""

    def memories(self) -> dict[str, Memory]:
        """What is remembered, by skill."""
        with self.reading():
            self._seen = self._data_version()
            return self._stored()

    def due(self, day: int, limit: int) -> list[Memory]:
        """Skills to be asked on a study day or before, at most so many, the longest due first. As quick for a
        million skills as for ten."""
        query = (
            f"select {', '.join(FIELDS)} from memory where suspended = 0 and reps > 0 and due <= ? "
            "order by due, skill limit ?"
        )
        with self.reading() as db:
            return [memory_of(row) for row in db.execute(query, (day, limit)).fetchall()]

    def moved(self) -> bool:
        """True when another program has written since `memories` was last called."""
        with self.reading():
            return self._data_version() != self._seen

    def pending(self) -> Pending | None:
        """The open problem, if there is one."""
        fields = Pending.__struct_fields__
        with self.reading() as db:
            row = db.execute(f"select {', '.join(fields)} from pending").fetchone()
        if row is None:
            return None
        values = dict(zip(fields, row, strict=True))
        return Pending(**{**values, "draft": msgspec.json.decode(values["draft"], type=dict[str, str])})

    def parameters(self) -> Parameters:
        """The parameters that the memory is computed with."""
        with self.reading():
            return self._parameters_now()

    def fresh_seed(self, skill: str) -> int:
        """The seed of the next problem of a skill, below 2^31: fixed by device, skill and how many problems
        of it were begun here, and never one that the log already holds for this skill."""
        with self.reading() as db:
            answered = db.execute("select seed from event where type = 'review' and skill = ?", (skill,))
            used = {seed for (seed,) in answered}
            row = db.execute("select count from variant where skill = ?", (skill,)).fetchone()
        count = row[0] if row else 0
        while (seed := _seed(self.device, skill, count)) in used:
            count += 1
        return seed

    def answers(self, day: int) -> int:
        """How many problems were answered on a study day."""
        with self.reading() as db:
            return int(db.execute("select count(*) from event where type = 'review' and day = ?", (day,)).fetchone()[0])

    def study_days(self) -> Iterator[int]:
        """The study days with at least one answer, latest first."""
        query = "select max(day) from event where type = 'review' and day < ?"
        day: int | None = 1 << 40
        while True:
            with self.reading() as db:
                day = db.execute(query, (day,)).fetchone()[0]
            if day is None:
                return
            yield day

    def check(self) -> list[str]:
        """What is wrong with the file, a sentence each; an empty list when all is well
        (`quizgen.practice.check`)."""
        from quizgen.practice.check import faults

        return faults(self)

    def differing(self) -> list[str]:
        """The skills whose stored memory is not what the log says."""
        with self.reading() as db:
            db.execute("begin")  # one and the same state of the file for both
            try:
                return _differing(self._stored(), self._folded(self._parameters_afresh()))
            finally:
                db.execute("rollback")

    # -- for the modules beside this one ---------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection, within a transaction: all or nothing, and no other writer meanwhile."""
        with self._lock, store.speaking(self.path):
            try:
                with store.transaction(self._db):
                    yield self._db
            except BaseException:
                self._version = -1  # parameters and last id may be of what is now undone
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for reading."""
        with self._lock, store.speaking(self.path):
            yield self._db

    def refold(self) -> list[str]:
        """Within a transaction: fold the whole log again and store what differs. Returns the skills that
        did."""
        self._version = -1
        stored, folded = self._stored(), self._folded(self._parameters_now())
        differing = _differing(stored, folded)
        for skill in differing:
            self._remember(skill, folded.get(skill))
        self._db.execute("insert or replace into folded values (1, ?)", (RULES,))
        return differing

    def settle_pending(self) -> None:
        """Within a transaction: where the first try of the open problem was taken back, it was never tried."""
        pending = self.pending()
        if pending is not None and pending.review in rulings(self._others(pending.skill))[0]:
            self._put_pending(msgspec.structs.replace(pending, tries=0, review=None))

    # -- inside a transaction --------------------------------------------------------------------------------

    def _addressed(self, event: Event, moment: datetime) -> Event:
        last = self._last or self._db.execute("select max(id) from event").fetchone()[0]
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
        if event.type == "override":
            if row[0] != "review":
                raise QuizgenError(f"event {event.target} is no answer ({row[0]}): only an answer can be overruled")
            if event.target in rulings(self._others(row[1]))[0]:
                raise QuizgenError("that answer was taken back meanwhile: go on to the next problem")
        return row[1]

    def _follow(self, event: Event, before: Memory | None, parameters: Parameters) -> dict[str, Memory | None]:
        """Store the memories that are other ones because of a new event; `before` and `parameters` held until
        it."""
        if event.skill is None:
            self._version = -1
            differ = self.refold() if self._parameters_now() != parameters else []
            return {skill: self._memory(skill) for skill in differ}
        changed: dict[str, Memory | None] = {}
        if event.target is None:
            changed.update(changes(_Stored(self, event.skill, before), event, parameters))
        else:  # what came before has changed: the skill's own story is told again
            changed[event.skill] = self._folded(parameters, event.skill).get(event.skill)
        for skill, memory in changed.items():
            self._remember(skill, memory)
        return changed

    def _folded(self, parameters: Parameters, skill: str | None = None) -> dict[str, Memory]:
        """The memory of every skill, or of one, folded from the log."""
        others = self._others(skill)
        undone, ratings = rulings(others)
        where, which = ("", ()) if skill is None else ("and skill = ?", (skill,))
        asked = f"from event where type = 'review' {where} order by skill, id"
        reviews: Iterable[tuple[str, int, str, int, int, int]]
        if undone or ratings:
            reviews = (
                (name, day, time, ratings.get(identity, rating), level, levels)
                for identity, name, day, time, rating, level, levels in self._db.execute(
                    f"select id, {_READ} {asked}", which
                )
                if identity not in undone
            )
        else:
            reviews = self._db.execute(f"select {_READ} {asked}", which)
        return remembered(reviews, suspensions(e for e in others if e.id not in undone), parameters)

    def _others(self, skill: str | None = None) -> list[Event]:
        """The events that are no reviews, in order: all, or those of a skill."""
        where, which = ("", ()) if skill is None else ("and skill = ?", (skill,))
        query = f"select {', '.join(_RULED)} from event where type <> 'review' {where}"
        rows = self._db.execute(query, which).fetchall()
        return sorted((event_of(_RULED, row) for row in rows), key=lambda event: event.id)

    def _stored(self) -> dict[str, Memory]:
        rows = self._db.execute(f"select {', '.join(FIELDS)} from memory order by skill").fetchall()
        return {row[0]: memory_of(row) for row in rows}

    def _memory(self, skill: str | None) -> Memory | None:
        row = self._db.execute(f"select {', '.join(FIELDS)} from memory where skill = ?", (skill,)).fetchone()
        return memory_of(row) if row else None

    def _remember(self, skill: str, memory: Memory | None) -> None:
        if memory is None:
            self._db.execute("delete from memory where skill = ?", (skill,))
        else:
            self._db.execute(REMEMBER, msgspec.structs.astuple(memory))

    def _put_pending(self, pending: Pending | None) -> None:
        if pending is None:
            self._db.execute("delete from pending where one = 1")  # a plain delete writes the page anyway
            return
        names = Pending.__struct_fields__
        values: dict[str, Any] = {**msgspec.structs.asdict(pending), "draft": encoded(pending.draft)}
        marks = ", ".join("?" * len(names))
        self._db.execute(
            f"insert or replace into pending (one, {', '.join(names)}) values (1, {marks})",
            [values[name] for name in names],
        )

    def _parameters_now(self) -> Parameters:
        # data_version moves when another connection has written; what we write ourselves resets _version.
        version = self._data_version()
        if version != self._version:
            self._last = None
            self._parameters = self._parameters_afresh()
            self._version = version
        return self._parameters

    def _parameters_afresh(self) -> Parameters:
        query = f"select {', '.join(_RULED)} from event where type <> 'review' and skill is null"
        return parameters_in_force(in_force(event_of(_RULED, row) for row in self._db.execute(query).fetchall()))

    def _data_version(self) -> int:
        version: int = self._db.execute("pragma data_version").fetchone()[0]
        return version


class _Stored(Mapping[str, Memory]):
    """The memories as they lie in the database, read one by one as they are asked for."""

    def __init__(self, log: Log, skill: str, memory: Memory | None) -> None:
        self._log, self._known = log, {skill: memory}

    def __getitem__(self, skill: str) -> Memory:
        memory = self._known[skill] if skill in self._known else self._log._memory(skill)
        if memory is None:
            raise KeyError(skill)
        return memory

    def __iter__(self) -> Iterator[str]:
        return iter(self._log._stored())

    def __len__(self) -> int:
        return len(self._log._stored())


_VERBS = {"undo": "undo", "override": "overrule"}


def _seed(device: str, skill: str, count: int) -> int:
    return int.from_bytes(sha256(f"{device}/{skill}/{count}".encode()).digest()[:4], "big") >> 1


def _differing(stored: dict[str, Memory], folded: dict[str, Memory]) -> list[str]:
    return [skill for skill in sorted({*stored, *folded}) if stored.get(skill) != folded.get(skill)]
