"""The terminal app: theme, signals, the way out. What is practised is the business of the screens."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import Static

from quizgen.errors import QuizgenError
from tui.calls import Calls
from tui.driver import forgiving
from tui.glyphs import AsciiFilter
from tui.guard import can_draw
from tui.messages import SessionFailed
from tui.themes import DARK, LIGHT
from tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from quizgen.practice.session import Session, Summary
    from tui.screens.practice import PracticeScreen
    from tui.screens.summary import SummaryScreen

SAVE_SECONDS = 6.0
"""A quit waits so long for a judgement under way and for the draft to be written."""
SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


class QuizgenApp(App["Summary | None"]):
    """A practice session in a terminal. Its result is the session in numbers, None when it never began."""

    TITLE = "quizgen"
    CSS_PATH = "quizgen.tcss"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        make_session: Callable[[], Session],
        *,
        practise_ahead: Callable[[], Session] | None = None,
        ascii_only: bool = False,
        theme: str | None = None,
        ansi_color: bool | None = None,
    ) -> None:
        """See `run`."""
        super().__init__(ansi_color=ansi_color)
        self.ascii_only = ascii_only
        self.failure: QuizgenError | None = None
        self._make_session, self._practise_ahead = make_session, practise_ahead
        self._calls = Calls()
        self._leaving = False
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        if theme is not None and theme not in self.available_themes:
            raise QuizgenError(f"there is no theme {theme!r}; there are {', '.join(sorted(self.available_themes))}")
        if theme is not None or "TEXTUAL_THEME" not in os.environ:
            self.theme = theme or DARK.name

    def get_driver_class(self) -> type[Driver]:
        """A driver that outlives its terminal."""
        return forgiving(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What changes a line when it is drawn."""
        return [*super().get_line_filters(), *([AsciiFilter()] if self.ascii_only else [])]

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is called in the key bar."""
        shown = super().get_key_display(binding)
        return shown.replace("⏎", "enter") if self.ascii_only else shown

    def compose(self) -> ComposeResult:
        """The first frame: it needs nothing but Textual, the screens are imported behind it."""
        yield TopBar("quizgen")
        yield Static("Preparing the first problem…", id="waiting", markup=False)

    def on_mount(self) -> None:
        """Paint the first frame; everything else comes after it."""
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            # Textual would die of these without giving the terminal back.
            with suppress(ValueError, RuntimeError, NotImplementedError, AttributeError):
                loop.add_signal_handler(getattr(signal, name), self.hang_up)
        self.call_after_refresh(self._begin)

    @work(group="session")
    async def _begin(self) -> None:
        await self._calls.run(importlib.import_module, "tui.screens.practice")
        self._practise(self._make_session)

    def _practise(self, make_session: Callable[[], Session]) -> None:
        from tui.screens.practice import PracticeScreen

        self.push_screen(PracticeScreen(make_session, self._calls, can_go_ahead=self._practise_ahead is not None))

    @property
    def practice(self) -> PracticeScreen | None:
        """The practice screen, also when something lies over it."""
        if "tui.screens.practice" not in sys.modules:
            return None
        from tui.screens.practice import PracticeScreen

        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, PracticeScreen)), None)

    def on_summary_screen_ahead_chosen(self, event: SummaryScreen.AheadChosen) -> None:
        """Go on with what is not due yet."""
        event.stop()
        if self._practise_ahead is not None:
            self.pop_screen()
            self._practise(self._practise_ahead)

    @on(SessionFailed)
    def _session_failed(self, event: SessionFailed) -> None:
        self.failure = event.error
        self.exit(None)

    def hang_up(self) -> None:
        """Leave because of a signal, or because the terminal is gone."""
        self._leaving_task = asyncio.create_task(self.action_quit())

    async def action_quit(self) -> None:
        """Leave, with everything written down."""
        if self._leaving:
            return
        self._leaving = True
        summary: Summary | None = None
        with suppress(asyncio.TimeoutError, QuizgenError):
            if self.practice is not None:
                summary = await asyncio.wait_for(self.practice.save(), SAVE_SECONDS)
        self._calls.stop()
        self.exit(summary)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything that can be done now, then themes and the rest."""
        from tui.screens.practice import ACTIONS, PracticeScreen

        if isinstance(screen, PracticeScreen):
            for action in ACTIONS:
                name, _, argument = action.name.partition("(")
                if name != "app.quit" and screen.check_action(name, (argument.strip("')"),)):
                    yield SystemCommand(action.label, action.about, _runner(screen, action.name))
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Quit", "Screenshot"):
                yield command


def _runner(screen: PracticeScreen, action: str) -> Callable[[], None]:
    def run_it() -> None:
        screen.call_later(screen.run_action, action)

    return run_it


def run(
    make_session: Callable[[], Session],
    *,
    practise_ahead: Callable[[], Session] | None = None,
    ascii_only: bool | None = None,
    theme: str | None = None,
) -> int:
    """Practise in this terminal; returns the exit code 0 after a parting line on standard output.

    `make_session` is called in a thread after the first frame (start the worker before); `practise_ahead` makes
    the session for going on when nothing is due. `ascii_only`: by default what QUIZGEN_ASCII says. `theme`: the
    name of a Textual theme, by default TEXTUAL_THEME. Raises QuizgenError where there is no terminal (ask
    `tui.guard.can_draw` first), and what `make_session` raised.
    """
    if not can_draw():
        raise QuizgenError("the practice screen needs a terminal; use --plain for lines of text")
    if ascii_only is None:
        ascii_only = os.environ.get("QUIZGEN_ASCII", "") not in ("", "0")
    app = QuizgenApp(
        make_session,
        practise_ahead=practise_ahead,
        ascii_only=ascii_only,
        theme=theme,
        # With a colour theme NO_COLOR would give greys; only the terminal's own colours can be switched off.
        ansi_color=True if os.environ.get("NO_COLOR") else None,
    )
    summary = app.run()
    if app.failure is not None:
        raise app.failure
    if summary is not None and summary.done:
        from tui.screens.summary import headline

        print(headline(summary), summary.message)
    return 0
