"""Pasted text: lines and matrices."""

from __future__ import annotations

import pytest

from quizgen.answers.base import Field
from quizgen.answers.language import read
from tui.pasted import entries, one_line
from tui.reading import Fault, Nothing, Read, cell_at, grid_reading, grid_text, reading
from tui.screens.help import NAMES, NUMBERS, SHAPES

TWO = [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    "text",
    [
        "1 2\r3 4",
        "1\t2\n3\t4",
        "1, 2\r\n3, 4",
        "1 2; 3 4",
        "[1 2; 3 4]",
        "[[1,2],[3,4]]",
        "[[1, 2],\n [3, 4]]",
        "[[1 2]\n [3 4]]",
        "((1,2),(3,4))",
        "(1,2),(3,4)",
        "{{1,2},{3,4}}",
        "array([[1, 2],\r\n       [3, 4]])",
        "Matrix([[1, 2], [3, 4]])",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"$\left[\begin{array}{cc}1 & 2 \\ 3 & 4\end{array}\right]$",
    ],
)
def test_every_notation_gives_the_same_entries(text: str) -> None:
    assert entries(text) == TWO


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("[]", []),
        ("3/4", [["3/4"]]),
        ("[1 -2; 3 4]", [["1", "-2"], ["3", "4"]]),
        ("1 - 2 3", [["1-2", "3"]]),
        ("(x + 1)*2, y", [["(x + 1)*2", "y"]]),
        ("(x+1)(x-1)", [["(x+1)(x-1)"]]),
        ("[sqrt(2), f(1,2); 0, 1]", [["sqrt(2)", "f(1,2)"], ["0", "1"]]),
        ("−1 2", [["-1", "2"]]),
        ("[1, 2", [["[1, 2"]]),
        (")(", [[")("]]),
    ],
)
def test_entries(text: str, rows: list[list[str]]) -> None:
    assert entries(text) == rows


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1/2 +\r1/4", "1/2 + 1/4"),
        ("1 2\n3 4\n", "1 2; 3 4"),
        ("[[1,2],\r\n[3,4]]", "[[1,2], [3,4]]"),
        ("[[1,2]\n[3,4]]", "[[1,2], [3,4]]"),
        ("\n\n x \n\n", "x"),
        ("", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_readings() -> None:
    field = Field("answer", input="grid", expects="matrix", rows=2, columns=2)
    assert isinstance(grid_reading(field, [["", ""], ["", ""]]), Nothing)
    partly = grid_reading(field, [["1", ""], ["3", "4"]])
    assert isinstance(partly, Read)
    assert r"\square" in partly.latex
    assert partly.what == "2×2 matrix, 1 entry to go"
    fault = grid_reading(field, [["1", "2)"], ["", ""]])
    assert isinstance(fault, Fault)
    assert fault.place == "row 1, column 2"
    assert isinstance(reading(Field("answer"), " "), Nothing)


def test_a_column_of_the_matrix_is_found_in_its_cell() -> None:
    cells = [["10", "2"], ["3", "4(x"]]
    text = grid_text(Field("answer", rows=2, columns=2), cells)
    assert text == "[10, 2; 3, 4(x]"
    assert cell_at(cells, text.index("2;")) == (0, 1, 0)
    assert cell_at(cells, text.index("(")) == (1, 1, 1)
    assert cell_at(cells, text.index("0")) == (0, 0, 1)


@pytest.mark.parametrize("sample", [*NUMBERS, *SHAPES], ids=lambda sample: sample.typed)
def test_the_help_page_shows_what_can_be_read(sample: object) -> None:
    typed, expects, _ = sample  # type: ignore[misc]
    read(typed, NAMES, expects)
