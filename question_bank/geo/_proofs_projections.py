"""Proofs of level 3: best approximation, the projection matrix, Bessel's inequality."""

from __future__ import annotations

from question_bank._gaps import Also, Gap, Wrong, matrix, vector
from question_bank._proofs import Line, Proof, Slip

BEST = Proof(
    "best-approximation",
    3,
    r"Let $@U$ be a subspace of $\mathbb{R}^n$, and let $p \in @U$ be such that $@x - p$ is orthogonal to $@U$. Then "
    "$p$ is the only vector of $@U$ that is closest to $@x$.",
    (
        Line("take", r"Let $u \in @U$, and put $w = p - u$."),
        Line("inside", r"As $@U$ is a subspace, $w \in @U$.", ("take",)),
        Line("split", r"By definition of $w$, $@x - u = (@x - p) + w$.", ("take",)),
        Line("orthogonal", r"As $@x - p$ is orthogonal to $@U$, $(@x - p)^\top w = 0$.", ("inside",)),
        Line(
            "pythagoras",
            r"By the theorem of Pythagoras, $\|@x - u\|^2 = \|@x - p\|^2 + \|w\|^2$.",
            ("split", "orthogonal"),
        ),
        Line(
            "closest",
            r"So $\|@x - u\|^2 \ge \|@x - p\|^2$, and, as lengths are not negative, $\|@x - u\| \ge \|@x - p\|$.",
            ("pythagoras",),
        ),
        Line("equal", r"Equality requires $\|w\| = 0$, that is, $u = p$.", ("pythagoras",)),
        Line(
            "end",
            r"So $p$ is at least as close to $@x$ as any $u \in @U$, and closer unless $u = p$.",
            ("closest", "equal"),
        ),
    ),
    (
        Slip(
            "orthogonal",
            r"As $p$ is the vector of $@U$ closest to $@x$, $(@x - p)^\top w = 0$.",
            r"That $p$ is closest is what is to be shown.",
            "uses-result-itself",
        ),
        Slip(
            "closest",
            r"So $\|@x - u\|^2 \ge \|@x - p\|^2$, and, as $a^2 \ge b^2$ gives $a \ge b$ for all real numbers, $\|@x "
            r"- u\| \ge \|@x - p\|$.",
            r"Try $a = -2$ and $b = 1$: the signs have to be looked at.",
            "squares-inequality-of-unknown-sign",
        ),
        Slip(
            "equal",
            r"Equality requires $\|w\|^2 = 0$; dividing by $\|w\|$ gives $\|w\| = 0$, that is, $u = p$.",
            r"This divides by a number that turns out to be 0.",
            "divides-by-zero",
        ),
        Slip(
            "pythagoras",
            r"By the triangle inequality, $\|@x - u\|^2 = \|@x - p\|^2 + \|w\|^2$.",
            "The triangle inequality gives no equation, and its squares have a mixed term.",
        ),
        Slip(
            "inside",
            r"As $@U$ is a subspace, $w \in @U^\perp$.",
            r"A difference of two vectors of $@U$ lies in $@U$.",
        ),
    ),
    r"Compare the way from $@x$ to $u$ with the way by $p$: these three points form a right triangle.",
    ((("U", "x"), (("U", "x"), ("W", "b"), ("S", "y"), ("W", "v"))),),
    gaps=(
        Gap(
            "inside",
            r"w \in @U",
            r"Differences of vectors of a subspace lie in it.",
            wrong=(
                Wrong(r"$w \in @U^\perp$", r"Both $p$ and $u$ lie in $@U$: where does their difference lie?"),
                Wrong(r"$w = 0$", r"That would be so for $u = p$ only."),
            ),
        ),
        Gap(
            "split",
            r"(@x - p) + w",
            r"Here $u = p - w$.",
            "(@x - p) + w",
            (vector("x"), vector("p"), vector("w")),
            lambda x, p, w: w - (p - x),
        ),
        Gap(
            "orthogonal",
            r"As $@x - p$ is orthogonal to $@U$",
            r"This is the hypothesis on $p$, and $w$ is a vector of $@U$.",
            wrong=(
                Wrong(r"As $p$ is closest to $@x$", "That is what is to be shown.", "uses-result-itself"),
                Wrong(r"As $p$ and $w$ lie in $@U$", r"Two vectors of $@U$ need not be orthogonal."),
                Wrong(r"As $@x \ne p$", r"They may be equal, and that would not give an angle.", "divides-by-zero"),
            ),
        ),
        Gap(
            "pythagoras",
            r"\|@x - p\|^2 + \|w\|^2",
            r"The two parts of $@x - u$ are orthogonal.",
            wrong=(
                Wrong(
                    r"$\|@x - p\|^2 + 2 \|@x - p\| \|w\| + \|w\|^2$",
                    "That is the square of the sum of the lengths; what is the mixed term of orthogonal vectors?",
                ),
                Wrong(r"$\left(\|@x - p\| - \|w\|\right)^2$", "What is the mixed term of orthogonal vectors?"),
            ),
        ),
        Gap(
            "closest",
            "as lengths are not negative",
            r"For $a, b \ge 0$, from $a^2 \ge b^2$ follows $a \ge b$.",
            wrong=(
                Wrong(
                    r"as $a^2 \ge b^2$ gives $a \ge b$ for all real numbers",
                    r"Try $a = -2$ and $b = 1$.",
                    "squares-inequality-of-unknown-sign",
                ),
                Wrong(r"as $p$ is closest to $@x$", "That is what is to be shown.", "uses-result-itself"),
            ),
        ),
    ),
)

PROJECTION_MATRIX = Proof(
    "projection-matrix",
    3,
    r"If $@A \in \mathbb{R}^{@m \times @n}$ has independent columns, then the projection of $@b \in \mathbb{R}^@m$ "
    r"onto its column space is $p = @A (@A^\top @A)^{-1} @A^\top @b$.",
    (
        Line("form", r"As $p$ lies in the column space, $p = @A z$ for some $z \in \mathbb{R}^@n$."),
        Line(
            "orthogonal",
            r"As $@b - p$ is orthogonal to every column of $@A$, $@A^\top (@b - @A z) = 0$.",
            ("form",),
        ),
        Line("normal", r"Multiplied out, $@A^\top @A z = @A^\top @b$.", ("orthogonal",)),
        Line(
            "kernel",
            r"If $@A^\top @A y = 0$ for some $y \in \mathbb{R}^@n$, then $0 = y^\top @A^\top @A y = \|@A y\|^2$, so "
            "$@A y = 0$.",
        ),
        Line(
            "regular",
            r"Since the columns of $@A$ are independent, $@A y = 0$ gives $y = 0$; so $@A^\top @A$ is invertible.",
            ("kernel",),
        ),
        Line("solve", r"So $z = (@A^\top @A)^{-1} @A^\top @b$.", ("normal", "regular")),
        Line("end", r"Inserted into $p = @A z$, this gives $p = @A (@A^\top @A)^{-1} @A^\top @b$.", ("solve",)),
    ),
    (
        Slip(
            "regular",
            r"Since $@A$ is invertible, $@A y = 0$ gives $y = 0$; so $@A^\top @A$ is invertible.",
            "The matrix has more rows than columns: it has no inverse.",
        ),
        Slip(
            "orthogonal",
            r"As $p = @A (@A^\top @A)^{-1} @A^\top @b$, $@A^\top (@b - @A z) = 0$.",
            r"This formula for $p$ is what is to be shown.",
            "uses-result-itself",
        ),
        Slip(
            "kernel",
            r"If $@A^\top @A y = 0$ for some $y \in \mathbb{R}^@n$, then dividing $y^\top @A^\top @A y = \|@A y\|^2 "
            r"= 0$ by $\|@A y\|$ gives $@A y = 0$.",
            "If the conclusion is right, this divides by 0. Which vectors have length 0?",
            "divides-by-zero",
        ),
        Slip(
            "normal",
            r"Cancelling $@A^\top$, $@A z = @b$.",
            r"The matrix $@A^\top$ sends many vectors to 0, so it cannot be cancelled; $@b$ need not lie in the "
            "column space.",
        ),
    ),
    "What is orthogonal to the columns is the difference between the vector and its projection.",
    ((("A", "b"), (("A", "b"), ("B", "x"), ("M", "v"), ("X", "t"))),),
    ((("m", 3), ("n", 2)), (("m", 4), ("n", 2)), (("m", 4), ("n", 3)), (("m", 5), ("n", 2))),
    gaps=(
        Gap(
            "orthogonal",
            r"@A^\top (@b - @A z)",
            r"The entries of this vector are the dot products of the columns with $@b - p$.",
            wrong=(
                Wrong(
                    r"$@A (@b - @A z)$",
                    r"The rows of $@A$ have @n entries, $@b - @A z$ has @m: this product is not defined.",
                ),
                Wrong(
                    r"$@A^\top @A z$", r"That would say that $p$ is orthogonal to the columns, in whose span it lies."
                ),
            ),
        ),
        Gap(
            "normal",
            r"@A^\top @b",
            "Multiply out and move the negative term to the other side.",
            "@A^T @b",
            (matrix("A", "m", "n"), vector("b", "m")),
            lambda A, b: (b.T @ A).T,
            also=(Also("solve", r"@A^\top @b"),),
        ),
        Gap(
            "kernel",
            r"\|@A y\|^2",
            r"Here $y^\top @A^\top = (@A y)^\top$.",
            wrong=(
                Wrong(r"$\|y\|^2 \|@A\|^2$", "Factors of a matrix product may not be exchanged."),
                Wrong(r"$\|@A^\top y\|^2$", r"The vector $y$ has @n entries, so this product is not defined."),
            ),
        ),
        Gap(
            "regular",
            r"Since the columns of $@A$ are independent",
            r"The product $@A y$ is a combination of the columns, with the entries of $y$ as coefficients.",
            wrong=(
                Wrong(r"Since $@A$ is invertible", "A matrix with more rows than columns has no inverse."),
                Wrong(
                    r"Since $@A \ne 0$", r"A matrix that is not 0 can send a nonzero vector to 0.", "divides-by-zero"
                ),
                Wrong(r"Since $p$ is given by the formula", "That is what is to be shown.", "uses-result-itself"),
            ),
        ),
    ),
)

BESSEL = Proof(
    "bessel-inequality",
    3,
    r"If $@{u}_1, \ldots, @{u}_k \in \mathbb{R}^n$ are orthonormal, then $\sum_i (@{u}_i^\top x)^2 \le \|x\|^2$ for "
    r"every $x \in \mathbb{R}^n$.",
    (
        Line("put", r"Put $c_i = @{u}_i^\top x$ and $p = \sum_i c_i @{u}_i$."),
        Line("start", r"A square is not negative: $0 \le \|x - p\|^2 = \|x\|^2 - 2 \, x^\top p + \|p\|^2$.", ("put",)),
        Line("mixed", r"By definition of $c_i$, $x^\top p = \sum_i c_i \, x^\top @{u}_i = \sum_i c_i^2$.", ("put",)),
        Line(
            "length",
            r"As the $@{u}_i$ are orthonormal, $\|p\|^2 = \sum_i \sum_j c_i c_j @{u}_i^\top @{u}_j = \sum_i c_i^2$.",
            ("put",),
        ),
        Line(
            "combine",
            r"Together, $0 \le \|x\|^2 - 2 \sum_i c_i^2 + \sum_i c_i^2 = \|x\|^2 - \sum_i c_i^2$.",
            ("start", "mixed", "length"),
        ),
        Line("end", r"So $\sum_i (@{u}_i^\top x)^2 = \sum_i c_i^2 \le \|x\|^2$.", ("combine",)),
    ),
    (
        Slip(
            "length",
            r"As the $@{u}_i$ are unit vectors, $\|p\|^2 = \sum_i \sum_j c_i c_j @{u}_i^\top @{u}_j = \sum_i c_i^2$.",
            "Unit vectors need not be orthogonal, and then mixed products remain.",
        ),
        Slip(
            "start",
            r"As $\|p\|^2 = \sum_i c_i^2 \le \|x\|^2$, we have $0 \le \|x\|^2 - \|p\|^2$, and so $0 \le \|x - p\|^2 "
            r"= \|x\|^2 - 2 \, x^\top p + \|p\|^2$.",
            "That inequality is what is to be shown.",
            "uses-result-itself",
        ),
        Slip(
            "combine",
            r"Together, $\|p\|^2 = x^\top p \le \|x\| \|p\|$, and dividing by $\|p\|$ and squaring, $\sum_i c_i^2 = "
            r"\|p\|^2 \le \|x\|^2$.",
            r"The vector $p$ may be 0, and then its length cannot be divided by.",
            "divides-by-zero",
        ),
        Slip(
            "start",
            r"Squaring $\|x\| - \|p\| \le \|x - p\|$ gives $0 \le \|x - p\|^2 = \|x\|^2 - 2 \, x^\top p + \|p\|^2$.",
            "The left-hand side may be negative, so this may not be squared; nor would it give an equation.",
            "squares-inequality-of-unknown-sign",
        ),
    ),
    r"Subtract from $x$ its projection onto the span, and look at the squared length of what is left.",
    ((("u",), (("u",), ("b",), ("q",), ("v",))),),
    gaps=(
        Gap(
            "start",
            r"2 \, x^\top p",
            "The two mixed terms are equal.",
            "2 x^T p",
            (vector("x"), vector("p")),
            lambda x, p: (x + p).dot(x + p) - x.dot(x) - p.dot(p),
        ),
        Gap(
            "mixed",
            r"c_i \, x^\top @{u}_i = \sum_i c_i^2",
            r"Here $x^\top @{u}_i = @{u}_i^\top x = c_i$.",
            wrong=(
                Wrong(
                    r"$c_i \, x^\top @{u}_i = \sum_i c_i$",
                    r"Each term has the factor $c_i$ and the factor $x^\top @{u}_i$.",
                ),
                Wrong(r"$c_i \, x^\top @{u}_i = \|x\|^2$", r"The vector $p$ need not be $x$."),
            ),
        ),
        Gap(
            "length",
            r"As the $@{u}_i$ are orthonormal",
            r"The product $@{u}_i^\top @{u}_j$ is 1 for $i = j$ and 0 otherwise.",
            wrong=(
                Wrong(r"As the $@{u}_i$ are unit vectors", "Then mixed products may remain."),
                Wrong(r"As $\|p\| \le \|x\|$", "That is what is to be shown.", "uses-result-itself"),
                Wrong(r"As no $c_i$ is 0", "Some of them may be 0, and that would not help.", "divides-by-zero"),
            ),
        ),
        Gap(
            "combine",
            r"\|x\|^2 - 2 \sum_i c_i^2 + \sum_i c_i^2",
            r"Insert $x^\top p = \sum_i c_i^2$ and $\|p\|^2 = \sum_i c_i^2$.",
            wrong=(
                Wrong(r"$\|x\|^2 - 2 \sum_i c_i + \sum_i c_i^2$", r"What is $x^\top p$?"),
                Wrong(
                    r"$\left(\|x\| - \sum_i c_i\right)^2$",
                    "The length of a difference is not the difference of the lengths.",
                ),
            ),
        ),
    ),
)

PROOFS = (BEST, PROJECTION_MATRIX, BESSEL)
