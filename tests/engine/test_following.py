"""Errors carried forward between parts: first what earns nothing by it, then what does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from quizgen import contract
from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import Answer
from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.vector import DirectionAnswer, VectorAnswer
from quizgen.bank import discover
from quizgen.errors import QuizgenError
from quizgen.exact import Matrix, Vector
from quizgen.exercise import Instance
from quizgen.grading import Grade, followed, grade
from quizgen.problem import Follow, Misconception, Part, Problem, Step, from_json, to_json

OLS = discover()["ml-ols-fit"]
GIVEN = ("line", Vector([0, 1, 2]), Vector([1, 3, 8]), 0)


def line() -> Problem:
    """Fit a line to (0, 1), (1, 3), (2, 8): (1/2, 7/2), and the squared residuals sum to 3/2."""
    assert OLS.build is not None
    problem: Problem = OLS.build(*GIVEN)
    return problem


def judged(a: str, b: str, problem: Problem | None = None) -> Grade:
    return grade(problem or line(), {"a.answer": a, "b.answer": b})


def pair(first: Answer, second: Answer, follow: Follow, *wrong: Misconception) -> Problem:
    return Problem("p", (Part("a", first), Part("b", second, misconceptions=wrong, follows=follow)), (Step("s"),))  # type: ignore[arg-type]


# --- refused -----------------------------------------------------------------------------------------------


def test_the_answers_are_what_the_rest_of_this_file_says() -> None:
    assert judged("[1/2, 7/2]", "3/2").code == "correct"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("[1, 4]", "4"),  # the residuals are 0, -2, -1: 5
        ("[1, 4]", "-5"),
        ("[1, 4]", "sqrt(5)"),
        ("[1, 4]", "3"),
        ("[1, 3]", "3/2 + 1"),
        ("[1/2, 7/2]", "5"),  # a right, so nothing is carried
        ("[0, 0]", "74"),  # the guard: 1 + 9 + 64
        ("[0.0, 0/3]", "74"),
        ("[4, 0]", "26"),  # one prediction for all: the guard
        ("[1]", "1"),
        ("[1, 4, 0]", "5"),
        ("[1, 4; 0, 0]", "5"),
        ("2", "5"),
    ],
)
def test_no_points_for_b(a: str, b: str) -> None:
    found = judged(a, b)
    assert found.parts["b"].outcome == "incorrect"
    assert found.parts["b"].score == 0
    assert found.parts["b"].code != "follows"


def test_b_is_not_judged_by_an_earlier_reply_that_cannot_be_read() -> None:
    for a in ("", "[1, 4", "[1, 1/0]"):
        found = judged(a, "5")
        assert found.outcome == "unreadable"
        assert found.parts["b"].code == "incorrect"


def test_a_reply_without_real_value_carries_nothing() -> None:
    assert judged("[sqrt(-1), 4]", "5").parts["b"].outcome == "incorrect"


def test_an_undecided_earlier_part_carries_nothing() -> None:
    follow = Follow("a", ("u",), "2*u", "u != 0")
    problem = pair(ExpressionAnswer.of("x", ("x",)), NumberAnswer.of(4), follow)
    assert judged("3", "6", problem).parts["b"].outcome == "incorrect"  # no kind that something follows from


# --- accepted ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("[1, 4]", "5"),
        ("(1, 4)", "5.0"),
        ("1, 4", "10/2"),
        ("1/2 [2, 8]", "5"),
        (r"\begin{pmatrix} 1 \\ 4 \end{pmatrix}", "5"),
        ("[0, 1]", "41"),
        ("[1, sqrt(2)]", "(2 - sqrt(2))^2 + (7 - 2sqrt(2))^2"),
        ("[0.5, 3]", "2.75"),
    ],
)
def test_what_follows_gets_full_points(a: str, b: str) -> None:
    found = judged(a, b)
    verdict = found.parts["b"]
    assert (verdict.outcome, verdict.score, verdict.code) == ("correct", 1.0, "follows")
    assert verdict.message == "Right for your answer to (a)."
    assert found.outcome == "partial"
    assert found.code == found.parts["a"].code != "follows"


def test_the_right_b_counts_after_a_wrong_a_too() -> None:
    assert judged("[1, 4]", "3/2").parts["b"].code == "correct"
    assert judged("[0, 0]", "3/2").parts["b"].code == "correct"


def test_following_goes_before_a_misconception() -> None:
    wrong = Misconception("same-number", NumberAnswer.of(6), "no")
    problem = pair(NumberAnswer.of(2), NumberAnswer.of(4), Follow("a", ("u",), "2*u", "u != 0"), wrong)
    assert judged("3", "6", problem).parts["b"].code == "follows"
    assert judged("2", "6", problem).parts["b"].code == "misconception:same-number"


@pytest.mark.parametrize(
    ("first", "second", "expression", "a", "b", "wrong"),
    [
        (NumberAnswer.of("1/4", percent=True), NumberAnswer.of(1), "4*u", "50%", "2", "200"),
        (NumberAnswer.of("3", unit="m"), NumberAnswer.of(9), "u^2", "4 m", "16", "8"),
        (NumberAnswer.of(2), ExpressionAnswer.of("2x + 1", ("x",)), "u*x + 1", "3", "1 + 3x", "1 + 4x"),
        (NumberAnswer.of(2), SetAnswer.of(2, -2), "{u, -u}", "3", "-3, 3", "3"),
        (NumberAnswer.of(2), VectorAnswer.of([2, 4]), "[u, u^2]", "sqrt(3)", "[sqrt(3), 3]", "[3, 3]"),
        (VectorAnswer.of([1, 2]), NumberAnswer.of(5), "u^T*u", "[1, 3]", "10", "4"),
        (VectorAnswer.of([1, 2]), VectorAnswer.of([3, 2]), "[1, 1; 0, 1]*u", "[1, 3]", "[4, 3]", "[3, 4]"),
        (VectorAnswer.of([1, 2]), DirectionAnswer.of([2, 1]), "[0, 1; 1, 0]*u", "[1, 3]", "[6, 2]", "[1, 3]"),
        (MatrixAnswer.of(Matrix([[1, 1], [0, 1]])), NumberAnswer.of(1), "det(u)", "[2, 1; 0, 1]", "2", "3"),
        (
            MatrixAnswer.of(Matrix([[1, 1], [0, 1]])),
            MatrixAnswer.of(Matrix([[1, 2], [0, 1]])),
            "u^2",
            "[1, 3; 0, 1]",
            "[1, 6; 0, 1]",
            "[1, 9; 0, 1]",
        ),
        (AffineAnswer.of([1, 0], [[1, 1]]), NumberAnswer.of(1), "u^T*u", "(2, 0) + t(1, 1)", "4", "5"),
    ],
)
def test_one_name_for_the_whole_reply(
    first: Answer, second: Answer, expression: str, a: str, b: str, wrong: str
) -> None:
    problem = pair(first, second, Follow("a", ("u",), expression, "u != 0"))
    assert judged(a, b, problem).parts["b"].code == "follows"
    assert judged(a, wrong, problem).parts["b"].outcome in ("incorrect", "partial")
    typed = {f"{p.id}.answer": p.answer.typed()["answer"] for p in problem.parts}
    right = followed(problem, problem.parts[1], typed)
    assert right is not None
    assert second.matches(right.typed())


def test_some_kinds_cannot_follow() -> None:
    choice = ChoiceAnswer.of(["yes", "no"], 0)
    assert judged("3", "2", pair(NumberAnswer.of(2), choice, Follow("a", ("u",), "u", "u != 0"))).outcome == "incorrect"
    assert judged("2", "3", pair(choice, NumberAnswer.of(2), Follow("a", ("u",), "u", ""))).outcome == "incorrect"


ENOUGH = ChoiceAnswer.of(["below the limit", "above the limit"], 0)
SPLIT = ("u < 1/10", "u > 1/10")


@pytest.mark.parametrize(
    ("a", "b", "conditions"),
    [
        ("0.3", "1", SPLIT),
        ("0.1", "2", SPLIT),  # no condition holds
        ("0", "1", SPLIT),  # against the guard
        ("ten", "2", SPLIT),
        ("0.3", "2", ()),
        ("0.3", "2", SPLIT[1:]),
        ("0.3", "2", ("u < 1/10", "1/(u - 3/10) > 0")),
    ],
)
def test_a_choice_that_does_not_follow(a: str, b: str, conditions: tuple[str, ...]) -> None:
    problem = pair(NumberAnswer.of("1/20"), ENOUGH, Follow("a", ("u",), "", "u != 0", conditions))
    assert judged(a, b, problem).parts["b"].code != "follows"


def test_a_choice_follows_by_its_conditions() -> None:
    problem = pair(NumberAnswer.of("1/20"), ENOUGH, Follow("a", ("u",), "", "u != 0", SPLIT))
    assert judged("0.3", "2", problem).parts["b"].code == "follows"
    assert judged("0.05", "1", problem).code == "correct"
    several = ChoiceAnswer.of(["u > 1", "u > 2", "u > 3"], [0], multiple=True)
    problem = pair(NumberAnswer.of(2), several, Follow("a", ("u",), "", "u != 0", ("u > 1", "u > 2", "u > 3")))
    assert judged("3", "1, 2", problem).parts["b"].code == "follows"
    assert judged("1", "none", problem).parts["b"].code == "follows"
    assert judged("3", "1, 3", problem).parts["b"].outcome != "correct"
    assert from_json(to_json(problem)) == problem


# --- data --------------------------------------------------------------------------------------------------


def test_json() -> None:
    problem = line()
    assert problem.parts[1].follows is not None
    assert from_json(to_json(problem)) == problem
    data = json.loads(to_json(problem))
    assert set(data["parts"][1]["follows"]) == {"part", "names", "expression", "guard"}
    data["parts"][1]["follows"]["part"] = "c"
    with pytest.raises(QuizgenError, match="does not stand before it"):
        from_json(json.dumps(data))


@pytest.mark.parametrize("part", ["b", "c"])
def test_a_part_follows_only_from_one_before_it(part: str) -> None:
    with pytest.raises(ValueError, match="does not stand before it"):
        pair(NumberAnswer.of(1), NumberAnswer.of(2), Follow(part, ("u",), "2*u", "u != 0"))


def planted(**changes: Any) -> set[str]:
    """The faults that the contract finds where the declaration is changed."""
    problem = line()
    a, b = problem.parts
    assert b.follows is not None
    wrong = replace(problem, parts=(a, replace(b, follows=replace(b.follows, **changes))))
    look = next(look for point, look in contract._POINTS if look.__name__ == "_follows")
    return set(look(OLS, Instance(GIVEN, wrong, 0)))


def test_the_contract_catches_a_wrong_declaration() -> None:
    assert planted() == set()
    assert any("not the answer to b" in m for m in planted(expression="t0^2 + t1^2"))
    assert any("trivial reply" in m for m in planted(guard=""))
    assert any("trivial reply" in m for m in planted(guard="t0 > -1"))
    assert any("nothing follows" in m for m in planted(names=("t0", "t1", "t2")))
    assert any("nothing follows" in m for m in planted(expression="ln(t0 - t0)"))
