"""Write gradient descent: with a fixed number of steps, with a stopping rule, and with refinements of the step.

Levels: 1 a fixed number of steps (the end point, the whole path, a falling rate, a least-squares loss); 2 stopping by
the gradient, by the length of a step or by the decrease, and the choice of a start and a rate for a goal; 3
backtracking, exact line search, momentum, and split steps (projection, soft threshold). (MML 7.1, 7.2.)
Checked by other methods: the closed form of descent on a quadratic by eigenvectors, plain recursion in fractions
or with lists, brute force over steps. The learner's code itself is judged in the sandbox.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from quizgen.draw import Draw
from quizgen.exercise import exercise

from ._written import Arguments, Given, Made, Task, Tasks, Wrong, full_rank, listed, shown, vector

ASCENT = "You move along the gradient, where the function grows. To make it smaller, go against the gradient."
ALIAS = (
    "Every entry of your list is the same array, which later steps change in place: in the end all rows show the last "
    "point. Append a copy, or make a new array in each step."
)
OLD_POINT = (
    "Your stopping test looks at the point before the update, although the update has been made: you notice one step "
    "late. Test the point that you would return."
)
SAME_POINT = (
    "Your stopping test compares a point with itself: when it runs, the old point has been overwritten already, so the "
    "distance is 0 at once. Keep the old point until the test is done."
)


# ------------------------------------------------------------------ functions to descend on


class Bowl:
    """The quadratic f(x) = x^T A x / 2 - b^T x with a positive definite A."""

    def __init__(self, a: Arguments, b: tuple[float, ...]) -> None:
        self.a, self.b = a, b

    @property
    def gradient(self) -> str:
        """Its gradient as an expression."""
        return f"lambda x: np.array({listed(self.a)}) @ x - np.array({listed(self.b)})"

    @property
    def value(self) -> str:
        """Itself as an expression."""
        return f"lambda x: x @ np.array({listed(self.a)}) @ x / 2 - np.array({listed(self.b)}) @ x"


def _bowl(draw: Draw, d: int = 2) -> Bowl:
    """A small quadratic with eigenvalues between 1 and 8."""
    if d == 1:
        return Bowl(((draw.integer(1, 4),),), (draw.integer(-4, 4),))
    if d == 3:
        return Bowl(((2, 1, 0), (1, 3, 1), (0, 1, 2)), vector(draw, 3, 4))
    p, q, r = draw.choice(((2, 0, 4), (1, 0, 3), (2, 1, 2), (3, 1, 3), (3, -1, 3), (2, -1, 2), (2, 1, 3), (4, 2, 4)))
    return Bowl(((p, q), (q, r)), vector(draw, 2, 4))


def _example(draw: Draw) -> tuple[str, tuple[float, ...]]:
    """A gradient that is easy to read, and a start."""
    a, b = draw.choice(((2, 3), (1, 2), (2, 1), (1, 3), (3, 2)))
    c = draw.integer(1, 3)
    text = draw.choice((f"np.array([{a} * x[0], {b} * x[1]])".replace("1 * ", ""), f"2 * (x - {c})", f"x - {c}"))
    return f"lambda x: {text}", tuple(float(draw.integer(-4, 4, avoid=(0, c))) for _ in range(2))


# ------------------------------------------------------------------ other methods


def linear_part(grad: Callable[[Any], Any], d: int) -> tuple[Any, Any]:
    """A and b of a gradient A x - b, from its values at unit vectors."""
    start = np.asarray(grad(np.zeros(d)), dtype=float)
    return np.stack([grad(e) - start for e in np.eye(d)], axis=1), -start


def closed_form(grad: Callable[[Any], Any], x: Any, rates: list[float]) -> Any:
    """The point after steps with these rates, from the eigenvectors of A: each error shrinks by 1 - rate λ."""
    a, b = linear_part(grad, len(x))
    best = np.linalg.lstsq(a, b, rcond=None)[0]
    values, q = np.linalg.eigh(a)
    factors = [math.prod(1 - r * float(v) for r in rates) for v in values]
    return best + q @ (np.array(factors) * (q.T @ (x - best)))


def whole_path(grad: Callable[[Any], Any], x: Any, rates: list[float]) -> Any:
    """All points, each from the closed form."""
    return np.array([closed_form(grad, x, rates[:k]) for k in range(len(rates) + 1)])


def _told(path: Any, count: int = 3) -> str:
    return ", ".join(f"`{shown(p)}`" for p in path[1 : count + 1])


# ------------------------------------------------------------------ level 1: fixed steps


def _starts(draw: Draw) -> tuple[Arguments, ...]:
    """Gradients and starts: three numbers, one number, integers, the minimum itself."""
    wide, flat = _bowl(draw, 3), _bowl(draw, 1)
    return (
        (wide.gradient, (1.0, -2.0, draw.integer(1, 4) + 0.5)),
        (flat.gradient, (draw.integer(3, 6) + 0.5,)),
        (_bowl(draw).gradient, vector(draw, 2, 5)),
        ("lambda x: 2 * (x - 3)", (3.0, 3.0)),
    )


def draw_end(draw: Draw) -> Given:
    kind = draw.choice(("end", "path"))
    falling = draw.flip()
    name = draw.choice(
        ("descend", "gradient_descent", "run_descent") if kind == "end" else ("descent_path", "trajectory", "history")
    )
    rates = draw.sample((0.05, 0.1, 0.125, 0.2), 3)
    starts = _starts(draw)
    cases = (
        (*starts[0], rates[0], 5),
        (*starts[1], rates[1], 4),
        (*starts[2], rates[2], 3),
        (*starts[3], 0.1, 2),
        (*starts[0], 0.1, 0),
    )
    example = (*_example(draw), draw.choice((0.25, 0.125)), draw.integer(2, 3))
    return Given("end", (name, kind, falling), example, cases)


def end(grad: Any, x0: Any, rate: float, steps: int, kind: str, falling: bool) -> Made:
    """A fixed number of steps: the last point or all of them."""
    path = kind == "path"

    def rates(rate: float, steps: int) -> list[float]:
        return [rate / (k + 1) if falling else rate for k in range(steps)]

    def oracle(grad: Any, x0: Any, rate: float, steps: int) -> Any:
        return (whole_path if path else closed_form)(grad, x0, rates(rate, steps))

    step = "rate / (k + 1)" if falling else "rate"
    k = "k" if falling else "_"
    opening = ("x = x0.astype(float)", *(("path = [x]",) if path else ()))
    record = ("    path.append(x)",) if path else ()
    last = "return np.array(path)" if path else "return x"

    def body(update: str) -> tuple[str, ...]:
        return (*opening, f"for {k} in range(steps):", f"    {update}", *record, last)

    points = whole_path(grad, x0, rates(rate, steps))
    wrong = [Wrong("ascent", ASCENT, body(f"x = x + {step} * grad(x)"))]
    if path:
        wrong.append(Wrong("history-alias", ALIAS, body(f"x -= {step} * grad(x)")))
    rule = (
        "$x_{k+1} = x_k - \\frac{\\gamma}{k + 1} \\nabla f(x_k)$ for $k = 0, 1, \\dots$"
        if falling
        else "$x_{k+1} = x_k - \\gamma \\nabla f(x_k)$ for $k = 0, 1, \\dots$"
    )
    return Made(
        statement="`grad` is a function that returns the gradient of $f$ at an array. Start at `x0` and run "
        f"gradient descent, {rule}, where $\\gamma$ is the number `rate`. The number of steps is given as `steps`. "
        + (
            "Return all points as an array with `steps + 1` rows, the start first."
            if path
            else "Return the last point, $x_k$ with $k$ the number of steps."
        ),
        properties=(
            "`x0` is an array of any length; it may hold integers, and it is not changed.",
            "With `steps = 0` " + ("the result has one row, the start." if path else "the result is the start itself."),
            *(
                ("The rate of the first step is $\\gamma$, that of the second $\\gamma / 2$, and so on.",)
                if falling
                else ()
            ),
        ),
        parameters="grad, x0, rate, steps",
        body=body(f"x = x - {step} * grad(x)"),
        steps=(
            "Make a copy of the start in floats. In an array of integers a step in place fails, and without a copy it "
            "would change the caller's array.",
            f"In the example the gradient at the start is `{shown(np.asarray(grad(x0), dtype=float))}`, so the first "
            f"step leads to `{shown(points[1])}`.",
            f"The points are, one after the other, {_told(points)}. The minus sign leads downhill.",
            *(
                (
                    "`x = x - ...` makes a new array in every step. With `x -= ...` the list would hold one and the "
                    "same array many times, and all rows would show the last point.",
                )
                if path
                else ("`x = x - ...` makes a new array in every step, so nothing of the caller's is touched.",)
            ),
        ),
        hints=(
            "A loop with one line that replaces the point by the next one is all that is needed.",
            "Write the update so that it makes a new array of floats.",
        ),
        oracle=oracle,
        wrong=tuple(wrong),
        rtol=1e-7,
    )


SCALES = {
    "mean": ("\\frac{1}{n} \\|X\\theta - y\\|^2", "2 / len(X)", 2.0, True),
    "half-mean": ("\\frac{1}{2n} \\|X\\theta - y\\|^2", "1 / len(X)", 1.0, True),
    "half-sum": ("\\frac{1}{2} \\|X\\theta - y\\|^2", "", 1.0, False),
    "sum": ("\\|X\\theta - y\\|^2", "2", 2.0, False),
}


def draw_fit(draw: Draw) -> Given:
    scale, penalty = draw.choice(tuple(SCALES)), draw.choice((0, 0, 1, 2))
    name = draw.choice(("fit_by_descent", "train", "train_linear", "fit_weights"))
    rate = 0.05 if SCALES[scale][3] else 0.01
    cases = (
        (full_rank(draw, 5, 3, 2), vector(draw, 5, 4), rate, 5),
        (((1, 2),), (draw.integer(1, 4),), rate, 3),
        (full_rank(draw, 4, 2, 2), vector(draw, 4, 4), rate, 0),
        (full_rank(draw, 6, 1, 2), vector(draw, 6, 4), rate, 8),
    )
    example = (full_rank(draw, 4, 2, 2, ones=True), vector(draw, 4, 4), 0.1, draw.integer(1, 2))
    return Given("fit", (name, scale, penalty), example, cases)


def fit(x: Any, y: Any, rate: float, steps: int, scale: str, penalty: int) -> Made:
    """A linear model trained by a fixed number of steps."""
    loss, factor, number, mean = SCALES[scale]

    def grad_of(x: Any, y: Any) -> Callable[[Any], Any]:
        """By central differences, which are exact for a quadratic."""

        def value(theta: Any) -> float:
            squares = math.fsum((float(a @ theta) - float(b)) ** 2 for a, b in zip(x, y, strict=True))
            size = math.fsum(float(t) ** 2 for t in theta)
            return squares * number / 2 / (len(x) if mean else 1) + penalty * size / 2

        return lambda t: np.array([(value(t + e) - value(t - e)) / 2 for e in np.eye(len(t))])

    def oracle(x: Any, y: Any, rate: float, steps: int) -> Any:
        return closed_form(grad_of(x, y), np.zeros(x.shape[1]), [rate] * steps)

    decay = "" if not penalty else " + theta" if penalty == 1 else f" + {penalty} * theta"
    gradient = f"{factor} * X.T @ (X @ theta - y)" if factor else "X.T @ (X @ theta - y)"
    tail = "" if not penalty else " + \\frac{1}{2} \\|\\theta\\|^2" if penalty == 1 else " + \\|\\theta\\|^2"

    def body(sign: str) -> tuple[str, ...]:
        return (
            "theta = np.zeros(X.shape[1])",
            "for _ in range(steps):",
            f"    theta = theta {sign} rate * ({gradient}{decay})",
            "return theta",
        )

    first = np.asarray(grad_of(x, y)(np.zeros(x.shape[1])), dtype=float)
    scaled = {"mean": "\\frac{2}{n} ", "half-mean": "\\frac{1}{n} ", "half-sum": "", "sum": "2 "}[scale]
    added = "" if not penalty else " + \\theta" if penalty == 1 else " + 2 \\theta"
    return Made(
        statement=f"The rows of the n × d matrix `X` are observations, `y` holds the n targets. Minimise $L(\\theta) = "
        f"{loss}{tail}$ by gradient descent: start at $\\theta = 0$ and return the d weights that are reached. The "
        "rate is fixed and given as `rate`, the number of steps as `steps`.",
        properties=(
            "With `steps = 0` the result is d zeros.",
            "There may be a single row, and `X` and `y` may hold integers; they are not changed.",
            "The factor before the norm counts: it belongs to the gradient.",
        ),
        parameters="X, y, rate, steps",
        body=body("-"),
        steps=(
            f"The gradient is $\\nabla L(\\theta) = {scaled}X^\\top (X\\theta - y){added}$: by the chain rule the "
            "square brings a factor 2.",
            f"At the start $\\theta = 0$ it is, in the example, `{shown(first)}`.",
            f"The first step leads to `{shown(oracle(x, y, rate, 1))}`, against the gradient.",
            "`X.T @ (X @ theta - y)` multiplies from the right: two products of a matrix and a vector in each step, "
            "no d × d matrix.",
        ),
        hints=(
            "Write down the gradient of the loss with all its factors first.",
            "Each step needs the residual `X @ theta - y` at the current weights.",
        ),
        oracle=oracle,
        wrong=(Wrong("ascent", ASCENT, body("+")),),
        rtol=1e-6,
    )


# ------------------------------------------------------------------ level 2: stopping rules, start and rate

RULES = {
    "gradient": "\\|\\nabla f(x_k)\\| \\le \\tau",
    "step": "\\|x_{k+1} - x_k\\| \\le \\tau",
    "decrease": "f(x_k) - f(x_{k+1}) \\le \\tau",
}


def draw_stopped(draw: Draw) -> Given:
    rule = draw.choice(tuple(RULES))
    name = draw.choice(("minimise", "descend_until", "run_to_tolerance", "converge"))
    given: list[Arguments] = []
    runs: tuple[tuple[Any, float, float, int], ...] = (
        ((4.0, -2.0), 0.2, 0.013, 50),
        ((1.0, 2.0, draw.integer(3, 6) + 0.5), 0.15, 0.021, 60),
        (vector(draw, 2, 5), 0.1, 0.011, 3),
        ((float(draw.integer(6, 9)), -3.0), 0.2, 0.0031, 80),
    )
    for start, rate, tolerance, most in runs:
        bowl = _bowl(draw, len(start))
        functions = (bowl.value, bowl.gradient) if rule == "decrease" else (bowl.gradient,)
        given.append((*functions, start, rate, tolerance, most))
    there = ("lambda x: (x - 3) @ (x - 3)",) if rule == "decrease" else ()
    given.append((*there, "lambda x: 2 * (x - 3)", (3.0, 3.0), 0.1, 0.5, 10))
    given.append((*there, "lambda x: 2 * (x - 3)", (5.0, 4.0), 0.1, 0.5, 0))
    c = draw.integer(1, 4)
    value = (f"lambda x: (x - {c}) @ (x - {c})",) if rule == "decrease" else ()
    # Halving makes powers of 2, so that both sides of the rule are equal, without rounding, after some steps.
    edge = {"gradient": 1.0, "step": 0.5, "decrease": 3.0}[rule]
    given.append((*value, f"lambda x: 2 * (x - {c})", (c + 8.0, 1.0 * c), 0.25, edge, 20))
    start = tuple(float(c + v) for v in draw.choice(((4, 0), (-4, 8), (8, 8), (0, -8), (4, -4))))
    tolerance = {"gradient": 1.3, "step": 1.3, "decrease": 0.7}[rule]
    return Given(
        "stopped", (name, rule), (*value, f"lambda x: 2 * (x - {c})", start, 0.25, tolerance, 20), tuple(given)
    )


def stopped(*given: Any) -> Made:
    """Descent until a stopping rule holds, at most a number of steps."""
    *example, rule = given
    parameters = ("f, " if rule == "decrease" else "") + "grad, x0, rate, tol, most"

    def oracle(*case: Any) -> Any:
        """All points from the closed form, then the rule looked up on them."""
        *functions, x0, rate, tolerance, most = case
        path = whole_path(functions[-1], np.asarray(x0, dtype=float), [rate] * most)

        def holds(k: int) -> bool:
            if rule == "gradient":
                return math.dist(functions[-1](path[k]), [0] * len(x0)) <= tolerance
            if k == 0:
                return False
            if rule == "step":
                return math.dist(path[k], path[k - 1]) <= tolerance
            return bool(functions[0](path[k - 1]) - functions[0](path[k]) <= tolerance)

        k = next((k for k in range(most + 1) if holds(k)), most)
        return path[k], k

    start = "x, k = x0.astype(float), 0"
    move = "x - rate * grad(x)"
    if rule == "gradient":

        def body(sign: str) -> tuple[str, ...]:
            return (
                start,
                "g = grad(x)",
                "while k < most and np.linalg.norm(g) > tol:",
                f"    x, k = x {sign} rate * g, k + 1",
                "    g = grad(x)",
                "return x, k",
            )

        right, ascent = body("-"), body("+")
        late = [
            (
                start,
                "while k < most:",
                "    g = grad(x)",
                "    x, k = x - rate * g, k + 1",
                "    if np.linalg.norm(g) <= tol:",
                "        break",
                "return x, k",
            )
        ]
        feedback = OLD_POINT
    else:
        test = "np.linalg.norm(new - x) <= tol" if rule == "step" else "f(x) - f(new) <= tol"

        def looped(move: str) -> tuple[str, ...]:
            return (
                start,
                "while k < most:",
                f"    new = {move}",
                f"    done = {test}",
                "    x, k = new, k + 1",
                "    if done:",
                "        break",
                "return x, k",
            )

        right, ascent = looped(move), looped("x + rate * grad(x)")
        late = [
            (
                start,
                "while k < most:",
                f"    new = {move}",
                "    x, k = new, k + 1",
                f"    if {test}:",
                "        break",
                "return x, k",
            )
        ]
        feedback = SAME_POINT
    point, count = oracle(*example)
    *functions, x0, rate, tolerance, _ = example
    path = whole_path(functions[-1], x0, [rate] * count)
    measured = {
        "gradient": lambda: [math.dist(functions[-1](p), [0] * len(p)) for p in path],
        "step": lambda: [math.dist(p, q) for p, q in pairwise(path)],
        "decrease": lambda: [float(functions[0](p) - functions[0](q)) for p, q in pairwise(path)],
    }[rule]()
    what = {
        "gradient": "norms of the gradient, from the start on,",
        "step": "lengths of the steps",
        "decrease": "decreases of $f$",
    }[rule]
    before = (
        "Stop at the first point $x_k$, the start included, with"
        if rule == "gradient"
        else "Stop after the first step for which"
    )
    return Made(
        statement=(
            "`f` is a function of an array, and `grad` returns its gradient. "
            if rule == "decrease"
            else "`grad` is a function that returns the gradient of $f$ at an array. "
        )
        + "Run gradient descent from `x0` with a fixed rate, given as `rate`. "
        + f"{before} ${RULES[rule]}$, where $\\tau$ is the number `tol`, or else when the number of steps is "
        "`most`. Return the pair `(x, k)`: the last point and the number of steps taken"
        + ("." if rule == "gradient" else "; the step that meets the rule counts, and its end point is returned."),
        properties=(
            "`x0` is an array of any length; it may hold integers, and it is not changed.",
            "If the start is a minimum already, "
            + ("no step is taken." if rule == "gradient" else "one step is taken, which shows that nothing changes."),
            "With `most = 0` the start is returned with `k = 0`.",
        ),
        parameters=parameters,
        body=right,
        steps=(
            {
                "gradient": "The test belongs before the step: a point whose gradient is short enough is the result. "
                "So the gradient is evaluated anew after each update, and the loop looks at this value.",
                "step": "The test needs the old point and the new one at the same time. Keep both until it is done, "
                "and only then replace the old one.",
                "decrease": "The test needs the values of `f` at the old point and the new one. Keep both points until "
                "it is done, and only then replace the old one. Should $f$ grow, the difference is negative, and the "
                "rule stops as well.",
            }[rule],
            f"In the example the {what} are `{shown(measured)}`; the last is the first that is at most "
            f"`{shown(float(tolerance))}`.",
            f"So $k = {count}$, and the point is `{shown(point)}`.",
            "The bound on the number of steps makes sure that the loop ends, also where the rate is too large.",
        ),
        hints=(
            "Which point, or which two points, does the stopping rule speak of? Have them at hand when you test.",
            "Use `while k < most` and leave the loop when the rule holds; count every step that is taken.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("ascent", ASCENT, ascent),
            *(Wrong("tests-before-update", feedback, body) for body in late),
        ),
        rtol=1e-6,
    )


def _silent(function: str) -> str:
    """The same function without warnings of numpy: they would be told as something that the learner's code printed."""
    return f"np.errstate(all='ignore')({function})"


def draw_rate(draw: Draw) -> Given:
    what = draw.choice(("rate", "start"))
    name = draw.choice(("best_rate", "choose_rate", "pick_rate") if what == "rate" else ("best_start", "choose_start"))
    f, g = map(_silent, ("lambda x: 4 * x @ x - x.sum()", "lambda x: 8 * x - 1"))
    wavy = (
        _silent("lambda x: (x**4).sum() - 2 * (x**2).sum() + x.sum() / 2"),
        _silent("lambda x: 4 * x**3 - 4 * x + 0.5"),
    )
    bowl, other = _bowl(draw), _bowl(draw, 3)
    c = draw.integer(1, 3)
    easy = f"lambda x: (x - {c}) @ (x - {c})", f"lambda x: 2 * (x - {c})"
    if what == "rate":
        cases: tuple[Arguments, ...] = (
            (bowl.value, bowl.gradient, (3.0, -1.0), (0.01, 0.1, 0.2, 0.3), 4),
            (*wavy, (10.0, -9.0), (1.0, 0.001, 0.002, 2.0), 12),
            # The first rate ends at +inf, where f is inf - inf, without one such difference in the steps before.
            (f, g, (-1, -2), (3.0, 0.5, 0.05), 227),
            (other.value, other.gradient, (1, 0, -2), (0.1, 0.1, 0.05), 3),
            (*easy, (float(c), float(c)), (0.3, 0.1), 5),
        )
        rates = tuple(draw.shuffled((0.125, 0.25, 1.25)))
        return Given("rate", (name, what), (*easy, (c + 4.0, c - 4.0), rates, 2), cases)
    starts = tuple((float(draw.integer(-3, 3)), draw.integer(-3, 3) + 0.5) for _ in range(3))
    cases = (
        (bowl.value, bowl.gradient, starts, 0.1, 3),
        (*wavy, ((9.0,), (0.9,), (-0.8,), (50.0,)), 0.05, 30),
        (f, g, ((1, 2), (0, 0), (2, 1)), 0.125, 0),
        (*wavy, ((80.0, 1.0), (0.5, 0.5), (-0.5, -0.4)), 0.02, 20),
    )
    return Given("rate", (name, what), (*easy, ((c + 4, c - 4), (c, c + 2), (c - 8, c)), 0.25, 2), cases)


def rate(f: Any, grad: Any, first: Any, second: Any, steps: int, what: str) -> Made:
    """The choice of a rate, or of a start, by the value that is reached."""
    by_rate = what == "rate"

    def oracle(f: Any, grad: Any, first: Any, second: Any, steps: int) -> tuple[int, float]:
        runs = [(first, float(r)) for r in second] if by_rate else [(x, float(second)) for x in first]
        reached = []
        for x, r in runs:
            with np.errstate(all="ignore"):
                point = [float(v) for v in x]
                for _ in range(steps):
                    g = np.asarray(grad(np.array(point)), dtype=float).tolist()
                    point = [p - r * q for p, q in zip(point, g, strict=True)]
                value = float(f(np.array(point)))
            reached.append(value if math.isfinite(value) else math.inf)
        best = min(range(len(reached)), key=lambda i: (reached[i], i))
        return best, reached[best]

    def values(f: Any, grad: Any, first: Any, second: Any, steps: int) -> list[float]:
        alone = (
            [(first, second[i : i + 1]) for i in range(len(second))]
            if by_rate
            else [(first[i : i + 1], second) for i in range(len(first))]
        )
        return [oracle(f, grad, x, r, steps)[1] for x, r in alone]

    def body(sign: str) -> tuple[str, ...]:
        return (
            "reached = []",
            'with np.errstate(all="ignore"):',
            "    for rate in rates:" if by_rate else "    for x0 in starts:",
            "        x = x0.astype(float)",
            "        for _ in range(steps):",
            f"            x = x {sign} rate * grad(x)",
            "        value = f(x)",
            "        reached.append(value if np.isfinite(value) else np.inf)",
            "best = int(np.argmin(reached))",
            "return best, reached[best]",
        )

    reached = values(f, grad, first, second, steps)
    tried = "rates" if by_rate else "starts"
    singular = tried[:-1]
    return Made(
        statement="`f` is a function of an array, and `grad` returns its gradient. "
        + (
            "`rates` is an array of rates: with each of them run gradient descent from `x0`, always from this same "
            "start. The number of steps of each run is given as `steps`."
            if by_rate
            else "The rows of `starts` are starting points: run gradient descent from each of them, always with the "
            "same rate, given as `rate`. The number of steps of each run is given as `steps`."
        )
        + f" Return the pair `(i, value)`: the index of the {singular} that reaches the smallest value of `f`, and "
        "this value.",
        properties=(
            "Of several equal values the first counts.",
            "Some runs diverge: their values overflow to `inf`, or to `nan` after `inf - inf`. Such a run is never "
            "chosen; at least one run stays finite.",
            ("`x0`" if by_rate else "`starts`") + " may hold integers, and no argument is changed.",
        ),
        parameters="f, grad, x0, rates, steps" if by_rate else "f, grad, starts, rate, steps",
        body=body("-"),
        steps=(
            f"Every {singular} gets a run of its own" + (", which begins again at a copy of `x0`." if by_rate else "."),
            f"In the example the runs end at the values `{shown(reached)}`.",
            "`np.argmin` returns the place of a `nan` if there is one: numpy lets a `nan` win, so that it is not "
            "overlooked. So values that are not finite are replaced by `np.inf` before. `np.errstate` only silences "
            "the warnings.",
            "Why do some runs diverge? Take $f(x) = \\tfrac{1}{2} x^\\top A x$ with a positive definite $A$. A step "
            "multiplies the part of $x$ along an eigenvector with eigenvalue $\\lambda$ by $1 - \\gamma \\lambda$, "
            "where $\\gamma$ is the rate. If $\\gamma$ is larger than $2 / \\lambda_{\\max}$, the factor of the "
            "largest eigenvalue is below $-1$, and this part grows with every step. On functions that are not "
            "quadratic, such as those with a fourth power, a start that is far away can have the same effect.",
        ),
        hints=(
            f"Collect the value that each {singular} reaches, then look for the smallest.",
            "What does `np.argmin` return if one of the values is `nan`? Make such values infinite first.",
        ),
        oracle=oracle,
        wrong=(Wrong("ascent", ASCENT, body("+")),),
        rtol=1e-6,
    )


def draw_planned(draw: Draw) -> Given:
    name = draw.choice(("rate_and_steps", "plan", "steps_to_goal", "plan_descent"))

    def plan(a: Arguments, start: tuple[float, ...], goal: float) -> Arguments:
        return a, start, goal

    cases = (
        plan(_bowl(draw, 3).a, (1.0, -2.0, draw.integer(1, 4) + 0.5), 0.0137),
        plan(((2, 0), (0, 2)), vector(draw, 2, 5), 0.01),
        plan(((1, 0), (0, 50)), (3.0, draw.integer(1, 4) + 0.3), 0.0171),
        plan(((4, 2), (2, 4)), (0.0, 0.0), 0.1),
        plan(((3,),), (0.004,), 0.01),
    )
    p, r = draw.choice(((1, 3), (1, 2), (2, 6), (1, 4), (2, 3)))
    start = draw.choice(((3, 4), (4, -3), (-4, 3), (-3, -4), (6, 8), (8, 6), (5, 12)))
    return Given("planned", (name,), (((p, 0), (0, r)), start, draw.choice((0.3, 0.1, 0.07))), cases)


def planned(a: Any, x0: Any, goal: float) -> Made:
    """The best fixed rate on a quadratic, and how many steps it needs."""

    def best(a: Any) -> float:
        """By ternary search for the smallest contraction factor."""
        values = [float(v) for v in np.linalg.svd(a, compute_uv=False)]
        low, high = 0.0, 2 / max(values)
        for _ in range(200):
            p, q = low + (high - low) / 3, high - (high - low) / 3
            worst = [max(abs(1 - r * v) for v in values) for r in (p, q)]
            low, high = (low, q) if worst[0] < worst[1] else (p, high)
        return (low + high) / 2

    def oracle(a: Any, x0: Any, goal: float) -> tuple[float, int]:
        r, k = best(a), 0
        while np.linalg.norm(np.linalg.matrix_power(np.eye(len(a)) - r * a, k) @ x0) > goal:
            k += 1
        return r, k

    rate, count = oracle(a, x0, goal)
    sizes = [float(np.linalg.norm(np.linalg.matrix_power(np.eye(len(a)) - rate * a, k) @ x0)) for k in range(count + 1)]

    def body(sign: str, limit: str = "") -> tuple[str, ...]:
        return (
            "values = np.linalg.eigvalsh(A)",
            "rate = 2 / (values[0] + values[-1])",
            "x, k = x0.astype(float), 0",
            f"while np.linalg.norm(x) > goal{limit}:",
            f"    x, k = x {sign} rate * A @ x, k + 1",
            "return rate, k",
        )

    return Made(
        statement="For the function $f(x) = \\tfrac{1}{2} x^\\top A x$ with a symmetric positive definite matrix `A`, "
        "choose the fixed rate $\\gamma$ of gradient descent that is best in the worst case: the largest absolute "
        "value of an eigenvalue of $I - \\gamma A$ shall be as small as possible. Return the pair `(rate, k)`: this "
        "rate, and the smallest number $k$ of steps with it from `x0` after which $\\|x_k\\| \\le$ `goal`.",
        properties=(
            "`goal` is positive. If the start meets it already, $k$ is 0.",
            "`A` and `x0` may hold integers; they are not changed. `A` may be a multiple of the identity.",
        ),
        parameters="A, x0, goal",
        body=body("-"),
        steps=(
            "A step is $x_{k+1} = x_k - \\gamma A x_k = (I - \\gamma A) x_k$. Along an eigenvector with eigenvalue "
            "$\\lambda$ the point is multiplied by $1 - \\gamma \\lambda$.",
            "The largest $|1 - \\gamma\\lambda|$ occurs at the smallest or the largest eigenvalue. It is as small as "
            "possible where both are equal and opposite: $1 - \\gamma\\lambda_{\\min} = -(1 - "
            "\\gamma\\lambda_{\\max})$, so $\\gamma = \\frac{2}{\\lambda_{\\min} + \\lambda_{\\max}}$.",
            f"In the example the eigenvalues are `{shown(np.linalg.eigvalsh(a.astype(float)))}`, and the rate is "
            f"`{shown(rate)}`.",
            f"The norms of the points are `{shown(sizes)}`: after {count} {'step' if count == 1 else 'steps'} the goal "
            f"`{shown(goal)}` is met for the first time.",
        ),
        hints=(
            "What does one step do along an eigenvector of $A$?",
            "The two extreme eigenvalues decide: their factors have to be equal and opposite. Then run and count.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("ascent", ASCENT, body("+", " and k < 10000")),
            Wrong(
                "tests-before-update",
                OLD_POINT,
                (
                    "values = np.linalg.eigvalsh(A)",
                    "rate = 2 / (values[0] + values[-1])",
                    "x, k, done = x0.astype(float), 0, False",
                    "while not done:",
                    "    done = np.linalg.norm(x) <= goal",
                    "    x, k = x - rate * A @ x, k + 1",
                    "return rate, k",
                ),
            ),
        ),
        rtol=1e-6,
    )


# ------------------------------------------------------------------ level 3: line search, momentum, split steps


def _recorded(update: tuple[str, ...], opening: tuple[str, ...] = (), before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A loop over steps that returns the path."""
    return (
        *before,
        "x = x0.astype(float)",
        *opening,
        "path = [x]",
        "for _ in range(steps):",
        *(f"    {line}" for line in update),
        "    path.append(x)",
        "return np.array(path)",
    )


def draw_search(draw: Draw) -> Given:
    name = draw.choice(("backtracking", "line_search_descent", "armijo_descent"))
    c, shrink = draw.choice((0.1, 0.2, 0.3)), draw.choice((0.5, 0.5, 0.25))
    first, second, third = _bowl(draw), _bowl(draw, 3), _bowl(draw, 1)
    flat = "lambda x: 10 * x[0]**2 + x[1]**2 / 10", "lambda x: np.array([20 * x[0], x[1] / 5])"
    cases = (
        (first.value, first.gradient, (3.0, -1.5), 4),
        (second.value, second.gradient, vector(draw, 3, 4), 3),
        (third.value, third.gradient, (6.5,), 3),
        (*flat, (1.0, draw.integer(2, 8) + 0.5), 5),
        ("lambda x: (x - 3) @ (x - 3)", "lambda x: 2 * (x - 3)", (3.0, 3.0), 2),
        (first.value, first.gradient, (1.0, 2.0), 0),
    )
    a = draw.choice((2, 3, 4))
    example = (
        f"lambda x: {a} * x[0]**2 + x[1]**2",
        f"lambda x: np.array([{2 * a} * x[0], 2 * x[1]])",
        (float(draw.integer(1, 3)), float(draw.integer(-4, 4))),
        2,
    )
    return Given("search", (name, c, shrink), example, cases)


def search(f: Any, grad: Any, x0: Any, steps: int, c: float, shrink: float) -> Made:
    """Backtracking line search with Armijo's condition."""

    def oracle(f: Any, grad: Any, x0: Any, steps: int) -> Any:
        points = [[float(v) for v in x0]]
        for _ in range(steps):
            x = np.array(points[-1])
            g = [float(v) for v in grad(x)]
            size = math.fsum(v * v for v in g)
            trials = (shrink**j for j in range(200))
            enough = (t for t in trials if float(f(x)) - float(f(x - t * np.array(g))) >= c * t * size - 1e-12)
            t = next(enough)
            points.append([p - t * v for p, v in zip(points[-1], g, strict=True)])
        return np.array(points)

    def lines(sign: str, last: str) -> tuple[str, ...]:
        return (
            "g = grad(x)",
            "t = 1.0",
            f"while f(x {sign} t * g) > f(x) {sign} {c} * t * (g @ g):",
            f"    t *= {shrink}",
            last,
        )

    points = oracle(f, grad, x0, steps)
    g = np.asarray(grad(x0), dtype=float)
    j = 0
    tried = []
    while True:
        t = shrink**j
        tried.append(
            f"$t = {t:g}$ gives `{shown(float(f(x0 - t * g)))}` against `{shown(float(f(x0) - c * t * g @ g))}`"
        )
        if f(x0 - t * g) <= f(x0) - c * t * (g @ g):
            break
        j += 1
    part = {0.5: "half", 0.25: "a quarter"}[shrink]
    return Made(
        statement="`f` is a function of an array, and `grad` returns its gradient. Run gradient descent from "
        "`x0` with backtracking, for the number of steps given as `steps`: in each step begin with $t = 1$ and, as "
        f"long as $f(x - t g) > f(x) - {c} \\, t \\, g^\\top g$, replace $t$ by {part} of it, where $g = \\nabla "
        "f(x)$; then go to $x - t g$. Return all points as an array with `steps + 1` rows, the start first.",
        properties=(
            "The search begins with $t = 1$ anew in every step.",
            "Where the gradient is 0 the point stays; the loop has to end there, too.",
            "`x0` is an array of any length; it may hold integers, and it is not changed.",
        ),
        parameters="f, grad, x0, steps",
        body=_recorded(lines("-", "x = x - t * g")),
        steps=(
            f"The condition (Armijo's) asks for a decrease of at least {c} times what the slope promises: along "
            "$-g$ the function falls, at first, at the rate $g^\\top g$. For small $t$ it holds, so the search ends.",
            f"In the example $g$ is `{shown(g)}` at the start. Value of $f(x - tg)$ against the bound: "
            + "; ".join(tried)
            + ".",
            f"So the first step has $t = {shrink**j:g}$ and leads to `{shown(points[1])}`.",
            "With $g = 0$ both sides of the condition are equal, and `>` is false at once. With `>=` the loop would "
            "never end.",
        ),
        hints=(
            "One loop inside the other: the inner one only makes $t$ smaller.",
            "Evaluate the gradient once for each step, before the inner loop, and set $t$ back to 1.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("history-alias", ALIAS, _recorded(lines("-", "x -= t * g"))),
            Wrong("ascent", ASCENT, _recorded((*lines("-", "x = x + t * g"),))),
        ),
        rtol=1e-6,
    )


def draw_exact(draw: Draw) -> Given:
    name = draw.choice(("steepest_descent", "exact_line_search", "optimal_steps"))
    bowls = _bowl(draw), _bowl(draw, 3), _bowl(draw, 1)
    cases = (
        (bowls[0].a, bowls[0].b, (3.0, -1.5), 4),
        (bowls[1].a, bowls[1].b, vector(draw, 3, 4), 3),
        (bowls[2].a, bowls[2].b, (6.5,), 3),
        (((2, 0), (0, 2)), (2, 4), (5, 5), 4),
        (((1, 0), (0, 20)), (0, 0), (20.0, 1.0), 3),
        (((3, 1), (1, 3)), (4, 4), (1, 1), 2),
    )
    a, b = draw.choice(((1, 2), (1, 3), (2, 4), (1, 4)))
    start = (b, a) if draw.flip() else (b, -a)
    return Given("exact", (name,), (((a, 0), (0, b)), (0, 0), start, 2), cases)


def exact(a: Any, b: Any, x0: Any, steps: int) -> Made:
    """Exact line search on a quadratic."""

    def oracle(a: Any, b: Any, x0: Any, steps: int) -> Any:
        rows = [[Fraction(int(v)) for v in row] for row in a]
        right = [Fraction(int(v)) for v in b]
        points = [[Fraction(float(v)) for v in x0]]
        for _ in range(steps):
            x = points[-1]
            g = [sum(p * q for p, q in zip(row, x, strict=True)) - r for row, r in zip(rows, right, strict=True)]
            slope = [sum(p * q for p, q in zip(row, g, strict=True)) for row in rows]
            # The next gradient g - t A g is orthogonal to g.
            bend = sum(p * q for p, q in zip(g, slope, strict=True))
            t = sum(v * v for v in g) / bend if bend else Fraction(0)
            points.append([p - t * v for p, v in zip(x, g, strict=True)])
        return np.array([[float(v) for v in p] for p in points])

    def lines(sign: str, end: str) -> tuple[str, ...]:
        return ("g = A @ x - b", "bend = g @ A @ g", "t = (g @ g) / bend if bend > 0 else 0.0", f"x {sign} t * g{end}")

    points = oracle(a, b, x0, steps)
    g = a @ x0 - b
    return Made(
        statement="For $f(x) = \\tfrac{1}{2} x^\\top A x - b^\\top x$ with a symmetric positive definite matrix `A`, "
        "run gradient descent from `x0` for the number of steps given as `steps`, each with the step length $t$ "
        "for which $f(x - t \\nabla f(x))$ is smallest. Return all points as an array with `steps + 1` rows, the "
        "start first.",
        properties=(
            "Where the gradient is 0, also in the middle of the run, the point stays: no `nan` may arise.",
            "`A`, `b` and `x0` may hold integers; they are not changed.",
        ),
        parameters="A, b, x0, steps",
        body=_recorded(lines("= x -", "")),
        steps=(
            "Along the line $x - t g$ with $g = Ax - b$ the function is a parabola in $t$, with slope $-g^\\top g + t "
            "\\, g^\\top A g$. It is smallest for $t = \\frac{g^\\top g}{g^\\top A g}$.",
            f"In the example $g$ is `{shown(g)}` at the start, $g^\\top g$ is `{shown(g @ g)}` and $g^\\top A g$ is "
            f"`{shown(g @ a @ g)}`. The first step leads to `{shown(points[1])}`.",
            f"The gradient there is `{shown(a @ points[1] - b)}`. It is orthogonal to $g$: otherwise going on along "
            "the line would still help.",
            "Once the minimum is reached, numerator and denominator are 0. The quotient would be `nan`, so this case "
            "comes first.",
        ),
        hints=(
            "Write $f(x - t g)$ as a parabola in $t$ and set its derivative to 0.",
            "What happens to your quotient when the gradient is 0?",
        ),
        oracle=oracle,
        wrong=(
            Wrong("history-alias", ALIAS, _recorded(lines("-=", ""))),
            Wrong("ascent", ASCENT, _recorded(lines("= x +", ""))),
        ),
        rtol=1e-6,
        atol=1e-8,
    )


def draw_momentum(draw: Draw) -> Given:
    kind = draw.choice(("heavy", "nesterov"))
    name = draw.choice(("momentum", "momentum_path", "heavy_ball") if kind == "heavy" else ("nesterov", "lookahead"))
    starts = _starts(draw)
    cases = (
        (*starts[0], 0.1, 0.5, 5),
        (*starts[1], 0.125, 0.9, 4),
        (*starts[2], 0.05, 0.25, 4),
        (*starts[3], 0.1, 0.5, 2),
        (*starts[0], 0.1, 0.0, 3),
    )
    return Given("momentum", (name, kind), (*_example(draw), 0.25, 0.5, draw.integer(2, 3)), cases)


def momentum(grad: Any, x0: Any, rate: float, alpha: float, steps: int, kind: str) -> Made:
    """Momentum, with the gradient at the point or further on."""
    heavy = kind == "heavy"

    def oracle(grad: Any, x0: Any, rate: float, alpha: float, steps: int) -> Any:
        """The recursion of second order in the points alone, as a power of one matrix."""
        d = len(x0)
        a, b = linear_part(grad, d)
        one = np.eye(d)
        m = (1 + alpha) * one - rate * a if heavy else (1 + alpha) * (one - rate * a)
        n = -alpha * one if heavy else -alpha * (one - rate * a)
        step = np.block([[m, n, rate * b[:, None]], [one, 0 * one, np.zeros((d, 1))], [np.zeros((1, 2 * d)), 1.0]])
        state = np.concatenate([x0, x0, [1.0]])
        return np.array([(np.linalg.matrix_power(step, k) @ state)[:d] for k in range(steps + 1)])

    at = "x" if heavy else "x + alpha * v"

    def lines(sign: str, end: str) -> tuple[str, ...]:
        return (f"v = alpha * v {sign} rate * grad({at})", end)

    points = oracle(grad, x0, rate, alpha, steps)
    where = "x_k" if heavy else "x_k + \\alpha v_k"
    opening = ("v = np.zeros(len(x))",)
    second = points[1] - points[0]
    return Made(
        statement="`grad` is a function that returns the gradient of $f$ at an array. Run gradient descent with "
        + ("momentum" if heavy else "Nesterov's momentum")
        + f" from `x0`, for the number of steps given as `steps`: $v_0 = 0$, then $v_{{k+1}} = \\alpha v_k - "
        f"\\gamma \\nabla f({where})$ and $x_{{k+1}} = x_k + v_{{k+1}}$, where $\\gamma$ is `rate` and $\\alpha$ is "
        "`alpha`. Return all points as an array with `steps + 1` rows, the start first.",
        properties=(
            r"With $\alpha = 0$ this is plain gradient descent.",
            "`x0` is an array of any length; it may hold integers, and it is not changed.",
        ),
        parameters="grad, x0, rate, alpha, steps",
        body=_recorded(lines("-", "x = x + v"), opening),
        steps=(
            "The velocity $v$ remembers the last step, $v_k = x_k - x_{k-1}$ (MML 7.1.2); a part $\\alpha$ of it is "
            "kept.",
            f"In the example the first step has no memory yet: `v` is `{shown(second)}`, and the point is "
            f"`{shown(points[1])}`.",
            (
                f"In the second step `alpha * v` is `{shown(alpha * second)}`, and the gradient is taken at the "
                "current point"
                if heavy
                else f"In the second step the gradient is taken at the point looked ahead to, "
                f"`{shown(points[1] + alpha * second)}`"
            )
            + f". The point after it is `{shown(points[2])}`.",
            "`x = x + v` makes a new array. With `x += v` all rows of the result would be the last point.",
        ),
        hints=(
            "Two arrays are carried from step to step: the point and the velocity.",
            "Update the velocity first, then the point with the new velocity.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("ascent", ASCENT, _recorded(lines("+", "x = x + v"), opening)),
            Wrong("history-alias", ALIAS, _recorded(lines("-", "x += v"), opening)),
        ),
        rtol=1e-6,
    )


SPLITS = {
    "box": (
        "with every entry cut to the interval from `low` to `high`: an entry below `low` becomes `low`, one above "
        "`high` becomes `high`",
        "low, high",
        "np.clip(y, low, high)",
        "the nearest point of the box",
    ),
    "soft": (
        "shrunk entry by entry: with $s = \\gamma \\cdot$ `lam`, an entry $y_i$ becomes $\\operatorname{sign}(y_i) "
        "\\max(|y_i| - s, 0)$",
        "lam",
        "np.sign(y) * np.maximum(np.abs(y) - rate * lam, 0)",
        "the minimiser of $\\tfrac{1}{2}\\|x - y\\|^2 + s \\|x\\|_1$",
    ),
    "ball": (
        "pulled back to the ball around 0 whose radius is given as `radius`: if $\\|y\\|$ is larger than the radius, "
        "$y$ is scaled to that length",
        "radius",
        "y * min(1.0, radius / max(np.linalg.norm(y), 1e-300))",
        "the nearest point of the ball",
    ),
}


def draw_split(draw: Draw) -> Given:
    kind = draw.choice(tuple(SPLITS))
    name = draw.choice(
        {
            "box": ("projected_descent", "descend_in_box"),
            "soft": ("ista", "proximal_descent"),
            "ball": ("descend_in_ball", "projected_gradient"),
        }[kind]
    )
    starts = _starts(draw)

    def extra(a: float, b: float) -> tuple[float, ...]:
        return {"box": (a - 1.0, b), "soft": (a + b,), "ball": (a + b + 0.5,)}[kind]

    cases = (
        (*starts[0], 0.1, *extra(0.5, 0.5), 5),
        (*starts[1], 0.125, *extra(0.0, 0.25), 4),
        (*starts[2], 0.2, *extra(0.25, 1.0), 4),
        ("lambda x: 2 * x", (0.0, 0.0), 0.1, *extra(0.5, 0.5), 2),
        ("lambda x: 2 * x - 6", (-4, 4), 0.25, *extra(0.0, 1.0), 0),
    )
    grad, start = _example(draw)
    return Given("split", (name, kind), (grad, start, 0.25, *extra(0.0, 1.0), 2), cases)


def split(*given: Any) -> Made:
    """A gradient step, then a projection or a shrinkage."""
    grad, x0, rate, *extra, steps, kind = given
    words, more, expression, meaning = SPLITS[kind]

    def second_half(y: list[float], rate: float, extra: list[float]) -> list[float]:
        if kind == "box":
            return [sorted((extra[0], v, extra[1]))[1] for v in y]
        if kind == "soft":
            s = rate * extra[0]
            return [v - s if v > s else v + s if v < -s else 0.0 for v in y]
        size = math.hypot(*y)
        return [v * extra[0] / size for v in y] if size > extra[0] else y

    def halves(*case: Any) -> list[tuple[list[float], list[float]]]:
        grad, x0, rate, *extra, steps = case
        a, b = linear_part(grad, len(x0))
        made: list[tuple[list[float], list[float]]] = [([], [float(v) for v in x0])]
        for _ in range(steps):
            x = made[-1][1]
            y = [v - rate * (float(row @ x) - float(c)) for v, row, c in zip(x, a, b, strict=True)]
            made.append((y, second_half(y, rate, extra)))
        return made

    def oracle(*case: Any) -> Any:
        return np.array([x for _, x in halves(*case)])

    def body(sign: str) -> tuple[str, ...]:
        return _recorded((f"y = x {sign} rate * grad(x)", f"x = {expression}"))

    alias = ("y = x - rate * grad(x)", f"x[:] = {expression}")
    run = halves(grad, x0, rate, *extra, steps)
    end = {
        "box": "`np.clip` cuts all entries at once. The start may lie outside the box; it is listed as it is.",
        "soft": "Entries with $|y_i| \\le s$ become exactly 0: this is how the penalty gives sparse solutions.",
        "ball": "At $y = 0$ nothing is scaled: the quotient of radius and norm must not be taken there, or be kept "
        "from dividing by 0.",
    }[kind]
    edge = {
        "box": "`x0` may lie outside the box; the first row is `x0` as it is.",
        "soft": "An entry that is 0 stays 0 when it is shrunk.",
        "ball": "`x0` may lie outside the ball; the first row is `x0` as it is. At 0 no `nan` may arise.",
    }[kind]
    return Made(
        statement="`grad` is a function that returns the gradient of the smooth part of a loss. Start at `x0` "
        f"and take split steps; their number is given as `steps`. Each first goes to $y = x - \\gamma "
        f"\\nabla f(x)$, where $\\gamma$ is `rate`; the next point is $y$, {words}. Return all "
        "points as an array with `steps + 1` rows, the start first.",
        properties=(
            edge,
            "`x0` is an array of any length; it may hold integers, and it is not changed.",
        ),
        parameters=f"grad, x0, rate, {more}, steps",
        body=body("-"),
        steps=(
            "Each step has two halves: a gradient step for the smooth part, then a correction for the other part, "
            f"{meaning}.",
            f"In the example the first gradient step gives `{shown(np.array(run[1][0]))}`, and the correction "
            f"`{shown(np.array(run[1][1]))}`.",
            f"The second step goes to `{shown(np.array(run[2][0]))}`, then to `{shown(np.array(run[2][1]))}`.",
            end,
        ),
        hints=(
            "Two lines in the loop: the gradient step, then the correction of its result.",
            "The correction is one array expression; only the corrected points are recorded.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("ascent", ASCENT, body("+")),
            Wrong("history-alias", ALIAS, _recorded(alias)),
        ),
        rtol=1e-6,
    )


TASKS = {
    "end": Task(draw_end, end),
    "fit": Task(draw_fit, fit),
    "stopped": Task(draw_stopped, stopped),
    "rate": Task(draw_rate, rate),
    "planned": Task(draw_planned, planned),
    "search": Task(draw_search, search),
    "exact": Task(draw_exact, exact),
    "momentum": Task(draw_momentum, momentum),
    "split": Task(draw_split, split),
}
LEVELS = {
    1: ("end", "end", "fit"),
    2: ("stopped", "stopped", "rate", "planned"),
    3: ("search", "exact", "momentum", "split"),
}
WRITTEN = Tasks(TASKS, LEVELS)


@exercise("code-gd", version=1)
def gradient_descent(draw: Draw, level: int) -> Given:
    """A task of the level with its details drawn, an example and hidden inputs."""
    return WRITTEN.drawn(draw, level)


gradient_descent.problem(WRITTEN.problem)
gradient_descent.verify(WRITTEN.verify)
