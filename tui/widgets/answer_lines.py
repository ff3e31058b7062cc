"""Several lines to answer in: Enter checks, Ctrl+J or the arrow down at the end opens a new line."""

from __future__ import annotations

from textual import events, on
from textual.widgets import TextArea

from quizgen.answers.base import Field
from tui.keys import bind
from tui.messages import FieldEdited, FieldEntered, FieldFocused
from tui.reading import Reading, reading
from tui.widgets.code_editor import with_newlines
from tui.widgets.enter import ENTER, EnterField


class AnswerLines(EnterField, TextArea):
    """A field of several lines of text, such as one vector on each."""

    DEFAULT_CSS = """
    AnswerLines, AnswerLines.-textual-compact {
        width: 1fr; height: auto; min-height: 2; max-height: 8; border: none; padding: 0; background: $boost;
    }
    AnswerLines:focus { border: none; background: $primary 20%; }
    AnswerLines:nocolor .text-area--cursor { text-style: reverse; }
    """
    BINDINGS = [
        *ENTER,
        bind("new_line"),
    ]

    def __init__(self, field: Field) -> None:
        """`field` says what is typed here."""
        hint = f"for example {field.example}" if field.example else ""
        super().__init__(tab_behavior="focus", compact=True, placeholder=hint, highlight_cursor_line=False)
        self.field = field

    def fill(self, text: str) -> None:
        """Put a text in."""
        self.load_text(with_newlines(text))
        self.move_cursor(self.document.end)

    def take_focus(self) -> None:
        """Let the learner type."""
        self.focus()

    def reading(self) -> Reading:
        """How the text is read."""
        return reading(self.field, self.text)

    def point_at(self, column: int | None) -> None:
        """Put the cursor on a fault; columns count through all lines."""
        if column is not None:
            before = self.text[:column].split("\n")
            self.move_cursor((len(before) - 1, len(before[-1])))

    def column_on_screen(self, column: int) -> int | None:
        """A fault is shown with its line, not under the field."""
        return None

    def entered(self) -> None:
        """Tell the form."""
        self.post_message(FieldEntered(self.field.name))

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape"):
            event.prevent_default()  # not a new line: the bindings' business

    def action_new_line(self) -> None:
        """Open a new line here."""
        self._replace_via_keyboard("\n", *self.selection)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down; below the last line there is a new one."""
        row, _ = self.cursor_location
        if not select and row == self.document.line_count - 1 and str(self.document[row]).strip():
            self.move_cursor(self.document.end)
            self.action_new_line()
        else:
            super().action_cursor_down(select)

    async def _on_paste(self, event: events.Paste) -> None:
        # Textual's own handler, called next, would keep carriage returns.
        event.text = with_newlines(event.text)

    def on_focus(self) -> None:
        """Tell the form."""
        self.post_message(FieldFocused(self.field.name))

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(FieldEdited(self.field.name))
