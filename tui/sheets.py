"""What the sheets screen asks of `quizgen sheet` and `quizgen exam`: the words of the command, and what it makes, read
back for a preview. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from quizgen.errors import QuizgenError
from quizgen.problem import Problem

if TYPE_CHECKING:
    from quizgen.practice.overview import Source

FORMATS = (".pdf", ".tex", ".html", ".md", ".json")
NONE = "none"


class Sheet(NamedTuple):
    """A sheet as it is asked for."""

    sources: tuple[Source, ...] = ()
    """What its problems are taken from."""
    due: bool = False
    """Instead: what is due, at the levels reached."""
    number: int = 10
    """Of problems."""
    level: int = 2
    solutions: str = NONE
    key: bool = False
    hints: bool = False
    space: str = NONE
    points: float = 0.0
    """Of each problem; 0 for none."""
    columns: int = 1
    large: bool = False
    paper: str = "a4"
    language: str = "en"
    title: str = ""
    seed: int = 0
    file: str = "problems.pdf"


class Exam(NamedTuple):
    """An exam as it is asked for."""

    blueprint: str = ""
    seed: int = 0
    solutions: bool = False
    large: bool = False
    file: str = "exam.pdf"


def sheet_words(sheet: Sheet, output: str, database: str) -> list[str]:
    """The words after `quizgen` that make a sheet. Raises QuizgenError where it is not clear what to make."""
    if not (sheet.sources or sheet.due):
        raise QuizgenError("which problems? Choose what they are taken from first")
    _check_file(output)
    words = ["sheet"]
    if sheet.due:
        words += ["--due", "--db", database]
    for source in sheet.sources:
        words += _source_words(source)
    words += ["--count", str(sheet.number), "--level", str(sheet.level), "--seed", str(sheet.seed)]
    if sheet.solutions != NONE:
        words += ["--solutions", sheet.solutions]
    words += ["--key"] * sheet.key + ["--hints"] * sheet.hints + ["--large"] * sheet.large
    if sheet.space != NONE:
        words += ["--space", sheet.space]
    if sheet.points:
        words += ["--points", f"{sheet.points:g}"]
    if sheet.columns != 1:
        words += ["--columns", str(sheet.columns)]
    if sheet.paper != "a4":
        words += ["--paper", sheet.paper]
    if sheet.language != "en":
        words += ["--language", sheet.language]
    if sheet.title:
        words += [f"--title={sheet.title}"]
    return [*words, f"--output={output}"]


def _source_words(source: Source) -> list[str]:
    match source.kind:
        case "course":
            return ["--course", source.id]
        case "week":
            return ["--course", source.id, "--week", str(source.week)]
        case "skill":
            return ["--skill", source.id]
    return ["--topic", source.id]


def exam_words(exam: Exam, what: str, output: str = "") -> list[str]:
    """The words after `quizgen` that check or preview an exam. Raises QuizgenError where no blueprint is named."""
    if not exam.blueprint:
        raise QuizgenError("which exam? Name a blueprint file first, or press b for a new one")
    words = ["exam", what, f"--seed={exam.seed}"]
    if what == "preview":
        _check_file(output)
        words += ["--solutions"] * exam.solutions + ["--large"] * exam.large + [f"--output={output}"]
    return [*words, "--", exam.blueprint]


def build_command(exam: Exam) -> str:
    """The command that builds an exam for a roster, to be copied into a shell."""
    name = near(exam.blueprint) or "BLUEPRINT.toml"
    folder = f"{Path(name).stem}-booklets"
    return f"quizgen exam build {shlex.quote(name)} --roster students.csv --seed {exam.seed} -o {shlex.quote(folder)}"


def near(path: str) -> str:
    """A path as it is said from the present folder, where it lies below it."""
    if path and (whole := Path(path)).is_absolute() and whole.is_relative_to(Path.cwd()):
        return str(whole.relative_to(Path.cwd()))
    return path


def with_source(chosen: Sequence[Source], source: Source) -> tuple[Source, ...]:
    """The sources with one more, or without it where it was chosen; a sheet takes one course or week at most."""
    if source in chosen:
        return tuple(one for one in chosen if one != source)
    course = ("course", "week")
    kept = [one for one in chosen if not (one.kind in course and source.kind in course)]
    return (*kept, source)


def told(sheet: Sheet) -> str:
    """What the problems are taken from, in a few words."""
    if sheet.due:
        return "what is due now"
    names = [f"week {s.week} of {s.id}" if s.kind == "week" else s.title for s in sheet.sources]
    return names[0] + (f" and {len(names) - 1} more" if len(names) > 1 else "") if names else "choose …"


def _check_file(output: str) -> None:
    if Path(output).suffix.lower() not in FORMATS:
        raise QuizgenError(f"the file's ending says the format, one of {', '.join(FORMATS)}")


# ------------------------------------------------------------------ what was made, read back


class MadeItem(Struct):
    """A problem of a document, as `--output FILE.json` has it."""

    problem: Problem
    points: tuple[float, ...] = ()


class MadeSection(Struct):
    items: tuple[MadeItem, ...]
    title: str = ""
    text: str = ""


class Made(Struct):
    """A document; what a preview does not show is left out."""

    title: str
    sections: tuple[MadeSection, ...]
    instructions: str = ""


def read_back(data: bytes) -> Made:
    """A document from its JSON. Raises QuizgenError for other JSON."""
    try:
        return msgspec.json.decode(data, type=Made)
    except msgspec.DecodeError as error:
        raise QuizgenError(f"the preview cannot be read: {error}") from None


def blocks(made: Made, *, solutions: bool, hints: bool = False) -> Iterator[str]:
    """The document as blocks of markup, hints and worked solutions under each problem where wanted."""
    from quizgen.page import question_blocks, solution_blocks

    yield f"## {made.title}"
    if made.instructions:
        yield made.instructions.strip()
    number = 0
    for section in made.sections:
        if section.title:
            yield f"### {section.title}"
        if section.text:
            yield section.text
        for item in section.items:
            number += 1
            worth = f" *({sum(item.points):g} points)*" if item.points else ""
            yield f"**{number}.**{worth} {item.problem.prompt}"
            yield from question_blocks(item.problem)
            if hints:
                yield from (f"**Hint {n}.** {hint}" for n, hint in enumerate(item.problem.hints, 1))
            if solutions:
                yield from solution_blocks(msgspec.structs.replace(item.problem, hints=()))
