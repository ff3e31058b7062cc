"""Write samplers and Monte-Carlo estimates whose randomness comes from outside, so that the result is fixed.

Levels: 1 areas and integrals from uniform numbers, several estimates from one generator; 2 inverse distribution
functions, categories, noise of a given variance, the noise of mini-batch gradients; 3 correlated Gaussians, importance
weights, accept-reject, bootstrap intervals, bias and variance of an estimator. (MML 6.5, 6.7; Bishop 11.1.)
Functions take uniform or normal numbers, a generator, or a seed as arguments. Checked by other methods: plain loops,
bisection of the distribution function, solving L z = x - mu, quantiles by sorting. The learner's code itself is judged
in the sandbox.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from question_bank._draw.common import TRIES, exhausted
from quizgen.draw import Draw
from quizgen.exercise import exercise

from ._written import Arguments, Given, Made, Task, Tasks, Wrong, matrix, rounded, shown, uniforms, vector

COVARIANCE = (
    "Multiplying independent standard normal numbers by a matrix $M$ gives the covariance matrix $M M^\\top$. With "
    "$M = \\Sigma$ that is $\\Sigma^2$: you need a factor of $\\Sigma$."
)
VARIANCE = (
    "You scale with the variance where the standard deviation belongs: numpy's `scale`, like every factor before a "
    "standard normal number, is a deviation."
)
SEED = (
    "You make the generator anew, with the same seed, inside the loop: it starts from the beginning each time, and "
    "every round sees the same numbers. Make one generator before the loop."
)


def _rng(seed: int) -> str:
    return f"np.random.default_rng({seed})"


# ------------------------------------------------------------------ level 1: areas and integrals


class Region(NamedTuple):
    """A set in the plane."""

    words: str
    """LaTeX condition."""
    source: str
    inside: Callable[[float, float], bool]
    box: tuple[int, int, int, int]
    area: str
    """Its true area, in words."""


REGIONS = (
    Region("x^2 + y^2 \\le 1", "x**2 + y**2 <= 1", lambda x, y: x * x + y * y <= 1, (-1, 1, -1, 1), "$\\pi$"),
    Region("x^2 + y^2 \\le 4", "x**2 + y**2 <= 4", lambda x, y: x * x + y * y <= 4, (0, 2, 0, 2), "$\\pi$"),
    Region("y \\le x^2", "y <= x**2", lambda x, y: y <= x * x, (0, 2, 0, 4), "$\\tfrac{8}{3}$"),
    Region("|x| + |y| \\le 2", "np.abs(x) + np.abs(y) <= 2", lambda x, y: abs(x) + abs(y) <= 2, (-2, 2, -2, 2), "8"),
    Region(
        "x^2 / 4 + y^2 \\le 1", "x**2 / 4 + y**2 <= 1", lambda x, y: x * x / 4 + y * y <= 1, (-2, 2, -1, 1), "$2\\pi$"
    ),
    Region(
        "1 \\le x^2 + y^2 \\le 4",
        "(x**2 + y**2 >= 1) & (x**2 + y**2 <= 4)",
        lambda x, y: 1 <= x * x + y * y <= 4,
        (-2, 2, -2, 2),
        "$3\\pi$",
    ),
    Region("y \\le \\sin x", "y <= np.sin(x)", lambda x, y: y <= math.sin(x), (0, 3, 0, 1), "$1 - \\cos 3$"),
)


def _mapped(region: Region) -> tuple[str, ...]:
    """Lines that turn uniform numbers u of [0, 1) into coordinates."""

    def line(letter: str, column: int, low: int, high: int) -> str:
        scale = "" if high - low == 1 else f"{high - low} * "
        shift = "" if low == 0 else f"{low} + "
        return f"{letter} = {shift}{scale}U[:, {column}]"

    a, b, c, d = region.box
    return line("x", 0, a, b), line("y", 1, c, d)


def _points(region: Region, u: Any) -> list[tuple[float, float]]:
    a, b, c, d = region.box
    return [(a + (b - a) * float(p), c + (d - c) * float(q)) for p, q in u]


def _clear(draw: Draw, region: Region, n: int, places: int = 3) -> Arguments:
    """n pairs of uniform numbers whose points do not lie on the border of the region, where rounding decides."""

    def free(u: Any) -> bool:
        (x, y) = _points(region, (u,))[0]
        near = [region.inside(x + s, y + t) for s in (-1e-6, 1e-6) for t in (-1e-6, 1e-6)]
        return len(set(near)) == 1

    rows: list[Any] = []
    for _ in range(60 * n):
        u = uniforms(draw, 2, places=places)
        if len(rows) < n and free(u):
            rows.append(u)
    return tuple(rows)


def _telling(draw: Draw, region: Region, n: int) -> Arguments:
    """n pairs with hits and misses: with one kind only, an example shows no factor and no error."""
    for _ in range(TRIES):
        rows = _clear(draw, region, n, places=1)
        if len({region.inside(x, y) for x, y in _points(region, rows)}) == 2:
            return rows
    raise exhausted("points", "hits and misses")


def draw_area(draw: Draw) -> Given:
    which, spread = draw.below(len(REGIONS)), draw.flip()
    name = draw.choice(("area_and_error", "area_with_error") if spread else ("estimate_area", "monte_carlo_area"))
    cases = (
        (_clear(draw, REGIONS[which], 12),),
        (f"{_rng(draw.integer(1, 999))}.random((500, 2))",),
        (((0.55, 0.25),),),
        (((0.999, 0.001),) * 3,),
        (((0.001, 0.999), (0.0, 0.99), (0.02, 0.98)),),
    )
    return Given("area", (name, which, spread), (_telling(draw, REGIONS[which], 5),), cases)


def area(u: Any, which: int, spread: bool) -> Made:
    """The area of a region from uniform points in a box."""
    region = REGIONS[which]
    a, b, c, d = region.box
    size = (b - a) * (d - c)

    def oracle(u: Any) -> Any:
        hits = [region.inside(x, y) for x, y in _points(region, u)]
        p = Fraction(sum(hits), len(hits))
        value = float(p * size)
        if not spread:
            return value
        # The variance of the estimate, summed over the points.
        squares = sum((Fraction(size * h) - p * size) ** 2 for h in hits)
        return value, math.sqrt(squares / len(hits) ** 2)

    points = _points(region, u)
    hits = [region.inside(x, y) for x, y in points]
    end = (
        (f"p = ({region.source}).mean()", f"return {size} * p, {size} * np.sqrt(p * (1 - p) / len(U))")
        if spread
        else (f"return {size} * ({region.source}).mean()",)
    )
    box = f"$[{a}, {b}] \\times [{c}, {d}]$"
    return Made(
        statement=f"Estimate the area of the region of all $(x, y)$ in the box {box} with ${region.words}$. The rows "
        "of the n × 2 array `U` are pairs of independent uniform numbers from $[0, 1)$: scale them to the box, the "
        "first column to $x$ and the second to $y$, "
        + (
            "and return a tuple `(estimate, error)`: the estimate, and its estimated standard error, in which the "
            "variance of one hit or miss is $\\hat p (1 - \\hat p)$ with the share $\\hat p$ of hits."
            if spread
            else "and return the estimate."
        ),
        properties=(
            f"The randomness comes in by `U` alone: the same `U` gives the same result. (The true area is "
            f"{region.area}; few points may be far from it.)",
            "n may be 1, and there may be no hit, or hits only.",
        ),
        parameters="U",
        body=(*_mapped(region), *end),
        steps=(
            f"If $u$ is uniform on $[0, 1)$, then $l + (h - l) u$ is uniform on $[l, h)$. In the example the points "
            f"are `{shown([list(p) for p in points])}`.",
            f"Tested one by one they give `{shown(hits)}`, a share of `{shown(sum(hits) / len(hits))}`.",
            f"The share estimates the probability of a hit, which is the area of the region over that of the box. The "
            f"box has area {size}, so the share is multiplied by {size}.",
            *(
                (
                    "A hit has variance $p(1 - p)$, a mean of n hits $p(1 - p) / n$. The root of it, times the area of "
                    "the box, is the standard error: it falls like $1 / \\sqrt{n}$.",
                )
                if spread
                else ()
            ),
        ),
        hints=(
            "Map the two columns to the sides of the box first.",
            "The mean of a mask is the share of hits. By what must this share be multiplied?",
        ),
        oracle=oracle,
        rtol=1e-9,
    )


INTEGRANDS = (
    ("x^2", "x**2"),
    ("e^{-x^2}", "np.exp(-(x**2))"),
    ("\\sin x", "np.sin(x)"),
    ("\\frac{1}{1 + x^2}", "1 / (1 + x**2)"),
    ("\\sqrt{1 + x}", "np.sqrt(1 + x)"),
)


def draw_integral(draw: Draw) -> Given:
    kind = draw.choice(("plain", "antithetic", "stratified"))
    name = draw.choice(
        {
            "plain": ("integral", "mc_integral"),
            "antithetic": ("antithetic_integral", "paired_integral"),
            "stratified": ("stratified_integral", "layered_integral"),
        }[kind]
    )
    f = [f"lambda x: {text}" for _, text in draw.sample(INTEGRANDS[1:], 3)]
    cases = (
        (f[0], 0.0, draw.integer(1, 4), uniforms(draw, 6)),
        (f[1], 1, 1 + draw.integer(1, 3), uniforms(draw, 1)),
        (f[2], 0, 0.5, f"{_rng(draw.integer(1, 999))}.random(400)"),
        (f[0], 2.0, 2.0, uniforms(draw, 3)),
    )
    low = draw.integer(-2, 1)
    example = ("lambda x: x**2", low, low + draw.integer(1, 4), uniforms(draw, 4, places=1))
    return Given("integral", (name, kind), example, cases)


def integral(f: Any, a: float, b: float, u: Any, kind: str) -> Made:
    """An integral as a mean over uniform numbers, possibly paired or in layers."""

    def places(a: float, b: float, u: Any) -> list[float]:
        n = len(u)
        if kind == "antithetic":
            u = [v for w in u for v in (float(w), 1 - float(w))]
        if kind == "stratified":
            u = [(i + float(v)) / n for i, v in enumerate(u)]
        return [a + (b - a) * float(v) for v in u]

    def oracle(f: Any, a: float, b: float, u: Any) -> float:
        at = places(a, b, u)
        return math.fsum(float(f(x)) for x in at) * (b - a) / len(at)

    words = {
        "plain": "map them to $[a, b]$ and return the length of the interval times the mean of `f` there.",
        "antithetic": "use every $u_i$ together with its partner $1 - u_i$: map both to $[a, b]$ and return the length "
        "of the interval times the mean of `f` over all 2n points.",
        "stratified": "cut $[a, b]$ into n pieces of equal length, and use $u_i$ (i from 0) to choose a point in piece "
        "$i$: at the fraction $u_i$ of its length. Return the length of the interval times the mean of `f` over these "
        "n points.",
    }[kind]
    body = {
        "plain": ("return (b - a) * f(a + (b - a) * u).mean()",),
        "antithetic": (
            "x = a + (b - a) * u",
            "partner = a + (b - a) * (1 - u)",
            "return (b - a) * (f(x) + f(partner)).mean() / 2",
        ),
        "stratified": (
            "t = (np.arange(len(u)) + u) / len(u)",
            "return (b - a) * f(a + (b - a) * t).mean()",
        ),
    }[kind]
    at = places(a, b, u)
    return Made(
        statement="Estimate $\\int_a^b f(x) \\, dx$. `f` works entry by entry on arrays, and `u` is an array of n "
        f"independent uniform numbers from $[0, 1)$: {words}",
        properties=(
            "The randomness comes in by `u` alone: the same `u` gives the same result.",
            "n may be 1, and $a = b$ gives 0.",
        ),
        parameters="f, a, b, u",
        body=body,
        steps=(
            "For $X$ uniform on $[a, b]$ the mean of $f(X)$ is $\\frac{1}{b - a} \\int_a^b f(x) \\, dx$. So the mean "
            "of the values has to be multiplied by the length $b - a$.",
            f"In the example the points are `{shown(at)}`.",
            f"The values of `f` there are `{shown([float(f(x)) for x in at])}`, and $b - a$ is {b - a}.",
            {
                "plain": "Without the factor the result would be the mean height of the function, not the area below "
                "it.",
                "antithetic": "Partners lie on opposite sides of the middle. For a monotone function one value is high "
                "where the other is low, so their mean varies less than that of two independent points.",
                "stratified": "Every piece gets exactly one point, so the points cannot crowd in one part of the "
                "interval: the variance is smaller than that of plain sampling.",
            }[kind],
        ),
        hints=(
            "Map the uniform numbers to the interval; `f` takes the whole array.",
            "The mean of `f` is a height; an integral is an area.",
        ),
        oracle=oracle,
        rtol=1e-8,
    )


def draw_runs(draw: Draw) -> Given:
    which = draw.below(len(REGIONS))
    what = draw.choice(("all", "spread"))
    name = draw.choice(("repeated_areas", "area_runs") if what == "all" else ("spread_of_areas", "area_deviation"))

    def case(runs: int, n: int) -> Arguments:
        return draw.integer(1, 9999), runs, n

    return Given(
        "runs",
        (name, which, what),
        case(4, 20),
        (case(6, 30), case(3, 200), case(1 if what == "all" else 2, 10), case(20, 5)),
    )


def runs(seed: int, count: int, n: int, which: int, what: str) -> Made:
    """Several estimates of an area from one generator."""
    region = REGIONS[which]
    a, b, c, d = region.box
    size = (b - a) * (d - c)

    def oracle(seed: int, count: int, n: int) -> Any:
        u = np.random.default_rng(seed).random(2 * n * count).tolist()
        made = []
        for r in range(count):
            pairs = [(u[2 * i], u[2 * i + 1]) for i in range(r * n, (r + 1) * n)]
            made.append(size * sum(region.inside(x, y) for x, y in _points(region, pairs)) / n)
        if what == "all":
            return np.array(made)
        mean = sum(made) / count
        return math.sqrt(sum((v - mean) ** 2 for v in made) / count)

    one = "rng = np.random.default_rng(seed)"

    def body(before: tuple[str, ...], inside: tuple[str, ...]) -> tuple[str, ...]:
        lines = (*inside, "U = rng.random((n, 2))", *_mapped(region))
        return (
            *before,
            "estimates = []",
            "for _ in range(runs):",
            *(f"    {line}" for line in lines),
            f"    estimates.append({size} * ({region.source}).mean())",
            "return np.array(estimates)" if what == "all" else "return np.std(estimates)",
        )

    u = np.random.default_rng(seed).random((n, 2))
    hits = sum(region.inside(x, y) for x, y in _points(region, u))
    return Made(
        statement=f"Estimate the area of the region of all $(x, y)$ in the box $[{a}, {b}] \\times [{c}, {d}]$ with "
        f"${region.words}$ several times, from n points each. Make one generator with `np.random.default_rng(seed)`; "
        "for each of the `runs` estimates, one after the other, take `rng.random((n, 2))` from it and scale the two "
        "columns to $x$ and $y$. Return "
        + (
            "the array of the estimates."
            if what == "all"
            else "the standard deviation of the estimates (with the divisor `runs`)."
        ),
        properties=(
            "All estimates come from one stream of random numbers, each from new points.",
            "The same seed gives the same result. `runs` " + ("may be 1." if what == "all" else "is at least 2."),
        ),
        parameters="seed, runs, n",
        body=body((one,), ()),
        steps=(
            "A generator moves on with every call: the next call gives new numbers. It is made once, before the loop.",
            f"In the first run of the example {hits} of {n} points lie in the region, so the first estimate is "
            f"`{shown(size * hits / n)}`: the share of hits times the area {size} of the box.",
            "Making the generator inside the loop would start the stream again in every run: all estimates would be "
            + ("the same." if what == "all" else "the same, and their standard deviation 0."),
        ),
        hints=(
            "How often is `np.random.default_rng(seed)` called in your function?",
            "In each run: n new points, the share of hits, times the area of the box.",
        ),
        oracle=oracle,
        wrong=(Wrong("seed-inside-loop", SEED, body((), (one,))),),
        rtol=1e-8,
    )


# ------------------------------------------------------------------ level 2: inverse cdf, categories, noise


class Law(NamedTuple):
    """A law with a parameter c, given by its distribution function."""

    words: str
    cdf: str
    """LaTeX."""
    tail: Callable[[float, float], float]
    """F(x) for the parameter c, accurate near 0."""
    low: float
    high: float
    inverse: str
    derivation: str


LAWS = (
    Law(
        "the exponential law with rate `c`, with $F(x) = 1 - e^{-cx}$ for $x \\ge 0$",
        "1 - e^{-cx}",
        lambda x, c: -math.expm1(-c * x),
        0.0,
        1e4,
        "-np.log1p(-u) / c",
        "$u = 1 - e^{-cx}$ gives $e^{-cx} = 1 - u$, so $x = -\\frac{1}{c} \\log(1 - u)$",
    ),
    Law(
        "the Rayleigh law with parameter `c`, with $F(x) = 1 - e^{-x^2 / (2 c^2)}$ for $x \\ge 0$",
        "",
        lambda x, c: -math.expm1(-x * x / (2 * c * c)),
        0.0,
        1e4,
        "c * np.sqrt(-2 * np.log1p(-u))",
        "$u = 1 - e^{-x^2/(2c^2)}$ gives $x^2 = -2 c^2 \\log(1 - u)$, so $x = c \\sqrt{-2 \\log(1 - u)}$",
    ),
    Law(
        "the law with $F(x) = 1 - (1 + x)^{-c}$ for $x \\ge 0$ (Lomax)",
        "",
        lambda x, c: -math.expm1(-c * math.log1p(x)),
        0.0,
        1e40,
        "np.expm1(-np.log1p(-u) / c)",
        "$u = 1 - (1 + x)^{-c}$ gives $(1 + x)^c = \\frac{1}{1 - u}$, so $x = (1 - u)^{-1/c} - 1$",
    ),
    Law(
        "the law with density $c x^{c-1}$ on $[0, 1]$, so $F(x) = x^c$",
        "x^c",
        lambda x, c: x**c,
        0.0,
        1.0,
        "u ** (1 / c)",
        "$u = x^c$ gives $x = u^{1/c}$",
    ),
    Law(
        "the Weibull law with shape 2 and scale `c`, with $F(x) = 1 - e^{-(x/c)^2}$ for $x \\ge 0$",
        "",
        lambda x, c: -math.expm1(-((x / c) ** 2)),
        0.0,
        1e4,
        "c * np.sqrt(-np.log1p(-u))",
        "$u = 1 - e^{-(x/c)^2}$ gives $(x/c)^2 = -\\log(1 - u)$, so $x = c \\sqrt{-\\log(1 - u)}$",
    ),
)


def draw_inverse(draw: Draw) -> Given:
    which = draw.below(len(LAWS))
    name = draw.choice(("sample", "inverse_cdf", "from_uniform", "draw_from_law"))
    cases = (
        (uniforms(draw, 5), draw.integer(1, 4)),
        ((0.0, 0.5, 0.999999), 0.5 + draw.integer(0, 3)),
        ((1e-18, 3e-17, 0.25), float(draw.integer(1, 3))),
        (uniforms(draw, 2, 3), draw.integer(2, 5)),
    )
    # With c = 1 the power is the identity, and the example would show nothing.
    least = 2 if LAWS[which].cdf == "x^c" else 1
    return Given("inverse", (name, which), (uniforms(draw, 3, places=2), draw.integer(least, 3)), cases)


def inverse(u: Any, c: float, which: int) -> Made:
    """Sampling by the inverse of a distribution function."""
    law = LAWS[which]

    def one(u: float, c: float) -> float:
        """Bisection of the distribution function, on a scale of sizes."""
        if u == 0:
            return 0.0
        low, high = 1e-40, law.high
        for _ in range(400):
            middle = math.sqrt(low * high)
            low, high = (middle, high) if law.tail(middle, c) < u else (low, middle)
        return high

    def oracle(u: Any, c: float) -> Any:
        return np.array([one(float(v), float(c)) for v in np.ravel(u)]).reshape(np.shape(u))

    careful = "1p" in law.inverse
    return Made(
        statement=f"Sample from {law.words}, by inversion: turn the array `u` of uniform numbers from $[0, 1)$, entry "
        "by entry, into $F^{-1}(u)$.",
        properties=(
            "`u` may have any shape; the result has the same. The parameter `c` is positive.",
            "An entry 0 gives 0, not an infinite or undefined number.",
            *(
                ("Tiny entries such as $10^{-18}$ give accurate results, too: `1 - u` is 1 for them.",)
                if careful
                else ()
            ),
        ),
        parameters="u, c",
        body=(f"return {law.inverse}",),
        steps=(
            "If $u$ is uniform, then $F^{-1}(u)$ has the distribution function $F$: $P(F^{-1}(u) \\le x) = P(u \\le "
            "F(x)) = F(x)$.",
            f"Solving for $x$: {law.derivation}.",
            *(
                (
                    "For $u$ below $10^{-16}$ the difference `1 - u` is rounded to 1, and its logarithm to 0. "
                    "`np.log1p(-u)` computes $\\log(1 - u)$ without that loss"
                    + (", and `np.expm1(t)` computes $e^t - 1$ in the same way." if "expm1" in law.inverse else "."),
                )
                if careful
                else ()
            ),
            f"To test the inverse, put results into $F$: the numbers `{shown(oracle(u, c))}` of the example give "
            f"`{shown(np.array([law.tail(float(x), float(c)) for x in oracle(u, c)]))}`, the `u` we began with.",
        ),
        hints=(
            "Write $u = F(x)$ and solve for $x$.",
            "Which numpy function computes $\\log(1 + t)$ for a tiny $t$?"
            if careful
            else "Check your solution with $u = 0$ and $u$ near 1.",
        ),
        oracle=oracle,
        rtol=1e-7,
        atol=1e-30,
    )


def draw_categories(draw: Draw) -> Given:
    what = draw.choice(("index", "value", "counts"))
    name = draw.choice(
        {
            "index": ("categorical", "draw_classes"),
            "value": ("discrete_sample", "draw_values"),
            "counts": ("class_counts", "tally_draws"),
        }[what]
    )

    def law(k: int) -> tuple[float, ...]:
        """Weights in eighths, some of them 0, with the last positive."""
        cuts = sorted(draw.integer(0, 7) for _ in range(k - 1))
        return tuple((b - a) / 8 for a, b in zip([0, *cuts], [*cuts, 8], strict=True))

    def case(u: Any, p: tuple[float, ...]) -> Arguments:
        return (u, p, tuple(draw.sample(range(-9, 10), len(p)))) if what == "value" else (u, p)

    eighths = tuple(draw.below(8) / 8 for _ in range(6))
    cases = (
        case(uniforms(draw, 8), law(4)),
        case(eighths, law(4)),
        case((0.0, 0.125, 0.875, 0.999), (0.0, 0.125, 0.0, 0.875)),
        case((0.5,), (1.0,)),
        case((0.0, 0.9999999999999999), (0.1,) * 10),
    )
    return Given(
        "categories",
        (name, what),
        case(uniforms(draw, 4, places=2), draw.choice(((0.25, 0.5, 0.25), (0.5, 0.25, 0.25), (0.125, 0.5, 0.375)))),
        cases,
    )


def categories(u: Any, p: Any, *rest: Any) -> Made:
    """Draws from a law on finitely many values."""
    what = rest[-1]

    def pick(u: float, p: Any) -> int:
        total = 0.0
        for k, weight in enumerate(p):
            total += float(weight)
            if u < total:
                return k
        return max(k for k, weight in enumerate(p) if weight > 0)

    def oracle(u: Any, p: Any, *values: Any) -> Any:
        index = [pick(float(v), p) for v in u]
        if what == "counts":
            return np.array([index.count(k) for k in range(len(p))])
        return np.array([int(values[0][k]) for k in index] if what == "value" else index)

    words = {
        "index": "Return the array of the chosen indices.",
        "value": "Return the array of the chosen values `x[k]`.",
        "counts": "Return how often each index is chosen: an array with one count for each entry of `p`.",
    }[what]
    end = {
        "index": "return k",
        "value": "return x[k]",
        "counts": "return np.bincount(k, minlength=len(p))",
    }[what]
    sums = np.cumsum(p)
    return Made(
        statement="`p` is an array of probabilities that add up to 1, and `u` an array of uniform numbers from "
        "$[0, 1)$. Each of them chooses an index $k$ by inversion: the first one with $u < p_0 + \\dots + p_k$. "
        + words,
        properties=(
            "An index of probability 0 is never chosen, also where $u$ equals a cumulative sum.",
            "By rounding the last cumulative sum may be a little below 1; a `u` above it belongs to the last index, "
            "whose probability is positive.",
        ),
        parameters="u, p, x" if what == "value" else "u, p",
        body=(
            'k = np.searchsorted(np.cumsum(p), u, side="right")',
            "k = np.minimum(k, len(p) - 1)",
            end,
        ),
        steps=(
            f"The cumulative sums cut $[0, 1)$ into pieces of lengths $p_k$. In the example they are `{shown(sums)}`.",
            'The index is the number of cumulative sums that are at most $u$. `np.searchsorted` with `side="right"` '
            f"finds it for all $u$ at once: `{shown(np.array([pick(float(v), p) for v in u]))}` here.",
            'With `side="left"` a $u$ that equals a cumulative sum would fall into the piece before, which may have '
            "probability 0.",
            "Ten times 0.1 adds up to a little less than 1 in floats. `np.minimum` keeps the index in its range.",
        ),
        hints=(
            "Cumulative sums first; then look up where each `u` falls.",
            "`np.searchsorted` does the looking up. Think about equality and about the last piece.",
        ),
        oracle=oracle,
    )


NOISES = {
    "plain": ("return rng.normal(mu, np.sqrt(var), size=n)", "n draws from $\\mathcal N(\\mu, \\sigma^2)$"),
    "targets": ("return X @ theta + rng.normal(0, np.sqrt(var), size=len(X))", "targets"),
    "given": ("return mu + np.sqrt(var) * z", "samples"),
    "each": ("return mu + np.sqrt(var) * rng.standard_normal(len(mu))", "one draw for each"),
}


def _numbers(x: Any) -> str:
    """Whole numbers without a decimal point, as the example prints them; an array in code."""
    values = [f"{float(rounded(v)):g}" for v in np.ravel(x).tolist()]
    return f"`[{', '.join(values)}]`" if np.ndim(x) else values[0]


def draw_noise(draw: Draw) -> Given:
    kind = draw.choice(("plain", "targets", "given", "each"))
    name = draw.choice(
        {
            "plain": ("normal_sample", "draw_normal"),
            "targets": ("simulate_targets", "noisy_targets"),
            "given": ("scaled_normals", "to_normal"),
            "each": ("draw_each", "independent_normals"),
        }[kind]
    )

    def case(size: int) -> Arguments:
        rng, var = _rng(draw.integer(1, 9999)), draw.choice((4, 9, 0.25, 2.5, 16))
        if kind == "plain":
            return rng, draw.integer(-3, 3), var, size
        if kind == "targets":
            return rng, matrix(draw, size, 2, 4), vector(draw, 2, 3), var
        mu = vector(draw, size, 4)
        many = tuple(draw.choice((4, 9, 0.25, 2.5, 0.0)) for _ in range(size))
        if kind == "given":
            return tuple(round(v * 3 - 1.5, 3) for v in uniforms(draw, size)), draw.integer(-3, 3), var
        return rng, mu, (*many[:-1], 9.0)

    zero = {
        "plain": (_rng(3), 2, 0.0, 3),
        "targets": (_rng(3), ((1, 2),), (1, -1), 0.0),
        "given": ((0.5, -1.0), 2, 0.0),
        "each": (_rng(5), (1, 2), (0.0, 4.0)),
    }[kind]
    return Given("noise", (name, kind), case(3), (case(5), case(1), case(8), zero))


def noise(*given: Any) -> Made:
    """Gaussian noise of a given variance."""
    *example, kind = given
    right, _ = NOISES[kind]

    def oracle(*case: Any) -> Any:
        if kind == "plain":
            rng, mu, var, n = case
            return np.array([mu + float(z) * math.sqrt(var) for z in rng.standard_normal(n)])
        if kind == "targets":
            rng, x, theta, var = case
            z = rng.standard_normal(len(x))
            means = [sum(float(a) * float(b) for a, b in zip(row, theta, strict=True)) for row in x]
            return np.array([m + float(v) * math.sqrt(var) for m, v in zip(means, z, strict=True)])
        if kind == "given":
            z, mu, var = case
            return np.array([mu + math.sqrt(var) * float(v) for v in z])
        rng, mu, var = case
        return np.array([rng.normal(float(m), math.sqrt(float(v))) for m, v in zip(mu, var, strict=True)])

    words = {
        "plain": "Return an array of n independent draws from $\\mathcal N(\\mu, \\sigma^2)$, where `mu` is $\\mu$ and "
        "`var` is the *variance* $\\sigma^2$. Take them from the generator `rng` in one call of `rng.normal` or "
        "`rng.standard_normal`.",
        "targets": "Simulate a linear model: return the array of the n targets $y = X\\theta + \\varepsilon$ with "
        "independent $\\varepsilon_i \\sim \\mathcal N(0, \\sigma^2)$, where `var` is the *variance* $\\sigma^2$. "
        "Take the noise from the generator `rng` in one call of `rng.normal` or `rng.standard_normal`.",
        "given": "`z` is an array of independent draws from $\\mathcal N(0, 1)$. Turn them into draws from $\\mathcal "
        "N(\\mu, \\sigma^2)$, where `mu` is $\\mu$ and `var` is the *variance* $\\sigma^2$.",
        "each": "`mu` and `var` are arrays of d means and d *variances*. Return an array of d independent draws, "
        "entry $i$ from $\\mathcal N(\\mu_i, \\sigma_i^2)$, from the generator `rng` in one call of `rng.normal` or "
        "`rng.standard_normal`.",
    }[kind]
    wrong = {
        "plain": ("return rng.normal(mu, var, size=n)",),
        "targets": ("return X @ theta + rng.normal(0, var, size=len(X))",),
        "given": ("return mu + var * z",),
        "each": ("return mu + var * rng.standard_normal(len(mu))",),
    }[kind]
    var = example[2] if kind != "targets" else example[3]
    seeded = kind != "given"
    return Made(
        statement=words,
        properties=(
            "The same state of the generator gives the same result: draw no more numbers than needed."
            if seeded
            else "The same `z` gives the same result.",
            "A variance of 0 gives the mean itself.",
        ),
        parameters={
            "plain": "rng, mu, var, n",
            "targets": "rng, X, theta, var",
            "given": "z, mu, var",
            "each": "rng, mu, var",
        }[kind],
        body=(right,),
        steps=(
            "If $z \\sim \\mathcal N(0, 1)$, then $\\mu + \\sigma z$ has mean $\\mu$ and variance $\\sigma^2 \\cdot "
            "1$: constants come out of a variance squared.",
            "So the factor is the standard deviation, the *root* of the variance. The argument `scale` of `rng.normal` "
            "is a standard deviation as well.",
            f"In the example the variance is {_numbers(var)}, so the factor is {_numbers(np.sqrt(var))}.",
        ),
        hints=(
            "By which number does a standard normal draw have to be multiplied to get this variance?",
            "Read what `scale` means in the documentation of `rng.normal`." if seeded else "Var$(cz) = c^2$ Var$(z)$.",
        ),
        oracle=oracle,
        wrong=(Wrong("scale-variance", VARIANCE, wrong),),
        rtol=1e-8,
    )


def draw_batches(draw: Draw) -> Given:
    name = draw.choice(("gradient_noise", "noise_by_batch_size", "batch_noise"))

    def case(n: int, d: int, sizes: tuple[int, ...], count: int) -> Arguments:
        return matrix(draw, n, d, 5), sizes, count, draw.integer(1, 9999)

    first, second = sorted(draw.sample((1, 2, 4, 5), 2))
    cases = (
        case(8, 3, (1, 2, 4, 8), 40),
        case(5, 2, (2, 2, 2), 10),
        case(1, 2, (1, 3), 5),
        case(6, 1, (6,), 1),
        (((2, -1),) * 4, (1, 2), 6, 11),
    )
    return Given("batches", (name,), case(4, 2, (first, second), 3), cases)


def batches(g: Any, sizes: Any, count: int, seed: int) -> Made:
    """The noise of mini-batch gradients for several batch sizes."""

    def oracle(g: Any, sizes: Any, count: int, seed: int) -> Any:
        rng, n = np.random.default_rng(seed), len(g)
        mean = [Fraction(sum(int(v) for v in column), n) for column in g.T]
        made = []
        for b in sizes.tolist():
            total = Fraction(0)
            for _ in range(count):
                rows = rng.integers(n, size=b).tolist()
                batch = [Fraction(sum(int(g[i, j]) for i in rows), b) for j in range(g.shape[1])]
                total += sum((p - q) ** 2 for p, q in zip(batch, mean, strict=True))
            made.append(float(total / count))
        return np.array(made)

    one = "rng = np.random.default_rng(seed)"

    def body(before: tuple[str, ...], inside: tuple[str, ...]) -> tuple[str, ...]:
        return (
            *before,
            "full = G.mean(axis=0)",
            "noise = []",
            "for b in sizes:",
            *inside,
            "    index = rng.integers(len(G), size=(count, b))",
            "    batch = G[index].mean(axis=1)",
            "    noise.append(((batch - full) ** 2).sum(axis=1).mean())",
            "return np.array(noise)",
        )

    mean = g.mean(axis=0)
    index = np.random.default_rng(seed).integers(len(g), size=(count, int(sizes[0])))
    variance = float(((g - mean) ** 2).sum(axis=1).mean())
    return Made(
        statement="Row $i$ of the n × d array `G` is the gradient of the loss of example $i$; the full gradient is the "
        "mean of the rows. Measure how noisy mini-batch gradients are: make one generator with "
        "`np.random.default_rng(seed)`; then, for each batch size `b` in `sizes`, one after the other, draw `count` "
        "batches as the rows of `rng.integers(n, size=(count, b))`, with repetition. The gradient of a batch is the "
        "mean of its b rows of `G`. Return the array that holds, for each size, the mean over the batches of the "
        "squared distance between the gradient of the batch and the full gradient.",
        properties=(
            "The result has one number for each entry of `sizes`, in this order; sizes may repeat.",
            "All batches come from one stream of random numbers; the same seed gives the same result.",
        ),
        parameters="G, sizes, count, seed",
        body=body((one,), ()),
        steps=(
            f"The full gradient of the example is `{shown(mean)}`.",
            f"For the first size the drawn indices are `{shown(index)}`: each row is a batch. `G[index]` has shape "
            f"(count, b, d), and the mean over axis 1 gives the batch gradients `{shown(g[index].mean(axis=1))}`.",
            "Their squared distances from the full gradient are added up along the entries and averaged over the "
            "batches.",
            f"With independent draws the expected value is the variance of one row over b; here the rows have variance "
            f"`{shown(variance)}`. Four times the batch size halves the typical error.",
            "The generator is made before the loop. Inside it, every size would begin with the same random numbers.",
        ),
        hints=(
            "An array of indices may have two axes: what is the shape of `G[index]` then?",
            "Average over the rows of a batch first, then measure the distance, then average over the batches.",
        ),
        oracle=oracle,
        wrong=(Wrong("seed-inside-loop", SEED, body((), (f"    {one}",))),),
        rtol=1e-8,
    )


# ------------------------------------------------------------------ level 3


def _factor(draw: Draw, d: int) -> list[list[int]]:
    """A lower triangular matrix with positive diagonal, and numbers other than 0 just below it."""
    rows = [[0] * d for _ in range(d)]
    for i in range(d):
        rows[i][: i + 1] = [draw.integer(-2, 2, nonzero=i == j + 1) for j in range(i)] + [draw.integer(1, 3)]
    return rows


def _covariance(draw: Draw, d: int) -> Arguments:
    l = np.array(_factor(draw, d))  # noqa: E741
    if d == 1:
        l = np.array([[draw.integer(2, 3)]])  # noqa: E741
    return tuple(map(tuple, (l @ l.T).tolist()))


def draw_correlated(draw: Draw) -> Given:
    what = draw.choice(("rows", "rng", "one"))
    name = draw.choice(("correlated_normals", "multivariate_sample", "gaussian_rows", "draw_gaussian"))

    def normals(n: int, d: int) -> Any:
        return tuple(tuple(draw.integer(-20, 20) / 10 for _ in range(d)) for _ in range(n))

    def case(n: int, d: int) -> Arguments:
        mu, s = vector(draw, d, 4), _covariance(draw, d)
        if what == "rng":
            return _rng(draw.integer(1, 9999)), mu, s, n
        return (normals(n, d) if what == "rows" else normals(1, d)[0]), mu, s

    return Given("correlated", (name, what), case(2, 2), (case(4, 3), case(1, 2), case(3, 1), case(5, 2)))


def correlated(*given: Any) -> Made:
    """Gaussian vectors with a given covariance matrix."""
    *example, what = given

    def oracle(*case: Any) -> Any:
        if what == "rng":
            rng, mu, s, n = case
            z = rng.standard_normal(n * len(mu)).reshape(n, len(mu))
        else:
            z, mu, s = case
        rows = np.atleast_2d(z)
        # Cholesky column by column, in plain numbers: the Schur complement after each.
        rest, columns = s.astype(float), []
        for i in range(len(s)):
            column = rest[:, i] / math.sqrt(rest[i, i])
            columns.append(column)
            rest = rest - np.outer(column, column)
        made = np.array([mu + sum(float(v) * c for v, c in zip(row, columns, strict=True)) for row in rows])
        return made[0] if what == "one" else made

    words = {
        "rows": "The rows of the n × d array `Z` hold independent draws from $\\mathcal N(0, 1)$. Turn each row $z$ "
        "into a draw $\\mu + Lz$ from $\\mathcal N(\\mu, \\Sigma)$, and return the n × d array of the draws.",
        "rng": "Return n draws from $\\mathcal N(\\mu, \\Sigma)$ as the rows of an n × d array: take "
        "`rng.standard_normal((n, d))` from the generator and turn each of its rows $z$ into $\\mu + Lz$.",
        "one": "The array `z` holds d independent draws from $\\mathcal N(0, 1)$. Return the draw $\\mu + Lz$ from "
        "$\\mathcal N(\\mu, \\Sigma)$.",
    }[what]
    opening = ("Z = rng.standard_normal((n, len(mu)))",) if what == "rng" else ()
    factor = "L = np.linalg.cholesky(S)"
    last = "return mu + L @ z" if what == "one" else "return mu + Z @ L.T"
    wrong = "return mu + S @ z" if what == "one" else "return mu + Z @ S"
    s = example[1 if what == "rng" else 2] if what != "rng" else example[2]
    low = np.linalg.cholesky(s.astype(float))
    return Made(
        statement=f"`mu` is the mean $\\mu$ and `S` the covariance matrix $\\Sigma$. {words} Here $L$ is the lower "
        "triangular matrix with positive diagonal and $L L^\\top = \\Sigma$.",
        properties=(
            "`S` is symmetric and positive definite; d may be 1.",
            "The randomness comes in by the argument alone: do not use `multivariate_normal`.",
        ),
        parameters={"rows": "Z, mu, S", "rng": "rng, mu, S, n", "one": "z, mu, S"}[what],
        body=(*opening, factor, last),
        steps=(
            "The covariance matrix of $Lz$ is $L \\, I \\, L^\\top$, so $L L^\\top = \\Sigma$ is what is needed: a "
            "Cholesky factor, the matrix form of a standard deviation.",
            f"In the example $L$ is `{shown(low)}`; multiplied by its transpose it gives `{shown(low @ low.T)}`, which "
            "is $\\Sigma$.",
            "`L @ z` is meant for one column vector."
            if what == "one"
            else "For draws as rows, $(Lz)^\\top = z^\\top L^\\top$: all rows at once are `Z @ L.T`. `Z @ L` would "
            "have the covariance matrix $L^\\top L$.",
            "Multiplying by $\\Sigma$ itself would give the covariance matrix $\\Sigma^2$.",
        ),
        hints=(
            "What is the covariance matrix of $Mz$ if that of $z$ is $I$?",
            "`np.linalg.cholesky` returns $L$."
            + ("" if what == "one" else " With draws as rows, on which side does it stand, and transposed or not?"),
        ),
        oracle=oracle,
        wrong=(Wrong("cov-for-factor", COVARIANCE, (*opening, wrong)),),
        forbidden=("multivariate_normal",),
        rtol=1e-8,
    )


def draw_importance(draw: Draw) -> Given:
    kind = draw.choice(("plain", "normalised", "size"))
    name = draw.choice(
        {
            "plain": ("importance_estimate", "reweighted_mean"),
            "normalised": ("self_normalised", "weighted_mean"),
            "size": ("effective_size", "effective_sample_size"),
        }[kind]
    )
    n = 4
    f, logp, logq = vector(draw, n, 5), vector(draw, n, 3), vector(draw, n, 2)
    shift = 0 if kind == "plain" else draw.choice((1000, -1000, 5000))
    halves = tuple(v / 4 for v in vector(draw, 6, 8))

    def case(*arrays: Any) -> Arguments:
        return arrays[1:] if kind == "size" else arrays

    cases = (
        case(vector(draw, 6, 5), halves, tuple(-v for v in halves[::-1])),
        case((3.0,), (0.5,), (1.0,)),
        case(f, tuple(v + shift for v in logp), logq),
        case(vector(draw, 5, 5), (-2.0,) * 5, (-2.0,) * 5),
        case((1.0, 2.0, 4.0), (-800.0 if kind != "plain" else -3.0, -3.0, -2.0), (-2.0, -1.0, -3.0)),
    )
    return Given("importance", (name, kind), case(f, logp, logq), cases)


def importance(*given: Any) -> Made:
    """Importance sampling with log densities."""
    *example, kind = given

    def oracle(*case: Any) -> float:
        *values, logp, logq = case
        if kind == "plain":
            parts = [float(f) * math.exp(float(p)) / math.exp(float(q)) for f, p, q in zip(*case, strict=True)]
            return math.fsum(parts) / len(parts)
        # The share of each draw: one over the sum of the ratios to it.
        logs = [float(p) - float(q) for p, q in zip(logp, logq, strict=True)]
        shares = [
            0.0 if max(logs) - a > 700 else 1 / math.fsum(math.exp(min(b - a, 700.0)) for b in logs) for a in logs
        ]
        if kind == "size":
            return 1 / math.fsum(s * s for s in shares)
        return math.fsum(s * float(f) for s, f in zip(shares, values[0], strict=True))

    words = {
        "plain": "`f` holds the values $f(x_i)$. Return the estimate $\\frac{1}{n} \\sum_i w_i f(x_i)$ of the mean of "
        "$f$ under $p$ with the weights $w_i = p(x_i) / q(x_i)$.",
        "normalised": "`f` holds the values $f(x_i)$, and both densities are known up to a factor only. Return the "
        "self-normalised estimate $\\frac{\\sum_i w_i f(x_i)}{\\sum_i w_i}$ of the mean of $f$ under $p$ with the "
        "weights $w_i = p(x_i) / q(x_i)$.",
        "size": "Both densities are known up to a factor only. Return the effective sample size $\\frac{(\\sum_i "
        "w_i)^2}{\\sum_i w_i^2}$ of the weights $w_i = p(x_i) / q(x_i)$.",
    }[kind]
    body = {
        "plain": ("return (np.exp(logp - logq) * f).mean()",),
        "normalised": ("a = logp - logq", "w = np.exp(a - a.max())", "return (w * f).sum() / w.sum()"),
        "size": ("a = logp - logq", "w = np.exp(a - a.max())", "return w.sum() ** 2 / (w**2).sum()"),
    }[kind]
    *_, logp, logq = example
    w = np.exp(logp - logq)
    return Made(
        statement="The points $x_1, \\dots, x_n$ were drawn from the density $q$, but the density $p$ is of interest. "
        f"`logp` and `logq` hold $\\log p(x_i)$ and $\\log q(x_i)$. {words}",
        properties=(
            "n may be 1. If $p$ and $q$ agree at all points, "
            + ("the result is n." if kind == "size" else "the result is the mean of `f`."),
            "Divide the densities by subtracting their logarithms."
            if kind == "plain"
            else "Log densities may be as large as 5000 in absolute value: their exponentials overflow or become 0, "
            "but the result does not.",
        ),
        parameters="logp, logq" if kind == "size" else "f, logp, logq",
        body=body,
        steps=(
            "$\\int f(x) p(x) \\, dx = \\int f(x) \\frac{p(x)}{q(x)} q(x) \\, dx$: a mean under $q$ of $f$ times the "
            "weight.",
            f"In the example $\\log w$ is `{shown(logp - logq)}`, and the weights are `{shown(w)}`.",
            {
                "plain": "Each value is multiplied by its weight before the mean is taken, with the divisor n.",
                "normalised": "A common factor of all weights cancels in the quotient. So the largest log weight may "
                "be subtracted first: the largest weight becomes 1, and nothing overflows.",
                "size": "A common factor of all weights cancels in the quotient. So the largest log weight may be "
                "subtracted first. The result lies between 1 (one weight dominates) and n (all are equal).",
            }[kind],
        ),
        hints=(
            "Logarithms turn the quotient of the densities into a difference.",
            "A factor that all weights share may be chosen freely: which one avoids overflow?"
            if kind != "plain"
            else "Multiply the values by the weights first, then take the mean.",
        ),
        oracle=oracle,
        rtol=1e-8,
        atol=1e-12,
    )


def draw_accepted(draw: Draw) -> Given:
    what = draw.choice(("kept", "both", "first"))
    name = draw.choice(
        {
            "kept": ("accept_reject", "rejection_sample"),
            "both": ("accept_with_rate", "keep_and_rate"),
            "first": ("first_accepted", "rejection_until"),
        }[what]
    )
    law = draw.choice(("6 * x * (1 - x)", "2 * x", "3 * x**2", "12 * x**2 * (1 - x)"))
    bound = {"6 * x * (1 - x)": 1.5, "2 * x": 2.0, "3 * x**2": 3.0, "12 * x**2 * (1 - x)": 2.0}[law]
    p, q = f"lambda x: {law}", "lambda x: 1 + 0 * x"
    other = "lambda x: np.exp(-x)", "lambda x: np.exp(-x / 2) / 2"

    def levels(x: tuple[float, ...], places: int) -> tuple[float, ...]:
        """Uniform numbers that are not on the border of acceptance, where rounding decides."""
        made: list[float] = []
        for v in x:
            border = float(eval(law, {"x": v})) / bound
            options = [uniforms(draw, places=places) for _ in range(8)]
            made.append(next(w for w in (*options, 0.005) if abs(w - border) > 1e-6))
        return tuple(made)

    def case(functions: tuple[str, str], m: float, x: Any, u: Any, k: int) -> Arguments:
        return (x, u, *functions, m, k) if what == "first" else (x, u, *functions, m)

    many, few = uniforms(draw, 9), uniforms(draw, 4, places=1)
    cases = (
        case((p, q), bound, many, levels(many, 3), 3),
        case((p, q), bound, (0.5,), (0.0,), 2),
        case((p, q), bound, (0.001, 0.002), (0.99, 0.98), 1),
        case(other, 2.0, tuple(4 * v for v in uniforms(draw, 8, places=2)), uniforms(draw, 8), 2),
        case(other, 2.5, f"{_rng(draw.integer(1, 999))}.exponential(2, 50)", f"{_rng(77)}.random(50)", 10),
    )
    example = case((p, q), bound, few, levels(few, 2), 2)
    return Given("accepted", (name, what), example, cases)


def accepted(x: Any, u: Any, p: Any, q: Any, m: float, *rest: Any) -> Made:
    """Accept-reject sampling with given proposals."""
    what = rest[-1]

    def oracle(x: Any, u: Any, p: Any, q: Any, m: float, *k: int) -> Any:
        kept = [float(v) for v, w in zip(x, u, strict=True) if float(w) * m * float(q(v)) <= float(p(v))]
        array = np.array(kept[: k[0]] if k else kept, dtype=float)
        return (array, len(kept) / len(x)) if what == "both" else array

    words = {
        "kept": "Return the array of the accepted proposals, in their order.",
        "both": "Return a tuple `(kept, rate)`: the array of the accepted proposals, in their order, and the share of "
        "proposals that were accepted.",
        "first": "Return the array of the first `k` accepted proposals, in their order, or of all of them if there are "
        "fewer.",
    }[what]
    mask = "accept = u * M * q(x) <= p(x)"
    end = {
        "kept": "return x[accept]",
        "both": "return x[accept], accept.mean()",
        "first": "return x[accept][:k]",
    }[what]
    accept = [float(w) * m * float(q(v)) <= float(p(v)) for v, w in zip(x, u, strict=True)]
    return Made(
        statement="Accept-reject sampling: the proposals `x` were drawn from the density `q`, and the target density "
        "`p` satisfies $p(x) \\le M q(x)$ everywhere. Accept proposal $x_i$ if $u_i \\le \\frac{p(x_i)}{M q(x_i)}$, "
        f"where `u` holds uniform numbers. {words}",
        properties=(
            "`p` and `q` work entry by entry on arrays.",
            "If nothing is accepted, the array is empty, of shape (0,).",
        ),
        parameters="x, u, p, q, M, k" if what == "first" else "x, u, p, q, M",
        body=(mask, end),
        steps=(
            "The points $(x_i, u_i M q(x_i))$ are uniform below the curve $M q$. Keeping those below $p$ leaves points "
            "uniform below $p$, whose first coordinates have the density $p$.",
            f"In the example $p(x)$ is `{shown(np.asarray(p(x), dtype=float))}`, and $u M q(x)$ is "
            f"`{shown(np.asarray(u * m * q(x), dtype=float))}`.",
            f"So the mask is `{shown(accept)}`. As an index it keeps the accepted proposals in their order.",
            f"On average a share of $1 / M$, here {shown(1 / m)}, is accepted: the closer $M q$ lies above $p$, the "
            "less is wasted.",
        ),
        hints=(
            "The test is one comparison of arrays; no loop is needed.",
            "A mask as index keeps the order.",
        ),
        oracle=oracle,
        rtol=1e-9,
    )


def draw_bootstrap(draw: Draw) -> Given:
    statistic = draw.choice(("mean", "median", "std"))
    what = draw.choice(("interval", "interval", "error"))
    name = draw.choice(
        ("bootstrap_interval", "percentile_interval")
        if what == "interval"
        else ("bootstrap_error", "bootstrap_deviation")
    )

    def case(n: int, count: int) -> Arguments:
        return (tuple(draw.integer(0, 40) / 4 for _ in range(n)), count, draw.integer(1, 9999))

    cases = (
        case(10, 41),
        case(7, 20),
        case(2, 11),
        ((2.5,) if statistic != "std" else (2.5, 1.0), 5, 3),
        ((4.0,) * 5, 7, 8),
    )
    return Given("bootstrap", (name, statistic, what, draw.choice((90, 80, 95))), case(4, 5), cases)


def bootstrap(x: Any, count: int, seed: int, statistic: str, what: str, level: int) -> Made:
    """A bootstrap interval or standard error from one generator."""

    def one(values: list[float]) -> float:
        values = sorted(values)
        n = len(values)
        mean = math.fsum(values) / n
        if statistic == "mean":
            return mean
        if statistic == "median":
            return (values[(n - 1) // 2] + values[n // 2]) / 2
        return math.sqrt(math.fsum((v - mean) ** 2 for v in values) / n)

    def replicates(x: Any, count: int, seed: int) -> list[float]:
        rng = np.random.default_rng(seed)
        return [one([float(x[i]) for i in rng.integers(len(x), size=len(x))]) for _ in range(count)]

    def quantile(values: list[float], share: Fraction) -> float:
        values = sorted(values)
        at = share * (len(values) - 1)
        low = int(at)
        high = min(low + 1, len(values) - 1)
        return values[low] + float(at - low) * (values[high] - values[low])

    def oracle(x: Any, count: int, seed: int) -> Any:
        t = replicates(x, count, seed)
        if what == "interval":
            tail = Fraction(100 - level, 200)
            return quantile(t, tail), quantile(t, 1 - tail)
        mean = math.fsum(t) / count
        return math.sqrt(math.fsum((v - mean) ** 2 for v in t) / (count - 1))

    words = {"mean": "mean", "median": "median", "std": "standard deviation (divisor n)"}[statistic]
    tail = (100 - level) / 200
    one_rng = "rng = np.random.default_rng(seed)"
    end = (
        f"return np.quantile(t, {tail:g}), np.quantile(t, {1 - tail:g})"
        if what == "interval"
        else "return np.std(t, ddof=1)"
    )
    loop = (
        "t = []",
        "for _ in range(B):",
        f"    {one_rng}",
        f"    t.append(np.{statistic}(x[rng.integers(len(x), size=len(x))]))",
        end,
    )
    index = np.random.default_rng(seed).integers(len(x), size=(count, len(x)))
    wanted = (
        f"a tuple `(low, high)`, the ends of a percentile interval of level {level} %: the {tail:g}- and the "
        f"{1 - tail:g}-quantile of the B values (as `np.quantile` computes them by default)."
        if what == "interval"
        else "the bootstrap standard error: the standard deviation of the B values with the divisor B − 1."
    )
    return Made(
        statement=f"`x` is a sample of n numbers. Bootstrap its {words}: make one generator with "
        "`np.random.default_rng(seed)`, draw B resamples as the rows of `rng.integers(n, size=(B, n))`, indices with "
        f"repetition, and compute the {words} of each resample. Return {wanted}",
        properties=(
            "All resamples come from one stream of random numbers; the same seed gives the same result.",
            ("n may be 1, and all" if statistic != "std" else "n is at least 2; all")
            + " numbers may be equal: the "
            + ("interval is then a single point." if what == "interval" else "error is then 0."),
        ),
        parameters="x, B, seed",
        body=(
            one_rng,
            "index = rng.integers(len(x), size=(B, len(x)))",
            f"t = np.{statistic}(x[index], axis=1)",
            end,
        ),
        steps=(
            "The sample stands for the population: drawing n numbers from it with repetition imitates a new sample.",
            f"In the example the indices are `{shown(index)}`, one resample in each row; `x[index]` is "
            f"`{shown(x[index])}`.",
            f"Reducing along axis 1 gives the B values `{shown(replicates(x, count, seed))}`.",
            (
                f"An interval of level {level} % leaves {100 - level} % outside, half on each side: hence the "
                f"quantiles {tail:g} and {1 - tail:g}."
                if what == "interval"
                else "Their spread estimates how much the statistic varies from sample to sample."
            ),
            "Seeding inside a loop over the resamples would make them all the same, with no spread at all.",
        ),
        hints=(
            "Indices with two axes make all resamples at once: `x[index]` has a row for each.",
            "Reduce along the rows, then look at the distribution of the B values.",
        ),
        oracle=oracle,
        wrong=(Wrong("seed-inside-loop", SEED, loop),),
        rtol=1e-8,
    )


def draw_estimator(draw: Draw) -> Given:
    which = draw.choice(("n", "n-1", "n+1", "mean-square"))
    name = draw.choice(("bias_and_variance", "simulate_estimator", "estimator_quality"))

    def case(count: int, n: int) -> Arguments:
        return draw.integer(1, 9999), draw.integer(-2, 2), draw.choice((4, 9, 0.25, 2.25)), n, count

    return Given("estimator", (name, which), case(3, 3), (case(200, 5), case(20, 2), case(2, 4), case(10, 10)))


def estimator(seed: int, mu: float, var: float, n: int, count: int, which: str) -> Made:
    """Bias and variance of an estimator of the variance, by simulation."""
    unknown = which != "mean-square"

    def values(seed: int, mu: float, var: float, n: int, count: int) -> list[float]:
        rng, made = np.random.default_rng(seed), []
        for _ in range(count):
            x = [mu + math.sqrt(var) * float(z) for z in rng.standard_normal(n)]
            centre = math.fsum(x) / n if unknown else mu
            divisor = {"n": n, "n-1": n - 1, "n+1": n + 1, "mean-square": n}[which]
            made.append(math.fsum((v - centre) ** 2 for v in x) / divisor)
        return made

    def oracle(seed: int, mu: float, var: float, n: int, count: int) -> tuple[float, float]:
        t = values(seed, mu, var, n, count)
        mean = math.fsum(t) / count
        return mean - var, math.fsum(v * v for v in t) / count - mean * mean

    divisor = {"n": "n", "n-1": "(n - 1)", "n+1": "(n + 1)", "mean-square": "n"}[which]
    value = (
        f"((X - X.mean(axis=1, keepdims=True)) ** 2).sum(axis=1) / {divisor}"
        if unknown
        else "((X - mu) ** 2).mean(axis=1)"
    )
    formula = (
        f"\\frac{{1}}{{{divisor.strip('()')}}} \\sum_i (x_i - \\bar x)^2"
        if unknown
        else "\\frac{1}{n} \\sum_i (x_i - \\mu)^2"
    )

    def body(scale: str) -> tuple[str, ...]:
        return (
            "rng = np.random.default_rng(seed)",
            f"X = rng.normal(mu, {scale}, size=(runs, n))",
            f"t = {value}",
            "return t.mean() - var, t.var()",
        )

    seeded = (
        "t = []",
        "for _ in range(runs):",
        "    rng = np.random.default_rng(seed)",
        "    X = rng.normal(mu, np.sqrt(var), size=(1, n))",
        f"    t.append(({value})[0])",
        "return np.mean(t) - var, np.var(t)",
    )
    t = values(seed, mu, var, n, count)
    fact = {
        "n": "By theory the bias is $-\\sigma^2 / n$.",
        "n-1": "By theory this estimator is unbiased.",
        "n+1": "By theory the bias is $-2\\sigma^2 / (n + 1)$; in return the variance is smaller.",
        "mean-square": "By theory this estimator is unbiased, as the mean is known.",
    }[which]
    return Made(
        statement="Examine the estimator $T = "
        + formula
        + "$ of the variance $\\sigma^2$ by simulation. Make one generator with `np.random.default_rng(seed)` and draw "
        "`runs` samples of n numbers from $\\mathcal N(\\mu, \\sigma^2)$ with `rng.normal(..., size=(runs, n))`, a "
        "sample in each row; `var` is the *variance* $\\sigma^2$. Return a tuple `(bias, variance)`: the mean of the "
        "values of $T$ minus $\\sigma^2$, and the variance of the values (divisor `runs`).",
        properties=(
            "n and `runs` are at least 2.",
            "All samples come from one stream of random numbers; the same seed gives the same result.",
        ),
        parameters="seed, mu, var, n, runs",
        body=body("np.sqrt(var)"),
        steps=(
            "`rng.normal` wants the standard deviation, here "
            f"`{shown(math.sqrt(var))}`, the root of the variance. One call draws all samples.",
            "Each row is a sample"
            + ("; its mean has to keep its axis, so that it can be subtracted from the row." if unknown else ".")
            + f" In the example the values of $T$ are `{shown(t)}`.",
            f"Their mean is `{shown(math.fsum(t) / count)}`; subtracting $\\sigma^2$, here {var:g}, gives the "
            f"estimated bias. {fact}",
            "The spread of the values around their own mean is the variance. Bias squared plus variance is the mean "
            "squared error.",
        ),
        hints=(
            "Draw all samples as a matrix, and compute the estimator along its rows.",
            "Which of variance and standard deviation does `rng.normal` take?",
        ),
        oracle=oracle,
        wrong=(
            Wrong("scale-variance", VARIANCE, body("var")),
            Wrong("seed-inside-loop", SEED, seeded),
        ),
        rtol=1e-7,
        atol=1e-9,
    )


TASKS = {
    "area": Task(draw_area, area),
    "integral": Task(draw_integral, integral),
    "runs": Task(draw_runs, runs),
    "inverse": Task(draw_inverse, inverse),
    "categories": Task(draw_categories, categories),
    "noise": Task(draw_noise, noise),
    "batches": Task(draw_batches, batches),
    "correlated": Task(draw_correlated, correlated),
    "importance": Task(draw_importance, importance),
    "accepted": Task(draw_accepted, accepted),
    "bootstrap": Task(draw_bootstrap, bootstrap),
    "estimator": Task(draw_estimator, estimator),
}
LEVELS = {
    1: ("area", "integral", "runs"),
    2: ("inverse", "categories", "noise", "batches"),
    3: ("correlated", "importance", "accepted", "bootstrap", "estimator"),
}
WRITTEN = Tasks(TASKS, LEVELS)


@exercise("code-sampling", version=1)
def sampling(draw: Draw, level: int) -> Given:
    """A task of the level with its details drawn, an example and hidden inputs."""
    return WRITTEN.drawn(draw, level)


sampling.problem(WRITTEN.problem)
sampling.verify(WRITTEN.verify)
