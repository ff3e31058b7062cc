"""Collections that the tests of exports share."""

from __future__ import annotations

from functools import lru_cache

from quizgen import bank, curriculum
from quizgen.exams.exports.collection import Collection, Question, from_bank, problem_id
from quizgen.problem import Problem

SAMPLE = (
    "la-inverse",
    "geo-project-line",
    "sta-fit-diagnosis",
    "la-proof-steps",
    "sta-proof-steps",
    "ml-facts",
    "geo-orthogonality-check",
    "cal-reverse-ad",
    "dec-eigenvalues-2x2",
    "code-gd",
    "geo-angle",
    "cal-derivative",
)
"""Skills with every kind of question, figures and code among them."""


@lru_cache(maxsize=4)
def sample(variants: int = 2, seed: int = 0, slugs: tuple[str, ...] = SAMPLE) -> Collection:
    """Problems of the sample, levels 1 and 3."""
    return from_bank(curriculum.load(), bank.discover(), slugs, (1, 3), variants, seed, title="A & B <sample>")


@lru_cache(maxsize=1)
def everything() -> tuple[Problem, ...]:
    """One problem of every exercise at every level."""
    return tuple(
        exercise.generate(level, 70 + level)
        for _, exercise in bank.discover().items()
        for level in range(1, exercise.levels + 1)
    )


def one(problem: Problem, points: float = 1.0) -> Question:
    """A problem as a question of a collection."""
    return Question(
        problem, ("quizgen", "X/Y & Z"), problem.slug or "made", problem_id(problem), (points,) * len(problem.parts)
    )
