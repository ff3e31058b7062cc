"""QTI 2.1 packages: the structure of the standard, and scores by the items' own rules."""

from __future__ import annotations

import pytest

from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.ordering import Line, OrderingAnswer
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.exams.exports.archive import zipped
from quizgen.exams.exports.asked import Person, asked
from quizgen.exams.exports.collection import Collection, Question
from quizgen.exams.exports.qti import item, qti
from quizgen.problem import Part, Problem, step
from tests.engine.exams.exports.conftest import everything, one, sample
from tests.engine.exams.exports.qti_rules import ITEM, InvalidError, checked_item, package, right_response, score

GOOD = item(one(Problem.single(prompt="p", answer=NumberAnswer("1/3"), steps=(step("So."),))), "q-1", "en")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<p>p</p>", "words", "words directly in itemBody"),
        ("<p>p</p>", "<figure/>", "figure in itemBody"),
        ("<p>p</p>", "<table><tr><td/></tr></table>", "tr in table"),
        ("<p>p</p>", '<p><img src="x.svg"/></p>', "alt"),
        ("<p>p</p>", '<p style="color:red">p</p>', "style"),
        ('responseIdentifier="R1"', 'responseIdentifier="R2"', "are asked for"),
        ('identifier="q-1"', 'identifier="1 q"', "no identifier"),
        ("<itemBody>", '<itemBody><outcomeDeclaration identifier="X"/>', "outcomeDeclaration in itemBody"),
    ],
)
def test_the_rules_refuse(old: str, new: str, said: str) -> None:
    checked_item(GOOD.encode())
    with pytest.raises(InvalidError, match=said):
        checked_item(GOOD.replace(old, new, 1).encode())


def test_a_package_with_a_file_too_many_is_refused() -> None:
    files = package(qti(Collection("T", (one(everything()[0]),))))
    with pytest.raises(InvalidError, match="files differ"):
        package(zipped({**files, "extra.txt": b""}))


def test_the_whole_bank_keeps_the_structure_and_reaches_the_points() -> None:
    """The declared right response earns all points to the last bit, and nothing typed earns none."""
    full = 0
    for problem in everything():
        node = checked_item(item(one(problem, 2.5), "q-1", "en").encode())
        most = 2.5 * len(problem.parts)
        by_person = any(isinstance(a, Person) for part in problem.parts for a in asked(part))
        assert score(node, {}) == 0
        if by_person and any("extendedTextInteraction" in x.tag for x in node.iter()):
            assert score(node, right_response(node)) < most
            continue
        assert score(node, right_response(node)) == most, (problem.slug, problem.level)
        full += 1
    assert full > 150


def made(answer, points: float = 3.0):  # type: ignore[no-untyped-def]
    problem = Problem.single(prompt="p", answer=answer, steps=(step("So."),))
    return checked_item(item(one(problem, points), "q-1", "en").encode())


def test_numbers_within_their_tolerance() -> None:
    node = made(NumberAnswer("1/3"))
    assert [score(node, {"R1": [x]}) for x in ("0.333", "0.3334", "0.334", "0.33")] == [3, 3, 0, 0]
    exact = made(NumberAnswer("3/4"))
    assert [score(exact, {"R1": [x]}) for x in ("0.75", "0.750", "0.7501")] == [3, 3, 0]


def test_parts_of_the_points() -> None:
    vector = made(VectorAnswer(("1", "2", "3")))
    assert score(vector, {"R1": ["1"], "R2": ["2"], "R3": ["9"]}) == 2
    several = made(ChoiceAnswer((Option("p", True), Option("q", True), Option("r")), multiple=True))
    assert [score(several, {"R1": x}) for x in (["A1"], ["A1", "A2"], ["A1", "A3"], ["A3"], ["A4"])] == [
        1.5,
        3,
        0,
        0,
        0,
    ]
    reasons = made(TruthAnswer(False, reasons=(Option("x", True), Option("y"))))
    assert [score(reasons, {"R1": [x]}) for x in ("A1", "A2", "A3")] == [0, 3, 1.5]


def test_every_right_order_and_no_other() -> None:
    lines = (Line("c", "3"), Line("a", "1"), Line("x", "x", needed=False), Line("b", "2"))
    node = made(OrderingAnswer(lines, (("1", "2"), ("1", "3"))))
    right = [["A2", "A4", "A1"], ["A2", "A1", "A4"]]
    wrong = [["A1", "A2", "A4"], ["A2", "A4"], ["A2", "A4", "A1", "A3"], []]
    assert [score(node, {"R1": order}) for order in right + wrong] == [3, 3, 0, 0, 0, 0]


def test_the_package() -> None:
    data = qti(sample())
    files = package(data)
    assert data == qti(sample())
    assert any(name.startswith("media/") for name in files)
    for name, content in files.items():
        if name.startswith("items/"):
            node = checked_item(content)
            shown = {x.get("src", "").removeprefix("../") for x in node.iter(f"{ITEM}img")}
            assert shown <= set(files)
    assert b"A &amp; B &lt;sample&gt;" in files["test.xml"]


def test_points_that_do_not_divide_are_reached_exactly() -> None:
    problem = Problem("p", (Part("a", VectorAnswer(("1", "2", "3"))), Part("b", NumberAnswer("1"))), (step("So."),))
    node = checked_item(item(Question(problem, ("c",), "n", "id", (1.0, 0.5)), "q-1", "en").encode())
    assert score(node, right_response(node)) == 1.5
