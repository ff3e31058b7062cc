"""Trials with an unknown probability of success and a Beta prior: settings, densities, pictures."""

from __future__ import annotations

import math
from typing import NamedTuple

from quizgen.exact import Q
from quizgen.markup.figure import Line, Plot, curve, near
from quizgen.markup.source import text


class Trials(NamedTuple):
    """A setting with independent trials."""

    unknown: str
    """What the parameter is the probability of, as a sentence."""
    seen: str
    """The data: @n trials, @k successes."""
    next_one: str
    """The event that the next trial is a success."""
    one: str
    zero: str
    """What 1 and 0 mean in a sequence."""


TRIALS = (
    Trials(
        "A coin shows heads with an unknown probability $\\theta$.",
        "In @n tosses heads came up @k times.",
        "the next toss shows heads",
        "heads",
        "tails",
    ),
    Trials(
        "A classifier is right on a random example with an unknown probability $\\theta$.",
        "Of @n independent test examples it got @k right.",
        "it is right on the next example",
        "right",
        "wrong",
    ),
    Trials(
        "A visitor of a page clicks a link with an unknown probability $\\theta$, independently of the others.",
        "Of @n visitors @k clicked.",
        "the next visitor clicks",
        "a click",
        "no click",
    ),
    Trials(
        "A part from a machine is faulty with an unknown probability $\\theta$, independently of the others.",
        "Of @n parts @k were faulty.",
        "the next part is faulty",
        "faulty",
        "not faulty",
    ),
)


def seen(setting: int, n: int, k: int) -> str:
    """The data in a sentence."""
    said = text(TRIALS[setting].seen, n=n, k=k)
    for count, words in (("1 times", "once"), ("2 times", "twice")):
        said = said.replace(f" {count}", f" {words}")
    for count, words in (
        ("0 were", "none was"),
        ("0 clicked", "none clicked"),
        ("0 right", "none right"),
        ("1 were", "1 was"),
    ):
        said = said.replace(f" {count}", f" {words}")
    return said


def density(a: int, b: int, x: float) -> float:
    """The Beta(a, b) density for whole a, b >= 1."""
    front = math.factorial(a + b - 1) // (math.factorial(a - 1) * math.factorial(b - 1))
    return front * x ** (a - 1) * (1 - x) ** (b - 1)


def densities(prior: tuple[int, int], posterior: tuple[int, int]) -> Plot:
    """Prior (dashed) and posterior over the unit interval."""
    top = max(density(*law, k / 60) for law in (prior, posterior) for k in range(61))
    return Plot(
        "Two densities on the interval from 0 to 1: the prior as a dashed curve, and the posterior, which is narrower "
        "and "
        "higher, as a solid curve.",
        (0, 1),
        (0, near(1.1 * top)),
        (
            Line(curve(lambda x: density(*prior, x), 0, 1, 60), "prior", style="dashed"),
            Line(curve(lambda x: density(*posterior, x), 0, 1, 60), "posterior"),
        ),
        x_label="$\\theta$",
        y_label="",
    )


def moment(a: int, b: int, k: int) -> Q:
    """The integral of x^k times the Beta(a, b) density, term by term by the binomial theorem."""

    def whole(p: int) -> Q:
        return sum((Q((-1) ** j * math.comb(b - 1, j), p + j + 1) for j in range(b)), Q(0))

    return whole(a - 1 + k) / whole(a - 1)
