"""Figures on the screen: in the colours of the theme, laid out anew when the terminal changes its size."""

from __future__ import annotations

import msgspec
import pytest
from rich.cells import cell_len

from quizgen.markup.figure import Line, Note, Plot, curve, drawn
from quizgen.markup.figures.canvas import STYLES as FIGURE_STYLES
from quizgen.problem import Problem
from tests.tui.fake import INTEGRAL, FakeDesk, FakeSession
from tests.tui.pictures import settled
from tui.app import QuizgenApp
from tui.widgets import math_text
from tui.widgets.math_text import MathText

PARABOLA = Plot(
    "A parabola that opens upward.",
    (-2, 2),
    (0, 4),
    (Line(curve(lambda x: x * x, -2, 2), "$x^2$"), Note((0, 0), "vertex")),
)


def asked() -> Problem:
    return msgspec.structs.replace(INTEGRAL, prompt="What is drawn?" + drawn(PARABOLA))


def test_every_colour_of_a_figure_has_a_style_of_the_theme() -> None:
    assert set(FIGURE_STYLES) - set(math_text.STYLES) == {"figure-text"}  # as prose


@pytest.mark.parametrize("theme", ["quizgen-dark", "quizgen-light"])
async def test_a_figure_follows_the_width_of_the_terminal(theme: str) -> None:
    app = QuizgenApp(FakeDesk(FakeSession([asked()])))  # type: ignore[arg-type]
    async with app.run_test(size=(80, 40)) as pilot:
        app.theme = theme
        await settled(pilot)
        problem = app.practice.query_one("#problem", MathText)  # type: ignore[union-attr]
        wide = shown(problem)
        assert "vertex" in wide
        assert any(0x2800 < ord(c) < 0x2900 for c in wide)
        assert colours(problem) > 1
        await pilot.resize_terminal(40, 40)
        await settled(pilot)
        narrow = shown(problem)
        assert "vertex" in narrow
        assert max(map(cell_len, narrow.split("\n"))) <= 40 < max(map(cell_len, wide.split("\n")))


def shown(widget: MathText) -> str:
    return widget.render().plain


def colours(widget: MathText) -> int:
    return len({str(span.style) for span in widget.render().spans})
