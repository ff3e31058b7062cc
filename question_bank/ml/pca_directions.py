"""Find the first principal direction of a small data set (MML 10.2, 10.3 and 10.5).

Levels: 1 the covariance matrix is given; 2 four points in the plane; 3 through the SVD of the centred data, which is
given, or found from the small matrix of inner products of three observations. The solution finds an eigenvector; a
reply is checked by what a principal direction is for: the variance of the projections, from differences of pairs of
observations and without any mean, is the largest one that numpy finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import isqrt, lcm
from typing import NamedTuple

from question_bank._draw import symmetric_eigensystem
from question_bank._draw.common import dot, primitive
from question_bank._draw.eigen import orthogonal_frames
from question_bank._steps import base, listed, root_tex, unit_texts
from quizgen.answers.vector import DirectionAnswer
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text, tuple_of
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Problem, Step, step

Ints = tuple[int, ...]
Pair = tuple[Ints, Ints]

COVARIANCE = (
    "The covariance matrix of a data set with two features is $$S = @s.$$ Find the first principal direction: the "
    "direction along which the projected data have the largest variance.",
    "Two sensors measure the same process; their readings have the covariance matrix $$S = @s.$$ Onto which direction "
    "does PCA project them, if one number is to be kept?",
    "Brightness and contrast of a set of images have the covariance matrix $$S = @s.$$ Give the direction of the first "
    "principal component.",
)
POINTS = (
    "Find the first principal direction of the four observations @points.",
    "Two sensors gave the four pairs of readings @points. Along which direction do they vary most? Give the first "
    "principal direction.",
    "Four documents are described by two features: @points. PCA is to keep one dimension: give its direction.",
)
GRAM = (
    "The @lines of $$X = @x$$ are three observations of @count features. Find the first principal direction through "
    "the singular value decomposition of the centred data.",
    "Three small images with @count pixels each are the @lines of $$X = @x.$$ There are no more observations than "
    "features: use the SVD of the centred data to find the first principal direction.",
)
FACTORS = (
    "The centred data matrix $Z$ has three observations of three features: its @lines are the observations. Its thin "
    r"SVD is $Z = U \Sigma V^\top$ with $$U = @u,$$ $$\Sigma = @sigma,$$ $$V = @v.$$ Give the first principal "
    r"direction "
    "of the data.",
    "Three sensors were read three times; the readings, centred, are the @lines of $Z$. Its thin SVD is "
    r"$Z = U \Sigma V^\top$ with $$U = @u,$$ $$\Sigma = @sigma,$$ $$V = @v.$$ Along which direction in the space of "
    r"the "
    "sensors do the readings vary most?",
)
ANY = "Any nonzero multiple of the vector counts; decimals need three places."


class Given(NamedTuple):
    kind: str
    """"covariance", "points", "gram" or "factors"."""
    data: Matrix
    """One observation a row; the covariance matrix itself for "covariance", centred for "factors"."""
    by_columns: bool
    """Whether the problem shows the observations as columns (as MML does)."""
    setting: int


@exercise("ml-pca-directions", version=1, bounds=(300, 1000, 2000))
def pca_directions(draw: Draw, level: int) -> Given:
    """Orthogonal integer directions are chosen first, and scores along them that are uncorrelated."""
    if level == 1:
        s = symmetric_eigensystem(draw, 2, 12, positive=True).A
        return Given("covariance", s, False, draw.below(len(COVARIANCE)))
    if level == 2:
        return Given("points", _four_points(draw), False, draw.below(len(POINTS)))
    if draw.below(3) == 0:
        return Given("factors", _three_rows(draw, 3, centred=True), draw.flip(), draw.below(len(FACTORS)))
    return Given("gram", _three_rows(draw, draw.integer(3, 4), centred=False), draw.flip(), draw.below(len(GRAM)))


@lru_cache(maxsize=1)
def _uncorrelated() -> list[Pair]:
    """Pairs of orthogonal 4-vectors with sum zero, entries up to 3."""
    heads = list(product(range(-3, 4), repeat=3))
    vectors = [(*v, -sum(v)) for v in heads if any(v) and abs(sum(v)) <= 3]
    return [(v, w) for v in vectors for w in vectors if dot(v, w) == 0 and dot(v, v) != dot(w, w)]


def _four_points(draw: Draw) -> Matrix:
    """Integer covariance, and a mean such that forgetting it gives another direction with small entries."""
    frames = orthogonal_frames(2)
    for _ in range(200):
        p, q = draw.choice(_uncorrelated())
        v, w = draw.choice(frames).vectors
        rows = [[x * a + y * b for a, b in zip(v, w, strict=True)] for x, y in zip(p, q, strict=True)]
        scatter = [[sum(r[i] * r[j] for r in rows) for j in range(2)] for i in range(2)]
        along, across = dot(p, p) * dot(v, v), dot(q, q) * dot(w, w)
        if max(abs(x) for r in rows for x in r) > 6 or any(x % 4 for r in scatter for x in r) or along == across:
            continue
        means = _telling_means([[x // 4 for x in r] for r in scatter], (v, w))
        if means:
            mean = draw.choice(means)
            return Matrix([[x + m for x, m in zip(r, mean, strict=True)] for r in rows])
    raise CannotDraw("no four points with a small covariance matrix and a telling mean were found")


def _telling_means(s: Sequence[Sequence[int]], directions: Sequence[Ints]) -> list[Ints]:
    """Means m for which S + m m^T has an integer leading eigenvector that is no eigenvector of S."""
    found = []
    for m in product(range(-4, 5), repeat=2):
        raw = [[s[i][j] + m[i] * m[j] for j in range(2)] for i in range(2)]
        leading = _leading(raw)
        if leading is not None and max(map(abs, leading)) <= 5 and not any(_parallel(leading, d) for d in directions):
            found.append(m)
    return found


def _leading(s: Sequence[Sequence[int]]) -> Ints | None:
    """The eigenvector of the larger eigenvalue of a symmetric 2x2 integer matrix, if that is an integer."""
    (a, b), (_, d) = s
    inside = (a - d) ** 2 + 4 * b * b
    if isqrt(inside) ** 2 != inside or b == 0:
        return None
    large = (a + d + isqrt(inside)) // 2
    return tuple(primitive([b, large - a]))


def _parallel(v: Sequence[int], w: Sequence[int]) -> bool:
    return len(v) == len(w) and primitive(list(v)) == primitive(list(w))


def _three_rows(draw: Draw, features: int, *, centred: bool) -> Matrix:
    """Scores along (1, -1, 0) and (1, 1, -2), in some order; unless centred, a mean along a third direction."""
    frames = orthogonal_frames(features)
    for _ in range(100):
        order = draw.sample(range(3), 3)
        p, q = ([scores[i] for i in order] for scores in ((1, -1, 0), (1, 1, -2)))
        v, w, z = draw.sample(draw.choice(frames).vectors, 3)
        along, across = 2 * dot(v, v), 6 * dot(w, w)
        size = draw.integer(1, 3)
        rows = [[size * x * a + y * b for a, b in zip(v, w, strict=True)] for x, y in zip(p, q, strict=True)]
        leading = (p, v) if size * size * along > across else (q, w)
        if (
            size * size * along == across
            or size * size * along * across > 2000
            or _parallel(*leading)
            or min(dot(v, v), dot(w, w)) == 1
        ):
            continue
        if centred:
            return Matrix(rows)
        far = draw.integer(1, 4) * draw.sign()
        shifted = [[x + far * c for x, c in zip(r, z, strict=True)] for r in rows]
        if max(abs(x) for r in shifted for x in r) <= 9:
            return Matrix(shifted)
    raise CannotDraw("no three observations with small singular directions were found")


# ------------------------------------------------------------------ the computation


class Centred(NamedTuple):
    """Data, its mean and what is left."""

    mean: Matrix
    rows: Matrix


def centre(data: Matrix) -> Centred:
    """Subtract the mean of the rows."""
    mean = Vector([sum(data.column(j), Q(0)) / data.rows for j in range(data.columns)])
    return Centred(mean, Matrix([[x - m for x, m in zip(row, mean, strict=True)] for row in data.to_rows()]))


def whole(v: Matrix) -> Matrix:
    """The multiple of a vector with integer entries without common divisor, the first one that is not zero positive."""
    scale = lcm(*(int(x.q) for x in v))
    return Vector(primitive([int((x * scale).p) for x in v]))


def eigenpairs(s: Matrix) -> list[tuple[Q, Matrix]]:
    """Both eigenpairs of a symmetric 2x2 matrix, the larger first. Raises ValueError where they are irrational."""
    a, b, d = s[0, 0], s[0, 1], s[1, 1]
    root = rational_root((a - d) ** 2 + 4 * b * b)
    large = (a + d + root) / 2
    first = whole(Vector([b, large - a]) if b != 0 else Vector([int(a > d), int(a < d)]))
    return [(large, first), (a + d - large, whole(Vector([-first[1], first[0]])))]


def rational_root(x: Q) -> Q:
    """The square root of a square. Raises ValueError for any other number."""
    p, q = int(x.p), int(x.q)
    if isqrt(p) ** 2 != p or isqrt(q) ** 2 != q:
        raise ValueError("the eigenvalues are not rational")
    return Q(isqrt(p), isqrt(q))


class Singular(NamedTuple):
    """λ = σ², with integer vectors along u (one entry for each observation) and v (one for each feature)."""

    square: Q
    u: Matrix
    v: Matrix


def singular(rows: Matrix) -> list[Singular]:
    """The singular triples of three centred observations, the larger first, from Z Z^T."""
    gram = rows @ rows.T
    trace = gram.trace()
    minors = (trace * trace - (gram @ gram).trace()) / 2
    root = rational_root(trace * trace - 4 * minors)
    found = []
    for square in ((trace + root) / 2, (trace - root) / 2):
        u = whole((gram - Matrix.identity(3) * square).kernel()[0])
        found.append(Singular(square, u, whole(rows.T @ u)))
    return found


@pca_directions.problem
def build(kind: str, data: Matrix, by_columns: bool, setting: int) -> Problem:
    """The eigenvector of the largest eigenvalue, or the first singular vector on the side of the features."""
    if kind == "covariance":
        return _from_covariance(data, setting)
    if kind == "points":
        return _from_points(data, setting)
    return _from_svd(kind, data, by_columns, setting)


FEEDBACK = {
    "not-centred": "That direction comes from the data as they are. PCA looks at the differences to the mean: subtract "
    "it first.",
    "smallest-eigenvalue": "Along this direction the data vary least. Which eigenvalue tells the variance that is "
    "kept?",
    "rows-columns": "That vector has an entry for each observation. A direction in the space of the data has an entry "
    "for each feature: take the other side of the data matrix.",
}


def _direction(v: Matrix) -> DirectionAnswer:
    return DirectionAnswer.of(v, decimals=3)


def _misconception(code: str, v: Matrix, feedback: str = "") -> Misconception:
    return Misconception(code, _direction(v), feedback or FEEDBACK[code])


# ------------------------------------------------------------------ levels 1 and 2


def _from_covariance(s: Matrix, setting: int) -> Problem:
    (_, first), (_, second) = eigenpairs(s)
    answer = _direction(first)
    return Problem.single(
        prompt=text(COVARIANCE[setting], s=s) + " " + ANY,
        answer=answer,
        hints=(
            "The variance of the data projected onto a unit vector $b$ is $b^\\top S b$.",
            "It is largest for an eigenvector of $S$: for which of its eigenvalues?",
        ),
        steps=(*_eigen_steps(s), _closing(s, answer)),
        misconceptions=(_misconception("smallest-eigenvalue", second),),
    )


def _eigen_steps(s: Matrix) -> tuple[Step, ...]:
    (large, first), (small, _) = eigenpairs(s)
    shifted = s - Matrix.identity(2) * large
    row = whole(Vector(next(r for r in shifted.to_rows() if any(x != 0 for x in r))))
    return (
        step(
            r"The trace of $S$ is $@p + @r = @t$ and its determinant $@p \cdot @r - @b^2 = @d$: its characteristic "
            r"polynomial is $$@poly = @factors.$$ The variance along the first principal direction is the larger "
            r"root, $\lambda_1 = @large$.",
            p=s[0, 0],
            r=s[1, 1],
            b=Tex(base(s[0, 1])),
            t=s.trace(),
            d=s.det(),
            poly=polynomial([1, -s.trace(), s.det()], r"\lambda"),
            factors=_factors(large, small),
            large=large,
        ),
        step(
            r"Its eigenvector: $$S - @large I = @shifted,$$ both rows say $@row = 0$, so $b_1 = @first$ will do.",
            large=large,
            shifted=shifted,
            row=linear(row, ("x", "y")),
            first=first,
        ),
    )


def _factors(large: Q, small: Q) -> Tex:
    return Tex("".join(rf"\left(\lambda{signed(latex_of(-x))}\right)" for x in (large, small)))


def _closing(s: Matrix, answer: DirectionAnswer) -> Step:
    (large, first), (small, _) = eigenpairs(s)
    return step(
        r"Check: $S b_1 = @image = @large \cdot @first$. Along $b_1$ the variance is $@large$, at a right angle to it "
        r"only $@small$. The first principal direction is $@answer$ or any multiple of it.",
        image=s @ first,
        large=large,
        first=first,
        small=small,
        answer=Tex(answer.tex()),
    )


def _from_points(data: Matrix, setting: int) -> Problem:
    mean, rows = centre(data)
    s = (rows.T @ rows) / data.rows
    (_, first), (_, second) = eigenpairs(s)
    answer = _direction(first)
    replies = [("smallest-eigenvalue", second), ("rows-columns", whole(rows @ first))]
    raw = (data.T @ data) / data.rows
    try:
        uncentred = eigenpairs(raw)[0][1]
    except ValueError:  # an irrational direction, which nobody would type
        uncentred = first
    if uncentred not in (first, second):
        replies.insert(0, ("not-centred", uncentred))
    points = listed([f"${tuple_of(row)}$" for row in data.to_rows()])
    return Problem.single(
        prompt=text(POINTS[setting].replace("@points", points)) + " " + ANY,
        answer=answer,
        hints=(
            "First move the origin to the mean of the points.",
            r"The covariance matrix is $S = \frac{1}{N} Z^\top Z$, where the rows of $Z$ are the centred points.",
            "The direction wanted is the eigenvector of $S$ with the larger eigenvalue.",
        ),
        steps=(*_centring_steps(data, mean, rows), _covariance_step(rows, s), *_eigen_steps(s), _closing(s, answer)),
        misconceptions=tuple(_misconception(code, v) for code, v in replies),
    )


def _centring_steps(data: Matrix, mean: Matrix, rows: Matrix) -> tuple[Step, ...]:
    sums = [_mean_of(data.column(j), mean[j]) for j in range(data.columns)]
    return (
        Step(
            f"The means of the features are {listed([f'${s}$' for s in sums])}, so "
            + text(
                r"$m = @mean$. Subtract it from each point; the rows of $Z$ are the centred points: $$Z = @rows.$$",
                mean=mean,
                rows=rows,
            )
        ),
    )


def _mean_of(values: Matrix, mean: Q) -> str:
    shown = [latex_of(x) for x in values]
    total = shown[0] + "".join(signed(x) for x in shown[1:])
    return rf"\frac{{{total}}}{{{len(shown)}}} = {latex_of(mean)}"


def _covariance_step(rows: Matrix, s: Matrix) -> Step:
    columns = [rows.column(j) for j in range(2)]
    entries = []
    for name, i, j in (("s_{11}", 0, 0), ("s_{12}", 0, 1), ("s_{22}", 1, 1)):
        products = [latex_of(x * y) for x, y in zip(columns[i], columns[j], strict=True)]
        total = products[0] + "".join(signed(x) for x in products[1:])
        entries.append(rf"{name} &= \frac{{1}}{{{rows.rows}}}({total}) = {latex_of(s[i, j])}")
    return step(
        r"The entries of $S = \frac{1}{@n} Z^\top Z$ are means of products of the centred features: $$@entries$$ So "
        r"$S = @s$. (Dividing by $@less$ changes the eigenvalues, not the directions.)",
        n=rows.rows,
        entries=Tex(r"\begin{aligned} " + r" \\ ".join(entries) + r" \end{aligned}"),
        s=s,
        less=rows.rows - 1,
    )


# ------------------------------------------------------------------ level 3

SECOND = (
    "That is the *second* principal direction: it belongs to the smaller of the two singular values that are not zero. "
    "The first one belongs to the larger."
)
FLAT = (
    "Along this direction the data do not vary at all: it is orthogonal to every centred observation. Which singular "
    "value belongs to the largest variance?"
)


def _from_svd(kind: str, data: Matrix, by_columns: bool, setting: int) -> Problem:
    mean, rows = centre(data)
    first, second = singular(rows)
    answer = _direction(first.v)
    replies = [("smallest-eigenvalue", second.v, SECOND), ("rows-columns", first.u, "")]
    uncentred = _uncentred(data, mean, first)
    if uncentred is not None:
        replies.append(("not-centred", uncentred, ""))
    elif data.columns == 3:
        replies.append(("smallest-eigenvalue", whole(rows.kernel()[0]), FLAT))
    if kind == "gram":
        steps = _gram_steps(data, mean, rows, first, second, by_columns, answer)
    else:
        steps = _factor_steps(first, by_columns, answer)
    return Problem.single(
        prompt=_svd_prompt(kind, data, (first, second), by_columns, setting) + " " + ANY,
        answer=answer,
        hints=_svd_hints(kind, by_columns),
        steps=steps,
        misconceptions=tuple(_misconception(*reply) for reply in replies),
    )


def _uncentred(data: Matrix, mean: Matrix, first: Singular) -> Matrix | None:
    """The leading eigenvector of X^T X where it is the direction of the mean; None where it is not."""
    if mean.is_zero or (data.T @ (data @ mean)) != mean * (data @ mean).dot(data @ mean) / mean.dot(mean):
        return None
    return whole(mean) if (data @ mean).dot(data @ mean) / mean.dot(mean) > first.square else None


def _svd_prompt(kind: str, data: Matrix, found: Sequence[Singular], by_columns: bool, setting: int) -> str:
    lines = "columns" if by_columns else "rows"
    if kind == "gram":
        count = {3: "three", 4: "four"}[data.columns]
        template = GRAM[setting].replace("@lines", lines).replace("@count", count)
        return text(template, x=data.T if by_columns else data)
    u, v = (_units([getattr(t, name) for t in found]) for name in ("u", "v"))
    left, right = (v, u) if by_columns else (u, v)
    return text(FACTORS[setting].replace("@lines", lines), u=left, v=right, sigma=_diagonal([t.square for t in found]))


def _units(vectors: Sequence[Matrix]) -> Tex:
    """A matrix with these vectors, made unit vectors, as columns."""
    from quizgen.answers.replies import latex, latex_table

    columns = [[latex(x) for x in unit_texts([int(x.p) for x in v])] for v in vectors]
    return Tex(latex_table([list(row) for row in zip(*columns, strict=True)]))


def _diagonal(squares: Sequence[Q]) -> Tex:
    first, second = (root_tex(int(x.p)) for x in squares)
    return Tex(rf"\begin{{pmatrix}} {first} & 0 \\ 0 & {second} \end{{pmatrix}}")


def _svd_hints(kind: str, by_columns: bool) -> tuple[str, ...]:
    side = "left" if by_columns else "right"
    last = (
        r"A principal direction has one entry for each feature: is that a column of $U$ or of $V$ here?",
        r"Write the covariance matrix with $Z = U \Sigma V^\top$ put in: which factor cancels?",
    )
    if kind == "factors":
        return ("Singular values tell how much the data vary along each singular direction.", *last)
    small, back = (r"Z^\top Z", "Z u") if by_columns else (r"Z Z^\top", r"Z^\top u")
    return (
        "Subtract the mean of the observations first.",
        f"The matrix ${small}$ of the inner products of the observations has only three rows, and one eigenvalue is "
        f"$0$.",
        f"From its leading eigenvector $u$ the {side} singular vector follows: it points along ${back}$.",
    )


def _gram_steps(
    data: Matrix,
    mean: Matrix,
    rows: Matrix,
    first: Singular,
    second: Singular,
    by_columns: bool,
    answer: DirectionAnswer,
) -> tuple[Step, ...]:
    gram = rows @ rows.T
    name, back = (r"Z^\top Z", "Z") if by_columns else (r"Z Z^\top", r"Z^\top")
    forth = r"Z^\top" if by_columns else "Z"
    lines = "column" if by_columns else "row"
    trace = gram.trace()
    minors = first.square * second.square
    image = rows.T @ first.u
    equation = whole(Vector((gram - Matrix.identity(3) * first.square).to_rows()[_useful_row(gram, first)]))
    return (
        step(
            r"The mean of the observations is $m = @mean$. Subtract it from each " + lines + r": $$Z = @centred.$$",
            mean=mean,
            centred=rows.T if by_columns else rows,
        ),
        step(
            r"The inner products of the centred observations are $$K = "
            + name
            + r" = @gram.$$ The centred observations add "
            r"up to zero, so $K(1, 1, 1)^\top = 0$: one eigenvalue is $0$.",
            gram=gram,
        ),
        step(
            r"The trace is $@t$ and the sum of the principal $2 \times 2$ minors $@m$, so the other two are the roots "
            r"of $$@poly = @factors.$$ The largest is $\lambda_1 = \sigma_1^2 = @large$.",
            t=trace,
            m=minors,
            poly=polynomial([1, -trace, minors], r"\lambda"),
            factors=_factors(first.square, second.square),
            large=first.square,
        ),
        step(
            r"Its eigenvector is orthogonal to $(1, 1, 1)$, so $x + y + z = 0$, and $(K - @{large}I)u = 0$ says $@row "
            r"= 0$. Hence $u = @u$ will do.",
            large=first.square,
            row=linear(equation, ("x", "y", "z")),
            u=first.u,
        ),
        step(
            r"The singular vector on the side of the features points along $"
            + back
            + r" u = @image$, that is along $v = @v$.",
            image=image,
            v=first.v,
        ),
        step(
            r"Check: $" + forth + r" v = @scores$ is a multiple of $u$, as it must be. The variance along $v$ is "
            r"$\frac{\lambda_1}{3} = @variance$. The first principal direction is $@answer$ or any multiple of it.",
            scores=rows @ first.v,
            variance=first.square / 3,
            answer=Tex(answer.tex()),
        ),
    )


def _useful_row(gram: Matrix, first: Singular) -> int:
    """A row of K - λI that says more than x + y + z = 0."""
    shifted = gram - Matrix.identity(3) * first.square
    return next(i for i, row in enumerate(shifted.to_rows()) if len(set(row)) > 1)


def _factor_steps(first: Singular, by_columns: bool, answer: DirectionAnswer) -> tuple[Step, ...]:
    if by_columns:
        s, cancelled, side = r"\frac{1}{3} Z Z^\top = U \frac{\Sigma^2}{3} U^\top", r"V^\top V = I", "U"
    else:
        s, cancelled, side = r"\frac{1}{3} Z^\top Z = V \frac{\Sigma^2}{3} V^\top", r"U^\top U = I", "V"
    lines = "columns" if by_columns else "rows"
    return (
        Step(
            rf"The {lines} of $Z$ are the observations, so the covariance matrix of the features is $$S = {s},$$ "
            rf"because ${cancelled}$."
        ),
        Step(
            f"So the columns of ${side}$ are eigenvectors of $S$: they are the principal directions. The other "
            f"factor has an "
            "entry for each observation."
        ),
        step(
            r"The largest singular value, $\sigma_1 = @sigma$, belongs to the first column; the variance along it is "
            r"$\frac{\sigma_1^2}{3} = @variance$. Multiplied by a number that clears the denominators, it is "
            r"$@answer$.",
            sigma=root_tex(int(first.square.p)),
            variance=first.square / 3,
            answer=Tex(answer.tex()),
        ),
    )


# ------------------------------------------------------------------ verification


@pca_directions.verify
def largest_variance(kind: str, data: Matrix, by_columns: bool, setting: int, answer: Matrix) -> bool:
    """The variance of the projections, from pairs of observations, is the largest that numpy finds."""
    import numpy as np

    if not isinstance(answer, Matrix) or answer.shape != (data.columns, 1) or answer.is_zero:
        return False
    if kind == "covariance":
        covariance = np.array(data.to_floats())
        variance = answer.dot(data @ answer)
    else:
        covariance = np.cov(np.array(data.to_floats()).T, bias=True)
        scores = list(data @ answer)
        variance = sum(((x - y) ** 2 for x in scores for y in scores), Q(0)) / (2 * data.rows**2)
    share = variance / answer.dot(answer)
    return bool(np.isclose(int(share.p) / int(share.q), np.linalg.eigvalsh(covariance)[-1], rtol=1e-9))
