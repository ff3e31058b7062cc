"""What the markup refuses, and that the message says what, where and what to write."""

from fractions import Fraction

import pytest

from quizgen.exact import Matrix
from quizgen.markup.maths import MarkupError, parse_maths
from quizgen.markup.source import Tex, decimal, latex_of, parse, system, text

BAD_FORMULAS = [
    (r"\foo", 0, r"unknown macro \foo"),
    (r"a + \alpa", 4, r"did you mean \alpha"),
    (r"\color{red} x", 0, r"unknown macro \color"),
    (r"{a", 0, "never closed"),
    (r"x + \frac{1}{2", 12, "never closed"),
    (r"a}", 1, "closes nothing"),
    (r"x^12", 2, "{12}"),
    (r"x_10", 2, "{10}"),
    (r"x^", 2, "script is missing"),
    (r"\frac{1}", 8, "argument is missing"),
    (r"x^a^b", 3, "two superscripts"),
    (r"x_a_b", 3, "two subscripts"),
    (r"\left( x", 0, r"no \right"),
    (r"x \right)", 2, r"without its \left"),
    (r"\left x", 6, "not a bracket"),
    (r"\begin{foo} x \end{foo}", 0, "unknown environment"),
    (r"\begin{pmatrix} 1 & 2", 0, "never closed"),
    (r"\begin{pmatrix} 1 \end{bmatrix}", 18, "closed by"),
    (r"\begin{array}{xy} 1 \end{array}", 13, "column letters"),
    (r"\begin{array}{c} 1 & 2 \end{array}", 0, "2 columns"),
    (r"\end{pmatrix}", 0, r"without its \begin"),
    (r"a & b", 2, r"write \&"),
    (r"a \\ b", 2, "outside an environment"),
    (r"\text{a $x$}", 0, "dollar sign"),
    (r"\text{\alpha}", 0, r"cannot stand in \text"),
    ("x é", 2, "not part of mathematics"),
    (r"50%", 2, r"write \%"),
    (r"\not x", 0, "use another relation"),
    (r"\sqrt[3 x", 5, "missing ]"),
    ("{" * 50 + "x" + "}" * 50, 40, "nested too deeply"),
    ("\\", 0, "macro name is missing"),
]


@pytest.mark.parametrize(("latex", "position", "words"), BAD_FORMULAS)
def test_bad_formula_is_refused_with_its_place(latex, position, words):
    with pytest.raises(MarkupError) as caught:
        parse_maths(latex)
    assert words in caught.value.message
    assert (caught.value.source, caught.value.position) == (latex, position)
    assert f"position {position}" in str(caught.value)


def test_bad_formula_in_a_source_is_refused():
    with pytest.raises(MarkupError, match="unknown macro"):
        parse(r"Let $\foo$ be.")


BAD_TEMPLATES = [
    ("$@x$", {}, MarkupError, "no value for @x"),
    ("$@x$", {"x": 1, "y": 2}, MarkupError, "y is not used"),
    ("plain", {"x": 1}, MarkupError, "x is not used"),
    ("$@x_1$", {"x": 1}, MarkupError, "no value for @x_1"),
    ("a@ b", {}, MarkupError, "write @name"),
    ("$@{*a}x$", {"a": 1}, MarkupError, "write @*{a}"),
    (r"Let $\foo$ be @x.", {"x": 1}, MarkupError, r"unknown macro \foo"),
    ("$@x", {"x": 1}, MarkupError, "dollar sign"),
    ("$ @x$", {"x": 1}, MarkupError, "dollar sign"),
    (r"$\frac@x{2}$", {"x": 1}, MarkupError, "in braces"),
    (r"$\frac{1}@x$", {"x": 12}, MarkupError, "in braces"),
    (r"$\text{@x}$", {"x": 1}, MarkupError, r"placeholder in \text"),
    ("$@*x$", {"x": 1}, MarkupError, "vanishes"),
    ("$a^@+x$", {"x": 1}, MarkupError, "in braces"),
    ("@+x apples", {"x": 1}, MarkupError, "for formulas"),
    ("@n$x$", {"n": 1}, MarkupError, "touches a dollar"),
    ("\ue000 @x", {"x": 1}, MarkupError, "private-use"),
    ("$@x$", {"x": 1.5}, TypeError, "decimal(x, places)"),
    ("$@x$", {"x": "a"}, TypeError, "Tex"),
    ("$@x$", {"x": (1, 2)}, TypeError, "tuple_of"),
    ("$@x$", {"x": True}, TypeError, "bool"),
    ("$@x$", {"x": None}, TypeError, "NoneType"),
    ("$@x$", {"x": Tex(r"\foo")}, MarkupError, r"unknown macro \foo"),
    ("@x", {"x": Matrix([[1]])}, TypeError, "in prose"),
    ("@x", {"x": Tex("a")}, TypeError, "in prose"),
    ("@x", {"x": 1.5}, TypeError, "in prose"),
    ("`@x`", {"x": "a`b"}, TypeError, "backtick"),
    ("```\n@x\n```", {"x": "```"}, TypeError, "fence"),
]


@pytest.mark.parametrize(("template", "values", "error", "words"), BAD_TEMPLATES)
def test_bad_template_or_value_is_refused(template, values, error, words):
    with pytest.raises(error) as caught:
        text(template, **values)
    assert words in str(caught.value)
    assert repr(template)[1:-1] in str(caught.value)


@pytest.mark.parametrize("value", [1.0, "x", True, None, (1,), [1], {1}, 1j, object()])
def test_only_exact_values_have_a_latex_form(value):
    with pytest.raises(TypeError):
        latex_of(value)


@pytest.mark.parametrize("value", ["1", None, (1,)])
def test_decimal_takes_numbers_only(value):
    with pytest.raises(TypeError, match="not a number"):
        decimal(value, 2)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_decimal_takes_finite_numbers_only(value):
    with pytest.raises(ValueError, match="not finite"):
        decimal(value, 2)


def test_a_system_needs_as_many_names_as_columns():
    with pytest.raises(ValueError, match="zip"):
        system(Matrix([[1, 2]]), [3], ["x"])
    with pytest.raises(ValueError, match="zip"):
        system(Matrix([[1, 2]]), [3, Fraction(1)])
