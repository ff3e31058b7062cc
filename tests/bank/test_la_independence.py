"""la-independence on the vectors of the book."""

from question_bank.la.independence import build, sum_or_gram
from quizgen.exact import Matrix, Vector
from quizgen.grading import grade

BOOK = Matrix([[1, 1, -1], [2, 1, -2], [-3, 0, 1], [4, 2, 1]])  # MML, example 2.14: independent
PLANE = Matrix([[1, 0, 2], [0, 1, 3]])  # v_3 = 2 v_1 + 3 v_2


def test_the_vectors_of_the_book_are_independent() -> None:
    problem = build(BOOK, "vectors", 0)
    assert grade(problem, {"answer": "none"}).outcome == "correct"
    assert grade(problem, {"answer": "(1, 1, 1)"}).outcome == "incorrect"
    assert sum_or_gram(BOOK, "vectors", 0, "none")


def test_a_relation_up_to_a_factor() -> None:
    problem = build(PLANE, "vectors", 0)
    assert grade(problem, {"answer": "(2, 3, -1)"}).outcome == "correct"
    assert grade(problem, {"answer": "-2/3 -1 1/3"}).outcome == "correct"
    assert grade(problem, {"answer": "(2, 3, 1)"}).code == "misconception:relation-sign"
    assert grade(problem, {"answer": "none"}).code == "misconception:pairwise"
    assert not sum_or_gram(PLANE, "vectors", 0, Vector([0, 0, 0]))


def test_polynomials() -> None:
    problem = build(Matrix([[1, 1, 2], [1, -1, 0], [0, 0, 0]]), "polynomials", 0)  # 1 + x, 1 - x, 2
    assert grade(problem, {"answer": "1, 1, -1"}).outcome == "correct"
    assert grade(problem, {"answer": "none"}).code == "misconception:count-only"
