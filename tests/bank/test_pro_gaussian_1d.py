"""pro-gaussian-1d against numbers from tables."""

from question_bank.pro.gaussian_1d import build, other_ways
from quizgen.exact import Q
from quizgen.grading import grade

NONE = (0, 0)


def test_z_score() -> None:
    given = ("score", 2, 100, 10, (Q(3, 2),), NONE)  # x = 115
    assert grade(build(*given), {"answer": "1.5"}).outcome == "correct"
    assert grade(build(*given), {"answer": "0.15"}).code == "misconception:variance-for-sd"
    assert not other_ways(*given, Q(3, 20))


def test_probabilities() -> None:
    assert grade(build("between", 2, 100, 10, (Q(-1), Q(1)), NONE), {"answer": "0.683"}).outcome == "correct"
    tails = ("outside", 2, 100, 10, (Q(2),), NONE)
    assert grade(build(*tails), {"answer": "0.0456"}).outcome == "correct"
    assert grade(build(*tails), {"answer": "0.023"}).code == "misconception:two-sided-once"
    assert grade(build("above", 2, 100, 10, (Q(1),), NONE), {"answer": "0.841"}).code == "misconception:table-sign"


def test_exponents() -> None:
    given = ("exponent", 0, 3, 1, (Q(2),), NONE)  # -2x^2 + 12x
    assert grade(build(*given), {"a.answer": "3", "b.answer": "1/4"}).outcome == "correct"
    product = ("product", 0, 0, 1, (), (4, 1))  # N(0, 1) N(4, 1) is N(2, 1/2)
    assert grade(build(*product), {"a.answer": "2", "b.answer": "0.5"}).outcome == "correct"
    assert not other_ways(*product, {"a": Q(2), "b": Q(2)})
