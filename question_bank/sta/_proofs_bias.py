"""Proofs of level 2: bias and variance, the unbiased variance estimate, the ridge estimate as MAP."""

from __future__ import annotations

from question_bank._gaps import Also, Gap, Wrong, matrix, number, vector
from question_bank._proofs import Line, Proof, Slip
from question_bank.sta._proofs_likelihood import LETTERS
from quizgen.exact import Matrix

CROSS = "The square of a sum has a cross term, which is not 0 by itself."

MSE = Proof(
    "mean-squared-error",
    2,
    r"Let $@t$ be a number and $\hat{@t}$ an estimator with mean $m = \mathbb{E}[\hat{@t}]$ and finite variance. Then "
    r"$\mathbb{E}[(\hat{@t} - @t)^2] = \mathbb{V}[\hat{@t}] + (m - @t)^2$.",
    (
        Line("split", r"Insert the mean: $\hat{@t} - @t = (\hat{@t} - m) + (m - @t)$."),
        Line(
            "square",
            r"Squaring, $(\hat{@t} - @t)^2 = (\hat{@t} - m)^2 + 2 (m - @t) (\hat{@t} - m) + (m - @t)^2$.",
            ("split",),
        ),
        Line(
            "expect",
            r"As $m - @t$ is a constant, $\mathbb{E}[(\hat{@t} - @t)^2] = \mathbb{E}[(\hat{@t} - m)^2] + 2 (m - "
            r"@t) \mathbb{E}[\hat{@t} - m] + "
            "(m - @t)^2$.",
            ("square",),
        ),
        Line("cross", r"The cross term vanishes, because $\mathbb{E}[\hat{@t} - m] = m - m = 0$.", ("expect",)),
        Line("variance", r"By definition of the variance, $\mathbb{E}[(\hat{@t} - m)^2] = \mathbb{V}[\hat{@t}]$."),
        Line(
            "end",
            r"So $\mathbb{E}[(\hat{@t} - @t)^2] = \mathbb{V}[\hat{@t}] + (m - @t)^2$: variance plus squared bias.",
            ("cross", "variance"),
        ),
    ),
    (
        Slip(
            "cross",
            r"The cross term vanishes, because the estimator is unbiased: $m - @t = 0$.",
            "Nothing says that it is unbiased, and then the last term would vanish as well.",
            "conditions-forgotten",
        ),
        Slip(
            "square",
            r"Squaring both parts, $(\hat{@t} - @t)^2 = (\hat{@t} - m)^2 + (m - @t)^2$.",
            CROSS,
            "cross-term-not-zero",
        ),
        Slip(
            "expect",
            r"As $m - @t$ and $\hat{@t} - m$ are correlated, $\mathbb{E}[(\hat{@t} - @t)^2] = "
            r"\mathbb{E}[(\hat{@t} - m)^2] + 2 \mathbb{E}[(m - "
            "@t)^2] + (m - @t)^2$.",
            r"The number $m - @t$ is a constant: it is correlated with nothing, and comes out of the expectation.",
            "noise-correlated",
        ),
        Slip(
            "variance",
            r"By definition of the variance, $\mathbb{E}[(\hat{@t} - @t)^2] = \mathbb{V}[\hat{@t}]$.",
            r"The variance is the mean squared distance from the mean $m$, not from $@t$.",
        ),
    ),
    "Insert the mean of the estimator between estimator and true value.",
    ((("t",), ((r"\theta",), (r"\mu",), (r"\lambda",))),),
    gaps=(
        Gap(
            "square",
            r"2 (m - @t) (\hat{@t} - m)",
            "Twice the product of the two parts.",
            "2 (m - @t) (u - m)",
            (number("m"), number("t"), number("u")),
            lambda m, t, u: (u - t) ** 2 - (u - m) ** 2 - (m - t) ** 2,
            (Wrong("0", CROSS + " It is its expectation that is 0.", "cross-term-not-zero"),),
            asks=r"Write $u$ for $\hat{@t}$ and use $m$ and $@t$.",
            also=(Also("expect", r"2 (m - @t) \mathbb{E}[\hat{@t} - m]", r"\mathbb{E}[\text{cross term}]"),),
        ),
        Gap(
            "expect",
            r"As $m - @t$ is a constant",
            "Constants come out of expectations.",
            wrong=(
                Wrong(r"As $\hat{@t}$ is unbiased", "Nothing says so.", "conditions-forgotten"),
                Wrong(
                    r"As $m - @t$ and $\hat{@t} - m$ are correlated",
                    "A constant is correlated with nothing.",
                    "noise-correlated",
                ),
            ),
        ),
        Gap(
            "cross",
            r"because $\mathbb{E}[\hat{@t} - m] = m - m = 0$",
            r"The number $m$ is the mean of the estimator.",
            wrong=(
                Wrong(r"because the estimator is unbiased, $m = @t$", "Nothing says so.", "conditions-forgotten"),
                Wrong(
                    r"because $\hat{@t} = m$",
                    "The estimator is a random variable; only its mean is $m$.",
                    "cross-term-not-zero",
                ),
            ),
        ),
    ),
)

PREDICTION = Proof(
    "bias-variance-noise",
    2,
    r"At a fixed point let $y = @f + \varepsilon$ with a constant $@f$, $\mathbb{E}[\varepsilon] = 0$ and "
    r"$\mathbb{V}[\varepsilon] = \sigma^2$, and let the prediction $\hat{@f}$, fitted to other data, be "
    r"independent of $\varepsilon$. Then $\mathbb{E}[(y - \hat{@f})^2] = \sigma^2 + \mathbb{E}[(@f - "
    r"\hat{@f})^2]$ and $\mathbb{E}[(@f - "
    r"\hat{@f})^2] = (@f - \mathbb{E}[\hat{@f}])^2 + \mathbb{V}[\hat{@f}]$.",
    (
        Line("split", r"Insert the model: $y - \hat{@f} = \varepsilon + (@f - \hat{@f})$."),
        Line(
            "square",
            r"Square and take expectations: $\mathbb{E}[(y - \hat{@f})^2] = \mathbb{E}[\varepsilon^2] + 2 "
            r"\mathbb{E}[\varepsilon (@f - "
            r"\hat{@f})] + \mathbb{E}[(@f - \hat{@f})^2]$.",
            ("split",),
        ),
        Line(
            "noise",
            r"As $\varepsilon$ is independent of $\hat{@f}$ and has mean 0, $\mathbb{E}[\varepsilon (@f - \hat{@f})] = "
            r"\mathbb{E}[\varepsilon] \mathbb{E}[@f - \hat{@f}] = 0$.",
        ),
        Line(
            "variance",
            r"As $\mathbb{E}[\varepsilon] = 0$, we have $\mathbb{E}[\varepsilon^2] = \mathbb{V}[\varepsilon] = "
            r"\sigma^2$.",
        ),
        Line(
            "first",
            r"This gives the first claim, $\mathbb{E}[(y - \hat{@f})^2] = \sigma^2 + \mathbb{E}[(@f - \hat{@f})^2]$.",
            ("square", "noise", "variance"),
        ),
        Line(
            "second",
            r"With $m = \mathbb{E}[\hat{@f}]$ the second claim follows from $\mathbb{E}[(@f - \hat{@f})^2] = "
            r"(@f - m)^2 + 2 (@f - m) "
            r"\mathbb{E}[m - \hat{@f}] + \mathbb{E}[(m - \hat{@f})^2]$, as $\mathbb{E}[m - \hat{@f}] = 0$.",
        ),
    ),
    (
        Slip(
            "square",
            r"Square and take expectations: $\mathbb{E}[(y - \hat{@f})^2] = \mathbb{E}[\varepsilon^2] + "
            r"\mathbb{E}[(@f - \hat{@f})^2]$, as for "
            "every sum.",
            CROSS,
            "cross-term-not-zero",
        ),
        Slip(
            "noise",
            r"As $\mathbb{E}[\varepsilon] = 0$, $\mathbb{E}[\varepsilon (@f - \hat{@f})] = 0$ for every "
            r"prediction, even one that was "
            "fitted to this $y$.",
            r"If $\hat{@f}$ depends on $y$, then it depends on $\varepsilon$, and the expectation of the product "
            "need not be 0.",
            "conditions-forgotten",
        ),
        Slip(
            "noise",
            r"As noise and prediction error are correlated, $\mathbb{E}[\varepsilon (@f - \hat{@f})] = "
            r"\sigma^2$, which is "
            "then counted twice.",
            r"The prediction was fitted to other data: what does that say about $\varepsilon$ and $\hat{@f}$?",
            "noise-correlated",
        ),
        Slip(
            "second",
            r"With $m = \mathbb{E}[\hat{@f}]$ the second claim follows from $@f - \hat{@f} = (@f - m) + (m - "
            r"\hat{@f})$, as "
            "$m = @f$.",
            r"Nothing says that the prediction is unbiased; and then the bias would vanish as well.",
            "conditions-forgotten",
        ),
    ),
    "Take the noise apart first, then the bias.",
    ((("f",), (("f",), ("g",), ("h",))),),
    gaps=(
        Gap(
            "split",
            r"\varepsilon + (@f - \hat{@f})",
            r"Put $y = @f + \varepsilon$ in.",
            wrong=(
                Wrong(r"$\varepsilon - (@f - \hat{@f})$", r"Check the signs: $y = @f + \varepsilon$."),
                Wrong(r"$@f - \hat{@f}$", r"The observation $y$ is not $@f$: the noise is missing."),
            ),
        ),
        Gap(
            "square",
            r"\mathbb{E}[\varepsilon^2] + 2 \mathbb{E}[\varepsilon (@f - \hat{@f})] + \mathbb{E}[(@f - \hat{@f})^2]",
            "Multiply the square out and take the expectation of each term.",
            "a + 2 b + c",
            (number("a"), number("b"), number("c")),
            lambda a, b, c: (a + b) + (b + c),
            (
                Wrong(
                    "a + c",
                    "The cross term has been left out. That it is 0 comes later, and needs a reason.",
                    "cross-term-not-zero",
                ),
            ),
            asks=r"Write $a$ for $\mathbb{E}[\varepsilon^2]$, $b$ for $\mathbb{E}[\varepsilon (@f - \hat{@f})]$ "
            r"and $c$ for $\mathbb{E}[(@f - "
            r"\hat{@f})^2]$.",
        ),
        Gap(
            "noise",
            r"As $\varepsilon$ is independent of $\hat{@f}$ and has mean 0",
            "For independent factors the expectation of the product splits.",
            wrong=(
                Wrong(
                    r"As $\varepsilon$ has mean 0, whatever $\hat{@f}$ was fitted to",
                    r"If $\hat{@f}$ depends on $\varepsilon$, then the product need not have mean 0.",
                    "conditions-forgotten",
                ),
                Wrong(r"As $@f - \hat{@f}$ has mean 0", "The prediction may be biased.", "conditions-forgotten"),
                Wrong(
                    r"As $\varepsilon$ and $\hat{@f}$ are correlated",
                    "The prediction was fitted to other data.",
                    "noise-correlated",
                ),
            ),
        ),
        Gap(
            "second",
            r"as $\mathbb{E}[m - \hat{@f}] = 0$",
            r"The number $m$ is the mean of $\hat{@f}$.",
            wrong=(
                Wrong(r"as $m = @f$", "Nothing says that the prediction is unbiased.", "conditions-forgotten"),
                Wrong(r"as $\hat{@f} = m$", "Then the variance would be 0.", "cross-term-not-zero"),
            ),
        ),
    ),
)

SAMPLE_VARIANCE = Proof(
    "sample-variance",
    2,
    r"Let $@{x}_1, \ldots, @{x}_n$ be independent with mean $\mu$ and variance $\sigma^2$. Then "
    r"$\mathbb{E}\left[\sum_i (@{x}_i - \bar{@x})^2\right] = (n - 1) \sigma^2$, where $\bar{@x}$ is their average.",
    (
        Line("split", r"Insert the mean: $@{x}_i - \bar{@x} = (@{x}_i - \mu) - (\bar{@x} - \mu)$."),
        Line(
            "square",
            r"Square and sum: $\sum_i (@{x}_i - \bar{@x})^2 = \sum_i (@{x}_i - \mu)^2 - 2 (\bar{@x} - \mu) \sum_i "
            r"(@{x}_i - \mu) + n (\bar{@x} - \mu)^2$.",
            ("split",),
        ),
        Line(
            "cross",
            r"As $\sum_i (@{x}_i - \mu) = n \bar{@x} - n \mu$, $\sum_i (@{x}_i - \bar{@x})^2 = \sum_i (@{x}_i - "
            r"\mu)^2 - n (\bar{@x} - "
            r"\mu)^2$.",
            ("square",),
        ),
        Line("single", r"For each $i$ we have $\mathbb{E}[(@{x}_i - \mu)^2] = \sigma^2$."),
        Line(
            "average",
            r"By independence, $\mathbb{E}[(\bar{@x} - \mu)^2] = \mathbb{V}[\bar{@x}] = \frac{\sigma^2}{n}$.",
        ),
        Line(
            "end",
            r"So $\mathbb{E}\left[\sum_i (@{x}_i - \bar{@x})^2\right] = n \sigma^2 - n \cdot \frac{\sigma^2}{n} = "
            r"(n - 1) \sigma^2$.",
            ("cross", "single", "average"),
        ),
    ),
    (
        Slip(
            "cross",
            r"As $\sum_i (@{x}_i - \mu) = 0$, $\sum_i (@{x}_i - \bar{@x})^2 = \sum_i (@{x}_i - \mu)^2 + n "
            r"(\bar{@x} - \mu)^2$.",
            r"The deviations from $\bar{@x}$ sum to 0, not those from $\mu$: the cross term does not vanish.",
            "cross-term-not-zero",
        ),
        Slip(
            "average",
            r"Whether they are independent or not, $\mathbb{E}[(\bar{@x} - \mu)^2] = \mathbb{V}[\bar{@x}] = "
            r"\frac{\sigma^2}{n}$.",
            "For dependent observations covariances enter the variance of the average.",
            "conditions-forgotten",
        ),
        Slip(
            "average",
            r"As the deviations of different observations are correlated, $\mathbb{E}[(\bar{@x} - \mu)^2] = "
            r"\mathbb{V}[\bar{@x}] = \sigma^2$.",
            "Independent observations are not correlated, and averaging makes the variance smaller.",
            "noise-correlated",
        ),
        Slip(
            "single",
            r"For each $i$ we have $\mathbb{E}[(@{x}_i - \mu)^2] = \mathbb{V}[@{x}_i] = \frac{\sigma^2}{n}$.",
            "That is the variance of the average, not of one observation.",
        ),
    ),
    r"Insert the true mean between observation and average.",
    ((("x",), (("x",), ("y",), ("t",))),),
    gaps=(
        Gap(
            "cross",
            r"n \bar{@x} - n \mu",
            r"Here $\sum_i @{x}_i = n \bar{@x}$.",
            "n (m - mu)",
            (number("n", "natural"), number("m"), number("mu")),
            lambda n, m, mu: n * m - n * mu,
            (
                Wrong(
                    "0",
                    r"The deviations from $\bar{@x}$ sum to 0, not those from $\mu$.",
                    "cross-term-not-zero",
                ),
            ),
            asks=r"Write $m$ for $\bar{@x}$ and use $n$ and $\mu$.",
        ),
        Gap(
            "cross",
            r"\sum_i (@{x}_i - \mu)^2 - n (\bar{@x} - \mu)^2",
            r"The cross term is $-2 n (\bar{@x} - \mu)^2$, and $n (\bar{@x} - \mu)^2$ is added.",
            wrong=(
                Wrong(
                    r"$\sum_i (@{x}_i - \mu)^2 + n (\bar{@x} - \mu)^2$",
                    "The cross term has been dropped.",
                    "cross-term-not-zero",
                ),
                Wrong(
                    r"$\sum_i (@{x}_i - \mu)^2 - 2 n (\bar{@x} - \mu)^2$",
                    "The last term of the square has been dropped.",
                ),
            ),
        ),
        Gap(
            "average",
            "By independence",
            "Then the variances of the terms of the average add up.",
            wrong=(
                Wrong("As the expectation is linear", "Variances are not linear.", "conditions-forgotten"),
                Wrong("As the observations are correlated", "They are independent.", "noise-correlated"),
            ),
        ),
        Gap(
            "average",
            r"\frac{\sigma^2}{n}",
            r"Here $\mathbb{V}[\bar{@x}] = \frac{1}{n^2} \cdot n \sigma^2$.",
            "sigma^2/n",
            (number("sigma", "positive"), number("n", "natural")),
            lambda sigma, n: (sigma / n) * sigma,
            also=(Also("end", r"n \cdot \frac{\sigma^2}{n}", r"n \, \mathbb{V}[\bar{@x}]"),),
        ),
    ),
)

RIDGE = Proof(
    "map-is-ridge",
    2,
    r"Let $@y = @X \theta + \varepsilon$ with $\varepsilon \sim \mathcal N(0, \sigma^2 I)$, $@X \in \mathbb{R}^{@m "
    r"\times @n}$, and the prior $\theta \sim \mathcal N(0, b^2 I)$. The posterior density is largest at the ridge "
    r"estimate for $\lambda = \frac{\sigma^2}{b^2}$, the solution of $(@X^\top @X + \lambda I) \theta = @X^\top @y$.",
    (
        Line(
            "bayes",
            r"By Bayes' theorem $-\ln p(\theta \mid @y) = c - \ln p(@y \mid \theta) - \ln p(\theta)$, where $c$ does "
            r"not depend on $\theta$.",
        ),
        Line(
            "insert",
            r"With the two Gaussian densities this is $c' + \frac{1}{2 \sigma^2} \|@y - @X \theta\|^2 + \frac{1}{2 "
            r"b^2} \|\theta\|^2$.",
            ("bayes",),
        ),
        Line(
            "scale",
            r"Multiplied by $2 \sigma^2 > 0$, up to a constant, it is $J(\theta) = \|@y - @X \theta\|^2 + "
            r"\frac{\sigma^2}{b^2} \|\theta\|^2$.",
            ("insert",),
        ),
        Line(
            "gradient", r"The gradient of $J$ is $2 @X^\top @X \theta - 2 @X^\top @y + 2 \lambda \theta$.", ("scale",)
        ),
        Line(
            "convex",
            r"The Hessian $2 (@X^\top @X + \lambda I)$ is positive definite, because $\lambda > 0$; so $J$ is "
            "strictly convex.",
            ("gradient",),
        ),
        Line(
            "end",
            r"So the minimum of $J$ is where the gradient is 0, that is, $(@X^\top @X + \lambda I) \theta = @X^\top "
            "@y$.",
            ("convex",),
        ),
    ),
    (
        Slip(
            "convex",
            r"The Hessian $2 (@X^\top @X + \lambda I)$ is positive definite, because $@X$ has independent columns; "
            "so $J$ is strictly convex.",
            r"Nothing is said about the columns of $@X$; which number makes the matrix definite in any case?",
            "conditions-forgotten",
        ),
        Slip(
            "gradient",
            r"The gradient of $J$ is $2 @X^\top @X \theta + 2 \lambda \theta$, as the cross term drops out.",
            r"The cross term $-2 \, \theta^\top @X^\top @y$ depends on $\theta$.",
            "cross-term-not-zero",
        ),
        Slip(
            "insert",
            r"Whether the noise is correlated or not, this is $c' + \frac{1}{2 \sigma^2} \|@y - @X \theta\|^2 + "
            r"\frac{1}{2 b^2} \|\theta\|^2$.",
            "With correlated noise its covariance matrix appears in the first square.",
            "noise-correlated",
        ),
        Slip(
            "bayes",
            r"By Bayes' theorem $-\ln p(\theta \mid @y) = c - \ln p(@y \mid \theta)$, where $c$ does not depend on "
            r"$\theta$.",
            r"The prior depends on $\theta$ and cannot go into the constant.",
        ),
    ),
    "Take the negative logarithm of the posterior density.",
    (LETTERS,),
    ((("m", 4), ("n", 2)), (("m", 3), ("n", 3)), (("m", 5), ("n", 3)), (("m", 2), ("n", 3))),
    gaps=(
        Gap(
            "bayes",
            r"c - \ln p(@y \mid \theta) - \ln p(\theta)",
            "The posterior is proportional to likelihood times prior.",
            wrong=(
                Wrong(r"$c - \ln p(@y \mid \theta)$", r"The prior depends on $\theta$, too.", "conditions-forgotten"),
                Wrong(
                    r"$c - \ln p(@y \mid \theta) + \ln p(\theta)$", "Likelihood and prior are multiplied, not divided."
                ),
            ),
        ),
        Gap(
            "gradient",
            r"2 @X^\top @X \theta - 2 @X^\top @y + 2 \lambda \theta",
            r"The square $\|@y - @X \theta\|^2$ has the gradient $-2 @X^\top (@y - @X \theta)$, and $\lambda "
            r"\|\theta\|^2$ has $2 \lambda \theta$.",
            "2 @X^T @X theta - 2 @X^T @y + 2 lambda theta",
            (matrix("X", "m", "n"), vector("y", "m"), vector("theta", "n"), number("lambda", "positive")),
            lambda X, y, theta, **rest: (X.T @ (X @ theta - y) + theta * rest["lambda"]) * 2,
            (
                Wrong(
                    "2 @X^T @X theta + 2 lambda theta",
                    "The derivative of the cross term is missing.",
                    "cross-term-not-zero",
                ),
            ),
            asks=r"The gradient as a column, in terms of $@X$, $@y$, $\theta$ and $\lambda$.",
        ),
        Gap(
            "convex",
            r"@X^\top @X + \lambda I",
            r"The gradient is $2 (@X^\top @X + \lambda I) \theta - 2 @X^\top @y$.",
            "@X^T @X + lambda I",
            (matrix("X", "m", "n"), number("lambda", "positive")),
            lambda X, **rest: X.T @ X + Matrix.identity(X.columns) * rest["lambda"],
            asks=r"The matrix, in terms of $@X$, $\lambda$ and $I$.",
        ),
        Gap(
            "convex",
            r"because $\lambda > 0$",
            r"Here $v^\top (@X^\top @X + \lambda I) v = \|@X v\|^2 + \lambda \|v\|^2 > 0$ for $v \ne 0$.",
            wrong=(
                Wrong(r"because $@X$ has independent columns", "Nothing says so.", "conditions-forgotten"),
                Wrong(r"because every Hessian is", "That would make every function convex.", "conditions-forgotten"),
            ),
        ),
    ),
)

PROOFS = (MSE, PREDICTION, SAMPLE_VARIANCE, RIDGE)
