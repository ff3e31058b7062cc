"""la-rank on matrices of the book and by hand."""

from question_bank.la.rank import build, largest_nonzero_minor
from quizgen.exact import Matrix, Q
from quizgen.grading import grade

BOOK = Matrix([[1, 2, 1], [-2, -3, 1], [3, 5, 0]])  # MML, example 2.18: rank 2
HAND = Matrix([[1, 2, 3], [2, 3, 8], [1, 1, 5]])  # row 3 = row 2 - row 1: with t for the 5, the rank drops at t = 5


def test_the_rank_of_the_book() -> None:
    problem = build(BOOK, None, 0)
    assert grade(problem, {"answer": "2"}).outcome == "correct"
    assert grade(problem, {"answer": "3"}).code == "misconception:counts-rows"
    assert largest_nonzero_minor(BOOK, None, 0, Q(2))
    assert not largest_nonzero_minor(BOOK, None, 0, Q(3))


def test_a_parameter() -> None:
    problem = build(HAND, (2, 2), 0)
    assert grade(problem, {"a.answer": "t = 5", "b.answer": "3", "c.answer": "2"}).outcome == "correct"
    assert grade(problem, {"a.answer": "-5", "b.answer": "3", "c.answer": "2"}).outcome == "partial"
    assert not largest_nonzero_minor(HAND, (2, 2), 0, {"a": Q(4), "b": Q(3), "c": Q(2)})


def test_zero_rows_are_not_all() -> None:
    problem = build(Matrix([[1, 2, 0], [0, 0, 0], [2, 4, 0]]), None, 0)
    assert grade(problem, {"answer": "2"}).code == "misconception:nonzero-entries"
