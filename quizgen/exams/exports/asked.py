"""What a learning platform can mark by itself of an answer, and what a person has to.

Platforms know decimals within a tolerance, choices, places in an order, and exact text; nothing that has to be read as
mathematics. Each part becomes one or more questions of these kinds, or, whole, one for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizgen.answers.base import Answer
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.code import CodeAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.ordering import OrderingAnswer
from quizgen.answers.replies import decimal, exact, is_complex, rounded
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.answers.table import TableAnswer
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.problem import Part

PLACES, MOST_PLACES = 3, 8
"""Decimals asked for where a number has no short decimal form, and the most that are."""
FIGURES = 3
"""Significant figures that a number keeps at least."""
GUARD = 4
"""Digits behind the asked ones in the stored value, so that the tolerance is centred."""
LONG_DECIMAL = 4
"""Decimals that are still typed whole."""
LARGEST = 1e12
"""Numbers from here on are for a person."""
ORDERS = 24
"""So many right orders are written out; an argument with more is for a person."""
LEFT_OUT = "left out"


class Cell(Struct, frozen=True):
    """One number to type."""

    value: str
    """A decimal, such as "-0.3333333"."""
    tolerance: str
    """A decimal: how far a reply may be off; "0" where it must be equal."""
    wrong: tuple[tuple[str, str], ...] = ()
    """Typical wrong values and what to say to them, in markup."""


class Numbers(Struct, frozen=True):
    """A table of numbers: one for a number, a column for a vector, a grid for a matrix."""

    cells: tuple[tuple[Cell, ...], ...]
    label: str = ""
    """Markup before it."""
    unit: str = ""
    bracketed: bool = False
    """Printed between brackets: a vector or a matrix."""
    ascending: bool = False
    """A set: the smallest first."""
    places: int = 0
    """Decimals asked for; 0 where the numbers end soon enough to be typed whole."""
    broken: bool = False
    """Some number is not whole, so that it must be said how it is typed."""
    percent: bool = False


class Pick(Struct, frozen=True):
    """Options to choose from."""

    options: tuple[Option, ...]
    multiple: bool = False
    half: tuple[bool, ...] = ()
    """Options that are half right."""
    label: str = ""


class Places(Struct, frozen=True):
    """Lines to put in order; there is one right order."""

    lines: tuple[str, ...]
    """Markup, in the order shown."""
    order: tuple[int, ...]
    """Indices of the lines that are needed, in the right order."""


class Words(Struct, frozen=True):
    """A short text that must be typed exactly."""

    accepted: tuple[str, ...]
    note: str = ""
    """What to type, in markup."""
    label: str = ""


class Person(Struct, frozen=True):
    """Something that a person must mark."""

    prefill: str = ""
    code: bool = False


Asked: TypeAlias = Numbers | Pick | Places | Words | Person


def asked(part: Part) -> tuple[Asked, ...]:
    """The questions that a part becomes: several for a table; one `Person` where a platform cannot mark it all."""
    answer = part.answer
    if isinstance(answer, TableAnswer):
        places = 0
        for _ in range(MOST_PLACES):
            made = tuple(_row(row.answer, row.label, part, row.name, places) for row in answer.rows)
            most = max((a.places for a in made if isinstance(a, Numbers)), default=0)
            if most == places:
                break
            places = most
        return (Person(),) if any(isinstance(a, Person | Places) for a in made) else made
    return (_row(answer, "", part, "", 0),)


def _row(answer: Answer, label: str, part: Part, name: str, places: int) -> Asked:
    made = _simple(answer, _others(part, name), places)
    if isinstance(answer, TruthAnswer):  # its options are sentences of their own
        return made
    if isinstance(made, Numbers | Pick | Words) and (label or not made.label):
        return replace(made, label=label or part.answer.fields()[0].label)
    return made


def _others(part: Part, name: str) -> list[tuple[Answer, str]]:
    """The misconceptions of a part with their feedback; of a table those that show in one row alone."""
    if not isinstance(part.answer, TableAnswer):
        return [(m.answer, m.feedback) for m in part.misconceptions]
    found: list[tuple[Answer, str]] = []
    right = {row.name: row.answer for row in part.answer.rows}
    for m in part.misconceptions:
        if isinstance(m.answer, TableAnswer):
            different = [row for row in m.answer.rows if row.answer != right.get(row.name)]
            if len(different) == 1 and different[0].name == name:
                found.append((different[0].answer, m.feedback))
    return found


def _simple(answer: Answer, wrong: Sequence[tuple[Answer, str]], places: int) -> Asked:
    if isinstance(answer, NumberAnswer):
        return _number(answer, wrong, places)
    if isinstance(answer, VectorAnswer) and not (answer.word or answer.words):
        return _table(answer, [[x] for x in answer.entries], wrong, places, bracketed=True)
    if isinstance(answer, MatrixAnswer) and not (answer.word or answer.words):
        return _table(answer, answer.rows, wrong, places, bracketed=True)
    if isinstance(answer, SetAnswer) and answer.items and not (answer.word or answer.words):
        return _set(answer, places)
    if isinstance(answer, ChoiceAnswer):
        return _choice(answer)
    if isinstance(answer, TruthAnswer):
        return _truth(answer)
    if isinstance(answer, OrderingAnswer):
        return _ordering(answer)
    if isinstance(answer, CodeAnswer):
        return Person(answer.fields()[0].prefill, code=True)
    return Person()


# ------------------------------------------------------------------ numbers


def _number(answer: NumberAnswer, wrong: Sequence[tuple[Answer, str]], places: int) -> Asked:
    if answer.words or "inf" in answer.text or not _real(answer.text):
        return Person()
    text = f"100*({answer.text})" if answer.percent else answer.text
    others = [
        (f"100*({o.text})" if answer.percent else o.text, feedback)
        for o, feedback in wrong
        if isinstance(o, NumberAnswer) and "inf" not in o.text and not o.words and _real(o.text)
    ]
    if answer.rounding.exact:
        return _cells(((text,),), {(0, 0): others}, places, unit=answer.unit, percent=answer.percent)
    allowed = answer.rounding.allowed(_value(answer.text))
    tolerance = _decimal(allowed * (100 if answer.percent else 1))
    shown = next((d for d in range(12) if 10**-d <= 2.0001 * float(tolerance)), 12)
    cell = Cell(_written(text, shown + GUARD), tolerance, _distinct(text, tolerance, others, shown))
    return Numbers(((cell,),), unit=answer.unit, percent=answer.percent)


def _table(
    answer: VectorAnswer | MatrixAnswer,
    rows: Sequence[Sequence[str]],
    wrong: Sequence[tuple[Answer, str]],
    places: int,
    *,
    bracketed: bool,
) -> Asked:
    if not all(_real(x) for row in rows for x in row):
        return Person()
    fixed = tuple(map(tuple, rows))
    if answer.rounding.exact:
        others: dict[tuple[int, int], list[tuple[str, str]]] = {}
        for o, feedback in wrong:
            their = _entries(o)
            if their is None or [len(r) for r in their] != [len(r) for r in fixed]:
                continue
            at = [(i, j) for i, row in enumerate(fixed) for j, x in enumerate(row) if their[i][j] != x]
            # What differs in one place alone can be told there; more than one is not seen by a single box.
            if len(at) == 1 and _real(their[at[0][0]][at[0][1]]):
                others.setdefault(at[0], []).append((their[at[0][0]][at[0][1]], feedback))
        return _cells(fixed, others, places, bracketed=bracketed)
    cells = tuple(
        tuple(Cell(_written(x, 9), _decimal(answer.rounding.allowed(_value(x)))) for x in row) for row in fixed
    )
    return Numbers(cells, bracketed=bracketed)


def _entries(answer: Answer) -> tuple[tuple[str, ...], ...] | None:
    if isinstance(answer, VectorAnswer) and answer.entries:
        return tuple((x,) for x in answer.entries)
    return answer.rows if isinstance(answer, MatrixAnswer) and answer.rows else None


def _set(answer: SetAnswer, places: int) -> Asked:
    if answer.tolerance or answer.decimals is not None:
        return Person()
    try:
        if not all(map(_real, answer.items)):
            return Person()
        ordered = sorted(answer.items, key=lambda x: float(_value(x)))
    except (Unreadable, TypeError, ValueError):
        return Person()
    made = _cells((tuple(ordered),), {}, places)
    return replace(made, ascending=True) if isinstance(made, Numbers) else made


def _cells(
    rows: tuple[tuple[str, ...], ...],
    wrong: dict[tuple[int, int], list[tuple[str, str]]],
    places: int,
    **more: Any,
) -> Asked:
    """Exact numbers as decimals: typed whole where all of them end soon, else all with the same number of places."""
    texts = [x for row in rows for x in row]
    places = max([places, *map(_needed, texts)])
    if places > MOST_PLACES:
        return Person()
    tolerance = _decimal_half(places) if places else "0"
    broken = any("." in (_short(x) or ".") for x in texts)
    cells = tuple(
        tuple(
            Cell(
                _written(x, places + GUARD),
                tolerance,
                _distinct(x, tolerance, wrong.get((i, j), []), max(places, PLACES)),
            )
            for j, x in enumerate(row)
        )
        for i, row in enumerate(rows)
    )
    return Numbers(cells, places=places, broken=broken, **more)


def _needed(text: str) -> int:
    """Decimals to ask for: 0 where the number ends soon, else enough for `FIGURES` figures."""
    short = _short(text)
    if short is not None and len(short.partition(".")[2]) <= LONG_DECIMAL:
        return 0
    size = abs(float(_value(text)))
    places = PLACES
    while size and size * 10**places < 10 ** (FIGURES - 1):
        places += 1
    return places


def _distinct(
    right: str, tolerance: str, others: Sequence[tuple[str, str]], places: int
) -> tuple[tuple[str, str], ...]:
    """Wrong values that no reply can take for the right one."""
    value, least = float(_value(right)), 2.1 * float(tolerance)
    found: dict[str, str] = {}
    for text, feedback in others:
        if abs(float(_value(text)) - value) > max(least, 1e-9 * max(1.0, abs(value))):
            found.setdefault(_written(text, places + GUARD), feedback)
    return tuple(found.items())


@lru_cache(maxsize=4096)
def _real(text: str) -> bool:
    try:
        return not is_complex(text) and abs(float(_value(text))) < LARGEST
    except (Unreadable, TypeError, ValueError, OverflowError, AttributeError):
        return False


@lru_cache(maxsize=4096)
def _value(text: str) -> Any:
    """An exact rational, else a ball."""
    from quizgen.answers.replies import author
    from quizgen.answers.values import real

    found = exact(text)
    return found if found is not None else real(author(text), 128)


@lru_cache(maxsize=4096)
def _short(text: str) -> str | None:
    return decimal(text)


@lru_cache(maxsize=4096)
def _written(text: str, places: int) -> str:
    """The number as a decimal, exact where it ends, else with so many places."""
    shown = _short(text)
    if shown is not None:
        return shown
    made = rounded(text, places)
    return made.rstrip("0").rstrip(".") if "." in made else made


def _decimal(value: Any) -> str:
    """A tolerance as a decimal."""
    made = f"{float(value):.12f}".rstrip("0").rstrip(".")
    return made or "0"


def _decimal_half(places: int) -> str:
    """Half a unit in the last place asked for, and a little: a tie may be rounded either way."""
    return "0." + "0" * places + "501"


# ------------------------------------------------------------------ what is chosen


def _choice(answer: ChoiceAnswer) -> Pick:
    if not answer.multiple:
        return Pick(answer.options)
    # So that nothing ticked is no answer, and that none being right is one.
    none = Option("None of these.", correct=not any(o.correct for o in answer.options))
    return Pick((*answer.options, none), multiple=True)


def _truth(answer: TruthAnswer) -> Asked:
    """A statement with reasons is a choice among them; an example that breaks it is for a person."""
    if answer.witnesses or (answer.reasons and any(not o.text for o in answer.reasons)):
        return Person()
    told = Option("The statement is true.", answer.truth, "" if answer.truth else answer.code, answer.feedback)
    if not answer.reasons:
        false = Option(
            "The statement is false.", not answer.truth, answer.code if answer.truth else "", answer.feedback
        )
        return Pick((told, false))
    options, half = [told], [False]
    for reason in answer.reasons:
        right = not answer.truth and reason.correct
        feedback = answer.feedback if answer.truth else reason.feedback
        options.append(Option(f"The statement is false. {reason.text}", right, "" if right else reason.code, feedback))
        half.append(not answer.truth and not right)
    return Pick(tuple(options), half=tuple(half))


def _ordering(answer: OrderingAnswer) -> Asked:
    orders = right_orders(answer, ORDERS)
    lines = tuple(line.text for line in answer.lines)
    if len(orders) == 1:
        return Places(lines, orders[0])
    if not orders:
        return Person()
    accepted = [sep.join(str(i + 1) for i in order) for order in orders for sep in (" ", ", ", ",")]
    return Words(tuple(accepted), "Type the numbers of the lines in their order, with spaces between: 3 1 2.")


def right_orders(answer: OrderingAnswer, most: int) -> list[tuple[int, ...]]:
    """Every right order of the needed lines; none where there are more than `most`."""
    index = {line.id: k for k, line in enumerate(answer.lines)}
    needed = [k for k, line in enumerate(answer.lines) if line.needed]
    before = {k: [index[a] for a, b in answer.before if index[b] == k] for k in needed}
    found: list[tuple[int, ...]] = []

    def extend(order: tuple[int, ...]) -> None:
        if len(found) > most:
            return
        if len(order) == len(needed):
            found.append(order)
            return
        for k in needed:
            if k not in order and all(j in order for j in before[k]):
                extend((*order, k))

    extend(())
    return [] if len(found) > most else found
