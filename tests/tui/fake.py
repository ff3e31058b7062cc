"""A session without bank, worker or disk: hand-made problems, judged by the real grading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.code import CodeAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.ordering import Line, OrderingAnswer
from quizgen.answers.table import TableAnswer
from quizgen.errors import QuizgenError
from quizgen.grading import Grade, grade
from quizgen.practice.focus import Focus
from quizgen.practice.home import Home
from quizgen.practice.session import Back, Feedback, Finished, Progress, Question, Rating, Summary
from quizgen.practice.wishes import Wishes
from quizgen.problem import Misconception, Part, Problem, Step
from quizgen.worker import WorkerFailed
from tui.desk import Wanted

INTEGRAL = Problem.single(
    prompt=r"""Let $f(x) = \frac{2x}{x^2+1}$. Find an antiderivative of $f$ and evaluate
$$\int_{0}^{2} \frac{2x}{x^2+1} \, dx - \ln(5) + \frac{3}{4}.$$
Give the exact value.""",
    answer=NumberAnswer.of("3/4"),
    steps=(
        Step(r"With $u = x^2 + 1$ we have $du = 2x \, dx$, so $F(x) = \ln(x^2 + 1)$."),
        Step(r"The integral is $F(2) - F(0) = \ln(5)$."),
        Step(r"So the value is $\ln(5) - \ln(5) + \frac{3}{4} = \frac{3}{4}$."),
    ),
    hints=("Try the substitution $u = x^2 + 1$.", "What is $F(0)$?"),
    misconceptions=(Misconception("lower-limit", NumberAnswer.of("-3/4"), r"Check the sign: you took $F(0) - F(2)$."),),
)
INVERSE = Problem.single(
    prompt=r"Let $A = \begin{pmatrix} 2 & 1 \\ 5 & 3 \end{pmatrix}$. Compute $A^{-1}$.",
    answer=MatrixAnswer.of([[3, -1], [-5, 2]], label="$A^{-1} =$"),
    steps=(
        Step(r"The determinant is $\det A = 2 \cdot 3 - 1 \cdot 5 = 1$."),
        Step(
            r"For $2 \times 2$ matrices $$A^{-1} = \frac{1}{\det A}\begin{pmatrix} d & -b \\ -c & a \end{pmatrix}"
            r" = \begin{pmatrix} 3 & -1 \\ -5 & 2 \end{pmatrix}.$$"
        ),
    ),
    hints=(r"Start with the determinant.",),
    misconceptions=(
        Misconception(
            "transposed", MatrixAnswer.of([[3, -5], [-1, 2]]), "You transposed: swap the off-diagonal entries."
        ),
    ),
)
CHOICE = Problem.single(
    prompt=r"Which statement holds for every invertible matrix $A$?",
    answer=ChoiceAnswer.of(
        (
            Option(r"$\det A = 1$", code="det-one", feedback="Invertible means that the determinant is not zero."),
            Option(r"$A^{-1} A = I$", correct=True),
            Option(r"$A^\top = A^{-1}$", feedback="That is what orthogonal means."),
        )
    ),
    steps=(Step("By definition, option 2 is right."),),
)
CHOICES = Problem.single(
    prompt="Which of these matrices are symmetric?",
    answer=ChoiceAnswer.of(
        (
            Option(r"$\begin{pmatrix} 1 & 2 \\ 2 & 1 \end{pmatrix}$", correct=True),
            Option(r"$\begin{pmatrix} 0 & 1 \\ -1 & 0 \end{pmatrix}$"),
            Option("$I$", correct=True),
        ),
        multiple=True,
    ),
    steps=(Step("The first and the third are."),),
)
ORDER = Problem.single(
    prompt=r"Put the steps in order, to show that $\ker A$ is a subspace. One step does not belong.",
    answer=OrderingAnswer.of(
        (
            Line(r"So $A(u + v) = 0$, and $u + v \in \ker A$.", "sum"),
            Line(r"Let $u, v \in \ker A$.", "let"),
            Line(r"Since $A$ is invertible, $u = v$.", "bad", needed=False, feedback="Nothing says so."),
            Line(r"Then $A(u + v) = Au + Av = 0 + 0$.", "linear"),
        ),
        before=(("let", "linear"), ("linear", "sum")),
    ),
    steps=(Step("Take two vectors, use linearity, conclude: 2, 4, 1."),),
)
CODE = Problem.single(
    prompt="Write a function that gives the sum of the squares of the entries of `x`, without a loop.",
    answer=CodeAnswer.of("def sum_of_squares(x):", "def sum_of_squares(x):\n    return (x * x).sum()", [[[1.0, 2.0]]]),
    steps=(Step("```python\ndef sum_of_squares(x):\n    return (x * x).sum()\n```"),),
)
TABLE = Problem.single(
    prompt=r"A test is positive in $90\%$ of the ill and $5\%$ of the healthy; $1\%$ are ill. Fill in.",
    answer=TableAnswer.of(
        ("joint", r"$P(\text{ill}, +) =$", NumberAnswer.of("9/1000")),
        ("evidence", r"$P(+) =$", NumberAnswer.of("117/2000")),
        ("posterior", r"$P(\text{ill} \mid +) =$", NumberAnswer.of("2/13")),
    ),
    steps=(Step(r"$P(\text{ill} \mid +) = \frac{9/1000}{117/2000} = \frac{2}{13}$."),),
)
PARTS = Problem(
    prompt=r"Let $f(x) = x^2 - 4$.",
    parts=(
        Part("a", NumberAnswer.of("-4"), r"What is $f(0)$?"),
        Part("b", NumberAnswer.of("6"), r"What is $f'(3)$?"),
    ),
    steps=(Step(r"$f(0) = -4$."), Step(r"$f'(x) = 2x$, so $f'(3) = 6$.")),
)
ALL = (INTEGRAL, INVERSE, CHOICE, CHOICES, ORDER, CODE, TABLE, PARTS)


class FakeSession:
    """Same shape as `quizgen.practice.session.Session`."""

    def __init__(
        self,
        problems: Sequence[Problem] = ALL,
        *,
        retry: bool = False,
        draft: Mapping[str, str] | None = None,
        hints: int = 0,
        fail: Mapping[str, int] | None = None,
        judge: Callable[[Problem, Mapping[str, str]], Grade] = grade,
    ) -> None:
        """`retry`: a wrong first answer may be repaired. `fail`: method name -> how many calls fail."""
        self.problems = list(problems)
        self.retry, self.judge = retry, judge
        self.fail = dict(fail or {})
        self.calls: list[tuple[Any, ...]] = []
        self.finished: Finished | None = None
        self.troubles: list[str] = []
        self.at = -1
        self.hints, self.first_hints, self.tries = hints, hints, 0
        self.draft = dict(draft or {})
        self.open = False
        self.done = self.correct = 0
        self.closed = self.undone = False
        self.last: Grade | None = None

    def _note(self, *call: Any) -> None:
        self.calls.append(call)
        if self.fail.get(call[0], 0):
            self.fail[call[0]] -= 1
            raise WorkerFailed("exercise la-hung (level 1, seed 7) took too long")

    @property
    def problem(self) -> Problem:
        return self.problems[self.at]

    def _question(self, reason: str = "due") -> Question:
        hints = self.problem.hints[: self.hints]
        return Question(
            problem=self.problem,
            skill="la-inverse",
            title="Linear algebra › Linear systems",
            statement="Invert a matrix",
            level=1,
            levels=3,
            level_text="2x2",
            reason=reason,  # type: ignore[arg-type]
            number=self.done + 1,
            hints=hints,
            tries=self.tries,
            draft=self.draft,
        )

    def next(self) -> Question | None:
        self._note("next")
        if not self.open or self.tries:
            if self.at + 1 >= len(self.problems):
                self.finished = Finished("Nothing more is due now. Next, tomorrow: Invert a matrix.")
                return None
            self.at += 1
            self.tries = 0
            if self.at:
                self.hints, self.draft = 0, {}
        self.open = True
        return self._question()

    def submit(self, response: Mapping[str, str], elapsed_ms: int | None = None) -> Feedback:
        self._note("submit", dict(response))
        assert self.open
        self.last = judged = self.judge(self.problem, response)
        message = "\n\n".join(v.message for v in judged.parts.values() if v.message)
        if judged.outcome == "unreadable":
            self.draft = dict(response)
            return Feedback(judged, None, False, message)
        if judged.outcome == "undecided":
            return Feedback(judged, None, False, message, self.problem.steps)
        if judged.outcome == "correct":
            return self._close(judged, "hard" if self.hints or self.tries else "good", message)
        if self.retry and not self.tries:
            self.tries, self.done = 1, self.done + 1
            return Feedback(
                judged, "again", False, message, schedule="Comes back in about 10 minutes.", retry_offered=True
            )
        return self._close(judged, "again", message)

    def _close(self, judged: Grade | None, rating: Rating, message: str = "") -> Feedback:
        self.open = False
        self.done += not self.tries
        self.correct += rating != "again"
        later = "Comes back in about 10 minutes." if rating == "again" else "Comes back in 4 days (was 1 day)."
        change = "Level 2 of 3 from now on: 3x3." if rating in ("good", "easy") else ""
        return Feedback(judged, rating, True, message, self.problem.steps, later, change, event="e1")

    def hint(self) -> str | None:
        self._note("hint")
        if self.hints >= len(self.problem.hints):
            return None
        self.hints += 1
        return self.problem.hints[self.hints - 1]

    def reveal(self) -> Feedback:
        self._note("reveal")
        return self._close(None, "again")

    def skip(self) -> None:
        self._note("skip")
        self.open = False

    def save_draft(self, response: Mapping[str, str]) -> None:
        self._note("save_draft", dict(response))
        self.draft = dict(response)

    def overrule(self, rating: Rating) -> Feedback:
        self._note("overrule", rating)
        self.done -= not self.open
        return self._close(self.last, rating)

    def undo(self, *, answers: bool = False) -> str | None:
        self._note("undo")
        if not self.done:
            return None
        self.undone = True
        self.open, self.tries, self.done = True, 0, self.done - 1
        return "la-inverse, level 1, answered on 2026-11-27: again"

    def redo(self) -> str | None:
        self._note("redo")
        if not self.undone:
            return None
        self.undone, self.open, self.done = False, False, self.done + 1
        return "la-inverse, level 1, answered on 2026-11-27: again"

    def standing(self) -> Question | Feedback | None:
        if self.open:
            return self._question()
        return Feedback(self.last, "again", True, "", self.problem.steps, event="e1") if self.last else None

    def wait(self) -> None:
        self._note("wait")

    def prepared(self) -> Problem | None:
        return self.problems[self.at + 1] if self.at + 1 < len(self.problems) else None

    def similar(self) -> Question:
        self._note("similar")
        self.open, self.hints, self.draft, self.tries = True, 0, {}, 0
        return self._question("ahead")

    @property
    def progress(self) -> Progress:
        return Progress(self.done, self.correct, max(0, len(self.problems) - self.done), 0, None)

    def summary(self) -> Summary:
        ratings: dict[Rating, int] = {"again": self.done - self.correct, "good": self.correct}
        message = self.finished.message if self.finished else ""
        back = (
            Back("today", ("Integrate by substitution",)),
            Back("tomorrow", ("Invert a matrix", "Tell a subspace from a subset")),
            Back("in 4 days", ("Solve a linear system with one solution",)),
        )
        raised = ("Invert a matrix",)
        return Summary(self.done, self.correct, 95 * self.done, ratings, 1, raised, (), 3, message, back)

    def close(self) -> None:
        self.closed = True


DAY = Home(
    date="2026-11-27", due=12, new=9, minutes=35, week=(12, 4, 0, 7, 3, 1, 2), streak=5, done=8, first=False,
    focus="Essential mathematics for machine learning",
)  # fmt: skip
FIRST = Home(
    date="2026-11-27", due=0, new=3, minutes=5, week=(0,) * 7, streak=0, done=0, first=True,
    choices=(
        Focus("essentials", "Essential mathematics for machine learning", "course", 170),
        Focus("all", "Everything, in the order it builds up", "all", 260),
        Focus("la", "Linear algebra: systems, spaces and maps", "unit", 29),
    ),
)  # fmt: skip


class FakeDesk:
    """Same shape as `tui.desk.Desk`."""

    def __init__(self, *sessions: FakeSession) -> None:
        """`sessions`: handed out one after the other; the last one again and again."""
        self.sessions = list(sessions) or [FakeSession()]
        self.wanted: list[Wanted] = []
        """What was asked for."""
        self.asked: list[tuple[Any, ...]] = []
        """Other calls."""
        self.day = DAY
        self.wished = Wishes(30, 0, 20, 0.9, "essentials", FIRST.choices, "", "")

    # -- practice ----------------------------------------------------------------------------------------------

    def session(self, skills: frozenset[str] | None = None, **wanted: Any) -> FakeSession:
        self.wanted.append(Wanted(skills, **wanted))
        return self.sessions.pop(0) if len(self.sessions) > 1 else self.sessions[0]

    # -- home and settings -------------------------------------------------------------------------------------

    def home(self, *, wait: bool = False) -> Home:
        self.asked.append(("home", wait))
        return self.day if wait else msgspec.structs.replace(self.day, new=None)

    def wishes(self) -> Wishes:
        return self.wished

    def wish(self, **values: Any) -> None:
        self.asked.append(("wish", values))
        if values.get("retention", 0.9) > 0.99:
            raise QuizgenError("retention is a chance between 0.5 and 0.99")
        self.wished = msgspec.structs.replace(self.wished, **values)

    def set_exam(self, date: str, course: str, minutes: int) -> str:
        self.asked.append(("set_exam", date, course, minutes))
        if date == "soon":
            raise QuizgenError("'soon' is no date: write it like 2027-02-12")
        self.wished = msgspec.structs.replace(self.wished, exam=date, exam_course=course)
        return "3 new skills a day, asked again at a chance of 0.9: 84% of the marks expected on that day."

    # -- skills, progress, sheets ------------------------------------------------------------------------------
