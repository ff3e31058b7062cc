"""The store: what it refuses, what it promises."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from quizgen.errors import QuizgenError
from quizgen.practice.backups import daily
from quizgen.practice.event import Event
from quizgen.practice.log import Log, Pending
from quizgen.practice.memory import Memory, fold
from quizgen.practice.store import SCHEMA, reading, refuse_foreign

from .histories import START, histories, planned, review

PENDING = Pending("la-a", 1, 3, 5, 1, '{"prompt":"?"}', "new", started="2026-01-05T17:00:00.000Z")


def opened(path: Path, timeout: float = 0.1) -> Log:
    return Log.open(path, now=START, entropy=lambda n: bytes(range(n)), timeout=timeout)


def filled(path: Path) -> Log:
    log = opened(path)
    for i in range(6):
        log.record(review(f"la-{i % 2}", rating=i % 4 + 1, seed=i), START + timedelta(days=i))
    return log


# -- refusals: one sentence, and the file as it was


def foreign_text(path: Path) -> None:
    path.write_text("dear diary\n" * 500)


def foreign_short(path: Path) -> None:
    path.write_bytes(b"x")


def foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("create table places (url text)")
    db.close()


def half_a_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\0" * 20)


def newer(path: Path) -> None:
    filled(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"pragma user_version = {SCHEMA + 1}")
    db.close()


def truncated(path: Path) -> None:
    filled(path).close()
    os.truncate(path, 8192)


def scribbled(path: Path) -> None:
    filled(path).close()
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\xff" * 3996
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (foreign_text, "is not a quizgen database"),
        (foreign_short, "is not a quizgen database"),
        (foreign_database, "of another program"),
        (half_a_header, "is not a quizgen database"),
        (newer, f"newer quizgen .schema {SCHEMA + 1}.*update"),
        (truncated, "is damaged"),
        (scribbled, "is damaged"),
    ],
)
def test_a_file_that_is_not_ours_or_damaged_stays_byte_for_byte(
    tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "q.db"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(QuizgenError, match=words) as error:
        opened(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)
    assert path.read_bytes() == before
    wal = path.with_name("q.db-wal")  # SQLite leaves its side files beside a damaged database: they hold nothing
    assert not wal.exists() or wal.stat().st_size == 0


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuizgenError, match="cannot be read"):
        opened(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone without rights and back again")
@pytest.mark.parametrize("target", ["file", "folder", "new"])
def test_a_read_only_place_is_a_sentence(tmp_path: Path, target: str) -> None:
    path = tmp_path / "deep" / "q.db"
    path.parent.mkdir()
    if target != "new":
        filled(path).close()
        path.chmod(0o444 if target == "file" else 0o666)
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        os.chmod(folder, 0o755)
    path.parent.chmod(0o777 if target == "file" else 0o555)
    before = path.read_bytes() if path.exists() else b""
    os.seteuid(65534)
    try:
        with pytest.raises(QuizgenError, match=r"cannot be (written|read)"):
            opened(path).record(review(), START)
    finally:
        os.seteuid(0)
    assert (path.read_bytes() if path.exists() else b"") == before


def test_a_locked_database_is_a_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    other = sqlite3.connect(log.path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(QuizgenError, match="locked by another program"):
        log.record(review(), START)
    other.execute("rollback")
    other.execute("pragma locking_mode = exclusive")
    assert len(list(log.events())) == 6
    log.close()
    other.execute("begin exclusive")
    with pytest.raises(QuizgenError, match="locked by another program"):
        opened(log.path)
    other.close()
    assert len(list(opened(log.path).events())) == 6


def test_the_schema_refuses_what_is_no_event(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    for bad in (
        Event("review", skill="la-a"),
        msgspec.structs.replace(review(), rating=5),
        msgspec.structs.replace(review(), problem="{"),
        msgspec.structs.replace(review(), level=4),
        msgspec.structs.replace(review(), outcome="perhaps"),
        Event("settings"),
        Event("suspend"),
    ):
        with pytest.raises((sqlite3.IntegrityError, AssertionError)):
            log.record(bad, START)
    assert len(list(log.events())) == 6
    assert log.check() == []


def test_undo_and_overrule_need_an_event_to_speak_of(tmp_path: Path) -> None:
    log = opened(tmp_path / "q.db")
    suspended = log.record(Event("suspend", skill="la-a"), START).event
    with pytest.raises(QuizgenError, match=r"no event .* to undo"):
        log.record(Event("undo", target="f" * 32), START)
    with pytest.raises(QuizgenError, match="only an answer can be overruled"):
        log.record(Event("override", target=suspended.id, rating=3), START)
    assert len(list(log.events())) == 1


def test_settings_that_cannot_be_are_refused_and_not_written(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    for event in (
        Event("settings", data={"retention": 1.5}),
        Event("settings", data={"retention": "high"}),
        Event("fit", data={"weights": [1.0, 2.0]}),
    ):
        with pytest.raises(QuizgenError, match="cannot be used"):
            log.record(event, START)
    assert len(list(log.events())) == 6
    assert log.check() == []


def test_the_log_is_append_only(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    other = sqlite3.connect(log.path)
    for statement in ("delete from event", "update event set rating = 4"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(statement)
    other.close()


# -- promises


def test_a_current_file_is_opened_without_sqlite_utils(tmp_path: Path) -> None:
    filled(tmp_path / "q.db").close()
    code = (
        "import sys, pathlib, datetime; from quizgen.practice.log import Log\n"
        "log = Log.open(pathlib.Path(sys.argv[1]), now=datetime.datetime.now().astimezone())\n"
        "assert len(list(log.events())) == 6\n"
        "print([m for m in ('sqlite_utils', 'numpy', 'sympy', 'flint') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "q.db"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_file_is_durable_private_and_marked(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    pragma = {name: log._db.execute(f"pragma {name}").fetchone()[0] for name in
              ("journal_mode", "synchronous", "foreign_keys", "application_id", "user_version")}  # fmt: skip
    assert pragma == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "application_id": 0x51474531,
        "user_version": SCHEMA,
    }  # fmt: skip
    assert log.path.stat().st_mode & 0o777 == 0o600
    strict = log._db.execute("select name from pragma_table_list where schema = 'main' and strict").fetchall()
    assert {name for (name,) in strict} == {"device", "event", "folded", "memory", "pending", "variant"}


def test_an_empty_file_is_made_a_log(tmp_path: Path) -> None:
    (tmp_path / "q.db").touch()
    assert list(opened(tmp_path / "q.db").events()) == []


def test_what_is_recorded_is_read_again(tmp_path: Path) -> None:
    log = opened(tmp_path / "q.db")
    sent = review(response={"a": '½ "quoted"', "b": ""}, code="misconception:x", score=0.25, hints=2, ms=12345)
    recorded = log.record(sent, START)
    log.close()
    (event,) = opened(log.path).events()
    assert event == recorded.event
    assert msgspec.structs.replace(event, id="", device="", time="", zone="", day=0) == sent
    assert event.device == "0001020304050607" == event.id[16:]
    assert (event.time, event.zone) == ("2026-01-05T17:00:00.000Z", "+01:00")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories)
def test_stored_memory_is_the_fold_to_the_last_bit(tmp_path_factory: pytest.TempPathFactory, plan: list) -> None:
    path = tmp_path_factory.mktemp("log") / "q.db"
    log = opened(path)
    ids: list[str] = []
    for event, moment in planned(plan):
        if event.target is not None:
            event = msgspec.structs.replace(event, target=ids[int(event.target[1:])])
        try:
            ids.append(log.record(event, moment).event.id)
        except QuizgenError:  # an override of what was taken back, or an undo of such an override
            assert event.target == "" or event.target in log.rulings()[0]
            ids.append("")
    stored = log.memories()
    assert stored == fold(log.events())
    assert log.check() == []
    assert log.rebuild() == []
    log.close()
    again = opened(path)
    assert again.memories() == stored
    again.close()
    shutil.rmtree(path.parent)


def test_rebuild_mends_a_spoiled_cache_and_check_finds_it(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    right = log.memories()
    log._db.execute("update memory set stability = stability * (1 + 1e-15) where skill = 'la-1'")
    log._db.execute("insert into memory select 'ghost', stability, difficulty, first, day, time, due, reps, passes,"
                    " lapses, again, level, streak, suspended from memory where skill = 'la-0'")  # fmt: skip
    assert log.check() == [
        "The memory of ghost is not what the log says: rebuild it.",
        "The memory of la-1 is not what the log says: rebuild it.",
    ]
    assert log.rebuild() == ["ghost", "la-1"]
    assert log.memories() == right
    assert log.check() == []


def test_check_finds_a_wrong_study_day(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    log._db.execute("drop trigger event_is_not_changed")
    log._db.execute("update event set day = day + 1 where seed = 5")
    assert any("says study day" in line for line in log.check())


def test_a_settings_event_of_another_program_is_seen(tmp_path: Path) -> None:
    ours, theirs = opened(tmp_path / "q.db"), opened(tmp_path / "q.db")
    ours.record(review(), START)
    theirs.record(Event("settings", data={"retention": 0.97}), START)
    ours.record(review(), START + timedelta(days=2))
    assert ours.parameters().retention == 0.97
    assert ours.check() == []


def test_two_programs_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "q.db"
    opened(path).close()
    code = (
        "import sys, pathlib, datetime; sys.path.insert(0, sys.argv[2])\n"
        "from quizgen.practice.log import Log; from tests.engine.practice.histories import review, START\n"
        "log = Log.open(pathlib.Path(sys.argv[1]), now=START)\n"
        "for i in range(150): log.record(review(f'la-{i % 3}', i % 4 + 1, seed=i), START)\n"
    )
    root = str(Path(__file__).parents[3])
    writers = [subprocess.Popen([sys.executable, "-c", code, path, root]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    log = opened(path)
    ids = [event.id for event in log.events()]
    assert len(ids) == 450 == len(set(ids))
    assert log.check() == []


def test_what_reads_the_file_beside_an_open_log_leaves_its_locks(tmp_path: Path) -> None:
    # Were they dropped, a program that ends would take itself for the last and clear away a log in use.
    log = filled(tmp_path / "q.db")
    refuse_foreign(log.path)
    daily(log.path, START)
    opened(log.path).close()
    with reading(log.path):
        pass
    code = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1], timeout=0).execute('pragma journal_mode = delete'))"
    done = subprocess.run([sys.executable, "-c", code, log.path], capture_output=True, text=True, check=False)
    assert "locked" in done.stderr
    assert log.path.with_name("q.db-wal").stat().st_size > 0


def test_two_programs_may_make_the_file_at_once(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from quizgen.practice.log import Log; import datetime\n"
        "print(Log.open(pathlib.Path(sys.argv[1]), now=datetime.datetime.now().astimezone()).device)"
    )
    command = [sys.executable, "-c", code, tmp_path / "q.db"]
    makers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    devices = {maker.communicate(timeout=60)[0] for maker in makers}
    assert [maker.returncode for maker in makers] == [0, 0, 0]
    assert len(devices) == 1


# -- the open problem and seeds


def test_the_open_problem_is_kept_replaced_and_cleared_with_the_answer(tmp_path: Path) -> None:
    log = opened(tmp_path / "q.db")
    assert log.pending() is None
    log.begin(PENDING)
    changed = msgspec.structs.replace(PENDING, hints=1, draft={"answer": "[1, 2"})
    log.keep(changed)
    log.close()
    log = opened(log.path)
    assert log.pending() == changed
    first = log.record(review(rating=1), START, msgspec.structs.replace(changed, tries=1))
    assert log.pending() == first.pending
    assert first.pending is not None
    assert first.pending.review == first.event.id
    log.record(Event("override", target=first.event.id, rating=2), START, None)
    assert log.pending() is None


def test_a_seed_is_never_used_twice(tmp_path: Path) -> None:
    log = opened(tmp_path / "q.db")
    seeds = []
    for i in range(30):
        seed = log.fresh_seed("la-a")
        assert seed == log.fresh_seed("la-a")
        assert 0 <= seed < 2**31
        seeds.append(seed)
        log.begin(msgspec.structs.replace(PENDING, seed=seed))
        if i % 2:  # the others were skipped
            log.record(review(seed=seed), START, None)
    assert len(set(seeds)) == 30
    log._db.execute("delete from variant")  # a log without its counters, as after a merge or a restore
    again = [log.fresh_seed("la-a")]
    assert again[0] not in [event.seed for event in log.events()]
    assert log.fresh_seed("la-b") not in seeds


def test_study_days_and_answers(tmp_path: Path) -> None:
    log = opened(tmp_path / "q.db")
    assert list(log.study_days()) == []
    day = log.record(review(), START).event.day
    log.record(review(), START)
    log.record(review(), START + timedelta(days=3))
    assert list(log.study_days()) == [day + 3, day]
    assert (log.answers(day), log.answers(day + 1), log.answers(day + 3)) == (2, 0, 1)


def test_memories_keep_their_types(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    for memory in log.memories().values():
        assert msgspec.convert(msgspec.to_builtins(memory), Memory, strict=True) == memory
