"""The syntax tree of the answer language: what a learner typed, in the order it was typed.

Nodes are plain and frozen; `at` is the column (0-based, in the text as typed) where the node starts, for
messages. Nothing here computes: `language` makes trees, `echo` prints them, `values` evaluates them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from quizgen.errors import QuizgenError


class Unreadable(QuizgenError):  # noqa: N818 - what it says of a reply
    """A reply that cannot be read: it costs the learner nothing.

    `message` says what is wrong, `hint` what to type instead, `column` where (0-based; None: nowhere in
    particular), `code` is stable for statistics ("bracket", "unknown-name", "empty", "too-long", ...),
    `field` the name of the field of the form it was typed in.
    """

    def __init__(
        self, message: str, column: int | None = None, *, hint: str = "", code: str = "syntax", field: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.hint = hint
        self.code = code
        self.field = field


class Vocabulary(Struct, frozen=True, omit_defaults=True):
    """What a problem declares about the names that a reply may use."""

    names: tuple[str, ...] = ()
    """Variables, in the ASCII spelling: "x", "lambda", "x_1", "sigma_max"."""
    matrices: tuple[str, ...] = ()
    """Those of `names` that stand for matrices or vectors: their products do not commute, x^T is a transpose."""
    functions: tuple[str, ...] = ()
    """Declared function symbols, such as "f": f(x) is a call and not a product."""
    words: tuple[str, ...] = ()
    """Words this field takes as an answer besides the usual ones, such as "singular"."""
    parameters: bool = False
    """True where undeclared letters are free parameters, as in (1, 0) + t(2, 3)."""


class Num(Struct, frozen=True, tag=True):
    text: str
    """Digits as typed: "12", "0.50", "1e-3"; never with a sign."""
    at: int = 0
    percent: bool = False


class Name(Struct, frozen=True, tag=True):
    name: str
    """A declared name, in the declared spelling."""
    at: int = 0


class Const(Struct, frozen=True, tag=True):
    name: Literal["pi", "e", "i", "inf", "I"]
    """"I" is the identity matrix, where matrices are declared."""
    at: int = 0


class Neg(Struct, frozen=True, tag=True):
    argument: Node
    at: int = 0


class Binary(Struct, frozen=True, tag=True):
    op: Literal["+", "-", "*", "/", "^"]
    left: Node
    right: Node
    at: int = 0
    implicit: bool = False
    """A product written by putting factors side by side."""


class Call(Struct, frozen=True, tag=True):
    function: str
    """Canonical name: sin cos tan sec csc cot sinh cosh tanh sech csch coth, the same with "a" in front (inverses),
    exp ln log (base 10 never: log is natural; log2, log10 for others) sqrt cbrt root(n, x) abs norm sign floor ceil
    min max det tr rank transpose inv factorial binom sigmoid relu Phi gamma deg (degrees, in radians) hadamard
    (entry by entry) conj Re Im arg, or a declared function symbol. norm(x, 1) and norm(x, inf) are other norms."""
    arguments: tuple[Node, ...]
    at: int = 0


class Group(Struct, frozen=True, tag=True):
    """Round brackets that only group."""

    inner: Node
    at: int = 0


class Sequence(Struct, frozen=True, tag=True):
    """Items in a row: "1, 2, 3" (open ""), "(1, 2)" (open "("), "[1, 2]" or "[1 2]" (open "[").

    Two items in ( ] or [ ) are an Interval; in () or [] they stay a Sequence, and the kind that expects an
    interval takes them for one.
    """

    items: tuple[Node, ...]
    open: Literal["", "(", "["] = ""
    at: int = 0


class Rows(Struct, frozen=True, tag=True):
    """A matrix, all rows of one length: "[1, 2; 3, 4]", "[[1,2],[3,4]]", rows on lines, LaTeX pmatrix."""

    rows: tuple[tuple[Node, ...], ...]
    at: int = 0


class SetOf(Struct, frozen=True, tag=True):
    items: tuple[Node, ...]
    at: int = 0


class Interval(Struct, frozen=True, tag=True):
    low: Node
    high: Node
    low_closed: bool
    high_closed: bool
    at: int = 0


class Union(Struct, frozen=True, tag=True):
    parts: tuple[Node, ...]
    at: int = 0


class SetOperation(Struct, frozen=True, tag=True):
    """What two sets have in common, or the first without the second: (0, 2) ∩ [1, 3], ℝ ∖ {0}."""

    op: Literal["∩", "∖"]
    left: Node
    right: Node
    at: int = 0


class Relation(Struct, frozen=True, tag=True):
    """A chain a < b <= c: operands one more than operators."""

    operands: tuple[Node, ...]
    operators: tuple[Literal["=", "!=", "<", "<=", ">", ">="], ...]
    at: int = 0


class Logic(Struct, frozen=True, tag=True):
    op: Literal["and", "or"]
    parts: tuple[Node, ...]
    at: int = 0


class Word(Struct, frozen=True, tag=True):
    """A whole reply in words, canonical: "none" (no solution, empty), "infinitely many", "all" (all reals),
    "true", "false", "singular", or a word of the vocabulary."""

    word: str
    at: int = 0


Node: TypeAlias = (
    Num
    | Name
    | Const
    | Neg
    | Binary
    | Call
    | Group
    | Sequence
    | Rows
    | SetOf
    | Interval
    | Union
    | SetOperation
    | Relation
    | Logic
    | Word
)


def bare(node: Node) -> Node:
    """The node without round brackets around it."""
    while isinstance(node, Group):
        node = node.inner
    return node
