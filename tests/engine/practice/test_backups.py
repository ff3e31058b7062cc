"""Backups: what restore refuses, that nothing is ever overwritten, and which copies are kept."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.errors import QuizgenError
from quizgen.practice import backups, store
from quizgen.practice.backups import Backup, daily, folder, found, named, restore, thinned
from quizgen.practice.log import Log
from quizgen.practice.merge import merge_file
from quizgen.practice.schema import migrations

from .devices import state
from .histories import START, review
from .test_log import filled, foreign_database, foreign_text, scribbled, truncated

NOON = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=1)))


def copied(log: Log, now: datetime = NOON, why: backups.Why = "daily") -> Backup:
    with log.reading() as connection:
        return named(log.path, backups.copy(connection, log.path, now, why).name)


# -- refusals


@pytest.mark.parametrize("spoil", [foreign_text, foreign_database])
def test_a_file_of_another_program_is_not_replaced(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    log = filled(tmp_path / "q.db")
    backup = copied(log)
    log.close()
    log.path.unlink()
    spoil(log.path)
    before = log.path.read_bytes()
    with pytest.raises(QuizgenError, match=r"not a quizgen database|of another program"):
        restore(log.path, backup, NOON)
    assert log.path.read_bytes() == before


@pytest.mark.parametrize("spoil", [foreign_text, foreign_database, scribbled, truncated])
def test_a_backup_that_is_damaged_or_none_is_not_restored(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    log = filled(tmp_path / "q.db")
    backup = copied(log)
    before = state(log)
    backup.path.unlink()
    spoil(backup.path)
    with pytest.raises(QuizgenError):
        restore(log.path, backup, NOON)
    assert state(log) == before
    assert [b.why for b in found(log.path)] == ["daily"]


def test_a_name_that_is_none_is_answered_with_one_that_is(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    with pytest.raises(QuizgenError, match="there are none"):
        named(log.path, "yesterday")
    backup = copied(log)
    with pytest.raises(QuizgenError, match=r"no backup yesterday; the latest is 2026-11-21T12-00-00\+0100-daily.db"):
        named(log.path, "yesterday")
    assert named(log.path, backup.name.removesuffix(".db")) == named(log.path, str(backup.path)) == backup


def test_a_log_in_use_is_not_replaced(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    backup = copied(log)
    log.record(review(), START)
    before = state(log)
    with pytest.raises(QuizgenError, match="locked by another program"):
        restore(log.path, backup, NOON)
    assert state(log) == before
    assert log.check() == []


def test_a_backup_that_cannot_be_made_stops_a_migration(tmp_path: Path) -> None:
    path = older(tmp_path / "q.db")
    folder(path).write_text("in the way")
    before = path.read_bytes()
    with pytest.raises(QuizgenError, match="backups cannot be made"):
        Log.open(path, now=NOON)
    assert path.read_bytes() == before


# -- promises


def test_a_restore_puts_back_what_was_there_and_keeps_what_is(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    then, device = state(log), log.device
    backup = copied(log)
    log.record(review("la-0", 1), START + timedelta(days=50))
    now = state(log)
    log.close()
    kept = restore(log.path, backup, NOON)
    assert kept is not None
    log = Log.open(log.path, now=NOON)
    assert state(log) == then
    assert log.check() == []
    assert log.device != device  # or else a new event might get an id that a later one has elsewhere
    assert merge_file(log, kept).new == 1
    assert state(log) == now
    log.close()
    assert [b.why for b in found(log.path)] == ["restore", "daily"]
    assert log.path.stat().st_mode & 0o777 == backup.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("spoil", [scribbled, truncated])
def test_a_damaged_log_is_kept_as_it_is_and_replaced(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    log = filled(tmp_path / "q.db")
    backup, then = copied(log), state(log)
    log.close()
    log.path.unlink()
    spoil(log.path)
    damaged = log.path.read_bytes()
    kept = restore(log.path, backup, NOON)
    assert kept is not None
    assert kept.name.endswith("-damaged.db")
    assert kept.read_bytes() == damaged
    log = Log.open(log.path, now=NOON)
    assert state(log) == then
    log.close()
    backups.thin(log.path, NOON + timedelta(days=9999))
    assert kept.exists()


def test_a_log_that_is_gone_is_restored(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    backup, then = copied(log), state(log)
    log.close()
    log.path.unlink()
    assert restore(log.path, backup, NOON) is None
    assert state(Log.open(log.path, now=NOON)) == then


def test_one_copy_a_study_day_whole_while_the_log_is_in_use(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "q.db", now=START)
    assert daily(log.path, NOON) is None  # nothing to copy yet
    log.record(review(), START)
    first = daily(log.path, NOON)
    assert first is not None
    assert daily(log.path, NOON + timedelta(hours=15)) is None  # 3:00 at night is the same study day
    assert daily(log.path, NOON + timedelta(hours=16)) is not None
    assert sorted(path.name for path in folder(log.path).iterdir()) == [
        "2026-11-21T12-00-00+0100-daily.db", "2026-11-22T04-00-00+0100-daily.db",
    ]  # fmt: skip
    with sqlite3.connect(first) as db:
        assert db.execute("select count(*) from event").fetchone() == (1,)
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    db.close()


def test_two_backups_of_one_second_do_not_overwrite_each_other(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    assert len({copied(log, why="merge").name for _ in range(3)}) == 3
    assert len(found(log.path)) == 3


def test_a_half_made_copy_is_no_backup(tmp_path: Path) -> None:
    log = filled(tmp_path / "q.db")
    whole = copied(log)
    (folder(log.path) / "2026-11-22T12-00-00+0100-daily.part").write_bytes(b"SQLite format 3")
    (folder(log.path) / "notes.txt").write_text("mine")
    assert found(log.path) == [whole]


# -- thinning


def at(day: float, why: str = "daily") -> Backup:
    made = NOON - timedelta(days=day)
    return Backup(Path(f"{made.isoformat()}-{why}"), made, why)


def test_two_years_of_days_come_to_days_weeks_and_months() -> None:
    all_of_them = [at(day) for day in range(730)]
    gone = set(thinned(all_of_them, NOON))
    kept = [b for b in all_of_them if b not in gone]
    assert kept[:7] == all_of_them[:7]
    weeks = {b.made.date().isocalendar()[:2] for b in kept}
    months = {(b.made.year, b.made.month) for b in kept}
    assert len(weeks) >= 4
    assert len(months) == 12
    assert len(kept) <= 7 + 4 + 12
    assert kept[-1].made.date().isoformat() == "2025-12-31"


def test_all_of_the_last_two_days_are_kept() -> None:
    recent = [at(i / 24, "merge") for i in range(48)]
    assert thinned(recent, NOON) == []


@given(st.lists(st.integers(0, 900 * 24), unique=True, max_size=60))
def test_thinning_again_removes_nothing_more_and_the_latest_stays(hours: list[int]) -> None:
    made = [at(hour / 24) for hour in sorted(hours)]
    gone = thinned(made, NOON)
    kept = [b for b in made if b not in gone]
    assert kept[:1] == made[:1]
    assert thinned(kept, NOON) == []
    assert len([b for b in kept if NOON - b.made > backups.ALL_FOR]) <= 23


# -- migration


def older(path: Path) -> Path:
    """A database of schema 2, with a history, as the first released quizgen wrote it."""
    log = filled(path)
    events, memories = state(log)
    log.close()
    new = sqlite3.connect(path)
    path.rename(path.with_name("new.db"))
    new.close()
    from sqlite_utils import Database

    old = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(old, execute_plugins=False), stop_before="0003_exam_place_rules")
    old.execute("attach ? as new", (str(path.with_name("new.db")),))
    names = ", ".join(row[1] for row in old.execute("pragma table_info(event)"))
    old.execute(f"insert into main.event ({names}) select {names} from new.event")
    old.execute("insert into main.memory select * from new.memory")
    old.execute("insert into main.device select id, created from new.device")
    old.execute(
        "insert into pending select 1, 'la-1', 1, 3, 5, 1, '{}', 'new', 0, 1, '{}', max(id), 'now' from main.event"
    )
    old.execute("detach new")
    old.execute(f"pragma application_id = {store.APPLICATION_ID}")
    old.execute("pragma user_version = 2")
    old.execute("pragma journal_mode = wal")
    old.close()
    assert events
    assert memories
    return path


def test_an_older_log_is_backed_up_then_migrated_with_all_that_it_holds(tmp_path: Path) -> None:
    path = older(tmp_path / "q.db")
    right = state(Log.open(tmp_path / "new.db", now=NOON))
    log = Log.open(path, now=NOON)
    assert state(log) == right
    assert log.check() == []
    pending = log.pending()
    assert pending is not None
    assert pending.review == right[0][-1].id
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        log._db.execute("delete from event")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        log._db.execute("update pending set review = 'x'")
    log.record(review("la-0"), NOON)
    (backup,) = found(path)
    assert backup.why == "migration"
    with sqlite3.connect(backup.path) as db:
        assert db.execute("pragma user_version").fetchone() == (2,)
        assert db.execute("select count(*) from event").fetchone() == (len(right[0]),)
    db.close()
    log.close()
    assert restore(path, backup, NOON) is not None
    again = Log.open(path, now=NOON)
    assert state(again) == right


def test_an_older_log_of_another_machine_is_merged_without_being_migrated(tmp_path: Path) -> None:
    path = older(tmp_path / "old.db")
    log = Log.open(tmp_path / "q.db", now=NOON)
    assert merge_file(log, path).new == 6
    assert int.from_bytes(path.read_bytes()[60:64], "big") == 2
