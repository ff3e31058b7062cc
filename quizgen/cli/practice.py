"""`quizgen practice`: a session on the screen, or in plain lines.

The order of things is the order of start-up: the worker process first (it imports sympy meanwhile), then the first
frame, and behind that frame everything that a session needs. So only light modules are imported here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen import collecting, paths
from quizgen.cli.desk import Desk
from quizgen.errors import QuizgenError, nearest
from tui.desk import Wanted

if TYPE_CHECKING:
    from quizgen.curriculum import Curriculum


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
    chosen = chosen_skills(named, course, unit, topic) if named or course or unit or topic else None
    wanted = Wanted(chosen, ahead=bool(named) or ahead, limit=limit, weak=weak)
    sys.exit(run(paths.database(db, os.environ), wanted, plain=plain))


def run(path: Path, wanted: Wanted, *, plain: bool = False, start: str = "practice") -> int:
    """Practise on the screen, or in lines where that was asked for or no screen can be drawn. Returns the exit code."""
    from tui.guard import can_draw

    desk, left_open = Desk(path), None
    try:
        if plain or not (can_draw(os.environ, sys.stdin, sys.stderr) and sys.stdout.isatty()):
            from quizgen.cli.plain import run as run_plain

            code = run_plain(desk.session(**wanted._asdict()), sys.stdin, sys.stdout)
        else:
            collecting.pause()
            if start == "practice":
                from tui.left_open import LeftOpen

                left_open = LeftOpen(path, wanted)
                left_open.paint()
            from tui.app import run as run_screen

            code = run_screen(desk, start=start, wanted=wanted, left_open=left_open)
    finally:
        desk.close()
        if left_open is not None:
            left_open.close()
    for trouble in desk.troubles:
        click.echo(f"quizgen: {trouble}", err=True)
    return code


def chosen_skills(
    named: list[str], course: str | None, unit: str | None = None, topic: str | None = None
) -> frozenset[str]:
    """The skills in everything that was named. Raises QuizgenError for an unknown name, or where no skill is left."""
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
        raise QuizgenError(f"there is no {what} {name!r}{nearest(name, known, listed=True)}")
    return name


def _of_course(graph: Curriculum, named: list[str], course: str) -> frozenset[str]:
    from quizgen import curriculum

    known = curriculum.courses(graph)
    inside = frozenset(known[_named("course", course, known)].skills)
    outside = [slug for slug in named if slug not in inside]
    if outside:
        raise QuizgenError(f"{', '.join(outside)} is not part of the course {course}")
    return frozenset(named) or inside
