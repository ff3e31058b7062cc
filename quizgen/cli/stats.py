"""`quizgen stats`: what is due, learned and done."""

from __future__ import annotations

import math
import os

import click
import msgspec

from quizgen import curriculum, paths
from quizgen.practice.day import calendar, local_now, study_day
from quizgen.practice.log import Log
from quizgen.practice.report import Report, report
from quizgen.practice.stats import Stats

BAR = 30


@click.command()
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--skills", is_flag=True, help="Each skill as well: stability, level, chance, time.")
def stats(db: str | None, as_json: bool, skills: bool) -> None:
    """Print what is due and learned, how well it is remembered, the days, the mistakes, and how ready you are."""
    log = Log.open(paths.database(db, os.environ), now=local_now())
    try:
        found = report(log, curriculum.load(), local_now)
    finally:
        log.close()
    if as_json:
        whole = msgspec.to_builtins(found)
        whole = {**whole.pop("standing"), **whole}
        click.echo(msgspec.json.format(msgspec.json.encode(whole), indent=2).decode())
        return
    click.echo(told(found.standing))
    pages = [forecast, retention, days, mistakes, readiness, leeches, *([each] if skills else [])]
    for lines in filter(None, (page(found) for page in pages)):
        click.echo("\n" + "\n".join(line.rstrip() for line in lines))


def forecast(found: Report) -> list[str]:
    """What comes due in the next two weeks, as bars."""
    if not any(found.forecast):
        return []
    most = max(found.forecast[:14]) or 1
    today = study_day(local_now())
    lines = [
        f"  {calendar(today + ahead):%a %d %b}  {number:4}  {'#' * math.ceil(BAR * number / most)}"
        for ahead, number in enumerate(found.forecast[:14])
    ]
    return ["Due, if nothing new is begun", *lines]


def retention(found: Report) -> list[str]:
    """Remembered against desired."""
    if not found.retention:
        return []
    lines = [
        f"  {row.unit or 'all':5}  {row.true:4.0%} of {row.reviews:4}  ({row.low:.0%} to {row.high:.0%})"
        f"  foretold {row.foretold:.0%}, desired {row.desired:.0%}"
        for row in found.retention
    ]
    return ["Remembered after a day or more (last 90 days)", *lines]


def days(found: Report) -> list[str]:
    """The last five weeks as a calendar: answers a day."""
    if not found.calendar:
        return []
    done = {day.date: day.answers for day in found.calendar}
    today = study_day(local_now())
    monday = today - calendar(today).weekday() - 28
    lines = [
        f"  {calendar(week):%d %b}  "
        + " ".join(f"{done.get(calendar(d).isoformat(), 0) or '.':>3}" for d in range(week, min(week + 7, today + 1)))
        for week in range(monday, today + 1, 7)
    ]
    spent = f"{found.minutes / 60:.1f} hours" if found.minutes >= 120 else f"{found.minutes:.0f} minutes"
    return [f"Answers a day ({spent} in all)", "          Mo  Tu  We  Th  Fr  Sa  Su", *lines]


def mistakes(found: Report) -> list[str]:
    """The most frequent recognised mistakes."""
    lines = [f"  {m.times:3}  {m.skill}: {m.rule or m.code}" for m in found.mistakes]
    return ["Most frequent mistakes (last 90 days)", *lines] if lines else []


def readiness(found: Report) -> list[str]:
    """Expected share of right answers by topic begun."""
    width = max((len(row.title) for row in found.readiness), default=0)
    lines = [
        f"  {row.title:{width}}  {row.expected:4.0%}  ({row.low:.0%} to {row.high:.0%})"
        f"  {row.begun} of {row.skills} begun"
        for row in found.readiness
    ]
    return ["If you were tested today, one problem a skill", *lines] if lines else []


def leeches(found: Report) -> list[str]:
    """Skills failed again and again, with advice."""
    lines = [f"  {leech.skill}, {leech.lapses} times: {leech.advice}" for leech in found.leeches]
    return ["Failed again and again", *lines] if lines else []


def each(found: Report) -> list[str]:
    """Every skill begun."""
    lines = [
        f"  {s.skill:32} {s.stability:8.1f}  {s.chance:6.0%}  {s.level:5}  {s.due}  {s.seconds or '':>7}"
        for s in found.by_skill
    ]
    return [f"  {'Skill':32} {'days':>8}  chance  level  {'due':10}  seconds", *lines] if lines else []


def told(found: Stats) -> str:
    """The statistics as a page of text."""
    lines = [
        f"due now     {found.due:4}    within a week {found.due_week}",
        f"learned     {found.learned:4}    of {found.started} started, {found.skills} in the curriculum",
        f"today       {found.today:4}    {plural(found.streak, 'day')} in a row",
        "",
    ]
    width = max(len(unit.title) for unit in found.units)
    lines.append(f"{'':{width}}  learned  started  skills  due")
    lines += [
        f"{unit.title:{width}}  {unit.learned:7}  {unit.started:7}  {unit.skills:6}  {unit.due or '':3}"
        for unit in found.units
    ]
    return "\n".join(line.rstrip() for line in lines)


def plural(n: int, word: str) -> str:
    """ "1 day", "3 days"."""
    return f"{n} {word}" + ("" if n == 1 else "s")
