"""Solve a square system with one solution, also when it must first be set up from words (MML 2.3).

Levels: 1 one unknown with a term to move, or 2x2; 2 3x3 with an integer solution; 3 3x3 with fractions, or from
words. Checked by substitution into every equation.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._draw import system_unique
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import Elimination, Row, equation, listed, names, put_in, substituted, times
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, augmented, latex_of, linear, system, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Problem, Step, step


class Story(NamedTuple):
    """A setting in words: three invoices, days or runs, each a sum over three kinds of things."""

    opening: str
    record: str
    """One row, with the counts as @a, @b, @c and the total as @t."""
    question: str
    sizes: bool = True
    """Whether the three kinds grow in size, so that their values must grow, too."""


STORIES = (
    Story(
        "A cluster runs small, medium and large jobs; jobs of one size always take the same number of GPU "
        "hours. What ran on three days:",
        "@day: @a small, @b medium and @c large; @t GPU hours in all.",
        "How many GPU hours does a small ($x$), a medium ($y$) and a large ($z$) job take?",
    ),
    Story(
        "A laboratory buys sensors of three types; the price of a type never changes. Its orders:",
        "@day: @a of type A, @b of type B and @c of type C; @t euros in all.",
        "What does one sensor of type A ($x$), of type B ($y$) and of type C ($z$) cost, in euros?",
        sizes=False,
    ),
    Story(
        "Annotators label short, medium and long documents; documents of one length take the same number of "
        "minutes. What was labelled on three days:",
        "@day: @a short, @b medium and @c long; @t minutes in all.",
        "How many minutes does a short ($x$), a medium ($y$) and a long ($z$) document take?",
    ),
)
ORDER = "Give $x$, $y$ and $z$, in this order."
DAYS = ("Monday", "Tuesday", "Wednesday")
PHRASINGS = (
    "Solve the system of linear equations",
    "The system below has exactly one solution. Find it:",
    "Determine all unknowns from",
)
ONE_UNKNOWN = (
    "Solve the equation",
    "The equation below has exactly one solution. Find it:",
    "Determine the unknown from",
)


class Given(NamedTuple):
    a: Matrix
    b: Matrix
    story: int | None
    """Index of the setting, None for a bare system."""
    phrasing: int
    moved: int = 0
    """For one unknown: the constant on the left of ax + moved = b + moved, still to be moved."""


@exercise("la-solve-unique", version=1, bounds=(200, 600, 900))
def solve_unique(draw: Draw, level: int) -> Given:
    """A system with one solution, drawn from the solution."""
    phrasing = draw.below(len(PHRASINGS))
    if level == 1:
        if draw.below(4) == 0:
            return _one_equation(draw, phrasing)
        a, _, b = system_unique(draw, 2, 5, 6)
        return Given(a, b, None, phrasing)
    if level == 2:
        a, _, b = system_unique(draw, 3, 4, 5)
        return Given(a, b, None, phrasing)
    if draw.flip():
        a, _, b = system_unique(draw, 3, 5, 5, denominators=draw.choice(((1, 2), (1, 3), (2, 3))), rhs_bound=40)
        return Given(a, b, None, phrasing)
    return _from_words(draw, phrasing)


def _one_equation(draw: Draw, phrasing: int) -> Given:
    a, x = draw.sign() * draw.integer(2, 9), draw.integer(-9, 9, nonzero=True)
    return Given(Matrix([[a]]), Vector([a * x]), None, phrasing, draw.integer(-9, 9, nonzero=True))


def _from_words(draw: Draw, phrasing: int) -> Given:
    a = Matrix(_counts(draw))
    prices, story = draw.sample(range(2, 13), 3), draw.below(len(STORIES))
    values = Vector(sorted(prices) if STORIES[story].sizes else prices)
    return Given(a, a @ values, story, phrasing)


def _counts(draw: Draw) -> list[list[int]]:
    """Three rows of counts 1 to 9 as a product of integer triangular factors: elimination meets integers only."""
    for _ in range(TRIES):
        first = [draw.integer(1, 3) for _ in range(3)]
        second = [0, draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3, nonzero=True)]
        third = [0, 0, draw.sign() * draw.integer(2, 5)]
        m, n, k = draw.integer(1, 3), draw.integer(1, 3), draw.sign() * draw.integer(1, 2)
        rows = [
            first,
            [m * x + y for x, y in zip(first, second, strict=True)],
            [n * x + k * y + z for x, y, z in zip(first, second, third, strict=True)],
        ]
        if min(map(min, rows)) >= 1 and max(map(max, rows)) <= 9:
            return rows
    raise exhausted("table of counts", "each 1 to 9")


@solve_unique.problem
def build(a: Matrix, b: Matrix, story: int | None, phrasing: int, moved: int) -> Problem:
    """Elimination, then back substitution."""
    if a.rows == 1:
        return _one_unknown(a[0, 0], b[0], phrasing, moved)
    n = a.rows
    x = a.solve(b)
    answer = VectorAnswer.of(x, names=names(n))
    work = Elimination(a, b)
    return Problem.single(
        prompt=_prompt(a, b, story, phrasing),
        answer=answer,
        hints=_hints(story),
        steps=(*_set_up(a, b, story), *work.steps, *_back_substitution(work.rows, n), _check(a, b, x, answer)),
        misconceptions=_misconceptions(a, b, x, work.rows, n),
    )


SIGN = "A term changes its sign when it moves to the other side of the equation."


def _one_unknown(a: Q, b: Q, phrasing: int, moved: int) -> Problem:
    x = b / a
    answer = NumberAnswer.of(x)
    c, total = Q(moved), b + moved
    return Problem.single(
        prompt=text(ONE_UNKNOWN[phrasing] + " $$@{a}x @+c = @t.$$ Give $x$.", a=a, c=c, t=total),
        answer=answer,
        hints=(
            "Bring everything without the unknown to the other side.",
            "Then divide both sides by the coefficient of the unknown.",
        ),
        steps=(
            step(r"The constant changes its sign when it moves: $@{a}x = @t @+d = @b$.", a=a, t=total, d=-c, b=b),
            step(r"Divide both sides by $@a$: $x = \frac{@b}{@a} = @x$.", a=a, b=b, x=x),
            step(
                r"Check: $@product @+c = @t$, as it must be. The solution is $x = @answer$.",
                product=Tex(times(a, x)),
                c=c,
                t=total,
                answer=answer,
            ),
        ),
        misconceptions=(Misconception("back-subst-sign", NumberAnswer.of((b + 2 * moved) / a), SIGN),),
    )


def _prompt(a: Matrix, b: Matrix, story: int | None, phrasing: int) -> str:
    if story is None:
        letters = listed([f"${name}$" for name in names(a.rows)])
        exactly = "" if a.solve(b).is_integer else ", as exact numbers"
        ask = f"{PHRASINGS[phrasing]} $$@system$$ Give {letters}, in this order{exactly}."
        return text(ask, system=system(a, b, names(a.rows)))
    setting = STORIES[story]
    records = [
        text(setting.record, day=day, a=row[0], b=row[1], c=row[2], t=total)
        for day, row, total in zip(DAYS, a.to_rows(), b, strict=True)
    ]
    return "\n\n".join([setting.opening, "\n".join(f"- {record}" for record in records), f"{setting.question} {ORDER}"])


def _hints(story: int | None) -> tuple[str, ...]:
    first = (
        "Use one equation to remove the first unknown from the others."
        if story is None
        else "Name the three unknowns and write one equation for each day."
    )
    return (
        first,
        "Write the augmented matrix and clear each column below its pivot.",
        "Once the last equation has a single unknown, work upwards and put in what you know; mind the signs.",
    )


def _set_up(a: Matrix, b: Matrix, story: int | None) -> tuple[Step, ...]:
    matrix = augmented(a, b)
    if story is None:
        return (step("Write the system as an augmented matrix: $$@matrix$$", matrix=matrix),)
    return (
        step("Each day gives one equation: $$@system$$", system=system(a, b, names(3))),
        step("As an augmented matrix: $$@matrix$$", matrix=matrix),
    )


def _back_substitution(rows: list[Row], n: int) -> tuple[Step, ...]:
    letters = names(n)
    steps = []
    x: list[Q] = [Q(0)] * n
    for i in reversed(range(n)):
        row = rows[i]
        known = [j for j in range(i + 1, n) if row[j] != 0]
        moved = row[-1] - sum((row[j] * x[j] for j in known), Q(0))
        x[i] = moved / row[i]
        steps.append(_solved(row, i, known, moved, x, letters))
    return tuple(steps)


def _solved(row: Row, i: int, known: list[int], moved: Q, x: list[Q], letters: tuple[str, ...]) -> Step:
    """Row i solved for its unknown, the known ones put in."""
    found = f"{letters[i]} = {latex_of(x[i])}"
    ends = "" if row[i] == 1 else f", so ${found}$"
    if not known:
        return Step(f"Row {i + 1} says ${equation(row, letters)}${ends}.")
    given = listed([f"${letters[j]} = {latex_of(x[j])}$" for j in known])
    if row[-1] == 0:
        right: str = substituted([-row[j] for j in known], [x[j] for j in known])
    else:
        right = latex_of(row[-1]) + "".join(signed(put_in(-row[j], x[j])) for j in known)
    left = linear([row[i]], [letters[i]])
    work = f"{left} = {right} = {latex_of(moved)}"
    return Step(f"Row {i + 1} says ${equation(row, letters)}$. With {given} this is ${work}${ends}.")


def _check(a: Matrix, b: Matrix, x: Matrix, answer: VectorAnswer) -> Step:
    values = list(x)
    lines = r" \\ ".join(
        f"{substituted(row, values)} &= {latex_of(total)}" for row, total in zip(a.to_rows(), b, strict=True)
    )
    return step(
        r"Check by putting these values into the equations: $$@lines$$ All hold, so the solution is "
        r"$@{letters} = @answer$.",
        lines=Tex(rf"\begin{{aligned}} {lines} \end{{aligned}}"),
        letters=Tex(r"\begin{pmatrix} " + r" \\ ".join(names(a.rows)) + r" \end{pmatrix}"),
        answer=answer,
    )


def _misconceptions(a: Matrix, b: Matrix, x: Matrix, rows: list[Row], n: int) -> tuple[Misconception, ...]:
    few = "first equation" if n == 2 else "first two equations"
    replies = (
        ("back-subst-sign", _sign_slip(rows, n), SIGN),
        (
            "one-equation",
            _first_rows_only(a, b),
            f"These values satisfy the {few}, but not the last one: put them into every equation.",
        ),
        (
            "cramer-swap",
            Vector([x[1], x[0], *list(x)[2:]]),
            "The values are right, but two of them belong to the other unknown.",
        ),
    )
    # A slip that costs nothing here (a zero to move, two equal values) is not a mistake to recognise.
    return tuple(
        Misconception(code, VectorAnswer.of(reply, names=names(n)), feedback)
        for code, reply, feedback in replies
        if reply is not None and reply != x
    )


def _sign_slip(rows: list[Row], n: int) -> Matrix:
    """Back substitution in which the terms that move in row n-1 keep their sign."""
    x: list[Q] = [Q(0)] * n
    for i in reversed(range(n)):
        moved = sum((rows[i][j] * x[j] for j in range(i + 1, n)), Q(0))
        slip = -1 if i == n - 2 else 1
        x[i] = (rows[i][-1] - slip * moved) / rows[i][i]
    return Vector(x)


def _first_rows_only(a: Matrix, b: Matrix) -> Matrix | None:
    """What the first n-1 equations give when the last unknown is taken to be 0; None where that is not unique."""
    n = a.rows
    square = Matrix([row[: n - 1] for row in a.to_rows()[: n - 1]])
    if square.det() == 0:
        return None
    return Vector([*square.solve(Vector(list(b)[: n - 1])), 0])


@solve_unique.verify
def satisfies_every_equation(
    a: Matrix, b: Matrix, story: int | None, phrasing: int, moved: int, answer: Matrix | Q
) -> bool:
    """Substitute into every equation; with one unknown, into the equation as it was asked."""
    if a.rows == 1:
        return isinstance(answer, Q) and bool(a[0, 0] * answer + moved == b[0] + moved)
    if not isinstance(answer, Matrix) or answer.shape != (a.columns, 1):
        return False
    return all(sum(c * v for c, v in zip(row, answer, strict=True)) == t for row, t in zip(a.to_rows(), b, strict=True))
