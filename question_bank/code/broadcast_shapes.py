"""Predict shapes in numpy: broadcasting, reductions, indexing, products, einsum.

Levels: 1 one operation; 2 a new axis or `keepdims` that lines shapes up, (n, 1) with (m,), and what goes wrong without;
3 all pairs of rows, stacks of matrices, look-up by an array of indices, einsum. The right shape is read from numpy,
which runs the snippet; wrong options come from the same snippet read with a wrong rule. Checked by a walk over the
snippet's syntax tree with the rules of broadcasting, without numpy. (Snippets as one writes MML 8.2, 9.2, 10.2, 12.1.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from question_bank._steps import listed
from question_bank.code._shapes import Rules, Shape, predicted, reasons
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem, Step

Input = tuple[str, Shape]


class Kind(NamedTuple):
    """A snippet with sizes to be drawn."""

    inputs: str
    """Names with their axes, such as "X:n,d w:d"; a letter stands for one drawn length."""
    lines: tuple[str, ...]
    """In braces what is drawn: op, red, axis, i, j, a length's letter; `X`, `u` and so on may be renamed."""
    about: str = ""
    """What the snippet does, as a comment."""


LEVELS: dict[int, tuple[Kind, ...]] = {
    1: (
        Kind("u:n v:n", ("u {op} v",)),
        Kind("u:n v:n", ("u {op} v",)),
        Kind("X:n,m w:m", ("X {op} w",)),
        Kind("X:n,m u:n", ("X {op} u",)),
        Kind("X:n,m", ("X.{red}(axis={axis})",)),
        Kind("X:n,m", ("X.{red}(axis={axis}, keepdims=True)",)),
        Kind("T:b,n,m", ("T.{red}(axis={axis})",)),
        Kind("T:b,n,m", ("T.{red}(axis=2)",)),
        Kind("X:n,m", ("X.{red}()",)),
        Kind("X:n,m", ("X[:, {j}]",)),
        Kind("X:n,m", ("X[{j}]",)),
        Kind("X:n,m", ("X[:, {j}:{j2}]",)),
        Kind("u:n", ("u[:, None]",)),
        Kind("A:n,m u:m", ("A @ u",)),
        Kind("A:n,m u:n", ("A @ u",)),
        Kind("A:n,m u:n", ("u @ A",)),
        Kind("A:n,m B:m,k", ("A @ B",)),
        Kind("A:n,m B:m,k", ("A * B",)),
        Kind("u:n v:n", ("u @ v",)),
    ),
    2: (
        Kind("u:n v:m", ("G = u[:, None] {op} v",), "all pairs of two vectors"),
        Kind("u:n v:m", ("G = u {op} v[:, None]",), "all pairs of two vectors"),
        Kind("u:n v:m", ("G = np.abs(u[:, None] - v)", "r = G.{arg}(axis={axis})"), "distances of all pairs"),
        Kind("u:n v:n", ("G = u[:, None] {op} v[:, None]",), "two columns"),
        Kind("X:n,m", ("mu = X.{red}(axis={axis}, keepdims=True)", "Z = X {pm} mu"), "shift the data"),
        Kind("X:n,m", ("mu = X.{red}(axis=1)", "Z = X {pm} mu"), "shift the rows"),
        Kind("X:n,m", ("mu = X.mean(axis=0)", "s = X.std(axis=0)", "Z = (X - mu) / s"), "standardise"),
        Kind("X:n,m", ("s = np.sqrt((X**2).sum(axis=1))", "Z = X / s[:, None]"), "rows of length one"),
        Kind("X:n,m", ("s = np.sqrt((X**2).sum(axis=1))", "Z = X / s"), "rows of length one"),
        Kind("y:n,1 f:n", ("r = y - f",), "residuals"),
        Kind("y:n,1 f:n", ("loss = ((y - f) ** 2).mean(axis={axis})",), "squared errors"),
        Kind("y:n f:n", ("loss = ((y - f) ** 2).mean(axis=0, keepdims=True)",), "squared errors"),
        Kind(
            "S:n,m",
            ("E = np.exp(S - S.max(axis=1, keepdims=True))", "Z = E.sum(axis={axis})"),
            "sums of a softmax",
        ),
        Kind(
            "S:n,m",
            ("E = np.exp(S - S.max(axis=1, keepdims=True))", "P = E / E.sum(axis=1, keepdims=True)", "r = P[:, {j}]"),
            "softmax, then one class",
        ),
        Kind("labels:n", ("H = labels[:, None] == np.arange({k})",), "one-hot rows"),
        Kind("labels:n", ("H = labels[:, None] == np.arange({k})", "c = H.sum(axis={axis})"), "one-hot, counted"),
        Kind("X:n,m w:n", ("Z = w[:, None] * X", "r = Z.{red}(axis={axis})"), "weighted rows"),
        Kind("X:n,m w:n", ("Z = w * X", "r = Z.{red}(axis={axis})"), "weighted rows"),
        Kind("X:n,m W:m,k c:k", ("H = X @ W + c", "r = np.maximum(H, 0).{red}(axis={axis})"), "a layer with bias"),
        Kind("X:n,m c:m,1", ("Z = X {pm} c.T", "r = Z.{red}(axis={axis}, keepdims=True)"), "shift by a column"),
        Kind("X:n,m c:m,1", ("Z = X {pm} c",), "shift by a column"),
    ),
    3: (
        Kind("X:n,d Y:m,d", ("D = X[:, None, :] - Y[None, :, :]",), "differences of all pairs of rows"),
        Kind("X:n,d Y:m,d", ("D = (X[:, None] - Y) ** 2", "r = D.sum(axis={axis})"), "squared differences"),
        Kind(
            "X:n,d Y:m,d",
            ("D = ((X[:, None, :] - Y) ** 2).sum(axis=-1)", "r = D.{arg}(axis={axis})"),
            "squared distances of all pairs of rows",
        ),
        Kind(
            "X:n,d Y:m,d",
            ("D = ((X[:, None, :] - Y) ** 2).sum(axis=2)", "K = np.exp(-D / 2)", "r = K.{red}(axis={axis})"),
            "a Gaussian kernel",
        ),
        Kind("X:n,d Y:m,d w:m", ("D = np.abs(X[:, None] - Y).sum(axis=2)", "r = np.exp(-D) @ w"), "kernel prediction"),
        Kind("X:n,d Y:m,d", ("D = X[:, None] - Y[:, None]",), "differences of rows"),
        Kind("u:n v:n", ("D = u[:, None] - u", "r = D.{red}(axis={axis}) {op} v"), "pairwise differences of entries"),
        Kind("X:n,d Y:m,d", ('G = np.einsum("{p}{q},{s}{q}->{p}{s}", X, Y)',), "inner products"),
        Kind(
            "X:n,d Y:m,d",
            ('G = np.einsum("{p}{q},{s}{q}->{p}{s}", X, Y)', "r = G.{red}(axis={axis})"),
            "inner products, reduced",
        ),
        Kind("X:n,d Y:n,d", ('r = np.einsum("{p}{q},{p}{q}->{p}", X, Y)',), "row by row"),
        Kind("X:n,d A:d,d", ('r = np.einsum("{p}{q},{q}{s},{p}{s}->{p}", X, A, X)',), "quadratic forms"),
        Kind("X:n,d Y:n,k", ('C = np.einsum("{p}{q},{p}{s}->{q}{s}", X, Y)',), "cross moments"),
        Kind(
            "X:n,d Y:n,d",
            ('C = np.einsum("{p}{q},{p}{s}->{p}{q}{s}", X, Y)', "M = C.{red}(axis=0)"),
            "outer products",
        ),
        Kind("T:b,n,d U:b,d,m", ('P = np.einsum("{p}{q}{s},{p}{s}{t}->{p}{q}{t}", T, U)',), "products in a batch"),
        Kind("T:b,n,d W:d,m", ("H = T @ W", "r = H.{red}(axis={axis})"), "one layer for a batch of sequences"),
        Kind(
            "T:b,n,d U:b,m,d",
            ("S = T @ U.transpose(0, 2, 1)", "r = S.{red}(axis={axis}, keepdims=True)"),
            "attention scores",
        ),
        Kind("E:v,d ids:b,m", ("H = E[ids]", "r = H.{red}(axis={axis})"), "embeddings of tokens"),
        Kind("T:b,n,m w:b", ("Z = w[:, None, None] * T", "r = Z.{red}(axis={axis})"), "a weighted mean of images"),
        Kind("T:b,n,m w:b", ("Z = w[:, None] * T",), "weighted images"),
    ),
}  # fmt: skip
RENAMED = {
    "X": ("X", "X", "data", "A"),
    "Y": ("Y", "C", "centres"),
    "A": ("A", "M", "Q"),
    "T": ("T", "batch", "images"),
    "u": ("u", "a", "p"),
    "v": ("v", "b", "q"),
    "w": ("w", "weights", "g"),
    "y": ("y", "t", "target"),
    "f": ("f", "pred", "y_hat"),
    "S": ("S", "scores", "logits"),
}
BASES = {"b": (2, 3, 4, 5, 6), "v": (20, 30, 50)}
INTEGERS = ("labels", "ids")
ERROR = "There is no shape: the snippet raises an error."
ASKS = (
    "Which shape is printed?",
    "What does the last line print?",
    "Predict the shape that is printed.",
)


class Given(NamedTuple):
    inputs: tuple[Input, ...]
    lines: tuple[str, ...]
    """Statements; what the last one names or computes is asked for."""
    about: str
    order: tuple[int, ...]
    """In which order the options are shown, the error apart."""
    phrasing: int


@exercise("code-broadcast-shapes", version=1)
def broadcast_shapes(draw: Draw, level: int) -> Given:
    """A snippet of the level whose lengths all differ, so that each shape tells how it came about."""
    kind = draw.choice(LEVELS[level])
    letters = list(dict.fromkeys(re.findall(r"[a-z]", " ".join(x.partition(":")[2] for x in kind.inputs.split()))))
    lengths: dict[str, int] = {}
    for letter in [*letters, *("k" if "k" not in letters else "")]:
        pool = [x for x in BASES.get(letter, (3, 4, 5, 6, 7, 8)) if x not in lengths.values()]
        lengths[letter] = draw.choice(pool)
    indices = "ijk" if draw.flip() else draw.choice(("nij", "bij", "ndk", "abc", "mnd"))
    words = {
        "op": draw.choice("+-*"),
        "pm": draw.choice("+-"),
        "red": draw.choice(("sum", "mean", "max", "min")),
        "arg": draw.choice(("argmin", "argmax", "min", "max")),
        "axis": draw.below(2),
        "k": lengths["k"],
        "j": (j := draw.below(2)),
        "j2": j + 2,
        **dict(zip("pqst", indices + "l", strict=True)),
    }
    names = {old: draw.choice(new) for old, new in RENAMED.items()}
    if "A" in kind.inputs or "C" in "".join(kind.lines):
        names |= {"X": "X", "Y": "Y"}
    inputs = tuple(
        (names.get(name, name), tuple(1 if axis == "1" else lengths[axis] for axis in axes.split(",")))
        for name, _, axes in (item.partition(":") for item in kind.inputs.split())
    )
    lines = tuple(_renamed(line.format(**words), names, kind.inputs) for line in kind.lines)
    return Given(inputs, lines, kind.about, tuple(draw.shuffled(range(4))), draw.below(len(ASKS)))


def _renamed(line: str, names: dict[str, str], inputs: str) -> str:
    """The line with the drawn names of the inputs; letters in quotes are axes, not names."""
    used = {item.partition(":")[0] for item in inputs.split()}
    return re.sub(r'"[^"]*"|(?<![.\w])[A-Za-z]\w*', lambda m: names.get(m[0], m[0]) if m[0] in used else m[0], line)


@lru_cache(maxsize=4096)
def printed_shape(inputs: tuple[Input, ...], lines: tuple[str, ...]) -> Shape | None:
    """The shape that numpy gives to the last line; None when it raises a ValueError."""
    space: dict[str, Any] = {"np": np}
    for name, shape in inputs:
        entries = np.arange(np.prod(shape)).reshape(shape)
        space[name] = entries % 3 if name in INTEGERS else entries + 1.0
    try:
        with np.errstate(all="ignore"):
            for line in lines[:-1]:
                exec(line, space)
            return tuple(np.shape(eval(lines[-1].rpartition(" = ")[2], space)))
    except ValueError:
        return None


class Wrong(NamedTuple):
    """A misconception as a rule, and what to say."""

    rules: Rules
    code: str
    feedback: str


WRONG = (
    Wrong(
        Rules(outer=True),
        "outer-for-elementwise",
        "All pairs would need a new axis. Without one, two vectors of the same length meet entry by entry.",
    ),
    Wrong(
        Rules(swap=True),
        "axis-swap",
        "",  # by the operation: see `_axes`
    ),
    Wrong(
        Rules(keep=True),
        "keepdims-ignored",
        "A reduced axis, or one with an integer index, is gone, unless `keepdims=True` keeps it with length 1. Which "
        "of these is it here?",
    ),
    Wrong(Rules(left=True), "", "Shapes are lined up from the right, not from the left. What meets what?"),
)


class Used(NamedTuple):
    """Which rules of shapes a snippet needs."""

    entrywise: bool
    product: bool
    einsum: bool
    reduction: bool

    @classmethod
    def by(cls, inputs: tuple[Input, ...], lines: tuple[str, ...]) -> Used:
        """From the notes on its operations and from its text."""
        code, notes = " ".join(lines), " ".join(reasons(inputs, lines))
        return cls(
            "lined up from the right" in notes or "works entry by entry" in notes,
            "@" in code,
            "einsum" in code,
            "axis=" in code or "()" in code,
        )


def _axes(used: Used) -> str:
    """What to say where axes are confused."""
    said = []
    if used.einsum:
        said.append("The letters behind the arrow of `einsum` name the axes that are left, in this order.")
    if used.reduction:
        said.append("The axis that a reduction names is the one that disappears; the others stay, in their order.")
    return " ".join(said)


def _advice(used: Used) -> str:
    """What to say about a shape that comes from no rule."""
    said = ["Write the shape beside each operation, one after the other."]
    if used.entrywise:
        said.append("Where arrays meet entry by entry, line their shapes up from the right.")
    if used.product:
        said.append("In a product with `@` the inner axes are summed over and disappear.")
    if used.einsum:
        said.append("In `einsum` write its length beside each letter; the letters behind the arrow are left.")
    if used.reduction:
        said.append("A reduction uses up the axis that it names, or all of them if it names none.")
    if len(said) == 1:
        said.append("What does the index keep of each axis?")
    return " ".join(said)


def _runs(used: Used) -> str:
    """Why a snippet raises no error."""
    said = ["It runs."]
    if used.entrywise:
        said.append(
            "Line the shapes up from the right: wherever two lengths meet, they are equal, or one of them is 1."
        )
    if used.product:
        said.append("The two inner axes of the product with `@` have the same length.")
    if used.einsum:
        said.append("In `einsum` every letter stands for one length only, wherever it occurs.")
    if len(said) == 1:
        why = "A reduction runs over axes that are there" if used.reduction else "The index fits the array"
        said.append(f"{why}, and no other lengths have to agree.")
    return " ".join(said)


def options(inputs: tuple[Input, ...], lines: tuple[str, ...], order: Sequence[int]) -> tuple[Option, ...]:
    """The right shape, what wrong rules predict, fillers up to four shapes; last the error."""
    right, used = printed_shape(inputs, lines), Used.by(inputs, lines)
    found: dict[Shape | None, Option] = {right: Option(_text(right), correct=True)}
    for wrong in WRONG:
        shape = predicted(inputs, lines, wrong.rules)
        if shape not in found:
            found[shape] = Option(_text(shape), code=wrong.code, feedback=wrong.feedback or _axes(used))
    found.setdefault(None, Option(ERROR, feedback=_runs(used)))
    fillers = (*_neighbours(right), *(shape for _, shape in inputs), *_unions(inputs))
    for shape in fillers:
        if len(found) < 5 and shape not in found:
            found[shape] = Option(_text(shape), feedback=_advice(used))
    error = found.pop(None)
    shapes = list(found.values())[:4]
    return (*(shapes[i] for i in order if i < len(shapes)), error)


def _text(shape: Shape | None) -> str:
    return ERROR if shape is None else f"`{shape}`"


def _neighbours(shape: Shape | None) -> list[Shape]:
    """The shape reversed, without its last axis, with a further axis of length 1."""
    return [] if shape is None else [shape[::-1], (*shape, 1), shape[:-1], (1, *shape)]


def _unions(inputs: Sequence[Input]) -> list[Shape]:
    """The axes of the first two inputs side by side; a number; a column."""
    joined = tuple(x for _, shape in inputs[:2] for x in shape)
    return [tuple(dict.fromkeys(joined)), joined, (), (joined[0], 1)]


@broadcast_shapes.problem
def build(
    inputs: tuple[Input, ...], lines: tuple[str, ...], about: str, order: tuple[int, ...], phrasing: int
) -> Problem:
    """The question, its options, and the shapes operation by operation."""
    answer = ChoiceAnswer(options(inputs, lines, order))
    right = next(option.text for option in answer.options if option.correct)
    name, _, expression = lines[-1].rpartition(" = ")
    last = [*lines, f"print({name}.shape)"] if name else [f"r = {expression}", "print(r.shape)"]
    code = "\n".join([*([f"# {about}"] if about else []), *last])
    given = listed([f"`{name}` of shape `{shape}`" for name, shape in inputs])
    whole = listed([f"`{name}`" for name, _ in inputs if name in INTEGERS]) if _integers(inputs) else ""
    looked_up = [shape[0] - 1 for name, shape in inputs if f"{name}[" in lines[0] and name not in INTEGERS]
    reach = f"to {looked_up[0]}" if looked_up else "up"
    note = f" The entries of {whole} are integers from 0 {reach}." if whole else ""
    ending = "the program stops before it prints anything" if right == ERROR else "the last line has this shape"
    opening = "Given is the array" if len(inputs) == 1 else "Given are the arrays"
    return Problem.single(
        prompt=f"{opening} {given}.{note}\n\n```python\n{code}\n```\n\n{ASKS[phrasing]}",
        answer=answer,
        hints=(
            "Write the shape of every name and of every bracket beside it, from the inside out.",
            _hint(" ".join(lines)),
        ),
        steps=(
            Step(_rule(" ".join(lines), Used.by(inputs, lines))),
            *map(Step, reasons(inputs, lines)),
            Step(f"So {ending}: {_lower(right)}"),
        ),
    )


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _integers(inputs: Sequence[Input]) -> bool:
    return any(name in INTEGERS for name, _ in inputs)


def _hint(code: str) -> str:
    if "einsum" in code:
        return "In `einsum` each letter is an axis. Those behind the arrow are left, in that order."
    if "keepdims" in code:
        return "The axis that is named is used up by the reduction. Does `keepdims=True` keep it with length 1?"
    if "axis=" in code:
        return "Axes are counted from 0. Which length stands at the axis that is named? The reduction uses it up."
    if "@" in code:
        return "`@` sums over the last axis on the left and the last but one (or the only one) on the right."
    return "Line shapes up from the right; two lengths fit if they are equal or one of them is 1."


def _rule(code: str, used: Used) -> str:
    parts = []
    if "axis=" in code:
        parts.append("a reduction uses up the axis that it names")
    elif "()" in code:
        parts.append("a reduction that names no axis uses up all of them")
    if "None" in code:
        parts.append("`None` puts in an axis of length 1")
    if "einsum" in code:
        parts.append("`einsum` keeps the axes behind the arrow and sums over the others")
    if "@" in code:
        parts.append("`@` sums over the inner axes")
    if used.entrywise:
        which = "other operations" if parts else "such operations"
        parts.append(f"{which} work entry by entry, with shapes lined up from the right")
    opening = "The rules that are needed" if len(parts) > 1 else "The rule that is needed"
    return f"{opening}: {'; '.join(parts) or 'an index says axis by axis what is kept'}."


@broadcast_shapes.verify
def shapes_by_rule(
    inputs: tuple[Input, ...],
    lines: tuple[str, ...],
    about: str,
    order: tuple[int, ...],
    phrasing: int,
    answer: tuple[str, ...],
) -> bool:
    """The rules of broadcasting, reduction and indexing, applied to the syntax tree without numpy."""
    return answer == (_text(predicted(inputs, lines)),)
