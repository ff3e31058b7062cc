"""Placement: what a learner knows already, found out by few problems over the graph. Pure.

Each skill has a chance p of being known. At first it is the less the more a skill builds on, and the answers so far
shift all of it up or down (someone who solves much knows more). A right answer makes its skill all but certain and
each of its prerequisites, direct or not, four times less doubtful; a wrong one, or none, makes its skill all but
certain not to be known and each skill that builds on it seven times less likely. What was asked itself goes before
what follows from others.

Asked next is the skill whose answer is expected to settle most: p times the doubt in what it builds on, and 1 - p times
the hope in what builds on it. It ends after 25 problems, or when nothing is left in doubt.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping

from quizgen.curriculum import Curriculum
from quizgen.practice.event import Event
from quizgen.practice.memory import Memory

MOST = 25
"""Problems."""
FIRST = 0.6
"""Chance that a skill without prerequisites is known, before anything is asked."""
DEEPER = 0.95
"""The chance falls by this for each skill that it builds on."""
SHIFT, FURTHEST = 0.3, 1.5
"""Each right or wrong answer moves the log-odds of all by this, at most so far."""
DOUBT_LEFT, HOPE_LEFT = 0.25, 0.15
SURE, UNSURE = 0.95, 0.05
KNOWN = 0.8
"""From this chance on a skill counts as known."""
WORTH = 0.4
"""An answer that settles less is not asked for."""
STABILITY = 15.0
"""Days: how long what was found to be known, without being asked itself, is trusted before it is asked."""

Ancestors = Mapping[str, frozenset[str]]


def chances(
    curriculum: Curriculum, ancestors: Ancestors, right: Collection[str], wrong: Collection[str]
) -> dict[str, float]:
    """The chance of each skill of being known, after right answers and wrong ones (or none)."""
    shift = max(-FURTHEST, min(FURTHEST, SHIFT * (len(right) - len(wrong))))
    found: dict[str, float] = {}
    for slug in curriculum.skills:
        above, below = ancestors[slug], sum(slug in ancestors[r] for r in right)
        first = FIRST * DEEPER ** len(above)
        p = 1 / (1 + (1 - first) / first * math.exp(-shift))
        p = 1 - (1 - p) * DOUBT_LEFT**below
        p *= HOPE_LEFT ** sum(w in above for w in wrong)
        found[slug] = p
    found.update(dict.fromkeys(right, SURE))
    found.update(dict.fromkeys(wrong, UNSURE))
    return found


def ask(
    curriculum: Curriculum,
    ancestors: Ancestors,
    available: Collection[str],
    right: Collection[str],
    wrong: Collection[str],
) -> str | None:
    """The skill to ask next, by what its answer is expected to settle; None when nothing is left in doubt."""
    p = chances(curriculum, ancestors, right, wrong)
    later: dict[str, set[str]] = {slug: set() for slug in curriculum.skills}
    for slug, above in ancestors.items():
        for before in above:
            later[before].add(slug)
    asked = {*right, *wrong}

    def worth(slug: str) -> float:
        doubt = sum(1 - p[a] for a in ancestors[slug])
        hope = sum(p[d] for d in later[slug])
        return p[slug] * doubt + (1 - p[slug]) * hope + min(p[slug], 1 - p[slug])

    open_ = [slug for slug in curriculum.skills if slug in available and slug not in asked and p[slug] < KNOWN]
    best = max(open_, key=worth, default=None)
    return best if best is not None and worth(best) >= WORTH else None


def known_by(
    curriculum: Curriculum, ancestors: Ancestors, right: Collection[str], wrong: Collection[str]
) -> tuple[str, ...]:
    """The skills that count as known, in the order of the curriculum."""
    found = chances(curriculum, ancestors, right, wrong)
    return tuple(slug for slug, p in found.items() if p >= KNOWN)


def placed(standing: Iterable[Event]) -> dict[str, int]:
    """The skills found to be known in the placements in force, with the study day."""
    found: dict[str, int] = {}
    for event in standing:
        if event.type == "settings" and event.data and "placed" in event.data:
            found.update(dict.fromkeys(str(event.data["placed"]).split(), event.day))
    return found


def with_placed(memories: Mapping[str, Memory], found: Mapping[str, int]) -> dict[str, Memory]:
    """The memories with those of skills that a placement found to be known and that were never answered. They are no
    part of the log's memory: the first own answer begins it."""
    held = dict(memories)
    for slug, day in found.items():
        before = memories.get(slug)
        if before is None or before.reps == 0:
            held[slug] = Memory(
                slug,
                stability=STABILITY,
                difficulty=5.0,
                first=day - 1,
                day=day,
                due=day + round(STABILITY),
                reps=1,
                passes=1,
                level=2,
                suspended=before is not None and before.suspended,
            )
    return held
