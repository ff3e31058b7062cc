"""Compute the spectral norm and a vector that is stretched most (MML 3.1, 4.5, definition 4.23).

Levels: 1 symmetric; 2 a 2x2 matrix that is not symmetric; 3 a matrix of rank one, or the inverse of a matrix. Checked
by numpy: its norm, and the length of the image of the vector.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd, isqrt, sqrt
from typing import Any, NamedTuple

from question_bank._draw import symmetric_eigensystem
from question_bank._draw.common import TRIES, dot, exhausted, primitive
from question_bank._steps import root_tex, root_text
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import DirectionAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Ellipse, Line, Plot, drawn, near
from quizgen.markup.source import Tex, polynomial, text
from quizgen.problem import Misconception, Part, Problem, Step, step

Ints = tuple[int, ...]


PAIRS: tuple[tuple[Ints, Ints], ...] = (
    ((1, 1), (1, -1)),
    ((1, -1), (1, 1)),
    ((1, 2), (2, -1)),
    ((2, 1), (1, -2)),
    ((2, -1), (1, 2)),
    ((1, -2), (2, 1)),
    ((1, 3), (3, -1)),
    ((3, 1), (1, -3)),
    ((3, -1), (1, 3)),
    ((1, -3), (3, 1)),
    ((2, 3), (3, -2)),
    ((3, 2), (2, -3)),
)
"""Orthogonal directions in the plane."""


class Given(NamedTuple):
    kind: str
    """"symmetric", "square", "inverse" or "rank-one"."""
    a: Matrix
    v: Ints
    """The direction that A stretches most; for "inverse" the one that it stretches least."""
    phrasing: int


@exercise("dec-spectral-norm", version=1, bounds=(1100, 3600, 3600))
def spectral_norm(draw: Draw, level: int) -> Given:
    """Singular directions with small integers come first."""
    phrasing = draw.below(2)
    if level == 1:
        for attempt in range(TRIES):
            made = symmetric_eigensystem(draw.child("symmetric", attempt), 2, 9)
            values = [int(made.D[i, i].p) for i in range(2)]
            if 0 not in values and abs(values[0]) != abs(values[1]) and min(values) < 0:
                at = 0 if abs(values[0]) > abs(values[1]) else 1
                return Given("symmetric", made.A, _ints(made.P.column(at)), phrasing)
        raise exhausted("symmetric matrix", "eigenvalues of different size")
    if level == 3 and draw.flip():
        return _rank_one(draw, phrasing)
    for _ in range(TRIES):
        (u, w), (v, z) = draw.choice(PAIRS), draw.choice(PAIRS)
        c, d = draw.integer(1, 5) * draw.sign(), draw.integer(1, 3) * draw.sign()
        a = Matrix([[c * u[i] * v[j] + d * w[i] * z[j] for j in range(2)] for i in range(2)])
        large, small = c * c * dot(u, u) * dot(v, v), d * d * dot(w, w) * dot(z, z)
        if a[0, 1] == a[1, 0] or large <= small or large * small > 3600 or 0 in (a.trace(), a[0, 1], a[1, 0]):
            continue
        if level == 2:
            return Given("square", a, v, phrasing)
        return Given("inverse", a, z, phrasing)
    raise exhausted("2×2 matrix", "short singular values")


def _ints(v: Matrix) -> Ints:
    return tuple(int(x.p) for x in v)


def _rank_one(draw: Draw, phrasing: int) -> Given:
    m, n = draw.choice(((2, 2), (3, 3), (3, 3), (2, 3), (3, 2)))
    for _ in range(TRIES):
        u = [draw.integer(-3, 3) for _ in range(m)]
        v = tuple(draw.integer(-3, 3) for _ in range(n))
        if 0 in (*u, *v) or primitive(v) != list(v) or dot(u, u) * dot(v, v) ** 2 > 2000 or u == list(v):
            continue
        if m != n or dot(u, v) != 0:
            return Given("rank-one", Matrix([[x * y for y in v] for x in u]), v, phrasing)
    raise exhausted("matrix of rank one", "short lengths")


# ------------------------------------------------------------------ the problem

PHRASINGS = (
    r"The spectral norm of a matrix is $\|A\|_2 = \max_{x \neq 0} \frac{\|Ax\|_2}{\|x\|_2}$. Let $$A = @a.$$",
    r"A linear layer maps $x$ to $Ax$ with $$A = @a.$$ How much it can enlarge a disturbance of its input is measured "
    r"by $\|A\|_2 = \max_{x \neq 0} \frac{\|Ax\|_2}{\|x\|_2}$.",
)
INVERSE = (
    r"The spectral norm of a matrix is $\|B\|_2 = \max_{x \neq 0} \frac{\|Bx\|_2}{\|x\|_2}$. Here $B = A^{-1}$ is the "
    r"inverse of $$A = @a.$$",
    r"A system $Ax = b$ with $$A = @a$$ is solved by $x = A^{-1} b$. How much this can enlarge an error in $b$ is "
    r"measured by $\|A^{-1}\|_2 = \max_{b \neq 0} \frac{\|A^{-1}b\|_2}{\|b\|_2}$.",
)


ANY = "Its length does not matter; decimals need three places."


def _direction(v: Matrix) -> DirectionAnswer:
    """A vector of any length; rounded entries will do."""
    return DirectionAnswer.of(v, decimals=3)


def squares(a: Matrix) -> tuple[int, int]:
    """The squared singular values of a 2x2 integer matrix, the larger first. Raises ValueError where irrational."""
    gram = a.T @ a
    t, d = int(gram.trace().p), int(gram.det().p)
    inside = t * t - 4 * d
    if isqrt(inside) ** 2 != inside:
        raise ValueError("the squares of the singular values are irrational")
    return (t + isqrt(inside)) // 2, (t - isqrt(inside)) // 2


@spectral_norm.problem
def build(kind: str, a: Matrix, v: Ints, phrasing: int) -> Problem:
    """The largest singular value and its direction."""
    if kind == "inverse":
        return _inverse(a, v, phrasing)
    vector = Vector(v)
    image = a @ vector
    square = image.dot(image) / vector.dot(vector)
    n = int(square.p)
    norm = NumberAnswer.of(root_text(n), label=r"$\|A\|_2 =$")
    direction = _direction(vector)
    return Problem(
        prompt=text(PHRASINGS[phrasing], a=a),
        parts=(
            Part("a", norm, _ask(r"\|A\|_2"), misconceptions=_norm_slips(kind, a, n)),
            Part(
                "b",
                direction,
                r"Give a vector $x \neq 0$ for which $\|Ax\|_2 = \|A\|_2 \|x\|_2$. " + ANY,
                misconceptions=_direction_slips(kind, a, vector),
            ),
        ),
        hints=_hints(kind),
        steps=(*_steps(kind, a, vector, n), _closing(kind, a, vector, norm, direction)),
    )


def _ask(name: str) -> str:
    return f"Compute ${name}$ exactly. Roots are typed as in `sqrt(2)`."


def _hints(kind: str) -> tuple[str, ...]:
    if kind == "symmetric":
        return (
            "An orthonormal basis of eigenvectors stretches each direction on its own.",
            "A negative eigenvalue stretches too: its absolute value counts.",
        )
    if kind == "rank-one":
        return (
            r"Write $A = u v^\top$. Then $Ax = u \, (v^\top x)$.",
            r"For which unit vectors $x$ is $|v^\top x|$ largest? Think of the Cauchy-Schwarz inequality.",
        )
    return (
        r"$\|Ax\|^2 = x^\top A^\top A x$: the largest eigenvalue of $A^\top A$ is the largest value for unit vectors.",
        r"The spectral norm is the square root of that eigenvalue, and its eigenvector is stretched most.",
    )


def _gram_step(a: Matrix) -> Step:
    gram = a.T @ a
    large, small = squares(a)
    return step(
        r"Compute $$A^\top A = @gram.$$ Its trace is $@t$ and its determinant $@d$; its characteristic polynomial is "
        r"$$@poly = (\lambda - @large)(\lambda - @small).$$",
        gram=gram,
        t=gram.trace(),
        d=gram.det(),
        poly=polynomial([1, -gram.trace(), gram.det()], r"\lambda"),
        large=large,
        small=small,
    )


def _steps(kind: str, a: Matrix, v: Matrix, n: int) -> Iterator[Step]:
    if kind == "rank-one":
        u = (a @ v) / v.dot(v)
        yield step(
            r"The rows of $A$ are multiples of one row: $A = u v^\top$ with $u = @u$ and $v = @v$, so "
            r"$Ax = u\,(v^\top x)$ and $\|Ax\| = \|u\| \, |v^\top x|$.",
            u=u,
            v=v,
        )
        yield step(
            r"By the Cauchy-Schwarz inequality $|v^\top x| \leq \|v\| \, \|x\|$, with equality exactly for multiples "
            r"of $v$. So $\|A\|_2 = \|u\| \, \|v\| = \sqrt{@p} \, \sqrt{@q} = @norm$.",
            p=u.dot(u),
            q=v.dot(v),
            norm=root_tex(n),
        )
        return
    if kind == "symmetric":
        low, high = _eigenvalues(a)
        yield step(
            r"The trace is $@t$ and the determinant $@d$, so the characteristic polynomial is $$@poly$$ and the "
            r"eigenvalues are $@low$ and $@high$.",
            t=a.trace(),
            d=a.det(),
            poly=polynomial([1, -a.trace(), a.det()], r"\lambda"),
            low=low,
            high=high,
        )
        yield step(
            r"For a symmetric matrix $A^\top A = A^2$ has the eigenvalues $\lambda^2$, so "
            r"$\|A\|_2 = \max |\lambda_i| = |@value| = @size$.",
            value=max(low, high, key=abs),
            size=isqrt(n),
        )
    else:
        yield _gram_step(a)
        shorter = "" if root_tex(n) == rf"\sqrt{{{n}}}" else f" = {root_tex(n)}"
        yield Step(
            r"For unit vectors $\|Ax\|^2 = x^\top A^\top A x$ is at most the largest eigenvalue, and it is attained: "
            rf"$\|A\|_2 = \sqrt{{{n}}}{shorter}$."
        )
    value = max(_eigenvalues(a), key=abs) if kind == "symmetric" else n
    matrix = a if kind == "symmetric" else a.T @ a
    name = "A" if kind == "symmetric" else r"A^\top A"
    shifted = matrix - Matrix.identity(2) * value
    yield step(
        r"The eigenvector of this eigenvalue solves $$(@left)x = @shifted x = 0,$$ for instance $x = @v$.",
        left=Tex(f"{name} {'+' if value < 0 else '-'} {'' if abs(value) == 1 else abs(value)}I"),
        shifted=shifted,
        v=v,
    )


def _eigenvalues(a: Matrix) -> tuple[int, int]:
    """The integer eigenvalues of a symmetric 2x2 matrix."""
    t, d = int(a.trace().p), int(a.det().p)
    inside = isqrt(t * t - 4 * d)
    return (t - inside) // 2, (t + inside) // 2


def _closing(kind: str, a: Matrix, v: Matrix, norm: NumberAnswer, direction: DirectionAnswer) -> Step:
    image = a @ v
    check = text(
        r"Check: $Ax = @image$ has the squared length $@top$, and $x$ has $@bottom$; the quotient is $@square$.",
        image=image,
        top=image.dot(image),
        bottom=v.dot(v),
        square=image.dot(image) / v.dot(v),
    )
    picture = ""
    if kind in ("square", "symmetric"):
        said = " The unit circle is mapped to an ellipse; its longer half-axis, $Ax$ for a unit $x$, has this length."
        picture = said + _ellipse(a, v)
    return Step(rf"{check} (a) $\|A\|_2 = {norm.tex()}$; (b) $x = {direction.tex()}$, or any multiple of it.{picture}")


def _ellipse(a: Matrix, v: Matrix) -> str:
    """The unit circle and its image with the half-axis in question."""
    length = sqrt(float(int(v.dot(v).p)))
    axis = [near(int(x.p) / length) for x in a @ v]
    other = [near(int(x.p) / length) for x in a @ Vector([-v[1], v[0]])]
    reach_x = max(1.0, (axis[0] ** 2 + other[0] ** 2) ** 0.5) * 1.15
    reach_y = max(1.0, (axis[1] ** 2 + other[1] ** 2) ** 0.5) * 1.15
    zero = (0.0, 0.0)
    plot = Plot(
        "The unit circle around the origin and its image, an ellipse around the origin, with an arrow along one "
        "half-axis of the ellipse.",
        (near(-reach_x), near(reach_x)),
        (near(-reach_y), near(reach_y)),
        (
            Ellipse(zero, (1.0, 0.0), (0.0, 1.0), style="dotted"),
            Ellipse(zero, (axis[0], axis[1]), (other[0], other[1])),
            Line((zero, (axis[0], axis[1])), label="$Ax$", arrow=True),
        ),
        x_label="$x_1$",
        y_label="$x_2$",
        equal=True,
    )
    return drawn(plot)


# ------------------------------------------------------------------ the inverse


def _inverse(a: Matrix, v: Ints, phrasing: int) -> Problem:
    large, small = squares(a)
    vector = Vector(v)
    image = a @ vector
    whole = Vector([x / _content(image) for x in image])
    value = "1" if small == 1 else f"1/({root_text(small)})" if small != isqrt(small) ** 2 else f"1/{isqrt(small)}"
    norm = NumberAnswer.of(value, label=r"$\|A^{-1}\|_2 =$")
    direction = _direction(whole)
    bottom = root_tex(small)
    return Problem(
        prompt=text(INVERSE[phrasing], a=a),
        parts=(
            Part("a", norm, _ask(r"\|A^{-1}\|_2"), misconceptions=_inverse_slips(a, large, small, value)),
            Part(
                "b",
                direction,
                r"Give a vector $y \neq 0$ for which $\|A^{-1}y\|_2 = \|A^{-1}\|_2 \|y\|_2$. " + ANY,
                misconceptions=_wrong_direction(
                    whole,
                    ("input-direction", vector, "That is the direction $A^{-1}y$, not $y$: apply $A$ to it."),
                    (
                        "smallest",
                        Vector([-whole[1], whole[0]]),
                        "This direction is stretched least by the inverse. What $A$ shrinks most is stretched most on "
                        "the way back.",
                    ),
                ),
            ),
        ),
        hints=(
            r"The singular values of $A^{-1}$ are the reciprocals of those of $A$. Which of them is the largest?",
            r"Look for the smallest eigenvalue of $A^\top A$ and its eigenvector $v$; no inverse has to be computed.",
            r"From $Av = \sigma u$ follows $A^{-1}u = \frac{1}{\sigma} v$.",
        ),
        steps=(
            _gram_step(a),
            step(
                r"So $A$ has the singular values $\sigma_1 = @first$ and $\sigma_2 = @second$, and $A^{-1}$ has their "
                r"reciprocals. The largest of these is $\frac{1}{\sigma_2}$: what is shrunk most on the way there is "
                "stretched most on the way back.",
                first=root_tex(large),
                second=bottom,
            ),
            step(
                r"The direction that $A$ stretches least is the eigenvector of $A^\top A$ for $\lambda = @small$: "
                r"$$(A^\top A - @{coefficient}I)x = @shifted x = 0$$ gives $v = @v$. It is mapped to $Av = @image$, so "
                r"the inverse maps $y = Av$ back to $v$.",
                small=small,
                coefficient=Tex("" if small == 1 else str(small)),
                shifted=a.T @ a - Matrix.identity(2) * small,
                v=vector,
                image=image,
            ),
            Step(
                text(
                    r"Check: $\|Av\|^2 = @top$ is $@small \cdot \|v\|^2 = @small \cdot @bottom$. ",
                    top=image.dot(image),
                    small=small,
                    bottom=vector.dot(vector),
                )
                + rf"(a) $\|A^{{-1}}\|_2 = \frac{{1}}{{\sigma_2}} = {norm.tex()}$; (b) $y = {direction.tex()}$, or any "
                "multiple of it."
            ),
        ),
    )


def _content(v: Matrix) -> int:
    return gcd(*(int(x.p) for x in v))


# ------------------------------------------------------------------ mistakes

LEAST = {
    "symmetric": "This direction is stretched least. A negative eigenvalue stretches as well: take the eigenvector of "
    "the eigenvalue with the largest *absolute* value.",
    "square": r"This direction is stretched least: take the eigenvector of the *largest* eigenvalue of $A^\top A$.",
}
FEEDBACK = {
    "largest-eigenvalue-for-a-non-symmetric-matrix": "That is the largest absolute value of an eigenvalue. "
    r"For a symmetric matrix it is the spectral norm, but other matrices can stretch by more: take the root of the "
    r"largest eigenvalue of $A^\top A$.",
    "signed-eigenvalue": "That is the largest eigenvalue with its sign. A direction with a negative eigenvalue is "
    "stretched by its absolute value.",
    "frobenius": "That is the Frobenius norm, the root of the sum of the squares of all entries. It is never smaller "
    "than the spectral norm.",
    "no-root": r"That is the largest value of $\|Ax\|^2$ for unit vectors. The norm is its square root.",
    "norm-of-a": "That is the norm of $A$ itself; the norm of the inverse is asked for.",
    "reciprocal-of-norm": r"The reciprocal of $\|A\|_2$ is the *smallest* singular value of the inverse.",
}


def _wrong(right: str, *replies: tuple[str, str]) -> tuple[Misconception, ...]:
    """Those that are numerically different from the answer and from one another."""
    seen = [_float(right)]
    found = []
    for code, value in replies:
        number = _float(value)
        if all(abs(number - x) > 1e-9 for x in seen):
            seen.append(number)
            found.append(Misconception(code, NumberAnswer.of(value), FEEDBACK[code]))
    return tuple(found)


def _float(value: str) -> float:
    return _real(NumberAnswer.of(value).value())


def radius(a: Matrix) -> str:
    """The largest absolute value of an eigenvalue of a 2x2 matrix, in the answer language."""
    t, d = int(a.trace().p), int(a.det().p)
    inside = t * t - 4 * d
    if inside < 0:
        return root_text(d)
    if isqrt(inside) ** 2 == inside:
        return str(Q(abs(t) + isqrt(inside), 2))
    return f"({abs(t)} + {root_text(inside)})/2"


def _norm_slips(kind: str, a: Matrix, n: int) -> tuple[Misconception, ...]:
    right = root_text(n)
    total = int(sum((x * x for x in a.entries), Q(0)).p)
    no_root, frobenius = ("no-root", str(n)), ("frobenius", root_text(total))
    eigen = "largest-eigenvalue-for-a-non-symmetric-matrix"
    if kind == "symmetric":
        return _wrong(right, ("signed-eigenvalue", str(max(_eigenvalues(a)))), no_root, frobenius)
    if kind == "rank-one":
        if a.rows != a.columns:
            return _wrong(right, no_root)
        return _wrong(right, (eigen, str(abs(a.trace()))), no_root)
    return _wrong(right, (eigen, radius(a)), frobenius, no_root)


def _inverse_slips(a: Matrix, large: int, small: int, right: str) -> tuple[Misconception, ...]:
    total = sum((x * x for x in a.entries), Q(0)) / (a.det() * a.det())
    smallest = a.inv()
    t, d = smallest.trace(), smallest.det()
    inside = t * t - 4 * d
    eigen = f"sqrt({d})" if inside < 0 else f"({abs(t)} + sqrt({inside}))/2"
    return _wrong(
        right,
        ("norm-of-a", root_text(large)),
        ("reciprocal-of-norm", f"1/({root_text(large)})"),
        ("largest-eigenvalue-for-a-non-symmetric-matrix", eigen),
        ("frobenius", f"sqrt({total})"),
        ("no-root", str(Q(1, small))),
    )


def _direction_slips(kind: str, a: Matrix, v: Matrix) -> tuple[Misconception, ...]:
    if kind == "rank-one":
        why = r"That is the direction of the image $Ax$, not of $x$."
        if a.rows != a.columns:
            return ()
        return _wrong_direction(v, ("image", (a @ v) / v.dot(v), why))
    replies = [
        (
            "smallest",
            Vector([-v[1], v[0]]),
            LEAST[kind],
        )
    ]
    if kind == "square":
        replies.append(("image", a @ v, "That is the direction of the image $Ax$, not of $x$."))
    return _wrong_direction(v, *replies)


def _wrong_direction(right: Matrix, *replies: tuple[str, Matrix, str]) -> tuple[Misconception, ...]:
    seen = [right]
    found = []
    for code, v, said in replies:
        if all(w.hstack(v).rank() == 2 for w in seen):
            seen.append(v)
            found.append(Misconception(code, _direction(v), said))
    return tuple(found)


# ------------------------------------------------------------------ the second method


@spectral_norm.verify
def measured_by_numpy(kind: str, a: Matrix, v: Ints, phrasing: int, answer: dict[str, Any]) -> bool:
    """numpy's norm of the matrix (inverted by numpy where the inverse is meant), and how the vector is stretched."""
    import numpy as np

    target = np.array(a.to_floats())
    if kind == "inverse":
        target = np.linalg.inv(target)
    norm = np.linalg.norm(target, 2)
    x = np.array([_real(c) for c in answer["b"]])
    if x.shape != (target.shape[1],) or not np.any(x):
        return False
    stretched = np.linalg.norm(target @ x) / np.linalg.norm(x)
    return bool(np.isclose(_real(answer["a"]), norm, atol=1e-9) and np.isclose(stretched, norm, atol=1e-9))


def _real(value: Any) -> float:
    return int(value.p) / int(value.q) if isinstance(value, Q) else float(value)
