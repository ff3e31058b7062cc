"""The labels of a printed page, by language. The text of problems is the bank's own and stays as it is."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Language: TypeAlias = Literal["en", "de"]


class Words(Struct, frozen=True):
    """Every label that a page may print."""

    problem: str
    point: str
    points: str
    total: str
    name: str
    student_id: str
    seat: str
    date: str
    duration: str
    minutes: str
    course: str
    answer: str
    solution: str
    solutions: str
    hint: str
    key: str
    marking: str
    method: str
    marks: str
    section: str
    page: str
    of: str
    blank: str
    formulas: str
    instructions: str
    variant: str
    true: str
    false: str
    figure: str
    level: str
    babel: str


WORDS: dict[str, Words] = {
    "en": Words(
        problem="Problem",
        point="point",
        points="points",
        total="Total",
        name="Name",
        student_id="Student ID",
        seat="Seat",
        date="Date",
        duration="Duration",
        minutes="minutes",
        course="Course",
        answer="Answer",
        solution="Solution",
        solutions="Solutions",
        hint="Hint",
        key="Answer key",
        marking="Marking scheme",
        method="Method",
        marks="Marks",
        section="Section",
        page="Page",
        of="of",
        blank="This page is intentionally left blank.",
        formulas="Formulas",
        instructions="Instructions",
        variant="Variant",
        true="true",
        false="false",
        figure="Figure",
        level="level",
        babel="english",
    ),
    "de": Words(
        problem="Aufgabe",
        point="Punkt",
        points="Punkte",
        total="Summe",
        name="Name",
        student_id="Matrikelnummer",
        seat="Platz",
        date="Datum",
        duration="Dauer",
        minutes="Minuten",
        course="Veranstaltung",
        answer="Antwort",
        solution="Lösung",
        solutions="Lösungen",
        hint="Hinweis",
        key="Ergebnisse",
        marking="Bewertung",
        method="Rechenweg",
        marks="Erreicht",
        section="Teil",
        page="Seite",
        of="von",
        blank="Diese Seite bleibt absichtlich leer.",
        formulas="Formelsammlung",
        instructions="Hinweise",
        variant="Variante",
        true="wahr",
        false="falsch",
        figure="Abbildung",
        level="Stufe",
        babel="ngerman",
    ),
}


def points_text(points: float, words: Words, *, unit: bool = True) -> str:
    """Points as they are printed: "1 point", "2½ points", "0.25 points"; a decimal comma in German."""
    whole, rest = divmod(points, 1)
    if rest == 0.5:
        number = (str(int(whole)) if whole else "") + "½"
    else:
        number = f"{points:g}"
        if words.babel == "ngerman":
            number = number.replace(".", ",")
    return f"{number} {words.point if 0 < points <= 1 else words.points}" if unit else number
