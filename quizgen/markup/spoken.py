"""A markup source as plain sentences that can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from quizgen.markup.maths import parse_maths
from quizgen.markup.nodes import (
    ACCENTS,
    ARROWS,
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
    kind_of,
    primes_of,
)
from quizgen.markup.plaintext import to_ascii
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

__all__ = ["spoken", "spoken_maths"]


@lru_cache(maxsize=1024)
def spoken(source: str) -> str:
    """The source as sentences, one line a block; formulas in words.

    Raises MarkupError for maths outside the subset.
    """
    return "\n".join(filter(None, map(_block, parse(source).blocks)))


@lru_cache(maxsize=4096)
def spoken_maths(latex: str) -> str:
    """One formula in words: letters, digits, spaces, commas and semicolons only."""
    words = _maths(parse_maths(latex))
    # What ends the formula ends the matrix.
    words = _tidy(re.sub(r"[ ,;]*\bend (matrix|vector|cases)$", "", words.strip()))
    return words if latex.rstrip().endswith((",", ";")) else words.rstrip(",;")


def _tidy(words: str) -> str:
    words = re.sub(r"\s+", " ", words).strip()
    words = re.sub(r" +([,;])", r"\1", words)
    return re.sub(r"([,;])(?:\s*[,;])+", r"\1", words)


# ------------------------------------------------------------------ blocks


def _block(block: Block) -> str:
    return _BLOCKS[type(block)](block)


def _listing(block: Listing) -> str:
    lines = [" ".join(filter(None, map(_block, item))) for item in block.items]
    if block.start is None:
        return "\n".join(lines)
    return "\n".join(f"{block.start + i}. {text}" for i, text in enumerate(lines))


def _table(block: Table) -> str:
    """Each row as a sentence that names its columns."""
    header, *rows = [[_inlines(cell) for cell in r] for r in block.rows]
    named = [", ".join(f"{name}: {cell}" if name else cell for name, cell in zip(header, r, strict=True)) for r in rows]
    return "\n".join(f"Row {i}: {text}." for i, text in enumerate(named, 1))


_BLOCKS: dict[type, Callable[[Any], str]] = {
    Paragraph: lambda block: _inlines(block.children),
    Heading: lambda block: _inlines(block.children),
    Display: lambda block: spoken_maths(block.maths.latex),
    CodeBlock: lambda block: block.text,
    FigureBlock: lambda block: "Figure: " + " ".join(block.figure.description.split()),
    Listing: _listing,
    Quote: lambda block: "\n".join(map(_block, block.blocks)),
    Rule: lambda block: "",
    Table: _table,
}


def _inlines(children: Iterable[Inline]) -> str:
    return re.sub(r"\s+", " ", "".join(_INLINES[type(child)](child) for child in children)).strip()


_INLINES: dict[type, Callable[[Any], str]] = {
    Plain: lambda child: re.sub(r"\N{MINUS SIGN}(?=\d)", "minus ", child.text),
    Maths: lambda child: spoken_maths(child.latex),
    Code: lambda child: child.text,
    Break: lambda child: " ",
    Strong: lambda child: _inlines(child.children),
    Emphasis: lambda child: _inlines(child.children),
}


# ------------------------------------------------------------------ formulas


def _maths(node: Node) -> str:
    return _WORDS[type(node)](node)


def _row(node: Row) -> str:
    parts: list[str] = []
    for i, item in enumerate(node.items):
        following = next((n for n in node.items[i + 1 :] if not isinstance(n, Space)), None)
        before = node.items[i - 1] if i else None
        if isinstance(item, Fence) and before is not None and _applies(before):
            words = _argument(item)
        elif isinstance(item, Row) and len(item.items) > 1:
            words = f"open group {_maths(item)} close group"
        elif item == Symbol(":") and any(n in (Symbol(r"\to"), Symbol(r"\rightarrow")) for n in node.items[i:]):
            words = "from"
        elif item == Symbol(r"\times") and _is_size(before) and _is_size(following):
            words = "by"
        else:
            words = _maths(item)
        parts.append(words)
        if following is not None and kind_of(following) in ("atom", "open", "func", "limit", "big", "int"):
            parts.append(_link(item, following, words))
    return " ".join(filter(None, parts))


def _is_size(node: Node | None) -> bool:
    """A number of rows or columns, as in 3×2 or m×n: other things side by side are multiplied."""
    return isinstance(node, Number) or (isinstance(node, Letter) and node.char in "mnkdpqrDMN")


def _link(item: Node, following: Node, words: str) -> str:
    """The word between two neighbours: `of` before an argument, and the end of what was left open."""
    if _applies(item) and (kind_of(_base(item)) != "atom" or isinstance(following, Fence)):
        return "of"
    end = _end_of(item)
    return "" if words.endswith(end) else end


def _end_of(node: Node) -> str:
    """The words that close a node."""
    if isinstance(node, Fraction):
        return "end fraction"
    if isinstance(node, Root):
        return "end root"
    return _FENCE_ENDS.get(node.left, "") if isinstance(node, Fence) else ""


_FENCE_ENDS = {
    "|": "end absolute value",
    r"\lvert": "end absolute value",
    r"\|": "end norm",
    r"\lVert": "end norm",
    r"\lfloor": "end floor",
    r"\lceil": "end ceiling",
}


def _base(node: Node) -> Node:
    return _base(node.base) if isinstance(node, Scripts | Stack) else node


_FUNCTION_LETTERS = frozenset("fghpq")


def _applies(node: Node) -> bool:
    """True for a function: what follows is its argument."""
    base = _base(node)
    if isinstance(base, Styled) and base.macro == r"\mathbb":
        return base.body in (Letter("E"), Letter("P"), Letter("V"))
    return kind_of(base) in ("func", "limit", "big", "int") or (
        isinstance(base, Letter) and base.char in _FUNCTION_LETTERS
    )


def _argument(fence: Fence) -> str:
    """The argument of a function: its brackets are spoken when it is compound."""
    plain = (fence.left, fence.right) in (("(", ")"), ("[", "]"))
    return _maths(fence.body) if plain and _is_simple(fence.body) else _fence(fence)


def _is_simple(node: Node) -> bool:
    """True for one number or letter, perhaps with a sign or a short script: nothing that needs an end."""
    if isinstance(node, Number | Letter | Symbol | Word):
        return True
    if isinstance(node, Styled | Accent):
        return _is_simple(node.body)
    if isinstance(node, Scripts):
        return _is_simple(node.base) and all(s is None or _is_simple(s) for s in (node.sub, node.sup))
    return False


def _enclosed_words(start: str, node: Node, end: str) -> str:
    """`start` and the words of the node, and `end` where they are compound."""
    return f"{start} {_maths(node)}" if _is_simple(node) else f"{start} {_maths(node)} {end}"


def _number(node: Number) -> str:
    return node.digits.replace(".", " point ")


def _letter(node: Letter) -> str:
    return f"capital {node.char}" if node.char.isupper() else node.char


def _symbol(node: Symbol) -> str:
    entry = node.entry
    if entry.kind == "punct" and entry.glyph in ",;":
        return entry.glyph
    if entry.glyph == ".":
        return ""  # the full stop of the sentence
    # A function says its own "of" only before an argument.
    return entry.spoken.removesuffix(" of") if entry.kind in ("func", "limit", "big", "int") else entry.spoken


def _word(node: Word) -> str:
    return " ".join(re.sub(r"[^A-Za-z0-9,;]", " ", to_ascii(node.text)).split())


def _fraction(node: Fraction) -> str:
    over, under = _maths(node.over), _maths(node.under)
    if _is_simple(node.over) and _is_simple(node.under):
        return f"the fraction {over} over {under}"
    return f"the fraction with numerator {over} and denominator {under} end fraction"


def _binomial(node: Binomial) -> str:
    over, under = _maths(node.over), _maths(node.under)
    if _is_simple(node.over) and _is_simple(node.under):
        return f"{over} choose {under}"
    return f"the binomial coefficient {over} choose {under} end binomial"


def _root(node: Root) -> str:
    names = {"2": "square root", "3": "cube root"}
    if node.index is None:
        name = "square root"
    elif isinstance(node.index, Number) and node.index.digits in names:
        name = names[node.index.digits]
    else:
        name = _enclosed_words("root of order", node.index, "end order")
    return _enclosed_words(f"the {name} of", node.body, "end root")


# ------------------------------------------------------------------ scripts


def _scripts(node: Scripts) -> str:
    kind = kind_of(node.base)
    if kind in ("big", "int", "limit") and not isinstance(node.base, Scripts):
        return _bounded(node, kind)
    if isinstance(node.base, Fence) and (words := _evaluated(node, node.base)):
        return words
    if isinstance(node.base, Accent) and node.base.macro in (r"\overbrace", r"\underbrace"):
        label = node.sup if node.sup is not None else node.sub
        return f"{_maths(node.base)} labelled {_enclosed_words('', label or Row(()), 'end label')}"
    base = _script_base(node.base)
    if kind == "func" and node.sub is not None:
        base += _enclosed_words(" base", node.sub, "end base")
    elif node.sub is not None:
        base += " sub " + _script_words(node.sub, "end sub")
    return f"{base} {_power(node.sup, node.base)}" if node.sup is not None else base


def _script_words(node: Node, end: str) -> str:
    """A subscript; `max` and the like are names there."""
    if isinstance(node, Symbol) and node.entry.kind in ("func", "limit"):
        return node.entry.glyph
    return _enclosed_words("", node, end).strip()


def _evaluated(node: Scripts, fence: Fence) -> str:
    """`[F]_a^b` and `f|_{x=a}` in words, "" for other brackets."""
    if fence.right == "|" and not fence.left and node.sub is not None:
        place = f"evaluated at {_maths(node.sub)}" if node.sup is None else _between(node)
    elif (fence.left, fence.right) == ("[", "]") and node.sub is not None and node.sup is not None:
        place = _between(node)
    else:
        return ""
    return f"{_maths(fence.body)}, {place},"


def _between(node: Scripts) -> str:
    return f"evaluated from {_maths(node.sub or Row(()))} to {_maths(node.sup or Row(()))}"


def _script_base(node: Node) -> str:
    words = _maths(node)
    if isinstance(node, Fence) and not words.endswith(end := _end_of(node)):
        return f"{words} {end}"
    if isinstance(node, Row) and len(node.items) > 1:
        return f"open group {words} close group"
    if isinstance(node, Fraction | Root | Scripts | Binomial) and not words.startswith("open"):
        return f"open group {words} close group"
    return words


def _bounded(node: Scripts, kind: str) -> str:
    """Sums, integrals, limits: `the sum from i equals 1 to n`."""
    words = _maths(node.base)
    if node.sub is not None:
        words += f" {_lower_bound(node, kind)}"
    if node.sup is not None:
        words += (
            _enclosed_words(" to", node.sup, "")
            if kind in ("big", "int") and node.sub is not None
            else f" {_power(node.sup, node.base)}"
        )
    return words


def _lower_bound(node: Scripts, kind: str) -> str:
    sub = node.sub or Row(())
    names = {item.entry.latex for item in items_of(sub) if isinstance(item, Symbol)}
    if node.base == Symbol(r"\lim") or r"\to" in names:
        return f"as {_maths(sub)}".replace(" to ", " tends to ", 1)
    if kind in ("big", "int") and (node.sup is not None or "=" in names):
        return f"from {_maths(sub)}"
    return f"over {_maths(sub)}"


_POWERS = {
    "2": "squared",
    "3": "cubed",
    r"\top": "transpose",
    "*": "star",
    r"\ast": "star",
    r"\star": "star",
    r"\dagger": "dagger",
    r"\perp": "perp",
    r"\bot": "perp",
    "+": "plus",
    "-": "minus",
    r"\circ": "degrees",
}


def _power(sup: Node, base: Node) -> str:
    if base == Row(()):
        return f"superscript {_maths(sup)}"
    items = items_of(sup)
    primes = primes_of(sup)
    if primes and primes == len(items):
        return {1: "prime", 2: "double prime", 3: "triple prime"}.get(primes, f"with {primes} primes")
    if primes:
        return f"{_power(Row(items[:primes]), base)} {_power(Row(items[primes:]), base)}"
    item = items[0] if len(items) == 1 else None
    key = item.digits if isinstance(item, Number) else item.name if isinstance(item, Symbol) else ""
    space = isinstance(base, Styled) and base.macro == r"\mathbb"
    if key in _POWERS and not space:
        return _POWERS[key]
    if item == Letter("T"):
        return "transpose"
    if items == (Symbol("-"), Number("1")) and (_is_matrix(base) or kind_of(base) in ("func", "limit")):
        return "inverse"
    if item is not None and isinstance(item, Fence):
        return f"superscript {_maths(item)}"
    if isinstance(item, Word):
        return _maths(item)  # a word there is a name, such as "new", and no power
    return _enclosed_words("to the power", sup, "end power")


def _is_matrix(node: Node) -> bool:
    """True for what stands for a matrix: a capital letter, a grid, or a bracket with such in it."""
    if isinstance(node, Grid):
        return True
    if isinstance(node, Letter):
        return node.char.isupper()
    if isinstance(node, Symbol):
        return node.entry.spoken.startswith("capital")
    if isinstance(node, Styled | Accent | Fence):
        return _is_matrix(node.body)
    if isinstance(node, Scripts):
        return _is_matrix(node.base)
    return isinstance(node, Row) and any(_is_matrix(item) for item in node.items)


# ------------------------------------------------------------------ brackets and grids


def _fence(node: Fence) -> str:
    if isinstance(node.body, Grid) and node.body.environment not in ("cases", "aligned", "gathered"):
        determinant = node.left in ("|", r"\lvert")
        return ("the determinant of " if determinant else "") + _maths(node.body)
    pair = (node.left, node.right)
    if pair in (("|", "|"), (r"\lvert", r"\rvert")):
        return _enclosed_words("the absolute value of", node.body, "end absolute value")
    if pair in ((r"\|", r"\|"), (r"\lVert", r"\rVert")):
        return _enclosed_words("the norm of", node.body, "end norm")
    if pair == (r"\lfloor", r"\rfloor"):
        return _enclosed_words("the floor of", node.body, "end floor")
    if pair == (r"\lceil", r"\rceil"):
        return _enclosed_words("the ceiling of", node.body, "end ceiling")
    if pair == (r"\lbrace", r"\rbrace"):
        return f"the set {_maths(_set_builder(node.body))} end set"
    if pair == (r"\langle", r"\rangle") and (inner := _inner_product(node.body)):
        return inner
    return " ".join(filter(None, [_side(node.left, "open"), _maths(node.body), _side(node.right, "close")]))


def _set_builder(body: Node) -> Node:
    """The inside of a set; its own bar is `such that`, not `given`."""
    bars = (Symbol("|"), Symbol(r"\mid"), Symbol(":"))
    return Row(tuple(Word(r"\text", "such that") if item in bars else item for item in items_of(body)))


def _side(key: str, side: str) -> str:
    """A bracket in words; bars have no side of their own."""
    if not key:
        return ""
    spoken_form = SYMBOLS[key].spoken
    name = {"|": "bar", r"\|": "double bar"}.get(key) or spoken_form.removeprefix("open ").removeprefix("close ")
    return f"{side} {name}"


def _inner_product(body: Node) -> str:
    items = items_of(body)
    commas = [i for i, item in enumerate(items) if item == Symbol(",")]
    if len(commas) != 1:
        return ""
    left, right = Row(items[: commas[0]]), Row(items[commas[0] + 1 :])
    return f"the inner product of {_maths(left)} and {_maths(right)} end product"


def _grid(node: Grid) -> str:
    if node.environment == "cases":
        lines = [_case(cells) for cells in node.rows]
        return f"one of {len(lines)} cases, {_listed(lines)}; end cases"
    if node.environment in ("aligned", "gathered"):
        return "; ".join(_tidy(" ".join(_maths(cell) for cell in cells)) for cells in node.rows)
    determinant = (
        "the determinant of "
        if node.environment == "vmatrix"
        else "the norm of "
        if node.environment == "Vmatrix"
        else ""
    )
    return determinant + _matrix(node)


def _case(cells: tuple[Node, ...]) -> str:
    """A value and its condition, which may bring its own word."""
    value, *conditions = cells
    words = _maths(value)
    for condition in conditions:
        verbal = isinstance(items_of(condition)[0] if items_of(condition) else condition, Word)
        words += f" {_maths(condition)}" if verbal else f" when {_maths(condition)}"
    return words


def _matrix(node: Grid) -> str:
    height, width = len(node.rows), len(node.rows[0])
    if width == 1 and height > 1:
        entries = ", ".join(_cell(cells[0]) for cells in node.rows)
        return f"the column vector {entries}, end vector"
    lines = [", ".join(map(_cell, cells)) for cells in node.rows]
    bar = node.spec.partition("|")
    column = len(bar[0].replace("|", "")) + 1
    augmented = f" with a bar before column {column} and" if bar[1] and 1 < column <= width else " with"
    plural = "row" if height == 1 else "rows"
    return f"the {height} by {width} matrix{augmented} {plural} {_listed(lines)}, end matrix"


def _cell(cell: Node) -> str:
    return _maths(cell) or "blank"


def _listed(lines: list[str]) -> str:
    return lines[0] if len(lines) == 1 else "; ".join(lines[:-1]) + "; and " + lines[-1]


# ------------------------------------------------------------------ marks and alphabets


def _accent(node: Accent) -> str:
    words = ACCENTS[node.macro][5]
    if node.macro in (r"\overbrace", r"\underbrace"):
        return f"the brace {'over' if node.macro == chr(92) + 'overbrace' else 'under'} {_maths(node.body)} end brace"
    if node.macro == r"\vec":
        return _enclosed_words("vector", node.body, "end vector")
    if _is_simple(node.body):
        return f"{_maths(node.body)} {words}"
    return f"{words} over {_maths(node.body)} end {words}"


_BLACKBOARD = {
    "R": "the real numbers",
    "N": "the natural numbers",
    "Z": "the integers",
    "Q": "the rational numbers",
    "C": "the complex numbers",
    "E": "the expectation",
    "P": "the probability",
    "V": "the variance",
    "1": "the indicator",
}


def _styled(node: Styled) -> str:
    body = node.body
    key = body.char if isinstance(body, Letter) else body.digits if isinstance(body, Number) else ""
    if node.macro == r"\mathbb" and key in _BLACKBOARD:
        return _BLACKBOARD[key]
    prefix = STYLES[node.macro][1]
    return _enclosed_words(prefix, body, f"end {prefix}") if prefix else _maths(body)


def _stack(node: Stack) -> str:
    place, label = ("above", node.over) if node.over is not None else ("below", node.under)
    if place == "below" and kind_of(node.base) in ("func", "limit", "big"):
        return f"{_maths(node.base)} over {_maths(label or Row(()))}"
    return f"{_maths(node.base)} with {_maths(label or Row(()))} {place}"


def _arrow(node: Arrow) -> str:
    label = _maths(node.over)
    if node.under is not None:
        label += f" above and {_maths(node.under)} below"
    side = "left " if ARROWS[node.macro] == r"\gets" else ""
    return f"{side}arrow labelled {label} end label" if label else f"{side}arrow"


def _enclosed(node: Enclosed) -> str:
    word = "boxed" if node.macro == r"\boxed" else "cancelled"
    return _enclosed_words(word, node.body, f"end {word}")


_WORDS: dict[type, Callable[[Any], str]] = {
    Number: _number,
    Letter: _letter,
    Symbol: _symbol,
    Space: lambda node: "",
    Word: _word,
    Row: _row,
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
