"""Seating: rows and columns of a room, so that no two neighbours have the same form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from quizgen.draw import Draw
from quizgen.errors import QuizgenError

ENOUGH_FORMS = 4
"""With four forms in blocks of two by two no two of the eight neighbours of a seat agree; with fewer some must."""


_NAME = re.compile(r"([A-Za-z]{1,2})[ -]?([1-9][0-9]{0,2})")


class Seat(Struct, frozen=True):
    """A place in the room."""

    row: int
    column: int

    @property
    def name(self) -> str:
        """ "C7": row C (from the front), seat 7 (from the left)."""
        letters, row = "", self.row
        while True:
            letters = chr(ord("A") + row % 26) + letters
            row = row // 26 - 1
            if row < 0:
                break
        return f"{letters}{self.column + 1}"


def seat_of(name: str) -> Seat | None:
    """The seat of a name such as "C7"; None for a name of another kind."""
    found = _NAME.fullmatch(name.strip())
    if not found:
        return None
    row = 0
    for letter in found[1].upper():
        row = row * 26 + ord(letter) - ord("A") + 1
    return Seat(row - 1, int(found[2]) - 1)


def seats(count: int, columns: int, forms: int, seed: int, words: tuple[str | int, ...]) -> list[Seat]:
    """A seat for each of `count` students, drawn by lot; the room is filled from the front, `columns` seats in a row.

    With two or three forms every second seat stays free, because so few forms cannot separate all neighbours. With one
    form every second row stays free as well. With none each student has a booklet of their own, and sits anywhere.
    """
    if columns < 1:
        raise QuizgenError(f"a row has at least one seat, not {columns}")
    across = 2 if 0 < forms < ENOUGH_FORMS else 1
    down = 2 if forms == 1 else 1
    width = -(-columns // across)
    places = [Seat(i // width * down, i % width * across) for i in range(count)]
    return Draw("seats", *words, seed).shuffled(places)


def form_at(seat: Seat, forms: int) -> int:
    """The form of a seat, such that neighbours differ in the rooms of `seats`."""
    if forms >= ENOUGH_FORMS:
        # Blocks of two rows by (forms // 2) columns: within a distance of one no form comes twice.
        half = forms // 2
        return (seat.row % 2) * half + seat.column % half
    return seat.row % forms


def conflicts(chart: Sequence[tuple[Seat, str]]) -> list[tuple[Seat, Seat]]:
    """Neighbours (also diagonal ones) with the same form or booklet."""
    at = {(seat.row, seat.column): (seat, name) for seat, name in chart}
    found = []
    for (row, column), (seat, name) in sorted(at.items()):
        for down, right in ((0, 1), (1, -1), (1, 0), (1, 1)):
            other = at.get((row + down, column + right))
            if other and other[1] == name:
                found.append((seat, other[0]))
    return found
