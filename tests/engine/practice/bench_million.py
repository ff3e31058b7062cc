"""A log of a million events, a memory of a million skills: what opening, folding, merging and asking cost."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec

from quizgen.practice.day import stamp, study_day, zone_text
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.memory import DEFAULTS, Memory, remembered
from quizgen.practice.merge import merge_file
from quizgen.practice.rows import INSERT, REMEMBER, row_of

from .histories import START, review

SKILLS = 300
PROBLEM = '{"prompt":"' + "x" * 150 + '"}'
"""Short, so that the file fits a small disk; the fold never reads it."""


def spent(act: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall time of an act, in milliseconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    act()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def events(number: int, device: str, offset: int) -> Iterator[Event]:
    """So many reviews, fifty a day."""
    zone = zone_text(START)
    for i in range(number):
        if i % 50 == 0:
            moment = START + timedelta(days=i // 50, minutes=offset)
            time_, day = stamp(moment), study_day(moment)
            milliseconds = int(moment.timestamp() * 1000)
        yield msgspec.structs.replace(
            review(f"skill-{i * 7 % SKILLS:03}", 1 if i % 9 == 0 else 3 + (i % 5 == 0), 1 + i % 3, problem=PROBLEM),
            id=f"{milliseconds:012x}{i % 50:04x}{device}", device=device, time=time_, zone=zone, day=day, seed=i,
        )  # fmt: skip


def made(path: Path, number: int, offset: int = 0) -> Log:
    """A log with so many reviews, written at once, and its memory."""
    log = Log.open(path, now=START)
    log._db.execute("pragma synchronous = off")
    with log.transaction() as db:
        db.executemany(INSERT, (row_of(event) for event in events(number, log.device, offset)))
        log.refold()
    log._db.execute("pragma wal_checkpoint(truncate)")
    log._db.execute("pragma synchronous = full")
    return log


def opening(path: Path, times: int = 20) -> tuple[float, float]:
    """Opening and closing, median, in milliseconds."""
    both = [spent(lambda: Log.open(path, now=START).close()) for _ in range(times)]
    return statistics.median(cpu for cpu, _ in both), statistics.median(wall for _, wall in both)


def beginning(path: Path) -> tuple[float, float]:
    """Opening with all that a session reads before its first question, in milliseconds."""

    def begin() -> None:
        log = Log.open(path, now=START)
        log.memories()
        log.parameters()
        log.pending()
        log.fresh_seed("skill-007")
        log.close()

    return spent(begin)


def folding(number: int) -> tuple[float, float]:
    """The fold alone, of rows as SQLite hands them over, in milliseconds."""
    rows = [
        (f"skill-{skill:03}", 20_000 + i // 3, "2026-01-05T17:00:00.000Z", 1 if i % 9 == 0 else 3, 1 + i % 3, 3)
        for skill in range(SKILLS)
        for i in range(number // SKILLS)
    ]
    return spent(lambda: remembered(rows, {}, DEFAULTS))


def asking(folder: Path, number: int) -> tuple[float, float]:
    """The longest due fifty of a million skills, a fifth of them due, in milliseconds."""
    log = Log.open(folder / "skills.db", now=START)
    today = study_day(START)
    rows = (
        msgspec.structs.astuple(
            Memory(f"skill-{i:07}", 5.0, 5.0, today - 9, today - 9, stamp(START), today + i * 7919 % 1000 - 200, 1, 1)
        )
        for i in range(number)
    )
    with log.transaction() as db:
        db.executemany(REMEMBER, rows)
    both = [spent(lambda: log.due(today, 50)) for _ in range(200)]
    log.close()
    return statistics.median(cpu for cpu, _ in both), statistics.median(wall for _, wall in both)


def main(folder: Path, number: int = 1_000_000) -> None:
    """Print all of them."""

    def row(what: str, took: tuple[float, float]) -> None:
        print(f"{what:46} {took[0]:8.2f} ms cpu {took[1]:8.2f} ms wall", flush=True)

    row(f"fold of {number:,} rows, in memory", folding(number))
    log = made(folder / "million.db", number)
    row(f"read and fold {number:,} events (log rebuild)", spent(log.rebuild))
    log.close()
    row(f"open a log of {number:,} (aim 50)", opening(log.path))
    row("... and read what a session needs", beginning(log.path))
    log.path.unlink()
    ours, theirs = made(folder / "ours.db", number // 2), made(folder / "theirs.db", number // 2, offset=7)
    theirs.close()
    row(f"merge two logs of {number // 2:,}", spent(lambda: merge_file(ours, theirs.path)))
    row("... once more, with nothing new", spent(lambda: merge_file(ours, theirs.path)))
    assert ours.differing() == []
    ours.close()
    row(f"next due among {number:,} skills (aim 1)", asking(folder, number))
