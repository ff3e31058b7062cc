"""Statements of level 3: rates of gradient descent, Newton's method, stochastic gradients."""

from __future__ import annotations

from typing import Any

from question_bank._facts_common import POSITIVE, SMALL, WITH_ZERO, anything, claimed, pair, search
from question_bank.opt._facts_conditions import SQUARE, SYMMETRIC, VECTOR, definite, vector
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.markup.source import Tex, latex_of

NUMBER = None
RATES = (Q(1, 4), Q(1, 2), Q(1, 3), Q(3, 4))

STEP_BOUND = pair(
    "step-bound",
    3,
    (
        r"For every $a > 0$ and every $x \ne 0$, a step of gradient descent with step size $s > 0$ for $f(x) = "
        r"\frac{a}{2} x^2$",
        r"Gradient descent for $f(x) = \frac{a}{2} x^2$ with $a > 0$ starts at $x \ne 0$. A step of size $s > 0$",
    ),
    r"The new point is $(1 - sa) x$. When is it closer to 0 than $x$?",
    {"a": NUMBER, "s": NUMBER, "x": NUMBER},
    claimed(
        (
            r"comes closer to the minimiser 0 if $s < \frac{2}{a}$.",
            r"leads to a point closer to the minimiser 0, provided that $s < \frac{2}{a}$.",
        ),
        r"The new point is $x - s a x = (1 - sa) x$, and $|1 - sa| < 1$ exactly if $0 < s < \frac{2}{a}$. The "
        r"curvature decides "
        "how long a step may be.",
        ("a > 0", "s > 0", "x != 0", "s a < 2"),
        "abs((1 - s a) x) < abs(x)",
        search(lambda a, s, x: s * a < 2, a=POSITIVE, s=RATES, x=SMALL),
        r"When is $|1 - sa| < 1$?",
    ),
    claimed(
        (
            r"comes closer to the minimiser 0 if $s < 1$.",
            r"leads to a point closer to the minimiser 0, provided that $s < 1$.",
        ),
        r"The new point is $(1 - sa) x$. For a large curvature $a$ also a step size below 1 overshoots: it is too "
        r"long as soon "
        r"as $s \ge \frac{2}{a}$.",
        ("a > 0", "s > 0", "x != 0", "s < 1"),
        "abs((1 - s a) x) < abs(x)",
        search(lambda a, s, x: s * a >= 2, a=(3, 4, 5, 6, 8, 10), s=RATES, x=SMALL),
        "No fixed step size is small enough for every curvature.",
    ),
)

NEWTON_EXACT = pair(
    "newton-in-one-step",
    3,
    (
        r"For all $a \ge 0$, $c > 0$ and every $x$, Newton's method for the convex function $f(x) = a x^4 + c "
        r"x^2$ with the "
        r"minimiser 0",
        r"Let $f(x) = a x^4 + c x^2$ with $a \ge 0$ and $c > 0$, which is convex and has the minimiser 0. "
        r"Newton's method",
    ),
    r"A Newton step is $x - \frac{f'(x)}{f''(x)}$. For which functions is $f'$ a straight line?",
    {"a": NUMBER, "c": NUMBER, "x": NUMBER},
    claimed(
        (
            r"reaches 0 in one step from $x$, if $f$ is quadratic ($a = 0$).",
            r"needs a single step from any $x$, provided that $f$ is quadratic ($a = 0$).",
        ),
        r"Newton's method minimises the second-order Taylor polynomial, and for a quadratic function that is the "
        r"function "
        r"itself: $x - \frac{2cx}{2c} = 0$.",
        ("a = 0", "c > 0"),
        "x - (4 a x^3 + 2 c x)/(12 a x^2 + 2 c) = 0",
        search(anything, a=(0,), c=POSITIVE, x=SMALL),
        "What does a Newton step minimise?",
    ),
    claimed(
        (
            r"reaches 0 in one step from $x$, if $f$ is strictly convex ($c > 0$).",
            r"needs a single step from any $x$, provided that $f$ is strictly convex ($c > 0$).",
        ),
        r"A Newton step goes to the minimum of the second-order Taylor polynomial. If $a > 0$, that is not the "
        r"minimum of $f$: "
        r"the step gets close, but $x - \frac{4 a x^3 + 2 c x}{12 a x^2 + 2 c} \ne 0$ for $x \ne 0$.",
        ("a >= 0", "c > 0"),
        "x - (4 a x^3 + 2 c x)/(12 a x^2 + 2 c) = 0",
        search(anything, a=(1, 2, 3), c=POSITIVE, x=(-2, -1, 1, 2)),
        "One step suffices where the function is its own second-order Taylor polynomial.",
    ),
    tex={"x - (4 a x^3 + 2 c x)/(12 a x^2 + 2 c)": r"x - \frac{f'(x)}{f''(x)}"},
)

NEWTON_DOWN = pair(
    "newton-goes-down",
    3,
    (
        r"For all $a \ne 0$, all $c$ and the function $f(x) = a x^2 + c x$, a Newton step from any $x$",
        r"Let $f(x) = a x^2 + c x$ with $a \ne 0$. From every $x$ a Newton step",
    ),
    r"The step leads to $-\frac{c}{2a}$. What stands there, a minimum or a maximum?",
    {"a": NUMBER, "c": NUMBER, "x": NUMBER},
    claimed(
        (
            r"leads to a stationary point of $f$.",
            r"ends where $f' = 0$.",
        ),
        r"$x - \frac{2ax + c}{2a} = -\frac{c}{2a}$, and there $f'$ is 0. Newton's method solves $f'(x) = 0$; for "
        r"a quadratic "
        "function it does so in one step.",
        ("a != 0",),
        "2 a (x - (2 a x + c)/(2 a)) + c = 0",
        search(anything, a=SMALL, c=WITH_ZERO, x=SMALL),
        "Which equation does Newton's method solve?",
    ),
    claimed(
        (
            r"leads to a point where $f$ is at most $f(x)$.",
            r"ends where $f$ is not larger than at the start.",
        ),
        r"Newton's method looks for a stationary point, of whatever kind. For $a < 0$ the point $-\frac{c}{2a}$ "
        r"is the maximum, "
        "and the step goes uphill. In several variables it may go to a saddle in the same way.",
        ("a != 0",),
        "a (x - (2 a x + c)/(2 a))^2 + c (x - (2 a x + c)/(2 a)) <= a x^2 + c x",
        search(lambda a, c, x: a < 0 and 2 * a * x + c != 0, a=(-4, -3, -2, -1), c=WITH_ZERO, x=SMALL),
        r"What kind of point is $-\frac{c}{2a}$ if $a < 0$?",
        "necessary-as-sufficient",
    ),
    tex={
        "2 a (x - (2 a x + c)/(2 a)) + c": "f'(x_1)",
        "a (x - (2 a x + c)/(2 a))^2 + c (x - (2 a x + c)/(2 a))": "f(x_1)",
        "a x^2 + c x": "f(x)",
    },
)

RATE = pair(
    "rate-and-condition",
    3,
    (
        r"A quadratic function whose Hessian has the eigenvalues $a$ and $c$ with $0 < a \le c$ is minimised by "
        r"gradient descent "
        r"with step size $\frac{1}{c}$. In each step",
        r"Let $0 < a \le c$ be the eigenvalues of the Hessian of a quadratic function. Gradient descent with step size "
        r"$\frac{1}{c}$ has the property that in each step",
    ),
    r"Along an eigenvector to the eigenvalue $a$ the error is multiplied by $1 - \frac{a}{c}$.",
    {"a": NUMBER, "c": NUMBER},
    claimed(
        (
            "the error along the first eigenvector gets smaller.",
            "the error in the direction of the smaller curvature gets smaller.",
        ),
        r"It is multiplied by $1 - \frac{a}{c}$, which is less than 1 and at least 0. This is linear convergence; "
        r"the condition "
        r"number $\frac{c}{a}$ decides how fast.",
        ("a > 0", "a <= c"),
        "1 - a/c < 1",
        search(lambda a, c: a < c, a=POSITIVE, c=(1, 2, 3, 4, 5, 6, 8, 10, 12)),
        "By what factor is the error multiplied?",
    ),
    claimed(
        (
            "the error along the first eigenvector is at least halved.",
            "the error in the direction of the smaller curvature is at least halved.",
        ),
        r"It is multiplied by $1 - \frac{a}{c}$. For a large condition number $\frac{c}{a}$ that is close to 1, "
        r"and progress is "
        "slow: no factor holds for all functions.",
        ("a > 0", "a <= c"),
        "2 (1 - a/c) <= 1",
        search(lambda a, c: 2 * a < c, a=POSITIVE, c=(3, 4, 5, 6, 8, 10, 12, 20)),
        "Take a long narrow valley: a large condition number.",
    ),
)


def _valley(draw: Draw) -> dict[str, Any]:
    """A diagonal matrix with two eigenvalues, a start with both components, and the step that is taken."""
    p, q = draw.sample((1, 2, 3, 4), 2)
    u = Vector([draw.sign(), draw.sign()])
    a = Matrix([[p, 0], [0, q]])
    g = a @ u
    length = g.dot(g) / g.dot(a @ g)
    return {
        "p": p,
        "q": q,
        "start": u,
        "slope": Tex(latex_of(g)),
        "length": Tex(latex_of(length)),
        "end": Tex(latex_of(u - g * length)),
    }


SEARCH_NEW = (
    "A u - ((transpose(A u) A u)/(transpose(A u) A A u)) A A u",
    r"\nabla f(x_1)",
)
LINE_SEARCH = pair(
    "exact-line-search",
    3,
    (
        r"For every positive definite $@A \in \mathbb{R}^{2 \times 2}$, $f(x) = \frac{1}{2} x^\top @A x$ and "
        r"every start "
        r"$@u \ne 0$: one step of steepest descent with exact line search leads to a point $x_1$ where",
        r"Let $f(x) = \frac{1}{2} x^\top @A x$ with a positive definite $@A \in \mathbb{R}^{2 \times 2}$. From "
        r"$@u \ne 0$ a step "
        r"against the gradient, as long as $f$ falls, ends at a point $x_1$ where",
    ),
    r"At the end of the step the derivative of $f$ along the direction of the step is 0.",
    {"A": SQUARE, "u": VECTOR},
    claimed(
        (
            r"the gradient is orthogonal to the gradient at $@u$.",
            r"the new gradient and the old one are orthogonal.",
        ),
        r"Along the line through $@u$ in the direction of the gradient $g = @A @u$ the minimum is reached where "
        r"the derivative "
        r"$\nabla f(x_1)^\top g$ is 0. So steepest descent goes in zigzag.",
        (SYMMETRIC, "det(A) > 0", "tr(A) > 0", "u != 0"),
        f"transpose(A u) ({SEARCH_NEW[0]}) = 0",
        search(anything, A=definite, u=vector),
        "What is the derivative along the line at its lowest point?",
    ),
    claimed(
        (
            r"the gradient is 0, that is at the minimiser.",
            r"the new gradient is 0, so that no further step is needed.",
        ),
        (
            r"Only the part of the gradient along the line is 0 there. Unless $@u$ is an eigenvector of $@A$, the "
            r"gradient at $x_1$ is not 0: steepest descent goes on in zigzag.",
            r"With the gradient $g = @A @u$ the step ends at $x_1 = @u - t g$, where the step length is "
            r"$t = \frac{g^\top g}{g^\top @A g}$. In the counterexample that follows, $g = @slope$, $t = @length$ and "
            r"$x_1 = @end$; the new gradient is $@A x_1$.",
        ),
        (SYMMETRIC, "det(A) > 0", "tr(A) > 0", "u != 0"),
        f"{SEARCH_NEW[0]} = 0",
        lambda draw, numbers: {"A": Matrix([[numbers["p"], 0], [0, numbers["q"]]]), "u": numbers["start"]},
        "The line search looks at one direction only. What about the other one?",
        numbers=_valley,
    ),
    tex={
        SEARCH_NEW[0]: SEARCH_NEW[1],
        f"transpose(A u) ({SEARCH_NEW[0]})": r"\nabla f(@u)^\top \nabla f(x_1)",
    },
)

LOSSES = (
    r"The loss of two data points $p, q$ is $f(x) = \frac{1}{2} \left( (x - p)^2 + (x - q)^2 \right)$. Its "
    r"stochastic gradient "
    r"at $x$ is $2 (x - p)$ or $2 (x - q)$, each with probability $\frac{1}{2}$.",
    r"Let $f(x) = \frac{1}{2} \left( (x - p)^2 + (x - q)^2 \right)$. A stochastic gradient uses one of the two "
    r"points at random: "
    r"$2 (x - p)$ or $2 (x - q)$.",
)
POINTS = {"p": NUMBER, "q": NUMBER, "x": NUMBER}
UNBIASED = pair(
    "stochastic-gradient",
    3,
    LOSSES,
    r"$f'(x) = (x - p) + (x - q)$. Compare it with the two stochastic gradients.",
    POINTS,
    claimed(
        (
            r"the expected value of the stochastic gradient is $f'(x)$.",
            r"on average the stochastic gradient is $f'(x)$.",
        ),
        r"$\frac{1}{2} \cdot 2 (x - p) + \frac{1}{2} \cdot 2 (x - q) = (x - p) + (x - q) = f'(x)$: the estimate "
        r"is unbiased.",
        (),
        "(2 (x - p) + 2 (x - q))/2 = (x - p) + (x - q)",
        search(anything, p=SMALL, q=SMALL, x=WITH_ZERO),
        "Take the mean of the two.",
    ),
    claimed(
        (
            r"the first stochastic gradient, $2 (x - p)$, is $f'(x)$.",
            r"in each case, also for $p$, the stochastic gradient is $f'(x)$.",
        ),
        r"It is right on average only. For one point it differs from $f'(x) = 2x - p - q$ by $q - p$: this is the "
        r"noise of the "
        "method.",
        (),
        "2 (x - p) = (x - p) + (x - q)",
        search(lambda p, q, x: p != q, p=SMALL, q=SMALL, x=WITH_ZERO),
        "An unbiased estimate is right on average. Is it right each time?",
    ),
    tex={"(x - p) + (x - q)": "f'(x)"},
)

SGD_STEP = pair(
    "stochastic-step",
    3,
    LOSSES,
    r"Compute $f$ before and after the step, with $x$ near the middle of $p$ and $q$.",
    POINTS,
    claimed(
        (
            r"a step with the full gradient, from $x$ to $x - \frac{1}{4} f'(x)$, never makes $f$ larger.",
            r"moving from $x$ to $x - \frac{1}{4} f'(x)$ never increases $f$.",
        ),
        r"$f''(x) = 2$, so every step size up to $\frac{2}{2} = 1$ goes down, or stays at the minimum.",
        (),
        "((x - (2 x - p - q)/4 - p)^2 + (x - (2 x - p - q)/4 - q)^2)/2 <= ((x - p)^2 + (x - q)^2)/2",
        search(anything, p=SMALL, q=SMALL, x=WITH_ZERO),
        "Which step sizes are safe for a function with second derivative 2?",
    ),
    claimed(
        (
            r"a step with one point, from $x$ to $x - \frac{1}{4} \cdot 2 (x - p)$, never makes $f$ larger.",
            r"moving from $x$ to $x - \frac{1}{4} \cdot 2 (x - p)$ never increases $f$.",
        ),
        r"The step makes the loss of $p$ smaller, but it may make that of $q$ larger by more. Near the minimum, "
        r"between the two "
        "points, that happens: stochastic gradient descent goes down on average, not in every step.",
        (),
        "((x - (x - p)/2 - p)^2 + (x - (x - p)/2 - q)^2)/2 <= ((x - p)^2 + (x - q)^2)/2",
        search(
            lambda p, q, x: (
                (2 * (x + p) - 4 * p) ** 2 + (2 * (x + p) - 4 * q) ** 2 > 16 * ((x - p) ** 2 + (x - q) ** 2)
            ),
            p=SMALL,
            q=SMALL,
            x=WITH_ZERO,
        ),
        "What does the step do to the loss of the other point?",
    ),
    tex={
        "((x - (2 x - p - q)/4 - p)^2 + (x - (2 x - p - q)/4 - q)^2)/2": "f(x_1)",
        "((x - (x - p)/2 - p)^2 + (x - (x - p)/2 - q)^2)/2": "f(x_1)",
        "((x - p)^2 + (x - q)^2)/2": "f(x)",
    },
)

AT_MINIMUM = pair(
    "noise-at-minimum",
    3,
    (
        r"The loss of two data points $p, q$ is $f(x) = \frac{1}{2} \left( (x - p)^2 + (x - q)^2 \right)$, with "
        r"the minimiser "
        r"$\frac{p + q}{2}$. At the minimiser",
        r"Let $f(x) = \frac{1}{2} \left( (x - p)^2 + (x - q)^2 \right)$; its minimiser is $\frac{p + q}{2}$. There",
    ),
    r"Put $x = \frac{p + q}{2}$ into $(x - p)$ and $(x - q)$.",
    {"p": NUMBER, "q": NUMBER},
    claimed(
        (
            r"the gradients $x - p$ and $x - q$ of the two points add up to 0.",
            r"the sum of the single gradients $x - p$ and $x - q$ is 0.",
        ),
        r"$f'(x) = (x - p) + (x - q)$ is 0 at the minimiser: the single gradients cancel.",
        (),
        "((p + q)/2 - p) + ((p + q)/2 - q) = 0",
        search(lambda p, q: p != q, p=SMALL, q=SMALL),
        "Which condition does the minimiser satisfy?",
        illustrated=False,
    ),
    claimed(
        (
            r"the gradients $x - p$ and $x - q$ of the two points are both 0.",
            r"the first of the single gradients $x - p$ and $x - q$ is 0, and so is the second.",
        ),
        r"They cancel, but each of them is different from 0 if $p \ne q$. So with a constant step size stochastic "
        r"gradient "
        "descent does not stay at the minimiser; step sizes have to decrease.",
        (),
        "(p + q)/2 - p = 0 and (p + q)/2 - q = 0",
        search(lambda p, q: p != q, p=SMALL, q=SMALL),
        "A sum is 0. Are its terms?",
    ),
    tex={"(p + q)/2 - p": "x - p", "(p + q)/2 - q": "x - q"},
)

PAIRS = (STEP_BOUND, NEWTON_EXACT, NEWTON_DOWN, RATE, LINE_SEARCH, UNBIASED, SGD_STEP, AT_MINIMUM)
