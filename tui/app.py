"""The terminal app: theme, keys, signals, ways between the screens, the way out."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen
from textual.theme import Theme
from textual.widgets import Static

from quizgen import collecting
from quizgen.config import Config, load, save
from quizgen.config import path as config_path
from quizgen.errors import QuizgenError
from tui.calls import Calls
from tui.desk import Desk, Wanted
from tui.driver import forgiving
from tui.glyphs import KEY_NAMES, AsciiFilter
from tui.guard import can_draw
from tui.keys import KEYS, bind, live, taken
from tui.keys_in_order import KeysInOrder
from tui.left_open import LeftOpen
from tui.messages import PracticeChosen, SessionFailed, SessionOpened
from tui.places import SCREENS, made, there
from tui.themes import DARK, LIGHT
from tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from quizgen.practice.session import Summary
    from tui.screens.practice import PracticeScreen

SAVE_SECONDS = 6.0
"""A quit waits so long for a judgement under way and for the draft to be written."""
SETTLED = 3.0
"""Seconds after which everything that stays is loaded: screen, first problem, first fields."""
BEHIND = 1.5
"""Seconds for which a picture of what was left open stands for the app at most."""
SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


class QuizgenApp(KeysInOrder["Summary | None"]):
    """The screens in a terminal. Its result is the session that was open at the end, in numbers."""

    TITLE = "quizgen"
    CSS_PATH = "quizgen.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = [
        bind("back", "jump('home')"),
        *(bind(place.key, f"jump('{name}')", show=False) for name, place in SCREENS.items()),
        bind("quit", display="q"),
        bind("help"),
        bind("typeset", show=False),
        Binding("ctrl+c", "copy_or_quit", "Quit", show=False, priority=True, system=True),
    ]

    def __init__(
        self,
        desk: Desk,
        *,
        start: str = "practice",
        wanted: Wanted | None = None,
        ascii_only: bool = False,
        theme: str | None = None,
        ansi_color: bool | None = None,
        config_file: Path | None = None,
        left_open: LeftOpen | None = None,
    ) -> None:
        """See `run`."""
        self._left_open = left_open  # the driver is chosen at once
        super().__init__(ansi_color=ansi_color)
        self._behind = ExitStack()
        self._ascii_asked = ascii_only
        self.config_file, self.config = config_file, Config()
        self.failure: QuizgenError | None = None
        self.desk, self.calls = desk, Calls()
        self._start, self._wanted = start, wanted or Wanted()
        self._leaving = self._choosing_theme = False
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        if theme is not None and theme not in self.available_themes:
            raise QuizgenError(f"there is no theme {theme!r}; there are {', '.join(sorted(self.available_themes))}")
        self._theme_asked = theme or os.environ.get("TEXTUAL_THEME", "")
        self._read_config()

    # -- config --------------------------------------------------------------------------------------------------

    def _read_config(self) -> None:
        """Read the config file and put it into force; its faults are told when the screen is there."""
        self.faults: list[str] = []
        if self.config_file is not None:
            themes = self.available_themes
            self.config, self.faults = load(self.config_file, themes=themes, actions=KEYS)
            self.faults += taken(self.config.keys)
        wanted = self._theme_asked or self.config.theme
        self.theme = wanted if wanted in self.available_themes else DARK.name
        self.ascii_only = self._ascii_asked or self.config.ascii
        if not self.config.motion:
            self.animation_level = "none"
        elif "TEXTUAL_ANIMATIONS" not in os.environ:
            self.animation_level = "full"
        self.set_keymap(self.config.keys)

    async def configure(self, changes: dict[str, Any]) -> None:
        """Change entries of the config file (None: the default) and put them into force. Raises QuizgenError."""
        if self.config_file is None:
            raise QuizgenError("there is no config file to write this to")
        await self.calls.run(save, self.config_file, changes)
        if "theme" in changes:
            self._theme_asked = ""
        before = set(self.faults)
        self._read_config()
        for sentence in self.faults:
            if sentence not in before:
                self.notify(sentence, severity="warning", timeout=10, markup=False)
        self.screen.query("*").refresh(layout=True)

    def search_themes(self) -> None:
        """The palette's list of themes; the one chosen there is kept."""
        self._choosing_theme = True
        super().search_themes()

    def _theme_changed(self, theme: Theme) -> None:
        if self._choosing_theme and self.config_file is not None:
            self._keep_theme(theme.name)
        self._choosing_theme = False

    @work(group="config")
    async def _keep_theme(self, name: str) -> None:
        try:
            await self.configure({"theme": name})
        except QuizgenError as error:
            self.notify(str(error), severity="warning", markup=False)

    def themes_to_choose(self) -> list[str]:
        """Our own themes first. Those of the terminal's own colours are chosen at the start alone (NO_COLOR)."""
        ours = [DARK.name, LIGHT.name]
        return ours + [name for name in sorted(self.available_themes) if name not in ours and "ansi" not in name]

    def get_driver_class(self) -> type[Driver]:
        """A driver that outlives its terminal."""
        return forgiving(super().get_driver_class(), self._left_open)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What changes a line when it is drawn."""
        return [*super().get_line_filters(), *([AsciiFilter()] if self.ascii_only else [])]

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is called in the key bar."""
        shown = super().get_key_display(binding)
        if self.ascii_only:
            for sign, name in KEY_NAMES.items():
                shown = shown.replace(sign, name)
        return shown

    def compose(self) -> ComposeResult:
        """The first frame: it needs nothing but Textual, the screens are imported behind it."""
        yield TopBar("quizgen")
        waiting = "Preparing the first problem…" if self._start == "practice" else "Preparing your day…"
        yield Static(waiting, id="waiting", markup=False)

    def on_mount(self) -> None:
        """Paint the first frame; everything else comes after it."""
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            # Textual would die of these without giving the terminal back.
            with suppress(ValueError, RuntimeError, NotImplementedError, AttributeError):
                loop.add_signal_handler(getattr(signal, name), self.hang_up)
        self.theme_changed_signal.subscribe(self, self._theme_changed)
        if self._left_open is not None and self._left_open.painted:
            self._stay_behind()
        self.call_after_refresh(self._begin)
        self.set_timer(SETTLED, collecting.settle)
        for sentence in self.faults:
            self.notify(sentence, title="Config file", severity="warning", timeout=15, markup=False)

    @work(group="session")
    async def _begin(self) -> None:
        await self.calls.run(importlib.import_module, SCREENS[self._start].module)
        if self._start == "practice":
            self.practise(self._wanted)
        else:
            self._put(made(self._start, self.desk, self.calls))

    # -- behind the picture of what was left open ----------------------------------------------------------------

    def _stay_behind(self) -> None:
        """Paint nothing, and keep what is typed, until the question of the picture is here."""
        self.hold_keys()
        self._behind.enter_context(self.batch_update())
        self.set_timer(BEHIND, self._come_forward)

    @on(SessionOpened)
    def _come_forward(self) -> None:
        self._behind.close()
        self.call_after_refresh(self.release_keys)

    def _take_picture(self) -> None:
        """What is on the screen, where a problem is left open on it."""
        practice = self.practice
        asked = practice is not None and practice is self.screen and practice.state == "asking"
        if self._left_open is not None and asked and not self._notifications:
            self._left_open.lines = [line.render(self.console) for line in self.screen._compositor.render_strips()]

    # -- ways between the screens --------------------------------------------------------------------------------

    def _put(self, screen: Screen[None]) -> None:
        """Show a screen in the place of the present one, and of all that lies on it."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def practise(self, wanted: Wanted | None = None) -> None:
        """Go to practice."""
        from tui.screens.practice import PracticeScreen

        self._put(PracticeScreen(self.desk, self.calls, wanted or Wanted()))

    @on(PracticeChosen)
    def _practice_chosen(self, event: PracticeChosen) -> None:
        self.practise(event.wanted)

    async def action_go(self, name: str) -> None:
        """Go to a screen of `SCREENS`, from anywhere."""
        if name not in there() or self._is_at(name):
            return
        await self._save()
        if name == "practice":
            self.practise()
        else:
            self._put(made(name, self.desk, self.calls))

    async def _save(self) -> Summary | None:
        """Write down what the screen at hand holds; the session in numbers, where there is one."""
        holder = self.practice or self.screen
        if (write := getattr(holder, "save", None)) is not None:
            summary: Summary | None = await write()
            return summary
        return None

    async def action_jump(self, name: str) -> None:
        """Go to a screen by its key: not from practice, where keys answer problems."""
        await self.action_go(name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where one can jump to now."""
        if action == "typeset":
            return type(self.screen).__name__ in ("PracticeScreen", "ExampleScreen")
        if action == "jump":
            name = str(parameters[0])
            modal = isinstance(self.screen, ModalScreen)
            practising = self._is_at("practice")
            return not (modal or practising or self._is_at(name)) and name in there()
        return True

    def _is_at(self, name: str) -> bool:
        return self._named(self.screen, name)

    @staticmethod
    def _named(screen: Screen[Any], name: str) -> bool:
        there_already = (SCREENS[name].screen, *(["WelcomeScreen"] if name == "home" else []))
        return type(screen).__name__ in there_already

    @property
    def practice(self) -> PracticeScreen | None:
        """The practice screen, also when something lies over it."""
        if "tui.screens.practice" not in sys.modules:
            return None
        from tui.screens.practice import PracticeScreen

        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, PracticeScreen)), None)

    # -- help and palette ----------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """The keys of the screen at hand."""
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, ModalScreen):
            keys = [(self.get_key_display(b), b.description, b.tooltip) for _, b in live(self.screen)]
            self.push_screen(HelpScreen(keys, [], None))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything that can be done now, then the screens, themes and the rest."""
        for node, binding in live(screen):
            if binding.id not in ("quit", "help", "back") and not binding.action.startswith("jump"):
                yield SystemCommand(binding.description, binding.tooltip, self._runner(node, binding.action))
        yield SystemCommand(KEYS["help"].label, KEYS["help"].about, self._runner(screen, "app.help"))
        for name, place in there().items():
            if not self._named(screen, name):
                key = KEYS[place.key]
                yield SystemCommand(f"Go to {key.label}", key.about, self._runner(self, f"go('{name}')"))
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Quit", "Screenshot"):
                yield command

    def _runner(self, node: DOMNode, action: str) -> Callable[[], None]:
        def run_it() -> None:
            self.call_later(self.run_action, action, node)

        return run_it

    @work(group="typeset", exclusive=True)
    async def action_typeset(self) -> None:
        """The problem at hand as a picture."""
        from tui.typeset import show

        await show(self)

    # -- the end -------------------------------------------------------------------------------------------------

    @on(SessionFailed)
    def _session_failed(self, event: SessionFailed) -> None:
        self.failure = event.error
        self.exit(None)

    def hang_up(self) -> None:
        """Leave because of a signal, or because the terminal is gone."""
        self._leaving_task = asyncio.create_task(self.action_quit())

    async def action_copy_or_quit(self) -> None:
        """Ctrl+C quits, as everywhere in a terminal; where text is selected by the mouse it is copied first."""
        if selected := self.screen.get_selected_text():
            self.copy_to_clipboard(selected)
            self.screen.clear_selection()
            self.notify("Copied. Ctrl+C again quits.", timeout=3, markup=False)
            return
        await self.action_quit()

    async def action_quit(self) -> None:
        """Leave, with everything written down."""
        if self._leaving:
            return
        self._leaving = True
        summary: Summary | None = None
        with suppress(asyncio.TimeoutError, QuizgenError):
            summary = await asyncio.wait_for(self._save(), SAVE_SECONDS)
            self._take_picture()
        self.calls.stop()
        self.exit(summary)


def run(
    desk: Desk,
    *,
    start: str = "home",
    wanted: Wanted | None = None,
    ascii_only: bool | None = None,
    theme: str | None = None,
    left_open: LeftOpen | None = None,
) -> int:
    """Show the app in this terminal; returns the exit code 0 after a parting line on standard output.

    `start`: the screen of `SCREENS` to begin with; `wanted`: what to practise there, where that is practice.
    `ascii_only`: by default what QUIZGEN_ASCII says. `theme`: the name of a Textual theme, by default TEXTUAL_THEME.
    `left_open`: what may be painted already, and takes the picture of what is left open.
    Raises QuizgenError where there is no terminal (ask `tui.guard.can_draw` first), and what kept the desk from being
    opened.
    """
    if not can_draw():
        raise QuizgenError("the practice screen needs a terminal; use --plain for lines of text")
    if ascii_only is None:
        ascii_only = os.environ.get("QUIZGEN_ASCII", "") not in ("", "0")
    app = QuizgenApp(
        desk,
        start=start,
        wanted=wanted,
        ascii_only=ascii_only,
        theme=theme,
        # With a colour theme NO_COLOR would give greys; only the terminal's own colours can be switched off.
        ansi_color=True if os.environ.get("NO_COLOR") else None,
        config_file=config_path(os.environ),
        left_open=left_open,
    )
    summary = app.run()
    if app.failure is not None:
        raise app.failure
    if summary is not None and summary.done:
        from tui.screens.summary import headline

        print(headline(summary), summary.message)
    return 0
