"""Use the law of total probability, the sum rule (MML 6.3).

Levels: 1 two branches; 2 three branches; 3 two stages, either the same change twice or an item moved from one box to
another. Checked in whole numbers: by following a population through the tree, or by listing all pairs of items.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import exact_decimal, forms, percent, wrong_numbers
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, text
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"branches", "chain" or "boxes"."""
    setting: int
    shares: tuple[int, ...]
    """Percent of the branches; the state at the start of a chain; white and black items of the first box."""
    rates: tuple[int, ...]
    """Percent of the event in every branch; from state 1 and from state 0 to state 1; items of the second box."""


BRANCHES = {
    2: (
        "In a mailbox @p1 of the messages are spam, the others are not. The word *prize* occurs in @r1 of the spam and "
        "in @r2 of the other messages. What is the probability that a random message contains the word?",
        "Of all people who come for screening @p1 are ill. A test is positive for @r1 of those who are ill and for "
        "@r2 of those who are not. What is the probability that a random person tests positive?",
        "A store takes @p1 of its sensors from supplier A and the others from supplier B. Of the sensors from A @r1 "
        "are faulty, of those from B @r2. What is the probability that a random sensor is faulty?",
        "Of the visitors of a page @p1 use a phone, the others a computer. With a phone @r1 buy something, with a "
        "computer @r2. What is the probability that a random visitor buys something?",
    ),
    3: (
        "A store takes @p1 of its sensors from supplier A, @p2 from B and @p3 from C. Faulty are @r1 of the sensors "
        "from A, @r2 of those from B and @r3 of those from C. What is the probability that a random sensor is faulty?",
        "In a corpus @p1 of the documents are about sport, @p2 about politics and @p3 about science. The word *record* "
        "occurs in @r1, @r2 and @r3 of them, in this order. What is the probability that a random document contains "
        "the word?",
        "Of the images in a collection @p1 were taken by day, @p2 at dusk and @p3 at night. Blurred are @r1 of those "
        "taken by day, @r2 of those taken at dusk and @r3 of those taken at night. What is the probability that a "
        "random image is blurred?",
        "Three servers handle @p1, @p2 and @p3 of all requests. Of their requests @r1, @r2 and @r3 fail, in this "
        "order. What is the probability that a random request fails?",
    ),
}
CHAINS = (
    (
        "A bit is $1$ with probability @p. It passes two noisy relays, one after the other. Each relay sends a $1$ on "
        "as $1$ with probability @a and turns a $0$ into a $1$ with probability @b, all independently. What is "
        "the probability that the bit is $1$ after both relays?",
        "after the first relay",
        "the bit is $1$",
    ),
    (
        "A machine is in order today with probability @p. If it is in order on one day, it is so on the next with "
        "probability @a; if it is not, it will be in order on the next day with probability @b. Only the day before "
        "matters. What is the probability that it is in order the day after tomorrow?",
        "tomorrow",
        "the machine is in order",
    ),
    (
        "A user is active in week $0$ with probability @p. An active user is active in the next week with probability "
        "@a, an inactive one with probability @b; only the week before matters. What is the probability that the user "
        "is active in week $2$?",
        "in week $1$",
        "the user is active",
    ),
)
BOXES = (
    "Box 1 holds @n sensors, of which @a @isa new and the rest used; box 2 holds @m, of which @c @isc new. One sensor "
    "is taken at random from box 1 and put into box 2. Then one is taken at random from box 2. What is the probability "
    "that it is new?",
    "Folder 1 has @a and @b, folder 2 has @c and @d. A random image of folder 1 is "
    "moved to folder 2. Then a random image of folder 2 is opened. What is the probability that it shows a cat?",
)
PLACES = (("sensors", "box 2"), ("images", "folder 2"))
KINDS = (("a new sensor", "a used one"), ("a cat image", "a dog image"))
RATES: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((20, 30, 40, 50, 60, 80), (1, 2, 4, 5, 8, 10, 15)),
    ((60, 70, 75, 80, 90, 95), (2, 4, 5, 8, 10, 15, 20)),
    ((), (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20)),
    ((), (2, 4, 5, 6, 8, 10, 12, 15, 20, 30)),
)
"""Percent in two branches: of the first and of the second, or of both where the first is empty."""
THIRDS = ((50, 30, 20), (60, 30, 10), (40, 40, 20), (50, 40, 10), (45, 35, 20), (70, 20, 10))


@exercise("pro-total-probability", version=1, bounds=(2000, 2000, 10_000))
def total(draw: Draw, level: int) -> Given:
    """Shares and rates in whole percent."""
    if level == 3 and draw.below(3) == 0:
        numbers = [draw.integer(1, 6) for _ in range(4)]
        return Given("boxes", draw.below(2), tuple(numbers[:2]), tuple(numbers[2:]))
    if level == 3:
        return _two_stages(draw)
    setting = draw.below(4)
    if level == 1:
        p = draw.choice((10, 20, 25, 30, 40, 60, 70, 75, 80) if setting > 1 else (5, 10, 20, 25, 30, 40))
        often, seldom = RATES[setting]
        if often:  # spam has the word, and ill people test positive, more often
            rates = [draw.choice(often), draw.choice(seldom)]
        else:
            rates = draw.sample(seldom, 2)
        return Given("branches", setting, (p, 100 - p), tuple(rates))
    shares = tuple(draw.shuffled(draw.choice(THIRDS)))
    rates = draw.sample((1, 2, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40), 3)
    return Given("branches", setting, shares, tuple(rates))


def _two_stages(draw: Draw) -> Given:
    """A start that the rule changes: a stationary probability would be the answer already."""
    setting = draw.below(len(CHAINS))
    for _ in range(TRIES):
        if setting == 0:  # a relay keeps a bit more often than not
            a, b = 10 * draw.integer(6, 9), 10 * draw.integer(1, 4)
        else:
            a, b = sorted((10 * x for x in draw.sample(range(1, 10), 2)), reverse=True)
        p = 10 * draw.integer(1, 9)
        if p * a + (100 - p) * b != 100 * p:
            return Given("chain", setting, (p,), (a, b))
    raise exhausted("chain", "a start that is not stationary")


@total.problem
def build(kind: str, setting: int, shares: tuple[int, ...], rates: tuple[int, ...]) -> Problem:
    """The sum over the branches of share times rate."""
    if kind == "boxes":
        return _boxes(setting, *shares, *rates)
    if kind == "chain":
        return _chain(setting, Q(shares[0], 100), Q(rates[0], 100), Q(rates[1], 100))
    return _branches(setting, [Q(p, 100) for p in shares], [Q(r, 100) for r in rates])


def mistakes(right: Q, weights: list[Q], rates: list[Q], *first: tuple[str, Q, str]) -> tuple[Misconception, ...]:
    """What the mal-rules give for the last sum, after any `first` ones of the problem."""
    return wrong_numbers(
        right,
        *first,
        (
            "average-unweighted",
            sum(rates, Q(0)) / len(rates),
            "That is the plain average of the conditional probabilities: weigh each with the probability of its case.",
        ),
        (
            "forgets-branch",
            right - weights[-1] * rates[-1],
            "One branch is missing: the event can also happen there. The weights of all branches add up to one.",
        ),
        (
            "adds-conditionals",
            sum(rates, Q(0)),
            "Conditional probabilities under different conditions cannot be added: multiply each by the probability of "
            "its condition first.",
        ),
    )


HINTS = (
    "Draw a tree: which cases can come first, and what happens in each of them?",
    r"Sum rule: $P(E) = \sum_k P(E \mid H_k) \, P(H_k)$, where $E$ is the event asked for and the $H_k$ are the cases.",
)


def _sum(weights: list[Q], rates: list[Q]) -> Tex:
    return Tex(" + ".join(rf"{exact_decimal(w)} \cdot {exact_decimal(r)}" for w, r in zip(weights, rates, strict=True)))


def _branches(setting: int, weights: list[Q], rates: list[Q]) -> Problem:
    story = BRANCHES[len(weights)][setting]
    told = {f"{x}{k}": percent(v) for x, vs in (("p", weights), ("r", rates)) for k, v in enumerate(vs, 1)}
    used = {name: value for name, value in told.items() if f"@{name}" in story}
    products = [w * r for w, r in zip(weights, rates, strict=True)]
    right = sum(products, Q(0))
    answer = NumberAnswer.of(right)
    steps: list[Step] = [
        step(
            "Let $E$ be the event asked for. In the order of the question, "
            + (
                "the cases $H_1$, $H_2$ and $H_3$ exclude one another and cover everything; their probabilities are "
                "$@p$."
                if len(weights) == 3
                else "there are two cases, $H_1$ and its complement $H_2$, with probabilities $@p$."
            ),
            p=Tex(r",\; ".join(map(exact_decimal, weights))),
        ),
        step(r"Sum rule: $P(E) = \sum_k P(H_k) \, P(E \mid H_k) = @sum$.", sum=_sum(weights, rates)),
        step(
            r"The products, the probabilities of the branches, are $@products$.",
            products=Tex(r",\; ".join(map(exact_decimal, products))),
        ),
        step(
            r"Check: the result is a weighted mean of the rates, so it lies between $@low$ and $@high$.",
            low=exact_decimal(min(rates)),
            high=exact_decimal(max(rates)),
        ),
        step(r"Added up: $P(E) = @shown$.", shown=forms(exact_decimal(right), answer)),
    ]
    return Problem.single(
        prompt=text(story, **used) + " Answer exactly.",
        answer=answer,
        hints=HINTS,
        steps=tuple(steps),
        misconceptions=mistakes(right, weights, rates),
    )


def _chain(setting: int, p: Q, a: Q, b: Q) -> Problem:
    story, when, what = CHAINS[setting]
    middle = p * a + (1 - p) * b
    right = middle * a + (1 - middle) * b
    answer = NumberAnswer.of(right)
    return Problem.single(
        prompt=text(story, p=percent(p), a=percent(a), b=percent(b)) + " Answer exactly.",
        answer=answer,
        hints=(
            "Take one stage at a time: first find the probability in the middle.",
            HINTS[1],
        ),
        steps=(
            Step(
                f"Let $M$ be the event that {what} {when}, and $E$ the event asked for. Both stages follow the same "
                "rule."
            ),
            step(
                r"First stage, sum rule: $P(M) = @sum = @middle$.",
                sum=_sum([p, 1 - p], [a, b]),
                middle=exact_decimal(middle),
            ),
            step(r"So $P(M^c) = 1 - @middle = @rest$.", middle=exact_decimal(middle), rest=exact_decimal(1 - middle)),
            step(r"Second stage, sum rule again: $P(E) = @sum$.", sum=_sum([middle, 1 - middle], [a, b])),
            step(r"Check: a weighted mean of $@b$ and $@a$ lies between them.", a=exact_decimal(a), b=exact_decimal(b)),
            step(r"So $P(E) = @shown$.", shown=forms(exact_decimal(right), answer)),
        ),
        misconceptions=mistakes(
            right,
            [middle, 1 - middle],
            [a, b],
            ("one-stage", middle, "That is the probability after one stage only: the same rule applies once more."),
        ),
    )


def _boxes(setting: int, a: int, b: int, c: int, d: int) -> Problem:
    one, two = KINDS[setting]
    n, m = a + b, c + d + 1
    weights, rates = [Q(a, n), Q(b, n)], [Q(c + 1, m), Q(c, m)]
    right = weights[0] * rates[0] + weights[1] * rates[1]
    answer = NumberAnswer.of(right)
    values = {"a": _over(a, n), "b": _over(b, n), "c": _over(c + 1, m), "d": _over(c, m)}
    things, place = PLACES[setting]
    cats, dogs = {"a": a, "c": c}, {"b": b, "d": d}
    images = {name: f"{k} cat image{'s' * (k != 1)}" for name, k in cats.items()}
    images |= {name: f"{k} dog image{'s' * (k != 1)}" for name, k in dogs.items()}
    counts = images if setting else {"n": n, "a": a, "m": c + d, "c": c}
    verbs = {} if setting else {f"is{x}": "is" if k == 1 else "are" for x, k in (("a", a), ("c", c))}
    return Problem.single(
        prompt=text(BOXES[setting], **counts, **verbs) + " Answer exactly.",
        answer=answer,
        hints=(f"What can be moved, and what is in {place} then?", HINTS[1]),
        steps=(
            step(
                r"Two cases: what is moved is @one, with probability $@a$, or @two, with probability $@b$.",
                one=one,
                two=two,
                a=values["a"],
                b=values["b"],
            ),
            step(
                r"After that there are $@m$ @things in @place. If @one was moved, @one is drawn with probability "
                r"$@c$, otherwise with probability $@d$.",
                things=things,
                place=place,
                one=one,
                m=m,
                c=values["c"],
                d=values["d"],
            ),
            step(r"Let $E$ be the event asked for. Sum rule: $P(E) = @a \cdot @c + @b \cdot @d$.", **values),
            step(r"Over the common denominator: $\frac{@x + @y}{@whole}$.", x=a * (c + 1), y=b * c, whole=n * m),
            step(
                r"Check with the other kind: $@a \cdot @e + @b \cdot @f = @left$, and both results add up to $1$.",
                a=values["a"],
                b=values["b"],
                e=_over(d, m),
                f=_over(d + 1, m),
                left=_over(a * d + b * (d + 1), n * m),
            ),
            step(r"So $P(E) = @shown$.", shown=forms(_over(a * (c + 1) + b * c, n * m), answer)),
        ),
        misconceptions=mistakes(right, weights, rates),
    )


def _over(top: int, bottom: int) -> Tex:
    return Tex(rf"\frac{{{top}}}{{{bottom}}}")


# ------------------------------------------------------------------ the second opinion


@total.verify
def follow_a_population(kind: str, setting: int, shares: tuple[int, ...], rates: tuple[int, ...], answer: Q) -> bool:
    """Whole numbers: a million cases sent through the tree; or every item moved with every item drawn."""
    if kind == "boxes":
        first = [1] * shares[0] + [0] * shares[1]
        second = [1] * rates[0] + [0] * rates[1]
        drawn = [item for moved in first for item in (*second, moved)]
        return bool(answer * len(drawn) == sum(drawn))
    population = 10**6
    if kind == "branches":
        met = sum(population * p // 100 * r // 100 for p, r in zip(shares, rates, strict=True))
        return bool(answer * population == met)
    ones = population * shares[0] // 100
    for _ in range(2):
        ones = ones * rates[0] // 100 + (population - ones) * rates[1] // 100
    return bool(answer * population == ones)
