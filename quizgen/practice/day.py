"""Study days: whole days that begin at 4:00 on the learner's study clock, so that late nights count as the day
before.

A study day is an integer, the number of days since 1970-01-01. It is taken from the study clock, which is the
clock in the room (so days with a clock change and days of travel begin at 4:00 as well), unless the learner chose
another hour: then it shows 4:00 at that hour. The schedule counts in these days alone: two evenings are one day
apart, whatever the hours between them.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from pathlib import Path

from quizgen import config

BEGINS = timedelta(hours=config.DEFAULTS.day_begins)
"""When a study day begins, after midnight by the study clock."""

_EPOCH = date(1970, 1, 1).toordinal()


def local_now() -> datetime:
    """Now by the study clock, set to the computer's time zone and the config file: to hand in outside of tests."""
    file = config.path(os.environ)
    try:
        written = file.stat().st_mtime_ns
    except OSError:
        written = 0
    return by_study_clock(datetime.now().astimezone(), _day_begins(file, written))


def by_study_clock(moment: datetime, day_begins: int) -> datetime:
    """The same moment in the zone in which it is 4:00 when the moment's own clock shows the hour `day_begins`.

    So the hour is part of every event, as its zone is.
    """
    offset = moment.utcoffset()
    assert offset is not None
    ahead = BEGINS - timedelta(hours=day_begins)
    return moment.astimezone(timezone(offset + ahead)) if ahead else moment


@lru_cache(maxsize=1)
def _day_begins(file: Path, written: int) -> int:
    return config.load(file)[0].day_begins


def study_day(moment: datetime) -> int:
    """The study day of an aware datetime, by the wall clock of its own time zone. Raises ValueError if
    naive."""
    if moment.utcoffset() is None:
        raise ValueError("a study day needs a time zone")
    return (moment.replace(tzinfo=None) - BEGINS).toordinal() - _EPOCH


def begins(day: int, zone: tzinfo) -> datetime:
    """The moment a study day begins in a time zone (where the clock skips 4:00, the moment it skips)."""
    wall = datetime.combine(calendar(day), time(), zone) + BEGINS  # wall-clock arithmetic: 4:00 on the clock
    return wall.astimezone(UTC).astimezone(zone)


def calendar(day: int) -> date:
    """The calendar date of a study day."""
    return date.fromordinal(day + _EPOCH)


def stamp(moment: datetime) -> str:
    """An aware datetime as UTC text with milliseconds, "2026-11-21T09:08:25.123Z"; sorts like time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def moment_of(stamped: str) -> datetime:
    """The moment of a `stamp`, in UTC. Raises ValueError for text that is none."""
    return datetime.fromisoformat(stamped)


def zone_text(moment: datetime) -> str:
    """The time zone of a moment: its offset, and its name where known, "+01:00 Europe/Berlin"."""
    offset = moment.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    text = f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    name = getattr(moment.tzinfo, "key", None)
    return f"{text} {name}" if name else text


def day_of(stamped: str, zone: str) -> int:
    """The study day of a logged time and zone: what `study_day` gave when it was logged."""
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    return study_day(moment_of(stamped).astimezone(timezone(offset)))
