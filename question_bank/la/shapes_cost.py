"""Shapes of the parts of a matrix expression, and scalar multiplications for a bracketing (MML 2.2.1).

Levels: 1 two factors; 2 three factors in two bracketings; 3 a factor x x^T or a diagonal factor that can be exploited.
Costs are counted the schoolbook way. A reply is checked on numpy arrays of these shapes: the shape is numpy's, and a
product costs as many multiplications as its array has entries, times the entries of one row on the left.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from question_bank._steps import listed
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.problem import Follow, Misconception, Part, Problem, Step

RULE = "Count scalar multiplications only, by the definition of the product (each entry is a sum of products)."
SETTINGS = {
    "two": (
        "Let @shapes. The product $AB$ is computed.",
        "A batch of @m data points is stored in the rows of $A$, a linear layer in $B$: @shapes. The layer's output "
        "$AB$ is "
        "computed.",
    ),
    "three": (
        "Let @shapes. The product $ABC$ can be bracketed in two ways.",
        "Three linear layers are applied to a batch of data: their output is $ABC$ with @shapes. It can be bracketed "
        "in two "
        "ways.",
    ),
    "outer": (
        r"Let @shapes. The vector $xx^\top y$ can be computed as $(xx^\top)y$ or as $x(x^\top y)$.",
        r"The projection of $y$ onto the line of a unit vector $x$ is $xx^\top y$, with @shapes. It can be "
        r"computed as $(xx^\top)y$ or as $x(x^\top y)$.",
    ),
    "update": (
        r"Let @shapes. The matrix $Axx^\top$ can be computed as $A(xx^\top)$ or as $(Ax)x^\top$.",
        r"A training step needs the matrix $Axx^\top$ with @shapes. It can be computed as $A(xx^\top)$ or as "
        r"$(Ax)x^\top$.",
    ),
    "diagonal": (
        "Let @shapes, where $D$ is diagonal. The product $DA$ is computed in two ways: as a product of full "
        "matrices, or by "
        "using that $D$ is diagonal.",
        "Every row of the data matrix $A$ gets its own weight: this is $DA$ with a diagonal $D$, where @shapes. "
        "Compare the "
        "product of full matrices with one that uses that $D$ is diagonal.",
    ),
}
NAMES = {
    "three": ("(AB)C", "A(BC)"),
    "outer": (r"(xx^\top)y", r"x(x^\top y)"),
    "update": (r"A(xx^\top)", r"(Ax)x^\top"),
}


class Given(NamedTuple):
    kind: str
    sizes: tuple[int, ...]
    """two: m, p, n. three: m, p, n, k. outer: n. update: m, n. diagonal: m, n."""
    phrasing: int
    order: tuple[int, ...]
    """In which order the options are shown."""


@exercise("la-shapes-cost", version=1, bounds=(2000, 100000, 300000))
def shapes_cost(draw: Draw, level: int) -> Given:
    """Sizes that differ, so that each count tells how it was made."""
    phrasing, order = draw.below(2), tuple(draw.shuffled(range(4)))
    if level == 1:
        return Given("two", tuple(draw.sample(range(2, 13), 3)), phrasing, order)
    if level == 2:
        sizes = tuple(draw.sample((2, 3, 4, 5, 10, 20, 30, 50), 4))
        return Given("three", sizes, phrasing, tuple(x for x in order if x < 3))
    kind = draw.choice(("outer", "update", "diagonal"))
    order = tuple(x for x in order if x < 3)
    if kind == "outer":
        return Given(kind, (draw.choice((*range(6, 21), *range(25, 105, 5))),), phrasing, order)
    small, large = draw.sample((5, 6, 8, 10, 12, 15, 20, 25, 30, 40), 2)
    return Given(kind, (small, large), phrasing, order)


class Product(NamedTuple):
    """A product of an m×p and a p×n array, with names."""

    name: str
    m: int
    p: int
    n: int

    @property
    def cost(self) -> int:
        """Each of the m n entries needs p multiplications."""
        return self.m * self.p * self.n


def ways(kind: str, sizes: tuple[int, ...]) -> tuple[tuple[Product, ...], ...]:
    """The products of each bracketing."""
    if kind == "two":
        m, p, n = sizes
        return ((Product("AB", m, p, n),),)
    if kind == "three":
        m, p, n, k = sizes
        return (
            (Product("AB", m, p, n), Product("(AB)C", m, n, k)),
            (Product("BC", p, n, k), Product("A(BC)", m, p, k)),
        )
    if kind == "outer":
        (n,) = sizes
        return (
            (Product(r"xx^\top", n, 1, n), Product(r"(xx^\top)y", n, n, 1)),
            (Product(r"x^\top y", 1, n, 1), Product(r"x(x^\top y)", n, 1, 1)),
        )
    m, n = sizes
    if kind == "update":
        return (
            (Product(r"xx^\top", n, 1, n), Product(r"A(xx^\top)", m, n, n)),
            (Product("Ax", m, n, 1), Product(r"(Ax)x^\top", m, 1, n)),
        )
    return ((Product("DA", m, m, n),),)


def _shapes(kind: str, sizes: tuple[int, ...]) -> str:
    def matrix(name: str, m: int, n: int) -> str:
        return rf"${name} \in \mathbb{{R}}^{{{m} \times {n}}}$"

    if kind == "two":
        m, p, n = sizes
        return listed([matrix("A", m, p), matrix("B", p, n)])
    if kind == "three":
        m, p, n, k = sizes
        return listed([matrix("A", m, p), matrix("B", p, n), matrix("C", n, k)])
    if kind == "outer":
        return rf"$x, y \in \mathbb{{R}}^{{{sizes[0]}}}$"
    m, n = sizes
    if kind == "update":
        return listed([matrix("A", m, n), rf"$x \in \mathbb{{R}}^{{{n}}}$"])
    return listed([matrix("D", m, m), matrix("A", m, n)])


@shapes_cost.problem
def build(kind: str, sizes: tuple[int, ...], phrasing: int, order: tuple[int, ...]) -> Problem:
    """Cost of each bracketing, and what follows from it."""
    prompt = SETTINGS[kind][phrasing].replace("@shapes", _shapes(kind, sizes)).replace("@m", str(sizes[0]))
    parts = {"two": _two, "diagonal": _diagonal}.get(kind, _compare)(kind, sizes, order)
    return Problem(
        prompt=f"{prompt} {RULE}",
        parts=parts,
        hints=_hints(kind),
        steps=(*_work(kind, sizes), _closing(parts)),
    )


FORGOT = "That is the number of entries of the result. Each entry is a sum of several products."
FORGOT_TWICE = (
    "These are numbers of entries, of the array in between and of the result. An entry can be a sum "
    "of several products."
)


def _cost_part(part: str, product: tuple[Product, ...], prompt: str) -> Part:
    total = sum(p.cost for p in product)
    entries = sum(p.m * p.n for p in product)
    slips = (Misconception("forgets-sum", NumberAnswer.of(entries), FORGOT),) if entries != total else ()
    return Part(part, NumberAnswer.of(total), prompt, misconceptions=slips)


def _two(kind: str, sizes: tuple[int, ...], order: tuple[int, ...]) -> tuple[Part, ...]:
    m, p, n = sizes
    contracted = "That is the size over which the product sums; it disappears. What is left outside?"
    options = (
        Option(rf"${m} \times {n}$", correct=True),
        Option(rf"${p} \times {p}$", code="inner-dims", feedback=contracted),
        Option(rf"${n} \times {m}$", feedback="The rows come from the left factor, the columns from the right one."),
        Option(rf"${m} \times {p}$", feedback="That is the shape of $A$."),
    )
    shape = ChoiceAnswer(tuple(options[i] for i in order))
    return (
        Part("a", shape, "What is the shape of $AB$?"),
        _cost_part("b", ways(kind, sizes)[0], "How many scalar multiplications does it take?"),
    )


def _compare(kind: str, sizes: tuple[int, ...], order: tuple[int, ...]) -> tuple[Part, ...]:
    names = NAMES[kind]
    first, second = ways(kind, sizes)
    costs = [sum(p.cost for p in way) for way in (first, second)]
    entries = [sum(p.m * p.n for p in way) for way in (first, second)]
    holds = ("u < v", "v < u", "u = v")
    blind = "The result is the same, but the bracketing decides how large the array in between is, and so the cost."
    options = (
        Option(f"${names[0]}$", correct=costs[0] < costs[1]),
        Option(f"${names[1]}$", correct=costs[1] < costs[0]),
        Option(
            "Both cost the same.",
            correct=costs[0] == costs[1],
            code="" if costs[0] == costs[1] else "order-blind",
            feedback="" if costs[0] == costs[1] else blind,
        ),
    )
    return (
        Part(
            "a",
            VectorAnswer.of(costs),
            f"How many scalar multiplications do ${names[0]}$ and ${names[1]}$ take? Give two numbers, in this order.",
            points=2,
            misconceptions=_pair_slips(costs, entries),
        ),
        Part(
            "b",
            ChoiceAnswer(tuple(options[i] for i in order)),
            "Which one is cheaper?",
            follows=Follow("a", ("u", "v"), "", "u * v > 0", conditions=tuple(holds[i] for i in order)),
        ),
    )


def _pair_slips(costs: list[int], entries: list[int]) -> tuple[Misconception, ...]:
    """Both numbers wrong in one way; where only one is, the other counts."""
    swapped = "The numbers are right, but in the other order: each of them belongs to the other bracketing."
    slips = [("forgets-sum", entries, FORGOT_TWICE), ("swapped", costs[::-1], swapped)]
    seen = [costs]
    found = []
    for code, reply, why in slips:
        if reply not in seen:
            seen.append(reply)
            found.append(Misconception(code, VectorAnswer.of(reply), why))
    return tuple(found)


def _diagonal(kind: str, sizes: tuple[int, ...], order: tuple[int, ...]) -> tuple[Part, ...]:
    m, n = sizes
    options = (
        Option(rf"${m} \times {n}$", correct=True),
        Option(
            rf"${m} \times {m}$", code="inner-dims", feedback="The inner size is summed over; what is left outside?"
        ),
        Option(rf"${n} \times {m}$", feedback="The rows come from the left factor, the columns from the right one."),
    )
    return (
        Part("a", ChoiceAnswer(tuple(options[i] for i in order)), "What is the shape of $DA$?"),
        _cost_part(
            "b", ways(kind, sizes)[0], "How many scalar multiplications does the product of full matrices take?"
        ),
        Part("c", NumberAnswer.of(m * n), "How many are enough if $D$ is known to be diagonal?"),
    )


def _hints(kind: str) -> tuple[str, ...]:
    general = r"An $m \times p$ times a $p \times n$ matrix has $m \cdot n$ entries. How many products make one entry?"
    if kind == "diagonal":
        return (general, "What does a diagonal matrix do to the rows of $A$?")
    if kind == "two":
        return (r"Write the shapes side by side: the inner sizes must agree.", general)
    return ("First find the shape of what stands in the brackets.", general, "Add the costs of both products.")


def _work(kind: str, sizes: tuple[int, ...]) -> tuple[Step, ...]:
    rule = (
        r"An $m \times p$ times a $p \times n$ matrix has $m \cdot n$ entries, and each is a sum of $p$ products: $m "
        r"\cdot p \cdot n$ multiplications."
    )
    steps = [Step(rule)]
    for way in ways(kind, sizes):
        said = [
            rf"${p.name}$ is ${p.m} \times {p.n}$ and takes ${p.m} \cdot {p.p} \cdot {p.n} = {p.cost}$ multiplications"
            for p in way
        ]
        total = sum(p.cost for p in way)
        end = f". Together ${' + '.join(str(p.cost) for p in way)} = {total}$." if len(way) > 1 else "."
        steps.append(Step("; ".join(said) + end))
    if kind == "diagonal":
        m, n = sizes
        steps.append(
            Step(
                rf"A diagonal $D$ multiplies row $i$ of $A$ by $d_i$: one multiplication for each entry, ${m} \cdot "
                rf"{n} = "
                rf"{m * n}$. All other products of the full method have a factor $0$."
            )
        )
    return tuple(steps)


def _closing(parts: tuple[Part, ...]) -> Step:
    said = []
    for part in parts:
        answer = part.answer
        if isinstance(answer, ChoiceAnswer):
            said.append(f"({part.id}) {next(o.text for o in answer.options if o.correct).rstrip('.')}")
        else:
            said.append(f"({part.id}) ${answer.tex()}$")
    return Step("; ".join(said) + ".")


@shapes_cost.verify
def count_on_arrays(
    kind: str, sizes: tuple[int, ...], phrasing: int, order: tuple[int, ...], answer: dict[str, Any]
) -> bool:
    """Multiply numpy arrays of these shapes, and count entries times the length of a row on the left."""
    if kind in ("two", "diagonal"):
        left = np.zeros(sizes[:2]) if kind == "two" else np.zeros((sizes[0], sizes[0]))
        right = np.zeros(sizes[1:]) if kind == "two" else np.zeros(sizes)
        product, cost = _counted(left, right)
        shape = rf"${product.shape[0]} \times {product.shape[1]}$"
        weights = np.count_nonzero(np.eye(sizes[0]) @ np.ones(sizes)) if kind == "diagonal" else 0
        return answer["a"] == (shape,) and answer["b"] == Q(cost) and (kind == "two" or answer["c"] == Q(int(weights)))
    if kind == "three":
        m, p, n, k = sizes
        factors = (np.zeros((m, p)), np.zeros((p, n)), np.zeros((n, k)))
    elif kind == "outer":
        x = np.zeros((sizes[0], 1))
        factors = (x, x.T, x)
    else:
        x = np.zeros((sizes[1], 1))
        factors = (np.zeros(sizes), x, x.T)
    a, b, c = factors
    ab, one = _counted(a, b)
    bc, two = _counted(b, c)
    costs = {"left": one + _counted(ab, c)[1], "right": two + _counted(a, bc)[1]}
    first, second = ("right", "left") if kind == "update" else ("left", "right")
    if list(answer["a"]) != [Q(costs[first]), Q(costs[second])]:
        return False
    if costs[first] == costs[second]:
        return answer["b"] == ("Both cost the same.",)
    return answer["b"] == (f"${NAMES[kind][costs[second] < costs[first]]}$",)


def _counted(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, int]:
    product = left @ right
    return product, product.size * left.shape[1]
