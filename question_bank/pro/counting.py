"""Compute a probability by counting (MML 6.1.2).

Levels: 1 all of a few draws without replacement are of one kind; 2 at least one is; 3 an exact number of them
(hypergeometric), or choices of which some agree (birthday problem). The solution counts sets or sequences; checked draw
by draw, with the probabilities of a tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import comb, perm
from typing import NamedTuple

from question_bank._steps import forms, wrong_numbers
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, text
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"all", "some", "exactly", "share" or "different"."""
    setting: int
    n: int
    """Items, or places to choose from."""
    good: int
    """Items of the kind that is asked about; 0 for choices."""
    draws: int
    wanted: int
    """How many of the drawn items are to be of that kind."""


class Setting(NamedTuple):
    """Items of two kinds that are drawn without replacement."""

    story: str
    """With @n, @good and @draws."""
    all: str
    """What is asked, after "What is the probability that"."""
    some: str
    exactly: str
    """With @wanted."""


ITEMS = (
    Setting(
        "A tray holds @n chips, of which @good are faulty. An inspector takes @draws of them at random, without "
        "putting any back.",
        "all chips taken are faulty",
        "at least one of the chips taken is faulty",
        "exactly @wanted of the chips taken @are faulty",
    ),
    Setting(
        "Of @n documents, @good are relevant to a query. A search engine shows @draws different documents at random.",
        "all documents shown are relevant",
        "at least one of the documents shown is relevant",
        "exactly @wanted of the documents shown @are relevant",
    ),
    Setting(
        "A data set has @n images, of which @good show a cat. A batch of @draws different images is chosen at random.",
        "all images of the batch show a cat",
        "at least one image of the batch shows a cat",
        "exactly @wanted of the images in the batch @show a cat",
    ),
    Setting(
        "Of @n sensors in a store, @good are new. A technician takes @draws of them at random and builds them in.",
        "all sensors built in are new",
        "at least one of the sensors built in is new",
        "exactly @wanted of the sensors built in @are new",
    ),
    Setting(
        "A hidden layer has @n units, of which @good are dead. A pruning method removes @draws different units at "
        "random.",
        "all units removed are dead",
        "at least one of the units removed is dead",
        "exactly @wanted of the units removed @are dead",
    ),
)
PLACES = (
    "A hash function sends each of @k keys to one of @n buckets, independently and all equally likely.",
    "Each of @k people picks one of @n time slots, independently and all equally likely.",
    "Each of @k requests goes to one of @n servers, independently and all equally likely.",
    "From a data set of @n rows a bootstrap sample of @k rows is drawn, one after the other and with replacement.",
    "Each of @k random seeds is a number from $1$ to @n, independently and all equally likely.",
)
SHARE = (
    ("at least two keys share a bucket", "all keys get different buckets"),
    ("at least two people pick the same slot", "all people pick different slots"),
    ("at least two requests go to the same server", "all requests go to different servers"),
    ("some row is drawn more than once", "all rows drawn are different"),
    ("at least two seeds are equal", "all seeds are different"),
)


@exercise("pro-counting", version=1, bounds=(2000, 4000, 10_000))
def counting(draw: Draw, level: int) -> Given:
    """Few items, so that the binomial coefficients stay small."""
    setting = draw.below(len(ITEMS))
    if level == 3 and draw.below(3) == 0:
        k = draw.integer(3, 4)
        n = draw.integer(5, 20 if k == 3 else 10)
        return Given(draw.choice(("share", "share", "different")), setting, n, 0, k, 0)
    draws = draw.integer(2, 3) if level < 3 else draw.integer(3, 4)
    if level == 1:
        n = draw.integer(6, 12)
        return Given("all", setting, n, draw.integer(draws + 1, n - 2), draws, draws)
    if level == 2:
        n = draw.integer(6, 15)
        return Given("some", setting, n, draw.integer(2, n - draws - 1), draws, 1)
    n = draw.integer(8, 14)
    good = draw.integer(3, n - 4)
    return Given("exactly", setting, n, good, draws, draw.integer(1, min(draws, good) - 1))


REPLACED = (
    "That treats the draws as if every item were put back. Without replacement each draw leaves one item fewer of its "
    "kind, and one fewer in all."
)
MIXED = (
    "Numerator and denominator do not count the same things: if order matters in one of them, it has to matter in the "
    "other."
)
EXACTLY_ONE = "That is the probability of *exactly* one such event. “At least one” has further cases."
FORM = "Answer exactly or to three decimals."


@counting.problem
def build(kind: str, setting: int, n: int, good: int, draws: int, wanted: int) -> Problem:
    """Favourable over possible, both counted in the same way."""
    if kind in ("share", "different"):
        return _places(kind, setting, n, draws)
    world = ITEMS[setting]
    story = text(world.story, n=n, good=good, draws=draws)
    question = {"all": world.all, "some": world.some, "exactly": world.exactly}[kind]
    question = question.replace("@wanted", str(wanted)).replace("@are", "is" if wanted == 1 else "are")
    question = question.replace("@show", "shows" if wanted == 1 else "show")
    value, hints, steps, wrong = {"all": _all, "some": _some, "exactly": _exactly}[kind](n, good, draws, wanted)
    answer = NumberAnswer.of(value, decimals=3)
    return Problem.single(
        prompt=f"{story}\n\nWhat is the probability that {question}? {FORM}",
        answer=answer,
        hints=hints,
        steps=(*steps, step(r"So the probability is $@answer$.", answer=answer)),
        misconceptions=wrong,
    )


Told = tuple[Q, tuple[str, ...], list[Step], tuple[Misconception, ...]]


def binomial(n: int, k: int) -> Tex:
    r"""`\binom{5}{2}`."""
    return Tex(rf"\binom{{{n}}}{{{k}}}")


def _falling(top: int, bottom: int, count: int) -> Tex:
    r"""`\frac{5}{9} \cdot \frac{4}{8}`: draw after draw without replacement."""
    return Tex(r" \cdot ".join(rf"\frac{{{top - i}}}{{{bottom - i}}}" for i in range(count)))


def _one_order(n: int, good: int, draws: int, wanted: int) -> Tex:
    """The factors of one fixed order, those of the wanted kind first."""
    tops = [*range(good, good - wanted, -1), *range(n - good, n - good - (draws - wanted), -1)]
    return Tex(r" \cdot ".join(rf"\frac{{{top}}}{{{n - i}}}" for i, top in enumerate(tops)))


def _worked(n: int, k: int) -> Tex:
    r"""`\frac{5 \cdot 4}{2 \cdot 1} = 10`; `5` for one."""
    if k == 1:
        return Tex(str(n))
    over = r" \cdot ".join(str(n - i) for i in range(k))
    under = r" \cdot ".join(str(k - i) for i in range(k))
    return Tex(rf"\frac{{{over}}}{{{under}}} = {comb(n, k)}")


def _all(n: int, good: int, draws: int, _: int) -> Told:
    right = Q(comb(good, draws), comb(n, draws))
    steps = [
        step(
            r"All sets of $@r$ items are equally likely, so divide the favourable sets by all sets. There are "
            r"$@all = @value$ sets.",
            r=draws,
            all=binomial(n, draws),
            value=_worked(n, draws),
        ),
        step(
            r"The favourable sets are those from the $@good$ items alone: $@set = @value$.",
            good=good,
            set=binomial(good, draws),
            value=_worked(good, draws),
        ),
        step(
            r"Check, draw after draw with the product rule: $@product = @right$.",
            product=_falling(good, n, draws),
            right=right,
        ),
        step(
            r"The quotient is $@quotient$.",
            quotient=forms(Tex(rf"\frac{{{comb(good, draws)}}}{{{comb(n, draws)}}}"), right),
        ),
    ]
    hints = (
        "All sets of items of the right size are equally likely.",
        "Count the sets that are favourable and all sets; or multiply the probabilities draw after draw.",
    )
    return (
        right,
        hints,
        steps,
        wrong_numbers(
            right,
            ("replacement", Q(good, n) ** draws, REPLACED),
            ("order-mixed", Q(perm(good, draws), comb(n, draws)), MIXED),
            decimals=3,
        ),
    )


def _some(n: int, good: int, draws: int, _: int) -> Told:
    bad = n - good
    none = Q(comb(bad, draws), comb(n, draws))
    one = Q(good * comb(bad, draws - 1), comb(n, draws))
    steps = [
        Step("The opposite of “at least one” is “none”, and that is a single case."),
        step(
            r"There are $@all = @value$ equally likely sets of $@r$ items.",
            r=draws,
            all=binomial(n, draws),
            value=_worked(n, draws),
        ),
        step(
            r"“None” means that all come from the other $@n - @good = @bad$ items: $@set = @value$ sets.",
            n=n,
            good=good,
            bad=bad,
            set=binomial(bad, draws),
            value=_worked(bad, draws),
        ),
        step(
            r"Complement: $1 - @none$. Check by draws: none has probability $@product = @reduced$.",
            none=Tex(rf"\frac{{{comb(bad, draws)}}}{{{comb(n, draws)}}}"),
            product=_falling(bad, n, draws),
            reduced=none,
        ),
    ]
    return (
        1 - none,
        ("Which event is the opposite of “at least one”?", "Count the sets that avoid the kind you are asked about."),
        steps,
        wrong_numbers(
            1 - none,
            ("at-least-one-direct", one, EXACTLY_ONE),
            ("replacement", 1 - Q(bad, n) ** draws, REPLACED),
            ("order-mixed", 1 - Q(comb(bad, draws), perm(n, draws)), MIXED),
            decimals=3,
        ),
    )


def _exactly(n: int, good: int, draws: int, wanted: int) -> Told:
    bad, rest = n - good, draws - wanted
    favourable, total = comb(good, wanted) * comb(bad, rest), comb(n, draws)
    right = Q(favourable, total)
    p = Q(good, n)
    steps = [
        step(
            r"All $@all = @value$ sets of $@r$ items are equally likely.",
            r=draws,
            all=binomial(n, draws),
            value=_worked(n, draws),
        ),
        step(
            r"Choose the $@wanted$ of the one kind, $@first = @a$, and the $@rest$ of the other, $@second = @b$.",
            wanted=wanted,
            rest=rest,
            first=binomial(good, wanted),
            second=binomial(bad, rest),
            a=_worked(good, wanted),
            b=_worked(bad, rest),
        ),
        step(
            r"Every choice of the first goes with every choice of the second: $@a \cdot @b = @all$ favourable sets.",
            a=comb(good, wanted),
            b=comb(bad, rest),
            all=favourable,
        ),
        step(
            r"Check, by draws: one fixed order has probability $@draws = @one$, and there are $@orders = @count$ "
            r"orders: $@count \cdot @one = @right$.",
            draws=_one_order(n, good, draws, wanted),
            one=Q(perm(good, wanted) * perm(bad, rest), perm(n, draws)),
            right=right,
            orders=binomial(draws, wanted),
            count=comb(draws, wanted),
        ),
        step(r"The quotient is $@quotient$.", quotient=forms(Tex(rf"\frac{{{favourable}}}{{{total}}}"), right)),
    ]
    return (
        right,
        (
            "Count sets, not sequences: the order of the items does not matter here.",
            "Choose the items of the one kind and those of the other separately, and multiply.",
        ),
        steps,
        wrong_numbers(
            right,
            ("replacement", comb(draws, wanted) * p**wanted * (1 - p) ** rest, REPLACED),
            ("order-mixed", Q(favourable, perm(n, draws)), MIXED),
            decimals=3,
        ),
    )


def _places(kind: str, setting: int, n: int, k: int) -> Problem:
    different = Q(perm(n, k), n**k)
    right = different if kind == "different" else 1 - different
    answer = NumberAnswer.of(right, decimals=3)
    question = SHARE[setting][kind == "different"]
    one_pair = Q(comb(k, 2) * perm(n, k - 1), n**k)
    mixed = Q(comb(n, k), n**k)
    factors = r" \cdot ".join(str(n - i) for i in range(k))
    replies = [("order-mixed", mixed if kind == "different" else 1 - mixed, MIXED)]
    steps = [
        step(r"Every sequence of $@k$ choices is equally likely: there are $@n^@{k} = @total$.", n=n, k=k, total=n**k),
        step(
            r"All different: the first has $@n$ possibilities, the next one fewer, and so on: $@factors = @count$ "
            r"sequences.",
            n=n,
            factors=Tex(factors),
            count=perm(n, k),
        ),
        step(
            r"So all are different with probability $@share$.",
            share=forms(Tex(rf"\frac{{{perm(n, k)}}}{{{n**k}}}"), different),
        ),
    ]
    if kind == "share":
        replies.insert(
            0,
            (
                "at-least-one-direct",
                one_pair,
                "That counts the cases in which one pair agrees and no "
                "more; “at least two” also covers larger groups and several pairs.",
            ),
        )
        steps.append(step(r"“At least two agree” is the opposite of “all different”: $1 - @p$.", p=different))
    else:
        steps.append(
            step(r"Check, choice after choice: $@product$ is the same.", product=_chain(n, k)),
        )
    return Problem.single(
        prompt=f"{text(PLACES[setting], k=k, n=n)}\n\nWhat is the probability that {question}? {FORM}",
        answer=answer,
        hints=(
            "Think of the choices as a sequence: how many sequences are there in all?",
            "Count the sequences in which all choices differ: each choice has one possibility less than the one before."
            if kind == "different"
            else "The opposite event, that all choices differ, is easier to count.",
        ),
        steps=(*steps, step(r"So the probability is $@answer$.", answer=answer)),
        misconceptions=wrong_numbers(right, *replies, decimals=3),
    )


def _chain(n: int, k: int) -> Tex:
    return Tex(r" \cdot ".join(rf"\frac{{{n - i}}}{{{n}}}" for i in range(k)))


# ------------------------------------------------------------------ the second opinion


@counting.verify
def draw_by_draw(kind: str, setting: int, n: int, good: int, draws: int, wanted: int, answer: Q) -> bool:
    """The tree of the draws: at every node the probability of the next item, or of a place that is taken."""
    if kind in ("share", "different"):
        agree = _agree(n, draws, 0)
        return bool(answer == (agree if kind == "share" else 1 - agree))
    accepted: Sequence[int] = (wanted,) if kind != "some" else range(1, draws + 1)
    return bool(answer == sum((_tree(good, n - good, draws, k) for k in accepted), Q(0)))


@cache
def _tree(good: int, bad: int, draws: int, wanted: int) -> Q:
    """Probability of `wanted` of the good kind in what is left to draw."""
    if draws == 0:
        return Q(int(wanted == 0))
    total = Q(0)
    if good and wanted:
        total += Q(good, good + bad) * _tree(good - 1, bad, draws - 1, wanted - 1)
    if bad:
        total += Q(bad, good + bad) * _tree(good, bad - 1, draws - 1, wanted)
    return total


@cache
def _agree(n: int, left: int, taken: int) -> Q:
    """Probability that one of the `left` choices meets a place that is taken."""
    if left == 0:
        return Q(0)
    return Q(taken, n) + Q(n - taken, n) * _agree(n, left - 1, taken + 1)
