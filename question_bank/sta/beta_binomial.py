"""Beta posterior, its mean and the predictive probability (MML 6.6.1, 8.3; Murphy 4.6.2).

Levels: 1 the parameters of the posterior, from counts, from a sequence, or with a uniform prior; 2 its mean, also as a
compromise between prior mean and share; 3 predictive probabilities, or data that arrive in batches. Checked by
comparing prior times likelihood with the posterior at several points, and by integrating polynomials term by term.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from question_bank._steps import forms
from question_bank.sta._beta import TRIALS, densities, moment, seen
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import drawn
from quizgen.markup.source import Tex, latex_of
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"counts", "sequence", "uniform"; "mean", "compromise"; "next", "batches"."""
    setting: int
    prior: tuple[int, int]
    data: tuple[tuple[int, int], ...]
    """(n, k) for each batch."""
    sequence: tuple[int, ...] = ()


@exercise("sta-beta-binomial", version=1, bounds=(500, 1000, 5000))
def beta_binomial(draw: Draw, level: int) -> Given:
    """Unequal counts of successes and failures, so that exchanging them shows."""
    setting = draw.below(len(TRIALS))
    prior = (draw.integer(1, 6), draw.integer(1, 6))
    if level == 1:
        kind = draw.choice(("counts", "counts", "sequence", "uniform"))
        if kind == "uniform":
            return Given(kind, setting, (1, 1), (_counts(draw, 4, 30),))
        if kind == "sequence":
            n, k = _counts(draw, 6, 10)
            return Given(kind, setting, prior, ((n, k),), tuple(draw.shuffled([1] * k + [0] * (n - k))))
        return Given(kind, setting, prior, (_counts(draw, 4, 30),))
    if level == 2:
        kind = draw.choice(("mean", "compromise"))
        return Given(kind, setting, _unflat(prior), (_counts(draw, 4, 24),))
    if draw.flip():
        return Given("next", setting, _unflat(prior), (_counts(draw, 4, 16),))
    return Given("batches", setting, _unflat(prior), (_counts(draw, 3, 12), _counts(draw, 3, 12)))


def _counts(draw: Draw, low: int, high: int) -> tuple[int, int]:
    """(n, k) with k different from n - k."""
    n = draw.integer(low, high)
    return n, draw.integer(0, n, avoid=[n // 2] if n % 2 == 0 else [])


def _unflat(prior: tuple[int, int]) -> tuple[int, int]:
    return (2, 2) if prior == (1, 1) else prior


@beta_binomial.problem
def build(
    kind: str,
    setting: int,
    prior: tuple[int, int],
    data: tuple[tuple[int, int], ...],
    sequence: tuple[int, ...],
) -> Problem:
    """Add the successes to the first parameter, the failures to the second one."""
    if kind == "batches":
        return _batches(setting, prior, data)
    if kind == "next":
        return _next(setting, prior, data[0])
    if kind in ("mean", "compromise"):
        return _mean(kind, setting, prior, data[0])
    return _parameters(kind, setting, prior, data[0], sequence)


FEEDBACK = {
    "adds-n-to-both": "The successes go into the first parameter only, the failures into the second one only: look at "
    "the "
    "exponents of the likelihood.",
    "swap-heads-tails": "Successes and failures have changed places: the first parameter belongs to $\\theta$, the "
    "second "
    "one to $1 - \\theta$.",
    "mode-for-mean": "That is the mode of the posterior, its highest point. The mean of a Beta distribution has no "
    "minus "
    "ones.",
}


def table(rows: Sequence[tuple[str, str, Q | int]], places: int | None = None) -> TableAnswer:
    """A field for each (name, LaTeX, value); parameters are exact."""
    return TableAnswer(
        tuple(
            Row(
                name,
                NumberAnswer.of(value) if name[0] in "ab" else NumberAnswer.of(value, decimals=places),
                f"${tex} =$",
            )
            for name, tex, value in rows
        )
    )


def updated(prior: tuple[int, int], data: tuple[int, int], slip: str = "") -> tuple[int, int]:
    """The parameters after the data, or what a slip makes of them."""
    (a, b), (n, k) = prior, data
    if slip == "adds-n-to-both":
        return a + n, b + n
    return (a + n - k, b + k) if slip == "swap-heads-tails" else (a + k, b + n - k)


def mean(law: tuple[int, int], slip: str = "") -> Q:
    """The mean of a Beta distribution, or its mode."""
    a, b = law
    return Q(a - 1, a + b - 2) if slip == "mode-for-mean" else Q(a, a + b)


def together(answer: TableAnswer) -> Step:
    """The last step."""
    lines = r" \\ ".join(f"{row.label.strip('$').removesuffix(' =')} &= {row.answer.tex()}" for row in answer.rows)
    return Step(rf"Together: $$\begin{{aligned}} {lines} \end{{aligned}}$$")


def slips(right: TableAnswer, made: dict[str, TableAnswer]) -> tuple[Misconception, ...]:
    """Those that differ from what is right and from each other."""
    seen = [right.value()]
    found = []
    for code, answer in made.items():
        if answer.value() not in seen:
            seen.append(answer.value())
            found.append(Misconception(code, answer, FEEDBACK[code]))
    return tuple(found)


def _told(setting: int, prior: tuple[int, int], data: tuple[int, int]) -> str:
    world, (n, k) = TRIALS[setting], data
    return f"{world.unknown} The prior is $\\theta \\sim \\operatorname{{Beta}}({prior[0]}, {prior[1]})$. " + seen(
        setting, n, k
    )


def _update_steps(prior: tuple[int, int], data: tuple[int, int]) -> tuple[Step, ...]:
    (a, b), (n, k) = prior, data
    return (
        step(
            r"The likelihood of @k @successes and @m @failures is proportional to $@shown$.",
            k=k,
            m=n - k,
            shown=_powers(k, n - k),
            successes="success" if k == 1 else "successes",
            failures="failure" if n - k == 1 else "failures",
        ),
        step(
            r"The exponents of a Beta density are its parameters minus one, so the prior is proportional to $@shown$.",
            shown=_powers(a - 1, b - 1),
        ),
        step(
            r"Posterior: multiply, so that the exponents add. $$p(\theta \mid \text{data}) \propto @shown$$ This is "
            "the "
            r"density of $\operatorname{Beta}(@a + @k, @b + @m) = \operatorname{Beta}(@p, @q)$: the Beta prior is "
            "conjugate.",
            shown=_powers(a + k - 1, b + n - k - 1),
            a=a,
            b=b,
            k=k,
            m=n - k,
            p=a + k,
            q=b + n - k,
        ),
    )


def _powers(p: int, q: int) -> Tex:
    r"""\theta^p (1 - \theta)^q, without powers 0 and 1."""
    first = "" if p == 0 else r"\theta" if p == 1 else rf"\theta^{{{p}}}"
    second = "" if q == 0 else r"(1 - \theta)" if q == 1 else rf"(1 - \theta)^{{{q}}}"
    return Tex(f"{first} {second}".strip() or "1")


HINTS = (
    "Which exponents of $\\theta$ and of $1 - \\theta$ does the likelihood have?",
    "Prior times likelihood: exponents add. Compare with the density of a Beta distribution.",
)


def _parameters(
    kind: str, setting: int, prior: tuple[int, int], data: tuple[int, int], sequence: tuple[int, ...]
) -> Problem:
    world, (n, k) = TRIALS[setting], data
    law = updated(prior, data)
    if kind == "sequence":
        told = (
            f"{world.unknown} The prior is $\\theta \\sim \\operatorname{{Beta}}({prior[0]}, {prior[1]})$. The "
            f"observed sequence, with $1$ for {world.one} and $0$ for {world.zero}, is $${_listing(sequence)}$$"
        )
    elif kind == "uniform":
        told = _told(setting, prior, data).replace(
            r"The prior is $\theta \sim \operatorname{Beta}(1, 1)$.",
            "Before the data all values of $\\theta$ in $[0, 1]$ are equally plausible: the prior is uniform.",
        )
    else:
        told = _told(setting, prior, data)

    def answer(p: tuple[int, int]) -> TableAnswer:
        return table((("a", r"\alpha", p[0]), ("b", r"\beta", p[1])))

    right = answer(law)
    opening = []
    if kind == "uniform":
        opening = [step(r"The uniform density on $[0, 1]$ is $\operatorname{Beta}(1, 1)$, with both exponents $0$.")]
    if kind == "sequence":
        opening = [Step(f"The order does not matter. Of the ${n}$ trials {_ones(k)}.")]
    return Problem.single(
        prompt=f"{told} The posterior is $\\operatorname{{Beta}}(\\alpha, \\beta)$. Give $\\alpha$ and $\\beta$.",
        answer=right,
        hints=HINTS,
        steps=(
            *opening,
            *_update_steps(prior, data),
            Step(
                f"Check: the parameters have grown by ${n}$ together, the number of trials: ${law[0]} + {law[1]} = "
                f"{prior[0]} + {prior[1]} + {n}$." + drawn(densities(prior, law))
            ),
            together(right),
        ),
        misconceptions=slips(
            right,
            {code: answer(updated(prior, data, code)) for code in ("adds-n-to-both", "swap-heads-tails")},
        ),
    )


def _ones(k: int) -> str:
    return {0: "none gave a $1$", 1: "one gave a $1$"}.get(k, f"${k}$ gave a $1$")


def _listing(sequence: Sequence[int]) -> Tex:
    return Tex(r",\; ".join(map(str, sequence)))


FORM = "Answer exactly or to three decimals."


def _mean(kind: str, setting: int, prior: tuple[int, int], data: tuple[int, int]) -> Problem:
    (a, b), (n, k) = prior, data
    law = updated(prior, data)
    value = mean(law)
    weight = Q(a + b, a + b + n)

    def answer(m: Q) -> TableAnswer:
        if kind == "compromise":
            return table((("m", r"\mathbb{E}[\theta \mid \text{data}]", m), ("w", "w", weight)), 3)
        return table((("p", r"\mathbb{E}[\theta]", mean(prior)), ("m", r"\mathbb{E}[\theta \mid \text{data}]", m)), 3)

    right = answer(value)
    wanted = (
        "Give the mean of the posterior, and the weight $w$ with which it is a compromise between the mean of the "
        "prior and "
        f"the observed share: $\\mathbb{{E}}[\\theta \\mid \\text{{data}}] = w \\, \\mathbb{{E}}[\\theta] + (1 - w) "
        "\\cdot "
        f"\\frac{{{k}}}{{{n}}}$. {FORM}"
        if kind == "compromise"
        else f"Give the mean of $\\theta$ before and after the data. {FORM}"
    )
    extra = step(r"Before the data the mean is $\frac{@a}{@a + @b} = @m$.", a=a, b=b, m=mean(prior))
    share = Q(k, n)
    made = {code: mean(updated(prior, data, code)) for code in ("adds-n-to-both", "swap-heads-tails")}
    if made["swap-heads-tails"] == mean(prior):
        del made["swap-heads-tails"]  # whoever types that has more likely repeated the mean of the prior
    balance = step(
        r"Written as a compromise: $\frac{@a + @k}{@s + @n} = \frac{@s}{@s + @n} \cdot \frac{@a}{@s} + \frac{@n}{@s + "
        "@n} "
        r"\cdot \frac{@k}{@n}$ with $@s = @a + @b$, so $w = @w$: the prior counts like $@s$ trials.",
        a=a,
        b=b,
        k=k,
        n=n,
        s=a + b,
        w=forms(Tex(rf"\frac{{{a + b}}}{{{a + b + n}}}"), weight),
    )
    check = (
        step(
            r"Check: $w \cdot @m + (1 - w) \cdot @share = @first + @second = @value$.",
            m=mean(prior),
            share=share,
            first=weight * mean(prior),
            second=(1 - weight) * share,
            value=value,
        )
        if kind == "compromise"
        else Step(
            f"Check: the mean after the data lies between the mean before, ${latex_of(mean(prior))}$, and the observed "
            f"share $\\frac{{{k}}}{{{n}}}$" + ("." if mean(prior) != share else ", which agree here.")
        )
    )
    return Problem.single(
        prompt=f"{_told(setting, prior, data)} {wanted}",
        answer=right,
        hints=(
            *HINTS,
            r"The mean of $\operatorname{Beta}(\alpha, \beta)$ is $\frac{\alpha}{\alpha + \beta}$; its mode is "
            "another number.",
        ),
        steps=(
            *_update_steps(prior, data),
            step(
                r"The mean of $\operatorname{Beta}(\alpha, \beta)$ is $\frac{\alpha}{\alpha + \beta}$, so "
                r"$\mathbb{E}[\theta \mid \text{data}] = \frac{@p}{@p + @q} = @m$.",
                p=law[0],
                q=law[1],
                m=value,
            ),
            balance if kind == "compromise" else extra,
            Step(check.text + drawn(densities(prior, law))),
            together(right),
        ),
        misconceptions=slips(
            right,
            {code: answer(m) for code, m in (*made.items(), ("mode-for-mean", mean(law, "mode-for-mean")))},
        ),
    )


def predictive(law: tuple[int, int], slip: str = "") -> tuple[Q, Q]:
    """The probabilities of a success, and of two in a row; with the mode in the place of the distribution."""
    a, b = law
    if slip == "mode-for-mean":
        m = mean(law, slip)
        return m, m * m
    return Q(a, a + b), Q(a * (a + 1), (a + b) * (a + b + 1))


def _next(setting: int, prior: tuple[int, int], data: tuple[int, int]) -> Problem:
    world, law = TRIALS[setting], updated(prior, data)
    a, b = law

    def answer(values: tuple[Q, Q]) -> TableAnswer:
        return table((("p", r"P(\text{next})", values[0]), ("q", r"P(\text{next two})", values[1])), 3)

    right = answer(predictive(law))
    two = world.next_one.replace("the next toss shows", "the next two tosses both show")
    two = two.replace("on the next example", "on both of the next two examples")
    two = two.replace("the next visitor clicks", "the next two visitors both click")
    two = two.replace("the next part is", "the next two parts are both")
    return Problem.single(
        prompt=f"{_told(setting, prior, data)} Compute the predictive probability that {world.next_one}, "
        f"$P(\\text{{next}})$, and the one that {two}, $P(\\text{{next two}})$. {FORM}",
        answer=right,
        hints=(
            *HINTS,
            "A predictive probability is a mean over the posterior: of $\\theta$ for one success, of $\\theta^2$ for "
            "two.",
        ),
        steps=(
            *_update_steps(prior, data),
            step(
                r"Sum rule: $P(\text{next}) = \int \theta \, p(\theta \mid \text{data}) \, \mathrm{d}\theta$, the "
                "mean of the "
                r"posterior: $\frac{@a}{@a + @b} = @p$.",
                a=a,
                b=b,
                p=Q(a, a + b),
            ),
            step(
                r"After one more success the posterior would be $\operatorname{Beta}(@c, @b)$, so a second one has the "
                r"probability $\frac{@c}{@s}$. Product rule: $P(\text{next two}) = \frac{@a}{@t} \cdot \frac{@c}{@s} "
                "= @q$.",
                a=a,
                b=b,
                c=a + 1,
                s=a + b + 1,
                t=a + b,
                q=predictive(law)[1],
            ),
            Step(
                f"Check: this is more than the square ${latex_of(Q(a, a + b) ** 2)}$ of the first result. The two "
                "trials are "
                "independent only given $\\theta$; a success makes the next one more plausible."
                + drawn(densities(prior, law))
            ),
            together(right),
        ),
        misconceptions=slips(
            right,
            {
                "adds-n-to-both": answer(predictive(updated(prior, data, "adds-n-to-both"))),
                "swap-heads-tails": answer(predictive(updated(prior, data, "swap-heads-tails"))),
                "mode-for-mean": answer(predictive(law, "mode-for-mean")),
            },
        ),
    )


def _batches(setting: int, prior: tuple[int, int], data: tuple[tuple[int, int], ...]) -> Problem:
    world = TRIALS[setting]
    first = updated(prior, data[0])
    second = updated(first, data[1])

    def answer(p: tuple[int, int], q: tuple[int, int], chance: Q) -> TableAnswer:
        return table(
            (
                ("a1", r"\alpha_1", p[0]),
                ("b1", r"\beta_1", p[1]),
                ("a2", r"\alpha_2", q[0]),
                ("b2", r"\beta_2", q[1]),
                ("p", r"P(\text{next})", chance),
            ),
            3,
        )

    right = answer(first, second, mean(second))
    n, k = data[1]
    later = seen(setting, n, k)
    made = {}
    for code in ("adds-n-to-both", "swap-heads-tails"):
        p = updated(prior, data[0], code)
        q = updated(p, data[1], code)
        made[code] = answer(p, q, mean(q))
    made["mode-for-mean"] = answer(first, second, mean(second, "mode-for-mean"))
    total = (data[0][0] + data[1][0], data[0][1] + data[1][1])
    return Problem.single(
        prompt=f"{_told(setting, prior, data[0])} Later a second batch of data comes in: "
        f"{later[0].lower()}{later[1:]} Give "
        "the posterior $\\operatorname{Beta}(\\alpha_1, \\beta_1)$ after the first batch, the posterior "
        "$\\operatorname{Beta}(\\alpha_2, \\beta_2)$ after both, and then the predictive probability "
        "$P(\\text{next})$ that "
        f"{world.next_one}. {FORM}",
        answer=right,
        hints=(*HINTS, "The posterior after the first batch is the prior for the second one."),
        steps=(
            *_update_steps(prior, data[0]),
            step(
                r"This posterior is the prior for the second batch, with @k @s of $@n$: "
                r"$\operatorname{Beta}(@a + @k, @b + @m) = \operatorname{Beta}(@p, @q)$.",
                k=k,
                s="success" if k == 1 else "successes",
                n=n,
                a=first[0],
                b=first[1],
                m=n - k,
                p=second[0],
                q=second[1],
            ),
            step(
                r"The predictive probability is the mean of the posterior: $\frac{@p}{@p + @q} = @m$.",
                p=second[0],
                q=second[1],
                m=mean(second),
            ),
            Step(
                f"Check: all data at once, ${total[1]}$ of ${total[0]}$, give the same posterior: "
                rf"$\operatorname{{Beta}}({prior[0]} + {total[1]}, {prior[1]} + {total[0] - total[1]})$."
                + drawn(densities(prior, second))
            ),
            together(right),
        ),
        misconceptions=slips(right, made),
    )


# ------------------------------------------------------------------ the second opinion

POINTS = (Q(1, 3), Q(1, 2), Q(3, 4), Q(1, 5))


def proportional(prior: tuple[int, int], data: tuple[int, int], a: Q, b: Q) -> bool:
    """Whether prior times likelihood is a constant times the Beta(a, b) density, at several points."""
    if a.q != 1 or b.q != 1 or a < 1 or b < 1:
        return False
    n, k = data
    ratios = set()
    for x in POINTS:
        product = x ** (prior[0] - 1) * (1 - x) ** (prior[1] - 1) * x**k * (1 - x) ** (n - k)
        ratios.add(product / (x ** int(a.p - 1) * (1 - x) ** int(b.p - 1)))
    return len(ratios) == 1


@beta_binomial.verify
def by_integrals(
    kind: str,
    setting: int,
    prior: tuple[int, int],
    data: tuple[tuple[int, int], ...],
    sequence: tuple[int, ...],
    answer: dict[str, Any],
) -> bool:
    """Prior times likelihood at several points; means as quotients of integrals of polynomials."""
    if kind in ("counts", "sequence", "uniform"):
        batch = (len(sequence), sum(sequence)) if sequence else data[0]
        return proportional(prior, batch, answer["a"], answer["b"])
    n, k = sum(d[0] for d in data), sum(d[1] for d in data)
    exponents = prior[0] + k, prior[1] + n - k
    if kind == "batches":
        return bool(
            proportional(prior, data[0], answer["a1"], answer["b1"])
            and proportional(prior, (n, k), answer["a2"], answer["b2"])
            and answer["p"] == moment(*exponents, 1)
        )
    if kind == "next":
        return bool(answer["p"] == moment(*exponents, 1) and answer["q"] == moment(*exponents, 2))
    before, after = moment(*prior, 1), moment(*exponents, 1)
    if kind == "mean":
        return bool(answer["p"] == before and answer["m"] == after)
    w = answer["w"]
    if before == Q(k, n):
        return bool(answer["m"] == after and w * (sum(prior) + n) == sum(prior))
    return bool(answer["m"] == after and after == w * before + (1 - w) * Q(k, n))
