"""Errors that speak to a person: every one is a sentence that says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

CLOSENESS = 0.5
"""How alike two names must be (difflib's ratio) for one to be taken for the other mistyped."""


class QuizgenError(Exception):
    """Base of everything quizgen raises on bad input from a learner, an author, an instructor or a file."""


def nearest(name: str, known: Iterable[str], *, listed: bool = False) -> str:
    """How a sentence about an unknown name ends: with the known name nearest to it, if there is one.

    With `listed`, all known names are told where none is near.
    """
    import difflib  # only on errors: the first frame does without it

    names = list(known)
    near = difflib.get_close_matches(name, names, 1, CLOSENESS)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; there are {', '.join(names)}" if listed and names else ""


class CannotDraw(QuizgenError):  # noqa: N818 - a sentence
    """A sampler found no instance within its bounded number of tries."""
