"""Home: how much there is today, how long it takes, the days ahead, and one key that starts."""

from __future__ import annotations

from datetime import date, timedelta

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from quizgen.errors import QuizgenError
from quizgen.practice.home import ExamAhead, Home
from tui.calls import Calls
from tui.desk import Desk, Wanted
from tui.keys import KEYS, bind, live
from tui.messages import PracticeChosen, SessionFailed
from tui.places import there
from tui.widgets.key_bar import KeyBar
from tui.widgets.menu import Item, Menu
from tui.widgets.top_bar import TopBar
from tui.widgets.week_bars import WeekBars


class HomeScreen(Screen[None]):
    """The first screen of a day, and the one that a session comes back to."""

    DEFAULT_CSS = """
    HomeScreen > VerticalScroll { height: 1fr; padding: 1 3; scrollbar-size: 1 1; align: center top; }
    HomeScreen #sheet { height: auto; width: 1fr; max-width: 96; }
    HomeScreen #today { height: auto; width: 1fr; }
    HomeScreen #said { width: 1fr; height: auto; min-height: 4; }
    HomeScreen #days { width: auto; height: auto; margin: 0 0 0 3; }
    HomeScreen #days > Static { width: auto; }
    HomeScreen #title { color: $foreground 70%; }
    HomeScreen Menu { margin: 1 0 0 0; width: 1fr; max-width: 66; }
    HomeScreen #below { width: 1fr; height: auto; margin: 1 0 0 0; color: $foreground 80%; }
    HomeScreen.-narrow #today { layout: vertical; }
    HomeScreen.-narrow #days { margin: 1 0 0 0; }
    HomeScreen.-short > VerticalScroll { padding: 0 1; }
    HomeScreen.-short #days { display: none; }
    HomeScreen.-tall > VerticalScroll { padding: 4 6; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-usual"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-medium"), (34, "-tall")]
    BINDINGS = [bind("ahead", show=False)]

    def __init__(self, desk: Desk, calls: Calls) -> None:
        super().__init__()
        self._desk, self._calls = desk, calls
        self.state = "loading"
        self.home: Home | None = None

    def compose(self) -> ComposeResult:
        """Today, the week, where one can go."""
        yield TopBar("quizgen")
        with VerticalScroll(can_focus=False), Vertical(id="sheet"):
            with Horizontal(id="today"):
                yield Static(Content("One moment…"), id="said", markup=False)
                with Vertical(id="days"):
                    yield Static(Content("Coming due"), id="title", markup=False)
                    yield WeekBars()
            yield Menu(self._items(None))
            yield Static("", id="below", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask what there is: at once what the log knows, then what the worker has."""
        self.query_one(Menu).focus()
        self.query_one("#days").visible = False
        self._ask()

    @work(group="home")
    async def _ask(self) -> None:
        try:
            home = await self._calls.run(self._desk.home)
            if home.first:
                self.state = "ready"
                self._welcome(home)
                return
            self._show(home)
            self._show(await self._calls.run(lambda: self._desk.home(wait=True)))
        except QuizgenError as error:
            self.post_message(SessionFailed(error))
            return
        self.state = "ready"

    def _welcome(self, home: Home) -> None:
        from tui.screens.welcome import WelcomeScreen

        self.app.switch_screen(WelcomeScreen(self._desk, self._calls, home.choices))

    def _show(self, home: Home) -> None:
        self.home = home
        today = date.fromisoformat(home.date)
        with self.app.batch_update():
            self.query_one(TopBar).show("quizgen", home.focus, f"{today:%A} {today.day} {today:%B}")
            self.query_one("#said", Static).update(said(home))
            self.query_one("#days").visible = any(home.week)
            names = ["today", *(f"{today + timedelta(ahead):%a}" for ahead in range(1, 7))]
            self.query_one(WeekBars).show(home.week, names)
            self.query_one(Menu).show(self._items(home))
            self.query_one("#below", Static).update(Content("\n").join(Content(line) for line in below(home)))
        self.refresh_bindings()

    def _items(self, home: Home | None) -> list[Item]:
        """The menu; what starts stands first."""
        items = [Item("practice", *start(home))]
        if home is not None and home.waiting is None and home.rest:
            items = [Item("ahead", "Practise ahead of time", "what is not due yet", self._key("ahead"))]
        for name, place in there().items():
            if name not in ("home", "practice"):
                key = KEYS[place.key]
                items.append(Item(f"go:{name}", key.label, _lower(key.about), self._key(place.key)))
        if home is not None and not home.done and home.streak == 0 and not any(home.week):
            items.insert(1, Item("placing", "Place me", "at most 25 problems find out what you know already"))
        return items

    def _key(self, name: str) -> str:
        return next((self.app.get_key_display(b) for _, b in live(self) if b.id == name), "")

    @on(OptionList.OptionSelected)
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = event.option_id or ""
        if name == "practice":
            self._practise(Wanted())
        elif name == "ahead":
            self.action_ahead()
        elif name == "placing":
            self._practise(Wanted(placing=True))
        else:
            await self.run_action(f"app.go('{name.removeprefix('go:')}')")

    def action_ahead(self) -> None:
        """Go on with what is not due yet."""
        self._practise(Wanted(ahead=True))

    def _practise(self, wanted: Wanted) -> None:
        self.post_message(PracticeChosen(wanted))


def start(home: Home | None) -> tuple[str, str, str]:
    """Label, explanation and key of what starts."""
    if home is not None and home.waiting is not None:
        return "Go on", "with the problem that was left open", "⏎"
    return "Start", "", "⏎"


def said(home: Home) -> Content:
    """How much there is today, in a few lines."""
    lines: list[Content] = [Content.styled(amount(home), "bold")]
    if home.minutes:
        lines.append(Content(f"about {home.minutes} minute{'s' * (home.minutes != 1)}"))
    if home.rest:
        lines = [Content.styled("All done for now." if home.done else "Nothing is due now.", "bold"), _rest(home.rest)]
    if home.waiting is not None:
        how = "your answer so far is kept" if home.waiting.typed else "with the same numbers"
        lines += [Content(""), Content(f"Left open: {home.waiting.statement}"), Content.styled(how, "$foreground 70%")]
    return Content("\n").join(lines)


def amount(home: Home) -> str:
    """What is due and new, in words; the same words as in practice."""
    parts = [f"{home.due} due"] if home.due else []
    if home.new:
        parts.append(f"{home.new} new")
    if not parts:
        return "Looking for what is new…" if home.new is None else "One problem is open" if home.waiting else ""
    return " · ".join(parts)


def below(home: Home) -> list[str]:
    """What was done, and the exam. Days without practice are not spoken of."""
    done = [f"{home.done} done today"] if home.done else []
    if home.streak > 1:
        done.append(f"{home.streak} days in a row")
    lines = [" · ".join(done)] if done else []
    if home.exam is not None:
        lines.append(_exam(home.exam))
    return lines


def _exam(exam: ExamAhead) -> str:
    when = "tomorrow" if exam.days == 1 else f"in {exam.days} days"
    day = date.fromisoformat(exam.date)
    of = f" ({exam.title})" if exam.title else ""
    return (
        f"Exam {when}, {day.day} {day:%B}{of}: {exam.minutes} minutes and {exam.new_per_day} new skills a day; "
        f"the plan expects {exam.expected:.0%} of the marks."
    )


def _rest(text: str) -> Content:
    return Content(text.removeprefix("Nothing more is due now. "))


def _lower(statement: str) -> str:
    return statement[:1].lower() + statement[1:].rstrip(".")
