"""Marginals and conditionals of a joint table (MML 6.2.1, 6.3).

Levels: 1 both marginals and an event, from probabilities or from counts; 2 a conditional distribution and its mean; 3 a
table filled from conditionals: p(x) and p(y | x) are given, or a table with gaps and what is known about them. Checked
by counting in a population that has the joint distribution; at level 3 by putting the table into what was told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import lcm
from typing import Any, NamedTuple

from question_bank._draw import distribution, joint_table, values
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import listed, wrong_numbers
from question_bank.pro._joint import (
    WORLDS,
    Cells,
    column_sums,
    decimal_table,
    markdown,
    row_sums,
    shown,
    sum_tex,
    terminating,
)
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of, text
from quizgen.problem import Misconception, Part, Problem, Step


class Given(NamedTuple):
    kind: str
    """"table", "counts"; "conditional"; "chain" or "gaps"."""
    setting: int
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: Cells
    asked: tuple[str, int] = ("", 0)
    """Level 1: the event. Level 2: the variable that is known, "x" or "y", and the index of its value. Level 3: "y" and
    the index of its value; for "gaps" the order of the columns as a number below 6."""
    target: int = 0
    """Level 3: index of the x whose probability given y is asked; for "gaps" the row whose sum is told."""


COUNTS = (
    "The table counts the @n requests to a server within an hour by the number $x$ of failed attempts and the number "
    "$y$ of redirects. One of them is picked at random; $X$ and $Y$ are its two numbers.",
    "The table counts the @n images of a data set by the number $x$ of persons and the number $y$ of vehicles in them. "
    "One image is picked at random; $X$ and $Y$ are its two numbers.",
    "The table counts the @n pages of a manuscript by the errors found by a first reviewer, $x$, and by a second one, "
    "$y$. One page is picked at random; $X$ and $Y$ are its two numbers.",
)
CHAINS = (
    (
        "A discrete random variable $X$ has the distribution $p(x)$ below; given $X = x$, the variable $Y$ has the "
        "distribution $p(y \\mid x)$ in the row of $x$."
    ),
    (
        "A server is in state $x = 0$ (calm) or $x = 1$ (busy). A request that finds it in state $x$ needs $y$ retries "
        "with probability $p(y \\mid x)$."
    ),
    (
        "A document is about sport ($x = 0$) or science ($x = 1$). The probability that it contains $y$ figures "
        "depends on the topic; it is $p(y \\mid x)$."
    ),
)
FORM = "Answer exactly or to three decimals."
EVENTS: dict[str, tuple[str, Callable[[int, int], bool]]] = {
    "greater": ("X > Y", lambda x, y: x > y),
    "less": ("X < Y", lambda x, y: x < y),
    "equal": ("X = Y", lambda x, y: x == y),
    "sum": (r"X + Y \ge 3", lambda x, y: x + y >= 3),
    "one": (r"X + Y = 2", lambda x, y: x + y == 2),
}


@exercise("pro-joint-discrete", version=1)
def joint_discrete(draw: Draw, level: int) -> Given:
    """Tables in decimals or small fractions; dependent variables."""
    return {1: _marginals, 2: _conditional, 3: _filled}[level](draw)


def _marginals(draw: Draw) -> Given:
    kind = draw.choice(("table", "table", "counts"))
    setting = draw.below(len(COUNTS) if kind == "counts" else len(WORLDS))
    free = kind == "table" and WORLDS[setting].free
    for _ in range(TRIES):
        d = draw.choice((20, 24, 25, 30, 40, 50))
        cells = _cells(joint_table(draw, 3, 3, d, independent=False, positive=draw.flip()))
        xs = values(draw, 3, -1, 4) if free else (0, 1, 2)
        ys = values(draw, 3, -1, 4) if free else (0, 1, 2)
        event = draw.choice(tuple(EVENTS))
        chosen = [cells[i][j] for i, x in enumerate(xs) for j, y in enumerate(ys) if EVENTS[event][1](x, y)]
        small = all(p * 2 <= 1 for row in cells for p in row)
        if small and 2 <= len(chosen) <= 5 and row_sums(cells) != column_sums(cells):
            return Given(kind, setting, xs, ys, cells, (event, 0))
    raise exhausted("joint table", "an event of two to five cells")


def _cells(matrix: Any) -> Cells:
    return tuple(tuple(row) for row in matrix.to_rows())


def _conditional(draw: Draw) -> Given:
    setting = draw.below(len(WORLDS))
    free = WORLDS[setting].free
    for _ in range(TRIES):
        rows, columns = draw.choice(((2, 3), (3, 2), (3, 3), (3, 3)))
        d = draw.choice((20, 25, 40, 50, 24, 30))
        cells = _cells(joint_table(draw, rows, columns, d, independent=False))
        xs = values(draw, rows, -2, 5) if free else tuple(range(rows))
        ys = values(draw, columns, -2, 5) if free else tuple(range(columns))
        known = draw.choice("xy")
        at = draw.below(rows if known == "x" else columns)
        line = cells[at] if known == "x" else tuple(row[at] for row in cells)
        if sum(line, Q(0)) * d <= 15 and len(set(line)) > 1 and sum(line, Q(0)) * d > 3:
            return Given("conditional", setting, xs, ys, cells, (known, at))
    raise exhausted("joint table", "a short line")


def _filled(draw: Draw) -> Given:
    if draw.flip():
        for _ in range(TRIES):
            setting = draw.below(len(CHAINS))
            columns = draw.integer(2, 3)
            prior = distribution(draw, 2, 10)
            rates = [distribution(draw, columns, 10) for _ in range(2)]
            if rates[0] != rates[1] and prior[0] != prior[1] and max(prior) * 10 <= 8:
                cells = tuple(tuple(p * r for r in row) for p, row in zip(prior, rates, strict=True))
                ys = values(draw, columns, -1, 4) if setting == 0 else tuple(range(columns))
                xs = values(draw, 2, -1, 4) if setting == 0 else (0, 1)
                return Given("chain", setting, xs, ys, cells, ("y", draw.below(columns)), draw.below(2))
    for _ in range(TRIES):
        setting = draw.below(len(WORLDS))
        d = draw.choice((20, 40, 50, 24, 30))
        cells = _cells(joint_table(draw, 2, 3, d, independent=False))
        order, row = draw.below(6), draw.below(2)
        first, second, _ = columns_of(order)
        a, b, c = cells[row][first], cells[row][second], cells[1 - row][second]
        told = sum(cells[row], Q(0)), a / sum(cells[row], Q(0)), b / (b + c)
        if all(int(p.q) <= 25 for p in told) and all(p * 2 <= 1 for r in cells for p in r):
            free = WORLDS[setting].free
            xs = values(draw, 2, -2, 4) if free else (0, 1)
            ys = values(draw, 3, -2, 4) if free else (0, 1, 2)
            return Given("gaps", setting, xs, ys, cells, ("y", order), row)
    raise exhausted("joint table", "short conditionals")


def columns_of(order: int) -> tuple[int, int, int]:
    """The columns of "gaps": of the told conditional of Y, of the told conditional of X, and the third one."""
    first, rest = divmod(order, 2)
    others = [k for k in range(3) if k != first]
    return first, others[rest], others[1 - rest]


@joint_discrete.problem
def build(
    kind: str,
    setting: int,
    xs: tuple[int, ...],
    ys: tuple[int, ...],
    cells: Cells,
    asked: tuple[str, int],
    target: int,
) -> Problem:
    """Sums over lines of the table, and quotients of them."""
    if kind == "chain":
        return _chain(setting, xs, ys, cells, asked[1], target)
    if kind == "gaps":
        return _gaps(setting, xs, ys, cells, asked[1], target)
    if kind == "conditional":
        return _given_one(setting, xs, ys, cells, *asked)
    return _both_marginals(kind, setting, xs, ys, cells, asked[0])


# ------------------------------------------------------------------ what all kinds share

FEEDBACK = {
    "wrong-axis": "Look again along which axis you add: $P(X = x)$ is the sum over all $y$, with $x$ held fixed.",
    "not-renormalised": "Those are joint probabilities, which do not add up to one within the line. Divide by the "
    "probability of the condition.",
    "product-of-marginals": "The product of the marginals is the joint distribution only if the variables are "
    "independent: take the cells of the table.",
}
CONDITIONAL = {
    "wrong-axis": "The cells were divided by the sums of the other lines. Given the condition, one line is left, and "
    "all its cells are divided by the same number.",
    "not-renormalised": FEEDBACK["not-renormalised"],
    "product-of-marginals": "That is the marginal distribution, without the condition. The variables are not "
    "independent: the condition changes the probabilities.",
}
Fields = Sequence[tuple[str, str, Q]]
"""(name, LaTeX, value)."""


def table(fields: Fields, plain: bool = False, **options: Any) -> TableAnswer:
    """An answer with a field for each; `plain` writes decimals where they end soon."""
    return TableAnswer(
        tuple(
            Row(name, NumberAnswer.of(str(shown(v, True)) if plain and terminating(v) else v, **options), f"${tex} =$")
            for name, tex, v in fields
        )
    )


def wrong(
    right: Fields, replies: Sequence[tuple[str, Sequence[Q]]], feedback: dict[str, str], **options: Any
) -> tuple[Misconception, ...]:
    """Misconceptions for a table, by code and values; those that are right, or repeat another one, are left out."""
    seen = [[value for _, _, value in right]]
    found = []
    for code, numbers in replies:
        if list(numbers) not in seen:
            seen.append(list(numbers))
            fields = [(name, label, value) for (name, label, _), value in zip(right, numbers, strict=True)]
            found.append(Misconception(code, table(fields, **options), feedback[code]))
    return tuple(found)


def together(answer: TableAnswer) -> Step:
    """The last step one line for each field."""
    lines = r" \\ ".join(f"{row.label.strip('$').removesuffix(' =')} &= {row.answer.tex()}" for row in answer.rows)
    return Step(rf"Together: $$\begin{{aligned}} {lines} \end{{aligned}}$$")


# ------------------------------------------------------------------ level 1


def _both_marginals(
    kind: str, setting: int, xs: tuple[int, ...], ys: tuple[int, ...], cells: Cells, event: str
) -> Problem:
    tex, holds = EVENTS[event]
    p, q = row_sums(cells), column_sums(cells)
    inside = [(i, j) for i, x in enumerate(xs) for j, y in enumerate(ys) if holds(x, y)]
    chance = sum((cells[i][j] for i, j in inside), Q(0))
    product = sum((p[i] * q[j] for i, j in inside), Q(0))
    fields = [
        *((f"x{i}", f"P(X = {x})", v) for i, (x, v) in enumerate(zip(xs, p, strict=True), 1)),
        *((f"y{j}", f"P(Y = {y})", v) for j, (y, v) in enumerate(zip(ys, q, strict=True), 1)),
        ("e", f"P({tex})", chance),
    ]
    counts = kind == "counts"
    decimals = decimal_table(cells) and not counts  # counts are divided, which makes fractions
    n = lcm(*(int(v.q) for row in cells for v in row))
    if counts:
        told = text(COUNTS[setting], n=n)
        grid = markdown(xs, ys, tuple(tuple(v * n for v in row) for row in cells), corner="count")
    else:
        told, grid = WORLDS[setting].story, markdown(xs, ys, cells)

    def line(name: str, value: int, parts: Sequence[Q], total: Q) -> str:
        if counts:
            numbers = " + ".join(latex_of(v * n) for v in parts)
            return rf"P({name} = {value}) &= \frac{{{numbers}}}{{{n}}} = {latex_of(total)}"
        return rf"P({name} = {value}) &= {sum_tex(parts, decimals)} = {shown(total, decimals)}"

    rows = r" \\ ".join(line("X", x, row, v) for x, row, v in zip(xs, cells, p, strict=True))
    columns = r" \\ ".join(line("Y", y, c, v) for y, c, v in zip(ys, zip(*cells, strict=True), q, strict=True))
    pairs = listed([f"$({xs[i]}, {ys[j]})$" for i, j in inside])
    parts = [cells[i][j] for i, j in inside]
    if counts:
        numbers = " + ".join(latex_of(v * n) for v in parts)
        add = rf"\frac{{{numbers}}}{{{n}}} = {latex_of(chance)}"
    else:
        add = f"{sum_tex(parts, decimals)} = {shown(chance, decimals)}"
    return Problem.single(
        prompt=f"{told}\n\n{grid}\n\nGive the marginal distributions of $X$ and of $Y$, and $P({tex})$, all exactly.",
        answer=table(fields, decimals),
        hints=(
            "A marginal probability adds up everything in the table that goes with one value.",
            f"For $P({tex})$ mark the cells that belong to the event, and add them up.",
        ),
        steps=(
            *(
                [Step(f"All ${n}$ are equally likely to be picked: a probability is a count divided by ${n}$.")]
                if counts
                else []
            ),
            Step(
                r"Sum rule, over $y$: $P(X = x) = \sum_y p(x, y)$ is the sum of a row. "
                rf"$$\begin{{aligned}} {rows} \end{{aligned}}$$"
            ),
            Step(
                r"Sum rule, over $x$: $P(Y = y) = \sum_x p(x, y)$ is the sum of a column. "
                rf"$$\begin{{aligned}} {columns} \end{{aligned}}$$"
            ),
            Step(
                f"Check: both marginal distributions add up to one: ${sum_tex(p, decimals)} = 1$ and "
                f"${sum_tex(q, decimals)} = 1$."
            ),
            Step(f"The event ${tex}$ consists of the pairs {pairs}; its probability is ${add}$."),
            together(table(fields, decimals)),
        ),
        misconceptions=wrong(
            fields,
            (("wrong-axis", [*q, *p, chance]), ("product-of-marginals", [*p, *q, product])),
            FEEDBACK,
            plain=decimals,
        ),
    )


def _total(parts: Sequence[Q]) -> str:
    return " + ".join(map(latex_of, parts))


# ------------------------------------------------------------------ level 2


def _given_one(setting: int, xs: tuple[int, ...], ys: tuple[int, ...], cells: Cells, known: str, at: int) -> Problem:
    decimals = decimal_table(cells)
    if known == "x":
        one, other, free, value = "X", "Y", ys, xs[at]
        line, marginal = list(cells[at]), column_sums(cells)
        whole = "row"
    else:
        one, other, free, value = "Y", "X", xs, ys[at]
        line, marginal = [row[at] for row in cells], row_sums(cells)
        whole = "column"
    total = sum(line, Q(0))
    law = [p / total for p in line]
    backward = [p / m for p, m in zip(line, marginal, strict=True)]

    def mean(ps: Sequence[Q]) -> Q:
        return sum((v * p for v, p in zip(free, ps, strict=True)), Q(0))

    fields = [
        *(
            (f"p{k}", rf"P({other} = {v} \mid {one} = {value})", p)
            for k, (v, p) in enumerate(zip(free, law, strict=True), 1)
        ),
        ("m", rf"\mathbb{{E}}[{other} \mid {one} = {value}]", mean(law)),
    ]
    answer = table(fields, decimals=3)
    quotients = r" \\ ".join(
        rf"P({other} = {v} \mid {one} = {value}) &= \frac{{{shown(p, decimals)}}}{{{shown(total, decimals)}}} = "
        rf"{latex_of(p / total)}"
        if decimals
        else rf"P({other} = {v} \mid {one} = {value}) &= {latex_of(p)} / {latex_of(total)} = {latex_of(p / total)}"
        for v, p in zip(free, line, strict=True)
    )
    sums = " + ".join(rf"{_bracket(v)} \cdot {latex_of(p)}" for v, p in zip(free, law, strict=True))
    return Problem.single(
        prompt=f"{WORLDS[setting].story}\n\n{markdown(xs, ys, cells)}\n\nGive the conditional distribution of "
        rf"${other}$ given ${one} = {value}$, and the conditional mean "
        rf"$\mathbb{{E}}[{other} \mid {one} = {value}]$. {FORM}",
        answer=answer,
        hints=(
            f"If ${one} = {value}$ is known, only one line of the table is still possible.",
            "Its cells have to be rescaled so that they add up to one.",
            r"The conditional mean is an ordinary mean, taken with the conditional probabilities.",
        ),
        steps=(
            Step(
                f"Only the {whole} with ${one} = {value}$ matters. Its sum is $P({one} = {value}) = "
                f"{sum_tex(line, decimals)} = {shown(total, decimals)}$."
            ),
            Step(
                rf"By definition $P({other} = v \mid {one} = {value}) = \frac{{P({other} = v, {one} = {value})}}"
                rf"{{P({one} = {value})}}$, so divide its cells by this sum: $$\begin{{aligned}} {quotients} "
                r"\end{aligned}$$"
            ),
            Step(f"Check: they add up to one: ${_total(law)} = 1$."),
            Step(
                rf"The conditional mean: $\mathbb{{E}}[{other} \mid {one} = {value}] = {sums} = {latex_of(mean(law))}$."
            ),
            together(answer),
        ),
        misconceptions=wrong(
            fields,
            (
                ("not-renormalised", [*line, mean(line)]),
                ("wrong-axis", [*backward, mean(backward)]),
                ("product-of-marginals", [*marginal, mean(marginal)]),
            ),
            CONDITIONAL,
            decimals=3,
        ),
    )


def _bracket(v: int) -> str:
    return str(v) if v >= 0 else rf"\left({v}\right)"


# ------------------------------------------------------------------ level 3

BACK = {
    "wrong-axis": "That is the probability of $y$ given $x$; asked is $x$ given $y$. Divide by the sum over all $x$.",
    "not-renormalised": "That is the joint probability: divide it by the probability of the condition.",
    "product-of-marginals": "That is the probability without the condition, as if the variables were independent.",
}


def _chain(setting: int, xs: tuple[int, ...], ys: tuple[int, ...], cells: Cells, at: int, target: int) -> Problem:
    p, q = row_sums(cells), column_sums(cells)
    rates = [[c / total for c in row] for row, total in zip(cells, p, strict=True)]
    fields = [
        (f"p{i}{j}", f"p({x}, {y})", cells[i - 1][j - 1]) for i, x in enumerate(xs, 1) for j, y in enumerate(ys, 1)
    ]
    answer = table(fields, plain=True)
    x, y = xs[target], ys[at]
    back = NumberAnswer.of(cells[target][at] / q[at], decimals=3)
    head = r"| | $p(x)$ | " + " | ".join(rf"$p({y} \mid x)$" for y in ys) + " |"
    lines = [
        f"| $x = {value}$ | ${shown(total, True)}$ | " + " | ".join(f"${shown(r, True)}$" for r in row) + " |"
        for value, total, row in zip(xs, p, rates, strict=True)
    ]
    grid = "\n".join([head, "|---" * (len(ys) + 2) + "|", *lines])
    made = r" \\ ".join(
        rf"p({a}, {b}) &= {shown(p[i], True)} \cdot {shown(rates[i][j], True)} = {shown(cells[i][j], True)}"
        for i, a in enumerate(xs)
        for j, b in enumerate(ys)
    )
    column = [row[at] for row in cells]
    return Problem(
        prompt=f"{CHAINS[setting]}\n\n{grid}",
        parts=(
            Part(
                "a",
                answer,
                r"Fill the table of the joint distribution $p(x, y)$, exactly.",
                points=2,
                misconceptions=_cell_mistakes(
                    fields,
                    (
                        ("not-renormalised", [r for row in rates for r in row], CONDITIONAL_READ),
                        ("product-of-marginals", [a * b for a in p for b in q], PRODUCT_RULE),
                    ),
                ),
            ),
            Part(
                "b",
                back,
                rf"Compute $P(X = {x} \mid Y = {y})$. {FORM}",
                misconceptions=wrong_numbers(
                    cells[target][at] / q[at],
                    ("wrong-axis", rates[target][at], BACK["wrong-axis"]),
                    ("not-renormalised", cells[target][at], BACK["not-renormalised"]),
                    ("product-of-marginals", p[target], BACK["product-of-marginals"]),
                    decimals=3,
                ),
            ),
        ),
        hints=(
            r"The product rule turns a conditional probability into a joint one: which factor is missing?",
            "For (b) the roles are exchanged: the condition is $Y$ now, so a column of your table is needed.",
        ),
        steps=(
            Step(
                r"Product rule, $p(x, y) = p(x) \, p(y \mid x)$, cell by cell: "
                rf"$$\begin{{aligned}} {made} \end{{aligned}}$$"
            ),
            Step(f"Check: all cells add up to one: ${' + '.join(shown(c, True) for row in cells for c in row)} = 1$."),
            Step(
                f"The condition $Y = {y}$ picks a column. Its sum is $P(Y = {y}) = {sum_tex(column, True)} = "
                f"{shown(q[at], True)}$."
            ),
            Step(
                rf"Divide: $P(X = {x} \mid Y = {y}) = "
                rf"\frac{{{shown(cells[target][at], True)}}}{{{shown(q[at], True)}}}$."
            ),
            Step(
                "The joint distribution is "
                + listed([f"${tex} = {shown(value, True)}$" for _, tex, value in fields])
                + rf", and $P(X = {x} \mid Y = {y}) = {back.tex()}$."
            ),
        ),
    )


CONDITIONAL_READ = (
    "Those are the conditional probabilities, and each row adds up to one. A joint probability needs the probability "
    "of the condition as a factor."
)
PRODUCT_RULE = (
    "That is $p(x) \\, p(y)$, which is right for independent variables only. Here the distribution of $Y$ depends on "
    "$x$: use $p(y \\mid x)$."
)
GAP_JOINT = (
    "A conditional probability was put into the table as it stands. Multiply it by the probability of the condition to "
    "get the cell."
)
GAP_PRODUCT = "That takes the variables for independent. Nothing says so: use what is given about each line."


def _cell_mistakes(
    fields: Fields, replies: Sequence[tuple[str, Sequence[Q], str]], plain: bool = True
) -> tuple[Misconception, ...]:
    right = [value for _, _, value in fields]
    return tuple(
        Misconception(
            code,
            table([(name, tex, v) for (name, tex, _), v in zip(fields, numbers, strict=True)], plain),
            why,
        )
        for code, numbers, why in replies
        if list(numbers) != right
    )


def _gaps(setting: int, xs: tuple[int, ...], ys: tuple[int, ...], cells: Cells, order: int, row: int) -> Problem:
    first, second, third = columns_of(order)
    decimals = decimal_table(cells)
    other = 1 - row
    places = {(row, first): "a", (row, second): "b", (other, second): "c", (other, third): "d"}
    values_of = {letter: cells[i][j] for (i, j), letter in places.items()}
    total = sum(cells[row], Q(0))
    rate, back = values_of["a"] / total, values_of["b"] / (values_of["b"] + values_of["c"])
    known_row, known_other = cells[row][third], cells[other][first]
    head = "| $p(x, y)$ | " + " | ".join(f"$y = {y}$" for y in ys) + " |"
    lines = [
        f"| $x = {x}$ | "
        + " | ".join(f"${places.get((i, j)) or shown(cells[i][j], decimals)}$" for j in range(3))
        + " |"
        for i, x in enumerate(xs)
    ]
    grid = "\n".join([head, "|---" * 4 + "|", *lines])
    fields = [(letter, letter, values_of[letter]) for letter in "abcd"]
    x, z = xs[row], ys[second]
    ask = (
        rf"Moreover $P(X = {x}) = {shown(total, decimals)}$, $P(Y = {ys[first]} \mid X = {x}) = {latex_of(rate)}$ and "
        rf"$P(X = {x} \mid Y = {z}) = {latex_of(back)}$."
    )

    def finish(a: Q, b: Q, c: Q) -> list[Q]:
        return [a, b, c, 1 - total - known_other - c]

    a, b, c, d = (values_of[letter] for letter in "abcd")
    ratio = (1 - back) / back
    replies: list[tuple[str, list[Q], str]] = []
    if total - rate - known_row > 0:
        half = total - rate - known_row
        replies.append(("not-renormalised", finish(rate, half, half * ratio), GAP_JOINT))
    guess = (1 - total) * b / total
    if guess + known_other < 1 - total:
        replies.append(("product-of-marginals", finish(a, b, guess), GAP_PRODUCT))
    whole = " + ".join([shown(total, decimals), shown(known_other, decimals), shown(c, decimals)])
    return Problem.single(
        prompt=f"{WORLDS[setting].story}\n\n{grid}\n\n{ask} Find $a$, $b$, $c$ and $d$, exactly.",
        answer=table(fields, decimals),
        hints=(
            rf"Begin with $a$: what does $P(Y = {ys[first]} \mid X = {x})$ say about the row of $x = {x}$?",
            rf"Next complete that row; then use $P(X = {x} \mid Y = {z})$ for the column of $y = {z}$.",
            "All cells add up to one.",
        ),
        steps=(
            Step(
                rf"Product rule: $a = P(X = {x}) \, P(Y = {ys[first]} \mid X = {x}) = {shown(total, decimals)} \cdot "
                rf"{latex_of(rate)} = {shown(a, decimals)}$."
            ),
            Step(
                f"The row of $x = {x}$ adds up to $P(X = {x})$, so $b = {shown(total, decimals)} - "
                f"{shown(a, decimals)} - {shown(known_row, decimals)} = {shown(b, decimals)}$."
            ),
            Step(
                rf"In the column of $y = {z}$: $P(X = {x} \mid Y = {z}) = \frac{{b}}{{b + c}} = {latex_of(back)}$, so "
                rf"$b + c = {latex_of(b)} / {latex_of(back)} = {latex_of(b + c)}$ and $c = {shown(c, decimals)}$."
            ),
            Step(f"All cells add up to one, so $d = 1 - \\left({whole}\\right) = {shown(d, decimals)}$."),
            Step(
                rf"Check: $P(Y = {ys[first]} \mid X = {x}) = {latex_of(a)} / {latex_of(total)} = {latex_of(rate)}$, as "
                "it should be, and no cell is negative."
            ),
            together(table(fields, decimals)),
        ),
        misconceptions=_cell_mistakes(fields, replies, decimals),
    )


# ------------------------------------------------------------------ the second opinion


def population(xs: Sequence[int], ys: Sequence[int], cells: Cells) -> Iterator[tuple[int, int]]:
    """Equally likely individuals whose pairs have the joint distribution."""
    n = lcm(*(int(p.q) for row in cells for p in row))
    for x, row in zip(xs, cells, strict=True):
        for y, p in zip(ys, row, strict=True):
            yield from [(x, y)] * int((p * n).p)


@joint_discrete.verify
def counted(
    kind: str,
    setting: int,
    xs: tuple[int, ...],
    ys: tuple[int, ...],
    cells: Cells,
    asked: tuple[str, int],
    target: int,
    answer: dict[str, Any],
) -> bool:
    """Count in a population; put a filled table into what was told."""
    people = list(population(xs, ys, cells))
    n = len(people)
    if kind == "gaps":
        return _fits(cells, asked[1], target, answer)
    if kind == "chain":
        p, made = row_sums(cells), answer["a"]
        told = {(i, j): cells[i][j] / p[i] for i in range(len(xs)) for j in range(len(ys))}
        rows = [[made[f"p{i}{j}"] for j in range(1, len(ys) + 1)] for i in range(1, len(xs) + 1)]
        fits = all(sum(row, Q(0)) == p[i] for i, row in enumerate(rows)) and all(
            rows[i][j] == rate * sum(rows[i], Q(0)) for (i, j), rate in told.items()
        )
        group = [x for x, y in people if y == ys[asked[1]]]
        return bool(fits and answer["b"] * len(group) == group.count(xs[target]))
    if kind == "conditional":
        known, at = asked
        if known == "x":
            group, free = [y for x, y in people if x == xs[at]], ys
        else:
            group, free = [x for x, y in people if y == ys[at]], xs
        shares = all(answer[f"p{k}"] * len(group) == group.count(v) for k, v in enumerate(free, 1))
        return bool(shares and answer["m"] * len(group) == sum(group))
    holds = EVENTS[asked[0]][1]
    return bool(
        all(answer[f"x{i}"] * n == [x for x, _ in people].count(v) for i, v in enumerate(xs, 1))
        and all(answer[f"y{j}"] * n == [y for _, y in people].count(v) for j, v in enumerate(ys, 1))
        and answer["e"] * n == len([1 for x, y in people if holds(x, y)])
    )


def _fits(cells: Cells, order: int, row: int, answer: dict[str, Q]) -> bool:
    """The sum of a row, two conditional probabilities and the total are as told."""
    first, second, third = columns_of(order)
    other = 1 - row
    filled = [list(r) for r in cells]
    told = (
        sum(cells[row], Q(0)),
        cells[row][first] / sum(cells[row], Q(0)),
        cells[row][second] / (cells[row][second] + cells[other][second]),
    )
    filled[row][first], filled[row][second] = answer["a"], answer["b"]
    filled[other][second], filled[other][third] = answer["c"], answer["d"]
    line, column = sum(filled[row], Q(0)), filled[0][second] + filled[1][second]
    return bool(
        line == told[0]
        and filled[row][first] == told[1] * line
        and filled[row][second] == told[2] * column
        and line + sum(filled[other], Q(0)) == 1
    )
