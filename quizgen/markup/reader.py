"""The Markdown reader: CommonMark without what mathematical prose would set off by accident."""

from __future__ import annotations

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

# Links, images, HTML, entities, indented code and underlined headings are off: in mathematical prose
# `[a](b)`, `&`, `<x>`, an indented line or a row of dashes is what it looks like.
_OFF = ["link", "image", "autolink", "html_inline", "html_block", "entity", "code", "lheading", "reference"]


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(_OFF)
    reader.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    # A displayed formula may follow its paragraph without a blank line, as authors write it.
    block_rules = reader.block.ruler
    rule = next(r for r in block_rules.__rules__ if r.name == "math_block")
    block_rules.at("math_block", rule.fn, {"alt": ["paragraph", "blockquote", "list"]})
    return reader


READER = _reader()
"""Shared: parsing keeps no state in it."""
