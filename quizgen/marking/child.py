"""The process that marks: lines of JSON on standard input, a line for each on standard output, at once."""

from __future__ import annotations

import contextlib
import os
import sys

MEMORY = 2 << 30
"""Bytes of address space."""


def main() -> None:
    """Answer lines until the input ends. The first line out, unasked, is empty: ready."""
    from quizgen.marking.lines import marked_line

    requests, replies = sys.stdin.buffer, os.dup(1)
    os.dup2(2, 1)  # a stray print must not spoil the answers
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    marked_line(b'{"answer": "x^2 + 1/2", "response": "x^2 + sin(x)"}')  # import what judging needs
    _send(replies, b"\n")
    for line in requests:
        _send(replies, marked_line(line) + b"\n")


def _send(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
