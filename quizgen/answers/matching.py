"""Which typed values are which of the right ones? The largest matching, exact or within what rounding allows.

This module imports flint: import it inside the functions of a kind.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flint import arb, arb_mat, ctx

from quizgen.answers import fine, values
from quizgen.answers.closeness import Rounding, close
from quizgen.answers.syntax import Node
from quizgen.answers.values import STEPS, Imprecise


class Matching(NamedTuple):
    """How a typed list and the right one fit."""

    right: int
    """Right values that were typed (with multiplicity: as often as they count)."""
    missing: int
    extra: int
    same_values: bool
    """True when the distinct values are right."""

    @property
    def perfect(self) -> bool:
        """Nothing missing, nothing too many."""
        return not self.missing and not self.extra

    @property
    def share(self) -> float:
        """The right values among all that are typed or missing."""
        return self.right / (self.right + self.missing + self.extra)


def matched(typed: list[Node], right: list[Node], allowed: Rounding, multiplicity: bool) -> Matching | None:
    """The matching of constants; None where two of them can neither be told apart nor be called equal.

    Raises Unreadable and Undefined for what a typed value is not.
    """
    for bits in STEPS:
        try:
            xs = [values.evaluate(node, {}, bits) for node in typed]
            ys = [values.evaluate(node, {}, bits) for node in right]
        except Imprecise:
            continue
        with ctx.workprec(bits):
            close_pairs = [[_close(x, y, allowed, bits) for y in ys] for x in xs]
            twins = [[values.same_value(x, y, bits) for y in ys] for x in ys]
            again = [[values.same_value(x, y, bits) for y in xs] for x in xs]
        if allowed.exact and not _all_exact(xs, ys) and not fine.resolves(bits, *typed, *right):
            continue
        if not any(v is None for table in (close_pairs, twins, again) for row in table for v in row):
            return counted_matching(close_pairs, again, twins, multiplicity)
    return None


def _all_exact(xs: list[Any], ys: list[Any]) -> bool:
    return not any(isinstance(x, (arb, arb_mat)) for x in (*xs, *ys))


def counted_matching(
    pairs: list[list[Any]], again: list[list[Any]], twins: list[list[Any]], multiplicity: bool
) -> Matching:
    """The matching, from which typed value is which right one, and which of either are equal among themselves."""
    return _counted(pairs, _classes(again), _classes(twins), multiplicity)


def _close(x: Any, y: Any, allowed: Rounding, bits: int) -> bool | None:
    """Numbers may be rounded; points are compared exactly."""
    if values.shape(x) != values.shape(y):
        return False
    return close(x, y, allowed, bits) if values.shape(x) == (1, 1) else values.same_value(x, y, bits)


def _classes(same: list[list[Any]]) -> list[int]:
    """For each value the first that is equal to it."""
    return [row.index(True) for row in same]


def _counted(pairs: list[list[Any]], xs: list[int], ys: list[int], multiplicity: bool) -> Matching:
    distinct = _largest(pairs, sorted(set(xs)), sorted(set(ys)))
    same = distinct == len(set(xs)) == len(set(ys))
    if not multiplicity:
        return Matching(distinct, len(set(ys)) - distinct, len(set(xs)) - distinct, same)
    found = _largest(pairs, list(range(len(xs))), list(range(len(ys))))
    return Matching(found, len(ys) - found, len(xs) - found, same)


def _largest(pairs: list[list[Any]], xs: list[int], ys: list[int]) -> int:
    """The size of the largest matching (augmenting paths)."""
    partner: dict[int, int] = {}

    def place(x: int, seen: set[int]) -> bool:
        for y in ys:
            if pairs[x][y] and y not in seen:
                seen.add(y)
                if y not in partner or place(partner[y], seen):
                    partner[y] = x
                    return True
        return False

    return sum(place(x, set()) for x in xs)
