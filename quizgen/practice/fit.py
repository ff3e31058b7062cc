"""Fitting to the learner's own log: the 21 weights of FSRS-6, and the factor of credit. Each is adopted only where it
foretells better what came later.

The reviews are split in time: the first three quarters to fit, the last quarter to judge by log loss (the mean of
-log p over what happened, p being the chance that was foretold; less is better). Only reviews at least a day after
the last of their skill count. The weights have to beat those in force *and* a moving average that knows nothing of
skills; the factor has to beat the one in force, and by two
standard errors where it credits more than before. Then they are fitted once more, to everything.

fsrs-rs holds the interpreter while it fits, so that happens in a process of its own (`fitted_weights`).
"""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.practice.credit import Covers, Rehearsal, chance, covered_by, traced
from quizgen.practice.event import AGAIN, Event
from quizgen.practice.memory import DEFAULTS, Memory, Parameters, retrievability, step

FEWEST = 200
"""Reviews at least a day after the last of their skill; with fewer nothing is fitted."""
SHARE = 0.75
"""The part that is fitted to."""
FACTORS = tuple(i / 4 for i in range(13))
"""Factors of credit that are tried: 0, 0.25, ... 3."""
MARGIN = 0.0005
"""So much less log loss it has to be, or chance alone would adopt something every week."""
PROOF = 2.0
"""To credit more than before the gain has to be so many of its standard errors; to credit less, a gain is enough."""
RATE = 0.05
"""How fast the moving average follows."""
SECONDS = 120.0
"""A fit may take so long."""


class Trial(NamedTuple):
    """A review, with what was known before it."""

    id: str
    day: int
    memory: Memory
    told: tuple[Rehearsal, ...]
    passed: bool


class Judged(Struct, frozen=True):
    """Log losses on the later reviews, and whether the new numbers are adopted."""

    reviews: int
    """Reviews at least a day after the last of their skill."""
    judged: int
    """Of these the later ones, which were judged by."""
    now: float
    """Log loss with what is in force."""
    fitted: float
    average: float
    """Of the moving average."""
    adopted: bool


class Fitted(Struct, frozen=True):
    """What a fit found."""

    weights: tuple[float, ...]
    """Of FSRS-6, fitted to all reviews; in force from now on where adopted."""
    of_weights: Judged
    factor: float
    of_factor: Judged

    @property
    def data(self) -> dict[str, float | int | str | list[float]]:
        """What the fit event holds; empty when nothing is adopted."""
        found: dict[str, float | int | str | list[float]] = {}
        for name, judged in (("weights", self.of_weights), ("factor", self.of_factor)):
            if judged.adopted:
                found[name] = list(self.weights) if name == "weights" else self.factor
                found[f"{name}_loss"] = [judged.now, judged.fitted, judged.average]
        return found


def fit(
    standing: Sequence[Event], covering: Covers, blamed: Mapping[str, str], parameters: Parameters, factor: float
) -> Fitted:
    """Fit weights and factor to the reviews in force. `blamed`: the skill that a review's mistake belongs to, by id.

    Raises QuizgenError when there are too few.
    """
    reviews = [event for event in standing if event.type == "review"]
    found = trials(reviews, covering, blamed, parameters)
    if len(found) < FEWEST:
        raise QuizgenError(
            f"there are {len(found)} reviews that came at least a day after the last of their skill; "
            f"a fit needs {FEWEST}. The published parameters stay in force"
        )
    since = found[int(SHARE * len(found))].id
    early = fitted_weights([event for event in reviews if event.id < since])
    weights = _judged_weights(reviews, since, parameters, early)
    everything = fitted_weights(reviews) if weights.adopted else early
    used = msgspec.structs.replace(parameters, weights=everything) if weights.adopted else parameters
    chosen, of_factor = fit_factor(trials(reviews, covering, blamed, used), covering, used, factor)
    return Fitted(everything, weights, chosen, of_factor)


def trials(
    reviews: Iterable[Event], covering: Covers, blamed: Mapping[str, str], parameters: Parameters = DEFAULTS
) -> list[Trial]:
    """Each review at least a day after the last of its skill, in order, with the memory and the rehearsals before
    it."""
    memories: dict[str, Memory] = {}
    told: dict[str, list[Rehearsal]] = {}
    found: list[Trial] = []
    for event in reviews:
        assert event.skill is not None
        before = memories.get(event.skill)
        if before is not None and event.day > before.day:
            found.append(Trial(event.id, event.day, before, tuple(told.get(event.skill, ())), event.rating != AGAIN))
        memories[event.skill] = step(before, event, parameters)
        told[event.skill] = []
        for below in covering.get(event.skill, ()):
            if below in memories:
                one = Rehearsal(event.day, event.skill, event.rating or AGAIN, blamed.get(event.id) == below)
                told[below].append(one)
    return found


def fit_factor(found: Sequence[Trial], covering: Covers, parameters: Parameters, now: float) -> tuple[float, Judged]:
    """The factor that foretells best, and how it does on the later reviews against the one in force."""
    weights = covered_by(covering)
    cut = int(SHARE * len(found))

    def losses(factor: float, some: Sequence[Trial]) -> list[float]:
        return [
            log_loss([(chance(traced(t.memory, t.told, about(t), parameters, factor), t.day, parameters), t.passed)])
            for t in some
        ]

    def about(trial: Trial) -> Mapping[str, float]:
        return weights.get(trial.memory.skill, {})

    telling = [[t for t in part if t.told] for part in (found[:cut], found[cut:])]
    if not telling[0] or not telling[1]:
        same = fmean(losses(now, found[cut:]) or [0.0])
        return now, Judged(len(found), len(found) - cut, same, same, moving_average(found, cut), False)
    best = min(FACTORS, key=lambda factor: sum(losses(factor, telling[0])))
    was, becomes = losses(now, telling[1]), losses(best, telling[1])
    adopted = _better(was, becomes, PROOF if best > now else 0.0)
    both = [*telling[0], *telling[1]]
    everything = min(FACTORS, key=lambda factor: sum(losses(factor, both))) if adopted else now
    if best < now:
        everything = min(everything, best if adopted else now)
    return everything, Judged(
        len(both), len(telling[1]), fmean(was), fmean(becomes), moving_average(found, cut), adopted
    )


def _better(was: Sequence[float], becomes: Sequence[float], proof: float) -> bool:
    """True when the losses fall by the margin, and by so many standard errors of their differences."""
    gains = [a - b for a, b in zip(was, becomes, strict=True)]
    mean = fmean(gains)
    error = math.sqrt(sum((gain - mean) ** 2 for gain in gains)) / max(1, len(gains) - 1)
    return mean > MARGIN and mean > proof * error


def _judged_weights(reviews: Sequence[Event], since: str, parameters: Parameters, early: tuple[float, ...]) -> Judged:
    new = msgspec.structs.replace(parameters, weights=early)
    both = [trials(reviews, {}, {}, which) for which in (parameters, new)]
    cut = sum(trial.id < since for trial in both[0])
    was, becomes = (
        log_loss((retrievability(t.memory, t.day, which), t.passed) for t in found[cut:])
        for found, which in zip(both, (parameters, new), strict=True)
    )
    average = moving_average(both[0], cut)
    adopted = becomes < was - MARGIN and becomes < average
    return Judged(len(both[0]), len(both[0]) - cut, was, becomes, average, adopted)


def moving_average(found: Sequence[Trial], cut: int) -> float:
    """Log loss on the later trials of what knows only how the last answers went, whatever the skill."""
    level, told = 0.9, []
    for trial in found:
        told.append((level, trial.passed))
        level += RATE * (trial.passed - level)
    return log_loss(told[cut:])


def log_loss(foretold: Iterable[tuple[float, bool]]) -> float:
    """Mean of -log p of what happened; 0 for nothing. Chances are held within 0.0001 and 0.9999."""
    total, number = 0.0, 0
    for p, passed in foretold:
        p = min(0.9999, max(0.0001, p))
        total -= math.log(p if passed else 1 - p)
        number += 1
    return total / number if number else 0.0


def fitted_weights(reviews: Iterable[Event]) -> tuple[float, ...]:
    """The 21 weights of FSRS-6 fitted to reviews, in a process of its own."""
    histories: dict[str, list[tuple[int, int]]] = {}
    for event in reviews:
        histories.setdefault(event.skill or "", []).append((event.rating or AGAIN, event.day))
    told = msgspec.json.encode([histories[skill] for skill in sorted(histories)])
    command = [sys.executable, "-m", "quizgen.practice.fit_child"]
    try:
        done = subprocess.run(command, input=told, capture_output=True, timeout=SECONDS, check=True)
        return msgspec.json.decode(done.stdout, type=tuple[float, ...])
    except subprocess.TimeoutExpired:
        raise QuizgenError(f"fitting took longer than {SECONDS:.0f} s and was stopped; nothing is changed") from None
    except (subprocess.CalledProcessError, msgspec.DecodeError):
        raise QuizgenError("fitting failed; nothing is changed") from None


def fmean(numbers: Sequence[float]) -> float:
    """The mean."""
    return math.fsum(numbers) / len(numbers)
