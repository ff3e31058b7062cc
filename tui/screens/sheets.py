"""Sheets and exams: say what is wanted, look at it, and write the file by the command's own code."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from quizgen.errors import QuizgenError
from tui.calls import Calls
from tui.command import Done, run
from tui.desk import Desk
from tui.keys import bind, live
from tui.sheets import NONE, Exam, Sheet, blocks, build_command, exam_words, read_back, sheet_words, told
from tui.widgets.entries import Entries, Entry
from tui.widgets.key_bar import KeyBar
from tui.widgets.math_text import MathText
from tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from quizgen.practice.overview import Source

Value = str | int | float | bool
STEPS: dict[str, tuple[Value, ...]] = {
    "solutions": (NONE, "inline", "end", "separate"),
    "space": (NONE, "blank", "lines", "boxes"),
    "points": (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0),
    "level": (1, 2, 3),
    "columns": (1, 2),
    "paper": ("a4", "letter"),
    "language": ("en", "de"),
}
"""The values of a line, in order."""
LEVELS = {1: "1, easier", 2: "2, standard", 3: "3, harder"}
SOLUTIONS = {NONE: "none", "inline": "under each problem", "end": "at the end", "separate": "in a second file"}
SPACES = {NONE: "none", "blank": "blank", "lines": "lines", "boxes": "boxes"}
LANGUAGES = {"en": "English", "de": "German"}
MOST = 500
"""Problems of a sheet."""
LARGEST_SEED = 2**31 - 1
ABOUT = "v shows the problems here, m writes the file: .pdf, .tex, .html, .md or .json, as its ending says."
SHEET_HELP = """Choose what the problems are taken from, then press v to look at them and m to write the file.

The ending of the file says its format: .pdf, .tex, .html, .md or .json."""
EXAM_HELP = """An exam is made from a blueprint: a small file that says what is asked, at which level, for how many \
points. Each student gets a variant of the same difficulty.

Change the blueprint with the arrows to see the examples, or press Enter to type the name of your own file; b writes \
one to begin with. Then c checks it, v shows a variant, m writes that variant as a file.

For a whole roster use the command below in a shell: it makes every booklet, the keys and the manifest for marking."""


class SheetsScreen(Screen[None]):
    """A form, and beside it (or instead of it, on a narrow screen) what is made."""

    DEFAULT_CSS = """
    SheetsScreen #both { height: 1fr; layout: vertical; }
    SheetsScreen #form { height: 1fr; width: 1fr; padding: 1 1 0 1; }
    SheetsScreen #typed { height: 1; border: none; padding: 0 1; background: $boost; display: none; }
    SheetsScreen #typed.-open { display: block; }
    SheetsScreen #about { height: auto; padding: 1 1 0 1; color: $foreground 70%; }
    SheetsScreen #pane { height: 1fr; padding: 0 2; background: $surface; scrollbar-size: 1 1; display: none;
        scrollbar-background: $surface; scrollbar-background-hover: $surface;
        overflow: auto auto; }
    SheetsScreen #made { margin: 1 0 1 0; width: auto; min-width: 1fr; }
    SheetsScreen #pane > Static { height: auto; margin: 1 0 0 0; }
    SheetsScreen.-looking #pane { display: block; }
    SheetsScreen.-looking #form { display: none; }
    SheetsScreen.-wide #both { layout: horizontal; }
    SheetsScreen.-wide #form { width: 48; display: block; }
    SheetsScreen.-wide #pane { display: block; width: 1fr; border-left: solid $primary 60%; }
    SheetsScreen.-short #form { padding: 0; }
    SheetsScreen.-short #about { display: none; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-medium"), (34, "-tall")]
    AUTO_FOCUS = "Entries"
    BINDINGS: ClassVar = [
        bind("preview"),
        bind("make"),
        bind("numbers"),
        bind("check_blueprint"),
        bind("new_blueprint"),
        bind("kind", "kind('exam')", label="Exam"),
        bind("kind", "kind('sheet')", label="Sheet"),
        bind("clear", "close", label="Back", show=False),
        bind("down", "scroll(1)", show=False),
        bind("up", "scroll(-1)", show=False),
        bind("help"),
    ]

    def __init__(self, desk: Desk, calls: Calls) -> None:
        super().__init__()
        self._desk, self._calls = desk, calls
        self.kind = "sheet"
        self.sheet, self.exam = Sheet(), Exam()
        self.state = "shown"
        self._sources: tuple[Source, ...] = ()
        self._typing = ""
        self._sure = ""

    def compose(self) -> ComposeResult:
        """Bar, form, pane, keys."""
        yield TopBar("Sheet")
        with Container(id="both"):
            with Vertical(id="form"):
                yield Entries()
                yield Input(id="typed", compact=True)
                yield Static(id="about", markup=False)
            with VerticalScroll(id="pane", can_focus=True):
                yield Static(id="plain", markup=False)
                yield MathText("", id="made")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with what is due, when something is."""
        self.exam = self.exam._replace(blueprint=next(iter(self._desk.blueprints), ""))
        self._draw()
        self._tell_pane(SHEET_HELP)

    # -- the form ---------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        is_sheet = self.kind == "sheet"
        self.query_one(Entries).show(self._sheet_entries() if is_sheet else self._exam_entries())
        about = ABOUT if is_sheet else "To build it for a roster, in a shell:\n" + build_command(self.exam)
        self.query_one("#about", Static).update(Content(about))
        self._show_bar()
        self.refresh_bindings()

    def _show_bar(self, doing: str = "") -> None:
        title = "Sheet" if self.kind == "sheet" else "Exam"
        self.query_one(TopBar).show(title, doing, f"seed {self._made_of.seed}")

    @property
    def _made_of(self) -> Sheet | Exam:
        return self.sheet if self.kind == "sheet" else self.exam

    def _sheet_entries(self) -> list[Entry]:
        sheet = self.sheet
        points = f"{sheet.points:g} each" if sheet.points else "none"
        return [
            Entry("sources", "Problems of", told(sheet), steps=False, opens=True),
            Entry("number", "Number", str(sheet.number), opens=True),
            Entry("level", "Level", "as reached" if sheet.due else LEVELS[sheet.level]),
            Entry("solutions", "Solutions", SOLUTIONS[sheet.solutions]),
            Entry("key", "Table of answers", _yes(sheet.key)),
            Entry("hints", "Hints", _yes(sheet.hints)),
            Entry("space", "Room to write", SPACES[sheet.space]),
            Entry("points", "Points", points),
            Entry("title", "Title", sheet.title or "Problems", steps=False, opens=True),
            Entry("columns", "Columns", str(sheet.columns)),
            Entry("large", "Large print", _yes(sheet.large)),
            Entry("paper", "Paper", sheet.paper.upper() if sheet.paper == "a4" else "Letter"),
            Entry("language", "Labels", LANGUAGES[sheet.language]),
            Entry("seed", "Seed", str(sheet.seed), opens=True),
            Entry("file", "File", sheet.file, steps=False, opens=True),
        ]

    def _exam_entries(self) -> list[Entry]:
        exam = self.exam
        return [
            Entry("blueprint", "Blueprint", Path(exam.blueprint).name or "type a file …", opens=True),
            Entry("solutions", "With solutions", _yes(exam.solutions)),
            Entry("large", "Large print", _yes(exam.large)),
            Entry("seed", "Seed", str(exam.seed), opens=True),
            Entry("file", "File", exam.file, steps=False, opens=True),
        ]

    @on(Entries.Stepped)
    def _stepped(self, event: Entries.Stepped) -> None:
        event.stop()
        self._sure = ""
        if self.kind == "exam" and event.name == "blueprint":
            self._change("blueprint", _next((*self._desk.blueprints,), self.exam.blueprint, event.by))
            return
        value = getattr(self._made_of, event.name)
        if isinstance(value, bool):
            self._change(event.name, not value)
        elif event.name in STEPS and (self.kind == "sheet" or event.name != "solutions"):
            self._change(event.name, _next(STEPS[event.name], value, event.by))
        else:
            self._change(event.name, _bounded(event.name, value + event.by))

    def _change(self, name: str, value: Any) -> None:
        if self.kind == "sheet":
            self.sheet = self.sheet._replace(**{name: value})
        else:
            self.exam = self.exam._replace(**{name: value})
        self._draw()

    @on(Entries.Opened)
    def _opened(self, event: Entries.Opened) -> None:
        event.stop()
        if event.name == "sources":
            self._pick()
        else:
            self._type(event.name)

    @work(group="session", exclusive=True)
    async def _pick(self) -> None:
        from tui.screens.picker import Picker

        if not self._sources:
            self._show_bar("reading what there is…")
            try:
                self._sources = await self._calls.run(self._desk.sources)
            except QuizgenError as error:
                self._tell(error)
                return
            finally:
                self._show_bar()
        self.app.push_screen(Picker(self._sources, self.sheet.sources, due=self.sheet.due), self._picked)

    def _picked(self, result: tuple[bool, tuple[Source, ...]] | None) -> None:
        if result is not None:
            due, sources = result
            self.sheet = self.sheet._replace(due=due, sources=sources)
            self._draw()

    def _type(self, name: str) -> None:
        """Let a text be typed."""
        self._typing = name
        typed = self.query_one("#typed", Input)
        typed.value = str(getattr(self._made_of, name)) if name != "new" else "exam.toml"
        typed.placeholder = {"title": "the heading of the sheet"}.get(name, "a file")
        typed.add_class("-open")
        self.remove_class("-looking")
        typed.focus()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        name, value = self._typing, event.value.strip()
        self._stop_typing()
        if name == "new":
            self._new(value)
        elif name in ("number", "seed"):
            if not value.isascii() or not value.isdigit():
                self._tell(f"{value or 'nothing'} is no whole number: the {name} stays as it was.")
                return
            self._change(name, _bounded(name, int(value[:12])))
        elif value or name == "title":
            self._sure = ""
            self._change(name, str(Path(value).expanduser()) if name == "blueprint" else value)

    def _stop_typing(self) -> None:
        self._typing = ""
        self.query_one("#typed", Input).remove_class("-open")
        self.query_one(Entries).focus()

    # -- what is made -----------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Blueprints belong to exams; nothing is made twice at once."""
        if action in ("check_blueprint", "new_blueprint"):
            return self.kind == "exam" and self.state == "shown"
        if action == "kind":
            return self.state == "shown" and self.kind != parameters[0]
        if action in ("preview", "make", "numbers"):
            return self.state == "shown"
        return True

    def action_kind(self, kind: str) -> None:
        """From the sheet to the exam, and back."""
        self.kind = kind
        self._sure = ""
        self.remove_class("-looking")
        self.query_one(Entries).highlighted = 0
        self._draw()
        self._tell_pane(SHEET_HELP if self.kind == "sheet" else EXAM_HELP)

    def action_numbers(self) -> None:
        """The next seed; the preview is made anew when one is shown."""
        self._change("seed", self._made_of.seed + 1)
        if self.query_one("#made", MathText).source:
            self.action_preview()

    @work(group="made", exclusive=True)
    async def action_preview(self) -> None:
        """Make the problems and show them."""
        with tempfile.TemporaryDirectory(prefix="quizgen-") as folder:
            output = Path(folder) / "preview.json"
            if self.kind == "sheet":
                # Solutions are shown here whatever file they go to.
                plain = self.sheet._replace(solutions=NONE)
                done = await self._made(lambda: sheet_words(plain, str(output), self._desk.database), "making…")
            else:
                done = await self._made(lambda: exam_words(self.exam, "preview", str(output)), "making a variant…")
            if done is None:
                return
            try:
                made = read_back(output.read_bytes())
            except (OSError, QuizgenError) as error:
                self._tell(error)
                return
        solutions = self._made_of.solutions not in (NONE, False)
        hints = self.kind == "sheet" and self.sheet.hints
        await self._show_page("\n\n".join(blocks(made, solutions=solutions, hints=hints)))

    @work(group="made", exclusive=True)
    async def action_make(self) -> None:
        """Write the file; over one that is there only when asked twice."""
        path = Path(self._made_of.file).expanduser().absolute()
        if path.exists() and self._sure != str(path):
            self._sure = str(path)
            self._tell(f"{path} is there already: press m again to write over it.")
            return
        self._sure = ""
        if self.kind == "sheet":
            done = await self._made(lambda: sheet_words(self.sheet, str(path), self._desk.database), "writing…")
        else:
            done = await self._made(lambda: exam_words(self.exam, "preview", str(path)), "writing…")
        if done is not None:
            self.app.notify(done.said, timeout=8, markup=False)

    @work(group="made", exclusive=True)
    async def action_check_blueprint(self) -> None:
        """Check the blueprint, and show what it asks."""
        done = await self._made(lambda: exam_words(self.exam, "check"), "checking…")
        if done is not None:
            self._tell_pane(done.out.strip())
            self.add_class("-looking")
            self.query_one("#pane").focus()

    def action_new_blueprint(self) -> None:
        """Ask for the name of a new blueprint."""
        self._type("new")

    @work(group="made", exclusive=True)
    async def _new(self, name: str) -> None:
        if not name:
            return
        path = str(Path(name).expanduser())
        done = await self._made(lambda: ["exam", "new", "--", path], "writing…")
        if done is not None:
            self._change("blueprint", path)
            self.app.notify(f"Wrote {path}: edit it, then press c to check it.", timeout=8, markup=False)

    async def _made(self, words: Any, doing: str) -> Done | None:
        """Run a command of quizgen; None, and said why, where it did not end well."""
        self.state = "loading"
        self._show_bar(doing)
        self.refresh_bindings()
        try:
            done = await run([*self._desk.command, *words()])
        except QuizgenError as error:
            self._tell(error)
            return None
        finally:
            self.state = "shown"
            self._show_bar()
            self.refresh_bindings()
        if done.code:
            self._tell(done.said or "That did not work, and nothing was said why.")
            return None
        return done

    async def _show_page(self, source: str) -> None:
        self.query_one("#plain", Static).update("")
        self.query_one("#plain").display = False
        page = self.query_one("#made", MathText)
        page.display = True
        page.show(source)
        self.add_class("-looking")
        pane = self.query_one("#pane")
        pane.scroll_home(animate=False)
        pane.focus()

    def _tell_pane(self, text: str) -> None:
        self.query_one("#made", MathText).show("")
        self.query_one("#made").display = False
        plain = self.query_one("#plain", Static)
        plain.display = True
        plain.update(Content(text))

    def _tell(self, error: QuizgenError | OSError | str) -> None:
        text = str(error)
        sentence = text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
        self.app.notify(sentence, severity="warning", timeout=8, markup=False)

    # -- the rest ---------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        """From typing to the form, from the preview to the form, from the form home."""
        if self._typing:
            self._stop_typing()
        elif self.has_class("-looking"):
            self.remove_class("-looking")
            self.query_one(Entries).focus()
        else:
            self.call_later(self.app.run_action, "go('home')")

    def action_scroll(self, rows: int) -> None:
        """Scroll the preview."""
        self.query_one("#pane").scroll_relative(y=rows, animate=False)

    def action_help(self) -> None:
        """Keys."""
        from tui.screens.help import HelpScreen

        keys = [(self.app.get_key_display(b), b.description, b.tooltip) for _, b in live(self)]
        ways = (("arrows, h l", "change the value of a line"), ("Enter", "choose or type the value of a line"))
        self.app.push_screen(HelpScreen(keys, [], None, [("Here", ways)]))


def _next(values: Sequence[Value], value: Value, by: int) -> Value:
    """The value after, or before, round the corner; the first where it is none of them."""
    if value not in values:
        return values[0] if values else value
    return values[(values.index(value) + by) % len(values)]


def _bounded(name: str, value: int) -> int:
    """A number of problems, or a seed, within what the command takes."""
    return min(MOST, max(1, value)) if name == "number" else min(LARGEST_SEED, max(0, value))


def _yes(value: bool) -> str:
    return "yes" if value else "no"
