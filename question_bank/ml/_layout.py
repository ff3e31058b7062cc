"""Tables of data, sums written out and summaries, as the exercises on learning from data print them."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank._steps import factor
from quizgen.answers.table import Row
from quizgen.exact import Q
from quizgen.markup.figure import near
from quizgen.markup.source import Tex, latex_of
from quizgen.markup.typography import signed


def wide(*lines: tuple[str, Sequence[object]]) -> str:
    """A table with one line for each quantity: its label (markup), then its values."""
    rows = [f"| {label} | " + " | ".join(f"${latex_of(v)}$" for v in values) + " |" for label, values in lines]
    return "\n".join([rows[0], "|" + "---|" * (len(lines[0][1]) + 1), *rows[1:]])


def total(values: Sequence[object]) -> Tex:
    """Numbers as a sum: "3 - 4 + 2"."""
    shown = [latex_of(v) for v in values]
    return Tex(shown[0] + "".join(signed(x) for x in shown[1:]))


def products(pairs: Sequence[tuple[object, Q]]) -> Tex:
    """A sum of products, every factor shown; a negative second factor in brackets."""
    return Tex(
        " + ".join(rf"{latex_of(a) if i == 0 else _bracketed(a)} \cdot {factor(b)}" for i, (a, b) in enumerate(pairs))
    )


def _bracketed(value: object) -> str:
    shown = latex_of(value)
    return rf"\left({shown}\right)" if shown.startswith("-") else shown


def mean_tex(values: Sequence[object]) -> Tex:
    """A mean as a fraction: the sum over the number of terms."""
    return Tex(rf"\frac{{{total(values)}}}{{{len(values)}}}")


def summary(rows: Sequence[Row]) -> str:
    """The rows of a table answer, one formula a line; the labels end with an equals sign."""
    lines = (f"{row.label.strip('$').replace('=', '&=')} {row.answer.tex()}" for row in rows)
    return "$$\\begin{aligned} " + r" \\ ".join(lines) + " \\end{aligned}$$"


def extent(values: Sequence[object], margin: float = 1.0) -> tuple[float, float]:
    """A range of an axis that holds all values, with a margin on both sides."""
    shown = [near(v) for v in values]
    return near(min(shown) - margin), near(max(shown) + margin)


def mean(values: Sequence[Q]) -> Q:
    """The mean of exact numbers."""
    return sum(values, Q(0)) / len(values)
