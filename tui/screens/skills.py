"""Skills: the curriculum as a tree, and what there is to say of the skill at hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from quizgen.errors import QuizgenError
from tui.calls import Calls
from tui.desk import Desk, Wanted
from tui.glyphs import plain_signs
from tui.keys import bind, live
from tui.messages import PracticeChosen
from tui.standing import LOOKS, sign
from tui.widgets.key_bar import KeyBar
from tui.widgets.skill_pane import SkillPane
from tui.widgets.skill_tree import Row, SkillTree
from tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from quizgen.practice.overview import Card, History, Overview

FILTERS: dict[str, Callable[[Card], bool] | None] = {
    "all skills": None,
    "to be asked now": lambda card: card.asked,
    "not sure yet": lambda card: card.state == "learning",
    "new now": lambda card: card.state == "ready",
    "failed again and again": lambda card: card.leech,
    "left out": lambda card: card.state == "suspended",
}
HISTORY_SECONDS = 0.12
"""The history is read when the cursor has rested so long."""


class SkillsScreen(Screen[None]):
    """Walk, search, practise one, leave one out, read an example."""

    DEFAULT_CSS = """
    SkillsScreen #both { height: 1fr; layout: vertical; }
    SkillsScreen #list { height: 1fr; }
    SkillsScreen SkillPane { height: 1fr; border-top: solid $primary 60%; }
    SkillsScreen #search { height: 1; border: none; padding: 0 1; background: $boost; display: none; }
    SkillsScreen #search.-open { display: block; }
    SkillsScreen.-wide #both { layout: horizontal; }
    SkillsScreen.-wide SkillPane { height: 100%; width: 45%; border-top: none; border-left: solid $primary 60%; }
    SkillsScreen.-wide #list { width: 55%; height: 100%; }
    SkillsScreen.-short SkillPane { display: none; }
    SkillsScreen.-short.-wide SkillPane, SkillsScreen.-short.-details SkillPane { display: block; }
    SkillsScreen.-short.-details SkillPane { border-top: none; }
    SkillsScreen.-short.-narrow.-details #list, SkillsScreen.-short.-usual.-details #list { display: none; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-medium"), (34, "-tall")]
    AUTO_FOCUS = "SkillTree"
    BINDINGS: ClassVar = [
        bind("practise"),
        bind("details"),
        bind("example"),
        bind("search", display="/"),
        bind("filter"),
        bind("suspend"),
        bind("suspend", "unsuspend", label="Take up"),
        bind("clear", show=False),
        bind("help"),
    ]

    def __init__(self, desk: Desk, calls: Calls, at: str = "") -> None:
        """`at`: the skill to begin with."""
        super().__init__()
        self._desk, self._calls, self._at = desk, calls, at
        self.state = "loading"
        self._overview: Overview | None = None
        self._histories: dict[str, History] = {}
        self._filter = "all skills"
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Bar, tree, pane, keys."""
        yield TopBar("Skills")
        with Container(id="both"):
            with Vertical(id="list"):
                yield Input(placeholder="words of the skill, its topic or its name", id="search", compact=True)
                yield SkillTree()
            yield SkillPane(can_focus=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the standing behind the first frame."""
        self.query_one(SkillPane).tell("Reading how you stand…")
        self._read(self._at)

    def on_screen_resume(self) -> None:
        """Something may have been answered meanwhile."""
        if self._overview is not None:
            self._read(self._here())

    def _here(self) -> str:
        row = self.query_one(SkillTree).row
        return row.id if row else ""

    @work(group="session", exclusive=True)
    async def _read(self, at: str) -> None:
        try:
            overview = await self._calls.run(self._desk.overview)
        except QuizgenError as error:
            self.query_one(SkillPane).tell(f"The skills cannot be shown: {error}")
            self.state = "shown"
            return
        self._overview, self._histories = overview, {}
        self.state = "shown"
        self.query_one(SkillTree).show(overview, at)
        self._show_bar()

    def _show_bar(self) -> None:
        assert self._overview is not None
        cards = self._overview.cards.values()
        known = sum(card.state in ("known", "due") for card in cards)
        due = sum(card.asked for card in cards)
        what = self._filter if self._filter != "all skills" else ""
        self.query_one(TopBar).show("Skills", what, f"{known} of {len(cards)} known · {due} due")

    # -- the pane ---------------------------------------------------------------------------------------------

    @on(SkillTree.Walked)
    def _walked(self, event: SkillTree.Walked) -> None:
        self._show(event.row)
        self.refresh_bindings()

    def _show(self, row: Row) -> None:
        overview = self._overview
        if overview is None:
            return
        pane = self.query_one(SkillPane)
        if row.card is None:
            pane.show_group(overview, row.id, [c for c in overview.cards.values() if row.id in (c.unit, c.topic)])
            return
        pane.show(overview, row.card, self._histories.get(row.id))
        if row.id not in self._histories:
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(HISTORY_SECONDS, lambda: self._read_history(row))

    @work(group="history", exclusive=True)
    async def _read_history(self, row: Row) -> None:
        try:
            self._histories[row.id] = await self._calls.run(self._desk.history, row.id)
        except QuizgenError:
            return
        if self._here() == row.id and self._overview is not None and row.card is not None:
            self.query_one(SkillPane).show(self._overview, row.card, self._histories[row.id])

    # -- keys -------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is possible with the skill at hand."""
        if not self.is_mounted or self._overview is None:
            return action not in ("practise", "example", "search", "filter", "suspend", "unsuspend")
        card = self.query_one(SkillTree).card
        match action:
            case "details":  # where there is no room for tree and text at once
                return self.has_class("-short") and not self.has_class("-wide")
            case "practise" | "example":
                return card is not None and card.state != "missing"
            case "suspend":
                return card is not None and card.state not in ("suspended", "missing")
            case "unsuspend":
                return card is not None and card.state == "suspended"
        return True

    @on(SkillTree.Chosen)
    def _chosen(self, event: SkillTree.Chosen) -> None:
        self.action_practise()

    def action_practise(self) -> None:
        """Practise this skill alone, due or not."""
        card = self.query_one(SkillTree).card
        if card is None or card.state == "missing":
            return
        if card.state == "suspended":
            self._tell("This skill is left out: take it up again with x first.")
            return
        self.post_message(PracticeChosen(Wanted(skills=frozenset({card.skill}), ahead=True)))

    def action_details(self) -> None:
        """The text in the place of the tree, and back."""
        self.toggle_class("-details")
        (self.query_one(SkillPane) if self.has_class("-details") else self.query_one(SkillTree)).focus()

    def action_example(self) -> None:
        """Read a problem with its solution."""
        from tui.screens.example import ExampleScreen

        card = self.query_one(SkillTree).card
        if card is not None and card.state != "missing":
            self.app.push_screen(ExampleScreen(self._desk, self._calls, card))

    def action_suspend(self) -> None:
        """Leave this skill out until it is taken up again."""
        self._suspend(True)

    def action_unsuspend(self) -> None:
        """Take this skill up again."""
        self._suspend(False)

    @work(group="suspend")
    async def _suspend(self, suspended: bool) -> None:
        card = self.query_one(SkillTree).card
        if card is None:
            return
        try:
            await self._calls.run(self._desk.suspend, card.skill, suspended)
        except QuizgenError as error:
            self._tell(str(error))
            return
        self._tell("Left out: it is not asked until you take it up again." if suspended else "Taken up again.")
        self._read(card.skill)

    def action_search(self) -> None:
        """Type words to search for."""
        search = self.query_one("#search", Input)
        search.add_class("-open")
        search.focus()

    def action_filter(self) -> None:
        """Show other skills: all, to be asked now, not sure yet, new now, failed often, left out."""
        names = list(FILTERS)
        self._filter = names[(names.index(self._filter) + 1) % len(names)]
        self._narrow()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow()

    @on(Input.Submitted)
    def _search_done(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(SkillTree).focus()

    def _narrow(self) -> None:
        """Show what fits the words and the filter."""
        overview = self._overview
        if overview is None:
            return
        words = self.query_one("#search", Input).value.lower().split()
        chosen = FILTERS[self._filter]

        def keep(card: Card) -> bool:
            text = f"{card.skill} {card.statement} {overview.topics[card.topic]} {overview.units[card.unit]}".lower()
            return all(word in text for word in words) and (chosen is None or chosen(card))

        found = self.query_one(SkillTree).narrow(keep if words or chosen else None)
        self._show_bar()
        if words or chosen:
            known = f"{found} skill" + ("" if found == 1 else "s")
            self.query_one(TopBar).show("Skills", self._filter if chosen else "search", f"{known} found")
        if not found and (words or chosen):
            self.query_one(SkillPane).tell(
                "No skill has all of these words." if words else f"No skill is among those {self._filter!r}."
            )

    def action_clear(self) -> None:
        """Out of the search; then everything is shown again; then home."""
        search = self.query_one("#search", Input)
        if self.has_class("-details"):
            self.action_details()
        elif search.has_class("-open"):
            search.remove_class("-open")
            search.value = ""
            self.query_one(SkillTree).focus()
        elif self._filter != "all skills":
            self._filter = "all skills"
            self._narrow()
        elif self.focused is not self.query_one(SkillTree):
            self.query_one(SkillTree).focus()
        else:
            self.call_later(self.app.run_action, "go('home')")

    def _tell(self, sentence: str) -> None:
        self.app.notify(sentence, timeout=6, markup=False)

    def action_help(self) -> None:
        """Keys, and what the signs mean."""
        from tui.screens.help import HelpScreen

        keys = [(self.app.get_key_display(b), b.description, b.tooltip) for _, b in live(self)]
        ascii_only = plain_signs(self)
        ways = (
            ("arrows, hjkl", "walk, fold and unfold"),
            ("Enter, p", "practise; a double click as well"),
            ("Tab", "to the text beside the tree, and back"),
        )
        signs = [(f"{sign(state, ascii_only)} {look.word}", look.about) for state, look in LOOKS.items()]
        self.app.push_screen(HelpScreen(keys, [], None, [("Here", ways), ("Signs", signs)]))
