"""Parametrise the full solution set of an underdetermined system (MML 2.3).

Levels: 1 one equation in two unknowns; 2 3x3 of rank 2; 3 four equations in six unknowns, or a homogeneous system
with a normalisation. Checked by substitution: the point satisfies the system, the directions its homogeneous form,
and there are as many independent ones as the rank leaves free.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._draw import system_underdetermined
from question_bank._steps import Elimination, listed, names
from quizgen.answers.affine import AffineAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, augmented, latex_of, linear, system, text
from quizgen.problem import Misconception, Problem, Step, step

PARAMETERS = ("s", "t", "u")
PHRASINGS = (
    "Find all solutions of $$@system$$",
    "Describe the full solution set of $$@system$$",
    "The constraints of a model leave its parameters undetermined: $$@system$$ Give all parameter values that are allowed.",
)
NORMALISED = (
    r"Find all $x \in \mathbb{R}^@n$ with $Ax = 0$ whose entries sum to one, where $$A = @a.$$",
    r"The weights $x \in \mathbb{R}^@n$ of a mixture satisfy $Ax = 0$ and add up to one. Ignoring their signs, give all such "
    r"$x$ for $$A = @a.$$",
)
FORM = "Write the set with parameters, as in $(1, 2) + t(3, 4)$."


class Given(NamedTuple):
    a: Matrix
    b: Matrix
    normalised: bool
    """The last row of a and b says that the entries sum to one; the other rows are homogeneous."""
    phrasing: int


@exercise("la-general-solution", version=1, bounds=(200, 400, 1000))
def general_solution(draw: Draw, level: int) -> Given:
    """A consistent system of lower rank, drawn from its reduced form."""
    if level == 1:
        made = system_underdetermined(draw, 1, 2, 1, 6)
        return Given(made[0], made[3], False, draw.below(len(PHRASINGS)))
    if level == 2:
        made = system_underdetermined(draw, 3, 3, 2, 5)
        return Given(made[0], made[3], False, draw.below(len(PHRASINGS)))
    if draw.flip():
        made = system_underdetermined(draw, 4, 6, draw.integer(3, 4), 5)
        return Given(made[0], made[3], False, draw.below(len(PHRASINGS)))
    return _normalised(draw)


def _normalised(draw: Draw) -> Given:
    homogeneous = system_underdetermined(draw, 2, 4, 2, 4)[0]
    a = homogeneous.vstack(Matrix([[1, 1, 1, 1]]))
    return Given(a, Vector([0, 0, 1]), True, draw.below(len(NORMALISED)))


class Solution(NamedTuple):
    """What the reduced echelon form says."""

    reduced: Matrix
    rhs: Matrix
    pivots: tuple[int, ...]
    free: tuple[int, ...]
    point: Matrix
    directions: list[Matrix]


def solve(a: Matrix, b: Matrix) -> Solution:
    """Point with all free unknowns 0, and one direction for each free unknown."""
    whole, pivots = a.hstack(b).rref()
    n = a.columns
    rows = whole.to_rows()
    free = tuple(j for j in range(n) if j not in pivots)
    point = [Q(0)] * n
    for i, pivot in enumerate(pivots):
        point[pivot] = rows[i][n]
    return Solution(
        Matrix([row[:n] for row in rows]), Matrix([row[n:] for row in rows]), pivots, free, Vector(point), a.kernel()
    )


@general_solution.problem
def build(a: Matrix, b: Matrix, normalised: bool, phrasing: int) -> Problem:
    """Reduced echelon form; free unknowns become parameters."""
    found = solve(a, b)
    letters = names(a.columns)
    answer = AffineAnswer.of(found.point, found.directions, names=letters)
    return Problem.single(
        prompt=_prompt(a, b, normalised, phrasing),
        answer=answer,
        hints=_hints(normalised),
        steps=(*_opening(a, b, normalised), *Elimination(a, b).steps, *_reading(found, letters, answer)),
        misconceptions=_misconceptions(found, letters),
    )


def _prompt(a: Matrix, b: Matrix, normalised: bool, phrasing: int) -> str:
    if normalised:
        top = Matrix(a.to_rows()[:-1])
        return text(NORMALISED[phrasing], n=a.columns, a=top) + " " + FORM
    return text(PHRASINGS[phrasing], system=system(a, b, names(a.columns))) + " " + FORM


def _hints(normalised: bool) -> tuple[str, ...]:
    first = "The condition on the sum is one more linear equation." if normalised else "Count: how many unknowns stay free?"
    return (
        first,
        "Bring the augmented matrix to reduced echelon form. Columns without a pivot belong to free unknowns.",
        "Call the free unknowns $s$, $t$, ... and express the others by them.",
    )


def _opening(a: Matrix, b: Matrix, normalised: bool) -> tuple[Step, ...]:
    why = "The sum is a third equation. The" if normalised else "The"
    return (step(why + " augmented matrix is $$@matrix$$", matrix=augmented(a, b)),)


def _reading(found: Solution, letters: tuple[str, ...], answer: AffineAnswer) -> tuple[Step, ...]:
    pivots = listed([f"${letters[j]}$" for j in found.pivots])
    free = listed([f"${letters[j]} = {p}$" for j, p in zip(found.free, PARAMETERS, strict=False)])
    reduced = step(
        "Divide by the pivots and clear above them; rows of zeros are dropped: $$@matrix$$",
        matrix=augmented(_top(found.reduced, found), _top(found.rhs, found)),
    )
    named = Step(f"Pivots belong to {pivots}; nothing fixes the rest, so put {free}.")
    equations = "; ".join(f"${letters[j]} = {_expressed(found, i)}$" for i, j in enumerate(found.pivots))
    return (
        reduced,
        named,
        Step(f"Solve each row for its pivot unknown: {equations}."),
        step(
            r"Sort by parameters: the point belongs to all parameters $0$, and each parameter brings a solution of "
            r"$Ax = 0$. The solution set is $$@answer.$$",
            answer=answer,
        ),
    )


def _top(block: Matrix, found: Solution) -> Matrix:
    return Matrix(block.to_rows()[: len(found.pivots)])


def _expressed(found: Solution, i: int) -> Tex:
    terms = [-found.reduced[i, j] for j in found.free]
    rest = linear(terms, PARAMETERS[: len(terms)])
    constant = found.rhs[i, 0]
    if constant == 0 or rest == "0":
        return rest if constant == 0 else Tex(latex_of(constant))
    return Tex(f"{latex_of(constant)} {rest}" if rest.startswith("-") else f"{latex_of(constant)} + {rest}")


def _misconceptions(found: Solution, letters: tuple[str, ...]) -> tuple[Misconception, ...]:
    replies = []
    replies.append(
        (
            "particular-only",
            AffineAnswer.of(found.point, names=letters),
            "That is one solution. Unknowns without a pivot may take any value: give all solutions.",
        )
    )
    if not found.point.is_zero:
        replies.append(
            (
                "homogeneous-only",
                AffineAnswer.of(found.point * 0, found.directions, names=letters),
                "These are the solutions with right-hand side $0$; a solution of the system itself has to be added.",
            )
        )
    off = _sign_slip(found)
    if off is not None:
        replies.append(
            (
                "direction-off",
                AffineAnswer.of(found.point, off, names=letters),
                "The point is right, but put the directions into $Ax = 0$: a term keeps its sign only if it stays on its side.",
            )
        )
    return tuple(Misconception(*reply) for reply in replies)


def _sign_slip(found: Solution) -> list[Matrix] | None:
    """Directions in which the terms moved across the equals sign keep their sign; None where that changes nothing."""
    slipped = [Vector([x if j in found.free else -x for j, x in enumerate(d)]) for d in found.directions]
    both = Matrix.from_columns(found.directions).hstack(Matrix.from_columns(slipped))
    return slipped if both.rank() > len(found.directions) else None


@general_solution.verify
def substitute(a: Matrix, b: Matrix, normalised: bool, phrasing: int, answer: tuple[Matrix, list[Matrix]]) -> bool:
    """Put the point and every direction into the system, and count independent directions by Gram determinant."""
    point, directions = answer
    if point.rows != a.columns or a @ point != b:
        return False
    if any(not (a @ d).is_zero for d in directions):
        return False
    gram = Matrix([[v.dot(w) for w in directions] for v in directions]) if directions else Matrix.identity(1)
    return gram.det() != 0 and len(directions) == a.columns - a.rank()
