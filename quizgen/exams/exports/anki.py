"""An Anki deck (.apkg) by genanki: question, answer and worked solution of problems with fixed numbers.

A card keeps its identity as long as its problem does: the GUID is made of skill, version, level and seed, so that a
deck imported again renews its cards and keeps what was learned.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from pathlib import Path

from quizgen.exams.document import on_paper
from quizgen.exams.exports.archive import zipped
from quizgen.exams.exports.collection import Collection, Progress, Question
from quizgen.exams.exports.figurefiles import files
from quizgen.exams.exports.texhtml import inline, labelled, texhtml
from quizgen.exams.words import WORDS, Language
from quizgen.grading import form
from quizgen.page import answer as answer_markup
from quizgen.problem import Problem

MODEL = 1_607_392_501
"""Anki knows a note type by this number: it never changes."""
MOMENT = 946_684_800.0
"""Seconds: 1 January 2000. Anki wants a time, and the clock would change the bytes."""
STYLE = """.card { font-family: Georgia, serif; font-size: 20px; line-height: 1.45; text-align: left; max-width: 44em;
  margin: 0 auto; padding: 0 .6em; color: black; background: white; }
.nightMode.card { color: #eee; background: #222; } .nightMode img { background: white; }
img { max-width: 100%; } pre { background: rgba(128,128,128,.15); padding: .5em; overflow-x: auto; font-size: .85em; }
table { border-collapse: collapse; } th, td { border: 1px solid #888; padding: .2em .5em; }
.source { color: #888; font-size: .7em; } details { margin-top: 1em; }"""
_VERSION_VALID_FOR, _LIBRARY_VERSION = slice(92, 96), slice(96, 100)
"""Places in the header of a SQLite file."""


def anki(collection: Collection, progress: Progress = lambda done: None) -> bytes:
    """The collection as an .apkg file, with a deck for each category."""
    import genanki

    words = WORDS[collection.language]
    folded = f"<details><summary>{words.hint}</summary>{{{{Hints}}}}</details>"
    model = genanki.Model(
        MODEL,
        "quizgen",
        fields=[{"name": name} for name in ("Question", "Hints", "Answer", "Solution", "Source")],
        templates=[
            {
                "name": "quizgen",
                "qfmt": "{{Question}}{{#Hints}}" + folded + "{{/Hints}}",
                "afmt": "{{Question}}<hr id=answer>{{Answer}}<hr>{{Solution}}<p class=source>{{Source}}</p>",
            }
        ],
        css=STYLE,
    )
    decks: dict[str, genanki.Deck] = {}
    media: dict[str, bytes] = {}
    for question in collection.questions:
        name = "::".join(part.replace("::", ":") for part in question.category)
        if name not in decks:
            decks[name] = genanki.Deck(_number(name), name)
        decks[name].add_note(
            genanki.Note(
                model=model,
                fields=_fields(question, collection.language),
                guid=genanki.guid_for("quizgen", question.id),
                tags=[question.problem.slug, f"level{question.problem.level}"],
                sort_field=question.name,
            )
        )
        media |= files(question.problem)
        progress(1)
    return _packed(list(decks.values()), media)


def _number(name: str) -> int:
    """A number for a deck, the same whenever it has this name."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % (1 << 30)


def _packed(decks: list[object], media: dict[str, bytes]) -> bytes:
    """genanki's package with its times taken out, so that the same decks give the same bytes."""
    import genanki

    with tempfile.TemporaryDirectory(prefix="quizgen-") as folder:
        paths = []
        for name, data in media.items():
            (Path(folder) / name).write_bytes(data)
            paths.append(str(Path(folder) / name))
        file = Path(folder) / "deck.apkg"
        genanki.Package(decks, media_files=paths).write_to_file(str(file), timestamp=MOMENT)
        with zipfile.ZipFile(file) as archive:
            found = {name: archive.read(name) for name in archive.namelist()}
    found["collection.anki2"] = _without_version(found["collection.anki2"])
    return zipped(found)


def _without_version(database: bytes) -> bytes:
    """A SQLite file that does not say which SQLite wrote it: readers ignore these eight bytes."""
    data = bytearray(database)
    data[_VERSION_VALID_FOR] = bytes(4)
    data[_LIBRARY_VERSION] = bytes(4)
    return bytes(data)


def _fields(question: Question, language: Language) -> list[str]:
    problem, words = question.problem, WORDS[language]
    hints = "".join(texhtml(hint) for hint in problem.hints)
    several = len(problem.parts) > 1
    answers = "".join(
        labelled(f"{words.answer}{f' ({part.id})' if several else ''}.", texhtml(answer_markup(part).strip()))
        for part in problem.parts
    )
    steps = "".join(labelled(f"{n}.", texhtml(step.text)) for n, step in enumerate(problem.steps, 1))
    source = f"{problem.slug} · {words.level} {problem.level} · {problem.seed}"
    return [question_html(problem), hints, answers, steps, source]


def question_html(problem: Problem, folder: str = "") -> str:
    """Prompt, parts, options and labels of a problem as HTML."""
    out = texhtml(on_paper(problem.prompt), folder)
    for part, fields in form(problem):
        text = texhtml(on_paper(part.prompt), folder)
        out += labelled(f"({part.id})", text) if len(problem.parts) > 1 else text
        for field in fields:
            if field.input == "code":
                continue
            if field.options:
                items = "".join(f"<li>{inline(on_paper(option), folder)}</li>" for option in field.options)
                out += f"{texhtml(field.label, folder) if field.label else ''}<ol>{items}</ol>"
            elif len(fields) > 1:
                out += texhtml(f"{field.label} …", folder)
    return out
