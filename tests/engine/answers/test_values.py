"""What trees are worth: exact numbers, balls, matrices, relations; and what refuses to be computed."""

from __future__ import annotations

import math
import time

import pytest
from flint import fmpq

from quizgen.answers import values
from quizgen.answers.language import read
from quizgen.answers.syntax import Group, Node, Unreadable, Vocabulary
from quizgen.answers.values import Imprecise, Undefined
from quizgen.exact import Matrix, Q, Vector

WORDS = Vocabulary(names=("x", "n", "A", "B", "v"), matrices=("A", "B", "v"), functions=("f",))


def tree(text: str, expects: str = "value") -> Node:
    return read(text, WORDS, expects)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9^9^9", "too-large"),
        ("(10^300)!", "too-large"),
        ("sin(10^(10^6))", "too-large"),
        ("2^20001", "too-large"),
        ("1501!", "too-large"),
        ("(10^9)!", "too-large"),
        ("binom(10^6, 5*10^5)", "too-large"),
        ("e^e^e^e^e", "too-large"),
        ("(1/7)^-(10^8)", "too-large"),
        ("[1, 2; 3, 4]^1001", "too-large"),
    ],
)
def test_too_large_ends_at_once_in_a_sentence(text: str, code: str) -> None:
    start = time.process_time()
    with pytest.raises(Unreadable) as error:
        values.evaluate(tree(text))
    assert error.value.code == code
    assert error.value.message.endswith(".")
    assert time.process_time() - start < 0.25


@pytest.mark.parametrize(("text", "column"), [("1/0", 2), ("1 + 2/(3-3)", 6), ("0^-2", 0), ("ln(1/0)", 5)])
def test_division_by_zero_names_its_column(text: str, column: int) -> None:
    for compute in (values.rational, values.real):
        with pytest.raises(Unreadable) as error:
            compute(tree(text))
        assert (error.value.code, error.value.column) == ("division-by-zero", column)


@pytest.mark.parametrize(
    "text",
    ["sqrt(-1)", "ln(0)", "ln(-3)", "(-8)^(1/2)", "asin(2)", "acos(-1.01)", "acosh(0)", "atanh(1)", "gamma(0)", "i",
     "(-1)!", "root(4, -1)", "(-2)^pi", "(-2)^sqrt(2)", "inf", "1 - inf", "log10(0)", "cot(0)",
     "1/sin(pi)", "tan(pi/2)", "tan(90°)", "ln(sin(pi))", "ln(cos(pi/2))", "0^0", "(sqrt(2)-2^0.5)^0", "sec(pi/2)",
     "1/(sqrt(2)^2-2)", "1/(sqrt(2)+sqrt(3)-sqrt(5+2sqrt(6)))", "1/(cos(pi/5)-cos(2pi/5)-1/2)", "cot(3pi)"],
)  # fmt: skip
def test_no_real_value(text: str) -> None:
    with pytest.raises((Undefined, Unreadable)):
        values.real(tree(text))


@pytest.mark.parametrize("text", ["1/(ln(4)-2ln(2))", "ln(ln(4)-2ln(2))", "floor(ln(e)-1)", "(ln(4)-ln(4))^0"])
def test_too_close_to_call_is_imprecise_and_not_a_guess(text: str) -> None:
    with pytest.raises(Imprecise):
        values.evaluate(tree(text), {}, 4096)


@pytest.mark.parametrize("text", ["x", "1 + x", "[1, 2]", "pi", "sqrt(2)", "{1}", "1 < 2", "none", "ln(2)", "e"])
def test_not_rational(text: str) -> None:
    assert values.rational(tree(text)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", Q(12)),
        ("0.50", Q(1, 2)),
        ("1e-3", Q(1, 1000)),
        ("2.5e2", Q(250)),
        ("12%", Q(3, 25)),
        ("-3/4", Q(-3, 4)),
        ("2^-3", Q(1, 8)),
        ("(2/3)^3", Q(8, 27)),
        ("sign(sin(pi))", Q(0)),
        ("floor(sin(pi))", Q(0)),
        ("floor(sqrt(2)^2)", Q(2)),
        ("cos(2pi/3)", Q(-1, 2)),
        ("tan(3pi/4) + sec(pi)", Q(-2)),
        ("sin(30°)", Q(1, 2)),
        ("1/3 + 1/6", Q(1, 2)),
        ("-2^2", Q(-4)),
        ("(-2)^2", Q(4)),
        ("5!", Q(120)),
        ("binom(5, 2)", Q(10)),
        ("binom(1/2, 2)", Q(-1, 8)),
        ("binom(3, 5)", Q(0)),
        ("|-7|", Q(7)),
        ("min(1/2, 1/3)", Q(1, 3)),
        ("max(1, 2, 3)", Q(3)),
        ("floor(-3/2)", Q(-2)),
        ("ceil(-3/2)", Q(-1)),
        ("sqrt(9/4)", Q(3, 2)),
        ("cbrt(-27)", Q(-3)),
        ("8^(2/3)", Q(4)),
        ("(-8)^(1/3)", Q(-2)),
        ("(-8)^(2/3)", Q(4)),
        ("16^-0.25", Q(1, 2)),
        ("log2(1/8)", Q(-3)),
        ("log10(1000)", Q(3)),
        ("exp(0) + cos(0) + sin(0) + ln(1)", Q(2)),
        ("sigmoid(0)", Q(1, 2)),
        ("sign(-3)", Q(-1)),
        ("gamma(5)", Q(24)),
        ("norm([3, 4])", Q(5)),
        ("det([1, 2; 3, 4])", Q(-2)),
        ("tr([1, 2; 3, 4])", Q(5)),
        ("rank([1, 2; 2, 4])", Q(1)),
        ("[1, 2]^T [3, 4]", Q(11)),
    ],
)
def test_rational(text: str, value: fmpq) -> None:
    assert values.rational(tree(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("pi", math.pi),
        ("e^2", math.e**2),
        ("sin(1)", math.sin(1)),
        ("cos(2)", math.cos(2)),
        ("tan(-1)", math.tan(-1)),
        ("sec(1)", 1 / math.cos(1)),
        ("csc(1)", 1 / math.sin(1)),
        ("cot(1)", 1 / math.tan(1)),
        ("asin(1/3)", math.asin(1 / 3)),
        ("acos(1/3)", math.acos(1 / 3)),
        ("atan(3)", math.atan(3)),
        ("sinh(1)", math.sinh(1)),
        ("cosh(1)", math.cosh(1)),
        ("tanh(1)", math.tanh(1)),
        ("asinh(1)", math.asinh(1)),
        ("acosh(2)", math.acosh(2)),
        ("atanh(1/2)", math.atanh(0.5)),
        ("ln(3)", math.log(3)),
        ("log2(3)", math.log2(3)),
        ("log10(2)", math.log10(2)),
        ("sqrt(2)", math.sqrt(2)),
        ("cbrt(2)", 2 ** (1 / 3)),
        ("root(5, 7)", 7**0.2),
        ("sigmoid(1)", 1 / (1 + math.exp(-1))),
        ("Phi(1)", 0.5 * (1 + math.erf(1 / math.sqrt(2)))),
        ("gamma(1/2)", math.sqrt(math.pi)),
        ("(1/2)!", math.gamma(1.5)),
        ("relu(-pi) + relu(pi)", math.pi),
        ("max(pi, 3)", math.pi),
        ("2^pi", 2**math.pi),
        ("norm([1, 1])", math.sqrt(2)),
    ],
)
def test_real_agrees_with_the_standard_library(text: str, value: float) -> None:
    assert float(values.real(tree(text)).mid()) == pytest.approx(value, rel=1e-14)


def test_precision_rises() -> None:
    coarse, fine = (values.real(tree("sqrt(2)"), bits).rad() for bits in (64, 1024))
    assert fine < coarse * fmpq(1, 2**900)


A, B = Matrix([[1, 2], [3, 4]]), Matrix([[0, 1], [1, 1]])
V = Vector([1, -2])
ENV = {"A": A, "B": B, "v": V, "x": Q(3)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A B", A @ B),
        ("A B - B A", A @ B - B @ A),
        ("A v", A @ V),
        ("v^T A v", (V.T @ A @ V)[0, 0]),
        ("v v^T", V @ V.T),
        ("v^T v A", A * 5),
        ("A^T", A.T),
        ("A^-1", A.inv()),
        ("inv(A)", A.inv()),
        ("A^3", A @ A @ A),
        ("A^-2", (A @ A).inv()),
        ("A^0", Matrix.identity(2)),
        ("A + x I", A + Matrix.identity(2) * 3),
        ("(A - 2I)(A + I)", (A - Matrix.identity(2) * 2) @ (A + Matrix.identity(2))),
        ("I A I^2", A),
        ("2A/x", A * Q(2, 3)),
        ("-A", -A),
        ("det(A)", Q(-2)),
        ("|A|", Q(-2)),
        ("tr(A) + rank(B)", Q(7)),
        ("norm([3, 0; 0, 4])", Q(5)),
        ("[1, 2; 3, 4] v", A @ V),
        ("[x, 1]", Vector([3, 1])),
        ("max(v)", Q(1)),
        ("relu(v)", Vector([1, 0])),
    ],
)
def test_matrices(text: str, value: object) -> None:
    assert values.evaluate(tree(text), ENV) == value


def test_irrational_matrices_are_balls() -> None:
    value = values.evaluate(tree("sqrt(2) A"), ENV)
    assert float(value[1, 0].mid()) == pytest.approx(3 * math.sqrt(2))
    rows = values.real_matrix(tree("[1, sqrt(2); 3, 4]"))
    assert float(rows[0][1].mid()) == pytest.approx(math.sqrt(2))


@pytest.mark.parametrize(
    "text", ["A + v", "v A", "A v^T", "A + 1", "1 - v", "v^2", "det(v)", "A^(1/2)", "A/v", "exp(A)"]
)
def test_shapes_are_checked(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        values.evaluate(tree(text), ENV)
    assert error.value.code == "shape"


def test_singular_inverse_and_unknown_names() -> None:
    with pytest.raises(Undefined) as singular:
        values.evaluate(tree("A^-1"), {"A": Matrix([[1, 2], [2, 4]])})
    assert singular.value.code == "division-by-zero"
    with pytest.raises(Unreadable) as unknown:
        values.evaluate(tree("x + n"), {"x": Q(1)})
    assert (unknown.value.code, unknown.value.column) == ("unknown-name", 4)
    with pytest.raises(Unreadable, match="size of I"):
        values.evaluate(tree("2 I"), {})


def test_entries_and_vectors() -> None:
    assert values.entries(tree("3")) is None
    assert values.entries(tree("{1, 2}")) is None
    assert [len(row) for row in values.entries(tree("[1, 2; 3, 4; 5, 6]", "matrix")) or []] == [2, 2, 2]
    assert [len(row) for row in values.entries(tree("(1, 2, 3)", "vector")) or []] == [1, 1, 1]
    assert [len(row) for row in values.entries(tree("[1, 2, 3]^T", "vector")) or []] == [3]
    assert [len(row) for row in values.entries(Group(tree("[1, 2]", "vector"))) or []] == [1, 1]
    for text in (
        "(1, 2), (3, 4), (5, 6)",
        "{(1, 2), (3, 4), (5, 6)}",
        "[[1, 2], [3, 4], [5, 6]]",
        "(1,2)\n(3,4)\n(5,6)",
    ):
        assert len(values.vectors(tree(text, "vectors"))) == 3, text
    assert len(values.vectors(tree("(1, 2)", "vectors"))) == 1


def test_rational_matrix() -> None:
    assert values.rational_matrix(tree("5")) is None
    assert values.rational_matrix(tree("[1, sqrt(2)]", "vector")) is None
    assert values.rational_matrix(tree("1/3 [1, 2]", "vector")) == Vector([Q(1, 3), Q(2, 3)])
    assert values.rational_matrix(tree("[1, 2; 3, 4]", "matrix")) == A
    with pytest.raises(Unreadable):
        values.rational_matrix(tree("[1, 1/0]", "vector"))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1 < 1", False),
        ("1 != 1", False),
        ("sqrt(2) = 1.41421356", False),
        ("sqrt(2) sqrt(3) != sqrt(6)", False),
        ("A B = B A", False),
        ("A v = v", False),
        ("det(A) > 0", False),
        ("1 < 2 < 2", False),
        ("x = 3 and x = 4", False),
        ("x = 2 or x = 4", False),
        ("A = v", False),
        ("1 <= 1", True),
        ("sqrt(2) sqrt(3) = sqrt(6)", True),
        ("sqrt(2) sqrt(3) >= sqrt(6)", True),
        ("pi > 3.14159", True),
        ("A B != B A", True),
        ("A I = A", True),
        ("A - A = 0", True),
        ("v^T v = 5", True),
        ("1 < 2 <= 2 < 3", True),
        ("x = 3 or 1/0 = 1", True),
        ("x = 3 and v != 0", True),
        ("1/0 = 1", None),
        ("sqrt(-1) < 2", None),
        ("1/sin(pi) > 0", None),
        ("1/(ln(4)-2ln(2)) > 0", None),
        ("x = 3 and 1/0 = 1", None),
    ],
)
def test_holds(text: str, answer: bool | None) -> None:
    assert values.holds(tree(text, "relation"), ENV) is answer


def test_infinite() -> None:
    texts = {"inf": 1, "-inf": -1, "-(-inf)": 1, "3": 0, "x": 0}
    assert {text: values.infinite(tree(text)) for text in texts} == texts
