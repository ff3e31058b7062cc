"""Where the nodes of a network stand and how its edges run, in the units of any output."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from quizgen.markup.figure import Edge, Network, Pair


class Sizes(NamedTuple):
    """What an output needs for a node."""

    pad: float
    """What a node is wider than its label."""
    height: float
    pitch: float
    """From one row to the next."""
    gap: float
    """Least room between two columns."""
    wide_gap: float
    """Room between two columns where there is enough."""
    around: float
    """What a gap is wider than the label of an edge in it."""


class Place(NamedTuple):
    """The box of a node."""

    left: float
    top: float
    width: float
    height: float


class Plan(NamedTuple):
    """A network, laid out; y runs downward."""

    width: float
    height: float
    places: dict[str, Place]
    routes: list[tuple[Pair, ...]]
    """For each edge its line, from border to border."""


def layout(network: Network, names: dict[str, float], edges: list[float], sizes: Sizes, width: float) -> Plan:
    """The network within `width` if its labels, of width `names` and `edges`, leave that much."""
    lefts, widths = _columns(network, names, edges, sizes, width)
    first = min(node.row for node in network.nodes)
    places = {}
    for node in network.nodes:
        own = names[node.id] + sizes.pad
        left = lefts[node.column] + (widths[node.column] - own) // 2
        places[node.id] = Place(left, (node.row - first) * sizes.pitch // 1, own, sizes.height)
    routes = [_route(edge, places, sizes) for edge in network.edges]
    return _moved(places, routes, sizes)


def _columns(
    network: Network, names: dict[str, float], edges: list[float], sizes: Sizes, width: float
) -> tuple[dict[int, float], dict[int, float]]:
    """Left ends and widths of the columns."""
    columns = sorted({node.column for node in network.nodes})
    widths = {c: max(names[n.id] for n in network.nodes if n.column == c) + sizes.pad for c in columns}
    column = {node.id: node.column for node in network.nodes}
    gaps = {}
    for a, b in pairwise(columns):
        texts = [
            t for e, t in zip(network.edges, edges, strict=True) if t and {column[e.source], column[e.target]} == {a, b}
        ]
        gaps[a] = max(sizes.gap, max(texts) + sizes.around if texts else 0)
    spare = (width - sum(widths.values()) - sum(gaps.values())) // max(len(gaps), 1)
    lefts, left = {}, 0.0
    for c in columns:
        lefts[c] = left
        wide = max(gaps.get(c, 0), min(sizes.wide_gap, gaps.get(c, 0) + max(spare, 0)))
        left += widths[c] + wide
    return lefts, widths


def _route(edge: Edge, places: dict[str, Place], sizes: Sizes) -> tuple[Pair, ...]:
    start, end = _ends(places[edge.source], places[edge.target])
    others = [place for name, place in places.items() if name not in (edge.source, edge.target)]
    vertical = start[0] == end[0]
    reach = max(place.width for place in places.values()) if vertical else sizes.pitch
    # Straight, or bent as little as it must to pass the boxes of the others.
    for bend in (0, -1.5, 1.5, -2.5, 2.5, -4, 4):
        path = _bent(start, end, bend * reach, vertical)
        if not any(_touches(point, place, sizes) for point in path for place in others):
            return path if bend else (start, end)
    return start, end


def _ends(source: Place, target: Place) -> tuple[Pair, Pair]:
    middles = [p.top + p.height / 2 for p in (source, target)]
    if source.left + source.width <= target.left:
        return (source.left + source.width, middles[0]), (target.left, middles[1])
    if target.left + target.width <= source.left:
        return (source.left, middles[0]), (target.left + target.width, middles[1])
    x = target.left + target.width / 2
    if source.top < target.top:
        return (x, source.top + source.height), (x, target.top)
    return (x, source.top), (x, target.top + target.height)


def _bent(start: Pair, end: Pair, bend: float, vertical: bool) -> tuple[Pair, ...]:
    """A quadratic curve whose middle stands off by half of `bend`."""
    x = (start[0] + end[0]) / 2 + (bend if vertical else 0)
    y = (start[1] + end[1]) / 2 + (0 if vertical else bend)
    points = []
    for k in range(25):
        t = k / 24
        a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * x + c * end[0], a * start[1] + b * y + c * end[1]))
    return tuple(points)


def _touches(point: Pair, place: Place, sizes: Sizes) -> bool:
    x, y = point
    near = sizes.height / 8
    return (
        place.left - near < x < place.left + place.width + near
        and place.top - near < y < place.top + place.height + near
    )


def _moved(places: dict[str, Place], routes: list[tuple[Pair, ...]], sizes: Sizes) -> Plan:
    """Everything moved so that the left upper corner is (0, 0), whole units up and left."""
    xs = [x for route in routes for x, _ in route] + [p.left for p in places.values()]
    ys = [y for route in routes for _, y in route] + [p.top for p in places.values()]
    left, top = min(xs) // 1, min(ys) // 1
    right = max([*xs, *(p.left + p.width for p in places.values())])
    bottom = max([*ys, *(p.top + p.height for p in places.values())])
    return Plan(
        -((left - right) // 1),
        -((top - bottom) // 1),
        {name: p._replace(left=p.left - left, top=p.top - top) for name, p in places.items()},
        [tuple((x - left, y - top) for x, y in route) for route in routes],
    )
