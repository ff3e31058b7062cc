"""What is exported: problems under categories, from skills of the bank or from an exam that was built."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from quizgen.bank import Bank
from quizgen.curriculum import Curriculum
from quizgen.draw import Draw
from quizgen.errors import CannotDraw, QuizgenError
from quizgen.exams.choose import SEED_BITS, problem_face, topic_skills, unknown, with_exercise
from quizgen.exams.manifest import Manifest
from quizgen.exams.words import Language
from quizgen.problem import Problem

Progress = Callable[[int], None]

TRIES = 40
"""After so many repetitions in a row an exercise has shown what it has."""


class Question(Struct, frozen=True):
    """One problem of a collection."""

    problem: Problem
    category: tuple[str, ...]
    """Names from the outermost category to the innermost."""
    name: str
    """As a teacher sees it in a list."""
    id: str
    """Unique in the collection, and the same whenever the same problem is exported."""
    points: tuple[float, ...]
    """Of each part."""

    @property
    def total(self) -> float:
        """The points of all parts."""
        return sum(self.points)


class Collection(Struct, frozen=True):
    """Problems to be exported together."""

    title: str
    questions: tuple[Question, ...]
    language: Language = "en"


def problem_id(problem: Problem) -> str:
    """Skill, version, level and seed: what names a problem for ever."""
    return f"{problem.slug}-v{problem.version}-l{problem.level}-s{problem.seed}"


def chosen_skills(curriculum: Curriculum, bank: Bank, names: Sequence[str]) -> list[str]:
    """The skills that the names mean: a skill, or a topic or unit with all its skills that have an exercise.

    Raises QuizgenError for a name that is neither, with the nearest that is.
    """
    found: list[str] = []
    for name in names:
        if name in bank:
            found.append(name)
        elif name in curriculum.skills:
            raise QuizgenError(f"the skill {name} has no exercise yet; `quizgen bank list` shows those that have")
        else:
            try:
                found += with_exercise(bank, topic_skills(curriculum, name), f"topic {name}")
            except QuizgenError as error:
                if "has an exercise" in str(error):
                    raise
                known = [*bank, *curriculum.topics, *curriculum.units]
                raise unknown("skill, topic or unit", name, known) from None
    return list(dict.fromkeys(found))


def from_bank(
    curriculum: Curriculum,
    bank: Bank,
    slugs: Sequence[str],
    levels: Sequence[int],
    variants: int,
    seed: int,
    *,
    title: str = "",
    language: Language = "en",
    progress: Progress = lambda done: None,
    short: Callable[[str], None] = lambda said: None,
) -> Collection:
    """`variants` different problems of each skill at each level.

    A skill's problems depend on nothing but seed, skill and level, so that a later export with more skills or more
    variants holds the same ones again. `short` is told of a skill that has fewer different problems: all are taken.
    """
    questions: list[Question] = []
    for slug in slugs:
        skill = curriculum.skills[slug]
        topic = curriculum.topics[skill.topic]
        unit = curriculum.units[topic.unit]
        for level in dict.fromkeys(min(level, bank[slug].levels) for level in levels):
            made = _different(bank, slug, level, variants, seed, progress)
            if len(made) < variants:
                short(f"{slug} at level {level} has about {len(made)} different problems: all of them are taken")
            for number, problem in enumerate(made, 1):
                category = ("quizgen", unit.title, topic.title, f"{slug}, level {level}")
                name = f"{slug}, level {level}, {number:0{len(str(variants))}}"
                points = tuple(float(part.points) for part in problem.parts)
                questions.append(Question(problem, category, name, problem_id(problem), points))
    return Collection(title or "Problems", tuple(questions), language)


def _different(bank: Bank, slug: str, level: int, count: int, seed: int, progress: Progress) -> list[Problem]:
    """So many different problems, or, where new ones hardly come any more, those that came.

    Raises QuizgenError when the exercise cannot be drawn at all.
    """
    draw = Draw("export", seed, slug, level)
    made: dict[bytes, Problem] = {}
    misses = 0
    while len(made) < count and misses <= TRIES:
        try:
            problem = bank[slug].generate(level, draw.bits(SEED_BITS))
        except CannotDraw:
            misses += 1
        else:
            face = problem_face(problem)
            if face in made:
                misses += 1
            else:
                made[face] = problem
                misses = 0
                progress(1)
    if not made:
        raise QuizgenError(f"{slug} at level {level} cannot be drawn")
    progress(count - len(made))
    return list(made.values())


def from_manifest(manifest: Manifest) -> Collection:
    """Every different problem of an exam, in a category for each item, with the points it had."""
    blueprint = manifest.blueprint
    seen: dict[tuple[str, str], Question] = {}
    order: dict[str, int] = {}
    for paper in manifest.papers:
        for entry in paper.entries:
            order.setdefault(entry.item, len(order))
            key = (entry.item, entry.problem)
            if key not in seen:
                problem = manifest.problems[entry.problem]
                number = sum(item == entry.item for item, _ in seen) + 1
                seen[key] = Question(
                    problem,
                    ("quizgen", blueprint.title, entry.item),
                    f"{entry.item}, {number:03}",
                    f"{entry.item}-{problem_id(problem)}",
                    entry.points,
                )
    questions = sorted(seen.values(), key=lambda q: (order[q.category[-1]], q.name))
    return Collection(blueprint.title, tuple(questions), blueprint.language)
