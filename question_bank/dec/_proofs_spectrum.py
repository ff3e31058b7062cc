"""Proofs of level 1 on eigenvalues: the transpose, similar matrices, the inverse."""

from __future__ import annotations

from question_bank._proofs import Line, Proof, Slip

MATRIX = (("A",), (("A",), ("M",), ("B",)))
EIGENVALUE = (("lam",), ((r"\lambda",), (r"\mu",), (r"\alpha",)))
REAL_MATRIX = (
    "A real matrix can have eigenvalues that are not real, as a rotation of the plane has: nothing may rest on that."
)

TRANSPOSE = Proof(
    "spectrum-of-transpose",
    1,
    r"A matrix $@A \in \mathbb{R}^{@n \times @n}$ and its transpose $@A^\top$ have the same eigenvalues.",
    (
        Line("take", r"Let $@lam$ be a complex number."),
        Line("char", r"The number $@lam$ is an eigenvalue of $@A$ if and only if $\det(@A - @lam I) = 0$.", ("take",)),
        Line("transpose", r"As $I^\top = I$, we have $(@A - @lam I)^\top = @A^\top - @lam I$.", ("take",)),
        Line(
            "det",
            r"A matrix and its transpose have the same determinant, so $\det(@A^\top - @lam I) = \det(@A - @lam I)$.",
            ("transpose",),
        ),
        Line(
            "other",
            r"The number $@lam$ is an eigenvalue of $@A^\top$ if and only if $\det(@A^\top - @lam I) = 0$.",
            ("take",),
        ),
        Line(
            "end",
            r"So $@lam$ is an eigenvalue of $@A$ if and only if it is one of $@A^\top$.",
            ("char", "det", "other"),
        ),
    ),
    (
        Slip(
            "take",
            r"Let $@lam \in \mathbb{R}$; as $@A$ is real, it has real eigenvalues only.",
            REAL_MATRIX,
            "assumes-real",
        ),
        Slip(
            "char",
            r"The number $@lam$ is an eigenvalue of $@A$ if and only if $v = \frac{1}{@lam} @A v$ for some $v \ne 0$.",
            r"An eigenvalue can be 0, and then it cannot be divided by.",
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "det",
            r"As $@A$ has @n distinct eigenvalues, it is $P D P^{-1}$ with a diagonal $D$, so $\det(@A^\top - @lam "
            r"I) = \det(D - @lam I) = \det(@A - @lam I)$.",
            "Nothing says that the eigenvalues are distinct, and a repeated one may have too few eigenvectors.",
            "needs-distinct",
        ),
        Slip(
            "det",
            r"As $@A$ and $@A^\top$ have the same eigenvectors, $\det(@A^\top - @lam I) = \det(@A - @lam I)$.",
            "In general they have different eigenvectors; compare the determinants of a matrix and its transpose.",
        ),
    ),
    "Compare the two characteristic polynomials.",
    (MATRIX, EIGENVALUE),
    ((("n", 2),), (("n", 3),), (("n", 4),), (("n", 5),)),
)

SIMILAR = Proof(
    "spectrum-of-similar-matrices",
    1,
    r"If $@B = @S^{-1} @A @S$ with an invertible matrix $@S$, then $@A$ and $@B$ have the same eigenvalues.",
    (
        Line("take", r"Let $@lam$ be an eigenvalue of $@A$, that is, $@A v = @lam v$ for some $v \ne 0$."),
        Line("put", r"Put $w = @S^{-1} v$, so that $@S w = v$.", ("take",)),
        Line("nonzero", r"As $@S w = v$ is not 0, $w$ is not 0 either.", ("put",)),
        Line("compute", r"Inserting the definitions, $@B w = @S^{-1} @A @S @S^{-1} v = @S^{-1} @A v$.", ("put",)),
        Line("eigen", r"So $@B w = @S^{-1} (@lam v) = @lam w$.", ("compute",)),
        Line("half", r"So $w$ is an eigenvector and $@lam$ an eigenvalue of $@B$.", ("nonzero", "eigen")),
        Line(
            "end",
            "As $@A = (@S^{-1})^{-1} @B @S^{-1}$, the same argument shows that every eigenvalue of $@B$ is one of "
            "$@A$; so they have the same ones.",
            ("half",),
        ),
    ),
    (
        Slip(
            "take",
            r"Let $@lam$ be an eigenvalue of $@A$; it is real because $@A$ is, and $@A v = @lam v$ for some $v \ne 0$.",
            REAL_MATRIX,
            "assumes-real",
        ),
        Slip(
            "put",
            r"Put $w = \frac{1}{@lam} @S^{-1} @A v$, so that $@S w = v$.",
            "The eigenvalue can be 0, and then it cannot be divided by. It is simpler to start with $v$ itself.",
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "nonzero",
            r"As $@A$ has a basis of eigenvectors and $@S^{-1}$ maps it to a basis, $w$ is not 0.",
            "A matrix with a repeated eigenvalue need not have a basis of eigenvectors, and none is needed.",
            "needs-distinct",
        ),
        Slip(
            "compute",
            r"Exchanging factors, $@B w = @S^{-1} @S @A w = @A w$.",
            "Products of matrices do not commute.",
        ),
        Slip(
            "eigen",
            r"As $@lam$ is also an eigenvalue of $@B$, we get $@B w = @lam w$.",
            r"That $@lam$ is an eigenvalue of $@B$ is what is to be shown.",
        ),
    ),
    "Turn an eigenvector of one matrix into an eigenvector of the other.",
    ((("A", "B", "S"), (("A", "B", "S"), ("M", "N", "P"), ("A", "D", "P"))), EIGENVALUE),
)

INVERSE = Proof(
    "spectrum-of-inverse",
    1,
    r"If $@lam$ is an eigenvalue of an invertible matrix $@A$, then $@lam \ne 0$, and $\frac{1}{@lam}$ is an "
    "eigenvalue of $@A^{-1}$.",
    (
        Line("take", r"Let $@A v = @lam v$ with $v \ne 0$."),
        Line(
            "nonzero",
            r"If $@lam$ were 0, then $@A v = 0$ and $v = @A^{-1} @A v = 0$, a contradiction; so $@lam \ne 0$.",
            ("take",),
        ),
        Line("apply", r"Multiply $@A v = @lam v$ by $@A^{-1}$ from the left: $v = @lam @A^{-1} v$.", ("take",)),
        Line(
            "divide", r"As $@lam$ is not 0, we may divide by it: $@A^{-1} v = \frac{1}{@lam} v$.", ("nonzero", "apply")
        ),
        Line("end", r"So $v \ne 0$ is an eigenvector of $@A^{-1}$ for the eigenvalue $\frac{1}{@lam}$.", ("divide",)),
    ),
    (
        Slip(
            "take",
            r"Let $@A v = @lam v$ with $v \ne 0$; here $@lam$ and $v$ are real, because $@A$ is.",
            REAL_MATRIX,
            "assumes-real",
        ),
        Slip(
            "divide",
            r"As $v$ is not 0, we may divide by $@lam$: $@A^{-1} v = \frac{1}{@lam} v$.",
            r"That $v$ is not 0 says nothing about $@lam$: a singular matrix has eigenvectors for the eigenvalue 0.",
            "divides-by-eigenvalue-zero",
        ),
        Slip(
            "nonzero",
            r"As $@A$ is invertible, its eigenvalues are distinct, so at most one of them is 0, and $@lam \ne 0$.",
            "An invertible matrix may have repeated eigenvalues, such as $I$; and one eigenvalue 0 would be one too "
            "many.",
            "needs-distinct",
        ),
        Slip(
            "apply",
            r"Multiply $@A v = @lam v$ by $@A^{-1}$ from the right: $v = @lam v @A^{-1}$.",
            r"A column times a square matrix is not defined; and $@A v @A^{-1}$ would not be $v$.",
        ),
    ),
    r"Start from an eigenvector of $@A$. Why can 0 not be an eigenvalue?",
    (MATRIX, EIGENVALUE),
)

PROOFS = (TRANSPOSE, SIMILAR, INVERSE)
