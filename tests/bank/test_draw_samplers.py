"""The samplers of question_bank._draw keep what their docstrings promise, checked by another route."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import combinations, pairwise, product
from math import isqrt, lcm
from pathlib import Path
from typing import Any

import pytest
import sympy

from question_bank import _draw as s
from question_bank._draw.common import kernel_lattice
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix, Q, Vector

SEEDS = 300


def draws(sampler: Callable[[Draw], Any], seeds: int = SEEDS) -> list[Any]:
    return [sampler(Draw("samplers", seed)) for seed in range(seeds)]


def to_sympy(matrix: Matrix) -> sympy.Matrix:
    return sympy.Matrix(matrix.rows, matrix.columns, [sympy.Rational(int(x.p), int(x.q)) for x in matrix.entries])


def within(bound: int, *matrices: Matrix) -> bool:
    return all(m.is_integer and all(abs(x) <= bound for x in m.entries) for m in matrices)


def triangular(a: Matrix) -> bool:
    n = a.rows
    return any(all(a[p] == 0 for p in half) for half in (_below(n), [(j, i) for i, j in _below(n)]))


def _below(n: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(n) for j in range(i)]


def product_of(a: Matrix, b: Matrix) -> Matrix:
    """The matrix product by its definition."""
    return Matrix([[sum((x * y for x, y in zip(r, c, strict=True)), Q(0)) for c in b.T.to_rows()] for r in a.to_rows()])


def determinant(a: Matrix) -> Q:
    """Laplace's expansion along the first row."""
    rows = a.to_rows()

    def expand(rows: list[list[Q]]) -> Q:
        if not rows:
            return Q(1)
        return sum(
            ((-1) ** j * x * expand([r[:j] + r[j + 1 :] for r in rows[1:]]) for j, x in enumerate(rows[0])),
            Q(0),
        )

    return expand(rows)


# ---------------------------------------------------------------------------------------------------------
# every sampler: determinism, variety, pattern
# ---------------------------------------------------------------------------------------------------------

B = Vector([1, 2, 2])

VARIED: dict[str, Callable[[Draw], Any]] = {
    "vector": lambda d: s.vector(d, 3, 5),
    "vector not unit, independent": lambda d: s.vector(d, 3, 4, unit=False, independent_of=B),
    "vector orthogonal": lambda d: s.vector(d, 4, 7, orthogonal_to=Vector([1, 2, -1, 3])),
    "independent": lambda d: s.independent(d, 3, 2, 4),
    "orthogonal_vectors": lambda d: s.orthogonal_vectors(d, 3, 2, 4),
    "gram_schmidt": lambda d: s.gram_schmidt(d, 3, 2, 5),
    "pythagorean": lambda d: s.pythagorean(d, 3),
    "invertible 2": lambda d: s.invertible(d, 2, 5),
    "invertible 3": lambda d: s.invertible(d, 3, 5),
    "invertible det": lambda d: s.invertible(d, 3, 5, det=(-2, -1, 1, 2)),
    "invertible 4": lambda d: s.invertible(d, 4, 4, det=1),
    "unimodular 2": lambda d: s.unimodular(d, 2, 5),
    "unimodular 3": lambda d: s.unimodular(d, 3, 4),
    "unimodular 4": lambda d: s.unimodular(d, 4, 4),
    "with_rank": lambda d: s.with_rank(d, 3, 4, 2, 6),
    "with_rank tall": lambda d: s.with_rank(d, 4, 3, 2, 5),
    "with_rank 1": lambda d: s.with_rank(d, 3, 3, 1, 6),
    "singular": lambda d: s.singular(d, 3, 5),
    "echelon": lambda d: s.echelon(d, 3, 5, (0, 2)),
    "triangular": lambda d: s.triangular(d, 3, 5),
    "lu_pair": lambda d: s.lu_pair(d, 3, 8),
    "with_eigenvalues": lambda d: s.with_eigenvalues(d, (-1, 2, 3), 9),
    "with_eigenvalues defective": lambda d: s.with_eigenvalues(d, (2, 2, 4), 9, defective=True),
    "symmetric_eigensystem": lambda d: s.symmetric_eigensystem(d, 3, 9),
    "symmetric_eigensystem repeated": lambda d: s.symmetric_eigensystem(d, 3, 9, repeated=True),
    "symmetric_eigensystem 4": lambda d: s.symmetric_eigensystem(d, 4, 6),
    "orthogonal": lambda d: s.orthogonal(d, 3),
    "symmetric": lambda d: s.symmetric(d, 3, 5),
    "positive_definite": lambda d: s.positive_definite(d, 3, 9),
    "cholesky_pair": lambda d: s.cholesky_pair(d, 3, 16),
    "indefinite": lambda d: s.indefinite(d, 3, 6),
    "indefinite positive diagonal": lambda d: s.indefinite(d, 2, 9, positive_diagonal=True),
    "quadratic_form": lambda d: s.quadratic_form(d, 3, 9),
    "system_unique": lambda d: s.system_unique(d, 3, 6, 4),
    "system_unique 2": lambda d: s.system_unique(d, 2, 5, 4),
    "system_unique any": lambda d: s.system_unique(d, 3, 6, 4, clean=False),
    "system_unique fractions": lambda d: s.system_unique(d, 3, 6, 3, (1, 2, 3)),
    "system_underdetermined": lambda d: s.system_underdetermined(d, 3, 4, 2, 6),
    "system_inconsistent": lambda d: s.system_inconsistent(d, 3, 3, 2, 5),
    "distribution": lambda d: s.distribution(d, 5, 20),
    "joint_table": lambda d: s.joint_table(d, 2, 3, 24),
    "bayes_setting": lambda d: s.bayes_setting(d, 3),
    "values": lambda d: s.values(d, 4, -9, 9),
    "polynomial": lambda d: s.polynomial(d, 3, 6),
    "polynomial terms": lambda d: s.polynomial(d, 5, 9, terms=3),
    "nice_roots": lambda d: s.nice_roots(d, 3, 9),
    "full_rank_design": lambda d: s.full_rank_design(d, 4, 3, 4),
    "regression_data": lambda d: s.regression_data(d, 4, 1, 3),
    "regression_data fractions": lambda d: s.regression_data(d, 4, 1, 3, denominators=(1, 2)),
    "points_on_line": lambda d: s.points_on_line(d, 4, 5),
    "integer_data": lambda d: s.integer_data(d, 4, 2, 6),
    "covariance_integer": lambda d: s.covariance_integer(d, 4, 2, 9),
    "principal_data": lambda d: s.principal_data(d, 12),
}

OTHERS: dict[str, Callable[[Draw], Any]] = {
    "fraction": lambda d: s.fraction(d, 5, (2, 3, 4)),
    "signed_permutation": lambda d: s.signed_permutation(d, 3),
    "with_eigenvalues 2": lambda d: s.with_eigenvalues(d, (1, 3), 8),
    "symmetric_with_eigenvalues": lambda d: s.symmetric_with_eigenvalues(d, (-1, 2, 5)),
    "semidefinite": lambda d: s.semidefinite(d, 3, 9),
    "percentages": lambda d: s.percentages(d, 4),
    "pivot_columns": lambda d: s.pivot_columns(d, 6, 3),
}


@pytest.mark.parametrize("name", [*VARIED, *OTHERS])
def test_the_same_stream_gives_the_same_draw(name: str) -> None:
    sampler = {**VARIED, **OTHERS}[name]
    assert [repr(x) for x in draws(sampler, 40)] == [repr(x) for x in draws(sampler, 40)]


def test_the_hash_seed_changes_nothing() -> None:
    program = (
        "from tests.bank.test_draw_samplers import OTHERS, VARIED, draws\n"
        "for name, sampler in {**VARIED, **OTHERS}.items(): print(name, draws(sampler, 4))"
    )
    root = str(Path(__file__).resolve().parents[2])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": root},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("name", VARIED)
def test_at_least_four_of_five_draws_differ(name: str) -> None:
    assert len({repr(x) for x in draws(VARIED[name], 200)}) >= 160


def leading_matrix(drawn: Any) -> Matrix | None:
    """The drawn matrix, or the first of several."""
    first = drawn[0] if isinstance(drawn, tuple) else drawn
    return first if isinstance(first, Matrix) else None


FREE_SIGNS = [
    name
    for name in VARIED
    if leading_matrix(VARIED[name](Draw("probe")))
    and name
    not in {
        "echelon",
        "triangular",
        "joint_table",
        "full_rank_design",
        "regression_data",
        "regression_data fractions",
        "positive_definite",
        "cholesky_pair",
        "indefinite positive diagonal",
    }
]


@pytest.mark.parametrize("name", FREE_SIGNS)
def test_every_entry_takes_both_signs_and_more_than_one_size(name: str) -> None:
    matrices = [leading_matrix(x) for x in draws(VARIED[name], 200)]
    for entries in zip(*(m.entries for m in matrices if m), strict=True):
        assert min(entries) < 0 < max(entries)
        assert len({abs(x) for x in entries}) >= 3
        assert sum(x == 0 for x in entries) < 100, "an entry is 0 in half of the draws"


def test_zeros_wander() -> None:
    for name in ("invertible 3", "unimodular 3", "with_eigenvalues", "with_rank", "system_unique"):
        matrices = [leading_matrix(x) for x in draws(VARIED[name], 200)]
        patterns = {tuple(x == 0 for x in m.entries) for m in matrices if m}
        assert len(patterns) >= 15, name


# ---------------------------------------------------------------------------------------------------------
# vectors
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "bound"), [(1, 3), (2, 1), (2, 5), (3, 2), (4, 5), (6, 3)])
def test_vectors_are_small_and_have_few_zeros(n: int, bound: int) -> None:
    for v in draws(lambda d: s.vector(d, n, bound)):
        assert v.shape == (n, 1)
        assert within(bound, v)
        assert not v.is_zero
        assert v.entries.count(Q(0)) <= n // 3


def test_zeros_and_the_zero_vector_come_where_they_may() -> None:
    free = draws(lambda d: s.vector(d, 2, 1, few_zeros=False))
    assert {tuple(map(int, v)) for v in free} == set(product((-1, 0, 1), repeat=2)) - {(0, 0)}
    with_zero = draws(lambda d: s.vector(d, 2, 1, few_zeros=False, nonzero=False))
    assert any(v.is_zero for v in with_zero)


def test_vector_that_is_not_unit() -> None:
    drawn = draws(lambda d: s.vector(d, 2, 1, unit=False, few_zeros=False))
    assert all(v.dot(v) not in (0, 1) for v in drawn)


@pytest.mark.parametrize("w", [Vector([1, 0]), Vector([2, -4]), Vector([Q(1, 2), Q(1, 3)]), Vector([0, 0])])
def test_vector_independent_of_another(w: Matrix) -> None:
    for v in draws(lambda d: s.vector(d, 2, 4, independent_of=w)):
        assert to_sympy(v.hstack(w)).rank() == (1 if w.is_zero else 2)


def test_vector_outside_a_plane() -> None:
    plane = Matrix([[1, 0], [1, 1], [0, 1]])
    for v in draws(lambda d: s.vector(d, 3, 2, independent_of=plane)):
        assert determinant(plane.hstack(v)) != 0


@pytest.mark.parametrize(
    "normals",
    [Vector([1, 2, 2]), Vector([3, 0, 0]), Vector([Q(1, 2), Q(1, 3), 1]), Matrix([[1, 0], [1, 1], [0, 2]])],
)
def test_vector_orthogonal_to_others(normals: Matrix) -> None:
    drawn = draws(lambda d: s.vector(d, 3, 6, orthogonal_to=normals))
    for v in drawn:
        assert within(6, v)
        assert not v.is_zero
        assert product_of(normals.T, v).is_zero
    assert len({v.entries[-1] for v in drawn}) > 2


def test_zeros_that_cannot_be_avoided_are_no_obstacle() -> None:
    for v in draws(lambda d: s.vector(d, 2, 4, orthogonal_to=Vector([1, 0]))):
        assert v[0] == 0
        assert v[1] != 0


def test_vector_not_orthogonal_and_distinct() -> None:
    for v in draws(lambda d: s.vector(d, 3, 4, not_orthogonal_to=B, distinct=True)):
        assert v.dot(B) != 0
        assert len(set(v.entries)) == 3


def test_all_constraints_together() -> None:
    for v in draws(
        lambda d: s.vector(
            d,
            4,
            6,
            unit=False,
            orthogonal_to=Vector([1, 1, 0, 1]),
            not_orthogonal_to=Vector([1, 0, 0, 0]),
            independent_of=Vector([1, -1, 0, 0]),
            distinct=True,
        )
    ):
        a, b, c, d = v.entries
        assert a + b + d == 0
        assert a != 0
        assert (c, d) != (0, 0)
        assert len({a, b, c, d}) == 4


@pytest.mark.parametrize("normals", [[[1, 2, 2]], [[2, 3, 5]], [[1, 2, 3], [0, 1, 7]], [[6, 10, 15]], [[4, 0, 6]]])
def test_kernel_lattice_has_every_integer_solution(normals: list[list[int]]) -> None:
    basis = Matrix(kernel_lattice(normals, 3)).T
    assert basis.columns == 3 - len(normals)
    for v in product(range(-7, 8), repeat=3):
        if all(sum(x * y for x, y in zip(v, w, strict=True)) == 0 for w in normals):
            coordinates = (basis.T @ basis).solve(basis.T @ Vector(v))
            assert coordinates.is_integer
            assert basis @ coordinates == Vector(v)


@pytest.mark.parametrize(("n", "k", "bound"), [(2, 2, 1), (3, 2, 3), (3, 3, 4), (4, 4, 2), (5, 3, 4)])
def test_independent_vectors(n: int, k: int, bound: int) -> None:
    for vectors in draws(lambda d: s.independent(d, n, k, bound)):
        assert len(vectors) == k
        assert within(bound, *vectors)
        assert to_sympy(Matrix.from_columns(vectors)).rank() == k
        assert all(v.entries.count(Q(0)) <= n // 3 for v in vectors)


@pytest.mark.parametrize(("n", "k", "bound"), [(2, 2, 4), (3, 2, 3), (3, 3, 4), (4, 3, 4)])
def test_orthogonal_vectors(n: int, k: int, bound: int) -> None:
    for vectors in draws(lambda d: s.orthogonal_vectors(d, n, k, bound)):
        assert len(vectors) == k
        assert within(bound, *vectors)
        assert all(v.dot(v) > 0 for v in vectors)
        assert all(v.dot(w) == 0 for v, w in combinations(vectors, 2))


@pytest.mark.parametrize(("n", "k", "bound"), [(2, 2, 5), (3, 2, 4), (3, 3, 5), (4, 3, 4), (5, 2, 6)])
def test_gram_schmidt_meets_integers_only(n: int, k: int, bound: int) -> None:
    for vectors, frame in draws(lambda d: s.gram_schmidt(d, n, k, bound)):
        assert within(bound, *vectors, *frame)
        done: list[Matrix] = []
        for v, expected in zip(vectors, frame, strict=True):
            coefficients = [v.dot(u) / u.dot(u) for u in done]
            for c, u in zip(coefficients, done, strict=True):
                assert c.q == 1
                v -= c * u
            assert v == expected
            assert not v.is_zero
            assert not coefficients or coefficients[0] != 0
            done.append(v)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_pythagorean_vectors_have_integer_length(n: int) -> None:
    for v in draws(lambda d: s.pythagorean(d, n)):
        assert within(12, v)
        assert all(x != 0 for x in v)
        square = int(v.dot(v).p)
        assert isqrt(square) ** 2 == square


def test_fractions_are_in_lowest_terms() -> None:
    for x in draws(lambda d: s.fraction(d, 6, (2, 3, 4))):
        assert x.q in (2, 3, 4)
        assert 1 <= abs(x.p) <= 6
    assert {int(x.q) for x in draws(lambda d: s.fraction(d, 6, (2, 3, 4)))} == {2, 3, 4}
    for x in draws(lambda d: s.fraction(d, 9, (1, 2, 5), proper=True, positive=True)):
        assert 0 < x < 1
        assert x.q in (2, 5)
    assert {x.q for x in draws(lambda d: s.fraction(d, 3, (1,)))} == {1}


# ---------------------------------------------------------------------------------------------------------
# matrices
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "bound"), [(1, 2), (2, 1), (2, 5), (3, 1), (3, 5), (4, 3)])
def test_invertible_matrices(n: int, bound: int) -> None:
    for a in draws(lambda d: s.invertible(d, n, bound)):
        assert a.shape == (n, n)
        assert within(bound, a)
        assert determinant(a) != 0
        assert n == 1 or not triangular(a)


@pytest.mark.parametrize(
    ("n", "bound", "det"),
    [
        (1, 5, {-3, 3}),
        (2, 2, 1),
        (2, 5, {-2, -1, 1, 2}),
        (2, 3, 18),
        (3, 3, -1),
        (3, 5, range(-4, 5)),
        (3, 4, 30),
        (4, 3, {1, -2}),
        (5, 3, 1),
    ],
)
def test_invertible_matrices_with_a_determinant(n: int, bound: int, det: Any) -> None:
    allowed = ({det} if isinstance(det, int) else set(det)) - {0}
    found = set()
    for a in draws(lambda d: s.invertible(d, n, bound, det=det)):
        assert within(bound, a)
        found.add(int(determinant(a).p))
        assert n == 1 or not triangular(a)
    assert found == allowed


def test_a_triangular_matrix_comes_only_when_allowed() -> None:
    assert any(triangular(a) for a in draws(lambda d: s.invertible(d, 2, 2, triangular=True)))


@pytest.mark.parametrize(("n", "bound"), [(1, 1), (2, 1), (2, 6), (3, 2), (3, 5), (4, 4), (5, 4)])
def test_unimodular_matrices(n: int, bound: int) -> None:
    for a in draws(lambda d: s.unimodular(d, n, bound), 150):
        assert abs(determinant(a)) == 1
        inverse = a.inv()
        assert within(bound, a, inverse)
        assert product_of(a, inverse) == Matrix.identity(n)
        assert n == 1 or not triangular(a)


@pytest.mark.parametrize(
    ("m", "n", "rank", "bound"),
    [(3, 3, 2, 3), (3, 4, 2, 6), (4, 3, 2, 5), (3, 3, 1, 4), (2, 5, 1, 3), (3, 4, 3, 5), (4, 5, 3, 6), (3, 2, 2, 4),
     (2, 2, 1, 1)],
)  # fmt: skip
def test_matrices_of_a_rank(m: int, n: int, rank: int, bound: int) -> None:
    for a in draws(lambda d: s.with_rank(d, m, n, rank, bound)):
        assert a.shape == (m, n)
        assert within(bound, a)
        assert to_sympy(a).rank() == rank
        assert all(any(r) for r in a.to_rows())
        assert all(any(c) for c in a.T.to_rows())
        if rank < n:
            assert within(3, *a.kernel())


def test_pivots_of_a_rank_vary() -> None:
    pivots = {a.rref()[1] for a in draws(lambda d: s.with_rank(d, 3, 4, 2, 6))}
    assert pivots == {(0, 1), (0, 2), (0, 3)}


def test_rank_zero_is_the_zero_matrix() -> None:
    assert s.with_rank(Draw("zero"), 2, 3, 0, 5) == Matrix.zeros(2, 3)


def test_singular_matrices() -> None:
    for a in draws(lambda d: s.singular(d, 3, 4)):
        assert determinant(a) == 0
        assert to_sympy(a).rank() == 2
        assert within(4, a)


@pytest.mark.parametrize(("m", "n", "pivots"), [(3, 4, (0, 2)), (2, 4, (1, 3)), (3, 3, ()), (3, 5, (0, 1, 4))])
def test_echelon_forms(m: int, n: int, pivots: tuple[int, ...]) -> None:
    for a in draws(lambda d: s.echelon(d, m, n, pivots, bound=4)):
        assert a.shape == (m, n)
        assert within(4, a)
        reduced, found = to_sympy(a).rref()
        assert to_sympy(a) == reduced
        assert tuple(found) == pivots
        free = [j for j in range(n) if j not in pivots and pivots and j > pivots[0]]
        assert all(any(a.column(j)) for j in free)
    for a in draws(lambda d: s.echelon(d, m, n, pivots, bound=4, reduced=False)):
        assert within(4, a)
        assert to_sympy(a).is_echelon
        assert tuple(to_sympy(a).rref()[1]) == pivots


def test_pivot_columns() -> None:
    for p in draws(lambda d: s.pivot_columns(d, 5, 3)):
        assert p[0] == 0
        assert list(p) == sorted(set(p))
        assert len(p) == 3
    assert {p[0] for p in draws(lambda d: s.pivot_columns(d, 4, 2, first=False))} == {0, 1, 2}


def test_triangular_matrices() -> None:
    for a in draws(lambda d: s.triangular(d, 3, 4)):
        assert within(4, a)
        assert all(a[i, j] == 0 for i, j in _below(3))
        assert all(a[i, i] != 0 for i in range(3))
        assert any(a[j, i] != 0 for i, j in _below(3))
    for a in draws(lambda d: s.triangular(d, 3, 1, lower=True, unit=True)):
        assert all(a[j, i] == 0 for i, j in _below(3))
        assert all(a[i, i] == 1 for i in range(3))


@pytest.mark.parametrize(("n", "bound"), [(2, 4), (3, 5), (3, 9), (4, 9)])
def test_lu_pairs(n: int, bound: int) -> None:
    for a, lower, upper in draws(lambda d: s.lu_pair(d, n, bound)):
        assert product_of(lower, upper) == a
        assert within(bound, a)
        assert within(3, lower, upper)
        assert all(lower[i, i] == 1 and upper[i, i] != 0 for i in range(n))
        assert all(lower[j, i] == 0 and upper[i, j] == 0 for i, j in _below(n))
        assert any(lower.to_rows()[-1][:-1])


# ---------------------------------------------------------------------------------------------------------
# eigenvalues
# ---------------------------------------------------------------------------------------------------------


def eigenvalues(a: Matrix) -> list[sympy.Expr]:
    return sorted(value for value, times in to_sympy(a).eigenvals().items() for _ in range(times))


@pytest.mark.parametrize(
    ("values", "bound"),
    [((1, 3), 6), ((-1, 2), 6), ((0, 1), 4), ((1, 2, 3), 8), ((-2, 0, 3), 9), ((2, 2, 5), 9), ((1, 1, -1, 2), 9)],
)
def test_matrices_with_eigenvalues(values: tuple[int, ...], bound: int) -> None:
    for i, (a, p, d) in enumerate(draws(lambda d: s.with_eigenvalues(d, values, bound, unimodular=True), 150)):
        assert within(bound, a, p)
        assert product_of(a, p) == product_of(p, d)
        assert d == Matrix.diagonal([d[k, k] for k in range(len(values))])
        assert sorted(d[k, k] for k in range(len(values))) == sorted(values)
        assert abs(determinant(p)) == 1
        assert not triangular(a)
        assert len(values) == 2 or within(bound, p.inv())
        if i < 20:
            assert eigenvalues(a) == sorted(values)


def test_far_eigenvalues_get_another_p() -> None:
    for values in combinations(range(-4, 7), 2):
        for a, p, d in draws(lambda w, v=values: s.with_eigenvalues(w, v, 9), 20):  # type: ignore[misc]
            assert within(9, a, p)
            assert product_of(a, p) == product_of(p, d)
            assert determinant(p) != 0
            assert not triangular(a)
            assert abs(determinant(p)) == 1 or values[1] - values[0] >= 2, "near eigenvalues do not need one"


def test_all_two_by_two_matrices_come_without_unimodular() -> None:
    expected = {
        (a, b, c, 4 - a)
        for a, b, c in product(range(-3, 6), range(-5, 6), range(-5, 6))
        if abs(a) <= 5 and abs(4 - a) <= 5 and b and c and a * (4 - a) - b * c == 3
    }
    drawn = draws(lambda d: s.with_eigenvalues(d, (1, 3), 5, unimodular=False), 1500)
    assert {tuple(map(int, e.A.entries)) for e in drawn} == expected
    assert all(product_of(e.A, e.P) == product_of(e.P, e.D) and determinant(e.P) != 0 for e in drawn)


def test_the_order_of_eigenvalues_varies() -> None:
    for values in ((1, 3), (1, 2, 4)):
        drawn = draws(partial(s.with_eigenvalues, eigenvalues=values, bound=8))
        orders = {tuple(e.D[i, i] for i in range(len(values))) for e in drawn}
        assert len(orders) == (2 if len(values) == 2 else 6)


@pytest.mark.parametrize(
    ("values", "bound", "unimodular"),
    [((2, 2), 8, True), ((2, 2), 8, False), ((0, 0), 6, True), ((3, 3, 1), 9, True), ((1, 1, 1), 6, True)],
)
def test_defective_matrices(values: tuple[int, ...], bound: int, unimodular: bool) -> None:
    n = len(values)
    for a, p, jordan in draws(
        lambda d: s.with_eigenvalues(d, values, bound, defective=True, unimodular=unimodular), 150
    ):
        assert within(bound, a, p)
        assert product_of(a, p) == product_of(p, jordan)
        assert determinant(p) != 0
        assert not unimodular or abs(determinant(p)) == 1
        assert sorted(jordan[i, i] for i in range(n)) == sorted(values)
        assert not triangular(a)
        for value in set(values):
            assert to_sympy(a - value * Matrix.identity(n)).rank() == n - 1


@pytest.mark.parametrize(
    ("values", "denominator"),
    [((1, 3), 1), ((0, 5), 1), ((1, 2), 5), ((1, 3, 4), 1), ((2, 2, 5), 1), ((1, 2, 4), 3), ((0, 1, 2, 3), 2)],
)
def test_symmetric_matrices_with_eigenvalues(values: tuple[int, ...], denominator: int) -> None:
    n = len(values)
    for a, p, d in draws(lambda d: s.symmetric_with_eigenvalues(d, values, denominator=denominator), 150):
        assert a == a.T
        assert lcm(*(int(x.q) for x in a.entries)) <= denominator
        assert all(abs(x) <= max(map(abs, values)) for x in a.entries)
        assert not triangular(a)
        assert within(3, p)
        assert product_of(a, p) == product_of(p, d)
        gram = product_of(p.T, p)
        assert gram == Matrix.diagonal([gram[i, i] for i in range(n)])
        assert all(gram[i, i] > 0 for i in range(n))
        assert sorted(d[i, i] for i in range(n)) == sorted(values)


def test_symmetric_is_passed_on() -> None:
    for a, p, d in draws(lambda d: s.with_eigenvalues(d, (1, 3, 4), 4, symmetric=True)):
        assert a == a.T
        assert within(4, a)
        assert product_of(a, p) == product_of(p, d)


@pytest.mark.parametrize("n", [2, 3, 4])
@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("repeated", [False, True])
def test_symmetric_eigensystems(n: int, positive: bool, repeated: bool) -> None:
    if n == 2 and repeated:
        return
    for i, (a, p, d) in enumerate(
        draws(lambda d: s.symmetric_eigensystem(d, n, 8, positive=positive, repeated=repeated), 150)
    ):
        assert a == a.T
        assert within(8, a)
        assert within(3, p)
        assert not triangular(a)
        assert product_of(a, p) == product_of(p, d)
        values = [d[i, i] for i in range(n)]
        assert all((1 if positive else -8) <= x <= 8 for x in values)
        assert len(set(values)) == n - repeated
        gram = product_of(p.T, p)
        assert all(gram[i, j] == 0 for i, j in _below(n))
        if i < 20 and n < 4:
            assert eigenvalues(a) == sorted(int(x.p) for x in values)


@pytest.mark.parametrize(("n", "denominator"), [(2, 5), (2, 25), (3, 3), (3, 9), (4, 5), (5, 9)])
def test_orthogonal_matrices(n: int, denominator: int) -> None:
    signs = set()
    for a in draws(lambda d: s.orthogonal(d, n, denominator=denominator)):
        assert product_of(a.T, a) == Matrix.identity(n)
        assert 1 < lcm(*(int(x.q) for x in a.entries)) <= denominator
        signs.add(int(determinant(a).p))
    assert signs == {1, -1}
    for det in (1, -1):
        drawn = draws(partial(s.orthogonal, n=n, denominator=9, det=det), 50)
        assert {determinant(a) for a in drawn} == {det}


def test_signed_permutations() -> None:
    for a in draws(lambda d: s.signed_permutation(d, 3)):
        assert product_of(a.T, a) == Matrix.identity(3)
        assert within(1, a)
        assert a.entries.count(Q(0)) == 6
        assert not triangular(a)
    for det in (1, -1):
        assert {determinant(a) for a in draws(partial(s.signed_permutation, n=3, det=det))} == {det}


# ---------------------------------------------------------------------------------------------------------
# definiteness
# ---------------------------------------------------------------------------------------------------------


def signature(a: Matrix) -> tuple[int, int]:
    """How many eigenvalues are positive, negative: Descartes' rule, exact because all roots are real."""
    x = sympy.Symbol("x")
    polynomial = to_sympy(a).charpoly(x)

    def changes(p: sympy.Poly) -> int:
        return sum(bool(c * d < 0) for c, d in pairwise([c for c in p.all_coeffs() if c]))

    return changes(polynomial), changes(polynomial.compose(sympy.Poly(-x, x)))


@pytest.mark.parametrize(("n", "bound"), [(2, 2), (2, 9), (3, 6), (4, 9)])
def test_definiteness_by_the_signs_of_eigenvalues(n: int, bound: int) -> None:
    for a in draws(lambda d: s.positive_definite(d, n, bound), 60):
        assert a == a.T
        assert within(bound, a)
        assert signature(a) == (n, 0)
        assert not triangular(a)
    for a in draws(lambda d: s.semidefinite(d, n, bound), 60):
        assert a == a.T
        assert within(bound, a)
        assert signature(a) == (n - 1, 0)
        assert not triangular(a)
        assert all(any(r) for r in a.to_rows())
    for positive_diagonal in (False, True):
        for a in draws(partial(s.indefinite, n=n, bound=bound, positive_diagonal=positive_diagonal), 60):
            assert a == a.T
            assert within(bound, a)
            assert determinant(a) != 0
            assert signature(a)[0] > 0 < signature(a)[1]
            assert not triangular(a)
            assert not positive_diagonal or all(a[i, i] > 0 for i in range(n))


def test_cholesky_pairs() -> None:
    for a, lower in draws(lambda d: s.cholesky_pair(d, 3, 16)):
        assert product_of(lower, lower.T) == a
        assert within(16, a)
        assert within(4, lower)
        assert all(lower[i, i] >= 1 for i in range(3))
        assert all(lower[j, i] == 0 for i, j in _below(3))
        assert not triangular(a)


def test_symmetric_matrices() -> None:
    for a in draws(lambda d: s.symmetric(d, 3, 4)):
        assert a == a.T
        assert within(4, a)
        assert not triangular(a)


def test_quadratic_forms_are_what_they_say() -> None:
    kinds = set()
    for a, kind in draws(lambda d: s.quadratic_form(d, 2, 6)):
        kinds.add(kind)
        values = eigenvalues(a)
        assert (values[0] < 0 < values[-1]) == (kind == "indefinite")
        assert (values[0] > 0) == (kind == "positive definite")
        assert (values[-1] < 0) == (kind == "negative definite")
        assert (0 in values) == kind.endswith("semidefinite")
        assert within(6, a)
    assert len(kinds) == 5
    assert {f.kind for f in draws(lambda d: s.quadratic_form(d, 3, 6, kind="indefinite"), 20)} == {"indefinite"}


# ---------------------------------------------------------------------------------------------------------
# systems
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize(
    ("n", "bound", "solution_bound", "denominators"),
    [(2, 3, 3, (1,)), (2, 5, 2, (1, 2)), (3, 5, 4, (1,)), (3, 6, 3, (1, 2)), (3, 6, 2, (3,)), (4, 6, 3, (1,))],
)
def test_systems_with_one_solution(
    n: int, bound: int, solution_bound: int, denominators: tuple[int, ...], clean: bool
) -> None:
    for a, x, b in draws(lambda d: s.system_unique(d, n, bound, solution_bound, denominators, clean=clean), 150):
        assert within(bound, a)
        assert within(bound * solution_bound, b)
        assert determinant(a) != 0
        assert all(r.count(Q(0)) <= n - 2 for r in a.to_rows())
        assert not triangular(a)
        assert product_of(a, x) == b
        assert not b.is_zero
        assert all(abs(c) <= solution_bound for c in x)
        assert list(x).count(Q(0)) <= 1
        assert {int(c.q) for c in x} <= set(denominators)
        assert max(denominators) in {int(c.q) for c in x}
        if clean:
            assert elimination_stays_integer(a, b)


def elimination_stays_integer(a: Matrix, b: Matrix) -> bool:
    rows = a.hstack(b).to_rows()
    for k in range(len(rows)):
        for i in range(k + 1, len(rows)):
            multiplier = rows[i][k] / rows[k][k]
            if multiplier.q != 1:
                return False
            rows[i] = [x - multiplier * y for x, y in zip(rows[i], rows[k], strict=True)]
    return True


def test_the_right_side_is_bounded() -> None:
    for _, _, b in draws(lambda d: s.system_unique(d, 3, 5, 3, rhs_bound=8)):
        assert within(8, b)
    for _, _, _, b in draws(lambda d: s.system_underdetermined(d, 2, 3, 2, 5, rhs_bound=7)):
        assert within(7, b)


@pytest.mark.parametrize(
    ("m", "n", "rank", "bound"), [(2, 3, 2, 5), (3, 3, 2, 5), (3, 4, 2, 6), (3, 5, 3, 6), (2, 3, 1, 4), (4, 3, 2, 5)]
)
def test_underdetermined_systems(m: int, n: int, rank: int, bound: int) -> None:
    for a, particular, kernel, b in draws(lambda d: s.system_underdetermined(d, m, n, rank, bound), 150):
        assert within(bound, a)
        assert within(3, particular, *kernel)
        assert within(6 * bound, b)
        assert not b.is_zero
        assert to_sympy(a).rank() == rank
        assert product_of(a, particular) == b
        assert [to_sympy(v) for v in kernel] == to_sympy(a).nullspace()
        reduced, pivots = to_sympy(a.hstack(b)).rref()
        assert n not in pivots
        assert [reduced[pivots.index(j), n] if j in pivots else 0 for j in range(n)] == list(to_sympy(particular))


def test_inconsistent_systems() -> None:
    for a, b in draws(lambda d: s.system_inconsistent(d, 3, 3, 2, 5)):
        assert within(5, a)
        assert within(30, b)
        assert to_sympy(a).rank() == 2
        assert to_sympy(a.hstack(b)).rank() == 3


# ---------------------------------------------------------------------------------------------------------
# probability
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "denominator", "positive", "distinct"),
    [(1, 1, True, False), (3, 10, True, False), (4, 6, False, False), (4, 10, True, True), (4, 20, True, True),
     (3, 3, False, True), (5, 5, True, False)],
)  # fmt: skip
def test_distributions_sum_to_one(n: int, denominator: int, positive: bool, distinct: bool) -> None:
    for p in draws(lambda d: s.distribution(d, n, denominator, positive=positive, distinct=distinct)):
        assert len(p) == n
        assert sum(p, Q(0)) == 1
        assert all((x * denominator).q == 1 and (x > 0 if positive else x >= 0) for x in p)
        assert not distinct or len(set(p)) == n


def test_every_composition_is_equally_likely() -> None:
    counts: dict[tuple[Q, ...], int] = {}
    for p in draws(lambda d: s.distribution(d, 3, 5), 1800):
        counts[p] = counts.get(p, 0) + 1
    assert len(counts) == 6
    assert all(abs(c - 300) < 80 for c in counts.values())


@pytest.mark.parametrize("independent", [None, True, False])
@pytest.mark.parametrize(("rows", "columns", "denominator"), [(2, 2, 12), (2, 3, 24), (3, 3, 36)])
def test_joint_tables(rows: int, columns: int, denominator: int, independent: bool | None) -> None:
    for t in draws(lambda d: s.joint_table(d, rows, columns, denominator, independent=independent), 150):
        assert t.shape == (rows, columns)
        assert sum(t.entries, Q(0)) == 1
        assert all(x > 0 and (x * denominator).q == 1 for x in t.entries)
        by_rows = [sum(r, Q(0)) for r in t.to_rows()]
        by_columns = [sum(c, Q(0)) for c in t.T.to_rows()]
        same = t == Matrix([[p * q for q in by_columns] for p in by_rows])
        assert independent is None or same == independent


def test_joint_tables_with_zeros_keep_their_margins() -> None:
    tables = draws(lambda d: s.joint_table(d, 2, 3, 8, positive=False))
    assert any(0 in t.entries for t in tables)
    assert all(any(r) for t in tables for r in t.to_rows() + t.T.to_rows())


def test_values_and_percentages() -> None:
    for v in draws(lambda d: s.values(d, 4, -3, 6, nonzero=True)):
        assert list(v) == sorted(set(v))
        assert len(v) == 4
        assert 0 not in v
        assert -3 <= v[0] < v[-1] <= 6
    for p in draws(lambda d: s.percentages(d, 4, step=10, distinct=True)):
        assert sum(p) == 100
        assert sorted(p) == [10, 20, 30, 40]
    assert all(sum(p) == 100 and min(p) >= 5 for p in draws(lambda d: s.percentages(d, 3)))


@pytest.mark.parametrize("n", [2, 3])
def test_bayes_settings(n: int) -> None:
    for prior, likelihood in draws(lambda d: s.bayes_setting(d, n)):
        assert sum(prior, Q(0)) == 1
        assert all(0 < x < 1 and (10 * x).q == 1 for x in (*prior, *likelihood))
        evidence = sum((p * q for p, q in zip(prior, likelihood, strict=True)), Q(0))
        posterior = tuple(p * q / evidence for p, q in zip(prior, likelihood, strict=True))
        assert posterior != prior
        assert all(x.q < 100 for x in posterior)


# ---------------------------------------------------------------------------------------------------------
# polynomials
# ---------------------------------------------------------------------------------------------------------


def value(coefficients: tuple[int, ...], x: Q) -> Q:
    return sum((c * x**k for k, c in enumerate(reversed(coefficients))), Q(0))


@pytest.mark.parametrize("monic", [False, True])
def test_polynomials(monic: bool) -> None:
    for p in draws(lambda d: s.polynomial(d, 3, 5, monic=monic)):
        assert len(p) == 4
        assert all(isinstance(c, int) and abs(c) <= 5 for c in p)
        assert p[0] == 1 if monic else p[0] != 0
    assert all(len(p) == 1 for p in draws(lambda d: s.polynomial(d, 0, 5)))


def test_polynomials_with_some_terms() -> None:
    patterns = set()
    for p in draws(lambda d: s.polynomial(d, 5, 9, terms=3)):
        assert sum(c != 0 for c in p) == 3
        assert p[0] != 0
        patterns.add(tuple(c != 0 for c in p))
    assert len(patterns) == 10


@pytest.mark.parametrize("roots", [(1, -2), (Q(1, 2), 3), (2, 2, -1), ()])
@pytest.mark.parametrize("more", [0, 1, 2])
def test_polynomials_with_roots(roots: tuple[Any, ...], more: int) -> None:
    x = sympy.Symbol("x")
    factor = sympy.prod([x - sympy.Rational(str(r)) for r in roots])
    for p in draws(lambda d: s.polynomial(d, len(roots) + more, 40, roots=roots), 60):
        assert len(p) == len(roots) + more + 1
        assert p[0] != 0
        assert max(map(abs, p)) <= 40
        assert all(value(p, Q(1) * r) == 0 for r in roots)
        assert sympy.rem(sympy.Poly(p, x), sympy.Poly(factor, x)).is_zero


def test_monic_polynomials_with_roots() -> None:
    assert set(draws(lambda d: s.polynomial(d, 2, 9, roots=(1, -3), monic=True))) == {(1, 2, -3)}


def test_nice_roots() -> None:
    for roots in draws(lambda d: s.nice_roots(d, 3, 4, nonzero=True)):
        assert list(roots) == sorted(set(roots))
        assert all(r.q == 1 and 1 <= abs(r) <= 4 for r in roots)
    fractions = draws(lambda d: s.nice_roots(d, 3, 2, distinct=False, denominators=(1, 2, 3)))
    assert {int(r.q) for roots in fractions for r in roots} == {1, 2, 3}
    assert all(abs(r) <= 2 for roots in fractions for r in roots)
    assert any(len(set(roots)) < 3 for roots in fractions)
    assert {int(r.q) for roots in draws(lambda d: s.nice_roots(d, 2, 2, denominators=(2,))) for r in roots} == {2}


# ---------------------------------------------------------------------------------------------------------
# data
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("centred", [True, False])
def test_designs_have_full_rank(intercept: bool, centred: bool) -> None:
    for x in draws(lambda d: s.full_rank_design(d, 5, 3, 3, intercept=intercept, centred=centred)):
        assert x.shape == (5, 3)
        assert within(3, x)
        assert to_sympy(x).rank() == 3
        columns = x.T.to_rows()
        assert not intercept or columns[0] == [1] * 5
        features = columns[intercept:]
        assert all(len(set(c)) > 1 for c in features)
        assert not centred or all(sum(c, Q(0)) == 0 for c in features)


@pytest.mark.parametrize(
    ("n", "features", "options"),
    [
        (3, 1, {}),
        (4, 1, {}),
        (4, 2, {}),
        (5, 2, {"centred": True}),
        (4, 2, {"intercept": False, "noise": 2}),
        (4, 1, {"denominators": (1, 2)}),
        (4, 1, {"denominators": (2,), "coefficient_bound": 2}),
        (5, 2, {"denominators": (1, 3), "noise": 4}),
        (4, 1, {"response_bound": 5}),
    ],
)
def test_regressions_have_the_chosen_solution(n: int, features: int, options: dict[str, Any]) -> None:
    denominators = options.get("denominators", (1,))
    for x, y, beta, residual in draws(lambda d: s.regression_data(d, n, features, 3, **options), 120):
        assert x.shape == (n, features + options.get("intercept", True))
        assert within(3, x)
        assert y.is_integer
        assert within(options.get("response_bound", 100), y)
        normal = to_sympy(x.T @ x)
        assert normal.LUsolve(to_sympy(x.T @ y)) == to_sympy(beta)
        assert y - product_of(x, beta) == residual
        assert not residual.is_zero
        assert all(abs(e) <= options.get("noise", 3) for e in residual)
        assert all(abs(b) <= options.get("coefficient_bound", 3) for b in beta)
        assert {int(b.q) for b in beta} <= set(denominators)
        assert max(denominators) in {int(b.q) for b in beta}
        assert any(list(beta)[options.get("intercept", True) :])


@pytest.mark.parametrize("denominators", [(1,), (1, 2), (1, 3)])
@pytest.mark.parametrize("n", [3, 4, 5])
def test_points_on_a_line(n: int, denominators: tuple[int, ...]) -> None:
    for xs, ys, intercept, slope in draws(lambda d: s.points_on_line(d, n, 4, denominators=denominators), 120):
        assert list(xs) == sorted(set(xs))
        assert all(abs(x) <= 4 for x in xs)
        assert all(isinstance(y, int) for y in ys)
        mean_x, mean_y = Q(sum(xs), n), Q(sum(ys), n)
        covariance = sum(((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)), Q(0))
        variance = sum(((x - mean_x) ** 2 for x in xs), Q(0))
        assert slope == covariance / variance
        assert intercept == mean_y - slope * mean_x
        assert slope != 0
        assert {int(slope.q), int(intercept.q)} <= set(denominators)
        assert max(denominators) in {int(slope.q), int(intercept.q)}
        residuals = [y - intercept - slope * x for x, y in zip(xs, ys, strict=True)]
        assert any(residuals)
        assert all(abs(e) <= 3 for e in residuals)
        assert max(abs(intercept), abs(slope)) <= 3


@pytest.mark.parametrize(("n", "d"), [(2, 1), (4, 2), (5, 3)])
def test_integer_data(n: int, d: int) -> None:
    for mean_integer, centred in ((True, False), (False, False), (True, True)):
        for x in draws(partial(s.integer_data, n=n, d=d, bound=5, mean_integer=mean_integer, centred=centred)):
            assert x.shape == (n, d)
            assert within(5, x)
            means = [sum(c, Q(0)) / n for c in x.T.to_rows()]
            assert not mean_integer or all(m.q == 1 for m in means)
            assert not centred or not any(means)
            assert all(len(set(c)) > 1 for c in x.T.to_rows())


@pytest.mark.parametrize("ddof", [0, 1])
@pytest.mark.parametrize(("n", "d"), [(3, 1), (3, 2), (4, 2), (4, 3), (5, 2), (6, 2)])
def test_covariances_are_integer(n: int, d: int, ddof: int) -> None:
    for x, mean, covariance in draws(lambda w: s.covariance_integer(w, n, d, 8, ddof=ddof), 120):
        assert x.shape == (n, d)
        assert within(8, x)
        assert mean.is_integer
        assert covariance.is_integer
        columns = x.T.to_rows()
        assert list(mean) == [sum(c, Q(0)) / n for c in columns]
        for i, j in product(range(d), repeat=2):
            pairs = zip(columns[i], columns[j], strict=True)
            total = sum(((a - mean[i]) * (b - mean[j]) for a, b in pairs), Q(0))
            assert covariance[i, j] == total / (n - ddof)
        assert determinant(covariance) != 0
        assert d == 1 or any(covariance[i, j] for i, j in _below(d))


def test_principal_data() -> None:
    largest_first = set()
    for x, mean, (a, p, d) in draws(lambda w: s.principal_data(w, 9)):
        assert x.shape == (4, 2)
        assert within(9, x)
        assert mean.is_integer
        centred = x - Matrix([list(mean)] * 4)
        assert product_of(centred.T, centred) / 4 == a
        assert a.is_integer
        assert not triangular(a)
        assert product_of(a, p) == product_of(p, d)
        assert d.is_integer
        assert p.column(0).dot(p.column(1)) == 0
        largest_first.add(bool(d[0, 0] > d[1, 1] > 0))
    assert largest_first == {True}


# ---------------------------------------------------------------------------------------------------------
# refusals
# ---------------------------------------------------------------------------------------------------------

CONTRADICTIONS: dict[str, Callable[[Draw], Any]] = {
    "no coordinate": lambda d: s.vector(d, 0, 3),
    "only zero left": lambda d: s.vector(d, 2, 0),
    "only units left": lambda d: s.vector(d, 1, 1, unit=False),
    "not that many different": lambda d: s.vector(d, 4, 1, distinct=True),
    "wrong length": lambda d: s.vector(d, 2, 3, independent_of=B),
    "independent in one dimension": lambda d: s.vector(d, 1, 3, independent_of=Vector([2])),
    "independent of a basis": lambda d: s.vector(d, 2, 3, independent_of=Matrix.identity(2)),
    "orthogonal to everything": lambda d: s.vector(d, 2, 3, orthogonal_to=Matrix([[1, 1], [0, 1]])),
    "only direction too long": lambda d: s.vector(d, 2, 3, orthogonal_to=Vector([7, 5])),
    "orthogonal and not": lambda d: s.vector(d, 3, 3, orthogonal_to=B, not_orthogonal_to=2 * B),
    "not orthogonal to zero": lambda d: s.vector(d, 2, 3, not_orthogonal_to=Vector([0, 0])),
    "orthogonal and independent": lambda d: s.vector(
        d, 2, 5, orthogonal_to=Vector([1, 2]), independent_of=Vector([-2, 1])
    ),
    "too many independent": lambda d: s.independent(d, 2, 3, 5),
    "too many orthogonal": lambda d: s.orthogonal_vectors(d, 2, 3, 5),
    "gram_schmidt of one": lambda d: s.gram_schmidt(d, 3, 1, 5),
    "pythagorean in one dimension": lambda d: s.pythagorean(d, 1),
    "pythagorean too small": lambda d: s.pythagorean(d, 2, 3),
    "no denominators": lambda d: s.fraction(d, 3, ()),
    "proper integers": lambda d: s.fraction(d, 3, (1,), proper=True),
    "denominator zero": lambda d: s.fraction(d, 3, (0, 2)),
    "determinant zero": lambda d: s.invertible(d, 2, 3, det=0),
    "no determinants": lambda d: s.invertible(d, 2, 3, det=()),
    "determinant out of reach": lambda d: s.invertible(d, 2, 3, det=19),
    "determinant out of reach 3": lambda d: s.invertible(d, 3, 2, det=33),
    "invertible zero": lambda d: s.invertible(d, 2, 0),
    "rank too high": lambda d: s.with_rank(d, 2, 3, 3, 5),
    "negative rank": lambda d: s.with_rank(d, 2, 3, -1, 5),
    "rank without room": lambda d: s.with_rank(d, 2, 3, 1, 0),
    "singular 1×1": lambda d: s.singular(d, 1, 3),
    "falling pivots": lambda d: s.echelon(d, 3, 4, (2, 1)),
    "pivot outside": lambda d: s.echelon(d, 3, 4, (0, 4)),
    "too many pivots": lambda d: s.echelon(d, 1, 4, (0, 1)),
    "more pivots than columns": lambda d: s.pivot_columns(d, 2, 3),
    "lu of 1×1": lambda d: s.lu_pair(d, 1, 3),
    "triangular zero": lambda d: s.triangular(d, 3, 0),
    "one eigenvalue": lambda d: s.with_eigenvalues(d, (3,), 5),
    "equal eigenvalues": lambda d: s.with_eigenvalues(d, (3, 3), 5),
    "defective without repetition": lambda d: s.with_eigenvalues(d, (1, 2), 5, defective=True),
    "defective and symmetric": lambda d: s.with_eigenvalues(d, (1, 1), 5, defective=True, symmetric=True),
    "eigenvalue out of reach": lambda d: s.with_eigenvalues(d, (0, 11), 5),
    "any P in 3D": lambda d: s.with_eigenvalues(d, (1, 2, 3), 9, unimodular=False),
    "symmetric equal eigenvalues": lambda d: s.symmetric_with_eigenvalues(d, (2, 2)),
    "symmetric five": lambda d: s.symmetric_with_eigenvalues(d, (1, 2, 3, 4, 5)),
    "repeated 2×2": lambda d: s.symmetric_eigensystem(d, 2, 5, repeated=True),
    "too few eigenvalues": lambda d: s.symmetric_eigensystem(d, 3, 2, positive=True),
    "orthogonal 1×1": lambda d: s.orthogonal(d, 1),
    "orthogonal with det 2": lambda d: s.orthogonal(d, 2, det=2),
    "orthogonal integer": lambda d: s.orthogonal(d, 2, denominator=4),
    "permutation with det 0": lambda d: s.signed_permutation(d, 2, det=0),
    "definite 1": lambda d: s.positive_definite(d, 2, 1),
    "unknown kind": lambda d: s.quadratic_form(d, 2, 5, kind="definite"),  # type: ignore[arg-type]
    "system of one": lambda d: s.system_unique(d, 1, 5, 5),
    "system without denominators": lambda d: s.system_unique(d, 2, 5, 5, ()),
    "no free unknown": lambda d: s.system_underdetermined(d, 3, 3, 3, 5),
    "always solvable": lambda d: s.system_inconsistent(d, 2, 3, 2, 5),
    "denominator too small": lambda d: s.distribution(d, 5, 4),
    "not enough for distinct": lambda d: s.distribution(d, 4, 9, distinct=True),
    "row is independent": lambda d: s.joint_table(d, 1, 3, 12, independent=False),
    "prime independent table": lambda d: s.joint_table(d, 2, 2, 13, independent=True),
    "table too large": lambda d: s.joint_table(d, 3, 3, 8),
    "empty range": lambda d: s.values(d, 3, 1, 2),
    "steps of seven": lambda d: s.percentages(d, 3, step=7),
    "one hypothesis": lambda d: s.bayes_setting(d, 1),
    "too many roots": lambda d: s.polynomial(d, 1, 9, roots=(1, 2)),
    "roots too large": lambda d: s.polynomial(d, 2, 5, roots=(3, 4)),
    "monic with fractions": lambda d: s.polynomial(d, 1, 5, roots=(Q(1, 2),), monic=True),
    "roots and terms": lambda d: s.polynomial(d, 2, 5, roots=(1,), terms=2),
    "too many terms": lambda d: s.polynomial(d, 2, 5, terms=4),
    "not enough roots": lambda d: s.nice_roots(d, 4, 1),
    "more columns than rows": lambda d: s.full_rank_design(d, 3, 3, 5),
    "intercept only": lambda d: s.full_rank_design(d, 3, 1, 5),
    "no feature": lambda d: s.regression_data(d, 4, 0, 3),
    "no noise": lambda d: s.regression_data(d, 4, 1, 3, noise=0),
    "two points": lambda d: s.points_on_line(d, 2, 5),
    "one observation": lambda d: s.integer_data(d, 1, 2, 5),
    "too many observations": lambda d: s.covariance_integer(d, 9, 2, 5),
    "too many features": lambda d: s.covariance_integer(d, 3, 3, 5),
    "ddof 2": lambda d: s.covariance_integer(d, 4, 2, 5, ddof=2),
    "no room": lambda d: s.principal_data(d, 2),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradictions_are_refused_at_once(name: str) -> None:
    with pytest.raises(ValueError) as refusal:
        CONTRADICTIONS[name](Draw("refused"))
    assert len(str(refusal.value)) > 15, "the refusal says which constraint"


TOO_TIGHT: dict[str, Callable[[Draw], Any]] = {
    "a plane without short vectors": lambda d: s.vector(d, 3, 2, orthogonal_to=Vector([7, 11, 101])),
    "an impossible determinant": lambda d: s.invertible(d, 2, 3, det=17),
    "far eigenvalues": lambda d: s.with_eigenvalues(d, (-5, 5), 5, unimodular=True),
    "an impossible integer matrix": lambda d: s.symmetric_with_eigenvalues(d, (1, 2)),
    "a tiny right side": lambda d: s.system_unique(d, 3, 9, 40, (7,), rhs_bound=1),
    "a tiny response": lambda d: s.regression_data(d, 6, 2, 9, noise=1, response_bound=1, denominators=(7,)),
}


@pytest.mark.parametrize("name", TOO_TIGHT)
def test_a_hopeless_search_ends(name: str) -> None:
    with pytest.raises(CannotDraw) as surrender:
        TOO_TIGHT[name](Draw("tight"))
    assert ":" in str(surrender.value), "what was wanted, and which constraint to loosen"


def test_everything_public_is_tested_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    functions = [name for name in s.__all__ if name.islower()]
    assert [name for name in functions if not any(f"s.{name}{after}" in source for after in "(,")] == []
