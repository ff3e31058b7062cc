"""Apply Bayes' rule (MML 6.3).

Levels: 1 one test, two causes; 2 three causes; 3 two observations that are independent given the cause. Checked by
counting in a population large enough that every count is whole.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._steps import exact_decimal, percent
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step


class Setting(NamedTuple):
    """A world with hidden causes and one or two things that may be observed."""

    story: str
    """The shares of the causes as @p1, @p2, ... and the rates as @r1, @r2, ... (@s1, ... for a second observation)."""
    causes: tuple[str, ...]
    """Each cause, as what "it" may be: "is spam"."""
    happened: tuple[tuple[str, str], ...]
    """For each observation the clause when it was made, and when its opposite was."""
    subject: str
    """"A person", "A message"; the question says "it" or "this person"."""
    short: str
    independent: str = ""


DISEASE = Setting(
    "Of all people who come for screening, @p1 have a disease. The test is positive for @r1 of those who have the "
    "disease and for @r2 of those who do not.",
    ("has the disease", "does not have the disease"),
    (("tests positive", "tests negative"),),
    "A randomly chosen person",
    "this person",
)
SPAM = Setting(
    "In a mailbox @p1 of the messages are spam. The word *prize* occurs in @r1 of the spam and in @r2 of the other "
    "messages.",
    ("is spam", "is not spam"),
    (("contains the word *prize*", "does not contain the word *prize*"),),
    "A randomly chosen message",
    "it",
)
FRAUD = Setting(
    "In a shop @p1 of the card payments are fraudulent. A detector flags @r1 of the fraudulent payments and @r2 of the "
    "honest ones.",
    ("is fraudulent", "is honest"),
    (("is flagged", "is not flagged"),),
    "A randomly chosen payment",
    "it",
)
SENSORS = Setting(
    "A store takes @p1 of its sensors from supplier A, @p2 from supplier B and @p3 from supplier C. Faulty are @r1 of "
    "the sensors from A, @r2 of those from B and @r3 of those from C.",
    ("comes from supplier A", "comes from supplier B", "comes from supplier C"),
    (("is faulty", "is not faulty"),),
    "A randomly chosen sensor",
    "it",
)
DOCUMENTS = Setting(
    "In a corpus @p1 of the documents are about sport, @p2 about politics and @p3 about science. The word *record* "
    "occurs in @r1 of the documents about sport, in @r2 of those about politics and in @r3 of those about science.",
    ("is about sport", "is about politics", "is about science"),
    (("contains the word *record*", "does not contain the word *record*"),),
    "A randomly chosen document",
    "it",
)
IMAGES = Setting(
    "In a collection @p1 of the images were taken by day, @p2 at dusk and @p3 at night. Blurred are @r1 of the images "
    "taken by day, @r2 of those taken at dusk and @r3 of those taken at night.",
    ("was taken by day", "was taken at dusk", "was taken at night"),
    (("is blurred", "is not blurred"),),
    "A randomly chosen image",
    "it",
)
TWO_TESTS = Setting(
    "Of all people who come for screening, @p1 have a disease. Test 1 is positive for @r1 of those who have the "
    "disease and for @r2 of those who do not; test 2 is positive for @s1 of those who have it and for @s2 of those "
    "who do not.",
    ("has the disease", "does not have the disease"),
    (("is positive in test 1", "is negative in test 1"), ("positive in test 2", "negative in test 2")),
    "A randomly chosen person",
    "this person",
    "Given that a person has the disease, the two results are independent, and likewise given that a person does not.",
)
TWO_WORDS = Setting(
    "In a mailbox @p1 of the messages are spam. The word *prize* occurs in @r1 of the spam and in @r2 of the other "
    "messages, the word *invoice* in @s1 of the spam and in @s2 of the other messages.",
    ("is spam", "is not spam"),
    (
        ("contains the word *prize*", "does not contain the word *prize*"),
        ("contains the word *invoice*", "does not contain the word *invoice*"),
    ),
    "A randomly chosen message",
    "it",
    "Given the kind of message, spam or not, the two words occur independently of each other.",
)
TWO_ALARMS = Setting(
    "In a plant @p1 of all work shifts have a leak. Sensor 1 raises an alarm in @r1 of the shifts with a leak and in "
    "@r2 of those without, sensor 2 in @s1 of the shifts with a leak and in @s2 of those without.",
    ("has a leak", "has no leak"),
    (("has an alarm of sensor 1", "has no alarm of sensor 1"), ("an alarm of sensor 2", "no alarm of sensor 2")),
    "A randomly chosen shift",
    "it",
    "Given that there is a leak, the two sensors err independently, and likewise given that there is none.",
)
SETTINGS = {1: (DISEASE, SPAM, FRAUD), 2: (SENSORS, DOCUMENTS, IMAGES), 3: (TWO_TESTS, TWO_WORDS, TWO_ALARMS)}


class Given(NamedTuple):
    level: int
    setting: int
    priors: tuple[Q, ...]
    rates: tuple[tuple[Q, ...], ...]
    """rates[k][j]: probability of observation j under cause k, as it is told."""
    seen: tuple[bool, ...]
    """Whether observation j was made, or its opposite."""
    target: int


@exercise("pro-bayes", version=1, bounds=(10_000, 10_000, 10_000))
def bayes(draw: Draw, level: int) -> Given:
    """Rare causes and imperfect tests, in whole percent."""
    setting = draw.below(len(SETTINGS[level]))
    if level == 2:
        priors = draw.choice(((50, 30, 20), (60, 25, 15), (40, 40, 20), (50, 40, 10), (45, 35, 20), (70, 20, 10)))
        rates = [(Q(rate, 100),) for rate in draw.sample((1, 2, 4, 5, 8, 10, 20, 30, 40), 3)]
        shuffled = tuple(Q(share, 100) for share in draw.shuffled(priors))
        return Given(level, setting, shuffled, tuple(rates), (True,), draw.below(3))
    rare = Q(draw.choice((1, 2, 4, 5, 10, 15, 20, 25, 30, 40)), 100)
    if level == 1:
        hits = [Q(draw.choice((60, 70, 75, 80, 85, 90, 95)), 100)]
        false = [Q(draw.choice((2, 4, 5, 10, 15, 20, 25, 30)), 100)]
    else:
        hits = [Q(draw.integer(5, 9), 10) for _ in range(2)]
        false = [Q(draw.integer(1, 4), 10) for _ in range(2)]
    seen = (True,) if level == 1 else draw.choice(((True, True), (True, False), (False, True)))
    return Given(level, setting, (rare, 1 - rare), (tuple(hits), tuple(false)), seen, draw.below(4) // 3)


def likelihoods(rates: tuple[tuple[Q, ...], ...], seen: tuple[bool, ...]) -> list[list[Q]]:
    """Probability of what was seen, by cause and observation."""
    return [[p if yes else 1 - p for p, yes in zip(row, seen, strict=True)] for row in rates]


def product(factors: list[Q]) -> Q:
    """The product of a short list."""
    value = Q(1)
    for factor in factors:
        value *= factor
    return value


@bayes.problem
def build(
    level: int,
    setting: int,
    priors: tuple[Q, ...],
    rates: tuple[tuple[Q, ...], ...],
    seen: tuple[bool, ...],
    target: int,
) -> Problem:
    """Joint probabilities, their sum, the quotient."""
    world = SETTINGS[level][setting]
    each = [product(row) for row in likelihoods(rates, seen)]
    joint = [prior * rate for prior, rate in zip(priors, each, strict=True)]
    evidence = sum(joint, Q(0))
    posterior = [value / evidence for value in joint]
    answer = NumberAnswer.of(posterior[target], decimals=3)
    return Problem.single(
        prompt=_prompt(world, priors, rates, seen, target),
        answer=answer,
        hints=(
            "Give the cause and the observation a name, and write down which conditional probabilities you know.",
            "Bayes' rule: the posterior is the joint probability of cause and observation, divided by the "
            "probability of the observation.",
            "The probability of the observation is a sum over all causes.",
        ),
        steps=_steps(world, priors, likelihoods(rates, seen), seen, joint, evidence, target, answer),
        misconceptions=_misconceptions(each, joint, posterior, target),
    )


def _prompt(
    world: Setting, priors: tuple[Q, ...], rates: tuple[tuple[Q, ...], ...], seen: tuple[bool, ...], target: int
) -> str:
    told = {f"p{k}": percent(p) for k, p in enumerate(priors, 1) if f"@p{k}" in world.story}
    for k, row in enumerate(rates, 1):
        told |= {f"{letter}{k}": percent(rate) for letter, rate in zip("rs", row, strict=False)}
    story = text(world.story, **told)
    clause = " and ".join(made if yes else opposite for (made, opposite), yes in zip(world.happened, seen, strict=True))
    opening = f"{story} {world.independent}".strip()
    question = f"{world.subject} {clause}. What is the probability that {world.short} {world.causes[target]}?"
    return f"{opening}\n\n{question} Answer exactly or to three decimals."


def _steps(
    world: Setting,
    priors: tuple[Q, ...],
    rows: list[list[Q]],
    seen: tuple[bool, ...],
    joint: list[Q],
    evidence: Q,
    target: int,
    answer: NumberAnswer,
) -> tuple[Step, ...]:
    named = ", ".join(f"$C_{k}$ for “{cause}”" for k, cause in enumerate(world.causes, 1))
    two = len(rows[0]) == 2
    both = Tex("E_1, E_2" if two else "E")
    names = "$E_1$ and $E_2$ for the two observations" if two else "$E$ for what was observed"
    steps = [Step(f"Write {named}, and {names}. Given are the $P(C_k)$ and conditional probabilities given $C_k$.")]
    if two:
        missed = "" if all(seen) else f" For “{world.happened[seen.index(False)][1]}” take $1$ minus the given rate."
        steps.append(
            Step(
                r"Given the cause the observations are independent, so $P(E_1, E_2 \mid C_k) = P(E_1 \mid C_k) \, "
                rf"P(E_2 \mid C_k)$.{missed}"
            )
        )
    product_rule = Tex(r"P(E_1 \mid C_@) \, P(E_2 \mid C_@)" if two else r"P(E \mid C_@)")
    for k, row in enumerate(rows):
        factors = Tex(r" \cdot ".join(exact_decimal(x) for x in (priors[k], *row)))
        steps.append(
            step(
                r"Product rule: $P(C_@{k}, @both) = P(C_@{k}) \, @rule = @factors = @joint$.",
                k=k + 1,
                both=both,
                rule=Tex(product_rule.replace("@", str(k + 1))),
                factors=factors,
                joint=exact_decimal(joint[k]),
            )
        )
    steps.append(
        step(
            r"Sum rule, over all causes: $P(@both) = @total = @evidence$.",
            both=both,
            total=Tex(" + ".join(exact_decimal(x) for x in joint)),
            evidence=exact_decimal(evidence),
        )
    )
    steps.append(_in_counts(joint, target))
    steps.append(
        step(
            r"Bayes' rule: $$P(C_@{k} \mid @both) = \frac{P(C_@{k}, @both)}{P(@both)} = \frac{@joint}{@evidence} = "
            r"@answer$$",
            k=target + 1,
            both=both,
            joint=exact_decimal(joint[target]),
            evidence=exact_decimal(evidence),
            answer=answer,
        )
    )
    return tuple(steps)


def _in_counts(joint: list[Q], target: int) -> Step:
    """The same in natural frequencies, in the smallest power of ten that makes all counts whole."""
    population = 100
    while any((value * population).q != 1 for value in joint):
        population *= 10
    counts = [value * population for value in joint]
    return step(
        r"In whole numbers: among $@population$ cases, what was observed happens $@sum = @all$ times, $@hits$ of them "
        r"with $C_@k$.",
        population=population,
        sum=Tex(" + ".join(latex_of(c) for c in counts)),
        all=sum(counts, Q(0)),
        hits=counts[target],
        k=target + 1,
    )


def _misconceptions(each: list[Q], joint: list[Q], posterior: list[Q], target: int) -> tuple[Misconception, ...]:
    other = (target + 1) % len(joint)
    return (
        Misconception(
            "base-rate",
            NumberAnswer.of(each[target], decimals=3),
            "That is the probability of the observation given the cause; asked is the cause given the observation, "
            "and that depends on how common the cause is.",
        ),
        Misconception(
            "no-normaliser",
            NumberAnswer.of(joint[target], decimals=3),
            "That is the joint probability of cause and observation: it still has to be divided by the probability "
            "of the observation.",
        ),
        Misconception(
            "wrong-branch",
            NumberAnswer.of(posterior[other], decimals=3),
            "That is the probability of another cause given the observation: look again at which one is asked.",
        ),
    )


@bayes.verify
def count_in_a_population(
    level: int,
    setting: int,
    priors: tuple[Q, ...],
    rates: tuple[tuple[Q, ...], ...],
    seen: tuple[bool, ...],
    target: int,
    answer: Q,
) -> bool:
    """Natural frequencies: among 10^6 individuals count those of each cause that were seen so."""
    population = 10**6
    counts = []
    for prior, row in zip(priors, rates, strict=True):
        count = prior * population
        for rate, yes in zip(row, seen, strict=True):
            count -= count * (1 - rate) if yes else count * rate
        assert count.q == 1, "the population is too small for whole counts"
        counts.append(int(count.p))
    return bool(answer * sum(counts) == counts[target])
