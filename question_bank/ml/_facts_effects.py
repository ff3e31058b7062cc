"""Statements of levels 2 and 3: the effect of a change; the assumptions of two models compared."""

from __future__ import annotations

from question_bank._facts_common import POSITIVE, SMALL, WITH_ZERO, anything, claimed, pair, search
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector

NUMBER = None
VECTOR = (2, 1)
SQUARE = (2, 2)
DATA = (3, 2)


def vector(draw: Draw) -> Matrix:
    """A nonzero vector of small integers."""
    return Vector([draw.integer(-3, 3), draw.integer(-3, 3, nonzero=True)])


def diagonal(draw: Draw) -> Matrix:
    """A diagonal matrix with positive entries."""
    return Matrix.diagonal([draw.integer(1, 5), draw.integer(1, 5)])


def multiple(draw: Draw) -> Matrix:
    """A positive multiple of the identity."""
    k = draw.integer(1, 5)
    return Matrix.diagonal([k, k])


def dependent(draw: Draw) -> Matrix:
    """Three points with two proportional features."""
    k = draw.choice((2, -1, 3, 1, -2))
    column = [draw.integer(-3, 3, nonzero=True) for _ in range(3)]
    return Matrix([[x, k * x] for x in column])


# ------------------------------------------------------------------ level 2: the effect of a change

PENALISED = "(transpose(u) v/(transpose(u) u + k))"
FREE = "(transpose(u) v/(transpose(u) u))"
RIDGE = pair(
    "ridge-training-error",
    2,
    (
        r"Ridge regression with a single weight has $\theta_k = \frac{@u^\top @v}{@u^\top @u + k}$, for inputs "
        r"$@u \ne 0$ and "
        r"targets $@v$; $k = 0$ is least squares. With a penalty $k > 0$",
        r"For inputs $@u \ne 0$ and targets $@v$ ridge regression with one weight gives $\theta_k = "
        r"\frac{@u^\top @v}{@u^\top @u + k}$, and least squares $\theta_0$. Whenever $k > 0$,",
    ),
    r"Least squares is the minimiser of $\|@v - \theta @u\|^2$. What does any other weight do to that?",
    {"u": VECTOR, "v": VECTOR, "k": NUMBER},
    claimed(
        (
            r"the weight is at most as large in size as with least squares: $|\theta_k| \le |\theta_0|$.",
            r"it holds that $|\theta_k| \le |\theta_0|$: the weight does not grow in size.",
        ),
        r"The numerators are the same and the denominator $@u^\top @u + k$ is larger: the penalty shrinks the weight.",
        ("u != 0", "k > 0"),
        f"abs({PENALISED}) <= abs({FREE})",
        search(lambda u, v, k: u.dot(v) != 0, u=vector, v=vector, k=POSITIVE),
        "Compare the two denominators.",
    ),
    claimed(
        (
            r"the training error is less than with least squares: $\|@v - \theta_k @u\|^2 < \|@v - \theta_0 @u\|^2$.",
            r"it holds that $\|@v - \theta_k @u\|^2 < \|@v - \theta_0 @u\|^2$: the training error falls.",
        ),
        r"Least squares has the smallest training error of all weights, by definition. A penalty moves away from "
        r"it and can "
        "only raise the training error; what it may lower is the error on new data.",
        ("u != 0", "k > 0"),
        f"transpose(v - {PENALISED} u) (v - {PENALISED} u) < transpose(v - {FREE} u) (v - {FREE} u)",
        search(lambda u, v, k: u.dot(v) != 0, u=vector, v=vector, k=POSITIVE),
        "Which weight has the smallest training error, by definition?",
        "regularise-reduces-training-error",
    ),
    tex={
        f"abs({PENALISED})": r"|\theta_k|",
        f"abs({FREE})": r"|\theta_0|",
        f"transpose(v - {PENALISED} u) (v - {PENALISED} u)": r"\|@v - \theta_k @u\|^2",
        f"transpose(v - {FREE} u) (v - {FREE} u)": r"\|@v - \theta_0 @u\|^2",
    },
)

UNITS = pair(
    "pca-units",
    2,
    (
        r"Two uncorrelated features have the variances $a > b > 0$, so that PCA finds the first one as the "
        r"direction of the "
        r"first component. For every $c > 0$,",
        r"Let two uncorrelated features have the variances $a > b > 0$: the first principal component points "
        r"along the first "
        r"feature. Whatever $c > 0$ is,",
    ),
    r"What becomes of a variance when the feature is multiplied by $c$?",
    {"a": NUMBER, "b": NUMBER, "c": NUMBER},
    claimed(
        (
            r"this stays so when both features are multiplied by $c$.",
            r"multiplying both features by $c$ does not change this.",
        ),
        r"Both variances are multiplied by $c^2$, and $c^2 a > c^2 b$: the same factor for all features changes "
        r"no direction.",
        ("a > b", "b > 0", "c > 0"),
        "c^2 a > c^2 b",
        search(lambda a, b, c: a > b, a=(2, 3, 4, 5, 6), b=(1, 2, 3, 4), c=(2, 3, 4)),
        "Both variances change by the same factor.",
    ),
    claimed(
        (
            r"this stays so when the second feature is multiplied by $c$.",
            r"multiplying the second feature by $c$ (another unit) does not change this.",
        ),
        r"The second variance becomes $c^2 b$, and that exceeds $a$ for a large $c$: in millimetres a length "
        r"varies a million "
        "times as much as in metres. PCA depends on units, so features are standardised first.",
        ("a > b", "b > 0", "c > 0"),
        "a > c^2 b",
        search(lambda a, b, c: a > b and a < c * c * b, a=(2, 3, 4, 5, 6), b=(1, 2, 3, 4), c=(2, 3, 4)),
        "Measure the second feature in millimetres instead of metres.",
        "pca-scale-free",
    ),
)

RECTANGLE = pair(
    "kmeans-stops",
    2,
    (
        r"k-means with two centres runs on the corners $(0, 0), (a, 0), (0, b), (a, b)$ of a rectangle, $a, b > "
        r"0$. It has come "
        r"to the groups $\{(0, 0), (a, 0)\}$ and $\{(0, b), (a, b)\}$ with their means as centres. Then",
        r"For $a, b > 0$ the points $(0, 0), (a, 0)$ form one group and $(0, b), (a, b)$ the other one, with the "
        r"means as the "
        r"centres of k-means. In this state",
    ),
    r"The centres are $(\frac{a}{2}, 0)$ and $(\frac{a}{2}, b)$. Compare with the groups left and right.",
    {"a": NUMBER, "b": NUMBER},
    claimed(
        (
            "each point is at least as near to its own centre as to the other one.",
            "no point is nearer to the other centre than to its own.",
        ),
        r"The squared distance of each point is $\frac{a^2}{4}$ to its own centre and $\frac{a^2}{4} + b^2$ to "
        r"the other one: "
        "k-means stops here.",
        ("a > 0", "b > 0"),
        "a^2/4 <= a^2/4 + b^2",
        search(anything, a=(2, 4, 6, 8), b=POSITIVE),
        "Compute both distances for one corner.",
    ),
    claimed(
        (
            "the sum of squared distances to the centres is the smallest that two groups can have.",
            "no other two groups have a smaller sum of squared distances to their centres.",
        ),
        r"k-means stops here, as no point is nearer to the other centre, but the cost is $4 \cdot \frac{a^2}{4} = "
        r"a^2$. The groups "
        r"left and right cost $b^2$, which is less for $b < a$. k-means finds a local optimum that depends on the "
        r"start.",
        ("a > 0", "b > 0"),
        "a^2 <= b^2",
        search(lambda a, b: b < a, a=(2, 3, 4, 5, 6, 7, 8), b=POSITIVE),
        "Compare with the groups left and right.",
        "kmeans-global",
    ),
)


def _factor(draw: Draw) -> dict[str, int]:
    c = draw.choice((2, 3, 4, 10))
    return {"c": c, "s": c * c}


NEIGHBOUR = pair(
    "nearest-neighbour-units",
    2,
    (
        r"The query is the origin, and of the points $@u, @v \in \mathbb{R}^2$ the first one is nearer. It stays "
        r"the nearer one",
        r"Let $@u \in \mathbb{R}^2$ be nearer to the origin than $@v \in \mathbb{R}^2$. This does not change",
    ),
    r"What happens to the squared distance $x_1^2 + x_2^2$ of each point?",
    {"u": VECTOR, "v": VECTOR},
    claimed(
        (
            r"when both features of all points are multiplied by @c.",
            r"if both features are measured in another unit, so that all their values are multiplied by @c.",
        ),
        r"All squared distances are multiplied by @s, so their order stays the same.",
        ("transpose(u) u < transpose(v) v",),
        "{s} transpose(u) u < {s} transpose(v) v",
        search(lambda u, v: u.dot(u) < v.dot(v), u=vector, v=vector),
        "All distances change by the same factor.",
    ),
    claimed(
        (
            r"when the second feature of all points is multiplied by @c.",
            r"if the second feature is measured in another unit, so that its values are multiplied by @c.",
        ),
        r"In the squared distance $x_1^2 + @s x_2^2$ the second feature now weighs more, and the order may "
        r"change. Methods that "
        "use distances depend on the units of the features.",
        ("transpose(u) u < transpose(v) v",),
        "transpose(u) [1, 0; 0, {s}] u < transpose(v) [1, 0; 0, {s}] v",
        lambda draw, numbers: search(
            lambda u, v: (
                u.dot(u) < v.dot(v)
                and u[0, 0] ** 2 + numbers["s"] * u[1, 0] ** 2 > v[0, 0] ** 2 + numbers["s"] * v[1, 0] ** 2
            ),
            u=vector,
            v=lambda d: Vector([d.integer(-4, 4), d.integer(-2, 2)]),
        )(draw, numbers),
        "The second feature weighs more now. Take a point that is close in the first feature only.",
        "pca-scale-free",
    ),
    numbers=_factor,
    tex={
        "transpose(u) u": r"\|@u\|^2",
        "transpose(v) v": r"\|@v\|^2",
        "{s} transpose(u) u": r"\|@c @u\|^2",
        "{s} transpose(v) v": r"\|@c @v\|^2",
        "transpose(u) [1, 0; 0, {s}] u": r"\|@u'\|^2",
        "transpose(v) [1, 0; 0, {s}] v": r"\|@v'\|^2",
    },
)

LEFT = "(m transpose(u) v/(m^2 transpose(u) u + {k})) m u"
RIGHT = "(transpose(u) v/(transpose(u) u + {k})) u"
RESCALED = pair(
    "feature-rescaled",
    2,
    (
        r"A model with a single weight and no constant predicts $\theta x$. If all inputs $@u \ne 0$ are multiplied by "
        r"$m \ne 0$ and the weight is fitted anew to the targets $@v$,",
        r"The inputs $@u \ne 0$ of a model $\theta x$ are measured in another unit, so that they become $m @u$ "
        r"with $m \ne 0$, "
        r"and the weight is fitted again to the targets $@v$. Then",
    ),
    r"Write down the fitted weight for the inputs $m @u$, and multiply it by $m @u$.",
    {"u": VECTOR, "v": VECTOR, "m": NUMBER},
    claimed(
        (
            r"the predictions of least squares stay the same.",
            r"least squares gives the same predictions as before.",
        ),
        r"The weight becomes $\frac{m @u^\top @v}{m^2 @u^\top @u}$, that is the old one divided by $m$; times $m "
        r"@u$ this gives "
        "the old predictions.",
        ("u != 0", "m != 0"),
        "(m transpose(u) v/(m^2 transpose(u) u)) m u = (transpose(u) v/(transpose(u) u)) u",
        search(lambda u, v, m: u.dot(v) != 0, u=vector, v=vector, m=(2, 3, -2, 10)),
        "The weight can undo the factor. Is there anything that keeps it from doing so?",
    ),
    claimed(
        (
            r"the predictions of ridge regression with the penalty @k stay the same.",
            r"ridge regression with the penalty @k gives the same predictions as before.",
        ),
        r"The weight would have to be divided by $m$ to undo the factor, and then the penalty $@*k \theta^2$ "
        r"changes. In the formula "
        r"$\frac{m @u^\top @v}{m^2 @u^\top @u + @k}$ the penalty is not scaled along. Features are standardised "
        r"before a penalty "
        "is used.",
        ("u != 0", "m != 0"),
        f"{LEFT} = {RIGHT}",
        search(lambda u, v, m: u.dot(v) != 0, u=vector, v=vector, m=(2, 3, -2, 10)),
        "Is the penalty scaled along with the inputs?",
    ),
    numbers=lambda draw: {"k": draw.choice((1, 2, 3, 5))},
    tex={
        "(m transpose(u) v/(m^2 transpose(u) u)) m u": r"\theta_{\text{new}} m @u",
        "(transpose(u) v/(transpose(u) u)) u": r"\theta_{\text{old}} @u",
        LEFT: r"\theta_{\text{new}} m @u",
        RIGHT: r"\theta_{\text{old}} @u",
    },
)

FEATURE = pair(
    "feature-added",
    2,
    (
        r"A constant is fitted by least squares to the training data $(0, p)$, $(1, q)$, and then a straight "
        r"line. For all "
        r"$p, q, r$, with the test point $(2, r)$,",
        r"Training data $(0, p)$, $(1, q)$ and a test point $(2, r)$ are given. First a constant is fitted by "
        r"least squares, then "
        r"a line. Here",
    ),
    r"The constant is $\frac{p + q}{2}$; the line goes through both points and has the value $2q - p$ at 2.",
    {"p": NUMBER, "q": NUMBER, "r": NUMBER},
    claimed(
        (
            "the squared error of the line on the training data is at most that of the constant.",
            "going from the constant to the line never increases the squared error on the training data.",
        ),
        "A constant is a special line, so the best line fits the training data at least as well. Here it fits "
        "them exactly.",
        (),
        "0 <= (p - (p + q)/2)^2 + (q - (p + q)/2)^2",
        search(lambda p, q, r: p != q, p=SMALL, q=SMALL, r=SMALL),
        "Can the best line be worse than the best constant on the data that both are fitted to?",
    ),
    claimed(
        (
            "the squared error of the line at the test point is at most that of the constant.",
            "going from the constant to the line never increases the squared error at the test point.",
        ),
        r"A richer model fits the training data better, and may follow their noise. At 2 the line predicts $2q - "
        r"p$ and the "
        r"constant $\frac{p + q}{2}$; if $r$ lies nearer to the constant, the line is worse: overfitting.",
        (),
        "(r - (2 q - p))^2 <= (r - (p + q)/2)^2",
        search(lambda p, q, r: 4 * (r - 2 * q + p) ** 2 > (2 * r - p - q) ** 2, p=SMALL, q=SMALL, r=WITH_ZERO),
        "A good fit to the training data may be a bad guide for new data.",
    ),
)

SUPPORT = pair(
    "point-removed",
    2,
    (
        r"On a line the points $p, q$ of one class lie left of the points $r, s$ of the other one. The "
        r"maximum-margin boundary is "
        r"in the middle between $\max(p, q)$ and $\min(r, s)$. When $p$ is removed,",
        r"Let $\max(p, q) < \min(r, s)$, with $p, q$ in one class and $r, s$ in the other one; the boundary with "
        r"maximum margin is "
        r"the midpoint of $\max(p, q)$ and $\min(r, s)$. After $p$ is removed,",
    ),
    "Which points does the boundary depend on?",
    {"p": NUMBER, "q": NUMBER, "r": NUMBER, "s": NUMBER},
    claimed(
        (
            r"the boundary does not move, provided that $p < q$.",
            r"the boundary is where it was, at least if $p < q$.",
        ),
        r"If $p < q$, then $q$ is the support vector of its class and $p$ is not: the boundary depends on support "
        r"vectors "
        "only.",
        ("max(p, q) < min(r, s)", "p < q"),
        "(max(p, q) + min(r, s))/2 = (q + min(r, s))/2",
        search(
            lambda p, q, r, s: p < q < min(r, s) and r != s,
            p=(-6, -5, -4),
            q=(-3, -2, -1),
            r=(1, 2, 3, 5),
            s=(2, 3, 4, 6),
        ),
        "Which of the two points is next to the other class?",
    ),
    claimed(
        (
            r"the boundary does not move, provided that $p \ne q$.",
            r"the boundary is where it was, at least if $p \ne q$.",
        ),
        r"If $p > q$, then $p$ is the support vector of its class. Without it the margin reaches to $q$, and the "
        r"boundary moves "
        r"to the middle between $q$ and $\min(r, s)$.",
        ("max(p, q) < min(r, s)", "p != q"),
        "(max(p, q) + min(r, s))/2 = (q + min(r, s))/2",
        search(
            lambda p, q, r, s: q < p < min(r, s) and r != s,
            p=(-3, -2, -1),
            q=(-6, -5, -4),
            r=(1, 2, 3, 5),
            s=(2, 3, 4, 6),
        ),
        "What if the removed point is the one next to the other class?",
    ),
    tex={
        "(max(p, q) + min(r, s))/2": r"\frac{\max(p, q) + \min(r, s)}{2}",
        "(q + min(r, s))/2": r"\frac{q + \min(r, s)}{2}",
    },
)

THRESHOLD = pair(
    "threshold-raised",
    2,
    (
        r"A classifier calls $a > 0$ of the 20 positive examples positive, and $b$ negative ones as well. A "
        r"higher threshold "
        r"takes back $c$ of the $a$ and $d$ of the $b$ calls ($a - c + b - d > 0$ are left). By this",
        r"Of 20 positive examples $a > 0$ are found, together with $b$ false alarms. When the threshold is "
        r"raised, $c \le a$ of "
        r"the hits and $d \le b$ of the false alarms disappear, and $a - c + b - d > 0$ calls are left. Then always",
    ),
    r"Recall is the number of hits divided by 20; precision is hits divided by calls.",
    {"a": NUMBER, "b": NUMBER, "c": NUMBER, "d": NUMBER},
    claimed(
        (r"the recall does not rise.", r"the recall stays the same or falls."),
        r"The number of positive examples, 20, does not change, and the hits can only become fewer: $\frac{a - "
        r"c}{20} \le "
        r"\frac{a}{20}$.",
        ("a > 0", "a <= 20", "c >= 0", "c <= a", "d >= 0", "d <= b", "a - c + b - d > 0"),
        "(a - c)/20 <= a/20",
        search(
            lambda a, b, c, d: c <= a and d <= b and a - c + b - d > 0,
            a=(4, 5, 8, 10),
            b=(2, 4, 5),
            c=(1, 2),
            d=(0, 1, 2),
        ),
        "Does the denominator of the recall change?",
    ),
    claimed(
        (r"the precision does not fall.", r"the precision stays the same or rises."),
        r"Precision has the number of calls in its denominator, which changes as well. If mostly hits are lost, "
        r"the share of "
        "hits among the calls falls. (Often it rises, but it need not.)",
        ("a > 0", "a <= 20", "c >= 0", "c <= a", "d >= 0", "d <= b", "a - c + b - d > 0"),
        "(a - c)/(a - c + b - d) >= a/(a + b)",
        search(
            lambda a, b, c, d: c <= a and d <= b and a - c + b - d > 0 and (a - c) * (a + b) < a * (a - c + b - d),
            a=(4, 5, 6, 8, 10),
            b=(2, 4, 5),
            c=(1, 2, 3, 4),
            d=(0, 1),
        ),
        "What if only hits are lost?",
    ),
    whole=("a", "b", "c", "d"),
)

# ------------------------------------------------------------------ level 3: assumptions compared

SHARES = (Q(1, 10), Q(1, 5), Q(1, 4), Q(2, 5), Q(1, 2), Q(3, 5), Q(3, 4), Q(4, 5), Q(9, 10))
NAIVE = pair(
    "naive-bayes",
    3,
    (
        r"Two binary features are independent given the class, as naive Bayes assumes. The two classes are "
        r"equally likely; each "
        r"feature is 1 with probability $p$ in the first and $r$ in the second class. Then",
        r"Naive Bayes with two equally likely classes: given the class, two binary features are independent, and "
        r"each is 1 with "
        r"probability $p$ in one class and $r$ in the other one. It follows that",
    ),
    r"Both features are 1 with probability $\frac{p^2 + r^2}{2}$, and each alone with probability $\frac{p + r}{2}$.",
    {"p": NUMBER, "r": NUMBER},
    claimed(
        (
            r"if $p = r$, the features are independent also without knowing the class: $\frac{p^2 + r^2}{2} = "
            r"\left( \frac{p + r}{2} \right)^2$.",
            r"without the class, $P(\text{both are 1}) = P(\text{one is 1})^2$, provided that $p = r$.",
        ),
        r"If $p = r$, the class says nothing about the features, and both sides are $p^2$.",
        ("p >= 0 and p <= 1", "r >= 0 and r <= 1", "p = r"),
        "(p^2 + r^2)/2 = ((p + r)/2)^2",
        search(lambda p, r: p == r, p=SHARES, r=SHARES),
        "What does a feature tell about the class if $p = r$?",
    ),
    claimed(
        (
            r"if $0 < p, r < 1$, the features are independent also without knowing the class: $\frac{p^2 + r^2}{2} = "
            r"\left( \frac{p + r}{2} \right)^2$.",
            r"without the class, $P(\text{both are 1}) = P(\text{one is 1})^2$, provided that $0 < p, r < 1$.",
        ),
        r"Independence given the class is not independence: one feature tells something about the class, and so "
        r"about the other "
        r"feature. The difference of the two sides is $\frac{(p - r)^2}{4}$.",
        ("p > 0 and p < 1", "r > 0 and r < 1"),
        "(p^2 + r^2)/2 = ((p + r)/2)^2",
        search(lambda p, r: p != r, p=SHARES, r=SHARES),
        "If one feature is 1, what does that say about the class, and then about the other feature?",
    ),
    tex={"(p^2 + r^2)/2": r"P(\text{both are 1})", "((p + r)/2)^2": r"P(\text{one is 1})^2"},
)

VARIANCES = pair(
    "linear-or-quadratic-boundary",
    3,
    (
        r"Two classes are Gaussian on the line, with variances $p, q > 0$ and different means. The logarithm of "
        r"the quotient of "
        r"their densities",
        r"Let two classes have Gaussian densities on the line with different means and the variances $p, q > 0$. "
        r"Then the logarithm of the quotient of these densities",
    ),
    r"Write down both log densities. Which coefficient has $x^2$ in their difference?",
    {"p": NUMBER, "q": NUMBER},
    claimed(
        (
            r"has no term in $x^2$ if the variances are equal, as linear discriminant analysis assumes.",
            r"is linear in $x$, with the coefficient 0 of $x^2$, provided that the variances are equal.",
        ),
        r"The coefficient of $x^2$ is $\frac{1}{2q} - \frac{1}{2p}$, and that is 0 for $p = q$: the boundary is a "
        r"single point "
        "(in more dimensions a hyperplane), as with logistic regression.",
        ("p > 0", "q > 0", "p = q"),
        "1/(2 q) - 1/(2 p) = 0",
        search(lambda p, q: p == q, p=(1, 2, 3, 4, 5, 6), q=(1, 2, 3, 4, 5, 6)),
        r"When do the two terms with $x^2$ cancel?",
    ),
    claimed(
        (
            r"has no term in $x^2$ if the classes are equally likely, as linear discriminant analysis assumes.",
            r"is linear in $x$, with the coefficient 0 of $x^2$, provided that the classes are equally likely.",
        ),
        r"The coefficient of $x^2$ is $\frac{1}{2q} - \frac{1}{2p}$, whatever the prior probabilities are: in a rule "
        r"for the classes they only add a constant. "
        "With different variances the boundary is quadratic (QDA).",
        ("p > 0", "q > 0"),
        "1/(2 q) - 1/(2 p) = 0",
        search(lambda p, q: p != q, p=(1, 2, 3, 4, 5, 6), q=(1, 2, 3, 4, 5, 6)),
        r"Do prior probabilities stand in the coefficient of $x^2$?",
    ),
    tex={"1/(2 q) - 1/(2 p)": r"\frac{1}{2q} - \frac{1}{2p}"},
)

ENTRY = {
    "transpose([1, 0]) A [0, 1]": r"@{A}_{12}",
    "transpose([0, 1]) A [1, 0]": r"@{A}_{21}",
    "transpose([1, 0]) A [1, 0]": r"@{A}_{11}",
    "transpose([0, 1]) A [0, 1]": r"@{A}_{22}",
}
DIAGONAL = (
    "transpose([1, 0]) A [0, 1] = 0",
    "transpose([0, 1]) A [1, 0] = 0",
    "transpose([1, 0]) A [1, 0] > 0",
    "transpose([0, 1]) A [0, 1] > 0",
)
PARALLEL = "transpose((u transpose(u) + A) u) [0, 1; -1, 0] u"
FACTOR = pair(
    "ppca-or-factor-analysis",
    3,
    (
        r"A model of two features with one latent variable has the covariance $\Sigma = @u @u^\top + @A$ with "
        r"$@u \ne 0$ and a diagonal noise "
        r"covariance $@A$ with positive entries. Then",
        r"Let $\Sigma = @u @u^\top + @A$ be the covariance of two features with one common factor, $@u \ne 0$, where "
        r"$@A$ is diagonal with positive entries (the noise). In such a model",
    ),
    r"$\Sigma @u = \|@u\|^2 @u + @A @u$. When is this a multiple of $@u$?",
    {"A": SQUARE, "u": VECTOR},
    claimed(
        (
            r"$@u$ is an eigenvector of $\Sigma$, if the noise has the same variance in both features (PPCA).",
            r"$@u$ is a direction that PCA finds, an eigenvector of $\Sigma$, provided that both noise variances are "
            r"equal (PPCA).",
        ),
        r"With $@A = \sigma^2 I$ we get $\Sigma @u = (\|@u\|^2 + \sigma^2) @u$. In probabilistic PCA the factor "
        r"is a principal "
        r"direction. (Parallel to $@u$: the determinant of $\Sigma @u$ and $@u$ is 0.)",
        ("u != 0", *DIAGONAL, "transpose([1, 0]) A [1, 0] = transpose([0, 1]) A [0, 1]"),
        f"{PARALLEL} = 0",
        search(anything, A=multiple, u=vector),
        r"What does a multiple of the identity do to $@u$?",
    ),
    claimed(
        (
            r"$@u$ is an eigenvector of $\Sigma$, if the noise of the two features is uncorrelated (factor analysis).",
            r"$@u$ is a direction that PCA finds, an eigenvector of $\Sigma$, provided that the noise is uncorrelated "
            r"(factor analysis).",
        ),
        r"$\Sigma @u = \|@u\|^2 @u + @A @u$, and $@A @u$ is parallel to $@u$ only if the noise variances agree "
        r"(or $@u$ lies on an "
        r"axis). Factor analysis allows different noise variances, and PCA does not find its factor. (Not "
        r"parallel: the "
        r"determinant of $\Sigma @u$ and $@u$ is not 0.)",
        ("u != 0", *DIAGONAL),
        f"{PARALLEL} = 0",
        search(lambda a, u: a[0, 0] != a[1, 1] and u[0, 0] != 0, A=diagonal, u=vector),
        r"Is $@A @u$ parallel to $@u$ if the noise variances differ?",
    ),
    tex={**ENTRY, PARALLEL: r"\det(\Sigma @u, @u)"},
)

COLLINEAR = pair(
    "unique-weights",
    3,
    (
        r"The data matrix $@A \in \mathbb{R}^{3 \times 2}$ has no column of zeros.",
        r"Let $@A \in \mathbb{R}^{3 \times 2}$ be a data matrix without a column of zeros.",
    ),
    "When is the matrix of the normal equations singular?",
    {"A": DATA},
    claimed(
        (
            r"The weights of ridge regression with the penalty @k are unique, because $\det(@A^\top @A + @*k I) "
            r"\ne 0$.",
            r"Ridge regression with the penalty @k has unique weights: the matrix $@A^\top @A + @*k I$ is invertible.",
        ),
        r"$x^\top (@A^\top @A + @*k I) x = \|@A x\|^2 + @*k \|x\|^2 > 0$ for $x \ne 0$: the matrix is positive "
        r"definite, whatever "
        r"$@A$ is.",
        ("A [1, 0] != 0", "A [0, 1] != 0"),
        "det(transpose(A) A + [{k}, 0; 0, {k}]) != 0",
        search(anything, A=dependent),
        r"What does the penalty add to the quadratic form of $@A^\top @A$?",
    ),
    claimed(
        (
            r"The weights of least squares are unique, because $\det(@A^\top @A) \ne 0$.",
            r"Least squares has unique weights: the matrix $@A^\top @A$ is invertible.",
        ),
        r"$@A^\top @A$ is invertible exactly if the columns of $@A$ are linearly independent. If one feature is a "
        r"multiple of "
        "the other one, many weights give the same predictions. A penalty would choose one of them.",
        ("A [1, 0] != 0", "A [0, 1] != 0"),
        "det(transpose(A) A) != 0",
        search(anything, A=dependent),
        "What if the second feature is the first one in another unit?",
    ),
    numbers=lambda draw: {"k": draw.choice((1, 2, 3))},
    tex={
        "A [1, 0]": "@A e_1",
        "A [0, 1]": "@A e_2",
        "det(transpose(A) A + [{k}, 0; 0, {k}])": r"\det(@A^\top @A + @*k I)",
        "det(transpose(A) A)": r"\det(@A^\top @A)",
    },
)

NOISE = pair(
    "gaussian-or-laplace-noise",
    3,
    (
        r"A constant is fitted to the targets $p, q, r$. For every other constant $x$, the mean $m = \frac{p + q "
        r"+ r}{3}$",
        r"Let $m$ be the mean of three targets $p, q, r$, and $x$ any number. The constant $m$",
    ),
    "What does the likelihood of this noise add up, the squares of the errors or their absolute values? Which constant "
    "makes that sum smallest?",
    {"p": NUMBER, "q": NUMBER, "r": NUMBER, "x": NUMBER},
    claimed(
        (
            "has a sum of squared errors that is at most that of $x$, so it is the best one for Gaussian noise.",
            "fits at least as well as $x$ in squared error, the criterion of Gaussian noise.",
        ),
        r"$(p - x)^2 + (q - x)^2 + (r - x)^2 = (p - m)^2 + (q - m)^2 + (r - m)^2 + 3 (x - m)^2$. Maximum likelihood "
        "with Gaussian noise is least squares, and for a constant that is the mean.",
        (),
        "(p - (p + q + r)/3)^2 + (q - (p + q + r)/3)^2 + (r - (p + q + r)/3)^2 <= (p - x)^2 + (q - x)^2 + (r - x)^2",
        search(lambda p, q, r, x: (p + q + r) % 3 == 0, p=SMALL, q=SMALL, r=SMALL, x=SMALL),
        "Differentiate the sum of squares with respect to the constant.",
    ),
    claimed(
        (
            "has a sum of absolute errors that is at most that of $x$, so it is the best one for Laplace noise.",
            "fits at least as well as $x$ in absolute error, the criterion of Laplace noise.",
        ),
        r"Absolute errors are minimised by the *median*, not by the mean. One target far away pulls the mean, and "
        r"the median "
        "stays: Laplace noise, with its heavy tails, makes the fit robust.",
        (),
        "abs(p - (p + q + r)/3) + abs(q - (p + q + r)/3) + abs(r - (p + q + r)/3) <= abs(p - x) + abs(q - x) + "
        "abs(r - x)",
        search(
            lambda p, q, r, x: (
                (p + q + r) % 3 == 0
                and sum(abs(3 * y - p - q - r) for y in (p, q, r)) > 3 * sum(abs(y - x) for y in (p, q, r))
            ),
            p=(*SMALL, 8, 9),
            q=SMALL,
            r=SMALL,
            x=SMALL,
        ),
        "Try the median as the other constant.",
    ),
    tex={
        "(p - (p + q + r)/3)^2 + (q - (p + q + r)/3)^2 + (r - (p + q + r)/3)^2": "(p - m)^2 + (q - m)^2 + (r - m)^2",
        "(p - x)^2 + (q - x)^2 + (r - x)^2": "(p - x)^2 + (q - x)^2 + (r - x)^2",
        "abs(p - (p + q + r)/3) + abs(q - (p + q + r)/3) + abs(r - (p + q + r)/3)": "|p - m| + |q - m| + |r - m|",
        "abs(p - x) + abs(q - x) + abs(r - x)": "|p - x| + |q - x| + |r - x|",
    },
)

SPARSE = pair(
    "lasso-or-ridge",
    3,
    (
        r"For orthonormal features a weight is computed from its least-squares value $z$: the lasso gives "
        r"$\operatorname{sign}(z) "
        r"\max(|z| - k, 0)$, ridge regression $\frac{z}{1 + k}$. With a penalty $k \ge |z|$, $k > 0$,",
        r"Let $z$ be the least-squares value of a weight and $k > 0$ a penalty with $k \ge |z|$. With orthonormal "
        r"features the "
        r"lasso turns $z$ into $\operatorname{sign}(z) \max(|z| - k, 0)$ and ridge regression into $\frac{z}{1 + "
        r"k}$. Then",
    ),
    "Put numbers in: which of the two formulas can give exactly 0?",
    {"z": NUMBER, "k": NUMBER},
    claimed(
        (
            "the lasso sets the weight to exactly 0.",
            "the weight of the lasso is exactly 0.",
        ),
        r"$|z| - k \le 0$, so the maximum is 0. The lasso, with its absolute values, chooses features.",
        ("k > 0", "abs(z) <= k"),
        "max(abs(z) - k, 0) = 0",
        search(lambda z, k: abs(z) <= k, z=SMALL, k=(2, 3, 4, 5)),
        "Which sign has $|z| - k$?",
    ),
    claimed(
        (
            "ridge regression sets the weight to exactly 0.",
            "the weight of ridge regression is exactly 0.",
        ),
        r"Ridge regression divides by $1 + k$: the weight gets smaller, but it is 0 only if $z = 0$. Its squared "
        r"penalty is flat "
        "at 0 and hardly punishes small weights.",
        ("k > 0", "abs(z) <= k"),
        "z/(1 + k) = 0",
        search(lambda z, k: abs(z) <= k, z=SMALL, k=(2, 3, 4, 5)),
        "Can a fraction be 0 if its numerator is not?",
    ),
)

KERNEL = pair(
    "kernel-or-not",
    3,
    (
        r"A kernel is an inner product of features, so $k(x, x) \ge 0$ for every $x$. For every $@u \in \mathbb{R}^2$",
        r"Every kernel satisfies $k(@u, @u) \ge 0$, because it is an inner product of features. Whatever $@u \in "
        r"\mathbb{R}^2$ is,",
    ),
    r"Put the same vector into both places.",
    {"u": VECTOR},
    claimed(
        (
            r"this holds for $k(x, y) = x^\top y + @c$.",
            r"the function $k(x, y) = x^\top y + @c$ satisfies it.",
        ),
        r"$k(@u, @u) = \|@u\|^2 + @c \ge @c > 0$. It is a kernel: the features are the entries of $x$ and the constant "
        r"$\sqrt{@c}$.",
        (),
        "transpose(u) u + {c} >= 0",
        search(anything, u=vector),
        "A square of a length, plus a positive number.",
    ),
    claimed(
        (
            r"this holds for $k(x, y) = x^\top y - @c$.",
            r"the function $k(x, y) = x^\top y - @c$ satisfies it.",
        ),
        r"$k(@u, @u) = \|@u\|^2 - @c$ is negative for short vectors, so it is no inner product of features. A "
        r"support vector "
        "machine or a Gaussian process must not use it.",
        (),
        "transpose(u) u - {c} >= 0",
        lambda draw, numbers: search(
            lambda u: u.dot(u) < numbers["c"], u=lambda d: Vector([d.integer(-2, 2), d.integer(-2, 2)])
        )(draw, numbers),
        "Try a short vector.",
    ),
    numbers=lambda draw: {"c": draw.integer(2, 9)},
    tex={"transpose(u) u + {c}": "k(@u, @u)", "transpose(u) u - {c}": "k(@u, @u)"},
)

PAIRS = (
    RIDGE,
    UNITS,
    RECTANGLE,
    NEIGHBOUR,
    RESCALED,
    FEATURE,
    SUPPORT,
    THRESHOLD,
    NAIVE,
    VARIANCES,
    FACTOR,
    COLLINEAR,
    NOISE,
    SPARSE,
    KERNEL,
)
