"""A markup source as the XHTML and MathML that QTI 2.1 allows in an item.

QTI takes a part of XHTML alone: no `figure`, no `style`, a table with a body, a picture with its `alt`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from typing import Any

from quizgen.exams.exports.texhtml import figure_name
from quizgen.markup.html import mathml
from quizgen.markup.source import (
    Block,
    Break,
    Code,
    CodeBlock,
    Display,
    Emphasis,
    FigureBlock,
    Heading,
    Inline,
    Listing,
    Maths,
    Paragraph,
    Plain,
    Quote,
    Rule,
    Strong,
    Table,
    parse,
)

MEDIA = "../media/"


@lru_cache(maxsize=1024)
def blocks(source: str) -> str:
    """The source as block elements. Raises MarkupError for maths outside the subset."""
    return "".join(map(_block, parse(source).blocks))


def line(source: str) -> str:
    """The source without the paragraph around it, where it is a single one; else its blocks."""
    found = parse(source).blocks
    if len(found) == 1 and isinstance(found[0], Paragraph):
        return _inlines(found[0].children)
    return blocks(source)


def inline_only(source: str) -> str:
    """The first paragraph of a source as inline content: for a label beside a field."""
    return "".join(
        _inlines(b.children) if isinstance(b, Paragraph) else mathml(b.maths.latex)
        for b in parse(source).blocks
        if isinstance(b, Paragraph | Display)
    )


def _block(block: Block) -> str:
    return _BLOCKS[type(block)](block)


def _figure(block: FigureBlock) -> str:
    alt = escape(" ".join(block.figure.description.split()))
    return f'<p><img src="{MEDIA}{figure_name(block.figure)}" alt="{alt}"/></p>'


def _listing(block: Listing) -> str:
    items = "".join(f"<li>{''.join(map(_block, item))}</li>" for item in block.items)
    # Lists of QTI have no `start`: a number that matters is written out.
    if block.start not in (None, 1):
        items = "".join(
            f"<li><p>{block.start + i}.</p>{''.join(map(_block, item))}</li>" for i, item in enumerate(block.items)
        )
        return f"<ul>{items}</ul>"
    return f"<ul>{items}</ul>" if block.start is None else f"<ol>{items}</ol>"


def _table(block: Table) -> str:
    head, *body = ["".join(f"<{tag}>{_inlines(cell)}</{tag}>" for cell in row) for tag, row in _tagged(block)]
    if not body:
        return f"<table><tbody><tr>{head}</tr></tbody></table>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{r}</tr>' for r in body)}</tbody></table>"


def _tagged(block: Table) -> Iterable[tuple[str, tuple[tuple[Inline, ...], ...]]]:
    return (("td" if i else "th", row) for i, row in enumerate(block.rows))


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Paragraph: lambda block: f"<p>{_inlines(block.children)}</p>",
    Heading: lambda block: f"<h{min(6, block.level + 2)}>{_inlines(block.children)}</h{min(6, block.level + 2)}>",
    Display: lambda block: f"<p>{mathml(block.maths.latex, display=True)}</p>",
    CodeBlock: lambda block: f"<pre>{escape(block.text, quote=False)}</pre>",
    FigureBlock: _figure,
    Listing: _listing,
    Quote: lambda block: f"<blockquote>{''.join(map(_block, block.blocks))}</blockquote>",
    Rule: lambda block: "<hr/>",
    Table: _table,
}


def _inlines(children: Iterable[Inline]) -> str:
    return "".join(_INLINES[type(child)](child) for child in children)


_INLINES: dict[type, Callable[[Any], str]] = {
    Plain: lambda child: escape(child.text, quote=False),
    Maths: lambda child: mathml(child.latex),
    Code: lambda child: f"<code>{escape(child.text, quote=False)}</code>",
    Break: lambda child: "<br/>",
    Strong: lambda child: f"<strong>{_inlines(child.children)}</strong>",
    Emphasis: lambda child: f"<em>{_inlines(child.children)}</em>",
}
