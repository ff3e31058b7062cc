"""la-map-matrix on maps worked by hand."""

from question_bank.la.map_matrix import build, does_the_same
from quizgen.exact import Matrix
from quizgen.grading import grade

F = Matrix([[1, 2], [0, -1]])
G = Matrix([[0, 1], [1, 3]])


def test_a_formula_and_its_zero() -> None:
    problem = build("formula", F, None, 0)
    assert grade(problem, {"answer": "1 2; 0 -1"}).outcome == "correct"
    assert grade(problem, {"answer": "1 0; 2 -1"}).code == "misconception:rows-for-columns"
    assert grade(problem, {"answer": "1 2; -1 0"}).code == "misconception:drops-zero"


def test_a_composite_in_its_order() -> None:
    problem = build("composite", F, G, 0)
    assert grade(problem, {"answer": "[0, -1; 1, -1]"}).outcome == "correct"
    assert grade(problem, {"answer": "[2, 7; -1, -3]"}).code == "misconception:composition-order"
    assert not does_the_same("composite", F, G, 0, F @ G)


def test_the_inverse_map() -> None:
    assert does_the_same("inverse", F, None, 0, Matrix([[1, 2], [0, -1]]))
    assert not does_the_same("inverse", G, None, 0, G)
