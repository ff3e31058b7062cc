"""Many lines: a few child processes mark them in chunks; one that hangs is killed and the rest goes on.

Order is kept. A line that takes longer than its time is undecided, one that ends its process is an error line,
and a new process continues with the next line. POSIX only (process groups, pipes in `select`).
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from types import TracebackType

from quizgen.errors import QuizgenError
from quizgen.marking.lines import crashed_line, timed_out_line

COMMAND = (sys.executable, "-P", "-m", "quizgen.marking.child")
"""-P: what lies in the current folder is not imported."""
SECONDS = 2.0
START_SECONDS = 30.0
CHUNK = 64


class _Hung(Exception):  # noqa: N818 - a signal
    """No reply in time."""


class _Died(Exception):  # noqa: N818 - a signal
    """The process ended."""


class _Child:
    """One process with its pipes."""

    def __init__(self, command: Sequence[str]) -> None:
        # A session of its own: ctrl+c in the terminal is not for it, and its whole group can be killed.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._buffer = b""
        self._killed = False

    def ready(self, seconds: float) -> None:
        """Wait for its greeting. Raises _Hung and _Died."""
        next(self.exchange(b"", 1, seconds))

    def exchange(self, data: bytes, count: int, seconds: float) -> Iterator[bytes]:
        """Send `data`, and yield `count` lines as they come. Raises _Hung when one takes longer, and _Died."""
        view, since = memoryview(data), time.monotonic()
        with selectors.DefaultSelector() as selector:
            selector.register(self._out, selectors.EVENT_READ)
            if view:
                selector.register(self._in, selectors.EVENT_WRITE)
            while count:
                left = since + seconds - time.monotonic()
                events = selector.select(max(left, 0))
                if not events:
                    raise _Hung
                for key, _ in events:
                    if key.fd == self._in:
                        view = self._write(view)
                        if not view:
                            selector.unregister(self._in)
                        continue
                    for line in self._read():
                        since = time.monotonic()
                        count -= 1
                        yield line

    def _write(self, view: memoryview) -> memoryview:
        try:
            return view[os.write(self._in, view[: 1 << 16]) :]
        except BlockingIOError:
            return view
        except OSError:
            raise _Died from None

    def _read(self) -> list[bytes]:
        try:
            part = os.read(self._out, 1 << 16)
        except BlockingIOError:
            return []
        except OSError:
            part = b""
        if not part:
            raise _Died
        *lines, self._buffer = (self._buffer + part).split(b"\n")
        return lines

    def kill(self) -> None:
        """Kill it and all it started; safe to call twice, and from any thread: who waits for it sees its end."""
        if self._killed:
            return
        self._killed = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """Close the pipes. Only for who uses them: a closed descriptor would leave another thread's select waiting."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class Bulk:
    """Marks lines with `jobs` processes. Use it in a `with` statement, which ends them."""

    def __init__(self, jobs: int = 1, *, seconds: float = SECONDS, command: Sequence[str] = COMMAND) -> None:
        self._jobs, self._seconds, self._command = jobs, seconds, tuple(command)
        self._idle: list[_Child] = []
        self._all: list[_Child] = []
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Bulk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._closed = True
            children, idle = list(self._all), list(self._idle)
        for child in children:
            child.kill()
        for child in idle:
            child.close()

    def marked(self, lines: Iterable[bytes | tuple[bytes]]) -> Iterator[bytes]:
        """The output for every line, in order. A tuple holds a finished line of output, which is passed on."""
        rest = iter(lines)
        waiting: deque[Future[list[bytes]]] = deque()
        with ThreadPoolExecutor(self._jobs) as pool:
            try:
                while chunk := list(islice(rest, CHUNK)):
                    waiting.append(pool.submit(self._chunk, chunk))
                    if len(waiting) >= 3 * self._jobs:
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()
                self.__exit__(None, None, None)

    def _chunk(self, chunk: list[bytes | tuple[bytes]]) -> list[bytes]:
        asked = [line for line in chunk if isinstance(line, bytes)]
        replies = iter(self._replies(asked))
        return [next(replies) if isinstance(line, bytes) else line[0] for line in chunk]

    def _replies(self, lines: list[bytes]) -> list[bytes]:
        found: list[bytes] = []
        while len(found) < len(lines):
            child = self._take()
            left = lines[len(found) :]
            try:
                for reply in child.exchange(b"\n".join(left) + b"\n", len(left), self._seconds):
                    found.append(reply)
            except _Hung:
                found.append(timed_out_line(lines[len(found)], self._seconds))
                self._drop(child)
            except _Died:
                if self._closed:
                    raise QuizgenError("marking was stopped") from None
                found.append(crashed_line(lines[len(found)]))
                self._drop(child)
            else:
                with self._lock:
                    self._idle.append(child)
        return found

    def _take(self) -> _Child:
        with self._lock:
            if self._closed:
                raise QuizgenError("marking was stopped")
            if self._idle:
                return self._idle.pop()
            child = _Child(self._command)
            self._all.append(child)
        try:
            child.ready(START_SECONDS)
        except (_Hung, _Died):
            self._drop(child)
            raise QuizgenError("the process that marks did not start") from None
        return child

    def _drop(self, child: _Child) -> None:
        child.kill()
        child.close()
        with self._lock:
            self._all.remove(child)
