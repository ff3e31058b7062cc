"""Tuple: several values in a fixed order, each judged by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.replies import (
    UNDECIDED,
    author,
    changed,
    counted,
    decimal,
    faults,
    guarded,
    latex,
    listed,
    once,
    replied,
    unicode_minus,
)  # fmt: skip
from quizgen.answers.source import source
from quizgen.answers.syntax import Node, Rows, Sequence, SetOf, Unreadable, Vocabulary, Word, bare


class TupleAnswer(Answer, frozen=True, tag="tuple", omit_defaults=True):
    """Values in order, "(1, x + 1, {2, 3})": numbers, expressions in `names`, points, sets, intervals.

    Read in round or square brackets or as a list. How many there are is checked first ("count"), then each
    value by itself, exactly or as close as `tolerance` or `decimals` allow. Some right: partial, with their
    share as the score and the wrong ones named.

    Codes of wrong replies: "count", "order" (the right values in another order), "word", "undefined", else
    "incorrect"; "partial" where some are right.
    """

    items: tuple[str, ...]
    """Values in the answer language."""
    names: tuple[str, ...] = ()
    domain: dict[str, str] = {}
    decimals: int | None = None
    tolerance: str = ""
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, *values: Any, **options: Any) -> TupleAnswer:
        """From exact values or texts; a single list or tuple stands for its items."""
        if len(values) == 1 and isinstance(values[0], (list, tuple)):
            values = tuple(values[0])
        return cls(tuple(map(source, values)), **options)

    def fields(self) -> tuple[Field, ...]:
        """One line."""
        example = "(" + ", ".join(("1", "-2", "3/4", "0", "5")[i % 5] for i in range(max(len(self.items), 2))) + ")"
        vocabulary = Vocabulary(names=self.names)
        return (
            Field(
                "answer",
                self.label,
                "line",
                "solutions",
                example=example,
                vocabulary=vocabulary,
                labelled=True,
            ),
        )

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable for what is no list of values."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        from quizgen.answers import compare
        from quizgen.answers.alike import Scope
        from quizgen.answers.closeness import rounding

        node = bare(replied(response, self.fields()[0]))
        right = [author(x, Vocabulary(names=self.names), "solutions") for x in self.items]
        domains = {name: compare.domain(text) for name, text in self.domain.items()}
        return judged(node, right, Scope(domains, rounding(self.tolerance, "", self.decimals)))

    def typed(self) -> dict[str, str]:
        """In round brackets."""
        comma = "," * (len(self.items) == 1)
        return {"answer": "(" + ", ".join(self.items) + comma + ")"}

    def notations(self) -> Iterator[dict[str, str]]:
        """Round and square brackets, a list, decimals, LaTeX."""
        yield from ({"answer": text} for text in once(self._spellings()))

    def _spellings(self) -> Iterator[str]:
        first = self.typed()["answer"]
        yield first
        yield unicode_minus(first)
        if len(self.items) > 1:
            yield "[" + ", ".join(self.items) + "]"
            yield ", ".join(self.items)
        if not self.names and not any(set("([{") & set(x) for x in self.items):
            decimals = [decimal(x) for x in self.items]
            if None not in decimals and len(self.items) > 1:
                yield "(" + ", ".join(x or "" for x in decimals) + ")"

    def tex(self) -> str:
        """In round brackets."""
        texts = [latex(x) if not self.names else self._latex(x) for x in self.items]
        return r"\left(" + r",\, ".join(texts) + r"\right)"

    def _latex(self, text: str) -> str:
        from quizgen.answers.echo import tex

        return tex(author(text, Vocabulary(names=self.names), "solutions"))

    def value(self) -> tuple[Any, ...]:
        """Exact rationals, floats where irrational, texts for anything else."""
        return tuple(map(_value, self.items))

    def perturbed(self) -> Iterator[TupleAnswer]:
        """One item changed, two swapped, one dropped, one more."""
        for items in dict.fromkeys(self._slips()):
            yield replace(self, items=items)

    def _slips(self) -> Iterator[tuple[str, ...]]:
        items = self.items
        for i, item in enumerate(items):
            plain = not set("([{") & set(item)
            for other in list(changed(item))[:3] if plain and not self.names else [f"({item}) + 1"] if plain else []:
                yield (*items[:i], other, *items[i + 1 :])
        for i in range(len(items) - 1):
            yield (*items[:i], items[i + 1], items[i], *items[i + 2 :])
        if len(items) > 1:
            yield items[:-1]
        yield (*items, "1")

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        return faults(self)


def _value(text: str) -> Any:
    from quizgen.answers.values import Undefined, rational, real

    try:
        node = author(text)
        exact = rational(node)
        return exact if exact is not None else float(real(node).mid())
    except (Unreadable, Undefined):
        return text


def judged(node: Node, right: list[Node], scope: Any) -> Verdict:
    """The verdict on a reply of several values in order. Raises Unreadable and Undefined."""
    from quizgen.answers.alike import alike, same_sets

    if isinstance(node, Word):
        return incorrect("word", "There are values to give here.")
    if isinstance(node, SetOf):
        message = "Braces are for sets, whose values have no order."
        raise Unreadable(message, node.at, code="not-a-value", hint="write (1, 2)")
    typed = _items(node)
    if len(typed) != len(right):
        message = (
            f"{counted(len(right), 'value')} {'is' if len(right) == 1 else 'are'} asked for; you gave {len(typed)}."
        )
        return incorrect("count", message)
    found = [alike(x, y, scope) for x, y in zip(typed, right, strict=True)]
    if all(found):
        return CORRECT
    if False not in found:
        return UNDECIDED
    if same_sets(typed, right, scope, multiplicity=True):
        return incorrect("order", "These are the right values in another order.")
    share = found.count(True) / len(found)
    if not share:
        return incorrect()
    wrong = [str(i + 1) for i, x in enumerate(found) if x is False]
    message = f"Value {wrong[0]} is wrong." if len(wrong) == 1 else f"Values {listed(wrong)} are wrong."
    return Verdict("partial", share, "partial", message)


def _items(node: Node) -> list[Node]:
    if isinstance(node, Sequence):
        return list(node.items)
    if isinstance(node, Rows):
        if len(node.rows) == 1 or len(node.rows[0]) == 1:
            return [x for row in node.rows for x in row]
        return [Sequence(row, "(", row[0].at) for row in node.rows]
    return [node]
