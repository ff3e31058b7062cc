"""`quizgen serve`: the app in a browser of this machine."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import webbrowser

import click

from quizgen import paths
from quizgen.errors import QuizgenError

PORT = 8317
TOKEN_BYTES = 24
MISSING = "quizgen serve needs textual-serve: pip install 'quizgen[serve]'"


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes a free one.")
@click.option("--open", "open_it", is_flag=True, help="Open the link in your browser (other users may see it then).")
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
@click.option("--window", is_flag=True, hidden=True, help="One window of the app; the server starts these itself.")
def serve(port: int, open_it: bool, db: str | None, window: bool) -> None:
    """Practise in a browser on this machine: open the link that is printed.

    Only this machine can reach it, and only with the link, which is another one each time. Ctrl+C ends it; what was
    typed is kept.
    """
    path = paths.database(db, os.environ)
    if window:
        sys.exit(_window(db))
    try:
        from quizgen.cli import serving
    except ImportError:
        raise QuizgenError(MISSING) from None

    def ready(url: str) -> None:
        click.echo(f"quizgen is at {url}\nCtrl+C ends it.")
        sys.stdout.flush()
        if open_it:
            webbrowser.open(url)

    words = (sys.executable, "-P", "-m", "quizgen", "serve", "--window", "--db", str(path))
    place = serving.Place(port, secrets.token_urlsafe(TOKEN_BYTES))

    try:
        asyncio.run(serving.serve(words, place, ready))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise QuizgenError(f"port {port} cannot be used ({reason}); choose another with --port") from None


def _window(db: str | None) -> int:
    if not os.environ.get("TEXTUAL_DRIVER"):
        raise QuizgenError("--window is for the server alone: run quizgen serve")
    from quizgen.cli.desk import Desk
    from tui.browser import run_in_browser

    desk = Desk(paths.database(db, os.environ))
    try:
        return run_in_browser(desk)
    finally:
        desk.close()
