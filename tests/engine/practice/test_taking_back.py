"""Undo and redo within a session: the problem on the screen is open again, and the numbers follow."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from quizgen.cli.plain import run
from quizgen.practice.event import Event
from quizgen.practice.question import Feedback, Question
from quizgen.practice.session import Session

from .fakes import RIGHT, WRONG
from .test_session import World, asked


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "q.db")


def test_nothing_is_taken_back_where_nothing_was_done(world: World) -> None:
    session = world.session()
    assert session.undo(answers=True) is None
    assert session.redo() is None
    assert session.standing() is None
    question = asked(session)
    assert session.undo(answers=True) is None
    assert session.standing() == question


def test_with_answers_a_setting_stays(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": RIGHT})
    world.log.record(Event("settings", data={"new_per_day": 3}), world.clock())
    assert "answered" in (session.undo(answers=True) or "")
    assert session.undo(answers=True) is None
    assert "settings" in (session.undo() or "")


def test_the_problem_just_answered_is_open_again_with_what_was_typed(world: World) -> None:
    session = world.session()
    question = asked(session)
    session.hint()
    session.submit({"answer": RIGHT})
    assert (session.progress.done, session.progress.correct) == (1, 1)
    assert session.undo(answers=True)
    again = session.standing()
    assert isinstance(again, Question)
    assert (again.problem, again.draft, again.hints) == (question.problem, {"answer": RIGHT}, ("Hint 1.",))
    assert session.progress.done == 0
    assert world.log.memories() == {}
    assert asked(world.restarted()).problem == question.problem
    assert world.sound()


def test_a_second_try_taken_back_waits_for_a_second_try(world: World) -> None:
    session = world.session()
    question = asked(session)
    session.submit({"answer": WRONG})
    session.submit({"answer": RIGHT})
    assert "overruled" in (session.undo(answers=True) or "")
    again = session.standing()
    assert isinstance(again, Question)
    assert (again.problem, again.tries) == (question.problem, 1)
    feedback = session.submit({"answer": RIGHT})
    assert (feedback.rating, feedback.final) == ("hard", True)
    assert world.sound()


def test_a_first_try_taken_back_is_no_try(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": WRONG})
    session.undo(answers=True)
    again = session.standing()
    assert isinstance(again, Question)
    assert again.tries == 0
    assert session.submit({"answer": RIGHT}).rating == "good"
    assert session.progress.correct == 1


def test_the_learners_word_taken_back_leaves_the_verdict(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": WRONG})
    session.overrule("good")
    session.undo(answers=True)
    standing = session.standing()
    assert isinstance(standing, Feedback)
    assert (standing.rating, standing.final) == ("again", True)
    assert standing.steps
    assert session.progress.correct == 0


def test_an_answer_before_the_open_problem_is_taken_back_and_the_problem_stays(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": RIGHT})
    second = asked(session)
    session.save_draft({"answer": "3"})
    assert session.undo(answers=True)
    standing = session.standing()
    assert isinstance(standing, Question)
    assert (standing.problem, standing.draft) == (second.problem, {"answer": "3"})
    assert session.progress.done == 0


def test_what_was_taken_back_can_be_brought_back(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": WRONG})
    session.submit({"answer": RIGHT})
    before = world.log.memories()
    session.undo(answers=True)
    session.undo(answers=True)
    assert session.progress.done == 0
    assert "answered" in (session.redo() or "")
    assert "overruled" in (session.redo() or "")
    assert session.redo() is None
    standing = session.standing()
    assert isinstance(standing, Feedback)
    assert standing.rating == "hard"
    assert (session.progress.done, session.progress.correct) == (1, 1)
    assert world.log.memories() == before
    assert world.sound()


def test_the_session_says_when_its_skills_come_back(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": RIGHT})
    asked(session)
    session.submit({"answer": WRONG})
    back = session.summary().back
    assert back[0].when == "today"
    assert sum(len(b.skills) for b in back) == 2
    session.undo(answers=True)
    session.undo(answers=True)
    assert (session.summary().done, session.summary().back) == (0, ())


def test_new_is_not_known_before_the_worker_has_spoken(world: World) -> None:
    session = world.session()
    assert session.progress.new is None
    session.wait()
    assert session.progress.new


# -- the same in lines --------------------------------------------------------------------------------------------


def said(session: Session, *lines: str) -> str:
    out = StringIO()
    assert run(session, StringIO("".join(line + "\n" for line in lines)), out, width=0) == 0
    return out.getvalue()


def test_lines_take_back_nothing(world: World) -> None:
    text = said(world.session(), ":undo", ":redo", ":quit")
    assert "Nothing is left to take back." in text
    assert "Nothing is there to bring back." in text


def test_lines_take_back_an_answer_and_ask_the_problem_again(world: World) -> None:
    session = world.session(limit=1)
    text = said(session, RIGHT, ":undo", WRONG, "", RIGHT, "")
    assert text.count("Problem 1.") == 2
    assert f"Typed before: {RIGHT}." in text
    assert "Taken back: la-add, level 1, answered" in text
    assert session.summary().ratings["hard"] == 1
    assert world.sound()


def test_lines_take_back_ones_own_word_and_bring_it_back(world: World) -> None:
    session = world.session(limit=1)
    text = said(session, WRONG, ":right", ":undo", ":redo", ":progress", "")
    assert "Taken back: la-add, overruled" in text
    assert "Brought back: la-add, overruled" in text
    assert "1 of 1 done, 1 right" in text


def test_lines_keep_what_is_typed_while_something_else_is_taken_back(world: World) -> None:
    session = world.session()
    text = said(session, RIGHT, "", ":undo", "1 2 3", ":quit")
    assert text.count("Taken back") == 1
    assert len([event for event in world.events if event.type == "undo"]) == 1
    assert session.summary().done == 1
