"""Give the best approximation of rank k, and its error (MML 4.6; the Eckart-Young theorem).

Levels: 1 from a given singular value decomposition; 2 a 2x2 matrix by hand; 3 symmetric matrices with a negative
eigenvalue. Checked by numpy: its singular value decomposition, cut off, and its norm of the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from question_bank._draw import orthogonal
from question_bank._draw.common import TRIES, exhausted
from question_bank._draw.eigen import orthogonal_frames
from question_bank._steps import listed, root, root_tex, root_text
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Bars, Note, Plot, drawn, near
from quizgen.markup.source import latex_of, polynomial, text
from quizgen.problem import Misconception, Part, Problem, Step, step

Ints = tuple[int, ...]


class Term(NamedTuple):
    """One summand c u v^T of the decomposition; u and v need not have length one."""

    c: Q
    u: Matrix
    v: Matrix

    @property
    def matrix(self) -> Matrix:
        """c u v^T."""
        return self.c * (self.u @ self.v.T)

    @property
    def square(self) -> int:
        """The square of the singular value."""
        return int((self.c * self.c * self.u.dot(self.u) * self.v.dot(self.v)).p)


class Given(NamedTuple):
    kind: str
    """"given" (the decomposition), "square" (2x2) or "symmetric"."""
    terms: tuple[Term, ...]
    """With singular values in descending order."""
    k: int
    phrasing: int


@exercise("dec-lowrank-approx", version=1, bounds=(200, 2500, 400))
def lowrank_approx(draw: Draw, level: int) -> Given:
    """Singular directions first; the terms to keep are integer matrices."""
    phrasing = draw.below(2)
    if level == 1:
        return _from_svd(draw, phrasing)
    if level == 2:
        for _ in range(TRIES):
            (u, w), (v, z) = draw.choice(PAIRS), draw.choice(PAIRS)
            c, d = draw.integer(1, 4), draw.integer(1, 3) * draw.sign()
            terms: tuple[Term, ...] = (Term(Q(c), Vector(u), Vector(v)), Term(Q(d), Vector(w), Vector(z)))
            a = terms[0].matrix + terms[1].matrix
            small = terms[0].square * terms[1].square <= 2500
            if a[0, 1] != a[1, 0] and small and terms[0].square > terms[1].square and max(map(abs, a.entries)) <= 15:
                if 0 not in a.entries and draw.flip():
                    terms = tuple(t._replace(u=-t.u) for t in terms)
                return Given("square", terms, 1, phrasing)
        raise exhausted("2×2 matrix", "entries up to 15")
    return _symmetric(draw, phrasing)


PAIRS: tuple[tuple[Ints, Ints], ...] = (
    ((1, 1), (1, -1)),
    ((1, -1), (1, 1)),
    ((1, 2), (2, -1)),
    ((2, 1), (1, -2)),
    ((2, -1), (1, 2)),
    ((1, -2), (2, 1)),
    ((1, 3), (3, -1)),
    ((3, 1), (1, -3)),
)


def _from_svd(draw: Draw, phrasing: int) -> Given:
    """Orthogonal matrices of fractions; singular values that make the kept terms whole."""
    m, n = draw.choice(((2, 3), (3, 2), (3, 3), (3, 3), (2, 2)))
    u, v = (orthogonal(draw, size, denominator=5 if size == 2 else 3) for size in (m, n))
    r = min(m, n)
    k = 1 if r == 2 else draw.integer(1, 2)
    step_ = (5 if m == 2 else 3) * (5 if n == 2 else 3)
    top = 3 if step_ > 10 else 4
    values = sorted((step_ * x for x in draw.sample(range(1, top + 1), k)), reverse=True)
    rest = sorted(draw.sample(range(1, values[-1]), r - k), reverse=True)
    terms = tuple(Term(Q(s), u.column(i), v.column(i)) for i, s in enumerate((*values, *rest)))
    return Given("given", terms, k, phrasing)


def _symmetric(draw: Draw, phrasing: int) -> Given:
    """Eigenvalues of different size; the signs change which term a careless eye would keep."""
    n = draw.choice((2, 3, 3))
    for _ in range(TRIES):
        frame = draw.choice(orthogonal_frames(n)).vectors
        c = [draw.integer(-5, 5, nonzero=True) for _ in frame]
        terms = sorted(
            (Term(Q(x), Vector(q), Vector(q)) for x, q in zip(c, frame, strict=True)), key=lambda t: -t.square
        )
        squares = [t.square for t in terms]
        k = 1 if n == 2 else draw.integer(1, 2)
        values = [eigenvalue(t) for t in terms]
        kept = sorted(values, reverse=True)[:k]
        total = sum((t.matrix for t in terms[1:]), terms[0].matrix)
        if (
            len(set(squares)) == n
            and set(kept) != set(values[:k])
            and max(map(abs, values)) <= 20
            and max(map(abs, total.entries)) <= 15
            and sum(x == 0 for x in total.entries) <= n - 1
            and max(values) > 0
        ):
            return Given("symmetric", tuple(terms), k, phrasing)
    raise exhausted("symmetric matrix", "eigenvalues of different size")


def eigenvalue(t: Term) -> int:
    """c |q|^2 of a term c q q^T."""
    return int((t.c * t.v.dot(t.v)).p)


# ------------------------------------------------------------------ the problem

GIVEN = (
    r"A matrix has the singular value decomposition $A = U \Sigma V^\top$ with $$U = @u, \quad \Sigma = @s, \quad "
    r"V = @v.$$",
    r"A table of ratings (users by films, with 0 for a neutral one) was decomposed as $A = U \Sigma V^\top$ with "
    r"$$U = @u, \quad \Sigma = @s, \quad V = @v.$$",
)
SQUARE = (
    r"Consider $$A = @a.$$",
    r"A patch of a grey-scale image, with the mean of the whole image subtracted, is $$A = @a.$$ It is to be "
    "compressed.",
)
SYMMETRIC = (
    r"The symmetric matrix $$A = @a$$ has the eigenvalues and eigenvectors $$@pairs.$$",
    r"The Hessian of a loss at a saddle point is $$A = @a,$$ with the eigenvalues and eigenvectors $$@pairs.$$",
)
SYMMETRIC_FIND = (
    r"Consider the symmetric matrix $$A = @a.$$",
    r"The Hessian of a loss at a saddle point is $$A = @a.$$",
)


@lowrank_approx.problem
def build(kind: str, terms: tuple[Term, ...], k: int, phrasing: int) -> Problem:
    """The terms with the largest singular values, added up; the first one that is left out gives the error."""
    kept = _added(terms[:k])
    a = _added(terms)
    name = rf"\widehat{{A}}({k})"
    answer = MatrixAnswer.of(kept, label=f"${name} =$")
    error = NumberAnswer.of(root_text(terms[k].square))
    roots = root(terms[k].square)[1] > 1
    return Problem(
        prompt=_prompt(kind, terms, a, phrasing),
        parts=(
            Part(
                "a",
                answer,
                rf"Give the best approximation ${name}$ of $A$ by a matrix of rank ${k}$ (in the spectral norm; it is "
                "the best one in the Frobenius norm, too).",
                points=2,
                misconceptions=tuple(_slips(kind, terms, k, a)),
            ),
            Part(
                "b",
                error,
                rf"How large is the error $\|A - {name}\|_2$ in the spectral norm?"
                + (" Give it exactly; roots are typed as in `sqrt(2)`." if roots else ""),
                misconceptions=_error_slips(terms, k),
            ),
        ),
        hints=_hints(kind, k),
        steps=(*_steps(kind, terms, k, a), _closing(kind, terms, k, name, answer, error)),
    )


def _added(terms: Sequence[Term]) -> Matrix:
    total = terms[0].matrix
    for t in terms[1:]:
        total = total + t.matrix
    return total


def _prompt(kind: str, terms: Sequence[Term], a: Matrix, phrasing: int) -> str:
    if kind == "given":
        return text(
            GIVEN[phrasing],
            u=Matrix.from_columns([t.u for t in terms]),
            s=Matrix.diagonal([t.c for t in terms]),
            v=Matrix.from_columns([t.v for t in terms]),
        ) + ("" if terms[0].u.rows == terms[0].v.rows else " This is the thin form.")
    if kind == "square":
        return text(SQUARE[phrasing], a=a)
    if a.rows == 2:
        return text(SYMMETRIC_FIND[phrasing], a=a)
    # in the order of the signed eigenvalues, so that the sizes have to be looked at
    ordered = sorted(terms, key=lambda t: -eigenvalue(t))
    pairs = r", \quad ".join(
        rf"\lambda_{i} = {eigenvalue(t)},\; q_{i} = {latex_of(t.v)}" for i, t in enumerate(ordered, 1)
    )
    return text(SYMMETRIC[phrasing].replace("@pairs", "p"), a=a).replace("$$p.$$", f"$${pairs}.$$")


def _hints(kind: str, k: int) -> tuple[str, ...]:
    count = "the largest one" if k == 1 else "the two largest ones"
    first = (
        r"Write $A$ as a sum of matrices of rank one, $A = \sum_i \sigma_i u_i v_i^\top$ with unit vectors, and keep "
        f"the terms with the largest singular values, here {count}."
    )
    last = "The error is the first singular value that is left out."
    if kind == "given":
        return (first, last)
    if kind == "square":
        return (
            first,
            r"The vector $v_1$ is a unit eigenvector of $A^\top A$ for the largest eigenvalue; $\sigma_1 u_1 = A v_1$: "
            r"the term is $A v_1 v_1^\top$ for a unit vector $v_1$.",
            last,
        )
    return (
        r"For a symmetric matrix $A = \sum_i \lambda_i q_i q_i^\top$ with orthonormal eigenvectors. What are its "
        "singular values?",
        "The size of an eigenvalue counts, not its sign; the sign stays in the term that is kept.",
        last,
    )


# ------------------------------------------------------------------ the worked solution


def _steps(kind: str, terms: Sequence[Term], k: int, a: Matrix) -> Iterator[Step]:
    if kind == "given":
        values = ", ".join(rf"\sigma_{i} = {t.c}" for i, t in enumerate(terms, 1))
        what = "the first term" if k == 1 else "the first two terms"
        yield Step(
            rf"By the Eckart-Young theorem keep {what} of $A = \sum_i \sigma_i u_i v_i^\top$, where ${values}$ are in "
            r"descending order, and $u_i$, $v_i$ are the columns of $U$ and $V$."
        )
        for i, t in enumerate(terms[:k], 1):
            shown = rf"{t.c} {latex_of(t.u)} {latex_of(t.v.T)} = {latex_of(t.matrix)}"
            yield Step(rf"$\sigma_{i} u_{i} v_{i}^\top$ is a column times a row: $${shown}.$$")
        return
    if kind == "square":
        yield from _square_steps(terms, a)
        return
    yield from _symmetric_steps(terms, k, a)


def _square_steps(terms: Sequence[Term], a: Matrix) -> Iterator[Step]:
    gram, v = a.T @ a, terms[0].v
    large, small = terms[0].square, terms[1].square
    yield step(
        r"Compute $$A^\top A = @gram.$$ Its trace is $@t$ and its determinant $@d$; its characteristic polynomial is "
        r"$$@poly = (\lambda - @large)(\lambda - @small)$$ and $\sigma_1^2 = @large$, $\sigma_2^2 = @small$.",
        gram=gram,
        t=gram.trace(),
        d=gram.det(),
        poly=polynomial([1, -gram.trace(), gram.det()], r"\lambda"),
        large=large,
        small=small,
    )
    yield step(
        r"For $\lambda = @large$ an eigenvector is $w = @v$: $$A^\top A w = @image = @large\,w.$$ It is mapped to "
        r"$$Aw = @a @v = @mapped.$$",
        large=large,
        v=v,
        image=gram @ v,
        a=a,
        mapped=a @ v,
    )
    yield step(
        r"With $v_1 = \frac{w}{\|w\|}$ the term is $\sigma_1 u_1 v_1^\top = A v_1 v_1^\top = \frac{1}{\|w\|^2} (Aw) "
        r"w^\top$, without any root: $$\frac{1}{@n} @mapped @row = @kept.$$",
        n=v.dot(v),
        mapped=a @ v,
        row=v.T,
        kept=terms[0].matrix,
    )


def _symmetric_steps(terms: Sequence[Term], k: int, a: Matrix) -> Iterator[Step]:
    if a.rows == 2:
        values = sorted(map(eigenvalue, terms), reverse=True)
        yield step(
            r"The trace is $@t$ and the determinant $@d$; the eigenvalues are the roots $@one$ and $@two$ of $@poly$. "
            r"Eigenvectors are $@first$ for $@x$ and $@second$ for $@y$.",
            t=a.trace(),
            d=a.det(),
            poly=polynomial([1, -a.trace(), a.det()], r"\lambda"),
            one=values[0],
            two=values[1],
            first=terms[0].v,
            x=eigenvalue(terms[0]),
            second=terms[1].v,
            y=eigenvalue(terms[1]),
        )
    sizes = ", ".join(rf"\sigma_{i} = |{eigenvalue(t)}|" for i, t in enumerate(terms, 1))
    kept = listed([rf"$\lambda = {eigenvalue(t)}$" for t in terms[:k]])
    noun = "the eigenvalue" if k == 1 else "the eigenvalues"
    yield Step(
        rf"The singular values of a symmetric matrix are the absolute values of its eigenvalues: ${sizes}$. Keep "
        rf"{noun} of largest size, {kept}."
    )
    for t in terms[:k]:
        yield step(
            r"With the unit vector $\frac{q}{\|q\|}$ the term of $\lambda = @value$ is $$\frac{@value}{@n}\, @q @row = "
            r"@matrix.$$",
            value=eigenvalue(t),
            n=t.v.dot(t.v),
            q=t.v,
            row=t.v.T,
            matrix=t.matrix,
        )


def _closing(kind: str, terms: Sequence[Term], k: int, name: str, answer: MatrixAnswer, error: NumberAnswer) -> Step:
    first = "So" if k == 1 else "Add up the terms:"
    check = "Check: the columns of this matrix are multiples of one vector, so its rank is one. " if k == 1 else ""
    which = f"|{eigenvalue(terms[k])}| = " if kind == "symmetric" and eigenvalue(terms[k]) < 0 else ""
    picture = _picture(terms, k) if len(terms) > 2 else ""
    return Step(
        rf"(a) {first} $${name} = {answer.tex()}.$$ {check}(b) By the Eckart-Young theorem the error is the first "
        rf"singular value that is left out: $\|A - {name}\|_2 = \sigma_{k + 1} = {which}{error.tex()}$.{picture}"
    )


def _picture(terms: Sequence[Term], k: int) -> str:
    """The singular values as bars, those kept and those left out."""
    heights = [near(t.square**0.5) for t in terms]
    bars = [(float(i), h) for i, h in enumerate(heights, 1)]
    top = max(heights)
    names = (
        Note((near(i - 0.3), near(h + 0.06 * top)), rf"$\sigma_{i} = {root_tex(t.square)}$")
        for i, (h, t) in enumerate(zip(heights, terms, strict=True), 1)
    )
    plot = Plot(
        "Three bars for the singular values in descending order; those marked as kept are wider than those left out.",
        (0.5, len(terms) + 0.5),
        (0, near(1.2 * top)),
        (Bars(tuple(bars[:k]), 0.5, "kept"), Bars(tuple(bars[k:]), 0.2, "left out"), *names),
        axes=False,
    )
    return drawn(plot)


# ------------------------------------------------------------------ mistakes

FEEDBACK = {
    "smallest-kept": "You kept the terms with the smallest singular values. Those with the largest ones carry most "
    "of the matrix.",
    "sigma-missing": "The singular value is missing: each term is $\\sigma_i u_i v_i^\\top$ with unit vectors.",
    "entry-truncation": "Setting small entries to zero does not lower the rank in the best way, or at all: work with "
    "singular values.",
    "largest-eigenvalue": "You kept the largest eigenvalue with its sign. What counts is the absolute value: these are "
    "the singular values.",
    "absolute-value": "The sign of the eigenvalue belongs to the term: the singular value is its absolute value, but "
    "the minus sign stays in $u_i$.",
}


def _slips(kind: str, terms: Sequence[Term], k: int, a: Matrix) -> Iterator[Misconception]:
    right = _added(terms[:k])
    replies = [("smallest-kept", _added(terms[-k:]))]
    unit = [_unit_term(t) for t in terms[:k]]
    if all(m is not None for m in unit):
        total = unit[0]
        for m in unit[1:]:
            total = total + m  # type: ignore[operator]
        replies.append(("sigma-missing", total))  # type: ignore[arg-type]
    if kind == "symmetric":
        largest = sorted(terms, key=lambda t: -eigenvalue(t))[:k]
        replies.append(("largest-eigenvalue", _added(largest)))
        replies.append(("absolute-value", _added([t._replace(c=abs(t.c)) for t in terms[:k]])))
    if kind != "given":
        top = max(map(abs, a.entries))
        cut = Matrix([[x if 2 * abs(x) > top else Q(0) for x in row] for row in a.to_rows()])
        replies.append(("entry-truncation", cut))
    seen = [right]
    for code, reply in replies:
        if reply not in seen:
            seen.append(reply)
            yield Misconception(code, MatrixAnswer.of(reply), FEEDBACK[code])


def _unit_term(t: Term) -> Matrix | None:
    """u v^T for unit vectors; None where it is not rational."""
    square = t.u.dot(t.u) * t.v.dot(t.v)
    k, m = root(int(square.p) * int(square.q))
    if m > 1:
        return None
    return (t.u @ t.v.T) * Q(int(square.q), k) * (1 if t.c > 0 else -1)


def _error_slips(terms: Sequence[Term], k: int) -> tuple[Misconception, ...]:
    why = "That is a singular value which is kept. The error is made by the terms that are left out."
    slips = [Misconception("kept-value", NumberAnswer.of(root_text(terms[k - 1].square)), why)]
    whole = sum(t.square for t in terms[k:])
    if whole not in (terms[k].square, terms[k - 1].square):
        why = "That is the error in the Frobenius norm. In the spectral norm only the largest value left out counts."
        slips.append(Misconception("frobenius", NumberAnswer.of(root_text(whole)), why))
    return tuple(slips)


# ------------------------------------------------------------------ the second method


@lowrank_approx.verify
def cut_off_by_numpy(kind: str, terms: tuple[Term, ...], k: int, phrasing: int, answer: dict[str, Any]) -> bool:
    """numpy's decomposition of the whole matrix, cut off after k terms, and numpy's norm of what is left."""
    import numpy as np

    target = np.array(_added(terms).to_floats())
    u, s, vt = np.linalg.svd(target)
    best = (u[:, :k] * s[:k]) @ vt[:k]
    kept = np.array(answer["a"].to_floats())
    if kept.shape != target.shape or not np.allclose(kept, best, atol=1e-8):
        return False
    error = answer["b"]
    value = int(error.p) / int(error.q) if isinstance(error, Q) else float(error)
    return bool(np.isclose(value, np.linalg.norm(target - kept, 2), atol=1e-8))
