"""The queue: what to ask next, from memory, curriculum and time. Pure.

The order, as a learner can be told it:

1. A skill failed today comes back first, after ten minutes or three other problems.
2. Then what is due: first what would lose most by waiting for tomorrow, counted together with what its solution
   exercises of other due skills (so that one problem may settle several).
3. Then new skills in the order of the curriculum, up to a daily number. A new skill is asked once all its
   prerequisites are known; a skill is *known* when its last answer was not a failure and it would still be
   remembered tomorrow (stability of at least one day). A prerequisite that has no exercise, is suspended,
   or is outside the course practised does not block; those behind one without an exercise do.
4. When nothing else is left, skills failed today come back without waiting.

Two problems in a row are of different topics where there is a choice within the same class (due, or new).
A daily limit of problems or minutes ends the day, also for skills failed today; minutes are counted by the expected
time of each skill. After a holiday, when much more is due than on a usual day, each day asks a share of it (twice the
usual number, at least thirty), and the rest waits without further loss of order. Neither holds when studying ahead.
Studying ahead asks all chosen skills, due or not, prerequisites or not: first those not yet asked in this
session.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from msgspec import Struct

from quizgen.curriculum import Curriculum
from quizgen.practice.day import begins, moment_of
from quizgen.practice.memory import DEFAULTS, Memory, Parameters, retrievability

Reason: TypeAlias = Literal["due", "new", "again", "ahead"]

KNOWN_STABILITY = 1.0
"""Days."""
BACKLOG_SHARE = 30
"""So many problems at least are asked a day of a backlog ..."""
BACKLOG_FACTOR = 2
"""... and so many times what a usual day brings."""


class Options(Struct, frozen=True):
    """What the learner, or the command line, wants."""

    new_per_day: int = 20
    again_minutes: int = 10
    again_spacing: int = 3
    """So many other problems bring a failed skill back sooner."""
    skills: frozenset[str] | None = None
    """Only these; None for all."""
    ahead: bool = False
    """Also what is not due, prerequisites or not, as many as asked for."""
    skipped: frozenset[str] = frozenset()
    """Not now: skipped in this session, or failing to generate."""
    problems: int = 0
    """At most so many a study day; 0 for no limit."""
    minutes: int = 0
    """At most so many minutes a study day; 0 for no limit."""
    weak: bool = False
    """The weakest first: what was failed most often, then what is least stable."""


class Today(Struct, frozen=True):
    """What the day has come to, and what the skills are expected to cost and to settle."""

    done: int = 0
    """Problems answered on this study day."""
    spent: float = 0.0
    """Seconds answered on this study day."""
    seconds: Mapping[str, float] = {}
    """Expected seconds by skill."""
    covers: Mapping[str, Mapping[str, float]] = {}
    """What the solution of a skill exercises, with the shares that are credited (`quizgen.practice.credit`)."""


class Choice(Struct, frozen=True):
    """What to ask."""

    skill: str
    level: int
    reason: Reason


class Rest(Struct, frozen=True):
    """Nothing to ask now."""

    skill: str = ""
    """What comes next; empty when nothing will by itself."""
    due: datetime | None = None
    """When, in the learner's time zone."""
    held: int = 0
    """New skills that wait only for tomorrow's daily number."""
    limit: Literal["", "problems", "minutes", "backlog"] = ""
    """What ended the day, where something is left that is due."""
    waiting: int = 0
    """Skills that are due and wait for another day."""


class Counts(Struct, frozen=True):
    """How much there is to do today."""

    due: int
    again: int
    """Failed today and to come back today; not counted in `due`."""
    new: int
    """New skills that may be asked today, at most what is left of the daily number."""


class Situation:
    """Everything that the choice depends on, with the questions asked of it."""

    def __init__(
        self,
        curriculum: Curriculum,
        available: Mapping[str, int],
        memories: Mapping[str, Memory],
        now: datetime,
        day: int,
        options: Options,
        recent: Sequence[str],
        parameters: Parameters = DEFAULTS,
        today: Today | None = None,
    ) -> None:
        self.today = today or Today()
        self.curriculum, self.memories, self.options, self.recent = curriculum, memories, options, recent
        self.available = {
            slug: levels
            for slug, levels in available.items()
            if slug in curriculum.skills and (options.skills is None or slug in options.skills)
        }
        self.now, self.day, self.parameters = now, day, parameters
        self.open = [slug for slug in curriculum.skills if slug in self.available and self._allowed(slug)]

    def _allowed(self, slug: str) -> bool:
        memory = self.memories.get(slug)
        return slug not in self.options.skipped and not (memory and memory.suspended)

    def due(self) -> list[Memory]:
        """Skills due by the schedule, without those failed today, in the order they are asked."""
        due = [m for m in self._seen() if m.due <= self.day and not self._failed_today(m)]
        if self.options.weak:
            return sorted(due, key=weakness)
        lost = {m.skill: self.loss(m) for m in due}

        def value(memory: Memory) -> float:
            below = self.today.covers.get(memory.skill, {})
            return lost[memory.skill] + sum(share * lost[slug] for slug, share in below.items() if slug in lost)

        return sorted(due, key=lambda m: (-value(m), m.skill))

    def loss(self, memory: Memory) -> float:
        """How much of the chance of being remembered is lost by waiting for tomorrow."""
        now, later = (retrievability(memory, day, self.parameters) for day in (self.day, self.day + 1))
        return now - later

    def usual(self) -> float:
        """Skills that a usual day brings."""
        return sum(1 / max(1, m.due - m.day) for m in self._seen())

    def due_today(self) -> list[Memory]:
        """Of what is due, this day's share of a backlog."""
        due = self.due()
        share = max(BACKLOG_SHARE, math.ceil(BACKLOG_FACTOR * self.usual()))
        if self.options.ahead or len(due) + self.today.done <= share:
            return due
        return due[: max(0, share - self.today.done)]

    def limit(self, slug: str) -> Literal["", "problems", "minutes"]:
        """The daily limit that another problem, of this skill, would break."""
        if self.options.ahead:
            return ""
        if self.options.problems and self.today.done >= self.options.problems:
            return "problems"
        after = self.today.spent + self.today.seconds.get(slug, 0.0)
        over = self.options.minutes and self.today.done and after > 60 * self.options.minutes
        return "minutes" if over else ""

    def again(self) -> list[Memory]:
        """Skills failed today that come back today, the earliest failed first."""
        return sorted((m for m in self._seen() if self._failed_today(m)), key=lambda m: (m.time, m.skill))

    def waited(self, memory: Memory) -> bool:
        """True when a skill failed today has waited long enough."""
        after = list(self.recent)[::-1].index(memory.skill) if memory.skill in self.recent else len(self.recent)
        ready = moment_of(memory.time) + timedelta(minutes=self.options.again_minutes)
        return after >= self.options.again_spacing or self.now >= ready

    def new(self) -> list[str]:
        """New skills whose prerequisites are known, in the order of the curriculum; not limited by the
        day."""
        return [slug for slug in self.open if not self._reps(slug) and self._unlocked(slug)]

    def new_left(self) -> int:
        """How many new skills may still be asked today."""
        begun = sum(1 for m in self.memories.values() if m.reps and m.first == self.day)
        return max(0, self.options.new_per_day - begun)

    def ahead(self) -> list[str]:
        """All chosen skills: not yet asked in this session first, then by how nearly forgotten, new ones
        last."""
        last = {slug: at for at, slug in enumerate(self.recent, 1)}

        def order(slug: str) -> tuple[int | float, ...]:
            seen = self._reps(slug)
            if self.options.weak and seen:
                return last.get(slug, 0), *weakness(self.memories[slug])[:2]
            return last.get(slug, 0), retrievability(self.memories[slug], self.day, self.parameters) if seen else 2.0

        return sorted(self.open, key=order)

    def mixed(self, slugs: Iterable[str]) -> str:
        """The first of another topic than the last problem's, else the first other skill, else the first."""
        listed = list(slugs)
        if not self.recent:
            return listed[0]
        last = self.recent[-1]
        others = [slug for slug in listed if slug != last]
        topics = self.curriculum.skills
        topic = topics[last].topic if last in topics else ""
        return next((slug for slug in others if topics[slug].topic != topic), (others or listed)[0])

    def choice(self, slug: str, reason: Reason) -> Choice:
        """The choice of a skill, at its level."""
        memory = self.memories.get(slug)
        return Choice(slug, min(memory.level if memory else 1, self.available[slug]), reason)

    def rest(self, limit: Literal["", "problems", "minutes", "backlog"] = "") -> Rest:
        """What comes next, when nothing is to be asked now."""
        waiting = self.due() if limit else []
        if waiting:
            zone = self.now.tzinfo
            assert zone is not None
            return Rest(waiting[0].skill, begins(self.day + 1, zone), 0, limit, len(waiting))
        held = len(self.new()) if self.new_left() == 0 else 0
        later = [m for m in self._seen() if m.due > self.day]
        following = min(later, key=lambda m: (m.due, m.skill), default=None)
        tomorrow = self.day + 1
        zone = self.now.tzinfo
        assert zone is not None
        if held and (following is None or following.due > tomorrow):
            return Rest(self.new()[0], begins(tomorrow, zone), held)
        return Rest(following.skill, begins(following.due, zone), held) if following else Rest()

    def _seen(self) -> list[Memory]:
        return [self.memories[slug] for slug in self.open if self._reps(slug) and self._ready(slug)]

    def _ready(self, slug: str) -> bool:
        """A skill never yet answered with success waits for its prerequisites, like a new one."""
        return self.options.ahead or self.memories[slug].passes > 0 or self._unlocked(slug)

    def _reps(self, slug: str) -> int:
        memory = self.memories.get(slug)
        return memory.reps if memory else 0

    def _failed_today(self, memory: Memory) -> bool:
        return memory.returns_same_day and memory.day == self.day

    def _unlocked(self, slug: str) -> bool:
        before = prerequisites(self.curriculum, slug, self.available)
        return all(self._passable(self.memories.get(p)) for p in before)

    @staticmethod
    def _passable(memory: Memory | None) -> bool:
        return known(memory) or (memory is not None and memory.suspended)


def choose(
    curriculum: Curriculum,
    available: Mapping[str, int],
    memories: Mapping[str, Memory],
    now: datetime,
    day: int,
    options: Options,
    recent: Sequence[str],
    parameters: Parameters = DEFAULTS,
    today: Today | None = None,
) -> Choice | Rest:
    """What to ask next.

    `available`: number of levels by slug. `now`: aware, in the learner's zone. `day`: its study day.
    `recent`: skills asked in this session, the last one last.
    """
    at = Situation(curriculum, available, memories, now, day, options, recent, parameters, today)
    choice = _choice(at)
    if isinstance(choice, Choice) and (limit := at.limit(choice.skill)):
        return at.rest(limit)
    return choice


def _choice(at: Situation) -> Choice | Rest:
    again = at.again()
    if ready := [m.skill for m in again if at.waited(m)]:
        return at.choice(at.mixed(ready), "again")
    if due := at.due_today():
        return at.choice(at.mixed(m.skill for m in due), "due")
    if at.options.ahead:
        return _ahead(at)
    behind = bool(at.due())  # a backlog leaves no room for new skills
    if not behind and at.new_left() and (new := at.new()):
        return at.choice(at.mixed(new), "new")
    if again:
        return at.choice(at.mixed(m.skill for m in again), "again")
    return at.rest("backlog" if behind else "")


def _ahead(at: Situation) -> Choice | Rest:
    ordered = at.ahead()
    if not ordered:
        return at.rest()
    unasked = [slug for slug in ordered if slug not in at.recent]
    slug = at.mixed(unasked) if unasked else ordered[0]
    memory = at.memories.get(slug)
    return at.choice(slug, "ahead" if memory and memory.reps else "new")


def due_counts(
    curriculum: Curriculum,
    available: Mapping[str, int],
    memories: Mapping[str, Memory],
    now: datetime,
    day: int,
    options: Options,
    parameters: Parameters = DEFAULTS,
    today: Today | None = None,
) -> Counts:
    """How much there is to do today."""
    at = Situation(curriculum, available, memories, now, day, options, (), parameters, today)
    due, again, new = len(at.due_today()), len(at.again()), min(at.new_left(), len(at.new()))
    if due < len(at.due()):
        new = 0
    if options.problems and not options.ahead:
        left = max(0, options.problems - at.today.done)
        again = min(again, left)
        due = min(due, left - again)
        new = min(new, left - again - due)
    return Counts(due, again, new)


def weakness(memory: Memory) -> tuple[float, float, str]:
    """The order of "weak first": what was failed most often, then what is least stable."""
    return -(memory.reps - memory.passes) / max(1, memory.reps), memory.stability, memory.skill


def known(memory: Memory | None) -> bool:
    """True when the last answer was not a failure and the skill would still be remembered tomorrow."""
    return memory is not None and memory.passes > 0 and memory.again == 0 and memory.stability >= KNOWN_STABILITY


def prerequisites(curriculum: Curriculum, slug: str, available: Collection[str]) -> tuple[str, ...]:
    """The nearest prerequisites that can be practised: one that cannot is replaced by its own
    prerequisites."""
    found: dict[str, None] = {}
    todo, seen = list(curriculum.skills[slug].prereqs), {slug}
    while todo:
        before = todo.pop(0)
        if before in seen:
            continue
        seen.add(before)
        if before in available:
            found[before] = None
        else:
            todo.extend(curriculum.skills[before].prereqs)
    return tuple(found)
