"""Proofs of level 2: injectivity, matrices of maps, solution sets, rank-nullity."""

from __future__ import annotations

from question_bank._proofs import Line, Proof, Slip
from question_bank.la._proofs_closure import MAP, MAPS, SPACES

INJECTIVE = Proof(
    "injective-iff-trivial-kernel",
    2,
    r"A linear map $@Phi: @V \to @W$ is injective if and only if $\ker(@Phi) = \{0\}$.",
    (
        Line("if-injective", r"($\Rightarrow$) Suppose that $@Phi$ is injective, and let $x \in \ker(@Phi)$."),
        Line("same-value", r"Then $@Phi(x) = 0 = @Phi(0)$, because a linear map sends 0 to 0.", ("if-injective",)),
        Line("is-zero", r"As $@Phi$ is injective, $x = 0$; so $\ker(@Phi) = \{0\}$.", ("same-value",)),
        Line(
            "if-trivial",
            r"($\Leftarrow$) Suppose that $\ker(@Phi) = \{0\}$, and let $y, z \in @V$ with $@Phi(y) = @Phi(z)$.",
        ),
        Line(
            "difference",
            r"By linearity $@Phi(y - z) = @Phi(y) - @Phi(z) = 0$, so $y - z \in \ker(@Phi)$.",
            ("if-trivial",),
        ),
        Line(
            "are-equal",
            r"As the kernel is trivial, $y - z = 0$, that is, $y = z$; so $@Phi$ is injective.",
            ("difference",),
        ),
    ),
    (
        Slip(
            "difference",
            r"As $@Phi$ is injective, $@Phi(y) = @Phi(z)$ gives $y = z$, so $y - z \in \ker(@Phi)$.",
            r"In this direction injectivity is what is to be shown.",
            "assumes-conclusion",
        ),
        Slip(
            "is-zero",
            r"As $@Phi(0) = 0$, the vector 0 lies in the kernel; so $\ker(@Phi) = \{0\}$.",
            r"That 0 lies in the kernel is true of every linear map; to show is that nothing else does.",
            "necessary-for-sufficient",
        ),
        Slip(
            "are-equal",
            r"If $y = z$, then $@Phi(y) = @Phi(z)$; so $@Phi$ is injective.",
            r"That holds for every map. Injective means that $y = z$ follows from $@Phi(y) = @Phi(z)$.",
            "necessary-for-sufficient",
        ),
        Slip(
            "same-value",
            r"Then $x$ is part of a basis of $@V$, and $@Phi$ maps this basis to independent vectors, so $@Phi(x) "
            r"\ne 0$.",
            r"$x$ may be 0, and then it is part of no basis; besides, $@Phi(x) = 0$ because $x$ lies in the kernel.",
            "basis-too-early",
        ),
    ),
    r"Each of the two directions compares the values of $@Phi$ at two vectors.",
    (MAP, SPACES),
)

BASIS = (("b", "w"), (("b", "w"), ("v", "w"), ("a", "c"), ("b", "c")))
VALUES_ON_BASIS = Proof(
    "values-on-a-basis",
    2,
    r"Let $@{b}_1, \ldots, @{b}_n$ be a basis of $V$ and $@{w}_1, \ldots, @{w}_n \in W$. There is exactly one linear "
    r"map $@Phi: V \to W$ with $@Phi(@{b}_i) = @{w}_i$ for all $i$.",
    (
        Line(
            "coordinates",
            r"Every $x \in V$ is $x = \sum_i x_i @{b}_i$ with unique coordinates $x_1, \ldots, x_n$, as the $@{b}_i$ "
            r"form a basis.",
        ),
        Line("define", r"So $@Phi(x) = \sum_i x_i @{w}_i$ defines a map $@Phi: V \to W$.", ("coordinates",)),
        Line(
            "linear",
            r"It is linear, since the coordinates of $\lambda x + \mu y$ are the numbers $\lambda x_i + \mu y_i$.",
            ("define",),
        ),
        Line(
            "values",
            r"It satisfies $@Phi(@{b}_i) = @{w}_i$, since $@{b}_i$ has the coordinate 1 at place $i$ and 0 "
            r"elsewhere.",
            ("define",),
        ),
        Line("other", r"Now let $@Psi: V \to W$ be any linear map with $@Psi(@{b}_i) = @{w}_i$ for all $i$."),
        Line(
            "agree",
            r"By linearity $@Psi(x) = \sum_i x_i @Psi(@{b}_i) = \sum_i x_i @{w}_i = @Phi(x)$ for every $x \in V$.",
            ("define", "other"),
        ),
        Line(
            "end",
            r"So a linear map with these values exists, and there is no other one.",
            ("linear", "values", "agree"),
        ),
    ),
    (
        Slip(
            "define",
            r"The $@{w}_i$ are linearly independent, so $@Phi(x) = \sum_i x_i @{w}_i$ defines a map $@Phi: V \to W$.",
            r"Nothing is known about the $@{w}_i$, they may even be equal; the map is well defined because the "
            r"coordinates are unique.",
            "basis-too-early",
        ),
        Slip(
            "agree",
            r"As there is only one linear map with these values, $@Psi(x) = @Phi(x)$ for every $x \in V$.",
            "That there is only one is what is to be shown.",
            "assumes-conclusion",
        ),
        Slip(
            "coordinates",
            r"The $@{b}_i$ are linearly independent; this alone gives every $x \in V$ unique coordinates $x = \sum_i "
            r"x_i @{b}_i$.",
            r"Independence gives uniqueness alone; that coordinates exist needs that the $@{b}_i$ span $V$.",
            "necessary-for-sufficient",
        ),
        Slip(
            "values",
            r"It satisfies $@Phi(@{b}_i) = @{w}_i$, since a linear map can take any values at any vectors.",
            r"At dependent vectors the values cannot be chosen. Here they follow from the coordinates of $@{b}_i$.",
        ),
    ),
    "First construct such a map by means of coordinates, then compare any other one with it.",
    (MAPS, BASIS),
)

INDEPENDENT_IMAGES = Proof(
    "injective-keeps-independence",
    2,
    r"If $@Phi: @V \to @W$ is linear and injective and $@{v}_1, \ldots, @{v}_k \in @V$ are linearly independent, "
    r"then $@Phi(@{v}_1), \ldots, @Phi(@{v}_k)$ are linearly independent.",
    (
        Line("assume", r"Let $\alpha_1, \ldots, \alpha_k \in \mathbb{R}$ with $\sum_i \alpha_i @Phi(@{v}_i) = 0$."),
        Line(
            "inside",
            r"By linearity $@Phi\left(\sum_i \alpha_i @{v}_i\right) = 0$, so $\sum_i \alpha_i @{v}_i \in "
            r"\ker(@Phi)$.",
            ("assume",),
        ),
        Line("trivial", r"As $@Phi$ is injective, $\ker(@Phi) = \{0\}$."),
        Line("zero", r"So $\sum_i \alpha_i @{v}_i = 0$.", ("inside", "trivial")),
        Line(
            "coefficients",
            r"As $@{v}_1, \ldots, @{v}_k$ are independent, $\alpha_1 = \ldots = \alpha_k = 0$.",
            ("zero",),
        ),
        Line(
            "end",
            r"So only the trivial combination of $@Phi(@{v}_1), \ldots, @Phi(@{v}_k)$ is 0: they are independent.",
            ("coefficients",),
        ),
    ),
    (
        Slip(
            "inside",
            r"As $@Phi(@{v}_1), \ldots, @Phi(@{v}_k)$ are independent, $\alpha_1 = \ldots = \alpha_k = 0$ and "
            r"$\sum_i \alpha_i @{v}_i \in \ker(@Phi)$.",
            r"The independence of the images is what is to be shown.",
            "basis-too-early",
        ),
        Slip(
            "zero",
            r"So $\sum_i \alpha_i @{v}_i = 0$, because $@Phi(0) = 0$.",
            r"$@Phi(0) = 0$ says that 0 is mapped to 0, not that only 0 is. That the kernel is trivial comes from "
            r"injectivity.",
            "necessary-for-sufficient",
        ),
        Slip(
            "coefficients",
            r"As the combination $\sum_i \alpha_i @{v}_i$ is 0, its coefficients are 0: $\alpha_1 = \ldots = "
            r"\alpha_k = 0$.",
            r"A combination can be 0 with other coefficients, unless the vectors are independent: this hypothesis "
            r"must be used.",
        ),
        Slip(
            "trivial",
            r"As $@Phi$ maps independent vectors to independent vectors, $\ker(@Phi) = \{0\}$.",
            r"That $@Phi$ keeps independence is the theorem itself; the kernel is trivial because $@Phi$ is "
            r"injective.",
            "assumes-conclusion",
        ),
    ),
    "Start with a combination of the images that is 0, and bring it back to the given vectors.",
    (MAP, SPACES, (("v",), (("v",), ("b",), ("a",)))),
)

SYSTEM = (("A", "b", "p"), (("A", "b", "p"), ("M", "c", "q"), ("B", "d", "p")))
SOLUTION_SET = Proof(
    "solution-set",
    2,
    r"If $@A @p = @b$ for a matrix $@A \in \mathbb{R}^{@m \times @n}$, then the solutions of $@A x = @b$ are exactly "
    r"the vectors $@p + z$ with $z \in \ker(@A)$.",
    (
        Line("take-kernel", r"Let $z \in \ker(@A)$, that is, $@A z = 0$."),
        Line(
            "is-solution",
            r"Then $@A (@p + z) = @A @p + @A z = @b + 0 = @b$, so $@p + z$ is a solution.",
            ("take-kernel",),
        ),
        Line("take-solution", r"Conversely, let $y$ be a solution: $@A y = @b$."),
        Line("difference", r"Then $@A (y - @p) = @A y - @A @p = @b - @b = 0$.", ("take-solution",)),
        Line(
            "in-kernel", r"So $y - @p \in \ker(@A)$, and $y = @p + (y - @p)$ has the form in question.", ("difference",)
        ),
        Line(
            "end",
            r"So the vectors $@p + z$ are solutions, and every solution is one of them.",
            ("is-solution", "in-kernel"),
        ),
    ),
    (
        Slip(
            "difference",
            r"As $y$ is of the form $@p + z$ with $z \in \ker(@A)$, it follows that $@A (y - @p) = @A z = 0$.",
            r"That every solution has this form is what is to be shown.",
            "assumes-conclusion",
        ),
        Slip(
            "in-kernel",
            r"As the columns of $@A$ are linearly independent, $y - @p = 0$, and $y = @p + 0$ has the form in "
            r"question.",
            r"Nothing says that the columns are independent; there may be many solutions.",
            "basis-too-early",
        ),
        Slip(
            "is-solution",
            r"If $@p + z$ is a solution, then $@A z = @b - @A @p = 0$; so $@p + z$ is a solution for every $z \in "
            r"\ker(@A)$.",
            r"To show is the other direction: from $@A z = 0$ to $@A (@p + z) = @b$.",
            "necessary-for-sufficient",
        ),
        Slip(
            "difference",
            r"Then $@A (y + @p) = @A y + @A @p = @b$, so $y + @p$ is a solution, too.",
            r"$@A y + @A @p$ is $2 @b$; solutions of an inhomogeneous system may not be added.",
        ),
    ),
    "Show two inclusions: these vectors are solutions, and every solution is one of these vectors.",
    (SYSTEM,),
    ((("m", 2), ("n", 3)), (("m", 3), ("n", 3)), (("m", 3), ("n", 5)), (("m", 4), ("n", 3))),
)

RANK_NULLITY = Proof(
    "rank-nullity",
    2,
    r"If $@Phi: @V \to @W$ is linear and $\dim @V = n$, then $\dim\ker(@Phi) + \dim\operatorname{im}(@Phi) = n$.",
    (
        Line("kernel-basis", r"Let $@{b}_1, \ldots, @{b}_k$ be a basis of $\ker(@Phi)$."),
        Line(
            "extend",
            r"Extend it to a basis $@{b}_1, \ldots, @{b}_k, @{c}_1, \ldots, @{c}_r$ of $@V$; so $n = k + r$.",
            ("kernel-basis",),
        ),
        Line(
            "span",
            r"For each $x = \sum_i \beta_i @{b}_i + \sum_j \gamma_j @{c}_j$ in $@V$ we get $@Phi(x) = \sum_j "
            r"\gamma_j @Phi(@{c}_j)$, so the $@Phi(@{c}_j)$ span $\operatorname{im}(@Phi)$.",
            ("extend",),
        ),
        Line(
            "relation",
            r"Now let $\sum_j \delta_j @Phi(@{c}_j) = 0$; that is, $\sum_j \delta_j @{c}_j \in \ker(@Phi)$.",
            ("extend",),
        ),
        Line(
            "write",
            r"So $\sum_j \delta_j @{c}_j = \sum_i \varepsilon_i @{b}_i$ for suitable numbers $\varepsilon_i$.",
            ("relation",),
        ),
        Line(
            "independent",
            r"As the $@{b}_i$ and $@{c}_j$ together are independent, all $\delta_j$ are 0: the $@Phi(@{c}_j)$ are "
            r"independent.",
            ("write",),
        ),
        Line(
            "end",
            r"So $@Phi(@{c}_1), \ldots, @Phi(@{c}_r)$ is a basis of $\operatorname{im}(@Phi)$, and "
            r"$\dim\ker(@Phi) + \dim\operatorname{im}(@Phi) = k + r = n$.",
            ("span", "independent"),
        ),
    ),
    (
        Slip(
            "independent",
            r"As $\operatorname{im}(@Phi)$ has dimension $n - k = r$ and the $r$ vectors $@Phi(@{c}_j)$ span it, "
            r"they are independent.",
            r"That the image has dimension $n - k$ is what is to be shown.",
            "assumes-conclusion",
        ),
        Slip(
            "write",
            r"As the $@Phi(@{c}_j)$ are a basis of the image, all $\delta_j$ are 0, and $\sum_j \delta_j @{c}_j = "
            r"\sum_i \varepsilon_i @{b}_i$ with $\varepsilon_i = 0$.",
            r"The independence of the $@Phi(@{c}_j)$ is not known yet: it is what these lines are to show.",
            "basis-too-early",
        ),
        Slip(
            "kernel-basis",
            r"Take any basis of $@V$; those of its vectors that lie in $\ker(@Phi)$ form a basis $@{b}_1, \ldots, "
            r"@{b}_k$ of $\ker(@Phi)$.",
            r"A basis of the kernel can be extended to one of $@V$, but not every basis of $@V$ contains a basis of "
            r"the kernel.",
            "necessary-for-sufficient",
        ),
        Slip(
            "span",
            r"The $@{c}_j$ span $@V$, so the $@Phi(@{c}_j)$ span $\operatorname{im}(@Phi)$.",
            r"The $@{c}_j$ alone do not span $@V$, unless the kernel is trivial. The $@Phi(@{c}_j)$ span the image "
            r"because $@Phi(@{b}_i) = 0$.",
        ),
    ),
    "Start with a basis of the kernel, and find out which vectors form a basis of the image.",
    (MAP, SPACES, (("b", "c"), (("b", "c"), ("a", "b"), ("u", "v"), ("p", "q")))),
)

COMPOSED_MATRIX = Proof(
    "matrix-of-composite",
    2,
    r"Let $@Phi: U \to V$ and $@Psi: V \to W$ be linear, with the matrices $@A$ and $@B$ for the bases $(u_j)$ of "
    r"$U$, $(v_i)$ of $V$ and $(w_k)$ of $W$. Then $@Psi \circ @Phi$ has the matrix $@B @A$.",
    (
        Line("first", r"By definition of $@A$, $@Phi(u_j) = \sum_i @{A}_{ij} v_i$."),
        Line("second", r"By definition of $@B$, $@Psi(v_i) = \sum_k @{B}_{ki} w_k$."),
        Line("compose", r"By linearity $@Psi(@Phi(u_j)) = \sum_i @{A}_{ij} @Psi(v_i)$.", ("first",)),
        Line("insert", r"So $@Psi(@Phi(u_j)) = \sum_i @{A}_{ij} \sum_k @{B}_{ki} w_k$.", ("compose", "second")),
        Line(
            "swap",
            r"Exchanging the sums, $@Psi(@Phi(u_j)) = \sum_k \left(\sum_i @{B}_{ki} @{A}_{ij}\right) w_k$.",
            ("insert",),
        ),
        Line(
            "read",
            r"The number in brackets is $(@B @A)_{kj}$, so column $j$ of the matrix of $@Psi \circ @Phi$ is that of "
            r"$@B @A$.",
            ("swap",),
        ),
    ),
    (
        Slip(
            "first",
            r"The vectors $@Phi(u_j)$ form a basis of $V$, and by definition of $@A$, $@Phi(u_j) = \sum_i @{A}_{ij} "
            r"v_i$.",
            r"The images of basis vectors need not be independent, nor span $V$; nothing of that kind is needed.",
            "basis-too-early",
        ),
        Slip(
            "swap",
            r"As $@Psi \circ @Phi$ has the matrix $@B @A$, $@Psi(@Phi(u_j)) = \sum_k (@B @A)_{kj} w_k$.",
            "That is what is to be shown; the coefficients must be computed.",
            "assumes-conclusion",
        ),
        Slip(
            "read",
            r"The number in brackets is $(@A @B)_{kj}$, so column $j$ of the matrix of $@Psi \circ @Phi$ is that of "
            r"$@A @B$.",
            r"Row $k$ of $@B$ meets column $j$ of $@A$: that is an entry of $@B @A$.",
        ),
        Slip(
            "insert",
            r"If the matrix of $@Psi \circ @Phi$ is $@B @A$, then $@Psi(@Phi(u_j)) = \sum_i @{A}_{ij} \sum_k "
            r"@{B}_{ki} w_k$; so it is $@B @A$.",
            r"This argues from the conclusion to the formula. The formula must be derived from the two definitions.",
            "necessary-for-sufficient",
        ),
    ),
    r"Compute the image of one basis vector $u_j$, and read off its coordinates.",
    (MAPS, (("A", "B"), (("A", "B"), ("M", "N"), ("P", "Q")))),
)

PROOFS = (INJECTIVE, VALUES_ON_BASIS, INDEPENDENT_IMAGES, SOLUTION_SET, RANK_NULLITY, COMPOSED_MATRIX)
