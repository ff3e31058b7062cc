"""Deduce eigenvalues, trace or determinant from each other (MML 4.2, theorems 4.16 and 4.17).

Levels: 1 two eigenvalues; 2 a 3x3 matrix with two eigenvalues known; 3 an eigenvector and a double eigenvalue, or an
eigenvalue with its multiplicity. Checked without trace and sums: the known eigenvalues and the answer must make up the
characteristic polynomial of the matrix, and a determinant is computed from the matrix itself.
"""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from question_bank._draw import with_eigenvalues
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, listed
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Problem, Step, step

TIMES = {2: "two", 3: "three", 4: "four"}
ASK = {
    "eigenvalue": "Find the missing eigenvalue.",
    "det": r"Find $\det A$ without expanding a determinant.",
}


class Given(NamedTuple):
    a: Matrix
    """A matrix with the eigenvalues; it is shown where `shown`."""
    known: tuple[int, ...]
    """Eigenvalues that are told, or found from the eigenvector."""
    missing: int
    times: int
    """The multiplicity of the missing eigenvalue."""
    ask: str
    """"eigenvalue" or "det"."""
    vector: tuple[int, ...]
    """An eigenvector of the known eigenvalue, or empty."""
    shown: bool
    phrasing: int


@exercise("dec-trace-det-eigs", version=1, bounds=(200, 300, 800))
def trace_det(draw: Draw, level: int) -> Given:
    """Small whole eigenvalues, none zero, chosen first."""
    for attempt in range(TRIES):
        try:
            return _try(draw.child("try", attempt), level)
        except CannotDraw:  # these eigenvalues leave no small matrix
            continue
    raise exhausted("matrix with these eigenvalues", "entries up to 9")


def _try(draw: Draw, level: int) -> Given:
    ask, phrasing = draw.choice(("eigenvalue", "det")), draw.below(2)
    values = draw.sample([x for x in range(-6, 8) if x], 3)
    if level == 1:
        a = with_eigenvalues(draw, values[:2], 9, unimodular=False).A
        return Given(a, (values[0],), values[1], 1, ask, (), draw.below(3) > 0, phrasing)
    if level == 2:
        a = with_eigenvalues(draw, values, 8).A
        return Given(a, tuple(values[:2]), values[2], 1, ask, (), True, phrasing)
    if draw.flip():
        made = with_eigenvalues(draw, [values[0], values[1], values[1]], 9)
        v = tuple(int(x.p) for x in made.P.column(0))
        if made.A @ made.P.column(0) != made.P.column(0) * values[0]:
            raise CannotDraw("the first column belongs to the other eigenvalue")
        return Given(made.A, (values[0],), values[1], 2, ask, v, True, phrasing)
    n = draw.integer(3, 5)
    low = draw.integer(*((-2, 3) if n == 5 else (-3, 4)), nonzero=True)
    known = (low,) * (n - 1)
    other = draw.integer(-6, 7, nonzero=True, avoid=(low,))
    return Given(Matrix.diagonal([*known, other]), known, other, 1, ask, (), False, phrasing)


@trace_det.problem
def build(
    a: Matrix,
    known: tuple[int, ...],
    missing: int,
    times: int,
    ask: str,
    vector: tuple[int, ...],
    shown: bool,
    phrasing: int,
) -> Problem:
    """The trace is the sum of the eigenvalues, the determinant their product."""
    g = Given(a, known, missing, times, ask, vector, shown, phrasing)
    right = Q(missing) if ask == "eigenvalue" else Q(prod(known) * missing**times)
    answer = NumberAnswer.of(right)
    last = r"So the missing eigenvalue is $@answer$." if ask == "eigenvalue" else r"So $\det A = @answer$."
    return Problem.single(
        prompt=f"{_told(g)} {ASK[ask]}",
        answer=answer,
        hints=(
            *(("What is $Av$? It is a multiple of $v$, and the factor is one eigenvalue.",) if vector else ()),
            "The sum of all eigenvalues is the trace, each counted as often as its algebraic multiplicity says.",
            "Find the missing eigenvalue from the trace first; the determinant is the product of all eigenvalues."
            if ask == "det"
            else "Read off the trace, and see what the known eigenvalues leave of it.",
        ),
        steps=(*_steps(g), step(last, answer=answer)),
        misconceptions=_misconceptions(g, right),
    )


def _told(g: Given) -> str:
    n = g.a.rows
    if g.vector:
        v = Vector(g.vector)
        return text(
            r"The vector $v = @v$ is an eigenvector of $$A = @a,$$ and the other eigenvalue of $A$ has algebraic "
            "multiplicity two.",
            v=v,
            a=g.a,
        )
    if g.shown:
        names = listed([f"${x}$" for x in g.known])
        which = f"the eigenvalue ${g.known[0]}$" if len(g.known) == 1 else f"the eigenvalues {names}, and one more"
        if g.phrasing:
            many = "One eigenvalue is" if len(g.known) == 1 else "Two of the eigenvalues are"
            return text("A recurrent layer maps its state $h$ to $Ah$ with $$A = @a.$$", a=g.a) + f" {many} {names}."
        return text("The matrix $$A = @a$$ has", a=g.a) + f" {which}."
    if g.phrasing:
        root = "one of the two roots" if n == 2 else f"a root of multiplicity {TIMES[len(g.known)]}"
        return (
            rf"Of a ${n} \times {n}$ matrix $A$ only this is known: its trace is ${g.a.trace()}$, and ${g.known[0]}$ "
            f"is {root} of its characteristic polynomial."
        )
    opening = f"A ${n} \\times {n}$ matrix $A$ has trace ${g.a.trace()}$ and an eigenvalue ${g.known[0]}$"
    if len(g.known) == 1:
        return f"{opening}."
    return f"{opening} of algebraic multiplicity {TIMES[len(g.known)]}."


def _steps(g: Given) -> tuple[Step, ...]:
    t = g.a.trace()
    steps = []
    if g.vector:
        steps.append(
            step(
                r"Multiply: $Av = @image = @*value v$, so $v$ belongs to the eigenvalue $@value$.",
                image=g.a @ Vector(g.vector),
                value=g.known[0],
            )
        )
    if g.shown:
        diagonal = [g.a[i, i] for i in range(g.a.rows)]
        work = latex_of(diagonal[0]) + "".join(signed(latex_of(x)) for x in diagonal[1:])
        steps.append(Step(rf"The trace of $A$ is ${work} = {t}$."))
    total = str(g.known[0]) + "".join(signed(str(x)) for x in g.known[1:])
    left = t - sum(g.known)
    unknown = r"2\lambda" if g.times == 2 else r"\lambda"
    steps.append(
        Step(
            "The trace is the sum of all eigenvalues with their multiplicities. With the missing one, "
            rf"$\lambda$: ${total} + {unknown} = {t}$, so ${unknown} = {left}$"
            + (rf" and $\lambda = {g.missing}$." if g.times == 2 else ".")
        )
    )
    everything = [*g.known, *[g.missing] * g.times]
    product = r" \cdot ".join([str(everything[0]), *(factor(Q(x)) for x in everything[1:])])
    value = prod(everything)
    if g.ask == "det":
        steps.append(Step(f"The determinant is the product of all eigenvalues: ${product} = {value}$."))
    elif g.shown:
        steps.append(
            Step(rf"Check with the determinant: the product ${product} = {value}$ must be $\det A$, and it is.")
        )
    else:
        whole = str(everything[0]) + "".join(signed(str(x)) for x in everything[1:])
        steps.append(Step(f"Check: ${whole} = {t}$."))
    return tuple(steps)


def _misconceptions(g: Given, right: Q) -> tuple[Misconception, ...]:
    t, total, product = g.a.trace(), sum(g.known), prod(g.known)
    once = "Count each eigenvalue as often as its algebraic multiplicity says."
    mixed = "Do not mix them up: the trace is the sum of the eigenvalues, the determinant is their product."
    turned = "Solve for the missing eigenvalue again: it is what the known ones leave of the trace."
    distinct = sum(set(g.known))
    found: list[tuple[str, Q, str]] = []
    if g.ask == "eigenvalue":
        found.append(("sign", (total - t) / g.times, turned))
        swap = g.a.det() - total if len(g.known) == 1 else t - product
        found.append(("swap", swap, mixed))
        if g.times == 2:
            found.append(("multiplicity-one", t - total, once))
        elif len(g.known) > len(set(g.known)):
            found.append(("multiplicity-one", t - distinct, once))
    else:
        found.append(("swap", t, mixed))
        found.append(("sign", product * ((total - t) / g.times) ** g.times, turned))
        if g.times == 2:
            found.append(("multiplicity-one", product * (t - total), once))
        elif len(g.known) > len(set(g.known)):
            found.append(("multiplicity-one", Q(g.known[0]) * (t - distinct), once))
    kept: dict[Q, Misconception] = {}
    for code, reply, said in found:
        if reply != right and reply not in kept:
            kept[reply] = Misconception(code, NumberAnswer.of(reply), said)
    return tuple(kept.values())


@trace_det.verify
def characteristic_polynomial(
    a: Matrix,
    known: tuple[int, ...],
    missing: int,
    times: int,
    ask: str,
    vector: tuple[int, ...],
    shown: bool,
    phrasing: int,
    answer: Q,
) -> bool:
    """The product of (x - eigenvalue) is det(xI - A); a determinant is flint's."""
    if ask == "det":
        return bool(answer == a.det())
    return all(
        (Matrix.identity(a.rows) * x - a).det() == prod((Q(x - k) for k in known), start=Q(1)) * (x - answer) ** times
        for x in range(-a.rows, a.rows + 1)
    )
