"""Equality of expressions: the traps, in both orders."""

from __future__ import annotations

import subprocess
import sys

import pytest

from quizgen.answers import compare
from quizgen.answers.language import read
from quizgen.answers.syntax import Node, Unreadable, Vocabulary
from quizgen.errors import QuizgenError

WORDS = Vocabulary(
    names=("x", "y", "z", "n", "a", "b", "t", "A", "B", "v", "w"), matrices=("A", "B", "v", "w"), functions=("f", "g")
)
SHAPES = {"A": (2, 2), "B": (2, 2), "v": (2, 1), "w": (2, 1)}


def tree(text: str) -> Node:
    return read(text, WORDS)


def said(one: str, other: str, **domains: str) -> set[str]:
    """The verdicts in both orders."""
    where = {name: compare.domain(text) for name, text in domains.items()}
    pairs = ((tree(one), tree(other)), (tree(other), tree(one)))
    return {compare.equal(a, b, where) for a, b in pairs}


DIFFERENT = [
    ("(a^b)^n", "a^(b n)"),
    ("(x^n)^(1/n)", "x"),
    ("sqrt(x^2)", "x"),
    ("max(0, x)", "x"),
    ("max(x, -1000)", "x"),
    ("max(x, y)", "x"),
    ("|x|", "x"),
    ("|x y|", "x y"),
    ("|x - 1/3| - |1/3 - x| + max(0, 1 - 10^4 |x - 0.3333|)", "0"),
    ("x*1.0000001", "x"),
    ("sin(x)*1.0000001", "sin(x)"),
    ("sqrt(x^2+1)*(1 + 1e-15)", "sqrt(x^2+1)"),
    ("ln(x^2)", "2 ln(x)"),
    ("sqrt(x) sqrt(y)", "sqrt(x y)"),
    ("e^(x+y)", "e^x + e^y"),
    ("sqrt(x^2+y^2)", "x + y"),
    ("(x+y+z+1)^60", "(x+y+z+1)^59"),
    ("x^100000", "x^100001"),
    ("x + 9^9^9", "x"),
    ("exp(exp(exp(x)))", "exp(exp(exp(x))) + 1"),
    ("f(x+y)", "f(x) + f(y)"),
    ("f(x)", "g(x)"),
    ("x^(1/3)", "|x|^(1/3)"),
    ("(x^2)^(1/6)", "x^(1/3)"),
    ("floor(x)", "ceil(x) - 1"),
    ("sign(x)^2", "1"),
    ("x/0", "x"),
    ("1/(1+e^(-x))", "1"),
    ("ln(x-100)", "ln(x-100) + 1e-9"),
    ("sqrt(3+2sqrt(2))", "1.0000000001 + sqrt(2)"),
    ("(1+1e-40) sqrt(2)", "sqrt(2)"),
    ("99/70", "sqrt(2)"),
    ("e^pi - pi", "20"),
    ("e^(pi sqrt(163))", "262537412640768744"),
    ("1/3", "0.3333333333333333333"),
]

EQUAL = [
    ("x^(2 n)", "(x^n)^2"),
    ("2^(x y)", "(2^x)^y"),
    ("e^(x y)", "(e^x)^y"),
    ("x^n x", "x^(n + 1)"),
    ("sqrt(x^2)", "|x|"),
    ("max(0, x)", "(x + |x|)/2"),
    ("max(x, y)", "(x + y + |x - y|)/2"),
    ("ln(x^2)", "2 ln|x|"),
    ("1/x * x", "1"),
    ("x^2/x", "x"),
    ("sign(x)", "x/|x|"),
    ("sin(x)^2 + cos(x)^2", "1"),
    ("tanh(x)", "2 sigmoid(2x) - 1"),
    ("Phi(x)", "1 - Phi(-x)"),
    ("asin(x)", "pi/2 - acos(x)"),
    ("x^x", "e^(x ln x)"),
    ("x^(1/3)", "cbrt(x)"),
    ("x^0.5", "sqrt(x)"),
    ("binom(n, 2)", "n(n-1)/2"),
    ("n!", "n (n-1)!"),
    ("floor(x)", "-ceil(-x)"),
    ("f(x) g(x)", "g(x) f(x)"),
    ("(x+y+z+1)^60", "(1+z+y+x)^60"),
    ("x^1000000", "x^999999 * x"),
    ("sqrt(1 - x^2 - y^2)", "sqrt(-(x^2 + y^2 - 1))"),
    ("sqrt(x - 100)", "(x - 100)^(1/2)"),
    ("e^(-x^2/2)/sqrt(2pi)", "(2pi)^(-1/2) exp(-1/2 x^2)"),
    ("x - ln(x)/ln(2)", "x - log2(x)"),
    ("sqrt(2) sqrt(3)", "sqrt(6)"),
    ("sqrt(3+2sqrt(2))", "1 + sqrt(2)"),
    ("sqrt(5+2sqrt(6)) - sqrt(2) - sqrt(3)", "0"),
    ("cbrt(2+sqrt(5)) + cbrt(2-sqrt(5))", "1"),
    ("sin(pi/5)", "sqrt(10-2sqrt(5))/4"),
    ("10^30 + sqrt(2) - 10^30", "sqrt(2)"),
    ("sin(pi)", "0"),
    ("atan(1)", "pi/4"),
    ("0.1 + 0.2", "0.3"),
]

UNDECIDED = [
    ("sqrt(-1-x^2)", "sqrt(-2-x^2)"),
    ("ln(-1-x^2)", "1/(x-x)"),
    ("1/(ln(4) - 2 ln(2))", "0"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: str, other: str) -> None:
    assert said(one, other) == {"different"}


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal(one: str, other: str) -> None:
    assert said(one, other) == {"equal"}


@pytest.mark.parametrize(("one", "other"), UNDECIDED)
def test_undecided(one: str, other: str) -> None:
    assert said(one, other) == {"undecided"}


@pytest.mark.parametrize(
    ("one", "other", "domains", "verdict"),
    [
        ("sqrt(x^2)", "x", {"x": "positive"}, "equal"),
        ("sqrt(x^2)", "-x", {"x": "negative"}, "equal"),
        ("sqrt(x^2)", "x", {"x": "nonzero"}, "different"),
        ("sqrt(x^2)", "x", {"x": "(-1, 100)"}, "different"),
        ("sqrt(x^2)", "x", {"x": "(0, pi]"}, "equal"),
        ("ln(x^2)", "2 ln(x)", {"x": "positive"}, "equal"),
        ("sqrt(x) sqrt(y)", "sqrt(x y)", {"x": "positive", "y": "positive"}, "equal"),
        ("sqrt(x) sqrt(y)", "sqrt(x y)", {"x": "positive"}, "equal"),
        ("sqrt(x) sqrt(y)", "sqrt(x y)", {"x": "negative", "y": "negative"}, "different"),
        ("(-1)^n", "cos(pi n)", {"n": "integer"}, "equal"),
        ("(-1)^n", "1", {"n": "integer"}, "different"),
        ("floor(n/2) + ceil(n/2)", "n", {"n": "natural"}, "equal"),
        ("floor(n/2)", "n/2", {"n": "natural"}, "different"),
        ("floor(x)", "x", {"x": "integer"}, "equal"),
        ("floor(x)", "0", {"x": "[0, 1)"}, "equal"),
        ("floor(x)", "0", {"x": "[0, 2)"}, "different"),
        ("|x - 3|", "3 - x", {"x": "(-inf, 3)"}, "equal"),
        ("|x - 3|", "3 - x", {"x": "(-inf, 4)"}, "different"),
        ("asin(sin(x))", "x", {"x": "(-1, 1)"}, "equal"),
        ("asin(sin(x))", "x", {}, "different"),
        ("x ln(1/x)", "-x ln x", {"x": "probability"}, "equal"),
        ("max(x, 1-x)", "x", {"x": "(1/2, 1)"}, "equal"),
        ("max(x, 1-x)", "x", {"x": "(0, 1)"}, "different"),
        ("|x|", "x", {"x": "(-2, -1) U (3, 4)"}, "different"),
    ],
)
def test_domain(one: str, other: str, domains: dict[str, str], verdict: str) -> None:
    assert said(one, other, **domains) == {verdict}


def matrices(one: str, other: str, **properties: str) -> set[str]:
    pairs = ((tree(one), tree(other)), (tree(other), tree(one)))
    return {compare.equal(a, b, shapes=SHAPES, properties=properties) for a, b in pairs}


@pytest.mark.parametrize(
    ("one", "other", "properties", "verdict"),
    [
        ("A B", "B A", {}, "different"),
        ("A B", "B A", {"A": "diagonal", "B": "diagonal"}, "equal"),
        ("(A B)^T", "A^T B^T", {}, "different"),
        ("(A B)^T", "B^T A^T", {}, "equal"),
        ("(A B)^-1", "B^-1 A^-1", {}, "equal"),
        ("(A+B)^2", "A^2 + 2 A B + B^2", {}, "different"),
        ("(A+B)^2", "A^2 + A B + B A + B^2", {}, "equal"),
        ("2 A v", "(A + A^T) v", {}, "different"),
        ("2 A v", "(A + A^T) v", {"A": "symmetric"}, "equal"),
        ("A^-1", "A^T", {}, "different"),
        ("A^-1", "A^T", {"A": "orthogonal"}, "equal"),
        ("A^2", "A", {}, "different"),
        ("A^2", "A", {"A": "projection"}, "equal"),
        ("norm(A v)", "norm(v)", {"A": "orthogonal"}, "equal"),
        ("norm(A v)", "norm(v)", {}, "different"),
        ("norm(v)", "1", {"v": "unit"}, "equal"),
        ("v^T A v", "0", {"A": "skew"}, "equal"),
        ("|v^T A v|", "v^T A v", {"A": "positive definite"}, "equal"),
        ("|v^T A v|", "v^T A v", {"A": "symmetric"}, "different"),
        ("v^T w", "w^T v", {}, "equal"),
        ("v w^T", "w v^T", {}, "different"),
        ("v^T A v", "tr(A v v^T)", {}, "equal"),
        ("det(A B)", "det(A) det(B)", {}, "equal"),
        ("det(A + B)", "det(A) + det(B)", {}, "different"),
        ("norm(v)^2", "v^T v", {}, "equal"),
        ("norm(v)", "v^T v", {}, "different"),
        ("v^T v w", "v (v^T w)", {}, "different"),
        ("(v v^T) w", "v (v^T w)", {}, "equal"),
        ("x A v", "A (x v)", {}, "equal"),
        ("A + I", "I + A", {}, "equal"),
        ("A (A^-1)", "I", {}, "equal"),
        ("A (A^-1)", "2 I", {}, "different"),
        ("A - A", "0", {}, "equal"),
        ("e^x A", "A e^x", {}, "equal"),
    ],
)
def test_matrices(one: str, other: str, properties: dict[str, str], verdict: str) -> None:
    assert matrices(one, other, **properties) == {verdict}


@pytest.mark.parametrize("text", ["A v^T", "A + v", "v w", "A + 1", "v^2", "det(v)", "sin(A)", "A^(1/2)", "A/B"])
def test_shapes_that_do_not_fit(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        compare.equal(tree(text), tree("A"), shapes=SHAPES)
    assert error.value.code == "shape"


def test_shape_error_names_both_shapes() -> None:
    with pytest.raises(Unreadable, match=r"2×2 by a 1×2"):
        compare.equal(tree("A v^T"), tree("A"), shapes=SHAPES)


@pytest.mark.parametrize(
    ("one", "other", "constant", "verdict"),
    [
        ("x^2", "x^2 + x", "", "different"),
        ("x^2", "2 x^2", "", "different"),
        ("x^2 + 1e-9 x", "x^2", "", "different"),
        ("ln|x|", "ln(x)", "", "different"),
        ("x^2 + y x", "x^2", "y", "different"),
        ("x^2 + y^2", "x^2", "y", "fixed"),
        ("x^2 + y - y", "x^2", "y", "fixed"),
        ("x^2 + 3", "x^2", "", "equal"),
        ("sin(x)^2", "-cos(x)^2", "", "equal"),
        ("ln|2x|", "ln|x|", "", "equal"),
        ("x^2 + y", "x^2", "y", "equal"),
        ("(x+y)^2 - 2x y - y^2 + 3y", "x^2", "y", "equal"),
    ],
)
def test_antiderivatives(one: str, other: str, constant: str, verdict: str) -> None:
    assert compare.antiderivative(tree(one), tree(other), constant) == verdict


def test_lenient_looks_only_where_both_have_values() -> None:
    assert compare.equal(tree("ln(x^2)"), tree("2 ln x"), lenient=True) == "equal"
    assert compare.equal(tree("ln(x^2)"), tree("3 ln x"), lenient=True) == "different"


@pytest.mark.parametrize("text", ["(0, 1", "cheese", "(1, 0)", "none"])
def test_bad_domains_are_errors(text: str) -> None:
    with pytest.raises(QuizgenError):
        compare.domain(text)


def test_unknown_properties_are_errors() -> None:
    with pytest.raises(QuizgenError, match="unknown property"):
        compare.equal(tree("A"), tree("A"), shapes=SHAPES, properties={"A": "pretty"})


PROGRAM = """
import hashlib, sys
from tests.engine.answers.table import ROWS
from quizgen.answers.syntax import Unreadable
from quizgen.answers import compare
from quizgen.answers.samples import Stream, points
from flint import fmpq
seen = []
for row in ROWS[::9]:
    try:
        verdict = row.answer.judge({"answer": row.reply})
        seen.append((verdict.outcome, verdict.code, verdict.score, verdict.message))
    except Unreadable as error:
        seen.append((error.code, error.message, error.column))
seen.append(list(points(["x", "y"], {}, [fmpq(3)], Stream(b"seed"))))
print(hashlib.sha256(repr(seen).encode()).hexdigest(), "sympy" in sys.modules, "numpy" in sys.modules)
"""


def test_the_same_on_every_run_and_without_sympy_or_numpy() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1
    assert outputs.pop().split()[1:] == ["False", "False"]


def test_importing_the_kinds_loads_no_flint() -> None:
    program = (
        "import sys; import quizgen.answers.number, quizgen.answers.expression, quizgen.answers.vector, "
        "quizgen.answers.matrix, quizgen.answers.sets, quizgen.answers.interval; "
        "print([m for m in ('flint', 'sympy', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": "."}, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ln(y + 1 - pi)", "|ln(y + 1 - pi)|"),
        ("cos(y/pi) + exp(-3/2)", "sqrt((cos(y/pi) + exp(-3/2))^2)"),
        ("exp(ln(x - 17))", "x - 17"),
        ("asin(sin(x/4))", "x/4"),
        ("max(x^2 - 7, 0)", "x^2 - 7"),
        ("relu(x - 16pi)", "0"),
        ("sqrt((x - 2)^2)", "x - 2"),
        ("((x - 2)^4)^(1/4)", "x - 2"),
        ("|x| + |x - 1| + |x - 2|", "|3x - 3|"),
    ],
)
def test_branches_are_found_wherever_they_lie(one: str, other: str) -> None:
    assert said(one, other) == {"different"}
