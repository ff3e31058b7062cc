"""Perform a Newton step for a root or a minimum (MML 7.4 names the method; Nocedal and Wright, chapters 2 and 3).

Levels: 1 a root in one variable; 2 a minimum in one variable; 3 a minimum in two variables, with a full or a damped
step, or from a point where the Hessian is indefinite and the step does not go down. Checked with derivatives from
difference quotients of the function: the linear (or quadratic) model has its root (or stationary point) at the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, factor, quotient, times, wrong_numbers
from question_bank.cal._several import Poly, Powers, shown
from question_bank.opt._contours import box, contours, numbers, ranges
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Note, Plot, Points, drawn, near
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text
from quizgen.markup.typography import signed
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"root", "minimum", "plain", "damped" or "fails"."""
    terms: tuple[tuple[tuple[int, ...], int], ...]
    """The polynomial part: powers and coefficients."""
    extra: tuple[int, int, int]
    """c, k, m of c e^(kx) + m ln(x); zeros where there is no such term."""
    start: tuple[int, ...]
    damping: Q
    setting: int


@exercise("opt-newton-step", version=1, bounds=(400, 600, 1000))
def newton_step(draw: Draw, level: int) -> Given:
    """A start at which values and derivatives are small whole numbers."""
    for attempt in range(TRIES):
        child = draw.child("try", attempt)
        given = _one_variable(child, level) if level < 3 else _two_variables(child)
        if given is not None:
            return given
    raise exhausted("function", "a clean step")


def _one_variable(draw: Draw, level: int) -> Given | None:
    kind = "root" if level == 1 else "minimum"
    shape = draw.choice(("power", "poly", "poly", "exp")) if level == 1 else draw.choice(("poly", "poly", "exp", "log"))
    extra = (0, 0, 0)
    x = draw.integer(-3, 3, nonzero=True)
    if shape == "power":
        n = draw.integer(2, 3)
        x = draw.integer(1, 5)
        terms = {n: 1, 0: -draw.integer(2, 30)}
    elif shape == "poly":
        n = level + 2 if draw.flip() else 3
        terms = {
            n: draw.integer(1, 2) * (draw.sign() if level == 1 else 1),
            2: draw.integer(-4, 4),
            1: draw.integer(-6, 6),
        }
        terms[0] = draw.integer(-9, 9, nonzero=True)
    elif shape == "exp":
        x = 0
        extra = (draw.integer(1, 4) * draw.sign(), draw.integer(1, 3) * draw.sign(), 0)
        terms = {1: draw.integer(-6, 6, nonzero=True), 0: draw.integer(-6, 6)}
        if level == 2:
            terms[2] = draw.integer(1, 4)
    else:
        x = draw.integer(1, 3)
        extra = (0, 0, -draw.integer(1, 4) * x * x if draw.flip() else draw.integer(1, 3) * x * x)
        terms = {2: draw.integer(1, 4), 1: draw.integer(-6, 6, nonzero=True)}
    given = Given(kind, tuple(((p,), c) for p, c in terms.items() if c), extra, (x,), Q(1), draw.below(3))
    top, bottom = _quotient(given)
    if top == 0 or bottom == 0 or (level == 2 and bottom < 0) or abs(bottom) > 60 or abs(top) > 150:
        return None
    if abs(top) == abs(bottom):  # the quotient upside down would give the same step
        return None
    move = top / bottom
    if extra[2] and x - move <= 0:
        return None
    return given if move.q <= 12 and abs(move) <= 6 else None


def _quotient(g: Given) -> tuple[Q, Q]:
    """What is divided by what."""
    order = 0 if g.kind == "root" else 1
    values = derivatives(g.terms, g.extra, g.start[0])
    return values[order], values[order + 1]


def derivatives(terms: tuple[tuple[tuple[int, ...], int], ...], extra: tuple[int, int, int], x: int) -> list[Q]:
    """f, f' and f'' at x; an exponential needs x = 0. Where there is a logarithm, f itself is left out (0)."""
    c, k, m = extra
    f = Poly(dict(terms))
    d = f.partial(0)
    at = [Q(x)]
    value = f.at(at) + c
    first = d.at(at) + c * k + (Q(m, x) if m else 0)
    second = d.partial(0).at(at) + c * k * k - (Q(m, x * x) if m else 0)
    return [Q(0) if m and x != 1 else value, first, second]


def _two_variables(draw: Draw) -> Given | None:
    """Nonlinear and quadratic terms; the linear ones make the step whole."""
    kind = draw.choice(("plain", "plain", "damped", "fails"))
    n = draw.choice((3, 3, 4))
    x0 = draw.integer(-2, 2, nonzero=True), draw.integer(-2, 2)
    terms: dict[Powers, int] = {(n, 0): draw.sign() if n == 3 else 1}
    terms[draw.choice(((2, 1), (1, 2), (0, 3)))] = draw.sign()
    terms[2, 0] = draw.integer(-3, 4)
    terms[1, 1] = draw.integer(-4, 4, nonzero=True)
    terms[0, 2] = draw.integer(-3, 4)
    f = Poly(terms)
    g, h = slopes(f, x0)
    det, corner = h.det(), h[0, 0]
    if abs(det) < 2 or abs(det) > 60 or h[0, 1] == 0 or h[0, 0] * h[1, 1] == 0:
        return None
    if (det < 0) != (kind == "fails") or (kind != "fails" and corner < 0):
        return None
    half = 2 if kind == "damped" else 1
    d = Vector([half * draw.integer(-2, 2, nonzero=True), half * draw.integer(-3, 3, nonzero=True)])
    wanted = h @ d * -1
    if kind == "fails" and wanted.dot(d) <= 0:
        return None
    tilt = wanted - g
    if any(abs(v) > 30 for v in tilt) or any(v == 0 for v in wanted):
        return None
    terms[1, 0], terms[0, 1] = int(tilt[0].p), int(tilt[1].p)
    damping = draw.choice((Q(1, 2), Q(1, 2), Q(1, 4))) if kind == "damped" else Q(1)
    return Given(kind, tuple((p, c) for p, c in terms.items() if c), (0, 0, 0), x0, damping, draw.below(2))


def slopes(f: Poly, at: tuple[int, ...]) -> tuple[Matrix, Matrix]:
    """Gradient and Hessian of a polynomial in two variables."""
    point = [Q(x) for x in at]
    first = [f.partial(i) for i in range(2)]
    return Vector([p.at(point) for p in first]), Matrix([[p.partial(j).at(point) for j in range(2)] for p in first])


# --- one variable ------------------------------------------------------------------------------------------

ROOT = (
    "Find a root of $f(x) = @f$ with Newton's method.",
    "The equation $@f = 0$ is to be solved by Newton's method, applied to $f(x) = @f$.",
    "Newton's method is used to approximate a zero of $f(x) = @f$.",
)
MINIMUM = (
    "Minimise $f(x) = @f$ with Newton's method.",
    "A loss with one parameter is $f(x) = @f$. Newton's method looks for a minimum of it.",
    "Newton's method is used to find a minimum of $f(x) = @f$.",
)


def _written(g: Given, order: int) -> str:
    """f or one of its derivatives as LaTeX."""
    c, k, m = g.extra
    f = Poly(dict(g.terms))
    for _ in range(order):
        f = f.partial(0)
    top = max((p[0] for p in f.terms), default=0)
    parts = [str(polynomial([f.terms.get((p,), Q(0)) for p in range(top, -1, -1)]))] if f.terms else []
    if c:
        power = "e^x" if k == 1 else f"e^{{{polynomial([k, 0])}}}"
        parts.append(str(linear([c * k**order], [power])))
    if m:
        parts.append(_logarithm(m, order))
    return parts[0] + "".join(signed(p) for p in parts[1:])


def _logarithm(m: int, order: int) -> str:
    if order == 0:
        return str(linear([m], [r"\ln(x)"]))
    m = m if order == 1 else -m
    return rf"{'-' if m < 0 else ''}\frac{{{abs(m)}}}{{{'x' if order == 1 else 'x^2'}}}"


@newton_step.problem
def build(
    kind: str,
    terms: tuple[tuple[tuple[int, ...], int], ...],
    extra: tuple[int, int, int],
    start: tuple[int, ...],
    damping: Q,
    setting: int,
) -> Problem:
    """x - f/f' for a root, x - f'/f'' for a minimum, x - t H^-1 g in two variables."""
    g = Given(kind, terms, extra, start, damping, setting)
    if kind in ("root", "minimum"):
        return _in_one(g)
    return _in_two(g)


def _in_one(g: Given) -> Problem:
    root = g.kind == "root"
    x = g.start[0]
    f, d, dd = derivatives(g.terms, g.extra, x)
    top, bottom = (f, d) if root else (d, dd)
    new = x - top / bottom
    answer = NumberAnswer.of(new)
    template = (ROOT if root else MINIMUM)[g.setting].replace("@f", _written(g, 0))
    prompt = f"{template} Start at $x_0 = {x}$ and do one step. Give $x_1$ exactly."
    name, over = ("f", "f'") if root else ("f'", "f''")
    wrong = [("plus-sign", x + top / bottom, "Check the sign: a Newton step subtracts the quotient.")]
    if root and dd != 0:
        why = "That is the step for a minimum of $f$. For a root, the function itself stands in the numerator."
        wrong.append(("root-formula-for-minimum", x - d / dd, why))
    if not root and d != 0 and not (g.extra[2] and x != 1):
        why = "That is the step for a root of $f$. A minimum is a root of the derivative."
        wrong.append(("root-formula-for-minimum", x - f / d, why))
    return Problem.single(
        prompt=prompt,
        answer=answer,
        hints=(
            "Replace $f$ near $x_0$ by its tangent, and take the zero of the tangent."
            if root
            else "At a minimum the derivative is zero: do a Newton step for the root of the derivative.",
            "Work out the derivatives as formulas first, then put in the point.",
        ),
        steps=_one_steps(g, root, name, over, top, bottom, new, answer),
        misconceptions=wrong_numbers(new, *wrong),
    )


def _one_steps(
    g: Given, root: bool, name: str, over: str, top: Q, bottom: Q, new: Q, answer: NumberAnswer
) -> tuple[Step, ...]:
    x = g.start[0]
    if root:
        idea = Step(
            r"The tangent at $x_0$ is zero where $f(x_0) + f'(x_0)(x - x_0) = 0$, which gives "
            r"$x_1 = x_0 - \frac{f(x_0)}{f'(x_0)}$."
        )
        derived = Step(f"The derivative is $f'(x) = {_written(g, 1)}$.")
    else:
        idea = Step(
            r"The quadratic Taylor polynomial at $x_0$ is stationary where $f'(x_0) + f''(x_0)(x - x_0) = 0$. This "
            r"gives $x_1 = x_0 - \frac{f'(x_0)}{f''(x_0)}$."
        )
        derived = Step(f"The derivatives are $f'(x) = {_written(g, 1)}$ and $f''(x) = {_written(g, 2)}$.")
    steps = [
        idea,
        derived,
        step(
            r"At $x_0 = @x$: $@name(x_0) = @top$ and $@over(x_0) = @bottom$.",
            x=x,
            name=Tex(name),
            over=Tex(over),
            top=top,
            bottom=bottom,
        ),
    ]
    if not root:
        steps.append(Step("The second derivative is positive there, so the quadratic model has a minimum."))
    move = top / bottom
    steps.append(
        Step(
            rf"So $x_1 = {x} - {factor(top) if bottom == 1 else quotient(top, bottom)} = {latex_of(new)}$."
            if top.q == bottom.q == 1
            else rf"The quotient is ${latex_of(move)}$, so $x_1 = {latex_of(new)}$."
        )
    )
    model = f"{latex_of(top)}{signed(times(bottom, -move) if abs(bottom) != 1 else latex_of(-move * bottom))} = 0"
    told = "the tangent" if root else "the derivative of the quadratic model"
    steps.append(Step(f"Check: at $x_1$ {told} has the value ${model}$."))
    return (*steps, step(r"The answer is $x_1 = @answer$.", answer=answer))


# --- two variables -----------------------------------------------------------------------------------------

TWO = (
    "Newton's method looks for a local minimum of $f(x, y) = @f$.",
    "A loss with two parameters is $f(x, y) = @f$. Newton's method looks for a local minimum of it.",
)


def _in_two(g: Given) -> Problem:
    f = Poly(dict(g.terms))
    slope, h = slopes(f, g.start)
    x0 = Vector(g.start)
    move = h.solve(slope) * -1
    new = x0 + move * g.damping
    damped = g.kind == "damped"
    answer = VectorAnswer.of(new, names=("x", "y"))
    opening = TWO[g.setting].replace("@f", shown(f.typed()))
    if damped:
        how = text(
            r"Do one damped step with step size $t = @t$, that is, go only the part $t$ of the Newton step", t=g.damping
        )
    else:
        how = "Do one full step"
    prompt = rf"{opening} {how}, starting at $(x_0, y_0) = ({g.start[0]}, {g.start[1]})$."
    diagonal = Vector([slope[i] / h[i, i] for i in range(2)])
    wrong = [
        (
            "plus-sign",
            x0 - move * g.damping,
            "Check the sign: the step is minus the inverse Hessian times the gradient.",
        ),
        (
            "gradient-over-diagonal",
            x0 - diagonal * g.damping,
            "The Hessian is not diagonal: solve a linear system instead of dividing entry by entry.",
        ),
    ]
    if damped:
        wrong.append(
            ("damping-dropped", x0 + move, "That is the full step: the step size still has to be multiplied in.")
        )
    misconceptions = tuple(
        Misconception(c, VectorAnswer.of(v, names=("x", "y")), why) for c, v, why in wrong if v != new
    )
    hints = (
        "Work out the gradient and the Hessian at the starting point.",
        r"The Newton step $d$ solves the linear system $H d = -\nabla f$.",
    )
    steps = _two_steps(g, f, slope, h, move, new)
    if g.kind != "fails":
        return Problem.single(
            prompt=prompt + " Give the new point exactly.",
            answer=answer,
            hints=hints,
            steps=(*steps, *_picture(g, h, move, new), step(r"The new point is $@answer$.", answer=answer)),
            misconceptions=misconceptions,
        )
    value = slope.dot(move)
    names = ("u", "v")
    follow = f"({slope[0]})*(u - ({g.start[0]})) + ({slope[1]})*(v - ({g.start[1]}))"
    derivative = NumberAnswer.of(value)
    choice = ChoiceAnswer(
        (
            Option("The Hessian is indefinite, and the step goes uphill at first: it need not lower $f$.", True),
            Option(
                "The Hessian is positive definite, and the step goes downhill at first.",
                feedback="Look at the determinant of the Hessian, and at the sign in (b).",
            ),
            Option(
                "The step lowers $f$ in any case, because Newton's method always goes downhill.",
                feedback="A Newton step goes to a stationary point of the quadratic model, which may be a saddle.",
            ),
        )
    )
    return Problem(
        prompt=prompt,
        parts=(
            Part("a", answer, "Give the new point exactly.", points=2, misconceptions=misconceptions),
            Part(
                "b",
                derivative,
                r"Let $d$ be the Newton step. Give the slope $\nabla f(x_0, y_0)^\top d$ of $f$ along $d$.",
                misconceptions=wrong_numbers(value, ("plus-sign", -value, "Check the sign of the step.")),
                follows=Follow(
                    "a", names, follow, guard=f"u != {g.start[0]} and v != {g.start[1]} and (u != 0 or v != 0)"
                ),
            ),
            Part("c", choice, "What does this say?"),
        ),
        hints=(*hints, "A direction goes downhill when its scalar product with the gradient is negative."),
        steps=(
            *steps,
            step(
                r"$\nabla f^\top d = @work = @value > 0$: along $d$ the function grows at first. The reason is that "
                r"$\det H = @det < 0$, so $H$ is indefinite and the quadratic model has a saddle point, not a minimum.",
                work=Tex(
                    " + ".join(
                        f"{latex_of(a) if i == 0 else _factor(a)} \\cdot {_factor(b)}"
                        for i, (a, b) in enumerate(zip(slope, move, strict=True))
                    )
                ),
                value=value,
                det=h.det(),
            ),
            step(
                r"(a) The new point is $@answer$. (b) The slope is $@value$. (c) The Hessian is indefinite, and the "
                r"step "
                "goes uphill at first: it need not lower $f$.",
                answer=answer,
                value=derivative,
            ),
        ),
    )


def _factor(x: Q) -> str:
    shown_x = latex_of(x)
    return rf"\left({shown_x}\right)" if shown_x.startswith("-") else shown_x


def _two_steps(g: Given, f: Poly, slope: Matrix, h: Matrix, move: Matrix, new: Matrix) -> tuple[Step, ...]:
    first = [f.partial(i) for i in range(2)]
    rows = r" \\ ".join(shown(p.typed()) for p in first)
    cells = r" \\ ".join(" & ".join(shown(p.partial(j).typed()) for j in range(2)) for p in first)
    det = h.det()
    start = Vector(g.start)
    if g.kind == "damped":
        last = step(
            r"The damped step goes the part $t = @t$ of it: $$@start + @t \cdot @move = @new.$$",
            start=start,
            t=g.damping,
            move=move,
            new=new,
        )
    else:
        last = step(r"The new point is $$@start + @move = @new.$$", start=start, move=move, new=new)
    return (
        Step(
            rf"The gradient is $\nabla f(x, y) = \begin{{pmatrix}} {rows} \end{{pmatrix}}$ and the Hessian is "
            rf"$H(x, y) = \begin{{pmatrix}} {cells} \end{{pmatrix}}$."
        ),
        step(r"At $@at$: $\nabla f = @slope$ and $H = @h$.", at=start, slope=slope, h=h),
        step(
            r"The quadratic model is stationary at the step $d$ with $H d = -\nabla f$. The determinant of $H$ is "
            r"$@work = @det$, so $$d = -\frac{1}{@det} @adjugate @slope = @move.$$",
            work=Tex(f"{times(h[0, 0], h[1, 1])} - {base(h[0, 1])}^2"),
            det=det,
            adjugate=h.inv() * det,
            slope=slope,
            move=move,
        )
        if det > 0
        else step(
            r"The quadratic model is stationary at the step $d$ with $H d = -\nabla f$. The determinant of $H$ is "
            r"$@work = @det$, so $$d = \frac{1}{@size} @adjugate @slope = @move.$$",
            work=Tex(f"{times(h[0, 0], h[1, 1])} - {base(h[0, 1])}^2"),
            det=det,
            size=-det,
            adjugate=h.inv() * det,
            slope=slope,
            move=move,
        ),
        step(r"Check: $H d = @h @move = @back = -\nabla f$.", h=h, move=move, back=h @ move),
        last,
    )


def _picture(g: Given, h: Matrix, move: Matrix, new: Matrix) -> tuple[Step, ...]:
    """The contours of the quadratic model, and the step to its centre or the part of it."""
    start = numbers([Q(x) for x in g.start])
    centre = [Q(x) + d for x, d in zip(g.start, move, strict=True)]
    drop = int(move.dot(h @ move).p) / (2 * int(move.dot(h @ move).q))
    heights = [drop / 9, drop * 4 / 9, drop]
    x_range, y_range = ranges((*box(h, centre, drop), start), 0.4)
    goal = numbers(list(new))
    plot = Plot(
        "Ellipses around one centre, the contours of the quadratic model, and an arrow from the starting point "
        + ("part of the way towards the centre." if g.kind == "damped" else "to the centre."),
        x_range,
        y_range,
        (
            *contours(h, centre, heights),
            Line((start, goal), arrow=True),
            Points((start,), marker="circle"),
            Note((near(start[0]), near(start[1])), "start"),
            Points((goal,)),
        ),
    )
    words = (
        "The dotted contours belong to the quadratic model of $f$ at the starting point. The full step would lead to "
        "their centre; the damped one stops on the way."
        if g.kind == "damped"
        else "The dotted contours belong to the quadratic model of $f$ at the starting point. The step leads to their "
        "centre."
    )
    return (Step(words + drawn(plot)),)


# --- verify ------------------------------------------------------------------------------------------------

H = 1e-3


def _numeric(g: Given) -> Callable[..., float]:
    c, k, m = g.extra
    terms = [(powers, coefficient) for powers, coefficient in g.terms]

    def f(*x: float) -> float:
        total = 0.0
        for powers, coefficient in terms:
            term = float(coefficient)
            for v, p in zip(x, powers, strict=True):
                term *= v**p
            total += term
        if c:
            total += c * exp(k * x[0])
        return total + m * log(x[0]) if m else total

    return f


def _gradient(f: Callable[..., float], x: list[float]) -> list[float]:
    """Central differences with one extrapolation."""

    def moved(i: int, s: float) -> float:
        return f(*(v + s * (i == j) for j, v in enumerate(x)))

    return [(8 * (moved(i, H) - moved(i, -H)) - moved(i, 2 * H) + moved(i, -2 * H)) / (12 * H) for i in range(len(x))]


def _hessian_times(f: Callable[..., float], x: list[float], d: list[float]) -> list[float]:
    """The derivative of the gradient along d."""
    s = 0.01 / max(1.0, *map(abs, d))

    def along(t: float) -> list[float]:
        return _gradient(f, [v + t * w for v, w in zip(x, d, strict=True)])

    ends = zip(along(s), along(-s), along(2 * s), along(-2 * s), strict=True)
    return [(8 * (a - b) - c + e) / (12 * s) for a, b, c, e in ends]


@newton_step.verify
def model_is_stationary(
    kind: str,
    terms: tuple[tuple[tuple[int, ...], int], ...],
    extra: tuple[int, int, int],
    start: tuple[int, ...],
    damping: Q,
    setting: int,
    answer: Any,
) -> bool:
    """The model made of difference quotients has its root, or its stationary point, at the answer."""
    g = Given(kind, terms, extra, start, damping, setting)
    f = _numeric(g)
    x = [float(v) for v in start]
    point = answer["a"] if kind == "fails" else answer
    new = [_float(v) for v in (list(point) if isinstance(point, Matrix) else [point])]
    if len(new) != len(x):
        return False
    d = [(v - w) / _float(damping) for v, w in zip(new, x, strict=True)]
    slope = _gradient(f, x)
    if kind == "root":
        return abs(f(*x) + slope[0] * d[0]) < 1e-6
    stationary = all(abs(a + b) < 1e-4 for a, b in zip(slope, _hessian_times(f, x, d), strict=True))
    if kind != "fails":
        return stationary
    rise = sum(a * b for a, b in zip(slope, d, strict=True))
    ahead = f(*(v + 1e-4 * w for v, w in zip(x, d, strict=True)))
    uphill = ahead > f(*x) and "uphill" in answer["c"][0]
    return stationary and uphill and abs(_float(answer["b"]) - rise) < 1e-4


def _float(q: Q) -> float:
    return int(q.p) / int(q.q)
