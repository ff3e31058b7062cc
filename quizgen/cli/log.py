"""`quizgen log`: check, rebuild, back up, restore, export and import the log."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from quizgen import paths
from quizgen.errors import QuizgenError
from quizgen.practice import backups, check, transfer
from quizgen.practice.claim import claimed
from quizgen.practice.day import local_now
from quizgen.practice.log import Log
from quizgen.practice.merge import merge_events
from quizgen.practice.phrases import some

BUSY = "quizgen is practising on this log: finish there first"
db_option = click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")


@contextmanager
def opened(db: str | None) -> Iterator[Log]:
    """The log of `--db`, which must be there already."""
    path = paths.database(db, os.environ)
    if not path.exists():
        raise QuizgenError(f"there is no log {path} yet: practise first, or give another --db")
    log = Log.open(path, now=local_now())
    try:
        yield log
    finally:
        log.close()


@click.group()
def log() -> None:
    """The log of all answers: check, rebuild, backups, restore, export, import."""


@log.command("check")
@db_option
def check_(db: str | None) -> None:
    """Look for damage, and repair the memory where it is not what the log says. Exit code 1 when something was
    wrong."""
    with opened(db) as log:
        if damage := check.damage(log):
            for sentence in damage:
                click.echo(sentence)
            click.echo("The log is damaged. Nothing was changed; quizgen log backups lists what you can restore.")
            sys.exit(1)
        stale = log.rebuild() if check.stale(log) else []
        if stale:
            click.echo(f"The log is sound. {_was_wrong(stale)} It is right now.")
            sys.exit(1)
        click.echo(f"All is well: {_events(_count(log))}, and the memory is what they say.")


@log.command()
@db_option
def rebuild(db: str | None) -> None:
    """Compute the memory from the whole log again. Exit code 1 when what was stored was different."""
    with opened(db) as log:
        stale = log.rebuild()
        if stale:
            click.echo(f"{_was_wrong(stale)} It is right now.")
            sys.exit(1)
        click.echo(f"{_events(_count(log))} folded again: the memory is the same to the last digit.")


@log.command("backups")
@db_option
@click.option("--now", "make", is_flag=True, help="Make one now, then list.")
def backups_(db: str | None, make: bool) -> None:
    """List the backups, the latest first."""
    path = paths.database(db, os.environ)
    if make:
        with opened(db) as log, log.reading() as connection:
            backups.copy(connection, path, local_now(), "daily")
    made = backups.found(path)
    for backup in made:
        size = backup.path.stat().st_size / 1e6
        click.echo(f"{backup.name:40}  {size:8.1f} MB")
    click.echo(f"{some(len(made), 'backup')} in {backups.folder(path)}")


@log.command()
@click.argument("name")
@db_option
def restore(name: str, db: str | None) -> None:
    """Put the backup NAME in the place of the log. The present log becomes a backup first."""
    path = paths.database(db, os.environ)
    backup = backups.named(path, name)
    with claimed(path, BUSY):
        kept = backups.restore(path, backup, local_now())
    with opened(db) as log:
        click.echo(f"Restored {backup.name}: {_events(_count(log))}.")
    if kept is not None:
        click.echo(f"What was there is kept: {kept.name}. quizgen sync {kept} adds it again.")


@log.command()
@click.argument("file", type=click.Path(path_type=Path))
@db_option
def export(file: Path, db: str | None) -> None:
    """Write the whole log to a new FILE, .jsonl or .csv."""
    with opened(db) as log:
        click.echo(f"{_events(transfer.export(log.events(), file))} written to {file}")


@log.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@db_option
def import_(file: Path, db: str | None) -> None:
    """Take in the events of FILE, .jsonl or .csv. Those that are there already are passed over; a bad line is named
    and nothing is taken in."""
    events = transfer.read(file)
    with entered(db) as log:
        merged = merge_events(log, events, lambda: backup_before(log))
        click.echo(f"{_events(merged.new)} taken in" + _changed(merged.changed))


@contextmanager
def entered(db: str | None) -> Iterator[Log]:
    """The log of `--db`, made where it is missing: for commands that bring events in."""
    log = Log.open(paths.database(db, os.environ), now=local_now())
    try:
        yield log
    finally:
        log.close()


def backup_before(log: Log) -> None:
    """A backup before a merge; an empty log needs none."""
    with log.reading() as connection:
        if connection.execute("select 1 from event limit 1").fetchone() is not None:
            backups.copy(connection, log.path, local_now(), "merge")


def _count(log: Log) -> int:
    with log.reading() as connection:
        return int(connection.execute("select count(*) from event").fetchone()[0])


def _events(number: int) -> str:
    return some(number, "event") if number < 1000 else f"{number:,} events"


def _changed(skills: tuple[str, ...]) -> str:
    return f"; {some(len(skills), 'skill')} remembered otherwise now" if skills else ""


def _was_wrong(skills: list[str]) -> str:
    named = ", ".join(skills[:5]) + (", ..." if len(skills) > 5 else "")
    return f"The stored memory of {some(len(skills), 'skill')} was not what the log says ({named})."
