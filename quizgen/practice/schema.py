"""The shape of the database, as sqlite-utils migrations. Imported only when a file is made or brought up to
date."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from quizgen.practice.store import APPLICATION_ID, SCHEMA


@contextmanager
def _without(*modules: str) -> Iterator[None]:
    """Modules that were not imported yet look as if they were not installed."""
    absent = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


# It would import them for types of columns that we do not have, which takes longer than to make the database.
with _without("numpy", "pandas"):
    from sqlite_utils import Database, Migrations

migrations = Migrations("quizgen")


@migrations(name="0001_log")
def log_tables(db: Database) -> None:
    """The log itself, and who writes it."""
    # Foreign key and CHECKs guard the log against our own mistakes; the triggers make it append-only.
    for statement in (
        """
        create table device (
            id text primary key not null check (length(id) = 16),
            created text not null
        ) strict
        """,
        """
        create table event (
            id text primary key not null check (length(id) = 32 and id not glob '*[^0-9a-f]*'),
            device text not null check (device = substr(id, 17)),
            type text not null
                check (type in ('review', 'undo', 'override', 'suspend', 'unsuspend', 'settings', 'fit')),
            time text not null check (time glob '????-??-??T??:??:??.???Z'),
            zone text not null check (zone glob '[+-][0-9][0-9]:[0-9][0-9]*'),
            day integer not null,
            target text references event (id) check (target < id),
            skill text,
            level integer check (level >= 1),
            levels integer check (levels >= level),
            seed integer check (seed >= 0),
            version integer,
            problem text check (problem is null or json_valid(problem)),
            response text check (response is null or json_valid(response)),
            outcome text
                check (outcome in ('correct', 'partial', 'incorrect', 'undecided', 'revealed')),
            code text,
            score real check (score between 0 and 1),
            rating integer check (rating between 1 and 4),
            hints integer check (hints >= 0),
            tries integer check (tries >= 1),
            ms integer check (ms >= 0),
            data text check (data is null or json_valid(data)),
            check (
                case type
                    when 'review' then skill is not null and rating is not null and outcome is not null
                        and level is not null and levels is not null and seed is not null
                        and version is not null and problem is not null and response is not null
                    when 'override' then target is not null and rating is not null and skill is not null
                    when 'undo' then target is not null
                    when 'settings' then data is not null
                    when 'fit' then data is not null
                    else skill is not null
                end
            )
        ) strict
        """,
        "create index event_skill on event (skill, id)",
        "create index event_day on event (day) where type = 'review'",
        "create index event_rare on event (type, id) where type <> 'review'",
        """
        create trigger event_is_not_changed before update on event
        begin select raise(abort, 'the log is append-only'); end
        """,
        """
        create trigger event_is_not_removed before delete on event
        begin select raise(abort, 'the log is append-only'); end
        """,
    ):
        db.execute(statement)


@migrations(name="0002_memory")
def memory_tables(db: Database) -> None:
    """What is computed from the log (memory), and what is not yet in it (pending, variant)."""
    for statement in (
        """
        create table memory (
            skill text primary key not null,
            stability real not null,
            difficulty real not null,
            first integer not null,
            day integer not null,
            time text not null,
            due integer not null,
            reps integer not null,
            passes integer not null,
            lapses integer not null,
            again integer not null,
            level integer not null check (level >= 1),
            streak integer not null,
            suspended integer not null check (suspended in (0, 1))
        ) strict, without rowid
        """,
        """
        create table pending (
            one integer primary key check (one = 1),
            skill text not null,
            level integer not null,
            levels integer not null,
            seed integer not null,
            version integer not null,
            problem text not null check (json_valid(problem)),
            reason text not null,
            hints integer not null,
            tries integer not null,
            draft text not null check (json_valid(draft)),
            review text references event (id),
            started text not null
        ) strict
        """,
        """
        create table variant (
            skill text primary key not null,
            count integer not null check (count >= 0)
        ) strict, without rowid
        """,
    ):
        db.execute(statement)


@migrations(name="0003_exam_place_rules")
def exam_place_rules(db: Database) -> None:
    """Exam dates; where a device's file lies; by which rules the memory was folded; indexes that cover the fold."""
    (sql,) = db.execute("select sql from sqlite_master where name = 'event'").fetchone()
    columns = ", ".join(row[1] for row in db.execute("pragma table_info(event)"))
    triggers = [row[0] for row in db.execute("select sql from sqlite_master where type = 'trigger'").fetchall()]
    wider = sql.replace("'settings', 'fit')", "'settings', 'exam', 'fit')").replace(
        "when 'fit' then", "when 'exam' then data is not null\n                    when 'fit' then"
    )
    for statement in (
        "drop trigger event_is_not_changed",
        "drop trigger event_is_not_removed",
        wider.replace("TABLE event", "TABLE wider", 1),
        f"insert into wider ({columns}) select {columns} from event order by id",
        "drop table event",
        "alter table wider rename to event",
        *triggers,
        # One holds all that the fold reads of a review, so that it never touches the problems; the other the rest.
        """
        create index event_review on event (skill, id, seed, day, time, rating, level, levels)
            where type = 'review'
        """,
        "create index event_other on event (skill, id, type, target, rating) where type <> 'review'",
        "create index event_day on event (day) where type = 'review'",
        "create index memory_due on memory (due, skill) where suspended = 0 and reps > 0",
        "alter table device add column place text not null default ''",
        "create table folded (one integer primary key check (one = 1), rules text not null) strict",
    ):
        db.execute(statement)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an empty or older database up to date: all of it or nothing, in one transaction."""
    db = Database(connection, execute_plugins=False)
    with db.atomic():
        migrations.apply(db)
        dangling = db.execute("pragma foreign_key_check").fetchone()
        if dangling is not None:
            raise sqlite3.DatabaseError(f"an entry of table {dangling[0]} points nowhere")
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {SCHEMA}")
