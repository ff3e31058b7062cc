"""Directions: is one vector a multiple of another? Exact where rational, balls of rising precision else.

This module imports flint: import it inside the functions of a kind.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from flint import ctx, fmpq

from quizgen.answers import values
from quizgen.answers.closeness import SLACK
from quizgen.answers.syntax import Node
from quizgen.answers.values import STEPS, Imprecise

Found: TypeAlias = Literal["parallel", "opposite", "zero", "other", "rough", "undecided"]


def compared(node: Node, right: list[Node], decimals: int | None) -> Found:
    """How the constant vector `node` lies to the nonzero vector `right` of the same length.

    With `decimals`, the distance of the reply from the line may be that of entries rounded to so many places;
    "rough" when its entries are too small for that to mean anything.
    """
    for bits in STEPS:
        try:
            x = [v for row in values.table(values.evaluate(node, {}, bits)) for v in row]
            y = [values.computed(v, {}, bits) for v in right]
        except Imprecise:
            continue
        with ctx.workprec(bits):
            found = _exactly(x, y, bits)
            if found == "other" and decimals is not None:
                found = _roughly(x, y, decimals)
        if found is not None:
            return found
    return "undecided"


def has_length_one(node: Node, decimals: int | None) -> bool | None:
    """Is the length 1, up to rounding where decimals are allowed?"""
    for bits in STEPS:
        try:
            x = [v for row in values.table(values.evaluate(node, {}, bits)) for v in row]
        except Imprecise:
            continue
        with ctx.workprec(bits):
            square = _dot(x, x)
            same = values.same_value(square, fmpq(1), bits)
            if same is False and decimals is not None:
                return bool(abs(square - 1) <= 2 * len(x) * fmpq(1, 2) * fmpq(10) ** -decimals * SLACK)
        if same is not None:
            return same
    return None


def _exactly(x: list[Any], y: list[Any], bits: int) -> Found | None:
    """Cross products with the first coordinate of y that is not zero."""
    if all(values.same_value(v, fmpq(0), bits) for v in x):
        return "zero"
    at = next((i for i, v in enumerate(y) if values.same_value(v, fmpq(0), bits) is False), None)
    if at is None:
        return None
    answers = [values.same_value(v * y[at], w * x[at], bits) for v, w in zip(x, y, strict=True)]
    if False in answers:
        return "other"
    if None in answers or values.same_value(x[at], fmpq(0), bits) is not False:
        return None
    return "parallel" if (x[at] > 0) == (y[at] > 0) else "opposite"


def _roughly(x: list[Any], y: list[Any], decimals: int) -> Found:
    """The distance of x from the line along y, against that of entries that are half a unit off."""
    most = len(x) * (fmpq(1, 2) * fmpq(10) ** -decimals * SLACK) ** 2
    inner, size = _dot(x, y), _dot(x, x)
    if not size - inner * inner / _dot(y, y) <= most:
        return "other"
    if not size > 100 * most:
        return "rough"
    return "parallel" if inner > 0 else "opposite"


def _dot(x: list[Any], y: list[Any]) -> Any:
    return sum((v * w for v, w in zip(x, y, strict=True)), fmpq(0))
