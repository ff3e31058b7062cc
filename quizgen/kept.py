"""What takes long to work out, kept in the user's cache folder under a key that says what it was worked out from.

A file that is missing, of another key or unreadable costs only the time to make it again; one that cannot be written
is not written. Nothing of the learner's is in it: the folder may be removed at any time.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

import msgspec

from quizgen import paths

T = TypeVar("T")


def kept(
    name: str, key: bytes, kind: type[T], make: Callable[[], T], still: Callable[[T], bool] = lambda value: True
) -> T:
    """The value made from what `key` stands for: read where it was kept and `still` holds, else made and kept."""
    path = paths.cache() / f"{name}.json"
    stamp = sha256(key).hexdigest().encode() + b"\n"
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        held = path.read_bytes()
        if held.startswith(stamp):
            value = msgspec.json.decode(held[len(stamp) :], type=kind)
            if still(value):
                return value
    made = make()
    body = msgspec.json.encode(made)
    if msgspec.json.decode(body, type=kind) == made:  # not so where JSON has no word for it: a date, an infinity
        part = path.with_name(f"{name}.{os.getpid()}.part")  # renamed when whole: two programs may write at once
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_bytes(stamp + body)
            part.replace(path)
    return made
