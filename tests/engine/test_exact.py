"""Exact matrices: values worked by hand, sympy as the second opinion, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest
import sympy

from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector, rational


def to_sympy(matrix: Matrix) -> sympy.Matrix:
    return sympy.Matrix(matrix.rows, matrix.columns, [sympy.Rational(int(x.p), int(x.q)) for x in matrix.entries])


def same(matrix: Matrix, expected: sympy.Matrix) -> bool:
    return bool(to_sympy(matrix) == sympy.Matrix(expected))


def some_matrix(seed: int, rows: int, columns: int) -> Matrix:
    """Small fractions with plenty of zeros, so that ranks vary."""
    draw = Draw("exact", rows, columns, seed)
    return Matrix([[Q(draw.integer(-3, 3), draw.choice((1, 1, 2, 3))) for _ in range(columns)] for _ in range(rows)])


SHAPES = [(1, 1), (2, 2), (3, 3), (2, 3), (4, 2), (4, 4), (3, 5)]
CASES = [(seed, *shape) for shape in SHAPES for seed in range(12)]
SQUARE = [case for case in CASES if case[1] == case[2]]


def test_rational_accepts_what_is_exact() -> None:
    assert rational(3) == Q(3)
    assert rational(Fraction(-6, 4)) == Q(-3, 2)
    assert rational(Q(2, 4)) == Q(1, 2)
    assert (Q(2, 4).p, Q(2, 4).q) == (1, 2)
    assert Q(1, -2) == Q(-1, 2)
    assert Q(1, -2).q == 2


@pytest.mark.parametrize(
    "inexact", [0.5, 1.0, float("nan"), 1j, Decimal("0.5"), "1/2", None, sympy.Rational(1, 2), [1]]
)
def test_what_is_inexact_is_refused(inexact: object) -> None:
    with pytest.raises(TypeError, match="not an exact rational"):
        rational(inexact)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Matrix([[1, inexact]])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        Vector([inexact])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        Matrix([[1]]) * inexact  # type: ignore[operator]
    with pytest.raises(TypeError):
        Matrix([[1]]) / inexact  # type: ignore[operator]


@pytest.mark.parametrize("ragged", [[[1, 2], [3]], [[1], [2, 3]], [[], [1]], [[1, 2], []]])
def test_ragged_rows_are_refused(ragged: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="same length"):
        Matrix(ragged)


def test_shapes_that_do_not_fit_are_refused() -> None:
    a, b = Matrix([[1, 2], [3, 4]]), Matrix([[1, 2, 3]])
    for operation in (lambda: a + b, lambda: a - b, lambda: a @ b, lambda: a.hstack(b), lambda: a.vstack(b)):
        with pytest.raises(ValueError):
            operation()
    with pytest.raises(ValueError):
        Vector([1, 2]).dot(Vector([1, 2, 3]))
    with pytest.raises(ValueError):
        Matrix.from_columns([Vector([1, 2]), Vector([1])])
    for operation in (b.det, b.inv, b.charpoly):
        with pytest.raises(ValueError):
            operation()


def test_entries_rows_and_columns() -> None:
    a = Matrix([[1, 2, 3], [4, 5, 6]])
    assert a.shape == (2, 3)
    assert a[1, 2] == 6
    assert a.entries == [1, 2, 3, 4, 5, 6]
    assert a.row(1) == Matrix([[4, 5, 6]])
    assert a.column(1) == Vector([2, 5])
    assert Matrix([[1, 4], [2, 5], [3, 6]]) == a.T
    assert Matrix.from_columns([a.column(j) for j in range(3)]) == a
    assert a.hstack(Vector([7, 8])) == Matrix([[1, 2, 3, 7], [4, 5, 6, 8]])
    assert a.vstack(Matrix([[7, 8, 9]])) == Matrix([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    assert repr(Matrix([[1, Q(1, 2)]])) == "Matrix([[1, 1/2]])"


def test_vectors_are_columns() -> None:
    v = Vector([1, Q(1, 2), 3])
    assert v.shape == (3, 1)
    assert list(v) == [1, Q(1, 2), 3]
    assert len(v) == 3
    assert v[0] == 1
    assert v[-1] == 3
    assert Vector(iter([1, 2])) == Matrix([[1], [2]])
    with pytest.raises(TypeError, match="one index is for vectors"):
        Matrix([[1, 2]])[0]
    with pytest.raises(TypeError):
        list(Matrix([[1, 2]]))


def test_equality_and_hash_are_by_value_and_shape() -> None:
    a, b = Matrix([[1, 2], [3, 4]]), Matrix([[Q(2, 2), 2], [Fraction(3), 4]])
    assert a == b
    assert hash(a) == hash(b)
    assert a != Matrix([[1, 2], [3, 5]])
    assert Matrix([[1, 2]]) != Matrix([[1], [2]])
    assert a != "Matrix([[1, 2], [3, 4]])"


def test_arithmetic_by_hand() -> None:
    a, b = Matrix([[1, 2], [3, 4]]), Matrix([[0, 1], [1, 0]])
    assert a + b == Matrix([[1, 3], [4, 4]])
    assert a - b == Matrix([[1, 1], [2, 4]])
    assert -a == Matrix([[-1, -2], [-3, -4]])
    assert a @ b == Matrix([[2, 1], [4, 3]])
    assert 2 * a == Matrix([[2, 4], [6, 8]])
    assert a / 2 == Matrix([[Q(1, 2), 1], [Q(3, 2), 2]])
    assert a**0 == Matrix.identity(2)
    assert a**3 == Matrix([[37, 54], [81, 118]])
    assert a**-1 == Matrix([[-2, 1], [Q(3, 2), Q(-1, 2)]])
    assert Vector([1, 2, 3]).dot(Vector([4, -5, 6])) == 12
    assert a == Matrix([[1, 2], [3, 4]]), "no operation changes its operands"


def test_special_matrices() -> None:
    assert Matrix.identity(2) == Matrix([[1, 0], [0, 1]])
    assert Matrix.diagonal([1, Q(1, 2)]) == Matrix([[1, 0], [0, Q(1, 2)]])
    assert Matrix.zeros(2, 3) == Matrix([[0, 0, 0], [0, 0, 0]])
    assert Matrix.zeros(2) == Vector([0, 0])
    assert Matrix.zeros(2).is_zero
    assert not Vector([0, 1]).is_zero
    assert Vector([1, 2]).is_integer
    assert not Vector([1, Q(1, 2)]).is_integer


def test_rref_kernel_and_rank_by_hand() -> None:
    a = Matrix([[1, 2, 1, 4], [2, 4, 3, 9], [3, 6, 4, 13]])
    reduced, pivots = a.rref()
    assert reduced == Matrix([[1, 2, 0, 3], [0, 0, 1, 1], [0, 0, 0, 0]])
    assert pivots == (0, 2)
    assert a.rank() == 2
    assert a.kernel() == [Vector([-2, 1, 0, 0]), Vector([-3, 0, -1, 1])]
    assert Matrix([[0, 0]]).rref() == (Matrix([[0, 0]]), ())
    assert Matrix([[0, 0]]).kernel() == [Vector([1, 0]), Vector([0, 1])]
    assert Matrix([[0, 2], [0, 0]]).rref() == (Matrix([[0, 1], [0, 0]]), (1,))
    assert Matrix.identity(3).kernel() == []


def test_determinant_trace_and_charpoly_by_hand() -> None:
    a = Matrix([[2, 1], [1, 2]])
    assert a.det() == 3
    assert a.trace() == 4
    assert a.charpoly() == [1, -4, 3]
    assert Matrix([[2, 0, 0], [0, 3, 4], [0, 4, 9]]).charpoly() == [1, -14, 35, -22]
    assert Matrix([[1, 2], [2, 4]]).det() == 0


def test_solve_and_inverse_by_hand() -> None:
    a = Matrix([[2, 1], [1, 3]])
    assert a.solve(Vector([3, 5])) == Vector([Q(4, 5), Q(7, 5)])
    assert a.solve(Matrix.identity(2)) == a.inv() == Matrix([[3, -1], [-1, 2]]) / 5
    singular = Matrix([[1, 2], [2, 4]])
    with pytest.raises(ZeroDivisionError):
        singular.inv()
    with pytest.raises(ZeroDivisionError):
        singular.solve(Vector([1, 2]))


def test_floats_for_numpy() -> None:
    assert Matrix([[1, Q(1, 4)], [Q(-1, 2), 0]]).to_floats() == [[1.0, 0.25], [-0.5, 0.0]]


@pytest.mark.parametrize(("seed", "rows", "columns"), CASES)
def test_against_sympy(seed: int, rows: int, columns: int) -> None:
    a, b = some_matrix(seed, rows, columns), some_matrix(seed + 1000, rows, columns)
    s, t = to_sympy(a), to_sympy(b)
    assert same(a + b, s + t)
    assert same(a @ b.T, s * t.T)
    assert a.rank() == s.rank()
    reduced, pivots = a.rref()
    expected, expected_pivots = s.rref()
    assert same(reduced, expected)
    assert pivots == tuple(expected_pivots)
    assert [to_sympy(v) for v in a.kernel()] == s.nullspace()
    assert all((a @ v).is_zero for v in a.kernel())


@pytest.mark.parametrize(("seed", "rows", "columns"), SQUARE)
def test_square_ones_against_sympy(seed: int, rows: int, columns: int) -> None:
    a = some_matrix(seed, rows, columns)
    s = to_sympy(a)
    assert sympy.Rational(str(a.det())) == s.det()
    assert sympy.Rational(str(a.trace())) == s.trace()
    assert [sympy.Rational(str(c)) for c in a.charpoly()] == s.charpoly().all_coeffs()
    b = some_matrix(seed + 500, rows, 2)
    if s.det() != 0:
        assert same(a.inv(), s.inv())
        assert same(a.solve(b), s.LUsolve(to_sympy(b)))
        assert same(a**-2, s**-2)
    else:
        with pytest.raises(ZeroDivisionError):
            a.inv()
