"""Compute norms and the distances that they induce (MML 3.1 and 3.3).

Levels: 1 three norms of a vector in R^2 or R^3; 2 the distance of two points in three norms; 3 a 3-norm, membership in
unit balls, or the smallest constant between two norms. Checked with numpy.linalg.norm; a constant also at the vectors
where it is attained and at random ones.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from question_bank._steps import base, listed, root, root_tex, root_text
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

NORMS = (
    "Compute three norms of $$x = @x.$$ Give exact values.",
    "The error of a model on @n test points is the vector $$x = @x.$$ Measure it in three norms, and "
    "give exact values.",
)
DISTANCES = (
    "Compute the distance of $$x = @x$$ and $$y = @y$$ in three norms. Give exact values.",
    "Two documents have the feature vectors $$x = @x$$ and $$y = @y.$$ How far apart are they in three "
    "norms? Give exact values.",
)
BALLS = (
    r"Let $$x = @x.$$ The unit ball of a norm consists of all vectors with $\|x\| \leq 1$.",
    r"A constraint keeps a vector of weights in the unit ball of a norm, $\|x\| \leq 1$. Take $$x = @x.$$",
)
CONSTANTS = (
    r"What is the smallest number $c$ with $\|x\|_@p \leq c \|x\|_@q$ for all $x \in \mathbb{R}^{@{n}}$? "
    "Give it exactly.",
    r"A bound on the $@q$-norm of an error $x \in \mathbb{R}^{@{n}}$ is to give one on its $@p$-norm. What is the "
    r"smallest "
    r"number $c$ with $\|x\|_@p \leq c \|x\|_@q$ for all $x$? Give it exactly.",
)
PAIRS = (("1", "2"), ("1", r"\infty"), ("2", r"\infty"))
CUBES = ((3, 4, 5), (1, 6, 8), (6, 8, 10), (1, 2, 2), (1, 1, 3), (2, 2, 3), (1, 2, 3), (1, 3, 3), (2, 3, 3), (1, 1, 2))


class Given(NamedTuple):
    kind: str
    """norms, distances, cube, balls or constant."""
    x: Matrix
    y: Matrix | None
    pair: int
    """For a constant: index in PAIRS; x then has one entry, the dimension."""
    phrasing: int


@exercise("geo-norms", version=1, bounds=(200, 300, 2000))
def norms(draw: Draw, level: int) -> Given:
    """The entry of largest size is negative more often than not."""
    phrasing = draw.below(2)
    if level == 1:
        return Given("norms", _mixed(draw, draw.integer(2, 3), 8), None, 0, phrasing)
    if level == 2:
        difference = _mixed(draw, draw.integer(2, 4), 7)
        y = Vector([draw.integer(-5, 5) for _ in difference])
        return Given("distances", y + difference, y, 0, phrasing)
    kind = draw.choice(("cube", "balls", "constant"))
    if kind == "cube":
        entries = draw.shuffled(draw.choice(CUBES))
        negative = draw.below(3)
        signs = [-1 if i == negative else draw.sign() for i in range(3)]
        return Given(kind, Vector([s * e for s, e in zip(signs, entries, strict=True)]), None, 0, phrasing)
    if kind == "balls":
        d = draw.choice((2, 3, 4, 5, 6))
        x = Vector([Q(draw.sign() * draw.integer(1, d), d) for _ in range(draw.integer(2, 3))])
        return Given(kind, x, None, 0, phrasing)
    return Given(kind, Vector([draw.integer(2, 100)]), None, draw.below(3), phrasing)


def _mixed(draw: Draw, n: int, bound: int) -> Matrix:
    """A positive and a negative entry, the largest in size negative two times of three."""
    entries = [draw.integer(-bound + 1, bound - 1, nonzero=True) for _ in range(n)]
    top = max(map(abs, entries)) + 1
    at = draw.below(n)
    entries[at] = -top if draw.below(3) else top
    other = (at + 1) % n
    entries[other] = abs(entries[other]) if entries[at] < 0 else -abs(entries[other])
    return Vector(entries)


@norms.problem
def build(kind: str, x: Matrix, y: Matrix | None, pair: int, phrasing: int) -> Problem:
    """One builder for each kind."""
    if kind == "constant":
        return _constant(int(x[0].p), pair, phrasing)
    if kind == "cube":
        return _cube(x, phrasing)
    if kind == "balls":
        return _balls(x, phrasing)
    v = x if y is None else x - y
    name = "x" if y is None else "x - y"
    prompt = text(DISTANCES[phrasing], x=x, y=y) if y is not None else text(NORMS[phrasing], x=x, **_count(phrasing, x))
    parts = _three(v, name)
    opening = (step("All distances are norms of the difference $$x - y = @v.$$", v=v),) if y is not None else ()
    return Problem(
        prompt=prompt,
        parts=parts,
        hints=(
            *(("The distance of two points is the norm of their difference.",) if y is not None else ()),
            "All these norms use the absolute values of the entries.",
            "Add them (1-norm), add their squares and take the root (2-norm), or take the largest (maximum norm).",
        ),
        steps=(*opening, *_three_steps(v, name), _closing(parts, name)),
    )


def _count(phrasing: int, x: Matrix) -> dict[str, int]:
    return {"n": x.rows} if phrasing == 1 else {}


def _sizes(v: Matrix) -> list[Q]:
    return [abs(x) for x in v]


def _three(v: Matrix, name: str) -> tuple[Part, ...]:
    one, square, top = sum(_sizes(v), Q(0)), int(v.dot(v).p), max(_sizes(v))
    slips: list[list[Misconception]] = [[], [], []]
    if sum(v, Q(0)) != one:
        why = "You added the entries with their signs. The 1-norm adds their absolute values."
        slips[0].append(Misconception("abs-missing", NumberAnswer.of(sum(v, Q(0))), why))
    why = "That is the square of the 2-norm: the root is missing."
    slips[1].append(Misconception("no-root", NumberAnswer.of(square), why))
    if max(v) != top:
        why = "That is the largest entry. The maximum norm takes the largest absolute value, whatever the sign."
        slips[2].append(Misconception("max-signed", NumberAnswer.of(max(v)), why))
    answers = (NumberAnswer.of(one), NumberAnswer.of(root_text(square)), NumberAnswer.of(top))
    labels = ("1", "2", r"\infty")
    return tuple(
        Part("abc"[i], answer, rf"$\|{name}\|_{labels[i]}$", misconceptions=tuple(slips[i]))
        for i, answer in enumerate(answers)
    )


def _three_steps(v: Matrix, name: str) -> tuple[Step, ...]:
    absolute = " + ".join(latex_of(x) for x in _sizes(v))
    squares = " + ".join(f"{base(x)}^2" for x in v)
    square, total, top = int(v.dot(v).p), sum(_sizes(v), Q(0)), max(_sizes(v))
    simpler = "" if root(square)[0] == 1 else f" = {root_tex(square)}"
    return (
        Step(rf"The absolute values add up to $$\|{name}\|_1 = {absolute} = {latex_of(total)}.$$"),
        Step(rf"The root of the sum of squares: $$\|{name}\|_2 = \sqrt{{{squares}}} = \sqrt{{{square}}}{simpler}.$$"),
        Step(rf"The largest absolute value: $$\|{name}\|_\infty = {latex_of(top)}.$$"),
        Step(
            r"Check: $\|v\|_\infty \leq \|v\|_2 \leq \|v\|_1$ holds for every vector $v$, and here "
            rf"${latex_of(top)} \leq \sqrt{{{square}}} \leq {latex_of(total)}$."
        ),
    )


def _closing(parts: tuple[Part, ...], name: str) -> Step:
    return Step("; ".join(f"({p.id}) {p.prompt} $= {p.answer.tex()}$" for p in parts) + ".")


def _cube(x: Matrix, phrasing: int) -> Problem:
    total = sum((abs(e) ** 3 for e in x), Q(0))
    whole = round(float(str(total)) ** (1 / 3))
    answer = NumberAnswer.of(str(whole) if whole**3 == total else f"({total})^(1/3)")
    signed = sum((e**3 for e in x), Q(0))
    slips = [Misconception("no-root", NumberAnswer.of(total), "The third root of the sum is missing.")]
    if signed > 0:
        slip = NumberAnswer.of(f"({signed})^(1/3)")
        slips.append(Misconception("abs-missing", slip, "Cubes keep the sign: take absolute values first."))
    cubes = Tex(" + ".join(rf"{latex_of(abs(e))}^3" for e in x))
    ask = (
        r"Compute the 3-norm $\|x\|_3$ of $$x = @x.$$ Give it exactly.",
        r"The error of a model on three test points is $$x = @x.$$ Give its 3-norm $\|x\|_3$ exactly.",
    )[phrasing]
    return Problem.single(
        prompt=text(ask, x=x),
        answer=answer,
        hints=(
            r"The $p$-norm is the $p$-th root of the sum of the $p$-th powers of the absolute values.",
            "Cubes of negative numbers are negative: take the absolute values before you raise to the third power.",
        ),
        steps=(
            step(r"With $p = 3$ the sum is $$\sum_i |x_i|^3 = @cubes = @total.$$", cubes=cubes, total=total),
            step(
                r"The third root of $@total$ is the norm: $\|x\|_3 = @answer$. Check: it is not smaller than the "
                r"largest "
                r"absolute value, $@top$, and not larger than the 1-norm, $@sum$.",
                total=total,
                answer=answer,
                top=max(_sizes(x)),
                sum=sum(_sizes(x), Q(0)),
            ),
        ),
        misconceptions=tuple(slips),
    )


def _balls(x: Matrix, phrasing: int) -> Problem:
    one, square, top = sum(_sizes(x), Q(0)), x.dot(x), max(_sizes(x))
    inside = [one <= 1, square <= 1, top <= 1]
    labels = (r"$\|x\|_1 \leq 1$", r"$\|x\|_2 \leq 1$", r"$\|x\|_\infty \leq 1$")
    options = tuple(Option(label, holds) for label, holds in zip(labels, inside, strict=True))
    parts = (
        Part(
            "a",
            NumberAnswer.of(one, label=r"$\|x\|_1 =$"),
            r"The 1-norm of $x$, exactly.",
            misconceptions=_signed_slip(x, one),
        ),
        Part("b", NumberAnswer.of(square, label=r"$\|x\|_2^2 =$"), r"The square of its 2-norm, exactly."),
        Part(
            "c",
            ChoiceAnswer(options, multiple=True),
            "In which unit balls does $x$ lie? Choose all.",
            follows=Follow("a", ("u",), "", "u > 0", conditions=("u <= 1", f"{square} <= 1", f"{top} <= 1")),
        ),
    )
    chosen = listed([o.text for o in options if o.correct])
    which = "ball" if sum(inside) == 1 else "balls"
    absolute, squares = " + ".join(map(latex_of, _sizes(x))), " + ".join(f"{base(e)}^2" for e in x)
    return Problem(
        prompt=text(BALLS[phrasing], x=x),
        parts=parts,
        hints=(
            "Compute the three norms; for the 2-norm it is enough to compare its square with $1$.",
            "The three balls lie in one another: a vector of the smallest ball lies in all of them.",
        ),
        steps=(
            Step(rf"$\|x\|_1 = {absolute} = {latex_of(one)}$, $\|x\|_2^2 = {squares} = {latex_of(square)}$."),
            Step(rf"The largest absolute value is $\|x\|_\infty = {latex_of(top)}$."),
            Step(rf"(a) ${latex_of(one)}$; (b) ${latex_of(square)}$; (c) in the {which} {chosen}."),
        ),
    )


def _signed_slip(x: Matrix, one: Q) -> tuple[Misconception, ...]:
    total = sum(x, Q(0))
    if total == one:
        return ()
    why = "You added the entries with their signs. The 1-norm adds their absolute values."
    return (Misconception("abs-missing", NumberAnswer.of(total), why),)


def _constant(n: int, pair: int, phrasing: int) -> Problem:
    p, q = PAIRS[pair]
    squared = pair != 1
    answer = NumberAnswer.of(root_text(n) if squared else n, label="$c =$")
    ones = {"1": str(n), "2": str(root_tex(n)), r"\infty": "1"}
    why = {
        0: r"By the Cauchy-Schwarz inequality $\|x\|_1 = \sum_i 1 \cdot |x_i| \leq \sqrt{n} \, \|x\|_2$",
        1: r"Each of the $n$ absolute values is at most $\|x\|_\infty$, so $\|x\|_1 \leq n \|x\|_\infty$",
        2: r"Each of the $n$ squares is at most $\|x\|_\infty^2$, so $\|x\|_2 \leq \sqrt{n} \, \|x\|_\infty$",
    }[pair]
    slips = (
        (
            Misconception(
                "no-root", NumberAnswer.of(n), "Try the vector whose entries are all $1$: is that much needed?"
            ),
        )
        if squared
        else ()
    )
    return Problem.single(
        prompt=text(CONSTANTS[phrasing], p=Tex(p), q=Tex(q), n=n),
        answer=answer,
        hints=(
            "Which vector makes the left side large compared with the right side?",
            "Try a vector whose entries are all equal, and show that no vector does better.",
        ),
        steps=(
            Step(f"{why}; here $n = {n}$."),
            Step(
                rf"No smaller number will do: for $x = (1, \dots, 1)$ the norms are $\|x\|_{p} = {ones[p]}$ and "
                rf"$\|x\|_{q} = "
                rf"{ones[q]}$, and both sides agree. So $c = {answer.tex()}$."
            ),
        ),
        misconceptions=slips,
    )


@norms.verify
def numpy_norms(kind: str, x: Matrix, y: Matrix | None, pair: int, phrasing: int, answer: Any) -> bool:
    """numpy.linalg.norm of the vector; a constant at all ones, and not exceeded at other vectors."""
    if kind == "constant":
        return _is_constant(int(x[0].p), pair, _real(answer))
    v = np.array([_real(e) for e in (x if y is None else x - y)])
    one, two, top = (float(np.linalg.norm(v, order)) for order in (1, 2, np.inf))
    if kind == "cube":
        return bool(np.isclose(_real(answer), np.linalg.norm(v, 3)))
    if kind == "balls":
        square = sum((e * e for e in x), Q(0))  # a vector may lie on the sphere: exactly
        inside = [
            label for label, holds in zip("12\\", (one <= 1 + 1e-12, square <= 1, top <= 1), strict=True) if holds
        ]
        first = np.isclose(_real(answer["a"]), one) and np.isclose(_real(answer["b"]), two * two)
        return bool(first) and [option.split("_")[1][0] for option in answer["c"]] == inside
    return all(bool(np.isclose(_real(answer[k]), norm)) for k, norm in zip("abc", (one, two, top), strict=True))


def _is_constant(n: int, pair: int, c: float) -> bool:
    orders = ((1, 2), (1, np.inf), (2, np.inf))[pair]
    ones = np.ones(n)
    if not np.isclose(np.linalg.norm(ones, orders[0]), c * np.linalg.norm(ones, orders[1])):
        return False
    others = [np.cos(np.arange(n) * k) for k in range(1, 20)]
    return all(np.linalg.norm(v, orders[0]) <= c * np.linalg.norm(v, orders[1]) + 1e-9 for v in others)


def _real(value: Any) -> float:
    return int(value.p) / int(value.q) if isinstance(value, Q) else float(value)
