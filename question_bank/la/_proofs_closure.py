"""Proofs of level 1: something is a subspace, linear, or invertible, by checking the definition."""

from __future__ import annotations

from question_bank._proofs import Line, Proof, Slip

MAP = (("Phi",), ((r"\Phi",), (r"\varphi",), ("f",), ("T",), ("L",)))
MAPS = (("Phi", "Psi"), ((r"\Phi", r"\Psi"), (r"\varphi", r"\psi"), ("f", "g"), ("S", "T")))
SPACES = (("V", "W"), (("V", "W"), ("U", "V"), ("X", "Y")))
VECTORS = (("x", "y"), (("x", "y"), ("u", "v"), ("p", "q")))
IMAGES = (("a", "b"), (("a", "b"), ("s", "t"), ("c", "d")))
SCALAR = (("lam",), ((r"\lambda",), (r"\mu",), (r"\alpha",)))
SCALARS = (("lam", "mu"), ((r"\lambda", r"\mu"), (r"\alpha", r"\beta")))

KERNEL = Proof(
    "kernel-is-subspace",
    1,
    r"The kernel of a linear map $@Phi: @V \to @W$ is a subspace of $@V$.",
    (
        Line("zero", r"Linear maps send 0 to 0: $@Phi(0) = 0$, so $0 \in \ker(@Phi)$."),
        Line(
            "take",
            r"Let $@x, @y \in \ker(@Phi)$ and $@lam \in \mathbb{R}$, which means $@Phi(@x) = 0$ and $@Phi(@y) = 0$.",
        ),
        Line(
            "add",
            r"By linearity $@Phi(@x + @y) = @Phi(@x) + @Phi(@y) = 0 + 0 = 0$, so $@x + @y \in \ker(@Phi)$.",
            ("take",),
        ),
        Line(
            "scale",
            r"By linearity $@Phi(@lam @x) = @lam @Phi(@x) = @lam \cdot 0 = 0$, so $@lam @x \in \ker(@Phi)$.",
            ("take",),
        ),
        Line(
            "end",
            r"So $\ker(@Phi)$ contains 0 and is closed under addition and under multiplication by scalars: it is a "
            r"subspace.",
            ("zero", "add", "scale"),
        ),
    ),
    (
        Slip(
            "add",
            r"A subspace contains the sums of its vectors, so $@x + @y \in \ker(@Phi)$.",
            r"That $\ker(@Phi)$ is a subspace is what is to be shown; here $@Phi(@x + @y)$ must be computed.",
            "assumes-conclusion",
        ),
        Slip(
            "add",
            r"If $@x + @y \in \ker(@Phi)$, then $@Phi(@x) + @Phi(@y) = 0$, so $\ker(@Phi)$ is closed under addition.",
            r"Closure starts with $@x$ and $@y$ in the kernel and ends with $@x + @y$ in it; this goes the other "
            r"way.",
            "necessary-for-sufficient",
        ),
        Slip(
            "scale",
            r"If $@lam @x \in \ker(@Phi)$, then $@lam @Phi(@x) = 0$, so $\ker(@Phi)$ is closed under multiplication "
            r"by scalars.",
            r"Closure starts with $@x$ in the kernel and ends with $@lam @x$ in it; this goes the other way.",
            "necessary-for-sufficient",
        ),
        Slip(
            "zero",
            r"As $\ker(@Phi)$ is a subspace of $@V$, it contains the zero vector.",
            r"That $\ker(@Phi)$ is a subspace is what is to be shown; that 0 lies in it follows from $@Phi(0) = 0$.",
            "assumes-conclusion",
        ),
    ),
    "Three things are to be checked for a subspace: the zero vector, sums, multiples.",
    (MAP, SPACES, VECTORS, SCALAR),
)

IMAGE = Proof(
    "image-is-subspace",
    1,
    r"The image of a linear map $@Phi: @V \to @W$ is a subspace of $@W$.",
    (
        Line("zero", r"Linear maps send 0 to 0: $0 = @Phi(0)$, so $0 \in \operatorname{im}(@Phi)$."),
        Line("take", r"Let $@a, @b \in \operatorname{im}(@Phi)$ and $@lam \in \mathbb{R}$."),
        Line("preimages", r"There are $@x, @y \in @V$ with $@Phi(@x) = @a$ and $@Phi(@y) = @b$.", ("take",)),
        Line(
            "add",
            r"By linearity $@a + @b = @Phi(@x) + @Phi(@y) = @Phi(@x + @y)$, so $@a + @b \in "
            r"\operatorname{im}(@Phi)$.",
            ("preimages",),
        ),
        Line(
            "scale",
            r"By linearity $@lam @a = @lam @Phi(@x) = @Phi(@lam @x)$, so $@lam @a \in \operatorname{im}(@Phi)$.",
            ("preimages",),
        ),
        Line(
            "end",
            r"So $\operatorname{im}(@Phi)$ contains 0 and is closed under addition and under multiplication by "
            r"scalars: it is a subspace.",
            ("zero", "add", "scale"),
        ),
    ),
    (
        Slip(
            "add",
            r"As $@a + @b$ lies in $\operatorname{im}(@Phi)$, there is a $z$ with $@Phi(z) = @a + @b$: the image is "
            r"closed under addition.",
            r"That $@a + @b$ lies in the image is what this line should show.",
            "assumes-conclusion",
        ),
        Slip(
            "scale",
            r"If $@lam @a \in \operatorname{im}(@Phi)$ with $@lam \ne 0$, then $@a \in \operatorname{im}(@Phi)$, so "
            r"the image is closed under multiplication by scalars.",
            r"Closure starts with $@a$ in the image and ends with $@lam @a$ in it; this goes the other way.",
            "necessary-for-sufficient",
        ),
        Slip(
            "preimages",
            r"There are linearly independent $@x, @y \in @V$ with $@Phi(@x) = @a$ and $@Phi(@y) = @b$.",
            r"Nothing is known about the independence of the two, and for $@a = @b = 0$ it can fail; any preimages "
            r"will do.",
            "basis-too-early",
        ),
        Slip(
            "zero",
            r"As $\operatorname{im}(@Phi)$ is a subspace of $@W$, it contains the zero vector.",
            r"That the image is a subspace is what is to be shown; 0 lies in it because it is $@Phi(0)$.",
            "assumes-conclusion",
        ),
    ),
    "A vector lies in the image if it is the value of some vector: work with such vectors.",
    (MAP, SPACES, VECTORS, IMAGES, SCALAR),
)

SUBSPACES = (("U", "W"), (("U", "W"), ("S", "T"), ("E", "F")))
INTERSECTION = Proof(
    "intersection-of-subspaces",
    1,
    r"If $@U$ and $@W$ are subspaces of $V$, then $@U \cap @W$ is a subspace of $V$.",
    (
        Line("zero", r"The zero vector lies in $@U$ and in $@W$, since both are subspaces, so $0 \in @U \cap @W$."),
        Line(
            "take",
            r"Let $@x, @y \in @U \cap @W$ and $@lam \in \mathbb{R}$: both vectors lie in $@U$, and both lie in $@W$.",
        ),
        Line("first", r"As $@U$ is a subspace, $@x + @y \in @U$ and $@lam @x \in @U$.", ("take",)),
        Line("second", r"As $@W$ is a subspace, $@x + @y \in @W$ and $@lam @x \in @W$.", ("take",)),
        Line("meet", r"So $@x + @y$ and $@lam @x$ lie in $@U \cap @W$.", ("first", "second")),
        Line(
            "end",
            r"So $@U \cap @W$ contains 0 and is closed under addition and under multiplication by scalars: it is a "
            r"subspace.",
            ("zero", "meet"),
        ),
    ),
    (
        Slip(
            "meet",
            r"As $@U \cap @W$ is closed under both operations, $@x + @y$ and $@lam @x$ lie in $@U \cap @W$.",
            r"That $@U \cap @W$ is closed is what is to be shown; use that the vectors lie in $@U$ and in $@W$.",
            "assumes-conclusion",
        ),
        Slip(
            "first",
            r"In the subspace $@U$, from $@x + @y \in @U$ follows $@x \in @U$ and $@y \in @U$, so $@U$ contains sums "
            r"and multiples.",
            r"A sum can lie in a subspace without its terms doing so. What is needed is the other direction.",
            "necessary-for-sufficient",
        ),
        Slip(
            "second",
            r"As $@W \subseteq @U$, also $@x + @y \in @W$ and $@lam @x \in @W$.",
            r"Nothing says that one subspace contains the other, and the conclusion would not follow either: use "
            r"that $@W$ is a subspace.",
        ),
        Slip(
            "zero",
            r"As $@U \cap @W$ is a subspace, it contains the zero vector.",
            r"That $@U \cap @W$ is a subspace is what is to be shown.",
            "assumes-conclusion",
        ),
    ),
    "Whatever lies in the intersection lies in both subspaces: argue in each of them.",
    (SUBSPACES, VECTORS, SCALAR),
)

SPAN = Proof(
    "span-is-smallest",
    1,
    r"For $@{v}_1, \ldots, @{v}_k \in V$ the set $@S = \operatorname{span}[@{v}_1, \ldots, @{v}_k]$ is the smallest "
    r"subspace of $V$ that contains $@{v}_1, \ldots, @{v}_k$.",
    (
        Line(
            "contains",
            r"Each $@{v}_i$ is a combination of $@{v}_1, \ldots, @{v}_k$ (coefficient 1 for itself, 0 for the "
            r"others), so $@{v}_i \in @S$.",
        ),
        Line("zero", r"With all coefficients 0 one gets $0 \in @S$."),
        Line(
            "take",
            r"Let $x = \sum_i \alpha_i @{v}_i$ and $y = \sum_i \beta_i @{v}_i$ be vectors of $@S$ and $\lambda \in "
            r"\mathbb{R}$.",
        ),
        Line(
            "closed",
            r"Then $x + y = \sum_i (\alpha_i + \beta_i) @{v}_i$ and $\lambda x = \sum_i (\lambda \alpha_i) @{v}_i$ "
            r"are again in $@S$.",
            ("take",),
        ),
        Line(
            "subspace", r"So $@S$ is a subspace that contains $@{v}_1, \ldots, @{v}_k$.", ("contains", "zero", "closed")
        ),
        Line("other", r"Now let $@U$ be any subspace of $V$ with $@{v}_1, \ldots, @{v}_k \in @U$."),
        Line(
            "inside",
            r"Being closed, $@U$ contains every combination $\sum_i \alpha_i @{v}_i$, so $@S \subseteq @U$.",
            ("other",),
        ),
        Line(
            "end",
            r"So $@S$ is one of these subspaces and lies in each of them: it is the smallest.",
            ("subspace", "inside"),
        ),
    ),
    (
        Slip(
            "inside",
            r"Being closed, $@S$ contains all vectors of $@U$, so $@U \subseteq @S$.",
            r"That is the wrong direction: $@U$ may be larger than $@S$. To show is $@S \subseteq @U$.",
            "necessary-for-sufficient",
        ),
        Slip(
            "take",
            r"Let $x = \sum_i \alpha_i @{v}_i$ and $y = \sum_i \beta_i @{v}_i$ be in $@S$ and $\lambda \in "
            r"\mathbb{R}$; the coefficients are unique, because $@{v}_1, \ldots, @{v}_k$ are independent.",
            r"Nothing says that $@{v}_1, \ldots, @{v}_k$ are independent, and it is not needed.",
            "basis-too-early",
        ),
        Slip(
            "closed",
            r"As the smallest subspace that contains $@{v}_1, \ldots, @{v}_k$, the set $@S$ contains $x + y$ and "
            r"$\lambda x$.",
            r"That $@S$ is a subspace is what is to be shown.",
            "assumes-conclusion",
        ),
    ),
    "Two things are to be shown: the span is such a subspace, and it lies in every other one.",
    (
        (("v",), (("v",), ("a",), ("b",), ("w",))),
        (("S", "U"), (("S", "U"), ("S", "T"), ("M", "N"), ("E", "F"))),
    ),
)

COMPOSITE = Proof(
    "composite-is-linear",
    1,
    r"If $@Phi: U \to V$ and $@Psi: V \to W$ are linear, then $@Psi \circ @Phi: U \to W$ is linear.",
    (
        Line("take", r"Let $@x, @y \in U$ and $@lam, @mu \in \mathbb{R}$."),
        Line("inner", r"$@Phi$ is linear: $@Phi(@lam @x + @mu @y) = @lam @Phi(@x) + @mu @Phi(@y)$.", ("take",)),
        Line(
            "apply",
            r"Applying $@Psi$: $(@Psi \circ @Phi)(@lam @x + @mu @y) = @Psi(@lam @Phi(@x) + @mu @Phi(@y))$.",
            ("inner",),
        ),
        Line(
            "outer",
            r"$@Psi$ is linear: $@Psi(@lam @Phi(@x) + @mu @Phi(@y)) = @lam @Psi(@Phi(@x)) + @mu @Psi(@Phi(@y))$.",
            ("take",),
        ),
        Line(
            "end",
            r"So $(@Psi \circ @Phi)(@lam @x + @mu @y) = @lam (@Psi \circ @Phi)(@x) + @mu (@Psi \circ @Phi)(@y)$, and "
            r"the composite is linear.",
            ("apply", "outer"),
        ),
    ),
    (
        Slip(
            "apply",
            r"The composite is linear: $(@Psi \circ @Phi)(@lam @x + @mu @y) = @lam (@Psi \circ @Phi)(@x) + @mu (@Psi "
            r"\circ @Phi)(@y)$.",
            "The linearity of the composite is what is to be shown, from the linearity of the two maps.",
            "assumes-conclusion",
        ),
        Slip(
            "take",
            r"Let $@x, @y$ be a basis of $U$ and $@lam, @mu \in \mathbb{R}$.",
            r"$U$ need not have dimension 2, and linearity is to be shown for any two vectors, independent or not.",
            "basis-too-early",
        ),
        Slip(
            "inner",
            r"$@Psi \circ @Phi$ can be linear only if $@Phi$ is: $@Phi(@lam @x + @mu @y) = @lam @Phi(@x) + @mu "
            r"@Phi(@y)$.",
            r"$@Phi$ is linear by hypothesis. A composite can be linear without it, as for $@Psi = 0$; besides, the "
            r"linearity of the composite is not known here.",
            "necessary-for-sufficient",
        ),
        Slip(
            "outer",
            r"$@Psi$ is linear: $@Psi(@lam @Phi(@x) + @mu @Phi(@y)) = @lam @Psi(@x) + @mu @Psi(@y)$.",
            r"On the right $@Phi$ was lost: $@Psi$ acts on the vectors $@Phi(@x)$ and $@Phi(@y)$ of $V$.",
        ),
    ),
    "Use the linearity of the inner map first, then that of the outer one.",
    (MAPS, VECTORS, SCALARS),
)

MATRICES = (("A", "B"), (("A", "B"), ("M", "N"), ("P", "Q"), ("S", "T")))
INVERSE_OF_PRODUCT = Proof(
    "inverse-of-product",
    1,
    r"If $@A, @B \in \mathbb{R}^{@n \times @n}$ are invertible, then $@A @B$ is invertible and $(@A @B)^{-1} = "
    r"@B^{-1} @A^{-1}$.",
    (
        Line("put", r"Both inverses exist, so let $C = @B^{-1} @A^{-1}$."),
        Line("left", r"Moving the brackets, $C (@A @B) = @B^{-1} (@A^{-1} @A) @B$.", ("put",)),
        Line("left-end", r"So $C (@A @B) = @B^{-1} I @B = @B^{-1} @B = I$.", ("left",)),
        Line("right", r"Moving the brackets, $(@A @B) C = @A (@B @B^{-1}) @A^{-1}$.", ("put",)),
        Line("right-end", r"So $(@A @B) C = @A I @A^{-1} = @A @A^{-1} = I$.", ("right",)),
        Line(
            "end",
            r"So $C$ is an inverse of $@A @B$ from both sides: $@A @B$ is invertible and $(@A @B)^{-1} = C$.",
            ("left-end", "right-end"),
        ),
    ),
    (
        Slip(
            "put",
            r"As $@A @B$ is invertible, $(@A @B)^{-1}$ exists; call it $C$, so $C = @B^{-1} @A^{-1}$.",
            r"That $@A @B$ is invertible, and which inverse it has, is what is to be shown.",
            "assumes-conclusion",
        ),
        Slip(
            "left",
            r"Matrices may be exchanged: $C (@A @B) = (@A^{-1} @A)(@B^{-1} @B)$.",
            "Products of matrices do not commute; only the brackets may be moved.",
        ),
        Slip(
            "put",
            r"Suppose that $@A @B$ is invertible; then $@A$ and $@B$ are invertible as well, so let $C = @B^{-1} "
            r"@A^{-1}$.",
            r"This starts from the conclusion and argues back: $@A$ and $@B$ are invertible by hypothesis, and $@A "
            r"@B$ is in question.",
            "necessary-for-sufficient",
        ),
        Slip(
            "left-end",
            r"So $C (@A @B) = @B^{-1} I @B = I$, because the columns of $@B$ are the standard basis.",
            r"Nothing is known about the columns of $@B$; the product is $I$ because $@B^{-1} @B = I$.",
            "basis-too-early",
        ),
    ),
    "A matrix is the inverse if both products with it are the identity: write one down and multiply.",
    (MATRICES,),
    ((("n", 2),), (("n", 3),), (("n", 4),), (("n", 5),)),
)

PROOFS = (KERNEL, IMAGE, INTERSECTION, SPAN, COMPOSITE, INVERSE_OF_PRODUCT)
