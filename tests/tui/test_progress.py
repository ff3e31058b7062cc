"""The progress screen and its charts: refusals first, then what is drawn, number by number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.test_skills import story
from tui.screens.progress import ProgressScreen
from tui.widgets.chart import Chart, Column, Ink, Line, Share, amounts, bars, ceiling, columns, intervals
from tui.widgets.heat_map import heat_map, shade_of

PLAIN, ASCII = Ink(colour=False), Ink(ascii=True, colour=False)


def text(lines: list[Line]) -> list[str]:
    return [line.plain.rstrip() for line in lines]


# -- refusals


async def test_a_log_that_cannot_be_read_is_told_and_the_app_lives(tmp_path: Path) -> None:
    async with story(tmp_path, "progress", fail={"progress": "the log [b] is damaged"}) as s:
        assert "cannot be shown: the log [b] is damaged" in s.text
        await s.press("n", "p", "f1", "escape")
        assert isinstance(s.screen, ProgressScreen)


async def test_an_empty_log_says_what_will_be_here(tmp_path: Path) -> None:
    async with story(tmp_path, "progress", empty=True, size=(80, 24)) as s:
        assert "Nothing was answered yet." in s.text
        assert not s.screen.query(Chart)


def test_a_chart_of_nothing_has_no_columns() -> None:
    assert text(columns([Column(0.0), Column(0.0)], 40, 2, ASCII)) == ["2+", " |", "0+------", ""]


# -- charts


def test_columns_in_ascii() -> None:
    drawn = columns([Column(4, "today"), Column(1), Column(2)], 12, 4, ASCII)
    assert text(drawn) == ["4+##", " |##", "2+##    ##", " |## ## ##", "0+---------", "  today"]


def test_columns_rise_by_eighths() -> None:
    drawn = text(columns([Column(n) for n in (0, 1, 7, 8, 9, 16)], 16, 2, PLAIN))
    assert drawn[:2] == ["20┤          ▅", "  │  ▁ ▆ ▆ ▇ █"]


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.integers(20, 120), st.integers(1, 8))
def test_columns_never_leave_their_room(values: list[float], width: int, height: int) -> None:
    for ink in (PLAIN, ASCII):
        lines = text(columns([Column(v, "today") for v in values], width, height, ink))
        assert len(lines) == height + 2
        assert max(map(len, lines)) <= width
    assert ceiling(max(values)) >= max(values)


@pytest.mark.parametrize(
    ("value", "top"), [(0, 2), (1, 2), (2, 2), (3, 4), (5, 6), (9, 10), (11, 20), (21, 40), (61, 80), (130, 200)]
)
def test_an_axis_ends_in_a_round_number(value: float, top: float) -> None:
    assert ceiling(value) == top


def test_intervals_stand_where_they_belong() -> None:
    rows = [Share("All", 0.75, 0.5, 1.0, "of 8"), Share("Units", 0.5, 0.5, 0.6, "of 4")]
    assert text(intervals(rows, 32, ASCII, goal=0.9)) == [
        "All   |---------o----+---|  75%",
        "Units o---|          :      50%",
        "      50%     75%     100%",
    ]
    assert text(intervals(rows, 60, ASCII, goal=0.9))[0].endswith("|  75% of 8")


def test_a_share_below_the_goal_for_sure_is_marked_by_more_than_its_place() -> None:
    lines = intervals([Share("a", 0.5, 0.4, 0.6), Share("b", 0.9, 0.8, 0.95)], 60, PLAIN, goal=0.9)
    styles = [{str(span.style) for span in line.spans} for line in lines[:2]]
    assert "bold $text-warning" in styles[0]
    assert "bold $text-warning" not in styles[1]


def test_bars_tell_what_is_sure_likely_and_possible() -> None:
    (line,) = text(bars([Share("Norms", 0.5, 0.25, 0.75, "2/4 begun")], 50, ASCII))
    assert line == "Norms #######=======--------         50% 2/4 begun"


def test_a_small_amount_is_still_seen() -> None:
    lines = text(amounts([("a", 1000.0, "1000"), ("b", 0.1, "little"), ("c", 0.0, "none")], 40, ASCII))
    assert lines[1].split() == ["b", "#", "little"]
    assert lines[2].split() == ["c", "none"]


# -- the calendar


def test_a_calendar_has_each_day_in_its_place() -> None:
    # 2026-11-22 is a Sunday; the week before it began on Monday the 16th.
    days = {"2026-11-22": 8, "2026-11-16": 1, "2026-11-10": 4}
    lines = text(heat_map(days, date(2026, 11, 22), 4 + 2 * 3, ASCII))
    assert lines == [
        "    Nov",
        "Mon . . -",
        "    . + .",
        "Wed . . .",
        "    . . .",
        "Fri . . .",
        "    . . .",
        "Sun . . #",
        "    less . - + * # more",
    ]


def test_days_to_come_are_left_blank() -> None:
    lines = text(heat_map({}, date(2026, 11, 18), 8, ASCII))  # a Wednesday
    assert lines[1:8] == ["Mon . .", "    . .", "Wed . .", "    .", "Fri .", "    .", "Sun ."]


def test_months_stand_over_the_week_of_their_first_day() -> None:
    lines = text(heat_map({}, date(2026, 11, 22), 4 + 2 * 8, PLAIN))
    # The first week began on Monday, 28 September, the fifth on 26 October.
    assert lines[0] == "    Oct     Nov"


@given(st.integers(1, 500), st.integers(1, 500))
def test_shades_are_in_order(one: int, other: int) -> None:
    most = max(one, other)
    assert shade_of(0, most) == 0
    assert 1 <= shade_of(one, most) <= 4
    assert (shade_of(one, most) <= shade_of(other, most)) or one > other
    assert shade_of(most, most) == 4


def test_shades_differ_without_colour() -> None:
    days = {f"2026-11-{16 + n}": n for n in range(5)}
    lines = text(heat_map(days, date(2026, 11, 22), 6, PLAIN))
    assert len({line[4] for line in lines[1:6]}) == 5


# -- the screen


async def test_the_screen_tells_everything(tmp_path: Path) -> None:
    async with story(tmp_path, "progress", size=(120, 150)) as s:
        for said in (
            "75 of 260 learned", "Answers by day", "371 answers on 44 days, most on 20 Nov: 9.",
            "Due, if nothing new is begun", "Minutes by week", "Time by unit", "Remembered after a day or more",
            "you want 90%", "If you were tested today", "Mistakes made most often",
        ):  # fmt: skip
            assert said in s.text, said


async def test_n_and_p_walk_from_chart_to_chart(tmp_path: Path) -> None:
    async with story(tmp_path, "progress", size=(80, 24)) as s:
        assert "Answers by day" in s.text
        tops = []
        for _ in range(4):
            await s.press("n")
            tops.append(s.text.splitlines()[2].strip())
        assert tops[:2] == ["Due, if nothing new is begun", "Minutes by week"]
        assert len(set(tops)) == 4
        await s.press("p")
        assert s.text.splitlines()[2].strip() == tops[2]


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (120, 40), (200, 60)])
async def test_every_size_keeps_its_room_and_the_help_key(tmp_path: Path, size: tuple[int, int]) -> None:
    async with story(tmp_path, "progress", size=size) as s:
        lines = s.text.splitlines()
        assert "f1 Help" in lines[-1]
        assert "Answers by day" in s.text
        for chart in s.screen.query(Chart):
            drawn = chart.render().plain.splitlines()
            assert max(map(len, drawn)) <= chart.content_size.width, chart.id


async def test_ascii_mode_has_only_ascii(tmp_path: Path) -> None:
    async with story(tmp_path, "progress", size=(120, 150), app={"ascii_only": True}) as s:
        mistakes = s.screen.query_one("#mistakes", Chart).render().plain  # the curriculum's own words
        assert {character for character in s.text if ord(character) > 126} <= set(mistakes)


async def test_without_colour_the_shades_are_signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with story(tmp_path, "progress", size=(80, 24), app={"ansi_color": True}) as s:
        assert "less · ░ ▒ ▓ █ more" in s.text
        assert "■" not in s.text
