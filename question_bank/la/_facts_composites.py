"""Statements of level 3: composites of maps, products, and sets of infinitely many solutions."""

from __future__ import annotations

from question_bank._statements import Example, Numbers, Pair, Statement
from question_bank.la._facts_examples import (
    COMMUTE,
    ONE_SQUARE,
    SQUARE,
    TWO_SQUARE,
    VECTOR,
    found,
    kernel_vector,
    matrix,
    of_rank,
    one_of,
    regular_pair,
    sizes,
    square,
    unit_determinant,
    vector,
)
from quizgen.draw import Draw
from quizgen.exact import Matrix

# ------------------------------------------------------------------ solution sets


def _combination(draw: Draw, total_is_one: bool) -> Numbers:
    m, n = draw.choice(((2, 2), (2, 3)))
    k = draw.choice((2, 3, -1, -2, 4))
    if total_is_one:
        return {"m": m, "n": n, "k": k, "l": 1 - k}
    return {"m": m, "n": n, "k": k, "l": draw.choice([x for x in (-3, -2, -1, 1, 2, 3) if x not in (-k, 1 - k)])}


def _two_solutions(draw: Draw, numbers: Numbers) -> Example:
    m, n = numbers["m"], numbers["n"]

    def make() -> tuple[Matrix, Matrix, Matrix]:
        a = of_rank(draw, m, n, min(m, n - 1))
        return a, vector(draw, n), kernel_vector(draw, a)

    a, x, z = found(make, lambda t: not (t[0] @ t[1]).is_zero and max(abs(c) for c in t[1] + t[2]) <= 6)
    return {"A": a, "x_": x, "y_": x + z, "b_": a @ x}


COMBINATION = Pair(
    "combination-of-solutions",
    3,
    (
        r"Let $@{x_}$ and $@{y_}$ be solutions of the linear system $@A x = @{b_}$ with $@A \in \mathbb{R}^{@m "
        r"\times @n}$.",
        r"For every system $@A x = @{b_}$ of shape $@m \times @n$ and any two solutions $@{x_}$ and $@{y_}$ of it:",
    ),
    r"Put the vector into the system and use that multiplying by $@A$ is linear.",
    Statement(
        (r"the vector $@*{k}@{x_} @+*{l}@{y_}$ solves this system as well.",),
        (
            r"$@A (@*{k}@{x_} @+*{l}@{y_}) = @*{k}@A @{x_} @+*{l}@A @{y_} = @*{k}@{b_} @+*{l}@{b_} = @{b_}$, because "
            r"the coefficients add up to $@k @+l = 1$.",
        ),
        ("A x_ = b_", "A y_ = b_"),
        "A ({k} x_ + {l} y_) = b_",
        _two_solutions,
        "Add up the two coefficients.",
        numbers=lambda draw: _combination(draw, True),
    ),
    Statement(
        (r"the vector $@*{k}@{x_} @+*{l}@{y_}$ solves this system as well.",),
        (
            r"$@A (@*{k}@{x_} @+*{l}@{y_}) = @*{k}@{b_} @+*{l}@{b_}$ is $@k @+l$ times $@{b_}$, and that is $@{b_}$ "
            r"only if $@{b_} = 0$ or the coefficients add up to 1. Linear combinations solve the homogeneous system "
            r"only.",
        ),
        ("A x_ = b_", "A y_ = b_"),
        "A ({k} x_ + {l} y_) = b_",
        _two_solutions,
        "Solutions of an inhomogeneous system do not form a subspace: add up the two coefficients.",
        numbers=lambda draw: _combination(draw, False),
    ),
    {"A": ("m", "n"), "x_": ("n", 1), "y_": ("n", 1), "b_": ("m", 1)},
    tex={"A ({k} x_ + {l} y_)": r"@A (@*{k}@{x_} @+*{l}@{y_})"},
)


def _particular_and_kernel(draw: Draw, numbers: Numbers) -> Example:
    m, n = numbers["m"], numbers["n"]

    def make() -> tuple[Matrix, Matrix, Matrix]:
        a = of_rank(draw, m, n, min(m, n - 1))
        return a, vector(draw, n), kernel_vector(draw, a)

    a, x, z = found(make, lambda t: not (t[0] @ t[1]).is_zero)
    return {"A": a, "b_": a @ x, "x_": x, "z_": z}


PARTICULAR = Pair(
    "particular-plus-kernel",
    3,
    (
        r"Let $@A \in \mathbb{R}^{@m \times @n}$, $@A @{x_} = @{b_}$ and $@A @{z_} = 0$.",
        r"For every $@m \times @n$ matrix $@A$ and all vectors with $@A @{x_} = @{b_}$ and $@A @{z_} = 0$:",
    ),
    r"Multiply the vector by $@A$.",
    Statement(
        (r"the vector $@{x_} @+*{k}@{z_}$ solves the system with right-hand side $@{b_}$.",),
        (r"$@A (@{x_} @+*{k}@{z_}) = @A @{x_} @+*{k}@A @{z_} = @{b_} + 0 = @{b_}$.",),
        ("A x_ = b_", "A z_ = 0"),
        "A (x_ + {k} z_) = b_",
        _particular_and_kernel,
        "What does a vector of the kernel add to the right-hand side?",
    ),
    Statement(
        (r"the vector $@*{k}@{x_} + @{z_}$ solves the system with right-hand side $@{b_}$.",),
        (
            r"$@A (@*{k}@{x_} + @{z_}) = @*{k}@A @{x_} + 0 = @*{k}@{b_}$, which is not $@{b_}$ unless $@{b_} = 0$. "
            r"Multiples may be taken of the kernel's vector, not of the particular solution.",
        ),
        ("A x_ = b_", "A z_ = 0"),
        "A ({k} x_ + z_) = b_",
        _particular_and_kernel,
        "Which of the two vectors may be multiplied without changing the right-hand side?",
    ),
    {"A": ("m", "n"), "b_": ("m", 1), "x_": ("n", 1), "z_": ("n", 1)},
    lambda draw: dict(zip("mn", draw.choice(((2, 2), (2, 3))), strict=True)) | {"k": draw.choice((2, 3, -1, -2, 5))},
    {"A (x_ + {k} z_)": r"@A (@{x_} @+*{k}@{z_})", "A ({k} x_ + z_)": r"@A (@*{k}@{x_} + @{z_})"},
)


def _unsolvable(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    m = numbers.get("m", n)
    a, b = found(
        lambda: (of_rank(draw, m, n, min(m, n) - 1), vector(draw, m)),
        lambda ab: ab[0].hstack(ab[1]).rank() > ab[0].rank(),
    )
    return {"A": a, "b_": b}


RANKS_OF_SYSTEM = {
    "rank(beside(A, b_))": r"\operatorname{rank}(@A \mid @{b_})",
    "rank(beside(A, d_))": r"\operatorname{rank}(@A \mid @{d_})",
}

INFINITE_OR_NONE = Pair(
    "infinite-or-none",
    3,
    (
        r"Let $@A \in \mathbb{R}^{@n \times @n}$ be a matrix for which $@A x = 0$ has infinitely many solutions, and "
        r"let $@{b_} \in \mathbb{R}^@n$.",
        r"If $@A \in \mathbb{R}^{@n \times @n}$ is a matrix for which $@A x = 0$ has infinitely many solutions, then "
        r"for every $@{b_} \in \mathbb{R}^@n$",
    ),
    "The solutions of a solvable system are one of them plus all of the kernel. Is every system solvable?",
    Statement(
        (
            r"the system $@A x = @{b_}$ has no solution or infinitely many.",
            r"the system $@A x = @{b_}$ cannot have exactly one solution.",
        ),
        (
            r"If $x_p$ is one solution of $@A x = @{b_}$, then so is $x_p + z$ for each $z$ in the kernel, and there "
            r"are infinitely many of these. Otherwise there is no solution at all.",
        ),
        ("rank(A) < {n}",),
        "rank(A) < {n} or rank(beside(A, b_)) > rank(A)",
        _unsolvable,
        "Add a vector of the kernel to a solution.",
    ),
    Statement(
        (
            r"the system $@A x = @{b_}$ has infinitely many solutions.",
            r"the system $@A x = @{b_}$ has infinitely many solutions, too.",
        ),
        (
            r"The kernel says how many solutions a *solvable* system has. A singular square matrix does not reach "
            r"every right-hand side: for $@{b_}$ outside its image there is no solution at all. This is so exactly "
            r"if $\operatorname{rank}(@A \mid @{b_}) > \operatorname{rank}(@A)$.",
        ),
        ("rank(A) < {n}",),
        "rank(beside(A, b_)) = rank(A)",
        _unsolvable,
        r"Is there a solution for every $@{b_}$?",
    ),
    {"A": SQUARE, "b_": VECTOR},
    sizes(n=(2, 2, 3)),
    RANKS_OF_SYSTEM,
)


FEWER_EQUATIONS = Pair(
    "fewer-equations",
    3,
    (
        r"For every linear system $@A x = @{b_}$ with $@A \in \mathbb{R}^{@m \times @n}$,",
        r"Let $@A x = @{b_}$ be any linear system of @m equations in @n unknowns. Then",
    ),
    r"How many pivots can a $@m \times @n$ matrix have, and what does a row of zeros on the left do?",
    Statement(
        (
            r"the homogeneous system $@A x = 0$ has infinitely many solutions.",
            r"there are infinitely many $x$ with $@A x = 0$.",
        ),
        (
            r"There are at most @m pivots for @n unknowns, so at least one unknown is free. The homogeneous system "
            r"is never contradictory ($x = 0$ solves it), so each value of the free unknown gives a solution.",
        ),
        (),
        "rank(A) < {n}",
        lambda draw, numbers: {"A": matrix(draw, numbers["m"], numbers["n"]), "b_": vector(draw, numbers["m"])},
        r"A free unknown and no contradiction: what follows?",
    ),
    Statement(
        (
            r"the system $@A x = @{b_}$ has infinitely many solutions.",
            r"there are infinitely many $x$ with $@A x = @{b_}$.",
        ),
        (
            r"There is a free unknown, but the equations may contradict one another: then there is no solution. This "
            r"is so exactly if $\operatorname{rank}(@A \mid @{b_}) > \operatorname{rank}(@A)$.",
        ),
        (),
        "rank(beside(A, b_)) = rank(A)",
        _unsolvable,
        "Two equations can contradict each other, however many unknowns there are.",
    ),
    {"A": ("m", "n"), "b_": ("m", 1)},
    one_of({"m": 2, "n": 3}, {"m": 2, "n": 4}, {"m": 3, "n": 4}),
    RANKS_OF_SYSTEM,
)


def _unique_regular(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    return {"A": unit_determinant(draw, n), "b_": vector(draw, n), "d_": vector(draw, n)}


def _unique_tall(draw: Draw, numbers: Numbers) -> Example:
    m, n = numbers["m"], numbers["n"]
    a = of_rank(draw, m, n, n)
    d = found(lambda: vector(draw, m), lambda x: a.hstack(x).rank() > n)
    return {"A": a, "b_": a @ vector(draw, n), "d_": d}


UNIQUE_FOR_ONE = Pair(
    "unique-for-one",
    3,
    (
        r"If the system $@A x = @{b_}$ with $@A \in \mathbb{R}^{@m \times @n}$ has exactly one solution, then",
        r"Suppose that $@A \in \mathbb{R}^{@m \times @n}$ and that $@A x = @{b_}$ has exactly one solution. Then",
    ),
    r"One solution means: no free unknown. What does that say about the rows?",
    Statement(
        (
            r"$@A x = @{d_}$ has exactly one solution for every $@{d_} \in \mathbb{R}^@m$.",
            r"for every $@{d_} \in \mathbb{R}^@m$ the system $@A x = @{d_}$ has exactly one solution.",
        ),
        (
            r"Exactly one solution means that the kernel is trivial, so $\operatorname{rank}(@A) = @n$. As $@A$ is "
            r"square, it is invertible, and $@A^{-1} @{d_}$ is the one solution of $@A x = @{d_}$.",
        ),
        ("rank(A) = {n}", "rank(beside(A, b_)) = rank(A)"),
        "rank(beside(A, d_)) = rank(A)",
        _unique_regular,
        "A square system without a free unknown has an invertible matrix.",
        numbers=one_of({"m": 2, "n": 2}, {"m": 3, "n": 3}),
    ),
    Statement(
        (
            r"$@A x = @{d_}$ has exactly one solution for every $@{d_} \in \mathbb{R}^@m$.",
            r"for every $@{d_} \in \mathbb{R}^@m$ the system $@A x = @{d_}$ has exactly one solution.",
        ),
        (
            r"Exactly one solution means that the kernel is trivial: $\operatorname{rank}(@A) = @n$. For a square "
            r"matrix that would do, but the image of $@A$ is only a @n-dimensional part of $\mathbb{R}^@m$. For a "
            r"right-hand side $@{d_}$ outside it, where $\operatorname{rank}(@A \mid @{d_}) > "
            r"\operatorname{rank}(@A)$, there is no solution.",
        ),
        ("rank(A) = {n}", "rank(beside(A, b_)) = rank(A)"),
        "rank(beside(A, d_)) = rank(A)",
        _unique_tall,
        "That is so for square matrices. Here there are more equations than unknowns.",
        "square-only",
        numbers=one_of({"m": 3, "n": 2}, {"m": 4, "n": 2}, {"m": 4, "n": 3}),
    ),
    {"A": ("m", "n"), "b_": ("m", 1), "d_": ("m", 1)},
    tex=RANKS_OF_SYSTEM,
)


def _exact_fit(draw: Draw, numbers: Numbers) -> Example:
    a, x = matrix(draw, numbers["m"], 2), vector(draw, 2)
    return {"A": a, "b_": a @ x, "x_": x}


def _least_squares(draw: Draw, numbers: Numbers) -> Example:
    """b = A x plus a vector orthogonal to the columns."""
    m = numbers["m"]

    def make() -> tuple[Matrix, Matrix, Matrix]:
        a = of_rank(draw, m, 2, 2)
        return a, vector(draw, 2), kernel_vector(draw, a.T)

    a, x, r = found(make, lambda t: max(abs(c) for c in t[2]) <= 4)
    return {"A": a, "b_": a @ x + r, "x_": x}


NORMAL_EQUATIONS = Pair(
    "normal-equations",
    3,
    (
        r"For all $@A \in \mathbb{R}^{@m \times 2}$, $@{b_} \in \mathbb{R}^@m$ and $@{x_} \in \mathbb{R}^2$:",
        r"Let $@A \in \mathbb{R}^{@m \times 2}$, $@{b_} \in \mathbb{R}^@m$ and $@{x_} \in \mathbb{R}^2$.",
    ),
    r"$@A^\top$ maps $@A @{x_} - @{b_}$ to 0. Must a vector that is mapped to 0 be 0?",
    Statement(
        (
            r"if $@A @{x_} = @{b_}$, then $@A^\top @A @{x_} = @A^\top @{b_}$.",
            r"from $@A @{x_} = @{b_}$ it follows that $@A^\top @A @{x_} = @A^\top @{b_}$.",
        ),
        (r"Multiply both sides of $@A @{x_} = @{b_}$ by $@A^\top$ from the left: what is equal stays equal.",),
        ("A x_ = b_",),
        "transpose(A) A x_ = transpose(A) b_",
        _exact_fit,
        "Both sides may be multiplied by the same matrix.",
    ),
    Statement(
        (
            r"if $@A^\top @A @{x_} = @A^\top @{b_}$, then $@A @{x_} = @{b_}$.",
            r"from $@A^\top @A @{x_} = @A^\top @{b_}$ it follows that $@A @{x_} = @{b_}$.",
        ),
        (
            r"$@A^\top$ may not be cancelled: $@A^\top (@{b_} - @A @{x_}) = 0$ says only that the residual is "
            r"orthogonal to the columns of $@A$. The normal equations have a solution even if $@A x = @{b_}$ has "
            r"none.",
        ),
        ("transpose(A) A x_ = transpose(A) b_",),
        "A x_ = b_",
        _least_squares,
        r"That is the converse: it would need an $@A^\top$ that can be cancelled.",
        "converse",
    ),
    {"A": ("m", 2), "b_": ("m", 1), "x_": (2, 1)},
    sizes(m=(3, 3, 4)),
)


# ------------------------------------------------------------------ products


def _zero_product(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]

    def make() -> tuple[Matrix, Matrix]:
        a = of_rank(draw, n, n, n - 1)
        return a, kernel_vector(draw, a) @ Matrix([[draw.integer(-1, 2) for _ in range(n)]])

    a, b = found(make, lambda ab: not (ab[1] @ ab[0]).is_zero)
    return {"A": a, "B": b}


ZERO_PRODUCT = Pair(
    "product-is-zero",
    3,
    TWO_SQUARE,
    r"$@A @B = 0$ says that the image of $@B$ lies in the kernel of $@A$.",
    Statement(
        (
            r"if $@A @B = 0$, then $(@B @A)^2 = 0$.",
            r"if $@A @B$ is the zero matrix, then so is $(@B @A)^2$.",
        ),
        (r"Regroup the factors: $(@B @A)^2 = @B @A @B @A = @B (@A @B) @A = @B \cdot 0 \cdot @A = 0$.",),
        ("A B = 0",),
        "(B A)^2 = 0",
        _zero_product,
        "Write the square out and look for a known product in the middle.",
    ),
    Statement(
        (
            r"if $@A @B = 0$, then $@B @A = 0$.",
            r"if $@A @B$ is the zero matrix, then so is $@B @A$.",
        ),
        (
            r"$@A @B = 0$ says that the image of $@B$ lies in the kernel of $@A$; $@B @A = 0$ says that the image of "
            r"$@A$ lies in the kernel of $@B$. One does not follow from the other. (Only $(@B @A)^2 = 0$ does.)",
        ),
        ("A B = 0",),
        "B A = 0",
        _zero_product,
        COMMUTE,
        "commutes",
    ),
    {"A": SQUARE, "B": SQUARE},
    sizes(n=(2, 2, 3)),
)


def _kernel_of_second(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    b = of_rank(draw, n, n, n - 1)
    return {"A": square(draw, n), "B": b, "x_": kernel_vector(draw, b)}


def _kernel_of_first(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]

    def make() -> tuple[Matrix, Matrix, Matrix]:
        a = of_rank(draw, n, n, n - 1)
        return a, square(draw, n), kernel_vector(draw, a)

    a, b, x = found(make, lambda t: not (t[0] @ t[1] @ t[2]).is_zero)
    return {"A": a, "B": b, "x_": x}


KERNEL_OF_PRODUCT = Pair(
    "kernel-of-product",
    3,
    (
        r"For all $@A, @B \in \mathbb{R}^{@n \times @n}$ and all $@{x_} \in \mathbb{R}^@n$:",
        r"Let $@A$ and $@B$ be $@n \times @n$ matrices and $@{x_} \in \mathbb{R}^@n$.",
    ),
    r"In $@A @B @{x_}$, which of the two matrices meets the vector first?",
    Statement(
        (r"if $@B @{x_} = 0$, then $@A @B @{x_} = 0$.", r"if $@{x_} \in \ker(@B)$, then $@{x_} \in \ker(@A @B)$."),
        (r"$@A @B @{x_} = @A (@B @{x_}) = @A \cdot 0 = 0$: what $@B$ has sent to 0 stays 0.",),
        ("B x_ = 0",),
        "A B x_ = 0",
        _kernel_of_second,
        r"Put brackets: $@A (@B @{x_})$.",
    ),
    Statement(
        (r"if $@A @{x_} = 0$, then $@A @B @{x_} = 0$.", r"if $@{x_} \in \ker(@A)$, then $@{x_} \in \ker(@A @B)$."),
        (
            r"In $@A @B @{x_}$ the matrix $@A$ meets the vector $@B @{x_}$ and not $@{x_}$, and $@B$ may carry "
            r"$@{x_}$ out of the kernel of $@A$. (For $@B @A @{x_}$ it would be true.)",
        ),
        ("A x_ = 0",),
        "A B x_ = 0",
        _kernel_of_first,
        r"$@A @B @{x_}$ is not $@B @A @{x_}$: which matrix acts first?",
        "commutes",
    ),
    {"A": SQUARE, "B": SQUARE, "x_": VECTOR},
    sizes(n=(2, 2, 3)),
)


def _image_leaves(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    a, b = found(
        lambda: (square(draw, n), of_rank(draw, n, n, n - 1)),
        lambda ab: ab[1].hstack(ab[0] @ ab[1]).rank() > ab[1].rank(),
    )
    return {"A": a, "B": b}


IMAGE_OF_PRODUCT = Pair(
    "image-of-product",
    3,
    TWO_SQUARE,
    r"The image of $@A @B$ consists of the vectors $@A (@B x)$. Of which matrix are they values?",
    Statement(
        (
            r"the image of $@A @B$ is contained in the image of $@A$.",
            r"every column of $@A @B$ is a linear combination of the columns of $@A$.",
        ),
        (
            r"Every vector $@A @B x = @A (@B x)$ is $@A$ times a vector, so it lies in $\operatorname{im}(@A)$. In "
            r"terms of ranks: writing the columns of $@A @B$ beside those of $@A$ adds nothing new.",
        ),
        (),
        "rank(beside(A, A B)) = rank(A)",
        _image_leaves,
        r"Column $j$ of $@A @B$ is $@A$ times column $j$ of $@B$.",
    ),
    Statement(
        (
            r"the image of $@A @B$ is contained in the image of $@B$.",
            r"every column of $@A @B$ is a linear combination of the columns of $@B$.",
        ),
        (
            r"The vectors $@A (@B x)$ are values of $@A$, and $@A$ may carry the image of $@B$ elsewhere. "
            r"$\operatorname{im}(@A @B) \subseteq \operatorname{im}(@B)$ would mean that writing the columns of $@A "
            r"@B$ beside those of $@B$ leaves the rank as it is.",
        ),
        (),
        "rank(beside(B, A B)) = rank(B)",
        _image_leaves,
        r"$@A @B$ is not $@B @A$: which matrix is applied last?",
        "commutes",
    ),
    {"A": SQUARE, "B": SQUARE},
    sizes(n=(2, 2, 3)),
    {
        "rank(beside(A, A B))": r"\operatorname{rank}(@A \mid @A @B)",
        "rank(beside(B, A B))": r"\operatorname{rank}(@B \mid @A @B)",
    },
)


def _ranks_differ(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    a, b = found(
        lambda: (of_rank(draw, n, n, n - 1), of_rank(draw, n, n, draw.integer(1, n - 1))),
        lambda ab: (ab[0] @ ab[1]).rank() != (ab[1] @ ab[0]).rank(),
    )
    return {"A": a, "B": b}


ORDER_OF_FACTORS = Pair(
    "order-of-factors",
    3,
    TWO_SQUARE,
    r"Try matrices for which one of the products $@A @B$ and $@B @A$ is 0.",
    Statement(
        (
            r"the matrices $@A @B$ and $@B @A$ have the same determinant.",
            r"the determinant of $@A @B$ is that of $@B @A$.",
        ),
        (
            r"$\det(@A @B) = \det(@A) \det(@B) = \det(@B) \det(@A) = \det(@B @A)$: determinants are numbers, and "
            r"they commute.",
        ),
        (),
        "det(A B) = det(B A)",
        regular_pair,
        "Use the product rule of determinants.",
    ),
    Statement(
        (
            r"the matrices $@A @B$ and $@B @A$ have the same rank.",
            r"the rank of $@A @B$ is that of $@B @A$.",
        ),
        (
            r"The rank of a product depends on how the image of one factor meets the kernel of the other, and that "
            r"changes when the factors change places. (If both are invertible, both ranks are @n: so take singular "
            r"matrices.)",
        ),
        (),
        "rank(A B) = rank(B A)",
        _ranks_differ,
        "Determinant and trace do not see the order of two factors; the rank does.",
        "commutes",
    ),
    {"A": SQUARE, "B": SQUARE},
    sizes(n=(2, 2, 3)),
)


def _some_product(draw: Draw, numbers: Numbers) -> Example:
    m, n, p = numbers["m"], numbers["n"], numbers["p"]
    a, b = found(lambda: (matrix(draw, m, n), matrix(draw, n, p)), lambda ab: not (ab[0] @ ab[1]).is_zero)
    return {"A": a, "B": b}


def _small_product(draw: Draw, numbers: Numbers) -> Example:
    """B has a column in the kernel of A, and A a rank for which that makes a difference."""
    m, n, p = numbers["m"], numbers["n"], numbers["p"]

    def make() -> tuple[Matrix, Matrix]:
        a = of_rank(draw, m, n, min(m, n - 1))
        z = kernel_vector(draw, a)
        others = [draw.integer(-1, 2) * z if n == 2 else vector(draw, n) for _ in range(p - 1)]
        return a, Matrix.from_columns(draw.shuffled([z, *others]))

    a, b = found(make, lambda ab: (ab[0] @ ab[1]).rank() < min(ab[0].rank(), ab[1].rank()))
    return {"A": a, "B": b}


RANK_OF_PRODUCT = Pair(
    "rank-of-product",
    3,
    (
        r"For all $@A \in \mathbb{R}^{@m \times @n}$ and $@B \in \mathbb{R}^{@n \times @p}$:",
        r"Let $@A \in \mathbb{R}^{@m \times @n}$ and $@B \in \mathbb{R}^{@n \times @p}$.",
    ),
    r"The image of $@A @B$ lies in the image of $@A$, and the kernel of $@B$ lies in that of $@A @B$.",
    Statement(
        (
            r"the rank of $@A @B$ is at most the smaller one of the ranks of $@A$ and $@B$.",
            r"neither $@A$ nor $@B$ has a smaller rank than $@A @B$.",
        ),
        (
            r"The columns of $@A @B$ are combinations of those of $@A$, so the rank is at most that of $@A$. Its "
            r"rows are combinations of the rows of $@B$, so the rank is at most that of $@B$.",
        ),
        (),
        "rank(A B) <= min(rank(A), rank(B))",
        _some_product,
        "Columns of a product are combinations of the columns of its first factor; and its rows?",
    ),
    Statement(
        (
            r"the rank of $@A @B$ is equal to the smaller one of the ranks of $@A$ and $@B$.",
            r"either $@A$ or $@B$ has the same rank as $@A @B$.",
        ),
        (
            r"The rank of $@A @B$ is at most that of either factor, but it is smaller if the image of $@B$ meets the "
            r"kernel of $@A$ in more than 0.",
        ),
        (),
        "rank(A B) = min(rank(A), rank(B))",
        _small_product,
        r"Can $@A @B$ be 0 although neither factor is?",
    ),
    {"A": ("m", "n"), "B": ("n", "p")},
    one_of({"m": 2, "n": 2, "p": 2}, {"m": 2, "n": 3, "p": 2}, {"m": 2, "n": 2, "p": 3}, {"m": 3, "n": 2, "p": 2}),
)


def _ranks_do_not_add(draw: Draw, numbers: Numbers) -> Example:
    m, n = numbers["m"], numbers["n"]
    a, b = found(
        lambda: (matrix(draw, m, n), matrix(draw, m, n)),
        lambda ab: 0 < (ab[0] + ab[1]).rank() < ab[0].rank() + ab[1].rank(),
    )
    return {"A": a, "B": b}


RANK_OF_SUM = Pair(
    "rank-of-sum",
    3,
    (
        r"For all $@A, @B \in \mathbb{R}^{@m \times @n}$:",
        r"Let $@A$ and $@B$ be $@m \times @n$ matrices.",
    ),
    r"The columns of $@A + @B$ are sums of a column of $@A$ and a column of $@B$.",
    Statement(
        (
            r"the rank of $@A + @B$ is at most $\operatorname{rank}(@A) + \operatorname{rank}(@B)$.",
            r"the ranks satisfy $\operatorname{rank}(@A + @B) \le \operatorname{rank}(@A) + \operatorname{rank}(@B)$.",
        ),
        (
            r"Every column of $@A + @B$ lies in $\operatorname{im}(@A) + \operatorname{im}(@B)$, whose dimension is "
            r"at most the sum of the two dimensions.",
        ),
        (),
        "rank(A + B) <= rank(A) + rank(B)",
        _ranks_do_not_add,
        "Put a basis of one column space beside a basis of the other.",
    ),
    Statement(
        (
            r"the rank of $@A + @B$ is equal to $\operatorname{rank}(@A) + \operatorname{rank}(@B)$.",
            r"the ranks satisfy $\operatorname{rank}(@A + @B) = \operatorname{rank}(@A) + \operatorname{rank}(@B)$.",
        ),
        (
            r"The rank of a sum is at most the sum of the ranks. It is smaller if the column spaces or the row "
            r"spaces overlap; $@B = -@A$ is the extreme case.",
        ),
        (),
        "rank(A + B) = rank(A) + rank(B)",
        _ranks_do_not_add,
        r"How large can the rank of a $@m \times @n$ matrix be at most?",
    ),
    {"A": ("m", "n"), "B": ("m", "n")},
    one_of({"m": 2, "n": 2}, {"m": 2, "n": 3}, {"m": 3, "n": 2}),
)


def _rank_drops(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    return {"A": found(lambda: of_rank(draw, n, n, draw.integer(1, n - 1)), lambda a: (a @ a).rank() < a.rank())}


RANK_OF_SQUARE = Pair(
    "rank-of-square",
    3,
    ONE_SQUARE,
    "By the rank-nullity theorem equal ranks mean kernels of equal dimension: compare the kernels.",
    Statement(
        (
            r"the matrix $@A^\top @A$ has the same rank as $@A$.",
            r"multiplying $@A$ by $@A^\top$ from the left keeps the rank.",
        ),
        (
            r"The kernels agree: if $@A^\top @A x = 0$, then $\|@A x\|^2 = x^\top @A^\top @A x = 0$, so $@A x = 0$. "
            "With equal kernels and equally many columns the ranks are equal.",
        ),
        (),
        "rank(transpose(A) A) = rank(A)",
        _rank_drops,
        r"Multiply $@A^\top @A x = 0$ by $x^\top$.",
    ),
    Statement(
        (r"the matrix $@A @A$ has the same rank as $@A$.", r"multiplying $@A$ by $@A$ from the left keeps the rank."),
        (
            r"$@A @A x = 0$ does not give $@A x = 0$: the vector $@A x$ may lie in the kernel of $@A$. The rank "
            r"drops as soon as image and kernel share a vector other than 0.",
        ),
        (),
        "rank(A A) = rank(A)",
        _rank_drops,
        r"Can $@A x \ne 0$ lie in the kernel of $@A$?",
    ),
    {"A": SQUARE},
    sizes(n=(2, 2, 3)),
)

KERNEL_AND_IMAGE = Pair(
    "kernel-and-image",
    3,
    (
        r"For every linear map $@Phi: \mathbb{R}^@n \to \mathbb{R}^@n$ with the matrix $@A$,",
        r"Let $@Phi: \mathbb{R}^@n \to \mathbb{R}^@n$, $@Phi(x) = @A x$. Then",
    ),
    r"Both are subspaces of $\mathbb{R}^@n$. What does the rank-nullity theorem say, and what not?",
    Statement(
        (
            r"the dimensions of $\ker(@Phi)$ and $\operatorname{im}(@Phi)$ add up to @n.",
            r"$\dim\ker(@Phi) + \dim\operatorname{im}(@Phi) = @n$.",
        ),
        (r"This is the rank-nullity theorem for the @n columns of $@A$.",),
        (),
        "({n} - rank(A)) + rank(A) = {n}",
        _rank_drops,
        "Recall the rank-nullity theorem.",
    ),
    Statement(
        (
            r"the subspaces $\ker(@Phi)$ and $\operatorname{im}(@Phi)$ have only 0 in common.",
            r"$\ker(@Phi) \cap \operatorname{im}(@Phi) = \{0\}$.",
        ),
        (
            r"The dimensions add up to @n, but that does not keep the two apart. A vector $@A x \ne 0$ of the image "
            r"lies in the kernel if $@A^2 x = 0$, and there is such a vector exactly if $\operatorname{rank}(@A^2) < "
            r"\operatorname{rank}(@A)$.",
        ),
        (),
        "rank(A^2) = rank(A)",
        _rank_drops,
        "Dimensions that add up do not make two subspaces meet in 0 only.",
    ),
    {"A": SQUARE},
    sizes(n=(2, 2, 3)),
    {"({n} - rank(A)) + rank(A)": r"\dim\ker(@Phi) + \dim\operatorname{im}(@Phi)"},
)


def _columns_mixed(draw: Draw, numbers: Numbers) -> Example:
    n = numbers["n"]
    a, b = found(
        lambda: (of_rank(draw, n, n, n - 1), unit_determinant(draw, n)),
        lambda ab: ab[0].hstack(ab[1] @ ab[0]).rank() > ab[0].rank(),
    )
    return {"A": a, "B": b}


INVERTIBLE_FACTOR = Pair(
    "invertible-factor",
    3,
    (
        r"For every $@A \in \mathbb{R}^{@n \times @n}$ and every invertible $@B \in \mathbb{R}^{@n \times @n}$,",
        r"Let $@A$ and $@B$ be $@n \times @n$ matrices, and let $@B$ be invertible. Then",
    ),
    "One of the products combines the rows, the other combines the columns. Which does which?",
    Statement(
        (
            r"the matrices $@A @B$ and $@A$ have the same column space.",
            r"the columns of $@A @B$ span the same space as the columns of $@A$.",
        ),
        (
            r"Column operations: $@A @B x$ is $@A$ times a vector, and $@A x = @A @B (@B^{-1} x)$ is $@A @B$ times a "
            r"vector. So each image contains the other.",
        ),
        ("det(B) != 0",),
        "rank(beside(A, A B)) = rank(A) and rank(A B) = rank(A)",
        _columns_mixed,
        r"Write $@A x$ as $@A @B y$ for a suitable $y$.",
    ),
    Statement(
        (
            r"the matrices $@B @A$ and $@A$ have the same column space.",
            r"the columns of $@B @A$ span the same space as the columns of $@A$.",
        ),
        (
            r"Multiplying by $@B$ from the left is a sequence of row operations: it keeps the row space, the kernel "
            r"and the rank, but it moves the columns. The column spaces agree exactly if writing the columns of $@B "
            r"@A$ beside those of $@A$ does not raise the rank.",
        ),
        ("det(B) != 0",),
        "rank(beside(A, B A)) = rank(A) and rank(B A) = rank(A)",
        _columns_mixed,
        "Row operations keep the rank, but do they keep the column space?",
        "commutes",
    ),
    {"A": SQUARE, "B": SQUARE},
    sizes(n=(2, 2, 3)),
    {
        "rank(beside(A, A B))": r"\operatorname{rank}(@A \mid @A @B)",
        "rank(beside(A, B A))": r"\operatorname{rank}(@A \mid @B @A)",
    },
)


# ------------------------------------------------------------------ composites


def _injective_composite(draw: Draw, numbers: Numbers) -> Example:
    n, m, p = numbers["n"], numbers["m"], numbers["p"]
    a, b = found(
        lambda: (of_rank(draw, m, n, n), matrix(draw, p, m)),
        lambda ab: (ab[1] @ ab[0]).rank() == n and ab[1].rank() < m,
    )
    return {"A": a, "B": b}


def _surjective_composite(draw: Draw, numbers: Numbers) -> Example:
    n, m, p = numbers["n"], numbers["m"], numbers["p"]
    a, b = found(
        lambda: (matrix(draw, m, n), of_rank(draw, p, m, p)),
        lambda ab: (ab[1] @ ab[0]).rank() == p and ab[0].rank() < m,
    )
    return {"A": a, "B": b}


COMPOSITE = (
    r"Let $@Phi: \mathbb{R}^@n \to \mathbb{R}^@m$ and $@Psi: \mathbb{R}^@m \to \mathbb{R}^@p$ be linear with the "
    r"matrices $@A$ and $@B$.",
    r"For all linear maps $@Phi: \mathbb{R}^@n \to \mathbb{R}^@m$, $@Phi(x) = @A x$, and "
    r"$@Psi: \mathbb{R}^@m \to \mathbb{R}^@p$, $@Psi(y) = @B y$:",
)
COMPOSED = {"A": ("m", "n"), "B": ("p", "m")}

INJECTIVE_COMPOSITE = Pair(
    "injective-composite",
    3,
    COMPOSITE,
    r"The matrix of $@Psi \circ @Phi$ is $@B @A$, and injective means that the rank is the number of columns.",
    Statement(
        (
            r"if $@Psi \circ @Phi$ is injective, then $@Phi$ is injective.",
            r"the composite $@Psi \circ @Phi$ is injective only if $@Phi$ is injective.",
        ),
        (
            r"If $@Phi(x) = @Phi(y)$, then $@Psi(@Phi(x)) = @Psi(@Phi(y))$, and the composite being injective gives "
            r"$x = y$. What $@Phi$ has mixed up, $@Psi$ cannot separate.",
        ),
        ("rank(B A) = {n}",),
        "rank(A) = {n}",
        _injective_composite,
        r"If $@Phi$ maps two vectors to one, what does $@Psi$ make of it?",
    ),
    Statement(
        (
            r"if $@Psi \circ @Phi$ is injective, then $@Psi$ is injective.",
            r"the composite $@Psi \circ @Phi$ is injective only if $@Psi$ is injective.",
        ),
        (
            r"The map $@Psi$ only needs to be injective on the image of $@Phi$, which need not be all of "
            r"$\mathbb{R}^@m$. (For maps between spaces of the same dimension it would be true.) It is injective "
            r"exactly if $\operatorname{rank}(@B) = @m$.",
        ),
        ("rank(B A) = {n}",),
        "rank(B) = {m}",
        _injective_composite,
        r"For square matrices that would be right. Does $@Phi$ reach all of $\mathbb{R}^@m$ here?",
        "square-only",
    ),
    COMPOSED,
    one_of({"n": 2, "m": 3, "p": 2}, {"n": 2, "m": 3, "p": 3}, {"n": 2, "m": 3, "p": 4}, {"n": 2, "m": 4, "p": 2}),
)

SURJECTIVE_COMPOSITE = Pair(
    "surjective-composite",
    3,
    COMPOSITE,
    r"The matrix of $@Psi \circ @Phi$ is $@B @A$, and surjective means that the rank is the number of rows.",
    Statement(
        (
            r"if $@Psi \circ @Phi$ is surjective, then $@Psi$ is surjective.",
            r"the composite $@Psi \circ @Phi$ is surjective only if $@Psi$ is surjective.",
        ),
        (r"Every $z \in \mathbb{R}^@p$ is $@Psi(@Phi(x))$ for some $x$, so it is $@Psi(y)$ with $y = @Phi(x)$.",),
        ("rank(B A) = {p}",),
        "rank(B) = {p}",
        _surjective_composite,
        "Which map produces the final values?",
    ),
    Statement(
        (
            r"if $@Psi \circ @Phi$ is surjective, then $@Phi$ is surjective.",
            r"the composite $@Psi \circ @Phi$ is surjective only if $@Phi$ is surjective.",
        ),
        (
            r"The map $@Phi$ need not reach all of $\mathbb{R}^@m$: it is enough that $@Psi$ maps the image of "
            r"$@Phi$ onto $\mathbb{R}^@p$. (For maps between spaces of the same dimension it would be true.) It is "
            r"surjective exactly if $\operatorname{rank}(@A) = @m$.",
        ),
        ("rank(B A) = {p}",),
        "rank(A) = {m}",
        _surjective_composite,
        r"For square matrices that would be right. Must $@Phi$ reach all of $\mathbb{R}^@m$ here?",
        "square-only",
    ),
    COMPOSED,
    one_of({"n": 2, "m": 3, "p": 2}, {"n": 3, "m": 3, "p": 2}, {"n": 4, "m": 3, "p": 2}, {"n": 2, "m": 4, "p": 2}),
)


def _invertible_product(draw: Draw, numbers: Numbers) -> Example:
    m, n = numbers["m"], numbers["n"]
    a, b = found(
        lambda: (matrix(draw, m, n), matrix(draw, n, m)),
        lambda ab: (ab[0] @ ab[1]).det() != 0,
    )
    return {"A": a, "B": b}


INVERTIBLE_PRODUCT = Pair(
    "invertible-product",
    3,
    (
        r"For every $@m \times @n$ matrix $@A$ and every $@n \times @m$ matrix $@B$:",
        r"Let $@A \in \mathbb{R}^{@m \times @n}$ and $@B \in \mathbb{R}^{@n \times @m}$.",
    ),
    r"What are the shapes of the two products, and how large can their ranks be?",
    Statement(
        (r"if $@A @B$ is invertible, then $@B @A$ is invertible.", r"if $@A @B$ has an inverse, then so has $@B @A$."),
        (
            r"$\det(@B @A) = \det(@B) \det(@A) = \det(@A) \det(@B) = \det(@A @B) \ne 0$; this uses that $@A$ and "
            r"$@B$ are square.",
        ),
        ("det(A B) != 0",),
        "det(B A) != 0",
        _invertible_product,
        "Both factors are square: use determinants.",
        numbers=one_of({"m": 2, "n": 2}, {"m": 3, "n": 3}),
    ),
    Statement(
        (r"if $@A @B$ is invertible, then $@B @A$ is invertible.", r"if $@A @B$ has an inverse, then so has $@B @A$."),
        (
            r"$@B @A$ is a $@n \times @n$ matrix, but its rank is at most that of $@A$, at most @m. So it is never "
            r"invertible, and every pair with an invertible $@A @B$ is a counterexample.",
        ),
        ("det(A B) != 0",),
        "det(B A) != 0",
        _invertible_product,
        r"For square matrices that would be right. How large can the rank of $@B @A$ be here?",
        "square-only",
        numbers=one_of({"m": 2, "n": 3}, {"m": 2, "n": 4}, {"m": 3, "n": 4}),
    ),
    {"A": ("m", "n"), "B": ("n", "m")},
)

PAIRS = (
    COMBINATION,
    PARTICULAR,
    INFINITE_OR_NONE,
    FEWER_EQUATIONS,
    UNIQUE_FOR_ONE,
    NORMAL_EQUATIONS,
    ZERO_PRODUCT,
    KERNEL_OF_PRODUCT,
    IMAGE_OF_PRODUCT,
    ORDER_OF_FACTORS,
    RANK_OF_PRODUCT,
    RANK_OF_SUM,
    RANK_OF_SQUARE,
    KERNEL_AND_IMAGE,
    INVERTIBLE_FACTOR,
    INJECTIVE_COMPOSITE,
    SURJECTIVE_COMPOSITE,
    INVERTIBLE_PRODUCT,
)
