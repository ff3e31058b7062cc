"""Gaps in proofs: what is left out of a line, what fills it, and what does not.

A gap is a piece of a line that the learner supplies, as an expression or as one of several readings or reasons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from question_bank._draw import orthogonal
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.problem import Misconception

POINTS = 3
"""Samples at which `holds` compares an expression."""
CLOSE = 1e-9


class Wrong(NamedTuple):
    """What does not fill a gap."""

    text: str
    """An option (template of markup), or a formula in the answer language with `@name` for letters."""
    why: str
    """Template: what is wrong with it, said to someone who used it; it does not give the answer away."""
    code: str = ""
    """The mal-rule it shows."""


class Thing(NamedTuple):
    """A letter of an expression."""

    name: str
    """In the templates."""
    shape: tuple[int | str, int | str] | None = None
    """Rows and columns, as numbers or names of drawn numbers; None for a number."""
    domain: str = ""
    """Of a number: "positive", "nonzero", "(0, 1)" and so on (`ExpressionAnswer.domain`); "" for a real one."""
    properties: str = ""
    """Of a matrix: "symmetric", "unit", "orthogonal", "positive definite" or "invertible"."""


def number(name: str, domain: str = "") -> Thing:
    """A number."""
    return Thing(name, None, domain)


def vector(name: str, rows: int | str = 3, properties: str = "") -> Thing:
    """A column."""
    return Thing(name, (rows, 1), "", properties)


def matrix(name: str, rows: int | str = 3, columns: int | str = 3, properties: str = "") -> Thing:
    """A matrix."""
    return Thing(name, (rows, columns), "", properties)


class Also(NamedTuple):
    """Another piece that would give a gap away."""

    of: str
    """Id of its line."""
    cut: str
    """It occurs once in the template of the line."""
    instead: str = ""
    """Template of what stands there, so that the line is still true; "" for the mark of the gap, which is right only
    where the piece is the same as that of the gap."""


class Gap(NamedTuple):
    """A piece of a line that is left out."""

    of: str
    """Id of the line."""
    cut: str
    """The piece: it occurs once in the template of the line, in prose or inside one formula."""
    why: str
    """Template: why this belongs here, for the worked solution."""
    answer: str = ""
    """An expression in the answer language with `@name` for letters; "" where one of several options is chosen."""
    things: tuple[Thing, ...] = ()
    """The letters that may be typed."""
    means: Callable[..., Any] | None = None
    """The value of the expression, computed in another way from exact values of the letters (keywords)."""
    wrong: tuple[Wrong, ...] = ()
    also: tuple[Also, ...] = ()
    """Other pieces that would give it away: they are left out with it."""
    asks: str = ""
    """Template: what is asked for, where "in terms of" is not enough."""


_LETTER = re.compile(r"@\{?([A-Za-z_]\w*)\}?")


_RELATION = re.compile(r"[=<>]|\\(?:in|notin|le|ge|ne|leq|geq|neq|subset|subseteq)\b")


def mark(gap: str) -> str:
    """What stands in a gap, inside a formula."""
    return rf"\text{{\_\_gap {gap}\_\_}}"


def hide(template: str, cut: str, gap: str, *, spaced: bool = True) -> str:
    """The template of a line with a piece left out. Raises ValueError unless the piece occurs once.

    Spaced: a relation left out keeps its distance from what stands before it.
    """
    if template.count(cut) != 1:
        raise ValueError(f"{cut!r} occurs {template.count(cut)} times in {template!r}")
    before, after = template.split(cut)
    if spaced and in_formula(template, cut) and _RELATION.match(cut):
        before += r"\ "
    return before + (mark(gap) if in_formula(template, cut) else f"${mark(gap)}$") + after


def in_formula(template: str, cut: str) -> bool:
    """True where the piece stands inside a formula."""
    return template.partition(cut)[0].count("$") % 2 == 1


def plain(word: Any) -> str:
    """How a letter is typed: lambda for \\lambda."""
    return str(word).removeprefix("\\")


def typed(formula: str, words: Mapping[str, Any]) -> str:
    """A formula in the answer language with the drawn letters."""
    return _LETTER.sub(lambda m: plain(words.get(m[1], m[1])), formula)


def _shape(thing: Thing, words: Mapping[str, Any]) -> tuple[int, int]:
    assert thing.shape is not None
    rows, columns = (int(words[side]) if isinstance(side, str) else side for side in thing.shape)
    return rows, columns


def expression(gap: Gap, words: Mapping[str, Any], formula: str = "") -> ExpressionAnswer:
    """The right expression, or another formula in the same letters."""
    names = {thing.name: plain(words.get(thing.name, thing.name)) for thing in gap.things}
    return ExpressionAnswer(
        typed(formula or gap.answer, words),
        tuple(names.values()),
        domain={names[t.name]: t.domain for t in gap.things if t.domain},
        shapes={names[t.name]: _shape(t, words) for t in gap.things if t.shape is not None},
        properties={names[t.name]: t.properties for t in gap.things if t.properties},
    )


def misconceptions(gap: Gap, words: Mapping[str, Any], say: Callable[[str], str]) -> tuple[Misconception, ...]:
    """The wrong formulas that carry a mal-rule's code."""
    if not gap.answer:
        return ()
    return tuple(
        Misconception(wrong.code, expression(gap, words, wrong.text), say(wrong.why))
        for wrong in gap.wrong
        if wrong.code
    )


def choice(gap: Gap, template: str, order: Sequence[int], say: Callable[[str], str]) -> ChoiceAnswer:
    """The piece among wrong ones; `order` is a permutation of the piece (0) and the wrong ones (1, 2, ...)."""
    right = f"${gap.cut}$" if in_formula(template, gap.cut) else gap.cut
    options = [Option(say(right), True)]
    options += [Option(say(wrong.text), code=wrong.code, feedback=say(wrong.why)) for wrong in gap.wrong]
    return ChoiceAnswer(tuple(options[i] for i in order))


def holds(gap: Gap, words: Mapping[str, Any], value: Expression) -> bool:
    """Compare an expression with what it means, at exact values of its letters."""
    assert gap.means is not None
    draw = Draw("gap", gap.of, gap.answer)
    for _ in range(POINTS):
        values = {thing.name: _sample(thing, words, draw) for thing in gap.things}
        try:
            found = value.at(**{plain(words.get(name, name)): x for name, x in values.items()})
        except Unreadable:  # shapes that do not fit, such as a lone I
            return False
        if not _close(found, gap.means(**values)):
            return False
    return True


def _close(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, Matrix):
        return isinstance(found, Matrix) and found.shape == wanted.shape and found == wanted
    if isinstance(found, (Matrix, list)):
        return False
    return abs(float(found) - float(wanted)) <= CLOSE * max(1.0, abs(float(wanted)))


def _sample(thing: Thing, words: Mapping[str, Any], draw: Draw) -> Any:
    """An exact value of a letter, with its properties."""
    if thing.shape is None:
        return _number(thing.domain, draw)
    rows, columns = _shape(thing, words)
    if thing.properties == "unit":
        return orthogonal(draw, rows).column(0)
    if thing.properties == "orthogonal":
        return orthogonal(draw, rows)
    a = Matrix([[draw.integer(1, 9) * draw.choice((1, -1)) for _ in range(columns)] for _ in range(rows)])
    match thing.properties:
        case "symmetric":
            return a + a.T
        case "positive definite":
            return a @ a.T + Matrix.identity(rows)
        case "invertible":
            return a if a.rank() == rows else a + Matrix.identity(rows) * 100
        case "":
            return a
    raise ValueError(f"no sample with the property {thing.properties!r}")


def _number(domain: str, draw: Draw) -> Q:
    size = Q(draw.integer(2, 19), draw.integer(2, 5))
    match domain:
        case "" | "nonzero":
            return size * draw.choice((1, -1))
        case "positive" | "nonnegative":
            return size
        case "natural":
            return Q(draw.integer(3, 20))
        case "(0, 1)":
            return size / 20
    raise ValueError(f"no sample in the domain {domain!r}")
