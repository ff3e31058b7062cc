"""Is this a terminal that a screen can be drawn on? Light to import: line mode asks first."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import IO


def can_draw(
    environ: Mapping[str, str] = os.environ, stdin: IO[str] | None = None, stderr: IO[str] | None = None
) -> bool:
    """True when keys can be read and a screen drawn (Textual draws on standard error), and nobody asked for lines.

    Without a terminal Textual would wait for keys for ever; `ACCESSIBLE=1` asks for the line mode.
    """
    if environ.get("TERM", "") in ("dumb", "") and os.name == "posix":
        return False
    if environ.get("ACCESSIBLE", "") not in ("", "0"):
        return False
    return all(stream is not None and stream.isatty() for stream in (stdin or sys.stdin, stderr or sys.stderr))
