"""A scene as SVG: lines and text in the colour of the page, so that it fits light, dark and paper."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from quizgen.markup.figure import Figure
from quizgen.markup.figures.scene import GRID, INK, SIZE, ZERO, Disc, Scene, Stroke, Text, scene
from quizgen.markup.figures.words import Run, runs

# Of at least 3:1 on white and on black.
COLOURS = {
    "1": "#0072b2",
    "2": "#c85000",
    "3": "#00875f",
    "4": "#a2559c",
    "5": "#8c6d00",
}
_DASHES = {"dashed": "7 4", "dotted": "1.5 4"}


@lru_cache(maxsize=256)
def svg(figure: Figure, *, alone: bool = False) -> str:
    """The figure as one element; `alone`, as an image of its own on white."""
    drawing = scene(figure)
    width, height = _n(drawing.width), _n(drawing.height)
    text = escape(figure.description)
    ground = f'<rect width="{width}" height="{height}" fill="#fff"/>' if alone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{text}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" style="max-width:100%;height:auto{";color:#1a1a1a" if alone else ""}" '
        f'font-family="Georgia,\'Times New Roman\',serif" font-size="{_n(SIZE)}" fill="none" stroke-linejoin="round">'
        f"<title>Figure</title><desc>{text}</desc>{ground}{''.join(_items(drawing))}</svg>"
    )


def _items(drawing: Scene) -> list[str]:
    return [_PRINTERS[type(item)](item) for item in drawing.items]  # type: ignore[operator]


def _n(value: float) -> str:
    """A length with one decimal, as short as it can be."""
    return f"{value:.1f}".removesuffix(".0")


def _paint(colour: str) -> str:
    return COLOURS.get(colour, "currentColor")


def _stroke(item: Stroke) -> str:
    path = "L".join([f"{x:.1f} {y:.1f}" for x, y in item.points])
    path = "M" + path.replace(".0 ", " ").replace(".0L", "L").removesuffix(".0") + "Z" * item.closed
    out = f'<path d="{path}"'
    if item.fill:
        out += f' fill="{_paint(item.colour)}"' + (f' fill-opacity="{item.fill:g}"' if item.fill < 1 else "")
    if item.width:
        out += f' stroke="{_paint(item.colour)}" stroke-width="{_n(item.width)}"'
    if item.colour in (GRID, ZERO):
        out += f' stroke-opacity="{0.15 if item.colour == GRID else 0.45}"'
    if item.dash in _DASHES:
        out += f' stroke-dasharray="{_DASHES[item.dash]}"'
    return out + "/>"


def _disc(item: Disc) -> str:
    paint = "fill" if item.filled else 'stroke-width="1.8" stroke'
    x, y = item.centre
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(item.radius)}" {paint}="{_paint(item.colour)}"/>'


def _text(item: Text) -> str:
    anchor = f' text-anchor="{item.anchor}"' if item.anchor != "start" else ""
    inside = escape(item.label, quote=False) if item.plain else _spans(runs(item.label))
    colour = _paint(item.colour if item.colour != INK else "")
    return f'<text x="{_n(item.x)}" y="{_n(item.y + 0.33 * SIZE)}"{anchor} fill="{colour}">{inside}</text>'


def _spans(pieces: tuple[Run, ...]) -> str:
    out = ""
    shift = 0.0
    for run in pieces:
        wanted = {1: -5.0, 0: 0.0, -1: 3.0}[run.level]
        style = (
            ' font-style="italic"' * run.italic + ' font-weight="bold"' * run.bold + ' font-size="10"' * bool(run.level)
        )
        if wanted != shift:
            style += f' dy="{_n(wanted - shift)}"'
            shift = wanted
        text = escape(run.text, quote=False)
        out += f"<tspan{style}>{text}</tspan>" if style else text
    return out


_PRINTERS = {Stroke: _stroke, Disc: _disc, Text: _text}
