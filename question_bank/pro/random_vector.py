"""Mean and covariance of Ax + b, variance of v^T x, and which matrices are covariance matrices (MML 6.4.1 to 6.4.4).

Levels: 1 a linear score of a random vector; 2 an affine map of it; 3 validity: the range of an unknown entry and a
direction without variance, or the valid ones among several matrices. Checked on sigma points: a discrete distribution
that has the given mean and covariance is mapped point by point; validity by numpy's eigenvalues.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, inner_product, listed, wrong_numbers
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.interval import IntervalAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import DirectionAnswer, VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"score", "affine", "range" or "which"."""
    setting: int
    mean: Matrix
    sigma: Matrix
    """The covariance of x; for "range" with 0 in the place of the unknown entry."""
    a: Matrix
    """v^T as a row for "score", else A; for "range" the two ends as a row."""
    b: Matrix
    """The offset."""
    options: tuple[tuple[str, Matrix], ...] = ()
    """For "which": (why, matrix)."""


SCORES = (
    r"A random vector $x$ with values in $\mathbb{R}^@n$ has mean $\mu$ and covariance matrix $\Sigma$: $$\mu = @mu, "
    r"\qquad \Sigma = @sigma$$ Let $y = v^\top x @+c$ with $v = @v$.",
    r"The features $x \in \mathbb{R}^@n$ of a random document have mean $\mu$ and covariance matrix $\Sigma$: $$\mu = "
    r"@mu, \qquad \Sigma = @sigma$$ A linear classifier computes the score $y = v^\top x @+c$ with the weights "
    r"$v = @v$.",
    r"The readings $x \in \mathbb{R}^@n$ of some sensors have mean $\mu$ and covariance matrix $\Sigma$: $$\mu = @mu, "
    r"\qquad \Sigma = @sigma$$ They are combined into one signal $y = v^\top x @+c$ with $v = @v$.",
)
MAPS = (
    r"A random vector $x$ with values in $\mathbb{R}^@n$ has mean $\mu$ and covariance matrix $\Sigma$: $$\mu = @mu, "
    r"\qquad \Sigma = @sigma$$ Let $y = Ax + b$ with $$A = @a, \qquad b = @b$$",
    r"The state $x \in \mathbb{R}^@n$ of a system is uncertain: its mean is $\mu$ and its covariance matrix is "
    r"$\Sigma$, "
    r"$$\mu = @mu, \qquad \Sigma = @sigma$$ After one step the state is $y = Ax + b$ with $$A = @a, \qquad b = @b$$",
    r"A layer of a network maps its input $x$ to $y = Ax + b$ with $$A = @a, \qquad b = @b$$ The input has mean $\mu$ "
    "and "
    r"covariance matrix $\Sigma$: $$\mu = @mu, \qquad \Sigma = @sigma$$",
)
ONCE = "The map acts on both sides of the covariance: once from the left, once (transposed) from the right."
TRANSPOSE = "The second factor has to be transposed: a covariance is the mean of a column times a row."
OFFSET = "An offset moves the mean, not the spread: in the covariance it cancels, because the mean is subtracted first."


@exercise("pro-random-vector", version=1, bounds=(1000, 2000, 3000))
def random_vector(draw: Draw, level: int) -> Given:
    """Covariance matrices are products of small integer triangular factors."""
    if level == 1:
        n = draw.integer(2, 3)
        v = [draw.integer(-3, 3, nonzero=True) for _ in range(n)]
        mean = [draw.integer(-4, 6) for _ in range(n)]
        offset = draw.integer(-5, 5, nonzero=True)
        return Given("score", draw.below(len(SCORES)), Vector(mean), sigma_of(draw, n), Vector(v).T, Vector([offset]))
    if level == 2:
        return _affine(draw)
    return _range(draw) if draw.below(3) else _which(draw)


def sigma_of(draw: Draw, n: int) -> Matrix:
    """A positive definite integer matrix with small entries that is not diagonal."""
    for _ in range(TRIES):
        rows = [
            [draw.integer(1, 2) if i == j else draw.integer(-2, 2) if j < i else 0 for j in range(n)] for i in range(n)
        ]
        made = Matrix(rows) @ Matrix(rows).T
        zeros = sum(made[i, j] == 0 for i in range(n) for j in range(i))
        if zeros <= n - 2:
            return made
    raise exhausted("covariance matrix", f"{n}x{n}")


def _affine(draw: Draw) -> Given:
    for _ in range(TRIES):
        rows, columns = draw.choice(((2, 2), (2, 2), (2, 2), (2, 3), (3, 2)))
        a = Matrix([[draw.integer(-2, 3) for _ in range(columns)] for _ in range(rows)])
        zeros = a.entries.count(Q(0))
        b = Vector([draw.integer(-4, 4) for _ in range(rows)])
        if zeros > 1 or b.is_zero or (rows == columns and a == a.T) or a.rank() < min(rows, columns):
            continue
        mean = Vector([draw.integer(-3, 4) for _ in range(columns)])
        if mean.is_zero:
            continue
        return Given("affine", draw.below(len(MAPS)), mean, sigma_of(draw, columns), a, b)
    raise exhausted("affine map", "not symmetric")


def _range(draw: Draw) -> Given:
    """x_2 has variance q; given it, x_1 and x_3 have the variances k r^2 and k s^2, so that the ends are whole."""
    if draw.below(3) == 0:
        r, s, k = draw.integer(1, 4), draw.integer(1, 4), draw.integer(1, 3)
        if (r, s) == (1, 1):
            s = 3
        sigma = Matrix([[k * r * r, 0], [0, k * s * s]])
        return Given("range", draw.below(2), Vector([0, 0]), sigma, Matrix([[-k * r * s, k * r * s]]), Vector([0]))
    r, s, k = draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 2)
    u, w = draw.integer(-2, 2, nonzero=True), draw.integer(-2, 2, nonzero=True)
    sigma = Matrix([[u * u + k * r * r, u, 0], [u, 1, w], [0, w, w * w + k * s * s]])
    ends = Matrix([[u * w - k * r * s, u * w + k * r * s]])
    return Given("range", draw.below(2), Vector([0, 0, 0]), sigma, ends, Vector([0]))


def _which(draw: Draw) -> Given:
    options: list[tuple[str, Matrix]] = []
    p, q = draw.integer(2, 6), draw.integer(2, 6)
    inside = max(c for c in range(1, 7) if c * c < p * q)
    c = draw.integer(1, inside) * draw.sign()
    options.append(("valid", Matrix([[p, c], [c, q]])))
    r, s, k = draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 2)
    sign = draw.sign()
    options.append(("singular", Matrix([[k * r * r, sign * k * r * s], [sign * k * r * s, k * s * s]])))
    e, f = draw.integer(1, 5), draw.integer(1, 5)
    over = next(c for c in range(1, 9) if c * c > e * f)
    options.append(("too-large", Matrix([[e, draw.choice((over, -over))], [over, f]])))
    options[-1] = ("too-large", _symmetric(options[-1][1]))
    g, h = draw.integer(2, 6), draw.integer(2, 6)
    d = draw.integer(1, 2)
    options.append(("not-symmetric", Matrix([[g + 2, d], [-d if draw.flip() else d + 1, h + 2]])))
    m = draw.integer(1, 4)
    options.append(
        ("negative", Matrix([[-m, 0], [0, draw.integer(1, 5)]]) if draw.flip() else Matrix([[m, 0], [0, -m]]))
    )
    options.append(("zero", Matrix([[draw.integer(1, 5), 0], [0, 0]])))
    shown = draw.shuffled(options)[:5]
    if sum(why in VALID for why, _ in shown) in (0, 5):
        shown = options[:5]
    return Given("which", draw.below(2), Vector([0]), Matrix([[1]]), Matrix([[1]]), Vector([0]), tuple(shown))


def _symmetric(m: Matrix) -> Matrix:
    return Matrix([[m[0, 0], m[0, 1]], [m[0, 1], m[1, 1]]])


VALID = ("valid", "singular", "zero")


@random_vector.problem
def build(
    kind: str,
    setting: int,
    mean: Matrix,
    sigma: Matrix,
    a: Matrix,
    b: Matrix,
    options: tuple[tuple[str, Matrix], ...],
) -> Problem:
    """A mean is mapped like a point, a covariance from both sides."""
    if kind == "score":
        return _score(setting, mean, sigma, a, b[0])
    if kind == "affine":
        return _map(setting, mean, sigma, a, b)
    return _unknown(setting, sigma, a) if kind == "range" else _valid_ones(setting, options)


def _score(setting: int, mean: Matrix, sigma: Matrix, a: Matrix, c: Q) -> Problem:
    v = a.T
    middle = v.dot(mean) + c
    image = sigma @ v
    value = v.dot(image)
    m, s = NumberAnswer.of(middle), NumberAnswer.of(value)
    squares = [
        rf"{factor(v[i])}^2 \cdot {latex_of(sigma[i, i])}"
        if v[i] > 0
        else rf"\left({v[i]}\right)^2 \cdot {sigma[i, i]}"
        for i in range(len(v))
    ]
    crossed = [
        (2 * v[i] * v[j] * sigma[i, j], rf"2 \cdot {factor(v[i])} \cdot {factor(v[j])} \cdot {factor(sigma[i, j])}")
        for i in range(len(v))
        for j in range(i + 1, len(v))
        if sigma[i, j] != 0
    ]
    mixed = sum((number for number, _ in crossed), Q(0))
    return Problem(
        prompt=text(SCORES[setting], n=len(v), mu=mean, sigma=sigma, v=v, c=c),
        parts=(
            Part(
                "a",
                m,
                r"Compute the mean $\mathbb{E}[y]$.",
            ),
            Part(
                "b",
                s,
                r"Compute the variance $\mathbb{V}[y]$.",
                points=2,
                misconceptions=wrong_numbers(
                    value,
                    ("offset-in-covariance", value + c * c, OFFSET),
                    (
                        "A-once",
                        sum(image, Q(0)),
                        r"Those are the entries of $\Sigma v$, added up. The weights act twice: $\mathbb{V}[v^\top x] "
                        "= "
                        r"v^\top \Sigma v$.",
                    ),
                ),
            ),
        ),
        hints=(
            "A mean goes through a linear map as it is; what happens to the constant?",
            r"$\mathbb{V}[v^\top x] = v^\top \Sigma v$: a quadratic form of the covariance matrix.",
        ),
        steps=(
            Step(
                rf"The mean is linear: $\mathbb{{E}}[y] = v^\top \mu {_plus(c)} = "
                rf"{inner_product(v.entries, mean.entries)} {_plus(c)} = {middle}$."
            ),
            Step(
                "The constant shifts $y$ and its mean alike, so it cancels in $y - \\mathbb{E}[y] = v^\\top (x - "
                "\\mu)$ "
                r"and $\mathbb{V}[y] = \mathbb{E}[v^\top (x - \mu)(x - \mu)^\top v] = v^\top \Sigma v$."
            ),
            step(r"First $\Sigma v = @sigma @v = @image$.", sigma=sigma, v=v, image=image),
            step(
                r"Then $v^\top \Sigma v = @work = @s$.",
                work=inner_product(v.entries, image.entries),
                s=s,
            ),
            Step(
                "Check, term by term: the variances with the squares of their weights give "
                rf"${' + '.join(squares)} = {latex_of(value - mixed)}$, twice each covariance gives "
                rf"${' + '.join(tex for _, tex in crossed)} = {latex_of(mixed)}$, and together "
                rf"that is ${latex_of(value)}$."
                if crossed
                else "Check, term by term: the variances with the squares of their weights give "
                rf"${' + '.join(squares)} = {latex_of(value)}$, and the covariances are $0$."
            ),
            step(r"So $\mathbb{E}[y] = @m$ and $\mathbb{V}[y] = @s$.", m=m, s=s),
        ),
    )


def _map(setting: int, mean: Matrix, sigma: Matrix, a: Matrix, b: Matrix) -> Problem:
    image = a @ mean
    middle = VectorAnswer.of(image + b)
    half = a @ sigma
    result = half @ a.T
    covariance = MatrixAnswer.of(result)
    wrong = [("offset-in-covariance", result + b @ b.T, OFFSET)]
    if a.rows == a.columns:
        wrong = [("A-once", half, ONCE), ("transpose-missing", half @ a, TRANSPOSE), *wrong]
    return Problem(
        prompt=text(
            MAPS[setting], **({"n": a.columns} if "@n" in MAPS[setting] else {}), mu=mean, sigma=sigma, a=a, b=b
        ),
        parts=(
            Part("a", middle, r"Compute the mean $\mathbb{E}[y]$."),
            Part(
                "b",
                covariance,
                r"Compute the covariance matrix $\mathbb{V}[y]$.",
                points=2,
                misconceptions=tuple(
                    Misconception(code, MatrixAnswer.of(m), why) for code, m, why in wrong if m != result
                ),
            ),
        ),
        hints=(
            "The mean is mapped like any point.",
            r"Subtract the means: $y - \mathbb{E}[y] = A(x - \mu)$. The covariance is the mean of this column times "
            "its "
            "transpose.",
            "What shape must the result have, and must it be symmetric?",
        ),
        steps=(
            step(r"The mean is linear: $\mathbb{E}[y] = A\mu + b = @image + @b = @m$.", image=image, b=b, m=middle),
            Step(
                r"In $y - \mathbb{E}[y] = A(x - \mu)$ the offset has cancelled, so $\mathbb{V}[y] = "
                r"\mathbb{E}[A(x - \mu)(x - \mu)^\top A^\top] = A \Sigma A^\top$."
            ),
            step(r"First $A\Sigma = @a @sigma = @half$.", a=a, sigma=sigma, half=half),
            step(r"Then $A \Sigma A^\top = @half @at = @v$.", half=half, at=a.T, v=covariance),
            step(
                "Check: the result is symmetric with variances on its diagonal that are not negative, as a covariance "
                r"matrix has to be. Its first entry is the variance of $@r x$, with the first row of $A$: $@form$.",
                r=a.row(0),
                form=_first_entry(a, sigma, result),
            ),
            step(r"So $\mathbb{E}[y] = @m$ and $\mathbb{V}[y] = @v$.", m=middle, v=covariance),
        ),
    )


def _first_entry(a: Matrix, sigma: Matrix, result: Matrix) -> Tex:
    """The variance of the first coordinate, by squares and products of its weights."""
    row = a.row(0).entries
    parts = []
    for i, x in enumerate(row):
        for j in range(i, len(row)):
            number = x * row[j] * sigma[i, j] * (1 if i == j else 2)
            if number:
                parts.append(latex_of(number))
    shown = parts[0] + "".join(f" + {p}" if not p.startswith("-") else f" - {p[1:]}" for p in parts[1:])
    return Tex(f"{shown} = {latex_of(result[0, 0])}" if len(parts) > 1 else latex_of(result[0, 0]))


# ------------------------------------------------------------------ level 3

RANGES = (
    r"For which real numbers $c$ is $$\Sigma = @sigma$$ the covariance matrix of some random vector?",
    r"Of the covariance matrix $$\Sigma = @sigma$$ one entry, $c$, was lost.",
)


def with_entry(sigma: Matrix, c: Any) -> Tex:
    """The matrix with `c` in its corner entries, printed."""
    n = sigma.rows
    rows = [[latex_of(sigma[i, j]) for j in range(n)] for i in range(n)]
    rows[0][n - 1] = rows[n - 1][0] = latex_of(c)
    return Tex(r"\begin{pmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{pmatrix}")


def filled(sigma: Matrix, c: Q) -> Matrix:
    """The matrix with `c` in its corner entries."""
    rows = sigma.to_rows()
    rows[0][-1] = rows[-1][0] = c
    return Matrix(rows)


def _unknown(setting: int, sigma: Matrix, ends: Matrix) -> Problem:
    low, high = ends.entries
    n = sigma.rows
    answer = IntervalAnswer.of(f"[{low}, {high}]", name="c")
    kernel = filled(sigma, high).kernel()[0]
    scale = 1
    for x in kernel:
        scale = scale * int(x.q) // _gcd(scale, int(x.q))
    v = kernel * scale
    direction = DirectionAnswer.of(v)
    question = "Give the set of all such $c$." if setting == 0 else "Which values of $c$ are possible? Give the set."
    if n == 2:
        work = [
            step(
                r"The diagonal entries are not negative, so what remains is the determinant: $\det(\Sigma) = @p \cdot "
                "@q "
                r"- c^2 \ge 0$.",
                p=sigma[0, 0],
                q=sigma[1, 1],
            ),
            step(
                r"So $c^2 \le @s$, that is $\left| c \right| \le @h$: the Cauchy-Schwarz inequality for covariances, "
                r"$\left|\operatorname{Cov}[x_1, x_2]\right| \le \sqrt{\mathbb{V}[x_1] \, \mathbb{V}[x_2]}$.",
                s=sigma[0, 0] * sigma[1, 1],
                h=high,
            ),
        ]
    else:
        u, w = sigma[0, 1], sigma[1, 2]
        p, s = sigma[0, 0] - u * u, sigma[2, 2] - w * w
        work = [
            step(
                r"$\mathbb{V}[x_2] = 1$, so eliminate with the second row and column (this keeps the definiteness): "
                "put "
                r"$x_1 @+*u x_2$ in the place of $x_1$, and $x_3 @+*w x_2$ in the place of $x_3$. These two are not "
                r"correlated with $x_2$ any more, and have the covariance matrix $$@small$$",
                u=-u,
                w=-w,
                small=Tex(
                    rf"\begin{{pmatrix}} {sigma[0, 0]} - {u * u} & c - {factor(u)} \cdot {factor(w)} \\ "
                    rf"c - {factor(u)} \cdot {factor(w)} & {sigma[2, 2]} - {w * w} \end{{pmatrix}} = "
                    rf"\begin{{pmatrix}} {p} & c {_minus(u * w)} \\ c {_minus(u * w)} & {s} \end{{pmatrix}}"
                ),
            ),
            Step(
                rf"Its diagonal is positive, so its determinant decides: ${p} \cdot {s} - (c {_minus(u * w)})^2 \ge "
                "0$, "
                rf"that is $\left| c {_minus(u * w)} \right| \le {latex_of((high - low) / 2)}$."
            ),
        ]
    return Problem(
        prompt=text(RANGES[setting], sigma=with_entry(sigma, Tex("c"))),
        parts=(
            Part("a", answer, question),
            Part(
                "b",
                direction,
                text(
                    r"For the largest such $c$ give a nonzero vector $v \in \mathbb{R}^@n$ with $\mathbb{V}[v^\top x] "
                    "= 0$. Give its entries exactly.",
                    n=n,
                ),
            ),
        ),
        hints=(
            r"Every variance $\mathbb{V}[v^\top x] = v^\top \Sigma v$ must be at least $0$: what does that make of "
            r"$\Sigma$?",
            "A symmetric matrix is a covariance matrix exactly when it is positive semidefinite. At the ends of the "
            "range "
            "it becomes singular.",
            r"For (b) solve $\Sigma v = 0$.",
        ),
        steps=(
            Step(
                r"$\Sigma$ is symmetric. It is a covariance matrix exactly when $v^\top \Sigma v = \mathbb{V}[v^\top "
                "x] "
                r"\ge 0$ for all $v$, that is when it is positive semidefinite."
            ),
            *work,
            step(r"So $c$ lies in $@answer$; both ends belong to it, because a variance may be $0$.", answer=answer),
            step(
                r"For $c = @high$ the matrix is singular, and $v^\top \Sigma v = 0$ for the vectors with $\Sigma v = "
                "0$: "
                r"$$@full @v = @zero$$",
                high=high,
                full=filled(sigma, high),
                v=v,
                zero=Vector([0] * n),
            ),
            step(r"So (a) $@answer$ and (b) $v = @v$ (or any multiple of it).", answer=answer, v=direction),
        ),
    )


def _plus(x: Q) -> str:
    """ "+ 3" or "- 3"."""
    return _minus(-x)


def _minus(x: Q) -> str:
    """ "- 3" or "+ 3", for c - x."""
    return f"- {x}" if x > 0 else f"+ {-x}"


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


WHY = {
    "valid": "symmetric, with a positive diagonal and determinant $@d > 0$: a covariance matrix.",
    "singular": "symmetric, with a positive diagonal and determinant $0$: positive semidefinite, and that is enough. "
    "One "
    "variable is a multiple of the other, up to a constant.",
    "zero": "symmetric and positive semidefinite: the second variable is a constant, and that is allowed.",
    "too-large": "its determinant is $@d < 0$: the covariance is larger than the two variances allow.",
    "not-symmetric": r"not symmetric, but $\operatorname{Cov}[x_1, x_2] = \operatorname{Cov}[x_2, x_1]$.",
    "negative": "a diagonal entry is negative, but it would be a variance.",
}
REFUSALS = {
    "too-large": "Compute the determinant: by the Cauchy-Schwarz inequality a covariance cannot exceed the root of the "
    "product of the variances.",
    "not-symmetric": "A covariance does not depend on the order of its arguments.",
    "negative": "Look at the diagonal: it holds the variances.",
}
ASKS = (
    "Which of these matrices are covariance matrices of some random vector? Choose all of them.",
    "A program prints these matrices as estimates of covariance matrices. Which of them can be right? Choose all.",
)


def _valid_ones(setting: int, options: tuple[tuple[str, Matrix], ...]) -> Problem:
    made = tuple(Option(f"${latex_of(m)}$", why in VALID, feedback=REFUSALS.get(why, "")) for why, m in options)
    answer = ChoiceAnswer.of(made, multiple=True)
    steps = [Step(f"Matrix {k}, ${latex_of(m)}$: " + _reason(why, m)) for k, (why, m) in enumerate(options, 1)]
    right = [f"${latex_of(m)}$" for why, m in options if why in VALID]
    return Problem.single(
        prompt=ASKS[setting],
        answer=answer,
        hints=(
            "What do the entries on the diagonal mean, and what those beside it?",
            r"$\Sigma$ is a covariance matrix exactly when it is symmetric and $v^\top \Sigma v \ge 0$ for every $v$.",
            "For a symmetric $2 \\times 2$ matrix look at the diagonal and at the determinant; a determinant of $0$ "
            "needs "
            "some thought.",
        ),
        steps=(
            Step(
                r"A matrix is a covariance matrix exactly when it is symmetric and positive semidefinite, since "
                r"$v^\top \Sigma v = \mathbb{V}[v^\top x] \ge 0$. For a symmetric $2 \times 2$ matrix: neither a "
                "diagonal entry nor the determinant is negative."
            ),
            *steps,
            Step(f"So the covariance matrices are {listed(right)}."),
        ),
    )


def _reason(why: str, m: Matrix) -> str:
    return text(WHY[why], **({"d": m.det()} if "@d" in WHY[why] else {}))


# ------------------------------------------------------------------ the second opinion


@random_vector.verify
def sigma_points(
    kind: str,
    setting: int,
    mean: Matrix,
    sigma: Matrix,
    a: Matrix,
    b: Matrix,
    options: tuple[tuple[str, Matrix], ...],
    answer: Any,
) -> bool:
    """Map a discrete distribution point by point; eigenvalues at and beyond the ends of a range."""
    import numpy as np

    if kind == "which":
        chosen = set(answer)
        return all(
            (f"${latex_of(m)}$" in chosen) == (m == m.T and bool(np.linalg.eigvalsh(m.to_floats())[0] > -1e-9))
            for _, m in options
        )
    if kind == "range":
        return _ends(sigma, answer)
    n = len(mean)
    root = np.linalg.cholesky(np.array(sigma.to_floats())) * np.sqrt(n)
    center = np.array(mean.to_floats())
    points = np.hstack([center + root, center - root])  # each has probability 1 / (2n)
    images = np.array(a.to_floats()) @ points + np.array(b.to_floats())
    middle = images.mean(axis=1, keepdims=True)
    spread = (images - middle) @ (images - middle).T / (2 * n)
    return _near(answer["a"], middle) and _near(answer["b"], spread)


def _near(reply: Any, found: Any) -> bool:
    import numpy as np

    typed = np.array(reply.to_floats()) if isinstance(reply, Matrix) else np.array([[int(reply.p) / int(reply.q)]])
    return typed.shape == found.shape and bool(np.allclose(typed, found, atol=1e-9))


def _ends(sigma: Matrix, answer: dict[str, Any]) -> bool:
    import numpy as np

    def least(c: float) -> float:
        full = np.array(sigma.to_floats())
        full[0, -1] = full[-1, 0] = c
        return float(np.linalg.eigvalsh(full)[0])

    v = answer["b"]
    pieces: Sequence[Any] = answer["a"]
    if len(pieces) != 1:
        return False
    low, high = (float(end.p) / float(end.q) if hasattr(end, "p") else float(end) for end in pieces[0][:2])
    closed = pieces[0][2] and pieces[0][3] and abs(low) + abs(high) < 1000
    edges = all(abs(least(end)) < 1e-9 for end in (low, high))
    outside = least(low - 1e-3) < 0 and least(high + 1e-3) < 0
    if not isinstance(v, Matrix) or v.is_zero or len(v) != sigma.rows:
        return False
    top = filled(sigma, Q(round(high)))
    return bool(closed and low < high and edges and outside and v.dot(top @ v) == 0)
