"""A line to answer in. Pasted lines are kept, joined into one."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events, on
from textual.widgets import Input
from textual.widgets.input import Selection

from quizgen.answers.base import Field
from tui.messages import FieldEdited, FieldEntered, FieldFocused
from tui.pasted import one_line
from tui.reading import Reading, reading
from tui.widgets.enter import ENTER, EnterInput


class AnswerLine(EnterInput):
    """A field of one line of text."""

    DEFAULT_CSS = """
    AnswerLine, AnswerLine.-textual-compact { width: 1fr; background: $boost; }
    AnswerLine:focus { background: $primary 20%; }
    """
    BINDINGS = [*ENTER]

    def __init__(self, field: Field) -> None:
        """`field` says what is typed here."""
        hint = f"for example {field.example}" if field.example else ""
        super().__init__(hint)
        self.field = field

    @property
    def text(self) -> str:
        """What was typed."""
        return self.value

    def fill(self, text: str) -> None:
        """Put a text in."""
        self.value = one_line(text) if "\n" in text or "\r" in text else text
        self.cursor_position = len(self.value)

    def take_focus(self) -> None:
        """Let the learner type here."""
        self.focus()

    def offer_to_replace(self) -> None:
        """Select what stands here: typing replaces it, an arrow key edits it."""
        self.selection = Selection(0, len(self.value))

    def reading(self) -> Reading:
        """How the text is read."""
        return reading(self.field, self.value)

    def point_at(self, column: int | None) -> None:
        """Put the cursor on a fault."""
        if column is not None:
            self.cursor_position = min(column, len(self.value))

    def column_on_screen(self, column: int) -> int | None:
        """The column of the screen where a character of the text is drawn; None where it is scrolled away."""
        at = cell_len(self.value[:column]) - round(self.scroll_x)
        return self.content_region.x + at if 0 <= at <= self.content_region.width else None

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = one_line(event.text)
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)

    def on_focus(self) -> None:
        """Tell the form."""
        self.post_message(FieldFocused(self.field.name))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FieldEdited(self.field.name))

    def entered(self) -> None:
        """Tell the form."""
        self.post_message(FieldEntered(self.field.name))
