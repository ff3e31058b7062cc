"""A practice session: the only place where worker, log, memory and queue meet. Screens talk to this alone.

How an answer is written down. *Every answer is on disk before its feedback is returned*, and *correct on the
second try is Hard*; both hold because the log, not the screen, remembers the first try:

- The first judged answer of a problem is logged at once, as a review. Wrong or partly right is Again.
- Where that answer was wrong, the same problem stays open for one second try (`Feedback.retry_offered`; the
  solution is not shown yet). The second answer is logged as an override of the same review: correct makes it
  Hard, wrong leaves it Again. Going on without a second try costs nothing more.
- A problem with a choice to make gets no second try: what is left over would be a guess.
- Unreadable and undecided answers are kept as the draft and log no review; of an undecided one the learner
  says by `overrule` what it was, and that is logged.
- Asking for the solution before the first answer is logged as Again. Skipping before the first answer logs
  nothing.

The open problem (numbers, hints, tries, draft) lies in the database too, so that quitting, a kill or a power
cut at any moment resumes the same problem with the same numbers, and a first wrong try stays a first wrong
try.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from quizgen.answers.base import Verdict
from quizgen.curriculum import Curriculum
from quizgen.errors import QuizgenError
from quizgen.grading import Grade, form
from quizgen.practice import phrases, stats
from quizgen.practice import undo as undoing
from quizgen.practice.agenda import Agenda
from quizgen.practice.day import moment_of, stamp, study_day
from quizgen.practice.event import AGAIN, GOOD, HARD, NAMES, NUMBERS, Event, Rating
from quizgen.practice.log import Log, Pending, Recorded
from quizgen.practice.memory import Memory, step
from quizgen.practice.question import Back, Feedback, Finished, Progress, Question, Summary
from quizgen.practice.queue import Choice, Options, Reason, Rest, choose, due_counts
from quizgen.practice.tally import Tally
from quizgen.problem import Problem, Step, from_json
from quizgen.worker import CODE_GRADE_SECONDS, GRADE_SECONDS, Available, Exercises, Handle, WorkerFailed

__all__ = ["Back", "Feedback", "Finished", "Progress", "Question", "Rating", "Reason", "Session", "Summary"]

FAILURES_IN_A_ROW = 5
"""So many exercises may fail to generate before `next` gives up."""
UNJUDGED = "This could not be judged. Compare it with the solution and say whether you were right."


class Session:
    """A practice session over one log. Methods may be called from any thread; they wait for one another."""

    finished: Finished | None
    """Set when `next` returned None."""
    troubles: list[str]
    """Sentences about exercises that were left out because they failed."""

    def __init__(
        self,
        log: Log,
        worker: Exercises,
        curriculum: Curriculum,
        *,
        clock: Callable[[], datetime],
        skills: frozenset[str] | None = None,
        ahead: bool = False,
        limit: int | None = None,
        options: Options | None = None,
    ) -> None:
        """`clock` gives aware local times. `skills`: only these (a course, or what --skill names). `ahead`:
        also when not due, prerequisites or not. `limit`: so many problems."""
        self.finished = None
        self.troubles = []
        self._log, self._worker, self._curriculum, self._clock = log, worker, curriculum, clock
        base = options or Options()
        self._agenda: Agenda | None = None
        self._options = msgspec.structs.replace(base, skills=skills, ahead=ahead)
        self._limit = limit
        self._lock = threading.RLock()
        self._available: Mapping[str, Available] | None = None
        self._memories = log.memories()
        self._pending = self._resumable(log.pending())
        self._problem: Problem | None = None
        self._question: Question | None = None
        self._shown = clock()
        self._grade: Grade | None = None
        self._review: str | None = None
        self._before: Memory | None = None
        self._undecided = False
        self._asked_levels = 1
        self._prepared: tuple[Choice, int, Handle[bytes]] | None = None
        self._recent: list[str] = []
        self._skipped = 0
        self._tally = Tally()

    # -- for screens -----------------------------------------------------------------------------------------

    def next(self) -> Question | None:
        """The open problem again, else the next one; None when done (see `finished`).

        After a wrong first try it goes on to the next problem. Raises WorkerFailed when no exercise can be
        had.
        """
        with self._lock:
            if self._pending is not None and (self._question is None or self._pending.tries == 0):
                return self._show(self._pending)
            if self._pending is not None:
                self._close_problem()
            if self._limit is not None and self._tally.done >= self._limit:
                self.finished = Finished(f"{phrases.some(self._limit, 'problem')} done, as asked.")
                return None
            return self._ask_next()

    def submit(self, response: Mapping[str, str], elapsed_ms: int | None = None) -> Feedback:
        """Judge and log an answer to the open problem. `elapsed_ms`: else by the clock since it was shown.

        Raises QuizgenError when no problem is open, or the answer could not be written to disk.
        """
        with self._lock:
            pending = self._open()
            given = dict(response)
            grade = self._judged(pending, given)
            self._grade, self._undecided = grade, grade.outcome == "undecided"
            if grade.outcome in ("unreadable", "undecided"):
                self._keep(msgspec.structs.replace(pending, draft=given))
                steps = self._solution() if self._undecided else ()
                return Feedback(grade, None, False, _message(grade), steps)
            spent = self._spent(elapsed_ms)
            if pending.tries:
                return self._second_try(pending, given, grade, spent)
            return self._first_try(pending, given, grade, spent)

    def hint(self) -> str | None:
        """The next hint (markup), counted; None when there are no more."""
        with self._lock:
            pending = self._open()
            assert self._problem is not None
            if pending.hints >= len(self._problem.hints):
                return None
            self._keep(msgspec.structs.replace(pending, hints=pending.hints + 1))
            return self._problem.hints[pending.hints]

    def reveal(self) -> Feedback:
        """Show the solution. Before the first answer this is logged as Again."""
        with self._lock:
            pending = self._open()
            self._grade = None
            if pending.tries == 0:
                event = self._event(pending, pending.draft, AGAIN, "revealed", self._spent(None))
                return self._logged(event, None, None, final=True)
            self._close_problem()
            return Feedback(None, "again", True, steps=self._solution(), event=pending.review or "")

    def skip(self) -> None:
        """Leave the open problem. Nothing is logged for it; its skill is offered again in a later session."""
        with self._lock:
            pending = self._open()
            self._close_problem()
            if pending.tries == 0:
                self._skipped += 1
                self._recent.append(pending.skill)
                if not self._options.ahead:
                    self._leave_out(pending.skill)

    def save_draft(self, response: Mapping[str, str]) -> None:
        """Keep what is typed, for a quit or a kill. Does nothing when no problem is open."""
        with self._lock:
            if self._pending is not None and self._pending.draft != response:
                self._keep(msgspec.structs.replace(self._pending, draft=dict(response)))

    def overrule(self, rating: Rating) -> Feedback:
        """The learner's own word on the last answer: "I was right" is "good". The problem is closed by it.

        Raises QuizgenError when there is no answer yet.
        """
        with self._lock:
            number = NUMBERS[rating]
            pending = self._pending
            if pending is not None and self._undecided and pending.tries == 0:
                event = self._event(pending, pending.draft, number, "undecided", self._spent(None))
                return self._logged(event, self._grade, None, final=True)
            review = pending.review if pending is not None else self._review
            if review is None:
                raise QuizgenError("there is no answer to overrule yet")
            draft = pending.draft if pending is not None and self._undecided else None
            event = Event("override", target=review, rating=number, response=draft)
            return self._logged(event, self._grade, None, final=True)

    def undo(self, *, answers: bool = False) -> str | None:
        """Take back the last thing done, to any depth, also what an earlier session or another machine did: an
        answer, an overruling, a suspension, a setting; with `answers` an answer or overruling only. Returns what it
        was; None when nothing is left.

        Where it was the first try of the open problem, that problem waits for a first try again; where it was the
        answer just given, its problem is open again with what was typed. `standing` says what to show then.
        """
        with self._lock:
            taken = undoing.undo(self._log, self._clock(), answers=answers)
            if taken is None:
                return None
            event, recorded = taken
            self._learn(recorded)
            self._tally.take_back(event, self._log.rating(event.target))
            if self._pending is not None:
                self._pending = self._log.pending()
                self._review, self._before, self._undecided = None, None, False
            elif self._review is not None and self._review in (event.id, event.target):
                self._reopen(event)
            else:
                self._review = self._before = None
            return undoing.told(event)

    def redo(self) -> str | None:
        """Bring back what `undo` took back last, as long as nothing was done since. Returns what it was; None when
        there is nothing."""
        with self._lock:
            brought = undoing.redo(self._log, self._clock())
            if brought is None:
                return None
            event, recorded = brought
            self._learn(recorded)
            review = event.target or event.id
            self._tally.bring_back(event, self._log.rating(review))
            pending, answered = self._pending, event.type == "review"
            if pending and (pending.problem == event.problem if answered else pending.review == event.target):
                self._keep(None)
                self._review, self._undecided = review, False
            return undoing.told(event)

    def standing(self) -> Question | Feedback | None:
        """What a screen shows after `undo` or `redo`: the open problem, else the last answer as it counts now; None
        when there is neither."""
        with self._lock:
            if self._pending is not None:
                return self._show(self._pending)
            rating = self._log.rating(self._review)
            if rating is None:
                return None
            message = _message(self._grade)
            return Feedback(self._grade, NAMES[rating], True, message, self._solution(), event=self._review or "")

    def _reopen(self, event: Event) -> None:
        """Open the problem on the screen again, whose last answer was taken back: with what was typed and the hints."""
        draft = event.response or {}
        if event.type == "review" and event.problem is not None:
            assert self._question is not None
            self._review = self._before = None
            self._keep(
                Pending(
                    skill=event.skill or "",
                    level=event.level or 1,
                    levels=event.levels or 1,
                    seed=event.seed or 0,
                    version=event.version or 0,
                    problem=event.problem,
                    reason=self._question.reason,
                    hints=event.hints or 0,
                    draft=draft,
                    started=stamp(self._clock()),
                )
            )
        elif event.tries == 2 and (first := undoing.found(self._log, event.target)) is not None:
            self._reopen(first)
            assert self._pending is not None
            self._keep(msgspec.structs.replace(self._pending, tries=1, review=event.target, draft=draft))

    def similar(self) -> Question:
        """Another problem of the same skill and level, logged like any other.

        Raises QuizgenError before the first question, WorkerFailed when it cannot be generated.
        """
        with self._lock:
            if self._question is None:
                raise QuizgenError("there is no problem yet to ask a similar one of")
            choice = Choice(self._question.skill, self._question.level, "ahead")
            return self._ask(choice)

    @property
    def progress(self) -> Progress:
        """Where the session stands now."""
        with self._lock:
            now = self._clock()
            # Does not wait for the worker: before it is there, skills seen before stand in for what it has.
            available = self._levels_available() if self._available else dict.fromkeys(self._memories, 1)
            agenda, parameters, day = self._kept(), self._log.parameters(), study_day(now)
            counts = due_counts(
                self._curriculum,
                available,
                agenda.view(self._memories, parameters),
                now,
                day,
                agenda.options(self._options),
                parameters,
                agenda.today(self._memories, day),
            )
            due, new = counts.due + counts.again, counts.new if self._available else None
            return Progress(self._tally.done, self._tally.correct, due, new, self._limit)

    def prepared(self) -> Problem | None:
        """The problem that is asked next if nothing comes between; None where there is none. Waits for the worker, and
        does not keep other calls waiting."""
        with self._lock:
            prepared = self._prepared
        if prepared is None:
            return None
        try:
            return from_json(prepared[2].result())
        except WorkerFailed:  # said where it is asked for
            return None

    def wait(self) -> None:
        """Wait until the worker has said what exercises there are, so that `progress` counts what is new. Does not
        keep other calls waiting. Raises WorkerFailed."""
        available = self._worker.available()
        with self._lock:
            self._available = self._available or available

    def summary(self) -> Summary:
        """The session in numbers."""
        with self._lock:
            tally = self._tally
            return Summary(
                done=tally.done,
                correct=tally.correct,
                seconds=tally.seconds,
                ratings=tally.ratings,
                new=tally.new,
                raised=self._stated(tally.raised),
                lowered=self._stated(tally.lowered),
                streak=stats.streak(self._log.study_days(), study_day(self._clock())),
                message=self.finished.message if self.finished else "",
                back=self._back(),
            )

    def _stated(self, skills: Iterable[str]) -> tuple[str, ...]:
        known = self._curriculum.skills
        return tuple(known[slug].statement.rstrip(".") for slug in skills if slug in known)

    def _back(self) -> tuple[Back, ...]:
        """When what was answered comes back."""
        day = study_day(self._clock())
        view = self._kept().view(self._memories, self._log.parameters())
        found: dict[str, list[str]] = {}
        asked = [view[slug] for slug in self._tally.skills if slug in view and not view[slug].suspended]
        for memory in sorted(asked, key=lambda m: 0 if m.returns_same_day and m.day == day else m.due):
            ahead = 0 if memory.returns_same_day and memory.day == day else memory.due - day
            found.setdefault(phrases.when(ahead), []).append(memory.skill)
        return tuple(Back(when, self._stated(skills)) for when, skills in found.items())

    def close(self) -> None:
        """End the session. The open problem stays in the database, worker and log stay open."""
        with self._lock:
            self._prepared = None

    # -- choosing and asking ---------------------------------------------------------------------------------

    def _ask_next(self) -> Question | None:
        if self._log.moved():  # another program has written: an undo, a sync, a suspension
            self._memories = self._log.memories()
            self._kept().read(self._memories, study_day(self._clock()))
        for _ in range(FAILURES_IN_A_ROW):
            choice = self._choice(self._memories, self._recent)
            if isinstance(choice, Rest):
                self.finished = phrases.finished(choice, self._curriculum, self._clock(), self._skipped)
                return None
            try:
                return self._ask(choice)
            except WorkerFailed as error:
                self.troubles.append(str(error))
                self._leave_out(choice.skill)
                failure = error
        raise failure

    def _choice(self, memories: Mapping[str, Memory], recent: Sequence[str]) -> Choice | Rest:
        now, agenda, parameters = self._clock(), self._kept(), self._log.parameters()
        return choose(
            self._curriculum,
            self._levels_available(),
            agenda.view(memories, parameters),
            now,
            study_day(now),
            agenda.options(self._options),
            recent,
            parameters,
            agenda.today(memories, study_day(now)),
        )

    def _kept(self) -> Agenda:
        if self._agenda is None:
            self._agenda = Agenda(self._log, self._curriculum, self._memories, study_day(self._clock()))
        return self._agenda

    def _ask(self, choice: Choice) -> Question:
        seed = self._log.fresh_seed(choice.skill)
        data = self._generated(choice, seed)
        problem = from_json(data)
        pending = Pending(
            skill=choice.skill,
            level=choice.level,
            levels=self._levels_available()[choice.skill],
            seed=seed,
            version=problem.version,
            problem=data.decode(),
            reason=choice.reason,
            started=stamp(self._clock()),
        )
        self._log.begin(pending)
        self._pending, self._review, self._before = pending, None, None
        question = self._show(pending)
        self._prepare(pending)
        return question

    def _generated(self, choice: Choice, seed: int) -> bytes:
        prepared, self._prepared = self._prepared, None
        if prepared is not None and prepared[1] == seed and _same(prepared[0], choice):
            return prepared[2].result()
        return self._worker.prepare(choice.skill, choice.level, seed).result()

    def _prepare(self, pending: Pending) -> None:
        """Begin to generate what comes next if this problem is answered correctly."""
        skill, now = pending.skill, self._clock()
        right = Event("review", skill=skill, level=pending.level, levels=pending.levels, rating=GOOD)
        right = msgspec.structs.replace(right, day=study_day(now), time=stamp(now))
        memory = step(self._memories.get(skill), right, self._log.parameters())
        choice = self._choice({**self._memories, skill: memory}, [*self._recent, skill])
        if isinstance(choice, Choice):
            seed = self._log.fresh_seed(choice.skill)
            self._prepared = (choice, seed, self._worker.prepare(choice.skill, choice.level, seed))

    def _show(self, pending: Pending) -> Question:
        skill = self._curriculum.skills[pending.skill]
        problem = self._problem = from_json(pending.problem)
        self._shown, self._undecided, self._grade = self._clock(), False, None
        self._asked_levels = pending.levels
        self._question = Question(
            problem=problem,
            skill=skill.id,
            title=self._curriculum.title(skill.id),
            statement=skill.statement,
            level=pending.level,
            levels=pending.levels,
            level_text=skill.levels[pending.level - 1] if pending.level <= len(skill.levels) else "",
            reason=msgspec.convert(pending.reason, Reason),
            number=self._tally.done + (not self._tally.holds(pending.review)),
            hints=problem.hints[: pending.hints],
            tries=pending.tries,
            draft=pending.draft,
        )
        return self._question

    def _resumable(self, pending: Pending | None) -> Pending | None:
        """The open problem of an earlier session, unless it is not asked for, no longer readable, or a second try
        on a later day (its skill is simply due by then)."""
        if pending is None or pending.skill not in self._curriculum.skills:
            return None
        if self._options.skills is not None and pending.skill not in self._options.skills:
            return None
        now = self._clock()
        if pending.tries and study_day(moment_of(pending.started).astimezone(now.tzinfo)) != study_day(now):
            return None
        try:
            from_json(pending.problem)
        except QuizgenError:
            return None
        return pending

    def _leave_out(self, skill: str) -> None:
        self._options = msgspec.structs.replace(self._options, skipped=self._options.skipped | {skill})

    def _levels_available(self) -> dict[str, int]:
        if self._available is None:
            self._available = self._worker.available()
        return {slug: exercise.levels for slug, exercise in self._available.items()}

    # -- judging and logging ---------------------------------------------------------------------------------

    def _judged(self, pending: Pending, response: dict[str, str]) -> Grade:
        assert self._problem is not None
        seconds = CODE_GRADE_SECONDS if "code" in _inputs(self._problem) else GRADE_SECONDS
        try:
            return self._worker.grade(pending.problem, response, seconds)
        except WorkerFailed as error:
            self.troubles.append(str(error))
            verdict = Verdict("undecided", 0.0, "undecided:worker", UNJUDGED)
            return Grade("undecided", 0.0, verdict.code, {self._problem.parts[0].id: verdict})

    def _first_try(self, pending: Pending, response: dict[str, str], grade: Grade, spent: int) -> Feedback:
        if grade.outcome == "correct":
            rating = HARD if pending.hints else GOOD
            return self._logged(self._event(pending, response, rating, grade, spent), grade, None, final=True)
        event = self._event(pending, response, AGAIN, grade, spent)
        assert self._problem is not None
        if "choice" in _inputs(self._problem):
            return self._logged(event, grade, None, final=True)
        again = msgspec.structs.replace(pending, tries=1, draft=response)
        return self._logged(event, grade, again, final=False)

    def _second_try(self, pending: Pending, response: dict[str, str], grade: Grade, spent: int) -> Feedback:
        event = Event(
            "override",
            target=pending.review,
            rating=HARD if grade.outcome == "correct" else AGAIN,
            response=response,
            outcome=grade.outcome,
            code=grade.code,
            score=grade.score,
            hints=pending.hints,
            tries=2,
            ms=spent,
        )
        return self._logged(event, grade, None, final=True)

    def _event(self, pending: Pending, response: dict[str, str], rating: int, judged: Grade | str, spent: int) -> Event:
        grade = judged if isinstance(judged, Grade) else None
        outcome = grade.outcome if grade else str(judged)
        return Event(
            "review",
            skill=pending.skill,
            level=pending.level,
            levels=pending.levels,
            seed=pending.seed,
            version=pending.version,
            problem=pending.problem,
            response=response,
            outcome=outcome,
            code=grade.code if grade else outcome,
            score=grade.score if grade else 0.0,
            rating=rating,
            hints=pending.hints,
            tries=1,
            ms=spent,
        )

    def _logged(self, event: Event, grade: Grade | None, pending: Pending | None, *, final: bool) -> Feedback:
        """Write the event, then say what it changes. `pending`: the problem as it stays open, if it does."""
        now = self._clock()
        recorded = self._log.record(event, now, pending)
        review = event.target or recorded.event.id
        if event.type == "review":
            self._before = recorded.before
            self._recent.append(recorded.event.skill or "")
        self._pending, self._review, self._undecided = recorded.pending, review, False
        self._tally.add(recorded)
        self._learn(recorded)
        return self._told(recorded, grade, review, final)

    def _learn(self, recorded: Recorded) -> None:
        """Keep in mind what an event changed."""
        for skill, memory in recorded.changed.items():
            if memory is None:
                self._memories.pop(skill, None)
            else:
                self._memories[skill] = memory
        self._kept().learn(recorded.event, self._memories)

    def _told(self, recorded: Recorded, grade: Grade | None, review: str, final: bool) -> Feedback:
        event, after = recorded.event, recorded.after
        kept = self._kept().view(self._memories, self._log.parameters()).get(event.skill or "")
        skill = self._curriculum.skills.get(event.skill or "")
        texts = skill.levels if skill else ()
        return Feedback(
            grade=grade,
            rating=NAMES[event.rating or AGAIN],
            final=final,
            message=_message(grade),
            steps=self._solution() if final else (),
            schedule=phrases.schedule(self._before, kept, event.day, self._options.again_minutes),
            level_change=phrases.level_change(recorded.before, after, texts, self._asked_levels),
            retry_offered=not final,
            event=review,
        )

    def _open(self) -> Pending:
        if self._pending is None or self._question is None:
            raise QuizgenError("no problem is open: ask for the next one")
        return self._pending

    def _keep(self, pending: Pending | None) -> None:
        self._log.keep(pending)
        self._pending = pending

    def _close_problem(self) -> None:
        assert self._pending is not None
        self._review = self._pending.review
        self._keep(None)

    def _solution(self) -> tuple[Step, ...]:
        return self._question.problem.steps if self._question else ()

    def _spent(self, elapsed_ms: int | None) -> int:
        """Milliseconds since the problem was shown or last answered."""
        now = self._clock()
        by_clock = (now - self._shown).total_seconds() * 1000
        self._shown = now
        return max(0, round(by_clock if elapsed_ms is None else elapsed_ms))


def _inputs(problem: Problem) -> set[str]:
    """The kinds of input that a problem asks for: "line", "choice", "code", ..."""
    return {field.input for _, fields in form(problem) for field in fields}


def _message(grade: Grade | None) -> str:
    """What the verdicts say, in the order of the parts."""
    said = [verdict.message for verdict in grade.parts.values() if verdict.message] if grade else []
    return "\n\n".join(dict.fromkeys(said))


def _same(one: Choice, other: Choice) -> bool:
    return (one.skill, one.level) == (other.skill, other.level)
