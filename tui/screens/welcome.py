"""The first run: choose what to learn and where to begin. Two questions, then the first problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from quizgen.errors import QuizgenError
from tui.calls import Calls
from tui.desk import Desk, Wanted
from tui.keys import bind
from tui.messages import PracticeChosen, SessionFailed
from tui.widgets.key_bar import KeyBar
from tui.widgets.menu import Item, Menu
from tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from quizgen.practice.home import Focus

WELCOME = """\
You solve short problems, drawn anew each time, and each skill comes back just before you would forget it.
Type answers as you would write them; nothing typed is lost.

What do you want to learn?"""
BEGIN = (
    Item("begin", "From the beginning", "the first skills first"),
    Item("place", "Place me", "at most 25 problems find out what you know already"),
)


class WelcomeScreen(Screen[None]):
    """Shown by Home while nothing was ever answered."""

    DEFAULT_CSS = """
    WelcomeScreen > Vertical { height: 1fr; padding: 1 3 0 3; }
    WelcomeScreen #question { height: auto; max-width: 90; margin: 0 0 1 0; }
    WelcomeScreen Menu { width: 1fr; max-width: 90; height: 1fr; }
    WelcomeScreen.-short > Vertical { padding: 0 1; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]
    BINDINGS = [bind("back", "step_back", label="Back")]

    def __init__(self, desk: Desk, calls: Calls, choices: Sequence[Focus]) -> None:
        """`choices`: what can be practised."""
        super().__init__()
        self._desk, self._calls, self._choices = desk, calls, choices
        self.state = "ready"
        self.focus_name = ""
        """What was chosen to learn; empty while it is asked for."""

    def compose(self) -> ComposeResult:
        """A question and its answers."""
        yield TopBar("quizgen")
        with Vertical():
            yield Static("", id="question", markup=False)
            yield Menu()
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask the first question; the numbers of skills come when the worker has said what exercises there are."""
        self.query_one(Menu).focus()
        self._ask()
        self._count()

    @work(group="count")
    async def _count(self) -> None:
        try:
            home = await self._calls.run(lambda: self._desk.home(wait=True))
        except QuizgenError as error:
            self.post_message(SessionFailed(error))
            return
        self._choices = home.choices
        if not self.focus_name:
            self.query_one(Menu).show(self._courses())

    def _ask(self) -> None:
        menu = self.query_one(Menu)
        menu.highlighted = 0
        if not self.focus_name:
            text = WELCOME if self.size.height >= 20 else "Welcome. What do you want to learn?"
            menu.show(self._courses())
        else:
            text = "Where do you want to begin?"
            menu.show(BEGIN)
        menu.highlighted = 0
        self.query_one("#question", Static).update(Content(text))
        self.query_one(TopBar).show("Welcome" if not self.focus_name else self._title())
        self.refresh_bindings()

    def _courses(self) -> list[Item]:
        return [Item(focus.name, focus.title, _size(focus)) for focus in self._choices]

    def _title(self) -> str:
        return next((focus.title for focus in self._choices if focus.name == self.focus_name), "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Back only from the second question."""
        return bool(self.focus_name) if action == "step_back" else True

    def action_step_back(self) -> None:
        """To the first question again."""
        self.focus_name = ""
        self._ask()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if not self.focus_name:
            self.focus_name = event.option_id or ""
            self._ask()
        else:
            self._begin(placing=event.option_id == "place")

    @work(group="home", exclusive=True)
    async def _begin(self, *, placing: bool) -> None:
        try:
            await self._calls.run(lambda: self._desk.wish(focus=self.focus_name))
        except QuizgenError as error:
            self.post_message(SessionFailed(error))
            return
        self.post_message(PracticeChosen(Wanted(placing=placing)))


def _size(focus: Focus) -> str:
    skills = "" if focus.skills is None else f"{focus.skills} skills"
    return ", ".join(part for part in (skills, "a unit" if focus.kind == "unit" else "") if part)
