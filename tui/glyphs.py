"""The ASCII mode: signs of the screens themselves, replaced one cell for one when a line is drawn.

Mathematics has an ASCII rendering of its own; what a learner typed stays as it was typed.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.widget import Widget

SIGNS = {
    "⏎": "<",
    "·": "-",
    "›": ">",
    "‹": "<",
    "←": "<",
    "…": "~",
    "▲": "^",
    "→": ">",
    "•": "*",
    "✓": "+",
    "✗": "x",
    "◐": "~",
}
SIGNS |= dict.fromkeys("─━▔▁", "-") | dict.fromkeys("│┃▌▐▊▎█", "|") | dict.fromkeys("╭╮╰╯┌┐└┘", "+")
SIGNS |= dict.fromkeys("↑", "^") | dict.fromkeys("↓", "v") | dict.fromkeys("‹←", "<")
SIGNS |= dict.fromkeys("▂▃▄▅▆▇", "|")  # of scroll bars
KEY_NAMES = {"⏎": "enter", "⌫": "bksp", "←": "left", "→": "right", "↑": "up", "↓": "down", "⇥": "tab"}
"""Keys as Textual draws them, in words."""
TABLE = str.maketrans(SIGNS)


def plain_signs(widget: Widget) -> bool:
    """Whether the app of a widget draws in ASCII alone; other apps than ours do not."""
    return bool(getattr(widget.app, "ascii_only", False))


class AsciiFilter(LineFilter):
    """Replaces the signs of the screens."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments with other characters."""
        return [Segment(text.translate(TABLE), style, control) for text, style, control in segments]
