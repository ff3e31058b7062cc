"""Anki packages: opened as Anki opens them."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from pathlib import Path

from quizgen.exams.exports.anki import anki
from tests.engine.exams.exports.conftest import SAMPLE, sample


def opened(data: bytes, folder: Path) -> tuple[sqlite3.Connection, dict[str, bytes]]:
    """The collection and the media of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (folder / "collection.anki2").write_bytes(archive.read("collection.anki2"))
        names = json.loads(archive.read("media"))
        assert set(archive.namelist()) == {"collection.anki2", "media", *names}
        media = {name: archive.read(number) for number, name in names.items()}
    return sqlite3.connect(folder / "collection.anki2"), media


def guids(data: bytes, folder: Path) -> set[str]:
    return {guid for (guid,) in opened(data, folder)[0].execute("SELECT guid FROM notes")}


def test_notes_cards_and_media(tmp_path: Path) -> None:
    db, media = opened(anki(sample()), tmp_path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    notes = [fields.split("\x1f") for (fields,) in db.execute("SELECT flds FROM notes ORDER BY id")]
    assert len(notes) == len(sample().questions)
    assert db.execute("SELECT count(*) FROM cards").fetchone() == (len(notes),)
    shown = {name for fields in notes for text in fields for name in re.findall(r'src="([^"]+)"', text)}
    assert shown
    assert shown == set(media)
    assert all(data.startswith(b"<svg") for data in media.values())
    for question, _, answer, solution, source in notes:
        assert all((question, answer, solution, source))
        assert "$" not in re.sub(r"<pre>.*?</pre>", "", question + answer + solution, flags=re.DOTALL)
    assert any(r"\(" in fields[0] and r"\[" in fields[0] for fields in notes)
    (models,) = db.execute("SELECT models FROM col").fetchone()
    (model,) = [m for m in json.loads(models).values() if m["name"] == "quizgen"]
    assert [field["name"] for field in model["flds"]] == ["Question", "Hints", "Answer", "Solution", "Source"]
    (decks,) = db.execute("SELECT decks FROM col").fetchone()
    assert any(d["name"].startswith("quizgen::Linear algebra") for d in json.loads(decks).values())


def test_a_card_keeps_its_identity(tmp_path: Path) -> None:
    """More skills and more variants do not change what was there; another seed shares nothing."""
    small = guids(anki(sample(1, 0, SAMPLE[:3])), tmp_path)
    assert len(small) == 6
    assert small < guids(anki(sample(2, 0, SAMPLE)), tmp_path)
    assert not small & guids(anki(sample(1, 1, SAMPLE[:3])), tmp_path)


def test_same_input_same_bytes() -> None:
    assert anki(sample()) == anki(sample())
