"""Figures as data: a small declarative picture that every output draws for itself.

A figure stands in a markup source as a fenced block named `figure` that holds its JSON; `drawn` writes that block. So a
prompt, a part, a step or a feedback may hold one, and a problem stays text alone. Labels are markup of one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from math import isfinite
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from quizgen.errors import QuizgenError

__all__ = [
    "Bars",
    "Edge",
    "Ellipse",
    "Figure",
    "Line",
    "Mark",
    "Network",
    "Node",
    "Note",
    "Plot",
    "Points",
    "Region",
    "curve",
    "digest",
    "drawn",
    "from_json",
    "labels",
    "near",
    "replaced",
]

FENCE = "figure"
PLACES = 4
"""Decimals of a coordinate: so the last bit of a library's sine is never printed, and bytes are the same everywhere."""

LARGEST, NARROWEST = 1e9, 1e-6
"""Bounds of a coordinate's size and of a range's width."""

Pair: TypeAlias = tuple[float, float]
Dash: TypeAlias = Literal["solid", "dashed", "dotted"]


class Points(Struct, frozen=True, omit_defaults=True, tag="points"):
    """Data points, all with one marker."""

    at: tuple[Pair, ...]
    label: str = ""
    marker: Literal["dot", "circle", "cross", "plus", "square", "triangle"] = "dot"

    def __post_init__(self) -> None:
        """Raises ValueError for a coordinate that is no finite number."""
        _finite(self.at)


class Line(Struct, frozen=True, omit_defaults=True, tag="line"):
    """A line, curve or path through points in order."""

    through: Annotated[tuple[Pair, ...], Meta(min_length=2)]
    label: str = ""
    style: Dash = "solid"
    arrow: bool = False
    """With a head at its end: a vector, the step of a descent."""

    def __post_init__(self) -> None:
        """Raises ValueError for a coordinate that is no finite number."""
        _finite(self.through)


class Region(Struct, frozen=True, omit_defaults=True, tag="region"):
    """A filled polygon: a tail under a density, a feasible set."""

    boundary: Annotated[tuple[Pair, ...], Meta(min_length=3)]
    label: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a coordinate that is no finite number."""
        _finite(self.boundary)


class Bars(Struct, frozen=True, omit_defaults=True, tag="bars"):
    """Bars from 0 up (or down): a histogram, a probability mass function. Each is (middle, height)."""

    at: tuple[Pair, ...]
    width: float = 0.8
    label: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a coordinate that is no finite number."""
        _finite((*self.at, (self.width, 0)))


class Ellipse(Struct, frozen=True, omit_defaults=True, tag="ellipse"):
    """The points centre + u cos t + v sin t: a contour of a quadratic, a covariance."""

    centre: Pair
    u: Pair
    v: Pair
    label: str = ""
    style: Dash = "solid"

    def __post_init__(self) -> None:
        """Raises ValueError for a coordinate that is no finite number."""
        _finite((self.centre, self.u, self.v))


class Note(Struct, frozen=True, omit_defaults=True, tag="note"):
    """A short text whose left end stands beside a point."""

    at: Pair
    text: str

    def __post_init__(self) -> None:
        """Raises ValueError for a coordinate that is no finite number."""
        _finite((self.at,))


Mark: TypeAlias = Points | Line | Region | Bars | Ellipse | Note


class Plot(Struct, frozen=True, omit_defaults=True, tag="plot"):
    """Marks in a system of two axes, drawn in their order."""

    description: str
    """What is seen, in a sentence or two for someone who cannot see it, without dollars; it gives no answer away."""
    x_range: Pair
    y_range: Pair
    marks: tuple[Mark, ...]
    x_label: str = "$x$"
    y_label: str = "$y$"
    equal: bool = False
    """One unit is as long on both axes: for angles, circles and orthogonality."""
    axes: bool = True
    """False leaves the axes, their ticks and labels out."""

    def __post_init__(self) -> None:
        """Raises ValueError for an empty description or range, or a number that is none."""
        _described(self.description)
        for low, high in (self.x_range, self.y_range):
            if not (isfinite(low) and isfinite(high) and low < high):
                raise ValueError(f"a figure's range goes from a smaller to a larger number, not from {low} to {high}")
            if max(abs(low), abs(high)) > LARGEST or high - low < NARROWEST:
                raise ValueError(f"a figure's range from {low} to {high} is too wide or too narrow to be drawn")


class Node(Struct, frozen=True, omit_defaults=True):
    """A node of a graph, at a column (from left, 0 first) and a row (from the top, 0 first; halves are allowed)."""

    id: str
    label: str
    """Markup of one line, such as "$x_1$" or "$\\times$"."""
    column: int
    row: float


class Edge(Struct, frozen=True, omit_defaults=True):
    """An arrow from one node to another one."""

    source: str
    target: str
    label: str = ""


class Network(Struct, frozen=True, omit_defaults=True, tag="network"):
    """A directed graph from left to right: a computational graph, a small neural network."""

    description: str
    """As for a plot."""
    nodes: Annotated[tuple[Node, ...], Meta(min_length=1)]
    edges: tuple[Edge, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for an edge between nodes that are not there, or two nodes of one name or place."""
        _described(self.description)
        names = [node.id for node in self.nodes]
        places = [(node.column, node.row) for node in self.nodes]
        if len(set(names)) < len(names) or len(set(places)) < len(places):
            raise ValueError("two nodes of a figure have the same name or place")
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in names:
                    raise ValueError(f"an edge of a figure ends at {end!r}, which is no node")
            if edge.source == edge.target:
                raise ValueError(f"an edge of a figure leads from {edge.source!r} to itself")


Figure: TypeAlias = Plot | Network


def _described(description: str) -> None:
    if not description.strip():
        raise ValueError("a figure needs a description for those who cannot see it")


def _finite(points: Iterable[Pair]) -> None:
    for x, y in points:
        if not (abs(x) <= LARGEST and abs(y) <= LARGEST):
            raise ValueError(f"({x}, {y}) is no point of a figure")


def near(value: Any) -> float:
    """A coordinate, rounded to `PLACES` decimals; takes ints, floats and exact rationals."""
    if not isinstance(value, (int, float)):
        value = int(value.p) / int(value.q)
    return round(float(value), PLACES) + 0.0  # + 0.0: never -0.0


def curve(f: Callable[[float], float], low: float, high: float, pieces: int = 60) -> tuple[Pair, ...]:
    """The graph of `f` on [low, high] as the corners of a polyline with so many pieces.

    Values beyond `LARGEST` are drawn at it: far outside of any range that is shown.
    """
    xs: Iterable[float] = (low + (high - low) * k / pieces for k in range(pieces + 1))
    return tuple((near(x), near(_within(f(x)))) for x in xs)


def _within(y: float) -> float:
    """`y` cut to what a figure may hold; what is no number stays none, and is refused."""
    return LARGEST if y > LARGEST else -LARGEST if y < -LARGEST else y


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER: msgspec.json.Decoder[Plot | Network] = msgspec.json.Decoder(Plot | Network)


def drawn(figure: Figure) -> str:
    """The block that stands for the figure, with the empty lines around it: put it behind a paragraph."""
    return f"\n\n```{FENCE}\n{_json(figure)}\n```\n\n"


def _json(figure: Figure) -> str:
    # An at sign would be a placeholder where the block stands in a template.
    return _ENCODER.encode(figure).decode().replace("@", "\\u0040")


def from_json(source: str) -> Figure:
    """The figure of a block's text. Raises QuizgenError saying what is wrong with it."""
    try:
        return _DECODER.decode(source)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise QuizgenError(f"this is not a figure: {error}") from None


def labels(figure: Figure) -> Iterator[str]:
    """Every piece of markup in a figure; some may be empty."""
    if isinstance(figure, Network):
        yield from (node.label for node in figure.nodes)
        yield from (edge.label for edge in figure.edges)
        return
    yield from (figure.x_label, figure.y_label)
    yield from (mark.text if isinstance(mark, Note) else mark.label for mark in figure.marks)


def digest(figure: Figure) -> str:
    """Twelve hex digits that name the figure, in files for example."""
    return sha256(_json(figure).encode()).hexdigest()[:12]


_BLOCK = re.compile(rf"^([ >]*)```{FENCE}[ ]*\n(.*?)\n\1```[ ]*$", re.MULTILINE | re.DOTALL)


def replaced(source: str, by: Callable[[Figure], str]) -> str:
    """The markup source with the block of every figure replaced. Raises QuizgenError for a block that is no figure."""
    return _BLOCK.sub(lambda match: match[1] + by(from_json(_unquoted(match[2], match[1]))), source)


def _unquoted(lines: str, prefix: str) -> str:
    """The lines without what a list or quotation puts before each."""
    return "\n".join(line.removeprefix(prefix) for line in lines.split("\n"))
