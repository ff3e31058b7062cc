"""A collection in any of the formats, as bytes."""

from __future__ import annotations

from collections.abc import Callable

from quizgen.errors import QuizgenError
from quizgen.exams.exports.collection import Collection, Progress


def _moodle(collection: Collection, progress: Progress) -> bytes:
    from quizgen.exams.exports.moodle import moodle

    return moodle(collection, progress)


def _qti(collection: Collection, progress: Progress) -> bytes:
    from quizgen.exams.exports.qti import qti

    return qti(collection, progress)


def _anki(collection: Collection, progress: Progress) -> bytes:
    from quizgen.exams.exports.anki import anki

    return anki(collection, progress)


def _page(name: str) -> Callable[[Collection, Progress], bytes]:
    def write(collection: Collection, progress: Progress) -> bytes:
        from quizgen.exams.exports import pages

        made: bytes = getattr(pages, name)(collection)
        progress(len(collection.questions))
        return made

    return write


FORMATS: dict[str, Callable[[Collection, Progress], bytes]] = {
    "moodle": _moodle,
    "qti": _qti,
    "anki": _anki,
    "html": _page("html"),
    "md": _page("markdown"),
    "json": _page("json"),
}
"""Name -> the function that writes it; each imports what it needs when it is called."""


def rendered(collection: Collection, fmt: str, progress: Progress = lambda done: None) -> bytes:
    """The collection in a format of `FORMATS`. Raises QuizgenError for another."""
    if fmt not in FORMATS:
        raise QuizgenError(f"the formats are {', '.join(FORMATS)}, and {fmt!r} is none of them")
    return FORMATS[fmt](collection, progress)
