"""Systems and inverses with a textbook's numbers (MML 2.3 and 2.2)."""

from __future__ import annotations

from question_bank.la.general_solution import build as build_general
from question_bank.la.inverse import build as build_inverse
from question_bank.la.inverse import inverse
from question_bank.la.solve_unique import build as build_unique
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade


def test_mml_example_2_2_4_has_an_inverse() -> None:
    """MML Example 2.4: A = [1 2 1; 4 4 5; 6 7 7] and its inverse B."""
    a = Matrix([[1, 2, 1], [4, 4, 5], [6, 7, 7]])
    problem = build_inverse(a, True, 0)
    assert grade(problem, {"answer": "[-7, -7, 6; 2, 1, -1; 4, 5, -4]"}).outcome == "correct"
    assert grade(problem, {"answer": "singular"}).outcome == "incorrect"
    assert inverse.check is not None
    assert not inverse.check(a, True, 0, "singular")


def test_a_singular_matrix() -> None:
    problem = build_inverse(Matrix([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), True, 1)
    assert grade(problem, {"answer": "singular"}).outcome == "correct"
    assert grade(problem, {"answer": "[1, 0, 0; 0, 1, 0; 0, 0, 1]"}).outcome == "incorrect"


def test_mml_equation_2_38_general_solution() -> None:
    """MML (2.38): [1 0 8 -4; 0 1 2 12] x = (42, 8); particular (42, 8, 0, 0)."""
    a, b = Matrix([[1, 0, 8, -4], [0, 1, 2, 12]]), Vector([42, 8])
    problem = build_general(a, b, False, 0)
    book = "(42, 8, 0, 0) + s(8, 2, -1, 0) + t(-4, 12, 0, -1)"
    assert grade(problem, {"answer": book}).outcome == "correct"
    assert grade(problem, {"answer": "(42, 8, 0, 0)"}).code == "misconception:particular-only"
    assert grade(problem, {"answer": "(42, 8, 0, 0) + s(8, 2, 1, 0) + t(-4, 12, 0, -1)"}).outcome != "correct"


def test_mml_example_2_1_and_one_unknown() -> None:
    """MML (2.4): x + y + z = 3, x - y + 2z = 2, y + z = 2 has the solution (1, 1, 1)."""
    a = Matrix([[1, 1, 1], [1, -1, 2], [0, 1, 1]])
    problem = build_unique(a, Vector([3, 2, 2]), None, 0, 0)
    assert grade(problem, {"answer": "x = 1, y = 1, z = 1"}).outcome == "correct"
    assert grade(problem, {"answer": "(1, 1, 2)"}).outcome != "correct"
    single = build_unique(Matrix([[3]]), Vector([12]), None, 0, -5)
    assert grade(single, {"answer": "x = 4"}).outcome == "correct"
    assert grade(single, {"answer": str(Q(2, 3))}).code == "misconception:back-subst-sign"
