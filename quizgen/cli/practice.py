"""`quizgen practice`: a session on the screen, or in plain lines.

The order of things is the order of start-up: the worker process first (it imports sympy meanwhile), then the first
frame, and behind that frame everything that a session needs. So only light modules are imported here.
"""

from __future__ import annotations

import difflib
import os
import sys
import threading
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen import paths
from quizgen.errors import QuizgenError
from quizgen.practice.claim import claimed
from quizgen.worker import Worker

if TYPE_CHECKING:
    from quizgen.curriculum import Curriculum
    from quizgen.practice.log import Log
    from quizgen.practice.session import Session

BUSY = "you are practising on {} already, in another window: go on there, or close it first"


@click.command()
@click.option("--plain", is_flag=True, help="Lines of text only: for a screen reader, a script, a dumb terminal.")
@click.option("--skill", "skills", multiple=True, help="Only this skill, due or not; may be given several times.")
@click.option("--course", help="Only the skills of this course.")
@click.option("--unit", help="Only the skills of this unit, such as la.")
@click.option("--topic", help="Only the skills of this topic, such as la.sys.")
@click.option("--weak", is_flag=True, help="The weakest first.")
@click.option("--ahead", is_flag=True, help="Study ahead: also what is not due yet.")
@click.option("--limit", type=click.IntRange(1), help="Stop after so many problems.")
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
def practice(
    plain: bool,
    skills: tuple[str, ...],
    course: str | None,
    unit: str | None,
    topic: str | None,
    weak: bool,
    ahead: bool,
    limit: int | None,
    db: str | None,
) -> None:
    """Practise what is due, then what is new. Everything is written down at once: quit at any time."""
    named = [slug.strip() for group in skills for slug in group.split(",") if slug.strip()]
    chosen = _chosen(named, course, unit, topic) if named or course or unit or topic else None
    desk = Desk(paths.database(db, os.environ), chosen, limit, weak=weak)
    try:
        code = _run(desk, plain, ahead=bool(named) or ahead)
    finally:
        desk.close()
    for trouble in desk.troubles:
        click.echo(f"quizgen: {trouble}", err=True)
    sys.exit(code)


class Desk:
    """What a session works with, opened when the session is made."""

    def __init__(self, path: Path, skills: frozenset[str] | None, limit: int | None, *, weak: bool = False) -> None:
        self._weak = weak
        self._path, self._skills, self._limit = path, skills, limit
        debug = bool(os.environ.get("QUIZGEN_DEBUG"))
        self._worker = Worker(log_file=paths.worker_log(path), debug=debug)
        self._worker.start()
        self._log: Log | None = None
        self._held = ExitStack()
        self._backup: threading.Thread | None = None
        self.troubles: list[str] = []
        """Sentences for when the screen is gone."""

    def session(self, *, ahead: bool = False, placing: bool = False) -> Session:
        """A session; `ahead` also asks what is not due, `placing` finds out what is known. May be called from a
        thread."""
        from quizgen import curriculum
        from quizgen.practice.day import local_now
        from quizgen.practice.log import Log
        from quizgen.practice.queue import Options
        from quizgen.practice.session import Session

        if self._log is None:
            log = Log.open(self._path, now=local_now())
            self._held.callback(log.close)
            self._held.enter_context(claimed(self._path, BUSY.format(self._path)))
            self._log = log
            self._backup = threading.Thread(target=self._back_up)
            self._backup.start()
        graph = curriculum.load()
        kind: type[Session] = Session
        if placing:
            from quizgen.practice.placing import Placement

            kind = Placement
        return kind(
            self._log,
            self._worker,
            graph,
            clock=local_now,
            skills=self._skills,
            ahead=ahead,
            limit=self._limit,
            options=Options(weak=self._weak),
        )

    def _back_up(self) -> None:
        """The copy of this day, made beside the session, which waits for it only at its end."""
        from quizgen.practice import backups
        from quizgen.practice.day import local_now

        try:
            backups.daily(self._path, local_now())
        except QuizgenError as error:
            self.troubles.append(str(error))

    def close(self) -> None:
        """Let go of database and worker."""
        if self._backup is not None:
            self._backup.join()
        self._held.close()
        self._worker.close()


def _run(desk: Desk, plain: bool, *, ahead: bool) -> int:
    from tui.guard import can_draw

    if plain or not (can_draw(os.environ, sys.stdin, sys.stderr) and sys.stdout.isatty()):
        from quizgen.cli.plain import run as run_plain

        return run_plain(desk.session(ahead=ahead), sys.stdin, sys.stdout)
    from tui.app import run as run_screen

    return run_screen(lambda: desk.session(ahead=ahead), practise_ahead=lambda: desk.session(ahead=True))


def _chosen(named: list[str], course: str | None, unit: str | None = None, topic: str | None = None) -> frozenset[str]:
    from quizgen import curriculum

    graph = curriculum.load()
    for slug in named:
        graph[slug]
    chosen = _of_course(graph, named, course) if course else frozenset(named or graph.skills)
    if unit:
        chosen &= {skill.id for skill in graph.skills.values() if skill.unit == _named("unit", unit, graph.units)}
    if topic:
        chosen &= {skill.id for skill in graph.skills.values() if skill.topic == _named("topic", topic, graph.topics)}
    if not chosen:
        raise QuizgenError("no skill is in all of what you named")
    return chosen


def _named(what: str, name: str, known: Collection[str]) -> str:
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(known)
        raise QuizgenError(f"there is no {what} {name!r}; {hint}")
    return name


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
