"""`quizgen sync`: bring two logs together."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quizgen.cli.log import backup_before, db_option, entered
from quizgen.errors import QuizgenError
from quizgen.practice.claim import claimed
from quizgen.practice.folder import sync as sync_folder
from quizgen.practice.log import Log
from quizgen.practice.merge import Merged, merge_file
from quizgen.practice.phrases import some


@click.command()
@click.argument("other", type=click.Path(path_type=Path))
@db_option
def sync(other: Path, db: str | None) -> None:
    """Take in all events of OTHER: another quizgen database, or a folder that a file-sync tool keeps.

    A database is only read. In a folder, each device writes a file of its own and reads all others. Nothing is ever
    lost: the result is every event of both, in whatever order and however often you sync.
    """
    with entered(db) as log:
        if other.is_dir():
            _with_folder(log, other)
        elif not other.exists():
            raise QuizgenError(f"there is no {other}: give another database, or a folder that is there already")
        else:
            merged = merge_file(log, other, lambda: backup_before(log))
            click.echo(_told(merged, str(other)))


def _with_folder(log: Log, folder: Path) -> None:
    with claimed(log.path.with_name(log.path.name + ".sync"), "quizgen is syncing this log already"):
        synced = sync_folder(log, folder, lambda: backup_before(log))
    click.echo(f"{_told(synced.merged, some(synced.files, 'other file'))} {some(synced.sent, 'event')} sent.")
    if synced.merged.held:
        click.echo(f"{some(synced.merged.held, 'event')} held back until a file has arrived that they speak of.")
    for sentence in synced.unreadable:
        click.echo(f"quizgen: {sentence}", err=True)
    if synced.unreadable:
        sys.exit(1)


def _told(merged: Merged, source: str) -> str:
    if not merged.new:
        return f"Nothing new in {source}."
    changed = f"; {some(len(merged.changed), 'skill')} remembered otherwise now" if merged.changed else ""
    return f"{some(merged.new, 'event')} taken in from {source}{changed}."
