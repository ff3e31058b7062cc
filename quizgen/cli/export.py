"""`quizgen export`: question banks for learning platforms and card programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

FORMATS = ("moodle", "qti", "anki", "html", "md", "json")


@click.command()
@click.argument("skills", nargs=-1, required=True)
@click.option("--variants", default=10, show_default=True, type=click.IntRange(1, 5000), help="Problems of each skill.")
@click.option(
    "--level",
    "levels",
    multiple=True,
    default=(2,),
    show_default=True,
    type=click.IntRange(1, 3),
    help="1 easier, 2 standard, 3 harder; may be given several times.",
)
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same file, to the byte.")
@click.option("--format", "fmt", required=True, type=click.Choice(FORMATS))
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True, help="Of the labels.")
@click.option("--title", default="", help="Of the deck, package or page.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The file to write.")
def export(
    skills: tuple[str, ...],
    variants: int,
    levels: tuple[int, ...],
    seed: int,
    fmt: str,
    language: str,
    title: str,
    output: Path,
) -> None:
    """Write a bank of problems of SKILLS (skills, topics or units) for Moodle, QTI 2.1, Anki, or as a page.

    moodle: one XML file. qti: a zip with imsmanifest.xml. anki: an .apkg deck. html, md, json: all problems with their
    solutions.
    """
    from quizgen import bank as banks
    from quizgen import curriculum as curricula
    from quizgen.exams.exports import collection as collections

    graph, bank = curricula.load(), banks.discover()
    slugs = collections.chosen_skills(graph, bank, skills)
    count = sum(len({min(level, bank[slug].levels) for level in levels}) for slug in slugs) * variants
    said: list[str] = []
    with click.progressbar(length=2 * count, label="making problems", file=sys.stderr) as bar:
        made = collections.from_bank(
            graph,
            bank,
            slugs,
            levels,
            variants,
            seed,
            title=title or _title(slugs),
            language=language,  # type: ignore[arg-type]  # click has checked the word
            progress=bar.update,
            short=said.append,
        )
        write(made, fmt, output, bar.update)
    for sentence in said:
        click.echo(f"quizgen: {sentence}", err=True)


def _title(slugs: list[str]) -> str:
    return slugs[0] if len(slugs) == 1 else f"quizgen: {len(slugs)} skills"


def write(made, fmt: str, output: Path, progress) -> None:  # type: ignore[no-untyped-def]
    """Write a collection and say what was written."""
    from quizgen.exams.exports.write import rendered
    from quizgen.exams.output import write_bytes

    write_bytes(output, rendered(made, fmt, progress))
    click.echo(f"wrote {output}: {len(made.questions)} problems")
