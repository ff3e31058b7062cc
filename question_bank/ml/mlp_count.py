"""Parameters of networks and mixtures, shapes of layers, symmetries, and what networks can represent (Bishop 5.1.1).

Levels: 1 one dense layer, with shapes for a batch; 2 a network with two hidden layers, or a Gaussian mixture with a
constraint on its covariances; 3 symmetries of the hidden units, or networks without and with activations (XOR). Checked
by counting: arrays are allocated and their entries counted, symmetric settings are enumerated, statements are tested by
a search over small networks or by ranks.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise, permutations, product
from math import factorial
from typing import Any, NamedTuple

import numpy as np

from question_bank._steps import listed, wrong_numbers
from question_bank.ml._network import layered
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.markup.figure import drawn
from quizgen.problem import Follow, Part, Problem, Step


class Given(NamedTuple):
    kind: str
    """"layer", "network", "mixture", "symmetry" or "expressive"."""
    sizes: tuple[int, ...]
    """layer: inputs, outputs, batch. mixture: components, dimension. Else the units of each layer."""
    detail: str
    """mixture: "full", "diagonal", "spherical", "shared"; symmetry: the activation."""
    order: tuple[int, ...]
    """In which order options are shown."""
    phrasing: int


@exercise("ml-mlp-count", version=1, bounds=(100_000, 100_000, 1_000_000))
def count(draw: Draw, level: int) -> Given:
    """Sizes that differ, so that each count tells how it was made."""
    order, phrasing = tuple(draw.shuffled(range(4))), draw.below(2)
    if level == 1:
        n, m = draw.sample((2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32), 2)
        return Given("layer", (n, m, draw.choice((7, 15, 25, 50, 64, 100))), "", order, phrasing)
    if level == 2 and draw.below(5) < 3:
        first, *rest = draw.sample((2, 3, 4, 5, 6, 8, 10, 12, 20), 3)
        return Given("network", (first, *rest, draw.integer(1, 4)), "", order, phrasing)
    if level == 2:
        kind = draw.choice(("full", "diagonal", "spherical", "shared"))
        return Given("mixture", (draw.integer(2, 8), draw.integer(2, 10)), kind, order, phrasing)
    if draw.flip():
        hidden = tuple(draw.integer(2, 4) for _ in range(draw.integer(1, 2)))
        if len(hidden) == 2 and hidden[0] == hidden[1]:
            hidden = (hidden[0], hidden[0] % 3 + 2)
        return Given(
            "symmetry",
            (draw.integer(2, 6), *hidden, draw.integer(1, 3)),
            draw.choice(("tanh", "sigmoid")),
            order,
            phrasing,
        )
    sizes = (draw.integer(3, 9), draw.integer(2, 9), draw.integer(2, 9), draw.integer(2, 9))
    return Given("expressive", sizes, "", order, phrasing)


# ------------------------------------------------------------------ the problem


@count.problem
def build(kind: str, sizes: tuple[int, ...], detail: str, order: tuple[int, ...], phrasing: int) -> Problem:
    """The problem of this kind."""
    g = Given(kind, sizes, detail, order, phrasing)
    makers = {
        "layer": _layer,
        "network": _network,
        "mixture": _mixture,
        "symmetry": _symmetry,
        "expressive": _expressive,
    }
    return makers[kind](g)


def _choice(g: Given, *options: Option) -> ChoiceAnswer:
    return ChoiceAnswer(tuple(options[i] for i in g.order if i < len(options)))


def _closing(*parts: Part) -> Step:
    said = []
    for part in parts:
        answer = part.answer
        if isinstance(answer, ChoiceAnswer):
            said.append(f"({part.id}) {'; '.join(o.text.rstrip('.') for o in answer.options if o.correct)}.")
        else:
            said.append(f"({part.id}) ${answer.tex()}$.")
    return Step(" ".join(said))


NO_BIASES = "These are the weights. Every unit has a bias as well."
LAYER = (
    "A dense layer maps $x \\in \\mathbb{R}^{@n}$ to $Wx + b$ with @m units, each with a bias.",
    "A linear layer of a network has @n inputs and @m outputs, with a bias for each output. It computes $Wx + b$.",
)


def _layer(g: Given) -> Problem:
    n, m, batch = g.sizes
    total = n * m + m
    shape = _choice(
        g,
        Option(rf"${m} \times {n}$", correct=True),
        Option(rf"${n} \times {m}$", feedback="In $Wx$ the columns of $W$ meet the entries of $x$."),
        Option(
            rf"${m} \times {n + 1}$",
            feedback="The bias is kept apart in $b$ here; it is no column of $W$.",
        ),
        Option(
            rf"${m + 1} \times {n}$", code="layer-off-by-one", feedback="There is one row for each unit, and no more."
        ),
    )
    parts = (
        Part("a", shape, "What is the shape of $W$?"),
        Part(
            "b",
            NumberAnswer.of(total),
            "How many parameters does the layer have?",
            misconceptions=wrong_numbers(
                total,
                ("biases-omitted", n * m, NO_BIASES),
                ("layer-off-by-one", (n + 1) * m + n, "Inputs have no biases: count one for each unit of this layer."),
            ),
        ),
        Part(
            "c",
            NumberAnswer.of(batch * m),
            f"The layer is applied to a batch of {batch} samples. How many numbers does its output have?",
        ),
    )
    sketch = drawn(layered([n, m], ("x", "z"))) if n + m <= 10 else ""
    return Problem(
        prompt=LAYER[g.phrasing].replace("@n", str(n)).replace("@m", str(m)) + sketch,
        parts=parts,
        hints=(
            "Each unit has one weight for every input. And what else does it have?",
            "A batch is several inputs, treated with the same parameters: it changes the output, not the layer.",
        ),
        steps=(
            Step(rf"$Wx$ has {m} entries, one for each row of $W$, and the {n} columns meet the entries of $x$."),
            Step(
                rf"Weights: ${m} \cdot {n} = {m * n}$. Biases: one for each unit, ${m}$. Together ${m * n} + {m} = "
                rf"{total}$."
            ),
            Step(
                rf"Check: each unit has {n} weights and 1 bias, so ${n + 1}$ parameters, and ${n + 1} \cdot {m} = "
                rf"{total}$."
            ),
            Step(rf"Each of the {batch} samples gives {m} numbers: ${batch} \cdot {m} = {batch * m}$."),
            _closing(*parts),
        ),
    )


NETWORK = (
    "A multilayer perceptron has @0 inputs, hidden layers of @1 and @2 units, and @3. Every layer is dense and "
    "has biases.",
    "A network for tabular data is fully connected: @0 features, then a layer of @1 units, a layer of @2 units, and "
    "@3. "
    "Every unit of these layers has a bias.",
)


def _outputs(n: int) -> str:
    return "1 output unit" if n == 1 else f"{n} output units"


def _network(g: Given) -> Problem:
    s = g.sizes
    pairs = list(pairwise(s))
    weights = sum(a * b for a, b in pairs)
    biases = sum(s[1:])
    total = weights + biases
    one_less = sum((a + 1) * b for a, b in pairs[:-1])
    prompt = NETWORK[g.phrasing].replace("@3", _outputs(s[3]))
    for i in range(3):
        prompt = prompt.replace(f"@{i}", str(s[i]))
    shape = _choice(
        g,
        Option(rf"${s[2]} \times {s[1]}$", correct=True),
        Option(rf"${s[1]} \times {s[0]}$", code="layer-off-by-one", feedback="That matrix stands one layer earlier."),
        Option(
            rf"${s[3]} \times {s[2]}$",
            code="layer-off-by-one",
            feedback="That matrix stands one layer later.",
        ),
        Option(rf"${s[1]} \times {s[2]}$", feedback="A layer computes $Wh + b$: one row for each of its own units."),
    )
    if len({o.text for o in shape.options}) < 4:
        shape = ChoiceAnswer(tuple(o for i, o in enumerate(shape.options) if _first(shape, i)))
    parts = (
        Part(
            "a",
            shape,
            "What is the shape of the weight matrix of the second hidden layer (its layers compute $Wh + b$)?",
        ),
        Part(
            "b",
            NumberAnswer.of(total),
            "How many parameters does the network have?",
            misconceptions=wrong_numbers(
                total,
                ("biases-omitted", weights, NO_BIASES),
                (
                    "layer-off-by-one",
                    one_less,
                    "The output layer has weights and biases as well: count the steps, not the hidden layers.",
                ),
            ),
        ),
    )
    lines = [rf"From width {a} to width {b}: ${b} \cdot {a} + {b} = {a * b + b}$ parameters." for a, b in pairs]
    sketch = drawn(layered(list(s), ("x", "h", "g", "y"))) if max(s) <= 6 else ""
    return Problem(
        prompt=prompt + sketch,
        parts=parts,
        hints=(
            "How many weight matrices are there between four layers of units?",
            "For each step from a layer to the next count the weights, and a bias for each unit that is reached.",
        ),
        steps=(
            Step(
                "Four layers of units are joined by three weight matrices, with the numbers of units going from "
                f"{listed([f'{a} to {b}' for a, b in pairs])}. A matrix has one row for each unit that it computes."
            ),
            *map(Step, lines),
            Step(f"Sum: ${' + '.join(str(a * b + b) for a, b in pairs)} = {total}$."),
            Step(
                f"Check: ${weights}$ weights and ${biases}$ biases, one for each unit that is not an input, give "
                f"${total}$."
            ),
            _closing(*parts),
        ),
    )


def _first(answer: ChoiceAnswer, i: int) -> bool:
    """Whether no other option of the same text is to be kept in place of option i."""
    same = [j for j, o in enumerate(answer.options) if o.text == answer.options[i].text]
    right = [j for j in same if answer.options[j].correct]
    return i == (right or same)[0]


CONSTRAINTS = {
    "full": "each component has a covariance matrix of its own without further constraint",
    "diagonal": "each component has a diagonal covariance matrix of its own",
    "spherical": r"each component has a covariance matrix $\sigma_k^2 I$ of its own",
    "shared": "all components share one covariance matrix, which has no further constraint",
}
MIXTURE = (
    r"A Gaussian mixture model with $K = @k$ components describes data in $\mathbb{R}^{@d}$; @c.",
    r"Customers are described by @d measured features each. They are modelled by a mixture of @k Gaussians, where @c.",
)


def covariance_count(kind: str, k: int, d: int) -> int:
    """Free parameters of all covariance matrices."""
    one = d * (d + 1) // 2
    return {"full": k * one, "diagonal": k * d, "spherical": k, "shared": one}[kind]


def _mixture(g: Given) -> Problem:
    k, d = g.sizes
    covariances, half = covariance_count(g.detail, k, d), d * (d + 1) // 2
    total = k - 1 + k * d + covariances
    words = {
        "full": (
            rf"A symmetric ${d} \times {d}$ matrix has $\frac{{{d} \cdot {d + 1}}}{{2}} = {half}$ free entries, the "
            rf"diagonal "
            rf"and one triangle. All together: ${k} \cdot {half} = {covariances}$."
        ),
        "diagonal": rf"A diagonal matrix has {d} free entries, the variances. All together: ${k} \cdot {d} = "
        rf"{covariances}$.",
        "spherical": rf"Each matrix has 1 free parameter, its variance $\sigma_k^2$. All together: ${covariances}$.",
        "shared": (
            rf"There is one symmetric ${d} \times {d}$ matrix for all, with $\frac{{{d} \cdot {d + 1}}}{{2}} = "
            rf"{half}$ free "
            "entries, the diagonal and one triangle."
        ),
    }
    slips = [
        (
            "biases-omitted",
            k - 1 + covariances,
            "Where are the means? They play the part of the biases: one vector each.",
        ),
        (
            "layer-off-by-one",
            k + k * d + covariances,
            "The mixture weights add up to $1$: the last one follows from the others.",
        ),
    ]
    parts = (
        Part("a", NumberAnswer.of(covariances), "How many free parameters do the covariance matrices have together?"),
        Part(
            "b",
            NumberAnswer.of(total),
            "How many free parameters does the model have in all, with means and mixture weights?",
            misconceptions=wrong_numbers(total, *slips),
            follows=Follow("a", ("u",), f"u + {k * d + k - 1}", "u > 0"),
        ),
    )
    return Problem(
        prompt=MIXTURE[g.phrasing].replace("@k", str(k)).replace("@d", str(d)).replace("@c", CONSTRAINTS[g.detail]),
        parts=parts,
        hints=(
            "Three kinds of parameters: mixture weights, means, covariances. Count each kind by itself.",
            "Symmetry and sums fix some numbers: a covariance matrix is symmetric, and the weights of a mixture add "
            "up to 1.",
        ),
        steps=(
            Step(f"Covariances. {words[g.detail]}"),
            Step(rf"Means: {k} vectors with {d} entries, ${k} \cdot {d} = {k * d}$."),
            Step(rf"Mixture weights: {k} numbers that add up to $1$, so only ${k} - 1 = {k - 1}$ are free."),
            Step(rf"Sum: ${covariances} + {k * d} + {k - 1} = {total}$."),
            Step(
                "Check with one component: one mean and one covariance, no free weight. That is a single Gaussian, "
                rf"with ${covariance_count(g.detail, 1, d) + d}$ parameters."
            ),
            _closing(*parts),
        ),
    )


SYMMETRY = (
    "A dense network with biases has @n inputs, @h. The hidden units use @f. No two weights have the same absolute "
    "value, and none is 0.",
    "After training, a fully connected network has weights with different absolute values, none of them 0. It has "
    "biases, @n inputs, @h; its hidden units use @f.",
)
ACTIVATIONS = {
    "tanh": (r"$\tanh$", r"$\tanh(-t) = -\tanh t$"),
    "sigmoid": (r"$\sigma(t) = \frac{1}{1 + e^{-t}}$", r"$\sigma(-t) = 1 - \sigma(t)$"),
}


SAME_ERROR = "If this setting is a global minimum of the error, so are all the others."


def symmetric_settings(hidden: tuple[int, ...]) -> int:
    """Settings of parameters with the same function: units of a layer permuted, and each turned or not."""
    total = 1
    for m in hidden:
        total *= factorial(m) * 2**m
    return total


def _symmetry(g: Given) -> Problem:
    n, *hidden, outputs = g.sizes
    units = [f"a hidden layer of {m} units" for m in hidden]
    name, rule = ACTIVATIONS[g.detail]
    only = 1
    for m in hidden:
        only *= factorial(m)
    total = symmetric_settings(tuple(hidden))
    prompt = SYMMETRY[g.phrasing].replace("@n", str(n)).replace("@h", listed([*units, _outputs(outputs)]))
    turned = (
        "change the sign of all weights into the unit, of its bias, and of all weights out of it"
        if g.detail == "tanh"
        else "change the sign of all weights into the unit, of its bias, and of all weights out of it, and add the old "
        "outgoing weights to the biases that follow"
    )
    off = only * 2 ** sum(hidden[:-1]) if len(hidden) > 1 else only * 2 ** (hidden[0] - 1)
    statement = _choice(
        g,
        Option(SAME_ERROR, correct=True),
        Option(
            "Only one of these settings can be found by training.",
            feedback="All of them compute the same outputs, so they have the same error: none is preferred.",
        ),
        Option(
            "Further hidden layers without activations would let the network represent more functions.",
            code="linear-deep-is-richer",
            feedback="Linear layers one after the other are a single linear layer: depth alone adds no function.",
        ),
    )
    parts = (
        Part(
            "a",
            NumberAnswer.of(only),
            "How many settings of the parameters arise from this one by exchanging hidden units within their "
            "layers, itself "
            "included? They all compute the same function.",
        ),
        Part(
            "b",
            NumberAnswer.of(total),
            "How many settings that compute this same function arise, if signs may be turned as well (unit by unit, "
            f"using the symmetry of {name})?",
            misconceptions=wrong_numbers(total, ("layer-off-by-one", off, "Every single hidden unit can be turned.")),
            follows=Follow("a", ("u",), f"{2 ** sum(hidden)}*u", "u > 1"),
        ),
        Part("c", statement, "What follows for training?"),
    )
    factors = r" \cdot ".join(f"{m}!" for m in hidden)
    numbers = r" \cdot ".join(str(factorial(m)) for m in hidden)
    equal = f"{factors} = {numbers}" + (f" = {only}" if len(hidden) > 1 else "")
    small = [n, *hidden, outputs]
    return Problem(
        prompt=prompt.replace("@f", name) + drawn(layered(small, (*"xhg"[: len(small) - 1], "y"))),
        parts=parts,
        hints=(
            "What happens to the function if two hidden units of a layer exchange places together with all their "
            "weights?",
            f"Use {rule}. What has to be changed so that the next layer notices nothing?",
        ),
        steps=(
            Step(
                "Two hidden units of one layer may exchange places, with all weights into them and out of them: the "
                "sums in "
                "the next layer have the same terms in another order."
            ),
            Step(rf"The units of a layer of $M$ have $M!$ orders, and layers are independent: ${equal}$."),
            Step(rf"Turning a unit: as {rule}, one may {turned}. The next layer then gets the same sums."),
            Step(
                rf"Each of the ${sum(hidden)}$ hidden units is turned or not: $2^{{{sum(hidden)}}} = "
                rf"{2 ** sum(hidden)}$ "
                rf"choices, and ${only} \cdot {2 ** sum(hidden)} = {total}$ settings."
            ),
            Step(
                "All of them compute the same outputs, so they have the same error. Check with one hidden unit: "
                "$1! \\cdot 2^1 = 2$, the setting itself and the turned one."
            ),
            _closing(*parts),
        ),
    )


STATEMENTS: tuple[tuple[str, str, str], ...] = (
    (
        "A single linear layer with a threshold at its output computes XOR.",
        "linear-deep-is-richer",
        "XOR is not linearly separable: no line separates the points with output 1 from the others.",
    ),
    (
        "Two linear layers without activation and a threshold at the output compute XOR.",
        "linear-deep-is-richer",
        "Two linear layers are one linear layer: what is between them adds nothing.",
    ),
    ("A hidden layer of two relu units and a linear output compute XOR.", "", ""),
    (
        "A hidden layer of one relu unit and a linear output compute XOR.",
        "layer-off-by-one",
        "With one hidden unit the output depends on one linear combination of the inputs, bent at one place.",
    ),
)


def _expressive(g: Given) -> Problem:
    n, a, b, out = g.sizes
    rank = min(g.sizes)
    deep = (n + 1) * a + (a + 1) * b + (b + 1) * out
    answer = NumberAnswer.of(rank)
    said = Part(
        "c",
        ChoiceAnswer(
            tuple(
                Option(STATEMENTS[i][0], correct=i == 2, code=STATEMENTS[i][1], feedback=STATEMENTS[i][2])
                for i in g.order
            )
        ),
        r"Which of these networks can compute XOR of two inputs $x_1, x_2 \in \{0, 1\}$? Every unit has a bias.",
    )
    parts = (
        Part(
            "a",
            NumberAnswer.of(deep),
            "How many parameters does the network have?",
            misconceptions=wrong_numbers(
                deep,
                ("biases-omitted", n * a + a * b + b * out, NO_BIASES),
                (
                    "layer-off-by-one",
                    (n + 1) * a + (a + 1) * b,
                    "There are three weight matrices, the last to the outputs.",
                ),
            ),
        ),
        Part(
            "b",
            answer,
            "The network computes $Ax + c$. What is the largest rank that $A$ can have?",
            misconceptions=wrong_numbers(
                rank,
                (
                    "linear-deep-is-richer",
                    min(n, out),
                    "Every matrix in the product limits the rank, the middle ones as well.",
                ),
                ("layer-off-by-one", min(a, b), "Look at all widths, those of the input and of the output too."),
            ),
        ),
        said,
    )
    widths = ", ".join(map(str, g.sizes))
    opening = (
        f"A dense network with biases has the widths {widths} (inputs first, outputs last), but **no activation** "
        f"at all.",
        f"Someone has forgotten the activations: a fully connected network of the widths {widths}, from the inputs "
        f"to the "
        "outputs, has weights and biases only.",
    )[g.phrasing]
    return Problem(
        prompt=opening,
        parts=parts,
        hints=(
            "Multiply the layers out: what is a linear map after a linear map?",
            "The rank of a product is at most the rank of each factor. For XOR look at where the four points lie.",
        ),
        steps=(
            Step(
                rf"Parameters, step by step with biases: ${a} \cdot {n} + {a} = {(n + 1) * a}$, ${b} \cdot {a} + {b} = "
                rf"{(a + 1) * b}$ and ${out} \cdot {b} + {out} = {(b + 1) * out}$, in all ${deep}$."
            ),
            Step(
                r"Without activations $W_3(W_2(W_1 x + b_1) + b_2) + b_3 = Ax + c$ with $A = W_3 W_2 W_1$: one "
                r"linear layer. "
                "Depth alone makes nothing richer."
            ),
            Step(
                rf"$\operatorname{{rank}}(A)$ is at most the smallest width, $\min({widths}) = {rank}$, and "
                rf"matrices with "
                "ones on the diagonal reach it."
            ),
            Step(
                r"XOR: the points $(0, 1)$ and $(1, 0)$ have to be separated from $(0, 0)$ and $(1, 1)$, which no "
                r"line does: "
                "both pairs have the same midpoint. So one linear layer fails, and so do two without activation."
            ),
            Step(
                r"With two relu units: $\operatorname{relu}(x_1 + x_2) - 2\operatorname{relu}(x_1 + x_2 - 1)$ is "
                r"$0, 1, 1, 0$ "
                r"at $(0,0), (0,1), (1,0), (1,1)$. One relu unit gives $v \operatorname{relu}(w^\top x + b) + c$, a "
                r"function "
                r"that is monotone in $w^\top x$, which XOR cannot be."
            ),
            _closing(*parts),
        ),
    )


# ------------------------------------------------------------------ the second method


def _entries(*shapes: tuple[int, ...]) -> int:
    """Entries of arrays of these shapes, counted by numpy."""
    return int(sum(np.ones(shape).sum() for shape in shapes))


@count.verify
def counted(
    kind: str, sizes: tuple[int, ...], detail: str, order: tuple[int, ...], phrasing: int, answer: dict[str, Any]
) -> bool:
    """Allocate the arrays, enumerate the symmetric settings, search the networks."""
    if kind == "mixture":
        return _mixture_counted(sizes, detail, answer)
    if kind == "symmetry":
        permuted, all_ = _enumerated(sizes[1:-1])
        return answer["a"] == permuted and answer["b"] == all_ and answer["c"] == (SAME_ERROR,)
    layers = list(pairwise(sizes)) if kind != "layer" else [sizes[:2]]
    arrays = [shape for a, b in layers for shape in ((b, a), (b,))]
    if kind == "layer":
        n, m, batch = sizes
        z = np.zeros((m, n)) @ np.zeros((n, batch)) + np.zeros((m, 1))
        return answer["a"] == (rf"${m} \times {n}$",) and answer["b"] == _entries(*arrays) and answer["c"] == z.size
    if kind == "network":
        weights = np.zeros((sizes[2], sizes[1])) @ np.zeros(sizes[1])
        shape = rf"${weights.size} \times {sizes[1]}$"
        return answer["a"] == (shape,) and answer["b"] == _entries(*arrays)
    product_ = np.eye(sizes[1], sizes[0])
    for a, b in layers[1:]:
        product_ = np.eye(b, a) @ product_
    right = tuple(STATEMENTS[i][0] for i in order if _computes_xor()[i])
    reached = int(np.linalg.matrix_rank(product_))
    return answer["a"] == _entries(*arrays) and answer["b"] == reached and answer["c"] == right


def _mixture_counted(sizes: tuple[int, ...], detail: str, answer: dict[str, Any]) -> bool:
    """Positions of a covariance matrix that may be chosen: each position is represented by its smaller mirror image."""
    k, d = sizes
    free = set()
    for component, i, j in product(range(k), range(d), range(d)):
        if detail in ("diagonal", "spherical") and i != j:
            continue
        place = (0, 0) if detail == "spherical" else (min(i, j), max(i, j))
        free.add((0 if detail == "shared" else component, *place))
    # The mixture weights fill a simplex, with the unit vectors as corners: its dimension is their rank about the mean.
    simplex = int(np.linalg.matrix_rank(np.eye(k) - np.full((k, k), 1 / k)))
    return answer["a"] == len(free) and answer["b"] == len(free) + _entries((k, d)) + simplex


@lru_cache
def _enumerated(hidden: tuple[int, ...]) -> tuple[int, int]:
    """Different lists of signed unit numbers, without and with signs."""
    permuted = signed = 1
    for m in hidden:
        orders = set(permutations(range(1, m + 1)))
        permuted *= len(orders)
        signed *= len(
            {
                tuple(s * u for s, u in zip(signs, o, strict=True))
                for o in orders
                for signs in product((1, -1), repeat=m)
            }
        )
    return permuted, signed


@lru_cache
def _computes_xor() -> tuple[bool, ...]:
    """For each statement, whether a network with small whole weights computes XOR."""
    points, wanted = [(0, 0), (0, 1), (1, 0), (1, 1)], [0, 1, 1, 0]
    small = (-2, -1, 0, 1, 2)
    units = [tuple(max(0, u * x + v * y + b) for x, y in points) for u, v, b in product(small, small, small)]
    patterns = sorted(set(units))
    line = any(
        [int(u * x + v * y + b > 0) for x, y in points] == wanted for u, v, b in product(small, small, (-3, *small, 3))
    )
    one = any([v * h + c for h in p] == wanted for p in patterns for v in small for c in small)
    two = any(
        [v * h + w * k + c for h, k in zip(p, q, strict=True)] == wanted
        for p in patterns
        for q in patterns
        for v, w in ((1, -2), (1, 1), (-1, -1), (2, -1))
        for c in (0, 1)
    )
    # Two linear layers: the product of the matrices is a single one, tested as the first statement.
    return line, line, two, one
