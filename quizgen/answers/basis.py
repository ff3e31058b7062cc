"""Basis: any basis of the same subspace, or any orthonormal one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.replies import replied
from quizgen.answers.syntax import Node, Rows, SetOf, Unreadable, Word, bare

if TYPE_CHECKING:
    from quizgen.answers.spaces import Precision, Vec

MOST = 12
"""Vectors that are looked at; more are refused as a wrong number of vectors."""


class BasisAnswer(Answer, frozen=True, tag="basis", omit_defaults=True):
    """A list of vectors that is a basis of the span of `vectors`; in any order, of any length unless `orthonormal`.

    Checked in this order: the length of each vector (code "shape"), a zero vector ("zero-vector"), how many
    there are ("count"), each of them in the space ("outside"), independence ("dependent"), inner products
    ("not-orthonormal"). Rational entries are settled exactly, roots by balls. With `decimals`, numbers typed
    with a point may be rounded to so many places. Score: vectors in the space and independent, but not
    orthonormal, are half of it; nothing else is.

    With `spanning`, any list whose span is the space is right, dependent or not ("outside", "too-small").

    A matrix counts by its rows, as every list of vectors does; by its columns only when its shape leaves no
    other reading (n rows, and not n columns).
    """

    vectors: tuple[tuple[str, ...], ...]
    """Independent vectors, entries in the answer language."""
    orthonormal: bool = False
    spanning: bool = False
    """Any list that spans the space is right, also one with dependent vectors."""
    decimals: int | None = None
    dimension: int = 0
    """Length of the vectors; needed only where `vectors` is empty (the zero space)."""
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, vectors: Iterable[Iterable[Any]], **options: Any) -> BasisAnswer:
        """From vectors of ints, fractions, exact rationals or texts such as "sqrt(2)/2"."""
        from quizgen.answers.spaces import plain

        return cls(tuple(tuple(map(plain, v)) for v in vectors), **options)

    @property
    def length(self) -> int:
        """Number of coordinates."""
        return len(self.vectors[0]) if self.vectors else self.dimension

    def fields(self) -> tuple[Field, ...]:
        """One field of several lines, a vector on each."""
        example = "(" + ", ".join(str(i + 1) for i in range(self.length)) + "), ..."
        return (Field("answer", self.label, "lines", "vectors", example=example, labelled=True),)

    def judge(self, response: Response) -> Verdict:
        """See the class."""
        from quizgen.answers.spaces import settle

        node = replied(response, self.fields()[0])
        found: list[Verdict | None] = [None]

        def test(at: Precision) -> bool | None:
            found[0] = self._verdict(self.listed(node, at), at)
            return None if found[0] is None else True

        settle(test, self.decimals)
        if found[0] is None:
            message = "It could not be settled whether this is a basis."
            return Verdict("undecided", 0.0, "undecided", message, "answer")
        return (found[0].outcome == "incorrect" and self._rounded(node, response)) or found[0]

    def _rounded(self, node: Node, response: Response) -> Verdict | None:
        """Said of a wrong reply that is right as nearly as its decimals can tell."""
        from quizgen.answers.closeness import most_decimals

        most = most_decimals(node)
        if self.decimals is not None or most < 2 or not replace(self, decimals=most).matches(response):
            return None
        return incorrect("rounding", "Coordinates are rounded; exact numbers are asked for.")

    def listed(self, node: Node, at: Precision) -> list[Vec]:
        """The vectors of a reply. Raises Unreadable."""
        from quizgen.answers import spaces, values

        node = bare(node)
        if isinstance(node, Word) and node.word == "none":
            return []
        if isinstance(node, Word):
            raise Unreadable("Vectors are asked for here, not words.", node.at, hint="(1, 2), (3, 4)", code="word")
        if isinstance(node, SetOf) and len(node.items) == 1:
            node = bare(node.items[0])
        if not isinstance(node, Rows):
            nodes = values.vectors(node)
            if len(nodes) != 1:
                return [self._line(spaces.table(x, at)) for x in nodes]
            node = nodes[0]
        rows = spaces.table(node, at)
        if len(rows) == self.length != len(rows[0]) or (self.length > 1 == len(rows[0])):
            return [list(column) for column in zip(*rows, strict=True)]
        return [list(row) for row in rows] if isinstance(node, Rows) else [self._line(rows)]

    def _line(self, rows: Sequence[Vec]) -> Vec:
        """A row or a column as a list."""
        return [x for row in rows for x in row]

    def space(self, at: Precision) -> list[Vec]:
        """The stored basis."""
        from quizgen.answers import spaces

        return [spaces.numbers(v, at) for v in self.vectors]

    def _verdict(self, listed: list[Vec], at: Precision) -> Verdict | None:
        """The first thing that is wrong; None where this precision cannot tell."""
        from quizgen.answers import spaces

        misfit = next((i for i, v in enumerate(listed) if len(v) != self.length), None)
        if misfit is not None:
            has = spaces.counted(len(listed[misfit]), "coordinate")
            return incorrect("shape", f"{_vector(misfit, listed)} has {has}, and not {self.length}.")
        if self.spanning:
            return self._spans(listed, at)
        zero = [at.all_zero(v) for v in listed]
        if True in zero:
            return incorrect("zero-vector", "A basis never contains the zero vector.")
        if len(listed) != len(self.vectors):
            return self._miscounted(listed, at)
        basis = self.space(at)
        inside = [spaces.contains(basis, v, at) for v in listed]
        if False in inside:
            return incorrect("outside", f"{_vector(inside.index(False), listed)} does not lie in the space.")
        independent = spaces.independent(listed, at)
        if independent is False:
            return incorrect("dependent", "These vectors are linearly dependent.")
        if None in (*zero, *inside, independent):
            return None
        return self._orthonormality(listed, at) if self.orthonormal else CORRECT

    def _spans(self, listed: list[Vec], at: Precision) -> Verdict | None:
        """All in the space, and as many independent ones as it has dimensions."""
        from quizgen.answers import spaces

        if len(listed) > MOST:
            return incorrect("count", f"Give at most {MOST} vectors.")
        basis = self.space(at)
        inside = [spaces.contains(basis, v, at) for v in listed]
        if False in inside:
            return incorrect("outside", f"{_vector(inside.index(False), listed)} does not lie in the space.")
        chosen: list[Vec] = []
        for v in listed:
            within = spaces.contains(chosen, v, at)
            if within is None:
                return None
            if not within:
                chosen.append(v)
        if None in inside:
            return None
        return CORRECT if len(chosen) == len(basis) else incorrect("too-small", "These span only a part of the space.")

    def _miscounted(self, listed: list[Vec], at: Precision) -> Verdict:
        from quizgen.answers import spaces

        typed, wanted = len(listed), len(self.vectors)
        if typed > self.length or (typed > 1 and spaces.independent(listed[:MOST], at) is False):
            return incorrect("dependent", f"These {typed} vectors are linearly dependent.")
        named = spaces.counted(typed, "vector")
        return incorrect("count", f"The space has dimension {wanted}; you gave {named}.")

    def _orthonormality(self, listed: list[Vec], at: Precision) -> Verdict | None:
        from quizgen.answers import spaces

        products = spaces.gram(listed)
        pairs = [(i, j) for i in range(len(listed)) for j in range(i, len(listed))]
        answers = [at.zero(products[i][j] - int(i == j)) for i, j in pairs]
        if False in answers:
            i, j = pairs[answers.index(False)]
            message = (
                f"{_vector(i, listed)} does not have length 1."
                if i == j
                else f"Vectors {i + 1} and {j + 1} are not orthogonal."
            )
            return Verdict("partial", 0.5, "not-orthonormal", f"It is a basis, but {message[0].lower()}{message[1:]}")
        return None if None in answers else CORRECT

    def typed(self) -> dict[str, str]:
        """The stored vectors in round brackets."""
        return {"answer": self._written("(", ", ", ")", ", ") if self.vectors else "{}"}

    def _written(self, start: str, between: str, end: str, apart: str) -> str:
        return apart.join(start + between.join(v) + end for v in self.vectors)

    def notations(self) -> Iterator[dict[str, str]]:
        """Lists in round and square brackets, on lines, as a set, as columns; in another order."""
        yield self.typed()
        if not self.vectors:
            yield {"answer": "none"}
            return
        yield {"answer": self._written("[", ", ", "]", ", ")}
        yield {"answer": self._written("[", "; ", "]", ", ")}
        yield {"answer": self._written("(", ", ", ")", "\n")}
        yield {"answer": "{" + self._written("(", ", ", ")", ", ") + "}"}
        yield replace(self, vectors=self.vectors[::-1]).typed()
        if len(self.vectors) != self.length:
            columns = zip(*self.vectors, strict=True)
            yield {"answer": "[" + "; ".join(", ".join(row) for row in columns) + "]"}

    def tex(self) -> str:
        """The vectors as columns, with commas."""
        from quizgen.answers import spaces
        from quizgen.answers.echo import tex

        if not self.vectors:
            return r"\emptyset"
        return ",\\ ".join(tex(spaces.column(v)) for v in self.vectors)

    def value(self) -> tuple[Any, ...]:
        """The vectors: exact n×1 matrices where all entries are rational, else lists of floats."""
        from quizgen import exact
        from quizgen.answers import spaces

        numbers = spaces.rationals(self.vectors)
        if numbers is None:
            return tuple(spaces.floats(self.vectors))
        return tuple(map(exact.Vector, numbers))

    def perturbed(self) -> Iterator[BasisAnswer]:
        """One vector pushed out of the space, doubled, zero, dropped, added; not of length 1 any more."""
        from quizgen.answers import spaces

        vectors = self.vectors
        i = spaces.outside(self.space(spaces.Precision(256)), self.length)
        for k, v in enumerate(vectors):
            if i is not None:
                moved = (*v[:i], spaces.plus_one(v[i]), *v[i + 1 :])
                yield self._with(k, moved)
            yield self._with(k, ("0",) * self.length)
            if len(vectors) > 1:
                yield replace(self, vectors=(*vectors[:k], *vectors[k + 1 :]))
                yield self._with(k, vectors[k - 1])
            if self.orthonormal:
                yield self._with(k, tuple(spaces.times(x, 2) for x in v))
        more = vectors[0] if vectors else ("1",) * self.length
        yield replace(self, vectors=(*vectors, more))

    def _with(self, k: int, vector: Sequence[str]) -> BasisAnswer:
        return replace(self, vectors=(*self.vectors[:k], tuple(vector), *self.vectors[k + 1 :]))

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        if len({len(v) for v in self.vectors}) > 1:
            return ("the vectors differ in length",)
        if not self.length:
            return ("the length of the vectors is not given",)
        verdict = self.judge(self.typed())
        return () if verdict.outcome == "correct" else (f"the stored basis is refused: {verdict.message}",)


def _vector(i: int, listed: Sequence[object]) -> str:
    return f"Vector {i + 1}" if len(listed) > 1 else "Your vector"
