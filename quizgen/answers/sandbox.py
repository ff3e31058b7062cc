"""Run a learner's function in a process of its own, and say how it ended.

The aim is robustness, not a security boundary. A reply runs on the learner's own machine, with the learner's
own rights: what matters is that a hang, a crash, a flood of output, a huge allocation or a careless
`os.remove` ends in a sentence and harms nothing. A fresh interpreter gets no environment, an empty folder,
limits on time, memory, files and processes, and its own session, which is killed as a whole. It refuses to
start processes, to use the network and to change files; it *can* read files that its user can read. Printing
cannot forge a result: results travel on a private pipe, marked with a token, and the results of the reference
have left the process before the reply is loaded, so that the comparison happens here. Code that searches its
own process for the pipe and the token could forge one; it would deceive nobody but its author.

Linux and macOS. On Windows the limits of the operating system are missing; clock, folder and output bound
remain. macOS does not keep a bound on memory.

Starting takes as long as importing numpy (about 0.1 to 0.2 s), or on Linux as long as a fork of a process that has
imported it (`sandbox_template`): `prepare()` starts a process in advance, and the next `run` takes it. Each process
serves one reply.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import queue
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias, cast

import msgspec
from msgspec import Struct

from quizgen.answers.sandbox_template import POSSIBLE, Forked, Template, TemplateError
from quizgen.errors import QuizgenError

Outcome: TypeAlias = dict[str, Any]
"""What a call gave: {"value": ...} or {"error": name, "text": ..., "line": ...}; "mutated" and "peak"."""

Ending: TypeAlias = Literal["done", "loading", "timeout", "output", "crash"]

STARTING = 30.0
"""Seconds that a new process gets until the reference has run."""

OVERTAKEN = 2.0
"""Seconds that a report gets which was written before a flood of output."""

SHOWN = 300
"""Characters of what a process printed that are shown where it did not start."""

PRINTED = 2**20
"""Bytes of output after which the process is ended."""

REPORTED = 2**25
"""Bytes of results that are read at most."""

REMEMBERED = 8
"""Jobs whose reference and bugs need not run again: one job is asked about again and again, and bugs may be slow."""

CHILD = Path(__file__).with_name("sandbox_child.py")


class SandboxError(QuizgenError):
    """The process could not be started, or the reference failed: no fault of the learner's."""


class Job(Struct, frozen=True):
    """What to run and within which bounds."""

    function: str
    reference: str
    cases: list[dict[str, Any]]
    """{"args": [...]} or {"setup": "expression for a tuple of arguments"}."""
    bugs: list[str] = []
    memory_mb: int = 512
    seconds: float = 2.0
    watch_memory: bool = False
    """Also measure the peak of memory in each call (slower)."""


class Run(Struct):
    """What came back."""

    expected: list[Outcome]
    bugs: list[list[Outcome]]
    outcomes: list[Outcome]
    """One for each case that was finished."""
    ending: Ending
    trouble: Outcome | None = None
    """The error with which loading ended."""
    status: int | None = None
    """The exit status, negative for a signal, where the process ended by itself."""
    printed: str = ""
    """The beginning of what the process printed."""


_gave: dict[bytes, tuple[list[Outcome], list[list[Outcome]]]] = {}
"""What the reference and the bugs of the last jobs gave, the oldest first."""


def prepare() -> None:
    """Start a process in advance, unless one is waiting. Returns at once."""
    with _lock:
        if not any(child.alive for child in _waiting):
            _waiting[:] = [_Child()]


def run(job: Job, reply: str) -> Run:
    """Run `reply` on every case of `job`. Never longer than the start of a process and `job.seconds`.

    Raises SandboxError when no process can be started or the reference fails.
    """
    child = _take()
    try:
        return _serve(child, job, reply)
    finally:
        child.end()


def discard() -> None:
    """End the process that is waiting, if any."""
    with _lock:
        for child in _waiting:
            child.end()
        _waiting.clear()


def _take() -> _Child:
    with _lock:
        while _waiting:
            child = _waiting.pop()
            if child.alive:
                return child
            child.end()
    return _Child()


def _serve(child: _Child, job: Job, reply: str) -> Run:
    token = secrets.token_hex(16)
    asked = {name: getattr(job, name) for name in job.__struct_fields__}
    key = msgspec.json.encode(asked)
    held = _gave.get(key)
    if held is not None:
        asked["bugs"] = []
        # Where memory is measured the reference runs all the same: what a first call allocates is not the reply's.
        if not job.watch_memory:
            asked["reference"] = ""
    child.send({"token": token, **asked}, {"reply": reply})
    first = child.receive(token, time.monotonic() + STARTING)
    flooded = first == "output"
    if flooded:  # two threads read the two pipes: on a busy machine the flood overtakes the report before it
        first = child.receive(token, time.monotonic() + OVERTAKEN)
    if not isinstance(first, dict) or "expected" not in first:
        why = child.first_words()[:SHOWN] or first
        raise SandboxError(f"the process for code replies did not start: {why}")
    expected, bugs = held or (first["expected"], first["bugs"])
    result = Run(expected, bugs, [], "crash")
    _refuse_failed_reference(result)
    with _lock:
        _gave[key] = expected, bugs
        if len(_gave) > REMEMBERED:
            del _gave[next(iter(_gave))]
    deadline = time.monotonic() + job.seconds
    message: dict[str, Any] | Literal["timeout", "output", "crash"] = "output"
    while not flooded:
        message = child.receive(token, deadline)
        if isinstance(message, dict) and "case" in message:
            result.outcomes.append(message["outcome"])
        else:
            break
    if isinstance(message, dict):
        result.ending = "done" if "done" in message else "loading"
        result.trouble = message.get("loading")
    else:
        result.ending = message
        result.status = child.status() if message == "crash" else None
        if result.status is not None and -result.status in _OUT_OF_TIME:
            result.ending = "timeout"
    child.end()
    result.printed = child.first_words()
    return result


_OUT_OF_TIME = {int(getattr(signal, name)) for name in ("SIGXCPU", "SIGALRM") if hasattr(signal, name)}


def _refuse_failed_reference(result: Run) -> None:
    for number, outcome in enumerate(result.expected):
        if "value" not in outcome:
            raise SandboxError(f"the reference fails on case {number}: {outcome['error']}: {outcome['text']}")


class _Child:
    """One process, its folder, and the threads that read its two pipes within bounds."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix=f"quizgen-{os.getpid()}-")
        self._events: queue.SimpleQueue[bytes | Literal["output", "crash"]] = queue.SimpleQueue()
        self._printed = bytearray()
        try:
            self._process = _process(self._folder)
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise SandboxError(f"no process for code replies could be started: {error}") from error
        self._start(self._read_report)
        self._reading_print = self._start(self._read_print)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, *messages: object) -> None:
        """Write the messages from a thread: a process that never reads must not stop us."""
        data = b"".join(json.dumps(message).encode() + b"\n" for message in messages)

        def write() -> None:
            with contextlib.suppress(OSError, ValueError):
                view, pipe = memoryview(data), _pipe(self._process.stdin)
                while view:
                    view = view[pipe.write(view) :]
                pipe.close()

        self._start(write)

    def receive(self, token: str, deadline: float) -> dict[str, Any] | Literal["timeout", "output", "crash"]:
        """The next message with our token, or how the waiting ended."""
        mark = token.encode() + b" "
        while True:
            try:
                event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return "timeout"
            if isinstance(event, str):
                return event
            if event.startswith(mark):
                with contextlib.suppress(ValueError):
                    return dict(json.loads(event[len(mark) :]))

    def status(self) -> int | None:
        """The exit status of a process whose pipe has closed."""
        try:
            return self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            return None

    def first_words(self) -> str:
        """The beginning of what was printed."""
        self._reading_print.join(timeout=0.2)
        return bytes(self._printed[:2000]).decode("utf-8", "replace")

    def end(self) -> None:
        """Kill the whole session, remove the folder. Any number of times."""
        with contextlib.suppress(OSError):
            try:
                if hasattr(os, "killpg") and self._process.returncode is None:
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()
            except ProcessLookupError:
                self._process.kill()  # it has no session of its own yet
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        with contextlib.suppress(OSError, ValueError):
            _pipe(self._process.stdin).close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, task: Any) -> threading.Thread:
        thread = threading.Thread(target=task, daemon=True)
        thread.start()
        return thread

    def _read_report(self) -> None:
        pipe, total = io.BufferedReader(cast(io.FileIO, _pipe(self._process.stdout)), 2**16), 0
        with contextlib.suppress(OSError, ValueError), pipe:
            while total < REPORTED and (line := pipe.readline(REPORTED)):
                total += len(line)
                self._events.put(line)
        self._events.put("crash")

    def _read_print(self) -> None:
        pipe, total = _pipe(self._process.stderr), 0
        with contextlib.suppress(OSError, ValueError), pipe:
            while piece := pipe.read(2**16):
                total += len(piece)
                if len(self._printed) < 2000:
                    self._printed += piece
                if total > PRINTED:
                    self._events.put("output")
                    return


def _process(folder: str) -> subprocess.Popen[bytes] | Forked:
    """A process in `folder`: forked from the template where that can be, else a new interpreter. Raises OSError."""
    if POSSIBLE:
        with contextlib.suppress(TemplateError):
            return _template().fork(folder)
    return subprocess.Popen(
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=_environment(),
        start_new_session=True,
        bufsize=0,
    )


def _template() -> Template:
    """The template of this process, started now if there is none. Raises OSError."""
    with _starting:
        while _templates:
            if _templates[-1].alive:
                return _templates[-1]
            _templates.pop().drop()
        _templates.append(Template(_command(), _environment()))
        return _templates[-1]


def _command() -> list[str]:
    return [sys.executable, "-s", "-P", "-B", "-X", "utf8", str(CHILD)]


def _pipe(pipe: IO[bytes] | io.FileIO | None) -> IO[bytes] | io.FileIO:
    assert pipe is not None
    return pipe


def _environment() -> dict[str, str]:
    """Nothing of ours: one thread for numpy, a fixed hash seed, and what Windows needs to start a process."""
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**kept, **dict.fromkeys(threads, "1"), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}


def stop() -> None:
    """End the process that is waiting and the template, if any."""
    discard()
    with _starting:
        while _templates:
            _templates.pop().drop()


_lock = threading.Lock()
_waiting: list[_Child] = []
_starting = threading.Lock()
_templates: list[Template] = []
atexit.register(stop)
