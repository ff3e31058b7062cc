"""Sample spaces, events and the axioms (MML 6.1.2).

Levels: 1 one fair die; 2 two events, given by probabilities (overlapping or disjoint); 3 three events in percent, or
intervals in an interval sample space. The solution uses complements and inclusion-exclusion; checked by counting the
outcomes of a finite space one by one, an interval being cut at all end points into cells.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, product
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import exact_decimal, forms, wrong_numbers
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, set_of, text
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"die", "two", "three" or "interval"."""
    setting: int
    asked: str
    """A key of ASKED."""
    numbers: tuple[int, ...]
    """Die: sides and the indices of two events. Two: percent of only A, only B, both, neither. Three: percent of
    ABC, AB only, AC only, BC only, A only, B only, C only, none. Interval: length, then the ends of A and B."""
    told: str = ""
    """For two events, what is told besides P(A) and P(B): "both", "union", "neither" or "disjoint"."""


EVENTS: tuple[tuple[str, Callable[[int, int], bool]], ...] = (
    ("the number is even", lambda k, n: k % 2 == 0),
    ("the number is odd", lambda k, n: k % 2 == 1),
    ("the number is divisible by 3", lambda k, n: k % 3 == 0),
    ("the number is at most 4", lambda k, n: k <= 4),
    ("the number is at least 5", lambda k, n: k >= 5),
    ("the number is greater than 3", lambda k, n: k > 3),
    ("the number is prime", lambda k, n: k in (2, 3, 5, 7, 11, 13, 17, 19)),
    ("the number is a square", lambda k, n: k in (1, 4, 9, 16)),
)
DICE = (
    "A fair die with the numbers $1, \\dots, @n$ is rolled once.",
    "One of $@n$ servers, numbered $1, \\dots, @n$, is chosen at random, all equally likely.",
    "A data set has $@n$ rows, numbered $1, \\dots, @n$. One row is drawn at random, all equally likely.",
)
ASKED = {
    "union": r"P(A \cup B)",
    "neither": r"P(A^c \cap B^c)",
    "exactly": r"P(\text{exactly one of } A, B)",
    "both": r"P(A \cap B)",
}
WORDS = {
    "union": "at least one of $A$ and $B$ happens",
    "neither": "neither $A$ nor $B$ happens",
    "exactly": "exactly one of $A$ and $B$ happens",
    "both": "both $A$ and $B$ happen",
}
TWO = (
    "A random message from a mailbox is looked at. Let $A$ be the event that it has a link, and $B$ the event that it "
    "has an attachment.",
    "A random image of a collection is looked at. Let $A$ be the event that it shows a car, and $B$ the event that it "
    "shows a person.",
    "A plant is watched for a day. Let $A$ be the event that sensor 1 raises an alarm, and $B$ the event that sensor 2 "
    "does.",
)
THREE = (
    "In a mailbox @a of the messages contain a link, @b a number and @c the word *prize*; @ab contain a link and a "
    "number, @ac a link and the word, @bc a number and the word, and @abc contain all three. What is the probability "
    "that a random message contains @asked?",
    "In a collection @a of the images show a car, @b a person and @c a dog; @ab show a car and a person, @ac a car "
    "and a dog, @bc a person and a dog, and @abc show all three. What is the probability that a random image shows "
    "@asked?",
    "Of the rows of a data set @a lack the age, @b the income and @c the address; @ab lack age and income, @ac age and "
    "address, @bc income and address, and @abc lack all three. What is the probability that a random row lacks "
    "@asked?",
)
LENGTHS = (
    "A sensor sends its signal at a time $X$ (in seconds) that is uniform on $[0, @n]$: the probability of an interval "
    "is its length divided by $@n$.",
    "A point $X$ is chosen uniformly from the interval $[0, @n]$: the probability of an interval is its length divided "
    "by $@n$.",
)


@exercise("pro-events", version=1)
def events(draw: Draw, level: int) -> Given:
    """The probabilities of all disjoint cases are chosen first."""
    if level == 1:
        return _die(draw)
    if level == 2:
        told = draw.choice(("both", "both", "union", "neither", "disjoint"))
        asked = {"both": ("union", "neither", "exactly"), "disjoint": ("union", "neither")}.get(told, ("both",))
        cells = [5 * draw.integer(1, 7) for _ in range(3)]
        if told == "disjoint":
            cells[2] = 0
            cells[:2] = [5 * draw.integer(2, 9) for _ in range(2)]
        if sum(cells) > 95:
            cells = [5 + x // 10 * 5 for x in cells]
            cells[2] *= told != "disjoint"
        return Given("two", draw.below(len(TWO)), draw.choice(asked), (*cells, 100 - sum(cells)), told)
    if draw.flip():
        cells = [draw.integer(1, 6), *(draw.integer(2, 9) for _ in range(3)), *(draw.integer(4, 18) for _ in range(3))]
        return Given("three", draw.below(len(THREE)), draw.choice(("union", "neither")), (*cells, 100 - sum(cells)))
    n = draw.choice((8, 10, 12, 20))
    a, c, b, d = sorted(draw.sample(range(n + 1), 4))
    question = draw.choice(("union", "neither", "exactly"))
    return Given("interval", draw.below(len(LENGTHS)), question, (n, a, b, c, d))


def _die(draw: Draw) -> Given:
    for _ in range(TRIES):
        n = draw.choice((6, 8, 10, 12, 20))
        i, j = draw.sample(range(len(EVENTS)), 2)
        a, b = outcomes(n, i), outcomes(n, j)
        if set(a) & set(b) and set(a) - set(b) and set(b) - set(a) and len({*a, *b}) < n:
            return Given("die", draw.below(len(DICE)), draw.choice(("union", "neither")), (n, i, j))
    raise exhausted("pair of events", "they overlap and leave something out")


def outcomes(n: int, event: int) -> list[int]:
    """The outcomes of an event of a die with n sides."""
    return [k for k in range(1, n + 1) if EVENTS[event][1](k, n)]


@events.problem
def build(kind: str, setting: int, asked: str, numbers: tuple[int, ...], told: str) -> Problem:
    """Inclusion-exclusion, and complements."""
    if kind == "die":
        return _one_die(setting, asked, *numbers)
    if kind == "two":
        return _two(setting, asked, numbers, told)
    return _three(setting, asked, numbers) if kind == "three" else _interval(setting, asked, numbers)


OVERLAP = "What belongs to $A$ and to $B$ is counted twice in that sum: mind the overlap."
OVERLAPS = "What belongs to two of the events is counted twice in that sum: mind the overlaps."
COMPLEMENTS = (
    "The complement of a union is not the sum of the complements: what lies outside both was counted twice. Find the "
    "probability of the union first."
)
INDEPENDENT = (
    r"The product rule $P(A \cap B) = P(A) P(B)$ is for independent events. Nothing says that these are independent."
)
HINTS = {
    "union": (r"$P(A \cup B)$ is less than $P(A) + P(B)$ when the events overlap.",),
    "neither": ("Look at the opposite event: at least one of the two happens.",),
    "exactly": ("Draw two overlapping circles: “exactly one” is the union without the overlap.",),
    "both": ("Draw two overlapping circles: what is counted twice in $P(A) + P(B)$?",),
}
DISJOINT = "What is the probability that both happen, if they never happen together?"
RULE = r"Inclusion-exclusion: $P(A \cup B) = P(A) + P(B) - P(A \cap B)$."


def mistakes(asked: str, a: Q, b: Q, both: Q) -> tuple[Misconception, ...]:
    """What the three mal-rules give for two events."""
    right = reply(asked, a, b, both)
    return wrong_numbers(
        right,
        *([("no-overlap", reply(asked, a, b, Q(0)), OVERLAP)] if asked in ("union", "neither") else []),
        *([("complement-of-union", 2 - a - b, COMPLEMENTS)] if asked == "neither" else []),
        *([("no-overlap", a + b, OVERLAP)] if asked == "exactly" else []),
        ("disjoint-is-independent", reply(asked, a, b, a * b), INDEPENDENT),
    )


def reply(asked: str, a: Q, b: Q, both: Q) -> Q:
    """What is asked, from P(A), P(B) and what is taken for P(A and B)."""
    union = a + b - both
    return {"union": union, "neither": 1 - union, "exactly": union - both, "both": both}[asked]


def _union(a: Q, b: Q, both: Q, plain: Callable[[Q], object]) -> Step:
    return step(
        r"Inclusion-exclusion: $$P(A \cup B) = P(A) + P(B) - P(A \cap B) = @a + @b - @both = @union.$$",
        a=plain(a),
        b=plain(b),
        both=plain(both),
        union=plain(a + b - both),
    )


def _bounds(a: Q, b: Q, both: Q, plain: Callable[[Q], object]) -> Step:
    if both == 0:
        return step(
            r"Check: nothing is counted twice, and the result is more than each of $@a$ and $@b$, but not above $1$.",
            a=plain(a),
            b=plain(b),
        )
    if a + b >= 1:
        return step(
            r"Check: a union is at least as likely as each of its events ($@most$), and no probability is above $1$.",
            most=plain(max(a, b)),
        )
    return step(
        r"Check: a union is at least as likely as each of its events ($@most$), and at most as likely as both added "
        r"($@sum$).",
        most=plain(max(a, b)),
        sum=plain(a + b),
    )


def _ending(asked: str, a: Q, b: Q, both: Q, plain: Callable[[Q], object], *check: Step) -> list[Step]:
    """From the union to what is asked; the check, if there is one, before the last step."""
    union = a + b - both
    answer = NumberAnswer.of(reply(asked, a, b, both))
    if asked == "union":
        return [*check, step(r"So $P(A \cup B) = @shown$.", shown=forms(plain(union), answer))]
    if asked == "neither":
        return [
            Step(r"“Neither” is the complement of the union (De Morgan): $A^c \cap B^c = (A \cup B)^c$."),
            *check,
            step(
                r"So $P(A^c \cap B^c) = 1 - @union = @shown$.",
                union=plain(union),
                shown=forms(plain(1 - union), answer),
            ),
        ]
    return [
        Step(r"“Exactly one” is the union without the overlap, and the overlap is part of the union."),
        *check,
        step(
            r"So the probability of exactly one is $@union - @both = @shown$.",
            shown=forms(plain(union - both), answer),
            union=plain(union),
            both=plain(both),
        ),
    ]


def _one_die(setting: int, asked: str, n: int, i: int, j: int) -> Problem:
    first, second = outcomes(n, i), outcomes(n, j)
    overlap = [k for k in first if k in second]
    a, b, both = Q(len(first), n), Q(len(second), n), Q(len(overlap), n)

    def plain(p: Q) -> Tex:
        return Tex(rf"\frac{{{int((p * n).p)}}}{{{n}}}")

    told = text(DICE[setting], n=n)
    ask = f"Let $A$ be the event that {EVENTS[i][0]}, and $B$ the event that {EVENTS[j][0]}."
    return Problem.single(
        prompt=f"{told} {ask}\n\nWhat is the probability that {WORDS[asked]}? Answer exactly.",
        answer=NumberAnswer.of(reply(asked, a, b, both)),
        hints=("Write down the outcomes of $A$ and of $B$; all outcomes are equally likely.", *HINTS[asked]),
        steps=(
            step(
                r"The events are $A = @a$ and $B = @b$, so $P(A) = @p$ and $P(B) = @q$.",
                a=set_of(first),
                b=set_of(second),
                p=plain(a),
                q=plain(b),
            ),
            step(r"Both happen for $A \cap B = @c$: $P(A \cap B) = @both$.", c=set_of(overlap), both=plain(both)),
            _union(a, b, both, plain),
            *_ending(asked, a, b, both, plain, _counted(asked, n, {*first, *second})),
        ),
        misconceptions=mistakes(asked, a, b, both),
    )


def _counted(asked: str, n: int, union: set[int]) -> Step:
    """The outcomes of the union, or of its complement, one by one."""
    event, wanted = r"A \cup B", [k for k in range(1, n + 1) if k in union]
    if asked == "neither":
        event, wanted = r"A^c \cap B^c", [k for k in range(1, n + 1) if k not in union]
    return step(rf"Check by counting: ${event} = @set$ has ${len(wanted)}$ of the ${n}$ outcomes.", set=set_of(wanted))


def _two(setting: int, asked: str, cells: tuple[int, ...], told: str) -> Problem:
    a, b, both = Q(cells[0] + cells[2], 100), Q(cells[1] + cells[2], 100), Q(cells[2], 100)
    union = a + b - both
    known = {
        "both": (r"P(A \cap B)", both),
        "union": (r"P(A \cup B)", union),
        "neither": (r"P(A^c \cap B^c)", 1 - union),
    }
    given = text("It is known that $P(A) = @a$ and $P(B) = @b$", a=exact_decimal(a), b=exact_decimal(b))
    if told == "disjoint":
        given += ", and that $A$ and $B$ never happen together."
    else:
        given = given.replace(" and $P(B)", ", $P(B)") + f" and ${known[told][0]} = {exact_decimal(known[told][1])}$."
    return Problem.single(
        prompt=f"{TWO[setting]} {given}\n\nWhat is the probability that {WORDS[asked]}? Answer exactly.",
        answer=NumberAnswer.of(reply(asked, a, b, both)),
        hints=(DISJOINT if told == "disjoint" else HINTS[asked][0], RULE),
        steps=(*_opening(told, a, b, both), *_conclusion(asked, a, b, both)),
        misconceptions=mistakes(asked, a, b, both),
    )


def _opening(told: str, a: Q, b: Q, both: Q) -> list[Step]:
    if told == "disjoint":
        return [
            Step(
                r"The events are disjoint: $A \cap B = \emptyset$, so $P(A \cap B) = 0$. (They are not independent: if "
                "one happens, the other cannot.)"
            )
        ]
    if told == "neither":
        union = a + b - both
        return [
            step(
                r"“Neither” is the complement of the union, so $P(A \cup B) = 1 - @none = @union$.",
                none=exact_decimal(1 - union),
                union=exact_decimal(union),
            )
        ]
    return []


def _conclusion(asked: str, a: Q, b: Q, both: Q) -> list[Step]:
    if asked != "both":
        check = [_bounds(a, b, both, exact_decimal)] if asked == "union" else []
        return [_union(a, b, both, exact_decimal), *_ending(asked, a, b, both, exact_decimal, *check)]
    values = {"a": exact_decimal(a), "b": exact_decimal(b), "union": exact_decimal(a + b - both)}
    return [
        step(r"Inclusion-exclusion, solved for the overlap: $P(A \cap B) = P(A) + P(B) - P(A \cup B)$."),
        step(r"Put in: $P(A \cap B) = @a + @b - @union = @both$.", **values, both=exact_decimal(both)),
        step(
            r"Check: the overlap is no more likely than $A$ and than $B$. So $P(A \cap B) = @answer$.",
            answer=NumberAnswer.of(both),
        ),
    ]


# ------------------------------------------------------------------ level 3


def singles(cells: tuple[int, ...]) -> tuple[list[int], list[int], int]:
    """Percent of A, B, C, of AB, AC, BC, and of all three, from the disjoint cases."""
    abc, ab, ac, bc, a, b, c, _ = cells
    return [abc + ab + ac + a, abc + ab + bc + b, abc + ac + bc + c], [abc + ab, abc + ac, abc + bc], abc


def _three(setting: int, asked: str, cells: tuple[int, ...]) -> Problem:
    one, two, abc = singles(cells)
    union = sum(one) - sum(two) + abc
    pair, alone = sum(cells[1:4]), sum(cells[4:7])
    right = Q(union if asked == "union" else 100 - union, 100)
    answer = NumberAnswer.of(right)
    told = {name: f"{p}%" for name, p in zip(("a", "b", "c", "ab", "ac", "bc", "abc"), (*one, *two, abc), strict=True)}
    fits = [Q(p, 100) for p in one]
    pairs = sum((p * q for p, q in ((fits[0], fits[1]), (fits[0], fits[2]), (fits[1], fits[2]))), Q(0))
    independent = sum(fits, Q(0)) - pairs + fits[0] * fits[1] * fits[2]
    plain = Q(sum(one), 100)
    closing = r"So the probability is $@union = @answer$."
    if asked == "neither":
        closing = r"None of the three is the complement of the union: the probability is $1 - @union = @answer$."
    return Problem.single(
        prompt=text(THREE[setting], **told, asked=f"{'at least one' if asked == 'union' else 'none'} of the three")
        + " Answer exactly.",
        answer=answer,
        hints=(
            "Call the three events $A$, $B$, $C$ and think of three overlapping circles.",
            "Adding the three probabilities counts every overlap of two twice; correct for it, and mind what that does "
            "to the overlap of all three.",
        ),
        steps=(
            Step(
                r"Inclusion-exclusion for three events: $$\begin{aligned} P(A \cup B \cup C) &= P(A) + P(B) + P(C) \\ "
                r"&\quad - P(A \cap B) - P(A \cap C) - P(B \cap C) \\ &\quad + P(A \cap B \cap C). \end{aligned}$$"
            ),
            step(
                r"In percent: the single events add up to $@a + @b + @c = @s$, the pairs to $@ab + @ac + @bc = @t$.",
                a=one[0],
                b=one[1],
                c=one[2],
                s=sum(one),
                ab=two[0],
                ac=two[1],
                bc=two[2],
                t=sum(two),
            ),
            step(
                r"What lies in all three was added three times and taken away three times, so it is added once: "
                r"$@s - @t + @abc = @union$.",
                s=sum(one),
                t=sum(two),
                abc=abc,
                union=union,
            ),
            step(
                r"Check by parts that do not overlap: exactly two events happen in $@t - 3 \cdot @abc = @pair$ "
                r"percent, exactly one in $@s - 2 \cdot @t + 3 \cdot @abc = @alone$, all three in $@abc$. Together "
                r"$@pair + @alone + @abc = @union$.",
                s=sum(one),
                t=sum(two),
                abc=abc,
                pair=pair,
                alone=alone,
                union=union,
            ),
            step(
                closing,
                union=exact_decimal(Q(union, 100)),
                answer=answer,
            ),
        ),
        misconceptions=wrong_numbers(
            right,
            ("no-overlap", plain if asked == "union" else 1 - plain, OVERLAPS),
            *([("complement-of-union", 3 - plain, COMPLEMENTS)] if asked == "neither" else []),
            ("disjoint-is-independent", independent if asked == "union" else 1 - independent, INDEPENDENT),
        ),
    )


def _interval(setting: int, asked: str, numbers: tuple[int, ...]) -> Problem:
    n, a, b, c, d = numbers
    first, second, both = Q(b - a, n), Q(d - c, n), Q(b - c, n)

    def plain(p: Q) -> Tex:
        return Tex(rf"\frac{{{int((p * n).p)}}}{{{n}}}")

    ends = {"a": a, "b": b, "c": c, "d": d}
    return Problem.single(
        prompt=text(
            LENGTHS[setting] + " Let $A$ be the event $@a \\le X \\le @b$, and $B$ the event $@c \\le X \\le @d$.",
            n=n,
            **ends,
        )
        + f"\n\nWhat is the probability that {WORDS[asked]}? Answer exactly.",
        answer=NumberAnswer.of(reply(asked, first, second, both)),
        hints=("Draw the two intervals on a line and mark where they overlap.", *HINTS[asked]),
        steps=(
            step(
                r"Lengths: $P(A) = \frac{@b - @a}{@n} = @p$ and $P(B) = \frac{@d - @c}{@n} = @q$.",
                **ends,
                n=n,
                p=plain(first),
                q=plain(second),
            ),
            step(
                r"Both happen for $@c \le X \le @b$, so $P(A \cap B) = \frac{@b - @c}{@n} = @both$. Single points such "
                r"as the ends have probability $0$.",
                b=b,
                c=c,
                n=n,
                both=plain(both),
            ),
            _union(first, second, both, plain),
            *_ending(asked, first, second, both, plain, _measured(asked, n, a, b, c, d)),
        ),
        misconceptions=mistakes(asked, first, second, both),
    )


def _outside(n: int, a: int, d: int) -> str:
    """What lies outside [a, d]: two pieces, or one where an interval begins at 0 or ends at n."""
    if a == 0:
        return r"only above $@d$ neither of them happens; this piece has the length $@n - @d = @sum$"
    if d == n:
        return r"only below $@a$ neither of them happens; this piece has the length $@sum$"
    return r"below $@a$ and above $@d$ lie pieces with the lengths $@a$ and $@n - @d$, together $@sum$"


def _measured(asked: str, n: int, a: int, b: int, c: int, d: int) -> Step:
    """The pieces that make up what is asked, where the intervals are [a, b] and [c, d] with a < c < b < d."""
    pieces = {
        "union": r"together the two intervals are $@a \le X \le @d$, with the length $@d - @a = @sum$",
        "neither": _outside(n, a, d),
        "exactly": r"only one of them happens from $@a$ to $@c$ and from $@b$ to $@d$; these pieces have the lengths "
        r"$@c - @a$ and $@d - @b$, together $@sum$",
    }[asked]
    length = {"union": d - a, "neither": a + n - d, "exactly": c - a + d - b}[asked]
    named = {k: v for k, v in {"a": a, "b": b, "c": c, "d": d, "n": n}.items() if f"@{k}" in pieces}
    return step(f"Check: {pieces}.", **named, sum=length)


# ------------------------------------------------------------------ the second opinion

TESTS: dict[str, Callable[[int], bool]] = {
    "union": lambda k: k >= 1,
    "neither": lambda k: k == 0,
    "exactly": lambda k: k == 1,
    "both": lambda k: k >= 2,
}
"""What is asked, by the number of events that happen."""


@events.verify
def count_the_cases(kind: str, setting: int, asked: str, numbers: tuple[int, ...], told: str, answer: Q) -> bool:
    """Every case by itself: how many of the events happen in it, and how likely it is."""
    if kind == "die":
        n, i, j = numbers
        cases = [(sum(EVENTS[e][1](k, n) for e in (i, j)), Q(1, n)) for k in range(1, n + 1)]
    elif kind == "interval":
        n, a, b, c, d = numbers
        cuts = sorted({0, a, b, c, d, n})
        cases = [((a <= u < b) + (c <= u < d), Q(v - u, n)) for u, v in pairwise(cuts)]
    elif kind == "two":
        cases = [(k, Q(x, 100)) for k, x in zip((1, 1, 2, 0), numbers, strict=True)]
    else:
        order = sorted(product((0, 1), repeat=3), key=lambda s: (-sum(s), [-x for x in s]))
        cases = [(sum(s), Q(x, 100)) for s, x in zip(order, numbers, strict=True)]
    return bool(answer == sum((p for k, p in cases if TESTS[asked](k)), Q(0)))
