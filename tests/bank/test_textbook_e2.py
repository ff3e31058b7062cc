"""Known results for limits, Jacobians, Taylor polynomials, variational problems and networks, put through `build`."""

from __future__ import annotations

import pytest

from question_bank.cal import chain_jacobian, euler_lagrange, ftc, jacobian, limit, taylor_1d
from question_bank.cal.backprop_layer import build as backprop
from question_bank.ml import mlp_count, mlp_forward
from question_bank.ml._network import Layer
from quizgen.contract import response_of
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade
from quizgen.problem import Problem


def right(problem: Problem, *replies: str) -> bool:
    """Whether the replies, part by part, are all correct."""
    given = {part.id: {"answer": reply} for part, reply in zip(problem.parts, replies, strict=True)}
    return grade(problem, response_of(problem, given)).outcome == "correct"


def test_limits() -> None:
    assert right(limit.build("cancel", (3, 1, 3, 0, 1), 0), "6")  # (x^2 - 9)/(x - 3) at 3
    assert right(limit.build("sine", (5, 3), 0), "5/3")
    assert right(limit.build("cosine", (2, 1), 0), "2")  # (1 - cos 2x)/x^2
    # xy/(x^2 + y^2) along y = x, the textbook example without a limit
    assert right(limit.build("mixed", (1, 1, 1, 1, 1), 0), "0", "1/2", "none")
    assert right(limit.build("parabola", (1, 1, 1, 1, 1), 0), "0", "1/2", "does not exist")


def test_variable_limits() -> None:
    f = ftc.Integrand("cos", 1, 0, 2)
    assert right(ftc.build("derive", f, ftc.Limit("power", 1, 2), ftc.Limit("number", 0), (), 0), "2x cos(x^4)")
    both = ftc.build("derive", f, ftc.Limit("power", 1, 3), ftc.Limit("power", 1, 2), (), 0)
    assert right(both, "3x^2 cos(x^6) - 2x cos(x^4)")


def test_jacobians() -> None:
    assert right(jacobian.build("polar", (), (), (1, 1), 0), "[cos(phi), -r sin(phi); sin(phi), r cos(phi)]", "r")
    assert right(jacobian.build("softmax", (), (1, 1), (), 0), "[1/2, 1/2]", "[1/4, -1/4; -1/4, 1/4]")


@pytest.mark.parametrize(
    ("kind", "c", "reply"),
    [
        ("log", 1, "2x'/(1 + x'x)"),  # MML, exercise 5.7a
        ("gauss", 1, "-e^(-1/2 (x - m)'inv(S)(x - m)) (x - m)'inv(S)"),  # 5.8a
        ("deep", 1, "D_2 W_2 D_1 W_1"),
    ],
)
def test_chain_rule_of_mml(kind: str, c: int, reply: str) -> None:
    given = (kind, 3, Q(1), c, ("A", "x", "b"), "tanh", Matrix([[0]]), (), 0)
    assert right(chain_jacobian.build(*given), reply)


def test_taylor_polynomials() -> None:
    # MML, example 5.4: sin x + cos x
    assert right(taylor_1d.build("sum", 1, 1, 0, 4, 0), "1 + x - x^2/2 - x^3/6 + x^4/24")
    assert right(taylor_1d.build("atan", 1, 1, 0, 5, 0), "x - x^3/3 + x^5/5")
    assert right(taylor_1d.build("ln", 1, 1, 1, 3, 0), "(x-1) - (x-1)^2/2 + (x-1)^3/3")
    assert right(taylor_1d.build("sigmoid", 1, 1, 0, 3, 0), "1/2 + x/4 - x^3/48")
    assert right(taylor_1d.build("log-cos", 1, 1, 0, 4, 0), "-x^2/2 - x^4/12")


def test_variational_problems() -> None:
    assert right(euler_lagrange.build("length", (0, 0, 1, 1), 0), "x")
    assert right(euler_lagrange.build("gaussian", (0, 1), 0), "e^(-x^2/2)/sqrt(2pi)")
    assert right(euler_lagrange.build("exponential", (1, 2), 0), "2e^(-2x)")
    assert right(euler_lagrange.build("area", (1, 1), 0), "6x(1 - x)")
    assert right(euler_lagrange.build("oscillator", (1, 1, 0), 0), "q = -y", "cos(x)")


@pytest.mark.parametrize(("x", "h", "y"), [((0, 0), "[0, 0]", "0"), ((1, 0), "[1, 0]", "1"), ((1, 1), "[2, 1]", "0")])
def test_xor_network_of_goodfellow_bengio_courville(x: tuple[int, int], h: str, y: str) -> None:
    layers = (Layer(Matrix([[1, 1], [1, 1]]), Vector([0, -1])), Layer(Matrix([[1, -2]]), Vector([0])))
    assert right(mlp_forward.build(layers, Vector(x), "relu", 0), h, f"[{y}]")


def test_counts() -> None:
    # The usual MNIST network 784-128-64-10
    network = mlp_count.build("network", (784, 128, 64, 10), "", (0, 1, 2, 3), 0)
    assert network.parts[1].answer.matches({"answer": "109386"})
    mixture = mlp_count.build("mixture", (3, 2), "full", (0, 1, 2, 3), 0)
    assert right(mixture, "9", "17")
    symmetry = mlp_count.build("symmetry", (2, 3, 1), "tanh", (0, 1, 2, 3), 0)
    assert right(symmetry, "6", "48", "1")


def test_backward_pass_by_hand() -> None:
    # x = (1, 2), a = 1/2, y = 1: delta = -1/2 * 1/4
    given = ("logistic", Vector([1, 2]), Matrix([[Q(1, 2)]]), Matrix([[3, -1]]), Matrix([[0]]), Matrix([[1]]), 0, 0)
    assert right(backprop(*given), "-1/8", "[-1/8, -1/4]", "-1/8")
