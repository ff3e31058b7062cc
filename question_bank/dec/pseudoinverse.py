"""Compute the pseudoinverse and the shortest least-squares solution (MML 2.3.4, 3.8, 4.6).

Levels: 1 full column rank; 2 a wide matrix of full row rank; 3 rank deficient, from a rank-one form or a given singular
value decomposition. Checked by the four Penrose equations, exactly, and for the solution by numpy's lstsq.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from question_bank._draw import orthogonal
from question_bank._draw.common import TRIES, cross, dot, exhausted, primitive
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"tall", "wide", "rank-one" or "svd"."""
    a: Matrix
    factors: tuple[Matrix, ...]
    """"rank-one": u and v with A = u v^T; "svd": U, Sigma and V, square; else empty."""
    b: Matrix
    phrasing: int


@exercise("dec-pseudoinverse", version=1, bounds=(300, 500, 500))
def pseudoinverse(draw: Draw, level: int) -> Given:
    """Small Gram determinants; the right-hand side is made from the solution."""
    phrasing = draw.below(2)
    if level == 3:
        return _rank_one(draw, phrasing) if draw.flip() else _from_svd(draw, phrasing)
    for _ in range(4 * TRIES):
        columns = [[draw.integer(-3, 3) for _ in range(3)] for _ in range(2)]
        p, q, r = (dot(x, y) for x, y in ((columns[0], columns[0]), (columns[0], columns[1]), (columns[1], columns[1])))
        det = p * r - q * q
        zeros = sum(x == 0 for c in columns for x in c)
        unseen = any(x == y == 0 for x, y in zip(*columns, strict=True))
        if not 0 < det <= 30 or zeros > 2 or q == 0 or unseen:
            continue
        x = [draw.integer(-3, 3, nonzero=True) for _ in range(2)]
        if level == 1:
            normal = primitive(cross(*columns))
            e = draw.sign()
            b = [x[0] * y + x[1] * z + e * n for y, z, n in zip(*columns, normal, strict=True)]
            a = Matrix(columns).T
        else:
            b = [p * x[0] + q * x[1], q * x[0] + r * x[1]]
            a = Matrix(columns)
        if max(map(abs, b)) <= 15:
            return Given("tall" if level == 1 else "wide", a, (), Vector(b), phrasing)
    raise exhausted("3×2 matrix", "a small Gram determinant")


def _rank_one(draw: Draw, phrasing: int) -> Given:
    m, n = draw.choice(((2, 2), (2, 3), (3, 2)))
    for _ in range(TRIES):
        u, v = ([draw.integer(-3, 3, nonzero=True) for _ in range(size)] for size in (m, n))
        square = dot(u, u) * dot(v, v)
        if primitive(v) != v or square > 130:
            continue
        for _ in range(20):
            b = [draw.integer(-6, 6) for _ in range(m)]
            along = dot(u, b)
            short = along and max(Q(along * x, square).q for x in v) <= 6
            if short and primitive(b) != primitive(u):
                a = Matrix([[x * y for y in v] for x in u])
                return Given("rank-one", a, (Vector(u), Vector(v)), Vector(b), phrasing)
    raise exhausted("matrix of rank one", "a solution with short fractions")


def _from_svd(draw: Draw, phrasing: int) -> Given:
    n = draw.choice((2, 3, 3))
    for _ in range(TRIES):
        u, v = (orthogonal(draw, n, denominator=5 if n == 2 else 3) for _ in range(2))
        values = sorted((draw.integer(1, 6) for _ in range(n - 1)), reverse=True)
        base_ = 5 if n == 2 else 3
        w = [base_ * draw.integer(-2, 2) for _ in range(n)]
        b = u @ Vector(w)
        if values[0] == 1 or len(set(values)) < n - 1 or w[0] == 0 or w[-1] == 0 or 0 in b.entries[:1]:
            continue
        sigma = Matrix.diagonal([*values, 0])
        plus = pinv_of_svd(u, sigma, v)
        short = max(x.q for x in plus @ b) <= 6 and max(x.q for x in plus.entries) <= 54
        if max(map(abs, b.entries)) <= 12 and short:
            return Given("svd", u @ sigma @ v.T, (u, sigma, v), b, phrasing)
    raise exhausted("singular value decomposition", "a solution with short fractions")


def pinv_of_svd(u: Matrix, sigma: Matrix, v: Matrix) -> Matrix:
    """V Sigma^+ U^T."""
    inverse = [1 / sigma[i, i] if sigma[i, i] != 0 else Q(0) for i in range(sigma.rows)]
    return v @ Matrix.diagonal(inverse) @ u.T


def pinv(g: Given) -> Matrix:
    """The pseudoinverse by the formula of the kind."""
    a = g.a
    if g.kind == "tall":
        return (a.T @ a).inv() @ a.T
    if g.kind == "wide":
        return a.T @ (a @ a.T).inv()
    if g.kind == "svd":
        return pinv_of_svd(*g.factors)
    u, v = g.factors
    return (v @ u.T) / (u.dot(u) * v.dot(v))


# ------------------------------------------------------------------ the problem

PLAIN = (
    r"Let $$A = @a, \quad b = @b.$$",
    r"A linear model $Ax \approx b$ has the data $$A = @a, \quad b = @b.$$",
)
WIDE = (
    r"Let $$A = @a, \quad b = @b.$$ The system $Ax = b$ has many solutions.",
    r"Two sensors measure combinations of three unknown sources: $Ax = b$ with $$A = @a, \quad b = @b.$$",
)
RANK_ONE = (
    r"Let $$A = @a, \quad b = @b.$$ The rank of $A$ is one.",
    r"The features of a linear model $Ax \approx b$ are proportional to one another: $$A = @a, \quad b = @b.$$",
)
SVD = (
    r"The matrix $A = U \Sigma V^\top$ is given by $$U = @u, \quad \Sigma = @s, \quad V = @v,$$ and $b = @b$.",
    r"A linear model $Ax \approx b$ has redundant features. The singular value decomposition $A = U \Sigma V^\top$ of "
    r"its design matrix is known: $$U = @u, \quad \Sigma = @s, \quad V = @v,$$ and $b = @b$.",
)


@pseudoinverse.problem
def build(kind: str, a: Matrix, factors: tuple[Matrix, ...], b: Matrix, phrasing: int) -> Problem:
    """The formula of the case, then its product with b."""
    g = Given(kind, a, factors, b, phrasing)
    plus = pinv(g)
    deficient = kind in ("rank-one", "svd")
    answer = MatrixAnswer.of(plus, label="$A^+ =$", words=("none",) if deficient else ())
    x = VectorAnswer.of(plus @ b, label="$x =$")
    ask = "Give the exact pseudoinverse $A^+$." + (" Type `none` if there is none." if deficient else "")
    second = {
        "tall": r"Which $x$ minimises $\|Ax - b\|$?",
        "wide": "Which of the solutions of $Ax = b$ has the smallest Euclidean length?",
    }.get(kind, r"Among all $x$ that minimise $\|Ax - b\|$, which one has the smallest Euclidean length?")
    return Problem(
        prompt=_prompt(g),
        parts=(
            Part("a", answer, ask, points=2, misconceptions=tuple(_slips(g, plus))),
            Part(
                "b",
                x,
                f"{second} Give it exactly.",
                misconceptions=_solution_slips(g, plus @ b),
                follows=_follow(plus, b),
            ),
        ),
        hints=_hints(kind),
        steps=(*_steps(g, plus), _closing(g, plus, answer, x)),
    )


def _prompt(g: Given) -> str:
    if g.kind == "svd":
        u, sigma, v = g.factors
        return text(SVD[g.phrasing], u=u, s=sigma, v=v, b=g.b)
    template = {"tall": PLAIN, "wide": WIDE, "rank-one": RANK_ONE}[g.kind]
    return text(template[g.phrasing], a=g.a, b=g.b)


def _follow(plus: Matrix, b: Matrix) -> Follow:
    """The product with b; a reply without anything off its diagonal would make it too easy."""
    names = [[f"m{i}{j}" for j in range(plus.columns)] for i in range(plus.rows)]
    rows = [" + ".join(f"{name}*({value})" for name, value in zip(row, b, strict=True)) for row in names]
    off = [f"{names[i][j]} != 0" for i in range(plus.rows) for j in range(plus.columns) if i != j and plus[i, j] != 0]
    flat = tuple(name for row in names for name in row)
    return Follow("a", flat, "[" + "; ".join(rows) + "]", guard=" or ".join(off))


def _hints(kind: str) -> tuple[str, ...]:
    last = "The shortest least-squares solution is $x = A^+ b$."
    if kind == "tall":
        return (
            r"The columns of $A$ are independent, so $A^\top A$ is invertible.",
            r"$A^+ = (A^\top A)^{-1} A^\top$ solves the normal equations $A^\top A x = A^\top b$ for every $b$.",
            last,
        )
    if kind == "wide":
        return (
            r"The rows of $A$ are independent, so $A A^\top$ is invertible, but $A^\top A$ is not.",
            r"The shortest solution is a combination of the rows: $x = A^\top y$. This leads to "
            r"$A^+ = A^\top (A A^\top)^{-1}$.",
            last,
        )
    if kind == "svd":
        return (
            r"The pseudoinverse goes the way back: $A^+ = V \Sigma^+ U^\top$.",
            r"In $\Sigma^+$ the nonzero singular values are replaced by their reciprocals; what was zero stays zero.",
            last,
        )
    return (
        r"Here neither $A^\top A$ nor $A A^\top$ is invertible. The singular value decomposition helps; it has one "
        "term.",
        r"Write $A = u v^\top$ with a column $u$ and a row $v^\top$. What are $\sigma_1$, $u_1$ and $v_1$?",
        r"Then $A^+ = \frac{1}{\sigma_1} v_1 u_1^\top$, and the shortest least-squares solution is $x = A^+ b$.",
    )


# ------------------------------------------------------------------ the worked solution


def _steps(g: Given, plus: Matrix) -> Iterator[Step]:
    a = g.a
    if g.kind in ("tall", "wide"):
        tall = g.kind == "tall"
        gram = a.T @ a if tall else a @ a.T
        name = r"A^\top A" if tall else r"A A^\top"
        yield step(
            r"The @which of $A$ are independent, so compute $$@name = @gram$$ with the determinant $@p \cdot @r - "
            r"@(q)^2 = @det \neq 0$.",
            which="columns" if tall else "rows",
            name=Tex(name),
            gram=gram,
            p=gram[0, 0],
            r=gram[1, 1],
            q=gram[0, 1],
            det=gram.det(),
        )
        adjugate = gram.inv() * gram.det()
        factor = "" if gram.det() == 1 else rf"\frac{{1}}{{{gram.det()}}} "
        yield step(
            r"Its inverse is $$(@name)^{-1} = @factor @adjugate.$$",
            name=Tex(name),
            factor=Tex(factor),
            adjugate=adjugate,
        )
        formula = rf"({name})^{{-1}} A^\top" if tall else rf"A^\top ({name})^{{-1}}"
        product = (
            f"{factor}{latex_of(adjugate)} {latex_of(a.T)}" if tall else f"{factor}{latex_of(a.T)} {latex_of(adjugate)}"
        )
        yield Step(rf"So $$A^+ = {formula} = {product} = {latex_of(plus)}.$$")
        return
    if g.kind == "rank-one":
        u, v = g.factors
        yield step(
            r"Every column of $A$ is a multiple of $u = @u$, and $A = u v^\top$ with $v^\top = @row$.", u=u, row=v.T
        )
        yield step(
            r"With unit vectors this is the singular value decomposition $A = \sigma_1 u_1 v_1^\top$, where "
            r"$\sigma_1 = \|u\| \, \|v\|$, $u_1 = \frac{u}{\|u\|}$, $v_1 = \frac{v}{\|v\|}$. All other "
            r"singular values are zero and stay out.",
        )
        yield step(
            r"So $$A^+ = \frac{1}{\sigma_1} v_1 u_1^\top = \frac{1}{\|u\|^2 \, \|v\|^2} v u^\top = "
            r"\frac{1}{@p \cdot @q} @v @row = @plus.$$",
            p=u.dot(u),
            q=v.dot(v),
            v=v,
            row=u.T,
            plus=plus,
        )
        return
    u, sigma, v = g.factors
    n = sigma.rows
    inverse = Matrix.diagonal([1 / sigma[i, i] if sigma[i, i] != 0 else Q(0) for i in range(n)])
    yield step(
        r"Replace the nonzero singular values by their reciprocals; the zero stays, because that direction is lost and "
        r"cannot be recovered: $$\Sigma^+ = @inverse.$$",
        inverse=inverse,
    )
    terms = [
        (rf"\frac{{1}}{{{latex_of(sigma[i, i])}}}" if sigma[i, i] != 1 else "") + rf" v_{i + 1} u_{i + 1}^\top"
        for i in range(n - 1)
    ]
    yield step(
        r"Then $A^+ = V \Sigma^+ U^\top = @terms$. The first factors give $$V \Sigma^+ = @half,$$ and with $U^\top$ "
        r"$$A^+ = @plus.$$",
        terms=Tex(" + ".join(terms)),
        half=v @ inverse,
        plus=plus,
    )


def _closing(g: Given, plus: Matrix, answer: MatrixAnswer, x: VectorAnswer) -> Step:
    solution = plus @ g.b
    if g.kind == "tall":
        rest = g.b - g.a @ solution
        check = text(r"Check: the residual $b - Ax = @rest$ is orthogonal to both columns of $A$.", rest=rest)
    elif g.kind == "wide":
        check = r"Check: $Ax = b$, and $x$ is a combination of the rows of $A$, so nothing shorter solves the system."
    elif g.kind == "rank-one":
        check = text(
            r"Check: $x$ is a multiple of $v$, and the residual $@rest$ is orthogonal to $u$.",
            rest=g.b - g.a @ solution,
        )
    else:
        check = (
            r"Check: $x$ is orthogonal to the last column of $V$, which $A$ maps to zero: nothing shorter is as good."
        )
    return Step(rf"(a) $$A^+ = {answer.tex()}.$$ (b) $$x = A^+ b = {x.tex()}.$$ {check}")


# ------------------------------------------------------------------ mistakes

FEEDBACK = {
    "transpose": r"That is $A^\top$. It is the pseudoinverse only if the nonzero singular values are all one.",
    "inverts-zero": r"Do not form $\frac{1}{\sigma}$ for $\sigma = 0$: in $\Sigma^+$ a zero stays zero, and so every "
    "matrix has a pseudoinverse.",
    "wrong-side": r"The factors stand on the wrong sides: $A^+$ has as many rows as $A$ has columns. Which "
    r"of $A^\top A$ and $A A^\top$ is invertible here?",
    "not-shortest": "This solves the system, but with one unknown set to zero. The shortest solution is a combination "
    "of the rows of $A$.",
}


def _slips(g: Given, plus: Matrix) -> Iterator[Misconception]:
    replies = [("transpose", g.a.T)]
    if g.kind in ("tall", "wide"):
        replies.append(("wrong-side", plus.T))
    if g.kind == "svd":
        u, sigma, v = g.factors
        ones = [1 / sigma[i, i] if sigma[i, i] != 0 else Q(1) for i in range(sigma.rows)]
        replies.append(("inverts-zero", v @ Matrix.diagonal(ones) @ u.T))
    seen = [plus]
    for code, reply in replies:
        if reply not in seen:
            seen.append(reply)
            yield Misconception(code, MatrixAnswer.of(reply), FEEDBACK[code])
    if g.kind in ("rank-one", "svd"):
        yield Misconception("inverts-zero", MatrixAnswer.of("none"), FEEDBACK["inverts-zero"])


def _solution_slips(g: Given, solution: Matrix) -> tuple[Misconception, ...]:
    if g.kind != "wide":
        return ()
    left = Matrix([row[:2] for row in g.a.to_rows()])
    if left.det() == 0:
        return ()
    other = Vector([*left.solve(g.b), 0])
    if other == solution:
        return ()
    return (Misconception("not-shortest", VectorAnswer.of(other), FEEDBACK["not-shortest"]),)


# ------------------------------------------------------------------ the second method


@pseudoinverse.verify
def penrose(
    kind: str, a: Matrix, factors: tuple[Matrix, ...], b: Matrix, phrasing: int, answer: dict[str, Any]
) -> bool:
    """The four equations of Penrose; numpy's lstsq, which gives the shortest solution."""
    import numpy as np

    plus, x = answer["a"], answer["b"]
    if not isinstance(plus, Matrix) or plus.shape != (a.columns, a.rows):
        return False
    one, two = a @ plus, plus @ a
    if one @ a != a or two @ plus != plus or one != one.T or two != two.T:
        return False
    target, right = np.array(a.to_floats()), np.array(b.to_floats())
    best = np.linalg.lstsq(target, right, rcond=1e-9)[0]
    return x.shape == (a.columns, 1) and bool(np.allclose(np.array(x.to_floats()), best, atol=1e-9))
