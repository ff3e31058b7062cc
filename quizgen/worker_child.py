"""The child process of `quizgen.worker`: reads requests, answers, and exits when its input ends.

It alone imports the exercises. Its standard output is taken away from them, so that a stray `print` cannot
spoil the frames: file descriptor 1 points to stderr, and 0 to nothing.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from quizgen import collecting
from quizgen.errors import QuizgenError
from quizgen.worker import Available, Reply, Request

if TYPE_CHECKING:
    from quizgen.problem import Problem

LONGEST_REQUEST = 60.0
"""Seconds; the parent's own limits are all shorter."""


class Service:
    """Answers requests from a bank (anything with slugs, `[slug]`, `.generate`, `.levels`, `.version`)."""

    def __init__(self, bank: Any) -> None:
        self._bank = bank
        self._warm: set[str] = set()
        self._last: Problem | None = None

    def available(self) -> dict[str, Available]:
        """Levels and version by slug."""
        return {slug: Available(self._bank[slug].levels, self._bank[slug].version) for slug in self._bank}

    def answer(self, request: bytes) -> Reply:
        """The reply to a request (JSON); an exception becomes a sentence with its traceback."""
        return guarded(lambda: self._value(msgspec.json.decode(request, type=Request)))

    def warm_up(self) -> None:
        """Be ready for the reply: grade the right answer to the problem just made, once for each kind, which imports
        what judging needs; for code have a process waiting."""
        problem, self._last = self._last, None
        if problem is None:
            return
        from quizgen.grading import form, grade

        kinds = {type(part.answer).__name__ for part in problem.parts}
        runs_code = any(field.input == "code" for _, fields in form(problem) for field in fields)
        if runs_code:
            from quizgen.answers import sandbox

            sandbox.prepare()
        if kinds <= self._warm or runs_code:
            return
        self._warm |= kinds
        response: dict[str, str] = {}
        for part, fields in form(problem):
            typed = part.answer.typed()
            response.update({field.name: typed.get(field.name.rpartition(".")[2], "") for field in fields})
        try:
            grade(problem, response)
        except Exception:
            traceback.print_exc()

    def _value(self, request: Request) -> Any:
        if request.op == "available":
            return self.available()
        if request.op == "generate":
            return self._generate(request)
        if request.op == "grade":
            from quizgen.grading import grade
            from quizgen.problem import from_json

            self._last = from_json(bytes(request.problem))
            return grade(self._last, request.response)
        return "pong"

    def _generate(self, request: Request) -> msgspec.Raw:
        from quizgen.problem import to_json

        self._last = self._bank[request.slug].generate(request.level, request.seed)
        return msgspec.Raw(to_json(self._last))


def guarded(value: Callable[[], Any]) -> Reply:
    """The value as a reply, or what went wrong as one sentence with the traceback."""
    try:
        return Reply(msgspec.Raw(msgspec.json.encode(value())))
    except QuizgenError as error:
        return Reply(error=str(error), trace=traceback.format_exc())
    except Exception as error:
        return Reply(error=f"{type(error).__name__}: {error}".split("\n")[0], trace=traceback.format_exc())


def serve(discover: Callable[[], Any]) -> None:
    """Greet with what `discover` finds, then answer until the input ends."""
    requests, replies = _take_pipes()
    made: list[Service] = []

    def greeting() -> dict[str, Available]:
        made.append(Service(discover()))
        return made[0].available()

    _send(replies, guarded(greeting))
    if not made:
        return
    collecting.settle()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    while (request := _receive(requests)) is not None:
        # Should the parent be gone while an exercise hangs, nobody kills us: the alarm does, in C code as well.
        signal.setitimer(signal.ITIMER_REAL, LONGEST_REQUEST)
        _send(replies, made[0].answer(request))
        if not select.select([requests], [], [], 0)[0]:
            made[0].warm_up()
        signal.setitimer(signal.ITIMER_REAL, 0)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    # Unbuffered: `select` must see what a buffer would hide.
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _receive(requests: BinaryIO) -> bytes | None:
    size = _exactly(requests, 4)
    return _exactly(requests, int.from_bytes(size, "big")) if size else None


def _exactly(requests: BinaryIO, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = requests.read(size - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)


def _send(replies: BinaryIO, reply: Reply) -> None:
    body = msgspec.json.encode(reply)
    replies.write(len(body).to_bytes(4, "big") + body)
    replies.flush()


def main() -> None:
    """Serve the installed exercises."""
    collecting.pause()
    from quizgen.shelf import shelf

    serve(shelf)


if __name__ == "__main__":
    try:
        main()
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(0)
