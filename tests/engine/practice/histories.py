"""Random logs, for property tests."""

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from quizgen.practice.day import stamp, study_day, zone_text
from quizgen.practice.event import Event, next_id

DEVICE = "00000000000000d1"
START = datetime(2026, 1, 5, 18, 0, tzinfo=timezone(timedelta(hours=1)))
SKILLS = ("la-a", "la-b", "geo-c")

steps = st.tuples(
    st.sampled_from(SKILLS),
    st.integers(1, 4),
    st.integers(1, 3),
    st.sampled_from(["review"] * 8 + ["suspend", "unsuspend", "override", "undo", "settings"]),
    st.sampled_from([0, 3, 40, 700, 1440, 1500, 10_000, 100_000]),
    st.integers(0, 10**6),
)


def review(skill: str = "la-a", rating: int = 3, level: int = 1, **more: object) -> Event:
    """A review as a session logs it."""
    fields: dict[str, object] = {
        "levels": 3, "seed": 7, "version": 1, "problem": "{}", "response": {"answer": "1"},
        "outcome": "correct" if rating > 1 else "incorrect", "code": "correct", "score": 1.0, "hints": 0,
        "tries": 1, "ms": 900,
    }  # fmt: skip
    return Event("review", skill=skill, rating=rating, level=level, **{**fields, **more})  # type: ignore[arg-type]


def at(event: Event, moment: datetime, last: str | None) -> Event:
    """The event as the log would write it at that moment, after the id `last`."""
    import msgspec

    return msgspec.structs.replace(
        event, id=next_id(int(moment.timestamp() * 1000), DEVICE, last), device=DEVICE, time=stamp(moment),
        zone=zone_text(moment), day=study_day(moment),
    )  # fmt: skip


def planned(plan: list[tuple[str, int, int, str, int, int]]) -> list[tuple[Event, datetime]]:
    """What to record, and when; undo and override speak of an event by its place in the plan ("#3")."""
    moment, made = START, []
    for skill, rating, level, kind, minutes, pick in plan:
        moment += timedelta(minutes=minutes)
        reviews = [i for i, (event, _) in enumerate(made) if event.type == "review"]
        if kind == "override" and reviews:
            event = Event("override", target=f"#{reviews[pick % len(reviews)]}", rating=rating)
        elif kind == "undo" and made:
            event = Event("undo", target=f"#{pick % len(made)}")
        elif kind in ("suspend", "unsuspend"):
            event = Event(kind, skill=skill)  # type: ignore[arg-type]
        elif kind == "settings":
            event = Event("settings", data={"retention": 0.8 + pick % 15 / 100})
        else:
            event = review(skill, rating, level)
        made.append((event, moment))
    return made


def written(plan: list[tuple[str, int, int, str, int, int]]) -> list[Event]:
    """The plan as a log would hold it."""
    import msgspec

    events: list[Event] = []
    for event, moment in planned(plan):
        if event.target is not None:
            target = events[int(event.target[1:])]
            event = msgspec.structs.replace(event, target=target.id, skill=target.skill)
        events.append(at(event, moment, events[-1].id if events else None))
    return events


histories = st.lists(steps, max_size=25)
