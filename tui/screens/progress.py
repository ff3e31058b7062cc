"""Progress: the days, what comes back when, how well it is remembered, how ready one is, and the time it took."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Grid, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from quizgen.errors import QuizgenError
from tui.calls import Calls
from tui.desk import Desk
from tui.keys import bind, live
from tui.widgets.chart import QUIET, Chart, Column, Ink, Line, Share, amounts, bars, columns, intervals
from tui.widgets.heat_map import heat_map
from tui.widgets.key_bar import KeyBar
from tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from quizgen.practice.overview import Progress

ROWS = 4
"""Of a chart of columns."""
WEEKS = 13
NOTHING = """Nothing was answered yet.

Here you will see your days as a calendar, what comes back on which day, how well you remember it against what you \
want, how ready you are in each topic, and how long it took."""


class ProgressScreen(Screen[None]):
    """Charts, one under the other; on a wide screen in two columns."""

    DEFAULT_CSS = """
    ProgressScreen #scroll { height: 1fr; padding: 1 2 0 2; scrollbar-size: 1 1; scrollbar-background: $background; }
    ProgressScreen #charts { height: auto; grid-size: 1; grid-rows: auto; }
    ProgressScreen .column { height: auto; }
    ProgressScreen.-wide #charts { grid-size: 2; grid-gutter: 0 3; }
    ProgressScreen.-narrow #scroll, ProgressScreen.-short #scroll { padding: 0 1; }
    ProgressScreen #waiting { padding: 0; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-medium"), (34, "-tall")]
    AUTO_FOCUS = "#scroll"
    BINDINGS: ClassVar = [
        bind("next_chart", "section(1)", display="n"),
        bind("previous_chart", "section(-1)", display="p"),
        bind("down", "scroll(1)", show=False),
        bind("up", "scroll(-1)", show=False),
        bind("help"),
    ]

    def __init__(self, desk: Desk, calls: Calls) -> None:
        super().__init__()
        self._desk, self._calls = desk, calls
        self.state = "loading"

    def compose(self) -> ComposeResult:
        """Bar, charts, keys."""
        yield TopBar("Progress")
        with VerticalScroll(id="scroll", can_focus=True):
            yield Static(Content("Reading your answers…"), id="waiting", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the log behind the first frame."""
        self._read()

    @work(group="session", exclusive=True)
    async def _read(self) -> None:
        try:
            found = await self._calls.run(self._desk.progress)
        except QuizgenError as error:
            self.query_one("#waiting", Static).update(Content(f"The progress cannot be shown: {error}"))
            self.state = "shown"
            return
        await self._show(found)
        self.state = "shown"

    async def _show(self, found: Progress) -> None:
        page, standing = self.query_one("#scroll"), found.report.standing
        if not found.report.calendar:
            self.query_one("#waiting", Static).update(Content(NOTHING))
            return
        right = f"{standing.learned} of {standing.skills} learned"
        run = f"{_some(standing.streak, 'day')} in a row" if standing.streak > 1 else ""
        self.query_one(TopBar).show("Progress", run, right)
        left, other = charts(found)
        await page.remove_children()
        await page.mount(Grid(Vertical(*left, classes="column"), Vertical(*other, classes="column"), id="charts"))

    def action_section(self, by: int) -> None:
        """The next chart, or the one before."""
        page = self.query_one("#scroll")
        tops = sorted({chart.virtual_region_with_margin.y + self._above(chart) for chart in self.query(Chart)})
        here = round(page.scroll_y)
        later = [top for top in tops if top > here] if by > 0 else [top for top in tops if top < here][::-1]
        if later:
            page.scroll_to(y=later[0], animate=False)

    def _above(self, chart: Chart) -> int:
        """Rows from the top of the page to the column that a chart stands in."""
        column = chart.parent
        assert isinstance(column, Vertical)
        return column.virtual_region.y

    def action_scroll(self, rows: int) -> None:
        """Scroll."""
        self.query_one("#scroll").scroll_relative(y=rows, animate=False)

    def action_help(self) -> None:
        """Keys, and how the charts are read."""
        from tui.screens.help import HelpScreen

        keys = [(self.app.get_key_display(b), b.description, b.tooltip) for _, b in live(self)]
        self.app.push_screen(HelpScreen(keys, [], None, [("How to read it", READING)]))


READING = (
    ("Calendar", "a column a week; the fuller the sign, the more answers on that day"),
    ("Due", "how many skills come back on each day, if nothing new is begun"),
    ("Remembered", "the point is the share remembered, the line around it holds in eight cases of ten"),
    ("Ready", "the share of right answers to expect today, one problem a skill; the faint end is luck"),
)


def charts(found: Progress) -> tuple[list[Chart], list[Chart]]:
    """The charts of the left and of the right column."""
    left = [
        Chart("Answers by day", lambda width, ink: _calendar(found, width, ink), id="calendar"),
        Chart("Due, if nothing new is begun", lambda width, ink: _forecast(found, width, ink), id="forecast"),
        Chart("Minutes by week", lambda width, ink: _weeks(found, width, ink), id="weeks"),
        Chart("Time by unit", lambda width, ink: _units(found, width, ink), id="units"),
    ]
    right = [
        Chart("Remembered after a day or more", lambda width, ink: _retention(found, width, ink), id="retention"),
        Chart("If you were tested today", lambda width, ink: _readiness(found, width, ink), id="readiness"),
        Chart("Mistakes made most often", lambda width, ink: _mistakes(found, width), id="mistakes"),
        Chart("Failed again and again", lambda width, ink: _leeches(found, width), id="leeches"),
    ]
    told = found.report
    empty = {
        "retention": not told.retention,
        "readiness": not told.readiness,
        "mistakes": not told.mistakes,
        "leeches": not told.leeches,
    }
    return left, [chart for chart in right if not empty[chart.id or ""]]


def _calendar(found: Progress, width: int, ink: Ink) -> Sequence[Line]:
    days = {day.date: day.answers for day in found.report.calendar}
    best = max(found.report.calendar, key=lambda day: (day.answers, day.date))
    whole = _some(sum(days.values()), "answer")
    said = f"{whole} on {_some(len(days), 'day')}, most on {_date(best.date)}: {best.answers}"
    return [*heat_map(days, date.fromisoformat(found.today), width, ink), *_said(said, width)]


def _forecast(found: Progress, width: int, ink: Ink) -> Sequence[Line]:
    today = date.fromisoformat(found.today)
    values = []
    for ahead, number in enumerate(found.report.forecast):
        label = "today" if ahead == 0 else f"{_date((today + timedelta(days=ahead)).isoformat())}"
        style = "$warning" if ahead == 0 else "$primary"
        values.append(Column(number, label if ahead % 7 == 0 else "", style))
    now, week = found.forecast_minutes[0], sum(found.forecast_minutes[1:8]) / 7
    said = f"about {_minutes(now)} today, then {_minutes(week)} a day for a week"
    return [*columns(values, width, ROWS, ink), *_said(said, width)]


def _weeks(found: Progress, width: int, ink: Ink) -> Sequence[Line]:
    today = date.fromisoformat(found.today)
    monday = today - timedelta(days=today.weekday())
    spent: dict[date, float] = {}
    for day in found.report.calendar:
        that = date.fromisoformat(day.date)
        start = that - timedelta(days=that.weekday())
        spent[start] = spent.get(start, 0.0) + day.minutes
    values = []
    for back in range(WEEKS - 1, -1, -1):
        start = monday - timedelta(weeks=back)
        values.append(Column(spent.get(start, 0.0), _date(start.isoformat()) if back % 4 == 0 else "", "$secondary"))
    said = f"{_minutes(spent.get(monday, 0.0))} this week, {_minutes(found.report.minutes)} in all"
    return [*columns(values, width, ROWS, ink), *_said(said, width)]


def _units(found: Progress, width: int, ink: Ink) -> Sequence[Line]:
    rows = [
        (_unit(found, one.unit), one.minutes, f"{_minutes(one.minutes)}, {_some(one.answers, 'answer')}")
        for one in found.times
    ]
    return amounts(rows, width, ink)


def _retention(found: Progress, width: int, ink: Ink) -> Sequence[Line]:
    rows = [
        Share(_unit(found, row.unit), row.true, row.low, row.high, f"of {row.reviews}", not row.unit)
        for row in found.report.retention
    ]
    whole = found.report.retention[0]
    mark = ":" if ink.ascii else "┊"
    said = f"{mark} you want {whole.desired:.0%}; the memory foretold {whole.foretold:.0%} (last 90 days)"
    return [*intervals(rows, width, ink, whole.desired), *_said(said, width)]


def _readiness(found: Progress, width: int, ink: Ink) -> Sequence[Line]:
    rows = [
        Share(row.title, row.expected, row.low, row.high, f"{row.begun}/{row.skills} begun")
        for row in found.report.readiness
    ]
    return bars(rows, width, ink)


def _mistakes(found: Progress, width: int) -> Sequence[Line]:
    return [
        line
        for one in found.report.mistakes
        for line in _item(f"{one.times}x", f"{one.rule or one.code} ({one.skill})", width)
    ]


def _leeches(found: Progress, width: int) -> Sequence[Line]:
    return [
        line
        for one in found.report.leeches
        for line in _item(f"{one.lapses}x", f"{one.skill}: {one.advice}", width)
    ]  # fmt: skip


def _unit(found: Progress, unit: str) -> str:
    """The title of a unit without what follows its colon."""
    return found.units[unit].partition(":")[0] if unit else "All units"


def _item(lead: str, text: str, width: int) -> Iterator[Line]:
    for number, line in enumerate(textwrap.wrap(text, max(20, width - 5))):
        yield Content.assemble((f"{'' if number else lead:>4} ", QUIET), line)


def _said(text: str, width: int) -> Iterator[Line]:
    """A sentence under a chart."""
    for line in textwrap.wrap(text[:1].upper() + text[1:] + ".", max(20, width)):
        yield Content.styled(line, QUIET)


def _date(iso: str) -> str:
    that = date.fromisoformat(iso)
    return f"{that.day} {that:%b}"


def _minutes(minutes: float) -> str:
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def _some(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
