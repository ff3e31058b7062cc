"""The commands on the log, as a learner runs them: exit codes, one sentence, nothing lost."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from quizgen.cli import main
from quizgen.practice import backups
from quizgen.practice.day import local_now
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.memory import fold

from .devices import state
from .histories import START, review
from .test_log import filled, foreign_database, foreign_text, newer, scribbled, truncated

ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on q.db: exit code, output, errors."""
    monkeypatch.setenv("QUIZGEN_DB", str(tmp_path / "q.db"))

    def run_it(*args: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as exit_:
            main([str(arg) for arg in args])
        out, err = capsys.readouterr()
        return int(exit_.value.code or 0), out, err

    return run_it


# -- refusals


@pytest.mark.parametrize(
    "args",
    [
        ("log", "check"), ("log", "rebuild"), ("log", "export", "new.csv"), ("log", "import", "in.jsonl"), ("undo",),
        ("redo",), ("suspend", "la-rank"), ("sync", "."), ("log", "backups", "--now"), ("stats",),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (foreign_text, "not a quizgen database"),
        (foreign_database, "of another program"),
        (newer, "newer quizgen"),
        (truncated, "damaged"),
        (scribbled, "damaged"),
    ],
)
def test_a_foreign_or_damaged_file_is_a_sentence_and_stays(
    tmp_path: Path, run: Run, args: tuple, spoil: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "q.db"
    spoil(path)
    (tmp_path / "in.jsonl").write_text("")
    before = path.read_bytes()
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("log", "check"), "there is no log"),
        (("log", "rebuild"), "there is no log"),
        (("undo",), "there is no log"),
        (("log", "export", "x.csv"), "there is no log"),
        (("log", "restore", "x"), "there is no backup x; there are none"),
        (("suspend", "la-rankk"), "did you mean la-rank?"),
        (("sync", "/nowhere/x.db"), "there is no /nowhere/x.db"),
        (("sync", __file__), "is not a quizgen database"),
        (("log", "import", "/nowhere/x.csv"), "cannot be read"),
        (("log", "import", "x.txt"), "must end in .jsonl or .csv"),
    ],
)
def test_bad_use_is_one_sentence(run: Run, args: tuple, words: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_nothing_to_take_back_is_exit_code_1(tmp_path: Path, run: Run) -> None:
    Log.open(tmp_path / "q.db", now=START).close()
    assert run("undo") == (1, "Nothing is left to take back.\n", "")
    assert run("redo") == (1, "Nothing is there to bring back.\n", "")


def test_a_bad_line_takes_in_nothing(tmp_path: Path, run: Run) -> None:
    log = filled(tmp_path / "q.db")
    before = state(log)
    assert run("log", "export", tmp_path / "log.jsonl")[0] == 0
    text = (tmp_path / "log.jsonl").read_text().replace('"id":"', '"id":"f', 1)
    (tmp_path / "log.jsonl").write_text(text)
    code, _, err = run("log", "import", tmp_path / "log.jsonl")
    assert code == 2
    assert "log.jsonl, line 1: this is no event" in err
    assert state(log) == before


# -- check and rebuild


def test_rebuild_says_whether_the_memory_was_the_same(tmp_path: Path, run: Run) -> None:
    log = filled(tmp_path / "q.db")
    assert run("log", "rebuild") == (0, "6 events folded again: the memory is the same to the last digit.\n", "")
    log._db.execute("update memory set stability = stability * (1 + 1e-15) where skill = 'la-1'")
    code, out, _ = run("log", "rebuild")
    assert (code, out) == (
        1, "The stored memory of 1 skill was not what the log says (la-1). It is right now.\n",
    )  # fmt: skip
    assert run("log", "rebuild")[0] == 0


def test_check_repairs_the_memory_and_tells_damage(tmp_path: Path, run: Run) -> None:
    log = filled(tmp_path / "q.db")
    assert run("log", "check") == (0, "All is well: 6 events, and the memory is what they say.\n", "")
    log._db.execute("delete from memory")
    code, out, _ = run("log", "check")
    assert code == 1
    assert "2 skills" in out
    assert run("log", "check")[0] == 0
    log._db.execute("drop trigger event_is_not_changed")
    log._db.execute("update event set day = day + 1 where seed = 2")
    memory = log.memories()
    code, out, _ = run("log", "check")
    assert code == 1
    assert "says study day" in out
    assert "Nothing was changed" in out
    assert log.memories() == memory


# -- undo, suspend


def test_undo_redo_and_suspend(tmp_path: Path, run: Run) -> None:
    log = filled(tmp_path / "q.db")
    before = log.memories()
    assert run("suspend", "la-1") == (0, "la-1 is suspended from now on.\n", "")
    assert run("suspend", "la-1")[1] == "la-1 is suspended already.\n"
    assert log.memories()["la-1"].suspended
    assert run("unsuspend", "la-1")[0] == 0
    assert log.memories() == before
    code, out, _ = run("undo", "3")
    assert code == 0
    assert re.findall(r"Taken back: la-1, (\w+)", out) == ["taken", "suspended", "level"]
    code, out, _ = run("undo", "99")
    assert code == 0
    assert out.endswith("Nothing is left to take back.\n")
    assert log.memories() == {}
    assert run("redo", "7")[0] == 0
    assert run("redo")[0] == 0
    assert log.memories() == before
    assert log.check() == []


# -- sync, backups, export


def test_sync_makes_a_backup_first_and_says_what_came(tmp_path: Path, run: Run) -> None:
    ours, theirs = filled(tmp_path / "q.db"), Log.open(tmp_path / "other.db", now=START)
    theirs.record(review("la-7"), START)
    assert run("sync", tmp_path / "other.db")[1] == (
        f"1 event taken in from {tmp_path}/other.db; 1 skill remembered otherwise now.\n"
    )
    assert run("sync", tmp_path / "other.db")[1] == f"Nothing new in {tmp_path}/other.db.\n"
    assert [b.why for b in backups.found(ours.path)] == ["merge"]
    folder = tmp_path / "kept"
    folder.mkdir()
    assert run("sync", folder)[1] == "Nothing new in 0 other files. 7 events sent.\n"
    (folder / "quizgen-x.jsonl").write_text("{}\n")
    code, out, err = run("sync", folder)
    assert (code, out) == (1, "Nothing new in 1 other file. 0 events sent.\n")
    assert "quizgen-x.jsonl, line 1" in err


def test_backups_restore_export_and_import(tmp_path: Path, run: Run) -> None:
    log = filled(tmp_path / "q.db")
    log.close()
    code, out, _ = run("log", "backups", "--now")
    assert code == 0
    name = out.split()[0]
    assert run("undo", "2")[0] == 0
    code, out, _ = run("log", "restore", name)
    assert code == 0
    assert "Restored" in out
    assert "-restore.db" in out
    assert run("log", "check")[0] == 0
    for form in ("jsonl", "csv"):
        assert run("log", "export", tmp_path / f"log.{form}")[0] == 0
        assert run("log", "export", tmp_path / f"log.{form}")[0] == 2
        assert run("log", "import", tmp_path / f"log.{form}", "--db", tmp_path / f"{form}.db")[1].startswith("6 events")
        assert run("log", "import", tmp_path / f"log.{form}", "--db", tmp_path / f"{form}.db")[1] == (
            "0 events taken in\n"
        )
    assert len(list((tmp_path / "q.db.backups").iterdir())) == 2


# -- two programs at once


def session(path: Path, *lines: str) -> subprocess.Popen[str]:
    """`quizgen practice --plain` with lines to type."""
    child = subprocess.Popen(
        [sys.executable, "-m", "quizgen", "practice", "--plain", "--db", path], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert child.stdin is not None
    child.stdin.write("".join(line + "\n" for line in lines))
    child.stdin.flush()
    return child


def test_a_second_practice_on_one_log_is_a_sentence_and_the_first_goes_on(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "q.db"
    first = session(path)
    assert first.stdin is not None
    assert first.stdout is not None
    assert first.stderr is not None
    while "Problem 1" not in (line := first.stdout.readline()):
        assert line
    second = session(path)
    out, err = second.communicate(timeout=60)
    assert second.returncode == 2
    assert f"you are practising on {path} already" in err
    assert f"process {first.pid}" in err
    assert "Traceback" not in err + out
    code, _, err = run("log", "restore", _backup_of(path))
    assert code == 2
    assert "finish there first" in err
    # What only adds to the log is no trouble meanwhile.
    assert run("suspend", "la-rank")[0] == 0
    first.stdin.write(":solution\n")
    first.stdin.close()
    first.stdin = None
    first.communicate(timeout=60)
    assert first.returncode == 0
    log = Log.open(path, now=START)
    assert sorted(event.type for event in log.events()) == ["review", "suspend"]
    assert log.check() == []
    third = session(path)  # the lock ends with the process
    assert "Problem" in third.communicate(":quit\n", timeout=60)[0]
    assert third.returncode == 0


def _backup_of(path: Path) -> str:
    with sqlite3.connect(path) as db:
        name = backups.copy(db, path, local_now(), "daily").name
    db.close()
    return name


def test_writers_and_a_merging_program_at_once_lose_nothing(tmp_path: Path) -> None:
    path, other = tmp_path / "q.db", tmp_path / "other.db"
    Log.open(path, now=START).close()
    theirs = Log.open(other, now=START)
    for i in range(40):
        theirs.record(review(f"la-{i % 3}", i % 4 + 1, seed=i), START + timedelta(hours=i))
    theirs.close()
    write = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[2])\n"
        "from quizgen.practice.log import Log; from tests.engine.practice.histories import review, START\n"
        "log = Log.open(pathlib.Path(sys.argv[1]), now=START, timeout=60)\n"
        "for i in range(60): log.record(review(f'la-{i % 3}', i % 4 + 1, seed=i), START)\n"
    )
    merge = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[2])\n"
        "from quizgen.practice.log import Log; from tests.engine.practice.histories import START\n"
        "from quizgen.practice.merge import merge_file\n"
        "log = Log.open(pathlib.Path(sys.argv[1]), now=START, timeout=60)\n"
        "for i in range(10): merge_file(log, pathlib.Path(sys.argv[3])); log.rebuild()\n"
    )
    programs = [subprocess.Popen([sys.executable, "-c", code, path, ROOT, other]) for code in (write, merge, write)]
    assert [program.wait(120) for program in programs] == [0, 0, 0]
    log = Log.open(path, now=START)
    assert len(list(log.events())) == 160
    assert log.check() == []
    assert log.memories() == fold(log.events())


def test_a_session_sees_what_another_program_did(tmp_path: Path) -> None:
    from .test_session import RIGHT, World, asked

    world = World(tmp_path / "q.db")
    session = world.session()
    asked(session)
    other = Log.open(world.path, now=START)
    other.record(Event("suspend", skill="la-scale"), START)
    session.submit({"answer": RIGHT})
    question = session.next()
    assert question is None or question.skill != "la-scale"
    assert world.log.check() == []


def test_a_second_try_after_the_first_was_taken_back_elsewhere_is_a_sentence(tmp_path: Path) -> None:
    from quizgen.errors import QuizgenError
    from quizgen.practice.undo import undo

    from .test_session import RIGHT, WRONG, World, asked

    world = World(tmp_path / "q.db")
    session = world.session()
    asked(session)
    session.submit({"answer": WRONG})
    undo(Log.open(world.path, now=START), START)
    with pytest.raises(QuizgenError, match="taken back meanwhile"):
        session.submit({"answer": RIGHT})
    assert world.log.check() == []
    assert asked(world.restarted()).tries == 0


def test_a_session_takes_back_its_own_answers_and_those_before(tmp_path: Path) -> None:
    from .test_session import RIGHT, WRONG, World, asked

    world = World(tmp_path / "q.db")
    session = world.session()
    assert session.undo() is None
    asked(session)
    session.submit({"answer": RIGHT})
    session = world.restarted()
    question = asked(session)
    session.submit({"answer": WRONG})
    session.submit({"answer": RIGHT})
    assert session.progress.correct == 1
    assert "overruled" in (session.undo() or "")
    assert session.progress.correct == 0
    assert f"{question.skill}, level 1, answered" in (session.undo() or "")
    assert session.progress.done == 0
    assert "la-add, level 1, answered" in (session.undo() or "")
    assert session.undo() is None
    assert world.log.memories() == {}
    assert asked(session).skill == question.skill  # the problem that was taken back last here is open again
    session.skip()
    assert asked(session).skill == "la-add"
    assert world.sound()
