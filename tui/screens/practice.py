"""The practice screen: a problem, the reply, the verdict, the next problem."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from quizgen.errors import QuizgenError
from quizgen.practice.session import Feedback, Progress, Question, Rating, Session, Summary
from quizgen.problem import Problem
from tui.calls import Calls
from tui.desk import Desk, Wanted
from tui.glyphs import plain_signs
from tui.keys import bind, live, pressed
from tui.messages import FormEdited, FormSubmitted, PracticeChosen, SessionFailed, SessionOpened
from tui.screens.help import HelpScreen
from tui.screens.summary import Step, SummaryScreen
from tui.widgets.feedback import FeedbackView
from tui.widgets.form import Form
from tui.widgets.key_bar import KeyBar
from tui.widgets.math_text import MEASURE, MathText, laid_out
from tui.widgets.top_bar import TopBar

DRAFT_SECONDS = 0.7
"""What is typed is on disk so long after the last key."""
TRIES_FOR_A_PROBLEM = 3
"""Failing exercises that are passed over before the learner is asked what to do."""
BUSY = 0.7
"""How far the answer fades while it is judged, where that takes long."""
PATIENCE = 0.1
"""Seconds of waiting that are not shown: to paint them would only make the learner wait longer."""
TALL = 28
"""Rows from which on the answer does not stand at the bottom."""
PLACING = "At most 25 problems find out what you know. Skip what you have not learned: nothing is held against you."
REASONS = {"due": "review", "new": "new", "again": "again", "ahead": "ahead of time"}

State = Literal["loading", "asking", "judging", "review", "stuck", "done"]
"""stuck: there is no problem to show, because the exercises fail. done: nothing is left to ask."""


class PracticeScreen(Screen[None]):
    """Asks until nothing is due. All session calls are made in `Calls`; the screen never waits."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-medium"), (34, "-tall")]
    AUTO_FOCUS = None
    BINDINGS: ClassVar = [
        bind("next", display="⏎"),
        bind("next", "retry", label="Try again", keys="enter,t", display="⏎"),
        bind("go_on"),
        bind("solution_here"),
        bind("right", "overrule('good')"),
        bind("wrong", "overrule('again')"),
        bind("easy", "overrule('easy')"),
        bind("similar"),
        bind("check"),
        bind("hint"),
        bind("skip"),
        bind("solution"),
        bind("undo"),
        bind("undo", "undo_before", show=False),
        bind("redo", show=False),
        bind("leave", show=False),
        bind("home", "app.go('home')", show=False),
        bind("help"),
        bind("down", "scroll(1)", show=False),
        bind("up", "scroll(-1)", show=False),
    ]

    def __init__(
        self,
        desk: Desk,
        calls: Calls,
        wanted: Wanted | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`wanted`: what to practise; `now` is a clock in seconds."""
        super().__init__()
        self._desk, self._calls, self._now = desk, calls, now
        self.wanted = wanted or Wanted()
        self.session: Session | None = None
        self.state: State = "loading"
        self.question: Question | None = None
        self.feedback: Feedback | None = None
        self._response: dict[str, str] = {}
        self._hints: list[str] = []
        self._answered = False
        self._counting = False
        self._waits = Calls()
        """For what waits while the other calls go on."""
        self._shown_at = 0.0
        self._troubles = 0
        self._draft_timer: Timer | None = None
        self._next_form: tuple[Problem, Form] | None = None
        """Mounted and hidden while the verdict is read, of the problem that is asked next if nothing comes between."""
        self._answer = Vertical(id="answer")
        self._answer.display = False

    # -- what is on the screen -------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Bar, problem, answer, keys."""
        yield TopBar("quizgen")
        with VerticalScroll(id="page", can_focus=True):
            yield Static(Content("Preparing the first problem…"), id="waiting", markup=False)
        yield self._answer
        yield KeyBar()

    def on_mount(self) -> None:
        """Open the session behind the first frame."""
        self.query_one("#page").focus()
        if self.wanted.placing:
            self.app.notify(PLACING, timeout=12, markup=False)
        self._open()
        self._warm_up()

    @work(group="warm up")
    async def _warm_up(self) -> None:
        """Draw a first formula while session and worker get ready: the reader of the markup is imported by it."""
        await self._waits.run(laid_out, "$x$", MEASURE, False)

    @property
    def form(self) -> Form | None:
        """The reply on the screen."""
        return next((child for child in self._answer.children if isinstance(child, Form) and child.display), None)

    async def _show(self, question: Question, progress: Progress, *, draft: dict[str, str] | None = None) -> None:
        """Put a problem on the screen."""
        self.question, self.feedback = question, None
        self._hints, self._answered = list(question.hints), question.tries > 0
        self._response = {}
        page, answer = self.query_one("#page"), self._answer
        with self.app.batch_update():
            text = next(iter(page.query_children("#problem").results(MathText)), None)
            form = self._form_for(question.problem, question.draft if draft is None else draft)
            self._put_away([child for child in (*page.children, *answer.children) if child not in (text, form)])
            new: list[Widget] = [*self._hint_texts()]
            if text is not None:
                text.show(question.problem.prompt)
            else:
                new.insert(0, MathText(question.problem.prompt, id="problem"))
            if new:
                await page.mount(*new)
            if form.is_attached:
                form.display = True
                self.call_after_refresh(form.start)
            else:
                await answer.mount(form)
            self._set_state("asking")
        page.scroll_home(animate=False)
        self._show_bar(progress)
        self._shown_at = self._now()

    def _put_away(self, old: list[Widget]) -> None:
        """Hide what is no longer wanted; it is removed once the new is painted."""
        for widget in old:
            widget.display = False
        self.call_after_refresh(self._remove, old)

    async def _remove(self, old: list[Widget]) -> None:
        for widget in old:
            widget.remove()

    def _form_for(self, problem: Problem, response: dict[str, str]) -> Form:
        """The form that waits for this problem, or a new one."""
        waiting, self._next_form = self._next_form, None
        if waiting is not None and waiting[0] == problem and not response:
            return waiting[1]
        return Form(problem, response)

    def _hint_texts(self) -> list[MathText]:
        return [self._hint_text(number) for number in range(1, len(self._hints) + 1)]

    def _hint_text(self, number: int) -> MathText:
        assert self.question is not None
        total = max(len(self.question.problem.hints), len(self._hints))
        return MathText(f"**Hint {number} of {total}.** {self._hints[number - 1]}", classes="hint")

    def _show_bar(self, progress: Progress) -> None:
        question = self.question
        if question is not None:
            second = ", second try" if question.tries else ""
            why = "placing you" if self.wanted.placing else REASONS[question.reason]
            details = f"level {question.level} of {question.levels} · {why}{second}"
            self.query_one(TopBar).show(question.title, details)
        of = f" of {progress.limit}" if progress.limit else ""
        left = [f"{progress.due} due"] if progress.due and not self.wanted.placing else []
        left += [f"{progress.new} new"] if progress.new and not self.wanted.placing else []
        self.query_one(TopBar).progress(" · ".join([f"{progress.done}{of} done", *left]))
        if progress.new is None and not self._counting:
            self._counting = True
            self._count()

    @work(group="count")
    async def _count(self) -> None:
        """Show how many are new as soon as the worker has said it."""
        if (session := self.session) is None:
            return
        with suppress(QuizgenError):  # said where the next problem is asked for
            await self._waits.run(session.wait)
            self._show_bar(await self._calls.run(lambda: session.progress))

    def _set_state(self, state: State) -> None:
        self.state = state
        answer = self._answer
        # Not by classes: the styles of every field below would be looked up again.
        answer.display = state in ("asking", "judging")
        answer.styles.opacity = 1.0
        if state in ("judging", "loading"):
            self.set_timer(PATIENCE, self._wait_visibly)
            return
        if state == "review":
            self.query_one("#page").focus()
        self._fit()
        self.refresh_bindings()

    def _wait_visibly(self) -> None:
        """Show that this takes a while, if it still does."""
        if self.state in ("judging", "loading"):
            self._answer.styles.opacity = BUSY
            self.refresh_bindings()

    def on_resize(self) -> None:
        """Share the rows anew."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Give the fields what the problem can spare."""
        form = self.form
        if form is None or self.size.height == 0:
            return
        rows = self.size.height - 3  # bars and the rule above the answer
        short = self.size.height < 20
        preview = 0 if form.preview.has_class("-quiet") else 3 if short else 5
        problem_text = self.query("#problem").results(MathText)
        wanted = sum(len(text.rows(max(20, self.size.width - 5))) for text in problem_text) + (0 if short else 2)
        problem = min(wanted, max(4, rows * 45 // 100))
        form.limit(rows - preview - problem, self.size.width)
        self._place_answer(rows, wanted)

    def _place_answer(self, rows: int, wanted: int) -> None:
        """On a tall screen the answer stands near the problem, else at the bottom."""
        page = self.query_one("#page")
        if rows < TALL or self.state == "review":
            page.styles.height = "1fr"
            return
        width = max(20, self.size.width - 7)
        hints = sum(len(hint.rows(width)) + 1 for hint in page.query(".hint").results(MathText) if hint.display)
        page.styles.height = min(max(TALL // 2, wanted + hints + 1), rows * 2 // 3)

    # -- calls of the session --------------------------------------------------------------------------------

    def _make_session(self) -> Session:
        return self._desk.session(**self.wanted._asdict())

    @work(group="session")
    async def _open(self) -> None:
        try:
            self.session = await self._calls.run(self._make_session)
        except QuizgenError as error:
            self.post_message(SessionFailed(error))
            return
        await self._next()
        self.post_message(SessionOpened())

    async def _next(self, ask: Callable[[], Question | None] | None = None) -> None:
        """Get a problem and show it. Failing exercises are named and passed over."""
        assert self.session is not None
        session = self.session
        for _ in range(TRIES_FOR_A_PROBLEM):
            try:
                question, progress = await self._calls.run(_asked, session, ask or session.next)
                break
            except QuizgenError as error:
                self._tell(f"{_sentence(str(error))} It was left out.")
                ask = None
        else:
            self._stuck()
            return
        self._tell_troubles()
        if question is None:
            await self._finish()
            return
        await self._show(question, progress)

    def _stuck(self) -> None:
        page = self.query_one("#page")
        page.remove_children()
        again, leave = pressed(self.app, "go_on"), pressed(self.app, "quit")
        text = f"No problem could be made. Press {again} to try again, or {leave} to quit."
        page.mount(Static(Content(text), markup=False))
        self._set_state("stuck")

    def _tell_troubles(self) -> None:
        """Name the exercises that the session left out."""
        troubles = self.session.troubles if self.session else []
        for sentence in troubles[self._troubles :]:
            self._tell(f"{_sentence(sentence)} It was left out.")
        self._troubles = len(troubles)

    def _tell(self, sentence: str) -> None:
        self.app.notify(sentence, severity="warning", timeout=8, markup=False)

    async def _finish(self) -> None:
        assert self.session is not None
        session = self.session
        summary = await self._calls.run(session.summary)
        self.state = "done"
        self.app.push_screen(SummaryScreen(summary, session.finished), self._after_summary)

    def _after_summary(self, step: Step | None) -> None:
        """What the learner does at the end of a session."""
        if step == "undo":
            self.action_undo()
        elif step == "ahead":
            self.post_message(PracticeChosen(self.wanted._replace(ahead=True, placing=False)))
        else:
            self.call_later(self.app.run_action, "go('home')")

    @on(FormSubmitted)
    def _submitted(self, event: FormSubmitted) -> None:
        if self.state == "asking":
            self._stop_draft_timer()
            self._set_state("judging")
            self._judge(event.response)

    @work(group="session")
    async def _judge(self, response: dict[str, str]) -> None:
        assert self.session is not None
        session, elapsed = self.session, round((self._now() - self._shown_at) * 1000)
        try:
            feedback = await self._calls.run(session.submit, response, elapsed)
        except QuizgenError as error:
            self._set_state("asking")
            how = f"check it again, or skip it ({pressed(self.app, 'skip')})"
            self._tell(f"{_sentence(str(error))} Your answer is kept: {how}.")
            await self._keep(response)
            return
        self._response = response
        grade = feedback.grade
        if grade is not None and grade.outcome == "unreadable":
            self._refuse(feedback)
            return
        self._answered = True
        self._shown_at = self._now()
        await self._review(feedback)
        self._tell_troubles()

    def _refuse(self, feedback: Feedback) -> None:
        self._set_state("asking")
        assert feedback.grade is not None
        verdict = next((v for v in feedback.grade.parts.values() if v.outcome == "unreadable"), None)
        if self.form is not None and verdict is not None:
            self.form.refuse(verdict)

    async def _review(self, feedback: Feedback, own_word: str = "") -> None:
        """Fold the answer away and show a verdict."""
        assert self.question is not None
        assert self.session is not None
        session = self.session
        self.feedback = feedback
        view = FeedbackView(self.question.problem, self._response, feedback, own_word=own_word)
        page = self.query_one("#page")
        with self.app.batch_update():
            await page.query(FeedbackView).remove()
            await page.mount(view)
            self._set_state("review")
        self.call_after_refresh(self._scroll_to_view, view)
        self._show_bar(await self._calls.run(lambda: session.progress))
        self._get_next_ready(session, feedback, min(self.query_one("#problem").content_size.width, MEASURE))

    @work(group="warm up")
    async def _get_next_ready(self, session: Session, feedback: Feedback, width: int) -> None:
        """Lay out the text of the next problem, which the renderer keeps, and mount its form, while the verdict is
        read."""
        problem = await self._waits.run(session.prepared)
        if problem is None:
            return
        await self._waits.run(laid_out, problem.prompt, width, plain_signs(self))
        mounted = self._next_form is not None and self._next_form[0] == problem
        if self.state == "review" and self.feedback is feedback and not mounted:
            form = Form(problem, {})
            form.display = False
            self._next_form = problem, form
            await self._answer.mount(form)

    def _scroll_to_view(self, view: FeedbackView) -> None:
        """Show the verdict, with as much of the problem above it as there is room for."""
        page = self.query_one("#page")
        hidden = view.virtual_region.bottom - page.scrollable_content_region.height
        page.scroll_to(y=max(0, min(view.virtual_region.y - 1, hidden)), animate=False, immediate=True)

    # -- drafts ----------------------------------------------------------------------------------------------

    @on(FormEdited)
    def _edited(self) -> None:
        if self.state == "asking":
            self._stop_draft_timer()
            self._draft_timer = self.set_timer(DRAFT_SECONDS, self._save_draft)

    def _stop_draft_timer(self) -> None:
        if self._draft_timer is not None:
            self._draft_timer.stop()
            self._draft_timer = None

    @work(group="draft")
    async def _save_draft(self) -> None:
        if self.form is not None and self.state == "asking":
            await self._keep(self.form.response)

    async def _keep(self, response: dict[str, str]) -> None:
        assert self.session is not None
        try:
            await self._calls.run(self.session.save_draft, response)
        except QuizgenError as error:
            self._tell(_sentence(str(error)))

    async def save(self) -> Summary | None:
        """Write down what is typed, before the end; the session in numbers."""
        self._stop_draft_timer()
        if self.session is None:
            return None
        if self.form is not None and self.state == "asking":
            await self._keep(self.form.response)
        self._waits.stop()
        summary = await self._calls.run(self.session.summary)
        await self._calls.run(self.session.close)
        return summary

    # -- what the learner can do -----------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is possible now; keys that do nothing are not shown."""
        feedback, state = self.feedback, self.state
        reviewing = state == "review" and feedback is not None
        undecided = reviewing and _is_undecided(feedback)
        open_still = bool(reviewing and feedback and feedback.retry_offered)
        match action:
            case "next":
                return state == "stuck" or (reviewing and not open_still and not undecided)
            case "retry":
                return open_still or undecided
            case "go_on":
                return state == "stuck" or (reviewing and not undecided)
            case "solution_here":
                return bool(reviewing and feedback and not feedback.steps)
            case "similar":
                return reviewing and not undecided
            case "overrule":
                return self._may_overrule(str(parameters[0]), undecided) if reviewing else False
            case "hint":
                return bool(state == "asking" and self.question and len(self._hints) < len(self.question.problem.hints))
            case "skip" | "solution":
                return state == "asking"
            case "check":
                return bool(state == "asking" and self.form)
            case "leave":
                return state == "asking"
            case "undo":
                return state == "review"
            case "undo_before":
                return state == "asking"
            case "redo":
                return state in ("asking", "review")
        return True

    def _may_overrule(self, rating: str, undecided: bool) -> bool:
        assert self.feedback is not None
        logged = self.feedback.rating
        if rating == "good":
            return undecided or (self._answered and logged == "again")
        if rating == "again":
            return undecided
        return self._answered and logged in ("good", "hard")

    def action_check(self) -> None:
        """Check the answer."""
        if self.form is not None:
            self.form.submit()

    @work(group="session")
    async def action_next(self) -> None:
        """Go on to the next problem."""
        self._set_state("loading")
        await self._next()

    def action_go_on(self) -> None:
        """Go on without a second try."""
        self.action_next()

    @work(group="session")
    async def action_retry(self) -> None:
        """Unfold the answer again, with what was typed."""
        await self.query_one("#page").query(FeedbackView).remove()
        self.feedback = None
        self._set_state("asking")
        if self.form is not None:
            self.form.retry()

    @work(group="session")
    async def action_hint(self) -> None:
        """Show one more hint."""
        assert self.session is not None
        hint = await self._calls.run(self.session.hint)
        if hint is None:
            self._tell("There are no more hints.")
            return
        self._hints.append(hint)
        text = self._hint_text(len(self._hints))
        await self.query_one("#page").mount(text)
        self._fit()
        self.call_after_refresh(text.scroll_visible, animate=False)
        self.refresh_bindings()

    @work(group="session")
    async def action_skip(self) -> None:
        """Leave the problem."""
        assert self.session is not None
        self._stop_draft_timer()
        self._set_state("loading")
        await self._calls.run(self.session.skip)
        await self._next()

    @work(group="session")
    async def action_solution(self) -> None:
        """Show the worked solution."""
        assert self.session is not None
        self._stop_draft_timer()
        if self.form is not None and self.state == "asking":
            await self._keep(self.form.response)
        await self._review(await self._calls.run(self.session.reveal))

    def action_solution_here(self) -> None:
        """Show the worked solution, after a verdict."""
        self.action_solution()

    @work(group="session")
    async def action_overrule(self, rating: Rating) -> None:
        """Take the learner's word."""
        assert self.session is not None
        await self._review(await self._calls.run(self.session.overrule, rating), rating)

    @work(group="session")
    async def action_similar(self) -> None:
        """Ask for another problem of the same kind."""
        assert self.session is not None
        self._set_state("loading")
        await self._next(self.session.similar)

    @work(group="session")
    async def action_undo(self) -> None:
        """Take back what was done last."""
        await self._take_back("undo")

    def action_undo_before(self) -> None:
        """Take back the answer before this problem."""
        self.action_undo()

    @work(group="session")
    async def action_redo(self) -> None:
        """Bring back what was taken back."""
        await self._take_back("redo")

    async def _take_back(self, name: Literal["undo", "redo"]) -> None:
        """Undo or redo, say in a sentence what it was, and show what stands now."""
        assert self.session is not None
        session = self.session
        open_before = self.question if self.state == "asking" else None
        draft = self.form.response if self.form is not None and open_before is not None else None
        try:
            if draft is not None:
                await self._calls.run(session.save_draft, draft)
            told = await self._calls.run((lambda: session.undo(answers=True)) if name == "undo" else session.redo)
            standing = await self._calls.run(session.standing)
        except QuizgenError as error:
            self._tell(_sentence(str(error)))
            return
        if told is None:
            self._tell("Nothing is left to take back." if name == "undo" else "Nothing is there to bring back.")
            if self.state == "done":
                await self._finish()
            return
        lead = "Taken back" if name == "undo" else "Brought back"
        self.app.notify(f"{lead}: {_sentence(told, upper=False)}", timeout=5, markup=False)
        progress = await self._calls.run(lambda: session.progress)
        if isinstance(standing, Question):
            if open_before is not None and standing.problem == open_before.problem and standing.tries == 0:
                self.question = standing
                self._show_bar(progress)  # what was taken back was something else: typing goes on
            else:
                await self._show(standing, progress)
        elif standing is not None:
            await self._review(standing)
        else:
            await self._next()

    def action_leave(self) -> None:
        """From the answer to the problem, or back."""
        page = self.query_one("#page")
        if self.focused is not page:
            page.focus()
        elif self.form is not None:
            self.form.start()

    def action_scroll(self, rows: int) -> None:
        """Scroll the problem."""
        self.query_one("#page").scroll_relative(y=rows, animate=False)

    def action_help(self) -> None:
        """Keys and typing."""
        keys = [(self.app.get_key_display(b), b.description, b.tooltip) for _, b in live(self)]
        fields = [field.field for field in self.form.fields] if self.form else []
        self.app.push_screen(HelpScreen(keys, fields, self.question))


def _asked(session: Session, ask: Callable[[], Question | None]) -> tuple[Question | None, Progress]:
    return ask(), session.progress


def _is_undecided(feedback: Feedback | None) -> bool:
    grade = feedback.grade if feedback is not None and not feedback.final else None
    return grade is not None and grade.outcome == "undecided"


def _sentence(text: str, *, upper: bool = True) -> str:
    return (text[:1].upper() if upper else text[:1]) + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
