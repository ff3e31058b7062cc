"""One line of JSON in, one line out: what `quizgen mark` reads and writes."""

from __future__ import annotations

import time
from typing import Any

import msgspec
from msgspec import Struct

from quizgen.marking import MarkError, mark

LONGEST_LINE = 1_000_000
"""Bytes of a line that is read; longer ones get an error line."""


class Line(Struct):
    """A line of input. Other fields are ignored, so that a spreadsheet may carry more columns."""

    answer: str | int | float
    response: str | int | float | None
    """null counts as nothing typed."""
    id: Any = None
    kind: str = "auto"
    variables: list[str] | None = None
    domain: dict[str, str] = {}
    options: dict[str, Any] = {}


class Marked(Struct, omit_defaults=False):
    """A line of output."""

    id: Any
    outcome: str
    score: float
    code: str
    message: str
    reads_as: str
    column: int | None
    ms: float


class Refused(Struct):
    """The output for a line that cannot be marked: the fields of Marked, and `error`."""

    id: Any
    error: str
    code: str
    outcome: str = "undecided"
    score: float = 0.0
    message: str = ""
    reads_as: str = ""
    column: int | None = None
    ms: float = 0.0


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)


def marked_line(line: bytes) -> bytes:
    """The output for one line of input, without its line end. Never raises."""
    start = time.perf_counter()
    try:
        asked = _decoder.decode(line)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        return refused_line(_id_of(line), _reason(error), "error:line")
    try:
        made = mark(
            _text(asked.answer),
            _text(asked.response),
            kind=asked.kind,
            variables=asked.variables,
            domain=asked.domain,
            **asked.options,
        )
    except MarkError as error:
        return refused_line(asked.id, str(error), f"error:{error.code}")
    except TypeError as error:
        return refused_line(asked.id, f"the options cannot be used: {error}", "error:option")
    except Exception as error:  # one bad line must not end the others
        return refused_line(asked.id, f"this could not be judged ({type(error).__name__})", "error:internal")
    ms = round((time.perf_counter() - start) * 1000, 3)
    fields = (made.outcome, made.score, made.code, made.message, made.reads_as, made.column, ms)
    return _encoded(Marked(asked.id, *fields))


def _text(value: str | float | None) -> str:
    """A JSON number as text."""
    return value if isinstance(value, str) else "" if value is None else repr(value)


def _encoded(reply: Marked | Refused) -> bytes:
    try:
        return _encoder.encode(reply)
    except Exception:  # text that is no Unicode, such as half a surrogate pair
        return _encoder.encode(Refused(None, "this line holds text that is no Unicode", "error:line"))


def _reason(error: Exception) -> str:
    text = str(error) if isinstance(error, msgspec.ValidationError) else "this is not JSON"
    return f"the line cannot be used: {text}"


def _id_of(line: bytes) -> Any:
    """The id of a line that is JSON but lacks something."""
    try:
        found = msgspec.json.decode(line)
        return found.get("id") if isinstance(found, dict) else None
    except Exception:
        return None


def refused_line(id: Any, error: str, code: str) -> bytes:
    """An error line."""
    return _encoded(Refused(id, error, code, message=error))


def timed_out_line(line: bytes, seconds: float) -> bytes:
    """The output for a line whose judging hung."""
    message = f"Judging took longer than {seconds:g} s and was stopped; please compare."
    return _encoded(Marked(_id_of(line), "undecided", 0.0, "undecided:timeout", message, "", None, seconds * 1000))


def crashed_line(line: bytes) -> bytes:
    """The output for a line whose judging ended its process."""
    return refused_line(_id_of(line), "the process that judged this line crashed", "error:crashed")
