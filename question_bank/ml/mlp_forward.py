"""Forward pass of a small neural network (MML 5.6.1, Bishop 5.1).

Levels: 1 one neuron with its activation; 2 three inputs, a hidden layer and a linear output; 3 two hidden layers on a
batch of two samples. Weights are stored with one row for each unit, so a layer computes W x + b. Checked unit by unit
with numpy, the bias as a weight of an input that is always 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import inner_product
from question_bank.ml._network import Layer, layered
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import drawn
from quizgen.markup.source import latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    layers: tuple[Layer, ...]
    inputs: Matrix
    """One column for each sample."""
    activation: str
    """Of the hidden layers, at level 1 of the neuron: "relu", "leaky", "step", "logistic" or "tanh"."""
    phrasing: int


DEFINITIONS = {
    "relu": r"\operatorname{relu}(t) = \max(0, t)",
    "leaky": r"\phi(t) = t \text{ for } t \geq 0, \quad \phi(t) = \tfrac{1}{2}t \text{ for } t < 0",
    "step": r"\phi(t) = 1 \text{ for } t \geq 0, \quad \phi(t) = 0 \text{ for } t < 0",
    "logistic": r"\sigma(t) = \frac{1}{1 + e^{-t}}",
    "tanh": r"\tanh(t) = \frac{e^{2t} - 1}{e^{2t} + 1}",
}
NAMES = {"relu": r"\operatorname{relu}", "leaky": r"\phi", "step": r"\phi", "logistic": r"\sigma", "tanh": r"\tanh"}


@exercise("ml-mlp-forward", version=1)
def forward(draw: Draw, level: int) -> Given:
    """Small whole weights; some hidden units are on and some off; a linear output that an activation would change."""
    phrasing = draw.below(3)
    for attempt in range(TRIES):
        given = _try(draw.child("try", attempt), level, phrasing)
        if given is not None and _fair(given, level):
            return given
    raise exhausted("network", "units on and off, and an output that tells the mistakes apart")


def _layer(draw: Draw, units: int, inputs: int, bound: int = 3) -> Layer:
    full = inputs == 2
    weights = Matrix([[draw.integer(-bound, bound, nonzero=full) for _ in range(inputs)] for _ in range(units)])
    return Layer(weights, Vector([draw.integer(-4, 4, nonzero=True) for _ in range(units)]))


def _try(draw: Draw, level: int, phrasing: int) -> Given | None:
    if level == 1:
        n = draw.integer(2, 3)
        x = Vector([draw.integer(-3, 4) for _ in range(n)])
        return Given((_layer(draw, 1, n),), x, draw.choice(("relu", "leaky", "step", "logistic", "tanh")), phrasing)
    activation = "relu" if draw.below(3) else "leaky"
    if level == 2:
        hidden = draw.integer(2, 3)
        x = Vector([draw.integer(-3, 3) for _ in range(3)])
        outputs = 2 if hidden == 2 else draw.choice((1, 3))
        return Given((_layer(draw, hidden, 3), _layer(draw, outputs, hidden)), x, activation, phrasing)
    x = Matrix([[draw.integer(-2, 3) for _ in range(2)] for _ in range(2)])
    layers = (_layer(draw, 2, 2, 2), _layer(draw, 2, 2, 2), _layer(draw, 1, 2, 2))
    return Given(layers, x, "relu", phrasing)


def _fair(g: Given, level: int) -> bool:
    if any(sum(w != 0 for w in row) < 2 for layer in g.layers for row in layer.weights.to_rows()):
        return False
    zs, hs = passed(g)
    if any(abs(x.p) > 60 for z in zs for x in z.entries) or any(x == 0 for z in zs for x in z.entries):
        return False
    if level == 1:
        z = zs[0][0, 0]
        bare = z - g.layers[0].bias[0]
        small = abs(z) <= 4 if g.activation in ("logistic", "tanh") else abs(z) <= 20
        if g.activation == "leaky" and z > 0:
            return False  # the slope for negative numbers is to be used
        if g.activation == "relu" and (z > 0) == (g.phrasing > 0):
            return False  # a positive number only passes: one phrasing in three
        if g.activation == "step" and (z == 1 or (z < 0 and g.phrasing)):
            return False
        return small and sum(x != 0 for x in g.inputs) >= 2 and bare != 0
    hidden = [x for z in zs[:-1] for x in z.entries]
    if any(not h.is_integer for h in hs):
        return False
    negative = sum(x < 0 for x in hidden)
    if not 1 <= negative <= len(hidden) - (level + 1) // 2 or all(x > 0 for x in zs[-1].entries):
        return False
    return all(any(x > 0 for x in z.column(j)) for z in zs[:-1] for j in range(z.columns))


# ------------------------------------------------------------------ the pass


def activated(kind: str, z: Matrix) -> Matrix:
    """The rational activations, entry by entry."""
    functions = {
        "relu": lambda t: max(t, Q(0)),
        "leaky": lambda t: t if t >= 0 else t / 2,
        "step": lambda t: Q(int(t >= 0)),
    }
    return Matrix([[functions[kind](x) for x in row] for row in z.to_rows()])


def spread(bias: Matrix, columns: int) -> Matrix:
    """The bias in each column of a batch."""
    return Matrix([[b] * columns for b in bias])


def passed(
    g: Given, *, bias: bool = True, last: bool = False, swapped: bool = False
) -> tuple[list[Matrix], list[Matrix]]:
    """Pre-activations and activations of all layers; the output layer is linear unless `last`.

    Without `bias`, or with the weights transposed where they are square (`swapped`), it is a typical mistake.
    """
    h, zs, hs = g.inputs, [], []
    for i, layer in enumerate(g.layers):
        z = layer.weights @ h + spread(layer.bias, h.columns)
        zs.append(z)
        h = activated(g.activation, z) if i < len(g.layers) - 1 else z
        hs.append(h)
    return zs, hs


# ------------------------------------------------------------------ the problem


@forward.problem
def build(layers: tuple[Layer, ...], inputs: Matrix, activation: str, phrasing: int) -> Problem:
    """Layer by layer."""
    g = Given(layers, inputs, activation, phrasing)
    return _neuron(g) if len(layers) == 1 else _network(g) if len(layers) == 2 else _batch(g)


NO_BIAS = "The weighted sum is there, but each unit also adds its bias."
LAST = "The output layer is linear: its weighted sum with the bias is the output, also where it is negative."
ROWS = "Each row of $W$ holds the weights of one unit: the unit takes the inner product of its row with the input."
NEURON = (
    r"A neuron has the weights $w = @w$ and the bias $b = @b$, and the activation $$@f.$$ Its input is $x = @x$.",
    r"A single unit computes $a = @n(w^\top x + b)$ with $w = @w$ and $b = @b$, where $$@f.$$ The features of a "
    r"sample are "
    r"$x = @x$.",
    r"The readings of the sensors are $x = @x$. A unit with weights $w = @w$, bias $b = @b$ and the activation $$@f$$ "
    r"responds to them.",
)


def _neuron(g: Given) -> Problem:
    w, b, x = g.layers[0].weights.T, g.layers[0].bias[0], g.inputs
    z = passed(g)[0][0][0, 0]
    name = NAMES[g.activation]
    smooth = g.activation in ("logistic", "tanh")
    template = NEURON[g.phrasing].replace("@n", name).replace("@f", DEFINITIONS[g.activation])
    if smooth:
        right = f"sigmoid({z})" if g.activation == "logistic" else f"tanh({z})"
        second = NumberAnswer.of(right, decimals=3, label="$a =$")
        follow = "sigmoid(z)" if g.activation == "logistic" else "tanh(z)"
    else:
        value = activated(g.activation, Matrix([[z]]))[0, 0]
        second = NumberAnswer.of(value, label="$a =$")
        follow = {"relu": "max(0, z)", "leaky": "max(z, z/2)", "step": "(1 + sign(z))/2"}[g.activation]
    first = NumberAnswer.of(z, label="$z =$")
    bare = z - b
    rounding = " Round to 3 decimals; a calculator helps." if smooth else ""
    work = {
        "relu": rf"$\operatorname{{relu}}({latex_of(z)}) = \max(0, {latex_of(z)})$: "
        + ("a positive number passes." if z > 0 else "a negative number becomes $0$, the unit is off."),
        "leaky": rf"${latex_of(z)}$ is {'not negative and passes unchanged' if z > 0 else 'negative and is halved'}.",
        "step": rf"${latex_of(z)}$ is {'not ' if z > 0 else ''}negative, so the unit "
        rf"{'fires' if z > 0 else 'is silent'}.",
        "logistic": rf"$\sigma({latex_of(z)}) = \frac{{1}}{{1 + e^{{{latex_of(-z)}}}}}$.",
        "tanh": rf"$\tanh({latex_of(z)}) = \frac{{e^{{{latex_of(2 * z)}}} - 1}}{{e^{{{latex_of(2 * z)}}} + 1}}$.",
    }[g.activation]
    bounds = {
        "relu": "never negative",
        "leaky": "a number with the sign of $z$",
        "step": "$0$ or $1$",
        "logistic": r"between $0$ and $1$, and above $\frac{1}{2}$ exactly where $z > 0$",
        "tanh": "between $-1$ and $1$, and has the sign of $z$",
    }
    return Problem(
        prompt=text(template, w=w, b=b, x=x),
        parts=(
            Part(
                "a",
                first,
                r"Give the pre-activation $z = w^\top x + b$.",
                misconceptions=(Misconception("no-bias", NumberAnswer.of(bare), NO_BIAS),),
            ),
            Part(
                "b",
                second,
                f"Give the output $a = {name}(z)$.{rounding}",
                follows=Follow("a", ("z",), follow, guard="z != 0"),
            ),
        ),
        hints=(
            "Multiply each input by its weight, and add up.",
            "Do not forget the bias; the activation is applied to the whole sum, as the last thing.",
        ),
        steps=(
            step(r"The weighted sum of the inputs: $@sum = @value$.", sum=inner_product(list(w), list(x)), value=bare),
            Step(rf"Add the bias: $z = {latex_of(bare)} {'-' if b < 0 else '+'} {abs(int(b.p))} = {latex_of(z)}$."),
            Step(f"Apply the activation to the whole sum: {work}"),
            Step(f"Check: the output of this activation is {bounds[g.activation]}."),
            step(r"(a) $z = @first$. (b) $a = @second$.", first=first, second=second),
        ),
    )


NETWORK = (
    r"A network with one hidden layer computes $h = @n(W_1 x + b_1)$ and $y = W_2 h + b_2$; its output is linear. Here "
    r"$$W_1 = @W, \quad b_1 = @b, \quad W_2 = @V, \quad b_2 = @c,$$ and @define is applied entry by entry. The "
    r"input is "
    r"$x = @x$.",
    r"Three features $x = @x$ of a house go into a small network that predicts with $h = @n(W_1 x + b_1)$, "
    r"$y = W_2 h + b_2$, without an activation at the output: $$W_1 = @W, \quad b_1 = @b, \quad W_2 = @V, \quad b_2 "
    r"= @c.$$ "
    r"Here @define, entry by entry.",
    r"Run the forward pass for $x = @x$ through $$h = @n(W_1 x + b_1), \qquad y = W_2 h + b_2$$ (a linear output) with "
    r"$$W_1 = @W, \quad b_1 = @b, \quad W_2 = @V, \quad b_2 = @c,$$ where @define is applied entry by entry.",
)


def _define(g: Given) -> str:
    return f"${DEFINITIONS[g.activation]}$"


def _row_work(layer: Layer, h: Matrix, z: Matrix) -> str:
    """Each entry of W h + b with its numbers, as aligned lines."""
    lines = []
    for row, b, value in zip(layer.weights.to_rows(), layer.bias, z, strict=True):
        sign = "-" if b < 0 else "+"
        lines.append(rf"{inner_product(row, list(h))} {sign} {latex_of(abs(b))} &= {latex_of(value)}")
    return r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"


def _vector_slips(right: Matrix, *replies: tuple[str, Matrix, str]) -> tuple[Misconception, ...]:
    seen, found = [right], []
    for code, value, said in replies:
        if value not in seen:
            seen.append(value)
            answer = VectorAnswer.of(value) if value.rows > 1 else NumberAnswer.of(value[0])
            found.append(Misconception(code, answer, said))
    return tuple(found)


def _network(g: Given) -> Problem:
    (one, two), x = g.layers, g.inputs
    zs, hs = passed(g)
    h, y = hs[0], hs[1]
    name = NAMES[g.activation]
    single = y.rows == 1
    values = {"W": one.weights, "b": one.bias, "V": two.weights, "c": two.bias[0] if single else two.bias, "x": x}
    template = NETWORK[g.phrasing].replace("@n", name).replace("@define", _define(g))
    first = VectorAnswer.of(h, label="$h =$")
    second = NumberAnswer.of(y[0], label="$y =$") if single else VectorAnswer.of(y, label="$y =$")
    names = tuple(f"h{i + 1}" for i in range(h.rows))
    rows = [
        " + ".join([*(f"({w})*{n}" for w, n in zip(row, names, strict=True)), f"({b})"])
        for row, b in zip(two.weights.to_rows(), two.bias, strict=True)
    ]
    replies = [("no-bias", two.weights @ h, NO_BIAS), ("activation-last-too", activated(g.activation, y), LAST)]
    if two.weights.rows == two.weights.columns:
        replies.append(("row-column", two.weights.T @ h + two.bias, ROWS))
    off = [f"$h_{i + 1}$" for i, z in enumerate(zs[0]) if z < 0]
    negative = (
        "Negative entries become $0$" if g.activation == "relu" else "Negative entries are halved"
    ) + f" (here {' and '.join(off)}), the others pass."
    return Problem(
        prompt=text(template, **values) + drawn(layered([x.rows, h.rows, y.rows], ("x", "h", "y"))),
        parts=(
            Part(
                "a",
                first,
                "Give the hidden activations $h$.",
                misconceptions=_vector_slips(h, ("no-bias", activated(g.activation, one.weights @ x), NO_BIAS)),
            ),
            Part(
                "b",
                second,
                "Give the output $y$.",
                misconceptions=_vector_slips(y, *replies),
                follows=Follow(
                    "a",
                    names,
                    rows[0] if single else f"[{', '.join(rows)}]",
                    guard=" or ".join(f"{n} != 0" for n in names),
                ),
            ),
        ),
        hints=(
            "Go through the layers in order: a matrix times a vector, plus the bias, then the activation.",
            "What does the activation do to negative entries? And does the output layer have one?",
        ),
        steps=(
            Step(
                r"Hidden layer: each row of $W_1$ belongs to one unit. $$W_1 x + b_1: \quad "
                rf"{_row_work(one, x, zs[0])}$$"
            ),
            step(rf"Apply the activation entry by entry. {negative} $$h = {name} @z = @h.$$", z=zs[0], h=h),
            Step(rf"Output layer, from $h$: $$W_2 h + b_2: \quad {_row_work(two, h, y)}$$"),
            Step(
                "The output is linear: nothing more is applied, so a negative value stays. Check the shapes: $W_2$ is "
                rf"${two.weights.rows} \times {two.weights.columns}$ and $h$ has {h.rows} entries, so $y$ has "
                f"{_entries(y.rows)}."
            ),
            step(r"(a) $h = @first$. (b) $y = @second$.", first=first, second=second),
        ),
    )


def _entries(n: int) -> str:
    return "1 entry" if n == 1 else f"{n} entries"


BATCH_LAYERS = r"$$W_1 = @A, \quad b_1 = @a, \quad W_2 = @B, \quad b_2 = @b,$$ $$w_3^\top = @C, \quad b_3 = @c.$$"
BATCH = (
    r"A network with two hidden layers computes $$H_1 = \operatorname{relu}(W_1 X + b_1), \quad "
    r"H_2 = \operatorname{relu}(W_2 H_1 + b_2), \quad Y = w_3^\top H_2 + b_3$$ for a batch: each column of $X = @X$ is "
    r"a sample, and a bias is added to every column. The output is linear. Given are " + BATCH_LAYERS,
    r"Two images are described by two features each, the columns of $X = @X$. A network predicts a score for each: "
    r"$$H_1 = \operatorname{relu}(W_1 X + b_1), \quad H_2 = \operatorname{relu}(W_2 H_1 + b_2), \quad "
    r"Y = w_3^\top H_2 + b_3.$$ A bias is added to every column, and the output is linear. The parameters are "
    + BATCH_LAYERS,
)


def _batch(g: Given) -> Problem:
    one, two, three = g.layers
    zs, hs = passed(g)
    first, second = (MatrixAnswer.of(m, label=f"${name} =$") for m, name in zip(hs, ("H_1", "H_2"), strict=False))
    third = VectorAnswer.of(hs[2].T, label="Outputs:")
    values = {
        "X": g.inputs,
        "A": one.weights,
        "a": one.bias,
        "B": two.weights,
        "b": two.bias,
        "C": three.weights,
        "c": three.bias[0],
    }

    def slips(right: Matrix, *replies: tuple[str, Matrix, str]) -> tuple[Misconception, ...]:
        seen, found = [right], []
        for code, value, said in replies:
            if value not in seen:
                seen.append(value)
                found.append(Misconception(code, MatrixAnswer.of(value), said))
        return tuple(found)

    def bare(layer: Layer, h: Matrix) -> Matrix:
        return activated("relu", layer.weights @ h)

    def turned(layer: Layer, h: Matrix) -> Matrix:
        return activated("relu", layer.weights.T @ h + spread(layer.bias, h.columns))

    names = ("p", "q", "r", "s")
    return Problem(
        prompt=text(BATCH[g.phrasing % 2], **values) + drawn(layered([2, 2, 2, 1], ("x", "h", "g", "y"))),
        parts=(
            Part(
                "a",
                first,
                "Give $H_1$.",
                misconceptions=slips(
                    hs[0], ("no-bias", bare(one, g.inputs), NO_BIAS), ("row-column", turned(one, g.inputs), ROWS)
                ),
            ),
            Part(
                "b",
                second,
                "Give $H_2$.",
                misconceptions=slips(
                    hs[1], ("no-bias", bare(two, hs[0]), NO_BIAS), ("row-column", turned(two, hs[0]), ROWS)
                ),
                follows=Follow("a", names, _layer_text(two, names), guard="p*s != 0 and q != 0 or p*s != 0 and r != 0"),
            ),
            Part(
                "c",
                third,
                "Give the two outputs, that of the first sample first.",
                misconceptions=_vector_slips(
                    hs[2].T,
                    ("no-bias", (three.weights @ hs[1]).T, NO_BIAS),
                    ("activation-last-too", activated("relu", hs[2]).T, LAST),
                ),
                follows=Follow(
                    "b",
                    names,
                    _layer_text(three, names, linear=True),
                    guard="p*s != 0 and q != 0 or p*s != 0 and r != 0",
                ),
            ),
        ),
        hints=(
            "A product of matrices treats all samples at once: the column of a sample stays its column.",
            "After each hidden layer negative entries become $0$. The output layer has no activation.",
        ),
        steps=(
            step(
                r"First hidden layer: $$W_1 X + b_1 = @product + @bias = @z, \quad H_1 = \operatorname{relu}(\dots) "
                r"= @h.$$",
                product=one.weights @ g.inputs,
                bias=spread(one.bias, 2),
                z=zs[0],
                h=hs[0],
            ),
            step(
                r"Second hidden layer, from $H_1$: $$W_2 H_1 + b_2 = @product + @bias = @z, \quad H_2 = @h.$$",
                product=two.weights @ hs[0],
                bias=spread(two.bias, 2),
                z=zs[1],
                h=hs[1],
            ),
            step(
                r"Output, linear: $$Y = w_3^\top H_2 + b_3 = @product + @bias = @y.$$",
                product=three.weights @ hs[1],
                bias=spread(three.bias, 2),
                y=hs[2],
            ),
            Step(
                "Check: the samples do not mix. The first column alone, sent through the network, gives the first "
                "output "
                f"${latex_of(hs[2][0, 0])}$."
            ),
            step(
                r"(a) $H_1 = @first$. (b) $H_2 = @second$. (c) The outputs are $@third$.",
                first=first,
                second=second,
                third=third,
            ),
        ),
    )


def _layer_text(layer: Layer, names: Sequence[str], *, linear: bool = False) -> str:
    """relu(W H + b), or W H + b, for a 2 x 2 batch of named entries, in the answer language."""
    rows = []
    for weights, b in zip(layer.weights.to_rows(), layer.bias, strict=True):
        cells = [
            " + ".join([*(f"({w})*{names[2 * i + j]}" for i, w in enumerate(weights)), f"({b})"]) for j in range(2)
        ]
        rows.append(", ".join(cells if linear else [f"max(0, {cell})" for cell in cells]))
    return "[" + "; ".join(rows) + "]"


# ------------------------------------------------------------------ the second method

FLOATS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "leaky": lambda z: np.where(z > 0, z, 0.5 * z),
    "step": lambda z: np.heaviside(z, 1.0),
    "logistic": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
}


def _augmented(layer: Layer) -> np.ndarray:
    return np.array(layer.weights.hstack(layer.bias).to_floats())


@forward.verify
def augmented_inputs(
    layers: tuple[Layer, ...], inputs: Matrix, activation: str, phrasing: int, answer: dict[str, Any]
) -> bool:
    """Each sample by itself, every layer as one matrix [W b] on the input with a 1 below it, in floating point."""
    f = FLOATS[activation]
    columns = []
    for j in range(inputs.columns):
        h, seen = np.array([float(x.p) for x in inputs.column(j)]), []
        for i, layer in enumerate(layers):
            z = _augmented(layer) @ np.append(h, 1.0)
            if len(layers) == 1:
                seen += [z, f(z)]
            h = z if i == len(layers) - 1 else f(z)
            if len(layers) > 1:
                seen.append(h)
        columns.append(seen)
    for part, wanted in zip(sorted(answer), zip(*columns, strict=True), strict=True):
        reply = answer[part]
        table = (
            reply.to_floats()
            if isinstance(reply, Matrix)
            else [[float(reply.p) / float(reply.q)]]
            if isinstance(reply, Q)
            else [[float(reply)]]
        )
        expected = np.array(wanted).T
        found = np.array(table)
        if len(layers) == 3 and part == "c":
            found = found.T
        tolerance = 6e-4 if activation in ("logistic", "tanh") and part == "b" else 1e-9
        if found.shape != expected.shape or not np.allclose(found, expected, rtol=0, atol=tolerance):
            return False
    return True
