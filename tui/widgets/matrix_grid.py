"""A cell for each entry of a matrix, moved through like a spreadsheet."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from quizgen.answers.base import Field
from tui.glyphs import plain_signs
from tui.messages import FieldEdited, FieldEntered, FieldFocused
from tui.pasted import entries, one_line
from tui.reading import Fault, Reading, cell_at, grid_reading, grid_text, reading
from tui.widgets.enter import ENTER, EnterInput

NARROW, USUAL, WIDE = 6, 9, 24
"""Columns of a cell: where space is short, as a rule, at most."""
NEXT_ROW = -1_000


class Cell(EnterInput):
    """One entry. Arrows leave it at the ends of its text, Space and comma go right, a semicolon goes down."""

    DEFAULT_CSS = """
    Cell, Cell.-textual-compact { width: 1fr; height: 1; background: $boost; }
    Cell:focus { background: $primary 30%; }
    Cell:nocolor { text-style: underline; }
    """
    BINDINGS = [
        *ENTER,
        Binding("up", "leave(-1,0)", "Cell above", show=False),
        Binding("down", "leave(1,0)", "Cell below", show=False),
    ]

    class Entered(Message):
        """Enter was pressed."""

    class Pasted(Message):
        """Several entries were pasted."""

        def __init__(self, cell: Cell, rows: list[list[str]]) -> None:
            super().__init__()
            self.cell, self.rows = cell, rows

    def __init__(self, grid: MatrixGrid, row: int, column: int) -> None:
        super().__init__()
        self.grid, self.row, self.column = grid, row, column

    def entered(self) -> None:
        """Tell the grid."""
        self.post_message(self.Entered())

    def action_leave(self, rows: int, columns: int) -> None:
        """Go to another cell."""
        self.grid.leave(self, rows, columns)

    def action_cursor_left(self, select: bool = False) -> None:
        """Left, out of the cell at the start of its text."""
        if self.cursor_position == 0 and not select:
            self.action_leave(0, -1)
        else:
            super().action_cursor_left(select)

    def action_cursor_right(self, select: bool = False) -> None:
        """Right, out of the cell at the end of its text."""
        if self.cursor_position >= len(self.value) and not select:
            self.action_leave(0, 1)
        else:
            super().action_cursor_right(select)

    def on_focus(self) -> None:
        """Be the cell that keys are for, unless the focus has moved on meanwhile."""
        if self.screen.focused is self:
            self.grid.at = self

    async def _on_key(self, event: events.Key) -> None:
        # Who types fast, or whose machine is busy, has typed the next entry before the focus has moved: such keys
        # still arrive here, in order, and belong to the cell that the grid has gone to.
        target = self.grid.at
        late = target is not self
        if target.moves(event.key):
            pass
        elif late and event.is_printable and event.character:
            target.insert_text_at_cursor(event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def moves(self, key: str) -> bool:
        """Whether the key separates entries or leaves the cell, which is done then."""
        before = self.value[: self.cursor_position]
        inside = sum(map(before.count, "([{")) > sum(map(before.count, ")]}"))
        if key == "comma" and not inside:
            self.action_leave(0, 1)
        elif key == "space" and not inside:
            if before.strip() and before.rstrip()[-1] not in "+-*/^":
                self.action_leave(0, 1)
        elif key == "semicolon" and not inside:
            self.action_leave(1, NEXT_ROW)
        elif key in ("tab", "shift+tab"):
            return self.grid.leave(self, 0, 1 if key == "tab" else -1)
        else:
            return False
        return True

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        rows = entries(event.text)
        if sum(map(len, rows)) > 1:
            self.post_message(self.Pasted(self, rows))
        elif rows:
            self.insert_text_at_cursor(rows[0][0])
        else:
            self.insert_text_at_cursor(one_line(event.text))


class MatrixGrid(Horizontal):
    """A field of kind grid. Its text is the matrix, "[1, 2; 3, 4]"."""

    DEFAULT_CSS = """
    MatrixGrid { height: auto; width: auto; }
    MatrixGrid > .bracket { width: 1; height: auto; }
    MatrixGrid > Grid { height: auto; width: auto; grid-gutter: 0 1; padding: 0 1; }
    """

    def __init__(self, field: Field) -> None:
        """`field` says how many rows and columns there are."""
        super().__init__()
        self.field = field
        self.cells = [[Cell(self, r, c) for c in range(field.columns)] for r in range(field.rows)]
        self.at = self.cells[0][0]
        """The cell that keys are for."""
        self._least = USUAL

    def compose(self) -> ComposeResult:
        """Cells between brackets."""
        yield self._bracket("⎡⎢⎣[", "[")
        grid = Grid()
        grid.styles.grid_size_columns = self.field.columns
        grid.styles.grid_rows = "1"
        with grid:
            for row in self.cells:
                yield from row
        yield self._bracket("⎤⎥⎦]", "]")

    def _bracket(self, pieces: str, plain: str) -> Static:
        top, middle, bottom, single = list(plain * 4 if plain_signs(self) else pieces)
        rows = self.field.rows
        text = single if rows == 1 else "\n".join([top, *[middle] * (rows - 2), bottom])
        return Static(Content(text), classes="bracket", markup=False)

    def on_mount(self) -> None:
        """Give the cells their widths."""
        self._widen()

    @property
    def last(self) -> bool:
        """Whether Enter in a full grid checks."""
        return self.cells[0][0].last

    @last.setter
    def last(self, last: bool) -> None:
        for row in self.cells:
            for cell in row:
                cell.last = last

    def fit(self, width: int) -> None:
        """Take narrow cells where the usual ones do not fit into `width` columns."""
        columns = self.field.columns
        self._least = USUAL if columns * (USUAL + 1) + 4 <= width else NARROW
        self._widen()

    def _widen(self) -> None:
        if self.is_mounted:
            widths = [max(cell_len(row[c].value) + 1 for row in self.cells) for c in range(self.field.columns)]
            sizes = [min(max(width, self._least), WIDE) for width in widths]
            styles = self.query_one(Grid).styles
            styles.grid_columns = " ".join(map(str, sizes))
            styles.width = sum(sizes) + len(sizes) + 1

    @property
    def values(self) -> list[list[str]]:
        """What stands in the cells."""
        return [[cell.value for cell in row] for row in self.cells]

    @property
    def text(self) -> str:
        """The matrix as text; empty when no cell is filled."""
        return grid_text(self.field, self.values)

    def fill(self, text: str) -> None:
        """Put a matrix of any notation in; what is missing stays empty."""
        for row in self.cells:
            for cell in row:
                cell.value = ""
        body = text.strip()
        # Empty entries of a draft ("[1, ; 3, 4]") keep their places.
        given = [row.split(",") for row in body[1:-1].split(";")] if body.startswith("[") else []
        if [len(row) for row in given] != [self.field.columns] * self.field.rows:
            given = entries(text)
        self._put(given, 0, 0)

    def _put(self, given: list[list[str]], top: int, left: int) -> bool:
        """Fill cells from a place on; False when something did not fit."""
        if len(given) == 1 and self.field.columns == 1 and len(given[0]) > 1:
            given = [[entry] for entry in given[0]]
        fits = True
        for r, row in enumerate(given, top):
            for c, entry in enumerate(row, left):
                if r < self.field.rows and c < self.field.columns:
                    self.cells[r][c].value = entry.strip()
                else:
                    fits = False
        return fits

    def take_focus(self) -> None:
        """Let the learner type in the first empty cell, or where the cursor was."""
        (self._first_empty() or self.at).focus()

    def _first_empty(self) -> Cell | None:
        return next((cell for row in self.cells for cell in row if not cell.value.strip()), None)

    def reading(self) -> Reading:
        """How the entries are read."""
        return grid_reading(self.field, self.values)

    def point_at(self, column: int | None) -> None:
        """Put the cursor on a fault of the text."""
        # An entry that cannot be read by itself is the cause, whatever the whole matrix was taken for.
        for row in self.cells:
            for cell in row:
                fault = reading(Field("", vocabulary=self.field.vocabulary), cell.value)
                if isinstance(fault, Fault):
                    cell.focus()
                    cell.cursor_position = fault.column or 0
                    return
        if column is not None:
            r, c, at = cell_at(self.values, column)
            self.cells[r][c].focus()
            self.cells[r][c].cursor_position = at

    def column_on_screen(self, column: int) -> int | None:
        """A fault is shown with its entry, not under the grid."""
        return None

    def leave(self, cell: Cell, rows: int, columns: int) -> bool:
        """Go so many rows and columns on from a cell; False at the ends of the matrix."""
        r, c = cell.row + rows, max(0, cell.column + columns)
        if columns != NEXT_ROW and cell.column + columns < 0:
            r, c = r - 1, self.field.columns - 1
        elif c >= self.field.columns:
            r, c = r + 1, 0
        if not 0 <= r < self.field.rows:
            return False
        self.at = self.cells[r][c]
        self.at.focus()
        return True

    def spread(self) -> None:
        """Where the whole matrix was typed into one cell, "(1, 2)", give each cell its entry."""
        filled = [cell for row in self.cells for cell in row if cell.value.strip()]
        if len(filled) != 1 or filled[0].value.strip()[0] not in "([{":
            return
        given = entries(filled[0].value)
        shape = [len(row) for row in given]
        if shape == [self.field.columns] * self.field.rows or (self.field.columns == 1 and shape == [self.field.rows]):
            filled[0].value = ""
            self._put(given, 0, 0)

    @property
    def gap(self) -> Cell | None:
        """The first empty cell of a matrix that is partly filled."""
        return self._first_empty() if self.text.startswith("[") else None

    @on(Cell.Pasted)
    def _pasted(self, event: Cell.Pasted) -> None:
        event.stop()
        whole = len(event.rows) == self.field.rows
        top, left = (0, 0) if whole else (event.cell.row, event.cell.column)
        if not self._put(event.rows, top, left):
            size = f"{len(event.rows)}×{max(map(len, event.rows))}"
            shape = f"{self.field.rows}×{self.field.columns}"
            self.app.notify(
                f"What was pasted is {size}, the matrix is {shape}: the rest was left out.",
                severity="warning",
                markup=False,
            )

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._widen()
        self.post_message(FieldEdited(self.field.name))

    @on(Cell.Entered)
    def _entered(self, event: Cell.Entered) -> None:
        event.stop()
        self.spread()
        gap = self.gap
        if gap is None:  # full, wholly empty, or words in one cell
            self.post_message(FieldEntered(self.field.name))
        else:
            gap.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell the form."""
        self.post_message(FieldFocused(self.field.name))
