"""cal-derivative against derivatives worked by hand (MML 5.1, exercises 5.1 to 5.3)."""

from __future__ import annotations

import pytest

from question_bank.cal._terms import ONE, Call, Power, Product, Quotient, Spelled, Sum, Tree, X, poly
from question_bank.cal.derivative import build, differences_agree, gaussian
from quizgen.exact import Q
from quizgen.grading import grade

GAUSSIAN = Call("exp", Spelled(poly(Q(-1, 2), 1, Q(-1, 2)), "-(@ - 1)^2/2"))
TABLE = [
    # MML, exercise 5.1: f(x) = log(x^4) sin(x^3) has the factors ln and sin; here ln(x) x^4 and sin^2.
    (Product(poly(1, 0, 0, 0, 0), Call("ln", X)), True, "4x^3 ln(x) + x^3", "4x^3 / x"),
    (Power(Call("sin", poly(3, 0)), 2), False, "3 sin(6x)", "2 sin(3x) cos(3x)"),
    # MML, exercise 5.2: the logistic sigmoid.
    (Quotient(ONE, Sum(ONE, Call("exp", poly(-1, 0)))), False, "e^(-x)/(1 + e^(-x))^2", "-e^(-x)/(1 + e^(-x))^2"),
    (Call("sigmoid", poly(2, 0)), False, "2/(2 + e^(2x) + e^(-2x))", "1/(2 + e^(2x) + e^(-2x))"),
    # MML, exercise 5.3: f(x) = exp(-(x - mu)^2 / (2 sigma^2)) with mu = 1, sigma = 1.
    (GAUSSIAN, False, "(1 - x) e^(-(x - 1)^2/2)", "e^(-(x - 1)^2/2)"),
    (gaussian(1, 2), False, "-(x - 1) e^(-(x^2 - 2x + 1)/2)", "(x - 1) e^(-(x - 1)^2/2)"),
    (Product(poly(1, 0, 1), poly(3, -2)), False, "2x(3x - 2) + 3(x^2 + 1)", "6x"),
    (Quotient(poly(2, 1), poly(1, 0, 3)), False, "(6 - 2x - 2x^2)/(x^2 + 3)^2", "(2x^2 + 2x - 6)/(x^2 + 3)^2"),
    (Call("ln", Sum(ONE, Call("exp", poly(2, 0)))), False, "2 - 2/(1 + e^(2x))", "1/(1 + e^(2x))"),
]


@pytest.mark.parametrize(("f", "positive", "right", "wrong"), TABLE)
def test_known_derivatives(f: Tree, positive: bool, right: str, wrong: str) -> None:
    problem = build(f, "lagrange", positive)
    assert grade(problem, {"answer": f"f'(x) = {right}"}).outcome == "correct"
    assert grade(problem, {"answer": wrong}).outcome == "incorrect"
    assert differences_agree(f, "lagrange", positive, problem.parts[0].answer.value())


def test_the_misconceptions_of_a_product_and_a_quotient_are_named() -> None:
    product = build(Product(poly(2, 1), Call("exp", poly(-3, 0))), "lagrange", False)
    assert grade(product, {"answer": "-6e^(-3x)"}).code == "misconception:product-rule"
    assert grade(product, {"answer": "(2x + 3) e^(-3x)"}).code == "misconception:chain-missing"
    quotient = build(Quotient(Call("ln", X), poly(1, 0, 0)), "y", True)
    assert grade(quotient, {"answer": "(2 ln(x) - 1)/x^3"}).code == "misconception:quotient-sign"
