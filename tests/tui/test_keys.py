"""Keys, palette, and the ways out."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import tui
from quizgen.errors import QuizgenError
from tests.tui.fake import INTEGRAL, INVERSE, FakeDesk, FakeSession
from tests.tui.stories import shown
from tui.app import QuizgenApp
from tui.keys import GROUPS, KEYS, taken


def owners() -> Iterator[tuple[type[DOMNode], list[Binding]]]:
    """Every class of ours with keys."""
    for found in pkgutil.walk_packages(tui.__path__, "tui."):
        module = importlib.import_module(found.name)
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and issubclass(kind, DOMNode) and "BINDINGS" in vars(kind):
                yield kind, list(Binding.make_bindings(vars(kind)["BINDINGS"]))


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(QuizgenError, match="there is no theme 'pink'"):
        QuizgenApp(FakeDesk(), theme="pink")  # type: ignore[arg-type]


def test_bindings_that_share_a_key_share_a_name() -> None:
    """Textual takes a key away whole when the config file gives it to another action."""
    wrong = []
    for kind, bindings in owners():
        for key in {binding.key for binding in bindings}:
            names = {binding.id for binding in bindings if binding.key == key}
            if len(names) > 1:
                wrong.append((kind.__name__, key, names))
    assert wrong == []


def test_every_name_is_used_and_every_key_has_a_name_of_the_table() -> None:
    used = {binding.id for _, bindings in owners() for binding in bindings if binding.id}
    assert used == set(KEYS)


def test_a_key_taken_from_another_action_of_the_same_place_is_told() -> None:
    assert taken({}) == []
    assert taken({"hint": "f10"}) == []
    assert taken({"hint": "f3", "skip": "f2"}) == []
    assert "f3 does hint now, and no longer skip" in taken({"hint": "f3"})[0]
    assert "no longer help" in taken({"hint": "f1"})[0]
    assert len(taken({"hint": "f10", "skip": "f10"})) == 1


def test_what_a_key_does_is_said_shortly() -> None:
    for name, key in KEYS.items():
        assert len(key.about) <= 34, name
        assert key.label, name
    assert sum(map(len, GROUPS.values())) == len(KEYS)


async def test_ctrl_c_quits_from_a_field_and_saves() -> None:
    desk = FakeDesk(FakeSession([INTEGRAL]))
    async with shown(desk, start="practice") as s:
        await s.press("=3/", "ctrl+c")
        assert not s.app.is_running
    assert ("save_draft", {"answer": "3/"}) in desk.sessions[0].calls


async def test_ctrl_c_copies_what_the_mouse_selected_before_it_quits(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    desk = FakeDesk(FakeSession([INTEGRAL]))
    async with shown(desk, start="practice") as s:
        monkeypatch.setattr(s.app.screen, "get_selected_text", lambda: "x^2" if not copied else None)
        monkeypatch.setattr(s.app, "copy_to_clipboard", copied.append)
        await s.press("ctrl+c")
        assert copied == ["x^2"]
        assert s.app.is_running
        await s.press("ctrl+c")
        assert not s.app.is_running


@pytest.mark.parametrize("start", ["home", "settings"])
@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
async def test_every_screen_is_left(start: str, key: str) -> None:
    async with shown(start=start) as s:
        await s.press(key)
        assert not s.app.is_running


async def test_leaving_from_help_and_palette() -> None:
    async with shown(FakeDesk(FakeSession([INTEGRAL])), start="practice") as s:
        await s.press("f1", "ctrl+c")
        assert not s.app.is_running
    async with shown() as s:
        await s.press("ctrl+p", "ctrl+c")
        assert not s.app.is_running


async def test_settings_are_written_on_the_way_out() -> None:
    async with shown(start="settings") as s:
        await s.press(*["down"] * 4, "right", "ctrl+c")
    assert s.asked("wish") == [({"minutes": 35},)]


async def test_the_palette_goes_everywhere() -> None:
    async with shown(FakeDesk(FakeSession([INVERSE])), start="practice") as s:
        titles = [command.title for command in s.app.get_system_commands(s.app.screen)]
        assert {"Check", "Hint", "Skip", "Solution", "Undo", "Help", "Go to Home", "Go to Settings"} <= set(titles)
        assert "Go to Practice" not in titles
        assert len(titles) == len(set(titles))
        await s.press("ctrl+p", "=go to settings", "enter")
        assert s.screen == "SettingsScreen"


async def test_help_says_what_each_key_of_the_screen_does() -> None:
    async with shown() as s:
        await s.press("f1")
        assert "State, history, examples" in s.text
        assert "All commands, themes" in s.text
        await s.press("f1")
        assert s.screen == "HomeScreen"
