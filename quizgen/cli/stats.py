"""`quizgen stats`: what is due, learned and done."""

from __future__ import annotations

import os

import click
import msgspec

from quizgen import curriculum, paths
from quizgen.practice.day import local_now
from quizgen.practice.log import Log
from quizgen.practice.stats import Stats, summary


@click.command()
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def stats(db: str | None, as_json: bool) -> None:
    """Print what is due, what is learned, and each unit."""
    log = Log.open(paths.database(db, os.environ), now=local_now())
    try:
        found = summary(log, curriculum.load(), local_now)
    finally:
        log.close()
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        click.echo(told(found))


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
