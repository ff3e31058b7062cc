"""What a student gets back: each problem, the reply as it was read, points, what was wrong, and the worked solution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from quizgen.exams.document import on_paper
from quizgen.exams.manifest import Manifest, Paper
from quizgen.exams.marking import Mark, Response, Result
from quizgen.exams.pdf import compiled
from quizgen.exams.web import STYLE, page
from quizgen.exams.words import WORDS, points_text
from quizgen.grading import form
from quizgen.markup.html import html
from quizgen.markup.typst import escape as typst_escape
from quizgen.markup.typst import string, typst
from quizgen.page import answer
from quizgen.problem import Problem

LABELS = {
    "en": {
        "title": "Feedback",
        "yours": "Your answer",
        "nothing": "no answer",
        "unread": "Your answer could not be read by the program.",
        "person": "Judged by a person.",
        "grade": "Grade",
        "withdrawn": "This problem was withdrawn and does not count.",
        "right": "Right answer",
        "amended": "Marked again",
    },
    "de": {
        "title": "Rückmeldung",
        "yours": "Ihre Antwort",
        "nothing": "keine Antwort",
        "unread": "Das Programm konnte Ihre Antwort nicht lesen.",
        "person": "Von einer Person beurteilt.",
        "grade": "Note",
        "withdrawn": "Diese Aufgabe wurde zurückgezogen und zählt nicht.",
        "right": "Richtige Antwort",
        "amended": "Neu bewertet",
    },
}


def feedback_html(manifest: Manifest, paper: Paper, result: Result, responses: dict[tuple[str, str], Response]) -> str:
    """The feedback as an HTML page that holds all it shows."""
    title, lines = _head(manifest, result)
    blocks = _blocks(manifest, paper, result, responses)
    body = f"<h1>{escape(title)}</h1><p class='facts'>{'<br>'.join(map(escape, lines))}</p>" + "\n".join(
        map(html, blocks)
    )
    return page(title, manifest.blueprint.language, body, style=STYLE.replace("PAPER", "A4"))


def feedback_pdf(manifest: Manifest, paper: Paper, result: Result, responses: dict[tuple[str, str], Response]) -> bytes:
    """The feedback as an accessible PDF."""
    title, lines = _head(manifest, result)
    body = "\n\n".join(map(typst, _blocks(manifest, paper, result, responses)))
    source = (
        # The title in the file names the exam alone: nothing personal stands in the metadata.
        f"#set document(title: {string(title)}, date: datetime(year: 2000, month: 1, day: 1))\n"
        f'#set text(lang: {string(manifest.blueprint.language)}, size: 10.5pt, font: ("Libertinus Serif", '
        '"New Computer Modern"))\n#set page(paper: "a4", margin: 22mm, numbering: "1")\n'
        "#show heading.where(level: 2): set block(above: 1.6em)\n"
        f"= {typst_escape(title)}\n{' #linebreak(); '.join(map(typst_escape, lines))}\n\n{body}\n"
    )
    return compiled(source)


def _head(manifest: Manifest, result: Result) -> tuple[str, list[str]]:
    blueprint = manifest.blueprint
    words, labels = WORDS[blueprint.language], LABELS[blueprint.language]
    who = " · ".join(filter(None, [result.name, result.student]))
    total = f"{points_text(result.total, words, unit=False)} {words.of} {points_text(result.of, words)}"
    grade = f" · {labels['grade']} {result.grade}" if result.grade else ""
    return f"{blueprint.title}: {labels['title']}", [who, f"{total} ({result.percent:.0f} %){grade}"]


def _blocks(
    manifest: Manifest, paper: Paper, result: Result, responses: dict[tuple[str, str], Response]
) -> Iterator[str]:
    language = manifest.blueprint.language
    words, labels = WORDS[language], LABELS[language]
    for entry in paper.entries:
        problem = manifest.problems[entry.problem]
        marks = [mark for mark in result.marks if mark.item == entry.item]
        got, of = sum(mark.points for mark in marks), sum(mark.of for mark in marks)
        yield f"## {words.problem} {entry.number}"
        yield f"**{points_text(got, words, unit=False)} {words.of} {points_text(of, words)}**"
        yield on_paper(problem.prompt)
        response = responses.get((paper.student, entry.item))
        for mark in marks:
            yield from _part(problem, mark, response, labels)
        yield f"**{words.solution}.**"
        yield from (f"**{n}.** {step.text}" for n, step in enumerate(problem.steps, 1))


def _part(problem: Problem, mark: Mark, response: Response | None, labels: dict[str, str]) -> Iterator[str]:
    part, fields = next(pair for pair in form(problem) if pair[0].id == mark.part)
    name = f"**({part.id})** " if len(problem.parts) > 1 else ""
    typed = [response.fields.get(field.name, "") for field in fields] if response else []
    shown = ", ".join(map(_code, filter(None, map(str.strip, typed)))) or labels["nothing"]
    if part.prompt:
        yield name + on_paper(part.prompt)
        name = ""
    yield f"{name}{labels['yours']}: {shown}"
    if mark.outcome == "withdrawn":
        yield labels["withdrawn"]
    elif mark.by == "person":
        yield labels["person"]
    elif mark.attention:
        yield labels["unread"]
    elif mark.message:
        yield mark.message
    if mark.reason:
        yield f"{labels['amended']}: {_words(mark.reason)}"
    if mark.points < mark.of or mark.outcome == "withdrawn":
        yield f"{labels['right']}: {answer(part).strip()}"


def _code(text: str) -> str:
    """What a student wrote, as code: nothing of it is markup, however many backticks it has."""
    plain = " ".join(text.split())
    longest = max((len(run) for run in re.findall("`+", plain)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{ticks}{pad}{plain}{pad}{ticks}"


_SPECIAL = re.compile(r"([\\`*_\[\]<>$#!|~@])")


def _words(text: str) -> str:
    """A sentence of an instructor as words alone."""
    return _SPECIAL.sub(r"\\\1", text)
