"""The Markdown reader: CommonMark without what mathematical prose would set off by accident."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

# Links, images, HTML, entities, indented code and underlined headings are off: in mathematical prose
# `[a](b)`, `&`, `<x>`, an indented line or a row of dashes is what it looks like.
_OFF = ["link", "image", "autolink", "html_inline", "html_block", "entity", "code", "lheading", "reference"]


def tokens_of(source: str) -> list[Token]:
    """The Markdown tokens of a source."""
    return _reader().parse(source)


def line_tokens_of(source: str) -> list[Token]:
    """The tokens of one line, in which nothing begins a block: `+` and `1.` are no lists."""
    return _reader().parseInline(source)


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    """The one reader, made at its first use: parsing keeps no state in it."""
    # Here and not above: a formula in a terminal's first frame needs no Markdown.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(_OFF)
    reader.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    # A displayed formula may follow its paragraph without a blank line, as authors write it.
    block_rules = reader.block.ruler
    rule = next(r for r in block_rules.__rules__ if r.name == "math_block").fn

    def math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        # The plugin writes its token even when it is only asked whether a block begins here.
        line, count = state.line, len(state.tokens)
        found = rule(state, start, end, silent)
        if silent:
            state.line = line
            del state.tokens[count:]
        return found

    block_rules.at("math_block", math_block, {"alt": ["paragraph", "blockquote", "list"]})
    return reader
