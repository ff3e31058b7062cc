"""The table of codes, and messages that hold whatever was typed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import quizgen
from quizgen import mark
from quizgen.answers import codes, sandbox
from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import Answer, Verdict
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.choice import Option
from quizgen.answers.code import CodeAnswer
from quizgen.answers.equation import EquationAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.inequality import InequalityAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.ordering import Line, OrderingAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.tuples import TupleAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.answers.witness import Witness
from quizgen.errors import QuizgenError
from quizgen.grading import grade
from quizgen.markup.html import html
from quizgen.markup.latex import latex
from quizgen.markup.spoken import spoken
from quizgen.markup.terminal import terminal
from quizgen.markup.typst import typst
from quizgen.problem import Follow, Part, Problem, Step
from tests.engine.answers import table, table_mark, table_structural
from tests.engine.answers.test_near import NAMED
from tests.engine.answers.test_relation_kinds import ANSWERS as RELATIONS
from tests.engine.answers.test_relation_kinds import EIGEN

ENGINE = Path(quizgen.__file__).parent


# --- which codes there are ---------------------------------------------------------------------------------


def judged(answer: Answer, response: dict[str, str]) -> Verdict | Unreadable:
    try:
        return answer.judge(response)
    except Unreadable as error:
        return error


def code_of(answer: Answer, response: dict[str, str]) -> str:
    found = judged(answer, response)
    return f"unreadable:{found.code}" if isinstance(found, Unreadable) else found.code


@cache
def given() -> dict[str, str]:
    """Code by code, the reply of the tables that gets it."""
    found: dict[str, str] = {}
    for row in table.ROWS:
        found.setdefault(code_of(row.answer, {"answer": row.reply}), row.reply)
    for example in table_structural.ROWS:
        found.setdefault(code_of(example.answer, example.response), str(example.response))
    for answer, reply, _ in NAMED:
        found.setdefault(code_of(answer, {"answer": reply}), reply)
    for call in table_mark.ROWS:
        found.setdefault(mark(call.answer, call.response, **call.options).code, call.response)
    return found


def function(*lines: str) -> dict[str, str]:
    return {"code": "def f(x):\n" + "".join(f"    {line}\n" for line in lines)}


DOUBLE = CodeAnswer.of("def f(x):", "def f(x):\n    return 2 * x\n", [[[1.0, 2.0]]], mutation="incorrect", seconds=1.0)
POINT = TupleAnswer(("1", "2"))
REASONED = TruthAnswer(False, reasons=(Option("It is odd.", correct=True), Option("It is large.")))
LINES = OrderingAnswer.of([Line("one", "1"), Line("two", "2"), Line("not this", "3", needed=False)])
POLE = TruthAnswer(False, (Witness("x", None, "-1"),), (), "1/x > 0")
MORE: list[tuple[str, Answer, dict[str, str]]] = [
    ("undecided", POLE, {"verdict": "false", "x": "0"}),
    ("condition", EIGEN, {"answer": "[1, 0]"}),
    ("order", POINT, {"answer": "(2, 1)"}),
    ("reason", REASONED, {"verdict": "false", "reason": "2"}),
    ("distractor", LINES, {"answer": "1 2 3"}),
    ("conjugate", ExpressionAnswer.of("2 + 3i", ()), {"answer": "2 - 3i"}),
    ("not-solved", InequalityAnswer("-2 < x <= 3", solved=True), {"answer": "x^2 - x <= 6 and x > -2"}),
    ("timeout", DOUBLE, function("while True: pass")),
    ("memory", DOUBLE, function("return np.ones(10**10)")),
    ("peak-memory", replace(DOUBLE, peak_mb=1.0), function("np.ones(10**6)", "return 2 * x")),
    ("mutates-input", DOUBLE, function("x *= 2", "return x")),
    ("output", DOUBLE, function("while True: print('again ' * 1000)")),
    ("crash", DOUBLE, function("import ctypes", "ctypes.string_at(0)")),
    ("not-allowed", DOUBLE, function("import subprocess", "subprocess.run(['true'])")),
    ("unreadable:words", NumberAnswer("2"), {"answer": "i am not sure"}),
    ("unreadable:arguments", NumberAnswer("2"), {"answer": "root(1/2, 1/3)"}),
    ("unreadable:too-deep", NumberAnswer("2"), {"answer": "(" * 150 + "2" + ")" * 150}),
    ("unreadable:undefined", AffineAnswer.of([1, 2]), {"answer": "(sqrt(-1), 2)"}),
    ("unreadable:infinite", AffineAnswer.of([1, 2]), {"answer": "(2*inf, 2)"}),
]


@pytest.mark.parametrize(("code", "answer", "response"), MORE, ids=lambda x: x if isinstance(x, str) else "")
def test_more_rows(code: str, answer: Answer, response: dict[str, str]) -> None:
    assert code_of(answer, response) == code


def test_every_code_of_the_tables_has_a_meaning() -> None:
    for code, reply in given().items():
        assert codes.meaning(code), reply


def test_other_codes_have_none() -> None:
    for code in ("", "wrong", "misconception:", "misconception", "unreadable:", "unreadable:nonsense", "structure:"):
        with pytest.raises(QuizgenError, match="no code"):
            codes.meaning(code)


ELSEWHERE = {
    "follows": "test_follows, below",
    "sandbox": "test_sandbox, below",
    "undecided:timeout": "the tests of quizgen.marking.lines",
    "unreadable:names": "a condition of an author",
    "unreadable:not-a-relation": "a condition of an author",
}
"""Given by no answer alone."""


def test_every_code_is_given_by_some_row() -> None:
    met = set(given()) | {code for code, _, _ in MORE} | set(ELSEWHERE)
    assert not set(codes.VERDICTS) - met
    assert not {f"unreadable:{code}" for code in codes.UNREADABLE} - met


def test_follows() -> None:
    parts = (Part("a", NumberAnswer("2")), Part("b", NumberAnswer("4"), follows=Follow("a", ("u",), "2u", "u != 0")))
    found = grade(Problem("p", parts, (Step("s"),)), {"a.answer": "3", "b.answer": "6"})
    assert found.parts["b"].code == "follows"
    assert codes.meaning("follows")


def test_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise sandbox.SandboxError("no process could be started")

    monkeypatch.setattr(sandbox, "run", fails)
    assert code_of(DOUBLE, function("return 2 * x")) == "sandbox"


PLACES = {"incorrect": 0, "_half": 0, "_failed": 0, "_wrong_word": 0, "Verdict": 2, "Marked": 3}
"""Where the code stands among the arguments."""


def written() -> Iterator[tuple[str, str]]:
    """(file, code) for every code that is written in a call of the engine."""
    for file in [*ENGINE.glob("answers/*.py"), *ENGINE.glob("marking/*.py"), ENGINE / "grading.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from ((file.name, code) for code in _written(node))


def _written(call: ast.Call) -> list[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    at = PLACES.get(name, len(call.args))
    code = keywords.get("code") or (call.args[at] if at < len(call.args) else None)
    if name in ("Option", "Line") or not isinstance(code, ast.Constant) or not isinstance(code.value, str):
        return []
    reading = "code" in keywords and name not in ("incorrect", "Verdict", "Marked")
    return [f"unreadable:{code.value}" if reading else code.value]


def test_no_judge_gives_a_code_outside_the_list() -> None:
    for file, code in written():
        assert codes.meaning(code), file


# --- messages ----------------------------------------------------------------------------------------------

HOSTILE = (
    "*x*", "**b**", "_x_", "__a__", "a*b*c", "$", "$x$", "$$", "1 $ 2", "`c`", "a`b", "[b]", "[red]x[/red]", "[a](b)",
    "![i](u)",
    "<b>x</b>", "x<y>z", "# h", "- i", "> q", "1. x", "\\", "\\frac", "\\text{$}", "\\begin{pmatrix}", "&amp;",
    "@x", "@@", "@(x)", "~~s~~", "|a|b|", "x^^2", "{*x*}", "(*a*, *b*)", "[*a*; *b*]", "x = *y*", "'*'", "x_1_", "_",
    "\x1b[31m", "\x00", "\u202e1", "sin_x_", "*1*", "1*", "{_a_}", "_a_ = 1, _b_ = 2", "(1, 2) + _t_(3, 4)",
)  # fmt: skip
RENDERERS: tuple[Callable[[str], str], ...] = (terminal, html, latex, typst, spoken)
EVERY: list[Any] = [
    *{id(row.answer): row.answer for row in table.ROWS}.values(),
    *{id(row.answer): row.answer for row in table_structural.ROWS if not isinstance(row.answer, CodeAnswer)}.values(),
    *RELATIONS,
]


@pytest.mark.parametrize("answer", EVERY, ids=lambda answer: type(answer).__name__)
def test_what_was_typed_is_never_markup(answer: Any) -> None:
    for text in HOSTILE:
        response = {field.name: text for field in answer.fields()}
        for reply in (response, response | {"verdict": "false"}):
            found = judged(answer, reply)
            if isinstance(found, Unreadable):
                assert found.message.isprintable()
                assert found.hint.isprintable()
            else:
                assert codes.meaning(found.code)
                for render in RENDERERS:
                    render(found.message)


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\x00" not in text])
def test_an_exception_with_markup_in_it_is_shown_as_it_is(text: str) -> None:
    verdict = DOUBLE.judge(function(f"raise ValueError({text!r})"))
    assert verdict.code == "exception"
    shown = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    assert shown.strip() in terminal(verdict.message, width=1000)


# --- partial credit ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "reply", "score", "code", "message"),
    [
        (VectorAnswer.of([1, 2, 3]), "[1, 5, 3]", 2 / 3, "partial", "Entry 2 is wrong."),
        (VectorAnswer.of([1, 2, 3]), "[4, 2, 5]", 1 / 3, "partial", "Entries 1 and 3 are wrong."),
        (VectorAnswer.of([1, 2, 3]), "[4, 5, 6]", 0, "incorrect", ""),
        (VectorAnswer.of([1, 2, 3]), "[-1, -2, -3]", 0, "sign", "All signs are reversed."),
        (ExpressionAnswer.of("[2x, 2y]", ("x", "y")), "[2x, y]", 1 / 2, "partial", "Entry 2 is wrong."),
        (ExpressionAnswer.of("[2x, 2y]", ("x", "y")), "[x - y, x + y]", 0, "incorrect", ""),
        (ExpressionAnswer.of("[2x, 2y]", ("x", "y")), "[-2x, -2y]", 0, "sign", "Check the sign."),
        (ExpressionAnswer.of("[x, 1; 0, y]", ("x", "y")), "[x, 0; 0, y]", 3 / 4, "partial", None),
        (ExpressionAnswer.of("[2x, 2y]", ("x", "y")), "(y/2, 2y)^T", 1 / 2, "partial", "Entry 1 is wrong."),
        (POINT, "(1, 3)", 1 / 2, "partial", "Value 2 is wrong."),
        (SetAnswer.of(1, 2, 3), "{1, 2}", 2 / 3, "incomplete", "1 of 3 values is missing."),
        (SetAnswer.of(1, 2), "{1, 2, 5}", 2 / 3, "extra", "1 value does not belong."),
        (SetAnswer.of(1, 2), "{1, 5}", 1 / 3, "partial", "1 of 2 values is missing and 1 value does not belong."),
        (SetAnswer.of(1, 2), "{5, 6}", 0, "incorrect", ""),
        (
            EquationAnswer("x + y = 3, x - y = 1"),
            "x + y = 3",
            1 / 2,
            "incomplete",
            "These are right, but equations are missing.",
        ),
        (BasisAnswer.of([(1, 0)], orthonormal=True), "(2, 0)", 1 / 2, "not-orthonormal", None),
        (AffineAnswer.of([1, 0], [[1, 1]]), "(1, 0)", 1 / 2, "particular-only", None),
    ],
)
def test_partial_credit(answer: Answer, reply: str, score: float, code: str, message: str | None) -> None:
    verdict = answer.judge({"answer": reply})
    assert verdict.outcome == ("partial" if score else "incorrect")
    assert verdict.score == pytest.approx(score)
    assert verdict.code == code
    if message is not None:
        assert verdict.message == message
