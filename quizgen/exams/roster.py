"""The roster: who writes the exam. A CSV file with a column `id`; `name`, `seat` and others where wanted."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quizgen.errors import QuizgenError

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
PSEUDONYM_DIGITS = 8


class Student(Struct, frozen=True, omit_defaults=True):
    """One line of the roster."""

    id: str
    number: int
    """Place in the roster, from 0."""
    name: str = ""
    seat: str = ""
    large: bool = False
    """Gets large print."""


def read(path: Path) -> tuple[Student, ...]:
    """The students of a CSV file with a header line. Raises QuizgenError naming file and line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuizgenError(f"the roster {path} cannot be read: {error.strerror}") from None
    except UnicodeError:
        raise QuizgenError(f"the roster {path} is not UTF-8 text: save it as CSV UTF-8") from None
    return parsed(text, path.name)


def table(text: str, name: str, needed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV text with their line numbers; columns by lower-case name. Comma, semicolon or tab.

    Raises QuizgenError for a missing column, a row that is too long, or a file that is no CSV.
    """
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        for column in needed:
            if column not in header:
                raise QuizgenError(
                    f"{name}, line 1: there is no column {column!r}; the columns are {', '.join(header)}"
                )
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise QuizgenError(f"{name}, line {reader.line_num}: {len(cells)} cells under {len(header)} columns")
            rows.append((reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=False))))
    except csv.Error as error:
        raise QuizgenError(f"{name}, line {reader.line_num}: this is not CSV: {error}") from None
    return rows


def parsed(text: str, name: str) -> tuple[Student, ...]:
    """The students of a CSV text."""
    students: list[Student] = []
    lines: dict[str, int] = {}
    for line, row in table(text, name, ("id",)):
        identity = row.get("id", "")
        if not _SAFE.fullmatch(identity):
            raise QuizgenError(
                f"{name}, line {line}: a student id is letters, digits, dots and dashes, and {identity!r} is not"
            )
        # Case is ignored: two files that differ in case alone are one file on many systems.
        if identity.lower() in lines:
            raise QuizgenError(
                f"{name}, line {line}: the id {identity} stands in line {lines[identity.lower()]} already"
            )
        lines[identity.lower()] = line
        large = row.get("large", "").lower()
        if large not in ("", "no", "yes", "0", "1", "false", "true"):
            raise QuizgenError(f"{name}, line {line}: large print is yes or no, not {large!r}")
        students.append(
            Student(identity, len(students), row.get("name", ""), row.get("seat", ""), large in ("yes", "1", "true"))
        )
    if not students:
        raise QuizgenError(f"{name} names no student")
    return tuple(students)


def numbered(count: int, prefix: str = "V") -> tuple[Student, ...]:
    """Variants without names: V001, V002, ..."""
    width = max(3, len(str(count)))
    return tuple(Student(f"{prefix}{i + 1:0{width}}", i) for i in range(count))


def pseudonymous(students: tuple[Student, ...], salt: str) -> tuple[Student, ...]:
    """The students under ids that say nothing without the salt, and without names."""
    made = tuple(
        replace(s, id="P" + hashlib.sha256(f"{salt}\0{s.id}".encode()).hexdigest()[:PSEUDONYM_DIGITS].upper(), name="")
        for s in students
    )
    if len({s.id for s in made}) < len(made):
        raise QuizgenError("two students have the same pseudonym: choose another --salt")
    return made
