"""The settings screen: config file and log."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from quizgen.practice.day import local_now
from tests.tui.fake import INTEGRAL, FakeDesk, FakeSession
from tests.tui.stories import Shown, shown
from tui.keys import KEYS
from tui.widgets.setting_list import SettingList


async def go(s: Shown, name: str) -> None:
    """Put the cursor on a row."""
    listed = s.app.screen.query_one(SettingList)
    listed.highlighted = listed.get_option_index(name)
    await s.pilot.pause()


def value(s: Shown, name: str) -> str:
    return next(setting.value for setting in s.app.screen.query_one(SettingList).settings if setting.name == name)


async def test_what_cannot_be_is_refused_with_a_sentence() -> None:
    async with shown(start="settings") as s:
        await go(s, "minutes")
        await s.press("enter", *["backspace"] * 4, "=soon", "enter")
        assert "Minutes a day is a number, not 'soon'." in s.told
        await s.press("enter", *["backspace"] * 4, "=9999", "enter")
        assert "is from 0 to 1440, not 9999." in s.told
        await go(s, "exam")
        await s.press("enter", "=soon", "enter")
        assert s.asked("set_exam") == [("soon", "essentials", 30)]
        assert value(s, "exam") == "none"
        await s.app.screen.save()  # type: ignore[attr-defined]
        assert s.asked("wish") == []


async def test_a_config_file_with_a_fault_is_told_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    text = 'theme = "quizgen-lihgt"\nascii = true\n'
    file.write_text(text)
    async with shown(start="settings", config_file=file, size=(120, 40)) as s:
        assert f"{file}, line 1: there is no theme 'quizgen-lihgt'; did you mean quizgen-light?" in s.told
        assert s.app.theme == "quizgen-dark"
        assert s.app.ascii_only
        assert file.read_text() == text


async def test_a_file_that_is_no_toml_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("theme = ")
    async with shown(start="settings", config_file=file) as s:
        await go(s, "theme")
        await s.press("right")
        assert s.app.theme == "quizgen-dark"
    assert file.read_text() == "theme = "


async def test_numbers_are_stepped_and_written_once() -> None:
    async with shown(start="settings") as s:
        await go(s, "minutes")
        await s.press("right", "right", "left", "right")
        assert value(s, "minutes") == "40"
        await s.press("escape")
        assert s.screen == "HomeScreen"
        assert s.asked("wish") == [({"minutes": 40},)]


async def test_numbers_stay_within_their_limits() -> None:
    async with shown(start="settings") as s:
        await go(s, "retention")
        await s.press(*["right"] * 12)
        assert value(s, "retention") == "97%"
        await go(s, "problems")
        await s.press("left")
        assert value(s, "problems") == "no limit"


async def test_typed_values_and_defaults() -> None:
    async with shown(start="settings") as s:
        await go(s, "retention")
        await s.press("enter", *["backspace"] * 4, "=85%", "enter")
        assert value(s, "retention") == "85%"
        await s.press("backspace")
        assert value(s, "retention") == "90%"
        await go(s, "focus")
        await s.press("enter")
        assert value(s, "focus") == "Everything, in the order it builds up"


async def test_an_exam_is_planned_and_called_off() -> None:
    async with shown(start="settings", size=(120, 40)) as s:
        await go(s, "exam")
        await s.press("enter", "=2027-02-12", "enter")
        assert value(s, "exam") == "2027-02-12"
        assert "84% of the marks" in s.told
        await s.press("backspace")
        assert s.asked("set_exam") == [("2027-02-12", "essentials", 30), ("", "essentials", 30)]


async def test_looks_take_effect_at_once_and_are_kept_with_comments(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("# mine\nmotion = true # for now\n")
    async with shown(start="settings", config_file=file) as s:
        await go(s, "theme")
        await s.press("right")
        assert s.app.theme == "quizgen-light"
        await go(s, "ascii")
        await s.press("enter")
        assert [line for line in s.drawn if not line.isascii()] == []
        await go(s, "motion")
        await s.press("right")
        assert s.app.animation_level == "none"
    text = file.read_text()
    assert "# mine" in text
    assert "motion = false # for now" in text
    async with shown(config_file=file) as s:
        assert s.app.theme == "quizgen-light"
        assert s.app.ascii_only


async def test_a_day_begins_when_the_learner_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    monkeypatch.setenv("QUIZGEN_CONFIG", str(file))
    async with shown(start="settings", config_file=file) as s:
        await go(s, "day_begins")
        assert value(s, "day_begins") == "at 4:00"
        await s.press("enter", "backspace", "=13", "enter")
        assert "A day begins is from 0 to 12, not 13." in s.told
        assert not file.exists()
        await s.press("right")
        assert value(s, "day_begins") == "at 5:00"
        assert "\nday_begins = 5\n" in file.read_text()
        before = datetime.now().astimezone().utcoffset()
        assert local_now().utcoffset() == (before or timedelta()) - timedelta(hours=1)
        await s.press(*["left"] * 7)
        assert value(s, "day_begins") == "at 0:00"
        await s.press("enter", "backspace", "=3", "enter")
        assert value(s, "day_begins") == "at 3:00"
        await s.press("backspace")
        assert value(s, "day_begins") == "at 4:00"
        assert "\nday_begins" not in file.read_text()


async def test_a_theme_chosen_in_the_palette_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    async with shown(config_file=file) as s:
        s.app.theme = "nord"  # by a program: not kept
        await s.pilot.pause()
        assert not file.exists()
        s.app.search_themes()
        await s.pilot.pause()
        await s.press("=quizgen-light", "enter")
        assert s.app.theme == "quizgen-light"
    assert 'theme = "quizgen-light"' in file.read_text()


async def test_a_key_is_changed_used_and_brought_back(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    desk = FakeDesk(FakeSession([INTEGRAL]))
    async with shown(desk, start="settings", config_file=file) as s:
        await go(s, "key:hint")
        await s.press("enter", "f7")
        assert value(s, "key:hint") == "f7"
        await s.press("escape", "enter")
        assert "f7 Hint" in s.keys
        await s.press("f2")
        assert "Hint 1" not in s.text
        await s.press("f7")
        assert "Hint 1" in s.text
        await s.press("f6", "6")
        await go(s, "key:hint")
        await s.press("backspace")
        assert value(s, "key:hint") == "f2"
    assert 'hint = "f7"' not in file.read_text()


async def test_a_key_taken_from_something_else_is_told(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[keys]\nhint = "f3"\n')
    async with shown(FakeDesk(FakeSession([INTEGRAL])), start="practice", config_file=file) as s:
        assert "f3 does hint now, and no longer skip" in s.told
        await s.press("f3")
        assert "Hint 1" in s.text


async def test_every_key_of_the_table_is_on_the_screen() -> None:
    async with shown(start="settings") as s:
        names = {setting.name for setting in s.app.screen.query_one(SettingList).settings}
        assert {f"key:{name}" for name in KEYS} <= names


async def test_no_color_leaves_the_theme_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with shown(start="settings", ansi_color=True) as s:
        await go(s, "theme")
        await s.press("right")
        assert "NO_COLOR" in s.text
        assert value(s, "theme") == "the terminal's own"


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (120, 40)])
async def test_what_a_row_means_is_told_below(size: tuple[int, int]) -> None:
    async with shown(start="settings", size=size) as s:
        await go(s, "new_per_day")
        assert "At most." in s.text
        assert "Help" in s.keys
