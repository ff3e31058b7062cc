"""The figures of a source as PDF files, for LaTeX to include."""

from __future__ import annotations

from quizgen.markup.figure import Figure
from quizgen.markup.figures.naming import name
from quizgen.markup.source import figures, parse
from quizgen.markup.typst import drawn_figure, string

_PAGE = (
    '#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: ("New Computer Modern", "Libertinus Serif"))\n'
)


def pdfs(source: str) -> dict[str, bytes]:
    """For each figure of a source, its file's name and bytes: the files that `latex(source)` includes."""
    return {name(figure): _pdf(figure) for figure in figures(parse(source))}


def _pdf(figure: Figure) -> bytes:
    import typst  # not at the top: printing LaTeX needs only the names

    page = f"#set document(title: {string(figure.description)}, date: none)\n{_PAGE}{drawn_figure(figure)}"
    return typst.compile(page.encode(), format="pdf", ignore_system_fonts=True, timestamp=0)
