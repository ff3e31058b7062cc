"""`quizgen practice`: a session on the screen, or in plain lines."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable

import click

from quizgen import curriculum, paths
from quizgen.cli.stats import now
from quizgen.errors import QuizgenError
from quizgen.practice.log import Log
from quizgen.practice.session import Session
from quizgen.worker import Worker


@click.command()
@click.option("--plain", is_flag=True, help="Lines of text only: for a screen reader, a script, a dumb terminal.")
@click.option("--skill", "skills", multiple=True, help="Only this skill, due or not; may be given several times.")
@click.option("--course", help="Only the skills of this course.")
@click.option("--limit", type=click.IntRange(1), help="Stop after so many problems.")
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
def practice(plain: bool, skills: tuple[str, ...], course: str | None, limit: int | None, db: str | None) -> None:
    """Practise what is due, then what is new. Everything is written down at once: quit at any time."""
    graph = curriculum.load()
    chosen = _chosen(graph, skills, course)
    path = paths.database(db, os.environ)
    worker = Worker(log_file=paths.worker_log(path), debug=bool(os.environ.get("QUIZGEN_DEBUG")))
    worker.start()  # before anything else: it imports sympy while the first frame is painted
    try:
        log = Log.open(path, now=now())
    except BaseException:
        worker.close()
        raise

    def session() -> Session:
        return Session(log, worker, graph, clock=now, skills=chosen, ahead=bool(skills), limit=limit)

    try:
        sys.exit(_run(session, plain))
    finally:
        log.close()
        worker.close()


def _run(session: Callable[[], Session], plain: bool) -> int:
    if plain or not _has_screen():
        from quizgen.cli.plain import run as run_plain

        return run_plain(session(), sys.stdin, sys.stdout)
    from tui.app import run as run_screen

    return run_screen(session)


def _has_screen() -> bool:
    """True where a full-screen program makes sense; ACCESSIBLE=1 asks for lines."""
    if os.environ.get("ACCESSIBLE", "") not in ("", "0") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()


def _chosen(graph: curriculum.Curriculum, skills: tuple[str, ...], course: str | None) -> frozenset[str] | None:
    named = [slug.strip() for group in skills for slug in group.split(",") if slug.strip()]
    for slug in named:
        graph[slug]
    if course is None:
        return frozenset(named) or None
    known = curriculum.courses(graph)
    if course not in known:
        near = difflib.get_close_matches(course, known, 1)
        hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(known)
        raise QuizgenError(f"there is no course {course!r}; {hint}")
    inside = frozenset(known[course].skills)
    if named and not inside.issuperset(named):
        outside = [slug for slug in named if slug not in inside]
        raise QuizgenError(f"{', '.join(outside)} is not part of the course {course}")
    return frozenset(named) or inside
