"""The last page of a session: what was done, what comes back and when."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from quizgen.practice.session import Finished, Rating, Summary
from tui.widgets.key_bar import KeyBar
from tui.widgets.top_bar import TopBar

RATINGS: dict[Rating, str] = {"again": "not yet", "hard": "with effort", "good": "right", "easy": "easy"}


class SummaryScreen(Screen[None]):
    """Numbers in sentences, and two ways on."""

    DEFAULT_CSS = """
    SummaryScreen > VerticalScroll { height: 1fr; align: center middle; padding: 1 2; }
    SummaryScreen #numbers { width: auto; max-width: 72; height: auto; border: round $primary; padding: 1 3; }
    .-short SummaryScreen #numbers, SummaryScreen.-short #numbers { border: none; padding: 0 1; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]
    BINDINGS = [
        Binding("a", "ahead", "Practise ahead"),
        Binding("enter,q,escape", "app.quit", "Quit", key_display="⏎ q"),
        Binding("f1", "help", "Help"),
    ]

    class AheadChosen(Message):
        """The learner wants to go on with what is not due yet."""

    def __init__(self, summary: Summary, finished: Finished | None, *, can_go_ahead: bool = False) -> None:
        """`finished` says why there is no next problem."""
        super().__init__()
        self._summary, self._finished, self._can_go_ahead = summary, finished, can_go_ahead

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
        lines += [("", ""), (self._finished.message if self._finished else summary.message, "")]
        if self._can_go_ahead:
            lines += [("", ""), ("a  practise ahead of time", "$foreground 70%"), ("q  quit", "$foreground 70%")]
        return Content("\n").join(Content.styled(text, style) for text, style in lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is possible now."""
        return self._can_go_ahead if action == "ahead" else True

    def action_ahead(self) -> None:
        """Go on."""
        self.post_message(self.AheadChosen())

    def action_help(self) -> None:
        """Keys."""
        from tui.screens.help import HelpScreen

        keys = [(self.app.get_key_display(b), b.description, "") for b in self.query_one(KeyBar).live()]
        self.app.push_screen(HelpScreen(keys, [], None))


def headline(summary: Summary) -> str:
    """The session in one sentence."""
    if not summary.done:
        return "Nothing was answered in this session."
    minutes, seconds = divmod(summary.seconds, 60)
    time = f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
    return f"{_count(summary.done, 'problem')} done, {summary.correct} right, in {time}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
