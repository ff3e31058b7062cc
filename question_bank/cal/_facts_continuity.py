"""Statements of level 2: true with continuity or differentiability that the false twin lacks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from question_bank._facts_common import SMALL, WITH_ZERO, anything, claimed, pair, reasoned, search
from question_bank._statements import Numbers
from quizgen.draw import Draw
from quizgen.markup.source import Tex

NUMBER = None

GLUED = pair(
    "glued-lines",
    2,
    (
        r"For all real numbers $a, b, c, d$ and the function with $f(x) = ax + b$ for $x < 0$ and $f(x) = cx + d$ for "
        r"$x \ge 0$:",
        r"Let $f(x) = ax + b$ for $x < 0$ and $f(x) = cx + d$ for $x \ge 0$, with real numbers $a, b, c, d$.",
    ),
    "A differentiable function is continuous. What happens at 0?",
    {"a": NUMBER, "b": NUMBER, "c": NUMBER, "d": NUMBER},
    claimed(
        (
            r"if $f$ is continuous at 0 and $a = c$, then $f$ is differentiable at 0.",
            r"at 0 the function is differentiable, provided that $a = c$ and that it is continuous there.",
        ),
        r"Continuity at 0 says $b = d$, and with $a = c$ both pieces are the same line.",
        ("a = c", "b = d"),
        "a = c and b = d",
        search(lambda a, b, c, d: a == c and b == d, a=WITH_ZERO, b=(1, 2), c=WITH_ZERO, d=(1, 2)),
        "Two pieces with the same slope that meet at 0: what do they form?",
    ),
    claimed(
        (
            r"if both pieces have the same slope, $a = c$, then $f$ is differentiable at 0.",
            r"at 0 the function is differentiable, provided that $a = c$, so that the slopes agree there.",
        ),
        r"Equal slopes are not enough: if $b \ne d$, then $f$ jumps at 0, and a function that is not continuous is not "
        r"differentiable. It is differentiable at 0 exactly if $a = c$ and $b = d$.",
        ("a = c",),
        "a = c and b = d",
        search(lambda a, b, c, d: a == c and b != d, a=(-1, 0, 1, 2), b=SMALL, c=(-1, 0, 1, 2), d=SMALL),
        "Do the two pieces meet?",
    ),
)

BETWEEN = pair(
    "intermediate-value",
    2,
    (
        r"A function on $[-1, 1]$ has $f(-1) = a$ and $f(1) = b$, and $y$ lies strictly between $a$ and $b$.",
        r"Let $f$ be a function on $[-1, 1]$ with $f(-1) = a$, $f(1) = b$, and let $y$ lie strictly between $a$ "
        r"and $b$.",
    ),
    "Draw the graph. Where does it cross the height $y$?",
    {"a": NUMBER, "b": NUMBER, "y": NUMBER},
    claimed(
        (
            r"if the graph of $f$ is the straight line from one end to the other, then $f$ takes the value $y$.",
            r"the value $y$ is taken, provided that $f$ goes from $a$ to $b$ along a straight line.",
        ),
        r"The function is continuous, so the intermediate value theorem applies. Indeed it has the value $y$ "
        r"after the share "
        r"$\frac{y - a}{b - a}$ of the way.",
        ("(y - a) (y - b) < 0",),
        "(y - a)/(b - a) > 0 and (y - a)/(b - a) < 1",
        search(lambda a, b, y: (y - a) * (y - b) < 0, a=WITH_ZERO, b=SMALL, y=WITH_ZERO),
        "A line without a jump passes every height between its ends.",
    ),
    claimed(
        (
            r"if $f(x) = a$ for $x < 0$ and $f(x) = b$ for $x \ge 0$, then $f$ takes the value $y$.",
            r"the value $y$ is taken, provided that $f$ is $a$ for $x < 0$ and $b$ for $x \ge 0$.",
        ),
        r"The intermediate value theorem needs continuity. This function jumps from $a$ to $b$ and takes these "
        r"two values "
        "only.",
        ("(y - a) (y - b) < 0",),
        "y = a or y = b",
        search(lambda a, b, y: (y - a) * (y - b) < 0, a=WITH_ZERO, b=SMALL, y=WITH_ZERO),
        "Which values does such a function take at all?",
    ),
)

LARGEST = pair(
    "largest-value",
    2,
    (
        r"For all real numbers $a, b$ and the function on $[0, 1]$ with $f(x) = ax$ for $x < 1$ and $f(1) = b$:",
        r"Let $f$ be the function on $[0, 1]$ with $f(x) = ax$ for $0 \le x < 1$ and $f(1) = b$.",
    ),
    r"Values near $x = 1$ come close to $a$. Is a value reached that no other one exceeds?",
    {"a": NUMBER, "b": NUMBER},
    claimed(
        (
            r"if $f$ is continuous, then it has a largest value.",
            r"a largest value is taken, provided that $f$ is continuous.",
        ),
        r"Continuity says $b = a$. A continuous function on a closed and bounded interval has a largest value: "
        r"here $a$ at 1, "
        r"or 0 at 0.",
        ("a = b",),
        "a <= b or a <= 0",
        search(lambda a, b: a == b, a=(-1, 1, 2, 3), b=(-1, 1, 2, 3)),
        "Which theorem holds for continuous functions on closed bounded intervals?",
    ),
    claimed(
        (
            r"as $f$ is bounded, it has a largest value.",
            r"a largest value is taken, because $f$ is bounded.",
        ),
        r"A bounded function comes as close as you like to its least upper bound, but need not reach it. With $a "
        r"> 0$ and "
        r"$b < a$ the values $ax$ approach $a$, and none is the largest one. There is a largest value exactly if "
        r"$a \le b$ or "
        r"$a \le 0$.",
        (),
        "a <= b or a <= 0",
        search(lambda a, b: a > 0 and b < a, a=(1, 2, 3, 4, 5), b=(-4, -3, -2, -1, 0, 1, 2, 3, 4)),
        "Bounded does not mean that the bound is reached.",
    ),
)

ABSOLUTE = pair(
    "absolute-value",
    2,
    (
        r"For all real numbers $a, b$, the function $f(x) = a |x| + b x$ and every $h \ne 0$:",
        r"Let $f(x) = a |x| + b x$ with real numbers $a, b$, and let $h \ne 0$.",
    ),
    r"Compute $f(h)$ and $f(-h)$ for a small $h > 0$.",
    {"a": NUMBER, "b": NUMBER, "h": NUMBER},
    claimed(
        (
            r"at 0 the function is continuous, because $|f(h)| \le (|a| + |b|) |h|$.",
            r"it is right that $|f(h)| \le (|a| + |b|) |h|$, and $f$ is continuous at 0.",
        ),
        r"By the triangle inequality $\left| a |h| + b h \right| \le |a| |h| + |b| |h|$. That tends to 0 with "
        r"$h$, and $f(0)$ is "
        "0.",
        ("h != 0",),
        "abs(a abs(h) + b h) <= (abs(a) + abs(b)) abs(h)",
        search(anything, a=SMALL, b=WITH_ZERO, h=(1, -1, 2)),
        "Use the triangle inequality.",
    ),
    claimed(
        (
            r"at 0 the function is differentiable, because $\frac{f(h)}{h} = \frac{f(-h)}{-h}$.",
            r"it is right that $\frac{f(h)}{h} = \frac{f(-h)}{-h}$, and $f$ is differentiable at 0.",
        ),
        r"As $f(0) = 0$, these are the difference quotients. For $h > 0$ they are $a + b$ from the right and $-a "
        r"+ b$ from the "
        r"left: at 0 the graph has a kink unless $a = 0$. The function is continuous, but that does not make it "
        "differentiable.",
        ("h != 0",),
        "(a abs(h) + b h)/h = (a abs(h) - b h)/(-h)",
        search(anything, a=SMALL, b=WITH_ZERO, h=(1, -1, 2)),
        "Continuous functions may have kinks.",
    ),
    tex={
        "abs(a abs(h) + b h)": "|f(h)|",
        "(abs(a) + abs(b)) abs(h)": "(|a| + |b|) |h|",
        "(a abs(h) + b h)/h": r"\frac{f(h)}{h}",
        "(a abs(h) - b h)/(-h)": r"\frac{f(-h)}{-h}",
    },
)


# ------------------------------------------------------------------ two variables: which hypothesis fails

Plane = Callable[[float, float], float]

REASONS = (
    r"One of its partial derivatives at $(0, 0)$ does not exist.",
    r"Its partial derivatives at $(0, 0)$ exist, but it is not continuous there.",
    r"It is continuous at $(0, 0)$ and has partial derivatives there, but the error of the linear approximation "
    r"is not small "
    r"compared with the distance.",
)
NO_PARTIAL = "Look along the two axes only: do the difference quotients have a limit there?"
NO_CONTINUITY = r"Estimate $|f(x, y)|$ near $(0, 0)$ by a power of the distance."
NO_LINE = "Both partial derivatives are 0 here. Divide the function by the distance: does that tend to 0?"
REPLIES = (NO_PARTIAL, NO_CONTINUITY, NO_LINE)
JUMP_REPLIES = (
    NO_PARTIAL,
    NO_CONTINUITY,
    r"This reason says that $f$ is continuous at $(0, 0)$. Is it? Look at the values on the line $y = x$.",
)
PARABOLA_REPLIES = (
    NO_PARTIAL,
    NO_CONTINUITY,
    r"This reason says that $f$ is continuous at $(0, 0)$. Is it? Look at the values on the parabola $y = x^2$.",
)
KINK_REPLIES = (
    NO_PARTIAL,
    NO_CONTINUITY,
    r"This reason says that both partial derivatives at $(0, 0)$ exist. Do they? Look along the $x$-axis, from the "
    "right and from the left.",
)


def rational(p: int, q: int, k: int, r: int = 2) -> Plane:
    """k x^p y^q / (x^r + y^2), and 0 at the origin."""
    return lambda x, y: k * x**p * y**q / (x**r + y * y) if (x, y) != (0, 0) else 0.0


def plane(numbers: Numbers) -> Plane:
    """The drawn function."""
    k = numbers["k"]
    if numbers["kind"] == "distance":
        return lambda x, y: k * math.hypot(x, y) ** numbers["power"]
    return rational(numbers["p"], numbers["q"], k, numbers["r"])


DISTANCE = 1e-4


def _quotients(f: Plane) -> list[list[float]]:
    """Difference quotients at the origin along both axes, from both sides."""
    h = DISTANCE
    return [[f(t, 0.0) / t for t in (h, -h)], [f(0.0, t) / t for t in (h, -h)]]


def failing(numbers: Numbers, truth: bool) -> Sequence[bool]:
    """Which of the three reasons apply, by difference quotients and values close to the origin."""
    f = plane(numbers)
    quotients = _quotients(f)
    partials = all(abs(a - b) < 0.01 for a, b in quotients)
    points = [
        (DISTANCE * math.cos(t), DISTANCE * math.sin(t)) for t in (2 * math.pi * i / 64 + 0.01 for i in range(64))
    ]
    points += [(x, s * x * x) for x in (DISTANCE, -DISTANCE) for s in (1.0, -1.0, 2.0)]
    continuous = all(abs(f(x, y)) < 0.1 for x, y in points)
    gx, gy = quotients[0][0], quotients[1][0]
    small = all(abs(f(x, y) - gx * x - gy * y) / math.hypot(x, y) < 0.05 for x, y in points)
    return [not partials, partials and not continuous, partials and continuous and not small]


def _function(p: int, q: int, k: int, r: int = 2) -> dict[str, Any]:
    letters = "".join(letter if power == 1 else f"{letter}^{power}" for letter, power in (("x", p), ("y", q)) if power)
    below = "x^2 + y^2" if r == 2 else f"x^{r} + y^2"
    top = {1: "", -1: "-"}.get(k, str(k)) + letters
    return {"kind": "rational", "p": p, "q": q, "k": k, "r": r, "f_": Tex(rf"\frac{{{top}}}{{{below}}}")}


def functions(*powers: tuple[int, int], r: int = 2) -> Callable[[Draw], Numbers]:
    """A drawn function with one of the pairs of powers in its numerator."""

    def make(draw: Draw) -> Numbers:
        p, q = draw.choice(powers)
        return _function(p, q, draw.choice((1, -1, 2, -2, 3, -3, 4, 5)), r)

    return make


ORIGIN = (
    r"Let $f(x, y) = @{f_}$ for $(x, y) \ne (0, 0)$, and $f(0, 0) = 0$.",
    r"The function $f$ is given by $f(0, 0) = 0$ and $f(x, y) = @{f_}$ for all other points.",
)
SMOOTH = functions((2, 2), (3, 1), (1, 3), (4, 0), (0, 4))
DIFFERENTIABLE = (
    r"it has both partial derivatives at $(0, 0)$ and is differentiable there.",
    r"at $(0, 0)$ both its partial derivatives exist, and it is differentiable.",
)
TOTAL = (
    r"The numerator has degree 4 and the denominator degree 2, so $|f(x, y)|$ is at most a multiple of $x^2 + "
    r"y^2$, the square "
    "of the distance.",
    r"Both partial derivatives at $(0, 0)$ are 0, and $f$ divided by the distance tends to 0: the linear map 0 "
    r"approximates $f$ "
    "as a derivative should. (It is this estimate that counts; that the partial derivatives exist is not enough.)",
)

JUMP = pair(
    "partials-without-continuity",
    2,
    ORIGIN,
    r"Look at $f$ along the axes, and then along the line $y = x$.",
    {},
    reasoned(DIFFERENTIABLE, TOTAL, "Compare the degrees of numerator and denominator: how fast does $f$ go to 0?"),
    reasoned(
        DIFFERENTIABLE,
        (
            r"Along both axes $f$ is 0, so both partial derivatives at $(0, 0)$ are 0.",
            r"But along the line $y = x$ the function has a constant value that is not 0. So $f$ is not continuous at "
            r"$(0, 0)$, and a function that is not continuous is not differentiable.",
        ),
        "Partial derivatives look along the axes only. What happens on the line $y = x$?",
        1,
        code="partials-imply-differentiable",
        numbers=functions((1, 1)),
    ),
    numbers=SMOOTH,
    reasons=REASONS,
    replies=JUMP_REPLIES,
    check=failing,
)

CONE = pair(
    "partials-and-continuity",
    2,
    ORIGIN,
    r"Find the partial derivatives at $(0, 0)$. Then divide $f$ minus its linear approximation by the distance.",
    {},
    reasoned(DIFFERENTIABLE, TOTAL, "Compare the degrees of numerator and denominator: how fast does $f$ go to 0?"),
    reasoned(
        DIFFERENTIABLE,
        (
            r"The numerator has degree 3, so $|f(x, y)|$ is at most a multiple of the distance: $f$ is continuous "
            r"at $(0, 0)$. "
            "Along both axes $f$ is 0, so both partial derivatives are 0.",
            r"If $f$ were differentiable, its derivative would be 0, and $f$ divided by the distance would tend "
            r"to 0. Along "
            r"$y = x$ that quotient stays away from 0. (The partial derivatives exist, but are not continuous at "
            r"$(0, 0)$.)",
        ),
        "Existing partial derivatives are not enough; test the linear approximation along $y = x$.",
        2,
        code="partials-imply-differentiable",
        numbers=functions((2, 1), (1, 2)),
    ),
    numbers=SMOOTH,
    reasons=REASONS,
    replies=REPLIES,
    check=failing,
)

LINES = pair(
    "derivatives-along-lines",
    2,
    ORIGIN,
    r"Look at $f$ along the lines $y = sx$, and then along the parabola $y = x^2$.",
    {},
    reasoned(
        (
            r"it has a derivative along every line through $(0, 0)$ and is differentiable there.",
            r"at $(0, 0)$ it has a derivative in every direction, and it is differentiable there.",
        ),
        (
            r"$|f(x, y)|$ is at most a multiple of $x^2$, because $\frac{y^2}{x^4 + y^2} \le 1$: divided by the "
            r"distance it "
            r"tends to 0, however $(x, y)$ approaches $(0, 0)$.",
        ),
        r"Estimate $|f|$: the fraction $\frac{y^2}{x^4 + y^2}$ is at most 1.",
    ),
    reasoned(
        (
            r"it has a derivative along every line through $(0, 0)$ and is differentiable there.",
            r"at $(0, 0)$ it has a derivative in every direction, and it is differentiable there.",
        ),
        (
            r"Along every line through $(0, 0)$ the difference quotient has a limit, so all directional "
            r"derivatives exist.",
            r"But on the parabola $y = x^2$ the function is constant and not 0, so it is not even continuous at "
            r"$(0, 0)$. Lines "
            "alone do not show how a function behaves near a point.",
        ),
        "Approach the origin on a curve that is no line.",
        1,
        code="partials-imply-differentiable",
        numbers=functions((2, 1), r=4),
    ),
    numbers=functions((2, 2), (3, 2), r=4),
    reasons=REASONS,
    replies=PARABOLA_REPLIES,
    check=failing,
)


def _distance(power: int) -> Callable[[Draw], Numbers]:
    def make(draw: Draw) -> Numbers:
        k = draw.choice((2, 3, 4, 5, -2, -3, -4))
        tex = rf"{k} \sqrt{{x^2 + y^2}}" if power == 1 else f"{k} (x^2 + y^2)"
        return {"kind": "distance", "power": power, "k": k, "f_": Tex(tex)}

    return make


KINK = pair(
    "continuous-with-kink",
    2,
    (r"Let $f(x, y) = @{f_}$ on the plane.", r"The function $f(x, y) = @{f_}$ is given."),
    r"Look at $f$ along the $x$-axis, for positive and for negative $x$.",
    {},
    reasoned(
        (
            r"it is continuous at $(0, 0)$ and is differentiable there.",
            r"at $(0, 0)$ it is continuous, and it is differentiable there.",
        ),
        (r"$f$ is a polynomial. Its gradient is 0 at $(0, 0)$, and $f$ divided by the distance tends to 0.",),
        "A polynomial has continuous partial derivatives.",
    ),
    reasoned(
        (
            r"it is continuous at $(0, 0)$ and is differentiable there.",
            r"at $(0, 0)$ it is continuous, and it is differentiable there.",
        ),
        (
            r"Along the $x$-axis $f$ is a multiple of $|x|$: the difference quotients from the right and from the "
            r"left have "
            r"different limits, so $f$ has no partial derivative at $(0, 0)$. Its graph is a cone with its tip there.",
        ),
        "Continuous functions may have a tip: look along one axis.",
        0,
        numbers=_distance(1),
    ),
    numbers=_distance(2),
    reasons=REASONS,
    replies=KINK_REPLIES,
    check=failing,
)


# ------------------------------------------------------------------ mixed second derivatives

MIXED_REASONS = (
    r"One of the two mixed second derivatives at $(0, 0)$ does not exist.",
    r"Both mixed second derivatives at $(0, 0)$ exist, but they differ.",
    r"The function is not continuous at $(0, 0)$.",
)
MIXED_REPLIES = (
    r"Compute $\partial_x f(0, y)$ first, for every $y$; it is a multiple of $y$ and can be differentiated.",
    r"Compute $\partial_x f(0, y)$ and $\partial_y f(x, 0)$, and differentiate them at 0: they give the same number.",
    r"Estimate $|f(x, y)|$ by a power of the distance: it tends to 0.",
)


def _mixed(twisted: bool) -> Callable[[Draw], Numbers]:
    def make(draw: Draw) -> Numbers:
        k = draw.choice((1, 2, 3, 4, 5, -1, -2, -3, -4, -5))
        sign = "-" if twisted else "+"
        front = {1: "", -1: "-"}.get(k, str(k))
        below = "x^2 + y^2"
        top = rf"{front}xy (x^2 {sign} y^2)" if twisted else f"{front}x^3 y^3"
        return {"k": k, "twisted": int(twisted), "f_": Tex(rf"\frac{{{top}}}{{{below}}}"), "minus": -k}

    return make


def _mixed_fails(numbers: Numbers, truth: bool) -> Sequence[bool]:
    """By difference quotients of difference quotients: a small step inside a larger one."""
    k, twisted = numbers["k"], numbers["twisted"]

    def f(x: float, y: float) -> float:
        if (x, y) == (0, 0):
            return 0.0
        top = x * y * (x * x - y * y) if twisted else x**3 * y**3
        return k * top / (x * x + y * y)

    small, large = 1e-8, 1e-3

    def inner_x(y: float) -> float:
        return (f(small, y) - f(-small, y)) / (2 * small)

    def inner_y(x: float) -> float:
        return (f(x, small) - f(x, -small)) / (2 * small)

    sides = [(inner_x(t) / t, inner_y(t) / t) for t in (large, -large)]
    exist = all(abs(a - b) < 1e-3 for a, b in zip(*sides, strict=True))
    continuous = max(abs(f(large * math.cos(t), large * math.sin(t))) for t in range(20)) < 0.01
    return [not exist, exist and abs(sides[0][0] - sides[0][1]) > 1e-3, not continuous]


EQUAL_MIXED = (
    r"its mixed second derivatives $\partial_x \partial_y f$ and $\partial_y \partial_x f$ at $(0, 0)$ are equal.",
    r"at $(0, 0)$ it does not matter whether $f$ is differentiated first by $x$ and then by $y$, or the other way "
    r"round.",
)
SCHWARZ = pair(
    "mixed-derivatives",
    2,
    ORIGIN,
    r"Compute $\partial_x f(0, y)$ as a function of $y$, and $\partial_y f(x, 0)$ as a function of $x$.",
    {},
    reasoned(
        EQUAL_MIXED,
        r"$\partial_x f(0, y) = 0$ for every $y$ and $\partial_y f(x, 0) = 0$ for every $x$, so both mixed "
        r"derivatives at "
        r"$(0, 0)$ are 0. (They are continuous there, so Schwarz's theorem says it as well.)",
        "Compute both: along the axes the function is 0, together with the inner derivative.",
    ),
    reasoned(
        EQUAL_MIXED,
        (
            r"For $y \ne 0$ the quotient gives $\partial_x f(0, y) = @*minus y$, and for $x \ne 0$ it gives "
            r"$\partial_y f(x, 0) = @*k x$.",
            r"So the mixed derivatives at $(0, 0)$ are $@minus$ (first by $x$, then by $y$) and $@k$. Schwarz's "
            r"theorem "
            "needs second derivatives that are continuous, and here they are not.",
        ),
        "Schwarz's theorem has a hypothesis. Compute both derivatives by definition.",
        1,
        numbers=_mixed(True),
    ),
    numbers=_mixed(False),
    reasons=MIXED_REASONS,
    replies=MIXED_REPLIES,
    check=_mixed_fails,
)

PAIRS = (GLUED, BETWEEN, LARGEST, ABSOLUTE, JUMP, CONE, LINES, KINK, SCHWARZ)
