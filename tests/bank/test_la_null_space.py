"""la-null-space on matrices of the book."""

from question_bank._reduction import largest_minor
from question_bank.la.null_space import build, solves_and_counts
from quizgen.exact import Matrix, Vector
from quizgen.grading import grade

KERNEL = Matrix([[1, 2, -1, 0], [1, 0, 0, 1]])  # MML, example 2.25: the kernel of a map from R^4 to R^2
BOOK = "(0, 1/2, 1, 0), (-1, 1/2, 0, 1)"


def test_the_kernel_of_the_book() -> None:
    problem = build(KERNEL, 0)
    assert grade(problem, {"answer": BOOK}).outcome == "correct"
    assert grade(problem, {"answer": "(0, 1, 2, 0), (-2, 1, 0, 2)"}).outcome == "correct"
    assert grade(problem, {"answer": "(0, 1, 2, 0)"}).code == "count"
    assert grade(problem, {"answer": "(0, -1/2, 1, 0), (1, -1/2, 0, 1)"}).code == "misconception:sign-of-free"
    assert grade(problem, {"answer": "(1, 1), (2, 0)"}).code == "misconception:pivot-columns"
    assert grade(problem, {"answer": BOOK + ", (0, 0, 0, 0)"}).code == "misconception:includes-zero"


def test_verify_counts_and_substitutes() -> None:
    v, w = Vector([0, 1, 2, 0]), Vector([-2, 1, 0, 2])
    assert solves_and_counts(KERNEL, 0, (v, w))
    assert not solves_and_counts(KERNEL, 0, (v,))
    assert not solves_and_counts(KERNEL, 0, (v, v * 2))
    assert largest_minor(Matrix([[1, 2], [2, 4]])) == 1
