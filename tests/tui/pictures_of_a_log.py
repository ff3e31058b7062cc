"""Pictures of the screens that show a log, over the log of a made-up learner."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from quizgen import bank
from quizgen.problem import Problem
from tests.tui.learner import LearnerDesk
from tests.tui.pictures import SIZES, THEMES, drawn, press, settled
from tui.app import QuizgenApp


class PictureDesk(LearnerDesk):
    """Its examples are real ones, made by the exercises."""

    def example(self, skill: str, level: int, seed: int) -> Problem:
        return bank.discover()[skill].generate(level, seed)


class LogScene(NamedTuple):
    """A screen and what is done there."""

    start: str
    keys: tuple[str, ...] = ()


SCENES = {
    "skills": LogScene("skills"),
    "skills-search": LogScene("skills", ("slash", "=eigen", "enter")),
    "example": LogScene("skills", ("e", "n", "n")),
    "progress": LogScene("progress"),
    "retention": LogScene("progress", ("n",) * 4),
    "sheets": LogScene("sheets", ("enter", "=week 1 foundations", "enter", "escape")),
    "sheets-preview": LogScene("sheets", ("enter", "=week 1 foundations", "enter", "escape", "v")),
    "exam": LogScene("sheets", ("t", "c")),
}


async def draw(folder: Path, sizes: Iterable[str] = SIZES, themes: Iterable[str] = THEMES) -> list[str]:
    """Draw every scene in the named sizes and themes; returns the names of the files."""
    return await drawn(SCENES, picture, folder, sizes, themes)


async def picture(scene: LogScene, size: tuple[int, int], theme: str) -> str:
    """One scene as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        app = QuizgenApp(PictureDesk(Path(folder)), start=scene.start, theme=theme)  # type: ignore[arg-type]
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            for key in scene.keys:
                await press(pilot, key)
                await settled(pilot)
            await pilot.pause(0.3)  # the history is read when the cursor rests
            await settled(pilot)
            return app.export_screenshot()
