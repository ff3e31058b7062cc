"""Responsibilities of a Gaussian mixture: the E-step of the EM algorithm (MML 11.2).

Levels: 1 weights and component densities are given, for two or three components; 2 two Gaussians in one dimension, so
the densities must be worked out; 3 the mixing weights themselves are wanted: recovered from one known responsibility,
or updated by averaging responsibilities when one point carries a label. Checked by odds: at a point the
responsibilities of two components stand to each other as weight times density, the densities of level 2 taken from
Python's own normal distribution; and they add up to one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from math import lcm
from statistics import NormalDist
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import exact_decimal, listed
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, decimal, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step

SETTINGS = (
    "A mixture of @count Gaussians models the heights of plants in a field.",
    "A mixture of @count Gaussians models the noise of a sensor.",
    "A mixture of @count Gaussians models the lengths of documents in a corpus.",
)
COUNTS = {2: "two", 3: "three"}
WEIGHTS = {
    2: ((1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1), (3, 7), (7, 3)),
    3: ((1, 1, 2), (2, 1, 1), (1, 2, 2), (2, 3, 5), (5, 3, 2), (1, 4, 5), (2, 1, 2)),
}
FORM = "Answer exactly or to three decimals."

Table = tuple[tuple[Q, ...], ...]


class Given(NamedTuple):
    kind: str
    """"densities", "gaussians", "recover" or "labelled"."""
    setting: int
    weights: tuple[Q, ...]
    densities: Table
    """densities[n][k] of component k at point n; empty for "gaussians"."""
    means: tuple[int, ...] = ()
    deviations: tuple[int, ...] = ()
    points: tuple[int, ...] = ()
    label: tuple[int, int] = (-1, -1)
    """For "labelled": index of the point with a label, and its component."""


class Units(NamedTuple):
    """The scale of a setting at level 2."""

    story: str
    base: int
    unit: int


UNITS = (
    Units("Heights of plants, in cm, are modelled by a mixture of two Gaussians", 60, 5),
    Units("The output of a sensor, in mV, is modelled by a mixture of two Gaussians", 20, 1),
    Units("The lengths of documents, in words, are modelled by a mixture of two Gaussians", 400, 50),
)


@exercise("sta-em-estep", version=1, bounds=(1000, 1000, 1000))
def estep(draw: Draw, level: int) -> Given:
    """Weighted densities with small whole ratios are chosen first."""
    setting = draw.below(len(SETTINGS))
    if level == 2:
        return _gaussians(draw, setting)
    if level == 1:
        weights, densities = _table(draw, draw.integer(2, 3), 2)
        return Given("densities", setting, weights, densities)
    if draw.flip():
        weights, densities = _table(draw, 2, 2)
        return Given("recover", setting, weights, densities)
    weights, densities = _table(draw, 2, 3)
    return Given("labelled", setting, weights, densities, label=(draw.below(3), draw.below(2)))


def _table(draw: Draw, components: int, points: int) -> tuple[tuple[Q, ...], Table]:
    """Weights, and densities in hundredths whose products with the weights are in small whole ratios."""
    parts = draw.choice(WEIGHTS[components])
    common = lcm(*parts)
    most = min(9, 90 * min(parts) // common)
    densities: list[tuple[Q, ...]] = []
    for _ in range(TRIES):
        ratio = [draw.integer(1, most) for _ in parts]
        row = tuple(Q(r * common // p, 100) for r, p in zip(ratio, parts, strict=True))
        # A single largest product, so that "the most likely component" has a meaning.
        if ratio.count(max(ratio)) == 1 and len(set(row)) > 1 and row not in densities:
            densities.append(row)
        if len(densities) == points:
            return tuple(Q(p, sum(parts)) for p in parts), tuple(densities)
    raise exhausted("table of densities", f"weights {parts}")


def _gaussians(draw: Draw, setting: int) -> Given:
    """Two means and two points on a grid; the exponents differ by at most 4, and not at both points by 0."""
    base, unit = UNITS[setting].base, UNITS[setting].unit
    parts = draw.choice(WEIGHTS[2])
    weights = tuple(Q(p, sum(parts)) for p in parts)
    for _ in range(TRIES):
        first = draw.integer(0, 6)
        means = (base + unit * first, base + unit * (first + draw.integer(1, 4)))
        deviations = draw.choice(((unit, unit), (2 * unit, 2 * unit), (unit, 2 * unit), (2 * unit, unit)))
        points = tuple(sorted(base + unit * p for p in draw.sample(range(max(0, first - 2), first + 7), 2)))
        gaps = [exponent(x, means[0], deviations[0]) - exponent(x, means[1], deviations[1]) for x in points]
        if any(gaps) and max(map(abs, gaps)) <= 4 and gaps[0] != gaps[1]:
            return Given("gaussians", setting, weights, (), means, deviations, points)
    raise exhausted("pair of Gaussians", "exponents up to 4")


def exponent(x: int, mean: int, deviation: int) -> Q:
    """(x - mean)^2 / (2 deviation^2)."""
    return Q(x - mean, deviation) ** 2 / 2


@estep.problem
def build(
    kind: str,
    setting: int,
    weights: tuple[Q, ...],
    densities: Table,
    means: tuple[int, ...],
    deviations: tuple[int, ...],
    points: tuple[int, ...],
    label: tuple[int, int],
) -> Problem:
    """Weight times density, divided by the sum over the components."""
    if kind == "gaussians":
        return _two_gaussians(setting, weights, means, deviations, points)
    if kind == "recover":
        return _recover(setting, weights, densities)
    if kind == "labelled":
        return _labelled(setting, weights, densities, label)
    return _densities(setting, weights, densities)


# ------------------------------------------------------------------ what all kinds share


def joint(weights: Sequence[Q], densities: Table) -> Table:
    """Weight times density for each point and component."""
    return tuple(tuple(w * d for w, d in zip(weights, row, strict=True)) for row in densities)


def rows_normalised(table: Table) -> Table:
    """Every row divided by its sum."""
    return tuple(tuple(x / sum(row, Q(0)) for x in row) for row in table)


def columns_normalised(table: Table) -> Table:
    """Every column divided by its sum: the mistake of normalising over the data."""
    sums = [sum(column, Q(0)) for column in zip(*table, strict=True)]
    return tuple(tuple(x / s for x, s in zip(row, sums, strict=True)) for row in table)


def hardened(table: Table) -> Table:
    """1 for the largest entry of each row, else 0."""
    return tuple(tuple(Q(int(x == max(row))) for x in row) for row in table)


FEEDBACK = {
    "weights-ignored": "Multiply every density by its mixing weight before you normalise: a common component counts "
    "more.",
    "hard-assignment": "That assigns each point to one component for certain; a responsibility is a probability and "
    "shares the point among the components.",
    "normalised-over-data": "Normalise over the components for each point, not over the points: the responsibilities "
    "of one point add up to one.",
}
LABEL = (
    "The label is certain knowledge: at that point the responsibility of its component is $1$ and that of the other "
    "component $0$, whatever the densities say."
)


def field(name: str, tex: str, value: object) -> Row:
    """A row of the answer table, exact or to three decimals."""
    return Row(name, NumberAnswer.of(value, decimals=3), f"${tex} =$")


def responsibilities(table: Sequence[Sequence[object]], first: int = 1) -> list[Row]:
    """Rows r11, r12, ... for a table whose first row belongs to point `first`."""
    return [
        field(f"r{n}{k}", f"r_{{{n}{k}}}", value)
        for n, row in enumerate(table, first)
        for k, value in enumerate(row, 1)
    ]


def mistakes(answers: dict[str, TableAnswer]) -> tuple[Misconception, ...]:
    """The misconceptions, in the order of FEEDBACK."""
    return tuple(Misconception(code, answers[code], FEEDBACK[code]) for code in FEEDBACK)


def lines(rows: Sequence[Row]) -> str:
    """The summary as one formula a line."""
    return (
        "$$\\begin{aligned} "
        + r" \\ ".join(f"{row.label.strip('$').replace('=', '&=')} {row.answer.tex()}" for row in rows)
        + " \\end{aligned}$$"
    )


def _density(n: int | str, k: int | str = "k") -> str:
    return rf"\mathcal{{N}}_{k}(x_{n})"


def _markdown(weights: Sequence[Q] | None, densities: Table, label: tuple[int, int] = (-1, -1)) -> str:
    """The table of weights (unless they are unknown) and densities."""
    parts = range(1, len(densities[0]) + 1)
    head = "| component | " + " | ".join(f"${k}$" for k in parts) + " |"
    rows = [head, "|---" * (len(densities[0]) + 1) + "|"]
    if weights is not None:
        rows.append(r"| weight $\pi_k$ | " + " | ".join(f"${exact_decimal(w)}$" for w in weights) + " |")
    for n, row in enumerate(densities, 1):
        rows.append(f"| ${_density(n)}$ | " + " | ".join(f"${exact_decimal(d)}$" for d in row) + " |")
    return "\n".join(rows)


NAMES = r"Here $\mathcal{N}_k(x_n)$ is the density of component $k$ at the point $x_n$."
HINTS = (
    "The responsibility $r_{nk}$ is the probability that point $x_n$ came from component $k$: think of Bayes' rule.",
    r"Multiply each density by the weight of its component, $\pi_k \, \mathcal{N}_k(x_n)$.",
    "For each point divide by the sum of these products over the components.",
)


def _products(n: int, weights: Sequence[Q], row: Sequence[Q]) -> Step:
    """Weight times density at one point, and their sum."""
    made = [w * d for w, d in zip(weights, row, strict=True)]
    terms = listed(
        [
            rf"$\pi_{k} \, {_density(n, k)} = {exact_decimal(w)} \cdot {exact_decimal(d)} = {exact_decimal(w * d)}$"
            for k, (w, d) in enumerate(zip(weights, row, strict=True), 1)
        ]
    )
    total = " + ".join(map(exact_decimal, made))
    return Step(f"Point $x_{n}$: {terms}. Their sum is $p(x_{n}) = {total} = {exact_decimal(sum(made, Q(0)))}$.")


def _divided(n: int, weights: Sequence[Q], row: Sequence[Q]) -> Step:
    """The responsibilities at one point, with the check that they add up to one."""
    made = [w * d for w, d in zip(weights, row, strict=True)]
    total = sum(made, Q(0))
    shares = listed(
        [
            rf"$r_{{{n}{k}}} = \frac{{{exact_decimal(m)}}}{{{exact_decimal(total)}}} = {latex_of(m / total)}$"
            for k, m in enumerate(made, 1)
        ]
    )
    check = " + ".join(latex_of(m / total) for m in made)
    return Step(f"Divide by $p(x_{n})$: {shares}. Check: ${check} = 1$.")


# ------------------------------------------------------------------ level 1


def _densities(setting: int, weights: tuple[Q, ...], densities: Table) -> Problem:
    made = joint(weights, densities)
    right = rows_normalised(made)
    rows = responsibilities(right)
    steps = [
        Step(r"By Bayes' rule $$r_{nk} = \frac{\pi_k \, \mathcal{N}_k(x_n)}{\sum_j \pi_j \, \mathcal{N}_j(x_n)}.$$")
    ]
    for n, row in enumerate(densities, 1):
        steps += [_products(n, weights, row), _divided(n, weights, row)]
    return Problem.single(
        prompt="\n\n".join(
            [
                text(
                    SETTINGS[setting] + " Its weights, and the densities of its components at two data points, are:",
                    count=COUNTS[len(weights)],
                ),
                _markdown(weights, densities),
                f"{NAMES} Compute the responsibilities $r_{{nk}}$ of all components $k$ for both points $x_n$. {FORM}",
            ]
        ),
        answer=TableAnswer(tuple(rows)),
        hints=HINTS,
        steps=(*steps, Step(f"The responsibilities are {lines(rows)}")),
        misconceptions=mistakes(
            {
                "weights-ignored": TableAnswer.of(*responsibilities(rows_normalised(densities))),
                "hard-assignment": TableAnswer.of(*responsibilities(hardened(right))),
                "normalised-over-data": TableAnswer.of(*responsibilities(columns_normalised(made))),
            }
        ),
    )


# ------------------------------------------------------------------ level 2


def share(ratio: Q, gap: Q) -> object:
    """1 / (1 + ratio * e^gap): a rational where gap is 0, else text in the answer language."""
    if gap == 0:
        return 1 / (1 + ratio)
    factor = "" if ratio == 1 else f"{ratio}*" if ratio.q == 1 else f"({ratio})*"
    return f"1/(1+{factor}e^({gap}))"


def shares(ratio: Q, gaps: Sequence[Q]) -> list[list[object]]:
    """For each point the responsibility of component 1, when the odds of component 2 are ratio * e^gap."""
    return [[share(ratio, gap)] for gap in gaps]


def _two_gaussians(
    setting: int, weights: tuple[Q, ...], means: tuple[int, ...], deviations: tuple[int, ...], points: tuple[int, ...]
) -> Problem:
    exponents = [[exponent(x, m, s) for m, s in zip(means, deviations, strict=True)] for x in points]
    gaps = [e[0] - e[1] for e in exponents]
    spread = Q(deviations[0], deviations[1])
    ratio = weights[1] / weights[0] * spread
    rows = responsibilities(shares(ratio, gaps))
    across = exponents[0][0] - exponents[1][0]
    over_data = [[share(Q(1), across)], [share(Q(1), -across)]]
    sizes = [[_size(w, s, e) for w, s, e in zip(weights, deviations, row, strict=True)] for row in exponents]
    hard = [[int(row[0] > row[1])] for row in sizes]
    return Problem.single(
        prompt=_gaussian_prompt(setting, weights, means, deviations, points),
        answer=TableAnswer(tuple(rows)),
        hints=(
            *HINTS[:2],
            r"The factor $\frac{1}{\sqrt{2\pi}}$ stands in both densities and cancels; the factor "
            r"$\frac{1}{\sigma_k}$ does so only if the deviations are equal.",
            "Dividing numerator and denominator by the numerator leaves a single power of $e$.",
        ),
        steps=(
            *_gaussian_steps(weights, deviations, exponents, gaps, ratio),
            Step(f"The responsibilities are {lines(rows)}"),
        ),
        misconceptions=mistakes(
            {
                "weights-ignored": TableAnswer.of(*responsibilities(shares(spread, gaps))),
                "hard-assignment": TableAnswer.of(*responsibilities(hard)),
                "normalised-over-data": TableAnswer.of(*responsibilities(over_data)),
            }
        ),
    )


def _size(weight: Q, deviation: int, power: Q) -> float:
    """Weight times density, up to a constant: only compared, never shown."""
    return float(weight.p) / float(weight.q) / deviation * math.exp(-float(power.p) / float(power.q))


def _gaussian_prompt(
    setting: int, weights: tuple[Q, ...], means: tuple[int, ...], deviations: tuple[int, ...], points: tuple[int, ...]
) -> str:
    table = "\n".join(
        [
            "| component | $1$ | $2$ |",
            "|---|---|---|",
            r"| weight $\pi_k$ | " + " | ".join(f"${exact_decimal(w)}$" for w in weights) + " |",
            r"| mean $\mu_k$ | " + " | ".join(f"${m}$" for m in means) + " |",
            r"| standard deviation $\sigma_k$ | " + " | ".join(f"${s}$" for s in deviations) + " |",
        ]
    )
    ask = text(
        r"Compute the responsibilities $r_{11}$ and $r_{21}$ of component $1$ for the points $x_1 = @a$ and $x_2 = "
        r"@b$, exactly (with powers of $e$) or, with a calculator, to three decimals.",
        a=points[0],
        b=points[1],
    )
    return f"{UNITS[setting].story} with these parameters:\n\n{table}\n\n{ask}"


def _gaussian_steps(
    weights: tuple[Q, ...], deviations: tuple[int, ...], exponents: list[list[Q]], gaps: list[Q], ratio: Q
) -> tuple[Step, ...]:
    steps = [
        step(
            r"Weight times density is $\pi_k \, \mathcal{N}_k(x) = \frac{\pi_k}{\sqrt{2\pi}\,\sigma_k} e^{-z_k^2/2}$ "
            r"with $z_k = \frac{x - \mu_k}{\sigma_k}$. So $$r_{n1} = \frac{1}{1 + q}, \quad q = \frac{\pi_2 \, "
            r"\mathcal{N}_2(x_n)}{\pi_1 \, \mathcal{N}_1(x_n)} = \frac{\pi_2 \, \sigma_1}{\pi_1 \, \sigma_2} \, "
            r"e^{z_1^2/2 - z_2^2/2}.$$"
        ),
        step(
            r"The first factor is the same for both points: $\frac{@b \cdot @s}{@a \cdot @t} = @ratio$.",
            a=exact_decimal(weights[0]),
            b=exact_decimal(weights[1]),
            s=deviations[0],
            t=deviations[1],
            ratio=ratio,
        ),
    ]
    for n, (pair, gap) in enumerate(zip(exponents, gaps, strict=True), 1):
        steps.append(_point_step(n, pair, gap, ratio))
    return tuple(steps)


def _point_step(n: int, pair: list[Q], gap: Q, ratio: Q) -> Step:
    """The exponents at a point, q, and the responsibility of component 1."""
    about = _float(ratio) * math.exp(_float(gap))
    if gap == 0:
        q = rf"{latex_of(ratio)} \cdot e^0 = {latex_of(ratio)}"
    else:
        front = "" if ratio == 1 else latex_of(ratio) + r" \cdot "
        q = rf"{front}e^{{{gap}}} \approx {decimal(about, 4)}"
    sign = "=" if gap == 0 and 1000 * ratio.q % (ratio.p + ratio.q) == 0 else r"\approx"
    one, two = map(latex_of, pair)
    return Step(
        rf"Point $x_{n}$: $\frac{{z_1^2}}{{2}} = {one}$ and $\frac{{z_2^2}}{{2}} = {two}$, so $q = {q}$ and "
        rf"$r_{{{n}1}} = \frac{{1}}{{1 + q}} {sign} {decimal(1 / (1 + about), 3)}$."
    )


# ------------------------------------------------------------------ level 3


def weights_fields(weights: Sequence[Q], mark: str = "") -> list[Row]:
    """Rows pi1, pi2."""
    return [field(f"pi{k}", rf"\pi_{k}{mark}", w) for k, w in enumerate(weights, 1)]


def _recover(setting: int, weights: tuple[Q, ...], densities: Table) -> Problem:
    made = joint(weights, densities)
    right = rows_normalised(made)
    known = right[0][0]
    second = densities[1]
    found = weights_fields(weights)
    rows = [*found, *responsibilities(right[1:], 2)]
    a, b = densities[0]
    odds = known / (1 - known)
    opening = text(SETTINGS[setting], count="two")
    steps = (
        step(
            r"For two components the odds at a point are $$\frac{r_{11}}{r_{12}} = \frac{\pi_1 \, "
            r"\mathcal{N}_1(x_1)}{\pi_2 \, \mathcal{N}_2(x_1)}.$$ Here $r_{12} = 1 - @known = @rest$, so the odds are "
            r"$@odds$.",
            known=known,
            rest=1 - known,
            odds=odds,
        ),
        step(
            r"Solve for the weights: $\frac{\pi_1}{\pi_2} = @odds \cdot \frac{@b}{@a} = @ratio$.",
            odds=odds,
            a=exact_decimal(a),
            b=exact_decimal(b),
            ratio=weights[0] / weights[1],
        ),
        step(
            r"The weights add up to one, so $\pi_2 = \frac{1}{1 + @ratio} = @second$ and $\pi_1 = 1 - @second = "
            r"@first$.",
            ratio=weights[0] / weights[1],
            first=weights[0],
            second=weights[1],
        ),
        _products(2, weights, second),
        _divided(2, weights, second),
        Step(f"The weights and responsibilities are {lines(rows)}"),
    )
    return Problem.single(
        prompt="\n\n".join(
            [
                f"{opening} Its weights were lost; the densities of its components at two data points are:",
                _markdown(None, densities),
                text(
                    NAMES
                    + r" It is known that component $1$ has the responsibility $r_{11} = @known$ for $x_1$. Find the "
                    r"weights $\pi_1$ and $\pi_2$, and the responsibilities $r_{21}$ and $r_{22}$ for $x_2$. " + FORM,
                    known=known,
                ),
            ]
        ),
        answer=TableAnswer(tuple(rows)),
        hints=(
            r"Write Bayes' rule for $r_{11}$: only the weights are unknown, and they add up to one.",
            r"The quotient $r_{11} / r_{12}$ is easier: the common denominator cancels.",
            "With the weights found, multiply the densities at $x_2$ by them and normalise.",
        ),
        steps=steps,
        misconceptions=mistakes(
            {
                "weights-ignored": TableAnswer.of(*found, *responsibilities(rows_normalised((second,)), 2)),
                "hard-assignment": TableAnswer.of(*found, *responsibilities(hardened(right[1:]), 2)),
                "normalised-over-data": TableAnswer.of(*found, *responsibilities(columns_normalised(made)[1:], 2)),
            }
        ),
    )


def labelled_rows(table: Table, label: tuple[int, int]) -> Table:
    """The table with the row of the labelled point set to 0 and 1."""
    at, component = label
    sure = tuple(Q(int(k == component)) for k in range(2))
    return tuple(sure if n == at else row for n, row in enumerate(table))


def averages(table: Table) -> tuple[Q, ...]:
    """The mean of each column: the new weights."""
    return tuple(sum(column, Q(0)) / len(table) for column in zip(*table, strict=True))


NEW = r"^{\text{new}}"


def _updated(table: Table) -> list[Row]:
    """Responsibilities of component 1 and the weights that follow from them."""
    ones = [field(f"r{n}1", f"r_{{{n}1}}", row[0]) for n, row in enumerate(table, 1)]
    return [*ones, *weights_fields(averages(table), NEW)]


def _over_the_data(made: Table, label: tuple[int, int]) -> list[list[Row]]:
    """What normalising over the points leads to: with the label respected or not, and with the second weight as an
    average of its own or as what the first one leaves of 1."""
    columns = columns_normalised(made)
    found = []
    for table in (columns, labelled_rows(columns, label)):
        rows, first = _updated(table), averages(table)[0]
        found += [rows, [*rows[:-2], *weights_fields((first, 1 - first), NEW)]]
    return found


def _labelled(setting: int, weights: tuple[Q, ...], densities: Table, label: tuple[int, int]) -> Problem:
    made = joint(weights, densities)
    right = labelled_rows(rows_normalised(made), label)
    at, component = label
    rows = _updated(right)
    free = [n for n in range(3) if n != at]
    steps = [
        step(
            r"The label settles $x_@n$: it belongs to component $@k$ for certain, so $@name = @one$, whatever its "
            r"densities are.",
            n=at + 1,
            k=component + 1,
            name=Tex(f"r_{{{at + 1}1}}"),
            one=right[at][0],
        )
    ]
    for n in free:
        steps += [_products(n + 1, weights, densities[n]), _divided(n + 1, weights, densities[n])]
    sums = Tex(" + ".join(latex_of(row[0]) for row in right))
    new = averages(right)
    steps.append(
        step(
            r"The new weight is the average responsibility: $\pi_1^{\text{new}} = \frac{1}{3}\left(@sums\right) = "
            r"@first$, and $\pi_2^{\text{new}} = 1 - @first = @second$.",
            sums=sums,
            first=new[0],
            second=new[1],
        )
    )
    replies = [
        ("weights-ignored", _updated(labelled_rows(rows_normalised(densities), label))),
        ("hard-assignment", _updated(hardened(right))),
        *(("normalised-over-data", found) for found in _over_the_data(made, label)),
    ]
    opening = text(SETTINGS[setting], count="two")
    return Problem.single(
        prompt="\n\n".join(
            [
                f"{opening} Its present weights, and the densities of its components at three data points, are:",
                _markdown(weights, densities),
                text(
                    NAMES + r" An expert has labelled one point: $x_@n$ comes from component $@k$. Do one E-step that "
                    r"respects the label: give the responsibilities $r_{11}$, $r_{21}$, $r_{31}$ of component $1$; "
                    r"then give the new weights $\pi_1^{\text{new}}$ and $\pi_2^{\text{new}}$ of the M-step. " + FORM,
                    n=at + 1,
                    k=component + 1,
                ),
            ]
        ),
        answer=TableAnswer(tuple(rows)),
        hints=(
            "For the labelled point nothing has to be computed: its component is known.",
            "For the other points multiply each density by its weight and divide by the sum over the components.",
            "The new weight of a component is the mean of its responsibilities over all points.",
        ),
        steps=(*steps, Step(f"Together: {lines(rows)}")),
        misconceptions=(
            *(Misconception(code, TableAnswer.of(*found), FEEDBACK[code]) for code, found in replies),
            Misconception("label-ignored", TableAnswer.of(*_updated(rows_normalised(made))), LABEL),
        ),
    )


# ------------------------------------------------------------------ the second opinion


@estep.verify
def odds_and_sums(
    kind: str,
    setting: int,
    weights: tuple[Q, ...],
    densities: Table,
    means: tuple[int, ...],
    deviations: tuple[int, ...],
    points: tuple[int, ...],
    label: tuple[int, int],
    answer: dict[str, Q],
) -> bool:
    """Responsibilities are in the ratio of weight times density, and add up to one at each point."""
    if kind == "gaussians":
        normals = [NormalDist(m, s) for m, s in zip(means, deviations, strict=True)]
        return all(
            _balanced(_float(answer[f"r{n}1"]), [_float(w) * d.pdf(x) for w, d in zip(weights, normals, strict=True)])
            for n, x in enumerate(points, 1)
        )
    if kind == "recover":
        told = rows_normalised(joint(weights, densities))[0][0]
        found = [answer["pi1"], answer["pi2"]]
        explains = told * found[1] * densities[0][1] == (1 - told) * found[0] * densities[0][0]
        fair = answer["r21"] * found[1] * densities[1][1] == answer["r22"] * found[0] * densities[1][0]
        return bool(explains and fair and sum(found) == 1 and answer["r21"] + answer["r22"] == 1)
    if kind == "labelled":
        ones = [answer[f"r{n}1"] for n in (1, 2, 3)]
        fair = all(
            one * weights[1] * row[1] == (1 - one) * weights[0] * row[0]
            for n, (one, row) in enumerate(zip(ones, densities, strict=True))
            if n != label[0]
        )
        sure = ones[label[0]] == 1 - label[1]
        return bool(fair and sure and 3 * answer["pi1"] == sum(ones) and answer["pi1"] + answer["pi2"] == 1)
    for n, row in enumerate(densities, 1):
        own = [answer[f"r{n}{k}"] for k in range(1, len(row) + 1)]
        pulls = [w * d for w, d in zip(weights, row, strict=True)]
        if sum(own) != 1 or any(r * pulls[0] != own[0] * p for r, p in zip(own, pulls, strict=True)):
            return False
    return True


def _float(value: object) -> float:
    return int(value.p) / int(value.q) if hasattr(value, "p") else float(value)  # type: ignore[attr-defined, arg-type]


def _balanced(share_of_first: float, pulls: list[float]) -> bool:
    """Whether the shares of two components are as their weights times densities."""
    return math.isclose(share_of_first * pulls[1], (1 - share_of_first) * pulls[0], rel_tol=1e-9)
