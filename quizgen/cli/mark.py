"""`quizgen mark`: JSON lines of answers and responses in, JSON lines of marks out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from typing import BinaryIO

import click

from quizgen.marking.lines import LONGEST_LINE, refused_line

EVERY = 0.2
"""Seconds between two steps of the progress line."""


@click.command()
@click.option(
    "--jobs",
    default=min(os.cpu_count() or 1, 4),
    show_default="processors, at most 4",
    type=click.IntRange(1, 64),
    help="Processes that mark.",
)
@click.option("--seconds", default=2.0, show_default=True, type=click.FloatRange(0.1, 60), help="Limit for one line.")
def mark(jobs: int, seconds: float) -> None:
    """Mark the JSON lines of standard input, one line out for each, in order.

    \b
    in:  {"id": 1, "answer": "x^2 - 1", "response": "(x-1)(x+1)"}
         and, where wanted: "kind", "variables": ["x"], "domain": {"x": "positive"}, "options": {"form": "factored"}
    out: {"id": 1, "outcome": "correct", "score": 1.0, "code": "correct", "message": "", "reads_as": "...",
         "column": null, "ms": 0.3}

    A line that cannot be used gets an output line with "error", and the rest goes on. See docs/answers.md.
    """
    from quizgen.marking.bulk import Bulk

    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    shown = _Progress()
    with Bulk(jobs, seconds=seconds) as bulk:
        for reply in bulk.marked(_lines(stdin)):
            stdout.write(reply + b"\n")
            shown.step()
    stdout.flush()
    shown.end()


def _lines(stream: BinaryIO) -> Iterator[bytes | tuple[bytes]]:
    """The lines of the input without blank ones; one that is too long as its finished output."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            error = f"line {number} is longer than {LONGEST_LINE:,} bytes"
            yield (refused_line(None, error, "error:too-long"),)
        elif line.strip():
            yield line.strip().replace(b"\r", b" ")


class _Progress:
    """A line on stderr that counts, only on a terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._count = 0
        self._start = self._last = time.monotonic()

    def step(self) -> None:
        """One more line is done."""
        self._count += 1
        now = time.monotonic()
        if self._on and now - self._last > EVERY:
            self._last = now
            sys.stderr.write(f"\r{self._count:,} marked, {self._count / (now - self._start):,.0f}/s ")
            sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
