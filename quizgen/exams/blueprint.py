"""Blueprints: what an exam asks, in TOML. Every error names file, line and the nearest name that is valid."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from quizgen.bank import Bank
from quizgen.curriculum import Curriculum
from quizgen.draw import Draw
from quizgen.errors import QuizgenError, nearest
from quizgen.exams.choose import topic_skills
from quizgen.exams.document import HALF, Paper, Space
from quizgen.exams.lines import Lines
from quizgen.markup.maths import MarkupError
from quizgen.markup.source import parse

Order: TypeAlias = Literal["fixed", "shuffled"]
Rounding: TypeAlias = Literal["none", "half", "whole"]
Direction: TypeAlias = Literal["nearest", "up", "down"]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class ItemSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """An item: a skill, some of a topic, or some of a pool."""

    points: float
    """Points of each problem, in halves."""
    skill: str = ""
    topic: str = ""
    """A topic or unit, of which `count` skills are taken."""
    pool: tuple[str, ...] = ()
    """Skills, of which `count` are taken."""
    count: Annotated[int, Meta(ge=1, le=50)] = 1
    level: Annotated[int, Meta(ge=1, le=3)] = 2
    vary: bool = False
    """Of a topic or pool: each student gets a choice of their own, not the whole exam the same."""
    id: str = ""
    space: float = -1.0
    """Millimetres to write on; below 0: by the length of the solution."""


class SectionSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """A section with its items."""

    item: Annotated[tuple[ItemSpec, ...], Meta(min_length=1)]
    title: str = ""
    text: str = ""
    order: Order = "fixed"


class Marking(Struct, frozen=True, forbid_unknown_fields=True):
    """How points become a grade."""

    part: Rounding = "half"
    """Rounding of the points of a part."""
    total: Rounding = "half"
    """Rounding of the sum."""
    direction: Direction = "nearest"
    """A tie at `nearest` goes to the student."""
    grades: dict[str, float] = {}
    """Grade -> the least percentage for it."""
    lowest: str = "failed"
    """The grade below all others."""


class Blueprint(Struct, frozen=True, forbid_unknown_fields=True):
    """An exam as an instructor plans it."""

    title: str
    section: Annotated[tuple[SectionSpec, ...], Meta(min_length=1)]
    name: str = ""
    """The file's stem; part of every seed."""
    course: str = ""
    author: str = ""
    date: str = ""
    """ISO date."""
    minutes: Annotated[int, Meta(ge=1, le=1440)] = 60
    language: Literal["en", "de"] = "en"
    paper: Paper = "a4"
    space: Space = "boxes"
    instructions: str = ""
    formulas: str = ""
    marking: Marking = Marking()


class Slot(Struct, frozen=True):
    """One problem that an exam asks: the same skill, level and points for everyone who has it."""

    id: str
    slug: str
    level: int
    points: float
    space: float
    section: int
    group: str = ""
    """Slots of one group are a pool of which each student has `take`."""
    take: int = 0


def read(path: Path, curriculum: Curriculum, bank: Bank) -> Blueprint:
    """The blueprint of a file, checked against curriculum and bank. Raises QuizgenError naming file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise QuizgenError(f"the blueprint {path} cannot be read: {error.strerror}") from None
    except UnicodeError:
        raise QuizgenError(f"the blueprint {path} is not UTF-8 text") from None
    return parsed(text, path.name, curriculum, bank)


def parsed(text: str, name: str, curriculum: Curriculum, bank: Bank) -> Blueprint:
    """The blueprint of a text, called `name` in errors."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = found[1] if found else str(len(text.splitlines()))
        what = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise QuizgenError(f"{name}, line {line}: this is not TOML: {what}") from None
    lines = Lines(text)
    checker = _Checker(name, lines, curriculum, bank)
    try:
        blueprint = msgspec.convert({"name": Path(name).stem, **raw}, Blueprint)
    except msgspec.ValidationError as error:
        raise checker.shape(str(error), raw) from None
    checker.check(blueprint)
    return blueprint


class _Checker:
    """Turns faults into sentences with file and line."""

    def __init__(self, name: str, lines: Lines, curriculum: Curriculum, bank: Bank) -> None:
        self.name, self.lines, self.curriculum, self.bank = name, lines, curriculum, bank

    def fault(self, line: int, what: str) -> QuizgenError:
        return QuizgenError(f"{self.name}, line {line}: {what}")

    def shape(self, message: str, raw: dict[str, Any]) -> QuizgenError:
        """What msgspec says of a value of the wrong kind or an unknown key, with its place."""
        what, _, place = message.partition(" - at `$")
        path = place.rstrip("`").lstrip(".")
        if found := re.match(r"Object contains unknown field `(.*)`", what):
            known = _fields_at(path)
            hint = nearest(found[1], sorted(known), listed=True)
            return self.fault(self.lines.key(path, found[1]), f"there is no setting {found[1]!r} here{hint}")
        if found := re.match(r"Object missing required field `(.*)`", what):
            return self.fault(self.lines.of(path), f"{found[1]} is missing here")
        if found := re.match(r"Invalid enum value '(.*)'", what):
            allowed = _ALLOWED.get(path.rpartition(".")[2] or path, ())
            return self.fault(self.lines.of(path), f"{found[1]!r} is none of {', '.join(allowed)}")
        plain = what[0].lower() + what[1:].replace("`", "")
        return self.fault(self.lines.of(path), f"{path.rpartition('.')[2] or 'the file'}: {plain}")

    def check(self, blueprint: Blueprint) -> None:
        if blueprint.date:
            try:
                date.fromisoformat(blueprint.date)
            except ValueError:
                raise self.fault(
                    self.lines.of("date"), f"{blueprint.date!r} is no date; write it as 2027-02-01"
                ) from None
        for key in ("instructions", "formulas"):
            self._markup(getattr(blueprint, key), key)
        seen: dict[str, int] = {}
        for s, section in enumerate(blueprint.section):
            self._markup(section.text, f"section[{s}].text")
            for i, item in enumerate(section.item):
                path = f"section[{s}].item[{i}]"
                self._item(item, path)
                if item.id:
                    if not _ID.fullmatch(item.id):
                        raise self.fault(
                            self.lines.of(f"{path}.id"), f"an id is letters, digits and dashes, not {item.id!r}"
                        )
                    if item.id in seen:
                        raise self.fault(
                            self.lines.of(f"{path}.id"), f"the id {item.id!r} is used in line {seen[item.id]} already"
                        )
                    seen[item.id] = self.lines.of(f"{path}.id")
        for grade, least in blueprint.marking.grades.items():
            if not 0 <= least <= 100:
                raise self.fault(
                    self.lines.of(f"marking.grades.{grade}"), f"grade {grade} begins at 0 to 100 percent, not {least:g}"
                )

    def _markup(self, text: str, path: str) -> None:
        try:
            parse(text)
        except MarkupError as error:
            raise self.fault(self.lines.of(path), str(error)) from None

    def _item(self, item: ItemSpec, path: str) -> None:
        given = [name for name in ("skill", "topic", "pool") if getattr(item, name)]
        if len(given) != 1:
            what = "two of them are given" if given else "none is given"
            raise self.fault(self.lines.of(path), f"an item names a skill, a topic or a pool, and {what}")
        if item.points <= 0 or item.points % HALF:
            raise self.fault(
                self.lines.of(f"{path}.points"), f"points are given in halves, such as 2 or 2.5, not {item.points:g}"
            )
        for slug in (item.skill, *item.pool):
            if slug:
                self._skill(slug, item.level, f"{path}.{'skill' if item.skill else 'pool'}")
        if item.topic:
            try:
                slugs = topic_skills(self.curriculum, item.topic)
            except QuizgenError as error:
                raise self.fault(self.lines.of(f"{path}.topic"), str(error)) from None
        else:
            slugs = list(item.pool)
        if not item.skill:
            able = [slug for slug in dict.fromkeys(slugs) if slug in self.bank]
            if item.count > len(able):
                raise self.fault(
                    self.lines.of(f"{path}.count"), f"{item.count} are asked of {len(able)} skills with an exercise"
                )

    def _skill(self, slug: str, level: int, path: str) -> None:
        line = self.lines.of(path, slug)
        if slug not in self.bank:
            if slug in self.curriculum.skills:
                raise self.fault(line, f"the skill {slug!r} has no exercise yet")
            raise self.fault(line, f"there is no skill {slug!r}{nearest(slug, self.bank)}")
        levels = self.bank[slug].levels
        if level > levels:
            raise self.fault(self.lines.of(f"{path.rpartition('.')[0]}.level"), f"{slug} has levels 1 to {levels}")


_ALLOWED = {
    "language": ("en", "de"),
    "paper": ("a4", "letter"),
    "space": ("none", "blank", "lines", "boxes"),
    "order": ("fixed", "shuffled"),
    "part": ("none", "half", "whole"),
    "total": ("none", "half", "whole"),
    "direction": ("nearest", "up", "down"),
}


def _fields_at(path: str) -> Sequence[str]:
    kind: type[Struct] = Blueprint
    if ".item[" in path:
        kind = ItemSpec
    elif path.startswith("section["):
        kind = SectionSpec
    elif path.startswith("marking"):
        kind = Marking
    return kind.__struct_fields__


def slots(blueprint: Blueprint, curriculum: Curriculum, bank: Bank, seed: int) -> tuple[Slot, ...]:
    """All problems that the exam asks of anyone, in order, with pools and topics drawn by the seed."""
    return tuple(_slots(blueprint, curriculum, bank, seed))


def _slots(blueprint: Blueprint, curriculum: Curriculum, bank: Bank, seed: int) -> Iterator[Slot]:
    number = 0
    taken: set[str] = {item.skill for section in blueprint.section for item in section.item if item.skill}
    for s, section in enumerate(blueprint.section):
        for item in section.item:
            number += 1
            name = item.id or f"q{number}"
            if item.skill:
                yield Slot(name, item.skill, item.level, item.points, item.space, s)
                continue
            names = item.pool or tuple(topic_skills(curriculum, item.topic))
            able = [slug for slug in dict.fromkeys(names) if slug in bank]
            # What the exam asks elsewhere is taken only when nothing else is left.
            fresh = [slug for slug in able if slug not in taken]
            if not item.vary:
                draw = Draw("exam-pool", blueprint.name, seed, name)
                chosen = draw.sample(fresh, item.count) if len(fresh) >= item.count else draw.sample(able, item.count)
                chosen.sort(key=able.index)
                taken.update(chosen)
            else:
                chosen = able
            for slug in chosen:
                level = min(item.level, bank[slug].levels)
                identity = name if item.count == 1 and not item.vary else f"{name}-{slug}"
                group, take = (name, item.count) if item.vary else ("", 0)
                yield Slot(identity, slug, level, item.points, item.space, s, group, take)


def total_points(blueprint: Blueprint) -> float:
    """The points of a student's exam."""
    return sum(item.points * item.count for section in blueprint.section for item in section.item)
