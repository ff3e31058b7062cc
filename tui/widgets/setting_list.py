"""A list of settings with their values: left and right change the value, Enter asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.keys import bind
from tui.widgets.menu import Menu

LABEL = 24
"""Columns of the names."""


class Setting(NamedTuple):
    """A row."""

    name: str
    label: str
    value: str
    """As it is shown."""
    about: str
    """A sentence or two, shown below while the cursor is here."""
    kind: Literal["choice", "number", "text", "key", "fixed"] = "choice"
    section: str = ""
    """Heading above it, where one begins."""


class SettingList(Menu):
    """Posts `Stepped` for left and right, `OptionList.OptionSelected` for Enter, `Reset` for Backspace."""

    DEFAULT_CSS = """
    SettingList { max-height: 100%; }
    SettingList > .option-list--option-disabled { color: $text-accent; text-style: bold; }
    """
    BINDINGS = [
        bind("more", "step(1)", show=False),
        bind("less", "step(-1)", label="Change", display="← →"),
        bind("default"),
    ]

    class Stepped(Message):
        """The learner wants the next value, or the one before."""

        def __init__(self, setting: Setting, by: int) -> None:
            super().__init__()
            self.setting, self.by = setting, by

    class Reset(Message):
        """The learner wants the default."""

        def __init__(self, setting: Setting) -> None:
            super().__init__()
            self.setting = setting

    def __init__(self) -> None:
        super().__init__()
        self.settings: list[Setting] = []

    def fill(self, settings: Sequence[Setting]) -> None:
        """Show settings; the cursor stays at its row."""
        at = self.current.name if self.current else ""
        self.settings = list(settings)
        self.clear_options()
        for setting in settings:
            if setting.section:
                self.add_option(Option(Content.styled(setting.section, "bold"), disabled=True))
            self.add_option(Option(self._row(setting), id=setting.name))
        names = [setting.name for setting in settings]
        self.highlighted = self.get_option_index(at if at in names else names[0])

    def _row(self, setting: Setting) -> Content:
        name = set_cell_size(setting.label, LABEL) if cell_len(setting.label) > LABEL else setting.label
        gap = " " * (LABEL - cell_len(name) + 1)
        if setting.kind in ("choice", "number"):
            return Content.assemble(" ", name, gap, ("‹ ", "$foreground 50%"), setting.value, (" ›", "$foreground 50%"))
        return Content.assemble(
            " ", name, gap, "  ", (setting.value, "" if setting.kind != "fixed" else "$foreground 75%")
        )

    @property
    def current(self) -> Setting | None:
        """The row with the cursor."""
        if self.highlighted is None:
            return None
        identity = self.get_option_at_index(self.highlighted).id
        return next((setting for setting in self.settings if setting.name == identity), None)

    def action_step(self, by: int) -> None:
        """Change the value."""
        if self.current is not None:
            self.post_message(self.Stepped(self.current, by))

    def action_default(self) -> None:
        """Go back to the default."""
        if self.current is not None:
            self.post_message(self.Reset(self.current))


__all__ = ["OptionList", "Setting", "SettingList"]
