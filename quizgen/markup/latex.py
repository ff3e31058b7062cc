"""A markup source as the body of a LaTeX document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from quizgen.markup.figure import Figure
from quizgen.markup.figures.naming import centimetres, name
from quizgen.markup.maths import parse_maths
from quizgen.markup.nodes import (
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

__all__ = ["PACKAGES", "latex", "latex_maths"]

PACKAGES = ("amsmath", "amssymb", "mathtools", "cancel", "graphicx")
"""What the preamble must load for the output to compile."""


@lru_cache(maxsize=1024)
def latex(source: str) -> str:
    """The source as LaTeX for a document that loads `PACKAGES`.

    Raises MarkupError for maths outside the subset.
    """
    return "\n\n".join(map(_block, parse(source).blocks))


@lru_cache(maxsize=4096)
def latex_maths(formula: str) -> str:
    """One formula, printed from its tree: `parse_maths` reads it back as the same tree."""
    return _items(parse_maths(formula))


# ------------------------------------------------------------------ blocks


def _block(block: Block) -> str:
    return _BLOCKS[type(block)](block)


_SECTIONS = (r"\section*", r"\subsection*", r"\subsubsection*", r"\paragraph*", r"\paragraph*", r"\paragraph*")


def _heading(block: Heading) -> str:
    return f"{_SECTIONS[block.level - 1]}{{{_inlines(block.children)}}}"


def _display(block: Display) -> str:
    return rf"\[{latex_maths(block.maths.latex)}\]"


def _code_block(block: CodeBlock) -> str:
    # Not verbatim: that environment cannot stand in an argument, and it can be ended from inside.
    lines = (_code_text(text) or r"\strut" for text in block.text.split("\n"))
    return "\\begin{flushleft}\\ttfamily\n" + "\\\\\n".join(lines) + "\n\\end{flushleft}"


def _figure(figure: Figure) -> str:
    r"""A figure as an included file, which `quizgen.markup.figures.pdf.pdfs` makes."""
    alt = escape(" ".join(figure.description.split()))
    options = f"width={centimetres(figure)}cm, alt={{{alt}}}"
    return f"\\begin{{center}}\n\\includegraphics[{options}]{{{name(figure)}}}\n\\end{{center}}"


def _listing(block: Listing) -> str:
    items = "\n".join(r"\item " + _guarded("\n\n".join(map(_block, item))) for item in block.items)
    if block.start is None:
        return f"\\begin{{itemize}}\n{items}\n\\end{{itemize}}"
    # Exams nest lists at any depth: this sets the counter of the level at hand.
    start = f"\\setcounter{{\\csname @enumctr\\endcsname}}{{{block.start - 1}}}\n" if block.start != 1 else ""
    return f"\\begin{{enumerate}}\n{start}{items}\n\\end{{enumerate}}"


def _guarded(text: str) -> str:
    r"""Text that begins with a bracket would be read as the option of `\item` or `\\`."""
    return "{}" + text if text.startswith(("[", "*")) else text


def _quote(block: Quote) -> str:
    return "\\begin{quote}\n" + "\n\n".join(map(_block, block.blocks)) + "\n\\end{quote}"


def _table(block: Table) -> str:
    spec = "".join({"right": "r", "center": "c"}.get(a, "l") for a in block.alignments)
    rows = [_guarded(" & ".join(map(_inlines, r))) + r" \\" for r in block.rows]
    return f"\\begin{{tabular}}{{{spec}}}\n{rows[0]} \\hline\n" + "\n".join(rows[1:]) + "\n\\end{tabular}"


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Paragraph: lambda block: _guarded(_inlines(block.children)),
    Heading: _heading,
    Display: _display,
    CodeBlock: _code_block,
    FigureBlock: lambda block: _figure(block.figure),
    Listing: _listing,
    Quote: _quote,
    Rule: lambda block: r"\par\noindent\rule{\linewidth}{0.4pt}\par",
    Table: _table,
}


def _inlines(children: Iterable[Inline]) -> str:
    return "".join(_INLINES[type(child)](child) for child in children)


_INLINES: dict[type, Callable[[Any], str]] = {
    Plain: lambda child: escape(child.text),
    Maths: lambda child: f"${latex_maths(child.latex)}$",
    Code: lambda child: rf"\texttt{{{_code_text(child.text)}}}",
    Break: lambda child: "\\\\{}\n",
    Strong: lambda child: rf"\textbf{{{_inlines(child.children)}}}",
    Emphasis: lambda child: rf"\emph{{{_inlines(child.children)}}}",
}

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\symbol{34}",
    "`": r"\textasciigrave{}",
    "\N{MINUS SIGN}": r"$-$",
    "\u00a0": "~",
    **{char: "\\" + char for char in "{}$&#_%"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_LIGATURES = re.compile(r"--+|''+|,,+|[?!]`")


def escape(text: str) -> str:
    """Words as LaTeX text: nothing in them is a command, and hyphens do not join."""
    parts = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)
    return _LIGATURES.sub(lambda match: "{}".join(match[0]), parts)


def _code_text(text: str) -> str:
    escaped = escape(text.expandtabs(4)).replace("'", r"\textquotesingle{}")
    # The first space of a line and runs of spaces would be dropped.
    return re.sub(r"^ | (?= )|(?<= ) ", r"\\ ", escaped)


# ------------------------------------------------------------------ formulas


def _maths(node: Node) -> str:
    return _LAYOUTS[type(node)](node)


def _items(node: Node) -> str:
    """The inside of a group."""
    return _joined([_maths(item) for item in items_of(node)])


def _joined(parts: Iterable[str]) -> str:
    r"""Parts side by side; a space keeps a macro from running into a letter, and `\\` from `[`."""
    out = ""
    for part in parts:
        letters = part[:1].isalpha() and _MACRO_END.search(out)
        digits = out[-1:].isdigit() and (part[:1].isdigit() or part[:1] == ".")
        if letters or digits:
            out += " "
        out += part
    return out


_MACRO_END = re.compile(r"\\[A-Za-z]+$")


def _braced(node: Node) -> str:
    return f"{{{_items(node)}}}"


def _symbol(node: Symbol) -> str:
    return {r"\lbrace": r"\{", r"\rbrace": r"\}"}.get(node.entry.latex, node.entry.latex)


_TEXT_ESCAPES = {char: "\\" + char for char in "%_$&#{}"}


def _word(node: Word) -> str:
    text = "".join(_TEXT_ESCAPES.get(c, c) for c in node.text)
    return f"{node.macro}{{{text}}}"


def _root(node: Root) -> str:
    index = f"[{_items(node.index)}]" if node.index is not None else ""
    return rf"\sqrt{index}{_braced(node.body)}"


def _scripts(node: Scripts) -> str:
    # A script that itself begins with a script, a row or a fraction needs its group.
    grouped = isinstance(node.base, Row | Scripts)
    base = _braced(node.base) if grouped else _maths(node.base)
    sub = f"_{_script(node.sub)}" if node.sub is not None else ""
    sup = f"^{_script(node.sup)}" if node.sup is not None else ""
    return base + sub + sup


def _script(node: Node) -> str:
    if isinstance(node, Letter) or (isinstance(node, Number) and len(node.digits) == 1):
        return _maths(node)
    return _braced(node)


def _fence(node: Fence) -> str:
    left, right = (_delimiter(key) for key in (node.left, node.right))
    if node.size == "left":
        return _joined([rf"\left{left}", _items(node.body), rf"\right{right}"])
    if node.size:
        return _joined([rf"\{node.size}l{left}", _items(node.body), rf"\{node.size}r{right}"])
    return _joined([left, _items(node.body), right])


def _delimiter(key: str) -> str:
    return _symbol(Symbol(key)) if key else "."


def _grid(node: Grid) -> str:
    spec = f"{{{node.spec}}}" if node.spec else ""
    rows = [" & ".join(map(_items, cells)) for cells in node.rows]
    # A row that begins with a bracket would be read as the option of the `\\` before it.
    rows = [rf"\lbrack {r[1:]}" if r.startswith("[") and i else r for i, r in enumerate(rows)]
    return rf"\begin{{{node.environment}}}{spec} " + r" \\ ".join(rows) + rf" \end{{{node.environment}}}"


def _stack(node: Stack) -> str:
    if node.over is not None:
        return rf"\overset{_braced(node.over)}{_braced(node.base)}"
    return rf"\underset{_braced(node.under or Row(()))}{_braced(node.base)}"


def _arrow(node: Arrow) -> str:
    under = f"[{_items(node.under)}]" if node.under is not None else ""
    return f"{node.macro}{under}{_braced(node.over)}"


_LAYOUTS: dict[type, Callable[[Any], str]] = {
    Number: lambda node: node.digits,
    Letter: lambda node: node.char,
    Symbol: _symbol,
    Space: lambda node: node.name,
    Word: _word,
    Row: _braced,
    Fraction: lambda node: f"{node.macro}{_braced(node.over)}{_braced(node.under)}",
    Binomial: lambda node: rf"\binom{_braced(node.over)}{_braced(node.under)}",
    Root: _root,
    Scripts: _scripts,
    Fence: _fence,
    Grid: _grid,
    Accent: lambda node: f"{node.macro}{_braced(node.body)}",
    Styled: lambda node: f"{node.macro}{_braced(node.body)}",
    Stack: _stack,
    Arrow: _arrow,
    Enclosed: lambda node: f"{node.macro}{_braced(node.body)}",
}
