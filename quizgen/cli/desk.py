"""What all screens and the line mode work with: database, log, worker, curriculum. `tui.desk.Desk` is its protocol.

The worker process starts with the desk (it imports sympy meanwhile); everything else is opened by the first call that
needs it, behind the first frame. Every call may be made from a thread, one call at a time (`tui.calls.Calls`).
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from quizgen import paths
from quizgen.errors import QuizgenError
from quizgen.practice.claim import claimed
from quizgen.worker import Worker

if TYPE_CHECKING:
    from quizgen.curriculum import Curriculum
    from quizgen.practice.home import Home
    from quizgen.practice.log import Log
    from quizgen.practice.overview import History, Overview, Progress, Source
    from quizgen.practice.session import Session
    from quizgen.practice.wishes import Wishes
    from quizgen.problem import Problem

BUSY = "you are practising on {} already, in another window: go on there, or close it first"


class Desk:
    """One learner's database, with a worker."""

    def __init__(self, path: Path) -> None:
        """`path`: of the database; it need not be there yet."""
        self.path = path
        self.worker = Worker(log_file=paths.worker_log(path), debug=bool(os.environ.get("QUIZGEN_DEBUG")))
        self.worker.start()
        self.troubles: list[str] = []
        """Sentences for when the screen is gone."""
        self._log: Log | None = None
        self._curriculum: Curriculum | None = None
        self._available: dict[str, int] | None = None
        self._held = ExitStack()
        self._backup: threading.Thread | None = None
        self._opening = threading.Lock()

    @property
    def log(self) -> Log:
        """The log, opened now if it was not. Raises QuizgenError where it cannot be, or another program practises."""
        with self._opening:
            if self._log is None:
                from quizgen.practice.day import local_now
                from quizgen.practice.log import Log

                log = Log.open(self.path, now=local_now())
                self._held.callback(log.close)
                self._held.enter_context(claimed(self.path, BUSY.format(self.path)))
                self._log = log
                self._backup = threading.Thread(target=self._back_up)
                self._backup.start()
            return self._log

    @property
    def curriculum(self) -> Curriculum:
        """The curriculum, read once."""
        if self._curriculum is None:
            from quizgen import curriculum

            self._curriculum = curriculum.load()
        return self._curriculum

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
        """A session: of these skills, or of all; `ahead` also asks what is not due, `placing` finds out what is
        known, `limit` ends it after so many problems, `weak` asks the weakest first."""
        from quizgen.practice.day import local_now
        from quizgen.practice.queue import Options
        from quizgen.practice.session import Session

        kind: type[Session] = Session
        if placing:
            from quizgen.practice.focus import skills_of
            from quizgen.practice.placing import Placement
            from quizgen.practice.preferences import preferences

            kind = Placement
            skills = skills or skills_of(self.curriculum, preferences(self.log).focus)
        return kind(
            self.log,
            self.worker,
            self.curriculum,
            clock=local_now,
            skills=skills,
            ahead=ahead,
            limit=limit,
            options=Options(weak=weak),
        )

    # -- home and settings ---------------------------------------------------------------------------------------

    def home(self, *, wait: bool = False) -> Home:
        """The day as it stands; `wait` for the worker to say what exercises there are, so that new skills count."""
        from quizgen.practice.day import local_now
        from quizgen.practice.home import home

        if wait and self._available is None:
            self._available = {slug: found.levels for slug, found in self.worker.available().items()}
        return home(self.log, self.curriculum, local_now(), self._available)

    def wishes(self) -> Wishes:
        """The settings that stand in the log."""
        from quizgen.practice.wishes import wishes

        return wishes(self.log, self.curriculum)

    def wish(self, **values: Any) -> None:
        """Change settings of the log, by their names in `quizgen settings`. Raises QuizgenError for what cannot be."""
        from quizgen.practice.day import local_now
        from quizgen.practice.event import Event
        from quizgen.practice.wishes import refused

        refused(values, self.log, self.curriculum)
        self.log.record(Event("settings", data=values), local_now())

    def set_exam(self, date: str, course: str, minutes: int) -> str:
        """Plan for an exam, or call it off where the date is empty. Returns the plan in a sentence or two."""
        from quizgen.cli.exam_date import planned, record

        if not date:
            record(self.log, None)
            return "The exam is called off."
        found, exam = planned(self.log, date, course or None, minutes)
        record(self.log, exam)
        return (
            f"{found.new_per_day} new skills a day, asked again at a chance of {found.retention:g}: "
            f"{found.marks:.0%} of the marks expected on that day."
        )

    # -- skills, progress, sheets --------------------------------------------------------------------------------

    def overview(self) -> Overview:
        """Where each skill stands."""
        from quizgen.practice.day import local_now
        from quizgen.practice.overview import overview

        levels = {slug: found.levels for slug, found in self.worker.available().items()}
        return overview(self.log, self.curriculum, levels, local_now)

    def history(self, skill: str) -> History:
        """The answers in a skill, and its typical mistakes."""
        from quizgen.practice.overview import history

        return history(self.log, self.curriculum, skill)

    def progress(self) -> Progress:
        """The learner's progress."""
        from quizgen.practice.day import local_now
        from quizgen.practice.overview import progress

        return progress(self.log, self.curriculum, local_now)

    def suspend(self, skill: str, suspended: bool) -> None:
        """Leave a skill out, or take it up again; written down like every event."""
        from quizgen.practice.day import local_now
        from quizgen.practice.event import Event

        kind: Literal["suspend", "unsuspend"] = "suspend" if suspended else "unsuspend"
        memory = self.log.memories().get(self.curriculum[skill].id)
        if (memory is not None and memory.suspended) != suspended:
            self.log.record(Event(kind, skill=skill), local_now())

    def example(self, skill: str, level: int, seed: int) -> Problem:
        """A problem to read with its solution; it is not logged."""
        from quizgen.problem import from_json

        return from_json(self.worker.generate(skill, level, seed))

    def typeset(self, source: str, ink: str, paper: str) -> bytes:
        """A markup source typeset as a PNG picture; colours as "#rrggbb"."""
        from quizgen.cli.typeset import png

        return png(source, ink, paper)

    def sources(self) -> tuple[Source, ...]:
        """What the problems of a sheet can be taken from."""
        from quizgen.curriculum import courses
        from quizgen.practice.overview import sources

        return sources(self.curriculum, courses(self.curriculum), self.worker.available())

    @property
    def blueprints(self) -> tuple[str, ...]:
        """The blueprints of exams that come with quizgen, as examples."""
        from quizgen.resources import data_folder

        return tuple(str(path) for path in sorted((data_folder() / "exams").glob("*.toml")))

    @property
    def database(self) -> str:
        """Where the log lies."""
        return str(self.path)

    @property
    def command(self) -> tuple[str, ...]:
        """How `quizgen` is run as a program of its own, for what takes long: sheets and exams."""
        return (sys.executable, "-P", "-m", "quizgen")

    # -- the end -------------------------------------------------------------------------------------------------

    def _back_up(self) -> None:
        """The copy of this day, made beside the session, which waits for it only at its end."""
        from quizgen.practice import backups
        from quizgen.practice.day import local_now

        try:
            backups.daily(self.path, local_now())
        except QuizgenError as error:
            self.troubles.append(str(error))

    def close(self) -> None:
        """Let go of database and worker."""
        if self._backup is not None:
            self._backup.join()
        self._held.close()
        self.worker.close()
