"""Exercises without mathematics: put the lines A, B, C in order ("1 2 3" is right), or choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from datetime import datetime, timedelta, timezone

from quizgen.answers.base import Verdict
from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.ordering import OrderingAnswer
from quizgen.grading import Grade, grade
from quizgen.problem import Misconception, Part, Problem, Step, from_json, to_json
from quizgen.worker import Available, WorkerFailed

RIGHT, WRONG, PARTLY, MISTAKEN, UNREADABLE, UNDECIDED = "1 2 3", "3 1 2", "1 3 2", "3 2 1", "what?", "undecided"


class FakeExercise:
    """Sorts three lines; the seed is in the prompt."""

    def __init__(self, slug: str, *, levels: int = 3, choice: bool = False, hints: int = 2) -> None:
        self.slug, self.levels, self.version, self.choice, self.hints = slug, levels, 1, choice, hints

    def generate(self, level: int, seed: int) -> Problem:
        """The problem of a level and seed."""
        answer: OrderingAnswer | ChoiceAnswer = OrderingAnswer.of(["A", "B", "C"])
        slips = (Misconception("reversed", OrderingAnswer.of(["C", "B", "A"]).shown([2, 1, 0]), "Back to front."),)
        if self.choice:
            answer, slips = ChoiceAnswer.of(["yes", "no"], 0), ()
        return Problem(
            f"Sort problem {seed}.",
            (Part("a", answer, misconceptions=slips),),
            (Step("A before B."), Step("The order is A, B, C.")),
            tuple(f"Hint {i + 1}." for i in range(self.hints)),
            self.slug,
            self.version,
            level,
            seed,
        )


class FakeBank:
    """A few fake exercises by slug."""

    def __init__(self, *exercises: FakeExercise) -> None:
        self._exercises = {exercise.slug: exercise for exercise in exercises}

    def __iter__(self) -> Iterator[str]:
        return iter(self._exercises)

    def __getitem__(self, slug: str) -> FakeExercise:
        return self._exercises[slug]


class FakeWorker:
    """A worker in this very process; exercises named in `broken` fail to generate."""

    def __init__(self, bank: FakeBank, broken: frozenset[str] = frozenset()) -> None:
        self.bank, self.broken = bank, broken
        self.asked: list[tuple[str, int, int]] = []
        self.grading_fails = False

    def available(self) -> dict[str, Available]:
        """Levels and version by slug."""
        return {slug: Available(self.bank[slug].levels, self.bank[slug].version) for slug in self.bank}

    def prepare(self, slug: str, level: int, seed: int) -> Future[bytes]:
        """The problem, at once."""
        self.asked.append((slug, level, seed))
        future: Future[bytes] = Future()
        if slug in self.broken:
            future.set_exception(WorkerFailed(f"exercise {slug} (level {level}, seed {seed}) crashed"))
        else:
            future.set_result(to_json(self.bank[slug].generate(level, seed)))
        return future

    def grade(self, problem: bytes | str, response: Mapping[str, str], timeout: float = 5.0) -> Grade:
        """The grade, by quizgen.grading; "undecided" is undecided."""
        if self.grading_fails:
            raise WorkerFailed("grading took too long and was stopped")
        if response.get("answer") == UNDECIDED:
            return Grade("undecided", 0.0, "undecided", {"a": Verdict("undecided", 0.0, "undecided")})
        return grade(from_json(problem), response)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime(2026, 5, 4, 19, 0, tzinfo=timezone(timedelta(hours=2)))

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)
