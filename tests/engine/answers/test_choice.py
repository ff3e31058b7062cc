"""Choice: scores, sentences, and the first wrong step."""

from __future__ import annotations

import pytest

from quizgen.answers.choice import ChoiceAnswer, Option, first_wrong
from quizgen.answers.syntax import Unreadable

MANY = ChoiceAnswer.of(["a0", "b1", "c2", "d3", "e4"], [0, 1, 2], multiple=True)


@pytest.mark.parametrize(
    ("reply", "score"),
    [
        ("4", 0),
        ("1 4 5", 0),
        ("1 4", 0),
        ("1 2 3 4 5", 1 / 3),
        ("1", 1 / 3),
        ("1 2 4", 1 / 3),
        ("1 2", 2 / 3),
        ("1 2 3", 1),
    ],
)
def test_score_of_several(reply: str, score: float) -> None:
    verdict = MANY.judge({"answer": reply})
    assert verdict.score == pytest.approx(score)
    assert verdict.outcome == ("correct" if score == 1 else "partial" if score else "incorrect")


def test_a_wrong_option_speaks_with_its_feedback() -> None:
    answer = ChoiceAnswer(
        (Option("yes", correct=True), Option("no", code="converse", feedback="That is the converse."))
    )
    verdict = answer.judge({"answer": "2"})
    assert (verdict.code, verdict.message) == ("misconception:converse", "That is the converse.")


def test_any_of_several_right_options_is_right_where_one_is_asked_for() -> None:
    answer = ChoiceAnswer.of(["a", "b", "c"], [0, 1])
    assert answer.matches({"answer": "1"})
    assert answer.matches({"answer": "2"})
    assert not answer.matches({"answer": "3"})


def test_an_unreadable_reply_points_at_its_column() -> None:
    with pytest.raises(Unreadable) as caught:
        MANY.judge({"answer": "1, 2, seven"})
    assert (caught.value.column, caught.value.field) == (6, "answer")
    assert caught.value.hint


def test_numbers_come_before_texts() -> None:
    answer = ChoiceAnswer.of(["2", "3", "1"], 0)
    assert answer.matches({"answer": "1"})
    assert not answer.matches({"answer": "2"})


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (ChoiceAnswer.of(["a"], 0), "fewer than two"),
        (ChoiceAnswer.of(["a", "a"], 0), "same text"),
        (ChoiceAnswer.of(["a", "b"]), "no option is right"),
        (ChoiceAnswer.of(["a", "b"], [0, 1]), "every option"),
    ],
)
def test_faults_of_authors(answer: ChoiceAnswer, fault: str) -> None:
    assert any(fault in sentence for sentence in answer.check())


class TestFirstWrong:
    LINES = ("Assume x.", "Then y.", "So z.", "Done.")

    def test_says_on_which_side_the_mistake_is(self) -> None:
        answer = first_wrong(self.LINES, 2, "y does not give z.")
        assert answer.judge({"answer": "2"}).message == "That step holds. y does not give z."
        assert answer.judge({"answer": "4"}).message == "There is a wrong step before that one. y does not give z."
        assert answer.matches({"answer": "3"})

    def test_nothing_may_be_wrong(self) -> None:
        answer = first_wrong(self.LINES, None, sound="Every step is right.")
        assert answer.matches({"answer": "5"})
        assert answer.judge({"answer": "1"}).message == "That step holds."
        with pytest.raises(ValueError, match="sound"):
            first_wrong(self.LINES, None)

    def test_denying_a_mistake(self) -> None:
        answer = first_wrong(self.LINES, 1, sound="Every step is right.", codes=["", "", "late"])
        assert answer.judge({"answer": "5"}).message == "One of the steps does not hold."
        assert answer.judge({"answer": "3"}).code == "misconception:late"
