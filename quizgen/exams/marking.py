"""Marking: a manifest and the responses -> marks, totals and grades. Nothing is generated again.

The judge is the one of practice (`quizgen.grading`). What it cannot decide is listed for a person, whose points stand
in the responses' column `points` at the next run. Amendments mark everything anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

from msgspec import Struct

from quizgen.answers.syntax import Unreadable
from quizgen.errors import QuizgenError, nearest
from quizgen.exams.amend import Amendment
from quizgen.exams.blueprint import Direction, Marking, Rounding
from quizgen.exams.manifest import Entry, Manifest, Paper
from quizgen.exams.roster import table
from quizgen.grading import Grade, form, grade
from quizgen.problem import Part, Problem


class Response(Struct, frozen=True, omit_defaults=True):
    """What one student wrote for one item."""

    student: str
    item: str
    fields: dict[str, str]
    """By the field's name in the problem's form."""
    points: dict[str, float] = {}
    """Given by a person, by part."""


class Mark(Struct, frozen=True, omit_defaults=True):
    """The points of one part of one student's item."""

    student: str
    item: str
    number: int
    part: str
    outcome: str
    """An outcome of the judge, or "blank"."""
    code: str
    points: float
    of: float
    by: str = "judge"
    """judge, person or amendment."""
    attention: str = ""
    """Why a person has to look; empty where nobody has to."""
    message: str = ""
    """For the student; markup."""
    reason: str = ""
    """Of the amendments that changed this mark."""


class Result(Struct, frozen=True, omit_defaults=True):
    """One student's exam."""

    student: str
    name: str
    form: str
    total: float
    of: float
    percent: float
    grade: str
    """Empty where the blueprint has no grades; "absent" for who wrote nothing."""
    marks: tuple[Mark, ...]

    @property
    def absent(self) -> bool:
        """True for a student of whom there is no response at all."""
        return self.grade == ABSENT


ABSENT = "absent"


class Change(Struct, frozen=True):
    """What amendments changed for one student."""

    student: str
    before: float
    after: float
    grade_before: str
    grade_after: str
    why: str


# ------------------------------------------------------------------ responses


def read_responses(path: Path, manifest: Manifest) -> dict[tuple[str, str], Response]:
    """Responses by (student, item). Raises QuizgenError naming file and line.

    Long form: columns student, item, response, and field or part where an item has several places, points where a
    person decided. Wide form: a column student and one for each item, "item" or "item.field".
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuizgenError(f"the responses {path} cannot be read: {os.strerror(error.errno or 0)}") from None
    except UnicodeError:
        raise QuizgenError(f"the responses {path} are not UTF-8 text: save them as CSV UTF-8") from None
    return parse_responses(text, path.name, manifest)


def with_points(
    responses: Mapping[tuple[str, str], Response], given: Mapping[tuple[str, str], Response]
) -> dict[tuple[str, str], Response]:
    """The responses with the points that a person gave (an `attention.csv`, filled in)."""
    merged = dict(responses)
    for key, extra in given.items():
        if extra.points:
            own = merged.get(key) or Response(extra.student, extra.item, {})
            merged[key] = Response(own.student, own.item, own.fields, {**own.points, **extra.points})
    return merged


def parse_responses(text: str, name: str, manifest: Manifest) -> dict[tuple[str, str], Response]:
    """Responses of a CSV text."""
    found: dict[tuple[str, str], Response] = {}
    lines: dict[tuple[str, str, str], int] = {}
    for line, row in table(text, name, ("student",)):
        for item, field, reply, points in _cells(row, name, line):
            paper = manifest.paper(row["student"])
            if paper is None:
                hint = nearest(row["student"], (p.student for p in manifest.papers))
                raise QuizgenError(f"{name}, line {line}: there is no student {row['student']!r} in this exam{hint}")
            entry = paper.entry(item)
            if entry is None:
                known = [e.item for e in paper.entries]
                if "item" not in row and any(p.entry(item) for p in manifest.papers):
                    continue  # wide form: another student's item of a pool
                hint = nearest(item, known, listed=True)
                raise QuizgenError(f"{name}, line {line}: {paper.student} has no item {item!r}{hint}")
            response = found.setdefault((paper.student, entry.item), Response(paper.student, entry.item, {}, {}))
            problem = manifest.problems[entry.problem]
            if points:
                part = _part_named(problem, field, name, line)
                response.points[part] = _points(points, entry, problem, part, name, line)
            if reply or (not points and "points" not in row):
                full = _field_named(problem, field, name, line)
                key = (paper.student, entry.item, full)
                if key in lines:
                    raise QuizgenError(
                        f"{name}, line {line}: {paper.student}, item {entry.item} is in line {lines[key]} already"
                    )
                lines[key] = line
                response.fields[full] = reply
    return found


def _cells(row: Mapping[str, str], name: str, line: int) -> Iterator[tuple[str, str, str, str]]:
    """(item, field, reply, points) for each response of a row; a cell's apostrophe against formulas is taken off."""
    if "item" in row:
        reply, points = row.get("response", ""), row.get("points", "")
        yield row["item"], row.get("field", "") or row.get("part", ""), _plain(reply), points
        return
    for column, cell in row.items():
        if column not in ("student", "name", "seat", "form", "code"):
            item, _, field = column.partition(".")
            if cell:
                yield item, field, _plain(cell), ""


def _plain(cell: str) -> str:
    return cell[1:] if cell[:2] in ("'=", "'@", "'-", "'+") else cell


def _field_named(problem: Problem, field: str, name: str, line: int) -> str:
    """The full name of a field: "answer" or "" where there is one, "b" for the only field of part b."""
    fields = [(part.id, f.name) for part, own in form(problem) for f in own]
    names = [full.lower() for _, full in fields]
    if field.lower() in names:
        return fields[names.index(field.lower())][1]
    matching = [full for part, full in fields if not field or part == field.lower()]
    if len(matching) == 1:
        return matching[0]
    if matching and "verdict" in matching[0]:
        return matching[0]
    what = "which field? It has" if not field else f"there is no field {field!r}; it has"
    raise QuizgenError(f"{name}, line {line}: {what} {', '.join(full for _, full in fields)}")


def _part_named(problem: Problem, field: str, name: str, line: int) -> str:
    ids = [part.id for part in problem.parts]
    if field in ids:
        return field
    if not field or len(ids) == 1:
        if len(ids) == 1:
            return ids[0]
        raise QuizgenError(f"{name}, line {line}: points of which part? It has {', '.join(ids)}")
    prefix = field.partition(".")[0]
    if prefix in ids:
        return prefix
    raise QuizgenError(f"{name}, line {line}: there is no part {field!r}; it has {', '.join(ids)}")


def _points(text: str, entry: Entry, problem: Problem, part: str, name: str, line: int) -> float:
    most = entry.points[[p.id for p in problem.parts].index(part)]
    try:
        points = float(text.replace(",", ".").replace("½", ".5"))
    except ValueError:
        raise QuizgenError(f"{name}, line {line}: {text!r} is no number of points") from None
    if not 0 <= points <= most:
        raise QuizgenError(f"{name}, line {line}: {points:g} points of {most:g} are too many or too few")
    return points


# ------------------------------------------------------------------ rounding and grades

_GRAINS = {"half": Fraction(1, 2), "whole": Fraction(1)}


def rounded(points: Fraction, rounding: Rounding, direction: Direction) -> Fraction:
    """Points rounded to the grain; a tie at "nearest" goes up, to the student."""
    if rounding == "none":
        return points
    grain = _GRAINS[rounding]
    steps = points / grain
    if direction == "up":
        return ceil(steps) * grain
    if direction == "down":
        return floor(steps) * grain
    return floor(steps + Fraction(1, 2)) * grain


def exact(number: float) -> Fraction:
    """A score or a number of points as the fraction it stands for (1/3 comes as 0.333...)."""
    return Fraction(number).limit_denominator(10_000)


def grade_for(percent: Fraction, marking: Marking) -> str:
    """The best grade whose least percentage is reached; who is exactly on it has it."""
    reached = [(least, name) for name, least in marking.grades.items() if percent >= exact(least)]
    if not marking.grades:
        return ""
    return max(reached)[1] if reached else marking.lowest


# ------------------------------------------------------------------ marking


class Marker:
    """Marks one exam. Equal replies to equal problems are judged once."""

    def __init__(self, manifest: Manifest, amendments: tuple[Amendment, ...] = ()) -> None:
        self.manifest, self.amendments = manifest, amendments
        self._grades: dict[tuple[str, tuple[tuple[str, str], ...]], Grade] = {}

    def amended(self, amendments: tuple[Amendment, ...]) -> Marker:
        """A marker of the same exam with amendments; what has been judged is kept."""
        other = Marker(self.manifest, amendments)
        other._grades = self._grades
        return other

    def results(self, responses: Mapping[tuple[str, str], Response]) -> tuple[Result, ...]:
        """Every student's result, in the order of the manifest."""
        wrote = {student for student, _ in responses}
        return tuple(self._result(paper, responses, paper.student in wrote) for paper in self.manifest.papers)

    def _result(self, paper: Paper, responses: Mapping[tuple[str, str], Response], wrote: bool) -> Result:
        marking = self.manifest.blueprint.marking
        marks: list[Mark] = []
        for entry in paper.entries:
            response = responses.get((paper.student, entry.item)) or Response(paper.student, entry.item, {})
            marks += self._item(paper, entry, response, wrote)
        counted = [mark for mark in marks if mark.outcome != "withdrawn"]
        of = sum((exact(mark.of) for mark in counted), Fraction(0))
        total = rounded(sum((exact(m.points) for m in counted), Fraction(0)), marking.total, marking.direction)
        percent = min(Fraction(100), 100 * total / of) if of else Fraction(0)
        name = grade_for(percent, marking) if wrote else ABSENT
        return Result(
            paper.student, paper.name, paper.form, float(total), float(of), round(float(percent), 2), name, tuple(marks)
        )

    def _item(self, paper: Paper, entry: Entry, response: Response, wrote: bool) -> Iterator[Mark]:
        problem = self.manifest.problems[entry.problem]
        judged = self._judged(entry, problem, response)
        concerning = [
            a for a in self.amendments if a.item == entry.item and (not a.students or paper.student in a.students)
        ]
        total = sum(entry.points)
        worth = next((a.points for a in reversed(concerning) if a.action == "points"), total)
        for part, own in zip(problem.parts, entry.points, strict=True):
            of = float(exact(own) * exact(worth) / exact(total))
            yield self._part(paper, entry, part, response, judged, of, own, concerning, wrote)

    def _part(
        self,
        paper: Paper,
        entry: Entry,
        part: Part,
        response: Response,
        judged: Grade,
        of: float,
        printed: float,
        concerning: list[Amendment],
        wrote: bool,
    ) -> Mark:
        problem = self.manifest.problems[entry.problem]
        marking = self.manifest.blueprint.marking
        verdict = judged.parts[part.id]
        fields = [field.name for p, own in form(problem) if p is part for field in own]
        blank = not any(response.fields.get(name, "").strip() for name in fields)
        outcome, code, score, by, attention = verdict.outcome, verdict.code, exact(verdict.score), "judge", ""
        message = verdict.message if verdict.outcome in ("partial", "incorrect") else ""
        if blank:
            outcome, code, score, message = "blank", "blank", Fraction(0), ""  # type: ignore[assignment]
        elif outcome in ("unreadable", "undecided"):
            attention = f"{outcome}: {verdict.message}" if verdict.message else outcome
            score = Fraction(0)
        if part.id in response.points:
            # A person's points were given out of the points printed on the paper.
            score, by, attention = exact(response.points[part.id]) / exact(printed), "person", ""
        reasons = []
        for one in concerning:
            if one.part and one.part != part.id:
                continue
            changed = self._amended(one, part, response, code, score, wrote, fields)
            if one.action == "withdraw":
                return Mark(
                    paper.student, entry.item, entry.number, part.id, "withdrawn", code, 0.0, of, "amendment",
                    reason=one.reason,
                )  # fmt: skip
            if changed is not None:
                score, by, attention = changed, "amendment", ""
                reasons.append(one.reason)
            elif one.action == "points":
                reasons.append(one.reason)
        points = rounded(score * exact(of), marking.part, marking.direction)
        points = min(points, exact(of))
        return Mark(
            paper.student, entry.item, entry.number, part.id, outcome, code, float(points), of, by, attention, message,
            " ".join(reasons),
        )  # fmt: skip

    def _amended(
        self,
        one: Amendment,
        part: Part,
        response: Response,
        code: str,
        score: Fraction,
        wrote: bool,
        fields: list[str],
    ) -> Fraction | None:
        """The score that an amendment gives, where it gives more than before."""
        if one.action == "full":
            return Fraction(1) if wrote and score < 1 else None
        if one.action == "accept":
            accepted = bool(one.code) and code == one.code
            if one.reply and not accepted:
                accepted = any(_same(one.reply, response.fields.get(name, "")) for name in fields)
            return exact(one.score) if accepted and exact(one.score) > score else None
        return None

    def _judged(self, entry: Entry, problem: Problem, response: Response) -> Grade:
        key = (entry.problem, tuple(sorted(response.fields.items())))
        if key not in self._grades:
            self._grades[key] = grade(problem, response.fields)
        return self._grades[key]


def _same(reply: str, typed: str) -> bool:
    """True when what was typed is the reply, by its letters or by its value."""
    from quizgen.marking import mark

    if not typed.strip():
        return False
    if " ".join(reply.split()) == " ".join(typed.split()):
        return True
    try:
        return mark(reply, typed).outcome == "correct"
    except (QuizgenError, Unreadable):
        return False


def changes(before: tuple[Result, ...], after: tuple[Result, ...]) -> list[Change]:
    """Whose points or grade the amendments changed, and why."""
    found = []
    for old, new in zip(before, after, strict=True):
        if not new.absent and (old.total, old.of, old.grade) != (new.total, new.of, new.grade):
            why = "; ".join(dict.fromkeys(f"{mark.item}: {mark.reason}" for mark in new.marks if mark.reason))
            found.append(Change(new.student, old.total, new.total, old.grade, new.grade, why))
    return found
