"""A worked example: a generated problem with its solution, to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from quizgen.errors import QuizgenError
from tui.calls import Calls
from tui.desk import Desk
from tui.keys import bind
from tui.widgets.key_bar import KeyBar
from tui.widgets.math_text import MathText
from tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from quizgen.practice.overview import Card
    from quizgen.problem import Problem

FIRST_SEED = 1
"""Of examples; practice takes its seeds from the whole range below 2^31."""


class ExampleScreen(Screen[None]):
    """Over the skills: n shows another one, 1 2 3 another level, space the solution step by step."""

    DEFAULT_CSS = """
    ExampleScreen #example { height: 1fr; padding: 1 2 0 2; overflow: auto auto; scrollbar-size: 1 1;
        scrollbar-background: $background; scrollbar-background-hover: $background; }
    ExampleScreen #example > MathText { margin: 0 0 1 0; width: auto; min-width: 1fr; }
    ExampleScreen #solution { padding: 0 0 0 1; border-left: outer $success; }
    ExampleScreen.-short #example { padding: 0 1; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-medium"), (34, "-tall")]
    AUTO_FOCUS = "#example"
    BINDINGS: ClassVar = [
        bind("another"),
        bind("harder", "level(1)", display="+"),
        bind("easier", "level(-1)", display="-"),
        bind("show_solution", "solution", display="s"),
        bind("close", "app.pop_screen", display="esc"),
        bind("help", "app.help"),
        bind("down", "scroll(1)", show=False),
        bind("up", "scroll(-1)", show=False),
    ]

    def __init__(self, desk: Desk, calls: Calls, card: Card) -> None:
        """`card`: the skill it is an example of."""
        super().__init__()
        self._desk, self._calls, self._card = desk, calls, card
        self.level, self.seed, self.state = 1, FIRST_SEED, "loading"
        self.problem: Problem | None = None
        self._solved = True

    def compose(self) -> ComposeResult:
        """Bar, page, keys."""
        yield TopBar("Example")
        with VerticalScroll(id="example", can_focus=True):
            yield MathText("Making an example…", id="asked")
            yield MathText("", id="solution")
        yield KeyBar()

    def on_mount(self) -> None:
        """Make the first example."""
        self._make()

    @work(group="session", exclusive=True)
    async def _make(self) -> None:
        self.state = "loading"
        self._show_bar()
        try:
            self.problem = await self._calls.run(self._desk.example, self._card.skill, self.level, self.seed)
        except QuizgenError as error:
            self.problem = None
            self.app.notify(f"No example could be made: {error}", severity="warning", timeout=8, markup=False)
            self.query_one("#asked", MathText).show("No example could be made. Press n to try another one.")
            self.query_one("#solution", MathText).display = False
            self.state = "shown"
            return
        self.state = "shown"
        self._draw()
        self.query_one("#example").scroll_home(animate=False)

    @property
    def source(self) -> str:
        """The markup that is shown; empty where there is no example."""
        return "\n\n".join(filter(None, self._texts()))

    def _texts(self) -> tuple[str, str]:
        """Problem and solution, the latter empty while it is hidden."""
        from quizgen.page import question_blocks, solution_blocks

        problem = self.problem
        if problem is None:
            return "", ""
        asked = [problem.prompt, *question_blocks(problem)]
        solved = solution_blocks(msgspec.structs.replace(problem, hints=())) if self._solved else []
        return "\n\n".join(filter(None, asked)), "\n\n".join(solved)

    def _draw(self) -> None:
        asked, solved = self._texts()
        self.query_one("#asked", MathText).show(asked)
        solution = self.query_one("#solution", MathText)
        solution.display = bool(solved)
        solution.show(solved)
        self.refresh_bindings()

    def _show_bar(self) -> None:
        text = self._card.levels[self.level - 1] if self.level <= len(self._card.levels) else ""
        details = f"level {self.level} of {len(self._card.levels)}: {text}"
        self.query_one(TopBar).show("Example", details, self._card.skill)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Levels end."""
        if action == "level":
            return 1 <= self.level + int(str(parameters[0])) <= len(self._card.levels)
        return True

    def action_another(self) -> None:
        """Another example, with other numbers."""
        self.seed += 1
        self._make()

    def action_level(self, by: int) -> None:
        """An easier or a harder example."""
        self.level += by
        self.refresh_bindings()
        self._make()

    def action_solution(self) -> None:
        """Hide the solution, to try by yourself, or show it."""
        self._solved = not self._solved
        self._draw()

    def action_scroll(self, rows: int) -> None:
        """Scroll the page."""
        self.query_one("#example").scroll_relative(y=rows, animate=False)
