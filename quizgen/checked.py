"""What `quizgen bank check` has found without a fault, in a text file, so that a check of many hours can be cut off.

A line is `la-rank 2 0-2999 3f9a64c1b7d2`: the exercise, its level (0 for what holds of all levels together), the seeds,
and the state of the exercise's own file and of those of its bank that it imports. What was checked in another state
counts no more; that the rest of the program has changed is not seen.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from quizgen.errors import QuizgenError
from quizgen.exercise import Exercise

_LINE = re.compile(r"(\S+) (\d+) (\d+)-(\d+) ([0-9a-f]{12})")
Key = tuple[str, int, str]
"""Slug, level, state."""


class Checked:
    """The record in a file, which is made where it is missing. Raises QuizgenError for one that cannot be used."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seeds: defaultdict[Key, list[range]] = defaultdict(list)
        from quizgen.exams.output import write_bytes

        try:
            text = file.read_text(encoding="utf-8") if file.exists() else ""
        except (OSError, UnicodeError) as error:
            raise QuizgenError(f"{file} cannot be read: {error}") from None
        for number, line in enumerate(text.splitlines(), 1):
            found = _LINE.fullmatch(line.strip())
            if found is None:
                raise QuizgenError(f"{file}, line {number}: {line[:60]!r} is no record of a check; take the line out")
            slug, level, first, last, state = found.groups()
            self._put((slug, int(level), state), range(int(first), int(last) + 1))
        lines = sorted(_line(key, held) for key, each in self._seeds.items() for held in each)
        write_bytes(file, "".join(lines).encode())  # lines of an earlier run put together

    def missing(self, exercise: Exercise, level: int, seeds: range) -> Iterator[range]:
        """The seeds that are not on record."""
        at = seeds.start
        for held in self._seeds[_key(exercise, level)]:
            if held.stop <= at or held.start >= seeds.stop:
                continue
            if held.start > at:
                yield range(at, held.start)
            at = held.stop
        if at < seeds.stop:
            yield range(at, seeds.stop)

    def add(self, exercise: Exercise, level: int, seeds: range) -> None:
        """Put down that these were checked without a fault."""
        key = _key(exercise, level)
        self._put(key, seeds)
        try:
            with self.file.open("a", encoding="utf-8") as out:
                out.write(_line(key, seeds))
        except OSError as error:
            raise QuizgenError(f"{self.file} cannot be written: {os.strerror(error.errno or 0)}") from None

    def _put(self, key: Key, seeds: range) -> None:
        merged: list[range] = []
        for each in sorted([*self._seeds[key], seeds], key=lambda each: each.start):
            if merged and each.start <= merged[-1].stop:
                merged[-1] = range(merged[-1].start, max(merged[-1].stop, each.stop))
            else:
                merged.append(each)
        self._seeds[key] = merged


def _line(key: Key, seeds: range) -> str:
    slug, level, state = key
    return f"{slug} {level} {seeds.start}-{seeds.stop - 1} {state}\n"


def _key(exercise: Exercise, level: int) -> Key:
    return exercise.slug, level, _state(exercise.__module__)


@lru_cache(maxsize=512)
def _state(module: str) -> str:
    """A hash of the module's file and of those it imports from the same bank."""
    top = module.partition(".")[0]
    seen: dict[str, bytes] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = getattr(sys.modules.get(name), "__file__", None)
        if name in seen or path is None:
            continue
        seen[name] = Path(path).read_bytes()
        waiting += [other for other in _imported(seen[name]) if other.partition(".")[0] == top]
    return sha256(b"".join(seen[name] for name in sorted(seen))).hexdigest()[:12]


def _imported(source: bytes) -> Iterator[str]:
    """The modules that may be meant by the imports of a file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
