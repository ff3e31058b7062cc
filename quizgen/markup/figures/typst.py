"""A scene as Typst: a figure with alternative text, drawn by Typst's own curves; labels are typeset by the caller."""

from __future__ import annotations

from collections.abc import Callable

from quizgen.markup.figure import Figure
from quizgen.markup.figures.scene import GRID, INK, SIZE, ZERO, Disc, Stroke, Text, scene
from quizgen.markup.figures.svg import COLOURS

POINTS = 0.65
"""Points of a pixel of the scene."""
_DASHES = {"dashed": "(5pt, 3pt)", "dotted": "(1pt, 2.6pt)"}
_PAINTS = {INK: "black", GRID: "luma(85%)", ZERO: "luma(55%)"}
_FIELD = 400.0
"""Side of the box in which a text is aligned; larger than any text."""


def drawing(figure: Figure, alt: str, words: Callable[[str], str]) -> str:
    """The figure. `alt` is a string literal of Typst, `words` gives a label or a number as Typst markup."""
    page = scene(figure)
    lines = [_text(item, words) if isinstance(item, Text) else _shape(item) for item in page.items]
    body = "\n".join([f"set text(size: {_pt(SIZE)})", "set par(justify: false, first-line-indent: 0pt)", *lines])
    box = f"box(width: {_pt(page.width)}, height: {_pt(page.height)}, {{\n{body}\n}})"
    return f"#figure(kind: image, supplement: none, numbering: none, outlined: false, alt: {alt}, {box})"


def _pt(pixels: float) -> str:
    text = f"{pixels * POINTS:.2f}".rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text) + "pt"


def _paint(colour: str, density: float = 1.0) -> str:
    paint = f'rgb("{COLOURS[colour]}")' if colour in COLOURS else _PAINTS[colour]
    return paint if density == 1 else f"{paint}.transparentize({round(100 * (1 - density))}%)"


def _shape(item: Stroke | Disc) -> str:
    if isinstance(item, Disc):
        (x, y), r = item.centre, item.radius
        look = f"fill: {_paint(item.colour)}" if item.filled else f"stroke: 1.1pt + {_paint(item.colour)}"
        return f"place(top + left, dx: {_pt(x - r)}, dy: {_pt(y - r)}, circle(radius: {_pt(r)}, {look}))"
    dash = f", dash: {_DASHES[item.dash]}" if item.dash in _DASHES else ""
    stroke = f"(paint: {_paint(item.colour)}, thickness: {_pt(item.width)}{dash})" if item.width else "none"
    fill = _paint(item.colour, item.fill) if item.fill else "none"
    start, *rest = (f"({_pt(x)}, {_pt(y)})" for x, y in item.points)
    close = ', curve.close(mode: "straight")' * item.closed
    parts = ", ".join(f"curve.line({point})" for point in rest)
    return f"place(top + left, curve(stroke: {stroke}, fill: {fill}, curve.move({start}), {parts}{close}))"


def _text(item: Text, words: Callable[[str], str]) -> str:
    across = {"start": 0.0, "middle": _FIELD / 2, "end": _FIELD}[item.anchor]
    align = {"start": "left", "middle": "center", "end": "right"}[item.anchor]
    body = f"[{words(item.label)}]"
    if item.colour in COLOURS:
        body = f"text(fill: {_paint(item.colour)}, {body})"
    field = f"box(width: {_pt(_FIELD)}, height: {_pt(4 * SIZE)}, align({align} + horizon, {body}))"
    return f"place(top + left, dx: {_pt(item.x - across)}, dy: {_pt(item.y - 2 * SIZE)}, {field})"
