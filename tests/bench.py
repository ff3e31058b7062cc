"""`make bench`: speeds, measured as ratios in one run because machines are noisy. Never part of the timed tests.

`python -m tests.bench [problems] [judging] [answers] [screen] [practice] [exams]` runs all of it or the parts named.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable


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


def screen() -> None:
    """The app under a real pseudo-terminal, against a bare Textual program."""
    from tests.tui.bench import main as screen_bench

    screen_bench()


def practice() -> None:
    """Recording a review against the bare SQLite transaction, opening, choosing, folding."""
    from tests.engine.practice.bench import main as practice_bench

    practice_bench()


def answers() -> None:
    """Reading and judging over the tables of replies, against sympy."""
    from tests.engine.answers.bench import main as answers_bench

    answers_bench()


def exams() -> None:
    """Variants of an exam as PDF, and their problems in the formats of `quizgen export`."""
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
