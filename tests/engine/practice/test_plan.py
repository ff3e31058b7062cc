"""Plans for an exam."""

import pytest

from quizgen.errors import QuizgenError
from quizgen.practice.event import Event
from quizgen.practice.memory import DEFAULTS, Memory
from quizgen.practice.plan import best, exam_in_force, lived

SKILLS = [f"s{i:02}" for i in range(40)]
SECONDS = dict.fromkeys(SKILLS, 120.0)


@pytest.mark.parametrize(("exam", "said"), [(100, "after today"), (90, "after today"), (2000, "two years")])
def test_an_exam_that_cannot_be_planned_is_refused(exam: int, said: str) -> None:
    with pytest.raises(QuizgenError, match=said):
        best(SKILLS, {}, SECONDS, 100, exam, 30)


def test_a_damaged_exam_in_the_log_is_named() -> None:
    with pytest.raises(QuizgenError, match="cannot be read"):
        exam_in_force([Event("exam", time="2026-01-01T", data={"date": "soon"})])
    assert exam_in_force([Event("exam", data={"date": ""})]) is None


def test_no_day_takes_more_than_its_minutes() -> None:
    plan = best(SKILLS, {}, SECONDS, 100, 160, 10)
    assert all(week.minutes <= 10 for week in plan.weeks)
    assert sum(week.new for week in plan.weeks) == plan.begun


def test_the_best_plan_is_no_worse_than_any_other_and_more_minutes_are_no_worse() -> None:
    plan = best(SKILLS, {}, SECONDS, 100, 160, 15)
    assert all(
        plan.marks >= lived(SKILLS, {}, SECONDS, 100, 160, 15, DEFAULTS, plan.new_per_day, retention, plan.final).marks
        for retention in (0.7, 0.8, 0.9, 0.95)
    )
    few, many = (best(SKILLS, {}, SECONDS, 100, 160, minutes).marks for minutes in (4, 60))
    assert few < plan.marks <= many + 0.01  # plans are tried in steps, so that a little is left to chance


def test_what_is_known_already_counts() -> None:
    known = {slug: Memory(slug, 200.0, 5.0, 1, 99, "", 290, 5, 5) for slug in SKILLS[:30]}
    assert best(SKILLS, known, SECONDS, 100, 110, 5).marks > best(SKILLS, {}, SECONDS, 100, 110, 5).marks
