"""What the settings screen shows and changes of the log: limits, retention, what is practised, the exam. Each change
is an event, so it is merged, taken back and brought back like an answer."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from quizgen.curriculum import Curriculum
from quizgen.errors import QuizgenError
from quizgen.practice import focus as focusing
from quizgen.practice.event import in_force
from quizgen.practice.log import Log
from quizgen.practice.plan import exam_in_force
from quizgen.practice.preferences import checked, preferences_in_force, rare_events


class Wishes(Struct, frozen=True):
    """The settings in force."""

    minutes: int
    """A day; 0 for no limit."""
    problems: int
    """A day; 0 for no limit."""
    new_per_day: int
    retention: float
    """Chance of being remembered at which a skill comes back."""
    focus: str
    """Name of what is practised, "all" for everything."""
    choices: tuple[focusing.Focus, ...]
    """What can be practised."""
    exam: str
    """Date, empty where there is none."""
    exam_course: str
    """Its course; empty for all skills."""


def wishes(log: Log, curriculum: Curriculum) -> Wishes:
    """The settings in force in a log."""
    standing = in_force(rare_events(log))
    now, exam = preferences_in_force(standing), exam_in_force(standing)
    return Wishes(
        minutes=now.minutes,
        problems=now.problems,
        new_per_day=now.new_per_day,
        retention=log.parameters().retention,
        focus=now.focus or focusing.ALL,
        choices=focusing.choices(curriculum),
        exam=exam.date if exam else "",
        exam_course=exam.course if exam else "",
    )


def refused(values: dict[str, Any], log: Log, curriculum: Curriculum) -> None:
    """Raises QuizgenError for settings that cannot be."""
    merged: dict[str, Any] = {**msgspec.to_builtins(preferences_in_force(in_force(rare_events(log)))), **values}
    retention = merged.pop("retention", 0.9)
    checked(merged)
    if not 0.5 <= retention <= 0.99:  # also what is no number
        raise QuizgenError(f"retention is a chance between 0.5 and 0.99, not {retention:g}")
    if "focus" in values:
        focusing.checked(curriculum, values["focus"])
