"""The line mode, driven through pipes: refusals first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest

from quizgen.answers.base import Verdict
from quizgen.answers.basis import BasisAnswer
from quizgen.cli.plain import run
from quizgen.errors import QuizgenError
from quizgen.grading import Grade
from quizgen.problem import Problem, Step
from tests.tui.fake import CHOICE, CHOICES, CODE, INTEGRAL, INVERSE, ORDER, PARTS, TABLE, FakeSession

ROOT = Path(__file__).resolve().parents[2]
BASIS = Problem.single(
    prompt="Give a basis of the plane $z = 0$.",
    answer=BasisAnswer.of([[1, 0, 0], [0, 1, 0]]),
    steps=(Step("For example $(1, 0, 0), (0, 1, 0)$."),),
)


def practise(session: FakeSession, *lines: str, width: int = 0) -> str:
    """All that is written when these lines are typed and the input ends."""
    out = StringIO()
    assert run(session, StringIO("".join(line + "\n" for line in lines)), out, width=width) == 0  # type: ignore[arg-type]
    return out.getvalue()


def called(session: FakeSession, name: str) -> list[tuple[object, ...]]:
    return [call[1:] for call in session.calls if call[0] == name]


# -- refusals ------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_asked_for_again_at_no_cost() -> None:
    session = FakeSession([INTEGRAL])
    said = practise(session, "3/(4", "3/4")
    assert "At character 3" in said
    assert "never closed" in said
    assert called(session, "submit") == [({"answer": "3/4"},)]


def test_an_empty_line_is_no_answer() -> None:
    session = FakeSession([INTEGRAL])
    said = practise(session, "", "   ")
    assert said.count("Type your answer first") == 2
    assert called(session, "submit") == []


def test_an_unknown_command_is_named() -> None:
    session = FakeSession([INTEGRAL])
    said = practise(session, ":frobnicate", ":", "3/4")
    assert "no command :frobnicate" in said
    assert "Correct." in said


def test_commands_out_of_place_do_nothing() -> None:
    session = FakeSession([INTEGRAL])
    said = practise(session, ":right", ":easy", ":again", "3/4", ":hint", ":again")
    assert "no verdict yet" in said
    assert called(session, "overrule") == []
    assert said.count("does nothing here") == 2


def test_an_option_that_is_not_there_is_unreadable_and_the_problem_stays_open() -> None:
    session = FakeSession([CHOICE])
    said = practise(session, "7", "2", "")
    assert "costs nothing" in said
    assert "no option 7" in said
    assert session.done == 1
    assert session.correct == 1


def test_when_no_exercise_can_be_had_the_error_is_raised() -> None:
    with pytest.raises(QuizgenError, match="la-hung"):
        practise(FakeSession([INTEGRAL], fail={"next": 9}))


def test_there_are_no_escape_codes_and_no_drawn_mathematics() -> None:
    said = practise(FakeSession([INVERSE, INTEGRAL]), "3 -1", "-5 2", "", ":hint", "3/4", "")
    assert "\x1b" not in said
    assert not set(said) & set("⎛⎝─│╭▌✓✗")
    assert "matrix" in said


# -- stories -------------------------------------------------------------------------------------------------


def test_a_session_from_the_first_problem_to_the_last_word() -> None:
    session = FakeSession([INTEGRAL, CHOICE])
    said = practise(session, "3/4", "", "2", "")
    assert "Problem 1. Linear algebra, Linear systems, level 1 of 3, a review." in said
    assert "I read: " in said
    assert said.count("Correct.") == 2
    assert "Step 1: " in said
    assert "Comes back in 4 days (was 1 day)." in said
    assert "Next, tomorrow: Invert a matrix." in said
    assert "2 done, 2 right." in said
    assert session.closed


def test_a_known_mistake_and_a_second_try() -> None:
    session = FakeSession([INTEGRAL], retry=True)
    said = practise(session, "-3/4", "", "3/4", "")
    assert "Not right." in said
    assert "Check the sign" in said
    assert said.index("Check the sign") < said.index("Once more") < said.index("Step 1")
    assert "Correct." in said


def test_after_a_miss_one_may_go_on_or_see_the_solution() -> None:
    session = FakeSession([INTEGRAL, CHOICE], retry=True)
    said = practise(session, "5", ":next", "1", ":solution", "")
    assert "Which statement" in said
    assert called(session, "reveal") == [()]
    assert "option 2 is right" in said


def test_hints_are_numbered_and_end() -> None:
    session = FakeSession([INTEGRAL])
    said = practise(session, ":hint", ":h", ":hint", "3/4", "")
    assert "Hint 1: " in said
    assert "There are no more hints." in said or ":help" in said
    assert len(called(session, "hint")) >= 2


def test_skip_and_solution() -> None:
    session = FakeSession([INTEGRAL, CHOICE])
    said = practise(session, ":skip", ":solution", "")
    assert called(session, "skip") == [()]
    assert "The solution." in said


def test_options_are_numbered_and_taken_by_number() -> None:
    session = FakeSession([CHOICE, CHOICES, ORDER])
    said = practise(session, "2", "", "1, 3", "", "2 4 1", "")
    assert "1: " in said
    assert "3: " in said
    assert said.count("Correct.") == 3


@pytest.mark.parametrize("lines", [("3 -1", "-5 2"), ("[3, -1; -5, 2]",), ("[[3, -1],", "[-5, 2]]"), ("3 -1; -5 2",)])
def test_a_matrix_in_any_notation(lines: tuple[str, ...]) -> None:
    session = FakeSession([INVERSE, CHOICE])
    said = practise(session, *lines, "", "2", "")
    assert said.count("Correct.") == 2


def test_several_vectors_end_with_an_empty_line_or_a_dot() -> None:
    for end in ("", "."):
        session = FakeSession([BASIS])
        said = practise(session, "1 1 0", "1 -1 0", end, "")
        assert "Correct." in said


def test_code_whole_or_only_its_body() -> None:
    for lines in (
        ("def sum_of_squares(x):", "", "    y = x * x", "    return y.sum()"),
        ("y = x * x", "return y.sum()"),
        ("    return (x * x).sum()",),
    ):
        session = FakeSession([CODE])
        said = practise(session, *lines, "", "")
        assert "Correct." in said, said


def test_a_table_asks_field_by_field_and_says_which_is_right() -> None:
    session = FakeSession([TABLE])
    said = practise(session, "9/1000", "1/2", "2/13", "")
    assert "Partly right." in said
    assert said.count(": correct.") == 2
    assert said.count(": not right.") == 1


def test_parts_are_announced() -> None:
    session = FakeSession([PARTS])
    said = practise(session, "-4", "5", "")
    assert "Part a. " in said
    assert "Part b: not right." in said
    assert called(session, "submit") == [({"a.answer": "-4", "b.answer": "5"},)]


def test_the_end_of_the_input_loses_nothing() -> None:
    session = FakeSession([TABLE])
    said = practise(session, "9/1000", "1/2")
    assert called(session, "save_draft")[-1] == ({"joint": "9/1000", "evidence": "1/2", "posterior": ""},)
    assert "Nothing is lost." in said
    session = FakeSession([CODE])
    practise(session, "def sum_of_squares(x):", "    y = 1")
    assert called(session, "save_draft")[-1] == ({"code": "def sum_of_squares(x):\n    y = 1"},)


def test_a_draft_is_told_and_kept_by_an_empty_line() -> None:
    session = FakeSession([INTEGRAL], draft={"answer": "3/4"}, hints=1)
    said = practise(session, "", "")
    assert "Typed before: 3/4." in said
    assert "Hint 1: " in said
    assert called(session, "submit") == [({"answer": "3/4"},)]


def test_quit_overrule_easy_and_similar() -> None:
    session = FakeSession([INTEGRAL])
    practise(session, "5", ":right", ":easy", ":similar", ":quit")
    assert called(session, "overrule") == [("good",), ("easy",)]
    assert called(session, "similar") == [()]


def test_undecided_waits_for_the_learners_word() -> None:
    def judge(problem: Problem, response: Mapping[str, str]) -> Grade:
        return Grade("undecided", 0.0, "undecided", {"a": Verdict("undecided", 0.0, "undecided")})

    session = FakeSession([INTEGRAL], judge=judge)
    said = practise(session, "pi", "", ":wrong", "")
    assert "could not decide" in said
    assert called(session, "overrule") == [("again",)]


def test_a_judge_that_fails_keeps_the_answer() -> None:
    session = FakeSession([INTEGRAL], fail={"submit": 1})
    said = practise(session, "3/4", "", "")
    assert "Your answer is kept" in said
    assert called(session, "submit")[-1] == ({"answer": "3/4"},)
    assert "Correct." in said


def test_a_hung_exercise_is_named_and_left_out() -> None:
    said = practise(FakeSession([INTEGRAL], fail={"next": 1}), "3/4", "")
    assert "la-hung" in said
    assert "Correct." in said


def test_lines_keep_to_the_width() -> None:
    said = practise(FakeSession([INTEGRAL, CHOICE]), "3/4", "", "2", "", width=60)
    assert max(map(len, said.splitlines())) <= 60


def test_through_a_real_pipe() -> None:
    code = (
        "import sys; from tests.tui.fake import *; from quizgen.cli.plain import run;"
        "sys.exit(run(FakeSession([INTEGRAL, INVERSE]), sys.stdin, sys.stdout))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="3/4\n\n3 -1\n-5 2\n\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    assert done.stdout.count("Correct.") == 2
    assert done.stderr == ""
