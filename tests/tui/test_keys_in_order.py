"""Keys that come in one moment, as from an input method or a slow line, act in their order."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import ComposeResult
from textual.events import Key
from textual.widgets import Button, Input

from quizgen.problem import Problem
from tests.tui.fake import INTEGRAL, PARTS, FakeDesk, FakeSession
from tests.tui.stories import shown
from tui.keys_in_order import KeysInOrder


class Form(KeysInOrder[None]):
    """Two lines, of which Enter leaves the first; F2 takes the second away."""

    BINDINGS = [("f2", "shrink", ""), ("f3", "slow", "")]

    def compose(self) -> ComposeResult:
        yield Input(id="first")
        yield Input(id="second")
        yield Button("third")

    def on_input_submitted(self) -> None:
        self.query_one("#second").focus()

    async def action_shrink(self) -> None:
        await self.query_one("#second").remove()
        self.query_one("#first").focus()

    async def action_slow(self) -> None:
        await asyncio.sleep(0.3)
        self.query_one("#second").focus()

    def burst(self, *keys: str) -> None:
        for key in keys:
            self.post_message(Key(key, key if len(key) == 1 else None))

    def texts(self) -> list[str]:
        return [line.value for line in self.query(Input).results(Input)]

    async def until(self, *texts: str) -> bool:
        for _ in range(200):
            if self.texts() == [*texts]:
                return True
            await asyncio.sleep(0.01)
        return False


@pytest.mark.parametrize(
    ("keys", "texts"),
    [
        ("3 4 backspace +", ("3+", "")),
        ("3 4 left 5 end 6", ("3546", "")),
        ("1 home 2 delete 3", ("23", "")),
        ("1 2 enter 3 4", ("12", "34")),
        ("1 enter 2 shift+tab 3", ("3", "2")),
    ],
)
async def test_a_burst_acts_in_order(keys: str, texts: tuple[str, str]) -> None:
    app = Form()
    async with app.run_test():
        app.query_one("#first").focus()
        app.burst(*keys.split())
        assert await app.until(*texts), app.texts()


async def test_keys_are_held_and_then_act_in_order() -> None:
    app = Form()
    async with app.run_test():
        app.query_one("#first").focus()
        app.hold_keys()
        app.burst("1", "backspace", "2")
        await asyncio.sleep(0.1)
        assert app.texts() == ["", ""]
        await app.release_keys()
        app.burst("3")
        assert await app.until("23", "")


async def test_a_widget_that_goes_away_does_not_stop_the_keys() -> None:
    app = Form()
    async with app.run_test():
        app.query_one("#second").focus()
        app.burst("1", "f2", "2", "3")
        assert await app.until("23"), app.texts()


async def test_an_action_that_takes_long_is_waited_for_only_so_long() -> None:
    app = Form()
    async with app.run_test():
        app.query_one("#first").focus()
        app.burst("f3", "1", "2")
        for _ in range(200):
            if "12" in "".join(app.texts()):
                break
            await asyncio.sleep(0.01)
        assert "".join(app.texts()) == "12"


@pytest.mark.parametrize(
    ("problem", "keys"), [(INTEGRAL, "3 4 backspace / 4 enter"), (PARTS, "- 5 backspace 4 enter 6 enter")]
)
async def test_an_answer_typed_and_checked_in_one_burst_is_judged_whole(problem: Problem, keys: str) -> None:
    async with shown(FakeDesk(FakeSession([problem])), start="practice") as practice:
        for key in keys.split():
            practice.app.post_message(Key(key, key if len(key) == 1 else None))
        for _ in range(200):
            if "Correct" in practice.text:
                break
            await practice.pilot.pause(0.01)
        assert "Correct" in practice.text
