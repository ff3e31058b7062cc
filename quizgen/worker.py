"""Generation and grading in a process of their own, which can be killed.

Exercises are code of many authors over sympy and numpy: slow to import, able to hang, able to crash. They run
in a child process (`quizgen.worker_child`) that is spoken to in frames over its standard input and output:
four bytes of length, big-endian, then JSON. A request that takes too long, or a child that dies, costs one
`WorkerFailed`; the whole process group is killed and the next request starts a new child. POSIX only (process
groups, `select`).
"""

from __future__ import annotations

import contextlib
import os
import queue
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from quizgen.errors import QuizgenError

if TYPE_CHECKING:
    from quizgen.grading import Grade

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

START_SECONDS = 30.0
GENERATE_SECONDS = 5.0
GRADE_SECONDS = 5.0
CODE_GRADE_SECONDS = 30.0
"""Code replies have a limit of their own, in the sandbox; this is that with a margin."""

COMMAND = (sys.executable, "-P", "-m", "quizgen.worker_child")
"""-P: what lies in the learner's folder is not imported."""
_LARGEST_FRAME = 64 << 20


class WorkerFailed(QuizgenError):  # noqa: N818 - a sentence, like CannotDraw
    """Generation or grading crashed, hung or answered nonsense. Names the exercise, so that it can be left
    out."""


class Available(Struct, frozen=True):
    """What the bank has for a skill."""

    levels: int
    version: int


class Request(Struct, omit_defaults=True):
    """What the parent asks."""

    op: str
    """available, generate, grade, ping."""
    slug: str = ""
    level: int = 0
    seed: int = 0
    problem: msgspec.Raw = msgspec.Raw(b"null")
    response: dict[str, str] = {}


class Reply(Struct, omit_defaults=True):
    """What the child answers. The first reply, unasked, is to "available"."""

    value: msgspec.Raw = msgspec.Raw(b"null")
    error: str = ""
    """A sentence; empty when all went well."""
    trace: str = ""


class Handle(Protocol[T_co]):
    """A result that may still be on its way."""

    def result(self, timeout: float | None = None) -> T_co:
        """Wait for the result. Raises WorkerFailed."""
        ...


class Exercises(Protocol):
    """What a session needs from a worker; tests hand in a plain object."""

    def available(self) -> Mapping[str, Available]:
        """Skills that have an exercise."""
        ...

    def prepare(self, slug: str, level: int, seed: int) -> Handle[bytes]:
        """Begin to generate a problem."""
        ...

    def grade(self, problem: bytes | str, response: Mapping[str, str], timeout: float = GRADE_SECONDS) -> Grade:
        """Judge a response."""
        ...


class _Job(Generic[T]):
    """A request with the future of its result."""

    def __init__(self, request: Request, kind: type[T], timeout: float, about: str) -> None:
        self.request, self.kind, self.timeout, self.about = request, kind, timeout, about
        self.future: Future[T] = Future()


class Worker:
    """The client: requests go one at a time to the child, in order, from any thread."""

    def __init__(
        self,
        *,
        command: Sequence[str] = COMMAND,
        log_file: Path | None = None,
        debug: bool = False,
        start_seconds: float = START_SECONDS,
    ) -> None:
        """`log_file`: where tracebacks and the child's stderr go; with `debug` they go to this process's
        stderr."""
        self._command = tuple(command)
        self._log_file = log_file
        self._debug = debug
        self._start_seconds = start_seconds
        self._child: _Child | None = None
        self._available: dict[str, Available] | None = None
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False

    def start(self) -> None:
        """Start the child without waiting for it. Called again, it does nothing."""
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="quizgen-worker", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Kill the child and refuse further requests; requests on their way fail."""
        with self._lock:
            self._closed = True
            child, thread = self._child, self._thread
        if child is not None:
            child.kill()
        self._jobs.put(None)
        if thread is not None:
            thread.join(2)

    def available(self) -> dict[str, Available]:
        """Skills that have an exercise, in the order of the curriculum. Waits for the child to start."""
        if self._available is None:
            job = _Job(Request("available"), dict[str, Available], GENERATE_SECONDS, "the list of exercises")
            self._available = self._post(job).result()
        return self._available

    def prepare(self, slug: str, level: int, seed: int) -> Handle[bytes]:
        """Begin to generate a problem; `.result()` is its JSON, or raises WorkerFailed."""
        about = f"exercise {slug} (level {level}, seed {seed})"
        request = Request("generate", slug=slug, level=level, seed=seed)
        return self._post(_Job(request, bytes, GENERATE_SECONDS, about))

    submit = prepare

    def generate(self, slug: str, level: int, seed: int) -> bytes:
        """The JSON of a problem. Raises WorkerFailed naming slug, level and seed."""
        return self.prepare(slug, level, seed).result()

    def grade(self, problem: bytes | str, response: Mapping[str, str], timeout: float = GRADE_SECONDS) -> Grade:
        """The judgement of a response to the problem of this JSON. `timeout` in seconds. Raises
        WorkerFailed."""
        from quizgen.grading import Grade  # not above: the worker is started before anything heavy is imported

        data = problem.encode() if isinstance(problem, str) else problem
        request = Request("grade", problem=msgspec.Raw(data), response=dict(response))
        return self._post(_Job(request, Grade, timeout, f"grading of {_name(data)}")).result()

    def ping(self, timeout: float = GENERATE_SECONDS) -> None:
        """Return when the child has answered. Raises WorkerFailed."""
        self._post(_Job(Request("ping"), str, timeout, "the exercise process")).result()

    # -- one thread speaks with the child --------------------------------------------------------------------

    def _post(self, job: _Job[T]) -> Future[T]:
        self.start()
        with self._lock:
            if not self._closed:  # then it is before the None of `close`, and will be answered or refused
                self._jobs.put(job)
                return job.future
        job.future.set_exception(WorkerFailed(f"{job.about} was not asked: the session is closed"))
        return job.future

    def _run(self) -> None:
        with contextlib.suppress(WorkerFailed):
            self._current("the exercise process")  # spawned at once, here: it takes longer than a frame may
        while (job := self._jobs.get()) is not None:
            try:
                job.future.set_result(self._do(job))
            except WorkerFailed as error:
                job.future.set_exception(error)
            except Exception as error:  # a fault of this class must not hang a waiting learner
                job.future.set_exception(WorkerFailed(f"{job.about} failed: {error}"))

    def _do(self, job: _Job[T]) -> T:
        child = self._ready(job.about)
        try:
            reply = child.ask(job.request, job.timeout)
            if reply.error:
                raise self._failed(job.about, reply.error, reply.trace)
            return _read(reply.value, job.kind)
        except _Gone as gone:
            self._drop(child)
            raise WorkerFailed(f"{job.about} {gone} and was stopped") from None
        except msgspec.MsgspecError as error:
            self._drop(child)
            raise WorkerFailed(f"{job.about} answered what cannot be read ({error}) and was stopped") from None

    def _ready(self, about: str) -> _Child:
        child = self._current(about)
        if child.greeted:
            return child
        try:
            hello = child.receive(time.monotonic() + self._start_seconds)
            if hello.error:
                raise self._failed("the exercise process", hello.error, hello.trace)
            self._available = _read(hello.value, dict[str, Available])
        except (_Gone, msgspec.MsgspecError) as gone:
            self._drop(child)
            where = f"; see {self._log_file}" if self._log_file else ""
            raise WorkerFailed(f"the exercise process did not start: it {gone}{where}") from None
        except WorkerFailed:
            self._drop(child)
            raise
        child.greeted = True
        return child

    def _current(self, about: str) -> _Child:
        with self._lock:
            if self._closed:
                raise WorkerFailed(f"{about} was not asked: the session is closed")
            if self._child is None:
                try:
                    self._child = self._spawn()
                except OSError as error:
                    raise WorkerFailed(f"the exercise process did not start: {error}") from None
            return self._child

    def _spawn(self) -> _Child:
        if self._debug:
            return _Child(self._command, None)
        if self._log_file is None:
            return _Child(self._command, subprocess.DEVNULL)
        with self._open_log(self._log_file) as log:
            return _Child(self._command, log.fileno())

    def _open_log(self, path: Path) -> Any:
        try:
            small = not path.exists() or path.stat().st_size < 1 << 20
            return path.open("ab" if small else "wb")
        except OSError:
            return open(os.devnull, "ab")

    def _drop(self, child: _Child) -> None:
        child.kill()
        with self._lock:
            if self._child is child:
                self._child = None

    def _failed(self, about: str, error: str, trace: str) -> WorkerFailed:
        if self._debug:
            sys.stderr.write(trace)
        elif self._log_file is not None and trace:
            with self._open_log(self._log_file) as log:
                log.write(f"{about}\n{trace}\n".encode())
        return WorkerFailed(f"{about} failed: {error}")


class _Gone(Exception):  # noqa: N818
    """The child hung, died or spoke nonsense; the text completes "the exercise ..."."""


class _Child:
    """One child process with its pipes."""

    def __init__(self, command: Sequence[str], stderr: int | None) -> None:
        # A session of its own: ctrl+c in the terminal is not for it, and its whole group can be killed.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, start_new_session=True
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._lock = threading.Lock()
        self._killed = False
        self.greeted = False

    def ask(self, request: Request, timeout: float) -> Reply:
        """The reply to a request. Raises _Gone."""
        deadline = time.monotonic() + timeout
        body = msgspec.json.encode(request)
        self._write(len(body).to_bytes(4, "big") + body, deadline)
        return self.receive(deadline)

    def receive(self, deadline: float) -> Reply:
        """The next reply. Raises _Gone, or MsgspecError where it is not JSON of a reply."""
        size = int.from_bytes(self._read(4, deadline), "big")
        if size > _LARGEST_FRAME:
            raise _Gone("answered what cannot be read")
        return msgspec.json.decode(self._read(size, deadline), type=Reply)

    def kill(self) -> None:
        """Kill the child and all it started; safe to call twice."""
        with self._lock:
            if self._killed:
                return
            self._killed = True
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                self._process.kill()
            self._process.wait()

    def _write(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._wait(self._in, selectors.EVENT_WRITE, deadline)
            try:
                view = view[os.write(self._in, view) :]
            except BlockingIOError:
                continue
            except OSError:
                raise _Gone("crashed") from None

    def _read(self, size: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while size:
            self._wait(self._out, selectors.EVENT_READ, deadline)
            try:
                part = os.read(self._out, size)
            except BlockingIOError:
                continue
            except OSError:
                part = b""
            if not part:
                raise _Gone("crashed")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _wait(self, pipe: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise _Gone("took too long")


def _read(value: msgspec.Raw, kind: type[T]) -> T:
    if kind is bytes:
        return bytes(value)  # type: ignore[return-value]
    return msgspec.json.decode(value, type=kind)


def _name(problem: bytes) -> str:
    """Slug, level and seed of a problem's JSON, for a message."""
    try:
        named = msgspec.json.decode(problem, type=_Named)
    except msgspec.MsgspecError:
        return "a problem"
    return f"exercise {named.slug} (level {named.level}, seed {named.seed})"


class _Named(Struct):
    slug: str = ""
    level: int = 0
    seed: int = 0
