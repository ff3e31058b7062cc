"""The problem at hand typeset as a picture, where the terminal shows pictures and the learner said so."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported
from textual.screen import Screen

from quizgen.errors import QuizgenError
from tui.images import ASK, PROTOCOLS, protocol

if TYPE_CHECKING:
    from tui.app import QuizgenApp

INK, PAPER = "#1d1f21", "#fdfcf8"
"""Where the theme leaves its colours to the terminal."""
BACK = "\nEnter goes back to quizgen. "


def source_of(screen: Screen[Any]) -> str:
    """The markup of the problem that a screen shows, with the solution it shows; empty where there is none."""
    from tui.screens.example import ExampleScreen
    from tui.screens.practice import PracticeScreen

    if isinstance(screen, ExampleScreen):
        return screen.source
    if isinstance(screen, PracticeScreen) and screen.question is not None:
        from quizgen.page import question_blocks

        problem = screen.question.problem
        steps = screen.feedback.steps if screen.feedback is not None else ()
        solution = [f"**{n}.** {step.text}" for n, step in enumerate(steps, 1)]
        return "\n\n".join(filter(None, [problem.prompt, *question_blocks(problem), *solution]))
    return ""


async def show(app: QuizgenApp) -> None:
    """Show the problem at hand as a picture, in the place of the app, until Enter."""
    source = source_of(app.screen)
    if not source:
        return
    try:
        name = protocol(os.environ)
        if not name:
            app.notify(ASK, timeout=15, markup=False)
            return
        png = await app.calls.run(app.desk.typeset, source, *_colours(app))
        picture = await app.calls.run(PROTOCOLS[name], png)
        _put(app, picture)
    except QuizgenError as error:
        app.notify(f"{error}."[:1].upper() + f"{error}."[1:], severity="warning", timeout=8, markup=False)
    except SuspendNotSupported:
        app.notify("There is no terminal here to show pictures in.", severity="warning", timeout=8, markup=False)


def _put(app: QuizgenApp, picture: str) -> None:
    """Write into the terminal itself: over the screen of the app a picture would be drawn over, and left behind."""
    with app.suspend():
        terminal = sys.__stderr__
        assert terminal is not None
        terminal.write("\x1b[2J\x1b[H" + picture + BACK)
        terminal.flush()
        sys.stdin.readline()
    app.refresh()


def _colours(app: QuizgenApp) -> tuple[str, str]:
    """Ink and paper of the theme."""
    variables = app.theme_variables
    found = variables.get("foreground", ""), variables.get("background", "")
    plain = all(len(colour) == 7 and colour.startswith("#") for colour in found)
    return (found[0], found[1]) if plain else (INK, PAPER)
