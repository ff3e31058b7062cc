"""Assumptions in words and inequalities as domains: "a > 0", "0 < p < 1", "n integer", "x != 0".

This module imports flint: import it inside functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flint import fmpq

from quizgen.answers import regions, values
from quizgen.answers.compare import survey
from quizgen.answers.language import read
from quizgen.answers.samples import REAL, Domain, Piece, _rational, domain
from quizgen.answers.syntax import Binary, Logic, Name, Node, Relation, Unreadable, Vocabulary, bare
from quizgen.errors import QuizgenError

_WORDS = re.compile(
    r"\s*([A-Za-zα-ω][A-Za-z0-9_α-ω, ]*?)\s+(?:is |are |in |∈ )?\s*(?:an? |the )?"
    r"((?:(?:non-?)?(?:positive|negative|zero)\s+)?(?:integers?|naturals?|reals?|whole)(?: numbers?)?"
    r"|non-?(?:negative|positive|zero)|positive|negative|probability|N|Z|R|ℕ|ℤ|ℝ)\s*"
)
_NAMED = {
    "n": "natural", "ℕ": "natural", "natural": "natural", "z": "integer", "ℤ": "integer", "integer": "integer",
    "whole": "integer", "r": "real", "ℝ": "real", "real": "real", "positive real": "positive",
    "negative real": "negative", "nonnegative real": "nonnegative", "nonzero real": "nonzero",
}  # fmt: skip


class Assumed(NamedTuple):
    """Domains by name, and names that a condition in several of them replaces by another expression."""

    domain: dict[str, Domain]
    replaced: dict[str, Node]


def assumed(conditions: Iterable[str], domains: Mapping[str, str], vocabulary: Vocabulary) -> Assumed:
    """The domains that conditions and declared domains leave.

    a > b makes b + t (t positive) of a. Raises QuizgenError for a condition that cannot be used.
    """
    found = {name: domain(text) for name, text in domains.items()}
    replaced: dict[str, Node] = {}
    for text in conditions:
        words = _WORDS.fullmatch(text)
        if words:
            for name in re.split(r"[,\s]+(?:and\s+)?", words[1].strip()):
                _meet(found, name, _named(words[2]))
            continue
        try:
            node = bare(_condition(text, vocabulary))
        except Unreadable as error:
            raise QuizgenError(f"the assumption {text!r} cannot be read: {error}") from None
        for relation in node.parts if isinstance(node, Logic) and node.op == "and" else (node,):
            _take(found, replaced, relation, text)
    return Assumed(found, replaced)


def _condition(text: str, vocabulary: Vocabulary) -> Node:
    """The tree of a condition; one on names that do not occur is read as well."""
    try:
        return read(text, vocabulary, "relation")
    except Unreadable as error:
        if error.code != "unknown-name":
            raise
    return read(text, Vocabulary(parameters=True), "relation")


def _named(word: str) -> Domain:
    word = re.sub(r" numbers?$", "", word.strip().lower().replace("non-", "non")).rstrip("s")
    return domain(_NAMED.get(word, word))


def _take(found: dict[str, Domain], replaced: dict[str, Node], node: Node, text: str) -> None:
    names = sorted(survey(node).names)
    if len(names) == 1:
        try:
            pieces = tuple(
                Piece(_rational(s.value(s.low), above=True), _rational(s.value(s.high), above=False))
                for s in regions.region(node, names[0])
            )
        except (Unreadable, regions.Undecided) as error:
            raise QuizgenError(f"the assumption {text!r} cannot be used: {error}") from None
        ends = {p for s in regions.region(node, names[0]) for p in _closed(s)}
        _meet(found, names[0], Domain(pieces), ends)
        return
    if isinstance(node, Relation) and len(node.operators) == 1 and node.operators[0] in ("<", "<=", ">", ">="):
        _replace(found, replaced, node)
        return
    raise QuizgenError(f"the assumption {text!r} cannot be used: give one variable at a time, or a > b")


def _closed(span: regions.Span) -> list[fmpq]:
    """Closed rational ends."""
    ends = [end for end, closed in ((span.low, span.low_closed), (span.high, span.high_closed)) if closed]
    exact = [values.rational(end) for end in ends]
    return [x for x in exact if x is not None]


def _replace(found: dict[str, Domain], replaced: dict[str, Node], node: Relation) -> None:
    """a > b as a = b + t with t > 0; what cannot be solved like this is left out."""
    left, right = map(bare, node.operands)
    for name, other, sign in ((left, right, "+-"), (right, left, "-+")):
        if isinstance(name, Name) and name.name not in survey(other).names and name.name not in found:
            step = f"{name.name}_over"
            above = node.operators[0] in (">", ">=")
            replaced[name.name] = Binary(sign[0] if above else sign[1], other, Name(step))  # type: ignore[arg-type]
            found[step] = domain("positive")
            return


def _meet(found: dict[str, Domain], name: str, where: Domain, closed: Iterable[fmpq] = ()) -> None:
    """The domain of a name, cut down; whole numbers keep the closed ends of intervals."""
    old = found.get(name, REAL)
    whole = old.whole or where.whole
    pieces = [_cut(a, b) for a in old.pieces for b in where.pieces]
    if whole:
        ends = list(closed)
        pieces = [Piece(_lower(p.low, ends), _higher(p.high, ends)) for p in pieces]
    found[name] = Domain(tuple(p for p in pieces if p.low is None or p.high is None or p.low < p.high), whole)


def _lower(end: fmpq | None, closed: list[fmpq]) -> fmpq | None:
    return end - fmpq(1, 2) if end is not None and end in closed else end


def _higher(end: fmpq | None, closed: list[fmpq]) -> fmpq | None:
    return end + fmpq(1, 2) if end is not None and end in closed else end


def _cut(a: Piece, b: Piece) -> Piece:
    lows = [x for x in (a.low, b.low) if x is not None]
    highs = [x for x in (a.high, b.high) if x is not None]
    return Piece(max(lows) if lows else None, min(highs) if highs else None)
