"""The file of a log: opened, made, brought up to date, and its faults told in a sentence.

A file that is not ours, damaged or newer is never written to. The hot path is plain sqlite3; sqlite-utils is
imported only where a file is made or migrated.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from quizgen.errors import QuizgenError
from quizgen.practice.day import stamp

APPLICATION_ID = 0x51474531
"""'QGE1' in the file's header: this is a quizgen log."""
SCHEMA = 3
"""Number of migrations in `schema.py`; `PRAGMA user_version` of a current file."""
SMALLEST = 512
"""Bytes of the smallest page that SQLite has."""
OLDEST_MERGED = 2
"""Files of this schema and later hold the same columns of events: they can be read without being migrated."""


def opened(path: Path, *, now: datetime, entropy: Callable[[int], bytes], timeout: float) -> sqlite3.Connection:
    """A connection to the database, made or brought up to date where needed (with a backup before).

    Raises QuizgenError for a file that is not a quizgen log, is damaged, newer, read-only or locked.
    """
    refuse_foreign(path)
    with speaking(path):
        connection = _connect(path, timeout)
        try:
            _bring_up_to_date(connection, path, now)
            _settle_device(connection, path, entropy, now)
        except BaseException:
            connection.close()
            raise
        return connection


def refuse_foreign(path: Path, hint: str = "give another --db") -> None:
    """Raise QuizgenError unless the file is missing, empty or carries our mark. Nothing is written.

    The header is read by SQLite, never by opening the file beside it: closing a file drops every POSIX lock that
    the process holds on it, also those of its other connections, and the next program would then clear away a
    write-ahead log that is in use.
    """
    no_sqlite = QuizgenError(f"{path} is not a quizgen database (it is not SQLite); it was left as it is, {hint}")
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return
    except OSError as error:
        raise QuizgenError(f"{path} cannot be read: {os.strerror(error.errno or 0)}; {hint}") from None
    if not path.is_file():
        raise QuizgenError(f"{path} cannot be read: it is no file; {hint}")
    if size == 0:
        return
    if size < SMALLEST:
        raise no_sqlite
    if not _allowed(path, os.R_OK):
        raise QuizgenError(f"{path} cannot be read: {os.strerror(errno.EACCES)}; {hint}")
    connection = sqlite3.connect(_as_it_lies(path), uri=True)
    try:
        mark = connection.execute("pragma application_id").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise no_sqlite from None
        return  # damaged: what opens it says how
    finally:
        connection.close()
    if mark != APPLICATION_ID:
        raise QuizgenError(
            f"{path} is a SQLite database of another program, not of quizgen; it was left as it is, {hint}"
        )


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads a quizgen database: another machine's, or a backup.

    Raises QuizgenError for a file that is missing, foreign, damaged or newer.
    """
    if not path.is_file():
        raise QuizgenError(f"there is no file {path}")
    refuse_foreign(path, "give another file")
    with speaking(path):
        connection = sqlite3.connect(read_only(path), uri=True, isolation_level=None)
        try:
            schema_version(connection, path)
            yield connection
        finally:
            connection.close()


def read_only(path: Path) -> str:
    """The URI by which SQLite reads a file without writing to it.

    A file that no program has open is read as it lies, so that no side files are left beside it.
    """
    wal, shared = (path.with_name(path.name + tail) for tail in ("-wal", "-shm"))
    in_use = shared.exists() or (wal.exists() and wal.stat().st_size > 0)
    return path.absolute().as_uri() + "?mode=ro" if in_use else _as_it_lies(path)


def schema_version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema of an open database. Raises QuizgenError for one that is newer than this quizgen."""
    version: int = connection.execute("pragma user_version").fetchone()[0]
    if version > SCHEMA:
        raise QuizgenError(
            f"{path} was written by a newer quizgen (schema {version}, this one knows {SCHEMA}): update quizgen"
        )
    return version


def new_device(connection: sqlite3.Connection, path: Path, device: str, now: datetime) -> None:
    """Write under another device from now on."""
    connection.execute("insert into device (id, created, place) values (?, ?, ?)", (device, stamp(now), place(path)))


def place(path: Path) -> str:
    """Where a file lies, as 16 hex digits that change when it is copied or carried to another machine."""
    node = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return sha256(f"{node}/{path.stat().st_ino}".encode()).hexdigest()[:16]


@contextmanager
def speaking(path: Path) -> Iterator[None]:
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


def _connect(path: Path, timeout: float) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < (3, 37):
        raise QuizgenError(f"quizgen needs SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}")
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if not _allowed(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    connection = sqlite3.connect(
        path.absolute().as_uri(), uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
    )
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    return connection


def _as_it_lies(path: Path) -> str:
    return path.absolute().as_uri() + "?mode=ro&immutable=1"


def _allowed(path: Path, mode: int) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(path, mode, effective_ids=effective)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, now: datetime) -> None:
    version = schema_version(connection, path)
    if version < SCHEMA:
        if version:
            from quizgen.practice import backups

            backups.copy(connection, path, now, "migration")
        # Tables that others refer to are made anew: their references are checked as a whole, at the end.
        connection.execute("pragma foreign_keys = off")
        # First in the rollback journal, so that the mark is in the file's own header from the start.
        with transaction(connection):
            if schema_version(connection, path) < SCHEMA:  # another program may have been first
                from quizgen.practice.schema import migrate

                migrate(connection)
        connection.execute("pragma foreign_keys = on")
    if connection.execute("pragma journal_mode = wal").fetchone()[0] != "wal":
        raise QuizgenError(f"{path} lies on a disk without write-ahead logging; give another --db")


def _settle_device(connection: sqlite3.Connection, path: Path, entropy: Callable[[int], bytes], now: datetime) -> None:
    # Two copies of a file must not write under one name: a copied or moved file gets a device of its own.
    here = place(path)
    latest = "select place from device order by rowid desc limit 1"
    if connection.execute(latest).fetchone() == (here,):
        return
    with transaction(connection):
        if connection.execute(latest).fetchone() != (here,):
            new_device(connection, path, entropy(8).hex(), now)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, and no other writer meanwhile."""
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("rollback")
        raise


def _sentence(path: Path, name: str, error: Exception) -> str:
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{path} is locked by another program; close that program and try again"
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return f"{path} cannot be written: check the permissions of file and folder, or give another --db"
    if name.startswith("SQLITE_FULL"):
        return f"the disk of {path} is full: the last answer was not saved"
    if name.startswith("SQLITE_IOERR"):
        return f"the disk of {path} cannot be read or written ({error}): the last answer was not saved"
    return (
        f"{path} is damaged ({error}): bring back a backup with quizgen log restore (it keeps the damaged file), "
        "or give another --db"
    )
