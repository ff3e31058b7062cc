"""Classify definiteness or signature from eigenvalues or squares (MML 3.2.3, 4.2).

Levels: 1 a 2x2 matrix, from the product and the sum of the eigenvalues; 2 a 3x3 matrix, or a product such as X^T X;
3 the signature of a form in three variables by completing squares. Checked without eigenvalues and squares: by the
signs of all principal minors, and the signature by Descartes' rule for the characteristic polynomial.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from question_bank._draw import quadratic_form, symmetric_eigensystem
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, listed
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Part, Problem, Step, step

KINDS = (
    "positive definite",
    "positive semidefinite, not definite",
    "indefinite",
    "negative semidefinite, not definite",
    "negative definite",
)
ASK = (
    "Classify the symmetric matrix $$A = @a.$$",
    r"At a stationary point the Hessian of a loss is $$A = @a.$$ Which of these is it?",
    r"Can $\langle x, y \rangle = x^\top A y$ be an inner product? It depends on the definiteness of $$A = @a.$$ "
    "Classify $A$.",
)
PRODUCTS = {
    "gram": "Let $$X = @x.$$ Without multiplying it out: what is $A = X^\\top X$?",
    "outer": "Let $$X = @x.$$ Without multiplying it out: what is $A = XX^\\top$?",
    "negative": "Let $$X = @x.$$ Without multiplying it out: what is $A = -X^\\top X$?",
    "ridge": "Let $$X = @x.$$ Without multiplying it out: what is $A = X^\\top X + @*{shift} I$?",
}
SQUARES = (
    "Write the quadratic form $$q(x, y, z) = @q$$ as a sum of squares with coefficients.",
    "Near a stationary point a loss changes by about $$q(x, y, z) = @q$$ when its parameters change by $x$, $y$ and "
    "$z$. Complete the squares.",
)


class Given(NamedTuple):
    kind: str
    """"matrix", "squares", or a product: "gram", "outer", "negative", "ridge"."""
    a: Matrix
    """The matrix; for a product X."""
    shift: int
    """What is added on the diagonal of X^T X."""
    phrasing: int


@exercise("dec-definiteness-eigs", version=1, bounds=(200, 300, 400))
def definiteness(draw: Draw, level: int) -> Given:
    """All kinds occur; those that look like another one often."""
    phrasing = draw.below(6)
    if level == 1:
        return Given("matrix", _two(draw), 0, phrasing)
    if level == 2:
        kind = draw.weighted(("matrix", "gram", "outer", "negative", "ridge"), (5, 2, 1, 1, 1))
        a = _three(draw) if kind == "matrix" else _data(draw)
        return Given(kind, a, draw.integer(1, 3) if kind == "ridge" else 0, phrasing)
    return Given("squares", _form(draw), 0, phrasing)


def _two(draw: Draw) -> Matrix:
    trap = draw.below(4)
    if trap == 0:  # positive entries, negative determinant
        for _ in range(TRIES):
            p, q, r = draw.integer(1, 9), draw.integer(2, 9), draw.integer(1, 9)
            if p * r < q * q:
                return Matrix([[p, q], [q, r]])
    if trap == 1:
        return quadratic_form(draw, 2, 9, kind="negative definite").A
    return quadratic_form(draw, 2, 9).A


def _three(draw: Draw) -> Matrix:
    """Whole eigenvalues; in half of the draws a block and a number."""
    if draw.flip():
        return symmetric_eigensystem(draw, 3, 6).A
    block, alone, at = _two(draw), draw.integer(-6, 6), draw.below(3)
    others = [i for i in range(3) if i != at]
    rows = [[Q(0)] * 3 for _ in range(3)]
    rows[at][at] = Q(alone)
    for i, r in enumerate(others):
        for j, c in enumerate(others):
            rows[r][c] = block[i, j]
    return Matrix(rows)


def _data(draw: Draw) -> Matrix:
    """A tall X without a row or column of zeros; in half of the draws its columns are dependent."""
    n, d = draw.choice(((3, 2), (4, 2), (4, 3)))
    for _ in range(TRIES):
        columns = [[draw.integer(-3, 3) for _ in range(n)] for _ in range(d)]
        if draw.flip():
            k = draw.choice((-2, -1, 2, 3))
            columns[-1] = [k * x for x in columns[0]] if d == 2 else _combined(columns, k)
        x = Matrix(columns).T
        told = not all(map(any, columns)) or not all(map(any, x.to_rows()))  # zeros give the answer away
        if x.rank() >= d - 1 and max(abs(v) for c in columns for v in c) <= 9 and not told:
            return x
    raise exhausted("data matrix", "entries up to 9")


def _combined(columns: list[list[int]], k: int) -> list[int]:
    return [a + (1 if k > 0 else -1) * b for a, b in zip(columns[0], columns[1], strict=True)]


SIGNATURES = (
    *((1, 1, 1), (1, 1, 1), (-1, -1, -1), (1, 1, 0), (1, 1, 0), (-1, -1, 0)),
    *((1, 1, -1), (1, -1, 1), (1, -1, -1), (-1, 1, 1), (-1, -1, 1), (1, -1, 0), (-1, 1, 0)),
)
"""Signs of the coefficients of the squares: about as many forms that are not indefinite as forms that are."""


def _form(draw: Draw) -> Matrix:
    """From d1 (x + ay + bz)^2 + d2 (y + cz)^2 + d3 z^2."""
    for _ in range(TRIES):
        d = [s * draw.integer(1, 3) for s in draw.choice(SIGNATURES)]
        a, b, c = (draw.integer(-2, 2) for _ in range(3))
        lower = Matrix([[1, 0, 0], [a, 1, 0], [b, c, 1]])
        m = lower @ Matrix.diagonal(d) @ lower.T
        if sum(x == 0 for x in (a, b, c)) <= 1 and max(abs(x) for x in m.entries) <= 12:
            return m
    raise exhausted("form in three variables", "coefficients up to 12")


# ------------------------------------------------------------------ the kind


def kind_of(signs: Sequence[int]) -> str:
    """The kind of a form with coefficients of these signs."""
    if 0 not in signs:
        return KINDS[0] if min(signs) > 0 else KINDS[4] if max(signs) < 0 else KINDS[2]
    if min(signs) < 0 < max(signs):
        return KINDS[2]
    return KINDS[3] if min(signs) < 0 else KINDS[1]


def sign(x: Q) -> int:
    """-1, 0 or 1."""
    return (x > 0) - (x < 0)


def options(right: str, a: Matrix | None) -> ChoiceAnswer:
    """The five kinds; a trap that the matrix sets speaks from its option. `a` is None for a product."""
    positive, negative = _traps(right, a)
    said = {KINDS[0]: positive, KINDS[4]: negative}
    return ChoiceAnswer(
        tuple(
            Option(f"{kind}", correct=kind == right, **({} if kind == right else _spoken(said.get(kind, ""))))
            for kind in KINDS
        )
    )


FEEDBACK = {
    "positive-entries": "Positive entries do not make a matrix positive definite: look at the eigenvalues' signs.",
    "det-only": "A positive determinant alone does not tell: negative eigenvalues in an even number give one as well.",
    "semi-as-definite": r"Definite means $x^\top A x \neq 0$ for all $x \neq 0$: is there a vector with $Ax = 0$?",
}


def _spoken(code: str) -> dict[str, str]:
    return {"code": code, "feedback": FEEDBACK[code]} if code else {}


def _traps(right: str, a: Matrix | None) -> tuple[str, str]:
    """The mal-rules that lead to "positive definite" and to "negative definite"."""
    negative = "semi-as-definite" if right == KINDS[3] else ""
    if right == KINDS[1]:
        return "semi-as-definite", negative
    if a is not None and all(x > 0 for x in a.entries):
        return "positive-entries", negative
    if a is not None and a.det() > 0:
        return "det-only", negative
    return "", negative


# ------------------------------------------------------------------ the problems


@definiteness.problem
def build(kind: str, a: Matrix, shift: int, phrasing: int) -> Problem:
    """Signs of eigenvalues, of |Xv|², or of squares."""
    if kind == "squares":
        return _squares(a, phrasing)
    if kind != "matrix":
        return _product(kind, a, shift)
    right, steps = _from_two(a) if a.rows == 2 else _from_three(a)
    answer = options(right, a)
    return Problem.single(
        prompt=text(ASK[phrasing % 3], a=a),
        answer=answer,
        hints=(
            "A symmetric matrix has real eigenvalues, and their signs decide: all positive, all negative, both signs, "
            "or some equal to zero.",
            "The determinant is the product of the eigenvalues and the trace is their sum: what do they say about "
            "the signs?"
            if a.rows == 2
            else "Find the eigenvalues from the characteristic polynomial: first look for a block or a root that is "
            "easy to see.",
        ),
        steps=(*steps, _verdict(right, inner=phrasing % 3 == 2)),
    )


def _verdict(right: str, *, inner: bool = False) -> Step:
    """The kind, and whether it makes an inner product where that is asked."""
    if not inner:
        return Step(f"So $A$ is {right}.")
    if right == KINDS[0]:
        return Step(rf"So $A$ is {right}, and $\langle x, y \rangle = x^\top A y$ is an inner product.")
    return Step(
        rf"So $A$ is {right}, and $\langle x, y \rangle = x^\top A y$ is no inner product: that takes a positive "
        "definite matrix."
    )


def _from_two(a: Matrix) -> tuple[str, tuple[Step, ...]]:
    p, q, r, s = a.entries
    det, trace = a.det(), a.trace()
    right = kind_of((sign(trace), 0) if det == 0 else (1, -1) if det < 0 else (sign(trace),) * 2)
    if det < 0:
        said = r"The product is negative, so $\lambda_1$ and $\lambda_2$ have different signs."
    elif det > 0:
        word = "positive" if trace > 0 else "negative"
        said = f"The product is positive, so both have the same sign; the sum is {word}, so both are {word}."
    else:
        word = "positive" if trace > 0 else "negative"
        said = f"The product is $0$, so one eigenvalue is $0$; the other one is the trace, which is {word}."
    value = p + 2 * q + s
    return right, (
        step(
            r"The product of the eigenvalues is $\det A = @p \cdot @(s) - @(q) \cdot @(r) = @det$.",
            p=p,
            q=q,
            r=r,
            s=s,
            det=det,
        ),
        step(r"Their sum is the trace $@p @+s = @trace$.", p=p, s=s, trace=trace),
        Step(said),
        step(
            r"Check with some values of $x^\top A x$: at $(1, 0)^\top$ it is $@p$, at $(0, 1)^\top$ it is $@s$, at "
            r"$(1, 1)^\top$ it is $@value$ and at $(1, -1)^\top$ it is $@other$.",
            p=p,
            s=s,
            value=value,
            other=p - 2 * q + s,
        ),
    )


def _from_three(a: Matrix) -> tuple[str, tuple[Step, ...]]:
    at = next((k for k in range(3) if all(a[k, j] == 0 for j in range(3) if j != k)), None)
    if at is not None:
        return _from_block(a, at)
    t, d = a.trace(), a.det()
    minors = [a[i, i] * a[j, j] - a[i, j] * a[j, i] for i, j in combinations(range(3), 2)]
    m = sum(minors, Q(0))
    roots = sorted(integer_roots(a))
    right = kind_of([sign(Q(x)) for x in roots])
    return right, (
        step(
            r"The trace is $t = @p @+q @+r = @t$, the principal $2 \times 2$ minors add up to $m = @x @+y @+z = @m$, "
            r"and the determinant is $d = @d$.",
            p=a[0, 0],
            q=a[1, 1],
            r=a[2, 2],
            t=t,
            x=minors[0],
            y=minors[1],
            z=minors[2],
            m=m,
            d=d,
        ),
        Step(
            r"The characteristic polynomial is $$\det(A - \lambda I) = "
            rf"{polynomial([-1, t, -m, d], chr(92) + 'lambda')} = -{_factors(roots)}.$$"
        ),
        Step(f"The eigenvalues are {listed([f'${x}$' for x in roots])}: {_signs_told(roots)}."),
    )


def integer_roots(a: Matrix) -> list[int]:
    """The eigenvalues of a symmetric 3x3 matrix that are whole numbers, with multiplicity. Raises ValueError."""
    coefficients = [int(c.p) for c in a.charpoly()]
    reach = max(sum(abs(int(x.p)) for x in row) for row in a.to_rows())
    found: list[int] = []
    for x in range(-reach, reach + 1):
        while len(coefficients) > 1:
            quotient, rest = [], 0
            for c in coefficients:
                rest = rest * x + c
                quotient.append(rest)
            if rest:
                break
            found.append(x)
            coefficients = quotient[:-1]
    if len(found) != a.rows:
        raise ValueError("not all eigenvalues are whole numbers")
    return found


def _factors(roots: Sequence[int]) -> str:
    return "".join(
        r"\lambda" if x == 0 else rf"(\lambda{signed(str(-x))})" for x in sorted(roots, key=lambda x: x != 0)
    )


def _signs_told(values: Sequence[int]) -> str:
    counts = [(sum(x > 0 for x in values), "positive"), (sum(x < 0 for x in values), "negative")]
    told = [f"{n} {word}" for n, word in counts if n]
    if 0 in values:
        told.append(f"{values.count(0)} equal to zero")
    return listed(told)


def _from_block(a: Matrix, at: int) -> tuple[str, tuple[Step, ...]]:
    others = [i for i in range(3) if i != at]
    block = Matrix([[a[i, j] for j in others] for i in others])
    inner, steps = _from_two(block)
    trace, det = block.trace(), block.det()
    signs = [sign(trace), 0] if det == 0 else [1, -1] if det < 0 else [sign(trace)] * 2
    right = kind_of([*signs, sign(a[at, at])])
    return right, (
        step(
            r"Row and column @k have zeros beside the diagonal: one eigenvalue is $@alone$, and the other two are "
            r"those of the block $B = @b$.",
            k=at + 1,
            alone=a[at, at],
            b=block,
        ),
        Step(steps[0].text.replace(r"\det A", r"\det B")),
        steps[1],
        steps[2],
        Step(f"So $B$ is {inner}, and ${a[at, at]}$ {_joins(a[at, at])}."),
    )


def _joins(x: Q) -> str:
    return "is one more eigenvalue, " + ("a positive one" if x > 0 else "a negative one" if x < 0 else "equal to zero")


def _product(kind: str, x: Matrix, shift: int) -> Problem:
    tall = kind != "outer"
    rank, n = x.rank(), x.columns if tall else x.rows
    full = rank == n
    right = {"gram": KINDS[0] if full else KINDS[1], "negative": KINDS[4] if full else KINDS[3]}.get(
        kind, KINDS[0] if kind == "ridge" else KINDS[1]
    )
    shown = "X^\\top X" if tall else "XX^\\top"
    inner = "Xv" if tall else "X^\\top v"
    steps = [
        Step(
            rf"For every vector $v$ we have $v^\top {shown} v = ({inner})^\top({inner}) = \|{inner}\|^2 \geq 0$, "
            rf"and this is $0$ exactly when ${inner} = 0$."
        )
    ]
    if kind == "ridge":
        added = "" if shift == 1 else str(shift)
        steps.append(
            Step(
                rf"The added term gives $v^\top({added}I)v = {added}\|v\|^2$, which is positive for $v \neq 0$. So "
                rf"$v^\top A v = \|Xv\|^2 + {added}\|v\|^2 > 0$ for all $v \neq 0$, whatever the columns of $X$ are."
            )
        )
    elif tall:
        steps.append(_columns_told(x, full))
    else:
        steps.append(
            Step(
                rf"$X^\top$ has ${x.columns}$ rows and ${x.rows}$ columns: the homogeneous system $X^\top v = 0$ has "
                r"more unknowns than equations, so some $v \neq 0$ solves it, and there $v^\top A v = 0$."
            )
        )
    if kind == "negative":
        steps.append(Step(r"The minus turns the sign round: $v^\top A v = -\|Xv\|^2 \leq 0$."))
    values = {"x": x, **({"shift": shift} if kind == "ridge" else {})}
    return Problem.single(
        prompt=text(PRODUCTS[kind], **values),
        answer=options(right, None),
        hints=(
            rf"Write $v^\top A v$ with the help of $\|{inner}\|^2$.",
            rf"Can $v^\top A v$ be $0$ for some $v \neq 0$? Look at the system ${inner} = 0$.",
        ),
        steps=(*steps, _verdict(right)),
    )


def _columns_told(x: Matrix, full: bool) -> Step:
    if full:
        return Step(
            r"The columns of $X$ are linearly independent (elimination gives a pivot in each of them), so $Xv = 0$ "
            "only for $v = 0$."
        )
    v = x.kernel()[0]
    return step(
        r"The columns of $X$ are linearly dependent: $Xv = 0$ for $v = @v \neq 0$, and there $v^\top A v = 0$.",
        v=v,
    )


# ------------------------------------------------------------------ completing squares


class Squares(NamedTuple):
    """d1 (x + a y + b z)² + d2 (y + c z)² + d3 z²."""

    d: tuple[Q, Q, Q]
    a: Q
    b: Q
    c: Q


def completed(m: Matrix) -> Squares:
    """The squares of a form. Raises ValueError where a square is missing on the way."""
    d1 = m[0, 0]
    if d1 == 0:
        raise ValueError("the form has no square of x to begin with")
    a, b = m[0, 1] / d1, m[0, 2] / d1
    d2, mixed, last = m[1, 1] - d1 * a * a, m[1, 2] - d1 * a * b, m[2, 2] - d1 * b * b
    if d2 == 0:
        raise ValueError("the form has no square of y in the second step")
    c = mixed / d2
    return Squares((d1, d2, last - d2 * c * c), a, b, c)


def _poly(m: Matrix) -> Tex:
    pairs = [(m[i, i], f"{x}^2") for i, x in enumerate("xyz")]
    pairs += [(2 * m[i, j], "xyz"[i] + "xyz"[j]) for i, j in combinations(range(3), 2)]
    return linear([c for c, _ in pairs], [name for _, name in pairs])


def _square_of(inner: Tex) -> str:
    return f"({inner})^2" if len(inner) > 1 else f"{inner}^2"


def _squares(m: Matrix, phrasing: int) -> Problem:
    s = completed(m)
    counts = [sum(x > 0 for x in s.d), sum(x < 0 for x in s.d), sum(x == 0 for x in s.d)]
    right = kind_of([sign(x) for x in s.d])
    signature, choice = VectorAnswer.of([Q(c) for c in counts]), options(right, m)
    first, second = linear([Q(1), s.a, s.b], "xyz"), linear([Q(1), s.c], "yz")
    squares = [_square_of(first), _square_of(second), "z^2"]
    rest = Matrix([[Q(0)] * 3, *([Q(0), *row] for row in _remaining(m, s))])
    return Problem(
        prompt=text(SQUARES[phrasing % 2], q=_poly(m)),
        parts=(
            Part(
                "a",
                signature,
                "How many of the three coefficients are positive, negative and zero? Reply (positive, negative, zero).",
                misconceptions=_diagonal_slip(m, counts),
            ),
            Part("b", choice, "Classify $q$."),
        ),
        hints=(
            "Take all terms with $x$ together and complete the square; then go on with $y$ in what is left.",
            "Different ways of completing squares give different coefficients, but always the same number of positive, "
            "negative and zero ones (Sylvester's law of inertia).",
        ),
        steps=(
            Step(
                rf"All terms with $x$ belong to one square: ${linear([s.d[0]], [squares[0]])}$ contains "
                rf"${_x_terms(m)}$."
            ),
            Step(rf"What is left has no $x$: ${_poly(rest)}$."),
            Step(
                rf"Take the terms with $y$ together: ${linear([s.d[1]], [squares[1]])}$. What is left then is "
                rf"${linear([s.d[2]], ['z^2'])}$."
            ),
            Step(
                rf"So $$q = {linear(s.d, squares)}.$$ Signs of the three coefficients: "
                rf"{_signs_told([int(sign(x)) for x in s.d])}."
            ),
            Step(_check(m, s)),
            step(
                r"(a) $@signature$: the signature. (b) $q$ is @right.",
                signature=signature,
                right=right,
            ),
        ),
    )


def _x_terms(m: Matrix) -> Tex:
    return linear([m[0, 0], 2 * m[0, 1], 2 * m[0, 2]], ["x^2", "xy", "xz"])


def _remaining(m: Matrix, s: Squares) -> list[list[Q]]:
    v = (s.a, s.b)
    return [[m[i + 1, j + 1] - s.d[0] * v[i] * v[j] for j in range(2)] for i in range(2)]


def _check(m: Matrix, s: Squares) -> str:
    """At (1, 1, 1)."""
    first, second = 1 + s.a + s.b, 1 + s.c
    terms = [
        rf"{latex_of(s.d[0])} \cdot {factor(first)}^2",
        rf"{factor(s.d[1])} \cdot {factor(second)}^2",
        factor(s.d[2]),
    ]
    value = sum(m.entries, Q(0))
    return (
        rf"Check at $(1, 1, 1)$: the squares give ${' + '.join(terms)} = {value}$, and so do the coefficients of $q$."
    )


def _diagonal_slip(m: Matrix, counts: Sequence[int]) -> tuple[Misconception, ...]:
    diagonal = [m[i, i] for i in range(3)]
    slip = [sum(x > 0 for x in diagonal), sum(x < 0 for x in diagonal), sum(x == 0 for x in diagonal)]
    if slip == list(counts):
        return ()
    said = "The coefficients of $x^2$, $y^2$ and $z^2$ do not tell: the mixed terms have to be taken into the squares."
    return (Misconception("mixed-terms-ignored", VectorAnswer.of([Q(x) for x in slip]), said),)


# ------------------------------------------------------------------ the second method


@definiteness.verify
def minors_agree(kind: str, a: Matrix, shift: int, phrasing: int, answer: Any) -> bool:
    """Signs of all principal minors; Descartes' rule for the number of positive and negative eigenvalues."""
    m = a
    if kind not in ("matrix", "squares"):
        m = a @ a.T if kind == "outer" else a.T @ a
        m = (-m if kind == "negative" else m) + Matrix.identity(m.rows) * shift
    if kind != "squares":
        return tuple(answer) == (_by_minors(m),)
    signs = _changes(m.charpoly()), _changes([c * (-1) ** k for k, c in enumerate(m.charpoly())])
    return tuple(answer["b"]) == (_by_minors(m),) and list(answer["a"]) == [*signs, 3 - sum(signs)]


def _changes(coefficients: Sequence[Q]) -> int:
    kept = [sign(c) for c in coefficients if c != 0]
    return sum(x != y for x, y in pairwise(kept))


def _by_minors(m: Matrix) -> str:
    n = m.rows
    minors = [
        (k, Matrix([[m[i, j] for j in at] for i in at]).det())
        for k in range(1, n + 1)
        for at in combinations(range(n), k)
    ]
    definite = minors[-1][1] != 0
    if all(value >= 0 for _, value in minors):
        return KINDS[0] if definite else KINDS[1]
    if all(value * (-1) ** k >= 0 for k, value in minors):
        return KINDS[4] if definite else KINDS[3]
    return KINDS[2]
