"""`quizgen undo` and `quizgen redo`: take back what was done last, and bring it back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime

import click

from quizgen.cli.log import db_option, opened
from quizgen.practice import undo as undoing
from quizgen.practice.day import local_now
from quizgen.practice.event import Event
from quizgen.practice.log import Log, Recorded

Act = Callable[[Log, datetime], tuple[Event, Recorded] | None]


@click.command()
@click.argument("steps", type=click.IntRange(1), default=1)
@db_option
def undo(steps: int, db: str | None) -> None:
    """Take back the last thing done, or the last STEPS: an answer, an overruling, a suspension, a setting."""
    _repeat(undoing.undo, steps, db, "Taken back", "Nothing is left to take back.")


@click.command()
@click.argument("steps", type=click.IntRange(1), default=1)
@db_option
def redo(steps: int, db: str | None) -> None:
    """Bring back what was taken back last, as long as nothing was done since."""
    _repeat(undoing.redo, steps, db, "Brought back", "Nothing is there to bring back.")


def _repeat(act: Act, steps: int, db: str | None, done: str, none: str) -> None:
    with opened(db) as log:
        for step in range(steps):
            result = act(log, local_now())
            if result is None:
                click.echo(none)
                sys.exit(0 if step else 1)
            click.echo(f"{done}: {undoing.told(result[0])}.")
