"""Prose in seven bits."""

from __future__ import annotations

import unicodedata

from quizgen.markup.symbols import GLYPHS, SYMBOLS

_TYPOGRAPHY = {
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "--",
    "…": "...",
    "\u00a0": " ",
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "æ": "ae",
    "œ": "oe",
    "√": "sqrt",
    "₀": "0",
}


def to_ascii(text: str) -> str:
    """The text in seven-bit characters: accents dropped, symbols by their table, anything else as `?`."""
    if text.isascii():
        return text
    return "".join(map(_ascii_char, unicodedata.normalize("NFC", text)))


def _ascii_char(char: str) -> str:
    if char.isascii():
        return char
    if char in _TYPOGRAPHY:
        return _TYPOGRAPHY[char]
    if char in GLYPHS:
        return SYMBOLS[GLYPHS[char]].ascii
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return bare if bare.isascii() and bare else "?"
