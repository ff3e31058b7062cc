"""Give a basis of the null space of a matrix (MML 2.3.3 and 2.7.3).

Levels: 1 one free unknown; 2 two free unknowns; 3 3x5 with free columns between the pivots. The solution reads the
reduced row echelon form; a reply is checked by definition: A v = 0 for every vector, independent by their Gram
determinant, and as many as the rank-nullity theorem says, the rank being found from minors.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._draw import pivot_columns
from question_bank._reduction import Reduction, clean_matrix, kernel_steps, largest_minor
from question_bank._steps import listed, names, substituted, telling_row
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import text
from quizgen.problem import Misconception, Problem, Step, step

PHRASINGS = (
    r"Give a basis of the null space of $$A = @a.$$",
    r"A linear layer maps $x \in \mathbb{R}^@n$ to $Ax$ with $$A = @a.$$ Give a basis of its kernel, the space of all "
    r"$x$ that are mapped to $0$.",
    r"A measurement of $x \in \mathbb{R}^@n$ returns $Ax$ with $$A = @a.$$ A change of $x$ by $v$ goes unnoticed if "
    r"$Av = 0$. Give a basis of the space of all such $v$.",
)
FORM = "List vectors, as in $(1, 2, 3), (0, 1, 5)$."


class Given(NamedTuple):
    a: Matrix
    phrasing: int


@exercise("la-null-space", version=1, bounds=(60, 100, 150))
def null_space(draw: Draw, level: int) -> Given:
    """The reduced form is chosen first: special solutions are small integers."""
    phrasing = draw.below(len(PHRASINGS))
    if level == 1:
        m = draw.choice((2, 2, 3))
        return Given(clean_matrix(draw, m, 3, draw.choice(((0, 1), (0, 1), (0, 2))), 6, reduced_bound=4), phrasing)
    if level == 2:
        m = draw.choice((2, 3, 3))
        return Given(clean_matrix(draw, m, 4, pivot_columns(draw, 4, 2), 7, reduced_bound=3), phrasing)
    pivots = draw.choice(((0, 2, 3), (0, 2, 4), (0, 1, 3), (0, 3, 4), (0, 1, 4), (0, 2), (0, 3)))
    return Given(clean_matrix(draw, 3, 5, pivots, 7), phrasing)


@null_space.problem
def build(a: Matrix, phrasing: int) -> Problem:
    """Reduced echelon form; one vector for each free unknown."""
    basis = a.kernel()
    answer = BasisAnswer.of(basis)
    work = Reduction(a)
    upwards = work.upwards()
    count = len(basis)
    prompt = PHRASINGS[phrasing]
    return Problem.single(
        prompt=(text(prompt, a=a, n=a.columns) if "@n" in prompt else text(prompt, a=a)) + " " + FORM,
        answer=answer,
        hints=(
            "Which vectors solve $Ax = 0$? Bring $A$ to reduced row echelon form.",
            "Columns without a pivot belong to free unknowns, and each of them gives one vector of the basis.",
            "Set one free unknown to $1$ and the others to $0$, and solve for the pivot unknowns; mind the sign when a "
            "term changes sides.",
        ),
        steps=(
            *work.steps,
            *upwards,
            *kernel_steps(a, names(a.columns)),
            _check(a, basis),
            step(
                "The rank is @r and there are @n columns, so the null space has dimension $@n - @r = @d$ (rank-nullity "
                "theorem), and a basis is $$@answer.$$",
                r=len(work.pivots),
                n=a.columns,
                d=count,
                answer=answer,
            ),
        ),
        misconceptions=_misconceptions(a, basis, work.pivots),
    )


def _check(a: Matrix, basis: list[Matrix]) -> Step:
    """A row of A times every vector."""
    which, row = telling_row(a, basis)
    products = listed([f"${substituted(row, list(v))} = 0$" for v in basis])
    vectors = "the vector" if len(basis) == 1 else "each vector"
    return Step(
        f"Check: the {which} row of $A$ times {vectors} gives {products}; the other rows give $0$ in the same way."
    )


def _misconceptions(a: Matrix, basis: list[Matrix], pivots: list[int]) -> tuple[Misconception, ...]:
    n = a.columns
    found = []
    slipped = [Vector([x if j not in pivots else -x for j, x in enumerate(v)]) for v in basis]
    if not all((a @ v).is_zero for v in slipped):
        found.append(
            Misconception(
                "sign-of-free",
                BasisAnswer.of(slipped),
                "Put a vector into $Ax = 0$: it does not fit. Free terms change their sign when they change sides.",
            )
        )
    columns = [a.column(j) for j in pivots]
    if a.rows != n or not _spans_kernel(a, columns):
        found.append(
            Misconception(
                "pivot-columns",
                BasisAnswer.of(columns),
                "Those are the pivot columns: a basis of the column space. The null space consists of the $x$ with "
                "$Ax = 0$.",
            )
        )
    why = "The zero vector solves $Ax = 0$, but it never belongs to a basis: it depends on any other vector."
    with_zero = ["(" + ", ".join(map(str, v)) + ")" for v in (*basis, Vector([0] * n))]
    found.append(Misconception("includes-zero", SetAnswer.of(with_zero), why))
    found.append(
        Misconception("includes-zero", VectorAnswer.of([0] * n), f"{why} There are nonzero solutions: find them.")
    )
    return tuple(found)


def _spans_kernel(a: Matrix, columns: list[Matrix]) -> bool:
    return len(columns) == a.columns - a.rank() and all((a @ v).is_zero for v in columns)


@null_space.verify
def solves_and_counts(a: Matrix, phrasing: int, answer: tuple[Matrix, ...]) -> bool:
    """A v = 0, independent by the Gram determinant, and n minus the size of the largest nonzero minor of them."""
    if not answer or any(not isinstance(v, Matrix) or v.shape != (a.columns, 1) for v in answer):
        return False
    if any(not (a @ v).is_zero for v in answer):
        return False
    gram = Matrix([[v.dot(w) for w in answer] for v in answer])
    return gram.det() != 0 and len(answer) == a.columns - largest_minor(a)
