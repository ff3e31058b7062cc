"""What the learner practises of the curriculum: all of it, one course, or one unit. A setting, `Preferences.focus`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from quizgen.curriculum import Curriculum, courses
from quizgen.errors import QuizgenError, nearest

ALL = "all"


class Focus(Struct, frozen=True):
    """Something to choose."""

    name: str
    """What the setting holds: the name of a course, the id of a unit, or "all"."""
    title: str
    kind: str
    """course, unit or all."""
    skills: int | None
    """How many of its skills have an exercise; None while that is not known."""


def choices(curriculum: Curriculum, available: Collection[str] | None = None) -> tuple[Focus, ...]:
    """Courses, everything, units. `available`: the skills that have an exercise, None while they are not known."""

    def count(skills: Iterable[str]) -> int | None:
        return None if available is None else sum(slug in available for slug in skills)

    found = [Focus(name, course.title, "course", count(course.skills)) for name, course in courses(curriculum).items()]
    found.append(Focus(ALL, "Everything, in the order it builds up", ALL, count(curriculum.skills)))
    for unit in curriculum.units.values():
        own = (slug for slug, skill in curriculum.skills.items() if skill.unit == unit.id)
        found.append(Focus(unit.id, unit.title, "unit", count(own)))
    return tuple(found)


def skills_of(curriculum: Curriculum, name: str) -> frozenset[str] | None:
    """The skills of a focus; None for all of them, also where there is no such course any more."""
    if name in ("", ALL):
        return None
    if name in curriculum.units:
        return frozenset(skill.id for skill in curriculum.skills.values() if skill.unit == name)
    found = courses(curriculum).get(name)
    return None if found is None else frozenset(found.skills)


def checked(curriculum: Curriculum, name: str) -> str:
    """The name, if it is one. Raises QuizgenError."""
    known = [focus.name for focus in choices(curriculum)]
    if name not in known:
        raise QuizgenError(f"there is no course or unit {name!r}{nearest(name, known, listed=True)}")
    return name
