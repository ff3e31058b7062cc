"""Small dense networks: layers, and their picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quizgen.exact import Matrix
from quizgen.markup.figure import Edge, Network, Node


class Layer(NamedTuple):
    """A dense layer: one row of weights and one bias for each unit."""

    weights: Matrix
    bias: Matrix


WORDS = ("no", "one", "two", "three", "four", "five", "six")


def layered(sizes: Sequence[int], letters: Sequence[str]) -> Network:
    """The network with so many units in each layer; every unit is joined to every unit of the next layer."""
    tallest = max(sizes)
    nodes, edges = [], []
    for column, (size, letter) in enumerate(zip(sizes, letters, strict=True)):
        for i in range(size):
            label = f"${letter}$" if size == 1 else f"${letter}_{i + 1}$"
            nodes.append(Node(f"{letter}{i + 1}", label, column, (tallest - size) / 2 + i))
            if column:
                edges += [Edge(f"{letters[column - 1]}{j + 1}", f"{letter}{i + 1}") for j in range(sizes[column - 1])]
    counts = [WORDS[n] if n < len(WORDS) else str(n) for n in sizes]
    middle = ", then ".join(f"{n} hidden unit{'' if n == 'one' else 's'}" for n in counts[1:-1])
    described = f"{counts[0]} input{'' if sizes[0] == 1 else 's'}" + (f", {middle}" if middle else "")
    described = f"A network with {described} and {counts[-1]} output{'' if sizes[-1] == 1 else 's'}, fully connected."
    return Network(described, tuple(nodes), tuple(edges))
