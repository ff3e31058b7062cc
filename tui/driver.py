"""A driver for terminals that may vanish: a closed window must end the program, not stop it half-way.

Textual writes in a thread of its own. When the terminal is gone the first write ends that thread, its queue fills,
and the program waits for it for ever, with the learner's draft still in memory.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO, Any

from textual.driver import Driver

from tui.left_open import ENTER, LeftOpen


class Forgiving:
    """A file whose writes go nowhere once they fail."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write, if there is still something to write to."""
        with suppress(OSError, ValueError):
            return self._file.write(text)
        return 0

    def flush(self) -> None:
        """Flush, if there is still something to flush to."""
        with suppress(OSError, ValueError):
            self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def forgiving(driver_class: type[Driver], left_open: LeftOpen | None = None) -> type[Driver]:
    """The driver, changed so that it outlives its terminal, and takes the place of what is painted there already.

    Drivers of other systems stay as they are.
    """
    if driver_class.__name__ != "LinuxDriver":
        return driver_class

    class ForgivingDriver(driver_class):  # type: ignore[misc,valid-type]
        """Writes that fail are dropped, and the end of the input is a reason to quit."""

        def __init__(self, app: Any, **options: Any) -> None:
            super().__init__(app, **options)
            file: Any = sys.__stderr__
            self._file = Forgiving(file)

        def start_application_mode(self) -> None:
            """Take the terminal; the modes to give back are those from before the picture."""
            super().start_application_mode()
            if left_open is not None and left_open.up:
                self.attrs_before = left_open.modes
                left_open.taken_over()

        def write(self, data: str) -> None:
            """Write, but do not enter the screen that is there: some terminals would clear it."""
            if not (data == ENTER and left_open is not None and left_open.up):
                super().write(data)

        def run_input_thread(self) -> None:
            """Read keys until the end of the program or of the terminal."""
            try:
                super().run_input_thread()
            except OSError:
                self._loop.call_soon_threadsafe(self._app.hang_up)

    return ForgivingDriver
