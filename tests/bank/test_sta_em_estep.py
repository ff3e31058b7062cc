"""Responsibilities of hand-made mixtures, against numbers worked out by another route."""

from __future__ import annotations

import math

from question_bank.sta.em_estep import build, estep
from quizgen.exact import Q
from quizgen.grading import grade

WEIGHTS = (Q(1, 4), Q(3, 4))
DENSITIES = ((Q(3, 10), Q(1, 10)), (Q(1, 10), Q(1, 5)))
REST = ((), (), (), (-1, -1))


def test_densities_given() -> None:
    problem = build("densities", 0, WEIGHTS, DENSITIES, *REST)
    assert grade(problem, {"r11": "1/2", "r12": "0.5", "r21": "1/7", "r22": "6/7"}).outcome == "correct"
    assert grade(problem, {"r11": "1/2", "r12": "1/2", "r21": "0.143", "r22": "0.857"}).outcome == "correct"
    ignored = {"r11": "3/4", "r12": "1/4", "r21": "1/3", "r22": "2/3"}
    assert grade(problem, ignored).code == "misconception:weights-ignored"
    assert grade(problem, {"r11": "1/2", "r12": "1/2", "r21": "1/7", "r22": "5/7"}).outcome == "partial"


def test_two_gaussians_by_the_density_formula() -> None:
    """Weights 0.2 and 0.8, N(0, 1) and N(3, 4): densities written out with math.exp."""
    problem = build("gaussians", 1, (Q(1, 5), Q(4, 5)), (), (0, 3), (1, 2), (1, 2), (-1, -1))

    def share(x: float) -> float:
        one = 0.2 * math.exp(-(x**2) / 2)
        two = 0.8 / 2 * math.exp(-((x - 3) ** 2) / 8)
        return one / (one + two)

    assert grade(problem, {"r11": f"{share(1):.3f}", "r21": f"{share(2):.3f}"}).outcome == "correct"
    assert grade(problem, {"r11": "1/(1 + 2)", "r21": f"{share(2):.3f}"}).outcome == "correct"
    assert grade(problem, {"r11": "1", "r21": "0"}).outcome != "correct"


def test_weights_are_recovered_and_updated() -> None:
    lost = build("recover", 2, WEIGHTS, DENSITIES, *REST)
    assert grade(lost, {"pi1": "0.25", "pi2": "0.75", "r21": "1/7", "r22": "6/7"}).outcome == "correct"
    assert grade(lost, {"pi1": "0.75", "pi2": "0.25", "r21": "1/7", "r22": "6/7"}).outcome == "partial"
    three = (*DENSITIES, (Q(1, 10), Q(1, 10)))
    labelled = build("labelled", 2, WEIGHTS, three, (), (), (), (2, 0))
    right = {"r11": "1/2", "r21": "1/7", "r31": "1", "pi1": "23/42", "pi2": "19/42"}
    assert grade(labelled, right).outcome == "correct"
    assert grade(labelled, {**right, "r31": "1/4"}).outcome == "partial"


def test_verify_refuses_responsibilities_that_do_not_add_up() -> None:
    assert estep.check is not None
    wrong = {"r11": Q(1, 2), "r12": Q(1, 2), "r21": Q(1, 7), "r22": Q(5, 7)}
    assert not estep.check("densities", 0, WEIGHTS, DENSITIES, *REST, wrong)
