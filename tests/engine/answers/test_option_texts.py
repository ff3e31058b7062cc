"""An option may be typed by its text as it is seen; a number is always the number of an option."""

from __future__ import annotations

import pytest

from quizgen.answers.choice import ChoiceAnswer, first_wrong
from quizgen.answers.syntax import Unreadable

SHAPES = ChoiceAnswer.of(["`(7, 1)`", "`(4,)`", "`(7,)`", "`(1, 7)`", "There is no shape: an error is raised."], 1)
POINTS = ChoiceAnswer.of(["a local minimum", "a local maximum", "a saddle point"], 2)
RATES = ChoiceAnswer.of([r"$\lambda = 0.001$", r"$\lambda = 1$", r"$\lambda = 100$"], 1)
CODE = ChoiceAnswer.of(["`E = np.exp(m - S)`", "`return E / E.sum()`"], 0)
SIZES = ChoiceAnswer.of([r"$9 \times 9$", r"$7 \times 3$", r"$7 \times 9$"], 1)
KINDS = ChoiceAnswer.of(["positive definite", "indefinite", "negative definite"], 2)
REASONS = ChoiceAnswer.of(
    [r"As $\|v\|^2 \ge 0$", r"As $v \ne 0$", r"$(\alpha - \beta) \, q^\top p$", r"$S \cap T \ne \emptyset$"], 1
)
COUNTS = ChoiceAnswer.of(["None.", "Exactly one.", "Infinitely many."], 0)
SOUND = first_wrong(["$a = b$", "$b = c$"], None, sound="Every line holds: the proof is right.")
BOUNDS = ChoiceAnswer.of(["Chebyshev's inequality", "Chernoff's bound", "only $A$", "only $B$"], 0)


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (SHAPES, "(5,)"),
        (SHAPES, "[5,]"),
        (SHAPES, "(9, 9)"),
        (POINTS, "a local"),
        (POINTS, "point"),
        (POINTS, "sad"),
        (POINTS, "local"),
        (KINDS, "definit"),
        (SOUND, "never"),
        (BOUNDS, "Che"),
        (BOUNDS, "only"),
        (RATES, "lambda"),
        (RATES, "lambda = 10"),
        (KINDS, "1. negative definite"),
        (KINDS, "4. negative definite"),
        (SIZES, "7 x 4"),
        (SIZES, "7 × 3 × 9"),
        (REASONS, "As v = 0"),
        (REASONS, "As v"),
        (REASONS, "(α + β) qᵀp"),
    ],
)
def test_what_names_no_single_option_costs_nothing(answer: ChoiceAnswer, reply: str) -> None:
    with pytest.raises(Unreadable):
        answer.judge({"answer": reply})


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (SHAPES, "(4,)"),
        (SHAPES, "`(4,)`"),
        (SHAPES, "2"),
        (POINTS, "saddle point"),
        (POINTS, "Saddle"),
        (ChoiceAnswer.of(["a local minimum", "a local maximum"], 1), "max"),
        (ChoiceAnswer.of(["a local minimum", "a local maximum"], 0), "Minimum."),
        (ChoiceAnswer.of(["infinitely many", "exactly one"], 0), "infinitely many solutions"),
        (ChoiceAnswer.of(["a", "b"], [0, 1], multiple=True), "all"),
        (SOUND, "none"),
        (POINTS, "A saddle point."),
        (RATES, "λ = 1"),
        (RATES, "lambda = 1"),
        (RATES, "$\\lambda = 1$"),
        (RATES, "2"),
        (CODE, "E = np.exp(m - S)"),
        (CODE, "E=np.exp(m-S)"),
        (KINDS, "3. negative definite"),
        (KINDS, "3) negative definite"),
        (KINDS, "3 negative definite"),
        (KINDS, "c) negative definite"),
        (KINDS, "negative-definite"),
        (SIZES, "7 × 3"),
        (SIZES, "7 x 3"),
        (SIZES, "7*3"),
        (SIZES, "2. 7 × 3"),
        (REASONS, "As v ≠ 0"),
        (REASONS, "As v != 0"),
        (COUNTS, "none"),
        (COUNTS, "no solution"),
        (BOUNDS, "Chebyshev"),
        (BOUNDS, "Chebyshev’s inequality"),
    ],
)
def test_the_text_of_an_option_names_it(answer: ChoiceAnswer, reply: str) -> None:
    assert answer.judge({"answer": reply}).outcome == "correct"


@pytest.mark.parametrize(("reply", "number"), [("As ‖v‖² ≥ 0", 1), ("(α − β) qᵀp", 3), ("S ∩ T ≠ ∅", 4)])
def test_formulas_may_be_typed_as_they_are_printed(reply: str, number: int) -> None:
    assert REASONS.read(reply) == [number - 1]


@pytest.mark.parametrize("reply", ["(7, 1)", "There is no shape", "(1,7)", "1"])
def test_a_wrong_option_typed_by_its_text_is_wrong(reply: str) -> None:
    assert SHAPES.judge({"answer": reply}).outcome == "incorrect"
