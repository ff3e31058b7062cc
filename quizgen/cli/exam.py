"""`quizgen exam`: blueprints, variants, marking and item analysis of exams."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from quizgen.errors import QuizgenError

FILE = click.Path(path_type=Path)


@click.group()
def exam() -> None:
    """Exams: a blueprint, a variant for each student, and marking that needs only the manifest."""


@exam.command()
@click.argument("file", type=FILE)
@click.option("--title", default="Midterm", show_default=True)
@click.option("--course", help="Take the first weeks of this course, such as foundations.")
def new(file: Path, title: str, course: str | None) -> None:
    """Write a blueprint to begin with. An existing file is not touched."""
    from quizgen.exams.sample import sample

    if file.suffix != ".toml":
        raise QuizgenError(f"a blueprint is a .toml file, and {file.name} is not")
    if file.exists():
        raise QuizgenError(f"{file} exists already; it was not touched")
    from quizgen.exams.output import write_bytes

    write_bytes(file, sample(title, course).encode())
    click.echo(f"wrote {file}; then: quizgen exam check {file}")


@exam.command()
@click.argument("blueprint", type=FILE)
@click.option("--seed", default=0, show_default=True)
def check(blueprint: Path, seed: int) -> None:
    """Check BLUEPRINT, and show what it asks and how many points there are."""
    from quizgen import bank, curriculum
    from quizgen.exams import blueprint as blueprints

    made = blueprints.read(blueprint, curriculum.load(), bank.discover())
    found = blueprints.slots(made, curriculum.load(), bank.discover(), seed)
    width = max(len(slot.id) for slot in found)
    for s, section in enumerate(made.section):
        if section.title:
            click.echo(f"{section.title} ({section.order})")
        for slot in found:
            if slot.section == s:
                pool = f"  (one of the pool {slot.group}: {slot.take} for each student)" if slot.group else ""
                click.echo(f"  {slot.id:{width}}  {slot.slug}, level {slot.level}, {slot.points:g} points{pool}")
    problems = sum(item.count for section in made.section for item in section.item)
    click.echo(f"{problems} problems, {blueprints.total_points(made):g} points, {made.minutes} minutes: no fault found")


@exam.command()
@click.argument("blueprint", type=FILE)
@click.option("--seed", default=0, show_default=True)
@click.option("--solutions", is_flag=True, help="The worked solutions with the marking scheme.")
@click.option("--large", is_flag=True, help="Large print.")
@click.option("-o", "--output", required=True, type=FILE, help="FILE.pdf, .tex, .html, .md or .json")
def preview(blueprint: Path, seed: int, solutions: bool, large: bool, output: Path) -> None:
    """Make one variant of BLUEPRINT, to be looked at."""
    from msgspec.structs import replace

    from quizgen.exams import variants
    from quizgen.exams.output import FORMATS, write
    from quizgen.exams.roster import Student

    if output.suffix.lower() not in FORMATS:
        raise QuizgenError(f"{output.name}: the ending says the format, one of {', '.join(FORMATS)}")
    plan = variants.plan(_blueprint(blueprint), seed, 1)
    made = variants.booklet(plan, Student("preview", 0, large=large))
    pages = variants.key(plan, made) if solutions else variants.document(plan, made)
    for path in write(replace(pages, student="", large=large), output):
        click.echo(f"wrote {path}")


def _blueprint(path: Path):  # type: ignore[no-untyped-def]
    from quizgen import bank, curriculum
    from quizgen.exams import blueprint as blueprints

    return blueprints.read(path, curriculum.load(), bank.discover())


@exam.command()
@click.argument("blueprint", type=FILE)
@click.option("--roster", type=FILE, help="CSV with a column id; name, seat and large (print) where wanted.")
@click.option("--variants", "count", type=click.IntRange(1, 5000), help="So many variants without names.")
@click.option("--forms", type=click.IntRange(0, 26), default=0, help="So many different booklets, dealt out by seat.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same files, to the byte.")
@click.option("--seats", default=10, show_default=True, type=click.IntRange(1, 100), help="Seats in a row of the room.")
@click.option("--pseudonyms", type=FILE, help="Print pseudonyms, and write who is who to this CSV file.")
@click.option("--salt", default="", help="With --pseudonyms: a secret word, so that nobody else can find them again.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("-o", "--output", required=True, type=FILE, help="A new folder.")
def build(
    blueprint: Path,
    roster: Path | None,
    count: int | None,
    forms: int,
    seed: int,
    seats: int,
    pseudonyms: Path | None,
    salt: str,
    jobs: int,
    output: Path,
) -> None:
    """Make the exam BLUEPRINT: a PDF for each student, a file to print, keys, seating, a report and the manifest."""
    from quizgen.exams import build as builder
    from quizgen.exams import roster as rosters
    from quizgen.exams import variants

    if not roster and not count and not forms:
        raise QuizgenError("for whom? Give --roster FILE.csv, --variants N or --forms N")
    if output.exists():
        raise QuizgenError(f"{output} exists already; nothing was written: give another -o")
    if pseudonyms and (not roster or not salt):
        raise QuizgenError("--pseudonyms needs a --roster and a secret --salt")
    if pseudonyms and pseudonyms.exists():
        raise QuizgenError(f"{pseudonyms} exists already; nothing was written")
    made = _blueprint(blueprint)
    known = rosters.read(roster) if roster else rosters.numbered(count or forms)
    students = rosters.pseudonymous(known, salt) if pseudonyms else known
    with click.progressbar(length=len(students), label="making booklets", file=sys.stderr) as bar:
        plan = variants.plan(made, seed, len(students), forms)
        # Forms alone, for nobody in particular, are one of each: seats would decide otherwise.
        columns = seats if roster or count else 0
        manifest = builder.build(
            plan, students, output, jobs=jobs, columns=columns, personal=not pseudonyms, progress=bar.update
        )
    if pseudonyms:
        _who_is_who(pseudonyms, known, students)
    click.echo(f"wrote {output}: {len(students)} booklets, {len({p.code for p in manifest.papers})} different")
    for item in manifest.balance:
        if item.flagged:
            click.echo(f"quizgen: item {item.item} may be unequally hard: see {output / 'balance.html'}", err=True)
    if neighbours := builder.seat_conflicts(manifest):
        click.echo(f"quizgen: {len(neighbours)} pairs of seats: {neighbours[0]}", err=True)


def _who_is_who(path: Path, known, students) -> None:  # type: ignore[no-untyped-def]
    from quizgen.exams.build import csv_text
    from quizgen.exams.output import write_bytes

    rows = [(s.id, k.id, k.name) for k, s in zip(known, students, strict=True)]
    write_bytes(path, csv_text(("pseudonym", "id", "name"), rows).encode())
    os.chmod(path, 0o600)


@exam.command()
@click.argument("manifest", type=FILE)
def verify(manifest: Path) -> None:
    """Prove that MANIFEST (or its folder) and all files agree. Exit code 1 when they do not."""
    from quizgen.exams import manifest as manifests

    faults = list(manifests.verify(manifest))
    for fault in faults:
        click.echo(fault)
    made = manifests.read(manifest)
    if not faults:
        click.echo(
            f"all is as it was made: {len(made.papers)} booklets, {len(made.problems)} problems, "
            f"{len(made.files)} files"
        )
    sys.exit(1 if faults else 0)


@exam.command()
@click.argument("manifest", type=FILE)
@click.argument("responses", type=FILE)
@click.option("--amend", type=FILE, help="Amendments (TOML): everything is marked anew, and changes are listed.")
@click.option("--points", "decided_points", type=FILE, help="Points given by a person: attention.csv, filled in.")
@click.option("--feedback", type=click.Choice(["html", "pdf", "none"]), default="html", show_default=True)
@click.option("--no-names", is_flag=True, help="Ids alone in every file.")
@click.option("-o", "--output", required=True, type=FILE, help="A new folder.")
def mark(
    manifest: Path,
    responses: Path,
    amend: Path | None,
    decided_points: Path | None,
    feedback: str,
    no_names: bool,
    output: Path,
) -> None:
    """Mark RESPONSES.csv by MANIFEST alone: marks, grades, feedback, class report and item analysis."""
    from quizgen.exams import amend as amendments
    from quizgen.exams import manifest as manifests
    from quizgen.exams import marking, results

    if output.exists():
        raise QuizgenError(f"{output} exists already; nothing was written: give another -o")
    made = manifests.read(manifest)
    given = marking.read_responses(responses, made)
    if decided_points:
        given = marking.with_points(given, marking.read_responses(decided_points, made))
    decided = amendments.read(amend, made) if amend else ()
    marker = marking.Marker(made)
    before = marker.results(given)
    after = marker.amended(decided).results(given) if decided else before
    changed = marking.changes(before, after)
    sources = {path.name: path.read_bytes() for path in (responses, amend, decided_points) if path}
    with click.progressbar(length=len(after), label="writing feedback", file=sys.stderr) as bar:
        found = results.write(
            made,
            after,
            given,
            changed,
            output,
            feedback=feedback,  # type: ignore[arg-type]  # click has checked the word
            names=not no_names,
            sources=sources,
            progress=bar.update,
        )
    waiting = sum(bool(m.attention) for result in after for m in result.marks)
    click.echo(f"wrote {output}: {found.students} students, mean {found.mean:.1f} percent, {found.absent} absent")
    if waiting:
        click.echo(f"{waiting} parts wait for a person: see {output / 'attention.csv'}")
    if decided:
        click.echo(
            f"the amendments changed {len(changed)} results: see {output / 'changes.csv'}"
            if changed
            else "the amendments changed no result"
        )


@exam.command()
@click.argument("manifest", type=FILE)
@click.argument("responses", type=FILE)
@click.option("--amend", type=FILE, help="Amendments (TOML).")
@click.option("-o", "--output", required=True, type=FILE, help="FILE.html")
def items(manifest: Path, responses: Path, amend: Path | None, output: Path) -> None:
    """The item analysis alone, as a page that names nobody."""
    from quizgen.exams import amend as amendments
    from quizgen.exams import manifest as manifests
    from quizgen.exams import marking
    from quizgen.exams.items import analysis, items_page
    from quizgen.exams.output import write_bytes

    made = manifests.read(manifest)
    given = marking.read_responses(responses, made)
    results = marking.Marker(made, amendments.read(amend, made) if amend else ()).results(given)
    write_bytes(output, items_page(made, results, analysis(made, results)).encode())
    click.echo(f"wrote {output}")


@exam.command()
@click.argument("manifest", type=FILE)
@click.option(
    "--format",
    "fmt",
    required=True,
    type=click.Choice(["moodle", "qti", "anki", "html", "md", "json"]),
    help="Of the file.",
)
@click.option("-o", "--output", required=True, type=FILE, help="The file to write.")
def export(manifest: Path, fmt: str, output: Path) -> None:
    """Write the problems of a built exam for a learning platform: a category for each item, points as in the exam."""
    from quizgen.cli.export import write
    from quizgen.exams import manifest as manifests
    from quizgen.exams.exports.collection import from_manifest

    made = from_manifest(manifests.read(manifest))
    with click.progressbar(length=len(made.questions), label="writing problems", file=sys.stderr) as bar:
        write(made, fmt, output, bar.update)
