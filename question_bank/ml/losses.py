"""Losses of regression and classification, and metrics made of them (MML 8.2 and 12.2; Bishop 7.1, Huber 1964).

Levels: 1 one point, by three losses; 2 a small data set; 3 the effect of one outlier on three metrics, or R² beside the
error. Checked by other definitions: hinge as the smallest slack that is allowed, Huber as the integral of its clipped
derivative, the logistic loss through the probability that it is the negative logarithm of, means by numpy, R² from
pairs of observations.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import exact_decimal, forms, listed
from question_bank.ml._layout import mean, summary, total, wide
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, Points, curve, drawn, near
from quizgen.markup.source import Tex, decimal, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step

Numbers = tuple[Q, ...]

SCORES = (
    "A classifier with labels $y \\in \\{-1, 1\\}$ gives the score $f(x) = @f$ to a point with the label $y = @y$.",
    "A spam filter gives a message the score $f(x) = @f$; positive scores stand for spam. The true label is $y = @y$ "
    "($1$ for spam, $-1$ for other mail).",
    "A support vector machine has $f(x) = w^\\top x + b = @f$ at a point whose label is $y = @y$.",
)
POINT = (
    "A model predicts $\\hat{y} = @p$, the true value is $y = @y$.",
    "A sensor should show $y = @y$ and shows $\\hat{y} = @p$.",
    "The price of a house is $y = @y$ (in units of ten thousand euros); the model predicted $\\hat{y} = @p$.",
)
DATA_SCORES = (
    "A classifier with labels $y \\in \\{-1, 1\\}$ has these scores on a test set:",
    "A filter for documents gives the scores $f(x_n)$; the labels $y_n$ are $1$ (relevant) or $-1$:",
)
DATA_VALUES = (
    "A regression model makes these predictions on a test set:",
    "The readings $\\hat{y}_n$ of a sensor are compared with the true values $y_n$:",
    "House prices $y_n$ and their predictions $\\hat{y}_n$ (in units of ten thousand euros) are:",
)
HINGE = r"\max(0, 1 - y f(x))"
HUBER = (
    r"$$\ell_\delta(r) = \frac{1}{2} r^2 \text{ for } |r| \le \delta, \quad \ell_\delta(r) = \delta \left(|r| - "
    r"\frac{\delta}{2}\right) \text{ otherwise}$$"
)


class Given(NamedTuple):
    kind: str
    """"score", "point", "scores", "values", "outlier" or "r2"."""
    setting: int
    predicted: Numbers
    """Scores or predictions."""
    true: Numbers
    delta: int = 1
    """Of the Huber loss."""
    at: int = 0
    """For "outlier": which observation changes, and `moved` is its new value."""
    moved: Q = Q(0)


@exercise("ml-losses", version=1, bounds=(400, 1000, 2000))
def losses(draw: Draw, level: int) -> Given:
    """Short decimals; means of squares are squares of whole numbers where a root is taken."""
    if level == 1:
        return _score(draw) if draw.flip() else _point(draw)
    if level == 2:
        return _scores(draw) if draw.flip() else _values(draw)
    return _outlier(draw) if draw.flip() else _variation(draw)


def _score(draw: Draw) -> Given:
    size = Q(draw.choice((2, 4, 5, 6, 8, 12, 15, 16, 18, 20, 24, 25)), 10)
    y = draw.sign()
    # A third of the points lie beyond the margin, where the hinge loss is zero.
    right = draw.below(3)
    size = size if right != 0 else max(size, Q(3, 2))
    return Given("score", draw.below(3), (size * y * (-1 if right == 1 else 1),), (Q(y),))


def _point(draw: Draw) -> Given:
    gap = draw.choice((Q(1, 2), Q(3, 2), Q(2), Q(3), Q(5, 2), Q(4))) * draw.sign()
    true = draw.integer(3, 20)
    return Given("point", draw.below(3), (true + gap,), (Q(true),), draw.integer(1, 2))


def _scores(draw: Draw) -> Given:
    for _ in range(TRIES):
        n = draw.integer(4, 5)
        y = tuple(Q(draw.sign()) for _ in range(n))
        margins = [Q(draw.choice((-15, -10, -5, -2, 2, 4, 5, 8, 10, 12, 15, 20, 25)), 10) for _ in range(n)]
        wrong = sum(m < 0 for m in margins)
        if len(set(y)) == 2 and 0 < wrong < n - 1 and any(m > 1 for m in margins) and any(0 < m < 1 for m in margins):
            return Given("scores", draw.below(2), tuple(a * m for a, m in zip(y, margins, strict=True)), y)
    raise exhausted("set of scores", "margins of each kind")


SQUARES = (
    (1, 1, 1, 1),
    (2, 2, 2, 2),
    (5, 3, 1, 1),
    (1, 1, 3, 5),
    (4, 4, 2, 0),
    (7, 3, 2, 1, 1),
    (6, 4, 3, 2, 2),
    (5, 5, 5, 5),
    (7, 1, 5, 5),
    (7, 5, 1, 5),
    (3, 3, 3, 3),
    (4, 4, 4, 4),
    (6, 6, 4, 4, 1),
    (2, 4, 0, 4),
    (6, 2, 2, 1, 0),
    (4, 5, 2, 0, 0),
    (5, 4, 2, 0, 0),
)
"""Sizes of residuals whose mean square is a square."""


def _values(draw: Draw) -> Given:
    """Residuals with a whole root of the mean square, and not all of one size."""
    usable = [s for s in SQUARES if len(set(s)) > 1 and _root(Q(sum(v * v for v in s), len(s))) is not None]
    sizes = draw.shuffled(draw.choice(usable))
    true = [Q(draw.integer(8, 30)) for _ in sizes]
    predicted = [t + draw.sign() * s for t, s in zip(true, sizes, strict=True)]
    return Given("values", draw.below(3), tuple(predicted), tuple(true), draw.integer(1, 3))


def _outlier(draw: Draw) -> Given:
    """Small residuals of which one becomes large: root mean squares are whole before and after."""
    befores = ((1, 1, 1, 1), (2, 2, 2, 2), (3, 3, 3, 3), (1, 1, 1, 1, 1), (2, 2, 2, 2, 2))
    for _ in range(TRIES):
        sizes = list(draw.choice(befores))
        at = draw.below(len(sizes))
        rest = sum(v * v for i, v in enumerate(sizes) if i != at)
        large = [v for v in range(5, 30) if _root(Q(rest + v * v, len(sizes))) is not None]
        if not large:
            continue
        new = draw.choice(large)
        true = [Q(draw.integer(12, 40)) for _ in sizes]
        predicted = [t + draw.sign() * s for t, s in zip(true, sizes, strict=True)]
        moved = predicted[at] + draw.sign() * new
        if moved > 0:
            delta = max(sizes)
            return Given("outlier", draw.below(3), tuple(predicted), tuple(true), delta, at, moved)
    raise exhausted("outlier", "a whole root of the mean square")


def _variation(draw: Draw) -> Given:
    """True values with a whole mean, and residuals whose mean square is a square."""
    usable = [s for s in SQUARES if len(set(s)) > 1 and _root(Q(sum(v * v for v in s), len(s))) is not None]
    for _ in range(TRIES):
        sizes = draw.shuffled(draw.choice(usable))
        true = [Q(draw.integer(5, 30)) for _ in sizes]
        spread = sum(((t - mean(true)) ** 2 for t in true), Q(0))
        share = sum(s * s for s in sizes) / spread if spread else Q(1)
        if mean(true).q == 1 and (share < 1 or draw.below(4) == 0) and share.q <= 100 and share != 0 and share < 2:
            predicted = [t + draw.sign() * s for t, s in zip(true, sizes, strict=True)]
            return Given("r2", draw.below(3), tuple(predicted), tuple(true))
    raise exhausted("data with a whole mean", "a short R squared")


def _root(x: Q) -> Q | None:
    """The square root of a square of a rational number."""
    p, q = math.isqrt(int(x.p)), math.isqrt(int(x.q))
    return Q(p, q) if p * p == x.p and q * q == x.q else None


# ------------------------------------------------------------------ losses


def hinge(margin: Q) -> Q:
    """max(0, 1 - m)."""
    return max(Q(0), 1 - margin)


def huber(r: Q, delta: int) -> Q:
    """The Huber loss of a residual."""
    return r * r / 2 if abs(r) <= delta else delta * (abs(r) - Q(delta, 2))


def softplus(exponent: Q) -> str:
    """ln(1 + e^exponent) in the answer language."""
    return f"ln(1+e^({exponent}))"


FEEDBACK = {
    "margin-sign": "The loss must fall when label and score agree: the margin $y f(x)$ enters with a minus sign.",
    "hinge-unclipped": "A loss is never negative. Beyond the margin the hinge loss stays at its smallest value.",
    "sum-for-mean": "There is a total among your replies. A mean divides by the number of all points.",
    "huber-squared": "That is $\\frac{1}{2} r^2$. For $|r| > \\delta$ the Huber loss has its second case, a line.",
    "mse-for-rmse": "That is still the mean of the squares. The root brings it back to the unit of $y$.",
}


def _row(name: str, tex: str, value: object, **options: object) -> Row:
    return Row(name, NumberAnswer.of(value, **options), f"{tex} $=$" if "$" not in tex else tex)


@losses.problem
def build(kind: str, setting: int, predicted: Numbers, true: Numbers, delta: int, at: int, moved: Q) -> Problem:
    """Put the numbers in, point by point, and average."""
    if kind == "score":
        return _build_score(setting, predicted[0], true[0])
    if kind == "point":
        return _build_point(setting, predicted[0], true[0], delta)
    if kind == "scores":
        return _build_scores(setting, predicted, true)
    if kind == "values":
        return _build_values(setting, predicted, true, delta)
    if kind == "outlier":
        return _build_outlier(setting, predicted, true, delta, at, moved)
    return _build_r2(setting, predicted, true)


def _mistakes(right: Sequence[Row], *replies: tuple[str, Sequence[Row]]) -> tuple[Misconception, ...]:
    seen, found = [list(right)], []
    for code, rows in replies:
        if list(rows) not in seen:
            seen.append(list(rows))
            found.append(Misconception(code, TableAnswer(tuple(rows)), FEEDBACK[code]))
    return tuple(found)


def _decimal(x: Q) -> Tex:
    """A short decimal where there is one, else a fraction."""
    return exact_decimal(x) if 1000 % int(x.q) == 0 else Tex(latex_of(x))


# ------------------------------------------------------------------ level 1


def _score_rows(f: Q, y: Q, hinge_value: Q, exponent: Q) -> list[Row]:
    return [
        _row("zero_one", "0-1 loss", int(f * y <= 0)),
        _row("hinge", "hinge loss", hinge_value),
        _row("logistic", "logistic loss", softplus(exponent), decimals=3),
    ]


def _build_score(setting: int, f: Q, y: Q) -> Problem:
    margin = f * y
    right = _score_rows(f, y, hinge(margin), -margin)
    about = math.log1p(math.exp(-near(margin)))
    side = (
        "beyond $1$, so the hinge loss is cut off at $0$" if margin >= 1 else "below $1$, so the hinge loss is positive"
    )
    return Problem.single(
        prompt=text(SCORES[setting], f=_decimal(f), y=y)
        + rf" Give its 0-1 loss (with $\operatorname{{sign}} f(x)$ as the prediction), its hinge loss ${HINGE}$, and "
        rf"its "
        r"logistic loss $\ln(1 + e^{-y f(x)})$, the last one to three decimals (with a calculator).",
        answer=TableAnswer(tuple(right)),
        hints=(
            "All three losses depend only on the margin $m = y f(x)$.",
            "A positive margin means that the sign of the score is right.",
        ),
        steps=(
            step(
                r"The margin is $m = y f(x) = @y \cdot @(f) = @m$.",
                y=y,
                f=_decimal(f),
                m=_decimal(margin),
            ),
            Step(
                "The margin is "
                + (
                    "positive, so the label is predicted correctly: the 0-1 loss is $0$."
                    if margin > 0
                    else "negative, so the label is predicted wrongly: the 0-1 loss is $1$."
                )
            ),
            Step(
                text(
                    r"Hinge: $\max(0, 1 - @(m)) = \max(0, @rest) = @loss$. The margin is ",
                    m=_decimal(margin),
                    rest=_decimal(1 - margin),
                    loss=_decimal(hinge(margin)),
                )
                + side
                + "."
            ),
            Step(
                text(
                    r"Logistic: $\ln(1 + e^{@e}) \approx @about$. It is never exactly $0$.",
                    e=_decimal(-margin),
                    about=decimal(about, 3),
                )
                + " The picture shows the losses as functions of the margin, with this point."
                + _margin_figure(margin)
            ),
            Step(f"Together: {_summary(right)}"),
        ),
        misconceptions=_mistakes(
            right,
            ("margin-sign", _score_rows(f, -y, hinge(-margin), margin)),
            ("margin-sign", _score_rows(f, y, hinge(-margin), margin)),
            ("margin-sign", _score_rows(f, y, hinge(-margin), -margin)),
            ("hinge-unclipped", _score_rows(f, y, 1 - margin, -margin)),
        ),
    )


def _margin_figure(margin: Q) -> str:
    m = near(margin)
    low, high = min(-2.5, m - 0.5), max(2.5, m + 0.5)

    def logistic(t: float) -> float:
        return math.log1p(math.exp(-t))

    return drawn(
        Plot(
            "Three losses against the margin. The 0-1 loss is a step from 1 to 0 at margin 0; the hinge loss falls "
            "along a "
            "straight line to 0 at margin 1 and stays there; the logistic loss falls smoothly towards 0.",
            x_range=(near(low), near(high)),
            y_range=(-0.2, near(max(3.2, 1.2 - low))),
            x_label="$m$",
            y_label="loss",
            marks=(
                Line(((near(low), 1.0), (0.0, 1.0), (0.0, 0.0), (near(high), 0.0)), label="0-1", style="dotted"),
                Line(((near(low), near(1 - low)), (1.0, 0.0), (near(high), 0.0)), label="hinge"),
                Line(curve(logistic, low, high, 40), label="logistic", style="dashed"),
                Points(((m, near(hinge(margin))), (m, near(logistic(m)))), label="this point"),
            ),
        )
    )


def _summary(rows: Sequence[Row]) -> str:
    """A summary with words as labels."""
    lines = (rf"\text{{{row.label.replace(' $=$', '')}}} &= {row.answer.tex()}" for row in rows)
    return "$$\\begin{aligned} " + r" \\ ".join(lines) + " \\end{aligned}$$"


def _point_rows(r: Q, delta: int) -> list[Row]:
    return [
        _row("squared", "squared loss", r * r),
        _row("absolute", "absolute loss", abs(r)),
        _row("huber", "Huber loss", huber(r, delta)),
    ]


def _build_point(setting: int, p: Q, y: Q, delta: int) -> Problem:
    r = y - p
    right = _point_rows(r, delta)
    if abs(r) <= delta:
        told = text(
            r"$|r| = @size \le \delta = @d$, so the first case holds: $\frac{1}{2} r^2 = \frac{1}{2} \cdot @square = "
            r"@loss$.",
            size=_decimal(abs(r)),
            d=delta,
            square=_decimal(r * r),
            loss=forms(_decimal(huber(r, delta)), huber(r, delta)),
        )
    else:
        told = text(
            r"$|r| = @size > \delta = @d$, so the second case holds: $\delta(|r| - \frac{\delta}{2}) = @d \cdot (@size "
            r"- "
            r"@half) = @loss$.",
            size=_decimal(abs(r)),
            d=delta,
            half=_decimal(Q(delta, 2)),
            loss=forms(_decimal(huber(r, delta)), huber(r, delta)),
        )
    return Problem.single(
        prompt=text(POINT[setting], p=_decimal(p), y=y)
        + " Give the squared loss $(y - \\hat{y})^2$, the absolute loss $|y - \\hat{y}|$ and the Huber loss with "
        "$\\delta = " + f"{delta}$, where {HUBER} and $r = y - \\hat{{y}}$. Answer exactly.",
        answer=TableAnswer(tuple(right)),
        hints=(
            "All three losses depend on the residual $r = y - \\hat{y}$ alone.",
            "For the Huber loss decide first which of its two cases holds: is $|r|$ at most $\\delta$?",
        ),
        steps=(
            step(r"The residual is $r = @y - @(p) = @r$.", y=y, p=_decimal(p), r=_decimal(r)),
            step(
                r"Squared: $@(r)^2 = @square$. Absolute: $|@r| = @size$. The sign of the residual is lost in both.",
                r=_decimal(r),
                square=_decimal(r * r),
                size=_decimal(abs(r)),
            ),
            Step("Huber: " + told),
            Step(
                "The Huber loss is half the squared loss near $0$ and a straight line beyond $\\delta$; the two pieces "
                "meet "
                "with the same height and slope, as the picture shows." + _residual_figure((r,), delta)
            ),
            Step(f"Together: {_summary(right)}"),
        ),
        misconceptions=_mistakes(right, ("huber-squared", [*right[:2], _row("huber", "Huber loss", r * r / 2)])),
    )


def _residual_figure(residuals: Sequence[Q], delta: int) -> str:
    reach = max(4.0, *(abs(near(r)) + 0.5 for r in residuals))

    def of_huber(t: float) -> float:
        return t * t / 2 if abs(t) <= delta else delta * (abs(t) - delta / 2)

    at = list(dict.fromkeys((near(r), near(huber(r, delta))) for r in residuals))
    top = near(min(reach * reach, max(1.3 * reach + 3, 1.1 * max(of_huber(near(r)) for r in residuals))))
    edge = math.sqrt(top)
    return drawn(
        Plot(
            "Squared, absolute and Huber loss against the residual. The squared loss is a steep parabola, the absolute "
            "loss "
            "has a corner at 0, and the Huber loss is a parabola near 0 that goes over into straight lines.",
            x_range=(near(-reach), near(reach)),
            y_range=(0.0, top),
            x_label="$r$",
            y_label="loss",
            marks=(
                Line(curve(lambda t: t * t, -min(edge, reach), min(edge, reach), 40), label="squared", style="dashed"),
                Line(
                    ((near(-reach), near(reach)), (0.0, 0.0), (near(reach), near(reach))),
                    label="absolute",
                    style="dotted",
                ),
                Line(curve(of_huber, -reach, reach, 40), label="Huber"),
                Points(tuple(p for p in at if p[1] <= top), label="this point" if len(at) == 1 else "residuals"),
            ),
        )
    )


# ------------------------------------------------------------------ level 2


def _score_means(
    predicted: Numbers, true: Numbers, sign: int = 1, *, clipped: bool = True, both: bool = False
) -> list[Row]:
    """With sign -1 the margin enters the hinge loss with the wrong sign; with `both` the 0-1 loss as well."""
    margins = [f * y for f, y in zip(predicted, true, strict=True)]
    each = [hinge(sign * m) if clipped else 1 - m for m in margins]
    wrong = sum((sign * m if both else m) < 0 for m in margins)
    return [
        _row("zero_one", "mean 0-1 loss", Q(wrong, len(margins))),
        _row("hinge", "mean hinge loss", mean(each)),
    ]


def _build_scores(setting: int, predicted: Numbers, true: Numbers) -> Problem:
    right = _score_means(predicted, true)
    margins = [f * y for f, y in zip(predicted, true, strict=True)]
    each = [hinge(m) for m in margins]
    n = len(margins)
    wrong = [int(m < 0) for m in margins]
    inside = [k for k, m in enumerate(margins, 1) if 0 < m < 1]
    return Problem.single(
        prompt=DATA_SCORES[setting]
        + "\n\n"
        + wide(("$n$", range(1, n + 1)), ("$y_n$", true), ("$f(x_n)$", [_decimal(f) for f in predicted]))
        + f"\n\nGive the mean 0-1 loss, with the sign of $f(x_n)$ as the prediction, and the mean hinge loss "
        f"(${HINGE}$ for "
        "one point). Answer exactly.",
        answer=TableAnswer(tuple(right)),
        hints=(
            "Write down the margin $m_n = y_n f(x_n)$ of every point first.",
            "Points with a large positive margin have hinge loss $0$, never less.",
            "A mean divides by the number of all points, also of those without loss.",
        ),
        steps=(
            Step(
                "Margins and losses, point by point:\n\n"
                + wide(
                    ("$n$", range(1, n + 1)),
                    ("$m_n = y_n f(x_n)$", [_decimal(m) for m in margins]),
                    ("0-1 loss", wrong),
                    ("$1 - m_n$", [_decimal(1 - m) for m in margins]),
                    ("hinge loss", [_decimal(v) for v in each]),
                )
            ),
            Step(
                text(
                    r"The mean 0-1 loss is $\frac{@wrong}{@n}$ and the mean hinge loss $\frac{@sum}{@n} = @value$.",
                    wrong=sum(wrong),
                    n=n,
                    sum=total([_decimal(v) for v in each]),
                    value=forms(_decimal(mean(each)), mean(each)),
                )
            ),
            Step(
                "Check: the hinge loss of a point is never below its 0-1 loss, so the second mean is at least the "
                "first. " + _inside_text(inside)
            ),
            Step(f"Together: {_summary(right)}"),
        ),
        misconceptions=_mistakes(
            right,
            ("margin-sign", _score_means(predicted, true, -1, both=True)),
            ("margin-sign", _score_means(predicted, true, -1)),
            ("hinge-unclipped", _score_means(predicted, true, clipped=False)),
            ("sum-for-mean", [_row("zero_one", "mean 0-1 loss", sum(wrong)), right[1]]),
            (
                "sum-for-mean",
                [_row("zero_one", "mean 0-1 loss", sum(wrong)), _row("hinge", "mean hinge loss", sum(each, Q(0)))],
            ),
        ),
    )


def _inside_text(inside: list[int]) -> str:
    names = listed([f"${k}$" for k in inside])
    if len(inside) == 1:
        return f"Point {names} is classified correctly, and has a loss all the same: its margin is below $1$."
    return f"Points {names} are classified correctly, and have a loss all the same: their margins are below $1$."


def _metric_rows(residuals: Sequence[Q], delta: int, *, rooted: bool = True) -> list[Row]:
    square = mean([r * r for r in residuals])
    return [
        _row("mae", "MAE", mean([abs(r) for r in residuals])),
        _row("rmse", "RMSE", _root(square) if rooted else square),
        _row("huber", "mean Huber loss", mean([huber(r, delta) for r in residuals])),
    ]


def _residual_table(predicted: Numbers, true: Numbers, delta: int) -> str:
    residuals = [y - p for p, y in zip(predicted, true, strict=True)]
    return wide(
        ("$n$", range(1, len(true) + 1)),
        ("$r_n$", residuals),
        (r"$\lvert r_n \rvert$", [abs(r) for r in residuals]),
        ("$r_n^2$", [r * r for r in residuals]),
        (r"$\ell_\delta(r_n)$", [huber(r, delta) for r in residuals]),
    )


def _build_values(setting: int, predicted: Numbers, true: Numbers, delta: int) -> Problem:
    residuals = [y - p for p, y in zip(predicted, true, strict=True)]
    right = _metric_rows(residuals, delta)
    n = len(true)
    square = mean([r * r for r in residuals])
    return Problem.single(
        prompt=DATA_VALUES[setting]
        + "\n\n"
        + wide(("$y_n$", true), (r"$\hat{y}_n$", predicted))
        + f"\n\nGive the mean absolute error (MAE), the root mean squared error (RMSE) and the mean Huber loss with "
        f"$\\delta "
        f"= {delta}$, where {HUBER} for a residual $r = y - \\hat{{y}}$. Answer exactly.",
        answer=TableAnswer(tuple(right)),
        hints=(
            "Start with the residuals $r_n = y_n - \\hat{y}_n$; their signs do not matter for any of the three.",
            "The RMSE is the root of the mean of the squares: square, average, take the root, in this order.",
            "For the Huber loss look at each residual: is it within $\\delta$ or not?",
        ),
        steps=(
            Step("Residuals and losses:\n\n" + _residual_table(predicted, true, delta)),
            step(
                r"MAE: $\frac{@sum}{@n} = @value$.",
                sum=total([abs(r) for r in residuals]),
                n=n,
                value=mean([abs(r) for r in residuals]),
            ),
            step(
                r"The mean of the squares is $\frac{@sum}{@n} = @square$, and its root is the RMSE: $\sqrt{@square} = "
                r"@root$. Check: the RMSE is never below the MAE.",
                sum=total([r * r for r in residuals]),
                n=n,
                square=square,
                root=_root(square),
            ),
            step(
                r"Mean Huber loss: $\frac{1}{@n}\left(@sum\right) = @value$.",
                n=n,
                sum=total([huber(r, delta) for r in residuals]),
                value=mean([huber(r, delta) for r in residuals]),
            ),
            Step(f"Together: {_summary(right)}"),
        ),
        misconceptions=_mistakes(right, ("mse-for-rmse", _metric_rows(residuals, delta, rooted=False))),
    )


# ------------------------------------------------------------------ level 3


def _ratio_rows(before: Sequence[Q], after: Sequence[Q], delta: int, *, rooted: bool = True) -> list[Row]:
    def root_or_not(values: Sequence[Q]) -> Q:
        square = mean([r * r for r in values])
        found = _root(square)
        assert found is not None
        return found if rooted else square

    rows = [
        ("mae", "MAE after / MAE before", mean([abs(r) for r in after]) / mean([abs(r) for r in before])),
        ("rmse", "RMSE after / RMSE before", root_or_not(after) / root_or_not(before)),
        (
            "huber",
            "mean Huber loss after / before",
            mean([huber(r, delta) for r in after]) / mean([huber(r, delta) for r in before]),
        ),
    ]
    return [_row(name, label, value) for name, label, value in rows]


def _build_outlier(setting: int, predicted: Numbers, true: Numbers, delta: int, at: int, moved: Q) -> Problem:
    wrong = tuple(moved if i == at else y for i, y in enumerate(true))
    before = [y - p for p, y in zip(predicted, true, strict=True)]
    after = [y - p for p, y in zip(predicted, wrong, strict=True)]
    right = _ratio_rows(before, after, delta)
    root_before, root_after = (_root(mean([r * r for r in rs])) for rs in (before, after))
    n = len(true)
    return Problem.single(
        prompt=DATA_VALUES[setting]
        + "\n\n"
        + wide(("$n$", range(1, n + 1)), ("$y_n$", true), (r"$\hat{y}_n$", predicted))
        + "\n\n"
        + text(
            "By a typing error $y_@k = @old$ is recorded as $@new$; the predictions stay. By which factor does "
            "each of "
            "these metrics grow: the mean absolute error (MAE), the root mean squared error (RMSE), and the mean Huber "
            "loss with $\\delta = @delta$, where ",
            k=at + 1,
            old=true[at],
            new=moved,
            delta=delta,
        )
        + HUBER
        + " for a residual $r = y - \\hat{y}$? Answer exactly.",
        answer=TableAnswer(tuple(right)),
        hints=(
            "Only one residual changes. Work out each metric before and after.",
            "RMSE: square, average, take the root. The root matters for the factor as well.",
            "The Huber loss grows only linearly beyond $\\delta$.",
        ),
        steps=(
            Step("Before the error:\n\n" + _residual_table(predicted, true, delta)),
            Step("After it:\n\n" + _residual_table(predicted, wrong, delta)),
            step(
                r"MAE: from $@a$ to $@b$, the factor $@c$.",
                a=mean([abs(r) for r in before]),
                b=mean([abs(r) for r in after]),
                c=right[0].answer,
            ),
            step(
                r"RMSE: the mean squares are $@p$ and $@q$, their roots $@a$ and $@b$; the factor is $@c$.",
                p=mean([r * r for r in before]),
                q=mean([r * r for r in after]),
                a=root_before,
                b=root_after,
                c=right[1].answer,
            ),
            step(
                r"Mean Huber loss: from $@a$ to $@b$, the factor $@c$.",
                a=mean([huber(r, delta) for r in before]),
                b=mean([huber(r, delta) for r in after]),
                c=right[2].answer,
            ),
            Step(
                "Compare: squaring makes the one large residual outweigh all others. (The factor of the mean square "
                "itself "
                "would be the square of the factor of the RMSE.) The absolute value and the Huber loss let it grow "
                "along "
                "a straight line only." + _residual_figure(after, delta)
            ),
            Step(f"Together: {_summary(right)}"),
        ),
        misconceptions=_mistakes(right, ("mse-for-rmse", _ratio_rows(before, after, delta, rooted=False))),
    )


def _r2_rows(predicted: Numbers, true: Numbers, *, rooted: bool = True) -> list[Row]:
    square = mean([(y - p) ** 2 for p, y in zip(predicted, true, strict=True)])
    spread = mean([(y - mean(true)) ** 2 for y in true])
    return [
        _row("rmse", "RMSE", _root(square) if rooted else square),
        _row("baseline", "MSE of the mean", spread),
        Row("r2", NumberAnswer.of(1 - square / spread, decimals=3), "$R^2 =$"),
    ]


def _build_r2(setting: int, predicted: Numbers, true: Numbers) -> Problem:
    right = _r2_rows(predicted, true)
    residuals = [y - p for p, y in zip(predicted, true, strict=True)]
    gaps = [y - mean(true) for y in true]
    n = len(true)
    square, spread = mean([r * r for r in residuals]), mean([g * g for g in gaps])
    better = (
        "The model does better than the mean, which has $R^2 = 0$."
        if square < spread
        else "A negative $R^2$ is possible: this model does worse than always predicting the mean."
        if square > spread
        else "With $R^2 = 0$ the model does no better than the mean."
    )
    return Problem.single(
        prompt=DATA_VALUES[setting]
        + "\n\n"
        + wide(("$y_n$", true), (r"$\hat{y}_n$", predicted))
        + "\n\nGive the root mean squared error (RMSE) of the model, the mean squared error (MSE) of the constant "
        "prediction "
        "$\\bar{y}$ (the mean of the $y_n$), and the coefficient of determination $R^2$ of the model. Answer exactly; "
        "for "
        "$R^2$ three decimals will do.",
        answer=TableAnswer(tuple(right)),
        hints=(
            "$R^2$ compares the model with the best constant prediction.",
            r"It is $1 - \frac{\sum_n (y_n - \hat{y}_n)^2}{\sum_n (y_n - \bar{y})^2}$: squares, without any root.",
            "The RMSE, on the other hand, is a root.",
        ),
        steps=(
            step(
                r"The residuals are $@r$; their squares have the mean $\frac{@sum}{@n} = @square$, so the RMSE is "
                r"$\sqrt{@square} = @root$.",
                r=Tex(", ".join(map(latex_of, residuals))),
                sum=total([r * r for r in residuals]),
                n=n,
                square=square,
                root=_root(square),
            ),
            step(
                r"The mean of the true values is $\bar{y} = \frac{@values}{@n} = @mean$. The differences from it are "
                r"$@gaps$, and the mean of their squares is $\frac{@sum}{@n} = @spread$.",
                values=total(true),
                n=n,
                mean=mean(true),
                gaps=Tex(", ".join(map(latex_of, gaps))),
                sum=total([g * g for g in gaps]),
                spread=spread,
            ),
            Step(
                text(
                    r"$R^2 = 1 - \frac{@a}{@b} = @value$ (the factors $\frac{1}{N}$ cancel). ",
                    a=sum((r * r for r in residuals), Q(0)),
                    b=sum((g * g for g in gaps), Q(0)),
                    value=1 - square / spread,
                )
                + better
            ),
            Step(f"Together: {summary([Row(r.name, r.answer, _labelled(r.label)) for r in right])}"),
        ),
        misconceptions=_mistakes(right, ("mse-for-rmse", _r2_rows(predicted, true, rooted=False))),
    )


def _labelled(label: str) -> str:
    """A word label as mathematics."""
    return label if label.startswith("$") else rf"$\text{{{label.replace(' $=$', '')}}} =$"


# ------------------------------------------------------------------ the second opinion


@losses.verify
def by_other_definitions(
    kind: str, setting: int, predicted: Numbers, true: Numbers, delta: int, at: int, moved: Q, answer: dict[str, object]
) -> bool:
    """Slack, integrals, probabilities, numpy."""
    import numpy as np

    told = {name: _exactly(v) for name, v in answer.items()}
    ps, ys = ([_exactly(v) for v in values] for values in (predicted, true))
    if kind in ("score", "scores"):
        if len(ps) == 1:
            sure = 1 / (1 + math.exp(-ps[0] * ys[0]))
            if not math.isclose(math.exp(-told["logistic"]), sure, rel_tol=1e-6):
                return False
        slack = [_slack(p, y) for p, y in zip(ps, ys, strict=True)]
        wrong = np.mean([np.sign(p) != y for p, y in zip(ps, ys, strict=True)])
        return bool(np.isclose(told["hinge"], np.mean(slack)) and np.isclose(told["zero_one"], wrong))
    residuals = np.array(ys) - np.array(ps)
    if kind == "r2":
        pairs = [(a - b) ** 2 for a in ys for b in ys]
        baseline = sum(pairs) / (2 * len(pairs))
        rmse = float(np.linalg.norm(residuals)) / math.sqrt(len(ys))
        r2 = (baseline - rmse**2) / baseline
        return bool(np.allclose([told["rmse"], told["baseline"], told["r2"]], [rmse, baseline, r2]))
    found = _metrics(residuals, delta)
    if kind == "point":
        return bool(
            np.allclose([told["squared"], told["absolute"], told["huber"]], [found[1] ** 2, found[0], found[2]])
        )
    if kind == "outlier":
        changed = residuals.copy()
        changed[at] = _exactly(moved) - ps[at]
        found = [b / a for a, b in zip(found, _metrics(changed, delta), strict=True)]
    return bool(np.allclose([told["mae"], told["rmse"], told["huber"]], found))


def _exactly(value: object) -> float:
    return int(value.p) / int(value.q) if hasattr(value, "p") else float(value)  # type: ignore[attr-defined, arg-type]


def _slack(p: float, y: float) -> float:
    """The smallest s >= 0 with y p >= 1 - s, by bisection."""
    low, high = 0.0, 64.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if y * p >= 1 - middle else (middle, high)
    return high


def _metrics(residuals: Sequence[float], delta: int) -> list[float]:
    """MAE, RMSE and mean Huber loss; the last is the integral of the clipped residual, on a grid with a node at "
    "delta."""
    import numpy as np

    values = np.asarray(residuals, dtype=float)
    integrals = []
    for r in np.abs(values):
        grid = np.unique(np.append(np.linspace(0, r, 9), min(r, delta)))
        slopes = np.clip(grid, 0, delta)
        integrals.append(float(np.sum((slopes[1:] + slopes[:-1]) / 2 * np.diff(grid))))
    return [
        float(np.abs(values).mean()),
        float(np.linalg.norm(values) / math.sqrt(len(values))),
        float(np.mean(integrals)),
    ]
