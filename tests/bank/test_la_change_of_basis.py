"""la-change-of-basis on bases worked by hand."""

from question_bank.la.change_of_basis import build, vectors_come_back
from quizgen.exact import Matrix, Vector
from quizgen.grading import grade

B = Matrix([[3, 4], [2, 3]])
C = Matrix([[1, 1], [0, 1]])
P = "[1, 1; 2, 3]"  # b_1 = c_1 + 2 c_2, b_2 = c_1 + 3 c_2


def test_between_two_bases() -> None:
    problem = build(B, C, None, 0)
    assert grade(problem, {"answer": P}).outcome == "correct"
    assert grade(problem, {"answer": "[3, -1; -2, 1]"}).code == "misconception:inverse-direction"
    assert grade(problem, {"answer": "[3, 4; 2, 3]"}).code == "misconception:not-relative"
    assert grade(problem, {"answer": "[3, 2; 4, 3]"}).code == "misconception:column-of-old"


def test_to_the_standard_basis_the_vectors_are_the_columns() -> None:
    problem = build(B, Matrix.identity(2), None, 0)
    assert grade(problem, {"answer": "[3, 4; 2, 3]"}).outcome == "correct"
    assert not vectors_come_back(B, Matrix.identity(2), None, 0, B.T)


def test_coordinates_follow() -> None:
    problem = build(B, C, Vector([1, -1]), 0)
    assert grade(problem, {"a.answer": P, "b.answer": "(0, -1)"}).outcome == "correct"
    assert grade(problem, {"a.answer": "[3, 4; 2, 3]", "b.answer": "(-1, -1)"}).parts["b"].code == "follows"
