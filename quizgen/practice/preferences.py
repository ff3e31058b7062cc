"""What the learner has set: limits, easy days, credit. The last word of the settings events in force.

The desired retention and the weights of FSRS change what is remembered and belong to
`quizgen.practice.memory.Parameters`; what stands here changes only what is asked when.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from quizgen.errors import QuizgenError
from quizgen.practice.event import Event, in_force
from quizgen.practice.log import Log
from quizgen.practice.rows import event_of

Switch = Literal["on", "off"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Preferences(Struct, frozen=True):
    """Settings of the schedule, each with its default."""

    new_per_day: Annotated[int, Meta(ge=0, le=1000)] = 20
    """New skills a study day."""
    minutes: Annotated[int, Meta(ge=0, le=1440)] = 0
    """Minutes a study day, by the expected time of each skill; 0 for no limit."""
    problems: Annotated[int, Meta(ge=0, le=10_000)] = 0
    """Problems a study day; 0 for no limit."""
    credit: Switch = "on"
    """Whether solving a skill counts in part for those that it builds on."""
    factor: Annotated[float, Meta(ge=0, le=4)] = 0.0
    """How far the weights of credit are believed: not at all until a fit to the log has shown that they foretell
    something (`quizgen.practice.fit`)."""
    fuzz: Switch = "on"
    """Whether skills learned together are spread over the days around their date."""
    week: Annotated[tuple[Annotated[float, Meta(ge=0, le=1)], ...], Meta(min_length=7, max_length=7)] = (1.0,) * 7
    """How much is wanted on Monday ... Sunday: 1 as usual, 0.5 less, 0 as little as the windows allow."""
    focus: str = ""
    """The course or unit that is practised; empty or "all" for everything (`quizgen.practice.focus`)."""


DEFAULTS = Preferences()


def preferences_in_force(standing: Iterable[Event]) -> Preferences:
    """The settings of a log's events in force, the last word of each. Raises QuizgenError for ones that cannot be."""
    values: dict[str, Any] = {}
    for event in standing:
        if event.type in ("settings", "fit"):
            values.update((k, v) for k, v in (event.data or {}).items() if k in Preferences.__struct_fields__)
    return checked(values)


def checked(values: dict[str, Any]) -> Preferences:
    """The settings from their values. Raises QuizgenError for values that cannot be."""
    try:
        return msgspec.convert(values, Preferences)
    except msgspec.ValidationError as error:
        raise QuizgenError(f"these settings cannot be used: {error}") from None


def preferences(log: Log) -> Preferences:
    """The settings in force in a log."""
    return preferences_in_force(in_force(rare_events(log)))


def rare_events(log: Log) -> list[Event]:
    """All events that are no reviews, with what they hold."""
    fields = ("type", "id", "day", "time", "target", "skill", "rating", "data")
    with log.reading() as db:
        rows = db.execute(f"select {', '.join(fields)} from event where type <> 'review' order by id").fetchall()
    return [event_of(fields, row) for row in rows]
