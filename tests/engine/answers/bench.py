"""Reading plus judging over the tables of replies, against the naive `sympy.simplify(a - b) == 0` in the same run."""

from __future__ import annotations

import signal
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from quizgen import mark
from quizgen.answers.replies import author
from quizgen.answers.syntax import Unreadable
from tests.engine.answers import table, table_hard, table_mark

SIMPLIFY_SECONDS = 5
"""The naive way is stopped after so long."""


def main() -> None:
    """Print medians, tails and the ratio."""
    rows = [(row.answer, row.response, row.options) for t in (table_mark, table_hard) for row in t.ROWS]
    for answer, response, options in rows[:50]:  # imports
        mark(answer, response, **options)
    bare = {row: _ms(lambda row=row: mark(row[0], row[1], **row[2])) for row in map(_Row, rows)}
    kinds = []
    for example in table.ROWS:
        author.cache_clear()  # a reply is read anew, as a learner's is
        kinds.append(_ms(lambda e=example: _judged(e)))
    _say("mark(answer, response), tables of replies", list(bare.values()))
    _say("answer.judge, table of kinds", kinds)
    slowest = max(bare, key=lambda row: bare[row])
    print(f"  slowest: {slowest[0][:40]!r} <- {slowest[1][:60]!r}")
    _against_simplify(bare)


class _Row(tuple[Any, ...]):
    """A row that can be a key."""

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def _judged(example: table.Example) -> None:
    with suppress(Unreadable):
        example.answer.judge({"answer": example.reply})


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _say(name: str, found: list[float]) -> None:
    found = sorted(found)
    print(
        f"{name}: {len(found)} replies, median {statistics.median(found):.2f} ms, "
        f"p99 {found[int(len(found) * 0.99)]:.1f} ms, worst {found[-1]:.0f} ms"
        " (aim: 0.5, 20, 250)"
    )


def _against_simplify(bare: dict[_Row, float]) -> None:
    """The rows that sympy's own parser takes, every eighth of them: it is slow."""
    import sympy
    from sympy.parsing.sympy_parser import (
        convert_xor,
        implicit_multiplication_application,
        parse_expr,
        standard_transformations,
    )

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError

    transformations = (*standard_transformations, implicit_multiplication_application, convert_xor)
    before = signal.signal(signal.SIGALRM, stop)
    ours, theirs, stopped = [], [], 0
    for row in list(bare)[::8]:
        answer, response, _ = row
        if set(answer + response) & set("[]{}=<>;,\\|'\n\t_") or not answer.isascii() or not response.isascii():
            continue
        signal.alarm(SIMPLIFY_SECONDS)
        start = time.perf_counter()
        try:
            pair = [parse_expr(text, transformations=transformations) for text in (answer, response)]
            sympy.simplify(pair[0] - pair[1]) == 0  # noqa: B015 - only the time counts
        except TimeoutError:
            stopped += 1
        except Exception:
            continue  # what its parser refuses is not counted
        finally:
            signal.alarm(0)
        theirs.append((time.perf_counter() - start) * 1000)
        ours.append(bare[row])
    signal.signal(signal.SIGALRM, before)
    if theirs:
        ratio = statistics.median(t / o for t, o in zip(theirs, ours, strict=True))
        print(
            f"  against sympy.simplify on {len(theirs)} of them: median {statistics.median(ours):.2f} ms against "
            f"{statistics.median(theirs):.1f} ms ({ratio:.0f} times), {stopped} stopped after {SIMPLIFY_SECONDS} s"
        )
