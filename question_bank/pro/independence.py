"""Decide independence of events or variables from numbers or a table (MML 6.2.3, 6.4.5).

Levels: 1 two events, from probabilities or by counting; 2 a joint table; 3 a variable and a function of it, with their
covariance, or three events. Checked by odds: two events are independent exactly when the determinant of their 2x2 table
is 0, and by enumerating all atoms of three events.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, NamedTuple

from question_bank._draw import distribution, joint_table, values
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import exact_decimal, forms, listed, wrong_numbers
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
from quizgen.answers.choice import Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.witness import Witness
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"union", "neither", "conditional", "exclusive", "count"; "table"; "square", "absolute", "sign"; "three"."""
    setting: int
    numbers: tuple[Q, ...] = ()
    """P(A), P(B), P(A and B); for "count" n; for functions the probabilities of X; for "three" eight counts."""
    events: tuple[tuple[str, int], ...] = ()
    """For "count": the two events, as (kind, number)."""
    xs: tuple[int, ...] = ()
    ys: tuple[int, ...] = ()
    cells: Cells = ()


EVENTS = (
    (
        "For a random document of a corpus let $A$ be the event that it contains the word “data”, and $B$ that it "
        "contains the word “model”.",
        "No document contains both words.",
        "the document contains neither word",
    ),
    (
        "For a random hour in a plant let $A$ be the event that sensor 1 raises an alarm, and $B$ that sensor 2 does.",
        "The two sensors are wired so that they never raise an alarm in the same hour.",
        "neither sensor raises an alarm",
    ),
    ("Let $A$ and $B$ be two events.", "The events exclude each other.", "neither of them happens"),
    (
        "For a random customer of a shop let $A$ be the event that she uses a voucher, and $B$ that she pays by card.",
        "Nobody who uses a voucher pays by card.",
        "she does neither",
    ),
)
COUNTED = (
    "A number is drawn from $1, 2, \\dots, @n$, all equally likely.",
    "One of @n cards, numbered from $1$ to $@n$, is drawn at random.",
    "A row of a table with rows $1, \\dots, @n$ is picked at random, all rows equally likely.",
)
THREE = (
    (
        "The table counts the @n documents of a corpus by three words: $A$ is the event that a random document "
        "contains the word “data”, $B$ that it contains “model”, $C$ that it contains “loss”.",
        "documents",
    ),
    (
        "A machine ran for @n hours. For a random one of these hours let $A$, $B$ and $C$ be the events that sensor 1, "
        "sensor 2 and sensor 3 raised an alarm. The table counts the hours.",
        "hours",
    ),
    (
        "Of @n users of an app some turned on dark mode ($A$), notifications ($B$), and backups ($C$). One user is "
        "picked at random.",
        "users",
    ),
)
PRODUCT = r"Two events are independent exactly when $P(A \cap B) = P(A) \, P(B)$."
REASONS = (
    r"$P(A \cap B) \ne P(A) \, P(B)$",
    r"$P(A \cap C) \ne P(A) \, P(C)$",
    r"$P(B \cap C) \ne P(B) \, P(C)$",
    r"$P(A \cap B \cap C) \ne P(A) \, P(B) \, P(C)$",
)
SETS: tuple[tuple[int, ...], ...] = ((0, 1), (0, 2), (1, 2), (0, 1, 2))
"""The events of each reason, as indices."""


@exercise("pro-independence", version=1, bounds=(1000, 1000, 2000))
def independence(draw: Draw, level: int) -> Given:
    """Nearly as many independent as dependent pairs, and dependence that is easily overlooked."""
    if level == 1:
        return _count(draw) if draw.below(3) == 0 else _events(draw)
    if level == 2:
        return _table(draw)
    return _three(draw) if draw.flip() else _function(draw)


def _events(draw: Draw) -> Given:
    kind = draw.weighted(("union", "neither", "conditional", "exclusive"), (3, 3, 3, 2))
    setting = draw.below(len(EVENTS))
    for _ in range(TRIES):
        a, b = Q(draw.integer(2, 8), 10), Q(draw.integer(2, 8), 10)
        if kind == "exclusive":
            j = Q(0)
        elif kind == "conditional":
            rates = [Q(draw.integer(1, 9), 10)] * 2 if draw.flip() else [Q(x, 10) for x in draw.sample(range(1, 10), 2)]
            j, b = a * rates[0], a * rates[0] + (1 - a) * rates[1]
        else:
            j = a * b if draw.flip() else a * b + Q(draw.integer(-12, 12, nonzero=True), 100)
        low = max(Q(0), a + b - 1)
        if (low < j < min(a, b)) or (kind == "exclusive" and a + b < 1):
            return Given(kind, setting, (a, b, j))
    raise exhausted("pair of events", kind)


def _count(draw: Draw) -> Given:
    n = draw.choice((12, 18, 20, 24, 30, 36))
    divisors = [d for d in (2, 3, 4, 5, 6) if n % d == 0]
    for _ in range(TRIES):
        first = ("multiple", draw.choice(divisors))
        second = (
            ("multiple", draw.choice(divisors))
            if draw.below(3) == 0
            else ("low", draw.integer(3, n - 3))
            if draw.flip()
            else ("odd", 1)
        )
        sizes = [len([x for x in range(1, n + 1) if inside(event, x)]) for event in (first, second)]
        joint = len([x for x in range(1, n + 1) if inside(first, x) and inside(second, x)])
        fair = joint * n == sizes[0] * sizes[1]
        if first != second and first != ("multiple", 2 * (second[0] == "odd")) and (fair or draw.below(3) == 0):
            return Given("count", draw.below(len(COUNTED)), (Q(n),), (first, second))
    raise exhausted("pair of events", "counted")


def inside(event: tuple[str, int], x: int) -> bool:
    """Whether a number belongs to an event."""
    kind, bound = event
    return {"multiple": x % bound == 0, "low": x <= bound, "odd": x % 2 == 1}[kind]


def _table(draw: Draw) -> Given:
    setting = draw.below(len(WORLDS))
    for _ in range(TRIES):
        rows, columns = draw.choice(((2, 2), (2, 3), (3, 2), (3, 3)))
        small = rows * columns < 9
        d = draw.choice((20, 24, 25, 30, 40)) if small else draw.choice((25, 30, 36, 40, 50))
        try:
            table = joint_table(draw, rows, columns, d, independent=True)
        except ValueError:
            continue
        cells = [[x * d for x in row] for row in table.to_rows()]
        if draw.flip():
            r, c = draw.sample(range(rows), 2), draw.sample(range(columns), 2)
            most = int(min(cells[r[0]][c[1]], cells[r[1]][c[0]]).p)
            # A cell may become 0, but no row or column is lost.
            shift = draw.integer(1, most)
            for i, j in product((0, 1), (0, 1)):
                cells[r[i]][c[j]] += shift if i == j else -shift
        if max(x for row in cells for x in row) * 2 <= d:
            free = WORLDS[setting].free
            xs = values(draw, rows, -2, 4) if free else tuple(range(rows))
            ys = values(draw, columns, -2, 4) if free else tuple(range(columns))
            return Given("table", setting, (), (), xs, ys, tuple(tuple(x / d for x in row) for row in cells))
    raise exhausted("joint table", "no cell larger than a half")


def _function(draw: Draw) -> Given:
    kind = draw.choice(("square", "absolute", "sign", "sign"))
    setting = draw.below(3)
    if kind == "sign":
        a, b = sorted(draw.sample(range(1, 6), 2))
        rates = draw.choice(((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2)))
        if draw.flip():  # the size is independent of the sign
            left, right = draw.choice(((1, 1), (1, 2), (2, 1), (1, 3), (3, 1)))
            parts = [left * rates[1], left * rates[0], right * rates[0], right * rates[1]]
        else:
            other = draw.choice(tuple(r for r in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1)) if r != rates))
            parts = [other[1], other[0], rates[0], rates[1]]
        total = sum(parts)
        return Given(kind, setting, tuple(Q(p, total) for p in parts), (), (-b, -a, a, b))
    if draw.below(4) == 0:
        p = Q(draw.integer(1, 9), 10)
        a = draw.integer(1, 6)
        return Given(kind, setting, (p, 1 - p), (), (-a, a))
    a, b = sorted(draw.sample(range(1, 5), 2))
    xs = (-b, -a, a, b) if draw.flip() else (-b, -a, 0, a, b) if draw.flip() else (-b, 0, b)
    half = distribution(draw, (len(xs) + 1) // 2, draw.choice((5, 6, 8, 10)))
    sides = [p / 2 for p in half[: len(xs) // 2]]
    middle = [half[-1]] if len(xs) % 2 else []
    if not middle:
        sides = [p / sum(sides) / 2 for p in sides]
    ps = [*sides, *middle, *sides[::-1]]
    if draw.below(3) == 0:  # not symmetric: correlated as well
        shift = draw.choice((1, -1)) * min(ps) / 2
        ps[0], ps[-1] = ps[0] + shift, ps[-1] - shift
    return Given(kind, setting, tuple(ps), (), xs)


def _three(draw: Draw) -> Given:
    sort = draw.choice(("none", "triple", "triple", "pair"))
    for _ in range(TRIES):
        sizes = draw.choice(((2, 2, 2), (2, 2, 3), (2, 3, 2), (3, 2, 2), (2, 2, 4), (4, 2, 2), (2, 3, 3), (2, 2, 5)))
        inner = [draw.integer(1, size - 1) for size in sizes]
        n = sizes[0] * sizes[1] * sizes[2]
        m = draw.integer(1, 96 // n)
        if n * m < 24 or (sort == "none" and n == 8):
            continue
        counts = {}
        for bits in product((1, 0), repeat=3):
            count = m
            for bit, size, part in zip(bits, sizes, inner, strict=True):
                count *= part if bit else size - part
            counts[bits] = count
        change = draw.integer(1, 4) * draw.sign()
        third = draw.below(3)
        for bits in counts:
            signs = [1 if bit else -1 for bit in bits]
            if sort == "triple":
                counts[bits] += change * signs[0] * signs[1] * signs[2]
            elif sort == "pair" and not bits[third]:
                counts[bits] -= change * signs[0] * signs[1] * signs[2]
        if min(counts.values()) >= 0:
            return Given("three", draw.below(len(THREE)), tuple(Q(c) for c in counts.values()))
    raise exhausted("table of three events", sort)


@independence.problem
def build(
    kind: str,
    setting: int,
    numbers: tuple[Q, ...],
    events: tuple[tuple[str, int], ...],
    xs: tuple[int, ...],
    ys: tuple[int, ...],
    cells: Cells,
) -> Problem:
    """Both sides of the product rule, compared."""
    if kind == "three":
        return _three_events(setting, numbers)
    if kind == "table":
        return _two_variables(setting, xs, ys, cells)
    if kind in ("square", "absolute", "sign"):
        return _of_a_function(kind, setting, xs, numbers)
    return _counted(setting, int(numbers[0].p), events) if kind == "count" else _two_events(kind, setting, *numbers)


# ------------------------------------------------------------------ level 1


DISJOINT = (
    "Events that exclude each other are not independent when both have positive probability: if one happens, the other "
    "one cannot. Compare both sides of the product rule."
)
COMPARE = "Put numbers into the product rule: compare the probability of both with the product of the two."


def verdict(truth: bool) -> Step:
    """The last step."""
    return Step(f"So the statement is **{'true' if truth else 'false'}**.")


def two_numbers(joint: Q, single: Q, excluding: bool) -> TruthAnswer:
    """True, or false with the two sides of the product rule."""
    truth = joint == single
    typed = (str(joint), str(single))
    return TruthAnswer(
        truth,
        (
            Witness("u", None, "" if truth else typed[0], r"$P(A \cap B) =$"),
            Witness("v", None, "" if truth else typed[1], r"$P(A) \, P(B) =$"),
        ),
        (f"u = {joint}", f"v = {single}"),
        "u = v",
        (typed,) if truth else (),
        code="disjoint-is-independent" if excluding else "",
        feedback=DISJOINT if excluding else COMPARE,
        shown={
            f"u = {joint}": r"P(A \cap B) = \text{your first number}",
            f"v = {single}": r"P(A) \, P(B) = \text{your second number}",
            "u = v": r"P(A \cap B) = P(A) \, P(B)",
        },
    )


ASK = (
    "True or false?\n\n> $A$ and $B$ are independent.\n\nIf it is false, show it by numbers: give $P(A \\cap B)$ and "
    "$P(A) \\, P(B)$ exactly."
)
EVENT_HINTS = (
    "Which equation has to hold for two events to be independent? Find both of its sides.",
    "Work out the probability that both events happen first; it need not be told directly.",
)


def _two_events(kind: str, setting: int, a: Q, b: Q, j: Q) -> Problem:
    story, never, nothing = EVENTS[setting]
    truth = j == a * b
    da, db, dj = exact_decimal(a), exact_decimal(b), exact_decimal(j)
    both = "$P(A) = @a$ and $P(B) = @b$"
    if kind == "union":
        told = text(
            f"It is known that {both[:-1]}$, and that $P(A \\cup B) = @u$.", a=da, b=db, u=exact_decimal(a + b - j)
        )
        way = step(
            r"Inclusion and exclusion: $P(A \cap B) = P(A) + P(B) - P(A \cup B) = @a + @b - @u = @j$.",
            a=da,
            b=db,
            u=exact_decimal(a + b - j),
            j=dj,
        )
    elif kind == "neither":
        rest = exact_decimal(1 - a - b + j)
        told = text(f"It is known that {both}. With probability $@r$ @nothing.", a=da, b=db, r=rest, nothing=nothing)
        way = step(
            r"At least one of them happens with probability $P(A \cup B) = 1 - @r = @u$, so $P(A \cap B) = P(A) + P(B) "
            r"- P(A \cup B) = @a + @b - @u = @j$.",
            r=rest,
            u=exact_decimal(a + b - j),
            a=da,
            b=db,
            j=dj,
        )
    elif kind == "conditional":
        r, s = j / a, (b - j) / (1 - a)
        told = text(
            r"It is known that $P(A) = @a$, $P(B \mid A) = @r$ and $P(B \mid A^c) = @s$, where $A^c$ is the "
            "complement of $A$.",
            a=da,
            r=exact_decimal(r),
            s=exact_decimal(s),
        )
        way = step(
            r"Product rule: $P(A \cap B) = P(A) \, P(B \mid A) = @a \cdot @r = @j$. Sum rule: $P(B) = @j + @c \cdot @s "
            r"= @b$.",
            a=da,
            r=exact_decimal(r),
            j=dj,
            c=exact_decimal(1 - a),
            s=exact_decimal(s),
            b=db,
        )
    else:
        told = text(f"It is known that {both}. @never", a=da, b=db, never=never)
        way = step(r"The events exclude each other: $A \cap B$ is empty and $P(A \cap B) = 0$.")
    whole, first, second = ("B", "A", (db, j / b)) if terminating(j / b) else ("A", "B", (da, j / a))
    check = Step(
        rf"Check by a conditional probability: $P({first} \mid {whole}) = \frac{{{dj}}}{{{second[0]}}} = "
        rf"{shown(second[1], True)}$, {_beside(truth)} $P({first}) = {da if first == 'A' else db}$."
    )
    return Problem.single(
        prompt=f"{story} {told}\n\n{ASK}",
        answer=two_numbers(j, a * b, kind == "exclusive"),
        hints=EVENT_HINTS,
        steps=(
            Step(PRODUCT),
            way,
            step(r"The product is $P(A) \, P(B) = @a \cdot @b = @p$.", a=da, b=db, p=exact_decimal(a * b)),
            _compared(truth, dj, exact_decimal(a * b)),
            check,
            verdict(truth),
        ),
    )


def _compared(truth: bool, joint: Tex, single: Tex) -> Step:
    if truth:
        return Step(rf"The two sides agree: both $P(A \cap B)$ and $P(A) \, P(B)$ are ${joint}$.")
    return Step(rf"The two sides differ: $P(A \cap B) = {joint}$, but $P(A) \, P(B) = {single}$.")


def _beside(truth: bool) -> str:
    """How a conditional probability stands to the one without the condition."""
    return "the same as" if truth else "which differs from"


def described(event: tuple[str, int]) -> str:
    """An event of "count" in words."""
    kind, bound = event
    return {
        "multiple": "it is even" if bound == 2 else f"it is divisible by ${bound}$",
        "low": rf"it is at most ${bound}$",
        "odd": "it is odd",
    }[kind]


def _counted(setting: int, n: int, events: tuple[tuple[str, int], ...]) -> Problem:
    inner = [[x for x in range(1, n + 1) if inside(event, x)] for event in events]
    both = [x for x in inner[0] if x in inner[1]]
    a, b, j = (Q(len(found), n) for found in (*inner, both))
    truth = j == a * b
    told = text(COUNTED[setting], n=n)
    noun = "row" if "row" in told else "number"
    first, second = (described(e).replace("it is", "its number is" if noun == "row" else "it is") for e in events)
    if "card" in told:
        first, second = (described(e).replace("it is", "its number is") for e in events)
    prompt = f"{told} Let $A$ be the event that {first}, and $B$ the event that {second}.\n\n{ASK}"
    share = forms(Tex(rf"\frac{{{len(both)}}}{{{len(inner[0])}}}"), j / a)
    members = rf"A \cap B = \{{{', '.join(map(str, both))}\}}" if both else r"A \cap B = \emptyset"
    return Problem.single(
        prompt=prompt,
        answer=two_numbers(j, a * b, not both),
        hints=("All numbers are equally likely: count.", EVENT_HINTS[0]),
        steps=(
            Step(PRODUCT),
            step(
                r"Count: $A$ has @p of the @n numbers and $B$ has @q, so $P(A) = @a$ and $P(B) = @b$.",
                p=len(inner[0]),
                q=len(inner[1]),
                n=n,
                a=a,
                b=b,
            ),
            Step(
                f"Both happen for the numbers in ${members}$; there are ${len(both)}$ of them, so "
                rf"$P(A \cap B) = {latex_of(j)}$."
                if len(both) != 1
                else f"Both happen for one number only, ${both[0]}$, so $P(A \\cap B) = {latex_of(j)}$."
            )
            if both
            else Step(r"No number belongs to both, so $P(A \cap B) = 0$."),
            step(r"The product is $P(A) \, P(B) = @a \cdot @b = @p$.", a=a, b=b, p=a * b),
            _compared(truth, Tex(latex_of(j)), Tex(latex_of(a * b))),
            Step(
                rf"Check by the share of $B$ within $A$: $P(B \mid A) = {share}$, {_beside(truth)} "
                rf"$P(B) = {latex_of(b)}$."
            ),
            verdict(truth),
        ),
    )


# ------------------------------------------------------------------ level 2


def cell_answer(
    names: tuple[str, str], xs: Sequence[int], ys: Sequence[int], cells: Cells, code: str, feedback: str, letters: str
) -> TruthAnswer:
    """True, or false with values for which the product rule fails."""
    p, q = row_sums(cells), column_sums(cells)
    bad = [(x, y) for i, x in enumerate(xs) for j, y in enumerate(ys) if cells[i][j] != p[i] * q[j]]
    first, second = names

    def member(name: str, found: Sequence[int]) -> str:
        return "*".join(f"({name} - ({v}))" for v in found) + " = 0"

    fails = "*".join(f"(({first} - ({x}))^2 + ({second} - ({y}))^2)" for x, y in bad) or "1"
    claim = f"{fails} != 0"
    one, other = tuple(letters)
    values_of = tuple(r" \in \{" + ", ".join(map(str, found)) + r"\}" for found in (xs, ys))
    return TruthAnswer(
        not bad,
        (
            Witness(first, None, str(bad[0][0]) if bad else ""),
            Witness(second, None, str(bad[0][1]) if bad else ""),
        ),
        (member(first, xs), member(second, ys)),
        claim,
        () if bad else ((str(xs[0]), str(ys[0])),),
        code=code if bad else "",
        feedback=feedback,
        shown={
            member(first, xs): first + values_of[0],
            member(second, ys): second + values_of[1],
            claim: rf"P({one} = {first}, {other} = {second}) = P({one} = {first}) \, P({other} = {second})",
        },
    )


TABLE_RULE = (
    r"$X$ and $Y$ are independent exactly when $P(X = x, Y = y) = P(X = x) \, P(Y = y)$ for *all* pairs $(x, y)$: "
    "every cell is the product of its row sum and its column sum."
)
ALL_CELLS = "Compare every cell with the product of its row sum and its column sum; one cell that differs is enough."


def _two_variables(setting: int, xs: tuple[int, ...], ys: tuple[int, ...], cells: Cells) -> Problem:
    decimals = decimal_table(cells)
    p, q = row_sums(cells), column_sums(cells)
    answer = cell_answer(("x", "y"), xs, ys, cells, "", ALL_CELLS, "XY")
    rows = r" \\ ".join(
        rf"P(X = {x}) &= {sum_tex(row, decimals)} = {shown(total, decimals)}"
        for x, row, total in zip(xs, cells, p, strict=True)
    )
    columns = r" \\ ".join(
        rf"P(Y = {y}) &= {sum_tex(column, decimals)} = {shown(total, decimals)}"
        for y, column, total in zip(ys, zip(*cells, strict=True), q, strict=True)
    )
    steps = [
        Step(TABLE_RULE),
        Step(rf"Row sums: $$\begin{{aligned}} {rows} \end{{aligned}}$$"),
        Step(rf"Column sums: $$\begin{{aligned}} {columns} \end{{aligned}}$$"),
    ]
    if answer.truth:
        lines = r" \\ ".join(
            rf"P(X = {x}) \, P(Y = {y}) &= {shown(p[i], decimals)} \cdot {shown(q[j], decimals)} = "
            rf"{shown(p[i] * q[j], decimals)}"
            for i, x in enumerate(xs)
            for j, y in enumerate(ys)
        )
        steps.append(Step(rf"The products: $$\begin{{aligned}} {lines} \end{{aligned}}$$"))
        steps.append(Step("Each of them is the cell of the table: the product rule holds everywhere."))
        steps.append(Step("Check: the rows of the table are multiples of each other, as they must be."))
    else:
        x, y = int(answer.witnesses[0].example), int(answer.witnesses[1].example)
        i, j = xs.index(x), ys.index(y)
        steps.append(
            step(
                r"Compare the cells with the products. For $x = @x$ and $y = @y$ the product is $@p \cdot @q = @r$, "
                r"but the cell is $@c$.",
                x=x,
                y=y,
                p=shown(p[i], decimals),
                q=shown(q[j], decimals),
                r=shown(p[i] * q[j], decimals),
                c=shown(cells[i][j], decimals),
            )
        )
        steps.append(_conditional_check(x, y, p[i], q[j], cells[i][j], decimals))
    return Problem.single(
        prompt="\n\n".join(
            [
                WORLDS[setting].story,
                markdown(xs, ys, cells),
                "True or false?\n\n> $X$ and $Y$ are independent.\n\nIf it is false, give a pair of values $x$ and $y$ "
                "that shows it.",
            ]
        ),
        answer=answer,
        hints=(
            "Add up the rows and the columns first: these are the two marginal distributions.",
            "Independence is a condition on every single cell of the table.",
        ),
        steps=(*steps, verdict(answer.truth)),
    )


def _conditional_check(x: int, y: int, p: Q, q: Q, cell: Q, decimals: bool) -> Step:
    return step(
        r"Check: given $X = @x$, the probability of $Y = @y$ is $@{c}$, and without this condition it is $@q$. "
        "One such pair is enough.",
        x=x,
        y=y,
        c=Tex(rf"\frac{{{shown(cell, decimals)}}}{{{shown(p, decimals)}}} = {latex_of(cell / p)}"),
        q=Tex(latex_of(q)),
    )


# ------------------------------------------------------------------ level 3: a function of X

MADE: dict[str, tuple[str, Callable[[int], int], Callable[[int], int], str, str]] = {
    "square": ("Let $Y = X^2$.", lambda x: x, lambda x: x * x, "XY", "X^3"),
    "absolute": (r"Let $Y = \left| X \right|$.", lambda x: x, abs, "XY", r"X \left| X \right|"),
    "sign": (
        r"Let $S$ be its sign ($1$ or $-1$) and $R = \left| X \right|$ its size, so that $X = S R$.",
        lambda x: 1 if x > 0 else -1,
        abs,
        "SR",
        "X",
    ),
}
"""How the pair is introduced; its two functions; their letters; their product in terms of X."""
LAWS = (
    "A discrete random variable $X$ has the distribution below.",
    "The error $X$ of a sensor reading, in steps of its scale, has the distribution below.",
    "The change $X$ of a price within an hour, in cents, has the distribution below.",
)
UNCORRELATED = (
    "A covariance of $0$ says only that there is no *linear* relation. Independence asks for the product rule at every "
    "pair of values: try one."
)
DETERMINED = "Compare the joint probabilities with the products of the marginals; one pair that differs is enough."


def pair_table(kind: str, xs: Sequence[int], ps: Sequence[Q]) -> tuple[tuple[int, ...], tuple[int, ...], Cells]:
    """Values of both variables, and their joint table."""
    _, f, g, _, _ = MADE[kind]
    us, vs = sorted({f(x) for x in xs}), sorted({g(x) for x in xs})
    cells = tuple(
        tuple(sum((p for x, p in zip(xs, ps, strict=True) if (f(x), g(x)) == (u, v)), Q(0)) for v in vs) for u in us
    )
    return tuple(us), tuple(vs), cells


def _mean(xs: Sequence[int], ps: Sequence[Q]) -> Q:
    return sum((x * p for x, p in zip(xs, ps, strict=True)), Q(0))


def weighted(xs: Sequence[int], ps: Sequence[Q]) -> str:
    r"""The sum `-2 \cdot \frac{1}{4} + ...`; terms with the value 0 are left out."""
    terms = [(x, p) for x, p in zip(xs, ps, strict=True) if x]
    first = [("-" if x < 0 else "") if k == 0 else (" - " if x < 0 else " + ") for k, (x, _) in enumerate(terms)]
    return "".join(
        sign + (latex_of(p) if abs(x) == 1 else rf"{abs(x)} \cdot {latex_of(p)}")
        for sign, (x, p) in zip(first, terms, strict=True)
    )


def _of_a_function(kind: str, setting: int, xs: tuple[int, ...], ps: tuple[Q, ...]) -> Problem:
    intro, f, g, letters, times = MADE[kind]
    one, other = tuple(letters)
    us, vs, cells = pair_table(kind, xs, ps)
    firsts, seconds = [f(x) for x in xs], [g(x) for x in xs]
    products = [u * v for u, v in zip(firsts, seconds, strict=True)]
    m, k, both = _mean(firsts, ps), _mean(seconds, ps), _mean(products, ps)
    cov = NumberAnswer.of(both - m * k)
    names = (one.lower(), other.lower())
    answer = cell_answer(
        names,
        us,
        vs,
        cells,
        "uncorrelated-suffices" if both == m * k else "",
        UNCORRELATED if both == m * k and not _is_product(cells) else DETERMINED,
        letters,
    )
    head = "| $x$ | " + " | ".join(f"${x}$" for x in xs) + " |\n|---" + "|---" * len(xs) + "|\n"
    law = head + "| $P(X = x)$ | " + " | ".join(f"${latex_of(p)}$" for p in ps) + " |"
    steps = [
        Step(
            rf"The means are $\mathbb{{E}}[{one}] = {weighted(firsts, ps)} = {latex_of(m)}$ and "
            rf"$\mathbb{{E}}[{other}] = {weighted(seconds, ps)} = {latex_of(k)}$."
        ),
        Step(
            rf"The product is ${one}{other} = {times}$, so $\mathbb{{E}}[{one}{other}] = {weighted(products, ps)} = "
            rf"{latex_of(both)}$."
        ),
        step(
            r"The covariance is $\operatorname{Cov}[@o, @t] = @b - @m \cdot @k = @cov$.",
            o=Tex(one),
            t=Tex(other),
            b=both,
            m=m,
            k=k,
            cov=cov,
        ),
        *_pairs(names, letters, us, vs, cells, answer),
    ]
    end = "true" if answer.truth else "false"
    return Problem(
        prompt=f"{LAWS[setting]}\n\n{law}\n\n{intro}",
        parts=(
            Part(
                "a",
                cov,
                rf"Compute $\operatorname{{Cov}}[{one}, {other}]$ exactly.",
                misconceptions=wrong_numbers(
                    both - m * k,
                    ("no-mean-product", both, "That is the mean of the product; subtract the product of the means."),
                ),
            ),
            Part(
                "b",
                answer,
                f"True or false?\n\n> ${one}$ and ${other}$ are independent.\n\nIf it is false, give a pair of values "
                f"${names[0]}$ of ${one}$ and ${names[1]}$ of ${other}$ that shows it.",
                points=2,
            ),
        ),
        hints=(
            r"$\operatorname{Cov}[U, V] = \mathbb{E}[UV] - \mathbb{E}[U] \, \mathbb{E}[V]$ for any two variables.",
            "Covariance and independence are different questions: the second one is about every pair of values.",
        ),
        steps=(
            *steps,
            step(
                r"So $\operatorname{Cov}[@o, @t] = @cov$, and the statement in (b) is **@end**.",
                o=Tex(one),
                t=Tex(other),
                cov=cov,
                end=end,
            ),
        ),
    )


def _is_product(cells: Cells) -> bool:
    p, q = row_sums(cells), column_sums(cells)
    return all(cells[i][j] == p[i] * q[j] for i in range(len(p)) for j in range(len(q)))


def _pairs(
    names: tuple[str, str],
    letters: str,
    us: tuple[int, ...],
    vs: tuple[int, ...],
    cells: Cells,
    answer: TruthAnswer,
) -> list[Step]:
    """The product rule at all pairs, or at one where it fails."""
    one, other = tuple(letters)
    p, q = row_sums(cells), column_sums(cells)
    if answer.truth and len(vs) == 1:
        return [
            Step(
                f"${other}$ has one value only, ${vs[0]}$, with probability $1$. So for all values of ${one}$ the "
                rf"joint probability is $P({one} = {names[0]}) \cdot 1$: the product rule holds. (A constant is "
                "independent of every variable, even of one from which it is computed.)"
            )
        ]
    if answer.truth:
        lines = r" \\ ".join(
            rf"P({one} = {u}, {other} = {v}) &= {latex_of(cells[i][j])} = {latex_of(p[i])} \cdot {latex_of(q[j])} = "
            rf"P({one} = {u}) \, P({other} = {v})"
            for i, u in enumerate(us)
            for j, v in enumerate(vs)
        )
        return [Step(rf"The product rule, pair by pair: $$\begin{{aligned}} {lines} \end{{aligned}}$$")]
    u, v = int(answer.witnesses[0].example), int(answer.witnesses[1].example)
    i, j = us.index(u), vs.index(v)
    why = "" if letters == "SR" else f" No wonder: if ${one}$ is known, ${other}$ is known for certain."
    return [
        Step(
            rf"Test the product rule at ${one} = {u}$, ${other} = {v}$: the joint probability is "
            rf"${latex_of(cells[i][j])}$, but $P({one} = {u}) \, P({other} = {v}) = {latex_of(p[i])} "
            rf"\cdot {latex_of(q[j])} = {latex_of(p[i] * q[j])}$.{why}"
        ),
        *(
            [Step("That the covariance is $0$ does not contradict this: it sees linear relations only.")]
            if answer.code
            else []
        ),
    ]


# ------------------------------------------------------------------ level 3: three events

ATOMS = tuple(product((1, 0), repeat=3))
PAIRWISE = (
    "The three pairwise products hold, but they do not suffice: independence of three events asks for one more "
    "condition."
)
FOUR = "Four products have to be compared: three for the pairs and one for all three events."


def sizes(counts: Sequence[Q]) -> list[Q]:
    """How often the events of each of A, B, C and of SETS happen together."""
    sets = ((0,), (1,), (2,), *SETS)
    return [
        sum((c for bits, c in zip(ATOMS, counts, strict=True) if all(bits[k] for k in chosen)), Q(0)) for chosen in sets
    ]


def _three_events(setting: int, counts: tuple[Q, ...]) -> Problem:
    n = sum(counts, Q(0))
    found = [size / n for size in sizes(counts)]
    single, joint = found[:3], found[3:]
    products = []
    for chosen in SETS:
        value = Q(1)
        for k in chosen:
            value *= single[k]
        products.append(value)
    wrong = [k for k in range(4) if joint[k] != products[k]]
    truth = not wrong
    story, noun = THREE[setting]
    rows = "\n".join(
        "| " + " | ".join("yes" if bit else "no" for bit in bits) + f" | ${c}$ |"
        for bits, c in zip(ATOMS, counts, strict=True)
    )
    table = f"| $A$ | $B$ | $C$ | {noun} |\n|---|---|---|---|\n{rows}"
    options = tuple(
        Option(
            reason,
            correct=wrong == [k],
            feedback="Compute both sides again: here they are equal.",
        )
        for k, reason in enumerate(REASONS)
    )
    letters = "ABC"
    lines = []
    for k, chosen in enumerate(SETS):
        name = r" \cap ".join(letters[i] for i in chosen)
        factors = r" \cdot ".join(latex_of(single[i]) for i in chosen)
        sign = "=" if joint[k] == products[k] else r"\ne"
        lines.append(rf"P({name}) &= {latex_of(joint[k])} & {sign} \; {latex_of(products[k])} &= {factors}")
    compared = r" \\ ".join(lines)
    counted = listed(
        [f"$P({letters[k]}) = \\frac{{{sizes(counts)[k]}}}{{{n}}} = {latex_of(single[k])}$" for k in range(3)]
    )
    last = (
        Step("All four products agree. So the statement is **true**.")
        if truth
        else Step(f"It fails for one reason: {REASONS[wrong[0]]}. So the statement is **false**.")
    )
    return Problem.single(
        prompt=f"{text(story, n=n)}\n\n{table}\n\nTrue or false?\n\n> The three events $A$, $B$ and $C$ are (mutually) "
        "independent.\n\nIf it is false, choose what fails.",
        answer=TruthAnswer(
            truth,
            reasons=options,
            code="pairwise-suffices" if wrong == [3] else "",
            feedback=PAIRWISE if wrong == [3] else FOUR,
        ),
        hints=(
            "Count how often each event, each pair of events, and all three together occur.",
            "How many product rules does independence of three events ask for?",
        ),
        steps=(
            Step(
                "Three events are independent when the product rule holds for every pair *and* for all three together."
            ),
            Step(f"Add up the counts of the rows in which each event occurs: {counted}."),
            Step(
                "Count the intersections in the same way and compare with the products: "
                rf"$$\begin{{aligned}} {compared} \end{{aligned}}$$"
            ),
            last,
        ),
    )


# ------------------------------------------------------------------ the second opinion


@independence.verify
def by_odds(
    kind: str,
    setting: int,
    numbers: tuple[Q, ...],
    events: tuple[tuple[str, int], ...],
    xs: tuple[int, ...],
    ys: tuple[int, ...],
    cells: Cells,
    answer: Any,
) -> bool:
    """Determinants of 2x2 tables; every atom of three events; the covariance as half a mean over two copies."""
    if kind == "three":
        return _atoms(numbers, *answer)
    if kind in ("square", "absolute", "sign"):
        _, f, g, letters, _ = MADE[kind]
        points = [(f(x), g(x), p) for x, p in zip(xs, numbers, strict=True)]
        twice = sum((p * q * (a - c) * (b - d) for a, b, p in points for c, d, q in points), Q(0))
        us, vs, table = pair_table(kind, xs, numbers)
        names = (letters[0].lower(), letters[1].lower())
        return bool(2 * answer["a"] == twice) and _cells(us, vs, table, names, *answer["b"])
    if kind == "table":
        return _cells(xs, ys, cells, ("x", "y"), *answer)
    if kind == "count":
        n = int(numbers[0].p)
        hits: list[tuple[bool, ...]] = [(inside(events[0], x), inside(events[1], x)) for x in range(1, n + 1)]
        square = [Q(hits.count(pair), n) for pair in product((True, False), repeat=2)]
    else:
        a, b, j = numbers
        square = [j, a - j, b - j, 1 - a - b + j]
    det = square[0] * square[3] - square[1] * square[2]
    truth, told = answer
    if truth or not told:
        return bool(truth and det == 0)
    return bool(det != 0 and told["u"] == square[0] and told["u"] - told["v"] == det)


def _cells(
    xs: Sequence[int], ys: Sequence[int], cells: Cells, names: tuple[str, str], truth: bool, told: dict[str, Q]
) -> bool:
    """Rank one; or the 2x2 table of a cell against all others has a determinant that is not 0."""
    if truth or not told:
        return truth and Matrix(cells).rank() == 1
    x, y = (told[name] for name in names)
    if x not in xs or y not in ys:
        return False
    square = [Q(0)] * 4
    for u, row in zip(xs, cells, strict=True):
        for v, p in zip(ys, row, strict=True):
            square[2 * (u != x) + (v != y)] += p
    return bool(square[0] * square[3] != square[1] * square[2])


def _atoms(counts: tuple[Q, ...], truth: bool, told: dict[str, str]) -> bool:
    n = sum(counts, Q(0))
    share = [sum((c for bits, c in zip(ATOMS, counts, strict=True) if bits[k]), Q(0)) / n for k in range(3)]

    def fails(chosen: Sequence[int]) -> bool:
        for wanted in product((1, 0), repeat=len(chosen)):
            there = sum(
                (
                    c
                    for b, c in zip(ATOMS, counts, strict=True)
                    if all(b[k] == w for k, w in zip(chosen, wanted, strict=True))
                ),
                Q(0),
            )
            for k, w in zip(chosen, wanted, strict=True):
                there /= share[k] if w else 1 - share[k]
            if there != n:
                return True
        return False

    if truth or not told:
        return truth and not fails((0, 1, 2))
    chosen = SETS[REASONS.index(told["reason"])]
    if len(chosen) == 3:
        return fails(chosen) and not any(fails(pair) for pair in SETS[:3])
    return fails(chosen)
