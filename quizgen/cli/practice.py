"""`quizgen practice`: a session on the screen, or in plain lines.

The order of things is the order of start-up: the worker process first (it imports sympy meanwhile), then the first
frame, and behind that frame everything that a session needs. So only light modules are imported here.
"""

from __future__ import annotations

import difflib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen import paths
from quizgen.errors import QuizgenError
from quizgen.worker import Worker

if TYPE_CHECKING:
    from quizgen.curriculum import Curriculum
    from quizgen.practice.log import Log
    from quizgen.practice.session import Session


@click.command()
@click.option("--plain", is_flag=True, help="Lines of text only: for a screen reader, a script, a dumb terminal.")
@click.option("--skill", "skills", multiple=True, help="Only this skill, due or not; may be given several times.")
@click.option("--course", help="Only the skills of this course.")
@click.option("--limit", type=click.IntRange(1), help="Stop after so many problems.")
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
def practice(plain: bool, skills: tuple[str, ...], course: str | None, limit: int | None, db: str | None) -> None:
    """Practise what is due, then what is new. Everything is written down at once: quit at any time."""
    named = [slug.strip() for group in skills for slug in group.split(",") if slug.strip()]
    chosen = _chosen(named, course) if named or course else None
    desk = Desk(paths.database(db, os.environ), chosen, limit)
    try:
        sys.exit(_run(desk, plain, ahead=bool(named)))
    finally:
        desk.close()


class Desk:
    """What a session works with, opened when the session is made."""

    def __init__(self, path: Path, skills: frozenset[str] | None, limit: int | None) -> None:
        self._path, self._skills, self._limit = path, skills, limit
        debug = bool(os.environ.get("QUIZGEN_DEBUG"))
        self._worker = Worker(log_file=paths.worker_log(path), debug=debug)
        self._worker.start()
        self._log: Log | None = None

    def session(self, *, ahead: bool = False) -> Session:
        """A session; `ahead` also asks what is not due. May be called from a thread."""
        from quizgen import curriculum
        from quizgen.practice.day import local_now
        from quizgen.practice.log import Log
        from quizgen.practice.session import Session

        if self._log is None:
            self._log = Log.open(self._path, now=local_now())
        graph = curriculum.load()
        return Session(
            self._log, self._worker, graph, clock=local_now, skills=self._skills, ahead=ahead, limit=self._limit
        )

    def close(self) -> None:
        """Let go of database and worker."""
        if self._log is not None:
            self._log.close()
        self._worker.close()


def _run(desk: Desk, plain: bool, *, ahead: bool) -> int:
    from tui.guard import can_draw

    if plain or not (can_draw(os.environ, sys.stdin, sys.stderr) and sys.stdout.isatty()):
        from quizgen.cli.plain import run as run_plain

        return run_plain(desk.session(ahead=ahead), sys.stdin, sys.stdout)
    from tui.app import run as run_screen

    return run_screen(lambda: desk.session(ahead=ahead), practise_ahead=lambda: desk.session(ahead=True))


def _chosen(named: list[str], course: str | None) -> frozenset[str]:
    from quizgen import curriculum

    graph = curriculum.load()
    for slug in named:
        graph[slug]
    return _of_course(graph, named, course) if course else frozenset(named)


def _of_course(graph: Curriculum, named: list[str], course: str) -> frozenset[str]:
    from quizgen import curriculum

    known = curriculum.courses(graph)
    if course not in known:
        near = difflib.get_close_matches(course, known, 1)
        hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(known)
        raise QuizgenError(f"there is no course {course!r}; {hint}")
    inside = frozenset(known[course].skills)
    outside = [slug for slug in named if slug not in inside]
    if outside:
        raise QuizgenError(f"{', '.join(outside)} is not part of the course {course}")
    return frozenset(named) or inside
