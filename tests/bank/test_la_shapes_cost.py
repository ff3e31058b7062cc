"""la-shapes-cost on products counted by hand."""

from question_bank.la.shapes_cost import build, count_on_arrays
from quizgen.exact import Vector
from quizgen.grading import grade


def test_two_factors() -> None:
    problem = build("two", (2, 3, 4), 0, (0, 1, 2, 3))
    assert grade(problem, {"a.answer": "1", "b.answer": "24"}).outcome == "correct"
    wrong = grade(problem, {"a.answer": "2", "b.answer": "8"})
    assert [v.code for v in wrong.parts.values()] == ["misconception:inner-dims", "misconception:forgets-sum"]


def test_two_bracketings() -> None:
    problem = build("three", (10, 2, 30, 5), 0, (0, 1, 2))  # (AB)C: 600 + 1500; A(BC): 300 + 100
    assert grade(problem, {"a.answer": "[2100, 400]", "b.answer": "2"}).outcome == "correct"
    assert grade(problem, {"a.answer": "[2100, 400]", "b.answer": "3"}).code == "misconception:order-blind"


def test_the_cheaper_one_by_wrong_numbers_follows() -> None:
    problem = build("three", (10, 2, 30, 5), 0, (0, 1, 2))
    for numbers, chosen in (("[400, 2100]", "1"), ("[400, 400]", "3"), ("[2100, 300]", "2"), ("[300, 400]", "1")):
        verdicts = grade(problem, {"a.answer": numbers, "b.answer": chosen}).parts
        assert verdicts["a"].outcome != "correct"
        assert verdicts["b"].outcome == "correct", numbers
    both = grade(problem, {"a.answer": "[350, 60]", "b.answer": "2"})
    assert [v.code for v in both.parts.values()] == ["misconception:forgets-sum", "correct"]
    assert grade(problem, {"a.answer": "[400, 2100]", "b.answer": "3"}).parts["b"].outcome == "incorrect"


def test_an_outer_product_is_avoided() -> None:
    given = ("outer", (10,), 0, (0, 1, 2))
    assert grade(build(*given), {"a.answer": "[200, 20]", "b.answer": "2"}).outcome == "correct"
    assert not count_on_arrays(*given, {"a": Vector([200, 21]), "b": (r"$x(x^\top y)$",)})
