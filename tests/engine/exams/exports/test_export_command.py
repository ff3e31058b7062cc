"""`quizgen export` and `quizgen exam export` as their users meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quizgen.cli.exam import exam
from quizgen.cli.export import FORMATS, export
from quizgen.exams.exports.write import FORMATS as WRITTEN
from quizgen.exams.manifest import Manifest
from tests.engine.exams.exports.moodle_rules import imported
from tests.engine.exams.exports.qti_rules import package


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(export, [str(arg) for arg in args])


def refused(*args: str | Path) -> str:
    result = run(*args)
    assert result.exit_code != 0
    return f"{result.exception} {result.output}"


def test_bad_calls_write_nothing(tmp_path: Path) -> None:
    out = tmp_path / "x.xml"
    assert "did you mean la-inverse?" in refused("la-invers", "--format", "moodle", "-o", out)
    assert "has no exercise yet" in refused("la-axioms", "--format", "moodle", "-o", out)
    assert "moodle" in refused("la-inverse", "--format", "canvas", "-o", out)
    assert "cannot be written" in refused("la-inverse", "--format", "md", "-o", tmp_path / "none" / "x.md")
    assert list(tmp_path.iterdir()) == []


def test_the_formats_are_those_that_are_written() -> None:
    assert tuple(WRITTEN) == FORMATS


@pytest.mark.parametrize("fmt", FORMATS)
def test_same_call_same_bytes(fmt: str, tmp_path: Path) -> None:
    call = ("la-inverse", "geo-angle", "--variants", "2", "--level", "1", "--seed", "4", "--format", fmt)
    first, second = tmp_path / "1", tmp_path / "2"
    assert "4 problems" in run(*call, "-o", first).output
    run(*call, "-o", second)
    assert first.read_bytes() == second.read_bytes() != b""


def test_topics_levels_and_categories(tmp_path: Path) -> None:
    done = run(
        "geo.proj", "--variants", "2", "--level", "1", "--level", "3", "--format", "json", "-o", tmp_path / "x.json"
    )
    assert done.exit_code == 0, done.output
    made = json.loads((tmp_path / "x.json").read_text())
    assert {q["problem"]["level"] for q in made["questions"]} == {1, 3}
    assert all(q["category"][0] == "quizgen" and len(q["category"]) == 4 for q in made["questions"])


def test_a_built_exam(built: tuple[Path, Manifest], tmp_path: Path) -> None:
    folder, manifest = built
    out = tmp_path / "exam.xml"
    done = CliRunner().invoke(exam, ["export", str(folder), "--format", "moodle", "-o", str(out)])
    assert done.exit_code == 0, done.output
    read = imported(out.read_bytes())
    assert {q.category.split("/")[3] for q in read} == {"Small exam"}
    assert {q.category.split("/")[4] for q in read} == {"inverse", "line", "statement"}
    assert {q.grade for q in read if "/inverse" in q.category} == {4.0}
    assert len({q.id for q in read}) == len(manifest.problems)
    CliRunner().invoke(exam, ["export", str(folder), "--format", "qti", "-o", str(tmp_path / "exam.zip")])
    assert len(package((tmp_path / "exam.zip").read_bytes())) >= len(manifest.problems) + 2
