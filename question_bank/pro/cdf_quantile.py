"""Use a cdf: interval probabilities, quantiles, median (MML 6.2).

Levels: 1 a discrete variable: probabilities with open and closed ends, quantile, median, mode; 2 a density: interval
probability, quantile, median; 3 a mixture, sampling by the inverse cdf, minimum or maximum of independent variables.
Checked by listing the values of a discrete variable, else by integrating the density with Boole's rule (exact for these
polynomials) up to the reply; for minimum and maximum by the number of variables that exceed the bound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import comb
from typing import Any, NamedTuple

from question_bank._draw import distribution, values
from question_bank._steps import base, listed, root
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"below", "between", "median", "quantile", "mode" (discrete); "interval", "point"; "mixture", "inverse",
    "maximum", "minimum"."""
    setting: int
    xs: tuple[int, ...]
    """Values; else the power k and the length b of F(x) = (x/b)^k."""
    ps: tuple[Q, ...]
    """Probabilities; else the order of the quantile, or the weights of the mixture."""
    ends: tuple[int, ...] = ()
    """Ends of the event; for a minimum or maximum the bound and the number of variables."""


TABLES = (
    "A discrete random variable $X$ has the distribution below.",
    "The number $X$ of errors in a document has the distribution below.",
    "The rating $X$ of a product, from $1$ to $10$, has the distribution below.",
)
POWERS = (
    "A random variable $X$ has the cdf $F(x) = @F$ for $0 \\le x \\le @b$ ($0$ before, $1$ after).",
    "A random variable $X$ has the density $f(x) = @f$ for $0 \\le x \\le @b$, and $0$ elsewhere.",
    "The waiting time $X$ for a signal, in seconds, has the density $f(x) = @f$ for $0 \\le x \\le @b$, and $0$ "
    "elsewhere.",
    "The distance $X$ of a fault from the start of a wire, in metres, has the cdf $F(x) = @F$ for $0 \\le x \\le @b$ "
    "($0$ before, $1$ after).",
    "A normalised pixel value is scaled to a variable $X$ with the density $f(x) = @f$ for $0 \\le x \\le @b$, and $0$ "
    "elsewhere.",
)
ORDERS = {1: ((1, 2), (1, 4), (3, 4), (1, 5)), 2: ((1, 4), (4, 9), (9, 16), (1, 9), (9, 25)), 3: ((1, 8), (8, 27))}


@exercise("pro-cdf-quantile", version=1, bounds=(200, 1000, 5000))
def cdf_quantile(draw: Draw, level: int) -> Given:
    """Values and ends on a grid; quantiles whose root is a fraction, except for the median."""
    setting = draw.below(3)
    if level == 1:
        n = draw.integer(4, 5)
        xs = values(draw, n, 1 if setting == 2 else 0, 8)
        ps = distribution(draw, n, draw.choice((8, 10, 12, 20)))
        kind = draw.choice(("below", "between", "median", "median", "quantile"))
        if len([p for p in ps if p == max(ps)]) == 1 and draw.below(5) == 0:
            kind = "mode"
        if kind == "between":
            i, j = sorted(draw.sample(range(n), 2))
            return Given(kind, setting, xs, ps, (xs[i], xs[j]))
        if kind == "quantile":
            return Given(kind, setting, xs, ps, (draw.choice((10, 20, 25, 75, 80, 90)),))
        return Given(kind, setting, xs, ps, (draw.choice(xs[1:]),) if kind == "below" else ())
    setting = draw.below(len(POWERS))
    k = draw.integer(1, 3)
    b = draw.integer(2, 12)
    if level == 2:
        k = draw.integer(2, 3)
        b = draw.integer(2, 6) if k == 3 else b
        kind = draw.choice(("interval", "interval", "point"))
        if kind == "interval":
            low, high = sorted(draw.sample(range(b), 2)) if draw.flip() and b > 2 else (0, draw.integer(1, b - 1))
            return Given(kind, setting, (k, b), (), (low, high))
        order = Q(1, 2) if draw.below(3) == 0 else Q(*draw.choice(ORDERS[k]))
        return Given(kind, setting, (k, b), (order,))
    kind = draw.choice(("mixture", "inverse", "maximum", "minimum"))
    if kind == "mixture":
        w = Q(*draw.choice(((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5))))
        short, long = sorted(draw.sample(range(2, 13), 2))
        return Given(kind, draw.below(2), (short, long), (w, 1 - w), (draw.integer(1, long - 1),))
    if kind == "inverse":
        b = draw.integer(2, 6) if k == 3 else b
        return Given(kind, setting, (k, b), (Q(*draw.choice(ORDERS[k])),))
    b = draw.integer(2, (6, 7, 4)[k - 1])
    n = draw.integer(2, 4 if k == 1 else 2)
    return Given(kind, setting, (k, b), (), (draw.choice(_telling(kind, k, b, n)), n))


def _telling(kind: str, k: int, b: int, n: int) -> list[int]:
    """Bounds at which three decimals say something: the probability is neither nearly 0 nor nearly 1."""

    def chance(c: int) -> Q:
        below = Q(c, b) ** k
        return below**n if kind == "maximum" else (1 - below) ** n

    return [c for c in range(1, b) if Q(1, 100) <= chance(c) <= Q(99, 100)]


@cdf_quantile.problem
def build(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], ends: tuple[int, ...]) -> Problem:
    """By the kind of question."""
    if kind in ("below", "between", "median", "quantile", "mode"):
        return _discrete(kind, setting, xs, ps, ends)
    return {
        "interval": _interval,
        "point": _point,
        "inverse": _point,
        "mixture": _mixture,
        "maximum": _extreme,
        "minimum": _extreme,
    }[kind](kind, setting, xs, ps, ends)


def mistakes(right: Any, *replies: tuple[str, Any, str]) -> tuple[Misconception, ...]:
    """Misconceptions, without one that is right here."""
    return tuple(
        Misconception(code, NumberAnswer.of(value, decimals=3), why) for code, value, why in replies if value != right
    )


INCLUSIVE = (
    "For a discrete variable it matters whether an end point belongs to the event: read once more which of $<$ and "
    r"$\le$ stands there."
)
MEAN = (
    r"That is the mean. The median is the smallest $x$ at which the cdf reaches $\frac{1}{2}$; the two need not agree."
)
DENSITY = "That is made of values of the density, which are no probabilities: probabilities are areas under it."
FORM = "Answer exactly or to three decimals."


# ------------------------------------------------------------------ discrete


def quantile(xs: Sequence[int], ps: Sequence[Q], order: Q) -> int:
    """The smallest value whose cdf reaches the order."""
    return next(x for x, f in zip(xs, accumulate(ps), strict=True) if f >= order)


def _discrete(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], ends: tuple[int, ...]) -> Problem:
    top, bottom = " | ".join(f"${x}$" for x in xs), " | ".join(f"${latex_of(p)}$" for p in ps)
    table = f"| $x$ | {top} |\n|---|{'|'.join('---' for _ in xs)}|\n| $P(X = x)$ | {bottom} |"
    cumulative = list(accumulate(ps))
    mean = sum((x * p for x, p in zip(xs, ps, strict=True)), Q(0))
    law = dict(zip(xs, ps, strict=True))
    shown = ", ".join(f"$F({x}) = {latex_of(f)}$" for x, f in zip(xs, cumulative, strict=True))
    cdf = Step(rf"Add up from the left, $F(x) = P(X \le x)$: {shown}.")
    if kind in ("below", "between"):
        a, b = (ends[0], ends[0]) if kind == "below" else ends
        event = f"X < {a}" if kind == "below" else rf"{a} \le X < {b}"
        inside = [x for x in xs if (kind == "below" or x >= a) and x < b]
        right = sum((law[x] for x in inside), Q(0))
        answer = NumberAnswer.of(right, decimals=3)
        return _asked(
            f"{TABLES[setting]}\n\n{table}\n\nCompute $P({event})$. {FORM}",
            answer,
            ("Which values belong to the event? Look closely at its ends.", "Add the probabilities of these values."),
            (
                Step(f"The event ${event}$ consists of {listed([f'${x}$' for x in inside])}; ${b}$ is not among them."),
                Step(f"Their probabilities add up: ${' + '.join(latex_of(law[x]) for x in inside)}$."),
                step(
                    r"Check: $P(X \le @b)$ would be larger by $P(X = @b) = @p$."
                    if kind == "below"
                    else r"Check: with the end $@b$ it would be larger by $P(X = @b) = @p$.",
                    b=b,
                    p=law[b],
                ),
                step(r"So $P(@event) = @answer$.", event=Tex(event), answer=answer),
            ),
            mistakes(right, ("inclusive-end", right + law[b], INCLUSIVE)),
        )
    if kind == "mode":
        best = max(xs, key=lambda x: law[x])
        answer = NumberAnswer.of(best)
        return _asked(
            f"{TABLES[setting]}\n\n{table}\n\nWhat is the mode of $X$?",
            answer,
            ("The mode is a value of $X$, not a probability.", "Compare the probabilities of the values."),
            (
                Step("The mode is the most likely value."),
                step(r"The largest probability in the table is $@p$.", p=law[best]),
                step(r"It belongs to $@answer$: this is the mode.", answer=answer),
            ),
            mistakes(Q(best), ("mean-for-median", mean, "That is the mean. The mode is the most likely value.")),
        )
    order = Q(1, 2) if kind == "median" else Q(ends[0], 100)
    value = quantile(xs, ps, order)
    answer = NumberAnswer.of(value)
    name = "median" if kind == "median" else f"${latex_of(order)}$-quantile"
    before = max((f for x, f in zip(xs, cumulative, strict=True) if x < value), default=Q(0))
    return _asked(
        f"{TABLES[setting]}\n\n{table}\n\nCompute the {name} of $X$: the smallest $x$ with "
        rf"$P(X \le x) \ge {latex_of(order)}$.",
        answer,
        (
            "Add the probabilities from the left: that is the cdf.",
            "Go up to the first value at which the cdf is large enough.",
        ),
        (
            cdf,
            step(r"The order is $@order$: the cdf has to reach it.", order=order),
            step(
                r"At $@x$ it does, since $F(@x) = @f \ge @order$; before it is only $@before < @order$.",
                x=value,
                f=cumulative[xs.index(value)],
                order=order,
                before=before,
            ),
            step(r"So the @name is $@answer$.", name="median" if kind == "median" else "quantile", answer=answer),
        ),
        mistakes(Q(value), ("mean-for-median", mean, MEAN)) if kind == "median" else (),
    )


def _asked(
    prompt: str,
    answer: NumberAnswer,
    hints: tuple[str, ...],
    steps: tuple[Step, ...],
    wrong: tuple[Misconception, ...],
) -> Problem:
    return Problem.single(prompt=prompt, answer=answer, hints=hints, steps=steps, misconceptions=wrong)


# ------------------------------------------------------------------ densities


def cdf(k: int, b: int, x: Q | int) -> Q:
    """F(x) = (x/b)^k."""
    return (Q(x) / b) ** k


def pdf(k: int, b: int, x: Q | int) -> Q:
    """f(x) = k x^(k - 1) / b^k."""
    return k * Q(x) ** (k - 1) / b**k


def _formulas(k: int, b: int) -> tuple[Tex, Tex]:
    """F and f in LaTeX."""

    def term(front: Q, power: int) -> str:
        shown = {0: "", 1: "x"}.get(power, f"x^{power}")
        return shown if front == 1 and shown else f"{latex_of(front)} {shown}".strip()

    return Tex(term(Q(1, b**k), k)), Tex(term(Q(k, b**k), k - 1))


def _told(setting: int, k: int, b: int) -> str:
    F, f = _formulas(k, b)
    return text(POWERS[setting], b=b, **({"F": F} if "@F" in POWERS[setting] else {"f": f}))


def _opening(setting: int, k: int, b: int) -> list[Step]:
    F, f = _formulas(k, b)
    if "@F" in POWERS[setting]:
        return [step(r"The cdf is given: $F(x) = P(X \le x) = @F$.", F=F)]
    return [
        step(
            r"The cdf is the area under the density: $F(x) = \int_0^x @g \, \mathrm{d}t = @F$.",
            g=Tex(f.replace("x", "t")),
            F=F,
        )
    ]


def _interval(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], ends: tuple[int, ...]) -> Problem:
    (k, b), (low, high) = xs, ends
    right = cdf(k, b, high) - cdf(k, b, low)
    answer = NumberAnswer.of(right, decimals=3)
    event = rf"X \le {high}" if low == 0 else rf"{low} \le X \le {high}"
    above, below = cdf(k, b, high), cdf(k, b, low)
    values_told = (
        step(
            r"Put in: $P(X \le @high) = F(@high) = @above$. The cdf is this probability itself; nothing has to be "
            "subtracted.",
            high=high,
            above=above,
        )
        if low == 0
        else step(
            r"Put in and subtract; single points have no probability: "
            r"$F(@high) - F(@low) = @above - @below = @right$.",
            high=high,
            low=low,
            above=above,
            below=below,
            right=right,
        )
    )
    size = str if k == 1 else lambda x: f"{x}^{k}"
    covered = size(high) if low == 0 else f"{size(high)} - {size(low)}"
    return _asked(
        f"{_told(setting, k, b)}\n\nCompute $P({event})$. {FORM}",
        answer,
        (
            "The probability of an interval is an area under the density.",
            r"With the cdf: $P(a \le X \le b) = F(b) - F(a)$.",
        ),
        (
            *_opening(setting, k, b),
            values_told,
            step(
                r"Check: the area under the density from $@low$ to $@high$ is a part of the whole one, namely "
                r"$\frac{@covered}{@whole} = @right$.",
                low=low,
                high=high,
                covered=Tex(covered),
                whole=Tex(size(b)),
                right=right,
            ),
            step(r"So $P(@event) = @answer$.", event=Tex(event), answer=answer),
        ),
        mistakes(right, ("pdf-for-cdf", pdf(k, b, high) - (pdf(k, b, low) if low else 0), DENSITY)),
    )


def quantile_of(k: int, b: int, order: Q) -> Q | str:
    """The k-th root of the order times b; as text where it is no fraction."""
    for size in range(1, 30):
        top = round((int(order.p) / int(order.q)) ** (1 / k) * size)
        if Q(top, size) ** k == order:
            return Q(top * b, size)
    if k != 2:
        return f"{b}*({order})^(1/{k})"
    whole, rest = root(int(order.p) * int(order.q))
    front = Q(b * whole, int(order.q))
    over = "" if front.q == 1 else f"/{front.q}"
    return f"sqrt({rest}){over}" if front.p == 1 else f"{front.p}*sqrt({rest}){over}"


def _point(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], ends: tuple[int, ...]) -> Problem:
    (k, b), order = xs, ps[0]
    F, _ = _formulas(k, b)
    value = quantile_of(k, b, order)
    answer = NumberAnswer.of(value, decimals=3)
    median = kind == "point" and order == Q(1, 2)
    ask = f"Compute the {latex_of(order)}-quantile of $X$."
    if median:
        ask = "Compute the median of $X$."
    elif kind == "point":
        ask = rf"Compute the quantile of order ${latex_of(order)}$: the $x$ with $P(X \le x) = {latex_of(order)}$."
    if kind == "inverse":
        ask = (
            f"A sample of $X$ is to be made from a number $u$ that is uniform on $[0, 1]$, by the inverse cdf. Which "
            f"value of $X$ belongs to $u = {latex_of(order)}$?"
        )
    share = value / b if isinstance(value, Q) else Tex(rf"\sqrt{'[3]' if k == 3 else ''}{{{latex_of(order)}}}")
    solve = (
        step(r"Solve: $x = @b \cdot @order$.", b=b, order=order)
        if k == 1
        else step(
            r"The left side is $\left(\frac{x}{@b}\right)^@{k}$ with $x > 0$: take the @root root, "
            r"$\frac{x}{@b} = @share$.",
            b=b,
            k=k,
            root="square" if k == 2 else "cube",
            share=share,
        )
    )
    mean = Q(k * b, k + 1)
    replies = [("mean-for-median", mean, MEAN)] if median else []
    if k == 2:
        replies.append(
            ("pdf-for-cdf", order * b**2 / 2, "The cdf has to take that value: set $F(x)$ and not $f(x)$ equal to it.")
        )
    return _asked(
        f"{_told(setting, k, b)}\n\n{ask} {FORM}",
        answer,
        (
            "Which number does the cdf have to take at the value that is wanted?",
            "Find the cdf as a formula, set it equal to that number, and solve for $x$.",
        ),
        (
            *_opening(setting, k, b),
            step(r"Set it equal to $@order$: $@F = @order$.", order=order, F=F),
            solve,
            _found(k, b, value, order),
            step(r"So $x = @b \cdot @share = @answer$.", b=b, share=share, answer=answer)
            if k == 2 and isinstance(value, str) and b != 1
            else step(r"So $x = @answer$.", answer=answer),
        ),
        mistakes(value, *replies),
    )


def _found(k: int, b: int, value: Q | str, order: Q) -> Step:
    if isinstance(value, str):
        return step(r"Check: the value lies between $0$ and $@b$, where the cdf rises from $0$ to $1$.", b=b)
    share = value / b
    if k == 1:
        return step(r"Check: $F(x) = \frac{x}{@b}$ is $@share$ at this point.", b=b, share=share)
    return step(r"Check: $@base^@{k} = @order$.", k=k, base=Tex(base(share)), order=order)


MIXED = (
    "A share $@w$ of all requests goes to server 1, where the time is uniform on $[0, @s]$, the others go to server 2, "
    "where it is uniform on $[0, @t]$ (in seconds). $X$ is the time of a random request.",
    "A random variable $X$ is drawn from a mixture: with weight $@w$ from the uniform distribution on $[0, @s]$, with "
    "weight $@v$ from the uniform distribution on $[0, @t]$.",
)


def _mixture(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], ends: tuple[int, ...]) -> Problem:
    (s, t), (w, v), c = xs, ps, ends[0]
    parts = [min(Q(1), Q(c, s)), min(Q(1), Q(c, t))]
    right = w * parts[0] + v * parts[1]
    answer = NumberAnswer.of(right, decimals=3)
    density = (w / s if c <= s else Q(0)) + v / t
    told = text(MIXED[setting], w=w, s=s, t=t, **({"v": v} if setting else {}))
    return _asked(
        rf"{told}" + "\n\n" + rf"Compute $P(X \le {c})$. {FORM}",
        answer,
        (
            "What value does the cdf of each component have at this point?",
            r"The cdf of a mixture is the weighted sum of the cdfs: $F(x) = \sum_k \pi_k F_k(x)$.",
        ),
        (
            step(r"The cdf of a uniform variable on $[0, n]$ is $\frac{x}{n}$ up to $n$, and $1$ from there on."),
            step(r"At $@c$: $F_1(@c) = @f$ and $F_2(@c) = @g$.", c=c, f=parts[0], g=parts[1]),
            step(
                r"Sum rule over the components: $F(@c) = @w \cdot @f + @v \cdot @g$.",
                c=c,
                w=w,
                f=parts[0],
                v=v,
                g=parts[1],
            ),
            step(
                r"Check: a weighted mean lies between its terms, $@low$ and $@high$.", low=min(parts), high=max(parts)
            ),
            step(r"So $P(X \le @c) = @answer$.", c=c, answer=answer),
        ),
        mistakes(right, ("pdf-for-cdf", density, DENSITY)),
    )


COPIES = {2: "two", 3: "three", 4: "four"}


def _extreme(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], ends: tuple[int, ...]) -> Problem:
    (k, b), (c, n) = xs, ends
    f = cdf(k, b, c)
    maximum = kind == "maximum"
    one = f if maximum else 1 - f
    right = one**n
    answer = NumberAnswer.of(right, decimals=3)
    letter, relation = ("M", r"\le") if maximum else ("m", ">")
    names = "$X_1, X_2$" if n == 2 else rf"$X_1, \dots, X_{n}$"
    event = f"{letter} {relation} {c}"
    return _asked(
        f"{_told(setting, k, b)} The {COPIES[n]} variables {names} are independent and have the distribution of "
        f"$X$; ${letter}$ is the {kind} of them.\n\nCompute $P({event})$. {FORM}",
        answer,
        (
            f"What does ${letter} {relation} {c}$ say about every single $X_i$?",
            "Independent events: multiply their probabilities.",
        ),
        (
            *_opening(setting, k, b),
            step(
                r"The maximum is at most $@c$ when *every* $X_i$ is; each is so with probability $F(@c) = @one$."
                if maximum
                else r"The minimum is above $@c$ when *every* $X_i$ is; each is with probability $1 - F(@c) = @one$.",
                c=c,
                one=one,
            ),
            step(r"By independence the probabilities multiply: $@one^@{n}$.", one=one, n=n),
            step(r"Check: that is less than $@one$ for a single variable, since more is asked.", one=one),
            step(r"So $P(@event) = @answer$.", event=Tex(event), answer=answer),
        ),
        mistakes(right, ("pdf-for-cdf", pdf(k, b, c) ** n, DENSITY)),
    )


# ------------------------------------------------------------------ the second opinion


@cdf_quantile.verify
def areas_and_lists(
    kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], ends: tuple[int, ...], answer: Any
) -> bool:
    """Lists of values; areas under the density up to the reply; the number of variables above a bound."""
    if kind in ("below", "between"):
        low, high = (-1, ends[0]) if kind == "below" else ends
        return bool(1 - answer == sum((p for x, p in zip(xs, ps, strict=True) if not low <= x < high), Q(0)))
    if kind == "mode":
        return answer in xs and all(p <= ps[xs.index(int(answer.p))] for p in ps)
    if kind in ("median", "quantile"):
        order = Q(1, 2) if kind == "median" else Q(ends[0], 100)
        above = sum((p for x, p in zip(xs, ps, strict=True) if x > answer), Q(0))
        reached = sum((p for x, p in zip(xs, ps, strict=True) if x >= answer), Q(0))
        return answer in xs and above <= 1 - order < reached
    if kind == "mixture":
        cells = sorted({0, *(x for x in xs if x < ends[0]), ends[0]})
        area = sum(
            ((v - u) * sum((p / x for x, p in zip(xs, ps, strict=True) if u < x), Q(0)) for u, v in pairwise(cells)),
            Q(0),
        )
        return bool(answer == area)
    k, b = xs
    if kind == "interval":
        return bool(answer == _area(k, b, Q(ends[0]), Q(ends[1])))
    if kind in ("maximum", "minimum"):
        c, n = ends
        below = _area(k, b, Q(0), Q(c))
        law = [comb(n, j) * below ** (n - j) * (1 - below) ** j for j in range(n + 1)]
        return bool(1 - answer == sum(law[1:] if kind == "maximum" else law[:-1], Q(0)))
    order = ps[0]
    if hasattr(answer, "p"):
        return bool(0 <= answer <= b and _area(k, b, Q(0), answer) == order)
    near = Q(round(answer * 10**9), 10**9)
    area = _area(k, b, Q(0), near)
    return 0 <= answer <= b and math.isclose(int(area.p) / int(area.q), int(order.p) / int(order.q), rel_tol=1e-7)


def _area(k: int, b: int, low: Q, high: Q) -> Q:
    """The area under the density, by Boole's rule."""
    width = high - low
    heights = [pdf(k, b, low + width * j / 4) for j in range(5)]
    return sum((w * h for w, h in zip((7, 32, 12, 32, 7), heights, strict=True)), Q(0)) * width / 90
