"""geo-project-line on the vectors of the book."""

from question_bank.geo.project_line import build, orthogonal_remainder
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade

X, B = Vector([1, 1, 1]), Vector([1, 2, 2])  # MML, example 3.10: the projection is (5, 10, 10)/9


def test_the_projection_of_the_book() -> None:
    problem = build(X, B, None, 0)
    right = {"a.answer": "1/9 [5, 10, 10]", "b.answer": "(4/9, -1/9, -1/9)"}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"a.answer": "5/9"}).parts["a"].code == "misconception:scalar-only"
    assert grade(problem, right | {"a.answer": "(5/3, 5/3, 5/3)"}).parts["a"].code == "misconception:swapped"
    carried = grade(problem, {"a.answer": "(5/3, 10/3, 10/3)", "b.answer": "(-2/3, -7/3, -7/3)"})
    assert carried.parts["a"].code == "misconception:no-norm-square"
    assert carried.parts["b"].code == "follows"


def test_another_inner_product() -> None:
    a, x, b = Matrix([[2, 1], [1, 2]]), Vector([1, 0]), Vector([0, 1])  # <x, b> = 1, <b, b> = 2
    problem = build(x, b, a, 0)
    assert grade(problem, {"a.answer": "(0, 1/2)", "b.answer": "(1, -1/2)"}).outcome == "correct"
    assert not orthogonal_remainder(x, b, a, 0, {"a": Vector([0, 0]), "b": x})
    assert orthogonal_remainder(x, b, a, 0, {"a": Vector([0, Q(1, 2)]), "b": Vector([1, Q(-1, 2)])})
