"""Compute a full or thin singular value decomposition (MML 4.5).

Levels: 1 diagonal matrices with signs; 2 full 2x2; 3 2x3 or 3x2, full or thin, or symmetric and indefinite from given
eigenpairs. The solution goes by A^T A (or A A^T, the smaller of them); a reply is checked against numpy: orthonormal
columns, A v = σ u column by column, and the singular values that numpy finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from math import gcd, isqrt
from typing import Any, NamedTuple

from question_bank._draw import symmetric_eigensystem
from question_bank._draw.common import cross, dot, primitive
from question_bank._steps import listed, root, root_tex, root_text, unit_tex, unit_texts
from quizgen.answers.factorisation import FactorisationAnswer, Structure
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text
from quizgen.problem import Misconception, Problem, Step, step

Ints = tuple[int, ...]

PHRASINGS = (
    r"Compute a @form singular value decomposition $A = U \Sigma V^\top$ of $$A = @a.$$",
    r"The weight matrix of a linear layer is $$A = @a.$$ Before it is compressed, find a @form singular value "
    r"decomposition $A = U \Sigma V^\top$.",
)
SYMMETRIC = (
    r"The symmetric matrix $$A = @a$$ has the eigenpairs @pairs. Give a singular value decomposition "
    r"$A = U \Sigma V^\top$.",
    r"At a saddle point the Hessian of a loss is $$A = @a.$$ Its eigenpairs are @pairs. Give a singular value "
    r"decomposition $A = U \Sigma V^\top$.",
)
ORDER = r"Order the singular values from the largest to the smallest. Type $V$ itself, not $V^\top$."
ROOTS = "Give all entries exactly; roots are typed as in `1/sqrt(2)`."
SHAPES = r"Here $U$ is $@m \times @p$, $\Sigma$ is $@p \times @q$ and $V$ is $@n \times @q$."


class Given(NamedTuple):
    a: Matrix
    kind: str
    """"diagonal", "gram" (by A^T A or A A^T) or "symmetric"."""
    thin: bool
    pairs: tuple[tuple[int, Ints], ...]
    """Eigenvalues with integer eigenvectors, for "symmetric" only."""
    phrasing: int


@exercise("dec-svd", version=1, bounds=(250, 2000, 2000))
def svd(draw: Draw, level: int) -> Given:
    """Singular directions are chosen first, as integer vectors."""
    phrasing = draw.below(2)
    if level == 1:
        return Given(_diagonal(draw), "diagonal", False, (), phrasing)
    if level == 2:
        return Given(Matrix(draw.choice(_squares(draw.flip()))), "gram", False, (), phrasing)
    if draw.below(3) == 0:
        return _symmetric(draw, phrasing)
    a = Matrix(draw.choice(_wide(draw.flip(), draw.below(4) > 0)))
    return Given(a if draw.flip() else a.T, "gram", draw.flip(), (), phrasing)


def _diagonal(draw: Draw) -> Matrix:
    """Different sizes, not in descending order, at least one negative."""
    n = draw.integer(2, 3)
    for attempt in range(50):
        d = draw.child("entries", attempt)
        entries = [x * d.sign() for x in d.sample(range(1, 8), n)]
        sizes = [abs(x) for x in entries]
        if min(entries) < 0 and sizes != sorted(sizes, reverse=True):
            break
    return Matrix.diagonal(entries)


@lru_cache(maxsize=2)
def _squares(whole: bool) -> list[list[list[int]]]:
    """2x2 integer matrices, not symmetric, with integer singular directions off the axes on the right side.

    `whole`: both singular values are integers; else they are short roots.
    """
    found = []
    for a, b, c, d in product(range(-5, 6), repeat=4):
        p, q, r = a * a + c * c, a * b + c * d, b * b + d * d
        inside = (p - r) ** 2 + 4 * q * q
        if b == c or q == 0 or a * d == b * c or isqrt(inside) ** 2 != inside:
            continue
        squares = [(p + r + s * isqrt(inside)) // 2 for s in (1, -1)]
        right = primitive([q, squares[0] - p])
        images = [[a * x + b * y, c * x + d * y] for x, y in (right, [-right[1], right[0]])]
        if dot(right, right) <= 25 and _tidy(squares, images, whole=whole):
            found.append([[a, b], [c, d]])
    return found


def _tidy(squares: Sequence[int], images: Sequence[Sequence[int]], *, whole: bool) -> bool:
    """Singular values that are integers, or roots of small numbers; left directions with small entries."""
    integers = [isqrt(s) ** 2 == s for s in squares]
    lefts = [primitive(w) for w in images]
    if any(dot(v, v) > 25 for v in lefts) or max(squares) > 100:
        return False
    return all(integers) if whole else all(root(s)[1] in (2, 3, 5, 6, 10) for s in squares)


@lru_cache(maxsize=4)
def _wide(whole: bool, turned: bool) -> list[tuple[Ints, ...]]:
    """2x3 integer matrices of rank two with integer singular directions on both sides.

    `whole`: both singular values are integers. `turned`: the directions in the plane are not the axes.
    """
    lefts = (((1, 1), (1, -1)), ((1, 2), (2, -1)), ((2, 1), (1, -2))) if turned else (((1, 0), (0, 1)),)
    found: dict[tuple[Ints, ...], None] = {}
    for (u, w), (q, r), (s, t) in product(
        lefts, _orthogonal_pairs(), ((1, 1), (1, -1), (1, 2), (2, 1), (3, -1), (1, 3))
    ):
        sums = [[s * u[i] * q[j] + t * w[i] * r[j] for j in range(3)] for i in range(2)]
        common = gcd(*sums[0], *sums[1])
        rows = tuple(tuple(x // common for x in row) for row in sums)
        scaled = [k * k * dot(u, u) * dot(v, v) for k, v in ((s, q), (t, r))]
        squares = [x // common**2 for x in scaled]
        if squares[0] != squares[1] and max(squares) <= 100 and _small(rows) and _fits(squares, whole=whole):
            found[rows] = None
    return list(found)


def _orthogonal_pairs() -> list[tuple[Ints, Ints]]:
    vectors = [v for v in product(range(-4, 5), repeat=3) if any(v) and primitive(v) == list(v) and dot(v, v) <= 18]
    return [(v, w) for v in vectors for w in vectors if dot(v, w) == 0]


def _small(rows: Sequence[Ints]) -> bool:
    """Entries up to 5, not many zeros and no column of zeros."""
    entries = [x for row in rows for x in row]
    return max(map(abs, entries)) <= 5 and entries.count(0) <= 2 and all(any(c) for c in zip(*rows, strict=True))


def _fits(squares: Sequence[int], *, whole: bool) -> bool:
    """Both singular values are integers, or one of them is a short root and the other at least no long one."""
    parts = [root(s)[1] for s in squares]
    return max(parts) == 1 if whole else 1 < max(parts) <= 15


def _symmetric(draw: Draw, phrasing: int) -> Given:
    n = draw.integer(2, 3)
    for attempt in range(50):
        made = symmetric_eigensystem(draw.child("symmetric", attempt), n, 6)
        values = [int(made.D[i, i].p) for i in range(n)]
        if min(values) < 0 and 0 not in values and len({abs(x) for x in values}) == n and max(values) > 0:
            vectors = [tuple(int(x.p) for x in made.P.column(i)) for i in range(n)]
            pairs = sorted(zip(values, vectors, strict=True), reverse=True)
            # Ordering by size must change something.
            if [abs(v) for v, _ in pairs] != sorted((abs(v) for v, _ in pairs), reverse=True) or n == 2:
                return Given(made.A, "symmetric", False, tuple(pairs), phrasing)
    raise CannotDraw("no indefinite symmetric matrix with eigenvalues of different size was found")


# ------------------------------------------------------------------ the decomposition


class Triple(NamedTuple):
    """A singular value σ with σ² = `square`, and integer vectors along u and v."""

    square: int
    u: Ints
    v: Ints


def integers(v: Matrix) -> Ints:
    """A rational vector as integers without common divisor, in the same direction."""
    scale = 1
    for x in v:
        scale *= int(x.q) // gcd(scale, int(x.q))
    whole = [int((x * scale).p) for x in v]
    common = gcd(*whole)
    return tuple(x // common for x in whole)


def triples(a: Matrix, kind: str, pairs: Sequence[tuple[int, Ints]]) -> list[Triple]:
    """The singular values, largest first, with their directions. Raises ValueError where these are irrational."""
    if kind == "symmetric":
        found = [Triple(x * x, tuple(-y for y in v) if x < 0 else v, v) for x, v in pairs]
    elif kind == "diagonal":
        units = [tuple(int(i == j) for j in range(a.rows)) for i in range(a.rows)]
        found = [Triple(int(a[i, i].p) ** 2, integers(a @ Matrix([units[i]]).T), units[i]) for i in range(a.rows)]
    elif a.rows < a.columns:
        return [Triple(t.square, t.v, t.u) for t in triples(a.T, kind, pairs)]
    else:
        found = _by_gram(a)
    found.sort(key=lambda t: -t.square)
    return found


def _by_gram(a: Matrix) -> list[Triple]:
    gram = a.T @ a
    p, q, r = (int(x.p) for x in (gram[0, 0], gram[0, 1], gram[1, 1]))
    inside = (p - r) ** 2 + 4 * q * q
    if isqrt(inside) ** 2 != inside:
        raise ValueError("the singular values are not roots of integers")
    large, small = ((p + r + s * isqrt(inside)) // 2 for s in (1, -1))
    first = tuple(primitive([q, large - p] if q else [int(p > r), int(p < r)]))
    second = (-first[1], first[0])  # so that V is a rotation
    return [Triple(s, integers(a @ Matrix([v]).T), v) for s, v in ((large, first), (small, second))]


def completed(vectors: Sequence[Ints], size: int) -> list[Ints]:
    """The vectors, and in three dimensions the missing third one."""
    if len(vectors) == 2 and size == 3:
        return [*vectors, tuple(primitive(cross(vectors[0], vectors[1])))]
    return list(vectors)


class Factors(NamedTuple):
    """U, Σ and V as texts of the answer language, row by row."""

    U: list[list[str]]
    Sigma: list[list[str]]
    V: list[list[str]]


def factors(found: Sequence[Triple], shape: tuple[int, int], *, thin: bool) -> Factors:
    """The matrices of a decomposition; `thin` leaves out what Σ multiplies by zero."""
    m, n = shape
    us, vs = [t.u for t in found], [t.v for t in found]
    if not thin:
        us, vs = completed(us, m), completed(vs, n)
    sigma = [["0"] * len(vs) for _ in us]
    for i, t in enumerate(found):
        sigma[i][i] = root_text(t.square)
    return Factors(_as_columns(us), sigma, _as_columns(vs))


def _as_columns(vectors: Sequence[Ints]) -> list[list[str]]:
    return [list(row) for row in zip(*map(unit_texts, vectors), strict=True)]


LABELS = {"U": "$U =$", "Sigma": r"$\Sigma =$", "V": "$V =$"}


def svd_answer(
    target: Matrix, found: Factors, *, thin: bool, ordered: bool = True, formula: str = "U*Sigma*V^T"
) -> FactorisationAnswer:
    """An answer whose product is `target`."""
    orthogonal: Structure = "orthonormal-columns" if thin else "orthogonal"
    diagonal: tuple[Structure, ...] = ("diagonal", "nonnegative-diagonal")
    if ordered:
        diagonal = (*diagonal, "descending-diagonal")
    rows = (("U", found.U, (orthogonal,)), ("Sigma", found.Sigma, diagonal), ("V", found.V, (orthogonal,)))
    return FactorisationAnswer.of(target.to_rows(), rows, product=formula)


@svd.problem
def build(a: Matrix, kind: str, thin: bool, pairs: tuple[tuple[int, Ints], ...], phrasing: int) -> Problem:
    """Right directions and singular values, left directions, the matrices."""
    found = triples(a, kind, pairs)
    shown = factors(found, a.shape, thin=thin)
    answer = svd_answer(a, shown, thin=thin)
    return Problem.single(
        prompt=_prompt(a, kind, thin, pairs, phrasing, shown),
        answer=answer,
        hints=_hints(a, kind),
        steps=(*_steps(a, kind, found, thin=thin), _closing(answer, a)),
        misconceptions=_misconceptions(a, found, shown, thin=thin),
    )


def _prompt(a: Matrix, kind: str, thin: bool, pairs: Sequence[tuple[int, Ints]], phrasing: int, shown: Factors) -> str:
    if kind == "symmetric":
        named = [
            rf"$\lambda_{i} = {value}$, $q_{i} = {latex_of(Matrix([v]).T)}$" for i, (value, v) in enumerate(pairs, 1)
        ]
        return text(SYMMETRIC[phrasing].replace("@pairs", listed(named)), a=a) + f" {ORDER} {ROOTS}"
    square = a.rows == a.columns
    form = "" if square else "thin " if thin else "full "
    prompt = text(PHRASINGS[phrasing].replace("@form ", form), a=a) + f" {ORDER}"
    if kind == "diagonal":
        return prompt
    prompt = f"{prompt} {ROOTS}"
    if square:
        return prompt
    sizes = {"m": a.rows, "n": a.columns, "p": len(shown.Sigma), "q": len(shown.Sigma[0])}
    return prompt + " " + text(SHAPES, **sizes)


def _hints(a: Matrix, kind: str) -> tuple[str, ...]:
    if kind == "diagonal":
        return (
            "Singular values are never negative: where can the sign of a diagonal entry go instead?",
            r"Each unit vector $e_i$ is mapped to a multiple of itself. Order by the size of these multiples, and put "
            r"the unit vectors into $V$ in that order.",
        )
    if kind == "symmetric":
        return (
            r"For a symmetric matrix the eigenvectors, made unit vectors, can serve as the columns of $V$.",
            r"The singular values are the absolute values of the eigenvalues: order by these. Where does a minus "
            r"sign go?",
            r"The columns of $U$ must satisfy $Av_i = \sigma_i u_i$.",
        )
    gram = r"A A^\top" if a.rows < a.columns else r"A^\top A"
    one, other = ("U", "v_i") if a.rows < a.columns else ("V", "u_i")
    back = r"A^\top u_i = \sigma_i v_i" if a.rows < a.columns else r"A v_i = \sigma_i u_i"
    return (
        rf"The columns of ${one}$ are orthonormal eigenvectors of ${gram}$.",
        rf"The singular values are the square roots of the eigenvalues of ${gram}$, the largest first.",
        rf"Then ${back}$ fixes ${other}$, with its sign.",
    )


# ------------------------------------------------------------------ the worked solution


def _steps(a: Matrix, kind: str, found: Sequence[Triple], *, thin: bool) -> Iterator[Step]:
    if kind == "diagonal":
        yield from _diagonal_steps(a, found)
    elif kind == "symmetric":
        yield from _symmetric_steps(found)
    else:
        yield from _gram_steps(a, found, thin=thin)


def _diagonal_steps(a: Matrix, found: Sequence[Triple]) -> Iterator[Step]:
    images = [rf"$Ae_{i + 1} = {_coefficient(int(a[i, i].p))}e_{i + 1}$" for i in range(a.rows)]
    yield Step(f"The unit vectors are mapped to multiples of themselves: {listed(images)}.")
    sizes = ", ".join(rf"\sigma_{i} = {root_text(t.square)}" for i, t in enumerate(found, 1))
    order = ", ".join(rf"v_{i} = e_{t.v.index(1) + 1}" for i, t in enumerate(found, 1))
    yield Step(f"Ordered by size: ${sizes}$, with ${order}$. These are the columns of $V$.")
    lefts = ", ".join(rf"u_{i} = {'-' if min(t.u) < 0 else ''}e_{t.v.index(1) + 1}" for i, t in enumerate(found, 1))
    yield Step(
        rf"A singular value is not negative, so a minus sign goes into $U$: $Av_i = \sigma_i u_i$ gives ${lefts}$."
    )


def _coefficient(x: int) -> str:
    return {1: "", -1: "-"}.get(x, str(x))


def _symmetric_steps(found: Sequence[Triple]) -> Iterator[Step]:
    sizes = ", ".join(
        rf"\sigma_{i} = |{root_text(t.square) if t.u == t.v else '-' + root_text(t.square)}| = {root_text(t.square)}"
        for i, t in enumerate(found, 1)
    )
    yield Step(rf"Since $A = A^\top$, $A^\top A = A^2$ has the eigenvalues $\lambda^2$. Ordered by size: ${sizes}$.")
    columns = r",\quad ".join(rf"v_{i} = {unit_tex(t.v)}" for i, t in enumerate(found, 1))
    yield Step(f"The eigenvectors in this order, divided by their lengths, are orthonormal: $${columns}.$$")
    signs = listed([rf"$u_{i} = {'' if t.u == t.v else '-'}v_{i}$" for i, t in enumerate(found, 1)])
    yield Step(
        rf"From $Av_i = \lambda_i v_i = \sigma_i u_i$ with $\sigma_i = |\lambda_i|$ the sign of $\lambda_i$ goes into "
        rf"$u_i$: {signs}."
    )


def _gram_steps(a: Matrix, found: Sequence[Triple], *, thin: bool) -> Iterator[Step]:
    """By the smaller Gram matrix."""
    wide = a.rows < a.columns
    work = a.T if wide else a
    near, far = ("u", "v") if wide else ("v", "u")
    name, mapped = (r"A A^\top", r"A^\top") if wide else (r"A^\top A", "A")
    gram = work.T @ work
    why = " the smaller of the two products," if work.rows != work.columns else ""
    yield Step(rf"Compute{why} $${name} = {latex_of(gram)}.$$ The columns of ${near.upper()}$ are its eigenvectors.")
    large, small = found[0].square, found[1].square
    yield step(
        r"Its trace is $@t$ and its determinant $@d$, so its characteristic polynomial is "
        r"$$@poly = (\lambda - @large)(\lambda - @small).$$ The square roots of its roots are "
        r"$\sigma_1 = @first$ and $\sigma_2 = @second$.",
        t=gram.trace(),
        d=gram.det(),
        poly=polynomial([1, -gram.trace(), gram.det()], r"\lambda"),
        large=large,
        small=small,
        first=_square_root(large),
        second=_square_root(small),
    )
    yield _direction_step(gram, found, near, wide=wide)
    for i, t in enumerate(found, 1):
        yield _image_step(work, t, i, near, far, mapped, wide=wide)
    other = [t.v for t in found] if wide else [t.u for t in found]
    if work.rows == 3 and not thin:
        third = completed(other, 3)[2]
        yield Step(
            rf"For the full form ${far.upper()}$ needs a third column, a unit vector orthogonal to both (their cross "
            rf"product, up to its length): ${far}_3 = {unit_tex(third)}$."
        )


def _square_root(n: int) -> Tex:
    shown = root_tex(n)
    plain = rf"\sqrt{{{n}}}"
    return Tex(plain if shown == plain else rf"{plain} = {shown}")


def _direction_step(gram: Matrix, found: Sequence[Triple], near: str, *, wide: bool) -> Step:
    first, second = ((t.u if wide else t.v) for t in found)
    shifted = gram - Matrix.identity(2) * found[0].square
    row = integers(Matrix([next(r for r in shifted.to_rows() if any(x != 0 for x in r))]).T)
    if next(x for x in row if x) < 0:
        row = tuple(-x for x in row)
    return step(
        r"For $\lambda = @large$ the equation $(@name - @{large}I)x = 0$ says $@row = 0$, so $@{near}_1 = @one$; "
        r"$@{near}_2 = @two$ is orthogonal to it.",
        large=found[0].square,
        name=Tex(r"A A^\top" if wide else r"A^\top A"),
        row=linear([Q(x) for x in row], ("x_1", "x_2")),
        near=Tex(near),
        one=unit_tex(first),
        two=unit_tex(second),
    )


def _image_step(work: Matrix, t: Triple, i: int, near: str, far: str, mapped: str, *, wide: bool) -> Step:
    start, end = (t.u, t.v) if wide else (t.v, t.u)
    image = work @ Matrix([start]).T
    return step(
        r"From $@mapped @{near}_@i = \sigma_@i @{far}_@i$: $@mapped @start = @image$ points along $@{far}_@i$, so "
        r"$@{far}_@i = @end$.",
        mapped=Tex(mapped),
        near=Tex(near),
        far=Tex(far),
        i=i,
        start=Matrix([start]).T,
        image=image,
        end=unit_tex(end),
    )


def _closing(answer: FactorisationAnswer, a: Matrix) -> Step:
    u, sigma, v = answer.pieces()
    check = ""
    if a.rows == a.columns:
        check = text(r"Check: the product of the singular values is $|\det A| = @d$. ", d=abs(a.det()))
    else:
        check = text(
            r"Check: $\sigma_1^2 + \sigma_2^2 = @f$ is the sum of the squares of all entries of $A$. ",
            f=sum((x * x for x in a.entries), Q(0)),
        )
    why = r"Changing the sign of $u_i$ and $v_i$ together gives another right decomposition."
    return Step(rf"{check}Hence $$U = {u},$$ $$\Sigma = {sigma},$$ $$V = {v}.$$ {why}")


# ------------------------------------------------------------------ mistakes

FEEDBACK = {
    "V-not-transposed": r"Your matrices satisfy $A = U \Sigma V$. The decomposition is $A = U \Sigma V^\top$: the "
    "right singular vectors are the columns of $V$, not its rows.",
    "u-sign-mismatch": r"Every matrix has the right structure, but multiply out $Av_i$: it must be $\sigma_i u_i$, "
    "with the sign that comes out, for each $i$.",
    "unordered": "The product is right, but singular values are listed from the largest to the smallest; the columns "
    "of $U$ and $V$ move with them.",
}


def _misconceptions(a: Matrix, found: Sequence[Triple], shown: Factors, *, thin: bool) -> tuple[Misconception, ...]:
    replies = []
    if len(shown.V) == len(shown.V[0]):
        turned = Factors(shown.U, shown.Sigma, [list(row) for row in zip(*shown.V, strict=True)])
        if turned.V != shown.V:
            replies.append(("V-not-transposed", svd_answer(a, turned, thin=thin, formula="U*Sigma*V")))
    for flipped in _flips(found):
        wrong = [t._replace(u=tuple(-x for x in t.u)) if i in flipped else t for i, t in enumerate(found)]
        target = _multiplied(wrong)
        replies.append(("u-sign-mismatch", svd_answer(target, factors(wrong, a.shape, thin=thin), thin=thin)))
    backwards = factors(found[::-1], a.shape, thin=thin)
    replies.append(("unordered", svd_answer(a, backwards, thin=thin, ordered=False)))
    return tuple(Misconception(code, reply, FEEDBACK[code]) for code, reply in replies)


def _flips(found: Sequence[Triple]) -> list[tuple[int, ...]]:
    """Which columns of U get the wrong sign: one of them, or those that would be right with no minus sign at all."""
    if len(found) == 2:
        return [(0,), (1,)]
    dropped = tuple(i for i, t in enumerate(found) if t.u == tuple(-x for x in t.v))
    return [dropped] if dropped else [(0,)]


def _multiplied(found: Sequence[Triple]) -> Matrix:
    """The sum of σ u v^T, which is rational when each u comes from A v."""
    total = Matrix.zeros(len(found[0].u), len(found[0].v))
    for t in found:
        scale = t.square * Q(1, dot(t.u, t.u)) * Q(1, dot(t.v, t.v))
        factor = Q(isqrt(int(scale.p)), isqrt(int(scale.q)))
        assert factor * factor == scale, "sigma / (|u| |v|) is rational"
        total = total + Matrix([[x * y for y in t.v] for x in t.u]) * factor
    return total


@svd.verify
def compare_with_numpy(
    a: Matrix, kind: str, thin: bool, pairs: tuple[tuple[int, Ints], ...], phrasing: int, answer: dict[str, Any]
) -> bool:
    """Orthonormal columns, numpy's singular values in order on a diagonal, and A v = σ u for every column of V."""
    import numpy as np

    u, sigma, v = (_array(answer[name]) for name in ("U", "Sigma", "V"))
    target = np.array(a.to_floats())
    size = min(a.shape)
    expected = np.zeros(sigma.shape)
    np.fill_diagonal(expected, np.linalg.svd(target, compute_uv=False)[:size])
    orthonormal = all(np.allclose(q.T @ q, np.eye(q.shape[1]), atol=1e-9) for q in (u, v))
    if not orthonormal or not np.allclose(sigma, expected, atol=1e-9):
        return False
    columns = [np.allclose(target @ v[:, i], sigma[i, i] * u[:, i], atol=1e-9) for i in range(size)]
    return all(columns) and all(np.allclose(target @ v[:, i], 0, atol=1e-9) for i in range(size, v.shape[1]))


def _array(rows: Any) -> Any:
    """An exact matrix, rows of texts or rows of floats as an array."""
    import numpy as np

    from quizgen.answers.spaces import parsed
    from quizgen.answers.values import real

    if isinstance(rows, Matrix):
        return np.array(rows.to_floats())
    return np.array([[float(real(parsed(x)).mid()) if isinstance(x, str) else float(x) for x in row] for row in rows])
