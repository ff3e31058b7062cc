"""A form of few words: a line for each thing to decide, its value chosen by the arrows or typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.keys import bind


class Entry(NamedTuple):
    """A line of the form."""

    name: str
    label: str
    value: str
    """As it is shown."""
    steps: bool = True
    """More and less change it."""
    opens: bool = False
    """Enter opens something to type or to choose; else it is the next value."""


class Entries(OptionList):
    """Posts what is to be changed; the screen changes it and shows the form again."""

    DEFAULT_CSS = """
    Entries, Entries:focus { border: none; padding: 0 1; background: transparent; background-tint: transparent 0%;
        height: auto; max-height: 100%; text-wrap: nowrap; scrollbar-size: 1 1; }
    Entries > .option-list--option { padding: 0; }
    Entries > .option-list--option-highlighted { background: $primary 15%; color: $foreground; text-style: none; }
    Entries:focus > .option-list--option-highlighted { background: $primary 35%; color: $foreground; text-style: bold; }
    Entries:nocolor > .option-list--option-highlighted { text-style: underline; }
    Entries:focus:nocolor > .option-list--option-highlighted { text-style: bold underline; }
    """
    BINDINGS = [
        bind("change", "select", display="⏎"),
        bind("more", show=False),
        bind("less", show=False),
        bind("down", "cursor_down", show=False),
        bind("up", "cursor_up", show=False),
    ]

    class Stepped(Message):
        """The value is to become the next one, or the one before."""

        def __init__(self, name: str, by: int) -> None:
            super().__init__()
            self.name, self.by = name, by

    class Opened(Message):
        """Enter on a value that is typed or chosen elsewhere."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._entries: list[Entry] = []
        self._drawn = 0

    @property
    def entry(self) -> Entry | None:
        """The line of the cursor."""
        return self._entries[self.highlighted] if self.highlighted is not None and self._entries else None

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these lines; the cursor stays on its line."""
        name = self.entry.name if self.entry else ""
        self._entries = list(entries)
        self._drawn = self._room()
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options([Option(self._line(entry), entry.name) for entry in entries])
            self.highlighted = next((i for i, entry in enumerate(entries) if entry.name == name), 0)

    def _room(self) -> int:
        return max(20, self.outer_size.width - 3)

    def _line(self, entry: Entry) -> Content:
        labels = max(cell_len(each.label) for each in self._entries) + 2
        room = self._drawn - labels
        value = entry.value if cell_len(entry.value) <= room else set_cell_size(entry.value, max(1, room - 1)) + "…"
        return Content.assemble(entry.label.ljust(labels), (value, "$text-accent"))

    def action_more(self) -> None:
        """The next value, or a larger one."""
        self._step(1)

    def action_less(self) -> None:
        """The value before, or a smaller one."""
        self._step(-1)

    def action_select(self) -> None:
        """The next value, or open what there is to choose or to type."""
        if self.entry is not None:
            self.post_message(self.Opened(self.entry.name) if self.entry.opens else self.Stepped(self.entry.name, 1))

    def _step(self, by: int) -> None:
        if self.entry is not None and self.entry.steps:
            self.post_message(self.Stepped(self.entry.name, by))

    def on_resize(self) -> None:
        """Values are cut to the width."""
        if self._entries and self._drawn != self._room():
            self.show(self._entries)
