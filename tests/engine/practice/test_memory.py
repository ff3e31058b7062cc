"""The fold: what the log says is remembered."""

import random
from datetime import timedelta

import msgspec
import pytest
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview
from hypothesis import given
from hypothesis import strategies as st

from quizgen.practice.event import Event, in_force, next_id
from quizgen.practice.memory import Memory, Parameters, fold, next_level, parameters_in_force, retrievability, step

from .histories import DEVICE, START, at, histories, review, written


def days(*ratings_and_days: tuple[int, int], level: int = 1) -> Memory:
    """The memory after reviews (rating, day since the start)."""
    events: list[Event] = []
    for rating, day in ratings_and_days:
        last = events[-1].id if events else None
        events.append(at(review(rating=rating, level=level), START + timedelta(days=day), last))
    return fold(events)["la-a"]


FIRST = at(review(), START, None).day


# -- when a skill comes back


def test_a_failed_skill_comes_back_the_same_day() -> None:
    memory = days((1, 0))
    assert memory.due == memory.day == FIRST
    assert memory.returns_same_day


def test_after_three_failures_in_a_day_it_rests() -> None:
    assert days((1, 0), (1, 0)).returns_same_day
    memory = days((1, 0), (1, 0), (1, 0))
    assert memory.due == FIRST + 1
    assert not days((1, 0), (1, 0), (1, 0), (1, 0)).returns_same_day
    assert days((1, 0), (1, 0), (1, 0), (1, 1)).returns_same_day  # a new day, a new chance


@pytest.mark.parametrize(("rating", "interval"), [(2, 1), (3, 2), (4, 8)])
def test_a_new_skill_comes_back_by_the_published_first_intervals(rating: int, interval: int) -> None:
    assert days((rating, 0)).due == FIRST + interval


def test_passing_after_a_failure_the_same_day_comes_back_tomorrow_at_the_earliest() -> None:
    memory = days((1, 0), (3, 0))
    assert memory.due >= FIRST + 1
    assert memory.again == 0


def test_the_states_are_those_of_fsrs_over_the_whole_history() -> None:
    # A second way: fsrs-rs computes the state of a whole history at once.
    reviews = [(3, 0), (3, 2), (1, 12), (2, 13), (4, 20), (3, 60)]
    item = FSRSItem([FSRSReview(r, d - reviews[max(0, i - 1)][1]) for i, (r, d) in enumerate(reviews)])
    state = FSRS([]).memory_state(item)
    memory = days(*reviews)
    assert memory.stability == pytest.approx(state.stability, rel=1e-5)
    assert memory.difficulty == pytest.approx(state.difficulty, rel=1e-5)
    assert (memory.reps, memory.passes, memory.lapses) == (6, 5, 1)


def test_the_chance_of_being_remembered_is_the_desired_one_when_stability_days_have_passed() -> None:
    memory = Memory("x", stability=10.0, reps=1, day=100)
    assert retrievability(memory, 110) == pytest.approx(0.9)
    assert retrievability(memory, 100) == 1.0
    assert retrievability(memory, 99) == 1.0
    assert retrievability(Memory("x"), 100) == 0.0


def test_a_higher_desired_retention_brings_skills_back_sooner() -> None:
    events = [at(review(), START, None)]
    events.append(at(review(), START + timedelta(days=2), events[-1].id))
    intervals = [fold(events, Parameters(retention=r))["la-a"].due for r in (0.95, 0.9, 0.8)]
    assert intervals == sorted(set(intervals))


def test_intervals_have_an_upper_bound() -> None:
    assert days(*((4, 3000 * i) for i in range(12))).due <= FIRST + 3000 * 11 + 36_500


def test_time_never_runs_backwards() -> None:
    late = at(review(), START + timedelta(days=5), None)
    earlier_day = msgspec.structs.replace(at(review(), START, late.id), day=late.day - 1)
    assert fold([late, earlier_day])["la-a"].day == late.day


# -- levels


@pytest.mark.parametrize(
    ("level", "streak", "rating", "asked", "becomes"),
    [
        (1, 0, 3, 1, (1, 1)),
        (1, 1, 3, 1, (2, 0)),
        (1, 1, 4, 1, (2, 0)),
        (1, 1, 2, 1, (1, 0)),  # with help: the row is broken
        (3, 1, 3, 3, (3, 2)),  # there is no level 4
        (2, 1, 1, 2, (1, 0)),
        (1, 1, 1, 1, (1, 0)),  # not below 1
        (2, 1, 3, 1, (2, 1)),  # an easier one says nothing
        (2, 1, 1, 3, (2, 1)),  # nor does failing a harder one
        (2, 1, 3, 3, (3, 0)),
    ],
)
def test_levels(level: int, streak: int, rating: int, asked: int, becomes: tuple[int, int]) -> None:
    assert next_level(level, streak, rating, asked, 3) == becomes


# -- the fold as a whole


@given(histories)
def test_stepping_is_the_fold_to_the_last_bit(plan: list) -> None:
    events = written(plan)
    standing = in_force(events)
    memories: dict[str, Memory] = {}
    for event in standing:
        if event.skill:
            memories[event.skill] = step(memories.get(event.skill), event, parameters_in_force(standing))
    assert memories == fold(events)


@given(histories, st.randoms(use_true_random=False))
def test_order_and_repetition_of_events_do_not_matter(plan: list, shuffle: random.Random) -> None:
    events = written(plan)
    mixed = events + events[: len(events) // 2]
    shuffle.shuffle(mixed)
    assert fold(mixed) == fold(events)


@given(histories, st.integers(0, 10**6))
def test_undo_is_the_identity(plan: list, pick: int) -> None:
    events = written([*plan, ("la-a", pick % 4 + 1, 1, "review", 10, 0)])
    undo = at(Event("undo", target=events[-1].id, skill=events[-1].skill), START + timedelta(days=900), events[-1].id)
    assert fold([*events, undo]) == fold(events[:-1])
    redo = at(Event("undo", target=undo.id, skill=undo.skill), START + timedelta(days=901), undo.id)
    assert fold([*events, undo, redo]) == fold(events)


@given(histories, st.integers(1, 4))
def test_an_override_is_the_review_with_another_rating(plan: list, rating: int) -> None:
    events = written([*plan, ("la-a", 1, 1, "review", 10, 0)])
    override = at(Event("override", target=events[-1].id, skill="la-a", rating=rating), START, events[-1].id)
    meant = msgspec.structs.replace(events[-1], rating=rating)
    assert fold([*events, override]) == fold([*events[:-1], meant])


def test_suspension_stays_through_reviews_until_lifted() -> None:
    suspend = at(Event("suspend", skill="la-a"), START, None)
    again = at(review(), START, suspend.id)
    lifted = at(Event("unsuspend", skill="la-a"), START, again.id)
    assert fold([suspend])["la-a"].suspended
    assert fold([suspend, again])["la-a"].suspended
    assert not fold([suspend, again, lifted])["la-a"].suspended


# -- ids


@given(st.lists(st.tuples(st.integers(0, 2**47), st.integers(0, 2)), min_size=1, max_size=30))
def test_ids_only_rise_also_when_the_clock_goes_back(moves: list[tuple[int, int]]) -> None:
    last = None
    for milliseconds, device in moves:
        new = next_id(milliseconds, f"{device:016x}", last)
        assert len(new) == 32
        assert last is None or new > last
        last = new


def test_a_full_counter_carries_into_the_milliseconds() -> None:
    assert next_id(5, DEVICE, f"{5:012x}ffff{DEVICE}") == f"{6:012x}0000{DEVICE}"
