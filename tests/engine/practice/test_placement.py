"""Placement: what is known already, by few problems."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from quizgen import curriculum
from quizgen.practice import placement
from quizgen.practice.log import Log
from quizgen.practice.placing import Placement
from quizgen.practice.queue import Choice, Options, choose

from .fakes import RIGHT, Clock, FakeBank, FakeExercise, FakeWorker
from .worlds import ALL, CURRICULUM

GRAPH = curriculum.load()
ABOVE = {slug: GRAPH.ancestors(slug) for slug in GRAPH.skills}


def placed(knows: set[str], seed: int, slip: float = 0.1) -> tuple[set[str], int]:
    """What a placement finds, and how many problems it asks."""
    chance, right, wrong = random.Random(seed), [], []
    while len(right) + len(wrong) < placement.MOST:
        slug = placement.ask(GRAPH, ABOVE, GRAPH.skills, right, wrong)
        if slug is None:
            break
        (right if slug in knows and chance.random() > slip else wrong).append(slug)
    return set(placement.known_by(GRAPH, ABOVE, right, wrong)), len(right) + len(wrong)


def test_who_knows_nothing_is_found_to_know_nothing_in_few_problems() -> None:
    found, asked = placed(set(), 1)
    assert found == set()
    assert asked <= placement.MOST


def test_what_was_answered_wrong_never_counts_as_known() -> None:
    assert "la-add" not in placement.known_by(
        CURRICULUM, {s: CURRICULUM.ancestors(s) for s in ALL}, ["la-combine", "la-solve", "geo-norm"], ["la-add"]
    )


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_most_of_what_is_known_is_found_and_little_else(part: float) -> None:
    hits = found_in_all = known_in_all = 0
    for seed in range(4):
        order = list(GRAPH.skills)
        wanted = random.Random(seed).sample(order, round(part * len(order) / 2))
        knows = set(wanted) | {above for slug in wanted for above in ABOVE[slug]}  # what is known has its basis known
        found, asked = placed(knows, seed)
        assert asked <= placement.MOST
        hits, found_in_all, known_in_all = (
            hits + len(found & knows),
            found_in_all + len(found),
            known_in_all + len(knows),
        )
    print(f"part {part}: {hits / max(1, found_in_all):.2f} of what was found is known, {hits / known_in_all:.2f} found")
    assert hits >= 0.75 * found_in_all


def test_a_placement_is_a_session_and_practice_begins_behind_it(tmp_path: Path) -> None:
    clock, worker = Clock(), FakeWorker(FakeBank(*(FakeExercise(slug) for slug in ALL)))
    log = Log.open(tmp_path / "q.db", now=clock())
    session = Placement(log, worker, CURRICULUM, clock=clock)
    asked = 0
    while session.next() is not None:
        asked += 1
        session.submit({"answer": RIGHT})
        clock.move(minutes=1)
    assert 0 < asked < len(ALL)
    assert "You know about" in session.finished.message  # type: ignore[union-attr]
    events = list(log.events())
    assert events[-1].type == "settings"
    found = placement.placed(events)
    held = placement.with_placed(log.memories(), found)
    assert set(held) == set(ALL)
    assert set(log.memories()) & set(found) == set()
    now = clock() + timedelta(days=1)
    chosen = choose(CURRICULUM, ALL, held, now, events[-1].day + 1, Options(), ())
    assert not isinstance(chosen, Choice)  # nothing is new, nothing is due yet
    log.close()


def test_skipping_says_that_it_is_not_known_and_logs_nothing(tmp_path: Path) -> None:
    clock, worker = Clock(), FakeWorker(FakeBank(*(FakeExercise(slug) for slug in ALL)))
    log = Log.open(tmp_path / "q.db", now=clock())
    session = Placement(log, worker, CURRICULUM, clock=clock)
    while session.next() is not None:
        session.skip()
    assert placement.placed(log.events()) == {}
    assert log.memories() == {}
    log.close()
