"""geo-project-subspace on the example of the book."""

from question_bank.geo.project_subspace import build, orthogonal_rest
from quizgen.exact import Matrix, Vector
from quizgen.grading import grade

X = Vector([6, 0, 0])  # MML, example 3.11: lambda = (5, -3), the projection is (5, 2, -1)
B = (Vector([1, 1, 1]), Vector([0, 1, 2]))


def test_the_projection_of_the_book() -> None:
    problem = build(X, B, (), None, 0)
    assert grade(problem, {"answer": "(5, 2, -1)"}).outcome == "correct"
    assert grade(problem, {"answer": "(5, -3)"}).code == "misconception:lambda-returned"
    assert grade(problem, {"answer": "(2, 2, 2)"}).code == "misconception:sum-of-projections"


def test_a_redundant_generator_changes_nothing() -> None:
    generators = (*B, Vector([1, 2, 3]))
    problem = build(X, generators, (1, 1), None, 0)
    assert grade(problem, {"answer": "5, 2, -1"}).outcome == "correct"
    assert orthogonal_rest(X, generators, (1, 1), None, 0, Vector([5, 2, -1]))
    assert not orthogonal_rest(X, generators, (1, 1), None, 0, X)


def test_another_inner_product() -> None:
    a = Matrix.diagonal([1, 1, 2])
    assert (
        grade(build(Vector([3, 1, 5]), (Vector([1, 0, 0]), Vector([1, 1, 0])), (), a, 0), {"answer": "3 1 0"}).score
        == 1
    )
