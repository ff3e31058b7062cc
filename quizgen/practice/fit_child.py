"""The process that fits: [[rating, day], ...] of each skill in, as JSON on stdin; 21 weights out."""

from __future__ import annotations

import sys

import msgspec
from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview


def items(history: list[tuple[int, int]]) -> list[FSRSItem]:
    """A history as training has it: each beginning of it that ends in a review on a later day than the one before."""
    found: list[FSRSItem] = []
    so_far: list[FSRSReview] = []
    last = history[0][1] if history else 0
    for rating, day in history:
        elapsed = max(0, day - last)
        last = max(last, day)
        so_far.append(FSRSReview(rating, elapsed))
        if elapsed > 0:
            found.append(FSRSItem(list(so_far)))
    return found


def main() -> None:
    """Read, fit, write."""
    histories = msgspec.json.decode(sys.stdin.buffer.read(), type=list[list[tuple[int, int]]])
    training = [item for history in histories for item in items(history)]
    try:
        weights = FSRS([]).compute_parameters(training)
    except ValueError:  # too few for it
        weights = DEFAULT_PARAMETERS
    sys.stdout.buffer.write(msgspec.json.encode([float(w) for w in weights]))


if __name__ == "__main__":
    main()
