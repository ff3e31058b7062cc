"""Project a vector onto a line through the origin and give the remainder (MML 3.8.1).

Levels: 1 the line is an axis; 2 a general direction in R^3; 3 orthogonality by an inner product x^T A y. A reply is
checked by what a projection is: a multiple of b whose distance vector to x is orthogonal to b.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._draw import positive_definite, vector
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import forms, inner_product, quotient
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

PHRASINGS = (
    "Project $$x = @x$$ orthogonally onto the line spanned by $b = @b$.",
    r"Data are compressed to one dimension: a data point is replaced by the nearest point on the line $\{\lambda b : "
    r"\lambda \in \mathbb{R}\}$. Take $$x = @x, \quad b = @b$$",
    r"A sensor in direction $b$ sees only the part of a signal $x$ that lies in that direction. Let $$x = @x, \quad "
    r"b = @b$$",
)
INNER = (
    r"Lengths and angles are measured by the inner product $\langle x, y \rangle = x^\top A y$ with $$A = @a.$$ "
    r"Project "
    r"$x = @x$ orthogonally, in this sense, onto the line spanned by $b = @b$.",
    r"Features are weighted: $\langle x, y \rangle = x^\top A y$ with $$A = @a.$$ Find the point of the line spanned "
    r"by "
    r"$b = @b$ that is nearest to $x = @x$ in the norm of this inner product.",
)


class Given(NamedTuple):
    x: Matrix
    b: Matrix
    a: Matrix | None
    """The matrix of the inner product; None for the dot product."""
    phrasing: int


@exercise("geo-project-line", version=1, bounds=(100, 150, 250))
def project_line(draw: Draw, level: int) -> Given:
    """The coordinate of the projection has a small denominator."""
    if level == 1:
        n = draw.integer(2, 3)
        axis = draw.below(n)
        b = Vector([draw.sign() * draw.integer(2, 4) if i == axis else 0 for i in range(n)])
        x = Vector([draw.integer(-7, 7, nonzero=True) for _ in range(n)])
        return Given(x, b, None, draw.below(len(PHRASINGS)))
    if level == 2:
        return _fitting(draw, 3, 3, 6, None, draw.below(len(PHRASINGS)))
    for attempt in range(TRIES):
        a = positive_definite(draw.child("a", attempt), 2, 4)
        if a[0, 1] != 0:
            return _fitting(draw, 2, 3, 5, a, draw.below(len(INNER)))
    raise exhausted("inner product", "not diagonal")


def _fitting(draw: Draw, n: int, b_bound: int, x_bound: int, a: Matrix | None, phrasing: int) -> Given:
    """b and x neither parallel nor orthogonal, with <x, b> / <b, b> = p/q, q at most 3."""
    form = a if a is not None else Matrix.identity(n)
    for _ in range(TRIES):
        b = vector(draw, n, b_bound, unit=False)
        x = vector(draw, n, x_bound)
        coordinate = _inner(x, form, b) / _inner(b, form, b)
        if coordinate != 0 and coordinate.q <= 3 and x != b * coordinate and abs(coordinate) != 1:
            return Given(x, b, a, phrasing)
    raise exhausted("vectors", "a coordinate with denominator up to 3")


def _inner(x: Matrix, form: Matrix, y: Matrix) -> Q:
    return x.dot(form @ y)


@project_line.problem
def build(x: Matrix, b: Matrix, a: Matrix | None, phrasing: int) -> Problem:
    """The coordinate, the point, the remainder."""
    n = x.rows
    form = a if a is not None else Matrix.identity(n)
    top, bottom = _inner(x, form, b), _inner(b, form, b)
    point = b * (top / bottom)
    answer, rest = VectorAnswer.of(point, label=r"$\pi(x) =$"), VectorAnswer.of(x - point, label=r"$x - \pi(x) =$")
    if a is not None:
        prompt = text(INNER[phrasing], a=a, x=x, b=b)
    else:
        prompt = text(PHRASINGS[phrasing], x=x, b=b if phrasing == 0 else Tex(latex_of(b) + "."))
    if a is not None or sum(x != 0 for x in b) > 1:  # along an axis the numbers are whole
        prompt += " Give exact numbers."
    parts = (
        Part("a", answer, r"The projection $\pi(x)$.", misconceptions=_misconceptions(x, b, form, point)),
        Part("b", rest, r"The remainder $x - \pi(x)$.", follows=_follow(x, b)),
    )
    return Problem(
        prompt=prompt,
        parts=parts,
        hints=_hints(a),
        steps=(
            *(_products(x, b) if a is None else _products_with(x, b, a)),
            _point(top, bottom, point),
            _remainder(x, b, point, form, a),
            step(
                r"(a) $\pi(x) = @answer$; (b) $x - \pi(x) = @rest$.",
                answer=answer,
                rest=rest,
            ),
        ),
    )


def _follow(x: Matrix, b: Matrix) -> Follow:
    """x minus the learner's point, where that is a multiple of b other than 0: any point at all would be a gift."""
    names = tuple(f"p{i + 1}" for i in range(x.rows))
    entries = ", ".join(f"{value} - {name}" for value, name in zip(x, names, strict=True))
    lead, scale = next((name, value) for name, value in zip(names, b, strict=True) if value != 0)
    along = [f"({scale})*{name} = ({value})*{lead}" for name, value in zip(names, b, strict=True) if name != lead]
    return Follow("a", names, f"[{entries}]", guard=" and ".join((f"{lead} != 0", *along)))


def _hints(a: Matrix | None) -> tuple[str, ...]:
    if a is None:
        return (
            r"The projection is a multiple $\lambda b$ of $b$, and $x - \lambda b$ is orthogonal to $b$.",
            r"That gives $\lambda = \frac{b^\top x}{b^\top b}$; then multiply $b$ by $\lambda$.",
        )
    return (
        r"The projection is a multiple $\lambda b$ of $b$, and $\langle b, x - \lambda b \rangle = 0$.",
        r"So $\lambda = \frac{\langle b, x \rangle}{\langle b, b \rangle}$. Compute $Ab$ once and use it twice.",
    )


def _products(x: Matrix, b: Matrix) -> tuple[Step, ...]:
    return (
        step(
            r"The projection is $\lambda b$ with $x - \lambda b$ orthogonal to $b$, so $\lambda = \frac{b^\top "
            r"x}{b^\top "
            r"b}$. Here $$b^\top x = @bx = @top,$$ $$b^\top b = @bb = @bottom.$$",
            bx=inner_product(b.entries, x.entries),
            top=b.dot(x),
            bb=inner_product(b.entries, b.entries),
            bottom=b.dot(b),
        ),
    )


def _products_with(x: Matrix, b: Matrix, a: Matrix) -> tuple[Step, ...]:
    image = a @ b
    return (
        step(
            r"The projection is $\lambda b$ with $\langle b, x - \lambda b \rangle = 0$, so $\lambda = \frac{\langle "
            r"b, x "
            r"\rangle}{\langle b, b \rangle}$. Both products need $$Ab = @a @b = @image.$$",
            a=a,
            b=b,
            image=image,
        ),
        step(
            r"The two products are $$\langle b, x \rangle = x^\top A b = @bx = @top,$$ $$\langle b, b \rangle = "
            r"b^\top A b = @bb = "
            r"@bottom.$$",
            bx=inner_product(x.entries, image.entries),
            top=x.dot(image),
            bb=inner_product(b.entries, image.entries),
            bottom=b.dot(image),
        ),
    )


def _point(top: Q, bottom: Q, point: Matrix) -> Step:
    return step(
        r"So $\lambda = @ratio$ and $$\pi(x) = \lambda b = @point.$$",
        ratio=forms(quotient(top, bottom), top / bottom),
        point=point,
    )


def _remainder(x: Matrix, b: Matrix, point: Matrix, form: Matrix, a: Matrix | None) -> Step:
    rest = x - point
    name = r"b^\top(x - \pi(x))" if a is None else r"(x - \pi(x))^\top A b"
    image = form @ b
    work = inner_product(rest.entries, image.entries) if a is not None else inner_product(b.entries, rest.entries)
    return step(
        r"The remainder is $x - \pi(x) = @rest$. Check: it is orthogonal to $b$, $$@name = @work = 0.$$",
        rest=rest,
        name=Tex(name),
        work=work,
    )


def _misconceptions(x: Matrix, b: Matrix, form: Matrix, point: Matrix) -> tuple[Misconception, ...]:
    top, bottom = _inner(x, form, b), _inner(b, form, b)
    once = VectorAnswer.of([_over_root(top * y, bottom) for y in b])
    swapped = x * (top / _inner(x, form, x))
    found = [
        Misconception(
            "scalar-only",
            NumberAnswer.of(top / bottom),
            "That is the coordinate of the projection. The projection itself is a vector: the coordinate times $b$.",
        )
    ]
    if bottom != 1:
        why = "The coordinate is divided by the length of $b$ squared: once to measure along $b$, once to scale $b$."
        found.append(Misconception("no-norm-square", once, why))
    if swapped != point:
        why = "That lies on the line of $x$: you projected $b$ onto $x$. A projection onto $b$ is a multiple of $b$."
        found.append(Misconception("swapped", VectorAnswer.of(swapped), why))
    plain = b * (b.dot(x) / b.dot(b))
    if plain not in (swapped, point):
        why = r"That is the projection for the dot product. Here lengths and angles belong to $x^\top A y$."
        found.append(Misconception("euclid", VectorAnswer.of(plain), why))
    return tuple(found)


def _over_root(value: Q, square: Q) -> str:
    return "0" if value == 0 else f"{value}/sqrt({square})"


@project_line.verify
def orthogonal_remainder(x: Matrix, b: Matrix, a: Matrix | None, phrasing: int, answer: dict[str, Matrix]) -> bool:
    """The point is a multiple of b, the remainder has inner product 0 with b, and both add up to x."""
    point, rest = answer["a"], answer["b"]
    if not isinstance(point, Matrix) or point.shape != x.shape or rest.shape != x.shape or point + rest != x:
        return False
    image = b if a is None else a @ b
    return rest.dot(image) == 0 and b.hstack(point).rank() == 1
