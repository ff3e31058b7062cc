"""The sentences of a session: when a skill comes back, what its level becomes, why there is nothing to
ask."""

from __future__ import annotations

from datetime import datetime

from quizgen.curriculum import Curriculum
from quizgen.practice.day import study_day
from quizgen.practice.memory import Memory
from quizgen.practice.question import Finished
from quizgen.practice.queue import Rest


def schedule(before: Memory | None, after: Memory | None, day: int, again_minutes: int) -> str:
    """When a skill comes back: "Comes back in 4 days (was 1 day)."."""
    if after is None or after.suspended:
        return ""
    if after.returns_same_day and after.day == day:
        return f"Comes back in about {again_minutes} minutes."
    was = ""
    if before is not None and before.reps and before.due > before.day:
        was = f" (was {days(before.due - before.day)})"
    return f"Comes back {when(after.due - day)}{was}."


def level_change(before: Memory | None, after: Memory | None, texts: tuple[str, ...], levels: int) -> str:
    """What the level becomes, where it changes: "Level 2 of 3 from now on: a 3x3 matrix."."""
    old = before.level if before else 1
    if after is None or after.level == old:
        return ""
    text = texts[after.level - 1] if after.level <= len(texts) else ""
    what = f": {text.rstrip('.')}." if text else "."
    lead = "Level" if after.level > old else "Back to level"
    return f"{lead} {after.level} of {levels} from now on{what}"


_LIMITS = {
    "problems": "That is the number of problems you set for a day. Left for tomorrow: {}.",
    "minutes": "That is the time you set for a day. Left for tomorrow: {}.",
    "backlog": "That is enough for today. The other {} that came due meanwhile are spread over the coming days.",
}


def finished(rest: Rest, curriculum: Curriculum, now: datetime, skipped: int) -> Finished:
    """Why there is nothing to ask now, and what comes next."""
    left = f" {some(skipped, 'skipped problem')} will be offered again next time." if skipped else ""
    if rest.due is None:
        start = "Nothing is left to ask now." if skipped else "There is nothing to practise here."
        return Finished(start + left)
    if rest.limit:
        return Finished(_LIMITS[rest.limit].format(some(rest.waiting, "skill")) + left, rest.due, rest.skill)
    held = "The new skills for today are done. " if rest.held else ""
    statement = curriculum.skills[rest.skill].statement.rstrip(".")
    ahead = when(study_day(rest.due) - study_day(now))
    return Finished(f"{held}Nothing more is due now. Next, {ahead}: {statement}.{left}", rest.due, rest.skill)


def when(ahead: int) -> str:
    """A number of days from today, in words."""
    if ahead <= 0:
        return "today"
    return "tomorrow" if ahead == 1 else f"in {days(ahead)}"


def days(number: int) -> str:
    """A number of days in words: days up to two months, then months, then years."""
    if number < 60:
        return some(number, "day")
    if number < 730:
        return "about " + some(round(number / 30.44), "month")
    return "about " + some(round(number / 365.25), "year")


def some(number: int, noun: str) -> str:
    """A number of things, with an s where there is not one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
