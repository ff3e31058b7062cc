"""One numbered line of a list: a mark that shows its state, and its text with mathematics."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.widgets.math_text import MathText


class OptionRow(Horizontal):
    """A line of a choice or an ordering."""

    DEFAULT_CSS = """
    OptionRow { height: auto; width: 1fr; }
    OptionRow > .mark { width: auto; height: 1; padding: 0 1 0 0; }
    OptionRow.-current { background: $primary 20%; }
    OptionRow.-chosen > .mark { text-style: bold; color: $text-accent; }
    OptionRow.-out { opacity: 85%; }
    OptionRow.-current:nocolor > .mark { text-style: reverse; }
    """

    class Clicked(Message):
        """The learner clicked a line."""

        def __init__(self, row: OptionRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, number: int, source: str) -> None:
        """`number` counts from 1; `source` is markup."""
        super().__init__()
        self.number = number
        self._source = source
        self._mark = ""

    def compose(self) -> ComposeResult:
        """Mark and text."""
        yield Static(Content(self._mark), classes="mark", markup=False)
        yield MathText(self._source)

    def mark(self, text: str, *, current: bool = False, chosen: bool = False, out: bool = False) -> None:
        """Show the state."""
        self._mark = text
        for sign in self.query(".mark").results(Static):
            sign.update(Content(text))
        self.set_class(current, "-current").set_class(chosen, "-chosen").set_class(out, "-out")

    def on_click(self, event: events.Click) -> None:
        """Tell the list."""
        event.stop()
        self.post_message(self.Clicked(self))
