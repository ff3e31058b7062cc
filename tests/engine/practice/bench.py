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

from quizgen.practice import log as store
from quizgen.practice.day import study_day
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.memory import fold
from quizgen.practice.queue import Options, choose

from .histories import START, review
from .worlds import ALL, CURRICULUM

PROBLEM = '{"prompt":"' + "x" * 1500 + '"}'


def timed(act: Callable[[int], object], times: int) -> tuple[float, float]:
    """Median CPU and wall time of `act(i)`, in microseconds."""
    cpu, wall = [], []
    for i in range(times):
        c, w = time.process_time(), time.perf_counter()
        act(i)
        cpu.append(time.process_time() - c)
        wall.append(time.perf_counter() - w)
    return statistics.median(cpu) * 1e6, statistics.median(wall) * 1e6


def sample(i: int) -> Event:
    """The i-th of many reviews of a hundred skills."""
    return review(f"skill-{i % 100}", i % 4 + 1, seed=i, problem=PROBLEM)


def recording(folder: Path, times: int = 1500) -> tuple[float, float]:
    """`Log.record` of a review, clearing the open problem, in microseconds (CPU, wall)."""
    log = Log.open(folder / "record.db", now=START)
    result = timed(lambda i: log.record(sample(i), START + timedelta(minutes=i), None), times)
    log.close()
    return result


def bare(folder: Path, times: int = 1500) -> tuple[float, float]:
    """The same rows into the same tables by two plain statements in one durable transaction."""
    log = Log.open(folder / "bare.db", now=START)
    memory = log.record(sample(0), START).after
    assert memory is not None
    rows = []
    for i in range(times):
        moment = START + timedelta(minutes=i + 1)
        event = msgspec.structs.replace(log._addressed(sample(i), moment), id=f"{i + 1 << 20:016x}{log.device}")
        event = msgspec.structs.replace(event, id=f"fff{i:013x}{log.device}")
        rows.append((store._row(event), [*msgspec.structs.astuple(memory)[1:]]))
    log.close()
    db = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
        db.execute(f"pragma {pragma}")

    def write(i: int) -> None:
        db.execute("begin immediate")
        db.execute(store._INSERT, rows[i][0])
        db.execute(store._REMEMBER, [f"skill-{i % 100}", *rows[i][1]])
        db.execute("commit")

    result = timed(write, times)
    db.close()
    return result


def choosing(times: int = 200) -> tuple[float, float]:
    """`choose` over the test curriculum with half of it learned, in microseconds."""
    events = [msgspec.structs.replace(sample(i), skill=s, id=f"{i:032x}", day=100) for i, s in enumerate(ALL)]
    memories = fold(events[: len(events) // 2])
    now, day = START, study_day(START)
    return timed(lambda _: choose(CURRICULUM, ALL, memories, now, day, Options(), ()), times)


def folding(events: int = 20_000) -> float:
    """Seconds to fold so many events."""
    made = [msgspec.structs.replace(sample(i), id=f"{i:032x}", day=i // 50) for i in range(events)]
    start = time.process_time()
    fold(made)
    return time.process_time() - start


def opening(folder: Path, times: int = 30) -> tuple[float, float]:
    """Opening a current database, in microseconds."""
    Log.open(folder / "open.db", now=START).close()
    return timed(lambda _: Log.open(folder / "open.db", now=START).close(), times)


def main() -> None:
    """Print all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recorded, plain = recording(folder), bare(folder)
        print(f"record a review       {recorded[0]:7.0f} µs cpu {recorded[1]:7.0f} µs wall")
        print(f"bare transaction      {plain[0]:7.0f} µs cpu {plain[1]:7.0f} µs wall")
        print(f"ratio                 {recorded[0] / plain[0]:7.2f}        {recorded[1] / plain[1]:7.2f}")
        print("open                  {:7.0f} µs cpu {:7.0f} µs wall".format(*opening(folder)))
    print("choose                {:7.0f} µs cpu {:7.0f} µs wall".format(*choosing()))
    print(f"fold 20,000 events    {folding() * 1000:7.0f} ms cpu")


if __name__ == "__main__":
    main()
