"""dec-eigenvalues-3x3 on textbook matrices: the exercise's own build gives the book's eigenvalues."""

import numpy as np
import pytest

from question_bank.dec.eigenvalues_3x3 import build, parts, power_sums
from quizgen.exact import Matrix, Q
from quizgen.grading import grade

BOOK = [
    ([[4, 0, -2], [1, 3, -2], [1, 2, -1]], "1, 2, 3"),
    ([[3, 2, 4], [2, 0, 2], [4, 2, 3]], "-1, -1, 8"),
    ([[0, 1, 0], [0, 0, 1], [2, -5, 4]], "1, 1, 2"),  # companion matrix of (x - 1)^2 (x - 2)
    ([[2, 0, 0, 1], [0, 1, 3, 0], [0, 2, 2, 0], [4, 0, 0, 2]], "0, 4, -1, 4"),  # two interleaved blocks
    ([[5, 0, 0], [1, 5, 0], [7, 8, -2]], "5, 5, -2"),
]


@pytest.mark.parametrize(("rows", "known"), BOOK)
def test_the_known_eigenvalues_are_right(rows: list[list[int]], known: str) -> None:
    problem = build(Matrix(rows), 0)
    assert grade(problem, {"answer": known}).outcome == "correct"
    assert np.allclose(
        sorted(np.linalg.eigvals(np.array(rows, float)).real), sorted(map(int, known.split(","))), atol=1e-6
    )


def test_complex_eigenvalues_are_refused() -> None:
    with pytest.raises(ValueError, match="not integers"):
        build(Matrix([[3, -2, 0], [4, -1, 0], [0, 0, 2]]), 0)


def test_typical_slips_are_recognised() -> None:
    problem = build(Matrix([[0, 1, 0], [0, 0, 1], [2, -5, 4]]), 0)
    codes = {reply: grade(problem, {"answer": reply}).code for reply in ("1, 2", "-1, -1, -2", "0, 0, 4", "1, 2, 2")}
    assert codes["1, 2"] == "misconception:multiplicity-lost"
    assert codes["-1, -1, -2"] == "misconception:det-sign"
    assert codes["0, 0, 4"] == "misconception:block-missed"
    assert codes["1, 2, 2"] == "multiplicity"


def test_verify_refuses_wrong_multiplicities() -> None:
    a = Matrix([[3, 2, 4], [2, 0, 2], [4, 2, 3]])
    assert power_sums(a, 0, (Q(-1), Q(-1), Q(8)))
    assert not power_sums(a, 0, (Q(-1), Q(8), Q(8)))
    assert not power_sums(a, 0, (Q(-1), Q(8)))


def test_interleaved_blocks_are_found() -> None:
    assert parts(Matrix([[2, 0, 0, 1], [0, 1, 3, 0], [0, 2, 2, 0], [4, 0, 0, 2]])) == [(0, 3), (1, 2)]
