"""The exercises as the worker takes them: each file imported when a problem of it is asked for.

To import all of them, and numpy with them, takes most of the time until a learner's first problem, which needs one.
So what the bank found last (`quizgen.bank.discover`) is kept, as long as no file of exercises or engine was touched
and nothing was installed.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256

from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.kept import kept
from quizgen.problem import Problem
from quizgen.resources import data_folder


class Place(Struct, frozen=True):
    """Where an exercise is, and what the worker's greeting says of it."""

    module: str
    levels: int
    version: int


class Found(Struct, frozen=True):
    """What the bank found."""

    folders: tuple[str, ...]
    """Of the packages of exercises."""
    stamp: str
    """State of all files that it was found in (`_stamp`)."""
    places: dict[str, Place]
    """By slug, in the order of the curriculum."""


class Shelved:
    """An exercise that is imported when it is used."""

    def __init__(self, slug: str, place: Place) -> None:
        self.slug, self._place = slug, place
        self.levels, self.version = place.levels, place.version

    def generate(self, level: int, seed: int) -> Problem:
        """See `Exercise.generate`."""
        from quizgen.exercise import exercises_of

        for exercise in exercises_of(importlib.import_module(self._place.module)):
            if exercise.slug == self.slug:
                return exercise.generate(level, seed)
        raise QuizgenError(f"{self._place.module} has no exercise {self.slug!r} any more")


class Shelf:
    """Exercises by slug."""

    def __init__(self, places: dict[str, Place]) -> None:
        self._shelved = {slug: Shelved(slug, place) for slug, place in places.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelved)

    def __getitem__(self, slug: str) -> Shelved:
        """Raises QuizgenError for what is not there."""
        if slug not in self._shelved:
            raise QuizgenError(f"there is no exercise {slug!r}")
        return self._shelved[slug]


def shelf() -> Shelf:
    """All installed exercises that can be used."""
    # A package that comes, goes or changes its version changes the folder that it is installed in.
    key = repr([(path, _touched(path)) for path in sys.path]).encode()
    return Shelf(kept("exercises", key, Found, _find, lambda found: found.stamp == _stamp(found.folders)).places)


def _find() -> Found:
    from quizgen import bank

    folders = bank.folders()
    stamp, found = _stamp(folders), bank.discover()
    places = {slug: Place(exercise.__module__, exercise.levels, exercise.version) for slug, exercise in found.items()}
    # What could not be imported now may be the next time.
    return Found(folders, "" if found.faults else stamp, places)


def _stamp(folders: Iterable[str]) -> str:
    """Names, sizes and times of all files that decide what there is: exercises, engine, curriculum."""
    seen = sha256()
    for folder in (*folders, os.path.dirname(__file__), str(data_folder())):
        for entry in sorted(_files(folder), key=lambda entry: entry.path):
            stat = entry.stat()
            seen.update(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.name.endswith((".py", ".toml")):
                yield entry


def _touched(path: str) -> int:
    """When something was last put into a folder or taken from it; 0 where there is none."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0
