"""Only one program at a time: a lock that ends with the process, however it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizgen.errors import QuizgenError


@contextmanager
def claimed(database: Path, busy: str) -> Iterator[None]:
    """Hold the lock beside a database. Raises QuizgenError, `busy` with the process that holds it, when another
    program does. Where a file system knows no locks, nobody is kept out: the log is safe without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    path = database.with_name(database.name + ".lock")
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise QuizgenError(f"{path} cannot be written: {os.strerror(error.errno or 0)}; give another --db") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode(errors="replace").strip() or "another one"
            raise QuizgenError(f"{busy} (process {holder})") from None
        except OSError:
            pass
        else:
            os.ftruncate(lock, 0)
            os.write(lock, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(lock)
