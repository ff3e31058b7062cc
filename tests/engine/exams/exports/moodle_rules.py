"""Moodle's import as far as its rules are known: a second reading of the files, independent of what wrote them.

The rules were found by importing into Moodle 4.5 (fractions, numbers, identifiers, categories, escapes of cloze).
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

FRACTIONS = {
    *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20"),
    *("16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0"),
}
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TYPES = {"numerical", "multichoice", "matching", "shortanswer", "essay", "cloze"}
PLACE = re.compile(r"\{(\d+):(NUMERICAL|MULTICHOICE_V|SHORTANSWER):")
ANSWER = re.compile(r"(=|%(-?\d+(?:[.,]\d*)?)%)?(.+?(?<!\\|&)(?=[~#}]|$))(#(.*?(?<!\\)(?=[~}]|$)))?", re.DOTALL)


@dataclass
class Answer:
    """One accepted, or typical wrong, reply."""

    text: str
    fraction: float
    tolerance: str = ""
    feedback: str = ""


@dataclass
class Place:
    """A place of a cloze question."""

    weight: int
    kind: str
    answers: list[Answer]


@dataclass
class Read:
    """A question as Moodle has it after the import."""

    kind: str
    name: str
    category: str
    id: str
    text: str
    answers: list[Answer] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    multiple: bool = False
    grader: str = ""
    template: str = ""
    feedback: str = ""
    grade: float = 0.0
    files: list[str] = field(default_factory=list)


class RefusedError(Exception):
    """Moodle would stop, or lose something without a word."""


def imported(data: bytes) -> list[Read]:
    """The questions of a file. Raises RefusedError with the rule that is broken."""
    found, category, ids = [], "", set()
    for node in ET.fromstring(data):
        kind = node.get("type", "")
        if kind == "category":
            category = node.findtext("category/text", "")
            continue
        if kind not in TYPES:
            raise RefusedError(f"unknown type {kind}")
        made = _question(node, kind, category)
        if (category, made.id) in ids:
            raise RefusedError(f"the second question with the id {made.id} would be dropped")
        ids.add((category, made.id))
        found.append(made)
    return found


def _question(node: ET.Element, kind: str, category: str) -> Read:
    made = Read(kind, node.findtext("name/text", ""), category, node.findtext("idnumber", ""), "")
    made.text = node.findtext("questiontext/text", "")
    made.feedback = node.findtext("generalfeedback/text", "")
    made.grade = float(node.findtext("defaultgrade", "0"))
    made.grader = node.findtext("graderinfo/text", "")
    made.template = node.findtext("responsetemplate/text", "")
    made.multiple = node.findtext("single") == "false"
    if not (made.name and made.id and made.text and made.feedback):
        raise RefusedError("a question without name, id, text or solution")
    _files(node, made)
    for answer in node.findall("answer"):
        fraction = answer.get("fraction", "")
        if fraction.removeprefix("-") not in FRACTIONS:
            raise RefusedError(f"{fraction} is no fraction of Moodle's list")
        text, tolerance = answer.findtext("text", ""), answer.findtext("tolerance", "")
        if kind == "numerical" and not (NUMBER.fullmatch(text) and NUMBER.fullmatch(tolerance)):
            raise RefusedError(f"{text!r} would be read as another number")
        feedback = answer.findtext("feedback/text", "")
        made.answers.append(Answer(text, float(fraction) / 100, tolerance, feedback))
    made.pairs = [(n.findtext("text", ""), n.findtext("answer/text", "")) for n in node.findall("subquestion")]
    if kind == "cloze":
        made.places = _cloze(made.text)
    elif kind in ("multichoice", "numerical", "shortanswer") and not any(a.fraction == 1 for a in made.answers):
        best = sum(a.fraction for a in made.answers if a.fraction > 0)
        if not (made.multiple and abs(best - 1) < 1e-4):
            raise RefusedError("no answer is right")
    return made


def _files(node: ET.Element, made: Read) -> None:
    """Every picture lies beside the text that shows it."""
    for parent in node.iter():
        shown = set(re.findall(r'@@PLUGINFILE@@/([^"]+)', parent.findtext("text", "") if len(parent) else ""))
        lying = {file.get("name") for file in parent.findall("file")}
        if shown != lying:
            raise RefusedError(f"{shown ^ lying} is shown without its file, or not shown")
        made.files += sorted(shown)


def _cloze(text: str) -> list[Place]:
    places = []
    for match in PLACE.finditer(text):
        rest, answers = text[match.end() :], []
        while True:
            one = ANSWER.match(rest)
            if not one:
                raise RefusedError(f"a cloze answer cannot be read: {rest[:40]}")
            fraction = 1.0 if one[1] == "=" else float(one[2] or 0) / 100
            answers.append(_alternative(one, fraction, match[2]))
            rest = rest[one.end() :]
            if rest[:1] != "~":
                break
            rest = rest[1:]
        if match[2] == "MULTICHOICE_V" and len(answers) == 1:
            raise RefusedError("a cloze choice ends after one option: is a bracket not escaped?")
        if rest[:1] != "}" or not any(a.fraction == 1 for a in answers):
            raise RefusedError(f"a cloze place is never closed, or nothing in it is right: {rest[:40]}")
        places.append(Place(int(match[1]), match[2], answers))
    if not places:
        raise RefusedError("a cloze question without a place")
    return places


def _alternative(one: re.Match[str], fraction: float, kind: str) -> Answer:
    feedback = html.unescape(one[5] or "").replace(r"\}", "}").replace(r"\#", "#")
    if kind != "NUMERICAL":
        return Answer(html.unescape(one[3]).replace(r"\}", "}").replace(r"\#", "#"), fraction, "", feedback)
    value, _, tolerance = one[3].partition(":")
    if not (NUMBER.fullmatch(value) and NUMBER.fullmatch(tolerance)):
        raise RefusedError(f"{one[3]!r} is no number with a tolerance")
    return Answer(value, fraction, tolerance, feedback)
