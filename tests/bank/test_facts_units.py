"""Statements of calculus, optimisation and machine learning: counts, halves, wording, and every counterexample."""

from __future__ import annotations

import difflib
from typing import Any

import numpy as np
import pytest

from question_bank._statements import Bank, Drawn, _Writer
from question_bank.cal import facts as cal
from question_bank.ml import facts as ml
from question_bank.opt import facts as opt
from quizgen.draw import Draw
from quizgen.exact import Matrix

UNITS = {"cal": cal, "opt": opt, "ml": ml}
CODES = {
    "cal": {"partials-imply-differentiable", "stationary-is-extremum", "forward-always-cheaper"},
    "opt": {"local-is-global-without-convexity", "necessary-as-sufficient", "unique-without-strictness"},
    "ml": {"regularise-reduces-training-error", "pca-scale-free", "kmeans-global", "linear-net-nonlinear"},
}
ALL = [(unit, name) for unit, module in UNITS.items() for name in module.STATEMENTS.pairs]
TYPED = [(unit, name) for unit, name in ALL if not UNITS[unit].STATEMENTS.pairs[name].reasons]
REASONED = [key for key in ALL if key not in TYPED]


def bank(unit: str) -> Bank:
    made = UNITS[unit].STATEMENTS
    assert isinstance(made, Bank)
    return made


def instances(unit: str, name: str, truth: bool, count: int) -> list[Drawn]:
    return [bank(unit).instance(Draw("units", name, int(truth), i), name, truth) for i in range(count)]


def answer_of(unit: str, drawn: Drawn) -> Any:
    return bank(unit).problem(*drawn).parts[0].answer


@pytest.mark.parametrize("unit", UNITS)
def test_there_are_enough_statements_and_half_are_false(unit: str) -> None:
    pairs = bank(unit).pairs
    assert 2 * len(pairs) >= 30  # each pair is one true and one false statement
    assert sorted(bank(unit).levels) == [1, 2, 3]
    assert all(len(names) >= 6 for names in bank(unit).levels.values())
    assert {pair.false.code for pair in pairs.values()} >= CODES[unit]
    assert all(not pair.true.code for pair in pairs.values())
    truths = [UNITS[unit].facts.generate(2, seed).parts[0].answer.truth for seed in range(200)]
    assert 70 <= sum(truths) <= 130


@pytest.mark.parametrize(("unit", "name"), TYPED)
def test_stored_counterexamples_hold(unit: str, name: str) -> None:
    for drawn in instances(unit, name, False, 12):
        answer = answer_of(unit, drawn)
        assert answer.check() == ()
        assert answer.judge(answer.typed()).outcome == "correct"
        assert bank(unit).verify(*drawn, answer.value()), (
            "numpy agrees that it meets the hypotheses and breaks the claim"
        )
        assert not bank(unit).verify(*drawn, (True, {}))


@pytest.mark.parametrize(("unit", "name"), TYPED)
def test_true_statements_withstand_random_objects(unit: str, name: str) -> None:
    random = np.random.default_rng(20240301)
    met = 0
    for drawn in instances(unit, name, True, 6):
        answer = answer_of(unit, drawn)
        assert answer.check() == ()
        assert bank(unit).verify(*drawn, (True, {}))
        for _ in range(60):
            typed = {}
            for witness in answer.witnesses:
                rows, columns = witness.shape or (1, 1)
                table = random.integers(-3, 5, (rows, columns))
                if rows == columns == 2 and random.random() < 0.7:
                    table = np.triu(table) + np.triu(table, 1).T  # symmetric
                entries = [[f"{x}/{random.choice([1, 2])}" for x in row] for row in table.tolist()]
                typed[witness.name] = "[" + "; ".join(", ".join(row) for row in entries) + "]"
                if witness.shape is None:
                    typed[witness.name] = entries[0][0]
            found = answer.examine(answer.read(typed))
            assert found is None or found[0] != "counterexample", (typed, found)
            met += found is not None and found[0] == "not-a-counterexample"
    assert met or any(len(answer_of(unit, d).hypotheses) > 1 for d in instances(unit, name, True, 1))


@pytest.mark.parametrize(("unit", "name"), REASONED)
def test_exactly_one_reason_makes_it_false(unit: str, name: str) -> None:
    pair = bank(unit).pairs[name]
    assert pair.check is not None
    assert len(pair.replies) == len(pair.reasons)
    for truth in (True, False):
        for drawn in instances(unit, name, truth, 12):
            applies = list(pair.check(dict(drawn.numbers), truth))
            assert sum(applies) == (0 if truth else 1)
            assert truth or applies.index(True) == pair.false.reason
            answer = answer_of(unit, drawn)
            assert answer.check() == ()
            assert bank(unit).verify(*drawn, answer.value())


@pytest.mark.parametrize(("unit", "name"), ALL)
def test_the_wording_does_not_tell_true_from_false(unit: str, name: str) -> None:
    pair = bank(unit).pairs[name]
    true, false = (instances(unit, name, truth, 1)[0] for truth in (True, False))
    assert len(pair.true.says) == len(pair.false.says) == 2
    if pair.reasons:
        assert pair.true.says == pair.false.says, "only what is spoken of differs"
    for phrasing in range(0 if pair.reasons else 2):
        one, other = (
            _Writer(pair, drawn._replace(letters=true.letters, wording=(0, phrasing, 0))) for drawn in (true, false)
        )
        assert difflib.SequenceMatcher(None, one.sentence(), other.sentence()).ratio() > 0.6
        assert one.sentence() != other.sentence() or true.numbers != false.numbers
    forms = [
        [(f.input, f.label) for f in answer_of(unit, drawn._replace(letters=true.letters)).fields()]
        for drawn in (true, false)
    ]
    assert forms[0] == forms[1]


@pytest.mark.parametrize(("unit", "name"), ALL)
def test_sentences_read_well(unit: str, name: str) -> None:
    for truth in (True, False):
        for drawn in instances(unit, name, truth, 8):
            sentence = _Writer(bank(unit).pairs[name], drawn).sentence()
            assert sentence.endswith(".")
            assert ". $" not in sentence, f"a sentence starts with a formula: {sentence}"
            assert "  " not in sentence
            assert "@" not in sentence
            problem = bank(unit).problem(*drawn)
            words = " ".join([problem.prompt, *(s.text for s in problem.steps)])
            assert not any(bad in words for bad in ("+ -", "--", " 1x", "^1 "))
            assert len(problem.hints) == 2


def textbook(unit: str, name: str, typed: dict[str, Any]) -> Any:
    """The verdict on objects given by canonical name."""
    drawn = instances(unit, name, False, 1)[0]
    letters = dict(drawn.letters)
    shown = {letters.get(k, k): str(v).removeprefix("Matrix(").removesuffix(")") for k, v in typed.items()}
    return answer_of(unit, drawn).judge({"verdict": "false", **shown})


@pytest.mark.parametrize(
    ("unit", "name", "typed"),
    [
        ("cal", "stationary-extremum", {"a": 1, "b": 0, "c": -1}),  # x^2 - y^2
        ("cal", "increasing", {"a": 1, "c": 0, "x": 0}),  # x^3
        ("cal", "absolute-value", {"a": 1, "b": 0, "h": 1}),  # |x|
        ("cal", "passes-for-loss", {"n": 2}),
        ("cal", "glued-lines", {"a": 0, "b": 0, "c": 0, "d": 1}),  # the unit step
        ("opt", "unique-minimiser", {"A": Matrix([[1, 0], [0, 0]]), "u": Matrix([[0], [1]])}),
        ("opt", "second-derivative-zero", {"b": 1, "c": 0}),
        ("opt", "strict-minimum", {"a": 1, "c": 0}),  # x^4
        ("opt", "hessian-determinant", {"A": Matrix([[-1, 0], [0, -1]]), "u": Matrix([[1], [0]])}),
        ("opt", "weak-and-strong", {"a": 1, "b": -1, "c": -1, "d": 1}),  # matching pennies
        ("opt", "complementary-slackness", {"a": 0, "c": 0}),
        ("ml", "kmeans-stops", {"a": 2, "b": 1}),
        ("ml", "pca-units", {"a": 2, "b": 1, "c": 2}),
        ("ml", "ridge-training-error", {"u": Matrix([[1], [0]]), "v": Matrix([[1], [0]]), "k": 1}),
        ("ml", "unique-weights", {"A": Matrix([[1, 1], [1, 1], [1, 1]])}),
        ("ml", "gaussian-or-laplace-noise", {"p": 0, "q": 0, "r": 3, "x": 0}),
    ],
)
def test_textbook_counterexamples_are_accepted(unit: str, name: str, typed: dict[str, Any]) -> None:
    assert textbook(unit, name, typed).outcome == "correct"


def test_what_a_counterexample_lacks_is_said() -> None:
    assert textbook("opt", "strict-minimum", {"a": 1, "c": 1}).code == "not-a-counterexample"
    assert textbook("opt", "strict-minimum", {"a": -1, "c": 0}).code == "hypothesis"
    drawn = instances("ml", "kmeans-stops", False, 1)[0]
    assert answer_of("ml", drawn).judge({"verdict": "true"}).code == "misconception:kmeans-global"
