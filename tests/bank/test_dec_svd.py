"""dec-svd on textbook matrices."""

from question_bank.dec.svd import build
from quizgen.exact import Matrix
from quizgen.grading import grade

MML_4_13 = Matrix([[1, 0, 1], [-2, 1, 0]])  # MML, example 4.13: singular values sqrt(6) and 1
STRANG = Matrix([[3, 0], [4, 5]])  # Strang, Introduction to Linear Algebra: sqrt(45) and sqrt(5)
BOOK = {
    "U": "[1/sqrt(5), 2/sqrt(5); -2/sqrt(5), 1/sqrt(5)]",
    "Sigma": "[sqrt(6), 0, 0; 0, 1, 0]",
    "V": "[5/sqrt(30), 0, -1/sqrt(6); -2/sqrt(30), 1/sqrt(5), -2/sqrt(6); 1/sqrt(30), 2/sqrt(5), 1/sqrt(6)]",
}


def test_the_full_decomposition_of_the_book_is_right() -> None:
    problem = build(MML_4_13, "gram", False, (), 0)
    assert grade(problem, BOOK).outcome == "correct"
    wrong = BOOK | {"Sigma": "[1, 0, 0; 0, sqrt(6), 0]"}
    assert grade(problem, wrong).outcome != "correct"


def test_the_thin_form_has_no_third_column() -> None:
    problem = build(MML_4_13, "gram", True, (), 0)
    thin = {
        "U": BOOK["U"],
        "Sigma": "[sqrt(6), 0; 0, 1]",
        "V": "[5/sqrt(30), 0; -2/sqrt(30), 1/sqrt(5); 1/sqrt(30), 2/sqrt(5)]",
    }
    assert grade(problem, thin).outcome == "correct"
    assert grade(problem, BOOK).code == "shape"


def test_signs_may_change_together_and_not_alone() -> None:
    problem = build(STRANG, "gram", False, (), 0)
    right = {
        "U": "[1, -3; 3, 1]/sqrt(10)",
        "Sigma": "[sqrt(45), 0; 0, sqrt(5)]",
        "V": "[1, -1; 1, 1]/sqrt(2)",
    }
    assert grade(problem, right).outcome == "correct"
    both = right | {"U": "[-1, -3; -3, 1]/sqrt(10)", "V": "[-1, -1; -1, 1]/sqrt(2)"}
    assert grade(problem, both).outcome == "correct"
    assert grade(problem, right | {"U": "[-1, -3; -3, 1]/sqrt(10)"}).code == "misconception:u-sign-mismatch"
    assert grade(problem, right | {"V": "[1, 1; -1, 1]/sqrt(2)"}).code == "misconception:V-not-transposed"
    turned = {"U": "[-3, 1; 1, 3]/sqrt(10)", "Sigma": "[sqrt(5), 0; 0, sqrt(45)]", "V": "[-1, 1; 1, 1]/sqrt(2)"}
    assert grade(problem, turned).code == "misconception:unordered"


def test_negative_eigenvalues_of_a_symmetric_matrix_go_into_u() -> None:
    pairs = ((3, (1, 1)), (-1, (1, -1)))
    problem = build(Matrix([[1, 2], [2, 1]]), "symmetric", False, pairs, 0)
    right = {"U": "[1, -1; 1, 1]/sqrt(2)", "Sigma": "[3, 0; 0, 1]", "V": "[1, 1; 1, -1]/sqrt(2)"}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, right | {"U": right["V"], "Sigma": "[3, 0; 0, -1]"}).code == "structure:nonnegative-diagonal"
