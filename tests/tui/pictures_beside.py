"""Pictures of the screens beside practice, over the log of a made-up learner."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from quizgen import bank
from quizgen.problem import Problem
from tests.tui.learner import LearnerDesk
from tests.tui.pictures import SIZES, THEMES, press, settled
from tui.app import QuizgenApp


class PictureDesk(LearnerDesk):
    """Its examples are real ones, made by the exercises."""

    def example(self, skill: str, level: int, seed: int) -> Problem:
        return bank.discover()[skill].generate(level, seed)


class SceneBeside(NamedTuple):
    """A screen and what is done there."""

    start: str
    keys: tuple[str, ...] = ()


SCENES = {
    "skills": SceneBeside("skills"),
    "skills-search": SceneBeside("skills", ("slash", "=eigen", "enter")),
    "example": SceneBeside("skills", ("e", "n", "n")),
    "progress": SceneBeside("progress"),
    "retention": SceneBeside("progress", ("n",) * 4),
    "sheets": SceneBeside("sheets", ("enter", "=week 1 foundations", "enter", "escape")),
    "sheets-preview": SceneBeside("sheets", ("enter", "=week 1 foundations", "enter", "escape", "v")),
    "exam": SceneBeside("sheets", ("t", "c")),
}


async def draw(folder: Path, sizes: Iterable[str] = SIZES, themes: Iterable[str] = THEMES) -> list[str]:
    """Draw every scene in the named sizes and themes; returns the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for size in sizes:
        for theme in themes:
            for scene_name, scene in SCENES.items():
                name = f"{scene_name}-{size}-{theme}.svg"
                (folder / name).write_text(await picture(scene, SIZES[size], THEMES[theme]), encoding="utf-8")
                names.append(name)
    return names


async def picture(scene: SceneBeside, size: tuple[int, int], theme: str) -> str:
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
