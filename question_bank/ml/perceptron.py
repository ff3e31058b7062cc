"""The perceptron: updates, mistakes, the bound on mistakes, where lines fail, and kernels (MML 12; Bishop 4.1.7).

Levels: 1 one visit to one point; 2 one epoch with its number of mistakes; 3 the mistake bound beside a run without
bias, the four points of XOR on which no run ever ends, or the kernel form. Checked in the other form: primal runs by
counting mistakes with the Gram matrix alone, the kernel run by explicit features; margins as distances to the line;
separability by Radon's theorem.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, forms
from question_bank.ml._layout import products, wide
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import TableAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Mark, Plot, Points, drawn, near
from quizgen.markup.source import Tex, latex_of, text, tuple_of
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

Ints = tuple[int, ...]
State = tuple[int, int, int]
"""w_1, w_2, b."""

RULE = (
    r"A perceptron predicts the sign of $w^\top x + b$. It visits the points one after the other; where $y(w^\top x + "
    r"b) \le "
    r"0$ it makes a mistake and updates $w \leftarrow w + yx$ and $b \leftarrow b + y$."
)
RULE_PLAIN = (
    r"A perceptron without bias predicts the sign of $w^\top x$. It visits the points one after the other; where $y \, "
    r"w^\top x \le 0$ it makes a mistake and updates $w \leftarrow w + yx$."
)
SETTINGS = (
    "",
    "Two features of messages decide whether they are spam ($y = 1$) or not ($y = -1$). ",
    "The readings $(x_1, x_2)$ of two sensors tell a fault ($y = 1$) from normal work ($y = -1$). ",
)
KERNELS = {1: (r"(1 + x^\top z)^2", 1), 0: (r"(x^\top z)^2", 0)}


class Given(NamedTuple):
    kind: str
    """"one", "epoch", "bound", "xor" or "kernel"."""
    setting: int
    points: tuple[Ints, ...]
    """In the order of the visits."""
    labels: Ints
    start: State = (0, 0, 0)
    extra: Ints = ()
    """For "bound" the separating normal; for "kernel" the constant in the kernel and a new point."""
    order: Ints = ()


@exercise("ml-perceptron", version=1, bounds=(300, 300, 2000))
def perceptron(draw: Draw, level: int) -> Given:
    """Small integers all the way."""
    setting = draw.below(len(SETTINGS))
    if level == 1:
        return _one(draw, setting)
    if level == 2:
        return _epoch(draw, setting)
    kind = draw.choice((_bound, _xor, _kernel))
    return kind(draw, setting)


def _one(draw: Draw, setting: int) -> Given:
    mistake = draw.below(3) > 0
    for _ in range(TRIES):
        start = (draw.integer(-3, 3), draw.integer(-3, 3), draw.integer(-3, 3))
        x, y = (draw.integer(-4, 4), draw.integer(-4, 4)), draw.sign()
        value = y * (start[0] * x[0] + start[1] * x[1] + start[2])
        if not any(x) or (value <= 0) != mistake or abs(value) > 15:
            continue
        # Every line has to be in the picture; after an update to w = 0 there would be none.
        reach = _reach([x])
        if all(_segment(state, -reach, reach) for state in (start, run([x], [y], start)[0])):
            return Given("one", setting, (x,), (y,), start)
    raise exhausted("point", "on the wanted side")


def _epoch(draw: Draw, setting: int) -> Given:
    for _ in range(TRIES):
        points = [(draw.integer(-3, 4), draw.integer(-3, 4)) for _ in range(4)]
        labels = [draw.sign() for _ in points]
        start = (0, 0, 0) if draw.flip() else (draw.integer(-2, 2), draw.integer(-2, 2), draw.integer(-1, 1))
        if len(set(points)) < 4 or abs(sum(labels)) == 4:
            continue
        state, mistakes = run(points, labels, start)
        if sum(mistakes) in (2, 3) and any(state[:2]):
            return Given("epoch", setting, tuple(points), tuple(labels), start)
    raise exhausted("epoch", "two or three mistakes")


def _bound(draw: Draw, setting: int) -> Given:
    """Points on both sides of a line through the origin with a normal of whole length."""
    for _ in range(TRIES):
        normal = draw.choice(((3, 4), (4, 3), (3, -4), (4, -3), (-3, 4), (-4, 3)))
        points, labels = [], []
        for _ in range(4):
            x = (draw.integer(-3, 3), draw.integer(-3, 3))
            side = normal[0] * x[0] + normal[1] * x[1]
            points.append(x)
            labels.append(1 if side > 0 else -1)
        least = min(abs(normal[0] * x[0] + normal[1] * x[1]) for x in points)
        if least == 0 or len(set(points)) < 4 or abs(sum(labels)) == 4:
            continue
        mistakes = run(points, labels, (0, 0, 0), bias=False)[1]
        if 10 % least == 0 and 2 <= sum(mistakes) < 4:
            return Given("bound", setting, tuple(points), tuple(labels), extra=normal)
    raise exhausted("separable data", "a short margin")


def _xor(draw: Draw, setting: int) -> Given:
    """The corners of a rectangle, with opposite labels along each side."""
    left, low = draw.integer(-2, 1), draw.integer(-2, 1)
    width, height, sign = draw.integer(1, 3), draw.integer(1, 3), draw.sign()
    corners = [((left + i * width, low + j * height), sign * (1 if i == j else -1)) for i in (0, 1) for j in (0, 1)]
    shuffled = draw.shuffled(corners)
    points, labels = zip(*shuffled, strict=True)
    return Given("xor", setting, points, labels, order=tuple(draw.shuffled(range(4))))


def _kernel(draw: Draw, setting: int) -> Given:
    for _ in range(TRIES):
        constant = draw.below(2)
        points = [(draw.integer(-2, 2), draw.integer(-2, 2)) for _ in range(4)]
        labels = [draw.sign() for _ in points]
        new = (draw.integer(-2, 2), draw.integer(-2, 2))
        if len(set(points)) < 4 or abs(sum(labels)) == 4 or new in points or (0, 0) in [*points, new]:
            continue
        counts = dual_run(points, labels, constant)[0]
        if sum(counts) in (2, 3) and value_at(new, points, labels, counts, constant) != 0:
            return Given("kernel", setting, tuple(points), tuple(labels), extra=(constant, *new))
    raise exhausted("kernel run", "two or three mistakes")


# ------------------------------------------------------------------ runs


def run(
    points: Sequence[Ints], labels: Sequence[int], start: State, *, bias: bool = True, always: bool = False
) -> tuple[State, list[int]]:
    """State after one epoch, and for each point whether it was a mistake."""
    state, mistakes = start, []
    for x, y in zip(points, labels, strict=True):
        value = y * (state[0] * x[0] + state[1] * x[1] + state[2])
        mistakes.append(int(value <= 0))
        if value <= 0 or always:
            state = (state[0] + y * x[0], state[1] + y * x[1], state[2] + y * bias)
    return state, mistakes


def kernel(x: Sequence[int], z: Sequence[int], constant: int) -> int:
    """(c + x^T z)^2."""
    return (constant + x[0] * z[0] + x[1] * z[1]) ** 2


def value_at(
    z: Sequence[int], points: Sequence[Ints], labels: Sequence[int], counts: Sequence[int], constant: int
) -> int:
    """The sum of α_i y_i k(x_i, z)."""
    return sum(a * y * kernel(x, z, constant) for a, x, y in zip(counts, points, labels, strict=True))


def dual_run(points: Sequence[Ints], labels: Sequence[int], constant: int) -> tuple[list[int], list[int]]:
    """Counts of mistakes after one epoch, and the value met at each visit."""
    counts, values = [0] * len(points), []
    for i, (x, y) in enumerate(zip(points, labels, strict=True)):
        values.append(value_at(x, points, labels, counts, constant))
        counts[i] += int(y * values[-1] <= 0)
    return counts, values


FEEDBACK = {
    "updates-on-correct": "A perceptron learns from mistakes only: look at the sign of the label times the score "
    "before you update.",
    "bias-not-updated": "The bias is updated as well, by the label: it is the weight of a feature that is always $1$.",
    "label-0-1-mixed": "The labels here are $1$ and $-1$. With $0$ for $-1$ a negative point could never change "
    "anything.",
}
IN_NUMBERS = {
    "bias-not-updated": "As many come out if the bias stays as it was. It changes at each mistake as well, and every "
    "visit is judged with the latest $w$ and $b$.",
}
"""Where the reply is a number, counted or computed after a state that may be right."""


def _slips(right: Sequence[int], *replies: tuple[str, Sequence[int]]) -> tuple[Misconception, ...]:
    seen, found = [tuple(right)], []
    for code, reply in replies:
        if tuple(reply) not in seen:
            seen.append(tuple(reply))
            if len(reply) > 1:
                found.append(Misconception(code, VectorAnswer.of(list(reply)), FEEDBACK[code]))
            else:
                found.append(Misconception(code, NumberAnswer.of(reply[0]), IN_NUMBERS.get(code, FEEDBACK[code])))
    return tuple(found)


@perceptron.problem
def build(
    kind: str,
    setting: int,
    points: tuple[Ints, ...],
    labels: Ints,
    start: State,
    extra: Ints,
    order: Ints,
) -> Problem:
    """Visit, test, update."""
    if kind == "one":
        return _build_one(setting, points[0], labels[0], start)
    if kind == "epoch":
        return _build_epoch(setting, points, labels, start)
    if kind == "bound":
        return _build_bound(setting, points, labels, extra)
    if kind == "xor":
        return _build_xor(setting, points, labels, order)
    return _build_kernel(setting, points, labels, extra)


def _column(values: Sequence[int]) -> Matrix:
    return Vector(values)


def _visit(n: int, x: Ints, y: int, state: State, after: State, *, bias: bool = True) -> str:
    """One visit in words, with its numbers."""
    inner = _affine(x, state, bias=bias)
    value = state[0] * x[0] + state[1] * x[1] + (state[2] if bias else 0)
    name = r"w^\top x + b" if bias else r"w^\top x"
    told = f"${name} = {inner} = {value}$, and $y = {y}$: "
    if after == state:
        return f"{told}the product is ${y * value} > 0$, so the point is right and nothing changes."
    change = _update(x, y, state, after, bias=bias)
    relation = r"\le 0" if value == 0 else "< 0"
    return f"{told}the product is ${y * value} {relation}$, a mistake. Update: {change}."


def _affine(x: Ints, state: State, *, bias: bool = True) -> str:
    """w^T x + b with the numbers put in."""
    inner = products([(state[0], Q(x[0])), (state[1], Q(x[1]))])
    if not bias:
        return inner
    return f"{inner} + {state[2]}" if state[2] >= 0 else f"{inner} - {-state[2]}"


def _update(x: Ints, y: int, state: State, after: State, *, bias: bool = True) -> str:
    """The update of w, and of b where there is one."""
    sign = "+" if y > 0 else "-"
    told = rf"$w = {latex_of(_column(state[:2]))} {sign} {latex_of(_column(x))} = {latex_of(_column(after[:2]))}$"
    return told + (f" and $b = {state[2]} {sign} 1 = {after[2]}$" if bias else "")


def _table(points: Sequence[Ints], labels: Sequence[int]) -> str:
    return wide(
        ("$n$", range(1, len(points) + 1)),
        ("$x_n$", [tuple_of(x) for x in points]),
        ("$y_n$", labels),
    )


# ------------------------------------------------------------------ pictures


def _segment(state: Sequence[float], low: float, high: float) -> tuple[tuple[float, float], ...] | None:
    """The part of the line w^T x + b = 0 in the square [low, high]^2."""
    w1, w2, b = state
    ends: list[tuple[float, float]] = []
    for edge in (low, high):
        if w2:
            other = -(b + w1 * edge) / w2
            ends += [(edge, other)] if low <= other <= high else []
        if w1:
            other = -(b + w2 * edge) / w1
            ends += [(other, edge)] if low <= other <= high else []
    distinct = list(dict.fromkeys((near(p), near(q)) for p, q in ends))
    return (distinct[0], distinct[-1]) if len(distinct) > 1 else None


def _reach(points: Sequence[Ints]) -> float:
    """Half the side of the picture."""
    return max(abs(c) for x in points for c in x) + 1.0


def _figure(points: Sequence[Ints], labels: Sequence[int], lines: Sequence[tuple[str, str, State]], told: str) -> str:
    reach = _reach(points)
    marks: list[Mark] = []
    for y, marker in ((1, "dot"), (-1, "cross")):
        at = tuple((near(x[0]), near(x[1])) for x, label in zip(points, labels, strict=True) if label == y)
        if at:
            marks.append(Points(at, label=f"$y = {y}$", marker="dot" if marker == "dot" else "cross"))
    for name, style, state in lines:
        ends = _segment(state, -reach, reach)
        if ends:
            marks.append(Line(ends, label=name, style="dashed" if style == "dashed" else "solid"))
    return drawn(
        Plot(
            told,
            x_range=(-reach, reach),
            y_range=(-reach, reach),
            x_label="$x_1$",
            y_label="$x_2$",
            equal=True,
            marks=tuple(marks),
        )
    )


# ------------------------------------------------------------------ level 1


def _build_one(setting: int, x: Ints, y: int, start: State) -> Problem:
    after, mistakes = run([x], [y], start)
    answer = VectorAnswer.of(list(after))
    value = start[0] * x[0] + start[1] * x[1] + start[2]
    if mistakes[0]:
        new = y * (after[0] * x[0] + after[1] * x[1] + after[2])
        grown = x[0] ** 2 + x[1] ** 2 + 1
        enough = "so the point is right" if new > 0 else "so one update was not enough here"
        told = rf"Check: an update adds $\|x\|^2 + 1 = {grown}$ to $y(w^\top x + b)$. It is ${new}$ now, {enough}."
        replies = [("bias-not-updated", (*after[:2], start[2]))]
        replies += [("label-0-1-mixed", start)] if y == -1 else []
    else:
        told = "Check: the sign of the prediction is the label, so there is nothing to learn from this point."
        replies = [("updates-on-correct", (start[0] + y * x[0], start[1] + y * x[1], start[2] + y))]
    lines = [("before", "dashed", start)] + ([("after", "solid", after)] if mistakes[0] else [])
    undecided = "The point, and the line where the perceptron is undecided"
    picture = _figure([x], [y], lines, f"{undecided}, before and after the visit." if mistakes[0] else f"{undecided}.")
    return Problem.single(
        prompt=SETTINGS[setting]
        + RULE
        + text(
            r" At present $w = @w$ and $b = @b$. Now it visits $x = @x$ with the label $y = @y$. Give $(w_1, w_2, b)$ "
            r"after "
            r"this visit.",
            w=_column(start[:2]),
            b=start[2],
            x=_column(x),
            y=y,
        ),
        answer=answer,
        hints=(
            "First find out whether the point is a mistake at all.",
            r"Compute $w^\top x + b$, multiply by the label, and look at the sign.",
            "An update changes the bias as well.",
        ),
        steps=(
            Step(
                rf"At the point $w^\top x + b = {_affine(x, start)} = {value}$, and with the label $y(w^\top x + b) = "
                f"{y * value}$."
            ),
            Step(
                f"That is not positive, so it is a mistake: {_update(x, y, start, after)}."
                if mistakes[0]
                else "That is positive: the prediction is right, and neither $w$ nor $b$ changes."
            ),
            Step(told + picture),
            step(r"So $(w_1, w_2, b)$ is now $@answer$.", answer=answer),
        ),
        misconceptions=_slips(after, *replies),
    )


# ------------------------------------------------------------------ level 2


def _visits(points: Sequence[Ints], labels: Sequence[int], start: State, *, bias: bool = True) -> list[Step]:
    state, steps = start, []
    for n, (x, y) in enumerate(zip(points, labels, strict=True), 1):
        after, _ = run([x], [y], state, bias=bias)
        steps.append(Step(f"Point {n}: {_visit(n, x, y, state, after, bias=bias)}"))
        state = after
    return steps


def _replies(points: Sequence[Ints], labels: Sequence[int], start: State) -> list[tuple[str, State, int]]:
    """Code, state and number of mistakes of each way to go wrong."""
    zero = [max(y, 0) for y in labels]
    found = []
    for code, (state, mistakes) in (
        ("updates-on-correct", run(points, labels, start, always=True)),
        ("bias-not-updated", run(points, labels, start, bias=False)),
        ("label-0-1-mixed", run(points, zero, start)),
    ):
        found.append((code, state, len(points) if code == "updates-on-correct" else sum(mistakes)))
    return found


def _build_epoch(setting: int, points: tuple[Ints, ...], labels: Ints, start: State) -> Problem:
    after, mistakes = run(points, labels, start)
    answer, count = VectorAnswer.of(list(after)), NumberAnswer.of(sum(mistakes))
    wrong = _replies(points, labels, start)
    left = sum(run([x], [y], after)[1][0] for x, y in zip(points, labels, strict=True))
    still = (
        "All four points are right now: the run ends after one more epoch without mistakes."
        if left == 0
        else f"With these weights {left} of the 4 points {'is' if left == 1 else 'are'} still wrong, so another epoch "
        "is needed: a later update may spoil an earlier point."
    )
    begin = text(r" It starts with $w = @w$ and $b = @b$.", w=_column(start[:2]), b=start[2])
    return Problem(
        prompt=SETTINGS[setting]
        + RULE
        + begin
        + " The points, in the order of the visits, are:\n\n"
        + _table(points, labels)
        + _figure(points, labels, [], "Four points in the plane, marked by their labels."),
        parts=(
            Part(
                "a",
                answer,
                "Give $(w_1, w_2, b)$ after one epoch, in which each point is visited once.",
                points=3,
                misconceptions=_slips(after, *((code, state) for code, state, _ in wrong)),
            ),
            Part(
                "b",
                count,
                "How many mistakes does it make in this epoch?",
                misconceptions=_slips([sum(mistakes)], *((code, (n,)) for code, _, n in wrong)),
            ),
        ),
        hints=(
            "Go through the points in their order, always with the latest $w$ and $b$.",
            "A value of exactly $0$ counts as a mistake.",
            "Only a mistake changes anything, and then it changes $w$ and $b$.",
        ),
        steps=(
            *_visits(points, labels, start),
            Step(
                still
                + _figure(
                    points,
                    labels,
                    [("after the epoch", "solid", after)],
                    "The four points and the line after the epoch.",
                )
            ),
            step(
                r"(a) After the epoch $(w_1, w_2, b)$ is $@answer$. (b) The number of mistakes is $@count$.",
                answer=answer,
                count=count,
            ),
        ),
    )


# ------------------------------------------------------------------ level 3: the bound


def _build_bound(setting: int, points: tuple[Ints, ...], labels: Ints, normal: Ints) -> Problem:
    squares = [x[0] ** 2 + x[1] ** 2 for x in points]
    sides = [y * (normal[0] * x[0] + normal[1] * x[1]) for x, y in zip(points, labels, strict=True)]
    radius, gamma = Q(max(squares)), Q(min(sides), 5)
    bound = radius / gamma**2
    table = TableAnswer.of(
        ("R2", "$R^2 =$", NumberAnswer.of(radius)),
        ("gamma", r"$\gamma =$", NumberAnswer.of(gamma)),
        ("bound", r"$(R/\gamma)^2 =$", NumberAnswer.of(bound)),
    )
    after, mistakes = run(points, labels, (0, 0, 0), bias=False)
    weights, count = VectorAnswer.of(list(after[:2])), NumberAnswer.of(sum(mistakes))
    always = run(points, labels, (0, 0, 0), bias=False, always=True)[0]
    zero = run(points, [max(y, 0) for y in labels], (0, 0, 0), bias=False)
    return Problem(
        prompt=SETTINGS[setting]
        + RULE_PLAIN
        + " The points, in the order of the visits, are:\n\n"
        + _table(points, labels)
        + "\n\n"
        + text(
            "The unit vector $u = \\frac{1}{5} @u$ separates them: $y_n \\, u^\\top x_n \\ge \\gamma > 0$ for all $n$.",
            u=_column(normal),
        ),
        parts=(
            Part(
                "a",
                table,
                r"With the largest such $\gamma$ and $R = \max_n \|x_n\|$ the perceptron makes at most $(R/\gamma)^2$ "
                r"mistakes, "
                r"however long it runs. Give $R^2$, $\gamma$ and this bound.",
                points=3,
            ),
            Part(
                "b",
                weights,
                "It starts with $w = 0$. Give $w$ after one epoch.",
                points=2,
                misconceptions=_slips(after[:2], ("updates-on-correct", always[:2]), ("label-0-1-mixed", zero[0][:2])),
            ),
            Part(
                "c",
                count,
                "How many mistakes does it make in this epoch?",
                misconceptions=_slips(
                    [sum(mistakes)], ("updates-on-correct", (4,)), ("label-0-1-mixed", (sum(zero[1]),))
                ),
            ),
        ),
        hints=(
            r"$R$ is the length of the longest point, $\gamma$ the smallest distance of a point from the line $u^\top "
            r"x = 0$.",
            "At the first point $w = 0$ gives the value $0$, which counts as a mistake.",
            "Use the latest $w$ at every visit.",
        ),
        steps=(
            Step(
                "Squared lengths and margins:\n\n"
                + wide(
                    ("$n$", range(1, 5)),
                    (r"$\lVert x_n \rVert^2$", squares),
                    (r"$5 \, y_n u^\top x_n$", sides),
                )
                + "\n\n"
                + text(
                    "So $R^2 = @r$, and the smallest margin is $\\gamma = @least$.",
                    r=radius,
                    least=forms(Tex(rf"\frac{{{min(sides)}}}{{5}}"), gamma),
                )
            ),
            step(
                r"The bound (Novikoff's theorem) is $R^2 \cdot \frac{1}{\gamma^2} = @r \cdot @(g) = @bound$. It does "
                r"not depend "
                r"on the order "
                r"of the points.",
                r=radius,
                g=1 / gamma**2,
                bound=bound,
            ),
            *_visits(points, labels, (0, 0, 0), bias=False),
            Step(f"Check: {sum(mistakes)} mistakes in this epoch do not exceed the bound."),
            step(
                r"(a) $R^2 = @r$, $\gamma = @g$, and the bound is $@bound$. (b) $w = @w$. (c) The number of mistakes "
                r"is $@count$.",
                r=table.rows[0].answer,
                g=table.rows[1].answer,
                bound=table.rows[2].answer,
                w=weights,
                count=count,
            ),
        ),
    )


# ------------------------------------------------------------------ level 3: XOR

NEVER = "It goes on making mistakes for ever, because no line separates the two classes."
LATER = (
    (
        "After finitely many epochs it stops making mistakes, because each update improves the point visited.",
        "An update improves its own point, and may spoil others. What does the convergence theorem ask of the data?",
    ),
    (
        "Whether it ever stops depends on the order in which the points are visited.",
        "A run that stops has found a line that separates the classes. Could any order find one here?",
    ),
    (
        "It stops when the updates are made smaller by a learning rate.",
        "A run that stops has found a line that separates the classes, however small its steps were.",
    ),
)
RIGHT_XOR = (NEVER, "")


def _build_xor(setting: int, points: tuple[Ints, ...], labels: Ints, order: Ints) -> Problem:
    after, mistakes = run(points, labels, (0, 0, 0))
    answer, count = VectorAnswer.of(list(after)), NumberAnswer.of(sum(mistakes))
    wrong = _replies(points, labels, (0, 0, 0))
    offered = [*LATER, RIGHT_XOR]
    options = [
        Option(says, correct=True) if says == NEVER else Option(says, feedback=why)
        for says, why in (offered[i] for i in order)
    ]
    positive = [x for x, y in zip(points, labels, strict=True) if y == 1]
    middle = tuple_of([Q(positive[0][i] + positive[1][i], 2) for i in range(2)])
    return Problem(
        prompt=SETTINGS[setting]
        + RULE
        + " It starts with $w = 0$ and $b = 0$. The points, in the order of the visits, are:\n\n"
        + _table(points, labels)
        + _figure(points, labels, [], "The four corners of a rectangle; opposite corners have the same label."),
        parts=(
            Part(
                "a",
                answer,
                "Give $(w_1, w_2, b)$ after one epoch.",
                points=2,
                misconceptions=_slips(after, *((code, state) for code, state, _ in wrong)),
            ),
            Part(
                "b",
                count,
                "How many mistakes does it make in this epoch?",
                misconceptions=_slips([sum(mistakes)], *((code, (n,)) for code, _, n in wrong)),
            ),
            Part("c", ChoiceAnswer.of(options), "The epochs are repeated again and again. What happens?"),
        ),
        hints=(
            "Go through the points in their order, always with the latest $w$ and $b$; a value of $0$ is a mistake.",
            "The run stops only when a line has all points of one label on one side.",
            "Look at the middle of the two points of each label.",
        ),
        steps=(
            *_visits(points, labels, (0, 0, 0)),
            Step(
                f"Can it ever stop? The two points with $y = 1$ have the middle ${middle}$, and so have the two points "
                f"with $y = "
                "-1$. A line with the first two on one side has this middle on that side; with the other two on the "
                "other side "
                "it has it there as well. Both cannot be."
            ),
            Step(
                text(
                    r"(a) $(w_1, w_2, b)$ is $@answer$. (b) The number of mistakes is $@count$. (c) ",
                    answer=answer,
                    count=count,
                )
                + NEVER
            ),
        ),
    )


# ------------------------------------------------------------------ level 3: kernel form


def _build_kernel(setting: int, points: tuple[Ints, ...], labels: Ints, extra: Ints) -> Problem:
    constant, new = extra[0], extra[1:]
    name = KERNELS[constant][0]
    counts, values = dual_run(points, labels, constant)
    value = value_at(new, points, labels, counts, constant)
    alpha, prediction = VectorAnswer.of(counts), NumberAnswer.of(value)
    zero = dual_run(points, [max(y, 0) for y in labels], constant)[0]
    wrong = [("updates-on-correct", (1,) * 4), ("label-0-1-mixed", tuple(zero))]
    names = tuple(f"a{i}" for i in range(1, 5))
    at_new = [y * kernel(x, new, constant) for x, y in zip(points, labels, strict=True)]
    linear = " + ".join(f"({v})*{n}" for v, n in zip(at_new, names, strict=True))
    wrong_values = [(code, (value_at(new, points, labels, a, constant),)) for code, a in wrong]
    gram = Matrix([[kernel(x, z, constant) for z in points] for x in points])
    visits = []
    running = [0] * 4
    for i, (y, v) in enumerate(zip(labels, values, strict=True)):
        made = [
            rf"{running[j]} \cdot {factor(Q(labels[j]))} \cdot {latex_of(gram[j, i])}"
            for j in range(4)
            if running[j] != 0
        ]
        shown = f"f(x_{i + 1}) = {' + '.join(made)} = {v}" if made else f"f(x_{i + 1}) = 0"
        if y * v <= 0:
            running[i] += 1
            visits.append(Step(f"Point {i + 1}: ${shown}$ and $y_{i + 1} = {y}$: a mistake, so $\\alpha_{i + 1} = 1$."))
        else:
            visits.append(Step(f"Point {i + 1}: ${shown}$ and $y_{i + 1} = {y}$: the signs agree, nothing changes."))
    terms = [
        rf"{factor(Q(y))} \cdot {kernel(x, new, constant)}" for x, y, a in zip(points, labels, counts, strict=True) if a
    ]
    return Problem(
        prompt=SETTINGS[setting]
        + text(
            r"A kernel perceptron predicts the sign of $f(x) = \sum_i \alpha_i y_i k(x_i, x)$ with the kernel $k(x, z) "
            r"= @k$. It "
            r"starts with $\alpha = 0$ and visits the points one after the other; where $y_n f(x_n) \le 0$ it makes a "
            r"mistake and "
            r"adds $1$ to $\alpha_n$. The points, in the order of the visits, are:",
            k=Tex(name),
        )
        + "\n\n"
        + _table(points, labels),
        parts=(
            Part(
                "a",
                alpha,
                r"Give $(\alpha_1, \alpha_2, \alpha_3, \alpha_4)$ after one epoch.",
                points=3,
                misconceptions=_slips(counts, *wrong),
            ),
            Part(
                "b",
                prediction,
                text(r"Compute $f(x)$ at the new point $x = @x$ with these $\alpha$.", x=_column(new)),
                misconceptions=_slips([value], *wrong_values),
                follows=Follow("a", names, linear, guard="a1^2 + a2^2 + a3^2 + a4^2 != 0"),
            ),
        ),
        hints=(
            "Only points that were mistakes have an $\\alpha_i$ that is not $0$; the others do not enter $f$.",
            "Write down the kernel values of all pairs of points first.",
            "At the first visit $f$ is $0$ everywhere, and $0$ counts as a mistake.",
        ),
        steps=(
            step(r"The kernel values $k(x_i, x_j)$ of the four points are $$K = @gram.$$", gram=gram),
            *visits,
            Step(
                f"Check: the number of mistakes is ${' + '.join(map(str, counts))} = {sum(counts)}$. In the space of "
                f"the features "
                r"of this kernel the run is the plain perceptron, with $w = \sum_i \alpha_i y_i \varphi(x_i)$."
            ),
            step(
                r"At the new point the kernel values with the points $@which$ count: $f(x) = @terms = @value$.",
                which=Tex(", ".join(rf"x_{i}" for i, a in enumerate(counts, 1) if a)),
                terms=Tex(" + ".join(terms)),
                value=value,
            ),
            step(r"(a) $\alpha = @alpha$. (b) $f(x) = @value$.", alpha=alpha, value=prediction),
        ),
    )


# ------------------------------------------------------------------ the second opinion


@perceptron.verify
def in_the_other_form(
    kind: str,
    setting: int,
    points: tuple[Ints, ...],
    labels: Ints,
    start: State,
    extra: Ints,
    order: Ints,
    answer: object,
) -> bool:
    """Primal runs from the Gram matrix alone, the kernel run with explicit features."""
    if kind == "kernel":
        assert isinstance(answer, dict)
        constant, new = extra[0], extra[1:]
        features = [_features(x, constant) for x in (*points, new)]
        weights = [0.0] * len(features[0])
        counts = []
        for phi, y in zip(features, labels, strict=False):
            wrong = y * sum(w * p for w, p in zip(weights, phi, strict=True)) <= 1e-9
            counts.append(int(wrong))
            weights = [w + y * p * wrong for w, p in zip(weights, phi, strict=True)]
        value = sum(w * p for w, p in zip(weights, features[-1], strict=True))
        return list(answer["a"]) == counts and math.isclose(near(answer["b"]), value, abs_tol=1e-6)
    bias = kind != "bound"

    def gram(x: Sequence[int], z: Sequence[int]) -> int:
        return x[0] * z[0] + x[1] * z[1] + int(bias)

    counts = _dual_counts(points, labels, gram, lambda x: start[0] * x[0] + start[1] * x[1] + start[2])
    pulled = [sum(a * y * x[i] for a, y, x in zip(counts, labels, points, strict=True)) for i in range(2)]
    pushed = sum(a * y for a, y in zip(counts, labels, strict=True))
    state = [start[0] + pulled[0], start[1] + pulled[1], start[2] + pushed]
    if kind == "one":
        return isinstance(answer, Matrix) and list(answer) == state
    assert isinstance(answer, dict)
    if kind == "bound":
        told = answer["a"]
        longest = max(math.hypot(*x) for x in points)
        distances = [_distance(x, extra) for x in points]
        good = math.isclose(near(told["R2"]), longest**2, rel_tol=1e-6) and math.isclose(
            near(told["gamma"]), min(distances), rel_tol=1e-4
        )
        return (
            good
            and told["bound"] * told["gamma"] ** 2 == told["R2"]
            and list(answer["b"]) == state[:2]
            and (answer["c"] == sum(counts))
        )
    if list(answer["a"]) != state or answer["b"] != sum(counts):
        return False
    if kind == "epoch":
        return True
    # Radon: the segments between points of one label meet, so no line separates them.
    sums = [[sum(x[i] for x, y in zip(points, labels, strict=True) if y == sign) for i in range(2)] for sign in (1, -1)]
    return bool(answer["c"] == (NEVER,) and sums[0] == sums[1])


def _dual_counts(
    points: Sequence[Ints],
    labels: Sequence[int],
    gram: Callable[[Sequence[int], Sequence[int]], int],
    offset: Callable[[Sequence[int]], int],
) -> list[int]:
    counts = [0] * len(points)
    for i, (x, y) in enumerate(zip(points, labels, strict=True)):
        value = offset(x) + sum(a * s * gram(z, x) for a, s, z in zip(counts, labels, points, strict=True))
        counts[i] = int(y * value <= 0)
    return counts


def _features(x: Sequence[int], constant: int) -> list[float]:
    """Explicit features of (c + x^T z)^2."""
    root = math.sqrt(2)
    quadratic = [x[0] ** 2, x[1] ** 2, root * x[0] * x[1]]
    return [*quadratic, root * x[0], root * x[1], 1.0] if constant else quadratic


def _distance(x: Sequence[int], normal: Sequence[int]) -> float:
    """Distance of a point from the line through the origin with this normal: to its projection onto the line."""
    along = (-normal[1], normal[0])
    share = (x[0] * along[0] + x[1] * along[1]) / (along[0] ** 2 + along[1] ** 2)
    return math.dist(x, (share * along[0], share * along[1]))
