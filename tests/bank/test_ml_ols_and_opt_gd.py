"""Least squares and gradient descent against numpy and the numbers of MML 7.1."""

from __future__ import annotations

import numpy as np

from question_bank.ml.ols_fit import build as build_fit
from question_bank.ml.ols_fit import ols_fit
from question_bank.opt.gd_step import build as build_step
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade


def test_a_line_through_three_points() -> None:
    """(0, 1), (1, 2), (2, 4): intercept 5/6, slope 3/2, error 1/6."""
    given = ("line", Vector([0, 1, 2]), Vector([1, 2, 4]), 0)
    fit = np.polyfit([0, 1, 2], [1, 2, 4], 1)
    assert np.allclose(fit, [3 / 2, 5 / 6])
    problem = build_fit(*given)
    assert grade(problem, {"a.answer": "(5/6, 3/2)", "b.answer": "1/6"}).outcome == "correct"
    assert grade(problem, {"a.answer": "(3/2, 5/6)", "b.answer": "1/6"}).outcome == "partial"
    assert grade(problem, {"a.answer": "(0, 2)", "b.answer": "0"}).parts["a"].code == "misconception:no-intercept"
    assert ols_fit.check is not None
    assert not ols_fit.check(*given, {"a": Vector([1, 1]), "b": Q(1)})


def test_all_minimisers_of_a_deficient_design() -> None:
    """theta_1 + 2 theta_2 is fitted: y = (1, 3) at x = (1, 1) leaves 2 as its best value."""
    problem = build_fit("deficient", Matrix([[1, 2], [1, 2]]), Vector([1, 3]), 0)
    assert grade(problem, {"a.answer": "(0, 1) + t(2, -1)", "b.answer": "2"}).outcome == "correct"
    assert grade(problem, {"a.answer": "(2, 0)", "b.answer": "2"}).outcome == "partial"


def test_the_first_step_of_mml_example_7_1() -> None:
    """MML Example 7.1: A = [2 1; 1 20], b = (5, 3), start (-3, -1), step size 0.085 leads to about (-1.98, 1.21)."""
    a, b = Matrix([[2, 1], [1, 20]]), Vector([5, 3])
    problem = build_step(a, b, Vector([-3, -1]), Q(85, 1000), 2, 0)
    point = np.array([-3.0, -1.0])
    for _ in range(2):
        point = point - 0.085 * (np.array([[2, 1], [1, 20]]) @ point - np.array([5, 3]))
    exact = problem.parts[0].answer.value()
    assert np.allclose([float(x.p) / float(x.q) for x in exact], point)
    one = build_step(a, b, Vector([-3, -1]), Q(85, 1000), 1, 0)
    assert grade(one, {"answer": "(-1.98, 1.21)"}).outcome == "correct"
    assert grade(one, {"answer": "(-4.02, -3.21)"}).code == "misconception:ascent-sign"
