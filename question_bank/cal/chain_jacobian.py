"""Jacobians of compositions in matrix form (MML 5.3 and 5.5, exercises 5.7 to 5.9; a scalar function has a row).

Levels: 1 a function of the squared length; 2 an activation of an affine map, in symbols and with numbers; 3 Gaussian
exponents, traces of outer products, and two layers. Checked by central differences of the composition itself at random
matrices, in floating point, with the diagonal factors computed from the pre-activations there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import listed
from quizgen.answers.echo import tex
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.replies import author
from quizgen.answers.samples import Stream, matrices
from quizgen.answers.syntax import Vocabulary
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of, text
from quizgen.problem import Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    n: int
    alpha: Q
    c: int
    """A constant: the summand inside, or the rate in an exponent."""
    letters: tuple[str, str, str]
    """Matrix, variable, vector."""
    activation: str
    weights: Matrix
    """Level 2: the numbers of the matrix."""
    stored: tuple[Q, ...]
    """Level 2: the activations that the forward pass has stored."""
    phrasing: int


LETTERS = (("A", "x", "b"), ("W", "x", "b"), ("B", "u", "a"), ("M", "z", "c"), ("A", "w", "c"), ("B", "x", "c"))
LEVELS: dict[int, tuple[str, ...]] = {
    1: ("log", "root", "bell", "cube"),
    2: ("layer", "layer", "output"),
    3: ("gauss", "residual", "trace", "log-trace", "deep", "loss"),
}
FACTORS = (Q(1), Q(2), Q(3), Q(4), Q(5), Q(6), Q(1, 2), Q(1, 3))
STORED = {
    "tanh": (Q(1, 2), Q(-1, 2), Q(1, 3), Q(-1, 3), Q(2, 3), Q(3, 5), Q(-4, 5)),
    "sigmoid": (Q(1, 2), Q(1, 4), Q(3, 4), Q(1, 5), Q(2, 5), Q(4, 5)),
}


@exercise("cal-chain-jacobian", version=1)
def chain_jacobian(draw: Draw, level: int) -> Given:
    """A kind of composition, letters and factors; at level 2 numbers that tell the mistakes apart."""
    kind = draw.choice(LEVELS[level])
    # A layer calls its pre-activation z.
    letters = draw.choice(tuple(x for x in LETTERS if x[1] != "z" or kind not in ("layer", "output", "loss")))
    n, alpha, phrasing = draw.integer(2, 4), draw.choice(FACTORS) * draw.sign(), draw.below(2)
    c, activation = draw.integer(1, 9), draw.choice(("tanh", "sigmoid"))
    plain = Given(kind, n, alpha, c, letters, activation, Matrix([[0]]), (), phrasing)
    if level != 2:
        return plain
    n = 2 if draw.below(3) else 3
    for _ in range(TRIES):
        weights = Matrix([[draw.integer(-4, 4, nonzero=True) for _ in range(n)] for _ in range(n)])
        stored = tuple(draw.sample(STORED[activation], n))
        if weights != weights.T and len(set(slopes(activation, stored))) > 1:
            return plain._replace(n=n, weights=weights, stored=stored)
    raise exhausted("matrix", "not symmetric, with different slopes")


def slopes(activation: str, stored: tuple[Q, ...]) -> list[Q]:
    """The derivatives of the activation from its stored values."""
    return [1 - h * h if activation == "tanh" else h * (1 - h) for h in stored]


# ------------------------------------------------------------------ the kinds in symbols


class Case(NamedTuple):
    """A composition and its Jacobian in the answer language."""

    f: str
    """LaTeX of the function with its name."""
    answer: str
    steps: tuple[str, ...]
    hints: tuple[str, str]
    wrong: dict[str, str]
    shapes: dict[str, tuple[int, int]]
    told: str
    """What the letters are."""
    properties: dict[str, str] = {}
    said: dict[str, str] = {}
    """What a wrong reply is told here, where that differs from FEEDBACK."""


def multiple(c: Q, body: str) -> str:
    """c times a text that begins with a factor."""
    if abs(c) == 1:
        return body if c == 1 else f"-{body}"
    return f"{c} {body}"


class Writer:
    """Texts of one problem as LaTeX."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.vocabulary = Vocabulary(names=(*names, "t"), matrices=names)

    def __call__(self, typed: str) -> str:
        return tex(author(typed, self.vocabulary)).strip()


ACTIVATION = {"tanh": (r"\tanh", r"1 - \tanh^2"), "sigmoid": (r"\sigma", r"\sigma(1 - \sigma)")}
SCALAR_HINTS = (
    "Name the inner function: it gives a number. What is the derivative of the outer function of that number?",
    r"For $x^\top x$ it is the row $2x^\top$.",
)


def _square(g: Given) -> Case:
    """alpha times a function of c + x'x."""
    x, n, a, c = g.letters[1], g.n, g.alpha, g.c
    w = Writer((x,))
    inner = f"{x}'{x}"
    z = f"{c} + {inner}"
    functions = {
        "log": (multiple(a, "ln(t)"), multiple(a, f"ln({z})"), multiple(2 * a, f"{x}'/({z})"), multiple(a, "(1/t)")),
        "root": (multiple(a, "sqrt(t)"), multiple(a, f"sqrt({z})"), multiple(a, f"{x}'/sqrt({z})"), ""),
        "cube": (multiple(a, "t^3"), multiple(a, f"({z})^3"), multiple(6 * a, f"({z})^2 {x}'"), multiple(3 * a, "t^2")),
        "bell": (
            multiple(a, "e^t"),
            multiple(a, f"e^(-{c} {inner})" if c > 1 else f"e^(-{inner})"),
            multiple(-2 * c * a, f"e^(-{c} {inner}) {x}'" if c > 1 else f"e^(-{inner}) {x}'"),
            multiple(a, "e^t"),
        ),
    }
    outer, f, answer, slope = functions[g.kind]
    if g.kind == "root":
        slope = multiple(a / 2, "(1/sqrt(t))")
    body = w(z) if g.kind != "bell" else w(f"-{c} {inner}" if c > 1 else f"-{inner}")
    factor = "2" if g.kind != "bell" else str(-2 * c)
    return Case(
        f=rf"f({x}) = {w(f)}",
        answer=answer,
        steps=(
            rf"The inner function is the number $t = {body}$. Its Jacobian is the row ${factor}{x}^\top$, because "
            rf"${x}^\top {x} = \sum_i {x}_i^2$ has the partial derivatives $2{x}_i$.",
            rf"The outer function is ${w(outer)}$ with the derivative ${w(slope)}$.",
            "Chain rule: the derivative of the outer function, taken at $t$, times the Jacobian of the inner one.",
            rf"Check the shape: a number times a row with {n} entries, $1 \times {n}$, as for every scalar function.",
        ),
        hints=(SCALAR_HINTS[0], SCALAR_HINTS[1].replace("x", x)),
        wrong={"transposed-factor": answer.replace(f"{x}'/", f"{x}/") if "/" in answer else _column(answer, x)},
        shapes={x: (n, 1)},
        told=rf"${x} \in \mathbb{{R}}^{{{n}}}$",
    )


def _column(answer: str, x: str) -> str:
    return answer[: -len(f"{x}'")] + x


def _gauss(g: Given) -> Case:
    x, n, a = g.letters[1], g.n, g.alpha
    m = "m"
    w = Writer((x, m, "S"))
    d = f"({x} - {m})"
    form = f"{d}'inv(S){d}"
    bell = f"e^(-1/2 {form})"
    # S is symmetric, so both places of the quadratic form give the same.
    answer = multiple(-a, f"{bell} {d}'inv(S)")
    y = rf"{x} - {m}"
    return Case(
        f=rf"f({x}) = {w(multiple(a, bell))}",
        answer=answer,
        steps=(
            rf"Three functions one after the other: $y = {y}$, then $t = y^\top S^{{-1}} y$, then "
            rf"${w(multiple(a, 'e^(-t/2)'))}$.",
            r"$\frac{dy}{d"
            + x
            + r"} = I$, and $\frac{dt}{dy} = y^\top (S^{-1} + S^{-\top}) = 2 y^\top S^{-1}$, because $S$ "
            "and with it the inverse is symmetric.",
            rf"The outer derivative is ${w(multiple(-a / 2, 'e^(-t/2)'))}$.",
            "Multiply in this order, outer derivative first: a number, a row, the identity. The $2$ of the row "
            r"cancels the $\frac{1}{2}$ that came out of the exponent.",
        ),
        hints=(
            "Split the function into three: a shift, a quadratic form, an exponential.",
            r"$y^\top M y$ has the Jacobian $y^\top (M + M^\top)$. What is special about the matrix here?",
        ),
        wrong={"transposed-factor": multiple(-a, f"{bell} inv(S){d}")},
        shapes={x: (n, 1), m: (n, 1), "S": (n, n)},
        told=rf"${x}, {m} \in \mathbb{{R}}^{{{n}}}$, and $S$ is a symmetric positive definite ${n} \times {n}$ matrix",
        properties={"S": "positive definite"},
    )


def _residual(g: Given) -> Case:
    A, x, b = g.letters
    n, a = g.n, g.alpha
    w = Writer((A, x, b))
    r = f"({A} {x} - {b})"
    bell = f"e^(-1/2 norm({A} {x} - {b})^2)"
    return Case(
        f=rf"f({x}) = {w(multiple(a, bell))}",
        answer=multiple(-a, f"{bell} {r}'{A}"),
        steps=(
            rf"Three functions: $r = {w(f'{A} {x} - {b}')}$, then $t = r^\top r$, then ${w(multiple(a, 'e^(-t/2)'))}$.",
            rf"Their Jacobians are $\frac{{dr}}{{d{x}}} = {w(A)}$ and $\frac{{dt}}{{dr}} = 2r^\top$, and the "
            rf"outer derivative is "
            rf"${w(multiple(-a / 2, 'e^(-t/2)'))}$.",
            "Multiply in this order, outer derivative first: a number, the row $2r^\\top$, the matrix.",
            rf"Check the shapes: $(1 \times {n})({n} \times {n})$ is $1 \times {n}$.",
        ),
        hints=(
            "Split the function: an affine map, the squared length, an exponential.",
            "The Jacobian of the affine map is its matrix; it stands to the right, because it belongs to the innermost "
            "function.",
        ),
        wrong={"transposed-factor": multiple(-a, f"{bell} {r}'{A}'")},
        shapes={A: (n, n), x: (n, 1), b: (n, 1)},
        told=rf"${w(A)}$ is a ${n} \times {n}$ matrix and ${x}, {w(b)} \in \mathbb{{R}}^{{{n}}}$",
    )


def _trace(g: Given) -> Case:
    A, x, b = g.letters
    n, a = g.n, g.alpha
    w = Writer((A, x, b))
    d = f"({x} - {b})"
    f = multiple(a, f"tr({A} {d} {d}')")
    return Case(
        f=rf"f({x}) = {w(f)}",
        answer=multiple(a, f"{d}'({A} + {A}')"),
        steps=(
            rf"With $y = {x} - {w(b)}$ the trace may be turned around, $\operatorname{{tr}}(MN) = "
            rf"\operatorname{{tr}}(NM)$: "
            rf"$\operatorname{{tr}}({w(A)} y y^\top) = \operatorname{{tr}}(y^\top {w(A)} y) = y^\top {w(A)} "
            rf"y$, a number.",
            rf"This quadratic form has the Jacobian $y^\top ({w(A)} + {w(A)}^\top)$, since $y$ occurs twice.",
            r"The shift has the Jacobian $I$"
            + (rf", and the factor ${latex_of(a)}$ stays in front." if a != 1 else ", which changes nothing."),
            rf"Check the shape: a row with {n} entries times a matrix is a row with {n} entries.",
        ),
        hints=(
            "The trace of a product does not change when the factors are turned around.",
            r"$\operatorname{tr}(M y y^\top) = y^\top M y$; and $y$ occurs twice.",
        ),
        wrong={"transposed-factor": multiple(2 * a, f"{d}'{A}")},
        said={
            "transposed-factor": rf"The sum ${w(A)} + {w(A)}^\top$ is $2 {w(A)}$ for a symmetric ${w(A)}$ only: "
            rf"the two places of ${x}$ in the form give different terms.",
        },
        shapes={A: (n, n), x: (n, 1), b: (n, 1)},
        told=(
            rf"${w(A)}$ is a ${n} \times {n}$ matrix, in general not symmetric, and ${x}, {w(b)} \in "
            rf"\mathbb{{R}}^{{{n}}}$"
        ),
    )


def _log_trace(g: Given) -> Case:
    x, n, a, c = g.letters[1], g.n, g.alpha, g.c
    w = Writer((x,))
    shift = "I" if c == 1 else f"{c} I"
    inside = f"{x}'{x} + {n * c}"
    f = multiple(a, f"ln(tr({x} {x}' + {shift}))")
    return Case(
        f=rf"f({x}) = {w(f)}",
        answer=multiple(2 * a, f"{x}'/({inside})"),
        steps=(
            rf"The trace is linear: $\operatorname{{tr}}({x}{x}^\top + {w(shift)}) = "
            rf"\operatorname{{tr}}({x}{x}^\top) + "
            rf"{n * c}$, because $I$ is ${n} \times {n}$.",
            rf"$\operatorname{{tr}}({x}{x}^\top) = {x}^\top {x}$, with the Jacobian $2{x}^\top$.",
            rf"The outer function is ${w(multiple(a, 'ln(t)'))}$ with the derivative ${w(multiple(a, '(1/t)'))}$.",
            "Chain rule: multiply, with the number $t$ put in.",
        ),
        hints=(
            "What is the trace of an outer product? And of a multiple of the identity?",
            rf"Then there is a function of ${x}^\top {x}$: chain rule.",
        ),
        wrong={"transposed-factor": multiple(2 * a, f"{x}/({inside})")},
        shapes={x: (n, 1)},
        told=rf"${x} \in \mathbb{{R}}^{{{n}}}$, and $I$ is the ${n} \times {n}$ identity",
    )


def _diagonal(name: str, z: str, activation: str) -> str:
    return rf"{name} = \operatorname{{diag}}({ACTIVATION[activation][0]}'({z}))"


ORDER = "The outermost function comes first: its Jacobian is the leftmost factor."


def _deep(g: Given) -> Case:
    n, phi = g.n, ACTIVATION[g.activation][0]
    names = ("W_1", "W_2", "D_1", "D_2")
    return Case(
        f=rf"f(x) = {phi}\left(W_2\, {phi}(W_1 x + b_1) + b_2\right)",
        answer="D_2 W_2 D_1 W_1",
        steps=(
            rf"Four functions one after the other: $z_1 = W_1 x + b_1$, $h = {phi}(z_1)$, $z_2 = W_2 h + b_2$, "
            rf"${phi}(z_2)$.",
            r"The affine maps have the Jacobians $W_1$ and $W_2$.",
            r"An activation entry by entry has a diagonal Jacobian, since output $i$ depends on input $i$ alone: "
            r"$D_1$ and $D_2$.",
            "Chain rule: the Jacobians are multiplied from the outermost function to the innermost.",
            "Check: the product acts on a small change of $x$ in the order of the forward pass, first $W_1$, "
            "last $D_2$.",
        ),
        hints=(
            "Write the network as a chain of four functions and find the Jacobian of each.",
            ORDER,
        ),
        wrong={"reversed-order": "W_1 D_1 W_2 D_2", "transposed-factor": "D_2 W_2' D_1 W_1'"},
        shapes=dict.fromkeys(names, (n, n)),
        told=(
            rf"all layers have {n} units, ${_diagonal('D_1', 'z_1', g.activation)}$ and "
            rf"${_diagonal('D_2', 'z_2', g.activation)}$ "
            rf"with the pre-activations $z_1 = W_1 x + b_1$ and $z_2 = W_2\, {phi}(z_1) + b_2$"
        ),
        properties={"D_1": "diagonal", "D_2": "diagonal"},
    )


def _loss(g: Given) -> Case:
    A, x, b = g.letters
    n, phi = g.n, ACTIVATION[g.activation][0]
    w = Writer((A, x, b, "D", "h", "y"))
    half = g.alpha / 2
    e = "(h - y)"
    front = "" if half == 1 else "-" if half == -1 else latex_of(half)
    return Case(
        f=rf"L({x}) = {front} \lVert {phi}({w(A)} {x} + {w(b)}) - y \rVert^2",
        answer=multiple(g.alpha, f"{e}'D {A}"),
        steps=(
            rf"Three functions: $z = {w(A)} {x} + {w(b)}$, $h = {phi}(z)$, and ${front}\lVert h - y \rVert^2$.",
            rf"Their Jacobians are ${w(A)}$, the diagonal matrix $D$ (output $i$ of the activation depends on "
            rf"$z_i$ alone) and "
            rf"the row ${w(multiple(g.alpha, e + chr(39)))}$.",
            "Chain rule: multiply from the outermost function to the innermost.",
            rf"Check the shapes: $(1 \times {n})({n} \times {n})({n} \times {n})$ is $1 \times {n}$.",
        ),
        hints=("Write the loss as a chain of three functions and find the Jacobian of each.", ORDER),
        wrong={
            "reversed-order": multiple(g.alpha, f"{e}'{A} D"),
            "transposed-factor": multiple(g.alpha, f"{e}'D {A}'"),
        },
        shapes={A: (n, n), "D": (n, n), "h": (n, 1), "y": (n, 1)},
        told=(
            rf"${w(A)}$ is a ${n} \times {n}$ matrix, $h = {phi}(z)$ with $z = {w(A)} {x} + {w(b)}$, and "
            rf"${_diagonal('D', 'z', g.activation)}$"
        ),
        properties={"D": "diagonal"},
    )


CASES: dict[str, Callable[[Given], Case]] = {
    **dict.fromkeys(("log", "root", "bell", "cube"), _square),
    "gauss": _gauss,
    "residual": _residual,
    "trace": _trace,
    "log-trace": _log_trace,
    "deep": _deep,
    "loss": _loss,
}

# ------------------------------------------------------------------ the problem

FEEDBACK = {
    "reversed-order": "The Jacobian of the outermost function is the leftmost factor: the order of factors counts.",
    "elementwise-missed": "Output $i$ of the activation depends on entry $i$ alone: its Jacobian is diagonal.",
    "transposed-factor": (
        "Compare with the definition, a row for each output and a column for each variable: one factor is transposed."
    ),
}
ASK = (
    r"Find the Jacobian $\frac{d@f}{d@x}$ of $$@function,$$ where @told. Write it in matrix form, not entry by entry.",
    r"Let $$@function,$$ where @told. Use the chain rule with matrices to find $\frac{d@f}{d@x}$.",
)
KEEP = {
    "deep": " Express the answer by $D_1$, $D_2$, $W_1$ and $W_2$.",
    "loss": " Express the answer by $h$, $y$, $D$ and $@A$.",
}


@chain_jacobian.problem
def build(
    kind: str,
    n: int,
    alpha: Q,
    c: int,
    letters: tuple[str, str, str],
    activation: str,
    weights: Matrix,
    stored: tuple[Q, ...],
    phrasing: int,
) -> Problem:
    """The factors of the chain, in order."""
    g = Given(kind, n, alpha, c, letters, activation, weights, stored, phrasing)
    if kind in ("layer", "output"):
        return _layer(g)
    case = CASES[kind](g)
    names = tuple(case.shapes)
    x = "x" if kind == "deep" else letters[1]
    f = "L" if kind == "loss" else "f"
    label = rf"$\frac{{d{f}}}{{d{x}}} =$"

    def answer(typed: str) -> ExpressionAnswer:
        return ExpressionAnswer(typed, names, {}, case.shapes, case.properties, label=label)

    right = answer(case.answer)
    where = ASK[phrasing].replace("@function", case.f).replace("@told", case.told)
    sigma = r" Here $\sigma(t) = \frac{1}{1 + e^{-t}}$." if kind in KEEP and activation == "sigmoid" else ""
    row = "" if kind == "deep" else " The Jacobian of a scalar function is a row."
    said = {**FEEDBACK, **case.said}
    return Problem.single(
        prompt=where.replace("@f", f).replace("@x", x) + sigma + KEEP.get(kind, "").replace("@A", letters[0]) + row,
        answer=right,
        hints=case.hints,
        steps=(*map(Step, case.steps), Step(rf"So $$\frac{{d{f}}}{{d{x}}} = {right.tex()}.$$")),
        misconceptions=tuple(Misconception(code, answer(wrong), said[code]) for code, wrong in case.wrong.items()),
    )


LAYER = (
    r"A layer computes $h = @n(z)$ with $z = @A @x + @b$, where $@n$ acts entry by entry.@sigma Let $D = "
    r"\operatorname{diag}(@n'(z))$.",
    r"Consider $h(@x) = @n(@A @x + @b)$, where $@n$ is applied to each entry of $z = @A @x + @b$.@sigma Write $D = "
    r"\operatorname{diag}(@n'(z))$.",
)


def _layer(g: Given) -> Problem:
    A, x, b = g.letters
    phi, rule = ACTIVATION[g.activation]
    n, d = g.n, slopes(g.activation, g.stored)
    D = Matrix.diagonal(d)
    right = D @ g.weights
    deep = g.kind == "output"
    names = ("V", "D", A) if deep else ("D", A)
    w = Writer(names)
    sizes = dict.fromkeys(names, (n, n))

    def answer(typed: str) -> ExpressionAnswer:
        return ExpressionAnswer(typed, names, {}, sizes, {"D": "diagonal"}, label=rf"$\frac{{d{out}}}{{d{x}}} =$")

    out = "y" if deep else "h"
    symbols, swapped, turned = (f"V D {A}", f"{A} D V", f"V D {A}'") if deep else (f"D {A}", f"{A} D", f"D {A}'")
    first = answer(symbols)
    second = MatrixAnswer.of(right, label=rf"$\frac{{dh}}{{d{x}}} =$")
    full = Matrix([[e] * n for e in d]) @ g.weights
    replies = (
        ("reversed-order", g.weights @ D),
        ("elementwise-missed", full),
        ("transposed-factor", D @ g.weights.T),
    )
    seen, slips = [right], []
    for code, value in replies:
        if value not in seen:
            seen.append(value)
            slips.append(Misconception(code, MatrixAnswer.of(value), FEEDBACK[code]))
    sigma = r" Here $\sigma(t) = \frac{1}{1 + e^{-t}}$." if g.activation == "sigmoid" else ""
    prompt = LAYER[g.phrasing].replace("@n", phi).replace("@sigma", sigma)
    prompt = prompt.replace("@A", w(A)).replace("@x", x).replace("@b", b)
    top = (
        rf" A linear layer follows: $y = V h$. All matrices are ${n} \times {n}$."
        if deep
        else (rf" The matrix ${w(A)}$ is ${n} \times {n}$.")
    )
    work = ", ".join(
        rf"$1 - ({latex_of(h)})^2 = {latex_of(s)}$"
        if g.activation == "tanh"
        else rf"${latex_of(h)} \cdot {latex_of(1 - h)} = {latex_of(s)}$"
        for h, s in zip(g.stored, d, strict=True)
    )
    work = work.replace(r"(\frac", r"\left(\frac").replace("})^2", r"}\right)^2").replace(r"(-\frac", r"\left(-\frac")
    return Problem(
        prompt=prompt + top,
        parts=(
            Part(
                "a",
                first,
                rf"Give $\frac{{d{out}}}{{d{x}}}$ with {listed([f'${w(name)}$' for name in names])}.",
                misconceptions=(
                    Misconception("reversed-order", answer(swapped), FEEDBACK["reversed-order"]),
                    Misconception("transposed-factor", answer(turned), FEEDBACK["transposed-factor"]),
                ),
            ),
            Part(
                "b",
                second,
                text(
                    rf"For one input the forward pass has given $h = @h$, with ${w(A)} = @A$. Give "
                    rf"$\frac{{dh}}{{d{x}}}$ there, exactly.",
                    h=Vector(g.stored),
                    A=g.weights,
                ),
                misconceptions=tuple(slips),
            ),
        ),
        hints=(
            f"The composition has {'three' if deep else 'two'} functions: find the Jacobian of each. {ORDER}",
            rf"The derivative of the activation, ${rule}$, is known from its output $h$. What does a diagonal "
            rf"matrix from the "
            "left do to the rows?",
        ),
        steps=(
            Step(rf"The inner function $z = {w(A)} {x} + {b}$ has the Jacobian ${w(A)}$."),
            Step(
                r"The activation acts entry by entry: $\frac{\partial h_i}{\partial z_j} = 0$ for $j \neq i$, "
                r"so its Jacobian is "
                "the diagonal matrix $D$."
            ),
            Step(
                rf"Chain rule, the outermost function first: ${w(symbols)}$."
                + (" $V$ is outermost here." if deep else "")
            ),
            Step(rf"The numbers: ${phi}' = {rule}$ at the stored outputs, that is {work}."),
            step(
                r"A diagonal matrix from the left multiplies row $i$ by its entry $i$: $$D @A_ = @D @W = "
                r"@right.$$".replace("@A_", w(A)),
                D=D,
                W=g.weights,
                right=right,
            ),
            Step(
                "Check: row $i$ belongs to output $i$, so the slope of unit $i$ must scale row $i$ and not column $i$."
            ),
            step(rf"(a) $\frac{{d{out}}}{{d{x}}} = @first$. (b) $@second$.", first=first, second=second),
        ),
    )


# ------------------------------------------------------------------ the second method

PHI: dict[str, Callable[[np.ndarray], np.ndarray]] = {"tanh": np.tanh, "sigmoid": lambda t: 1 / (1 + np.exp(-t))}
Env = dict[str, np.ndarray]


def _composition(g: Given, v: Env) -> Callable[[np.ndarray], np.ndarray]:
    """The function itself on columns, with these matrices."""
    A, _, b = g.letters
    a, c, phi = float(g.alpha.p) / float(g.alpha.q), g.c, PHI[g.activation]
    functions: dict[str, Callable[[np.ndarray], Any]] = {
        "log": lambda x: a * np.log(c + x.T @ x),
        "root": lambda x: a * np.sqrt(c + x.T @ x),
        "cube": lambda x: a * (c + x.T @ x) ** 3,
        "bell": lambda x: a * np.exp(-c * x.T @ x),
        "gauss": lambda x: a * np.exp(-(x - v["m"]).T @ np.linalg.solve(v["S"], x - v["m"]) / 2),
        "residual": lambda x: a * np.exp(-np.sum((v[A] @ x - v[b]) ** 2) / 2),
        "trace": lambda x: a * np.trace(v[A] @ (x - v[b]) @ (x - v[b]).T),
        "log-trace": lambda x: a * np.log(np.trace(x @ x.T + c * np.eye(g.n))),
        "deep": lambda x: phi(v["W_2"] @ phi(v["W_1"] @ x)),
        "loss": lambda x: a / 2 * np.sum((phi(v[A] @ x) - v["y"]) ** 2),
        "layer": lambda x: phi(v[A] @ x),
        "output": lambda x: v["V"] @ phi(v[A] @ x),
    }
    return functions[g.kind]


def _differences(f: Callable[[np.ndarray], Any], x: np.ndarray) -> np.ndarray:
    h = 1e-5
    units = np.eye(len(x))
    columns = [(f(x + h * e[:, None]) - f(x - h * e[:, None])) / (2 * h) for e in units]
    return np.hstack([np.reshape(column, (-1, 1)) for column in columns])


def _exact(a: np.ndarray) -> Matrix:
    return Matrix([[Q(*float(t).as_integer_ratio()) for t in row] for row in a])


def _slopes(phi: Callable[[np.ndarray], np.ndarray], z: np.ndarray) -> np.ndarray:
    return np.diagflat((phi(z + 1e-5) - phi(z - 1e-5)) / 2e-5)


@chain_jacobian.verify
def differences_agree(
    kind: str,
    n: int,
    alpha: Q,
    c: int,
    letters: tuple[str, str, str],
    activation: str,
    weights: Matrix,
    stored: tuple[Q, ...],
    phrasing: int,
    answer: Any,
) -> bool:
    """Central differences of the composition at two random places; the numbers of part (b) at the stored outputs."""
    g = Given(kind, n, alpha, c, letters, activation, weights, stored, phrasing)
    symbolic = answer["a"] if kind in ("layer", "output") else answer
    if not all(_agrees(g, symbolic, seed) for seed in (b"one", b"two")):
        return False
    if symbolic is answer:
        return True
    h = np.array([float(t.p) / float(t.q) for t in stored])[:, None]
    z = np.arctanh(h) if activation == "tanh" else np.log(h / (1 - h))
    a = np.array(weights.to_floats())
    x = np.ones((n, 1))
    found = _differences(lambda t: PHI[activation](a @ (t - x) + z), x)
    reply = np.array(answer["b"].to_floats())
    return reply.shape == found.shape and bool(np.allclose(reply, found, rtol=1e-6, atol=1e-8))


def _agrees(g: Given, answer: Expression, seed: bytes) -> bool:
    exact, right = _place(g, seed)
    found = answer.at(**exact)
    table = np.array(found.to_floats() if isinstance(found, Matrix) else found)
    return table.shape == right.shape and bool(np.allclose(table, right, rtol=1e-5, atol=1e-7))


@lru_cache(maxsize=8)
def _place(g: Given, seed: bytes) -> tuple[dict[str, Any], np.ndarray]:
    """A random place, with the differences of the composition there."""
    A, variable, b = g.letters
    n = g.n
    wanted = {A: (n, n), variable: (n, 1), b: (n, 1), "m": (n, 1), "S": (n, n), "y": (n, 1), "V": (n, n)}
    wanted |= {"W_1": (n, n), "W_2": (n, n), "x": (n, 1)}
    drawn = matrices(wanted, {"S": "positive definite"}, Stream(seed))
    scale = {"S": Q(1)}
    exact: dict[str, Any] = {name: value * scale.get(name, Q(1, 16)) for name, value in drawn.items()}
    v = {name: np.array(value.to_floats()) for name, value in exact.items()}
    name = "x" if g.kind == "deep" else variable
    x, phi = v[name], PHI[g.activation]
    if g.kind == "deep":
        z = v["W_1"] @ x
        exact |= {"D_1": _exact(_slopes(phi, z)), "D_2": _exact(_slopes(phi, v["W_2"] @ phi(z)))}
    elif g.kind in ("loss", "layer", "output"):
        z = v[A] @ x
        exact |= {"D": _exact(_slopes(phi, z)), "h": _exact(phi(z))}
    return exact, _differences(_composition(g, v), x)
