"""What makes an instance of a problem harder than another one of the same skill and level, as numbers."""

from __future__ import annotations

import re

from quizgen.answers.truth import TruthAnswer
from quizgen.exams.document import written
from quizgen.problem import Problem

NAMES = ("largest", "digits", "negatives", "fractions", "steps", "work", "length")
"""largest: the largest integer of prompt and answer. digits: of all numbers there. negatives: minus signs before
numbers. fractions: in prompt and answer. steps: of the worked solution. work: numbers written in it. length: words of
the prompt."""

NOTICEABLE = (5.0, 6.0, 2.0, 1.0, 3.0, 10.0, 20.0)
"""What can be noticed of each feature: where a pool's mean is below it, a difference is measured by this. A proof
in which a 2 stands or does not stand is not twice as hard."""

_NUMBER = re.compile(r"\d+")
_NEGATIVE = re.compile(r"(?<![\d\w)}])-\s*(?:\\frac\{)?\d")
_FRACTION = re.compile(r"\\[dt]?frac|(?<=\d)/(?=\d)")
_FIGURE = re.compile(r"```figure.*?```", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]{2,}")
_MATRIX = re.compile(r"\\begin\{([a-z]*matrix|array)\}")


def features(problem: Problem) -> tuple[float, ...]:
    """The features of `NAMES`, in their order."""
    shown = _FIGURE.sub("", " ".join([problem.prompt, *(part.prompt for part in problem.parts)]))
    answers = " ".join(text for part in problem.parts if written(part) for text in part.answer.typed().values())
    faces = f"{shown} {answers}"
    numbers = [int(digits) for digits in _NUMBER.findall(faces)]
    work = sum(len(_NUMBER.findall(step.text)) for step in problem.steps)
    return (
        float(max(numbers, default=0)),
        float(sum(len(str(n)) for n in numbers)),
        float(len(_NEGATIVE.findall(faces))),
        float(len(_FRACTION.findall(faces))),
        float(len(problem.steps)),
        float(work),
        float(len(_WORD.findall(shown))),
    )


def case(problem: Problem) -> str:
    """The kind of instance: answers, fields and pictures. Instances of two cases ask for different work."""
    kinds = []
    for part in problem.parts:
        fields = part.answer.fields()
        shapes = ",".join(
            f"{f.input}{f.rows}x{f.columns}" + (f"/{len(f.options)}" if f.options else "") for f in fields
        )
        # "False" asks for a reason or a counterexample, "true" does not.
        word = part.answer.typed()["verdict"] if isinstance(part.answer, TruthAnswer) else ""
        kinds.append(f"{type(part.answer).__name__}({shapes}{word})")
    drawn = "+figure" * ("```figure" in problem.prompt)
    arrays = len(_MATRIX.findall(problem.prompt))
    return " ".join(kinds) + drawn + (f" {arrays} arrays" if arrays else "")
