"""kill -9 at any moment: no acknowledged answer is lost, no event is without its memory."""

import random
from pathlib import Path

from quizgen.practice.day import local_now
from quizgen.practice.log import Log

from .kill import killed, survived

KILLS = 50
"""`python -m tests.engine.practice.kill 500` does more."""


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    found = survived(tmp_path, KILLS)
    assert found.acknowledged > KILLS
    assert found.resumed > 0


def test_a_kill_while_the_file_is_made_leaves_one_that_opens(tmp_path: Path) -> None:
    chance = random.Random(7)
    for number in range(12):
        database = tmp_path / f"{number}.db"
        killed(database, number, tmp_path / "out", 1, chance.uniform(0.0, 0.12))
        log = Log.open(database, now=local_now())
        assert log.check() == []
        log.close()
