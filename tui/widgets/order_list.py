"""Ordering lines by moving them; lines that do not belong are left out below the others."""

from __future__ import annotations

import re

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizgen.answers.base import Field
from tui.keys import bind
from tui.messages import FieldEdited, FieldEntered, FieldFocused
from tui.reading import Nothing, Reading
from tui.widgets.enter import ENTER, EnterField
from tui.widgets.option_row import OptionRow


class OrderList(EnterField, Vertical, can_focus=True):
    """A field of kind order. Its text is the numbers of the lines in use, "3 1 4 2"."""

    DEFAULT_CSS = """
    OrderList { height: auto; width: 1fr; }
    OrderList > #left-out { height: 1; color: $foreground 75%; }
    """
    BINDINGS = [
        *ENTER,
        bind("line_down", "shift(1)", display="J"),
        bind("line_up", "shift(-1)", display="K"),
        bind("leave_out", "tick"),
        bind("down", "move(1)", show=False),
        bind("up", "move(-1)", show=False),
    ]

    def __init__(self, field: Field) -> None:
        """`field` holds the lines."""
        super().__init__()
        self.field = field
        self.rows = [OptionRow(n, line) for n, line in enumerate(field.options, 1)]
        self.used = len(self.rows)
        self.current = 0

    def compose(self) -> ComposeResult:
        """The lines in use, a rule, the lines left out."""
        self._draw()
        yield from self.rows
        rule = Static(Content("  ── left out (Space takes a line back) ──"), id="left-out", markup=False)
        rule.display = False
        yield rule

    @property
    def text(self) -> str:
        """The numbers of the lines in use, in order."""
        return " ".join(str(row.number) for row in self.rows[: self.used])

    def fill(self, text: str) -> None:
        """Put the lines into the order of a response."""
        wanted = [int(word) for word in re.findall(r"\d+", text)]
        if not wanted:
            return
        by_number = {row.number: row for row in self.rows}
        used = [by_number[n] for n in dict.fromkeys(wanted) if n in by_number]
        self.rows = used + [row for row in self.rows if row not in used]
        self.used = len(used)
        self._arrange()

    def take_focus(self) -> None:
        """Let the learner move lines."""
        self.focus()

    def reading(self) -> Reading:
        """The order is seen in the list."""
        return Nothing()

    def point_at(self, column: int | None) -> None:
        """There is no text to point into."""

    def column_on_screen(self, column: int) -> int | None:
        """There is no text to point into."""
        return None

    def action_move(self, by: int) -> None:
        """Select the line above or below."""
        self.current = min(max(self.current + by, 0), len(self.rows) - 1)
        self._draw()
        self.rows[self.current].scroll_visible(animate=False)

    def action_shift(self, by: int) -> None:
        """Move the selected line."""
        target = self.current + by
        if self.current >= self.used or not 0 <= target < self.used:
            self.app.bell()
            return
        self.rows[self.current], self.rows[target] = self.rows[target], self.rows[self.current]
        self.current = target
        self._changed()

    def action_tick(self) -> None:
        """Leave the selected line out, or take it back as the last one."""
        row = self.rows.pop(self.current)
        if self.current < self.used:
            self.used -= 1
            self.rows.append(row)
            self.current = min(self.current, max(0, self.used - 1))
        else:
            self.rows.insert(self.used, row)
            self.current = self.used
            self.used += 1
        self._changed()

    def entered(self) -> None:
        """Tell the form."""
        self.post_message(FieldEntered(self.field.name))

    def _changed(self) -> None:
        self._arrange()
        self.post_message(FieldEdited(self.field.name))

    def _arrange(self) -> None:
        if self.is_mounted:
            rule = self.query_one("#left-out")
            rule.display = self.used < len(self.rows)
            order = {id(row): at for at, row in enumerate(self.rows)}
            self.sort_children(key=lambda child: order.get(id(child), self.used - 0.5))
        self._draw()
        self.rows[self.current].scroll_visible(animate=False)

    def _draw(self) -> None:
        for at, row in enumerate(self.rows):
            pointer = ">" if at == self.current and self.has_focus else " "
            row.mark(f"{pointer} {row.number:>2} │", current=at == self.current, out=at >= self.used)

    def on_mount(self) -> None:
        """An order filled in before there were widgets is shown now."""
        self._arrange()

    @on(OptionRow.Clicked)
    def _clicked(self, event: OptionRow.Clicked) -> None:
        event.stop()
        self.focus()
        self.current = self.rows.index(event.row)
        self._draw()

    def on_focus(self) -> None:
        """Tell the form."""
        self.post_message(FieldFocused(self.field.name))

    def watch_has_focus(self, has_focus: bool) -> None:
        """The pointer shows where the keys go."""
        super().watch_has_focus(has_focus)
        self._draw()
