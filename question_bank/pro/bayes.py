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
from quizgen.markup.source import Tex, decimal, text
from quizgen.problem import Misconception, Problem, Step, step


class Setting(NamedTuple):
    """A world with hidden causes and one or two things that may be observed."""

    causes: tuple[str, ...]
    """What each cause is, after "a randomly chosen": "patient who has the disease"."""
    share: str
    """How common a cause is: "@share of all patients have the disease."."""
    observed: tuple[str, ...]
    """Sentences "given a cause, ... happens with probability @p", one for each observation."""
    events: tuple[str, ...]
    """What was observed, as a clause for the question."""
    unit: str


TWO_CAUSES = (
    Setting(
        ("have the disease", "do not have it"),
        "@share of the people who come for screening @cause.",
        ("Of those who @cause, @p test positive.",),
        ("tests positive",),
        "person",
    ),
    Setting(
        ("are spam", "are wanted"),
        "@share of the messages that reach a mailbox @cause.",
        ("Of the messages that @cause, @p contain the word *prize*.",),
        ("contains the word *prize*",),
        "message",
    ),
    Setting(
        ("are fraudulent", "are honest"),
        "@share of the card payments of a shop @cause.",
        ("Of the payments that @cause, @p are flagged by a detector.",),
        ("is flagged",),
        "payment",
    ),
)
THREE_CAUSES = (
    Setting(
        ("come from supplier A", "come from supplier B", "come from supplier C"),
        "@share of the sensors in a store @cause.",
        ("Of the sensors that @cause, @p are faulty.",),
        ("is faulty",),
        "sensor",
    ),
    Setting(
        ("are about sport", "are about politics", "are about science"),
        "@share of the documents in a corpus @cause.",
        ("Of the documents that @cause, @p contain the word *record*.",),
        ("contains the word *record*",),
        "document",
    ),
    Setting(
        ("show a cat", "show a dog", "show a fox"),
        "@share of the images in a collection @cause.",
        ("Of the images that @cause, @p are labelled *fox* by a classifier.",),
        ("is labelled *fox*",),
        "image",
    ),
)
TWO_OBSERVATIONS = (
    Setting(
        ("have the disease", "do not have it"),
        "@share of the people who come for screening @cause.",
        ("Of those who @cause, @p are positive in test 1,", "and @p are positive in test 2."),
        ("is positive in test 1", "is positive in test 2"),
        "person",
    ),
    Setting(
        ("are spam", "are wanted"),
        "@share of the messages that reach a mailbox @cause.",
        ("Of the messages that @cause, @p contain *prize*,", "and @p contain *invoice*."),
        ("contains *prize*", "contains *invoice*"),
        "message",
    ),
)
NEGATED = {
    "is positive in test 1": "is negative in test 1",
    "is positive in test 2": "is negative in test 2",
    "contains *prize*": "does not contain *prize*",
    "contains *invoice*": "does not contain *invoice*",
}
SETTINGS = {1: TWO_CAUSES, 2: THREE_CAUSES, 3: TWO_OBSERVATIONS}


class Given(NamedTuple):
    level: int
    setting: int
    priors: tuple[Q, ...]
    rates: tuple[tuple[Q, ...], ...]
    """rates[k][j]: probability of observation j under cause k, as it is told."""
    seen: tuple[bool, ...]
    """Whether observation j was made, or its opposite."""
    target: int


@exercise("pro-bayes", version=1, bounds=(10_000, 10_000, 100_000))
def bayes(draw: Draw, level: int) -> Given:
    """Rare causes and imperfect tests, in whole percent."""
    setting = draw.below(len(SETTINGS[level]))
    if level == 2:
        priors = draw.choice(((50, 30, 20), (60, 25, 15), (40, 40, 20), (50, 40, 10), (45, 35, 20), (70, 20, 10)))
        rates = [(Q(rate, 100),) for rate in draw.sample((1, 2, 4, 5, 8, 10, 20, 30, 40), 3)]
        shuffled = tuple(Q(share, 100) for share in draw.shuffled(priors))
        return Given(level, setting, shuffled, tuple(rates), (True,), draw.below(3))
    rare = Q(draw.choice((1, 2, 4, 5, 10, 15, 20, 25, 30, 40)), 100)
    hits = [Q(draw.choice((60, 70, 75, 80, 85, 90, 95)), 100) for _ in range(level // 3 + 1)]
    false = [Q(draw.choice((2, 4, 5, 10, 15, 20, 25, 30)), 100) for _ in hits]
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
        steps=_steps(world, priors, likelihoods(rates, seen), joint, evidence, target, answer, posterior[target]),
        misconceptions=_misconceptions(each, joint, posterior, target),
    )


def _prompt(
    world: Setting, priors: tuple[Q, ...], rates: tuple[tuple[Q, ...], ...], seen: tuple[bool, ...], target: int
) -> str:
    told = len(priors) - 1 if len(priors) == 2 else len(priors)
    sentences = [
        text(world.share, share=percent(priors[k]), cause=world.causes[k])
        for k in range(told)
    ]
    for k, cause in enumerate(world.causes):
        parts = [text(world.observed[0], cause=cause, p=percent(rates[k][0]))]
        parts += [text(more, p=percent(p)) for more, p in zip(world.observed[1:], rates[k][1:], strict=True)]
        sentences.append(" ".join(parts))
    if len(seen) > 1:
        sentences.append(f"For a {world.unit} of either kind the two observations are independent of each other.")
    clause = " and ".join(e if yes else NEGATED[e] for e, yes in zip(world.events, seen, strict=True))
    question = (
        f"A randomly chosen {world.unit} {clause}. What is the probability that it is one of those that "
        f"{world.causes[target]}? (Exactly, or to three decimals.)"
    )
    return " ".join(sentences) + "\n\n" + question


def _steps(
    world: Setting,
    priors: tuple[Q, ...],
    rows: list[list[Q]],
    joint: list[Q],
    evidence: Q,
    target: int,
    answer: NumberAnswer,
    posterior: Q,
) -> tuple[Step, ...]:
    named = "; ".join(f"$C_{k + 1}$: they {cause}" for k, cause in enumerate(world.causes))
    observation = "E" if len(rows[0]) == 1 else r"E_1 \cap E_2"
    steps = [Step(f"Name the causes ({named}) and write ${observation}$ for what was seen.")]
    for k, row in enumerate(rows):
        factors = Tex(r" \cdot ".join(exact_decimal(x) for x in (priors[k], *row)))
        steps.append(
            step(
                r"Joint probability: $P(C_@{k} \cap @seen) = @factors = @joint$.",
                k=k + 1,
                seen=Tex(observation),
                factors=factors,
                joint=exact_decimal(joint[k]),
            )
        )
    total = Tex(" + ".join(exact_decimal(x) for x in joint))
    steps.append(
        step(
            r"The sum over all causes is the probability of what was seen: $P(@seen) = @total = @evidence$.",
            seen=Tex(observation),
            total=total,
            evidence=exact_decimal(evidence),
        )
    )
    steps.append(
        step(
            r"Bayes' rule: $P(C_@{k} \mid @seen) = \frac{@joint}{@evidence} = @answer \approx @value$.",
            k=target + 1,
            seen=Tex(observation),
            joint=exact_decimal(joint[target]),
            evidence=exact_decimal(evidence),
            answer=answer,
            value=decimal(posterior, 3),
        )
    )
    return tuple(steps)


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
