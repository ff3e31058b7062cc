"""A document as PDF: PDF/UA-1 and PDF/A-2a at once, tagged, with the spoken form of every formula.

Typst sees escaped text alone: nothing that an author or a learner wrote is evaluated. Its root is an empty folder (with
the logo in it, if there is one), it has no packages and only its own fonts, and the time is the document's date, so the
same document gives the same bytes.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst as engine

from quizgen.answers.base import Field
from quizgen.errors import QuizgenError
from quizgen.exams.document import Document, Item, Section, on_paper, share, written
from quizgen.exams.words import points_text
from quizgen.grading import form
from quizgen.markup.typst import escape, string
from quizgen.markup.typst import typst as _typst
from quizgen.page import answer
from quizgen.problem import Part

STANDARDS: Any = ["ua-1", "a-2a"]
UNDATED = date(2000, 1, 1)
"""The date in the file of a document that has none: PDF/A asks for one, and the clock would change the bytes."""
LONG, LONG_LARGE = 6000, 2500
"""Characters of Typst markup that surely fit on a page, in normal and in large print."""
LOGOS = (".png", ".jpg", ".jpeg", ".svg")

_TEMPLATE, _WIDE = Path(__file__).with_name("sheet.typ"), Path(__file__).with_name("wide.typ")
_PAPERS = {"a4": "a4", "letter": "us-letter"}


def pdf(document: Document) -> bytes:
    """The document as PDF. Raises QuizgenError when Typst refuses it, saying what it said."""
    return compiled(source(document), _date(document), document.logo, document.logo_name)


def png(document: Document, ppi: float = 72) -> list[bytes]:
    """The pages as pictures, for a preview."""
    made = _engine().compile(source(document).encode(), format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else list(made or ())


def compiled(text: str, day: date = UNDATED, logo: bytes = b"", logo_name: str = "") -> bytes:
    """Typst markup as an accessible PDF. Raises QuizgenError."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        if not logo:
            return _bytes(_engine().compile(text.encode(), pdf_standards=STANDARDS, timestamp=moment))
        with tempfile.TemporaryDirectory(prefix="quizgen-") as folder:
            (Path(folder) / ("logo" + Path(logo_name).suffix.lower())).write_bytes(logo)
            return _bytes(_compiler(folder).compile(text.encode(), pdf_standards=STANDARDS, timestamp=moment))
    except engine.TypstError as error:
        raise QuizgenError(f"the PDF cannot be made: {error.message}") from None


def _bytes(made: object) -> bytes:
    assert isinstance(made, bytes)
    return made


def _compiler(root: str) -> engine.Compiler:
    return engine.Compiler(
        root=root,
        ignore_system_fonts=True,
        package_path=root,
        package_cache_path=root,
    )


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


@lru_cache(maxsize=1)
def _engine() -> engine.Compiler:
    """One compiler for the process, with an empty folder as root. Its fonts and its cache are used again."""
    _FOLDERS.append(tempfile.TemporaryDirectory(prefix="quizgen-"))
    return _compiler(_FOLDERS[-1].name)


@lru_cache(maxsize=2)
def _template(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _date(document: Document) -> date:
    try:
        return date.fromisoformat(document.date)
    except ValueError:
        return UNDATED


# ------------------------------------------------------------------ the source

typst = lru_cache(maxsize=20_000)(_typst)
"""An exam for hundreds shows each text of some hundred problems again and again."""


def source(document: Document) -> str:
    """The document as Typst markup."""
    wide = [_template(_WIDE)] if document.large or document.columns > 1 else []
    return "\n".join([_settings(document), _template(_TEMPLATE), *wide, *_body(document), ""])


def _settings(document: Document) -> str:
    words = document.words
    day = _date(document)
    running = escape(" · ".join(filter(None, [document.course, document.title])))
    who = " · ".join(filter(None, [document.name, document.student]))
    code = f"{words.variant} {document.code}" if document.code else ""
    author = f"({string(document.author)},)" if document.author else "()"
    return (
        f"#set document(title: {string(document.title)}, author: {author}, "
        f"date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))\n"
        f"#let q = (lang: {string(document.language)}, large: {_bool(document.large)}, columns: {document.columns}, "
        f"paper: {string(_PAPERS[document.paper])}, running: [{running}], student: [{escape(who)}], "
        f"code: [{escape(code)}], page: [{words.page}], of: [{words.of}])"
    )


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _body(document: Document) -> Iterator[str]:
    yield _title(document)
    if document.cover:
        yield from _cover(document)
    if document.instructions:
        yield f"#qz-instructions[{typst(document.instructions)}]"
    yield from _in_columns(document, _sections(document))
    if document.solutions == "end":
        yield f"#pagebreak(weak: true)\n#heading(level: 2)[{document.words.solutions}]"
        yield from _in_columns(document, _at_the_end(document))
    if document.formulas:
        yield f"#qz-formula-sheet([{document.words.formulas}], [{typst(document.formulas)}])"
    if document.key:
        yield from _key(document)


def _in_columns(document: Document, lines: Iterator[str]) -> Iterator[str]:
    if document.columns == 1:
        yield from lines
    else:
        yield "#columns(2, gutter: 8mm)["
        yield from lines
        yield "]"


def _title(document: Document) -> str:
    words = document.words
    minutes = f"{document.minutes} {words.minutes}" if document.minutes else ""
    total = sum(item.total for item in document.items)
    points = points_text(total, words) if document.shows_points else ""
    first = " · ".join(filter(None, [document.course, document.author]))
    second = " · ".join(filter(None, [written_date(document), minutes, points]))
    lines = ", ".join(f"[{escape(line)}]" for line in (first, second) if line)
    logo = "[]"
    if document.logo:
        path = string("/logo" + Path(document.logo_name).suffix.lower())
        logo = f"image({path}, height: 16mm, alt: {string('Logo ' + document.course)})"
    return f"#qz-title-block([{escape(document.title)}], ({lines}{',' if lines else ''}), {logo})"


_MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
}


def written_date(document: Document) -> str:
    """The date as it is read: "1 February 2027", "1. Februar 2027"; what is no ISO date as it stands."""
    try:
        day = date.fromisoformat(document.date)
    except ValueError:
        return document.date
    month = _MONTHS[document.language][day.month - 1]
    return f"{day.day}{'.' if document.language == 'de' else ''} {month} {day.year}"


def _cover(document: Document) -> Iterator[str]:
    words = document.words
    rows = [(words.name, document.name), (words.student_id, document.student), (words.seat, document.seat)]
    if document.code:
        rows.append((words.variant, document.code))
    cells = ", ".join(f"([{escape(label)}], [{escape(value)}])" for label, value in rows)
    yield f"#qz-fields({cells})"
    if document.shows_points:
        numbered = list(enumerate(document.items, 1))
        tables = -(-len(numbered) // 10)
        width = -(-len(numbered) // tables)
        for start in range(0, len(numbered), width):
            some = numbered[start : start + width]
            numbers = ", ".join(f"[{n}]" for n, _ in some)
            points = ", ".join(f"[{points_text(item.total, words, unit=False)}]" for _, item in some)
            last = start + width >= len(numbered)
            total = points_text(sum(i.total for i in document.items), words, unit=False) if last else ""
            labels = ", ".join(f"[{label}]" for label in (words.problem, words.points.capitalize(), words.marks))
            ending = f"([{words.total}], [{total}], [])" if last else "()"
            yield f"#qz-marks(({labels}), ({numbers},), ({points},), {ending})"


def _sections(document: Document) -> Iterator[str]:
    number = 0
    for section in document.sections:
        level = _level(document, section)
        heading = f"#heading(level: 2)[{escape(section.title)}]\n" if section.title else ""
        if section.text:
            # With its first problem on one page.
            yield f"#block(sticky: true, width: 100%)[{heading}{typst(section.text)}]"
        elif heading:
            yield heading
        for item in section.items:
            number += 1
            yield _problem(document, item, number, level)


def _level(document: Document, section: Section) -> int:
    return 3 if section.title else 2


def _problem(document: Document, item: Item, number: int, level: int) -> str:
    words = document.words
    points = f"[{points_text(item.total, words)}]" if item.points else "none"
    blocks = [*_question(document, item)]
    if document.hints:
        blocks += [f"*{words.hint} {n}.* {typst(on_paper(hint))}" for n, hint in enumerate(item.problem.hints, 1)]
    if document.solutions == "inline":
        blocks.append(f"#qz-solution[{_solution(document, item)}]")
    body = "\n\n".join(blocks)
    return f"#qz-problem({level}, [{words.problem} {number}], {points})[\n{body}\n]"


def _question(document: Document, item: Item) -> Iterator[str]:
    """The prompt, then each part with its places to write."""
    problem = item.problem
    several = len(problem.parts) > 1
    room = document.space != "none"
    works = sum(map(written, problem.parts))
    blocks = [typst(on_paper(problem.prompt))]
    for at, (part, fields) in enumerate(form(problem)):
        if several or part.prompt:
            name = f"*({escape(part.id)})* " if several else ""
            points = ""
            if several and item.points:
                points = f" #h(1fr) #text(fill: qz-ink, size: 0.92em)[{points_text(item.points[at], document.words)}]"
            blocks.append(name + typst(on_paper(part.prompt)) + points)
        blocks += _fields(document, fields)
        if room:
            if written(part) and item.space:
                height = item.space / works * (1.4 if document.large else 1)
                blocks.append(f'#qz-space({height:.4g}mm, "{document.space}")')
            blocks += _lines(document, fields)
        yield _kept(document, blocks)
        blocks = []


def _kept(document: Document, blocks: list[str]) -> str:
    """The blocks on one page, unless they may be longer than a page: then they may be broken."""
    text = "\n\n".join(blocks)
    return f"#qz-keep[{text}]" if _fits(document, text) else text


_DRAWING = re.compile(r"#figure\(kind: image.*?\n\}\)\)", re.DOTALL)
DRAWN = 900
"""A figure takes so much of a page as so many characters do; the code that draws it is much longer."""


_ROOM = re.compile(r"#qz-space\(([\d.]+)mm|#qz-answer-line\(.*, ([\d.]+)mm\)")
PAGE, AROUND = 220, 6
"""Millimetres of a page, and those around a line for a result."""


def _fits(document: Document, text: str) -> bool:
    """Whether Typst markup surely fits on a page under a heading."""
    longest = LONG_LARGE if document.large else LONG
    room = sum(float(space) if space else float(line) + AROUND for space, line in _ROOM.findall(text))
    return len(_DRAWING.sub("x" * DRAWN, text)) < longest * (1 - room / PAGE)


def _fields(document: Document, fields: tuple[Field, ...]) -> Iterator[str]:
    """What is there to choose from or to start with; labels of places to write only where there are several."""
    for field in fields:
        if field.input == "code":
            yield f"#raw(block: true, {string(field.prefill.rstrip())})"
        elif field.options:
            if field.label:
                yield typst(field.label)
            kind = "numbered" if field.input == "order" else "choices"
            yield f"#qz-{kind}(" + ", ".join(f"[{typst(on_paper(option))}]" for option in field.options) + ")"
        elif len(fields) > 1 and document.space == "none":
            yield typst(field.label + " …")


def _lines(document: Document, fields: tuple[Field, ...]) -> Iterator[str]:
    """A line for each result, so that marking finds it."""
    for field in fields:
        if field.input in ("choice", "choices", "code"):
            continue
        label = typst(field.label) if field.label else f"{document.words.answer}:"
        height = max(7, 6 * field.rows)
        yield f"#qz-answer-line([{label}], {height}mm)"


# ------------------------------------------------------------------ solutions


def _solution(document: Document, item: Item) -> str:
    problem, words = item.problem, document.words
    several = len(problem.parts) > 1
    points = _answer_points(item)
    blocks = []
    for at, part in enumerate(problem.parts):
        name = f" ({escape(part.id)})" if several else ""
        worth = _worth(document, points[at]) if document.scheme and points else "[]"
        blocks.append(f"#qz-step([], {worth}, [*{words.answer}{name}.* {typst(_shown(part))}])")
    for n, step in enumerate(problem.steps, 1):
        worth = _worth(document, item.scheme[n - 1]) if document.scheme and item.scheme else "[]"
        text = typst(step.text)
        keep = "" if _fits(document, text) else ", keep: false"
        blocks.append(f"#qz-step([*{n}.*], {worth}, [{text}]{keep})")
    return "\n".join(blocks)


def _shown(part: Part) -> str:
    return answer(part).strip()


def _worth(document: Document, points: float) -> str:
    return f"[{escape('[' + points_text(points, document.words) + ']')}]" if points else "[]"


def _answer_points(item: Item) -> tuple[float, ...]:
    """What is left of each part's points for its answer, once the steps have theirs."""
    return share(item.total - sum(item.scheme), item.points)


def _at_the_end(document: Document) -> Iterator[str]:
    for number, item in enumerate(document.items, 1):
        yield f"#heading(level: 3)[{document.words.problem} {number}]\n#qz-solution[{_solution(document, item)}]"


def _key(document: Document) -> Iterator[str]:
    words = document.words
    yield f"#pagebreak(weak: true)\n#heading(level: 2)[{words.key}]"
    rows = []
    for number, item in enumerate(document.items, 1):
        for part in item.problem.parts:
            name = f"{number}" + (f" ({part.id})" if len(item.problem.parts) > 1 else "")
            rows.append(f"[{escape(name)}], [{typst(_shown(part))}]")
    yield (
        f"#table(columns: (auto, 1fr), align: (left, left), table.header([*{words.problem}*], [*{words.answer}*]), "
        + ", ".join(rows)
        + ")"
    )
