"""Exact rational numbers and matrices: a readable face on python-flint, with no arithmetic of its own.

`Q` is flint's rational (`Q(3, 4)`, fields `.p` and `.q`). `Matrix` is an immutable, hashable matrix over Q;
a vector is a matrix with one column. Plain Python division of two ints gives a float: write `Q(a, b)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from flint import fmpq, fmpq_mat, fmpz

Q = fmpq
Number: TypeAlias = "int | Fraction | fmpz | fmpq"


def rational(value: Number) -> fmpq:
    """`value` as a Q. Raises TypeError for floats and anything else inexact."""
    if isinstance(value, fmpq):
        return value
    if isinstance(value, (int, fmpz)):
        return fmpq(value)
    if isinstance(value, Fraction):
        return fmpq(value.numerator, value.denominator)
    raise TypeError(f"{value!r} is not an exact rational number")


class Matrix:
    """An immutable m×n matrix over the rationals.

    `Matrix([[1, 2], [3, 4]])` from rows, `Vector([1, 2])` for a column. `A @ B` is the matrix product,
    `A * c` and `c * A` scale, `A[i, j]` is an entry (0-based, a Q), `A.T` the transpose.
    """

    __slots__ = ("_hash", "_mat")
    _mat: fmpq_mat
    _hash: int | None

    def __init__(self, rows: Sequence[Sequence[Number]]) -> None:
        width = len(rows[0]) if rows else 0
        if any(len(row) != width for row in rows):
            raise ValueError("the rows of a matrix must have the same length")
        self._mat = fmpq_mat(len(rows), width, [rational(x) for row in rows for x in row])
        self._hash = None

    @classmethod
    def wrap(cls, mat: fmpq_mat) -> Matrix:
        """A Matrix around a flint matrix, which must not be changed afterwards."""
        self = cls.__new__(cls)
        self._mat = mat
        self._hash = None
        return self

    @classmethod
    def identity(cls, n: int) -> Matrix:
        """The n×n identity."""
        return cls.diagonal([1] * n)

    @classmethod
    def zeros(cls, rows: int, columns: int = 1) -> Matrix:
        """The rows×columns zero matrix."""
        return cls.wrap(fmpq_mat(rows, columns))

    @classmethod
    def diagonal(cls, entries: Sequence[Number]) -> Matrix:
        """The square matrix with `entries` on its diagonal."""
        return cls([[x if i == j else 0 for j in range(len(entries))] for i, x in enumerate(entries)])

    @classmethod
    def from_columns(cls, columns: Sequence[Matrix]) -> Matrix:
        """The matrix whose columns are the given vectors, all of one length."""
        return cls([list(row) for row in zip(*(c.entries for c in columns), strict=True)])

    @property
    def mat(self) -> fmpq_mat:
        """The flint matrix inside; treat it as read-only."""
        return self._mat

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self._mat.nrows())

    @property
    def columns(self) -> int:
        """Number of columns."""
        return int(self._mat.ncols())

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return self.rows, self.columns

    @property
    def entries(self) -> list[fmpq]:
        """All entries, row by row; for a vector its coordinates."""
        return list(self._mat.entries())

    @property
    def T(self) -> Matrix:
        """The transpose."""
        return Matrix.wrap(self._mat.transpose())

    @property
    def is_zero(self) -> bool:
        """True when every entry is 0."""
        return all(x == 0 for x in self._mat.entries())

    @property
    def is_integer(self) -> bool:
        """True when every entry is an integer."""
        return all(x.q == 1 for x in self._mat.entries())

    def __getitem__(self, at: int | tuple[int, int]) -> fmpq:
        if isinstance(at, tuple):
            return self._mat[at[0], at[1]]
        if self.columns != 1:
            raise TypeError("one index is for vectors; a matrix entry needs two")
        return self._mat[at + self.rows if -self.rows <= at < 0 else at, 0]

    def __len__(self) -> int:
        return self.rows

    def __iter__(self) -> Iterator[fmpq]:
        if self.columns != 1:
            raise TypeError("iterate over .to_rows(), .row(i) or .column(j) of a matrix")
        return iter(self._mat.entries())

    def to_rows(self) -> list[list[fmpq]]:
        """The entries as a list of rows."""
        return [list(row) for row in self._mat.tolist()]

    def row(self, i: int) -> Matrix:
        """Row i as a 1×n matrix."""
        return Matrix([self.to_rows()[i]])

    def column(self, j: int) -> Matrix:
        """Column j as a vector."""
        return Vector([row[j] for row in self.to_rows()])

    def __add__(self, other: Matrix) -> Matrix:
        if not isinstance(other, Matrix):
            return NotImplemented
        return Matrix.wrap(self._mat + other._mat)

    def __sub__(self, other: Matrix) -> Matrix:
        if not isinstance(other, Matrix):
            return NotImplemented
        return Matrix.wrap(self._mat - other._mat)

    def __neg__(self) -> Matrix:
        return Matrix.wrap(self._mat * fmpq(-1))

    def __matmul__(self, other: Matrix) -> Matrix:
        if not isinstance(other, Matrix):
            return NotImplemented
        return Matrix.wrap(self._mat * other._mat)

    def __mul__(self, scalar: Number) -> Matrix:
        return Matrix.wrap(self._mat * rational(scalar))

    __rmul__ = __mul__

    def __truediv__(self, scalar: Number) -> Matrix:
        return Matrix.wrap(self._mat * (1 / rational(scalar)))

    def __pow__(self, n: int) -> Matrix:
        base, result = (self.inv(), Matrix.identity(self.rows)) if n < 0 else (self, Matrix.identity(self.rows))
        for _ in range(abs(n)):
            result = result @ base
        return result

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Matrix) and self.shape == other.shape and bool(self._mat == other._mat)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self.shape, tuple(self._mat.entries())))
        return self._hash

    def __repr__(self) -> str:
        return "Matrix([" + ", ".join("[" + ", ".join(map(str, row)) + "]" for row in self.to_rows()) + "])"

    def dot(self, other: Matrix) -> fmpq:
        """The dot product of two vectors of one length."""
        return sum((x * y for x, y in zip(self.entries, other.entries, strict=True)), fmpq(0))

    def hstack(self, *others: Matrix) -> Matrix:
        """This matrix with others to its right."""
        blocks = [m.to_rows() for m in (self, *others)]
        return Matrix([[x for part in parts for x in part] for parts in zip(*blocks, strict=True)])

    def vstack(self, *others: Matrix) -> Matrix:
        """This matrix with others below it."""
        return Matrix([row for m in (self, *others) for row in m.to_rows()])

    def rref(self) -> tuple[Matrix, tuple[int, ...]]:
        """The reduced row echelon form and the indices of its pivot columns."""
        reduced, rank = self._mat.rref()
        rows = reduced.tolist()
        return Matrix.wrap(reduced), tuple(next(j for j, x in enumerate(rows[i]) if x != 0) for i in range(rank))

    def rank(self) -> int:
        """The rank."""
        return int(self._mat.rank())

    def det(self) -> fmpq:
        """The determinant of a square matrix."""
        return self._mat.det()

    def trace(self) -> fmpq:
        """The sum of the diagonal entries."""
        return sum((self._mat[i, i] for i in range(self.rows)), fmpq(0))

    def inv(self) -> Matrix:
        """The inverse. Raises ZeroDivisionError when the matrix is singular."""
        return Matrix.wrap(self._mat.inv())

    def solve(self, rhs: Matrix) -> Matrix:
        """The unique X with self @ X = rhs. Raises ZeroDivisionError when self is singular."""
        return Matrix.wrap(self._mat.solve(rhs._mat))

    def kernel(self) -> list[Matrix]:
        """A basis of {v : self @ v = 0}: for each free column, the vector with a 1 there (rational entries)."""
        reduced, pivots = self.rref()
        basis = []
        for free in (j for j in range(self.columns) if j not in pivots):
            v = [fmpq(0)] * self.columns
            v[free] = fmpq(1)
            for i, pivot in enumerate(pivots):
                v[pivot] = -reduced[i, free]
            basis.append(Vector(v))
        return basis

    def charpoly(self) -> list[fmpq]:
        """Coefficients of det(tI - A), highest power first."""
        return list(self._mat.charpoly().coeffs())[::-1]

    def to_floats(self) -> list[list[float]]:
        """The entries as rows of floats, for numpy."""
        return [[int(x.p) / int(x.q) for x in row] for row in self._mat.tolist()]


def Vector(entries: Iterable[Number]) -> Matrix:
    """A column vector."""
    values = [rational(x) for x in entries]
    return Matrix.wrap(fmpq_mat(len(values), 1, values))
