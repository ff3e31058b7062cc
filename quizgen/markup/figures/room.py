"""Where a text can stand without hiding what is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from quizgen.markup.figure import Pair
from quizgen.markup.figures.geometry import Shape, along, middle

_TEXT = 10
"""How much worse it is to hide text than a line."""


class Room:
    """An area of `width` x `height`, y downward, in tiles of `tile`: who draws where."""

    def __init__(self, width: float, height: float, tile: Pair) -> None:
        self._width, self._height, self._tile = width, height, tile
        self._lines: dict[tuple[int, int], set[int]] = {}
        self._texts: dict[tuple[int, int], int] = {}

    def trace(self, path: tuple[Pair, ...], owner: int) -> None:
        """A line is drawn by `owner`, whose own label may hide it."""
        tx, ty = self._tile
        for (x0, y0), (x1, y1) in pairwise(path):
            steps = int(max(abs(x1 - x0) / tx, abs(y1 - y0) / ty)) + 1
            dx, dy = (x1 - x0) / steps, (y1 - y0) / steps
            for k in range(steps + 1):
                tile = int((x0 + dx * k) / tx), int((y0 + dy * k) / ty)
                self._lines.setdefault(tile, set()).add(owner)

    def block(self, x: float, y: float, width: float, height: float) -> None:
        """A text, box or marker is drawn, (x, y) its left upper corner."""
        for tile in self._tiles(x, y, width, height):
            self._texts[tile] = self._texts.get(tile, 0) + _TEXT

    def _tiles(self, x: float, y: float, width: float, height: float) -> list[tuple[int, int]]:
        tx, ty = self._tile
        # Not one tile more where the box ends at a border.
        columns = range(int(x / tx), int((x + width - tx / 1000) / tx) + 1)
        rows = range(int(y / ty), int((y + height - ty / 1000) / ty) + 1)
        return [(i, j) for j in rows for i in columns]

    def place(self, spots: Iterable[Pair], width: float, height: float, owner: int) -> Pair:
        """The spot (left upper corner), moved into the area, where a text hides least; the first of equals.

        From now on the text stands there.
        """
        best, least = (0.0, 0.0), None
        for x, y in spots:
            spot = max(0.0, min(x, self._width - width)), max(0.0, min(y, self._height - height))
            moved = abs(spot[0] - x) / self._tile[0] + abs(spot[1] - y) / self._tile[1]
            cost = moved / 2 + sum(self._cost(tile, owner) for tile in self._tiles(*spot, width, height))
            if least is None or cost < least:
                best, least = spot, cost
            if not cost:
                break
        self.block(*best, width, height)
        return best

    def _cost(self, tile: tuple[int, int], owner: int) -> int:
        lines = self._lines.get(tile)
        return self._texts.get(tile, 0) + (len(lines) - (owner in lines) if lines else 0)


def around(point: Pair, width: float, height: float, gap: Pair) -> list[Pair]:
    """Left upper corners of a text beside a point: right, then above and below right, above, below, and left."""
    x, y = point
    gx, gy = gap
    right, centre, left = x + gx, x - width / 2, x - gx - width
    up, level, down = y - gy - height, y - height / 2, y + gy
    return [
        (right, level),
        (right, up),
        (right, down),
        (centre, up),
        (centre, down),
        (left, level),
        (left, up),
        (left, down),
    ]


_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)


def spots(shape: Shape, paths: tuple[tuple[Pair, ...], ...], width: float, height: float, gap: Pair) -> list[Pair]:
    """Where the label or note of a shape may stand; `paths` are its paths in the units of the room."""
    if not paths:
        return []
    if shape.kind == "note":
        return around(paths[0][0], width, height, gap)
    if shape.kind == "area":
        x, y = middle(paths[0])
        return [(x - width / 2, y - height / 2), *around((x, y), width, height, gap)]
    if shape.arrow:
        points = paths[-1][-1], *along(paths[-1], (0.7,))
        return [spot for point in points for spot in around(point, width, height, gap)]
    return upon(max(paths, key=len), width, height)


def upon(path: tuple[Pair, ...], width: float, height: float) -> list[Pair]:
    """Left upper corners of a text on a line itself: between two lines it could belong to either."""
    return [(x - width / 2, y - height / 2) for x, y in along(path, _SHARES)]
