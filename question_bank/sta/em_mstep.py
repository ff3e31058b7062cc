"""The M-step of a Gaussian mixture: new means, weights and variances (MML 11.2.2 to 11.2.4).

Levels: 1 means of two components; 2 means and weights of three; 3 variances, one for each component or one that all
share. Checked by counting: every point is put into each component as many times as its responsibility has quarters or
fifths, and Python's own statistics gives mean and variance of these multisets; the shared variance is checked by the
law of total variance.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, exact_decimal, factor, listed
from question_bank.ml._layout import mean, summary, total, wide
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, Points, curve, drawn, near
from quizgen.markup.source import latex_of
from quizgen.problem import Misconception, Problem, Step

Ints = tuple[int, ...]
Shares = tuple[tuple[Q, ...], ...]

SETTINGS = (
    "A Gaussian mixture with @count components is fitted to @n data points by the EM algorithm.",
    "The readings of a sensor that switches between @count states are modelled by a Gaussian mixture; @n readings "
    "$x_n$ "
    "are used.",
    "The sizes of @n documents (in pages) are modelled by a Gaussian mixture with @count components.",
)
COUNTS = {2: "two", 3: "three", 4: "four", 5: "five"}


class Given(NamedTuple):
    kind: str
    """"means", "weights", "separate" or "shared"."""
    setting: int
    x: Ints
    shares: Shares
    """shares[n][k]: responsibility of component k for point n."""
    old: Ints = ()
    """The means before the step."""


@exercise("sta-em-mstep", version=1, bounds=(300, 300, 1000))
def mstep(draw: Draw, level: int) -> Given:
    """Responsibilities in quarters or fifths whose sums are whole, and points with short means."""
    setting = draw.below(len(SETTINGS))
    kind = ("means", "weights", draw.choice(("separate", "shared")))[level - 1]
    parts = 3 if level == 2 else 2
    for _ in range(TRIES):
        unit = draw.choice((4, 5))
        n = draw.integer(4, 5)
        counts = _counts(draw, unit, n, parts)
        if counts is None or any(sum(c) > 2 * unit for c in zip(*counts, strict=True) if level == 3 and n == 5):
            continue
        for _ in range(30):
            x = tuple(sorted(draw.sample(range(1, 13), n)))
            if _clean(x, counts, unit, most=1 if level == 3 else 2):
                shares = tuple(tuple(Q(c, unit) for c in row) for row in counts)
                old = tuple(sorted(draw.sample(range(1, 13), 2))) if level == 3 else ()
                found = new_means(x, shares)
                apart = len(set(found)) == parts  # components with the same mean would hardly differ
                if apart and (level < 3 or all(a != b for a, b in zip(old, found, strict=True))):
                    return Given(kind, setting, x, shares, old)
    raise exhausted("responsibilities", "short means")


def _counts(draw: Draw, unit: int, n: int, parts: int) -> list[list[int]] | None:
    """Rows of `parts` counts that add up to `unit`, with columns that add up to multiples of it, none of them empty."""
    rows = []
    for _ in range(n - 1):
        cuts = sorted(draw.integer(0, unit) for _ in range(parts - 1))
        rows.append([b - a for a, b in zip((0, *cuts), (*cuts, unit), strict=True)])
    last = [-sum(column) % unit for column in zip(*rows, strict=True)]
    if sum(last) != unit:
        return None
    rows.append(last)
    rows.sort(key=lambda row: sum(k * c for k, c in enumerate(row)))  # components from left to right
    columns = list(zip(*rows, strict=True))
    soft = sum(0 < c < unit for row in rows for c in row)
    varied = all(len(set(c)) > 1 for c in columns)  # a component with equal responsibilities sees no structure
    fits = varied and all(sum(c) > 0 for c in columns) and soft >= n and len({sum(c) for c in columns}) > 1
    return rows if fits else None


def _clean(x: Ints, counts: Sequence[Sequence[int]], unit: int, most: int) -> bool:
    """Whether all means have denominators up to `most`, and no component sits on a single point."""
    for column in zip(*counts, strict=True):
        value = Q(sum(c * v for c, v in zip(column, x, strict=True)), sum(column))
        if value.q > most or sum(c > 0 for c in column) < 2:
            return False
    return True


# ------------------------------------------------------------------ the step


def sizes(shares: Shares) -> list[Q]:
    """N_k, the sum of the responsibilities of each component."""
    return [sum(column, Q(0)) for column in zip(*shares, strict=True)]


def weighted(shares: Shares, values: Sequence[Sequence[Q]]) -> list[Q]:
    """For each component the sum of responsibility times value; values[k][n]."""
    return [
        sum((r * v for r, v in zip(column, row, strict=True)), Q(0))
        for column, row in zip(zip(*shares, strict=True), values, strict=True)
    ]


def new_means(x: Ints, shares: Shares) -> list[Q]:
    """The weighted means."""
    points = [Q(v) for v in x]
    sums = weighted(shares, [points] * len(shares[0]))
    return [s / n for s, n in zip(sums, sizes(shares), strict=True)]


def scatter(x: Ints, shares: Shares, centres: Sequence[Q | int]) -> list[Q]:
    """For each component the weighted sum of squared distances from a centre."""
    return weighted(shares, [[(Q(v) - c) ** 2 for v in x] for c in centres])


FEEDBACK = {
    "divides-by-N": "Divide by the sum of the responsibilities of the component, $N_k$, not by the number of points: "
    "the "
    "component owns only a part of them.",
    "old-mean-variance": "The new variance is taken about the new mean, which has just been computed, not about the "
    "old "
    "one.",
    "unweighted": "Every point counts for a component with its responsibility, not fully.",
}


@mstep.problem
def build(kind: str, setting: int, x: Ints, shares: Shares, old: Ints) -> Problem:
    """Sums of responsibilities, then weighted averages."""
    means = new_means(x, shares)
    right = _rows(kind, x, shares, means, means)
    plain = mean([Q(v) for v in x])
    points = [Q(v) for v in x]
    short = [s / len(x) for s in weighted(shares, [points] * len(means))]
    slips = [
        ("divides-by-N", _rows(kind, x, shares, short, short)),
        ("unweighted", _unweighted(kind, x, shares, plain)),
    ]
    if kind == "separate":
        own = [s / len(x) for s in scatter(x, shares, means)]
        slips[0] = ("divides-by-N", _made(kind, short, [], own))
        slips.insert(1, ("divides-by-N", _made(kind, means, [], own)))
    if old:
        slips.append(("old-mean-variance", _rows(kind, x, shares, means, old)))
    rows = list(right)
    return Problem.single(
        prompt=_prompt(kind, setting, x, shares, old),
        answer=TableAnswer(right),
        hints=_hints(kind),
        steps=(*_steps(kind, x, shares, means), Step(f"The M-step gives {summary(rows)}")),
        misconceptions=tuple(Misconception(code, TableAnswer(r), FEEDBACK[code]) for code, r in slips if r != right),
    )


def _rows(kind: str, x: Ints, shares: Shares, means: Sequence[Q], centres: Sequence[Q | int]) -> tuple[Row, ...]:
    """The rows with these means, and variances about these centres."""
    spread = scatter(x, shares, centres)
    each = [s / n for s, n in zip(spread, sizes(shares), strict=True)]
    variances = each if kind == "separate" else [sum(spread, Q(0)) / len(x)]
    return _made(kind, means, [n / len(x) for n in sizes(shares)], variances)


def _unweighted(kind: str, x: Ints, shares: Shares, plain: Q) -> tuple[Row, ...]:
    variance = mean([(v - plain) ** 2 for v in x])
    count = len(shares[0])
    return _made(
        kind, [plain] * count, [n / len(x) for n in sizes(shares)], [variance] * (2 if kind == "separate" else 1)
    )


def _made(kind: str, means: Sequence[Q], weights: Sequence[Q], variances: Sequence[Q]) -> tuple[Row, ...]:
    rows = [(f"mu{k}", rf"\mu_{k}^{{\text{{new}}}}", m) for k, m in enumerate(means, 1)]
    if kind == "weights":
        rows += [(f"pi{k}", rf"\pi_{k}^{{\text{{new}}}}", w) for k, w in enumerate(weights, 1)]
    if kind == "separate":
        rows += [(f"s{k}", rf"(\sigma_{k}^2)^{{\text{{new}}}}", v) for k, v in enumerate(variances, 1)]
    if kind == "shared":
        rows.append(("s", r"(\sigma^2)^{\text{new}}", variances[0]))
    return tuple(Row(name, NumberAnswer.of(v, decimals=3), f"${tex} =$") for name, tex, v in rows)


ASKS = {
    "means": "Do the M-step for the means.",
    "weights": "Do the M-step for the means and the mixing weights.",
    "separate": "Do the M-step for the means and the variances $\\sigma_1^2$ and $\\sigma_2^2$, one for each "
    "component.",
    "shared": "Both components share one variance $\\sigma^2$. Do the M-step for the means and this variance.",
}


def _prompt(kind: str, setting: int, x: Ints, shares: Shares, old: Ints) -> str:
    opening = SETTINGS[setting].replace("@count", COUNTS[len(shares[0])]).replace("@n", COUNTS.get(len(x), str(len(x))))
    table = wide(
        ("$n$", range(1, len(x) + 1)),
        ("$x_n$", x),
        *(
            (f"$r_{{n{k}}}$", [exact_decimal(r) for r in column])
            for k, column in enumerate(zip(*shares, strict=True), 1)
        ),
    )
    before = ""
    if old:
        before = f"Before this step the means are $\\mu_1 = {old[0]}$ and $\\mu_2 = {old[1]}$. "
    return (
        f"{opening} The E-step has given these responsibilities $r_{{nk}}$ of component $k$ for point "
        f"$x_n$:\n\n{table}\n\n{before}{ASKS[kind]} Answer exactly or to three decimals."
    )


def _hints(kind: str) -> tuple[str, ...]:
    hints = [
        "A responsibility says which part of a point belongs to a component.",
        r"Add the responsibilities of a component: $N_k = \sum_n r_{nk}$ is the number of points that it owns.",
    ]
    if kind in ("means", "weights"):
        hints.append("The new mean is the average of all points, weighted by the responsibilities.")
    if kind == "separate":
        hints.append("The new variance is the weighted average of $(x_n - \\mu_k)^2$. Which mean stands in it?")
    if kind == "shared":
        hints.append(
            "For a shared variance take every point and every component together: all responsibilities add up to $N$."
        )
    return tuple(hints)


def _steps(kind: str, x: Ints, shares: Shares, means: Sequence[Q]) -> tuple[Step, ...]:
    columns = list(zip(*shares, strict=True))
    owned = sizes(shares)
    counts = [
        rf"$N_{k} = {' + '.join(exact_decimal(r) for r in column)} = {latex_of(n)}$"
        for k, (column, n) in enumerate(zip(columns, owned, strict=True), 1)
    ]
    steps = [
        Step(
            f"The numbers of points that the components own are {listed(counts)}. Check: together that is "
            f"${total(owned)} = {len(x)}$, all points."
        )
    ]
    for k, (column, n) in enumerate(zip(columns, owned, strict=True), 1):
        terms = " + ".join(
            rf"{exact_decimal(r)} \cdot {factor(Q(v))}" for r, v in zip(column, x, strict=True) if r != 0
        )
        amount = sum((r * v for r, v in zip(column, x, strict=True)), Q(0))
        steps.append(
            Step(
                rf"Component {k}: $\sum_n r_{{n{k}}} x_n = {terms} = {_short(amount)}$, so "
                rf"$\mu_{k}^{{\text{{new}}}} = \frac{{1}}{{N_{k}}} \sum_n r_{{n{k}}} x_n = {_quotient(amount, n)}$."
            )
        )
    if kind == "weights":
        shown = [
            rf"$\pi_{k}^{{\text{{new}}}} = \frac{{N_{k}}}{{N}} = \frac{{{latex_of(n)}}}{{{len(x)}}}$"
            for k, n in enumerate(owned, 1)
        ]
        steps.append(
            Step(
                f"The new weight of a component is its share of all points: {listed(shown)}. Check: they add up to $1$."
            )
        )
    if kind in ("separate", "shared"):
        steps += _variance_steps(kind, x, columns, owned, means)
    return tuple(steps)


def _short(value: Q) -> str:
    """A decimal where there is a short one, else a fraction."""
    return exact_decimal(value) if 10_000 % int(value.q) == 0 else latex_of(value)


def _over(terms: str, n: Q) -> str:
    """A sum divided by n, which may be 1."""
    return terms if n == 1 else rf"\frac{{{terms}}}{{{latex_of(n)}}}"


def _quotient(amount: Q, n: Q) -> str:
    """amount / n as it is, and worked out where that is shorter."""
    written = _over(_short(amount), n)
    value = latex_of(amount / n)
    return written if written == value else f"{written} = {value}"


def _variance_steps(
    kind: str, x: Ints, columns: Sequence[Sequence[Q]], owned: Sequence[Q], means: Sequence[Q]
) -> list[Step]:
    steps = []
    sums = []
    for k, (column, n, m) in enumerate(zip(columns, owned, means, strict=True), 1):
        terms = " + ".join(
            rf"{exact_decimal(r)} \cdot {base(v - m)}^2" for r, v in zip(column, x, strict=True) if r != 0 and v != m
        )
        amount = sum((r * (v - m) ** 2 for r, v in zip(column, x, strict=True)), Q(0))
        sums.append(amount)
        told = rf"$\sum_n r_{{n{k}}} (x_n - \mu_{k}^{{\text{{new}}}})^2 = {terms} = {_short(amount)}$"
        if kind == "separate":
            told += rf", so $(\sigma_{k}^2)^{{\text{{new}}}} = {_quotient(amount, n)}$"
        where = (
            "Squared distances from the new mean (not from the old one, which is no longer the mean): "
            if k == 1
            else ""
        )
        steps.append(Step(f"{where}{told}."))
    if kind == "shared":
        whole = sum(sums, Q(0))
        steps.append(
            Step(
                "The shared variance averages over all points and both components; the responsibilities add up to $N = "
                rf"{len(x)}$: $(\sigma^2)^{{\text{{new}}}} = \frac{{{' + '.join(_short(s) for s in sums)}}}"
                rf"{{{len(x)}}} = {latex_of(whole / len(x))}$."
            )
        )
        variances = [whole / len(x)] * 2
    else:
        variances = [s / n for s, n in zip(sums, owned, strict=True)]
    weights = [n / len(x) for n in owned]
    steps.append(
        Step(
            "The picture shows the points and the new mixture: the sum of both components, with the weights $N_k / N$."
            + _figure(x, weights, means, variances)
        )
    )
    return steps


def _figure(x: Ints, weights: Sequence[Q], means: Sequence[Q], variances: Sequence[Q]) -> str:
    parts = [(near(w), near(m), math.sqrt(near(v))) for w, m, v in zip(weights, means, variances, strict=True)]

    def hill(part: tuple[float, float, float], at: float) -> float:
        w, m, s = part
        return w / (s * math.sqrt(2 * math.pi)) * math.exp(-((at - m) ** 2) / (2 * s * s))

    low, high = near(min(x)) - 2.0, near(max(x)) + 2.0
    top = max(sum(hill(p, low + (high - low) * k / 60) for p in parts) for k in range(61))
    return drawn(
        Plot(
            "The data points on the axis, the weighted densities of the two components after the step, and their sum.",
            x_range=(low, high),
            y_range=(0, near(top * 1.15)),
            y_label="density",
            marks=(
                Line(curve(lambda t: hill(parts[0], t), low, high, 40), label="component 1", style="dashed"),
                Line(curve(lambda t: hill(parts[1], t), low, high, 40), label="component 2", style="dotted"),
                Line(curve(lambda t: hill(parts[0], t) + hill(parts[1], t), low, high, 40), label="mixture"),
                Points(tuple((near(v), 0.0) for v in x), label="data"),
            ),
        )
    )


@mstep.verify
def counted_copies(kind: str, setting: int, x: Ints, shares: Shares, old: Ints, answer: dict[str, Q]) -> bool:
    """Mean, weight and variance of multisets that hold each point as often as its responsibility says."""
    copies = 20
    found = {}
    for k, column in enumerate(zip(*shares, strict=True), 1):
        bag = [Fraction(v) for v, r in zip(x, column, strict=True) for _ in range(int((copies * r).p))]
        found[f"mu{k}"] = statistics.mean(bag)
        if kind == "weights":
            found[f"pi{k}"] = Fraction(len(bag), copies * len(x))
        if kind == "separate":
            found[f"s{k}"] = statistics.pvariance(bag)
    if kind == "shared":
        between = sum(
            Fraction(int(w.p), int(w.q)) / len(x) * (found[f"mu{k}"] - statistics.mean(map(Fraction, x))) ** 2
            for k, w in enumerate(sizes(shares), 1)
        )
        found["s"] = statistics.pvariance([Fraction(v) for v in x]) - between
    return {name: Fraction(int(v.p), int(v.q)) for name, v in answer.items()} == found
