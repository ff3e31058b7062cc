"""Proofs of level 3: coordinates, dimension, dependence, invertibility."""

from __future__ import annotations

from question_bank._proofs import Line, Proof, Slip

VECTOR = (("b",), (("b",), ("v",), ("a",)))
COORDINATES = Proof(
    "unique-coordinates",
    3,
    r"Vectors $@{b}_1, \ldots, @{b}_n \in V$ form a basis of $V$ if and only if every $x \in V$ can be written as $x "
    r"= \sum_i \alpha_i @{b}_i$ in exactly one way.",
    (
        Line(
            "basis",
            r"($\Rightarrow$) Let $@{b}_1, \ldots, @{b}_n$ be a basis. They span $V$, so every $x$ is some $\sum_i "
            r"\alpha_i @{b}_i$.",
        ),
        Line(
            "twice",
            r"If also $x = \sum_i \beta_i @{b}_i$, then subtracting gives $0 = \sum_i (\alpha_i - \beta_i) @{b}_i$.",
            ("basis",),
        ),
        Line(
            "equal",
            r"As basis vectors are independent, $\alpha_i = \beta_i$ for all $i$: there is one way only.",
            ("twice",),
        ),
        Line(
            "unique",
            r"($\Leftarrow$) Suppose that every $x \in V$ can be written as a combination of the $@{b}_i$ in exactly "
            r"one way.",
        ),
        Line("span", r"As every $x$ can be written so, the $@{b}_i$ span $V$.", ("unique",)),
        Line(
            "zero",
            r"As $0 = \sum_i 0 \cdot @{b}_i$ is the only way to write 0, $\sum_i \gamma_i @{b}_i = 0$ forces all "
            r"$\gamma_i = 0$: the $@{b}_i$ are independent.",
            ("unique",),
        ),
        Line(
            "end",
            r"Spanning and independent, the $@{b}_i$ form a basis; so both directions are shown.",
            ("equal", "span", "zero"),
        ),
    ),
    (
        Slip(
            "equal",
            r"As the coordinates of $x$ are unique, $\alpha_i = \beta_i$ for all $i$: there is one way only.",
            "That they are unique is what this line should show; use that basis vectors are independent.",
            "assumes-conclusion",
        ),
        Slip(
            "zero",
            r"As the $@{b}_i$ are independent, 0 can be written in one way only: $\sum_i \gamma_i @{b}_i = 0$ forces "
            r"all $\gamma_i = 0$.",
            r"In this direction independence is to be shown, not known; it follows from the uniqueness for $x = 0$.",
            "basis-too-early",
        ),
        Slip(
            "twice",
            r"If $\alpha_i = \beta_i$ for all $i$, then $\sum_i \alpha_i @{b}_i = \sum_i \beta_i @{b}_i$; so $x$ is "
            r"written in one way only.",
            r"Equal coefficients give equal vectors, of course. To show is that equal vectors have equal "
            r"coefficients.",
            "necessary-for-sufficient",
        ),
        Slip(
            "span",
            r"As the $n$ vectors $@{b}_i$ are different, they span $V$.",
            r"Different vectors need not span anything; that they span $V$ is the existence part of what was "
            r"supposed.",
        ),
    ),
    "One direction subtracts two ways of writing a vector; the other looks at the zero vector.",
    (VECTOR,),
)

SPACES = (("U", "W"), (("U", "W"), ("S", "T"), ("E", "F")))
DIMENSION_FORMULA = Proof(
    "dimension-formula",
    3,
    r"For subspaces $@U$ and $@W$ of a finite-dimensional space, $\dim(@U + @W) = \dim @U + \dim @W - \dim(@U \cap "
    r"@W)$.",
    (
        Line("basis", r"Let $a_1, \ldots, a_k$ be a basis of $@U \cap @W$."),
        Line(
            "first",
            r"Extend $a_1, \ldots, a_k$ by $b_1, \ldots, b_r$ to a basis of $@U$; so $\dim @U = k + r$.",
            ("basis",),
        ),
        Line(
            "second",
            r"Extend $a_1, \ldots, a_k$ by $c_1, \ldots, c_s$ to a basis of $@W$; so $\dim @W = k + s$.",
            ("basis",),
        ),
        Line(
            "span",
            r"A vector of $@U + @W$ is the sum of one of $@U$ and one of $@W$, so the $a_h, b_i, c_j$ span $@U + "
            r"@W$.",
            ("first", "second"),
        ),
        Line(
            "relation",
            r"Let $\sum_h \alpha_h a_h + \sum_i \beta_i b_i + \sum_j \gamma_j c_j = 0$, and put $z = \sum_j \gamma_j "
            r"c_j \in @W$.",
            ("first", "second"),
        ),
        Line(
            "both",
            r"Then $z = -\sum_h \alpha_h a_h - \sum_i \beta_i b_i \in @U$, so $z \in @U \cap @W$, and $z = \sum_h "
            r"\delta_h a_h$ for some $\delta_h$.",
            ("relation",),
        ),
        Line(
            "third",
            r"As the $a_h$ and $c_j$ are a basis of $@W$, from $\sum_j \gamma_j c_j - \sum_h \delta_h a_h = 0$ "
            r"follows $\gamma_j = 0$ for all $j$.",
            ("both",),
        ),
        Line(
            "rest",
            r"What is left is $\sum_h \alpha_h a_h + \sum_i \beta_i b_i = 0$, and as these are a basis of $@U$, all "
            r"$\alpha_h$ and $\beta_i$ are 0.",
            ("third",),
        ),
        Line(
            "end",
            r"So the $a_h, b_i, c_j$ are a basis of $@U + @W$, and $\dim(@U + @W) = k + r + s = (k + r) + (k + s) - "
            r"k$.",
            ("span", "rest"),
        ),
    ),
    (
        Slip(
            "both",
            r"As the $a_h$, $b_i$ and $c_j$ are basis vectors, they are independent, so $z = 0$, and $z = \sum_h "
            r"\delta_h a_h$ with $\delta_h = 0$.",
            r"Two bases together need not be independent: this is what these lines are to show.",
            "basis-too-early",
        ),
        Slip(
            "basis",
            r"Take a basis of $@U + @W$; those of its vectors that lie in $@U \cap @W$ form a basis $a_1, \ldots, "
            r"a_k$ of $@U \cap @W$.",
            r"A basis of the intersection can be extended to one of the sum, but not every basis of the sum contains "
            r"one of the intersection.",
            "necessary-for-sufficient",
        ),
        Slip(
            "rest",
            r"As $\dim(@U + @W) = k + r + s$, the $k + r + s$ vectors that span it are independent, so all "
            r"$\alpha_h$ and $\beta_i$ are 0.",
            r"The dimension of $@U + @W$ is what is to be computed.",
            "assumes-conclusion",
        ),
        Slip(
            "span",
            r"A vector of $@U + @W$ lies in $@U$ or in $@W$, so the $a_h, b_i, c_j$ span $@U + @W$.",
            r"That describes the union. A vector of the sum is the sum of a vector of $@U$ and one of $@W$, and may "
            r"lie in neither.",
        ),
    ),
    "Begin with a basis of the intersection and extend it on both sides.",
    (SPACES,),
)

DEPENDENT = Proof(
    "more-vectors-than-dimensions",
    3,
    r"Any @m vectors $@{v}_1, \ldots, @{v}_@m$ in $\mathbb{R}^@n$ are linearly dependent.",
    (
        Line(
            "matrix",
            r"Let $@A \in \mathbb{R}^{@n \times @m}$ be the matrix with the columns $@{v}_1, \ldots, @{v}_@m$.",
        ),
        Line(
            "pivots", r"An echelon form of $@A$ has at most one pivot in each row, so at most @n pivots.", ("matrix",)
        ),
        Line("free", r"So at least one of the @m unknowns of the system $@A x = 0$ is free.", ("pivots",)),
        Line(
            "solution",
            r"Give a free unknown the value 1 and solve for the pivot unknowns: this gives $x \ne 0$ with $@A x = "
            r"0$.",
            ("free",),
        ),
        Line(
            "columns",
            r"For every $x$, the product $@A x$ is the combination $\sum_{i=1}^{@m} x_i @{v}_i$ of the columns.",
            ("matrix",),
        ),
        Line(
            "end",
            r"So a combination of $@{v}_1, \ldots, @{v}_@m$ whose coefficients are not all 0 is 0: they are "
            r"dependent.",
            ("solution", "columns"),
        ),
    ),
    (
        Slip(
            "free",
            r"The first @n columns are a basis of $\mathbb{R}^@n$, so the unknowns of the others in $@A x = 0$ are "
            r"free.",
            r"The first @n columns may be dependent themselves. Count the pivots instead.",
            "basis-too-early",
        ),
        Slip(
            "solution",
            r"As the columns are dependent, there is an $x \ne 0$ with $@A x = 0$.",
            "That the columns are dependent is what is to be shown; the solution must come from a free unknown.",
            "assumes-conclusion",
        ),
        Slip(
            "solution",
            r"The vector $x = 0$ satisfies $@A x = 0$, so the system $@A x = 0$ has a solution of the kind needed.",
            r"The zero vector always solves a homogeneous system. Dependence needs a solution $x \ne 0$.",
            "necessary-for-sufficient",
        ),
        Slip(
            "pivots",
            r"An echelon form of $@A$ has a pivot in each of the @m columns.",
            r"There are only @n rows, and each has at most one pivot.",
        ),
    ),
    "Turn the question into a homogeneous linear system and count its pivots.",
    ((("A", "v"), (("A", "v"), ("B", "b"), ("M", "a"))),),
    ((("m", 3), ("n", 2)), (("m", 4), ("n", 3)), (("m", 5), ("n", 3)), (("m", 5), ("n", 4)), (("m", 6), ("n", 4))),
)

MATRIX = (("A", "B"), (("A", "B"), ("M", "N"), ("P", "Q")))
INVERTIBLE = Proof(
    "invertible-iff-trivial-kernel",
    3,
    r"A matrix $@A \in \mathbb{R}^{@n \times @n}$ is invertible if and only if $\ker(@A) = \{0\}$.",
    (
        Line(
            "easy",
            r"($\Rightarrow$) If $@A$ is invertible and $@A x = 0$, then $x = @A^{-1} @A x = 0$, so $\ker(@A) = "
            r"\{0\}$.",
        ),
        Line("suppose", r"($\Leftarrow$) Suppose that $\ker(@A) = \{0\}$."),
        Line(
            "image",
            r"By the rank-nullity theorem $\dim\operatorname{im}(@A) = @n - 0 = @n$, so the image is all of "
            r"$\mathbb{R}^@n$.",
            ("suppose",),
        ),
        Line("solve", r"So for each unit vector $e_i$ there is a vector $y_i$ with $@A y_i = e_i$.", ("image",)),
        Line("right", r"The matrix $@B$ whose columns are the $y_i$ satisfies $@A @B = I$.", ("solve",)),
        Line(
            "left",
            r"From $@A (@B @A - I) = (@A @B) @A - @A = 0$ follows $@B @A = I$, because $\ker(@A) = \{0\}$.",
            ("suppose", "right"),
        ),
        Line("end", r"So $@A @B = I = @B @A$, and $@A$ is invertible; both directions are shown.", ("easy", "left")),
    ),
    (
        Slip(
            "solve",
            r"So for each unit vector $e_i$ the vector $y_i = @A^{-1} e_i$ satisfies $@A y_i = e_i$.",
            r"That $@A^{-1}$ exists is what is to be shown in this direction.",
            "assumes-conclusion",
        ),
        Slip(
            "image",
            r"An invertible matrix has a trivial kernel and the image $\mathbb{R}^@n$, so the image of $@A$ is all "
            r"of $\mathbb{R}^@n$.",
            r"That is what an invertible matrix has; that $@A$ is invertible does not follow from having one of "
            r"these properties, it is to be shown.",
            "necessary-for-sufficient",
        ),
        Slip(
            "image",
            r"The columns of $@A$ are a basis of $\mathbb{R}^@n$, as there are @n of them, so the image is all of "
            r"$\mathbb{R}^@n$.",
            r"Having @n columns is not enough for a basis; that they are independent must be derived from the kernel "
            r"first.",
            "basis-too-early",
        ),
        Slip(
            "left",
            r"As matrix products do not depend on the order of the factors, $@B @A = @A @B = I$.",
            r"Matrix products do depend on the order. That $@B @A = I$ needs an argument.",
        ),
    ),
    "For the harder direction, find a right inverse column by column; then show that it is a left inverse, too.",
    (MATRIX,),
    ((("n", 2),), (("n", 3),), (("n", 4),), (("n", 5),)),
)

GRAM_KERNEL = Proof(
    "kernel-of-gram-matrix",
    3,
    r"For every $@A \in \mathbb{R}^{@m \times @n}$ the matrices $@A^\top @A$ and $@A$ have the same kernel.",
    (
        Line("easy", r"If $@A x = 0$, then $@A^\top @A x = @A^\top 0 = 0$; so $\ker(@A) \subseteq \ker(@A^\top @A)$."),
        Line("take", r"Conversely, let $y \in \ker(@A^\top @A)$, that is, $@A^\top @A y = 0$."),
        Line("multiply", r"Multiply by $y^\top$ from the left: $y^\top @A^\top @A y = 0$.", ("take",)),
        Line("norm", r"The left-hand side is $(@A y)^\top (@A y) = \|@A y\|^2$.", ("multiply",)),
        Line(
            "zero",
            r"Only the zero vector has length 0, so $@A y = 0$, and $\ker(@A^\top @A) \subseteq \ker(@A)$.",
            ("norm",),
        ),
        Line("end", r"Each kernel contains the other: they are equal.", ("easy", "zero")),
    ),
    (
        Slip(
            "multiply",
            r"As the columns of $@A$ are independent, $@A^\top @A$ is invertible, so $y = 0$ and $y^\top @A^\top @A "
            r"y = 0$.",
            r"Nothing says that the columns are independent; the formula follows by multiplying by $y^\top$.",
            "basis-too-early",
        ),
        Slip(
            "zero",
            r"As $@A^\top @A$ and $@A$ have the same kernel, $@A y = 0$, and $\ker(@A^\top @A) \subseteq \ker(@A)$.",
            "That the kernels are the same is what is to be shown.",
            "assumes-conclusion",
        ),
        Slip(
            "zero",
            r"If $@A y = 0$, then $\|@A y\|^2 = 0$; so $\ker(@A^\top @A) \subseteq \ker(@A)$.",
            r"To show is the other direction: from $\|@A y\|^2 = 0$ to $@A y = 0$.",
            "necessary-for-sufficient",
        ),
    ),
    "One inclusion is quick; for the other one, turn the equation into a statement about a length.",
    ((("A",), (("A",), ("B",), ("M",), ("X",))),),
    ((("m", 3), ("n", 2)), (("m", 2), ("n", 3)), (("m", 4), ("n", 4)), (("m", 5), ("n", 2))),
)

PROOFS = (COORDINATES, DIMENSION_FORMULA, DEPENDENT, INVERTIBLE, GRAM_KERNEL)
