"""The app with a fake desk, and what one sees of it: for the stories of all screens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from tests.tui.fake import FakeDesk
from tests.tui.pictures import press, settled, text_of
from tui.app import QuizgenApp


class Shown:
    """What is on the screen, and keys to press."""

    def __init__(self, pilot: Pilot[Any], desk: FakeDesk) -> None:
        self.pilot, self.desk = pilot, desk

    @property
    def app(self) -> QuizgenApp:
        app = self.pilot.app
        assert isinstance(app, QuizgenApp)
        return app

    @property
    def screen(self) -> str:
        """The name of the class."""
        return type(self.app.screen).__name__

    @property
    def text(self) -> str:
        """All that is on the screen."""
        return text_of(self.app)

    @property
    def keys(self) -> str:
        """The line at the bottom."""
        return self.text.splitlines()[-1]

    @property
    def told(self) -> str:
        """All notices that are up."""
        return " ".join(notice.message for notice in self.app._notifications)

    @property
    def drawn(self) -> list[str]:
        """The lines as the terminal gets them, filters applied."""
        from textual.color import Color

        lines = []
        for strip in self.app.screen._compositor.render_strips():
            segments = list(strip)
            for line_filter in self.app.get_line_filters():
                segments = line_filter.apply(segments, Color(0, 0, 0))
            lines.append("".join(segment.text for segment in segments))
        return lines

    async def press(self, *keys: str) -> None:
        """Press keys; a key with a leading "=" is typed character by character."""
        for key in keys:
            await press(self.pilot, key)
            await settled(self.pilot)

    def asked(self, name: str) -> list[tuple[Any, ...]]:
        """What the desk was asked by this name."""
        return [call[1:] for call in self.desk.asked if call[0] == name]


@asynccontextmanager
async def shown(
    desk: FakeDesk | None = None, *, start: str = "home", size: tuple[int, int] = (80, 24), **app: Any
) -> AsyncIterator[Shown]:
    """The app on a screen."""
    desk = desk or FakeDesk()
    quizgen = QuizgenApp(desk, start=start, **app)  # type: ignore[arg-type]
    async with quizgen.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield Shown(pilot, desk)
