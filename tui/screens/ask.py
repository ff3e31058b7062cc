"""Small windows that ask for one thing: a line of text, or a key."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

CSS = """
    {name} {{ align: center middle; background: $background 60%; }}
    {name} > Vertical {{
        width: 60; max-width: 100%; height: auto; background: $surface; border: round $primary; padding: 0 1;
    }}
    {name} Static {{ width: 1fr; height: auto; }}
    {name} Input {{ border: none; height: 1; padding: 0; margin: 1 0; background: $boost; }}
"""


class AskText(ModalScreen["str | None"]):
    """A line of text; None when the learner thinks better of it."""

    DEFAULT_CSS = CSS.format(name="AskText")
    BINDINGS = [Binding("escape", "dismiss", "Leave it")]

    def __init__(self, title: str, about: str, text: str = "") -> None:
        """`text` stands in the line already."""
        super().__init__()
        self._title, self._about, self._text = title, about, text

    def compose(self) -> ComposeResult:
        """Title, explanation, the line."""
        with Vertical() as box:
            box.border_title, box.border_subtitle = self._title, "Enter takes it, Esc leaves it"
            yield Static(Content(self._about), markup=False)
            yield Input(self._text, compact=True)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())

    async def action_dismiss(self, result: str | None = None) -> None:
        """Leave it."""
        self.dismiss(None)


class AskKey(ModalScreen["str | None"]):
    """The next key pressed; None when that is Escape."""

    DEFAULT_CSS = CSS.format(name="AskKey")

    def __init__(self, title: str, now: str) -> None:
        """`now`: the keys that do it now."""
        super().__init__()
        self._title, self._now = title, now

    def compose(self) -> ComposeResult:
        """What is asked."""
        with Vertical() as box:
            box.border_title, box.border_subtitle = self._title, "Esc leaves it"
            yield Static(Content(f"Now: {self._now}\nPress the key that shall do it."), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take it."""
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)
