"""A label as one line of text: for outputs that set no mathematics of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from quizgen.markup.boxes import lowered, plain, raised
from quizgen.markup.layout import formula_box
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
)
from quizgen.markup.plaintext import to_ascii
from quizgen.markup.source import Code, Emphasis, Inline, Maths, Plain, Strong, inlines
from quizgen.markup.symbols import SYMBOLS


class Run(NamedTuple):
    """A piece of a line in one style."""

    text: str
    italic: bool = False
    bold: bool = False
    level: int = 0
    """1 for a superscript, -1 for a subscript."""


@lru_cache(maxsize=1024)
def runs(label: str) -> tuple[Run, ...]:
    """The pieces of a label of one line."""
    return tuple(_merged(run for child in inlines(label) for run in _inline(child)))


def _merged(pieces: Iterable[Run]) -> Iterable[Run]:
    last: Run | None = None
    for run in pieces:
        if last is not None and last[1:] == run[1:]:
            last = last._replace(text=last.text + run.text)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


@lru_cache(maxsize=1024)
def one_line(label: str, *, ascii: bool) -> str:
    """A label for a terminal: formulas as in prose where these have one line."""
    text = "".join(_shown(child, ascii) for child in inlines(label)).strip()
    # A node for a product is not the letter x.
    return "*" if ascii and text == "x" and "times" in label else text


def _shown(child: Inline, ascii: bool) -> str:
    if isinstance(child, Maths):
        box = formula_box(child.latex, False, ascii)
        text = plain(box.lines[0]) if box.height == 1 else _linear(_maths(child.node))
        if ascii and box.height > 1:
            text = "".join(_NAMED_MARKS.get(c, c) for c in text)
    elif isinstance(child, Strong | Emphasis):
        text = "".join(_shown(inner, ascii) for inner in child.children)
    else:
        text = child.text if isinstance(child, Plain | Code) else " "
    return to_ascii(text) if ascii else text


def _linear(pieces: Iterable[Run]) -> str:
    out = ""
    for run in pieces:
        small = raised(run.text) if run.level > 0 else lowered(run.text) if run.level < 0 else run.text
        bracketed = run.text if len(run.text) == 1 else f"({run.text})"
        out += small if small is not None else ("^" if run.level > 0 else "_") + bracketed
    return out


def _inline(child: Inline) -> Iterable[Run]:
    if isinstance(child, Maths):
        return _maths(child.node)
    if isinstance(child, Strong):
        return [run._replace(bold=True) for inner in child.children for run in _inline(inner)]
    if isinstance(child, Emphasis):
        return [run._replace(italic=True) for inner in child.children for run in _inline(inner)]
    return [Run(child.text if isinstance(child, Plain | Code) else " ")]


# ------------------------------------------------------------------ formulas


def _maths(node: Node) -> list[Run]:
    return list(_merged(_PIECES[type(node)](node)))


_NAMES = ("func", "limit", "big", "int")


def _row(node: Node) -> list[Run]:
    """The items of a row with the spaces of printed mathematics."""
    out: list[Run] = []
    before = "open"
    items = items_of(node)
    for i, item in enumerate(items):
        kind = kind_of(item)
        pieces = _maths(item)
        if kind == "rel" or (kind == "bin" and before not in ("open", "bin", "rel", "punct")):
            pieces = [Run(" "), *pieces, Run(" ")]
        elif i + 1 < len(items) and (kind == "punct" or (kind in _NAMES and not isinstance(items[i + 1], Fence))):
            pieces = [*pieces, Run(" ")]
        out += pieces
        before = kind if kind != "space" else before
    return out


def _group(node: Node) -> list[Run]:
    """A node in brackets, unless it is one thing."""
    pieces = _maths(node)
    if len(items_of(node)) < 2 and not isinstance(node, Fraction):
        return pieces
    return [Run("("), *pieces, Run(")")]


def _fraction(node: Fraction) -> list[Run]:
    return [*_group(node.over), Run("/"), *_group(node.under)]


def _root(node: Root) -> list[Run]:
    index = [run._replace(level=1) for run in _maths(node.index)] if node.index is not None else []
    return [*index, Run("√"), *_group(node.body)]


def _scripts(node: Scripts) -> list[Run]:
    out = _maths(node.base)
    for script, level in ((node.sub, -1), (node.sup, 1)):
        if script is not None:
            out += [run._replace(level=level, text=run.text.replace(" ", "")) for run in _maths(script)]
    return out


def _glyph(key: str) -> str:
    return SYMBOLS[key].glyph if key else ""


def _fence(node: Fence) -> list[Run]:
    return [Run(_glyph(node.left)), *_maths(node.body), Run(_glyph(node.right))]


def _grid(node: Grid) -> list[Run]:
    left, right = MATRICES.get(node.environment, ("", ""))
    out = [Run(_glyph(left))]
    for i, cells in enumerate(node.rows):
        out += [Run("; ")] if i else []
        for j, cell in enumerate(cells):
            out += [*([Run(" ")] if j else []), *_maths(cell)]
    return [*out, Run(_glyph(right))]


_MARKS = {macro: entry[0] or ("\u20d7" if macro == r"\vec" else "") for macro, entry in ACCENTS.items()}
_NAMED_MARKS = {mark: "_" + ACCENTS[macro][5].split()[-1] for macro, mark in reversed(_MARKS.items()) if mark}


def _accent(node: Accent) -> list[Run]:
    mark = _MARKS[node.macro]
    return [
        run._replace(text="".join(c + mark for c in run.text) if run.level == 0 else run.text)
        for run in _maths(node.body)
    ]


_DOUBLE_STRUCK = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))


def _styled(node: Styled) -> list[Run]:
    pieces = _maths(node.body)
    if node.macro == r"\mathbb":
        return [run._replace(text="".join(_DOUBLE_STRUCK.get(c, c) for c in run.text), italic=False) for run in pieces]
    if node.macro in (r"\mathbf", r"\boldsymbol"):
        return [run._replace(bold=True, italic=node.macro == r"\boldsymbol") for run in pieces]
    return [run._replace(italic=False) for run in pieces] if node.macro == r"\mathrm" else pieces


def _stack(node: Stack) -> list[Run]:
    return _scripts(Scripts(node.base, node.under, node.over))


def _arrow(node: Arrow) -> list[Run]:
    return _scripts(Scripts(Word(r"\text", f" {SYMBOLS[ARROWS[node.macro]].glyph} "), node.under, node.over))


def _symbol(node: Symbol) -> list[Run]:
    greek = node.entry.kind == "atom" and "α" <= node.entry.glyph <= "ω"
    return [Run(node.entry.glyph, italic=greek)]


_PIECES: dict[type, Callable[[Any], Iterable[Run]]] = {
    Number: lambda node: [Run(node.digits)],
    Letter: lambda node: [Run(node.char, italic=True)],
    Symbol: _symbol,
    Space: lambda node: [Run("\u2003" if "quad" in node.name else " " if node.name != r"\!" else "")],
    Word: lambda node: [Run(node.text, bold=node.macro == r"\textbf", italic=node.macro == r"\textit")],
    Row: _row,
    Fraction: _fraction,
    Binomial: lambda node: [Run("("), *_maths(node.over), Run(" choose "), *_maths(node.under), Run(")")],
    Root: _root,
    Scripts: _scripts,
    Fence: _fence,
    Grid: _grid,
    Accent: _accent,
    Styled: _styled,
    Stack: _stack,
    Arrow: _arrow,
    Enclosed: lambda node: _maths(node.body),
}
