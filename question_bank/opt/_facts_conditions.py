"""Statements of levels 1 and 2: minima, convexity, duality; conditions of first and second order."""

from __future__ import annotations

from typing import Any

from question_bank._facts_common import POSITIVE, SMALL, WITH_ZERO, anything, claimed, pair, search
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.markup.source import Tex

NUMBER = None
SQUARE = (2, 2)
VECTOR = (2, 1)
SYMMETRIC = "transpose(A) = A"
FORM_TEX = {"transpose(u) A u": r"@u^\top @A @u"}


def vector(draw: Draw) -> Matrix:
    """A nonzero vector of small integers."""
    return Vector([draw.integer(-3, 3), draw.integer(-3, 3, nonzero=True)])


def symmetric(draw: Draw) -> Matrix:
    """A symmetric 2×2 matrix of small integers."""
    a, b, c = (draw.integer(-3, 4) for _ in range(3))
    return Matrix([[a, b], [b, c]])


def semidefinite(draw: Draw) -> Matrix:
    """A positive semidefinite singular 2×2 matrix, an outer product."""
    p, q = draw.integer(-2, 2, nonzero=True), draw.integer(-2, 2, nonzero=True)
    return Matrix([[p * p, p * q], [p * q, q * q]])


def definite(draw: Draw) -> Matrix:
    """A positive definite 2×2 matrix."""
    b = draw.integer(-2, 2)
    a = draw.integer(1, 4)
    return Matrix([[a, b], [b, draw.integer(b * b // a + 1, b * b // a + 4)]])


def form(a: Matrix, u: Matrix) -> Q:
    """u^T A u."""
    return u.dot(a @ u)


# ------------------------------------------------------------------ level 1

UNIQUE = pair(
    "unique-minimiser",
    1,
    (
        r"For every symmetric $2 \times 2$ matrix $@A$, the function $f(x) = \frac{1}{2} x^\top @A x$ and every "
        r"$@u \ne 0$:",
        r"Let $f(x) = \frac{1}{2} x^\top @A x$ with a symmetric $@A \in \mathbb{R}^{2 \times 2}$, and let $@u \ne 0$.",
    ),
    r"$f(0) = 0$. Can $f(@u)$ be 0 as well?",
    {"A": SQUARE, "u": VECTOR},
    claimed(
        (
            r"if $f$ is strictly convex, then $f(@u) > f(0)$, so 0 is the only minimiser.",
            r"provided that $f$ is strictly convex, $f(@u) > f(0)$, so 0 is the only minimiser.",
        ),
        r"A quadratic function is strictly convex exactly if $@A$ is positive definite, that is if $\det(@A) > 0$ and "
        r"$\operatorname{tr}(@A) > 0$. Then $@u^\top @A @u > 0$ for every $@u \ne 0$.",
        (SYMMETRIC, "det(A) > 0", "tr(A) > 0", "u != 0"),
        "transpose(u) A u > 0",
        search(anything, A=definite, u=vector),
        r"What does strict convexity say about the eigenvalues of $@A$?",
    ),
    claimed(
        (
            r"if $f$ is convex, then $f(@u) > f(0)$, so 0 is the only minimiser.",
            r"the point 0 is the only minimiser, with $f(@u) > f(0)$, provided that $f$ is convex.",
        ),
        r"A quadratic function is convex exactly if $@A$ is positive semidefinite, that is if $\det(@A) \ge 0$ and "
        r"$\operatorname{tr}(@A) \ge 0$. An eigenvalue may be 0; then $f$ is constant along a line through 0, and "
        r"every point "
        "of it is a minimiser.",
        (SYMMETRIC, "det(A) >= 0", "tr(A) >= 0", "u != 0"),
        "transpose(u) A u > 0",
        search(
            lambda a, u: form(a, u) == 0,
            A=semidefinite,
            u=lambda draw: Vector([draw.integer(-2, 2, nonzero=True), draw.integer(-2, 2, nonzero=True)]),
        ),
        "A convex function may be flat along a line. What excludes that?",
        "unique-without-strictness",
    ),
    tex=FORM_TEX,
)

QUARTIC = (
    r"For all real numbers $b$, all $c > 0$ and the function $f(x) = x^4 + b x^3 + c x^2$, which has a local "
    r"minimum at 0, at "
    r"every $x$:",
    r"Let $f(x) = x^4 + b x^3 + c x^2$ with $c > 0$, so that $f$ has a local minimum at 0.",
)
LOCAL_GLOBAL = pair(
    "local-or-global",
    1,
    QUARTIC,
    r"$f(x) = x^2 (x^2 + b x + c)$, and $f''(x) = 12 x^2 + 6 b x + 2 c$. Can the bracket be negative?",
    {"b": NUMBER, "c": NUMBER, "x": NUMBER},
    claimed(
        (
            r"if $3 b^2 \le 8 c$, which makes $f$ convex, then $f(x) \ge f(0)$.",
            r"the value $f(0)$ is the smallest of all, $f(x) \ge f(0)$, provided that $3 b^2 \le 8 c$ (then $f$ "
            r"is convex).",
        ),
        r"$f''(x) = 12 x^2 + 6 b x + 2 c$ has no sign change if $36 b^2 \le 96 c$, that is $3 b^2 \le 8 c$. For a "
        r"convex "
        "function every local minimum is a global one.",
        ("c > 0", "3 b^2 <= 8 c"),
        "x^4 + b x^3 + c x^2 >= 0",
        search(lambda b, c, x: 3 * b * b <= 8 * c, b=WITH_ZERO, c=POSITIVE, x=SMALL),
        "What is known about local minima of convex functions?",
    ),
    claimed(
        (
            r"since $f'(0) = 0$, so that 0 is stationary, $f(x) \ge f(0)$.",
            r"the value $f(0)$ is the smallest of all, $f(x) \ge f(0)$, because $f'(0) = 0$ (0 is "
            r"stationary).",
        ),
        r"A local minimum compares with near points only. $f(x) = x^2 (x^2 + b x + c)$ is negative somewhere if "
        r"$b^2 > 4 c$: then there is a lower minimum elsewhere. Convexity would exclude that.",
        ("c > 0",),
        "x^4 + b x^3 + c x^2 >= 0",
        search(
            lambda b, c, x: x**4 + b * x**3 + c * x**2 < 0,
            b=(-5, -4, -3, 3, 4, 5),
            c=(1, 2, 3),
            x=(-3, -2, -1, 1, 2, 3),
        ),
        "A local minimum need not be a global one, unless the function is convex.",
        "local-is-global-without-convexity",
    ),
    tex={"x^4 + b x^3 + c x^2": "f(x)"},
)

SADDLE = pair(
    "stationary-or-minimum",
    1,
    (
        r"For every symmetric $2 \times 2$ matrix $@A$ and the function $f(x) = \frac{1}{2} x^\top @A x$, at "
        r"every $@u$:",
        r"Let $f(x) = \frac{1}{2} x^\top @A x$ with a symmetric $@A \in \mathbb{R}^{2 \times 2}$, and let $@u \in "
        r"\mathbb{R}^2$.",
    ),
    r"$\nabla f(x) = @A x$ and $f(0) = 0$. Which sign can $@u^\top @A @u$ have?",
    {"A": SQUARE, "u": VECTOR},
    claimed(
        (
            r"if $\nabla f(0) = 0$ and $f$ is convex, then $f(@u) \ge f(0)$, and 0 is a minimiser.",
            r"from $\nabla f(0) = 0$ follows $f(@u) \ge f(0)$, provided that $f$ is convex.",
        ),
        r"For a convex function a zero gradient is sufficient: $f(@u) \ge f(0) + \nabla f(0)^\top @u = f(0)$. (Here "
        r"$f$ is convex exactly if $@A$ is positive semidefinite, that is if $\det(@A) \ge 0$ and "
        r"$\operatorname{tr}(@A) \ge 0$.)",
        (SYMMETRIC, "det(A) >= 0", "tr(A) >= 0"),
        "transpose(u) A u >= 0",
        search(anything, A=lambda draw: draw.choice((definite, semidefinite))(draw), u=vector),
        "A convex function lies above its tangents. What does a tangent with slope 0 say?",
    ),
    claimed(
        (
            r"if $\nabla f(0) = 0$ and $@A$ is invertible, then $f(@u) \ge f(0)$, and 0 is a minimiser.",
            r"from $\nabla f(0) = 0$ follows $f(@u) \ge f(0)$, provided that $@A$ is invertible.",
        ),
        r"A zero gradient is necessary for a minimum, and not sufficient: at a saddle point or a maximum it is 0 "
        r"as well. An "
        r"invertible $@A$ may have negative eigenvalues.",
        (SYMMETRIC, "det(A) != 0"),
        "transpose(u) A u >= 0",
        search(lambda a, u: a.det() != 0 and form(a, u) < 0, A=symmetric, u=vector),
        r"The gradient is 0 at saddle points, too.",
        "necessary-as-sufficient",
    ),
    tex=FORM_TEX,
)

COMBINED = pair(
    "sum-or-difference",
    1,
    (
        r"For all $a, c \ge 0$, so that $f(x) = a x^2$ and $g(x) = c x^2$ are convex,",
        r"If $f(x) = a x^2$ and $g(x) = c x^2$ are convex, that is $a, c \ge 0$, then",
    ),
    r"A function $k x^2$ is convex exactly if its second derivative $2k$ is at least 0.",
    {"a": NUMBER, "c": NUMBER},
    claimed(
        (r"the sum $f + g$ is convex.", r"$f + g$ is a convex function, too."),
        r"The second derivative of $f + g$ is $2a + 2c \ge 0$. Sums of convex functions are always convex: add the two "
        "inequalities.",
        ("a >= 0", "c >= 0"),
        "2 a + 2 c >= 0",
        search(anything, a=(0, 1, 2, 3, 4), c=(0, 1, 2, 3, 4)),
        "Add the inequalities that say that the two functions are convex.",
    ),
    claimed(
        (r"the difference $f - g$ is convex.", r"$f - g$ is a convex function, too."),
        r"The second derivative of $f - g$ is $2a - 2c$. The minus turns the inequality for $g$ round: $-g$ is "
        r"concave.",
        ("a >= 0", "c >= 0"),
        "2 a - 2 c >= 0",
        search(lambda a, c: a < c, a=(0, 1, 2, 3, 4), c=(1, 2, 3, 4, 5)),
        "What does the minus do to a convex function?",
    ),
)

SUBLEVEL = pair(
    "sublevel-sets",
    1,
    (
        r"For all $k > 0$, all real $x, y$ and the function $f$ with $f(x) = k x^3$, at the midpoint of $x$ and $y$:",
        r"Let $f$ be the function with $f(x) = k x^3$, where $k > 0$, and take any two points $x, y$ and their "
        r"midpoint.",
    ),
    "Compare the value at the midpoint with the values at the ends: with the larger one, and with their mean.",
    {"k": NUMBER, "x": NUMBER, "y": NUMBER},
    claimed(
        (
            r"the value there is at most the larger one of $f(x)$ and $f(y)$.",
            r"there $f$ is not larger than the maximum of $f(x)$ and $f(y)$.",
        ),
        r"$f$ increases and the midpoint lies between $x$ and $y$, so the value there is at most the larger of "
        r"the two. All "
        "sets of points with values up to a bound are intervals: such a function is called quasiconvex.",
        ("k > 0",),
        "k ((x + y)/2)^3 <= max(k x^3, k y^3)",
        search(lambda k, x, y: (x + y) % 2 == 0, k=(1, 2, 3), x=SMALL, y=SMALL),
        "An increasing function between two points: which end has the larger value?",
    ),
    claimed(
        (
            r"the value there is at most the mean of $f(x)$ and $f(y)$.",
            r"there $f$ is not larger than the mean of $f(x)$ and $f(y)$.",
        ),
        r"That is convexity, and $k x^3$ is not convex: for negative $x$ the second derivative $6 k x$ is "
        r"negative. It has "
        "convex sublevel sets all the same, so these do not make a function convex.",
        ("k > 0",),
        "k ((x + y)/2)^3 <= (k x^3 + k y^3)/2",
        search(lambda k, x, y: (x + y) % 2 == 0 and x + y < 0 and x != y, k=(1, 2, 3), x=SMALL, y=SMALL),
        "Where is the second derivative negative?",
    ),
    tex={
        "k ((x + y)/2)^3": r"f\left(\frac{x + y}{2}\right)",
        "max(k x^3, k y^3)": r"\max(f(x), f(y))",
        "(k x^3 + k y^3)/2": r"\frac{f(x) + f(y)}{2}",
    },
)

STEP_SIZE = pair(
    "step-against-gradient",
    1,
    (
        r"For every $@u \in \mathbb{R}^2$ with $@u \ne 0$ and the function $f(x) = \frac{1}{2} \|x\|^2$, a step from "
        r"$@u$ against the gradient,",
        r"Let $f(x) = \frac{1}{2} \|x\|^2$, and let $@u \in \mathbb{R}^2$ with $@u \ne 0$. A gradient step from $@u$,",
    ),
    r"The gradient at $@u$ is $@u$, so the new point is $(1 - k) @u$. How long is it?",
    {"u": VECTOR, "k": NUMBER},
    claimed(
        (
            r"with a step size $0 < k < 2$, makes $f$ smaller.",
            r"to $@u - k \nabla f(@u)$ with $0 < k < 2$, makes $f$ smaller.",
        ),
        r"$\|(1 - k) @u\|^2 = (1 - k)^2 \|@u\|^2$, and $|1 - k| < 1$ for $0 < k < 2$.",
        ("u != 0", "k > 0", "k < 2"),
        "transpose((1 - k) u) ((1 - k) u) < transpose(u) u",
        search(anything, u=vector, k=(Q(1, 2), 1, Q(3, 2))),
        r"For which $k$ is $|1 - k| < 1$?",
    ),
    claimed(
        (
            r"with a step size $k > 0$, makes $f$ smaller.",
            r"to $@u - k \nabla f(@u)$ with $k > 0$, makes $f$ smaller.",
        ),
        r"The negative gradient is a direction of descent, but only small steps along it go down: $\|(1 - k) @u\|^2 = "
        r"(1 - k)^2 \|@u\|^2$ is not smaller than $\|@u\|^2$ as soon as $k \ge 2$.",
        ("u != 0", "k > 0"),
        "transpose((1 - k) u) ((1 - k) u) < transpose(u) u",
        search(anything, u=vector, k=(2, 3, 4, 5)),
        "A step in the right direction can be too long.",
    ),
    tex={"transpose((1 - k) u) ((1 - k) u)": r"\|(1 - k) @u\|^2", "transpose(u) u": r"\|@u\|^2"},
)

DUALITY = pair(
    "weak-and-strong",
    1,
    (
        r"For all real numbers $a, b, c, d$, the entries of a matrix with the rows $(a, b)$ and $(c, d)$:",
        r"Let a matrix have the rows $(a, b)$ and $(c, d)$.",
    ),
    "Write down the smallest entry of each row and the largest one of each column.",
    {"a": NUMBER, "b": NUMBER, "c": NUMBER, "d": NUMBER},
    claimed(
        (
            "the largest of the row minima is at most the smallest of the column maxima.",
            "as weak duality says, the largest row minimum is at most the smallest column maximum.",
        ),
        "Each entry lies between the minimum of its row and the maximum of its column. So every row minimum is "
        "at most every "
        "column maximum: max-min is at most min-max.",
        (),
        "max(min(a, b), min(c, d)) <= min(max(a, c), max(b, d))",
        search(anything, a=SMALL, b=SMALL, c=SMALL, d=SMALL),
        "Take the entry where a row and a column meet.",
    ),
    claimed(
        (
            "the largest of the row minima is equal to the smallest of the column maxima.",
            "as strong duality says, the largest row minimum is equal to the smallest column maximum.",
        ),
        "Weak duality, max-min at most min-max, always holds; equality needs more, such as a saddle point or "
        "convexity with a "
        "constraint qualification. Here there may be a gap.",
        (),
        "max(min(a, b), min(c, d)) = min(max(a, c), max(b, d))",
        search(
            lambda a, b, c, d: max(min(a, b), min(c, d)) != min(max(a, c), max(b, d)),
            a=SMALL,
            b=SMALL,
            c=SMALL,
            d=SMALL,
        ),
        "Weak duality allows a gap. Try large entries on one diagonal and small ones on the other.",
    ),
    tex={
        "max(min(a, b), min(c, d))": r"\max(\min(a, b), \min(c, d))",
        "min(max(a, c), max(b, d))": r"\min(\max(a, c), \max(b, d))",
    },
)

SLACK = pair(
    "complementary-slackness",
    1,
    (
        r"To minimise $(x - a)^2$ subject to $x \le c$: the solution is $x^* = \min(a, c)$, with the multiplier "
        r"$\lambda = 2 \max(a - c, 0)$. For all real $a, c$,",
        r"The problem of minimising $(x - a)^2$ subject to $x \le c$ has the solution $x^* = \min(a, c)$ and the "
        r"multiplier "
        r"$\lambda = 2 \max(a - c, 0)$. Here",
    ),
    r"Complementary slackness says $\lambda (x^* - c) = 0$. Which of the two factors can be 0?",
    {"a": NUMBER, "c": NUMBER},
    claimed(
        (
            r"if the constraint is not active ($x^* < c$), then $\lambda = 0$.",
            r"the multiplier is 0, provided that $x^* < c$.",
        ),
        r"Complementary slackness: $\lambda (x^* - c) = 0$ with $x^* - c \ne 0$. A constraint that does not bind "
        r"could be left "
        "out.",
        ("min(a, c) < c",),
        "2 max(a - c, 0) = 0",
        search(lambda a, c: a < c, a=SMALL, c=SMALL),
        "A product is 0 and one factor is not.",
    ),
    claimed(
        (
            r"if the constraint is active ($x^* = c$), then $\lambda > 0$.",
            r"the multiplier is positive, provided that $x^* = c$.",
        ),
        r"Both factors of $\lambda (x^* - c) = 0$ may be 0: for $a = c$ the free minimum lies exactly on the "
        r"boundary, and the "
        "constraint is active without a force.",
        ("min(a, c) = c",),
        "2 max(a - c, 0) > 0",
        search(lambda a, c: a == c, a=WITH_ZERO, c=WITH_ZERO),
        "What if the free minimum happens to lie on the boundary?",
    ),
    tex={"min(a, c)": "x^*", "2 max(a - c, 0)": r"\lambda"},
)

# ------------------------------------------------------------------ level 2: first and second order

SECOND_ZERO = pair(
    "second-derivative-zero",
    2,
    (
        r"For all real numbers $b, c$, the function $f(x) = x^4 + b x^3 + c x^2$ has $f'(0) = 0$ and $f''(0) = 2c$.",
        r"Let $f(x) = x^4 + b x^3 + c x^2$, so that $f'(0) = 0$ and $f''(0) = 2c$.",
    ),
    r"Near 0 the lowest power that is there decides. Which one is it, for each $c$ that is allowed?",
    {"b": NUMBER, "c": NUMBER},
    claimed(
        (
            r"if $f''(0) > 0$, then $f$ has a local minimum at 0.",
            r"the condition $f''(0) > 0$ suffices for a local minimum at 0.",
        ),
        r"$f'(0) = 0$ and $f''(0) > 0$ are sufficient: near 0 the term $c x^2$ outweighs the higher powers.",
        ("2 c > 0",),
        "c > 0 or b = 0",
        search(lambda b, c: c > 0, b=WITH_ZERO, c=POSITIVE),
        "This is the sufficient condition of second order.",
        illustrated=False,
    ),
    claimed(
        (
            r"if $f''(0) \ge 0$, then $f$ has a local minimum at 0.",
            r"the condition $f''(0) \ge 0$ suffices for a local minimum at 0.",
        ),
        r"$f''(0) \ge 0$ is necessary for a local minimum, but not sufficient. With $c = 0$ and $b \ne 0$ the "
        r"term $b x^3$ "
        "decides near 0, and it changes its sign. There is a local minimum exactly if $c > 0$, or $c = 0$ and $b = 0$.",
        ("2 c >= 0",),
        "c > 0 or b = 0",
        search(lambda b, c: c == 0, b=(*SMALL, -5, 5, 6, -6, 7, -7), c=(0,)),
        r"Second order: $\ge$ is necessary, $>$ is sufficient.",
        "necessary-as-sufficient",
    ),
    tex={"2 c": "f''(0)", "c > 0 or b = 0": r"\text{“}f\text{ has a local minimum at }0\text{”}"},
)

STRICT = pair(
    "strict-minimum",
    2,
    (
        r"For all $a, c \ge 0$ that are not both 0, $f(x) = a x^4 + c x^2$ has a strict minimum at 0. In this case",
        r"Let $f(x) = a x^4 + c x^2$ with $a, c \ge 0$, not both 0, so that $f$ has a strict minimum at 0. Then always",
    ),
    r"$f''(0) = 2c$. Which values can $c$ have?",
    {"a": NUMBER, "c": NUMBER},
    claimed(
        (r"$f''(0) \ge 0$.", r"$f''(0) \ge 0$ holds."),
        r"This is the necessary condition of second order: here $f''(0) = 2c \ge 0$.",
        ("a >= 0", "c >= 0", "a + c > 0"),
        "2 c >= 0",
        search(lambda a, c: a + c > 0, a=(0, 1, 2, 3), c=(0, 1, 2, 3)),
        "What is necessary for a minimum?",
    ),
    claimed(
        (r"$f''(0) > 0$.", r"$f''(0) > 0$ holds."),
        r"A positive second derivative is sufficient for a strict minimum, but not necessary: $a x^4$ has a "
        r"strict minimum at 0 "
        r"with $f''(0) = 0$.",
        ("a >= 0", "c >= 0", "a + c > 0"),
        "2 c > 0",
        search(anything, a=(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), c=(0,)),
        r"Sufficient is not necessary: think of $x^4$.",
        "necessary-as-sufficient",
    ),
    tex={"2 c": "f''(0)"},
)

HESSIAN = (
    r"At a stationary point a function of two variables has the symmetric Hessian $@A$. For every direction $@u "
    r"\ne 0$:",
    r"Let $@A \in \mathbb{R}^{2 \times 2}$ be the (symmetric) Hessian at a stationary point, and $@u \ne 0$ a "
    r"direction.",
)
DETERMINANT = pair(
    "hessian-determinant",
    2,
    HESSIAN,
    "The determinant is the product of the eigenvalues, the trace is their sum.",
    {"A": SQUARE, "u": VECTOR},
    claimed(
        (
            r"if $\det(@A) > 0$ and $\operatorname{tr}(@A) > 0$, then $@u^\top @A @u > 0$, so there is a strict "
            r"local minimum.",
            r"there is a strict local minimum, $@u^\top @A @u > 0$, provided that determinant and trace of $@A$ "
            r"are positive.",
        ),
        "A positive product and a positive sum: both eigenvalues are positive, so the Hessian is positive "
        "definite, and that is "
        "sufficient.",
        (SYMMETRIC, "u != 0", "det(A) > 0", "tr(A) > 0"),
        "transpose(u) A u > 0",
        search(anything, A=definite, u=vector),
        "Two numbers with a positive product and a positive sum: which signs have they?",
    ),
    claimed(
        (
            r"if $\det(@A) > 0$ and $@A$ is invertible, then $@u^\top @A @u > 0$, so there is a strict local minimum.",
            r"there is a strict local minimum, $@u^\top @A @u > 0$, provided that $@A$ is invertible with a positive "
            "determinant.",
        ),
        "A positive determinant says that both eigenvalues have the same sign. They may both be negative: then "
        "there is a "
        "maximum.",
        (SYMMETRIC, "u != 0", "det(A) > 0"),
        "transpose(u) A u > 0",
        search(anything, A=lambda draw: -definite(draw), u=vector),
        "Two numbers with a positive product: which signs can they have?",
        "necessary-as-sufficient",
    ),
    tex=FORM_TEX,
)

AXES = pair(
    "hessian-diagonal",
    2,
    (
        r"At a stationary point a function of two variables has the symmetric Hessian $@A$. In every such case,",
        r"Let $@A \in \mathbb{R}^{2 \times 2}$ be the (symmetric) Hessian at a stationary point.",
    ),
    r"The diagonal entries are $x^\top @A x$ for the unit vectors. What about other directions?",
    {"A": SQUARE},
    claimed(
        (
            r"if $@A$ is positive definite, then its diagonal entries are positive.",
            r"the diagonal entries are positive, provided that $@A$ is positive definite.",
        ),
        r"A positive definite matrix gives $x^\top @A x > 0$ for every $x \ne 0$, so also for the unit vectors $e_1$ "
        r"and $e_2$, and $e_i^\top @A e_i$ is the $i$-th diagonal entry.",
        (SYMMETRIC, "det(A) > 0", "tr(A) > 0"),
        "transpose([1, 0]) A [1, 0] > 0 and transpose([0, 1]) A [0, 1] > 0",
        search(anything, A=definite),
        "Put the unit vectors into the quadratic form.",
    ),
    claimed(
        (
            r"if the diagonal entries of $@A$ are positive, then $@A$ is positive definite.",
            r"the matrix is positive definite, provided that its diagonal entries are positive.",
        ),
        "The diagonal tells about the directions of the axes only. A large entry beside the diagonal makes an "
        "eigenvalue "
        "negative: then the point is a saddle.",
        (SYMMETRIC, "transpose([1, 0]) A [1, 0] > 0", "transpose([0, 1]) A [0, 1] > 0"),
        "det(A) > 0 and tr(A) > 0",
        search(
            lambda a: a.det() < 0,
            A=lambda draw: Matrix(
                [[draw.integer(1, 3), k := draw.sign() * draw.integer(3, 5)], [k, draw.integer(1, 3)]]
            ),
        ),
        "Positive along both axes does not mean positive between them.",
        "necessary-as-sufficient",
    ),
    tex={
        "det(A) > 0 and tr(A) > 0": r"\text{“}@A\text{ is positive definite”}",
        "transpose([1, 0]) A [1, 0] > 0 and transpose([0, 1]) A [0, 1] > 0": (
            r"\text{“the diagonal entries of }@A\text{ are positive”}"
        ),
        "transpose([1, 0]) A [1, 0]": r"e_1^\top @A e_1",
        "transpose([0, 1]) A [0, 1]": r"e_2^\top @A e_2",
    },
)


def _between(draw: Draw, numbers: Any) -> dict[str, Any]:
    """A point between the two parabolas, close to the origin."""
    x = Q(draw.sign(), draw.choice((2, 3, 4)))
    p, q = numbers["p"], numbers["q"]
    return {"x": x, "y": x * x * Q(2 * p + draw.integer(1, 2 * (q - p) - 1), 2)}


def _parabolas(draw: Draw) -> dict[str, Any]:
    p = draw.integer(1, 3)
    return {"p": p, "q": p + draw.integer(1, 3), "r": draw.choice((5, 10))}


def _somewhere(draw: Draw, numbers: Any) -> dict[str, Any]:
    return {"x": Q(draw.integer(-3, 3), 4), "y": Q(draw.integer(-3, 3), 4)}


PEANO = pair(
    "along-every-line",
    2,
    (
        r"The function $@function$ has a local minimum at $(0, 0)$ along every straight line through this point. "
        r"At every "
        r"point "
        r"$(x, y)$ with $|x| \le 1$:",
        r"Along every straight line through $(0, 0)$ the function $@function$ has a local minimum at this point. "
        r"For all "
        r"$(x, y)$ with "
        r"$|x| \le 1$:",
    ),
    r"Find all points at which the function is 0. Which signs has it at the other points?",
    {"x": NUMBER, "y": NUMBER},
    claimed(
        (r"the value is at least $f(0, 0) = 0$.", r"it holds that $f(x, y) \ge f(0, 0) = 0$."),
        r"Here the function is a sum of squares, so its values are at least 0 everywhere. (The minimum along "
        r"lines alone would "
        "not show that.)",
        ("abs(x) <= 1",),
        "(y - {p} x^2)^2 + {q} x^4 >= 0",
        _somewhere,
        "Look at the terms: which sign has each?",
        numbers=lambda draw: _named(_parabolas(draw), True),
    ),
    claimed(
        (r"the value is at least $f(0, 0) = 0$.", r"it holds that $f(x, y) \ge f(0, 0) = 0$."),
        r"Between the parabolas $y = @*p x^2$ and $y = @*q x^2$ the two factors have different signs, and these "
        r"points come as "
        r"close to $(0, 0)$ as you like. Every straight line leaves that region near the origin, so along lines "
        r"nothing is seen "
        "of it.",
        ("abs(x) <= 1",),
        "(y - {p} x^2) (y - {q} x^2) >= 0",
        _between,
        "A minimum along every line is not a local minimum: look along a curve.",
        "necessary-as-sufficient",
        numbers=lambda draw: _named(_parabolas(draw), False),
    ),
    tex={"(y - {p} x^2)^2 + {q} x^4": "f(x, y)", "(y - {p} x^2) (y - {q} x^2)": "f(x, y)"},
)


def _named(numbers: dict[str, Any], squares: bool) -> dict[str, Any]:
    """The formula of the function, for the text."""
    p, q = ("" if numbers[key] == 1 else str(numbers[key]) for key in ("p", "q"))
    tex = rf"(y - {p}x^2)^2 + {q}x^4" if squares else rf"(y - {p}x^2)(y - {q}x^2)"
    return {**numbers, "function": Tex(f"f(x, y) = {tex}")}


CONSTRAINED = pair(
    "constrained-minimum",
    2,
    (
        r"For all $a, b, c$ with $a \ne 0$, the point of the line $ax + by = c$ that is closest to 0 minimises "
        r"$f(x, y) = x^2 + y^2$ on this line. At this point $\frac{c}{a^2 + b^2} (a, b)$",
        r"Minimise $f(x, y) = x^2 + y^2$ subject to $ax + by = c$ with $a \ne 0$: the solution is the point "
        r"$\frac{c}{a^2 + b^2} (a, b)$. There",
    ),
    r"Compute the gradient $(2x, 2y)$ at the solution. To what is it parallel?",
    {"a": NUMBER, "b": NUMBER, "c": NUMBER},
    claimed(
        (
            r"the gradient of $f$ is a multiple of $(a, b)$.",
            r"the gradient of $f$ is parallel to the gradient $(a, b)$ of the constraint, or 0.",
        ),
        r"The gradient is $\frac{2c}{a^2 + b^2} (a, b)$. This is the condition with a Lagrange multiplier: along "
        r"the line the "
        "function does not change to first order. (Two vectors of the plane are parallel if their determinant is 0.)",
        ("a != 0",),
        "(2 a c/(a^2 + b^2)) b - (2 b c/(a^2 + b^2)) a = 0",
        search(anything, a=SMALL, b=WITH_ZERO, c=SMALL),
        "Lagrange: what is the gradient at a constrained minimum?",
        illustrated=False,
    ),
    claimed(
        (
            r"the gradient of $f$ is the zero vector.",
            r"the gradient of $f$ is 0, as at every minimum.",
        ),
        r"A zero gradient is the condition for a minimum without constraints. On the line only the part of the "
        r"gradient along the line has to be 0. The whole gradient is $\frac{2c}{a^2 + b^2} (a, b)$, with the first "
        r"entry $\frac{2ac}{a^2 + b^2}$.",
        ("a != 0",),
        "2 a c/(a^2 + b^2) = 0",
        search(anything, a=SMALL, b=WITH_ZERO, c=SMALL),
        "Which part of the gradient has to be 0 if you may only move along a line?",
        "necessary-as-sufficient",
    ),
    tex={"2 a c/(a^2 + b^2)": r"\frac{\partial f}{\partial x}"},
)

PAIRS = (
    UNIQUE,
    LOCAL_GLOBAL,
    SADDLE,
    COMBINED,
    SUBLEVEL,
    STEP_SIZE,
    DUALITY,
    SLACK,
    SECOND_ZERO,
    STRICT,
    DETERMINANT,
    AXES,
    PEANO,
    CONSTRAINED,
)
