"""Exercises and the bank: what is refused when collecting and generating."""

import types
from pathlib import Path
from typing import Any

import pytest

from quizgen import bank
from quizgen.answers.number import NumberAnswer
from quizgen.bank import collect, discover
from quizgen.curriculum import load
from quizgen.draw import Draw
from quizgen.errors import CannotDraw, QuizgenError
from quizgen.exact import Q
from quizgen.exercise import REDRAWS, Exercise, exercise
from quizgen.problem import Misconception, Problem, Step, from_json, schema, to_json


def made(slug: str, levels: int = 3, *, complete: bool = True, slips: tuple[int, ...] = (1,)) -> Exercise:
    @exercise(slug, version=1, levels=levels)
    def sample(draw: Draw, level: int) -> tuple[int]:
        return (draw.integer(0, 9),)

    if complete:

        @sample.problem
        def build(a: int) -> Problem:
            wrong = tuple(Misconception(f"m{s}", NumberAnswer.of(Q(s)), "no") for s in slips)
            return Problem.single(
                prompt="p", answer=NumberAnswer.of(Q(a)), steps=(Step(f"${a}$"),), misconceptions=wrong
            )

        @sample.verify
        def check(a: int, answer: Any) -> bool:
            return bool(answer == a)

    sample.__module__ = "m"
    return sample


def module(*exercises: Exercise) -> types.ModuleType:
    found = types.ModuleType("m")
    for n, item in enumerate(exercises):
        setattr(found, f"e{n}", item)
    return found


@pytest.mark.parametrize(
    ("exercises", "words"),
    [
        ((made("la-vector-ops"), made("la-vector-ops")), "defined twice"),
        ((made("la-nonsense"),), "the curriculum has no skill"),
        ((made("la-vector-ops", complete=False),), "not complete"),
        ((made("la-vector-ops", levels=2),), "has 2 levels, the curriculum 3"),
    ],
)
def test_collecting_refuses_and_keeps_the_rest(exercises: tuple[Exercise, ...], words: str) -> None:
    bank = collect([module(*exercises, made("la-rank"))], load())
    assert len(bank.faults) == 1
    assert words in bank.faults[0]
    assert "la-rank" in bank


def test_an_unknown_exercise_is_answered_with_the_nearest() -> None:
    with pytest.raises(QuizgenError, match="did you mean la-inverse"):
        discover()["la-invers"]


@pytest.mark.parametrize("level", [0, 4, -1])
def test_a_level_that_does_not_exist_is_refused(level: int) -> None:
    with pytest.raises(QuizgenError, match="levels 1 to 3"):
        made("la-vector-ops").generate(level, 0)


def test_an_instance_whose_misconception_is_right_is_redrawn() -> None:
    item = made("la-vector-ops", slips=tuple(range(5)))
    problems = [item.instance(1, seed) for seed in range(40)]
    assert {i.problem.parts[0].answer.typed()["answer"] for i in problems} == set("56789")
    assert any(i.redraws for i in problems)


def test_a_sampler_that_never_works_gives_up_with_slug_level_and_seed() -> None:
    item = made("la-vector-ops", slips=tuple(range(10)))
    with pytest.raises(CannotDraw, match=f"la-vector-ops, level 2, seed 7: in {REDRAWS} draws"):
        item.generate(2, 7)


def test_the_problem_carries_its_name() -> None:
    problem = made("la-vector-ops").generate(2, 7)
    assert (problem.slug, problem.version, problem.level, problem.seed) == ("la-vector-ops", 1, 2, 7)


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"prompt": 1}', b"\xff\xfe", b'{"prompt":"p","parts":[]}'])
def test_json_that_is_no_problem_is_refused(data: bytes) -> None:
    with pytest.raises(QuizgenError, match="not a problem of quizgen"):
        from_json(data)


def test_json_round_trip() -> None:
    problem = made("la-vector-ops").generate(1, 3)
    assert from_json(to_json(problem)) == problem


def test_the_schema_documents_problem_and_answers() -> None:
    names = schema()["$defs"].keys()
    assert {"Problem", "Part", "Step", "Misconception", "NumberAnswer", "TruthAnswer"} <= set(names)


def test_a_file_that_cannot_be_imported_is_a_fault_and_not_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "broken_bank"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "fine.py").write_text("x = 1\n")
    (folder / "bad.py").write_text("x = 1\nimport nothing_of_this_name\n")
    (folder / "worse.py").write_text("def f(:\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    faults: list[str] = []
    assert [m.__name__ for m in bank._modules("broken_bank", faults)] == ["broken_bank", "broken_bank.fine"]
    assert "broken_bank.bad cannot be imported (line 2): ModuleNotFoundError" in faults[0]
    assert "broken_bank.worse cannot be imported (line 1): SyntaxError" in faults[1]
