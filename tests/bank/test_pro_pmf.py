"""pro-pmf against laws known by heart."""

from question_bank.pro.pmf import build, moments_agree
from quizgen.exact import Q
from quizgen.grading import grade

SIX = (Q(1, 6),) * 6


def test_the_sum_of_two_ordinary_dice() -> None:
    problem = build("sum", 0, (), SIX, SIX)
    known = dict(zip((f"p{i}" for i in range(1, 12)), (1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1), strict=True))
    right = {name: f"{n}/36" for name, n in known.items()}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"p6": "1/6", "p7": "1/6"}).outcome == "partial"
    assert grade(problem, dict.fromkeys(right, "1/36")).code == "misconception:convolution-missed"
    assert moments_agree("sum", 0, (), SIX, SIX, {name: Q(n, 36) for name, n in known.items()})


def test_a_list_and_a_square() -> None:
    assert grade(build("list", 0, (2, 1, 2, 5), (), ()), {"p1": "25%", "p2": "0.5", "p3": "1/4"}).outcome == "correct"
    given = ("square", 0, (-1, 0, 1), (Q(1, 4), Q(1, 4), Q(1, 2)), ())
    assert grade(build(*given), {"p1": "1/4", "p2": "3/4"}).outcome == "correct"
    assert not moments_agree(*given, {"p1": Q(1, 2), "p2": Q(1, 2)})
