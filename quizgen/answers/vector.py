"""Vector: its coordinates one by one. Direction: a nonzero vector up to scale, such as an eigenvector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.entrywise import judge_entries, shape_verdict
from quizgen.answers.replies import (
    UNDECIDED,
    author,
    changed,
    counted,
    decimal,
    exact,
    faults,
    guarded,
    judge_word,
    latex,
    latex_table,
    listed,
    once,
    plain_value,
    replied,
    rounded,
    unicode_minus,
)
from quizgen.answers.source import entries as texts_of
from quizgen.answers.syntax import Logic, Name, Node, Relation, Rows, SetOf, Unreadable, Vocabulary, Word, bare
from quizgen.answers.syntax import Sequence as Items
from quizgen.answers.worked import worked_entries

if TYPE_CHECKING:
    from quizgen.answers.closeness import Rounding


class VectorAnswer(Answer, frozen=True, tag="vector", omit_defaults=True):
    """A vector, typed as a row or a column; or a word such as "none" where there is no such vector.

    The length is checked first (code "shape"); then each entry counts, exactly or as close as `decimals` or
    `tolerance` allow. Some right: partial, with the share of right entries as the score and the wrong ones
    named. Where `names` are declared, "x = 1, y = -2" is read as well, in any order.

    Codes of wrong replies: "shape", "sign" (exactly the negative), "rounding" (fewer decimals than asked),
    "word", "undefined", else "incorrect"; "partial" where some entries are right.
    """

    entries: tuple[str, ...] = ()
    """Coordinates in the answer language."""
    decimals: int | None = None
    tolerance: str = ""
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """A name for each entry, such as ("x", "y")."""
    word: str = ""
    """The right answer when it is a word; `entries` are then empty."""
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, value: Any, **options: Any) -> VectorAnswer:
        """From an exact.Vector (or 1×n), a sympy matrix, or a list of exact numbers or texts."""
        return cls(texts_of(value), **options)

    def fields(self) -> tuple[Field, ...]:
        """One line."""
        example = "[" + ", ".join(("1", "-2", "3/4", "0", "5")[i % 5] for i in range(max(len(self.entries), 2))) + "]"
        words = (*self.words, self.word) if self.word else self.words
        vocabulary = Vocabulary(names=self.names, words=words)
        return (Field("answer", self.label, "line", "vector", example=example, vocabulary=vocabulary, labelled=True),)

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable for what is no vector."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        field = self.fields()[0]
        node = bare(replied(response, field))
        if isinstance(node, Word) or self.word:
            return judge_word(node, self.word, field, "There is a vector to give here.")
        column = worked_entries(as_column(node, self.names))
        return judge_entries(column, [[author(x)] for x in self.entries], self.rounding, vector=True)

    @property
    def rounding(self) -> Rounding:
        """What deviation is allowed."""
        from quizgen.answers.closeness import rounding

        return rounding(self.tolerance, "", self.decimals)

    def typed(self) -> dict[str, str]:
        """The coordinates in square brackets, rounded where decimals are asked for."""
        return {"answer": self.word or "[" + ", ".join(self._written()) + "]"}

    def _written(self) -> list[str]:
        return [x if self.decimals is None else rounded(x, self.decimals) for x in self.entries]

    def notations(self) -> Iterator[dict[str, str]]:
        """Rows, columns and lines in all brackets, transposes, LaTeX, decimals, by name."""
        yield from ({"answer": text} for text in once(self._spellings()))

    def _spellings(self) -> Iterator[str]:
        yield self.typed()["answer"]
        if self.word:
            return
        written = self._written()
        yield from vector_spellings(written)
        if self.decimals is not None:
            yield "[" + ", ".join(self.entries) + "]"
        decimals = [decimal(x) for x in self.entries]
        if None not in decimals:
            yield "[" + ", ".join(x or "" for x in decimals) + "]"
        if self.names:
            pairs = [f"{name} = {x}" for name, x in zip(self.names, written, strict=True)]
            yield ", ".join(pairs)
            yield ", ".join(pairs[::-1])
            yield "\n".join(pairs)

    def tex(self) -> str:
        """A column."""
        return rf"\text{{{self.word}}}" if self.word else latex_table([[latex(x)] for x in self.entries])

    def value(self) -> Any:
        """An exact n×1 matrix, else a list of floats; a word as text."""
        return self.word or vector_value(self.entries)

    def perturbed(self) -> Iterator[VectorAnswer]:
        """One entry changed, two swapped, all signs, one entry dropped, one more."""
        if self.word:
            yield replace(self, word="", entries=("0", "0"))
            return
        for entries in once_tuples(changed_entries(self.entries)):
            yield replace(self, entries=entries, names=self.names if len(entries) == len(self.names) else ())

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        if self.names and len(self.names) != len(self.entries):
            return ("there is not one name for each entry",)
        return faults(self)


class DirectionAnswer(Answer, frozen=True, tag="direction", omit_defaults=True):
    """A nonzero vector up to scale: any nonzero multiple is right (only positive ones if not `sign_free`).

    With `unit`, its length must be 1 as well (the direction alone is then half of it, code "not-unit"). With
    `decimals`, coordinates may be rounded to so many places, if they are large enough to tell the direction.

    Codes of wrong replies: "shape", "zero-vector", "orientation" (the opposite one), "rounding", "word",
    "undefined", else "incorrect".
    """

    entries: tuple[str, ...]
    """Coordinates of one such vector (of length 1 if `unit`)."""
    unit: bool = False
    sign_free: bool = True
    decimals: int | None = None
    names: tuple[str, ...] = ()
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, value: Any, **options: Any) -> DirectionAnswer:
        """From an exact.Vector, a sympy matrix, or a list of exact numbers or texts."""
        return cls(texts_of(value), **options)

    def fields(self) -> tuple[Field, ...]:
        """One line."""
        example = "[" + ", ".join(("1", "-2", "3/4", "0", "5")[i % 5] for i in range(len(self.entries))) + "]"
        vocabulary = Vocabulary(names=self.names)
        return (Field("answer", self.label, "line", "vector", example=example, vocabulary=vocabulary, labelled=True),)

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable for what is no vector."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        from quizgen.answers import directions
        from quizgen.answers.closeness import most_decimals

        node = bare(replied(response, self.fields()[0]))
        if isinstance(node, Word):
            return incorrect("word", "There is such a vector.")
        node = as_column(node, self.names)
        misfit = shape_verdict(node, (len(self.entries), 1), vector=True)
        if misfit is not None:
            return misfit
        right = [author(x) for x in self.entries]
        found = directions.compared(node, right, self.decimals)
        if found == "parallel":
            return self._length(directions.has_length_one(node, self.decimals)) if self.unit else CORRECT
        if found == "opposite":
            if not self.sign_free:
                return incorrect("orientation", "This points the opposite way.")
            return self._length(directions.has_length_one(node, self.decimals)) if self.unit else CORRECT
        if found == "zero":
            return incorrect("zero-vector", "The zero vector has no direction: give a nonzero vector.")
        if found == "rough":
            return incorrect("rounding", "Too few digits to tell the direction.")
        if found != "other":
            return UNDECIDED
        most = most_decimals(node)
        if most > 1 and (self.decimals is None or most < self.decimals):
            near = directions.compared(node, right, most)
            if near == "parallel" or (near == "opposite" and self.sign_free):
                return incorrect("rounding", self._too_rough())
        return incorrect()

    def _too_rough(self) -> str:
        if self.decimals is None:
            return "Entries are rounded; exact numbers are asked for."
        return f"Give {counted(self.decimals, 'decimal place')}, correctly rounded."

    def _length(self, one: bool | None) -> Verdict:
        if one is None:
            return UNDECIDED
        if one:
            return CORRECT
        return Verdict("partial", 0.5, "not-unit", "The direction is right, but the length is not 1.")

    def typed(self) -> dict[str, str]:
        """The stored vector, rounded where decimals are allowed and it is irrational."""
        return {"answer": "[" + ", ".join(self.entries) + "]"}

    def notations(self) -> Iterator[dict[str, str]]:
        """All spellings of a vector, and multiples of it."""
        yield from ({"answer": text} for text in once(self._spellings()))

    def _spellings(self) -> Iterator[str]:
        yield self.typed()["answer"]
        yield from vector_spellings(self.entries)
        column = "[" + ", ".join(self.entries) + "]"
        if self.sign_free:
            yield f"-{column}"
            yield "[" + ", ".join(f"-({x})" for x in self.entries) + "]"
        if not self.unit:
            yield f"3*{column}"
            yield f"{column}/7"
            yield f"sqrt(2) {column}"
            yield f"1/sqrt({'+'.join(f'({x})^2' for x in self.entries)}) * {column}"
        if self.decimals is not None:
            yield "[" + ", ".join(rounded(x, self.decimals + 1) for x in self.entries) + "]"

    def tex(self) -> str:
        """A column."""
        return latex_table([[latex(x)] for x in self.entries])

    def value(self) -> Any:
        """An exact n×1 matrix, else a list of floats."""
        return vector_value(self.entries)

    def perturbed(self) -> Iterator[DirectionAnswer]:
        """One entry changed, two swapped, one dropped, zero."""
        for entries in once_tuples((*changed_entries(self.entries), ("0",) * len(self.entries))):
            yield replace(self, entries=entries, names=self.names if len(entries) == len(self.names) else ())

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        return faults(self)


# --- what both share -----------------------------------------------------------------------


def as_column(node: Node, names: Sequence[str]) -> Node:
    """A reply by names, "x = 1, y = 2", as a column in the order of `names`. Raises Unreadable."""
    if isinstance(node, SetOf):
        raise Unreadable("Braces are for sets.", node.at, code="not-a-value", hint="write a vector as [1, 2]")
    parts = _relations(node)
    if not parts:
        return node
    found: dict[str, Node] = {}
    for part in parts:
        left = part.operands[0]
        if part.operators != ("=",) or not isinstance(left, Name) or left.name not in names:
            raise Unreadable("A vector is asked for.", part.at, code="not-a-value", hint="x = 1, y = 2, or [1, 2]")
        if left.name in found:
            raise Unreadable(f"{left.name} is given twice.", part.at, code="name-twice")
        found[left.name] = part.operands[1]
    missing = [name for name in names if name not in found]
    if missing:
        raise Unreadable(
            f"{listed(missing)} {'is' if len(missing) == 1 else 'are'} not given.", node.at, code="name-missing"
        )
    return Items(tuple(found[name] for name in names), "[", node.at)


def _relations(node: Node) -> list[Relation]:
    """The equations of a reply by names; empty when it is none."""
    if isinstance(node, Relation):
        return [node]
    items: tuple[Node, ...] = ()
    if isinstance(node, Items):
        items = node.items
    elif isinstance(node, Logic) and node.op == "and":
        items = node.parts
    elif isinstance(node, Rows):
        items = tuple(x for row in node.rows for x in row)
    relations = [x for x in items if isinstance(x, Relation)]
    if relations and len(relations) != len(items):
        raise Unreadable("Some of these are equations and some are not.", node.at, code="not-a-value")
    return relations


def vector_spellings(texts: Sequence[str]) -> Iterator[str]:
    """A vector in the notations that people know."""
    yield "[" + ", ".join(texts) + "]"
    yield unicode_minus("[" + ", ".join(texts) + "]")
    yield "(" + ", ".join(texts) + ")"
    yield "[" + "; ".join(texts) + "]"
    yield "[" + ", ".join(f"[{x}]" for x in texts) + "]"
    yield "[" + ", ".join(texts) + "]^T"
    yield latex_table([[latex(x)] for x in texts])
    if len(texts) > 1:
        yield ", ".join(texts)
        yield "\n".join(texts)
        if not any(" " in x for x in texts):
            yield "[" + " ".join(texts) + "]"


def vector_value(texts: Sequence[str]) -> Any:
    """An exact n×1 matrix, else a list of floats (complex numbers where one is not real)."""
    from quizgen.exact import Vector

    numbers = [exact(x) for x in texts]
    if all(x is not None for x in numbers):
        return Vector(numbers)
    found = [plain_value(x) for x in texts]
    kind = complex if any(isinstance(x, complex) for x in found) else float
    return [kind(float(x.p) / float(x.q)) if hasattr(x, "p") else kind(x) for x in found]


def changed_entries(texts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The vector with one entry changed, two swapped, all signs changed, one dropped, one more."""
    for i, text in enumerate(texts):
        for other in list(changed(text))[:3]:
            yield (*texts[:i], other, *texts[i + 1 :])
    for i in range(len(texts) - 1):
        yield (*texts[:i], texts[i + 1], texts[i], *texts[i + 2 :])
    yield tuple(next(changed(x)) if x not in ("0",) else x for x in texts)
    if len(texts) > 1:
        yield texts[:-1]
    yield (*texts, "1")


def once_tuples(items: Any) -> Iterator[tuple[str, ...]]:
    """Each only the first time."""
    yield from dict.fromkeys(items)
