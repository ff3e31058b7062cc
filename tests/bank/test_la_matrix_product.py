"""la-matrix-product on numbers of the book."""

from question_bank.la.matrix_product import associativity, build
from quizgen.exact import Matrix, Vector
from quizgen.grading import grade

A = Matrix([[1, 2, 3], [3, 2, 1]])  # MML, example 2.3
B = Matrix([[0, 2], [1, -1], [0, 1]])
AB = Matrix([[2, 3], [2, 5]])
BA = Matrix([[6, 4, 2], [-2, 0, 2], [3, 2, 1]])
BOOK = ("several", (("A", A), ("B", B)), (("A", "B"), ("B", "A"), ("A", "A")), 0)


def test_the_products_of_the_book() -> None:
    problem = build(*BOOK)
    right = {"a.answer": "2 3; 2 5", "b.answer": "6 4 2; -2 0 2; 3 2 1", "c.answer": "undefined"}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"c.answer": "1 4 9; 9 4 1"}).parts["c"].outcome == "incorrect"
    assert grade(problem, right | {"b.answer": "2 3; 2 5"}).parts["b"].code == "misconception:reversed"


def test_verify_needs_the_product_and_not_its_transpose() -> None:
    right = {"a": AB, "b": BA, "c": "undefined"}
    assert associativity(*BOOK, right)
    assert not associativity(*BOOK, right | {"a": AB.T})
    assert not associativity(*BOOK, right | {"c": AB})


def test_an_outer_product_is_no_number() -> None:
    outer = build("outer", (("u", Vector([1, 2])), ("v", Vector([3, -1]))), (("u", r"v^\top"),), 0)
    assert grade(outer, {"answer": "[3, -1; 6, -2]"}).outcome == "correct"
    assert grade(outer, {"answer": "1"}).code == "misconception:inner-for-outer"
    assert grade(outer, {"answer": "[3, 6; -1, -2]"}).code == "misconception:reversed"
