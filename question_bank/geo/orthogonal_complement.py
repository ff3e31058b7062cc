"""Give a basis of the orthogonal complement of a subspace (MML 3.6).

Levels: 1 of a vector in R^3; 2 of a plane in R^4; 3 of a subspace given by equations. The solution reduces B^T (level
3: reads off the rows of the equations); a reply is checked by dot products with a basis of U, independence by the Gram
determinant, and dim U + dim of the complement = n.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._draw import pivot_columns
from question_bank._reduction import Reduction, clean_matrix, kernel_steps, largest_minor
from question_bank._steps import inner_product, names
from quizgen.answers.basis import BasisAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, system, text, tuple_of
from quizgen.problem import Misconception, Problem, Step, step

LINE = (
    "Give a basis of the orthogonal complement of the line spanned by $$b = @b.$$",
    r"A classifier has the weights $$w = @b.$$ Inputs $x \in \mathbb{R}^3$ with $w^\top x = 0$ lie on its decision "
    "boundary. Give a basis of this plane.",
)
PLANE = (
    r"Let $U$ be the subspace of $\mathbb{R}^4$ spanned by $$@generators$$ Give a basis of $U^\perp$.",
    "Two directions of the feature space are to be ignored: $$@generators$$ Give a basis of the space of all vectors "
    "that "
    "are orthogonal to both.",
)
EQUATIONS = (
    r"The subspace $U$ of $\mathbb{R}^@n$ consists of the solutions of $$@system$$ Give a basis of $U^\perp$.",
    r"Let $U = \{x \in \mathbb{R}^@n : Cx = 0\}$ with $$C = @c.$$ Give a basis of its orthogonal complement.",
)
FORM = "List vectors, as in $(1, 2, 3), (0, 1, 5)$."


class Words(NamedTuple):
    """How a question given by generators names its things."""

    letter: str
    of: str
    """What the answer is orthogonal to."""
    each: str
    """The vectors of which that has to be tested."""
    space: str
    """What a basis is asked of."""
    opening: str = ""
    """Of two generators: what orthogonality means."""

    @property
    def hints(self) -> tuple[str, ...]:
        """From gentle to strong."""
        last = "How many dimensions are left? A basis needs that many vectors."
        if not self.opening:
            return (
                f"Which vectors $x$ are orthogonal to ${self.letter}$? The dot product gives one linear equation.",
                "One equation with three unknowns: solve it for one of them, and the other two are free.",
                last,
            )
        return (
            "Which vectors $x$ are orthogonal to $b_1$ and to $b_2$? Each of the two gives one linear equation.",
            r"With $b_1$ and $b_2$ as columns of $B$ the equations are $B^\top x = 0$: the two vectors become rows.",
            last,
        )


WORDS = {
    (1, 0): Words("b", "$b$", "$b$", "the complement"),
    (1, 1): Words("w", "$w$", "$w$", "the plane"),
    (2, 0): Words(
        "b",
        "$U$",
        "$b_1$ and with $b_2$",
        r"$U^\perp$",
        "A vector $x$ is orthogonal to $U$ if it is orthogonal to both generators",
    ),
    (2, 1): Words(
        "b",
        "both directions",
        "$b_1$ and with $b_2$",
        "the space",
        "A vector $x$ has to be orthogonal to both directions",
    ),
}


class Given(NamedTuple):
    rows: Matrix
    """The generators of U as rows; with `equations`, U is the null space of this matrix."""
    equations: bool
    phrasing: int


@exercise("geo-orthogonal-complement", version=1, bounds=(60, 80, 80))
def orthogonal_complement(draw: Draw, level: int) -> Given:
    """Rows whose null space has small integer vectors."""
    phrasing = draw.below(2)
    if level == 1:
        return Given(clean_matrix(draw, 1, 3, (0,), 6, reduced_bound=4, scales=(1, 1, -1, 2)), False, phrasing)
    if level == 2:
        return Given(clean_matrix(draw, 2, 4, pivot_columns(draw, 4, 2), 6, reduced_bound=3), False, phrasing)
    m, n = draw.choice(((2, 4), (3, 4), (2, 5), (3, 5)))
    return Given(clean_matrix(draw, m, n, pivot_columns(draw, n, 2), 6), True, phrasing)


@orthogonal_complement.problem
def build(rows: Matrix, equations: bool, phrasing: int) -> Problem:
    """Generators: the null space of B^T. Equations: the row space."""
    return _from_equations(rows, phrasing) if equations else _from_generators(rows, phrasing)


def _vectors(rows: Matrix) -> list[Matrix]:
    return [Vector(r) for r in rows.to_rows()]


def _from_generators(rows: Matrix, phrasing: int) -> Problem:
    generators = _vectors(rows)
    basis = rows.kernel()
    answer = BasisAnswer.of(basis)
    work = Reduction(rows)
    upwards = work.upwards()
    if len(generators) == 1:
        prompt = text(LINE[phrasing], b=generators[0])
    else:
        shown = r",\quad ".join(f"b_{i + 1} = {latex_of(v)}" for i, v in enumerate(generators)) + "."
        prompt = text(PLANE[phrasing], generators=Tex(shown))
    words = WORDS[len(generators), phrasing]
    return Problem.single(
        prompt=f"{prompt} {FORM}",
        answer=answer,
        hints=words.hints,
        steps=(
            _equations_of(generators, rows, words),
            *work.steps,
            *upwards,
            *kernel_steps(rows, names(rows.columns)),
            _check(generators, basis, words.letter),
            step(
                f"The dimensions add up: $@k + @d = @n$. A basis of {words.space} is $$@answer.$$",
                k=len(generators),
                d=len(basis),
                n=rows.columns,
                answer=answer,
            ),
        ),
        misconceptions=_misconceptions(generators, basis, words),
    )


def _equations_of(generators: list[Matrix], rows: Matrix, words: Words) -> Step:
    if len(generators) == 1:
        return step(
            r"A vector $x$ is orthogonal to $@letter$ if $@{letter}^\top x = 0$: $$@equation$$",
            letter=Tex(words.letter),
            equation=system(rows, [0], names(rows.columns)),
        )
    return step(
        words.opening + r": $B^\top x = 0$, where $b_1$ and $b_2$ are the rows of $$B^\top = @rows.$$",
        rows=rows,
    )


def _check(generators: list[Matrix], basis: list[Matrix], letter: str) -> Step:
    name = letter if len(generators) == 1 else f"{letter}_1"
    work = inner_product(generators[0].entries, basis[0].entries)
    rest = ", and the others are $0$ as well" if len(basis) > 1 or len(generators) > 1 else ""
    return Step(rf"Check with a dot product: ${name}^\top v_1 = {work} = 0${rest}.")


def _misconceptions(generators: list[Matrix], basis: list[Matrix], words: Words) -> tuple[Misconception, ...]:
    count = len(basis)
    found = [
        Misconception(
            "dimension",
            BasisAnswer.of([v]),
            f"That vector is orthogonal to {words.of}, but {words.space} has more than one dimension: count the free "
            "unknowns.",
        )
        for v in basis[:2]
    ]
    flipped = _flipped(generators, basis)
    if flipped is not None:
        why = f"A sign is wrong: take the dot product of each of your vectors with {words.each}. It has to be $0$."
        found.append(Misconception("sign", BasisAnswer.of(flipped), why))
    return tuple(found) if count > 1 else tuple(found[1:])


def _flipped(generators: list[Matrix], basis: list[Matrix]) -> list[Matrix] | None:
    """The first vector with one coordinate negated, so that a generator is not orthogonal to it any more."""
    first = basis[0].entries
    for j, value in enumerate(first):
        other = Vector([-x if i == j else x for i, x in enumerate(first)])
        slip = [other, *basis[1:]]
        if value != 0 and any(b.dot(other) != 0 for b in generators) and Matrix.from_columns(slip).rank() == len(slip):
            return slip
    return None


def _from_equations(rows: Matrix, phrasing: int) -> Problem:
    n, m = rows.columns, rows.rows
    basis = _vectors(rows)[:2]
    kernel = rows.kernel()
    answer = BasisAnswer.of(basis)
    work = Reduction(rows)
    shown = {"n": n, "system": system(rows, [0] * m, names(n))} if phrasing == 0 else {"n": n, "c": rows}
    redundant = (
        step(
            "Are the rows independent? Two of them remain after elimination, so the third equation follows from the "
            "first "
            "two (which are not multiples of each other), and two rows are enough."
        )
        if m > 2
        else step("The rows are not multiples of each other, so they are independent.")
    )
    slip = _flipped(kernel, basis)
    return Problem.single(
        prompt=text(EQUATIONS[phrasing], **shown) + " " + FORM,
        answer=answer,
        hints=(
            "Read each equation as a dot product that is $0$: which vectors are orthogonal to all of $U$?",
            r"The coefficients of an equation form a vector of $U^\perp$. You need not solve the system.",
            "How many of the equations are independent?",
        ),
        steps=(
            step(
                "Each equation says that a row of coefficients has the dot product $0$ with every $x$ in $U$. So the "
                "rows "
                r"lie in $U^\perp$, and they span it: $U^\perp$ is the row space, because $\dim U = @n - r$ "
                r"with the rank $r$ of the coefficients, and $\dim U + \dim U^\perp = @n$.",
                n=n,
            ),
            *(work.steps if m > 2 else ()),
            redundant,
            step(
                "Check with a solution: $x = @x$ solves the equations, so both rows are orthogonal to it.",
                x=tuple_of(kernel[0]),
            ),
            step(r"A basis of $U^\perp$ is $$@answer.$$", answer=answer),
        ),
        misconceptions=(
            Misconception(
                "null-of-columns",
                BasisAnswer.of(kernel),
                "Those vectors solve the equations: they span $U$ itself, and not what is orthogonal to it.",
            ),
            Misconception(
                "dimension",
                BasisAnswer.of(basis[:1]),
                "That vector is orthogonal to $U$, but one vector is not enough: count the independent equations.",
            ),
            *(
                (
                    Misconception(
                        "sign",
                        BasisAnswer.of(slip),
                        "A sign is wrong: take the dot product of your vectors with a solution of the equations.",
                    ),
                )
                if slip is not None
                else ()
            ),
        ),
    )


@orthogonal_complement.verify
def orthogonal_and_complete(rows: Matrix, equations: bool, phrasing: int, answer: tuple[Matrix, ...]) -> bool:
    """Orthogonal to a basis of U, independent, and the dimensions add up to n."""
    n = rows.columns
    inside = rows.kernel() if equations else _vectors(rows)
    if not answer or any(not isinstance(v, Matrix) or v.shape != (n, 1) for v in answer):
        return False
    if any(u.dot(v) != 0 for u in inside for v in answer):
        return False
    gram = Matrix([[v.dot(w) for w in answer] for v in answer])
    rank = largest_minor(rows)
    return gram.det() != 0 and len(answer) == (rank if equations else n - rank)
