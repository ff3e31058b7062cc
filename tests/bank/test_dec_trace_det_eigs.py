"""dec-trace-det-eigs on textbook matrices."""

from question_bank.dec.trace_det_eigs import build, characteristic_polynomial
from quizgen.exact import Matrix, Q
from quizgen.grading import grade

TWO = Matrix([[4, 2], [1, 3]])  # MML, example 4.5: eigenvalues 2 and 5
THREE = Matrix([[3, 2, 2], [2, 3, 2], [2, 2, 3]])  # MML, example 4.8: eigenvalues 1, 1, 7


def test_the_missing_eigenvalue() -> None:
    given = (TWO, (2,), 5, 1, "eigenvalue", (), True, 0)
    problem = build(*given)
    assert grade(problem, {"answer": "5"}).outcome == "correct"
    assert grade(problem, {"answer": "-5"}).code == "misconception:sign"
    assert grade(problem, {"answer": "8"}).code == "misconception:swap"
    assert characteristic_polynomial(*given, Q(5))
    assert not characteristic_polynomial(*given, Q(4))


def test_a_double_eigenvalue() -> None:
    given = (THREE, (7,), 1, 2, "eigenvalue", (1, 1, 1), True, 0)
    problem = build(*given)
    assert grade(problem, {"answer": "1"}).outcome == "correct"
    assert grade(problem, {"answer": "2"}).code == "misconception:multiplicity-one"


def test_the_determinant() -> None:
    given = (THREE, (7,), 1, 2, "det", (1, 1, 1), True, 0)
    problem = build(*given)
    assert grade(problem, {"answer": "7"}).outcome == "correct"
    assert grade(problem, {"answer": "9"}).code == "misconception:swap"
    assert grade(problem, {"answer": "14"}).code == "misconception:multiplicity-one"
    assert characteristic_polynomial(*given, Q(7))
