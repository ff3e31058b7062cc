"""dec-definiteness-eigs on textbook matrices."""

import pytest

from question_bank.dec.definiteness_eigs import KINDS, build, minors_agree
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade

BOOK = [
    ([[9, 6], [6, 5]], 1),  # MML, example 3.4: positive definite
    ([[9, 6], [6, 3]], 3),  # MML, example 3.4: not
    ([[1, 2], [2, 4]], 2),
    ([[-2, 1], [1, -2]], 5),
    ([[2, -1, 0], [-1, 2, -1], [0, -1, 2]], None),  # second differences: irrational eigenvalues
    ([[3, 2, 2], [2, 3, 2], [2, 2, 3]], 1),  # eigenvalues 1, 1, 7
    ([[0, 0, 0], [0, -2, 1], [0, 1, -2]], 4),
]


@pytest.mark.parametrize(("rows", "known"), BOOK)
def test_the_known_kind_is_right(rows: list[list[int]], known: int | None) -> None:
    if known is None:
        with pytest.raises(ValueError, match="whole numbers"):
            build("matrix", Matrix(rows), 0, 0)
        return
    problem = build("matrix", Matrix(rows), 0, 0)
    assert grade(problem, {"answer": str(known)}).outcome == "correct"
    assert grade(problem, {"answer": str(known % 5 + 1)}).outcome == "incorrect"
    assert minors_agree("matrix", Matrix(rows), 0, 0, (KINDS[known - 1],))


def test_traps_speak() -> None:
    assert (
        grade(build("matrix", Matrix([[1, 3], [3, 2]]), 0, 0), {"answer": "1"}).code == "misconception:positive-entries"
    )
    assert grade(build("matrix", Matrix([[-2, 1], [1, -2]]), 0, 0), {"answer": "1"}).code == "misconception:det-only"
    assert (
        grade(build("matrix", Matrix([[1, 2], [2, 4]]), 0, 0), {"answer": "1"}).code == "misconception:semi-as-definite"
    )


def test_products_and_squares() -> None:
    x = Matrix([[1, 2], [2, 4], [0, 0]])
    for kind, known in (("gram", 2), ("outer", 2), ("negative", 4), ("ridge", 1)):
        assert grade(build(kind, x, int(kind == "ridge"), 0), {"answer": str(known)}).outcome == "correct"
    form = Matrix([[1, 1, 0], [1, -1, 0], [0, 0, 0]])  # (x + y)^2 - 2y^2
    problem = build("squares", form, 0, 0)
    assert grade(problem, {"a.answer": "(1, 1, 1)", "b.answer": "3"}).outcome == "correct"
    assert not minors_agree("squares", form, 0, 0, {"a": Vector([2, 1, 0]), "b": (KINDS[2],)})
    assert minors_agree("squares", form, 0, 0, {"a": Vector([Q(1), Q(1), Q(1)]), "b": (KINDS[2],)})
