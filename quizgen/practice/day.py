"""Study days: whole days that begin at 4:00 on the learner's own clock, so that late nights count as the day
before.

A study day is an integer, the number of days since 1970-01-01. It is taken from the wall clock (what the
clock in the room shows), so days with a clock change and days of travel begin at 4:00 as well. The schedule
counts in these days alone: two evenings are one day apart, whatever the hours between them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

BEGINS = timedelta(hours=4)
"""When a study day begins, after midnight by the wall clock."""

_EPOCH = date(1970, 1, 1).toordinal()


def local_now() -> datetime:
    """Now, with the offset of the computer's time zone: the clock to hand in outside of tests."""
    return datetime.now().astimezone()


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
