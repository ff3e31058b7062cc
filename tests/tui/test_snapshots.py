"""Every scene as text at both sizes, its contrast in both themes, and without colour.

`QUIZGEN_REGENERATE=1 pytest tests/tui/test_snapshots.py` writes the texts anew; look at the pictures too.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from rich.color import ColorType
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget

from tests.tui.pictures import SCENES, SIZES, THEMES, Scene, played, settled, text_of
from tui.app import QuizgenApp

GOLDEN = Path(__file__).parents[1] / "golden" / "screens"
CONTRAST, FAINT = 4.5, 2.4
"""Of text, and at least of what is only beside it (rules, bars, marks of places, what fades behind a window)."""
DRAWN = set("─━│┃▌▐▊▎█▁▂▃▄▅▆▇▔╭╮╰╯┌┐└┘▲‹›·•… ⎡⎤⎢⎥⎣⎦⎛⎞⎜⎟⎝⎠")


def segments(pilot: Pilot[Any]) -> list[Segment]:
    return [segment for strip in pilot.app.screen._compositor.render_strips() for segment in strip]


def lines(pilot: Pilot[Any]) -> str:
    return text_of(pilot.app) + "\n"


def contrast(segment: Segment) -> float:
    """The ratio of WCAG 2."""
    assert segment.style is not None
    fore, back = segment.style.color, segment.style.bgcolor
    if fore is None or back is None or fore.triplet is None or back.triplet is None:
        return 21.0
    one, other = sorted((_luminance(fore.triplet), _luminance(back.triplet)))
    return (other + 0.05) / (one + 0.05)


def _luminance(triplet: tuple[int, int, int]) -> float:
    parts = [value / 255 for value in triplet]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_contrast_is_that_of_the_standard() -> None:
    from rich.style import Style

    assert contrast(Segment("x", Style.parse("#767676 on #ffffff"))) == pytest.approx(4.54, abs=0.01)
    assert contrast(Segment("x", Style.parse("#000000 on #ffffff"))) == pytest.approx(21)
    assert contrast(Segment("x", Style.parse("#333333 on #333333"))) == pytest.approx(1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCENES)
async def test_every_scene(name: str, size: str) -> None:
    async with played(SCENES[name], SIZES[size], theme=THEMES["dark"]) as pilot:
        text = lines(pilot)
        golden = GOLDEN / f"{name}-{size}.txt"
        if os.environ.get("QUIZGEN_REGENERATE"):
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8")
        for theme in THEMES.values():
            pilot.app.theme = theme
            await settled(pilot)
            assert poor(pilot) == []


def in_front(pilot: Pilot[Any]) -> list[Segment]:
    """All that is meant to be read: behind a window everything fades."""
    screen = pilot.app.screen
    if not isinstance(screen, ModalScreen):
        return segments(pilot)
    window = screen.children[0].region
    rows = screen._compositor.render_strips()[window.y : window.bottom]
    return [segment for strip in rows for segment in strip.crop(window.x, window.right)]


def poor(pilot: Pilot[Any]) -> list[tuple[str, float]]:
    """Texts that are hard to read."""
    found = []
    for segment in in_front(pilot):
        words = segment.text.strip()
        if not words or segment.style is None or segment.style.dim:
            continue
        least = FAINT if set(words) <= DRAWN else CONTRAST
        if contrast(segment) < least:
            found.append((words, round(contrast(segment), 1)))
    return found


@pytest.mark.parametrize("name", SCENES)
async def test_without_colour_there_is_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with played(SCENES[name], SIZES["80x24"], ansi_color=True) as pilot:
        for segment in filtered(pilot):
            for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                assert colour is None or colour.type == ColorType.DEFAULT, (segment.text, colour)
        assert marked(SCENES[name], pilot)


def filtered(pilot: Pilot[Any]) -> list[Segment]:
    found = segments(pilot)
    for line_filter in pilot.app.get_line_filters():
        found = line_filter.apply(found, Color(0, 0, 0))
    return found


def marked(scene: Scene, pilot: Pilot[Any]) -> bool:
    """Where keys go is told by reverse video or an underline within the widget that hears them."""
    app = pilot.app
    assert isinstance(app, QuizgenApp)
    focused = app.screen.focused
    if focused is None or focused.id == "page" or type(focused).__name__ in ("VerticalScroll", "SummaryScreen"):
        return True
    rows = pilot.app.screen._compositor.render_strips()
    cursor = [
        segment
        for y, strip in enumerate(rows)
        for segment in strip
        if segment.style and (segment.style.reverse or segment.style.underline) and y in _rows(focused)
    ]
    return any(not set(segment.text) <= DRAWN - {" "} for segment in cursor)


def _rows(widget: Widget) -> range:
    return range(widget.region.y, widget.region.bottom)
