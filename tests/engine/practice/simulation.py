"""Learners with a known law of forgetting, and what each way of scheduling costs them.

`python -m tests.engine.practice.simulation [learners]` prints the table of docs/scheduling.md. What is assumed:

- *Graph*: the first SKILLS skills of data/curriculum.toml in teaching order, with their prerequisites; the scheduler
  knows the edges and believes the derived weight (0.3) of each at first.
- *Forgetting*: each learner's true memory follows FSRS-6 with weights of their own (the published ones, each times a
  lognormal number of 15 %, of 5 % for the decay), which the scheduler does not know; every scheduler works with the
  published ones.
- *Transfer*: each edge has a true strength: 1 in the world of full transfer, uniform between 0 and 1 where it is half,
  0 where there is none. With this chance a problem needs the prerequisite (and what lies behind that in turn). If all
  that is needed is remembered, it is a full good review of all; what is forgotten spoils the answer and is relearned
  from its worked solution like a failed review. So truth is a throw of a coin between all and nothing, while the
  scheduler credits a share. No mistake is recognised as one in a prerequisite.
- *Days*: NEW skills a day until all are begun, the same for every scheduler; then all that is due, every day, for DAYS
  days. A failed answer is followed by one more review the same day, which succeeds; both are counted.
- *Retention*: the mean true chance of remembering over all skills on the day after the last, before any review.
- *Equal retention*: each scheduler runs at several desired retentions; mean reviews are interpolated at the mean
  retention that plain FSRS at 0.9 reaches in that world. The standard error is by leaving out one learner at a time.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from statistics import mean, pvariance
from typing import NamedTuple

from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, MemoryState

from quizgen import curriculum
from quizgen.practice.credit import Rehearsal, covered_by, covers, credited
from quizgen.practice.event import AGAIN, GOOD, Event
from quizgen.practice.fit import FEWEST, Trial, fit_factor
from quizgen.practice.memory import Memory, Parameters, step

SKILLS, NEW, DAYS = 120, 3, 120
WORLDS = ("full", "half", "none")
RETENTIONS = (0.85, 0.9, 0.93, 0.96)
AT = RETENTIONS.index(0.9)
FIXED = (1, 3, 7, 14, 30, 60, 120)
GRAPH = curriculum.load()
ORDER = list(GRAPH.skills)[:SKILLS]
COVERING = {
    skill: {s: w for s, w in below.items() if s in ORDER} for skill, below in covers(GRAPH).items() if skill in ORDER
}
WEIGHTS = covered_by(COVERING)
EDGES = [(skill, before) for skill in ORDER for before in GRAPH.skills[skill].prereqs]


class Outcome(NamedTuple):
    """What a scheduler cost, and what it brought."""

    reviews: float
    """Answers from the first day to the last."""
    retention: float
    """Mean true chance of remembering after the last day."""
    factor: float = 1.0


class Learner:
    """A true memory with its own law, and what it does with an answer."""

    def __init__(self, world: str, seed: int) -> None:
        laws = random.Random(f"law/{seed}")
        weights = [w * laws.lognormvariate(0, 0.05 if i == 20 else 0.15) for i, w in enumerate(DEFAULT_PARAMETERS)]
        self.law, self.decay = FSRS(weights), weights[20]
        strengths = random.Random(f"edges/{world}/{seed}")
        half = {edge: strengths.random() for edge in EDGES}
        self.strength = {edge: {"full": 1.0, "half": half[edge], "none": 0.0}[world] for edge in EDGES}
        self.truth: dict[str, tuple[MemoryState, int]] = {}
        self.chance = random.Random(f"chance/{world}/{seed}")

    def remembers(self, skill: str, day: int) -> float:
        """The true chance."""
        state, last = self.truth[skill]
        factor = 0.9 ** (-1 / self.decay) - 1
        return float((1 + factor * (day - last) / state.stability) ** -self.decay)

    def answer(self, skill: str, day: int) -> bool:
        """Answer a problem: True when right. The first answer to a skill, after a lesson, is right 7 times in 10."""
        new = skill not in self.truth
        right = self.chance.random() < (0.7 if new else self.remembers(skill, day))
        self._learn(skill, GOOD if right else AGAIN, day)
        for before in self._needed(skill):
            if before in self.truth and self.truth[before][1] < day:
                remembered = self.chance.random() < self.remembers(before, day)
                self._learn(before, GOOD if remembered else AGAIN, day)
                right = right and remembered
        return right

    def again(self, skill: str, day: int) -> None:
        """One more problem of the same day, right."""
        self._learn(skill, GOOD, day)

    def _learn(self, skill: str, rating: int, day: int) -> None:
        state, last = self.truth.get(skill, (None, day))
        after = self.law.next_states(state, 0.9, day - last)
        self.truth[skill] = ((after.good if rating == GOOD else after.again).memory, day)

    def _needed(self, skill: str) -> dict[str, None]:
        """The prerequisites that this problem needs, direct or not."""
        found: dict[str, None] = {}
        for before in GRAPH.skills[skill].prereqs:
            if before not in found and self.chance.random() < self.strength[skill, before]:
                found[before] = None
                found.update(self._needed(before))
        return found


class Fsrs:
    """FSRS-6 for each skill; with credit through the graph or without, with a factor that is fitted or fixed."""

    def __init__(self, retention: float, *, credit: bool = False, fitted: bool = False) -> None:
        self.parameters = Parameters(retention=retention)
        self.credit, self.fitted, self.factor = credit, fitted, 0.0 if fitted else 1.0
        self.memories: dict[str, Memory] = {}
        self.told: dict[str, list[Rehearsal]] = {}
        self.dates: dict[str, int] = {}
        self.trials: list[Trial] = []

    def due(self, day: int) -> str | None:
        """The next skill due: with credit, the one that covers most of what else is due."""
        ready = [skill for skill, due in self.dates.items() if due <= day]
        if not ready:
            return None
        if not self.credit:
            return min(ready, key=lambda s: (self.dates[s], s))
        at = set(ready)
        return min(ready, key=lambda s: (-sum(w for b, w in COVERING[s].items() if b in at), self.dates[s], s))

    def answered(self, skill: str, rating: int, day: int) -> None:
        """Learn of an answer."""
        before = self.memories.get(skill)
        if before is not None and day > before.day:
            self.trials.append(Trial("", day, before, tuple(self.told[skill]), rating != AGAIN))
        event = Event("review", skill=skill, rating=rating, day=day, level=1, levels=1)
        self.memories[skill], self.told[skill] = step(before, event, self.parameters), []
        self._date(skill)
        for below in COVERING[skill] if self.credit else ():
            if below in self.memories:
                self.told[below].append(Rehearsal(day, skill, rating))
                self._date(below)

    def _date(self, skill: str) -> None:
        memory = self.memories[skill]
        if self.credit and self.told[skill]:
            memory = credited(memory, self.told[skill], WEIGHTS.get(skill, {}), self.parameters, self.factor)
        self.dates[skill] = memory.due

    def morning(self, day: int) -> None:
        """Every ten days the factor is fitted, and adopted by the gate."""
        if self.fitted and day % 10 == 0 and len(self.trials) >= FEWEST:
            self.factor, _ = fit_factor(self.trials, COVERING, self.parameters, self.factor)
            for skill in self.memories:
                self._date(skill)


class FixedIntervals:
    """1, 3, 7, 14, 30, 60, 120 days; a failure begins again."""

    factor = 1.0

    def __init__(self) -> None:
        self.at: dict[str, tuple[int, int]] = {}

    def due(self, day: int) -> str | None:
        return min((s for s, (_, due) in self.at.items() if due <= day), default=None)

    def answered(self, skill: str, rating: int, day: int) -> None:
        place = min(self.at[skill][0] + 1, len(FIXED) - 1) if skill in self.at and rating != AGAIN else 0
        self.at[skill] = (place, day + FIXED[place])

    def morning(self, day: int) -> None:
        """Nothing to do."""


class RandomOrder:
    """So many reviews a day of skills drawn at random."""

    factor = 1.0

    def __init__(self, quota: int, seed: int) -> None:
        self.quota, self.left, self.chance, self.seen = quota, quota, random.Random(f"random/{seed}"), list[str]()

    def due(self, day: int) -> str | None:
        if not self.left or not self.seen:
            return None
        self.left -= 1
        return self.chance.choice(self.seen)

    def answered(self, skill: str, rating: int, day: int) -> None:
        if skill not in self.seen:
            self.seen.append(skill)

    def morning(self, day: int) -> None:
        self.left = self.quota


Scheduler = Fsrs | FixedIntervals | RandomOrder


def lived(learner: Learner, scheduler: Scheduler) -> Outcome:
    """DAYS days of a learner with a scheduler."""
    new, reviews = iter(ORDER), 0
    for day in range(1, DAYS + 1):
        scheduler.morning(day)
        waiting = [skill for skill in (next(new, None) for _ in range(NEW)) if skill]
        while True:
            skill = scheduler.due(day) or (waiting.pop(0) if waiting else None)
            if skill is None:
                break
            right = learner.answer(skill, day)
            reviews += 1
            scheduler.answered(skill, GOOD if right else AGAIN, day)
            if not right:
                learner.again(skill, day)
                reviews += 1
                scheduler.answered(skill, GOOD, day)
    return Outcome(reviews, mean(learner.remembers(skill, DAYS + 1) for skill in learner.truth), scheduler.factor)


def reviews_at(outcomes: list[Outcome], retention: float) -> float:
    """Reviews that a retention costs, interpolated between desired retentions; their ends where it lies outside."""
    points = sorted((outcome.retention, outcome.reviews) for outcome in outcomes)
    for (r0, n0), (r1, n1) in pairwise(points):
        if r0 <= retention <= r1:
            return n0 + (n1 - n0) * (retention - r0) / (r1 - r0)
    return points[0][1] if retention < points[0][0] else points[-1][1]


KINDS: dict[str, Callable[[float], Fsrs]] = {
    "plain FSRS": Fsrs,
    "credit, believed": partial(Fsrs, credit=True),
    "credit, learned": partial(Fsrs, credit=True, fitted=True),
}


def lives(world: str, seed: int) -> dict[str, list[Outcome]]:
    """For each scheduler its outcomes, one for each desired retention."""
    found = {name: [lived(Learner(world, seed), kind(r)) for r in RETENTIONS] for name, kind in KINDS.items()}
    quota = max(1, round(found["plain FSRS"][AT].reviews / DAYS))
    found["fixed intervals"] = [lived(Learner(world, seed), FixedIntervals())]
    found["random order"] = [lived(Learner(world, seed), RandomOrder(quota, seed))]
    return found


def curve(many: list[list[Outcome]]) -> list[Outcome]:
    """Mean outcomes over learners."""
    return [
        Outcome(*(mean(values) for values in zip(*outcomes, strict=True)))  # type: ignore[arg-type]
        for outcomes in zip(*many, strict=True)
    ]


def ratio(rows: list[dict[str, list[Outcome]]], name: str) -> float:
    """Reviews over those of plain FSRS at equal retention. Where a scheduler has no dial, plain FSRS is turned."""
    plain, own = curve([row["plain FSRS"] for row in rows]), curve([row[name] for row in rows])
    if len(own) == 1:
        return own[0].reviews / reviews_at(plain, own[0].retention)
    return reviews_at(own, plain[AT].retention) / plain[AT].reviews


def main(learners: int) -> None:
    """Print the table."""
    print(f"{SKILLS} skills, {DAYS} days, {learners} learners; mean (standard error of the ratio)")
    print(
        f"{'world':6} {'scheduler':18} {'reviews':>8} {'retention':>10} {'ratio at equal retention':>26} {'factor':>7}"
    )
    for world in WORLDS:
        rows = [lives(world, seed) for seed in range(learners)]
        for name in rows[0]:
            own = curve([row[name] for row in rows])
            at = own[AT if len(own) > 1 else 0]
            without = [ratio(rows[:i] + rows[i + 1 :], name) for i in range(learners)] if learners > 1 else [0.0]
            error = ((learners - 1) * pvariance(without)) ** 0.5
            print(
                f"{world:6} {name:18} {at.reviews:8.0f} {at.retention:10.4f} "
                f"{ratio(rows, name):18.3f} ({error:.3f}) {at.factor:7.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
