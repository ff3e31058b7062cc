"""Find a probability mass function (MML 6.2.1).

Levels: 1 a value picked at random from a list; 2 a function of one variable; 3 the sum, or the maximum, of two
independent dice. The solution collects what leads to the same value; checked by moments: a pmf on k values is right
exactly when its moments of order 0 to k - 1 are those taken over the outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from question_bank._draw import distribution, values
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, listed
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Misconception, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"list", a key of FUNCTIONS, "sum" or "maximum"."""
    setting: int
    xs: tuple[int, ...]
    """The list, or the values of X."""
    ps: tuple[Q, ...] = ()
    """Probabilities of the values of X; none for the list."""
    qs: tuple[Q, ...] = ()
    """Level 3: probabilities of the second die, with values 1, 2, ...; `ps` those of the first."""


FUNCTIONS: dict[str, tuple[str, str, Callable[[int], int]]] = {
    "square": ("X^2", "@(x)^2", lambda x: x * x),
    "shifted": ("(X - 1)^2", r"\left(@{x} - 1\right)^2", lambda x: (x - 1) ** 2),
    "absolute": (r"\left| X \right|", r"\left| @{x} \right|", abs),
    "positive": (r"\max(0, X)", r"\max(0, @{x})", lambda x: max(0, x)),
    "clipped": (r"\min(X, 2)", r"\min(@{x}, 2)", lambda x: min(x, 2)),
}
"""g in LaTeX, with a value put in, and as a function."""
LISTS = (
    "A product has these ratings (in stars): $$@xs$$ One of them is picked at random; $X$ is its number of stars.",
    "The numbers of faulty pixels in some test images are: $$@xs$$ One image is picked at random; $X$ is its number of "
    "faulty pixels.",
    "A column of a data set holds the values $$@xs$$ One row is drawn at random; $X$ is its value.",
)
TABLES = (
    "A discrete random variable $X$ has the distribution below.",
    "The error $X$ of a sensor reading, in steps of its scale, has the distribution below.",
    "The change $X$ of a price within an hour, in cents, has the distribution below.",
)
FAIR = (
    "A fair die with the numbers $1, \\dots, @m$ and a fair die with the numbers $1, \\dots, @n$ are rolled, "
    "independently. Let $X$ and $Y$ be the two numbers.",
    "Two servers handle a job each, independently. The first needs $X$ seconds, which is $1, \\dots, @m$ with equal "
    "probabilities, the second $Y$ seconds, which is $1, \\dots, @n$ with equal probabilities.",
)
LOADED = (
    "Two spinners are spun, independently. The numbers $X$ and $Y$ on which they stop have these distributions:",
    "Two servers handle a job each, independently. The times $X$ and $Y$ that they need, in seconds, have these "
    "distributions:",
)


@exercise("pro-pmf", version=1)
def pmf(draw: Draw, level: int) -> Given:
    """At least one value is reached in several ways."""
    if level == 1:
        setting = draw.below(len(LISTS))
        low, high = ((1, 5), (0, 4), (0, 9))[setting]
        shown = values(draw, draw.integer(3, 4), low, high)
        counts = [draw.integer(1, 4) for _ in shown]
        if len(set(counts)) == 1:
            counts[draw.below(len(counts))] += 1
        column = [x for x, n in zip(shown, counts, strict=True) for _ in range(n)]
        return Given("list", setting, tuple(draw.shuffled(column)))
    if level == 2:
        return _function(draw)
    kind = draw.choice(("sum", "maximum"))
    fair = draw.below(4) == 0
    if fair:
        m, n = draw.choice(((3, 3), (3, 4), (4, 4), (2, 4), (3, 5), (4, 3), (5, 3)) if kind == "sum" else FACES)
        ps, qs = (Q(1, m),) * m, (Q(1, n),) * n
    else:
        ps = distribution(draw, draw.integer(2, 3), draw.choice((4, 5, 6, 10)))
        qs = distribution(draw, 3, draw.choice((4, 5, 6, 10)))
    return Given(kind, draw.below(2), (), ps, qs)


FACES = tuple((m, n) for m in (3, 4, 5, 6) for n in (3, 4, 5, 6))


def _function(draw: Draw) -> Given:
    kind = draw.choice(tuple(FUNCTIONS))
    g = FUNCTIONS[kind][2]
    for _ in range(TRIES):
        n = draw.integer(4, 5)
        xs = values(draw, n, -3, 4)
        if 2 <= len({g(x) for x in xs}) < n:
            ps = distribution(draw, n, draw.choice((8, 10, 12, 16, 20)))
            return Given(kind, draw.below(len(TABLES)), xs, ps)
    raise exhausted("set of values", "two of them with one image")


def outcomes(kind: str, xs: Sequence[int], ps: Sequence[Q], qs: Sequence[Q]) -> Iterator[tuple[int, Q]]:
    """Value and probability of every outcome, values repeated."""
    if kind == "list":
        yield from ((x, Q(1, len(xs))) for x in xs)
    elif kind in FUNCTIONS:
        yield from ((FUNCTIONS[kind][2](x), p) for x, p in zip(xs, ps, strict=True))
    else:
        join = max if kind == "maximum" else (lambda x, y: x + y)
        for (x, p), (y, q) in product(enumerate(ps, 1), enumerate(qs, 1)):
            yield join(x, y), p * q


def collected(pairs: Iterator[tuple[int, Q]]) -> dict[int, list[Q]]:
    """The probabilities that lead to each value, values rising."""
    found: dict[int, list[Q]] = {}
    for value, p in sorted(pairs, key=lambda pair: pair[0]):
        found.setdefault(value, []).append(p)
    return found


@pmf.problem
def build(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], qs: tuple[Q, ...]) -> Problem:
    """Every value with the sum of what leads to it."""
    ways = collected(outcomes(kind, xs, ps, qs))
    letter = {"list": "X", "sum": "S", "maximum": "M"}.get(kind, "Y")
    right = {y: sum(parts, Q(0)) for y, parts in ways.items()}
    prompt, opening, hints = _told(kind, setting, xs, ps, qs, ways)
    final = ", ".join(f"$P({letter} = {y}) = {latex_of(p)}$" for y, p in right.items())
    total = " + ".join(latex_of(p) for p in right.values())
    return Problem.single(
        prompt=prompt,
        answer=_table(letter, right),
        hints=(*hints, "The probabilities of all values must add up to one."),
        steps=(*opening, Step(f"Check: ${total} = 1$."), Step(f"So {final}.")),
        misconceptions=_misconceptions(kind, letter, ways),
    )


def _table(letter: str, law: dict[int, Q]) -> TableAnswer:
    return TableAnswer(
        tuple(Row(f"p{i}", NumberAnswer.of(p), f"$P({letter} = {y}) =$") for i, (y, p) in enumerate(law.items(), 1))
    )


def _misconceptions(kind: str, letter: str, ways: dict[int, list[Q]]) -> tuple[Misconception, ...]:
    one = (
        (
            "convolution-missed",
            "That takes one pair for each value. Several pairs can lead to the same value: add the probabilities of "
            "all of them.",
        )
        if kind in ("sum", "maximum")
        else (
            "merges-not",
            "The same value is reached in several ways: the probabilities of all of them have to be added.",
        )
    )
    replies = (
        (one[0], {y: parts[0] for y, parts in ways.items()}, one[1]),
        (
            "uniform-assumed",
            {y: Q(1, len(ways)) for y in ways},
            "The different values are not equally likely: it matters how often, or with what probability, each is met.",
        ),
    )
    right = {y: sum(parts, Q(0)) for y, parts in ways.items()}
    return tuple(Misconception(code, _table(letter, law), why) for code, law, why in replies if law != right)


ASK = "Give the probability mass function of ${letter}$ exactly: $P({letter} = {y})$ for every value that it takes."


def _ask(letter: str) -> str:
    return ASK.format(letter=letter, y=letter.lower())


def _told(
    kind: str,
    setting: int,
    xs: tuple[int, ...],
    ps: tuple[Q, ...],
    qs: tuple[Q, ...],
    ways: dict[int, list[Q]],
) -> tuple[str, list[Step], tuple[str, ...]]:
    """Prompt, opening steps and hints."""
    if kind == "list":
        column = Tex(r",\; ".join(map(str, xs)))
        prompt = text(LISTS[setting], xs=column)
        n = len(xs)
        counts = ", ".join(f"${y}$ occurs {times(len(parts))}" for y, parts in ways.items())
        return (
            f"{prompt}\n\n{_ask('X')}",
            [
                step(r"There are $@n$ entries, and each is picked with probability $\frac{1}{@n}$.", n=n),
                Step(f"Count the entries of every value: {counts}."),
                Step(f"The probability of a value is its count divided by ${n}$."),
            ],
            ("Every entry of the list is equally likely, not every different value.",),
        )
    if kind in FUNCTIONS:
        return _function_told(kind, setting, xs, ps, ways)
    return _two_told(kind, setting, ps, qs, ways)


def times(n: int) -> str:
    """once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def _grid(head: str, xs: Sequence[int], ps: Sequence[Q], letter: str = "x") -> str:
    top = " | ".join(f"${x}$" for x in xs)
    bottom = " | ".join(f"${latex_of(p)}$" for p in ps)
    return f"| ${letter}$ | {top} |\n|---|{'|'.join('---' for _ in xs)}|\n| {head} | {bottom} |"


def _sums(letter: str, ways: dict[int, list[Q]], products: dict[int, list[str]] | None = None) -> list[Step]:
    """A line for each value; with the products that give its parts, if there are any."""
    lines = [
        rf"P({letter} = {y}) &= "
        + " = ".join(
            [
                *([" + ".join(products[y])] if products else []),
                " + ".join(map(latex_of, parts)),
                *([latex_of(sum(parts, Q(0)))] if len(parts) > 1 else []),
            ]
        )
        for y, parts in ways.items()
    ]
    together = r" \\ ".join(lines)
    return [Step(rf"Add the probabilities: $$\begin{{aligned}} {together} \end{{aligned}}$$")]


def _function_told(
    kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], ways: dict[int, list[Q]]
) -> tuple[str, list[Step], tuple[str, ...]]:
    tex, at, g = FUNCTIONS[kind]
    images = "; ".join(text(f"${at} = @y$", x=x, y=g(x)) for x in xs)
    several = ", ".join(
        f"{listed([f'${x}$' for x in xs if g(x) == y])} lead to ${y}$" for y, parts in ways.items() if len(parts) > 1
    )
    return (
        "\n\n".join([TABLES[setting], _grid("$P(X = x)$", xs, ps), f"Let $Y = {tex}$. {_ask('Y')}"]),
        [
            Step(f"The values of $Y$ are {images}."),
            Step(f"Different values of $X$ can give the same value of $Y$: {several}."),
            *_sums("Y", ways),
        ],
        (
            "Work out the value of $Y$ for every value of $X$.",
            "Where several values of $X$ give the same $Y$, these are disjoint events.",
        ),
    )


def _two_told(
    kind: str, setting: int, ps: tuple[Q, ...], qs: tuple[Q, ...], ways: dict[int, list[Q]]
) -> tuple[str, list[Step], tuple[str, ...]]:
    m, n = len(ps), len(qs)
    fair = len(set(ps)) == 1 and len(set(qs)) == 1
    letter, name = ("S", "X + Y") if kind == "sum" else ("M", r"\max(X, Y)")
    if fair:
        told = text(FAIR[setting], m=m, n=n)
    else:
        first, second = _grid("$P(X = x)$", range(1, m + 1), ps), _grid("$P(Y = y)$", range(1, n + 1), qs, "y")
        told = f"{LOADED[setting]}\n\n{first}\n\n{second}"
    pairs: dict[int, list[str]] = {}
    for x, y in product(range(1, m + 1), range(1, n + 1)):
        pairs.setdefault(x + y if kind == "sum" else max(x, y), []).append(f"({x}, {y})")
    shown = r" \\ ".join(rf"{letter} &= {v}: & &{', '.join(pairs[v])}" for v in ways)
    opening = [
        step(
            r"By independence $P(X = x, Y = y) = P(X = x) \, P(Y = y)$"
            + (r", which is $\frac{1}{@all}$ for every pair $(x, y)$." if fair else "."),
            **({"all": m * n} if fair else {}),
        ),
        Step(f"The pairs that lead to each value: $$\\begin{{aligned}} {shown} \\end{{aligned}}$$"),
    ]
    if fair:
        opening.append(Step(f"Count the pairs of each value and divide by ${m * n}$."))
    else:
        products: dict[int, list[str]] = {}
        for (x, p), (y, q) in product(enumerate(ps, 1), enumerate(qs, 1)):
            products.setdefault(x + y if kind == "sum" else max(x, y), []).append(rf"{factor(p)} \cdot {factor(q)}")
        opening += _sums(letter, ways, products)
    return (
        f"{told}\n\nLet ${letter} = {name}$. {_ask(letter)}",
        opening,
        (
            r"The variables are independent: the probability of a pair $(x, y)$ is the product of the two.",
            "List all pairs that lead to the same value.",
        ),
    )


@pmf.verify
def moments_agree(
    kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...], qs: tuple[Q, ...], answer: dict[str, Q]
) -> bool:
    """A pmf on k values is fixed by its first k moments (the Vandermonde matrix is invertible)."""
    pairs = list(outcomes(kind, xs, ps, qs))
    support = sorted({y for y, _ in pairs})
    law = [answer[f"p{i}"] for i in range(1, len(support) + 1)]
    return all(
        sum((p * Q(y) ** k for y, p in zip(support, law, strict=True)), Q(0))
        == sum((p * Q(y) ** k for y, p in pairs), Q(0))
        for k in range(len(support))
    )
