"""Statements of level 1 on which sets are subspaces: what is asked for is the condition that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from question_bank._statements import Numbers, Pair, Statement
from quizgen.draw import Draw
from quizgen.markup.source import Tex, linear, tuple_of

Point = tuple[int, ...]

REASONS = (
    "It does not contain the zero vector.",
    "It is not closed under addition.",
    "It is not closed under multiplication by real numbers.",
)
REPLIES = (
    "Put in the zero vector: it satisfies the condition.",
    "Add two vectors of the set: the sum satisfies the condition again.",
    "Multiply a vector of the set by any number: the condition is satisfied again.",
)
ADDITION, SCALING = 1, 2
GRID = range(-3, 4)


def failing(inside: Callable[[Point], bool], n: int) -> tuple[bool, bool, bool]:
    """Which of the three conditions of a subspace fail, tried on a grid of integer vectors."""
    grid = [v for v in product(GRID, repeat=n) if inside(v)]
    zero = not inside((0,) * n)
    added = any(not inside(tuple(x + y for x, y in zip(u, v, strict=True))) for u in grid for v in grid)
    scaled = any(not inside(tuple(k * x for x in v)) for v in grid for k in (-2, -1, 2))
    return zero, added, scaled


OPENS = {
    2: (
        r"The set of all $x \in \mathbb{R}^2$ with",
        r"The set of all vectors $(x_1, x_2)$ of the plane with",
    ),
    3: (
        r"The set of all $x \in \mathbb{R}^3$ with",
        r"The set of all vectors $(x_1, x_2, x_3)$ in $\mathbb{R}^3$ with",
    ),
}
KERNEL = "The set contains 0, and sums and multiples of solutions are solutions: it is the kernel of a matrix."


# ------------------------------------------------------------------ and, or


def _two_equations(draw: Draw) -> Numbers:
    p, q, i = draw.choice((2, 3, -2)), draw.choice((1, -1, 2, -3)), draw.choice((1, 2))
    u = [0, 0, 0]
    u[i - 1], u[2 - i] = p, 1
    u[2] = q * u[0] + 1
    v = [1, 0, q]
    return {
        "p": p,
        "q": q,
        "i": i,
        "first": Tex(f"x_{i} = {linear([p], [f'x_{3 - i}'])}"),
        "second": Tex(f"x_3 = {linear([q], ['x_1'])}"),
        "u_": tuple_of(u),
        "v_": tuple_of(v),
        "sum": tuple_of([x + y for x, y in zip(u, v, strict=True)]),
    }


def _two_equations_fail(numbers: Numbers, truth: bool) -> Sequence[bool]:
    p, q, i = numbers["p"], numbers["q"], numbers["i"]
    join = all if truth else any
    return failing(lambda x: join((x[i - 1] == p * x[2 - i], x[2] == q * x[0])), 3)


AND_OR = Pair(
    "and-or",
    1,
    OPENS[3],
    "Take two vectors of the set that are in it for different reasons, and add them.",
    Statement(
        (
            r"$@first$ and $@second$ is a subspace of $\mathbb{R}^3$.",
            r"$@second$ and $@first$ is a subspace of $\mathbb{R}^3$.",
        ),
        (r"Both conditions, $@first$ and $@second$, are homogeneous linear equations, and both must hold. " + KERNEL,),
        trap="Conditions that must all hold are a system of equations: what do its solutions form?",
    ),
    Statement(
        (
            r"$@first$ or $@second$ is a subspace of $\mathbb{R}^3$.",
            r"$@second$ or $@first$ is a subspace of $\mathbb{R}^3$.",
        ),
        (
            "The word *or* makes the set a union of two planes. It contains 0 and all multiples of its vectors, but "
            "look at sums.",
            r"The vector $@{u_}$ satisfies $@first$ and the vector $@{v_}$ satisfies $@second$; their sum $@sum$ "
            r"satisfies neither.",
        ),
        reason=ADDITION,
        trap="The union of two subspaces need not be a subspace: add a vector of one to a vector of the other.",
    ),
    numbers=_two_equations,
    reasons=REASONS,
    replies=REPLIES,
    check=_two_equations_fail,
)


# ------------------------------------------------------------------ equation, inequality


def _half_space(draw: Draw) -> Numbers:
    a = [draw.integer(1, 3), draw.integer(-3, 3, nonzero=True), draw.integer(-2, 2)]
    return {"a": tuple(a), "form": linear(a, ("x_1", "x_2", "x_3")), "value": a[0], "minus": -a[0]}


def _half_space_fails(numbers: Numbers, truth: bool) -> Sequence[bool]:
    def inside(x: Point) -> bool:
        total = sum(c * y for c, y in zip(numbers["a"], x, strict=True))
        return total == 0 if truth else total >= 0

    return failing(inside, 3)


HALF_SPACE = Pair(
    "half-space",
    1,
    OPENS[3],
    "Take a vector of the set and multiply it by a positive number, by 0 and by a negative number.",
    Statement(
        (r"$@form = 0$ is a subspace of $\mathbb{R}^3$.", r"$0 = @form$ is a subspace of $\mathbb{R}^3$."),
        (r"The condition $@form = 0$ is one homogeneous linear equation. " + KERNEL,),
        trap="A homogeneous linear equation describes a plane through the origin.",
    ),
    Statement(
        (r"$@form \ge 0$ is a subspace of $\mathbb{R}^3$.", r"$0 \le @form$ is a subspace of $\mathbb{R}^3$."),
        (
            "An inequality describes a half-space. It contains 0, and sums of its vectors stay in it, but look at "
            "multiples.",
            r"For $x = (1, 0, 0)$ the form $@form$ has the value $@value \ge 0$, but for $-x$ it has the value "
            r"$@minus < 0$: $x$ lies in the set and $(-1) x$ does not.",
        ),
        reason=SCALING,
        trap="A subspace contains with each vector also its negative.",
    ),
    numbers=_half_space,
    reasons=REASONS,
    replies=REPLIES,
    check=_half_space_fails,
)


# ------------------------------------------------------------------ squares


def _squares(draw: Draw) -> Numbers:
    k, i = draw.choice((1, 2, 3)), draw.choice((1, 2))
    j = 3 - i
    term = linear([k], [f"x_{j}"])
    power = f"x_{j}^2" if k == 1 else f"{k * k}x_{j}^2"
    u, v = [0, 0], [0, 0]
    u[i - 1], u[j - 1], v[i - 1], v[j - 1] = k, 1, k, -1
    return {
        "k": k,
        "i": i,
        "line": Tex(f"x_{i} = {term}"),
        "other": Tex(f"x_{i} = -{term}"),
        "square": Tex(f"(x_{i} - {term})^2 = 0"),
        "squares": Tex(f"x_{i}^2 - {power} = 0"),
        "product": Tex(f"(x_{i} - {term})(x_{i} + {term}) = 0"),
        "u_": tuple_of(u),
        "v_": tuple_of(v),
        "sum": tuple_of([x + y for x, y in zip(u, v, strict=True)]),
    }


def _squares_fail(numbers: Numbers, truth: bool) -> Sequence[bool]:
    k, i = numbers["k"], numbers["i"]

    def inside(x: Point) -> bool:
        a, b = x[i - 1], k * x[2 - i]
        return (a - b) ** 2 == 0 if truth else a**2 == b**2

    return failing(inside, 2)


SQUARES = Pair(
    "squares",
    1,
    OPENS[2],
    "Simplify the condition until you see the set: draw it.",
    Statement(
        (r"$@square$ is a subspace of $\mathbb{R}^2$.",),
        (
            r"A square is 0 exactly if what is squared is 0: the condition $@square$ says $@line$, and that is a "
            r"line through the origin.",
        ),
        trap="The condition looks nonlinear, but when is a square 0?",
    ),
    Statement(
        (r"$@squares$ is a subspace of $\mathbb{R}^2$.",),
        (
            r"The condition factors into $@product$: the set is the union of the lines $@line$ and $@other$. It "
            r"contains 0 and all multiples of its vectors, but look at sums.",
            r"The vectors $@{u_}$ and $@{v_}$ lie on one line each; their sum $@sum$ lies on neither.",
        ),
        reason=ADDITION,
        trap="Factor the difference of squares: the set is not one line.",
    ),
    numbers=_squares,
    reasons=REASONS,
    replies=REPLIES,
    check=_squares_fail,
)

PAIRS = (AND_OR, HALF_SPACE, SQUARES)
