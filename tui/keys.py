"""Every key of the app in one table: what it is called in the config file, which keys it has, what it does.

A binding made by `bind` carries its name as its id, so that `[keys]` of the config file can give it other keys. Two
bindings of one widget or screen that share a key share a name (a test holds this): Textual takes a key away whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen


class Key(NamedTuple):
    """An action and its keys."""

    keys: str
    """Names of keys as Textual writes them, with commas between."""
    label: str
    """In the key bar."""
    about: str = ""
    """In help and palette; actions without it are left out there."""


_EVERYWHERE = {
    "help": Key("f1", "Help", "Keys, and how to type"),
    "quit": Key("q", "Quit", "Stop here; nothing is lost"),
    "go_home": Key("1", "Home", "What is due today"),
    "go_practice": Key("2", "Practice", "What is due, and new"),
    "go_skills": Key("3", "Skills", "State, history, examples"),
    "go_progress": Key("4", "Progress", "Calendar, retention, time"),
    "go_sheets": Key("5", "Sheets", "Print problems and exams"),
    "go_settings": Key("6", "Settings", "Daily limits, theme, keys"),
    "back": Key("escape", "Home", "Back to the home screen"),
    "down": Key("j,down", "Down"),
    "up": Key("k,up", "Up"),
}
_PRACTICE = {
    "check": Key("f5,ctrl+s", "Check", "Check the answer"),
    "hint": Key("f2", "Hint", "Show the next hint"),
    "skip": Key("f3", "Skip", "Leave it for another time"),
    "solution": Key("f4", "Solution", "Give up, see the solution"),
    "undo": Key("u,f8", "Undo", "Take back the last answer"),
    "redo": Key("U,f9", "Redo", "Bring it back again"),
    "leave": Key("escape", "Answer / problem", "To the problem and back"),
    "home": Key("f6,h", "Home", "Home; the problem waits"),
    "next": Key("enter,space", "Next", "Go on to the next problem"),
    "go_on": Key("n", "Next", "Next, without a second try"),
    "solution_here": Key("s", "Solution", "See the worked solution"),
    "right": Key("r", "I was right", "Count the answer as right"),
    "wrong": Key("w", "I was wrong", "Count the answer as not right"),
    "easy": Key("e", "Easy", "It was easy: come back later"),
    "similar": Key("v", "Similar one", "Another one of this kind"),
    "ahead": Key("a", "Practise ahead", "What is not due yet"),
    "typeset": Key("f7", "Typeset", "Show it as a picture"),
}
_ANSWERS = {
    "enter": Key("enter", "Check", "Check, or go to the next field"),
    "choose": Key("space", "Choose", "Choose this option"),
    "line_down": Key("shift+down,J", "Down", "Move the line down"),
    "line_up": Key("shift+up,K", "Up", "Move the line up"),
    "leave_out": Key("space", "Leave out", "Leave it out, or take it back"),
    "new_line": Key("ctrl+j", "New line", "Begin a new line"),
}
_SETTINGS = {
    "more": Key("right,plus,l", "More", "The next value"),
    "less": Key("left,minus,h", "Less", "The value before"),
    "default": Key("backspace,delete", "Default", "Back to the default"),
}
_SKILLS = {
    "practise": Key("p", "Practise", "Practise this skill alone"),
    "example": Key("e", "Example", "Read a solved problem"),
    "search": Key("slash", "Search", "Find skills by words"),
    "filter": Key("f", "Filter", "Only what is due, new, …"),
    "details": Key("i", "Details", "All there is to say of it"),
    "suspend": Key("x", "Leave out", "Leave out, or take up"),
    "clear": Key("escape", "Back", "Out of search and filter"),
    "fold": Key("left,h", "Fold", ""),
    "unfold": Key("right,l", "Unfold", ""),
    "another": Key("n", "Another", "With other numbers"),
    "harder": Key("plus,l", "Harder", "One level up"),
    "easier": Key("minus,h", "Easier", "One level down"),
    "show_solution": Key("s,space", "Solution", "Hide or show the solution"),
    "close": Key("escape,q", "Back", "To the screen before"),
}
_PROGRESS = {
    "next_chart": Key("n,tab", "Next chart", "Go to the next chart"),
    "previous_chart": Key("p,shift+tab", "Previous", "Go to the chart before"),
}
_SHEETS = {
    "change": Key("enter,space", "Change", "Choose or type the value"),
    "preview": Key("v", "Preview", "Show the problems here"),
    "make": Key("m,ctrl+s", "Make the file", "Write the file"),
    "numbers": Key("n", "Other numbers", "The next seed"),
    "kind": Key("t", "Exam", "From sheet to exam and back"),
    "check_blueprint": Key("c", "Check", "What the blueprint asks"),
    "new_blueprint": Key("b", "New blueprint", "Write one to begin with"),
    "pick": Key("space", "Choose", "Choose it, or take it back"),
}
GROUPS = {
    "Everywhere": _EVERYWHERE,
    "Practice": _PRACTICE,
    "In answers": _ANSWERS,
    "Skills, examples": _SKILLS,
    "Progress": _PROGRESS,
    "Sheets, exams": _SHEETS,
    "Settings": _SETTINGS,
}
"""Where the keys are heard."""
KEYS: dict[str, Key] = {name: key for group in GROUPS.values() for name, key in group.items()}


def taken(own: Mapping[str, str]) -> list[str]:
    """What the keys of a config file (action -> keys) take from other actions of the same place, in sentences."""
    found = []
    for name, pressed in own.items():
        heard = [group for group in GROUPS.values() if name in group or name in _EVERYWHERE or group is _EVERYWHERE]
        for other, key in ((other, key) for group in heard for other, key in group.items() if other != name):
            both = set(pressed.split(",")) & set(own.get(other, key.keys).split(","))
            if both and not (other in own and other < name):
                words = " and ".join(sorted(both))
                found.append(f"The key {words} does {name} now, and no longer {other}: see [keys] of the config file.")
    return found


def bind(
    name: str, action: str = "", *, label: str = "", show: bool = True, display: str | None = None, keys: str = ""
) -> Binding:
    """The binding of an action of the table. `action`: where it is called otherwise; `keys`: other defaults."""
    key = KEYS[name]
    return Binding(
        keys or key.keys,
        action or name,
        label or key.label,
        show=show,
        key_display=display,
        tooltip=key.about,
        id=name,
    )


def pressed(app: App[Any], name: str) -> str:
    """The first key of an action as it is called in sentences, such as "Enter" or "F3"."""
    own: Mapping[str, str] = getattr(getattr(app, "config", None), "keys", {})
    key = own.get(name, KEYS[name].keys).split(",")[0]
    return key.capitalize() if len(key) > 1 and "+" not in key else key


def live(screen: Screen[Any]) -> list[tuple[DOMNode, Binding]]:
    """What can be done now and has something said about it, each once, with the node that does it."""
    found: dict[str, tuple[DOMNode, Binding]] = {}
    for active in screen.active_bindings.values():
        own = active.binding.id is not None or active.binding.action not in ("quit", "command_palette")
        if own and active.enabled and active.binding.tooltip and not active.binding.system:
            found.setdefault(active.binding.action, (active.node, active.binding))
    return list(found.values())
