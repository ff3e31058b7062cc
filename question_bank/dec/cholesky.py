"""Find the Cholesky factor of a positive definite matrix, or an LU factorisation (MML 4.3; LU: Strang 2.6).

Levels: 1 Cholesky of a 2x2; 2 Cholesky of a 3x3 with integers, or LU of a 3x3; 3 what the Cholesky algorithm says of a
3x3 that may fail to be positive definite, or LU with one row exchange. Checked by numpy: its Cholesky factor, products
of the factors, and for a failure the quotient of determinants and the signs of the eigenvalues.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from question_bank._draw import lu_pair
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, forms, listed, operation, quotient, root_tex, root_text, wrong_numbers
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.factorisation import FactorisationAnswer, Structure
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

CHOLESKY = (
    r"Find the Cholesky factor of $$A = @a.$$ This is the lower triangular $L$ with a positive diagonal and "
    r"$A = L L^\top$.",
    r"Samples of a Gaussian with the covariance matrix $$A = @a$$ are made as $x = Lz$ from standard normal $z$. "
    r"Find the Cholesky factor $L$: lower triangular, with a positive diagonal, and $A = L L^\top$.",
)
LU = (
    r"Find the LU factorisation of $$A = @a.$$ Write $A = LU$ with $L$ lower triangular with ones on its diagonal, and "
    "$U$ upper triangular.",
    r"Systems $Ax = b$ with $$A = @a$$ are to be solved for many right-hand sides. Factorise $A = LU$ once, with $L$ "
    "lower triangular with ones on its diagonal, and $U$ upper triangular.",
)
EXCHANGE = (
    r"Elimination without row exchanges fails for $$A = @a.$$ Find a permutation matrix $P$, a lower triangular $L$ "
    r"with ones on its diagonal and an upper triangular $U$ such that $PA = LU$.",
    r"A solver for linear systems with $$A = @a$$ meets a pivot that is zero. Give a factorisation $PA = LU$ with a "
    r"permutation matrix $P$, $L$ lower triangular with ones on its diagonal, and $U$ upper triangular.",
)
FAILURE = (
    r"Whether $$A = @a$$ is positive definite is to be tested by the Cholesky algorithm, which looks for a lower "
    r"triangular $L$ with $A = L L^\top$, column by column.",
    r"A covariance matrix was put together from incomplete data: $$A = @a.$$ It is tested by the Cholesky algorithm, "
    r"which looks for a lower triangular $L$ with $A = L L^\top$, column by column.",
)


class Given(NamedTuple):
    kind: str
    """"cholesky", "lu", "exchange" or "failure"."""
    a: Matrix
    phrasing: int


@exercise("dec-cholesky", version=1, bounds=(200, 300, 500))
def cholesky(draw: Draw, level: int) -> Given:
    """The factors are chosen first, as small integers."""
    phrasing = draw.below(2)
    if level == 1:
        return Given("cholesky", _small(draw), phrasing)
    kind = draw.choice(("cholesky", "lu") if level == 2 else ("failure", "exchange"))
    if kind == "lu":
        return Given(kind, lu_pair(draw, 3, 12).A, phrasing)
    if kind == "exchange":
        return Given(kind, _exchanged(draw), phrasing)
    lower = _lower(draw)
    a = lower @ lower.T
    if kind == "failure":
        rest = draw.choice((1, 1, 2, 3, 4, 0, 0, -1, -1, -2, -3, -4))
        rows = a.to_rows()
        rows[2][2] += rest - lower[2, 2] ** 2
        if rows[2][2] <= 0:
            rows[2][2] += 1 - rest
        a = Matrix(rows)
    return Given(kind, a, phrasing)


def _small(draw: Draw) -> Matrix:
    """2x2; the last entry of the factor is an integer, or a root every third time."""
    first, below = draw.integer(2, 5), draw.integer(-4, 4, nonzero=True)
    square = draw.choice((2, 3, 5, 6, 7)) if draw.below(3) == 0 else draw.choice((1, 4, 9, 16))
    return Matrix([[first * first, first * below], [first * below, below * below + square]])


def _lower(draw: Draw) -> Matrix:
    """A lower triangular factor with something to do in every column."""
    for _ in range(TRIES):
        d = [draw.integer(1, 4), draw.integer(1, 3), draw.integer(1, 3)]
        e = [draw.integer(-3, 3) for _ in range(3)]
        fits = d[0] * d[1] <= 9 and e.count(0) <= 1  # the product of the squares is a determinant to compute
        if fits and (d[0] > 1 or d[1] > 1) and e[1] ** 2 + e[2] ** 2 > 1:
            return Matrix([[d[0], 0, 0], [e[0], d[1], 0], [e[1], e[2], d[2]]])
    raise exhausted("triangular factor", "not too many zeros")


def _exchanged(draw: Draw) -> Matrix:
    """L U with two rows exchanged, where the multiplier that would be needed is 0."""
    for _ in range(TRIES):
        lower = [[1, 0, 0], [draw.integer(-3, 3), 1, 0], [draw.integer(-3, 3), draw.integer(-2, 2), 1]]
        upper = [
            [draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3), draw.integer(-3, 3)],
            [0, draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3)],
            [0, 0, draw.integer(-3, 3, nonzero=True)],
        ]
        i, j = draw.choice(((0, 1), (0, 2), (1, 2)))
        lower[j][i] = 0
        rows = (Matrix(lower) @ Matrix(upper)).to_rows()
        rows[i], rows[j] = rows[j], rows[i]
        entries = [x for row in rows for x in row]
        work = eliminated(Matrix(rows))
        if not (work.lower.is_integer and work.upper.is_integer) or work.exchanged is None:
            continue
        if max(map(abs, entries)) <= 12 and entries.count(Q(0)) <= 2 and sum(x != 0 for row in lower for x in row) >= 5:
            return Matrix(rows)
    raise exhausted("matrix with a zero pivot", "entries up to 12")


# ------------------------------------------------------------------ the factorisations


class Root(NamedTuple):
    """An entry x / sqrt(square) of a factor, or the root itself where x is the square."""

    x: Q
    square: Q

    @property
    def text(self) -> str:
        """In the answer language."""
        if self.x == self.square:
            return root_text(int(self.square.p))
        top = self.x / _exact_root(self.square)
        return str(top)


def _exact_root(square: Q) -> Q:
    """The root of a square of an integer. Raises ValueError for any other number."""
    shown = root_text(int(square.p))
    if "sqrt" in shown or square.q != 1:
        raise ValueError(f"{square} is not the square of an integer")
    return Q(int(shown))


def factor_squares(a: Matrix) -> tuple[list[list[Q]], list[Q]]:
    """(U, d) with A = U^T diag(1/d) U by elimination: row k of U is the column k of L times its root."""
    n = a.rows
    rows = a.to_rows()
    pivots = []
    for k in range(n):
        pivots.append(rows[k][k])
        if k == n - 1 or rows[k][k] == 0:
            continue
        for i in range(k + 1, n):
            m = rows[i][k] / rows[k][k]
            rows[i] = [x - m * y for x, y in zip(rows[i], rows[k], strict=True)]
    return rows, pivots


def cholesky_texts(a: Matrix) -> list[list[str]]:
    """L in the answer language; all roots but the last one must be integers."""
    rows, pivots = factor_squares(a)
    n = a.rows
    return [[Root(rows[j][i], pivots[j]).text if j <= i else "0" for j in range(n)] for i in range(n)]


def cholesky_answer(target: Matrix, rows: Sequence[Sequence[str]], formula: str = "L*L^T") -> FactorisationAnswer:
    """The lower triangular factor with a positive diagonal, or the upper one for the formula L^T L."""
    shape: Structure = "upper-triangular" if formula == "L^T*L" else "lower-triangular"
    lower = ("L", [list(row) for row in rows], [shape, "positive-diagonal"])
    return FactorisationAnswer.of(target.to_rows(), [lower], product=formula)


class Elimination(NamedTuple):
    """P A = L U, and the rows that were exchanged."""

    p: Matrix
    lower: Matrix
    upper: Matrix
    exchanged: tuple[int, int] | None


def eliminated(a: Matrix) -> Elimination:
    """With a row exchange only where the pivot is zero."""
    rows = a.to_rows()
    multipliers = [[Q(0)] * 3 for _ in range(3)]
    order, exchanged = [0, 1, 2], None
    for k in range(2):
        if rows[k][k] == 0:
            i = next(i for i in range(k + 1, 3) if rows[i][k] != 0)
            rows[k], rows[i] = rows[i], rows[k]
            multipliers[k], multipliers[i] = multipliers[i], multipliers[k]
            order[k], order[i] = order[i], order[k]
            exchanged = (k, i)
        for i in range(k + 1, 3):
            m = rows[i][k] / rows[k][k]
            multipliers[i][k] = m
            rows[i] = [x - m * y for x, y in zip(rows[i], rows[k], strict=True)]
    permutation = Matrix([[int(j == k) for j in range(3)] for k in order])
    return Elimination(permutation, Matrix.identity(3) + Matrix(multipliers), Matrix(rows), exchanged)


def lu_answer(target: Matrix, lower: Matrix, upper: Matrix, p: Matrix | None = None) -> FactorisationAnswer:
    """L and U, with the permutation where one is asked for."""
    rows: list[tuple[str, Any, tuple[Structure, ...]]] = [
        ("L", lower, ("unit-lower-triangular",)),
        ("U", upper, ("upper-triangular",)),
    ]
    if p is not None:
        rows = [("P", p, ("permutation",)), *rows]
    return FactorisationAnswer.of(target.to_rows(), rows, product="P^T*L*U" if p is not None else "L*U")


# ------------------------------------------------------------------ the problem


@cholesky.problem
def build(kind: str, a: Matrix, phrasing: int) -> Problem:
    """Column by column, or by elimination."""
    if kind == "cholesky":
        return _cholesky(a, phrasing)
    return _failure(a, phrasing) if kind == "failure" else _lu(a, phrasing, exchange=kind == "exchange")


def _cholesky(a: Matrix, phrasing: int) -> Problem:
    rows = cholesky_texts(a)
    answer = cholesky_answer(a, rows)
    (shown,) = answer.pieces()
    roots = any("sqrt" in x for row in rows for x in row)
    return Problem.single(
        prompt=text(CHOLESKY[phrasing], a=a) + (" Roots are typed as in `sqrt(2)`." if roots else ""),
        answer=answer,
        hints=(
            r"Write $L$ with unknown entries, multiply out $L L^\top$ and compare it with $A$, column by column.",
            r"On the diagonal $a_{jj} = l_{j1}^2 + \dots + l_{jj}^2$: subtract the squares that stand to the left "
            "before you take the root.",
        ),
        steps=(
            *_columns(a),
            Step(
                rf"So $$L = {shown}.$$ Check: the rows of $L$ have the squared lengths "
                rf"{listed([f'${latex_of(a[i, i])}$' for i in range(a.rows)])}, the diagonal of $A$, and all roots are "
                "positive, so $A$ is positive definite."
            ),
        ),
        misconceptions=tuple(_cholesky_slips(a, rows)),
    )


def _columns(a: Matrix, *, last: bool = True) -> Iterator[Step]:
    """Each column of L; the last diagonal entry only where asked for."""
    eliminated_, pivots = factor_squares(a)
    n = a.rows
    roots = [_exact_root(p) for p in pivots[: n - 1]]
    lower = [[eliminated_[j][i] / roots[j] for j in range(min(i + 1, n - 1))] for i in range(n)]
    for j in range(n if last else n - 1):
        squares = lower[j][:j]
        said = latex_of(a[j, j]) + "".join(f" - {base(x)}^2" for x in squares)
        under = rf"\sqrt{{{said}}}"
        value = root_tex(int(pivots[j].p))
        inner = "" if not squares or value == rf"\sqrt{{{pivots[j]}}}" else rf" = \sqrt{{{latex_of(pivots[j])}}}"
        diagonal = rf"l_{{{j + 1}{j + 1}}} = {under}{inner} = {value}"
        below = [_below(a, lower, roots, i, j) for i in range(j + 1, n)]
        name = ("First", "Second", "Third")[j]
        yield Step(rf"{name} column: $${diagonal}{''.join(',$$ $$' + b for b in below)}.$$")


def _below(a: Matrix, lower: Sequence[Sequence[Q]], roots: Sequence[Q], i: int, j: int) -> str:
    products = "".join(
        rf" - {latex_of(x) if x >= 0 else rf'({latex_of(x)})'} \cdot {latex_of(y) if y >= 0 else rf'({latex_of(y)})'}"
        for x, y in zip(lower[i][:j], lower[j][:j], strict=True)
    )
    top = f"{latex_of(a[i, j])}{products}"
    written = top if roots[j] == 1 else rf"\frac{{{top}}}{{{latex_of(roots[j])}}}"
    return rf"l_{{{i + 1}{j + 1}}} = {forms(Tex(written), lower[i][j])}"


FEEDBACK = {
    "no-root": r"The diagonal of $L$ holds square roots: $L L^\top$ multiplies each of its entries by itself.",
    "upper": r"This is $L^\top$. For $A = L L^\top$ the factor has to be *lower* triangular.",
    "update-missed": "Before a root is taken, the squares of the entries to the left in the same row have to be "
    "subtracted from the diagonal entry of $A$.",
    "multiplier-sign": "Where elimination subtracts $m$ times a row, $L$ holds $+m$: it undoes the elimination. Check "
    "the signs below the diagonal of $L$.",
}


def _cholesky_slips(a: Matrix, rows: Sequence[Sequence[str]]) -> Iterator[Misconception]:
    plain = _without_roots(a)
    if plain is not None and plain @ plain.T != a:
        yield Misconception("no-root", cholesky_answer(plain @ plain.T, _texts(plain)), FEEDBACK["no-root"])
    transposed = [list(column) for column in zip(*rows, strict=True)]
    yield Misconception("upper", cholesky_answer(a, transposed, "L^T*L"), FEEDBACK["upper"])
    missed = _missed(a)
    if missed is not None:
        yield Misconception("update-missed", missed, FEEDBACK["update-missed"])


def _texts(m: Matrix) -> list[list[str]]:
    return [[str(x) for x in row] for row in m.to_rows()]


def _without_roots(a: Matrix) -> Matrix | None:
    """The algorithm with the roots left out; None where a diagonal entry does not come out positive."""
    n = a.rows
    found = [[Q(0)] * n for _ in range(n)]
    for j in range(n):
        for i in range(j, n):
            rest = a[i, j] - sum((x * y for x, y in zip(found[i][:j], found[j][:j], strict=True)), Q(0))
            found[i][j] = rest if i == j else rest / found[j][j]
        if found[j][j] <= 0:
            return None
    return Matrix(found)


def _missed(a: Matrix) -> FactorisationAnswer | None:
    """The roots of the diagonal entries of A themselves; entries below from the equations."""
    n = a.rows
    first = _exact_root(a[0, 0])
    column = [a[i, 0] / first for i in range(n)]
    if all(x == 0 for x in column[1:]):
        return None
    texts = [[str(column[i]), *["0"] * (n - 1)] for i in range(n)]
    target = [list(row) for row in Matrix([[x * y for y in column] for x in column]).to_rows()]
    top = [Q(0)] * n
    for i in range(1, n):
        texts[i][i] = root_text(int(a[i, i].p))
        target[i][i] += a[i, i]
        top[i] = a[i, 1] - column[i] * column[1]
    if n == 3:
        texts[2][1] = f"{top[2]}/({texts[1][1]})"
        target[2][1] = target[1][2] = target[2][1] + top[2]
        target[2][2] += top[2] * top[2] / a[1, 1]
    return cholesky_answer(Matrix(target), texts)


# ------------------------------------------------------------------ LU


def _lu(a: Matrix, phrasing: int, *, exchange: bool) -> Problem:
    work = eliminated(a)
    answer = lu_answer(a, work.lower, work.upper, work.p if exchange else None)
    flipped = Matrix.identity(3) * 2 - work.lower
    slips: tuple[Misconception, ...] = ()
    if flipped != work.lower:
        wrong = lu_answer(work.p.T @ flipped @ work.upper, flipped, work.upper, work.p if exchange else None)
        slips = (Misconception("multiplier-sign", wrong, FEEDBACK["multiplier-sign"]),)
    hints = (
        "Eliminate below the diagonal, column by column; what is left is $U$.",
        r"The multiplier $m$ of the operation $R_i - m R_k$ is the entry $l_{ik}$ of $L$.",
    )
    more = (
        "Where the pivot is zero, exchange its row with a lower one. In $L$ the multipliers move along with the rows.",
    )
    return Problem.single(
        prompt=text((EXCHANGE if exchange else LU)[phrasing], a=a),
        answer=answer,
        hints=(*hints, *more) if exchange else hints,
        steps=(*_elimination_steps(a), _lu_closing(a, work, answer, exchange=exchange)),
        misconceptions=slips,
    )


def _elimination_steps(a: Matrix) -> Iterator[Step]:
    rows = a.to_rows()
    for k in range(2):
        said = ""
        if rows[k][k] == 0:
            i = next(i for i in range(k + 1, 3) if rows[i][k] != 0)
            rows[k], rows[i] = rows[i], rows[k]
            which = "first" if k == 0 else "second"
            said = rf"The {which} pivot is zero: exchange $R_{k + 1} \leftrightarrow R_{i + 1}$. "
        done, multipliers = [], []
        for i in range(k + 1, 3):
            m = rows[i][k] / rows[k][k]
            multipliers.append(forms(quotient(rows[i][k], rows[k][k]), m) if m != 0 else "0")
            rows[i] = [x - m * y for x, y in zip(rows[i], rows[k], strict=True)]
            if m != 0:
                done.append(f"${operation(i, -m, k)}$")
        shown = listed([f"${m}$" for m in multipliers])
        noun = "multipliers are" if len(multipliers) > 1 else "multiplier is"
        how = f"so {listed(done)} {'give' if len(done) > 1 else 'gives'}" if done else "so nothing is to be done:"
        yield Step(rf"{said}In column {k + 1} the {noun} {shown}, {how} $${latex_of(Matrix(rows))}.$$")


def _lu_closing(a: Matrix, work: Elimination, answer: FactorisationAnswer, *, exchange: bool) -> Step:
    pieces = answer.pieces()
    shown = " ".join(
        rf"$${factor.name} = {piece}{'.' if piece is pieces[-1] else ','}$$"
        for factor, piece in zip(answer.factors, pieces, strict=True)
    )
    moved = (
        r"With all exchanges made first, $PA$ is the matrix whose elimination goes through; $L$ holds its multipliers. "
        if exchange
        else "The multipliers go into $L$ with the sign they have: "
    )
    row = latex_of(work.lower.row(2) @ work.upper)
    which = "$PA$" if exchange else "$A$"
    return Step(rf"{moved}{shown} Check: the last row of $L$ times $U$ is ${row}$, the last row of {which}.")


# ------------------------------------------------------------------ failure


def _failure(a: Matrix, phrasing: int) -> Problem:
    _, pivots = factor_squares(a)
    rest = pivots[2]
    number = NumberAnswer.of(rest, label=r"$l_{33}^2 =$")
    kinds = ("positive definite", "positive semidefinite, but not definite", "indefinite")
    right = 0 if rest > 0 else 1 if rest == 0 else 2
    wrong = (
        "Positive definite needs a positive number under every root.",
        "Semidefinite without being definite means that the last number under a root is exactly zero.",
        "Indefinite means that the last number under a root is negative.",
    )
    options = tuple(
        Option(kind, correct=i == right, feedback="" if i == right else said)
        for i, (kind, said) in enumerate(zip(kinds, wrong, strict=True))
    )
    first = _exact_root(pivots[0])
    third = a[2, 0] / first
    meaning = (
        "All numbers under the roots are positive, so the factor exists and $A$ is positive definite.",
        r"The last number is zero: $A = L L^\top$ still holds with $l_{33} = 0$, so $x^\top A x = \|L^\top x\|^2$ is "
        "never negative, but it is zero for some $x \\neq 0$.",
        "The root of a negative number does not exist: the algorithm fails. The quadratic form takes negative values, "
        "and positive ones too, such as $a_{11}$ at $e_1$.",
    )[right]
    lower = _middle(a)
    said = f"{latex_of(a[2, 2])} - {base(lower[0])}^2 - {base(lower[1])}^2"
    return Problem(
        prompt=text(FAILURE[phrasing], a=a),
        parts=(
            Part(
                "a",
                number,
                "In the last step a root is to be taken for $l_{33}$. Which number stands under it?",
                misconceptions=wrong_numbers(
                    rest,
                    ("update-missed", a[2, 2], FEEDBACK["update-missed"]),
                    (
                        "update-halved",
                        a[2, 2] - third**2,
                        "Two entries stand to the left of $l_{33}$ in its row: subtract the squares of both.",
                    ),
                ),
            ),
            Part(
                "b",
                ChoiceAnswer(options),
                "What follows for $A$?",
                follows=Follow("a", ("u",), "", "u != 0", conditions=("u > 0", "u = 0", "u < 0")),
            ),
        ),
        hints=(
            r"Compute the first two columns of $L$ by comparing $L L^\top$ with $A$.",
            r"On the diagonal $a_{33} = l_{31}^2 + l_{32}^2 + l_{33}^2$.",
            "The sign of the number under the last root decides, since those before were positive.",
        ),
        steps=(
            *_columns(a, last=False),
            step(
                r"In the third column $l_{33}^2 = a_{33} - l_{31}^2 - l_{32}^2 = @said = @rest$.",
                said=Tex(said),
                rest=rest,
            ),
            Step(
                rf"Check: the product of the squares of the diagonal entries, "
                rf"${latex_of(pivots[0])} \cdot {latex_of(pivots[1])} \cdot {base(rest)}$, is $\det A = "
                rf"{latex_of(a.det())}$. {meaning}"
            ),
            step(r"(a) $@number$; (b) $A$ is @kind.", number=number, kind=kinds[right]),
        ),
    )


def _middle(a: Matrix) -> tuple[Q, Q]:
    """l_31 and l_32."""
    rows, pivots = factor_squares(a)
    return rows[0][2] / _exact_root(pivots[0]), rows[1][2] / _exact_root(pivots[1])


# ------------------------------------------------------------------ the second method


@cholesky.verify
def compare_with_numpy(kind: str, a: Matrix, phrasing: int, answer: Any) -> bool:
    """numpy's Cholesky factor; products and triangular shapes; determinants and eigenvalues."""
    import numpy as np

    target = np.array(a.to_floats())
    if kind == "cholesky":
        return bool(np.allclose(_array(answer["L"]), np.linalg.cholesky(target), atol=1e-9))
    if kind == "failure":
        quotient = np.linalg.det(target) / np.linalg.det(target[:2, :2])
        smallest = np.linalg.eigvalsh(target)[0]
        kinds = ("positive definite", "positive semidefinite, but not definite", "indefinite")
        said = kinds[0 if smallest > 1e-9 else 1 if smallest > -1e-9 else 2]
        return bool(np.isclose(int(answer["a"].p) / int(answer["a"].q), quotient, atol=1e-6)) and answer["b"] == (said,)
    lower, upper = _array(answer["L"]), _array(answer["U"])
    p = _array(answer["P"]) if kind == "exchange" else np.eye(3)
    shapes = (
        np.allclose(lower, np.tril(lower)) and np.allclose(np.diag(lower), 1) and np.allclose(upper, np.triu(upper))
    )
    permutes = np.allclose(p @ p.T, np.eye(3)) and set(p.flatten()) <= {0.0, 1.0}
    return bool(shapes and permutes and np.allclose(p @ target, lower @ upper, atol=1e-9))


def _array(rows: Any) -> Any:
    import numpy as np

    return np.array(rows.to_floats() if isinstance(rows, Matrix) else rows, dtype=float)
