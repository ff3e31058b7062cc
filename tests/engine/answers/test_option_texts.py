"""An option may be typed by its text as it is seen; a number is always the number of an option."""

from __future__ import annotations

import pytest

from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.syntax import Unreadable

SHAPES = ChoiceAnswer.of(["`(7, 1)`", "`(4,)`", "`(7,)`", "`(1, 7)`", "There is no shape: an error is raised."], 1)
POINTS = ChoiceAnswer.of(["a local minimum", "a local maximum", "a saddle point"], 2)
RATES = ChoiceAnswer.of([r"$\lambda = 0.001$", r"$\lambda = 1$", r"$\lambda = 100$"], 1)
CODE = ChoiceAnswer.of(["`E = np.exp(m - S)`", "`return E / E.sum()`"], 0)
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
        (BOUNDS, "Che"),
        (BOUNDS, "only"),
        (RATES, "lambda"),
        (RATES, "lambda = 10"),
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
        (POINTS, "A saddle point."),
        (RATES, "λ = 1"),
        (RATES, "lambda = 1"),
        (RATES, "$\\lambda = 1$"),
        (RATES, "2"),
        (CODE, "E = np.exp(m - S)"),
        (CODE, "E=np.exp(m-S)"),
        (BOUNDS, "Chebyshev"),
        (BOUNDS, "Chebyshev’s inequality"),
    ],
)
def test_the_text_of_an_option_names_it(answer: ChoiceAnswer, reply: str) -> None:
    assert answer.judge({"answer": reply}).outcome == "correct"


@pytest.mark.parametrize("reply", ["(7, 1)", "There is no shape", "(1,7)", "1"])
def test_a_wrong_option_typed_by_its_text_is_wrong(reply: str) -> None:
    assert SHAPES.judge({"answer": reply}).outcome == "incorrect"
