"""Sync through a folder: damaged and unfinished files, files in any order, and one result."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from quizgen.errors import QuizgenError
from quizgen.practice.event import Event
from quizgen.practice.folder import sync
from quizgen.practice.log import Log
from quizgen.practice.memory import fold

from .devices import machine, state
from .histories import START, review


def own(folder: Path, log: Log) -> Path:
    return folder / f"quizgen-{log.device}.jsonl"


def practised(log: Log, number: int, start: int = 0) -> Log:
    for i in range(start, start + number):
        log.record(review(f"la-{i % 2}", i % 4 + 1, seed=i), START + timedelta(hours=i))
    return log


# -- refusals


def test_a_damaged_file_of_another_device_is_named_and_left_out_whole(tmp_path: Path) -> None:
    one, two, three = (practised(machine(n), n) for n in (1, 2, 3))
    sync(two, tmp_path)
    sync(three, tmp_path)
    lines = own(tmp_path, two).read_text().splitlines(keepends=True)
    own(tmp_path, two).write_text(lines[0] + "{broken}\n")
    synced = sync(one, tmp_path)
    assert [line.split(": ")[0] for line in synced.unreadable] == [f"{own(tmp_path, two).name}, line 2"]
    assert "left out" in synced.unreadable[0]
    assert {event.device for event in one.events()} == {one.device, three.device}
    assert one.check() == []
    sync(two, tmp_path)  # its owner writes it anew
    assert sync(one, tmp_path).unreadable == ()
    assert len(list(one.events())) == 6


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    one = practised(machine(1), 2)
    before = state(one)
    (tmp_path / f".quizgen-{one.device}.jsonl.part").mkdir()
    with pytest.raises(QuizgenError, match="your own log is whole"):
        sync(one, tmp_path)
    assert state(one) == before


def test_an_event_waits_for_the_one_that_it_speaks_of(tmp_path: Path) -> None:
    one, two, three = machine(1), machine(2), machine(3)
    answer = one.record(review("la-a", 1), START).event
    sync(one, tmp_path)
    sync(two, tmp_path)
    undo = two.record(Event("undo", target=answer.id), START).event
    two.record(Event("undo", target=undo.id), START)
    sync(two, tmp_path)
    late = own(tmp_path, one).read_bytes()
    own(tmp_path, one).unlink()  # the sync tool brings it later
    synced = sync(three, tmp_path)
    assert (synced.merged.new, synced.merged.held) == (0, 2)
    assert three.check() == []
    own(tmp_path, one).write_bytes(late)
    assert sync(three, tmp_path).merged.new == 3
    assert state(three) == state(two)


def test_a_line_that_is_still_being_carried_is_read_later(tmp_path: Path) -> None:
    one, two = practised(machine(1), 3), machine(2)
    sync(one, tmp_path)
    whole = own(tmp_path, one).read_bytes()
    own(tmp_path, one).write_bytes(whole[:-40])
    assert (sync(two, tmp_path).merged.new, sync(two, tmp_path).unreadable) == (2, ())
    own(tmp_path, one).write_bytes(whole)
    assert sync(two, tmp_path).merged.new == 1


@pytest.mark.parametrize("spoil", [lambda b: b[:-40], lambda b: b[:100] + b"\xff\n" + b[100:], lambda b: b"", None])
def test_our_own_file_is_mended(tmp_path: Path, spoil: object) -> None:
    one = practised(machine(1), 4)
    sync(one, tmp_path)
    whole = own(tmp_path, one).read_bytes()
    if spoil is None:
        own(tmp_path, one).unlink()
    else:
        own(tmp_path, one).write_bytes(spoil(whole))  # type: ignore[operator]
    assert sync(one, tmp_path).unreadable == ()
    assert own(tmp_path, one).read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == [own(tmp_path, one).name]


# -- promises


def test_a_file_is_only_appended_to_and_each_writes_its_own(tmp_path: Path) -> None:
    one, two = practised(machine(1), 3), practised(machine(2), 2)
    assert sync(one, tmp_path).sent == 3
    before = own(tmp_path, one).read_bytes()
    synced = sync(two, tmp_path)
    assert (synced.merged.new, synced.sent, synced.files) == (3, 2, 1)
    assert own(tmp_path, one).read_bytes() == before
    practised(one, 2, start=5)
    assert sync(one, tmp_path).sent == 2
    assert own(tmp_path, one).read_bytes().startswith(before)
    assert sync(one, tmp_path).sent == 0
    (tmp_path / "quizgen-x (conflicted copy).jsonl").write_bytes(before)
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8")
    assert sync(two, tmp_path).merged.new == 2
    assert state(one) == state(two)


def test_a_backup_is_made_only_where_something_new_comes_in(tmp_path: Path) -> None:
    one, two = practised(machine(1), 2), practised(machine(2), 2)
    made: list[int] = []
    sync(one, tmp_path, lambda: made.append(1))
    sync(two, tmp_path, lambda: made.append(2))
    sync(two, tmp_path, lambda: made.append(3))
    assert made == [2]


@pytest.mark.parametrize("seed", range(12))
def test_machines_that_meet_only_in_the_folder_end_up_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    logs = [machine(number) for number in range(3)]
    for step in range(25):
        log = chance.choice(logs)
        events = list(log.events())
        if chance.random() < 0.3:
            sync(log, tmp_path)
        elif events and chance.random() < 0.2:
            log.record(Event("undo", target=chance.choice(events).id), START + timedelta(hours=step))
        else:
            practised(log, 1, start=step * chance.choice([0, 1]))
    for log in [*logs, *logs]:
        sync(log, tmp_path)
    assert state(logs[0]) == state(logs[1]) == state(logs[2])
    assert logs[0].memories() == fold(logs[0].events())
    assert all(sync(log, tmp_path).sent == 0 for log in logs)
