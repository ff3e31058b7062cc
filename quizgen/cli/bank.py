"""`quizgen bank`: list, show, check and start exercises."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import click

from quizgen import bank as banks
from quizgen import contract, curriculum
from quizgen.checked import Checked
from quizgen.contract import Fault
from quizgen.errors import QuizgenError
from quizgen.page import page
from quizgen.skeleton import skeleton

CHUNK = 25
SHOWN_FAULTS = 20


@click.group()
def bank() -> None:
    """The exercises: list, show, check, new."""


@bank.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """All exercises with their skills."""
    skills = curriculum.load().skills
    found = [(slug, banks.discover()[slug]) for slug in banks.discover()]
    if as_json:
        rows = [
            {
                "slug": slug,
                "version": exercise.version,
                "unit": skills[slug].unit,
                "topic": skills[slug].topic,
                "statement": skills[slug].statement,
                "levels": skills[slug].levels,
            }
            for slug, exercise in found
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max((len(slug) for slug, _ in found), default=0)
    for slug, _ in found:
        click.echo(f"{slug:{width}}  {skills[slug].statement}")
    click.echo(f"{len(found)} exercises, {len(skills)} skills in the curriculum")
    _tell_faults()


def _tell_faults() -> int:
    """Say which files cannot be imported; how many."""
    for fault in banks.discover().faults:
        click.echo(f"quizgen: {fault}", err=True)
    return len(banks.discover().faults)


@bank.command()
@click.argument("slug")
def show(slug: str) -> None:
    """What the curriculum says of SLUG, and an example of each level with its solution."""
    exercise = banks.discover()[slug]
    graph = curriculum.load()
    skill = graph[slug]
    click.echo(f"{slug} (version {exercise.version}): {skill.statement}")
    click.echo(f"{graph.title(slug)}; needs {', '.join(skill.prereqs) or 'nothing'}")
    for rule in skill.mal_rules:
        click.echo(f"  typical mistake {rule.id}: {rule.rule} ({rule.use})")
    for level, words in enumerate(skill.levels, 1):
        click.echo(f"\n--- level {level}: {words}\n")
        click.echo(page(exercise.generate(level, 0), "terminal", solution=True))


class Job(NamedTuple):
    """A piece of checking: seeds of a level, or the whole exercise where level is 0."""

    slug: str
    level: int
    seeds: range


@bank.command()
@click.argument("slugs", nargs=-1)
@click.option("--seeds", default=100, show_default=True, type=click.IntRange(1), help="Seeds for each level.")
@click.option("--start", default=0, show_default=True, type=click.IntRange(0), help="The first of these seeds.")
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, type=click.IntRange(1))
@click.option("--level", type=click.IntRange(1), help="Only this level.")
@click.option("--seed", type=int, help="Only this seed (to see a fault again).")
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Put down in this file what has no fault, and skip it next time while the exercise's files are the same.",
)
def check(
    slugs: tuple[str, ...],
    seeds: int,
    start: int,
    jobs: int,
    level: int | None,
    seed: int | None,
    record: Path | None,
) -> None:
    """Run the contract over all exercises, or over SLUGS. Exit code 1 when there is a fault.

    Thousands of seeds of everything take hours: with --record the check goes on where it was cut off.
    """
    found = banks.discover()
    for slug in slugs:
        found[slug]
    chosen = [slug for slug in found if not slugs or slug in slugs]
    checked = Checked(record) if record else None
    everything = list(_work(chosen, range(start, start + seeds), level, seed))
    work = [each for job in everything for each in _left(job, checked)]
    began = time.perf_counter()
    faults = 0
    # A run may take hours: what it has found is said at once.
    for job, seen in _run(work, jobs):
        for fault in seen:
            faults += 1
            if faults <= SHOWN_FAULTS:
                _report(fault)
        if checked and not seen:
            checked.add(found[job.slug], job.level, job.seeds)
    if faults > SHOWN_FAULTS:
        click.echo(f"... and {faults - SHOWN_FAULTS} more faults")
    seconds = time.perf_counter() - began
    instances, now = _instances(everything), _instances(work)
    before = f", {instances - now} of them on record" if checked else ""
    click.echo(f"{len(chosen)} exercises, {instances} instances{before}, {faults} faults, {seconds:.0f} s, {jobs} jobs")
    sys.exit(1 if _tell_faults() or faults else 0)


def _work(slugs: list[str], seeds: range, level: int | None, seed: int | None) -> Iterator[Job]:
    for slug in slugs:
        levels = range(1, banks.discover()[slug].levels + 1)
        for at in [level] if level else levels:
            if seed is not None:
                yield Job(slug, at, range(seed, seed + 1))
            else:
                yield from (Job(slug, at, seeds[i : i + CHUNK]) for i in range(0, len(seeds), CHUNK))
        if seed is None and level is None:
            yield Job(slug, 0, range(min(max(len(seeds), 50), contract.VARIETY_SEEDS)))


def _left(job: Job, checked: Checked | None) -> Iterator[Job]:
    """What of a piece of work is not on record."""
    if checked is None:
        yield job
        return
    for seeds in checked.missing(banks.discover()[job.slug], job.level, job.seeds):
        yield job._replace(seeds=seeds if job.level else job.seeds)


def _instances(work: list[Job]) -> int:
    return sum(len(job.seeds) for job in work if job.level)


def _run(work: list[Job], jobs: int) -> Iterator[tuple[Job, list[Fault]]]:
    """All the work in its order, each piece with its faults as soon as it is done."""
    with click.progressbar(length=sum(len(job.seeds) for job in work), label="checking", file=sys.stderr) as bar:
        if jobs == 1:
            for job in work:
                yield job, check_job(job)
                bar.update(len(job.seeds))
        else:
            with ProcessPoolExecutor(jobs) as pool:
                for job, found in zip(work, pool.map(check_job, work), strict=True):
                    yield job, found
                    bar.update(len(job.seeds))


def check_job(job: Job) -> list[Fault]:
    """The faults of one piece of work."""
    exercise = banks.discover()[job.slug]
    if job.level == 0:
        return contract.check_exercise(exercise, curriculum.load()[job.slug], len(job.seeds))
    known = _known(job.slug, job.level)
    return [fault for seed in job.seeds for fault in contract.check(exercise, job.level, seed, known)]


@lru_cache(maxsize=4)
def _known(slug: str, level: int) -> set[bytes]:
    """The problems of a level in which this process has found no fault: seeds repeat them."""
    return set()


def _report(fault: Fault) -> None:
    click.echo(str(fault))
    if fault.seed >= 0 and fault.point:
        made = banks.discover()[fault.slug].generate(fault.level, fault.seed)
        try:
            text = page(made, "terminal", solution=True)
        except QuizgenError as error:
            text = f"(it cannot be rendered: {error})"
        click.echo("  | " + text.replace("\n", "\n  | "))
    click.echo(f"  again: {contract.reproduce(fault)}\n")


@bank.command()
@click.argument("slug")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("question_bank"), show_default=True)
def new(slug: str, folder: Path) -> None:
    """Write the skeleton of an exercise for the skill SLUG of the curriculum."""
    skill = curriculum.load()[slug]
    if not folder.is_dir():
        raise QuizgenError(f"there is no folder {folder}: run this at the top of the source tree, or give --folder")
    path = folder / skill.unit / (slug.removeprefix(skill.unit + "-").replace("-", "_") + ".py")
    if path.exists():
        raise QuizgenError(f"{path} exists already; it was not touched")
    path.parent.mkdir(exist_ok=True)
    path.write_text(skeleton(skill), encoding="utf-8")
    click.echo(f"wrote {path}; then: quizgen bank check {slug}")
