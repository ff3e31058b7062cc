"""Templates and printed values: right typography, never wrong mathematics."""

from fractions import Fraction

import pytest
import sympy
from flint import fmpq, fmpz

from quizgen.exact import Matrix, Vector
from quizgen.markup.source import (
    Tex,
    augmented,
    decimal,
    latex_of,
    linear,
    parse,
    polynomial,
    row,
    set_of,
    system,
    text,
    tuple_of,
)
from quizgen.markup.terminal import terminal

VALUES = [
    (3, "3"),
    (-3, "-3"),
    (Fraction(3, 4), r"\frac{3}{4}"),
    (Fraction(-3, 4), r"-\frac{3}{4}"),
    (fmpz(-7), "-7"),
    (fmpq(-3, 4), r"-\frac{3}{4}"),
    (fmpq(6, 3), "2"),
    (Matrix([[1, -2], [3, 4]]), r"\begin{pmatrix} 1 & -2 \\ 3 & 4 \end{pmatrix}"),
    (Vector([1, fmpq(-1, 2)]), r"\begin{pmatrix} 1 \\ -\frac{1}{2} \end{pmatrix}"),
    (Tex(r"\lambda_1"), r"\lambda_1"),
    (sympy.Rational(-3, 4), r"-\frac{3}{4}"),
    (sympy.Integer(5), "5"),
    (sympy.Symbol("x") ** 2 / 2, r"\frac{x^{2}}{2}"),
    (10**30, str(10**30)),
]


@pytest.mark.parametrize(("value", "latex"), VALUES)
def test_values_are_printed_exactly(value, latex):
    assert latex_of(value) == latex


FILLED = [
    ("$@x$ and $@y$", {"x": 1, "y": -2}, "$1$ and $-2$"),
    ("$@{a}x$", {"a": 3}, "$3 x$"),
    ("$x @+b$", {"b": 3}, "$x + 3$"),
    ("$x @+b$", {"b": Fraction(-1, 2)}, r"$x - \frac{1}{2}$"),
    ("$x @+b = 0$", {"b": 0}, "$x + 0 = 0$"),
    ("$x @+b$", {"b": Tex("-y + 1")}, "$x - y + 1$"),
    ("$@*a x$", {"a": 1}, "$x$"),
    ("$@*a x$", {"a": -1}, "$-x$"),
    ("$@*a x$", {"a": Fraction(1, 2)}, r"$\frac{1}{2}x$"),
    ("$@*a x$", {"a": Tex("t + 1")}, r"$\left(t + 1\right)x$"),
    ("$@*a x$", {"a": Tex(r"\lambda")}, r"$\lambda x$"),
    ("$x @+*b y$", {"b": -1}, "$x - y$"),
    ("$x @+*b y$", {"b": 3}, "$x + 3y$"),
    ("$@(x)$", {"x": 3}, "$3$"),
    ("$@(x)$", {"x": -3}, r"$\left(-3\right)$"),
    ("$@(x)$", {"x": Fraction(1, 2)}, r"$\left(\frac{1}{2}\right)$"),
    ("$@(x)$", {"x": Tex("x_1")}, "$x_1$"),
    ("$@(x)$", {"x": Tex("a+b")}, r"$\left(a+b\right)$"),
    # brackets where the value would otherwise read wrongly
    (r"$2 \cdot @x$", {"x": -3}, r"$2 \cdot \left(-3\right)$"),
    (r"$2 \cdot @x$", {"x": 3}, r"$2 \cdot 3$"),
    ("$5 - @x$", {"x": -3}, r"$5 - \left(-3\right)$"),
    ("$5 - @x$", {"x": Tex("a - b")}, r"$5 - \left(a - b\right)$"),
    ("$5 + @x$", {"x": Tex("a - b")}, "$5 + a - b$"),
    ("$2 @x$", {"x": 3}, r"$2 \left(3\right)$"),
    ("$@x^2$", {"x": -3}, r"$\left(-3\right)^2$"),
    ("$@x^2$", {"x": Fraction(1, 2)}, r"$\left(\frac{1}{2}\right)^2$"),
    ("$@x^2$", {"x": 3}, "$3^2$"),
    ("$@x^2$", {"x": Tex("y^2")}, r"$\left(y^2\right)^2$"),
    ("$@p x$", {"p": Tex("a + b")}, r"$\left(a + b\right) x$"),
    (r"$@p \cdot x$", {"p": Tex("a + b")}, r"$\left(a + b\right) \cdot x$"),
    ("$@a @b$", {"a": 2, "b": 3}, r"$2 \left(3\right)$"),
    (r"$\log @p$", {"p": Tex("a + b")}, r"$\log \left(a + b\right)$"),
    # the full stop of the sentence is no factor
    ("$$x = @p.$$", {"p": Tex("a + b")}, "$$x = a + b.$$"),
    ("$$x = 2 @p.$$", {"p": Tex("a + b")}, r"$$x = 2 \left(a + b\right).$$"),
    ("$x = @x$", {"x": -3}, "$x = -3$"),
    ("$(@x, @y)$", {"x": -3, "y": Fraction(-1, 2)}, r"$(-3, -\frac{1}{2})$"),
    (r"$\frac{@x}{@y}$", {"x": -3, "y": 12}, r"$\frac{-3}{12}$"),
    # a value is never torn apart or glued to a macro
    ("$x^@n + y_@n$", {"n": 12}, "$x^{12} + y_{12}$"),
    (r"$\cdot@x$", {"x": Tex("y")}, r"$\cdot y$"),
    # prose and code
    ("@n apples", {"n": -3}, "\N{MINUS SIGN}3 apples"),
    ("@n of it", {"n": Fraction(-1, 2)}, "\N{MINUS SIGN}1/2 of it"),
    ("`@n` is @@home", {"n": -3}, "`-3` is @home"),
    ("```\nx = @n\n```", {"n": [1, "*"]}, "```\nx = [1, '*']\n```"),
]


@pytest.mark.parametrize(("template", "values", "source"), FILLED)
def test_templates_are_filled_with_the_right_typography(template, values, source):
    assert text(template, **values) == source
    parse(source)


@pytest.mark.parametrize(
    "prose",
    [
        "*a* _b_ `c`",
        "1. x",
        "- x",
        "# x",
        "$x$",
        "<b>",
        "a | b",
        r"\alpha",
        "[a](b)",
        "~~~",
        "> x",
        "+ x",
        "5) y",
        "a & b",
        "===",
        "@x",
    ],
)
def test_prose_values_are_shown_as_they_are(prose):
    assert terminal(text("@s", s=prose)) == prose
    assert terminal(text("Word @s word", s=prose)) == f"Word {prose} word"


def test_a_template_is_dedented():
    assert (
        text(
            """
        First @n.

        Second.
        """,
            n=1,
        )
        == "First 1.\n\nSecond."
    )


HELPERS = [
    (polynomial([1, 0, -3]), "x^2 - 3"),
    (polynomial([-1, Fraction(1, 2), 0], "t"), r"-t^2 + \frac{1}{2}t"),
    (polynomial([1] + [0] * 12), "x^{12}"),
    (polynomial([0, 0]), "0"),
    (polynomial([]), "0"),
    (polynomial([2, 1]), "2x + 1"),
    (linear([2, -1, Fraction(1, 2)], ["x_1", "x_2", "x_3"]), r"2x_1 - x_2 + \frac{1}{2}x_3"),
    (linear([0, 1], ["x", "y"]), "y"),
    (linear([0, 0], ["x", "y"]), "0"),
    (linear([Tex("a+b"), 1], ["x", "y"]), r"\left(a+b\right)x + y"),
    (
        system(Matrix([[1, 2], [0, -1]]), [3, fmpq(4, 3)]),
        r"\begin{aligned} x_1 + 2x_2 &= 3 \\ -x_2 &= \frac{4}{3} \end{aligned}",
    ),
    (augmented(Matrix([[1, 2]]), [3]), r"\left(\begin{array}{rr|r} 1 & 2 & 3 \end{array}\right)"),
    (augmented(Matrix([[1]]), Matrix([[3, 4]])), r"\left(\begin{array}{r|rr} 1 & 3 & 4 \end{array}\right)"),
    (tuple_of([1, -2]), "(1, -2)"),
    (row([1, Fraction(3, 4)]), r"\left(1, \frac{3}{4}\right)"),
    (set_of([1, 2]), r"\{1, 2\}"),
    (set_of([]), r"\emptyset"),
    (decimal(Fraction(1, 3), 4), "0.3333"),
    (decimal(Fraction(-1, 1000), 2), "0.00"),
    (decimal(Fraction(5, 2), 0), "2"),
    (decimal(-1.25, 1), "-1.2"),
    (decimal(2, 3), "2.000"),
    (decimal(fmpq(2, 3), 2), "0.67"),
    (decimal(10**40, 1), "1" + "0" * 40 + ".0"),
    (decimal(1e-30, 2), "0.00"),
    (decimal(sympy.sqrt(2), 3), "1.414"),
]


@pytest.mark.parametrize(("printed", "latex"), HELPERS)
def test_helpers_print_what_a_textbook_would(printed, latex):
    assert printed == latex
    assert isinstance(printed, Tex)
    latex_of(printed)
