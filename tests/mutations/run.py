"""Every exercise, level and seed: wrong replies are refused, equal ones accepted; what happened is counted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from quizgen.answers.base import Answer
from quizgen.answers.code import CodeAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.problem import Problem
from tests.mutations.cases import Labelled, equal, is_right, wrong

CODE = 4
"""Replies of a code exercise that are run: each needs a process."""


class Failure(NamedTuple):
    """A reply that was judged as it should not be."""

    wanted: str
    place: str
    kind: str
    label: str
    reply: dict[str, str]
    said: str

    def __str__(self) -> str:
        return f"{self.place} {self.kind}: should be {self.wanted} ({self.label}): {self.reply} -> {self.said}"


class Tally:
    """Counts by kind and what happened, and every failure."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.failures: list[Failure] = []

    def add(self, other: Tally) -> None:
        """The sum of two."""
        self.counts += other.counts
        self.failures += other.failures

    def lines(self) -> Iterator[str]:
        """A table."""
        columns = ("refused", "unreadable", "equal after all", "accepted", "no opinion", "failed")
        kinds = sorted({kind for kind, _ in self.counts})
        yield f"{'kind':22}" + "".join(f"{c:>17}" for c in columns)
        for kind in kinds:
            yield f"{kind:22}" + "".join(f"{self.counts[kind, c]:17,}" for c in columns)
        yield f"{'all':22}" + "".join(f"{sum(self.counts[k, c] for k in kinds):17,}" for c in columns)


def check(problem: Problem, most: int) -> Tally:
    """A problem, with at most `most` wrong and `most` equal replies for each part."""
    tally = Tally()
    place = f"{problem.slug} level {problem.level} seed {problem.seed}"
    for part in problem.parts:
        source = random.Random(f"{place} {part.id}")
        some = min(most, CODE) if isinstance(part.answer, CodeAnswer) else most
        for label, reply in _some(list(wrong(part.answer)), some, source):
            _wrong(tally, f"{place} ({part.id})", part.answer, label, reply)
        for label, reply in _some(list(equal(part.answer)), some, source):
            _equal(tally, f"{place} ({part.id})", part.answer, label, reply)
    return tally


def _some(replies: list[Labelled], most: int, source: random.Random) -> list[Labelled]:
    distinct = list({str(reply): (label, reply) for label, reply in reversed(replies)}.values())
    return source.sample(distinct, min(most, len(distinct)))


def _wrong(tally: Tally, place: str, answer: Answer, label: str, reply: dict[str, str]) -> None:
    kind = type(answer).__name__
    opinion = is_right(answer, reply)
    if opinion:
        tally.counts[kind, "equal after all"] += 1
        return
    said, code = judged(answer, reply)
    if said == "unreadable":
        tally.counts[kind, "unreadable"] += 1
    elif said in ("incorrect", "partial"):
        tally.counts[kind, "refused"] += 1
    elif opinion is None and said == "correct":
        tally.counts[kind, "no opinion"] += 1
    else:
        _fail(tally, Failure("refused", place, kind, label, reply, f"{said} ({code})"))


def _equal(tally: Tally, place: str, answer: Answer, label: str, reply: dict[str, str]) -> None:
    kind = type(answer).__name__
    said, code = judged(answer, reply)
    if said == "correct" and is_right(answer, reply) is False:
        _fail(tally, Failure("equal by the second opinion", place, kind, label, reply, said))
    elif said == "correct":
        tally.counts[kind, "accepted"] += 1
    else:
        _fail(tally, Failure("accepted", place, kind, label, reply, f"{said} ({code})"))


def _fail(tally: Tally, failure: Failure) -> None:
    tally.counts[failure.kind, "failed"] += 1
    tally.failures.append(failure)


def judged(answer: Answer, reply: dict[str, str]) -> tuple[str, str]:
    """Outcome and code."""
    try:
        verdict = answer.judge(reply)
    except Unreadable as error:
        return "unreadable", f"{error.code}: {error.message}"
    return verdict.outcome, verdict.code
