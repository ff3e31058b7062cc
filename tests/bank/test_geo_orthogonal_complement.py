"""geo-orthogonal-complement on subspaces worked by hand."""

from question_bank.geo.orthogonal_complement import build, orthogonal_and_complete
from quizgen.exact import Matrix, Vector
from quizgen.grading import grade

PLANE = Matrix([[1, 0, 1, 2], [0, 1, -1, 1]])


def test_of_a_vector() -> None:
    problem = build(Matrix([[1, 2, -3]]), False, 0)
    assert grade(problem, {"answer": "(-2, 1, 0), (3, 0, 1)"}).outcome == "correct"
    assert grade(problem, {"answer": "(1, 1, 1), (5, -1, 1)"}).outcome == "correct"
    assert grade(problem, {"answer": "(-4, 2, 0)"}).code == "misconception:dimension"
    assert grade(problem, {"answer": "(2, 1, 0), (3, 0, 1)"}).code == "misconception:sign"


def test_of_a_plane_in_four_dimensions() -> None:
    problem = build(PLANE, False, 0)
    assert grade(problem, {"answer": "(-1, 1, 1, 0), (-2, -1, 0, 1)"}).outcome == "correct"
    assert not orthogonal_and_complete(PLANE, False, 0, (Vector([-1, 1, 1, 0]),))


def test_of_a_space_given_by_equations_it_is_the_row_space() -> None:
    problem = build(PLANE, True, 0)
    assert grade(problem, {"answer": "(1, 1, 0, 3), (0, 1, -1, 1)"}).outcome == "correct"
    assert grade(problem, {"answer": "(-1, 1, 1, 0), (-2, -1, 0, 1)"}).code == "misconception:null-of-columns"
