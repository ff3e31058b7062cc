"""Notations of sets, norms, angles and products: what is refused (with which code), then how the rest is read."""

from __future__ import annotations

import pytest

from quizgen.answers.echo import tex, typed
from quizgen.answers.interval import IntervalAnswer
from quizgen.answers.language import read
from quizgen.answers.syntax import Unreadable, Vocabulary

SCALARS = Vocabulary(names=("x", "n", "k"))
MATRICES = Vocabulary(names=("A", "B", "x"), matrices=("A", "B", "x"))
LETTERS = Vocabulary(names=("R", "e", "d", "g", "a", "r"))

REFUSED = [
    ("1+2]", SCALARS, "value", "bracket"),
    ("]0,1", SCALARS, "interval", "bracket"),
    ("0,1[", SCALARS, "interval", "bracket"),
    ("]]0,1[[", SCALARS, "interval", "bracket"),
    ("[0,1[", SCALARS, "vector", "bracket"),
    ("]0,1,2[", SCALARS, "interval", "bracket"),
    ("R \\", SCALARS, "interval", "unknown-name"),
    ("R without", SCALARS, "interval", "operand"),
    ("(0,1) ∩", SCALARS, "interval", "operand"),
    ("R + 1", SCALARS, "value", "unknown-name"),
    ("|x|_1", MATRICES, "value", "bracket"),
    ("||x||_3", MATRICES, "value", "character"),
    ("x_", SCALARS, "value", "character"),
    ("norm(3, 1)", SCALARS, "value", "function"),
    ("norm((3, 1), 5)", SCALARS, "value", "function"),
    ("norm((3, 1), 1, 1)", SCALARS, "value", "function"),
    ("2n choose k", SCALARS, "value", "operator"),
    ("n+1 choose k", SCALARS, "value", "operator"),
    ("n choose k+1", SCALARS, "value", "operator"),
    ("n choose 2k", SCALARS, "value", "operator"),
    ("choose k", SCALARS, "value", "function"),
    ("n choose", SCALARS, "value", "operand"),
    ("2 ⊙ 3", SCALARS, "value", "character"),
    ("[1,2] .* [3,4]", SCALARS, "vector", "character"),
    ("A ⊙", MATRICES, "value", "operand"),
    ("(1 2 3)", SCALARS, "value", "number"),
    ("(1 2 x)", SCALARS, "vector", "number"),
    ("°", SCALARS, "value", "operand"),
    ("2°°", SCALARS, "value", "operator"),
    ("x!°", SCALARS, "value", "operator"),
    ("1 1/2", SCALARS, "value", "number"),
    ("3,5", SCALARS, "value", "number"),
    ("sin^2 x", SCALARS, "value", "function"),
    ("1 ± 2", SCALARS, "value", "operator"),
    ("deg(1, 2)", SCALARS, "value", "function"),
]


@pytest.mark.parametrize(("text", "vocabulary", "expects", "code"), REFUSED)
def test_refused(text: str, vocabulary: Vocabulary, expects: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text, vocabulary, expects)
    assert caught.value.code == code
    assert caught.value.hint


READ = [
    ("]0,1[", SCALARS, "interval", "(0, 1)"),
    ("]0,1[", SCALARS, "value", "(0, 1)"),
    ("[0,1[ U ]2,3]", SCALARS, "interval", "[0, 1) U (2, 3]"),
    ("]-inf, 0] ∪ [1, +inf[", SCALARS, "interval", "(-inf, 0] U [1, inf)"),
    ("[[1,2],[3,4]]", SCALARS, "value", "[1, 2; 3, 4]"),
    ("R \\ {0}", SCALARS, "interval", "ℝ without {0}"),
    ("R\\{0}", SCALARS, "interval", "ℝ without {0}"),
    (r"\mathbb{R} \setminus \{0, 1\}", SCALARS, "interval", "ℝ without {0, 1}"),
    ("ℝ∖{0}", SCALARS, "interval", "ℝ without {0}"),
    ("x in R \\ {1}", SCALARS, "interval", "ℝ without {1}"),
    ("(-inf, inf) \\ {0}", SCALARS, "interval", "(-inf, inf) without {0}"),
    ("(0,2) ∩ [1,3]", SCALARS, "interval", "(0, 2) ∩ [1, 3]"),
    ("(0,1) ∪ (2,3) ∩ R", SCALARS, "interval", "(0, 1) union (2, 3) ∩ ℝ"),
    ("{1} ∪ R", SCALARS, "interval", "{1} union ℝ"),
    ("ℝ⁺", SCALARS, "interval", "(0, inf)"),
    ("R^-", SCALARS, "interval", "(-inf, 0)"),
    (r"\mathbb{R}_{\ge 0}", SCALARS, "interval", "[0, inf)"),
    (r"\{1, 2\}", SCALARS, "set", "{1, 2}"),
    (r"[1,2]\ [3,4]", SCALARS, "vectors", "[1, 2], [3, 4]"),
    ("‖x‖_1", MATRICES, "value", "norm(x, 1)"),
    ("‖x‖₁", MATRICES, "value", "norm(x, 1)"),
    (r"\|x\|_\infty", MATRICES, "value", "norm(x, inf)"),
    ("||A||_F", MATRICES, "value", "norm(A)"),
    ("||x||_2^2", MATRICES, "value", "norm(x, 2)^2"),
    ("5 choose 2", SCALARS, "value", "binom(5, 2)"),
    ("(2n) choose n", SCALARS, "value", "binom((2n), n)"),
    ("45°", SCALARS, "value", "45°"),
    ("2! 3!", SCALARS, "value", "2! 3!"),
    ("10!/(3!7!)", SCALARS, "value", "10!/(3! 7!)"),
    ("(n+1)°", SCALARS, "value", "(n + 1)°"),
    ("deg(n+1)", SCALARS, "value", "(n + 1)°"),
    ("45 degrees", SCALARS, "value", "45°"),
    (r"45^{\circ}", SCALARS, "value", "45°"),
    ("sin 30°", SCALARS, "value", "sin(30°)"),
    ("deg", LETTERS, "value", "d e g"),
    ("Re + arg", LETTERS, "value", "R e + a r g"),
    ("(1 -2 3/4)", SCALARS, "vector", "(1, -2, 3/4)"),
    ("(1 2), (3 4)", SCALARS, "vectors", "(1, 2), (3, 4)"),
    ("A ⊙ B", MATRICES, "value", "hadamard(A, B)"),
    ("A .* B + x", MATRICES, "value", "hadamard(A, B) + x"),
    ("2.*x", SCALARS, "value", "2.*x"),
    ("(n+1)!", SCALARS, "value", "(n + 1)!"),
    ("1 ± sqrt(2)", SCALARS, "set", "1 + sqrt(2), 1 - sqrt(2)"),
    ("conj(2+i)", SCALARS, "value", "conj(2 + i)"),
]


@pytest.mark.parametrize(("text", "vocabulary", "expects", "meaning"), READ)
def test_read(text: str, vocabulary: Vocabulary, expects: str, meaning: str) -> None:
    node = read(text, vocabulary, expects)
    assert typed(node) == meaning
    assert typed(read(meaning, vocabulary, expects)) == meaning
    assert tex(node)


NOT_ZERO = IntervalAnswer.of("x != 0")


@pytest.mark.parametrize(
    "reply", ["R", "R \\ {1}", "R \\ {0, 1}", "(0, inf)", "R \\ (0, 1)", "]0, inf[", "ℝ⁺", "R ∩ {0}"]
)
def test_other_sets_are_refused(reply: str) -> None:
    assert NOT_ZERO.judge({"answer": reply}).outcome == "incorrect"


@pytest.mark.parametrize(
    "reply",
    ["R \\ {0}", "ℝ∖{0}", "R without {0}", "(-inf, inf) \\ {0}", "]-inf,0[ U ]0,inf[", "ℝ⁻ ∪ ℝ⁺"],
)
def test_the_set_itself_is_accepted(reply: str) -> None:
    assert NOT_ZERO.matches({"answer": reply})
