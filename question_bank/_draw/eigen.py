"""Matrices with chosen eigenvalues: similar to their Jordan form by integers, symmetric, orthogonal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import gcd, isqrt, lcm
from typing import NamedTuple

from quizgen.draw import Draw
from quizgen.exact import Matrix, Q

from .common import (
    TRIES,
    Row,
    Rows,
    determinant,
    dot,
    exhausted,
    is_triangular,
    largest,
    need,
    primitive,
    signed,
    tells_too_much,
)
from .matrices import signed_permutation_rows


class Eigen(NamedTuple):
    """A = P D P^-1: the columns of P are eigenvectors (a Jordan chain where D has a 1 above its diagonal)."""

    A: Matrix
    P: Matrix
    D: Matrix


def with_eigenvalues(
    draw: Draw,
    eigenvalues: Sequence[int],
    bound: int,
    *,
    symmetric: bool = False,
    defective: bool = False,
    unimodular: bool | None = None,
) -> Eigen:
    """(A, P, D): an integer matrix A = P D P^-1 with these eigenvalues, entries in [-bound, bound], not
    triangular.

    D holds the eigenvalues in random order. P has integer columns without common divisor, entries up to
    `bound`.
    - P is unimodular (determinant 1 or -1, so that P^-1 is an integer matrix too, for n >= 3 up to `bound`),
      except for a 2×2 matrix whose eigenvalues are too far apart for the bound to leave a dozen of those.
      `unimodular=True`: always. `unimodular=False` (n = 2): every integer matrix with these eigenvalues can
      come.
    - `symmetric`: A is symmetric and the columns of P are orthogonal; see `symmetric_with_eigenvalues`.
    - `defective`: each repeated eigenvalue has one Jordan block, D is the Jordan form, P holds Jordan chains.

    Raises ValueError when all eigenvalues are equal (A would be a multiple of the identity) unless
    `defective`, and when `defective` finds no repeated one; CannotDraw when the bound is too tight.
    """
    n = len(eigenvalues)
    repeated = len(set(eigenvalues)) < n
    need(n >= 2, "a matrix with one row is triangular")
    need(defective or len(set(eigenvalues)) > 1, "equal eigenvalues: only a multiple of the identity has them")
    need(not defective or repeated, "a defective matrix needs a repeated eigenvalue")
    need(not (defective and symmetric), "a symmetric matrix is never defective")
    need(
        abs(sum(eigenvalues)) <= n * bound and max(map(abs, eigenvalues)) <= n * bound,
        f"no {n}×{n} matrix with entries up to {bound} has the eigenvalues {tuple(eigenvalues)}",
    )
    if symmetric:
        return symmetric_with_eigenvalues(draw, eigenvalues, bound)
    if n == 2:
        return _two_by_two(draw, eigenvalues[0], eigenvalues[1], bound, unimodular=unimodular)
    need(unimodular is not False, "unimodular=False is for 2×2 matrices")
    return _conjugated(draw, eigenvalues, bound, defective=defective)


def _two_by_two(draw: Draw, first: int, second: int, bound: int, *, unimodular: bool | None) -> Eigen:
    low, high = sorted((first, second))
    table = _two_by_two_table(low, high, bound, unimodular is not False)
    if unimodular is None and len(table) < 12:
        table = _two_by_two_table(low, high, bound, False)
    if not table:
        wish = " or leave out unimodular=True" if unimodular else ""
        raise exhausted(f"2×2 matrix with eigenvalues {first}, {second} up to {bound}", f"raise the bound{wish}")
    a, (v, w) = draw.choice(table)
    values = (low, high)
    if low != high and draw.flip():
        (v, w), values = (w, v), (values[1], values[0])
    jordan = [[values[0], int(low == high)], [0, values[1]]]
    return Eigen(Matrix(a), Matrix([[v[0], w[0]], [v[1], w[1]]]), Matrix(jordan))


@lru_cache(maxsize=1024)
def _two_by_two_table(low: int, high: int, bound: int, unimodular: bool) -> list[tuple[Rows, tuple[Row, Row]]]:
    """Every 2×2 integer matrix up to `bound` with these eigenvalues and no zero off its diagonal, with P's
    columns.

    [[a, b], [c, d]] has them when a + d = low + high and b c = -(a - low)(a - high).
    """
    table = []
    for a in range(-bound, bound + 1):
        d = low + high - a
        product = -(a - low) * (a - high)
        if abs(d) > bound or product == 0:
            continue
        for b in range(-bound, bound + 1):
            if b == 0 or product % b or abs(c := product // b) > bound:
                continue
            if low == high:
                w = _chain_end(a - low, b, c)
                v = [(a - low) * w[0] + b * w[1], c * w[0] + (d - low) * w[1]]
            else:
                v, w = primitive([b, low - a]), primitive([b, high - a])
            det = v[0] * w[1] - v[1] * w[0]
            if largest([v, w]) <= bound and (abs(det) == 1 or not unimodular):
                table.append(([[a, b], [c, d]], (v, w)))
    return table


def _chain_end(x: int, b: int, c: int) -> Row:
    """A short w with N w != 0 for the nilpotent N = [[x, b], [c, -x]]; (w, N w) of determinant ±1 if there is
    one.
    """
    for w in ([0, 1], [1, 0], [1, 1], [1, -1], [2, 1], [1, 2], [2, -1], [1, -2]):
        if abs(w[0] * (c * w[0] - x * w[1]) - w[1] * (x * w[0] + b * w[1])) == 1:
            return w
    return [0, 1]


def _conjugated(draw: Draw, eigenvalues: Sequence[int], bound: int, *, defective: bool) -> Eigen:
    """From the Jordan form by conjugations with elementary matrices, until the matrix looks like any other."""
    n = len(eigenvalues)
    for _ in range(TRIES // 10):
        d = _jordan_form(draw.shuffled(eigenvalues), defective=defective)
        a = d
        p = [[int(i == j) for j in range(n)] for i in range(n)]
        q = [list(r) for r in p]  # the transposed inverse of p
        for step in range(12 * n):
            a = _conjugated_once(draw, a, p, q, bound)
            if step < 2 * n or step % 2 or largest(a) > bound or is_triangular(a):
                continue
            if step > 9 * n or not tells_too_much(a):
                return Eigen(Matrix(a), Matrix(p), Matrix(d))
    raise exhausted(f"matrix with eigenvalues {tuple(eigenvalues)} up to {bound}", "raise the bound")


def _jordan_form(eigenvalues: Sequence[int], *, defective: bool) -> Rows:
    """The diagonal array of the eigenvalues; if defective, equal ones side by side with 1s above the
    diagonal.
    """
    n = len(eigenvalues)
    order = sorted(eigenvalues, key=eigenvalues.index) if defective else eigenvalues
    rows = [[order[i] if i == j else 0 for j in range(n)] for i in range(n)]
    for i in range(n - 1):
        rows[i][i + 1] = int(defective and order[i] == order[i + 1])
    return rows


def _conjugated_once(draw: Draw, a: Rows, p: Rows, q: Rows, bound: int) -> Rows:
    """E a E^-1 for adding ± row j to row i, and p, q moved along; a itself if anything would grow too large."""
    i, j = draw.sample(range(len(a)), 2)
    k = draw.sign()
    new_p = [x + k * y for x, y in zip(p[i], p[j], strict=True)]
    new_q = [x - k * y for x, y in zip(q[j], q[i], strict=True)]
    if max(map(abs, new_p)) > bound or max(map(abs, new_q)) > bound:
        return a
    new_a = [list(r) for r in a]
    new_a[i] = [x + k * y for x, y in zip(a[i], a[j], strict=True)]
    for r in new_a:
        r[j] -= k * r[i]
    if largest(new_a) > max(bound, largest(a)):
        return a
    p[i], q[j] = new_p, new_q
    return new_a


class Frame(NamedTuple):
    """Pairwise orthogonal integer vectors, and their projections v v^T / (v · v) over the common denominator
    S.
    """

    vectors: tuple[tuple[int, ...], ...]
    S: int
    outer: tuple[tuple[int, ...], ...]


def symmetric_with_eigenvalues(
    draw: Draw, eigenvalues: Sequence[int], bound: int | None = None, *, denominator: int = 1
) -> Eigen:
    """(A, P, D): a symmetric A = P D P^-1 with these eigenvalues, not diagonal; P has orthogonal integer
    columns.

    The entries of A have a common denominator of at most `denominator` (1: integers) and are at most `bound`
    in absolute value (never more than the largest eigenvalue). The columns of P are not normalised; their
    entries are at most 3 (2 for n >= 3). 2 <= n <= 4.

    Raises CannotDraw where these eigenvalues allow no such matrix: 1 and 2, say, have no integer one.
    """
    n = len(eigenvalues)
    need(2 <= n <= 4, f"symmetric matrices are drawn for 2 to 4 eigenvalues, not {n}")
    need(len(set(eigenvalues)) > 1, "equal eigenvalues: only a multiple of the identity has them")
    need(denominator >= 1, "the denominator must be at least 1")
    frames = orthogonal_frames(n, axes=True)
    for _ in range(3 * TRIES):
        frame = draw.choice(frames)
        values = draw.shuffled(eigenvalues)
        upper = _upper(frame, values)
        common = gcd(frame.S, *upper)
        if frame.S // common > denominator:
            continue
        a = _unpacked(upper, n)
        if (bound is None or largest(a) <= bound * frame.S) and not is_triangular(a):
            return _symmetric_eigen(frame, values, a)
    raise exhausted(
        f"symmetric matrix with eigenvalues {tuple(eigenvalues)}",
        f"denominator={denominator}, bound={bound}: choose eigenvalues that differ by multiples of 2, 3 or 5",
    )


def symmetric_eigensystem(draw: Draw, n: int, bound: int, *, positive: bool = False, repeated: bool = False) -> Eigen:
    """(A, P, D): an integer symmetric A = P D P^-1, not diagonal, with integer eigenvalues in [-bound,
    bound].

    Eigenvectors come first here, and eigenvalues that fit them: far more variety than given eigenvalues
    allow. P as in `symmetric_with_eigenvalues`. The eigenvalues differ; with `repeated` (n >= 3) exactly two
    are equal. `positive`: they are in [1, bound]. 2 <= n <= 4.
    """
    need(2 <= n <= 4, f"symmetric matrices are drawn for n = 2 to 4, not {n}")
    need(not repeated or n >= 3, "a 2×2 symmetric matrix with a repeated eigenvalue is diagonal")
    low = 1 if positive else -bound
    need(bound - low >= n - 1 - repeated, f"there are not enough different eigenvalues in [{low}, {bound}]")
    frames = orthogonal_frames(n)
    for _ in range(TRIES):
        frame = draw.choice(frames)
        start = draw.integer(low, bound)
        classes = [
            range(low + (start + r - low) % frame.S, bound + 1, frame.S) for r in draw.choice(_fitting_residues(frame))
        ]
        if not all(classes):
            continue
        values = [start, *map(draw.choice, classes)]
        if len(set(values)) != n - repeated:
            continue
        a = _unpacked(_upper(frame, values), n)
        if not is_triangular(a):
            return _symmetric_eigen(frame, values, a)
    raise exhausted(f"symmetric {n}×{n} matrix with integer eigenvalues up to {bound}", "raise the bound")


def _symmetric_eigen(frame: Frame, values: Sequence[int], a: Rows) -> Eigen:
    matrix = Matrix([[Q(x, frame.S) for x in r] for r in a])
    return Eigen(matrix, Matrix(frame.vectors).T, Matrix.diagonal(values))


def _upper(frame: Frame, values: Sequence[int]) -> Row:
    """The upper triangle of S * sum of value * projection."""
    return [dot(values, entry) for entry in frame.outer]


def _unpacked(upper: Sequence[int], n: int) -> Rows:
    """The symmetric array with this upper triangle, given row by row."""
    at = {pair: k for k, pair in enumerate((i, j) for i in range(n) for j in range(i, n))}
    return [[upper[at[min(i, j), max(i, j)]] for j in range(n)] for i in range(n)]


@lru_cache(maxsize=8)
def orthogonal_frames(n: int, *, axes: bool = False) -> tuple[Frame, ...]:
    """All sets of n orthogonal primitive integer vectors with entries up to 3, 2, 1 for n = 2, 3, 4.

    For n = 4 with S up to 6. `axes`: one or more of the vectors, not all, may be an axis.
    """
    reach = 5 - n
    vectors = [v for v in product(range(-reach, reach + 1), repeat=n) if any(v) and primitive(v) == list(v)]
    most = n - 1 if axes else 0
    sets = [f for f in _orthogonal_sets(vectors, n) if sum(dot(v, v) == 1 for v in f) <= most]
    return tuple(f for f in map(_frame, sets) if n < 4 or f.S <= 6)


def _orthogonal_sets(vectors: Sequence[tuple[int, ...]], n: int) -> list[tuple[tuple[int, ...], ...]]:
    """The sets of n pairwise orthogonal vectors, each set in the order of the list."""
    if n == 0:
        return [()]
    return [
        (v, *others)
        for i, v in enumerate(vectors)
        for others in _orthogonal_sets([w for w in vectors[i + 1 :] if dot(v, w) == 0], n - 1)
    ]


def _frame(vectors: tuple[tuple[int, ...], ...]) -> Frame:
    n = len(vectors)
    squares = [dot(v, v) for v in vectors]
    s = lcm(*squares)
    outer = tuple(
        tuple(s // square * v[i] * v[j] for v, square in zip(vectors, squares, strict=True))
        for i in range(n)
        for j in range(i, n)
    )
    return Frame(vectors, s, outer)


@lru_cache(maxsize=1024)
def _fitting_residues(frame: Frame) -> list[tuple[int, ...]]:
    """Differences of the other eigenvalues to the first, modulo S, that make the frame's matrix integer."""
    n = len(frame.vectors)
    return [
        r
        for r in product(range(frame.S), repeat=n - 1)
        if all(dot((0, *r), entry) % frame.S == 0 for entry in frame.outer)
    ]


def orthogonal(draw: Draw, n: int, *, denominator: int = 9, det: int | None = None) -> Matrix:
    """An n×n orthogonal matrix of fractions, not a signed permutation; n = 2 or 3, or more by a reflection.

    The common denominator of the entries is at most `denominator` (n = 2: 5, 13, 17, ...; n = 3: 3, 5, 7, 9,
    ...; n >= 4: 2, 3, 5, ...). `det`: 1 (a rotation) or -1 (with a reflection); either when None.
    """
    need(n >= 2, "a 1×1 orthogonal matrix is 1 or -1")
    need(det in (None, 1, -1), f"an orthogonal matrix has determinant 1 or -1, not {det}")
    smallest = {2: 5, 3: 3}.get(n, 2)
    need(denominator >= smallest, f"the denominators of {n}×{n} orthogonal matrices start at {smallest}")
    if n <= 3:
        s, rotation = draw.choice(_rotations(n, denominator))
        rows = [list(r) for r in rotation]
    else:
        s, rows = _reflection(draw, n, denominator)
    # Rows in another order and with other signs: every arrangement comes, the determinant as wanted.
    rows = [signed(draw, r) for r in draw.shuffled(rows)]
    if det is not None and determinant(rows) != det * s**n:
        rows[0] = [-x for x in rows[0]]
    return Matrix([[Q(x, s) for x in r] for r in rows])


@lru_cache(maxsize=32)
def _rotations(n: int, denominator: int) -> list[tuple[int, tuple[tuple[int, ...], ...]]]:
    """(s, s R) for rational rotations R with common denominator s in [2, denominator]: by (a + bi)², or
    quaternions.
    """
    found = set()
    top = isqrt(denominator if n == 3 else 2 * denominator)
    reach = range(-top, top + 1) if n == 3 else range(1, top + 1)
    for q in product(reach, repeat=4 if n == 3 else 2):
        norm = dot(q, q)
        # A quaternion of even norm gives one of odd norm with rows in another order and with other signs.
        if not any(q) or norm > (denominator if n == 3 else 2 * denominator):
            continue
        rows = (
            _quaternion_rotation(*q)
            if n == 3
            else ((q[0] ** 2 - q[1] ** 2, -2 * q[0] * q[1]), (2 * q[0] * q[1], q[0] ** 2 - q[1] ** 2))
        )
        common = gcd(norm, *(x for r in rows for x in r))
        if 1 < norm // common <= denominator:
            found.add((norm // common, tuple(tuple(x // common for x in r) for r in rows)))
    return sorted(found)


def _quaternion_rotation(a: int, b: int, c: int, d: int) -> tuple[tuple[int, ...], ...]:
    """(a² + b² + c² + d²) times the rotation of the quaternion a + bi + cj + dk."""
    return (
        (a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)),
        (2 * (b * c + a * d), a * a - b * b + c * c - d * d, 2 * (c * d - a * b)),
        (2 * (b * d - a * c), 2 * (c * d + a * b), a * a - b * b - c * c + d * d),
    )


def _reflection(draw: Draw, n: int, denominator: int) -> tuple[int, Rows]:
    """(s, s H) for the Householder reflection H = I - 2 v v^T / (v · v) of a small v with at least three
    nonzeros.
    """
    for _ in range(TRIES):
        v = [draw.integer(-1, 2) for _ in range(n)]
        norm = dot(v, v)
        if n - v.count(0) < 3:
            continue
        rows = [[norm * (i == j) - 2 * v[i] * v[j] for j in range(n)] for i in range(n)]
        common = gcd(norm, *(x for r in rows for x in r))
        if norm // common <= denominator:
            return norm // common, [[x // common for x in r] for r in rows]
    raise exhausted(f"{n}×{n} orthogonal matrix", f"denominator={denominator} leaves little choice")


def signed_permutation(draw: Draw, n: int, *, det: int | None = None) -> Matrix:
    """An n×n permutation matrix with random signs, never diagonal for n >= 2. `det`: 1 or -1."""
    need(n >= 1, "a matrix needs at least one row")
    need(det in (None, 1, -1), f"a signed permutation has determinant 1 or -1, not {det}")
    for _ in range(TRIES):
        rows = signed_permutation_rows(draw, n)
        if n > 1 and is_triangular(rows):
            continue
        if det is not None and determinant(rows) != det:
            rows[0] = [-x for x in rows[0]]
        return Matrix(rows)
    raise exhausted(f"signed {n}×{n} permutation", "this is next to impossible")
