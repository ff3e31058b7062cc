"""Pictures of the screens for the documentation: SVG drawn by the app itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from textual.keys import _character_to_key
from textual.pilot import Pilot

from quizgen.problem import Problem
from tests.tui.fake import CHOICE, CODE, INTEGRAL, INVERSE, ORDER, TABLE, FakeDesk, FakeSession
from tui.app import QuizgenApp

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
THEMES = {"dark": "quizgen-dark", "light": "quizgen-light"}


class Scene(NamedTuple):
    """A problem and what is done to it. A key with a leading "=" is typed character by character."""

    problem: Problem
    keys: tuple[str, ...]
    retry: bool = False


SCENES = {
    "formula": Scene(INTEGRAL, ("f2", "=3/(4+1")),
    "matrix": Scene(INVERSE, ("=3 -1 -5 2",)),
    "verdict": Scene(INVERSE, ("=3 -5 -1 2", "enter")),
    "choice": Scene(CHOICE, ("2",)),
    "order": Scene(ORDER, ("down", "down", "space")),
    "code": Scene(CODE, ("=return (x * x).sum()",)),
    "table": Scene(TABLE, ("=9/1000", "enter", "=117/2000", "enter", "=1/13", "enter")),
    "second-try": Scene(INTEGRAL, ("=-3/4", "enter"), retry=True),
    "help": Scene(INVERSE, ("f1",)),
    "summary": Scene(CHOICE, ("2", "enter", "enter")),
}


async def press(pilot: Pilot[object], *keys: str) -> None:
    """Press keys; a key with a leading "=" is typed character by character."""
    for key in keys:
        if key.startswith("=") and len(key) > 1:
            await pilot.press(*(_character_to_key(character) for character in key[1:]))
        else:
            await pilot.press(key)
        await pilot.pause()


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


async def picture(scene: Scene, size: tuple[int, int], theme: str) -> str:
    """One scene as SVG."""
    session = FakeSession([scene.problem], retry=scene.retry)
    app = QuizgenApp(FakeDesk(session), theme=theme)  # type: ignore[arg-type,return-value]
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for key in scene.keys:
            await press(pilot, key)
            await settled(pilot)
        return app.export_screenshot()


async def settled(pilot: Pilot[object]) -> None:
    """Wait until the session's calls are made and shown."""
    for _ in range(100):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        screen = pilot.app.screen
        if getattr(screen, "state", "asking") not in ("loading", "judging"):
            break
        await pilot.pause(0.02)
    await pilot.pause()
