"""Decide linear independence and give a dependency relation if there is one (MML 2.5).

Levels: 1 three vectors in R^2 or R^3; 2 four vectors in R^4; 3 polynomials or matrices as vectors. The solution reduces
the matrix of coordinates; a relation is checked by adding up the vectors, independence by the Gram determinant.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._reduction import Reduction, clean_matrix, kernel_steps
from question_bank._steps import listed
from quizgen.answers.vector import DirectionAnswer, VectorAnswer
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text
from quizgen.problem import Misconception, Problem, Step, step

WORD = "none"
ASK = (
    "Type exact coefficients $(@coefficients)$, not all $0$, with $@sum = 0$; or type `none` if there are none because "
    "the @noun are linearly independent."
)
PHRASINGS = {
    "vectors": (
        "Are these vectors linearly independent? $$@things$$",
        "The columns of a data matrix hold @count features: $$@things$$ Is one of them a linear combination of the "
        "others, "
        "and so redundant?",
    ),
    "polynomials": (
        "Are these polynomials linearly independent? $$@things$$",
        "A regression uses the basis functions $$@things$$ Are they linearly independent?",
    ),
    "matrices": (
        r"Are these vectors of $\mathbb{R}^{2 \times 2}$ linearly independent? $$@things$$",
        "Three filters for images are given by the matrices $$@things$$ Are they linearly independent?",
    ),
}
COUNTS = {3: "three", 4: "four"}
COLUMNS = {
    "vectors": "are the vectors",
    "polynomials": "hold the coefficients of the polynomials",
    "matrices": "hold the entries of the matrices",
}
PLACES = {
    "vectors": ("in every coordinate", "coordinate by coordinate"),
    "polynomials": ("for every power of $x$", "power by power"),
    "matrices": ("in every entry", "entry by entry"),
}


class Given(NamedTuple):
    columns: Matrix
    """The coordinates of the vectors as columns."""
    kind: str
    phrasing: int


@exercise("la-independence", version=1, bounds=(60, 80, 80))
def independence(draw: Draw, level: int) -> Given:
    """Two thirds of the lists are dependent, with one relation in small integers."""
    phrasing, dependent = draw.below(2), draw.below(3) > 0
    if level == 1:
        n = draw.choice((2, 3, 3))
        return Given(_columns(draw, n, 3, dependent=dependent or n == 2), "vectors", phrasing)
    if level == 2:
        return Given(_columns(draw, 4, 4, dependent=dependent), "vectors", phrasing)
    kind = draw.choice(("polynomials", "matrices"))
    n = 4 if kind == "matrices" else draw.integer(3, 4)
    return Given(_columns(draw, n, 3, dependent=dependent), kind, phrasing)


def _columns(draw: Draw, n: int, k: int, *, dependent: bool) -> Matrix:
    """k vectors in n dimensions, no two of them parallel."""
    rank = k - 1 if dependent else k
    for attempt in range(TRIES):
        try:
            a = clean_matrix(draw.child(attempt), n, k, tuple(range(rank)), 6, reduced_bound=2)
        except CannotDraw:
            continue
        vectors = [a.column(j) for j in range(k)]
        if any(Matrix.from_columns(pair).rank() < 2 for pair in combinations(vectors, 2)):
            continue
        if not dependent or a.kernel()[0].entries.count(Q(0)) <= k - 3:
            return a
    raise exhausted(f"{k} vectors in {n} dimensions", "no two parallel")


@independence.problem
def build(columns: Matrix, kind: str, phrasing: int) -> Problem:
    """Reduce the matrix whose columns are the vectors; a free column gives the relation."""
    k = columns.columns
    kernel = columns.kernel()
    letters = _letters(kind, k)
    names = [f"c_{i + 1}" for i in range(k)]
    work = Reduction(columns)
    noun = kind
    answer: DirectionAnswer | VectorAnswer
    if kernel:
        answer = DirectionAnswer.of(kernel[0])
        closing = _relation(columns, work, kind, letters, names, answer)
    else:
        answer = VectorAnswer(("0",) * k, word=WORD, words=(WORD,))
        closing = (_independent(work, k, noun, answer),)
    return Problem.single(
        prompt=_prompt(columns, kind, phrasing, letters, names, noun),
        answer=answer,
        hints=(
            *_coordinates_hint(kind),
            f"A relation is a solution of a homogeneous system whose columns {COLUMNS[kind]}. Does it have a free "
            "unknown?",
            f"Bring the matrix of the columns to echelon form: the {noun} are independent if every column has a pivot.",
        ),
        steps=(
            _setting(columns, kind, letters, names),
            *work.steps,
            *closing,
        ),
        misconceptions=_misconceptions(columns, kind, kernel),
    )


def _letters(kind: str, k: int) -> list[str]:
    letter = {"vectors": "v", "polynomials": "p", "matrices": "A"}[kind]
    return [f"{letter}_{i + 1}" for i in range(k)]


def _things(columns: Matrix, kind: str, letters: Sequence[str]) -> str:
    """The list as it is printed."""
    entries = [columns.column(j).entries for j in range(columns.columns)]
    if kind == "polynomials":
        lines = [f"{name}(x) &= {polynomial(v[::-1])}" for name, v in zip(letters, entries, strict=True)]
        return r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"
    shown = []
    for j, (name, v) in enumerate(zip(letters, entries, strict=True)):
        shown.append(f"{name} = {latex_of(columns.column(j) if kind == 'vectors' else Matrix([v[:2], v[2:]]))}")
    return r",\quad ".join(shown)


def _prompt(columns: Matrix, kind: str, phrasing: int, letters: Sequence[str], names: Sequence[str], noun: str) -> str:
    ask = PHRASINGS[kind][phrasing]
    ends = "." if "$$ Is" in ask else ""
    values: dict[str, object] = {"things": Tex(_things(columns, kind, letters) + ends)}
    if "@count" in ask:
        values["count"] = COUNTS[len(letters)]
    total = " + ".join(f"{c} {v}" for c, v in zip(names, letters, strict=True))
    return text(ask, **values) + "\n\n" + text(ASK, coefficients=Tex(", ".join(names)), sum=Tex(total), noun=noun)


def _coordinates_hint(kind: str) -> tuple[str, ...]:
    if kind == "polynomials":
        return ("A polynomial is zero only if all its coefficients are: compare coefficients, power by power.",)
    if kind == "matrices":
        return ("Matrices are added entry by entry: write each of them as a vector of its four entries.",)
    return ()


def _setting(columns: Matrix, kind: str, letters: Sequence[str], names: Sequence[str]) -> Step:
    total = " + ".join(f"{c} {v}" for c, v in zip(names, letters, strict=True))
    how = {
        "vectors": "The vectors become the columns of a matrix",
        "polynomials": "Compare the coefficients of $1, x, x^2$ and so on; those of each polynomial make a column",
        "matrices": "Write the entries of each matrix, row by row, into a column",
    }[kind]
    return step(
        "A relation $@total = 0$ is a homogeneous system for the coefficients. " + how + ": $$@matrix$$",
        total=Tex(total),
        matrix=columns,
    )


def _relation(
    columns: Matrix, work: Reduction, kind: str, letters: Sequence[str], names: Sequence[str], answer: DirectionAnswer
) -> tuple[Step, ...]:
    kernel = columns.kernel()[0]
    free = next(j for j in range(columns.columns) if j not in work.pivots)
    return (
        *work.upwards(),
        *kernel_steps(columns, names, name="c"),
        step(
            "Column @free has no pivot, so the list is linearly dependent: $$@relation = 0.$$ Adding up the "
            f"multiples gives $0$ {PLACES[kind][0]}. The coefficients are $$@answer,$$ or any multiple of them "
            "except zero.",
            free=free + 1,
            relation=linear(kernel, letters),
            answer=answer,
        ),
    )


def _independent(work: Reduction, k: int, noun: str, answer: VectorAnswer) -> Step:
    columns = listed([str(p + 1) for p in work.pivots])
    return step(
        "Columns @columns have a pivot, so no unknown is free: all coefficients are $0$, and the @noun are linearly "
        "independent. There is no relation; the answer is $@answer$.",
        columns=columns,
        noun=noun,
        answer=answer,
    )


def _misconceptions(columns: Matrix, kind: str, kernel: list[Matrix]) -> tuple[Misconception, ...]:
    if not kernel:
        return ()
    n, k = columns.shape
    claim = VectorAnswer(("0",) * k, word=WORD, words=(WORD,))
    if n == k:
        why = (
            f"That there are as many {kind} as dimensions is not enough: one can still be a combination of the others."
        )
        found = [Misconception("count-only", claim, why)]
    else:
        why = (
            f"No two of them are {'parallel' if kind == 'vectors' else 'multiples of each other'}, but that is not "
            f"enough: three {kind} can depend on each other all the same."
        )
        found = [Misconception("pairwise", claim, why)]
    for i in range(k):
        flipped = [-x if i == j else x for j, x in enumerate(kernel[0])]
        if kernel[0][i] != 0:
            why = f"Add up the multiples {PLACES[kind][1]}: the sum is not zero. Check the signs."
            found.append(Misconception("relation-sign", DirectionAnswer.of(flipped), why))
    return tuple(found)


@independence.verify
def sum_or_gram(columns: Matrix, kind: str, phrasing: int, answer: object) -> bool:
    """The multiples add up to zero, and not all are zero; or the Gram determinant is not zero."""
    k = columns.columns
    if isinstance(answer, Matrix):
        if answer.shape != (k, 1) or answer.is_zero:
            return False
        total = Matrix.zeros(columns.rows)
        for c, j in zip(answer, range(k), strict=True):
            total = total + columns.column(j) * c
        return total.is_zero
    vectors = [columns.column(j) for j in range(k)]
    return answer == WORD and Matrix([[v.dot(w) for w in vectors] for v in vectors]).det() != 0
