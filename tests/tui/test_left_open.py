"""The picture of what was left open: painted only where it still stands, typed under, always taken down."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.test_terminal import LEFT_ALTERNATE_SCREEN, SHOWN_CURSOR, Terminal, terminal

ENTERED = b"\x1b[?1049h"
TEXTUAL = b"\x1b[?1004h"
"""What Textual writes when it takes the terminal."""
PROGRAM = """
import sys, time
from pathlib import Path
from tui.desk import Wanted
from tui.left_open import LeftOpen
left = LeftOpen(Path(sys.argv[1]), Wanted(limit=int(sys.argv[3])))
try:
    left.paint()
    print("ready", flush=True)
    if sys.argv[2] == "keep":
        left.lines = ["one", "two"]
    elif sys.argv[2] == "wait":
        time.sleep(30)
    elif sys.argv[2] == "fail":
        raise SystemExit("the app cannot be made")
finally:
    left.close()
"""


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., tuple[str, ...]]:
    """A command that paints, then does something: keep, wait, fail."""
    (tmp_path / "db").write_bytes(b"log")
    return lambda then, limit=3: (sys.executable, "-c", PROGRAM, str(tmp_path / "db"), then, str(limit))


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    config, cache = tmp_path / "c.toml", tmp_path / "cache"
    return {"XDG_CACHE_HOME": str(cache), "HOME": str(tmp_path), "QUIZGEN_CONFIG": str(config)}


def output(command: tuple[str, ...], environ: dict[str, str]) -> bytes:
    with terminal(command=command, **environ) as shown:
        assert shown.wait_for(b"ready")
        assert shown.ended() is not None
        shown.wait_for(b"\0never", 0.1)
        return shown.seen


def touched(folder: Path, environ: dict[str, str]) -> dict[str, str]:
    os.utime(folder / "db", (1, 1))
    return environ


def being_written(folder: Path, environ: dict[str, str]) -> dict[str, str]:
    (folder / "db-wal").write_bytes(b"more")
    return environ


def gone(folder: Path, environ: dict[str, str]) -> dict[str, str]:
    (folder / "db").unlink()
    return environ


def configured(folder: Path, environ: dict[str, str]) -> dict[str, str]:
    (folder / "c.toml").write_text('theme = "quizgen-light"\n')
    return environ


def colourless(folder: Path, environ: dict[str, str]) -> dict[str, str]:
    return {**environ, "COLORTERM": "none of the usual"}


@pytest.mark.parametrize("change", [touched, being_written, gone, configured, colourless])
def test_what_has_changed_is_not_painted(
    change: Callable[[Path, dict[str, str]], dict[str, str]],
    tmp_path: Path,
    program: Callable[..., tuple[str, ...]],
    environ: dict[str, str],
) -> None:
    output(program("keep"), environ)
    assert b"two" in output(program("fail"), environ)
    seen = output(program("fail"), change(tmp_path, environ))
    assert b"two" not in seen
    assert ENTERED not in seen


def test_something_else_to_practise_is_not_painted(
    program: Callable[..., tuple[str, ...]], environ: dict[str, str]
) -> None:
    output(program("keep"), environ)
    assert b"two" not in output(program("fail", 4), environ)


def test_a_terminal_of_another_size_is_not_painted(
    program: Callable[..., tuple[str, ...]], environ: dict[str, str]
) -> None:
    output(program("keep"), environ)
    late = "import time; time.sleep(0.5); exec(PROGRAM)".replace("PROGRAM", repr(PROGRAM))
    with terminal(command=(sys.executable, "-c", late, *program("fail")[3:]), **environ) as shown:
        fcntl.ioctl(shown.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        assert shown.wait_for(b"ready")
        assert b"two" not in shown.seen


@pytest.mark.parametrize("cut", [0, 40, 66, 70])
def test_a_damaged_picture_is_not_painted(
    cut: int, tmp_path: Path, program: Callable[..., tuple[str, ...]], environ: dict[str, str]
) -> None:
    output(program("keep"), environ)
    [file] = tmp_path.glob("**/left-open.json")
    file.write_bytes(file.read_bytes()[:cut])
    assert ENTERED not in output(program("fail"), environ)


def modes(shown: Terminal) -> list[object]:
    return termios.tcgetattr(shown.descriptor)[:4]


@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_under_the_picture_gives_the_terminal_back(
    end: str, program: Callable[..., tuple[str, ...]], environ: dict[str, str]
) -> None:
    output(program("keep"), environ)
    with terminal(command=program("wait"), **environ) as shown:
        before = modes(shown)
        assert shown.wait_for(b"ready")
        assert b"two" in shown.seen
        assert modes(shown) != before
        os.kill(shown.process, getattr(signal, end))
        assert shown.ended() not in (None, 0)
        shown.wait_for(b"\0never", 0.1)
        assert shown.seen.index(LEFT_ALTERNATE_SCREEN) < shown.seen.index(SHOWN_CURSOR)
        assert modes(shown) == before


def test_a_program_that_fails_under_the_picture_gives_the_terminal_back(
    program: Callable[..., tuple[str, ...]], environ: dict[str, str]
) -> None:
    output(program("keep"), environ)
    seen = output(program("fail"), environ)
    assert seen.index(b"two") < seen.index(LEFT_ALTERNATE_SCREEN) < seen.index(b"the app cannot be made")


def test_the_question_left_open_is_there_at_once_and_takes_what_is_typed(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    command = (sys.executable, "-m", "quizgen", "practice", "--skill", "geo-dot-product", "--db", str(tmp_path / "db"))
    with terminal(command=command, **environ) as shown:
        assert shown.wait_for(b"Check")
        assert shown.seen.index(TEXTUAL) < shown.seen.index(b"Check")
        shown.type("\x11")
        assert shown.ended() == 0
    with terminal(command=command, **environ) as shown:
        before = modes(shown)
        assert shown.wait_for(b"Check")
        shown.type("71\x7f4")
        assert shown.wait_for(b"74")
        assert shown.seen.index(b"Check") < shown.seen.index(TEXTUAL)
        assert shown.seen.count(ENTERED) == 1
        shown.type("\x11")
        assert shown.ended() == 0
        shown.wait_for(b"\0never", 0.1)
        assert shown.seen.count(LEFT_ALTERNATE_SCREEN) == 1
        assert modes(shown) == before
    with terminal(command=command, **environ) as shown:  # the draft is part of the next picture
        assert shown.wait_for(b"Check")
        assert shown.seen.index(b"74") < shown.seen.index(TEXTUAL) if TEXTUAL in shown.seen else b"74" in shown.seen
