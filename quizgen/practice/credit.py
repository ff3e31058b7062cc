"""Credit through the graph: solving a skill exercises those it builds on. A pure function of reviews and graph.

It is laid over the memory and never written into it: what FSRS knows of a skill are its own reviews alone, with their
true intervals. Between two of these the credit moves the date; the next answer then tells FSRS, by its true interval,
whether that was deserved. So wrong weights cost at most a date, a new curriculum needs no new fold, and switching
credit off leaves no trace.

Let a skill have stability S (days), difficulty D, last review (or share of one) at day d, and let another skill that
encompasses it by the weight w be answered on day e. The share is c = min(1, f w), with f the learner's own fitted
factor, and half of that for a hard answer. R is the chance that the skill was remembered on day e.

- *Success*: S becomes S + c (S' - S), where S' is what FSRS gives for a good answer at R, and d becomes d + c (e - d).
  Early credit is worth little by itself: at R near 1, S' is near S, and e - d is short.
- *Failure*: the days left until the skill is due are cut by the share c. Where the answer was a recognised mistake
  that belongs to this skill (`of` in the curriculum), it is due at once, whatever the factor.
- A skill whose own last answer failed gets no credit: it has to be answered itself. Credit never brings a date nearer,
  failure never moves it away.

Weights: `encompasses` in data/curriculum.toml; without it, DERIVED for each prerequisite. Along a path they multiply,
and below CUT nothing is credited.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from fsrs_rs_python import DEFAULT_PARAMETERS

from quizgen.curriculum import Curriculum
from quizgen.practice.event import AGAIN, HARD
from quizgen.practice.memory import DEFAULTS, MAXIMUM_INTERVAL, Memory, Parameters

DERIVED = 0.3
"""Weight of a prerequisite where the curriculum says nothing: low, since credit is to be learned, not believed."""
CUT = 0.05
"""Below this weight along a path nothing is credited: two prerequisites far at the derived weight."""
HARD_SHARE = 0.5

Covers = Mapping[str, Mapping[str, float]]
"""For each skill those that its solution exercises, with their weights."""


class Rehearsal(NamedTuple):
    """A review of a skill that encompasses another one, as that one sees it."""

    day: int
    by: str
    rating: int
    blamed: bool = False
    """The answer was a recognised mistake in the encompassed skill."""


class Traced(NamedTuple):
    """What is left of a skill's memory on its way through rehearsals."""

    stability: float
    day: float
    """Study day of the last review, moved on by shares of it."""


def covers(curriculum: Curriculum) -> dict[str, dict[str, float]]:
    """What each skill exercises: its own edges and, multiplied, those behind them; the best path counts."""
    found: dict[str, dict[str, float]] = {}
    for skill in curriculum.skills.values():  # prerequisites come first
        named = skill.encompasses
        direct = dict.fromkeys(skill.prereqs, DERIVED) if named is None else named
        reached = {slug: weight for slug, weight in direct.items() if weight >= CUT}
        for slug, weight in direct.items():
            for beyond, further in found[slug].items():
                if weight * further >= CUT and weight * further > reached.get(beyond, 0.0):
                    reached[beyond] = weight * further
        found[skill.id] = reached
    return found


def covered_by(covering: Covers) -> dict[str, dict[str, float]]:
    """For each skill those whose solution exercises it, with the weights: `covers` the other way round."""
    turned: dict[str, dict[str, float]] = {}
    for skill, reached in covering.items():
        for slug, weight in reached.items():
            turned.setdefault(slug, {})[skill] = weight
    return turned


def blame(curriculum: Curriculum, skill: str, code: str | None) -> str:
    """The prerequisite that a recognised mistake belongs to; empty where none is known."""
    if skill not in curriculum.skills or not code or ":" not in code:
        return ""
    name = code.rpartition(":")[2]
    return next((rule.of for rule in curriculum.skills[skill].mal_rules if rule.id == name), "")


def credited(
    memory: Memory,
    rehearsals: Iterable[Rehearsal],
    weights: Mapping[str, float],
    parameters: Parameters = DEFAULTS,
    factor: float = 1.0,
) -> Memory:
    """The memory with its date moved by what was rehearsed since its last own review, in order.

    `weights`: of the skills that encompass this one. Stability, day and due are those after credit; all else is the
    memory's own.
    """
    if memory.reps == 0:
        return memory
    at, due = Traced(memory.stability, memory.day), memory.due
    for one in rehearsals:
        share = min(1.0, factor * weights.get(one.by, 0.0))
        if one.rating == AGAIN:
            sooner = one.day if one.blamed else one.day + math.ceil((1 - share) * (due - one.day))
            due = min(due, max(sooner, memory.day + 1))
        elif counts(memory, one, share):
            at = rehearsed(at, memory.difficulty, one, share, parameters)
            due = max(due, round(at.day + interval(at.stability, parameters)))
    if due == memory.due and at.stability == memory.stability:
        return memory
    return msgspec.structs.replace(memory, stability=at.stability, day=round(at.day), due=due)


def traced(
    memory: Memory,
    rehearsals: Iterable[Rehearsal],
    weights: Mapping[str, float],
    parameters: Parameters = DEFAULTS,
    factor: float = 1.0,
) -> Traced:
    """Stability and moved day of a memory after rehearsals: what `chance` needs to foretell the next own answer."""
    at = Traced(memory.stability, memory.day)
    for one in rehearsals:
        share = min(1.0, factor * weights.get(one.by, 0.0))
        if counts(memory, one, share):
            at = rehearsed(at, memory.difficulty, one, share, parameters)
    return at


def counts(memory: Memory, one: Rehearsal, share: float) -> bool:
    """True when a rehearsal is credited to a skill."""
    return one.rating != AGAIN and memory.again == 0 and share > 0


def rehearsed(at: Traced, difficulty: float, one: Rehearsal, share: float, parameters: Parameters = DEFAULTS) -> Traced:
    """After a share of a good review; half of the share for a hard answer."""
    part = share * HARD_SHARE if one.rating == HARD else share
    elapsed = max(0.0, one.day - at.day)
    good = after_good(at.stability, difficulty, chance(at, one.day, parameters), parameters)
    stability = min(float(MAXIMUM_INTERVAL), at.stability + part * (good - at.stability))
    return Traced(stability, at.day + part * elapsed)


def after_good(stability: float, difficulty: float, remembered: float, parameters: Parameters = DEFAULTS) -> float:
    """Stability (days) after a good answer at a chance of being remembered: FSRS-6, without whole days."""
    w = _weights(parameters)
    gain = math.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * (math.exp(w[10] * (1 - remembered)) - 1)
    return stability * (1 + gain)


def chance(at: Traced, day: float, parameters: Parameters = DEFAULTS) -> float:
    """The chance of being remembered on a day, whole or not (FSRS-6's forgetting curve)."""
    if at.stability <= 0:
        return 0.0
    decay = -_weights(parameters)[20]
    return float((1 + (0.9 ** (1 / decay) - 1) * max(0.0, day - at.day) / at.stability) ** decay)


def interval(stability: float, parameters: Parameters = DEFAULTS) -> float:
    """Days until the chance has fallen to the desired retention, at least one."""
    decay = -_weights(parameters)[20]
    days = stability / (0.9 ** (1 / decay) - 1) * (parameters.retention ** (1 / decay) - 1)
    return min(float(MAXIMUM_INTERVAL), max(1.0, days))


def _weights(parameters: Parameters) -> Sequence[float]:
    return parameters.weights or DEFAULT_PARAMETERS
