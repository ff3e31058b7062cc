"""Project onto a subspace by the normal equations (MML 3.8.2).

Levels: 1 two orthogonal generators; 2 two generators in R^3; 3 redundant generators in R^5, or another inner product. A
reply is checked by what a projection is: it lies in the span (rank), and the rest is orthogonal to every generator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from question_bank._draw import independent, orthogonal_vectors, vector
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import inner_product
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, system, text
from quizgen.problem import Misconception, Problem, Step, step

PHRASINGS = (
    "Project $$x = @x$$ orthogonally onto the subspace $U$ spanned by $$@generators$$",
    "Find the point of the subspace $U$ spanned by $$@generators$$ that is nearest to $$x = @x$$",
    "The columns of a data matrix span a subspace $U$; they are $$@generators$$ A model can only produce vectors of "
    "$U$. Which of them is closest to the target $$x = @x$$",
)
INNER = (
    r"Use the inner product $\langle x, y \rangle = x^\top A y$ with $$A = @a.$$ Project $$x = @x$$ orthogonally, in "
    r"this "
    "sense, onto the subspace $U$ spanned by $$@generators$$",
    r"Measurements have different weights: $\langle x, y \rangle = x^\top A y$ with $$A = @a.$$ Find the point of the "
    r"subspace $U$ spanned by $$@generators$$ that is nearest, in the norm of this inner product, to $$x = @x$$",
)


class Given(NamedTuple):
    x: Matrix
    generators: tuple[Matrix, ...]
    relation: tuple[int, ...]
    """Coefficients of the last generator by the ones before; empty where the generators are independent."""
    a: Matrix | None
    phrasing: int


@exercise("geo-project-subspace", version=1, bounds=(120, 200, 400))
def project_subspace(draw: Draw, level: int) -> Given:
    """Integer coordinates are chosen first; the rest is orthogonal to the generators."""
    phrasing = draw.below(len(PHRASINGS))
    if level == 1:
        return _made(draw, 3, "orthogonal", phrasing)
    if level == 2:
        return _made(draw, 3, "plain", phrasing)
    if draw.flip():
        return _made(draw, 5, "redundant", phrasing)
    return _made(draw, 3, "inner", phrasing % len(INNER))


def _made(draw: Draw, n: int, kind: str, phrasing: int) -> Given:
    a = (
        Matrix.diagonal(draw.shuffled(draw.choice(((1, 1, 2), (1, 2, 2), (1, 2, 3), (1, 1, 3)))))
        if kind == "inner"
        else None
    )
    form = a if a is not None else Matrix.identity(n)
    for attempt in range(TRIES):
        d = draw.child("generators", attempt)
        b = orthogonal_vectors(d, n, 2, 3) if kind == "orthogonal" else independent(d, n, 2, 2)
        crossed = b[0].dot(form @ b[1])
        if (crossed == 0) != (kind == "orthogonal"):
            continue
        relation = d.choice(((1, 1), (1, -1), (2, -1), (1, 2))) if kind == "redundant" else ()
        generators = (*b, b[0] * relation[0] + b[1] * relation[1]) if relation else b
        coordinates = [d.integer(-2, 3, nonzero=True) for _ in b]
        try:
            rest = vector(d, n, 5, orthogonal_to=Matrix.from_columns([form @ v for v in b]))
        except (CannotDraw, ValueError):  # the only direction left may be too long
            continue
        x = b[0] * coordinates[0] + b[1] * coordinates[1] + rest
        small = max(map(abs, x.entries)) <= 9 and max(map(abs, generators[-1].entries)) <= 5
        if small and x.entries.count(Q(0)) <= n // 3 and (len(set(coordinates)) > 1 or coordinates[0] != 1):
            return Given(x, generators, relation, a, phrasing)
    raise exhausted("projection", "entries of x up to 9")


class Work(NamedTuple):
    """The normal equations of the independent generators."""

    columns: Matrix
    gram: Matrix
    right: Matrix
    coordinates: Matrix
    point: Matrix


def solve(x: Matrix, generators: Sequence[Matrix], form: Matrix) -> Work:
    """B^T A B λ = B^T A x for independent generators B."""
    b = Matrix.from_columns(generators)
    gram, right = b.T @ form @ b, b.T @ form @ x
    coordinates = gram.solve(right)
    return Work(b, gram, right, coordinates, b @ coordinates)


@project_subspace.problem
def build(
    x: Matrix, generators: tuple[Matrix, ...], relation: tuple[int, ...], a: Matrix | None, phrasing: int
) -> Problem:
    """Normal equations, their solution, the point, the check."""
    form = a if a is not None else Matrix.identity(x.rows)
    used = generators[:-1] if relation else generators
    work = solve(x, used, form)
    answer = VectorAnswer.of(work.point, label=r"$\pi_U(x) =$")
    return Problem.single(
        prompt=_prompt(x, generators, a, phrasing),
        answer=answer,
        hints=_hints(relation, a, work),
        steps=(
            *_dependence(relation, generators),
            *_equations(work, a),
            _point(work, used),
            _check(x, used, form, work, a),
            step(r"The projection is $$\pi_U(x) = @answer.$$", answer=answer),
        ),
        misconceptions=_misconceptions(x, generators, relation, form, work),
    )


def _prompt(x: Matrix, generators: Sequence[Matrix], a: Matrix | None, phrasing: int) -> str:
    last = phrasing == 0
    shown = r",\quad ".join(f"b_{i + 1} = {latex_of(v)}" for i, v in enumerate(generators))
    ends = "." if last or (a is None and phrasing == 2) else ""
    mark = "" if last else "?" if a is None and phrasing == 2 else "."
    values = {"generators": Tex(shown + ends), "x": Tex(latex_of(x) + mark)}
    if a is not None:
        return text(INNER[phrasing], a=a, **values)
    return text(PHRASINGS[phrasing], **values)


def _hints(relation: tuple[int, ...], a: Matrix | None, work: Work) -> tuple[str, ...]:
    equations = (
        r"With the generators as columns of $B$ the coordinates solve the normal equations $B^\top B \lambda = "
        r"B^\top x$."
        if a is None
        else r"With the generators as columns of $B$ the coordinates solve $B^\top A B \lambda = B^\top A x$."
    )
    first = "The projection is a combination of the generators, and the rest is orthogonal to each of them."
    if relation:
        return (
            "Are the generators independent? Those that are combinations of others do not change the subspace.",
            first,
            equations,
        )
    if work.gram[0, 1] == 0:
        return (first, "The generators are orthogonal to each other: what does that do to the normal equations?")
    return (first, equations, r"Do not forget the last step: the point is $B\lambda$.")


def _dependence(relation: tuple[int, ...], generators: Sequence[Matrix]) -> tuple[Step, ...]:
    if not relation:
        return ()
    return (
        step(
            r"The generators are dependent: $b_3 = @made$. The Gram matrix of all three would be singular, but $b_3$ "
            r"adds "
            "nothing to the span, so it is left out.",
            made=linear(relation, ("b_1", "b_2")),
        ),
    )


def _equations(work: Work, a: Matrix | None) -> tuple[Step, ...]:
    left, right = (r"B^\top B", r"B^\top x") if a is None else (r"B^\top A B", r"B^\top A x")
    opening = (
        r"Put $b_1$ and $b_2$ into the columns of $B$. The rest $x - B\lambda$ is orthogonal to them, which gives the "
        rf"normal equations ${left}\lambda = {right}$ with $${left} = {latex_of(work.gram)}, \quad {right} = "
        rf"{latex_of(work.right)}.$$"
    )
    names = (r"\lambda_1", r"\lambda_2")
    solution = ", ".join(f"{n} = {latex_of(v)}" for n, v in zip(names, work.coordinates, strict=True))
    if work.gram[0, 1] == 0:
        why = "The generators are orthogonal, so each equation has one unknown:"
    else:
        why = "Solve the two equations:"
    return (
        Step(opening),
        Step(f"{why} $${system(work.gram, work.right, names)}$$ This gives ${solution}$."),
    )


def _point(work: Work, used: Sequence[Matrix]) -> Step:
    made = linear(work.coordinates, [latex_of(v) for v in used])
    return Step(rf"The point has these coordinates: $$B\lambda = {made} = {latex_of(work.point)}.$$")


def _check(x: Matrix, used: Sequence[Matrix], form: Matrix, work: Work, a: Matrix | None) -> Step:
    rest = x - work.point
    image = form @ rest
    name, shown = ("r", "") if a is None else ("Ar", rf", with $Ar = {latex_of(image)}$")
    products = r" \\ ".join(
        rf"b_{i + 1}^\top {name} &= {inner_product(b.entries, image.entries)} = 0" for i, b in enumerate(used)
    )
    return Step(
        rf"Check: the rest is $r = x - B\lambda = {latex_of(rest)}${shown}. It is orthogonal to the generators, as it "
        rf"must be: $$\begin{{aligned}} {products} \end{{aligned}}$$"
    )


def _misconceptions(
    x: Matrix, generators: Sequence[Matrix], relation: tuple[int, ...], form: Matrix, work: Work
) -> tuple[Misconception, ...]:
    found = [
        Misconception(
            "lambda-returned",
            VectorAnswer.of(work.coordinates),
            r"Those are the coordinates $\lambda$ with respect to the generators. The point itself is $B\lambda$.",
        )
    ]
    total = Vector([0] * x.rows)
    singles = []
    for b in generators:
        singles.append(b * (b.dot(form @ x) / b.dot(form @ b)))
        total = total + singles[-1]
    if total != work.point:
        why = "Projections onto single generators may be added only if the generators are orthogonal to each other."
        found.append(Misconception("sum-of-projections", VectorAnswer.of(total), why))
    if relation and singles[0] not in (total, work.point):
        why = "You left out too much: only one generator is superfluous, and the other two are independent."
        found.append(Misconception("drops-dependent", VectorAnswer.of(singles[0]), why))
    plain = solve(x, generators[:2], Matrix.identity(x.rows)).point
    if plain not in (total, work.point):
        why = "That is the nearest point for the dot product. Here lengths and angles belong to $x^\\top A y$."
        found.append(Misconception("euclid", VectorAnswer.of(plain), why))
    return tuple(found)


@project_subspace.verify
def orthogonal_rest(
    x: Matrix,
    generators: tuple[Matrix, ...],
    relation: tuple[int, ...],
    a: Matrix | None,
    phrasing: int,
    answer: Matrix,
) -> bool:
    """The point lies in the span, and the rest is orthogonal to all generators."""
    if answer.shape != x.shape:
        return False
    b = Matrix.from_columns(generators)
    rest = x - answer if a is None else a @ (x - answer)
    return (b.T @ rest).is_zero and b.hstack(answer).rank() == b.rank()
