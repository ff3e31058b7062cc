"""A markup source as Typst markup.

Nothing of the source is evaluated: words are escaped character by character, formulas are printed from their tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from quizgen.markup.figure import Figure
from quizgen.markup.figures.typst import drawing
from quizgen.markup.maths import parse_maths
from quizgen.markup.nodes import (
    ACCENTS,
    ARROWS,
    MATRICES,
    STYLES,
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
    primes_of,
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
    inlines,
    parse,
)
from quizgen.markup.spoken import spoken_maths
from quizgen.markup.symbols import SPACES, SYMBOLS

__all__ = ["typst", "typst_maths"]


@lru_cache(maxsize=1024)
def typst(source: str) -> str:
    """The source as Typst markup; every formula carries its spoken form as alternative text, as PDF/UA asks.

    Raises MarkupError for maths outside the subset.
    """
    return "\n\n".join(map(_block, parse(source).blocks))


@lru_cache(maxsize=4096)
def typst_maths(latex: str) -> str:
    """One formula in Typst's maths syntax, without dollar signs."""
    node = parse_maths(latex)
    lines = _alignment(node)
    return lines if lines is not None else _items(node)


def equation(latex: str, *, display: bool) -> str:
    """One formula as a Typst equation with its alternative text."""
    block = "block: true, " if display else ""
    alt = string(spoken_maths(latex))
    # Typst tells inline from display by the spaces; `block` is said again for equations made by a function.
    body = f"$ {typst_maths(latex)} $" if display else f"${typst_maths(latex)}$"
    return f"#math.equation({block}alt: {alt}, {body})"


def string(text: str) -> str:
    """A Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "") + '"'


# ------------------------------------------------------------------ blocks


def _block(block: Block) -> str:
    return _BLOCKS[type(block)](block)


def _content(blocks: Iterable[Block]) -> str:
    return "[" + "\n\n".join(map(_block, blocks)) + "]"


def _code_block(block: CodeBlock) -> str:
    return f"#raw(block: true, {string(block.text)})"


def drawn_figure(figure: Figure) -> str:
    """A figure with its description as alternative text."""
    return drawing(figure, string(figure.description), lambda label: _inlines(inlines(label)))


def _listing(block: Listing) -> str:
    items = ", ".join(map(_content, block.items))
    tight = "true" if block.tight else "false"
    if block.start is None:
        return f"#list(tight: {tight}, {items})"
    return f"#enum(tight: {tight}, start: {block.start}, {items})"


def _table(block: Table) -> str:
    columns = len(block.alignments)
    aligns = ", ".join(a or "start" for a in block.alignments)
    header, *rows = [", ".join(f"[{_inlines(cell)}]" for cell in r) for r in block.rows]
    body = "".join(f", {r}" for r in rows)
    return f"#table(columns: {columns}, align: ({aligns},), table.header({header}){body})"


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Paragraph: lambda block: _inlines(block.children),
    Heading: lambda block: f"#heading(level: {block.level})[{_inlines(block.children)}]",
    Display: lambda block: equation(block.maths.latex, display=True),
    CodeBlock: _code_block,
    FigureBlock: lambda block: drawn_figure(block.figure),
    Listing: _listing,
    Quote: lambda block: f"#quote(block: true){_content(block.blocks)}",
    Rule: lambda block: "#line(length: 100%)",
    Table: _table,
}


def _inlines(children: Iterable[Inline]) -> str:
    """Inlines side by side; `;` ends each call, so that nothing after it is taken for its argument."""
    return "".join(_INLINES[type(child)](child) for child in children)


_INLINES: dict[type, Callable[[Any], str]] = {
    Plain: lambda child: escape(child.text),
    Maths: lambda child: equation(child.latex, display=False) + ";",
    Code: lambda child: f"#raw({string(child.text)});",
    Break: lambda child: "#linebreak();",
    Strong: lambda child: f"#strong[{_inlines(child.children)}];",
    Emphasis: lambda child: f"#emph[{_inlines(child.children)}];",
}

# Every ASCII character that means something in Typst markup, anywhere or at the start of a line.
_SPECIAL = re.compile(r"""[\\*_`$#\[\]@<>~"'=+\-/:;.(){}]""")


def escape(text: str) -> str:
    """Words as Typst markup that shows just these words."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


# ------------------------------------------------------------------ formulas


def _maths(node: Node) -> str:
    return _LAYOUTS[type(node)](node)


def _items(node: Node) -> str:
    """Nodes side by side: spaces keep them apart and are not shown."""
    out = ""
    text_before = True
    for item in items_of(node):
        # Typst would show a space beside a string, and `\text` has its own.
        text = isinstance(item, Word) and item.macro == r"\text"
        out += ("" if text or text_before else " ") + _maths(item)
        text_before = text
    return out or '""'


def _alignment(node: Node) -> str | None:
    """A formula that is nothing but aligned equations, in Typst's own form, which can break over pages."""
    items = items_of(node)
    if not items or not isinstance(items[0], Grid) or items[0].environment not in ("aligned", "gathered"):
        return None
    after = items[1:]
    if any(not isinstance(item, Symbol) or (item.entry.kind != "punct" and item.name != ".") for item in after):
        return None
    lines = " \\ ".join(_aligned_row(cells, items[0].environment) for cells in items[0].rows)
    return " ".join([lines, *map(_maths, after)])


def _aligned_row(cells: tuple[Node, ...], environment: str) -> str:
    return (" & " if environment == "aligned" else " quad ").join(
        _items(cell) if cell != Row(()) else "" for cell in cells
    )


def _word(node: Word) -> str:
    text = string(node.text)
    if node.macro == r"\operatorname":
        return f"op({text})"
    if node.macro == r"\operatorname*":
        return f"op({text}, limits: #true)"
    style = {
        r"\textbf": "bold",
        r"\mathbf": "bold",
        r"\textit": "italic",
        r"\mathit": "italic",
        r"\mathsf": "sans",
        r"\mathtt": "mono",
    }
    return (
        f"{style[node.macro]}({text})"
        if node.macro in style
        else text
        if node.macro == r"\text"
        else f"upright({text})"
    )


def _fraction(node: Fraction) -> str:
    style = {r"\dfrac": "display", r"\tfrac": "inline"}.get(node.macro)
    fraction = f"frac({_items(node.over)}, {_items(node.under)})"
    return f"{style}({fraction})" if style else fraction


def _root(node: Root) -> str:
    if node.index is None:
        return f"sqrt({_items(node.body)})"
    return f"root({_items(node.index)}, {_items(node.body)})"


def _scripts(node: Scripts) -> str:
    if isinstance(node.base, Accent) and node.base.macro in (r"\overbrace", r"\underbrace"):
        label = node.sup if node.base.macro == r"\overbrace" else node.sub
        if label is not None:
            return f"{node.base.macro[1:]}({_items(node.base.body)}, {_items(label)})"
    primes = primes_of(node.sup)
    rest = items_of(node.sup)[primes:] if node.sup is not None else ()
    base = f"limits({_items(node.base)})" if _limits(node.base) else _items(node.base)
    below = f", b: {_items(node.sub)}" if node.sub is not None else ""
    marks = [*(["prime"] * primes), *map(_maths, rest)]
    if primes and not rest:
        return f"attach({base}, tr: {_prime_marks(primes)}{below.replace(', b:', ', br:')})"
    above = f", t: {' '.join(marks)}" if marks else ""
    return f"attach({base}{above}{below})"


def _prime_marks(count: int) -> str:
    return "primes(#" + str(count) + ")"


def _limits(node: Node) -> bool:
    """Bases that Typst does not know to take limits."""
    return takes_limits(node) and not isinstance(node, Symbol)


def _fence(node: Fence) -> str:
    left = SYMBOLS[node.left].typst if node.left else ""
    right = SYMBOLS[node.right].typst if node.right else ""
    inside = " ".join(filter(None, [left, _items(node.body), right]))
    # Without `\left` the brackets keep their size; Typst would stretch a matching pair.
    return f"lr({inside})" if node.size == "left" else f"lr(size: {_SIZES[node.size]}, {inside})"


_SIZES = {"": "#1em", "big": "#1.2em", "Big": "#1.8em", "bigg": "#2.4em", "Bigg": "#3em"}
_MATRIX_DELIMITERS = {"": "#none", "(": '"("', "[": '"["', r"\lbrace": '"{"', "|": '"|"', r"\|": '"‖"'}


def _grid(node: Grid) -> str:
    if node.environment == "cases":
        return f"cases({', '.join(' & quad '.join(map(_items, cells)) for cells in node.rows)})"
    if node.environment in ("aligned", "gathered"):
        rows = "; ".join(f"display({_aligned_row(cells, node.environment)})" for cells in node.rows)
        return f"mat(delim: #none, row-gap: #0.6em, {rows})"
    left, _ = MATRICES[node.environment]
    rows = "; ".join(", ".join(map(_items, cells)) for cells in node.rows)
    matrix = f"mat(delim: {_MATRIX_DELIMITERS[left]}{_column_arguments(node)}, {rows})"
    return f"inline({matrix})" if node.environment == "smallmatrix" else matrix


def _column_arguments(node: Grid) -> str:
    """Numeric columns to the right, as in the terminal, and the bars of an `array`."""
    letters = node.spec.replace("|", "")
    bars = [len(node.spec[:i].replace("|", "")) for i, c in enumerate(node.spec) if c == "|"]
    bars = [bar for bar in bars if 0 < bar < len(letters)]
    aligns = {"l": "left", "c": "center", "r": "right"}
    arguments = f", align: #{aligns[letters[0]]}" if letters and len(set(letters)) == 1 and letters[0] != "c" else ""
    if bars:
        arguments += f", augment: #(vline: ({', '.join(map(str, bars))},))"
    return arguments


def _accent(node: Accent) -> str:
    return f"{ACCENTS[node.macro][3]}({_items(node.body)})"


def _styled(node: Styled) -> str:
    name = STYLES[node.macro][0]
    return f"{name}({_items(node.body)}{')' * (1 + name.count('('))}"


def _stack(node: Stack) -> str:
    place, label = ("t", node.over) if node.over is not None else ("b", node.under)
    return f"attach(limits({_items(node.base)}), {place}: {_items(label or Row(()))})"


def _arrow(node: Arrow) -> str:
    under = f", b: {_items(node.under)}" if node.under is not None else ""
    return f"attach(limits(stretch({SYMBOLS[ARROWS[node.macro]].typst})), t: {_items(node.over)}{under})"


def _enclosed(node: Enclosed) -> str:
    if node.macro == r"\cancel":
        return f"cancel({_items(node.body)})"
    return f"#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, $display({_items(node.body)})$)"


_LAYOUTS: dict[type, Callable[[Any], str]] = {
    Number: lambda node: node.digits,
    Letter: lambda node: node.char,
    Symbol: lambda node: node.entry.typst,
    Space: lambda node: SPACES[node.name][0],
    Word: _word,
    Row: _items,
    Fraction: _fraction,
    Binomial: lambda node: f"binom({_items(node.over)}, {_items(node.under)})",
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
