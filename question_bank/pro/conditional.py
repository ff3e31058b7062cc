"""Conditional probabilities and the product rule (MML 6.3).

Levels: 1 a table of counts; 2 draws one after the other without replacement; 3 conditioning on “at least one”. The
solution uses the definition P(A | B) = P(A, B) / P(B) and the product rule; checked by listing all outcomes, keeping
those in which the condition holds, and counting.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations, product
from typing import NamedTuple

from question_bank._steps import forms, wrong_numbers
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"table", a key of DRAWS, or a key of LEAST."""
    setting: int
    numbers: tuple[int, ...]
    """Table: the entries row by row. Draws: items of the first and of the second kind. Least: how many, and p as a
    numerator and a denominator."""
    row: int = 0
    """Table: the row and column of the event and the condition, which is the row if `by_row`."""
    column: int = 0
    by_row: bool = False


class Grid(NamedTuple):
    """A table of counts and how its rows and columns are spoken of."""

    story: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    thing: str
    is_row: tuple[str, ...]
    is_column: tuple[str, ...]


GRIDS = (
    Grid(
        "A mailbox holds @n messages:",
        ("spam", "not spam"),
        ("with link", "without link"),
        "message",
        ("is spam", "is not spam"),
        ("has a link", "has no link"),
    ),
    Grid(
        "A classifier labelled @n images; the table counts them by true class and label:",
        ("cat", "dog"),
        ("label cat", "label dog", "no label"),
        "image",
        ("shows a cat", "shows a dog"),
        ("is labelled cat", "is labelled dog", "has no label"),
    ),
    Grid(
        "A test was tried on @n people:",
        ("ill", "healthy"),
        ("positive", "negative"),
        "person",
        ("is ill", "is healthy"),
        ("tests positive", "tests negative"),
    ),
    Grid(
        "A corpus has @n documents:",
        ("sport", "science"),
        ("short", "medium", "long"),
        "document",
        ("is about sport", "is about science"),
        ("is short", "is of medium length", "is long"),
    ),
)
BOXES = (
    (
        "A box holds @a new and @b used sensors. Two are taken, one after the other, without putting back.",
        "new",
        "used",
    ),
    (
        "A tray holds @a good and @b faulty chips. Two are taken, one after the other, without putting back.",
        "good",
        "faulty",
    ),
    ("A shuffled list has @a positive and @b negative examples. The first two are looked at.", "positive", "negative"),
    ("Of the messages in a queue @a are long and @b short. Two are handled in random order.", "long", "short"),
)
DRAWS: dict[str, tuple[str, Callable[[int, int], bool], Callable[[int, int], bool] | None]] = {
    "both": ("What is the probability that both are @one?", lambda x, y: x + y == 2, None),
    "mixed": ("What is the probability that the first is @one and the second @two?", lambda x, y: x > y, None),
    "second": (
        "Given that the first is @two, what is the probability that the second is @one?",
        lambda x, y: y == 1,
        lambda x, y: x == 0,
    ),
    "same": (
        "Given that the first is @one, what is the probability that the second is @one as well?",
        lambda x, y: y == 1,
        lambda x, y: x == 1,
    ),
    "back": (
        "Given that the second is @one, what is the probability that the first was @one?",
        lambda x, y: x == 1,
        lambda x, y: y == 1,
    ),
}
"""What is asked, the event and the condition by whether the first and the second item are of the first kind."""
RULE = "with probability $@p$, independently of the @others."
UNITS = (
    ("A plant has @n sensors. On any day each fails @rule", "sensor", "fails", "fail"),
    ("A message has @n bits. Each is flipped @rule", "bit", "is flipped", "are flipped"),
    ("A page has @n visitors. Each buys something @rule", "visitor", "buys something", "buy something"),
    ("A query returns @n documents. Each is relevant @rule", "document", "is relevant", "are relevant"),
    ("A classifier labels @n images. Each label is wrong @rule", "label", "is wrong", "are wrong"),
    ("A layer has @n units. Each is switched off @rule", "unit", "is switched off", "are switched off"),
)
LEAST = ("all", "one", "first")
COUNTS = {2: "two", 3: "three", 4: "four"}


@exercise("pro-conditional", version=1, bounds=(200, 1000, 2000))
def conditional(draw: Draw, level: int) -> Given:
    """Small counts and simple probabilities."""
    if level == 1:
        setting = draw.below(len(GRIDS))
        grid = GRIDS[setting]
        entries = tuple(draw.integer(1, 24) for _ in range(2 * len(grid.columns)))
        return Given("table", setting, entries, draw.below(2), draw.below(len(grid.columns)), draw.flip())
    if level == 2:
        return Given(draw.choice(tuple(DRAWS)), draw.below(len(BOXES)), (draw.integer(2, 9), draw.integer(2, 9)))
    p, q = draw.choice(
        ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (1, 6), (5, 6), (1, 10), (3, 10))
    )
    n = draw.integer(2, 4 if q <= 5 else 3)
    return Given(draw.choice(LEAST), draw.below(len(UNITS)), (n, p, q))


@conditional.problem
def build(kind: str, setting: int, numbers: tuple[int, ...], row: int, column: int, by_row: bool) -> Problem:
    """Joint over condition."""
    if kind == "table":
        return _table(setting, numbers, row, column, by_row)
    return _draws(kind, setting, *numbers) if kind in DRAWS else _least(kind, setting, *numbers)


TRANSPOSED = "Event and condition are exchanged: what stands after “given” is the condition, and you divide by it."
JOINT = (
    "That is the probability that event and condition happen together. Given the condition, only the cases in which "
    "it holds are left."
)
HINTS = (
    r"The definition: $P(A \mid B) = \frac{P(A, B)}{P(B)}$.",
    "Only the cases in which the condition holds count: how many are they, and in how many of them does the event "
    "happen?",
)


def rows_of(numbers: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The two rows of a table."""
    half = len(numbers) // 2
    return numbers[:half], numbers[half:]


def _table(setting: int, numbers: tuple[int, ...], row: int, column: int, by_row: bool) -> Problem:
    grid, table = GRIDS[setting], rows_of(numbers)
    joint, in_row, in_column = table[row][column], sum(table[row]), table[0][column] + table[1][column]
    whole, other = (in_row, in_column) if by_row else (in_column, in_row)
    event, condition = grid.is_column[column], grid.is_row[row]
    if not by_row:
        event, condition = condition, event
    total = sum(numbers)
    right = Q(joint, whole)
    answer = NumberAnswer.of(right)
    head = "| | " + " | ".join(grid.columns) + " |\n" + "|---" * (len(grid.columns) + 1) + "|\n"
    body = "\n".join(
        f"| {name} | " + " | ".join(f"${x}$" for x in entries) + " |"
        for name, entries in zip(grid.rows, table, strict=True)
    )
    it = "this person" if grid.thing == "person" else "it"
    counted = " + ".join(map(str, table[row] if by_row else (table[0][column], table[1][column])))
    return Problem.single(
        prompt=f"{text(grid.story, n=total)}\n\n{head}{body}\n\nOne {grid.thing} is picked at random. Given that {it} "
        f"{condition}, what is the probability that {it} {event}? Answer exactly.",
        answer=answer,
        hints=HINTS,
        steps=(
            Step(f"The condition is that the {grid.thing} {condition}; the event is that {it} {event}."),
            step(
                r"The condition holds for $@sum = @whole$ of the @things: these alone are left.",
                sum=Tex(counted),
                whole=whole,
                things="people" if grid.thing == "person" else f"{grid.thing}s",
            ),
            step(r"The event happens for $@joint$ of them.", joint=joint),
            step(
                r"The same with probabilities, where $A$ is the event and $B$ the condition: $$\frac{P(A, B)}{P(B)} = "
                r"\frac{@joint}{@n} \cdot \frac{@n}{@whole}.$$",
                joint=joint,
                n=total,
                whole=whole,
            ),
            step(r"So the probability is $@shown$.", shown=forms(_over(joint, whole), answer)),
        ),
        misconceptions=wrong_numbers(
            right, ("transposed", Q(joint, other), TRANSPOSED), ("joint-returned", Q(joint, total), JOINT)
        ),
    )


def _over(top: int, bottom: int) -> Tex:
    return Tex(rf"\frac{{{top}}}{{{bottom}}}")


# ------------------------------------------------------------------ level 2

UNORDERED = "That is one of each kind in either order. Here it is said which of them comes first."
SHRINK = "After the first draw there is one item fewer: the denominator changes as well."


def _draws(kind: str, setting: int, a: int, b: int) -> Problem:
    story, one, two = BOXES[setting]
    n = a + b
    template = DRAWS[kind][0].replace("@one", one).replace("@two", two)
    product_asked = kind in ("both", "mixed")
    left = {"both": a - 1, "mixed": b, "second": a, "same": a - 1, "back": a - 1}[kind]
    first = b if kind == "second" else a
    joint = Q(first, n) * Q(left, n - 1)
    right = joint if product_asked else Q(left, n - 1)
    answer = NumberAnswer.of(right)
    opening = step(r"There are $@a + @b = @n$ items in all, all equally likely.", a=a, b=b, n=n)
    begins, then = (two if kind == "second" else one), (two if kind == "mixed" else one)
    chain = step(
        r"The first is @begins with probability $@p$. Then $@rest$ items are left, $@left$ of them @then.",
        begins=begins,
        then=then,
        p=_over(first, n),
        rest=n - 1,
        left=left,
    )
    steps: tuple[Step, ...]
    if product_asked:
        steps = (
            opening,
            chain,
            step(
                r"Product rule: $P(A, B) = P(A) \, P(B \mid A) = @p \cdot @q$.", p=_over(first, n), q=_over(left, n - 1)
            ),
            Step("Check: the four products for the possible results of both draws add up to one."),
            step(r"So the probability is $@answer$.", answer=answer),
        )
        unordered = [("order-ignored", 2 * right, UNORDERED)] if kind == "mixed" else []
        wrong = (("unconditional-denominator", Q(first, n) * Q(left, n), SHRINK), *unordered)
    elif kind == "back":
        steps = (
            opening,
            step(
                r"Both are @one with probability $@p \cdot @q$ (product rule).",
                one=one,
                p=_over(a, n),
                q=_over(a - 1, n - 1),
            ),
            step(
                r"The second alone is @one with probability $@p$: by symmetry, any place is as good as the first. "
                r"(Sum rule: $@p \cdot @q + @r \cdot @s$ is the same.)",
                one=one,
                p=_over(a, n),
                q=_over(a - 1, n - 1),
                r=_over(b, n),
                s=_over(a, n - 1),
            ),
            step(
                r"Divide, where $A$ is the event and $B$ the condition: "
                r"$P(A \mid B) = \frac{P(A, B)}{P(B)} = @shown$.",
                shown=forms(_over(a - 1, n - 1), answer),
            ),
        )
        wrong = (("joint-returned", joint, JOINT), ("unconditional-denominator", Q(a, n), UNCONDITIONAL))
    else:
        steps = (
            opening,
            Step(f"Given the first result, the second is drawn from what is left after it: one {begins} item is gone."),
            step(
                r"Of the $@rest$ items left $@left$ @are @then.",
                rest=n - 1,
                left=left,
                then=then,
                are="is" if left == 1 else "are",
            ),
            step(
                r"Check with the definition, where $A$ is the event asked for and $B$ the condition: "
                r"$P(A, B) = @p \cdot @q$, divided by $P(B) = @p$.",
                p=_over(first, n),
                q=_over(left, n - 1),
            ),
            step(r"So the probability is $@shown$.", shown=forms(_over(left, n - 1), answer)),
        )
        wrong = (
            ("joint-returned", joint, JOINT),
            *([("transposed", Q(b, n - 1), TRANSPOSED)] if kind == "second" else []),
            ("unconditional-denominator", Q(left, n), SHRINK),
        )
    return Problem.single(
        prompt=f"{text(story, a=a, b=b)}\n\n{template} Answer exactly.",
        answer=answer,
        hints=("What is left for the second draw after the first?", HINTS[0] if not product_asked else PRODUCT),
        steps=steps,
        misconceptions=wrong_numbers(right, *wrong),
    )


PRODUCT = r"Product rule: $P(A, B) = P(A) \, P(B \mid A)$."
UNCONDITIONAL = "That ignores what is known about the other draw: divide by the probability of the condition."

# ------------------------------------------------------------------ level 3


def _least(kind: str, setting: int, n: int, p: int, q: int) -> Problem:
    story, unit, does, do = UNITS[setting]
    chance = Q(p, q)
    none = (1 - chance) ** n
    joint = {"all": chance**n, "one": n * chance * (1 - chance) ** (n - 1), "first": chance}[kind]
    right = joint / (1 - none)
    answer = NumberAnswer.of(right, decimals=3)
    asked = {
        "all": f"{'both' if n == 2 else f'all {COUNTS[n]}'} {do}",
        "one": f"exactly one {does}",
        "first": f"the first {unit} {does}",
    }[kind]
    power = Tex(_raised(1 - chance, n))
    event = {
        "all": Tex(_raised(chance, n)),
        "one": Tex(rf"{n} \cdot {latex_of(chance)} \cdot {_raised(1 - chance, n - 1)}"),
        "first": Tex(""),
    }[kind]
    told = r"$P(A) = @event = @joint$" if kind != "first" else r"$P(A) = @joint$"
    values = {"event": event} if kind != "first" else {}
    told_story = text(story.replace("@rule", RULE), n=COUNTS[n], p=chance, others="other" if n == 2 else "others")
    question = f"Given that at least one {unit} {does}, what is the probability that {asked}?"
    return Problem.single(
        prompt=f"{told_story}\n\n{question} Answer exactly or to three decimals.",
        answer=answer,
        hints=(
            "The condition “at least one” is the opposite of “none”.",
            r"If the event implies the condition, then $P(A, B) = P(A)$ in $P(A \mid B) = \frac{P(A, B)}{P(B)}$.",
        ),
        steps=(
            step(r"Let $B$ be the condition, at least one: $P(B) = 1 - @power = @value$.", power=power, value=1 - none),
            step(
                "Let $A$ be the event that @asked. By independence " + told + ".",
                asked=asked,
                joint=joint,
                **values,
            ),
            Step("If $A$ happens, then so does $B$: so $P(A, B) = P(A)$."),
            step(
                r"By definition $P(A \mid B) = \frac{P(A, B)}{P(B)}$, that is $@joint$ divided by $@whole$.",
                joint=joint,
                whole=1 - none,
            ),
            step(
                r"So $P(A \mid B) = @answer$; the condition has made $A$ more likely than $P(A) = @joint$.",
                answer=answer,
                joint=joint,
            ),
        ),
        misconceptions=wrong_numbers(
            right,
            ("joint-returned", joint, JOINT),
            ("transposed", Q(1), TRANSPOSED),
            *(
                [
                    (
                        "unconditional-denominator",
                        joint / chance,
                        "The condition does not say which one it is: divide by the probability of *at least one*, not "
                        "by that of a particular one.",
                    )
                ]
                if kind != "first"
                else []
            ),
            decimals=3,
        ),
    )


def _raised(base: Q, exponent: int) -> str:
    return latex_of(base) if exponent == 1 else rf"\left({latex_of(base)}\right)^{exponent}"


# ------------------------------------------------------------------ the second opinion


@conditional.verify
def count_where_it_holds(
    kind: str, setting: int, numbers: tuple[int, ...], row: int, column: int, by_row: bool, answer: Q
) -> bool:
    """All outcomes with their weights: those in which the condition holds, and the event among them."""
    if kind == "table":
        width = len(numbers) // 2
        cases = [(i // width == row, i % width == column, Q(x)) for i, x in enumerate(numbers)]
        pairs = [(r, c, x) if by_row else (c, r, x) for r, c, x in cases]
    elif kind in DRAWS:
        a, b = numbers
        _, event, condition = DRAWS[kind]
        pairs = [
            (condition is None or condition(x, y), event(x, y), Q(1)) for x, y in permutations([1] * a + [0] * b, 2)
        ]
    else:
        n, p, q = numbers
        pairs = []
        for outcome in product((0, 1), repeat=n):
            weight = Q(1)
            for x in outcome:
                weight *= p if x else q - p
            met = {"all": sum(outcome) == n, "one": sum(outcome) == 1, "first": outcome[0] == 1}[kind]
            pairs.append((sum(outcome) > 0, met, weight))
    left = sum((w for holds, _, w in pairs if holds), Q(0))
    return bool(answer * left == sum((w for holds, met, w in pairs if holds and met), Q(0)))
