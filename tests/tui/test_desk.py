"""The real desk behind the screens beside practice: log, curriculum and worker as the app has them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizgen.cli.desk import Desk
from quizgen.errors import QuizgenError
from quizgen.worker import WorkerFailed


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk") / "quizgen.db")
    yield made
    made.close()


def test_what_is_nowhere_is_refused_and_nothing_is_written(desk: Desk) -> None:
    before = desk.log.newest()
    with pytest.raises(QuizgenError, match="did you mean la-inverse"):
        desk.suspend("la-invers", True)
    with pytest.raises(QuizgenError, match="there is no skill"):
        desk.history("nowhere")
    with pytest.raises(WorkerFailed):
        desk.example("nowhere", 1, 1)
    assert desk.log.newest() == before


def test_what_is_left_out_is_not_asked_until_it_is_taken_up(desk: Desk) -> None:
    both = frozenset({"la-vector-ops", "cal-derivative"})
    desk.suspend("cal-derivative", True)
    assert desk.overview().cards["cal-derivative"].state == "suspended"
    session = desk.session(both)
    first = session.next()
    assert first is not None
    assert first.skill == "la-vector-ops"
    session.skip()
    assert session.next() is None
    desk.suspend("cal-derivative", False)
    assert desk.overview().cards["cal-derivative"].state == "ready"
    session = desk.session(both)
    asked = []
    while (question := session.next()) is not None:
        asked.append(question.skill)
        session.skip()
    assert set(asked) == both


def test_suspending_twice_is_written_once(desk: Desk) -> None:
    desk.suspend("la-rank", True)
    newest = desk.log.newest()
    desk.suspend("la-rank", True)
    assert desk.log.newest() == newest
    desk.suspend("la-rank", False)


def test_an_example_is_not_logged(desk: Desk) -> None:
    before = desk.log.newest()
    problem = desk.example("la-vector-ops", 1, 1)
    assert (problem.slug, problem.level, problem.seed) == ("la-vector-ops", 1, 1)
    assert problem.steps
    assert desk.example("la-vector-ops", 1, 1) == problem
    assert desk.log.newest() == before


def test_sources_are_what_the_commands_know(desk: Desk) -> None:
    found = desk.sources()
    kinds = [source.kind for source in found]
    assert {"course", "week", "unit", "topic", "skill"} == set(kinds)
    topics = {source.id: source.skills for source in found if source.kind == "topic"}
    units = {source.id: source.skills for source in found if source.kind == "unit"}
    for unit, number in units.items():
        assert number == sum(n for topic, n in topics.items() if topic.partition(".")[0] == unit)
    assert kinds.count("skill") == len(desk.worker.available())
    weeks = [source.week for source in found if source.kind == "week" and source.id == "foundations"]
    assert weeks == sorted(weeks)
    assert weeks[0] == 1


def test_the_progress_of_nothing(desk: Desk) -> None:
    assert desk.progress().report.calendar == ()


def test_blueprints_are_there_and_the_command_runs(desk: Desk) -> None:
    assert desk.blueprints
    assert all(Path(path).is_file() for path in desk.blueprints)
    done = subprocess.run([*desk.command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("quizgen")
    assert desk.database == str(desk.path)
