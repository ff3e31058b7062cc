"""The picture of a problem that was left open, painted at the next start before anything slow is imported.

The question can be read in a tenth of a second, and typed under: what is typed waits in the terminal until the app is
there. The picture is kept in the cache folder, and painted only where nothing has changed since it was taken: not the
database, not the config, not the terminal, not what is to be practised.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import termios
from pathlib import Path
from typing import Any

from quizgen import config
from quizgen.kept import found, keep
from tui.desk import Wanted

NAME = "left-open"
ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"
HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
LOOKS = ("TERM", "COLORTERM", "NO_COLOR", "QUIZGEN_ASCII", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM")
"""What of the environment changes a picture."""


class LeftOpen:
    """The problem that a session left open, and the one that this session leaves."""

    def __init__(self, database: Path, wanted: Wanted) -> None:
        """`database` and what is to be practised from it."""
        self._database, self._wanted = database, wanted
        self.painted = False
        """Whether the program began with the picture."""
        self.up = False
        """Whether the terminal is not the app's yet, but the picture's."""
        self.modes: list[Any] | None = None
        """Those of the terminal before the picture."""
        self.lines: list[str] = []
        """The picture for the next start, taken by the app when it ends."""

    def paint(self) -> None:
        """Paint what was left open, where it still stands."""
        key = self._key()
        lines = found(NAME, key, list[str]) if key else None
        if lines:
            self.painted = self.up = True
            self.modes = _typing_unseen()
            for name in ("SIGTERM", "SIGHUP"):  # until the app has its own handlers for them
                signal.signal(getattr(signal, name), _end)
            rows = "".join(f"\x1b[{y};1H{line}" for y, line in enumerate(lines, 1))
            _write(ENTER + HIDE_CURSOR + rows)

    def taken_over(self) -> None:
        """The app has the terminal now, and gives it back itself."""
        self.up = False

    def close(self) -> None:
        """Give the terminal back where the app has not come so far, and keep the picture. The database is closed."""
        if self.up:
            self.up = False
            _write(LEAVE + SHOW_CURSOR)
            if self.modes is not None:
                termios.tcsetattr(_keys(), termios.TCSANOW, self.modes)
        if self.lines and (key := self._key()):
            keep(NAME, key, self.lines)

    def _key(self) -> bytes:
        """All that the picture depends on; nothing where that cannot be told, or the database is being written."""
        log = self._database.with_name(self._database.name + "-wal")
        with contextlib.suppress(OSError, ValueError):
            if not log.exists() or not log.stat().st_size:
                written, size = self._database.stat(), os.get_terminal_size(_screen())
                file = config.path(os.environ)
                settings = file.read_bytes() if file.is_file() else b""
                asked = self._wanted._replace(skills=None), sorted(self._wanted.skills or ())
                looks = [os.environ.get(name, "") for name in LOOKS]
                database = (str(self._database), written.st_mtime_ns, written.st_size)
                return repr((database, size, settings, asked, looks)).encode()
        return b""


def _end(number: int, frame: object) -> None:
    sys.exit(128 + number)


def _screen() -> int:
    """Descriptor of the stream that Textual draws on."""
    assert sys.__stderr__ is not None
    return sys.__stderr__.fileno()


def _keys() -> int:
    assert sys.__stdin__ is not None
    return sys.__stdin__.fileno()


def _write(text: str) -> None:
    with contextlib.suppress(OSError):
        os.write(_screen(), text.encode())


def _typing_unseen() -> list[Any] | None:
    """Keys pressed from now on are neither shown nor gathered into lines; returns the modes as they were."""
    try:
        before = termios.tcgetattr(_keys())
        unseen = [*before]
        unseen[0] &= ~(termios.ICRNL | termios.IXON)  # Enter and Ctrl+Q reach the app as they do once it is there
        unseen[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(_keys(), termios.TCSANOW, unseen)
    except termios.error:
        return None
    return before
