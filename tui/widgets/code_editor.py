"""A small editor for Python: Tab indents by four spaces, Enter keeps the indentation, F5 checks."""

from __future__ import annotations

from textual import events, on
from textual.binding import Binding
from textual.widgets import TextArea

from quizgen.answers.base import Field
from tui.messages import FieldEdited, FieldFocused
from tui.reading import Nothing, Reading

INDENT = " " * 4


def with_newlines(text: str) -> str:
    """Pasted text with line feeds only: terminals send carriage returns."""
    return "\n".join(text.splitlines()) + "\n" * text.endswith(("\n", "\r"))


class CodeEditor(TextArea):
    """A field for code."""

    DEFAULT_CSS = """
    CodeEditor, CodeEditor.-textual-compact {
        height: auto; min-height: 5; border: none; padding: 0; background: $boost;
    }
    CodeEditor:focus { border: none; background: $primary 10%; }
    CodeEditor .text-area--gutter, CodeEditor .text-area--cursor-gutter { color: $foreground 75%; }
    CodeEditor:nocolor .text-area--cursor { text-style: reverse; }
    """
    BINDINGS = [Binding("shift+tab", "unindent", "Unindent", show=False)]

    def __init__(self, field: Field) -> None:
        """The editor starts with the field's prefill."""
        super().__init__(field.prefill, soft_wrap=False, tab_behavior="indent", show_line_numbers=True, compact=True)
        self.field = field
        self.last = True
        self.indent_width = len(INDENT)

    def on_mount(self) -> None:
        """Start where the body of the function begins."""
        self.move_cursor(self.document.end)

    def fill(self, text: str) -> None:
        """Put a text in; an empty one leaves the prefill."""
        self.load_text(with_newlines(text) if text.strip() else self.field.prefill)
        self.move_cursor(self.document.end)

    def take_focus(self) -> None:
        """Let the learner type."""
        self.focus()

    def reading(self) -> Reading:
        """Code is read when it is judged."""
        return Nothing()

    def point_at(self, column: int | None) -> None:
        """Put the cursor on a fault; columns count through all lines."""
        if column is not None:
            before = self.text[:column].split("\n")
            self.move_cursor((len(before) - 1, len(before[-1])))

    def column_on_screen(self, column: int) -> int | None:
        """A fault is shown with its line, not under the editor."""
        return None

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.prevent_default()  # leaving the field is the screen's business
        elif event.key == "enter":
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard("\n" + self._indentation(), *self.selection)

    def _indentation(self) -> str:
        row, column = self.cursor_location
        line = str(self.document[row])[:column]
        deeper = INDENT if line.rstrip().endswith(":") else ""
        return line[: len(line) - len(line.lstrip(" "))] + deeper

    def action_delete_left(self) -> None:
        """Delete a character, or a step of indentation."""
        row, column = self.cursor_location
        before = str(self.document[row])[:column]
        if self.selection.is_empty and before and not before.strip(" "):
            start = (len(before) - 1) // len(INDENT) * len(INDENT)
            self.delete((row, start), (row, column))
        else:
            super().action_delete_left()

    def action_unindent(self) -> None:
        """Take a step of indentation from the line; where there is none, go back to the field before."""
        row, _ = self.cursor_location
        line = str(self.document[row])
        step = min(len(line) - len(line.lstrip(" ")), len(INDENT))
        if step:
            self.delete((row, 0), (row, step))
        else:
            self.screen.focus_previous()

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
