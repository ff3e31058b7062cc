"""The problems of a sheet: skills by name, topic, course or week, each problem with a seed of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from quizgen.bank import Bank
from quizgen.curriculum import Course, Curriculum
from quizgen.draw import Draw
from quizgen.errors import CannotDraw, QuizgenError, nearest
from quizgen.problem import Problem, to_json

SEED_BITS = 31
TRIES = 20
MANY = 10
"""Problems of a sheet over topics when no number is given."""


class Pick(Struct, frozen=True):
    """A skill with the level at which it is asked."""

    slug: str
    level: int


def unknown(what: str, name: str, known: Iterable[str]) -> QuizgenError:
    """The error for a name that is not there, with the nearest one that is."""
    return QuizgenError(f"there is no {what} {name!r}{nearest(name, known)}")


def topic_skills(curriculum: Curriculum, name: str) -> list[str]:
    """The skills of a topic (its id or title) or of a whole unit, in the order of the curriculum."""
    topics = [t.id for t in curriculum.topics.values() if name in (t.id, t.title) or name in (t.unit,)]
    if not topics:
        known = [*curriculum.topics, *(t.title for t in curriculum.topics.values()), *curriculum.units]
        raise unknown("topic", name, known)
    return [slug for slug, skill in curriculum.skills.items() if skill.topic in topics]


def course_skills(courses: Mapping[str, Course], name: str, week: int | None) -> list[str]:
    """The skills of a course, or of one of its weeks."""
    if name not in courses:
        raise unknown("course", name, courses)
    course = courses[name]
    return list(course.skills if week is None else course.of_week(week))


def with_exercise(bank: Bank, slugs: Sequence[str], what: str) -> list[str]:
    """Those of the skills that have an exercise. Raises QuizgenError when none has."""
    found = [slug for slug in dict.fromkeys(slugs) if slug in bank]
    if not found:
        raise QuizgenError(f"no skill of {what} has an exercise yet; `quizgen bank list` shows those that have")
    return found


def picks(bank: Bank, slugs: Sequence[str], count: int, level: int, seed: int) -> list[Pick]:
    """`count` picks: a random part of the skills in their order, or each in turn when there are fewer."""
    if count < len(slugs):
        chosen = sorted(Draw("sheet-skills", seed).sample(range(len(slugs)), count))
        slugs = [slugs[i] for i in chosen]
    return [Pick(slug, min(level, bank[slug].levels)) for slug in (slugs[i % len(slugs)] for i in range(count))]


def problems(bank: Bank, chosen: Sequence[Pick], seed: int) -> list[Problem]:
    """A problem for each pick, all different. Raises QuizgenError when a skill has not so many different ones."""
    seen: set[bytes] = set()
    made = []
    for number, pick in enumerate(chosen):
        draw = Draw("sheet", seed, pick.slug, pick.level, number)
        for _ in range(TRIES):
            try:
                problem = bank[pick.slug].generate(pick.level, draw.bits(SEED_BITS))
            except CannotDraw:
                continue
            face = problem_face(problem)
            if face not in seen:
                seen.add(face)
                made.append(problem)
                break
        else:
            raise QuizgenError(
                f"{pick.slug} at level {pick.level} has not enough different problems for this sheet: ask for fewer"
            )
    return made


def problem_face(problem: Problem) -> bytes:
    """The problem without its seed: two problems with the same face are the same to a student."""
    import msgspec

    return to_json(msgspec.structs.replace(problem, seed=0))
