"""A desk with a learner's log of two months behind it, drawn by a fixed stream: for pictures and stories."""

from __future__ import annotations

import functools
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from quizgen import curriculum
from quizgen.cli.typeset import png
from quizgen.curriculum import Curriculum
from quizgen.draw import Draw
from quizgen.errors import QuizgenError
from quizgen.practice.agenda import Agenda
from quizgen.practice.day import study_day
from quizgen.practice.event import AGAIN, EASY, GOOD, HARD, Event
from quizgen.practice.log import Log
from quizgen.practice.overview import History, Overview, Progress, Source, history, overview, progress, sources
from quizgen.practice.queue import Choice, Options, choose
from quizgen.problem import Problem
from quizgen.resources import data_folder
from tests.tui.fake import ALL, FakeDesk, FakeSession

START = datetime(2026, 9, 21, 18, 30, tzinfo=timezone(timedelta(hours=2)))
DAYS = 62
NOW = START + timedelta(days=DAYS)
A_DAY = 9


@functools.cache
def graph() -> Curriculum:
    """The curriculum."""
    return curriculum.load()


@functools.cache
def _lived() -> bytes:
    """The database of a learner who solved a few problems on most of the days."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quizgen.db"
        log = Log.open(path, now=START, entropy=lambda n: bytes(range(n)))
        draw = Draw("learner", 5)
        for day in range(DAYS):
            if draw.integer(0, 5) == 0 or 30 <= day < 35:
                continue
            _practised(log, draw, START + timedelta(days=day))
        log.record(Event("suspend", skill="la-shapes-cost"), NOW - timedelta(days=1))
        log.close()
        return path.read_bytes()


def _practised(log: Log, draw: Draw, evening: datetime) -> None:
    levels, recent = dict.fromkeys(graph().skills, 3), []
    options = Options(new_per_day=3)
    for number in range(A_DAY):
        now = evening + timedelta(minutes=3 * number)
        memories = log.memories()
        view = Agenda(log, graph(), memories, study_day(now)).view(memories, log.parameters())
        chosen = choose(graph(), levels, view, now, study_day(now), options, recent, log.parameters())
        if not isinstance(chosen, Choice):
            return
        rating = draw.choice((AGAIN, HARD, GOOD, GOOD, GOOD, GOOD, EASY))
        rules = graph().skills[chosen.skill].mal_rules
        slip = rating == AGAIN and rules and draw.integer(0, 1)
        code = f"misconception:{draw.choice(rules).id}" if slip else ("incorrect" if rating == AGAIN else "correct")
        log.record(
            Event(
                "review", skill=chosen.skill, level=chosen.level, levels=3, seed=draw.bits(31), version=1, problem="{}",
                response={"answer": "1"}, outcome="correct" if rating > AGAIN else "incorrect", code=code,
                score=float(rating > AGAIN), rating=rating, hints=0, tries=1, ms=draw.integer(20, 190) * 1000,
            ),
            now,
        )  # fmt: skip
        recent.append(chosen.skill)


class LearnerDesk(FakeDesk):
    """Skills, progress and suspensions are real, over a copy of the log; sessions and problems are not."""

    def __init__(
        self, folder: Path, *sessions: FakeSession, empty: bool = False, fail: Mapping[str, str] | None = None,
        command: Sequence[str] = (sys.executable, "-P", "-m", "quizgen"),
    ) -> None:  # fmt: skip
        """`folder` for the database. `fail`: method -> the sentence of its QuizgenError. `command`: for quizgen."""
        super().__init__(*sessions)
        path = folder / "quizgen.db"
        if not empty:
            path.write_bytes(_lived())
        self.log = Log.open(path, now=NOW)
        self.fail, self._command = dict(fail or {}), tuple(command)
        self.asked: list[tuple[Any, ...]] = []

    def _note(self, *call: Any) -> None:
        self.asked.append(call)
        if call[0] in self.fail:
            raise QuizgenError(self.fail[call[0]])

    def overview(self) -> Overview:
        self._note("overview")
        levels = {slug: 3 for slug in graph().skills if slug != "la-index-notation"}
        return overview(self.log, graph(), levels, lambda: NOW)

    def history(self, skill: str) -> History:
        self._note("history", skill)
        return history(self.log, graph(), skill)

    def progress(self) -> Progress:
        self._note("progress")
        return progress(self.log, graph(), lambda: NOW)

    def suspend(self, skill: str, suspended: bool) -> None:
        self._note("suspend", skill, suspended)
        self.log.record(Event("suspend" if suspended else "unsuspend", skill=skill), NOW)

    def example(self, skill: str, level: int, seed: int) -> Problem:
        self._note("example", skill, level, seed)
        return ALL[(seed + level) % len(ALL)]

    def typeset(self, source: str, ink: str, paper: str) -> bytes:
        self._note("typeset", source, ink, paper)
        return png(source, ink, paper)

    def sources(self) -> tuple[Source, ...]:
        self._note("sources")
        return sources(graph(), curriculum.courses(graph()), graph().skills)

    @property
    def blueprints(self) -> tuple[str, ...]:
        return tuple(str(path) for path in sorted((data_folder() / "exams").glob("*.toml")))

    @property
    def database(self) -> str:
        return str(self.log.path)

    @property
    def command(self) -> tuple[str, ...]:
        return self._command
