"""The line at the top: what is practised, at which level, and how far the session is."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widget import Widget


class TopBar(Widget):
    """Two texts in one row; the left one is cut short where both do not fit."""

    DEFAULT_CSS = "TopBar { height: 1; background: $panel; color: $foreground; padding: 0 1; }"

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self._title = title
        self._details = ""
        self._right = ""

    def show(self, title: str, details: str = "", right: str | None = None) -> None:
        """`details` gives way before the title does; `right` stays as it is where it is None."""
        self._title, self._details = title, details
        if right is not None:
            self._right = right
        self.refresh()

    def progress(self, right: str) -> None:
        """Show how far the session is."""
        self._right = right
        self.refresh()

    def render(self) -> Content:
        """The row."""
        width = self.content_size.width
        room = width - cell_len(self._right) - 2
        title, details = self._title, self._details
        if cell_len(title) + cell_len(details) + 3 > room:
            details = ""
        if cell_len(title) > room:
            title = title.rpartition("› ")[2]
        if cell_len(title) > room:
            title = set_cell_size(title, max(0, room - 1)) + "…"
        left = [(title, "bold")] + ([(" · " + details, "$foreground 70%")] if details else [])
        used = cell_len(title) + (cell_len(details) + 3 if details else 0)
        gap = " " * max(1, width - used - cell_len(self._right))
        return Content.assemble(*left, gap, (self._right, "$foreground 70%"))
