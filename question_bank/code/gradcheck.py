"""Write a finite-difference derivative, a gradient check, or an analytic derivative that passes one.

Levels: 1 functions of one number (difference quotients, a step of one's own, stable derivatives); 2 functions of a
vector (numerical gradient, Jacobian, directional derivative, analytic gradients); 3 the comparison of a numerical
with a claimed gradient by a relative error. (MML 5.1 to 5.3, 5.6.)
Checked by another method: a difference quotient is the mean of the derivative over its interval, so derivatives by
complex steps are integrated by Gauss-Legendre quadrature. The learner's code itself is judged in the sandbox.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from quizgen.draw import Draw
from quizgen.exercise import exercise

from ._written import Arguments, Given, Made, Task, Tasks, Wrong, matrix, shown, vector

ONE_SIDED = (
    "The difference is taken over one interval but divided by the length of another. Divide by the distance between "
    "the two points at which the function is evaluated."
)
IN_PLACE = (
    "You shift an entry of `x` and do not put it back, so that later entries are differentiated at another point. Work "
    "on a copy for each entry, or restore the entry."
)
TOO_SMALL = (
    "With such a small step `x + h` is rounded back to `x`: the two values are the same and the difference is 0. The "
    "step must be well above the spacing of floats around `x`."
)

NODES, WEIGHTS = np.polynomial.legendre.leggauss(10)


# ------------------------------------------------------------------ another method


def slope(f: Callable[[Any], Any], x: Any, v: Any) -> Any:
    """The derivative of f at x in the direction v, by a complex step."""
    return np.imag(f(np.asarray(x, dtype=float) + 1e-30j * np.asarray(v, dtype=float))) / 1e-30


def mean_slope(f: Callable[[Any], Any], x: Any, v: Any, low: float, high: float) -> Any:
    """The mean of this derivative at x + t v for t from low to high."""
    middle, half = (low + high) / 2, (high - low) / 2
    return (
        sum(w * slope(f, x + (middle + half * t) * np.asarray(v), v) for t, w in zip(NODES, WEIGHTS, strict=True)) / 2
    )


def numeric(f: Callable[[Any], Any], x: Any, h: float) -> Any:
    """Central differences in every entry of x."""
    made = [mean_slope(f, x, e.reshape(np.shape(x)), -h, h) for e in np.eye(np.size(x))]
    return np.array(made).reshape(np.shape(x))


# ------------------------------------------------------------------ level 1: functions of a number

SCALARS = (
    ("x**3", True),
    ("x**2 - 3 * x", True),
    ("1 / (1 + x**2)", True),
    ("np.sin(x)", False),
    ("np.exp(x / 2)", False),
    ("x * np.cos(x)", False),
    ("np.log(1 + x**2)", True),
    ("np.sqrt(1 + x**2)", True),
)
"""Functions of x, and whether they are powers, roots or logarithms (which change slowly at large x)."""

SCHEMES = {
    "central": ("central difference", "\\frac{f(x + h) - f(x - h)}{2h}", "(f(x + h) - f(x - h)) / (2 * h)"),
    "forward": ("forward difference", "\\frac{f(x + h) - f(x)}{h}", "(f(x + h) - f(x)) / h"),
    "backward": ("backward difference", "\\frac{f(x) - f(x - h)}{h}", "(f(x) - f(x - h)) / h"),
    "five": (
        "five-point difference",
        "",
        "(8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)",
    ),
}
NAMED = {
    "central": ("central_difference", "symmetric_slope"),
    "forward": ("forward_difference", "right_slope"),
    "backward": ("backward_difference", "left_slope"),
    "five": ("five_point", "fourth_order_slope"),
}


def draw_quotient(draw: Draw) -> Given:
    scheme = draw.choice(tuple(SCHEMES))
    name = draw.choice(NAMED[scheme])
    cube = f"lambda x: {draw.choice(('x**3', '2 * x**3', 'x**3 - x', 'x**3 + x**2'))}"
    picked = draw.sample(SCALARS, 4)
    cases = (
        (f"lambda x: {picked[0][0]}", draw.integer(-3, 3) + 0.5, 0.25),
        (f"lambda x: {picked[1][0]}", (-1.5, 0.0, draw.integer(1, 4) + 0.5), 0.125),
        (f"lambda x: {picked[2][0]}", draw.integer(1, 4), 0.01),
        (f"lambda x: {picked[3][0]}", ((0, draw.integer(1, 3)), (2, -1)), 0.5),
        ("lambda x: x**4", -1.0, 2.0),
    )
    return Given("quotient", (name, scheme), (cube, draw.integer(1, 4), draw.choice((1, 0.5))), cases)


def quotient(f: Any, x: Any, h: float, scheme: str) -> Made:
    """A difference quotient with a given step."""
    words, formula, text = SCHEMES[scheme]
    five = "the combination $\\frac{4}{3} D(h) - \\frac{1}{3} D(2h)$ of two central differences, where $D(h)$ is the "
    what = (
        five + "central difference with step $h$: the quotient of the change of $f$ from $x - h$ to $x + h$ and the "
        "length of this interval"
        if scheme == "five"
        else f"the {words} with step $h$: the change of $f$ "
        + {
            "central": "from $x - h$ to $x + h$",
            "forward": "from $x$ to $x + h$",
            "backward": "from $x - h$ to $x$",
        }[scheme]
        + " divided by the length of this interval"
    )

    def oracle(f: Any, x: Any, h: float) -> Any:
        def mean(low: float, high: float) -> Any:
            return mean_slope(f, x, np.ones(np.shape(x)), low, high)

        return {
            "central": lambda: mean(-h, h),
            "forward": lambda: mean(0, h),
            "backward": lambda: mean(-h, 0),
            "five": lambda: (4 * mean(-h, h) - mean(-2 * h, 2 * h)) / 3,
        }[scheme]()

    error = {"central": "h^2", "forward": "h", "backward": "h", "five": "h^4"}[scheme]
    values = {
        "central": ((f(x + h), "x + h"), (f(x - h), "x - h")),
        "forward": ((f(x + h), "x + h"), (f(x), "x")),
        "backward": ((f(x), "x"), (f(x - h), "x - h")),
        "five": ((f(x + h), "x + h"), (f(x - h), "x - h"), (f(x + 2 * h), "x + 2h"), (f(x - 2 * h), "x - 2h")),
    }[scheme]
    told = ", ".join(f"$f({at})$ is `{shown(float(value))}`" for value, at in values)
    return Made(
        statement=f"`f` is a function that works entry by entry on numbers and arrays. Approximate its derivative at "
        f"`x` by {what}.",
        properties=(
            "`x` is a number or an array of any shape; the result has the same shape.",
            "The step `h` is positive, and it need not be small: the quotient itself is judged.",
        ),
        parameters="f, x, h",
        body=(f"return {text}",),
        steps=(
            f"The quotient is ${formula}$."
            if formula
            else "$D(h) = \\frac{f(x + h) - f(x - h)}{2h}$ and $D(2h) = \\frac{f(x + 2h) - f(x - 2h)}{4h}$. Over the "
            "common denominator $12h$ the combination is $\\frac{8 (f(x + h) - f(x - h)) - (f(x + 2h) - f(x - "
            "2h))}{12h}$.",
            f"In the example {told}.",
            f"Its error is of the order ${error}$ (Taylor's theorem)"
            + (": the terms with $h^2$ cancel in the combination." if scheme == "five" else ".")
            + " Because `f` works entry by entry, the same expression serves for arrays.",
        ),
        hints=(
            "Evaluate `f` at the ends of the interval; it takes whole arrays.",
            "Divide by the distance of the two ends, not by something else that contains $h$.",
        ),
        oracle=oracle,
        wrong=(Wrong("one-sided-step-size", ONE_SIDED, ("return (f(x + h) - f(x)) / (2 * h)",)),)
        + (
            (Wrong("one-sided-step-size", ONE_SIDED, ("return (f(x + h) - f(x - h)) / h",)),)
            if scheme == "central"
            else ()
        )
        + (
            (Wrong("one-sided-step-size", ONE_SIDED, ("return (f(x) - f(x - h)) / (2 * h)",)),)
            if scheme == "backward"
            else ()
        ),
        rtol=1e-7,
    )


def draw_own_step(draw: Draw) -> Given:
    name = draw.choice(("derivative", "numerical_derivative", "slope_at", "differentiate"))
    slow = [text for text, large in SCALARS if large]
    first = draw.choice(("x**2", "x**3", "x**2 + x", "x**3 - 2 * x"))
    a, b, c = draw.sample(slow, 3)
    d = draw.choice([text for text, large in SCALARS if not large])
    cases = (
        (f"lambda x: {d}", draw.integer(1, 3) + 0.5),
        (f"lambda x: {a}", -2.0 - draw.below(3)),
        (f"lambda x: {b}", draw.integer(2, 9)),
        (f"lambda x: {c}", 20.0 + draw.below(50)),
        ("lambda x: x**2", 1e6),
        ("lambda x: np.sqrt(x)", 1e5 * draw.integer(1, 9)),
    )
    return Given("own_step", (name,), (f"lambda x: {first}", draw.integer(2, 6)), cases)


def own_step(f: Any, x: Any) -> Made:
    """A derivative at a number with a step that the learner chooses."""
    h = 1e-5 * max(1.0, abs(x))
    return Made(
        statement="`f` is a smooth function of one number. Return its derivative at the number `x`, with a relative "
        "error of at most $10^{-6}$, from values of `f` alone. You choose the step.",
        properties=(
            r"$|x|$ lies between 1 and $10^6$. Where it is large, `f` is a power, a root or the like, which changes "
            "little over a small part of $x$.",
            "All values are 64-bit floats, with a relative rounding error of about $10^{-16}$.",
        ),
        parameters="f, x",
        body=("h = 1e-5 * max(1.0, abs(x))", "return (f(x + h) - f(x - h)) / (2 * h)"),
        steps=(
            "Two errors work against each other. The central difference leaves out terms of the order $h^2$; rounding "
            "in `f` is divided by the step and gives about $10^{-16} |f(x)| / h$.",
            "Their sum is smallest for $h$ near the third root of $10^{-16}$, about $10^{-5}$. The error is then about "
            "$10^{-10}$. A one-sided difference leaves out terms of the order $h$: its best step is near $10^{-8}$, "
            "and its error there about $10^{-8}$. That is enough here, but with the step $10^{-5}$ it is not.",
            "Floats around $x$ are $10^{-16} |x|$ apart, so the step has to grow with $|x|$; a step of $10^{-16}$ "
            "would not even move $x$.",
            f"In the example $h$ is `{h:.0e}`, and the quotient is `{shown(float((f(x + h) - f(x - h)) / (2 * h)))}`.",
        ),
        hints=(
            "A smaller step is not always better: think of the rounding error of `f`, divided by the step.",
            "Use a central difference with a step of about $10^{-5}$ times the size of $x$.",
        ),
        oracle=lambda f, x: slope(f, x, 1.0),
        wrong=(
            Wrong("step-too-small", TOO_SMALL, ("h = 1e-16", "return (f(x + h) - f(x - h)) / (2 * h)")),
            Wrong("step-too-small", TOO_SMALL, ("h = 1e-16", "return (f(x + h) - f(x)) / h")),
            Wrong(
                "one-sided-step-size",
                ONE_SIDED,
                ("h = 1e-5 * max(1.0, abs(x))", "return (f(x + h) - f(x)) / (2 * h)"),
            ),
            Wrong(
                "one-sided-step-size",
                ONE_SIDED,
                ("h = 1e-5 * max(1.0, abs(x))", "return (f(x + h) - f(x - h)) / h"),
            ),
        ),
        rtol=1e-6,
        atol=1e-12,
    )


class Stable(NamedTuple):
    """A function whose derivative needs care at large numbers."""

    formula: str
    plain: Callable[[Any], Any]
    """The function itself, for complex numbers of moderate size."""
    limits: tuple[float, float]
    """The derivative far to the left and far to the right."""
    body: tuple[str, ...]
    derivative: str
    why: str


STABLES = (
    Stable(
        r"\log(1 + e^{x})",
        lambda z: np.log(1 + np.exp(z)),
        (0.0, 1.0),
        ("return 0.5 * (1 + np.tanh(x / 2))",),
        r"\frac{e^x}{1 + e^x} = \tfrac{1}{2}\left(1 + \tanh \tfrac{x}{2}\right)",
        "The quotient $e^x / (1 + e^x)$ becomes infinity over infinity for large $x$; the hyperbolic tangent never "
        "overflows.",
    ),
    Stable(
        r"\log \cosh x",
        lambda z: np.log(np.cosh(z)),
        (-1.0, 1.0),
        ("return np.tanh(x)",),
        r"\frac{\sinh x}{\cosh x} = \tanh x",
        "`np.sinh(x) / np.cosh(x)` becomes infinity over infinity for large $x$; `np.tanh` never overflows.",
    ),
    Stable(
        r"\sqrt{1 + x^2}",
        lambda z: np.sqrt(1 + z * z),
        (-1.0, 1.0),
        ("return x / np.hypot(1, x)",),
        r"\frac{x}{\sqrt{1 + x^2}}",
        "Squaring a number like $10^{200}$ overflows, and the quotient would be 0; `np.hypot(1, x)` gives the root "
        "without that.",
    ),
    Stable(
        r"\frac{1}{1 + e^{-x}}",
        lambda z: 1 / (1 + np.exp(-z)),
        (0.0, 0.0),
        ("t = np.exp(-np.abs(x))", "return t / (1 + t) ** 2"),
        r"\frac{e^{-x}}{(1 + e^{-x})^2} = \frac{e^{-|x|}}{(1 + e^{-|x|})^2}",
        "The derivative is even, so $x$ may be replaced by its absolute value; $e^{-|x|}$ lies between 0 and 1 and "
        "never overflows.",
    ),
    Stable(
        r"x \tanh x",
        lambda z: z * np.tanh(z),
        (-1.0, 1.0),
        ("t = np.tanh(x)", "return t + x * (1 - t * t)"),
        r"\tanh x + x (1 - \tanh^2 x)",
        "$1 / \\cosh^2 x$ would overflow in its denominator for large $x$; $1 - \\tanh^2 x$ is the same and stays "
        "between 0 and 1.",
    ),
    Stable(
        r"e^{-x^2 / 2}",
        lambda z: np.exp(-z * z / 2),
        (0.0, 0.0),
        ("return -x * np.exp(-(x * x) / 2)",),
        r"-x e^{-x^2 / 2}",
        "For large $x$ the exponential is 0 in floats, and so is the product, as it should be. Dividing by "
        "$e^{x^2/2}$ instead would overflow on the way.",
    ),
)


def draw_stable(draw: Draw) -> Given:
    which = draw.below(len(STABLES))
    name = draw.choice(("df", "d_activation", "exact_derivative", "prime"))
    large = (1e200, -1e200) if STABLES[which].formula == r"\sqrt{1 + x^2}" else (1000.0, -900.0)
    a, b = draw.integer(-30, 30) / 10, draw.integer(-30, 30) / 10
    cases = (
        ((0.0, 0.5, a, b, -4.25),),
        ((*large, a),),
        (((1, -1, 2), (0, 3, draw.integer(-3, 3))),),
    )
    return Given("stable", (name, which), (tuple(draw.integer(-20, 20) / 10 for _ in range(3)),), cases)


def stable(x: Any, which: int) -> Made:
    """An analytic derivative, entry by entry, that survives large numbers."""
    chosen = STABLES[which]

    def oracle(x: Any) -> Any:
        near = np.clip(x, -30, 30).astype(float)
        return np.where(
            np.abs(x) <= 30, slope(chosen.plain, near, np.ones(near.shape)), np.where(x < 0, *chosen.limits)
        )

    reach = "10^{200}" if chosen.limits and "sqrt" in chosen.formula else "1000"
    middle = float(x[0])
    h = 1e-5
    estimate = float(np.real(chosen.plain(middle + h) - chosen.plain(middle - h))) / (2 * h)
    return Made(
        statement=f"Return the derivative of $f(x) = {chosen.formula}$, entry by entry, for an array `x`. It has to "
        "pass a gradient check against central differences of $f$.",
        properties=(
            "`x` is an array of any shape and may hold integers; the result has the same shape.",
            f"Entries may be as large as ${reach}$ in absolute value, and the result is a finite number there, too.",
            "Write the analytic derivative: it is compared to 12 digits, and a central difference gives about 10.",
        ),
        parameters="x",
        body=chosen.body,
        steps=(
            f"The rules of differentiation give $f'(x) = {chosen.derivative}$.",
            chosen.why,
            f"A check at the first entry of the example, $x = {middle:g}$: the central difference with step "
            f"$10^{{-5}}$ is `{shown(estimate)}`, and the formula gives `{shown(float(oracle(x)[0]))}`.",
        ),
        hints=(
            "Differentiate with the chain rule first, then look at each part for very large positive and negative "
            "numbers.",
            "Rewrite the result so that no part of it grows without bound: hyperbolic tangents and exponentials of "
            "negative numbers are safe.",
        ),
        oracle=oracle,
        rtol=1e-12,
        atol=1e-13,
    )


# ------------------------------------------------------------------ level 2: functions of a vector


class Pair(NamedTuple):
    """A function of a vector and its gradient, as expressions in x."""

    value: str
    gradient: str
    any_length: bool


def _pairs(draw: Draw) -> tuple[Pair, ...]:
    a, b = draw.integer(2, 4), draw.integer(2, 4)
    return (
        Pair(
            f"{a} * x[0]**2 * x[1] + {b} * x[1]",
            f"np.array([{2 * a} * x[0] * x[1], {a} * x[0]**2 + {b}])",
            False,
        ),
        Pair(
            f"(x[0] - {b})**2 + x[0] * x[1]**2",
            f"np.array([2 * (x[0] - {b}) + x[1]**2, 2 * x[0] * x[1]])",
            False,
        ),
        Pair("x @ x * x[0]", "2 * x * x[0] + x @ x * np.eye(len(x))[0]", True),
        Pair(
            f"(x**3).sum() + {a} * x[0]**2 * x[-1]",
            f"3 * x**2 + {2 * a} * x[0] * x[-1] * np.eye(len(x))[0] + {a} * x[0]**2 * np.eye(len(x))[-1]",
            True,
        ),
        Pair("np.exp(x.sum() / 4) + x @ x", "np.exp(x.sum() / 4) / 4 + 2 * x", True),
    )


def _function(text: str) -> str:
    return f"lambda x: {text}"


def _points(draw: Draw, d: int) -> tuple[float, ...]:
    return tuple(draw.integer(-4, 4) / 2 + 0.25 for _ in range(d))


QUOTIENTS = {
    "central": ("(f(x + e) - f(x - e)) / (2 * h)", "$x + h e_i$ and $x - h e_i$", "$2h$"),
    "forward": ("(f(x + e) - f(x)) / h", "$x + h e_i$ and $x$", "$h$"),
}


def draw_gradient(draw: Draw) -> Given:
    scheme = draw.choice(("central", "central", "forward"))
    name = draw.choice(("numerical_gradient", "gradient_of", "finite_differences", "estimate_gradient"))
    pairs = _pairs(draw)
    flat = [_function(p.value) for p in pairs if not p.any_length]
    free = [_function(p.value) for p in pairs if p.any_length]
    cases = (
        (free[0], _points(draw, 3), 0.5),
        (draw.choice(free), (0.5,), 0.25),
        (free[1], vector(draw, 4, 2), 0.125),
        (draw.choice(flat), (0.0, 0.0), 1.0),
        (free[2], _points(draw, 3), 0.01),
    )
    example = (draw.choice(flat), vector(draw, 2, 3), draw.choice((1, 0.5)))
    return Given("gradient", (name, scheme), example, cases)


def _in_place(end: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Bodies that shift the entries of x one after the other, on a copy and on x itself."""
    loop = (
        "g = np.zeros(len(x))",
        "for i in range(len(x)):",
        "    x[i] += h",
        "    up = f(x)",
        "    x[i] -= 2 * h",
        "    g[i] = (up - f(x)) / (2 * h)",
        *end,
    )
    forward = (
        "g = np.zeros(len(x))",
        "start = f(x)",
        "for i in range(len(x)):",
        "    x[i] += h",
        "    g[i] = (f(x) - start) / h",
        *end,
    )
    return ("x = x.astype(float)", *loop), loop, ("x = x.astype(float)", *forward)


def gradient(f: Any, x: Any, h: float, scheme: str) -> Made:
    """The numerical gradient with a given step."""
    text, ends, length = QUOTIENTS[scheme]

    def oracle(f: Any, x: Any, h: float) -> Any:
        low = -h if scheme == "central" else 0.0
        return np.array([mean_slope(f, x, e, low, h) for e in np.eye(len(x))])

    first = h * np.eye(len(x))[0]
    values = (f(x + first), f(x - first) if scheme == "central" else f(x))
    copied, direct, forward = _in_place(("return g",))
    return Made(
        statement="`f` takes an array of d numbers and returns a number. Return the array of the d "
        f"{scheme} differences of `f` at `x` with step $h$: entry $i$ is the difference of the values of `f` at "
        f"{ends}, divided by {length}, where $e_i$ is the $i$-th unit vector.",
        properties=(
            "`x` has any length, and it may hold integers although `h` is a fraction.",
            "`x` itself is not changed.",
            "The step need not be small: the quotients themselves are judged.",
        ),
        parameters="f, x, h",
        body=(f"return np.array([{text} for e in h * np.eye(len(x))])",),
        steps=(
            "The rows of `h * np.eye(d)` are the shifts $h e_i$. Adding a row to `x` makes a new array of floats, so "
            "`x` stays as it is, and fractions are kept if `x` holds integers.",
            f"For the first entry of the example the two values are `{shown(float(values[0]))}` and "
            f"`{shown(float(values[1]))}`, and the quotient is `{shown(float(oracle(f, x, h)[0]))}`.",
            "Writing `x[i] += h` would change the caller's array, would round in an array of integers, and needs a "
            "line that puts the entry back.",
            f"The loop runs over d entries and calls `f` {'2d times' if scheme == 'central' else 'for every entry'}: "
            "this is why such gradients serve for checking, not for training.",
        ),
        hints=(
            "Shift one entry at a time; the other entries have to stay as they are.",
            "`x + h * np.eye(len(x))[i]` is a new array, shifted in entry $i$ only.",
        ),
        oracle=oracle,
        wrong=(
            Wrong(
                "one-sided-step-size",
                ONE_SIDED,
                ("return np.array([(f(x + e) - f(x)) / (2 * h) for e in h * np.eye(len(x))])",),
            ),
            *(
                Wrong("in-place-perturb", IN_PLACE, body)
                for body in ((copied, direct) if scheme == "central" else (forward, forward[1:]))
            ),
        ),
        rtol=1e-7,
    )


MAPS = (
    ("np.array([x[0] * x[1], x[0]**2, x[1] + 1])", 2),
    ("np.array([x[0]**2 * x[1], x[0] - x[1]**3])", 2),
    ("np.array([x @ x])", 3),
    ("x**2 * x[0]", 3),
    ("np.array([x[0] * x[1] * x[2], x[2]**2])", 3),
    ("np.array([x[0], x[0]**2, x[0]**3])", 1),
    ("np.array([[1, 2, 0], [0, 1, -1]]) @ x**2 + x[0] * x[1]", 3),
)


def draw_jacobian(draw: Draw) -> Given:
    name = draw.choice(("jacobian", "numerical_jacobian", "derivative_matrix"))
    picked = draw.sample(MAPS[2:], 4)
    cases = tuple(
        (_function(text), vector(draw, d, 2) if k == 1 else _points(draw, d), (0.5, 0.25, 1.0, 0.01)[k])
        for k, (text, d) in enumerate(picked)
    )
    text, d = draw.choice(MAPS[:2])
    more = (_function(MAPS[1][0]), _points(draw, 2), 0.5)
    return Given("jacobian", (name,), (_function(text), vector(draw, d, 3), draw.choice((1, 0.5))), (*cases, more))


def jacobian(f: Any, x: Any, h: float) -> Made:
    """The Jacobian of a map by central differences."""

    def oracle(f: Any, x: Any, h: float) -> Any:
        return np.stack([mean_slope(f, x, e, -h, h) for e in np.eye(len(x))], axis=1)

    column = oracle(f, x, h)[:, 0]
    loop = (
        "columns = []",
        "for i in range(len(x)):",
        "    x[i] += h",
        "    up = f(x)",
        "    x[i] -= 2 * h",
        "    columns.append((up - f(x)) / (2 * h))",
        "return np.stack(columns, axis=1)",
    )
    return Made(
        statement="`f` takes an array of d numbers and returns an array of m numbers. Return the m × d Jacobian of `f` "
        "at `x` by central differences with step $h$: entry $(i, j)$ is $\\frac{f_i(x + h e_j) - f_i(x - h e_j)}{2h}$.",
        properties=(
            "m and d may be 1; the result is a matrix even then.",
            "`x` may hold integers, and it is not changed.",
            "The step need not be small: the quotients themselves are judged.",
        ),
        parameters="f, x, h",
        body=(
            "columns = [(f(x + e) - f(x - e)) / (2 * h) for e in h * np.eye(len(x))]",
            "return np.stack(columns, axis=1)",
        ),
        steps=(
            "Shifting entry $j$ of `x` changes all m outputs at once, so each shift gives a whole *column* of the "
            "Jacobian.",
            f"In the example the shift of entry 0 gives the column `{shown(column)}`.",
            "`np.stack(..., axis=1)` puts the arrays side by side as columns. `np.array` would make them rows: the "
            "transpose.",
            f"The shape is (m, d), here {oracle(f, x, h).shape}: outputs count the rows, inputs the columns.",
        ),
        hints=(
            "What does one shift of one entry give: a row or a column?",
            "Collect the quotients for all entries and stack them along axis 1.",
        ),
        oracle=oracle,
        wrong=(
            Wrong(
                "one-sided-step-size",
                ONE_SIDED,
                (
                    "columns = [(f(x + e) - f(x)) / (2 * h) for e in h * np.eye(len(x))]",
                    "return np.stack(columns, axis=1)",
                ),
            ),
            Wrong("in-place-perturb", IN_PLACE, ("x = x.astype(float)", *loop)),
            Wrong("in-place-perturb", IN_PLACE, loop),
        ),
        rtol=1e-7,
    )


def draw_directional(draw: Draw) -> Given:
    name = draw.choice(("directional_derivative", "slope_along", "rate_along"))
    unit = draw.flip()
    pairs = _pairs(draw)
    flat = [_function(p.value) for p in pairs if not p.any_length]
    free = [_function(p.value) for p in pairs if p.any_length]
    example = (flat[0], vector(draw, 2, 3), draw.choice(((3, 4), (-3, 4), (4, 3), (4, -3))), 1 if not unit else 5)
    cases = (
        (free[0], _points(draw, 3), (1, -2, 2), 0.5),
        (free[1], _points(draw, 2), (0, 0), 0.25),
        (free[2], vector(draw, 2, 2), (0.5, draw.integer(1, 3) + 0.5), 0.125),
        (flat[1], _points(draw, 2), (draw.integer(1, 3), -1), 0.5),
    )
    return Given("directional", (name, unit), example, cases)


def directional(f: Any, x: Any, v: Any, h: float, unit: bool) -> Made:
    """A directional derivative by a central difference."""

    def oracle(f: Any, x: Any, v: Any, h: float) -> Any:
        if not unit:
            return mean_slope(f, x, v, -h, h)
        size = float(np.sqrt((np.asarray(v, dtype=float) ** 2).sum()))
        return mean_slope(f, x, v / size, -h, h) if size else 0.0

    opening = (
        (
            "size = np.linalg.norm(v)",
            "if size == 0:",
            "    return 0.0",
            "e = h * v / size",
        )
        if unit
        else ("e = h * v",)
    )
    e = h * v / (np.linalg.norm(v) if unit else 1)
    return Made(
        statement="`f` takes an array of d numbers and returns a number. Return the central difference of `f` at `x` "
        + (
            "in the direction of the vector `v`, as the slope for each unit of length: with $u = v / \\|v\\|$ it is "
            "$\\frac{f(x + hu) - f(x - hu)}{2h}$."
            if unit
            else "along the vector `v`: $\\frac{f(x + hv) - f(x - hv)}{2h}$. `v` is taken as it is, of any length."
        ),
        properties=(
            "`v` may be the zero vector; the result is then 0.",
            "`x` and `v` may hold integers, and they are not changed.",
            "The step need not be small: the quotient itself is judged.",
        ),
        parameters="f, x, v, h",
        body=(*opening, "return (f(x + e) - f(x - e)) / (2 * h)"),
        steps=(
            "Along the line through $x$ in this direction `f` is a function of one number $t$; its central difference "
            "at $t = 0$ with step $h$ needs two values of `f`, whatever d is.",
            *(
                (
                    "The direction gets length 1 first. The zero vector has no direction: dividing by its norm would "
                    "give `nan`, so it is caught before.",
                )
                if unit
                else ("The zero vector needs no special case: both values are the same.",)
            ),
            f"In the example the shift is `{shown(np.asarray(e, dtype=float))}`, and the values are "
            f"`{shown(float(f(x + e)))}` and `{shown(float(f(x - e)))}`.",
            "For small $h$ the result is close to $\\nabla f(x)^\\top "
            + ("u" if unit else "v")
            + "$: one number that checks a whole gradient along one direction.",
        ),
        hints=(
            "Move along the line in both directions; no loop over the entries is needed.",
            "Divide by $2h$, the distance of the two points, and mind $v = 0$."
            if unit
            else "Divide by $2h$, however long $v$ is.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("one-sided-step-size", ONE_SIDED, (*opening, "return (f(x + e) - f(x)) / (2 * h)")),
            Wrong("one-sided-step-size", ONE_SIDED, (*opening, "return (f(x + e) - f(x - e)) / h")),
        ),
        rtol=1e-7,
    )


class Analytic(NamedTuple):
    """A function of x (and data A, b) with its gradient."""

    words: str
    parameters: str
    body: tuple[str, ...]
    derivation: tuple[str, ...]
    hint: str
    edge: str
    middle: Callable[..., tuple[tuple[str, Any], ...]]
    """What is computed on the way, as LaTeX, with its value."""
    where: str = ""
    """What the letters of the function mean."""


ANALYTIC = {
    "form": Analytic(
        "$f(x) = x^\\top A x + b^\\top x$ with a d × d matrix `A`",
        "A, b, x",
        ("return (A + A.T) @ x + b",),
        (
            "In $x^\\top A x = \\sum_{ij} a_{ij} x_i x_j$ the number $x_k$ occurs as $x_i$ and as $x_j$: row $k$ and "
            "column $k$ of $A$ both count. So the gradient is $(A + A^\\top) x + b$.",
            "$2 A x$ would be right for a symmetric matrix only.",
        ),
        "$x_k$ occurs twice in $x^\\top A x$: on the left and on the right of $A$.",
        "`A` need not be symmetric, and its entries may differ in size by a factor of $10^{10}$.",
        lambda A, b, x: (("A + A^\\top", A + A.T), ("(A + A^\\top) x", (A + A.T) @ x)),
    ),
    "squares": Analytic(
        "$f(x) = \\tfrac{1}{2} \\|Ax - b\\|^2$ with an n × d matrix `A`",
        "A, b, x",
        ("return A.T @ (A @ x - b)",),
        (
            "With the residual $r = Ax - b$ the function is $\\tfrac{1}{2} r^\\top r$, whose derivative by $r$ is "
            "$r^\\top$; the derivative of $r$ by $x$ is $A$. The chain rule gives the row $r^\\top A$, as a vector "
            "$A^\\top r$.",
            "Computed from right to left, as `A.T @ (A @ x - b)`, it needs no d × d matrix.",
        ),
        "Use the chain rule with the residual $r = Ax - b$.",
        "`A` may have a single row, and its rows may differ in size by a factor of $10^7$.",
        lambda A, b, x: (("r", A @ x - b),),
    ),
    "softmax": Analytic(
        "$f(x) = \\log \\sum_i e^{x_i}$",
        "x",
        ("t = np.exp(x - x.max())", "return t / t.sum()"),
        (
            "The derivative of the logarithm is 1 over the sum, and $x_k$ occurs in one term only: the gradient has "
            "the entries $e^{x_k} / \\sum_i e^{x_i}$, the softmax of $x$.",
            "Numerator and denominator may both be multiplied by $e^{-m}$. With $m$ the largest entry no exponent is "
            "positive, so nothing overflows.",
        ),
        "The gradient is a vector of probabilities.",
        "Entries of `x` may be as large as 1000 in absolute value.",
        lambda x: (("e^{x_i - m}", np.exp(x - x.max())),),
    ),
    "norm": Analytic(
        "$f(x) = \\|x\\|$ (the Euclidean norm)",
        "x",
        (
            "largest = np.abs(x).max()",
            "if largest == 0:",
            "    return np.zeros(len(x))",
            "u = x / largest",
            "return u / np.linalg.norm(u)",
        ),
        (
            "From $f(x)^2 = x^\\top x$ follows $2 f(x) \\nabla f(x) = 2x$, so the gradient is $x / \\|x\\|$ where $x "
            "\\ne 0$.",
            "The squares in the norm overflow for entries above about $10^{154}$. Dividing by the largest entry first "
            "does not change the direction, and keeps the squares small.",
        ),
        "The gradient points along $x$. What is its length?",
        "At $x = 0$, where $f$ is not differentiable, return zeros. Entries may be as large as $10^{200}$.",
        lambda x: (("\\|x\\|", float(np.sqrt((x * x).sum()))),),
    ),
    "logistic": Analytic(
        "$f(x) = \\sum_i \\log(1 + e^{-b_i a_i^\\top x})$",
        "A, b, x",
        ("m = b * (A @ x)", "return -A.T @ (b * 0.5 * (1 - np.tanh(m / 2)))"),
        (
            "With the margin $m_i = b_i a_i^\\top x$ each term is $\\log(1 + e^{-m_i})$. Its derivative by $m_i$ is "
            "$-\\frac{1}{1 + e^{m_i}}$, and the gradient of $m_i$ is $b_i a_i$.",
            "Together the gradient is $-\\sum_i \\frac{b_i}{1 + e^{m_i}} a_i$. The fraction is $\\tfrac{1}{2}(1 - "
            "\\tanh \\tfrac{m_i}{2})$, which never overflows.",
        ),
        "Introduce the margins $m_i = b_i a_i^\\top x$ and use the chain rule.",
        "Entries of `x` may be large: no overflow, and no warning, for $|b_i a_i^\\top x|$ up to 1000.",
        lambda A, b, x: (("m_i", b * (A @ x)),),
        " Here $a_i$ is row $i$ of the n × d matrix `A`, and every $b_i$ is $1$ or $-1$.",
    ),
}


def draw_analytic(draw: Draw) -> Given:
    kind = draw.choice(tuple(ANALYTIC))
    name = draw.choice(("grad", "exact_gradient", "gradient_of_f", "analytic_gradient"))

    def data(n: int, d: int, size: int) -> Arguments:
        b = tuple(draw.sign() for _ in range(n)) if kind == "logistic" else vector(draw, n, 4)
        return matrix(draw, n, d, 3), b, tuple(v * size for v in vector(draw, d, 3))

    def first(n: int, d: int) -> Arguments:
        """An example that shows something: no row of zeros, no symmetric matrix, no zero in x."""
        while True:
            table, b, _ = data(n, d, 1)
            if all(any(row) for row in table) and (n != d or table[0][1] != table[1][0]):
                return table, b, tuple(draw.integer(-3, 3, nonzero=True) for _ in range(d))

    # Values that are large through the first entry of x alone: a difference in the second entry drowns in rounding.
    odd = tuple(draw.choice((13, 17, 19, 23, 29, 31, 37)) / 100 for _ in range(2))
    small = tuple(draw.integer(1, 3) for _ in range(3))
    if kind == "form":
        uneven = (((1e10 * draw.integer(1, 9), small[0]), (-small[1], small[2])), vector(draw, 2, 4), odd)
        return Given("analytic", (name, kind), first(2, 2), (data(3, 3, 1), data(1, 1, 1), data(2, 2, 2), uneven))
    if kind == "squares":
        uneven = (((1e7 * draw.integer(1, 3), 0), (-small[0], small[1])), vector(draw, 2, 4), odd)
        return Given("analytic", (name, kind), first(3, 2), (data(5, 3, 1), data(1, 2, 1), data(2, 4, 1), uneven))
    if kind == "logistic":
        return Given("analytic", (name, kind), first(3, 2), (data(5, 3, 1), data(1, 2, 1), data(4, 2, 100)))
    large = (1e200, -2e200, 0.0) if kind == "norm" else (1000.0, 999.0, -1000.0)
    zero = (0, 0, 0)
    example = draw.choice(((3, 4), (-3, 4), (6, -8), (5, 12), (-12, 5), (1, 2, -2), (2, -3, 6), (4, -4, 7)))
    start = example if kind == "norm" else tuple(draw.sample(range(-3, 4), 3))
    return Given("analytic", (name, kind), (start,), ((_points(draw, 4),), (large,), (zero,), ((2.0,),)))


def analytic(*given: Any) -> Made:
    """An analytic gradient that a check against central differences confirms."""
    *example, kind = given
    chosen = ANALYTIC[kind]

    def value(case: Any) -> Callable[[Any], Any]:
        """f as a function of one array, also of complex numbers; scaled where it would overflow."""
        if kind == "form":
            return lambda z: z @ case[0] @ z + case[1] @ z
        if kind == "squares":
            return lambda z: 0.5 * ((case[0] @ z - case[1]) ** 2).sum()
        if kind == "softmax":
            top = case[0].max()
            return lambda z: np.log(np.exp(z - top).sum())
        if kind == "norm":
            return lambda z: np.sqrt((z**2).sum())
        sign = np.sign(case[1] * (case[0] @ case[2]))  # log(1 + e^-m) is -m + log(1 + e^m) for negative m
        m: Callable[[Any], Any] = lambda z: case[1] * (case[0] @ z)  # noqa: E731
        return lambda z: (np.where(sign < 0, -m(z), 0) + np.log(1 + np.exp(np.where(sign < 0, 1, -1) * m(z)))).sum()

    def oracle(*case: Any) -> Any:
        x = np.asarray(case[-1], dtype=float)
        if kind == "norm":
            top = np.abs(x).max()
            if top == 0:
                return x
            x = x / top
        return np.array([slope(value(case), x, e) for e in np.eye(len(x))])

    x = np.asarray(example[-1], dtype=float)
    checked = numeric(value(example), x, 1e-5)
    middle = " and ".join(f"${tex}$ is `{shown(v)}`" for tex, v in chosen.middle(*example))
    return Made(
        statement=f"Return the gradient of {chosen.words} at the array `x`: an array of the same length."
        f"{chosen.where} The result has to pass a gradient check against central differences of $f$.",
        properties=(
            chosen.edge,
            "No argument is changed; arrays may hold integers.",
            "Write the analytic gradient: it is compared to 12 digits, and a central difference gives about 10.",
        ),
        parameters=chosen.parameters,
        body=chosen.body,
        steps=(
            *chosen.derivation,
            f"In the example {middle}. Central differences of $f$ with step $10^{{-5}}$ give `{shown(checked)}` for "
            "the gradient, to four decimals.",
        ),
        hints=(chosen.hint, "Check your formula for an `x` with a single entry, where you know the derivative."),
        oracle=oracle,
        rtol=1e-12,
        atol=1e-13,
    )


# ------------------------------------------------------------------ level 3: the check


def _claims(draw: Draw, pair: Pair) -> tuple[str, ...]:
    """The right gradient, then wrong ones."""
    g = f"({pair.gradient})" if pair.any_length else pair.gradient
    factor = draw.choice((0.5, 0.9, 1.25))
    spoiled = f"np.where(np.arange(len(x)) == 0, 1, {factor})" if pair.any_length else f"np.array([1, {factor}])"
    return (
        _function(pair.gradient),
        _function(f"-{g}"),
        _function(f"2 * {g}"),
        _function(f"{g} * {spoiled}"),
        _function("0.0 * x"),
    )


def relative(numerical: Any, claimed: Any) -> float:
    """The norm of the difference over the sum of the norms; 0 where both are 0."""
    sizes = [float(np.sqrt(sum(v * v for v in np.ravel(g)))) for g in (numerical - claimed, numerical, claimed)]
    return sizes[0] / (sizes[1] + sizes[2]) if sizes[1] + sizes[2] else 0.0


def draw_error(draw: Draw) -> Given:
    name = draw.choice(("relative_error", "gradient_error", "check_error", "disagreement"))
    pairs = _pairs(draw)
    free = [p for p in pairs if p.any_length]
    flat = draw.choice([p for p in pairs if not p.any_length])
    p, q = draw.sample(free, 2)
    cases = (
        (_function(p.value), _claims(draw, p)[0], _points(draw, 3), 0.5),
        (_function(q.value), draw.choice(_claims(draw, q)[1:]), vector(draw, 3, 2), 0.25),
        (_function(p.value), _claims(draw, p)[3], _points(draw, 2), 0.125),
        ("lambda x: 3.0 + 0 * x.sum()", "lambda x: 0.0 * x", (1, 2), 0.5),
        (_function("x @ x * x[0]"), "lambda x: 0.0 * x", (1.0, -0.5), 0.5),
    )
    pair, at, h = _function(flat.value), vector(draw, 2, 3), draw.choice((1, 0.5))
    for _ in range(20):  # not where the differences vanish: there the relative error is rounding alone
        if np.linalg.norm(numeric(eval(pair, {"np": np}), np.array(at), h)) > 0.1:
            break
        at = vector(draw, 2, 3)
    return Given("error", (name,), (pair, draw.choice(_claims(draw, flat)[:4]), at, h), cases)


def error(f: Any, grad: Any, x: Any, h: float) -> Made:
    """The relative error between central differences and a claimed gradient."""

    def oracle(f: Any, grad: Any, x: Any, h: float) -> float:
        return relative(numeric(f, x, h), grad(x))

    def body(quotient: str) -> tuple[str, ...]:
        return (f"n = np.array([{quotient} for e in h * np.eye(len(x))])", *end)

    end = (
        "a = grad(x)",
        "size = np.linalg.norm(n) + np.linalg.norm(a)",
        "return np.linalg.norm(n - a) / size if size > 0 else 0.0",
    )
    copied, direct, _ = _in_place(("n = g", *end))
    n, a = numeric(f, x, h), grad(x)
    return Made(
        statement="`f` takes an array and returns a number; `grad` takes the array and returns what is claimed to be "
        "the gradient of `f`. Let $n$ be the vector of central differences of `f` at `x` with step $h$, entry by "
        "entry, and $a$ the claimed gradient at `x`. Return the relative error "
        "$\\frac{\\|n - a\\|}{\\|n\\| + \\|a\\|}$.",
        properties=(
            "If both vectors are 0, the result is 0.",
            "`x` may hold integers, and it is not changed.",
            "The step need not be small: the number itself is judged.",
        ),
        parameters="f, grad, x, h",
        body=body("(f(x + e) - f(x - e)) / (2 * h)"),
        steps=(
            f"First the numerical gradient: one shift $h e_i$ for each entry. In the example $n$ is `{shown(n)}`.",
            f"The claimed gradient $a$ is `{shown(np.asarray(a, dtype=float))}`, evaluated at the unshifted `x`.",
            f"$\\|n - a\\|$ is `{shown(float(np.linalg.norm(n - a)))}`, and the sum of the norms is "
            f"`{shown(float(np.linalg.norm(n) + np.linalg.norm(a)))}`.",
            "An absolute difference of 0.001 means little for a gradient of length 1000, and much for one of length "
            "0.001: hence the quotient. It lies between 0 and 1. Where both norms are 0 it would be 0 over 0, so that "
            "case comes first.",
        ),
        hints=(
            "Compute both gradients at the same point; the shifts must not leave a trace in `x`.",
            "When is the denominator 0, and what is the result then?",
        ),
        oracle=oracle,
        wrong=(
            Wrong("one-sided-step-size", ONE_SIDED, body("(f(x + e) - f(x)) / (2 * h)")),
            Wrong("in-place-perturb", IN_PLACE, copied),
            Wrong("in-place-perturb", IN_PLACE, direct),
        ),
        rtol=1e-6,
        atol=1e-8,
    )


def _spoiled(draw: Draw) -> tuple[list[float], ...]:
    """Factors for three entries, of which one is wrong."""
    factor = draw.choice((0.5, 1.25, -1.0))
    return tuple([factor if i == k else 1.0 for i in range(3)] for k in range(3))


def draw_verdict(draw: Draw) -> Given:
    name = draw.choice(("gradient_is_right", "passes_check", "check_gradient", "accept_gradient"))
    pairs = _pairs(draw)
    free = [p for p in pairs if p.any_length]
    flat = draw.choice([p for p in pairs if not p.any_length])
    p, q = draw.sample(free, 2)
    bound = draw.choice(("1e-4", "1e-5"))
    far = tuple(1.0 * v for v in draw.sample(range(1, 9), 3))
    g = f"({p.gradient})"
    slack, excess = {"1e-4": ("1.00012", "1.0005"), "1e-5": ("1.000012", "1.00005")}[bound]
    cases = (
        (_function(p.value), _claims(draw, p)[0], far),
        (_function(p.value), _claims(draw, p)[3], far),
        (_function(q.value), _claims(draw, q)[1], (*vector(draw, 2, 2), 3)),
        (_function(q.value), _claims(draw, q)[0], (2, 1)),
        ("lambda x: x @ x * 5000", "lambda x: 10000 * x", (100.0, -300.0)),
        ("lambda x: x @ x", "lambda x: 2 * x", (0.0, 0.0)),
        ("lambda x: 3.0 + 0 * x.sum()", "lambda x: 0.0 * x", (1.0, 2.0)),
        # one wrong entry, the first, in the middle or the last; errors that cancel in a sum
        *((_function(p.value), _function(f"{g} * np.array({factors})"), far) for factors in _spoiled(draw)),
        (_function(p.value), _function(f"{g} + np.abs({g}).max() * np.array([0.5, 0.0, -0.5])"), far),
        # relative errors a little below the bound, and above it
        (_function(p.value), _function(f"{slack} * {g}"), far),
        (_function(p.value), _function(f"{excess} * {g}"), far),
        # the norm is not the largest entry
        ("lambda x: x @ x", f"lambda x: {2 + 6 * float(bound):.5f} * x", (2.0, 2.0, 2.0)),
        # large values and a large x: too small a step drowns in rounding; a fast function: too large a step is coarse
        ("lambda x: x @ x + 1e4", "lambda x: 2 * x", (3.0, -2.0, 0.5)),
        ("lambda x: x @ x", "lambda x: 2 * x", (1e4, -3e4)),
        ("lambda x: np.exp(6 * x).sum()", "lambda x: 6 * np.exp(6 * x)", (0.25, -0.5)),
    )
    x = (draw.integer(1, 4), draw.integer(1, 4))
    return Given("verdict", (name, bound), (_function(flat.value), draw.choice(_claims(draw, flat)[:4]), x), cases)


def verdict(f: Any, grad: Any, x: Any, bound: str) -> Made:
    """Whether a claimed gradient passes, with a step that the learner chooses."""

    def exact(f: Any, x: Any) -> Any:
        return np.array([slope(f, x, e) for e in np.eye(len(x))])

    def oracle(f: Any, grad: Any, x: Any) -> bool:
        return relative(exact(f, x), grad(x)) <= float(bound)

    def body(step: str, quotient: str) -> tuple[str, ...]:
        return (
            f"h = {step}",
            f"n = np.array([{quotient} for e in h * np.eye(len(x))])",
            "a = grad(x)",
            f"return bool(np.linalg.norm(n - a) <= {bound} * (np.linalg.norm(n) + np.linalg.norm(a)))",
        )

    central, step = "(f(x + e) - f(x - e)) / (2 * h)", "1e-5 * max(1.0, np.abs(x).max())"
    h = 1e-5 * max(1.0, float(np.abs(x).max()))
    n, a = numeric(f, x, h), grad(x)
    power = bound.replace("1e-", "10^{-") + "}"
    return Made(
        statement="`f` takes an array and returns a number; `grad` takes the array and returns what is claimed to be "
        "the gradient of `f`. Compare the claimed gradient $a$ at `x` with central differences $n$, whose step you "
        f"choose. Return `True` if $\\|n - a\\| \\le {power} \\left(\\|n\\| + \\|a\\|\\right)$, else `False`.",
        properties=(
            "Gradients that are right have to pass, also where both vectors are 0 and where `x` and `f` are large.",
            "A gradient with a wrong sign, a wrong factor, or one wrong entry has to fail.",
            "`x` may hold integers, and it is not changed.",
        ),
        parameters="f, grad, x",
        body=body(step, central),
        steps=(
            "The step must be small, but well above rounding: central differences are most accurate for $h$ near "
            "$10^{-5}$ times the size of `x`. With $h = 10^{-16}$ the shifted point is rounded back to `x`, and every "
            "difference is 0.",
            f"In the example the numerical gradient is `{shown(n)}`, the claimed one "
            f"`{shown(np.asarray(a, dtype=float))}`.",
            f"Their relative error is `{shown(relative(n, a))}`, to four decimals. A right "
            "gradient gives about $10^{-8}$ or less, a "
            "wrong sign, factor or entry a far larger number (up to 1), so a bound between the two decides.",
            "With the inequality multiplied out nothing is divided: two zero vectors pass without a special case. "
            "(Where "
            "rounding leaves a tiny $n$ beside $a = 0$, a relative test alone fails: libraries add an absolute "
            "tolerance.)",
        ),
        hints=(
            "How small may the step be before `x + h` is the same float as `x`?",
            "Write the test without a division, so that zero gradients do no harm.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("step-too-small", TOO_SMALL, body("1e-16", central)),
            Wrong("one-sided-step-size", ONE_SIDED, body(step, "(f(x + e) - f(x)) / (2 * h)")),
        ),
    )


def draw_worst(draw: Draw) -> Given:
    name = draw.choice(("worst_entry", "suspect", "largest_mismatch", "find_wrong_entry"))
    a, b, c = draw.integer(2, 4), draw.integer(2, 5), draw.integer(1, 3)
    value = f"lambda W: (W**2).sum() * {a} + W[0, 0] * W[-1, -1]**2 * {c}"
    true = f"({2 * a} * W + {c} * W[-1, -1]**2 * E(W, 0, 0) + {2 * c} * W[0, 0] * W[-1, -1] * E(W, -1, -1))"
    unit = "E=lambda W, i, j: np.eye(len(W))[i][:, None] * np.eye(W.shape[1])[j]"
    right = f"lambda W, {unit}: {true}"
    off = f"lambda W, {unit}: {true} + {b} * E(W, 0, -1)"
    twice = f"lambda W, {unit}: 2 * {true}"
    simple = f"lambda W: (W**2).sum() * {a}"
    rough = (f"lambda W: {2 * a} * W + {b} * (W > 1)", f"lambda W: {2 * a} * np.abs(W)", f"lambda W: {a} * W")

    def at(n: int, m: int) -> Arguments:
        return tuple(tuple(draw.integer(-4, 4) / 2 + 0.25 for _ in range(m)) for _ in range(n))

    cases = (
        (value, right, at(2, 3), 0.5),
        (value, off, at(3, 2), 0.25),
        (value, twice, at(1, 2), 0.25),
        (value, off, ((1, 2), (0, -1)), 0.5),
        ("lambda W: 7.0 + 0 * W.sum()", "lambda W: 0.0 * W", ((1, 2), (3, 4)), 0.5),
    )
    example = (simple, draw.choice(rough), matrix(draw, 2, 2, 3), 0.5)
    return Given("worst", (name,), example, cases)


def worst(f: Any, grad: Any, w: Any, h: float) -> Made:
    """The largest relative error over the entries of a matrix."""

    def compared(f: Any, grad: Any, w: Any, h: float) -> Any:
        n, a = numeric(f, w, h), grad(w)
        return np.abs(n - a) / np.maximum(1.0, np.abs(n) + np.abs(a))

    def oracle(f: Any, grad: Any, w: Any, h: float) -> float:
        return max(float(v) for row in compared(f, grad, w, h) for v in row)

    end = ("A = grad(W)", "return (np.abs(N - A) / np.maximum(1.0, np.abs(N) + np.abs(A))).max()")

    def body(quotient: str) -> tuple[str, ...]:
        return (
            "N = np.zeros(W.shape)",
            "for i in np.ndindex(W.shape):",
            "    E = np.zeros(W.shape)",
            "    E[i] = h",
            f"    N[i] = {quotient}",
            *end,
        )

    loop = (
        "N = np.zeros(W.shape)",
        "for i in np.ndindex(W.shape):",
        "    W[i] += h",
        "    up = f(W)",
        "    W[i] -= 2 * h",
        "    N[i] = (up - f(W)) / (2 * h)",
        *end,
    )
    return Made(
        statement="`f` takes a matrix `W` and returns a number, such as a loss for the weights of a layer; `grad` "
        "takes the matrix and returns the claimed partial derivatives, a matrix of the same shape. Let $n_{ij}$ be the "
        "central difference of `f` in entry $(i, j)$ with step $h$, and $a_{ij}$ the claimed derivative. Return the "
        "largest of the numbers $\\frac{|n_{ij} - a_{ij}|}{\\max(1, |n_{ij}| + |a_{ij}|)}$.",
        properties=(
            "`W` has any shape with two axes; it may hold integers, and it is not changed.",
            "All entries are compared at the same `W`.",
            "The step need not be small: the number itself is judged.",
        ),
        parameters="f, grad, W, h",
        body=body("(f(W + E) - f(W - E)) / (2 * h)"),
        steps=(
            "`np.ndindex(W.shape)` runs over all places (i, j) of the matrix, whatever its shape. For each of them "
            "`E` is a matrix of zeros with $h$ at that place.",
            f"In the example the central differences are `{shown(numeric(f, w, h))}`, and the claimed derivatives "
            f"`{shown(np.asarray(grad(w), dtype=float))}`.",
            f"The quotients are `{shown(compared(f, grad, w, h))}`. Their denominators are at least 1: derivatives "
            "near 0 are compared by their difference, and nothing is divided by 0.",
            "Perturbing `W` itself would need a line that restores the entry; `W + E` is a new array.",
        ),
        hints=(
            "Loop over all places of the matrix with `np.ndindex`, and shift one entry at a time.",
            "Collect the numerical derivatives in a matrix first; then one array expression compares all entries.",
        ),
        oracle=oracle,
        wrong=(
            Wrong("one-sided-step-size", ONE_SIDED, body("(f(W + E) - f(W)) / (2 * h)")),
            Wrong("in-place-perturb", IN_PLACE, ("W = W.astype(float)", *loop)),
            Wrong("in-place-perturb", IN_PLACE, loop),
        ),
        rtol=1e-6,
        atol=1e-8,
    )


TASKS = {
    "quotient": Task(draw_quotient, quotient),
    "own_step": Task(draw_own_step, own_step),
    "stable": Task(draw_stable, stable),
    "gradient": Task(draw_gradient, gradient),
    "jacobian": Task(draw_jacobian, jacobian),
    "directional": Task(draw_directional, directional),
    "analytic": Task(draw_analytic, analytic),
    "error": Task(draw_error, error),
    "verdict": Task(draw_verdict, verdict),
    "worst": Task(draw_worst, worst),
}
LEVELS = {
    1: ("quotient", "own_step", "stable"),
    2: ("gradient", "jacobian", "directional", "analytic"),
    3: ("error", "verdict", "worst"),
}
WRITTEN = Tasks(TASKS, LEVELS)


@exercise("code-gradcheck", version=1)
def gradcheck(draw: Draw, level: int) -> Given:
    """A task of the level with its details drawn, an example and hidden inputs."""
    return WRITTEN.drawn(draw, level)


gradcheck.problem(WRITTEN.problem)
gradcheck.verify(WRITTEN.verify)
