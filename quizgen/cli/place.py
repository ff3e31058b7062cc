"""`quizgen place`: a session that finds out what is known already."""

from __future__ import annotations

import os
import sys

import click

from quizgen import paths
from quizgen.cli.practice import Desk, _chosen


@click.command()
@click.option("--plain", is_flag=True, help="Lines of text only: for a screen reader, a script, a dumb terminal.")
@click.option("--course", help="Only the skills of this course.")
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
def place(plain: bool, course: str | None, db: str | None) -> None:
    """Find out what you know already, by at most 25 problems. Skip what you have not learned yet.

    Practice then begins behind what you know. Do it again whenever you like; quizgen undo takes it back.
    """
    desk = Desk(paths.database(db, os.environ), _chosen([], course) if course else None, None)
    try:
        code = _run(desk, plain)
    finally:
        desk.close()
    for trouble in desk.troubles:
        click.echo(f"quizgen: {trouble}", err=True)
    sys.exit(code)


def _run(desk: Desk, plain: bool) -> int:
    from tui.guard import can_draw

    if plain or not (can_draw(os.environ, sys.stdin, sys.stderr) and sys.stdout.isatty()):
        from quizgen.cli.plain import run as run_plain

        return run_plain(desk.session(placing=True), sys.stdin, sys.stdout)
    from tui.app import run as run_screen

    return run_screen(lambda: desk.session(placing=True), practise_ahead=lambda: desk.session(ahead=True))
