"""Compute covariance and correlation (MML 6.4.1).

Levels: 1 from moments; 2 from a joint table, from points that are equally likely, or a table with covariance 0 whose
variables depend on each other all the same; 3 after a linear transform of the variables. The solution uses
E[XY] - E[X] E[Y]; checked by polarisation, by two independent copies, and on a four-point distribution with the given
moments.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

from question_bank._draw import joint_table, values
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, forms, root, wrong_numbers
from question_bank.pro._joint import WORLDS, Cells, column_sums, decimal_table, markdown, row_sums, shown, sum_tex
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, Points, drawn, near
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.problem import Follow, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"moments"; "table", "points", "zero"; "affine", "scaled" or "average"."""
    setting: int
    numbers: tuple[Q, ...] = ()
    """E[X], E[Y], V[X], V[Y], Cov[X, Y]."""
    xs: tuple[int, ...] = ()
    ys: tuple[int, ...] = ()
    cells: Cells = ()
    matrix: tuple[tuple[int, ...], ...] = ()
    """Level 3: coefficients (a, b, c) of U = aX + bY + c and of W; the parts of the weights for "average"."""
    asked: tuple[int, int] = (0, 0)
    """For "zero": the indices of x and y; for "moments" whether second moments are told in place of variances."""


STORIES = (
    "Two random variables $X$ and $Y$ have these moments:",
    "On a random day two shares gain $X$ and $Y$ euros (a loss counts as negative). These gains have the moments",
    "For a random house of a data set let $X$ be its number of rooms and $Y$ its price in units of a hundred thousand "
    "euros. These variables have the moments",
    "For a random document let $X$ and $Y$ be how often two given words occur in it. Their moments are",
)
POINTS = (
    "One of these @n points $(x, y)$ is picked at random, all equally likely; $X$ and $Y$ are its coordinates.",
    "A data set has @n rows with a feature $x$ and a target $y$. One row is picked at random, all equally likely; $X$ "
    "and $Y$ are its two entries.",
)
FORM = "Answer exactly or to three decimals."
MEANS = "That is the mean of the product. Subtract the product of the means."
VARIANCES = (
    "The covariance was divided by the product of the *variances*. The correlation has the standard deviations below "
    "the line, so that it has no unit and lies between $-1$ and $1$."
)
INDEPENDENT = (
    "That is the probability without the condition. A covariance of $0$ does not make the variables independent: look "
    "into the table."
)


@exercise("pro-covariance", version=1, bounds=(2000, 6000, 8000))
def covariance(draw: Draw, level: int) -> Given:
    """Moments that fit together; means that are not 0."""
    if level == 1:
        return _moments(draw)
    if level == 2:
        return draw.weighted((_table, _points, _zero), (3, 3, 2))(draw)
    return _transform(draw)


def _moments(draw: Draw) -> Given:
    setting = draw.below(len(STORIES))
    if setting == 2:  # at least one room, positive prices, and larger houses cost more
        m, k, sx = draw.integer(3, 8), draw.integer(2, 9), draw.integer(1, 2)
        sy = draw.integer(2, min(k, 6))
        cov = draw.integer(1, sx * sy - 1)
    elif setting == 3:  # counts of rare words are small, and their product has no negative mean
        m, k = draw.integer(1, 6), draw.integer(1, 6)
        sx, sy = draw.integer(1, min(m + 1, 6)), draw.integer(2, min(k + 1, 6))
        cov = draw.integer(max(-sx * sy, -m * k) + 1, sx * sy - 1, nonzero=True)
    else:
        low = 1 if setting else -5
        m, k = draw.integer(low, 9, nonzero=True), draw.integer(low, 9, nonzero=True)
        sx, sy = draw.integer(1, 6), draw.integer(2, 6)
        cov = draw.integer(-sx * sy + 1, sx * sy - 1, nonzero=True)
    return Given("moments", setting, tuple(map(Q, (m, k, sx**2, sy**2, cov))), asked=(draw.below(2), 0))


def _table(draw: Draw) -> Given:
    setting = draw.below(len(WORLDS))
    for _ in range(TRIES):
        rows, columns = draw.choice(((2, 2), (2, 3), (3, 2), (3, 3)))
        cells = tuple(
            tuple(row)
            for row in joint_table(
                draw, rows, columns, draw.choice((10, 20)), independent=False, positive=draw.flip()
            ).to_rows()
        )
        free = WORLDS[setting].free
        xs = values(draw, rows, -1, 4) if free else tuple(range(rows))
        ys = values(draw, columns, -1, 4) if free else tuple(range(columns))
        m, k, vx, vy, cov = moments(xs, ys, cells)
        if _radicand(vx, vy) <= 2500 and m * k != 0 and cov != 0 and m.q <= 5 and k.q <= 5 and cov**2 != vx * vy:
            return Given("table", setting, xs=xs, ys=ys, cells=cells)
    raise exhausted("joint table", "means in fifths")


def _radicand(vx: Q, vy: Q) -> int:
    """What stays under the root in the correlation."""
    square = vx * vy
    return root(int(square.p) * int(square.q))[1] if square > 0 else 0


def _points(draw: Draw) -> Given:
    for _ in range(TRIES):
        n = draw.integer(4, 5)
        xs = [draw.integer(0, 8) for _ in range(n)]
        slope = draw.sign()
        ys = [draw.integer(0, 3) + (x if slope > 0 else 8 - x) * draw.integer(1, 2) // 2 for x in xs]
        if sum(xs) % n or sum(ys) % n or len(set(zip(xs, ys, strict=True))) < n or len(set(ys)) < 3 or len(set(xs)) < 3:
            continue
        _, _, vx, vy, cov = point_moments(xs, ys)
        if _radicand(vx, vy) <= 2500 and cov != 0 and cov**2 != vx * vy:
            return Given("points", draw.below(len(POINTS)), xs=tuple(xs), ys=tuple(ys))
    raise exhausted("set of points", "whole means")


def _zero(draw: Draw) -> Given:
    """The rows of the smallest and the largest x are equal, so the covariance vanishes."""
    for _ in range(TRIES):
        columns = draw.integer(2, 3)
        edge = [draw.integer(0, 4) for _ in range(columns)]
        middle = [draw.integer(0, 6) for _ in range(columns)]
        total = 2 * sum(edge) + sum(middle)
        if total not in (10, 20) or not sum(edge) or not sum(middle):
            continue
        cells = tuple(tuple(Q(c, total) for c in row) for row in (edge, middle, edge))
        q = column_sums(cells)
        at, column = draw.below(3), draw.below(columns)
        if min(q) == 0 or cells[at][column] == q[column] * sum(cells[at], Q(0)) or cells[at][column] == 0:
            continue
        low, gap = draw.integer(0, 3), draw.integer(1, 2)
        xs = (low, low + gap, low + 2 * gap)
        ys = values(draw, columns, 0, 4)
        return Given("zero", 0, xs=xs, ys=ys, cells=cells, asked=(at, column))
    raise exhausted("joint table", "covariance 0")


def _transform(draw: Draw) -> Given:
    kind = draw.choice(("affine", "affine", "scaled", "average"))
    for _ in range(TRIES):
        sx, sy = draw.integer(1, 5), draw.integer(1, 5)
        cov = draw.integer(-sx * sy + 1, sx * sy - 1, nonzero=True) if sx * sy > 1 else 0
        m, k = draw.integer(-4, 6, nonzero=True), draw.integer(-4, 6, nonzero=True)
        numbers = tuple(map(Q, (m, k, sx**2, sy**2, cov)))
        if kind == "average":
            weights = draw.choice(((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2)))
            if sx != sy or weights != (1, 1):
                return Given(kind, draw.below(2), numbers, matrix=(weights,))
            continue
        if kind == "scaled":
            a, d = draw.choice((-4, -3, -2, 2, 3, 4)), draw.choice((-3, -2, -1, 2, 3, 5))
            rows: tuple[tuple[int, int, int], ...] = ((a, 0, draw.integer(-5, 5)), (0, d, draw.integer(-5, 5)))
        else:
            rows = tuple(
                (draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3, nonzero=True), draw.integer(-4, 4))
                for _ in range(2)
            )
        _, _, vu, vw, both = transformed(numbers, rows)
        radicand = root(int((vu * vw).p))[1] if vu * vw > 0 else 0
        if vu * vw != both**2 and 0 < radicand <= 2500 and both != 0 and cov != 0:
            return Given(kind, draw.below(2), numbers, matrix=rows)
    raise exhausted("linear transform", "of two variables")


# ------------------------------------------------------------------ moments


def moments(xs: Sequence[int], ys: Sequence[int], cells: Cells) -> tuple[Q, Q, Q, Q, Q]:
    """E[X], E[Y], V[X], V[Y], Cov[X, Y] of a joint table."""
    p, q = row_sums(cells), column_sums(cells)
    m, k = _mean(xs, p), _mean(ys, q)
    both = sum((x * y * cells[i][j] for i, x in enumerate(xs) for j, y in enumerate(ys)), Q(0))
    return m, k, _mean([x * x for x in xs], p) - m**2, _mean([y * y for y in ys], q) - k**2, both - m * k


def point_moments(xs: Sequence[int], ys: Sequence[int]) -> tuple[Q, Q, Q, Q, Q]:
    """The same for points that are equally likely."""
    n = len(xs)
    return moments(xs, ys, tuple(tuple(Q(int(i == j), n) for j in range(n)) for i in range(n)))


def _mean(xs: Sequence[int], ps: Sequence[Q]) -> Q:
    return sum((x * p for x, p in zip(xs, ps, strict=True)), Q(0))


def transformed(numbers: tuple[Q, ...], rows: Sequence[Sequence[int]]) -> tuple[Q, Q, Q, Q, Q]:
    """E[U], E[W], V[U], V[W], Cov[U, W] for two rows (a, b, c)."""
    m, k, vx, vy, cov = numbers
    (a, b, c), (d, e, f) = rows
    return (
        a * m + b * k + c,
        d * m + e * k + f,
        a * a * vx + 2 * a * b * cov + b * b * vy,
        d * d * vx + 2 * d * e * cov + e * e * vy,
        a * d * vx + (a * e + b * d) * cov + b * e * vy,
    )


def correlation_text(cov: Q, vx: Q, vy: Q) -> str:
    """Cov / sqrt(V[X] V[Y]) in the answer language: "3/4", "-5/(2*sqrt(6))"."""
    square = vx * vy
    k, m = root(int(square.p) * int(square.q))
    front = cov * square.q / k
    if m == 1:
        return str(front)
    below = f"sqrt({m})" if front.q == 1 else f"({front.q}*sqrt({m}))"
    return f"{front.p}/{below}"


def correlation(cov: Q, vx: Q, vy: Q) -> NumberAnswer:
    """The answer field of a correlation."""
    return NumberAnswer.of(correlation_text(cov, vx, vy), decimals=3)


# ------------------------------------------------------------------ the problem


@covariance.problem
def build(
    kind: str,
    setting: int,
    numbers: tuple[Q, ...],
    xs: tuple[int, ...],
    ys: tuple[int, ...],
    cells: Cells,
    matrix: tuple[tuple[int, ...], ...],
    asked: tuple[int, int],
) -> Problem:
    """E[XY] - E[X] E[Y], and what is made of it."""
    if kind == "moments":
        return _from_moments(setting, numbers, bool(asked[0]))
    if kind == "table":
        return _from_table(setting, xs, ys, cells)
    if kind == "points":
        return _from_points(setting, xs, ys)
    if kind == "zero":
        return _uncorrelated(xs, ys, cells, *asked)
    return _average(setting, numbers, matrix[0]) if kind == "average" else _linear(kind, setting, numbers, matrix)


COVARIANCE = r"$\operatorname{Cov}[X, Y] = \mathbb{E}[XY] - \mathbb{E}[X] \, \mathbb{E}[Y]$"
HINTS = (
    "The covariance compares the mean of the product with the product of the means.",
    r"The correlation is $\frac{\operatorname{Cov}[X, Y]}{\sqrt{\mathbb{V}[X] \, \mathbb{V}[Y]}}$: its unit cancels.",
)


def two_parts(
    letters: tuple[str, str], means: tuple[Q, Q], vx: Q, vy: Q, cov: Q, ask: tuple[str, str] = ("", "")
) -> tuple[Part, Part]:
    """(a) covariance, (b) correlation, with the slips at both."""
    m, k = means
    one, other = letters
    both = cov + m * k
    follow = Follow(part="a", names=("c",), expression=f"c/sqrt({vx * vy})", guard=f"c != 0 and c^2 <= {vx * vy}")
    return (
        Part(
            "a",
            NumberAnswer.of(cov),
            ask[0] or rf"Compute the covariance $\operatorname{{Cov}}[{one}, {other}]$ exactly.",
            misconceptions=wrong_numbers(cov, ("no-mean-product", both, MEANS)),
        ),
        Part(
            "b",
            correlation(cov, vx, vy),
            ask[1] or f"Compute the correlation of ${one}$ and ${other}$. {FORM}",
            misconceptions=wrong_numbers(cov, ("variance-denominator", cov / (vx * vy), VARIANCES), decimals=3)
            if vx * vy != 1
            else (),
            follows=follow,
        ),
    )


def final(letters: tuple[str, str], parts: tuple[Part, Part]) -> Step:
    """The last step."""
    one, other = letters
    return step(
        r"So $\operatorname{Cov}[@{one}, @{other}] = @cov$, and the correlation is $@rho$.",
        one=Tex(one),
        other=Tex(other),
        cov=parts[0].answer,
        rho=parts[1].answer,
    )


def divided(cov: Q, vx: Q, vy: Q, letters: tuple[str, str] = ("X", "Y"), decimals: bool = False) -> Step:
    """The correlation as a quotient, with its check."""
    one, other = letters
    return Step(
        rf"Divide by the standard deviations: $\frac{{\operatorname{{Cov}}[{one}, {other}]}}"
        rf"{{\sqrt{{\mathbb{{V}}[{one}] \, \mathbb{{V}}[{other}]}}}} = \frac{{{shown(cov, decimals)}}}"
        rf"{{\sqrt{{{shown(vx, decimals)} \cdot {shown(vy, decimals)}}}}}$. Check: it lies between $-1$ and $1$, "
        "as it must by the Cauchy-Schwarz inequality."
    )


def _from_moments(setting: int, numbers: tuple[Q, ...], seconds: bool) -> Problem:
    m, k, vx, vy, cov = numbers
    both = cov + m * k
    if seconds:
        spread = text(r"$\mathbb{E}[X^2] = @a$, $\mathbb{E}[Y^2] = @b$", a=vx + m**2, b=vy + k**2)
    else:
        spread = text(r"$\mathbb{V}[X] = @a$, $\mathbb{V}[Y] = @b$", a=vx, b=vy)
    told = text(r"$\mathbb{E}[X] = @m$, $\mathbb{E}[Y] = @k$", m=m, k=k)
    parts = two_parts(("X", "Y"), (m, k), vx, vy, cov)
    return Problem(
        prompt=f"{STORIES[setting]} {told}, {spread} and " + text(r"$\mathbb{E}[XY] = @b$.", b=both),
        parts=parts,
        hints=HINTS,
        steps=(
            Step(f"The covariance is {COVARIANCE}."),
            step(r"Put in: $@both - @m \cdot @k = @cov$.", both=both, m=m, k=k, cov=cov),
            *(
                [
                    step(
                        r"The variances: $\mathbb{V}[X] = \mathbb{E}[X^2] - \mathbb{E}[X]^2 = @a - @s = @v$ and "
                        r"$\mathbb{V}[Y] = @b - @t = @w$.",
                        a=vx + m**2,
                        s=m**2,
                        v=vx,
                        b=vy + k**2,
                        t=k**2,
                        w=vy,
                    )
                ]
                if seconds
                else []
            ),
            divided(cov, vx, vy),
            final(("X", "Y"), parts),
        ),
    )


def weighted(xs: Sequence[int], ps: Sequence[Q], decimals: bool) -> Tex:
    r"""The sum `-2 \cdot 0.1 + 3 \cdot 0.4`; terms with a factor 0 are left out."""
    terms = [(x, p) for x, p in zip(xs, ps, strict=True) if x and p]
    made = []
    for n, (x, p) in enumerate(terms):
        sign = ("-" if x < 0 else "") if n == 0 else (" - " if x < 0 else " + ")
        made.append(sign + (shown(p, decimals) if abs(x) == 1 else rf"{abs(x)} \cdot {shown(p, decimals)}"))
    return Tex("".join(made) or "0")


def _marginal_steps(xs: Sequence[int], ys: Sequence[int], cells: Cells) -> tuple[Step, Step, Step]:
    """The marginals, the means, and the mean of the product."""
    decimals = decimal_table(cells)
    p, q = row_sums(cells), column_sums(cells)
    m, k = _mean(xs, p), _mean(ys, q)
    pairs = [(x * y, cells[i][j]) for i, x in enumerate(xs) for j, y in enumerate(ys)]
    both = _mean([v for v, _ in pairs], [c for _, c in pairs])
    total = weighted([v for v, _ in pairs], [c for _, c in pairs], decimals)
    marginals = (
        ", ".join(f"$P(X = {x}) = {shown(v, decimals)}$" for x, v in zip(xs, p, strict=True))
        + "; "
        + ", ".join(f"$P(Y = {y}) = {shown(v, decimals)}$" for y, v in zip(ys, q, strict=True))
    )
    return (
        Step(f"Row sums and column sums give the marginal distributions: {marginals}."),
        Step(
            rf"The means: $\mathbb{{E}}[X] = {forms(weighted(xs, p, decimals), shown(m, decimals))}$ and "
            rf"$\mathbb{{E}}[Y] = {forms(weighted(ys, q, decimals), shown(k, decimals))}$."
        ),
        Step(
            "The mean of the product takes every cell once, with $x y$ as its factor; cells with $x y = 0$ add "
            rf"nothing. So $\mathbb{{E}}[XY] = {forms(total, shown(both, decimals))}$."
        ),
    )


def _from_table(setting: int, xs: tuple[int, ...], ys: tuple[int, ...], cells: Cells) -> Problem:
    m, k, vx, vy, cov = moments(xs, ys, cells)
    parts = two_parts(("X", "Y"), (m, k), vx, vy, cov)
    decimals = decimal_table(cells)
    p, q = row_sums(cells), column_sums(cells)
    squares = (weighted([x * x for x in xs], p, decimals), weighted([y * y for y in ys], q, decimals))
    return Problem(
        prompt=f"{WORLDS[setting].story}\n\n{markdown(xs, ys, cells)}",
        parts=parts,
        hints=(*HINTS, "The means and the variances need the row sums and column sums only."),
        steps=(
            *_marginal_steps(xs, ys, cells),
            step(
                r"Covariance: $\mathbb{E}[XY] - \mathbb{E}[X] \, \mathbb{E}[Y] = @b - @m \cdot @k = @cov$.",
                b=shown(cov + m * k, decimals),
                m=shown(m, decimals),
                k=shown(k, decimals),
                cov=forms(shown(cov, decimals), cov),
            ),
            Step(
                rf"Variances: $\mathbb{{V}}[X] = \mathbb{{E}}[X^2] - \mathbb{{E}}[X]^2 = {squares[0]} - "
                rf"{_square(m, decimals)} = {shown(vx, decimals)}$ and $\mathbb{{V}}[Y] = {squares[1]} - "
                rf"{_square(k, decimals)} = {shown(vy, decimals)}$."
            ),
            divided(cov, vx, vy, decimals=decimals),
            final(("X", "Y"), parts),
        ),
    )


def _square(m: Q, decimals: bool) -> str:
    body = shown(m, decimals)
    return f"{body}^2" if body.replace(".", "").isdigit() else rf"\left({body}\right)^2"


def _from_points(setting: int, xs: tuple[int, ...], ys: tuple[int, ...]) -> Problem:
    n = len(xs)
    m, k, vx, vy, cov = point_moments(xs, ys)
    parts = two_parts(("X", "Y"), (m, k), vx, vy, cov)
    dx, dy = [x - m for x in xs], [y - k for y in ys]
    listing = "| $x$ | " + " | ".join(f"${x}$" for x in xs) + " |\n|---" + "|---" * n + "|\n"
    listing += "| $y$ | " + " | ".join(f"${y}$" for y in ys) + " |"
    rows = "\n".join(
        f"| ${x}$ | ${y}$ | ${latex_of(a)}$ | ${latex_of(b)}$ | ${latex_of(a * b)}$ | ${latex_of(a * a)}$ | "
        f"${latex_of(b * b)}$ |"
        for x, y, a, b in zip(xs, ys, dx, dy, strict=True)
    )
    head = (
        rf"| $x$ | $y$ | $x - {m}$ | $y - {k}$ | product | $(x - {m})^2$ | $(y - {k})^2$ |"
        "\n|---|---|---|---|---|---|---|\n"
    )
    total = sum((a * b for a, b in zip(dx, dy, strict=True)), Q(0))
    return Problem(
        prompt=text(POINTS[setting], n=n) + "\n\n" + listing + drawn(scatter(xs, ys)),
        parts=parts,
        hints=(
            "Does the cloud of points rise or fall? That tells the sign of both answers.",
            r"All probabilities are equal: $\operatorname{Cov}[X, Y]$ is the mean of $(x - \mathbb{E}[X])"
            r"(y - \mathbb{E}[Y])$ over the points.",
            HINTS[1],
        ),
        steps=(
            step(
                r"The means are $\mathbb{E}[X] = \frac{@s}{@n} = @m$ and $\mathbb{E}[Y] = \frac{@t}{@n} = @k$.",
                s=sum(xs),
                t=sum(ys),
                n=n,
                m=m,
                k=k,
            ),
            Step(f"The deviations from the means, their products and their squares:\n\n{head}{rows}"),
            Step(
                rf"Each column is averaged: $\operatorname{{Cov}}[X, Y] = \frac{{{total}}}{{{n}}}$, "
                rf"$\mathbb{{V}}[X] = \frac{{{sum((a * a for a in dx), Q(0))}}}{{{n}}}$ and "
                rf"$\mathbb{{V}}[Y] = \frac{{{sum((b * b for b in dy), Q(0))}}}{{{n}}}$."
            ),
            Step(
                "In the picture the lines through the means cut the plane into four parts: points to the upper right "
                "and lower left add to the covariance, the others take away from it."
                + drawn(scatter(xs, ys, (near(m), near(k))))
            ),
            divided(cov, vx, vy),
            final(("X", "Y"), parts),
        ),
    )


def scatter(xs: Sequence[int], ys: Sequence[int], means: tuple[float, float] | None = None) -> Plot:
    """The points; with the two lines through the means, if they are given."""
    low, high = (min(*xs, 0) - 1, min(*ys, 0) - 1), (max(xs) + 1, max(ys) + 1)
    lines: tuple[Line, ...] = ()
    if means:
        lines = (
            Line(((means[0], low[1]), (means[0], high[1])), style="dashed"),
            Line(((low[0], means[1]), (high[0], means[1])), style="dashed"),
        )
    return Plot(
        "The points of the table as a scatter plot" + (", with dashed lines through the two means." if means else "."),
        (low[0], high[0]),
        (low[1], high[1]),
        (*lines, Points(tuple((float(x), float(y)) for x, y in zip(xs, ys, strict=True)))),
    )


def _uncorrelated(xs: tuple[int, ...], ys: tuple[int, ...], cells: Cells, at: int, column: int) -> Problem:
    m, k, _, _, cov = moments(xs, ys, cells)
    decimals = decimal_table(cells)
    p, q = row_sums(cells), column_sums(cells)
    x, y = xs[at], ys[column]
    chance = cells[at][column] / p[at]
    first, second = NumberAnswer.of(cov), NumberAnswer.of(chance, decimals=3)
    return Problem(
        prompt=f"{WORLDS[0].story}\n\n{markdown(xs, ys, cells)}",
        parts=(
            Part(
                "a",
                first,
                r"Compute the covariance $\operatorname{Cov}[X, Y]$ exactly.",
                misconceptions=wrong_numbers(cov, ("no-mean-product", cov + m * k, MEANS)),
            ),
            Part(
                "b",
                second,
                rf"Compute $P(Y = {y} \mid X = {x})$. {FORM}",
                misconceptions=wrong_numbers(chance, ("zero-means-independent", q[column], INDEPENDENT), decimals=3),
            ),
        ),
        hints=(
            HINTS[0],
            "Part (b) is about one row of the table: which share of its probability belongs to the value of $Y$? The "
            "result of (a) is not needed there.",
        ),
        steps=(
            *_marginal_steps(xs, ys, cells),
            step(
                r"Covariance: $\mathbb{E}[XY] - \mathbb{E}[X] \, \mathbb{E}[Y] = @b - @m \cdot @k = @cov$.",
                b=shown(cov + m * k, decimals),
                m=shown(m, decimals),
                k=shown(k, decimals),
                cov=forms(shown(cov, decimals), cov),
            ),
            Step(
                "That says only that there is no linear relation; the variables may depend on each other all the same, "
                "and a conditional probability can show it. For (b) take the row of the table and divide by its "
                rf"sum: $P(Y = {y} \mid X = {x}) = \frac{{{shown(cells[at][column], decimals)}}}"
                rf"{{{shown(p[at], decimals)}}}$."
            ),
            Step(
                f"Check against $P(Y = {y}) = {sum_tex([row[column] for row in cells], decimals)} = "
                f"{shown(q[column], decimals)}$, without the condition: it differs, so the variables are not "
                "independent."
            ),
            step(
                r"So $\operatorname{Cov}[X, Y] = @cov$ and $P(Y = @y \mid X = @x) = @second$.",
                cov=first,
                y=y,
                x=x,
                second=second,
            ),
        ),
    )


# ------------------------------------------------------------------ level 3


def _linear(kind: str, setting: int, numbers: tuple[Q, ...], rows: tuple[tuple[int, ...], ...]) -> Problem:
    m, k, vx, vy, cov = numbers
    (a, b, c), (d, e, f) = rows
    mu, mw, vu, vw, both = transformed(numbers, rows)
    u, w = (Tex(_form(row)) for row in rows)
    told = text(
        r"$\mathbb{E}[X] = @m$, $\mathbb{E}[Y] = @k$, $\mathbb{V}[X] = @v$, $\mathbb{V}[Y] = @w$",
        m=m,
        k=k,
        v=vx,
        w=vy,
    )
    last = text(r"$\operatorname{Cov}[X, Y] = @c$", c=cov) if setting else text(r"$\mathbb{E}[XY] = @b$", b=cov + m * k)
    letters = ("U", "W")
    parts = two_parts(letters, (mu, mw), vu, vw, both)
    raw = cov + m * k
    slip = transformed((m, k, vx, vy, raw), rows)[4]
    if not setting:
        # The mean of XY itself in the place of Cov[X, Y].
        a_part = Part(
            "a",
            parts[0].answer,
            parts[0].prompt,
            misconceptions=wrong_numbers(
                both, ("no-mean-product", slip, "For $X$ and $Y$ you took the mean of the product: " + LOST)
            ),
        )
        parts = (a_part, parts[1])
    opening = (
        [
            step(
                r"First $\operatorname{Cov}[X, Y] = \mathbb{E}[XY] - \mathbb{E}[X] \, \mathbb{E}[Y] = "
                r"@b - @m \cdot @k = @c$.",
                b=raw,
                m=m,
                k=k,
                c=cov,
            )
        ]
        if not setting
        else []
    )
    if kind == "scaled":
        work = [
            step(
                r"Covariance is linear in each argument, and constants drop out: $\operatorname{Cov}[@u, @w] = "
                r"@a \cdot @(d) \, \operatorname{Cov}[X, Y] = @p \cdot @(c) = @both$.",
                u=u,
                w=w,
                a=a,
                d=e,
                p=a * e,
                c=cov,
                both=both,
            ),
            step(
                r"The variances are multiplied by the squares of the factors: $\mathbb{V}[U] = @(a)^2 \cdot @v = @vu$ "
                r"and $\mathbb{V}[W] = @(e)^2 \cdot @y = @vw$.",
                a=a,
                e=e,
                v=vx,
                y=vy,
                vu=vu,
                vw=vw,
            ),
        ]
    else:
        work = [
            step(
                r"Covariance is linear in each argument, and constants drop out. Multiply out: $$\operatorname{Cov}"
                r"[U, W] = @ad \, \mathbb{V}[X] + \left(@ae @+bd\right) \operatorname{Cov}[X, Y] @+be \, \mathbb{V}[Y] "
                r"= @ad \cdot @v @+cross \cdot @(c) @+be \cdot @y = @both$$",
                ad=a * d,
                ae=a * e,
                bd=b * d,
                be=b * e,
                cross=a * e + b * d,
                v=vx,
                y=vy,
                c=cov,
                both=both,
            ),
            _variance_step("U", a, b, numbers, vu),
            _variance_step("W", d, e, numbers, vw),
        ]
    del c, f
    return Problem(
        prompt=f"Two random variables $X$ and $Y$ have the moments {told} and {last}. "
        + text(r"Let $U = @u$ and $W = @w$.", u=u, w=w),
        parts=parts,
        hints=(
            "A constant that is added changes no covariance and no variance.",
            "Multiply out as for a product of sums: covariance is linear in each of its two arguments, and "
            r"$\operatorname{Cov}[X, X] = \mathbb{V}[X]$.",
            HINTS[1].replace("X", "U").replace("Y", "W").replace(r"\mathbb{V}[U]", r"\mathbb{V}[U]"),
        ),
        steps=(*opening, *work, divided(both, vu, vw, letters), final(letters, parts)),
    )


LOST = "subtract the product of the means to get their covariance."


def _form(row: Sequence[int]) -> str:
    a, b, c = row
    shape = linear((a, b), ("X", "Y"))
    return f"{shape} {'+' if c > 0 else '-'} {abs(c)}" if c else str(shape)


def _variance_step(name: str, a: int, b: int, numbers: tuple[Q, ...], value: Q) -> Step:
    _, _, vx, vy, cov = numbers
    return step(
        r"$\mathbb{V}[@name] = @{a}^2 \, \mathbb{V}[X] + 2 \cdot @(a) \cdot @(b) \, \operatorname{Cov}[X, Y] + "
        r"@{b}^2 \, \mathbb{V}[Y]$, and that is $@aa \cdot @v @+ab \cdot @(c) + @bb \cdot @w = @value$.",
        name=Tex(name),
        a=a,
        b=b,
        aa=a * a,
        ab=2 * a * b,
        bb=b * b,
        v=vx,
        w=vy,
        c=cov,
        value=value,
    )


AVERAGES = (
    "Two models predict the same target; their errors $X$ and $Y$ have mean $0$, the standard deviations $@s$ and "
    "$@t$, and correlation $@r$. The predictions are combined with weights $@p$ and $@q$, so that the error is $U = "
    "@u$.",
    "Two measurements of one quantity have errors $X$ and $Y$ with mean $0$, standard deviations $@s$ and $@t$, and "
    "correlation $@r$. They are averaged with weights $@p$ and $@q$; the error of the average is $U = @u$.",
)


def _average(setting: int, numbers: tuple[Q, ...], weights: tuple[int, ...]) -> Problem:
    _, _, vx, vy, cov = numbers
    s, t = root(int(vx.p))[0], root(int(vy.p))[0]
    total = sum(weights)
    p, q = (Q(w, total) for w in weights)
    rho = cov / (s * t)
    value = p**2 * vx + 2 * p * q * cov + q**2 * vy
    both = p * vx + q * cov
    first, second = NumberAnswer.of(value), NumberAnswer.of(both)
    u = Tex(f"{latex_of(p)} X + {latex_of(q)} Y")
    return Problem(
        prompt=text(AVERAGES[setting], s=s, t=t, r=rho, p=p, q=q, u=u),
        parts=(
            Part(
                "a",
                first,
                r"Compute the variance $\mathbb{V}[U]$ exactly.",
                misconceptions=wrong_numbers(
                    value,
                    (
                        "variance-denominator",
                        p**2 * vx + 2 * p * q * rho * vx * vy + q**2 * vy,
                        r"From the correlation to the covariance one multiplies by both *standard deviations*, not by "
                        "the variances.",
                    ),
                ),
            ),
            Part(
                "b",
                second,
                r"Compute the covariance $\operatorname{Cov}[U, X]$ exactly.",
                misconceptions=wrong_numbers(
                    both,
                    (
                        "variance-denominator",
                        p * vx + q * rho * vx * vy,
                        r"From the correlation to the covariance one multiplies by both *standard deviations*, not by "
                        "the variances.",
                    ),
                ),
            ),
        ),
        hints=(
            "Get the covariance of $X$ and $Y$ from their correlation first.",
            r"$\mathbb{V}[aX + bY] = a^2 \, \mathbb{V}[X] + 2ab \operatorname{Cov}[X, Y] + b^2 \, \mathbb{V}[Y]$.",
        ),
        steps=(
            step(
                r"The covariance is the correlation times both standard deviations: $\operatorname{Cov}[X, Y] = @r "
                r"\cdot @s \cdot @t = @c$. The variances are $@v$ and $@w$.",
                r=rho,
                s=s,
                t=t,
                c=cov,
                v=vx,
                w=vy,
            ),
            Step(
                rf"$\mathbb{{V}}[U] = {latex_of(p * p)} \cdot {vx} + 2 \cdot {latex_of(p)} \cdot {latex_of(q)} \cdot "
                rf"{factor(cov)} + {latex_of(q * q)} \cdot {vy} = {latex_of(value)}$."
            ),
            Step(
                r"Linearity in the first argument: $\operatorname{Cov}[U, X] = "
                rf"{latex_of(p)} \, \mathbb{{V}}[X] + {latex_of(q)} \, \operatorname{{Cov}}[Y, X] = {latex_of(p)} "
                rf"\cdot {vx} + {latex_of(q)} \cdot {factor(cov)} = {latex_of(both)}$."
            ),
            step(
                r"Check: $\mathbb{V}[U] = @p \operatorname{Cov}[U, X] + @q \operatorname{Cov}[U, Y]$, and "
                r"$\operatorname{Cov}[U, Y] = @p \cdot @c + @q \cdot @w = @z$; indeed $@p \cdot @b + @q \cdot @z = "
                r"@value$.",
                p=p,
                q=q,
                c=cov,
                w=vy,
                z=p * cov + q * vy,
                b=both,
                value=value,
            ),
            step(r"So $\mathbb{V}[U] = @first$ and $\operatorname{Cov}[U, X] = @second$.", first=first, second=second),
        ),
    )


# ------------------------------------------------------------------ the second opinion


@covariance.verify
def other_ways(
    kind: str,
    setting: int,
    numbers: tuple[Q, ...],
    xs: tuple[int, ...],
    ys: tuple[int, ...],
    cells: Cells,
    matrix: tuple[tuple[int, ...], ...],
    asked: tuple[int, int],
    answer: dict[str, Any],
) -> bool:
    """Polarisation; two independent copies; a four-point distribution that has the given moments."""
    first, second = answer["a"], answer["b"]
    if kind == "moments":
        m, k, vx, vy, cov = numbers
        ex, ey, both = vx + m**2, vy + k**2, cov + m * k
        plus = ex + ey + 2 * both - (m + k) ** 2
        minus = ex + ey - 2 * both - (m - k) ** 2
        return bool(4 * first == plus - minus) and _correlated(second, first, vx, vy)
    if kind in ("table", "points", "zero"):
        if kind == "points":
            found = [(x, y, Q(1, len(xs))) for x, y in zip(xs, ys, strict=True)]
        else:
            found = [(x, y, cells[i][j]) for i, x in enumerate(xs) for j, y in enumerate(ys)]
        pairs = list(product(found, repeat=2))
        twice = sum((p * q * (x - u) * (y - v) for (x, y, p), (u, v, q) in pairs), Q(0))
        if kind == "zero":
            line = cells[asked[0]]
            return bool(2 * first == twice and second * sum(line, Q(0)) == line[asked[1]])
        vx = sum((p * q * (x - u) ** 2 for (x, _, p), (u, _, q) in pairs), Q(0)) / 2
        vy = sum((p * q * (y - v) ** 2 for (_, y, p), (_, v, q) in pairs), Q(0)) / 2
        return bool(2 * first == twice) and _correlated(second, first, vx, vy)
    return _on_four_points(kind, [_float(x) for x in numbers], matrix, _float(first), _float(second))


def _correlated(rho: Any, cov: Q, vx: Q, vy: Q) -> bool:
    """The best linear prediction of Y from X leaves the share 1 - rho^2 of its variance; the sign is that of Cov."""
    slope = cov / vx
    left = vy - 2 * slope * cov + slope**2 * vx
    r = _float(rho)
    return math.isclose(1 - r * r, _float(left / vy), abs_tol=1e-9) and (r > 0) == (cov > 0)


def _on_four_points(
    kind: str, numbers: Sequence[float], matrix: tuple[tuple[int, ...], ...], first: float, second: float
) -> bool:
    m, k, vx, vy, cov = numbers
    sx = math.sqrt(vx)
    rest = math.sqrt(vy - cov * cov / vx)
    points = [(m + sx * s, k + cov / sx * s + rest * t) for s in (-1, 1) for t in (-1, 1)]
    if kind == "average":
        p, q = (w / sum(matrix[0]) for w in matrix[0])
        us, ws = [p * x + q * y for x, y in points], [x for x, _ in points]
    else:
        us, ws = ([a * x + b * y + c for x, y in points] for a, b, c in matrix)
    mu, mw = sum(us) / 4, sum(ws) / 4
    both = sum((u - mu) * (w - mw) for u, w in zip(us, ws, strict=True)) / 4
    vu, vw = sum((u - mu) ** 2 for u in us) / 4, sum((w - mw) ** 2 for w in ws) / 4
    if kind == "average":
        return math.isclose(first, vu, abs_tol=1e-9) and math.isclose(second, both, abs_tol=1e-9)
    return math.isclose(first, both, abs_tol=1e-9) and math.isclose(second, both / math.sqrt(vu * vw), abs_tol=1e-9)


def _float(value: Any) -> float:
    return int(value.p) / int(value.q) if hasattr(value, "p") else float(value)
