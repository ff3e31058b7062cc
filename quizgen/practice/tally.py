"""What a session has come to so far: answers, time, new skills, levels."""

from __future__ import annotations

from quizgen.practice.event import AGAIN, NAMES, Event, Rating
from quizgen.practice.log import Recorded


class Tally:
    """Counts what was logged; an answer that is overruled counts once, with its last rating."""

    def __init__(self) -> None:
        self._ratings: dict[str, int] = {}
        self._skills: dict[str, str] = {}
        """Review -> skill."""
        self._levels: dict[str, tuple[int, int]] = {}
        self._new: set[str] = set()
        self._milliseconds = 0

    def add(self, recorded: Recorded) -> None:
        """Count a review, or the overruling of one."""
        event, before, after = recorded.event, recorded.before, recorded.after
        review = event.target or event.id
        if event.rating is not None and (event.type == "review" or review in self._ratings):
            self._ratings[review] = event.rating
        self._milliseconds += event.ms or 0
        if event.skill is None or after is None:
            return
        if event.type == "review":
            self._skills[event.id] = event.skill
        if event.type == "review" and after.reps == 1:
            self._new.add(event.skill)
        first = self._levels.get(event.skill, (before.level if before else 1, 0))[0]
        self._levels[event.skill] = (first, after.level)

    def take_back(self, event: Event, rating: int | None) -> None:
        """Forget a review that was taken back; after an overruling was, its review has `rating` again."""
        if event.type == "review":
            if self._ratings.pop(event.id, None) is not None:
                self._milliseconds -= event.ms or 0
        elif event.target in self._ratings and rating is not None:
            self._ratings[event.target] = rating

    def bring_back(self, event: Event, rating: int | None) -> None:
        """Count a review again that was taken back in this session."""
        review = event.target or event.id
        if event.type == "review" or review in self._ratings:
            if rating is not None:
                self._ratings[review] = rating
            self._milliseconds += event.ms or 0 if event.type == "review" else 0

    def holds(self, review: str | None) -> bool:
        """True when this review was answered in this session."""
        return review in self._ratings

    @property
    def done(self) -> int:
        """Problems answered."""
        return len(self._ratings)

    @property
    def correct(self) -> int:
        """Problems answered and not rated Again."""
        return sum(rating != AGAIN for rating in self._ratings.values())

    @property
    def new(self) -> int:
        """Skills answered for the first time."""
        return len(self._new)

    @property
    def seconds(self) -> int:
        """Time spent on answers."""
        return round(self._milliseconds / 1000)

    @property
    def ratings(self) -> dict[Rating, int]:
        """How many answers had each rating."""
        values = list(self._ratings.values())
        return {name: values.count(number) for number, name in NAMES.items()}

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills answered, in the order they were first asked."""
        return tuple(dict.fromkeys(self._skills[review] for review in self._ratings if review in self._skills))

    @property
    def raised(self) -> tuple[str, ...]:
        """Skills whose level rose, in the order they were first asked."""
        return tuple(skill for skill, (old, new) in self._levels.items() if new > old)

    @property
    def lowered(self) -> tuple[str, ...]:
        """Skills whose level fell."""
        return tuple(skill for skill, (old, new) in self._levels.items() if new < old)
