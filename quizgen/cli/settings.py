"""`quizgen settings`: show and change what the learner has set."""

from __future__ import annotations

from typing import Any

import click

from quizgen import curriculum
from quizgen.cli.log import db_option, entered
from quizgen.errors import QuizgenError
from quizgen.practice.day import local_now
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.preferences import WEEKDAYS, Preferences, preferences
from quizgen.practice.wishes import refused

KINDS: dict[str, type] = {
    "retention": float, "new-per-day": int, "minutes": int, "problems": int, "credit": str, "fuzz": str, "focus": str,
}  # fmt: skip
EASY = {"normal": 1.0, "easy": 0.5, "free": 0.0}
NAMES = ", ".join([*KINDS, *EASY])


@click.command()
@click.argument("changes", nargs=-1, metavar="[NAME=VALUE]...")
@db_option
def settings(changes: tuple[str, ...], db: str | None) -> None:
    """Show the settings, or change some of them: quizgen settings retention=0.85 minutes=30 easy=sat,sun.

    \b
    retention    the chance of being remembered at which a skill comes back, 0.5 to 0.99
    new-per-day  new skills a day
    minutes      minutes a day, 0 for no limit
    problems     problems a day, 0 for no limit
    easy, free   days with less, or as little as can be: easy=sat free=sun; normal=sat takes it back
    credit       on or off: solving a skill counts in part for those it builds on
    fuzz         on or off: dates are spread a little, and the load balanced
    focus        the course or unit to practise; all for everything
    """
    with entered(db) as log:
        values = read(changes, preferences(log))
        if values:
            refused(values, log, curriculum.load())
            log.record(Event("settings", data=values), local_now())
        click.echo(told(log))


def read(changes: tuple[str, ...], now: Preferences) -> dict[str, Any]:
    """The values that NAME=VALUE words set. Raises QuizgenError for a name or value that cannot be."""
    values: dict[str, Any] = {}
    week = list(now.week)
    for change in changes:
        name, equals, value = change.partition("=")
        name, value = name.strip().replace("_", "-"), value.strip()
        if not equals or name not in (*KINDS, *EASY):
            raise QuizgenError(f"{change!r} is no setting; write NAME=VALUE with one of {NAMES}")
        if name in EASY:
            for day in filter(None, value.replace(" ", ",").split(",")):
                if day[:3].lower() not in WEEKDAYS:
                    raise QuizgenError(f"{day!r} is no day of the week; write {', '.join(WEEKDAYS)}")
                week[WEEKDAYS.index(day[:3].lower())] = EASY[name]
            values["week"] = week
            continue
        try:
            values[name.replace("-", "_")] = KINDS[name](value)
        except ValueError:
            kind = "a whole number" if KINDS[name] is int else "a number"
            raise QuizgenError(f"{name} is {kind}, not {value!r}") from None
    return values


def told(log: Log) -> str:
    """The settings in force, a line each."""
    now, parameters = preferences(log), log.parameters()
    days = {name: [d for d, w in zip(WEEKDAYS, now.week, strict=True) if w == weight] for name, weight in EASY.items()}
    rows = {
        "retention": f"{parameters.retention:g}",
        "new-per-day": now.new_per_day,
        "minutes": now.minutes or "no limit",
        "problems": now.problems or "no limit",
        "easy": ", ".join(days["easy"]) or "no day",
        "free": ", ".join(days["free"]) or "no day",
        "credit": f"{now.credit}, factor {now.factor:g}" if now.credit == "on" else now.credit,
        "fuzz": now.fuzz,
        "focus": now.focus or "all",
        "parameters": "fitted to your log" if parameters.weights else "as published",
    }
    return "\n".join(f"{name:12} {value}" for name, value in rows.items())
