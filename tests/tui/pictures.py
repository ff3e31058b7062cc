"""Pictures of the screens for the documentation: SVG drawn by the app itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot

from quizgen.practice.home import ExamAhead, Home, Waiting
from quizgen.problem import Problem
from tests.tui.fake import (
    CHOICE,
    CHOICES,
    CODE,
    DAY,
    FIRST,
    INTEGRAL,
    INVERSE,
    ORDER,
    PARTS,
    TABLE,
    FakeDesk,
    FakeSession,
)  # fmt: skip
from tui.app import QuizgenApp

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
THEMES = {"dark": "quizgen-dark", "light": "quizgen-light"}
T = TypeVar("T")


class Scene(NamedTuple):
    """What is shown first, and what is done then. A key with a leading "=" is typed character by character."""

    keys: tuple[str, ...] = ()
    problem: Problem = INTEGRAL
    start: str = "practice"
    retry: bool = False
    day: Home = DAY


EXAM = ExamAhead("2027-02-12", 77, "Essential mathematics for machine learning", 40, 3, 0.84)
OPEN = Waiting("la-inverse", "Invert a matrix, or certify that it is singular", 2, typed=True)
DONE = "Nothing more is due now. Next, tomorrow: Invert a matrix."
SCENES = {
    "welcome": Scene(start="home", day=FIRST),
    "begin": Scene(("enter",), start="home", day=FIRST),
    "home": Scene(start="home"),
    "home-open": Scene(start="home", day=replace(DAY, waiting=OPEN, exam=EXAM)),
    "home-done": Scene(start="home", day=replace(DAY, due=0, new=0, minutes=0, rest=DONE)),
    "formula": Scene(("f2", "=3/(4+1")),
    "matrix": Scene(("=3 -1 -5 2",), INVERSE),
    "verdict": Scene(("=3 -5 -1 2", "enter"), INVERSE),
    "right": Scene(("=3/4", "enter")),
    "choice": Scene(("2",), CHOICE),
    "choices": Scene(("1", "down", "down"), CHOICES),
    "order": Scene(("down", "down", "space"), ORDER),
    "code": Scene(("=return (x * x).sum()",), CODE),
    "table": Scene(("=9/1000", "enter", "=117/2000", "enter", "=1/13", "enter"), TABLE),
    "parts": Scene(("=-4", "enter", "=6"), PARTS),
    "second-try": Scene(("=-3/4", "enter"), retry=True),
    "own-word": Scene(("=5", "enter", "r")),
    "solution": Scene(("f4",), ORDER),
    "help": Scene(("f1",), INVERSE),
    "help-home": Scene(("f1",), start="home"),
    "summary": Scene(("2", "enter", "enter"), CHOICE),
    "settings": Scene(start="settings"),
    "settings-exam": Scene((*["down"] * 8, "enter", "=2027-02-12"), start="settings"),
    "settings-key": Scene((*["down"] * 17, "enter"), start="settings"),
}


def text_of(app: App[Any]) -> str:
    """All that is on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


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
    return await drawn(SCENES, picture, folder, sizes, themes)


async def drawn(
    scenes: Mapping[str, T],
    take: Callable[[T, tuple[int, int], str], Awaitable[str]],
    folder: Path,
    sizes: Iterable[str],
    themes: Iterable[str],
) -> list[str]:
    """Draw the scenes, each by `take`, in the named sizes and themes; returns the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for size in sizes:
        for theme in themes:
            for scene_name, scene in scenes.items():
                name = f"{scene_name}-{size}-{theme}.svg"
                (folder / name).write_text(await take(scene, SIZES[size], THEMES[theme]), encoding="utf-8")
                names.append(name)
    return names


async def picture(scene: Scene, size: tuple[int, int], theme: str) -> str:
    """One scene as SVG."""
    async with played(scene, size, theme=theme) as pilot:
        return pilot.app.export_screenshot()


@asynccontextmanager
async def played(scene: Scene, size: tuple[int, int], **app: Any) -> AsyncIterator[Pilot[Any]]:
    """The app after the scene."""
    desk = FakeDesk(FakeSession([scene.problem], retry=scene.retry))
    desk.day = scene.day
    config_file = Path("/home/you/.config/quizgen/config.toml")  # which is not there
    quizgen = QuizgenApp(desk, start=scene.start, config_file=config_file, **app)  # type: ignore[arg-type]
    async with quizgen.run_test(size=size) as pilot:
        await settled(pilot)
        for key in scene.keys:
            await press(pilot, key)
            await settled(pilot)
        yield pilot


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
