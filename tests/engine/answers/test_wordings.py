"""Sets said in words: what is meant is read, and nothing is made up."""

from __future__ import annotations

import time

import pytest

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import Answer, Field
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.interval import IntervalAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Unreadable, Vocabulary
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.answers.wordings import LONGEST, spelled_out

ROOTS = SetAnswer.of([-5, -5, 2], multiplicity=True, names=("lambda", "lambda_1", "lambda_2"))
RAY = IntervalAnswer.of("[3, inf)")
LINE = AffineAnswer.of((3, 0), [(1, 1)], names=("x", "y"))
PLANE = BasisAnswer.of([(1, 0, 1), (0, 1, 1)])
POINT = VectorAnswer(("-2", "-5/2", "1"), names=("x", "y", "z"))
FALLING = ExpressionAnswer("exp(-x) + log(x)", ("x",))


@pytest.mark.parametrize(
    ("answer", "reply", "outcome"),
    [
        (ROOTS, "-5, 2 (twice)", "partial"),
        (ROOTS, "-5 (thrice), 2", "partial"),
        (ROOTS, "5 (twice), 2", "partial"),
        (ROOTS, "-5(2), 2", "partial"),
        (ROOTS, "-5 (2)", "incorrect"),
        (ROOTS, "-5 (1), 2 (2)", "partial"),
        (ROOTS, "λ_1 = -5, λ_2,3 = 2", "partial"),
        (NumberAnswer.of(3), "mean: 2", "incorrect"),
        (LINE, "(3, 0) + t(1, 0), t in R", "partial"),
        (LINE, "(0, 0) + t(1, 1) | t real", "partial"),
        (RAY, "everywhere", "incorrect"),
        (RAY, "{x : x > 3}", "incorrect"),
        (RAY, "{x | x <= 3}", "incorrect"),
        (FALLING, "np.exp(x) + np.log(x)", "incorrect"),
        (POINT, "(-2|5/2|1)", "partial"),
        (POINT, "x = 2 y = 5/2 z = -1", "incorrect"),
        (POINT, "-2, 1 and -5/2", "partial"),
    ],
)
def test_wrong_sets_stay_wrong(answer: Answer, reply: str, outcome: str) -> None:
    assert answer.judge({"answer": reply}).outcome == outcome


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (ROOTS, "(twice)"),
        (ROOTS, "-5 (often), 2"),
        (RAY, "{y : y >= 3}"),
        (RAY, "{x :}"),
        (RAY, "{x : |x - 4| > 1 :}"),
        (RAY, "for all y"),
        (LINE, "t in R"),
        (PLANE, "v1 = (1, 0, 1), w2 = (0, 1, 1)"),
        (PLANE, "v2 = (1, 0, 1), v2 = (0, 1, 1)"),
        (PLANE, "span"),
        (LINE, "(3, 0) + t(1, 1), t in N"),
        (LINE, "(3 + t, t), t, t in R"),
        (IntervalAnswer.of("(0, inf)"), "R_+"),
        (IntervalAnswer.of("[0, inf)"), "ℝ₊"),
        (FALLING, "np.foo(x)"),
        (FALLING, "os.exp(x)"),
        (NumberAnswer.of("2/7"), "2/7 ≈ 0.29571"),
        (NumberAnswer.of("2/7"), "2/7 ≈ 0.285"),
        (NumberAnswer.of("2/7"), "x + 2/7 ≈ 0.286"),
        (NumberAnswer.of("2/7"), "1/0 ≈ 0.286"),
        (NumberAnswer.of(3), "~"),
        (NumberAnswer.of(3), "x ~ 3"),
        (NumberAnswer.of(3), r"1~2"),
        (POINT, "(-2||-5/2|1)"),
        (POINT, "x = -2 x = -5/2 z = 1"),
        (POINT, "x = -2 y = -5/2 w = 1"),
        (POINT, "and"),
        (POINT, "x : y : z"),
    ],
)
def test_what_is_not_clear_is_unreadable(answer: Answer, reply: str) -> None:
    with pytest.raises(Unreadable):
        answer.judge({"answer": reply})


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (ROOTS, "-5 (twice), 2"),
        (ROOTS, "2 and -5 (double)"),
        (ROOTS, "{-5 (2x), 2}"),
        (ROOTS, "λ = -5 (twice), λ = 2"),
        (ROOTS, "λ_1 = -5 (algebraic multiplicity 2), λ_2 = 2 (alg. mult. 1)"),
        (ROOTS, "(-5) (×2), 2"),
        (ROOTS, "-5 (2), 2 (1)"),
        (ROOTS, "{2, -5 (2)}"),
        (ROOTS, "λ_{1,2} = -5, λ = 2"),
        (SetAnswer.of([5, -4], names=("lambda",)), "λ_{1,2} = 5, -4"),
        (SetAnswer.of([5, -4], names=("lambda",)), "λ₁,₂ = 1/2 ± 9/2"),
        (ROOTS, "eigenvalues: -5, -5, 2"),
        *(
            (LINE, f"(3, 0) + t(1, 1){said}")
            for said in (
                ", t ∈ ℝ",
                ", t in R",
                " with t in R",
                " for all t in R",
                ", t any real",
                ", t real",
                " where t is a real number",
                r", t \in \mathbb{R}",
            )
        ),
        (LINE, "{(3, 0) + t(1, 1) | t in R}"),
        (LINE, r"\{(3, 0) + t(1, 1) \mid t \in \mathbb{R}\}"),
        (LINE, "(3 + t, t), t arbitrary"),
        (LINE, "x = 3 + y, y in R"),
        (PLANE, "v1 = (1, 0, 1), v2 = (0, 1, 1)"),
        (PLANE, "v_1 = (1, 0, 1)\nv_2 = (0, 1, 1)"),
        (PLANE, "b₁ = (1, 0, 1) and b₂ = (0, 1, 1)"),
        (PLANE, "span{(1, 0, 1), (0, 1, 1)}"),
        (PLANE, r"\operatorname{span}\{(1, 0, 1), (0, 1, 1)\}"),
        (PLANE, "span((1, 0, 1), (0, 1, 1))"),
        (IntervalAnswer.of("[-6, 6]"), "{x : |x| <= 6}"),
        (IntervalAnswer.of("[-6, 6]"), "{x | |x| <= 6}"),
        *(
            (IntervalAnswer.of("(-inf, inf)"), said)
            for said in (
                "everywhere",
                "all x",
                "for all x",
                "for every real x",
                "the whole line",
                "the whole real line",
            )
        ),
        (RAY, "{x : x >= 3}"),
        (RAY, "{x ∈ ℝ | x ≥ 3}"),
        (RAY, r"\{x \in \mathbb{R} \mid x \ge 3\}"),
        (FALLING, "np.exp(-x) + np.log(x)"),
        (FALLING, "math.exp(-x) + math.log(x)"),
        (NumberAnswer.of("pi"), "np.pi"),
        (NumberAnswer.of("2/7"), "2/7 ≈ 0.286"),
        (NumberAnswer.of("-sqrt(2)"), "-√2 ≈ −1.4142"),
        (NumberAnswer.of("2/7"), "P(X = 1) = 2/7 ≈ 0.29"),
        (MatrixAnswer(word="singular", words=("singular",)), "det A = 0"),
        (MatrixAnswer(word="singular", words=("singular",)), "det(A)=0"),
        (NumberAnswer.of(3), "~3"),
        (NumberAnswer.of(3), "~ 3.0"),
        (NumberAnswer.of("1/2"), r"\frac{1}{2}~"),
        *(
            (POINT, said)
            for said in (
                "(-2|-5/2|1)",
                "( −2 | −2.5 | 1 )",
                "-2, -5/2 and 1",
                "-2, -5/2, and 1",
                "x = -2 y = -5/2 z = 1",
                "x=-2 y=-5/2, z=1",
                "x = -4/2 y = -5/2 and z = 1",
                "x: -2, y: -5/2, z: 1",
                "z: 1 x: -2 y: -5/2",
                "solution: x = -2 y = -5/2 z = 1",
                r"[|-5| - 7, -5/2, 1]",
            )
        ),
    ],
)
def test_what_is_meant_is_read(answer: Answer, reply: str) -> None:
    assert answer.judge({"answer": reply}).outcome == "correct"


@pytest.mark.parametrize(("word", "outcome"), [("holds", "correct"), ("True.", "correct"), ("incorrect", "incorrect"),
                                               ("does not hold", "incorrect"), ("valid", "correct")])  # fmt: skip
def test_words_for_true_and_false(word: str, outcome: str) -> None:
    assert TruthAnswer(True).judge({"verdict": word}).outcome == outcome


def test_a_long_reply_is_left_alone() -> None:
    field = Field("answer", expects="set", vocabulary=Vocabulary())
    long = "1(twice), " * LONGEST
    assert spelled_out(field, long) == long


@pytest.mark.parametrize("expects", ["value", "vector", "vectors", "set", "interval", "solutions"])
@pytest.mark.parametrize(
    "piece", ["1 ", " ", "1|", "1 | ", "x = ", "x: ", "and ", "1 and ", "(2) ", "λ_1,", "1 = ", "x y ", "t in ", "{x:"]
)
def test_no_wording_is_slow(expects: str, piece: str) -> None:
    for names in ((), ("x", "y")):
        field = Field("answer", expects=expects, vocabulary=Vocabulary(names))  # type: ignore[arg-type]
        for text in ((piece * LONGEST)[:LONGEST], (piece * LONGEST)[: LONGEST - 1] + "!"):
            start = time.process_time()
            spelled_out(field, text)
            assert time.process_time() - start < 0.2
