"""A canvas of terminal cells: lines in braille dots, or in seven-bit characters, and text over them."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor

from rich.cells import cell_len

from quizgen.markup.boxes import Span
from quizgen.markup.figure import Pair

AXIS, TEXT = "figure-axis", "figure-text"
STYLES = (AXIS, TEXT, *(f"figure-{k}" for k in range(1, 6)))
"""Styles of the spans of a figure; `figure-1` and so on are the colours of the series."""

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
# On and off, in dots along the line.
_DASHES = {"solid": (1, 0), "dashed": (4, 3), "dotted": (1, 2)}
_ASCII_DASHES = {"solid": (1, 0), "dashed": (2, 1), "dotted": (1, 1)}


class Canvas:
    """`width` x `height` cells. Points are in dots, two to a cell across and four down, from the left upper corner."""

    def __init__(self, width: int, height: int, *, ascii: bool) -> None:
        self.width, self.height, self.ascii = width, height, ascii
        self._dots = [0] * (width * height)
        self._drawn: dict[int, tuple[str, str]] = {}  # characters of lines in ASCII
        self._colours: dict[int, str] = {}
        self._behind: dict[int, tuple[str, str]] = {}
        self._over: dict[int, tuple[str, str]] = {}

    def line(self, points: tuple[Pair, ...], style: str, dash: str = "solid") -> None:
        """A polyline; the rhythm of its dashes goes on around its corners."""
        if self.ascii:
            self._ascii_line(points, style, dash)
            return
        on, off = _DASHES[dash]
        width, height, dots, colours = self.width, self.height, self._dots, self._colours
        walked = 0.0
        for (x0, y0), (x1, y1) in pairwise(points):
            length = max(abs(x1 - x0), abs(y1 - y0))
            steps = ceil(length) or 1
            dx, dy = (x1 - x0) / steps, (y1 - y0) / steps
            for k in range(steps + 1):
                if off and (walked + k * length / steps) % (on + off) >= on:
                    continue
                i, j = floor(x0 + dx * k + 0.5), floor(y0 + dy * k + 0.5)
                if 0 <= i < 2 * width and 0 <= j < 4 * height:
                    cell = j // 4 * width + i // 2
                    dots[cell] |= _BITS[j % 4][i % 2]
                    colours[cell] = style
            walked += length

    def _ascii_line(self, points: tuple[Pair, ...], style: str, dash: str) -> None:
        on, off = _ASCII_DASHES[dash]
        walked = 0
        last = -1
        for (x0, y0), (x1, y1) in pairwise(points):
            steps = ceil(max(abs(x1 - x0) / 2, abs(y1 - y0) / 4)) or 1
            char = "." if dash == "dotted" else _slope(x1 - x0, y1 - y0)
            for k in range(steps + 1):
                i, j = floor((x0 + (x1 - x0) * k / steps) / 2), floor((y0 + (y1 - y0) * k / steps) / 4)
                if not (0 <= i < self.width and 0 <= j < self.height):
                    continue
                cell = j * self.width + i
                if cell == last:
                    continue
                last = cell
                walked += 1
                if (walked - 1) % (on + off) < on:
                    self._drawn[cell] = char, style

    def put(self, i: int, j: int, text: str, style: str) -> None:
        """Text from cell (i, j) on, over all else."""
        for char in text:
            if not cell_len(char):  # a mark on the character before
                if (before := self._over.get(j * self.width + i - 1)) is not None:
                    self._over[j * self.width + i - 1] = before[0] + char, style
                continue
            if 0 <= i < self.width and 0 <= j < self.height:
                self._over[j * self.width + i] = char, style
            i += cell_len(char)

    def shade(self, i: int, j: int, char: str, style: str) -> None:
        """A character behind all else; the last one stays."""
        if 0 <= i < self.width and 0 <= j < self.height:
            self._behind[j * self.width + i] = char, style

    def _cell(self, at: int) -> tuple[str, str]:
        if (char := self._over.get(at)) is not None:
            return char
        if self._dots[at]:
            return chr(0x2800 + self._dots[at]), self._colours[at]
        return self._drawn.get(at) or self._behind.get(at) or (" ", "")

    def rows(self) -> list[list[Span]]:
        """The lines as spans."""
        return [self._spans(j * self.width, (j + 1) * self.width) for j in range(self.height)]

    def _spans(self, start: int, end: int) -> list[Span]:
        spans: list[Span] = []
        text, style = "", ""
        taken = 0
        for at in range(start, end):
            if taken:  # by the wide character before
                taken -= 1
                continue
            char, own = self._cell(at)
            taken = max(cell_len(char) - 1, 0) if not char.isascii() else 0
            if own != style and text:
                spans.append(Span(text, style))
                text = ""
            text, style = text + char, own
        return [*spans, Span(text, style)] if text else spans


def _slope(dx: float, dy: float) -> str:
    """The character that runs in a direction, y downward; dots are square."""
    if abs(dy) <= 0.8 * abs(dx):
        return "-"
    if abs(dx) <= 0.25 * abs(dy):
        return "|"
    return "\\" if (dx > 0) == (dy > 0) else "/"


_HEADS = {
    (1, 0): "→>",
    (-1, 0): "←<",
    (0, -1): "↑^",
    (0, 1): "↓v",
    (1, -1): "↗/",
    (-1, -1): "↖\\",
    (1, 1): "↘\\",
    (-1, 1): "↙/",
}


def head(dx: float, dy: float, *, ascii: bool) -> str:
    """The head of an arrow in a direction, y downward."""
    across = 0 if abs(dx) < 0.41 * abs(dy) else 1 if dx > 0 else -1
    down = 0 if abs(dy) < 0.41 * abs(dx) else 1 if dy > 0 else -1
    if ascii and across and down:  # a slanted character would look like the line itself
        across, down = (across, 0) if abs(dx) >= abs(dy) else (0, down)
    return _HEADS.get((across, down), "→>")[ascii]
