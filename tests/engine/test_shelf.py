"""The exercises of the worker, imported one by one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizgen import paths, shelf
from quizgen.bank import discover
from quizgen.errors import QuizgenError
from quizgen.problem import to_json


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "cache", lambda: tmp_path)
    return tmp_path


def test_an_unknown_exercise_is_refused() -> None:
    with pytest.raises(QuizgenError, match="no exercise 'la-nothing'"):
        shelf.shelf()["la-nothing"]


def test_an_exercise_that_left_its_file_is_refused() -> None:
    gone = shelf.Shelf({"la-inverse": shelf.Place("question_bank.la.rank", 3, 1)})
    with pytest.raises(QuizgenError, match="no exercise 'la-inverse' any more"):
        gone["la-inverse"].generate(1, 1)


def test_it_holds_what_the_bank_finds_in_the_same_order_also_when_it_was_kept() -> None:
    bank = discover()
    wanted = [(slug, exercise.levels, exercise.version) for slug, exercise in bank.items()]
    for _ in range(2):
        found = shelf.shelf()
        assert [(slug, found[slug].levels, found[slug].version) for slug in found] == wanted
    assert to_json(found["la-inverse"].generate(2, 7)) == to_json(bank["la-inverse"].generate(2, 7))


def test_a_touched_file_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    before = shelf._stamp([str(tmp_path)])
    assert shelf._stamp([str(tmp_path)]) == before
    file.write_text("x = 23\n")
    changed = shelf._stamp([str(tmp_path)])
    (tmp_path / "b.py").write_text("")
    assert len({before, changed, shelf._stamp([str(tmp_path)])}) == 3


def test_faults_are_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    real = discover()
    faulty = type(real)(dict(real.items()), ("a file cannot be imported",))
    monkeypatch.setattr("quizgen.bank.discover", lambda: faulty)
    assert shelf._find().stamp == ""


def test_the_second_start_imports_neither_exercises_nor_numpy(tmp_path: Path) -> None:
    code = (
        "import sys; from quizgen.shelf import shelf; print(len(list(shelf())));"
        "print([name for name in ('numpy', 'quizgen.exercise') if name in sys.modules])"
    )
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    said = [subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True) for _ in range(2)]
    assert [run.stderr for run in said] == ["", ""]
    count, loaded = said[1].stdout.splitlines()
    assert (int(count), loaded) == (len(discover()), "[]")
    assert said[0].stdout != said[1].stdout
