"""`quizgen locate`: where everything lies."""

from __future__ import annotations

import os
from pathlib import Path

import click
import msgspec

from quizgen import config, paths
from quizgen.errors import QuizgenError, nearest
from quizgen.practice.backups import folder
from quizgen.resources import data_folder


@click.command()
@click.argument("what", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON: a path for each name.")
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
def locate(what: str | None, as_json: bool, db: str | None) -> None:
    """Print where database, config file, backups, worker log and cache are, or the path of one of them (WHAT) alone."""
    found = places(db)
    if what is not None:
        if what not in found:
            raise QuizgenError(f"there is no {what!r} to locate{nearest(what, found, listed=True)}")
        click.echo(found[what])
    elif as_json:
        click.echo(msgspec.json.format(msgspec.json.encode({k: str(v) for k, v in found.items()})).decode())
    else:
        width = max(map(len, found))
        for name, path in found.items():
            click.echo(f"{name:{width}}  {path}" + ("" if path.exists() else "  (not there yet)"))


def places(db: str | None) -> dict[str, Path]:
    """Name -> path; nothing is made."""
    database = paths.where(db, os.environ)
    return {
        "database": database,
        "config": config.path(os.environ),
        "backups": folder(database),
        "worker-log": paths.worker_log(database),
        "cache": paths.cache(),
        "curriculum": data_folder() / "curriculum.toml",
        "courses": data_folder() / "courses",
    }
