"""What a reply is called in the question may be typed along; nothing else before an equals sign is dropped."""

from __future__ import annotations

import time

import pytest

from quizgen.answers.base import Answer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.interval import IntervalAnswer
from quizgen.answers.labels import unlabelled
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.answers.table import TableAnswer
from quizgen.answers.vector import VectorAnswer

THREE, PAIR = NumberAnswer.of(3), VectorAnswer.of([1, 2])
SQUARE = MatrixAnswer.of([[1, 2], [3, 4]])


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (THREE, "2x = 6"),
        (THREE, "x + 1 = 4"),
        (THREE, "log x = 3"),
        (THREE, "x^2 = 3"),
        (THREE, "x = y = 3"),
        (THREE, "6/2 = 2"),
        (THREE, "x = 6/2 = 4"),
        (THREE, "6/2 = 3 = 4"),
        (THREE, "-x = 3"),
        (THREE, "x >= 3"),
        (THREE, "x == 3"),
        (THREE, "3 = x"),
        (THREE, "x ="),
        (THREE, "3 (6/2)"),
        (THREE, "3 (300%)"),
        (NumberAnswer.of(3, label=r"$\sigma^2 =$"), "sigma = 3"),
        (PAIR, "x2 = 1, x1 = 2"),
        (PAIR, "x1 = 1, y2 = 2"),
        (PAIR, "x = 1, y = 2"),
        (THREE, r"\frac{6}{2} = 2.9"),
        (THREE, "x² = 3"),
        (NumberAnswer.of(3, label="$s =$"), "s² = 3"),
        (PAIR, "v1 + v2 = 0"),
        (VectorAnswer.of([1, 2], names=("x", "y")), "(y, x) = (1, 2)"),
    ],
)
def test_what_is_no_label_is_not_dropped(answer: Answer, reply: str) -> None:
    with pytest.raises(Unreadable):
        answer.judge({"answer": reply})


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        *((THREE, f"{label} = 3") for label in (
            "x", "x₃", "x_3", "F₁", "E[X]", "𝔼[X]", "V[y]", "Cov[S, R]", "P(A ∩ B)", "P(B|faulty)", "P(Y = -3)",
            "F(1)",
            "det A", "det(A)", "|A|", "‖u‖", "||u||", "rank A", "A^-1", "A⁻¹", "u^T v", "dᵀq", "D(λ)", "L(x, y, λ)",
            "mu_MAP", "μ_MAP", "x - π(x)", "mean hinge loss", "f'(x)", r"\lambda", "")),
        (THREE, "≈ 3"),
        (THREE, "min = 3"),
        (THREE, "max=3"),
        (THREE, "A^(-1) = 3"),
        (ExpressionAnswer("2x", ("x", "y")), "∂²f/∂y∂x = 2x"),
        (ExpressionAnswer("2x", ("x", "y")), "dG/dx = 2x"),
        (ExpressionAnswer("2u", ("u",)), "F_X^{-1}(u) = 2u"),
        (PAIR, "x̃ = (1, 2)"),
        (PAIR, "λ^* = (1, 2)"),
        (VectorAnswer.of([1, 2], names=("x", "y")), "(x, y)^T = (1, 2)^T"),
        (IntervalAnswer.of("[-6, 6]", name="t"), "t = [-6, 6]"),
        (THREE, r"\frac{6}{2} = 3"),
        (THREE, "x_1 = 4 - 10/10 = 6/2 = 3"),
        (THREE, "sqrt(V[X]) = 3"),
        (THREE, "√V[X] = √9 = 3"),
        (SQUARE, "∇²f(1, -2) = [1, 2; 3, 4]"),
        (VectorAnswer.of([1, 2], names=("x", "y")), "p_1 = -(-1, -2)"),
        (VectorAnswer.of([1, 2], names=("x", "y")), "p_1 = 1/2 (2, 4)"),
        (THREE, "x ≈ 3"),
        (NumberAnswer.of(3, label=r"$\sigma^2 =$"), "σ² = 3"),
        (NumberAnswer.of(3, label=r"$\sigma^2 =$"), "sigma^2=3"),
        (NumberAnswer.of(3, label=r"$\hat{\mu} =$"), "μ̂ = 3"),
        (NumberAnswer.of(3, label=r"$\|A\|_2 =$"), "||A||_2 = 3"),
        (NumberAnswer.of(3, label=r"$l_{33}^2 =$"), "l_33^2 = 3"),
        (NumberAnswer.of(3, label=r"$\frac{\partial f}{\partial x} =$"), "∂f/∂x = 3"),
        (NumberAnswer.of(3, label=r"$R^2 =$"), "R² = 3"),
        *((THREE, f"{label} = 3") for label in (
            "dy/dv_2", "∂y/∂v₂", r"\frac{\partial y}{\partial v_2}", "v̄₂", "μ̂", "Â", "ℓ(2)", "σ²", "‖x‖₁",
            "||x||_1", "‖x‖_∞")),
        (NumberAnswer.of(3, label=r"$\|A\|_2 =$"), "||A|| = 3"),
        (NumberAnswer.of(3, label=r"$\mu_1^{\text{new}} =$"), "μ₁ⁿᵉʷ = 3"),
        (NumberAnswer.of(3, label=r"$(\sigma^2)^{\text{new}} =$"), "(σ²)ⁿᵉʷ = 3"),
        (NumberAnswer.of(3, label=r"$\mathbb{E}[Y \mid X = 1] =$"), "E[Y | X = 1] = 3"),
        (TableAnswer.of(("answer", r"$\text{bias}^2 =$", NumberAnswer.of(9))), "bias² = 9"),
        (VectorAnswer.of([1, 2], names=("x", "y")), "(x, y) = (1, 2)"),
        (VectorAnswer.of([1, 2], names=("x", "y")), "x* = (1, 2)"),
        (ExpressionAnswer("2theta", ("theta",), label=r"$\mathfrak{L}(\theta) =$"), "𝔏(θ) = 2θ"),
        (ExpressionAnswer("2theta", ("theta",)), "L(θ) = 2θ"),
        (ExpressionAnswer("2theta", ("theta",)), "ℓ(θ) = 2θ"),
        (ExpressionAnswer("2x", ("x",)), "T₄(x) = 2x"),
        (PAIR, "(x, y) = (1, 2)"),
        (PAIR, "∇f(2, 3) = (1, 2)"),
        (PAIR, "θ₀ = 1, θ₁ = 2"),
        (PAIR, "c1=1\nc2=2"),
        (PAIR, "w_1 = 1 and w_2 = 2"),
        (VectorAnswer.of([1, 2], label="$[x]_C =$"), "[x]_C = (1, 2)"),
        (SQUARE, "A^{-1} = [1, 2; 3, 4]"),
        (SQUARE, "AB = 1 2\n3 4"),
        (NumberAnswer.of(30, unit="°"), "30 degrees"),
        (NumberAnswer.of(30, unit="°"), "ω = 30 deg"),
        (NumberAnswer.of(30, unit="°"), r"30^\circ"),
    ],
)  # fmt: skip
def test_labels_of_the_question_are_dropped(answer: Answer, reply: str) -> None:
    assert answer.judge({"answer": reply}).outcome == "correct"


@pytest.mark.parametrize(
    "piece", ["a", "d", "a ", "a1", "d/d", "(a,", "|a", "∂a/∂b", "a_{b}", "sigma", "P(", "a[", r"\frac{d"]
)
@pytest.mark.parametrize("end", [" = 3", "=", ""])
def test_no_label_is_looked_at_for_long(piece: str, end: str) -> None:
    start = time.perf_counter()
    unlabelled(piece * (3000 // len(piece)) + end)
    assert time.perf_counter() - start < 0.1


def test_columns_stay() -> None:
    assert unlabelled("det A = 5 +") == "        5 +"
    with pytest.raises(Unreadable) as told:
        THREE.judge({"answer": "det A = 5 +"})
    assert told.value.column == 11


@pytest.mark.parametrize(
    ("right", "reply", "code"), [("0.54", "54", "percent"), ("27", "2700", "factor"), ("1/4", "25", "percent")]
)
def test_a_percentage_without_its_sign(right: str, reply: str, code: str) -> None:
    assert NumberAnswer.of(right).judge({"answer": reply}).code == code
