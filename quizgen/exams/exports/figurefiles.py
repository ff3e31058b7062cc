"""The figures of a problem as SVG files of their own."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.exams.exports.texhtml import figure_name, figures_of
from quizgen.markup.figures.svg import svg
from quizgen.problem import Problem


def sources(problem: Problem) -> Iterator[str]:
    """Every markup source of a problem that a platform may show."""
    yield problem.prompt
    yield from problem.hints
    yield from (step.text for step in problem.steps)
    for part in problem.parts:
        yield part.prompt
        yield from (m.feedback for m in part.misconceptions)
        for field in part.answer.fields():
            yield field.label
            yield from field.options


def files(problem: Problem) -> dict[str, bytes]:
    """Name -> SVG for each figure of the problem, in the order of the page."""
    found: dict[str, bytes] = {}
    for source in sources(problem):
        for figure in figures_of(source):
            name = figure_name(figure)
            if name not in found:
                found[name] = svg(figure, alone=True).encode()
    return found
