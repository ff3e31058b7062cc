"""A figure as strokes, areas and texts on a page: what SVG and Typst print.

Lengths are in pixels of CSS, y runs downward from the left upper corner.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from quizgen.markup.figure import Figure, Network, Pair, Plot
from quizgen.markup.figures.geometry import Shape, frame_of, interrupted, shapes
from quizgen.markup.figures.graph import Sizes, layout
from quizgen.markup.figures.room import Room, spots, upon
from quizgen.markup.figures.scale import Tick, ticks
from quizgen.markup.figures.words import runs

SIZE = 14.0
"""Height of the letters."""
INK, GRID, ZERO = "ink", "grid", "zero"
"""Colours beside those of the series, which are "1" to "5"."""

_WIDTH, _HEIGHT, _TALLEST = 480.0, 240.0, 340.0
_LINE, _MARK = 18.0, 4.0
_TILE = (6.0, 6.0)


class Stroke(NamedTuple):
    """A polyline, or with `fill` an area; a closed one ends where it starts."""

    points: tuple[Pair, ...]
    colour: str
    width: float = 1.8
    dash: str = "solid"
    closed: bool = False
    fill: float = 0.0
    """How dense the area is filled, 0 to 1; a stroke of width 0 is not drawn."""


class Disc(NamedTuple):
    """A circle, filled or open."""

    centre: Pair
    radius: float
    colour: str
    filled: bool


class Text(NamedTuple):
    """A line of markup, or of plain text, whose middle height is at `y`."""

    x: float
    y: float
    anchor: str
    """`start`, `middle` or `end`: which point of the text stands at x."""
    label: str
    colour: str = INK
    plain: bool = False


class Scene(NamedTuple):
    """Everything to be drawn, in order, on a page of this size."""

    width: float
    height: float
    items: tuple[Stroke | Disc | Text, ...]


@lru_cache(maxsize=256)
def scene(figure: Figure) -> Scene:
    """The figure on a page of its own size."""
    return _network(figure) if isinstance(figure, Network) else _Plot(figure).scene()


def width_of(label: str) -> float:
    """About how wide a label is."""
    return sum(len(run.text) * (0.36 if run.level else 0.54) for run in runs(label)) * SIZE


# ------------------------------------------------------------------ plots


class _Plot:
    """A plot while it is drawn."""

    def __init__(self, plot: Plot) -> None:
        self.plot, self.frame, self.shapes = plot, frame_of(plot), shapes(plot)
        across, up = self.frame.right - self.frame.left, self.frame.top - self.frame.bottom
        self.w, self.h = _WIDTH - 60, _HEIGHT
        if plot.equal:
            unit = min(self.w / across, _TALLEST / up)
            self.w, self.h = max(unit * across, 40.0), max(unit * up, 40.0)
        self.y_ticks = ticks(self.frame.bottom, self.frame.top, max(2, int(self.h / 36))) if plot.axes else ()
        self.left = 12 + max((len(tick.text) for tick in self.y_ticks), default=0) * 0.54 * SIZE if plot.axes else 4
        self.top = 4.0 if not plot.axes else 30.0 if plot.y_label else 10.0
        self.items: list[Stroke | Disc | Text] = []
        self.room = Room(self.w, self.h, _TILE)

    def at(self, path: tuple[Pair, ...]) -> tuple[Pair, ...]:
        left, right, bottom, top = self.frame
        sx, sy = self.w / (right - left), self.h / (top - bottom)
        return tuple((self.left + (x - left) * sx, self.top + (top - y) * sy) for x, y in path)

    def scene(self) -> Scene:
        bottom = self.top + self.h + 4
        width = self.left + self.w + 4
        if self.plot.axes:
            bottom, width = self._axes()
        if any(shape.kind == "note" or shape.direct for shape in self.shapes):
            for number, shape in enumerate(self.shapes):
                self._trace(number, shape)
        texts = [self._beside(number, shape) for number, shape in enumerate(self.shapes)]
        for shape, text in zip(self.shapes, texts, strict=True):
            self._draw(shape, text)
        self.items += [text for text in texts if text is not None]
        width, bottom = self._legend(width, bottom)
        return Scene(width, bottom, tuple(self.items))

    def _axes(self) -> tuple[float, float]:
        """Grid, axes, ticks and labels. Returns the bottom and the width of it all."""
        left, right, low, high = self.frame
        x0, x1, y0, y1 = self.left, self.left + self.w, self.top + self.h, self.top
        x_ticks = self._x_ticks()
        for tick in x_ticks:
            ((x, _),) = self.at(((tick.at, low),))
            zero = tick.at == 0 and left < 0 < right
            self._rule(((x, y0), (x, y1)), zero)
            self.items.append(Text(x, y0 + 14, "middle", tick.text, plain=True))
        for tick in self.y_ticks:
            ((_, y),) = self.at(((left, tick.at),))
            zero = tick.at == 0 and low < 0 < high
            self._rule(((x0, y), (x1, y)), zero)
            self.items.append(Text(x0 - 7, y, "end", tick.text, plain=True))
        self.items.append(Stroke(((x0, y1), (x0, y0), (x1, y0)), INK, 1.2))
        bottom = y0 + 26
        if self.plot.x_label:
            self.items.append(Text((x0 + x1) / 2, y0 + 34, "middle", self.plot.x_label))
            bottom = y0 + 46
        last = max((self.at(((tick.at, low),))[0][0] + len(tick.text) * 0.27 * SIZE for tick in x_ticks), default=x1)
        width = max(x1, last) + 4
        if self.plot.y_label:
            self.items.append(Text(4, 9, "start", self.plot.y_label))
            width = max(width, width_of(self.plot.y_label) + 8)
        return bottom, width

    def _rule(self, points: tuple[Pair, ...], zero: bool) -> None:
        """A line of the grid; no text should stand on the lines of zero."""
        self.items.append(Stroke(points, ZERO if zero else GRID, 1.0))
        if zero:
            self.room.trace(self._inner(points), -2)

    def _x_ticks(self) -> tuple[Tick, ...]:
        across = self.frame.right - self.frame.left
        for most in range(int(self.w / 36), 2, -1):
            found = ticks(self.frame.left, self.frame.right, most)
            widest = max((len(tick.text) for tick in found), default=0) * 0.54 * SIZE
            if len(found) > 1 and widest + 16 <= (found[1].at - found[0].at) * self.w / across:
                return found
        return ticks(self.frame.left, self.frame.right, 2)

    # -- marks

    def _trace(self, number: int, shape: Shape) -> None:
        """What is drawn takes room."""
        for path in map(self._inner, map(self.at, shape.paths)):
            if shape.kind == "line":
                self.room.trace(path, number)
            elif shape.kind == "points":
                for x, y in path:
                    self.room.block(x - 4, y - 4, 8, 8)
            elif shape.kind == "bars":
                (x0, y0), (x1, y1) = path
                self.room.trace(((x0, y0), (x0, y1), (x1, y1), (x1, y0)), number)

    def _draw(self, shape: Shape, text: Text | None) -> None:
        colour = str(shape.colour)
        for path in shape.paths:
            points = self.at(path)
            if shape.kind == "line":
                arrow = shape.arrow and path is shape.paths[-1]
                self.items += _line(points, colour, shape.style, arrow, None if shape.arrow else text)
            elif shape.kind == "points":
                for point in points:
                    self.items += marker(point, shape.style, colour)
            elif shape.kind == "area":
                self.items.append(Stroke(points, colour, 0.0, closed=True, fill=0.25))
            elif shape.kind == "bars":
                self.items.append(self._bar(points, colour, shape))

    def _bar(self, points: tuple[Pair, ...], colour: str, shape: Shape) -> Stroke:
        (x0, y0), (x1, y1) = points
        order = [s for s in self.shapes if s.kind == "bars"].index(shape)
        fill = (0.55, 0.15, 0.35)[order % 3]
        return Stroke(((x0, y0), (x0, y1), (x1, y1), (x1, y0)), colour, 1.2, closed=True, fill=fill)

    def _inner(self, points: tuple[Pair, ...]) -> tuple[Pair, ...]:
        """From the page to the area within the axes."""
        return tuple((x - self.left, y - self.top) for x, y in points)

    def _beside(self, number: int, shape: Shape) -> Text | None:
        if not shape.paths or not shape.label or not (shape.kind == "note" or shape.direct):
            return None
        width, height = width_of(shape.label), SIZE + 2
        paths = tuple(self._inner(self.at(path)) for path in shape.paths)
        x, y = self.room.place(
            spots(shape, paths, width, height, (7.0, 4.0)), width, height, -1 if shape.arrow else number
        )
        return Text(self.left + x, self.top + y + height / 2, "start", shape.label, _text_colour(shape))

    # -- legend

    def _legend(self, width: float, bottom: float) -> tuple[float, float]:
        x, y = 0.0, bottom - 8
        start = self.left if self.plot.axes else 4.0
        for shape in self.shapes:
            if not shape.label or shape.direct or shape.kind == "note":
                continue
            size = 36 + width_of(shape.label)
            if not x or x + size > max(width, _WIDTH * 0.75):
                x, y = start, y + _LINE + 2
            self._sample(shape, x, y)
            self.items.append(Text(x + 32, y, "start", shape.label))
            x += size + 16
            width, bottom = max(width, x - 12), y + 12
        return width, bottom

    def _sample(self, shape: Shape, x: float, y: float) -> None:
        colour = str(shape.colour)
        if shape.kind == "line":
            self.items += _line(((x, y), (x + 26, y)), colour, shape.style, shape.arrow)
        elif shape.kind == "points":
            self.items += marker((x + 13, y), shape.style, colour)
        elif shape.kind == "bars":
            self.items.append(self._bar(((x + 4, y - 5), (x + 22, y + 5)), colour, shape))
        else:
            box = ((x + 3, y - 6), (x + 23, y - 6), (x + 23, y + 6), (x + 3, y + 6))
            self.items.append(Stroke(box, colour, 0.0, closed=True, fill=0.25))


def _text_colour(shape: Shape) -> str:
    return str(shape.colour) if shape.colour else INK


def _line(
    points: tuple[Pair, ...], colour: str, dash: str, arrow: bool, text: Text | None = None, width: float = 1.8
) -> list[Stroke | Disc | Text]:
    """A line, with a head on request, and open where a text stands on it."""
    out: list[Stroke | Disc | Text] = []
    if arrow:
        tip, base, corners = _head(points)
        points = (*points[:-1], base)
        out = [Stroke((tip, *corners), colour, 0.0, closed=True, fill=1.0)]
    pieces = [points]
    if text is not None:
        left, right = text.x - 3, text.x + width_of(text.label) + 3
        pieces = interrupted(points, ((left, text.y - SIZE / 2), (right, text.y + SIZE / 2)), 2.0)
    return [*(Stroke(piece, colour, width, dash) for piece in pieces), *out]


def _head(points: tuple[Pair, ...]) -> tuple[Pair, Pair, tuple[Pair, Pair]]:
    """The tip of an arrow, the middle of its base and the two corners there."""
    x1, y1 = points[-1]
    x0, y0 = next((p for p in reversed(points[:-1]) if abs(p[0] - x1) + abs(p[1] - y1) >= 6), points[0])
    length = sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)) or 1.0
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    size = min(10.0, length)
    bx, by = x1 - size * dx, y1 - size * dy
    return (x1, y1), (bx, by), ((bx - 4 * dy, by + 4 * dx), (bx + 4 * dy, by - 4 * dx))


def marker(point: Pair, kind: str, colour: str) -> list[Stroke | Disc | Text]:
    """A marker at a point."""
    x, y = point
    r = _MARK
    if kind in ("dot", "circle"):
        return [Disc(point, r, colour, kind == "dot")]
    if kind == "cross":
        return [
            Stroke(((x - r, y - r), (x + r, y + r)), colour, 2.0),
            Stroke(((x - r, y + r), (x + r, y - r)), colour, 2.0),
        ]
    if kind == "plus":
        return [Stroke(((x - 5, y), (x + 5, y)), colour, 2.0), Stroke(((x, y - 5), (x, y + 5)), colour, 2.0)]
    if kind == "square":
        corners = ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r))
    else:  # a triangle; the fourth corner is the first
        corners = ((x, y - 5), (x + 5, y + 4), (x - 5, y + 4), (x, y - 5))
    return [Stroke(corners, colour, 0.0, closed=True, fill=1.0)]


# ------------------------------------------------------------------ networks

_NODE = Sizes(pad=24, height=30, pitch=54, gap=44, wide_gap=70, around=44)


def _network(network: Network) -> Scene:
    names = {node.id: max(width_of(node.label), 10.0) for node in network.nodes}
    plan = layout(network, names, [width_of(edge.label) for edge in network.edges], _NODE, 640)
    room = Room(plan.width + 8, plan.height + 8, _TILE)
    items: list[Stroke | Disc | Text] = []
    routes = [tuple((x + 4, y + 4) for x, y in path) for path in plan.routes]
    for number, path in enumerate(routes):
        room.trace(path, number)
    boxes = {name: place._replace(left=place.left + 4, top=place.top + 4) for name, place in plan.places.items()}
    for box in boxes.values():
        room.block(*box)
    for number, (path, edge) in enumerate(zip(routes, network.edges, strict=True)):
        text = _edge_text(room, path, edge.label, number) if edge.label else None
        items += _line(path, INK, "solid", True, text, 1.4)
        items += [text] if text is not None else []
    for node in network.nodes:
        x, y, width, height = boxes[node.id]
        items.append(Stroke(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), "1", 1.6, closed=True))
        items.append(Text(x + width / 2, y + height / 2, "middle", node.label))
    return Scene(plan.width + 8, plan.height + 8, tuple(items))


def _edge_text(room: Room, path: tuple[Pair, ...], label: str, number: int) -> Text:
    width, height = width_of(label), SIZE + 2
    x, y = room.place(upon(path, width, height), width, height, number)
    return Text(x, y + height / 2, "start", label)
