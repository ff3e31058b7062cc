"""Proofs as partially ordered lines: the engine of every `*-proof-steps` skill.

A `Proof` has its lines in a right order, each with the lines it uses, and slips: wrong variants of single lines.
An instance draws the letters and asks in one of two ways: put the shuffled lines in order and leave out one or two
slips, or find the first wrong line in a proof of which one line was replaced by a slip (or none was).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from question_bank._steps import listed
from quizgen.answers.choice import ChoiceAnswer, first_wrong
from quizgen.answers.ordering import Line as ShownLine
from quizgen.answers.ordering import OrderingAnswer
from quizgen.draw import Draw
from quizgen.markup.source import Tex, text
from quizgen.problem import Problem, Step

Letters = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Names of the templates, and what an instance may call them (LaTeX), changed together."""


class Line(NamedTuple):
    """One line of a proof."""

    id: str
    text: str
    """Template."""
    uses: tuple[str, ...] = ()
    """Ids of the lines it rests on, or whose letters it takes up: it stands after all of them."""


class Slip(NamedTuple):
    """A wrong variant of a line."""

    of: str
    """Id of the line it replaces."""
    text: str
    """Template."""
    why: str
    """Template: what is wrong with it, said to someone who used it."""
    code: str = ""
    """The mal-rule it shows."""


class Proof(NamedTuple):
    """A theorem with its proof."""

    name: str
    level: int
    theorem: str
    """Template."""
    lines: tuple[Line, ...]
    """In a right order."""
    slips: tuple[Slip, ...]
    hint: str
    """Template; how the proof goes, without naming a line."""
    letters: tuple[Letters, ...] = ()
    numbers: tuple[tuple[tuple[str, int], ...], ...] = ()
    """Settings of drawn numbers, one of which an instance takes."""

    def line(self, name: str) -> Line:
        """The line of an id."""
        return next(line for line in self.lines if line.id == name)

    def edges(self) -> tuple[tuple[str, str], ...]:
        """(first, second): the first must stand before the second."""
        return tuple((used, line.id) for line in self.lines for used in line.uses)


class Drawn(NamedTuple):
    """An instance of a proof: the given of a `*-proof-steps` exercise."""

    proof: str
    words: tuple[tuple[str, Any], ...]
    """Letters and numbers by their name in the templates."""
    kind: str
    """"order" or "first-wrong"."""
    slips: tuple[int, ...]
    """Indices of the slips: the distractors, or the one wrong line, or none."""
    shown: tuple[int, ...]
    """To order: the permutation of lines and then distractors in which they are displayed."""
    wording: int


SOUND = "Every line holds: the proof is right."
ORDER_ASKS = (
    "Put the lines in an order that proves the theorem, and leave out what does not belong to the proof.",
    "The lines of a proof were shuffled, and wrong ones were mixed in. Give the numbers of the right ones in order.",
    "Write a proof of the theorem by choosing from these lines and ordering them; not every line is usable.",
)
WRONG_ASKS = (
    "A student proves the theorem as follows. Which is the first line that is wrong or not justified?",
    "Read this proof line by line. Where does it first go wrong, by a false claim or by a reason that does not hold?",
    "Find the first line of this proof that is wrong or not justified, if there is one.",
)
ORDER_HINT = "A line can stand only after the lines that it uses and after those that introduce its letters."
WRONG_HINT = (
    "Ask of each line: from which earlier lines, definitions or hypotheses does it follow? "
    "What is to be shown may not be used."
)


class Proofs:
    """The proofs of a skill."""

    def __init__(self, *proofs: Proof) -> None:
        self.proofs = {proof.name: proof for proof in proofs}
        self.levels: dict[int, list[str]] = {}
        for proof in proofs:
            self.levels.setdefault(proof.level, []).append(proof.name)

    def draw(self, draw: Draw, level: int) -> Drawn:
        """A proof of the level, asked in one of the two ways."""
        return self.instance(draw, draw.choice(self.levels[level]), draw.choice(("order", "first-wrong")))

    def instance(self, draw: Draw, name: str, kind: str) -> Drawn:
        """A drawn instance of one proof."""
        proof = self.proofs[name]
        words: list[tuple[str, Any]] = []
        for canonical, choices in proof.letters:
            words += zip(canonical, map(Tex, draw.choice(choices)), strict=True)
        if proof.numbers:
            words += draw.choice(proof.numbers)
        wording = draw.below(6)
        if kind == "order":
            slips = _distractors(draw, proof)
            shown = draw.shuffled(range(len(proof.lines) + len(slips)))
            return Drawn(name, tuple(words), kind, slips, tuple(shown), wording)
        sound = draw.below(6) == 0
        slips = () if sound else (draw.below(len(proof.slips)),)
        return Drawn(name, tuple(words), kind, slips, (), wording)

    def problem(self, *given: Any) -> Problem:
        """The problem of a `Drawn`."""
        drawn = Drawn(*given)
        writer = _Writer(self.proofs[drawn.proof], drawn)
        return writer.order() if drawn.kind == "order" else writer.first_wrong()

    def verify(self, *given: Any) -> bool:
        """`verify(*drawn, answer)`: a right order uses every line once, each after all that it uses; the first
        wrong line is the first one that the proof as it should be does not have."""
        *fields, answer = given
        drawn = Drawn(*fields)
        proof = self.proofs[drawn.proof]
        if drawn.kind == "order":
            return sorted(answer) == sorted(line.id for line in proof.lines) and proved(proof, answer)
        writer = _Writer(proof, drawn)
        right = [writer.say(line.text) for line in proof.lines]
        wrong = [line for line in writer.replaced() if line not in right]
        return list(answer) == (wrong[:1] or [SOUND])


def proved(proof: Proof, order: Sequence[str]) -> bool:
    """True when each line of the order stands after all lines that it uses."""
    done: set[str] = set()
    for name in order:
        if not done.issuperset(proof.line(name).uses):
            return False
        done.add(name)
    return True


def _distractors(draw: Draw, proof: Proof) -> tuple[int, ...]:
    """One or two slips of different lines; one alone where the proof is long."""
    order = draw.shuffled(range(len(proof.slips)))
    count = 1 if len(proof.lines) >= 8 else draw.integer(1, 2)
    taken: list[int] = []
    for i in order:
        if len(taken) < count and all(proof.slips[i].of != proof.slips[j].of for j in taken):
            taken.append(i)
    return tuple(taken)


_PLACEHOLDER = re.compile(r"@[({]?([A-Za-z_]\w*)")


@lru_cache(maxsize=4096)
def _placeholders(template: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(template))


class _Writer:
    """Writes the problem of one drawn proof."""

    def __init__(self, proof: Proof, drawn: Drawn) -> None:
        self.proof = proof
        self.drawn = drawn
        self.words = dict(drawn.words)
        self.slips = [proof.slips[i] for i in drawn.slips]

    def say(self, template: str) -> str:
        """The template with the drawn letters that it uses."""
        return text(template, **{name: self.words[name] for name in _placeholders(template)})

    def prompt(self, asks: Sequence[str]) -> str:
        """The question and the theorem."""
        return f"{asks[self.drawn.wording % len(asks)]}\n\n> **Theorem.** {self.say(self.proof.theorem)}"

    # --- to order

    def order(self) -> Problem:
        """The shuffled lines with distractors."""
        lines = [ShownLine(self.say(line.text), line.id) for line in self.proof.lines]
        lines += [
            ShownLine(self.say(slip.text), f"slip {i}", False, slip.code, self.say(slip.why))
            for i, slip in enumerate(self.slips)
        ]
        answer = OrderingAnswer(tuple(lines), self.proof.edges()).shown(self.drawn.shown)
        return Problem.single(
            prompt=self.prompt(ORDER_ASKS),
            answer=answer,
            hints=(self.say(self.proof.hint), ORDER_HINT),
            steps=(*self._left_out(), *self._told(), self._order_told()),
        )

    def number(self, index: int) -> int:
        """The number under which a line, or a distractor after the lines, is displayed."""
        return self.drawn.shown.index(index) + 1

    def _left_out(self) -> list[Step]:
        count = len(self.proof.lines)
        return [
            Step(f"Line {self.number(count + i)} does not belong to the proof. {self.say(slip.why)}")
            for i, slip in enumerate(self.slips)
        ]

    def _told(self) -> list[Step]:
        return [Step(f"Line {self.number(i)}: {self.say(line.text)}") for i, line in enumerate(self.proof.lines)]

    def _order_told(self) -> Step:
        order = ", ".join(str(self.number(i)) for i in range(len(self.proof.lines)))
        free = not self._forced()
        more = " Another order is right as well, if each line stands after those that it uses." if free else ""
        return Step(f"So one right order is {order}.{more}" if free else f"So the order is {order}.")

    def _forced(self) -> bool:
        """True when there is only one right order."""
        names = [line.id for line in self.proof.lines]
        return all(first in self.proof.line(second).uses for first, second in pairwise(names))

    # --- to read

    def replaced(self) -> list[str]:
        """The lines with the slip in place."""
        wrong = {slip.of: slip for slip in self.slips}
        return [self.say(wrong.get(line.id, line).text) for line in self.proof.lines]

    def first_wrong(self) -> Problem:
        """The proof with at most one wrong line."""
        lines = self.replaced()
        slip = self.slips[0] if self.slips else None
        at = None if slip is None else [line.id for line in self.proof.lines].index(slip.of)
        return Problem.single(
            prompt=self.prompt(WRONG_ASKS),
            answer=self._choice(lines, at, slip),
            hints=(self.say(self.proof.hint), WRONG_HINT),
            steps=self._read(lines, at, slip),
        )

    def _choice(self, lines: list[str], at: int | None, slip: Slip | None) -> ChoiceAnswer:
        codes = [""] * len(lines) + [slip.code if slip else ""]
        return first_wrong(
            lines,
            at,
            "" if slip else "Look again at what this line follows from.",
            sound=SOUND,
            codes=codes,
        )

    def _read(self, lines: list[str], at: int | None, slip: Slip | None) -> tuple[Step, ...]:
        if at is None or slip is None:
            told = [
                f"Line {i + 1} follows from {listed([f'line {k}' for k in used])}."
                for i, line in enumerate(self.proof.lines)
                if (used := sorted(1 + [x.id for x in self.proof.lines].index(name) for name in line.uses))
            ]
            return (
                Step("The lines that use nothing before them introduce objects or state what is given or known."),
                Step(" ".join(told)),
                Step(f"So no line is wrong. {SOUND}"),
            )
        before = {0: "", 1: "Line 1 holds."}.get(at, f"Lines 1 to {at} hold.")
        return (
            *([Step(before)] if before else []),
            Step(f"Line {at + 1} does not hold. {self.say(slip.why)}"),
            Step(f"It should read: {self.say(self.proof.line(slip.of).text)}"),
            Step(f"So the first wrong line is line {at + 1}: {lines[at]}"),
        )
