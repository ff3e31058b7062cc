"""Choosing one option or several: by number, by arrows and Space, or by the mouse."""

from __future__ import annotations

import re

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from quizgen.answers.base import Field
from tui.keys import bind
from tui.messages import FieldEdited, FieldEntered, FieldFocused
from tui.reading import Nothing, Reading
from tui.widgets.enter import ENTER, EnterField
from tui.widgets.option_row import OptionRow

NONE = 0
"""The number of the line "none of these"."""


class ChoiceList(EnterField, Vertical, can_focus=True):
    """A field of kind choice or choices. Its text is the number, or the numbers, chosen."""

    DEFAULT_CSS = "ChoiceList { height: auto; width: 1fr; }"
    BINDINGS = [
        *ENTER,
        bind("choose", "tick"),
        bind("up", "move(-1)", show=False),
        bind("down", "move(1)", show=False),
        *[Binding(str(digit), f"number({digit})", f"Option {digit}", show=False) for digit in range(10)],
    ]

    def __init__(self, field: Field) -> None:
        """`field` holds the options."""
        super().__init__()
        self.field = field
        self.several = field.input == "choices"
        rows = [OptionRow(n, option) for n, option in enumerate(field.options, 1)]
        self.rows = [*rows, OptionRow(NONE, "none of these")] if self.several else rows
        self.chosen: set[int] = set()
        self.current = 0 if self.several else -1

    def compose(self) -> ComposeResult:
        """The options."""
        self._draw()
        yield from self.rows

    @property
    def text(self) -> str:
        """What was chosen, in the order of the options."""
        if NONE in self.chosen:
            return "none"
        return ", ".join(map(str, sorted(self.chosen)))

    def fill(self, text: str) -> None:
        """Choose what a response says."""
        numbers = {int(word) for word in re.findall(r"\d+", text)} & {row.number for row in self.rows}
        named = {n for n, option in enumerate(self.field.options, 1) if option == text.strip()}
        self.chosen = {NONE} if self.several and text.strip() == "none" else numbers or named
        if self.chosen:
            self.current = next(i for i, row in enumerate(self.rows) if row.number in self.chosen)
        self._draw()

    def take_focus(self) -> None:
        """Let the learner choose."""
        self.focus()

    def reading(self) -> Reading:
        """What is chosen is seen in the list."""
        return Nothing()

    def point_at(self, column: int | None) -> None:
        """There is no text to point into."""

    def column_on_screen(self, column: int) -> int | None:
        """There is no text to point into."""
        return None

    def action_move(self, by: int) -> None:
        """Go to the option above or below; where one is asked for, going there is choosing it."""
        self.current = min(max(self.current + by, 0), len(self.rows) - 1)
        if not self.several:
            self._choose(self.rows[self.current].number)
        self._draw()
        self.rows[self.current].scroll_visible(animate=False)

    def action_number(self, number: int) -> None:
        """Choose an option by its number."""
        at = next((i for i, row in enumerate(self.rows) if row.number == number), None)
        if at is None:
            self.app.bell()
            return
        self.current = at
        self._choose(number)
        self.rows[at].scroll_visible(animate=False)

    def action_tick(self) -> None:
        """Choose the current option, or take it back."""
        self.current = max(self.current, 0)
        self._choose(self.rows[self.current].number)

    def entered(self) -> None:
        """Tell the form."""
        self.post_message(FieldEntered(self.field.name))

    def _choose(self, number: int) -> None:
        if not self.several:
            self.chosen = {number}
        elif number == NONE:
            self.chosen = set() if NONE in self.chosen else {NONE}
        else:
            self.chosen = (self.chosen ^ {number}) - {NONE}
        self._draw()
        self.post_message(FieldEdited(self.field.name))

    def _draw(self) -> None:
        for at, row in enumerate(self.rows):
            chosen = row.number in self.chosen
            sign = ("[x]" if chosen else "[ ]") if self.several else ("(•)" if chosen else "( )")
            pointer = ">" if at == self.current and self.has_focus else " "
            row.mark(f"{pointer} {sign} {row.number}", current=at == self.current, chosen=chosen)

    @on(OptionRow.Clicked)
    def _clicked(self, event: OptionRow.Clicked) -> None:
        event.stop()
        self.focus()
        self.action_number(event.row.number)

    def on_focus(self) -> None:
        """Tell the form."""
        self.post_message(FieldFocused(self.field.name))

    def watch_has_focus(self, has_focus: bool) -> None:
        """The pointer shows where the keys go."""
        super().watch_has_focus(has_focus)
        self._draw()
