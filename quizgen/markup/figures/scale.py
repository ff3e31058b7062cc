"""Round ticks on an axis, printed exactly."""

from __future__ import annotations

from math import ceil, floor
from typing import NamedTuple

MINUS = "\N{MINUS SIGN}"


class Tick(NamedTuple):
    """A round number within a range and how it is printed."""

    at: float
    text: str


def ticks(low: float, high: float, most: int) -> tuple[Tick, ...]:
    """At most `most` (2 or more) multiples of 1, 2 or 5 times a power of ten in [low, high]."""
    exponent = -8
    while True:
        for factor in (1, 2, 5):
            step = factor * 10**exponent if exponent >= 0 else factor / 10**-exponent
            first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
            if last - first < most:
                return tuple(Tick(k * step, decimal(k * factor, exponent)) for k in range(first, last + 1))
        exponent += 1


def decimal(n: int, exponent: int) -> str:
    """n times ten to the exponent, as few digits as it needs."""
    sign = MINUS if n < 0 else ""
    digits = str(abs(n))
    if exponent >= 0:
        whole = digits + "0" * exponent if n else "0"
        return sign + whole if exponent < 6 else f"{sign}{digits}e{exponent}" if n else "0"
    digits = digits.rjust(1 - exponent, "0")
    return (sign + digits[:exponent] + "." + digits[exponent:]).rstrip("0").rstrip(".")
