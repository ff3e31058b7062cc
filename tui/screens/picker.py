"""What the problems of a sheet are taken from: what is due, a course or a week of one, units, topics, skills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.keys import bind
from tui.sheets import with_source

if TYPE_CHECKING:
    from quizgen.practice.overview import Source

INDENT = {"course": 0, "week": 1, "unit": 0, "topic": 1, "skill": 2}
DUE = "due"


class Picker(ModalScreen["tuple[bool, tuple[Source, ...]] | None"]):
    """Words narrow the list, Enter or Space chooses and takes back, Esc is done. Its result: (what is due, sources)."""

    DEFAULT_CSS = """
    Picker { align: center middle; background: $background 60%; }
    Picker > Vertical { width: 92; max-width: 100%; height: 90%; background: $surface; border: round $primary;
        padding: 0 1; }
    Picker Input { background: $boost; height: 1; border: none; padding: 0; }
    Picker OptionList, Picker OptionList:focus { border: none; padding: 0; background: $surface; height: 1fr;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size: 1 1;
        scrollbar-background: $surface; background-tint: transparent 0%; }
    Picker OptionList > .option-list--option { padding: 0; }
    Picker OptionList > .option-list--option-highlighted { background: $primary 30%; color: $foreground; }
    Picker OptionList:nocolor > .option-list--option-highlighted { text-style: bold underline; }
    Picker.-short > Vertical { height: 100%; border: none; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar = [
        bind("close", "done", keys="escape", label="Done"),
        bind("pick", keys="enter", show=False),
        bind("down", "walk(1)", keys="down", show=False),
        bind("up", "walk(-1)", keys="up", show=False),
    ]

    def __init__(self, sources: Sequence[Source], chosen: Sequence[Source], *, due: bool) -> None:
        """`chosen`, `due`: what is chosen already."""
        super().__init__()
        self._sources, self._chosen, self._due = list(sources), tuple(chosen), due
        self._shown: list[Source | None] = []

    def compose(self) -> ComposeResult:
        """Words, and what there is with them."""
        with Vertical() as box:
            box.border_title = "What the problems are taken from"
            box.border_subtitle = "Enter chooses · Esc is done"
            yield Input(placeholder="words: a topic, a skill, a course, week 3", compact=True)
            yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Show everything."""
        self._draw()

    def _draw(self) -> None:
        words = self.query_one(Input).value.lower().split()
        courses = {source.id: source.title for source in self._sources if source.kind == "course"}
        listed = self.query_one(OptionList)
        at = listed.highlighted or 0
        self._shown = [None] if not words or any("due now".find(word) >= 0 for word in words) else []
        lines = [self._line(None, 0)] if self._shown else []
        for source in self._sources:
            if not words and source.kind == "skill" and source not in self._chosen:
                continue  # hundreds: they are found by their words
            text = f"{source.id} {source.title} {_lead(source)} {courses.get(source.id, '')}".lower()
            if all(word in text for word in words):
                self._shown.append(source)
                lines.append(self._line(source, 0 if words else INDENT[source.kind]))
        listed.clear_options()
        listed.add_options([Option(line) for line in lines] or [Option("Nothing has all of these words.")])
        listed.highlighted = min(at, len(self._shown) - 1) if self._shown else None

    def _line(self, source: Source | None, indent: int) -> Content:
        ticked = self._due if source is None else source in self._chosen
        mark = ("[x] " if ticked else "[ ] ", "bold $text-accent" if ticked else "")
        if source is None:
            return Content.assemble(mark, "What is due now", ("  at the levels reached", "$foreground 60%"))
        note = source.id if source.kind == "skill" else f"{source.kind}, {source.skills} skills"
        return Content.assemble("  " * indent, mark, f"{_lead(source)}{source.title}", (f"  {note}", "$foreground 60%"))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(OptionList).highlighted = 0
        self._draw()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_pick()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.query_one(OptionList).highlighted = event.option_index
        self.action_pick()

    def action_walk(self, by: int) -> None:
        """Up and down in the list while words are typed."""
        listed = self.query_one(OptionList)
        if by > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

    def action_pick(self) -> None:
        """Choose this, or take it back. What is due stands for itself."""
        at = self.query_one(OptionList).highlighted
        if at is None or at >= len(self._shown):
            return
        source = self._shown[at]
        if source is None:
            self._due, self._chosen = not self._due, ()
        else:
            self._due, self._chosen = False, with_source(self._chosen, source)
        self._draw()

    def action_done(self) -> None:
        """Back to the sheet."""
        self.dismiss((self._due, self._chosen))


def _lead(source: Source) -> str:
    return f"Week {source.week}: " if source.kind == "week" else ""
