"""`quizgen suspend` and `quizgen unsuspend`: leave a skill out, and take it up again."""

from __future__ import annotations

from typing import Literal

import click

from quizgen import curriculum
from quizgen.cli.log import db_option, entered
from quizgen.practice.day import local_now
from quizgen.practice.event import Event


@click.command()
@click.argument("slug")
@db_option
def suspend(slug: str, db: str | None) -> None:
    """Do not ask the skill SLUG until it is taken up again. What is known of it is kept."""
    _set("suspend", slug, db)


@click.command()
@click.argument("slug")
@db_option
def unsuspend(slug: str, db: str | None) -> None:
    """Ask the skill SLUG again."""
    _set("unsuspend", slug, db)


def _set(kind: Literal["suspend", "unsuspend"], slug: str, db: str | None) -> None:
    with entered(db) as log:
        memory = log.memories().get(slug)
        if memory is None:
            curriculum.load()[slug]  # raises for a skill that is nowhere
        state = "suspended" if kind == "suspend" else "asked again"
        if (memory is not None and memory.suspended) == (kind == "suspend"):
            click.echo(f"{slug} is {'suspended' if kind == 'suspend' else 'not suspended'} already.")
            return
        log.record(Event(kind, skill=slug), local_now())
        click.echo(f"{slug} is {state} from now on.")
