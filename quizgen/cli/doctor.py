"""`quizgen doctor`: is everything here that practice needs, and what to do where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import click
import msgspec
from msgspec import Struct

from quizgen import config, paths
from quizgen.errors import QuizgenError

State = Literal["ok", "look", "fault"]
MARKS: dict[State, str] = {"ok": "ok    ", "look": "look  ", "fault": "FAULT "}

SMALLEST, USUAL = (40, 15), (80, 24)
"""Columns and rows: what the app still works in, and what it is made for."""
FULL, LOW = 20 << 20, 200 << 20
"""Bytes free: too few for a backup, and soon to be so."""
SIGNS = "⎛1 2⎞ √x ∑ ∫ ≤ ⊤ λ x² ▁▄█ ⣿ ─│"
BIG_BRACKET = 0x239B
"""⎛, which few fonts have."""


class Finding(Struct, frozen=True):
    """What one look came to."""

    about: str
    state: State
    said: str
    do: str = ""
    """What to do about it."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--db", help="The database; else QUIZGEN_DB, else the one in your user data folder.")
def doctor(as_json: bool, db: str | None) -> None:
    """Check terminal, fonts, config, database, disk and worker, and say what to do. Exit code 1 on a fault."""
    faults = 0
    found = []
    for finding in findings(paths.where(db, os.environ), os.environ):
        faults += finding.state == "fault"
        found.append(finding)
        if not as_json:
            click.echo(f"{MARKS[finding.state]}{finding.about:10} {finding.said}")
            if finding.do:
                click.echo(f"{'':16} {finding.do}")
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    elif faults:
        click.echo(f"\n{faults} fault{'s' * (faults != 1)}: see what to do above.")
    else:
        click.echo("\nAll is well.")
    sys.exit(1 if faults else 0)


def findings(database: Path, environ: Mapping[str, str]) -> Iterator[Finding]:
    """All looks, one after the other, as each is done."""
    yield from terminal(environ, sys.stdin.isatty() and sys.stderr.isatty(), shutil.get_terminal_size)
    yield colour(environ)
    yield encoding(sys.stdout.encoding or "", environ)
    yield fonts(sys.stdout.encoding or "")
    yield from config_file(config.path(environ))
    yield from data(database)
    yield disk(database)
    yield from worker(database)


def terminal(environ: Mapping[str, str], interactive: bool, size: Callable[[], os.terminal_size]) -> Iterator[Finding]:
    """Can a screen be drawn, and is it large enough?"""
    if environ.get("ACCESSIBLE", "") not in ("", "0"):
        yield Finding("terminal", "ok", "ACCESSIBLE is set: practice is in lines of text")
        return
    if not interactive:
        yield Finding("terminal", "look", "this is no terminal, so its size is not known", "Run it in a terminal.")
        return
    kind = environ.get("TERM", "")
    if kind in ("", "dumb"):
        yield Finding(
            "terminal", "look", f"TERM is {kind!r}: no screen can be drawn, practice is in lines of text",
            "If your terminal can do more: export TERM=xterm-256color",
        )  # fmt: skip
        return
    columns, rows = size()
    shown = f"{kind}, {columns} columns and {rows} rows"
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        yield Finding("terminal", "fault", shown, f"Make it at least {SMALLEST[0]} by {SMALLEST[1]}, or use --plain.")
    elif columns < USUAL[0] or rows < USUAL[1]:
        yield Finding("terminal", "look", shown, f"It works, but {USUAL[0]} by {USUAL[1]} shows a solution whole.")
    else:
        yield Finding("terminal", "ok", shown)


def colour(environ: Mapping[str, str]) -> Finding:
    """What colours there are."""
    if environ.get("NO_COLOR"):
        return Finding("colour", "ok", "none, because NO_COLOR is set")
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Finding("colour", "ok", "16 million colours")
    if "256" in environ.get("TERM", ""):
        return Finding("colour", "ok", "256 colours; with COLORTERM=truecolor the themes look as they were made")
    return Finding("colour", "look", "few colours", "If your terminal can do more: export COLORTERM=truecolor")


def encoding(name: str, environ: Mapping[str, str]) -> Finding:
    """Does mathematics get through?"""
    if name.lower().replace("-", "") == "utf8":
        return Finding("signs", "ok", "UTF-8")
    language = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "not set"
    return Finding(
        "signs", "fault", f"the encoding is {name or 'unknown'} (LANG is {language}), mathematics needs UTF-8",
        "export LANG=C.UTF-8; or set ascii = true in the config file.",
    )  # fmt: skip


def fonts(name: str) -> Finding:
    """Is there a font with tall brackets? Which one the terminal uses cannot be asked."""
    look = "If a sign is a box or overlaps the next, choose another font (DejaVu Sans Mono has all), or ascii = true"
    sample = SIGNS if name.lower().replace("-", "") == "utf8" else ""
    try:
        listed = subprocess.run(
            ["fc-list", f":charset={BIG_BRACKET:x}:spacing=100", "family"],
            capture_output=True, text=True, timeout=5, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return Finding("fonts", "look", f"look at these: {sample}", look + ".")
    families = sorted({line.split(",")[0].strip() for line in listed.splitlines() if line.strip()})
    if not families:
        return Finding("fonts", "look", f"no installed font has tall brackets: {sample}", look + ".")
    named = ", ".join(families[:3])
    return Finding("fonts", "ok", f"{sample}", f"{look}. Installed here: {named}.")


def config_file(file: Path) -> Iterator[Finding]:
    """Can the config file be read?"""
    from textual.theme import BUILTIN_THEMES

    from tui.keys import KEYS
    from tui.themes import DARK, LIGHT

    if not file.exists():
        yield Finding("config", "ok", f"none; it would be {file}")
        return
    _, troubles = config.load(file, themes=[DARK.name, LIGHT.name, *BUILTIN_THEMES], actions=KEYS)
    for sentence in troubles:
        yield Finding("config", "fault", sentence, "Mend that line; what cannot be read is left out meanwhile.")
    if not troubles:
        yield Finding("config", "ok", str(file))


def data(database: Path) -> Iterator[Finding]:
    """Is the database sound, and is it backed up?"""
    from quizgen.practice import backups, check
    from quizgen.practice.day import local_now
    from quizgen.practice.log import Log

    if not database.exists():
        yield Finding("database", "ok", f"none yet; the first practice makes {database}")
        return
    restore = "quizgen log backups lists what you can restore."
    try:
        log = Log.open(database, now=local_now())
        try:
            faults = check.faults(log)
            with log.reading() as db:
                events = db.execute("select count(*) from event").fetchone()[0]
        finally:
            log.close()
    except QuizgenError as error:
        yield Finding("database", "fault", str(error), restore)
        return
    for fault in faults:
        repair = "quizgen log check repairs it." if "rebuild" in fault else restore
        yield Finding("database", "fault", fault, repair)
    if not faults:
        yield Finding("database", "ok", f"{database}, {events} events, sound")
    copies = backups.found(database)
    if copies:
        yield Finding("backups", "ok", f"{len(copies)}, the latest of {copies[0].made.astimezone():%Y-%m-%d %H:%M}")
    elif events:
        yield Finding("backups", "look", "none yet; one is made on every day of practice", "quizgen log backups --now")


def disk(database: Path) -> Finding:
    """Is there room, and may it be written?"""
    folder = next(parent for parent in database.parents if parent.exists())
    free = shutil.disk_usage(folder).free
    said = f"{free / (1 << 30):.1f} GB free in {folder}"
    if not os.access(folder, os.W_OK):
        return Finding("disk", "fault", f"{folder} cannot be written", "Give another place with --db or QUIZGEN_DB.")
    if free < FULL:
        return Finding("disk", "fault", said, "Make room: an answer has to be written down before it is judged.")
    return Finding("disk", "look" if free < LOW else "ok", said, "Make room soon." if free < LOW else "")


def worker(database: Path) -> Iterator[Finding]:
    """Does the process start that makes and judges problems, and does it make one?"""
    from quizgen.grading import form
    from quizgen.problem import from_json
    from quizgen.worker import Worker

    log_file = paths.worker_log(database)
    see = f"See {log_file}." if log_file.exists() else "QUIZGEN_DEBUG=1 quizgen doctor shows why."
    client = Worker(
        log_file=log_file if log_file.parent.exists() else None, debug=bool(os.environ.get("QUIZGEN_DEBUG"))
    )
    start = time.perf_counter()
    try:
        client.start()
        exercises = client.available()
        seconds = time.perf_counter() - start
        if not exercises:
            yield Finding(
                "worker", "fault", "it has no exercises", "Install quizgen again: pip install --force-reinstall"
            )
            return
        slug = next(iter(exercises))
        data = client.generate(slug, 1, 0)
        client.grade(data, {field.name: "" for _, fields in form(from_json(data)) for field in fields})
    except QuizgenError as error:
        yield Finding("worker", "fault", str(error), see)
        return
    finally:
        client.close()
    yield Finding("worker", "ok", f"started in {seconds:.1f} s, {len(exercises)} exercises, one made and judged")
