"""Documents as files: the ending says the format. A file appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from quizgen.errors import QuizgenError
from quizgen.exams import document as documents
from quizgen.exams.document import Document
from quizgen.exams.pdf import pdf
from quizgen.exams.plain import markdown
from quizgen.exams.tex import files, tex
from quizgen.exams.web import web

FORMATS: dict[str, Callable[[Document], bytes]] = {
    ".pdf": pdf,
    ".tex": lambda document: tex(document).encode(),
    ".html": lambda document: web(document).encode(),
    ".md": lambda document: markdown(document).encode(),
    ".json": documents.to_json,
}


def rendered(document: Document, suffix: str) -> bytes:
    """The document in the format of a file's ending. Raises QuizgenError for another ending."""
    if suffix.lower() not in FORMATS:
        raise QuizgenError(f"the file's ending says the format: {', '.join(FORMATS)}; {suffix or 'none'} is none")
    return FORMATS[suffix.lower()](document)


def write(document: Document, path: Path) -> list[Path]:
    """Write the document, and the pictures of a .tex file beside it; the files written.

    Raises QuizgenError when the format is unknown or the file cannot be written; then nothing is left behind.
    """
    made = {path.name: rendered(document, path.suffix)}
    if path.suffix.lower() == ".tex":
        made |= files(document)
    for name, data in made.items():
        write_bytes(path.with_name(name), data)
    return [path.with_name(name) for name in made]


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises QuizgenError saying why it cannot be written."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(data)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise QuizgenError(f"{path} cannot be written: {os.strerror(error.errno or 0)}") from None


def read_logo(path: Path | None) -> tuple[bytes, str]:
    """A logo's bytes and name. Raises QuizgenError when it cannot be read or is of no known kind."""
    from quizgen.exams.pdf import LOGOS

    if path is None:
        return b"", ""
    if path.suffix.lower() not in LOGOS:
        raise QuizgenError(f"a logo is one of {', '.join(LOGOS)}, and {path.name} is not")
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise QuizgenError(f"the logo {path} cannot be read: {os.strerror(error.errno or 0)}") from None
