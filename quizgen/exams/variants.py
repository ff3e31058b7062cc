"""Variants: which problems each student gets. The plan is made once; a booklet is a function of plan and student."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import msgspec
from msgspec import Struct

from quizgen import bank as banks
from quizgen import curriculum as curricula
from quizgen.draw import Draw
from quizgen.errors import QuizgenError
from quizgen.exams.balance import Balanced, balanced
from quizgen.exams.blueprint import Blueprint, Slot, slots
from quizgen.exams.document import Document, Item, Section, default_space, part_points, step_points
from quizgen.exams.roster import Student
from quizgen.exams.seating import form_at, seat_of
from quizgen.problem import Problem

TRIES = 200
CODE_DIGITS = 6


class Plan(Struct, frozen=True):
    """Everything that booklets are made from: JSON in and out, so that another process can make them."""

    blueprint: Blueprint
    seed: int
    slots: tuple[Slot, ...]
    balanced: tuple[Balanced, ...]
    """For each slot its instances."""
    forms: int
    """So many different booklets; 0: one for each student."""


class Booklet(Struct, frozen=True):
    """What one student gets."""

    student: Student
    form: str
    """A letter where there are forms, else empty."""
    code: str
    """Printed on every page; the same for all who have the same problems in the same order."""
    sections: tuple[tuple[Item, ...], ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items in the order of the page."""
        return tuple(item for section in self.sections for item in section)


def plan(blueprint: Blueprint, seed: int, wanted: int, forms: int = 0) -> Plan:
    """The plan of an exam for `wanted` different booklets (with `forms`: for so many forms)."""
    bank, graph = banks.discover(), curricula.load()
    found = slots(blueprint, graph, bank, seed)
    many = forms or wanted
    chosen = tuple(
        balanced(slot.id, slot.slug, slot.level, bank[slot.slug].generate, many, (blueprint.name, seed))
        for slot in found
    )
    return Plan(blueprint, seed, found, tuple(_tightest(b, forms) if forms else b for b in chosen), forms)


def _tightest(item: Balanced, forms: int) -> Balanced:
    """The `forms` instances whose loads lie closest together, for the forms of one exam."""
    if len(item.candidates) <= forms:
        return item
    ordered = sorted(item.candidates, key=lambda c: (c.load, c.seed))
    windows = [ordered[i : i + forms] for i in range(len(ordered) - forms + 1)]
    best = min(windows, key=lambda w: (w[-1].load - w[0].load, w[0].seed))
    return msgspec.structs.replace(item, candidates=tuple(sorted(best, key=lambda c: c.seed)))


def booklet(plan: Plan, student: Student) -> Booklet:
    """The booklet of one student: a function of plan and student alone."""
    form = form_of(plan, student)
    number = form if plan.forms else student.number
    return booklet_of(plan, student, picks_of(plan, number), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[form] if plan.forms else "")


def form_of(plan: Plan, student: Student) -> int:
    """The form of a student: by the seat; without one they alternate along the roster."""
    if not plan.forms:
        return 0
    seat = seat_of(student.seat)
    return form_at(seat, plan.forms) if seat else student.number % plan.forms


def picks_of(plan: Plan, number: int) -> tuple[tuple[int, int], ...]:
    """(slot, instance) for each problem of the booklet with this number, in the order of the page."""
    draw = Draw("booklet", plan.blueprint.name, plan.seed, number)
    chosen = _groups(plan, draw)
    picks: list[tuple[int, int]] = []
    for s, section in enumerate(plan.blueprint.section):
        mine = [i for i in chosen if plan.slots[i].section == s]
        if section.order == "shuffled":
            mine = draw.child("order", s).shuffled(mine)
        picks += [(i, _instance(plan, i, number)) for i in mine]
    return tuple(picks)


def _groups(plan: Plan, draw: Draw) -> list[int]:
    """The slots of a booklet: all that stand alone, and of each pool the student's own choice."""
    groups: dict[str, list[int]] = {}
    for i, slot in enumerate(plan.slots):
        if slot.group:
            groups.setdefault(slot.group, []).append(i)
    left_out: set[int] = set()
    for name, members in groups.items():
        taken = draw.child("pool", name).sample(members, plan.slots[members[0]].take)
        left_out |= set(members) - set(taken)
    return [i for i in range(len(plan.slots)) if i not in left_out]


def _instance(plan: Plan, slot: int, number: int) -> int:
    """Round after round each instance once, in an order of its own for each round: neighbours on the roster differ."""
    count = len(plan.balanced[slot].candidates)
    lap, at = divmod(number, count)
    order = Draw("instances", plan.blueprint.name, plan.seed, plan.slots[slot].id, lap).shuffled(range(count))
    return order[at]


def booklet_of(plan: Plan, student: Student, picks: tuple[tuple[int, int], ...], form: str) -> Booklet:
    """The booklet with these problems."""
    sections: list[list[Item]] = [[] for _ in plan.blueprint.section]
    for slot, instance in picks:
        sections[plan.slots[slot].section].append(_item(plan, slot, instance))
    made = tuple(map(tuple, sections))
    return Booklet(student, form, code(plan, picks), made)


def code(plan: Plan, picks: tuple[tuple[int, int], ...]) -> str:
    """Six characters that name the problems and their order, without letters that look alike."""
    words = [plan.blueprint.name, str(plan.seed)]
    words += [f"{plan.slots[s].id}:{plan.balanced[s].candidates[i].seed}" for s, i in picks]
    number = int.from_bytes(hashlib.sha256("|".join(words).encode()).digest()[:8], "big")
    alphabet = "ACDEFGHJKLMNPQRTUVWXY34679"
    out = ""
    for _ in range(CODE_DIGITS):
        number, at = divmod(number, len(alphabet))
        out += alphabet[at]
    return out


def _item(plan: Plan, slot: int, instance: int) -> Item:
    spec = plan.slots[slot]
    problem = problem_at(spec.slug, spec.level, plan.balanced[slot].candidates[instance].seed)
    space = spec.space if spec.space >= 0 else default_space(problem)
    return Item(problem, part_points(problem, spec.points), space, spec.id, step_points(problem, spec.points))


@lru_cache(maxsize=4096)
def problem_at(slug: str, level: int, seed: int) -> Problem:
    """A problem of the bank; each is built once in a process."""
    return banks.discover()[slug].generate(level, seed)


def document(plan: Plan, made: Booklet, *, personal: bool = True) -> Document:
    """The pages of a booklet."""
    blueprint, student = plan.blueprint, made.student
    return Document(
        title=blueprint.title,
        sections=tuple(
            Section(items, spec.title, spec.text) for items, spec in zip(made.sections, blueprint.section, strict=True)
        ),
        language=blueprint.language,
        course=blueprint.course,
        author=blueprint.author,
        date=blueprint.date,
        minutes=blueprint.minutes,
        instructions=blueprint.instructions,
        formulas=blueprint.formulas,
        code=f"{made.form} {made.code}".strip(),
        student=student.id,
        name=student.name if personal else "",
        seat=student.seat,
        cover=True,
        paper=blueprint.paper,
        space=blueprint.space,
        large=student.large,
    )


def key(plan: Plan, made: Booklet) -> Document:
    """A booklet's worked solutions with the marking scheme."""
    pages = document(plan, made, personal=False)
    return msgspec.structs.replace(
        pages,
        title=f"{pages.title}: {pages.words.solutions}",
        cover=False,
        space="none",
        solutions="inline",
        scheme=True,
        key=True,
        formulas="",
        student="",
        instructions="",
        large=False,
    )


def distinct(plan: Plan, students: tuple[Student, ...]) -> dict[str, tuple[tuple[int, int], ...]]:
    """The problems of every student, so that no two have all answers in common.

    Where two would, the later one gets the booklet of the next free number. Raises QuizgenError when the blueprint has
    not so many different ones.
    """
    seen: dict[tuple[object, ...], str] = {}
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    spare = len(students)
    for student in students:
        picks = picks_of(plan, student.number)
        for _ in range(TRIES):
            answers = _answers(plan, picks)
            if answers not in seen:
                break
            picks, spare = picks_of(plan, spare), spare + 1
        else:
            raise QuizgenError(
                f"{plan.blueprint.name}: there are only {len(seen)} booklets with different answers for "
                f"{len(students)} students: add items, or use --forms"
            )
        seen[answers] = student.id
        found[student.id] = picks
    return found


def _answers(plan: Plan, picks: tuple[tuple[int, int], ...]) -> tuple[object, ...]:
    """All answers of a booklet by item, whatever the order on the page."""
    return tuple(sorted((plan.slots[s].id, _answer(plan, s, i)) for s, i in picks))


def _answer(plan: Plan, slot: int, instance: int) -> str:
    spec = plan.slots[slot]
    problem = problem_at(spec.slug, spec.level, plan.balanced[slot].candidates[instance].seed)
    return repr([sorted(part.answer.typed().items()) for part in problem.parts])
