"""Set: several values in any order, such as the solutions of an equation or the eigenvalues of a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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
    is_complex,
    judge_word,
    latex,
    once,
    plain_value,
    replied,
    rounded,
    unicode_minus,
)
from quizgen.answers.source import source
from quizgen.answers.syntax import (
    Interval,
    Logic,
    Name,
    Node,
    Relation,
    Rows,
    Sequence,
    SetOf,
    Unreadable,
    Vocabulary,
    Word,
    bare,
)

if TYPE_CHECKING:
    from quizgen.answers.closeness import Rounding
    from quizgen.answers.matching import Matching

MOST = 60
"""Values that are looked at."""


class SetAnswer(Answer, frozen=True, tag="set", omit_defaults=True):
    """Values in any order; repeats count only with `multiplicity`. Values may be vectors, as points (1, 2).

    Read in braces, as a list, as "x = 1 or x = 2" (where `names` declares the variable), as "none" when empty.
    Some values right: partial; the score is the share of right ones among all that were typed or are missing.

    Codes of wrong replies: "incomplete" (values missing), "extra" (values too many), "multiplicity" (the right
    values, but not as often), "sign" (every value with the other sign), "word", "undefined", else "incorrect"
    and "partial" (some right, some wrong).
    """

    items: tuple[str, ...]
    """Values in the answer language, as often as they count."""
    multiplicity: bool = False
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ("x",)
    """The variables that solutions may be written with."""
    decimals: int | None = None
    tolerance: str = ""
    word: str = ""
    """The right answer when it is a word, such as "infinitely many"; `items` are then empty."""
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, *values: Any, **options: Any) -> SetAnswer:
        """From exact numbers, vectors or texts; a single list, tuple or set stands for its items."""
        if len(values) == 1 and isinstance(values[0], (list, tuple, set, frozenset)):
            found = tuple(map(source, values[0]))
            return cls(tuple(sorted(found)) if isinstance(values[0], (set, frozenset)) else found, **options)
        return cls(tuple(map(source, values)), **options)

    def fields(self) -> tuple[Field, ...]:
        """One line."""
        words = tuple(dict.fromkeys((*self.words, self.word))) if self.word else self.words
        vocabulary = Vocabulary(names=self.names, words=words)
        return (
            Field(
                "answer",
                self.label,
                "line",
                "set",
                example="1, -2, 3/4",
                vocabulary=vocabulary,
                labelled=True,
            ),
        )

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable for what is no list of values."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        field = self.fields()[0]
        node = bare(replied(response, field))
        if self.word or (isinstance(node, Word) and node.word != "none"):
            return judge_word(node, self.word, field)
        typed = self._listed(node)
        if not typed or not self.items:
            return CORRECT if not typed and not self.items else self._one_empty(typed)
        return self._compared(typed)

    def _one_empty(self, typed: list[Node]) -> Verdict:
        if typed:
            return incorrect("extra")
        return incorrect("incomplete", "There is at least one value.")

    def _listed(self, node: Node) -> list[Node]:
        """The values of a reply. Raises Unreadable."""
        found = self._values(node)
        if len(found) > MOST:
            raise Unreadable(f"These are {len(found)} values, and {MOST} is the most I compare.", code="too-long")
        return found

    def _values(self, node: Node) -> list[Node]:
        node = bare(node)
        if isinstance(node, Word) and node.word == "none":
            return []
        if isinstance(node, SetOf):
            return [x for item in node.items for x in self._value(item)]
        if isinstance(node, Logic) and node.op == "or":
            return [x for part in node.parts for x in self._values(part)]
        if isinstance(node, Rows) and not self._of_vectors:
            return [x for row in node.rows for x in row]
        if isinstance(node, Sequence) and not self._is_point(node):
            return [x for item in node.items for x in self._value(item)]
        return self._value(node)

    @property
    def _of_vectors(self) -> bool:
        return any(isinstance(bare(author(x)), (Sequence, Rows)) for x in self.items)

    def _is_point(self, node: Sequence) -> bool:
        """In a set of points, (1, 2) alone is one of them."""
        return self._of_vectors and not any(isinstance(bare(x), (Sequence, Rows)) for x in node.items)

    def _value(self, node: Node) -> list[Node]:
        """One value, or those of "x = 1"; a chain such as x = y = 1 is not read."""
        node = bare(node)
        if isinstance(node, Relation):
            left, right = node.operands[0], node.operands[-1]
            if node.operators != ("=",) or not isinstance(left, Name):
                hint = "type the values, such as 1, 2"
                raise Unreadable("Values are asked for here.", node.at, code="not-a-value", hint=hint)
            inner = bare(right)
            return list(inner.items) if isinstance(inner, (SetOf, Sequence)) and not self._of_vectors else [right]
        if isinstance(node, Interval):
            raise Unreadable("Values are asked for here, not an interval.", node.at, code="not-a-value")
        if isinstance(node, (SetOf, Word, Logic)) or (isinstance(node, Sequence) and not self._of_vectors):
            raise Unreadable("Each value is a number here.", node.at, code="not-a-value", hint="such as 1, 2")
        return [node]

    @property
    def rounding(self) -> Rounding:
        """What deviation is allowed."""
        from quizgen.answers.closeness import rounding

        return rounding(self.tolerance, "", self.decimals)

    def _matched(self, typed: list[Node]) -> Matching | None:
        """Which typed values are which of the right ones? Complex ones where the right ones are."""
        from quizgen.answers import matching

        if any(map(is_complex, self.items)):
            from quizgen.answers import complex_verdicts

            right = [author(x) for x in self.items]
            return complex_verdicts.matched(typed, right, self.rounding, self.multiplicity)
        return matching.matched(typed, [author(x) for x in self.items], self.rounding, self.multiplicity)

    def _compared(self, typed: list[Node]) -> Verdict:
        found = self._matched(typed)
        if found is None:
            return UNDECIDED
        if found.perfect:
            return CORRECT
        if found.same_values:
            return self._miscounted(found.share)
        if not found.right:
            return self._nothing_right(typed, found.share)
        code = "extra" if not found.missing else "incomplete" if not found.extra else "partial"
        return Verdict("partial", found.share, code, self._what_is_wrong(found))

    def _miscounted(self, share: float) -> Verdict:
        message = "The values are right, but not how often each of them occurs."
        return Verdict("partial", share, "multiplicity", message)

    def _nothing_right(self, typed: list[Node], share: float) -> Verdict:
        from quizgen.answers.syntax import Neg

        found = self._matched([Neg(x) for x in typed])
        if found is not None and found.perfect:
            return incorrect("sign", "All signs are reversed.")
        return self._rounded_verdict(typed) or incorrect()

    def _rounded_verdict(self, typed: list[Node]) -> Verdict | None:
        """Where exact values are asked for, and each one typed is one of them rounded."""
        from quizgen.answers.closeness import rounding_slip

        if not self.rounding.exact or any(map(is_complex, self.items)) or not typed:
            return None
        right = [author(x) for x in self.items]
        if all(any(rounding_slip(x, y) for y in right) for x in typed):
            return incorrect("rounding", "These are rounded; the exact numbers are asked for.")
        return None

    def _what_is_wrong(self, found: Any) -> str:
        """How many are missing and too many; never which are missing."""
        total = len(set(self.items)) if not self.multiplicity else len(self.items)
        parts = []
        if found.missing:
            verb = "is" if found.missing == 1 else "are"
            parts.append(f"{found.missing} of {counted(total, 'value')} {verb} missing")
        if found.extra:
            verb = "does" if found.extra == 1 else "do"
            parts.append(f"{counted(found.extra, 'value')} {verb} not belong")
        return (text := " and ".join(parts))[0].upper() + text[1:] + "."

    def typed(self) -> dict[str, str]:
        """The values in braces, rounded where decimals are asked for."""
        return {"answer": self.word or "{" + ", ".join(self._written()) + "}"}

    def _written(self) -> list[str]:
        places = self.decimals
        return [x if places is None or self._of_vectors else rounded(x, places) for x in self.items]

    def notations(self) -> Iterator[dict[str, str]]:
        """Braces, a list, the other order, repeated, decimals, equations."""
        yield from ({"answer": text} for text in once(self._spellings()))

    def _spellings(self) -> Iterator[str]:
        yield self.typed()["answer"]
        if self.word:
            return
        if not self.items:
            yield from ("none", "no solution", "{}")
            return
        written = self._written()
        yield "{" + ", ".join(written[::-1]) + "}"
        yield unicode_minus("{" + ", ".join(written) + "}")
        if not self.multiplicity:
            yield "{" + ", ".join([*written, written[0]]) + "}"
        if self._of_vectors:
            return
        yield ", ".join(written)
        yield "{" + ", ".join(map(latex, written)) + "}"
        if self.names and not self.multiplicity:
            yield " or ".join(f"{self.names[0]} = {x}" for x in written)
        decimals = [decimal(x) for x in self.items]
        if None not in decimals:
            yield "{" + ", ".join(x or "" for x in decimals) + "}"

    def tex(self) -> str:
        """The values in braces."""
        if self.word:
            return rf"\text{{{self.word}}}"
        return r"\left\{" + r",\, ".join(map(latex, self.items)) + r"\right\}" if self.items else r"\emptyset"

    def value(self) -> Any:
        """A tuple of exact rationals (floats where irrational, complex where not real, n×1 matrices for points);
        a word as text."""
        from quizgen.answers.values import rational_matrix

        if self.word:
            return self.word
        if self._of_vectors:
            return tuple(rational_matrix(author(x)) for x in self.items)
        return tuple(map(plain_value, self.items))

    def perturbed(self) -> Iterator[SetAnswer]:
        """One value changed, dropped, added, all signs, one repeated."""
        if self.word:
            yield replace(self, word="", items=("0",))
            return
        for items in dict.fromkeys(self._slips()):
            yield replace(self, items=items)

    def _slips(self) -> Iterator[tuple[str, ...]]:
        items = self.items
        if self._of_vectors:
            for i, item in enumerate(items):
                yield (*items[:i], f"2*{item}", *items[i + 1 :])
                yield (*items[:i], *items[i + 1 :])
            return
        for i, item in enumerate(items):
            for other in list(changed(item))[:3]:
                yield (*items[:i], other, *items[i + 1 :])
            yield (*items[:i], *items[i + 1 :])
        yield tuple("0" if x == "0" else next(changed(x)) for x in items)
        yield (*items, "17/3")
        if self.multiplicity and items:
            yield (*items, items[0])

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        return faults(self)
