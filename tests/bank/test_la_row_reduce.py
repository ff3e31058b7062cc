"""la-row-reduce on matrices reduced by hand."""

from question_bank.la.row_reduce import build, pattern_and_row_space
from quizgen.exact import Matrix
from quizgen.grading import grade

A = Matrix([[1, 2, -1, 1], [2, 5, 1, 0], [3, 7, 0, 1]])  # hand-made: row 3 is row 1 + row 2
REDUCED = Matrix([[1, 0, -7, 5], [0, 1, 3, -2], [0, 0, 0, 0]])


def test_a_matrix_of_rank_two() -> None:
    problem = build(A, 0, 0)
    assert grade(problem, {"answer": "1 0 -7 5; 0 1 3 -2; 0 0 0 0"}).outcome == "correct"
    assert grade(problem, {"answer": "1 2 -1 1; 0 1 3 -2; 0 0 0 0"}).code == "misconception:stops-at-REF"
    assert grade(problem, {"answer": "1 0 -7 5; 0 1 3 -2"}).code == "shape"


def test_the_last_column_takes_part() -> None:
    problem = build(Matrix([[2, 4, 6], [1, 3, 1]]), 1, 0)
    assert grade(problem, {"answer": "[1, 0, 7; 0, 1, -2]"}).outcome == "correct"
    assert grade(problem, {"answer": "[1, 0, 6; 0, 1, 1]"}).code == "misconception:row-op-on-one-side"
    assert grade(problem, {"answer": "[2, 0, 14; 0, 1, -2]"}).code == "misconception:pivot-scale"


def test_verify_knows_the_pattern_and_the_row_space() -> None:
    assert pattern_and_row_space(A, 0, 0, REDUCED)
    assert not pattern_and_row_space(A, 0, 0, Matrix([[1, 2, -1, 1], [0, 1, 3, -2], [0, 0, 0, 0]]))
    assert not pattern_and_row_space(A, 0, 0, Matrix([[1, 0, -7, 5], [0, 1, 3, -1], [0, 0, 0, 0]]))
