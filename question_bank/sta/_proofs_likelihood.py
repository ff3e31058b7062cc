"""Proofs of level 1: maximum-likelihood estimates of a Gaussian mean, a Bernoulli parameter, a linear model."""

from __future__ import annotations

from math import log

from question_bank._gaps import Also, Gap, Wrong, matrix, number, vector
from question_bank._proofs import Line, Proof, Slip

STATIONARY = "A stationary point can be a minimum or neither; what makes it a maximum has to be shown."

GAUSS = Proof(
    "mle-gaussian-mean",
    1,
    r"Let $@{x}_1, \ldots, @{x}_n$ be independent observations from $\mathcal N(\mu, \sigma^2)$ with known $\sigma^2 "
    r"> 0$. The likelihood is largest at $\mu = \bar{@x} = \frac{1}{n} \sum_i @{x}_i$.",
    (
        Line(
            "likelihood",
            r"As the observations are independent, the likelihood is the product $\prod_i \mathcal N(@{x}_i \mid "
            r"\mu, \sigma^2)$.",
        ),
        Line(
            "log",
            r"Its logarithm is $\ell(\mu) = -\frac{n}{2} \ln(2 \pi \sigma^2) - \frac{1}{2 \sigma^2} \sum_i (@{x}_i - "
            r"\mu)^2$.",
            ("likelihood",),
        ),
        Line(
            "derivative",
            r"Its derivative is $\ell'(\mu) = \frac{1}{\sigma^2} \left(\sum_i @{x}_i - n \mu\right)$.",
            ("log",),
        ),
        Line("zero", r"So $\ell'(\mu) = 0$ exactly for $\mu = \bar{@x}$.", ("derivative",)),
        Line(
            "second",
            r"Moreover $\ell''(\mu) = -\frac{n}{\sigma^2} < 0$ for all $\mu$, so $\ell$ is concave.",
            ("derivative",),
        ),
        Line(
            "end",
            r"So $\ell$ is largest at $\bar{@x}$, and the likelihood as well, since the logarithm is increasing.",
            ("zero", "second"),
        ),
    ),
    (
        Slip(
            "likelihood",
            r"As joint densities are products of densities, the likelihood is $\prod_i \mathcal N(@{x}_i \mid \mu, "
            r"\sigma^2)$.",
            "Not every joint density is such a product: which hypothesis makes this one so?",
            "conditions-forgotten",
        ),
        Slip(
            "second",
            r"Moreover $\ell$ is differentiable, so its only stationary point is its maximum.",
            STATIONARY,
            "conditions-forgotten",
        ),
        Slip(
            "log",
            r"Its logarithm is $\ell(\mu) = -\frac{n}{2} \ln(2 \pi \sigma^2) - \frac{1}{2 \sigma^2} \left(\sum_i "
            r"@{x}_i^2 + n \mu^2\right)$, as the cross terms cancel.",
            r"The cross terms $-2 \mu @{x}_i$ do not cancel.",
            "cross-term-not-zero",
        ),
        Slip(
            "derivative",
            r"Its derivative is $\ell'(\mu) = -\frac{1}{\sigma^2} \left(\sum_i @{x}_i - n \mu\right)$.",
            r"Check the sign: the inner derivative of $@{x}_i - \mu$ is $-1$.",
        ),
    ),
    "Maximise the logarithm of the likelihood; show that the stationary point is a maximum.",
    ((("x",), (("x",), ("y",), ("t",))),),
    gaps=(
        Gap(
            "likelihood",
            "As the observations are independent",
            "The joint density of independent variables is the product of their densities.",
            wrong=(
                Wrong(
                    "As joint densities are products of densities",
                    "Not every joint density is such a product.",
                    "conditions-forgotten",
                ),
                Wrong(
                    "As the observations have the same distribution",
                    "That makes the factors alike; it does not make the density a product.",
                ),
            ),
        ),
        Gap(
            "derivative",
            r"\frac{1}{\sigma^2} \left(\sum_i @{x}_i - n \mu\right)",
            r"Each term $-\frac{1}{2 \sigma^2} (@{x}_i - \mu)^2$ has the derivative $\frac{1}{\sigma^2} (@{x}_i - "
            r"\mu)$.",
            "(s - n mu)/sigma^2",
            (number("s"), number("n", "natural"), number("mu"), number("sigma", "positive")),
            lambda s, n, mu, sigma: (s / n - mu) * n / sigma / sigma,
            asks=r"Write $s$ for $\sum_i @{x}_i$ and use $n$, $\mu$, $\sigma$.",
        ),
        Gap(
            "second",
            r"-\frac{n}{\sigma^2} < 0",
            r"The derivative of $\ell'$ is a negative constant.",
            wrong=(
                Wrong(r"$\frac{n}{\sigma^2} > 0$", r"Check the sign of the term with $\mu$ in $\ell'(\mu)$."),
                Wrong(r"$0$", r"The function $\ell'$ is not constant: it contains $\mu$."),
            ),
        ),
        Gap(
            "end",
            "since the logarithm is increasing",
            "An increasing function keeps the place of the maximum.",
            wrong=(
                Wrong(
                    "since the logarithm is concave",
                    "Concave functions need not keep the place of a maximum.",
                    "conditions-forgotten",
                ),
                Wrong(
                    "since both are differentiable",
                    "That says nothing about where they are largest.",
                    "conditions-forgotten",
                ),
            ),
        ),
    ),
)

BERNOULLI = Proof(
    "mle-bernoulli",
    1,
    "In $n$ independent trials with success probability $@t$ there were $k$ successes, $0 < k < n$. The likelihood "
    r"is largest at $@t = \frac{k}{n}$.",
    (
        Line("likelihood", r"As the trials are independent, the likelihood is $L(@t) = @t^k (1 - @t)^{n-k}$."),
        Line(
            "border",
            r"It is 0 for $@t = 0$ and $@t = 1$, and positive between, so look at $0 < @t < 1$.",
            ("likelihood",),
        ),
        Line("log", r"There $\ell(@t) = \ln L(@t) = k \ln @t + (n - k) \ln(1 - @t)$.", ("border",)),
        Line("derivative", r"Its derivative is $\ell'(@t) = \frac{k}{@t} - \frac{n - k}{1 - @t}$.", ("log",)),
        Line("common", r"On one denominator, $\ell'(@t) = \frac{k - n @t}{@t (1 - @t)}$.", ("derivative",)),
        Line(
            "end",
            r"This is positive for $@t < \frac{k}{n}$ and negative for $@t > \frac{k}{n}$, so the maximum is at $@t "
            r"= \frac{k}{n}$.",
            ("common",),
        ),
    ),
    (
        Slip(
            "likelihood",
            r"Whether the trials depend on each other or not, the likelihood is $L(@t) = @t^k (1 - @t)^{n-k}$.",
            "The probabilities of the single outcomes may be multiplied only if the trials are independent.",
            "conditions-forgotten",
        ),
        Slip(
            "log",
            r"For all $0 \le @t \le 1$ we have $\ell(@t) = \ln L(@t) = k \ln @t + (n - k) \ln(1 - @t)$.",
            r"At the ends of the interval the logarithm does not exist.",
            "conditions-forgotten",
        ),
        Slip(
            "derivative",
            r"Its derivative is $\ell'(@t) = \frac{k}{@t} + \frac{n - k}{1 - @t}$.",
            r"The inner derivative of $1 - @t$ is missing.",
        ),
        Slip(
            "border",
            "It is 0 for $@t = 0$ and $@t = 1$, and positive between, so it is largest in the middle, between the two.",
            r"Where between the ends it is largest is the question.",
        ),
    ),
    "Take logarithms, and look at the sign of the derivative.",
    ((("t",), ((r"\theta",), (r"\mu",), ("p",))),),
    gaps=(
        Gap(
            "likelihood",
            "As the trials are independent",
            "Then the probabilities of the single outcomes are multiplied.",
            wrong=(
                Wrong("As probabilities are multiplied", "Only under a condition.", "conditions-forgotten"),
                Wrong(r"As $k$ has a binomial distribution", "It has, because of the property that is asked for here."),
            ),
        ),
        Gap(
            "log",
            r"k \ln @t + (n - k) \ln(1 - @t)",
            "The logarithm turns products into sums and exponents into factors.",
            "k ln(@t) + (n - k) ln(1 - @t)",
            (number("k", "natural"), number("n", "natural"), number("t", "(0, 1)")),
            lambda k, n, t: log(float(t) ** int(k) * float(1 - t) ** int(n - k)),
        ),
        Gap(
            "derivative",
            r"\frac{k}{@t} - \frac{n - k}{1 - @t}",
            r"By the chain rule $\ln(1 - @t)$ has the derivative $-\frac{1}{1 - @t}$.",
            "k/@t - (n - k)/(1 - @t)",
            (number("k", "natural"), number("n", "natural"), number("t", "(0, 1)")),
            lambda k, n, t: (k - n * t) / (t * (1 - t)),
            also=(Also("common", r"\frac{k - n @t}{@t (1 - @t)}", r"\frac{\ldots}{@t (1 - @t)}"),),
        ),
    ),
)

LETTERS = (("X", "y"), (("X", "y"), ("A", "z"), ("F", "t")))
LEAST_SQUARES = Proof(
    "mle-linear-model",
    1,
    r"Let $@y = @X \theta + \varepsilon$ with $\varepsilon \sim \mathcal N(0, \sigma^2 I)$ and $@X \in "
    r"\mathbb{R}^{@m \times @n}$ of rank @n. The likelihood is largest at $\theta = (@X^\top @X)^{-1} @X^\top @y$.",
    (
        Line(
            "likelihood",
            r"As $@y \sim \mathcal N(@X \theta, \sigma^2 I)$, $-\ln p(@y \mid \theta) = c + \frac{1}{2 \sigma^2} "
            r"\|@y - @X \theta\|^2$, where $c$ does not depend on $\theta$.",
        ),
        Line(
            "expand",
            r"Multiplied out, $\|@y - @X \theta\|^2 = @y^\top @y - 2 \, \theta^\top @X^\top @y + \theta^\top @X^\top "
            r"@X \theta$.",
        ),
        Line("gradient", r"The gradient of this square is $2 @X^\top @X \theta - 2 @X^\top @y$.", ("expand",)),
        Line(
            "zero",
            r"As $@X$ has rank @n, $@X^\top @X$ is invertible, and the gradient is 0 exactly for $\theta = (@X^\top "
            r"@X)^{-1} @X^\top @y$.",
            ("gradient",),
        ),
        Line(
            "convex",
            r"The Hessian $2 @X^\top @X$ is positive semidefinite, so the square is a convex function of $\theta$.",
            ("gradient",),
        ),
        Line(
            "end",
            r"So this $\theta$ minimises the square and maximises the likelihood.",
            ("likelihood", "zero", "convex"),
        ),
    ),
    (
        Slip(
            "likelihood",
            r"Whatever the covariance of the noise, $-\ln p(@y \mid \theta) = c + \frac{1}{2 \sigma^2} \|@y - @X "
            r"\theta\|^2$, where $c$ does not depend on $\theta$.",
            r"If the noise of different observations is correlated, its covariance matrix appears in the square.",
            "noise-correlated",
        ),
        Slip(
            "expand",
            r"Multiplied out, $\|@y - @X \theta\|^2 = @y^\top @y + \theta^\top @X^\top @X \theta$, so no cross term "
            "is to be considered.",
            r"The cross term $-2 \, \theta^\top @X^\top @y$ is not 0.",
            "cross-term-not-zero",
        ),
        Slip(
            "zero",
            r"A matrix $@X^\top @X$ is always invertible, and the gradient is 0 exactly for $\theta = (@X^\top "
            r"@X)^{-1} @X^\top @y$.",
            r"For dependent columns of $@X$ it is not.",
            "conditions-forgotten",
        ),
        Slip(
            "convex",
            "The square is differentiable, so its only stationary point is its minimum.",
            "A stationary point can be a maximum or neither; what makes it a minimum has to be shown.",
            "conditions-forgotten",
        ),
    ),
    "Turn the likelihood into a sum of squares and set its gradient to 0.",
    (LETTERS,),
    ((("m", 4), ("n", 2)), (("m", 5), ("n", 2)), (("m", 5), ("n", 3)), (("m", 6), ("n", 3))),
    gaps=(
        Gap(
            "expand",
            r"2 \, \theta^\top @X^\top @y",
            r"The product $@y^\top @X \theta$ is a number and equal to its transpose $\theta^\top @X^\top @y$.",
            "2 theta^T @X^T @y",
            (matrix("X", "m", "n"), vector("y", "m"), vector("theta", "n")),
            lambda X, y, theta: y.dot(X @ theta) + (X @ theta).dot(y),
        ),
        Gap(
            "gradient",
            r"2 @X^\top @X \theta - 2 @X^\top @y",
            r"The quadratic form of a symmetric matrix $B$ has the gradient $2 B \theta$, a linear form $\theta^\top "
            "v$ has $v$.",
            "2 @X^T @X theta - 2 @X^T @y",
            (matrix("X", "m", "n"), vector("y", "m"), vector("theta", "n")),
            lambda X, y, theta: (X.T @ (X @ theta - y)) * 2,
            (Wrong("2 @X^T @X theta", "The derivative of the cross term is missing.", "cross-term-not-zero"),),
            asks=r"The gradient as a column, in terms of $@X$, $@y$ and $\theta$.",
        ),
        Gap(
            "zero",
            r"As $@X$ has rank @n",
            r"Then the columns are independent, and $@X^\top @X v = 0$ gives $\|@X v\|^2 = 0$ and $v = 0$.",
            wrong=(
                Wrong(
                    r"As products of matrices with their transposes are invertible",
                    r"Not always.",
                    "conditions-forgotten",
                ),
                Wrong(r"As $@X$ is invertible", "It is not even square."),
            ),
        ),
        Gap(
            "convex",
            r"is positive semidefinite",
            r"Here $v^\top @X^\top @X v = \|@X v\|^2 \ge 0$ for every $v$.",
            wrong=(
                Wrong("has positive entries", "Its entries may be negative, and they do not decide."),
                Wrong("exists", "That every differentiable function is convex is not true.", "conditions-forgotten"),
            ),
        ),
    ),
)

PROOFS = (GAUSS, BERNOULLI, LEAST_SQUARES)
