"""Proofs as partially ordered lines: the engine of every `*-proof-steps` skill.

A `Proof` has its lines in a right order, each with the lines it uses, and slips: wrong variants of single lines.
An instance draws the letters and asks in one of three ways: put the shuffled lines in order and leave out one or two
slips; find the first wrong line in a proof of which one line was replaced by a slip (or none was); or, at level 3,
fill the gaps of a proof whose decisive expressions and reasons were left out (`Gap`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from question_bank._gaps import Gap, choice, expression, hide, holds, in_formula, mark, misconceptions
from question_bank._steps import listed
from quizgen.answers.choice import ChoiceAnswer, first_wrong
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.ordering import Line as ShownLine
from quizgen.answers.ordering import OrderingAnswer
from quizgen.draw import Draw
from quizgen.markup.source import Tex, text
from quizgen.problem import Part, Problem, Step

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
    gaps: tuple[Gap, ...] = ()
    """A proof with gaps is asked at level 3 as well, to be completed."""

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
    """"order", "first-wrong" or "faded"."""
    slips: tuple[int, ...]
    """Indices of the slips: the distractors, or the one wrong line, or none."""
    shown: tuple[int, ...]
    """To order: the permutation of lines and then distractors in which they are displayed."""
    wording: int
    gaps: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """To complete: the indices of the gaps, each with the order of its options (of none for an expression)."""


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
FADED_ASKS = (
    "Complete the proof: give what stands in its gaps.",
    "The decisive pieces of this proof were left out. Supply them, so that every line follows.",
    "In this proof some expressions and reasons are missing. What belongs in the gaps?",
)
TYPING = (
    "Type `A^T` for a transpose, `A^-1` for an inverse, `norm(x)` for a length, and a Greek letter by its name, such "
    "as `lambda`."
)
ORDER_HINT = "A line can stand only after the lines that it uses and after those that introduce its letters."
WRONG_HINT = (
    "Ask of each line: from which earlier lines, definitions or hypotheses does it follow? "
    "What is to be shown may not be used."
)

FADED_HINT = (
    "Read on past the gap: what stands there must follow from the lines before it, and what comes after must follow "
    "from it."
)
FADED = 3
"""The level at which proofs are to be completed."""
MOST_GAPS = 4


class Proofs:
    """The proofs of a skill."""

    def __init__(self, *proofs: Proof) -> None:
        self.proofs = {proof.name: proof for proof in proofs}
        self.levels: dict[int, list[str]] = {}
        for proof in proofs:
            self.levels.setdefault(proof.level, []).append(proof.name)
        self.faded = [proof.name for proof in proofs if proof.gaps]

    def draw(self, draw: Draw, level: int) -> Drawn:
        """A proof of the level, to order or to read; at level 3 most often one to complete."""
        if level == FADED and self.faded and draw.below(5):
            return self.faded_instance(draw, draw.choice(self.faded))
        return self.instance(draw, draw.choice(self.levels[level]), draw.choice(("order", "first-wrong")))

    def instance(self, draw: Draw, name: str, kind: str) -> Drawn:
        """A drawn instance of one proof."""
        proof = self.proofs[name]
        words = _words(draw, proof)
        wording = draw.below(6)
        if kind == "order":
            slips = _distractors(draw, proof)
            shown = draw.shuffled(range(len(proof.lines) + len(slips)))
            return Drawn(name, tuple(words), kind, slips, tuple(shown), wording)
        sound = draw.below(6) == 0
        slips = () if sound else (draw.below(len(proof.slips)),)
        return Drawn(name, tuple(words), kind, slips, (), wording)

    def faded_instance(self, draw: Draw, name: str) -> Drawn:
        """A drawn instance of one proof with three or four of its gaps (all, where it has fewer)."""
        proof = self.proofs[name]
        words = _words(draw, proof)
        wording = draw.below(6)
        count = min(len(proof.gaps), draw.integer(MOST_GAPS - 1, MOST_GAPS))
        gaps = tuple(
            (i, () if proof.gaps[i].answer else tuple(draw.shuffled(range(len(proof.gaps[i].wrong) + 1))))
            for i in sorted(draw.shuffled(range(len(proof.gaps)))[:count], key=reading_order(proof).index)
        )
        return Drawn(name, tuple(words), "faded", (), (), wording, gaps)

    def problem(self, *given: Any) -> Problem:
        """The problem of a `Drawn`."""
        drawn = Drawn(*given)
        writer = _Writer(self.proofs[drawn.proof], drawn)
        if drawn.kind == "faded":
            return writer.faded()
        return writer.order() if drawn.kind == "order" else writer.first_wrong()

    def verify(self, *given: Any) -> bool:
        """`verify(*drawn, answer)`: a right order uses every line once, each after all that it uses; the first
        wrong line is the first one that the proof as it should be does not have; an expression for a gap has the
        value, at exact samples, that its meaning gives, and an option put into its gap restores the sound line."""
        *fields, answer = given
        drawn = Drawn(*fields)
        proof = self.proofs[drawn.proof]
        if drawn.kind == "order":
            return sorted(answer) == sorted(line.id for line in proof.lines) and proved(proof, answer)
        writer = _Writer(proof, drawn)
        if drawn.kind == "faded":
            return writer.completed(answer)
        right = [writer.say(line.text) for line in proof.lines]
        wrong = [line for line in writer.replaced() if line not in right]
        return list(answer) == (wrong[:1] or [SOUND])


def reading_order(proof: Proof) -> list[int]:
    """The indices of the gaps as they are met in reading the proof."""
    ids = [line.id for line in proof.lines]
    places = [(ids.index(gap.of), proof.line(gap.of).text.index(gap.cut)) for gap in proof.gaps]
    return sorted(range(len(places)), key=places.__getitem__)


def _words(draw: Draw, proof: Proof) -> list[tuple[str, Any]]:
    words: list[tuple[str, Any]] = []
    for canonical, choices in proof.letters:
        words += zip(canonical, map(Tex, draw.choice(choices)), strict=True)
    if proof.numbers:
        words += draw.choice(proof.numbers)
    return words


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
        before = {0: "", 1: "Line 1 holds.", 2: "Lines 1 and 2 hold."}.get(at, f"Lines 1 to {at} hold.")
        return (
            *([Step(before)] if before else []),
            Step(f"Line {at + 1} does not hold. {self.say(slip.why)}"),
            Step(f"It should read: {self.say(self.proof.line(slip.of).text)}"),
            Step(f"So the first wrong line is line {at + 1}: {lines[at]}"),
        )

    # --- to complete

    @property
    def gaps(self) -> list[tuple[str, Gap, tuple[int, ...]]]:
        """The gaps that were drawn, by their letters, with the order of their options."""
        return [("abcdefgh"[k], self.proof.gaps[i], order) for k, (i, order) in enumerate(self.drawn.gaps)]

    def faded(self) -> Problem:
        """The proof with its decisive pieces left out."""
        lines = "\n".join(f"{i + 1}. {self.say(template)}" for i, template in enumerate(self.templates()))
        matrices = any(gap.answer and any(thing.shape for thing in gap.things) for _, gap, _ in self.gaps)
        return Problem(
            prompt="\n\n".join([self.prompt(FADED_ASKS), lines, *([TYPING] if matrices else [])]),
            parts=tuple(self._part(*gap) for gap in self.gaps),
            steps=(*self._filled(), self._gaps_told()),
            hints=(self.say(self.proof.hint), FADED_HINT),
        )

    def templates(self) -> list[str]:
        """The templates of the lines, with the drawn gaps in them."""
        found = {line.id: line.text for line in self.proof.lines}
        for name, gap, _ in self.gaps:
            found[gap.of] = hide(found[gap.of], gap.cut, name)
        for name, gap, _ in self.gaps:
            for of, cut, instead in gap.also:
                if cut in found[of]:  # otherwise it lies in another gap
                    found[of] = found[of].replace(cut, instead) if instead else hide(found[of], cut, name)
        return list(found.values())

    def answer(self, gap: Gap, order: tuple[int, ...]) -> ExpressionAnswer | ChoiceAnswer:
        """What fills a gap."""
        if gap.answer:
            return expression(gap, self.words)
        return choice(gap, self.proof.line(gap.of).text, order, self.say)

    def _part(self, name: str, gap: Gap, order: tuple[int, ...]) -> Part:
        return Part(
            name,
            self.answer(gap, order),
            self._asked(name, gap),
            misconceptions=misconceptions(gap, self.words, self.say),
        )

    def _asked(self, name: str, gap: Gap) -> str:
        if gap.asks:
            return f"Gap {name}: {self.say(gap.asks)}"
        if not gap.answer:
            return f"Which of these belongs in gap {name}?"
        letters = [f"${self.words.get(thing.name, _latex(thing.name))}$" for thing in gap.things]
        return f"What belongs in gap {name}? Give it in terms of {listed(letters)}."

    def _filled(self) -> list[Step]:
        ids = [line.id for line in self.proof.lines]
        return [
            Step(
                f"Gap {name}: {self.say(gap.why)} So line {ids.index(gap.of) + 1} reads: "
                f"{self.say(self.proof.line(gap.of).text)}"
            )
            for name, gap, _ in self.gaps
        ]

    def _gaps_told(self) -> Step:
        told = []
        for name, gap, order in self.gaps:
            answer = self.answer(gap, order)
            shown = f"${answer.tex().strip()}$" if isinstance(answer, ExpressionAnswer) else answer.value()[0]
            told.append(f"- ({name}) {shown}")
        return Step("So the gaps are filled like this:\n\n" + "\n".join(told))

    def completed(self, values: Mapping[str, Any]) -> bool:
        """True when each value fills its gap."""
        return all(self._fills(name, gap, values[name]) for name, gap, _ in self.gaps)

    def _fills(self, name: str, gap: Gap, value: Any) -> bool:
        if gap.answer:
            return holds(gap, self.words, value)
        template = self.proof.line(gap.of).text
        line, hidden = self.say(template), self.say(hide(template, gap.cut, name, spaced=False))
        if in_formula(template, gap.cut):
            return [hidden.replace(mark(name), option[1:-1]) for option in value] == [line]
        return [hidden.replace(f"${mark(name)}$", option) for option in value] == [line]


def _latex(name: str) -> str:
    """A letter without a template: itself, or the Greek letter."""
    return name if len(name.partition("_")[0]) == 1 else "\\" + name
