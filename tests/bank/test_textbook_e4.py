"""Published and well-known numbers for the probability and estimation exercises of one group of writers."""

from __future__ import annotations

from question_bank.pro import (
    change_of_variables_1d,
    covariance,
    independence,
    joint_discrete,
    limit_theorems,
    random_vector,
)
from question_bank.sta import beta_binomial, map, mle_gaussian
from quizgen.exact import Matrix, Q, Vector
from quizgen.grading import grade
from quizgen.problem import Problem

TABLE = (
    ("0.01", "0.05", "0.1"),
    ("0.02", "0.1", "0.05"),
    ("0.03", "0.05", "0.03"),
    ("0.1", "0.07", "0.05"),
    ("0.1", "0.2", "0.04"),
)
"""MML, exercise 6.1: p(x, y), transposed."""


def outcome(problem: Problem, **response: str) -> str:
    """The outcome of a reply; an underscore stands for the dot between part and field."""
    return grade(problem, {name.replace("_", ".", 1): text for name, text in response.items()}).outcome


def test_conditional_of_mml_exercise_6_1() -> None:
    """p(x | Y = y_1) = (1, 2, 3, 10, 10) / 26, and with values 1 to 5 the conditional mean is 4."""
    cells = tuple(tuple(Q(round(float(p) * 100), 100) for p in row) for row in TABLE)
    problem = joint_discrete.build("conditional", 0, (1, 2, 3, 4, 5), (1, 2, 3), cells, ("y", 0), 0)
    reply = {"p1": "1/26", "p2": "2/26", "p3": "3/26", "p4": "10/26", "p5": "10/26", "m": "4"}
    assert grade(problem, reply).outcome == "correct"
    joint = {"p1": "0.01", "p2": "0.02", "p3": "0.03", "p4": "0.1", "p5": "0.1", "m": "1.04"}
    assert grade(problem, joint).code == "misconception:not-renormalised"


def test_a_variable_and_its_square() -> None:
    """MML 6.4.5: X uniform on -1, 0, 1 and its square are uncorrelated but not independent."""
    problem = independence.build("square", 0, (Q(1, 3),) * 3, (), (-1, 0, 1), (), ())
    assert outcome(problem, a_answer="0", b_verdict="false", b_x="1", b_y="0") == "correct"
    assert outcome(problem, a_answer="0", b_verdict="true") != "correct"


def test_three_events_of_bernstein() -> None:
    """Two fair coins and their parity: pairwise independent, but not together."""
    counts = tuple(map_bits(a, b, c) for a in (1, 0) for b in (1, 0) for c in (1, 0))
    problem = independence.build("three", 0, counts, (), (), (), ())
    assert grade(problem, {"verdict": "false", "reason": "4"}).outcome == "correct"
    assert grade(problem, {"verdict": "true"}).code == "misconception:pairwise-suffices"


def map_bits(a: int, b: int, c: int) -> Q:
    """One of four equally likely atoms where c is the parity of a and b."""
    return Q(1 if c == a ^ b else 0)


def test_covariance_of_a_coin_and_a_sum() -> None:
    """X and Z fair coins with values 0 and 1: Cov[X, X + Z] = V[X] = 1/4, and the correlation is 1/sqrt(2)."""
    quarter = Q(1, 4)
    cells = ((quarter, quarter, Q(0)), (Q(0), quarter, quarter))
    problem = covariance.build("table", 0, (), (0, 1), (0, 1, 2), cells, (), (0, 0))
    assert outcome(problem, a_answer="1/4", b_answer="1/sqrt(2)") == "correct"
    assert outcome(problem, a_answer="0.25", b_answer="0.707") == "correct"


def test_variance_of_a_sum_and_a_difference() -> None:
    """V[x1 + x2] = 1 + 2 + 2 * 1 = 5, V[x1 - x2] = 1 + 2 - 2 * 1 = 1."""
    sigma = Matrix([[1, 1], [1, 2]])
    for weights, variance in (((1, 1), "5"), ((1, -1), "1")):
        row = Matrix([list(weights)])
        problem = random_vector.build("score", 0, Vector([0, 0]), sigma, row, Vector([3]), ())
        assert outcome(problem, a_answer="3", b_answer=variance) == "correct"


def test_chi_square_with_one_degree_of_freedom() -> None:
    """The square of a standard Gaussian variable."""
    problem = change_of_variables_1d.build("normal", 0, "normal", (0, 1), 1, 0)
    right = "y^(-1/2) e^(-y/2) / sqrt(2 pi)"
    assert outcome(problem, a_answer="(0, inf)", b_answer=right) == "correct"
    half = grade(problem, {"a.answer": "(0, inf)", "b.answer": f"{right}/2"}).parts["b"]
    assert half.code == "misconception:one-branch-for-a-two-to-one-map"


def test_hoeffding_against_chebyshev() -> None:
    """Wasserman, All of Statistics, example 4.6: n = 100, epsilon = 0.2 gives 0.0625 and 0.00067."""
    problem = limit_theorems.build("compare", 0, Q(0), Q(1, 2), 100, Q(1, 5), Q(0), (), "")
    assert outcome(problem, a_answer="0.0625", b_answer="0.000671", c_answer="2") == "correct"


def test_poll_with_a_margin_of_five_points() -> None:
    """The well-known 385 people for five points at 95 %; Hoeffding asks for 738, Chebyshev for 2000."""
    problem = limit_theorems.build("size", 1, Q(0), Q(1, 2), 1, Q(5, 100), Q(5, 100), (), "")
    assert outcome(problem, a_answer="2000", b_answer="738", c_answer="385") == "correct"
    one_sided = grade(problem, {"a.answer": "2000", "b.answer": "738", "c.answer": "271"}).parts["c"]
    assert one_sided.code == "misconception:one-sided-two-sided"


def test_gaussian_fit_of_one_two_three() -> None:
    """Mean 2, variance 2/3; 1 is the unbiased estimate."""
    problem = mle_gaussian.build("unknown", 0, (1, 2, 3), (), (), 1)
    assert grade(problem, {"m": "2", "v": "2/3"}).outcome == "correct"
    assert grade(problem, {"m": "2", "v": "1"}).code == "misconception:n-minus-one"


def test_one_head_after_a_beta_prior() -> None:
    """Bishop, figure 2.3: Beta(2, 2) and one success in one trial give Beta(3, 2), with mode 2/3 and mean 3/5."""
    problem = beta_binomial.build("counts", 0, (2, 2), ((1, 1),), ())
    assert grade(problem, {"a": "3", "b": "2"}).outcome == "correct"
    assert grade(map.build("binomial", 0, (2, 2), (1, 1), (), 1), {"answer": "2/3"}).outcome == "correct"
    mean = beta_binomial.build("mean", 0, (2, 2), ((1, 1),), ())
    assert grade(mean, {"p": "1/2", "m": "3/5"}).outcome == "correct"


def test_rule_of_succession() -> None:
    """Laplace: after k successes in n trials and a uniform prior the next one has probability (k + 1) / (n + 2)."""
    problem = beta_binomial.build("next", 0, (1, 1), ((8, 6),), ())
    assert grade(problem, {"p": "7/10", "q": "28/55"}).outcome == "correct"
