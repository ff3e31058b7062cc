"""Credit through the graph, and the dates that are kept."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from fsrs_rs_python import FSRS, MemoryState
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.curriculum import Curriculum, MalRule
from quizgen.errors import QuizgenError
from quizgen.practice.agenda import Agenda
from quizgen.practice.credit import (
    CUT,
    DERIVED,
    Rehearsal,
    Traced,
    after_good,
    blame,
    chance,
    covered_by,
    covers,
    credited,
    interval,
)  # fmt: skip
from quizgen.practice.day import calendar, study_day
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.memory import Memory, Parameters, retrievability
from quizgen.practice.plan import after_failure
from quizgen.practice.preferences import Preferences
from quizgen.practice.schedule import scheduled, window

from .histories import START, histories, planned, review
from .worlds import CURRICULUM, SKILLS, TOPICS, UNITS

HELD = Memory("la-add", stability=10.0, difficulty=5.0, first=90, day=100, due=110, reps=3, passes=3, time="t")
rehearsed = st.lists(
    st.tuples(st.integers(100, 160), st.integers(1, 4), st.booleans()).map(lambda t: Rehearsal(t[0], "x", t[1], t[2])),
    max_size=8,
).map(sorted)


# -- refusals


@pytest.mark.parametrize(
    ("encompasses", "said"),
    [({"la-solve": 0.5}, "none of its prerequisites"), ({"nowhere": 0.5}, "none of"), ({"la-add": 1.5}, "0 to 1")],
)
def test_a_graph_that_cannot_be_is_refused(encompasses: dict[str, float], said: str) -> None:
    wrong = msgspec.structs.replace(SKILLS[2], encompasses=encompasses)
    with pytest.raises(QuizgenError, match=said):
        Curriculum(UNITS, TOPICS, [*SKILLS[:2], wrong, *SKILLS[3:]])


def test_a_mistake_belongs_to_a_prerequisite_or_to_none() -> None:
    rule = MalRule("slip", "adds", "compare", "geo-norm")
    with pytest.raises(QuizgenError, match="geo-norm"):
        Curriculum(UNITS, TOPICS, [*SKILLS[:2], msgspec.structs.replace(SKILLS[2], mal_rules=(rule,)), *SKILLS[3:]])


@given(rehearsed)
def test_no_factor_no_credit(told: list[Rehearsal]) -> None:
    passes = [one for one in told if one.rating > 1]
    assert credited(HELD, passes, {"x": 0.5}, factor=0.0) is HELD
    assert credited(HELD, passes, {}) is HELD


@given(rehearsed)
def test_a_failed_skill_gets_no_credit(told: list[Rehearsal]) -> None:
    failed = msgspec.structs.replace(HELD, again=1, due=101)
    assert credited(failed, told, {"x": 1.0}).due <= 101


# -- what credit does


@given(rehearsed, st.floats(0.1, 1.0))
def test_success_never_brings_a_date_nearer_and_failure_never_moves_it_away(told: list[Rehearsal], w: float) -> None:
    passes = [one for one in told if one.rating > 1]
    failures = [one for one in told if one.rating == 1]
    assert credited(HELD, passes, {"x": w}).due >= HELD.due
    assert credited(HELD, passes, {"x": w}).stability >= HELD.stability
    assert HELD.day < credited(HELD, failures, {"x": w}).due <= HELD.due


def test_a_whole_share_is_a_good_review_as_fsrs_has_it() -> None:
    told = credited(HELD, [Rehearsal(110, "x", 3)], {"x": 1.0})
    state = FSRS([]).next_states(MemoryState(10.0, 5.0), 0.9, 10).good
    assert told.day == 110
    assert told.stability == pytest.approx(state.memory.stability, rel=1e-4)
    assert told.due == 110 + round(state.interval)


def test_more_share_and_later_rehearsal_credit_more() -> None:
    dues = [credited(HELD, [Rehearsal(108, "x", 3)], {"x": w}).due for w in (0.0, 0.2, 0.5, 1.0)]
    assert dues == sorted(set(dues))
    early, late = (credited(HELD, [Rehearsal(day, "x", 3)], {"x": 0.5}).due for day in (101, 109))
    assert HELD.due <= early < late
    hard, good = (credited(HELD, [Rehearsal(108, "x", rating)], {"x": 0.5}).due for rating in (2, 3))
    assert HELD.due < hard < good


def test_a_recognised_mistake_of_a_prerequisite_brings_it_forward_whatever_the_factor() -> None:
    assert credited(HELD, [Rehearsal(104, "x", 1, True)], {"x": 0.3}, factor=0.0).due == 104
    assert credited(HELD, [Rehearsal(104, "x", 1)], {"x": 0.3}, factor=0.0).due == HELD.due
    assert credited(HELD, [Rehearsal(104, "x", 1)], {"x": 0.5}, factor=1.0).due == 107
    assert credited(HELD, [Rehearsal(100, "x", 1, True)], {"x": 0.3}).due == 101  # answered itself that day


@given(st.floats(0.1, 500), st.floats(1, 10), st.integers(1, 400))
def test_the_formulas_are_those_of_fsrs(stability: float, difficulty: float, elapsed: int) -> None:
    states = FSRS([]).next_states(MemoryState(stability, difficulty), 0.9, elapsed)
    remembered = chance(Traced(stability, 0), elapsed)
    assert remembered == pytest.approx(retrievability(Memory("x", stability, reps=1), elapsed), abs=1e-9)
    assert after_good(stability, difficulty, remembered) == pytest.approx(states.good.memory.stability, rel=2e-3)
    assert after_failure(stability, difficulty, remembered) == pytest.approx(states.again.memory.stability, rel=2e-3)


def test_an_interval_ends_where_the_chance_is_the_desired_one() -> None:
    for retention in (0.7, 0.9, 0.95):
        days = interval(40.0, Parameters(retention=retention))
        assert chance(Traced(40.0, 0), days) == pytest.approx(retention)


# -- the graph


def test_weights_come_from_the_prerequisites_and_multiply_along_a_path() -> None:
    reached = covers(CURRICULUM)
    assert reached["la-combine"] == {"la-add": DERIVED, "la-scale": DERIVED}
    assert reached["la-solve"]["la-add"] == pytest.approx(DERIVED**2)
    assert "la-add" not in reached["la-inverse"]  # three steps: below the cut
    assert all(weight >= CUT for below in reached.values() for weight in below.values())
    assert covered_by(reached)["la-add"]["la-combine"] == DERIVED


def test_named_weights_go_before_derived_ones() -> None:
    named = msgspec.structs.replace(SKILLS[3], encompasses={"la-combine": 0.9})
    reached = covers(Curriculum(UNITS, TOPICS, [*SKILLS[:3], named, *SKILLS[4:]]))
    assert reached["la-solve"]["la-add"] == pytest.approx(0.9 * DERIVED)


def test_blame() -> None:
    rule = MalRule("slip", "adds", "compare", "la-add")
    graph = Curriculum(UNITS, TOPICS, [*SKILLS[:2], msgspec.structs.replace(SKILLS[2], mal_rules=(rule,)), *SKILLS[3:]])
    assert blame(graph, "la-combine", "misconception:slip") == "la-add"
    for skill, code in (
        ("la-combine", "misconception:other"),
        ("la-combine", "incorrect"),
        ("gone", "misconception:slip"),
    ):
        assert blame(graph, skill, code) == ""


# -- the schedule as a whole


def test_windows_are_ankis() -> None:
    assert [window(days) for days in (1, 2, 3, 10, 100)] == [(1, 1), (2, 2), (2, 4), (8, 12), (93, 107)]


@given(st.lists(st.integers(3, 60), min_size=1, max_size=20))
def test_every_date_stays_in_its_window_and_the_draw_is_the_same_each_time(intervals: list[int]) -> None:
    held = {f"s{i}": Memory(f"s{i}", 9.0, 5.0, 1, 10, f"{i:03}", 10 + days, 1, 1) for i, days in enumerate(intervals)}
    kept = scheduled(held, {}, {})
    assert kept == scheduled(dict(reversed(held.items())), {}, {})
    for skill, memory in kept.items():
        low, high = window(held[skill].due - 10)
        assert low <= memory.due - 10 <= high


def test_load_is_spread_and_free_days_are_left_free() -> None:
    held = {f"s{i:02}": Memory(f"s{i:02}", 9.0, 5.0, 1, 20_000, "t", 20_010, 1, 1) for i in range(60)}
    days = [memory.due for memory in scheduled(held, {}, {}).values()]
    assert max(days.count(day) for day in set(days)) <= 20  # five days, twelve each if they were even
    sunday = next(day for day in range(20_008, 20_013) if calendar(day).weekday() == 6)
    free = Preferences(week=(1.0,) * 6 + (0.0,))
    assert [m.due for m in scheduled(held, {}, {}, preferences=free).values()].count(sunday) == 0
    assert scheduled(held, {}, {}, preferences=Preferences(fuzz="off")) == held


@settings(deadline=None, max_examples=25)
@given(histories)
def test_keeping_up_is_reading_again(tmp_path_factory: pytest.TempPathFactory, plan: list) -> None:
    names = {"la-a": "la-add", "la-b": "la-scale", "geo-c": "la-combine"}
    log = Log.open(tmp_path_factory.mktemp("log") / "q.db", now=START)
    log.record(Event("settings", data={"factor": 1.5}), START)
    memories = log.memories()
    agenda, ids = Agenda(log, CURRICULUM, memories, study_day(START)), []
    for event, moment in planned(plan):
        target = ids[int(event.target[1:])] if event.target else None
        told = msgspec.structs.replace(event, target=target, skill=names.get(event.skill or ""))
        try:
            recorded = log.record(told, moment)
        except QuizgenError:  # overruling what was taken back
            ids.append(ids[-1] if ids else None)
            continue
        ids.append(recorded.event.id)
        for skill, memory in recorded.changed.items():
            memories.pop(skill, None) if memory is None else memories.__setitem__(skill, memory)
        agenda.today(memories, study_day(moment))
        agenda.learn(recorded.event, memories)
    fresh = Agenda(log, CURRICULUM, log.memories(), study_day(START + timedelta(days=1)))
    assert agenda.view(memories, log.parameters()) == fresh.view(log.memories(), log.parameters())
    log.close()


def test_undo_takes_credit_back(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "q.db", now=START)
    log.record(Event("settings", data={"factor": 2.0, "fuzz": "off"}), START)
    for days, skill in ((0, "la-add"), (2, "la-add")):
        log.record(review(skill), START + timedelta(days=days))

    def due() -> int:
        return Agenda(log, CURRICULUM, log.memories(), 0).view(log.memories(), log.parameters())["la-add"].due

    before = due()
    above = log.record(review("la-combine"), START + timedelta(days=6))
    assert due() > before
    log.record(Event("undo", target=above.event.id), START + timedelta(days=6))
    assert due() == before
