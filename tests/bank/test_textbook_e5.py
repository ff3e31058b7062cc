"""Learning from data: exercises on numbers that books and other routes have made known."""

from __future__ import annotations

import numpy as np
import pytest

from question_bank.ml.confusion_metrics import build as build_metrics
from question_bank.ml.kmeans_step import build as build_kmeans
from question_bank.ml.pca_project import build as build_projection
from question_bank.ml.perceptron import build as build_perceptron
from question_bank.ml.perceptron import perceptron
from question_bank.ml.ridge import build as build_ridge
from question_bank.sta.em_mstep import build as build_mstep
from question_bank.sta.erm import build as build_erm
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade


def test_the_mixture_of_mml_chapter_11() -> None:
    """MML Examples 11.1 to 11.5: means -2.7, -0.4, 3.7, variances 0.14, 0.44, 1.53, weights 0.29, 0.29, 0.42."""
    x = (Q(-3), Q(-5, 2), Q(-1), Q(0), Q(2), Q(4), Q(5))
    told = [(1, 0, 0), (1, 0, 0), (57, 943, 0), (1, 999, 0), (0, 66, 934), (0, 0, 1), (0, 0, 1)]
    shares = tuple(tuple(Q(r, sum(row)) for r in row) for row in told)
    answers = build_mstep("weights", 0, x, shares, ()).parts[0].answer.value()  # type: ignore[arg-type]
    found = {name: float(v.p) / float(v.q) for name, v in answers.items()}
    assert [found[f"mu{k}"] for k in (1, 2, 3)] == pytest.approx([-2.7, -0.4, 3.7], abs=0.05)
    assert [found[f"pi{k}"] for k in (1, 2, 3)] == pytest.approx([0.29, 0.29, 0.42], abs=0.005)
    spread = build_mstep("separate", 0, x, shares, ()).parts[0].answer.value()  # type: ignore[arg-type]
    variances = [float(spread[f"s{k}"].p) / float(spread[f"s{k}"].q) for k in (1, 2, 3)]
    assert variances == pytest.approx([0.14, 0.44, 1.53], abs=0.015)


def test_the_screening_example_of_many_texts() -> None:
    """2030 people, 30 ill: 20 found, 180 false alarms. Recall 2/3, specificity 91 %, precision 10 %, F1 0.174."""
    counts = (20, 180, 10, 1820)
    problem = build_metrics("counts", 1, counts, False, (), (), Q(0), (Q(0), Q(0), Q(0)), 0, ())
    response = {"accuracy": "0.906", "precision": "0.1", "recall": "2/3", "specificity": "0.91", "f1": "0.174"}
    assert grade(problem, response).outcome == "correct"
    swapped = response | {"precision": "2/3", "recall": "0.1"}
    assert grade(problem, swapped).code == "misconception:precision-recall-swap"


def test_ridge_is_least_squares_with_added_rows() -> None:
    """Ridge regression is least squares for X stacked on sqrt(lambda) I, and y on zeros."""
    x, y = Matrix([[1, 2], [3, -1], [0, 1]]), Vector([4, -2, 5])
    problem = build_ridge("plane", 0, x, y, Q(4), False, 0, (), ())
    stacked = np.vstack([np.array(x.to_floats()), 2 * np.eye(2)])
    fit = np.linalg.lstsq(stacked, np.array([4, -2, 5, 0, 0]), rcond=None)[0]
    answer = problem.parts[0].answer.value()
    assert np.allclose([float(v.p) / float(v.q) for v in answer], fit)


def test_the_perceptron_learns_the_logical_and() -> None:
    """AND with inputs 0 and 1, visited in the order 11, 00, 01, 10 from zero: the first epoch by hand."""
    points, labels = ((1, 1), (0, 0), (0, 1), (1, 0)), (1, -1, -1, -1)
    given = ("epoch", 0, points, labels, (0, 0, 0), (), ())
    problem = build_perceptron(*given)
    # (1, 1, 1), then 00 is wrong: (1, 1, 0); 01 gives 1, wrong: (1, 0, -1); 10 gives 0, wrong: (0, 0, -2).
    assert grade(problem, {"a.answer": "(0, 0, -2)", "b.answer": "4"}).outcome == "correct"
    assert perceptron.check is not None
    assert not perceptron.check(*given, {"a": Vector([1, 1, 0]), "b": Q(2)})


def test_kmeans_on_two_pairs() -> None:
    """Points 1, 2, 10, 12 with centres 1 and 9 go to 1.5 and 11, with J = 0.5 + 2."""
    problem = build_kmeans("line", 0, ((1,), (2,), (10,), (12,)), ((1,), (9,)), ())
    assert grade(problem, {"m1": "1.5", "m2": "11", "J": "2.5"}).outcome == "correct"
    assert grade(problem, {"m1": "1", "m2": "9", "J": "11"}).code == "misconception:centre-not-moved"


def test_reconstruction_from_one_component_through_the_svd() -> None:
    """numpy's projector onto the direction, from a QR decomposition, gives the same point."""
    mean, v, x = (1, -1), (1, 2), (6, 4)
    q, _ = np.linalg.qr(np.array([[1.0], [2.0]]))
    point = np.array(mean) + (q @ q.T @ (np.array(x) - np.array(mean)))
    answer = build_projection("point", 0, mean, (v,), x, ()).parts[0].answer.value()
    assert np.allclose([float(c.p) / float(c.q) for c in answer], point)


def test_every_median_minimises_the_absolute_risk() -> None:
    """Values 1, 3, 7, 9: every constant from 3 to 7 has the mean distance 3."""
    problem = build_erm("constant", "absolute", 0, (), (1, 3, 7, 9), (), (2, 4, 5), (), (0, 10))
    assert grade(problem, {"a.answer": "[3, 7]", "b.answer": "3"}).outcome == "correct"
    assert grade(problem, {"a.answer": "5", "b.answer": "3"}).parts["a"].code != "correct"
