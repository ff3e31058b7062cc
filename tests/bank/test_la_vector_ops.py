"""la-vector-ops on numbers worked by hand."""

from question_bank.la.vector_ops import build, coefficients_come_back
from quizgen.exact import Q, Vector
from quizgen.grading import grade

U, V = Vector([1, 2]), Vector([3, -1])
PLANE = ((U, V), (Q(2), Q(-3)), None, 0, 0)
SPACE = ((Vector([1, 0, 2]), Vector([2, 1, -1])), (Q(3), Q(-2)), 1, 2, 0)


def test_two_vectors_in_the_plane() -> None:
    problem = build(*PLANE)
    assert grade(problem, {"answer": "(-7, 7)"}).outcome == "correct"
    assert grade(problem, {"answer": "(4, 1)"}).code == "misconception:drop-scalar"
    assert grade(problem, {"answer": "(11, 1)"}).code == "misconception:sign-slip"
    assert grade(problem, {"answer": "(-7, 1)"}).code == "misconception:first-entry-only"


def test_a_coefficient_is_found_from_an_entry() -> None:
    problem = build(*SPACE)  # the third entry is 6 + 2 = 8
    assert "$8$" in problem.prompt
    assert grade(problem, {"answer": "-1 -2 8"}).outcome == "correct"
    assert grade(problem, {"answer": "(-1, 2, 8)"}).outcome == "partial"


def test_verify_solves_backwards() -> None:
    assert coefficients_come_back(*PLANE, Vector([-7, 7]))
    assert not coefficients_come_back(*PLANE, Vector([-7, 8]))
    assert not coefficients_come_back(*SPACE, Vector([3, 0, 6]))
