"""What is asked next."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from quizgen.practice.day import begins, stamp, study_day
from quizgen.practice.memory import Memory
from quizgen.practice.queue import (
    BACKLOG_SHARE,
    Choice,
    Counts,
    Options,
    Rest,
    Situation,
    Today,
    choose,
    due_counts,
    known,
    prerequisites,
)  # fmt: skip

from .histories import START
from .worlds import ALL, CURRICULUM

DAY = study_day(START)


def seen(skill: str, due: int = 5, stability: float = 10.0, **more: object) -> Memory:
    """A skill answered with success, due in so many days from today."""
    fields: dict[str, object] = {"day": DAY - 3, "first": DAY - 30, "reps": 2, "passes": 2, "time": stamp(START)}
    return Memory(skill, stability=stability, difficulty=5.0, due=DAY + due, **{**fields, **more})  # type: ignore[arg-type]


def failed(skill: str, minutes_ago: float, **more: object) -> Memory:
    """A skill failed today."""
    time = stamp(START - timedelta(minutes=minutes_ago))
    return seen(skill, due=0, stability=0.5, day=DAY, again=1, time=time, **more)


def ask(
    *memories: Memory,
    options: Options | None = None,
    recent: Sequence[str] = (),
    available: Mapping[str, int] = ALL,
    today: Today | None = None,
) -> Choice | Rest:
    held = {memory.skill: memory for memory in memories}
    return choose(CURRICULUM, available, held, START, DAY, options or Options(), recent, today=today)


# -- refusals


def test_nothing_is_asked_that_is_suspended_skipped_unavailable_or_unknown_to_the_curriculum() -> None:
    memories = (seen("la-add", due=-1, suspended=True), seen("la-scale", due=-1), seen("gone", due=-9))
    options = Options(skipped=frozenset({"la-scale"}), new_per_day=0)
    assert isinstance(ask(*memories, options=options), Rest)
    assert ask(available={}) == Rest()
    assert ask(available={"gone": 3}) == Rest()


def test_a_new_skill_waits_for_its_prerequisites() -> None:
    only = {"la-combine": 3, "la-add": 3, "la-scale": 3}
    learned = (seen("la-add"), seen("la-scale"))
    assert ask(*learned, available=only) == Choice("la-combine", 1, "new")
    for unknown in (
        failed("la-scale", 0, passes=1),  # last answer a failure
        seen("la-scale", stability=0.9),  # forgotten by tomorrow
        seen("la-scale", passes=0),
    ):
        chosen = ask(seen("la-add"), unknown, available=only, recent=["la-scale"])
        assert getattr(chosen, "skill", "") != "la-combine"


def test_the_daily_number_of_new_skills_holds() -> None:
    today = [seen("la-add", first=DAY), seen("la-scale", first=DAY)]
    assert isinstance(ask(*today, options=Options(new_per_day=3)), Choice)
    rest = ask(*today, options=Options(new_per_day=2))
    assert isinstance(rest, Rest)
    assert rest.held == 2
    assert rest.due == begins(DAY + 1, START.tzinfo)  # type: ignore[arg-type]
    assert rest.skill == "la-combine"


# -- order


def test_due_comes_before_new_and_the_most_nearly_forgotten_first() -> None:
    memories = (seen("la-add", due=-1, stability=9), seen("la-scale", due=-1, stability=3), seen("geo-norm", due=0))
    assert ask(*memories) == Choice("la-scale", 1, "due")


def test_a_skill_failed_today_comes_back_after_ten_minutes_or_three_others() -> None:
    other = seen("geo-norm", due=-1)
    assert ask(failed("la-add", 2), other, recent=["la-add"]) == Choice("geo-norm", 1, "due")
    assert ask(failed("la-add", 10), other, recent=["la-add"]) == Choice("la-add", 1, "again")
    three = ["la-add", "x", "y", "z"]
    assert ask(failed("la-add", 1), other, recent=three[:3]) == Choice("geo-norm", 1, "due")
    assert ask(failed("la-add", 1), other, recent=three) == Choice("la-add", 1, "again")


def test_a_skill_failed_in_an_earlier_session_today_waits_its_minutes() -> None:
    assert ask(failed("la-add", 2), seen("geo-norm", due=-1)).skill == "geo-norm"
    assert ask(failed("la-add", 30), seen("geo-norm", due=-1)).skill == "la-add"


def test_when_nothing_else_is_left_a_failed_skill_does_not_wait() -> None:
    assert ask(failed("la-add", 0), available={"la-add": 3}, recent=["la-add"]) == Choice("la-add", 1, "again")


def test_a_skill_failed_yesterday_is_simply_due() -> None:
    yesterday = seen("la-add", due=-1, day=DAY - 1, again=1, stability=0.5)
    assert ask(yesterday).reason == "due"  # type: ignore[union-attr]


def test_new_skills_come_in_the_order_of_the_curriculum() -> None:
    order, memories = [], []
    while isinstance(choice := ask(*memories), Choice):
        order.append(choice.skill)
        memories.append(seen(choice.skill))
    assert order == list(CURRICULUM.skills)


def test_two_in_a_row_are_of_different_topics_where_there_is_a_choice() -> None:
    due = (seen("la-add", due=-1, stability=1), seen("la-scale", due=-1, stability=2), seen("geo-norm", due=-1))
    assert ask(*due, recent=["la-combine"]).skill == "geo-norm"
    assert ask(*due[:2], recent=["la-add"]).skill == "la-scale"
    assert ask(due[0], recent=["la-add"]).skill == "la-add"
    assert ask(*map(seen, ("la-add",)), recent=["la-add"]).skill == "geo-norm"  # of the new ones


def test_levels_are_those_that_the_exercise_has() -> None:
    assert ask(seen("la-add", due=-1, level=3)).level == 3  # type: ignore[union-attr]
    assert ask(seen("la-add", due=-1, level=3), available={"la-add": 2}).level == 2  # type: ignore[union-attr]


# -- filters


def test_a_course_asks_only_its_skills_and_assumes_what_it_does_not_teach() -> None:
    course = Options(skills=frozenset({"geo-norm", "geo-project"}))
    assert ask(options=course) == Choice("geo-norm", 1, "new")
    assert ask(seen("geo-norm"), seen("la-add", due=-4), options=course) == Choice("geo-project", 1, "new")
    assert isinstance(ask(seen("geo-norm", stability=0.5), options=course), Rest)


def test_studying_ahead_asks_what_is_named_due_or_not() -> None:
    options = Options(skills=frozenset({"la-inverse"}), ahead=True, new_per_day=0)
    assert ask(options=options) == Choice("la-inverse", 1, "new")
    assert ask(seen("la-inverse", level=2), options=options) == Choice("la-inverse", 2, "ahead")
    assert ask(seen("la-inverse"), options=options, recent=["la-inverse"] * 5) == Choice("la-inverse", 1, "ahead")
    assert ask(seen("la-inverse", due=-1), options=options).reason == "due"  # type: ignore[union-attr]


def test_studying_ahead_goes_round() -> None:
    options = Options(skills=frozenset({"la-add", "la-scale", "geo-norm"}), ahead=True)
    recent: list[str] = []
    for _ in range(9):
        recent.append(ask(*map(seen, ("la-add", "la-scale")), options=options, recent=recent).skill)
    assert {recent.count(skill) for skill in options.skills or ()} == {3}


# -- limits, backlog, what covers what


def test_a_daily_limit_ends_the_day_also_for_what_was_failed() -> None:
    due = seen("la-add", due=-1)
    for options, today, limit in (
        (Options(problems=5), Today(done=5), "problems"),
        (Options(minutes=10), Today(done=3, spent=560, seconds={"la-add": 50}), "minutes"),
    ):
        rest = ask(due, options=options, today=today)
        assert (rest.limit, rest.waiting, rest.skill) == (limit, 1, "la-add")  # type: ignore[union-attr]
    assert isinstance(ask(failed("la-add", 30), options=Options(problems=5), today=Today(done=5)), Rest)
    assert isinstance(ask(due, options=Options(problems=5, ahead=True), today=Today(done=5)), Choice)
    assert isinstance(
        ask(due, options=Options(minutes=10), today=Today(done=0, spent=0, seconds={"la-add": 900})), Choice
    )


def test_a_backlog_is_asked_a_share_a_day_and_nothing_new_is_begun() -> None:
    due = [seen(skill, due=-40) for skill in list(ALL)[:6]]
    assert ask(*due, today=Today(done=BACKLOG_SHARE - 6)).reason == "due"  # type: ignore[union-attr]
    rest = ask(*due, today=Today(done=BACKLOG_SHARE))
    assert (rest.limit, rest.waiting) == ("backlog", 6)  # type: ignore[union-attr]
    assert ask(*due, today=Today(done=BACKLOG_SHARE), options=Options(ahead=True)).reason == "due"  # type: ignore[union-attr]
    held = {m.skill: m for m in due}
    counts = due_counts(CURRICULUM, ALL, held, START, DAY, Options(), today=Today(done=BACKLOG_SHARE - 2))
    assert counts == Counts(due=2, again=0, new=0)


def test_a_due_skill_that_settles_others_goes_first() -> None:
    due = (seen("la-add", due=0), seen("la-scale", due=0), seen("la-combine", due=0, stability=11.0))
    assert ask(*due).skill != "la-combine"
    shares = {"la-combine": {"la-add": 0.5, "la-scale": 0.5}}
    assert ask(*due, today=Today(covers=shares)).skill == "la-combine"


def test_weak_first_asks_what_was_failed_most() -> None:
    due = (seen("la-add", due=-1, stability=2.0), seen("geo-norm", due=-1, stability=20.0, reps=8, passes=3))
    assert ask(*due).skill == "la-add"
    assert ask(*due, options=Options(weak=True)).skill == "geo-norm"


def test_a_skill_never_answered_right_waits_for_what_it_builds_on() -> None:
    never = seen("la-combine", due=-1, passes=0, again=1)
    assert getattr(ask(never, seen("la-add"), available={"la-add": 3, "la-combine": 3}), "skill", "") == "la-combine"
    lapsed = seen("la-add", due=2, again=1, stability=0.5)
    only = {"la-add": 3, "la-combine": 3}
    assert isinstance(ask(never, lapsed, available=only), Rest)
    at = Situation(CURRICULUM, only, {"la-combine": never, "la-add": lapsed}, START, DAY, Options(), ())
    assert at.due() == []


# -- words


@pytest.mark.parametrize(
    ("memory", "is_known"),
    [
        (None, False),
        (Memory("x"), False),
        (seen("x", stability=1.0), True),
        (seen("x", stability=0.99), False),
        (seen("x", again=1), False),
        (seen("x", passes=0), False),
    ],
)
def test_known(memory: Memory | None, is_known: bool) -> None:
    assert known(memory) is is_known


def test_a_prerequisite_without_an_exercise_does_not_block_but_what_is_behind_it_does() -> None:
    some = {"la-add": 3, "la-solve": 3}
    assert prerequisites(CURRICULUM, "la-solve", some) == ("la-add",)
    assert prerequisites(CURRICULUM, "la-solve", {"la-solve"}) == ()
    assert ask(available={"la-solve": 3}) == Choice("la-solve", 1, "new")


def test_a_suspended_prerequisite_does_not_block() -> None:
    assert ask(Memory("la-add", suspended=True), available={"la-add": 3, "geo-norm": 3}).skill == "geo-norm"


def test_rest_says_what_comes_next_and_when() -> None:
    memories = (seen("la-add", due=4), seen("la-scale", due=2))
    rest = ask(*memories, options=Options(new_per_day=0))
    assert rest == Rest("la-combine", begins(DAY + 1, START.tzinfo), 2)  # type: ignore[arg-type]
    rest = ask(*memories, available={"la-add": 3, "la-scale": 3})
    assert rest == Rest("la-scale", begins(DAY + 2, START.tzinfo))  # type: ignore[arg-type]


def test_counts() -> None:
    memories = {m.skill: m for m in (seen("la-add", due=-1), failed("la-scale", 1), seen("geo-norm", first=DAY))}
    counts = due_counts(CURRICULUM, ALL, memories, START, DAY, Options())
    assert counts == Counts(due=1, again=1, new=1)
    assert due_counts(CURRICULUM, ALL, memories, START, DAY, Options(new_per_day=1)).new == 0
