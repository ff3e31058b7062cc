"""A small run of the fuzzer; a large one is `python -m tests.fuzz --inputs 200000`."""

from __future__ import annotations

from tests import fuzz


def test_two_thousand_inputs() -> None:
    report = fuzz.run(2_000, seed=7)
    assert report.errors == []
    assert report.slowest[0] < fuzz.SLOW
    assert sum(report.outcomes.values()) == 2_000
    assert report.outcomes["unreadable"] < 1_900
    assert report.outcomes["correct"] > 5
