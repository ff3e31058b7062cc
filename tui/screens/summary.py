"""The last page of a session: what was done, what comes back and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from quizgen.practice.session import Finished, Rating, Summary
from tui.keys import bind
from tui.widgets.key_bar import KeyBar
from tui.widgets.top_bar import TopBar

RATINGS: dict[Rating, str] = {"again": "not yet", "hard": "with effort", "good": "right", "easy": "easy"}


MOST = 4
"""Times, and skills of each, that are named."""

Step = Literal["home", "ahead", "undo"]
"""What comes after it."""


class SummaryScreen(Screen[Step]):
    """Numbers in sentences, and the ways on. Its result is the way chosen."""

    DEFAULT_CSS = """
    SummaryScreen > VerticalScroll { height: 1fr; align: center middle; padding: 1 2; }
    SummaryScreen #numbers { width: auto; max-width: 72; height: auto; border: round $primary; padding: 1 3; }
    .-short SummaryScreen #numbers, SummaryScreen.-short #numbers { border: none; padding: 0 1; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]
    BINDINGS = [
        bind("next", "leave('home')", label="Home", keys="enter,space,h,escape", display="⏎"),
        bind("ahead", "leave('ahead')"),
        bind("undo", "leave('undo')"),
    ]

    def __init__(self, summary: Summary, finished: Finished | None) -> None:
        """`finished` says why there is no next problem."""
        super().__init__()
        self._summary, self._finished = summary, finished

    def compose(self) -> ComposeResult:
        """The page."""
        yield TopBar()
        with VerticalScroll():
            yield Static(self._page(), id="numbers", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Say where we are."""
        self.query_one(TopBar).show("Done for now")

    def _page(self) -> Content:
        summary = self._summary
        lines = [(headline(summary), "bold")]
        rated = [f"{summary.ratings[r]} {word}" for r, word in RATINGS.items() if summary.ratings.get(r)]
        if len(rated) > 1:
            lines.append((", ".join(rated) + ".", ""))
        if summary.new:
            lines.append((_count(summary.new, "new skill") + ".", ""))
        if summary.raised:
            lines.append((f"Level up: {', '.join(summary.raised)}.", "$text-success"))
        if summary.lowered:
            lines.append((f"Easier again: {', '.join(summary.lowered)}.", ""))
        if summary.streak > 1:
            lines.append((f"{_count(summary.streak, 'day')} in a row.", ""))
        if summary.back:
            lines += [("", ""), ("Comes back", "bold")]
            lines += [(f"  {back.when}: {_list(back.skills)}", "") for back in summary.back[:MOST]]
        lines += [("", ""), (self._finished.message if self._finished else summary.message, "")]
        return Content("\n").join(Content.styled(text, style) for text, style in lines)

    def action_leave(self, step: Step) -> None:
        """Go on."""
        self.dismiss(step)


def headline(summary: Summary) -> str:
    """The session in one sentence."""
    if not summary.done:
        return "Nothing was answered in this session."
    minutes, seconds = divmod(summary.seconds, 60)
    time = f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
    return f"{_count(summary.done, 'problem')} done, {summary.correct} right, in {time}."


def _list(skills: Sequence[str]) -> str:
    named = "; ".join(skills[:MOST])
    return named if len(skills) <= MOST else f"{named}; {len(skills) - MOST} more"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
