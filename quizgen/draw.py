"""Draw: the seeded stream that every random choice of an exercise comes from.

The stream is SHA-256 in counter mode over the words it was made from, and integers are taken from its bits
by rejection, so the same words give the same draws on every machine, Python release and hash seed. No
library's random generator is used: their streams may change between releases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_BLOCK_BITS = 256


class Draw:
    """A stream of random choices, fixed by its words.

    `Draw("la-inverse", 1, 2, 7)` is the stream of that slug, version, level and seed. A named child stream
    (`draw.child("b")`) depends on the words alone, not on what was drawn before.
    """

    __slots__ = ("_bits", "_block", "_key", "_left", "words")

    def __init__(self, *words: str | int) -> None:
        self.words = words
        # Length-prefixed, so that ("ab", "c") and ("a", "bc") are different streams.
        text = "".join(f"{len(w)}:{w};" for w in map(str, words))
        self._key = hashlib.sha256(text.encode()).digest()
        self._block = 0
        self._bits = 0
        self._left = 0

    def child(self, *words: str | int) -> Draw:
        """The stream named `words` below this one."""
        return Draw(*self.words, "/", *words)

    def bits(self, n: int) -> int:
        """The next n bits of the stream as an integer in [0, 2^n)."""
        if n < 0:
            raise ValueError("a number of bits is at least 0")
        while self._left < n:
            block = hashlib.sha256(self._key + self._block.to_bytes(8, "big")).digest()
            self._block += 1
            self._bits = (self._bits << _BLOCK_BITS) | int.from_bytes(block, "big")
            self._left += _BLOCK_BITS
        self._left -= n
        taken = self._bits >> self._left
        self._bits &= (1 << self._left) - 1
        return taken

    def below(self, n: int) -> int:
        """A uniform integer in [0, n). Raises ValueError unless n >= 1."""
        if n < 1:
            raise ValueError("there is no integer in an empty range")
        width = (n - 1).bit_length()
        # Each try succeeds with probability above a half: a run of 200 refusals does not happen.
        while True:
            value = self.bits(width)
            if value < n:
                return value

    def integer(self, low: int, high: int, *, nonzero: bool = False, avoid: Sequence[int] = ()) -> int:
        """A uniform integer in [low, high], both ends included, without 0 if `nonzero` and without `avoid`."""
        if not nonzero and not avoid:
            return low + self.below(high - low + 1)
        allowed = [x for x in range(low, high + 1) if not (nonzero and x == 0) and x not in avoid]
        return self.choice(allowed)

    def choice(self, items: Sequence[T]) -> T:
        """One of `items`, uniformly."""
        return items[self.below(len(items))]

    def sample(self, items: Sequence[T], k: int) -> list[T]:
        """k different items in random order. Raises ValueError when there are not so many."""
        if not 0 <= k <= len(items):
            raise ValueError(f"there are not {k} items among {len(items)}")
        pool = list(items)
        for i in range(k):
            j = i + self.below(len(pool) - i)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:k]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All items in random order."""
        return self.sample(items, len(items))

    def weighted(self, items: Sequence[T], weights: Sequence[int]) -> T:
        """One of `items` with probability proportional to its integer weight."""
        if len(items) != len(weights) or min(weights) < 0:
            raise ValueError("every item needs a weight of at least 0")
        at = self.below(sum(weights))
        for item, weight in zip(items, weights, strict=True):
            at -= weight
            if at < 0:
                return item
        raise AssertionError("unreachable: the weights add up")

    def flip(self) -> bool:
        """True or False, evenly."""
        return bool(self.bits(1))

    def sign(self) -> int:
        """1 or -1, evenly."""
        return 1 if self.flip() else -1
