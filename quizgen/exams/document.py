"""A document: problems in sections with everything that printing needs, and nothing that drawing them needs.

Every printer (`pdf`, `tex`, `web`, `plain`) takes a `Document`; the document is data, JSON in and out.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from quizgen.exams.words import WORDS, Words
from quizgen.problem import Part, Problem

Solutions: TypeAlias = Literal["none", "inline", "end"]
Space: TypeAlias = Literal["none", "blank", "lines", "boxes"]
Paper: TypeAlias = Literal["a4", "letter"]

HALF = 0.5
"""The grain of points that are shared out: half a point."""


class Item(Struct, frozen=True, omit_defaults=True):
    """One problem on the page."""

    problem: Problem
    points: tuple[float, ...] = ()
    """Points of each part, in the order of the parts; empty where a page shows none."""
    space: float = 0.0
    """Room to write for the whole problem, in millimetres."""
    id: str = ""
    """The item's name in a blueprint; the same in every variant."""
    scheme: tuple[float, ...] = ()
    """Points of each step of the worked solution, where the page is a key; the rest is for the answers."""

    @property
    def total(self) -> float:
        """The points of the whole problem."""
        return sum(self.points)


class Section(Struct, frozen=True, omit_defaults=True):
    """Problems under a heading."""

    items: tuple[Item, ...]
    title: str = ""
    text: str = ""
    """Markup under the heading."""


class Document(Struct, frozen=True, omit_defaults=True):
    """What is printed."""

    title: str
    sections: tuple[Section, ...]
    language: Literal["en", "de"] = "en"
    course: str = ""
    author: str = ""
    date: str = ""
    """As it is printed; ISO dates are written out."""
    minutes: int = 0
    instructions: str = ""
    """Markup before the first problem."""
    formulas: str = ""
    """Markup of a formula sheet, on a page of its own at the end."""
    code: str = ""
    """The code of a variant, printed on every page."""
    student: str = ""
    name: str = ""
    seat: str = ""
    cover: bool = False
    """With fields for name and number and a table of points: an exam."""
    paper: Paper = "a4"
    columns: Annotated[int, Meta(ge=1, le=2)] = 1
    large: bool = False
    """18 point with fractions and matrices in full size."""
    solutions: Solutions = "none"
    key: bool = False
    """With the answers in a table at the end."""
    hints: bool = False
    space: Space = "none"
    scheme: bool = False
    """With the marking scheme beside the solutions."""
    logo: bytes = b""
    logo_name: str = ""
    """A file name, whose ending says what kind of picture the logo is."""

    @property
    def words(self) -> Words:
        """The labels in the document's language."""
        return WORDS[self.language]

    @property
    def items(self) -> tuple[Item, ...]:
        """All problems, in the order of the page."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def shows_points(self) -> bool:
        """True when any item has points."""
        return any(item.points for item in self.items)


def to_json(document: Document) -> bytes:
    """The document as JSON, indented; the logo is left out."""
    plain = msgspec.structs.replace(document, logo=b"", logo_name="")
    return msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n"


# ------------------------------------------------------------------ what a page says of a problem

_TYPE = re.compile(r"((?:^|[.!?:;,)]\s+|\(|\n|\bor |\band ))([Tt])ype(?=\s|$)")
_FENCED = re.compile(r"(```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$]*\$)", re.DOTALL)


# Advice on the keyboard: how a root or a Greek letter is typed.
_KEYBOARD = (
    (re.compile(r" *\b[Rr]oots are typed as in `[^`]*`; (\w)"), lambda m: " " + m[1].upper()),
    (re.compile(r"; roots are typed as in `[^`]*`(?=\.)"), lambda m: ""),
    (re.compile(r" *\bRoots are typed as in `[^`]*`\."), lambda m: ""),
    (re.compile(r" *\((?:[Tt]ype|[Ww]rite) \w+ for \$[^$]*\$\.?\)"), lambda m: ""),
    (re.compile(r" *\b(?:Type|Write) `[^`]*` for [^.\n]*\."), lambda m: ""),
    (re.compile(r"\bis typed as (?=\$)"), lambda m: "is written as "),
)


def on_paper(markup: str) -> str:
    """The markup for a page that is written on by hand: what a learner would type is written."""
    if "ype" in markup or "rite " in markup:
        for pattern, by in _KEYBOARD:
            markup = pattern.sub(by, markup)
    if "ype" not in markup:
        return markup
    return "".join(
        # A piece after a formula does not begin a sentence, though it is at the start of its string.
        piece if i % 2 else _TYPE.sub(_write, "\0" * bool(i) + piece).removeprefix("\0")
        for i, piece in enumerate(_FENCED.split(markup))
    )


def _write(match: re.Match[str]) -> str:
    return match[1] + ("Write" if match[2] == "T" else "write")


def written(part: Part) -> bool:
    """True when the part asks for work on paper, not only for a choice."""
    return any(field.input not in ("choice", "choices", "order") for field in part.answer.fields())


def default_space(problem: Problem) -> float:
    """Millimetres to write on: more for a longer worked solution; none where there is only something to choose."""
    if not any(map(written, problem.parts)):
        return 0.0
    return float(min(90, max(25, 10 + 8 * len(problem.steps))))


def share(total: float, weights: tuple[float, ...], grain: float = HALF) -> tuple[float, ...]:
    """`total` shared out in proportion to the weights, in grains, by largest remainder (the earlier one at a tie).

    The shares add up to `total` exactly: what is less than a grain goes to the last share. No weights, no shares.
    """
    if not weights:
        return ()
    whole = sum(weights) or len(weights)
    exact = [total * weight / whole / grain for weight in weights] if sum(weights) else [0.0] * len(weights)
    shares = [int(x + 1e-9) for x in exact]
    left = int(total / grain + 1e-9) - sum(shares)
    order = sorted(range(len(weights)), key=lambda i: (-(exact[i] - shares[i]), i))
    for i in order[:left]:
        shares[i] += 1
    out = [share * grain for share in shares]
    out[-1] += total - sum(out)
    return tuple(out)


def part_points(problem: Problem, total: float) -> tuple[float, ...]:
    """The points of each part of a problem that is worth `total`."""
    return share(total, tuple(float(part.points) for part in problem.parts))


def step_points(problem: Problem, total: float) -> tuple[float, ...]:
    """The marking scheme: points for each step of the worked solution.

    Where there is something to calculate or to argue, half of the points (rounded down to half points) are for the
    steps, evenly, the later ones first when there are fewer halves than steps; the rest is for the answers. A choice
    alone earns nothing by steps.
    """
    if not any(map(written, problem.parts)) or len(problem.steps) < 2:
        return (0.0,) * len(problem.steps)
    method = int(total / 2 / HALF) * HALF
    count = len(problem.steps) - 1
    backwards = share(method, (1.0,) * count)[::-1]
    return (*backwards, 0.0)
