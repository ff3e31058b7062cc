"""Reading and judging are fast on what people type, and bounded on what nobody should."""

from __future__ import annotations

from contextlib import suppress
from time import process_time

import pytest

from quizgen.answers.base import Answer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Unreadable
from tests.engine.answers.table import ROWS


def seconds(answer: Answer, reply: str) -> float:
    start = process_time()
    with suppress(Unreadable):
        answer.judge({"answer": reply})
    return process_time() - start


def test_the_table_is_judged_in_no_time() -> None:
    seconds(ROWS[0].answer, ROWS[0].reply)  # imports
    times = sorted(min(seconds(row.answer, row.reply) for _ in range(2)) for row in ROWS)
    assert times[len(times) // 2] < 0.002  # 0.1 ms on an idle core
    assert times[-1] < 0.25


X = ExpressionAnswer("x", ("x", "y"))
THIRD = NumberAnswer("1/3")
ONES = MatrixAnswer(tuple(("1",) * 12 for _ in range(12)))


def spread(term: str, length: int = 3800) -> str:
    """A long sum in brackets, not deep."""
    terms = [term] * (length // (len(term) + 1))
    return "+".join("(" + "+".join(terms[i : i + 80]) + ")" for i in range(0, len(terms), 80))


HARD = [
    *((X, spread(term)) for term in ("sin(x)", "|x|", "gamma(x)", "x^y", "floor(tan(x))", "sqrt(x-y)", "binom(x,y)")),
    *((X, spread(term)) for term in ("Phi(x)", "x^0.3", "sqrt(sin(x)^2+cos(x)^2-1)")),
    (X, "sin(" * 49 + "x" + ")" * 49),
    (X, "e^(" * 40 + "x" + ")" * 40),
    (X, "x^" * 60 + "x"),
    (X, "floor(2^(10^9) x)"),
    (X, "sin(2^(10^9)) + x"),
    (X, "gamma(2^(10^9)) + x"),
    (X, "((((x^99)^99)^99)^99)^99"),
    (THIRD, "9^9^9"),
    (THIRD, "sin(10^(10^6))"),
    (THIRD, "(10^300)!"),
    (THIRD, "1499!/1498!"),
    (THIRD, "*".join(["9^6000"] * 140)),
    (THIRD, "binom(20000, 1300) + binom(1/3, 1400)"),
    (THIRD, "floor(e^(10^4))"),
    (THIRD, "det([" + "; ".join(", ".join(f"sqrt({i * 9 + j})" for j in range(9)) for i in range(9)) + "])"),
    (ONES, "inv([" + "; ".join(", ".join(str((i * j + i) % 10) for j in range(12)) for i in range(12)) + "])^30"),
    (SetAnswer(tuple(f"sqrt({i})" for i in range(2, 60))), ", ".join(f"sqrt({i})" for i in range(60, 2, -1))),
]


@pytest.mark.parametrize(("answer", "reply"), HARD, ids=lambda value: str(value)[:40])
def test_hostile_replies_are_bounded(answer: Answer, reply: str) -> None:
    assert min(seconds(answer, reply) for _ in range(2)) < 0.5  # below 0.2 s each on an idle core


def test_perturbing_and_respelling_an_expression_is_bounded() -> None:
    answer = ExpressionAnswer("x^2*e^x*sin(x) + 2*x*e^x*cos(x) - sqrt(x^2 + 1)/(x + 3)", ("x",))
    start = process_time()
    assert len(list(answer.perturbed())) > 10
    assert all(answer.matches(notation) for notation in answer.notations())
    assert process_time() - start < 2
