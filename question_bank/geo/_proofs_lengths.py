"""Proofs of level 1: Pythagoras, the parallelogram law, orthogonal matrices, the orthogonal complement."""

from __future__ import annotations

from question_bank._proofs import Line, Proof, Slip

PAIR = (("x", "y"), (("x", "y"), ("u", "v"), ("a", "b"), ("p", "q")))

PYTHAGORAS = Proof(
    "pythagoras",
    1,
    r"For $@x, @y \in \mathbb{R}^@n$ we have $\|@x + @y\|^2 = \|@x\|^2 + \|@y\|^2$ if and only if $@x$ and $@y$ are "
    "orthogonal.",
    (
        Line("norm", r"By definition of the norm, $\|@x + @y\|^2 = (@x + @y)^\top (@x + @y)$."),
        Line(
            "multiply",
            r"Multiplying out, $(@x + @y)^\top (@x + @y) = @x^\top @x + @x^\top @y + @y^\top @x + @y^\top @y$.",
        ),
        Line(
            "collect",
            r"As $@y^\top @x = @x^\top @y$, we get $\|@x + @y\|^2 = \|@x\|^2 + 2 \, @x^\top @y + \|@y\|^2$.",
            ("norm", "multiply"),
        ),
        Line(
            "if",
            r"If $@x^\top @y = 0$, then the mixed term vanishes, and $\|@x + @y\|^2 = \|@x\|^2 + \|@y\|^2$.",
            ("collect",),
        ),
        Line(
            "only-if",
            r"If $\|@x + @y\|^2 = \|@x\|^2 + \|@y\|^2$, then $2 \, @x^\top @y = 0$, so $@x$ and $@y$ are orthogonal.",
            ("collect",),
        ),
    ),
    (
        Slip(
            "multiply",
            r"As squared lengths add up, $(@x + @y)^\top (@x + @y) = @x^\top @x + @y^\top @y$.",
            "That squared lengths add up is the theorem itself, and it holds for orthogonal vectors only.",
            "uses-result-itself",
        ),
        Slip(
            "only-if",
            r"If $\|@x + @y\|^2 = \|@x\|^2 + \|@y\|^2$, then dividing $2 \, @x^\top @y = 0$ by $\|@x\| \|@y\|$ gives "
            "a right angle, so $@x$ and $@y$ are orthogonal.",
            "One of the vectors may be 0, and then its length cannot be divided by; the product alone says enough.",
            "divides-by-zero",
        ),
        Slip(
            "if",
            r"If $@x^\top @y = 0$, then $\|@x + @y\| \ge \|@x\| - \|@y\|$, and squaring gives $\|@x + @y\|^2 = "
            r"\|@x\|^2 + \|@y\|^2$.",
            "The difference of the lengths can be negative, and squaring an inequality does not give an equation.",
            "squares-inequality-of-unknown-sign",
        ),
        Slip(
            "collect",
            r"As $@y^\top @x = -@x^\top @y$, we get $\|@x + @y\|^2 = \|@x\|^2 + \|@y\|^2$.",
            "The dot product is symmetric: the two mixed terms are equal and do not cancel.",
        ),
    ),
    "Multiply the squared length of the sum out, and look at the mixed terms.",
    (PAIR,),
    ((("n", 2),), (("n", 3),), (("n", 4),)),
)

PARALLELOGRAM = Proof(
    "parallelogram-law",
    1,
    r"For all $@x, @y \in \mathbb{R}^@n$ we have $\|@x + @y\|^2 + \|@x - @y\|^2 = 2 \|@x\|^2 + 2 \|@y\|^2$.",
    (
        Line("norm", r"By definition of the norm, $\|z\|^2 = z^\top z$ for every $z \in \mathbb{R}^@n$."),
        Line("plus", r"For $z = @x + @y$ we get $\|@x + @y\|^2 = \|@x\|^2 + 2 \, @x^\top @y + \|@y\|^2$.", ("norm",)),
        Line("minus", r"For $z = @x - @y$ we get $\|@x - @y\|^2 = \|@x\|^2 - 2 \, @x^\top @y + \|@y\|^2$.", ("norm",)),
        Line("add", r"In the sum of the two squared lengths the terms $2 \, @x^\top @y$ cancel.", ("plus", "minus")),
        Line("end", r"What remains is $\|@x + @y\|^2 + \|@x - @y\|^2 = 2 \|@x\|^2 + 2 \|@y\|^2$.", ("add",)),
    ),
    (
        Slip(
            "add",
            r"As the sides and diagonals of a parallelogram obey the law, the terms $2 \, @x^\top @y$ cancel in the "
            "sum.",
            "That law is what is to be shown; the terms cancel because of their signs.",
            "uses-result-itself",
        ),
        Slip(
            "minus",
            r"For $z = @x - @y$, squaring $\|@x\| - \|@y\| \le \|@x - @y\|$ gives $\|@x - @y\|^2 = \|@x\|^2 - 2 \, "
            r"@x^\top @y + \|@y\|^2$.",
            "The left-hand side can be negative, so the inequality may not be squared; nor would it give an equation.",
            "squares-inequality-of-unknown-sign",
        ),
        Slip(
            "plus",
            r"For $z = @x + @y$ the cosine $\frac{@x^\top @y}{\|@x\| \|@y\|}$, which always exists, gives $\|@x + "
            r"@y\|^2 = \|@x\|^2 + 2 \, @x^\top @y + \|@y\|^2$.",
            "For a zero vector there is no angle: its length cannot be divided by. Multiplying out is all that is "
            "needed.",
            "divides-by-zero",
        ),
        Slip(
            "plus",
            r"For $z = @x + @y$ the theorem of Pythagoras gives $\|@x + @y\|^2 = \|@x\|^2 + \|@y\|^2$.",
            "That needs orthogonal vectors; these are any vectors.",
        ),
    ),
    "Multiply both squared lengths out.",
    (PAIR,),
    ((("n", 2),), (("n", 3),), (("n", 4),)),
)

ORTHOGONAL_MATRIX = Proof(
    "orthogonal-matrix-keeps-lengths",
    1,
    r"If $@Q \in \mathbb{R}^{@n \times @n}$ is orthogonal, then $(@Q @x)^\top (@Q @y) = @x^\top @y$ and $\|@Q @x\| = "
    r"\|@x\|$ for all $@x, @y \in \mathbb{R}^@n$.",
    (
        Line("take", r"Let $@x, @y \in \mathbb{R}^@n$."),
        Line("transpose", r"By the rule for transposes, $(@Q @x)^\top (@Q @y) = @x^\top @Q^\top @Q @y$.", ("take",)),
        Line("identity", r"As $@Q$ is orthogonal, $@Q^\top @Q = I$."),
        Line("inner", r"So $(@Q @x)^\top (@Q @y) = @x^\top I @y = @x^\top @y$.", ("transpose", "identity")),
        Line("square", r"With $@y = @x$ this reads $\|@Q @x\|^2 = \|@x\|^2$.", ("inner",)),
        Line("root", r"As lengths are not negative, $\|@Q @x\| = \|@x\|$.", ("square",)),
    ),
    (
        Slip(
            "square",
            r"Since $@Q$ keeps all lengths, $\|@Q @x\|^2 = \|@x\|^2$.",
            r"That $@Q$ keeps lengths is what is to be shown; use what was found about inner products.",
            "uses-result-itself",
        ),
        Slip(
            "root",
            r"As real numbers with the same square are equal, $\|@Q @x\| = \|@x\|$.",
            "The numbers 2 and $-2$ have the same square: the signs have to be looked at.",
            "squares-inequality-of-unknown-sign",
        ),
        Slip(
            "square",
            r"With $@y = @x$, dividing by $@x^\top @x$, this reads $\frac{\|@Q @x\|^2}{\|@x\|^2} = 1$, so $\|@Q "
            r"@x\|^2 = \|@x\|^2$.",
            r"The vector $@x$ may be 0, and then its squared length cannot be divided by; there is no need to.",
            "divides-by-zero",
        ),
        Slip(
            "transpose",
            r"By the rule for transposes, $(@Q @x)^\top (@Q @y) = @Q^\top @x^\top @Q @y$.",
            "The transpose of a product turns the order of its factors round.",
        ),
    ),
    "Inner products first; lengths are a special case of them.",
    (PAIR, (("Q",), (("Q",), ("U",), ("R",)))),
    ((("n", 2),), (("n", 3),), (("n", 4),)),
)

COMPLEMENT = Proof(
    "orthogonal-complement",
    1,
    r"For a subspace $@U$ of $\mathbb{R}^@n$ the orthogonal complement $@U^\perp$ is a subspace, and $@U \cap "
    r"@U^\perp = \{0\}$.",
    (
        Line("zero", r"As $0^\top u = 0$ for all $u \in @U$, we have $0 \in @U^\perp$."),
        Line(
            "take",
            r"Let $x, y \in @U^\perp$ and $@lam \in \mathbb{R}$, so that $x^\top u = y^\top u = 0$ for all $u \in @U$.",
        ),
        Line(
            "add",
            r"Then $(x + y)^\top u = x^\top u + y^\top u = 0$ for all $u \in @U$, so $x + y \in @U^\perp$.",
            ("take",),
        ),
        Line(
            "scale",
            r"Then $(@lam x)^\top u = @lam \, x^\top u = 0$ for all $u \in @U$, so $@lam x \in @U^\perp$.",
            ("take",),
        ),
        Line("subspace", r"So $@U^\perp$ is a subspace.", ("zero", "add", "scale")),
        Line(
            "meet", r"Let $z$ lie in $@U$ and in $@U^\perp$: then $z$ is orthogonal to itself, that is, $z^\top z = 0$."
        ),
        Line(
            "length",
            r"So $\|z\|^2 = 0$; only the zero vector has length 0, so $z = 0$ and $@U \cap @U^\perp = \{0\}$.",
            ("meet",),
        ),
    ),
    (
        Slip(
            "add",
            r"As $@U^\perp$ is closed under addition, $(x + y)^\top u = 0$ for all $u \in @U$, so $x + y \in "
            r"@U^\perp$.",
            "That it is closed under addition is what is to be shown.",
            "uses-result-itself",
        ),
        Slip(
            "scale",
            r"If $(@lam x)^\top u = 0$, then dividing by $@lam$ gives $x^\top u = 0$; so $@lam x \in @U^\perp$.",
            r"The number $@lam$ may be 0; and the argument goes the wrong way, from $@lam x$ to $x$.",
            "divides-by-zero",
        ),
        Slip(
            "length",
            r"Dividing $\|z\|^2 = 0$ by $\|z\|$ gives $\|z\| = 0$, so $z = 0$ and $@U \cap @U^\perp = \{0\}$.",
            "If the conclusion is right, this divides by 0. Which vectors have length 0?",
            "divides-by-zero",
        ),
        Slip(
            "meet",
            r"Let $z$ lie in $@U$ and in $@U^\perp$: then $z = x + y$ with $x \in @U$ and $y \in @U^\perp$, and "
            r"$z^\top z = x^\top y = 0$.",
            r"The vector $z$ itself lies in both; and $(x + y)^\top (x + y)$ is not $x^\top y$.",
        ),
    ),
    "Check the definition of a subspace; then ask which vectors are orthogonal to themselves.",
    ((("U",), (("U",), ("W",), ("S",))), (("lam",), ((r"\lambda",), (r"\mu",), (r"\alpha",)))),
    ((("n", 3),), (("n", 4),), (("n", 5),)),
)

PROOFS = (PYTHAGORAS, PARALLELOGRAM, ORTHOGONAL_MATRIX, COMPLEMENT)
