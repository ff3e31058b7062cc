"""Damage is told and never repaired by guessing; the memory, which is a cache, is repaired."""

from datetime import timedelta
from pathlib import Path

import pytest

from quizgen.errors import QuizgenError
from quizgen.practice.check import damage, stale
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.memory import RULES, fold

from .devices import machine
from .histories import START, review
from .test_log import filled

DIGEST = {"1": "10.61 7.6471 due 19 level 1 streak 1 lapses 1"}
"""What the history below folds to under each number of the rules."""


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("response", '{"a": 1}', "response that cannot be read"),
        ("response", "[", "response that cannot be read"),
        ("problem", "{", "problem that cannot be read"),
        ("data", '{"retention": []}x', "data that cannot be read"),
        ("time", "yesterday", "no readable time"),
        ("zone", "+", "no readable time"),
        ("day", 3, "says study day 3"),
    ],
)
def test_an_event_that_was_spoiled_is_named(tmp_path: Path, column: str, value: object, words: str) -> None:
    log = filled(tmp_path / "q.db")
    log._db.execute("drop trigger event_is_not_changed")
    log._db.execute("pragma ignore_check_constraints = on")
    log._db.execute(f"update event set {column} = ? where seed = 3", (value,))
    identity = next(event for event in log._db.execute("select id from event where seed = 3"))[0]
    assert any(identity in sentence and words in sentence for sentence in damage(log))


def test_many_bad_events_are_not_all_listed() -> None:
    log = machine(1)
    for i in range(40):
        log.record(review(), START + timedelta(hours=i))
    log._db.execute("drop trigger event_is_not_changed")
    log._db.execute("update event set day = 1")
    assert len(damage(log)) == 21
    assert damage(log)[-1] == "... and 20 more events like these."


def test_an_event_that_points_nowhere_is_found(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    log._db.execute("pragma foreign_keys = off")
    log._db.execute("drop trigger event_is_not_removed")
    first = next(log.events())
    log.record(Event("undo", target=first.id), START)
    log._db.execute("delete from event where id = ?", (first.id,))
    assert any("points nowhere" in sentence for sentence in damage(log))


def test_a_page_that_was_spoiled_is_reported(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "q.db", now=START)
    for i in range(300):
        log._db.execute("pragma synchronous = off")
        log.record(review(f"la-{i % 9}", problem='{"p": "' + "x" * 700 + '"}'), START + timedelta(hours=i))
    log.close()
    data = bytearray(log.path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 2000] = b"\xee" * 2000
    log.path.write_bytes(data)
    log = Log.open(log.path, now=START)
    try:
        said = damage(log)
    except QuizgenError as error:
        said = [str(error)]
    assert said
    assert log.path.read_bytes()[middle : middle + 2000] == b"\xee" * 2000


def test_a_spoiled_memory_is_no_damage_and_is_repaired(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    log._db.execute("update memory set stability = stability * (1 + 1e-15) where skill = 'la-1'")
    assert damage(log) == []
    assert stale(log) == ["la-1"]
    assert log.rebuild() == ["la-1"]
    assert stale(log) == []


def test_a_memory_of_other_rules_is_folded_again_when_the_file_is_opened(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    log._db.execute("update memory set stability = 1.0")
    log._db.execute("update folded set rules = '0'")
    log.close()
    log = Log.open(log.path, now=START)
    assert log.memories() == fold(log.events())
    assert log.check() == []


def test_the_rules_have_a_new_number_where_the_fold_gives_something_else() -> None:
    log = machine(1)
    for day, rating in enumerate((3, 1, 3, 2, 4)):
        log.record(review("la-a", rating), START + timedelta(days=2 * day))
    memory = log.memories()["la-a"]
    said = (
        f"{memory.stability:.5g} {memory.difficulty:.5g} due {memory.due - memory.first} "
        f"level {memory.level} streak {memory.streak} lapses {memory.lapses}"
    )
    assert DIGEST.get(RULES) == said, "the fold has changed: raise memory.RULES and add the digest here"
