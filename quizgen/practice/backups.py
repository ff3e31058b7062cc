"""Backups: copies of the database in a folder beside it, by SQLite's own backup API.

One is made every study day that something is practised, and one before every migration, merge and restore. All of
the last two days are kept; before that the latest of each day for 7 days, of each week for 4 weeks, of each month
for 12 months. A name says when and why: "2026-11-21T10-08-25+0100-daily.db".
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from quizgen.errors import QuizgenError
from quizgen.practice import store
from quizgen.practice.day import calendar, study_day

Why: TypeAlias = Literal["daily", "migration", "merge", "restore", "damaged"]

DAILY, WEEKLY, MONTHLY = 7, 4, 12
ALL_FOR = timedelta(days=2)
"""So long, no backup is thinned out."""

_TIME = "%Y-%m-%dT%H-%M-%S%z"
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d[+-]\d{4})-([a-z]+)(-\d+)?\.db")


class Backup(NamedTuple):
    """A copy in the folder."""

    path: Path
    made: datetime
    """With the learner's offset then."""
    why: str

    @property
    def name(self) -> str:
        """What `quizgen log restore` takes."""
        return self.path.name

    @property
    def day(self) -> int:
        """The study day it was made on."""
        return study_day(self.made)


def folder(database: Path) -> Path:
    """Where the backups of a database lie."""
    return database.with_name(database.name + ".backups")


def found(database: Path) -> list[Backup]:
    """The backups of a database, the latest first."""
    here = folder(database)
    if not here.is_dir():
        return []
    made = [_backup(path) for path in here.iterdir()]
    return sorted((b for b in made if b), key=lambda b: (b.made, len(b.name), b.name), reverse=True)


def daily(database: Path, now: datetime) -> Path | None:
    """The copy of this study day; None where there is one already, or nothing to copy."""
    if any(b.day >= study_day(now) and b.why == "daily" for b in found(database)):
        return None
    with store.reading(database) as connection:
        if connection.execute("select 1 from event limit 1").fetchone() is None:
            return None
        return copy(connection, database, now, "daily")


def copy(connection: sqlite3.Connection, database: Path, now: datetime, why: Why) -> Path:
    """Copy an open database into the folder, then thin the folder out. Returns the copy.

    The copy gets its name when it is whole and on disk. Raises QuizgenError where it cannot be made.
    """
    path = _free(database, now, why)
    half = path.with_suffix(".part")
    try:
        half.unlink(missing_ok=True)
        os.close(os.open(half, os.O_RDWR | os.O_CREAT, 0o600))
        other = sqlite3.connect(half, isolation_level=None)
        try:
            connection.backup(other)
            # In one file, so that a backup can be carried away as it lies.
            other.execute("pragma journal_mode = delete")
        finally:
            other.close()
        _settle(half, path)
    except (OSError, sqlite3.Error) as error:
        half.unlink(missing_ok=True)
        raise QuizgenError(f"the backup {path} cannot be made ({_said(error)}); nothing was changed") from None
    thin(database, now)
    return path


def keep_damaged(database: Path, now: datetime) -> Path:
    """Move a database that cannot be read, with its side files, into the folder. Returns its new path."""
    path = _free(database, now, "damaged")
    for tail in ("-wal", "-shm", ""):
        part = database.with_name(database.name + tail)
        if part.exists():
            os.replace(part, path.with_name(path.name + tail))
    return path


def thin(database: Path, now: datetime) -> list[Path]:
    """Remove the backups that are no longer to be kept; damaged files are never removed. Returns them."""
    removed = []
    for backup in thinned([b for b in found(database) if b.why != "damaged"], now):
        try:
            backup.path.unlink(missing_ok=True)
        except OSError:
            continue  # it stays: too many backups are no harm
        removed.append(backup.path)
    return removed


def thinned(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Those that are not to be kept, of backups sorted with the latest first."""
    latest = list(backups)
    kept = {b.path for b in latest if now - b.made <= ALL_FOR}
    periods: list[tuple[int, Callable[[Backup], object]]] = [
        (DAILY, lambda b: b.day),
        (WEEKLY, lambda b: calendar(b.day).isocalendar()[:2]),
        (MONTHLY, lambda b: (calendar(b.day).year, calendar(b.day).month)),
    ]
    for count, period in periods:
        firsts: dict[object, Backup] = {}
        for backup in latest:
            firsts.setdefault(period(backup), backup)
        kept |= {backup.path for backup in list(firsts.values())[:count]}
    return [backup for backup in latest if backup.path not in kept]


def named(database: Path, name: str) -> Backup:
    """The backup of a name. Raises QuizgenError when there is none."""
    backups = found(database)
    for backup in backups:
        if name in (backup.name, backup.name.removesuffix(".db"), str(backup.path)):
            return backup
    hint = f"the latest is {backups[0].name}" if backups else f"there are none in {folder(database)}"
    raise QuizgenError(f"there is no backup {name}; {hint}")


def restore(database: Path, backup: Backup, now: datetime, entropy: Callable[[int], bytes] = os.urandom) -> Path | None:
    """Put a backup in the place of the database. The present file becomes a backup first, damaged or not.

    Returns where the present file is kept (None where there was none). Raises QuizgenError for a backup that is
    damaged, a present file that is not ours, or one in use by another program; nothing is changed then.
    """
    store.refuse_foreign(database)
    _sound(backup.path)
    fresh = database.with_name(database.name + ".restored")
    try:
        fresh.unlink(missing_ok=True)
        shutil.copyfile(backup.path, fresh)
        os.chmod(fresh, 0o600)
        # What is written from now on must not bear ids that the events after this backup may bear elsewhere.
        connection = sqlite3.connect(fresh, isolation_level=None)
        try:
            if connection.execute("pragma user_version").fetchone()[0] >= 3:
                store.new_device(connection, fresh, entropy(8).hex(), now)
        finally:
            connection.close()
        kept = _set_aside(database, now)
        _settle(fresh, database)
    except (OSError, sqlite3.Error) as error:
        raise QuizgenError(f"{database} cannot be replaced ({_said(error)}); the backup is untouched") from None
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _set_aside(database: Path, now: datetime) -> Path | None:
    """Back up the present database and clear its place."""
    if not database.exists() or database.stat().st_size == 0:
        return None
    with store.speaking(database):
        connection = sqlite3.connect(database.absolute().as_uri() + "?mode=rw", uri=True, timeout=2)
        try:
            if not _reads_well(connection):
                connection.close()
                return keep_damaged(database, now)
            kept = copy(connection, database, now, "restore")
            # Alone on the file, all of it in the file itself: its side files are gone when it is closed.
            connection.execute("pragma locking_mode = exclusive")
            connection.execute("pragma journal_mode = delete")
            return kept
        finally:
            connection.close()


def _reads_well(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("pragma quick_check").fetchone()[0] == "ok")
    except sqlite3.OperationalError:
        raise  # locked, or no right to it
    except sqlite3.DatabaseError:
        return False


def _sound(path: Path) -> None:
    """Raise QuizgenError unless a backup is a whole quizgen log."""
    with store.reading(path) as connection:
        if connection.execute("pragma integrity_check").fetchone()[0] != "ok":
            raise QuizgenError(f"the backup {path} is damaged: choose another one")


def _backup(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        return Backup(path, datetime.strptime(match[1], _TIME), match[2])
    except ValueError:
        return None


def _free(database: Path, now: datetime, why: Why) -> Path:
    """A path for a new backup that no file has."""
    here = folder(database)
    try:
        here.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise QuizgenError(f"the folder {here} for backups cannot be made ({_said(error)})") from None
    stem, number = f"{now.strftime(_TIME)}-{why}", 1
    path = here / f"{stem}.db"
    while path.exists():
        number += 1
        path = here / f"{stem}-{number}.db"
    return path


def _settle(half: Path, path: Path) -> None:
    """Give a finished file its name, durably."""
    with half.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(half, path)
    if os.name == "posix":
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def _said(error: OSError | sqlite3.Error) -> str:
    return os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
