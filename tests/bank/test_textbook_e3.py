"""Optimisation exercises against numbers known from textbooks."""

from __future__ import annotations

import numpy as np

from question_bank.opt import (
    convex_set,
    convexity_rules,
    critical_points,
    lagrange_eq,
    newton_step,
    qp_dual,
    quadratic_min,
    sgd_noise,
    sgd_step,
)
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade


def test_the_folium_has_a_saddle_and_a_minimum() -> None:
    """x^3 + y^3 - 3xy: a saddle at the origin, a local minimum at (1, 1)."""
    problem = critical_points.build("folium", (1, 1, 1), 0)
    assert grade(problem, {"a.answer": "{(0, 0), (1, 1)}", "b.answer": "3", "c.answer": "1"}).outcome == "correct"
    lost = grade(problem, {"a.answer": "{(1, 1)}", "b.answer": "3", "c.answer": "1"})
    assert lost.parts["a"].code == "misconception:roots-missed"


def test_the_quadratic_of_mml_example_7_1() -> None:
    """A = [2 1; 1 20], b = (5, 3): the minimiser is A^-1 b, near (2.487, 0.026)."""
    a, b = Matrix([[2, 1], [1, 20]]), Vector([5, 3])
    problem = quadratic_min.build("half", a, b, 0, False, 1, 0)
    found = [float(int(v.p) / int(v.q)) for v in problem.parts[0].answer.value()]
    assert np.allclose(found, np.linalg.solve([[2, 1], [1, 20]], [5, 3]))
    assert np.allclose(found, [2.487, 0.026], atol=1e-3)


def test_an_indefinite_quadratic_has_no_minimum() -> None:
    """x^T [1 2; 2 1] x has the eigenvalues 3 and -1."""
    problem = quadratic_min.build("half", Matrix([[1, 2], [2, 1]]), Vector([3, 3]), 0, False, 1, 0)
    assert grade(problem, {"answer": "none"}).outcome == "correct"
    assert grade(problem, {"answer": "(1, 1)"}).code == "misconception:existence-ignored"


def test_newton_for_the_root_of_two() -> None:
    """From 1 to 3/2, from 2 to 3/2: Heron's numbers."""
    terms = (((2,), 1), ((0,), -2))
    for start in (1, 2):
        problem = newton_step.build("root", terms, (0, 0, 0), (start,), Q(1), 0)
        assert grade(problem, {"answer": "3/2"}).outcome == "correct"


def test_newton_reaches_the_minimum_of_a_quadratic_at_once() -> None:
    """x^2 + xy + y^2 from any point: one step leads to the origin."""
    terms = (((2, 0), 1), ((1, 1), 1), ((0, 2), 1))
    problem = newton_step.build("plain", terms, (0, 0, 0), (3, -2), Q(1), 0)
    assert grade(problem, {"answer": "(0, 0)"}).outcome == "correct"


def test_a_linear_function_on_the_circle() -> None:
    """x + y on x^2 + y^2 = 2 is largest at (1, 1), with the value 2."""
    given = ("circle", Matrix.zeros(2, 2), Vector([1, 1]), Matrix.zeros(1, 2), Vector([2]), True, 0)
    problem = lagrange_eq.build(*given)
    reply = {"a.answer": "x + y + lambda(x^2 + y^2 - 2)", "b.answer": "(1, 1)", "c.answer": "2"}
    assert grade(problem, reply).outcome == "correct"
    other = grade(problem, reply | {"b.answer": "(-1, -1)"})
    assert other.parts["b"].code == "misconception:only-one-candidate"


def test_the_foot_of_the_perpendicular() -> None:
    """The point of x + y = 2 nearest to the origin is (1, 1): minimise x^2 + y^2."""
    given = ("line", Matrix([[2, 0], [0, 2]]), Vector([0, 0]), Matrix([[1, 1]]), Vector([2]), False, 0)
    problem = lagrange_eq.build(*given)
    assert (
        grade(problem, {"a.answer": "x^2+y^2+lambda(x+y-2)", "b.answer": "(1, 1)", "c.answer": "2"}).outcome
        == "correct"
    )


def test_the_dual_of_the_smallest_norm() -> None:
    """1/2 |x|^2 with x_1 + x_2 >= 2: the dual is 2 lambda - lambda^2, with its maximum 1 at lambda = 1."""
    given = ("norm", Matrix.identity(2), Vector([0, 0]), Vector([1, 1]), Q(2), 0)
    problem = qp_dual.build(*given)
    assert (
        grade(problem, {"a.answer": "2lambda - lambda^2", "b.answer": "1", "c.answer": "(1, 1)"}).outcome == "correct"
    )


def test_sgd_on_one_sample() -> None:
    """y = theta_0 + theta_1 x at 0 with the observation (1, 2) and step size 1/2: the error -2 moves both by 1."""
    given = ("line", Vector([1, 2, 3, 0]), Vector([2, 4, 6, 1]), ((0,),), Vector([0, 0]), (Q(1, 2),), Q(0), 0)
    assert grade(sgd_step.build(*given), {"answer": "(1, 1)"}).outcome == "correct"


def test_the_variance_falls_like_one_over_the_batch() -> None:
    """Gradients -1 and 1, twice each: variance 1, and 1/2 for batches of two."""
    problem = sgd_noise.build("variance", (-1, 1, -1, 1), (), (2, 3), (), 0)
    assert grade(problem, {"a.answer": "1", "b.answer": "1/2", "c.answer": "9"}).outcome == "correct"
    code = grade(problem, {"a.answer": "1", "b.answer": "1/4", "c.answer": "9"}).parts["b"].code
    assert code == "misconception:variance-over-batch-squared"


def test_any_right_counterexample_is_taken() -> None:
    """The set x_1 x_2 >= 1 has two branches; |x^2 - 1| has a hill at 0."""
    branches = convex_set.build("hyperbola", (1, 0, 0, 1), 0)
    reply = {"verdict": "false", "p": "(2, 1/2)", "q": "(-1/2, -2)", "t": "1/2"}
    assert grade(branches, reply).outcome == "correct"
    assert grade(branches, reply | {"q": "(1/2, 2)"}).code == "not-a-counterexample"
    assert grade(branches, reply | {"q": "(1, -1)"}).code == "hypothesis"
    hill = convexity_rules.build("falling", (1, 0, 1, 1, 1), 0)
    assert grade(hill, {"verdict": "false", "x": "-1", "y": "1", "t": "1/3"}).outcome == "correct"
    assert grade(hill, {"verdict": "false", "x": "2", "y": "4", "t": "1/2"}).code == "not-a-counterexample"
    assert grade(hill, {"verdict": "true"}).code == "misconception:composition-any"
