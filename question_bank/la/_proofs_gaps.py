"""What is left out of the proofs of linear algebra at level 3."""

from __future__ import annotations

from question_bank._gaps import Gap, Wrong, matrix, number, vector
from quizgen.exact import Matrix

INJECTIVE = (
    Gap(
        "same-value",
        "a linear map sends 0 to 0",
        "This holds for every linear map, and nothing more is needed here.",
        wrong=(
            Wrong(
                "the kernel is trivial",
                "In this direction the trivial kernel is what is to be shown.",
                "assumes-conclusion",
            ),
            Wrong("$@Phi$ is surjective", "Nothing says so, and it would not give the value at 0."),
        ),
    ),
    Gap(
        "is-zero",
        "As $@Phi$ is injective",
        "Two vectors with the same value are equal: this is the hypothesis of this direction.",
        wrong=(
            Wrong(
                "As $0 \\in \\ker(@Phi)$",
                "That 0 lies in the kernel is true of every linear map; to show is that nothing else does.",
                "necessary-for-sufficient",
            ),
            Wrong(
                "As the kernel is trivial",
                "In this direction the trivial kernel is what is to be shown.",
                "assumes-conclusion",
            ),
            Wrong("As $x$ is part of a basis", "$x$ may be 0: then it is part of no basis.", "basis-too-early"),
        ),
    ),
    Gap(
        "difference",
        "By linearity",
        "The value at a difference is the difference of the values, because the map is linear.",
        wrong=(
            Wrong("By injectivity", "In this direction injectivity is what is to be shown.", "assumes-conclusion"),
            Wrong("As $y - z = 0$", "That $y = z$ is where this direction has to arrive.", "assumes-conclusion"),
        ),
    ),
    Gap(
        "are-equal",
        "As the kernel is trivial",
        "The difference lies in the kernel, which contains only 0 by the hypothesis of this direction.",
        wrong=(
            Wrong(
                "As $@Phi$ is injective",
                "In this direction injectivity is what is to be shown.",
                "assumes-conclusion",
            ),
            Wrong(
                "As $@Phi(0) = 0$",
                "That says that 0 lies in the kernel; needed is that nothing else does.",
                "necessary-for-sufficient",
            ),
        ),
    ),
)

RANK_NULLITY = (
    Gap(
        "extend",
        "n = k + r",
        "A basis has as many vectors as the dimension says.",
        wrong=(
            Wrong(
                "$n = r$",
                "The basis of $@V$ has the vectors $@{b}_i$ as well.",
            ),
            Wrong(r"$\dim\operatorname{im}(@Phi) = r$", "That is where the proof has to arrive.", "assumes-conclusion"),
        ),
    ),
    Gap(
        "span",
        r"\sum_j \gamma_j @Phi(@{c}_j)",
        r"The terms with $@Phi(@{b}_i)$ are 0, since the $@{b}_i$ lie in the kernel.",
        wrong=(
            Wrong(
                r"$\sum_i \beta_i @Phi(@{b}_i)$",
                r"The vectors $@{b}_i$ lie in the kernel: what does $@Phi$ do to them?",
            ),
            Wrong(
                r"$\sum_j \gamma_j @{c}_j$", r"$@Phi$ was lost: the values lie in $@W$, the vectors $@{c}_j$ in $@V$."
            ),
        ),
    ),
    Gap(
        "relation",
        r"\in \ker(@Phi)",
        r"By linearity the sum is $@Phi\left(\sum_j \delta_j @{c}_j\right)$, and that this is 0 means that the "
        "vector lies in the kernel.",
        wrong=(
            Wrong(
                "$= 0$",
                r"A vector whose value is 0 lies in the kernel; it need not be 0 itself, unless the map is injective.",
                "basis-too-early",
            ),
            Wrong(
                r"$\in \operatorname{im}(@Phi)$", r"The sum $\sum_j \delta_j @{c}_j$ lies in $@V$, the image in $@W$."
            ),
        ),
    ),
    Gap(
        "independent",
        "$@{b}_i$ and $@{c}_j$ together are independent",
        r"A combination of all of them that is 0 has the coefficients $\delta_j$ at the $@{c}_j$, so these are 0.",
        wrong=(
            Wrong(
                "$@Phi(@{c}_j)$ are a basis of the image",
                "Their independence is what these lines are to show.",
                "basis-too-early",
            ),
            Wrong(
                "dimension of the image is $r$ and the $@Phi(@{c}_j)$ are $r$ vectors of it",
                "That the image has this dimension is what is to be shown.",
                "assumes-conclusion",
            ),
            Wrong(
                "$@{b}_i$ span the kernel",
                r"That gave the numbers $\varepsilon_i$. That the $\delta_j$ are 0 needs independence.",
            ),
        ),
    ),
)

COORDINATES = (
    Gap(
        "twice",
        r"\alpha_i - \beta_i",
        "Subtract the two ways of writing $x$ and collect the coefficient of each $@{b}_i$.",
        wrong=(
            Wrong(
                r"$\alpha_i + \beta_i$", "That is what adding the two ways of writing $x$ gives, and its value is $2x$."
            ),
            Wrong(r"$\alpha_i \beta_i$", "Coefficients of the same vector are subtracted here, not multiplied."),
        ),
    ),
    Gap(
        "equal",
        "As basis vectors are independent",
        "Independence says that a combination is 0 only if all its coefficients are 0.",
        wrong=(
            Wrong(
                "As the coordinates of $x$ are unique",
                "That they are unique is what this line should show.",
                "assumes-conclusion",
            ),
            Wrong("As basis vectors span $V$", "That gives one way of writing $x$; it does not rule out a second one."),
            Wrong("As basis vectors are not 0", "Vectors that are not 0 can still have a combination that is 0."),
        ),
    ),
    Gap(
        "span",
        "As every $x$ can be written so",
        "This is the existence part of what was supposed.",
        wrong=(
            Wrong(
                "As the $@{b}_i$ are independent",
                "In this direction independence is not known yet, and it would not give that they span $V$.",
                "basis-too-early",
            ),
            Wrong(
                "As the $@{b}_i$ are a basis", "In this direction that is what is to be shown.", "assumes-conclusion"
            ),
        ),
    ),
    Gap(
        "zero",
        r"As $0 = \sum_i 0 \cdot @{b}_i$ is the only way to write 0",
        "This is the uniqueness part of what was supposed, for the vector $x = 0$.",
        wrong=(
            Wrong(
                "As the $@{b}_i$ are independent",
                "In this direction independence is to be shown.",
                "basis-too-early",
            ),
            Wrong(
                r"As $\sum_i 0 \cdot @{b}_i = 0$",
                "That holds for any vectors. Needed is that no other combination is 0.",
                "necessary-for-sufficient",
            ),
        ),
    ),
)

DIMENSION_FORMULA = (
    Gap(
        "span",
        r"A vector of $@U + @W$ is the sum of one of $@U$ and one of $@W$",
        "That is the definition of the sum of two subspaces.",
        wrong=(
            Wrong(r"A vector of $@U + @W$ lies in $@U$ or in $@W$", "That describes the union, which is smaller."),
            Wrong(
                r"There are $k + r + s$ of them and $\dim(@U + @W) = k + r + s$",
                "The dimension of the sum is what is to be computed.",
                "assumes-conclusion",
            ),
        ),
    ),
    Gap(
        "both",
        r"-\sum_h \alpha_h a_h - \sum_i \beta_i b_i \in @U",
        "Solve the relation for $z$: what is on the other side lies in $@U$.",
        wrong=(
            Wrong(
                r"$\sum_h \alpha_h a_h + \sum_i \beta_i b_i \in @U$",
                "Check the signs when these terms are taken to the other side.",
            ),
            Wrong(
                r"$\sum_j \gamma_j c_j \in @U$",
                "This repeats what $z$ is, as a vector of $@W$; why it lies in $@U$ is to be seen from the relation.",
                "assumes-conclusion",
            ),
        ),
    ),
    Gap(
        "third",
        "$a_h$ and $c_j$ are a basis of $@W$",
        "A combination of basis vectors is 0 only if all coefficients are 0.",
        wrong=(
            Wrong(
                "$a_h$, $b_i$ and $c_j$ are independent",
                "That all of them together are independent is what these lines are to show.",
                "basis-too-early",
            ),
            Wrong(
                "$c_j$ are a basis of $@W$",
                r"They are only a part of one, and the combination has the terms $\delta_h a_h$ as well.",
            ),
        ),
    ),
    Gap(
        "rest",
        "as these are a basis of $@U$",
        "A combination of basis vectors is 0 only if all coefficients are 0.",
        wrong=(
            Wrong(
                r"as $\dim(@U + @W) = k + r + s$",
                "The dimension of the sum is what is to be computed.",
                "assumes-conclusion",
            ),
            Wrong(
                r"as the combination with coefficients 0 is 0",
                "That holds for any vectors. Needed is that no other combination is 0.",
                "necessary-for-sufficient",
            ),
        ),
    ),
    Gap(
        "end",
        "k + r + s = (k + r) + (k + s) - k",
        "A basis of the sum has $k$ vectors $a_h$, $r$ vectors $b_i$ and $s$ vectors $c_j$.",
        "k + r + s",
        (number("k"), number("r"), number("s")),
        lambda k, r, s: sum((k, r, s)),
        wrong=(
            Wrong(
                "2 k + r + s",
                "The vectors $a_h$ belong to both bases, but are counted once in a basis of the sum.",
                "basis-too-early",
            ),
        ),
    ),
)

DEPENDENT = (
    Gap(
        "pivots",
        "one pivot in each row",
        "A pivot is the first nonzero entry of its row, and there are @n rows.",
        wrong=(
            Wrong(
                "one pivot in each column",
                "That is true as well, but there are @m columns: it bounds the pivots by @m.",
            ),
            Wrong("one row with a pivot", "An echelon form can have pivots in several rows."),
        ),
    ),
    Gap(
        "free",
        "at least one of the @m unknowns",
        "There are @m unknowns and at most @n pivots, so not every unknown has a pivot.",
        wrong=(
            Wrong("every one of the @m unknowns", "Unknowns in pivot columns are not free."),
            Wrong(
                "exactly one of the @m unknowns",
                "There may be fewer pivots than rows, and then more unknowns are free.",
            ),
            Wrong("none of the @m unknowns", "Count unknowns and pivots again."),
        ),
    ),
    Gap(
        "solution",
        "Give a free unknown the value 1",
        "The value 1 makes sure that $x \\ne 0$, and the pivot unknowns can always be found.",
        wrong=(
            Wrong(
                "Give every free unknown the value 0",
                "That gives $x = 0$, which always solves the system and shows nothing.",
                "necessary-for-sufficient",
            ),
            Wrong(
                "As the columns are dependent, take a relation between them",
                "That the columns are dependent is what is to be shown.",
                "assumes-conclusion",
            ),
        ),
    ),
    Gap(
        "columns",
        r"\sum_{i=1}^{@m} x_i @{v}_i",
        "The product of a matrix and a vector is the combination of its columns with the entries of the vector.",
        wrong=(
            Wrong(r"$\sum_{i=1}^{@n} x_i @{v}_i$", "How many columns are there?"),
            Wrong(r"$\sum_{i=1}^{@m} @{v}_i$", "The entries of $x$ have been lost."),
        ),
    ),
)

INVERTIBLE = (
    Gap(
        "easy",
        "@A^{-1} @A x",
        "Put $@A^{-1}$ before $@A x = 0$.",
        wrong=(
            Wrong("$@A @A^{-1} x$", "That is $x$, too, but from $@A x = 0$ it cannot be seen that it is 0."),
            Wrong("$@A x$", "The vector $@A x$ is 0, but it is not $x$."),
        ),
    ),
    Gap(
        "image",
        "By the rank-nullity theorem",
        "The dimensions of kernel and image add up to @n, and the kernel has dimension 0.",
        wrong=(
            Wrong("As $@A$ is invertible", "In this direction that is what is to be shown.", "assumes-conclusion"),
            Wrong(
                "As the @n columns of $@A$ are a basis",
                "That they are independent must be derived from the kernel first.",
                "basis-too-early",
            ),
            Wrong(
                "As an invertible matrix has this image",
                "That is what an invertible matrix has; whether $@A$ is one is the question.",
                "necessary-for-sufficient",
            ),
        ),
    ),
    Gap(
        "left",
        "@B @A - I",
        "Factor $@A$ out on the left of $@A @B @A - @A$.",
        "@B @A - I",
        (matrix("A", "n", "n"), matrix("B", "n", "n")),
        lambda A, B: B @ A - Matrix.identity(A.rows),
        asks="The matrix that $@A$ is multiplied by, in terms of $@A$, $@B$ and $I$.",
    ),
    Gap(
        "left",
        r"because $\ker(@A) = \{0\}$",
        "Each column of the matrix that $@A$ sends to 0 lies in the kernel, so it is 0.",
        wrong=(
            Wrong("because $@A$ is invertible", "In this direction that is what is to be shown.", "assumes-conclusion"),
            Wrong("because $@A \\ne 0$", "A product can be 0 without either factor being 0."),
            Wrong("because matrix products commute", "They do not, in general."),
        ),
    ),
)

GRAM_KERNEL = (
    Gap(
        "multiply",
        r"y^\top @A^\top @A y",
        r"Put $y^\top$ before both sides of $@A^\top @A y = 0$.",
        "y^T @A^T @A y",
        (matrix("A", "m", "n"), vector("y", "n")),
        lambda A, y: sum(((A @ y)[i] ** 2 for i in range(A.rows)), start=0),
    ),
    Gap(
        "norm",
        r"(@A y)^\top (@A y) = \|@A y\|^2",
        r"By the rule for the transpose of a product, $y^\top @A^\top = (@A y)^\top$.",
        wrong=(
            Wrong(
                r"$y^\top y \, @A^\top @A = \|y\|^2 @A^\top @A$", "Factors may not be exchanged, and this is no number."
            ),
            Wrong(
                r"$(@A^\top y)^\top (@A y)$",
                r"The transpose of a product turns the order round: is $y^\top @A^\top$ the transpose of $@A^\top y$?",
            ),
            Wrong(
                r"$(@A y)(@A y)^\top$",
                r"This is a matrix with @m rows and columns, while the left-hand side is a number.",
            ),
        ),
    ),
    Gap(
        "zero",
        "Only the zero vector has length 0",
        "The norm is positive definite.",
        wrong=(
            Wrong(
                "As the columns of $@A$ are independent",
                "Nothing says so, and then the kernel would be trivial.",
                "basis-too-early",
            ),
            Wrong("The two matrices have the same kernel", "That is what is to be shown.", "assumes-conclusion"),
            Wrong(
                "The zero vector has length 0",
                "To show is the other direction: from length 0 to the zero vector.",
                "necessary-for-sufficient",
            ),
        ),
    ),
)

GAPS = {
    "injective-iff-trivial-kernel": INJECTIVE,
    "rank-nullity": RANK_NULLITY,
    "unique-coordinates": COORDINATES,
    "dimension-formula": DIMENSION_FORMULA,
    "more-vectors-than-dimensions": DEPENDENT,
    "invertible-iff-trivial-kernel": INVERTIBLE,
    "kernel-of-gram-matrix": GRAM_KERNEL,
}
