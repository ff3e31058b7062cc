"""Invert a matrix or certify that it is singular (MML 2.2.2).

Levels: 1 2x2; 2 3x3; 3 a sparse 4x4, or a 3x3 that may be singular. Checked by multiplying back on both sides.
"""

from __future__ import annotations

from itertools import permutations
from math import lcm
from typing import NamedTuple

from question_bank._draw import invertible, singular
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import Elimination, factor, met, ordinal, substituted
from quizgen.answers.matrix import MatrixAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, augmented, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step

PHRASINGS = (
    "Compute the inverse of $$A = @a.$$",
    "A linear layer without bias maps $x$ to $Ax$, where $$A = @a.$$ Find the matrix that recovers $x$ from $Ax$.",
    "Find the matrix $B$ with $AB = BA = I$ for $$A = @a.$$",
)
OPEN_PHRASINGS = (
    "Compute the inverse of the matrix below, or type *singular* if there is none. $$A = @a$$",
    "A linear layer without bias maps $x$ to $Ax$, where $$A = @a.$$ Find the matrix that recovers $x$ from $Ax$; type "
    "*singular* if there is no such matrix.",
    "Decide whether there is a matrix $B$ with $AB = BA = I$, where $$A = @a.$$ If there is, give $B$; if not, type "
    "*singular*.",
)


class Given(NamedTuple):
    a: Matrix
    open: bool
    """Whether the question leaves open that there is an inverse."""
    phrasing: int


@exercise("la-inverse", version=1, bounds=(200, 400, 1000))
def inverse(draw: Draw, level: int) -> Given:
    """A determinant that is small and not 1, so that every slip shows."""
    if level == 1:
        return Given(invertible(draw, 2, 5, det=(-4, -3, -2, -1, 2, 3, 4, 5)), False, draw.below(len(PHRASINGS)))
    if level == 2:
        return Given(_clean(draw, (1, 1, draw.choice((2, -2, 3)))), False, draw.below(len(PHRASINGS)))
    phrasing = draw.below(len(OPEN_PHRASINGS))
    kind = draw.below(4)
    if kind < 2:
        return Given(_sparse(draw, regular=kind == 0), True, phrasing)
    if kind == 2:
        return Given(_clean(draw, (1, draw.choice((2, 3)), 0)), True, phrasing)
    return Given(_clean(draw, (draw.choice((1, 2)), 1, draw.choice((-2, -1, 2)))), True, phrasing)


def _clean(draw: Draw, pivots: tuple[int, int, int]) -> Matrix:
    """A 3x3 as a product of integer triangular factors with these pivots, in some order and with some signs:
    forward elimination meets integers only. A zero pivot comes last."""
    last = pivots[2:] if pivots[2] == 0 else ()
    for _ in range(TRIES):
        d = [draw.sign() * p for p in (*draw.shuffled(pivots[: 3 - len(last)]), *last)]
        u, v, w = (draw.integer(-2, 2) for _ in range(3))
        p, q, r = (draw.integer(-2, 2) for _ in range(3))
        lower = Matrix([[1, 0, 0], [p, 1, 0], [q, r, 1]])
        upper = Matrix([[d[0], u, v], [0, d[1], w], [0, 0, d[2]]])
        a = lower @ upper
        if max(map(abs, a.entries)) <= 4 and sum(x == 0 for x in a.entries) <= 2:
            return a
    raise exhausted("3x3 matrix with entries up to 4", f"pivots {pivots}")


def _sparse(draw: Draw, *, regular: bool) -> Matrix:
    """A 4x4 with two 2x2 blocks, rows and columns mixed by one permutation; one block is singular unless regular."""
    blocks = [invertible(draw, 2, 3, det=(-2, -1, 2)) for _ in range(2)]
    if not regular:
        blocks[draw.below(2)] = singular(draw, 2, 3)
    order = draw.shuffled(range(4))
    entries = [[Q(0)] * 4 for _ in range(4)]
    for k, block in enumerate(blocks):
        for i in range(2):
            for j in range(2):
                entries[order[2 * k + i]][order[2 * k + j]] = block[i, j]
    return Matrix(entries)


@inverse.problem
def build(a: Matrix, open: bool, phrasing: int) -> Problem:
    """Gauss-Jordan on [A | I]; for 2x2 the formula."""
    words = ("singular",) if open else ()
    prompt = text((OPEN_PHRASINGS if open else PHRASINGS)[phrasing], a=a)
    if open or not a.inv().is_integer:  # always where the question is open: no hint whether there is an inverse
        prompt += " Give exact numbers."
    if a.det() == 0:
        return _singular(a, prompt, words)
    answer = MatrixAnswer.of(a.inv(), words=words)
    steps = _two_by_two(a, answer) if a.rows == 2 else _gauss_jordan(a, answer)
    return Problem.single(
        prompt=prompt,
        answer=answer,
        hints=_hints(a),
        steps=steps,
        misconceptions=_misconceptions(a, words),
    )


def _hints(a: Matrix) -> tuple[str, ...]:
    if a.rows == 2:
        return (
            "For a 2×2 matrix there is a formula with the determinant in the denominator.",
            "Exchange the diagonal entries, change the signs of the other two, divide everything by the determinant.",
        )
    return (
        "Write the identity to the right of the matrix and work on both halves at once.",
        "Bring the left half to reduced echelon form by row operations; what happens to a row happens to both halves.",
        "If a row of zeros appears on the left, there is no inverse; otherwise the right half ends as the inverse.",
    )


def _two_by_two(a: Matrix, answer: MatrixAnswer) -> tuple[Step, ...]:
    det = a.det()
    p, q, r, s = a[0, 0], a[0, 1], a[1, 0], a[1, 1]
    products = Tex(rf"{latex_of(p)} \cdot {factor(s)} - {factor(q)} \cdot {factor(r)}")
    return (
        step(
            r"The determinant is $\det A = @products = @det \neq 0$, so the inverse exists.", products=products, det=det
        ),
        step(
            r"Exchange the diagonal entries and change the signs of the other two: the adjugate is $@adjugate$.",
            adjugate=a.inv() * det,
        ),
        step(r"Divide every entry by the determinant $@det$: $A^{-1} = @inverse$.", det=det, inverse=a.inv()),
        _closing(a, answer),
    )


def _closing(a: Matrix, answer: MatrixAnswer) -> Step:
    i, product = _diagonal_entry(a)
    place = ordinal(i, a.rows)
    return step(
        rf"Check: the {place} row of $A$ times the {place} column of $A^{{-1}}$ is $@product = 1$, and the other "
        r"products give the rest of the identity. So $$A^{-1} = @answer.$$",
        product=product,
        answer=answer,
    )


def _gauss_jordan(a: Matrix, answer: MatrixAnswer) -> tuple[Step, ...]:
    work = Elimination(a, Matrix.identity(a.rows))
    return (
        _beside(a),
        *work.steps,
        *work.upwards(),
        Step("The left half is the identity, so the right half is the inverse."),
        _closing(a, answer),
    )


def _beside(a: Matrix) -> Step:
    return step(
        "Write the identity beside the matrix and work on both halves at once: $$@matrix$$",
        matrix=augmented(a, Matrix.identity(a.rows)),
    )


def _diagonal_entry(a: Matrix) -> tuple[int, Tex]:
    """Row i of A times column i of its inverse, with all numbers, for the first i with most of them to add."""
    rows, columns = a.to_rows(), a.inv().T.to_rows()
    i = max(range(a.rows), key=lambda i: met(rows[i], columns[i]))
    return i, substituted(rows[i], columns[i])


def _singular(a: Matrix, prompt: str, words: tuple[str, ...]) -> Problem:
    kernel = a.kernel()[0]
    v = kernel * lcm(*(int(x.q) for x in kernel))
    answer = MatrixAnswer.of("singular", words=words)
    telling = [row for row in a.to_rows() if met(row, list(v))]
    products = ", ".join(f"${substituted(row, list(v))} = 0$" for row in telling)
    if len(telling) < a.rows:
        products += "; the other rows meet only zeros of $v$"
    return Problem.single(
        prompt=prompt,
        answer=answer,
        hints=_hints(a),
        steps=(
            _beside(a),
            *Elimination(a, Matrix.identity(a.rows)).steps,
            step(
                "A row of zeros stands in the left half, so it cannot become the identity: the rank is @r, not @n.",
                r=a.rank(),
                n=a.rows,
            ),
            Step(text(r"Check: $v = @v$ is not zero, but $Av = 0$, row by row: ", v=v) + products + "."),
            step("No matrix can recover $v$ from $Av = 0$, so $A$ has no inverse: it is $@answer$.", answer=answer),
        ),
        misconceptions=_singular_misconceptions(a, words),
    )


def cofactors(a: Matrix) -> Matrix:
    """The matrix of minors with the chessboard of signs, transposed: the adjugate."""
    return Matrix([[_minor(a, j, i) * (-1) ** (i + j) for j in range(a.rows)] for i in range(a.rows)])


def _minor(a: Matrix, i: int, j: int) -> Q:
    rows = [[x for c, x in enumerate(row) if c != j] for r, row in enumerate(a.to_rows()) if r != i]
    return Matrix(rows).det()


def _unsigned(a: Matrix) -> Matrix:
    return Matrix([[_minor(a, j, i) for j in range(a.rows)] for i in range(a.rows)])


def _reciprocals(a: Matrix) -> Matrix | None:
    if any(x == 0 for x in a.entries):
        return None
    return Matrix([[1 / x for x in row] for row in a.to_rows()])


FEEDBACK = {
    "no-det": "That is the adjugate: it still has to be divided by the determinant.",
    "adj-signs": "The entries of the adjugate carry signs like a chessboard: plus, minus, plus, ...",
    "reciprocal-entries": "The inverse is not made of the reciprocals of the entries: multiply back to see it.",
}


NO_DIVISOR = (
    "That is the adjugate, which would still have to be divided by the determinant. Compute that number: can you "
    "divide by it?"
)


def _misconceptions(a: Matrix, words: tuple[str, ...]) -> tuple[Misconception, ...]:
    right = a.inv()
    replies = {
        "no-det": cofactors(a),
        "adj-signs": _unsigned(a) / a.det(),
        "reciprocal-entries": _reciprocals(a),
    }
    # A sparse matrix can have slips that change nothing (no wrong sign to show): those are left out.
    return _distinct(replies, right, words, FEEDBACK)


def _singular_misconceptions(a: Matrix, words: tuple[str, ...]) -> tuple[Misconception, ...]:
    replies = {"no-det": cofactors(a), "reciprocal-entries": _reciprocals(a)}
    return _distinct(replies, None, words, FEEDBACK | {"no-det": NO_DIVISOR})


def _distinct(
    replies: dict[str, Matrix | None], right: Matrix | None, words: tuple[str, ...], feedback: dict[str, str]
) -> tuple[Misconception, ...]:
    seen: list[Matrix | None] = [right]
    found = []
    for code, reply in replies.items():
        if reply is not None and reply not in seen:
            seen.append(reply)
            found.append(Misconception(code, MatrixAnswer.of(reply, words=words), feedback[code]))
    return tuple(found)


@inverse.verify
def multiply_back(a: Matrix, open: bool, phrasing: int, answer: Matrix | str) -> bool:
    """A B = B A = I; or a determinant that vanishes, by expansion over all permutations."""
    if isinstance(answer, str):
        return answer == "singular" and _leibniz(a) == 0
    n = a.rows
    if not isinstance(answer, Matrix) or answer.shape != (n, n):
        return False
    unit = [[Q(int(i == j)) for j in range(n)] for i in range(n)]
    return (a @ answer).to_rows() == unit and (answer @ a).to_rows() == unit


def _leibniz(a: Matrix) -> Q:
    total = Q(0)
    for order in permutations(range(a.rows)):
        sign = (-1) ** sum(order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order)))
        term = Q(sign)
        for i, j in enumerate(order):
            term *= a[i, j]
        total += term
    return total
