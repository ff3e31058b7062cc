"""Find the angle between two vectors, or its cosine, under an inner product (MML 3.3, 3.4).

Levels: 1 the dot product with an angle known from the table of cosines; 2 a weighted inner product in the plane; 3 an
unknown entry that makes the angle right or a given one. Checked by the law of cosines: the length of the difference of
the vectors, in floating point.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import acos, atan2, cos, degrees, isqrt, sin, sqrt
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, dot, exhausted
from question_bank._steps import inner_product, root, root_text
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Note, Plot, drawn, near
from quizgen.markup.source import Tex, latex_of, polynomial, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

Ints = tuple[int, ...]

ANGLES = {
    (1, Q(3, 4)): 30,
    (1, Q(1, 2)): 45,
    (1, Q(1, 4)): 60,
    (0, Q(0)): 90,
    (-1, Q(1, 4)): 120,
    (-1, Q(1, 2)): 135,
    (-1, Q(3, 4)): 150,
}
"""Degrees by the sign and the square of the cosine."""
COSINES = {
    30: r"\frac{\sqrt{3}}{2}",
    45: r"\frac{1}{\sqrt{2}}",
    60: r"\frac{1}{2}",
    120: r"-\frac{1}{2}",
    135: r"-\frac{1}{\sqrt{2}}",
    150: r"-\frac{\sqrt{3}}{2}",
}
TYPED = {
    30: "sqrt(3)/2",
    45: "1/sqrt(2)",
    60: "1/2",
    90: "0",
    120: "-1/2",
    135: "-1/sqrt(2)",
    150: "-sqrt(3)/2",
}


class Given(NamedTuple):
    kind: str
    """"plain" (dot product), "weighted", "right" (unknown entry of x), "matrix" (unknown entry of A) or "given"."""
    a: Ints
    """The matrix of the inner product row by row; its two equal entries are the unknown ones for "matrix"."""
    x: Ints
    """Where an entry of x is unknown, the first one holds its value."""
    y: Ints
    angle: int
    """In degrees, for "given"; else 0."""
    phrasing: int


@exercise("geo-angle", version=1, bounds=(400, 900, 1000))
def angle(draw: Draw, level: int) -> Given:
    """Integer vectors from tables in which angle and lengths are short."""
    phrasing = draw.below(3)
    if level == 1:
        n = draw.choice((2, 3))
        x, y = draw.choice(_nice_pairs(n))
        return Given("plain", (1, 0, 0, 1), x, y, 0, phrasing)
    if level == 2:
        return _weighted(draw, phrasing)
    kind = draw.choice(("given", "given", "right", "matrix"))
    if kind == "given":
        a, x, y, degrees_ = draw.choice(_given_angles())
        return Given(kind, a, x, y, degrees_, phrasing)
    return _right(draw, kind, phrasing)


@lru_cache(maxsize=2)
def _nice_pairs(n: int) -> list[tuple[Ints, Ints]]:
    """Pairs of integer vectors, not parallel to an axis, whose angle is one of the table; one in six right."""
    reach = 5 if n == 2 else 2
    vectors = [v for v in product(range(-reach, reach + 1), repeat=n) if v.count(0) <= n - 2]
    slanted, right = [], []
    for x, y in product(vectors, repeat=2):
        p = dot(x, y)
        if dot(x, x) * dot(y, y) > 400:
            continue
        square = Q(p * p, dot(x, x) * dot(y, y))
        if square in (Q(1, 4), Q(1, 2), Q(3, 4)):
            slanted.append((x, y))
        elif p == 0:
            right.append((x, y))
    some = max(1, len(slanted) // 5)
    return slanted + right[:: max(1, len(right) // some)]


FORMS: tuple[Ints, ...] = (
    (2, 1, 1, 2),
    (2, -1, -1, 2),
    (1, 0, 0, 2),
    (2, 0, 0, 1),
    (1, 0, 0, 3),
    (3, 0, 0, 1),
    (1, 1, 1, 2),
    (2, -1, -1, 1),
    (3, 1, 1, 1),
    (2, 1, 1, 3),
    (3, -1, -1, 2),
    (1, 0, 0, 4),
    (2, 0, 0, 3),
)
"""Positive definite matrices."""


def ip(a: Ints, x: Ints, y: Ints) -> int:
    """x^T A y in the plane."""
    return a[0] * x[0] * y[0] + a[1] * x[0] * y[1] + a[2] * x[1] * y[0] + a[3] * x[1] * y[1]


def _weighted(draw: Draw, phrasing: int) -> Given:
    """Vectors with short lengths under the form, neither orthogonal nor parallel, and not alike for the dot product."""
    for _ in range(TRIES):
        a = draw.choice(FORMS)
        x, y = (tuple(draw.integer(-3, 3) for _ in range(2)) for _ in range(2))
        p = ip(a, x, y)
        if not any(x) or not any(y) or p == 0 or x[0] * y[1] == x[1] * y[0]:
            continue
        n = ip(a, x, x) * ip(a, y, y)
        if n <= 900 and root(n)[1] <= 15 and n != dot(x, x) * dot(y, y) and abs(p) != 1 and dot(x, y) not in (0, p):
            return Given("weighted", a, x, y, 0, phrasing)
    raise exhausted("pair of vectors", "a short product of lengths")


def _right(draw: Draw, kind: str, phrasing: int) -> Given:
    for _ in range(TRIES):
        x2, y1, y2 = (draw.integer(-5, 5, nonzero=True) for _ in range(3))
        y = (y1, y2)
        if kind == "right":
            a = draw.choice(FORMS[:2] + FORMS[6:11])
            alpha, beta = a[0] * y1 + a[1] * y2, x2 * (a[2] * y1 + a[3] * y2)
            if alpha == 0 or beta % alpha or not 0 < abs(t := -beta // alpha) <= 9 or t * y1 + x2 * y2 == 0:
                continue
            return Given(kind, a, (t, x2), y, 0, phrasing)
        x = (draw.integer(-4, 4, nonzero=True), x2)
        outer = (draw.integer(1, 6), draw.integer(1, 6))
        both, constant = x[0] * y2 + x2 * y1, outer[0] * x[0] * y1 + outer[1] * x2 * y2
        if both and constant % both == 0 and 0 < (t := -constant // both) ** 2 < outer[0] * outer[1]:
            return Given(kind, (outer[0], t, t, outer[1]), x, y, 0, phrasing)
    raise exhausted("orthogonal pair", "an integer in the unknown place")


class Quadratic(NamedTuple):
    """What the entry t in x = (t, x_2) must satisfy: alpha t + beta = cos * sqrt(ny (a t^2 + 2 b t + d))."""

    alpha: int
    beta: int
    ny: int
    a: int
    b: int
    d: int

    def coefficients(self, square: Q) -> tuple[Q, Q, Q]:
        """Of the squared equation, for the square of the cosine."""
        k = square * self.ny
        return (
            self.alpha**2 - k * self.a,
            2 * (self.alpha * self.beta - k * self.b),
            self.beta**2 - k * self.d,
        )


def quadratic(a: Ints, x: Ints, y: Ints, *, euclidean: bool = False) -> Quadratic:
    """The equation for the first entry of x; `euclidean`: with the inner product of A, but the usual lengths."""
    alpha, beta = a[0] * y[0] + a[1] * y[1], x[1] * (a[2] * y[0] + a[3] * y[1])
    if euclidean:
        return Quadratic(alpha, beta, dot(y, y), 1, 0, x[1] ** 2)
    return Quadratic(alpha, beta, ip(a, y, y), a[0], x[1] * a[1], x[1] ** 2 * a[3])


def whole(coefficients: Sequence[Q]) -> Ints:
    """The same equation with integers without a common divisor, the first one positive."""
    scale = 1
    for c in coefficients:
        scale = scale * int(c.q) // _gcd(scale, int(c.q))
    ints = [int((c * scale).p) for c in coefficients]
    common = _gcd(*ints) or 1
    if next((c for c in ints if c), 1) < 0:
        common = -common
    return tuple(c // common for c in ints)


def _gcd(*values: int) -> int:
    from math import gcd

    return gcd(*values)


def rational_roots(coefficients: Ints) -> list[Q] | None:
    """The roots of c2 t^2 + c1 t + c0 where they are rational, else None."""
    c2, c1, c0 = coefficients
    if c2 == 0:
        return [Q(-c0, c1)] if c1 else None
    inside = c1 * c1 - 4 * c2 * c0
    if inside < 0 or isqrt(inside) ** 2 != inside:
        return None
    found = [Q(-c1 + s * isqrt(inside), 2 * c2) for s in (1, -1)]
    return found[:1] if found[0] == found[1] else found


@lru_cache(maxsize=1)
def _given_angles() -> list[tuple[Ints, Ints, Ints, int]]:
    """(A, x, y, angle) such that exactly one first entry of x gives the angle, an integer up to 6."""
    found: list[tuple[Ints, Ints, Ints, int]] = []
    squares = {30: Q(3, 4), 45: Q(1, 2), 60: Q(1, 4), 120: Q(1, 4), 135: Q(1, 2), 150: Q(3, 4)}
    for a in ((1, 0, 0, 1), *FORMS[:6]):
        for y in product(range(-3, 4), repeat=2):
            for second, degrees_ in product((-4, -3, -2, -1, 1, 2, 3, 4), squares):
                if 0 in y or _gcd(*y) > 1:
                    continue
                q = quadratic(a, (0, second), y)
                ints = whole(q.coefficients(squares[degrees_]))
                roots = rational_roots(ints) if q.alpha else None
                if roots is None or max(map(abs, ints)) > 120 or len(roots) < 2:
                    continue
                sign = 1 if degrees_ < 90 else -1
                valid = [t for t in roots if sign * (q.alpha * t + q.beta) > 0]
                if len(valid) == 1 and valid[0].q == 1 and 0 < abs(valid[0]) <= 6 and max(r.q for r in roots) <= 13:
                    found.append((a, (int(valid[0].p), second), y, degrees_))
    return found


# ------------------------------------------------------------------ the problem

PLAIN = (
    r"Let $$x = @x, \quad y = @y,$$ and let $\omega$ be the angle between them (for the dot product).",
    r"Two documents are represented by the vectors $$x = @x, \quad y = @y.$$ Let $\omega$ be the angle between them "
    "(for the dot product).",
    r"Two optimisers propose the update directions $$x = @x, \quad y = @y.$$ Let $\omega$ be the angle between them "
    "(for the dot product).",
)
WEIGHTED = (
    r"On $\mathbb{R}^2$ let $\langle x, y \rangle = x^\top A y$ with $$A = @a, \quad x = @x, \quad y = @y.$$",
    r"Two features are compared by the inner product $\langle x, y \rangle = x^\top A y$. Let "
    r"$$A = @a, \quad x = @x, \quad y = @y.$$",
    r"A metric that was learned from data measures angles by $\langle x, y \rangle = x^\top A y$, where "
    r"$$A = @a, \quad x = @x, \quad y = @y.$$",
)
UNKNOWN = (
    r"For which number $t$ @goal?",
    r"Find the number $t$ for which @goal.",
    r"The entry $t$ is to be chosen so that @goal. Which value must it have?",
)


def square_of(a: Ints) -> Matrix:
    """The matrix of the inner product."""
    return Matrix([list(a[:2]), list(a[2:])])


@angle.problem
def build(kind: str, a: Ints, x: Ints, y: Ints, angle: int, phrasing: int) -> Problem:
    """Inner product, lengths, cosine, angle; or the equation for the unknown entry."""
    if kind == "plain":
        return _angle_of(dot(x, y), dot(x, x), dot(y, y), None, x, y, phrasing)
    if kind == "weighted":
        return _angle_of(ip(a, x, y), ip(a, x, x), ip(a, y, y), a, x, y, phrasing)
    if kind == "given":
        return _given_angle(a, x, y, angle, phrasing)
    return _right_angle(kind, a, x, y, phrasing)


def cosine_text(p: int, n: int) -> str:
    """p / sqrt(n) in the answer language."""
    k, m = root(n)
    share = Q(p, k)
    if m == 1 or p == 0:
        return str(share)
    top, bottom = int(share.p), int(share.q)
    return f"{top}/sqrt({m})" if bottom == 1 else f"{top}/({bottom}sqrt({m}))"


def degrees_text(cosine: str) -> str:
    """The angle in degrees with that cosine, in the answer language."""
    return f"180*acos({cosine})/pi"


def _angle_of(p: int, nx: int, ny: int, a: Ints | None, x: Ints, y: Ints, phrasing: int) -> Problem:
    """Parts (a) the cosine and (b) the angle; a table angle exactly, any other rounded."""
    n = nx * ny
    table = ANGLES.get(((p > 0) - (p < 0), Q(p * p, n)))
    cosine = NumberAnswer.of(TYPED[table] if table else cosine_text(p, n), label=r"$\cos\omega =$")
    if a is None:
        degree = NumberAnswer.of(table, label=r"$\omega =$", unit="°")
    else:
        value = str(table) if table else degrees_text(cosine.text)
        degree = NumberAnswer.of(value, decimals=1, label=r"$\omega =$", unit="°")
    values = {"x": Vector(x), "y": Vector(y)} | ({} if a is None else {"a": square_of(a)})
    prompt = text((PLAIN if a is None else WEIGHTED)[phrasing], **values)
    if a is not None:
        prompt += r" Let $\omega$ be the angle between $x$ and $y$ for this inner product."
    ask = (
        r"Give the cosine similarity, that is $\cos\omega$, exactly."
        if a is None
        else r"Give $\cos\omega$ exactly, not rounded."
    )
    return Problem(
        prompt=prompt + " Roots are typed as in `1/sqrt(2)`.",
        parts=(
            Part("a", cosine, ask, misconceptions=_cosine_slips(p, n, a, x, y)),
            Part(
                "b",
                degree,
                r"Give $\omega$ in degrees."
                if a is None
                else r"Give $\omega$ in degrees, rounded to one decimal place (with a calculator).",
                misconceptions=_angle_slips(p, n, table, a, x, y),
                follows=Follow("a", ("c",), degrees_text("c"), guard="c != 0 and c^2 <= 1"),
            ),
        ),
        hints=(
            r"The angle satisfies $\cos\omega = \frac{\langle x, y \rangle}{\|x\| \, \|y\|}$.",
            "The lengths are those of the dot product: the root of the sum of the squares."
            if a is None
            else r"The lengths belong to the same inner product: $\|x\| = \sqrt{\langle x, x \rangle}$.",
            "The sign of the inner product tells whether the angle is acute or obtuse.",
        ),
        steps=_angle_steps(p, nx, ny, a, x, y, cosine, degree),
    )


def _cosine_slips(p: int, n: int, a: Ints | None, x: Ints, y: Ints) -> tuple[Misconception, ...]:
    replies = [
        (
            "no-normalise",
            str(p),
            "That is the inner product itself, which grows with the lengths. Divide by both lengths.",
        )
    ]
    if a is not None:
        replies.append(
            (
                "euclid-norms",
                cosine_text(p, dot(x, x) * dot(y, y)),
                r"You divided by the usual lengths. The length must belong to the same inner product: "
                r"$\|x\|^2 = x^\top A x$.",
            )
        )
        plain = cosine_text(dot(x, y), dot(x, x) * dot(y, y))
        if plain not in ("1", "-1"):
            replies.append(
                (
                    "dot-product",
                    plain,
                    r"That is the cosine for the dot product; here $x^\top A y$ takes its place, in the lengths too.",
                )
            )
    if n not in (0, 1):
        replies.append(
            ("no-root", str(Q(p, n)), "You divided by the squares of the lengths: take the root of each of them.")
        )
    return _wrong(cosine_text(p, n), replies)


def _wrong(right: str, replies: Sequence[tuple[str, str, str]], **options: Any) -> tuple[Misconception, ...]:
    """Replies that are not right and not met before."""
    seen, found = {right}, []
    for code, value, said in replies:
        if value not in seen:
            seen.add(value)
            found.append(Misconception(code, NumberAnswer.of(value, **options), said))
    return tuple(found)


def _angle_slips(p: int, n: int, table: int | None, a: Ints | None, x: Ints, y: Ints) -> tuple[Misconception, ...]:
    said = (
        r"You took the angle whose *sine* is the quotient. The inner product belongs to the cosine: parallel vectors, "
        r"with quotient $1$, enclose the angle $0$."
    )
    if table == 45:
        return ()
    sine = str(90 - table) if table is not None else f"180*asin({cosine_text(p, n)})/pi"
    if a is None:
        return (Misconception("sine", NumberAnswer.of(sine), said),)
    replies = [("sine", sine, said)]
    share = Q(p * p, dot(x, x) * dot(y, y))
    if share < 1:
        euclid = degrees_text(cosine_text(p, dot(x, x) * dot(y, y)))
        replies.append(("euclid-norms", euclid, "The lengths must be those of the given inner product, too."))
    return _wrong(str(table), replies, decimals=1)


def _product(a: Ints | None, x: Ints, y: Ints) -> Tex:
    """An inner product with its numbers."""
    if a is None:
        return inner_product([Q(v) for v in x], [Q(v) for v in y])
    image = Vector([a[0] * y[0] + a[1] * y[1], a[2] * y[0] + a[3] * y[1]])
    row = latex_of(Matrix([list(x)]))
    body = rf"{row} {latex_of(square_of(a))} {latex_of(Vector(y))} = {row} {latex_of(image)}"
    return Tex(body)


def _angle_steps(
    p: int, nx: int, ny: int, a: Ints | None, x: Ints, y: Ints, cosine: NumberAnswer, degree: NumberAnswer
) -> tuple[Step, ...]:
    name = (r"x^\top y", r"x^\top x", r"y^\top y") if a is None else (r"x^\top A y", r"x^\top A x", r"y^\top A y")
    lengths = (
        text(
            r"The squares of the lengths are $$\|x\|^2 = @n = @s = @nx,$$ $$\|y\|^2 = @m = @r = @ny.$$",
            n=Tex(name[1]),
            s=_product(a, x, x),
            nx=nx,
            m=Tex(name[2]),
            r=_product(a, y, y),
            ny=ny,
        )
        if a is None
        else text(
            r"The lengths belong to the same inner product: $$\|x\|^2 = @n = @s = @nx,$$ $$\|y\|^2 = @m = @r = @ny.$$",
            n=Tex(name[1]),
            s=_product(a, x, x),
            nx=nx,
            m=Tex(name[2]),
            r=_product(a, y, y),
            ny=ny,
        )
    )
    kind = "acute" if p > 0 else "obtuse" if p < 0 else "right"
    check = f"The inner product is {'positive' if p > 0 else 'negative' if p < 0 else 'zero'}, so the angle is {kind}."
    last = rf"(a) $\cos\omega = {cosine.tex()}$. (b) $\omega = {degree.tex()}$ degrees. {check}"
    return (
        step(r"The inner product is $$@n = @s = @p.$$", n=Tex(name[0]), s=_product(a, x, y), p=p),
        Step(lengths),
        Step(
            rf"Divide by both lengths: $$\cos\omega = \frac{{\langle x, y \rangle}}{{\|x\| \, \|y\|}} = "
            rf"\frac{{{p}}}{{\sqrt{{{nx}}} \, \sqrt{{{ny}}}}} = {cosine.tex()}.$$"
        ),
        Step(last + (_picture(x, y) if a is None and len(x) == 2 else "")),
    )


def _picture(x: Ints, y: Ints) -> str:
    """Both vectors with the arc of the angle between them."""
    start = atan2(x[1], x[0])
    turn = atan2(x[0] * y[1] - x[1] * y[0], dot(x, y))
    radius = 0.35 * min(sqrt(dot(x, x)), sqrt(dot(y, y)))
    arc = tuple(
        (near(radius * cos(start + turn * k / 24)), near(radius * sin(start + turn * k / 24))) for k in range(25)
    )
    middle = start + turn / 2
    plot = Plot(
        "Two arrows from the origin and the arc of the angle between them.",
        (min(0, x[0], y[0]) - 1, max(0, x[0], y[0]) + 1),
        (min(0, x[1], y[1]) - 1, max(0, x[1], y[1]) + 1),
        (
            Line(((0.0, 0.0), (float(x[0]), float(x[1]))), label="$x$", arrow=True),
            Line(((0.0, 0.0), (float(y[0]), float(y[1]))), label="$y$", arrow=True),
            Line(arc, style="dotted"),
            Note((near(1.5 * radius * cos(middle)), near(1.5 * radius * sin(middle))), r"$\omega$"),
        ),
        x_label="$x_1$",
        y_label="$x_2$",
        equal=True,
    )
    return drawn(plot)


# ------------------------------------------------------------------ an unknown entry


def _unknown_x(second: int) -> Tex:
    return Tex(rf"\begin{{pmatrix}} t \\ {second} \end{{pmatrix}}")


def _form_said(a: Ints) -> str:
    if a == (1, 0, 0, 1):
        return "for the dot product"
    return rf"for the inner product $\langle x, y \rangle = x^\top A y$ with $A = {latex_of(square_of(a))}$"


def _right_angle(kind: str, a: Ints, x: Ints, y: Ints, phrasing: int) -> Problem:
    if kind == "matrix":
        return _right_by_matrix(a, x, y, phrasing)
    q = quadratic(a, x, y)
    answer = NumberAnswer.of(x[0], label="$t =$")
    goal = text(
        r"are $x = @x$ and $y = @y$ orthogonal @form"
        if phrasing == 0
        else r"$x = @x$ and $y = @y$ are orthogonal @form",
        x=_unknown_x(x[1]),
        y=Vector(y),
        form="FORM",
    ).replace("FORM", _form_said(a))
    image = Vector([a[0] * y[0] + a[1] * y[1], a[2] * y[0] + a[3] * y[1]])
    slips = []
    plain = Q(-x[1] * y[1], y[0])
    if plain != x[0]:
        why = r"For this $t$ the dot product is $0$. Here $x^\top A y$ has to be: multiply $y$ by $A$ first."
        slips.append(Misconception("dot-product", NumberAnswer.of(plain), why))
    return Problem.single(
        prompt=UNKNOWN[phrasing].replace("@goal", goal),
        answer=answer,
        hints=(
            "Two vectors are orthogonal exactly if their inner product is zero; their lengths do not matter.",
            r"Compute $Ay$ first. Then $x^\top (Ay) = 0$ is a linear equation for $t$.",
        ),
        steps=(
            step(r"First $$Ay = @a @y = @image.$$", a=square_of(a), y=Vector(y), image=image),
            step(r"The inner product is $x^\top (Ay) = @form$.", form=_affine(q.alpha, q.beta)),
            step(
                r"The angle is right exactly if this is zero. From $@form = 0$ follows $t = @answer$. Check: "
                r"$@product = 0$.",
                form=_affine(q.alpha, q.beta),
                answer=answer,
                product=inner_product([Q(v) for v in x], list(image)),
            ),
        ),
        misconceptions=tuple(slips),
    )


def _affine(alpha: int, beta: int) -> Tex:
    return polynomial([Q(alpha), Q(beta)], "t")


def _right_by_matrix(a: Ints, x: Ints, y: Ints, phrasing: int) -> Problem:
    answer = NumberAnswer.of(a[1], label="$t =$")
    shown = Tex(rf"\begin{{pmatrix}} {a[0]} & t \\ t & {a[3]} \end{{pmatrix}}")
    ready = r"$x = @x$ and $y = @y$ orthogonal" if phrasing == 0 else r"$x = @x$ and $y = @y$ are orthogonal"
    ready = ("are " if phrasing == 0 else "") + ready
    goal = text(
        ready + r" for the inner product $\langle x, y \rangle = x^\top A y$ with $A = @a$",
        x=Vector(x),
        y=Vector(y),
        a=shown,
    )
    cross_, constant = x[0] * y[1] + x[1] * y[0], a[0] * x[0] * y[0] + a[3] * x[1] * y[1]
    one_sided = Q(-constant, x[0] * y[1])
    slips = []
    if one_sided != a[1]:
        why = "The entry $t$ stands in the matrix twice, so two products belong to it."
        slips.append(Misconception("one-entry", NumberAnswer.of(one_sided), why))
    return Problem.single(
        prompt=UNKNOWN[phrasing].replace("@goal", goal),
        answer=answer,
        hints=(
            "Two vectors are orthogonal exactly if their inner product is zero; their lengths do not matter.",
            r"Write out $x^\top A y = \sum_{i,j} a_{ij} x_i y_j$: the unknown entry stands in two of the terms.",
        ),
        steps=(
            Step(
                text(
                    r"Write out the inner product; the entry $t$ belongs to $x_1 y_2$ and to $x_2 y_1$: $$x^\top A y = "
                    r"@a \cdot @(x1) \cdot @(y1) + t\,(@p + @(q)) + @d \cdot @(x2) \cdot @(y2) = f.$$",
                    a=a[0],
                    d=a[3],
                    x1=x[0],
                    y1=y[0],
                    x2=x[1],
                    y2=y[1],
                    p=x[0] * y[1],
                    q=x[1] * y[0],
                ).replace("= f.", f"= {_affine(cross_, constant)}.")
            ),
            step(r"The vectors are orthogonal exactly if $@form = 0$.", form=_affine(cross_, constant)),
            step(
                r"Hence $t = @answer$. Check: with it $A$ is positive definite, because $@a > 0$ and $\det A = "
                r"@a \cdot @d - @(t)^2 = @det > 0$, so this is an inner product.",
                answer=answer,
                a=a[0],
                d=a[3],
                t=a[1],
                det=a[0] * a[3] - a[1] ** 2,
            ),
        ),
        misconceptions=tuple(slips),
    )


def _given_angle(a: Ints, x: Ints, y: Ints, degrees_: int, phrasing: int) -> Problem:
    q = quadratic(a, x, y)
    square = next(s for (_, s), value in ANGLES.items() if value == degrees_)
    sign = 1 if degrees_ < 90 else -1
    ints = whole(q.coefficients(square))
    roots = rational_roots(ints) or []
    spurious = next(t for t in roots if t != x[0])
    answer = NumberAnswer.of(x[0], label="$t =$")
    said = (
        r"do $x = @x$ and $y = @y$ enclose an angle of @w degrees @form"
        if phrasing == 0
        else r"$x = @x$ and $y = @y$ enclose an angle of @w degrees @form"
    )
    goal = text(said, x=_unknown_x(x[1]), y=Vector(y), w=degrees_, form="FORM").replace("FORM", _form_said(a))
    norm = polynomial([Q(q.a), Q(2 * q.b), Q(q.d)], "t")
    left, cosine = _affine(q.alpha, q.beta), COSINES[degrees_]
    name = "y" if a == (1, 0, 0, 1) else "A y"
    squared = polynomial([Q(q.alpha**2), Q(2 * q.alpha * q.beta), Q(q.beta**2)], "t")
    at = q.alpha * spurious + q.beta
    return Problem.single(
        prompt=UNKNOWN[phrasing].replace("@goal", goal),
        answer=answer,
        hints=(
            r"Write $\langle x, y \rangle = \cos\omega \, \|x\| \, \|y\|$ with the unknown entry in both sides.",
            "Square the equation to get rid of the root. Both sides must have the same sign, which squaring forgets.",
        ),
        steps=(
            step(
                r"With the unknown entry $$\langle x, y \rangle = x^\top @name = @left, \quad \|x\|^2 = @norm, \quad "
                r"\|y\|^2 = @ny.$$",
                name=Tex(name),
                left=left,
                norm=norm,
                ny=q.ny,
            ),
            step(
                r"The angle is @w degrees exactly if $$@left = @c \, \sqrt{@ny} \, \sqrt{@norm}.$$ The right side is "
                r"@sign, so the left side has to be, too.",
                w=degrees_,
                left=left,
                c=Tex(cosine),
                ny=q.ny,
                norm=norm,
                sign="positive" if sign > 0 else "negative",
            ),
            step(
                r"Square both sides: $$@squared = @k\,(@norm), \quad \text{that is} \quad @equation = 0.$$ Its "
                r"solutions are $t = @first$ and $t = @second$.",
                squared=squared,
                k=square * q.ny,
                norm=norm,
                equation=polynomial([Q(c) for c in ints], "t"),
                first=roots[0],
                second=roots[1],
            ),
            step(
                r"For $t = @spurious$ the left side is $@at$, @which: there the angle is @other degrees. For $t = "
                r"@answer$ the left side is $@good$, as it must be. So $t = @answer$.",
                spurious=spurious,
                at=at,
                which="which has the wrong sign",
                other=180 - degrees_,
                good=q.alpha * x[0] + q.beta,
                answer=answer,
            ),
        ),
        misconceptions=_given_slips(a, x, y, degrees_, spurious),
    )


def _given_slips(a: Ints, x: Ints, y: Ints, degrees_: int, spurious: Q) -> tuple[Misconception, ...]:
    q = quadratic(a, x, y)
    square = next(s for (_, s), value in ANGLES.items() if value == degrees_)
    sign = 1 if degrees_ < 90 else -1
    replies = [
        (
            "no-normalise",
            f"({TYPED[degrees_]} - ({q.beta}))/({q.alpha})",
            "You set the inner product itself equal to the cosine: divide it by both lengths first.",
        ),
        (
            "squaring",
            str(spurious),
            "This solves the squared equation, but the inner product has the wrong sign there: the angle is not the "
            "one asked for.",
        ),
    ]
    if square != Q(1, 2):
        sine = _surd(q, 1 - square, 1)
        if sine:
            replies.append(("sine", sine, "You used the sine of the angle. The inner product belongs to the cosine."))
    if a != (1, 0, 0, 1):
        euclid = _surd(quadratic(a, x, y, euclidean=True), square, sign)
        if euclid:
            replies.append(
                (
                    "euclid-norms",
                    euclid,
                    r"Inner product and lengths must belong together: $\|x\|^2 = x^\top A x$, not $x^\top x$.",
                )
            )
    return _wrong(str(x[0]), replies)


def _surd(q: Quadratic, square: Q, sign: int) -> str:
    """The root of a squared equation that has the sign before squaring, in the answer language; empty if none."""
    c2, c1, c0 = whole(q.coefficients(square))
    if c2 == 0:
        t = Q(-c0, c1) if c1 else None
        return str(t) if t is not None and sign * (q.alpha * t + q.beta) > 0 else ""
    inside = c1 * c1 - 4 * c2 * c0
    if inside < 0:
        return ""
    for s in (1, -1):
        value = (-c1 + s * sqrt(inside)) / (2 * c2)
        if sign * (q.alpha * value + q.beta) > 1e-9:
            if isqrt(inside) ** 2 == inside:
                return str(Q(-c1 + s * isqrt(inside), 2 * c2))
            return f"({-c1} {'+' if s > 0 else '-'} {root_text(inside)})/({2 * c2})"
    return ""


# ------------------------------------------------------------------ the second method


@angle.verify
def law_of_cosines(kind: str, a: Ints, x: Ints, y: Ints, angle: int, phrasing: int, answer: Any) -> bool:
    """The angle from the three lengths of the triangle with the sides x, y and x - y."""
    if kind in ("plain", "weighted"):
        form = a if kind == "weighted" else None
        wanted = _by_lengths(form, list(map(float, x)), list(map(float, y)))
        near_ = 1e-9 if kind == "plain" else 0.0501
        return abs(_real(answer["a"]) - cos(wanted)) < 1e-9 and abs(_real(answer["b"]) - degrees(wanted)) <= near_
    t = _real(answer)
    if kind == "matrix":
        if t * t >= a[0] * a[3]:
            return False
        found = _by_lengths((a[0], t, t, a[3]), list(map(float, x)), list(map(float, y)))
        return abs(degrees(found) - 90) < 1e-9
    found = _by_lengths(a, [t, float(x[1])], list(map(float, y)))
    return abs(degrees(found) - (angle or 90)) < 1e-6


def _by_lengths(a: Sequence[float] | None, x: list[float], y: list[float]) -> float:
    def length(v: list[float]) -> float:
        if a is None:
            return sqrt(sum(c * c for c in v))
        return sqrt(a[0] * v[0] ** 2 + (a[1] + a[2]) * v[0] * v[1] + a[3] * v[1] ** 2)

    far = length([u - v for u, v in zip(x, y, strict=True)])
    quotient = (length(x) ** 2 + length(y) ** 2 - far**2) / (2 * length(x) * length(y))
    return acos(max(-1.0, min(1.0, quotient)))


def _real(value: Any) -> float:
    return int(value.p) / int(value.q) if isinstance(value, Q) else float(value)
