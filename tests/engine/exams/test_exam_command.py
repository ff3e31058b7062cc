"""The command line of exams, from a blueprint to results."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quizgen.cli.exam import exam
from quizgen.contract import response_of
from quizgen.exams import manifest
from quizgen.exams.build import csv_text
from tests.engine.exams.conftest import BLUEPRINT, ROSTER


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(exam, [str(arg) for arg in args])


def refused(*args: str | Path) -> str:
    result = run(*args)
    assert result.exit_code != 0
    return f"{result.exception} {result.output}"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(BLUEPRINT)
    (tmp_path / "roster.csv").write_text(ROSTER)
    return tmp_path


def test_what_exists_is_not_touched(files: Path) -> None:
    assert "was not touched" in refused("new", files / "small.toml")
    (files / "out").mkdir()
    assert "exists already" in refused("build", files / "small.toml", "--variants", "2", "-o", files / "out")
    assert (files / "small.toml").read_text() == BLUEPRINT


def test_bad_calls(files: Path) -> None:
    toml, out = files / "small.toml", files / "out"
    assert "for whom?" in refused("build", toml, "-o", out)
    assert "secret --salt" in refused(
        "build", toml, "--roster", files / "roster.csv", "--pseudonyms", files / "w.csv", "-o", out
    )
    assert "cannot be read" in refused("build", toml, "--roster", files / "none.csv", "-o", out)
    assert "cannot be read" in refused("check", files / "none.toml")
    assert "is a .toml file" in refused("new", files / "x.txt")
    assert "did you mean essentials?" in refused("new", files / "x.toml", "--course", "essentails")
    assert "ending says the format" in refused("preview", toml, "-o", files / "x.docx")
    assert "cannot be read" in refused("mark", out, files / "r.csv", "-o", files / "marked")
    assert sorted(p.name for p in files.iterdir()) == ["roster.csv", "small.toml"]


def test_a_new_blueprint_is_right(files: Path) -> None:
    assert run("new", files / "n.toml", "--course", "foundations").exit_code == 0
    checked = run("check", files / "n.toml")
    assert "6 problems, 24 points, 90 minutes: no fault found" in checked.output


@pytest.mark.parametrize("forms", ["2", "3", "4"])
def test_forms_for_nobody_are_one_of_each(files: Path, forms: str) -> None:
    done = run("build", files / "small.toml", "--forms", forms, "-o", files / "exam")
    assert f"{forms} booklets, {forms} different" in done.output
    assert len(list((files / "exam" / "keys").iterdir())) == int(forms)


def test_from_blueprint_to_results(files: Path) -> None:
    build = ["build", files / "small.toml", "--roster", files / "roster.csv", "--seats", "3", "-o", files / "exam"]
    done = run(*build, "--pseudonyms", files / "who.csv", "--salt", "x")
    assert done.exit_code == 0, done.output
    assert "6 booklets, 6 different" in done.output
    assert run("verify", files / "exam").exit_code == 0
    made = manifest.read(files / "exam")
    who = (files / "who.csv").read_text()
    assert all(paper.student in who for paper in made.papers)
    assert "Name 2" in who

    paper = made.papers[1]
    rows = [
        (paper.student, entry.item, field, text)
        for entry in paper.entries
        for field, text in response_of(made.problems[entry.problem], {}).items()
    ]
    (files / "r.csv").write_text(csv_text(("student", "item", "field", "response"), rows))
    marked = run("mark", files / "exam", files / "r.csv", "-o", files / "marked")
    assert "1 students, mean 100.0 percent, 5 absent" in marked.output
    assert run("items", files / "exam", files / "r.csv", "-o", files / "items.html").exit_code == 0
    assert "Small exam: item analysis" in (files / "items.html").read_text()

    (files / "exam" / "print.pdf").write_bytes(b"")
    assert "print.pdf is not the file that was made" in refused("verify", files / "exam")
