"""What the banks of `*-facts` outside linear algebra share: examples found by a test, and pairs told briefly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from question_bank._draw.common import TRIES, exhausted
from question_bank._statements import Example, Numbers, Pair, Shape, Statement
from quizgen.draw import Draw

SMALL = (-4, -3, -2, -1, 1, 2, 3, 4)
WITH_ZERO = (-3, -2, -1, 0, 0, 1, 2, 3)
COUNTS = (1, 2, 3, 4, 5, 6, 8, 10)
POSITIVE = (1, 2, 3, 4, 5)

Pool = Sequence[Any] | Callable[[Draw], Any]


def search(fits: Callable[..., bool], **pools: Pool) -> Callable[[Draw, Numbers], Example]:
    """Objects drawn from their pools until `fits(*objects)`, in the order of the keywords."""

    def make(draw: Draw, numbers: Numbers) -> Example:
        for _ in range(TRIES):
            found = {name: pool(draw) if callable(pool) else draw.choice(pool) for name, pool in pools.items()}
            if fits(*found.values()):
                return found
        raise exhausted("example", "the condition is too rare for its pools")

    return make


def anything(*_: Any) -> bool:
    """No condition."""
    return True


def claimed(
    says: str | tuple[str, ...],
    why: str | tuple[str, ...],
    assume: tuple[str, ...],
    claim: str,
    example: Callable[[Draw, Numbers], Example],
    trap: str,
    code: str = "",
    **options: Any,
) -> Statement:
    """A statement about objects that can be typed."""
    return Statement(_many(says), _many(why), assume, claim, example, trap, code, **options)


def reasoned(
    says: str | tuple[str, ...], why: str | tuple[str, ...], trap: str, reason: int | None = None, **options: Any
) -> Statement:
    """A statement that is refuted by a reason."""
    return Statement(_many(says), _many(why), trap=trap, reason=reason, **options)


def pair(
    name: str,
    level: int,
    opens: tuple[str, ...],
    hint: str,
    things: Mapping[str, Shape],
    true: Statement,
    false: Statement,
    **options: Any,
) -> Pair:
    """A pair with its objects named before its statements."""
    return Pair(name, level, opens, hint, true, false, things, **options)


def _many(x: str | tuple[str, ...]) -> tuple[str, ...]:
    return (x,) if isinstance(x, str) else x
