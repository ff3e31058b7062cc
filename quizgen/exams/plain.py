"""A document as Markdown with LaTeX maths, figures as pictures in the text."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.exams.document import Document, Item, on_paper
from quizgen.exams.pdf import written_date
from quizgen.exams.words import points_text
from quizgen.markup.figures.markdown import with_images
from quizgen.page import answer, question_blocks


def markdown(document: Document) -> str:
    """The document as Markdown."""
    return with_images("\n\n".join(filter(None, _blocks(document)))) + "\n"


def _blocks(document: Document) -> Iterator[str]:
    words = document.words
    yield f"# {document.title}"
    minutes = f"{document.minutes} {words.minutes}" if document.minutes else ""
    who = f"{words.student_id}: {document.student}" if document.student else ""
    code = f"{words.variant} {document.code}" if document.code else ""
    facts = [document.course, document.author, written_date(document), minutes, document.name, who, code]
    yield " · ".join(filter(None, facts))
    yield document.instructions
    number = 0
    for section in document.sections:
        yield f"## {section.title}" if section.title else ""
        yield section.text
        for item in section.items:
            number += 1
            points = f" ({points_text(item.total, words)})" if item.points else ""
            yield f"{'###' if section.title else '##'} {words.problem} {number}{points}"
            yield on_paper(item.problem.prompt)
            yield from map(on_paper, question_blocks(item.problem))
            if document.hints:
                yield from (f"**{words.hint} {n}.** {on_paper(h)}" for n, h in enumerate(item.problem.hints, 1))
            if document.solutions == "inline":
                yield from _solution(document, item)
    if document.solutions == "end":
        yield f"## {words.solutions}"
        for number, item in enumerate(document.items, 1):
            yield f"### {words.problem} {number}"
            yield from _solution(document, item)
    if document.formulas:
        yield f"## {words.formulas}"
        yield document.formulas
    if document.key:
        yield f"## {words.key}"
        yield "\n".join(
            f"- {number}{f' ({part.id})' if len(item.problem.parts) > 1 else ''}: {answer(part).strip()}"
            for number, item in enumerate(document.items, 1)
            for part in item.problem.parts
        )


def _solution(document: Document, item: Item) -> Iterator[str]:
    words = document.words
    for part in item.problem.parts:
        name = f" ({part.id})" if len(item.problem.parts) > 1 else ""
        yield f"**{words.answer}{name}.** {answer(part).strip()}"
    for n, step in enumerate(item.problem.steps):
        worth = ""
        if document.scheme and item.scheme and item.scheme[n]:
            worth = f" \\[{points_text(item.scheme[n], words)}\\]"
        yield f"**{n + 1}.** {step.text}{worth}"
