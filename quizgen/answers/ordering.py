"""Ordering: put the steps that are needed into an order in which each rests on what stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Outcome, Response, Verdict
from quizgen.answers.choice import indices
from quizgen.answers.syntax import Unreadable

ASKED = "the numbers of the lines in their order, such as 3 1 2"

_DASHED = re.compile(r"(?<=[0-9a-zA-Z])\s*[-–—]\s*(?=[0-9a-zA-Z])")


class Line(Struct, frozen=True, omit_defaults=True):
    """One line to order, in markup."""

    text: str
    id: str
    needed: bool = True
    """False for a line that must be left out."""
    code: str = ""
    """The misconception that using this line shows."""
    feedback: str = ""
    """What to say to someone who used this line."""


class OrderingAnswer(Answer, frozen=True, tag="ordering", omit_defaults=True):
    """The displayed numbers in order. Every order of the needed lines that respects `before` is right.

    The score is the length of the longest beginning in which every line is needed and stands after all that
    it rests on, divided by the number of needed lines and of those given that are not needed.
    """

    lines: tuple[Line, ...]
    """In the order shown: the exercise shuffles by its own draw."""
    before: tuple[tuple[str, str], ...]
    """Pairs of ids: the first must stand somewhere before the second."""
    written: tuple[str, ...] = ()
    """The ids of the needed lines in the right order that is shown as the answer; without it the one that takes the
    smallest number at each place."""

    @classmethod
    def of(cls, lines: Sequence[Line | str], before: Sequence[tuple[str, str]] | None = None) -> OrderingAnswer:
        """From lines (a plain text gets the id "1", "2", ...) and edges; without edges, the order given is the
        only right one. Shuffle with `shown`."""
        made = tuple(x if isinstance(x, Line) else Line(x, str(i + 1)) for i, x in enumerate(lines))
        needed = [line.id for line in made if line.needed]
        return cls(made, tuple(pairwise(needed) if before is None else before))

    def shown(self, order: Sequence[int]) -> OrderingAnswer:
        """The same answer with its lines displayed in another order, a permutation of the indices.

        The order in which they stand now is the one that is shown as the answer: it must be right.
        """
        if sorted(order) != list(range(len(self.lines))):
            raise ValueError("the order of display must be a permutation of the lines")
        written = self.written or tuple(line.id for line in self.lines if line.needed)
        return replace(self, lines=tuple(self.lines[i] for i in order), written=written)

    def fields(self) -> tuple[Field, ...]:
        """One field with the numbered lines."""
        texts = tuple(line.text for line in self.lines)
        return (Field("answer", input="order", options=texts, example="3 1 2"),)

    def judge(self, response: Response) -> Verdict:
        """Names a line that does not belong, the first that stands too early, or that one is missing."""
        order = self.read(response.get("answer", ""))
        strays = sum(not self.lines[i].needed for i in order)
        score = self._prefix(order) / (len(self._needed()) + strays)
        outcome: Outcome = "partial" if score else "incorrect"
        for fault in (self._distractor(order), self._misplaced(order), self._missing(order)):
            if fault is not None:
                code, message = fault
                return Verdict(outcome, score if outcome == "partial" else 0.0, code, message)
        return CORRECT

    def read(self, text: str) -> list[int]:
        """The 0-based indices in the order typed. Raises Unreadable."""
        spread = text
        if len(self.lines) < 10 and re.fullmatch(r"\s*[1-9]{2,9}\s*", text):
            spread = " ".join(text.strip())
        if len(_DASHED.findall(text)) > 1:  # one alone might be a range
            spread = _DASHED.sub(" ", text)
        order = indices(spread, [line.text for line in self.lines], ASKED)
        if not order:
            raise Unreadable("At least one line is needed.", hint=f"Type {ASKED}.", code="empty", field="answer")
        repeated = next((i for k, i in enumerate(order) if i in order[:k]), None)
        if repeated is not None:
            raise Unreadable(
                f"Line {repeated + 1} stands there twice.",
                hint="Type each number at most once.",
                code="repeat",
                field="answer",
            )
        return order

    def _needed(self) -> list[int]:
        return [i for i, line in enumerate(self.lines) if line.needed]

    def _rests_on(self, i: int) -> list[int]:
        """Indices of the lines that must stand before line i."""
        index = {line.id: k for k, line in enumerate(self.lines)}
        return [index[first] for first, second in self.before if second == self.lines[i].id]

    def _prefix(self, order: Sequence[int]) -> int:
        for k, i in enumerate(order):
            if not self.lines[i].needed or any(j not in order[:k] for j in self._rests_on(i)):
                return k
        return len(order)

    def _distractor(self, order: Sequence[int]) -> tuple[str, str] | None:
        used = [i for i in order if not self.lines[i].needed]
        if not used:
            return None
        spoken = next((i for i in used if self.lines[i].code or self.lines[i].feedback), used[0])
        line = self.lines[spoken]
        code = f"misconception:{line.code}" if line.code else "distractor"
        return code, line.feedback or f"Line {spoken + 1} does not belong there."

    def _misplaced(self, order: Sequence[int]) -> tuple[str, str] | None:
        for k, i in enumerate(order):
            late = [j for j in self._rests_on(i) if j in order[k:]]
            if late:
                return "order", f"Line {i + 1} cannot stand there yet: it needs line {late[0] + 1} before it."
        return None

    def _missing(self, order: Sequence[int]) -> tuple[str, str] | None:
        if all(i in order for i in self._needed()):
            return None
        for i in order:
            if any(j not in order for j in self._rests_on(i)):
                return "missing", f"Line {i + 1} rests on a line that you left out."
        return "missing", "What stands there is in order, but something is missing."

    def _extension(self, *, last: bool = False) -> list[int]:
        """The right order that takes the smallest possible number at each place (or the largest)."""
        left, order = self._needed(), []
        while left:
            free = [i for i in left if all(j in order for j in self._rests_on(i))]
            if not free:
                raise ValueError("the lines cannot be ordered: `before` has a cycle")
            order.append(free[-1 if last else 0])
            left.remove(order[-1])
        return order

    def _order(self) -> list[int]:
        """The right order that is shown."""
        index = {line.id: i for i, line in enumerate(self.lines)}
        return [index[id] for id in self.written] or self._extension()

    def typed(self) -> dict[str, str]:
        """The right order that is shown."""
        return {"answer": " ".join(str(i + 1) for i in self._order())}

    def notations(self) -> Iterator[dict[str, str]]:
        """With spaces, commas, arrows, letters; and another right order, where there is one."""
        order = self._order()
        yield self.typed()
        yield {"answer": ", ".join(str(i + 1) for i in order)}
        yield {"answer": " -> ".join(str(i + 1) for i in order)}
        if len(self.lines) <= 26:
            yield {"answer": " ".join(chr(ord("a") + i) for i in order)}
        for last in (False, True):
            yield {"answer": " ".join(str(i + 1) for i in self._extension(last=last))}

    def tex(self) -> str:
        """The numbers of a right order."""
        return ",\\ ".join(str(i + 1) for i in self._order())

    def value(self) -> tuple[str, ...]:
        """The ids of the needed lines in the right order that is shown."""
        return tuple(self.lines[i].id for i in self._order())

    def perturbed(self) -> Iterator[OrderingAnswer]:
        """An order that breaks one pair, one more line that does not belong, one line less."""
        order = self._order()
        index = {line.id: i for i, line in enumerate(self.lines)}
        for first, second in dict.fromkeys(self.before):
            moved = [i for i in order if i != index[second]]
            moved.insert(moved.index(index[first]), index[second])
            yield self._exactly(moved)
        for i, line in enumerate(self.lines):
            if not line.needed:
                yield self._exactly([*order, i])
        if len(order) > 1:
            yield self._exactly(order[:-1])
            yield self._exactly(order[1:])

    def _exactly(self, order: Sequence[int]) -> OrderingAnswer:
        """The answer that takes this order alone."""
        lines = tuple(replace(line, needed=i in order) for i, line in enumerate(self.lines))
        ids = [self.lines[i].id for i in order]
        return OrderingAnswer(lines, tuple(pairwise(ids)))

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        ids = [line.id for line in self.lines]
        needed = {line.id for line in self.lines if line.needed}
        if len(set(ids)) < len(ids):
            return ("two lines have the same id",)
        if any(x not in needed for pair in self.before for x in pair):
            return ("`before` names a line that is not there or not needed",)
        if len(needed) < 2:
            return ("fewer than two lines are needed",)
        try:
            self._extension()
        except ValueError as error:
            return (str(error),)
        if self.written and (set(self.written) != needed or self._prefix(self._order()) < len(needed)):
            return ("the lines are not given in a right order",)
        return ("every order is right: `before` is empty",) if not self.before else ()
