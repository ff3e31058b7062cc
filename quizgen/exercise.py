"""An exercise is a triple: `sample` draws the givens, `build` makes the problem, `verify` says by definition
what makes an answer right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

import msgspec

from quizgen.answers.base import Answer
from quizgen.draw import Draw
from quizgen.errors import CannotDraw, QuizgenError
from quizgen.problem import Problem

F = TypeVar("F", bound=Callable[..., Any])

BOUNDS = (200, 1000, 2000)
"""Default bounds of `Exercise.bounds`: numbers that a person works with by hand."""

REDRAWS = 20
"""How often an instance is redrawn when a misconception happens to give the right answer."""


class Instance(NamedTuple):
    """A problem with what it was built from."""

    given: tuple[Any, ...]
    problem: Problem
    redraws: int


class Exercise:
    """A generator of problems for one skill. Made by `@exercise`; completed by `.problem` and `.verify`."""

    def __init__(
        self,
        slug: str,
        sample: Callable[[Draw, int], tuple[Any, ...]],
        *,
        version: int,
        levels: int = 3,
        bounds: tuple[int, ...] = BOUNDS,
    ) -> None:
        self.slug = slug
        self.sample = sample
        self.version = version
        self.levels = levels
        self.bounds = bounds
        """Largest integer that may be printed anywhere in a problem, by level (contract, point 8)."""
        self.build: Callable[..., Problem] | None = None
        self.check: Callable[..., bool] | None = None
        self.__doc__ = sample.__doc__
        self.__module__ = sample.__module__

    def problem(self, build: F) -> F:
        """Mark the function that builds the problem from the fields of the given."""
        self.build = build
        return build

    def verify(self, check: F) -> F:
        """Mark the function `check(*given, answer)` that tests an answer by definition.

        `answer` is `part.answer.value()`; with several parts, a dict of them by part id.
        """
        self.check = check
        return check

    def draw(self, level: int, seed: int) -> Draw:
        """The stream of one problem. Raises QuizgenError for a level that does not exist."""
        if not 1 <= level <= self.levels:
            raise QuizgenError(f"{self.slug} has levels 1 to {self.levels}, not {level}")
        return Draw(self.slug, self.version, level, seed)

    def instance(self, level: int, seed: int) -> Instance:
        """The problem of a level and seed, redrawn from child streams while a misconception gives the answer.

        Raises CannotDraw when `REDRAWS` child streams do not help, or when the sampler gives up.
        """
        assert self.build is not None, f"{self.slug} has no @problem"
        draw = self.draw(level, seed)
        for redraws in range(REDRAWS):
            try:
                given = self.sample(draw if redraws == 0 else draw.child("redraw", redraws), level)
            except CannotDraw as error:
                raise CannotDraw(f"{self.slug}, level {level}, seed {seed}: {error}") from None
            problem = self.build(*given)
            if not ambiguous(problem):
                named = msgspec.structs.replace(problem, slug=self.slug, version=self.version, level=level, seed=seed)
                return Instance(given, named, redraws)
        raise CannotDraw(
            f"{self.slug}, level {level}, seed {seed}: in {REDRAWS} draws a misconception always gave the right "
            "answer, or two gave the same one; tighten the sampler"
        )

    def generate(self, level: int, seed: int) -> Problem:
        """The problem of a level and seed."""
        return self.instance(level, seed).problem

    def __repr__(self) -> str:
        return f"<exercise {self.slug} v{self.version}>"


def exercises_of(module: ModuleType) -> Iterator[Exercise]:
    """The exercises that a module defines itself."""
    for value in vars(module).values():
        if isinstance(value, Exercise) and value.__module__ == module.__name__:
            yield value


def ambiguous(problem: Problem) -> bool:
    """True when a misconception is judged right, or two misconceptions are one and the same reply."""
    for part in problem.parts:
        wrong = [m.answer for m in part.misconceptions]
        if any(same(part.answer, answer) for answer in wrong):
            return True
        # Would the earlier one take the reply of the later? (With rounded replies the reverse may differ.)
        if any(same(earlier, later) for i, later in enumerate(wrong) for earlier in wrong[:i]):
            return True
    return False


def same(a: Answer, b: Answer) -> bool:
    """True when a reply of b is judged right for a."""
    typed = b.typed()
    return a.typed() == typed or a.matches(typed)


def exercise(
    slug: str, *, version: int, levels: int = 3, bounds: tuple[int, ...] = BOUNDS
) -> Callable[[Callable[[Draw, int], Any]], Exercise]:
    """Mark `sample(draw, level) -> given` (a NamedTuple) as the exercise of a skill; importing has no effect."""

    def wrap(sample: Callable[[Draw, int], Any]) -> Exercise:
        return Exercise(slug, sample, version=version, levels=levels, bounds=bounds)

    return wrap
