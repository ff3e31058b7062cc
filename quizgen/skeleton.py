"""The file that `quizgen bank new` writes: a complete small exercise to change, for one skill."""

from __future__ import annotations

from quizgen.curriculum import Skill

_TEMPLATE = '''"""{statement}.

Levels: {levels}.
Source: (book section or paper).
"""

from typing import NamedTuple

from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.markup.source import text
from quizgen.problem import Misconception, Problem, step


class Given(NamedTuple):
    a: int
    b: int


@exercise("{slug}", version=1)
def {name}(draw: Draw, level: int) -> Given:
    """Two integers; the levels must differ in structure, not only in size."""
    bound = (9, 20, 50)[level - 1]
    return Given(a=draw.integer(2, bound), b=draw.integer(2, bound))


@{name}.problem
def build(a: int, b: int) -> Problem:
    answer = NumberAnswer.of(a * b)
    return Problem.single(
        prompt=text(r"Compute $@a \\cdot @b$.", a=a, b=b),
        answer=answer,
        hints=(
            text(r"A product is a repeated sum."),
            text(r"Add $@a$ to itself until you have $@b$ of them.", a=a, b=b),
        ),
        steps=(
            step(r"$@a \\cdot @b$ is the sum of $@b$ numbers $@a$.", a=a, b=b),
            step(r"So $@a \\cdot @b = @answer$.", a=a, b=b, answer=answer),
        ),
        misconceptions=({misconceptions}
        ),
    )


@{name}.verify
def repeated_sum(a: int, b: int, answer: object) -> bool:
    """By definition: b copies of a, added up (a second method: it does not repeat the formula of build)."""
    return answer == sum(a for _ in range(b))
'''

_MISCONCEPTION = """
            # {rule} ({use})
            Misconception("{id}", NumberAnswer.of(a * b + {wrong}), "Say what went wrong, without the answer."),"""


def skeleton(skill: Skill) -> str:
    """The source of a new exercise for a skill."""
    wrong = [
        _MISCONCEPTION.format(rule=rule.rule, use=rule.use, id=rule.id, wrong=n)
        for n, rule in enumerate(skill.mal_rules, 1)
    ]
    return _TEMPLATE.format(
        statement=skill.statement,
        levels="; ".join(f"{n} {words}" for n, words in enumerate(skill.levels, 1)),
        slug=skill.id,
        name=skill.id.removeprefix(skill.unit + "-").replace("-", "_"),
        misconceptions="".join(wrong),
    )
