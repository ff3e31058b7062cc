"""Split an expected squared error into squared bias, variance and noise (MML 8.2.4 and 8.3; Bishop 3.2).

Levels: 1 one test point; 2 two test points, each on its own and then averaged; 3 noise that differs from point to
point, told by its standard deviation, and test points of different frequency. Checked by enumeration: the expected
squared error is the mean of (label - prediction)^2 over all pairs of a data set and a label f + s or f - s, and the
variance comes from differences of pairs of predictions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, exact_decimal, listed
from question_bank.ml._layout import mean, mean_tex, summary, total
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step

SETTINGS = (
    "A learning method is trained on @count independent data sets $\\mathcal{D}_1, \\ldots, \\mathcal{D}_@n$, which "
    "are "
    "equally likely.",
    "A regression model is fitted to the readings of @count different days, $\\mathcal{D}_1, \\ldots, "
    "\\mathcal{D}_@n$, which are equally likely.",
    "The same network is trained on @count samples of house prices, $\\mathcal{D}_1, \\ldots, \\mathcal{D}_@n$, which "
    "are equally likely.",
)
COUNTS = {4: "four", 5: "five"}


class Given(NamedTuple):
    level: int
    setting: int
    truth: tuple[int, ...]
    """f at each test point."""
    label: tuple[int, ...]
    """One observed label at each test point."""
    predictions: tuple[tuple[int, ...], ...]
    """For each test point one prediction for each data set."""
    deviations: tuple[Q, ...]
    """Standard deviation of the noise at each test point."""
    shares: tuple[Q, ...]
    """Probability of each test point."""
    slope: int = 0
    """At level 3 the noise has the deviation start + slope x at the test points x."""
    start: Q = Q(0)
    places: tuple[int, ...] = ()


@exercise("sta-bias-variance-table", version=1, bounds=(450, 600, 1000))
def table(draw: Draw, level: int) -> Given:
    """Mean predictions and variances are whole or halves, the bias neither 0 nor 1."""
    points = 1 if level == 1 else 2
    setting = draw.below(len(SETTINGS))
    for _ in range(TRIES):
        n = draw.integer(4, 5) if level == 1 else 4
        truth = tuple(draw.integer(8, 15) for _ in range(points))
        spread = [_around(draw, f, n) for f in truth]
        slope, start, places = 0, Q(0), tuple(range(1, points + 1))
        if level == 3:
            slope, start = draw.integer(1, 2), draw.choice((Q(0), Q(1), Q(1, 2)))
            places = tuple(sorted(draw.sample(range(0 if start else 1, 4), 2)))
            deviations = tuple(start + slope * x for x in places)
            shares: tuple[Q, ...] = draw.choice(((Q(1, 4), Q(3, 4)), (Q(3, 4), Q(1, 4))))
        else:
            sigma = Q(draw.choice((1, 2, 3, 4)), draw.choice((1, 2)))
            deviations, shares = (sigma,) * points, (Q(1, points),) * points
        label = tuple(
            f + draw.choice([d for d in range(-3, 4) if d != 0 and abs(d) <= 2 * s + 1])
            for f, s in zip(truth, deviations, strict=True)
        )
        biases = [mean([Q(v) for v in row]) - f for row, f in zip(spread, truth, strict=True)]
        if all(b.q <= (2 if level == 2 else 1) and abs(b) not in (0, 1) for b in biases) and sum(biases, Q(0)) != sum(
            b * b for b in biases
        ):
            return Given(level, setting, truth, label, tuple(spread), deviations, shares, slope, start, places)
    raise exhausted("predictions", "a bias that is neither 0 nor 1")


def _around(draw: Draw, f: int, n: int) -> tuple[int, ...]:
    """n predictions that are not all equal and add up to a multiple of n, or of n/2."""
    centre = f + draw.integer(1, 3) * draw.sign()
    offsets = [draw.integer(-3, 3) for _ in range(n - 1)]
    last = -sum(offsets) + (draw.choice((0, 2)) if n == 4 else 0)
    row = [centre + o for o in (*offsets, last)]
    return tuple(row) if abs(last) <= 4 and len(set(row)) > 1 else tuple([f] * n)


class Split(NamedTuple):
    """The parts of the error at one test point."""

    bias: Q
    variance: Q
    noise: Q

    @property
    def error(self) -> Q:
        """The expected squared error."""
        return self.bias**2 + self.variance + self.noise


def split(truth: int, predictions: Sequence[int], deviation: Q) -> Split:
    """Bias, variance and noise variance at one test point."""
    centre = mean([Q(v) for v in predictions])
    return Split(centre - truth, mean([(v - centre) ** 2 for v in predictions]), deviation**2)


FEEDBACK = {
    "noise-in-bias": "The squared bias compares the mean prediction with the true function $f$. Noise in the labels is "
    "a term of its own.",
    "bias-unsquared": "The bias enters the expected squared error as its square: only then do the units of the three "
    "terms agree.",
    "truth-from-noisy-label": "The bias is the distance from the true value $f(x)$, not from a single label $y$, which "
    "carries noise.",
    "n-minus-one": "The data sets are all the cases there are, equally likely: the variance is the mean of the squared "
    "deviations, divided by their number and not by one less.",
}


@table.problem
def build(
    level: int,
    setting: int,
    truth: tuple[int, ...],
    label: tuple[int, ...],
    predictions: tuple[tuple[int, ...], ...],
    deviations: tuple[Q, ...],
    shares: tuple[Q, ...],
    slope: int,
    start: Q,
    places: tuple[int, ...],
) -> Problem:
    """The split at each test point, then the average."""
    splits = [split(f, row, s) for f, row, s in zip(truth, predictions, deviations, strict=True)]
    n = len(predictions[0])
    wider = [Split(s.bias, s.variance * Q(n, n - 1), s.noise) for s in splits]
    noisy = [split(y, row, s) for y, row, s in zip(label, predictions, deviations, strict=True)]
    right = _rows(level, splits, shares)
    slips = {
        "noise-in-bias": _rows(level, splits, shares, lambda s: s.bias**2 + s.noise, doubled=False),
        "bias-unsquared": _rows(level, splits, shares, lambda s: s.bias),
        "truth-from-noisy-label": _rows(level, noisy, shares),
        "n-minus-one": _rows(level, wider, shares),
    }
    return Problem.single(
        prompt=_prompt(level, setting, truth, label, predictions, deviations, shares, slope, start, places),
        answer=TableAnswer(right),
        hints=(
            r"Start with the mean prediction $\bar{f}(x)$ over the data sets.",
            "The bias is a distance from the true value; the variance is the spread of the predictions about their "
            "own mean, whatever the truth is.",
            "The expected squared error on a new label is squared bias plus variance plus the variance of the noise.",
        ),
        steps=(
            *_point_steps(level, truth, predictions, splits, slope, start, places),
            *_closing(level, splits, shares, right, [v - truth[0] for v in predictions[0]]),
        ),
        misconceptions=tuple(
            Misconception(code, TableAnswer(rows), FEEDBACK[code]) for code, rows in slips.items() if rows != right
        ),
    )


def _rows(
    level: int,
    splits: Sequence[Split],
    shares: Sequence[Q],
    squared_bias: object = None,
    *,
    doubled: bool = True,
) -> tuple[Row, ...]:
    """The rows asked for at a level; `squared_bias` puts something else in the place of the squared bias."""
    bias = squared_bias or (lambda s: s.bias**2)

    def average(values: Sequence[Q]) -> Q:
        return sum((p * v for p, v in zip(shares, values, strict=True)), Q(0))

    terms = [bias(s) for s in splits]  # type: ignore[operator]
    error = average([b + s.variance + (s.noise if doubled else 0) for b, s in zip(terms, splits, strict=True)])
    if level == 1:
        found = [("bias2", r"\text{bias}^2", terms[0]), ("variance", r"\text{variance}", splits[0].variance)]
    elif level == 2:
        found = []
        for k, (b, s) in enumerate(zip(terms, splits, strict=True), 1):
            found += [(f"b{k}", rf"\text{{bias}}^2(x_{k})", b), (f"v{k}", rf"\text{{variance}}(x_{k})", s.variance)]
    else:
        found = [
            ("bias2", r"\text{mean bias}^2", average(terms)),
            ("variance", r"\text{mean variance}", average([s.variance for s in splits])),
            ("noise", r"\text{mean noise}", average([s.noise for s in splits])),
        ]
    name = r"\text{expected squared error}" if level == 1 else r"\text{mean expected squared error}"
    found.append(("error", name, error))
    return tuple(Row(key, NumberAnswer.of(v), f"${tex} =$") for key, tex, v in found)


def _prompt(
    level: int,
    setting: int,
    truth: tuple[int, ...],
    label: tuple[int, ...],
    predictions: tuple[tuple[int, ...], ...],
    deviations: tuple[Q, ...],
    shares: tuple[Q, ...],
    slope: int,
    start: Q,
    places: tuple[int, ...],
) -> str:
    n = len(predictions[0])
    opening = SETTINGS[setting].replace("@count", COUNTS[n]).replace("@n", str(n))
    names = [r"x_0"] if level == 1 else [f"x_{k}" for k in (1, 2)] if level == 2 else [f"x = {x}" for x in places]
    head = "| | " + " | ".join(rf"$\mathcal{{D}}_{k}$" for k in range(1, n + 1)) + " | $f$ | one label $y$ |"
    lines = [
        f"| ${name}$ | " + " | ".join(f"${v}$" for v in (*row, f, y)) + " |"
        for name, row, f, y in zip(names, predictions, truth, label, strict=True)
    ]
    place = "the test point $x_0$" if level == 1 else "two test points"
    table_ = "\n".join([head, "|---" * (n + 3) + "|", *lines])
    about = (
        f"The table shows the predictions for {place}, the value of the true function $f$, and one label $y$ that was "
        "observed there."
    )
    if level == 3:
        noise = text(
            r"A label is $y = f(x) + \varepsilon$, where the noise $\varepsilon$ has mean $0$ and the **standard "
            r"deviation** $\sigma(x) = @sigma$. In use, $x = @a$ occurs with probability $@p$ and $x = @b$ with "
            r"probability $@q$.",
            sigma=_sigma(slope, start),
            a=places[0],
            b=places[1],
            p=shares[0],
            q=shares[1],
        )
        ask = (
            "Split the expected squared error of a prediction on a new label: give the means, over the test points "
            "with these probabilities, of squared bias, variance and noise variance, and the mean expected squared "
            "error."
        )
    else:
        noise = text(
            r"A label is $y = f(x) + \varepsilon$, where the noise $\varepsilon$ has mean $0$ and variance "
            r"$\sigma^2 = @noise$.",
            noise=exact_decimal(deviations[0] ** 2),
        )
        ask = (
            "Split the expected squared error of a prediction on a new label: give the squared bias, the variance "
            "(dividing by the number of data sets) and the expected squared error."
            if level == 1
            else "Give the squared bias and the variance (dividing by the number of data sets) at each point, and the "
            "expected squared error on new labels, averaged over the two points with equal weights."
        )
    divided = " Variances are taken over the four data sets, dividing by $4$." if level == 3 else ""
    return "\n\n".join([f"{opening} {about}", table_, noise, f"{ask}{divided} Answer exactly."])


def _sigma(slope: int, start: Q) -> Tex:
    front = "x" if slope == 1 else f"{slope}x"
    return Tex(front if start == 0 else rf"{front} + {latex_of(start)}")


def _point_steps(
    level: int,
    truth: Sequence[int],
    predictions: Sequence[Sequence[int]],
    splits: Sequence[Split],
    slope: int,
    start: Q,
    places: Sequence[int],
) -> tuple[Step, ...]:
    made = []
    for k, (f, row, s) in enumerate(zip(truth, predictions, splits, strict=True)):
        where = "x_0" if level == 1 else f"x_{k + 1}" if level == 2 else str(places[k])
        centre = s.bias + f
        made.append(
            step(
                r"The mean prediction is $\bar{f}(@where) = @mean = @centre$. The bias is $@centre - @(f) = @bias$, so "
                r"$\text{bias}^2 = @square$. The observed label plays no part: it is the truth plus noise.",
                where=Tex(where),
                mean=mean_tex(row),
                centre=centre,
                f=f,
                bias=s.bias,
                square=s.bias**2,
            )
            if k == 0
            else step(
                r"In the same way $\bar{f}(@where) = @mean = @centre$, the bias is $@centre - @(f) = @bias$ and "
                r"$\text{bias}^2 = @square$.",
                where=Tex(where),
                mean=mean_tex(row),
                centre=centre,
                f=f,
                bias=s.bias,
                square=s.bias**2,
            )
        )
        gaps = [v - centre for v in row]
        made.append(
            step(
                r"The deviations from this mean are $@gaps$, so the variance is $\frac{1}{@n}\left(@squares\right) = "
                r"@variance$.",
                gaps=Tex(", ".join(map(latex_of, gaps))),
                n=len(row),
                squares=Tex(" + ".join(f"{base(g)}^2" for g in gaps)),
                variance=s.variance,
            )
        )
    if level == 3:
        parts = [
            rf"$\sigma({x})^2 = {base(start + slope * x)}^2 = {latex_of(s.noise)}$"
            for x, s in zip(places, splits, strict=True)
        ]
        made.append(Step(f"The noise variance is the square of the standard deviation: {listed(parts)}."))
    return tuple(made)


def _closing(
    level: int, splits: Sequence[Split], shares: Sequence[Q], right: tuple[Row, ...], away: Sequence[int]
) -> tuple[Step, ...]:
    """The sum of the parts; `away` are the distances of the predictions at the first point from the true value."""
    rule = (
        r"Noise is independent of the data sets, and the deviations of the predictions average to $0$, so the mixed "
        r"terms vanish: $\mathbb{E}[(y - \hat{f}(x))^2] = \text{bias}^2 + \text{variance} + \sigma^2$."
    )
    if level == 1:
        s = splits[0]
        sums = text(
            r"Here it is $@sum = @error$. Check: the squared distances of the predictions from $f$ itself have the "
            r"mean $\frac{1}{@n} \left(@squares\right) = @mean$, and that is $\text{bias}^2 + \text{variance}$.",
            sum=total([s.bias**2, s.variance, s.noise]),
            error=s.error,
            n=len(away),
            squares=Tex(" + ".join(f"{base(Q(x))}^2" for x in away)),
            mean=s.bias**2 + s.variance,
        )
        return Step(f"{rule} {sums}"), Step(f"Together: {summary(right)}")
    each = listed([f"${total([s.bias**2, s.variance, s.noise])} = {latex_of(s.error)}$" for s in splits])
    weights = " + ".join(rf"{latex_of(p)} \cdot {latex_of(s.error)}" for p, s in zip(shares, splits, strict=True))
    error = sum((p * s.error for p, s in zip(shares, splits, strict=True)), Q(0))
    steps = [Step(f"{rule} At the two points it is {each}.")]
    if level == 3:
        lines = [
            rf"\text{{{name}}}: \quad & "
            + " + ".join(rf"{latex_of(p)} \cdot {latex_of(v)}" for p, v in zip(shares, values, strict=True))
            + f" = {latex_of(sum((p * v for p, v in zip(shares, values, strict=True)), Q(0)))}"
            for name, values in (
                ("bias", [s.bias**2 for s in splits]),
                ("variance", [s.variance for s in splits]),
                ("noise", [s.noise for s in splits]),
            )
        ]
        lines[0] = lines[0].replace(r"\text{bias}", r"\text{bias}^2")
        steps.append(
            Step(
                "Each mean weights the points with their probabilities: $$\\begin{aligned} "
                + r" \\ ".join(lines)
                + " \\end{aligned}$$"
            )
        )
        steps.append(
            Step(
                f"The sum is the mean expected squared error. Check with the errors of the points: ${weights} = "
                f"{latex_of(error)}$."
            )
        )
    else:
        steps.append(
            Step(
                f"Averaged with equal weights: ${weights} = {latex_of(error)}$. Averaging comes last: the bias of an "
                "average over points could cancel, the average of squared biases cannot."
            )
        )
    return (*steps, Step(f"Together: {summary(right)}"))


@table.verify
def enumerated(
    level: int,
    setting: int,
    truth: tuple[int, ...],
    label: tuple[int, ...],
    predictions: tuple[tuple[int, ...], ...],
    deviations: tuple[Q, ...],
    shares: tuple[Q, ...],
    slope: int,
    start: Q,
    places: tuple[int, ...],
    answer: dict[str, Q],
) -> bool:
    """The error over all data sets and two labels; variance by pairs; bias from the error against the truth itself."""
    biases, variances, errors = [], [], []
    for f, row, s in zip(truth, predictions, deviations, strict=True):
        pairs = [(a - b) ** 2 for a in row for b in row]
        variance = Q(sum(pairs), 2 * len(pairs))
        from_truth = Q(sum((v - f) ** 2 for v in row), len(row))
        labels = [(f + sign * s - v) ** 2 for v in row for sign in (1, -1)]
        biases.append(from_truth - variance)
        variances.append(variance)
        errors.append(sum(labels, Q(0)) / len(labels))
    weighted = [sum((p * v for p, v in zip(shares, part, strict=True)), Q(0)) for part in (biases, variances, errors)]
    if answer["error"] != weighted[2]:
        return False
    if level == 2:
        told = [(answer[f"b{k}"], answer[f"v{k}"]) for k in (1, 2)]
        return told == list(zip(biases, variances, strict=True))
    if [answer["bias2"], answer["variance"]] != weighted[:2]:
        return False
    return level == 1 or answer["noise"] == weighted[2] - weighted[0] - weighted[1]
