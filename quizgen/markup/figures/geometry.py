"""The marks of a plot as shapes within its ranges: what every output draws."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil, cos, pi, sin
from typing import NamedTuple

from quizgen.markup.figure import Bars, Ellipse, Line, Mark, Note, Pair, Plot, Points, Region

COLOURS = 5
"""Series colours, numbered from 1."""
_PIECES = 72
# Rounded, so that one sine is the same number everywhere and a half is a half.
_CIRCLE = tuple(
    (round(cos(2 * pi * k / _PIECES), 12), round(sin(2 * pi * k / _PIECES), 12)) for k in range(_PIECES + 1)
)


class Frame(NamedTuple):
    """The ranges of a plot."""

    left: float
    right: float
    bottom: float
    top: float

    def holds(self, point: Pair) -> bool:
        """Whether a point lies in the ranges, their ends included, or less than a thousandth outside."""
        x, y = point
        dx, dy = (self.right - self.left) / 1000, (self.top - self.bottom) / 1000
        return self.left - dx <= x <= self.right + dx and self.bottom - dy <= y <= self.top + dy


class Shape(NamedTuple):
    """A mark, cut to the ranges."""

    kind: str
    """`points`, `line`, `area`, `bars` or `note`."""
    colour: int
    """1 to `COLOURS`, 0 for a note."""
    label: str
    style: str
    """The dash of a line, the marker of points, "" otherwise."""
    paths: tuple[tuple[Pair, ...], ...]
    """Pieces of a line; one polygon; one path of points; the two corners of each bar."""
    arrow: bool = False
    direct: bool = False
    """True where the label has to stand beside the mark, because another labelled mark looks the same."""


def frame_of(plot: Plot) -> Frame:
    """The ranges of a plot."""
    return Frame(*plot.x_range, *plot.y_range)


def shapes(plot: Plot) -> list[Shape]:
    """The marks of a plot in their order. A mark outside the ranges has no paths."""
    frame = frame_of(plot)
    looks = Counter(_look(mark) for mark in plot.marks if _label(mark))
    series: dict[object, int] = {}
    out = []
    for mark in plot.marks:
        if isinstance(mark, Note):
            out.append(Shape("note", 0, mark.text, "", _kept([mark.at], frame)))
            continue
        # Marks without a label that look the same are one series.
        colour = series.setdefault(mark.label or _look(mark), len(series)) % COLOURS + 1
        direct = bool(mark.label) and isinstance(mark, Line | Ellipse | Region) and looks[_look(mark)] > 1
        out.append(_shape(mark, frame, colour)._replace(direct=direct))
    return out


def _label(mark: Mark) -> str:
    return "" if isinstance(mark, Note) else mark.label


def _look(mark: Mark) -> tuple[str, str, bool]:
    match mark:
        case Points():
            return "points", mark.marker, False
        case Line():
            return "line", mark.style, mark.arrow
        case Ellipse():
            return "line", mark.style, False
        case Region():
            return "area", "", False
        case Bars():
            return "bars", "", False
        case Note():
            return "note", "", False


def _shape(mark: Points | Line | Region | Bars | Ellipse, frame: Frame, colour: int) -> Shape:
    match mark:
        case Points():
            return Shape("points", colour, mark.label, mark.marker, _kept(mark.at, frame))
        case Line():
            pieces = clipped(mark.through, frame)
            arrow = mark.arrow and bool(pieces) and frame.holds(mark.through[-1])
            return Shape("line", colour, mark.label, mark.style, pieces, arrow)
        case Ellipse():
            return Shape("line", colour, mark.label, mark.style, clipped(outline(mark), frame))
        case Region():
            polygon = cut(mark.boundary, frame)
            return Shape("area", colour, mark.label, "", (polygon,) if len(polygon) > 2 else ())
        case Bars():
            return Shape("bars", colour, mark.label, "", tuple(_bars(mark, frame)))


def _kept(points: Iterable[Pair], frame: Frame) -> tuple[tuple[Pair, ...], ...]:
    inside = tuple(point for point in points if frame.holds(point))
    return (inside,) if inside else ()


def _bars(bars: Bars, frame: Frame) -> Iterator[tuple[Pair, ...]]:
    for x, height in bars.at:
        left, right = max(x - bars.width / 2, frame.left), min(x + bars.width / 2, frame.right)
        low, high = max(min(height, 0.0), frame.bottom), min(max(height, 0.0), frame.top)
        if left < right and low <= high:
            yield (left, low), (right, high)


def outline(ellipse: Ellipse) -> tuple[Pair, ...]:
    """An ellipse as a closed polyline."""
    (x, y), (a, b), (c, d) = ellipse.centre, ellipse.u, ellipse.v
    return tuple((x + a * s + c * t, y + b * s + d * t) for s, t in _CIRCLE)


def clipped(points: Iterable[Pair], frame: Frame) -> tuple[tuple[Pair, ...], ...]:
    """The pieces of a polyline inside the frame (Liang and Barsky 1984, segment by segment)."""
    out: list[list[Pair]] = []
    before: Pair | None = None
    for point in points:
        if before is not None and (part := _segment(before, point, frame)):
            if out and out[-1][-1] == part[0]:
                out[-1].append(part[1])
            else:
                out.append(list(part))
        before = point
    return tuple(map(tuple, out))


def _segment(a: Pair, b: Pair, frame: Frame) -> tuple[Pair, Pair] | None:
    (x0, y0), (x1, y1) = a, b
    if (
        frame.left <= min(x0, x1)
        and max(x0, x1) <= frame.right
        and frame.bottom <= min(y0, y1)
        and max(y0, y1) <= frame.top
    ):
        return a, b
    start, end = 0.0, 1.0
    dx, dy = x1 - x0, y1 - y0
    for direction, room in (
        (-dx, x0 - frame.left),
        (dx, frame.right - x0),
        (-dy, y0 - frame.bottom),
        (dy, frame.top - y0),
    ):
        if direction == 0:
            if room < 0:
                return None
        elif direction < 0:
            start = max(start, room / direction)
        else:
            end = min(end, room / direction)
    if start > end:
        return None
    return (x0 + start * dx, y0 + start * dy) if start else a, (x0 + end * dx, y0 + end * dy) if end < 1 else b


def cut(polygon: Iterable[Pair], frame: Frame) -> tuple[Pair, ...]:
    """A polygon inside the frame (Sutherland and Hodgman 1974, side by side)."""
    corners = list(polygon)
    for axis, bound, sign in ((0, frame.left, 1), (0, frame.right, -1), (1, frame.bottom, 1), (1, frame.top, -1)):
        corners = list(_half(corners, axis, bound, sign))
    return tuple(corners)


def _half(corners: list[Pair], axis: int, bound: float, sign: int) -> Iterator[Pair]:
    for i, b in enumerate(corners):
        a = corners[i - 1]
        depth_a, depth_b = sign * (a[axis] - bound), sign * (b[axis] - bound)
        if (depth_a < 0) != (depth_b < 0):
            share = depth_a / (depth_a - depth_b)
            yield a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        if depth_b >= 0:
            yield b


def spans(polygon: tuple[Pair, ...], y: float) -> list[Pair]:
    """The intervals of x in which a polygon meets the level y."""
    crossings = []
    x0, y0 = polygon[-1]
    for x1, y1 in polygon:
        if (y0 > y) != (y1 > y):
            crossings.append(x0 + (y - y0) / (y1 - y0) * (x1 - x0))
        x0, y0 = x1, y1
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def along(path: tuple[Pair, ...], shares: Iterable[float]) -> list[Pair]:
    """The points of a polyline after shares of its length (by the longer side of each segment)."""
    walked = [0.0]
    for (x0, y0), (x1, y1) in pairwise(path):
        walked.append(walked[-1] + max(abs(x1 - x0), abs(y1 - y0)))
    return [_at(path, walked, share * walked[-1]) for share in shares]


def _at(path: tuple[Pair, ...], walked: list[float], distance: float) -> Pair:
    k = min(bisect_right(walked, distance), len(path) - 1)
    (x0, y0), (x1, y1) = path[k - 1], path[k]
    part = (distance - walked[k - 1]) / ((walked[k] - walked[k - 1]) or 1.0)
    return x0 + part * (x1 - x0), y0 + part * (y1 - y0)


def middle(polygon: tuple[Pair, ...]) -> Pair:
    """The middle of a polygon's corners."""
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)


def interrupted(path: tuple[Pair, ...], box: tuple[Pair, Pair], step: float) -> list[tuple[Pair, ...]]:
    """A polyline without what lies in a box (its two corners), to within `step`."""
    (left, top), (right, bottom) = box
    out: list[list[Pair]] = [[]]
    for point in _dense(path, box, step):
        if left < point[0] < right and top < point[1] < bottom:
            if out[-1]:
                out.append([])
        else:
            out[-1].append(point)
    return [tuple(piece) for piece in out if len(piece) > 1]


def _dense(path: tuple[Pair, ...], box: tuple[Pair, Pair], step: float) -> Iterator[Pair]:
    """The path with more points where it may meet the box."""
    (left, top), (right, bottom) = box
    yield path[0]
    for (x0, y0), (x1, y1) in pairwise(path):
        if min(x0, x1) < right and left < max(x0, x1) and min(y0, y1) < bottom and top < max(y0, y1):
            pieces = ceil(max(abs(x1 - x0), abs(y1 - y0)) / step) or 1
            yield from ((x0 + (x1 - x0) * k / pieces, y0 + (y1 - y0) * k / pieces) for k in range(1, pieces))
        yield x1, y1
