"""`quizgen problem`: one problem in any format."""

from __future__ import annotations

import json

import click

from quizgen import bank
from quizgen.errors import QuizgenError
from quizgen.page import FORMATS, page
from quizgen.problem import schema, to_json

_NAMES = (*FORMATS, "json")


@click.command()
@click.argument("slug", required=False)
@click.option("--level", default=1, show_default=True, type=click.IntRange(1), help="1 easier, 2 standard, 3 harder.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same problem, always.")
@click.option("--format", "form", type=click.Choice(_NAMES), default="terminal", show_default=True)
@click.option("--solution", is_flag=True, help="With the answer, the hints and the worked solution.")
@click.option("--width", default=80, show_default=True, type=click.IntRange(20), help="Columns of the terminal format.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Only 7-bit characters in the terminal format.")
@click.option("--schema", "want_schema", is_flag=True, help="Print the JSON schema of a problem and end.")
def problem(
    slug: str | None,
    level: int,
    seed: int,
    form: str,
    solution: bool,
    width: int,
    ascii_only: bool,
    want_schema: bool,
) -> None:
    """Print the problem of SLUG at a level and seed."""
    if want_schema:
        click.echo(json.dumps(schema(), indent=2))
        return
    if slug is None:
        raise QuizgenError("which exercise? Give its name, such as la-inverse; `quizgen bank list` shows all")
    made = bank.discover()[slug].generate(level, seed)
    if form == "json":
        click.echo(to_json(made))
    else:
        click.echo(page(made, form, solution=solution, width=width, ascii=ascii_only))
