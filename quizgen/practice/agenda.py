"""What a session knows beside the memory: settings, rehearsals through the graph, how the day stands, how long skills
take. Read from the log once, then kept up to date with every event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from quizgen.curriculum import Curriculum
from quizgen.practice import evidence
from quizgen.practice.credit import Rehearsal, blame, covers
from quizgen.practice.event import AGAIN, Event, in_force
from quizgen.practice.focus import skills_of
from quizgen.practice.log import Log
from quizgen.practice.memory import Memory, Parameters
from quizgen.practice.placement import placed, with_placed
from quizgen.practice.plan import exam_in_force, is_final
from quizgen.practice.preferences import Preferences, preferences_in_force, rare_events
from quizgen.practice.queue import Options, Today
from quizgen.practice.schedule import dated, final, scheduled


class Agenda:
    """The schedule of a log, as it is kept while a session goes on."""

    def __init__(self, log: Log, curriculum: Curriculum, memories: Mapping[str, Memory], day: int) -> None:
        self._log, self._curriculum, self._covers = log, curriculum, covers(curriculum)
        self.read(memories, day)

    def read(self, memories: Mapping[str, Memory], day: int) -> None:
        """Read all of it from the log again: after an undo, a sync, a new day."""
        standing = in_force(rare_events(self._log))
        self.preferences: Preferences = preferences_in_force(standing)
        self._focus = skills_of(self._curriculum, self.preferences.focus)
        self._placed = placed(standing)
        exam = exam_in_force(standing)
        self._exam = exam if exam is not None and day < exam.day else None
        self._told = evidence.rehearsals(self._log, memories, self._covers, self._curriculum)
        self._seconds = evidence.expected_seconds(self._log, memories)
        self._day, self._read_to = day, self._log.newest()
        self._done, self._spent = self._log.answers(day), evidence.spent_today(self._log, day)

    def learn(self, event: Event, memories: Mapping[str, Memory]) -> None:
        """Keep up with an event that was just recorded; nothing where it has been read since."""
        if event.id <= self._read_to:
            return
        if event.type == "review" and event.day == self._day and event.skill:
            self._done += 1
            self._spent += min(evidence.LONGEST, (event.ms or 0) / 1000)
            self._told.pop(event.skill, None)
            culprit = blame(self._curriculum, event.skill, event.code) if event.rating == AGAIN else ""
            for below in self._covers.get(event.skill, ()):
                memory = memories.get(below)
                if memory is not None and memory.reps:
                    one = Rehearsal(event.day, event.skill, event.rating or AGAIN, culprit == below)
                    self._told.setdefault(below, []).append((event.id, one))
        elif event.type == "override":
            for told in self._told.values():
                for at, (identity, one) in enumerate(told):
                    if identity == event.target and event.rating:
                        told[at] = (identity, one._replace(rating=event.rating))
        else:
            self.read(memories, event.day)

    def view(self, memories: Mapping[str, Memory], parameters: Parameters) -> dict[str, Memory]:
        """The memories with the dates that are kept (`quizgen.practice.schedule`)."""
        told = {skill: [one for _, one in pairs] for skill, pairs in self._told.items()}
        held = with_placed(memories, self._placed)
        if self._exam is None:
            return scheduled(held, told, self._covers, parameters, self.preferences)
        used = msgspec.structs.replace(parameters, retention=self._exam.retention)
        at = scheduled(dated(held, used), told, self._covers, used, self.preferences)
        if not is_final(self._exam.day, self._exam.final, self._day):
            return at
        return at | final(at, self._exam.skills.split(), self._exam.day, self._day, used)

    def today(self, memories: Mapping[str, Memory], day: int) -> Today:
        """How the study day stands."""
        if day != self._day:
            self.read(memories, day)
        on = self.preferences.credit == "on"
        return Today(self._done, self._spent, self._seconds, self._shares() if on else {})

    def options(self, base: Options) -> Options:
        """The options with what the learner has set for every day; what was asked for this session goes before."""
        plain, kept, said = Options(), {}, self.preferences
        values: dict[str, Any] = {"new_per_day": said.new_per_day, "problems": said.problems, "minutes": said.minutes}
        if self._focus is not None:
            values["skills"] = self._focus
        if self._exam is not None:
            values["minutes"] = self._exam.minutes
            values["new_per_day"] = self._exam.new_per_day
            values["skills"] = frozenset(self._exam.skills.split())
        for name, value in values.items():
            if getattr(base, name) == getattr(plain, name):
                kept[name] = value
        return msgspec.structs.replace(base, **kept)

    def _shares(self) -> dict[str, dict[str, float]]:
        factor = self.preferences.factor
        return {skill: {s: min(1.0, factor * w) for s, w in below.items()} for skill, below in self._covers.items()}
