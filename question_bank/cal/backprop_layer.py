"""Backpropagation through dense layers (MML 5.6.1, Bishop 5.3; gradients have the shape of what they belong to).

Levels: 1 one neuron; 2 one hidden layer and one sample; 3 a batch of samples, or a loss that sees the hidden layer as
well. The forward values are given, as a backward pass finds them stored. Checked by central differences of the loss in
every pre-activation, weight and bias.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import atanh, exp, log, tanh
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, inner_product
from question_bank.ml._network import layered
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Edge, Network, Node, drawn
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    activation: str
    """"relu", "leaky" (slope 1/2 below 0), "logistic" or "tanh"."""
    inputs: Matrix
    """One column for each sample."""
    hidden: Matrix
    """What the forward pass has stored of the hidden layer: pre-activations for relu and leaky, else activations."""
    weights: Matrix
    """Of the output layer, which is linear; at level 1 the neuron's own weights, as a row."""
    outputs: Matrix
    """Predictions; at level 1 the neuron's activation is `hidden` and there are none."""
    targets: Matrix
    penalty: int
    """Factor of half the squared norm of the hidden activations in the loss."""
    phrasing: int


@exercise("cal-backprop-layer", version=1, bounds=(400, 1000, 2000))
def backprop(draw: Draw, level: int) -> Given:
    """Small errors and weights; activation derivatives of which one at least is not 1."""
    phrasing = draw.below(2)
    for attempt in range(TRIES):
        given = _try(draw.child("try", attempt), level, phrasing)
        if given is not None:
            return given
    raise exhausted("layer", "small errors and derivatives other than 1")


LARGEST = 150
"""Of the numerators and denominators of a gradient at level 1."""
SHARES = (Q(1, 2), Q(1, 4), Q(3, 4), Q(1, 5), Q(4, 5), Q(2, 5), Q(3, 5))
SLOPES = (Q(1, 2), Q(-1, 2), Q(3, 5), Q(-3, 5), Q(4, 5), Q(-4, 5), Q(1, 3), Q(-1, 3))


def _stored(draw: Draw, activation: str, units: int, samples: int) -> Matrix:
    choices = SHARES if activation == "logistic" else SLOPES
    if activation == "leaky" and samples > 1:
        # Halves of these are whole.
        return Matrix([[draw.choice((-4, -2, 1, 2, 3, 4, 5)) for _ in range(samples)] for _ in range(units)])
    if activation in ("relu", "leaky"):
        return Matrix([[draw.integer(-4, 5, nonzero=True) for _ in range(samples)] for _ in range(units)])
    return Matrix([[draw.choice(choices) for _ in range(samples)] for _ in range(units)])


def _whole(draw: Draw, rows: int, columns: int, bound: int = 3) -> Matrix:
    return Matrix([[draw.integer(-bound, bound, nonzero=True) for _ in range(columns)] for _ in range(rows)])


def _try(draw: Draw, level: int, phrasing: int) -> Given | None:
    if level == 1:
        activation = draw.choice(("logistic", "tanh", "leaky"))
        n = draw.integer(2, 3)
        stored = _stored(draw, activation, 1, 1)
        if activation == "leaky" and stored[0, 0] > 0:
            stored = -stored
        target = Q(draw.integer(0, 1) if activation == "logistic" else draw.integer(-2, 2))
        g = Given(
            activation, _whole(draw, n, 1), stored, _whole(draw, 1, n), Matrix([[0]]), Matrix([[target]]), 0, phrasing
        )
        error = outcome(g)[0, 0] - target
        gradient = g.inputs * (error * slope(g)[0, 0])
        return g if error != 0 and all(max(abs(x.p), x.q) <= LARGEST for x in gradient.entries) else None
    activation = draw.choice(("relu", "relu", "leaky", "logistic")) if level == 2 else draw.choice(("relu", "leaky"))
    samples = 2 if level == 3 and draw.flip() else 1
    n, m = (draw.integer(2, 3), 2) if level == 2 else (2, 2)
    inputs, hidden = _whole(draw, n, samples), _stored(draw, activation, m, samples)
    weights, errors = _whole(draw, 2, m), _whole(draw, 2, samples)
    outputs = Matrix([[draw.integer(-4, 6)] for _ in range(2)])
    if samples == 2:
        # One bias serves both samples: the outputs have to fit it, and each other.
        fit = _batch_outputs(draw, activation, inputs, hidden, weights)
        if fit is None:
            return None
        outputs = fit
    penalty = draw.integer(1, 4) if level == 3 and samples == 1 else 0
    g = Given(activation, inputs, hidden, weights, outputs, outputs - errors, penalty, phrasing)
    slopes = slope(g).entries
    mixed = activation == "logistic" or (len(set(slopes)) > 1)
    delta = backward(g)
    # A sample that no gradient reaches would leave nothing to add up.
    reached = all(not delta.column(n).is_zero for n in range(samples))
    return g if mixed and reached else None


def _batch_outputs(draw: Draw, activation: str, inputs: Matrix, hidden: Matrix, weights: Matrix) -> Matrix | None:
    """Small whole outputs of two different samples, with a bias for both."""
    bias = Matrix([[draw.integer(-4, 4)] for _ in range(2)])
    outputs = weights @ activated(activation, hidden) + bias.hstack(bias)
    small = all(x.q == 1 and abs(x) <= 12 for x in outputs.entries)
    return outputs if small and inputs.column(0) != inputs.column(1) else None


# ------------------------------------------------------------------ the backward pass


def activated(activation: str, hidden: Matrix) -> Matrix:
    """The hidden activations for what is stored."""
    if activation in ("logistic", "tanh"):
        return hidden
    low = Q(0) if activation == "relu" else Q(1, 2)
    return Matrix([[x if x > 0 else low * x for x in row] for row in hidden.to_rows()])


def outcome(g: Given) -> Matrix:
    """The hidden activations."""
    return activated(g.activation, g.hidden)


def slope(g: Given) -> Matrix:
    """The derivative of the activation, entry by entry."""
    rules: dict[str, Callable[[Q], Q]] = {
        "relu": lambda z: Q(int(z > 0)),
        "leaky": lambda z: Q(1) if z > 0 else Q(1, 2),
        "logistic": lambda a: a * (1 - a),
        "tanh": lambda a: 1 - a * a,
    }
    return Matrix([[rules[g.activation](x) for x in row] for row in g.hidden.to_rows()])


def entrywise(a: Matrix, b: Matrix) -> Matrix:
    """The product entry by entry."""
    return Matrix([[x * y for x, y in zip(r, s, strict=True)] for r, s in zip(a.to_rows(), b.to_rows(), strict=True)])


def arriving(g: Given, weights: Matrix) -> Matrix:
    """The gradient of the loss by the hidden activations, if these are the weights turned around."""
    return weights @ (g.outputs - g.targets) + outcome(g) * g.penalty


def backward(g: Given) -> Matrix:
    """The gradient of the loss by the pre-activations of the hidden layer."""
    return entrywise(arriving(g, g.weights.T), slope(g))


# ------------------------------------------------------------------ the problem

RULES = {
    "relu": (r"\operatorname{relu}(t) = \max(0, t)", r"is $1$ where $z > 0$ and $0$ where $z < 0$"),
    "leaky": (
        r"\phi(t) = t \text{ for } t \geq 0 \text{ and } \phi(t) = \tfrac{1}{2}t \text{ for } t < 0",
        r"is $1$ where $z > 0$ and $\frac{1}{2}$ where $z < 0$",
    ),
    "logistic": (
        r"\sigma(t) = \frac{1}{1 + e^{-t}}",
        r"is $\sigma' = \sigma(1 - \sigma)$, known from the stored "
        r"output",
    ),
    "tanh": (r"\tanh t", r"is $1 - \tanh^2$, known from the stored output"),
}
NAMES = {"relu": r"\operatorname{relu}", "leaky": r"\phi", "logistic": r"\sigma", "tanh": r"\tanh"}
NO_SLOPE = "On its way back the gradient also passes the activation: multiply by its derivative, entry by entry."
TURNED = r"The gradient comes back through the weights the other way round: which shape and order must the matrix have?"
WRONG_INPUT = "The factor of a weight in the forward pass is the value that goes into this layer, no other one."


@backprop.problem
def build(
    activation: str,
    inputs: Matrix,
    hidden: Matrix,
    weights: Matrix,
    outputs: Matrix,
    targets: Matrix,
    penalty: int,
    phrasing: int,
) -> Problem:
    """From the loss back to the weights."""
    g = Given(activation, inputs, hidden, weights, outputs, targets, penalty, phrasing)
    if weights.rows == 1:
        return _neuron(g)
    return _single(g) if inputs.columns == 1 else _batch(g)


NEURON = (
    r"A neuron computes $z = w^\top x + b$ and $a = @n(z)$, where $@f$. The loss is $L = \frac{1}{2}(a - y)^2$. For "
    r"a sample "
    r"with $x = @x$ and target $y = @y$, and with the weights $w = @w$, the forward pass has stored $@s$.",
    r"One training step of a single unit: $a = @n(w^\top x + b)$ with $@f$, and the loss $L = \frac{1}{2}(a - "
    r"y)^2$. The "
    r"weights are $w = @w$, the input is $x = @x$, its target is $y = @y$. Stored from the forward pass, with "
    r"$z = w^\top x + b$: $@s$.",
)


def _neuron(g: Given) -> Problem:
    a, d, y, x = outcome(g)[0, 0], slope(g)[0, 0], g.targets[0, 0], g.inputs
    error = a - y
    delta = error * d
    gradient = x * delta
    stored = rf"a = {latex_of(a)}" if g.activation != "leaky" else rf"z = {latex_of(g.hidden[0, 0])}"
    first, second, third = (
        NumberAnswer.of(delta, label=r"$\delta =$"),
        VectorAnswer.of(gradient, label=r"$\frac{\partial L}{\partial w} =$"),
        NumberAnswer.of(delta, label=r"$\frac{\partial L}{\partial b} =$"),
    )
    wrong = g.weights.T * delta
    slips = () if wrong == gradient else (Misconception("input-for-output", VectorAnswer.of(wrong), WRONG_INPUT),)
    template = NEURON[g.phrasing].replace("@n", NAMES[g.activation]).replace("@f", RULES[g.activation][0])
    if g.activation == "tanh":  # needs no definition
        template = template.replace(r", where $\tanh t$", "").replace(r" with $\tanh t$,", "")
    names = ", ".join(f"({x_})*d" for x_ in x)
    slopes = {
        "logistic": rf"a(1 - a) = {latex_of(a)} \cdot {factor(1 - a)} = {latex_of(d)}",
        "tanh": rf"1 - a^2 = 1 - {latex_of(a * a)} = {latex_of(d)}",
        "leaky": rf"\phi'({latex_of(g.hidden[0, 0])}) = \frac{{1}}{{2}}",
    }[g.activation]
    value = ""
    if g.activation == "leaky":
        value = rf"The output is $a = \phi({latex_of(g.hidden[0, 0])}) = {latex_of(a)}$. "
    return Problem(
        prompt=text(template.replace("$@s$", f"${stored}$"), x=x, y=y, w=g.weights.T) + drawn(_graph(x.rows)),
        parts=(
            Part(
                "a",
                first,
                r"Give $\delta = \frac{\partial L}{\partial z}$ exactly.",
                misconceptions=(Misconception("no-activation-derivative", NumberAnswer.of(error), NO_SLOPE),),
            ),
            Part(
                "b",
                second,
                r"Give the gradient $\frac{\partial L}{\partial w}$ exactly, as a column like $w$.",
                misconceptions=slips,
                follows=Follow("a", ("d",), f"[{names}]", guard="d != 0"),
            ),
            Part(
                "c",
                third,
                r"Give $\frac{\partial L}{\partial b}$ exactly.",
                follows=Follow("a", ("d",), "d", guard="d != 0"),
            ),
        ),
        hints=(
            "Go back from the loss: first through the square, then through the activation, then through the sum.",
            rf"The derivative of the activation {RULES[g.activation][1]}.",
        ),
        steps=(
            step(rf"{value}The loss by the output: $\frac{{\partial L}}{{\partial a}} = a - y = @error$.", error=error),
            step(
                r"Through the activation, whose derivative here is $@slopes$. Chain rule: "
                r"$\delta = @(error) \cdot @d = @delta$.",
                slopes=Tex(slopes),
                error=error,
                d=d,
                delta=delta,
            ),
            step(
                r"In $z = w^\top x + b$ the weight $w_j$ has the factor $x_j$, so "
                r"$$\frac{\partial L}{\partial w} = \delta\, x = @delta \cdot @x = @gradient.$$",
                delta=delta,
                x=x,
                gradient=gradient,
            ),
            Step(r"The bias has the factor $1$, so $\frac{\partial L}{\partial b} = \delta$."),
            Step(
                r"Check the direction: the output is too "
                + ("large" if error > 0 else "small")
                + r", and a step against the gradient changes $z$ by a multiple of $-\delta$, which "
                + ("lowers" if delta > 0 else "raises")
                + " it."
            ),
            step(
                r"(a) $\delta = @first$. (b) $\frac{\partial L}{\partial w} = @second$. (c) "
                r"$\frac{\partial L}{\partial b} = @third$.",
                first=first,
                second=second,
                third=third,
            ),
        ),
    )


def _graph(n: int) -> Network:
    """The computational graph of a neuron with its loss."""
    rows = n + 1
    middle = (rows - 1) / 2
    nodes = [Node(f"x{i}", f"$x_{i + 1}$", 0, float(i)) for i in range(n)]
    nodes += [Node("b", "$b$", 0, float(n)), Node("z", "$z$", 1, middle), Node("a", "$a$", 2, middle)]
    nodes.append(Node("L", "$L$", 3, middle))
    edges = [Edge(f"x{i}", "z", f"$w_{i + 1}$") for i in range(n)]
    edges += [Edge("b", "z"), Edge("z", "a"), Edge("a", "L")]
    return Network(
        "A computational graph: the weighted inputs and the bias lead to z, z to the output a, and a to the loss L.",
        tuple(nodes),
        tuple(edges),
    )


SINGLE = (
    r"A network computes $z = W_1 x + b_1$, $h = @n(z)$ and $\hat y = W_2 h + b_2$, where $@f$, entry by entry. "
    r"The loss is "
    r"$$L = @loss.$$ For one sample the forward pass has stored $$x = @x, \quad @s, \quad \hat y = @o,$$ the target is "
    r"$y = @y$, and $W_2 = @W$.",
    r"One step of training a network with one hidden layer, $h = @n(W_1 x + b_1)$ and $\hat y = W_2 h + b_2$ with "
    r"$@f$, entry "
    r"by entry. The loss is $$L = @loss.$$ Given are $W_2 = @W$, the sample $x = @x$ with target $y = @y$, and from "
    r"the "
    r"forward pass, with $z = W_1 x + b_1$, $$@s, \quad \hat y = @o.$$",
)
LOSS = r"\frac{1}{2}\lVert \hat y - y \rVert^2"


def _same(*replies: tuple[str, Matrix, str], right: Matrix, kind: Any) -> tuple[Misconception, ...]:
    seen, found = [right], []
    for code, value, said in replies:
        if value not in seen:
            seen.append(value)
            found.append(Misconception(code, kind.of(value), said))
    return tuple(found)


def _outer(names: Sequence[str], x: Matrix) -> str:
    """The outer product of named entries with a vector, in the answer language."""
    return "[" + "; ".join(", ".join(f"({v})*{name}" for v in x) for name in names) + "]"


def _arrival(g: Given) -> str:
    extra = "" if not g.penalty else rf" + {_number(g.penalty)}h"
    return rf"W_2^\top \delta_2{extra}"


def _number(x: int) -> str:
    return "" if x == 1 else str(x)


def _single(g: Given) -> Problem:
    h, d, x = outcome(g), slope(g), g.inputs
    error, delta = g.outputs - g.targets, backward(g)
    back = arriving(g, g.weights.T)
    half = Q(g.penalty, 2)
    loss = LOSS + (rf" + {'' if half == 1 else latex_of(half)} \lVert h \rVert^2" if g.penalty else "")
    stored = {"relu": r"z = @z, \quad h = @h", "leaky": r"z = @z, \quad h = @h"}.get(g.activation, "h = @h")
    template = SINGLE[g.phrasing].replace("@n", NAMES[g.activation]).replace("@f", RULES[g.activation][0])
    values = {"x": x, "h": h, "o": g.outputs, "y": g.targets, "W": g.weights}
    if "@z" in stored:
        values["z"] = g.hidden
    upper, lower = error @ h.T, delta @ x.T
    first = MatrixAnswer.of(upper, label=r"$\frac{\partial L}{\partial W_2} =$")
    second = VectorAnswer.of(delta, label=r"$\delta_1 =$")
    third = MatrixAnswer.of(lower, label=r"$\frac{\partial L}{\partial W_1} =$")
    names = tuple(f"d{i + 1}" for i in range(delta.rows))
    penalised = (
        rf", which also enters the loss directly: this adds the gradient of the second term, ${_number(g.penalty)}h$."
        if g.penalty
        else ":"
    )
    return Problem(
        prompt=text(template.replace("@loss", loss).replace("@s", stored), **values)
        + drawn(layered([x.rows, 2, 2], ("x", "h", r"\hat y"))),
        parts=(
            Part(
                "a",
                first,
                r"Give $\frac{\partial L}{\partial W_2}$, in the shape of $W_2$.",
                misconceptions=_same(("input-for-output", error @ x.T, WRONG_INPUT), right=upper, kind=MatrixAnswer),
            ),
            Part(
                "b",
                second,
                r"Give $\delta_1 = \frac{\partial L}{\partial z}$ of the hidden layer.",
                misconceptions=_same(
                    ("no-activation-derivative", back, NO_SLOPE),
                    ("W-not-transposed", entrywise(arriving(g, g.weights), d), TURNED),
                    right=delta,
                    kind=VectorAnswer,
                ),
            ),
            Part(
                "c",
                third,
                r"Give $\frac{\partial L}{\partial W_1}$, in the shape of $W_1$.",
                misconceptions=_same(("input-for-output", delta @ h.T, WRONG_INPUT), right=lower, kind=MatrixAnswer),
                follows=Follow("b", names, _outer(names, x), guard=" or ".join(f"{n} != 0" for n in names)),
            ),
        ),
        hints=(
            r"The output layer is linear, so its error is $\delta_2 = \hat y - y$. A weight gradient is an outer "
            r"product of "
            "an error and what went into the layer.",
            rf"Back through $W_2$ with its transpose, then through the activation, whose derivative "
            rf"{RULES[g.activation][1]}.",
        ),
        steps=(
            step(r"The output is linear: $\delta_2 = \hat y - y = @o - @y = @e$.", o=g.outputs, y=g.targets, e=error),
            step(
                r"Output weights: the input of this layer is $h$, so $$\frac{\partial L}{\partial W_2} = "
                r"\delta_2 h^\top = @e @h = @upper.$$",
                e=error,
                h=h.T,
                upper=upper,
            ),
            step(
                rf"Back to the hidden layer{penalised} $$\frac{{\partial L}}{{\partial h}} = {_arrival(g)} = @back.$$ "
                "The transpose is needed because every $h_j$ collects from all outputs that it feeds: for $h_1$ it is "
                r"$@collected$.",
                back=back,
                collected=_collected(g, back),
            ),
            step(
                rf"Through the activation. Its derivative {RULES[g.activation][1]}: here $@d$. Multiply entry by "
                rf"entry, "
                r"$\delta_1 = @delta$.",
                d=d,
                delta=delta,
            ),
            step(
                r"Hidden weights: the input of this layer is $x$, so $$\frac{\partial L}{\partial W_1} = "
                r"\delta_1 x^\top = @delta @x = @lower.$$",
                delta=delta,
                x=x.T,
                lower=lower,
            ),
            Step(
                rf"Check the shapes: $W_1$ is ${delta.rows} \times {x.rows}$, as the outer product is"
                + ("; a unit with $\\delta = 0$ has a row of zeros." if any(v == 0 for v in delta) else ".")
            ),
            step(
                r"(a) $\frac{\partial L}{\partial W_2} = @first$. (b) $\delta_1 = @second$. (c) "
                r"$\frac{\partial L}{\partial W_1} = @third$.",
                first=first,
                second=second,
                third=third,
            ),
        ),
    )


def _collected(g: Given, back: Matrix) -> Tex:
    """The first entry of the gradient by h, written out."""
    error, h = list((g.outputs - g.targets).column(0)), outcome(g)
    work = str(inner_product(list(g.weights.column(0)), error))
    if g.penalty:
        work += rf" + {g.penalty} \cdot {factor(h[0, 0])}"
    return Tex(rf"{work} = {latex_of(back[0, 0])}")


BATCH = (
    r"A network computes $Z = W_1 X + b_1$, $H = @n(Z)$ and $\hat Y = W_2 H + b_2$ for a batch; each column of $X$ "
    r"is a "
    r"sample, and $@f$, entry by entry. The loss is the sum over the samples, $$L = \frac{1}{2} \sum_n \lVert \hat "
    r"y_n - "
    r"y_n \rVert^2.$$ The forward pass has stored $$X = @X, \quad Z = @Z, \quad \hat Y = @O,$$ the targets are $Y = "
    r"@Y$, and "
    r"$W_2 = @W$.",
    r"Two samples, the columns of $X = @X$, form a mini-batch. A network computes $Z = W_1 X + b_1$, $H = @n(Z)$ and "
    r"$\hat Y = W_2 H + b_2$, where $@f$, entry by entry. Its loss is $$L = \frac{1}{2} \sum_n \lVert \hat y_n - y_n "
    r"\rVert^2.$$ "
    r"Given are $$W_2 = @W, \quad Z = @Z, \quad \hat Y = @O, \quad Y = @Y.$$",
)


def _batch(g: Given) -> Problem:
    x, d, h = g.inputs, slope(g), outcome(g)
    error, delta = g.outputs - g.targets, backward(g)
    back = arriving(g, g.weights.T)
    gradient = delta @ x.T
    bias = delta @ Vector([1] * x.columns)
    first = MatrixAnswer.of(delta, label=r"$\Delta_1 =$")
    second = MatrixAnswer.of(gradient, label=r"$\frac{\partial L}{\partial W_1} =$")
    third = VectorAnswer.of(bias, label=r"$\frac{\partial L}{\partial b_1} =$")
    names = ("p", "q", "r", "s")
    cells = [[f"({x[j, 0]})*{names[2 * i]} + ({x[j, 1]})*{names[2 * i + 1]}" for j in range(x.rows)] for i in range(2)]
    table = "[" + "; ".join(", ".join(row) for row in cells) + "]"
    guard = "q != 0 and p*s != 0 or r != 0 and p*s != 0 or q*r != 0"
    values = {"X": x, "Z": g.hidden, "O": g.outputs, "Y": g.targets, "W": g.weights}
    template = BATCH[g.phrasing].replace("@n", NAMES[g.activation]).replace("@f", RULES[g.activation][0])
    return Problem(
        prompt=text(template, **values) + drawn(layered([x.rows, 2, 2], ("x", "h", r"\hat y"))),
        parts=(
            Part(
                "a",
                first,
                r"Give $\Delta_1 = \frac{\partial L}{\partial Z}$, with a column for each sample.",
                misconceptions=_same(
                    ("no-activation-derivative", back, NO_SLOPE),
                    ("W-not-transposed", entrywise(arriving(g, g.weights), d), TURNED),
                    right=delta,
                    kind=MatrixAnswer,
                ),
            ),
            Part(
                "b",
                second,
                r"Give $\frac{\partial L}{\partial W_1}$.",
                misconceptions=_same(("input-for-output", delta @ h.T, WRONG_INPUT), right=gradient, kind=MatrixAnswer),
                follows=Follow("a", names, table, guard=guard),
            ),
            Part(
                "c",
                third,
                r"Give $\frac{\partial L}{\partial b_1}$.",
                follows=Follow("a", names, "[p + q, r + s]", guard=guard),
            ),
        ),
        hints=(
            "Each sample is treated as it would be alone: the matrices hold the samples side by side.",
            "A parameter serves all samples, so its gradient is the sum over the samples. Which product of matrices "
            "does "
            "this sum?",
        ),
        steps=(
            step(r"The output is linear: $\Delta_2 = \hat Y - Y = @e$.", e=error),
            step(
                r"Back through the output weights: $$W_2^\top \Delta_2 = @W @e = @back.$$",
                W=g.weights.T,
                e=error,
                back=back,
            ),
            step(
                rf"Through the activation, entry by entry. Its derivative {RULES[g.activation][1]}: here $@d$, and "
                r"$\Delta_1 = @delta$.",
                d=d,
                delta=delta,
            ),
            step(
                r"The weights: one outer product for each sample, and the product with $X^\top$ adds them up: "
                r"$$\frac{\partial L}{\partial W_1} = \Delta_1 X^\top = @delta @x = @gradient.$$",
                delta=delta,
                x=x.T,
                gradient=gradient,
            ),
            step(r"The biases have the factor $1$ in every sample: add the columns of $\Delta_1$, $@bias$.", bias=bias),
            step(
                r"Check by samples: the outer products $@one$ of the first and $@two$ of the second add up to this.",
                one=delta.column(0) @ x.column(0).T,
                two=delta.column(1) @ x.column(1).T,
            ),
            step(
                r"(a) $\Delta_1 = @first$. (b) $\frac{\partial L}{\partial W_1} = @second$. (c) "
                r"$\frac{\partial L}{\partial b_1} = @third$.",
                first=first,
                second=second,
                third=third,
            ),
        ),
    )


# ------------------------------------------------------------------ the second method

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "relu": lambda t: max(t, 0.0),
    "leaky": lambda t: t if t > 0 else t / 2,
    "logistic": lambda t: 1 / (1 + exp(-t)),
    "tanh": tanh,
}
Table = list[list[float]]


def _before(g: Given) -> Table:
    """The pre-activations."""
    inverse: dict[str, Callable[[float], float]] = {"logistic": lambda a: log(a / (1 - a)), "tanh": atanh}
    undo = inverse.get(g.activation, lambda z: z)
    return [[undo(x) for x in row] for row in g.hidden.to_floats()]


def _loss(g: Given, z: Table, w: Table) -> float:
    """The loss as a function of pre-activations and output weights; the output bias is what gives the outputs of the
    first sample, and has to serve them all."""
    f, targets = FUNCTIONS[g.activation], g.targets.to_floats()
    total = 0.0
    if g.weights.rows == 1:
        return (f(z[0][0]) - targets[0][0]) ** 2 / 2
    weights, outputs, stored = g.weights.to_floats(), g.outputs.to_floats(), outcome(g).to_floats()
    biases = [
        row[0] - sum(a * b[0] for a, b in zip(w_row, stored, strict=True))
        for row, w_row in zip(outputs, weights, strict=True)
    ]
    for n in range(len(z[0])):
        h = [f(row[n]) for row in z]
        total += g.penalty * sum(t * t for t in h) / 2
        for i, row in enumerate(w):
            total += (sum(a * b for a, b in zip(row, h, strict=True)) + biases[i] - targets[i][n]) ** 2 / 2
    return total


def _moved(table: Table, i: int, step_: Sequence[float]) -> Table:
    return [[x + s for x, s in zip(row, step_, strict=True)] if k == i else row for k, row in enumerate(table)]


def _slope(loss: Callable[[float], float]) -> float:
    return (loss(1e-4) - loss(-1e-4)) / 2e-4


@backprop.verify
def differences_agree(
    activation: str,
    inputs: Matrix,
    hidden: Matrix,
    weights: Matrix,
    outputs: Matrix,
    targets: Matrix,
    penalty: int,
    phrasing: int,
    answer: dict[str, Any],
) -> bool:
    """Move every pre-activation, weight and bias a little up and down, and look at the loss."""
    g = Given(activation, inputs, hidden, weights, outputs, targets, penalty, phrasing)
    return all(_agree(answer[part], table) for part, table in zip("abc", _differences(g), strict=True))


@lru_cache(maxsize=8)
def _differences(g: Given) -> tuple[Table, ...]:
    """What the parts ask for."""
    z, w, x = _before(g), g.weights.to_floats(), g.inputs.to_floats()
    units, samples = len(z), len(z[0])

    def unit(n: int) -> list[float]:
        return [float(k == n) for k in range(samples)]

    def by_z(i: int, direction: Sequence[float]) -> float:
        return _slope(lambda h: _loss(g, _moved(z, i, [h * s for s in direction]), w))

    deltas = [[by_z(i, unit(n)) for n in range(samples)] for i in range(units)]
    lower = [[by_z(i, row) for row in x] for i in range(units)]
    biases = [[by_z(i, [1.0] * samples)] for i in range(units)]
    if g.weights.rows == 1:
        return deltas, [[v] for v in lower[0]], biases
    if samples > 1:
        return deltas, lower, biases
    columns = range(len(w[0]))

    def by_w(i: int, j: int) -> float:
        return _slope(lambda h: _loss(g, z, _moved(w, i, [h * (k == j) for k in columns])))

    upper = [[by_w(i, j) for j in columns] for i in range(len(w))]
    return upper, deltas, lower


def _agree(value: Any, wanted: Table) -> bool:
    found = value.to_floats() if isinstance(value, Matrix) else [[int(value.p) / int(value.q)]]
    if [len(r) for r in found] != [len(r) for r in wanted]:
        return False
    pairs = [(a, b) for r, s in zip(found, wanted, strict=True) for a, b in zip(r, s, strict=True)]
    return all(abs(a - b) < 1e-5 * (1 + abs(b)) for a, b in pairs)
