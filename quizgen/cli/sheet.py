"""`quizgen sheet`: a sheet of problems as PDF, LaTeX, HTML, Markdown or JSON."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from quizgen.errors import QuizgenError

if TYPE_CHECKING:
    from quizgen.bank import Bank
    from quizgen.curriculum import Curriculum
    from quizgen.exams.choose import Pick

HALF_POINTS = 0.5


@click.command()
@click.option("--skill", "skills", multiple=True, help="A skill, such as la-inverse; may be given several times.")
@click.option("--topic", "topics", multiple=True, help="A topic or unit, by id or title; may be given several times.")
@click.option("--course", help="A course of data/courses, such as foundations.")
@click.option("--week", type=click.IntRange(1), help="Only this week of the course.")
@click.option("--due", is_flag=True, help="A learner's own sheet: what is due now, at the levels reached.")
@click.option("--db", help="With --due: the database; else QUIZGEN_DB, else the one in your user data folder.")
@click.option("--count", type=click.IntRange(1, 500), help="Number of problems.")
@click.option(
    "--level", default=2, show_default=True, type=click.IntRange(1, 3), help="1 easier, 2 standard, 3 harder."
)
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same sheet, to the byte.")
@click.option(
    "--solutions",
    type=click.Choice(["none", "inline", "end", "separate"]),
    default="none",
    show_default=True,
    help="Worked solutions: under each problem, at the end, or in a second file NAME-solutions.",
)
@click.option("--key", is_flag=True, help="With a table of the answers at the end.")
@click.option("--hints", is_flag=True, help="With the hints.")
@click.option("--points", type=float, help="Points of each problem.")
@click.option(
    "--space",
    type=click.Choice(["none", "blank", "lines", "boxes"]),
    default="none",
    show_default=True,
    help="Room to write under each problem.",
)
@click.option("--columns", type=click.IntRange(1, 2), default=1, show_default=True)
@click.option("--large", is_flag=True, help="Large print: 18 point, formulas in full size.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True, help="Of the labels.")
@click.option("--title", help="Heading of the sheet.")
@click.option("--header", default="", help="A line under the title: lecturer, department, term.")
@click.option("--course-name", default="", help="The course as it is printed.")
@click.option("--date", default="", help="As 2027-02-01, or any text.")
@click.option("--logo", type=click.Path(path_type=Path), help="A picture (.svg, .png, .jpg) at the top.")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="FILE.pdf, .tex, .html, .md, .json"
)
def sheet(
    skills: tuple[str, ...],
    topics: tuple[str, ...],
    course: str | None,
    week: int | None,
    due: bool,
    db: str | None,
    count: int | None,
    level: int,
    seed: int,
    solutions: str,
    key: bool,
    hints: bool,
    points: float | None,
    space: str,
    columns: int,
    large: bool,
    paper: str,
    language: str,
    title: str | None,
    header: str,
    course_name: str,
    date: str,
    logo: Path | None,
    output: Path,
) -> None:
    """Make a sheet of problems; the ending of the file says the format."""
    from quizgen import bank as banks
    from quizgen import curriculum as curricula
    from quizgen.exams import choose
    from quizgen.exams.document import Document, Item, Section, default_space, part_points, step_points
    from quizgen.exams.output import FORMATS, read_logo, write

    if output.suffix.lower() not in FORMATS:
        raise QuizgenError(f"{output.name}: the ending says the format, one of {', '.join(FORMATS)}")
    if points is not None and (points <= 0 or points % HALF_POINTS):
        raise QuizgenError(f"points are given in halves, such as 2 or 2.5, not {points:g}")
    if week is not None and not course:
        raise QuizgenError("--week counts the weeks of a course: give --course as well")
    if not (skills or topics or course or due):
        raise QuizgenError("which problems? Give --skill, --topic, --course (with --week) or --due")
    logo_bytes, logo_name = read_logo(logo)

    graph, bank = curricula.load(), banks.discover()
    if due:
        chosen = _due(db, graph, bank, count)
    else:
        slugs = list(skills)
        for slug in skills:
            bank[slug]
        for topic in topics:
            slugs += choose.with_exercise(bank, choose.topic_skills(graph, topic), f"topic {topic}")
        if course:
            found = choose.course_skills(curricula.courses(graph), course, week)
            slugs += choose.with_exercise(bank, found, f"course {course}" + (f", week {week}" if week else ""))
        slugs = list(dict.fromkeys(slugs))
        size = count or (len(slugs) if not (topics or course) else min(len(slugs), choose.MANY))
        chosen = choose.picks(bank, slugs, size, level, seed)
    items = tuple(
        Item(
            problem,
            part_points(problem, points) if points else (),
            default_space(problem) if space != "none" else 0.0,
            scheme=step_points(problem, points) if points else (),
        )
        for problem in choose.problems(bank, chosen, seed)
    )
    made = Document(
        title=title or {"en": "Problems", "de": "Aufgaben"}[language],
        sections=(Section(items),),
        language=language,  # type: ignore[arg-type]  # click has checked the words
        course=course_name,
        author=header,
        date=date,
        paper=paper,  # type: ignore[arg-type]
        columns=columns,
        large=large,
        solutions="none" if solutions == "separate" else solutions,  # type: ignore[arg-type]
        scheme=points is not None,
        key=key,
        hints=hints,
        space=space,  # type: ignore[arg-type]
        logo=logo_bytes,
        logo_name=logo_name,
    )
    paths = write(made, output)
    if solutions == "separate":
        words = made.words
        solved = msgspec.structs.replace(
            made, title=f"{made.title}: {words.solutions}", solutions="inline", space="none", key=False
        )
        paths += write(solved, output.with_stem(output.stem + "-solutions"))
    click.echo(f"wrote {', '.join(map(str, paths))}: {len(items)} problem{'s' * (len(items) != 1)}")


def _due(db: str | None, graph: Curriculum, bank: Bank, count: int | None) -> list[Pick]:
    """What is due, the most nearly forgotten first."""
    from quizgen import paths
    from quizgen.exams.choose import Pick
    from quizgen.practice.agenda import Agenda
    from quizgen.practice.day import local_now, study_day
    from quizgen.practice.log import Log
    from quizgen.practice.queue import Options, Situation

    path = paths.database(db, os.environ)
    if not path.exists():
        raise QuizgenError(f"there is no log {path} yet, so nothing is due: practise first, or give another --db")
    now = local_now()
    log = Log.open(path, now=now)
    try:
        levels = {slug: exercise.levels for slug, exercise in bank.items()}
        day, parameters, memories = study_day(now), log.parameters(), log.memories()
        agenda = Agenda(log, graph, memories, day)
        view, options = agenda.view(memories, parameters), agenda.options(Options())
        situation = Situation(graph, levels, view, now, day, options, (), parameters, agenda.today(memories, day))
        due = [*situation.again(), *situation.due()]
        found = [Pick(m.skill, max(1, min(m.level, levels[m.skill]))) for m in due if m.skill in levels]
    finally:
        log.close()
    if not found:
        raise QuizgenError("nothing is due now: there is no sheet to make")
    return found[: count or len(found)]
