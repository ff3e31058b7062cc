"""`quizgen place`: a session that finds out what is known already."""

from __future__ import annotations

import os
import sys

import click

from quizgen import paths
from quizgen.cli.practice import chosen_skills, run
from tui.desk import Wanted


@click.command()
@click.option("--plain", is_flag=True, help="Lines of text only: for a screen reader, a script, a dumb terminal.")
@click.option("--course", help="Only the skills of this course.")
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
def place(plain: bool, course: str | None, db: str | None) -> None:
    """Find out what you know already, by at most 25 problems. Skip what you have not learned yet.

    Practice then begins behind what you know. Do it again whenever you like; quizgen undo takes it back.
    """
    skills = chosen_skills([], course) if course else None
    sys.exit(run(paths.database(db, os.environ), Wanted(skills, placing=True), plain=plain))
