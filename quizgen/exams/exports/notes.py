"""Sentences that a platform's form needs beside the problem, by language."""

from __future__ import annotations

from quizgen.exams.exports.asked import LEFT_OUT, Asked, Numbers, Places
from quizgen.exams.words import Language

_ROUNDED = {
    "en": "Type decimals here, rounded to {n} places: no fractions, no roots.",
    "de": "Hier Dezimalzahlen eingeben, auf {n} Stellen gerundet: keine Brüche, keine Wurzeln.",
}
_WHOLE = {
    "en": "Type decimals here, such as 0.75: no fractions, no roots.",
    "de": "Hier Dezimalzahlen eingeben, wie 0,75: keine Brüche, keine Wurzeln.",
}
_PERCENT = {"en": "In percent, without the sign.", "de": "In Prozent, ohne das Zeichen."}
_ASCENDING = {"en": "The smallest first.", "de": "Die kleinste zuerst."}
_ORDER = {
    "en": "Give each line its place, and “left out” to a line that does not belong.",
    "de": "Jede Zeile bekommt ihren Platz, und „left out“ eine Zeile, die nicht dazugehört.",
}
_SEVERAL = {"en": "Tick all that are right.", "de": "Alles Richtige ankreuzen."}
_HERE = {"en": "Here only part ({part}) is asked.", "de": "Hier ist nur Teil ({part}) gefragt."}

assert LEFT_OUT in _ORDER["en"]


def note(asked: Asked, language: Language) -> str:
    """What to say to one question, as plain text; empty where nothing is needed."""
    said = []
    if isinstance(asked, Numbers):
        several = sum(len(row) for row in asked.cells) > 1
        said.append(_ASCENDING[language] if asked.ascending and several else "")
        said.append(_PERCENT[language] if asked.percent else "")
        if asked.places:
            said.append(_ROUNDED[language].format(n=asked.places))
        elif asked.broken:
            said.append(_WHOLE[language])
    if isinstance(asked, Places):
        said.append(_ORDER[language])
    return " ".join(filter(None, said))


def several(language: Language) -> str:
    """Said where more than one option may be right."""
    return _SEVERAL[language]


def here(part: str, language: Language) -> str:
    """Said where one part of a problem is asked alone."""
    return _HERE[language].format(part=part)
