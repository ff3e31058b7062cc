"""Boxes of characters with a baseline: how mathematics is put together on a grid of terminal cells.

Bold and script letters have no characters in monospace fonts. Inside boxes they are private-use characters
(`bold`, `script`), each one cell wide; `spans_of` turns them back into letters with a style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import force_setattr
from rich.cells import cell_len


class Box(Struct, frozen=True):
    """Lines of equal width in cells; `baseline` is the index of the line that stands on the line of the text."""

    lines: tuple[str, ...]
    baseline: int = 0
    width: int = -1

    def __post_init__(self) -> None:
        if self.width < 0:
            widths = [cell_len(line) for line in self.lines]
            width = max(widths, default=0)
            padded = tuple(line + " " * (width - w) for line, w in zip(self.lines, widths, strict=True))
            force_setattr(self, "lines", padded)
            force_setattr(self, "width", width)

    @property
    def height(self) -> int:
        """Number of lines."""
        return len(self.lines)

    @property
    def up(self) -> int:
        """Lines above the baseline."""
        return self.baseline

    @property
    def down(self) -> int:
        """Lines below the baseline."""
        return len(self.lines) - 1 - self.baseline


class Span(NamedTuple):
    """A piece of a line and the name of its style; "" is plain text."""

    text: str
    style: str


EMPTY_BOX = Box(("",))

_BOLD, _SCRIPT, _END = 0xE000, 0xF000, 0xF400
_STYLED = re.compile("([\ue000-\uefff][\u0300-\u036f]*|[\uf000-\uf3ff][\u0300-\u036f]*)")


def bold(text: str) -> str:
    """The text in bold, inside boxes."""
    return _shifted(text, _BOLD)


def script(text: str) -> str:
    """The text in script letters, inside boxes."""
    return _shifted(text, _SCRIPT)


def _shifted(text: str, to: int) -> str:
    """Letters and digits moved to a private range; marks and everything else as they are."""
    return "".join(chr(to + ord(c)) if c.isalnum() and ord(c) < 0x400 else c for c in text)


def plain(text: str) -> str:
    """The text of a line of a box without its styles."""
    if text.isascii():
        return text
    return "".join(
        chr((ord(c) - _BOLD) & 0x3FF if ord(c) < _SCRIPT else ord(c) - _SCRIPT) if _BOLD <= ord(c) < _END else c
        for c in text
    )


def spans_of(text: str, style: str) -> list[Span]:
    """A line of a box as spans: `style`, with `-strong` or `-script` added for styled letters."""
    if text.isascii():
        return [Span(text, style)]
    return [Span(plain(part), style + _suffix(part[0])) for part in _STYLED.split(text) if part]


def _suffix(char: str) -> str:
    if not _BOLD <= ord(char) < _END:
        return ""
    return "-strong" if ord(char) < _SCRIPT else "-script"


def line(text: str) -> Box:
    """A box of one line."""
    return Box((text,), 0, cell_len(text))


def pad(box: Box, width: int, align: str) -> Box:
    """The box widened to `width`; align is `l`, `c` or `r`."""
    room = width - box.width
    if room <= 0:
        return box
    left = {"l": 0, "c": room // 2, "r": room}[align]
    return Box(tuple(" " * left + text + " " * (room - left) for text in box.lines), box.baseline, width)


def beside(boxes: Iterable[Box]) -> Box:
    """The boxes from left to right on one baseline."""
    parts = [box for box in boxes if box.width]
    if not parts:
        return EMPTY_BOX
    if len(parts) == 1:
        return parts[0]
    up = max(box.up for box in parts)
    height = up + max(box.down for box in parts) + 1
    if height == 1:
        return Box(("".join(box.lines[0] for box in parts),), 0, sum(box.width for box in parts))
    columns = [_raised(box, up - box.up, height) for box in parts]
    return Box(tuple(map("".join, zip(*columns, strict=True))), up, sum(box.width for box in parts))


def _raised(box: Box, above: int, height: int) -> list[str]:
    blank = " " * box.width
    return [blank] * above + list(box.lines) + [blank] * (height - above - box.height)


def above(boxes: Sequence[Box], baseline: int, align: str = "c") -> Box:
    """The boxes from top to bottom; `baseline` counts lines from the top."""
    width = max(box.width for box in boxes)
    return Box(tuple(text for box in boxes for text in pad(box, width, align).lines), baseline, width)


# ------------------------------------------------------------------ delimiters

# one line, top, middle, bottom, and the centre if there is one
_UNICODE_DELIMITERS: dict[str, str] = {
    "(": "(⎛⎜⎝⎜",
    ")": ")⎞⎟⎠⎟",
    "[": "[⎡⎢⎣⎢",
    "]": "]⎤⎥⎦⎥",
    r"\lbrace": "{⎧⎪⎩⎨",
    r"\rbrace": "}⎫⎪⎭⎬",
    r"\lfloor": "⌊⎢⎢⎣⎢",
    r"\rfloor": "⌋⎥⎥⎦⎥",
    r"\lceil": "⌈⎡⎢⎢⎢",
    r"\rceil": "⌉⎤⎥⎥⎥",
    "|": "|││││",
    r"\|": "‖║║║║",
}
_ASCII_DELIMITERS = {
    "(": "(/|\\|",
    ")": ")\\|/|",
    "[": "[[[[[",
    "]": "]]]]]",
    r"\lbrace": "{/|\\<",
    r"\rbrace": "}\\|/>",
    "|": "|||||",
}
_SAME = {r"\lvert": "|", r"\rvert": "|", r"\lVert": r"\|", r"\rVert": r"\|"}
_ASCII_WORDS = {
    r"\lfloor": ("floor", "("),
    r"\rfloor": ("", ")"),
    r"\lceil": ("ceil", "("),
    r"\rceil": ("", ")"),
}


def delimiter(key: str, body: Box, *, ascii: bool) -> Box:
    """A delimiter as tall as `body`. `key` is a key of the symbol table; "" is invisible."""
    key = _SAME.get(key, key)
    if not key:
        return EMPTY_BOX
    if key in (r"\langle", r"\rangle"):
        return _angle(key, body, ascii=ascii)
    if ascii and key == r"\|":
        return Box(("||",) * body.height, body.baseline)
    if ascii and key in _ASCII_WORDS:
        word, key = _ASCII_WORDS[key]
        return beside([line(word), delimiter(key, body, ascii=True)])
    one, top, middle, bottom, centre = tuple((_ASCII_DELIMITERS if ascii else _UNICODE_DELIMITERS)[key])
    if body.height == 1:
        return line(one)
    column = [top, *[middle] * (body.height - 2), bottom]
    if centre != middle:
        # The point of a brace is on the line of the text, where there is room for it.
        column[body.baseline if 0 < body.baseline < body.height - 1 else body.height // 2] = centre
    return Box(tuple(column), body.baseline, 1)


def _angle(key: str, body: Box, *, ascii: bool) -> Box:
    left = key == r"\langle"
    if body.height == 1:
        return line(("<" if left else ">") if ascii else ("⟨" if left else "⟩"))
    rising, falling = ("/", "\\") if ascii else ("╱", "╲")
    half = body.height // 2
    centre = [("<" if left else ">") if ascii else ("⟨" if left else "⟩")] * (body.height % 2)
    column = [rising] * half + centre + [falling] * half
    return Box(tuple(column if left else reversed(column)), body.baseline, 1)


def fence(left: str, body: Box, right: str, *, ascii: bool, rows: bool = True) -> Box:
    """The body between two delimiters of its height; `rows`: two lines of it are rows of a table."""
    if body.height == 2 and {left, right} & {r"\lbrace", r"\rbrace"}:
        # A brace needs a line for its point, which is that of the text.
        blank = (" " * body.width,)
        first, last = body.lines[:1], body.lines[1:]
        lines = first + blank + last if rows else blank + body.lines if body.baseline == 0 else body.lines + blank
        body = Box(lines, 1, body.width)
    return beside([delimiter(left, body, ascii=ascii), body, delimiter(right, body, ascii=ascii)])


# ------------------------------------------------------------------ small characters

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤′*∗†⊥",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ′**†⊥",
        strict=True,
    )
)
_SUBSCRIPTS = dict(zip("0123456789+−-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))


def raised(text: str) -> str | None:
    """The text in superscript characters, or None when one is missing."""
    return _small(text, _SUPERSCRIPTS)


def raised_size(text: str) -> str | None:
    """As `raised`, for what stands on a set of numbers: there 2×3 is a size, and no letter can be meant."""
    return None if "x" in text else raised(text.replace("×", "x"))


def lowered(text: str) -> str | None:
    """The text in subscript characters, or None when one is missing."""
    return _small(text, _SUBSCRIPTS)


def _small(text: str, table: dict[str, str]) -> str | None:
    if not text or any(c not in table for c in text):
        return None
    return "".join(table[c] for c in text)
