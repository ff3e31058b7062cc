"""Charts of characters: columns over an axis, shares with their intervals. Readable in ASCII and without colour.

Each function gives lines for a width in cells; `Chart` is a widget that draws such a function anew for every width.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.glyphs import plain_signs

Line: TypeAlias = Content
QUIET = "$foreground 60%"
NARROW = 50
"""Cells below which notes are cut short."""
EIGHTHS = " ▁▂▃▄▅▆▇█"


class Ink(NamedTuple):
    """What a chart may draw with."""

    ascii: bool = False
    colour: bool = True


Drawn: TypeAlias = Callable[[int, Ink], Sequence[Line]]
"""(width in cells, ink) -> lines."""


class Chart(Widget):
    """A title, and a drawing below it."""

    DEFAULT_CSS = """
    Chart { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: clip; margin: 0 1 1 0; }
    """

    def __init__(self, title: str, drawn: Drawn, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title, self._drawn = title, drawn
        self._made: tuple[int, Ink, Content, int] | None = None

    def _at(self, width: int) -> tuple[Content, int]:
        ink = Ink(plain_signs(self), not self.app.no_color)
        if self._made is None or self._made[:2] != (width, ink):
            lines = [Content.styled(self._title, "bold"), *self._drawn(width, ink)]
            self._made = width, ink, Content("\n").join(lines), len(lines)
        return self._made[2], self._made[3]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as lines."""
        return self._at(width)[1]

    def render(self) -> Content:
        """The drawing."""
        return self._at(self.content_size.width)[0]


class Column(NamedTuple):
    """One column of a chart."""

    value: float
    label: str = ""
    """Below the axis, from this column on; empty for none."""
    style: str = "$primary"


def columns(values: Sequence[Column], width: int, height: int, ink: Ink, unit: str = "") -> list[Line]:
    """Columns over an axis with ticks: `height` rows, an axis and a row of labels. What does not fit on the right is
    left out."""
    top = ceiling(max((column.value for column in values), default=0.0))
    gutter = cell_len(_number(top)) + 1
    wide = 3 if width - gutter - 1 >= 3 * len(values) else 2 if width - gutter - 1 >= len(values) else 1
    shown = values[: max(1, (width - gutter - 1) // wide)]
    lines = []
    for row in range(height, 0, -1):
        tick = top * row / height
        named = row == height or (height >= 4 and row * 2 == height)
        label = _number(tick) if named and (tick == int(tick) or top < 2) else ""
        parts: list[str | tuple[str, str]] = [(f"{label:>{gutter - 1}}", QUIET), (_side(bool(label), ink), QUIET)]
        for column in shown:
            parts.append((_block(column.value / top * height - (row - 1), ink) * max(1, wide - 1), column.style))
            parts.append(" " * (wide > 1))
        lines.append(Content.assemble(*parts))
    foot = ("+" if ink.ascii else "└") + ("-" if ink.ascii else "─") * (wide * len(shown))
    lines.append(Content.assemble((f"{0:>{gutter - 1}}", QUIET), (foot, QUIET)))
    lines.append(Content.styled(_labels(shown, gutter, wide, width) + (f" {unit}" if unit else ""), QUIET))
    return lines


def _side(tick: bool, ink: Ink) -> str:
    if ink.ascii:
        return "+" if tick else "|"
    return "┤" if tick else "│"


def _block(filled: float, ink: Ink) -> str:
    """One cell of a column, `filled` from 0 to 1 of its height; something is always seen of what is not nothing."""
    if filled <= 0:
        return " "
    if ink.ascii:
        return "#" if filled >= 0.5 else "_" if filled < 0.25 else "="
    return EIGHTHS[min(8, max(1, round(8 * filled)))]


def _labels(shown: Sequence[Column], gutter: int, wide: int, width: int) -> str:
    text = " " * gutter
    for at, column in enumerate(shown):
        start = gutter + at * wide
        if column.label and cell_len(text) <= start and start + cell_len(column.label) <= width:
            text = text.ljust(start) + column.label + " "
    return text.rstrip()


def ceiling(value: float) -> float:
    """A round number not below a value, for the top of an axis, that halves well: 2, 4, 10, 20, 40, 60, 100, ..."""
    if value <= 2:
        return 2.0
    grain = 10 ** math.floor(math.log10(value))
    return next(float(step * grain) for step in (1, 2, 4, 6, 8, 10) if step * grain >= value)


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


class Share(NamedTuple):
    """A share of something, with its interval."""

    name: str
    value: float
    low: float
    high: float
    note: str = ""
    strong: bool = False


def intervals(rows: Sequence[Share], width: int, ink: Ink, goal: float) -> list[Line]:
    """Shares as points in their intervals, over one axis that ends at 100 %, with a line at `goal`."""
    rows = _brief(rows, width)
    start = min(0.8, math.floor(min(row.low for row in rows) * 10) / 10)
    names, notes = _sides(rows, width)
    room = max(10, width - names - notes - 7)

    def at(share: float) -> int:
        return round((share - start) / (1 - start) * (room - 1))

    bar, point, line, crossed, ends = ("-", "o", ":", "+", "||") if ink.ascii else ("─", "●", "┊", "┼", "├┤")
    lines = []
    for row in rows:
        cells = [(" ", "")] * room
        cells[at(goal)] = (line, "$text-accent")
        for cell in range(at(row.low), at(row.high) + 1):
            cells[cell] = (bar, QUIET)
        cells[at(row.low)], cells[at(row.high)] = (ends[0], QUIET), (ends[1], QUIET)
        if at(row.low) < at(goal) < at(row.high):
            cells[at(goal)] = (crossed, "$text-accent")
        cells[at(row.value)] = (point, _judged(row, goal))
        lines.append(
            Content.assemble(
                (_fit(row.name, names), "bold" if row.strong else ""),
                " ",
                *cells,
                (f" {row.value:4.0%}", _judged(row, goal)),
                (f" {row.note}", QUIET),
            )
        )
    lines.append(Content.styled(" " * (names + 1) + _axis(start, room), QUIET))
    return lines


def _judged(row: Share, goal: float) -> str:
    """Below the goal, above it, or neither for sure."""
    if row.high < goal:
        return "bold $text-warning"
    return "bold $text-success"


def _axis(start: float, room: int) -> str:
    """Ticks at the start, the end and in the middle."""
    left, right, middle = f"{start:.0%}", "100%", f"{(1 + start) / 2:.0%}"
    text = left.ljust((room - len(middle)) // 2) + middle
    return text.ljust(room - len(right)) + right


def bars(rows: Sequence[Share], width: int, ink: Ink) -> list[Line]:
    """Shares as bars from nothing to all: full up to the lower end of the interval, fainter up to the share, faintest
    up to the upper end."""
    rows = _brief(rows, width)
    names, notes = _sides(rows, width)
    room = max(10, width - names - notes - 7)
    full, likely, possible = "#=-" if ink.ascii else "━╍┄"
    lines = []
    for row in rows:
        low, value, high = (round(share * room) for share in (row.low, row.value, row.high))
        lines.append(
            Content.assemble(
                (_fit(row.name, names), "bold" if row.strong else ""),
                " ",
                (full * low, "$primary"),
                (likely * (value - low), "$primary"),
                (possible * (high - value), "$primary"),
                " " * (room - high),
                f" {row.value:4.0%}",
                (f" {row.note}", QUIET),
            )
        )
    return lines


def _brief(rows: Sequence[Share], width: int) -> list[Share]:
    """The rows, without notes where there is no room for them."""
    return [row if width >= NARROW else row._replace(note="") for row in rows]


def _sides(rows: Sequence[Share], width: int) -> tuple[int, int]:
    """Cells for the names and for the notes."""
    longest = max(cell_len(row.name) for row in rows)
    return min(longest, max(12, width * 38 // 100)), max(cell_len(row.note) for row in rows)


def amounts(rows: Sequence[tuple[str, float, str]], width: int, ink: Ink) -> list[Line]:
    """Amounts as bars beside one another: (name, amount, what is written behind the bar)."""
    if width < NARROW:
        rows = [(name, amount, note.partition(",")[0]) for name, amount, note in rows]
    most = max((amount for _, amount, _ in rows), default=0.0) or 1.0
    names = min(max(cell_len(name) for name, _, _ in rows), max(12, width * 38 // 100))
    notes = max(cell_len(note) for _, _, note in rows)
    room = max(8, width - names - notes - 3)
    return [
        Content.assemble(
            _fit(name, names), " ", (_run(amount / most * room, ink), "$primary"), (f" {note}", QUIET)
        )
        for name, amount, note in rows
    ]  # fmt: skip


def _run(length: float, ink: Ink) -> str:
    """A bar of so many cells, to the half of a cell; something is always seen of what is not nothing."""
    halves = max(round(2 * length), int(length > 0))
    if ink.ascii:
        return "#" * math.ceil(halves / 2)
    return "━" * (halves // 2) + "╸" * (halves % 2)


def _fit(text: str, room: int) -> str:
    return set_cell_size(text, room) if cell_len(text) <= room else set_cell_size(text, room - 1) + "…"
