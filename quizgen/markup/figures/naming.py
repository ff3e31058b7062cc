"""The files of figures that LaTeX includes."""

from __future__ import annotations

from quizgen.markup.figure import Figure, digest
from quizgen.markup.figures.scene import scene
from quizgen.markup.figures.typst import POINTS


def name(figure: Figure) -> str:
    """The name of a figure's file, by what is in it."""
    return f"figure-{digest(figure)}.pdf"


def centimetres(figure: Figure) -> float:
    """The width of a figure's page."""
    return round(scene(figure).width * POINTS / 72 * 2.54, 2)
