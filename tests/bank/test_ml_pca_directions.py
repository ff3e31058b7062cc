"""ml-pca-directions on hand-made data whose directions are known by another route."""

import numpy as np

from question_bank.ml.pca_directions import build, largest_variance
from quizgen.exact import Matrix, Vector
from quizgen.grading import grade

LINE = Matrix([[5, 0], [6, 1], [7, 2], [6, 1]])  # on the line y = x - 5: the direction is (1, 1)
THREE = Matrix([[3, 1, 2], [1, 3, 2], [2, 2, -1]])


def test_points_on_a_line_give_its_direction() -> None:
    problem = build("points", LINE, False, 0)
    assert grade(problem, {"answer": "(1, 1)"}).outcome == "correct"
    assert grade(problem, {"answer": "(-2, -2)"}).outcome == "correct"
    assert grade(problem, {"answer": "(1, -1)"}).code == "misconception:smallest-eigenvalue"
    assert grade(problem, {"answer": "(-1, 0, 1, 0)"}).code == "misconception:rows-columns"


def test_forgetting_the_mean_is_recognised() -> None:
    data = Matrix([[-5, -7], [3, -1], [-1, 1], [-5, 3]])
    raw = np.array(data.to_floats())
    leading = np.linalg.eigh(raw.T @ raw)[1][:, 1]
    assert np.isclose(leading[0], leading[1])
    problem = build("points", data, False, 0)
    assert grade(problem, {"answer": "(1, 2)"}).outcome == "correct"
    assert grade(problem, {"answer": "(1, 1)"}).code == "misconception:not-centred"


def test_the_covariance_of_a_textbook() -> None:
    problem = build("covariance", Matrix([[5, 2], [2, 2]]), False, 0)  # eigenvalues 6 and 1
    assert grade(problem, {"answer": "(2, 1)"}).outcome == "correct"
    assert grade(problem, {"answer": "(1, -2)"}).code == "misconception:smallest-eigenvalue"


def test_three_observations_through_the_svd() -> None:
    rows = np.array(THREE.to_floats())
    centred = rows - rows.mean(axis=0)
    direction = np.linalg.svd(centred)[2][0]
    found = build("gram", THREE, False, 0).parts[0].answer.value()
    known = np.array([float(x.p) for x in found])
    assert np.isclose(abs(direction @ known), np.linalg.norm(known))
    shown_as_columns = build("gram", THREE, True, 0).parts[0].answer
    assert shown_as_columns == build("gram", THREE, False, 0).parts[0].answer


def test_verify_refuses_a_direction_of_less_variance() -> None:
    assert largest_variance("points", LINE, False, 0, Vector([3, 3]))
    assert not largest_variance("points", LINE, False, 0, Vector([1, 2]))
    assert not largest_variance("points", LINE, False, 0, Vector([0, 0]))
    assert not largest_variance("points", LINE, False, 0, Vector([1, 1, 1]))
