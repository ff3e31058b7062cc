"""Amendments: what is decided after the exam. A TOML file; every decision has a reason, which the students are told.

[[amendment]]
item = "inverse"
action = "full"          # withdraw, full, accept, points
reason = "The matrix was printed without its last row."
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from quizgen.errors import QuizgenError, nearest
from quizgen.exams.document import HALF
from quizgen.exams.lines import Lines
from quizgen.exams.manifest import Manifest


class Amendment(Struct, frozen=True, forbid_unknown_fields=True):
    """One decision on one item."""

    item: str
    action: Literal["withdraw", "full", "accept", "points"]
    """withdraw: the item counts for nobody. full: everyone who wrote gets all points. accept: another reply counts.
    points: the item is worth another number of points."""
    reason: str
    part: str = ""
    """Only this part; all parts where empty."""
    reply: str = ""
    """accept: a reply that counts as well, read as the answer language reads it."""
    code: str = ""
    """accept: every reply with this code of the judge, such as "misconception:roles-swapped"; good for variants."""
    score: float = 1.0
    """accept: the part of the points that such a reply gets."""
    points: float = 0.0
    """points: what the item is worth now."""
    students: tuple[str, ...] = ()
    """Only these; everyone where empty."""


def read(path: Path, manifest: Manifest) -> tuple[Amendment, ...]:
    """The amendments of a file. Raises QuizgenError naming file and line."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise QuizgenError(f"the amendments {path} cannot be read: {os.strerror(error.errno or 0)}") from None
    except (UnicodeError, tomllib.TOMLDecodeError) as error:
        raise QuizgenError(f"{path.name} is not TOML: {error}") from None
    lines = Lines(text)
    if unknown := set(raw) - {"amendment"}:
        raise QuizgenError(f"{path.name}, line {lines.of(min(unknown))}: only [[amendment]] stands here")
    found = []
    for i, entry in enumerate(raw.get("amendment", [])):
        where = f"amendment[{i}]"
        try:
            one = msgspec.convert(entry, Amendment)
        except msgspec.ValidationError as error:
            what = str(error).partition(" - at")[0].replace("`", "'")
            raise QuizgenError(f"{path.name}, line {lines.of(where)}: {what[0].lower()}{what[1:]}") from None
        for key, fault in _faults(one, manifest):
            raise QuizgenError(f"{path.name}, line {lines.of(f'{where}.{key}')}: {fault}")
        found.append(one)
    if not found:
        raise QuizgenError(f"{path.name} has no [[amendment]]")
    return tuple(found)


def _faults(one: Amendment, manifest: Manifest):  # type: ignore[no-untyped-def]
    items = list(dict.fromkeys(e.item for paper in manifest.papers for e in paper.entries))
    if one.item not in items:
        yield "item", f"there is no item {one.item!r}{nearest(one.item, items, listed=True)}"
        return
    parts = {
        part.id
        for paper in manifest.papers
        for e in paper.entries
        if e.item == one.item
        for part in manifest.problems[e.problem].parts
    }
    if one.part and one.part not in parts:
        yield "part", f"item {one.item} has parts {', '.join(sorted(parts))}, not {one.part!r}"
    if one.part and one.action in ("withdraw", "points"):
        yield "part", f"a whole item is meant by {one.action}: leave part out"
    if not one.reason.strip():
        yield "reason", "a reason is needed: the students are told it"
    if one.action == "accept" and not (one.reply or one.code):
        yield "action", "accept needs a reply or a code"
    if one.action == "points" and (one.points <= 0 or one.points % HALF):
        yield "points", f"points are given in halves, such as 2 or 2.5, not {one.points:g}"
    if not 0 <= one.score <= 1:
        yield "score", f"a score is 0 to 1, not {one.score:g}"
    for student in one.students:
        if manifest.paper(student) is None:
            yield "students", f"there is no student {student!r} in this exam"
