"""Marking without a problem: one answer, one response, a Mark. `docs/answers.md` says what counts as right.

    >>> from quizgen import mark
    >>> mark("2x + 1", "1 + x + x").outcome
    'correct'

Nothing heavy is imported until something is marked.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from quizgen.answers.base import Outcome, Verdict
from quizgen.answers.syntax import Unreadable
from quizgen.errors import QuizgenError

__all__ = ["Mark", "MarkError", "mark"]


class MarkError(QuizgenError):
    """The question itself cannot be used: an unreadable answer, an unknown kind, option or form.

    `code` is stable: "answer", "kind", "option", "form", "assume", "domain".
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class Mark(Struct, frozen=True):
    """The judgement of one response."""

    outcome: Outcome
    """correct, partial, incorrect, unreadable or undecided."""
    score: float
    """0 to 1."""
    code: str
    """Stable, for statistics; see docs/answers.md."""
    message: str
    """A sentence that helps; empty where there is nothing to add. What to type instead follows an unreadable one."""
    reads_as: str
    """How the response was read, in the same language; empty where it could not be."""
    column: int | None
    """Of an unreadable response: where, counted from 0."""
    ms: float
    """Milliseconds it took."""


def mark(
    answer: str,
    response: str,
    *,
    kind: str = "auto",
    variables: Sequence[str] | None = None,
    domain: Mapping[str, str] | None = None,
    **options: Any,
) -> Mark:
    """Judge `response` against `answer`, both in the language that learners type.

    `kind` is one of `quizgen.marking.kinds.KINDS`, or "auto": taken from the answer's structure. Without
    `variables`, those that occur in the answer are meant; with them, other letters are unreadable. `domain` gives
    names a domain ("positive", "integer", "(0, 1)"); `options` are those of `quizgen.marking.options.Options`.
    Raises MarkError where the question itself cannot be used.
    """
    from quizgen.marking.kinds import judged

    start = time.perf_counter()
    verdict, reads_as = judged(answer, response, kind, variables, domain or {}, options)
    return marked(verdict, reads_as, start)


def marked(verdict: Verdict, reads_as: str, start: float) -> Mark:
    """A verdict as a Mark, with the milliseconds since `start` (perf_counter)."""
    message = f"{verdict.message.rstrip('.')}: {verdict.hint}." if verdict.hint else verdict.message
    ms = round((time.perf_counter() - start) * 1000, 3)
    return Mark(verdict.outcome, verdict.score, verdict.code, message, reads_as, verdict.column, ms)


def unreadable(error: Unreadable) -> Verdict:
    """The verdict on what cannot be read."""
    code = f"unreadable:{error.code}"
    return Verdict("unreadable", 0.0, code, error.message, column=error.column, hint=error.hint)
