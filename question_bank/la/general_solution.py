"""Parametrise the full solution set of an underdetermined system (MML 2.3).

Levels: 1 one equation in two unknowns; 2 3x3 of rank 2; 3 four equations in six unknowns, or a homogeneous system
with a normalisation. Checked by substitution: the point satisfies the system, the directions its homogeneous form,
and there are as many independent ones as the rank leaves free.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

from question_bank._draw import echelon, pivot_columns
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import Elimination, listed, names, substituted, telling_row
from quizgen.answers.affine import AffineAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, augmented, latex_of, linear, system, text
from quizgen.problem import Misconception, Problem, Step, step

PARAMETERS = {1: ("t",), 2: ("s", "t"), 3: ("s", "t", "u")}
"""By how many there are, as the answer writes them."""
PHRASINGS = (
    "Find all solutions of $$@system$$",
    "Describe the full solution set of $$@system$$",
    "The weights of a model must satisfy $$@system$$ Give all weights that are allowed.",
)
NORMALISED = (
    r"Find all $x \in \mathbb{R}^@n$ with $Ax = 0$ whose entries add up to $1$, where $$A = @a.$$",
    r"The weights $x \in \mathbb{R}^@n$ of a mixture satisfy $Ax = 0$ and add up to $1$; negative weights are allowed. "
    r"Give all such $x$ for $$A = @a.$$",
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
    phrasing = draw.below(len(PHRASINGS))
    if level == 1:
        a, b = _one_equation(draw)
        return Given(a, b, False, phrasing)
    if level == 2:
        a, b = _clean(draw, 3, 3, 2, 5)
        return Given(a, b, False, phrasing)
    if draw.flip():
        a, b = _clean(draw, 4, 6, draw.integer(3, 4), 5)
        return Given(a, b, False, phrasing)
    return _normalised(draw)


def _one_equation(draw: Draw) -> tuple[Matrix, Matrix]:
    """ax + cy = b with a dividing b: the point is whole, the direction may have a fraction."""
    a, c = draw.sign() * draw.integer(1, 5), draw.integer(-7, 7, nonzero=True)
    return Matrix([[a, c]]), Vector([a * draw.integer(-6, 6, nonzero=True)])


def _clean(draw: Draw, m: int, n: int, rank: int, bound: int) -> tuple[Matrix, Matrix]:
    """A solvable system whose elimination meets integers only: a reduced echelon form, mixed by integer
    triangular factors."""
    for _ in range(TRIES):
        pivots = pivot_columns(draw, n, rank)
        reduced = echelon(draw, rank, n, pivots, bound=2).to_rows()
        scales = [draw.choice((-2, -1, 1, 1, 2, 3)) for _ in pivots]
        upper = [
            [scales[i] if i == j else Q(draw.integer(-1, 1)) if j > i else Q(0) for j in range(rank)]
            for i in range(rank)
        ]
        lower = [[draw.integer(-2, 2) if j < i else int(i == j) for j in range(rank)] for i in range(m)]
        a = Matrix(lower) @ Matrix(upper) @ Matrix(reduced)
        point = [Q(draw.integer(-3, 3)) if j in pivots else Q(0) for j in range(n)]
        b = a @ Vector(point)
        if max(map(abs, a.entries)) <= bound and not b.is_zero and not _repetitive(a):
            return a, b
    raise exhausted(f"system of {m} equations of rank {rank}", f"entries up to {bound}")


def _repetitive(a: Matrix) -> bool:
    """True when a row is zero, or two are parallel."""
    rows = [Matrix([row]) for row in a.to_rows()]
    return any(r.is_zero for r in rows) or any(r.vstack(s).rank() < 2 for r, s in combinations(rows, 2))


def _normalised(draw: Draw) -> Given:
    """Two homogeneous equations in four unknowns whose solutions do not all have entries with sum 0."""
    for _ in range(TRIES):
        homogeneous, _ = _clean(draw, 2, 4, 2, 4)
        sums = [sum(v, Q(0)) for v in homogeneous.kernel()]
        a = homogeneous.vstack(Matrix([[1, 1, 1, 1]]))
        if any(sums) and max(max(abs(x.p), x.q) for x in a.hstack(Vector([0, 0, 1])).rref()[0].entries) <= 6:
            return Given(a, Vector([0, 0, 1]), True, draw.below(len(NORMALISED)))
    raise exhausted("normalised homogeneous system", "small fractions")


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
    work = Elimination(a, b)
    return Problem.single(
        prompt=_prompt(a, b, normalised, phrasing) + _exactly(found),
        answer=answer,
        hints=_hints(normalised),
        steps=(
            *_opening(a, b, normalised),
            *work.steps,
            *work.upwards(zeros=False),
            *_reading(a, found, letters),
            _check(a, b, found),
            step("The solution set is $$@answer.$$", answer=answer),
        ),
        misconceptions=_misconceptions(found, letters),
    )


def _prompt(a: Matrix, b: Matrix, normalised: bool, phrasing: int) -> str:
    if normalised:
        top = Matrix(a.to_rows()[:-1])
        return text(NORMALISED[phrasing], n=a.columns, a=top) + " " + FORM
    return text(PHRASINGS[phrasing], system=system(a, b, names(a.columns))) + " " + FORM


def _exactly(found: Solution) -> str:
    """What fractions call for."""
    whole = all(v.is_integer for v in (found.point, *found.directions))
    return "" if whole else " Give exact numbers."


def _hints(normalised: bool) -> tuple[str, ...]:
    first = (
        "The condition on the sum is one more linear equation." if normalised else "Count: how many unknowns stay free?"
    )
    return (
        first,
        "Bring the augmented matrix to reduced echelon form. Columns without a pivot belong to free unknowns.",
        "Call the free unknowns $s$, $t$, ... and express the others by them.",
    )


def _opening(a: Matrix, b: Matrix, normalised: bool) -> tuple[Step, ...]:
    why = "The sum of the entries gives a third equation. The" if normalised else "The"
    return (step(why + " augmented matrix is $$@matrix$$", matrix=augmented(a, b)),)


def _reading(a: Matrix, found: Solution, letters: tuple[str, ...]) -> tuple[Step, ...]:
    n = len(found.free)
    pivots = listed([f"${letters[j]}$" for j in found.pivots])
    free = listed([f"${letters[j]} = {p}$" for j, p in zip(found.free, PARAMETERS[n], strict=True)])
    noun = ("pivot belongs" if len(found.pivots) == 1 else "pivots belong", "unknown is" if n == 1 else "unknowns are")
    equations = ", ".join(f"${letters[j]} = {_expressed(found, i)}$" for i, j in enumerate(found.pivots))
    return (
        Step(f"The {noun[0]} to {pivots}; the other {noun[1]} free: put {free}."),
        Step(f"Solve each row for its pivot unknown: {equations}."),
        Step(
            "Sort by parameters: what has no parameter is the point, and what is multiplied by "
            + ("$t$ is the direction." if n == 1 else "a parameter is its direction.")
        ),
    )


def _check(a: Matrix, b: Matrix, found: Solution) -> Step:
    """An equation at the point and at every direction."""
    name, row = telling_row(a, found.directions)
    which = "the equation" if a.rows == 1 else f"the {name} equation"
    zeros = listed([f"${substituted(row, list(v))} = 0$" for v in found.directions])
    return step(
        f"Check {which}: at the point its left-hand side is $@left = @right$, as it must be; at "
        f"{'the direction' if len(found.directions) == 1 else 'the directions'} it is {zeros}, so that moving along "
        "changes nothing.",
        left=substituted(row, list(found.point)),
        right=b[a.to_rows().index(row)],
    )


def _expressed(found: Solution, i: int) -> Tex:
    terms = [-found.reduced[i, j] for j in found.free]
    rest = linear(terms, PARAMETERS[len(terms)])
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
                "The point is right, but put the directions into the equations with $0$ on the right: a term that "
                "changes sides changes its sign.",
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
