"""Finds the exercises: every package named in the entry-point group `quizgen.banks` is walked, and each
`Exercise` found in its modules is collected. Importing an exercise has no effect; collecting is explicit."""

from __future__ import annotations

import importlib.util
import pkgutil
import traceback
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import entry_points
from types import ModuleType

from quizgen import curriculum as curricula
from quizgen.errors import QuizgenError, nearest
from quizgen.exercise import Exercise, exercises_of

GROUP = "quizgen.banks"


class Bank:
    """Exercises by slug, in the order of the curriculum."""

    def __init__(self, exercises: dict[str, Exercise], faults: tuple[str, ...] = ()) -> None:
        self._exercises = exercises
        self.faults = faults
        """A sentence for each file that cannot be imported and each exercise that cannot be used. The rest works."""

    def __getitem__(self, slug: str) -> Exercise:
        """The exercise of a skill. Raises QuizgenError with the nearest name when there is none."""
        if slug not in self._exercises:
            missing = f"there is no exercise {slug!r}{nearest(slug, self._exercises)}"
            raise QuizgenError("; ".join([missing, *self.faults]))
        return self._exercises[slug]

    def items(self) -> Iterator[tuple[str, Exercise]]:
        """Slugs with their exercises."""
        return iter(self._exercises.items())

    def __iter__(self) -> Iterator[str]:
        return iter(self._exercises)

    def __len__(self) -> int:
        return len(self._exercises)

    def __contains__(self, slug: object) -> bool:
        return slug in self._exercises


def folders() -> tuple[str, ...]:
    """Where the packages are that `discover` walks."""
    specs = (importlib.util.find_spec(point.value) for point in entry_points(group=GROUP))
    return tuple(folder for spec in specs if spec is not None for folder in spec.submodule_search_locations or ())


@lru_cache(maxsize=1)
def discover() -> Bank:
    """All installed exercises. What cannot be used is a fault of the bank, not its end: a file that cannot be
    imported, a duplicate slug, a skill that is not in the curriculum, an exercise that is not complete."""
    faults: list[str] = []
    modules = [module for point in entry_points(group=GROUP) for module in _modules(point.value, faults)]
    return collect(modules, curricula.load(), faults)


def collect(modules: list[ModuleType], curriculum: curricula.Curriculum, faults: list[str] | None = None) -> Bank:
    """The exercises of the given modules that fit the curriculum; the others are added to the bank's `faults`."""
    faults = [] if faults is None else faults
    found: dict[str, Exercise] = {}
    for module in modules:
        for exercise in exercises_of(module):
            fault = _fault(exercise, curriculum)
            if exercise.slug in found:
                fault = f"{exercise.slug} is defined twice: in {found[exercise.slug].__module__} and {module.__name__}"
            if fault:
                faults.append(fault)
            else:
                found[exercise.slug] = exercise
    return Bank({slug: found[slug] for slug in curriculum.skills if slug in found}, tuple(faults))


def _modules(package_name: str, faults: list[str]) -> Iterator[ModuleType]:
    """A package and what is in it. Authors' files may fail in any way when they are imported."""
    package = _imported(package_name, faults)
    if package is None:
        return
    yield package
    for info in pkgutil.walk_packages(package.__path__, package_name + "."):
        if not any(part.startswith("_") for part in info.name.split(".")):
            module = _imported(info.name, faults)
            if module is not None:
                yield module


def _imported(name: str, faults: list[str]) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1].lineno
        line = error.lineno if isinstance(error, SyntaxError) else at
        faults.append(f"{name} cannot be imported (line {line}): {type(error).__name__}: {error}")
        return None


def _fault(exercise: Exercise, curriculum: curricula.Curriculum) -> str:
    """What keeps an exercise from being used; empty where nothing does."""
    where = f"{exercise.slug} in {exercise.__module__}"
    if exercise.slug not in curriculum.skills:
        return f"{where}: the curriculum has no skill of this name"
    if exercise.build is None or exercise.check is None:
        return f"{where} is not complete: it needs functions marked .problem and .verify"
    levels = len(curriculum[exercise.slug].levels)
    return f"{where} has {exercise.levels} levels, the curriculum {levels}" if exercise.levels != levels else ""
