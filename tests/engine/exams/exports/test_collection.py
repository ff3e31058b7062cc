"""Which problems are exported: stable under more skills and variants, and honest where there are few."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from quizgen import bank, curriculum
from quizgen.answers.number import NumberAnswer
from quizgen.errors import CannotDraw, QuizgenError
from quizgen.exams.exports.collection import Collection, chosen_skills, from_bank, from_manifest
from quizgen.exams.manifest import Manifest
from quizgen.problem import Problem, step


@dataclass
class Few:
    """An exercise with so many different problems."""

    different: int
    levels: int = 3

    def generate(self, level: int, seed: int) -> Problem:
        if not self.different:
            raise CannotDraw("la-inverse", level, seed)
        n = seed % self.different
        made = Problem.single(prompt=f"Double {n}.", answer=NumberAnswer(str(2 * n)), steps=(step("So."),))
        return Problem(made.prompt, made.parts, made.steps, slug="la-inverse", version=1, level=level, seed=seed)


def few(different: int, wanted: int) -> tuple[Collection, list[str]]:
    said: list[str] = []
    exercises = bank.Bank({"la-inverse": Few(different)})  # type: ignore[dict-item]
    return from_bank(curriculum.load(), exercises, ["la-inverse"], (2,), wanted, 0, short=said.append), said


def test_an_exercise_without_problems_is_refused() -> None:
    with pytest.raises(QuizgenError, match="la-inverse at level 2 cannot be drawn"):
        few(0, 3)


def test_few_problems_are_all_taken_and_it_is_said() -> None:
    made, said = few(5, 9)
    assert sorted(q.problem.prompt for q in made.questions) == [f"Double {n}." for n in range(5)]
    assert said == ["la-inverse at level 2 has about 5 different problems: all of them are taken"]
    assert few(5, 5)[1] == []


def test_levels_that_an_exercise_lacks_are_its_highest() -> None:
    exercises = bank.Bank({"la-inverse": Few(50, levels=1)})  # type: ignore[dict-item]
    made = from_bank(curriculum.load(), exercises, ["la-inverse"], (1, 2, 3), 2, 0)
    assert [q.problem.level for q in made.questions] == [1, 1]


def test_skills_topics_and_units() -> None:
    graph, known = curriculum.load(), bank.discover()
    assert chosen_skills(graph, known, ["la-inverse", "geo.proj", "la-inverse"])[0] == "la-inverse"
    topic = chosen_skills(graph, known, ["geo.proj"])
    assert all(graph.skills[slug].topic == "geo.proj" for slug in topic)
    assert set(topic) < set(chosen_skills(graph, known, ["geo"]))
    with pytest.raises(QuizgenError, match=r"did you mean geo\.proj"):
        chosen_skills(graph, known, ["geo.prj"])


def test_an_exam_gives_each_problem_once(built: tuple[object, Manifest]) -> None:
    manifest = built[1]
    made = from_manifest(manifest)
    assert len(made.questions) == len(manifest.problems)
    assert len({q.id for q in made.questions}) == len(made.questions)
    assert all(q.points == e.points for q in made.questions[:1] for e in manifest.papers[0].entries[:1])
