"""Orthonormalise vectors by the Gram-Schmidt method, also as a QR factorisation (MML 3.5, 3.8.3).

Levels: 1 two vectors in the plane; 2 the three columns of a matrix, with the triangular factor; 3 polynomials with an
integral as inner product, or vectors with x^T A y. Every reply that is right up to signs counts. Checked by numpy: its
QR factorisation (by Householder reflections) of the vectors after a Cholesky factor of the inner product.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from math import gcd
from typing import Any, NamedTuple

from question_bank._draw import gram_schmidt as clean_pair
from question_bank._draw.common import TRIES, cross, exhausted, kernel_lattice, lattice_point, primitive
from question_bank._steps import inner_product, listed, root, root_tex
from quizgen.answers.echo import tex
from quizgen.answers.factorisation import FactorisationAnswer
from quizgen.answers.satisfies import SatisfiesAnswer
from quizgen.answers.spaces import parsed
from quizgen.answers.witness import Witness
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, drawn, near
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text
from quizgen.problem import Misconception, Problem, Step

Ints = tuple[int, ...]


class Given(NamedTuple):
    kind: str
    """"plane", "qr", "functions" or "weighted"."""
    vectors: tuple[Ints, ...]
    """In their order; a polynomial from its constant term up."""
    form: Ints
    """"functions": the ends of the interval; "weighted": the matrix row by row, or only its diagonal; else empty."""
    phrasing: int


@exercise("geo-gram-schmidt", version=1, bounds=(300, 1000, 2000))
def gram_schmidt(draw: Draw, level: int) -> Given:
    """The orthogonal vectors come first where that is possible; else lengths are short roots."""
    phrasing = draw.below(2)
    if level < 3:
        n = level + 1
        for attempt in range(TRIES):
            vectors, orthogonal = clean_pair(draw.child("vectors", attempt), n, n, 5 if n == 2 else 4)
            given = Given("plane" if n == 2 else "qr", tuple(map(_ints, vectors)), (), phrasing)
            if orthogonal[0].dot(orthogonal[0]) > 1 and _fair(given):
                return given
        raise exhausted("vectors", "short lengths")
    kind = draw.choice(("functions", "weighted"))
    for attempt in range(2 * TRIES):
        d = draw.child(kind, attempt)
        found = _functions(d) if kind == "functions" else _weighted(d)
        if found is not None:
            given = Given(kind, found[0], found[1], phrasing)
            if _fair(given):
                return given
    raise exhausted("vectors", "short lengths for the inner product")


def _ints(v: Matrix) -> Ints:
    return tuple(int(x.p) for x in v)


def _functions(draw: Draw) -> tuple[tuple[Ints, ...], Ints] | None:
    """Two or three polynomials of degree 1 or 2 with an interval."""
    low, high = draw.choice(((-1, 1), (0, 1), (0, 2), (-2, 2), (-1, 0), (0, 3), (-3, 3), (0, 4), (1, 3), (-2, 0)))
    if draw.below(3) == 0:
        shift = draw.integer(-2, 2)
        rows: tuple[Ints, ...] = ((draw.choice((1, 1, 2)), 0, 0), (shift, draw.choice((1, 1, 2)), 0), (0, 0, 1))
        return rows, (low, high)
    first, rest = draw.choice(_pairs(low, high))
    c, sign = draw.choice((Q(1), Q(-1), Q(2), Q(1, 2), Q(-1, 2), Q(3, 2))), draw.sign()
    second = [c * x + sign * y for x, y in zip(first, rest, strict=True)]
    if any(x.q != 1 for x in second) or (first[1] == 0 and abs(first[0]) > 2):
        return None
    return (first, tuple(int(x.p) for x in second)), (low, high)


@lru_cache(maxsize=16)
def _pairs(low: int, high: int) -> list[tuple[Ints, tuple[Q, ...]]]:
    """First polynomials of degree at most 1, with one orthogonal to them; both have short lengths."""
    gram = inner("functions", (low, high), 2)
    found = []
    for first in product(range(-2, 4), repeat=2):
        if not any(first) or (first[1] or first[0]) < 0:
            continue
        image = gram @ Vector(first)
        rest = Vector(_ray(Vector([-image[1], image[0]])))
        squares = (Vector(first).dot(image), rest.dot(gram @ rest))
        if all(root(int(s.p) * int(s.q))[1] <= 15 for s in squares):
            found += [(first, tuple(k * x for x in rest)) for k in (Q(1), Q(1, 2))]
    return found


def _weighted(draw: Draw) -> tuple[tuple[Ints, ...], Ints] | None:
    if draw.below(4):
        form: Ints = draw.choice(FORMS)
        first: Ints = (draw.integer(-2, 2), draw.integer(-2, 2))
        second = primitive([-(form[1] * first[0] + form[3] * first[1]), form[0] * first[0] + form[1] * first[1]])
        c = draw.integer(-2, 2, nonzero=True)
        return (first, tuple(c * x + y for x, y in zip(first, second, strict=True))), form
    form = tuple(draw.integer(1, 3) for _ in range(3))
    first = tuple(draw.integer(-2, 2) for _ in range(3))
    if len(set(form)) == 1 or not any(first):
        return None
    one = [a * x for a, x in zip(form, first, strict=True)]
    u = lattice_point(draw, kernel_lattice([one], 3), 2)
    if not any(u):
        return None
    w = primitive(cross(one, [a * x for a, x in zip(form, u, strict=True)]))
    c, d, e = draw.integer(-2, 2, nonzero=True), draw.integer(-1, 1), draw.integer(-1, 1, nonzero=True)
    second = [c * x + y for x, y in zip(first, u, strict=True)]
    third = [d * x + e * y + z for x, y, z in zip(first, u, w, strict=True)]
    return (first, tuple(second), tuple(third)), form


FORMS: tuple[Ints, ...] = (
    (2, 1, 1, 2),
    (2, -1, -1, 2),
    (1, 0, 0, 2),
    (2, 0, 0, 1),
    (1, 0, 0, 3),
    (1, 1, 1, 2),
    (2, -1, -1, 1),
    (2, 1, 1, 3),
    (3, -1, -1, 2),
    (2, 1, 1, 1),
    (1, 1, 1, 3),
    (2, -2, -2, 3),
)


def _fair(g: Given) -> bool:
    """Independent vectors with something to project, short lengths, and mistakes that show."""
    work = Work.of(g)
    if work is None or any(max(map(abs, v)) > 9 for v in g.vectors):
        return False
    if any(work.coefficients[j][0] == 0 for j in range(1, 2)) or work.squares[0] == 1:
        return False
    if any(abs(x.p) > 20 or x.q > 12 for u in work.orthogonal for x in u) or not any(any(v[1:]) for v in g.vectors):
        return False
    for s in work.squares:
        k, m = root(int(s.p) * int(s.q))
        if m > 15 or k > 60 or s.q > 180:
            return False
    if len(g.vectors) == 3 and work.coefficients[2][1] == 0 and g.kind != "functions":
        return False
    return _distinct(work)


def _distinct(work: Work) -> bool:
    right = [_ray(u) for u in work.orthogonal]
    slips = [[_ray(u) for u in s] for s in (work.unscaled(), work.originals()) if s]
    return right not in slips and len({tuple(s) for s in slips}) == len(slips) == len(work.vectors) - 1


def _ray(v: Matrix) -> Ints:
    """The direction of a rational vector as integers; zeros for the zero vector."""
    scale = 1
    for x in v:
        scale *= int(x.q)
    return tuple(primitive([int((x * scale).p) for x in v]))


class Work(NamedTuple):
    """The method, carried out."""

    gram: Matrix
    """The matrix of the inner product in coordinates."""
    vectors: tuple[Matrix, ...]
    orthogonal: tuple[Matrix, ...]
    coefficients: tuple[tuple[Q, ...], ...]
    """For each vector those of its projections on the earlier orthogonal ones."""
    squares: tuple[Q, ...]
    """Squared lengths of the orthogonal vectors."""

    @classmethod
    def of(cls, g: Given) -> Work | None:
        """None where the vectors are dependent."""
        gram = inner(g.kind, g.form, len(g.vectors[0]))
        vectors = tuple(map(Vector, g.vectors))
        orthogonal: list[Matrix] = []
        coefficients: list[tuple[Q, ...]] = []
        squares: list[Q] = []
        for b in vectors:
            row = tuple(u.dot(gram @ b) / s for u, s in zip(orthogonal, squares, strict=True))
            for c, u in zip(row, orthogonal, strict=True):
                b = b - c * u
            if b.is_zero:
                return None
            orthogonal.append(b)
            coefficients.append(row)
            squares.append(b.dot(gram @ b))
        return cls(gram, vectors, tuple(orthogonal), tuple(coefficients), tuple(squares))

    def unscaled(self) -> list[Matrix]:
        """The directions when coefficients are not divided by the squared lengths."""
        found: list[Matrix] = []
        for b in self.vectors:
            w = b
            for u in found:
                w = w - u.dot(self.gram @ b) * u
            found.append(w)
        return [] if any(w.is_zero for w in found) else found

    def originals(self) -> list[Matrix]:
        """The directions when the third vector is projected on the given ones; empty for two vectors."""
        if len(self.vectors) == 2:
            return []
        w = self.vectors[2]
        for b in self.vectors[:2]:
            w = w - b.dot(self.gram @ self.vectors[2]) / b.dot(self.gram @ b) * b
        return [] if w.is_zero else [*self.orthogonal[:2], w]


def inner(kind: str, form: Ints, n: int) -> Matrix:
    """The matrix of the inner product; of monomials for functions."""
    if kind == "functions":
        low, high = form
        return Matrix([[Q(high ** (i + j + 1) - low ** (i + j + 1), i + j + 1) for j in range(n)] for i in range(n)])
    if kind == "weighted":
        return Matrix.diagonal(form) if n == 3 else Matrix([list(form[:2]), list(form[2:])])
    return Matrix.identity(n)


# ------------------------------------------------------------------ unit vectors as text


def unit(u: Matrix, square: Q) -> list[str]:
    """u / sqrt(square) in the answer language: "3/5", "-1/sqrt(2)"."""
    p, q = int(square.p), int(square.q)
    k, m = root(p * q)
    return [_over(x * Q(q, k), m) for x in u]


def _over(x: Q, m: int) -> str:
    if m == 1 or x == 0:
        return str(x)
    if gcd(int(x.p), m) > 1:
        return _times_root(x / m, m)
    p, q = int(x.p), int(x.q)
    return f"{p}/sqrt({m})" if q == 1 else f"{p}/({q}sqrt({m}))"


def _times_root(x: Q, m: int) -> str:
    """x sqrt(m)."""
    if m == 1 or x == 0:
        return str(x)
    p, q = int(x.p), int(x.q)
    body = {1: "", -1: "-"}.get(p, str(p)) + f"sqrt({m})"
    return body if q == 1 else f"{body}/{q}"


def length_tex(square: Q) -> Tex:
    r"""The root of a rational number as LaTeX: `\frac{2\sqrt{3}}{3}` is shown as `\frac{2}{\sqrt{3}}`."""
    p, q = int(square.p), int(square.q)
    if q == 1:
        return root_tex(p)
    return Tex(rf"\frac{{{root_tex(p)}}}{{{root_tex(q)}}}")


# ------------------------------------------------------------------ the problem

PLANE = (
    r"Apply the Gram-Schmidt method to $$b_1 = @x, \quad b_2 = @y$$ in this order. Give the orthonormal vectors $q_1$ "
    r"and $q_2$.",
    r"Two axes of a measuring device point along $$b_1 = @x, \quad b_2 = @y.$$ Turn them into an orthonormal basis "
    r"$q_1, q_2$ by the Gram-Schmidt method, starting with $b_1$.",
)
FACTOR = (
    r"Find the QR factorisation $A = QR$ of $$A = @a$$ by applying the Gram-Schmidt method to its columns in their "
    r"order: $Q$ is orthogonal and $R$ is upper triangular.",
    r"The columns of the design matrix $$A = @a$$ are correlated. Before a regression, orthonormalise them by the "
    r"Gram-Schmidt method in their order and give the factorisation $A = QR$ with $Q$ orthogonal and $R$ upper "
    r"triangular.",
)
FUNCTIONS = (
    r"Let $\langle f, g \rangle = \int_{@low}^{@high} f(x)\,g(x)\,dx$. Apply the Gram-Schmidt method to @list, in this "
    r"order, and give the orthonormal polynomials @names.",
    r"Features of an input $x \in [@low, @high]$ are to be orthonormal for $\langle f, g \rangle = "
    r"\int_{@low}^{@high} f(x)\,g(x)\,dx$. Start with @list, in this order, and give the orthonormal features @names "
    r"that the Gram-Schmidt method makes of them.",
)
WEIGHTED = (
    r"Let $\langle x, y \rangle = x^\top A y$ with $$A = @a.$$ Apply the Gram-Schmidt method for this inner product to "
    r"$$@list$$ in this order, and give @names.",
    r"Distances in a feature space are measured with $\langle x, y \rangle = x^\top A y$, where $$A = @a.$$ "
    r"Orthonormalise $$@list$$ in this order for this inner product by the Gram-Schmidt method, and give @names.",
)
ROOTS = "Answer exactly; roots are typed as in `1/sqrt(2)`, and signs may be changed, vector by vector."


@gram_schmidt.problem
def build(kind: str, vectors: tuple[Ints, ...], form: Ints, phrasing: int) -> Problem:
    """Orthogonal vectors one after the other, then unit vectors."""
    given = Given(kind, vectors, form, phrasing)
    work = Work.of(given)
    if work is None:
        raise ValueError("the vectors are linearly dependent")
    answer = _factor_answer(work) if kind == "qr" else _basis_answer(work, kind)
    return Problem.single(
        prompt=_prompt(given),
        answer=answer,
        hints=_hints(kind),
        steps=(*_steps(given, work), _closing(given, work, answer)),
        misconceptions=tuple(_misconceptions(given, work)),
    )


def _names(n: int) -> list[str]:
    return [f"q_{i}" for i in range(1, n + 1)]


def _prompt(g: Given) -> str:
    columns = list(map(Vector, g.vectors))
    names = listed([f"$q_{i}$" for i in range(1, len(columns) + 1)])
    if g.kind == "plane":
        return text(PLANE[g.phrasing], x=columns[0], y=columns[1]) + " " + ROOTS
    if g.kind == "qr":
        said = text(FACTOR[g.phrasing], a=Matrix.from_columns(columns))
        return (
            f"{said} Answer exactly; roots are typed as in `1/sqrt(2)`, and the sign of a column of $Q$ may be changed "
            "with its row of $R$."
        )
    if g.kind == "functions":
        low, high = g.form
        said = text(FUNCTIONS[g.phrasing].replace("@list", "LIST").replace("@names", "NAMES"), low=low, high=high)
        shown = listed([f"$b_{i} = {_poly(v)}$" for i, v in enumerate(columns, 1)])
        how = (
            r"$c_0 + c_1 x$ is typed as $(c_0, c_1)$"
            if len(columns) == 2
            else r"$c_0 + c_1 x + c_2 x^2$ is typed as $(c_0, c_1, c_2)$"
        )
        return said.replace("LIST", shown).replace("NAMES", names) + f" The polynomial {how}. {ROOTS}"
    shown = r", \quad ".join(f"b_{i} = {latex_of(v)}" for i, v in enumerate(columns, 1))
    said = text(
        WEIGHTED[g.phrasing].replace("@list", "LIST").replace("@names", "NAMES"), a=inner(g.kind, g.form, len(columns))
    )
    return said.replace("LIST", shown).replace("NAMES", names) + " " + ROOTS


def _poly(v: Matrix) -> Tex:
    return polynomial(v.entries[::-1], "x")


def _row(v: Matrix) -> str:
    return "[" + ", ".join(map(str, v.entries)) + "]^T"


def _basis_answer(work: Work, kind: str) -> SatisfiesAnswer:
    names = _names(len(work.vectors))
    conditions, shown = [], {}
    for i, (name, u, square) in enumerate(zip(names, work.orthogonal, work.squares, strict=True), 1):
        condition = f"{name}*{name}^T = {_table((u @ u.T) / square)}"  # that is q, or -q
        conditions.append(condition)
        shown[condition] = _told(i, len(names), kind)
    return SatisfiesAnswer.of(
        *(_witness(name, unit(u, s)) for name, u, s in zip(names, work.orthogonal, work.squares, strict=True)),
        conditions=tuple(conditions),
        shown=shown,
    )


def _told(i: int, count: int, kind: str) -> str:
    """The condition on q_i in the words of the question, as LaTeX."""
    if i == 1:
        return r"q_1 = \pm \frac{b_1}{\|b_1\|}"
    product = rf"q_{i}^\top @" if kind == "plane" else rf"\langle q_{i}, @ \rangle"
    said = [product.replace("@", f"b_{k}") + " = 0" for k in range(1, i)]
    if i < count:
        said.insert(0, rf"q_{i} \in \operatorname{{span}}(b_1, b_2)")
    return r",\; ".join(said) + rf" \text{{ and }} \|q_{i}\| = 1"


def _along(name: str, w: Matrix) -> str:
    """The condition that a vector is a multiple of w: the squares of its products with all normals add up to 0."""
    normals = [Vector(_ray(n)) for n in w.T.kernel()]
    if len(normals) == 1:
        return f"{_row(normals[0])}*{name} = 0"
    total = Matrix.zeros(w.rows, w.rows)
    for n in normals:
        total = total + n @ n.T
    return f"{name}^T*{_table(total)}*{name} = 0"


def _witness(name: str, entries: Sequence[str]) -> Witness:
    return Witness(name, (len(entries), 1), "[" + "; ".join(entries) + "]", f"${name} =$")


def _table(m: Matrix) -> str:
    return "[" + "; ".join(", ".join(map(str, row)) for row in m.to_rows()) + "]"


def _factor_answer(work: Work) -> FactorisationAnswer:
    columns = [unit(u, s) for u, s in zip(work.orthogonal, work.squares, strict=True)]
    q = [list(row) for row in zip(*columns, strict=True)]
    n = len(columns)
    r = [["0"] * n for _ in range(n)]
    for i in range(n):
        k, m = root(int(work.squares[i].p))
        for j in range(i, n):
            r[i][j] = _times_root((Q(1) if i == j else work.coefficients[j][i]) * k, m)
    target = Matrix.from_columns(work.vectors)
    return FactorisationAnswer.of(
        target.to_rows(), (("Q", q, ("orthogonal",)), ("R", r, ("upper-triangular",))), product="Q*R"
    )


def _hints(kind: str) -> tuple[str, ...]:
    first = "Subtract from each vector its projections on the vectors that are orthogonal already."
    if kind == "functions":
        lengths = r"The length of a polynomial is the root of the integral of its square."
    elif kind == "weighted":
        lengths = r"Coefficients and lengths use $x^\top A y$ everywhere, never the dot product."
    else:
        lengths = "Divide by the lengths at the very end: the work before stays free of roots."
    second = (
        r"With $b_j$ for the given vectors and $u_i$ for the orthogonal ones, the coefficient of $u_i$ in the "
        r"projection of $b_j$ is $\frac{\langle b_j, u_i \rangle}{\langle u_i, u_i \rangle}$."
    )
    if kind == "qr":
        return (first, second, lengths, r"Since $Q^\top Q = I$, the triangular factor is $R = Q^\top A$.")
    return (first, second, lengths)


# ------------------------------------------------------------------ the worked solution


def _value(g: Given, work: Work, x: Matrix, y: Matrix) -> str:
    """An inner product with its numbers, as LaTeX without the left side."""
    value = latex_of(x.dot(work.gram @ y))
    if g.kind == "functions":
        low, high = g.form
        return rf"\int_{{{low}}}^{{{high}}} {_integrand(x, y)}\,dx = {value}"
    if g.kind == "weighted":
        return rf"{latex_of(x.T)} {latex_of(work.gram @ y)} = {value}"
    return rf"{inner_product(list(x), list(y))} = {value}"


def _integrand(f: Matrix, g: Matrix) -> str:
    """The product of two polynomials, or the square of one."""
    if f == g:
        shown = str(_poly(f))
        return f"{shown}^2" if len(shown) == 1 else rf"\left({shown}\right)^2"
    factors = sorted((f, g), key=_degree)
    texts = [str(_poly(v)) for v in factors]
    sums = [_terms(v) > 1 for v in factors]
    bracketed = [
        rf"\left({said}\right)" if many or (i and said.startswith("-")) else said
        for i, (said, many) in enumerate(zip(texts, sums, strict=True))
    ]
    return (r"\," if sums[1] else r" \cdot ").join(bracketed)


def _degree(v: Matrix) -> tuple[bool, int]:
    """Monomials before sums, then by degree."""
    return _terms(v) > 1, max(i for i, x in enumerate(v) if x != 0)


def _terms(v: Matrix) -> int:
    return sum(x != 0 for x in v)


def _shown(g: Given, v: Matrix) -> str:
    return str(_poly(v)) if g.kind == "functions" else latex_of(v)


def _steps(g: Given, work: Work) -> Iterator[Step]:
    u = work.orthogonal
    opening = {
        "qr": "Let $b_1, b_2, b_3$ be the columns of $A$ and start with $u_1 = b_1$; its squared length is",
        "weighted": rf"Start with $u_1 = b_1$. In $x^\top A y$ compute $Ay$ first, here "
        rf"$Au_1 = {latex_of(work.gram @ u[0])}$. The squared length is",
    }.get(g.kind, "Start with $u_1 = b_1$; its squared length is")
    yield Step(rf"{opening} $$\langle u_1, u_1 \rangle = {_value(g, work, u[0], u[0])}.$$")
    for j in range(1, len(u)):
        b, row = work.vectors[j], work.coefficients[j]
        products = "$$ $$".join(
            rf"\langle b_{j + 1}, u_{i + 1} \rangle = {_value(g, work, b, u[i])}{',' if i < j - 1 else '.'}"
            for i in range(j)
        )
        quotients = listed(
            [
                rf"$\frac{{\langle b_{j + 1}, u_{i + 1} \rangle}}{{\langle u_{i + 1}, u_{i + 1} \rangle}} = "
                rf"{latex_of(row[i])}$"
                for i in range(j)
            ]
        )
        what = "coefficient of the projection is" if j == 1 else "coefficients of the projections are"
        form = linear([Q(1), *(-c for c in row)], [f"b_{j + 1}", *(f"u_{i + 1}" for i in range(j))])
        picture = _picture(g, work) if g.kind == "plane" else ""
        taken = "$u_1$" if j == 1 else "$u_1$ and $u_2$"
        yield Step(
            rf"Project $b_{j + 1}$ on {taken}: $${products}$$ The {what} {quotients}, and what is left of $b_{j + 1}$ "
            rf"is $$u_{j + 1} = {form} = {_shown(g, u[j])}.$$ Its squared length is $$\langle u_{j + 1}, u_{j + 1} "
            rf"\rangle = {_value(g, work, u[j], u[j])}.$$" + picture
        )


def _picture(g: Given, work: Work) -> str:
    """The two vectors, and the second one taken apart."""
    (b1, b2), u = g.vectors, work.orthogonal[1]
    foot = tuple(near(x - y) for x, y in zip(work.vectors[1], u, strict=True))
    tip = tuple(near(x) for x in u)
    points = [(0.0, 0.0), tuple(map(float, b1)), tuple(map(float, b2)), foot, tip]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    zero = (0.0, 0.0)
    plot = Plot(
        "The vectors b1 and b2 from the origin; b2 is taken apart into its projection on the line of b1 and the part "
        "u2 that is orthogonal to it.",
        (min(xs) - 1, max(xs) + 1),
        (min(ys) - 1, max(ys) + 1),
        (
            Line((zero, (float(b1[0]), float(b1[1]))), label="$b_1$", arrow=True),
            Line((zero, (float(b2[0]), float(b2[1]))), label="$b_2$", arrow=True),
            Line((zero, (tip[0], tip[1])), label="$u_2$", arrow=True),
            Line(((float(b2[0]), float(b2[1])), (foot[0], foot[1])), style="dashed"),
        ),
        x_label="$x_1$",
        y_label="$x_2$",
        equal=True,
    )
    return drawn(plot)


def _closing(g: Given, work: Work, answer: FactorisationAnswer | SatisfiesAnswer) -> Step:
    n = len(work.orthogonal)
    lengths = listed([rf"$\|u_{i}\| = {length_tex(s)}$" for i, s in enumerate(work.squares, 1)])
    last = (work.orthogonal[n - 2], work.orthogonal[n - 1])
    check = rf"Check: $\langle u_{n - 1}, u_{n} \rangle = {_value(g, work, *last)}$."
    if isinstance(answer, FactorisationAnswer):
        q, r = answer.pieces()
        rows = (
            r"The lengths are on the diagonal of $R = Q^\top A$; above it are the coefficients times the lengths, "
            r"$r_{ij} = q_i^\top b_j$."
        )
        return Step(rf"{check} Divide by the lengths {lengths}: $$Q = {q}.$$ {rows} $$R = {r}.$$")
    shown = ""
    if g.kind == "functions":
        polys = r",\quad ".join(
            rf"q_{i} = {_scaled(u, s)}" for i, (u, s) in enumerate(zip(work.orthogonal, work.squares, strict=True), 1)
        )
        shown = rf"$${polys}.$$ As lists of coefficients: "
    return Step(rf"{check} Divide by the lengths {lengths}: {shown}$${answer.tex()}.$$")


def _scaled(u: Matrix, square: Q) -> str:
    """u over its length as a number times a polynomial with whole coefficients."""
    whole = Vector(_ray(u))
    if whole[max(i for i, x in enumerate(whole) if x != 0)] < 0:
        whole = -whole
    at = next(i for i, x in enumerate(whole) if x != 0)
    k, m = root(int(square.p) * int(square.q))
    factor = tex(parsed(_over(u[at] / whole[at] * Q(int(square.q), k), m)))
    body = str(_poly(whole))
    if body == "1":
        return factor
    if _terms(whole) > 1:
        body = rf"\left({body}\right)"
    return {"1": "", "-1": "-"}.get(factor, factor + r"\,") + body


# ------------------------------------------------------------------ mistakes

FEEDBACK = {
    "no-normalise": "These vectors are orthogonal, but not all of length 1: divide each of them by its length.",
    "projects-onto-original": "For the third vector you subtracted the projection on the second one as it was "
    "given. Use what was left of that one, which is orthogonal to the first: only then do the parts not overlap.",
    "skip-norm-in-coefficient": r"The coefficient of a projection on $u$ is $\frac{\langle b, u \rangle}{\langle u, u "
    r"\rangle}$. Without the denominator it is right for unit vectors only.",
}


def _misconceptions(g: Given, work: Work) -> Iterator[Misconception]:
    slips = (
        ("no-normalise", list(work.orthogonal), False),
        ("skip-norm-in-coefficient", work.unscaled(), True),
        ("projects-onto-original", work.originals(), True),
    )
    for code, directions, divided in slips:
        if not directions:
            continue
        if g.kind == "qr":
            yield Misconception(code, _wrong_factors(work, directions, divided=divided), FEEDBACK[code])
        else:
            yield Misconception(code, _wrong_basis(work, directions, divided=divided), FEEDBACK[code])


def _plainly(w: Matrix, square: Q) -> list[str]:
    """w over its length, with the root of a number that may be large as it stands."""
    return [f"({x})/sqrt({square})" if x != 0 else "0" for x in w]


def _wrong_basis(work: Work, directions: Sequence[Matrix], *, divided: bool) -> SatisfiesAnswer:
    """Where the directions are right, all of them, of any length; else the one that is not."""
    names = _names(len(directions))
    off = [i for i, (w, u) in enumerate(zip(directions, work.orthogonal, strict=True)) if _ray(w) != _ray(u)]
    looked = [names[i] for i in off[:1]] or names
    conditions = [_along(name, w) for name, w in zip(names, directions, strict=True) if name in looked]
    lengths = "*".join(f"({name}^T*{name})" for name in looked)
    witnesses = (
        _witness(name, _plainly(w, w.dot(work.gram @ w)) if divided else list(map(str, w)))
        for name, w in zip(names, directions, strict=True)
    )
    if not divided:  # right entries that were rounded have lengths close to 1: they are another matter
        off_one = " + ".join(f"({name}^T*{_table(work.gram)}*{name} - 1)^2" for name in looked)
        conditions.append(f"{off_one} > 1/400")
    return SatisfiesAnswer.of(*witnesses, conditions=(*conditions, f"{lengths} != 0"))


def _wrong_factors(work: Work, directions: Sequence[Matrix], *, divided: bool) -> FactorisationAnswer:
    """Columns along the directions, with R = Q^T A for unit columns, or with the coefficients for the others."""
    n = len(directions)
    columns, r = [], [["0"] * n for _ in range(n)]
    total = [Vector([0] * n) for _ in range(n)]
    for i, w in enumerate(directions):
        square = w.dot(w)
        columns.append(_plainly(w, square) if divided else list(map(str, w)))
        for j in range(i, n):
            coefficient = w.dot(work.vectors[j]) / square
            r[i][j] = f"({coefficient})*sqrt({square})" if divided else str(coefficient)
            total[j] = total[j] + coefficient * w
    q_rows = [list(row) for row in zip(*columns, strict=True)]
    target = Matrix.from_columns(total)
    return FactorisationAnswer.of(target.to_rows(), (("Q", q_rows, ()), ("R", r, ("upper-triangular",))), product="Q*R")


# ------------------------------------------------------------------ the second method


@gram_schmidt.verify
def compare_with_numpy(kind: str, vectors: tuple[Ints, ...], form: Ints, phrasing: int, answer: dict[str, Any]) -> bool:
    """numpy's QR of L^T B, where L L^T is numpy's Cholesky factor of the matrix of the inner product."""
    import numpy as np

    n = len(vectors)
    b = np.array(vectors, dtype=float).T
    root_ = np.linalg.cholesky(_gram_by_quadrature(kind, form, n))
    q = np.linalg.qr(root_.T @ b)[0]
    if kind == "qr":
        mine, upper = (_array(answer[name]) for name in ("Q", "R"))
        if not np.allclose(mine @ upper, b, atol=1e-9) or not np.allclose(upper, np.triu(upper), atol=1e-9):
            return False
    else:
        mine = root_.T @ np.column_stack([_array(answer[name]).reshape(n) for name in _names(n)])
    signs = np.where(np.sum(mine * q, axis=0) < 0, -1, 1)
    return bool(np.allclose(mine, q * signs, atol=1e-9))


def _gram_by_quadrature(kind: str, form: Ints, n: int) -> Any:
    """Integrals of products of monomials by Gauss quadrature; a given matrix as it is."""
    import numpy as np

    if kind == "functions":
        nodes, weights = np.polynomial.legendre.leggauss(6)
        low, high = form
        at = (high - low) / 2 * nodes + (high + low) / 2
        powers = np.vander(at, n, increasing=True)
        return powers.T @ np.diag(weights * (high - low) / 2) @ powers
    if kind == "weighted":
        return np.diag(form).astype(float) if n == 3 else np.array(form, dtype=float).reshape(2, 2)
    return np.eye(n)


def _array(value: Any) -> Any:
    """Exact matrices, matrices of balls or rows of floats as an array."""
    import numpy as np

    if isinstance(value, Matrix):
        return np.array(value.to_floats())
    rows = value.tolist() if hasattr(value, "tolist") else value
    return np.array([[float(x.mid()) if hasattr(x, "mid") else float(x) for x in row] for row in rows])
