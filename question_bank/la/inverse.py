"""Invert a matrix or certify that it is singular (MML 2.2.2).

Levels: 1 2x2; 2 3x3; 3 a sparse 4x4, or a 3x3 that may be singular. Checked by multiplying back on both sides.
"""

from __future__ import annotations

from typing import NamedTuple

from quizgen.answers.matrix import MatrixAnswer

from question_bank._draw import invertible, singular
from question_bank._steps import factor, listed, operation
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, augmented, text
from quizgen.problem import Misconception, Problem, Step, step

PHRASINGS = (
    "Compute the inverse of $A = @a$.",
    "A linear layer without bias maps $x$ to $Ax$ with $A = @a$. Find the matrix that recovers $x$ from $Ax$.",
    "Find the matrix $A^{-1}$ for $A = @a$.",
)
OPEN_PHRASINGS = (
    "Compute the inverse of $A = @a$, or type *singular* if there is none.",
    "A linear layer without bias maps $x$ to $Ax$ with $A = @a$. Find the matrix that recovers $x$ from $Ax$; type "
    "*singular* if there is no such matrix.",
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
        return Given(invertible(draw, 3, 3, det=(-3, -2, -1, 2, 3)), False, draw.below(len(PHRASINGS)))
    phrasing = draw.below(len(OPEN_PHRASINGS))
    kind = draw.below(3)
    if kind == 0:
        return Given(_sparse(draw), True, phrasing)
    if kind == 1:
        return Given(singular(draw, 3, 4), True, phrasing)
    return Given(invertible(draw, 3, 4, det=(-4, -3, -2, -1, 2, 3, 4)), True, phrasing)


def _sparse(draw: Draw) -> Matrix:
    """A 4x4 with two 2x2 blocks, rows and columns mixed by one permutation."""
    blocks = [invertible(draw, 2, 3, det=(-2, -1, 2)) for _ in range(2)]
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
    values = {"p": a[0, 0], "q": a[0, 1], "r": a[1, 0], "s": a[1, 1], "det": det}
    return (
        step(r"The determinant is $@p \cdot @(s) - @(q) \cdot @(r) = @det$, so the inverse exists.", **values),
        step(
            r"Exchange the diagonal entries and change the signs of the other two: the adjugate is $@adjugate$.",
            adjugate=a.inv() * det,
        ),
        step(
            r"Dividing by the determinant $@det$ gives $A^{-1} = @answer$. Check: the first row of $A$ times the first column "
            r"of $A^{-1}$ is $@product = 1$.",
            det=det,
            answer=answer,
            product=_first_entry(a),
        ),
    )


def _gauss_jordan(a: Matrix, answer: MatrixAnswer) -> tuple[Step, ...]:
    reduction = Reduction(a)
    opening = step("Write the identity beside the matrix: $$@matrix$$", matrix=augmented(a, Matrix.identity(a.rows)))
    closing = step(
        r"The left half is the identity, so the right half is $A^{-1} = @answer$. Check: the first row of $A$ times the "
        r"first column of $A^{-1}$ is $@product = 1$.",
        answer=answer,
        product=_first_entry(a),
    )
    return (opening, *reduction.steps, closing)


def _first_entry(a: Matrix) -> Tex:
    """Row 1 of A times column 1 of its inverse, with all numbers."""
    pairs = zip(a.row(0).entries, a.inv().column(0), strict=True)
    return Tex(" + ".join(rf"{factor(p)} \cdot {factor(q)}" for p, q in pairs))


class Reduction:
    """Gauss-Jordan elimination of [A | I] with a step for each column."""

    def __init__(self, a: Matrix) -> None:
        self.n = a.rows
        self.rows = a.hstack(Matrix.identity(self.n)).to_rows()
        self.steps: list[Step] = []
        self.rank = 0
        for column in range(self.n):
            self._column(column)

    def _column(self, column: int) -> None:
        at = self.rank
        candidates = [i for i in range(at, self.n) if self.rows[i][column] != 0]
        if not candidates:
            return
        self.rank += 1
        chosen = next((i for i in candidates if abs(self.rows[i][column]) == 1), candidates[0])
        done = []
        if chosen != at:
            self.rows[at], self.rows[chosen] = self.rows[chosen], self.rows[at]
            done.append(rf"$R_{at + 1} \leftrightarrow R_{chosen + 1}$")
        pivot = self.rows[at][column]
        if pivot != 1:
            self.rows[at] = [x / pivot for x in self.rows[at]]
            done.append(text("$R_@i$ divided by $@pivot$", i=at + 1, pivot=pivot))
        done += self._clear(at, column)
        if done:
            self.steps.append(Step(f"Column {column + 1}: {listed(done)} give $${self._shown()}$$"))

    def _clear(self, at: int, column: int) -> list[str]:
        done = []
        for i in range(self.n):
            factor = -self.rows[i][column]
            if i != at and factor != 0:
                self.rows[i] = [x + factor * y for x, y in zip(self.rows[i], self.rows[at], strict=True)]
                done.append(f"${operation(i, factor, at)}$")
        return done

    def _shown(self) -> Tex:
        return augmented(Matrix([r[: self.n] for r in self.rows]), Matrix([r[self.n :] for r in self.rows]))


def _singular(a: Matrix, prompt: str, words: tuple[str, ...]) -> Problem:
    reduction = Reduction(a)
    kernel = a.kernel()[0]
    whole = kernel * _common_denominator(kernel)
    answer = MatrixAnswer.word_only("singular", words=words)
    opening = step("Write the identity beside the matrix: $$@matrix$$", matrix=augmented(a, Matrix.identity(a.rows)))
    return Problem.single(
        prompt=prompt,
        answer=answer,
        hints=_hints(a),
        steps=(
            opening,
            *reduction.steps,
            step(
                r"A row of zeros stands in the left half: the columns of $A$ are dependent. Indeed $v = @v$ is not zero and "
                r"$Av = 0$, so no matrix can recover $v$ from $Av$.",
                v=whole,
            ),
            step("Hence $A$ has no inverse: it is $@answer$.", answer=answer),
        ),
        misconceptions=_singular_misconceptions(a, words),
    )


def _common_denominator(v: Matrix) -> int:
    scale = 1
    for x in v:
        scale *= int(x.q) // _gcd(scale, int(x.q))
    return scale


def _gcd(a: int, b: int) -> int:
    return a if b == 0 else _gcd(b, a % b)


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


def _misconceptions(a: Matrix, words: tuple[str, ...]) -> tuple[Misconception, ...]:
    right = a.inv()
    replies = {
        "no-det": cofactors(a),
        "adj-signs": _unsigned(a) / a.det(),
        "reciprocal-entries": _reciprocals(a),
    }
    # A sparse matrix can have slips that change nothing (no wrong sign to show): those are left out.
    return _distinct(replies, right, words)


def _singular_misconceptions(a: Matrix, words: tuple[str, ...]) -> tuple[Misconception, ...]:
    return _distinct({"no-det": cofactors(a), "reciprocal-entries": _reciprocals(a)}, None, words)


def _distinct(
    replies: dict[str, Matrix | None], right: Matrix | None, words: tuple[str, ...]
) -> tuple[Misconception, ...]:
    met: list[Matrix | None] = [right]
    found = []
    for code, reply in replies.items():
        if reply is not None and reply not in met:
            met.append(reply)
            found.append(Misconception(code, MatrixAnswer.of(reply, words=words), FEEDBACK[code]))
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
    from itertools import permutations

    total = Q(0)
    for order in permutations(range(a.rows)):
        sign = (-1) ** sum(order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order)))
        term = Q(sign)
        for i, j in enumerate(order):
            term *= a[i, j]
        total += term
    return total
