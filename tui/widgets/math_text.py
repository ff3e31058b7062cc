"""Prose with laid-out mathematics, laid out anew for every width."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.glyphs import plain_signs

Lines = Sequence[Sequence[tuple[str, str]]]
"""Rows of (text, style) as `quizgen.markup.terminal.lines` gives them."""

STYLES = {
    "maths": "$text-accent",
    "maths-strong": "bold $text-accent",
    "maths-script": "italic $text-accent",
    "strong": "bold",
    "emphasis": "italic",
    "strong-emphasis": "bold italic",
    "code": "$text-success",
    "heading": "bold underline",
    "rule": "$foreground 50%",
    "figure-axis": "$foreground 60%",
    "figure-1": "$text-primary",
    "figure-2": "$text-warning",
    "figure-3": "$text-success",
    "figure-4": "$text-error",
    "figure-5": "$text-accent",
}
"""Styles of the renderer -> styles of the theme."""
NARROWEST, MEASURE = 8, 110
"""Columns of a line of prose, at least and at most."""


def laid_out(source: str, width: int, ascii_only: bool) -> Lines:
    """The markup as rows; a formula may be wider than `width`."""
    from quizgen.markup.terminal import lines  # the Markdown reader is not part of the first frame

    return lines(source, max(NARROWEST, width), ascii=ascii_only)


def content(rows: Lines) -> Content:
    """The rows as one text. Nothing in them is taken for Textual's markup."""
    parts: list[str | Content | tuple[str, str]] = []
    for number, row in enumerate(rows):
        if number:
            parts.append("\n")
        for text, style in row:
            parts.append((text, STYLES[style]) if style in STYLES else Content(text))
    return Content.assemble(*parts)


def widest(rows: Lines) -> int:
    """Columns of the widest row."""
    return max((sum(cell_len(text) for text, _ in row) for row in rows), default=0)


class MathText(Widget):
    """Markup of quizgen on the screen. With `width: auto` it is as wide as its text, and scrolls in its container."""

    DEFAULT_CSS = """
    MathText { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: clip; }
    MathText.-fit { width: auto; }
    """
    ALLOW_SELECT = True

    def __init__(self, source: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        """`source` is markup of `quizgen.markup`."""
        super().__init__(id=id, classes=classes)
        self._source = source
        self._laid: tuple[int, Lines] | None = None

    @property
    def source(self) -> str:
        """The markup shown."""
        return self._source

    def show(self, source: str) -> None:
        """Show other markup."""
        if source != self._source:
            self._source, self._laid = source, None
            self.refresh(layout=True)

    def rows(self, width: int) -> Lines:
        """The text laid out to a width."""
        width = min(width, MEASURE)
        if self._laid is None or self._laid[0] != width:
            self._laid = width, laid_out(self._source, width, plain_signs(self))
        return self._laid[1]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the text; rows wrap at the container's width."""
        return widest(self.rows(container.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row of the screen for each row of text."""
        return len(self.rows(width))

    def render(self) -> Content:
        """The text."""
        return content(self.rows(self.content_size.width))
