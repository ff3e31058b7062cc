"""Interval: a set of real numbers made of intervals and points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.replies import (
    UNDECIDED,
    author,
    changed,
    faults,
    guarded,
    latex,
    once,
    replied,
    unicode_minus,
)
from quizgen.answers.syntax import Vocabulary


class Piece(Struct, frozen=True, omit_defaults=True):
    """One interval; a single point where both ends are the same and closed."""

    low: str
    """In the answer language; "-inf" where it has no lower end."""
    high: str
    low_closed: bool = False
    high_closed: bool = False


class IntervalAnswer(Answer, frozen=True, tag="interval", omit_defaults=True):
    """A union of intervals, compared end by end after joining what touches; no pieces: the empty set.

    Read as intervals and unions, {1} for points, inequalities and chains in `name` ("0 <= x < 3", "|x| < 2",
    "x < 1 or x > 2"), "all reals" and "none".

    Codes of wrong replies: "end-type" (the right ends, but open instead of closed or the reverse),
    "complement" (everything else), "count" (another number of pieces), "undefined", else "incorrect".
    """

    parts: tuple[Piece, ...] = ()
    name: str = "x"
    """The variable of inequalities."""
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, value: Any, **options: Any) -> IntervalAnswer:
        """From text such as "(0, 1] U [2, inf)", "x > 2", "all reals" or "none", or from pieces."""
        if not isinstance(value, str):
            return cls(tuple(value), **options)
        from quizgen.answers.echo import typed
        from quizgen.answers.regions import written

        spans = written(value, options.get("name", "x"))
        pieces = (Piece(_plain(typed(s.low)), _plain(typed(s.high)), s.low_closed, s.high_closed) for s in spans)
        return cls(tuple(pieces), **options)

    def fields(self) -> tuple[Field, ...]:
        """One line."""
        vocabulary = Vocabulary(names=(self.name,))
        return (Field("answer", self.label, "line", "interval", example="(-1, 2] U [3, inf)", vocabulary=vocabulary),)

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable for what is no set of numbers."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        from quizgen.answers import regions

        node = replied(response, self.fields()[0])
        try:
            typed, right = regions.region(node, self.name), self._spans()
            return CORRECT if _alike(typed, right) else self._miss(typed, right)
        except regions.Undecided:
            return UNDECIDED

    def _spans(self) -> list[Any]:
        """The right set in normal form."""
        from quizgen.answers.regions import Span, normal

        return normal([Span(author(p.low), author(p.high), p.low_closed, p.high_closed) for p in self.parts])

    def _miss(self, typed: list[Any], right: list[Any]) -> Verdict:
        from quizgen.answers import regions

        if _alike([_closed(s) for s in typed], [_closed(s) for s in right]):
            return incorrect("end-type", "The ends are right, but not which of them belong to the set.")
        if _alike(typed, regions.complement(right)):
            return incorrect("complement", "This is everything else: the complement.")
        if len(typed) != len(right) and right:
            return incorrect("count")
        return incorrect()

    def typed(self) -> dict[str, str]:
        """Intervals joined by U; a single point in braces; "none" for the empty set."""
        return {"answer": " U ".join(map(_shown, self.parts)) or "none"}

    def notations(self) -> Iterator[dict[str, str]]:
        """The pieces in other orders, as inequalities, with other signs for infinity, in LaTeX."""
        yield from ({"answer": text} for text in once(self._spellings()))

    def _spellings(self) -> Iterator[str]:
        first = self.typed()["answer"]
        yield first
        yield unicode_minus(first)
        yield first.replace(" U ", " ∪ ").replace("inf", "∞")
        yield first.replace(" U ", " or ")
        if not self.parts:
            yield from ("{}", "no solution")
            return
        yield " U ".join(map(_shown, self.parts[::-1]))
        yield " or ".join(self._inequality(p) for p in self.parts)
        yield f"{self.name} in {first}"
        if self.parts == (Piece("-inf", "inf"),):
            yield "all reals"

    def _inequality(self, piece: Piece) -> str:
        if piece.low == piece.high:
            return f"{self.name} = {piece.low}"
        low = "<=" if piece.low_closed else "<"
        high = "<=" if piece.high_closed else "<"
        if piece.low == "-inf":
            return f"-inf < {self.name} < inf" if piece.high == "inf" else f"{self.name} {high} {piece.high}"
        if piece.high == "inf":
            return f"{self.name} {low.replace('<', '>')} {piece.low}"
        return f"{piece.low} {low} {self.name} {high} {piece.high}"

    def tex(self) -> str:
        """Intervals joined by ∪."""
        return r" \cup ".join(_tex(p) for p in self.parts) or r"\emptyset"

    def value(self) -> tuple[tuple[Any, Any, bool, bool], ...]:
        """(low, high, low_closed, high_closed) of each piece; ends are exact rationals or floats."""
        return tuple((_end(p.low), _end(p.high), p.low_closed, p.high_closed) for p in self.parts)

    def perturbed(self) -> Iterator[IntervalAnswer]:
        """One end open or closed, moved, a piece dropped, everything."""
        for pieces in dict.fromkeys(self._slips()):
            other = replace(self, parts=pieces)
            if not _is_backwards(other):
                yield other

    def _slips(self) -> Iterator[tuple[Piece, ...]]:
        pieces = self.parts
        for i, piece in enumerate(pieces):
            for other in _changed(piece):
                yield (*pieces[:i], other, *pieces[i + 1 :])
            yield (*pieces[:i], *pieces[i + 1 :])
        yield (Piece("-inf", "inf"),)
        yield ()
        yield (Piece("0", "1"),)
        yield (Piece("-inf", "0"),)
        yield (Piece("3", "inf", low_closed=True),)

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        from quizgen.answers import regions

        if len(self._spans()) != len(self.parts):
            return ("pieces are empty, or touch and should be one",)
        return faults(self) if regions else ()


def _plain(text: str) -> str:
    """A calculated end such as "2 + 1" as one number where it is rational."""
    from quizgen.answers.values import infinite, rational

    node = author(text)
    exact = None if infinite(node) else rational(node)
    return text if exact is None else str(exact)


def _shown(piece: Piece) -> str:
    if piece.low == piece.high:
        return "{" + piece.low + "}"
    return f"{'[' if piece.low_closed else '('}{piece.low}, {piece.high}{']' if piece.high_closed else ')'}"


def _tex(piece: Piece) -> str:
    if piece.low == piece.high:
        return rf"\left\{{{latex(piece.low)}\right\}}"
    left, right = "[" if piece.low_closed else "(", "]" if piece.high_closed else ")"
    return rf"\left{left}{latex(piece.low)},\, {latex(piece.high)}\right{right}"


def _end(text: str) -> Any:
    from quizgen.answers.values import infinite, rational, real

    node = author(text)
    if infinite(node):
        return infinite(node) * float("inf")
    exact = rational(node)
    return exact if exact is not None else float(real(node).mid())


def _changed(piece: Piece) -> Iterator[Piece]:
    """The piece with an end opened or closed, moved, or without an end."""
    if piece.low == piece.high:
        yield from (Piece(x, x, True, True) for x in list(changed(piece.low))[:2])
        return
    if piece.low != "-inf":
        yield replace(piece, low_closed=not piece.low_closed)
        yield from (replace(piece, low=x) for x in list(changed(piece.low))[:3])
        yield replace(piece, low="-inf", low_closed=False)
    if piece.high != "inf":
        yield replace(piece, high_closed=not piece.high_closed)
        yield from (replace(piece, high=x) for x in list(changed(piece.high))[:3])
        yield replace(piece, high="inf", high_closed=False)


def _is_backwards(answer: IntervalAnswer) -> bool:
    from quizgen.answers.regions import order

    return any(order(author(p.low), author(p.high)) >= 0 and p.low != p.high for p in answer.parts)


def _alike(one: list[Any], other: list[Any]) -> bool:
    """The same spans, both in normal form."""
    from quizgen.answers.regions import order

    return len(one) == len(other) and all(
        order(a.low, b.low) == 0 and order(a.high, b.high) == 0 and a[2:] == b[2:]
        for a, b in zip(one, other, strict=True)
    )


def _closed(span: Any) -> Any:
    return span._replace(low_closed=True, high_closed=True)
