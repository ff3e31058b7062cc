"""Angles, Gram-Schmidt and factorisations on numbers that are printed in books."""

from question_bank.dec import cholesky, diagonalise, lowrank_approx, pseudoinverse, spectral_norm, woodbury
from question_bank.geo import angle, gram_schmidt
from question_bank.la import subspace_test
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade

STRANG = Matrix([[3, 0], [4, 5]])  # Strang, Introduction to Linear Algebra: singular values sqrt(45) and sqrt(5)


def test_an_angle_under_another_inner_product() -> None:
    problem = angle.build("weighted", (2, 0, 0, 1), (1, 1), (-1, 1), 0, 0)  # MML, example 3.7: about 109.5 degrees
    assert grade(problem, {"a.answer": "-1/3", "b.answer": "109.5"}).outcome == "correct"
    assert grade(problem, {"a.answer": "-1/3", "b.answer": "70.5"}).outcome != "correct"
    dot_product = grade(problem, {"a.answer": "0", "b.answer": "90"})
    assert dot_product.parts["a"].code == "misconception:dot-product"
    carried = grade(problem, {"a.answer": "1/3", "b.answer": "70.5"})
    assert carried.parts["b"].code == "follows"


def test_two_vectors_made_orthonormal() -> None:
    problem = gram_schmidt.build("plane", ((2, 0), (1, 1)), (), 0)  # MML, example 3.12
    assert grade(problem, {"q_1": "(1, 0)", "q_2": "(0, 1)"}).outcome == "correct"
    assert grade(problem, {"q_1": "(-1, 0)", "q_2": "(0, 1)"}).outcome == "correct"
    assert grade(problem, {"q_1": "(2, 0)", "q_2": "(0, 1)"}).code == "misconception:no-normalise"
    assert grade(problem, {"q_1": "(0, 1)", "q_2": "(1, 0)"}).outcome != "correct"


def test_the_first_legendre_polynomials() -> None:
    problem = gram_schmidt.build("functions", ((1, 0, 0), (0, 1, 0), (0, 0, 1)), (-1, 1), 0)
    right = {
        "q_1": "(1/sqrt(2), 0, 0)",
        "q_2": "(0, sqrt(3/2), 0)",
        "q_3": "(-sqrt(5/8), 0, 3sqrt(5/8))",
    }
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"q_3": "(-sqrt(5/8), 0, sqrt(5/8))"}).outcome != "correct"


def test_a_matrix_diagonalised_in_either_order() -> None:
    a = Matrix([[4, -5], [2, -3]])  # Strang: eigenvalues 2 and -1 with (5, 2) and (1, 1)
    problem = diagonalise.build(a, None, (-1, 2), 0)
    assert grade(problem, {"P": "[5, 1; 2, 1]", "D": "[2, 0; 0, -1]"}).outcome == "correct"
    assert grade(problem, {"P": "[3, 10; 3, 4]", "D": "[-1, 0; 0, 2]"}).outcome == "correct"
    assert grade(problem, {"P": "[5, 1; 2, 1]", "D": "[-1, 0; 0, 2]"}).code == "misconception:mismatch"


def test_a_cholesky_factor_that_everybody_prints() -> None:
    a = Matrix([[4, 12, -16], [12, 37, -43], [-16, -43, 98]])
    problem = cholesky.build("cholesky", a, 0)
    assert grade(problem, {"L": "[2, 0, 0; 6, 1, 0; -8, 5, 3]"}).outcome == "correct"
    assert grade(problem, {"L": "[2, 6, -8; 0, 1, 5; 0, 0, 3]"}).code == "misconception:upper"


def test_the_best_matrix_of_rank_one() -> None:
    first = lowrank_approx.Term(Q(3, 2), Vector([1, 3]), Vector([1, 1]))
    second = lowrank_approx.Term(Q(1, 2), Vector([3, -1]), Vector([1, -1]))
    assert first.matrix + second.matrix == STRANG
    problem = lowrank_approx.build("square", (first, second), 1, 0)
    right = {"a.answer": "[1.5, 1.5; 4.5, 4.5]", "b.answer": "sqrt(5)"}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"a.answer": "[1.5, -1.5; -0.5, 0.5]"}).code == "misconception:smallest-kept"


def test_the_pseudoinverse_of_a_matrix_of_rank_one() -> None:
    a, u, v = Matrix([[2, 2], [1, 1]]), Vector([2, 1]), Vector([1, 1])  # Strang: [2, 1; 2, 1] / 10
    problem = pseudoinverse.build("rank-one", a, (u, v), Vector([5, 5]), 0)
    right = {"a.answer": "[0.2, 0.1; 0.2, 0.1]", "b.answer": "(1.5, 1.5)"}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"a.answer": "none"}).code == "misconception:inverts-zero"
    assert grade(problem, right | {"a.answer": "[2, 1; 2, 1]"}).code == "misconception:transpose"


def test_the_norm_of_a_matrix_is_not_an_eigenvalue() -> None:
    problem = spectral_norm.build("square", STRANG, (1, 1), 0)
    assert grade(problem, {"a.answer": "sqrt(45)", "b.answer": "(2, 2)"}).outcome == "correct"
    eigenvalue = grade(problem, {"a.answer": "5", "b.answer": "(2, 2)"})
    assert eigenvalue.code == "misconception:largest-eigenvalue-for-a-non-symmetric-matrix"
    assert grade(problem, {"a.answer": "5sqrt(2)", "b.answer": "(2, 2)"}).code == "misconception:frobenius"


def test_the_identity_plus_a_matrix_of_ones() -> None:
    ones = Vector([1, 1, 1])  # the inverse is the identity minus a quarter of the matrix of ones
    problem = woodbury.build("identity", Matrix.identity(3), ones, ones, 0)
    right = {"a.answer": "[3, -1, -1; -1, 3, -1; -1, -1, 3]/4", "b.answer": "4"}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"a.answer": "[5, 1, 1; 1, 5, 1; 1, 1, 5]/4"}).code == "misconception:sign-plus"


def test_a_violating_combination_of_the_learners_own() -> None:
    problem = subspace_test.build("shifted-line", (1, 1, 1), (1, 0), (0, 1), 1, 1, 0)
    own = {"verdict": "false", "u": "(2, -1)", "v": "(1, 0)", "s": "0", "t": "0"}
    assert grade(problem, own).outcome == "correct"
    assert grade(problem, own | {"s": "1/2", "t": "1/2"}).code == "not-a-counterexample"
    assert grade(problem, own | {"u": "(2, 2)"}).code == "hypothesis"
    assert grade(problem, {"verdict": "true"}).code == "misconception:affine-ok"
