"""The commands as a user runs them: exit codes, one sentence on stderr, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizgen.skeleton import skeleton

ROOT = Path(__file__).resolve().parents[2]


def quizgen(*args: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "quizgen", *args],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        cwd=ROOT,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["problem", "la-invers"], "did you mean la-inverse?"),
        (["problem"], "which exercise?"),
        (["problem", "la-inverse", "--level", "4"], "levels 1 to 3"),
        (["problem", "la-inverse", "--level", "0"], "0 is not in the range"),
        (["problem", "la-inverse", "--format", "pdf"], "'pdf' is not one of"),
        (["problem", "la-inverse", "--seed", "x"], "'x' is not a valid integer"),
        (["bank", "check", "nothing-here"], "there is no exercise 'nothing-here'"),
        (["bank", "show", "nothing-here"], "there is no exercise 'nothing-here'"),
        (["bank", "new", "la-nothing"], "there is no skill 'la-nothing'"),
        (["bank", "new", "la-inverse"], "exists already"),
        (["practice", "--skill", "la-nothing", "--db", "unused.db"], "there is no skill 'la-nothing'"),
        (["practice", "--course", "essential", "--db", "unused.db"], "did you mean essentials?"),
        (["nonsense"], "No such command"),
        (["stats", "--db", str(ROOT / "LICENSE")], "LICENSE"),
        (["stats", "--db", "/proc/none/x.db"], "/proc/none"),
    ],
)
def test_bad_use_is_one_sentence_and_exit_code_2(args: list[str], words: str) -> None:
    done = quizgen(*args)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_same_bytes_under_two_hash_seeds() -> None:
    args = ("problem", "la-solve-unique", "--seed", "7", "--format", "json")
    one, two = (quizgen(*args, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one.returncode == 0
    assert one.stdout == two.stdout
    assert json.loads(one.stdout)["slug"] == "la-solve-unique"


@pytest.mark.parametrize("form", ["terminal", "markdown", "latex", "typst", "html", "spoken", "json"])
def test_every_format_with_solution(form: str) -> None:
    done = quizgen("problem", "la-solve-unique", "--level", "2", "--format", form, "--solution")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout) > 300


def test_ascii_is_ascii() -> None:
    assert quizgen("problem", "la-solve-unique", "--ascii", "--solution").stdout.isascii()


def test_the_schema_is_json() -> None:
    assert "$defs" in json.loads(quizgen("problem", "--schema").stdout)


def test_the_list_names_every_exercise() -> None:
    rows = json.loads(quizgen("bank", "list", "--json").stdout)
    listed = quizgen("bank", "list").stdout
    assert len(rows) >= 20
    assert all(row["slug"] in listed for row in rows)


def test_a_check_without_fault_exits_0() -> None:
    done = quizgen("bank", "check", "la-solve-unique", "--seeds", "3", "--jobs", "1")
    assert done.returncode == 0, done.stdout
    assert "0 faults" in done.stdout


def test_the_help_names_every_command() -> None:
    shown = quizgen("--help").stdout
    assert all(name in shown for name in ("practice", "problem", "bank", "stats"))


def test_a_skeleton_is_a_working_exercise(tmp_path: Path) -> None:
    done = quizgen("bank", "new", "la-rank", "--folder", str(tmp_path))
    assert done.returncode == 0, done.stderr
    path = tmp_path / "la" / "rank.py"
    scope: dict[str, object] = {"__name__": "rank"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), scope)
    from quizgen.exercise import Exercise

    made = next(value for value in scope.values() if isinstance(value, Exercise))
    assert made.slug == "la-rank"
    assert made.generate(2, 1).parts[0].misconceptions


def test_the_skeleton_fits_every_skill() -> None:
    from quizgen.curriculum import load

    for skill in load().skills.values():
        compile(skeleton(skill), skill.id, "exec")


def test_stats_of_an_empty_log(tmp_path: Path) -> None:
    done = quizgen("stats", "--db", str(tmp_path / "new.db"))
    assert done.returncode == 0, done.stderr
    assert "due now        0" in done.stdout
