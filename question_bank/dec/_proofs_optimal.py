"""Proofs of level 3: the theorem of Eckart and Young, and the spectral theorem by optimisation."""

from __future__ import annotations

from question_bank._gaps import Gap, Wrong, matrix, number, vector
from question_bank._proofs import Line, Proof, Slip

LETTERS = (("A", "B"), (("A", "B"), ("M", "N"), ("C", "D")))
ECKART_YOUNG = Proof(
    "eckart-young",
    3,
    r"Let $@A \in \mathbb{R}^{m \times n}$ have the singular value decomposition $@A = \sum_{i=1}^r \sigma_i u_i "
    r"v_i^\top$ with $\sigma_1 \ge \ldots \ge \sigma_r > 0$, let $k < r$ and $\hat{@A} = \sum_{i=1}^k \sigma_i u_i "
    r"v_i^\top$. No matrix of rank at most $k$ is closer to $@A$ than $\hat{@A}$ in the spectral norm $\|\cdot\|_2$.",
    (
        Line(
            "error",
            r"The largest singular value of $@A - \hat{@A} = \sum_{i=k+1}^r \sigma_i u_i v_i^\top$ is "
            r"$\sigma_{k+1}$, so $\|@A - \hat{@A}\|_2 = \sigma_{k+1}$.",
        ),
        Line("take", r"Let $@B \in \mathbb{R}^{m \times n}$ with $\operatorname{rank}(@B) \le k$."),
        Line("kernel", r"By the rank-nullity theorem $\dim\ker(@B) \ge n - k$.", ("take",)),
        Line("span", r"The right-singular vectors $v_1, \ldots, v_{k+1}$ span a subspace $W$ of dimension $k + 1$."),
        Line(
            "meet",
            r"Since $(n - k) + (k + 1) > n$, there is an $x \in \ker(@B) \cap W$ with $\|x\| = 1$.",
            ("kernel", "span"),
        ),
        Line("value", r"As $@B x = 0$, we have $\|(@A - @B) x\| = \|@A x\|$.", ("meet",)),
        Line(
            "write",
            r"With $x = \sum_{i=1}^{k+1} c_i v_i$ we get $\|@A x\|^2 = \sum_{i=1}^{k+1} \sigma_i^2 c_i^2 \ge "
            r"\sigma_{k+1}^2 \sum_{i=1}^{k+1} c_i^2 = \sigma_{k+1}^2$.",
            ("meet",),
        ),
        Line("bound", r"So $\|@A - @B\|_2 \ge \|(@A - @B) x\| \ge \sigma_{k+1}$.", ("value", "write")),
        Line("end", r"So $\|@A - @B\|_2 \ge \|@A - \hat{@A}\|_2$ for every such $@B$.", ("error", "bound")),
    ),
    (
        Slip(
            "kernel",
            r"The matrix $@B$ has at most $k$ nonzero eigenvalues, all real, so $\dim\ker(@B) \ge n - k$.",
            "The matrix $@B$ need not be square, its eigenvalues need not be real, and the eigenvalue 0 may have too "
            "few eigenvectors.",
            "assumes-real",
        ),
        Slip(
            "meet",
            r"Since $\sigma_1, \ldots, \sigma_{k+1}$ are distinct, there is an $x \in \ker(@B) \cap W$ with $\|x\| = "
            "1$.",
            "Singular values may be repeated, and that is not why two subspaces meet.",
            "needs-distinct",
        ),
        Slip(
            "span",
            r"As $v_i = \frac{1}{\sigma_i} @A^\top u_i$ for all $i = 1, \ldots, n$, the vectors $v_1, \ldots, "
            "v_{k+1}$ span a subspace $W$ of dimension $k + 1$.",
            r"The number $\sigma_i$ is 0 for $i > r$, and then it cannot be divided by; that the $v_i$ are "
            "orthonormal is enough.",
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "write",
            r"With $x = \sum_{i=1}^{k+1} c_i v_i$ we get $\|@A x\|^2 = \sum_{i=1}^{k+1} \sigma_i^2 c_i^2 \le "
            r"\sigma_1^2 \sum_{i=1}^{k+1} c_i^2 = \sigma_1^2$, so $\|@A x\| \ge \sigma_{k+1}$.",
            "An upper bound does not give a lower one.",
        ),
        Slip(
            "bound",
            r"So $\|@A - @B\|_2 \le \|(@A - @B) x\|$ and $\|(@A - @B) x\| \ge \sigma_{k+1}$.",
            r"The spectral norm is the largest value at unit vectors, so the first inequality is the wrong way round.",
        ),
    ),
    r"Find a unit vector that $@B$ sends to 0 and that $@A$ stretches enough.",
    (LETTERS,),
    gaps=(
        Gap(
            "kernel",
            "By the rank-nullity theorem",
            "The dimensions of kernel and image add up to $n$, and that of the image is the rank.",
            wrong=(
                Wrong(
                    "As $n - k$ eigenvalues of $@B$ are 0",
                    "The matrix $@B$ need not be square, and the eigenvalue 0 may have too few eigenvectors.",
                    "assumes-real",
                ),
                Wrong("As $@B$ has $n - k$ columns", "It has $n$ columns."),
            ),
        ),
        Gap(
            "meet",
            "(n - k) + (k + 1) > n",
            "If two subspaces met in 0 alone, then their dimensions would add up to $n$ at most.",
            wrong=(
                Wrong("$(n - k) + k = n$", "Subspaces whose dimensions add up to $n$ can meet in 0 alone."),
                Wrong(
                    r"$\sigma_k > \sigma_{k+1}$",
                    "Singular values may be repeated, and that is not why two subspaces meet.",
                    "needs-distinct",
                ),
            ),
        ),
        Gap(
            "write",
            r"\sum_{i=1}^{k+1} \sigma_i^2 c_i^2 \ge",
            r"Here $@A x = \sum_i \sigma_i c_i u_i$ with orthonormal $u_i$, and $\sigma_i \ge \sigma_{k+1}$ for $i "
            r"\le k + 1$.",
            wrong=(
                Wrong(
                    r"$\sum_{i=1}^{k+1} \sigma_i c_i \ge$", "The squared length is the sum of the squared coordinates."
                ),
                Wrong(
                    r"$\sum_{i=1}^{k+1} \sigma_i^2 c_i^2 \le$",
                    r"For $i \le k + 1$, which is larger: $\sigma_i$ or $\sigma_{k+1}$?",
                ),
            ),
        ),
        Gap(
            "value",
            "As $@B x = 0$",
            "The vector was chosen in the kernel.",
            wrong=(
                Wrong(r"As $\|x\| = 1$", "That does not make $@B$ disappear."),
                Wrong("As $@B$ is singular", "A singular matrix sends some vectors to 0, but why this one?"),
            ),
        ),
        Gap(
            "bound",
            r"\|@A - @B\|_2 \ge \|(@A - @B) x\|",
            "The spectral norm is the largest length that a unit vector gets.",
            wrong=(
                Wrong(
                    r"$\|@A - @B\|_2 \le \|(@A - @B) x\|$",
                    "The spectral norm is the largest value at unit vectors, and $x$ is only one of them.",
                ),
                Wrong(r"$\|@A - @B\|_2 = \|(@A - @B) x\|$", "Equality holds for a maximising $x$ only."),
            ),
        ),
    ),
)

SPECTRAL_THEOREM = Proof(
    "spectral-theorem",
    3,
    r"A symmetric matrix $@A \in \mathbb{R}^{n \times n}$ has an orthonormal basis of eigenvectors.",
    (
        Line(
            "exist",
            r"The continuous function $x^\top @A x$ has a maximum on the unit sphere, which is closed and bounded: "
            "say $@lam$, at the unit vector $v$.",
        ),
        Line(
            "scale",
            r"Scaling $x$ to length 1 shows that $x^\top @A x \le @lam \, x^\top x$ for all $x \in \mathbb{R}^n$.",
            ("exist",),
        ),
        Line(
            "insert",
            r"For $x = v + t w$ with any $w \in \mathbb{R}^n$ and $t \in \mathbb{R}$ this reads $@lam + 2 t \, "
            r"w^\top @A v + t^2 \, w^\top @A w \le @lam + 2 t @lam \, w^\top v + t^2 @lam \, w^\top w$.",
            ("scale",),
        ),
        Line(
            "order",
            r"So $2 t \, w^\top (@A v - @lam v) \le t^2 \, (@lam \, w^\top w - w^\top @A w)$.",
            ("insert",),
        ),
        Line(
            "zero",
            r"Dividing by $t > 0$ and by $t < 0$ and letting $t \to 0$ gives $w^\top (@A v - @lam v) = 0$.",
            ("order",),
        ),
        Line("eigen", r"As this holds for every $w$, we have $@A v = @lam v$.", ("zero",)),
        Line(
            "invariant",
            r"If $w^\top v = 0$, then also $(@A w)^\top v = w^\top @A v = @lam \, w^\top v = 0$, because $@A^\top = "
            "@A$.",
            ("eigen",),
        ),
        Line(
            "end",
            "So $@A$ maps the subspace orthogonal to $v$ into itself; repeat the argument there, until $n$ "
            "orthonormal eigenvectors are found.",
            ("invariant",),
        ),
    ),
    (
        Slip(
            "exist",
            r"By the fundamental theorem of algebra $@A$ has an eigenvalue $@lam$, with an eigenvector $v \in "
            r"\mathbb{C}^n$ such that $v^\top v = 1$; so $@lam$ is the maximum of $x^\top @A x$ on the unit sphere.",
            r"Nothing says that this eigenvalue and vector are real, and for a complex $v$ the number $v^\top v$ is "
            "no length.",
            "assumes-real",
        ),
        Slip(
            "invariant",
            r"If $w^\top v = 0$, then $w$ is an eigenvector for another eigenvalue $\nu$, so $(@A w)^\top v = \nu \, "
            r"w^\top v = 0$.",
            "A vector orthogonal to $v$ need not be an eigenvector, and eigenvalues may be repeated.",
            "needs-distinct",
        ),
        Slip(
            "invariant",
            r"If $w^\top v = 0$, then also $(@A w)^\top v = \frac{1}{@lam} (@A w)^\top @A v = 0$, because $v = "
            r"\frac{1}{@lam} @A v$.",
            "The maximum can be 0, and then it cannot be divided by; nor is it seen that the product is 0.",
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "zero",
            r"Putting $t = 1$ gives $w^\top (@A v - @lam v) = 0$.",
            "One value of $t$ gives an inequality only; small values of both signs are needed.",
        ),
    ),
    "Maximise the quadratic form over unit vectors: moving a little away from the maximum gains nothing.",
    ((("A",), (("A",), ("M",), ("S",))), (("lam",), ((r"\lambda",), (r"\mu",), (r"\alpha",)))),
    gaps=(
        Gap(
            "scale",
            r"@lam \, x^\top x",
            r"For $x \ne 0$ the unit vector $x / \|x\|$ gives $x^\top @A x / \|x\|^2 \le @lam$.",
            "@lam x^T x",
            (number("lam"), vector("x")),
            lambda lam, x: lam * sum((x[i] ** 2 for i in range(3)), start=0),
        ),
        Gap(
            "insert",
            r"2 t \, w^\top @A v",
            r"Expand $(v + t w)^\top @A (v + t w)$: as $@A^\top = @A$, the two mixed terms are equal.",
            "2 t w^T @A v",
            (number("t"), matrix("A", 3, 3, "symmetric"), vector("v"), vector("w")),
            lambda t, A, v, w: t * (A @ v).dot(w) + t * (A @ w).dot(v),
            asks=r"The term with $t$ in terms of $t$, $@A$, $v$ and $w$.",
        ),
        Gap(
            "zero",
            r"Dividing by $t > 0$ and by $t < 0$ and letting $t \to 0$",
            r"Then the right-hand side goes to 0, and the product is both $\le 0$ and $\ge 0$.",
            wrong=(
                Wrong(r"Putting $t = 1$", "One value of $t$ gives an inequality only."),
                Wrong(r"Putting $t = 0$", "That gives $0 \\le 0$ and says nothing."),
                Wrong(
                    r"Dividing by $@lam$",
                    "The maximum can be 0; and this would still be an inequality.",
                    "divides-by-eigenvalue-zero",
                ),
            ),
        ),
        Gap(
            "eigen",
            r"As this holds for every $w$",
            r"It holds for $w = @A v - @lam v$ itself, whose length is therefore 0.",
            wrong=(
                Wrong(r"As $w \ne 0$", "A product of vectors can be 0 without either of them being 0."),
                Wrong(
                    r"As $@lam$ is a simple eigenvalue",
                    "It may be repeated, and that is not known here.",
                    "needs-distinct",
                ),
            ),
        ),
        Gap(
            "invariant",
            r"because $@A^\top = @A$",
            r"Here $(@A w)^\top v = w^\top @A^\top v$: this is where the symmetry is used.",
            wrong=(
                Wrong(
                    r"because $w$ is an eigenvector as well",
                    "A vector orthogonal to $v$ need not be one.",
                    "needs-distinct",
                ),
                Wrong(
                    r"because $v = \frac{1}{@lam} @A v$",
                    "The maximum can be 0, and then it cannot be divided by.",
                    "divides-by-eigenvalue-zero",
                ),
            ),
        ),
    ),
)

PROOFS = (ECKART_YOUNG, SPECTRAL_THEOREM)
