"""How the standing of a skill is told: a sign, a colour and words, so that it is seen without colour as well."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quizgen.practice.overview import Card


class Look(NamedTuple):
    """How a state is shown."""

    sign: str
    ascii: str
    style: str
    word: str
    about: str


LOOKS = {
    "known": Look("●", "*", "$text-success", "known", "Known, and not due yet"),
    "due": Look("◆", "!", "$text-warning", "due", "Known, and to be asked again now"),
    "learning": Look("◐", "~", "$text-accent", "learning", "Asked, and not sure yet"),
    "ready": Look("○", "o", "$text-primary", "new", "New: all that it builds on is known"),
    "locked": Look("·", ".", "$foreground 60%", "later", "New, and waits for what it builds on"),
    "suspended": Look("‖", "=", "$foreground 60%", "left out", "Left out until it is taken up again"),
    "missing": Look(" ", " ", "$foreground 60%", "no exercise", "There is no exercise of it yet"),
}
"""By state, from the best to the least."""


def sign(state: str, ascii_only: bool) -> str:
    """The sign of a state, one cell."""
    return LOOKS[state].ascii if ascii_only else LOOKS[state].sign


def when(card: Card) -> str:
    """When a skill is asked again, in few letters; the word of its state where that is no matter of days."""
    if card.state == "known":
        return f"in {span(card.due_in)}"
    if card.state == "due":
        return "due" if card.due_in == 0 else f"due {span(-card.due_in)} ago"
    return LOOKS[card.state].word


def span(days: float) -> str:
    """A number of days in few letters: 9 d, 5 wk, 7 mo, 2 y."""
    if days < 28:
        return f"{days:.0f} d"
    if days < 90:
        return f"{days / 7:.0f} wk"
    return f"{days / 30.44:.0f} mo" if days < 700 else f"{days / 365.25:.0f} y"


def seconds(time: float) -> str:
    """A time in few letters: 45 s, 3 min, 2.5 h."""
    if time < 90:
        return f"{time:.0f} s"
    return f"{time / 60:.0f} min" if time < 5400 else f"{time / 3600:.1f} h"


def day(iso: str, today: str) -> str:
    """A date in few letters, with its year where that is not this one: 7 Nov, 7 Nov 2027."""
    that = date.fromisoformat(iso)
    return f"{that.day} {that:%b}" + (f" {that.year}" if iso[:4] != today[:4] else "")
