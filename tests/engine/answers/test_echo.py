"""Showing how a reply was read: LaTeX, words, and the place of a fault."""

from __future__ import annotations

import pytest

from quizgen.answers.echo import describe, tex, typed, where
from quizgen.answers.language import read
from quizgen.answers.syntax import Binary, Call, Group, Name, Neg, Num, Unreadable, Vocabulary
from quizgen.markup.maths import parse_maths
from tests.engine.answers.test_language import READ, _settings

SCALARS = Vocabulary(names=("x", "y", "x_1", "lambda", "sigma_max", "rate"), functions=("f",))
MATRICES = Vocabulary(names=("A", "B", "v"), matrices=("A", "B", "v"))

TEX = [
    ("1/2x", r"\frac{1}{2}\,x"),
    ("1/(2x)", r"\frac{1}{2x}"),
    ("x/y/2", r"\frac{\frac{x}{y}}{2}"),
    ("x(x+1)", r"x\cdot \left(x+1\right)"),
    ("f(x+1)", r"f\left(x+1\right)"),
    ("2(x+1)", r"2\left(x+1\right)"),
    ("(x+1)2", r"\left(x+1\right)\cdot 2"),
    ("3(1/2)", r"3\cdot \frac{1}{2}"),
    ("2*3", r"2\cdot 3"),
    ("xy^2", r"x\,y^{2}"),
    ("2πx", r"2\pi\,x"),
    ("-x^2", r"-x^{2}"),
    ("(-x)^2", r"\left(-x\right)^{2}"),
    ("2^3^2", r"2^{3^{2}}"),
    ("(x^2)^3", r"\left(x^{2}\right)^{3}"),
    ("x^(y+1)", r"x^{y+1}"),
    ("(1/2)^2", r"\left(\frac{1}{2}\right)^{2}"),
    ("sin(x)^2", r"\left(\sin\left(x\right)\right)^{2}"),
    ("sin x^2", r"\sin\left(x^{2}\right)"),
    ("x - (y - 1)", r"x-\left(y-1\right)"),
    ("2--3", r"2-\left(-3\right)"),
    ("x*-y", r"x\cdot \left(-y\right)"),
    ("-(x+1)/2", r"-\frac{x+1}{2}"),
    ("((x))", "x"),
    ("log(x)", r"\ln\left(x\right)"),
    ("log_2 8", r"\log_{2}\left(8\right)"),
    ("arcsin x", r"\arcsin\left(x\right)"),
    ("sqrt(x+1)", r"\sqrt{x+1}"),
    ("root(3, x)", r"\sqrt[3]{x}"),
    ("∛8", r"\sqrt[3]{8}"),
    ("5!", "5!"),
    ("(x+1)!", r"\left(x+1\right)!"),
    ("C(5,2)", r"\binom{5}{2}"),
    ("|x|", r"\left|x\right|"),
    ("1.5e-3", r"1.5\cdot 10^{-3}"),
    ("12%", r"12\%"),
    ("lambda", r"\lambda"),
    ("x1", "x_{1}"),
    ("sigma_max", r"\sigma_{max}"),
    ("rate", r"\operatorname{rate}"),
    ("[1 -2; x 1/2]", r"\begin{pmatrix} 1 & -2 \\ x & \frac{1}{2} \end{pmatrix}"),
    ("(1, 2)", r"\left(1,\, 2\right)"),
    ("[1 2]", r"\left[1,\, 2\right]"),
    ("1, 2", r"1,\, 2"),
    ("{1, x}", r"\left\{1,\, x\right\}"),
    ("{}", r"\emptyset"),
    ("(0, 1] U [2, inf)", r"\left(0,\, 1\right] \cup \left[2,\, \infty\right)"),
    ("0 < x <= 3", r"0<x\le 3"),
    ("x != 3 and y >= 0", r"x\ne 3 \text{ and } y\ge 0"),
    ("none", r"\text{none exists}"),
]
MATRIX_TEX = [
    ("A'v", r"A^{\top}\,v"),
    ("(AB)'", r"\left(A\,B\right)^{\top}"),
    ("A^-T", r"\left(A^{-1}\right)^{\top}"),
    ("inv(A)", "A^{-1}"),
    ("||Av||", r"\left\lVert A\,v\right\rVert"),
    ("tr A", r"\operatorname{tr}\left(A\right)"),
    ("det(A - 2I)", r"\det\left(A-2I\right)"),
]
DESCRIBED = [
    ("3", "number"),
    ("-3", "number"),
    ("(3)", "number"),
    ("1/2", "fraction"),
    ("2x", "expression"),
    ("[1 2; 3 4; 5 6]", "3×2 matrix"),
    ("(1, 2, 3)", "vector with 3 entries"),
    ("(1,)", "vector with 1 entry"),
    ("1, 2", "2 values"),
    ("(1, 0), (0, 1)", "2 vectors"),
    ("x = 1, y = 2", "2 relations"),
    ("{1, 2}", "set of 2"),
    ("{}", "empty set"),
    ("[0, 1)", "interval"),
    ("[0, 1) U {2}", "union of 2"),
    ("x = 2", "equation"),
    ("x < 2", "inequality"),
    ("x = 1 or x = 2", "2 conditions"),
    ("none", "words"),
]


@pytest.mark.parametrize(("text", "expected"), TEX)
def test_tex_shows_the_reading(text: str, expected: str) -> None:
    assert tex(read(text, SCALARS)) == expected


@pytest.mark.parametrize(("text", "expected"), MATRIX_TEX)
def test_tex_of_matrices(text: str, expected: str) -> None:
    assert tex(read(text, MATRICES)) == expected


@pytest.mark.parametrize("row", READ, ids=lambda row: ascii(row[0][:40]))
def test_tex_is_in_the_markup_subset(row: tuple[str, ...]) -> None:
    parse_maths(tex(read(row[0], *_settings(row, 2))))


@pytest.mark.parametrize(("text", "expected"), DESCRIBED)
def test_described(text: str, expected: str) -> None:
    assert describe(read(text, SCALARS)) == expected


def test_trees_made_elsewhere_are_bracketed() -> None:
    total = Binary("+", Name("x"), Num("1"))
    assert typed(Binary("*", total, total)) == "(x + 1)*(x + 1)"
    assert typed(Binary("^", Neg(Name("x")), Num("2"))) == "(-x)^2"
    assert typed(Binary("-", Name("x"), Binary("-", Name("x"), Num("1")))) == "x - (x - 1)"
    assert typed(Neg(total)) == "-(x + 1)"
    assert typed(Binary("*", Name("x"), Num("2"), implicit=True)) == "x(2)"
    assert typed(Call("factorial", (total,))) == "factorial(x + 1)"
    assert tex(Binary("*", Num("2"), total)) == r"2\cdot \left(x+1\right)"
    assert tex(Binary("^", Group(Neg(Name("x"))), Num("2"))) == r"\left(-x\right)^{2}"


WHERE = [
    ("2*(x+1", 2, "2*(x+1", "  ^"),
    ("x+", 2, "x+", "  ^"),
    ("1 2\n3 x5", 6, "3 x5", "  ^"),
    ("1 2\r\n3 5", 5, "3 5", "^"),
    ("1 2\r3 5", 6, "3 5", "  ^"),
    ("1\t2 é", 4, "1→2 é", "    ^"),
    ("x\x1b[31m", 1, "x␛[31m", " ^"),
    ("x\x00\x7fy", 3, "x␀␡y", "   ^"),
    ("x\u202ey", 1, "x�y", " ^"),
    ("x\ud800", 1, "x�", " ^"),
    ("数数x", 2, "数数x", "    ^"),
    ("", 0, "", "^"),
    ("[bold]x", 1, "[bold]x", " ^"),
]


@pytest.mark.parametrize(("text", "column", "line", "caret"), WHERE)
def test_where(text: str, column: int, line: str, caret: str) -> None:
    assert where(Unreadable("...", column), text) == (line, caret)


def test_where_without_a_column() -> None:
    assert where(Unreadable("..."), "x + 1") == ("x + 1", "")
    assert where(Unreadable("..."), "") == ("", "")


def test_where_cuts_long_lines_around_the_caret() -> None:
    line, caret = where(Unreadable("...", 50_000), "x" * 100_000)
    assert len(line) <= 74
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(caret) <= len(line)


@pytest.mark.parametrize(
    ("text", "vocabulary"),
    [
        ("i'∖R<i", Vocabulary()),
        ("2^[[1, 2], [3, 4];]½", Vocabulary()),
        ("(0,1/2]U(1/4,1]!U[2,inf)", Vocabulary(parameters=True)),
    ],
)
def test_nonsense_found_by_the_fuzz_run_is_read_back_as_it_is_shown(text: str, vocabulary: Vocabulary) -> None:
    shown = typed(read(text, vocabulary, "relation"))
    assert typed(read(shown, vocabulary, "relation")) == shown
