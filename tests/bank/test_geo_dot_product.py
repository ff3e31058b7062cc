"""geo-dot-product on vectors worked by hand."""

from question_bank.geo.dot_product import build
from quizgen.exact import Vector
from quizgen.grading import grade

U, V = Vector([1, -2, 2, 4]), Vector([3, 1, 0, -1])  # u^T v = 3 - 2 + 0 - 4 = -3, |u| = 5


def test_a_dot_product_is_one_number() -> None:
    problem = build(U, V, None, 0)
    assert grade(problem, {"a.answer": "-3", "b.answer": "5"}).outcome == "correct"
    wrong = grade(problem, {"a.answer": "[3, -2, 0, -4]", "b.answer": "25"})
    assert wrong.parts["a"].code == "misconception:elementwise-vector"
    assert wrong.parts["b"].code == "misconception:no-root"


def test_lengths_keep_their_roots() -> None:
    problem = build(V, U, None, 1)
    assert grade(problem, {"a.answer": "-3", "b.answer": "√11"}).outcome == "correct"
    assert grade(problem, {"a.answer": "-3", "b.answer": "3.32"}).parts["b"].code == "rounding"


def test_an_unknown_entry_and_what_follows_from_it() -> None:
    problem = build(U, V, 3, 0)
    assert grade(problem, {"a.answer": "t = 4", "b.answer": "5"}).outcome == "correct"
    carried = grade(problem, {"a.answer": "-4", "b.answer": "5"})
    assert carried.parts["a"].outcome == "incorrect"
    assert carried.parts["b"].outcome == "correct"
    assert grade(problem, {"a.answer": "2", "b.answer": "sqrt(13)"}).parts["b"].code == "follows"
