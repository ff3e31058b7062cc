"""How a reply is read while it is typed: as LaTeX to draw, or the place and reason why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from quizgen.answers.base import Field
from quizgen.answers.echo import describe, tex
from quizgen.answers.language import read
from quizgen.answers.replies import typed
from quizgen.answers.syntax import Unreadable, Vocabulary, Word

BOX = r"\square"
"""An entry that is still empty."""


@dataclass(frozen=True)
class Nothing:
    """Nothing was typed yet."""

    example: str = ""


@dataclass(frozen=True)
class Read:
    """The reply was read."""

    latex: str
    what: str
    """"2×2 matrix", "fraction", ..."""


@dataclass(frozen=True)
class Fault:
    """The reply cannot be read, or what the judge said of a field."""

    message: str
    hint: str = ""
    column: int | None = None
    """In the text of the field."""
    text: str = ""
    """The text that the column counts in."""
    place: str = ""
    """Which entry, such as "row 1, column 2"; empty for a whole field."""


Reading: TypeAlias = Nothing | Read | Fault


def reading(field: Field, text: str) -> Reading:
    """How a line or lines of text are read."""
    if not text.strip():
        return Nothing(field.example)
    try:
        node = typed(field, text)
    except Unreadable as error:
        return Fault(error.message, error.hint, error.column, text)
    return Read(tex(node), describe(node))


def grid_reading(field: Field, cells: list[list[str]]) -> Reading:
    """How the entries of a matrix are read, each for itself, with a box for the empty ones."""
    if not any(cell.strip() for row in cells for cell in row):
        return Nothing(field.example)
    word = lone_word(field, cells)
    if word:
        return reading(field, word)
    rows = []
    for r, row in enumerate(cells):
        entries = []
        for c, cell in enumerate(row):
            try:
                entries.append(tex(read(cell, field.vocabulary)) if cell.strip() else BOX)
            except Unreadable as error:
                return Fault(error.message, error.hint, error.column, cell, f"row {r + 1}, column {c + 1}")
        rows.append(" & ".join(entries))
    what = f"{len(cells)}×{len(cells[0])} matrix"
    missing = sum(not cell.strip() for row in cells for cell in row)
    if missing:
        what += f", {missing} {'entry' if missing == 1 else 'entries'} to go"
    return Read(r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}", what)


def lone_word(field: Field, cells: list[list[str]]) -> str:
    """The words ("singular", "none") that stand in the only cell that is filled; empty where they do not."""
    filled = [cell for row in cells for cell in row if cell.strip()]
    if len(filled) != 1:
        return ""
    try:
        node = read(filled[0], field.vocabulary, field.expects)
    except Unreadable:
        return ""
    return filled[0] if isinstance(node, Word) else ""


def grid_text(field: Field, cells: list[list[str]]) -> str:
    """The response of a grid: the matrix as text, empty when no cell is filled."""
    if not any(cell.strip() for row in cells for cell in row):
        return ""
    return lone_word(field, cells) or "[" + "; ".join(", ".join(cell.strip() for cell in row) for row in cells) + "]"


def cell_at(cells: list[list[str]], column: int) -> tuple[int, int, int]:
    """The row, the column and the column of text in the cell, for a column of `grid_text`."""
    at = 1
    for r, row in enumerate(cells):
        for c, cell in enumerate(row):
            length = len(cell.strip())
            if column <= at + length:
                return r, c, max(0, column - at)
            at += length + 2
    return len(cells) - 1, len(cells[0]) - 1, 0


def names_sentence(vocabulary: Vocabulary) -> str:
    """The names a reply may use, as a sentence; empty where there are none."""
    return f"Names in this problem: {', '.join(vocabulary.names)}." if vocabulary.names else ""
