"""Timings of the practice engine, for `make bench`; `python -m tests.engine.practice.bench` prints them."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec

from quizgen.practice.day import study_day
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.memory import fold
from quizgen.practice.queue import Options, choose
from quizgen.practice.rows import INSERT, REMEMBER, row_of

from .bench_million import main as million
from .histories import START, review
from .worlds import ALL, CURRICULUM

PROBLEM = '{"prompt":"' + "x" * 1500 + '"}'


def timed(act: Callable[[int], object], times: int, first: int = 0) -> tuple[float, float]:
    """Median CPU and wall time of `act(i)`, in microseconds."""
    cpu, wall = [], []
    for i in range(first, first + times):
        c, w = time.process_time(), time.perf_counter()
        act(i)
        cpu.append(time.process_time() - c)
        wall.append(time.perf_counter() - w)
    return statistics.median(cpu) * 1e6, statistics.median(wall) * 1e6


def sample(i: int) -> Event:
    """The i-th of many reviews of a hundred skills."""
    return review(f"skill-{i % 100}", i % 4 + 1, seed=i, problem=PROBLEM)


def recording(folder: Path, times: int = 1500) -> tuple[tuple[float, float], tuple[float, float]]:
    """`Log.record` of a review, clearing the open problem, against the same rows into the same tables by two plain
    statements in one durable transaction; in turn, because machines are noisy. In microseconds (CPU, wall)."""
    log, other = Log.open(folder / "record.db", now=START), Log.open(folder / "bare.db", now=START)
    rows, memories = [], []
    for i in range(times):
        whole = other._addressed(sample(i), START + timedelta(minutes=i + 1))
        rows.append(row_of(msgspec.structs.replace(whole, id=f"fff{i:013x}{other.device}")))
    other.close()
    db = sqlite3.connect(other.path, isolation_level=None)
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
        db.execute(f"pragma {pragma}")

    def bare(i: int) -> None:
        db.execute("begin immediate")
        db.execute(INSERT, rows[i])
        db.execute(REMEMBER, memories[i])
        db.execute("commit")

    took: list[list[tuple[float, float]]] = [[], []]
    for i in range(times):
        event, moment = sample(i), START + timedelta(minutes=i)
        took[0].append(timed(lambda _, e=event, m=moment: log.record(e, m, None), 1))  # type: ignore[misc]
        memories.append(msgspec.structs.astuple(log._memory(event.skill)))  # type: ignore[type-var]
        took[1].append(timed(bare, 1, i))
    log.close()
    db.close()
    ours, theirs = ((statistics.median(c for c, _ in t), statistics.median(w for _, w in t)) for t in took)
    return ours, theirs


def choosing(times: int = 200) -> tuple[float, float]:
    """`choose` over the test curriculum with half of it learned, in microseconds."""
    events = [msgspec.structs.replace(sample(i), skill=s, id=f"{i:032x}", day=100) for i, s in enumerate(ALL)]
    memories = fold(events[: len(events) // 2])
    now, day = START, study_day(START)
    return timed(lambda _: choose(CURRICULUM, ALL, memories, now, day, Options(), ()), times)


def opening(folder: Path, times: int = 30) -> tuple[float, float]:
    """Opening a current database, in microseconds."""
    Log.open(folder / "open.db", now=START).close()
    return timed(lambda _: Log.open(folder / "open.db", now=START).close(), times)


def main() -> None:
    """Print all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recorded, plain = recording(folder)
        print(f"record a review       {recorded[0]:7.0f} µs cpu {recorded[1]:7.0f} µs wall")
        print(f"bare transaction      {plain[0]:7.0f} µs cpu {plain[1]:7.0f} µs wall")
        print(f"ratio                 {recorded[0] / plain[0]:7.2f}        {recorded[1] / plain[1]:7.2f}")
        print("open                  {:7.0f} µs cpu {:7.0f} µs wall".format(*opening(folder)))
        print("choose                {:7.0f} µs cpu {:7.0f} µs wall".format(*choosing()))
        million(folder)


if __name__ == "__main__":
    main()
