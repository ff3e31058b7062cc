"""The markup source: Markdown with LaTeX maths, read into blocks and inlines.

The source is a plain `str`. Everything that writes one (`text`, `latex_of`, the typographic helpers) is
here by import, so that authors need this one module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.markup.figure import FENCE, Figure, from_json, labels
from quizgen.markup.maths import MarkupError, parse_maths
from quizgen.markup.nodes import Node
from quizgen.markup.reader import line_tokens_of, tokens_of
from quizgen.markup.template import text
from quizgen.markup.typography import augmented, linear, polynomial, row, set_of, system, tuple_of
from quizgen.markup.values import Tex, decimal, latex_of

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

__all__ = [
    "MarkupError",
    "Tex",
    "augmented",
    "decimal",
    "latex_of",
    "linear",
    "parse",
    "polynomial",
    "row",
    "set_of",
    "system",
    "text",
    "tuple_of",
]


class Plain(Struct, frozen=True):
    """Words."""

    text: str


class Maths(Struct, frozen=True):
    """A formula; displayed on lines of its own when `display` is true."""

    latex: str
    node: Node
    display: bool


class Code(Struct, frozen=True):
    """Inline code, verbatim."""

    text: str


class Strong(Struct, frozen=True):
    """Strong emphasis."""

    children: tuple[Inline, ...]


class Emphasis(Struct, frozen=True):
    """Emphasis."""

    children: tuple[Inline, ...]


class Break(Struct, frozen=True):
    """A hard line break."""


Inline: TypeAlias = Plain | Maths | Code | Strong | Emphasis | Break


class Paragraph(Struct, frozen=True):
    """Running text."""

    children: tuple[Inline, ...]


class Heading(Struct, frozen=True):
    """A heading of level 1 to 6."""

    level: int
    children: tuple[Inline, ...]


class Display(Struct, frozen=True):
    """A displayed formula."""

    maths: Maths


class CodeBlock(Struct, frozen=True):
    """Fenced code, verbatim, without the last newline."""

    text: str
    language: str


class FigureBlock(Struct, frozen=True):
    """A figure, whose labels can all be read."""

    figure: Figure


class Listing(Struct, frozen=True):
    """A list; `start` is the first number of an ordered one and None for bullets."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None
    tight: bool


class Quote(Struct, frozen=True):
    """A block quotation."""

    blocks: tuple[Block, ...]


class Table(Struct, frozen=True):
    """A table; `alignments` holds `left`, `right`, `center` or "" for each column, `rows` begins with the header."""

    alignments: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


class Rule(Struct, frozen=True):
    """A horizontal rule."""


Block: TypeAlias = Paragraph | Heading | Display | CodeBlock | FigureBlock | Listing | Quote | Table | Rule


class Document(Struct, frozen=True):
    """A whole source, read."""

    blocks: tuple[Block, ...]


_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@lru_cache(maxsize=4096)
def parse(source: str) -> Document:
    """The blocks of a source.

    Raises MarkupError when a formula in it is outside the subset of `parse_maths`. Control characters and
    the invisible characters that reorder text are dropped: no output should ever carry them.
    """
    return Document(tuple(_blocks(_tree(_INVISIBLE.sub("", source)))))


def _tree(source: str) -> SyntaxTreeNode:
    from markdown_it.tree import SyntaxTreeNode

    return SyntaxTreeNode(tokens_of(source))


def formulas(document: Document) -> Iterator[Maths]:
    """Every formula of a document, in order."""
    for block in document.blocks:
        yield from _formulas(block)


def figures(document: Document) -> Iterator[Figure]:
    """Every figure of a document, in order."""
    for block in document.blocks:
        yield from _figures(block)


def _figures(item: object) -> Iterator[Figure]:
    if isinstance(item, FigureBlock):
        yield item.figure
    elif isinstance(item, tuple):
        for child in item:
            yield from _figures(child)
    elif isinstance(item, Listing):
        yield from _figures(item.items)
    elif isinstance(item, Quote):
        yield from _figures(item.blocks)


def _formulas(item: object) -> Iterator[Maths]:
    if isinstance(item, Maths):
        yield item
    elif isinstance(item, tuple):
        for child in item:
            yield from _formulas(child)
    elif isinstance(item, Display):
        yield item.maths
    elif isinstance(item, FigureBlock):
        yield from (maths for label in labels(item.figure) for maths in _formulas(inlines(label)))
    elif isinstance(item, Paragraph | Heading | Strong | Emphasis):
        yield from _formulas(item.children)
    elif isinstance(item, Listing):
        yield from _formulas(item.items)
    elif isinstance(item, Quote):
        yield from _formulas(item.blocks)
    elif isinstance(item, Table):
        yield from _formulas(item.rows)


def _blocks(parent: SyntaxTreeNode) -> Iterator[Block]:
    for node in parent.children:
        yield from _block(node)


def _block(node: SyntaxTreeNode) -> Iterator[Block]:
    kind = node.type
    if kind == "paragraph":
        yield from _paragraph(_inlines(node))
    elif kind == "heading":
        yield Heading(int(node.tag[1:]), _inlines(node))
    elif kind.startswith("math_block"):
        yield Display(_maths(node.content, display=True))
    elif kind == "fence":
        yield _fence(node.content.removesuffix("\n"), node.info.strip())
    elif kind in ("bullet_list", "ordered_list"):
        yield _listing(node)
    elif kind == "blockquote":
        yield Quote(tuple(_blocks(node)))
    elif kind == "table":
        yield _table(node)
    elif kind == "hr":
        yield Rule()
    else:
        raise AssertionError(f"the Markdown reader made a {kind}")


def _fence(content: str, info: str) -> CodeBlock | FigureBlock:
    if info != FENCE:
        return CodeBlock(content, info)
    try:
        block = FigureBlock(from_json(content))
    except QuizgenError as error:
        raise MarkupError(str(error), content) from None
    for label in labels(block.figure):
        inlines(label)
    return block


@lru_cache(maxsize=4096)
def inlines(label: str) -> tuple[Inline, ...]:
    """The inlines of one line of markup, such as a label of a figure. Raises MarkupError as `parse` does."""
    from markdown_it.tree import SyntaxTreeNode

    return _inlines(SyntaxTreeNode(line_tokens_of(_INVISIBLE.sub("", label))))


def _paragraph(children: tuple[Inline, ...]) -> Iterator[Block]:
    """A paragraph, cut where displayed formulas stand in it."""
    words: list[Inline] = []
    for child in children:
        if isinstance(child, Maths) and child.display:
            yield from _words(words)
            yield Display(child)
            words = []
        else:
            words.append(child)
    yield from _words(words)


def _words(children: list[Inline]) -> Iterator[Block]:
    if any(not (isinstance(child, Plain) and child.text.isspace()) for child in children):
        yield Paragraph(tuple(children))


def _listing(node: SyntaxTreeNode) -> Listing:
    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    hidden = [
        p.nester_tokens.opening.hidden
        for item in node.children
        for p in item.children
        if p.type == "paragraph" and p.nester_tokens
    ]
    return Listing(tuple(tuple(_blocks(item)) for item in node.children), start, all(hidden))


def _table(node: SyntaxTreeNode) -> Table:
    rows = [line for part in node.children for line in part.children]
    styles = [str(cell.attrs.get("style", "")) for cell in rows[0].children]
    alignments = tuple(style.removeprefix("text-align:") for style in styles)
    return Table(alignments, tuple(tuple(_inlines(cell) for cell in line.children) for line in rows))


def _inlines(block: SyntaxTreeNode) -> tuple[Inline, ...]:
    return tuple(_merged(child for inline in block.children for child in _children(inline)))


def _children(parent: SyntaxTreeNode) -> Iterator[Inline]:
    for node in parent.children:
        kind = node.type
        if kind == "text":
            yield Plain(node.content)
        elif kind == "softbreak":
            yield Plain(" ")
        elif kind == "hardbreak":
            yield Break()
        elif kind in ("math_inline", "math_inline_double"):
            yield _maths(node.content, display=kind == "math_inline_double")
        elif kind == "code_inline":
            yield Code(node.content)
        elif kind in ("strong", "em"):
            children = tuple(_merged(_children(node)))
            yield Strong(children) if kind == "strong" else Emphasis(children)
        else:
            raise AssertionError(f"the Markdown reader made a {kind}")


def _merged(children: Iterator[Inline]) -> Iterator[Inline]:
    """Neighbouring words as one piece."""
    words = ""
    for child in children:
        if isinstance(child, Plain):
            words += child.text
            continue
        if words:
            yield Plain(words)
        words = ""
        yield child
    if words:
        yield Plain(words)


def _maths(latex: str, *, display: bool) -> Maths:
    latex = latex.strip()
    return Maths(latex, parse_maths(latex), display)
