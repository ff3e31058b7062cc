"""Write the Lagrangian and solve a problem with equality constraints (MML 7.2).

Levels: 1 a linear objective on a circle; 2 a quadratic objective with a linear constraint; 3 two constraints, or the
point of smallest norm on an affine set. Checked on the feasible set itself: the circle is walked round, and on the
affine set every step in a direction that keeps the constraints goes up.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin
from typing import Any, NamedTuple

from question_bank._draw import positive_definite
from question_bank._draw.common import TRIES, cross, exhausted
from question_bank._steps import base, inner_product, substituted, wrong_numbers
from question_bank.opt._contours import contours, height, numbers, ranges
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Ellipse, Line, Mark, Note, Plot, Points, drawn, near
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.markup.typography import signed
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"circle", "line" (a quadratic on a line), "two" (two planes) or "norm" (smallest norm on a plane or a line)."""
    h: Matrix
    """Hessian of the objective (0 on the circle)."""
    c: Matrix
    """Its linear part: f = 1/2 x^T h x + c^T x."""
    a: Matrix
    """Rows of the constraints a x = b; empty on the circle."""
    b: Matrix
    """Right-hand sides; on the circle the radius squared."""
    largest: bool
    """True where a maximum is asked for (on the circle)."""
    setting: int


@exercise("opt-lagrange-eq", version=1, bounds=(300, 400, 800))
def lagrange_eq(draw: Draw, level: int) -> Given:
    """Choose the solution and the multipliers, then the objective that has them."""
    for attempt in range(TRIES):
        given = (_circle, _line, _several)[level - 1](draw.child("try", attempt))
        if given is not None:
            return given
    raise exhausted("constrained problem", "a whole solution")


TRIPLES = ((3, 4), (4, 3), (5, 12), (12, 5), (1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2), (8, 6), (6, 8))


def _circle(draw: Draw) -> Given | None:
    p, q = draw.choice(TRIPLES)
    p, q = p * draw.sign(), q * draw.sign()
    k = draw.choice((1, 2, 3)) if p * p + q * q < 100 else 1
    scale = draw.integer(1, 3) if p * p + q * q < 30 else 1
    return Given(
        "circle",
        Matrix.zeros(2, 2),
        Vector([scale * p, scale * q]),
        Matrix.zeros(1, 2),
        Vector([k * k * (p * p + q * q)]),
        draw.flip(),
        draw.below(2),
    )


def _line(draw: Draw) -> Given | None:
    """h x + c + lambda a = 0 at the solution x."""
    h = positive_definite(draw, 2, 4) if draw.flip() else Matrix.diagonal([draw.integer(1, 4), draw.integer(1, 4)])
    h = h * 2
    x = Vector([draw.integer(-4, 4), draw.integer(-4, 4)])
    a = Vector([draw.integer(1, 3), draw.integer(-3, 3, nonzero=True)])
    multiplier = 2 * draw.integer(-4, 4, nonzero=True)
    c = h @ x * -1 - a * multiplier
    free = h.solve(c) * -1
    if any(abs(v) > 30 for v in c) or (c.is_zero and draw.below(3)) or (a.dot(x) == 0 and draw.flip()):
        return None
    if a.dot(free) == a.dot(x) or any(v.q > 20 for v in free):
        return None
    return Given("line", h, c, a.T, Vector([a.dot(x)]), False, draw.below(3))


def _several(draw: Draw) -> Given | None:
    """Smallest norm (x = A^T mu), or the distance to a point, under one or two constraints in space."""
    kind = draw.choice(("norm", "two", "two"))
    if kind == "norm":
        rows = [[draw.integer(-3, 3, nonzero=True) for _ in range(3)]]
    else:
        rows = [[draw.integer(-2, 3) for _ in range(3)] for _ in range(2)]
        if Matrix(rows).rank() < 2 or any(row.count(0) > 1 for row in rows):
            return None
    a = Matrix(rows)
    mu = Vector([draw.integer(-3, 3, nonzero=True) for _ in rows])
    target = Vector([0, 0, 0]) if kind == "norm" or draw.flip() else Vector([draw.integer(-3, 3) for _ in range(3)])
    x = target + a.T @ mu
    if any(abs(v) > 9 for v in x) or (kind == "two" and (a @ a.T)[0, 1] == 0 and draw.below(4)):
        return None
    b = a @ x
    if b.is_zero:
        return None
    return Given("two" if kind == "two" else "norm", Matrix.identity(3), target * -1, a, b, False, draw.below(2))


# --- shared wording ----------------------------------------------------------------------------------------

LETTERS = ("x", "y", "z")
SIGN = r"Write $\mathfrak{L} = f + \lambda\, g$, where the constraint reads $g = 0$ with"


def _objective(h: Matrix, c: Matrix) -> Tex:
    """1/2 x^T h x + c^T x, written out in two variables."""
    terms = ((h[0, 0] / 2, "x^2"), (h[0, 1], "xy"), (h[1, 1] / 2, "y^2"), (c[0], "x"), (c[1], "y"))
    return linear([v for v, _ in terms], [n for _, n in terms])


def _typed_sum(terms: list[tuple[Q, str]]) -> str:
    """A sum in the answer language."""
    out = ""
    for value, name in terms:
        if value == 0:
            continue
        size = abs(value)
        body = str(size) if not name else name if size == 1 else f"{size}*{name}"
        out += (" - " if value < 0 else " + ") + body
    if not out:
        return "0"
    return "-" + out[3:] if out.startswith(" - ") else out[3:]


@lagrange_eq.problem
def build(kind: str, h: Matrix, c: Matrix, a: Matrix, b: Matrix, largest: bool, setting: int) -> Problem:
    """The Lagrangian; the point; the value."""
    g = Given(kind, h, c, a, b, largest, setting)
    if kind == "circle":
        return _on_circle(g)
    return _on_line(g) if kind == "line" else _in_space(g)


# --- level 1 -----------------------------------------------------------------------------------------------

CIRCLE = (
    "@Do $f(x, y) = @f$ on the circle $x^2 + y^2 = @r$.",
    "@Do the linear function $f(x, y) = @f$ subject to $x^2 + y^2 = @r$.",
)


def _on_circle(g: Given) -> Problem:
    p, q, r = g.c[0], g.c[1], g.b[0]
    factor = _root(r / (p * p + q * q))
    side = 1 if g.largest else -1
    point, other = g.c * factor * side, g.c * factor * -side
    value = g.c.dot(point)
    multiplier = -side / (2 * factor)
    do, noun = ("Maximise", "maximum") if g.largest else ("Minimise", "minimum")
    opening = text(CIRCLE[g.setting], Do=do, f=linear([p, q], ("x", "y")), r=r)
    lagrangian = _lagrangian(_typed_sum([(p, "x"), (q, "y")]), f"x^2 + y^2 - {r}")
    answer, worth = VectorAnswer.of(point, names=("x", "y")), NumberAnswer.of(value)
    return Problem(
        prompt=opening,
        parts=(
            _lagrangian_part(lagrangian, rf"$g(x, y) = x^2 + y^2 - {latex_of(r)}$", str(r), lagrangian),
            Part(
                "b",
                answer,
                f"At which point $(x, y)$ is the {noun} taken?",
                points=2,
                misconceptions=(
                    Misconception(
                        "only-one-candidate",
                        VectorAnswer.of(other, names=("x", "y")),
                        "There are two stationary points: compare the values of $f$ at both.",
                    ),
                    Misconception(
                        "constraint-unused",
                        VectorAnswer.of(g.c, names=("x", "y")),
                        "That is the gradient of $f$; the point has to lie on the circle as well.",
                    ),
                )
                if factor != 1
                else (
                    Misconception(
                        "only-one-candidate",
                        VectorAnswer.of(other, names=("x", "y")),
                        "There are two stationary points: compare the values of $f$ at both.",
                    ),
                ),
            ),
            Part(
                "c",
                worth,
                f"Give the {noun} value of $f$.",
                misconceptions=wrong_numbers(
                    value,
                    (
                        "only-one-candidate",
                        -value,
                        "There are two stationary points: compare the values of $f$ at both.",
                    ),
                    ("multiplier-returned", multiplier, r"That is the multiplier $\lambda$: put the point into $f$."),
                ),
                follows=Follow("b", ("u", "v"), f"({p})*u + ({q})*v", guard=f"u^2 + v^2 = {r}"),
            ),
        ),
        hints=(
            "Set the partial derivatives of the Lagrangian to zero, in $x$, in $y$ and in the multiplier.",
            "Express $x$ and $y$ by the multiplier and put them into the constraint. A square has two roots.",
            "Compare the values of $f$ at both candidates.",
        ),
        steps=_circle_steps(g, factor, point, other, value, multiplier, lagrangian, answer, worth, noun),
    )


def _root(q: Q) -> Q:
    """The square root of a rational square."""
    from math import isqrt

    return Q(isqrt(int(q.p)), isqrt(int(q.q)))


def _lagrangian(objective: str, constraint: str, name: str = "lambda") -> ExpressionAnswer:
    names = ("x", "y", name)
    return ExpressionAnswer.of(f"{objective} + {name}*({constraint})", names, label=r"$\mathfrak{L}(x, y, \lambda) =$")


def _lagrangian_part(answer: ExpressionAnswer, constraint: str, constant: str, right: ExpressionAnswer) -> Part:
    """Part (a), with the constraint left out as a misconception."""
    objective = answer.text.split(" + lambda")[0]
    wrong = Misconception(
        "constraint-unused",
        ExpressionAnswer.of(objective, answer.names, label=answer.label),
        r"That is $f$ alone: the constraint enters the Lagrangian with the multiplier $\lambda$.",
    )
    return Part(
        "a",
        answer,
        rf"Write down the Lagrangian $\mathfrak{{L}}(x, y, \lambda) = f + \lambda\, g$ with {constraint}. "
        "(Type lambda for $\\lambda$.)",
        misconceptions=(wrong,),
    )


def _circle_steps(
    g: Given,
    factor: Q,
    point: Matrix,
    other: Matrix,
    value: Q,
    multiplier: Q,
    lagrangian: ExpressionAnswer,
    answer: VectorAnswer,
    worth: NumberAnswer,
    noun: str,
) -> tuple[Step, ...]:
    p, q, r = g.c[0], g.c[1], g.b[0]
    square = multiplier * multiplier
    return (
        step(r"(a) The constraint enters with the multiplier: $\mathfrak{L} = @answer$.", answer=lagrangian),
        Step(
            r"The partial derivatives by $x$ and $y$ are zero: "
            rf"${latex_of(p)} + 2\lambda x = 0$ and ${latex_of(q)} + 2\lambda y = 0$. So $\lambda \neq 0$, "
            rf"$x = {_over(-p)}$ and $y = {_over(-q)}$."
        ),
        Step(
            rf"Put into the constraint: $\frac{{{latex_of(p * p)} + {latex_of(q * q)}}}{{4\lambda^2}} = "
            rf"{latex_of(r)}$, so "
            rf"$\lambda^2 = {latex_of(square)}$ and $\lambda = \pm {latex_of(abs(multiplier))}$."
        ),
        step(
            r"There are two candidates: $\lambda = @first$ gives $@point$ and $\lambda = @second$ gives $@other$.",
            first=multiplier,
            point=point,
            second=-multiplier,
            other=other,
        ),
        step(
            r"Compare: $f@at = @value$ and $f@there = @low$. The circle is closed and bounded, so the larger value "
            r"is the "
            r"maximum and the smaller one the minimum.",
            at=Tex(_pair(point)),
            value=value,
            there=Tex(_pair(other)),
            low=-value,
        ),
        _circle_picture(g, point),
        step(
            r"(b) The @noun is taken at $@answer$. (c) Its value is $@worth$.".replace("(b)", "So: (a) $@l$. (b)"),
            l=lagrangian,
            noun=noun,
            answer=answer,
            worth=worth,
        ),
    )


def _pair(point: Matrix) -> str:
    return (
        f"({', '.join(latex_of(v) for v in point)})"
        if point.is_integer
        else (rf"\left({', '.join(latex_of(v) for v in point)}\right)")
    )


def _over(top: Q) -> str:
    """top / (2 lambda)."""
    return rf"{'-' if top < 0 else ''}\frac{{{latex_of(abs(top))}}}{{2\lambda}}"


def _circle_picture(g: Given, point: Matrix) -> Step:
    """The circle and the level line of f that touches it."""
    r = float(int(g.b[0].p)) ** 0.5
    goal = numbers(list(point))
    p, q = (float(int(v.p)) for v in g.c)
    size = (p * p + q * q) ** 0.5
    along = (-q / size * r, p / size * r)
    line = (
        (near(goal[0] - along[0]), near(goal[1] - along[1])),
        (near(goal[0] + along[0]), near(goal[1] + along[1])),
    )
    middle = ((near(-along[0]), near(-along[1])), (near(along[0]), near(along[1])))
    lim = near(1.5 * r)
    plot = Plot(
        "A circle around the origin and a straight level line of the function that touches it at the solution.",
        (-lim, lim),
        (-lim, lim),
        (
            Ellipse((0.0, 0.0), (near(r), 0.0), (0.0, near(r))),
            Line(line, style="dashed"),
            Line(middle, style="dotted"),
            Points((goal,)),
        ),
        equal=True,
    )
    return Step(
        "At the solution a level line of $f$ touches the circle (dashed); the dotted one through the origin crosses it."
        + drawn(plot)
    )


# --- level 2 -----------------------------------------------------------------------------------------------

LINE = (
    "Minimise $f(x, y) = @f$ subject to $@a = @b$.",
    "Two quantities $x$ and $y$ are bound by $@a = @b$. Choose them so that the cost $f(x, y) = @f$ is smallest.",
    "A loss $f(x, y) = @f$ of two parameters is minimised under the constraint $@a = @b$.",
)


def _solve(g: Given) -> tuple[Matrix, Matrix]:
    """(x, lambda) of the linear optimality conditions."""
    m, n = g.a.rows, g.h.rows
    top = g.h.hstack(g.a.T)
    bottom = g.a.hstack(Matrix.zeros(m, m))
    both = top.vstack(bottom).solve((g.c * -1).vstack(g.b))
    return Vector(list(both)[:n]), Vector(list(both)[n:])


def value_of(g: Given, x: Matrix) -> Q:
    """1/2 x^T h x + c^T x."""
    return x.dot(g.h @ x) / 2 + g.c.dot(x)


def _on_line(g: Given) -> Problem:
    x, multipliers = _solve(g)
    lam = multipliers[0]
    a, b = Vector(g.a.to_rows()[0]), g.b[0]
    form = linear(list(a), ("x", "y"))
    constraint = f"{form}{signed(latex_of(-b)) if b != 0 else ''}"
    h = g.h
    objective = _typed_sum([(h[0, 0] / 2, "x^2"), (h[0, 1], "x*y"), (h[1, 1] / 2, "y^2"), (g.c[0], "x"), (g.c[1], "y")])
    lagrangian = _lagrangian(objective, _typed_sum([(a[0], "x"), (a[1], "y"), (-b, "")]))
    free = h.solve(g.c) * -1
    value = value_of(g, x)
    answer, worth = VectorAnswer.of(x, names=("x", "y")), NumberAnswer.of(value)
    poly = f"({h[0, 0] / 2})*u^2 + ({h[0, 1]})*u*v + ({h[1, 1] / 2})*v^2 + ({g.c[0]})*u + ({g.c[1]})*v"
    return Problem(
        prompt=text(LINE[g.setting], f=_objective(h, g.c), a=form, b=b),
        parts=(
            _lagrangian_part(lagrangian, f"$g(x, y) = {constraint}$", str(b), lagrangian),
            Part(
                "b",
                answer,
                "Give the minimiser $(x, y)$.",
                points=2,
                misconceptions=(
                    Misconception(
                        "constraint-unused",
                        VectorAnswer.of(free, names=("x", "y")),
                        "That is where $f$ alone is stationary. Does it satisfy the constraint?",
                    ),
                ),
            ),
            Part(
                "c",
                worth,
                "Give the minimum value of $f$ under the constraint.",
                misconceptions=wrong_numbers(
                    value,
                    ("multiplier-returned", lam, r"That is the multiplier $\lambda$: put the minimiser into $f$."),
                    ("constraint-unused", value_of(g, free), "That is the minimum of $f$ without the constraint."),
                ),
                follows=Follow("b", ("u", "v"), poly, guard=f"({a[0]})*u + ({a[1]})*v = {b} and u^2 + v^2 != 0"),
            ),
        ),
        hints=(
            "Set the partial derivatives of the Lagrangian to zero, in $x$, in $y$ and in the multiplier.",
            "These are three linear equations for $x$, $y$ and the multiplier. Express $x$ and $y$ by it first.",
        ),
        steps=_line_steps(g, x, lam, a, b, lagrangian, answer, worth),
    )


def _row(h: Matrix, c: Matrix, i: int) -> str:
    shown = str(linear(h.row(i).entries, ("x", "y")))
    return shown if c[i] == 0 else shown + signed(latex_of(c[i]))


def _line_steps(
    g: Given,
    x: Matrix,
    lam: Q,
    a: Matrix,
    b: Q,
    lagrangian: ExpressionAnswer,
    answer: VectorAnswer,
    worth: NumberAnswer,
) -> tuple[Step, ...]:
    h = g.h
    inverse = h.inv()
    constant, slope = inverse @ g.c * -1, inverse @ a * -1
    parts = [
        f"{letter} = {linear([constant[i], slope[i]], ['', chr(92) + 'lambda'])}" for i, letter in enumerate(("x", "y"))
    ]
    rows = [f"{_row(h, g.c, i)}{signed(str(linear([a[i]], [chr(92) + 'lambda'])))} = 0" for i in range(2)]
    total, rate = a.dot(constant), a.dot(slope)
    picture = _line_picture(g, x, a)
    return (
        step(r"(a) The constraint enters with the multiplier: $\mathfrak{L} = @answer$.", answer=lagrangian),
        Step(
            r"The partial derivatives are zero: $$\begin{aligned} "
            rf"{rows[0].replace('=', '&=')} \\ {rows[1].replace('=', '&=')} \\ "
            rf"{linear(list(a), ('x', 'y'))} &= {latex_of(b)} \end{{aligned}}$$"
        ),
        Step(f"Solve the first two for $x$ and $y$: ${parts[0]}$ and ${parts[1]}$."),
        Step(
            rf"Put into the constraint: ${linear([total, rate], ['', chr(92) + 'lambda'])} = {latex_of(b)}$, so "
            rf"$\lambda = {latex_of(lam)}$."
        ),
        Step(f"This gives $x = {latex_of(x[0])}$ and $y = {latex_of(x[1])}$."),
        Step(
            rf"Check: ${substituted(list(a), list(x))} = {latex_of(b)}$, and $\nabla f = {latex_of(h @ x + g.c)}$ is a "
            rf"multiple of the constraint's gradient ${latex_of(a)}$. Since $f$ is convex (its Hessian "
            rf"${latex_of(h)}$ is "
            "positive definite) and the constraint is linear, this is the minimum."
        ),
        picture,
        step(
            r"So: (a) $@l$. (b) The minimiser is $@answer$. (c) The minimum value is $@worth$.",
            l=lagrangian,
            answer=answer,
            worth=worth,
        ),
    )


def _line_picture(g: Given, x: Matrix, a: Matrix) -> Step:
    """Contours of f, the line, and the contour that touches it."""
    centre = list(g.h.solve(g.c) * -1)
    goal, middle = numbers(list(x)), numbers(centre)
    touching = height(g.h, centre, list(x))
    dotted = contours(g.h, centre, [touching / 4, touching * 9 / 4])
    (solid,) = contours(g.h, centre, [touching])
    assert isinstance(solid, Ellipse)
    beyond = numbers([v + (v - m) / 2 for v, m in zip(x, centre, strict=True)])
    x_range, y_range = ranges((goal, middle, beyond), 1.0)
    reach = 2 * (x_range[1] - x_range[0])
    p, q = int(a[0].p), int(a[1].p)
    size = (p * p + q * q) ** 0.5
    along = (-q / size * reach, p / size * reach)
    ends = (
        (near(goal[0] - along[0]), near(goal[1] - along[1])),
        (near(goal[0] + along[0]), near(goal[1] + along[1])),
    )
    marks: tuple[Mark, ...] = (
        *dotted,
        Ellipse(solid.centre, solid.u, solid.v),
        Line(ends, style="dashed"),
        Points((goal,)),
        Points((middle,), marker="cross"),
        Note(middle, "without constraint"),
    )
    plot = Plot(
        "Elliptic contours of the function around its free minimum, and the line of the constraint, which touches "
        "one of "
        "them at the solution.",
        x_range,
        y_range,
        marks,
        equal=True,
    )
    return Step("At the solution a contour of $f$ touches the line of the constraint." + drawn(plot))


# --- level 3 -----------------------------------------------------------------------------------------------

NORM = (
    r"Which point of the plane $@equations$ has the smallest norm? Minimise $f(x) = \frac{1}{2} \|x\|^2$ under this "
    r"constraint.",
    r"One measurement gives the equation $@equations$ for a signal $x \in \mathbb{R}^3$. Find the solution with the "
    r"smallest "
    r"norm by minimising $f(x) = \frac{1}{2} \|x\|^2$.",
)
TWO = (
    r"Minimise $f(x) = \frac{1}{2} \|@difference\|^2$ over $x \in \mathbb{R}^3$ under the constraints $$@equations$$",
    r"Among all solutions $x \in \mathbb{R}^3$ of $$@equations$$ find the one for which $f(x) = \frac{1}{2} "
    r"\|@difference\|^2$ is smallest.",
)
X = ("x_1", "x_2", "x_3")


def _in_space(g: Given) -> Problem:
    x, multipliers = _solve(g)
    target = g.c * -1
    value = (x - target).dot(x - target) / 2
    m = g.a.rows
    lines = [f"{linear(row, X)} &= {latex_of(v)}" for row, v in zip(g.a.to_rows(), g.b, strict=True)]
    if m == 1:
        prompt = text(NORM[g.setting], equations=Tex(lines[0].replace("&", "")))
    else:
        difference = "x" if target.is_zero else f"x - {latex_of(target)}"
        together = r"\begin{aligned} " + r" \\ ".join(lines) + (r" \end{aligned}" if g.setting else r". \end{aligned}")
        prompt = text(TWO[g.setting], difference=Tex(difference), equations=Tex(together))
    answer, worth = VectorAnswer.of(x, names=("x_1", "x_2", "x_3")), NumberAnswer.of(value)
    lam = NumberAnswer.of(multipliers[0]) if m == 1 else VectorAnswer.of(multipliers, names=("lambda_1", "lambda_2"))
    ask = (
        r"With $\mathfrak{L} = f + \lambda\, g$, where $g(x)$ is the left side of the constraint minus its right "
        r"side, give "
        r"the multiplier $\lambda$."
        if m == 1
        else r"With $\mathfrak{L} = f + \lambda_1 g_1 + \lambda_2 g_2$, where $g_i(x)$ is the left side of "
        r"constraint $i$ minus "
        r"its right side, give $(\lambda_1, \lambda_2)$."
    )
    names = ("l",) if m == 1 else ("l1", "l2")
    columns = g.a.T.to_rows()
    terms = [
        f"{target[i]}" + "".join(f" - ({v})*{name}" for v, name in zip(row, names, strict=True))
        for i, row in enumerate(columns)
    ]
    guard = "l != 0" if m == 1 else "l1 != 0 and l2 != 0"
    squares = " + ".join(f"(u{i + 1} - ({target[i]}))^2" for i in range(3))
    return Problem(
        prompt=prompt,
        parts=(
            Part("a", lam, ask, points=2, misconceptions=_multiplier_misconceptions(g, multipliers, m)),
            Part(
                "b",
                answer,
                "Give the minimiser $x$.",
                misconceptions=_space_misconceptions(g, x, target, multipliers),
                follows=Follow("a", names, f"[{', '.join(terms)}]", guard=guard),
            ),
            Part(
                "c",
                worth,
                "Give the minimum value of $f$.",
                misconceptions=wrong_numbers(
                    value,
                    ("half-dropped", 2 * value, r"Mind the factor $\frac{1}{2}$ in $f$."),
                    *(
                        (("multiplier-returned", multipliers[0], "That is the multiplier, not a value of $f$."),)
                        if m == 1
                        else ()
                    ),
                ),
                follows=Follow("b", ("u1", "u2", "u3"), f"({squares})/2", guard="u1 != 0 or u2 != 0 or u3 != 0"),
            ),
        ),
        hints=(
            r"Set the gradient of the Lagrangian by $x$ to zero: it expresses $x$ by the "
            f"{'multiplier' if m == 1 else 'multipliers'}.",
            "Put this into the constraint: it becomes a linear equation for the multiplier."
            if m == 1
            else "Put this into the constraints: they become linear equations for the multipliers.",
        ),
        steps=_space_steps(g, x, target, multipliers, value, lam, answer, worth),
    )


def _multiplier_misconceptions(g: Given, multipliers: Matrix, m: int) -> tuple[Misconception, ...]:
    if m == 1:
        why = r"Check the sign: $\nabla f + \lambda \nabla g = 0$, so $\nabla f = -\lambda \nabla g$ with a minus."
        return (Misconception("sign", NumberAnswer.of(-multipliers[0]), why),)
    why = r"Check the sign: $\nabla f + \sum_i \lambda_i \nabla g_i = 0$, so the multipliers carry a minus."
    return (Misconception("sign", VectorAnswer.of(-multipliers, names=("lambda_1", "lambda_2")), why),)


def _space_misconceptions(g: Given, x: Matrix, target: Matrix, multipliers: Matrix) -> tuple[Misconception, ...]:
    found = [
        Misconception(
            "constraint-unused",
            VectorAnswer.of(target),
            "That is the minimiser without any constraint. Does it satisfy what is asked for?",
        )
    ]
    if g.a.rows == 2:
        first = Vector(g.a.to_rows()[0])
        one = target + first * ((g.b[0] - first.dot(target)) / first.dot(first))
        if one != x and one != target:
            found.append(
                Misconception(
                    "second-constraint-unused",
                    VectorAnswer.of(one),
                    "That point satisfies the first constraint only: each constraint needs a multiplier of its own.",
                )
            )
        found.append(
            Misconception(
                "multiplier-returned",
                VectorAnswer.of(multipliers),
                "Those are the multipliers. The minimiser has three coordinates.",
            )
        )
    return tuple(found)


def _space_steps(
    g: Given,
    x: Matrix,
    target: Matrix,
    multipliers: Matrix,
    value: Q,
    lam: NumberAnswer | VectorAnswer,
    answer: VectorAnswer,
    worth: NumberAnswer,
) -> tuple[Step, ...]:
    a, m = g.a, g.a.rows
    front = "" if target.is_zero else latex_of(target) + " "
    normals = [Vector(row) for row in a.to_rows()]
    names = [r"\lambda"] if m == 1 else [r"\lambda_1", r"\lambda_2"]
    combination = " ".join(f"- {name} {latex_of(n)}" for name, n in zip(names, normals, strict=True))
    gram, right = a @ a.T, a @ target - g.b
    if m == 1:
        n = normals[0]
        solved = Step(
            rf"Put into the constraint, with $a$ for the vector of its coefficients: $-\lambda \, \|a\|^2 = "
            rf"{latex_of(g.b[0])}$, where $\|a\|^2 = "
            rf"{inner_product(list(n), list(n))}"
            rf" = {latex_of(gram[0, 0])}$, so $\lambda = {latex_of(multipliers[0])}$."
        )
    else:
        system = r" \\ ".join(
            f"{linear(row, names)} &= {latex_of(v)}" for row, v in zip(gram.to_rows(), right, strict=True)
        )
        solved = Step(
            r"Put into the constraints, this gives $AA^\top \lambda = A x_0 - b$, where the rows of $A$ hold the "
            r"coefficients of the constraints, $b$ their right sides, and "
            rf"$x_0$ is the minimiser without constraints: $$\begin{{aligned}} {system} \end{{aligned}}$$"
            if not target.is_zero
            else r"Put into the constraints, this gives $AA^\top \lambda = -b$, where the rows of $A$ hold the "
            r"coefficients of the constraints and $b$ their right sides: "
            rf"$$\begin{{aligned}} {system} \end{{aligned}}$$"
        )
    steps = [
        Step(
            r"The gradient of the Lagrangian by $x$ is zero: $"
            + ("x" if target.is_zero else f"x - {latex_of(target)}")
            + " "
            + " ".join(f"+ {name} {latex_of(n)}" for name, n in zip(names, normals, strict=True))
            + rf" = 0$, so $x = {front}{combination}$."
        ),
        solved,
    ]
    if m == 2:
        steps.append(
            Step(
                rf"The determinant of this system is ${latex_of(gram.det())}$, and its solution is "
                rf"$\lambda_1 = {latex_of(multipliers[0])}$, $\lambda_2 = {latex_of(multipliers[1])}$."
            )
        )
    steps.append(Step(rf"This gives $x = {latex_of(x)}$."))
    checks = ", ".join(f"{substituted(list(n), list(x))} = {latex_of(v)}" for n, v in zip(normals, g.b, strict=True))
    steps.append(
        Step(
            f"Check: ${checks}$. The function is convex and the {'constraint is' if m == 1 else 'constraints are'} "
            "linear, so this stationary point is the minimum."
        )
    )
    difference = x - target
    squares = " + ".join(f"{base(v)}^2" for v in difference)
    steps.append(Step(rf"The value is $\frac{{1}}{{2}}({squares}) = {latex_of(value)}$."))
    steps.append(
        step(
            r"(a) $\lambda = @lam$. (b) $x = @answer$. (c) The minimum value is $@worth$.",
            lam=lam,
            answer=answer,
            worth=worth,
        )
    )
    return tuple(steps)


# --- verify ------------------------------------------------------------------------------------------------


@lagrange_eq.verify
def best_on_the_feasible_set(
    kind: str, h: Matrix, c: Matrix, a: Matrix, b: Matrix, largest: bool, setting: int, answer: dict[str, Any]
) -> bool:
    """Feasible, and no feasible neighbour is better; the value by definition; the Lagrangian at test points."""
    g = Given(kind, h, c, a, b, largest, setting)
    if kind == "circle":
        return _verify_circle(g, answer)
    x = answer["b"]
    if not isinstance(x, Matrix) or x.shape != (h.rows, 1) or a @ x != b:
        return False
    if not _beats_its_neighbours(g, x):
        return False
    if kind == "line":
        return answer["c"] == value_of(g, x) and _verify_lagrangian(g, answer["a"])
    shift = c.dot(c) / 2
    lam = answer["a"] if isinstance(answer["a"], Matrix) else Vector([answer["a"]])
    if lam.rows != a.rows:
        return False
    # At the right multipliers x minimises the Lagrangian over the whole space.
    return answer["c"] == value_of(g, x) + shift and all(
        _relaxed(g, lam, x + step_) > _relaxed(g, lam, x) and _relaxed(g, lam, x - step_) > _relaxed(g, lam, x)
        for step_ in (Vector([Q(int(i == j), 1000) for j in range(3)]) for i in range(3))
    )


@lru_cache(maxsize=64)
def _beats_its_neighbours(g: Given, x: Matrix) -> bool:
    here = value_of(g, x)
    lengths = (Q(1), Q(-1), Q(1, 10), Q(-1, 10))
    return all(value_of(g, x + d * s) > here for d in _directions(g) for s in lengths)


def _relaxed(g: Given, lam: Matrix, x: Matrix) -> Q:
    """f plus multipliers times constraints."""
    return value_of(g, x) + lam.dot(g.a @ x - g.b)


def _directions(g: Given) -> list[Matrix]:
    """A few directions that keep every constraint."""
    rows = [[int(v.p) for v in row] for row in g.a.to_rows()]
    if g.h.rows == 2:
        return [Vector([-rows[0][1], rows[0][0]])]
    if len(rows) == 2:
        return [Vector(cross(rows[0], rows[1]))]
    first = cross(rows[0], [1, 0, 0])
    second = cross(rows[0], [0, 1, 0])
    return [Vector(first), Vector(second), Vector(first) + Vector(second)]


def _verify_lagrangian(g: Given, lagrangian: Any) -> bool:
    """At test points it is f + lambda g, with f and g entry by entry."""
    for x, y, lam in ((1, 2, 3), (-2, 1, 5), (3, -1, -2), (0, 4, 1), (2, 2, -7)):
        if g.kind == "circle":
            f, constraint = g.c[0] * x + g.c[1] * y, x * x + y * y - g.b[0]
        else:
            f = (g.h[0, 0] * x * x + 2 * g.h[0, 1] * x * y + g.h[1, 1] * y * y) / 2 + g.c[0] * x + g.c[1] * y
            constraint = g.a[0, 0] * x + g.a[0, 1] * y - g.b[0]
        wanted = f + lam * constraint
        if abs(lagrangian.at(x=x, y=y, **{"lambda": lam}) - int(wanted.p) / int(wanted.q)) > 1e-9:
            return False
    return True


@lru_cache(maxsize=64)
def _best_around(square: int, p: int, q: int, side: int) -> float:
    """The largest of side (p x + q y) on 720 points of the circle."""
    angles = [2 * pi * k / 720 for k in range(720)]
    return max(side * square**0.5 * (p * cos(t) + q * sin(t)) for t in angles)


def _verify_circle(g: Given, answer: dict[str, Any]) -> bool:
    """No point of the circle is better."""
    x = answer["b"]
    if not isinstance(x, Matrix) or x.shape != (2, 1) or x.dot(x) != g.b[0]:
        return False
    value = x[0] * g.c[0] + x[1] * g.c[1]
    side = 1 if g.largest else -1
    best = _best_around(int(g.b[0].p), int(g.c[0].p), int(g.c[1].p), side)
    mine = side * int(value.p) / int(value.q)
    return answer["c"] == value and mine >= best - 1e-9 and _verify_lagrangian(g, answer["a"])
