"""The screens one can go to, in the order of their keys. Each is imported when it is first gone to."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.calls import Calls
    from tui.desk import Desk


class Place(NamedTuple):
    """A screen, constructed as `screen(desk, calls)`."""

    module: str
    screen: str
    """Name of its class."""
    key: str
    """The name of the key that goes there, in `tui.keys.KEYS`, from every screen but practice."""


SCREENS = {
    "home": Place("tui.screens.home", "HomeScreen", "go_home"),
    "practice": Place("tui.screens.practice", "PracticeScreen", "go_practice"),
    "skills": Place("tui.screens.skills", "SkillsScreen", "go_skills"),
    "progress": Place("tui.screens.progress", "ProgressScreen", "go_progress"),
    "sheets": Place("tui.screens.sheets", "SheetsScreen", "go_sheets"),
    "settings": Place("tui.screens.settings", "SettingsScreen", "go_settings"),
}


@cache
def there() -> dict[str, Place]:
    """The screens that can be gone to."""
    return {name: place for name, place in SCREENS.items() if importlib.util.find_spec(place.module)}


def made(name: str, desk: Desk, calls: Calls) -> Screen[None]:
    """A new screen of that name."""
    place = SCREENS[name]
    screen: Screen[None] = getattr(importlib.import_module(place.module), place.screen)(desk, calls)
    return screen
