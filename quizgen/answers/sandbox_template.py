"""A process that has imported numpy and forks one process for each reply: a start takes milliseconds.

The template runs nothing of a learner's and nothing of an author's. It forks when it is asked, hands three pipes
and an empty folder to the new process, and says how that one ended. Only on Linux: elsewhere a fork after numpy is
not safe (macOS) or not there (Windows), and `sandbox` starts an interpreter for each reply.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

POSSIBLE = sys.platform == "linux"
ANSWERS_IN = 10.0
"""Seconds within which the template answers, the first time after importing numpy."""
LOOKS_EVERY = 0.0005
"""Seconds between two looks at a process that is ending."""


RUNNING = 1000
"""What the template says of a process that has not ended; no exit status is that large."""


class TemplateError(OSError):
    """The template does not answer."""


class Forked:
    """A process forked from the template, with as much of Popen's face as `sandbox` needs."""

    def __init__(self, template: Template, pid: int, pipes: Sequence[int]) -> None:
        self._template = template
        self.pid = pid
        self.returncode: int | None = None
        self.stdin, self.stdout, self.stderr = _files(pipes)

    def poll(self) -> int | None:
        """The exit status (negative for a signal), None while it runs."""
        if self.returncode is None:
            self.returncode = self._template.status(self.pid)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """The exit status. Raises subprocess.TimeoutExpired after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("reply", timeout)
            time.sleep(LOOKS_EVERY)
        assert self.returncode is not None
        return self.returncode

    def kill(self) -> None:
        """Kill it, unless it has ended: until then its number belongs to no other process."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


def _files(pipes: Sequence[int]) -> tuple[io.FileIO, io.FileIO, io.FileIO]:
    return io.FileIO(pipes[0], "w"), io.FileIO(pipes[1], "r"), io.FileIO(pipes[2], "r")


class Template:
    """The process, started by `command`; one question at a time, from any thread."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        """Raises OSError where no process can be started."""
        self._lock = threading.Lock()
        self.owner = os.getpid()
        """The process that may use it: a fork of ours shares the socket and must not."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                env=environment,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        ours.settimeout(ANSWERS_IN)
        self._control = ours
        self._answers: Any = ours.makefile("rb", buffering=0)

    @property
    def alive(self) -> bool:
        """True while it can be asked by this process."""
        return self.owner == os.getpid() and self._control.fileno() >= 0 and self._process.poll() is None

    def fork(self, folder: str) -> Forked:
        """A new process in `folder`. Raises TemplateError, and the template is then of no more use."""
        pipes = [os.pipe() for _ in range(3)]
        theirs, ours = [pipes[0][0], pipes[1][1], pipes[2][1]], [pipes[0][1], pipes[1][0], pipes[2][0]]
        try:
            return Forked(self, self._ask(f"fork {folder}", theirs), ours)
        except TemplateError:
            for descriptor in ours:
                os.close(descriptor)
            raise
        finally:
            for descriptor in theirs:
                os.close(descriptor)

    def status(self, pid: int) -> int | None:
        """How a forked process ended, None while it runs; a process whose template is gone was killed with it."""
        try:
            code = self._ask(f"status {pid}")
        except TemplateError:
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
            return -signal.SIGKILL
        return None if code == RUNNING else code

    def drop(self) -> None:
        """Let go of it; its owner ends it. Any number of times."""
        self._answers.close()
        self._control.close()
        if self.owner != os.getpid():
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        self._process.kill()
        self._process.wait()

    def _ask(self, question: str, descriptors: Sequence[int] = ()) -> int:
        with self._lock:
            if not self.alive:
                raise TemplateError("the process that forks is gone")
            try:
                socket.send_fds(self._control, [question.encode() + b"\n"], descriptors)
                answer = self._answers.readline()
                if not answer.endswith(b"\n"):
                    raise TemplateError("the process that forks ended")
                return int(answer)
            except (OSError, ValueError) as error:
                self._control.close()
                raise TemplateError(str(error)) from error
