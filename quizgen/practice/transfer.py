"""Export and import: the log as JSON lines or CSV, whole, and back without loss.

A JSON line is an event as `quizgen.practice.event.Event` has it. In CSV every field is a column: an empty cell is
no value, response and data are JSON, and a text that is empty or begins with a quotation mark is written as JSON
too, so that nothing is lost on the way back.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import msgspec

from quizgen.errors import QuizgenError
from quizgen.practice.day import day_of
from quizgen.practice.event import Event
from quizgen.practice.rows import COLUMNS, encoded

FORMS = (".jsonl", ".csv")
LONGEST_CELL = 1 << 30

_JSON = ("response", "data")
_INTEGERS = ("day", "level", "levels", "seed", "version", "rating", "hints", "tries", "ms")
_decoder = msgspec.json.Decoder(Event)


def export(events: Iterable[Event], path: Path) -> int:
    """Write events to a new file, by its ending .jsonl or .csv; the name appears when all is written.

    Returns how many. Raises QuizgenError where the file exists already or cannot be written.
    """
    form = _form(path)
    if path.exists():
        raise QuizgenError(f"{path} exists already; it was not touched, give another name")
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with half.open("x", encoding="utf-8", newline="") as file:
            count = (write_csv if form == ".csv" else write_lines)(events, file)
            file.flush()
            os.fsync(file.fileno())
        _name(half, path)
    except FileExistsError:
        raise QuizgenError(f"{path} exists already; it was not touched, give another name") from None
    except OSError as error:
        raise QuizgenError(f"{path} cannot be written: {os.strerror(error.errno or 0)}") from None
    finally:
        half.unlink(missing_ok=True)
    return count


def write_lines(events: Iterable[Event], file: TextIO) -> int:
    """Write JSON lines; how many."""
    count = 0
    for count, event in enumerate(events, 1):  # noqa: B007 - the last number is how many
        file.write(line_of(event))
    return count


def line_of(event: Event) -> str:
    """The JSON line of an event, with its end."""
    return encoded(event) + "\n"


def write_csv(events: Iterable[Event], file: TextIO) -> int:
    """Write a table with a header; how many events."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for count, event in enumerate(events, 1):  # noqa: B007
        writer.writerow(_cell(name, value) for name, value in zip(COLUMNS, msgspec.structs.astuple(event), strict=True))
    return count


def read(path: Path) -> Iterator[tuple[str, Event]]:
    """The events of a file by its ending, each with the words for its place ("log.csv, line 3").

    Raises QuizgenError for a line that is no event.
    """
    form = _form(path)
    try:
        with path.open(encoding="utf-8", newline="" if form == ".csv" else "\n") as file:
            yield from (_read_csv if form == ".csv" else _read_lines)(file, path.name)
    except OSError as error:
        raise QuizgenError(f"{path} cannot be read: {os.strerror(error.errno or 0)}") from None
    except UnicodeDecodeError:
        raise QuizgenError(f"{path} is not UTF-8 text; nothing was changed") from None


def event_of_line(line: str | bytes, where: str) -> Event:
    """The event of a JSON line. Raises QuizgenError, naming `where`, for one that is none."""
    try:
        return _checked(_decoder.decode(line), where)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise QuizgenError(f"{where}: {error}; nothing was changed") from None


def _name(half: Path, path: Path) -> None:
    """Give a file its name, unless that is taken."""
    try:
        os.link(half, path)  # unlike a rename, this never replaces a file that appeared meanwhile
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError from None
        os.replace(half, path)


def _read_lines(file: TextIO, name: str) -> Iterator[tuple[str, Event]]:
    for number, line in enumerate(file, 1):
        if line.strip():
            where = f"{name}, line {number}"
            yield where, event_of_line(line, where)


def _read_csv(file: TextIO, name: str) -> Iterator[tuple[str, Event]]:
    csv.field_size_limit(min(sys.maxsize, LONGEST_CELL))
    reader = csv.reader(file, strict=True)
    where = f"{name}, line 1"
    try:
        header = next(reader, None)
        if header is None:
            return
        header[0] = header[0].removeprefix("\ufeff")  # a spreadsheet's mark
        if unknown := [column for column in header if column not in COLUMNS]:
            raise QuizgenError(f"{where}: there is no column {unknown[0]!r} in a log; nothing was changed")
        while True:
            where = f"{name}, line {reader.line_num + 1}"
            cells = next(reader, None)
            if cells is None:
                return
            if cells:
                yield where, _event_of_cells(header, cells, where)
    except csv.Error as error:
        raise QuizgenError(f"{where}: {error}; nothing was changed") from None


def _event_of_cells(header: list[str], cells: list[str], where: str) -> Event:
    if len(cells) != len(header):
        raise QuizgenError(f"{where}: {len(cells)} cells, but {len(header)} columns; nothing was changed")
    try:
        values = {name: _value(name, cell) for name, cell in zip(header, cells, strict=True) if cell}
        return _checked(msgspec.convert(values, Event), where)
    except (ValueError, msgspec.MsgspecError) as error:
        raise QuizgenError(f"{where}: {error}; nothing was changed") from None


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if name in _JSON:
        return encoded(value)
    if isinstance(value, str):
        return encoded(value) if not value or value.startswith('"') or "\r" in value else value
    return repr(value)


def _value(name: str, cell: str) -> object:
    if name in _JSON or cell.startswith('"'):
        return msgspec.json.decode(cell)
    if name in _INTEGERS:
        return int(cell)
    return float(cell) if name == "score" else cell


def _checked(event: Event, where: str) -> Event:
    """What the columns' own rules do not see: that the study day is the one of time and zone."""
    try:
        meant = day_of(event.time, event.zone)
    except (ValueError, IndexError):
        raise QuizgenError(f"{where}: there is no readable time and zone; nothing was changed") from None
    if meant != event.day:
        raise QuizgenError(f"{where}: study day {event.day}, but its time is of {meant}; nothing was changed")
    return event


def _form(path: Path) -> str:
    form = path.suffix.lower()
    if form not in FORMS:
        raise QuizgenError(f"{path.name}: the name must end in .jsonl or .csv")
    return form
