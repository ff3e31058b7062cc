"""The reply to a problem: a widget for each field, made from the Fields alone, and the preview below them."""

from __future__ import annotations

from typing import Protocol, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget

from quizgen.answers.base import Field, Verdict
from quizgen.grading import form
from quizgen.problem import Part, Problem
from tui.glyphs import plain_signs
from tui.messages import FieldEdited, FieldEntered, FieldFocused, FormEdited, FormSubmitted
from tui.reading import Fault, Nothing, Reading, names_sentence
from tui.widgets.answer_line import AnswerLine
from tui.widgets.answer_lines import AnswerLines
from tui.widgets.choice_list import ChoiceList
from tui.widgets.code_editor import CodeEditor
from tui.widgets.math_text import Lines, MathText, laid_out, widest
from tui.widgets.matrix_grid import MatrixGrid
from tui.widgets.order_list import OrderList
from tui.widgets.preview import Preview

LARGEST_GRID = 8
"""Rows and columns of a matrix with cells; larger ones are typed as text."""
LONGEST_LABEL = 24
"""Columns of a label beside its field; longer ones stand above it."""
TYPED = ("line", "lines", "grid")


class FieldWidget(Protocol):
    """What the form needs from the widget of a field."""

    field: Field
    last: bool
    """Enter checks, because no field comes after it."""

    @property
    def text(self) -> str:
        """The field's part of the response."""
        ...

    def fill(self, text: str) -> None:
        """Put a text in."""
        ...

    def take_focus(self) -> None:
        """Let the learner answer here."""
        ...

    def reading(self) -> Reading:
        """How it is read."""
        ...

    def point_at(self, column: int | None) -> None:
        """Put the cursor on a fault."""
        ...

    def column_on_screen(self, column: int) -> int | None:
        """Where a character is drawn, when a caret may stand under it."""
        ...


def widget_for(field: Field) -> Widget:
    """The widget that a field asks for."""
    match field.input:
        case "grid" if 0 < field.rows <= LARGEST_GRID and 0 < field.columns <= LARGEST_GRID:
            return MatrixGrid(field)
        case "choice" | "choices":
            return ChoiceList(field)
        case "order":
            return OrderList(field)
        case "code":
            return CodeEditor(field)
        case "lines" | "grid":
            return AnswerLines(field)
    return AnswerLine(field)


class FieldBox(Horizontal):
    """A field with its label beside it, or above it where there is no room."""

    DEFAULT_CSS = """
    FieldBox { height: auto; width: 1fr; }
    FieldBox.-above { layout: vertical; }
    FieldBox > .label { margin: 0 1 0 0; }
    FieldBox.-judged { border-left: outer $error; padding-left: 1; }
    """

    def __init__(self, field: Field, label: str) -> None:
        """`label` is markup."""
        self.inner = widget_for(field)
        # A class that comes after the mount has the styles of everything below looked up again.
        super().__init__(classes="-grid" if isinstance(self.inner, MatrixGrid) else None)
        self.label = label

    def compose(self) -> ComposeResult:
        """Label and field; the label above where it is long or the field tall."""
        tall = not isinstance(self.inner, AnswerLine | AnswerLines | MatrixGrid)
        self.set_class(self.label_width > LONGEST_LABEL or tall, "-above")
        if self.label:
            yield MathText(self.label, classes="label -fit")
        yield self.inner

    def on_mount(self) -> None:
        """Level the label with the field beside it."""
        if not self.has_class("-above"):
            self._level()

    def _level(self) -> None:
        """Put label and field on one line: the baseline of the label, the middle row of a matrix."""
        lengths = ["".join(text for text, _ in row).rstrip() for row in self._label_rows()]
        baseline = max(range(len(lengths)), key=lambda row: len(lengths[row]), default=0)
        middle = (self.inner.field.rows - 1) // 2 if isinstance(self.inner, MatrixGrid) else 0
        self.inner.styles.margin = (max(0, baseline - middle), 0, 0, 0)
        for label in self.query(".label"):
            label.styles.margin = (max(0, middle - baseline), 1, 0, 0)

    def _label_rows(self) -> Lines:
        return laid_out(self.label, 200, plain_signs(self)) if self.label else []

    @property
    def label_width(self) -> int:
        """Columns of the label."""
        return widest(self._label_rows())

    def align_to(self, width: int) -> None:
        """Give the label so many columns, so that the fields of a table stand under one another."""
        if not self.has_class("-above"):
            for label in self.query(".label"):
                label.styles.width = width


class Form(Vertical):
    """All fields of a problem."""

    DEFAULT_CSS = """
    Form { height: auto; }
    Form > #fields { height: auto; padding: 0 2; scrollbar-size-vertical: 1; }
    Form > #fields > .prompt { margin: 0 0 0 0; }
    Form > #fields > FieldBox.-apart { margin-top: 1; }
    """

    def __init__(self, problem: Problem, response: dict[str, str]) -> None:
        """`response` is what was typed before, by field name."""
        super().__init__()
        self._parts: list[tuple[Part, list[FieldBox]]] = []
        for part, fields in form(problem):
            boxes = [FieldBox(field, _label(field, len(fields) == 1)) for field in fields]
            self._parts.append((part, boxes))
        for field in self.fields:
            field.last = field is self.fields[-1]
        self._several = len(problem.parts) > 1
        self._draft = response
        self._focused = ""
        apart = any(isinstance(field, MatrixGrid | AnswerLines) for field in self.fields)
        quiet = not any(field.field.input in TYPED for field in self.fields)
        self.preview = Preview(*["-apart"] * apart, *["-quiet"] * quiet)

    @property
    def boxes(self) -> list[FieldBox]:
        """The fields of all parts."""
        return [box for _, boxes in self._parts for box in boxes]

    @property
    def fields(self) -> list[FieldWidget]:
        """The widgets of all fields."""
        return [cast(FieldWidget, box.inner) for box in self.boxes]

    def compose(self) -> ComposeResult:
        """Prompts, fields, preview."""
        with VerticalScroll(id="fields", can_focus=False):
            for part, boxes in self._parts:
                if self._several or part.prompt:
                    yield MathText((f"**({part.id})** " if self._several else "") + part.prompt, classes="prompt")
                yield from boxes
        yield self.preview

    def on_mount(self) -> None:
        """Fill in the draft and start in the first empty field."""
        for field in self.fields:
            if field.field.name in self._draft:
                field.fill(self._draft[field.field.name])
        for _, boxes in self._parts:
            widths = [box.label_width for box in boxes if not box.has_class("-above")]
            for box in boxes:
                box.align_to(max(widths, default=0))
        if self.display:
            self.call_after_refresh(self.start)

    def start(self) -> None:
        """Put the cursor into the first field that is empty, else into the first."""
        fields = self.fields
        next((field for field in fields if not field.text.strip()), fields[0]).take_focus()

    def retry(self) -> None:
        """Start in the first field; a lone line is selected, so that a new answer replaces it."""
        first = self.fields[0]
        first.take_focus()
        if len(self.fields) == 1 and isinstance(first, AnswerLine):
            first.offer_to_replace()

    @property
    def response(self) -> dict[str, str]:
        """What is filled in, by field name."""
        return {field.field.name: field.text for field in self.fields}

    def named(self, name: str) -> FieldWidget | None:
        """The widget of a field."""
        return next((field for field in self.fields if field.field.name == name), None)

    def limit(self, rows: int, columns: int) -> None:
        """Let the fields take at most so many rows, and fit so many columns."""
        self.query_one("#fields").styles.max_height = max(2, rows)
        for field in self.fields:
            if isinstance(field, MatrixGrid):
                field.fit(columns - 6)

    def submit(self) -> None:
        """Ask for the judgement; of a matrix that is partly filled ask for the rest first."""
        for field in self.fields:
            if not isinstance(field, MatrixGrid):
                continue
            field.spread()
            gap = field.gap
            if gap is not None:
                gap.focus()
                self._focused = field.field.name
                where = f"Row {gap.row + 1}, column {gap.column + 1}"
                fault = Fault(f"{where} is still empty.", "Type 0 for a zero.", None, "")
                self.call_after_refresh(self._draw, field, fault, True)
                return
        self.post_message(FormSubmitted(self.response))

    def refuse(self, verdict: Verdict) -> None:
        """Show what could not be read, with the cursor at the place. Nothing typed is lost."""
        field = self.named(verdict.field) or self.fields[0]
        if self._focused != field.field.name:
            field.take_focus()
            self._focused = field.field.name
        field.point_at(verdict.column)
        fault = field.reading()
        in_entry = isinstance(fault, Fault) and fault.place != ""
        if not in_entry and (not isinstance(fault, Fault) or fault.message != verdict.message):
            several = len(self.fields) > 1 and not field.text.strip()
            place = plain(field.field.label) if several else ""
            fault = Fault(verdict.message, verdict.hint, verdict.column, field.text, place)
        self.call_after_refresh(self._draw, field, fault, True)

    def _draw(self, field: FieldWidget, reading: Reading, judged: bool = False) -> None:
        at = None
        if isinstance(reading, Fault) and reading.column is not None and len(self.fields) == 1:
            at = field.column_on_screen(reading.column)
        note = "Type your answer; here you see how it is read."
        if isinstance(reading, Nothing) and field.field.input in TYPED:
            names = names_sentence(field.field.vocabulary)
            note += f"\n{names}" if names else ""
        elif isinstance(reading, Nothing):
            note = ""
        self.preview.show(reading, judged=judged, at=at, note=note)

    @on(FieldFocused)
    def _focus_moved(self, event: FieldFocused) -> None:
        event.stop()
        if event.name != self._focused:
            self._focused = event.name
            self._refresh_preview()

    @on(FieldEdited)
    def _edited(self, event: FieldEdited) -> None:
        event.stop()
        self._focused = event.name
        self._refresh_preview()
        self.post_message(FormEdited())

    def _refresh_preview(self) -> None:
        field = self.named(self._focused)
        if field is not None:
            self._draw(field, field.reading())

    @on(FieldEntered)
    def _entered(self, event: FieldEntered) -> None:
        event.stop()
        names = [field.field.name for field in self.fields]
        following = names.index(event.name) + 1
        if following < len(names):
            self.fields[following].take_focus()
        else:
            self.submit()


def _label(field: Field, alone: bool) -> str:
    if field.label or field.options or field.input == "code":
        return field.label
    return "Answer" if alone else field.name.rpartition(".")[2]


def plain(label: str) -> str:
    """A label for a sentence: markup as one line of text."""
    return " ".join("".join(text for text, _ in row).strip() for row in laid_out(label, 200, False)).strip(" =:")
