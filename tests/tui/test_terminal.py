"""The app under a real pseudo-terminal, and what importing it costs."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path

import pytest

from quizgen.errors import QuizgenError
from tui.guard import can_draw

ROOT = Path(__file__).resolve().parents[2]
LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"
SHOWN_CURSOR = b"\x1b[?25h"
PROGRAM = """
import sys
from tests.tui.fake import FakeDesk, FakeSession, INTEGRAL
from tui.app import run
class Told(FakeSession):
    def save_draft(self, response):
        super().save_draft(response)
        open(sys.argv[1], "w").write(response["answer"])
sys.exit(run(FakeDesk(Told([INTEGRAL])), start="practice"))
"""


class Terminal:
    """A program under a pseudo-terminal."""

    def __init__(self, process: int, descriptor: int) -> None:
        self.process, self.descriptor = process, descriptor
        self.seen = b""

    def wait_for(self, text: bytes, seconds: float = 20) -> bool:
        end = time.monotonic() + seconds
        while text not in self.seen and time.monotonic() < end:
            ready, _, _ = select.select([self.descriptor], [], [], 0.1)
            if ready:
                try:
                    self.seen += os.read(self.descriptor, 65536)
                except OSError:
                    break
        return text in self.seen

    def type(self, text: str) -> None:
        os.write(self.descriptor, text.encode())

    def ended(self, seconds: float = 15) -> int | None:
        """The exit status, None while it still runs."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                return status
            self.wait_for(b"\0never", 0.05)
        return None


@contextmanager
def terminal(*arguments: str, command: Sequence[str] = (), **environ: str) -> Iterator[Terminal]:
    process, descriptor = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        os.environ.pop("NO_COLOR", None)
        os.environ.pop("ACCESSIBLE", None)
        os.environ.update({"QUIZGEN_CONFIG": os.devnull, "TERM": "xterm-256color", **environ})
        words = [*command] or [sys.executable, "-c", PROGRAM, *arguments]
        os.execv(words[0], words)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    try:
        yield Terminal(process, descriptor)
    finally:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        with suppress(OSError):
            os.close(descriptor)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_saves_the_draft_and_gives_the_terminal_back(name: str, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    with terminal(str(draft)) as shown:
        assert shown.wait_for(b"Answer")
        shown.type("3/4")
        assert shown.wait_for(b"fraction")
        os.kill(shown.process, getattr(signal, name))
        assert shown.ended() == 0
        shown.wait_for(SHOWN_CURSOR, 1)
        assert LEFT_ALTERNATE_SCREEN in shown.seen
        assert SHOWN_CURSOR in shown.seen
    assert draft.read_text() == "3/4"


def test_a_closed_terminal_ends_the_program_with_the_draft_saved(tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    with terminal(str(draft)) as shown:
        assert shown.wait_for(b"Answer")
        shown.type("3/4")
        assert shown.wait_for(b"fraction")
        os.close(shown.descriptor)
        end = time.monotonic() + 15
        while time.monotonic() < end and not os.waitpid(shown.process, os.WNOHANG)[0]:
            time.sleep(0.05)
        assert time.monotonic() < end
    assert draft.read_text() == "3/4"


def test_ctrl_q_quits_and_says_goodbye(tmp_path: Path) -> None:
    with terminal(str(tmp_path / "draft")) as shown:
        assert shown.wait_for(b"Answer")
        shown.type("3/4\r")
        assert shown.wait_for(b"Correct")
        shown.type("q")
        assert shown.ended() == 0
        assert b"1 problem done, 1 right" in shown.seen[shown.seen.index(LEFT_ALTERNATE_SCREEN) :]


def test_ctrl_c_in_a_field_quits_with_the_draft_saved(tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    with terminal(str(draft)) as shown:
        assert shown.wait_for(b"Answer")
        shown.type("3/4")
        assert shown.wait_for(b"fraction")
        shown.type("\x03")
        assert shown.ended() == 0
        shown.wait_for(SHOWN_CURSOR, 1)
        assert LEFT_ALTERNATE_SCREEN in shown.seen
    assert draft.read_text() == "3/4"


def test_import_stays_light() -> None:
    heavy = ("sympy", "numpy", "sqlite_utils", "flint", "question_bank", "markdown_it")
    code = f"import sys, tui.app; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_without_a_terminal_nothing_is_drawn() -> None:
    from tui.app import run

    assert not can_draw({"TERM": "xterm"}, StringIO(), StringIO())
    with pytest.raises(QuizgenError, match="--plain"):
        run(lambda: None)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {}, {"TERM": "xterm", "ACCESSIBLE": "1"}])
def test_a_terminal_that_cannot_draw_is_refused(environ: dict[str, str]) -> None:
    class Tty(StringIO):
        def isatty(self) -> bool:
            return True

    assert can_draw({"TERM": "xterm"}, Tty(), Tty())
    assert not can_draw(environ, Tty(), Tty())
