"""Decide what is orthogonal and what is orthonormal: two vectors, a matrix, a tall matrix (MML 3.2, 3.4, 3.5).

Levels: 1 two vectors; 2 a 3×3 matrix; 3 two vectors under x^T A y, or the columns of a tall matrix. Built from the
Gram matrix; checked with numpy by the definitions: inner products, lengths, and what a matrix does to test vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from question_bank._draw import orthogonal, orthogonal_vectors, pythagorean, signed_permutation, unimodular
from question_bank._draw.common import TRIES, exhausted
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Problem, Step, step

# ------------------------------------------------------------------ what is drawn


class Given(NamedTuple):
    kind: str
    """pair, square, inner or tall."""
    a: Matrix
    """Its columns are the vectors in question."""
    form: Matrix | None
    """The matrix of the inner product; None for the dot product."""
    many: bool
    """True: all true statements are asked for; False: the one right description."""
    letters: tuple[str, str, str]
    """What the two vectors (or the matrix), and the matrix of the inner product, are called."""
    wording: int
    order: tuple[int, ...]
    """A permutation by which the options are displayed."""


MOST_OPTIONS = 6
Factors = tuple[int | Q, ...]
PAIR_FACTORS: tuple[Factors, ...] = ((2, 1), (3, 1), (2, 2), (Q(1, 2), 1), (2, 3))
COLUMN_FACTORS: tuple[Factors, ...] = ((3, 3, 3), (1, 1, 2), (2, 1, 1), (1, 3, 1))
DETERMINANT_ONE: Factors = (2, Q(1, 2), 1)
"""What the columns of an orthogonal matrix are multiplied by; the last keeps the determinant at ±1."""


@exercise("geo-orthogonality-check", version=1)
def orthogonality_check(draw: Draw, level: int) -> Given:
    """Vectors or a matrix that are orthogonal, or fail to be in one respect."""
    kind = {1: "pair", 2: "square", 3: draw.choice(("inner", "tall"))}[level]
    a, form = SAMPLERS[kind](draw)
    letters = draw.choice(LETTERS[kind])
    return Given(kind, a, form, draw.flip(), letters, draw.below(12), tuple(draw.shuffled(range(MOST_OPTIONS))))


LETTERS = {
    "pair": (("u", "v", ""), ("x", "y", ""), ("a", "b", ""), ("p", "q", "")),
    "square": (("A", "", ""), ("B", "", ""), ("M", "", ""), ("Q", "", "")),
    "inner": (("x", "y", "A"), ("u", "v", "A"), ("x", "y", "M"), ("p", "q", "B")),
    "tall": (("U", "", ""), ("Q", "", ""), ("V", "", ""), ("B", "", "")),
}


def _columns(a: Matrix, k: int) -> list[Matrix]:
    return [a.column(j) for j in range(k)]


def _pair(draw: Draw) -> tuple[Matrix, None]:
    n = draw.choice((2, 3, 3, 4))
    case = draw.choice((_orthonormal_pair, _orthogonal_pair, _unit_pair, _oblique_pair))
    u, v = case(draw, n)
    return Matrix.from_columns(draw.shuffled((u, v))), None


def _orthonormal_pair(draw: Draw, n: int) -> list[Matrix]:
    return _columns(orthogonal(draw, n, denominator=13 if n == 2 else 7), 2)


def _orthogonal_pair(draw: Draw, n: int) -> list[Matrix]:
    """Integers, or an orthonormal pair with one vector stretched."""
    if draw.flip():
        return _stretched(draw, _columns(orthogonal(draw, n, denominator=5 if n == 2 else 3), 2))
    return _until(
        lambda: orthogonal_vectors(draw, n, 2, 4), lambda pair: any(v.dot(v) != 1 for v in pair), "orthogonal pair"
    )


def _stretched(draw: Draw, pair: list[Matrix]) -> list[Matrix]:
    """The same vectors, one or both with another length."""
    factors = draw.choice(PAIR_FACTORS)
    return [c * v for c, v in zip(factors, pair, strict=True)]


def _unit_pair(draw: Draw, n: int) -> list[Matrix]:
    """Two unit vectors that are neither orthogonal nor parallel."""

    def make() -> list[Matrix]:
        return [_unit(pythagorean(draw, n, 12 if n == 2 else 6)) for _ in range(2)]

    return _until(make, lambda pair: pair[0].dot(pair[1]) not in (0, 1, -1), "pair of unit vectors")


def _unit(v: Matrix) -> Matrix:
    """v divided by its length, an integer."""
    squared = v.dot(v)
    return v / next(k for k in range(1, 200) if k * k == squared)


def _oblique_pair(draw: Draw, n: int) -> list[Matrix]:
    """An orthogonal pair of integers in which one sign is wrong."""

    def make() -> list[Matrix]:
        u, v = orthogonal_vectors(draw, n, 2, 4)
        entries = list(v)
        i = draw.below(n)
        entries[i] = -entries[i]
        return [u, Vector(entries)]

    return _until(make, lambda pair: pair[0].dot(pair[1]) != 0, "oblique pair")


def _until(make: Callable[[], object], fits: Callable[..., bool], what: str) -> list[Matrix]:
    """The first made vectors that fit. Raises CannotDraw."""
    for _ in range(TRIES):
        made = make()
        if fits(made):
            return list(made)  # type: ignore[call-overload]
    raise exhausted(what, "the condition is too rare for its sampler")


def _square(draw: Draw) -> tuple[Matrix, None]:
    case = draw.choice((_orthogonal_matrix, _stretched_matrix, _unimodular_matrix, _unit_columns))
    return case(draw), None


def _orthogonal_matrix(draw: Draw) -> Matrix:
    return signed_permutation(draw, 3) if draw.below(5) == 0 else orthogonal(draw, 3, denominator=7)


def _stretched_matrix(draw: Draw) -> Matrix:
    """Orthogonal columns, not all of length 1; every other time with determinant ±1."""
    q = orthogonal(draw, 3, denominator=7)
    factors = draw.shuffled(DETERMINANT_ONE) if draw.flip() else draw.choice(COLUMN_FACTORS)
    return q @ Matrix.diagonal(factors)


def _unimodular_matrix(draw: Draw) -> Matrix:
    """Integers with determinant ±1 and columns that are not orthogonal."""
    (a,) = _until(lambda: (unimodular(draw, 3, 2),), lambda found: not is_diagonal(found[0].T @ found[0]), "matrix")
    return a


def _unit_columns(draw: Draw) -> Matrix:
    """Columns of length 1, two of which are not orthogonal."""

    def make() -> tuple[Matrix]:
        columns = _columns(orthogonal(draw, 3, denominator=3), 3)
        columns[draw.below(3)] = _unit(pythagorean(draw, 3, 3))
        return (Matrix.from_columns(columns),)

    def fits(found: tuple[Matrix]) -> bool:
        return found[0].det() != 0 and not is_diagonal(found[0].T @ found[0])

    (a,) = _until(make, fits, "matrix with unit columns")
    return a


def is_diagonal(a: Matrix) -> bool:
    """True when all entries off the diagonal are 0."""
    return all(x == 0 for i, row in enumerate(a.to_rows()) for j, x in enumerate(row) if i != j)


def _inner(draw: Draw) -> tuple[Matrix, Matrix]:
    """L^T L for a unimodular L: the columns of L^-1 are integers and orthonormal for it."""
    n = draw.choice((2, 2, 3))
    bound = 2 if n == 2 else 1
    (root,) = _until(
        lambda: (unimodular(draw, n, bound),), lambda found: not is_diagonal(found[0].T @ found[0]), "inner product"
    )
    form = root.T @ root
    p, q = draw.sample(_columns(root.inv(), n), 2)
    case = draw.below(4)
    if case == 0:
        pair = [p, draw.sign() * q]
    elif case == 1:
        pair = _stretched(draw, [p, q]) if n == 3 else [draw.choice((1, 2)) * p, draw.choice((2, 3)) * q]
        pair = [v if v.is_integer else 2 * v for v in pair]
    elif case == 2:
        pair = _until(
            lambda: orthogonal_vectors(draw, n, 2, 3),
            lambda pair: (pair[0].T @ form @ pair[1])[0, 0] != 0,
            "pair orthogonal for the dot product alone",
        )
    else:
        pair = [p, q + draw.sign() * p]
    return Matrix.from_columns(draw.shuffled(pair)), form


def _tall(draw: Draw) -> tuple[Matrix, None]:
    """Two or three columns of an orthogonal matrix, as they are, stretched, or with one replaced."""
    n, k = draw.choice(((3, 2), (4, 2), (4, 3)))
    columns = _columns(orthogonal(draw, n, denominator=7 if n == 3 else 5), k)
    case = draw.below(3)
    if case == 1:
        i = draw.below(k)
        columns[i] = draw.choice((2, 3, -2)) * columns[i]
    elif case == 2:
        kept = columns
        columns = _until(
            lambda: _one_replaced(draw, kept),
            lambda c: not is_diagonal(_gram(c)) and _gram(c).det() != 0,
            "tall matrix",
        )
    return Matrix.from_columns(columns), None


def _one_replaced(draw: Draw, columns: list[Matrix]) -> list[Matrix]:
    i = draw.below(len(columns))
    other = _unit(pythagorean(draw, columns[0].rows, 3))
    return [other if i == j else c for j, c in enumerate(columns)]


def _gram(columns: list[Matrix]) -> Matrix:
    a = Matrix.from_columns(columns)
    return a.T @ a


SAMPLERS: dict[str, Callable[[Draw], tuple[Matrix, Matrix | None]]] = {
    "pair": _pair,
    "square": _square,
    "inner": _inner,
    "tall": _tall,
}


# ------------------------------------------------------------------ what is true


def truths(kind: str, a: Matrix, form: Matrix | None) -> dict[str, bool]:
    """Every statement of the kind by its key, decided from the Gram matrix."""
    gram = a.T @ form @ a if form is not None else a.T @ a
    k = a.columns
    across = is_diagonal(gram)
    lengths = [gram[i, i] == 1 for i in range(k)]
    normal = across and all(lengths)
    if kind == "square":
        return {
            "columns": across,
            "orthogonal": normal,
            "det": abs(a.det()) == 1,
            "inverse": normal,
            "lengths": normal,
            "rows": normal,
            "yes": normal,
            "yes-columns": False,
            "yes-det": False,
            "yes-diagonal": False,
            "no-columns": not across,
            "no-lengths": across and not normal,
        }
    if kind == "tall":
        return {
            "columns": across,
            "left": normal,
            "right": False,
            "lengths": normal,
            "lengths-back": False,
            "projection": normal,
            "both": False,
            "left-only": normal,
            "right-only": False,
            "none": not normal,
        }
    dot = (a.T @ a)[0, 1] == 0
    return {
        "orthogonal": across,
        "dot": dot,
        "orthonormal": normal,
        "first": lengths[0],
        "second": lengths[1],
        "independent": a.rank() == 2,
        "only-orthogonal": across and not normal,
        "only-lengths": all(lengths) and not across,
        "neither": not across and not all(lengths),
        "only-dot": dot and not across,
        "neither-form": not dot and not across,
    }


def observed(kind: str, a: Matrix, form: Matrix | None) -> dict[str, bool]:
    """The same by the definitions, in floating point: products, lengths, and images of test vectors."""
    x = np.array(a.to_floats())
    m = np.eye(x.shape[0]) if form is None else np.array(form.to_floats())
    products = {(i, j): float(x[:, i] @ m @ x[:, j]) for i in range(x.shape[1]) for j in range(x.shape[1])}
    across = all(_near(p, 0) for (i, j), p in products.items() if i < j)
    lengths = [_near(np.sqrt(products[i, i]), 1) for i in range(x.shape[1])]
    if kind in ("pair", "inner"):
        dot = _near(float(x[:, 0] @ x[:, 1]), 0)
        return {
            "orthogonal": across,
            "dot": dot,
            "orthonormal": across and all(lengths),
            "first": lengths[0],
            "second": lengths[1],
            "independent": np.linalg.svd(x, compute_uv=False)[-1] > 1e-9,
            "only-orthogonal": across and not all(lengths),
            "only-lengths": all(lengths) and not across,
            "neither": not across and not all(lengths),
            "only-dot": dot and not across,
            "neither-form": not dot and not across,
        }
    left, right = _near(x.T @ x, np.eye(x.shape[1])), _near(x @ x.T, np.eye(x.shape[0]))
    common = {"columns": across, "lengths": _keeps_lengths(x)}
    if kind == "tall":
        p = x @ x.T
        return common | {
            "left": left,
            "right": right,
            "lengths-back": _keeps_lengths(x.T),
            "projection": _near(p @ p, p) and _near(p @ x, x),
            "both": left and right,
            "left-only": left and not right,
            "right-only": right and not left,
            "none": not left and not right,
        }
    det = np.linalg.det(x)
    inverse = abs(det) > 1e-9 and _near(np.linalg.inv(x), x.T)
    return common | {
        "orthogonal": left and right,
        "det": _near(abs(det), 1),
        "inverse": inverse,
        "rows": right,
        "yes": left,
        "yes-columns": False,
        "yes-det": False,
        "yes-diagonal": False,
        "no-columns": not across,
        "no-lengths": across and not all(lengths),
    }


def _near(x: object, y: object) -> bool:
    return bool(np.allclose(x, y, rtol=0, atol=1e-9))  # type: ignore[arg-type]


def _keeps_lengths(x: np.ndarray) -> bool:
    """True when the map keeps the length of every unit vector and of sums of two of them."""
    n = x.shape[1]
    tests = [np.eye(n)[i] + (np.eye(n)[j] if i != j else 0) for i in range(n) for j in range(i, n)]
    return all(_near(np.linalg.norm(x @ v), np.linalg.norm(v)) for v in tests)


# ------------------------------------------------------------------ options

TEXTS: dict[str, dict[str, str]] = {
    "pair": {
        "orthogonal": "$@u$ and $@v$ are orthogonal",
        "orthonormal": "$@u$ and $@v$ are orthonormal",
        "first": "$@u$ is a unit vector",
        "second": "$@v$ is a unit vector",
        "independent": "$@u$ and $@v$ are linearly independent",
        "only-orthogonal": "They are orthogonal, but not orthonormal",
        "only-lengths": "Both are unit vectors, but they are not orthogonal",
        "neither": "They are not orthogonal, and not both are unit vectors",
        "one-orthonormal": "They are orthonormal",
    },
    "inner": {
        "orthogonal": r"$@u$ and $@v$ are orthogonal for $\langle \cdot, \cdot \rangle$",
        "dot": "$@u$ and $@v$ are orthogonal for the dot product",
        "orthonormal": r"$@u$ and $@v$ are orthonormal for $\langle \cdot, \cdot \rangle$",
        "first": r"$@u$ has length 1 for $\langle \cdot, \cdot \rangle$",
        "second": r"$@v$ has length 1 for $\langle \cdot, \cdot \rangle$",
        "one-orthonormal": r"They are orthonormal for $\langle \cdot, \cdot \rangle$",
        "only-orthogonal": r"They are orthogonal for $\langle \cdot, \cdot \rangle$, but not orthonormal",
        "only-dot": r"They are orthogonal for the dot product, but not for $\langle \cdot, \cdot \rangle$",
        "neither-form": r"They are orthogonal neither for $\langle \cdot, \cdot \rangle$ nor for the dot product",
    },
    "square": {
        "columns": "The columns of $@u$ are orthogonal to one another",
        "orthogonal": "$@u$ is an orthogonal matrix",
        "det": r"$|\det(@u)| = 1$",
        "inverse": r"$@u^{-1} = @u^\top$",
        "lengths": r"$\|@u x\| = \|x\|$ for every $x \in \mathbb{R}^3$",
        "rows": "The rows of $@u$ are orthonormal",
        "yes": r"Yes, because $@u^\top @u = I$",
        "yes-columns": "Yes, because its columns are orthogonal to one another: no more is needed",
        "yes-det": r"Yes, because $\det(@u) = @det$: no more is needed",
        "yes-diagonal": r"Yes, because $@u^\top @u$ is invertible: no more is needed",
        "no-columns": "No, because not all of its columns are orthogonal to one another",
        "no-lengths": "No, because its columns are orthogonal to one another, but not all are unit vectors",
    },
    "tall": {
        "columns": "The columns of $@u$ are orthogonal to one another",
        "left": r"$@u^\top @u = I$",
        "right": r"$@u @u^\top = I$",
        "lengths": r"$\|@u x\| = \|x\|$ for every $x \in \mathbb{R}^@k$",
        "lengths-back": r"$\|@u^\top y\| = \|y\|$ for every $y \in \mathbb{R}^@n$",
        "projection": r"$@u @u^\top$ is the orthogonal projection onto the column space of $@u$",
        "both": r"$@u^\top @u = I$ and $@u @u^\top = I$",
        "left-only": r"$@u^\top @u = I$, but $@u @u^\top \ne I$",
        "right-only": r"$@u @u^\top = I$, but $@u^\top @u \ne I$",
        "none": r"Neither $@u^\top @u$ nor $@u @u^\top$ is $I$",
    },
}
MANY = {
    "pair": ("orthogonal", "orthonormal", "first", "second", "independent"),
    "inner": ("orthogonal", "dot", "orthonormal", "first", "second"),
    "square": ("columns", "orthogonal", "det", "inverse", "lengths", "rows"),
    "tall": ("columns", "left", "right", "lengths", "lengths-back", "projection"),
}
LENGTHS = "Orthogonal is not enough here: compute the lengths as well."
RECTANGULAR = (
    r"With more rows than columns $@u @u^\top$ has rank at most @k, so it cannot be the $@n \times @n$ identity: it "
    r"can only be a projection."
)
COLUMNS = "Orthogonal columns must also have length 1: then, and only then, $@u^\\top @u = I$."
DET = r"Every orthogonal matrix has determinant $\pm 1$, but so have many others: check the columns."
PLAIN = {
    "pair": "Compute the dot product of the two vectors, and of each with itself.",
    "inner": r"Compute $\langle @u, @v \rangle = @u^\top @f @v$, and the same of each vector with itself.",
    "square": r"Compute $@u^\top @u$: its entries are the products of the columns.",
    "tall": r"Compute $@u^\top @u$: its entries are the products of the columns.",
}


def keys(given: Given) -> tuple[str, ...]:
    """The statements among which to choose, before shuffling."""
    kind = given.kind
    if given.many:
        return MANY[kind]
    if kind == "square":
        third = "yes-det" if abs(given.a.det()) == 1 else "yes-diagonal"
        return ("yes", "yes-columns", third, "no-columns", "no-lengths")
    if kind == "tall":
        return ("both", "left-only", "right-only", "none")
    if kind == "inner":
        return ("one-orthonormal", "only-orthogonal", "only-dot", "neither-form")
    return ("one-orthonormal", "only-orthogonal", "only-lengths", "neither")


def _plain(key: str) -> str:
    return key.removeprefix("one-")


def _mistake(given: Given, key: str, true: Mapping[str, bool]) -> tuple[str, str]:
    """Mal-rule and feedback (template) for choosing a wrong statement."""
    kind, plain = given.kind, _plain(key)
    if kind == "tall" and plain in ("right", "lengths-back", "both", "right-only"):
        return "rectangular-both", RECTANGULAR
    if kind == "tall" and plain in ("left", "lengths", "projection", "left-only") and true["columns"]:
        return "columns-orthogonal-suffices", COLUMNS
    if kind == "square":
        return _mistake_about_matrix(plain, true)
    if plain == "orthonormal" and true["orthogonal"]:
        return "columns-orthogonal-suffices", LENGTHS
    return "", PLAIN[kind]


def _mistake_about_matrix(key: str, true: Mapping[str, bool]) -> tuple[str, str]:
    claims = ("orthogonal", "inverse", "lengths", "rows", "yes")
    if key == "yes-columns" or (key in claims and true["columns"]):
        return "columns-orthogonal-suffices", COLUMNS
    if key == "yes-det" or (key in claims and true["det"]):
        return "det-one", DET
    return "", PLAIN["square"]


class _Writer:
    """Writes the problem of a `Given`."""

    def __init__(self, given: Given) -> None:
        self.given = given
        u, v, f = given.letters
        self.words = {
            "u": Tex(u),
            "v": Tex(v),
            "f": Tex(f),
            "k": given.a.columns,
            "n": given.a.rows,
            "det": given.a.det() if given.kind == "square" else 0,
        }
        self.true = truths(given.kind, given.a, given.form)
        given_keys = keys(given)
        self.keys = sorted(given_keys, key=lambda key: given.order[given_keys.index(key)])

    def say(self, template: str) -> str:
        return text(template, **{name: value for name, value in self.words.items() if f"@{name}" in template})

    def option(self, key: str) -> str:
        return self.say(TEXTS[self.given.kind][key])

    def answer(self) -> ChoiceAnswer:
        """The options with what is said to wrong ones."""
        options = []
        for key in self.keys:
            if self.true[_plain(key)]:
                options.append(Option(self.option(key), correct=True))
            else:
                code, feedback = _mistake(self.given, key, self.true)
                options.append(Option(self.option(key), code=code, feedback=self.say(feedback)))
        return ChoiceAnswer(tuple(options), multiple=self.given.many)

    def conclusion(self) -> Step:
        right = [self.option(key) for key in self.keys if self.true[_plain(key)]]
        if not right:
            return Step("So none of the statements is true.")
        if not self.given.many:
            return Step(f"So the right answer is: {right[0]}.")
        statements = "\n".join(f"- {statement}" for statement in right)
        return Step(f"So {'this statement is' if len(right) == 1 else 'these statements are'} true:\n\n{statements}")


# ------------------------------------------------------------------ the problem

OPENINGS = {
    "pair": (
        "Consider the vectors",
        "The axes of a new coordinate system are to point along",
        "Two feature directions of a model are",
        "Two weight vectors of a layer are",
    ),
    "square": (
        "Consider the matrix",
        "A program returns the following matrix as an orthogonal factor.",
        "The columns of the following matrix are to serve as axes of a new coordinate system.",
        "A layer multiplies its input by the matrix",
    ),
    "tall": (
        "Consider the matrix",
        "Data are to be projected onto the column space of",
        "An encoder maps $x$ to $@u x$ with the matrix",
        "The columns of the following matrix are the directions kept by a dimensionality reduction.",
    ),
}
INNER = (
    r"On $\mathbb{R}^@n$ let $\langle w, z \rangle = w^\top @f z$. Consider",
    r"Lengths and angles in $\mathbb{R}^@n$ are measured by the inner product $\langle w, z \rangle = w^\top @f z$. "
    r"Let",
    r"Two directions are compared by the inner product $\langle w, z \rangle = w^\top @f z$, where",
)
ASK_MANY = "Which of these statements are true? Give all of them."
ASK_ONE = {
    "pair": "Which description is right?",
    "inner": "Which description is right?",
    "square": "Is $@u$ an orthogonal matrix?",
    "tall": "Which description is right?",
}
HINTS = {
    "pair": (
        "Orthogonal is a statement about one dot product, orthonormal about three.",
        r"Compute $@u^\top @v$, $\|@u\|^2$ and $\|@v\|^2$.",
    ),
    "inner": (
        r"Orthogonality and length depend on the inner product: keep $\langle \cdot, \cdot \rangle$ and the dot "
        "product apart.",
        r"Compute $@f @v$ once; its dot products with $@u$ and with $@v$ are two of the three numbers that you need.",
    ),
    "square": (
        "What is the definition of an orthogonal matrix, in terms of its columns?",
        r"Compute $@u^\top @u$ entry by entry: products of the columns with one another, and with themselves.",
    ),
    "tall": (
        r"$@u^\top @u$ and $@u @u^\top$ have different shapes, and different ranks can be reached.",
        r"The entries of $@u^\top @u$ are the products of the columns of $@u$.",
    ),
}


@orthogonality_check.problem
def build(*fields: object) -> Problem:
    """The vectors or the matrix, and statements about them."""
    given = Given(*fields)  # type: ignore[arg-type]
    writer = _Writer(given)
    told = {"pair": _pair_steps, "inner": _inner_steps, "square": _square_steps, "tall": _tall_steps}[given.kind]
    return Problem.single(
        prompt=_prompt(given, writer),
        answer=writer.answer(),
        hints=tuple(writer.say(hint) for hint in HINTS[given.kind]),
        steps=(*told(given, writer), writer.conclusion()),
    )


def _prompt(given: Given, writer: _Writer) -> str:
    openings = INNER if given.kind == "inner" else OPENINGS[given.kind]
    opening = writer.say(openings[given.wording % len(openings)])
    u, v, f = given.letters
    if given.kind in ("pair", "inner"):
        named = [(u, given.a.column(0)), (v, given.a.column(1))]
        if given.form is not None:
            named.insert(0, (f, given.form))
    else:
        named = [(u, given.a)]
    shown = r",\qquad ".join(f"{name} = {latex_of(value)}" for name, value in named)
    ask = ASK_MANY if given.many else writer.say(ASK_ONE[given.kind])
    return f"{opening} $${shown}.$$ {ask}"


def _sum_of_products(u: Matrix, v: Matrix) -> Tex:
    r"""2 \cdot 3 + (-1) \cdot 4."""
    terms = [rf"{_factor(x)} \cdot {_factor(y)}" for x, y in zip(u, v, strict=True)]
    return Tex(" + ".join(terms))


def _factor(x: Q) -> str:
    shown = latex_of(x)
    if x >= 0:
        return shown
    return f"({shown})" if x.q == 1 else rf"\left({shown}\right)"


def _squares(u: Matrix) -> Tex:
    """The squares of the entries as a sum: 16 + 1 + 4."""
    return Tex(" + ".join(latex_of(x * x) for x in u))


def _pair_steps(given: Given, writer: _Writer) -> tuple[Step, ...]:
    a, (u, v, _), true = given.a, given.letters, writer.true
    first, second = a.column(0), a.column(1)
    meaning = "the vectors are orthogonal" if true["orthogonal"] else "the vectors are not orthogonal"
    lengths = (
        "Both lengths are 1"
        if true["first"] and true["second"]
        else f"Only ${u}$ has length 1"
        if true["first"]
        else f"Only ${v}$ has length 1"
        if true["second"]
        else "Neither length is 1"
    )
    independent = "Neither vector is a multiple of the other, so they are linearly independent."
    return (
        step(
            rf"The dot product: ${u}^\top {v} = @terms = @dot$, so {meaning}.",
            terms=_sum_of_products(first, second),
            dot=first.dot(second),
        ),
        step(
            rf"The squared lengths: $\|{u}\|^2 = @p = @x$ and $\|{v}\|^2 = @q = @y$. {lengths}; orthonormal means "
            rf"orthogonal and both of length 1.",
            p=_squares(first),
            x=first.dot(first),
            q=_squares(second),
            y=second.dot(second),
        ),
        *((Step(independent),) if given.many and true["independent"] else ()),
    )


def _inner_steps(given: Given, writer: _Writer) -> tuple[Step, ...]:
    a, form, (u, v, f), true = given.a, given.form, given.letters, writer.true
    assert form is not None
    first, second = a.column(0), a.column(1)
    image, other = form @ second, form @ first
    meaning = "orthogonal" if true["orthogonal"] else "not orthogonal"
    usual = "orthogonal" if true["dot"] else "not orthogonal"
    return (
        step(
            rf"First ${f} {v} = @image$, so $\langle {u}, {v} \rangle = {u}^\top ({f} {v}) = @terms = @value$: for "
            rf"$\langle \cdot, \cdot \rangle$ they are {meaning}.",
            image=image,
            terms=_sum_of_products(first, image),
            value=first.dot(image),
        ),
        step(
            rf"The squared lengths: $\langle {v}, {v} \rangle = {v}^\top ({f} {v}) = @y$, and with ${f} {u} = @other$ "
            rf"also $\langle {u}, {u} \rangle = @x$. A vector has length 1 if its squared length is 1.",
            y=second.dot(image),
            other=other,
            x=first.dot(other),
        ),
        step(
            rf"For comparison, the dot product is ${u}^\top {v} = @terms = @value$: for it they are {usual}.",
            terms=_sum_of_products(first, second),
            value=first.dot(second),
        ),
    )


def _crossing(a: Matrix) -> str:
    """The first two columns that are not orthogonal."""
    gram = a.T @ a
    i, j = next((i, j) for i in range(a.columns) for j in range(i + 1, a.columns) if gram[i, j] != 0)
    return (
        rf"The entry $({i + 1}, {j + 1})$, off the diagonal, is ${latex_of(gram[i, j])} \ne 0$: columns ${i + 1}$ and "
        rf"${j + 1}$ are not orthogonal."
    )


def _square_steps(given: Given, writer: _Writer) -> tuple[Step, ...]:
    a, u, true = given.a, given.letters[0], writer.true
    if true["orthogonal"]:
        why = (
            rf"So ${u}^\top {u} = I$: the columns are orthonormal and ${u}$ is orthogonal. Then ${u}^{{-1}} = "
            rf"{u}^\top$, the rows are "
            r"orthonormal, lengths are kept, and the determinant is $\pm 1$."
        )
    elif true["columns"]:
        why = (
            rf"Off the diagonal all entries are 0, so the columns are orthogonal to one another; but the diagonal "
            rf"shows that not all have length 1. So ${u}^\top {u} \ne I$, and ${u}$ is not orthogonal."
        )
    else:
        why = (
            rf"{_crossing(a)} So ${u}^\top {u} \ne I$, "
            rf"and ${u}$ is not orthogonal."
        )
    det = a.det()
    size = (
        rf"The determinant is $\det({u}) = {latex_of(det)}$. That is necessary for an orthogonal matrix, but not "
        rf"sufficient."
        if true["det"] and not true["orthogonal"]
        else rf"The determinant is $\det({u}) = {latex_of(det)}$."
    )
    return (
        step(rf"The products of the columns are the entries of $${u}^\top {u} = @gram.$$", gram=a.T @ a),
        Step(why),
        *((Step(size),) if given.many or true["det"] else ()),
    )


def _tall_steps(given: Given, writer: _Writer) -> tuple[Step, ...]:
    a, u, true = given.a, given.letters[0], writer.true
    if true["left"]:
        why = (
            rf"So ${u}^\top {u} = I$: the columns are orthonormal. Therefore $\|{u} x\|^2 = x^\top {u}^\top {u} x = "
            rf"\|x\|^2$, and ${u} {u}^\top$ is the orthogonal projection onto the column space."
        )
    elif true["columns"]:
        why = (
            rf"The columns are orthogonal to one another, but the diagonal shows that not all have length 1. So "
            rf"${u}^\top {u} \ne I$; lengths are not kept, and ${u} {u}^\top$ is not a projection."
        )
    else:
        why = (
            rf"{_crossing(a)} So ${u}^\top {u} \ne I$; "
            rf"lengths are not kept, and ${u} {u}^\top$ is not a projection."
        )
    rank = (
        rf"${u} {u}^\top$ is a ${a.rows} \times {a.rows}$ matrix of rank at most {a.columns}, so it is never the "
        rf"identity, and ${u}^\top$ sends some $y \ne 0$ to 0."
    )
    return (
        step(rf"The products of the columns are the entries of $${u}^\top {u} = @gram.$$", gram=a.T @ a),
        Step(why),
        Step(f"The matrix {rank}"),
    )


@orthogonality_check.verify
def by_definition(*fields: object) -> bool:
    """Evaluate every statement by its definition, with numpy."""
    *rest, answer = fields
    given = Given(*rest)  # type: ignore[arg-type]
    writer = _Writer(given)
    seen = observed(given.kind, given.a, given.form)
    return sorted(answer) == sorted(writer.option(key) for key in keys(given) if seen[_plain(key)])  # type: ignore[call-overload]
