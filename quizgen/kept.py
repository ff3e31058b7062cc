"""What takes long to work out, kept in the user's cache folder under a key that says what it was worked out from.

A file that is missing, of another key or unreadable costs only the time to make it again; one that cannot be written
is not written. Everything in it can be made again: the folder may be removed at any time.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from quizgen import paths

T = TypeVar("T")


def kept(
    name: str, key: bytes, kind: type[T], make: Callable[[], T], still: Callable[[T], bool] = lambda value: True
) -> T:
    """The value made from what `key` stands for: read where it was kept and `still` holds, else made and kept."""
    held = found(name, key, kind)
    if held is not None and still(held):
        return held
    made = make()
    keep(name, key, made)
    return made


def found(name: str, key: bytes, kind: type[T]) -> T | None:
    """The value that was kept under the key; None where there is none."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        held, stamp = _path(name).read_bytes(), _stamp(key)
        if held.startswith(stamp):
            return msgspec.json.decode(held[len(stamp) :], type=kind)
    return None


def keep(name: str, key: bytes, value: object) -> None:
    """Keep a value, in the place of the one that was kept under the name before."""
    body = msgspec.json.encode(value)
    if msgspec.json.decode(body, type=type(value)) == value:  # else JSON has no word for it: a date, an infinity
        path = _path(name)
        part = path.with_name(f"{name}.{os.getpid()}.part")  # renamed when whole: two programs may write at once
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_bytes(_stamp(key) + body)
            part.replace(path)


def _path(name: str) -> Path:
    return paths.cache() / f"{name}.json"


def _stamp(key: bytes) -> bytes:
    return sha256(key).hexdigest().encode() + b"\n"
