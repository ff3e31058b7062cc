"""A placement as a session: the same screens, the same log, another choice of what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quizgen.practice import placement
from quizgen.practice.event import Event
from quizgen.practice.memory import Memory
from quizgen.practice.phrases import some
from quizgen.practice.question import Finished, Question
from quizgen.practice.queue import Choice, Rest, known
from quizgen.practice.session import Session

LEVEL = 2
"""Asked where there is one: level 1 says too little."""


class Placement(Session):
    """At most 25 problems. Skip what you have not learned: nothing is logged for it, and it counts as not known."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "ahead": False})
        self._ancestors = {slug: self._curriculum.ancestors(slug) for slug in self._curriculum.skills}
        self._known_before = {slug for slug, memory in self._memories.items() if known(memory)} & set(self._ancestors)
        self._concluded = False

    def next(self) -> Question | None:
        """The next problem; None when enough is known, and then what was found is written down."""
        with self._lock:
            question = super().next()
            if question is None:
                self._conclude()
            return question

    def _choice(self, memories: Mapping[str, Memory], recent: Sequence[str]) -> Choice | Rest:
        right, wrong = self._evidence(memories, recent)
        if len(recent) >= placement.MOST:
            return Rest()
        levels = self._levels_available()
        chosen = self._options.skills
        asked = [slug for slug in levels if (chosen is None or slug in chosen) and slug not in recent]
        slug = placement.ask(self._curriculum, self._ancestors, asked, right, wrong)
        return Rest() if slug is None else Choice(slug, min(LEVEL, levels[slug]), "ahead")

    def _evidence(self, memories: Mapping[str, Memory], recent: Sequence[str]) -> tuple[list[str], list[str]]:
        """Skills answered right, here or before, and those answered wrong or skipped here."""
        passed = {slug for slug in recent if known(memories.get(slug)) and slug not in self._options.skipped}
        right = [
            slug for slug in self._ancestors if slug in passed or (slug in self._known_before and slug not in recent)
        ]
        wrong = [slug for slug in dict.fromkeys((*recent, *sorted(self._options.skipped))) if slug not in passed]
        return right, [slug for slug in wrong if slug in self._ancestors]

    def _conclude(self) -> None:
        if self._concluded:
            return
        self._concluded = True
        right, wrong = self._evidence(self._memories, self._recent)
        found = placement.known_by(self._curriculum, self._ancestors, right, wrong)
        new = [slug for slug in found if not (self._memories.get(slug) or Memory(slug)).reps]
        if self._recent and new:
            self._learn(self._log.record(Event("settings", data={"placed": " ".join(new)}), self._clock()))
        number, asked = len(set(found)), len(self._recent)
        total = len(self._curriculum.skills)
        behind = (
            f"You know about {number} of {total} skills: practice begins behind them. "
            "What was not asked itself is asked once within the next weeks. quizgen undo takes it back."
            if found
            else "Practice begins at the beginning."
        )
        self.finished = Finished(f"{some(asked, 'problem')} asked. {behind}")
