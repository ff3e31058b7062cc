"""What Enter does in a field: check the answer in the last field, go to the next one in the others."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tui.keys import bind

ENTER = [bind("enter", "check"), bind("enter", "go_on", label="Next field")]


class EnterField:
    """Mixin of the widgets of fields. `last` is set by the form; two names of one action give two labels."""

    last: bool = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One of the two labels."""
        if action in ("check", "go_on"):
            return self.last == (action == "check")
        return True

    def entered(self) -> None:
        """Tell the form."""
        raise NotImplementedError

    def action_check(self) -> None:
        """Go on."""
        self.entered()

    def action_go_on(self) -> None:
        """Go on."""
        self.entered()


class EnterInput(EnterField, Input):
    """A field of one line, whose text scrolls within it."""

    # Textual's own is laid out: every key would measure and place every widget of the screen, to no effect.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False)
        # As `compact=True` does, but without a look at all styles for a widget that is not yet anywhere.
        self.set_reactive(Input.compact, True)
        self.add_class("-textual-compact", update=False)

    def watch_virtual_size(self) -> None:
        """Of a text that grew shorter show as much as there is room for."""
        self.scroll_x = self.validate_scroll_x(self.scroll_x)
