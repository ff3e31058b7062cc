"""locate, doctor and completion, as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizgen.cli import COMMANDS, doctor
from quizgen.cli.completion import SHELLS
from tests.engine.test_cli import ROOT, quizgen

# -- locate ----------------------------------------------------------------------------------------------------------


def test_what_there_is_not_cannot_be_located(tmp_path: Path) -> None:
    done = quizgen("locate", "nothing", "--db", str(tmp_path / "q.db"))
    assert done.returncode == 2
    assert "there are database, config, backups" in done.stderr


def test_locating_makes_nothing(tmp_path: Path) -> None:
    database = tmp_path / "deep" / "q.db"
    done = quizgen("locate", "--db", str(database), QUIZGEN_CONFIG=str(tmp_path / "c" / "config.toml"))
    assert done.returncode == 0
    assert f"{database}  (not there yet)" in done.stdout
    assert list(tmp_path.iterdir()) == []
    found = json.loads(quizgen("locate", "--json", QUIZGEN_DB=str(database)).stdout)
    assert found["database"] == str(database)
    assert found["worker-log"].startswith(str(database))
    assert Path(found["cache"]).is_absolute()
    assert quizgen("locate", "backups", QUIZGEN_DB=str(database)).stdout == found["backups"] + "\n"


# -- doctor ----------------------------------------------------------------------------------------------------------


def looked(tmp_path: Path, **env: str) -> tuple[int, dict[str, dict[str, str]]]:
    known = {"QUIZGEN_CONFIG": str(tmp_path / "config.toml"), "PYTHONIOENCODING": "utf-8"}
    done = quizgen("doctor", "--json", "--db", str(tmp_path / "q.db"), **(known | env))
    assert "Traceback" not in done.stderr
    return done.returncode, {finding["about"]: finding for finding in json.loads(done.stdout)}


def test_faults_are_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "q.db").write_text("no database at all, but some text that is long enough to be looked at")
    (tmp_path / "config.toml").write_text("theme = 3\n")
    code, found = looked(tmp_path, PYTHONIOENCODING="latin-1")
    assert code == 1
    assert {about for about, finding in found.items() if finding["state"] == "fault"} == {"signs", "config", "database"}
    assert "line 1" in found["config"]["said"]
    assert all(finding["do"] for finding in found.values() if finding["state"] != "ok")
    assert (tmp_path / "config.toml").read_text() == "theme = 3\n"


def test_a_worker_that_does_not_start_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from quizgen import worker
    from quizgen.worker import Available, WorkerFailed

    class Broken(worker.Worker):
        def start(self) -> None:
            raise WorkerFailed("the worker did not start")

    class Empty(worker.Worker):
        def available(self) -> dict[str, Available]:
            return {}

    monkeypatch.setattr(worker, "Worker", Broken)
    assert [finding.state for finding in doctor.worker(tmp_path / "q.db")] == ["fault"]
    monkeypatch.setattr(worker, "Worker", Empty)
    assert "no exercises" in next(doctor.worker(tmp_path / "q.db")).said


@pytest.mark.parametrize(
    ("size", "state"), [((39, 24), "fault"), ((80, 14), "fault"), ((60, 24), "look"), ((80, 24), "ok")]
)
def test_the_size_of_the_terminal(size: tuple[int, int], state: str) -> None:
    found = list(doctor.terminal({"TERM": "xterm"}, True, lambda: os.terminal_size(size)))
    assert [finding.state for finding in found] == [state]


def test_terminals_that_cannot_draw() -> None:
    def size() -> os.terminal_size:
        return os.terminal_size((80, 24))

    assert next(doctor.terminal({"TERM": "dumb"}, True, size)).state == "look"
    assert next(doctor.terminal({"TERM": "xterm"}, False, size)).state == "look"
    assert "lines of text" in next(doctor.terminal({"ACCESSIBLE": "1"}, True, size)).said


def test_colours() -> None:
    assert "NO_COLOR" in doctor.colour({"NO_COLOR": "1"}).said
    assert doctor.colour({"TERM": "xterm"}).state == "look"
    assert doctor.colour({"COLORTERM": "truecolor"}).state == "ok"


def test_without_fontconfig_one_looks_oneself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert doctor.fonts("utf-8").state == "look"
    assert doctor.SIGNS in doctor.fonts("utf-8").said


def test_a_healthy_place(tmp_path: Path) -> None:
    code, found = looked(tmp_path)
    assert code == 0
    assert found["database"]["state"] == "ok"
    assert "one made and judged" in found["worker"]["said"]
    assert not (tmp_path / "q.db").exists()


# -- completion ------------------------------------------------------------------------------------------------------


def completed(words: str) -> list[str]:
    """What bash offers for the last word of a line, by the script itself."""
    script = quizgen("completion", "bash").stdout
    count = len(words.split(" ")) - 1
    asked = f"""{script}
COMP_WORDS=({words if not words.endswith(" ") else words + "''"}); COMP_CWORD={count}
_quizgen_completion quizgen
printf '%s\\n' "${{COMPREPLY[@]}}" """
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", asked], capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PATH": path}, timeout=60
    )
    return [line for line in done.stdout.splitlines() if line]


def test_an_unknown_shell_is_named() -> None:
    assert "'tcsh' is not one of" in quizgen("completion", "tcsh").stderr
    done = quizgen("completion", SHELL="/bin/tcsh")
    assert done.returncode == 2
    assert "no completion for the shell 'tcsh'" in done.stderr


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(shell: str) -> None:
    script = quizgen("completion", shell).stdout
    assert "_QUIZGEN_COMPLETE" in script
    assert f"{shell}_complete" in script
    assert quizgen("completion", SHELL=f"/usr/bin/{shell}").stdout == script


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("quizgen nothing-begins-so", set()),
        ("quizgen practice --skill nothing", set()),
        ("quizgen exam-d", {"exam-date"}),
        ("quizgen practice --wea", {"--weak"}),
        ("quizgen practice --skill la-invers", {"la-inverse"}),
        ("quizgen practice --skill la-rank,la-invers", {"la-rank,la-inverse"}),
        ("quizgen practice --course essent", {"essentials"}),
        ("quizgen practice --unit ge", {"geo"}),
        ("quizgen bank show la-invers", {"la-inverse"}),
        ("quizgen suspend la-invers", {"la-inverse"}),
        ("quizgen settings ret", {"retention="}),
        ("quizgen exam check --no", set()),
    ],
)
def test_bash_completes(words: str, expected: set[str]) -> None:
    assert set(completed(words)) == expected


def test_bash_completes_every_command() -> None:
    assert set(completed("quizgen ")) == set(COMMANDS)
