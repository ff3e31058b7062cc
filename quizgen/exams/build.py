"""Building an exam: a folder with a PDF for each student, a file to print, keys, seating, report and manifest.

The folder appears whole or not at all. Each booklet is made by `variants.booklet_of` from the plan and one student, so
the work can be spread over processes (`jobs`) or machines.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pikepdf
from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.exams import manifest as manifests
from quizgen.exams.manifest import Entry, Manifest, Paper
from quizgen.exams.pdf import compiled, pdf
from quizgen.exams.report import balance_page
from quizgen.exams.roster import Student
from quizgen.exams.seating import conflicts, seat_of, seats
from quizgen.exams.variants import Booklet, Plan, booklet_of, distinct, document, form_of, key, picks_of
from quizgen.exams.words import WORDS
from quizgen.markup.typst import escape, string
from quizgen.problem import Problem

Progress = Callable[[int], None]


class Order(Struct, frozen=True):
    """The booklet to make: everything that another process needs beside the plan."""

    student: Student
    picks: tuple[tuple[int, int], ...]
    form: str
    keyed: bool
    """Whether its key is made as well: once for each form."""


def build(
    plan: Plan,
    students: tuple[Student, ...],
    folder: Path,
    *,
    jobs: int = 1,
    columns: int = 10,
    personal: bool = True,
    progress: Progress = lambda done: None,
) -> Manifest:
    """Write the exam of these students into a new folder, and return its manifest.

    Raises QuizgenError, and leaves nothing behind, when the folder exists, the disk is full, or two students would
    get the same answers.
    """
    students = seated(plan, students, columns)
    orders = list(ordered(plan, students))
    with whole(folder) as partial:
        (partial / "booklets").mkdir()
        (partial / "keys").mkdir()
        papers, problems = _make(plan, orders, partial, jobs, personal, progress)
        _print_file(plan, [partial / paper.file for paper in papers], partial / "print.pdf")
        _seating(papers, partial)
        _answers(papers, problems, partial / "answers.csv")
        (partial / "balance.html").write_text(balance_page(plan), encoding="utf-8")
        files = {
            file.relative_to(partial).as_posix(): manifests.file_hash(file)
            for file in sorted(partial.rglob("*"))
            if file.is_file()
        }
        made = manifests.sealed(Manifest(plan.blueprint, plan.seed, papers, problems, files, plan.balanced, plan.forms))
        (partial / manifests.NAME).write_bytes(manifests.to_bytes(made))
    return made


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one, which takes its name when all went well and is removed when not."""
    if folder.exists():
        raise QuizgenError(f"{folder} exists already; nothing was written: give another -o")
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    try:
        partial.mkdir(parents=True)
        yield partial
        partial.rename(folder)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise QuizgenError(f"{folder} cannot be written ({reason}); nothing was left behind") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def seated(plan: Plan, students: tuple[Student, ...], columns: int) -> tuple[Student, ...]:
    """The students with seats: those of the roster, else by lot; none in a room without columns."""
    if not columns or any(student.seat for student in students):
        return students
    places = seats(len(students), columns, plan.forms, plan.seed, (plan.blueprint.name,))
    return tuple(
        msgspec.structs.replace(student, seat=place.name) for student, place in zip(students, places, strict=True)
    )


def ordered(plan: Plan, students: tuple[Student, ...]) -> Iterator[Order]:
    """What each student gets."""
    if not plan.forms:
        for student in students:
            yield Order(student, (), "", True)
        return
    seen: set[int] = set()
    for student in students:
        form = form_of(plan, student)
        yield Order(student, picks_of(plan, form), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[form], form not in seen)
        seen.add(form)


_PLAN: list[Plan] = []
"""The plan in a process of the pool."""


def _start(data: bytes) -> None:
    _PLAN[:] = [msgspec.json.decode(data, type=Plan)]


def _worked(order: Order, folder: str, personal: bool) -> Booklet:
    return make_one(_PLAN[0], order, Path(folder), personal=personal)


def make_one(plan: Plan, order: Order, folder: Path, *, personal: bool) -> Booklet:
    """One student's booklet and its key as files in the folder."""
    made = booklet_of(plan, order.student, order.picks, order.form)
    (folder / "booklets" / f"{order.student.id}.pdf").write_bytes(pdf(document(plan, made, personal=personal)))
    if order.keyed:
        name = f"form-{order.form}" if order.form else order.student.id
        (folder / "keys" / f"{name}.pdf").write_bytes(pdf(key(plan, made)))
    return made


def _make(
    plan: Plan, orders: list[Order], folder: Path, jobs: int, personal: bool, progress: Progress
) -> tuple[tuple[Paper, ...], dict[str, Problem]]:
    if not plan.forms:
        picks = distinct(plan, tuple(order.student for order in orders))
        orders = [msgspec.structs.replace(order, picks=picks[order.student.id]) for order in orders]
    papers: list[Paper] = []
    problems: dict[str, Problem] = {}
    for made in _booklets(plan, orders, folder, jobs, personal):
        papers.append(_paper(plan, made, problems, personal))
        progress(1)
    return tuple(papers), problems


def _booklets(plan: Plan, orders: list[Order], folder: Path, jobs: int, personal: bool) -> Iterator[Booklet]:
    if jobs == 1:
        for order in orders:
            yield make_one(plan, order, folder, personal=personal)
        return
    # Not fork: the threads of Typst do not survive it, and the child would wait for them for ever.
    fresh = get_context("spawn")
    data = msgspec.json.encode(plan)
    with ProcessPoolExecutor(jobs, mp_context=fresh, initializer=_start, initargs=(data,)) as pool:
        yield from pool.map(_worked, orders, [str(folder)] * len(orders), [personal] * len(orders), chunksize=4)


def _paper(plan: Plan, made: Booklet, problems: dict[str, Problem], personal: bool) -> Paper:
    loads = {
        (slot.id, candidate.seed): candidate.load
        for slot, item in zip(plan.slots, plan.balanced, strict=True)
        for candidate in item.candidates
    }
    entries = []
    for number, item in enumerate(made.items, 1):
        problem = manifests.canonical(item.problem)
        name = manifests.problem_hash(problem)
        problems[name] = problem
        load = loads.get((item.id, item.problem.seed), 0.0)
        entries.append(Entry(item.id, number, name, item.points, item.scheme, load))
    student = made.student
    return Paper(
        student=student.id,
        code=made.code,
        entries=tuple(entries),
        name=student.name if personal else "",
        seat=student.seat,
        form=made.form,
        file=f"booklets/{student.id}.pdf",
    )


# ------------------------------------------------------------------ the other files


def _print_file(plan: Plan, booklets: list[Path], path: Path) -> None:
    """All booklets in one file, each beginning on a front side. It has no tags: it is for the printer."""
    blank = _blank_page(plan)
    with pikepdf.new() as out, pikepdf.open(io.BytesIO(blank)) as empty:
        for booklet in booklets:
            with pikepdf.open(booklet) as pages:
                out.pages.extend(pages.pages)
                if len(pages.pages) % 2:
                    out.pages.extend(empty.pages)
        out.docinfo["/Title"] = plan.blueprint.title
        out.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _blank_page(plan: Plan) -> bytes:
    blueprint = plan.blueprint
    words = WORDS[blueprint.language]
    paper = {"a4": "a4", "letter": "us-letter"}[blueprint.paper]
    return compiled(
        f"#set document(title: {string(blueprint.title)}, date: datetime(year: 2000, month: 1, day: 1))\n"
        f'#set page(paper: "{paper}")\n#set text(lang: "{blueprint.language}", fill: luma(45%))\n'
        f"#v(1fr)\n#align(center)[{escape(words.blank)}]\n#v(1fr)\n"
    )


def csv_text(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Rows as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(["'" + cell if cell[:1] in ("=", "@") else cell for cell in row])
    return out.getvalue()


def _seating(papers: tuple[Paper, ...], folder: Path) -> None:
    def place(paper: Paper) -> tuple[int, int, str]:
        seat = seat_of(paper.seat)
        return (seat.row, seat.column, "") if seat else (10**6, 0, paper.seat)

    rows = [(p.seat, p.form, p.code, p.student, p.name) for p in sorted(papers, key=place)]
    (folder / "seating.csv").write_text(csv_text(("seat", "form", "code", "id", "name"), rows), encoding="utf-8")


def seat_conflicts(made: Manifest) -> list[str]:
    """A sentence for each pair of neighbours with the same booklet."""
    chart = [(seat, paper.code) for paper in made.papers if (seat := seat_of(paper.seat))]
    return [f"{a.name} and {b.name} are neighbours with the same problems" for a, b in conflicts(chart)]


def _answers(papers: tuple[Paper, ...], problems: dict[str, Problem], path: Path) -> None:
    """The right answers of every booklet, as they would be typed, one line for each field."""
    from quizgen.grading import form

    rows = []
    for paper in papers:
        for entry in paper.entries:
            problem = problems[entry.problem]
            for part, fields in form(problem):
                typed = part.answer.typed()
                for field, own in zip(fields, part.answer.fields(), strict=True):
                    rows.append(
                        (paper.student, paper.code, entry.item, str(entry.number), field.name, typed.get(own.name, ""))
                    )
    header = ("student", "code", "item", "number", "field", "answer")
    path.write_text(csv_text(header, rows), encoding="utf-8")
