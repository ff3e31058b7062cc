"""`make bench`: speeds, measured as ratios in one run because machines are noisy. Never part of the timed tests.

`python -m tests.bench [problems] [judging] [answers] [screen] [practice] [exams]` runs all of it or the parts named.
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
from collections.abc import Callable

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello world, this is the first frame")
Hello().run()
"""


def per_second(work: Callable[[int], object], n: int) -> float:
    """Calls a second of CPU, warm."""
    work(0)
    start = time.process_time()
    for i in range(n):
        work(i)
    return n / (time.process_time() - start)


def problems() -> None:
    """Problems a second for each exercise, all levels in turn, with steps, misconceptions and JSON."""
    from quizgen.bank import discover
    from quizgen.problem import to_json

    bank = discover()
    rates = {
        slug: per_second(lambda i, e=bank[slug]: to_json(e.generate(1 + i % e.levels, 10_000 + i)), 240)
        for slug in bank
    }
    print("problems a second of CPU (aim: median at least 500, none under 50)")
    for slug, rate in sorted(rates.items(), key=lambda item: item[1]):
        print(f"  {slug:28} {rate:8.0f}")
    print(f"  median {statistics.median(rates.values()):.0f}, slowest {min(rates.values()):.0f}")


def judging() -> None:
    """Milliseconds to grade the right answer and every misconception; code, which runs a process, apart."""
    from quizgen.bank import discover
    from quizgen.contract import response_of
    from quizgen.grading import grade

    bank = discover()
    times: dict[str, list[float]] = {"code": [], "other": []}
    for slug in bank:
        seeds = 2 if slug.startswith("code-") else 40
        for seed in range(seeds):
            for level in range(1, bank[slug].levels + 1):
                problem = bank[slug].generate(level, seed)
                replies = [response_of(problem, {})]
                replies += [
                    response_of(problem, {part.id: m.answer.typed()})
                    for part in problem.parts
                    for m in part.misconceptions
                ]
                for reply in replies:
                    start = time.perf_counter()
                    grade(problem, reply)
                    kind = "code" if slug.startswith("code-") else "other"
                    times[kind].append((time.perf_counter() - start) * 1000)
    for kind, found in times.items():
        if found:
            found.sort()
            print(
                f"judging, {kind}: {len(found)} replies, median {statistics.median(found):.2f} ms, "
                f"p99 {found[int(len(found) * 0.99)]:.2f} ms, worst {found[-1]:.1f} ms"
            )


class Terminal:
    """A program in a pseudo-terminal of 24x80."""

    def __init__(self, *command: str, **env: str) -> None:
        self.start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", **env)
            os.execv(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def until(self, words: bytes, limit: float = 30) -> float:
        """Seconds from the start until the words are on the screen."""
        while words not in self.seen:
            left = self.start + limit - time.perf_counter()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise TimeoutError(f"{words!r} did not appear")
            self.seen += os.read(self.fd, 65536)
        return time.perf_counter() - self.start

    def close(self) -> None:
        """End the program, and its children with it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def screen() -> None:
    """First frame against a bare Textual program, and the first question on the screen."""
    bare, first, question = [], [], []
    for _ in range(7):
        hello = Terminal(sys.executable, "-c", HELLO)
        bare.append(hello.until(b"first frame"))
        hello.close()
        with tempfile.TemporaryDirectory() as folder:
            app = Terminal(sys.executable, "-m", "quizgen", "practice", "--db", f"{folder}/bench.db")
            first.append(app.until(b"Preparing"))
            question.append(app.until(b"Check"))
            app.close()
    b, f, q = (statistics.median(x) for x in (bare, first, question))
    print(f"first frame: bare Textual {b * 1000:.0f} ms, practice {f * 1000:.0f} ms, ratio {f / b:.2f} (aim: 1.5)")
    print(f"first question on screen: {q * 1000:.0f} ms")


def practice() -> None:
    """Recording a review against the bare SQLite transaction, opening, choosing, folding."""
    from tests.engine.practice.bench import main as practice_bench

    practice_bench()


def answers() -> None:
    """Reading and judging over the tables of replies, against sympy."""
    from tests.engine.answers.bench import main as answers_bench

    answers_bench()


def exams() -> None:
    """Variants of an exam as PDF."""
    from tests.engine.exams.bench import main as exams_bench

    exams_bench()


PARTS = {
    "problems": problems,
    "judging": judging,
    "answers": answers,
    "screen": screen,
    "practice": practice,
    "exams": exams,
}


def main() -> None:
    """Run the parts named on the command line, or all."""
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
