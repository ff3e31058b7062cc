"""What screens may ask of the desk they work at: `quizgen.cli.desk.Desk`, in tests a plain object.

Every call may wait for disk or worker, so screens make them through `tui.calls.Calls`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from quizgen.practice.home import Home
    from quizgen.practice.overview import History, Overview, Progress, Source
    from quizgen.practice.session import Session
    from quizgen.practice.wishes import Wishes
    from quizgen.problem import Problem


class Wanted(NamedTuple):
    """What a practice session is to be of: the arguments of `Desk.session`."""

    skills: frozenset[str] | None = None
    """Only these; None for all."""
    ahead: bool = False
    """Also what is not due."""
    placing: bool = False
    """Find out what is known."""
    limit: int | None = None
    """So many problems."""
    weak: bool = False
    """The weakest first."""


class Desk(Protocol):
    """Everything that screens ask. Methods raise QuizgenError with a sentence for the learner."""

    # -- practice ------------------------------------------------------------------------------------------------

    def session(
        self,
        skills: frozenset[str] | None = None,
        *,
        ahead: bool = False,
        placing: bool = False,
        limit: int | None = None,
        weak: bool = False,
    ) -> Session:
        """A session, see `Wanted`."""
        ...

    # -- home and settings ---------------------------------------------------------------------------------------

    def home(self, *, wait: bool = False) -> Home:
        """The day as it stands; `wait` for the worker, so that new skills count."""
        ...

    def wishes(self) -> Wishes:
        """The settings that stand in the log."""
        ...

    def wish(self, **values: Any) -> None:
        """Change settings of the log: minutes, problems, new_per_day, retention, focus."""
        ...

    def set_exam(self, date: str, course: str, minutes: int) -> str:
        """Plan for an exam, or call it off where the date is empty. Returns the plan in a sentence or two."""
        ...

    # -- skills, progress, sheets --------------------------------------------------------------------------------

    def overview(self) -> Overview:
        """Where each skill stands."""
        ...

    def history(self, skill: str) -> History:
        """The answers in a skill, and its typical mistakes."""
        ...

    def progress(self) -> Progress:
        """The learner's progress."""
        ...

    def suspend(self, skill: str, suspended: bool) -> None:
        """Leave a skill out, or take it up again."""
        ...

    def example(self, skill: str, level: int, seed: int) -> Problem:
        """A problem to read with its solution."""
        ...

    def typeset(self, source: str, ink: str, paper: str) -> bytes:
        """A markup source typeset as a PNG picture; colours as "#rrggbb"."""
        ...

    def sources(self) -> tuple[Source, ...]:
        """What the problems of a sheet can be taken from."""
        ...

    @property
    def blueprints(self) -> tuple[str, ...]:
        """The blueprints of exams that come with quizgen, as examples; does not wait."""
        ...

    @property
    def database(self) -> str:
        """Where the log lies; does not wait."""
        ...

    @property
    def command(self) -> tuple[str, ...]:
        """How `quizgen` is run as a program of its own; does not wait."""
        ...
