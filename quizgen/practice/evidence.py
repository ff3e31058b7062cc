"""What the log holds beside the memory: rehearsals since a skill's last own review, and how long each skill takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quizgen.curriculum import Curriculum
from quizgen.practice.credit import Covers, Rehearsal, blame
from quizgen.practice.event import AGAIN, Event
from quizgen.practice.log import Log
from quizgen.practice.memory import Memory

TIMED = 9
"""So many last answers of a skill say how long it takes."""
SECONDS = 90.0
"""Expected time of a skill never answered, before anything was."""
LONGEST = 900.0
"""Seconds; longer is a break."""


def rehearsals(
    log: Log, memories: Mapping[str, Memory], covering: Covers, curriculum: Curriculum
) -> dict[str, list[tuple[str, Rehearsal]]]:
    """For each skill the reviews in force, since its own last one, of the skills that encompass it, in order, each
    with its id."""
    undone, ratings = log.rulings()
    found: dict[str, list[tuple[str, Rehearsal]]] = {}
    seen = [skill for skill, memory in memories.items() if memory.reps and skill in covering]
    with log.reading() as db:
        last: dict[str, str] = {}
        for skill in seen:
            rows = db.execute("select id from event where type = 'review' and skill = ? order by id desc", (skill,))
            last[skill] = next((row[0] for row in rows if row[0] not in undone), "")
        for by in seen:
            below = [skill for skill in covering[by] if skill in last]
            since = min((last[skill] for skill in below), default=None)
            if since is None or last[by] <= since:
                continue
            query = "select id, day, rating from event where type = 'review' and skill = ? and id > ? order by id"
            for identity, day, rating in db.execute(query, (by, since)).fetchall():
                if identity in undone:
                    continue
                stands, culprit = ratings.get(identity, rating), ""
                if stands == AGAIN:
                    row = db.execute("select code from event where id = ?", (identity,)).fetchone()
                    culprit = blame(curriculum, by, row[0])
                for skill in below:
                    if identity > last[skill]:
                        told = Rehearsal(day, by, stands, culprit == skill)
                        found.setdefault(skill, []).append((identity, told))
    return {skill: sorted(pairs) for skill, pairs in found.items()}


def reviews(log: Log, skill: str = "") -> list[Event]:
    """The reviews in force, in order, with the last word on their rating; without problems and responses. `skill`:
    only those of this one."""
    fields = ("type", "id", "skill", "day", "time", "level", "levels", "rating", "code", "ms")
    undone, ratings = log.rulings()
    with log.reading() as db:
        one, which = (" and skill = ?", (skill,)) if skill else ("", ())
        asked = f"select {', '.join(fields)} from event where type = 'review'{one} order by id"
        rows = db.execute(asked, which).fetchall()
    found = []
    for row in rows:
        values = dict(zip(fields, row, strict=True))
        if values["id"] not in undone:
            found.append(Event(**{**values, "rating": ratings.get(values["id"], values["rating"])}))
    return found


def expected_seconds(log: Log, skills: Mapping[str, Memory]) -> dict[str, float]:
    """How long an answer of each skill takes: the median of its last ones. Skills without any are left out."""
    found: dict[str, float] = {}
    query = "select ms from event where type = 'review' and skill = ? and ms is not null order by id desc limit ?"
    with log.reading() as db:
        for skill, memory in skills.items():
            if memory.reps:
                times = [min(LONGEST, row[0] / 1000) for row in db.execute(query, (skill, TIMED)).fetchall()]
                if times:
                    found[skill] = middle(times)
    return found


def seconds_of(skill: str, expected: Mapping[str, float]) -> float:
    """The expected seconds of a skill, by the median over all others where it has none of its own."""
    if skill in expected:
        return expected[skill]
    return middle(expected.values()) if expected else SECONDS


def spent_today(log: Log, day: int) -> float:
    """Seconds answered on a study day, second tries not counted."""
    with log.reading() as db:
        row = db.execute("select sum(min(ms, ?)) from event where type = 'review' and day = ?", (LONGEST * 1000, day))
        return float(row.fetchone()[0] or 0) / 1000


def middle(numbers: Iterable[float]) -> float:
    """The (upper) median of some numbers; statistics is slow to import."""
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2]
