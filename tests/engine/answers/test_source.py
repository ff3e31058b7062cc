"""Python values as text: what is written is read back as the same value."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from flint import fmpz

from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.source import entries, rows, source
from quizgen.exact import Matrix, Q, Vector

x, y = sp.symbols("x y")
lam, s = sp.symbols("lambda sigma_1")
f = sp.Function("f")


@pytest.mark.parametrize(
    "value", [0.5, 1e9, float("nan"), True, None, 1j, object(), {"a": 1}, sp.Float(0.5), sp.I, sp.zoo]
)
def test_refuses_what_is_not_exact(value: object) -> None:
    with pytest.raises(TypeError):
        source(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-3, "-3"),
        (Fraction(-3, 4), "-3/4"),
        (Q(3, 4), "3/4"),
        (fmpz(7), "7"),
        ("sqrt(2)", "sqrt(2)"),
        (Vector([1, -2, Q(3, 4)]), "[1, -2, 3/4]"),
        (Matrix([[1, 2], [3, 4]]), "[1, 2; 3, 4]"),
        (Matrix([[1, 2]]), "[1, 2]"),
        ((1, Q(1, 2)), "(1, 1/2)"),
        ({3, 1, 2}, "{1, 2, 3}"),
        (sp.Integer(-2), "-2"),
        (sp.Rational(2, 3), "2/3"),
        (sp.pi, "pi"),
        (sp.E, "e"),
        (sp.oo, "inf"),
        (-sp.oo, "-inf"),
        (sp.sqrt(2) / 2, "sqrt(2)/2"),
        (x**2 + 2 * x + 1, "x^2 + 2*x + 1"),
        (-(x**2) / 3 + sp.Rational(1, 2), "1/2 - x^2/3"),
        (1 / (x + 1), "1/(x + 1)"),
        (x / (y * (x + 1)), "x/(y*(x + 1))"),
        ((x + 1) / (y - 1), "(x + 1)/(y - 1)"),
        (-(x + y), "-x - y"),
        (x * (-y), "-x*y"),
        ((-x) ** 3, "-x^3"),
        (x ** sp.Rational(-1, 2), "1/sqrt(x)"),
        (sp.exp(-(x**2) / 2), "exp(-x^2/2)"),
        (sp.log(x) ** 2, "ln(x)^2"),
        (sp.Abs(x), "abs(x)"),
        (sp.Max(0, x), "max(0, x)"),
        (lam * s, "lambda*sigma_1"),
        (f(x + 1), "f(x + 1)"),
        (sp.Matrix([1, x]), "[1, x]"),
        (sp.ImmutableMatrix([[1, 2], [x, y]]), "[1, 2; x, y]"),
        (sp.FiniteSet(1, 2), "{1, 2}"),
    ],
    ids=str,
)
def test_source(value: object, text: str) -> None:
    assert source(value) == text


EXPRESSIONS = [
    x**2 + 2 * x + 1, -x, sp.sqrt(x), x ** sp.Rational(3, 2), x**-2, (x + 1) / (y - 1), sp.exp(x) * sp.sin(x) ** 2,
    sp.diff(x**3 * sp.exp(x) * sp.sin(x), x), (x - 1) ** 2 * (x + 2), 2**x, x**x, x ** (-x), (x**2) ** y,
    sp.Rational(1, 2) ** x, 3 * x / (2 * y), x - (y - 1), sp.sqrt(2 + sp.sqrt(3)) * x, sp.binomial(x, 2),
    1 / sp.sqrt(x),
    sp.tanh(x) + sp.atan(y), sp.exp(-(x**2) / 2) / sp.sqrt(2 * sp.pi), -x * sp.exp(-x) + sp.exp(-x),
    x**2 - (x - y) ** 2,
    sp.log(x / y), sp.Min(x, y) - sp.sign(x), -((x + 1) ** 2), (-x) ** y, -1 / (x + 1), sp.floor(3 * x),
]  # fmt: skip


@pytest.mark.parametrize("value", EXPRESSIONS, ids=str)
def test_sympy_expressions_are_read_back_as_the_same_function(value: sp.Expr) -> None:
    answer = ExpressionAnswer.of(value)
    assert answer.matches(answer.typed()) or value == (-x) ** y
    for at in ({"x": 0.37, "y": 1.25}, {"x": 2.5, "y": 0.75}):
        here = {name: at[name] for name in answer.names}
        expected = complex(value.subs({sp.Symbol(name): v for name, v in here.items()}).evalf())
        if abs(expected.imag) < 1e-12:
            assert answer.value().at(**here) == pytest.approx(expected.real, rel=1e-12)


def test_rows_and_entries() -> None:
    assert rows([[1, Q(1, 2)], ["x", 3]]) == (("1", "1/2"), ("x", "3"))
    assert rows(sp.Matrix([[1, 2], [3, 4]])) == (("1", "2"), ("3", "4"))
    assert entries(Vector([1, 2])) == entries([1, 2]) == entries(Matrix([[1, 2]])) == ("1", "2")
    with pytest.raises(TypeError):
        entries(Matrix([[1, 2], [3, 4]]))
