"""A collection as one page to read: HTML, Markdown, or all of it as JSON."""

from __future__ import annotations

import msgspec

from quizgen.exams.document import Document, Item, Section
from quizgen.exams.exports.collection import Collection


def document(collection: Collection) -> Document:
    """The problems in a section for each category, each with its solution."""
    sections: dict[str, list[Item]] = {}
    for question in collection.questions:
        title = " › ".join(question.category[1:]) or question.category[0]
        sections.setdefault(title, []).append(Item(question.problem, question.points, id=question.id))
    return Document(
        title=collection.title,
        sections=tuple(Section(tuple(items), title) for title, items in sections.items()),
        language=collection.language,
        solutions="inline",
        hints=True,
    )


def html(collection: Collection) -> bytes:
    """One HTML page that holds all it shows."""
    from quizgen.exams.web import web

    return web(document(collection)).encode()


def markdown(collection: Collection) -> bytes:
    """Markdown with LaTeX formulas."""
    from quizgen.exams.plain import markdown as written

    return written(document(collection)).encode()


def json(collection: Collection) -> bytes:
    """Every problem whole, with category, name and points."""
    return msgspec.json.format(msgspec.json.encode(collection), indent=1) + b"\n"
