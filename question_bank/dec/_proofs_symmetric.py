"""Proofs of level 2: symmetric matrices, definiteness, the spectral norm, distinct eigenvalues, A^T A."""

from __future__ import annotations

from question_bank._gaps import Also, Gap, Wrong, matrix, number, vector
from question_bank._proofs import Line, Proof, Slip

MATRIX = (("A",), (("A",), ("M",), ("B",)))
EIGENVALUE = (("lam",), ((r"\lambda",), (r"\mu",), (r"\alpha",)))
EIGENVALUES = (("lam", "mu"), ((r"\lambda", r"\mu"), (r"\alpha", r"\beta")))
VECTORS = (("v", "w"), (("v", "w"), ("x", "y"), ("p", "q")))
MAY_BE_ZERO = "The eigenvalue can be 0, and then it cannot be divided by."

REAL = Proof(
    "symmetric-real-eigenvalues",
    2,
    r"Every eigenvalue of a symmetric matrix $@A \in \mathbb{R}^{n \times n}$ is real.",
    (
        Line("take", r"Let $@A v = @lam v$ with $@lam \in \mathbb{C}$ and $v \in \mathbb{C}^n$, $v \ne 0$."),
        Line("conj", r"Take conjugates: since $@A$ is real, $@A \bar{v} = \bar{@lam} \bar{v}$.", ("take",)),
        Line(
            "first",
            r"Multiply $@A v = @lam v$ by $\bar{v}^\top$ from the left: $\bar{v}^\top @A v = @lam \, \bar{v}^\top v$.",
            ("take",),
        ),
        Line(
            "second",
            r"Transpose the conjugated equation and multiply by $v$ from the right: because $@A^\top = @A$, this "
            r"gives $\bar{v}^\top @A v = \bar{@lam} \, \bar{v}^\top v$.",
            ("conj",),
        ),
        Line(
            "equal",
            r"Subtracting the two equations for $\bar{v}^\top @A v$, $(@lam - \bar{@lam}) \, \bar{v}^\top v = 0$.",
            ("first", "second"),
        ),
        Line("positive", r"As $v \ne 0$, the number $\bar{v}^\top v = \sum_i |v_i|^2$ is positive.", ("take",)),
        Line("end", r"So $@lam = \bar{@lam}$, that is, $@lam$ is real.", ("equal", "positive")),
    ),
    (
        Slip(
            "conj",
            r"Take conjugates: since $@A$ and $@lam$ are real, $@A \bar{v} = @lam \bar{v}$.",
            r"That $@lam$ is real is what is to be shown: it has to be conjugated as well.",
            "assumes-real",
        ),
        Slip(
            "positive",
            r"As $v \ne 0$, the number $\bar{v}^\top v = \sum_i v_i^2$ is positive.",
            r"The entries of $v$ may be complex: $\bar{v}_i v_i$ is not $v_i^2$, and squares can be negative.",
            "assumes-real",
        ),
        Slip(
            "second",
            r"Put $\bar{v} = \frac{1}{\bar{@lam}} @A \bar{v}$ into $\bar{v}^\top v$: because $@A^\top = @A$, this "
            r"gives $\bar{v}^\top @A v = \bar{@lam} \, \bar{v}^\top v$.",
            MAY_BE_ZERO,
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "take",
            r"As $@A$ has $n$ distinct eigenvalues, let $@A v = @lam v$ for one of them, with $@lam \in \mathbb{C}$ "
            r"and $v \in \mathbb{C}^n$, $v \ne 0$.",
            "A symmetric matrix can have repeated eigenvalues, such as $I$; and nothing of that kind is needed.",
            "needs-distinct",
        ),
    ),
    r"Compute $\bar{v}^\top @A v$ in two ways.",
    (MATRIX, EIGENVALUE),
    gaps=(
        Gap(
            "conj",
            r"@A \bar{v} = \bar{@lam} \bar{v}",
            "Conjugation goes into products; only the real entries of the matrix stay as they are.",
            wrong=(
                Wrong(
                    r"$@A \bar{v} = @lam \bar{v}$",
                    r"That $@lam$ is real is what is to be shown: it has to be conjugated as well.",
                    "assumes-real",
                ),
                Wrong(
                    r"$@A v = \bar{@lam} v$",
                    r"The vector $v$ may be complex and has to be conjugated as well.",
                    "assumes-real",
                ),
            ),
        ),
        Gap(
            "second",
            r"because $@A^\top = @A$",
            r"Transposing $@A \bar{v}$ gives $\bar{v}^\top @A^\top$, and the matrix is symmetric.",
            wrong=(
                Wrong(r"because $@lam$ is real", "That is what is to be shown.", "assumes-real"),
                Wrong(
                    r"because $@A$ is invertible",
                    "Nothing says so: 0 may be an eigenvalue.",
                    "divides-by-eigenvalue-zero",
                ),
                Wrong(r"because $@A$ is real", "That was used when taking conjugates. What is needed for transposing?"),
            ),
        ),
        Gap(
            "equal",
            r"@lam - \bar{@lam}",
            r"Both equations have the left-hand side $\bar{v}^\top @A v$, so the difference of the right-hand sides "
            "is 0.",
            wrong=(
                Wrong(r"$@lam + \bar{@lam}$", "Subtract the two equations; this would come from adding them."),
                Wrong(r"$@lam \bar{@lam}$", "The two equations are subtracted, not multiplied."),
            ),
        ),
        Gap(
            "positive",
            r"\sum_i |v_i|^2",
            r"For complex numbers $\bar{v}_i v_i = |v_i|^2$.",
            wrong=(
                Wrong(
                    r"$\sum_i v_i^2$",
                    r"The entries may be complex: $\bar{v}_i v_i$ is not $v_i^2$, and squares can be negative.",
                    "assumes-real",
                ),
                Wrong(r"$\sum_i |v_i|$", r"Each term is a product of $v_i$ with its conjugate."),
            ),
        ),
    ),
)

ORTHOGONAL = Proof(
    "symmetric-orthogonal-eigenvectors",
    2,
    r"Eigenvectors of a symmetric matrix $@A \in \mathbb{R}^{n \times n}$ for different eigenvalues are orthogonal.",
    (
        Line("take", r"Let $@A @v = @lam @v$ and $@A @w = @mu @w$ with $@lam \ne @mu$."),
        Line(
            "first",
            r"Multiply the first equation by $@w^\top$ from the left: $@w^\top @A @v = @lam \, @w^\top @v$.",
            ("take",),
        ),
        Line(
            "second",
            r"Transpose the second equation and multiply by $@v$ from the right: $@w^\top @A^\top @v = @mu \, "
            r"@w^\top @v$.",
            ("take",),
        ),
        Line(
            "equal",
            r"Since $@A^\top = @A$, the two left-hand sides are equal, so $(@lam - @mu) \, @w^\top @v = 0$.",
            ("first", "second"),
        ),
        Line("end", r"As $@lam \ne @mu$, we conclude $@w^\top @v = 0$: the vectors are orthogonal.", ("equal",)),
    ),
    (
        Slip(
            "take",
            r"Let $@A @v = @lam @v$ and $@A @w = @mu @w$ with linearly independent $@v$ and $@w$. Then $@lam \ne @mu$.",
            "Independent eigenvectors may belong to one and the same eigenvalue, as for $I$; different eigenvalues are "
            "what the theorem supposes.",
            "needs-distinct",
        ),
        Slip(
            "first",
            r"Put $@v = \frac{1}{@lam} @A @v$ into $@w^\top @v$: $@w^\top @A @v = @lam \, @w^\top @v$.",
            MAY_BE_ZERO,
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "equal",
            r"Since $@A$ is real, the two left-hand sides are equal, so $(@lam - @mu) \, @w^\top @v = 0$.",
            "Real entries do not make a matrix equal to its transpose.",
        ),
        Slip(
            "end",
            r"As $@v$ and $@w$ are linearly independent, we conclude $@w^\top @v = 0$: the vectors are orthogonal.",
            "Independent vectors need not be orthogonal; look at the other factor of the product.",
        ),
    ),
    r"Compute $@w^\top @A @v$ in two ways.",
    (MATRIX, EIGENVALUES, VECTORS),
    gaps=(
        Gap(
            "first",
            r"@lam \, @w^\top @v",
            r"Replace $@A @v$ by $@lam @v$.",
            "@lam @w^T @v",
            (number("lam"), vector("v"), vector("w")),
            lambda lam, v, w: lam * v.dot(w),
        ),
        Gap(
            "second",
            r"@mu \, @w^\top @v",
            r"Transposing $@A @w = @mu @w$ gives $@w^\top @A^\top = @mu @w^\top$.",
            "@mu @w^T @v",
            (number("mu"), vector("v"), vector("w")),
            lambda mu, v, w: mu * v.dot(w),
        ),
        Gap(
            "equal",
            r"Since $@A^\top = @A$",
            "This is where the symmetry is used.",
            wrong=(
                Wrong(r"Since $@A$ is real", "Real entries do not make a matrix equal to its transpose."),
                Wrong(
                    r"Since $@v$ and $@w$ are independent",
                    "That says nothing about the matrix, and it would not be enough for the theorem.",
                    "needs-distinct",
                ),
                Wrong(
                    r"Since $@A$ is invertible",
                    "Nothing says so: 0 may be an eigenvalue.",
                    "divides-by-eigenvalue-zero",
                ),
            ),
        ),
        Gap(
            "equal",
            r"(@lam - @mu) \, @w^\top @v",
            "The difference of the two right-hand sides is 0.",
            wrong=(
                Wrong(
                    r"$(@lam + @mu) \, @w^\top @v$",
                    "The two equations are subtracted; this would come from adding them.",
                ),
                Wrong(r"$@lam @mu \, @w^\top @v$", "The two equations are subtracted, not multiplied."),
            ),
        ),
        Gap(
            "end",
            r"As $@lam \ne @mu$",
            "A product of two numbers is 0 only if one of them is; the first factor is not.",
            wrong=(
                Wrong(
                    r"As $@v$ and $@w$ are linearly independent",
                    "Independent eigenvectors need not be orthogonal, when they belong to one eigenvalue.",
                    "needs-distinct",
                ),
                Wrong(
                    r"As $@lam$ and $@mu$ are not 0",
                    "One of them may be 0; look at the factors.",
                    "divides-by-eigenvalue-zero",
                ),
            ),
        ),
    ),
)

DEFINITE = Proof(
    "psd-iff-eigenvalues",
    2,
    r"A symmetric matrix $@A \in \mathbb{R}^{n \times n}$ is positive semidefinite if and only if all its "
    r"eigenvalues are $\ge 0$.",
    (
        Line(
            "semidefinite",
            r"($\Rightarrow$) Let $@A$ be positive semidefinite, and let $@A v = @lam v$ with $v \in \mathbb{R}^n$ "
            r"and $v^\top v = 1$.",
        ),
        Line("value", r"Then $@lam = @lam \, v^\top v = v^\top @A v \ge 0$.", ("semidefinite",)),
        Line(
            "suppose",
            r"($\Leftarrow$) Suppose that the eigenvalues $@{lam}_1, \ldots, @{lam}_n$ of $@A$ are all $\ge 0$.",
        ),
        Line(
            "basis",
            r"By the spectral theorem there is an orthonormal basis $q_1, \ldots, q_n$ with $@A q_i = @{lam}_i q_i$.",
        ),
        Line("write", r"For any $x = \sum_i c_i q_i$ we get $@A x = \sum_i @{lam}_i c_i q_i$.", ("basis",)),
        Line("form", r"Since the $q_i$ are orthonormal, $x^\top @A x = \sum_i @{lam}_i c_i^2$.", ("write",)),
        Line(
            "end",
            r"No term of this sum is negative, so $x^\top @A x \ge 0$: $@A$ is positive semidefinite.",
            ("suppose", "form"),
        ),
    ),
    (
        Slip(
            "basis",
            r"As the eigenvalues are distinct, there is an orthonormal basis $q_1, \ldots, q_n$ with $@A q_i = "
            "@{lam}_i q_i$.",
            "Nothing says that the eigenvalues are distinct; for a symmetric matrix the basis exists in any case.",
            "needs-distinct",
        ),
        Slip(
            "value",
            r"Then $v = \frac{1}{@lam} @A v$ and $1 = v^\top v = \frac{1}{@lam} v^\top @A v$, so $@lam \ge 0$.",
            "The eigenvalue can be 0, and then it cannot be divided by; that is a case of this theorem.",
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "semidefinite",
            r"($\Rightarrow$) Let $@A$ be positive semidefinite, and let $@A v = @lam v$ with $v \in \mathbb{C}^n$ "
            r"and $v \ne 0$. As $v^\top v > 0$ for every $v \ne 0$, scale $v$ so that $v^\top v = 1$.",
            r"For a complex vector $v^\top v$ is not the squared length, and can be 0, as for $(1, i)$. Take a real "
            "eigenvector, which a symmetric matrix has.",
            "assumes-real",
        ),
        Slip(
            "form",
            r"Since $@A$ is symmetric, $x^\top @A x = \sum_i @{lam}_i x_i^2$.",
            "That holds for a diagonal matrix. In general the coordinates $c_i$ for the $q_i$ are needed, not the "
            "entries of $x$.",
        ),
    ),
    "An eigenvector gives one direction; coordinates for an orthonormal basis of eigenvectors give the other.",
    (MATRIX, (("lam",), ((r"\lambda",), (r"\mu",)))),
    gaps=(
        Gap(
            "value",
            r"v^\top @A v",
            r"Replace $@lam v$ by $@A v$.",
            "v^T @A v",
            (matrix("A", 3, 3, "symmetric"), vector("v", 3, "unit")),
            lambda A, v: sum((A[i, j] * v[i] * v[j] for i in range(3) for j in range(3)), start=0),
        ),
        Gap(
            "basis",
            "By the spectral theorem",
            "Every symmetric matrix has such a basis, also when eigenvalues are repeated.",
            wrong=(
                Wrong("As the eigenvalues are distinct", "Nothing says that they are distinct.", "needs-distinct"),
                Wrong(
                    r"As no eigenvalue is 0",
                    "An eigenvalue may be 0, and this would give no basis.",
                    "divides-by-eigenvalue-zero",
                ),
                Wrong(r"As $@A$ is positive semidefinite", "In this direction that is what is to be shown."),
            ),
        ),
        Gap(
            "form",
            r"Since the $q_i$ are orthonormal",
            r"So $q_i^\top q_j$ is 1 for $i = j$ and 0 otherwise, and only the squares of the $c_i$ are left.",
            wrong=(
                Wrong(
                    r"Since the $@{lam}_i$ are distinct",
                    r"They need not be; which property of the $q_i$ makes the mixed products vanish?",
                    "needs-distinct",
                ),
                Wrong(
                    r"Since the $q_i$ are linearly independent", r"Then the products $q_i^\top q_j$ need not vanish."
                ),
            ),
        ),
        Gap(
            "form",
            r"\sum_i @{lam}_i c_i^2",
            r"Multiply $x^\top = \sum_i c_i q_i^\top$ by $@A x$: of the products of basis vectors only $q_i^\top q_i "
            "= 1$ remain.",
            wrong=(
                Wrong(
                    r"$\sum_i @{lam}_i x_i^2$",
                    r"The entries of $x$ are not its coordinates for the basis of the $q_i$.",
                ),
                Wrong(r"$\sum_i @{lam}_i^2 c_i^2$", r"That is $(@A x)^\top (@A x)$."),
                Wrong(r"$\sum_i @{lam}_i c_i$", r"Both $x^\top$ and $@A x$ contribute a coordinate."),
            ),
        ),
    ),
)

SPECTRAL_NORM = Proof(
    "spectral-norm",
    2,
    r"Let $@A = U \Sigma V^\top$ be a singular value decomposition with singular values $\sigma_1 \ge \sigma_2 \ge "
    r"\ldots$. Then $\max_{\|x\| = 1} \|@A x\| = \sigma_1$.",
    (
        Line("take", r"Let $\|x\| = 1$, and put $y = V^\top x$."),
        Line("unit", r"As $V$ is orthogonal, $\|y\| = \|x\| = 1$.", ("take",)),
        Line("drop", r"As $U$ is orthogonal, $\|@A x\| = \|U \Sigma y\| = \|\Sigma y\|$.", ("take",)),
        Line("sum", r"Written out, $\|@A x\|^2 = \sum_i \sigma_i^2 y_i^2$.", ("drop",)),
        Line(
            "bound",
            r"As $\sigma_i \le \sigma_1$ for all $i$, the sum is at most $\sigma_1^2 \|y\|^2 = \sigma_1^2$; so $\|@A "
            r"x\| \le \sigma_1$.",
            ("unit", "sum"),
        ),
        Line(
            "attain",
            r"The first columns $u_1$ of $U$ and $v_1$ of $V$ are unit vectors with $@A v_1 = \sigma_1 u_1$, so "
            r"$\|@A v_1\| = \sigma_1$.",
        ),
        Line(
            "end",
            r"So the bound $\sigma_1$ holds for every unit vector and is attained: it is the maximum.",
            ("bound", "attain"),
        ),
    ),
    (
        Slip(
            "unit",
            r"As $V$ is invertible, $\|y\| = \|x\| = 1$.",
            "An invertible matrix can change lengths; which property of $V$ keeps them?",
        ),
        Slip(
            "attain",
            r"A unit eigenvector $v_1$ for the largest eigenvalue of $@A$, which is real, satisfies $\|@A v_1\| = "
            r"\sigma_1$.",
            "The matrix $@A$ need not be square, and if it is, its eigenvalues need not be real, nor as large as "
            r"$\sigma_1$.",
            "assumes-real",
        ),
        Slip(
            "drop",
            r"As $u_i = \frac{1}{\sigma_i} @A v_i$ for all $i$, $\|@A x\| = \|U \Sigma y\| = \|\Sigma y\|$.",
            r"A singular value can be 0, and then it cannot be divided by; needed is only what $U$ does to lengths.",
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "bound",
            r"As the $\sigma_i$ are distinct, only $i = 1$ counts, and the sum is at most $\sigma_1^2 \|y\|^2 = "
            r"\sigma_1^2$; so $\|@A x\| \le \sigma_1$.",
            "Singular values may be repeated, and the other terms of the sum do count.",
            "needs-distinct",
        ),
    ),
    "Orthogonal matrices keep lengths: reduce the question to the diagonal matrix.",
    (MATRIX,),
    gaps=(
        Gap(
            "unit",
            r"As $V$ is orthogonal",
            r"Then $\|V^\top x\|^2 = x^\top V V^\top x = x^\top x$.",
            wrong=(
                Wrong(r"As $V$ is invertible", "An invertible matrix can change lengths."),
                Wrong(
                    r"As $V$ has distinct eigenvalues",
                    "That says nothing about lengths, and it need not be so.",
                    "needs-distinct",
                ),
            ),
        ),
        Gap(
            "drop",
            r"\|\Sigma y\|",
            r"Multiplying by the orthogonal matrix $U$ does not change the length.",
            "norm(Sigma y)",
            (matrix("U"), matrix("V"), matrix("Sigma"), vector("y")),
            lambda U, V, Sigma, y: float((Sigma @ y).dot(Sigma @ y)) ** 0.5,
            asks=r"The same length, in terms of $\Sigma$ and $y$.",
        ),
        Gap(
            "sum",
            r"\sum_i \sigma_i^2 y_i^2",
            r"The entries of $\Sigma y$ are $\sigma_i y_i$, and the squared length is the sum of their squares.",
            wrong=(
                Wrong(r"$\sum_i \sigma_i y_i^2$", r"Square the entries of $\Sigma y$: both factors of each."),
                Wrong(r"$\left(\sum_i \sigma_i y_i\right)^2$", "Square first, then add."),
            ),
        ),
        Gap(
            "attain",
            r"@A v_1 = \sigma_1 u_1",
            r"This is the first column of $@A V = U \Sigma$.",
            wrong=(
                Wrong(
                    r"$@A v_1 = \sigma_1 v_1$",
                    r"Then $\sigma_1$ would be an eigenvalue of $@A$, which need not have real eigenvalues at all.",
                    "assumes-real",
                ),
                Wrong(
                    r"$v_1 = \frac{1}{\sigma_1} u_1$",
                    r"The columns $u_1$ and $v_1$ may not even have the same size, and $\sigma_1$ may be 0.",
                    "divides-by-eigenvalue-zero",
                ),
            ),
        ),
    ),
)

INDEPENDENT = Proof(
    "distinct-eigenvalues",
    2,
    r"Eigenvectors $v_1, \ldots, v_k$ of $@A$ for distinct eigenvalues $@{lam}_1, \ldots, @{lam}_k$ are linearly "
    "independent.",
    (
        Line(
            "suppose",
            r"Suppose not. Among all relations $\sum_i c_i v_i = 0$ in which not all $c_i$ are 0, take one with as "
            "few nonzero $c_i$ as possible.",
        ),
        Line(
            "two",
            r"As no $v_i$ is 0, at least two of the $c_i$ are not 0; number them so that $c_1 \ne 0$ and $c_2 \ne 0$.",
            ("suppose",),
        ),
        Line("apply", r"Apply $@A$ to the relation: $\sum_i c_i @{lam}_i v_i = 0$.", ("suppose",)),
        Line("multiply", r"Multiply the relation by $@{lam}_1$: $\sum_i c_i @{lam}_1 v_i = 0$.", ("two",)),
        Line(
            "subtract",
            r"The difference is $\sum_{i \ge 2} c_i (@{lam}_i - @{lam}_1) v_i = 0$, a relation with fewer nonzero "
            "coefficients.",
            ("apply", "multiply"),
        ),
        Line(
            "nonzero",
            r"Its coefficient $c_2 (@{lam}_2 - @{lam}_1)$ is not 0, because $@{lam}_2 \ne @{lam}_1$.",
            ("subtract",),
        ),
        Line(
            "end", r"That contradicts the choice of the relation: so $v_1, \ldots, v_k$ are independent.", ("nonzero",)
        ),
    ),
    (
        Slip(
            "suppose",
            r"Suppose not. Then one vector is a multiple of another; this gives a relation $\sum_i c_i v_i = 0$ with "
            "two nonzero $c_i$.",
            "Three vectors can be dependent without two of them being parallel.",
        ),
        Slip(
            "apply",
            r"Put $v_i = \frac{1}{@{lam}_i} @A v_i$ into the relation: $\sum_i c_i @{lam}_i v_i = 0$.",
            "One of the eigenvalues can be 0, and then it cannot be divided by.",
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "multiply",
            r"The eigenvalues are real, so let $@{lam}_1$ be the largest and multiply by it: $\sum_i c_i @{lam}_1 "
            "v_i = 0$.",
            "The eigenvalues may be complex, and nothing is gained from ordering them.",
            "assumes-real",
        ),
        Slip(
            "nonzero",
            r"Its coefficient $c_2 (@{lam}_2 - @{lam}_1)$ is not 0, because $c_2 \ne 0$ and $v_2 \ne 0$.",
            "For a repeated eigenvalue this coefficient would be 0; something else has to be used.",
            "needs-distinct",
        ),
    ),
    "Take a shortest relation between them and make a shorter one from it.",
    (MATRIX, (("lam",), ((r"\lambda",), (r"\mu",)))),
    gaps=(
        Gap(
            "two",
            r"As no $v_i$ is 0",
            "A relation with a single nonzero coefficient would say that an eigenvector is 0.",
            wrong=(
                Wrong(
                    r"As no $@{lam}_i$ is 0",
                    "One of the eigenvalues may be 0, and it is not they that matter.",
                    "divides-by-eigenvalue-zero",
                ),
                Wrong(r"As the $v_i$ are independent", "That is what is to be shown."),
            ),
        ),
        Gap(
            "apply",
            r"\sum_i c_i @{lam}_i v_i",
            r"Each $@A v_i$ is $@{lam}_i v_i$.",
            wrong=(
                Wrong(r"$\sum_i @{lam}_i v_i$", r"The coefficients $c_i$ have been lost."),
                Wrong(
                    r"$\sum_i \frac{c_i}{@{lam}_i} v_i$",
                    "Applying the matrix multiplies an eigenvector by its eigenvalue.",
                    "divides-by-eigenvalue-zero",
                ),
            ),
        ),
        Gap(
            "subtract",
            r"c_i (@{lam}_i - @{lam}_1)",
            r"Subtract the coefficients of $v_i$: $c_i @{lam}_i$ and $c_i @{lam}_1$.",
            wrong=(
                Wrong(r"$c_i (@{lam}_i + @{lam}_1)$", r"Then the coefficient of $v_1$ would not vanish."),
                Wrong(r"$(c_i - c_1) @{lam}_i$", r"Both equations have the same $c_i$."),
            ),
            also=(Also("nonzero", r"Its coefficient $c_2 (@{lam}_2 - @{lam}_1)$", "The coefficient of $v_2$ in it"),),
        ),
        Gap(
            "nonzero",
            r"because $@{lam}_2 \ne @{lam}_1$",
            "This is where it is used that the eigenvalues are distinct.",
            wrong=(
                Wrong(
                    r"because $v_2 \ne 0$",
                    "For a repeated eigenvalue this coefficient would be 0, whatever $v_2$ is.",
                    "needs-distinct",
                ),
                Wrong(r"because $@{lam}_2 \ne 0$", "That eigenvalue may be 0.", "divides-by-eigenvalue-zero"),
            ),
        ),
    ),
)

GRAM = Proof(
    "gram-eigenvalues",
    2,
    r"For $@A \in \mathbb{R}^{@m \times @n}$ the matrices $@A^\top @A$ and $@A @A^\top$ have the same nonzero "
    "eigenvalues.",
    (
        Line("take", r"Let $@A^\top @A v = @lam v$ with $v \ne 0$ and $@lam \ne 0$."),
        Line("put", r"Put $w = @A v$.", ("take",)),
        Line(
            "nonzero",
            r"If $w$ were 0, then $@lam v = @A^\top w = 0$, and so $v = 0$, as $@lam \ne 0$. Therefore $w \ne 0$.",
            ("put",),
        ),
        Line("compute", r"Moving brackets, $@A @A^\top w = @A (@A^\top @A v) = @lam @A v = @lam w$.", ("put",)),
        Line("half", r"So $@lam$ is an eigenvalue of $@A @A^\top$, too.", ("nonzero", "compute")),
        Line(
            "end",
            r"With $@A^\top$ in place of $@A$, the same argument gives the other direction.",
            ("half",),
        ),
    ),
    (
        Slip(
            "take",
            r"Let $@lam$ be an eigenvalue of $@A^\top @A$, that is, $v = \frac{1}{@lam} @A^\top @A v$ with $v \ne 0$.",
            r"0 may be an eigenvalue of $@A^\top @A$, and then it cannot be divided by: $@lam \ne 0$ must be supposed.",
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "nonzero",
            r"As $v \ne 0$, also $w \ne 0$.",
            r"The matrix $@A$ may send a nonzero vector to 0; it has to be used that $@lam \ne 0$.",
        ),
        Slip(
            "compute",
            r"Exchanging factors, $@A @A^\top w = @A^\top @A w = @lam w$.",
            "Products of matrices do not commute; these two do not even need to have the same size.",
        ),
        Slip(
            "end",
            r"As the eigenvalues are distinct, $@A @A^\top$ has no other ones, which gives the other direction.",
            "The eigenvalues may be repeated, and their number is not known in advance.",
            "needs-distinct",
        ),
    ),
    "Make an eigenvector of one matrix from an eigenvector of the other.",
    (MATRIX, EIGENVALUE),
    ((("m", 3), ("n", 2)), (("m", 2), ("n", 3)), (("m", 4), ("n", 2)), (("m", 5), ("n", 3))),
    gaps=(
        Gap(
            "nonzero",
            "@lam v",
            r"Put $w = @A v$ into $@A^\top w$ and use the equation for $v$.",
            "@lam v",
            (number("lam"), vector("v", "n")),
            lambda lam, v: v * lam,
        ),
        Gap(
            "nonzero",
            r"as $@lam \ne 0$",
            "A multiple of $v$ is 0 only if the factor is 0 or $v$ is.",
            wrong=(
                Wrong(r"as $@A$ is invertible", "It need not even be square.", "divides-by-eigenvalue-zero"),
                Wrong(
                    r"as $@A$ has independent columns",
                    r"They may be dependent; then $@A^\top @A$ has the eigenvalue 0, too.",
                ),
                Wrong(
                    r"as $@lam$ is a simple eigenvalue",
                    "It may be repeated, and this would not help.",
                    "needs-distinct",
                ),
            ),
        ),
        Gap(
            "compute",
            r"@A (@A^\top @A v)",
            r"Put $w = @A v$ into $@A @A^\top w$.",
            "@A @A^T @A v",
            (matrix("A", "m", "n"), vector("v", "n")),
            lambda A, v: (A @ A.T) @ (A @ v),
        ),
    ),
)

PROOFS = (REAL, ORTHOGONAL, DEFINITE, SPECTRAL_NORM, INDEPENDENT, GRAM)
