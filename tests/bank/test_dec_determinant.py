"""dec-determinant on textbook matrices."""

import numpy as np
import pytest

from question_bank.dec.determinant import build, sum_over_permutations
from quizgen.exact import Matrix, Q
from quizgen.grading import grade

BOOK = [
    ([[3, 8], [4, 6]], -14),
    ([[1, 2, 3], [3, 1, 2], [0, 0, 1]], -5),  # MML, example 4.3
    ([[6, 1, 1], [4, -2, 5], [2, 8, 7]], -306),
    ([[2, 0, 1, 2, 0], [2, -1, 0, 1, 1], [0, 1, 2, 1, 2], [-2, 0, 2, -1, 2], [2, 0, 0, 1, 1]], 6),  # MML, exercise 4.2
    ([[1, 2, 0, 1], [3, 6, 1, 0], [0, 1, 2, 2], [2, 4, 4, 1]], None),
]


@pytest.mark.parametrize(("rows", "known"), BOOK)
def test_the_known_determinant_is_right(rows: list[list[int]], known: int | None) -> None:
    value = round(float(np.linalg.det(np.array(rows, float)))) if known is None else known
    problem = build(Matrix(rows), 0)
    assert grade(problem, {"answer": str(value)}).outcome == "correct"
    assert grade(problem, {"answer": str(value + 1)}).outcome == "incorrect"
    assert sum_over_permutations(Matrix(rows), 0, Q(value))
    assert not sum_over_permutations(Matrix(rows), 0, Q(-value))


def test_typical_slips_are_recognised() -> None:
    plus = build(Matrix([[3, 8], [4, 6]]), 0)
    assert grade(plus, {"answer": "50"}).code == "misconception:plus-for-minus"
    swapped = build(Matrix([[0, 1, 2], [1, 1, 1], [3, 5, 4]]), 0)  # 3 by Sarrus, one exchange
    assert grade(swapped, {"answer": "3"}).outcome == "correct"
    assert grade(swapped, {"answer": "-3"}).code == "misconception:row-swap-sign"
    scaled = build(Matrix([[2, 4, 6], [1, 3, 1], [1, 2, 5]]), 0)
    assert grade(scaled, {"answer": "4"}).outcome == "correct"
    assert grade(scaled, {"answer": "2"}).code == "misconception:scaled-row"
