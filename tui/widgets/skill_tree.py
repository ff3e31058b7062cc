"""The curriculum as a tree to walk in: units, topics and skills, each with how one stands with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.glyphs import plain_signs
from tui.keys import bind
from tui.standing import LOOKS, sign, when

if TYPE_CHECKING:
    from quizgen.practice.overview import Card, Overview

NARROW = 50
"""Columns below which a row does without its level."""
INDENT = 2


class Row(NamedTuple):
    """A line of the tree."""

    id: str
    depth: int
    """0 a unit, 1 a topic, 2 a skill."""
    card: Card | None = None


class SkillTree(OptionList):
    """Arrows or hjkl walk, fold and unfold; Enter chooses a skill."""

    DEFAULT_CSS = """
    SkillTree, SkillTree:focus { border: none; padding: 0 1; background: $background;
        background-tint: transparent 0%; height: 1fr; width: 1fr;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size: 1 1; scrollbar-gutter: stable;
        scrollbar-background: $background; scrollbar-background-hover: $background; }
    SkillTree > .option-list--option { padding: 0; }
    SkillTree:focus > .option-list--option-highlighted { background: $primary 35%; color: $foreground;
        text-style: bold; }
    SkillTree > .option-list--option-highlighted { background: $primary 15%; color: $foreground; }
    SkillTree:nocolor > .option-list--option-highlighted { text-style: underline; }
    SkillTree:focus:nocolor > .option-list--option-highlighted { text-style: bold underline; }
    """
    BINDINGS = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        bind("unfold", show=False),
        bind("fold", show=False),
        Binding("g", "first", "First", show=False),
        Binding("G", "last", "Last", show=False),
    ]

    class Walked(Message):
        """The cursor stands on another row."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    class Chosen(Message):
        """Enter, or a click, on a skill."""

        def __init__(self, card: Card) -> None:
            super().__init__()
            self.card = card

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._overview: Overview | None = None
        self._keep: Callable[[Card], bool] | None = None
        self._open: set[str] = set()
        self._rows: list[Row] = []
        self._width = 0

    # -- what is shown ---------------------------------------------------------------------------------------

    def show(self, overview: Overview, at: str = "") -> None:
        """Show a curriculum, the cursor on the row of a unit, topic or skill."""
        first = self._overview is None
        self._overview = overview
        if first and not at:
            at = _beginning(overview)
        if at in overview.cards:
            self._open |= {overview.cards[at].unit, overview.cards[at].topic}
        self._draw(at)

    def narrow(self, keep: Callable[[Card], bool] | None) -> int:
        """Show only some skills, all unfolded, or everything again; how many skills there are to see."""
        self._keep = keep
        self._draw(self.row.id if self.row else "")
        return sum(row.depth == 2 for row in self._rows)

    @property
    def row(self) -> Row | None:
        """Where the cursor stands."""
        return self._rows[self.highlighted] if self.highlighted is not None and self._rows else None

    @property
    def card(self) -> Card | None:
        """The skill under the cursor."""
        return self.row.card if self.row else None

    def go_to(self, slug: str) -> None:
        """Put the cursor on a skill, unfolding what it stands in."""
        if self._overview is not None:
            self.show(self._overview, slug)

    def _draw(self, at: str) -> None:
        if self._overview is None:
            return
        self._rows = list(_rows(self._overview, self._open, self._keep))
        self._width = self._room()
        ids = [row.id for row in self._rows]
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options([Option(self._prompt(row), row.id) for row in self._rows])
            if ids:
                self.highlighted = ids.index(at) if at in ids else self._nearest(at, ids)
        if self.row:
            self.post_message(self.Walked(self.row))
        self.call_after_refresh(self.scroll_to_highlight)

    def _room(self) -> int:
        return max(10, self.outer_size.width - 3)  # padding, and room for the scroll bar

    def _nearest(self, at: str, ids: list[str]) -> int:
        """The row of the topic or unit that holds a row which is folded away; the first skill of a search."""
        assert self._overview is not None
        card = self._overview.cards.get(at)
        for name in (card.topic, card.unit) if card else (at.partition(".")[0],):
            if name in ids and self._keep is None:
                return ids.index(name)
        return next((i for i, row in enumerate(self._rows) if row.depth == 2), 0) if self._keep else 0

    def _prompt(self, row: Row) -> Content:
        ascii_only = plain_signs(self)
        pad = " " * INDENT * row.depth
        if row.card is None:
            arrow = ("v" if self._is_open(row) else ">") if ascii_only else ("▾" if self._is_open(row) else "▸")
            right = self._counts(row)
            left = f"{pad}{arrow} {self._title(row)}"
            style = "bold" if row.depth == 0 else ""
            return Content.assemble((_cut(left, self._width - cell_len(right) - 1), style), " ", (right, "dim"))
        card, look = row.card, LOOKS[row.card.state]
        level = f"level {card.level}/{len(card.levels)}" if card.reviews and self._width >= NARROW else ""
        right = f"{level:>9}  {when(card):>9}" if self._width >= NARROW else f"{when(card):>9}"
        room = self._width - len(pad) - 2 - cell_len(right) - 1
        quiet = look.style if card.state in ("locked", "suspended", "missing") else ""
        return Content.assemble(
            pad, (sign(card.state, ascii_only), look.style), " ", (_cut(card.statement, room), quiet), " ",
            (right, look.style),
        )  # fmt: skip

    def _title(self, row: Row) -> str:
        assert self._overview is not None
        return self._overview.units[row.id] if row.depth == 0 else self._overview.topics[row.id]

    def _counts(self, row: Row) -> str:
        assert self._overview is not None
        cards = [c for c in self._overview.cards.values() if row.id in (c.unit, c.topic)]
        known = sum(card.state in ("known", "due") for card in cards)
        due = sum(card.asked for card in cards)
        return (f"{due} due  " if due else "") + f"{known}/{len(cards)} known"

    def _is_open(self, row: Row) -> bool:
        return self._keep is not None or row.id in self._open

    # -- keys ------------------------------------------------------------------------------------------------

    def action_unfold(self) -> None:
        """Unfold a unit or topic, or go to its first row."""
        row = self.row
        if row is None or row.card is not None:
            return
        if self._is_open(row):
            self.action_cursor_down()
            return
        self._open.add(row.id)
        self._draw(row.id)

    def action_fold(self) -> None:
        """Fold a unit or topic, or go to the one that holds the row."""
        row = self.row
        if row is None:
            return
        if row.card is None and row.id in self._open and self._keep is None:
            self._open.discard(row.id)
            self._draw(row.id)
            return
        above = [i for i, other in enumerate(self._rows[: self.highlighted]) if other.depth < row.depth]
        if above:
            self.highlighted = above[-1]

    def action_select(self) -> None:
        """Fold, unfold, or choose."""
        row = self.row
        if row is None:
            return
        if row.card is not None:
            self.post_message(self.Chosen(row.card))
        elif row.id in self._open:
            self.action_fold()
        else:
            self.action_unfold()

    async def _on_click(self, event: events.Click) -> None:
        """A click goes to a row and unfolds it; only a double click chooses a skill."""
        event.prevent_default()
        at = event.style.meta.get("option")
        if at is None or at >= len(self._rows):
            return
        self.highlighted = at
        if self._rows[at].card is None or event.chain == 2:
            self.action_select()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell the screen."""
        event.stop()
        if self.row is not None:
            self.post_message(self.Walked(self.row))

    def on_resize(self, event: events.Resize) -> None:
        """Rows are cut to the width."""
        if self._width != self._room():
            self._draw(self.row.id if self.row else "")


def _rows(overview: Overview, open_: set[str], keep: Callable[[Card], bool] | None) -> Iterator[Row]:
    by_topic: dict[str, list[Card]] = {}
    unit_of: dict[str, str] = {}
    for card in overview.cards.values():
        if keep is None or keep(card):
            by_topic.setdefault(card.topic, []).append(card)
            unit_of[card.topic] = card.unit
    for unit in overview.units:
        topics = [topic for topic in overview.topics if unit_of.get(topic) == unit]
        if not topics:
            continue
        yield Row(unit, 0)
        if keep is None and unit not in open_:
            continue
        for topic in topics:
            yield Row(topic, 1)
            if keep is not None or topic in open_:
                yield from (Row(card.skill, 2, card) for card in by_topic[topic])


def _beginning(overview: Overview) -> str:
    """Where the tree is opened at first: at what is asked now, else at what is learned, else at what is new."""
    cards = list(overview.cards.values())
    tests: Iterable[Callable[[Card], bool]] = (
        lambda card: card.asked,
        lambda card: card.state == "learning",
        lambda card: card.state == "ready",
    )
    return next((card.skill for test in tests for card in cards if test(card)), cards[0].skill if cards else "")


def _cut(text: str, room: int) -> str:
    """The text in exactly so many cells."""
    room = max(1, room)
    return set_cell_size(text, room) if cell_len(text) <= room else set_cell_size(text, room - 1) + "…"
