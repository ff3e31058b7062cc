"""Find the matrix of a linear map in standard bases (MML 2.7.1).

Levels: 1 the map is given by a formula; 2 by the images of basis vectors; 3 a composite, or the inverse of a map. A
reply is checked by applying it: the matrix must do to test vectors what the map does.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._draw import unimodular
from question_bank._draw.common import TRIES, exhausted, row
from question_bank._steps import names
from quizgen.answers.matrix import MatrixAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.problem import Misconception, Problem, Step, step

PHRASINGS = {
    "formula": (
        r"Find the matrix of the linear map $f: \mathbb{R}^@n \to \mathbb{R}^@m$ with $$@map$$ in the standard bases.",
        r"A linear layer computes $$@map$$ from its inputs. Which weight matrix $A$ gives $f(x) = Ax$?",
    ),
    "images": (
        r"The linear map $f: \mathbb{R}^@n \to \mathbb{R}^@m$ satisfies $$@map$$ Find its matrix in the standard "
        r"bases.",
        r"A linear sensor is tested with single inputs: it answers $$@map$$ Find the matrix of $f: \mathbb{R}^@n \to "
        r"\mathbb{R}^@m$ in the standard bases.",
    ),
    "composite": (
        r"Two linear maps of $\mathbb{R}^@n$ are given by $$@map$$ Find the matrix of $g \circ f$ (first $f$, then "
        r"$g$).",
        r"Data pass first through the linear layer $f$, then through the linear layer $g$, with $$@map$$ Which "
        r"matrix does "
        r"both, that is, belongs to $g \circ f$?",
    ),
    "inverse": (
        r"The linear map of $\mathbb{R}^@n$ with $$@map$$ is invertible. Find the matrix of $f^{-1}$.",
        r"An image is distorted by the invertible linear map with $$@map$$ Find the matrix of the map that undoes "
        r"this.",
    ),
}


class Given(NamedTuple):
    kind: str
    f: Matrix
    g: Matrix | None
    """The second map of a composite."""
    phrasing: int


@exercise("la-map-matrix", version=1, bounds=(60, 60, 100))
def map_matrix(draw: Draw, level: int) -> Given:
    """Small integer matrices with a zero or two in them, so that a missing term is met."""
    phrasing = draw.below(2)
    if level == 1:
        m, n = draw.choice(((2, 2), (2, 3), (3, 2)))
        return Given("formula", _matrix(draw, m, n, 6), None, phrasing)
    if level == 2:
        m, n = draw.choice(((2, 3), (3, 2), (3, 3)))
        return Given("images", _matrix(draw, m, n, 6), None, phrasing)
    if draw.flip():
        return Given("composite", _matrix(draw, 2, 2, 4), _matrix(draw, 2, 2, 4), phrasing)
    for attempt in range(TRIES):
        f = _matrix(draw.child(attempt), 2, 2, 5) if draw.flip() else unimodular(draw, 2, 5)
        if f.det() in (1, -1, 2, -2) and f != f.inv() and f != f.T and f.inv() != f.T:
            return Given("inverse", f, None, phrasing)
    raise exhausted("invertible map", "determinant up to 2")


def _matrix(draw: Draw, m: int, n: int, bound: int) -> Matrix:
    """At most two zeros, no zero row or column, not symmetric."""
    for _ in range(TRIES):
        rows = [row(draw, n, bound) for _ in range(m)]
        if draw.flip():
            rows[draw.below(m)][draw.below(n)] = 0
        a = Matrix(rows)
        lines = [*rows, *zip(*rows, strict=True)]
        if a.entries.count(Q(0)) <= (1 if m == n == 2 else 2) and all(any(r) for r in lines) and a != a.T:
            return a
    raise exhausted(f"{m}×{n} matrix", "few zeros")


@map_matrix.problem
def build(kind: str, f: Matrix, g: Matrix | None, phrasing: int) -> Problem:
    """Columns are images; composites are products, inverse maps inverses."""
    right = f.inv() if kind == "inverse" else g @ f if g is not None else f
    answer = MatrixAnswer.of(right)
    values: dict[str, object] = {"map": _map(kind, f, g, phrasing)}
    template = PHRASINGS[kind][phrasing]
    if "@n" in template:
        values["n"] = f.columns
    if "@m " in template.replace("@m$", "@m "):
        values["m"] = f.rows
    return Problem.single(
        prompt=text(template, **values),
        answer=answer,
        hints=_hints(kind),
        steps=(*_columns(kind, f, g), *_last(kind, f, g, right), step("So the matrix is $$@answer.$$", answer=answer)),
        misconceptions=_misconceptions(f, g, right, kind),
    )


def _formula(name: str, a: Matrix) -> str:
    letters = names(a.columns)
    lines = r" \\ ".join(str(linear(r, letters)) for r in a.to_rows())
    inputs = r" \\ ".join(letters)
    return rf"{name}\begin{{pmatrix}} {inputs} \end{{pmatrix}} = \begin{{pmatrix}} {lines} \end{{pmatrix}}"


def _map(kind: str, f: Matrix, g: Matrix | None, phrasing: int) -> Tex:
    if kind == "images":
        shown = [f"f(e_{j + 1}) = {latex_of(f.column(j))}" for j in range(f.columns)]
        return Tex(r",\quad ".join(shown) + ".")
    shown = [_formula("f", f)] + ([_formula("g", g)] if g is not None else [])
    ends = "." if kind == "composite" and phrasing == 0 else "," if kind == "composite" else ""
    return Tex(r",\quad ".join(shown) + ends.replace(",", "."))


def _hints(kind: str) -> tuple[str, ...]:
    columns = "The columns of the matrix are the images of the standard basis vectors $e_1, e_2, ...$"
    if kind == "composite":
        return (columns, r"The composite $g \circ f$ maps $x$ to $A_g A_f x$: which product is that?")
    if kind == "inverse":
        return (columns, "The inverse map has the inverse matrix.")
    return ("What does the map do to $e_1 = (1, 0, ...)$?", columns)


def _columns(kind: str, f: Matrix, g: Matrix | None) -> tuple[Step, ...]:
    images = [f"f(e_{j + 1}) = {latex_of(f.column(j))}" for j in range(f.columns)]
    why = "The columns of the matrix of a linear map are the images of the standard basis vectors"
    if kind == "images":
        return (Step(f"{why}, and these are given: write them side by side, in their order."),)
    shown = r",\quad ".join(images)
    steps = [Step(f"{why}. Put $1$ for one variable and $0$ for the others: $${shown}.$$")]
    if g is not None:
        steps.append(step("In this way $$A_f = @f, \\quad A_g = @g.$$", f=f, g=Tex(latex_of(g))))
    return tuple(steps)


def _last(kind: str, f: Matrix, g: Matrix | None, right: Matrix) -> tuple[Step, ...]:
    ones = Vector([1] * f.columns)
    if g is not None:
        return (
            step(
                r"The composite maps $x$ to $g(f(x)) = A_g A_f x$, so its matrix is the product $$A_g A_f = @g @f = "
                r"@p.$$",
                g=g,
                f=f,
                p=right,
            ),
            step(
                "Check with the vector of ones: $f$ maps it to $@between$ and $g$ maps that to $@image$, the sum of "
                "the columns of the product.",
                between=f @ ones,
                image=g @ (f @ ones),
            ),
        )
    if kind == "inverse":
        return (
            step(
                "The matrix of $f$ is $$A = @f$$ with determinant $@d$; the inverse map has the matrix $A^{-1}$.",
                f=f,
                d=f.det(),
            ),
            step(
                "Exchange the diagonal entries, change the signs of the other two and divide by the determinant. "
                "Check: $$A "
                "A^{-1} = @f @p = @one.$$",
                f=f,
                p=right,
                one=Matrix.identity(2),
            ),
        )
    return (
        step(
            "Check with the vector of ones: the matrix maps it to the sum of its columns, $@image$, as the map does.",
            image=f @ ones,
        ),
    )


def _misconceptions(f: Matrix, g: Matrix | None, right: Matrix, kind: str) -> tuple[Misconception, ...]:
    replies = []
    if g is not None:
        why = r"That is $f \circ g$: the map that is applied first stands on the right."
        replies.append(("composition-order", f @ g, why))
    why = "You wrote the images into rows. They are the columns of the matrix."
    replies.append(("rows-for-columns", right.T, why))
    dropped = _dropped(f) if kind in ("formula", "images") else None
    if dropped is not None:
        why = (
            "A variable that does not occur, or an entry that is $0$, still needs its place: do not move the others up."
        )
        replies.append(("drops-zero", dropped, why))
    met = [right]
    found = []
    for code, slip, why in replies:
        if slip not in met:
            met.append(slip)
            found.append(Misconception(code, MatrixAnswer.of(slip), why))
    return tuple(found)


def _dropped(f: Matrix) -> Matrix | None:
    """Every row without its zeros, filled up with zeros at the end."""
    rows = [[x for x in r if x != 0] for r in f.to_rows()]
    other = Matrix([[*r, *[Q(0)] * (f.columns - len(r))] for r in rows])
    return other if other != f else None


@map_matrix.verify
def does_the_same(kind: str, f: Matrix, g: Matrix | None, phrasing: int, answer: Matrix) -> bool:
    """Applied to the test vectors e_j and (1, 1000, ...), the matrix does what the maps do one after the other."""
    n = f.columns
    tests = [Vector([Q(1000) ** i for i in range(n)]), *(Matrix.identity(n).column(j) for j in range(n))]
    if kind == "inverse":
        return answer.shape == f.shape and all(answer @ (f @ x) == x for x in tests)
    if answer.shape != ((g if g is not None else f).rows, n):
        return False
    return all(answer @ x == (g @ (f @ x) if g is not None else f @ x) for x in tests)
