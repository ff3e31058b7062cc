"""The tree of a formula: small frozen structs, one for each way in which mathematics is put together."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from quizgen.markup.symbols import SYMBOLS, Entry


class Number(Struct, frozen=True):
    """Digits, possibly with a decimal point."""

    digits: str


class Letter(Struct, frozen=True):
    """One Latin letter: a variable."""

    char: str


class Symbol(Struct, frozen=True):
    """A symbol of the table."""

    name: str
    """Key of `SYMBOLS`."""

    @property
    def entry(self) -> Entry:
        """The line of the table."""
        return SYMBOLS[self.name]


class Space(Struct, frozen=True):
    r"""White space that was asked for, such as `\quad`."""

    name: str
    """Key of `SPACES`."""


class Word(Struct, frozen=True):
    r"""Letters that belong together: `\text{if }`, `\operatorname{foo}`, `\mathrm{Gini}`."""

    macro: str
    text: str


class Row(Struct, frozen=True):
    """Nodes from left to right. As an item of another row it is a braced group, and counts as one atom."""

    items: tuple[Node, ...]


class Fraction(Struct, frozen=True):
    """One over the other, with a bar."""

    macro: str
    r"""`\frac`, `\dfrac` or `\tfrac`."""
    over: Node
    under: Node


class Binomial(Struct, frozen=True):
    """A binomial coefficient."""

    over: Node
    under: Node


class Root(Struct, frozen=True):
    """A square root, or the root that `index` says."""

    body: Node
    index: Node | None


class Scripts(Struct, frozen=True):
    """A base with something below, above, or both; primes are part of what is above."""

    base: Node
    sub: Node | None
    sup: Node | None


class Fence(Struct, frozen=True):
    """Something between two delimiters."""

    left: str
    """Key of `SYMBOLS`, or empty for the invisible delimiter."""
    body: Node
    right: str
    size: str
    r"""Empty as typed, `left` for `\left` and `\right`, or `big`, `Big`, `bigg`, `Bigg`."""


class Grid(Struct, frozen=True):
    """A matrix, cases or aligned equations: rows of equal length."""

    environment: str
    spec: str
    r"""Column letters `l`, `c`, `r` and `|` of an `array`; else empty."""
    rows: tuple[tuple[Node, ...], ...]


class Accent(Struct, frozen=True):
    """A mark over or under something."""

    macro: str
    body: Node


class Styled(Struct, frozen=True):
    r"""Something in another alphabet, such as `\mathbf`."""

    macro: str
    body: Node


class Stack(Struct, frozen=True):
    """Something small over or under a base."""

    base: Node
    over: Node | None
    under: Node | None


class Arrow(Struct, frozen=True):
    """An arrow as long as its labels."""

    macro: str
    over: Node
    under: Node | None


class Enclosed(Struct, frozen=True):
    r"""`\boxed` or `\cancel`."""

    macro: str
    body: Node


Node: TypeAlias = (
    Number
    | Letter
    | Symbol
    | Space
    | Word
    | Row
    | Fraction
    | Binomial
    | Root
    | Scripts
    | Fence
    | Grid
    | Accent
    | Styled
    | Stack
    | Arrow
    | Enclosed
)

EMPTY = Row(())

ACCENTS = {
    # macro: combining mark, spacing mark above, ASCII mark, Typst function, MathML character, spoken words
    r"\hat": ("\u0302", "^", "^", "hat", "^", "hat"),
    r"\bar": ("\u0304", "─", "_", "macron", "\u00af", "bar"),
    r"\tilde": ("\u0303", "~", "~", "tilde", "~", "tilde"),
    r"\vec": ("", "→", "->", "arrow", "→", "vector"),
    r"\dot": ("\u0307", ".", ".", "dot", "˙", "dot"),
    r"\ddot": ("\u0308", "..", "..", "dot.double", "¨", "double dot"),
    r"\check": ("\u030c", "v", "v", "caron", "ˇ", "check"),
    r"\widehat": ("\u0302", "^", "^", "hat", "^", "hat"),
    r"\widetilde": ("\u0303", "~", "~", "tilde", "~", "tilde"),
    r"\overline": ("\u0304", "─", "_", "overline", "\u00af", "bar"),
    r"\underline": ("\u0332", "─", "-", "underline", "_", "underlined"),
    r"\overbrace": ("", "⏞", "{}", "overbrace", "⏞", "with an overbrace"),
    r"\underbrace": ("", "⏟", "{}", "underbrace", "⏟", "with an underbrace"),
}
"""Every accent and what the outputs need of it."""

STYLES = {
    # macro: Typst function, spoken prefix
    r"\mathbb": ("bb", "blackboard"),
    r"\mathcal": ("cal", "script"),
    r"\mathscr": ("scr", "script"),
    r"\mathfrak": ("frak", "fraktur"),
    r"\mathbf": ("upright(bold", "bold"),
    r"\boldsymbol": ("bold", "bold"),
    r"\mathrm": ("upright", ""),
    r"\mathit": ("italic", ""),
    r"\mathsf": ("sans", ""),
    r"\mathtt": ("mono", ""),
}
"""Every alphabet."""

WORDS = {r"\text": "", r"\textbf": "bold", r"\textit": "emphasis", r"\operatorname": "", r"\operatorname*": ""}
r"""Macros whose argument is text; `\mathrm` and the like join them when they hold a whole word."""

ARROWS = {r"\xrightarrow": r"\to", r"\xleftarrow": r"\gets", r"\xRightarrow": r"\Rightarrow"}
"""Labelled arrows and the plain arrow of the table that each stretches."""

MATRICES = {
    "matrix": ("", ""),
    "smallmatrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": (r"\lbrace", r"\rbrace"),
    "vmatrix": ("|", "|"),
    "Vmatrix": (r"\|", r"\|"),
    "array": ("", ""),
}
"""Matrix environments and their delimiters."""

ALIGNMENTS = ("aligned", "gathered", "cases")
"""The environments that are not matrices."""


def row(items: list[Node] | tuple[Node, ...]) -> Node:
    """The items as one node. A lone operator stays in a group, which takes its spacing away, as in TeX."""
    if len(items) == 1 and kind_of(items[0]) in ("atom", "func", "limit", "big", "int"):
        return items[0]
    return Row(tuple(items))


def items_of(node: Node) -> tuple[Node, ...]:
    """The items of a row, or the node itself as the only item."""
    return node.items if isinstance(node, Row) else (node,)


def primes_of(sup: Node | None) -> int:
    """How many primes a superscript begins with."""
    items = items_of(sup) if sup is not None else ()
    return next((i for i, item in enumerate(items) if item != Symbol(r"\prime")), len(items))


def kind_of(node: Node) -> str:
    """The class of a node for spacing: that of `Entry.kind`, or `space`."""
    if isinstance(node, Symbol):
        return node.entry.kind
    if isinstance(node, Scripts | Stack):
        return kind_of(node.base)
    if isinstance(node, Space):
        return "space"
    if isinstance(node, Arrow):
        return "rel"
    if isinstance(node, Word):
        return {r"\operatorname": "func", r"\operatorname*": "limit"}.get(node.macro, "atom")
    return "atom"


def takes_limits(node: Node) -> bool:
    """True when scripts of this base go below and above it in a displayed formula."""
    if isinstance(node, Accent):
        return node.macro in (r"\overbrace", r"\underbrace")
    return kind_of(node) in ("limit", "big")


def is_sum(node: Node) -> bool:
    """True when the node is a row with a binary operator or a relation at its top level, or a leading sign."""
    return isinstance(node, Row) and any(kind_of(item) in ("bin", "rel") for item in node.items)
