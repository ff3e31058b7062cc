"""A calendar of the past months: a column a week, a row a weekday, the fuller the more was answered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta

from textual.content import Content

from tui.widgets.chart import QUIET, Ink, Line

WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
SHADES = 4
STYLES = (QUIET, "$success 40%", "$success 60%", "$success 80%", "$success")
COLOURED = ("·", "■", "■", "■", "■")
PLAIN = ("·", "░", "▒", "▓", "█")
ASCII = (".", "-", "+", "*", "#")
GUTTER, CELL = 4, 2


def heat_map(days: Mapping[str, int], today: date, width: int, ink: Ink) -> list[Line]:
    """Answers by ISO date, as many weeks back as there is room for, at most a year."""
    weeks = max(1, min(53, (width - GUTTER) // CELL))
    monday = today - timedelta(days=today.weekday())
    starts = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    most = max((days.get(day.isoformat(), 0) for week in starts for day in _week(week)), default=0)
    lines = [Content.styled(" " * GUTTER + _months(starts), QUIET)]
    for weekday, name in enumerate(WEEKDAYS):
        parts: list[str | tuple[str, str]] = [(f"{name:{GUTTER}}", QUIET)]
        for week in starts:
            day = week + timedelta(days=weekday)
            shade = shade_of(days.get(day.isoformat(), 0), most)
            parts.append((sign(shade, ink) + " ", STYLES[shade]) if day <= today else "  ")
        lines.append(Content.assemble(*parts))
    legend: list[str | tuple[str, str]] = [(" " * GUTTER + "less ", QUIET)]
    legend += [(sign(shade, ink) + " ", STYLES[shade]) for shade in range(SHADES + 1)]
    lines.append(Content.assemble(*legend, ("more", QUIET)))
    return lines


def shade_of(number: int, most: int) -> int:
    """From 0 for nothing to 4 for the most; something is never 0."""
    return math.ceil(SHADES * number / most) if number else 0


def sign(shade: int, ink: Ink) -> str:
    """The sign of a shade: the signs differ where there is no colour to tell them apart."""
    return (ASCII if ink.ascii else COLOURED if ink.colour else PLAIN)[shade]


def _week(monday: date) -> list[date]:
    return [monday + timedelta(days=n) for n in range(7)]


def _months(starts: list[date]) -> str:
    """The names of the months over the weeks in which they begin."""
    text = ""
    for at, week in enumerate(starts):
        first = next((day for day in _week(week) if day.day == 1), None)
        if (first or at == 0) and len(text) <= CELL * at and CELL * (len(starts) - at) >= 3:
            text = text.ljust(CELL * at) + f"{first or week:%b} "
    return text.rstrip()
