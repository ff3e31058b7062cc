"""The app in a browser: the same screens, driven by `quizgen serve` through pipes instead of a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.containers import Center, Middle
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from quizgen.config import path as config_path
from tui.app import QuizgenApp
from tui.desk import Desk
from tui.keys import bind
from tui.messages import SessionFailed
from tui.widgets.key_bar import KeyBar

ORPHAN_SECONDS = 2.0
"""How often it is looked whether the server still lives."""


class FailureScreen(Screen[None]):
    """Why nothing can be practised; a terminal would show it after the app is gone."""

    DEFAULT_CSS = "FailureScreen Static { width: auto; max-width: 90%; }"
    BINDINGS: ClassVar = [bind("quit", "app.quit")]

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self._sentence = sentence

    def compose(self) -> ComposeResult:
        """The sentence."""
        with Middle(), Center():
            yield Static(Content(self._sentence), markup=False)
        yield KeyBar()


class BrowserApp(QuizgenApp):
    """Ends with its server, and shows what a terminal would print."""

    def on_mount(self) -> None:
        """Watch the server: without it nobody can see or end this."""
        self._server = os.getppid()
        self.set_interval(ORPHAN_SECONDS, self._look)

    def _look(self) -> None:
        if os.getppid() != self._server:
            self.hang_up()

    @on(SessionFailed)
    def _failed(self, event: SessionFailed) -> None:
        event.prevent_default()
        text = str(event.error)
        self.push_screen(FailureScreen(text[:1].upper() + text[1:] + "."))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """All but the screenshot, which would be a download."""
        return (command for command in super().get_system_commands(screen) if command.title != "Screenshot")


def run_in_browser(desk: Desk, *, start: str = "home") -> int:
    """Run the app for `quizgen serve`, which has set TEXTUAL_DRIVER; returns the exit code."""
    ascii_only = os.environ.get("QUIZGEN_ASCII", "") not in ("", "0")
    BrowserApp(desk, start=start, ascii_only=ascii_only, config_file=config_path(os.environ)).run()
    return 0
