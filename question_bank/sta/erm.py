"""Empirical risk of predictors, and its minimisers in a small class (MML 8.2).

Levels: 1 the risk of one predictor on its training data; 2 three predictors, and all those that minimise the risk;
3 infinite classes: thresholds, slopes from an interval, constants from an interval, where the minimisers may fill
intervals. Checked by other routes to each risk: squares as variance plus squared mean, absolute values as the largest
sum over all choices of signs, errors of classification as (1 - y f)/2; and minimisers by trying points of the class.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, listed, substituted
from question_bank.ml._layout import mean, total, wide
from quizgen.answers.interval import IntervalAnswer, Piece
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.table import TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import near
from quizgen.markup.source import Tex, latex_of, polynomial, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

Ints = tuple[int, ...]

LOSSES = {
    "squared": r"the squared loss $\ell(y, \hat{y}) = (y - \hat{y})^2$",
    "absolute": r"the absolute loss $\ell(y, \hat{y}) = |y - \hat{y}|$",
    "zero-one": r"the 0-1 loss, which is $0$ for a right label and $1$ for a wrong one",
}
REGRESSION = (
    "The predictor $f(x) = @f$ is judged by @loss.",
    "A sensor with the raw reading $x$ is calibrated by $f(x) = @f$; its errors are measured by @loss.",
    "The rating $y$ of a document is predicted from the number $x$ of links to it by $f(x) = @f$, with @loss.",
)
CLASSIFIER = (
    "The classifier $f(x) = 1$ for $x \\ge @t$ and $f(x) = -1$ for $x < @t$ is judged by @loss.",
    "A message with the score $x$ is called spam ($f(x) = 1$) if $x \\ge @t$, else not ($f(x) = -1$). Take @loss.",
    "A detector reports an event ($f(x) = 1$) when its signal $x$ is at least $@t$, else none ($f(x) = -1$). Take "
    "@loss.",
)
THREE = (
    "Three predictors are compared with @loss: $$f_1(x) = @f1, \\quad f_2(x) = @f2, \\quad f_3(x) = @f3.$$",
    "For the output $y$ of a sensor at the input $x$ there are three models, $$f_1(x) = @f1, \\quad f_2(x) = @f2, "
    "\\quad f_3(x) = @f3.$$ They are compared with @loss.",
)
RISK = r"\mathbf{R}_{\text{emp}}"


class Given(NamedTuple):
    kind: str
    """"one", "three", "threshold", "slope" or "constant"."""
    loss: str
    setting: int
    x: Ints
    y: Ints
    test_x: Ints
    test_y: Ints
    predictors: tuple[Ints, ...]
    """Coefficients of polynomials, highest power first; for the 0-1 loss the threshold alone."""
    limits: tuple[int, int] = (0, 0)
    """The parameters that "slope" and "constant" allow."""


@exercise("sta-erm", version=1, bounds=(300, 700, 2000))
def erm(draw: Draw, level: int) -> Given:
    """Small integer data; at level 2 with a tie in half of the cases."""
    if level == 1:
        return _one(draw)
    if level == 2:
        return _three(draw)
    return draw.choice((_threshold, _slope, _constant))(draw)


def _one(draw: Draw) -> Given:
    loss = draw.choice(("squared", "absolute", "zero-one"))
    n = draw.integer(4, 5)
    setting = draw.below(3)
    if loss == "zero-one":
        return _one_classifier(draw, n, setting)
    f = (draw.integer(-3, 3, nonzero=True), draw.integer(-4, 4))
    x, test_x = (tuple(draw.sample(range(0 if setting else -4, 6), k)) for k in (n, 3))
    y, test_y = (tuple(value(f, v) + draw.integer(-3, 3) for v in values) for values in (x, test_x))
    if setting == 2:  # ratings and numbers of links are not negative
        f = (abs(f[0]), abs(f[1]))
        y, test_y = (tuple(max(0, value(f, v) + draw.integer(-3, 3)) for v in values) for values in (x, test_x))
    return Given("one", loss, setting, x, y, test_x, test_y, (f,))


def _one_classifier(draw: Draw, n: int, setting: int) -> Given:
    """Labels that a threshold gives, some of them turned round."""
    for _ in range(TRIES):
        x, test_x = (tuple(draw.sample(range(1, 10), k)) for k in (n, 3))
        t = draw.integer(4, 7)
        y, test_y = ([1 if v >= t else -1 for v in values] for values in (x, test_x))
        for i in draw.sample(range(n), draw.integer(1, 2)):
            y[i] = -y[i]
        if len(set(y)) == 2:
            break
    else:
        raise exhausted("set of labelled points", "both labels")
    test_y = [v * (draw.below(3) > 0 or -1) for v in test_y]
    return Given("one", "zero-one", setting, x, tuple(y), test_x, tuple(test_y), ((t,),))


def _three(draw: Draw) -> Given:
    """Predictors of which the training data prefer other ones than the test data."""
    tied = draw.flip()
    for attempt in range(TRIES):
        tie = tied and attempt < TRIES // 2  # one in some hundred draws has none
        loss = draw.choice(("squared", "absolute"))
        slope, start = draw.integer(-2, 2, nonzero=True), draw.integer(-3, 3)
        constant: Ints = (draw.integer(-2, 4),)
        other: Ints = draw.choice(((1, 0, start), (-1, 0, start), (-slope, start + 2)))
        fs = tuple(draw.shuffled((constant, (slope, start), other)))
        centre = draw.choice(fs)
        x, test_x = (tuple(draw.sample(range(-2, 4), k)) for k in (4, 3))
        y, test_y = (tuple(value(centre, v) + draw.integer(-3, 3) for v in values) for values in (x, test_x))
        risks = [risk(loss, f, x, y) for f in fs]
        if max(risks) > 30 or min(risks) == 0:
            continue
        best = smallest(risks)
        if (len(best) == 2) == tie and len(best) < 3 and best != smallest([risk(loss, f, test_x, test_y) for f in fs]):
            return Given("three", loss, draw.below(len(THREE)), x, y, test_x, test_y, fs)
    raise exhausted("comparison of three predictors", "training and test data that disagree")


def _threshold(draw: Draw) -> Given:
    tie = draw.flip()
    for _ in range(TRIES):
        n = draw.integer(5, 6)
        x = tuple(draw.sample(range(-3, 10), n))
        y = tuple(draw.sign() for _ in range(n))
        counts = errors(x, y)
        if min(counts) in (1, 2) and (counts.count(min(counts)) > 1) == tie and counts.count(min(counts)) <= 2:
            return Given("threshold", "zero-one", draw.below(2), x, y, (), (), ())
    raise exhausted("set of labelled points", "a small number of errors")


def _slope(draw: Draw) -> Given:
    for _ in range(TRIES):
        x, test_x = (tuple(draw.sample([v for v in range(-3, 5) if v], k)) for k in (4, 2))
        slope = draw.integer(-4, 4, nonzero=True)
        y, test_y = (tuple(slope * v + draw.integer(-3, 3) for v in values) for values in (x, test_x))
        free = fitted(x, y)
        top = draw.integer(1, 3)
        limits = (-top, top) if draw.flip() else (0, top)
        inside = limits[0] < free < limits[1]
        if inside and (free.q > 2 or draw.below(3)):
            continue  # mostly the constraint is active
        w = clipped(free, limits)
        if w != 0 and (w != free or inside):
            return Given("slope", "squared", draw.below(2), x, y, test_x, test_y, (), limits)
    raise exhausted("line through the origin", "an active constraint")


def _constant(draw: Draw) -> Given:
    for _ in range(TRIES):
        y = tuple(draw.integer(0, 12) for _ in range(4))
        low, high = sorted(y)[1:3]
        cut = draw.integer(-2, 2)
        limits = (low + max(0, cut) - draw.integer(0, 2), high + min(0, cut) + draw.integer(0, 2))
        first, last = max(low, limits[0]), min(high, limits[1])
        if first < last and limits[0] < limits[1] and sorted(y)[0] < low and high < sorted(y)[3]:
            test_y = tuple(draw.integer(0, 12) for _ in range(3))
            return Given("constant", "absolute", draw.below(2), (), y, (), test_y, (), limits)
    raise exhausted("four numbers", "with a gap in the middle")


# ------------------------------------------------------------------ risks


def value(f: Sequence[int], x: int) -> int:
    """A polynomial at x, by Horner's rule."""
    at = 0
    for c in f:
        at = at * x + c
    return at


def predict(loss: str, f: Sequence[int], x: int) -> int:
    """A predictor at x."""
    return (1 if x >= f[0] else -1) if loss == "zero-one" else value(f, x)


def losses(loss: str, f: Sequence[int], x: Ints, y: Ints) -> list[int]:
    """The loss at each point."""
    gaps = [b - predict(loss, f, a) for a, b in zip(x, y, strict=True)]
    if loss == "zero-one":
        return [int(g != 0) for g in gaps]
    return [g * g if loss == "squared" else abs(g) for g in gaps]


def risk(loss: str, f: Sequence[int], x: Ints, y: Ints) -> Q:
    """The mean loss."""
    return Q(sum(losses(loss, f, x, y)), len(x))


def smallest(risks: Sequence[Q]) -> list[int]:
    """The numbers, from 1, of all entries that are smallest."""
    return [k for k, r in enumerate(risks, 1) if r == min(risks)]


def errors(x: Ints, y: Ints) -> list[int]:
    """Errors of the thresholds below the smallest x, between neighbours, and above the largest x."""
    ordered = [b for _, b in sorted(zip(x, y, strict=True))]
    return [sum(b == 1 for b in ordered[:k]) + sum(b == -1 for b in ordered[k:]) for k in range(len(ordered) + 1)]


def fitted(x: Sequence[int], y: Sequence[int]) -> Q:
    """The slope of the least-squares line through the origin."""
    return Q(sum(a * b for a, b in zip(x, y, strict=True)), sum(a * a for a in x))


def clipped(w: Q, limits: tuple[int, int]) -> Q:
    """The nearest number within the limits."""
    return min(max(w, Q(limits[0])), Q(limits[1]))


FEEDBACK = {
    "sum-for-mean": "That is the total loss. The empirical risk is the mean: divide by the number of points.",
    "test-for-train": "That comes from the test data. The empirical risk, and its minimiser, are a matter of the "
    "training data.",
    "ties-ignored": "That minimises the risk, but something else reaches the same value: all minimisers are asked for.",
    "constraint-ignored": "That minimises the empirical risk among all real numbers. The class has only those of the "
    "given interval.",
}


TIED = (
    "This predictor minimises the risk, but it is not the only one that does. All minimisers are asked for; if your "
    "three risks show just one, check them."
)


def slip(code: str, answer: object) -> Misconception:
    """The misconception of a code."""
    return Misconception(code, answer, FEEDBACK[code])  # type: ignore[arg-type]


@erm.problem
def build(
    kind: str,
    loss: str,
    setting: int,
    x: Ints,
    y: Ints,
    test_x: Ints,
    test_y: Ints,
    predictors: tuple[Ints, ...],
    limits: tuple[int, int],
) -> Problem:
    """Losses, their mean, and where it is smallest."""
    if kind == "one":
        return _build_one(loss, setting, x, y, test_x, test_y, predictors[0])
    if kind == "three":
        return _build_three(loss, setting, x, y, test_x, test_y, predictors)
    if kind == "threshold":
        return _build_threshold(setting, x, y)
    if kind == "slope":
        return _build_slope(setting, x, y, test_x, test_y, limits)
    return _build_constant(setting, y, test_y, limits)


def _data(x: Ints, y: Ints, test_x: Ints, test_y: Ints) -> str:
    """Training and test data, each as a table."""
    return "\n\n".join(
        ["Training data:", wide(("$x_n$", x), ("$y_n$", y)), "Test data:", wide(("$x_n$", test_x), ("$y_n$", test_y))]
    )


# ------------------------------------------------------------------ level 1


def _build_one(loss: str, setting: int, x: Ints, y: Ints, test_x: Ints, test_y: Ints, f: Ints) -> Problem:
    each = losses(loss, f, x, y)
    answer = NumberAnswer.of(Q(sum(each), len(x)))
    sizes = [
        ("sum-for-mean", Q(sum(each))),
        ("test-for-train", risk(loss, f, test_x, test_y)),
    ]
    if loss == "zero-one":
        opening = text(CLASSIFIER[setting].replace("@loss", LOSSES[loss]), t=Tex(str(f[0])))
    else:
        opening = text(REGRESSION[setting].replace("@loss", LOSSES[loss]), f=polynomial(f))
    ask = f"Compute the empirical risk ${RISK}(f)$ of the predictor on the training data, exactly."
    return Problem.single(
        prompt="\n\n".join([opening, _data(x, y, test_x, test_y), ask]),
        answer=answer,
        hints=(
            "The empirical risk is an average over the training points: of what?",
            r"Work out the predictions $\hat{y}_n = f(x_n)$ first, then the loss at each point.",
        ),
        steps=(
            Step(
                rf"The empirical risk is the mean loss over the training data: $${RISK}(f) = \frac{{1}}{{N}} "
                rf"\sum_{{n=1}}^N \ell(y_n, f(x_n)), \quad N = {len(x)}.$$ The test data play no part in it."
            ),
            Step("Predictions and losses, point by point:\n\n" + _loss_table(loss, f, x, y)),
            Step(_check_one(loss, each)),
            step(
                r"So $" + RISK + r"(f) = \frac{@sum}{@n} = @answer$.",
                sum=total(each),
                n=len(x),
                answer=answer,
            ),
        ),
        misconceptions=tuple(slip(code, NumberAnswer.of(v)) for code, v in sizes if v != Q(sum(each), len(x))),
    )


def _check_one(loss: str, each: Sequence[int]) -> str:
    if loss == "zero-one":
        wrong = sum(each)
        are = "is" if wrong == 1 else "are"
        return f"Check: {wrong} of the {len(each)} points {are} labelled wrongly, and a share lies between $0$ and $1$."
    return (
        f"Check: no loss is negative, and the mean must lie between the smallest loss, ${min(each)}$, and the largest, "
        f"${max(each)}$."
    )


def _loss_table(loss: str, f: Ints, x: Ints, y: Ints, name: str = "f") -> str:
    return wide(
        ("$x_n$", x),
        (f"${name}(x_n)$", [predict(loss, f, v) for v in x]),
        ("$y_n$", y),
        ("loss", losses(loss, f, x, y)),
    )


# ------------------------------------------------------------------ level 2


def _build_three(
    loss: str, setting: int, x: Ints, y: Ints, test_x: Ints, test_y: Ints, fs: tuple[Ints, ...]
) -> Problem:
    risks = [risk(loss, f, x, y) for f in fs]
    on_test = [risk(loss, f, test_x, test_y) for f in fs]
    best = smallest(risks)
    table = _risk_rows(risks)
    chosen = SetAnswer.of(best)
    opening = THREE[setting].replace("@loss", LOSSES[loss])
    for k, f in enumerate(fs, 1):
        opening = opening.replace(f"@f{k}", polynomial(f))
    steps = [
        Step(
            rf"The empirical risk is the mean loss over the {len(x)} training points. The test data are for "
            "an honest estimate later: they play no part in the choice."
        )
    ]
    for k, (f, r) in enumerate(zip(fs, risks, strict=True), 1):
        each = losses(loss, f, x, y)
        steps.append(
            Step(
                f"Predictor $f_{k}$:\n\n{_loss_table(loss, f, x, y, f'f_{k}')}\n\n"
                rf"So ${RISK}(f_{k}) = \frac{{{total(each)}}}{{{len(x)}}} = {latex_of(r)}$."
            )
        )
    name = listed([f"$f_{k}$" for k in best])
    tie = " Both are minimisers: a minimum may be reached more than once." if len(best) > 1 else ""
    others = listed([f"${latex_of(r)}$" for r in on_test])
    steps.append(
        Step(
            f"Compare: the smallest of the three is ${latex_of(min(risks))}$, reached by {name}.{tie} On the test data "
            f"the risks would be {others}, but those are not asked for."
        )
    )
    steps.append(
        step(
            r"(a) The risks are $@r1$, $@r2$ and $@r3$. (b) The set of minimisers is $@chosen$.",
            r1=risks[0],
            r2=risks[1],
            r3=risks[2],
            chosen=chosen,
        )
    )
    return Problem(
        prompt="\n\n".join([opening, _data(x, y, test_x, test_y)]),
        parts=(
            Part(
                "a",
                table,
                "Give the empirical risks of the three predictors, exactly.",
                points=3,
                misconceptions=(
                    slip("sum-for-mean", _risk_rows([r * len(x) for r in risks])),
                    slip("test-for-train", _risk_rows(on_test)),
                ),
            ),
            Part(
                "b",
                chosen,
                "Which predictors does empirical risk minimisation allow? Give the set of all their numbers, such as "
                r"$\{3\}$.",
                misconceptions=_set_slips(best, smallest(on_test)),
            ),
        ),
        hints=(
            "The empirical risk is the mean of the losses at the training points.",
            "Make a table for each predictor: prediction, label, loss.",
            "Look at all three risks before you choose, and whether the smallest one occurs more than once.",
        ),
        steps=tuple(steps),
    )


def _risk_rows(risks: Sequence[Q]) -> TableAnswer:
    return TableAnswer.of(*((f"R{k}", rf"${RISK}(f_{k}) =$", NumberAnswer.of(r)) for k, r in enumerate(risks, 1)))


def _set_slips(best: list[int], on_test: list[int]) -> tuple[Misconception, ...]:
    found = [Misconception("ties-ignored", SetAnswer.of([k]), TIED) for k in best] if len(best) > 1 else []
    if len(best) == 1 or len(on_test) > 1 or on_test[0] not in best:
        found.append(slip("test-for-train", SetAnswer.of(on_test)))
    return tuple(found)


# ------------------------------------------------------------------ level 3: thresholds

THRESHOLDS = (
    "The classifiers $h_t(x) = 1$ for $x \\ge t$ and $h_t(x) = -1$ for $x < t$, one for each real number $t$, are "
    "compared by the 0-1 loss. The training data are:",
    "A message is called spam ($1$) when its score $x$ is at least $t$, else not ($-1$). Any real threshold $t$ may be "
    "chosen, and a wrong label costs $1$. The training data are:",
)


def _gaps(x: Ints) -> list[Piece]:
    """The sets of thresholds with the same predictions, from left to right."""
    ends = [str(v) for v in sorted(x)]
    return [
        Piece("-inf", ends[0], high_closed=True),
        *(Piece(a, b, high_closed=True) for a, b in pairwise(ends)),
        Piece(ends[-1], "inf"),
    ]


def _inside(piece: Piece) -> Q:
    if piece.low == "-inf":
        return Q(int(piece.high) - 1)
    if piece.high == "inf":
        return Q(int(piece.low) + 1)
    return Q(int(piece.low) + int(piece.high), 2)


def _build_threshold(setting: int, x: Ints, y: Ints) -> Problem:
    counts = errors(x, y)
    least = min(counts)
    gaps = _gaps(x)
    pieces = [piece for piece, c in zip(gaps, counts, strict=True) if c == least]
    minimum = NumberAnswer.of(Q(least, len(x)))
    minimisers = IntervalAnswer.of(pieces, name="t")
    if len(pieces) > 1:
        partial = [slip("ties-ignored", IntervalAnswer.of([piece], name="t")) for piece in pieces]
    else:
        point = str(_inside(pieces[0]))
        lone = IntervalAnswer.of([Piece(point, point, True, True)], name="t")
        partial = [slip("ties-ignored", lone)]
    ordered = sorted(zip(x, y, strict=True))
    intervals = [IntervalAnswer.of([piece], name="t").tex() for piece in gaps]
    listing = "\n".join(
        ["| $t$ in | errors |", "|---|---|", *(f"| ${i}$ | ${c}$ |" for i, c in zip(intervals, counts, strict=True))]
    )
    return Problem(
        prompt=THRESHOLDS[setting] + "\n\n" + wide(("$x_n$", x), ("$y_n$", y)),
        parts=(
            Part(
                "a",
                minimum,
                "What is the smallest empirical risk that a classifier of this class has? Answer exactly.",
                misconceptions=(slip("sum-for-mean", NumberAnswer.of(least)),),
            ),
            Part(
                "b",
                minimisers,
                "Give the set of all $t$ that reach it, with the right ends, such as $(0, 1]$.",
                points=2,
                misconceptions=tuple(partial),
            ),
        ),
        hints=(
            "Sort the points by $x$. The predictions change only when $t$ passes a data point.",
            "So finitely many cases are enough: all $t$ below the first point, in each gap, and above the last point.",
            "Is a data point itself, as a threshold, in the case to its left or to its right? It is labelled $1$ then.",
        ),
        steps=(
            Step(
                "Sort the training points by $x$:\n\n"
                + wide(("$x$", [a for a, _ in ordered]), ("$y$", [b for _, b in ordered]))
            ),
            Step(
                "Only the position of $t$ among the data points matters. A point with $x = t$ is still labelled $1$, "
                "so "
                "each case is an interval that is open on its left and closed on its right (the last has no right end)."
            ),
            Step(
                "Count for each case the points $y = 1$ to the left of $t$ and the points $y = -1$ to the right of it "
                "or at it:\n\n" + listing
            ),
            Step(
                "Check: from one case to the next a single point changes its label, so the count changes by exactly "
                "$1$ each time. The smallest count may be reached in several intervals, and all of them count."
            ),
            step(
                r"(a) The smallest number of errors is $@least$, in $@n$ points, so the smallest risk is $@minimum$. "
                r"(b) It is reached for $t$ in $@minimisers$.",
                least=least,
                n=len(x),
                minimum=minimum,
                minimisers=minimisers,
            ),
        ),
    )


# ------------------------------------------------------------------ level 3: a slope within limits

SLOPES = (
    "The class of predictors is $f_w(x) = wx$ with $w \\in [@low, @high]$, and the loss is the squared loss "
    "$(y - \\hat{y})^2$.",
    "A sensor is modelled by $f_w(x) = wx$, where physics allows only gains $w$ in $[@low, @high]$. Its errors are "
    "measured by the squared loss $(y - \\hat{y})^2$.",
)


def _build_slope(setting: int, x: Ints, y: Ints, test_x: Ints, test_y: Ints, limits: tuple[int, int]) -> Problem:
    free = fitted(x, y)
    w = clipped(free, limits)
    gaps = [b - w * a for a, b in zip(x, y, strict=True)]
    least = mean([g * g for g in gaps])
    minimiser, minimum = NumberAnswer.of(w), NumberAnswer.of(least)
    other = clipped(fitted(test_x, test_y), limits)
    on_test = mean([(b - w * a) ** 2 for a, b in zip(test_x, test_y, strict=True)])
    sxx, sxy, syy = sum(a * a for a in x), sum(a * b for a, b in zip(x, y, strict=True)), sum(b * b for b in y)
    n = len(x)
    first = [slip("constraint-ignored", NumberAnswer.of(free))] if free != w else []
    if other not in (w, free):
        first.append(slip("test-for-train", NumberAnswer.of(other)))
    second = [("sum-for-mean", least * n), ("test-for-train", on_test)]
    risk_of_w = " + ".join(f"({b} - w*{_typed(a)})^2" for a, b in zip(x, y, strict=True))
    if w == free:
        place = step(
            r"It lies in $[@low, @high]$, so the constraint is not active and $w = @w$ is the minimiser.",
            low=limits[0],
            high=limits[1],
            w=w,
        )
    else:
        place = step(
            r"It lies outside $[@low, @high]$. The parabola opens upwards, so on the interval it is smallest at the "
            r"end "
            r"that is nearest to its vertex: $w = @w$. There the derivative is not $0$; it need not be, because this "
            r"is "
            r"the edge of what is allowed.",
            low=limits[0],
            high=limits[1],
            w=w,
        )
    return Problem(
        prompt=text(SLOPES[setting], low=limits[0], high=limits[1]) + "\n\n" + _data(x, y, test_x, test_y),
        parts=(
            Part(
                "a",
                minimiser,
                "Which $w$ minimises the empirical risk in this class? Answer exactly.",
                points=2,
                misconceptions=tuple(first),
            ),
            Part(
                "b",
                minimum,
                "How large is its empirical risk? Answer exactly.",
                misconceptions=tuple(slip(c, NumberAnswer.of(v)) for c, v in second if v != least),
                follows=Follow("a", ("w",), f"({risk_of_w})/{n}", guard="w != 0"),
            ),
        ),
        hints=(
            "As a function of $w$ the empirical risk on the training data is a parabola.",
            r"Its vertex is at $\frac{\sum_n x_n y_n}{\sum_n x_n^2}$. Is that a $w$ that is allowed?",
            "If not, look at the ends of the interval.",
        ),
        steps=(
            step(
                r"On the training data $\sum_n x_n^2 = @sxx$, $\sum_n x_n y_n = @sxy$ and $\sum_n y_n^2 = @syy$. So "
                r"$$\mathbf{R}_{\text{emp}}(f_w) = \frac{1}{@n} \sum_n (y_n - w x_n)^2 = "
                r"\frac{1}{@n}\left(@parabola\right).$$",
                sxx=sxx,
                sxy=sxy,
                syy=syy,
                n=n,
                parabola=polynomial([sxx, -2 * sxy, syy], "w"),
            ),
            _vertex(sxy, sxx, free),
            place,
            step(
                r"The residuals at $w = @w$ are $@gaps$, and their squares add up to $@squares = @sum$.",
                w=w,
                gaps=Tex(", ".join(map(latex_of, gaps))),
                squares=Tex(" + ".join(f"{base(g)}^2" for g in gaps)),
                sum=least * n,
            ),
            step(
                r"Check with the parabola: $@work = @sum$ as well.",
                work=substituted([w * w, -2 * w, Q(1)], [Q(sxx), Q(sxy), Q(syy)]),
                sum=least * n,
            ),
            step(
                r"(a) The minimiser is $@minimiser$. (b) Its empirical risk is the mean, $\frac{1}{@n} \cdot @sum$, "
                r"that "
                r"is $@minimum$.",
                minimiser=minimiser,
                n=n,
                sum=least * n,
                minimum=minimum,
            ),
        ),
    )


def _vertex(sxy: int, sxx: int, free: Q) -> Step:
    shown = rf"\frac{{{sxy}}}{{{sxx}}}"
    value_ = latex_of(free)
    same = shown if shown == value_ else f"{shown} = {value_}"
    return Step(
        rf"This parabola opens upwards. Its derivative is $0$ at $\frac{{\sum_n x_n y_n}}{{\sum_n x_n^2}} = {same}$."
    )


def _typed(a: int) -> str:
    return str(a) if a >= 0 else f"({a})"


# ------------------------------------------------------------------ level 3: constants within limits

CONSTANTS = (
    "Every input gets the same prediction $f_c(x) = c$, where $c \\in [@low, @high]$, and the loss is the absolute "
    "loss "
    "$|y - \\hat{y}|$.",
    "The waiting time $y$ (in minutes) is predicted by one number $c$ for all days, where $c$ must lie in "
    "$[@low, @high]$; the error is measured by the absolute loss $|y - \\hat{y}|$.",
)


def _build_constant(setting: int, y: Ints, test_y: Ints, limits: tuple[int, int]) -> Problem:
    ordered = sorted(y)
    low, high = max(ordered[1], limits[0]), min(ordered[2], limits[1])
    least = mean([Q(abs(v - low)) for v in y])
    minimisers = IntervalAnswer.of([Piece(str(low), str(high), True, True)], name="c")
    minimum = NumberAnswer.of(least)
    middle = str(Q(low + high, 2))
    lone = slip("ties-ignored", IntervalAnswer.of([Piece(middle, middle, True, True)], name="c"))
    test_middle = min(max(sorted(test_y)[1], limits[0]), limits[1])
    elsewhere = IntervalAnswer.of([Piece(str(test_middle), str(test_middle), True, True)], name="c")
    slips = [lone] if str(test_middle) == middle else [lone, slip("test-for-train", elsewhere)]
    on_test = mean([Q(abs(v - low)) for v in test_y])
    numbers = [("sum-for-mean", least * 4), ("test-for-train", on_test)]
    outside = [v for v in (ordered[1], ordered[2]) if not limits[0] <= v <= limits[1]]
    if outside:
        everywhere = IntervalAnswer.of([Piece(str(ordered[1]), str(ordered[2]), True, True)], name="c")
        slips.append(slip("constraint-ignored", everywhere))
    cut = (
        f"Not all of these $c$ are allowed: the interval $[{limits[0]}, {limits[1]}]$ of the class leaves "
        f"$[{low}, {high}]$."
        if outside
        else f"All of these $c$ are allowed, since $[{low}, {high}]$ lies in $[{limits[0]}, {limits[1]}]$."
    )
    return Problem(
        prompt="\n\n".join(
            [
                text(CONSTANTS[setting], low=limits[0], high=limits[1]),
                wide(("training data $y_n$", y)),
                wide(("test data $y_n$", test_y)),
            ]
        ),
        parts=(
            Part(
                "a",
                minimisers,
                "Give the set of all $c$ that minimise the empirical risk in this class, such as $[0, 1]$.",
                points=2,
                misconceptions=tuple(slips),
            ),
            Part(
                "b",
                minimum,
                "How large is the smallest empirical risk? Answer exactly.",
                misconceptions=tuple(slip(c, NumberAnswer.of(v)) for c, v in numbers if v != least),
            ),
        ),
        hints=(
            "Sort the training values. How does the sum of the distances to them change when $c$ moves a little to the "
            "right?",
            "It falls while fewer values lie to the left of $c$ than to the right, and rises in the opposite case.",
            "Where as many values lie to the left as to the right, the sum does not change at all.",
        ),
        steps=(
            Step(
                "Sorted, the training values are "
                + listed([f"${v}$" for v in ordered])
                + r". The empirical risk of $c$ is $\frac{1}{4} \sum_n |y_n - c|$: the mean distance to them."
            ),
            Step(
                "Between two values the sum of distances is a straight line in $c$, whose slope is the number of "
                "values "
                "to the left minus the number to the right. Two to the left and two to the right give slope $0$."
            ),
            Step(
                f"So without a constraint every $c$ in $[{ordered[1]}, {ordered[2]}]$ is a minimiser (each is a "
                f"median), not only the middle of this interval. {cut}"
            ),
            Step(
                f"At $c = {low}$ the distances are "
                + listed([f"${abs(v - low)}$" for v in ordered])
                + f"; check: at $c = {high}$ they are "
                + listed([f"${abs(v - high)}$" for v in ordered])
                + f". Both add up to ${least * 4}$."
            ),
            step(
                r"(a) The set of minimisers is $@minimisers$. (b) The smallest risk is the mean distance, a quarter of "
                r"$@sum$: "
                r"$@minimum$.",
                minimisers=minimisers,
                sum=least * 4,
                minimum=minimum,
            ),
        ),
    )


# ------------------------------------------------------------------ the second opinion


@erm.verify
def other_routes(
    kind: str,
    loss: str,
    setting: int,
    x: Ints,
    y: Ints,
    test_x: Ints,
    test_y: Ints,
    predictors: tuple[Ints, ...],
    limits: tuple[int, int],
    answer: object,
) -> bool:
    """Risks by other routes, minimisers by trial."""
    if kind == "one":
        return bool(answer == _second(loss, [predict(loss, predictors[0], v) for v in x], y))
    assert isinstance(answer, dict)
    if kind == "three":
        risks = {k: _second(loss, [predict(loss, f, v) for v in x], y) for k, f in enumerate(predictors, 1)}
        best = {k for k in risks if all(risks[k] <= r for r in risks.values())}
        return answer["a"] == {f"R{k}": r for k, r in risks.items()} and {int(k.p) for k in answer["b"]} == best
    if kind == "threshold":
        return _tried(
            answer["b"],
            answer["a"],
            [Q(k, 2) for k in range(2 * min(x) - 4, 2 * max(x) + 5)],
            lambda t: _second(loss, [1 if v >= t else -1 for v in x], y),
        )
    if kind == "constant":
        grid = [Q(k, 2) for k in range(2 * limits[0], 2 * limits[1] + 1)]
        outside = all(limits[0] <= a and b <= limits[1] for a, b, _, _ in answer["a"])
        return outside and _tried(answer["a"], answer["b"], grid, lambda c: _second(loss, [c] * len(y), y))
    w = answer["a"]
    if not limits[0] <= w <= limits[1]:
        return False
    here = _second(loss, [w * v for v in x], y)
    grid = [Q(limits[0]) + (limits[1] - limits[0]) * Q(k, 60) for k in range(61)]
    beside = [v for v in (w - Q(1, 1000), w + Q(1, 1000)) if limits[0] <= v <= limits[1]]
    return bool(answer["b"] == here and all(_second(loss, [u * v for v in x], y) >= here for u in grid + beside))


def _second(loss: str, predictions: Sequence[object], y: Sequence[int]) -> Q:
    """The mean loss without a sum of losses."""
    if loss == "zero-one":
        return Q(len(y) - sum(a * b for a, b in zip(predictions, y, strict=True)), 2 * len(y))  # type: ignore[operator, misc]
    gaps = [Q(b) - a for a, b in zip(predictions, y, strict=True)]  # type: ignore[operator]
    if loss == "squared":
        middle = mean(gaps)
        spread = sum(((a - b) ** 2 for a in gaps for b in gaps), Q(0)) / (2 * len(y) ** 2)
        return middle**2 + spread
    signs = product((1, -1), repeat=len(gaps))
    return max(sum((s * g for s, g in zip(row, gaps, strict=True)), Q(0)) for row in signs) / len(gaps)


def _tried(spans: Sequence[tuple[object, ...]], least: Q, grid: Sequence[Q], risk_at: Callable[[Q], Q]) -> bool:
    """The parameters of a grid have the least risk if and only if they are in the spans."""
    for t in grid:
        inside = any(
            (_below(a, t) or (a_closed and a == t)) and (_below(t, b) or (b_closed and b == t))
            for a, b, a_closed, b_closed in spans
        )
        here = risk_at(t)
        if here < least or inside != (here == least):
            return False
    return True


def _below(a: object, b: object) -> bool:
    """a < b for exact numbers and infinities."""
    return near(a) < near(b)
