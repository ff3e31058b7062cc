"""Kill -9 the session process again and again, and look whether anything that it acknowledged is lost.

`python -m tests.engine.practice.kill 500` does it 500 times and prints what it found; `make test` does it fewer times.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from quizgen.practice.day import local_now
from quizgen.practice.event import NUMBERS
from quizgen.practice.log import Log
from quizgen.practice.memory import fold

CHILD = Path(__file__).with_name("kill_child.py")


class Survived(NamedTuple):
    """What was seen after all the kills."""

    acknowledged: int
    """Answers whose feedback was returned; every one is in the log."""
    events: int
    resumed: int
    """Problems that were open at a kill and were asked again with the same numbers."""


def killed(database: Path, number: int, out: Path, said: int, seconds: float) -> None:
    """Run the session and kill it so many seconds after it has said so many lines (its first says it is up).

    Lines and not only seconds: on a busy machine a session may need longer to begin than any fixed time.
    """
    with out.open("ab") as file:
        size = file.tell()
        child = subprocess.Popen([sys.executable, CHILD, database, str(number)], stdout=file)
        while out.read_bytes().count(b"\n", size) < said:
            assert child.poll() is None
            time.sleep(0.0005)
        time.sleep(seconds)
        child.kill()
        assert child.wait() == -9


def survived(folder: Path, kills: int, seed: int = 20261121) -> Survived:
    """Kill so many sessions over one log, checking it now and then and at the end. Raises AssertionError where an
    acknowledged answer is lost or an event has no memory."""
    chance = random.Random(seed)
    database, out = folder / "q.db", folder / "out"
    for number in range(kills):
        killed(database, number, out, chance.choice([1, 2, 5, 12, 30]), chance.uniform(0.0, 0.02))
        if number % 10 == 0 and database.exists() and database.stat().st_size:
            log = Log.open(database, now=local_now())
            holds(log, lines(out))
            log.close()
    log = Log.open(database, now=local_now())
    try:
        said = lines(out)
        assert log.check() == []
        acknowledged = holds(log, said)
        return Survived(acknowledged, len(list(log.events())), the_same_problem_is_resumed(log, said))
    finally:
        log.close()


def lines(out: Path) -> list[list[str]]:
    """What the sessions said, word by word."""
    return [line.split() for line in out.read_text().splitlines()]


def holds(log: Log, said: list[list[str]]) -> int:
    """Every acknowledged answer is in the log, with its last acknowledged rating or a later one."""
    events = list(log.events())
    ratings: dict[str, list[int]] = {}
    for event in events:
        if event.rating is not None:
            ratings.setdefault(event.target or event.id, []).append(event.rating)
    acknowledged = [(words[1], NUMBERS[words[2]]) for words in said if words[0] == "done"]  # type: ignore[index]
    for review, rating in acknowledged:
        assert rating in ratings[review]
    assert fold(events) == log.memories()
    return len(acknowledged)


def the_same_problem_is_resumed(log: Log, said: list[list[str]]) -> int:
    """A problem that was asked and neither answered nor left is asked again, with the same numbers."""
    answered = {(event.skill, event.seed) for event in log.events() if event.type == "review"}
    resumed = 0
    for i, words in enumerate(said):
        if words[0] != "up" or i == 0 or said[i - 1][0] != "asked":
            continue
        asked = next((later for later in said[i:] if later[0] == "asked"), None)
        _, skill, seed, _tries = said[i - 1]
        if asked is not None and (skill, int(seed)) not in answered:
            assert asked[1:3] == [skill, seed]
        resumed += asked is not None and asked[1:3] == [skill, seed]
    return resumed


def main() -> None:
    """Kill as often as the command line says."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = survived(Path(folder), kills)
    print(
        f"{kills} kills in {time.monotonic() - start:.0f} s: {found.acknowledged} acknowledged answers, none lost; "
        f"{found.events} events, none without its memory; {found.resumed} open problems resumed"
    )


if __name__ == "__main__":
    main()
