"""Seven small bars: what comes due today and on the six days after."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from tui.glyphs import plain_signs

EIGHTHS = " ▁▂▃▄▅▆▇█"
WIDE = 6
"""Columns of a day."""


class WeekBars(Static):
    """Counts above, bars, names of days below; of one height, so that nothing jumps when the numbers come."""

    DEFAULT_CSS = "WeekBars { width: auto; height: auto; }"

    def __init__(self, rows: int = 3, *, id: str | None = None) -> None:
        """`rows`: the height of the highest bar."""
        super().__init__(id=id, markup=False)
        self._rows = rows
        self.counts: tuple[int, ...] = ()

    def show(self, counts: Sequence[int], days: Sequence[str]) -> None:
        """`days`: their names, "today" first."""
        self.counts = tuple(counts)
        ascii_only = plain_signs(self)
        self.update(drawn(self.counts, days, self._rows, ascii_only))


def drawn(counts: Sequence[int], days: Sequence[str], rows: int, ascii_only: bool = False) -> Content:
    """The bars as text. A day with anything due has a bar, however small."""
    most = max(counts, default=0) or 1
    steps = [max(1, round(8 * rows * count / most)) if count else 0 for count in counts]
    lines: list[list[tuple[str, str]]] = [[] for _ in range(rows + 2)]
    for at, (count, step, day) in enumerate(zip(counts, steps, days, strict=True)):
        style = "$accent" if at == 0 else "$primary"
        bar = [min(8, max(0, step - 8 * row)) for row in reversed(range(rows))]
        # The count stands on its bar.
        top = next((row for row, height in enumerate(bar) if height), rows) - 1
        for row in range(-1, rows):
            if row == top:
                text, look = str(count) if count else "·", "bold" if count else "$foreground 50%"
            elif row >= 0 and bar[row]:
                sign = ("#" if bar[row] > 3 or row == rows - 1 else " ") if ascii_only else EIGHTHS[bar[row]]
                text, look = sign * 4, style
            else:
                text, look = "", ""
            lines[row + 1].append((_middle(text), look))
        lines[-1].append((_middle(day), "bold" if at == 0 else "$foreground 70%"))
    parts: list[str | tuple[str, str]] = []
    for number, line in enumerate(lines):
        parts += ["\n"] if number else []
        parts += line
    return Content.assemble(*parts)


def _middle(text: str) -> str:
    room = max(0, WIDE - cell_len(text))
    return " " * (room // 2) + text + " " * (room - room // 2)
