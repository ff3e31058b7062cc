"""Compute a determinant by expansion or elimination (MML 4.1).

Levels: 1 a 2x2 matrix; 2 a 3x3 matrix, expanded along the row or column with most zeros; 3 a 4x4 or 5x5 matrix by
elimination, with row exchanges and factors taken out. Checked by Leibniz' sum over all permutations, which neither
expands nor eliminates.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations
from math import gcd, prod
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, listed, operation
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Problem, Step, step

Rows = list[list[int]]
PHRASINGS = (
    r"Compute $\det A$ for $$A = @a.$$",
    r"The map $x \mapsto Ax$ multiplies @volumes by $|\det A|$, and $\det A < 0$ where it turns the orientation round. "
    r"Compute $\det A$ for $$A = @a.$$",
    r"Whether the system $Ax = b$ has exactly one solution for every $b$ is decided by $\det A$. Compute this "
    r"determinant for $$A = @a.$$",
)
SAMPLERS_BOUND = 9


class Given(NamedTuple):
    a: Matrix
    phrasing: int


@exercise("dec-determinant", version=1, bounds=(200, 500, 1000))
def determinant(draw: Draw, level: int) -> Given:
    """Small integer matrices; those of level 3 can be eliminated without fractions."""
    phrasing = draw.below(len(PHRASINGS))
    if level == 1:
        return Given(_two(draw), phrasing)
    return Given(_three(draw) if level == 2 else _large(draw), phrasing)


def _two(draw: Draw) -> Matrix:
    """No zeros; now and then the rows are multiples of each other."""
    if draw.below(6) == 0:
        row = [draw.integer(-4, 4, nonzero=True) for _ in range(2)]
        times = draw.choice((-3, -2, 2, 3))
        return Matrix([row, [times * x for x in row]])
    rows = [[draw.integer(-9, 9, nonzero=True) for _ in range(2)] for _ in range(2)]
    return Matrix(rows) * (Q(1, draw.integer(2, 4)) if draw.below(5) == 0 else 1)


def _three(draw: Draw) -> Matrix:
    """At most two zeros, and not in one line."""
    for _ in range(TRIES):
        rows = [[draw.integer(-5, 5, nonzero=True) for _ in range(3)] for _ in range(3)]
        if draw.below(3):
            rows[draw.below(3)][draw.below(3)] = 0
        if draw.flip():
            rows[0][0] = 0
        if draw.below(3) == 0:
            i, times = draw.below(3), draw.choice((2, 3))
            rows[i] = [times * x if abs(x) <= 3 else x for x in rows[i]]
        lines = [*rows, *zip(*rows, strict=True)]
        if all(list(line).count(0) <= 1 for line in lines) and -150 <= leibniz(rows) <= 150:
            return Matrix(rows)
    raise exhausted("3×3 matrix", "entries up to 6")


def _large(draw: Draw) -> Matrix:
    """Lower times upper triangular with mixed rows, one of them multiplied by a number."""
    n = 5 if draw.below(3) == 0 else 4
    for attempt in range(TRIES):
        d = draw.child("large", attempt)
        rows = _mixed(d, n)
        if max(abs(x) for row in rows for x in row) > SAMPLERS_BOUND or not 3 <= sum(r.count(0) for r in rows) <= n + 3:
            continue
        work = Triangle(rows)
        if work.whole and work.largest <= 20 and 0 < abs(work.det) <= 200 and (work.swaps or work.factors):
            return Matrix(rows)
    raise exhausted(f"{n}×{n} matrix", "elimination without fractions")


def _mixed(draw: Draw, n: int) -> Rows:
    upper = [
        [
            0 if j < i else draw.sign() * draw.weighted((1, 2, 3), (3, 2, 1)) if i == j else draw.integer(-2, 2)
            for j in range(n)
        ]
        for i in range(n)
    ]
    lower = [
        [int(i == j) if j >= i else draw.weighted((0, 1, -1, 2), (3, 2, 2, 1)) for j in range(n)] for i in range(n)
    ]
    rows = [[sum(lower[i][k] * upper[k][j] for k in range(n)) for j in range(n)] for i in range(n)]
    rows = draw.shuffled(rows)
    i, times = draw.below(n), draw.weighted((1, 2, 3), (1, 2, 1))
    rows[i] = [times * x for x in rows[i]]
    return rows


@lru_cache
def _signed_permutations(n: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """All permutations of 0, ..., n - 1 with their signs."""
    return tuple(
        ((-1) ** sum(p[i] > p[j] for i in range(n) for j in range(i + 1, n)), p) for p in permutations(range(n))
    )


def leibniz(rows: list[list[int]] | list[list[Q]]) -> int | Q:
    """The sum over all permutations."""
    n = len(rows)
    return sum((sign * prod(rows[i][p[i]] for i in range(n)) for sign, p in _signed_permutations(n)), 0 * rows[0][0])


class Triangle:
    """Elimination to triangular form, keeping account of exchanges and of factors taken out."""

    def __init__(self, rows: Rows) -> None:
        self.rows = [list(row) for row in rows]
        self.swaps = 0
        self.factors: list[int] = []
        self.whole = True
        """No fractions were met."""
        self.largest = 0
        self.told: list[tuple[list[str], Rows]] = []
        """The operations of each stage as markup, and the matrix after them."""
        self._take_out(0)
        for column in range(len(rows) - 1):
            self._clear(column)

    @property
    def diagonal(self) -> list[int]:
        """The diagonal of the triangular form."""
        return [row[i] for i, row in enumerate(self.rows)]

    @property
    def reduced(self) -> int:
        """The determinant of the triangular form."""
        return prod(self.diagonal)

    @property
    def det(self) -> int:
        """The determinant of the matrix at the start."""
        return (-1) ** self.swaps * prod(self.factors) * self.reduced

    def _take_out(self, first: int) -> None:
        said = []
        for i in range(first, len(self.rows)):
            common = gcd(*self.rows[i])
            if common > 1:
                self.rows[i] = [x // common for x in self.rows[i]]
                self.factors.append(common)
                said.append(f"take the factor ${common}$ out of row {i + 1}")
        if said:
            self._tell(said)

    def _clear(self, at: int) -> None:
        live = [i for i in range(at, len(self.rows)) if self.rows[i][at]]
        if not live:
            return
        chosen = next((i for i in live if all(self.rows[k][at] % self.rows[i][at] == 0 for k in live)), -1)
        if chosen < 0:
            self.whole = False
            return
        said = []
        exchange = ""
        if chosen != at:
            self.rows[at], self.rows[chosen] = self.rows[chosen], self.rows[at]
            self.swaps += 1
            exchange = rf"exchange $R_{at + 1} \leftrightarrow R_{chosen + 1}$"
        for i in range(at + 1, len(self.rows)):
            times = -self.rows[i][at] // self.rows[at][at]
            if times:
                self.rows[i] = [x + times * y for x, y in zip(self.rows[i], self.rows[at], strict=True)]
                said.append(f"${operation(i, Q(times), at)}$")
        if exchange:
            said = [f"{exchange}, then {listed(said)}" if said else exchange]
        if said:
            self._tell(said)

    def _tell(self, said: list[str]) -> None:
        self.told.append((said, [list(row) for row in self.rows]))
        self.largest = max(self.largest, *(abs(x) for row in self.rows for x in row))


@determinant.problem
def build(a: Matrix, phrasing: int) -> Problem:
    """By the formula, by expansion, by elimination, according to the size."""
    n = a.rows
    volumes = {2: "areas", 3: "volumes"}.get(n, f"{n}-dimensional volumes")
    template = PHRASINGS[phrasing]
    prompt = text(template, a=a, volumes=volumes) if "@volumes" in template else text(template, a=a)
    make = {2: _by_formula, 3: _by_expansion}.get(n, _by_elimination)
    answer, steps, hints, misconceptions = make(a)
    if a.det().q > 1:
        prompt += " Give an exact number."
    return Problem.single(prompt=prompt, answer=answer, hints=hints, steps=steps, misconceptions=misconceptions)


Made = tuple[NumberAnswer, tuple[Step, ...], tuple[str, ...], tuple[Misconception, ...]]
SIGNS = r"The signs of the cofactors alternate like a chessboard: $(-1)^{i+j}$ in row $i$ and column $j$."


def _wrong(*found: tuple[str, Q | int, str], right: Q | int) -> tuple[Misconception, ...]:
    """Those replies that differ from the right one and from one another."""
    kept: dict[Q, Misconception] = {}
    for code, reply, said in found:
        if reply != right and Q(reply) not in kept:
            kept[Q(reply)] = Misconception(code, NumberAnswer.of(Q(reply)), said)
    return tuple(kept.values())


def _by_formula(a: Matrix) -> Made:
    p, q, r, s = a.entries
    det = p * s - q * r
    answer = NumberAnswer.of(det)
    meaning = "the columns are linearly independent" if det != 0 else "the columns are linearly dependent"
    zero = "not $0$" if det != 0 else "$0$"
    steps = (
        Step(r"For a $2 \times 2$ matrix $$\det \begin{pmatrix} a & b \\ c & d \end{pmatrix} = ad - bc.$$"),
        step(r"The main diagonal gives $ad = @p \cdot @(s) = @ps$.", p=p, s=s, ps=p * s),
        step(r"The other diagonal gives $bc = @q \cdot @(r) = @qr$.", q=q, r=r, qr=q * r),
        step(
            rf"So $\det A = @ps - @(qr) = @answer$. It is {zero}, so @meaning and $A$ is @kind.",
            ps=p * s,
            qr=q * r,
            answer=answer,
            meaning=meaning,
            kind="invertible" if det != 0 else "not invertible",
        ),
    )
    hints = (
        "The determinant compares the products along the two diagonals.",
        "Multiply along each diagonal first, mind the signs of the entries, and then subtract.",
    )
    said = "The product of the other diagonal is subtracted, not added."
    return answer, steps, hints, _wrong(("plus-for-minus", p * s + q * r, said), right=det)


def _minor(a: Matrix, i: int, j: int) -> list[Q]:
    """The four entries that remain without row i and column j."""
    return [a[r, c] for r in range(3) if r != i for c in range(3) if c != j]


def _by_expansion(a: Matrix) -> Made:
    rows = a.to_rows()
    line, index = max(
        ((line, k) for line in ("row", "column") for k in range(3)),
        key=lambda at: sum(x == 0 for x in _line(a, *at)),
    )
    places = [(index, k) if line == "row" else (k, index) for k in range(3)]
    live = [(i, j) for i, j in places if a[i, j] != 0]
    minors = {at: _minor(a, *at) for at in live}
    values = {at: m[0] * m[3] - m[1] * m[2] for at, m in minors.items()}
    terms = [(-1) ** (i + j) * a[i, j] * values[i, j] for i, j in live]
    det = sum(terms, Q(0))
    answer = NumberAnswer.of(det)
    zeros = 3 - len(live)
    why = "it has a zero, which saves a minor" if zeros else "any row or column would do"
    steps = (
        Step(f"Expand along {line} {index + 1}: {why}. {SIGNS}"),
        Step(_minors_told(minors, values)),
        Step(
            rf"Put the entries and the signs in: $$\det A = {_expansion(a, live, values)} "
            rf"= {terms[0]}{''.join(signed(str(t)) for t in terms[1:])} = {det}.$$"
        ),
        Step(_sarrus(rows, det)),
        step(r"So $\det A = @answer$.", answer=answer),
    )
    hints = (
        "Expand along a row or column: choose the one with which there is least to do.",
        "Each entry is multiplied by the determinant of what remains without its row and column, and by a sign. "
        + SIGNS,
    )
    plus = sum((a[at] * values[at] for at in live), Q(0))
    first = sum((a[0, j] * (lambda m: m[0] * m[3] - m[1] * m[2])(_minor(a, 0, j)) for j in range(3)), Q(0))
    found = [
        ("plus-for-minus", plus, "Look at the signs of the expansion again: they alternate like a chessboard."),
        ("plus-for-minus", first, "Look at the signs of the expansion again: they alternate like a chessboard."),
    ]
    return answer, steps, hints, _wrong(*found, *_elimination_slips(a), right=det)


def _line(a: Matrix, line: str, k: int) -> list[Q]:
    return [a[k, j] for j in range(3)] if line == "row" else [a[i, k] for i in range(3)]


def _minors_told(minors: dict[tuple[int, int], list[Q]], values: dict[tuple[int, int], Q]) -> str:
    told = [
        rf"$M_{{{i + 1}{j + 1}}} = {m[0]} \cdot {factor(m[3])} - {factor(m[1])} \cdot {factor(m[2])} = {values[i, j]}$"
        for (i, j), m in minors.items()
    ]
    return f"The minors, each without the row and the column of its entry: {listed(told)}."


def _expansion(a: Matrix, live: list[tuple[int, int]], values: dict[tuple[int, int], Q]) -> str:
    shown = ""
    for i, j in live:
        sign = "-" if (i + j) % 2 else "+"
        term = rf"{factor(a[i, j])} \cdot {factor(values[i, j])}"
        shown += (f" {sign} " if shown else "-" if sign == "-" else "") + term
    return shown


def _sarrus(rows: list[list[Q]], det: Q) -> str:
    down = [rows[0][k] * rows[1][(k + 1) % 3] * rows[2][(k + 2) % 3] for k in range(3)]
    up = [rows[0][k] * rows[1][(k - 1) % 3] * rows[2][(k - 2) % 3] for k in range(3)]
    sums = [str(part[0]) + "".join(signed(str(x)) for x in part[1:]) for part in (down, up)]
    return rf"Check by Sarrus' rule: $({sums[0]}) - ({sums[1]}) = {sum(down, Q(0))} - {factor(sum(up, Q(0)))} = {det}$."


def _elimination_slips(a: Matrix) -> list[tuple[str, Q | int, str]]:
    """What comes out of an elimination without its account."""
    work = Triangle([[int(x.p) for x in row] for row in a.to_rows()])
    if not work.whole:
        return []
    found: list[tuple[str, Q | int, str]] = []
    if work.swaps % 2:
        said = "Each exchange of two rows changes the sign of the determinant: count the exchanges."
        found.append(("row-swap-sign", -work.det, said))
    if work.factors:
        said = "A factor taken out of a row has to be multiplied back: the determinant is linear in each row."
        found.append(("scaled-row", (-1) ** work.swaps * work.reduced, said))
    return found


def _by_elimination(a: Matrix) -> Made:
    work = Triangle([[int(x.p) for x in row] for row in a.to_rows()])
    if not work.whole:
        raise ValueError("this matrix needs fractions: the exercise takes matrices that can be eliminated without")
    answer = NumberAnswer.of(work.det)
    steps = [
        Step(
            "Adding a multiple of one row to another does not change a determinant, exchanging two rows changes its "
            "sign, and a common factor of a row can be taken out in front. So bring $A$ to triangular form and keep "
            "account."
        )
    ]
    for said, rows in work.told:
        how = listed(said) if len(said) > 1 or not said[0].startswith("$") else said[0]
        opening = f"{how[0].upper()}{how[1:]}" if how[0] != "$" else f"Clear with {how}"
        steps.append(Step(f"{opening}: $${latex_of(Matrix(rows))}$$"))
    diagonal = r" \cdot ".join([str(work.diagonal[0]), *(factor(Q(x)) for x in work.diagonal[1:])])
    steps.append(
        Step(f"The determinant of a triangular matrix is the product of its diagonal: ${diagonal} = {work.reduced}$.")
    )
    steps.append(_account(work, answer))
    hints = (
        "Expansion can take very many minors: bring the matrix to triangular form by row operations.",
        "Keep account while you eliminate: how often were rows exchanged, and which factors were taken out?",
    )
    return answer, tuple(steps), hints, _wrong(*_elimination_slips(a), right=work.det)


def _account(work: Triangle, answer: NumberAnswer) -> Step:
    number = {0: "no", 1: "one", 2: "two", 3: "three"}.get(work.swaps, str(work.swaps))
    count = f"{number} exchange" + ("s" if work.swaps > 1 else "")
    factors = [str(x) for x in work.factors]
    taken = f"and took out {listed([f'${x}$' for x in factors])}" if factors else "and took out no factor"
    sign = f"(-1)^{work.swaps}" if work.swaps > 1 else "(-1)" if work.swaps else ""
    product = r" \cdot ".join([*([sign] if sign else []), *factors, factor(Q(work.reduced))])
    shown = Tex(product)
    if not sign and not factors:
        return step(r"There was @count, so $\det A = @answer$.", count=count, answer=answer)
    return Step(rf"We made {count} {taken}, so $$\det A = {shown} = {answer.tex()}.$$")


@determinant.verify
def sum_over_permutations(a: Matrix, phrasing: int, answer: Q) -> bool:
    """Leibniz' formula."""
    return bool(answer == leibniz(a.to_rows()))
