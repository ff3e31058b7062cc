"""Speeds of the app under a real pseudo-terminal of 24x80, against a bare Textual program in the same run.

Times are from a key written to the terminal, or from the start of the program, to the bytes that show the result. The
machine is noisy: medians, and every program in turn with the bare one.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from contextlib import suppress
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello world, this is the first frame")
Hello().run()
"""
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": os.path.join(tempfile.gettempdir(), "quizgen-bench")}
"""Programs run from bytecode, as where they are installed."""
RUNS = 7
KEYS = 60
PROBLEMS = 20


class Program:
    """A program in a pseudo-terminal."""

    def __init__(self, *command: str, **env: str) -> None:
        self.start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", **COMPILED, **env)
            os.execv(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def until(self, *words: bytes, limit: float = 60) -> float:
        """Seconds from the start, or the last `press`, until one of the words is on the screen."""
        while not any(word in self.seen for word in words):
            left = self.start + limit - time.perf_counter()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise TimeoutError(f"{words!r} did not appear; last was {self.seen[-400:]!r}")
            self.seen += os.read(self.fd, 1 << 16)
        return time.perf_counter() - self.start

    def press(self, keys: str) -> None:
        """Write keys; what was seen before is forgotten."""
        self.quiet(0.05)
        self.seen, self.start = b"", time.perf_counter()
        os.write(self.fd, keys.encode())

    def paint(self, keys: str) -> float:
        """Seconds from the keys to the first bytes drawn."""
        self.press(keys)
        select.select([self.fd], [], [], 10)
        return time.perf_counter() - self.start

    def quiet(self, seconds: float) -> None:
        """Wait until nothing was drawn for so long; at most three times as long, since a cursor blinks."""
        end = time.perf_counter() + 3 * seconds
        while time.perf_counter() < end and select.select([self.fd], [], [], seconds)[0]:
            try:
                self.seen += os.read(self.fd, 1 << 16)
            except OSError:
                return

    def megabytes(self) -> float:
        """Resident memory of the program and its children."""
        pages = 0
        for process in (self.pid, *self.children()):
            with suppress(OSError):
                pages += int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def cpu(self) -> float:
        """Seconds of CPU that the program itself has used, children not counted."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def children(self) -> list[int]:
        """Ids of its child processes."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == self.pid:
                    found.append(int(folder.name))
            except (OSError, IndexError):
                continue
        return found

    def quit(self) -> None:
        """End the program as a learner does."""
        os.write(self.fd, b"\x11")
        while self.pid not in os.waitpid(self.pid, os.WNOHANG):
            self.quiet(0.05)
        os.close(self.fd)

    def close(self) -> None:
        """End the program, and its children with it: they would take time from the next one."""
        for process in (*self.children(), self.pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
        time.sleep(0.2)


def main() -> None:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        starts(folder)
        evening(folder)


def quizgen(folder: str, database: str, *arguments: str) -> Program:
    """The real program, with a database and a config of its own."""
    env = {"QUIZGEN_DB": f"{folder}/{database}.db", "QUIZGEN_CONFIG": f"{folder}/config.toml"}
    return Program(sys.executable, "-m", "quizgen", *arguments, **env)


NAMES = ("bare", "home", "day", "frame", "new", "open", "app", "memory", "bare cpu", "home cpu", "frame cpu")


def starts(folder: str) -> None:
    """First frames, and the first question: new, and one that was open when the program was left."""
    found: dict[str, list[float]] = {name: [] for name in NAMES}
    for run in range(-1, RUNS):  # the first of them compiles
        if run == 0:
            found = {name: [] for name in found}
        hello = Program(sys.executable, "-c", BARE)
        found["bare"].append(hello.until(b"first frame"))
        found["bare cpu"].append(hello.cpu())
        hello.quiet(0.2)
        found["memory"].append(hello.megabytes())
        hello.close()
        name = f"start{run}"
        app = quizgen(folder, name, "practice")
        found["frame"].append(app.until(b"Preparing"))
        found["frame cpu"].append(app.cpu())
        found["new"].append(app.until(b"Check", b"Choose"))
        app.quiet(1.0)
        app.quit()
        app = quizgen(folder, name, "practice")
        found["open"].append(app.until(b"Check", b"Choose"))
        app.seen = app.seen.rpartition(b"Check")[2]
        found["app"].append(app.until(b"Check", b"Choose"))
        app.quiet(0.2)
        app.close()
        app = quizgen(folder, name)
        found["home"].append(app.until(b"Preparing"))
        found["home cpu"].append(app.cpu())
        found["day"].append(app.until(b"Left open"))
        app.close()
    ms = {name: statistics.median(times) * 1000 for name, times in found.items()}
    ratio, home = ms["frame"] / ms["bare"], ms["home"] / ms["bare"]
    print(f"first frame: bare Textual {ms['bare']:.0f} ms; practice {ms['frame']:.0f} ms, ratio {ratio:.2f} (aim 1.3);")
    print(f"  home {ms['home']:.0f} ms, ratio {home:.2f} (aim 1.3); the day on it {ms['day']:.0f} ms")
    frame, home = ms["frame cpu"] / ms["bare cpu"], ms["home cpu"] / ms["bare cpu"]
    print(f"  of the program's own CPU time, which others do not disturb: ratios {frame:.2f} and {home:.2f}")
    print(f"first question: a new one {ms['new']:.0f} ms (aim 1000)")
    print(f"  one that was left open {ms['open']:.0f} ms as a picture (aim 500), {ms['app']:.0f} ms in the app")
    print(f"memory of bare Textual: {ms['memory'] / 1000:.0f} MB")


def evening(folder: str) -> None:
    """Keys, verdicts and next problems of a session; memory at its end."""
    app = quizgen(folder, "evening", "practice", "--skill", "la-inverse", "--limit", str(PROBLEMS))
    app.until(b"Check")
    app.quiet(1.5)
    idle = [app.paint("7" if at % 2 == 0 else "\x7f") for at in range(KEYS)]
    busy = keys_while_working(folder)
    app.press("\x1bOS")  # F4: the solution
    app.until(b"Next")
    verdicts, nexts = [], []
    for _ in range(PROBLEMS - 2):
        app.quiet(0.6)  # the next problem is prepared while this one is read
        app.press("n")
        nexts.append(app.until(b"Check"))
        app.quiet(0.3)
        app.press("\x1b[200~[1, 0; 0, 1]\x1b[201~")
        app.quiet(0.3)
        app.press("\x1b[15~")  # F5
        verdicts.append(app.until(b"I was right", b"Next"))
    memory = app.megabytes()
    app.close()
    for name, times, aim in (
        ("key to paint, idle", idle, "12, p95 30"),
        ("key to paint while the worker computes", busy, "12, p95 30"),
        ("Enter to verdict", verdicts, "60"),
        ("next problem", nexts, "50"),
    ):
        print(f"{name}: median {1000 * statistics.median(times):.1f} ms, p95 {1000 * late(times):.1f} ms (aim {aim})")
    print(f"memory after {PROBLEMS - 1} problems, worker included: {memory:.0f} MB")


def keys_while_working(folder: str) -> list[float]:
    """Key to paint while another process computes as the worker does."""
    app = quizgen(folder, "busy", "practice", "--skill", "la-inverse")
    app.until(b"Check")
    app.quiet(1.5)
    work = Program(sys.executable, "-c", WORK)
    work.until(b"working")
    times = [app.paint("7" if at % 2 == 0 else "\x7f") for at in range(KEYS)]
    work.close()
    app.close()
    return times


WORK = """
from quizgen.bank import discover
bank = discover()
print("working", flush=True)
seed = 0
while True:
    seed += 1
    bank["dec-svd"].generate(2, seed)
"""


def late(times: list[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
