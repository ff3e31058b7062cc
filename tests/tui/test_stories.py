"""Whole evenings: real sessions over a real log, told through keys."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from quizgen.cli.desk import Desk
from quizgen.practice.session import Session
from tests.engine.practice.test_session import World
from tests.tui.fake import FakeDesk
from tests.tui.pictures import settled
from tests.tui.stories import Shown, shown
from tests.tui.test_terminal import LEFT_ALTERNATE_SCREEN, Terminal, terminal
from tui.app import QuizgenApp
from tui.desk import Wanted


class WorldDesk(FakeDesk):
    """Sessions are real; their exercises ask to sort the lines A, B, C, which stand right at first."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def session(self, skills: frozenset[str] | None = None, **wanted: object) -> Session:  # type: ignore[override]
        self.wanted.append(Wanted(skills, **wanted))  # type: ignore[arg-type]
        return self.world.session(skills=skills, ahead=bool(wanted["ahead"]))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "q.db")


@asynccontextmanager
async def practising(world: World) -> AsyncIterator[Shown]:
    async with shown(WorldDesk(world), start="practice") as s:
        yield s


async def test_a_session_with_a_mistake_and_a_second_try(world: World) -> None:
    async with practising(world) as s:
        await s.press("J", "enter")
        assert "Not right." in s.text
        assert "You may try once more" in s.text
        await s.press("enter")
        assert "Not right." not in s.text
        await s.press("K", "K", "enter")
        assert "Solution" in s.text
        assert "Correct, with help" in s.text
    assert [event.type for event in world.events] == ["review", "override"]
    assert world.sound()


async def test_a_hint_makes_it_hard(world: World) -> None:
    async with practising(world) as s:
        await s.press("f2", "enter")
        assert "counts as hard" in s.text
    assert world.events[0].rating == 2


async def test_ones_own_word_and_its_undoing(world: World) -> None:
    async with practising(world) as s:
        await s.press("J", "enter", "r")
        assert "Counted as right: your word" in s.text
        await s.press("u")
        assert "Taken back: la-add, overruled" in s.told
        assert "your word" not in s.text
        assert "Not right." in s.text
        await s.press("U")
        assert "Brought back: la-add, overruled" in s.told
    assert world.sound()


async def test_an_answer_taken_back_is_asked_again_with_what_was_typed(world: World) -> None:
    async with practising(world) as s:
        await s.press("J", "enter", "n")
        second = s.text
        await s.press("enter")
        assert "Correct." in s.text
        await s.press("u")
        assert "Taken back" in s.told
        assert s.text.splitlines()[2] == second.splitlines()[2]
        assert "0 done" not in s.text
        await s.press("enter")
        assert "Correct." in s.text
    assert [event.type for event in world.events] == ["review", "review", "undo", "review"]
    assert world.sound()


async def test_nothing_is_left_to_take_back(world: World) -> None:
    async with practising(world) as s:
        await s.press("f8", "f9")
        assert "Nothing is left to take back." in s.told
        assert "Nothing is there to bring back." in s.told


async def test_typing_goes_on_while_an_earlier_answer_is_taken_back(world: World) -> None:
    async with practising(world) as s:
        await s.press("enter", "enter", "J", "f8")
        assert "Taken back: la-add, level 1, answered" in s.told
        assert s.app.practice is not None
        assert s.app.practice.form is not None
        assert s.app.practice.form.response == {"answer": "2 1 3"}


async def test_the_summary_takes_the_last_answer_back(world: World) -> None:
    async with practising(world) as s:
        for _ in range(40):
            await s.press("enter")
            if s.screen == "SummaryScreen":
                break
        assert "Comes back" in s.text
        count = len(world.events)
        await s.press("u")
        assert s.screen == "PracticeScreen"
        assert s.app.practice is not None
        assert s.app.practice.state == "asking"
        assert len(world.events) == count + 1
        await s.press("enter", "enter")
        assert s.screen == "SummaryScreen"
    assert world.sound()


async def test_a_kill_keeps_numbers_hints_and_draft(world: World) -> None:
    async with practising(world) as s:
        await s.press("f2", "J")
        await s.pilot.pause(0.9)
        await settled(s.pilot)
        prompt = s.text.splitlines()[2]
        world.log.close()  # nothing more is written from here on
        s.app.exit()
    world.restarted()
    async with practising(world) as s:
        assert s.text.splitlines()[2] == prompt
        assert "Hint 1 of 2" in s.text
        assert s.app.practice is not None
        assert s.app.practice.form is not None
        assert s.app.practice.form.response == {"answer": "2 1 3"}


# -- with the real worker --------------------------------------------------------------------------------------------


async def test_the_first_evening(tmp_path: Path) -> None:
    """Course, beginning, the first problem, solution, home: with the real desk."""
    desk = Desk(tmp_path / "q.db")
    try:
        app = QuizgenApp(desk, start="home")
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await settled(pilot)
            s = Shown(pilot, FakeDesk())
            assert "What do you want to learn?" in s.text
            await s.press("enter", "enter")
            assert s.app.practice is not None
            assert s.app.practice.state == "asking"
            assert "new" in s.text.splitlines()[0]
            await s.press("f4")
            assert "The solution." in s.text
            await s.press("h")
            assert s.screen == "HomeScreen"
            assert "1 done today" in s.text
            assert "Essential mathematics" in s.text
    finally:
        desk.close()


def pending(database: Path) -> tuple[str, str]:
    with sqlite3.connect(database) as db:
        row: tuple[str, str] = db.execute("select problem, draft from pending").fetchone()
    return row


def test_the_program_is_killed_and_goes_on(tmp_path: Path) -> None:
    database = tmp_path / "q.db"
    command = [sys.executable, "-m", "quizgen"]
    env = {"QUIZGEN_DB": str(database), "QUIZGEN_CONFIG": str(tmp_path / "config.toml")}
    with terminal(command=command, **env) as program:
        assert program.wait_for(b"What do you want to learn?")
        program.type("\r")
        assert program.wait_for(b"Where do you want to begin?")
        program.type("\r")
        assert program.wait_for(b"Check")
        program.type("7")
        end = time.monotonic() + 10
        while '"7' not in pending(database)[1] and time.monotonic() < end:
            program.wait_for(b"\0never", 0.1)
        os.kill(program.process, signal.SIGKILL)
        assert program.ended() is not None
    before = pending(database)
    assert "7" in before[1]
    with terminal(command=command, **env) as program:
        assert program.wait_for(b"Go on")
        assert program.wait_for(b"Left open")
        program.type("\r")
        assert program.wait_for(b"Check")
        assert pending(database) == before
        leave(program)


def leave(program: Terminal) -> None:
    program.type("\x11")
    assert program.ended() == 0
    assert LEFT_ALTERNATE_SCREEN in program.seen
