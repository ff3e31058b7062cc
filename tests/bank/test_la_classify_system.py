"""la-classify-system on systems decided by hand."""

from question_bank.la.classify_system import build, ranks_by_minors
from quizgen.exact import Matrix, Q
from quizgen.grading import grade


def test_parallel_lines_do_not_meet() -> None:
    problem = build("numbers", Matrix([[1, 2, 3], [2, 4, 7]]), 0)
    assert grade(problem, {"a.answer": "1", "b.answer": "1", "c.answer": "2"}).outcome == "correct"
    assert grade(problem, {"a.answer": "2", "b.answer": "1", "c.answer": "2"}).code == "misconception:square-means-one"


def test_the_same_line_twice() -> None:
    problem = build("numbers", Matrix([[1, 2, 3], [2, 4, 6]]), 0)
    assert grade(problem, {"a.answer": "3", "b.answer": "1", "c.answer": "1"}).outcome == "correct"
    assert (
        grade(problem, {"a.answer": "1", "b.answer": "1", "c.answer": "1"}).code == "misconception:zero-row-means-none"
    )


def test_two_critical_values() -> None:
    given = ("parameter", Matrix([[2, -2, 3]]), 0)  # x + ay = 3, ax + 4y = a + 4: (4 - a^2) y = 4 - 2a
    problem = build(*given)
    assert grade(problem, {"a.answer": "a = 2 or a = -2", "b.answer": "2", "c.answer": "-2"}).outcome == "correct"
    assert grade(problem, {"a.answer": "2", "b.answer": "2", "c.answer": "-2"}).code == "misconception:parameter-missed"
    assert not ranks_by_minors(*given, {"a": [Q(2), Q(-2)], "b": Q(-2), "c": Q(2)})
