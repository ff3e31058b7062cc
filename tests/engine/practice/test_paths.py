"""Where the database lies."""

import os
from pathlib import Path

import pytest

from quizgen import paths
from quizgen.errors import QuizgenError


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(QuizgenError, match=r"cannot be made .*--db PATH"):
        paths.database(tmp_path / "file" / "deeper" / "quizgen.db", {})


def test_option_before_environment_before_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    env = {"QUIZGEN_DB": str(tmp_path / "env" / "a.db")}
    assert paths.database(tmp_path / "given" / "b.db", env) == tmp_path / "given" / "b.db"
    assert paths.database(None, env) == tmp_path / "env" / "a.db"
    default = paths.database(None, {})
    assert default.name == "quizgen.db"
    assert default.is_relative_to(tmp_path)


def test_a_new_folder_is_for_the_learner_alone(tmp_path: Path) -> None:
    path = paths.database(None, {"QUIZGEN_DB": str(tmp_path / "new" / "a.db")})
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert not path.exists()


def test_home_is_expanded_and_paths_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.database("~/x.db", {}) == tmp_path / "x.db"
    monkeypatch.chdir(tmp_path)
    assert paths.database("y.db", {}) == Path(os.getcwd()) / "y.db"
    assert paths.worker_log(Path("/a/y.db")) == Path("/a/y.db.worker.log")
