"""What there is to say of one skill: standing, levels, what it builds on and leads to, mistakes, history."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.glyphs import plain_signs
from tui.standing import LOOKS, day, seconds, sign, span

if TYPE_CHECKING:
    from quizgen.practice.overview import Card, History, Overview

HISTORY = 12
"""Answers shown."""
RATINGS = {
    "again": ("✗", "x", "not yet", "$text-error"),
    "hard": ("◐", "~", "with effort", "$text-warning"),
    "good": ("✓", "+", "right", "$text-success"),
    "easy": ("✓", "+", "easy", "$text-success"),
}
QUIET = "$foreground 70%"
Line = Content


class SkillPane(VerticalScroll):
    """Shows a skill, or what the signs mean."""

    DEFAULT_CSS = """
    SkillPane { padding: 0 1; background: $surface; scrollbar-size: 1 1;
        scrollbar-background: $surface; scrollbar-background-hover: $surface; }
    SkillPane:focus { background: $surface; }
    SkillPane > #skill { width: 1fr; height: auto; }
    """

    def compose(self) -> Iterator[Static]:
        """One text."""
        yield Static(id="skill", markup=False)

    def tell(self, content: Content | str) -> None:
        """Show a text from its beginning."""
        self.query_one("#skill", Static).update(Content(content) if isinstance(content, str) else content)
        self.scroll_home(animate=False)

    def show(self, overview: Overview, card: Card, history: History | None) -> None:
        """Show a skill; `history` follows when it has been read."""
        ascii_only = plain_signs(self)
        width = max(20, self.scrollable_content_region.width - 1)
        blocks = [
            _head(overview, card, ascii_only),
            _levels(card, ascii_only, width),
            *_neighbours(overview, card, ascii_only, width),
            *(_mistakes(history, width) if history else ()),
            *(_answers(history, overview.today, ascii_only, width) if history else ()),
        ]
        self.tell(Content("\n").join(line for block in blocks for line in (*block, Content(""))))

    def show_group(self, overview: Overview, name: str, cards: Sequence[Card]) -> None:
        """Show a unit or a topic in numbers, which is also the legend of the signs."""
        ascii_only = plain_signs(self)
        title = overview.units.get(name) or overview.topics[name]
        lines = [Content.styled(title, "bold"), Content("")]
        for state, look in LOOKS.items():
            number = sum(card.state == state for card in cards)
            if number:
                lines.append(
                    Content.assemble(
                        f"{number:4}  ", (f"{sign(state, ascii_only)} {look.word:12}", look.style), (look.about, QUIET)
                    )
                )
        spent = sum(card.seconds for card in cards if card.asked)
        if spent:
            lines += [Content(""), Content.styled(f"What is due takes about {seconds(spent)}.", QUIET)]
        self.tell(Content("\n").join(lines))


def _head(overview: Overview, card: Card, ascii_only: bool) -> list[Line]:
    look = LOOKS[card.state]
    where = f"{card.skill} · {overview.topics[card.topic]} · {card.form}"
    told = [(f"{sign(card.state, ascii_only)} {look.word}".strip(), f"bold {look.style}")]
    told += [(f"  {' '.join(_standing(card, overview.today))}", "")]
    return [Content.styled(card.statement, "bold"), Content.styled(where, QUIET), Content(""), Content.assemble(*told)]


def _standing(card: Card, today: str) -> Iterator[str]:
    """The standing of a skill in sentences."""
    if card.state in ("suspended", "missing", "ready"):
        yield LOOKS[card.state].about + "."
    elif card.state == "locked":
        yield f"Waits for {len(card.waits_for)} of what it builds on."
    else:
        lasts = span(max(1, card.stability))
        yield f"Remembered now: {card.chance:.0%}. {_due(card, today)} An answer fades to 90% in {lasts}."
    if card.placed:
        yield "Found to be known by the placement."
    if card.leech:
        yield f"Failed {card.lapses} times: read an example slowly, or practise what it builds on."
    if card.seconds:
        yield f"Takes {seconds(card.seconds)}."


def _due(card: Card, today: str) -> str:
    if card.due_in < 0:
        return f"Due since {day(card.due, today)}."
    if card.due_in == 0:
        return "Comes back today."
    return f"Comes back on {day(card.due, today)}."


def _levels(card: Card, ascii_only: bool, width: int) -> list[Line]:
    arrow = ">" if ascii_only else "→"
    rows: list[Line] = []
    for number, text in enumerate(card.levels, 1):
        now = number == card.level and card.state != "missing"
        rows += _hanging(arrow if now else " ", "", f"Level {number}: {text}", "" if now else QUIET, width)
    return rows


def _neighbours(overview: Overview, card: Card, ascii_only: bool, width: int) -> Iterator[list[Line]]:
    hidden = [slug for slug in card.waits_for if slug not in card.prerequisites] if card.state == "locked" else []
    for title, slugs in (("Builds on", card.prerequisites), ("Waits for", hidden), ("Leads to", card.unlocks)):
        if slugs:
            lines = [Content.styled(title, "bold")]
            for slug in slugs:
                other = overview.cards[slug]
                mark = sign(other.state, ascii_only)
                lines += _hanging(mark, LOOKS[other.state].style, other.statement, "", width)
            yield lines


def _hanging(mark: str, mark_style: str, text: str, style: str, width: int) -> Iterator[Line]:
    """A text after a mark; its other lines stand under its first."""
    for number, line in enumerate(textwrap.wrap(text, width - 2) or [""]):
        yield Content.assemble((f"{'' if number else mark:1} ", mark_style), (line, style))


def _mistakes(history: History, width: int) -> Iterator[list[Line]]:
    if history.mistakes:
        rows: list[Line] = []
        for one in history.mistakes:
            lines = [*_hanging("-", QUIET, one.rule + (f" ({one.times}x yours)" if one.times else ""), "", width)]
            rows += [line.stylize("bold") for line in lines] if one.times else lines
        yield [Content.styled("Typical mistakes", "bold"), *rows]


def _answers(history: History, today: str, ascii_only: bool, width: int) -> Iterator[list[Line]]:
    if not history.answers:
        return
    rows: list[Line] = []
    for one in history.answers[:HISTORY]:
        mark, plain, word, style = RATINGS[one.rating]
        took = seconds(one.seconds) if one.seconds else ""
        rows.append(
            Content.assemble(
                f"{day(one.date, today):>11}  level {one.level}  ",
                (f"{plain if ascii_only else mark} {word:11}", style),
                (f"{took:>6}", QUIET),
            )
        )
        if one.mistake:
            rows += [
                Content(" " * 13).append(line)
                for line in _hanging("", "", one.rule or one.mistake, QUIET, max(20, width - 13))
            ]
    more = len(history.answers) - HISTORY
    if more > 0:
        rows.append(Content.styled(f"and {more} before that", QUIET))
    yield [Content.styled("Answers", "bold"), *rows]
