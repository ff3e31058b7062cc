"""The worker: hangs, crashes and garbage end in a sentence, and the next request works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizgen import worker as module
from quizgen.problem import from_json
from quizgen.worker import Worker, WorkerFailed

from .fakes import MISTAKEN, RIGHT, UNREADABLE, FakeExercise

ROOT = Path(__file__).parents[3]
CHILD = str(Path(__file__).with_name("fake_child.py"))


def command(tmp_path: Path, start: str = "") -> list[str]:
    return [sys.executable, CHILD, str(tmp_path), start]


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.setattr(module, "GENERATE_SECONDS", 0.5)
    made = Worker(command=command(tmp_path), log_file=tmp_path / "worker.log")
    made.available()
    yield made
    made.close()


def processes(marker: str) -> list[int]:
    """Processes whose command line holds the marker."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and marker.encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


# -- refusals


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("hang", "took too long and was stopped"),
        ("spin", "took too long and was stopped"),
        ("crash", "crashed and was stopped"),
        ("exit", "crashed and was stopped"),
        ("garbage", "cannot be read.* and was stopped"),
        ("raise", "failed: ZeroDivisionError: division by zero$"),
        ("cannot", "failed: cannot, level 2, seed 7: tighten"),
        ("nobody", "failed: KeyError"),
    ],
)
def test_an_ill_exercise_is_named_and_the_next_request_works(worker: Worker, slug: str, words: str) -> None:
    with pytest.raises(WorkerFailed, match=words) as error:
        worker.generate(slug, 2, 7)
    assert f"exercise {slug} (level 2, seed 7)" in str(error.value)
    assert "\n" not in str(error.value)
    assert from_json(worker.generate("la-add", 1, 3)).seed == 3


def test_what_a_hanging_exercise_started_is_killed_with_it(worker: Worker, tmp_path: Path) -> None:
    with pytest.raises(WorkerFailed):
        worker.generate("child", 1, 1)
    time.sleep(0.1)
    assert processes(str(tmp_path)) == []


def test_the_traceback_goes_to_the_log_file(worker: Worker, tmp_path: Path) -> None:
    with pytest.raises(WorkerFailed):
        worker.generate("raise", 1, 1)
    text = (tmp_path / "worker.log").read_text()
    assert "Traceback" in text
    assert "exercise raise (level 1, seed 1)" in text


def test_what_exercises_print_does_not_spoil_the_frames(worker: Worker, tmp_path: Path) -> None:
    assert from_json(worker.generate("print", 1, 5)).seed == 5
    worker.ping()
    assert "hello from an exercise" in (tmp_path / "worker.log").read_bytes().decode(errors="replace")


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("slow", "did not start: it took too long"),
        ("dead", "did not start: it crashed; see .*worker.log"),
        ("badbank", "exercise process failed: la-x is defined twice"),
    ],
)
def test_a_child_that_does_not_start_is_a_sentence(tmp_path: Path, start: str, words: str) -> None:
    log = tmp_path / "worker.log"
    worker = Worker(command=command(tmp_path, start), log_file=log, start_seconds=0.5 if start == "slow" else 20)
    with pytest.raises(WorkerFailed, match=words):
        worker.available()
    worker.close()
    assert processes(str(tmp_path)) == []
    if start == "dead":
        assert "no sympy here" in log.read_text()


@pytest.mark.parametrize("command", [["/bin/echo", "this is no frame"], ["/no/such/program"]])
def test_a_child_that_is_no_worker_is_a_sentence(command: list[str]) -> None:
    worker = Worker(command=command)
    with pytest.raises(WorkerFailed, match="did not start"):
        worker.available()
    worker.close()


def test_a_slow_judgement_is_stopped(worker: Worker) -> None:
    problem = worker.generate("la-add", 1, 1)
    with pytest.raises(WorkerFailed, match=r"grading of exercise la-add \(level 1, seed 1\) took too long"):
        worker.grade(problem, {"answer": RIGHT}, timeout=0.0)
    assert worker.grade(problem, {"answer": RIGHT}).outcome == "correct"


def test_a_broken_problem_is_a_sentence(worker: Worker) -> None:
    for data in (b"{}", b'"text"', b"{"):
        with pytest.raises(WorkerFailed, match="grading of"):
            worker.grade(data, {"answer": RIGHT})
    worker.ping()


def test_a_closed_worker_refuses_and_a_waiting_request_is_told(tmp_path: Path) -> None:
    worker = Worker(command=command(tmp_path))
    worker.available()
    waiting = worker.prepare("hang", 1, 1)
    behind = worker.prepare("la-add", 1, 1)
    time.sleep(0.1)
    worker.close()
    for handle in (waiting, behind, worker.prepare("la-add", 1, 2)):
        with pytest.raises(WorkerFailed):
            handle.result(2)
    assert processes(str(tmp_path)) == []


# -- promises


def test_available(worker: Worker) -> None:
    available = worker.available()
    assert list(available)[:2] == ["la-add", "la-pick"]
    assert (available["la-add"].levels, available["la-add"].version) == (3, 1)


def test_problems_come_byte_for_byte(worker: Worker) -> None:
    from quizgen.problem import to_json

    assert worker.generate("la-add", 2, 7) == to_json(FakeExercise("la-add").generate(2, 7))


def test_grades_come_whole(worker: Worker) -> None:
    problem = worker.generate("la-add", 1, 1)
    assert worker.grade(problem, {"answer": MISTAKEN}).code == "misconception:reversed"
    assert worker.grade(problem.decode(), {"answer": UNREADABLE}).outcome == "unreadable"
    assert worker.grade(worker.generate("la-pick", 1, 1), {"answer": "1"}).score == 1.0


def test_preparing_does_not_wait(worker: Worker) -> None:
    start = time.monotonic()
    handles = [worker.prepare("la-add", 1, seed) for seed in range(50)]
    assert time.monotonic() - start < 0.1
    assert [from_json(handle.result(5)).seed for handle in handles] == list(range(50))


def test_threads_get_their_own_answers(worker: Worker) -> None:
    wrong: list[int] = []

    def ask(seed: int) -> None:
        for _ in range(10):
            if from_json(worker.generate("la-add", 1, seed)).seed != seed:
                wrong.append(seed)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert wrong == []


def test_the_child_does_not_hear_ctrl_c(worker: Worker) -> None:
    assert worker._child is not None
    child = worker._child._process.pid
    assert os.getpgid(child) == child != os.getpgid(0)
    assert os.getsid(child) != os.getsid(0)


@pytest.mark.parametrize("busy", ["", "w.prepare('spin', 1, 1); "])
def test_the_child_ends_with_its_parent_also_when_it_hangs(tmp_path: Path, busy: str) -> None:
    code = (
        "import sys, time; from quizgen.worker import Worker\n"
        f"w = Worker(command=sys.argv[1:]); w.available(); {busy}print('up', flush=True); time.sleep(60)"
    )
    argv = [sys.executable, "-c", code, *command(tmp_path, "short")]
    parent = subprocess.Popen(argv, stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"up\n"
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 5
    while processes(str(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes(str(tmp_path)) == []


def test_importing_the_client_is_light() -> None:
    heavy = ("sympy", "numpy", "flint", "sqlite_utils", "textual", "quizgen.bank")
    code = f"import sys, quizgen.worker; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
