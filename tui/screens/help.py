"""Help: the keys that work on the screen at hand, and how answers are typed, with what each reading looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizgen.answers.base import Field
from quizgen.answers.syntax import Vocabulary
from quizgen.practice.session import Question
from tui.keys import bind
from tui.reading import Read, names_sentence, reading
from tui.widgets.math_text import MathText


class Sample(NamedTuple):
    """Something one may type. What it means is drawn from its own reading, so that this page cannot be wrong."""

    typed: str
    expects: str = "value"
    note: str = ""


NAMES = Vocabulary(names=("x", "y", "lambda"))
NUMBERS = (
    Sample("3/4"),
    Sample("-2x"),
    Sample("x^2", note="also x**2"),
    Sample("1/(2x)", note="1/2x is half of x"),
    Sample("sqrt(2)", note="also √2"),
    Sample("e^(-x)", note="also exp(-x)"),
    Sample("ln(x)"),
    Sample("lambda + pi", note="also λ, π"),
    Sample("0.25", note="with a point"),
)
SHAPES = (
    Sample("[1, -2, 3/4]", "vector", "a vector; also (1, -2, 3/4)"),
    Sample("[1, 2; 3, 4]", "matrix", "a matrix; also [[1,2],[3,4]], or paste one"),
    Sample("(1, 0), (0, 1)", "vectors", "several vectors"),
    Sample("{1, 2}", "set", "a set"),
    Sample("[0, 1)", "interval"),
    Sample("(-inf, 2]", "interval"),
    Sample("x = 1 or x = -2", "relation"),
    Sample("x >= 2", "relation"),
)
WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "grid": (
        ("arrows, Tab", "go to another cell"),
        ("Space or ,", "next cell"),
        (";", "next row"),
        ("Enter", "first empty cell; check when all are full"),
        ("paste", "a whole matrix in any notation"),
    ),
    "choice": (("1 2 3 …", "choose by number"), ("↑ ↓", "choose the one above or below")),
    "choices": (("1 2 3 …", "choose or take back"), ("↑ ↓, Space", "go to one, choose it"), ("0", "none of these")),
    "order": (
        ("↑ ↓ or j k", "select a line"),
        ("J K, Shift+↑ ↓", "move it"),
        ("Space", "leave it out, or take it back"),
    ),
    "code": (("Tab, Shift+Tab", "indent, unindent"), ("F5 or Ctrl+S", "check"), ("Esc", "leave the editor")),
    "lines": (("Ctrl+J, ↓", "a new line"), ("paste", "several lines")),
}
"""Input -> what its keys do."""


ALWAYS = (("ctrl+c", "Quit; so does ctrl+q"), ("ctrl+p", "All commands, themes"))


class HelpScreen(ModalScreen[None]):
    """Over the screen at hand; any of Esc, q, Enter and F1 closes it."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > VerticalScroll {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; border: round $primary; padding: 0 1; scrollbar-size: 1 1;
    }
    HelpScreen .heading { text-style: bold; color: $text-accent; margin: 1 0 0 0; }
    HelpScreen .row { height: auto; }
    HelpScreen .typed { width: 20; text-style: bold; }
    HelpScreen .key { width: 9; text-style: bold; }
    HelpScreen .about { width: 1fr; margin: 0 1 0 0; }
    HelpScreen.-narrow .typed { width: 13; }
    HelpScreen .note { width: auto; color: $foreground 70%; margin: 0 0 0 2; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual")]
    BINDINGS = [
        Binding("escape,q,f1,enter", "dismiss", "Close"),
        bind("down", "scroll(1)", show=False),
        bind("up", "scroll(-1)", show=False),
    ]

    def __init__(
        self,
        keys: Sequence[tuple[str, str, str]],
        fields: Sequence[Field],
        question: Question | None,
        sections: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (),
    ) -> None:
        """`keys`: (key, label, what it does) of the screen at hand; `fields`: those to fill in now; `sections`: what
        else there is to say of this screen, title and rows."""
        super().__init__()
        self._keys, self._fields, self._question, self._sections = keys, fields, question, sections

    def compose(self) -> ComposeResult:
        """Keys, typing, the skill at hand."""
        with VerticalScroll() as scroll:
            scroll.border_title = "Help"
            scroll.border_subtitle = "Esc closes"
            keys = [(key, about or label) for key, label, about in self._keys]
            yield Static("Keys now", classes="heading", markup=False)
            yield from self._pairs([*keys, *ALWAYS])
            inputs = list(dict.fromkeys(field.input for field in self._fields))
            for name in inputs:
                if name in WAYS:
                    yield from self._section("Here", WAYS[name])
            if {"line", "lines", "grid"} & set(inputs):
                yield from self._typing()
            for title, rows in self._sections:
                yield from self._section(title, rows)
            if self._question is not None:
                yield Static("This skill", classes="heading", markup=False)
                level = f"Level {self._question.level}: {self._question.level_text}"
                yield Static(Content(f"{self._question.statement}\n{level}"), markup=False)

    def _pairs(self, rows: Sequence[tuple[str, str]]) -> list[Horizontal]:
        """Keys two in a row where there is room."""
        if self.app.size.width < 72:
            return [_row(key, about) for key, about in rows]
        half = (len(rows) + 1) // 2
        return [
            Horizontal(*_cells(*rows[at]), *(_cells(*rows[at + half]) if at + half < len(rows) else ()), classes="row")
            for at in range(half)
        ]

    def _section(self, title: str, rows: Sequence[tuple[str, str]]) -> list[Static | Horizontal]:
        return [Static(title, classes="heading", markup=False), *(_row(typed, about) for typed, about in rows)]

    def _typing(self) -> list[Static | Horizontal]:
        names = " ".join(dict.fromkeys(names_sentence(field.vocabulary) for field in self._fields)).strip()
        wanted = {field.expects for field in self._fields}
        shapes = sorted(SHAPES, key=lambda sample: sample.expects not in wanted)
        rows: list[Static | Horizontal] = [Static("Type this … means that", classes="heading", markup=False)]
        rows += [Static(Content(names), markup=False)] if names else []
        rows += [sample_row(sample) for sample in [*NUMBERS, *shapes]]
        return rows

    def action_scroll(self, rows: int) -> None:
        """Scroll the page."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    async def action_dismiss(self, result: None = None) -> None:
        """Close."""
        self.dismiss(None)


def _cells(key: str, about: str) -> tuple[Static, Static]:
    left = Static(Content(key), classes="key", markup=False)
    return left, Static(Content(about), classes="about", markup=False)


def _row(typed: str, about: str) -> Horizontal:
    left = Static(Content(typed), classes="typed", markup=False)
    return Horizontal(left, Static(Content(about), classes="about", markup=False), classes="row")


def sample_row(sample: Sample) -> Horizontal:
    """A row of the table: what is typed, what it means, a note."""
    read = reading(Field("answer", expects=sample.expects, vocabulary=NAMES), sample.typed)
    assert isinstance(read, Read), sample.typed
    return Horizontal(
        Static(Content(sample.typed), classes="typed", markup=False),
        MathText(f"${read.latex}$", classes="-fit"),
        Static(Content(sample.note), classes="note", markup=False),
        classes="row",
    )
