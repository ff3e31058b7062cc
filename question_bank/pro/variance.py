"""Compute a variance or a standard deviation (MML 6.4.1).

Levels: 1 a probability table; 2 from moments: of the variable itself, of its square, of X(X - 1), or after a linear
map; 3 a density, or a mixture of two components. The solution uses E[X^2] - E[X]^2; checked by half the expected
squared difference of two independent copies, and for densities with Boole's rule, which is exact for these polynomials.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from question_bank._draw import distribution, values
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor
from question_bank._steps import root as square_root
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"table", "square", "factorial", "linear", "density" or "mixture"."""
    asked: str
    """"variance" or "deviation"."""
    setting: int
    xs: tuple[int, ...]
    """Values; for a mixture the two means and the two standard deviations; for a density the power and the length."""
    ps: tuple[Q, ...]
    """Probabilities; the weights of a mixture."""
    a: int = 1
    """Y = aX + b for "linear"; for a density 1 when it rises, -1 when it falls."""
    b: int = 0


TABLES = (
    "A discrete random variable $X$ has the distribution below.",
    "The error $X$ of a sensor reading, in steps of its scale, has the distribution below.",
    "The profit $X$ of a random order, in euros, has the distribution below.",
)
MIXTURES = (
    "A random variable $X$ is drawn from component 1 with probability $@w$ and from component 2 otherwise.",
    "A mixture model has two components with weights $@w$ and $@v$; $X$ is drawn from it.",
    "A share $@w$ of all requests goes to server 1, the others to server 2. The time $X$ of a request depends on the "
    "server.",
)
NAMES = {"variance": "variance", "deviation": "standard deviation"}


@exercise("pro-variance", version=1, bounds=(2000, 5000, 4000))
def variance(draw: Draw, level: int) -> Given:
    """Distributions with a whole or half mean that is not 0."""
    asked = "deviation" if draw.below(3) == 0 else "variance"
    setting = draw.below(3)
    if level == 3 and draw.flip():
        means = draw.sample(range(5 if setting == 2 else -3, 13 if setting == 2 else 9), 2)
        deviations = draw.integer(1, 4), draw.integer(1, 4)
        w = Q(*draw.choice(((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5))))
        return Given("mixture", asked, setting, (*means, *deviations), (w, 1 - w))
    if level == 3:
        power = draw.integer(0, 3)
        length = draw.integer(1, (12, 12, 10, 6)[power])
        sign = 1 if power != 1 else draw.sign()
        return Given("density", asked, setting, (power, length), (), sign, draw.integer(0, 4) if power == 0 else 0)
    kind = "table" if level == 1 else draw.choice(("square", "factorial", "linear"))
    positive = kind == "factorial" or (kind == "square" and setting == 1)
    xs, ps = _law(draw, 0 if positive else -3)
    if level == 1:
        return Given(kind, asked, setting, xs, ps)
    if kind == "linear":
        a = draw.choice((-4, -3, -2, 2, 3, 4, 5))
        return Given(kind, asked, setting, xs, ps, a, draw.integer(-9, 9, nonzero=True))
    return Given(kind, asked, setting, xs, ps)


def _law(draw: Draw, low: int) -> tuple[tuple[int, ...], tuple[Q, ...]]:
    for _ in range(TRIES):
        n = draw.integer(3, 4)
        xs, ps = values(draw, n, low, 7), distribution(draw, n, draw.choice((4, 5, 6, 8, 10)))
        mean = expected(xs, ps)
        if mean.q <= 2 and mean != 0:
            return xs, ps
    raise exhausted("distribution", "a mean that is whole or half, and not 0")


def expected(xs: Sequence[Any], ps: Sequence[Q]) -> Q:
    """The weighted sum of the values."""
    return sum((x * p for x, p in zip(xs, ps, strict=True)), Q(0))


def moments(kind: str, xs: tuple[int, ...], ps: tuple[Q, ...], a: int, b: int) -> tuple[Q, Q, Q]:
    """E[X], E[X^2] and E|X - E X|; of Y for "linear"; 0 for the last where it is not used."""
    if kind == "density":
        m, s = raw(xs, 1, a, b), raw(xs, 2, a, b)
        return m, s, Q(0)
    if kind == "mixture":
        mean = expected(xs[:2], ps)
        return mean, expected([m * m + d * d for m, d in zip(xs[:2], xs[2:], strict=True)], ps), Q(0)
    ys = [a * x + b for x in xs] if kind == "linear" else list(xs)
    mean = expected(ys, ps)
    return mean, expected([y * y for y in ys], ps), expected([abs(y - mean) for y in ys], ps)


def raw(xs: tuple[int, ...], k: int, sign: int, start: int) -> Q:
    """E[X^k] of the density proportional to x^power on [0, length], falling for sign -1, uniform from `start`."""
    power, length = xs
    if power == 0:
        return Q((start + length) ** (k + 1) - start ** (k + 1), (k + 1) * length)
    if sign < 0:
        return Q(2 * length**k, (k + 1) * (k + 2))
    return Q((power + 1) * length**k, power + k + 1)


def root(v: Q) -> Q | str:
    """The square root of a rational: a rational where it is one, else text."""
    k, m = square_root(int(v.p) * int(v.q))
    front = Q(k, int(v.q))
    if m == 1:
        return front
    over = "" if front.q == 1 else f"/{front.q}"
    return f"sqrt({m}){over}" if front.p == 1 else f"{front.p}*sqrt({m}){over}"


def number(value: Q | str, asked: str) -> NumberAnswer:
    """The answer field: three decimals do for a root."""
    return NumberAnswer.of(value, decimals=3) if asked == "deviation" else NumberAnswer.of(value)


@variance.problem
def build(kind: str, asked: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], a: int, b: int) -> Problem:
    """E[X^2] - E[X]^2, and its root where the standard deviation is asked."""
    mean, second, spread = moments(kind, xs, ps, a, b)
    v = second - mean**2
    letter = "Y" if kind == "linear" else "X"
    answer = number(v if asked == "variance" else root(v), asked)
    prompt, steps, hints = {
        "table": _table,
        "square": _square,
        "factorial": _factorial,
        "linear": _linear,
        "density": _density,
        "mixture": _mixture,
    }[kind](setting, xs, ps, a, b)
    name = NAMES[asked]
    wanted = rf"\mathbb{{V}}[{letter}]" if asked == "variance" else rf"\sqrt{{\mathbb{{V}}[{letter}]}}"
    form = "exactly" if asked == "variance" else "exactly or to three decimals"
    last = (
        step(r"So $@wanted = @answer$.", wanted=Tex(wanted), answer=answer)
        if asked == "variance"
        else step(
            r"The standard deviation is the root of the variance: $@wanted = @shown$.",
            wanted=Tex(wanted),
            shown=_rooted(v, answer),
        )
    )
    return Problem.single(
        prompt=f"{prompt}\n\nCompute the {name} ${wanted}$ {form}.",
        answer=answer,
        hints=(*hints, "The standard deviation is the root of the variance.") if asked == "deviation" else hints,
        steps=(*steps, last),
        misconceptions=_misconceptions(kind, asked, v, second, spread, a),
    )


def _rooted(v: Q, answer: NumberAnswer) -> Tex:
    """The root of the variance, and what it is; only once where it stays a root."""
    plain, shown = rf"\sqrt{{{latex_of(v)}}}", answer.tex()
    return Tex(shown if f"{shown} ".startswith(f"{plain} ") else f"{plain} = {shown}")


def _misconceptions(kind: str, asked: str, v: Q, second: Q, spread: Q, a: int) -> tuple[Misconception, ...]:
    plain = asked == "variance"
    right = v if plain else root(v)
    replies: list[tuple[str, Q | str, str]] = []
    if kind != "linear" and second != v:
        replies.append(
            (
                "no-square-of-mean",
                second if plain else root(second),
                "That uses the second moment. The variance is measured from the mean: its square has to be taken away.",
            )
        )
    if kind == "table":
        replies.append(
            (
                "abs",
                spread,
                "That is the mean absolute deviation. The variance weighs the *squared* deviations from the mean.",
            )
        )
    other = root(v) if plain else v
    said = (
        "That is the standard deviation; its square is asked for."
        if plain
        else "That is the variance; its unit is squared. One step is missing to the standard deviation."
    )
    if other != right:
        replies.append(("sd-for-variance", other, said))
    found: list[Misconception] = []
    seen = [right]
    for code, value, feedback in replies:
        if value not in seen:
            seen.append(value)
            found.append(Misconception(code, number(value, "deviation" if isinstance(value, str) else asked), feedback))
    return tuple(found)


Told = tuple[str, list[Step], tuple[str, ...]]
RULE = r"The variance is $\mathbb{V}[X] = \mathbb{E}[X^2] - \left(\mathbb{E}[X]\right)^2$."


def _grid(xs: Sequence[int], ps: Sequence[Q]) -> str:
    top, bottom = " | ".join(f"${x}$" for x in xs), " | ".join(f"${latex_of(p)}$" for p in ps)
    return f"| $x$ | {top} |\n|---|{'|'.join('---' for _ in xs)}|\n| $P(X = x)$ | {bottom} |"


def _sum(xs: Sequence[Any], ps: Sequence[Q]) -> Tex:
    return Tex(" + ".join(rf"{factor(Q(x))} \cdot {latex_of(p)}" for x, p in zip(xs, ps, strict=True)))


def _difference(letter: str, mean: Q, second: Q) -> Step:
    return step(
        r"Then $\mathbb{V}[@letter] = \mathbb{E}[@letter^2] - \left(\mathbb{E}[@letter]\right)^2 = @second - @square = "
        r"@v$.",
        letter=Tex(letter),
        second=second,
        square=Tex(rf"{latex_of(mean)}^2" if mean.q == 1 and mean >= 0 else rf"\left({latex_of(mean)}\right)^2"),
        v=second - mean**2,
    )


def _table(setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], a: int, b: int) -> Told:
    mean, second = expected(xs, ps), expected([x * x for x in xs], ps)
    deviations = [(x - mean) ** 2 for x in xs]
    steps = [
        step(r"The mean is $\mathbb{E}[X] = @sum = @mean$.", sum=_sum(xs, ps), mean=mean),
        step(
            r"The second moment weighs the squares: $\mathbb{E}[X^2] = @sum = @second$.",
            sum=_sum([x * x for x in xs], ps),
            second=second,
        ),
        _difference("X", mean, second),
        step(
            r"Check, by definition: the squared deviations from the mean are $@squares$, and their weighted sum is "
            r"$@v$.",
            squares=Tex(r",\; ".join(map(latex_of, deviations))),
            v=expected(deviations, ps),
        ),
    ]
    hints = ("First find the mean.", r"Then either weigh the squared deviations from it, or find $\mathbb{E}[X^2]$.")
    return f"{TABLES[setting]}\n\n{_grid(xs, ps)}", steps, hints


SQUARE = (
    r"A random variable has $\mathbb{E}[X] = @m$ and $\mathbb{E}[X^2] = @s$.",
    r"Of the length $X$ of a document, in pages, it is known that $\mathbb{E}[X] = @m$ and $\mathbb{E}[X^2] = @s$.",
    r"The first two moments of a feature $X$ are $\mathbb{E}[X] = @m$ and $\mathbb{E}[X^2] = @s$.",
)
FACTORIAL = (
    r"A random variable has $\mathbb{E}[X] = @m$ and $\mathbb{E}[X(X - 1)] = @s$.",
    r"For a count $X$ it is known that $\mathbb{E}[X] = @m$ and $\mathbb{E}[X^2 - X] = @s$.",
    r"A feature $X$ has $\mathbb{E}[X] = @m$ and $\mathbb{E}[X(X - 1)] = @s$.",
)
LINEAR = (
    r"A random variable has $\mathbb{E}[X] = @m$ and $\mathbb{E}[X^2] = @s$. Let $Y = @y$.",
    r"A feature $X$ has $\mathbb{E}[X] = @m$ and $\mathbb{E}[X^2] = @s$. It is rescaled to $Y = @y$.",
    r"A sensor's raw value $X$ has $\mathbb{E}[X] = @m$ and $\mathbb{E}[X^2] = @s$. Its output is $Y = @y$.",
)


def _square(setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], a: int, b: int) -> Told:
    mean, second = expected(xs, ps), expected([x * x for x in xs], ps)
    steps = [
        Step(RULE),
        step(r"The square of the mean is $@square$.", square=mean**2),
        _difference("X", mean, second),
        Step("Check: a variance is never negative; the second moment is at least the square of the mean."),
    ]
    return text(SQUARE[setting], m=mean, s=second), steps, ("How is the variance made of the two moments?", RULE)


def _factorial(setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], a: int, b: int) -> Told:
    mean, second = expected(xs, ps), expected([x * x for x in xs], ps)
    steps = [
        step(
            r"Since $X^2 = X(X - 1) + X$, the second moment is $\mathbb{E}[X^2] = @s @+m = @second$.",
            s=second - mean,
            m=mean,
            second=second,
        ),
        _difference("X", mean, second),
        Step("Check: a variance is never negative; the second moment is at least the square of the mean."),
    ]
    hints = (r"Find $\mathbb{E}[X^2]$ first: expectation is linear.", RULE)
    return text(FACTORIAL[setting], m=mean, s=second - mean), steps, hints


def _linear(setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], a: int, b: int) -> Told:
    mean, second = expected(xs, ps), expected([x * x for x in xs], ps)
    v = second - mean**2
    steps = [
        Step(r"First the variance of $X$: the second moment without the square of the mean."),
        _difference("X", mean, second),
        step(r"Adding a constant moves all values alike: it does not change the variance."),
        step(
            r"A factor comes out squared: $\mathbb{V}[Y] = \left(@a\right)^2 \, \mathbb{V}[X] = @square \cdot @v = @w$."
            if a < 0
            else r"A factor comes out squared: $\mathbb{V}[Y] = @a^2 \, \mathbb{V}[X] = @square \cdot @v = @w$.",
            a=Tex(str(a)) if a < 0 else a,
            square=a * a,
            v=v,
            w=a * a * v,
        ),
        step(r"Check: the standard deviation grows by the factor $@a$, the size of the slope.", a=abs(a)),
    ]
    y = Tex(f"{a}X {'+' if b > 0 else '-'} {abs(b)}")
    hints = (RULE, "What does a constant that is added do to the spread? And a factor?")
    return text(LINEAR[setting], m=mean, s=second, y=y), steps, hints


def _density(setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], a: int, b: int) -> Told:
    power, length = xs
    mean, second = raw(xs, 1, a, b), raw(xs, 2, a, b)
    if power == 0:
        opening = text(
            r"A random variable $X$ is uniform on $[@b, @c]$: its density is $f(x) = @d$ there and $0$ elsewhere.",
            b=b,
            c=b + length,
            d=Q(1, length),
        )
        steps = [
            step(r"By symmetry the mean is the middle: $\mathbb{E}[X] = @m$.", m=mean),
            step(
                r"The second moment: $\mathbb{E}[X^2] = \int_@{b}^@{c} x^2 \cdot @d \, \mathrm{d}x = @second$.",
                b=b,
                c=b + length,
                d=Q(1, length),
                second=second,
            ),
            _difference("X", mean, second),
            step(
                r"Check: a uniform variable has variance $\frac{1}{12}$ of the square of the length, here $@length^2$.",
                length=length,
            ),
        ]
        return opening, steps, (r"Use $\mathbb{E}[g(X)] = \int g(x) f(x) \, \mathrm{d}x$.", RULE)
    front = Q(power + 1, length ** (power + 1)) if a > 0 else Q(2, length**2)
    monomial = "x" if power == 1 else f"x^{power}"
    shape = Tex(_times(front, monomial) if a > 0 else rf"{latex_of(front)} \left({length} - x\right)")
    opening = text(
        r"A random variable $X$ has the density $f(x) = @f$ for $0 \le x \le @n$, and $0$ elsewhere.", f=shape, n=length
    )
    lines = [
        step(
            r"$\mathbb{E}[@g] = \int_0^@{n} @front @h \, \mathrm{d}x = @factor @inside = @value$.",
            factor=Tex("" if front == 1 else latex_of(front) + (r" \cdot" if a > 0 else "")),
            inside=_integrated(power, length, k, a),
            g=Tex("X" if k == 1 else "X^2"),
            n=length,
            front=Tex("" if front == 1 else latex_of(front)),
            h=Tex(f"x^{power + k}" if a > 0 else rf"\left({length}{'x' if k == 1 else 'x^2'} - x^{k + 1}\right)"),
            value=raw(xs, k, a, b),
        )
        for k in (1, 2)
    ]
    check = step(
        r"Check: the mean lies between $0$ and $@n$, and the variance is at most $@{most}$, a quarter of the squared "
        r"length.",
        n=length,
        most=Q(length**2, 4),
    )
    steps = [*lines, _difference("X", mean, second), check]
    return opening, steps, (r"Use $\mathbb{E}[g(X)] = \int g(x) f(x) \, \mathrm{d}x$.", RULE)


def _integrated(power: int, length: int, k: int, sign: int) -> Tex:
    r"""The antiderivative at the upper end: `\frac{2^5}{5}`."""
    if sign > 0:
        return Tex(rf"\frac{{{length}^{power + k + 1}}}{{{power + k + 1}}}")
    return Tex(
        rf"\left({length} \cdot \frac{{{length}^{k + 1}}}{{{k + 1}}} - \frac{{{length}^{k + 2}}}{{{k + 2}}}\right)"
    )


def _times(front: Q, monomial: str) -> str:
    return (
        monomial if front == 1 else f"{latex_of(front)}{monomial}" if front.q == 1 else rf"{latex_of(front)} {monomial}"
    )


def _mixture(setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], a: int, b: int) -> Told:
    m, n, s, t = xs
    mean = expected((m, n), ps)
    seconds = [m * m + s * s, n * n + t * t]
    second = expected(seconds, ps)
    values = {"w": ps[0], "v": ps[1]}
    used = {name: value for name, value in values.items() if f"@{name}" in MIXTURES[setting]}
    rows = f"| component | mean | standard deviation |\n|---|---|---|\n| $1$ | ${m}$ | ${s}$ |\n| $2$ | ${n}$ | ${t}$ |"
    steps = [
        step(
            r"The mean of a mixture is the weighted mean: $\mathbb{E}[X] = @sum = @mean$.",
            sum=_sum((m, n), ps),
            mean=mean,
        ),
        step(
            r"Second moments of the components, $\mu_k^2 + \sigma_k^2$: $@a$ and $@b$.",
            a=Tex(f"{_squared(m)} + {s}^2 = {seconds[0]}"),
            b=Tex(f"{_squared(n)} + {t}^2 = {seconds[1]}"),
        ),
        step(
            r"Moments mix with the weights, variances do not: $\mathbb{E}[X^2] = @sum = @second$.",
            sum=_sum(seconds, ps),
            second=second,
        ),
        _difference("X", mean, second),
        step(
            r"Check: it is the mean variance inside the components, $@inside$, plus the variance of the two means, "
            r"$@between$.",
            inside=expected((s * s, t * t), ps),
            between=expected((m * m, n * n), ps) - mean**2,
        ),
    ]
    hints = (
        "Variances do not simply mix with the weights: the means differ as well.",
        r"Find $\mathbb{E}[X]$ and $\mathbb{E}[X^2]$; the moments of a mixture are weighted means.",
    )
    return f"{text(MIXTURES[setting], **used)}\n\n{rows}", steps, hints


def _squared(m: int) -> str:
    return rf"\left({m}\right)^2" if m < 0 else f"{m}^2"


# ------------------------------------------------------------------ the second opinion


@variance.verify
def two_copies(
    kind: str, asked: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], a: int, b: int, answer: Any
) -> bool:
    """Half the mean squared difference of two independent copies; Boole's rule for a density."""
    if kind == "density":
        power, length = xs

        def f(x: Q) -> Q:
            return Q(length) - x if a < 0 else x**power

        low = Q(b)
        total = boole(f, low, Q(length))
        mean = boole(lambda x: x * f(x), low, Q(length)) / total
        right = boole(lambda x: (x - mean) ** 2 * f(x), low, Q(length)) / total
    else:
        points, weights = list(xs), list(ps)
        if kind == "mixture":
            points = [m + e * d for m, d in zip(xs[:2], xs[2:], strict=True) for e in (-1, 1)]
            weights = [p / 2 for p in ps for _ in range(2)]
        elif kind == "linear":
            points = [a * x + b for x in xs]
        pairs = list(zip(points, weights, strict=True))
        right = sum((p * q * (x - y) ** 2 for x, p in pairs for y, q in pairs), Q(0)) / 2
    if asked == "variance":
        return bool(answer == right)
    reply = int(answer.p) / int(answer.q) if hasattr(answer, "p") else float(answer)
    return reply >= 0 and math.isclose(reply * reply, int(right.p) / int(right.q), rel_tol=1e-9)


def boole(f: Any, low: Q, length: Q) -> Q:
    """The integral over an interval: exact up to degree five."""
    return sum((w * f(low + length * k / 4) for k, w in enumerate((7, 32, 12, 32, 7))), Q(0)) * length / 90
