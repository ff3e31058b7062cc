"""Whole weights of the places of a problem, so that no rounding stands between a right reply and full points."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm

GRAIN = 2
"""Points are given in halves: twice the points are whole."""


def weights(points: Sequence[float], sizes: Sequence[int]) -> list[int]:
    """For parts with these points and so many places the weight of one place of each part.

    The smallest whole weights in proportion to points / places; at least 1.
    """
    common = lcm(*sizes)
    each = [round(GRAIN * p * common / size) for p, size in zip(points, sizes, strict=True)]
    least = gcd(*each) or 1
    return [max(1, x // least) for x in each]
