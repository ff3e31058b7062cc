"""Accuracy, precision, recall, specificity and F1 (Murphy, Probabilistic Machine Learning 5.1.3 and 5.1.4).

Levels: 1 the confusion matrix is given; 2 scores, labels and a threshold are given; 3 rates and a prevalence are given,
so that Bayes' rule is needed, and the metric that fits a purpose is chosen. Checked by counting: predictions and labels
are written out one by one as sets of cases, F1 is the overlap of two sets (Dice), and a metric fits a purpose if it
falls with the error that costs and does not feel the other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import exact_decimal, percent
from question_bank.ml._layout import summary, wide
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import decimal, latex_of
from quizgen.problem import Misconception, Part, Problem, Step

COUNTED = (
    ("A spam filter was tested on @n messages; the positive class is *spam*.", "spam", "other"),
    ("A test for a disease was tried on @n people; the positive class is *ill*.", "ill", "healthy"),
    ("An image classifier looks for cracks in @n pictures; the positive class is *crack*.", "crack", "no crack"),
)
SCORED = (
    "A classifier gave these scores to @n test points with known labels ($1$ positive, $0$ negative). It predicts the "
    "positive class when the score is at least @t.",
    "A model rates @n documents by how relevant they are; a document is shown when its score is at least @t. The "
    "labels "
    "tell which are relevant ($1$, the positive class).",
    "A monitoring system scores @n time windows and raises an alarm when the score is at least @t. The labels tell in "
    "which "
    "there was a fault ($1$, the positive class).",
)
RATED = (
    (
        "Of all people who come for screening @p have a disease. The test is positive for @s of those who have it and "
        "negative "
        "for @c of those who do not.",
        "an ill person",
    ),
    (
        "Of all card payments @p are fraudulent. A detector flags @s of the fraudulent payments and passes @c of the "
        "honest "
        "ones.",
        "a fraudulent payment",
    ),
    (
        "Of all parts made in a plant @p are faulty. An inspection rejects @s of the faulty parts and accepts @c of "
        "the good "
        "ones.",
        "a faulty part",
    ),
)


class Purpose(NamedTuple):
    """What counts, and which metric measures it."""

    says: str
    metric: str


PURPOSES = (
    Purpose("What counts is that as few @positive cases as possible are missed; false alarms cost little.", "recall"),
    Purpose(
        "Every alarm is followed by an expensive action: of the alarms, as large a share as possible should be right.",
        "precision",
    ),
    Purpose(
        "Of the cases in which nothing is wrong, as large a share as possible should be left alone.", "specificity"
    ),
)
METRICS = {
    "accuracy": "Where positives are rare, the accuracy is nearly that of always saying “negative”.",
    "precision": "Precision looks at the cases with an alarm only, and asks how many of them are positive.",
    "recall": "Recall looks at the positive cases only, and asks how many of them are found.",
    "specificity": "Specificity looks at the negative cases only, and asks how many of them are left alone.",
}


class Given(NamedTuple):
    kind: str
    """"counts", "scores" or "rates"."""
    setting: int
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    """True positives, false positives, false negatives, true negatives."""
    turned: bool = False
    """Whether the matrix has the predictions in its rows."""
    scores: tuple[Q, ...] = ()
    labels: tuple[int, ...] = ()
    threshold: Q = Q(0)
    rates: tuple[Q, Q, Q] = (Q(0), Q(0), Q(0))
    """Prevalence, sensitivity, specificity."""
    purpose: int = 0
    order: tuple[int, ...] = ()


@exercise("ml-confusion-metrics", version=1, bounds=(1000, 400, 100000))
def confusion_metrics(draw: Draw, level: int) -> Given:
    """Precision and recall are different, so that confusing or averaging them shows."""
    setting = draw.below(3)
    if level == 1:
        return _counts(draw, setting)
    return _scores(draw, setting) if level == 2 else _rates(draw, setting)


def _counts(draw: Draw, setting: int) -> Given:
    for _ in range(TRIES):
        found = draw.choice((20, 25, 40, 50))
        actual = draw.choice((20, 25, 30, 40, 50, 60))
        tp = draw.integer(min(found, actual) // 2, min(found, actual) - 2)
        fp, fn = found - tp, actual - tp
        everything = draw.choice((100, 200, 150, 250))
        tn = everything - tp - fp - fn
        if tn > 10 and fp != fn and Q(tn, tn + fp).q <= 30:
            return Given("counts", setting, (tp, fp, fn, tn), draw.flip())
    raise exhausted("confusion matrix", "short rates")


def _scores(draw: Draw, setting: int) -> Given:
    for _ in range(TRIES):
        n = draw.choice((8, 10))
        scores = [Q(v, 100) for v in draw.sample(range(5, 100), n)]
        labels = [int(draw.integer(0, 99) < 80 * s + 10) for s in scores]
        threshold = Q(draw.choice((4, 5, 6)), 10)
        counts = tally(scores, labels, threshold)
        if min(counts) > 0 and counts[1] != counts[2] and counts[0] > 1:
            return Given("scores", setting, scores=tuple(scores), labels=tuple(labels), threshold=threshold)
    raise exhausted("set of scores", "errors of both kinds")


def _rates(draw: Draw, setting: int) -> Given:
    prevalence = Q(draw.choice((1, 2, 4, 5, 8, 10, 20)), 100)
    sensitivity = Q(draw.choice((60, 70, 75, 80, 85, 90, 95)), 100)
    specificity = Q(draw.choice((80, 85, 90, 95, 98)), 100)
    return Given(
        "rates",
        setting,
        rates=(prevalence, sensitivity, specificity),
        purpose=draw.below(3),
        order=tuple(draw.shuffled(range(4))),
    )


def tally(scores: Sequence[Q], labels: Sequence[int], threshold: Q) -> tuple[int, int, int, int]:
    """True positives, false positives, false negatives, true negatives."""
    pairs = [(s >= threshold, y) for s, y in zip(scores, labels, strict=True)]
    return (
        sum(p and y for p, y in pairs),
        sum(p and not y for p, y in pairs),
        sum(not p and y for p, y in pairs),
        sum(not p and not y for p, y in pairs),
    )


# ------------------------------------------------------------------ metrics


class Metrics(NamedTuple):
    """All five, exactly."""

    accuracy: Q
    precision: Q
    recall: Q
    specificity: Q
    f1: Q


def metrics(tp: Q | int, fp: Q | int, fn: Q | int, tn: Q | int) -> Metrics:
    """From counts, or from shares of a population."""
    tp, fp, fn, tn = Q(tp), Q(fp), Q(fn), Q(tn)
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return Metrics(
        (tp + tn) / (tp + fp + fn + tn),
        precision,
        recall,
        tn / (tn + fp),
        2 * precision * recall / (precision + recall),
    )


FEEDBACK = {
    "precision-recall-swap": "Precision looks at what was called positive, recall at what is positive: which of them "
    "has the "
    "false alarms in its denominator?",
    "accuracy-on-positives": "Accuracy counts all right predictions, and the true negatives are among them.",
    "arithmetic-F1": "F1 is the harmonic mean of precision and recall: it stays near the smaller of the two.",
}


def _rows(found: Metrics, names: Sequence[str], more: Sequence[tuple[str, str, Q]] = ()) -> tuple[Row, ...]:
    rows = [(n, "$F_1 =$" if n == "f1" else rf"$\text{{{n}}} =$", getattr(found, n)) for n in names]
    rows += [(n, label, v) for n, label, v in more]
    return tuple(Row(n, NumberAnswer.of(v, decimals=3), label) for n, label, v in rows)


def _slips(
    found: Metrics, positives: Q, names: Sequence[str], more: Sequence[tuple[str, str, Q]] = ()
) -> tuple[Misconception, ...]:
    """The three mistakes; `positives` is the share of true positives among all."""
    swapped = found._replace(precision=found.recall, recall=found.precision)
    if "recall" not in names:
        # With the recall in the place of the precision the harmonic mean is the recall as well.
        swapped = found._replace(precision=found.recall, f1=found.recall)
    replies = (
        ("precision-recall-swap", swapped),
        ("accuracy-on-positives", found._replace(accuracy=positives)),
        ("arithmetic-F1", found._replace(f1=(found.precision + found.recall) / 2)),
    )
    return tuple(Misconception(c, TableAnswer(_rows(m, names, more)), FEEDBACK[c]) for c, m in replies)


ALL = ("accuracy", "precision", "recall", "specificity", "f1")
FORM = "Answer exactly or to three decimals."


@confusion_metrics.problem
def build(
    kind: str,
    setting: int,
    counts: tuple[int, int, int, int],
    turned: bool,
    scores: tuple[Q, ...],
    labels: tuple[int, ...],
    threshold: Q,
    rates: tuple[Q, Q, Q],
    purpose: int,
    order: tuple[int, ...],
) -> Problem:
    """Four counts, then quotients."""
    if kind == "counts":
        return _build_counts(setting, counts, turned)
    if kind == "scores":
        return _build_scores(setting, scores, labels, threshold)
    return _build_rates(setting, rates, purpose, order)


def _metric_steps(counts: tuple[int, int, int, int]) -> list[Step]:
    tp, fp, fn, tn = counts
    found = metrics(*counts)
    p, r = found.precision, found.recall
    return [
        Step(
            "Accuracy is the share of right predictions among all: "
            rf"$\frac{{\text{{TP}} + \text{{TN}}}}{{N}} = \frac{{{tp} + {tn}}}{{{sum(counts)}}} = "
            rf"{latex_of(found.accuracy)}$."
        ),
        Step(
            "Precision is the share of right ones among the positive predictions: "
            rf"$\frac{{\text{{TP}}}}{{\text{{TP}} + \text{{FP}}}} = \frac{{{tp}}}{{{tp} + {fp}}} = {latex_of(p)}$."
        ),
        Step(
            "Recall is the share of the positive cases that are found: "
            rf"$\frac{{\text{{TP}}}}{{\text{{TP}} + \text{{FN}}}} = \frac{{{tp}}}{{{tp} + {fn}}} = {latex_of(r)}$."
        ),
        Step(
            "Specificity is the same for the negative cases: "
            rf"$\frac{{\text{{TN}}}}{{\text{{TN}} + \text{{FP}}}} = \frac{{{tn}}}{{{tn} + {fp}}} = "
            rf"{latex_of(found.specificity)}$."
        ),
        Step(
            "$F_1$ is the harmonic mean of precision and recall, in counts "
            rf"$\frac{{2 \, \text{{TP}}}}{{2 \, \text{{TP}} + \text{{FP}} + \text{{FN}}}} = "
            rf"\frac{{{2 * tp}}}{{{2 * tp} + {fp} + {fn}}} = "
            rf"{latex_of(found.f1)}$. Check: it lies between them, ${_between(p, r)}$."
        ),
    ]


def _between(p: Q, r: Q) -> str:
    """Precision and recall in order, with F1 between them, to three decimals."""
    low, high = sorted((p, r))
    return rf"{decimal(low, 3)} \le {decimal(2 * p * r / (p + r), 3)} \le {decimal(high, 3)}"


HINTS = (
    "Find the four counts first: true and false positives, false and true negatives.",
    "Precision divides by the number of positive predictions, recall by the number of positive cases.",
    "$F_1$ is the harmonic mean of precision and recall: $\\frac{2PR}{P + R}$.",
)


def _build_counts(setting: int, counts: tuple[int, int, int, int], turned: bool) -> Problem:
    opening, positive, negative = COUNTED[setting]
    tp, fp, fn, tn = counts
    found = metrics(*counts)
    right = _rows(found, ALL)
    if turned:
        head = f"| | actually {positive} | actually {negative} |"
        lines = [f"| predicted {positive} | ${tp}$ | ${fp}$ |", f"| predicted {negative} | ${fn}$ | ${tn}$ |"]
    else:
        head = f"| | predicted {positive} | predicted {negative} |"
        lines = [f"| actually {positive} | ${tp}$ | ${fn}$ |", f"| actually {negative} | ${fp}$ | ${tn}$ |"]
    table = "\n".join([head, "|---|---|---|", *lines])
    return Problem.single(
        prompt=f"{opening.replace('@n', str(sum(counts)))} The confusion "
        f"matrix is:\n\n{table}\n\nGive accuracy, precision, recall, specificity and $F_1$. {FORM}",
        answer=TableAnswer(right),
        hints=HINTS,
        steps=(
            Step(
                f"Read the four counts off the matrix, with an eye on which side holds the predictions: $\\text{{TP}} "
                f"= {tp}$, "
                f"$\\text{{FP}} = "
                f"{fp}$ (predicted {positive}, actually {negative}), $\\text{{FN}} = {fn}$ (predicted {negative}, "
                f"actually "
                f"{positive}), "
                f"$\\text{{TN}} = {tn}$."
            ),
            *_metric_steps(counts),
            Step(f"Together: {summary(right)}"),
        ),
        misconceptions=_slips(found, Q(tp, sum(counts)), ALL),
    )


def _build_scores(setting: int, scores: tuple[Q, ...], labels: tuple[int, ...], threshold: Q) -> Problem:
    counts = tally(scores, labels, threshold)
    tp, fp, fn, tn = counts
    found = metrics(*counts)
    right = _rows(found, ALL)
    n = len(scores)
    ordered = sorted(zip(scores, labels, strict=True), key=lambda pair: -pair[0])
    above = sum(s >= threshold for s in scores)
    opening = SCORED[setting].replace("@n", {8: "eight", 10: "ten"}[n]).replace("@t", f"${exact_decimal(threshold)}$")
    return Problem.single(
        prompt=opening
        + "\n\n"
        + wide(("score", [exact_decimal(s) for s in scores]), ("label", labels))
        + f"\n\nGive accuracy, precision, recall, specificity and $F_1$ at this threshold. {FORM}",
        answer=TableAnswer(right),
        hints=("Sort the points by their scores and draw a line at the threshold.", *HINTS),
        steps=(
            Step(
                f"Sorted from the highest score down, the first {above} are predicted positive:\n\n"
                + wide(("score", [exact_decimal(s) for s, _ in ordered]), ("label", [y for _, y in ordered]))
            ),
            Step(
                f"Among these {above} there {_are(tp, 'label')} $1$ and {_labels(fp)} $0$: $\\text{{TP}} = {tp}$, "
                f"$\\text{{FP}} = {fp}$. "
                f"Among the "
                f"other {n - above} there {_are(fn, 'label')} $1$ and {_labels(tn)} $0$: $\\text{{FN}} = {fn}$, "
                f"$\\text{{TN}} = {tn}$."
            ),
            *_metric_steps(counts),
            Step(f"Together: {summary(right)}"),
        ),
        misconceptions=_slips(found, Q(tp, n), ALL),
    )


def _are(n: int, noun: str) -> str:
    return f"is {n} {noun}" if n == 1 else f"are {n} {noun}s"


def _labels(n: int) -> str:
    return f"{n} label" if n == 1 else f"{n} labels"


def _build_rates(setting: int, rates: tuple[Q, Q, Q], purpose: int, order: tuple[int, ...]) -> Problem:
    p, s, c = rates
    shares = (p * s, (1 - p) * (1 - c), p * (1 - s), (1 - p) * c)
    found = metrics(*shares)
    story, positive = RATED[setting]
    names = ("precision", "accuracy", "f1")
    more = (("trivial", r"$\text{accuracy of always “negative”} =$", 1 - p),)
    right = _rows(found, names, more)
    counts = [share * 10000 for share in shares]
    wanted = PURPOSES[purpose]
    keys = [list(METRICS)[i] for i in order]
    choice = ChoiceAnswer.of(
        [Option(k, correct=True) if k == wanted.metric else Option(k, feedback=METRICS[k]) for k in keys]
    )
    tp, fp, fn, tn = counts
    compared = "above" if found.accuracy > 1 - p else "below" if found.accuracy < 1 - p else "equal to"
    return Problem(
        prompt=story.replace("@p", percent(p)).replace("@s", percent(s)).replace("@c", percent(c))
        + f" A positive case is {positive}.",
        parts=(
            Part(
                "a",
                TableAnswer(right),
                "Give the precision, the accuracy and $F_1$, and the accuracy of a classifier that always says "
                "“negative”. " + FORM,
                points=3,
                misconceptions=_slips(found, shares[0], names, more),
            ),
            Part("b", choice, wanted.says.replace("@positive", "positive") + " Which metric measures this?"),
        ),
        hints=(
            "The rates tell the recall and the specificity; how common the positive class is decides the rest.",
            "Take 10000 cases and split them into the four kinds, or use Bayes' rule for the precision.",
            "For each metric ask: which of the four counts stand in its denominator?",
        ),
        steps=(
            Step(
                rf"Take $10000$ cases: ${exact_decimal(p)} \cdot 10000 = {latex_of(10000 * p)}$ of them are positive "
                rf"and "
                f"${latex_of(10000 * (1 - p))}$ negative."
            ),
            Step(
                rf"Of the positive ones $\text{{TP}} = {exact_decimal(s)} \cdot {latex_of(10000 * p)} = "
                rf"{latex_of(tp)}$ are "
                rf"found and $\text{{FN}} "
                rf"= {latex_of(fn)}$ missed. Of the negative ones $\text{{TN}} = {exact_decimal(c)} \cdot "
                rf"{latex_of(10000 * (1 - p))} = "
                rf"{latex_of(tn)}$ are left alone and $\text{{FP}} = {latex_of(fp)}$ are false alarms."
            ),
            Step(
                rf"Precision (Bayes' rule): $\frac{{\text{{TP}}}}{{\text{{TP}} + \text{{FP}}}} = "
                rf"\frac{{{latex_of(tp)}}}{{{latex_of(tp)} + {latex_of(fp)}}} "
                rf"= {latex_of(found.precision)}$. It depends on how common the positive class is; the recall "
                rf"${exact_decimal(s)}$ does not."
            ),
            Step(
                rf"Accuracy: $\frac{{\text{{TP}} + \text{{TN}}}}{{10000}} = "
                rf"\frac{{{latex_of(tp)} + {latex_of(tn)}}}{{10000}} = "
                rf"{latex_of(found.accuracy)}$. Always saying “negative” is right for all negative cases: "
                rf"${exact_decimal(1 - p)}$. So the accuracy is {compared} that of a classifier which finds nothing at "
                rf"all."
            ),
            Step(
                rf"$F_1 = \frac{{2 \, \text{{TP}}}}{{2 \, \text{{TP}} + \text{{FP}} + \text{{FN}}}} = "
                rf"\frac{{{latex_of(2 * tp)}}}{{{latex_of(2 * tp)} + {latex_of(fp)} "
                rf"+ {latex_of(fn)}}} = {latex_of(found.f1)}$. Check: it lies between precision and recall, "
                rf"${_between(found.precision, found.recall)}$."
            ),
            Step(f"(b) {METRICS[wanted.metric]} That is what is wanted."),
            Step(f"(a) The table is {summary(right)} (b) The metric is the {wanted.metric}."),
        ),
    )


# ------------------------------------------------------------------ the second opinion


@confusion_metrics.verify
def one_by_one(
    kind: str,
    setting: int,
    counts: tuple[int, int, int, int],
    turned: bool,
    scores: tuple[Q, ...],
    labels: tuple[int, ...],
    threshold: Q,
    rates: tuple[Q, Q, Q],
    purpose: int,
    order: tuple[int, ...],
    answer: dict[str, object],
) -> bool:
    """Sets of cases: called positive, actually positive."""
    told = answer["a"] if kind == "rates" else answer
    assert isinstance(told, dict)
    found = _counted(kind, counts, scores, labels, threshold, rates)
    if any(v != found[name] for name, v in told.items()):
        return False
    if kind != "rates":
        return True
    picked = answer["b"]
    return isinstance(picked, tuple) and len(picked) == 1 and _fits(str(picked[0]), purpose)


@lru_cache(maxsize=8)
def _counted(
    kind: str,
    counts: tuple[int, int, int, int],
    scores: tuple[Q, ...],
    labels: tuple[int, ...],
    threshold: Q,
    rates: tuple[Q, Q, Q],
) -> dict[str, Q]:
    """The measures, from sets of cases that are counted."""
    if kind == "counts":
        cases = _cases(*counts)
    elif kind == "scores":
        cases = [(100 * s >= 100 * threshold, y == 1) for s, y in zip(scores, labels, strict=True)]
    else:
        p, s, c = rates
        whole = [int((share * 10000).p) for share in (p * s, (1 - p) * (1 - c), p * (1 - s), (1 - p) * c)]
        cases = _cases(*whole)
    called = {i for i, (said, _) in enumerate(cases) if said}
    actual = {i for i, (_, is_so) in enumerate(cases) if is_so}
    everything = set(range(len(cases)))
    both, neither = called & actual, everything - called - actual
    return {
        "accuracy": Q(len(cases) - len(called ^ actual), len(cases)),
        "precision": Q(len(both), len(called)),
        "recall": Q(len(both), len(actual)),
        "specificity": Q(len(neither), len(everything - actual)),
        "f1": Q(2 * len(both), len(called) + len(actual)),
        "trivial": Q(len(everything - actual), len(cases)),
    }


def _cases(tp: int, fp: int, fn: int, tn: int) -> list[tuple[bool, bool]]:
    """(called positive, actually positive) of each case."""
    return [(True, True)] * tp + [(True, False)] * fp + [(False, True)] * fn + [(False, False)] * tn


def _fits(name: str, purpose: int) -> bool:
    """The metric feels the error that costs, and only the two counts that the purpose compares."""
    compared = ({0, 2}, {0, 1}, {1, 3})[purpose]  # indices of TP, FP, FN, TN
    base_ = [50, 20, 30, 400]
    before = getattr(metrics(*base_), name)
    felt = set()
    for i in range(4):
        more = [v + 7 * (i == j) for j, v in enumerate(base_)]
        if getattr(metrics(*more), name) != before:
            felt.add(i)
    return felt == compared
