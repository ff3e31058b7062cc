"""`quizgen fit`: fit the memory to the learner's own log, where that foretells better."""

from __future__ import annotations

import click

from quizgen import curriculum
from quizgen.cli.log import db_option, opened
from quizgen.practice import evidence
from quizgen.practice.credit import blame, covers
from quizgen.practice.day import local_now
from quizgen.practice.event import Event
from quizgen.practice.fit import Judged
from quizgen.practice.fit import fit as fitted_to
from quizgen.practice.preferences import preferences


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show the numbers.")
@db_option
def fit(dry_run: bool, db: str | None) -> None:
    """Fit the parameters of the memory and the factor of credit to your own answers.

    They are adopted only where they foretell your later answers better; it is an event, and undo takes it back.
    """
    graph = curriculum.load()
    with opened(db) as log:
        reviews = evidence.reviews(log)
        blamed = {event.id: blame(graph, event.skill or "", event.code) for event in reviews}
        found = fitted_to(reviews, covers(graph), blamed, log.parameters(), preferences(log).factor)
        click.echo(told("Parameters of the memory", found.of_weights, "moving average"))
        click.echo(told(f"Factor of credit ({found.factor:g})", found.of_factor, ""))
        if found.data and not dry_run:
            log.record(Event("fit", data=found.data), local_now())
            click.echo("They are in force from now on; quizgen undo takes them back.")


def told(what: str, judged: Judged, rival: str) -> str:
    """The log losses, and what follows from them."""
    third = f", {rival} {judged.average:.4f}" if rival else ""
    verdict = "adopted" if judged.adopted else "not adopted: they foretell no better"
    return (
        f"{what}: log loss on the {judged.judged} later of {judged.reviews} reviews: "
        f"in force {judged.now:.4f}, fitted {judged.fitted:.4f}{third}; {verdict}."
    )
