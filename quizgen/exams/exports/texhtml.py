r"""A markup source as HTML with its formulas as TeX between \( \) and \[ \], for pages that have MathJax.

Most of the text of a bank is plain paragraphs and tables: these are turned without the Markdown reader, which would
take longer than all the rest. A test compares both ways over the whole bank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from typing import Any

from quizgen.markup.figure import Figure, digest
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
    figures,
    parse,
)

_TEXT = r"[^\W_]|[ \n,;:.?!()\[\]{}'’“”–—/%=+^&<>\"−·×≤≥≠→…-]"
_SIMPLE = re.compile(
    rf"(?:(?:{_TEXT})|\$\$(?=\S)[^$\\`]*(?:\\[^$`][^$\\`]*)*(?<=\S)\$\$(?!\$)"
    r"|(?<![\d$])\$(?=[^\s$])[^$\\`\n]*(?:\\[^$`\n][^$\\`\n]*)*(?<=\S)\$(?![\d$]))*"
)
_BLOCKISH = re.compile(r"^(?: {0,3}(?:[-+>=#]|\d+[.)])| {4})|  +\n", re.MULTILINE)
_TABLE = re.compile(r"(?<=\n\n)\|[^\n]*\|(?:\n\|[^\n]*\|)+(?=\n\n|\n?\Z)")
_PIECES = re.compile(r"(\$\$[^$]*\$\$|\$[^$]*\$)")
_PARAGRAPHS = re.compile(r"\n[ ]*(?:\n[ ]*)+")
_GAPS = re.compile(r" *\n *")

# TeX of the subset that MathJax's own TeX does not know.
_MACROS = {
    r"\argmax": r"\operatorname*{arg\,max}",
    r"\argmin": r"\operatorname*{arg\,min}",
    r"\coloneqq": r":=",
    r"\colonequals": r":=",
    r"\indep": r"\perp\!\!\!\perp",
    r"\transpose": r"\top",
}
_TEXT_ARGUMENT = re.compile(r"\\text(?:bf|it|rm)?\{[^{}]*\}")
_OWN = re.compile("(" + "|".join(map(re.escape, _MACROS)) + r")(?![A-Za-z])")


def figure_name(figure: Figure) -> str:
    """The file of a figure, by what is in it."""
    return f"figure-{digest(figure)}.svg"


def figures_of(source: str) -> tuple[Figure, ...]:
    """The figures of a source; quick where there are none."""
    return tuple(figures(parse(source))) if "```" in source else ()


@lru_cache(maxsize=2048)
def texhtml(source: str, folder: str = "") -> str:
    """The source as HTML. Figures are pictures `folder` + `figure_name`.

    Raises MarkupError for maths outside the subset where the source is more than plain paragraphs.
    """
    if _SIMPLE.fullmatch(source) and not _BLOCKISH.search(source):
        return _plain(source)
    if "\n|" in source and (quick := _around_a_table(source)):
        return quick
    return whole(source, folder)


def _around_a_table(source: str) -> str:
    """Plain paragraphs around one table of plain cells; empty where there is anything else."""
    found = _TABLE.search(source)
    if found is None:
        return ""
    around = source[: found.start()], source[found.end() :]
    header, rule, *rows = ([cell.strip() for cell in line.strip()[1:-1].split("|")] for line in found[0].splitlines())
    if any(len(row) != len(header) for row in (rule, *rows)) or not all(
        re.fullmatch(":?-+:?", dashes) for dashes in rule
    ):
        return ""
    plain = (*around, *header, *(cell for row in rows for cell in row))
    if not all(_SIMPLE.fullmatch(text) and not _BLOCKISH.search(text) for text in plain) or "$$" in found[0]:
        return ""
    sides = [_side(dashes) for dashes in rule]
    lines = (
        "".join(f"<{tag}{side}>{_words(cell)}</{tag}>" for cell, side in zip(row, sides, strict=True))
        for tag, row in (("th", header), *(("td", row) for row in rows))
    )
    return _plain(around[0]) + _tabled(f"<tr>{line}</tr>" for line in lines) + _plain(around[1])


def _side(dashes: str) -> str:
    left, right = dashes.startswith(":"), dashes.endswith(":")
    return _styled("center" if left and right else "left" if left else "right" if right else "")


def _styled(side: str) -> str:
    return f' style="text-align:{side}"' if side else ""


def _tabled(rows: Iterable[str]) -> str:
    return f'<table border="1" cellpadding="4">{"".join(rows)}</table>'


def whole(source: str, folder: str = "") -> str:
    """The source through the Markdown reader, whatever is in it."""
    return "".join(_block(block, folder) for block in parse(source).blocks)


def inline(source: str, folder: str = "") -> str:
    """The source without the paragraph around it, where it is a single one."""
    made = texhtml(source, folder)
    alone = made.startswith("<p>") and made.count("<p>") == 1 and made.endswith("</p>")
    return made[3:-4] if alone else made


def labelled(label: str, html: str) -> str:
    """HTML of the markup with a bold label, plain text, before its first words."""
    strong = f"<strong>{escape(label, quote=False)}</strong>"
    return f"<p>{strong} {html[3:]}" if html.startswith("<p>") else f"<p>{strong}</p>{html}"


def _plain(source: str) -> str:
    out = []
    for paragraph in _paragraphs(source):
        words = ""
        for piece in paragraph:
            if piece.startswith("$$"):
                out.append(_closed(words))
                out.append(_display(piece[2:-2]))
                words = ""
            else:
                words += _piece(piece)
        out.append(_closed(words))
    return "".join(out)


def _words(source: str) -> str:
    """Plain text with formulas in it, all in one line."""
    return "".join(map(_piece, _PIECES.split(source)))


def _piece(piece: str) -> str:
    if piece.startswith("$"):
        return _formula(piece[1:-1])
    return escape(_GAPS.sub(" ", piece) if "\n" in piece else piece, quote=False)


def _paragraphs(source: str) -> Iterable[list[str]]:
    """The pieces of each paragraph, formulas apart."""
    current: list[str] = []
    for i, piece in enumerate(_PIECES.split(source)):
        if i % 2:
            current.append(piece)
            continue
        first, *others = _PARAGRAPHS.split(piece) if "\n" in piece else (piece,)
        current.append(first)
        for other in others:
            yield current
            current = [other]
    yield current


def _closed(words: str) -> str:
    return f"<p>{words.strip()}</p>" if words.strip() else ""


def tex(latex: str) -> str:
    """A formula for MathJax, escaped for HTML."""
    latex = latex.strip()
    if "\\" in latex:
        latex = _OWN.sub(lambda m: _MACROS[m[1]], latex)
    if "\\_" in latex:  # inside words MathJax shows the backslash of an escaped underscore
        latex = _TEXT_ARGUMENT.sub(lambda m: m[0].replace("\\_", "_"), latex)
    return escape(latex, quote=False)


def _formula(latex: str) -> str:
    return rf"\({tex(latex)}\)"


def _display(latex: str) -> str:
    return rf"<p>\[{tex(latex)}\]</p>"


# ------------------------------------------------------------------ the whole of the markup


def _block(block: Block, folder: str) -> str:
    if isinstance(block, FigureBlock):
        alt = escape(" ".join(block.figure.description.split()))
        return f'<p><img src="{folder}{figure_name(block.figure)}" alt="{alt}"></p>'
    if isinstance(block, Quote):
        return f"<blockquote>{''.join(_block(b, folder) for b in block.blocks)}</blockquote>"
    if isinstance(block, Listing):
        return _listing(block, folder)
    return _BLOCKS[type(block)](block)


def _listing(block: Listing, folder: str) -> str:
    items = ""
    for item in block.items:
        inside = [_inlines(b.children) if block.tight and isinstance(b, Paragraph) else _block(b, folder) for b in item]
        items += f"<li>{''.join(inside)}</li>"
    if block.start is None:
        return f"<ul>{items}</ul>"
    return f"<ol{f' start={chr(34)}{block.start}{chr(34)}' if block.start != 1 else ''}>{items}</ol>"


def _table(block: Table) -> str:
    rows = []
    for i, row in enumerate(block.rows):
        tag = "td" if i else "th"
        cells = zip(row, block.alignments, strict=True)
        rows.append("".join(f"<{tag}{_styled(side or '')}>{_inlines(cell)}</{tag}>" for cell, side in cells))
    return _tabled(f"<tr>{row}</tr>" for row in rows)


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Paragraph: lambda block: _closed(_inlines(block.children)),
    Heading: lambda block: f"<h{block.level + 2}>{_inlines(block.children)}</h{block.level + 2}>",
    Display: lambda block: _display(block.maths.latex),
    CodeBlock: lambda block: f"<pre><code>{escape(block.text, quote=False)}</code></pre>",
    Rule: lambda block: "<hr>",
    Table: _table,
}


def _inlines(children: Iterable[Inline]) -> str:
    return "".join(_INLINES[type(child)](child) for child in children)


_INLINES: dict[type, Callable[[Any], str]] = {
    Plain: lambda child: escape(child.text, quote=False),
    Maths: lambda child: _formula(child.latex),
    Code: lambda child: f"<code>{escape(child.text, quote=False)}</code>",
    Break: lambda child: "<br>",
    Strong: lambda child: f"<strong>{_inlines(child.children)}</strong>",
    Emphasis: lambda child: f"<em>{_inlines(child.children)}</em>",
}
