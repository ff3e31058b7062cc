"""dec-eigenvalues-2x2 on textbook matrices."""

import pytest

from question_bank.dec.eigenvalues_2x2 import build, power_sums
from quizgen.exact import Matrix, Q
from quizgen.grading import grade

BOOK = [
    ([[4, 2], [1, 3]], "2, 5", "4, 3"),  # MML, example 4.5
    ([[2, 1], [0, 2]], "2, 2", "2, 1"),  # MML, example 4.6
    ([[1, 1], [1, 0]], "1/2 + sqrt(5)/2, (1 - sqrt(5))/2", "1, 0"),  # Fibonacci
    ([[5, -2], [-2, 2]], "{6, 1}", "-6, -1"),
    ([["1/2", 0], [0, "1/3"]], "1/3, 1/2", "1/6, 0"),
]


@pytest.mark.parametrize(("rows", "known", "wrong"), BOOK)
def test_the_known_eigenvalues_are_right(rows: list[list[int | str]], known: str, wrong: str) -> None:
    problem = build(Matrix([[Q(*map(int, f"{x}/1".split("/")[:2])) for x in row] for row in rows]), 0)
    assert grade(problem, {"answer": known}).outcome == "correct"
    assert grade(problem, {"answer": wrong}).outcome != "correct"


def test_complex_eigenvalues_are_asked_for_by_their_parts() -> None:
    rotation = Matrix([[0, -1], [1, 0]])
    problem = build(rotation, 0)
    assert grade(problem, {"alpha": "0", "beta": "1"}).outcome == "correct"
    assert grade(problem, {"alpha": "0", "beta": "-1"}).outcome == "partial"
    assert power_sums(rotation, 0, {"alpha": Q(0), "beta": Q(1)})
    assert not power_sums(rotation, 0, {"alpha": Q(1), "beta": Q(1)})


def test_typical_slips_are_recognised() -> None:
    problem = build(Matrix([[4, 2], [1, 3]]), 0)
    codes = [grade(problem, {"answer": reply}).code for reply in ("4, 3", "-2, -5", "4, 5/2", "1, 1")]
    assert codes == [f"misconception:{c}" for c in ("diagonal-entries", "trace-sign", "of-rref", "of-rref")]
