"""Home and the first run."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import pytest

from quizgen.errors import QuizgenError
from quizgen.practice.home import ExamAhead, Home, Waiting
from tests.tui.fake import DAY, FIRST, INTEGRAL, FakeDesk, FakeSession
from tests.tui.learner import LearnerDesk
from tests.tui.pictures import text_of
from tests.tui.stories import shown
from tui.app import QuizgenApp
from tui.desk import Wanted
from tui.widgets.menu import Menu
from tui.widgets.week_bars import drawn


def at(**changes: object) -> FakeDesk:
    desk = FakeDesk(FakeSession([INTEGRAL]))
    desk.day = msgspec.structs.replace(DAY, **changes)
    return desk


async def test_a_log_that_cannot_be_opened_ends_the_app_with_its_sentence() -> None:
    class Broken(FakeDesk):
        def home(self, *, wait: bool = False) -> Home:
            raise QuizgenError("q.db is no database")

    async with shown(Broken()) as s:
        await s.pilot.pause()
    assert str(s.app.failure) == "q.db is no database"


async def test_days_without_practice_are_not_held_against_anyone() -> None:
    async with shown(at(streak=0, done=0)) as s:
        assert "row" not in s.text
        assert "0 " not in s.text.replace("10 ", "")


async def test_what_is_due_how_long_it_takes_and_the_week() -> None:
    async with shown() as s:
        assert "12 due · 9 new" in s.text
        assert "about 35 minutes" in s.text
        assert "today Sat" in " ".join(s.text.split())
        assert "8 done today · 5 days in a row" in s.text
        assert "Friday 27 November" in s.text
        assert s.asked("home") == [(False,), (True,)]


async def test_one_key_starts() -> None:
    desk = at()
    async with shown(desk) as s:
        await s.press("enter")
        assert s.screen == "PracticeScreen"
        assert desk.wanted == [Wanted()]
        assert "antiderivative" in s.text


async def test_what_was_left_open_goes_on() -> None:
    async with shown(at(waiting=Waiting("la-inverse", "Invert a matrix", 2, typed=True))) as s:
        assert "Left open: Invert a matrix" in s.text
        assert "your answer so far is kept" in s.text
        assert "Go on" in s.text


async def test_where_nothing_is_due_one_may_go_ahead() -> None:
    desk = at(due=0, new=0, minutes=0, rest="Nothing more is due now. Next, tomorrow: Invert a matrix.")
    async with shown(desk) as s:
        assert "All done for now." in s.text
        assert "Next, tomorrow: Invert a" in s.text
        await s.press("enter")
        assert desk.wanted == [Wanted(ahead=True)]


async def test_an_exam_ahead_is_told_with_its_plan() -> None:
    exam = ExamAhead("2027-02-12", 77, "Essential mathematics", 40, 3, 0.84)
    async with shown(at(exam=exam)) as s:
        text = " ".join(s.text.split())
        assert "Exam in 77 days, 12 February" in text
        assert "the plan expects 84% of the marks" in text


async def test_a_summary_returns_home_and_home_asks_again() -> None:
    async with shown(at()) as s:
        await s.press("enter", "=3/4", "enter", "enter")
        assert s.screen == "SummaryScreen"
        await s.press("enter")
        assert s.screen == "HomeScreen"
        assert len(s.asked("home")) == 4


@pytest.mark.parametrize("name", ["skills", "progress", "sheets", "settings"])
async def test_a_digit_goes_to_a_screen_and_escape_comes_back(name: str, tmp_path: Path) -> None:
    from tui.places import SCREENS, there

    place = there()[name]
    key = str(list(SCREENS).index(name) + 1)
    async with shown(LearnerDesk(tmp_path)) as s:
        await s.press(key)
        assert s.screen == place.screen
        await s.press("escape")
        assert s.screen == "HomeScreen"


async def test_a_screen_that_is_not_there_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    from tui import places

    monkeypatch.setitem(places.SCREENS, "sheets", places.Place("tui.screens.nowhere", "NoScreen", "go_sheets"))
    places.there.cache_clear()
    try:
        async with shown(at()) as s:
            assert "Sheets" not in s.text
            await s.press("5")
            assert s.screen == "HomeScreen"
            await s.app.action_go("sheets")
            assert s.screen == "HomeScreen"
    finally:
        places.there.cache_clear()


async def test_the_menu_knows_arrows_letters_and_the_mouse() -> None:
    async with shown(at()) as s:
        await s.press("j", "k", "down", "up", "G", "enter")
        assert s.screen == "SettingsScreen"
    async with shown(at()) as s:
        row = next(y for y, line in enumerate(s.text.splitlines()) if "Start" in line)
        await s.pilot.click(offset=(8, row))
        await s.press("f1")
        assert "Keys now" in s.text


async def test_a_problem_is_left_and_waits() -> None:
    desk = at()
    async with shown(desk) as s:
        await s.press("enter", "=3/", "f6")
        assert s.screen == "HomeScreen"
        assert ("save_draft", {"answer": "3/"}) in desk.sessions[0].calls
        assert desk.sessions[0].closed


# -- the first run ---------------------------------------------------------------------------------------------------


def first() -> FakeDesk:
    desk = FakeDesk(FakeSession([INTEGRAL]))
    desk.day = FIRST
    return desk


async def test_no_number_of_skills_is_told_before_it_is_known() -> None:
    told = threading.Event()

    class Slow(FakeDesk):
        def home(self, *, wait: bool = False) -> Home:
            if wait:
                told.wait(10)
                return FIRST
            return msgspec.structs.replace(
                FIRST, choices=tuple(msgspec.structs.replace(one, skills=None) for one in FIRST.choices)
            )

    app = QuizgenApp(Slow(FakeSession([INTEGRAL])), start="home")  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        while "Essential mathematics" not in text_of(app):
            await pilot.pause(0.01)
        assert "170" not in text_of(app)
        await pilot.press("down")
        told.set()
        while "170 skills" not in text_of(app):
            await pilot.pause(0.01)
        assert app.screen.query_one(Menu).highlighted == 1


async def test_the_first_run_asks_two_questions_then_the_first_problem() -> None:
    desk = first()
    async with shown(desk) as s:
        assert "What do you want to learn?" in s.text
        assert "170 skills" in s.text
        await s.press("down", "down", "enter")
        assert "Where do you want to begin?" in s.text
        await s.press("escape")
        assert "What do you want to learn?" in s.text
        await s.press("down", "down", "enter", "enter")
        assert s.asked("wish") == [({"focus": "la"},)]
        assert desk.wanted == [Wanted()]
        await s.press("=3/4", "enter")
        assert "Correct." in s.text


async def test_the_first_run_may_find_out_what_is_known() -> None:
    desk = first()
    async with shown(desk) as s:
        await s.press("enter", "down", "enter")
        assert desk.wanted == [Wanted(placing=True)]
        assert "placing you" in s.text
        assert "0 done" in s.text
        assert "due" not in s.text.splitlines()[0]
        assert "Skip what you have not learned" in s.told


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (120, 40)])
@pytest.mark.parametrize("welcome", [True, False])
async def test_help_is_always_told(size: tuple[int, int], welcome: bool) -> None:
    async with shown(first() if welcome else at(), size=size) as s:
        assert "Help" in s.keys
        await s.press("f1")
        assert "Keys now" in s.text


async def test_ascii_mode_draws_ascii_only() -> None:
    for desk in (first(), at()):
        async with shown(desk, ascii_only=True) as s:
            for line in s.drawn:
                assert line.isascii(), line


# -- the bars --------------------------------------------------------------------------------------------------------

DAYS = ("today", "Sat", "Sun", "Mon", "Tue", "Wed", "Thu")


def test_a_week_without_anything_has_no_bars() -> None:
    text = drawn((0,) * 7, DAYS, 3).plain
    assert not set("▁▂▃▄▅▆▇█") & set(text)
    assert text.count("·") == 7


def test_the_smallest_number_still_has_a_bar_and_the_largest_is_full() -> None:
    lines = drawn((200, 1, 100, 0, 0, 0, 0), DAYS, 3).plain.splitlines()
    assert lines[0].split() == ["200"]
    assert lines[1].split() == ["████", "100"]
    assert "▁▁▁▁" in lines[3]
    assert lines[4].split() == list(DAYS)
    assert len({len(line) for line in lines}) == 1


def test_bars_in_ascii() -> None:
    assert drawn((3, 1, 2, 0, 0, 0, 0), DAYS, 3, ascii_only=True).plain.replace("·", "-").isascii()
