"""A markup source as HTML with MathML Core."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from typing import Any

from quizgen.markup.figures.svg import svg
from quizgen.markup.maths import parse_maths
from quizgen.markup.nodes import (
    ACCENTS,
    ARROWS,
    MATRICES,
    Accent,
    Arrow,
    Binomial,
    Enclosed,
    Fence,
    Fraction,
    Grid,
    Letter,
    Node,
    Number,
    Root,
    Row,
    Scripts,
    Space,
    Stack,
    Styled,
    Symbol,
    Word,
    items_of,
    kind_of,
    primes_of,
    row,
    takes_limits,
)
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
from quizgen.markup.symbols import SYMBOLS

__all__ = ["html", "mathml"]

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"


@lru_cache(maxsize=1024)
def html(source: str) -> str:
    """The source as HTML elements (no page around them), well formed as XML too.

    Raises MarkupError for maths outside the subset.
    """
    return "\n".join(map(_block, parse(source).blocks))


@lru_cache(maxsize=4096)
def mathml(latex: str, *, display: bool = False) -> str:
    """One formula as a MathML Core `<math>` element."""
    attribute = ' display="block"' if display else ""
    return f'<math xmlns="{_NAMESPACE}"{attribute}>{_grouped(parse_maths(latex))}</math>'


# ------------------------------------------------------------------ blocks


def _block(block: Block) -> str:
    return _BLOCKS[type(block)](block)


def _paragraph(block: Paragraph) -> str:
    return f"<p>{_inlines(block.children)}</p>"


def _heading(block: Heading) -> str:
    return f"<h{block.level}>{_inlines(block.children)}</h{block.level}>"


def _display(block: Display) -> str:
    return mathml(block.maths.latex, display=True)


def _code_block(block: CodeBlock) -> str:
    return f"<pre><code>{escape(block.text)}</code></pre>"


def _listing(block: Listing) -> str:
    items = "".join(f"<li>{_item(item, block.tight)}</li>" for item in block.items)
    if block.start is None:
        return f"<ul>{items}</ul>"
    start = f' start="{block.start}"' if block.start != 1 else ""
    return f"<ol{start}>{items}</ol>"


def _item(blocks: tuple[Block, ...], tight: bool) -> str:
    if tight:
        return "".join(_inlines(b.children) if isinstance(b, Paragraph) else _block(b) for b in blocks)
    return "".join(map(_block, blocks))


def _quote(block: Quote) -> str:
    return f"<blockquote>{''.join(map(_block, block.blocks))}</blockquote>"


def _rule(block: Rule) -> str:
    return "<hr/>"


def _table(block: Table) -> str:
    rows = [
        "".join(_table_cell(c, a, "th" if i == 0 else "td") for c, a in zip(r, block.alignments, strict=True))
        for i, r in enumerate(block.rows)
    ]
    body = "".join(f"<tr>{r}</tr>" for r in rows[1:])
    return f"<table><thead><tr>{rows[0]}</tr></thead>" + (f"<tbody>{body}</tbody>" if body else "") + "</table>"


def _table_cell(cell: tuple[Inline, ...], alignment: str, tag: str) -> str:
    style = f' style="text-align:{alignment}"' if alignment else ""
    return f"<{tag}{style}>{_inlines(cell)}</{tag}>"


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    Display: _display,
    CodeBlock: _code_block,
    FigureBlock: lambda block: f"<figure>{svg(block.figure)}</figure>",
    Listing: _listing,
    Quote: _quote,
    Rule: _rule,
    Table: _table,
}


def _inlines(children: Iterable[Inline]) -> str:
    """Inlines one after the other; a formula keeps the punctuation behind it on its line."""
    out: list[str] = []
    for child in children:
        text = _INLINES[type(child)](child)
        if isinstance(child, Plain) and out and out[-1].endswith("</math>"):
            rest = child.text.lstrip(CLOSING)
            if stop := child.text[: len(child.text) - len(rest)]:
                out[-1] = f'<span style="white-space:nowrap">{out[-1]}{stop}</span>'
                text = escape(rest, quote=False)
        out.append(text)
    return "".join(out)


CLOSING = ".,;:!?)’”"
"""Marks that may not begin a line."""

_INLINES: dict[type, Callable[[Any], str]] = {
    Plain: lambda child: escape(child.text, quote=False),
    Maths: lambda child: mathml(child.latex),
    Code: lambda child: f"<code>{escape(child.text, quote=False)}</code>",
    Break: lambda child: "<br/>",
    Strong: lambda child: f"<strong>{_inlines(child.children)}</strong>",
    Emphasis: lambda child: f"<em>{_inlines(child.children)}</em>",
}


# ------------------------------------------------------------------ formulas


def _maths(node: Node) -> str:
    return _LAYOUTS[type(node)](node)


def _grouped(node: Node) -> str:
    """The node as exactly one element, as the arguments of `mfrac` and the like must be."""
    return f"<mrow>{_row(node)}</mrow>" if isinstance(node, Row) else _maths(node)


THIN = '<mspace width="0.167em"></mspace>'
NAMED = ("func", "limit")


def _row(node: Row) -> str:
    """The items of a row; after a function the invisible sign that applies it, signs of numbers close to them.

    Names of functions stand off from what is beside them, but not from brackets (The TeXbook, chapter 18).
    """
    out = []
    before = ""
    for i, item in enumerate(node.items):
        kind = kind_of(item)
        apart = kind in NAMED or (kind == "atom" and not _opens(item))
        if apart and (before in NAMED or (before in ("atom", "close") and kind in NAMED)):
            out.append(THIN)
        if kind == "bin" and isinstance(item, Symbol) and before in ("", "bin", "rel", "open", "punct"):
            out.append(f'<mo form="prefix">{escape(item.entry.glyph, quote=False)}</mo>')
        else:
            out.append(_grouped(item))
        before = before if kind == "space" else kind
        if kind_of(item) == "func" and i + 1 < len(node.items):
            out.append("<mo>\u2061</mo>")
    return "".join(out)


def _opens(node: Node) -> bool:
    """True for what begins with a bracket."""
    return isinstance(node.base if isinstance(node, Scripts) else node, Fence | Grid)


def _symbol(node: Symbol) -> str:
    entry = node.entry
    glyph = escape(entry.glyph, quote=False)
    if entry.kind == "atom":
        # Upright or slanted is the font's business: a one-letter mi is a variable.
        return f"<mi>{glyph}</mi>"
    if entry.kind in ("func", "limit"):
        return f"<mi>{glyph}</mi>" if entry.kind == "func" else f"{_LIMIT}{glyph}</mo>"
    if entry.kind in ("open", "close", "rel") and entry.glyph in "()[]{}|‖⟨⟩⌊⌋⌈⌉":
        return f'<mo stretchy="false">{glyph}</mo>'
    if glyph == "/":
        return '<mo lspace="0" rspace="0">/</mo>'
    return f"<mo>{glyph}</mo>"


_LIMIT = '<mo movablelimits="true" lspace="0" rspace="0">'
"""A name that takes limits; `_row` sees to its spaces."""

_WIDTHS = {
    r"\,": "0.167em",
    r"\:": "0.222em",
    r"\;": "0.278em",
    r"\!": "-0.167em",
    r"\ ": "0.333em",
    "~": "0.333em",
    r"\quad": "1em",
    r"\qquad": "2em",
}


def _space(node: Space) -> str:
    return f'<mspace width="{_WIDTHS[node.name]}"></mspace>'


def _word(node: Word) -> str:
    text = escape(node.text, quote=False)
    if node.macro.startswith(r"\operatorname"):
        return f"<mi>{text}</mi>" if node.macro == r"\operatorname" else f"{_LIMIT}{text}</mo>"
    # mtext drops spaces at its ends unless they are hard.
    text = text.replace(" ", "\u00a0")
    if node.macro in (r"\textbf", r"\mathbf"):
        text = "".join(map(_bold, text))
    if not any(c.isalnum() for c in node.text):
        return f"<mtext>{text}</mtext>"
    # An mtext counts as space: "text =" would be one long equals sign.
    return f'<mi mathvariant="normal">{text}</mi>' if len(text) == 1 else f"<mi>{text}</mi>"


def _fraction(node: Fraction) -> str:
    style = {r"\dfrac": ' displaystyle="true"', r"\tfrac": ' displaystyle="false"'}.get(node.macro, "")
    fraction = f"<mfrac>{_grouped(node.over)}{_grouped(node.under)}</mfrac>"
    return f"<mstyle{style}>{fraction}</mstyle>" if style else fraction


def _binomial(node: Binomial) -> str:
    inside = f'<mfrac linethickness="0">{_grouped(node.over)}{_grouped(node.under)}</mfrac>'
    return f"<mrow><mo>(</mo>{inside}<mo>)</mo></mrow>"


def _root(node: Root) -> str:
    if node.index is None:
        return f"<msqrt>{_grouped(node.body)}</msqrt>"
    return f"<mroot>{_grouped(node.body)}{_grouped(node.index)}</mroot>"


PRIME = '<mo lspace="0" rspace="0">\u2032</mo>'
"""It stands raised in the fonts for mathematics; as a superscript it would nearly vanish."""


def _scripts(node: Scripts) -> str:
    base = _grouped(node.base)
    primes = primes_of(node.sup)
    if primes:
        base = f"<mrow>{base}{PRIME * primes}</mrow>"
    rest = items_of(node.sup)[primes:] if node.sup is not None else ()
    sub = _grouped(node.sub) if node.sub is not None else ""
    sup = _grouped(row(rest)) if rest else ""
    if not sub and not sup:
        return base
    under, over = ("munder", "mover") if takes_limits(node.base) else ("msub", "msup")
    if sub and sup:
        return f"<{under}{over[1:]}>{base}{sub}{sup}</{under}{over[1:]}>"
    return f"<{under}>{base}{sub}</{under}>" if sub else f"<{over}>{base}{sup}</{over}>"


TALL = ("<mfrac", "<mtable", "<munder", "<mover", "<msqrt", "<mroot", "<msubsup", 'stretchy="true"')
"""What makes brackets grow. Browsers set wide spaces around a bracket that may grow and need not."""


def _fence(node: Fence) -> str:
    body = _grouped(node.body)
    stretchy = "true" if node.size and _is_tall(body) else "false"
    left, right = _delimiter(node.left, "prefix", stretchy), _delimiter(node.right, "postfix", stretchy)
    return f"<mrow>{left}{body}{right}</mrow>"


def _delimiter(key: str, form: str, stretchy: str) -> str:
    if not key:
        return ""
    return f'<mo form="{form}" fence="true" stretchy="{stretchy}">{escape(SYMBOLS[key].glyph, quote=False)}</mo>'


def _grid(node: Grid) -> str:
    if node.environment == "cases":
        return _between(r"\lbrace", _cells(node, ["left"] * len(node.rows[0])), "")
    if node.environment in ("aligned", "gathered"):
        sides = ["right", "left"] if node.environment == "aligned" else ["center"]
        aligns = [sides[j % len(sides)] for j in range(len(node.rows[0]))]
        return _cells(node, aligns, ' displaystyle="true"', joined=True)
    left, right = MATRICES[node.environment]
    return _between(left, _cells(node, _column_styles(node)), right)


def _between(left: str, inside: str, right: str) -> str:
    """A table between delimiters, which stretch where it has several rows or something tall."""
    stretchy = "true" if inside.count("<mtr>") > 1 or _is_tall(inside.removeprefix("<mtable")) else "false"
    return f"<mrow>{_delimiter(left, 'prefix', stretchy)}{inside}{_delimiter(right, 'postfix', stretchy)}</mrow>"


def _is_tall(inside: str) -> bool:
    return any(tag in inside for tag in TALL)


def _column_styles(node: Grid) -> list[str]:
    """For each column its alignment, with `|` where a vertical bar stands before it."""
    if not node.spec:
        return ["center"] * len(node.rows[0])
    columns: list[str] = []
    bar = ""
    for letter in node.spec:
        if letter == "|":
            bar = "|"
            continue
        columns.append(bar + {"l": "left", "c": "center", "r": "right"}[letter])
        bar = ""
    if bar:
        columns[-1] += "|"
    return columns


def _cells(node: Grid, aligns: list[str], attributes: str = "", joined: bool = False) -> str:
    """A table; `joined`: no gap between a right-aligned column and the left-aligned one that goes on with it."""
    rows = (
        "<mtr>" + "".join(_cell(c, a, joined) for c, a in zip(row, aligns, strict=True)) + "</mtr>" for row in node.rows
    )
    return f"<mtable{attributes}>{''.join(rows)}</mtable>"


def _cell(cell: Node, align: str, joined: bool) -> str:
    borders = "border-left:1px solid;" * align.startswith("|") + "border-right:1px solid;" * align.endswith("|")
    side = align.strip("|")
    # Browsers centre cells by themselves, and move what is in them by their own words only.
    aligned = "" if side == "center" else "".join(f"text-align:{prefix}{side};" for prefix in ("", "-moz-", "-webkit-"))
    gap = f"padding-{'right' if side == 'right' else 'left'}:0;" if joined and side != "center" else ""
    style = f' style="{aligned}{borders}{gap}"' if aligned or borders else ""
    return f"<mtd{style}>{_grouped(cell)}</mtd>"


def _accent(node: Accent) -> str:
    mark = ACCENTS[node.macro][4]
    below = node.macro in (r"\underline", r"\underbrace")
    wide = node.macro in (r"\widehat", r"\widetilde", r"\overline", r"\underline", r"\overbrace", r"\underbrace")
    sign = f'<mo stretchy="{"true" if wide else "false"}">{mark}</mo>'
    body = _grouped(node.body)
    return f"<munder>{body}{sign}</munder>" if below else f'<mover accent="true">{body}{sign}</mover>'


def _styled(node: Styled) -> str:
    """Letters in another alphabet: MathML Core has characters for them, and `normal` for upright."""
    if node.macro in (r"\mathrm", r"\mathit", r"\mathsf", r"\mathtt"):
        inside = _upright(node.body) if node.macro == r"\mathrm" else _grouped(node.body)
        return f'<mrow class="{node.macro[1:]}">{inside}</mrow>'
    change = {r"\mathbb": _double_struck, r"\mathbf": _bold, r"\boldsymbol": _bold, r"\mathfrak": _fraktur}.get(
        node.macro, _script
    )
    return "<mrow>" + "".join(_changed(item, change) for item in items_of(node.body)) + "</mrow>"


def _upright(node: Node) -> str:
    return "".join(
        f'<mi mathvariant="normal">{item.char}</mi>' if isinstance(item, Letter) else _grouped(item)
        for item in items_of(node)
    )


def _changed(node: Node, change: Callable[[str], str]) -> str:
    if isinstance(node, Letter):
        return f"<mi>{change(node.char)}</mi>"
    if isinstance(node, Number):
        return f"<mn>{''.join(map(change, node.digits))}</mn>"
    if isinstance(node, Symbol) and node.entry.kind == "atom" and len(node.entry.glyph) == 1:
        return f"<mi>{escape(change(node.entry.glyph), quote=False)}</mi>"
    if isinstance(node, Scripts):
        return _scripts_of(node, change)
    return _grouped(node)


def _scripts_of(node: Scripts, change: Callable[[str], str]) -> str:
    """Only the base changes its alphabet."""
    return _scripts(node).replace(_grouped(node.base), _changed(node.base, change), 1)


def _bold(char: str) -> str:
    return _letter(char, 0x1D400, 0x1D7CE, {}, greek=(0x1D6A8, 0x1D6C2))


_BMP_SCRIPT = dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True))
_BMP_FRAKTUR = dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True))
_BMP_DOUBLE = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))


def _script(char: str) -> str:
    return _letter(char, 0x1D49C, None, _BMP_SCRIPT)


def _fraktur(char: str) -> str:
    return _letter(char, 0x1D504, None, _BMP_FRAKTUR)


def _double_struck(char: str) -> str:
    return _letter(char, 0x1D538, 0x1D7D8, _BMP_DOUBLE)


def _letter(
    char: str, letters: int, digits: int | None, exceptions: dict[str, str], greek: tuple[int, int] | None = None
) -> str:
    """A letter or digit of an alphabet that starts at `letters`, small letters 26 places later."""
    if char in exceptions:
        return exceptions[char]
    if "A" <= char <= "Z":
        return chr(letters + ord(char) - ord("A"))
    if "a" <= char <= "z":
        return chr(letters + 26 + ord(char) - ord("a"))
    if char.isascii() and char.isdigit() and digits is not None:
        return chr(digits + int(char))
    if greek and "Α" <= char <= "Ω":
        return chr(greek[0] + ord(char) - ord("Α"))
    if greek and "α" <= char <= "ω":
        return chr(greek[1] + ord(char) - ord("α"))
    return char


def _stack(node: Stack) -> str:
    base = _grouped(node.base)
    if node.over is not None:
        return f"<mover>{base}{_grouped(node.over)}</mover>"
    return f"<munder>{base}{_grouped(node.under or Row(()))}</munder>"


def _arrow(node: Arrow) -> str:
    sign = f'<mo stretchy="true">{SYMBOLS[ARROWS[node.macro]].glyph}</mo>'
    if node.under is not None:
        return f"<munderover>{sign}{_grouped(node.under)}{_grouped(node.over)}</munderover>"
    return f"<mover>{sign}{_grouped(node.over)}</mover>"


def _enclosed(node: Enclosed) -> str:
    style = "border:1px solid;padding:0.2em" if node.macro == r"\boxed" else "text-decoration:line-through"
    return f'<mrow style="{style}">{_grouped(node.body)}</mrow>'


_LAYOUTS: dict[type, Callable[[Any], str]] = {
    Number: lambda node: f"<mn>{node.digits}</mn>",
    Letter: lambda node: f"<mi>{node.char}</mi>",
    Symbol: _symbol,
    Space: _space,
    Word: _word,
    Row: _grouped,
    Fraction: _fraction,
    Binomial: _binomial,
    Root: _root,
    Scripts: _scripts,
    Fence: _fence,
    Grid: _grid,
    Accent: _accent,
    Styled: _styled,
    Stack: _stack,
    Arrow: _arrow,
    Enclosed: _enclosed,
}
