"""Find or repair the one wrong line of a short numpy function.

Levels: 1 shapes: the function stops with an error, often in a later line than the wrong one; 2 a sign or an axis: it
runs and gives a wrong value, which is shown; 3 a silent statistical error: data leak from test to training, the wrong
set is judged, weights of unequal batches. Right, wrong and repaired functions are run on the inputs when the problem
is made. Checked by putting the right line in the place of the chosen one, or the chosen repair in, running the
function and comparing with a second implementation. (MML 8.2.4, 9.2, 10.2; scikit-learn, "Common pitfalls".)
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import listed
from question_bank.code._programs import PROGRAMS, Program
from question_bank.code._trace import shown
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem, Step

Arguments = tuple[Any, ...]


class Given(NamedTuple):
    program: str
    bug: int
    locate: bool
    """The wrong line is asked for; else its repair."""
    example: Arguments
    hidden: Arguments
    """Arguments of a second input."""
    order: tuple[int, ...]
    """Of the repairs."""
    phrasing: int


ASKS = {
    True: (
        "One line is wrong. Which one?",
        "Exactly one line does not do what it should. Find it.",
        "A colleague asks you to review this function. Which line has to be changed?",
    ),
    False: (
        "Line @k is wrong. Which line should stand there?",
        "The mistake is in line @k. What repairs it?",
        "A review found that line @k is wrong. Choose the line that has to replace it.",
    ),
}


@exercise("code-find-bug", version=1)
def find_bug(draw: Draw, level: int) -> Given:
    """A function with a wrong line, and inputs for which that shows."""
    names = [name for name, program in PROGRAMS.items() if program.level == level]
    # Each bug is as likely as any other one.
    name, bug = draw.choice([(name, bug) for name in names for bug in range(len(PROGRAMS[name].bugs))])
    program = PROGRAMS[name]
    locate = draw.below(3) > 0
    for _ in range(TRIES):
        example, hidden = program.draw(draw), program.draw(draw)
        if _tells(program, bug, example) and _finite(program, hidden):
            order = tuple(draw.shuffled(range(1 + len(program.bugs[bug].repairs))))
            return Given(name, bug, locate, example, hidden, order, draw.below(3))
    raise exhausted("input", f"{name}: the wrong line does not show")


def _finite(program: Program, arguments: Arguments) -> bool:
    return bool(np.all(np.isfinite(outcome(program, program.lines, arguments).value)))


def _tells(program: Program, bug: int, arguments: Arguments) -> bool:
    """The right function is finite, and the wrong one and every wrong repair give something clearly different."""
    if not _finite(program, arguments):
        return False
    right = outcome(program, program.lines, arguments).value
    fault = program.bugs[bug]
    return not any(
        _alike(outcome(program, replaced(program.lines, fault.line, text), arguments).value, right, 1e-3)
        for text in (fault.wrong, *fault.repairs)
    )


# ------------------------------------------------------------------ running


class Outcome(NamedTuple):
    """What a function does with an input."""

    value: Any
    """None where it raises."""
    error: str = ""
    line: int = -1
    """Where it raises, counted from 0 in the body."""


def replaced(lines: Sequence[str], at: int, text: str) -> tuple[str, ...]:
    """The lines with another one at a place; its indentation is kept."""
    old = lines[at]
    return (*lines[:at], old[: len(old) - len(old.lstrip())] + text.strip(), *lines[at + 1 :])


@lru_cache(maxsize=4096)
def _function(signature: str, lines: tuple[str, ...]) -> Callable[..., Any]:
    space: dict[str, Any] = {"np": np}
    source = "\n".join([signature, *(f"    {line}" for line in lines)])
    exec(compile(source, "<function>", "exec"), space)
    made: Callable[..., Any] = space[signature.removeprefix("def ").partition("(")[0]]
    return made


def outcome(program: Program, lines: tuple[str, ...], arguments: Arguments) -> Outcome:
    """Runs the function with these lines on fresh arrays."""
    function = _function(program.signature, lines)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the mean of no rows, in a wrong function
            return Outcome(function(*map(_array, arguments)))
    except (ValueError, IndexError, TypeError, np.linalg.LinAlgError) as error:
        trace = error.__traceback__
        at = -1
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<function>":
                at = trace.tb_lineno - 2
            trace = trace.tb_next
        return Outcome(None, type(error).__name__, at)


def _array(x: Any) -> Any:
    return np.array(x) if isinstance(x, tuple) else x


def _alike(got: Any, expected: Any, tolerance: float = 1e-9) -> bool:
    if got is None or np.shape(got) != np.shape(expected):
        return False
    return bool(np.allclose(got, expected, rtol=tolerance, atol=tolerance))


def works(program: Program, lines: tuple[str, ...], inputs: Sequence[Arguments]) -> bool:
    """True when the function gives what the second implementation gives."""
    return all(
        _alike(outcome(program, lines, arguments).value, program.oracle(*map(_array, arguments)))
        for arguments in inputs
    )


# ------------------------------------------------------------------ the problem


@find_bug.problem
def build(
    program: str,
    bug: int,
    locate: bool,
    example: Arguments,
    hidden: Arguments,
    order: tuple[int, ...],
    phrasing: int,
) -> Problem:
    """The function, what it should do and what it does; lines or repairs to choose from."""
    made = PROGRAMS[program]
    fault = made.bugs[bug]
    wrong = replaced(made.lines, fault.line, fault.wrong)
    found = outcome(made, wrong, example)
    answer = _lines(made, bug, wrong, found) if locate else _repairs(made, bug, order)
    number = fault.line + 1
    right = made.lines[fault.line].strip()
    shown_code = numbered(made.signature, wrong)
    ask = ASKS[locate][phrasing].replace("@k", str(number))
    return Problem.single(
        prompt=f"{made.task}\n\n```python\n{shown_code}\n```\n\n{_symptom(made, found, example)} {ask}",
        answer=answer,
        hints=(HINTS[made.level], made.hint),
        steps=(
            Step(made.idea),
            Step(f"Line {number}, `{fault.wrong}`: {fault.why}"),
            Step(_check(made, example)),
            Step(
                f"So line {number} is wrong: `{fault.wrong}`. Right is `{right}`."
                if locate
                else f"So line {number} has to be: `{right}`"
            ),
        ),
    )


HINTS = {
    1: "Write the shape beside every line. The line that stops need not be the one that is wrong.",
    2: "Compare each line with the formula: along which axis are entries combined, and which sign has each term?",
    3: "Ask of every number: from which rows does it come, and are they the rows that the task means?",
}


def numbered(signature: str, lines: Sequence[str]) -> str:
    """The function with the numbers of its lines as comments."""
    width = max(len(line) for line in lines) + 6
    return "\n".join([signature, *(f"    {line}".ljust(width) + f"# {i}" for i, line in enumerate(lines, 1))])


def _called(program: Program, arguments: Arguments) -> str:
    """The arguments by name; empty where they are too long to read."""
    names = program.signature.partition("(")[2].removesuffix("):").split(", ")
    said = [f"`{name} = {shown(x)}`" for name, x in zip(names, arguments, strict=True)]
    return listed(said) if sum(map(len, said)) <= LONGEST else ""


LONGEST = 200
"""Characters of arguments that a prompt shows."""


def _symptom(program: Program, found: Outcome, example: Arguments) -> str:
    """What happens when the wrong function is called."""
    call = _called(program, example)
    if program.level == 1:
        names = program.signature.partition("(")[2].removesuffix("):").split(", ")
        shapes = [
            f"`{n}` of shape `{np.shape(x)}`" for n, x in zip(names, example, strict=True) if isinstance(x, tuple)
        ]
        return f"Called with {listed(shapes)}, it stops in line {found.line + 1} with a `{found.error}`."
    if program.level == 2 and call:
        right = outcome(program, program.lines, example).value
        return f"Called with {call}, it returns `{_rounded(found.value)}`; right would be `{_rounded(right)}`."
    ending = f"; with {call} it returns `{_rounded(found.value)}`" if call else ""
    return f"It runs without an error{ending}."


def _rounded(x: Any) -> str:
    return shown(np.round(np.asarray(x, dtype=float), 3) + 0.0)


def _check(program: Program, example: Arguments) -> str:
    """What the repaired function gives."""
    right = outcome(program, program.lines, example).value
    call = _called(program, example)
    if call and program.level > 1:
        return f"With the right line the same call returns `{_rounded(right)}`."
    return (
        f"With the right line the function returns an array of shape `{np.shape(right)}`."
        if np.shape(right)
        else ("With the right line the function runs and returns a number.")
    )


def _lines(program: Program, bug: int, wrong: tuple[str, ...], found: Outcome) -> ChoiceAnswer:
    """Every line as an option."""
    fault = program.bugs[bug]
    options = []
    for i, line in enumerate(wrong):
        text = line.strip()
        if i == fault.line:
            options.append(Option(_option(i, text), correct=True))
        else:
            code, feedback = _blame(program, text, i == found.line)
            options.append(Option(_option(i, text), code=code, feedback=feedback))
    return ChoiceAnswer(tuple(options))


def _option(i: int, text: str) -> str:
    return f"`{text}`"


def _blame(program: Program, text: str, stops: bool) -> tuple[str, str]:
    """The misconception that choosing a right line shows, and what to say."""
    if program.level == 1 and stops:
        return (
            "symptom-line",
            "There it stops, but the line itself is as it should be: where do the shapes that meet in it come from?",
        )
    if program.level == 2 and "axis=" in text:
        return "axis", "The axis of that line is right: entries have to be combined along it. Look at the other lines."
    if program.level == 2 and ("-" in text or "+" in text):
        return "sign", "The signs of that line are right. Compare the other lines with the formula, term by term."
    return "", "That line does what it should. Say for every line in one sentence what it computes, and compare."


def _repairs(program: Program, bug: int, order: Sequence[int]) -> ChoiceAnswer:
    """The right line among other changes of it."""
    fault = program.bugs[bug]
    options = [Option(f"`{program.lines[fault.line].strip()}`", correct=True)]
    for text in fault.repairs:
        code = ""
        if program.level == 2:
            code = "axis" if "axis=" in text and "axis=" in fault.wrong else "sign"
        elif program.level == 1:
            code = "axis" if "axis=" in text and "axis=" in fault.wrong else ""
        options.append(Option(f"`{text}`", code=code, feedback=REPAIR[program.level]))
    return ChoiceAnswer(tuple(options[i] for i in order))


REPAIR = {
    1: "Follow the shapes with this line in place: does it fit, and does each entry mean what it should?",
    2: "Put this line in and compute one entry by hand: it does not come out right.",
    3: "With this line the result still is not what the task asks for: say of each number in it from which entries it "
    "comes.",
}


@find_bug.verify
def repaired_function_works(
    program: str,
    bug: int,
    locate: bool,
    example: Arguments,
    hidden: Arguments,
    order: tuple[int, ...],
    phrasing: int,
    answer: tuple[str, ...],
) -> bool:
    """Put the right line in the place of the chosen one, or the chosen repair in, and run."""
    made = PROGRAMS[program]
    fault = made.bugs[bug]
    wrong = replaced(made.lines, fault.line, fault.wrong)
    inputs = (example, hidden)
    if works(made, wrong, inputs):
        return False
    (text,) = answer
    chosen = text.strip("`")
    if not locate:
        return works(made, replaced(wrong, fault.line, chosen), inputs)
    at = [line.strip() for line in wrong].index(chosen)
    return works(made, replaced(wrong, at, made.lines[at]), inputs)
