"""Find the change-of-basis matrix between two bases, and transform coordinates (MML 2.7.2).

Levels: 1 from a basis of R^2 to the standard basis; 2 between two bases of R^2; 3 between two bases of R^3, then the
coordinates of a vector. A reply is checked column by column: it holds the coordinates of the old basis vectors, so the
new basis, mixed with these coefficients, must give the old vectors back.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from question_bank._draw import unimodular, vector
from question_bank._draw.common import TRIES, exhausted
from question_bank._reduction import Reduction
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, augmented, latex_of, linear, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

STANDARD = (
    r"A basis of $\mathbb{R}^2$ is $$@old$$ Find the matrix $P$ that turns coordinates with respect to $B = (b_1, "
    r"b_2)$ "
    "into standard coordinates.",
    r"A robot arm reports positions in its own basis $B$ of the plane, with $$@old$$ Which matrix $P$ turns its "
    "coordinates into standard coordinates?",
)
BETWEEN = (
    r"Two bases $B$ and $C$ of $\mathbb{R}^@n$ are given: $$@old$$ $$@new$$ Find the matrix $P$ that turns "
    r"coordinates with "
    "respect to $B$ into coordinates with respect to $C$.",
    r"Two cameras describe $\mathbb{R}^@n$ in their own bases $B$ and $C$: $$@old$$ $$@new$$ Find the matrix $P$ with "
    r"$[x]_C = P [x]_B$ for all $x$.",
)


class Given(NamedTuple):
    old: Matrix
    """The basis B as columns."""
    new: Matrix
    """The basis C as columns."""
    coordinates: Matrix | None
    """Level 3: the coordinates of a vector with respect to B."""
    phrasing: int


@exercise("la-change-of-basis", version=1, bounds=(40, 60, 120))
def change_of_basis(draw: Draw, level: int) -> Given:
    """The change of basis is chosen first, with integers."""
    phrasing = draw.below(2)
    n = 3 if level == 3 else 2
    for attempt in range(TRIES):
        d = draw.child(attempt)
        p = _basis(d.child("p"), n, 3 if n == 2 else 2)
        new = Matrix.identity(n) if level == 1 else _basis(d.child("new"), n, 3 if n == 2 else 2)
        old = new @ p
        if (
            max(map(abs, old.entries)) > 6
            or old in (old.T, new)
            or p in (p.T, p.inv())
            or new == new.inv() != Matrix.identity(n)
        ):
            continue
        if level > 1 and sum(x == 0 for x in old.entries) > n - 1:
            continue
        return Given(old, new, vector(d, 3, 3) if level == 3 else None, phrasing)
    raise exhausted("two bases", "entries up to 6")


def _basis(draw: Draw, n: int, bound: int) -> Matrix:
    """An invertible matrix with small integers: determinant 1 or -1 in R^3, small in R^2."""
    if n == 3:
        return unimodular(draw, 3, bound)
    for _ in range(TRIES):
        m = Matrix([[draw.integer(-bound, bound) for _ in range(2)] for _ in range(2)])
        if 1 <= abs(m.det()) <= 3 and m[0, 1] != m[1, 0] and m.entries.count(Q(0)) <= 1:
            return m
    raise exhausted("basis of the plane", "determinant up to 3")


@change_of_basis.problem
def build(old: Matrix, new: Matrix, coordinates: Matrix | None, phrasing: int) -> Problem:
    """P = C^-1 B: solve C P = B."""
    n = old.rows
    p = new.inv() @ old
    standard = new == Matrix.identity(n)
    answer = MatrixAnswer.of(p, label="$P =$")
    parts = [
        Part(
            "a",
            answer,
            "The matrix $P$." if coordinates is not None else "",
            misconceptions=_misconceptions(old, new, p),
        )
    ]
    if coordinates is not None:
        image = VectorAnswer.of(p @ coordinates, label="$[x]_C =$")
        prompt = f"A vector has the coordinates $[x]_B = {latex_of(coordinates)}$. Give $[x]_C$."
        parts.append(Part("b", image, prompt, follows=_follow(coordinates)))
    return Problem(
        prompt=_prompt(old, new, standard, phrasing),
        parts=tuple(parts),
        hints=_hints(standard, coordinates),
        steps=(*_steps(old, new, p, standard), *_check(old, new, p, coordinates), _closing(tuple(parts))),
    )


def _listed(basis: Matrix, letter: str) -> Tex:
    n = basis.columns
    return Tex(r",\quad ".join(f"{letter}_{j + 1} = {latex_of(basis.column(j))}" for j in range(n)))


def _prompt(old: Matrix, new: Matrix, standard: bool, phrasing: int) -> str:
    ends = Tex(_listed(old, "b") + ("." if standard else ","))
    if standard:
        return text(STANDARD[phrasing], old=ends)
    return text(BETWEEN[phrasing], n=old.rows, old=ends, new=Tex(_listed(new, "c") + "."))


def _follow(coordinates: Matrix) -> Follow:
    n = coordinates.rows
    names = tuple(f"p{i + 1}{j + 1}" for i in range(n) for j in range(n))
    rows = [" + ".join(f"({coordinates[j]})*p{i + 1}{j + 1}" for j in range(n)) for i in range(n)]
    others = [f"{names[i * n + j]}^2" for i in range(n) for j in range(n) if i != j]
    return Follow("a", names, "[" + ", ".join(rows) + "]", " + ".join(others) + " != 0")


def _hints(standard: bool, coordinates: Matrix | None) -> tuple[str, ...]:
    if standard:
        return (
            "The coordinates $(1, 0)$ with respect to $B$ belong to the vector $b_1$. Where must $P$ send them?",
            "The columns of $P$ are the images of $(1, 0)$ and $(0, 1)$.",
        )
    return (
        "The columns of $P$ are the coordinates of the old basis vectors with respect to the new basis $C$.",
        "With the bases as columns of matrices: the vector is $B [x]_B = C [x]_C$. Solve for $[x]_C$.",
        *(("For the second part multiply: the coordinates are a column.",) if coordinates is not None else ()),
    )


def _steps(old: Matrix, new: Matrix, p: Matrix, standard: bool) -> tuple[Step, ...]:
    if standard:
        return (
            step(
                r"Coordinates $\lambda$ with respect to $B$ belong to the vector $\lambda_1 b_1 + \lambda_2 b_2$, "
                r"the product "
                r"of the matrix with columns $b_1$ and $b_2$ with $\lambda$. Its entries are the standard coordinates."
            ),
        )
    work = Reduction(new.hstack(old), bar=old.rows)
    return (
        step(
            "Write the bases into the columns of matrices $B$ and $C$. One vector has both coordinates: $x = B[x]_B = "
            "C[x]_C$, so $[x]_C = C^{-1}B[x]_B$ and $P = C^{-1}B$."
        ),
        step(
            r"Both at once, inverse and product: reduce $(C \mid B)$ to $(I \mid P)$, starting from $$@start$$",
            start=augmented(new, old),
        ),
        *work.steps,
        *work.upwards(),
    )


def _check(old: Matrix, new: Matrix, p: Matrix, coordinates: Matrix | None) -> tuple[Step, ...]:
    # A column with a single coefficient, such as 0, 0, 1, would be no check: b_1 = c_3.
    at = max(range(p.columns), key=lambda j: sum(x != 0 for x in p.column(j)))
    mixed = linear(p.column(at), [latex_of(new.column(j)) for j in range(new.columns)])
    which = ("first", "second", "third")[at]
    steps = [Step(rf"Check with the {which} column of $P$: ${mixed} = {latex_of(old.column(at))} = b_{at + 1}$.")]
    if coordinates is not None:
        steps.append(step("Multiply: $$[x]_C = P [x]_B = @p @v = @image.$$", p=p, v=coordinates, image=p @ coordinates))
    return tuple(steps)


def _closing(parts: tuple[Part, ...]) -> Step:
    if len(parts) == 1:
        return Step(f"So $$P = {parts[0].answer.tex()}.$$")
    return Step(f"(a) $P = {parts[0].answer.tex()}$; (b) $[x]_C = {parts[1].answer.tex()}$.")


def _misconceptions(old: Matrix, new: Matrix, p: Matrix) -> tuple[Misconception, ...]:
    replies = (
        (
            "inverse-direction",
            p.inv(),
            "That matrix goes the other way, from the new coordinates back to the old ones.",
        ),
        (
            "column-of-old",
            old.T,
            "You wrote the basis vectors into rows. A matrix times coordinates mixes its columns.",
        ),
        (
            "not-relative",
            old,
            "Those columns are the old basis in standard coordinates; here coordinates with respect to $C$ are wanted.",
        ),
    )
    met = [p]
    found = []
    for code, slip, why in replies:
        if slip not in met:
            met.append(slip)
            found.append(Misconception(code, MatrixAnswer.of(slip), why))
    return tuple(found)


@change_of_basis.verify
def vectors_come_back(old: Matrix, new: Matrix, coordinates: Matrix | None, phrasing: int, answer: Any) -> bool:
    """The new basis, mixed with a column of P, gives the old basis vector; both coordinates give one vector."""
    p = answer["a"] if isinstance(answer, dict) else answer
    n = old.rows
    if p.shape != (n, n):
        return False
    for j in range(n):
        total = Matrix.zeros(n)
        for i in range(n):
            total = total + new.column(i) * p[i, j]
        if total != old.column(j):
            return False
    return coordinates is None or (answer["b"].shape == (n, 1) and new @ answer["b"] == old @ coordinates)
