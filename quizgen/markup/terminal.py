"""A markup source as lines of characters for a terminal, maths in two dimensions on the baseline of the prose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from rich.cells import cell_len, chop_cells

from quizgen.markup.boxes import Box, Span, line, spans_of
from quizgen.markup.figures import canvas
from quizgen.markup.figures.terminal import lines as figure_lines
from quizgen.markup.layout import broken, formula_box, plain_box
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

__all__ = ["Box", "Span", "formula", "lines", "terminal"]

STYLES = (
    "",
    "maths",
    "maths-strong",
    "maths-script",
    "strong",
    "emphasis",
    "strong-emphasis",
    "code",
    "heading",
    "rule",
    *canvas.STYLES,
)
"""Every style a span can have."""


class _Item(NamedTuple):
    """A word or formula in running text."""

    box: Box
    style: str


class _Layout(NamedTuple):
    """A block: its lines, and which of them is the baseline of its first line of text."""

    lines: list[list[Span]]
    baseline: int


_Group = list[_Item]
_SPACE = _Item(line(" "), "")


def terminal(source: str, width: int = 80, *, ascii: bool = False) -> str:
    """The source as plain text of at most `width` columns, lines without trailing space.

    With `ascii` it holds only seven-bit characters. Raises MarkupError for maths outside the subset.
    """
    return "\n".join("".join(span.text for span in spans).rstrip() for spans in _rendered(source, width, ascii))


def lines(source: str, width: int = 80, *, ascii: bool = False) -> list[list[Span]]:
    """The lines of `terminal` as spans of text and style (one of `STYLES`).

    A line is longer than `width` columns only where something in it cannot be broken.
    """
    return [list(spans) for spans in _rendered(source, width, ascii)]


def formula(latex: str, *, ascii: bool = False) -> Box:
    """One displayed formula as a box: `.lines` of equal `.width`, and the index `.baseline`."""
    return plain_box(formula_box(latex, True, ascii))


@lru_cache(maxsize=2048)
def _rendered(source: str, width: int, ascii: bool) -> list[list[Span]]:
    return _stacked(parse(source).blocks, max(width, 8), ascii).lines


# ------------------------------------------------------------------ blocks


def _stacked(blocks: Iterable[Block], width: int, ascii: bool, gap: int = 1) -> _Layout:
    """Blocks from top to bottom with `gap` empty lines between them."""
    out: list[list[Span]] = []
    baseline = 0
    previous: Block | None = None
    for block in blocks:
        layout = _BLOCKS[type(block)](block, width, ascii)
        if out:
            # A displayed formula keeps its distance in a tight list too.
            out += [[]] * (1 if isinstance(block, Display) or isinstance(previous, Display) else gap)
        else:
            baseline = layout.baseline
        out += layout.lines
        previous = block
    return _Layout(out, baseline)


def _paragraph(block: Paragraph, width: int, ascii: bool) -> _Layout:
    return _wrapped(block.children, "", width, ascii)


def _heading(block: Heading, width: int, ascii: bool) -> _Layout:
    return _wrapped(block.children, "heading", width, ascii)


def _display(block: Display, width: int, ascii: bool) -> _Layout:
    maths = block.maths
    box = formula_box(maths.latex, True, ascii)
    indent = 4 if box.width + 4 <= width else 2 if box.width + 2 <= width else 0
    if box.width <= width:
        return _lines_of([[_Item(line(" " * indent), ""), _Item(box, "maths")]])
    return _lines_of([[_Item(part, "maths")] for part in broken(maths.node, width, ascii)])


def _code_block(block: CodeBlock, width: int, ascii: bool) -> _Layout:
    texts = (to_ascii(block.text) if ascii else block.text).expandtabs(4).split("\n")
    return _Layout([[Span("    " + text, "code")] for text in texts], 0)


def _listing(block: Listing, width: int, ascii: bool) -> _Layout:
    markers = [_marker(block, i, ascii) for i in range(len(block.items))]
    indent = max(map(cell_len, markers))
    out: list[list[Span]] = []
    baseline = 0
    for item, marker in zip(block.items, markers, strict=True):
        layout = _stacked(item, max(width - indent, 8), ascii, gap=0 if block.tight else 1)
        if out and (not block.tight or layout.baseline):
            out.append([])
        if not out:
            baseline = layout.baseline
        for i, spans in enumerate(layout.lines or [[]]):
            front = marker.rjust(indent) if i == layout.baseline else " " * indent
            out.append([Span(front, ""), *spans])
    return _Layout(out, baseline)


def _marker(block: Listing, i: int, ascii: bool) -> str:
    if block.start is None:
        return "- " if ascii else "• "
    return f"{block.start + i}. "


def _quote(block: Quote, width: int, ascii: bool) -> _Layout:
    layout = _stacked(block.blocks, max(width - 2, 8), ascii)
    bar = Span("| " if ascii else "│ ", "rule")
    return _Layout([[bar, *spans] for spans in layout.lines], layout.baseline)


def _rule(block: Rule, width: int, ascii: bool) -> _Layout:
    return _Layout([[Span(("-" if ascii else "─") * width, "rule")]], 0)


def _table(block: Table, width: int, ascii: bool) -> _Layout:
    widths = _column_widths(block, width, ascii)
    out: list[list[Span]] = []
    tall = False
    for i, cells in enumerate(block.rows):
        style = "strong" if i == 0 else ""
        layouts = [_wrapped(cell, style, widths[j], ascii) for j, cell in enumerate(cells)]
        was_tall, tall = tall, any(len(layout.lines) > 1 for layout in layouts)
        if i > 1 and (tall or was_tall):
            out.append([])
        out += _table_row(layouts, widths, block.alignments)
        if i == 0:
            run = "-" if ascii else "─"
            out.append([Span("  ".join(run * w for w in widths), "rule")])
    return _Layout(out, 0)


def _column_widths(block: Table, width: int, ascii: bool) -> list[int]:
    """Natural widths; the widest columns give way until the table fits."""
    columns = range(len(block.alignments))
    natural = [max((_natural_width(cells[j], ascii) for cells in block.rows), default=1) for j in columns]
    widths = [max(1, w) for w in natural]
    while sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > 8:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _natural_width(cell: tuple[Inline, ...], ascii: bool) -> int:
    layout = _wrapped(cell, "", 10_000, ascii)
    return max((_width(spans) for spans in layout.lines), default=0)


def _table_row(layouts: list[_Layout], widths: list[int], alignments: tuple[str, ...]) -> list[list[Span]]:
    """The cells of one row beside one another, first lines on one baseline."""
    up = max(layout.baseline for layout in layouts)
    height = max(up - layout.baseline + len(layout.lines) for layout in layouts)
    out: list[list[Span]] = [[] for _ in range(height)]
    for j, layout in enumerate(layouts):
        shift = up - layout.baseline
        block_width = max(map(_width, layout.lines), default=0)
        for i in range(height):
            spans = layout.lines[i - shift] if 0 <= i - shift < len(layout.lines) else []
            out[i] += [*_aligned(spans, block_width, widths[j], alignments[j]), Span("  ", "")]
    return out


def _aligned(spans: list[Span], block_width: int, width: int, alignment: str) -> list[Span]:
    """A line of a cell, moved with its whole cell, so that two-dimensional maths keeps its shape."""
    room = max(width - block_width, 0)
    left = {"right": room, "center": room // 2}.get(alignment, 0)
    right = max(width - left - _width(spans), 0)
    return [Span(" " * left, ""), *spans, Span(" " * right, "")]


def _width(spans: list[Span]) -> int:
    return sum(cell_len(span.text) for span in spans)


_BLOCKS: dict[type, Callable[[Any, int, bool], _Layout]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    Display: _display,
    CodeBlock: _code_block,
    FigureBlock: lambda block, width, ascii: _Layout(figure_lines(block.figure, width, ascii=ascii), 0),
    Listing: _listing,
    Quote: _quote,
    Rule: _rule,
    Table: _table,
}


# ------------------------------------------------------------------ running text


def _wrapped(children: tuple[Inline, ...], style: str, width: int, ascii: bool) -> _Layout:
    """Running text in lines of at most `width` cells."""
    out: list[_Group] = [[]]
    used = 0
    pending = False
    for group in _groups(children, style, ascii):
        if group is None or group is _BREAK:
            pending = group is None and bool(out[-1])
            if group is _BREAK:
                out.append([])
                used = 0
            continue
        size = sum(item.box.width for item in group)
        if out[-1] and used + pending + size > width:
            out.append([])
            used, pending = 0, False
        if pending and out[-1]:
            out[-1].append(_SPACE)
            used += _SPACE.box.width
        pending = False
        if size <= width:
            out[-1] += group
            used += size
            continue
        for part in _fitted(group, width, ascii):
            if out[-1]:
                out.append([])
            out[-1] += part
        used = sum(item.box.width for item in out[-1])
    return _lines_of([items for items in out if items])


_BREAK: _Group = []


def _groups(children: Iterable[Inline], style: str, ascii: bool) -> Iterator[_Group | None]:
    """Words and formulas that touch, as groups; None for white space, `_BREAK` for a line break."""
    group: _Group = []
    for atom in _atoms(children, style, ascii):
        if atom is None or isinstance(atom, list):
            if group:
                yield group
            group = []
            yield atom
        else:
            group.append(atom)
    if group:
        yield group


def _atoms(children: Iterable[Inline], style: str, ascii: bool) -> Iterator[_Item | _Group | None]:
    for child in children:
        if isinstance(child, Plain):
            yield from _word_atoms(child.text, style, ascii)
        elif isinstance(child, Maths):
            yield _Item(formula_box(child.latex, False, ascii), "maths")
        elif isinstance(child, Code):
            yield from _word_atoms(child.text, "code", ascii)
        elif isinstance(child, Break):
            yield _BREAK
        elif isinstance(child, Strong):
            yield from _atoms(child.children, _combined(style, "strong"), ascii)
        elif isinstance(child, Emphasis):
            yield from _atoms(child.children, _combined(style, "emphasis"), ascii)


def _combined(outer: str, inner: str) -> str:
    if outer == "heading":
        return outer
    return inner if outer in ("", inner) else "strong-emphasis"


def _word_atoms(text: str, style: str, ascii: bool) -> Iterator[_Item | None]:
    shown = to_ascii(text) if ascii else text
    for i, word in enumerate(shown.split(" ")):
        if i:
            yield None
        if word:
            yield _Item(_word_box(word), style)


@lru_cache(maxsize=8192)
def _word_box(word: str) -> Box:
    return line(word)


def _fitted(group: _Group, width: int, ascii: bool) -> list[_Group]:
    """A group wider than the line, cut: between its items, through words, and where a formula may break."""
    parts: list[_Group] = [[]]
    used = 0
    for item in (part for whole in group for part in _cut(whole, width)):
        if parts[-1] and used + item.box.width > width:
            parts.append([])
            used = 0
        parts[-1].append(item)
        used += item.box.width
    return parts


def _cut(item: _Item, width: int) -> list[_Item]:
    if item.box.width <= width or item.style == "maths":
        return [item]
    return [_Item(line(part), item.style) for part in chop_cells(item.box.lines[0], width)]


def _lines_of(rows: list[_Group]) -> _Layout:
    """Lines of items on their baselines, with an empty line where tall lines would touch."""
    out: list[list[Span]] = []
    first = 0
    below = 0
    for items in rows:
        up = max(item.box.up for item in items)
        down = max(item.box.down for item in items)
        if out and below and up:
            out.append([])
        if not out:
            first = up
        out += [_spans(items, k - up) for k in range(up + down + 1)]
        below = down
    return _Layout(out, first)


def _spans(items: _Group, offset: int) -> list[Span]:
    """The line at `offset` from the baseline, neighbouring spans of one style merged."""
    runs: list[tuple[str, list[str]]] = []
    last: str | None = None
    for box, style in items:
        at = box.baseline + offset
        inside = 0 <= at < len(box.lines)
        for text, own in spans_of(box.lines[at], style) if inside else [(" " * box.width, "")]:
            if own == last:
                runs[-1][1].append(text)
            elif text:
                runs.append((own, [text]))
                last = own
    return [Span("".join(texts), style) for style, texts in runs]
