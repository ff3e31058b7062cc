"""The line mode: a session as lines that are only ever appended, for screen readers, scripts and dumb terminals.

Mathematics is spoken, options are numbered, and what is read is one line at a time, so that a pipe can drive it:
for each problem the lines of its fields, then (after the verdict) an empty line to go on. A line that begins with
a colon is a command, at any prompt. The end of the input quits without loss.
"""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TextIO

from quizgen.answers.base import Field, Outcome
from quizgen.answers.echo import tex
from quizgen.answers.language import read
from quizgen.answers.syntax import Unreadable
from quizgen.errors import QuizgenError
from quizgen.grading import Grade, form
from quizgen.markup.spoken import spoken
from quizgen.practice.session import Feedback, Question, Rating, Session
from quizgen.problem import Part

WIDTH = 78
TRIES_FOR_A_PROBLEM = 3

VERDICTS: dict[Outcome, str] = {
    "correct": "Correct.",
    "partial": "Partly right.",
    "incorrect": "Not right.",
    "unreadable": "This could not be read. It costs nothing.",
    "undecided": "I could not decide this. Compare with the solution, then say :right or :wrong.",
}
REASONS = {"due": "a review", "new": "new", "again": "once more", "ahead": "ahead of time"}
COMMANDS = {
    ":hint": "the next hint",
    ":skip": "leave this problem for another time",
    ":solution": "give up and read the solution",
    ":repeat": "read the problem again",
    ":again": "try the same problem again, where that is offered",
    ":next": "go on to the next problem, after a verdict",
    ":right": "count the last answer as right",
    ":wrong": "count an undecided answer as wrong",
    ":easy": "the last problem was easy: come back later",
    ":similar": "another problem of the same kind, after a verdict",
    ":undo": "take back the last answer, or the last word on one; again and again",
    ":redo": "bring back what was taken back last",
    ":progress": "how much is done, due and new",
    ":help": "this list, and how to type answers",
    ":quit": "stop here; nothing is lost",
}
TYPING = (
    "Type 3/4, 2x, x^2, sqrt(2), e^(-x), ln(x), pi, lambda.",
    "A vector: [1, -2, 3/4] or (1, -2, 3/4). A matrix: [1, 2; 3, 4], or its rows on lines of their own.",
    "A set: {1, 2}. An interval: [0, 1) or (-inf, 2]. Conditions: x = 1 or x = -2.",
    "One of several options: its number. Lines in order: their numbers, such as 3 1 2.",
    "A field of several lines (a matrix, vectors, code) ends with an empty line or a line with only a dot.",
)


class _Stopped(Exception):  # noqa: N818 (nothing went wrong)
    """The learner wants to stop, or the input ended."""


class _Command(Exception):  # noqa: N818
    """A command was typed where an answer was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def run(session: Session, stdin: TextIO, stdout: TextIO, *, color: bool = False, width: int = WIDTH) -> int:
    """Practise until nothing is due, or until the learner stops. Returns the exit code 0.

    `color` makes verdicts bold by escape codes; without it there are none. `width`: lines are broken before this
    column; 0 leaves them whole. Raises QuizgenError when no exercise can be had.
    """
    return Plain(session, stdin, stdout, color=color, width=width).run()


class Plain:
    """The loop over problems."""

    def __init__(self, session: Session, stdin: TextIO, stdout: TextIO, *, color: bool, width: int) -> None:
        self._session, self._stdin, self._stdout = session, stdin, stdout
        self._color, self._width = color, width
        self._response: dict[str, str] = {}
        self._hints = 0
        self._troubles = 0

    def run(self) -> int:
        """All problems."""
        self._say("Practice in lines of text. Commands begin with a colon; :help lists them.")
        try:
            question = self._next(self._session.next)
            while question is not None:
                question = self._next(self._problem(question) or self._session.next)
            if self._session.finished is not None:
                self._say(self._session.finished.message)
        except (_Stopped, KeyboardInterrupt):
            self._say("Stopped. Nothing is lost.")
        summary = self._session.summary()
        if summary.done:
            self._say(f"{summary.done} done, {summary.correct} right.")
        self._session.close()
        return 0

    def _next(self, ask: Callable[[], Question | None]) -> Question | None:
        """The next problem. Exercises that fail are named and left out."""
        failure: QuizgenError | None = None
        for _ in range(TRIES_FOR_A_PROBLEM):
            try:
                question = ask()
            except QuizgenError as error:
                self._say(f"{_sentence(str(error))} It was left out.")
                failure, ask = error, self._session.next
            else:
                self._tell_troubles()
                return question
        assert failure is not None
        raise failure

    def _tell_troubles(self) -> None:
        troubles = self._session.troubles
        for sentence in troubles[self._troubles :]:
            self._say(f"{_sentence(sentence)} It was left out.")
        self._troubles = len(troubles)

    # -- one problem -----------------------------------------------------------------------------------------

    def _problem(self, question: Question) -> Callable[[], Question | None] | None:
        """Ask until the problem is done. Returns how to get the next question, if not by `next`."""
        self._hints = len(question.hints)
        self._response = dict(question.draft)
        self._read_out(question)
        asking: dict[str, str] | None = dict(question.draft)
        while True:
            started = time.monotonic()
            try:
                feedback = self._ask(question, asking or {}, started)
            except _Command as command:
                if command.name == ":skip":
                    self._session.skip()
                    self._say("Skipped. It will be offered again.")
                    return None
                if command.name in (":undo", ":redo"):
                    self._session.save_draft(self._response)
                    standing = self._take_back(command.name)
                    if standing is None:
                        asking = dict(self._response)
                        continue
                    if isinstance(standing, Question):
                        return lambda: standing
                    feedback = standing
                else:
                    feedback = self._session.reveal()  # ":solution"
            except _Stopped:
                self._session.save_draft(self._response)
                raise
            self._show(question, feedback)
            if feedback.grade is not None and feedback.grade.outcome == "unreadable":
                asking = dict(self._response)
                continue
            step = self._after(question, feedback)
            if step == "retry":
                asking = dict(self._response)
                self._say("Once more. An empty line keeps what you typed before.")
                continue
            if isinstance(step, Question):
                reopened = step
                return lambda: reopened
            return self._session.similar if step == "similar" else None

    def _take_back(self, command: str) -> Question | Feedback | None:
        """Undo or redo, in a sentence. Returns what stands now; None where there was nothing to do."""
        undo = command == ":undo"
        told = self._session.undo(answers=True) if undo else self._session.redo()
        if told is None:
            self._say("Nothing is left to take back." if undo else "Nothing is there to bring back.")
            return None
        self._say(f"{'Taken back' if undo else 'Brought back'}: {told}.")
        return self._session.standing()

    def _read_out(self, question: Question) -> None:
        title = question.title.replace(" › ", ", ")
        self._write("")
        self._strong(
            f"Problem {question.number}. {title}, level {question.level} of {question.levels}, "
            f"{REASONS[question.reason]}."
        )
        self._markup(question.problem.prompt)
        for number, hint in enumerate(question.hints, 1):
            self._markup(hint, f"Hint {number}: ")
        if question.tries:
            self._say("This is your second try.")

    def _ask(self, question: Question, draft: Mapping[str, str], started: float) -> Feedback:
        """Read every field, then have the response judged."""
        forms = form(question.problem)
        alone = sum(len(fields) for _, fields in forms) == 1
        for part, fields in forms:
            self._introduce(part, several=len(forms) > 1)
            for field in fields:
                kept = draft.get(field.name, "")
                self._response[field.name] = self._field(question, field, kept, alone=alone)
        try:
            return self._session.submit(self._response, round((time.monotonic() - started) * 1000))
        except QuizgenError as error:
            self._say(f"{_sentence(str(error))} Your answer is kept; answer again, or :skip.")
            return self._ask(question, dict(self._response), started)

    def _introduce(self, part: Part, *, several: bool) -> None:
        if several or part.prompt:
            self._markup(part.prompt, f"Part {part.id}. " if several else "")

    # -- one field -------------------------------------------------------------------------------------------

    def _field(self, question: Question, field: Field, kept: str, *, alone: bool) -> str:
        """The text of a field. What cannot be read is asked for again, at no cost."""
        self._options(field)
        if kept.strip():
            self._say(f"Typed before: {' / '.join(kept.splitlines())}. An empty line keeps it.")
        while True:
            lines: list[str] = []
            try:
                self._type(field, question, lines, alone=alone)
            except _Stopped:
                self._response[field.name] = "\n".join(lines) or kept
                raise
            text = "\n".join(lines) if "".join(lines).strip() else kept
            if not text.strip() and alone:
                self._say("Type your answer first, or :hint, :skip, :solution, :quit.")
                continue
            fault = self._echo(field, text) if text.strip() else ""
            if not fault:
                return text
            self._say(fault)
            kept = text

    def _options(self, field: Field) -> None:
        for number, option in enumerate(field.options, 1):
            self._markup(option, f"{number}: ")
        if field.input == "choices":
            self._say("Type the numbers of all that are right, or none.")
        elif field.input == "order":
            self._say("Type the numbers in the right order; leave out lines that do not belong.")
        elif field.input == "code":
            self._say("Type the function, or only its body; end with an empty line or a dot. It begins:")
            for line in field.prefill.rstrip().splitlines():
                self._write(line)

    def _type(self, field: Field, question: Question, lines: list[str], *, alone: bool) -> None:
        """Fill `lines` with what is typed into a field. Raises _Command (skip, solution) and _Stopped."""
        label = spoken(field.label).strip().rstrip(":") if field.label else ("Answer" if alone else _named(field))
        label = label[:1].upper() + label[1:]
        if field.input == "code":
            self._lines(f"{label}: ", question, lines, _code_done(field))
            lines[:] = _whole(field, lines)
        elif field.input in ("grid", "lines"):
            rows = f", {field.rows} by {field.columns}" if field.rows and field.columns else ""
            self._lines(f"{label}{rows}: ", question, lines, _matrix_done(field))
        else:
            lines.append(self._line(f"{label}: ", question).strip())

    def _lines(self, prompt: str, question: Question, lines: list[str], done: Callable[[list[str]], bool]) -> None:
        """Read lines up to an empty one (`done` may say that they are complete before, or not yet)."""
        while True:
            line = self._line(prompt if not lines else "next line: ", question)
            if line.strip() == "." or (not line.strip() and (not lines or done([*lines, ""]))):
                return
            lines.append(line)
            if done(lines):
                return

    def _line(self, prompt: str, question: Question | None = None) -> str:
        """One line. Commands that leave an answer open are done here where a question is being answered."""
        while True:
            line = self._raw_line(prompt)
            word = line.strip().lower()
            if not word.startswith(":"):
                return line
            found = [n for n in COMMANDS if n == word] or [n for n in COMMANDS if n.startswith(word) and word != ":"]
            if not found:
                self._say(f"There is no command {word}. " + _commands())
            elif found[0] == ":quit":
                raise _Stopped
            elif question is None or found[0] in (":skip", ":solution", ":undo", ":redo"):
                raise _Command(found[0])
            else:
                self._aside(question, found[0])

    def _raw_line(self, prompt: str) -> str:
        self._stdout.write(prompt)
        self._stdout.flush()
        line = self._stdin.readline()
        if not self._stdin.isatty():
            self._stdout.write(line if line.endswith("\n") else line + "\n")
        if not line:
            raise _Stopped
        return line.rstrip("\r\n")

    def _echo(self, field: Field, text: str) -> str:
        """Say how a text was read; or return why it was not."""
        if field.input not in ("line", "lines", "grid"):
            return ""
        try:
            node = read(text, field.vocabulary, field.expects)
        except Unreadable as error:
            where = f"At character {error.column + 1}: " if error.column is not None else ""
            return " ".join(filter(None, (_sentence(where + error.message), _sentence(error.hint))))
        self._markup(f"${tex(node)}$", "I read: ")
        return ""

    def _aside(self, question: Question, command: str) -> None:
        """Commands that leave the field open."""
        if command == ":hint":
            hint = self._session.hint()
            if hint is None:
                self._say("There are no more hints.")
            else:
                self._hints += 1
                self._markup(hint, f"Hint {self._hints}: ")
        elif command == ":repeat":
            self._read_out(question)
        elif command == ":help":
            self._help()
        elif command == ":progress":
            self._progress()
        else:
            self._say("There is no verdict yet: answer first, or :hint, :skip, :solution, :quit.")

    def _progress(self) -> None:
        now = self._session.progress
        of = f" of {now.limit}" if now.limit else ""
        new = f", {now.new} new" if now.new else ""
        self._say(f"{now.done}{of} done, {now.correct} right; {now.due} due{new}.")

    def _help(self) -> None:
        for name, about in COMMANDS.items():
            self._say(f"{name}  {about}")
        for line in TYPING:
            self._say(line)

    # -- the verdict -----------------------------------------------------------------------------------------

    def _show(self, question: Question, feedback: Feedback, own_word: bool = False) -> None:
        grade = feedback.grade
        if own_word:
            self._strong("Noted: your word counts.")
        elif grade is None:
            self._strong("The solution.")
        else:
            share = f" {grade.score:.0%} of the points." if 0 < grade.score < 1 else ""
            self._strong(VERDICTS[grade.outcome] + share)
            for line in self._marks(question, grade):
                self._say(line)
        if feedback.message and not own_word:
            self._plain_or_markup(feedback)
        if feedback.steps and not own_word:
            self._say("Solution." if grade is not None else "")
            for number, step in enumerate(feedback.steps, 1):
                self._markup(step.text, f"Step {number}: ")
        self._say(" ".join(filter(None, (feedback.schedule, feedback.level_change))))

    def _plain_or_markup(self, feedback: Feedback) -> None:
        """A judge's message is markup; what is said of unreadable text is plain, as the text itself was."""
        if feedback.grade is None or feedback.grade.outcome != "unreadable":
            self._markup(feedback.message)
            return
        for verdict in feedback.grade.parts.values():
            if verdict.outcome == "unreadable":
                where = f"In {verdict.field}: " if len(self._response) > 1 else ""
                self._say(where + " ".join(filter(None, (_sentence(verdict.message), _sentence(verdict.hint)))))

    def _marks(self, question: Question, grade: Grade) -> Iterator[str]:
        """Which field is right, where there are several."""
        for part, fields in form(question.problem):
            outcomes = grade.parts[part.id].fields
            for field in fields:
                if field.name in outcomes and len(fields) > 1:
                    label = spoken(field.label).strip() if field.label else _named(field)
                    yield f"{label}: {VERDICTS[outcomes[field.name]].lower()}"
            if len(question.problem.parts) > 1:
                yield f"Part {part.id}: {VERDICTS[grade.parts[part.id].outcome].lower()}"

    def _after(self, question: Question, feedback: Feedback) -> str | Question:
        """What comes after a verdict: "next", "retry" or "similar", or a problem that is open again."""
        undecided = bool(feedback.grade and feedback.grade.outcome == "undecided" and not feedback.final)
        while True:
            try:
                self._line(_prompt(feedback, undecided))
                if undecided:
                    continue
                return "retry" if feedback.retry_offered else "next"
            except _Command as command:
                step = self._after_command(question, feedback, command.name, undecided)
            if isinstance(step, Feedback):
                feedback, undecided = step, False
            elif step:
                return step

    def _after_command(
        self, question: Question, feedback: Feedback, command: str, undecided: bool
    ) -> str | Feedback | Question:
        """The step that a command asks for, the feedback that replaces the old, a problem that is open again, or ""
        to ask again."""
        ratings: dict[str, Rating] = {":right": "good", ":easy": "easy", ":wrong": "again"}
        if command in ratings:
            try:
                changed = self._session.overrule(ratings[command])
            except QuizgenError as error:
                self._say(_sentence(str(error)))
                return ""
            self._show(question, changed, own_word=True)
            return changed
        if command == ":solution" and not feedback.steps:
            revealed = self._session.reveal()
            self._show(question, revealed)
            return revealed
        if command == ":again" and (feedback.retry_offered or undecided):
            return "retry"
        if command in (":next", ":skip") and not undecided:
            return "next"
        if command == ":similar" and not undecided:
            return "similar"
        if command in (":undo", ":redo"):
            standing = self._take_back(command)
            if isinstance(standing, Feedback):
                self._show(question, standing)
            return standing or ""
        if command == ":help":
            self._help()
        elif command == ":repeat":
            self._read_out(question)
        elif command == ":progress":
            self._progress()
        else:
            self._say(f"{command} does nothing here.")
        return ""

    # -- writing ---------------------------------------------------------------------------------------------

    def _markup(self, source: str, lead: str = "") -> None:
        self._say(lead + spoken(source))

    def _strong(self, text: str) -> None:
        self._say(f"\x1b[1m{text}\x1b[0m" if self._color else text)

    def _say(self, text: str) -> None:
        """Text in lines of the width, paragraph by paragraph."""
        for line in text.splitlines():
            wrapped = (
                textwrap.wrap(line, self._width, break_long_words=False, break_on_hyphens=False)
                if self._width
                else [line]
            )
            for piece in wrapped or [""]:
                self._write(piece)

    def _write(self, line: str) -> None:
        self._stdout.write(line + "\n")
        self._stdout.flush()


def _prompt(feedback: Feedback, undecided: bool) -> str:
    if undecided:
        return "Was it right? :right or :wrong: "
    if feedback.retry_offered:
        return "Enter tries again; :solution, :right or :next: "
    return "Enter goes on: "


def _commands() -> str:
    return "There are " + ", ".join(COMMANDS) + "."


def _matrix_done(field: Field) -> Callable[[list[str]], bool]:
    """A matrix is complete when its brackets are closed, or all its rows are there."""

    def done(lines: list[str]) -> bool:
        if lines[-1] == "":
            return True
        text = "\n".join(lines).strip()
        if field.input == "grid" and text[:1] in "[(\\":
            return sum(map(text.count, "[({")) == sum(map(text.count, "])}")) and text[-1] in "])}"
        return field.input == "grid" and field.rows > 0 and (len(lines) == field.rows or ";" in text)

    return done


def _named(field: Field) -> str:
    """What a field without a label is called: "Answer (a)" for the only field of part a."""
    part, _, name = field.name.rpartition(".")
    return f"Answer ({part})" if part and name == "answer" else field.name


def _code_done(field: Field) -> Callable[[list[str]], bool]:
    """An empty line ends code that has a body; one between the signature and the body does not."""
    signature = {line.strip() for line in field.prefill.splitlines()}

    def done(lines: list[str]) -> bool:
        body = [line for line in lines if line.strip() and line.strip() not in signature and "import " not in line]
        return lines[-1] == "" and bool(body)

    return done


def _whole(field: Field, lines: list[str]) -> list[str]:
    """The function: what was typed, under the prefilled signature where only the body was typed."""
    if not lines or any(line.startswith(("def ", "async def ", "class ")) or "lambda" in line for line in lines):
        return lines
    indented = all(line.startswith((" ", "\t")) or not line.strip() for line in lines)
    body = lines if indented else ["    " + line for line in lines]
    return [*field.prefill.rstrip().splitlines(), *body]


def _sentence(text: str) -> str:
    """A fragment as a sentence."""
    text = text.strip()
    end = "" if not text or text[-1] in ".!?:" else "."
    return text[:1].upper() + text[1:] + end
