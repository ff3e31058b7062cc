"""Figures on a grid of terminal cells."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from rich.cells import cell_len

from quizgen.markup.boxes import Span
from quizgen.markup.figure import Figure, Network, Pair, Plot
from quizgen.markup.figures.canvas import AXIS, TEXT, Canvas, head
from quizgen.markup.figures.geometry import Shape, frame_of, shapes, spans
from quizgen.markup.figures.graph import Sizes, layout
from quizgen.markup.figures.room import Room, spots, upon
from quizgen.markup.figures.scale import MINUS, Tick, ticks
from quizgen.markup.figures.words import one_line

Lines = list[list[Span]]

WIDEST, TALLEST, TALLEST_EQUAL = 60, 16, 20
NARROWEST, LOWEST = 16, 9
MARKERS = {"dot": "●*", "circle": "○o", "cross": "×x", "plus": "++", "square": "■#", "triangle": "▲^"}
_TILE = (1.0, 1.0)
_BESIDE = (1.6, 0.6)
"""From a point within its cell to the free cells beside it."""


@lru_cache(maxsize=256)
def lines(figure: Figure, width: int, *, ascii: bool) -> Lines:
    """The figure in lines of at most `width` cells, if that is 24 at least."""
    rows = _network(figure, width, ascii) if isinstance(figure, Network) else _Plot(figure, width, ascii).lines()
    return [_trimmed(row) for row in rows]


def _trimmed(row: list[Span]) -> list[Span]:
    while row and not row[-1].text.strip():
        row = row[:-1]
    return [*row[:-1], Span(row[-1].text.rstrip(), row[-1].style)] if row else row


# ------------------------------------------------------------------ plots


class _Plot:
    """A plot while it is drawn."""

    def __init__(self, plot: Plot, width: int, ascii: bool) -> None:
        self.plot, self.frame, self.ascii, self.total = plot, frame_of(plot), ascii, width
        self.shapes = shapes(plot)
        self.labelled = any(shape.kind == "note" or shape.direct for shape in self.shapes)
        self.y_ticks: tuple[Tick, ...] = ()
        self.w, self.h, self.margin = min(WIDEST, width), 0, 0
        for _ in range(2):  # the margin depends on the ticks, these on the height, and this on the margin
            self.w, self.h = self._size(max(NARROWEST, min(WIDEST, width - self.margin - 2)))
            if plot.axes:
                self.y_ticks = ticks(self.frame.bottom, self.frame.top, max(2, self.h // 3))
                self.margin = max((len(tick.text) for tick in self.y_ticks), default=0)
        self.canvas = Canvas(self.w, self.h, ascii=ascii)
        self.room = Room(self.w, self.h, _TILE)

    def _size(self, most: int) -> tuple[int, int]:
        across, up = self.frame.right - self.frame.left, self.frame.top - self.frame.bottom
        if not self.plot.equal:
            return most, max(LOWEST, min(TALLEST, most * TALLEST // WIDEST))
        # A cell is twice as high as wide.
        width = min(float(most), 2 * across * TALLEST_EQUAL / up)
        return max(round(width), 4), max(round(width * up / across / 2), 2)

    def dots(self, path: tuple[Pair, ...]) -> tuple[Pair, ...]:
        left, right, bottom, top = self.frame
        sx, sy = (2 * self.w - 1) / (right - left), (4 * self.h - 1) / (top - bottom)
        return tuple(((x - left) * sx, (top - y) * sy) for x, y in path)

    def cells(self, path: tuple[Pair, ...]) -> tuple[Pair, ...]:
        return tuple((x / 2, y / 4) for x, y in self.dots(path))

    def lines(self) -> Lines:
        if self.plot.axes:
            self._zeros()
        for number, shape in enumerate(self.shapes):
            self._draw(number, shape)
        for number, shape in enumerate(self.shapes):
            if shape.kind == "note" or shape.direct:
                self._beside(number, shape)
        rows = self.canvas.rows()
        return [*(self._framed(rows) if self.plot.axes else rows), *self._legend()]

    # -- marks

    def _draw(self, number: int, shape: Shape) -> None:
        style = f"figure-{shape.colour}"
        if shape.kind == "line":
            for path in shape.paths:
                points = self.dots(path)
                self.canvas.line(points, style, shape.style)
                if self.labelled:
                    self.room.trace(tuple((x / 2, y / 4) for x, y in points), number)
            if shape.arrow:
                self._head(self.dots(shape.paths[-1]), style)
        elif shape.kind == "points":
            for path in shape.paths:
                for x, y in self.cells(path):
                    self.canvas.put(int(x), int(y), MARKERS[shape.style][self.ascii], style)
                    self.room.block(int(x), int(y), 1, 1)
        elif shape.kind == "area":
            self._area(shape, style)
        elif shape.kind == "bars":
            for low, high in shape.paths:
                self._bar(low, high, style, self._fill(shape))

    def _fill(self, shape: Shape) -> str:
        bars = [s for s in self.shapes if s.kind == "bars"]
        return ("#=%" if self.ascii else "█▒░")[bars.index(shape) % 3]

    def _head(self, points: tuple[Pair, ...], style: str) -> None:
        x1, y1 = points[-1]
        # The direction over two cells or so, not over the last short piece of a curve.
        x0, y0 = next((p for p in reversed(points[:-1]) if abs(p[0] - x1) + abs(p[1] - y1) >= 4), points[0])
        self.canvas.put(int(x1 / 2), int(y1 / 4), head(x1 - x0, y1 - y0, ascii=self.ascii), style)

    def _area(self, shape: Shape, style: str) -> None:
        char = ":" if self.ascii else "░"
        for polygon in map(self.cells, shape.paths):
            rows = [y for _, y in polygon]
            for j in range(int(min(rows)), int(max(rows)) + 1):
                for left, right in spans(polygon, j + 0.5):
                    for i in range(ceil(left - 0.5), ceil(right - 0.5)):  # cells whose middle is inside
                        self.canvas.shade(i, j, char, style)

    def _bar(self, low: Pair, high: Pair, style: str, full: str) -> None:
        """A bar in cells; its free end in eighths of a cell where there are characters for it."""
        left, right, bottom, top = self.frame
        first = round((low[0] - left) / (right - left) * self.w)
        last = max(round((high[0] - left) / (right - left) * self.w), first + 1)
        last -= last - first > 3 and high[0] < right  # a gap to the next bar where there is room
        start, end = (round((y - bottom) / (top - bottom) * 8 * self.h) for y in (low[1], high[1]))
        upward = high[1] > 0
        for row in range(self.h):
            level = min(end, 8 * row + 8) - max(start, 8 * row)
            if level <= 0:
                continue
            char = full
            if level < 8 and full != "█":
                char = full if level >= 4 else ""
            elif level < 8:
                char = " ▁▂▃▄▅▆▇"[level] if upward and start <= 8 * row else "▀" if level >= 4 else ""
            for i in range(first, last):
                if char:
                    self.canvas.shade(i, self.h - 1 - row, char, style)

    def _beside(self, number: int, shape: Shape) -> None:
        text = one_line(shape.label, ascii=self.ascii)
        if not text or not shape.paths:
            return
        if shape.kind == "area":
            text = f" {text} "
        paths = tuple(map(self.cells, shape.paths))
        places = spots(shape, paths, cell_len(text), 1, _BESIDE)
        x, y = self.room.place(map(_whole, places), cell_len(text), 1, number if not shape.arrow else -1)
        style = f"figure-{shape.colour}" if shape.colour else TEXT
        self.canvas.put(int(x), int(y), text, style)

    # -- axes

    def _zeros(self) -> None:
        """Light lines where x or y is zero inside the ranges."""
        across, down = (":", ".") if self.ascii else ("┊", "┈")
        frame = self.frame
        if frame.bottom < 0 < frame.top:
            row = int(self.cells(((frame.left, 0.0),))[0][1])
            for i in range(self.w):
                self.canvas.shade(i, row, down, AXIS)
        if frame.left < 0 < frame.right:
            column = int(self.cells(((0.0, frame.bottom),))[0][0])
            for j in range(self.h):
                self.canvas.shade(column, j, across, AXIS)

    def _framed(self, rows: Lines) -> Lines:
        """The rows with axes, ticks and labels around them."""
        side, mark, corner, floor, notch = "|++-+" if self.ascii else "│┤└─┬"
        at_row = {int(self.cells(((self.frame.left, tick.at),))[0][1]): tick for tick in self.y_ticks}
        out: Lines = []
        y_label = one_line(self.plot.y_label, ascii=self.ascii)
        if y_label:
            out.append([Span(" " * max(0, self.margin - cell_len(y_label) // 2), ""), Span(y_label, TEXT)])
        for j, row in enumerate(rows):
            tick = at_row.get(j)
            text = self._number(tick) if tick else ""
            out.append([Span(text.rjust(self.margin), TEXT), Span(mark if tick else side, AXIS), *row])
        x_ticks = self._x_ticks()
        columns = [int(self.cells(((tick.at, self.frame.bottom),))[0][0]) for tick in x_ticks]
        rule = "".join(notch if i in columns else floor for i in range(self.w))
        out.append([Span(" " * self.margin, ""), Span(corner + rule, AXIS)])
        x_label = one_line(self.plot.x_label, ascii=self.ascii)
        numbers = self._numbers(list(zip(columns, x_ticks, strict=True)))
        room = self.total - self.margin - 1 - self.w
        if x_label and cell_len(x_label) + 1 <= room and cell_len(x_label) < 12:
            out[-1].append(Span(" " + x_label, TEXT))
            x_label = ""
        out.append([Span(numbers, TEXT)])
        if x_label:
            indent = self.margin + 1 + max(0, (self.w - cell_len(x_label)) // 2)
            out.append([Span(" " * indent, ""), Span(x_label, TEXT)])
        return out

    def _x_ticks(self) -> tuple[Tick, ...]:
        """As many as stand apart."""
        across = self.frame.right - self.frame.left
        for most in range(self.w // 5, 2, -1):
            found = ticks(self.frame.left, self.frame.right, most)
            widest = max(len(tick.text) for tick in found) if found else 0
            if len(found) > 1 and widest + 4 <= (found[1].at - found[0].at) * self.w / across:
                return found
        return ticks(self.frame.left, self.frame.right, 2)

    def _number(self, tick: Tick) -> str:
        return tick.text.replace(MINUS, "-") if self.ascii else tick.text

    def _numbers(self, at: list[tuple[int, Tick]]) -> str:
        """The numbers under the x axis, each below its tick; one that would touch its neighbour is left out."""
        line = ""
        for column, tick in at:
            text = self._number(tick)
            # A minus sign is not counted: the digits stand below the tick.
            digits = text.lstrip("-" + MINUS)
            start = self.margin + 1 + column - (len(digits) - 1) // 2 - (len(text) - len(digits))
            start = min(start, self.total - len(text))
            if start > len(line) or not line:
                line = line.ljust(max(start, 0)) + text
        return line

    # -- legend

    def _legend(self) -> Lines:
        entries: list[list[Span]] = []
        for shape in self.shapes:
            text = one_line(shape.label, ascii=self.ascii) if shape.label and shape.kind != "note" else ""
            if text and not shape.direct:
                entries.append([Span(self._sample(shape), f"figure-{shape.colour}"), Span(" " + text, TEXT)])
        out: Lines = []
        used = 0
        indent = self.margin + 1 if self.plot.axes else 0
        for entry in entries:
            size = sum(cell_len(span.text) for span in entry)
            if out and used + 3 + size <= self.total:
                out[-1] += [Span("   ", ""), *entry]
                used += 3 + size
            else:
                start = indent if indent + size <= self.total else 0
                out.append([Span(" " * start, ""), *entry])
                used = start + size
        return out

    def _sample(self, shape: Shape) -> str:
        if shape.kind == "points":
            return MARKERS[shape.style][self.ascii]
        if shape.kind == "area":
            return "::" if self.ascii else "░░"
        if shape.kind == "bars":
            return 2 * self._fill(shape)
        line = {"solid": ("⠒⠒⠒", "---"), "dashed": ("⠒ ⠒", "- -"), "dotted": ("⠂⠂⠂", "...")}[shape.style][self.ascii]
        return line[:2] + head(1, 0, ascii=self.ascii) if shape.arrow else line


# ------------------------------------------------------------------ networks

_BOXED = Sizes(pad=4, height=3, pitch=4, gap=4, wide_gap=12, around=6)
_BRACKETED = Sizes(pad=2, height=1, pitch=2, gap=3, wide_gap=8, around=4)


def _network(network: Network, width: int, ascii: bool) -> Lines:
    labels = {node.id: one_line(node.label, ascii=ascii) for node in network.nodes}
    names = {name: float(cell_len(label)) for name, label in labels.items()}
    # A space on either side, or a minus sign would be a part of the line.
    edges = [one_line(edge.label, ascii=ascii) for edge in network.edges]
    rows = {node.row for node in network.nodes}
    for sizes in (_BOXED, _BRACKETED):
        plan = layout(network, names, [cell_len(text) for text in edges], sizes, width)
        if plan.width <= width and not (sizes is _BOXED and max(rows) - min(rows) > 5):
            break
    else:
        return _listed(network, labels, edges, ascii)
    canvas = Canvas(int(plan.width), int(plan.height), ascii=ascii)
    room = Room(canvas.width, canvas.height, _TILE)
    for place in plan.places.values():
        room.block(place.left, place.top, place.width, place.height)
    for path in plan.routes:
        canvas.line(tuple((2 * x, 4 * y) for x, y in path), AXIS)
    for number, path in enumerate(plan.routes):
        room.trace(path, number)
        (x0, y0), (x1, y1) = path[-2:]
        i, j = _before(path)
        canvas.put(
            i, j, head(2 * (x1 - x0), 4 * (y1 - y0), ascii=ascii) if x0 == x1 else head(x1 - x0, 0, ascii=ascii), AXIS
        )
    for node in network.nodes:
        _boxed(canvas, labels[node.id], plan.places[node.id].left, plan.places[node.id].top, sizes is _BOXED)
    for number, (path, text) in enumerate(zip(plan.routes, edges, strict=True)):
        if text:
            _edge_text(canvas, room, path, f" {text} ", number)
    return canvas.rows()


def _before(path: tuple[Pair, ...]) -> tuple[int, int]:
    """The last cell before the node where a route ends."""
    (x0, y0), (x1, y1) = path[0], path[-1]
    if x0 == x1:
        return int(x1), int(y1) - 1 if y1 > y0 else int(y1)
    return (int(x1) - 1 if x1 > x0 else int(x1)), int(y1)


def _whole(spot: Pair) -> Pair:
    return float(round(spot[0])), float(round(spot[1]))


def _boxed(canvas: Canvas, label: str, left: float, top: float, borders: bool) -> None:
    i, j = int(left), int(top)
    if not borders:
        canvas.put(i, j, f"[{label}]", TEXT)
        return
    run = cell_len(label) + 2
    corners = "++++-|" if canvas.ascii else "╭╮╰╯─│"
    canvas.put(i, j, corners[0] + corners[4] * run + corners[1], TEXT)
    canvas.put(i, j + 1, f"{corners[5]} {label} {corners[5]}", TEXT)
    canvas.put(i, j + 2, corners[2] + corners[4] * run + corners[3], TEXT)


def _edge_text(canvas: Canvas, room: Room, path: tuple[Pair, ...], text: str, number: int) -> None:
    x, y = room.place(map(_whole, upon(path, cell_len(text), 1)), cell_len(text), 1, number)
    canvas.put(int(x), int(y), text, TEXT)


def _listed(network: Network, labels: dict[str, str], edges: list[str], ascii: bool) -> Lines:
    """The edges one by one: where there is no room for a picture."""
    arrow = "->" if ascii else "→"
    out = []
    for edge, text in zip(network.edges, edges, strict=True):
        name = f"  ({text})" if text else ""
        out.append([Span(f"{labels[edge.source]} {arrow} {labels[edge.target]}{name}", TEXT)])
    return out or [[Span(", ".join(labels.values()), TEXT)]]
