"""What a session says to a screen: questions, feedback, progress. Plain data."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from quizgen.grading import Grade
from quizgen.practice.event import Rating
from quizgen.practice.queue import Reason
from quizgen.problem import Problem, Step


class Question(Struct, frozen=True):
    """A problem to put on the screen."""

    problem: Problem
    skill: str
    """Slug, such as "la-inverse"."""
    title: str
    """Unit and topic: "Linear algebra › Linear systems"."""
    statement: str
    """What the skill is, one sentence of the curriculum."""
    level: int
    """From 1."""
    levels: int
    level_text: str
    """What this level asks for, from the curriculum; may be empty."""
    reason: Reason
    """Why now: due for review, new, failed a moment ago, or practised ahead of time because it was asked
    for."""
    number: int
    """Which problem of this session it is, from 1."""
    hints: tuple[str, ...] = ()
    """Hints already taken (markup), for a resumed problem."""
    tries: int = 0
    """Wrong answers already given to this very problem: 0 or 1."""
    draft: dict[str, str] = {}
    """What was typed before a quit, by field name."""

    @property
    def hints_used(self) -> int:
        """How many hints have been taken."""
        return len(self.hints)


class Feedback(Struct, frozen=True):
    """What to say after an answer. It is on disk by then."""

    grade: Grade | None
    """The judgement, part by part; None after `reveal`."""
    rating: Rating | None
    """What was logged; None while nothing is (unreadable, undecided)."""
    final: bool
    """False while the same problem is still open: unreadable, undecided, or a second try is offered."""
    message: str = ""
    """Markup: what the verdict says (misconception, why it could not be read); may be empty."""
    steps: tuple[Step, ...] = ()
    """The worked solution; empty while the problem is open, but for an undecided answer: there the learner
    judges by it, with `overrule`."""
    schedule: str = ""
    """A sentence: "Comes back in 4 days (was 1 day)."; empty where nothing was logged."""
    level_change: str = ""
    """A sentence, or empty when the level stays."""
    retry_offered: bool = False
    """The learner may submit once more (then correct counts as Hard), reveal, overrule, or go on by
    `next`."""
    event: str = ""
    """Id of the logged review; empty where nothing was logged."""


class Progress(Struct, frozen=True):
    """Where the session stands."""

    done: int
    """Problems answered in this session."""
    correct: int
    """Of these, rated Hard, Good or Easy."""
    due: int
    """Skills still due today, failed ones that come back today included."""
    new: int | None
    """New skills that can still be asked today; None while the worker has not said what exercises there are."""
    limit: int | None
    """How many problems were asked for, if a limit was."""


class Finished(Struct, frozen=True):
    """Why there is no next question."""

    message: str
    """A sentence: "Nothing is due now. Next: Invert a matrix, tomorrow."."""
    due: datetime | None = None
    """When the next skill is due, in local time; None when there is none."""
    skill: str = ""


class Back(Struct, frozen=True):
    """Skills of a session that come back at one time."""

    when: str
    """In words: "tomorrow"."""
    skills: tuple[str, ...]
    """Their statements."""


class Summary(Struct, frozen=True):
    """The session in numbers, for its last page."""

    done: int
    correct: int
    seconds: int
    """Time spent on the answered problems."""
    ratings: dict[Rating, int]
    new: int
    """Skills answered for the first time."""
    raised: tuple[str, ...]
    """Statements of the skills whose level rose, in order."""
    lowered: tuple[str, ...]
    streak: int
    """Days in a row with at least one answer, today included."""
    message: str
    """What comes next and when, a sentence."""
    back: tuple[Back, ...] = ()
    """When the skills answered come back, the soonest first."""
