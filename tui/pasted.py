r"""Pasted text: lines joined into one, and matrices of any notation split into their entries.

Terminals (and tmux) send carriage returns in a paste, so that lines are split by `str.splitlines` only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPEN, _CLOSE = "([{", ")]}"
_BETWEEN_ROWS = ",;\n\r "
_GOES_ON = re.compile(r"(?:[,;(\[{&+\-*/=<>]|\\\\|\\begin\{\w+\})$")
_CONTINUES = re.compile(r"^(?:[,;)\]}&]|\\end\b)")
_WRAPPERS = re.compile(
    r"\\left|\\right|\\(?:begin|end)\{\w*\}(?:\{[lcr|]*\})?|\$"
    r"|\b(?:np\.|numpy\.)?(?:array|asarray|matrix)\b|\bMatrix\b"
)
_MINUSES = str.maketrans("−–", "--")


def one_line(text: str) -> str:
    """Several pasted lines as one, with a semicolon where a line ends a row: "1 2\r3 4" -> "1 2; 3 4"."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    joined = ""
    for line in filter(None, lines):
        joined = line if not joined else joined + _joint(joined, line) + line
    return joined


def _joint(before: str, after: str) -> str:
    if _GOES_ON.search(before) or _CONTINUES.search(after):
        return " "
    return ", " if before.endswith("]") and after.startswith("[") else "; "


def entries(text: str) -> list[list[str]]:
    """The entries of a pasted matrix, row by row; one row with one entry where it is a single value."""
    plain = _WRAPPERS.sub(" ", text.translate(_MINUSES)).replace("\\\\", ";").replace("&", ",").strip()
    if any(plain.count(opening) != plain.count(closing) for opening, closing in zip(_OPEN, _CLOSE, strict=True)):
        return [[one_line(text)]]
    inner = _inside(plain)
    while inner is not None and not _is_rows(inner) and (deeper := _inside(inner)) is not None:
        inner = deeper
    body = plain if inner is None or _is_rows(plain) else inner
    if _is_rows(body):
        rows = [_inside(piece) or "" for piece in _split(body, _BETWEEN_ROWS)]
    else:
        rows = list(_split(body, ";\n\r"))
    return [row for row in ([*_row(piece)] for piece in rows) if row]


def _is_rows(text: str) -> bool:
    """True where the text is bracketed rows side by side, "[1, 2], [3, 4]"."""
    pieces = [piece for piece in _split(text, _BETWEEN_ROWS) if piece]
    inner = [_inside(piece) for piece in pieces]
    return len(pieces) > 1 and None not in inner and (text[0] in "[{" or all("," in (row or "") for row in inner))


def _inside(text: str) -> str | None:
    """What stands inside the brackets around the whole text; None where there are none."""
    text = text.strip()
    if not text or text[0] not in _OPEN or _closes_at(text) != len(text) - 1:
        return None
    return text[1:-1].strip()


def _closes_at(text: str) -> int:
    depth = 0
    for at, character in enumerate(text):
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth == 0:
            return at
    return -1


def _split(text: str, separators: str) -> Iterator[str]:
    """The pieces between separators that stand outside all brackets."""
    depth, piece = 0, ""
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth == 0 and character in separators:
            yield piece.strip()
            piece = ""
        else:
            piece += character
    yield piece.strip()


def _row(text: str) -> Iterator[str]:
    """The entries of a row: between commas, else between spaces ("1 -2" is two entries, "1 - 2" is one)."""
    if "," in text and len(pieces := [*_split(text, ",")]) > 1:
        yield from filter(None, pieces)
        return
    entry = ""
    words = text.split()
    for at, word in enumerate(words):
        after_sign = bool(entry) and entry[-1] in "+-*/^("
        sign = word in ("+", "-") or word[0] in "*/^)"
        if entry and not after_sign and not (sign and at) and entry.count("(") <= entry.count(")"):
            yield entry
            entry = word
        else:
            entry += word
    if entry:
        yield entry
