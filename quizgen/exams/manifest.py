"""The manifest of an exam: every problem whole, who got what, the hash of every file. Marking needs nothing else."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from quizgen import __version__
from quizgen.errors import QuizgenError
from quizgen.exams.balance import Balanced
from quizgen.exams.blueprint import Blueprint
from quizgen.problem import Problem, from_json, to_json

NAME = "manifest.json"
FORMAT = 1


class Entry(Struct, frozen=True, omit_defaults=True):
    """One problem of one student."""

    item: str
    """The blueprint's id of the item."""
    number: int
    """Its number on the page, from 1."""
    problem: str
    """Hash of the problem, its key in `problems`."""
    points: tuple[float, ...]
    """Of each part."""
    scheme: tuple[float, ...] = ()
    """Of each step."""
    load: float = 0.0
    """How hard the instance is by its features, against the others of the item (see `balance`)."""


class Paper(Struct, frozen=True, omit_defaults=True):
    """One student's booklet."""

    student: str
    code: str
    entries: tuple[Entry, ...]
    name: str = ""
    seat: str = ""
    form: str = ""
    file: str = ""
    """The PDF, relative to the manifest."""

    def entry(self, item: str) -> Entry | None:
        """The entry of an item, or of a number on the page; None where there is none."""
        return next((e for e in self.entries if item.lower() in (e.item.lower(), str(e.number))), None)


class Manifest(Struct, frozen=True, omit_defaults=True):
    """An exam as it was given."""

    blueprint: Blueprint
    seed: int
    papers: tuple[Paper, ...]
    problems: dict[str, Problem]
    """Every problem by its hash."""
    files: dict[str, str]
    """SHA-256 of every file of the folder but the manifest."""
    balance: tuple[Balanced, ...] = ()
    forms: int = 0
    quizgen: str = __version__
    format: int = FORMAT
    hash: str = ""
    """SHA-256 of the manifest with this field empty."""

    def paper(self, student: str) -> Paper | None:
        """The booklet of a student, by id or by code where only one has it."""
        found = next((p for p in self.papers if p.student.lower() == student.lower()), None)
        if found:
            return found
        coded = [p for p in self.papers if p.code == student]
        return coded[0] if len(coded) == 1 else None


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Manifest)


def canonical(problem: Problem) -> Problem:
    """The problem as it comes out of its JSON.

    msgspec leaves a default out of the JSON when it is the very object of the class; a string that came from another
    process is equal but another object, and would be written.
    """
    return from_json(to_json(problem))


def problem_hash(problem: Problem) -> str:
    """SHA-256 of a problem's canonical JSON."""
    return hashlib.sha256(to_json(problem)).hexdigest()


def sealed(manifest: Manifest) -> Manifest:
    """The manifest with its hash."""
    return msgspec.structs.replace(manifest, hash=_own_hash(manifest))


def _own_hash(manifest: Manifest) -> str:
    return hashlib.sha256(_ENCODER.encode(msgspec.structs.replace(manifest, hash=""))).hexdigest()


def to_bytes(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return _ENCODER.encode(manifest) + b"\n"


def read(path: Path) -> Manifest:
    """The manifest of a file or of an exam's folder, its hashes checked. Raises QuizgenError saying what is wrong."""
    if path.is_dir():
        path = path / NAME
    try:
        data = path.read_bytes()
    except OSError as error:
        raise QuizgenError(f"the manifest {path} cannot be read: {os.strerror(error.errno or 0)}") from None
    try:
        manifest = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise QuizgenError(f"{path} is damaged, or no manifest of quizgen: {error}") from None
    faults = list(damage(manifest))
    if faults:
        raise QuizgenError(f"{path} was changed after the exam was made: {faults[0]}")
    return manifest


def damage(manifest: Manifest) -> Iterator[str]:
    """A sentence for everything in the manifest that does not fit together."""
    if manifest.format != FORMAT:
        yield f"its format is {manifest.format}, and this quizgen reads {FORMAT}"
    for name, problem in manifest.problems.items():
        if problem_hash(problem) != name:
            yield f"the problem {problem.slug} (seed {problem.seed}) does not have its hash {name[:12]}"
    for paper in manifest.papers:
        for entry in paper.entries:
            if entry.problem not in manifest.problems:
                yield f"problem {entry.number} of {paper.student} is missing"
    if manifest.hash != _own_hash(manifest):
        yield "its own hash does not agree"


def verify(path: Path) -> Iterator[str]:
    """A sentence for every file that is missing, changed or not listed beside a manifest; none when all agrees."""
    manifest = read(path)
    folder = path if path.is_dir() else path.parent
    for name, wanted in sorted(manifest.files.items()):
        file = folder / name
        if not file.is_file():
            yield f"{name} is missing"
        elif file_hash(file) != wanted:
            yield f"{name} is not the file that was made"
    listed = {*manifest.files, NAME}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and name not in listed:
            yield f"{name} does not belong to the exam"


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
