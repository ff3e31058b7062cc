"""Statements of level 2: true with a hypothesis that the false twin has lost, or weakened."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from question_bank._statements import Example, Numbers, Pair, Statement
from question_bank.la._facts_examples import (
    COMMUTE,
    ONE_SQUARE,
    SPANS,
    SQUARE,
    THREE_VECTORS,
    TRIPLE,
    TWO_SQUARE,
    found,
    matrix,
    not_commuting,
    of_rank,
    one_of,
    proportional,
    rank_of,
    regular_pair,
    sizes,
    square,
    unit_determinant,
    vector,
)
from quizgen.draw import Draw
from quizgen.exact import Matrix, Vector

WIDE = ({"m": 2, "n": 3}, {"m": 2, "n": 4}, {"m": 3, "n": 4})
TALL = ({"m": 3, "n": 2}, {"m": 4, "n": 2}, {"m": 4, "n": 3})
EVEN_SIDED = ({"m": 2, "n": 2}, {"m": 3, "n": 3})
BACK_AND_FORTH = (
    r"For every $@m \times @n$ matrix $@A$ and every $@n \times @m$ matrix $@B$:",
    r"Let $@A \in \mathbb{R}^{@m \times @n}$ and $@B \in \mathbb{R}^{@n \times @m}$.",
)


# ------------------------------------------------------------------ square or not


def _inverse_pair(draw: Draw, numbers: Numbers) -> Example:
    a = unit_determinant(draw, numbers["n"])
    return {"A": a, "B": a.inv()}


def _right_inverse(draw: Draw, numbers: Numbers) -> Example:
    """A = [I X] with its columns shuffled, B a right inverse: [I - X Y; Y] with its rows shuffled."""
    m, n = numbers["m"], numbers["n"]
    x, y = matrix(draw, m, n - m), Matrix([[draw.integer(-1, 1) for _ in range(m)] for _ in range(n - m)])
    a = Matrix.identity(m).hstack(x)
    b = (Matrix.identity(m) - x @ y).vstack(y)
    order = draw.shuffled(range(n))
    return {
        "A": Matrix([[row[j] for j in order] for row in a.to_rows()]),
        "B": Matrix([b.to_rows()[j] for j in order]),
    }


ONE_SIDED_INVERSE = Pair(
    "one-sided-inverse",
    2,
    BACK_AND_FORTH,
    r"What are the shapes of $@A @B$ and $@B @A$, and how large can the rank of $@B @A$ be?",
    Statement(
        (
            r"if $@A @B$ is the identity matrix, then $@B @A$ is the identity matrix, too.",
            r"if $@A @B = I$, then also $@B @A = I$.",
        ),
        (
            r"From $@A @B = I$ follows $\ker(@B) = \{0\}$: if $@B x = 0$, then $x = @A @B x = 0$. Because $@B$ is "
            r"square, it is invertible.",
            r"Multiplying $@A @B = I$ by $@B^{-1}$ from the right gives $@A = @B^{-1}$, so $@B @A = I$.",
        ),
        ("A B = I",),
        "B A = I",
        _inverse_pair,
        "For square matrices an inverse from one side is an inverse from both.",
        numbers=one_of(*EVEN_SIDED),
    ),
    Statement(
        (
            r"if $@A @B$ is the identity matrix, then $@B @A$ is the identity matrix, too.",
            r"if $@A @B = I$, then also $@B @A = I$.",
        ),
        (
            r"That is so for square matrices. Here $@B @A$ is a $@n \times @n$ matrix of rank at most @m, so it can "
            r"never be the identity.",
            r"To find an example, choose $@A$ with independent rows and solve $@A @B = I$ column by column.",
        ),
        ("A B = I",),
        "B A = I",
        _right_inverse,
        r"One-sided inverses are two-sided for square matrices; look at the shapes of $@A @B$ and $@B @A$.",
        "square-only",
        numbers=one_of(*WIDE),
    ),
    {"A": ("m", "n"), "B": ("n", "m")},
)

ANY_SHAPE = (
    r"For every $@m \times @n$ matrix $@A$:",
    r"Let $@A \in \mathbb{R}^{@m \times @n}$.",
)

TRIVIAL_KERNEL = Pair(
    "trivial-kernel",
    2,
    ANY_SHAPE,
    r"How many pivots does $@A$ have if there is no free unknown, and how many rows are there?",
    Statement(
        (
            r"if $@A x = 0$ has only the solution $x = 0$, then $@A x = b$ has a solution for every $b \in "
            r"\mathbb{R}^@m$.",
            r"if $\ker(@A) = \{0\}$, then $@A x = b$ can be solved for every $b \in \mathbb{R}^@m$.",
        ),
        (
            r"With a trivial kernel the rank-nullity theorem gives $\operatorname{rank}(@A) = @n - 0 = @n$. As there "
            r"are just @m rows, the columns span $\mathbb{R}^@m$, so every $b$ is a combination of them.",
        ),
        ("{n} - rank(A) = 0",),
        "rank(A) = {m}",
        lambda draw, numbers: {"A": unit_determinant(draw, numbers["n"])},
        "Count pivots: none of the columns is free, and there are as many rows as columns.",
        numbers=one_of(*EVEN_SIDED),
    ),
    Statement(
        (
            r"if $@A x = 0$ has only the solution $x = 0$, then $@A x = b$ has a solution for every $b \in "
            r"\mathbb{R}^@m$.",
            r"if $\ker(@A) = \{0\}$, then $@A x = b$ can be solved for every $b \in \mathbb{R}^@m$.",
        ),
        (
            r"The kernel is trivial exactly if $\operatorname{rank}(@A) = @n$, and every right-hand side can be "
            r"reached exactly if $\operatorname{rank}(@A) = @m$. For square matrices that is the same; with @m rows "
            r"and @n columns the rank is at most @n, so any $@A$ with independent columns is a counterexample.",
        ),
        ("{n} - rank(A) = 0",),
        "rank(A) = {m}",
        lambda draw, numbers: {"A": of_rank(draw, numbers["m"], numbers["n"], numbers["n"])},
        "Injective and surjective are the same for square matrices; count the rows here.",
        "square-only",
        numbers=one_of(*TALL),
    ),
    {"A": ("m", "n")},
    tex={"{n} - rank(A)": r"\dim\ker(@A)"},
)

KERNEL_OF_TRANSPOSE = Pair(
    "kernel-of-transpose",
    2,
    ANY_SHAPE,
    r"$@A$ and $@A^\top$ have the same rank. Use the rank-nullity theorem for both.",
    Statement(
        (
            r"the kernels of $@A$ and $@A^\top$ have the same dimension.",
            r"as many independent vectors solve $@A x = 0$ as $@A^\top y = 0$.",
        ),
        (
            r"$\dim\ker(@A) = @n - \operatorname{rank}(@A)$ and $\dim\ker(@A^\top) = @m - "
            r"\operatorname{rank}(@A^\top)$. The ranks are equal, and both matrices have @n columns.",
        ),
        (),
        "{n} - rank(A) = {m} - rank(transpose(A))",
        lambda draw, numbers: {"A": of_rank(draw, numbers["m"], numbers["n"], numbers["n"] - 1)},
        r"Row rank is column rank; now count the columns of $@A$ and of $@A^\top$.",
        numbers=one_of(*EVEN_SIDED),
    ),
    Statement(
        (
            r"the kernels of $@A$ and $@A^\top$ have the same dimension.",
            r"as many independent vectors solve $@A x = 0$ as $@A^\top y = 0$.",
        ),
        (
            r"$\dim\ker(@A) = @n - \operatorname{rank}(@A)$, but $\dim\ker(@A^\top) = @m - \operatorname{rank}(@A)$. "
            r"With $@m \ne @n$ these are never equal: every matrix of this shape is a counterexample.",
        ),
        (),
        "{n} - rank(A) = {m} - rank(transpose(A))",
        lambda draw, numbers: {"A": of_rank(draw, numbers["m"], numbers["n"], min(numbers["m"], numbers["n"]))},
        "Equal ranks give kernels of equal dimension only if there are as many rows as columns.",
        "square-only",
        numbers=one_of(*WIDE, *TALL),
    ),
    {"A": ("m", "n")},
    tex={"{n} - rank(A)": r"\dim\ker(@A)", "{m} - rank(transpose(A))": r"\dim\ker(@A^\top)"},
)


def _skew(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    rows = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1, n):
            rows[i][j] = draw.integer(-3, 3, nonzero=True)
            rows[j][i] = -rows[i][j]
    return {"A": Matrix(rows)}


SKEW = Pair(
    "skew-symmetric",
    2,
    ONE_SQUARE,
    r"Take the determinant of both sides of $@A^\top = -@A$.",
    Statement(
        (
            r"if $@A^\top = -@A$, then $@A$ is not invertible.",
            r"the matrix $@A$ cannot be invertible if $@A^\top = -@A$.",
        ),
        (
            r"$\det(@A) = \det(@A^\top) = \det(-@A) = (-1)^@n \det(@A) = -\det(@A)$, because @n is odd. "
            r"So $\det(@A) = 0$.",
        ),
        ("transpose(A) = -A",),
        "det(A) = 0",
        _skew,
        r"How often does the factor $-1$ come out of the determinant?",
        numbers=one_of({"n": 3}),
    ),
    Statement(
        (
            r"if $@A^\top = -@A$, then $@A$ is not invertible.",
            r"the matrix $@A$ cannot be invertible if $@A^\top = -@A$.",
        ),
        (
            r"$\det(@A) = \det(@A^\top) = \det(-@A) = (-1)^@n \det(@A)$ forces the determinant to be 0 if the size "
            r"is odd; for the even size @n it says nothing.",
        ),
        ("transpose(A) = -A",),
        "det(A) = 0",
        lambda draw, numbers: found(lambda: _skew(draw, numbers), lambda e: e["A"].det() != 0),
        r"That holds for odd sizes: what is $(-1)^@n$ here?",
        numbers=one_of({"n": 2}, {"n": 2}, {"n": 4}),
    ),
    {"A": SQUARE},
)


# ------------------------------------------------------------------ commuting


def _commuting(draw: Draw, numbers: Numbers) -> Example:
    """A and A + kI or kA: both commute with A."""
    a = found(lambda: square(draw, numbers["n"]), lambda x: not x.is_zero)
    k = draw.choice((1, -1, 2))
    return {"A": a, "B": draw.choice((a + k * Matrix.identity(numbers["n"]), k * a + Matrix.identity(numbers["n"])))}


def _symmetric(draw: Draw, n: int) -> Matrix:
    a = square(draw, n).to_rows()
    return Matrix([[a[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)])


def _symmetric_pair(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    a, b = found(lambda: (_symmetric(draw, n), _symmetric(draw, n)), lambda ab: ab[0] @ ab[1] != ab[1] @ ab[0])
    return {"A": a, "B": b}


class Weak(NamedTuple):
    """A hypothesis that does not help, for the false twin of an identity."""

    word: str
    """What both matrices are."""
    assume: tuple[str, ...]
    make: Callable[[Draw, Numbers], Example]
    """Two such matrices that do not commute."""


SYMMETRIC = Weak("symmetric", ("transpose(A) = A", "transpose(B) = B"), _symmetric_pair)
INVERTIBLE = Weak("invertible", ("det(A) != 0", "det(B) != 0"), regular_pair)
NONZERO = Weak("nonzero", ("A != 0", "B != 0"), not_commuting)
Product = Callable[[Matrix, Matrix], Matrix]


def _identity_pair(
    name: str, latex: str, claim: str, expansion: str, weak: Weak, sides: tuple[Product, Product]
) -> Pair:
    """An identity of numbers that matrices satisfy if they commute.

    `claim` is its condition, `sides` are its two sides; the false twin has the hypothesis `weak` instead.
    """
    left, right = sides

    def breaks(draw: Draw, numbers: Numbers) -> Example:
        return found(lambda: weak.make(draw, numbers), lambda e: left(e["A"], e["B"]) != right(e["A"], e["B"]))

    return Pair(
        name,
        2,
        TWO_SQUARE,
        "Multiply out, and keep the order of the factors.",
        Statement(
            (rf"if $@A @B = @B @A$, then ${latex}$.", rf"the identity ${latex}$ holds if $@A$ and $@B$ commute."),
            (expansion, r"Since $@A @B = @B @A$, the two sides agree."),
            ("A B = B A",),
            claim,
            _commuting,
            "Multiply out; where do you need that the factors may change places?",
        ),
        Statement(
            (
                rf"if $@A$ and $@B$ are {weak.word}, then ${latex}$.",
                rf"the identity ${latex}$ holds if $@A$ and $@B$ are {weak.word}.",
            ),
            (
                expansion,
                r"The two sides agree exactly if $@A @B$ may be replaced by $@B @A$ there, and being "
                rf"{weak.word} does not make matrices commute.",
            ),
            weak.assume,
            claim,
            breaks,
            COMMUTE,
            "commutes",
        ),
        {"A": SQUARE, "B": SQUARE},
        sizes(n=(2, 2, 3)),
    )


SQUARE_OF_SUM = _identity_pair(
    "square-of-sum",
    r"(@A + @B)^2 = @A^2 + 2 @A @B + @B^2",
    "(A + B)^2 = A^2 + 2 A B + B^2",
    r"Multiplied out with the order kept, $(@A + @B)^2 = @A^2 + @A @B + @B @A + @B^2$.",
    SYMMETRIC,
    (lambda a, b: (a + b) ** 2, lambda a, b: a**2 + 2 * (a @ b) + b**2),
)
DIFFERENCE_OF_SQUARES = _identity_pair(
    "difference-of-squares",
    r"(@A + @B)(@A - @B) = @A^2 - @B^2",
    "(A + B) (A - B) = A^2 - B^2",
    r"Multiplied out with the order kept, $(@A + @B)(@A - @B) = @A^2 - @A @B + @B @A - @B^2$.",
    INVERTIBLE,
    (lambda a, b: (a + b) @ (a - b), lambda a, b: a**2 - b**2),
)
SQUARE_OF_PRODUCT = _identity_pair(
    "square-of-product",
    r"(@A @B)^2 = @A^2 @B^2",
    "(A B)^2 = A^2 B^2",
    r"Written out, $(@A @B)^2 = @A @B @A @B$, whereas $@A^2 @B^2 = @A @A @B @B$.",
    NONZERO,
    (lambda a, b: (a @ b) ** 2, lambda a, b: a**2 @ b**2),
)

SYMMETRIC_PRODUCT = Pair(
    "symmetric-product",
    2,
    (
        r"For all symmetric $@n \times @n$ matrices $@A$ and $@B$,",
        r"If $@A, @B \in \mathbb{R}^{@n \times @n}$ are symmetric, then",
    ),
    r"Transpose the matrix in question and use $@A^\top = @A$ and $@B^\top = @B$.",
    Statement(
        (r"$@A @B + @B @A$ is symmetric.", r"the matrix $@A @B + @B @A$ is symmetric."),
        (r"$(@A @B + @B @A)^\top = @B^\top @A^\top + @A^\top @B^\top = @B @A + @A @B$: the two terms change places.",),
        ("transpose(A) = A", "transpose(B) = B"),
        "transpose(A B + B A) = A B + B A",
        _symmetric_pair,
        "Transpose each of the two terms.",
    ),
    Statement(
        (r"$@A @B$ is symmetric.", r"the matrix $@A @B$ is symmetric."),
        (
            r"$(@A @B)^\top = @B^\top @A^\top = @B @A$, so $@A @B$ is symmetric exactly if $@A$ and $@B$ commute. "
            "Symmetric matrices need not commute.",
        ),
        ("transpose(A) = A", "transpose(B) = B"),
        "transpose(A B) = A B",
        _symmetric_pair,
        r"Transposing turns $@A @B$ into $@B @A$. Are they the same?",
        "commutes",
    ),
    {"A": SQUARE, "B": SQUARE},
    sizes(n=(2, 2, 3)),
)


# ------------------------------------------------------------------ invertible or only nonzero


def _row_difference(draw: Draw, numbers: Numbers) -> Example:
    """A singular and not 0; B and C differ by columns of its kernel."""
    n = numbers["n"]

    def make() -> tuple[Matrix, Matrix, Matrix]:
        kernel = [draw.choice((1, 1, -1, 2, 0)) for _ in range(n)]
        a = _orthogonal_rows(draw, kernel)
        b = square(draw, n)
        factors = [draw.integer(-1, 1) for _ in range(n)]
        return a, b, b + Vector(kernel) @ Matrix([factors])

    a, b, c = found(make, lambda t: not t[0].is_zero and t[1] != t[2])
    return {"A": a, "B": b, "C": c}


def _orthogonal_rows(draw: Draw, kernel: list[int]) -> Matrix:
    """A matrix whose rows are combinations of vectors orthogonal to `kernel`."""
    n = len(kernel)
    i = draw.choice([k for k in range(n) if kernel[k] or not any(kernel)])
    rows = []
    for _ in range(n):
        row = [draw.integer(-1, 1) * kernel[i] if j != i else 0 for j in range(n)]
        row[i] = -sum(x * y for x, y in zip(row, kernel, strict=True)) // kernel[i] if kernel[i] else 0
        rows.append(row)
    return Matrix(rows)


def _same_factor(draw: Draw, numbers: Numbers) -> Example:
    b = square(draw, numbers["n"])
    return {"A": unit_determinant(draw, numbers["n"]), "B": b, "C": b}


CANCEL = Pair(
    "cancel-a-factor",
    2,
    (
        r"For all $@n \times @n$ matrices $@A$, $@B$ and $@C$:",
        r"Let $@A, @B, @C \in \mathbb{R}^{@n \times @n}$.",
    ),
    r"$@A @B = @A @C$ means $@A (@B - @C) = 0$: where do the columns of $@B - @C$ lie?",
    Statement(
        (
            r"if $@A$ is invertible and $@A @B = @A @C$, then $@B = @C$.",
            r"from $@A @B = @A @C$ follows $@B = @C$, provided that $@A$ is invertible.",
        ),
        (r"Multiply $@A @B = @A @C$ by $@A^{-1}$ from the left: $@B = @A^{-1} @A @B = @A^{-1} @A @C = @C$.",),
        ("det(A) != 0", "A B = A C"),
        "B = C",
        _same_factor,
        r"What can you multiply by, if $@A$ is invertible?",
    ),
    Statement(
        (
            r"if $@A$ is not the zero matrix and $@A @B = @A @C$, then $@B = @C$.",
            r"from $@A @B = @A @C$ follows $@B = @C$, provided that $@A \ne 0$.",
        ),
        (
            r"$@A (@B - @C) = 0$ says that every column of $@B - @C$ lies in the kernel of $@A$. Not being 0 does "
            r"not make the kernel of $@A$ trivial: cancelling needs an invertible $@A$.",
        ),
        ("A != 0", "A B = A C"),
        "B = C",
        _row_difference,
        r"Cancelling is multiplying by an inverse. Does every $@A \ne 0$ have one?",
    ),
    {"A": SQUARE, "B": SQUARE, "C": SQUARE},
    sizes(n=(2, 2, 3)),
)


def _projection(draw: Draw, numbers: Numbers) -> Example:
    """P D P^-1 with D a 0-1 diagonal that is neither 0 nor I."""
    n = numbers["n"]
    p = unit_determinant(draw, n)
    rank = draw.integer(1, n - 1)
    d = Matrix.diagonal(draw.shuffled([1] * rank + [0] * (n - rank)))
    return {"A": p @ d @ p.inv()}


IDEMPOTENT = Pair(
    "idempotent",
    2,
    ONE_SQUARE,
    r"Bring everything to one side: $@A (@A - I) = 0$. When is a product of matrices 0?",
    Statement(
        (
            r"if $@A^2 = @A$ and $@A$ is invertible, then $@A = I$.",
            r"if $@A$ is invertible and satisfies $@A^2 = @A$, then $@A$ is the identity.",
        ),
        (r"Multiply $@A^2 = @A$ by $@A^{-1}$: $@A = @A^{-1} @A^2 = @A^{-1} @A = I$.",),
        ("A^2 = A", "det(A) != 0"),
        "A = I",
        lambda draw, numbers: {"A": Matrix.identity(numbers["n"])},
        r"Multiply the equation by $@A^{-1}$.",
    ),
    Statement(
        (
            r"if $@A^2 = @A$ and $@A$ is not 0, then $@A = I$.",
            r"if $@A$ is not the zero matrix and satisfies $@A^2 = @A$, then $@A$ is the identity.",
        ),
        (
            r"For numbers it is so, because a product is 0 only if a factor is. But $@A (@A - I) = 0$ can hold for "
            r"matrices with both factors different from 0: every projection satisfies $@A^2 = @A$.",
        ),
        ("A^2 = A", "A != 0"),
        "A = I",
        _projection,
        "Think of a projection.",
    ),
    {"A": SQUARE},
    sizes(n=(2, 2, 3)),
)


def _nilpotent(draw: Draw, numbers: Numbers) -> Example:
    """A column times a row orthogonal to it."""
    n = numbers["n"]

    def make() -> tuple[Matrix, Matrix]:
        u = [draw.choice((1, -1, 2, 0)) for _ in range(n)]
        return Vector(u), _orthogonal_rows(draw, u).row(0)

    u, row = found(make, lambda pair: not pair[0].is_zero and not pair[1].is_zero)
    return {"A": u @ row}


SQUARE_ZERO = Pair(
    "square-is-zero",
    2,
    ONE_SQUARE,
    "Write out the entries on the diagonal of the product.",
    Statement(
        (r"if $@A^\top @A = 0$, then $@A = 0$.", r"only for $@A = 0$ is $@A^\top @A$ the zero matrix."),
        (
            r"The diagonal entries of $@A^\top @A$ are the sums of squares of the columns of $@A$. If they are all "
            r"0, every entry is 0.",
        ),
        ("transpose(A) A = 0",),
        "A = 0",
        lambda draw, numbers: {"A": Matrix.zeros(numbers["n"], numbers["n"])},
        r"What stands on the diagonal of $@A^\top @A$?",
    ),
    Statement(
        (r"if $@A @A = 0$, then $@A = 0$.", r"only for $@A = 0$ is $@A @A$ the zero matrix."),
        (
            r"A product of matrices can be 0 without a factor being 0: $@A @A = 0$ says only that the image of $@A$ "
            r"lies in its kernel. (With $@A^\top @A$ it would be true.)",
        ),
        ("A A = 0",),
        "A = 0",
        _nilpotent,
        "That is so for numbers. Look for a matrix that maps its own image to 0.",
    ),
    {"A": SQUARE},
    sizes(n=(2, 2, 3)),
)


# ------------------------------------------------------------------ lists of vectors


def _independent_images(draw: Draw, numbers: Numbers) -> Example:
    m, n = numbers["m"], numbers["n"]
    a, u, v = found(
        lambda: (matrix(draw, m, n), vector(draw, n), vector(draw, n)),
        lambda t: rank_of(t[0] @ t[1], t[0] @ t[2]) == 2,
    )
    return {"A": a, "u": u, "v": v}


def _dependent_images(draw: Draw, numbers: Numbers) -> Example:
    m, n = numbers["m"], numbers["n"]
    rank = min(m, n) - 1
    a, u, v = found(
        lambda: (of_rank(draw, m, n, rank), vector(draw, n), vector(draw, n)),
        lambda t: rank_of(t[1], t[2]) == 2 and rank_of(t[0] @ t[1], t[0] @ t[2]) == 1,
    )
    return {"A": a, "u": u, "v": v}


INDEPENDENT_IMAGES = Pair(
    "independent-images",
    2,
    (
        r"Let $@Phi: \mathbb{R}^@n \to \mathbb{R}^@m$ be the linear map with the matrix $@A$, and let $@u, @v \in "
        r"\mathbb{R}^@n$.",
        r"For every linear map $@Phi: \mathbb{R}^@n \to \mathbb{R}^@m$, $@Phi(x) = @A x$, and all $@u, @v \in "
        r"\mathbb{R}^@n$:",
    ),
    r"What does $@Phi$ make of a combination $\lambda @u + \mu @v$?",
    Statement(
        (
            r"if $@Phi(@u)$ and $@Phi(@v)$ are linearly independent, then $@u$ and $@v$ are linearly independent.",
            r"independent images $@Phi(@u)$ and $@Phi(@v)$ come from independent vectors $@u$ and $@v$.",
        ),
        (
            r"If $\lambda @u + \mu @v = 0$, then $\lambda @Phi(@u) + \mu @Phi(@v) = @Phi(0) = 0$. As the images are "
            r"independent, $\lambda = \mu = 0$.",
        ),
        ("rank(beside(A u, A v)) = 2",),
        "rank(beside(u, v)) = 2",
        _independent_images,
        r"Apply $@Phi$ to a relation between $@u$ and $@v$.",
    ),
    Statement(
        (
            r"if $@u$ and $@v$ are linearly independent, then $@Phi(@u)$ and $@Phi(@v)$ are linearly independent.",
            r"independent vectors $@u$ and $@v$ have independent images $@Phi(@u)$ and $@Phi(@v)$.",
        ),
        (
            r"A linear map can make vectors dependent: it is enough that some $\lambda @u + \mu @v \ne 0$ lies in "
            r"the kernel. The statement needs an injective $@Phi$.",
        ),
        ("rank(beside(u, v)) = 2",),
        "rank(beside(A u, A v)) = 2",
        _dependent_images,
        "That is the converse: relations survive a linear map, independence need not.",
        "converse",
    ),
    {"A": ("m", "n"), "u": ("n", 1), "v": ("n", 1)},
    one_of({"m": 2, "n": 2}, {"m": 2, "n": 3}, {"m": 3, "n": 2}),
    {
        "rank(beside(A u, A v))": r"\dim\operatorname{span}[@A @u, @A @v]",
        "rank(beside(u, v))": r"\dim\operatorname{span}[@u, @v]",
    },
)


def _same_on_basis(draw: Draw, numbers: Numbers) -> Example:
    u, v = found(lambda: (vector(draw, 2), vector(draw, 2)), lambda uv: not proportional(*uv))
    a = found(lambda: matrix(draw, numbers["m"], 2), lambda x: not x.is_zero)
    return {"A": a, "B": a, "u": u, "v": v}


def _same_on_line(draw: Draw, numbers: Numbers) -> Example:
    m = numbers["m"]
    u = found(lambda: vector(draw, 2), lambda x: x[0] != 0 and max(map(abs, x)) < 3)
    a = found(lambda: matrix(draw, m, 2), lambda x: not x.is_zero)
    difference = Vector(found(lambda: [draw.integer(-1, 1) for _ in range(m)], any)) @ Matrix([[-u[1], u[0]]])
    return {"A": a, "B": a + difference, "u": u, "v": draw.choice((2, -1, 3, -2)) * u}


AGREE_ON_TWO = Pair(
    "agree-on-two-vectors",
    2,
    (
        r"Let $@Phi, @Psi: \mathbb{R}^2 \to \mathbb{R}^@m$ be linear maps with the matrices $@A$ and $@B$ that agree "
        r"on $@u$ and on $@v$: $@A @u = @B @u$ and $@A @v = @B @v$.",
        r"For all $@A, @B \in \mathbb{R}^{@m \times 2}$ and $@u, @v \in \mathbb{R}^2$ with $@A @u = @B @u$ and $@A "
        r"@v = @B @v$:",
    ),
    r"Which vectors $x$ satisfy $@A x = @B x$ for certain?",
    Statement(
        (
            r"if $@u$ and $@v$ are linearly independent, then $@A = @B$.",
            r"the matrices $@A$ and $@B$ are equal if $@u$ and $@v$ are linearly independent.",
        ),
        (
            r"Two independent vectors are a basis of $\mathbb{R}^2$: every $x$ is $\lambda @u + \mu @v$, so "
            r"$@A x = \lambda @A @u + \mu @A @v = \lambda @B @u + \mu @B @v = @B x$.",
        ),
        ("rank(beside(u, v)) = 2", "A u = B u", "A v = B v"),
        "A = B",
        _same_on_basis,
        r"A linear map is fixed by its values on a basis.",
    ),
    Statement(
        (
            r"if $@u$ and $@v$ are nonzero and $@u \ne @v$, then $@A = @B$.",
            r"the matrices $@A$ and $@B$ are equal if $@u$ and $@v$ are nonzero and different.",
        ),
        (
            r"A linear map is fixed by its values on a basis. Two different vectors can lie on one line, and then "
            "nothing is known off that line.",
        ),
        ("u != 0", "v != 0", "u != v", "A u = B u", "A v = B v"),
        "A = B",
        _same_on_line,
        r"Different vectors need not be a basis: what if $@v$ is a multiple of $@u$?",
    ),
    {"A": ("m", 2), "B": ("m", 2), "u": (2, 1), "v": (2, 1)},
    sizes(m=(2, 2, 3)),
    {"rank(beside(u, v))": r"\dim\operatorname{span}[@u, @v]"},
)


def _third_in_plane(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    u, v = found(lambda: (vector(draw, n), vector(draw, n)), lambda uv: not proportional(*uv))
    return {"u": u, "v": v, "w": draw.integer(-2, 2) * u + draw.choice((1, -1, 2)) * v}


def _third_outside(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    u, w = found(lambda: (vector(draw, n), vector(draw, n)), lambda uw: not proportional(*uw))
    return {"u": u, "v": draw.choice((2, -1, -2)) * u, "w": w}


THIRD_VECTOR = Pair(
    "third-vector",
    2,
    THREE_VECTORS,
    r"In a relation $\lambda @u + \mu @v + \nu @w = 0$ you can solve for $@w$ if $\nu \ne 0$. Must it be?",
    Statement(
        (
            r"if $@u$ and $@v$ are linearly independent and $@u, @v, @w$ are linearly dependent, then $@w$ is a "
            r"linear combination of $@u$ and $@v$.",
            r"if $@u, @v, @w$ are linearly dependent but $@u, @v$ are not, then $@w$ lies in "
            r"$\operatorname{span}[@u, @v]$.",
        ),
        (
            r"There is a relation $\lambda @u + \mu @v + \nu @w = 0$ with coefficients that are not all 0. Were $\nu "
            r"= 0$, it would be a relation between $@u$ and $@v$ alone, which are independent.",
            r"So $\nu \ne 0$ and $@w = -\frac{\lambda}{\nu} @u - \frac{\mu}{\nu} @v$.",
        ),
        ("rank(beside(u, v)) = 2", "rank(beside(u, v, w)) < 3"),
        "rank(beside(u, v)) = rank(beside(u, v, w))",
        _third_in_plane,
        r"Can the coefficient of $@w$ in the relation be 0?",
    ),
    Statement(
        (
            r"if $@u$ and $@v$ are nonzero and $@u, @v, @w$ are linearly dependent, then $@w$ is a linear "
            r"combination of $@u$ and $@v$.",
            r"if $@u, @v, @w$ are linearly dependent and $@u, @v$ are not 0, then $@w$ lies in "
            r"$\operatorname{span}[@u, @v]$.",
        ),
        (
            r"Dependence says that *some* vector is a combination of the others, not that it is $@w$. If $@u$ and "
            r"$@v$ depend on each other already, $@w$ can point anywhere.",
        ),
        ("u != 0", "v != 0", "rank(beside(u, v, w)) < 3"),
        "rank(beside(u, v)) = rank(beside(u, v, w))",
        _third_outside,
        r"The relation may involve only $@u$ and $@v$.",
    ),
    TRIPLE,
    sizes(n=(2, 3, 3)),
    SPANS,
)


def _one_is_zero(draw: Draw, numbers: Numbers) -> Example:
    m, n = numbers["m"], numbers["n"]
    if draw.flip():
        return {"u": Matrix.zeros(m), "v": vector(draw, n)}
    return {"u": vector(draw, m), "v": Matrix.zeros(n)}


OUTER_PRODUCT = Pair(
    "outer-product",
    2,
    (
        r"For all $@u \in \mathbb{R}^@m$ and $@v \in \mathbb{R}^@n$,",
        r"Let $@u \in \mathbb{R}^@m$ and $@v \in \mathbb{R}^@n$ be any vectors. Then",
    ),
    r"Every column of $@u @v^\top$ is a multiple of one vector.",
    Statement(
        (
            r"the matrix $@u @v^\top$ has rank at most 1.",
            r"the rank of the $@m \times @n$ matrix $@u @v^\top$ is at most 1.",
        ),
        (
            r"Column $j$ of $@u @v^\top$ is the vector $@u$ times entry $j$ of $@v$: all columns lie in "
            r"$\operatorname{span}[@u]$.",
        ),
        (),
        "rank(u transpose(v)) <= 1",
        lambda draw, numbers: {"u": vector(draw, numbers["m"]), "v": vector(draw, numbers["n"])},
        r"What do the columns of $@u @v^\top$ have in common?",
    ),
    Statement(
        (
            r"the matrix $@u @v^\top$ has rank 1.",
            r"the rank of the $@m \times @n$ matrix $@u @v^\top$ is 1.",
        ),
        (
            r"All columns are multiples of $@u$, so the rank is at most 1. It is 0 if one of the vectors is 0: the "
            r"statement needs the hypothesis $@u \ne 0$ and $@v \ne 0$.",
        ),
        (),
        "rank(u transpose(v)) = 1",
        _one_is_zero,
        "Try extreme vectors.",
    ),
    {"u": ("m", 1), "v": ("n", 1)},
    one_of({"m": 2, "n": 2}, {"m": 2, "n": 3}, {"m": 3, "n": 2}, {"m": 3, "n": 3}),
)

PAIRS = (
    ONE_SIDED_INVERSE,
    TRIVIAL_KERNEL,
    KERNEL_OF_TRANSPOSE,
    SKEW,
    SQUARE_OF_SUM,
    DIFFERENCE_OF_SQUARES,
    SQUARE_OF_PRODUCT,
    SYMMETRIC_PRODUCT,
    CANCEL,
    IDEMPOTENT,
    SQUARE_ZERO,
    INDEPENDENT_IMAGES,
    AGREE_ON_TWO,
    THIRD_VECTOR,
    OUTER_PRODUCT,
)
