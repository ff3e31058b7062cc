"""Taking back and bringing back, to any depth, also after a restart."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from quizgen.errors import QuizgenError
from quizgen.practice.event import Event
from quizgen.practice.log import Log, Pending
from quizgen.practice.memory import Memory, fold
from quizgen.practice.undo import redo, told, undo

from .devices import lived, machine, worlds
from .histories import START, review


def test_an_empty_log_has_nothing_to_take_back_or_bring_back() -> None:
    log = machine(1)
    assert undo(log, START) is redo(log, START) is None
    log.record(review(), START)
    assert redo(log, START) is None
    assert len(list(log.events())) == 1


def test_what_was_taken_back_cannot_be_overruled() -> None:
    log = machine(1)
    first = log.record(review(), START).event
    undo(log, START)
    with pytest.raises(QuizgenError, match="was taken back meanwhile"):
        log.record(Event("override", target=first.id, rating=4), START)
    redo(log, START)
    log.record(Event("override", target=first.id, rating=4), START)
    assert log.rating(first.id) == 4


def test_nothing_is_brought_back_over_what_was_done_since() -> None:
    log = machine(1)
    log.record(review(), START)
    undo(log, START)
    log.record(review("la-b"), START)
    assert redo(log, START) is None


def test_the_whole_history_is_taken_back_step_by_step_and_brought_back_after_restarts(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "q.db", now=START)
    seen: list[dict[str, Memory]] = [log.memories()]
    for i in range(6):
        recorded = log.record(review(f"la-{i % 2}", i % 4 + 1), START + timedelta(days=i))
        seen.append(log.memories())
        if i == 3:
            log.record(Event("override", target=recorded.event.id, rating=1), START + timedelta(days=i))
            seen.append(log.memories())
    log.record(Event("suspend", skill="la-1"), START + timedelta(days=6))
    seen.append(log.memories())
    log.record(Event("settings", data={"retention": 0.8}), START + timedelta(days=7))
    seen.append(log.memories())
    for memories in seen[-2::-1]:
        log.close()
        log = Log.open(tmp_path / "q.db", now=START)
        assert undo(log, START) is not None
        assert log.memories() == memories
    assert undo(log, START) is None
    for memories in seen[1:]:
        log.close()
        log = Log.open(tmp_path / "q.db", now=START)
        assert redo(log, START) is not None
        assert log.memories() == memories
    assert redo(log, START) is None
    assert log.check() == []


@settings(max_examples=60, deadline=None)
@given(worlds)
def test_undo_is_the_identity_on_memory_and_redo_its_inverse(world: tuple) -> None:
    logs, _ = lived(world)
    for log in logs:
        before = log.memories()
        log.record(review(), START + timedelta(days=900))
        after = log.memories()
        taken = undo(log, START)
        assert taken is not None
        assert log.memories() == before
        redo(log, START)
        assert log.memories() == after == fold(log.events())


def test_the_first_try_of_the_open_problem_taken_back_is_no_try() -> None:
    log = machine(1)
    pending = Pending("la-a", 1, 3, 5, 1, '{"prompt":"?"}', "new", hints=1, tries=1, draft={"answer": "2"})
    log.record(review(rating=1), START, pending)
    undo(log, START)
    left = log.pending()
    assert left is not None
    assert (left.tries, left.review, left.hints, left.draft) == (0, None, 1, {"answer": "2"})


def test_an_undo_says_what_it_took_back() -> None:
    log = machine(1)
    review_ = log.record(review("la-a", 1, level=2), START).event
    log.record(Event("override", target=review_.id, rating=3), START)
    log.record(Event("settings", data={"retention": 0.8}), START)
    said = []
    for _ in range(3):
        taken = undo(log, START)
        assert taken is not None
        said.append(told(taken[0]))
    assert said == [
        "settings of 2026-01-05: retention = 0.8",
        "la-a, overruled on 2026-01-05: good",
        "la-a, level 2, answered on 2026-01-05: again",
    ]
