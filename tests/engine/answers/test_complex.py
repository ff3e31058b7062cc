"""Complex numbers in every kind that takes them: refusals first, then what is right, and real answers as before."""

from __future__ import annotations

import msgspec
import pytest

from quizgen.answers.base import Answer
from quizgen.answers.expression import ExpressionAnswer as Ex
from quizgen.answers.kinds import AnyAnswer
from quizgen.answers.matrix import MatrixAnswer as Matrix
from quizgen.answers.number import NumberAnswer as Number
from quizgen.answers.sets import SetAnswer as Set
from quizgen.answers.syntax import Unreadable
from quizgen.answers.vector import VectorAnswer as Vector

Z, ROUNDED, ROOT = Number("2+3i"), Number("sqrt(2)+i", decimals=2), Number("sqrt(-4)")
PAIR, DOUBLE = Set(("1+i", "1-i")), Set(("i", "i", "-i"), multiplicity=True)
COLUMN, PAULI = Vector(("1", "i", "2-i")), Matrix((("0", "-i"), ("i", "0")))
EULER, PLANE = Ex("e^(i*x)", ("x",)), Ex("|z|^2", ("z",), domain={"z": "complex"})
REAL, REALS, POINT, COSINE = Number("-1"), Set(("1", "-1")), Vector(("1", "2")), Ex("cos(x)", ("x",))

REFUSED: list[tuple[Answer, str, str, str]] = [
    (Z, "2-3i", "incorrect", "conjugate"),
    (Z, "-2-3i", "incorrect", "sign"),
    (Z, "3+2i", "incorrect", "incorrect"),
    (Z, "2+3i+1e-30", "incorrect", "incorrect"),
    (Z, "sqrt(13)", "incorrect", "incorrect"),
    (Z, "none", "incorrect", "word"),
    (Z, "inf", "incorrect", "incorrect"),
    (Number("sqrt(2) i"), "1.4142i", "incorrect", "rounding"),
    (ROUNDED, "1.42+i", "incorrect", "incorrect"),
    (ROUNDED, "1.41+1.02i", "incorrect", "incorrect"),
    (ROUNDED, "1.41", "incorrect", "incorrect"),
    (ROOT, "-2i", "incorrect", "sign"),
    (ROOT, "2", "incorrect", "incorrect"),
    (ROOT, "4i", "incorrect", "incorrect"),
    (PAIR, "{1, -1}", "incorrect", "incorrect"),
    (PAIR, "-1+i, -1-i", "incorrect", "sign"),
    (PAIR, "1+i", "partial", "incomplete"),
    (PAIR, "1+i, 1-i, 0", "partial", "extra"),
    (PAIR, "1+i, 1-2i", "partial", "partial"),
    (DOUBLE, "i, -i", "partial", "multiplicity"),
    (COLUMN, "[1, -i, 2+i]", "incorrect", "conjugate"),
    (COLUMN, "[-1, -i, i-2]", "incorrect", "sign"),
    (COLUMN, "[1, i]", "incorrect", "shape"),
    (COLUMN, "[1, i, 2]", "partial", "partial"),
    (COLUMN, "5i", "incorrect", "shape"),
    (PAULI, "[0, i; -i, 0]", "incorrect", "sign"),
    (PAULI, "[0, 1; 1, 0]", "partial", "partial"),
    (PAULI, "[0, -i]", "incorrect", "shape"),
    (EULER, "cos(x) - i sin(x)", "incorrect", "conjugate"),
    (EULER, "-e^(i x)", "incorrect", "sign"),
    (EULER, "e^x", "incorrect", "incorrect"),
    (EULER, "cos(x) + i sin(x) + 1e-20", "incorrect", "incorrect"),
    (PLANE, "z^2", "incorrect", "incorrect"),
    (PLANE, "Re(z)^2 - Im(z)^2", "incorrect", "incorrect"),
    # real answers: no roots of negative numbers, no i that stays
    (REAL, "i", "incorrect", "undefined"),
    (REAL, "sqrt(-1)^2", "incorrect", "undefined"),
    (REAL, "i^4", "incorrect", "incorrect"),
    (REALS, "i, -i", "incorrect", "undefined"),
    (POINT, "[1, 2i]", "incorrect", "undefined"),
    (COSINE, "e^(i x)", "incorrect", "undefined"),
]


@pytest.mark.parametrize(("answer", "reply", "outcome", "code"), REFUSED, ids=str)
def test_refused(answer: Answer, reply: str, outcome: str, code: str) -> None:
    verdict = answer.judge({"answer": reply})
    assert (verdict.outcome, verdict.code) == (outcome, code)


@pytest.mark.parametrize(
    ("answer", "reply", "code"),
    [
        (Z, "1/0", "division-by-zero"),
        (Z, "1/((1+i)^2 - 2i)", "division-by-zero"),
        (Z, "i^(10^9)", "too-large"),
        (Z, "{2+3i}", "not-a-value"),
        (Z, "2+3j", "unknown-name"),
        (COLUMN, "[1, i] + [1, i, 2]", "not-worked-out"),
        (EULER, "e^(i y)", "unknown-name"),
        (PLANE, "floor(z)", "function"),
    ],
)
def test_unreadable(answer: Answer, reply: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        answer.judge({"answer": reply})
    assert caught.value.code == code


ACCEPTED: list[tuple[Answer, tuple[str, ...]]] = [
    (Z, ("2+3i", "3i + 2", "(2+3i)", "2 + sqrt(-9)", "13/(2-3i)", "z = 2+3i", "(1+i)(5+i)/2", "conj(2-3i)")),
    (ROUNDED, ("1.41 + i", "1.41+1.00i", "sqrt(2)+i", "1.414 + i")),
    (ROOT, ("2i", "sqrt(4) i", "2 sqrt(-1)", "2e^(i pi/2)")),
    (Number("(1+i)^2"), ("2i", "2*i")),
    (Number("|3+4i|"), ("5",)),
    (Number("e^(i*pi)"), ("-1", "i^2")),
    (Number("ln(-1)"), ("i pi",)),
    (Number("i^i"), ("e^(-pi/2)",)),
    (REAL, ("e^(i pi)", "i^2", "(2+i)(2-i) - 6", "Re(3i - 1)")),
    (PAIR, ("{1+i, 1-i}", "1 ± i", "x = 1±i", "1 - sqrt(-1), 1 + sqrt(-1)", "{1-i, 1+i, 1+i}")),
    (DOUBLE, ("i, -i, i", "{i, i, -i}")),
    (COLUMN, ("[1, i, 2-i]", "(1, sqrt(-1), 2-i)", "i[-i, 1, -1-2i]", "[1; i; 2-i]")),
    (PAULI, ("[0, -i; i, 0]", "i[0, -1; 1, 0]", "[0, i; -i, 0]^T", "[[0, 1/i], [i, 0]]")),
    (EULER, ("cos(x) + i sin(x)", "(e^(i x/2))^2", "1/e^(-i x)", "cosh(i x) + sinh(i x)")),
    (COSINE, ("(e^(i x) + e^(-i x))/2", "Re(e^(i x))", "cosh(i x)")),
    (PLANE, ("z conj(z)", "Re(z)^2 + Im(z)^2", "|z^2|", "|conj(z)|^2")),
]


@pytest.mark.parametrize(("answer", "reply"), [(a, reply) for a, replies in ACCEPTED for reply in replies], ids=str)
def test_accepted(answer: Answer, reply: str) -> None:
    assert answer.judge({"answer": reply}).outcome == "correct"


@pytest.mark.parametrize("answer", [Z, ROUNDED, ROOT, PAIR, DOUBLE, COLUMN, PAULI, EULER, PLANE], ids=str)
class TestEveryComplexAnswer:
    def test_its_notations_are_right(self, answer: Answer) -> None:
        assert all(answer.matches(notation) for notation in answer.notations())
        assert answer.tex()

    def test_what_is_perturbed_is_refused(self, answer: Answer) -> None:
        wrong = list(answer.perturbed())
        assert len(wrong) >= 3
        assert not any(answer.matches(other.typed()) for other in wrong)

    def test_it_survives_json(self, answer: Answer) -> None:
        assert msgspec.json.decode(msgspec.json.encode(answer), type=AnyAnswer) == answer


def test_values_for_verify() -> None:
    assert Z.value() == 2 + 3j
    assert PAIR.value() == (1 + 1j, 1 - 1j)
    assert COLUMN.value() == [1, 1j, 2 - 1j]
    assert PAULI.value() == [[0, -1j], [1j, 0]]
    assert abs(ROUNDED.value() - (2**0.5 + 1j)) < 1e-15
