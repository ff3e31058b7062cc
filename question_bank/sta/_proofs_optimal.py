"""Proofs of level 3: covariance of the ridge estimate, the theorem of Gauss and Markov, EM is monotone."""

from __future__ import annotations

from question_bank._gaps import Also, Gap, Wrong, matrix, number, vector
from question_bank._proofs import Line, Proof, Slip
from question_bank.sta._proofs_likelihood import LETTERS

SIZES = ((("m", 4), ("n", 2)), (("m", 5), ("n", 2)), (("m", 5), ("n", 3)), (("m", 6), ("n", 3)))

RIDGE_COVARIANCE = Proof(
    "ridge-covariance",
    3,
    r"Let $@y = @X \theta + \varepsilon$ with a fixed $\theta$, $@X \in \mathbb{R}^{@m \times @n}$, "
    r"$\mathbb{E}[\varepsilon] "
    r"= 0$ and $\mathbb{E}[\varepsilon \varepsilon^\top] = \sigma^2 I$. For $\lambda > 0$ and $W = @X^\top @X + "
    r"\lambda I$ "
    r"the ridge estimate $\hat{\theta} = W^{-1} @X^\top @y$ has the covariance matrix $\sigma^2 W^{-1} @X^\top @X "
    "W^{-1}$.",
    (
        Line("insert", r"Insert the model: $\hat{\theta} = W^{-1} @X^\top @X \theta + W^{-1} @X^\top \varepsilon$."),
        Line(
            "mean",
            r"As $\mathbb{E}[\varepsilon] = 0$, the mean is $\mathbb{E}[\hat{\theta}] = W^{-1} @X^\top "
            r"@X \theta$.",
            ("insert",),
        ),
        Line("deviation", r"So $\hat{\theta} - \mathbb{E}[\hat{\theta}] = W^{-1} @X^\top \varepsilon$.", ("mean",)),
        Line("symmetric", r"The matrix $W$ is symmetric, and so is $W^{-1}$."),
        Line(
            "product",
            r"So the covariance matrix is $\mathbb{E}[W^{-1} @X^\top \varepsilon (W^{-1} @X^\top "
            r"\varepsilon)^\top] = W^{-1} "
            r"@X^\top \mathbb{E}[\varepsilon \varepsilon^\top] @X W^{-1}$.",
            ("deviation", "symmetric"),
        ),
        Line(
            "end",
            r"With $\mathbb{E}[\varepsilon \varepsilon^\top] = \sigma^2 I$ this is $\sigma^2 W^{-1} @X^\top @X "
            r"W^{-1}$.",
            ("product",),
        ),
    ),
    (
        Slip(
            "end",
            r"With $\mathbb{E}[\varepsilon \varepsilon^\top] = \sigma^2 I$ and $W^{-1} @X^\top @X = I$ this is "
            r"$\sigma^2 "
            r"W^{-1} = \sigma^2 W^{-1} @X^\top @X W^{-1}$.",
            r"The equation $W^{-1} @X^\top @X = I$ holds for $\lambda = 0$ only.",
            "conditions-forgotten",
        ),
        Slip(
            "mean",
            r"As the ridge estimate is unbiased, the mean is $\mathbb{E}[\hat{\theta}] = \theta = W^{-1} "
            r"@X^\top @X \theta$.",
            r"The ridge estimate is biased for $\lambda > 0$.",
            "conditions-forgotten",
        ),
        Slip(
            "deviation",
            r"So $\hat{\theta} - \mathbb{E}[\hat{\theta}] = W^{-1} @X^\top \varepsilon + W^{-1} @X^\top @X "
            r"\theta$, where the "
            "cross term of the two is kept.",
            r"The mean has to be subtracted, and no cross term with $\theta$ is left.",
            "cross-term-not-zero",
        ),
        Slip(
            "product",
            r"As the noise of different observations is correlated, the covariance matrix is $W^{-1} @X^\top "
            r"\sigma^2 \mathbf{1} \mathbf{1}^\top @X W^{-1} = W^{-1} @X^\top \mathbb{E}[\varepsilon "
            r"\varepsilon^\top] @X "
            "W^{-1}$.",
            r"What is given about $\mathbb{E}[\varepsilon \varepsilon^\top]$ says that different observations are not "
            "correlated.",
            "noise-correlated",
        ),
    ),
    "Write the estimate as its mean plus a linear function of the noise.",
    (LETTERS,),
    SIZES,
    gaps=(
        Gap(
            "mean",
            r"W^{-1} @X^\top @X \theta",
            r"Only the term with $\varepsilon$ has the mean 0; $\theta$ is fixed.",
            "W^-1 @X^T @X theta",
            (matrix("W", "n", "n", "positive definite"), matrix("X", "m", "n"), vector("theta", "n")),
            lambda W, X, theta: W.inv() @ (X.T @ (X @ theta)),
            (Wrong("theta", r"For $\lambda > 0$ the ridge estimate is biased.", "conditions-forgotten"),),
            also=(Also("insert", r"W^{-1} @X^\top @X \theta"),),
        ),
        Gap(
            "deviation",
            r"W^{-1} @X^\top \varepsilon",
            "Subtract the mean from the estimate.",
            "W^-1 @X^T e",
            (matrix("W", "n", "n", "positive definite"), matrix("X", "m", "n"), vector("e", "m")),
            lambda W, X, e: W.inv() @ (X.T @ e),
            asks=r"Write $e$ for $\varepsilon$ and use $W$ and $@X$.",
            also=(Also("insert", r"W^{-1} @X^\top \varepsilon"),),
        ),
        Gap(
            "product",
            r"W^{-1} @X^\top \mathbb{E}[\varepsilon \varepsilon^\top] @X W^{-1}",
            r"The transpose of $W^{-1} @X^\top \varepsilon$ is $\varepsilon^\top @X W^{-1}$, and constant matrices "
            "come out of the expectation.",
            wrong=(
                Wrong(
                    r"$W^{-1} @X^\top \mathbb{E}[\varepsilon] \mathbb{E}[\varepsilon]^\top @X W^{-1}$",
                    "The expectation of a product is not the product of the expectations; here that would be 0.",
                    "noise-correlated",
                ),
                Wrong(
                    r"$W^{-1} @X^\top \mathbb{E}[\varepsilon \varepsilon^\top] W^{-1} @X^\top$",
                    "A transpose turns the order of the factors round.",
                ),
            ),
        ),
        Gap(
            "end",
            r"\sigma^2 W^{-1} @X^\top @X W^{-1}",
            r"The factor $\sigma^2$ comes out, and $I$ can be left out of the product.",
            wrong=(
                Wrong(
                    r"$\sigma^2 W^{-1}$",
                    r"The equation $W^{-1} @X^\top @X = I$ holds for $\lambda = 0$ only.",
                    "conditions-forgotten",
                ),
                Wrong(r"$\sigma^2 W^{-1} @X^\top @X$", "A factor has been lost on the right."),
            ),
        ),
    ),
)

GAUSS_MARKOV = Proof(
    "gauss-markov",
    3,
    r"Let $@y = @X \theta + \varepsilon$ with $\mathbb{E}[\varepsilon] = 0$, $\mathbb{E}[\varepsilon "
    r"\varepsilon^\top] = \sigma^2 I$ "
    r"and $@X \in \mathbb{R}^{@m \times @n}$ of rank @n. If $C @y$ is an unbiased estimator of $\theta$, then its "
    r"covariance matrix minus that of the least-squares estimator $M @y$, $M = (@X^\top @X)^{-1} @X^\top$, is "
    "positive semidefinite.",
    (
        Line(
            "unbiased",
            r"As $\mathbb{E}[C @y] = C @X \theta$ is equal to $\theta$ for every $\theta \in \mathbb{R}^@n$, $C "
            r"@X = I$.",
        ),
        Line("least", r"Moreover $M @X = (@X^\top @X)^{-1} @X^\top @X = I$."),
        Line("difference", r"So $D = C - M$ satisfies $D @X = I - I = 0$.", ("unbiased", "least")),
        Line("cross", r"Hence $D M^\top = D @X (@X^\top @X)^{-1} = 0$.", ("difference",)),
        Line(
            "expand",
            r"Multiplying out, $C C^\top = (M + D)(M + D)^\top = M M^\top + M D^\top + D M^\top + D D^\top$.",
            ("difference",),
        ),
        Line(
            "covariance",
            r"For every constant matrix $B$, the covariance matrix of $B @y$ is $B \mathbb{E}[\varepsilon "
            r"\varepsilon^\top] "
            r"B^\top = \sigma^2 B B^\top$.",
        ),
        Line(
            "end",
            r"So the covariance matrices differ by $\sigma^2 (C C^\top - M M^\top) = \sigma^2 D D^\top$, which is "
            "positive semidefinite.",
            ("cross", "expand", "covariance"),
        ),
    ),
    (
        Slip(
            "unbiased",
            r"As $\mathbb{E}[C @y] = C @X \theta$ is equal to $\theta$ for the true $\theta$, $C @X = I$.",
            r"From one vector the matrix cannot be inferred: unbiased means that this holds for all of them.",
            "conditions-forgotten",
        ),
        Slip(
            "expand",
            r"Squaring each term, $C C^\top = (M + D)(M + D)^\top = M M^\top + D D^\top$.",
            "Cross terms arise; that they vanish needs an argument.",
            "cross-term-not-zero",
        ),
        Slip(
            "covariance",
            "For every constant matrix $B$ and any covariance of the noise, the covariance matrix of $B @y$ is "
            r"$\sigma^2 B B^\top$.",
            r"With correlated noise it is $B \mathbb{E}[\varepsilon \varepsilon^\top] B^\top$ with another "
            r"matrix inside.",
            "noise-correlated",
        ),
        Slip(
            "least",
            r"Moreover $@X$ is invertible, so $M = @X^{-1}$ and $M @X = I$.",
            r"The matrix $@X$ need not be square; it is $@X^\top @X$ that has an inverse.",
            "conditions-forgotten",
        ),
    ),
    "Compare the two matrices: what does their difference do to the columns of the design matrix?",
    (LETTERS,),
    SIZES,
    gaps=(
        Gap(
            "unbiased",
            r"for every $\theta \in \mathbb{R}^@n$",
            "Unbiased means that the mean is right whatever the parameter is.",
            wrong=(
                Wrong(
                    r"for the true $\theta$", "From one vector the matrix cannot be inferred.", "conditions-forgotten"
                ),
                Wrong(
                    r"for the estimated $\theta$", "The estimate is random; the mean is compared with the parameter."
                ),
            ),
        ),
        Gap(
            "cross",
            r"D @X (@X^\top @X)^{-1}",
            r"Here $M^\top = @X (@X^\top @X)^{-1}$, since $@X^\top @X$ and its inverse are symmetric.",
            "D @X (@X^T @X)^-1",
            (matrix("D", "n", "m"), matrix("X", "m", "n")),
            lambda D, X: (D @ X) @ (X.T @ X).inv(),
            asks=r"Give $D M^\top$ in terms of $D$ and $@X$.",
        ),
        Gap(
            "expand",
            r"M D^\top + D M^\top",
            "The two mixed terms, with the transpose on the right factor.",
            "M D^T + D M^T",
            (matrix("M", "n", "m"), matrix("D", "n", "m")),
            lambda M, D: (M + D) @ (M + D).T - M @ M.T - D @ D.T,
            (Wrong("0 M D^T", "Cross terms arise; that they vanish needs an argument.", "cross-term-not-zero"),),
            asks=r"The mixed terms, in terms of $M$ and $D$.",
        ),
        Gap(
            "covariance",
            r"\sigma^2 B B^\top",
            r"Put $\mathbb{E}[\varepsilon \varepsilon^\top] = \sigma^2 I$ in.",
            "sigma^2 B B^T",
            (number("sigma", "positive"), matrix("B", "n", "m")),
            lambda sigma, B: (B @ B.T) * (sigma * sigma),
        ),
        Gap(
            "end",
            r"\sigma^2 D D^\top",
            r"The cross terms are 0, because $D M^\top = 0$ and $M D^\top = (D M^\top)^\top = 0$.",
            wrong=(
                Wrong(
                    r"$\sigma^2 (D D^\top + 2 D M^\top)$ with $D M^\top \ne 0$",
                    "What was shown about the mixed terms?",
                    "cross-term-not-zero",
                ),
                Wrong(
                    r"$\sigma^2 D^\top D$", "The order of the factors: which of the two products has the right size?"
                ),
            ),
        ),
    ),
)

EM = Proof(
    "em-monotone",
    3,
    r"Let $z$ be a latent variable with finitely many values, all probabilities positive, and $q(z) = p(z \mid @x, "
    r"\theta_t)$. If $\theta_{t+1}$ maximises $Q(\theta) = \sum_z q(z) \ln p(@x, z \mid \theta)$, then $\ln p(@x "
    r"\mid \theta_{t+1}) \ge \ln p(@x \mid \theta_t)$.",
    (
        Line(
            "product",
            r"By the product rule, $\ln p(@x \mid \theta) = \ln p(@x, z \mid \theta) - \ln p(z \mid @x, \theta)$ for "
            "every $z$.",
        ),
        Line(
            "average",
            r"Averaged over $z$ with the weights $q(z)$, $\ln p(@x \mid \theta) = Q(\theta) - R(\theta)$ with "
            r"$R(\theta) = \sum_z q(z) \ln p(z \mid @x, \theta)$.",
            ("product",),
        ),
        Line(
            "jensen",
            r"By Jensen's inequality for the concave logarithm, $R(\theta) - R(\theta_t) = \sum_z q(z) \ln \frac{p(z "
            r"\mid @x, \theta)}{q(z)} \le \ln \sum_z p(z \mid @x, \theta)$.",
            ("average",),
        ),
        Line(
            "one",
            r"Probabilities sum to 1, so this bound is $\ln 1 = 0$, and $R(\theta) \le R(\theta_t)$ for every "
            r"$\theta$.",
            ("jensen",),
        ),
        Line("maximal", r"As $\theta_{t+1}$ maximises $Q$, $Q(\theta_{t+1}) \ge Q(\theta_t)$."),
        Line(
            "end",
            r"So $\ln p(@x \mid \theta_{t+1}) = Q(\theta_{t+1}) - R(\theta_{t+1}) \ge Q(\theta_t) - R(\theta_t) = "
            r"\ln p(@x \mid \theta_t)$.",
            ("average", "one", "maximal"),
        ),
    ),
    (
        Slip(
            "maximal",
            r"As the gradient of $Q$ is 0 at $\theta_{t+1}$, $Q(\theta_{t+1}) \ge Q(\theta_t)$.",
            "A stationary point need not be a maximum, and a maximum need not be a stationary point at a border.",
            "conditions-forgotten",
        ),
        Slip(
            "jensen",
            r"By Jensen's inequality for the convex logarithm, $R(\theta) - R(\theta_t) = \sum_z q(z) \ln \frac{p(z "
            r"\mid @x, \theta)}{q(z)} \ge \ln \sum_z p(z \mid @x, \theta)$.",
            "The logarithm is concave, and the inequality is the other way round.",
            "conditions-forgotten",
        ),
        Slip(
            "average",
            r"Averaged over $z$ with the weights $q(z)$, $\ln p(@x \mid \theta) = Q(\theta)$, as the other term "
            r"$R(\theta) = \sum_z q(z) \ln p(z \mid @x, \theta)$ is 0.",
            r"The number $R(\theta)$ is a mean of logarithms of probabilities, which are not all 1.",
            "cross-term-not-zero",
        ),
        Slip(
            "one",
            r"As $z$ is independent of the noise, this bound is 0, and $R(\theta) \le R(\theta_t)$ for every $\theta$.",
            "Independence of any noise is neither given nor needed: what do conditional probabilities sum to?",
            "noise-correlated",
        ),
    ),
    "Split the log-likelihood into what the M-step maximises and a rest that cannot work against it.",
    ((("x",), (("x",), ("y",), ("d",))),),
    gaps=(
        Gap(
            "product",
            r"\ln p(@x, z \mid \theta) - \ln p(z \mid @x, \theta)",
            r"Here $p(@x, z \mid \theta) = p(z \mid @x, \theta) \, p(@x \mid \theta)$.",
            wrong=(
                Wrong(
                    r"$\ln p(@x, z \mid \theta) + \ln p(z \mid @x, \theta)$",
                    "Solve the product rule for the factor that is wanted.",
                ),
                Wrong(
                    r"$\ln p(@x, z \mid \theta) - \ln p(z)$",
                    r"The factor is the probability of $z$ given $@x$ and the parameter.",
                    "conditions-forgotten",
                ),
            ),
        ),
        Gap(
            "jensen",
            "By Jensen's inequality for the concave logarithm",
            "The mean of the logarithms is at most the logarithm of the mean.",
            wrong=(
                Wrong(
                    "By Jensen's inequality for the convex logarithm",
                    "The logarithm is not convex.",
                    "conditions-forgotten",
                ),
                Wrong("By the linearity of the logarithm", "The logarithm is not linear.", "conditions-forgotten"),
                Wrong(
                    "As the logarithm is increasing",
                    "That does not compare a mean of logarithms with the logarithm of a mean.",
                ),
            ),
        ),
        Gap(
            "jensen",
            r"\ln \sum_z p(z \mid @x, \theta)",
            r"In the mean of the quotients $\frac{p(z \mid @x, \theta)}{q(z)}$ the weights $q(z)$ cancel.",
            wrong=(
                Wrong(
                    r"$\sum_z \ln p(z \mid @x, \theta)$",
                    "Jensen's inequality brings the logarithm in front of the sum.",
                ),
                Wrong(
                    r"$\ln \sum_z q(z) p(z \mid @x, \theta)$",
                    "What happens to the weights and the denominators?",
                    "cross-term-not-zero",
                ),
            ),
        ),
        Gap(
            "one",
            "Probabilities sum to 1",
            r"The sum runs over all values of $z$, under one and the same condition.",
            wrong=(
                Wrong("Probabilities are at most 1", "Each of them is, but that does not bound their sum by 1."),
                Wrong("By independence", "Independence is neither given nor needed.", "noise-correlated"),
            ),
        ),
        Gap(
            "maximal",
            r"As $\theta_{t+1}$ maximises $Q$",
            "That is how the M-step chooses it.",
            wrong=(
                Wrong(
                    r"As the gradient of $Q$ is 0 at $\theta_{t+1}$",
                    "A stationary point need not be a maximum.",
                    "conditions-forgotten",
                ),
                Wrong(r"As $R$ is largest at $\theta_t$", r"That is about $R$, not about $Q$."),
            ),
        ),
    ),
)

PROOFS = (RIDGE_COVARIANCE, GAUSS_MARKOV, EM)
