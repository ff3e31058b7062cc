"""Finds the exercises: every package named in the entry-point group `quizgen.banks` is walked, and each
`Exercise` found in its modules is collected. Importing an exercise has no effect; collecting is explicit."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import entry_points
from types import ModuleType

from quizgen import curriculum as curricula
from quizgen.errors import QuizgenError
from quizgen.exercise import Exercise

GROUP = "quizgen.banks"


class Bank:
    """Exercises by slug, in the order of the curriculum."""

    def __init__(self, exercises: dict[str, Exercise]) -> None:
        self._exercises = exercises

    def __getitem__(self, slug: str) -> Exercise:
        """The exercise of a skill. Raises QuizgenError with the nearest name when there is none."""
        if slug not in self._exercises:
            near = difflib.get_close_matches(slug, self._exercises, 1)
            raise QuizgenError(f"there is no exercise {slug!r}" + (f"; did you mean {near[0]}?" if near else ""))
        return self._exercises[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._exercises)

    def __len__(self) -> int:
        return len(self._exercises)

    def __contains__(self, slug: object) -> bool:
        return slug in self._exercises


@lru_cache(maxsize=1)
def discover() -> Bank:
    """All installed exercises. Raises QuizgenError for a duplicate slug, a skill that is not in the curriculum,
    or an exercise that is not complete."""
    modules = [module for point in entry_points(group=GROUP) for module in _modules(point.value)]
    return collect(modules, curricula.load())


def collect(modules: list[ModuleType], curriculum: curricula.Curriculum) -> Bank:
    """The exercises of the given modules, checked against the curriculum."""
    found: dict[str, Exercise] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Exercise) and value.__module__ == module.__name__:
                _check(value, curriculum)
                if value.slug in found:
                    raise QuizgenError(
                        f"{value.slug} is defined twice: in {found[value.slug].__module__} and {module.__name__}"
                    )
                found[value.slug] = value
    return Bank({slug: found[slug] for slug in curriculum.skills if slug in found})


def _modules(package_name: str) -> Iterator[ModuleType]:
    package = importlib.import_module(package_name)
    yield package
    for info in pkgutil.walk_packages(package.__path__, package_name + "."):
        if not any(part.startswith("_") for part in info.name.split(".")):
            yield importlib.import_module(info.name)


def _check(exercise: Exercise, curriculum: curricula.Curriculum) -> None:
    where = f"{exercise.slug} in {exercise.__module__}"
    if exercise.slug not in curriculum.skills:
        raise QuizgenError(f"{where}: the curriculum has no skill of this name")
    if exercise.build is None or exercise.check is None:
        raise QuizgenError(f"{where} is not complete: it needs functions marked .problem and .verify")
    if exercise.levels != len(curriculum[exercise.slug].levels):
        raise QuizgenError(f"{where} has {exercise.levels} levels, the curriculum {len(curriculum[exercise.slug].levels)}")
