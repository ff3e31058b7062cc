"""A formula as a box of characters.

Never wrong mathematics: a fraction, root or power stands on one line only where precedence allows it, or in
brackets; otherwise it is drawn in two dimensions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from quizgen.markup.boxes import (
    EMPTY_BOX,
    Box,
    above,
    beside,
    bold,
    fence,
    line,
    lowered,
    pad,
    plain,
    raised,
    raised_size,
    script,
)
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
    takes_limits,
)
from quizgen.markup.plaintext import to_ascii
from quizgen.markup.symbols import SPACES, SYMBOLS


class Mode(NamedTuple):
    """How a part of a formula is laid out."""

    display: bool
    """Limits above and below, fractions stacked."""
    ascii: bool
    tight: bool = False
    """Inside a script: no spaces around operators."""

    def inline(self) -> Mode:
        """The mode of what is inside fractions, roots and matrices."""
        return self._replace(display=False)

    def script(self) -> Mode:
        """The mode of what is inside scripts."""
        return self._replace(display=False, tight=True)


class Piece(NamedTuple):
    """A part of a row: where a wide formula may be broken."""

    gap: int
    """Cells of white space before it on one line."""
    box: Box
    level: int
    """A break before it is 1 welcome (relation), 2 possible (operator), 3 poor (after a comma), 4 a last resort."""
    node: Node


@lru_cache(maxsize=8192)
def formula_box(latex: str, display: bool, ascii: bool) -> Box:
    """The laid-out formula; its lines may hold the private characters of `boxes.bold` and `boxes.script`."""
    return layout(parse_maths(latex), Mode(display, ascii))


def layout(node: Node, mode: Mode) -> Box:
    """The box of a node."""
    return _LAYOUTS[type(node)](node, mode)


# ------------------------------------------------------------------ rows


def pieces_of(items: Sequence[Node], mode: Mode, before: str = "") -> list[Piece]:
    """The parts of a row with the gaps between them; `before` is the class of what stands before the row."""
    pieces: list[Piece] = []
    previous: Node | None = None
    last_kind = before
    asked = 0
    for i, item in enumerate(items):
        if isinstance(item, Space):
            asked = max(asked, SPACES[item.name][1])
            continue
        kind = _kind_in_row(item, last_kind, items[i + 1 :])
        box = _item_box(item, items, i, mode)
        gap = 0 if not last_kind else max(asked, _gap(previous, last_kind, item, kind, mode))
        if pieces and not gap and _must_part(previous, pieces[-1].box, item, box, last_kind, kind, mode):
            gap = 1
        level = 1 if kind == "rel" else 2 if kind == "bin" else 3 if last_kind == "punct" else 4
        pieces.append(Piece(gap if pieces else asked, box, level, item))
        previous, last_kind, asked = item, kind, 0
    return pieces


def _kind_in_row(item: Node, last: str, rest: Sequence[Node]) -> str:
    """The class of an item in its place: an operator without an operand on both sides is a `sign`."""
    kind = kind_of(item)
    if kind == "bin":
        following = next((kind_of(n) for n in rest if not isinstance(n, Space)), "")
        if last in ("", "bin", "sign", "rel", "open", "punct", "func", "limit", "big", "int") or following in (
            "",
            "rel",
            "close",
            "punct",
        ):
            return "sign"
    if kind == "atom" and isinstance(item, Word):
        return "text"
    return kind


def _gap(previous: Node | None, last: str, item: Node, kind: str, mode: Mode) -> int:
    """Cells between two neighbours by their classes."""
    if _is_slash(previous) or _is_slash(item):
        return 0
    if last == "rel" or kind == "rel":
        return 0 if mode.tight and not _is_verbal(previous, item, mode) else 1
    if last == "bin" or kind == "bin":
        return 0 if mode.tight and not _is_verbal(previous, item, mode) else 1
    if last == "punct":
        return 0 if mode.tight else 1
    if kind in ("func", "limit", "big", "int"):
        return 0 if last in ("", "open", "sign", "text") else 1
    if last in ("big", "int", "limit"):
        return (
            0
            if kind in ("close", "punct") or (last == "limit" and _opens(item) and isinstance(previous, Symbol))
            else 1
        )
    if last == "func":
        return 0 if kind in ("close", "punct", "text") or _opens(item) else 1
    return 0


def _is_verbal(previous: Node | None, item: Node, mode: Mode) -> bool:
    """True when one of two neighbours is an operator that ASCII spells with letters, such as `in`."""
    return mode.ascii and any(
        isinstance(n, Symbol) and n.entry.kind in ("rel", "bin") and n.entry.ascii.replace(" ", "").isalpha()
        for n in (previous, item)
    )


def _is_slash(node: Node | None) -> bool:
    return isinstance(node, Symbol) and node.name == "/"


def _opens(node: Node) -> bool:
    """True for what begins with a bracket, as the argument of a function does."""
    base = node.base if isinstance(node, Scripts) else node
    return (isinstance(base, Fence) and base.left in ("(", "[", r"\lbrace")) or kind_of(node) == "open"


def _must_part(previous: Node | None, left: Box, item: Node, right: Box, last: str, kind: str, mode: Mode) -> bool:
    """Whether two neighbours without a gap would run into one another."""
    if kind in ("punct", "close") or last == "open" or not left.width or not right.width:
        return False
    if _is_slash(previous) or _is_slash(item):
        return _is_stacked(previous, left) or _is_stacked(item, right)
    if _is_stacked(previous, left) or _is_stacked(item, right):
        return True
    a, b = left.lines[left.baseline][-1:], right.lines[right.baseline][:1]
    if isinstance(item, Number) and not isinstance(previous, Symbol | Fence):
        return not (mode.tight and isinstance(previous, Letter))
    if not (a.isalnum() or a in ")'") or not b.isalnum():
        return False
    if isinstance(previous, Word) or isinstance(item, Word):
        return not (_is_text(previous) or _is_text(item))
    return (
        _WORD_END.search(left.lines[left.baseline]) is not None
        or _WORD_START.match(right.lines[right.baseline]) is not None
        or _ends_small(left)
    )


def _is_stacked(node: Node | None, box: Box) -> bool:
    """Fractions, bare grids and drawn roots: what would touch its neighbour."""
    base = node.base if isinstance(node, Scripts) else node
    return (isinstance(base, Grid) or box.height > 1) and isinstance(
        base, Fraction | Grid | Root | Binomial | Enclosed | Stack | Accent
    )


def _is_text(node: Node | None) -> bool:
    r"""True for `\text`, which brings its own spaces."""
    return isinstance(node, Word) and node.macro.startswith(r"\text")


_WORD_END = re.compile("[A-Za-z]{2}$")
_WORD_START = re.compile("[A-Za-z]{2}")


def _ends_small(box: Box) -> bool:
    """True for a one-line root or an ASCII script: what follows must not seem to belong to it."""
    text = box.lines[box.baseline]
    root = text.startswith(("√", "∛", "∜")) and not text.endswith(")")
    return box.height == 1 and (root or ("^" in text or "_" in text))


def _item_box(item: Node, items: Sequence[Node], i: int, mode: Mode) -> Box:
    box = layout(item, mode)
    if isinstance(item, Fraction) and box.height == 1 and not _stands_alone(items, i):
        return fence("(", box, ")", ascii=mode.ascii)
    return box


def _stands_alone(items: Sequence[Node], i: int) -> bool:
    """Whether `a/b` may stand at place i without brackets: no factor, function, slash or factorial beside it."""
    left = next((n for n in reversed(items[:i]) if not isinstance(n, Space)), None)
    right = next((n for n in items[i + 1 :] if not isinstance(n, Space)), None)
    if left is not None and (kind_of(left) in ("atom", "close", "func", "limit", "int") or _is_slash(left)):
        return isinstance(left, Word) and kind_of(left) == "atom"
    if left is not None and kind_of(left) == "bin" and left not in (Symbol("+"), Symbol("-")):
        return False
    if right is None:
        return True
    if kind_of(right) == "bin":
        return right in (Symbol("+"), Symbol("-"))
    return kind_of(right) in ("rel", "punct") or (isinstance(right, Word) and kind_of(right) == "atom")


def joined(pieces: Sequence[Piece], gap_first: bool = False) -> Box:
    """The pieces on one line."""
    boxes: list[Box] = []
    for i, piece in enumerate(pieces):
        if piece.gap and (i or gap_first):
            boxes.append(line(" " * piece.gap))
        boxes.append(piece.box)
    return beside(boxes)


def _row(node: Row, mode: Mode) -> Box:
    return joined(pieces_of(node.items, mode))


# ------------------------------------------------------------------ leaves


def _number(node: Number, mode: Mode) -> Box:
    return line(node.digits)


def _letter(node: Letter, mode: Mode) -> Box:
    return line(node.char)


def _symbol(node: Symbol, mode: Mode) -> Box:
    entry = node.entry
    if entry.kind == "int" and mode.display and not mode.ascii and entry.glyph == "∫":
        return Box(("⌠", "⎮", "⌡"), 1, 1)
    return line(entry.ascii if mode.ascii else entry.glyph)


def _space(node: Space, mode: Mode) -> Box:
    return line(" " * SPACES[node.name][1])


def _word(node: Word, mode: Mode) -> Box:
    text = to_ascii(node.text) if mode.ascii else node.text
    return line(bold(text) if node.macro in (r"\textbf", r"\mathbf") else text)


_DOUBLE_STRUCK = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ", "H": "ℍ"}


def _styled(node: Styled, mode: Mode) -> Box:
    """Letters in another alphabet: a glyph of the basic plane, or the plain letter with a style."""
    box = layout(node.body, mode)
    if node.macro == r"\mathbb":
        return _mapped(box, lambda text: "".join((not mode.ascii and _DOUBLE_STRUCK.get(c)) or bold(c) for c in text))
    if node.macro in (r"\mathbf", r"\boldsymbol"):
        return _mapped(box, bold)
    if node.macro in (r"\mathcal", r"\mathscr", r"\mathfrak"):
        return _mapped(box, script)
    return box


def _mapped(box: Box, change: Callable[[str], str]) -> Box:
    return Box(tuple(map(change, box.lines)), box.baseline, box.width)


# ------------------------------------------------------------------ fractions and roots


def _fraction(node: Fraction, mode: Mode) -> Box:
    inner = mode.inline()
    over, under = layout(node.over, inner), layout(node.under, inner)
    flat = node.macro == r"\tfrac" or (not mode.display and node.macro == r"\frac")
    if flat and _is_factor(node.over, over) and _is_factor(node.under, under):
        return line(f"{over.lines[0]}/{under.lines[0]}")
    if mode.tight and over.height == under.height == 1:
        return line(f"{_operand(node.over, over)}/{_operand(node.under, under)}")
    # The bar of a fraction within a fraction must be seen to be the shorter one.
    width = max(over.width, under.width) + 2 * (_has_bar(node.over) or _has_bar(node.under))
    bar = line(("-" if mode.ascii else "─") * width)
    return above([over, bar, under], over.height)


def _is_factor(node: Node, box: Box) -> bool:
    """True for one number or letter, perhaps with small scripts: what binds tighter than a slash."""
    base = node.base if isinstance(node, Scripts) else node
    return box.height == 1 and (
        isinstance(base, Number | Letter | Fence) or (isinstance(base, Symbol) and base.entry.kind == "atom")
    )


def _operand(node: Node, box: Box) -> str:
    return box.lines[0] if _is_factor(node, box) else f"({box.lines[0]})"


def _has_bar(node: Node) -> bool:
    return any(isinstance(item, Fraction) for item in items_of(node))


def _binomial(node: Binomial, mode: Mode) -> Box:
    over, under = layout(node.over, mode.inline()), layout(node.under, mode.inline())
    return fence("(", above([over, line(""), under], over.height), ")", ascii=mode.ascii)


def _root(node: Root, mode: Mode) -> Box:
    inner = mode if mode.tight else mode.inline()
    body = layout(node.body, inner)
    index = layout(node.index, mode.script()) if node.index is not None else None
    if mode.ascii:
        return _ascii_root(body, index)
    sign = _root_sign(index)
    if body.height == 1 and sign:
        atom = isinstance(node.body, Number | Letter) or (isinstance(node.body, Symbol) and body.width == 1)
        return line(sign + (body.lines[0] if atom else f"({body.lines[0]})"))
    return _drawn_root(body, index)


def _root_sign(index: Box | None) -> str:
    if index is None:
        return "√"
    if index.height > 1:
        return ""
    small = raised(index.lines[0])
    return {"3": "∛", "4": "∜"}.get(index.lines[0]) or (small + "√" if small else "")


def _ascii_root(body: Box, index: Box | None) -> Box:
    if index is None:
        return beside([line("sqrt"), fence("(", body, ")", ascii=True)])
    return (
        beside([line("root("), index, line(", "), body, line(")")])
        if body.height == 1
        else beside([line("root"), fence("(", beside([index, line(", "), body]), ")", ascii=True)])
    )


def _drawn_root(body: Box, index: Box | None) -> Box:
    lines = [" ┌" + "─" * (body.width + 1)]
    lines += [" │" + text + " " for text in body.lines]
    lines[-1] = "╲" + lines[-1][1:]
    box = Box(tuple(lines), body.baseline + 1)
    if index is None:
        return box
    # The index stands at the upper end of the sign: lower down it would look like a factor.
    small = raised(index.lines[0]) if index.height == 1 else None
    mark = line(small) if small else index
    blank = " " * mark.width
    left = [*mark.lines, *[blank] * (box.height - 1)]
    rest = [" " * (box.width - 1)] * (mark.height - 1) + [text[1:] for text in box.lines]
    left[-1] = " " * (mark.width - 1) + "╲"
    return Box(tuple(map("".join, zip(left, rest, strict=True))), box.baseline + mark.height - 1)


# ------------------------------------------------------------------ scripts


def _scripts(node: Scripts, mode: Mode) -> Box:
    if takes_limits(node.base) and (mode.display or isinstance(node.base, Accent)):
        return _limits(node, mode)
    box = _beside_base(node, mode)
    # In running text too a limit that needs a line of its own belongs under its function.
    return _limits(node, mode) if takes_limits(node.base) and box.height > 1 else box


def _beside_base(node: Scripts, mode: Mode) -> Box:
    """Scripts at the right of their base."""
    base = _base(node.base, mode)
    if kind_of(node.base) == "int" and base.height > 1:
        return _tall_integral(node, base, mode)
    sub = layout(node.sub, mode.script()) if node.sub is not None else None
    sup = layout(node.sup, mode.script()) if node.sup is not None else None
    if mode.ascii:
        flat = _flat_scripts(node, base, sub, sup)
        return flat if flat is not None else _attached(base, sub, sup)
    up = raised_size if base.height == 1 and base.lines[0] in _NUMBER_SETS else raised
    small_sub, small_sup = _small(sub, lowered), _small(sup, up)
    if not mode.display and base.height == 1:
        # In running text one more line for one letter tears the paragraph apart: as a learner types it, then.
        if sup is None and isinstance(small_sub, Box) and _is_word(small_sub, 12):
            small_sub = "_" + small_sub.lines[0]
        elif sub is None and isinstance(small_sup, Box) and _is_word(small_sup, 1):
            small_sup = "^" + small_sup.lines[0]
    return _attached(base, small_sub, small_sup)


def _is_word(box: Box, longest: int) -> bool:
    """True for letters and digits alone, which need no brackets after "_" or "^"."""
    return box.height == 1 and len(box.lines[0]) <= longest and plain(box.lines[0]).isalnum()


_NUMBER_SETS = frozenset("ℝℂℤℚℕ")


def _base(node: Node, mode: Mode) -> Box:
    """A base in brackets where a script would seem to belong to its last part only."""
    box = layout(node, mode)
    compound = isinstance(node, Fraction | Scripts) or (isinstance(node, Row) and len(node.items) > 1)
    if compound or (isinstance(node, Root) and not mode.ascii):
        return fence("(", box, ")", ascii=mode.ascii)
    return box


def _limits(node: Scripts, mode: Mode) -> Box:
    """Scripts above and below their base."""
    base = layout(node.base, mode)
    over = [layout(node.sup, mode.script())] if node.sup is not None else []
    under = [layout(node.sub, mode.script())] if node.sub is not None else []
    return above([*over, base, *under], sum(box.height for box in over) + base.baseline)


def _tall_integral(node: Scripts, base: Box, mode: Mode) -> Box:
    """An integral sign with its limits at the right of its ends."""
    lower = layout(node.sub, mode.script()) if node.sub is not None else EMPTY_BOX
    upper = layout(node.sup, mode.script()) if node.sup is not None else EMPTY_BOX
    width = max(lower.width, upper.width)
    column = above([pad(upper, width, "l"), line(" " * width), pad(lower, width, "l")], upper.height)
    extra_up, extra_down = upper.height - 1, lower.height - 1
    blank = " " * base.width
    sign = Box((*[blank] * extra_up, *base.lines, *[blank] * extra_down), base.baseline + extra_up, base.width)
    return beside([sign, column])


def _small(box: Box | None, table: Callable[[str], str | None]) -> Box | str | None:
    """The script in small characters if there are such, else its box."""
    if box is None or box.height > 1:
        return box
    return table(box.lines[0].replace(" ", "")) or box


def _flat_scripts(node: Scripts, base: Box, sub: Box | None, sup: Box | None) -> Box | None:
    """ASCII scripts on one line, `x_1^2` and `e^(-x)`; None when one is too tall."""
    if any(box is not None and box.height > 1 for box in (sub, sup)):
        return None
    text = ""
    if sub is not None:
        text += "_" + _ascii_script(sub)
    if sup is not None:
        primes = set(sup.lines[0]) == {"'"}
        text += sup.lines[0] if primes else "^" + _ascii_script(sup)
    # A script on a tall base belongs to its last line only when it stands on the line of the text.
    if base.height > 1:
        return Box(
            (*base.lines[: base.baseline], base.lines[base.baseline] + text, *base.lines[base.baseline + 1 :]),
            base.baseline,
        )
    return line(base.lines[0] + text)


def _ascii_script(box: Box) -> str:
    text = box.lines[0]
    return text if len(text) == 1 or text.isdecimal() or (text.isalpha() and text.lower() in _NAMES) else f"({text})"


_NAMES = {entry.ascii.lower() for entry in SYMBOLS.values() if entry.ascii.isalpha()}


def _attached(base: Box, sub: Box | str | None, sup: Box | str | None) -> Box:
    """Scripts at the right of their base: small ones on its first and last line, others above and below."""
    lines = list(base.lines)
    baseline = base.baseline
    small_sub = sub if isinstance(sub, str) else ""
    small_sup = sup if isinstance(sup, str) else ""
    if len(lines) == 1:
        lines[0] += small_sub + small_sup
    else:
        lines[0] += small_sup
        lines[-1] += small_sub
    if isinstance(sup, Box):
        lines = [" " * base.width + text for text in sup.lines] + lines
        baseline += sup.height
    if isinstance(sub, Box):
        lines += [" " * base.width + text for text in sub.lines]
    return Box(tuple(lines), baseline)


# ------------------------------------------------------------------ brackets and grids


def _fence(node: Fence, mode: Mode) -> Box:
    rows = isinstance(node.body, Grid)
    return fence(node.left, layout(node.body, mode), node.right, ascii=mode.ascii, rows=rows)


def _grid(node: Grid, mode: Mode) -> Box:
    if node.environment == "cases":
        return fence(r"\lbrace", beside([_SPACE_COLUMN, _cases(node, mode)]), "", ascii=mode.ascii)
    if node.environment in ("aligned", "gathered"):
        return _aligned(node, mode)
    left, right = MATRICES[node.environment]
    return fence(left, _matrix(node, mode), right, ascii=mode.ascii)


_SPACE_COLUMN = line(" ")


def _matrix(node: Grid, mode: Mode) -> Box:
    cells = [[layout(cell, mode.inline()) for cell in cells] for cells in node.rows]
    letters = node.spec.replace("|", "")
    columns = range(len(cells[0]))
    aligns = [
        letters[j] if letters else _column_align([r[j] for r in node.rows], [r[j] for r in cells]) for j in columns
    ]
    return _table(cells, aligns, _separators(node, mode))


def _separators(node: Grid, mode: Mode) -> list[str]:
    """What stands before, between and after the columns: white space, or the bars of an `array`."""
    count = len(node.rows[0])
    if "|" not in node.spec:
        return ["", *["  "] * (count - 1), ""]
    bars = [bar.replace("|", "|" if mode.ascii else "│") for bar in re.split("[lcr]", node.spec)]
    first, *between, last = bars
    return [first + " " * bool(first), *(f" {bar} " for bar in between), " " * bool(last) + last]


def _column_align(nodes: list[Node], boxes: list[Box]) -> str:
    numeric = all(_is_numeric(node) for node in nodes) and all(box.height == 1 for box in boxes)
    return "r" if numeric else "c"


def _is_numeric(node: Node) -> bool:
    """A number with or without its sign, or a fraction of numbers."""
    items = items_of(node)
    body = items[1:] if items and items[0] in (Symbol("-"), Symbol("+")) else items
    if len(body) != 1:
        return False
    item = body[0]
    return isinstance(item, Number) or (
        isinstance(item, Fraction) and _is_numeric(item.over) and _is_numeric(item.under)
    )


def _table(cells: list[list[Box]], aligns: list[str], separators: list[str], row_gap: int | None = None) -> Box:
    """Cells in rows and columns; the baseline is that of the middle row, or the middle of an even number of rows."""
    if row_gap is None:
        row_gap = int(any(box.height > 1 for r in cells for box in r))
    ups = [max(box.up for box in r) for r in cells]
    heights = [up + max(box.down for box in r) + 1 for up, r in zip(ups, cells, strict=True)]
    total = sum(heights) + row_gap * (len(cells) - 1)
    parts = [Box((separators[0],) * total)]
    for j, align in enumerate(aligns):
        column = [(r[j], up, height) for r, up, height in zip(cells, ups, heights, strict=True)]
        parts += [_column(column, align, row_gap), Box((separators[j + 1],) * total)]
    middle = len(cells) // 2
    baseline = sum(heights[:middle]) + row_gap * middle + ups[middle] if len(cells) % 2 else (total - 1) // 2
    return beside(Box(part.lines, baseline, part.width) for part in parts)


def _column(column: list[tuple[Box, int, int]], align: str, row_gap: int) -> Box:
    """The cells of one column with the lines above their baselines and the heights of their rows."""
    lines: list[str] = []
    for i, (box, up, height) in enumerate(column):
        lines += [""] * (row_gap if i else 0)
        lines += [""] * (up - box.up)
        lines += pad(box, max(cell.width for cell, _, _ in column), align).lines
        lines += [""] * (height - box.height - up + box.up)
    return Box(tuple(lines))


def _cases(node: Grid, mode: Mode) -> Box:
    """Cases: an odd number of lines, so that the brace has its point in the middle."""
    cells = [[layout(cell, mode.inline()) for cell in cells] for cells in node.rows]
    row_gap = 1 if len(cells) % 2 == 0 or any(box.height > 1 for r in cells for box in r) else 0
    return _table(cells, ["l"] * len(cells[0]), ["", *["  "] * (len(cells[0]) - 1), ""], row_gap)


def _aligned(node: Grid, mode: Mode) -> Box:
    """Equations aligned at their `&`; `gathered` ones are centred."""
    cells = [[_aligned_cell(cell, j, mode) for j, cell in enumerate(cells)] for cells in node.rows]
    count = len(cells[0])
    if node.environment == "gathered":
        return _table(cells, ["c"] * count, ["", *["  "] * (count - 1), ""])
    between = [" " if j % 2 == 0 else "    " for j in range(count - 1)]
    return _table(cells, ["rl"[j % 2] for j in range(count)], ["", *between, ""])


def _aligned_cell(cell: Node, column: int, mode: Mode) -> Box:
    # After `&` an operator has its left operand in the cell before.
    return joined(pieces_of(items_of(cell), mode, before="atom" if column % 2 else ""))


# ------------------------------------------------------------------ marks and stacks


def _accent(node: Accent, mode: Mode) -> Box:
    mark, over, ascii_mark, *_ = ACCENTS[node.macro]
    body = layout(node.body, mode)
    if node.macro in (r"\overbrace", r"\underbrace"):
        return _brace(body, node.macro == r"\overbrace", mode)
    if mark and body.height == 1 and body.width == 1 and not mode.ascii:
        return Box((body.lines[0] + mark,), 0, 1)
    if node.macro == r"\underline":
        return above([body, line(("-" if mode.ascii else "─") * body.width)], body.baseline)
    wide = node.macro in (r"\bar", r"\overline")
    text = ascii_mark if mode.ascii else over
    return above([line(text * body.width if wide else text), body], body.baseline + 1)


def _brace(body: Box, over: bool, mode: Mode) -> Box:
    width = max(body.width, 3)
    left, point, right = ("╭┴╮" if over else "╰┬╯") if not mode.ascii else ("/^\\" if over else "\\v/")
    run = "-" if mode.ascii else "─"
    half = (width - 3) // 2
    brace = line(left + run * half + point + run * (width - 3 - half) + right)
    return above([brace, body], body.baseline + 1) if over else above([body, brace], body.baseline)


def _stack(node: Stack, mode: Mode) -> Box:
    base = layout(node.base, mode)
    over = [layout(node.over, mode.script())] if node.over is not None else []
    under = [layout(node.under, mode.script())] if node.under is not None else []
    return above([*over, base, *under], sum(box.height for box in over) + base.baseline)


def _arrow(node: Arrow, mode: Mode) -> Box:
    over = layout(node.over, mode.script())
    under = [layout(node.under, mode.script())] if node.under is not None else []
    width = max(over.width, *(box.width for box in under), 1) + 2
    head = SYMBOLS[ARROWS[node.macro]].glyph
    line_of = {"→": ("─", "→"), "←": ("─", "←"), "⇒": ("═", "⇒")}[head]
    run, tip = (("=" if head == "⇒" else "-"), "<" if head == "←" else ">") if mode.ascii else line_of
    shaft = run * (width - 1)
    arrow = line(tip + shaft if head == "←" else shaft + tip)
    # An arrow without a label is as long as a plain one.
    return above([over, arrow, *under], over.height)


def _enclosed(node: Enclosed, mode: Mode) -> Box:
    body = layout(node.body, mode)
    if node.macro == r"\cancel":
        if body.height == 1 and not mode.ascii:
            return Box(("".join(c + "\u0336" for c in body.lines[0]),), 0, body.width)
        return beside([line("cancel"), fence("(", body, ")", ascii=mode.ascii)])
    if mode.ascii:
        rim = line("+" + "-" * (body.width + 2) + "+")
        middle = Box(tuple(f"| {text} |" for text in body.lines))
        return above([rim, middle, rim], body.baseline + 1)
    middle = Box(tuple(f"│ {text} │" for text in body.lines))
    return above(
        [line("┌" + "─" * (body.width + 2) + "┐"), middle, line("└" + "─" * (body.width + 2) + "┘")], body.baseline + 1
    )


_LAYOUTS: dict[type, Callable[[Any, Mode], Box]] = {
    Number: _number,
    Letter: _letter,
    Symbol: _symbol,
    Space: _space,
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


# ------------------------------------------------------------------ wide formulas


def broken(node: Node, width: int, ascii: bool, hang: int = 4) -> list[Box]:
    """A displayed formula on several lines of at most `width` cells; later lines hang by `hang` cells.

    It breaks before relations, then before operators, then after commas. What cannot be broken stays too wide.
    """
    if isinstance(node, Grid) and node.environment in ("aligned", "gathered"):
        return [
            box
            for cells in node.rows
            for box in broken(Row(tuple(i for c in cells for i in items_of(c))), width, ascii, hang)
        ]
    pieces = pieces_of(items_of(node), Mode(True, ascii))
    chunks = _chunks(pieces, 1, width - hang, ascii)
    lines: list[list[Piece]] = [[]]
    for chunk in chunks:
        room = width - (hang if len(lines) > 1 else 0)
        if lines[-1] and joined([*lines[-1], *chunk]).width > room:
            lines.append([])
        lines[-1] += chunk
    indent = line(" " * hang)
    boxes = [joined(pieces) for pieces in lines if pieces]
    return [box if not i else beside([indent, box]) for i, box in enumerate(boxes)]


def _chunks(pieces: list[Piece], level: int, width: int, ascii: bool) -> list[list[Piece]]:
    """Runs of pieces that stay together: cut at `level`, and at higher levels where a run is too wide."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if not runs or piece.level <= level:
            runs.append([])
        runs[-1].append(piece)
    out = []
    for run in runs:
        if joined(run).width <= width:
            out.append(run)
        elif level < 4:
            out += _chunks(run, level + 1, width, ascii)
        else:
            out += _opened(run[0], width, ascii)
    return out


def _opened(piece: Piece, width: int, ascii: bool) -> list[list[Piece]]:
    """A one-line bracket or group too wide for a line, taken apart."""
    node = piece.node
    if piece.box.height > 1 or not isinstance(node, Fence | Row):
        return [[piece]]
    inside = pieces_of(items_of(node.body if isinstance(node, Fence) else node), Mode(True, ascii))
    if not inside:
        return [[piece]]
    if isinstance(node, Fence):
        left = beside([fence(node.left, EMPTY_BOX, "", ascii=ascii), inside[0].box])
        inside[0] = inside[0]._replace(box=left, level=piece.level, gap=piece.gap)
        right = beside([inside[-1].box, fence("", EMPTY_BOX, node.right, ascii=ascii)])
        inside[-1] = inside[-1]._replace(box=right)
    return _chunks(inside, 2, width, ascii)


def plain_box(box: Box) -> Box:
    """The box with styled letters as plain ones."""
    return Box(tuple(map(plain, box.lines)), box.baseline, box.width)
