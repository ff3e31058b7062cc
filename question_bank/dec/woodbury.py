"""Invert a matrix that differs from a simple one by low rank (Sherman-Morrison-Woodbury; the determinant lemma).

Levels: 1 the identity plus rank one; 2 a diagonal matrix plus rank one; 3 the identity plus rank two, or the inverse
that ridge regression needs. Each time the determinant as well. Source: Petersen and Pedersen, The Matrix Cookbook,
3.2.2 to 3.2.4. Checked by multiplying back, and by the determinant of the whole matrix, found by elimination.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"identity", "diagonal", "rank-two" or "ridge"."""
    d: Matrix
    """The simple matrix; for "ridge" lambda times the identity."""
    u: Matrix
    """The matrix is d + u v^T."""
    v: Matrix
    phrasing: int


@exercise("dec-woodbury", version=1, bounds=(150, 400, 600))
def woodbury(draw: Draw, level: int) -> Given:
    """Small integers whose small matrix 1 + v^T D^-1 u has a small determinant."""
    phrasing = draw.below(2)
    kind = ("identity", "diagonal", draw.choice(("rank-two", "ridge")))[level - 1]
    for _ in range(2 * TRIES):
        found = _drawn(draw, kind, phrasing)
        if found is not None and _fair(found):
            return found
    raise exhausted("low-rank change", "a small determinant")


def _drawn(draw: Draw, kind: str, phrasing: int) -> Given | None:
    def table(rows: int, columns: int, bound: int) -> Matrix:
        return Matrix([[draw.integer(-bound, bound) for _ in range(columns)] for _ in range(rows)])

    if kind == "identity":
        n = draw.integer(2, 3)
        return Given(kind, Matrix.identity(n), table(n, 1, 3), table(n, 1, 3), phrasing)
    if kind == "diagonal":
        n = draw.integer(2, 3)
        d = [draw.choice((1, 2, 2, 3, 4, -1, -2)) for _ in range(n)]
        if len(set(d)) == 1:
            return None
        u = table(n, 1, 3)
        v = u if draw.below(3) == 0 else table(n, 1, 3)
        return Given(kind, Matrix.diagonal(d), u, v, phrasing)
    if kind == "ridge":
        x = table(3, 2, 2)
        return Given(kind, Matrix.identity(3) * draw.integer(1, 3), x, x, phrasing)
    return Given(kind, Matrix.identity(3), table(3, 2, 2), table(3, 2, 2), phrasing)


def small(g: Given) -> Matrix:
    """I + V^T D^-1 U, or for "ridge" lambda I + V^T U."""
    if g.kind == "ridge":
        return Matrix.identity(2) * g.d[0, 0] + g.v.T @ g.u
    return Matrix.identity(g.u.columns) + g.v.T @ g.d.inv() @ g.u


def _fair(g: Given) -> bool:
    """Independent columns with few zeros, something to invert, mistakes that show, short fractions."""
    s = small(g)
    det = s.det()
    plain = (g.v.T @ g.d.inv() @ g.u).det()
    if det == 0 or plain == 0 or det in (1, -1) or max(abs(det.p), det.q) > 30:
        return False
    zeros = [sum(x == 0 for x in m.entries) for m in (g.u, g.v)]
    if max(zeros) > (1 if g.u.columns == 2 else 0) or g.u.rank() < g.u.columns:
        return False
    if g.kind in ("identity", "rank-two") and g.u == g.v:
        return False
    if g.kind == "rank-two" and (s[0, 1] == 0 or s[1, 0] == 0):
        return False
    if g.kind == "ridge" and s[0, 1] == 0:
        return False
    entries = inverse(g).entries
    return max(x.q for x in entries) <= (60 if g.kind == "diagonal" else 45)


def inverse(g: Given) -> Matrix:
    """D^-1 - D^-1 U S^-1 V^T D^-1."""
    if g.kind == "ridge":
        return (Matrix.identity(3) - g.u @ small(g).inv() @ g.v.T) / g.d[0, 0]
    simple = g.d.inv()
    return simple - simple @ g.u @ small(g).inv() @ g.v.T @ simple


def determinant(g: Given) -> Q:
    """det(D) det(S); for "ridge" S has lambda in it."""
    return g.d[0, 0] * small(g).det() if g.kind == "ridge" else g.d.det() * small(g).det()


# ------------------------------------------------------------------ the problem

PHRASINGS = {
    "identity": (
        r"Let $A = I + u v^\top$ with $$u = @u, \quad v = @v.$$",
        r"A layer of a flow model maps $x$ to $Ax$, where $A = I + u v^\top$ with $$u = @u, \quad v = @v.$$ Its "
        "inverse and its determinant are needed.",
    ),
    "diagonal": (
        r"Let $A = D + u v^\top$ with $$D = @d, \quad u = @u, \quad v = @v.$$",
        r"A diagonal matrix whose inverse is known is updated by a matrix of rank one: $A = D + u v^\top$ with "
        r"$$D = @d, \quad u = @u, \quad v = @v.$$",
    ),
    "rank-two": (
        r"Let $A = I + U V^\top$ with $$U = @u, \quad V = @v.$$",
        r"An adapter changes the identity by a matrix of rank two: $A = I + U V^\top$ with $$U = @u, \quad V = @v.$$",
    ),
    "ridge": (
        r"Let $A = X^\top X + \lambda I$ with $$X = @x$$ and $\lambda = @lam$. Use that $X$ has only two rows.",
        r"Ridge regression with two observations of three features needs the inverse of $A = X^\top X + \lambda I$, "
        r"where $$X = @x$$ and $\lambda = @lam$. Use that there are fewer observations than features.",
    ),
}


@woodbury.problem
def build(kind: str, d: Matrix, u: Matrix, v: Matrix, phrasing: int) -> Problem:
    """The small matrix, then the inverse and the determinant."""
    g = Given(kind, d, u, v, phrasing)
    answer = MatrixAnswer.of(inverse(g), label="$A^{-1} =$")
    det = NumberAnswer.of(determinant(g), label=r"$\det A =$")
    return Problem(
        prompt=_prompt(g),
        parts=(
            Part(
                "a",
                answer,
                "Compute $A^{-1}$, without inverting a matrix of the size of $A$."
                + ("" if inverse(g).is_integer else " Give exact numbers."),
                points=2,
                misconceptions=tuple(_slips(g)),
            ),
            Part("b", det, r"Compute $\det A$.", misconceptions=_det_slips(g)),
        ),
        hints=_hints(kind),
        steps=(*_steps(g), _closing(g, answer, det)),
    )


def _prompt(g: Given) -> str:
    template = PHRASINGS[g.kind][g.phrasing]
    if g.kind == "ridge":
        return text(template, x=g.u.T, lam=g.d[0, 0])
    if g.kind == "diagonal":
        return text(template, d=g.d, u=g.u, v=g.v)
    return text(template, u=g.u, v=g.v)


def _hints(kind: str) -> tuple[str, ...]:
    if kind == "ridge":
        return (
            r"With $U = V = X^\top$ the matrix is $\lambda I + U V^\top$: the Woodbury identity replaces the inverse "
            r"of a $3 \times 3$ matrix by that of a $2 \times 2$ matrix.",
            r"$(X^\top X + \lambda I)^{-1} = \frac{1}{\lambda}\left(I - X^\top (X X^\top + \lambda I)^{-1} X\right)$.",
            r"For the determinant: $\det(\lambda I_3 + X^\top X) = \lambda \det(\lambda I_2 + X X^\top)$.",
        )
    if kind == "rank-two":
        return (
            "The Woodbury identity needs the inverse of a $2 \\times 2$ matrix only.",
            r"$(I + U V^\top)^{-1} = I - U (I + V^\top U)^{-1} V^\top$.",
            r"By the determinant lemma $\det(I + U V^\top) = \det(I + V^\top U)$.",
        )
    simple = "I" if kind == "identity" else "D"
    formula = (
        r"$(I + u v^\top)^{-1} = I - \frac{u v^\top}{1 + v^\top u}$"
        if kind == "identity"
        else r"$(D + u v^\top)^{-1} = D^{-1} - \frac{D^{-1} u \, v^\top D^{-1}}{1 + v^\top D^{-1} u}$"
    )
    lemma = r"1 + v^\top u" if kind == "identity" else r"(1 + v^\top D^{-1} u) \det D"
    return (
        rf"The Sherman-Morrison formula gives the inverse of ${simple} + u v^\top$ from that of ${simple}$ "
        "and one number.",
        f"{formula}.",
        rf"By the determinant lemma $\det({simple} + u v^\top) = {lemma}$.",
    )


# ------------------------------------------------------------------ the worked solution


def _terms(u: Matrix, v: Matrix) -> Tex:
    """A dot product with its numbers."""
    parts = [
        rf"{latex_of(x) if x >= 0 or i == 0 else _bracketed(x)} \cdot {latex_of(y) if y >= 0 else _bracketed(y)}"
        for i, (x, y) in enumerate(zip(u, v, strict=True))
    ]
    return Tex(" + ".join(parts))


def _bracketed(x: Q) -> str:
    return rf"\left({latex_of(x)}\right)"


def _steps(g: Given) -> Iterator[Step]:
    s = small(g)
    if g.kind in ("identity", "diagonal"):
        left = g.u if g.kind == "identity" else g.d.inv() @ g.u
        if g.kind == "diagonal":
            yield step(
                r"First the products with $D^{-1}$, row by row: $$w = D^{-1}u = @left, \quad v^\top D^{-1} = @right.$$",
                left=left,
                right=g.v.T @ g.d.inv(),
            )
        name = r"1 + v^\top u" if g.kind == "identity" else r"1 + v^\top D^{-1} u = 1 + v^\top w"
        yield step(
            r"The one number is $$@name = 1 + @terms = @s.$$ It is not zero, so $A$ is invertible.",
            name=Tex(name),
            terms=_terms(g.v, left),
            s=s[0, 0],
        )
        product = left @ (g.v.T @ g.d.inv())
        what = r"u v^\top" if g.kind == "identity" else r"D^{-1} u \, v^\top D^{-1}"
        yield step(r"The matrix of rank one is a column times a row: $$@what = @m.$$", what=Tex(what), m=product)
        simple = "I" if g.kind == "identity" else "D^{-1}"
        yield step(
            r"By the Sherman-Morrison formula it is divided by $@s$ and subtracted: $$A^{-1} = @difference = "
            r"@inverse.$$",
            s=s[0, 0],
            difference=Tex(simple + signed(linear([-1 / s[0, 0]], [latex_of(product)]))),
            inverse=inverse(g),
        )
        return
    ridge = g.kind == "ridge"
    name = r"X X^\top + \lambda I" if ridge else r"I + V^\top U"
    yield step(
        r"The small matrix is $$S = @name = @s, \quad \det S = @p \cdot @(r) - @(q) \cdot @(t) = @det,$$ so "
        r"$$S^{-1} = @share @adjugate.$$",
        name=Tex(name),
        s=s,
        p=s[0, 0],
        r=s[1, 1],
        q=s[0, 1],
        t=s[1, 0],
        det=s.det(),
        share=1 / s.det(),
        adjugate=s.inv() * s.det(),
    )
    first, last = (r"X^\top", "X") if ridge else ("U", r"V^\top")
    yield step(
        r"Between the thin factors $$@left S^{-1} @right = @r @product.$$",
        left=Tex(first),
        right=Tex(last),
        r=1 / s.det(),
        product=g.u @ (s.inv() * s.det()) @ g.v.T,
    )
    outer = (
        rf"\frac{{1}}{{\lambda}}\left(I - {first} S^{{-1}} {last}\right)" if ridge else f"I - {first} S^{{-1}} {last}"
    )
    yield step(r"By the Woodbury identity $$A^{-1} = @outer = @inverse.$$", outer=Tex(outer), inverse=inverse(g))


def _closing(g: Given, answer: MatrixAnswer, det: NumberAnswer) -> Step:
    s = small(g)
    whole = g.d + g.u @ g.v.T
    lemma = {
        "identity": r"1 + v^\top u",
        "diagonal": rf"(1 + v^\top w) \det D = {_factor(s[0, 0])} \cdot {_factor(g.d.det())}",
        "rank-two": r"\det S",
        "ridge": rf"\lambda \det S = {g.d[0, 0]} \cdot {s.det()}",
    }[g.kind]
    check = rf"Check: the first row of $A$ is ${latex_of(whole.row(0))}$, and times $A^{{-1}}$ it is "
    check += rf"${latex_of(Matrix.identity(whole.rows).row(0))}$."
    return Step(
        rf"{check} (a) $$A^{{-1}} = {answer.tex()}.$$ (b) By the determinant lemma $\det A = {lemma} = {det.tex()}$."
    )


def _factor(x: Q) -> str:
    return latex_of(x) if x > 0 and x.q == 1 else _bracketed(x)


# ------------------------------------------------------------------ mistakes

FEEDBACK = {
    "sign-plus": "The change is subtracted: what is added to a matrix takes away from its inverse, as in "
    r"$\frac{1}{1 + x} = 1 - \frac{x}{1 + x}$.",
    "no-one-plus": "The denominator is one plus the product (in general the identity plus it), not the product alone.",
    "order": r"The order is that of $A$: a column from $u$ times a row from $v$, and not the other way round.",
    "no-simple-determinant": "The determinant of the simple matrix belongs to it as a factor.",
}


def _slips(g: Given) -> Iterator[Misconception]:
    right = inverse(g)
    simple = g.d.inv()
    change = simple - right
    replies = [("sign-plus", simple + change)]
    core = g.v.T @ g.u if g.kind == "ridge" else g.v.T @ simple @ g.u
    if core.det() != 0:
        middle = simple @ g.u @ core.inv() @ g.v.T
        replies.append(("no-one-plus", simple - (middle if g.kind == "ridge" else middle @ simple)))
    if g.kind != "ridge":
        replies.append(("order", simple - simple @ g.v @ small(g).inv() @ g.u.T @ simple))
    seen = [right]
    for code, reply in replies:
        if reply not in seen:
            seen.append(reply)
            yield Misconception(code, MatrixAnswer.of(reply), FEEDBACK[code])


def _det_slips(g: Given) -> tuple[Misconception, ...]:
    right, simple = determinant(g), g.d.det()
    core = (g.v.T @ g.d.inv() @ g.u).det()
    replies: Sequence[tuple[str, Q]] = (("no-one-plus", simple * core), ("no-simple-determinant", small(g).det()))
    seen = [right]
    found = []
    for code, value in replies:
        if value not in seen:
            seen.append(value)
            found.append(Misconception(code, NumberAnswer.of(value), FEEDBACK[code]))
    return tuple(found)


# ------------------------------------------------------------------ the second method


@woodbury.verify
def multiply_back(kind: str, d: Matrix, u: Matrix, v: Matrix, phrasing: int, answer: dict[str, Any]) -> bool:
    """The product with the whole matrix is the identity, from both sides; its determinant by elimination."""
    whole = d + u @ v.T
    found = answer["a"]
    identity = Matrix.identity(whole.rows)
    if not isinstance(found, Matrix) or found.shape != whole.shape:
        return False
    return whole @ found == identity and found @ whole == identity and bool(answer["b"] == _by_elimination(whole))


def _by_elimination(a: Matrix) -> Q:
    """The product of the pivots, with a sign for every row exchange."""
    rows, result = a.to_rows(), Q(1)
    for k in range(len(rows)):
        at = next((i for i in range(k, len(rows)) if rows[i][k] != 0), None)
        if at is None:
            return Q(0)
        if at != k:
            rows[k], rows[at], result = rows[at], rows[k], -result
        result *= rows[k][k]
        for i in range(k + 1, len(rows)):
            m = rows[i][k] / rows[k][k]
            rows[i] = [x - m * y for x, y in zip(rows[i], rows[k], strict=True)]
    return result
