"""dec-quadratic-form-matrix on hand-made forms."""

from question_bank.dec.quadratic_form_matrix import build, same_values
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade

FORM = Matrix([[3, -8], [0, 5]])  # 3x^2 - 8xy + 5y^2
NONE = Vector([0, 0])


def test_the_matrix_is_symmetric_with_halves() -> None:
    problem = build("matrix", FORM, NONE, NONE, 0)
    assert grade(problem, {"answer": "[3, -4; -4, 5]"}).outcome == "correct"
    assert grade(problem, {"answer": "[3, -8; -8, 5]"}).code == "misconception:no-halving"
    assert grade(problem, {"answer": "[3, -8; 0, 5]"}).code == "misconception:nonsymmetric"
    assert not same_values("matrix", FORM, NONE, NONE, 0, FORM)


def test_linear_terms_stay_outside() -> None:
    problem = build("matrix", FORM, Vector([2, -1]), NONE, 0)
    assert grade(problem, {"answer": "[3, -4; -4, 5]"}).outcome == "correct"
    assert grade(problem, {"answer": "[5, -4; -4, 4]"}).code == "misconception:linear-terms-included"


def test_expansion() -> None:
    problem = build("expand", FORM, NONE, NONE, 0)
    assert grade(problem, {"answer": "5y^2 - 8x*y + 3x^2"}).outcome == "correct"
    assert grade(problem, {"answer": "3x^2 - 4xy + 5y^2"}).code == "misconception:no-halving"


def test_the_gradient_follows_from_the_matrix() -> None:
    given = ("gradient", FORM, Vector([2, -1]), Vector([1, 2]), 0)  # (6x - 8y + 2, -8x + 10y - 1) = (-8, 11)
    problem = build(*given)
    assert grade(problem, {"a.answer": "[3, -4; -4, 5]", "b.answer": "(-8, 11)"}).outcome == "correct"
    carried = grade(problem, {"a.answer": "[3, -8; -8, 5]", "b.answer": "(-24, 3)"})
    assert carried.parts["b"].outcome == "correct"
    assert same_values(*given, {"a": Matrix([[3, -4], [-4, 5]]), "b": Vector([-8, 11])})


def test_completing_the_square() -> None:
    problem = build("square", FORM, NONE, NONE, 0)  # 3(x - 4/3 y)^2 - 1/3 y^2
    right = {"a.answer": "[3, -4; -4, 5]", "b.answer": "-4/3", "c.answer": "-1/3"}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"c.answer": "1/3"}).outcome == "partial"
    a = Matrix([[3, -4], [-4, 5]])
    assert not same_values("square", FORM, NONE, NONE, 0, {"a": a, "b": Q(4, 3), "c": Q(-1, 3)})
