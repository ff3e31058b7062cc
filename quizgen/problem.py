"""A problem as data: frozen, JSON in and out, whole without the code that made it.

All text is markup source (Markdown with LaTeX maths, see `quizgen.markup`), all answers are text in the
answer language (see `quizgen.answers`). `schema()` documents the JSON.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from quizgen.answers.kinds import AnyAnswer
from quizgen.errors import QuizgenError
from quizgen.markup.source import text


class Step(Struct, frozen=True):
    """One idea of the worked solution, with its numbers."""

    text: str
    """Markup."""


class Misconception(Struct, frozen=True):
    """A typical wrong reply to a part and the sentence that helps."""

    code: str
    """The id of the mal-rule in the curriculum, such as "roles-swapped"."""
    answer: AnyAnswer
    """What a learner with this misconception would reply."""
    feedback: str
    """Markup, one or two sentences, said to the learner; it does not give the answer away."""


class Follow(Struct, frozen=True, omit_defaults=True):
    """How the right answer of a part follows from the learner's own reply to an earlier part.

    Where that reply is wrong but readable and meets the guard, the value of `expression` at it is right as well, or
    the options whose `conditions` it meets.
    """

    part: str
    """Id of the earlier part: one number, vector, matrix or affine set (of which the point is taken)."""
    names: Annotated[tuple[str, ...], Meta(min_length=1)]
    """One name for each entry of the earlier reply, row by row; a single name stands for the whole reply."""
    expression: str
    """The right answer in the answer language, with these names; the givens are constants in it. Empty for a choice."""
    guard: str
    """A condition in these names that a reply must meet, so that a trivial one (zero, the identity) does not make
    this part trivial, such as "t1 != 0"."""
    conditions: tuple[str, ...] = ()
    """For a choice: of each option the condition in these names under which it is right, such as "u < 1/10"."""


class Part(Struct, frozen=True, omit_defaults=True):
    """One question of a problem."""

    id: str
    """"a", "b", ...; the fields of the form are prefixed with it where there are several parts."""
    answer: AnyAnswer
    prompt: str = ""
    """Markup; empty where the problem's prompt says it all."""
    points: int = 1
    misconceptions: tuple[Misconception, ...] = ()
    follows: Follow | None = None
    """An error in an earlier part is carried forward, not punished twice."""


class Problem(Struct, frozen=True, omit_defaults=True):
    """A problem with its answer, worked solution and hints."""

    prompt: str
    """Markup, to be understood alone."""
    parts: Annotated[tuple[Part, ...], Meta(min_length=1)]
    """At least one."""
    steps: tuple[Step, ...]
    """The worked solution; the last step shows the answer."""
    hints: tuple[str, ...] = ()
    """Markup, from gentle to strong; none gives the answer."""
    slug: str = ""
    """Skill; with version, level and seed it names the problem for ever."""
    version: int = 0
    level: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        """Raises ValueError (in JSON: QuizgenError) for a part that follows from one that does not stand before it."""
        seen: set[str] = set()
        for part in self.parts:
            if part.follows and part.follows.part not in seen:
                raise ValueError(f"part {part.id} follows from {part.follows.part}, which does not stand before it")
            seen.add(part.id)

    @classmethod
    def single(
        cls,
        *,
        prompt: str,
        answer: AnyAnswer,
        steps: tuple[Step, ...],
        hints: tuple[str, ...] = (),
        misconceptions: tuple[Misconception, ...] = (),
    ) -> Problem:
        """A problem with one part."""
        return cls(prompt, (Part("a", answer, misconceptions=misconceptions),), steps, hints)


def step(template: str, /, **values: Any) -> Step:
    """A step from a template of `quizgen.markup.source.text`."""
    return Step(text(template, **values))


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Problem)


def to_json(problem: Problem) -> bytes:
    """The problem as canonical JSON: the same problem gives the same bytes."""
    return _ENCODER.encode(problem)


def from_json(data: bytes | str) -> Problem:
    """The problem of `to_json`. Raises QuizgenError saying where the JSON is not a problem."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise QuizgenError(f"this is not a problem of quizgen: {error}") from None


def schema() -> dict[str, Any]:
    """The JSON schema of a problem."""
    return msgspec.json.schema(Problem)
