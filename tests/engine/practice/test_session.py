"""A session: resumes, asks, judges, logs before it speaks."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from quizgen.curriculum import Curriculum
from quizgen.errors import QuizgenError
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.memory import fold
from quizgen.practice.queue import Options
from quizgen.practice.session import Question, Session
from quizgen.worker import WorkerFailed

from .fakes import (
    MISTAKEN,
    PARTLY,
    RIGHT,
    UNDECIDED,
    UNREADABLE,
    WRONG,
    Clock,
    FakeBank,
    FakeExercise,
    FakeWorker,
)
from .worlds import CURRICULUM, SKILLS, TOPICS, UNITS


class World:
    """A database, a clock and a worker; sessions come and go."""

    def __init__(self, path: Path, *slugs: str, **exercise: object) -> None:
        self.path, self.clock = path, Clock()
        exercises = (FakeExercise(slug, **exercise) for slug in slugs or CURRICULUM.skills)  # type: ignore[arg-type]
        self.worker = FakeWorker(FakeBank(*exercises))
        self.log = Log.open(path, now=self.clock())

    def session(self, **options: object) -> Session:
        return Session(self.log, self.worker, CURRICULUM, clock=self.clock, **options)  # type: ignore[arg-type]

    def restarted(self, **options: object) -> Session:
        """After a kill: nothing is kept but the file."""
        self.log.close()
        self.log = Log.open(self.path, now=self.clock())
        return self.session(**options)

    @property
    def events(self) -> list[Event]:
        return list(self.log.events())

    def sound(self) -> bool:
        return self.log.check() == [] and self.log.memories() == fold(self.log.events())


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "q.db")


def asked(session: Session) -> Question:
    question = session.next()
    assert question is not None
    return question


# -- refusals


def test_there_is_nothing_to_answer_before_a_question_or_after_the_answer(world: World) -> None:
    session = world.session()
    for act in (session.reveal, session.hint, session.skip, lambda: session.submit({"answer": RIGHT})):
        with pytest.raises(QuizgenError, match="no problem is open"):
            act()
    with pytest.raises(QuizgenError, match="no answer to overrule"):
        session.overrule("good")
    with pytest.raises(QuizgenError, match="no problem yet"):
        session.similar()
    session.save_draft({"answer": "1"})
    asked(session)
    with pytest.raises(QuizgenError, match="no answer to overrule"):
        session.overrule("good")
    session.submit({"answer": RIGHT})
    with pytest.raises(QuizgenError, match="no problem is open"):
        session.submit({"answer": RIGHT})
    assert len(world.events) == 1


def test_unreadable_and_undecided_log_no_review_but_keep_the_draft(world: World) -> None:
    session = world.session()
    question = asked(session)
    feedback = session.submit({"answer": UNREADABLE})
    assert (feedback.final, feedback.rating, feedback.event, feedback.steps) == (False, None, "", ())
    assert feedback.message
    feedback = session.submit({"answer": UNDECIDED})
    assert (feedback.final, feedback.rating, feedback.event) == (False, None, "")
    assert feedback.steps == question.problem.steps
    assert world.events == []
    assert asked(world.restarted()).draft == {"answer": UNDECIDED}


def test_an_answer_that_cannot_be_saved_gives_no_feedback(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = world.session()
    asked(session)

    def full(*_: object) -> None:
        raise QuizgenError("the disk is full: the last answer was not saved")

    monkeypatch.setattr(world.log, "record", full)
    with pytest.raises(QuizgenError, match="not saved"):
        session.submit({"answer": RIGHT})
    monkeypatch.undo()
    assert session.submit({"answer": RIGHT}).final  # the problem is still open


def test_an_exercise_that_fails_is_left_out_and_named(world: World) -> None:
    world.worker.broken = frozenset({"la-add", "la-scale"})
    session = world.session()
    assert session.next() is None
    assert [trouble.split(" (")[0] for trouble in session.troubles] == ["exercise la-add", "exercise la-scale"]
    world.worker.broken = frozenset({"la-add"})
    session = world.session()
    assert asked(session).skill == "la-scale"


def test_when_everything_fails_it_says_so(tmp_path: Path) -> None:
    world = World(tmp_path / "q.db")
    world.worker.broken = frozenset(CURRICULUM.skills)
    with pytest.raises(WorkerFailed, match="exercise"):
        world.session(ahead=True).next()


def test_judging_that_fails_lets_the_learner_judge(world: World) -> None:
    session = world.session()
    asked(session)
    world.worker.grading_fails = True
    feedback = session.submit({"answer": RIGHT})
    assert "say whether you were right" in feedback.message
    assert feedback.steps
    assert world.events == []
    session.overrule("good")
    (event,) = world.events
    assert (event.outcome, event.rating, event.response) == ("undecided", 3, {"answer": RIGHT})


# -- ratings


@pytest.mark.parametrize(
    ("answer", "hints", "rating", "outcome"),
    [
        (RIGHT, 0, "good", "correct"),
        (RIGHT, 1, "hard", "correct"),
        (WRONG, 0, "again", "incorrect"),
        (PARTLY, 0, "again", "partial"),
        (MISTAKEN, 2, "again", "incorrect"),
    ],
)
def test_the_first_answer_is_rated_and_logged(world: World, answer: str, hints: int, rating: str, outcome: str) -> None:
    session = world.session()
    question = asked(session)
    for i in range(hints):
        assert session.hint() == f"Hint {i + 1}."
    world.clock.move(seconds=30)
    feedback = session.submit({"answer": answer})
    (event,) = world.events
    assert feedback.rating == rating
    assert feedback.event == event.id
    assert (event.outcome, event.hints, event.tries, event.ms) == (outcome, hints, 1, 30_000)
    assert (event.skill, event.level, event.seed) == (question.skill, 1, question.problem.seed)
    assert msgspec.json.decode(event.problem or "")["prompt"] == question.problem.prompt
    assert feedback.final is (answer == RIGHT)
    assert feedback.retry_offered is not feedback.final
    assert bool(feedback.steps) is feedback.final
    assert world.sound()


def test_hints_run_out(world: World) -> None:
    session = world.session()
    asked(session)
    assert [session.hint() for _ in range(3)] == ["Hint 1.", "Hint 2.", None]
    assert asked(session).hints == ("Hint 1.", "Hint 2.")


def test_a_recognised_misconception_speaks(world: World) -> None:
    session = world.session()
    asked(session)
    assert session.submit({"answer": MISTAKEN}).message == "Back to front."
    assert world.events[0].code == "misconception:reversed"


def test_correct_on_the_second_try_is_hard(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": WRONG})
    assert world.log.memories()["la-add"].again == 1
    feedback = session.submit({"answer": RIGHT}, elapsed_ms=1234)
    assert (feedback.rating, feedback.final, feedback.retry_offered) == ("hard", True, False)
    first, second = world.events
    assert (first.type, first.rating) == ("review", 1)
    assert (second.type, second.target, second.rating, second.tries, second.ms) == ("override", first.id, 2, 2, 1234)
    assert second.response == {"answer": RIGHT}
    memory = world.log.memories()["la-add"]
    assert (memory.reps, memory.passes, memory.again) == (1, 1, 0)
    assert session.progress.done == session.progress.correct == 1
    assert world.sound()


def test_wrong_twice_stays_again_and_ends_the_problem(world: World) -> None:
    session = world.session()
    question = asked(session)
    session.submit({"answer": WRONG})
    session.submit({"answer": UNREADABLE})
    feedback = session.submit({"answer": PARTLY})
    assert (feedback.rating, feedback.final, feedback.steps) == ("again", True, question.problem.steps)
    assert [event.type for event in world.events] == ["review", "override"]
    assert session.progress.correct == 0


def test_after_a_wrong_try_going_on_or_skipping_or_the_solution_log_nothing_more(world: World) -> None:
    session = world.session()
    first = asked(session)
    session.submit({"answer": WRONG})
    second = asked(session)
    assert second.skill != first.skill
    session.submit({"answer": WRONG})
    feedback = session.reveal()
    assert (feedback.final, feedback.rating, feedback.steps) == (True, "again", second.problem.steps)
    asked(session)
    session.submit({"answer": WRONG})
    session.skip()
    assert [event.type for event in world.events] == ["review"] * len(world.events)
    assert len(world.events) == session.progress.done == 3


def test_a_choice_gets_no_second_try(tmp_path: Path) -> None:
    world = World(tmp_path / "q.db", choice=True)
    session = world.session()
    asked(session)
    feedback = session.submit({"answer": "2"})
    assert (feedback.final, feedback.retry_offered, feedback.rating) == (True, False, "again")
    assert feedback.steps


def test_showing_the_solution_first_is_again(world: World) -> None:
    session = world.session()
    question = asked(session)
    feedback = session.reveal()
    assert (feedback.rating, feedback.final, feedback.grade) == ("again", True, None)
    assert feedback.steps == question.problem.steps
    assert world.events[0].outcome == "revealed"


def test_skipping_logs_nothing_and_offers_the_skill_in_a_later_session(world: World) -> None:
    session = world.session()
    skipped = asked(session)
    session.skip()
    assert world.events == []
    assert asked(session).skill != skipped.skill
    session.skip()
    assert session.next() is None
    assert session.finished is not None
    assert "2 skipped problems will be offered again" in session.finished.message
    again = asked(world.restarted())
    assert again.skill == skipped.skill
    assert again.problem.seed != skipped.problem.seed


# -- overruling


def test_i_was_right(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": WRONG})
    feedback = session.overrule("good")
    assert (feedback.rating, feedback.final, feedback.retry_offered) == ("good", True, False)
    assert feedback.steps
    review, override = world.events
    assert (override.type, override.target, override.rating) == ("override", review.id, 3)
    assert session.progress.correct == 1
    assert world.log.pending() is None
    assert world.sound()


def test_easy_is_the_learners_own_word_and_the_last_word_counts(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": RIGHT})
    assert session.overrule("easy").schedule in {f"Comes back in {days} days." for days in (7, 8, 9)}  # 8, spread
    assert session.overrule("good").schedule == "Comes back in 2 days."
    assert world.log.memories()["la-add"].reps == 1
    assert session.progress.done == 1


# -- nothing is lost


def test_a_kill_resumes_the_same_problem_with_hints_and_draft(world: World) -> None:
    session = world.session()
    question = asked(session)
    session.hint()
    session.save_draft({"answer": "1 2"})
    resumed = asked(world.restarted())
    assert resumed.problem == question.problem
    assert (resumed.hints, resumed.draft, resumed.tries) == (("Hint 1.",), {"answer": "1 2"}, 0)
    assert resumed.hints_used == 1


def test_a_kill_between_two_tries_keeps_that_the_first_was_wrong(world: World) -> None:
    session = world.session()
    question = asked(session)
    session.submit({"answer": WRONG})
    session = world.restarted()
    resumed = asked(session)
    assert (resumed.problem, resumed.tries) == (question.problem, 1)
    assert session.submit({"answer": RIGHT}).rating == "hard"
    assert [event.type for event in world.events] == ["review", "override"]
    assert asked(session).problem != question.problem


def test_a_second_try_is_not_offered_on_a_later_day(world: World) -> None:
    session = world.session()
    first = asked(session)
    session.submit({"answer": WRONG})
    world.clock.move(days=1)
    question = asked(world.restarted())
    assert (question.skill, question.reason, question.tries) == (first.skill, "due", 0)
    assert question.problem.seed != first.problem.seed


def test_a_kill_after_the_last_feedback_goes_on(world: World) -> None:
    session = world.session()
    question = asked(session)
    session.submit({"answer": RIGHT})
    assert asked(world.restarted()).skill != question.skill


def test_the_open_problem_is_not_resumed_where_it_was_not_asked_for(world: World) -> None:
    asked(world.session())
    other = asked(world.restarted(skills=frozenset({"geo-project"}), ahead=True))
    assert other.skill == "geo-project"


def test_an_open_problem_that_is_no_longer_readable_is_left(world: World) -> None:
    asked(world.session())
    world.log._db.execute("update pending set problem = '{}'")
    assert asked(world.restarted()).problem.prompt


# -- what is asked, and what is said


def test_the_question_says_what_it_is(world: World) -> None:
    question = asked(world.session())
    assert (question.title, question.statement) == ("Linear algebra › Vectors", "Do la-add by hand.")
    assert (question.level, question.levels, question.level_text) == (1, 3, "two numbers")
    assert (question.reason, question.number) == ("new", 1)


def test_asking_again_gives_the_open_problem_again(world: World) -> None:
    session = world.session()
    assert asked(session) == asked(session)


def test_the_following_problem_is_prepared_ahead(world: World) -> None:
    session = world.session()
    asked(session)
    prepared = world.worker.asked[-1]
    session.submit({"answer": RIGHT})
    problem = session.prepared()
    question = asked(session)
    assert (question.skill, question.level, question.problem.seed) == prepared
    assert question.problem == problem
    assert world.worker.asked.count(prepared) == 1


def test_nothing_is_prepared_before_a_question_nor_by_a_broken_exercise(world: World) -> None:
    session = world.session()
    assert session.prepared() is None
    world.worker.broken = frozenset(slug for slug in world.worker.bank if slug != "la-add")
    assert asked(session).skill == "la-add"
    assert world.worker.asked[-1][0] in world.worker.broken
    assert session.prepared() is None


def test_a_failed_skill_comes_back_in_the_same_session_with_fresh_numbers(world: World) -> None:
    session = world.session()
    first = asked(session)
    assert session.submit({"answer": WRONG}).schedule == "Comes back in about 10 minutes."
    asked(session)
    session.submit({"answer": RIGHT})
    world.clock.move(minutes=11)
    again = asked(session)
    assert (again.skill, again.reason) == (first.skill, "again")
    assert again.problem.seed != first.problem.seed
    assert session.submit({"answer": RIGHT}).schedule == "Comes back tomorrow."


def test_levels_rise_and_fall_and_the_schedule_is_told(world: World) -> None:
    session = world.session(skills=frozenset({"la-add"}), ahead=True)
    asked(session)
    assert session.submit({"answer": RIGHT}).level_change == ""
    world.clock.move(days=2)
    session = world.session(skills=frozenset({"la-add"}), ahead=True)
    assert asked(session).reason == "due"
    feedback = session.submit({"answer": RIGHT})
    assert feedback.level_change == "Level 2 of 3 from now on: three numbers."
    assert feedback.schedule == "Comes back in 11 days (was 2 days)."
    question = asked(session)
    assert (question.level, question.level_text, question.reason) == (2, "three numbers", "ahead")
    assert session.submit({"answer": WRONG}).level_change == "Back to level 1 of 3 from now on: two numbers."
    assert session.submit({"answer": RIGHT}).level_change == "Level 2 of 3 from now on: three numbers."
    assert session.summary().raised == (session._curriculum.skills["la-add"].statement.rstrip("."),)
    assert session.summary().lowered == ()


def test_a_similar_problem_has_the_same_skill_and_level_and_other_numbers(world: World) -> None:
    session = world.session()
    first = asked(session)
    session.submit({"answer": RIGHT})
    second = session.similar()
    assert (second.skill, second.level, second.reason) == (first.skill, first.level, "ahead")
    assert second.problem.seed != first.problem.seed
    session.submit({"answer": RIGHT})
    assert len(world.events) == 2


def test_the_limit_ends_the_session(world: World) -> None:
    session = world.session(limit=2)
    for _ in range(2):
        asked(session)
        session.submit({"answer": RIGHT})
    assert session.next() is None
    assert session.finished is not None
    assert session.finished.message == "2 problems done, as asked."


def test_when_all_is_done_it_says_what_comes_next_and_when(world: World) -> None:
    session = world.session(options=Options(new_per_day=1))
    asked(session)
    session.submit({"answer": RIGHT})
    assert session.next() is None
    assert session.finished is not None
    assert session.finished.message == (
        "The new skills for today are done. Nothing more is due now. Next, tomorrow: Do la-scale by hand."
    )
    assert session.finished.due is not None
    assert session.finished.due.isoformat() == "2026-05-05T04:00:00+02:00"


def test_an_empty_bank_is_a_sentence(world: World) -> None:
    world.worker.bank = FakeBank()
    session = world.session()
    assert session.next() is None
    assert session.finished is not None
    assert session.finished.message == "There is nothing to practise here."


def test_progress_and_summary_count(world: World) -> None:
    session = world.session(limit=5)
    for answer in (RIGHT, WRONG, RIGHT):
        asked(session)
        world.clock.move(seconds=20)
        session.submit({"answer": answer})
    progress = session.progress
    assert (progress.done, progress.correct, progress.limit) == (3, 2, 5)
    assert progress.due == 1  # the failed one comes back today
    summary = session.summary()
    assert (summary.done, summary.correct, summary.seconds, summary.new) == (3, 2, 60, 3)
    assert summary.ratings == {"again": 1, "hard": 0, "good": 2, "easy": 0}
    assert summary.streak == 1


def test_progress_does_not_wait_for_the_worker(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(world.session())
    session = world.restarted()
    monkeypatch.setattr(world.worker, "available", lambda: pytest.fail("asked the worker"))
    asked(session)
    assert session.progress.done == 0


def test_closing_leaves_the_open_problem(world: World) -> None:
    session = world.session()
    question = asked(session)
    session.close()
    assert asked(world.restarted()).problem == question.problem


def test_a_long_session_over_the_whole_curriculum_is_sound(world: World) -> None:
    session = world.session()
    answers = [RIGHT, WRONG, RIGHT, RIGHT, MISTAKEN, RIGHT, RIGHT]
    seen: set[tuple[str, int]] = set()
    for i in range(60):
        world.clock.move(minutes=3)
        question = session.next()
        if question is None:
            world.clock.move(days=1)
            session = world.restarted()
            continue
        assert (question.skill, question.problem.seed) not in seen
        seen.add((question.skill, question.problem.seed))
        feedback = session.submit({"answer": answers[i % len(answers)]})
        if feedback.retry_offered and i % 2:
            session.submit({"answer": RIGHT})
    assert {event.skill for event in world.events} == set(CURRICULUM.skills)
    assert world.sound()


def test_a_skill_that_left_the_curriculum_does_not_disturb(world: World) -> None:
    session = world.session()
    asked(session)
    session.submit({"answer": WRONG})
    smaller = Curriculum(UNITS, TOPICS, [s for s in SKILLS if s.id == "la-scale"])
    session = Session(world.log, world.worker, smaller, clock=world.clock)
    assert asked(session).skill == "la-scale"
    assert session.progress.due == 0
