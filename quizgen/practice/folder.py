"""Sync through a folder that any file-sync tool carries between machines.

Each device appends to a file of its own, `quizgen-DEVICE.jsonl`, what the folder does not hold yet, and reads all
others; so no two machines ever write one file, and whatever order the files arrive in, the logs end up the same.
A last line without an end is one that is still being written or carried: it is read when it is whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.merge import Merged, merge_events
from quizgen.practice.transfer import event_of_line, line_of

PATTERN = "quizgen-*.jsonl"
"""Also the copies that sync tools make of a file in conflict: reading them twice does no harm."""


class Synced(Struct, frozen=True):
    """What a sync came to."""

    merged: Merged
    sent: int
    """Events that the folder did not have."""
    files: int
    """Files of other devices read."""
    unreadable: tuple[str, ...] = ()
    """A sentence for each file of another device that was left out."""


def sync(log: Log, folder: Path, before: Callable[[], object] = lambda: None) -> Synced:
    """Take in what the folder has, then add what it lacks. `before`: as of `merge_events`.

    A file of another device with a line that is no event is left out and named. Raises QuizgenError where the
    folder cannot be used.
    """
    try:
        files = sorted(path for path in folder.glob(PATTERN) if path.is_file())
        own = folder / f"quizgen-{log.device}.jsonl"
        whole, unreadable = _whole(files, own)
        seen: set[str] = set()
        merged = merge_events(log, _noted(whole, own, seen), before, tolerant=True)
        missing = [event for event in log.events() if event.id not in seen]
        if own not in whole or not _ends_well(own):
            _write(own, [*(event for _, event in _until_damage(own)), *missing])
        elif missing:
            _append(own, missing)
    except OSError as error:
        raise QuizgenError(
            f"{folder} cannot be used ({os.strerror(error.errno or 0)}); your own log is whole"
        ) from None
    return Synced(merged, len(missing), len([path for path in files if path != own]), tuple(unreadable))


def _whole(files: list[Path], own: Path) -> tuple[list[Path], list[str]]:
    """The files whose whole lines are all events, and what is wrong with the others. Our own is no trouble: what
    it held is in the log, and it is written anew."""
    whole, faults = [], []
    for path in files:
        try:
            for _ in _events(path):
                pass
        except QuizgenError as error:
            if path != own:
                faults.append(str(error).replace("nothing was changed", "this file was left out"))
        else:
            whole.append(path)
    return whole, faults


def _noted(whole: list[Path], own: Path, seen: set[str]) -> Iterator[tuple[str, Event]]:
    """The events of the files, and as far as it can be read of our own; their ids are put in `seen`."""
    for path in dict.fromkeys([*whole, own]):
        for where, event in _until_damage(path) if path == own else _events(path):
            seen.add(event.id)
            yield where, event


def _events(path: Path) -> Iterator[tuple[str, Event]]:
    """The events of the whole lines of a file."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.endswith(b"\n") and line.strip():
                where = f"{path.name}, line {number}"
                yield where, event_of_line(line, where)


def _until_damage(path: Path) -> Iterator[tuple[str, Event]]:
    try:
        yield from _events(path)
    except (QuizgenError, FileNotFoundError):
        return


def _ends_well(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _append(own: Path, events: list[Event]) -> None:
    with own.open("ab") as file:
        file.writelines(line_of(event).encode() for event in events)
        file.flush()
        os.fsync(file.fileno())


def _write(own: Path, events: list[Event]) -> None:
    half = own.with_name(f".{own.name}.part")  # a name that PATTERN does not match
    with half.open("wb") as file:
        file.writelines(line_of(event).encode() for event in events)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, own)
