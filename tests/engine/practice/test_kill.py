"""kill -9 at any moment: no acknowledged answer is lost, no event is without its memory."""

import random
import subprocess
import sys
import time
from pathlib import Path

from quizgen.practice.day import local_now
from quizgen.practice.event import NUMBERS
from quizgen.practice.log import Log
from quizgen.practice.memory import fold

KILLS = 60
CHILD = Path(__file__).with_name("kill_child.py")


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


def lines(out: Path) -> list[list[str]]:
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


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    database, out = tmp_path / "q.db", tmp_path / "out"
    for number in range(KILLS):
        killed(database, number, out, chance.choice([1, 2, 5, 12, 30]), chance.uniform(0.0, 0.02))
        if number % 10 == 0 and database.exists() and database.stat().st_size:
            log = Log.open(database, now=local_now())
            holds(log, lines(out))
            log.close()
    log = Log.open(database, now=local_now())
    said = lines(out)
    assert log.check() == []
    assert holds(log, said) > KILLS
    assert the_same_problem_is_resumed(log, said) > 0
    log.close()


def test_a_kill_while_the_file_is_made_leaves_one_that_opens(tmp_path: Path) -> None:
    chance = random.Random(7)
    for number in range(15):
        database = tmp_path / f"{number}.db"
        killed(database, number, tmp_path / "out", 1, chance.uniform(0.0, 0.12))
        log = Log.open(database, now=local_now())
        assert log.check() == []
        log.close()
