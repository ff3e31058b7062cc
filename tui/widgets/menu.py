"""A list of things to do: arrows or j and k, Enter, the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Item(NamedTuple):
    """A line of a menu."""

    id: str
    label: str
    about: str = ""
    key: str = ""
    """The key that does it too, shown before the label."""


class Menu(OptionList):
    """Posts `OptionList.OptionSelected` with the item's id."""

    DEFAULT_CSS = """
    Menu { border: none; background: transparent; padding: 0; height: auto; max-height: 100%; scrollbar-size: 1 1;
           text-wrap: nowrap; text-overflow: ellipsis; }
    Menu:focus { border: none; background: transparent; background-tint: transparent 0%; }
    Menu > .option-list--option { padding: 0; }
    Menu > .option-list--option-highlighted { background: $primary 20%; color: $foreground; text-style: none; }
    Menu:focus > .option-list--option-highlighted { background: $primary 30%; color: $foreground; text-style: bold; }
    Menu:focus:nocolor > .option-list--option-highlighted { text-style: bold underline; }
    """
    BINDINGS = [
        Binding("enter", "select", "Choose", key_display="⏎"),
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "first", "First", show=False),
        Binding("G", "last", "Last", show=False),
    ]

    def __init__(self, items: Sequence[Item] = (), *, id: str | None = None) -> None:
        """`items`: see `show`."""
        super().__init__(id=id, markup=False)
        self.show(items)

    def show(self, items: Sequence[Item]) -> None:
        """Show other items; the cursor stays at its place."""
        at = self.highlighted or 0
        keys = max((len(item.key) for item in items), default=0)
        labels = max((len(item.label) for item in items if item.about), default=0)
        self.clear_options()
        self.add_options([Option(_line(item, keys, labels), id=item.id) for item in items])
        self.highlighted = min(at, len(items) - 1) if items else None


def _line(item: Item, keys: int, labels: int) -> Content:
    key = (f" {item.key:>{keys}}  ", "bold $text-accent") if keys else " "
    if not item.about:
        return Content.assemble(key, item.label)
    return Content.assemble(key, f"{item.label:{labels}}", (f"  {item.about}", "$foreground 75%"))
