"""Where expressions are compared: domains, and sample points in them drawn from a hash.

Points are rational, so that exact arithmetic stays exact, and slightly off every round number, so that holes
and coincidences at special points do not decide anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from flint import fmpq

from quizgen.errors import QuizgenError
from quizgen.exact import Matrix


class Stream:
    """Bits from SHA-256 of a seed and a counter: the same on every machine."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._count = 0
        self._bits = b""

    def below(self, n: int) -> int:
        """A number from 0 to n-1; its bias is below n / 2^(8 (bytes of n + 1))."""
        size = (n.bit_length() + 7) // 8 + 1
        while len(self._bits) < size:
            self._bits += sha256(self._seed + self._count.to_bytes(4, "big")).digest()
            self._count += 1
        taken, self._bits = self._bits[:size], self._bits[size:]
        return int.from_bytes(taken, "big") % n


class Piece(NamedTuple):
    """The numbers from `low` to `high`; None is infinite."""

    low: fmpq | None
    high: fmpq | None

    def holds(self, x: fmpq) -> bool:
        """True when x lies strictly inside."""
        return (self.low is None or x > self.low) and (self.high is None or x < self.high)


class Domain(NamedTuple):
    """Where a variable lives: open pieces, or the whole numbers in them."""

    pieces: tuple[Piece, ...]
    whole: bool = False

    def holds(self, x: fmpq) -> bool:
        """True when x lies in the domain (not on an end)."""
        return any(piece.holds(x) for piece in self.pieces)


REAL = Domain((Piece(None, None),))
_ZERO = fmpq(0)
_WORDS = {
    "": REAL,
    "real": REAL,
    "nonzero": Domain((Piece(None, _ZERO), Piece(_ZERO, None))),
    "positive": Domain((Piece(_ZERO, None),)),
    "nonnegative": Domain((Piece(_ZERO, None),)),
    "negative": Domain((Piece(None, _ZERO),)),
    "nonpositive": Domain((Piece(None, _ZERO),)),
    "probability": Domain((Piece(_ZERO, fmpq(1)),)),
    "integer": Domain((Piece(None, None),), whole=True),
    "natural": Domain((Piece(_ZERO, None),), whole=True),
    "positive integer": Domain((Piece(_ZERO, None),), whole=True),
    "nonnegative integer": Domain((Piece(fmpq(-1), None),), whole=True),
}


@lru_cache(maxsize=256)
def domain(text: str) -> Domain:
    """A domain from its name ("real", "positive", "nonzero", "integer", ...) or from intervals: "(0, 1)".

    Raises QuizgenError for an empty one and Unreadable for what cannot be read.
    """
    word = text.strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    from quizgen.answers.regions import written

    pieces = tuple(
        Piece(_rational(span.value(span.low), above=True), _rational(span.value(span.high), above=False))
        for span in written(text)
    )
    if not pieces:
        raise QuizgenError(f"the domain {text!r} is empty")
    return Domain(pieces)


def _rational(end: Any, above: bool) -> fmpq | None:
    """An end as a rational, rounded into the interval; None for an infinite one."""
    if end is None or isinstance(end, fmpq):
        return end
    edge = end.upper() if above else end.lower()
    man, exp = edge.man_exp()
    return fmpq(man) * fmpq(2) ** int(exp)


# --- points ------------------------------------------------------------------------------------------------

MAGNITUDES = (fmpq(37, 10), fmpq(1, 7), fmpq(20), fmpq(1), fmpq(1, 1000), fmpq(3, 5))
WIDE = tuple(
    [fmpq(10) ** k for k in (-9, -6, -4, -3, -2, 2, 3, 4, 6, 9)]
    + [fmpq(round(1000 * 1.25**k), 20_000) for k in range(32)]
)
"""Powers of ten, and every quarter from 1/20 to 50, for expressions that may branch anywhere."""
SHARES = (fmpq(1, 2), fmpq(1, 7), fmpq(6, 7), fmpq(1, 1000), fmpq(999, 1000), fmpq(3, 10), fmpq(2, 3))
MANY_SHARES = tuple(fmpq(2 * i + 1, 50) for i in range(25))
WHOLE = (1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 25, 40)


def points(
    names: Sequence[str],
    domains: Mapping[str, Domain],
    numbers: Sequence[fmpq],
    stream: Stream,
    dense: bool = False,
) -> Iterator[dict[str, fmpq]]:
    """Sample points: every sign pattern (up to five variables), several magnitudes, near the given numbers.

    First one that is cheap to make: it settles nearly every comparison of what differs.
    """
    if not dense:
        first = {name: _quick(domains.get(name, REAL), stream) for name in names}
        if all(x is not None for x in first.values()):
            yield {name: x for name, x in first.items() if x is not None}
    cells = [_cells(domains.get(name, REAL), numbers, stream, dense) for name in names]
    if any(not cell for cell in cells):
        return
    if len(names) == 1:
        longest = max(len(cell) for cell in cells[0])
        yield from ({names[0]: cell[i]} for i in range(longest) for cell in cells[0] if i < len(cell))
        return
    count = (80 if dense else 16) + 4 * min(len(names), 4)
    for i in range(count):
        point = {}
        rest = i
        small = i % 4 == 3  # all coordinates small: sqrt(1 - x^2 - y^2)
        for name, signs in zip(names, cells, strict=True):
            cell = signs[rest % len(signs)]
            rest //= len(signs)
            if small:
                cell = sorted(cell, key=abs)[: max(2, len(cell) // 2)]
            point[name] = cell[stream.below(len(cell))]
        yield point


def _quick(where: Domain, stream: Stream) -> fmpq | None:
    """A point of moderate size in a domain; None where that takes a search."""
    low, high = where.pieces[-1]
    if where.whole:
        found = fmpq(2 + stream.below(5))
    elif low is None or high is None:
        size = fmpq(300 + stream.below(900), 307)
        found = low + size if low is not None else high - size if high is not None else size
    else:
        found = low + (high - low) * fmpq(100 + stream.below(200), 401)
    return found if where.holds(found) else None


def _cells(where: Domain, numbers: Sequence[fmpq], stream: Stream, dense: bool) -> list[list[fmpq]]:
    """Candidate values, positive and negative ones apart."""
    pool = _whole_pool(where, numbers) if where.whole else _pool(where, numbers, stream, dense)
    # Hashing a pair of integers is ten times quicker than hashing an fmpq.
    values = [x for x in {(int(x.p), int(x.q)): x for x in pool}.values() if where.holds(x)]
    cells = [[x for x in values if x > 0], [x for x in values if x < 0]]
    if any(x == 0 for x in values):
        cells[0].append(_ZERO)
    return [cell for cell in cells if cell]


def _whole_pool(where: Domain, numbers: Sequence[fmpq]) -> Iterator[fmpq]:
    yield from (fmpq(n) for n in WHOLE)
    yield from (fmpq(-n) for n in WHOLE)
    yield _ZERO
    centres = [n.floor() for n in numbers if abs(n) < 1000]
    for piece in where.pieces:
        centres += [end.floor() for end in piece if end is not None]
    yield from (fmpq(c) + shift for c in centres for shift in range(-3, 7))


def _pool(where: Domain, numbers: Sequence[fmpq], stream: Stream, dense: bool) -> Iterator[fmpq]:
    def off(x: fmpq) -> fmpq:
        return x * (1 + fmpq(stream.below(255) - 127, 2048))

    sizes = WIDE if dense else MAGNITUDES
    for piece in where.pieces:
        low, high = piece
        if low is None or high is None:
            start = low if low is not None else high if high is not None else _ZERO
            for size in sizes:
                if high is None:
                    yield start + off(size)
                if low is None:
                    yield start - off(size)
        else:
            yield from (low + (high - low) * off(share) for share in (MANY_SHARES if dense else SHARES))
    if dense:
        yield from (fmpq(n) for n in (0, 1, -1, 2, -2))
    near = [n for n in numbers if n != 0 and abs(n) < (10**30 if dense else 10**7)][: 24 if dense else 5]
    for n in near:
        step = max(abs(n), fmpq(1)) / 40
        for centre in (n, -n):
            yield centre + off(step)
            yield centre - off(step)
            if dense:
                yield from (centre, centre + step / 1000, centre - step / 1000)


# --- matrices ----------------------------------------------------------------------------------------------


def matrices(
    shapes: Mapping[str, tuple[int, int]], properties: Mapping[str, str], stream: Stream, *, tiny: bool = False
) -> dict[str, fmpq | Matrix]:
    """A random small rational matrix for each name, with the declared properties; a 1×1 one is a number.

    With `tiny` the entries are so small that sigmoid(8 x^T y) is still far from 0 and 1.
    """
    found: dict[str, fmpq | Matrix] = {}
    for name, (rows, columns) in shapes.items():
        made = _matrix(rows, columns, properties.get(name, ""), stream, TINY if tiny else fmpq(1))
        found[name] = made[0, 0] if (rows, columns) == (1, 1) else made
    return found


TINY = fmpq(1, 32)
PROPERTIES = (
    "symmetric", "invertible", "orthogonal", "diagonal", "positive definite", "positive", "upper", "lower", "skew",
    "projection", "unit",
)  # fmt: skip


def _matrix(rows: int, columns: int, wanted: str, stream: Stream, factor: fmpq) -> Matrix:
    words = {word.strip() for word in wanted.split(",")} - {""}
    if words - set(PROPERTIES):
        raise QuizgenError(f"unknown property of a matrix: {', '.join(sorted(words - set(PROPERTIES)))}")
    if "orthogonal" in words:
        return _orthogonal(rows, stream)
    if "unit" in words:
        return _orthogonal(rows, stream).column(0) if columns == 1 else _orthogonal(columns, stream).row(0)
    if "projection" in words:
        b = _plain(rows, max(1, rows // 2), stream, False)
        return b @ (b.T @ b).inv() @ b.T
    a = _plain(rows, columns, stream, "positive" in words) * factor
    if "diagonal" in words:
        return Matrix.diagonal([a[i, i] if a[i, i] != 0 else fmpq(1) for i in range(rows)])
    if "positive definite" in words:
        return a @ a.T + Matrix.identity(rows)
    if "symmetric" in words:
        return a + a.T
    if "skew" in words:
        return a - a.T
    if words & {"upper", "lower"}:
        keep = (lambda i, j: i <= j) if "upper" in words else (lambda i, j: i >= j)
        return Matrix([[a[i, j] if keep(i, j) else 0 for j in range(columns)] for i in range(rows)])
    return a


def _plain(rows: int, columns: int, stream: Stream, positive: bool) -> Matrix:
    """Entries from -6 to 6 in halves and thirds; a square one is made invertible."""
    for _ in range(20):
        made = Matrix([[_small(stream, positive) for _ in range(columns)] for _ in range(rows)])
        if made.rank() == min(rows, columns):
            return made
    return made


def _small(stream: Stream, positive: bool) -> fmpq:
    size = fmpq(stream.below(18) + 1, stream.below(3) + 1)
    return size if positive or stream.below(2) else -size


def _orthogonal(n: int, stream: Stream) -> Matrix:
    """(I - S)(I + S)^-1 for a skew S (Cayley), with its columns' signs mixed."""
    a = _plain(n, n, stream, False) if n > 1 else Matrix([[0]])
    s = (a - a.T) * fmpq(1, 3)
    eye = Matrix.identity(n)
    q = (eye - s) @ (eye + s).inv()
    return q @ Matrix.diagonal([1 if stream.below(2) else -1 for _ in range(n)])
