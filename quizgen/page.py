"""A whole problem as one text: prompt, form, and on request answer, hints and worked solution.

The page is put together as markup once; each format then renders that markup.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from quizgen.answers.base import Field
from quizgen.answers.table import TableAnswer
from quizgen.grading import form
from quizgen.markup.figures.markdown import with_images
from quizgen.markup.html import html
from quizgen.markup.latex import latex
from quizgen.markup.spoken import spoken
from quizgen.markup.terminal import terminal
from quizgen.markup.typst import typst
from quizgen.problem import Part, Problem

FORMATS: dict[str, Callable[[str], str]] = {
    "terminal": terminal,
    "markdown": with_images,
    "latex": latex,
    "typst": typst,
    "html": html,
    "spoken": spoken,
}


def page(problem: Problem, fmt: str, *, solution: bool = False, width: int = 80, ascii: bool = False) -> str:
    """The problem in a format of `FORMATS`, with the worked solution if asked; `width` in columns."""
    render = functools.partial(terminal, width=width, ascii=ascii) if fmt == "terminal" else FORMATS[fmt]
    return render(markup(problem, solution=solution))


def markup(problem: Problem, *, solution: bool = False) -> str:
    """The problem as one markup source."""
    blocks = [problem.prompt, *question_blocks(problem)]
    if solution:
        blocks += solution_blocks(problem)
    return "\n\n".join(block for block in blocks if block)


def question_blocks(problem: Problem) -> list[str]:
    """Part prompts and the fields of the form."""
    blocks = []
    for part, fields in form(problem):
        name = f"**({part.id})** " if len(problem.parts) > 1 else ""
        if name or part.prompt:
            blocks.append(name + part.prompt)
        blocks += [block for field in fields for block in _field(field, alone=len(fields) == 1)]
    return blocks


def _field(field: Field, *, alone: bool) -> list[str]:
    if field.input == "code":
        return ["```python\n" + field.prefill.rstrip() + "\n```"]
    if field.options:
        # A paragraph for each option, not a list: an option may hold display mathematics.
        numbered = [f"{n}\\. {option}" for n, option in enumerate(field.options, 1)]
        return [field.label, *numbered]
    # Where there are several places to fill in, their labels are part of the question.
    return [] if alone else [f"{field.label} …"]


def solution_blocks(problem: Problem) -> list[str]:
    """Answer, hints and worked solution."""
    several = len(problem.parts) > 1
    blocks = [f"**Answer{f' ({part.id})' if several else ''}.** {answer(part)}" for part in problem.parts]
    blocks += [f"**Hint {n}.** {hint}" for n, hint in enumerate(problem.hints, 1)]
    blocks.append("**Solution.**")
    blocks += [f"**{n}.** {step.text}" for n, step in enumerate(problem.steps, 1)]
    return blocks


def answer(part: Part) -> str:
    """The right answer as markup."""
    fields = part.answer.fields()
    if fields[0].input == "code":
        return "\n\n```python\n" + part.answer.typed()[fields[0].name].rstrip() + "\n```"
    if isinstance(part.answer, TableAnswer):
        # A formula for each row, so that the line can be broken between them.
        return "; ".join(f"{row.label} ${row.answer.tex()}$".strip() for row in part.answer.rows)
    return f"${part.answer.tex()}$"
