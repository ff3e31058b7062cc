"""Proofs of level 2: variance, independent sums, the tower law, Markov and Chebyshev, covariance matrices."""

from __future__ import annotations

from question_bank._gaps import Also, Gap, Wrong, matrix, number, vector
from question_bank._proofs import Line, Proof, Slip

VARIABLES = (("X", "Y"), (("X", "Y"), ("U", "V"), ("S", "T")))
SPLITS = (
    "The expectation of a product is the product of the expectations for independent (or uncorrelated) factors only."
)

VARIANCE = Proof(
    "variance-formula",
    2,
    r"If $@X$ has finite variance and $\mu = \mathbb{E}[@X]$, then $\mathbb{V}[@X] = \mathbb{E}[@X^2] - \mu^2$.",
    (
        Line("define", r"By definition, $\mathbb{V}[@X] = \mathbb{E}[(@X - \mu)^2]$."),
        Line("expand", r"Multiplying out, $(@X - \mu)^2 = @X^2 - 2 \mu @X + \mu^2$."),
        Line(
            "linear",
            r"By linearity of the expectation, $\mathbb{V}[@X] = \mathbb{E}[@X^2] - 2 \mu \mathbb{E}[@X] + \mu^2$.",
            ("define", "expand"),
        ),
        Line("mean", r"As $\mathbb{E}[@X] = \mu$, the term $2 \mu \mathbb{E}[@X]$ is $2 \mu^2$.", ("linear",)),
        Line("end", r"So $\mathbb{V}[@X] = \mathbb{E}[@X^2] - 2 \mu^2 + \mu^2 = \mathbb{E}[@X^2] - \mu^2$.", ("mean",)),
    ),
    (
        Slip(
            "linear",
            r"The expectation of a square is the square of the expectation, so $\mathbb{V}[@X] = (\mathbb{E}[@X])^2 - "
            r"2 \mu \mathbb{E}[@X] + \mu^2$.",
            r"Then every variance would be 0. A variable is not independent of itself.",
            "splits-expectation-of-product",
        ),
        Slip(
            "expand",
            r"As $@X$ is equal to $\mu$ on average, $(@X - \mu)^2 = @X^2 - \mu^2$.",
            "The square of a difference is not the difference of the squares, and the mean enters only when "
            "expectations are taken.",
        ),
        Slip(
            "mean",
            r"As $\mathbb{E}[\mu @X] = \mathbb{E}[\mu] \mathbb{E}[@X]$ for any two random variables, the term "
            r"$2 \mu \mathbb{E}[@X]$ is $2 \mu^2$.",
            r"The rule used does not hold for any two random variables; $\mu$ is a constant, which is what counts.",
            "splits-expectation-of-product",
        ),
        Slip(
            "define",
            r"By definition, $\mathbb{V}[@X] = \mathbb{E}[@X - \mu]^2$.",
            r"The number $\mathbb{E}[@X - \mu]$ is 0: the square stands inside the expectation.",
        ),
    ),
    "Multiply the square out and use that the expectation is linear.",
    ((("X",), (("X",), ("Y",), ("Z",), ("T",))),),
    gaps=(
        Gap(
            "define",
            r"\mathbb{E}[(@X - \mu)^2]",
            "The variance is the mean squared distance from the mean.",
            wrong=(
                Wrong(r"$(\mathbb{E}[@X - \mu])^2$", r"The mean of $@X - \mu$ is 0."),
                Wrong(r"$\mathbb{E}[|@X - \mu|]$", "That is the mean absolute deviation."),
            ),
        ),
        Gap(
            "linear",
            r"\mathbb{E}[@X^2] - 2 \mu \mathbb{E}[@X] + \mu^2",
            r"Each of the three terms keeps its expectation; $\mu$ is a constant.",
            "s - 2 mu m + mu^2",
            (number("mu"), number("m"), number("s")),
            lambda mu, m, s: (s - mu * m) - mu * (m - mu),
            (
                Wrong(
                    "m^2 - 2 mu m + mu^2",
                    "The expectation of the square is not the square of the expectation: $@X$ is not independent of "
                    "itself.",
                    "splits-expectation-of-product",
                ),
            ),
            asks=r"Write $m$ for $\mathbb{E}[@X]$ and $s$ for $\mathbb{E}[@X^2]$, and give the three terms with "
            r"$\mu$, $m$ and $s$.",
        ),
        Gap(
            "mean",
            r"2 \mu^2",
            r"Put $\mu$ in place of $\mathbb{E}[@X]$.",
            "2 mu^2",
            (number("mu"),),
            lambda mu: mu * mu + mu * mu,
            also=(Also("end", r"2 \mu^2"),),
        ),
    ),
)

SUM = Proof(
    "variance-of-independent-sum",
    2,
    r"If $@X$ and $@Y$ are independent with finite variances, then $\mathbb{V}[@X + @Y] = "
    r"\mathbb{V}[@X] + \mathbb{V}[@Y]$.",
    (
        Line(
            "centre",
            r"Put $a = @X - \mathbb{E}[@X]$ and $b = @Y - \mathbb{E}[@Y]$, so that $\mathbb{E}[a] = "
            r"\mathbb{E}[b] = 0$.",
        ),
        Line(
            "define",
            r"As $@X + @Y - \mathbb{E}[@X + @Y] = a + b$, $\mathbb{V}[@X + @Y] = \mathbb{E}[(a + "
            r"b)^2]$.",
            ("centre",),
        ),
        Line(
            "expand",
            r"By linearity, $\mathbb{E}[(a + b)^2] = \mathbb{E}[a^2] + 2 \mathbb{E}[a b] + "
            r"\mathbb{E}[b^2]$.",
            ("centre",),
        ),
        Line(
            "independent",
            r"As $@X$ and $@Y$ are independent, so are $a$ and $b$, and $\mathbb{E}[a b] = \mathbb{E}[a] "
            r"\mathbb{E}[b] = 0$.",
            ("centre",),
        ),
        Line(
            "end",
            r"So $\mathbb{V}[@X + @Y] = \mathbb{E}[a^2] + \mathbb{E}[b^2] = \mathbb{V}[@X] + \mathbb{V}[@Y]$.",
            ("define", "expand", "independent"),
        ),
    ),
    (
        Slip(
            "independent",
            r"As expectations of products are products of expectations, $\mathbb{E}[a b] = \mathbb{E}[a] "
            r"\mathbb{E}[b] = 0$.",
            SPLITS,
            "splits-expectation-of-product",
        ),
        Slip(
            "independent",
            r"As always $\mathbb{E}[a \mid b] = \mathbb{E}[a]$, we get $\mathbb{E}[a b] = "
            r"\mathbb{E}[\mathbb{E}[a \mid b] \, b] = \mathbb{E}[a] \mathbb{E}[b] = 0$.",
            r"A condition may not be dropped: the mean of $a$ may depend on $b$, unless the two are independent.",
            "conditional-dropped",
        ),
        Slip(
            "expand",
            r"By linearity, $\mathbb{E}[(a + b)^2] = \mathbb{E}[a^2] + \mathbb{E}[b^2]$.",
            "Linearity is about sums; the square of a sum has a mixed term.",
        ),
        Slip(
            "centre",
            r"Put $a = @X - \mathbb{E}[@X]$ and $b = @Y - \mathbb{E}[@Y]$, so that $a = b = 0$ on average and "
            r"$a b = 0$.",
            r"Only the means of $a$ and $b$ are 0; their product is a random variable.",
        ),
    ),
    "Subtract the means first: then variances are expectations of squares.",
    (VARIABLES,),
    gaps=(
        Gap(
            "define",
            r"\mathbb{E}[(a + b)^2]",
            r"The variance is the mean squared distance from the mean.",
            wrong=(
                Wrong(r"$(\mathbb{E}[a + b])^2$", r"The mean of $a + b$ is 0."),
                Wrong(
                    r"$\mathbb{E}[a^2 + b^2]$",
                    "The square of a sum has a mixed term; that it vanishes is not known yet.",
                ),
            ),
            also=(Also("expand", r"\mathbb{E}[(a + b)^2]"),),
        ),
        Gap(
            "expand",
            r"\mathbb{E}[a^2] + 2 \mathbb{E}[a b] + \mathbb{E}[b^2]",
            "Multiply the square out and take the expectation of each term.",
            "p + 2 r + q",
            (number("p"), number("q"), number("r")),
            lambda p, q, r: (p + r) + (r + q),
            (
                Wrong(
                    "p + q",
                    "The mixed term has been left out. Why it is 0 comes later, and needs a reason.",
                    "splits-expectation-of-product",
                ),
            ),
            asks=r"Write $p$ for $\mathbb{E}[a^2]$, $q$ for $\mathbb{E}[b^2]$ and $r$ for $\mathbb{E}[a b]$.",
        ),
        Gap(
            "independent",
            "As $@X$ and $@Y$ are independent",
            "Functions of independent random variables are independent, and then the expectation of the product "
            "splits.",
            wrong=(
                Wrong(
                    "As expectations of products are products of expectations", SPLITS, "splits-expectation-of-product"
                ),
                Wrong(
                    r"As $\mathbb{E}[a \mid b]$ is $\mathbb{E}[a]$ for all random variables",
                    r"The mean of $a$ may depend on $b$.",
                    "conditional-dropped",
                ),
                Wrong(
                    "As $@X$ and $@Y$ have finite variances",
                    "That makes the expectations exist; it does not make them 0.",
                ),
            ),
        ),
    ),
)

TOWER = Proof(
    "tower-law",
    2,
    r"For discrete random variables $X$ and $Y$ with $\mathbb{E}[|X|] < \infty$ we have "
    r"$\mathbb{E}[\mathbb{E}[X \mid Y]] = \mathbb{E}[X]$.",
    (
        Line(
            "outer",
            r"By definition, $\mathbb{E}[\mathbb{E}[X \mid Y]] = \sum_@y \mathbb{E}[X \mid Y = @y] \, "
            r"p(@y)$.",
        ),
        Line(
            "inner",
            r"For each value $@y$ of $Y$, by the definition of the conditional expectation, $\mathbb{E}[X \mid Y = @y] "
            r"= \sum_@x @x \, p(@x \mid @y)$.",
        ),
        Line(
            "joint",
            r"As $p(@x \mid @y) \, p(@y) = p(@x, @y)$, this makes $\mathbb{E}[\mathbb{E}[X \mid Y]] = \sum_@y "
            r"\sum_@x @x \, p(@x, @y)$.",
            ("outer", "inner"),
        ),
        Line(
            "swap",
            r"The sums may be exchanged, because $\sum_@x \sum_@y |@x| \, p(@x, @y) = \mathbb{E}[|X|]$ is "
            r"finite: $\mathbb{E}[\mathbb{E}[X \mid "
            r"Y]] = \sum_@x @x \sum_@y p(@x, @y)$.",
            ("joint",),
        ),
        Line("marginal", r"Summing over $@y$ gives the marginal distribution: $\sum_@y p(@x, @y) = p(@x)$."),
        Line(
            "end", r"So $\mathbb{E}[\mathbb{E}[X \mid Y]] = \sum_@x @x \, p(@x) = \mathbb{E}[X]$.", ("swap", "marginal")
        ),
    ),
    (
        Slip(
            "swap",
            r"The order of sums never matters: $\mathbb{E}[\mathbb{E}[X \mid Y]] = \sum_@x @x \sum_@y p(@x, @y)$.",
            "For infinite sums it does, unless they converge absolutely or the terms are not negative.",
            "swaps-sum-and-limit",
        ),
        Slip(
            "inner",
            r"For each value $@y$ of $Y$, by the definition of the conditional expectation, $\mathbb{E}[X \mid Y = @y] "
            r"= \sum_@x @x \, p(@x)$.",
            r"Under the condition $Y = @y$ the probabilities of the values of $X$ may be others.",
            "conditional-dropped",
        ),
        Slip(
            "joint",
            r"As $p(@x \mid @y) \, p(@y) = p(@x) \, p(@y)$, this makes $\mathbb{E}[\mathbb{E}[X \mid Y]] = "
            r"\sum_@y \sum_@x @x \, p(@x) "
            r"\, p(@y)$.",
            r"That holds for independent $X$ and $Y$ only.",
            "splits-expectation-of-product",
        ),
        Slip(
            "marginal",
            r"Summing over $@y$ gives the marginal distribution: $\sum_@y p(@x, @y) = p(@y)$.",
            r"The variable that is summed over disappears.",
        ),
    ),
    "Write both expectations as sums and find the joint distribution in them.",
    ((("x", "y"), (("x", "y"), ("i", "j"), ("k", "m"))),),
    gaps=(
        Gap(
            "inner",
            r"\sum_@x @x \, p(@x \mid @y)",
            "A conditional expectation weights the values by their conditional probabilities.",
            wrong=(
                Wrong(r"$\sum_@x @x \, p(@x)$", r"The condition $Y = @y$ has been lost.", "conditional-dropped"),
                Wrong(
                    r"$\sum_@x @x \, p(@x, @y)$",
                    r"These weights do not sum to 1: they still have to be divided by $p(@y)$.",
                ),
            ),
        ),
        Gap(
            "joint",
            r"p(@x \mid @y) \, p(@y) = p(@x, @y)",
            "This is the product rule.",
            wrong=(
                Wrong(
                    r"$p(@x \mid @y) \, p(@y) = p(@x) \, p(@y)$",
                    r"That holds for independent $X$ and $Y$ only.",
                    "splits-expectation-of-product",
                ),
                Wrong(r"$p(@x \mid @y) = p(@x, @y)$", r"A factor has been lost in this rule.", "conditional-dropped"),
            ),
        ),
        Gap(
            "swap",
            r"because $\sum_@x \sum_@y |@x| \, p(@x, @y) = \mathbb{E}[|X|]$ is finite",
            "Sums that converge absolutely may be rearranged (Fubini's theorem).",
            wrong=(
                Wrong(
                    "because the order of sums never matters", "For infinite sums it can matter.", "swaps-sum-and-limit"
                ),
                Wrong("because $X$ and $Y$ are independent", "Nothing says so.", "splits-expectation-of-product"),
                Wrong(
                    "because probabilities sum to 1", r"The terms have the factor $@x$, too: does their sum converge?"
                ),
            ),
        ),
        Gap(
            "marginal",
            r"= p(@x)",
            r"The events $Y = @y$ cover all cases.",
            wrong=(
                Wrong(
                    r"$= p(@x \mid @y)$", r"The letter $@y$ was summed over: it cannot be left.", "conditional-dropped"
                ),
                Wrong(r"$= 1$", r"Only the sum over both letters is 1."),
            ),
        ),
    ),
)

CHEBYSHEV = Proof(
    "chebyshev",
    2,
    r"If $@Y$ has mean $\mu$ and variance $\sigma^2$, then $P(|@Y - \mu| \ge c) \le \frac{\sigma^2}{c^2}$ for every "
    "$c > 0$.",
    (
        Line("put", r"Put $@X = (@Y - \mu)^2 \ge 0$, so that $\mathbb{E}[@X] = \sigma^2$."),
        Line(
            "indicator",
            r"Let $\iota$ be 1 if $@X \ge c^2$ and 0 if not; then $c^2 \iota \le @X$ in both cases.",
            ("put",),
        ),
        Line("expect", r"Taking expectations, $c^2 \mathbb{E}[\iota] \le \mathbb{E}[@X] = \sigma^2$.", ("indicator",)),
        Line("probability", r"The expectation of $\iota$ is $\mathbb{E}[\iota] = P(@X \ge c^2)$.", ("indicator",)),
        Line("same", r"As $c > 0$, the events $@X \ge c^2$ and $|@Y - \mu| \ge c$ are the same.", ("put",)),
        Line(
            "end",
            r"So $P(|@Y - \mu| \ge c) = \mathbb{E}[\iota] \le \frac{\sigma^2}{c^2}$.",
            ("expect", "probability", "same"),
        ),
    ),
    (
        Slip(
            "expect",
            r"As $c^2 \iota \le @X \iota$, we get $c^2 \mathbb{E}[\iota] \le \mathbb{E}[@X \iota] = "
            r"\mathbb{E}[@X] \mathbb{E}[\iota] \le \sigma^2$.",
            r"Whether $\iota$ is 1 depends on $@X$, so the expectation of their product does not split.",
            "splits-expectation-of-product",
        ),
        Slip(
            "expect",
            r"As $c^2 \le \mathbb{E}[@X \mid @X \ge c^2] = \mathbb{E}[@X]$, we get $c^2 \mathbb{E}[\iota] \le "
            r"\mathbb{E}[@X] = \sigma^2$.",
            "A condition was dropped: under it the expectation is larger.",
            "conditional-dropped",
        ),
        Slip(
            "indicator",
            r"Let $\iota$ be 1 if $@X \ge c^2$ and 0 if not; then $c^2 \iota \ge @X$ in both cases.",
            r"Look at $@X = 0$ and at a very large $@X$.",
        ),
        Slip(
            "put",
            r"Put $@X = @Y - \mu \ge 0$, so that $\mathbb{E}[@X^2] = \sigma^2$.",
            r"The variable $@Y - \mu$ may be negative.",
        ),
    ),
    "Compare a squared deviation with a variable that takes only two values.",
    (VARIABLES,),
    gaps=(
        Gap(
            "put",
            r"(@Y - \mu)^2",
            r"Its expectation is the variance.",
            wrong=(
                Wrong(r"$|@Y - \mu|$", r"Is its expectation the variance?"),
                Wrong(r"$@Y^2$", r"Its expectation is $\sigma^2 + \mu^2$."),
            ),
        ),
        Gap(
            "indicator",
            r"c^2 \iota \le @X",
            r"Where $\iota = 1$, $@X \ge c^2$; where $\iota = 0$, $@X \ge 0$.",
            wrong=(
                Wrong(r"$c^2 \iota \ge @X$", r"Look at a very large $@X$."),
                Wrong(r"$c^2 \iota = @X$", r"The variable $@X$ takes other values than 0 and $c^2$, too."),
            ),
        ),
        Gap(
            "probability",
            r"P(@X \ge c^2)",
            r"Here $\mathbb{E}[\iota] = 1 \cdot P(\iota = 1) + 0 \cdot P(\iota = 0)$.",
            wrong=(
                Wrong(r"$P(@X \ge c^2 \mid \iota = 1)$", "That conditional probability is 1.", "conditional-dropped"),
                Wrong(r"$c^2 P(@X \ge c^2)$", r"The variable $\iota$ takes the values 0 and 1."),
                Wrong(r"$\mathbb{E}[@X] P(@X \ge c^2)$", SPLITS, "splits-expectation-of-product"),
            ),
        ),
        Gap(
            "expect",
            r"\le \mathbb{E}[@X] = \sigma^2",
            "Expectations keep inequalities between random variables.",
            wrong=(
                Wrong(
                    r"$\le \mathbb{E}[@X] \mathbb{E}[\iota] \le \sigma^2$",
                    r"Whether $\iota$ is 1 depends on $@X$: nothing splits.",
                    "splits-expectation-of-product",
                ),
                Wrong(r"$= \mathbb{E}[@X] = \sigma^2$", "Only an inequality between the two variables is known."),
            ),
        ),
    ),
)

COVARIANCE = Proof(
    "covariance-psd",
    2,
    r"The covariance matrix $\Sigma = \mathbb{E}[(@x - \mu)(@x - \mu)^\top]$ of a random vector $@x$ with mean "
    r"$\mu$ is "
    "positive semidefinite.",
    (
        Line("take", r"Let $@a \in \mathbb{R}^n$ be any fixed vector."),
        Line(
            "put",
            r"The random variable $z = @a^\top (@x - \mu)$ has the expectation $@a^\top (\mathbb{E}[@x] - \mu) = 0$.",
            ("take",),
        ),
        Line("square", r"As a number is its own transpose, $z^2 = @a^\top (@x - \mu) (@x - \mu)^\top @a$.", ("put",)),
        Line(
            "linear",
            r"By linearity, with the constant vector taken out, $\mathbb{E}[z^2] = @a^\top \Sigma "
            r"@a$.",
            ("square",),
        ),
        Line("positive", r"As $z^2 \ge 0$, also $\mathbb{E}[z^2] \ge 0$.", ("put",)),
        Line(
            "end",
            r"So $@a^\top \Sigma @a = \mathbb{E}[z^2] = \mathbb{V}[z] \ge 0$ for every $@a$.",
            ("linear", "positive"),
        ),
    ),
    (
        Slip(
            "linear",
            r"As expectations of products split, $\mathbb{E}[z^2] = @a^\top \mathbb{E}[@x - \mu] \, "
            r"\mathbb{E}[(@x - \mu)^\top] @a = @a^\top "
            r"\Sigma @a$.",
            SPLITS + " Here both factors would be 0.",
            "splits-expectation-of-product",
        ),
        Slip(
            "square",
            r"As a number is its own transpose, $z^2 = (@x - \mu)^\top @a^\top @a (@x - \mu)$.",
            "These factors do not even fit together; keep the order of each product.",
        ),
        Slip(
            "positive",
            r"As $z \ge 0$, also $\mathbb{E}[z^2] \ge 0$.",
            "The variable $z$ has mean 0, so it takes negative values as well, unless it is constant; it is the "
            "square that counts.",
        ),
        Slip(
            "put",
            r"The random variable $z = @a^\top (@x - \mu)$ is 0, because $\mathbb{E}[@x] = \mu$.",
            "Only its expectation is 0.",
        ),
    ),
    "A quadratic form of a covariance matrix is the variance of some random variable.",
    ((("a", "x"), (("a", "x"), ("b", "y"), ("w", "x"), ("u", "z_1"))[:3]),),
    gaps=(
        Gap(
            "put",
            r"@a^\top (\mathbb{E}[@x] - \mu) = 0",
            r"The expectation is linear, and $\mathbb{E}[@x] = \mu$.",
            wrong=(
                Wrong(r"$@a^\top \mu$", r"The mean was subtracted."),
                Wrong(r"$@a^\top \Sigma @a$", r"That is the expectation of another power of $z$."),
            ),
        ),
        Gap(
            "square",
            r"@a^\top (@x - \mu) (@x - \mu)^\top @a",
            r"Write one factor as $@a^\top (@x - \mu)$ and the other one as its transpose.",
            "@a^T (@x - mu) (@x - mu)^T @a",
            (vector("a"), vector("x"), vector("mu")),
            lambda a, x, mu: sum((a[i] * (x[i] - mu[i]) for i in range(3)), start=0) ** 2,
            asks=r"Give $z^2$ as a product of four factors, in terms of $@a$, $@x$ and $\mu$.",
        ),
        Gap(
            "linear",
            r"@a^\top \Sigma @a",
            r"The constant factors $@a^\top$ and $@a$ come out of the expectation, and $\Sigma$ is what remains "
            "inside.",
            "@a^T Sigma @a",
            (vector("a"), matrix("Sigma", 3, 3, "symmetric")),
            lambda a, Sigma: sum((Sigma[i, j] * a[i] * a[j] for i in range(3) for j in range(3)), start=0),
            also=(Also("end", r"@a^\top \Sigma @a"),),
        ),
        Gap(
            "positive",
            r"As $z^2 \ge 0$",
            "The expectation of a variable that is never negative is not negative.",
            wrong=(
                Wrong(r"As $\mathbb{E}[z] = 0$", r"That says nothing about the sign of $\mathbb{E}[z^2]$."),
                Wrong(r"As $\mathbb{E}[z^2] = (\mathbb{E}[z])^2$", SPLITS, "splits-expectation-of-product"),
            ),
        ),
    ),
)

PROOFS = (VARIANCE, SUM, TOWER, CHEBYSHEV, COVARIANCE)
