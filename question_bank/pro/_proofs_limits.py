"""Proofs of level 3: probability integral transform, divergence, the weak law of large numbers."""

from __future__ import annotations

from question_bank._gaps import Also, Gap, Wrong, number
from question_bank._proofs import Line, Proof, Slip

TRANSFORM = Proof(
    "probability-integral-transform",
    3,
    r"If $@X$ has a continuous and strictly increasing cumulative distribution function $@F: \mathbb{R} \to (0, 1)$ "
    "that takes every value in $(0, 1)$, then $@U = @F(@X)$ is uniformly distributed on $(0, 1)$.",
    (
        Line("take", r"Let $u \in (0, 1)$."),
        Line(
            "inverse",
            r"As $@F$ is strictly increasing and takes every value, there is exactly one $x$ with $@F(x) = u$.",
            ("take",),
        ),
        Line("event", r"As $@F$ is strictly increasing, $@F(@X) \le @F(x)$ if and only if $@X \le x$.", ("inverse",)),
        Line("same", r"So $P(@U \le u) = P(@F(@X) \le @F(x)) = P(@X \le x)$.", ("event",)),
        Line("cdf", r"By definition of the cumulative distribution function, $P(@X \le x) = @F(x) = u$.", ("inverse",)),
        Line(
            "end",
            r"So $P(@U \le u) = u$ for every $u \in (0, 1)$, which characterises the uniform distribution.",
            ("same", "cdf"),
        ),
    ),
    (
        Slip(
            "event",
            r"As $@F$ is strictly increasing, $@F(@X) \le @F(x)$ if and only if $@X \ge x$.",
            "An increasing function keeps inequalities.",
        ),
        Slip(
            "same",
            r"So $P(@U \le u) = P(@X \le x \mid @U \le u) = P(@X \le x)$.",
            "A condition was dropped: under it the probability is 1.",
            "conditional-dropped",
        ),
        Slip(
            "cdf",
            r"As $\mathbb{E}[@F(@X)] = @F(\mathbb{E}[@X])$, $P(@X \le x) = @F(x) = u$.",
            "Expectation and function may not be exchanged, and no expectation is needed: look at the definition of "
            "$@F$.",
            "splits-expectation-of-product",
        ),
        Slip(
            "inverse",
            "As limits may be exchanged with $@F$, which need only be increasing, there is exactly one $x$ with "
            "$@F(x) = u$.",
            "With jumps or flat pieces there may be no such $x$, or several; exchanging limits is what continuity "
            "would allow.",
            "swaps-sum-and-limit",
        ),
    ),
    r"Find the cumulative distribution function of the new variable.",
    ((("X", "F", "U"), (("X", "F", "U"), ("Y", "G", "V"), ("T", "H", "W"))),),
    gaps=(
        Gap(
            "inverse",
            r"As $@F$ is strictly increasing and takes every value",
            "The one gives at most one, the other at least one.",
            wrong=(
                Wrong(
                    r"As $@F$ is increasing and limits may be exchanged with it",
                    "With jumps or flat pieces there may be no such number, or several.",
                    "swaps-sum-and-limit",
                ),
                Wrong(r"As $@U$ is uniformly distributed", "That is what is to be shown."),
            ),
        ),
        Gap(
            "event",
            r"if and only if $@X \le x$",
            "An increasing function keeps inequalities, and being strictly increasing gives the converse.",
            wrong=(
                Wrong(r"if and only if $@X \ge x$", "An increasing function keeps inequalities."),
                Wrong(
                    r"if and only if $@X \le u$",
                    r"The value $u$ lies on the other axis: compare $@X$ with the place where $@F$ takes it.",
                ),
            ),
            also=(Also("same", r"P(@F(@X) \le @F(x)) = P(@X \le x)", r"P(@F(@X) \le @F(x))"),),
        ),
        Gap(
            "cdf",
            r"@F(x) = u",
            r"By definition, $@F(x)$ is the probability that $@X$ is at most $x$, and $x$ was chosen for $u$.",
            wrong=(
                Wrong(r"$@F(u)$", r"The event is about $x$, not about $u$."),
                Wrong(r"$1 - @F(x) = 1 - u$", r"That is the probability of $@X > x$."),
                Wrong(r"$P(@X \le x \mid @U \le u)$", "That conditional probability is 1.", "conditional-dropped"),
            ),
        ),
    ),
)

GIBBS = Proof(
    "divergence-nonnegative",
    3,
    r"For probability distributions $@p, @q > 0$ on a finite set, $\operatorname{KL}(@p \,\|\, @q) = \sum_x @p(x) "
    r"\ln \frac{@p(x)}{@q(x)} \ge 0$.",
    (
        Line("log", r"For every $t > 0$ we have $\ln t \le t - 1$."),
        Line(
            "sign",
            r"Turning the fractions round, $-\operatorname{KL}(@p \,\|\, @q) = \sum_x @p(x) \ln \frac{@q(x)}{@p(x)}$.",
        ),
        Line(
            "bound",
            r"With $t = \frac{@q(x)}{@p(x)}$ we get $-\operatorname{KL}(@p \,\|\, @q) \le \sum_x @p(x) "
            r"\left(\frac{@q(x)}{@p(x)} - 1\right)$, since the weights $@p(x)$ are positive.",
            ("log", "sign"),
        ),
        Line("cancel", r"This bound is $\sum_x (@q(x) - @p(x)) = \sum_x @q(x) - \sum_x @p(x)$.", ("bound",)),
        Line("normalised", r"As $@p$ and $@q$ are distributions, $\sum_x @p(x) = \sum_x @q(x) = 1$."),
        Line("end", r"So $-\operatorname{KL}(@p \,\|\, @q) \le 1 - 1 = 0$.", ("cancel", "normalised")),
    ),
    (
        Slip(
            "sign",
            r"The expectation goes into logarithm and quotient, so $-\operatorname{KL}(@p \,\|\, @q) = \ln "
            r"\frac{\mathbb{E}[@q(x)]}{\mathbb{E}[@p(x)]}$, that is, $\sum_x @p(x) \ln \frac{@q(x)}{@p(x)}$.",
            "Expectations may be exchanged neither with logarithms nor with quotients.",
            "splits-expectation-of-product",
        ),
        Slip(
            "log",
            r"For every $t > 0$ we have $\ln t \ge t - 1$.",
            r"Try $t = 2$: the logarithm is concave and lies below its tangents.",
        ),
        Slip(
            "bound",
            r"With $t = \frac{@q(x)}{@p(x)}$ we get $-\operatorname{KL}(@p \,\|\, @q) \le \sum_x "
            r"\left(\frac{@q(x)}{@p(x)} - 1\right)$, since $@p(x) \le 1$.",
            r"The brackets may be negative; then leaving out a weight makes them smaller. The weights have to be kept.",
        ),
        Slip(
            "normalised",
            r"As $@q(x) = @p(x)$ on average, $\sum_x @p(x) = \sum_x @q(x)$, as if the condition on $@p$ were dropped.",
            r"The two distributions may differ as they like; what do the probabilities of each of them sum to?",
            "conditional-dropped",
        ),
    ),
    "The logarithm lies below its tangent at 1.",
    ((("p", "q"), (("p", "q"), ("q", "p"), ("f", "g"))),),
    gaps=(
        Gap(
            "log",
            "t - 1",
            r"This is the tangent of the concave function $\ln$ at $t = 1$.",
            "t - 1",
            (number("t", "positive"),),
            lambda t: t + (-1),
            asks=r"The tangent of $\ln t$ at $t = 1$, in terms of $t$.",
        ),
        Gap(
            "bound",
            r"\sum_x @p(x) \left(\frac{@q(x)}{@p(x)} - 1\right)",
            r"Each logarithm is replaced by its bound, and the weights are kept.",
            wrong=(
                Wrong(r"$\sum_x \left(\frac{@q(x)}{@p(x)} - 1\right)$", "The weights have been lost."),
                Wrong(
                    r"$\frac{\sum_x @q(x)}{\sum_x @p(x)} - 1$",
                    "A sum of quotients is not the quotient of the sums.",
                    "splits-expectation-of-product",
                ),
            ),
        ),
        Gap(
            "cancel",
            r"(@q(x) - @p(x)) = \sum_x @q(x) - \sum_x @p(x)",
            r"Multiply $@p(x)$ into the bracket.",
            "b - a",
            (number("a", "positive"), number("b", "positive")),
            lambda a, b: a * (b / a - 1),
            asks=r"The term that is summed; write $a$ for $@p(x)$ and $b$ for $@q(x)$.",
        ),
        Gap(
            "normalised",
            r"As $@p$ and $@q$ are distributions",
            "The probabilities of a distribution sum to 1.",
            wrong=(
                Wrong(r"As $@p = @q$", "The distributions may differ."),
                Wrong(r"As $@p$ and $@q$ are positive", "That does not say what they sum to."),
            ),
        ),
    ),
)

INVARIANCE = Proof(
    "divergence-invariant",
    3,
    r"Let $f$ be differentiable and strictly increasing from $\mathbb{R}$ onto $\mathbb{R}$ with $f' > 0$. If $p, q "
    r"> 0$ are densities on $\mathbb{R}$ and $\tilde{p}, \tilde{q}$ those of the images under $@y = f(@x)$, then "
    r"$\operatorname{KL}(\tilde{p} \,\|\, \tilde{q}) = \operatorname{KL}(p \,\|\, q)$.",
    (
        Line("first", r"By the change of variables, $\tilde{p}(@y) = \frac{p(@x)}{f'(@x)}$ where $@y = f(@x)$."),
        Line("second", r"For $\tilde{q}$ the same formula holds, with $q$ in place of $p$.", ("first",)),
        Line(
            "ratio",
            r"In the quotient the derivatives cancel: $\frac{\tilde{p}(@y)}{\tilde{q}(@y)} = \frac{p(@x)}{q(@x)}$.",
            ("first", "second"),
        ),
        Line(
            "define",
            r"By definition, $\operatorname{KL}(\tilde{p} \,\|\, \tilde{q}) = \int \tilde{p}(@y) \ln "
            r"\frac{\tilde{p}(@y)}{\tilde{q}(@y)} \, d@y$.",
        ),
        Line(
            "measure",
            r"For $@y = f(@x)$ we have $d@y = f'(@x) \, d@x$, so $\tilde{p}(@y) \, d@y = p(@x) \, d@x$.",
            ("first",),
        ),
        Line(
            "end",
            r"Substituting, $\operatorname{KL}(\tilde{p} \,\|\, \tilde{q}) = \int p(@x) \ln \frac{p(@x)}{q(@x)} \, "
            r"d@x = \operatorname{KL}(p \,\|\, q)$.",
            ("ratio", "define", "measure"),
        ),
    ),
    (
        Slip(
            "first",
            r"Putting $@y$ in, $\tilde{p}(@y) = p(@x)$ where $@y = f(@x)$.",
            "A density also changes by the stretching of the axis; else it would not integrate to 1.",
        ),
        Slip(
            "measure",
            r"For $@y = f(@x)$ we have $d@y = d@x$, so $\tilde{p}(@y) \, d@y = p(@x) \, d@x$.",
            "A substitution changes the differential, too.",
        ),
        Slip(
            "define",
            r"As the expectation of a product splits, $\operatorname{KL}(\tilde{p} \,\|\, \tilde{q}) = \int "
            r"\tilde{p}(@y) \, d@y \cdot \int \ln \frac{\tilde{p}(@y)}{\tilde{q}(@y)} \, d@y$.",
            "The integral of a product is not the product of the integrals.",
            "splits-expectation-of-product",
        ),
        Slip(
            "ratio",
            r"As $\tilde{p}(@y)$ is a limit of quotients, and limits go through, "
            r"$\frac{\tilde{p}(@y)}{\tilde{q}(@y)} = \frac{p(@x)}{q(@x)}$.",
            "Whether a limit goes through needs a theorem, and no limit is needed here: look at the two formulas.",
            "swaps-sum-and-limit",
        ),
    ),
    "Both densities change by the same factor.",
    ((("x", "y"), (("x", "y"), ("s", "t"), ("u", "v"))),),
    gaps=(
        Gap(
            "first",
            r"\frac{p(@x)}{f'(@x)}",
            r"Where $f$ stretches the axis, the same probability is spread over a longer piece.",
            "a/d",
            (number("a", "positive"), number("d", "positive")),
            lambda a, d: a * (1 / d),
            asks=r"Write $a$ for $p(@x)$ and $d$ for $f'(@x)$.",
        ),
        Gap(
            "ratio",
            r"the derivatives cancel",
            r"Both densities have the same denominator $f'(@x)$.",
            wrong=(
                Wrong("the limits can be exchanged", "There is no limit to exchange here.", "swaps-sum-and-limit"),
                Wrong("the densities cancel", "Then the quotient would be 1."),
            ),
        ),
        Gap(
            "measure",
            r"f'(@x) \, d@x",
            "This is the rule of substitution.",
            wrong=(
                Wrong(r"$d@x$", "A substitution changes the differential."),
                Wrong(r"$\frac{1}{f'(@x)} \, d@x$", r"Where $f$ is steep, a short piece becomes a long one."),
            ),
        ),
        Gap(
            "define",
            r"\int \tilde{p}(@y) \ln \frac{\tilde{p}(@y)}{\tilde{q}(@y)} \, d@y",
            "The divergence is the expectation of the logarithm of the quotient, under the first distribution.",
            wrong=(
                Wrong(
                    r"$\int \tilde{q}(@y) \ln \frac{\tilde{p}(@y)}{\tilde{q}(@y)} \, d@y$",
                    "Under which of the two distributions is the expectation taken?",
                ),
                Wrong(
                    r"$\int \tilde{p}(@y) \, d@y \cdot \int \ln \frac{\tilde{p}(@y)}{\tilde{q}(@y)} \, d@y$",
                    "The integral of a product is not the product of the integrals.",
                    "splits-expectation-of-product",
                ),
            ),
        ),
    ),
)

WEAK_LAW = Proof(
    "weak-law",
    3,
    r"Let $@{X}_1, @{X}_2, \ldots$ be independent with mean $\mu$ and variance $\sigma^2$, and $\bar{@X}_n = "
    r"\frac{1}{n} \sum_{i=1}^n @{X}_i$. Then $P(|\bar{@X}_n - \mu| \ge c) \to 0$ as $n \to \infty$, for every $c > "
    "0$.",
    (
        Line("mean", r"By linearity, $\mathbb{E}[\bar{@X}_n] = \frac{1}{n} \cdot n \mu = \mu$."),
        Line(
            "variance",
            r"By independence the variances add up: $\mathbb{V}[\bar{@X}_n] = \frac{1}{n^2} \cdot n \sigma^2 "
            r"= \frac{\sigma^2}{n}$.",
        ),
        Line(
            "chebyshev",
            r"By Chebyshev's inequality, $P(|\bar{@X}_n - \mu| \ge c) \le \frac{\sigma^2}{n c^2}$.",
            ("mean", "variance"),
        ),
        Line("limit", r"For fixed $c$ the right-hand side of this bound goes to 0 as $n \to \infty$.", ("chebyshev",)),
        Line("end", r"As probabilities are not negative, $P(|\bar{@X}_n - \mu| \ge c) \to 0$.", ("limit",)),
    ),
    (
        Slip(
            "variance",
            r"As always $\mathbb{E}[@{X}_i @{X}_j] = \mathbb{E}[@{X}_i] \mathbb{E}[@{X}_j]$, the variances add up: "
            r"$\mathbb{V}[\bar{@X}_n] = \frac{1}{n^2} \cdot n \sigma^2 = \frac{\sigma^2}{n}$.",
            "That is not always so: it has to be said why it holds here.",
            "splits-expectation-of-product",
        ),
        Slip(
            "limit",
            r"As $\bar{@X}_n \to \mu$, the limit can be taken inside, and $P(|\bar{@X}_n - \mu| \ge c)$ goes to "
            r"$P(|\mu - \mu| \ge c) = 0$.",
            "In which sense the mean converges is the question, and a limit may not simply be taken inside a "
            "probability.",
            "swaps-sum-and-limit",
        ),
        Slip(
            "chebyshev",
            r"Where $|\bar{@X}_n - \mu| \ge c$, we have $(\bar{@X}_n - \mu)^2 \ge c^2$. So $\frac{\sigma^2}{n} = "
            r"\mathbb{E}[(\bar{@X}_n - \mu)^2] \ge c^2$, and $P(|\bar{@X}_n - \mu| \ge c) \le 1 \le \frac{\sigma^2}{n "
            r"c^2}$.",
            r"Only the mean under the condition $|\bar{@X}_n - \mu| \ge c$ is at least $c^2$; without the condition it "
            "may be smaller.",
            "conditional-dropped",
        ),
        Slip(
            "variance",
            r"By linearity, $\mathbb{V}[\bar{@X}_n] = \frac{1}{n} \cdot n \sigma^2 = \sigma^2$.",
            "A factor comes out of a variance squared.",
        ),
    ),
    "Compute mean and variance of the average, and use an inequality for deviations from the mean.",
    ((("X",), (("X",), ("Y",), ("Z",), ("T",))),),
    gaps=(
        Gap(
            "variance",
            "By independence",
            "For independent (or uncorrelated) variables the mixed terms vanish.",
            wrong=(
                Wrong("By linearity", "Variances are not linear: mixed terms arise."),
                Wrong(
                    r"As $\mathbb{E}[@{X}_i @{X}_j] = \mathbb{E}[@{X}_i] \mathbb{E}[@{X}_j]$ for all random variables",
                    "That is not so for all random variables.",
                    "splits-expectation-of-product",
                ),
            ),
        ),
        Gap(
            "variance",
            r"\frac{1}{n^2} \cdot n \sigma^2 = \frac{\sigma^2}{n}",
            r"There are $n$ equal variances, and the factor $\frac{1}{n}$ is squared.",
            "sigma^2/n",
            (number("sigma", "positive"), number("n", "natural")),
            lambda sigma, n: (sigma / n) * sigma,
        ),
        Gap(
            "chebyshev",
            r"\frac{\sigma^2}{n c^2}",
            r"Chebyshev's inequality has the variance of the average over $c^2$.",
            "sigma^2/(n c^2)",
            (number("sigma", "positive"), number("n", "natural"), number("c", "positive")),
            lambda sigma, n, c: (sigma / c) ** 2 / n,
        ),
        Gap(
            "chebyshev",
            "By Chebyshev's inequality",
            "It bounds the probability of a deviation by the variance.",
            wrong=(
                Wrong("By the law of large numbers", "That is what is to be shown."),
                Wrong(
                    r"As $\bar{@X}_n \to \mu$ and limits may be taken inside",
                    "That begs the question.",
                    "swaps-sum-and-limit",
                ),
            ),
        ),
    ),
)

PROOFS = (TRANSFORM, GIBBS, INVARIANCE, WEAK_LAW)
