"""`quizgen exam-date`: a plan for the day of an exam, and how it stands."""

from __future__ import annotations

from datetime import date

import click

from quizgen import curriculum
from quizgen.cli.log import db_option, entered
from quizgen.cli.practice import _of_course
from quizgen.errors import QuizgenError
from quizgen.practice import evidence, plan
from quizgen.practice.agenda import Agenda
from quizgen.practice.day import calendar, local_now, study_day
from quizgen.practice.event import Event
from quizgen.practice.log import Log


@click.command("exam-date")
@click.argument("date_", metavar="[DATE]", required=False)
@click.option("--course", help="The course that the exam is about; else all skills.")
@click.option("--minutes", type=click.IntRange(1, 1440), default=40, show_default=True, help="Minutes a day.")
@click.option("--dry-run", is_flag=True, help="Only show the plan.")
@db_option
def exam_date(date_: str | None, course: str | None, minutes: int, dry_run: bool, db: str | None) -> None:
    """Plan for an exam on DATE (2027-02-12), within so many minutes a day. Without DATE: how the plan stands.

    "none" calls the exam off. Practice follows the plan: new skills a day, retention, minutes, and the exam's skills.
    """
    with entered(db) as log:
        before = plan.exam_in_force(standing(log))
        if date_ == "none":
            click.echo("There is no exam to call off." if before is None else "The exam is called off.")
            if before is not None:
                record(log, None)
            return
        if date_ is None:
            if before is None:
                raise QuizgenError("no exam is set: quizgen exam-date 2027-02-12 --course NAME --minutes 40")
            date_, course, minutes, dry_run = before.date, before.course or None, before.minutes, True
        found, exam = planned(log, date_, course, minutes)
        click.echo(told(found, exam, before))
        if not dry_run:
            record(log, exam)


def standing(log: Log) -> list[Event]:
    """The events in force that are no reviews."""
    from quizgen.practice.event import in_force
    from quizgen.practice.preferences import rare_events

    return in_force(rare_events(log))


def planned(log: Log, date_: str, course: str | None, minutes: int) -> tuple[plan.Lived, plan.Exam]:
    """The best plan for an exam from what is remembered now. Raises QuizgenError for bad words."""
    try:
        day = date.fromisoformat(date_).toordinal() - date(1970, 1, 1).toordinal()
    except ValueError:
        raise QuizgenError(f"{date_!r} is no date: write it like 2027-02-12") from None
    graph = curriculum.load()
    inside = _of_course(graph, [], course) if course else frozenset(graph.skills)
    skills = [slug for slug in graph.skills if slug in inside]
    today, parameters = study_day(local_now()), log.parameters()
    memories = log.memories()
    view = Agenda(log, graph, memories, today).view(memories, parameters)
    times = evidence.expected_seconds(log, memories)
    seconds = {slug: evidence.seconds_of(slug, times) for slug in skills}
    found = plan.best(skills, view, seconds, today, day, minutes, parameters)
    exam = plan.Exam(
        date_, course or "", minutes, " ".join(skills), found.new_per_day, found.retention, found.final, found.marks
    )
    return found, exam


def told(found: plan.Lived, exam: plan.Exam, before: plan.Exam | None) -> str:
    """The plan as a page of text, and what it was."""
    skills, of = len(exam.skills.split()), f" of {exam.course}" if exam.course else ""
    lines = [
        f"Exam on {exam.date}: {skills} skills{of}, {exam.minutes} minutes a day.",
        f"{found.new_per_day} new skills a day, asked again at a chance of {found.retention:g}"
        + (f"; in the last {found.final} days also what would be weak." if found.final else "."),
        f"Expected on that day: {found.marks:.0%} of the marks, {found.begun} of {skills} skills begun.",
    ]
    if before is not None and (before.date, before.course) == (exam.date, exam.course):
        was = f"The plan was: {before.new_per_day} new a day at {before.retention:g}, {before.minutes} minutes, "
        lines.append(was + f"{before.expected:.0%} expected; now {found.marks:.0%}.")
    lines += ["", "week of      minutes a day  reviews  new  begun  expected"]
    lines += [
        f"{calendar(w.starts)}  {w.minutes:13.0f}  {w.reviews:7.0f}  {w.new:3}  {w.begun:5}  {w.marks:7.0%}"
        for w in found.weeks
    ]
    return "\n".join(lines)


def record(log: Log, exam: plan.Exam | None) -> None:
    """Write the exam down, or call it off."""
    log.record(Event("exam", data=_data(exam) if exam else {"date": ""}), local_now())


def _data(exam: plan.Exam) -> dict[str, float | int | str | list[float]]:
    return {name: getattr(exam, name) for name in exam.__struct_fields__}
