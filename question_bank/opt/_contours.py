"""Contours of quadratic functions of two variables as figures."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from quizgen.exact import Matrix, Q
from quizgen.markup.figure import Ellipse, Mark, Pair, near


def numbers(at: Sequence[Q | int]) -> Pair:
    """A point as coordinates of a figure."""
    x, y = at
    return near(x), near(y)


def contours(a: Matrix, centre: Sequence[Q | int], heights: Sequence[float]) -> tuple[Mark, ...]:
    """The ellipses 1/2 (x - centre)^T a (x - centre) = h for a positive definite 2×2 matrix, one for each height."""
    p, q, s = (int(x.p) / int(x.q) for x in (a[0, 0], a[0, 1], a[1, 1]))
    # a = L L^T; the columns of L^-T carry the unit circle to the contour of height 1/2.
    l11 = sqrt(p)
    l21 = q / l11
    l22 = sqrt(s - l21 * l21)
    found = []
    for h in heights:
        r = sqrt(2 * h)
        u = (near(r / l11), 0.0)
        v = (near(-r * l21 / (l11 * l22)), near(r / l22))
        found.append(Ellipse(numbers(centre), u, v, style="dotted"))
    return tuple(found)


def box(a: Matrix, centre: Sequence[Q | int], h: float) -> tuple[Pair, Pair]:
    """Two opposite corners of the box around the contour of height h."""
    inverse = a.inv()
    wide, high = (sqrt(2 * h * int(inverse[i, i].p) / int(inverse[i, i].q)) for i in range(2))
    x, y = numbers(centre)
    return (near(x - wide), near(y - high)), (near(x + wide), near(y + high))


def height(a: Matrix, centre: Sequence[Q | int], at: Sequence[Q | int]) -> float:
    """1/2 (at - centre)^T a (at - centre)."""
    x, y = (Q(u) - Q(c) for u, c in zip(at, centre, strict=True))
    value = (a[0, 0] * x * x + 2 * a[0, 1] * x * y + a[1, 1] * y * y) / 2
    return int(value.p) / int(value.q)


def ranges(points: Sequence[Pair], margin: float = 1.0) -> tuple[Pair, Pair]:
    """Ranges of a plot with room around the points, as wide as high."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    half = max(max(xs) - min(xs), max(ys) - min(ys)) / 2 + margin
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return (near(x - half), near(x + half)), (near(y - half), near(y + half))
