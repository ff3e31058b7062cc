"""Statements of level 1: definitions and rules recalled."""

from __future__ import annotations

from question_bank._statements import Example, Numbers, Pair, Statement
from question_bank.la._facts_examples import (
    COMMUTE,
    ONE_SQUARE,
    SPANS,
    SQUARE,
    THREE_VECTORS,
    TRIPLE,
    TWO_SQUARE,
    VECTOR,
    found,
    independent,
    matrix,
    no_zero_column,
    not_commuting,
    of_rank,
    one_of,
    proportional,
    regular_pair,
    sizes,
    square,
    unit_determinant,
    vector,
)
from quizgen.draw import Draw
from quizgen.exact import Matrix


def _singular_sum(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    a, b = found(lambda: (unit_determinant(draw, n), unit_determinant(draw, n)), lambda ab: (ab[0] + ab[1]).det() == 0)
    return {"A": a, "B": b}


REGULAR = (
    r"For all invertible $@n \times @n$ matrices $@A$ and $@B$,",
    r"If $@A, @B \in \mathbb{R}^{@n \times @n}$ are invertible, then",
    r"For any two invertible matrices $@A, @B \in \mathbb{R}^{@n \times @n}$,",
)

INVERSE_OF_PRODUCT = Pair(
    "inverse-of-product",
    1,
    REGULAR,
    "Multiply the product by what is said to be its inverse, and see what cancels.",
    Statement(
        (r"$(@A @B)^{-1} = @B^{-1} @A^{-1}$.", r"the inverse of $@A @B$ is $@B^{-1} @A^{-1}$."),
        (
            r"Multiply: $(@A @B)(@B^{-1} @A^{-1}) = @A (@B @B^{-1}) @A^{-1} = @A @A^{-1} = I$, and in the same way "
            r"$(@B^{-1} @A^{-1})(@A @B) = I$. So $@B^{-1} @A^{-1}$ is the inverse of $@A @B$.",
        ),
        ("det(A) != 0", "det(B) != 0"),
        "inv(A B) = inv(B) inv(A)",
        regular_pair,
        r"Multiply $@A @B$ by $@B^{-1} @A^{-1}$: the two inner factors cancel first.",
    ),
    Statement(
        (r"$(@A @B)^{-1} = @A^{-1} @B^{-1}$.", r"the inverse of $@A @B$ is $@A^{-1} @B^{-1}$."),
        (
            r"The inverse of a product is the product of the inverses in the opposite order, $@B^{-1} @A^{-1}$. "
            r"It equals $@A^{-1} @B^{-1}$ only where $@A$ and $@B$ commute, so look for two that do not.",
        ),
        ("det(A) != 0", "det(B) != 0"),
        "inv(A B) = inv(A) inv(B)",
        regular_pair,
        COMMUTE,
        "commutes",
    ),
    {"A": SQUARE, "B": SQUARE},
    sizes(n=(2, 2, 3)),
)

TRANSPOSE_OF_PRODUCT = Pair(
    "transpose-of-product",
    1,
    (*TWO_SQUARE[:2], r"For any two matrices $@A, @B \in \mathbb{R}^{@n \times @n}$:"),
    r"Write the entry in row $i$ and column $j$ of both sides as a sum.",
    Statement(
        (r"the transpose of $@A @B$ is $@B^\top @A^\top$.", r"transposing $@A @B$ gives $@B^\top @A^\top$."),
        (
            r"The entry of $(@A @B)^\top$ in row $i$ and column $j$ is that of $@A @B$ in row $j$ and column $i$: "
            r"row $j$ of $@A$ times column $i$ of $@B$. That is row $i$ of $@B^\top$ times column $j$ of $@A^\top$.",
        ),
        (),
        "transpose(A B) = transpose(B) transpose(A)",
        not_commuting,
        r"Transposing turns the rows of $@A$ into columns, so the factors change places.",
    ),
    Statement(
        (r"the transpose of $@A @B$ is $@A^\top @B^\top$.", r"transposing $@A @B$ gives $@A^\top @B^\top$."),
        (
            r"Always $(@A @B)^\top = @B^\top @A^\top$. The product $@A^\top @B^\top$ is $(@B @A)^\top$, and that is "
            r"another matrix as soon as $@A @B \ne @B @A$.",
        ),
        (),
        "transpose(A B) = transpose(A) transpose(B)",
        not_commuting,
        COMMUTE,
        "commutes",
    ),
    {"A": SQUARE, "B": SQUARE},
    sizes(n=(2, 2, 3)),
)

SUM_OR_PRODUCT_REGULAR = Pair(
    "sum-or-product-regular",
    1,
    REGULAR,
    "A square matrix is invertible exactly if its determinant is not 0.",
    Statement(
        (r"the product $@A @B$ is invertible.", r"$@A @B$ is invertible, too."),
        (
            r"$\det(@A @B) = \det(@A) \det(@B)$ is a product of two numbers that are not 0. "
            r"(The inverse is $@B^{-1} @A^{-1}$.)",
        ),
        ("det(A) != 0", "det(B) != 0"),
        "det(A B) != 0",
        regular_pair,
        r"Write down what undoes $@B$ and then $@A$ in the product.",
    ),
    Statement(
        (r"the sum $@A + @B$ is invertible.", r"$@A + @B$ is invertible, too."),
        (
            r"Determinants multiply, but they do not add: nothing keeps $\det(@A + @B)$ away from 0. "
            r"The simplest choice is $@B = -@A$, whose sum with $@A$ is 0; here is a less obvious one.",
        ),
        ("det(A) != 0", "det(B) != 0"),
        "det(A + B) != 0",
        _singular_sum,
        "Two invertible matrices can cancel each other, in whole or in part.",
    ),
    {"A": SQUARE, "B": SQUARE},
    sizes(n=(2, 2, 3)),
)


def _scaled(draw: Draw) -> Numbers:
    n, k = draw.choice((2, 2, 3)), draw.choice((2, 3, -2, -3, 4))
    return {"n": n, "k": k, "power": k**n}


DET_OF_MULTIPLE = Pair(
    "det-of-multiple",
    1,
    (r"For every $@n \times @n$ matrix $@A$,", r"For each $@A \in \mathbb{R}^{@n \times @n}$,"),
    r"Multiplying the matrix by a number multiplies each of its rows: what does one row do to the determinant?",
    Statement(
        (r"$\det(@*{k}@A) = @power \det(@A)$.", r"the determinant of $@*{k}@A$ is $@power \det(@A)$."),
        (
            r"The determinant is linear in each row, and in $@*{k}@A$ all @n rows are multiplied by $@k$: "
            r"the factor comes out @n times, which makes $@k^@n = @power$.",
        ),
        (),
        "det({k} A) = {power} det(A)",
        lambda draw, numbers: {"A": unit_determinant(draw, numbers["n"])},
        r"Take the factor $@k$ out of one row after the other and count how often.",
    ),
    Statement(
        (r"$\det(@*{k}@A) = @k \det(@A)$.", r"the determinant of $@*{k}@A$ is $@k \det(@A)$."),
        (
            r"The determinant is linear in each row, not in the matrix: in $@*{k}@A$ each of the @n rows brings a "
            r"factor $@k$. So $\det(@*{k}@A) = @k^@n \det(@A) = @power \det(@A)$, and any $@A$ with $\det(@A) \ne 0$ "
            "shows the difference.",
        ),
        (),
        "det({k} A) = {k} det(A)",
        lambda draw, numbers: {"A": unit_determinant(draw, numbers["n"])},
        r"Every one of the @n rows is multiplied by $@k$, not only one.",
    ),
    {"A": SQUARE},
    _scaled,
    {
        "det({k} A)": r"\det(@*{k}@A)",
        "{k} det(A)": r"@k \det(@A)",
        "{power} det(A)": r"@power \det(@A)",
    },
)


def _determinants_do_not_add(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    a, b = found(
        lambda: (square(draw, n), square(draw, n)),
        lambda ab: ab[0].det() != 0 and (ab[0] + ab[1]).det() != ab[0].det() + ab[1].det(),
    )
    return {"A": a, "B": b}


DET_SUM_PRODUCT = Pair(
    "det-sum-product",
    1,
    (
        r"For all $@n \times @n$ matrices $@A$ and $@B$,",
        r"For any two matrices $@A, @B \in \mathbb{R}^{@n \times @n}$,",
    ),
    "Compute both sides for two matrices of which you know everything, such as diagonal ones.",
    Statement(
        (r"$\det(@A @B) = \det(@A) \det(@B)$.", r"$\det(@A) \det(@B) = \det(@A @B)$."),
        (
            "This is the product rule of determinants. Seen as volumes: the map of a matrix multiplies every volume "
            "by the absolute value of its determinant, and doing $@B$ first and then $@A$ multiplies by both.",
        ),
        (),
        "det(A B) = det(A) det(B)",
        regular_pair,
        "The determinant of a product is the one rule for determinants that is as simple as it looks.",
    ),
    Statement(
        (r"$\det(@A + @B) = \det(@A) + \det(@B)$.", r"$\det(@A) + \det(@B) = \det(@A + @B)$."),
        (
            r"The determinant is multiplicative and linear in each single row, but not additive. Already "
            r"$@A = @B = I$ shows it: $\det(2I) = 2^@n$ and not 2. Here is another pair.",
        ),
        (),
        "det(A + B) = det(A) + det(B)",
        _determinants_do_not_add,
        r"Try $@A = @B = I$.",
    ),
    {"A": SQUARE, "B": SQUARE},
    sizes(n=(2, 2, 3)),
)


def _dependent_nonzero(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]

    def make() -> tuple[Matrix, Matrix, Matrix]:
        u, v = vector(draw, n), vector(draw, n)
        return u, v, draw.sign() * u + draw.integer(-2, 2) * v

    u, v, w = found(make, lambda t: not t[2].is_zero and not proportional(t[0], t[1]))
    return dict(zip("uvw", draw.shuffled((u, v, w)), strict=True))


def _with_zero(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    return dict(zip("uvw", draw.shuffled((vector(draw, n), vector(draw, n), Matrix.zeros(n))), strict=True))


ZERO_VECTOR = Pair(
    "zero-vector",
    1,
    THREE_VECTORS,
    "Dependent means: some combination gives 0 although not all of its coefficients are 0.",
    Statement(
        (
            r"if one of $@u, @v, @w$ is the zero vector, then $@u, @v, @w$ are linearly dependent.",
            r"the vectors $@u, @v, @w$ are linearly dependent if one of them is the zero vector.",
        ),
        (
            r"Take the zero vector with coefficient 1 and the other two with coefficient 0: this combination is 0, "
            r"and not all of its coefficients are.",
        ),
        ("u = 0 or v = 0 or w = 0",),
        "rank(beside(u, v, w)) < 3",
        _with_zero,
        "The zero vector may have any coefficient without changing a combination.",
    ),
    Statement(
        (
            r"if $@u, @v, @w$ are linearly dependent, then one of $@u, @v, @w$ is the zero vector.",
            r"one of $@u, @v, @w$ is the zero vector if they are linearly dependent.",
        ),
        (
            "A zero vector makes a list dependent, but a list can be dependent without one: it is enough that one "
            "vector is a combination of the others.",
        ),
        ("rank(beside(u, v, w)) < 3",),
        "u = 0 or v = 0 or w = 0",
        _dependent_nonzero,
        "That is the converse: from a zero vector follows dependence, not the other way round.",
        "converse",
    ),
    TRIPLE,
    sizes(n=(2, 3)),
    SPANS,
)


def _pairwise_only(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]

    def make() -> tuple[Matrix, ...]:
        u, v = vector(draw, n), vector(draw, n)
        return u, v, draw.choice((1, -1, 2)) * u + draw.choice((1, -1, 2)) * v

    vectors = found(make, lambda t: not proportional(t[0], t[1]))
    return dict(zip("uvw", draw.shuffled(vectors), strict=True))


PAIRWISE = Pair(
    "pairwise-independent",
    1,
    THREE_VECTORS,
    "Think of three vectors that lie in one plane.",
    Statement(
        (
            r"if $@u, @v, @w$ are linearly independent, then any two of them are linearly independent.",
            r"any two of $@u, @v, @w$ are linearly independent if all three together are.",
        ),
        (
            "A combination of two of them that gives 0 is a combination of all three, with coefficient 0 for the "
            "third. As the three are independent, all its coefficients are 0.",
        ),
        ("rank(beside(u, v, w)) = 3",),
        "rank(beside(u, v)) = 2 and rank(beside(u, w)) = 2 and rank(beside(v, w)) = 2",
        independent,
        "Give the third vector the coefficient 0.",
    ),
    Statement(
        (
            r"if any two of $@u, @v, @w$ are linearly independent, then $@u, @v, @w$ are linearly independent.",
            r"the vectors $@u, @v, @w$ together are linearly independent if any two of them are.",
        ),
        (
            "Looking at two at a time misses relations among three: two independent vectors span a plane, and a "
            "third vector of that plane, not a multiple of either, depends on both.",
        ),
        ("rank(beside(u, v)) = 2", "rank(beside(u, w)) = 2", "rank(beside(v, w)) = 2"),
        "rank(beside(u, v, w)) = 3",
        _pairwise_only,
        "That is the converse: independence of three vectors is more than independence of each two.",
        "converse",
    ),
    TRIPLE,
    sizes(n=(3, 3, 4)),
    SPANS,
)

COLUMNS = {
    "A [1, 0]": r"@A e_1",
    "A [0, 1]": r"@A e_2",
    "A [1, 0, 0]": r"@A e_1",
    "A [0, 1, 0]": r"@A e_2",
    "A [0, 0, 1]": r"@A e_3",
}
NO_ZERO_COLUMN = (
    {"n": 2, "columns": "A [1, 0] != 0 and A [0, 1] != 0"},
    {"n": 3, "columns": "A [1, 0, 0] != 0 and A [0, 1, 0] != 0 and A [0, 0, 1] != 0"},
)


ZERO_COLUMN = Pair(
    "zero-column",
    1,
    ONE_SQUARE,
    r"Column $j$ of a matrix is the matrix times the unit vector $e_j$.",
    Statement(
        (
            r"if $@A$ is invertible, then no column of $@A$ is the zero vector.",
            r"no column of $@A$ is the zero vector if $@A$ is invertible.",
        ),
        (
            r"If column $j$ were 0, then $@A e_j = 0 = @A 0$: two vectors with the same image, although an "
            r"invertible matrix keeps different vectors apart.",
        ),
        ("det(A) != 0",),
        "{columns}",
        lambda draw, numbers: {"A": unit_determinant(draw, numbers["n"])},
        r"What would an invertible $@A$ with a zero column do to a unit vector?",
    ),
    Statement(
        (
            r"if no column of $@A$ is the zero vector, then $@A$ is invertible.",
            r"the matrix $@A$ is invertible if none of its columns is the zero vector.",
        ),
        (
            "An invertible matrix has no zero column, but that is only necessary: its columns must be linearly "
            "independent. Columns that are multiples of one another are enough for a counterexample.",
        ),
        ("{columns}",),
        "det(A) != 0",
        lambda draw, numbers: {
            "A": found(
                lambda: of_rank(draw, numbers["n"], numbers["n"], numbers["n"] - 1),
                no_zero_column,
            )
        },
        "That is the converse: without a zero column the columns can still be dependent.",
        "converse",
    ),
    {"A": SQUARE},
    one_of(*NO_ZERO_COLUMN),
    COLUMNS,
)


def _distinct_dependent(draw: Draw, numbers: Numbers) -> Example:
    return found(
        lambda: _dependent_nonzero(draw, numbers),
        lambda e: len({e["u"], e["v"], e["w"]}) == 3,
    )


BASIS_OF_SPACE = Pair(
    "basis-of-space",
    1,
    THREE_VECTORS,
    r"A basis of $\mathbb{R}^@n$ has @n vectors. What else must hold?",
    Statement(
        (
            r"if $@u, @v, @w$ are linearly independent, then they form a basis of $\mathbb{R}^@n$.",
            r"the vectors $@u, @v, @w$ form a basis of $\mathbb{R}^@n$ if they are linearly independent.",
        ),
        (
            r"Independent vectors are a basis of what they span: a subspace of $\mathbb{R}^@n$ of dimension @n, and "
            r"only $\mathbb{R}^@n$ itself is one.",
        ),
        ("rank(beside(u, v, w)) = 3",),
        "rank(beside(u, v, w)) = 3",
        independent,
        r"In a space of dimension @n, any @n independent vectors span everything.",
    ),
    Statement(
        (
            r"if $@u, @v, @w$ are nonzero and different from one another, then they form a basis of $\mathbb{R}^@n$.",
            r"the vectors $@u, @v, @w$ form a basis of $\mathbb{R}^@n$ if they are nonzero and different from one "
            r"another.",
        ),
        (
            "Being nonzero and different is much less than being linearly independent: one of them can still be a "
            "combination of the others.",
        ),
        ("u != 0", "v != 0", "w != 0", "u != v", "u != w", "v != w"),
        "rank(beside(u, v, w)) = 3",
        _distinct_dependent,
        "Three different vectors can lie in one plane, even on one line.",
    ),
    TRIPLE,
    sizes(n=(3,)),
    SPANS,
)

MORE_VECTORS = Pair(
    "more-vectors-than-dimensions",
    1,
    (
        r"Any @k vectors in $\mathbb{R}^@n$, written as the columns of a matrix $@A$,",
        r"Whatever @k vectors of $\mathbb{R}^@n$ one takes as the columns of a matrix $@A$: they",
        r"The columns of any matrix $@A \in \mathbb{R}^{@n \times @k}$",
    ),
    r"The vectors are the columns of a matrix $@A$ of shape $@n \times @k$: what can its rank be?",
    Statement(
        ("are linearly dependent.", "cannot be linearly independent."),
        (
            r"Write them as the columns of $@A \in \mathbb{R}^{@n \times @k}$. The rank is at most the number of "
            r"rows, @n, so $@A x = 0$ has a solution $x \ne 0$: a combination of the columns that gives 0.",
        ),
        (),
        "rank(A) < {k}",
        lambda draw, numbers: {"A": matrix(draw, numbers["n"], numbers["k"])},
        "A homogeneous system with more unknowns than equations has a free unknown.",
    ),
    Statement(
        (r"span $\mathbb{R}^@n$.", r"have all of $\mathbb{R}^@n$ as their span."),
        (
            r"Having enough vectors does not mean that they point in enough directions: the columns of $@A$ span "
            r"$\mathbb{R}^@n$ exactly if $\operatorname{rank}(@A) = @n$, and the rank can be smaller.",
        ),
        (),
        "rank(A) = {n}",
        lambda draw, numbers: {"A": of_rank(draw, numbers["n"], numbers["k"], numbers["n"] - 1)},
        "All of the vectors may lie on one line or in one plane.",
    ),
    {"A": ("n", "k")},
    one_of({"n": 2, "k": 3}, {"n": 2, "k": 4}, {"n": 3, "k": 4}, {"n": 3, "k": 5}),
)


def _rank_numbers(draw: Draw) -> Numbers:
    m, n = draw.choice(((2, 3), (2, 4), (3, 4), (3, 2), (4, 2), (4, 3)))
    r = draw.integer(1, min(m, n))
    return {"m": m, "n": n, "r": r, "kernel": n - r, "other": m - r}


RANK_NULLITY = Pair(
    "rank-nullity",
    1,
    (
        r"For every $@m \times @n$ matrix $@A$ of rank @r,",
        r"If $@A \in \mathbb{R}^{@m \times @n}$ has rank @r, then",
    ),
    r"The kernel of $@A$ consists of vectors $x$ with $@A x = 0$: how many entries has such an $x$?",
    Statement(
        (r"$\dim\ker(@A) = @kernel$.", r"the kernel of $@A$ has dimension @kernel."),
        (
            r"By the rank-nullity theorem $\dim\ker(@A) + \operatorname{rank}(@A)$ is the number of columns: "
            r"$\dim\ker(@A) = @n - @r = @kernel$.",
        ),
        ("rank(A) = {r}",),
        "{n} - rank(A) = {kernel}",
        lambda draw, numbers: {"A": of_rank(draw, numbers["m"], numbers["n"], numbers["r"])},
        r"The kernel lies in $\mathbb{R}^@n$: subtract the rank from the number of columns.",
    ),
    Statement(
        (r"$\dim\ker(@A) = @other$.", r"the kernel of $@A$ has dimension @other."),
        (
            r"The kernel lies in $\mathbb{R}^@n$, so the rank is subtracted from the number of columns, not of rows: "
            r"$\dim\ker(@A) = @n - @r = @kernel$. Any matrix of that shape and rank is a counterexample.",
        ),
        ("rank(A) = {r}",),
        "{n} - rank(A) = {other}",
        lambda draw, numbers: {"A": of_rank(draw, numbers["m"], numbers["n"], numbers["r"])},
        r"$@m - @r$ is the dimension of the kernel of $@A^\top$.",
    ),
    {"A": ("m", "n")},
    _rank_numbers,
    {"{n} - rank(A)": r"\dim\ker(@A) = @n - \operatorname{rank}(@A)"},
)


def _moved_argument(draw: Draw, numbers: Numbers) -> Example:
    a, b = found(
        lambda: (matrix(draw, numbers["m"], numbers["n"]), vector(draw, numbers["n"])),
        lambda ab: not (ab[0] @ ab[1]).is_zero,
    )
    return {"A": a, "b_": b}


AFFINE_MAP = Pair(
    "affine-map",
    1,
    (
        r"For every $@A \in \mathbb{R}^{@m \times @n}$ and every $@{b_} \in \mathbb{R}^@n$,",
        r"For all $@m \times @n$ matrices $@A$ and all vectors $@{b_} \in \mathbb{R}^@n$,",
    ),
    "What does every linear map do to the zero vector?",
    Statement(
        (
            r"$@f(x) = @A (x + @{b_}) - @A @{b_}$ is a linear map.",
            r"the map $@f$ with $@f(x) = @A (x + @{b_}) - @A @{b_}$ is linear.",
        ),
        (
            r"The brackets resolve: $@f(x) = @A x + @A @{b_} - @A @{b_} = @A x$, and multiplication by a matrix is "
            r"linear.",
        ),
        (),
        "A b_ - A b_ = 0",
        _moved_argument,
        "Multiply out before you judge.",
    ),
    Statement(
        (
            r"$@f(x) = @A (x + @{b_})$ is a linear map.",
            r"the map $@f$ with $@f(x) = @A (x + @{b_})$ is linear.",
        ),
        (
            r"A linear map sends 0 to 0, but $@f(0) = @A @{b_}$. So any $@A$ and $@{b_}$ with $@A @{b_} \ne 0$ are a "
            "counterexample.",
        ),
        (),
        "A b_ = 0",
        _moved_argument,
        r"Compute $@f(0)$.",
    ),
    {"A": ("m", "n"), "b_": ("n", 1)},
    one_of({"m": 2, "n": 2}, {"m": 2, "n": 3}, {"m": 3, "n": 2}),
    {"A b_ - A b_": "@f(0)", "A b_": "@f(0)"},
)


def _two_lines(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    u, v = found(lambda: (vector(draw, n), vector(draw, n)), lambda uv: not proportional(*uv))
    return {"u": u, "v": v}


UNION_OF_SPANS = Pair(
    "union-of-spans",
    1,
    (
        r"For all vectors $@u, @v \in \mathbb{R}^@n$,",
        r"For any two vectors $@u$ and $@v$ of $\mathbb{R}^@n$,",
    ),
    r"Draw two lines through the origin and add a vector of one to a vector of the other.",
    Statement(
        (
            r"$\operatorname{span}[@u] \cap \operatorname{span}[@v]$ is a subspace of $\mathbb{R}^@n$.",
            r"the vectors that lie in both $\operatorname{span}[@u]$ and $\operatorname{span}[@v]$ form a subspace.",
        ),
        (
            r"Both spans are subspaces, and the intersection of two subspaces is one: 0 lies in both, and what two "
            "vectors of both add up to lies in both again, multiples as well.",
        ),
        (),
        "0 u = 0 v",
        _two_lines,
        "Sums and multiples of vectors that lie in both subspaces stay in both.",
        illustrated=False,
    ),
    Statement(
        (
            r"$\operatorname{span}[@u] \cup \operatorname{span}[@v]$ is a subspace of $\mathbb{R}^@n$.",
            r"the vectors that lie in $\operatorname{span}[@u]$ or in $\operatorname{span}[@v]$ form a subspace.",
        ),
        (
            r"The union contains $@u$ and $@v$. Were it a subspace, it would contain $@u + @v$; but if $@u$ and $@v$ "
            r"are linearly independent, $@u + @v$ is a multiple of neither.",
        ),
        (),
        "rank(beside(u, v)) <= 1",
        _two_lines,
        r"Is $@u + @v$ in the union?",
    ),
    {"u": VECTOR, "v": VECTOR},
    sizes(n=(2, 3)),
    SPANS | {"0 u": r"0 @u", "0 v": r"0 @v"},
)

PAIRS = (
    INVERSE_OF_PRODUCT,
    TRANSPOSE_OF_PRODUCT,
    SUM_OR_PRODUCT_REGULAR,
    DET_OF_MULTIPLE,
    DET_SUM_PRODUCT,
    ZERO_VECTOR,
    PAIRWISE,
    ZERO_COLUMN,
    BASIS_OF_SPACE,
    MORE_VECTORS,
    RANK_NULLITY,
    AFFINE_MAP,
    UNION_OF_SPANS,
)
