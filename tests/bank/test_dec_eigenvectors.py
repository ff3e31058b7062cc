"""dec-eigenvectors on textbook matrices."""

from question_bank.dec.eigenvectors import build, multiply
from quizgen.exact import Matrix, Vector
from quizgen.grading import grade

MML_4_5 = Matrix([[4, 2], [1, 3]])  # MML, example 4.5: eigenvalues 2 and 5
MML_4_6 = Matrix([[2, 1], [0, 2]])  # MML, example 4.6 (geometric multiplicity 1)
SYMMETRIC = Matrix([[3, 2, 2], [2, 3, 2], [2, 2, 3]])  # MML, example 4.8: eigenvalues 1, 1, 7


def test_the_eigenvectors_of_the_book_are_right() -> None:
    problem = build(MML_4_5, (2, 5), False, 0)
    assert grade(problem, {"a.answer": "(1, -1)", "b.answer": "(2, 1)"}).outcome == "correct"
    assert grade(problem, {"a.answer": "(1, 1)", "b.answer": "(2, 1)"}).parts["a"].outcome == "incorrect"


def test_eigenvalues_can_be_asked_for_as_well() -> None:
    problem = build(MML_4_5, (2, 5), True, 0)
    assert grade(problem, {"a.answer": "5, 2", "b.answer": "(-3, 3)", "c.answer": "(4, 2)"}).outcome == "correct"


def test_a_defective_matrix_has_one_line_of_eigenvectors() -> None:
    problem = build(MML_4_6, (2, 2), False, 0)
    assert grade(problem, {"answer": "(7, 0)"}).outcome == "correct"
    assert grade(problem, {"answer": "(1, 0), (0, 1)"}).outcome == "incorrect"


def test_a_plane_of_eigenvectors() -> None:
    problem = build(SYMMETRIC, (1, 1, 7), False, 0)
    right = {"a.answer": "(-1, 1, 0), (-1, 0, 1)", "b.answer": "(1, 1, 1)"}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"a.answer": "(1, -2, 1), (1, 0, -1)"}).outcome == "correct"
    half = grade(problem, right | {"a.answer": "(-2, 2, 0)"}).parts["a"]
    assert half.code == "misconception:one-of-two"
    assert grade(problem, right | {"b.answer": "(0, 0, 0)"}).parts["b"].code == "misconception:zero-vector"


def test_verify_multiplies() -> None:
    right = {"a": (Vector([-1, 1, 0]), Vector([-1, 0, 1])), "b": (Vector([1, 1, 1]),)}
    assert multiply(SYMMETRIC, (1, 1, 7), False, 0, right)
    assert not multiply(SYMMETRIC, (1, 1, 7), False, 0, right | {"a": (Vector([-1, 1, 0]),)})
    assert not multiply(SYMMETRIC, (1, 1, 7), False, 0, right | {"b": (Vector([1, 1, 0]),)})
