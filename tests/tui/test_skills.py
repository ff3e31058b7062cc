"""Stories on the skills screen and the worked example: refusals first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.fake import CHOICE, FakeSession
from tests.tui.learner import LearnerDesk
from tests.tui.pictures import press, settled, text_of
from tui.app import QuizgenApp
from tui.screens.example import ExampleScreen
from tui.screens.practice import PracticeScreen
from tui.screens.skills import SkillsScreen
from tui.widgets.skill_tree import SkillTree


class Story:
    """The app on one of the screens beside practice, and what one sees of it."""

    def __init__(self, pilot: Pilot[Any], desk: LearnerDesk) -> None:
        self.pilot, self.desk = pilot, desk

    @property
    def screen(self) -> Any:
        return self.pilot.app.screen

    @property
    def text(self) -> str:
        """All that is on the screen."""
        return text_of(self.pilot.app)

    def called(self, name: str) -> list[tuple[Any, ...]]:
        return [call[1:] for call in self.desk.asked if call[0] == name]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await press(self.pilot, key)
            await self.settle()

    async def settle(self) -> None:
        await settled(self.pilot)
        if isinstance(self.screen, SkillsScreen):
            await self.pilot.pause(0.15)  # the history is read when the cursor rests
            await settled(self.pilot)


@asynccontextmanager
async def story(
    folder: Path,
    start: str = "skills",
    *,
    size: tuple[int, int] = (120, 40),
    app: Mapping[str, Any] | None = None,
    **desk: Any,
) -> AsyncIterator[Story]:
    made = LearnerDesk(folder, FakeSession([CHOICE]), **desk)
    quizgen = QuizgenApp(made, start=start, **(app or {}))  # type: ignore[arg-type]
    async with quizgen.run_test(size=size, notifications=True) as pilot:
        one = Story(pilot, made)
        await one.settle()
        yield one


def tree(one: Story) -> SkillTree:
    found: SkillTree = one.screen.query_one(SkillTree)
    return found


# -- refusals


async def test_a_log_that_cannot_be_read_is_told_and_the_app_lives(tmp_path: Path) -> None:
    async with story(tmp_path, fail={"overview": "the log [x] is locked"}) as s:
        assert "cannot be shown: the log [x] is locked" in s.text
        await s.press("p", "e", "x", "f", "slash")
        assert isinstance(s.screen, SkillsScreen)
        assert s.called("suspend") == []


async def test_a_suspension_that_cannot_be_written_is_told_and_changes_nothing(tmp_path: Path) -> None:
    async with story(tmp_path, fail={"suspend": "the disk is full"}) as s:
        await s.press("x")
        assert "the disk is full" in s.text
        card = tree(s).card
        assert card is not None
        assert card.state != "suspended"


async def test_words_that_no_skill_has_find_nothing_and_escape_shows_all_again(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        before = tree(s).option_count
        await s.press("slash", "=gradient zebra")
        assert "No skill has all of these words." in s.text
        assert tree(s).option_count == 0
        await s.press("enter", "p", "e", "x")
        assert isinstance(s.screen, SkillsScreen)
        assert s.called("suspend") == []
        await s.press("escape")
        assert tree(s).option_count == before


async def test_a_unit_cannot_be_practised_or_left_out(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        await s.press("g", "p", "e", "x")
        assert isinstance(s.screen, SkillsScreen)
        assert s.called("suspend") == []


async def test_a_skill_left_out_is_not_practised_until_it_is_taken_up(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        tree(s).go_to("la-shapes-cost")
        await s.settle()
        assert "left out" in s.text
        await s.press("p")
        assert "take it up again with x first" in s.text
        await s.press("x", "p")
        assert s.called("suspend") == [("la-shapes-cost", False)]
        assert isinstance(s.screen, PracticeScreen)


async def test_a_skill_without_an_exercise_offers_nothing(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        tree(s).go_to("la-index-notation")
        await s.settle()
        assert "There is no exercise of it yet" in s.text
        await s.press("p", "e")
        assert isinstance(s.screen, SkillsScreen)


async def test_an_example_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    async with story(tmp_path, fail={"example": "exercise x took too long"}) as s:
        await s.press("e")
        assert "took too long" in s.text
        assert "Press n to try another one" in s.text
        s.desk.fail = {}
        await s.press("n")
        assert "Solution." in s.text


# -- what one sees and does


async def test_the_skill_at_hand_is_told_with_its_history_and_mistakes(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        for said in (
            "72 of 260 known", "Compute E[X] or E[g(X)] for a discrete variable", "pro-expectation-discrete",
            "Due since 19 Nov", "→ Level 3: indicator or symmetry trick", "Builds on", "Leads to",
            "Typical mistakes", "Answers", "7 Nov  level 3  ✓ right",
        ):  # fmt: skip
            assert said in s.text, said


async def test_units_fold_and_unfold_and_tell_their_numbers(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        await s.press("g")
        row = tree(s).row
        assert row is not None
        assert (row.id, row.depth) == ("la", 0)
        assert "Known, and not due yet" in s.text
        rows = tree(s).option_count
        await s.press("l")
        assert tree(s).option_count == rows + 5
        await s.press("l", "l", "l")
        card = tree(s).card
        assert card is not None
        assert card.topic == "la.vec"
        await s.press("h", "h", "h", "h")
        assert tree(s).option_count == rows
        assert tree(s).highlighted == 0


async def test_a_click_looks_and_a_double_click_practises(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        at = tree(s).highlighted
        assert at is not None
        await s.pilot.click(tree(s), offset=(10, at - 1))
        await s.settle()
        card = tree(s).card
        assert card is not None
        assert card.skill != "pro-expectation-discrete"
        assert card.skill in s.text
        assert isinstance(s.screen, SkillsScreen)
        await s.pilot.click(tree(s), offset=(10, 0))  # a unit folds and unfolds
        await s.settle()
        assert tree(s).highlighted == 0
        await s.pilot.click(tree(s), offset=(10, 0))
        await s.settle()
        tree(s).go_to("pro-expectation-discrete")
        await s.settle()
        await s.pilot.click(tree(s), offset=(10, tree(s).highlighted or 0), times=2)
        await s.settle()
        assert isinstance(s.screen, PracticeScreen)


async def test_search_narrows_while_typing(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        await s.press("slash", "=null space")
        assert "la-null-space" in s.text
        found = tree(s).option_count
        assert 2 < found < 20
        await s.press("enter", "down", "enter")
        assert isinstance(s.screen, PracticeScreen)
        assert s.desk.wanted[-1].ahead


async def test_the_filter_goes_round(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        everything = tree(s).option_count
        await s.press("f")
        assert "to be asked now" in s.text
        assert "9 skills found" in s.text
        assert all(row.card.asked for row in tree(s)._rows if row.card)
        await s.press("f", "f", "f", "f")
        assert "left out" in s.text
        assert "1 skill found" in s.text
        await s.press("f")
        assert tree(s).option_count == everything


async def test_enter_practises_this_skill_alone_due_or_not(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        await s.press("enter")
        assert isinstance(s.screen, PracticeScreen)
        assert (s.desk.wanted[-1].skills, s.desk.wanted[-1].ahead) == (frozenset({"pro-expectation-discrete"}), True)


async def test_leaving_out_is_written_down_and_shown(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        await s.press("x")
        assert s.called("suspend") == [("pro-expectation-discrete", True)]
        card = tree(s).card
        assert card is not None
        assert (card.skill, card.state) == ("pro-expectation-discrete", "suspended")
        assert "x Take up" in s.text


async def test_an_example_at_each_level_with_and_without_its_solution(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        await s.press("e")
        assert isinstance(s.screen, ExampleScreen)
        assert "level 1 of 3: pmf table" in s.text
        assert "Solution." in s.text
        await s.press("s")
        assert "Solution." not in s.text
        await s.press("plus", "plus", "plus", "n")
        assert s.called("example")[-1] == ("pro-expectation-discrete", 3, 2)
        await s.press("minus", "escape")
        assert isinstance(s.screen, SkillsScreen)


async def test_the_whole_example_can_be_read(tmp_path: Path) -> None:
    async with story(tmp_path, size=(60, 11)) as s:
        await s.press("e")
        assert "Solution." not in s.text
        await s.press("end")
        assert "By definition, option 2 is right." in s.text


async def test_help_tells_keys_and_signs(tmp_path: Path) -> None:
    async with story(tmp_path) as s:
        await s.press("f1")
        assert "Practise this skill alone" in s.text
        await s.press("end")
        await s.pilot.pause()
        assert "Left out until it is taken up again" in s.text


async def test_an_empty_log_begins_at_what_is_new(tmp_path: Path) -> None:
    async with story(tmp_path, empty=True) as s:
        card = tree(s).card
        assert card is not None
        assert (card.state, card.reviews) == ("ready", 0)
        assert "0 of 260 known" in s.text


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 15), (120, 40), (200, 60)])
async def test_every_size_shows_the_help_key_and_the_skill(tmp_path: Path, size: tuple[int, int]) -> None:
    async with story(tmp_path, size=size) as s:
        lines = s.text.splitlines()
        assert "f1 Help" in lines[-1]
        assert "◆ Compute E[X]" in s.text
        assert all(len(line) <= size[0] for line in lines)


async def test_a_tiny_terminal_shows_tree_or_text(tmp_path: Path) -> None:
    async with story(tmp_path, size=(40, 15)) as s:
        assert "Remembered now" not in s.text
        await s.press("i")
        assert "Remembered now" in s.text
        assert "▾" not in s.text
        await s.press("escape")
        assert "▾" in s.text
        await s.press("j", "i", "i")
        assert "▾" in s.text
        assert tree(s).has_focus


async def test_ascii_mode_has_only_ascii(tmp_path: Path) -> None:
    async with story(tmp_path, size=(80, 24), app={"ascii_only": True}) as s:
        assert "! Compute E[X]" in s.text
        signs = {character for character in s.text if ord(character) > 126}
        assert signs <= {"α", "β", "−"}  # of the curriculum's own text


async def test_without_colour_the_cursor_is_underlined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with story(tmp_path, size=(80, 24), app={"ansi_color": True}) as s:
        style = tree(s).get_visual_style("option-list--option", "option-list--option-highlighted")
        assert style.underline
        assert not tree(s).get_visual_style("option-list--option").underline
