"""Witness: an object that the learner gives as an example, such as a number, a vector or a matrix."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from quizgen.answers.base import Field
from quizgen.answers.replies import author, typed
from quizgen.answers.syntax import Node, Unreadable, Word


class Witness(Struct, frozen=True, omit_defaults=True):
    """One object of an example."""

    name: str
    shape: tuple[int, int] | None = None
    """(rows, columns) of a matrix, (n, 1) for a vector, None for a number."""
    example: str = ""
    """A right one, in the answer language; empty where there is none."""
    label: str = ""
    """Markup before the field; "$name =$" where empty."""

    def field(self) -> Field:
        """Where it is typed."""
        label = self.label or f"${self.name} =$"
        if self.shape is None:
            return Field(self.name, label, "line", example="2", labelled=True)
        rows, columns = self.shape
        expects = "vector" if columns == 1 else "matrix"
        return Field(self.name, label, "grid", expects, rows, columns, example=self.filled("2"), labelled=True)

    @property
    def symbol(self) -> str:
        """What stands before its value: its label where that is one formula, as in the form."""
        inner = self.label[1:-1]
        formula = self.label == f"${inner}$" and "$" not in inner
        return inner if formula else f"{self.name} ="

    def filled(self, entry: str) -> str:
        """One of the same shape with the same entry everywhere, as text."""
        if self.shape is None:
            return entry
        return "[" + "; ".join(", ".join([entry] * self.shape[1]) for _ in range(self.shape[0])) + "]"

    def read(self, text: str) -> Any:
        """The value of what was typed, a row turned into a column or back where only the other fits.

        Raises Unreadable.
        """
        node = typed(self.field(), text)
        if isinstance(node, Word):
            raise Unreadable("An example is asked for here, not words.", node.at, code="word")
        value = evaluated(node)
        if self.shape is not None and 1 in self.shape and _shape(value) == self.shape[::-1] != self.shape:
            return value.T if hasattr(value, "T") else value.transpose()
        return value

    def fits(self, value: Any) -> bool:
        """Whether a value has the shape of the witness."""
        found = _shape(value)
        return found == self.shape or (found is None and self.shape == (1, 1))


def evaluated(node: Node) -> Any:
    """The value of a tree without names, exact or as balls. Raises Unreadable for what has none."""
    from quizgen.answers import values

    try:
        return values.evaluate(node, {}, 1152)
    except values.Undefined as error:
        raise error.unreadable() from None


def given(text: str) -> Any:
    """The value of an author's text. Raises Unreadable."""
    return evaluated(author(text))


def _shape(value: Any) -> tuple[int, int] | None:
    if hasattr(value, "shape"):
        return (int(value.shape[0]), int(value.shape[1]))
    return (value.nrows(), value.ncols()) if hasattr(value, "nrows") else None
