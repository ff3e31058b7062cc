"""Derive the dual of a small quadratic program (MML 7.3.2 and 12.3).

Levels: 1 smallest norm under one inequality; 2 a general quadratic objective; 3 the dual of the soft-margin support
vector machine or of the smallest enclosing ball for three listed points. Checked by minimising the Lagrangian anew at
several multipliers, with its coefficients read off from values, and by equal primal and dual values at the optimum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from question_bank._draw import positive_definite, vector
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, inner_product, substituted, wrong_numbers
from question_bank.opt._contours import contours, height, numbers, ranges
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Ellipse, Line, Mark, Plot, Points, Region, drawn, near
from quizgen.markup.source import Tex, latex_of, linear, text, tuple_of
from quizgen.markup.typography import signed
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"norm", "general", "margin" or "ball"."""
    q: Matrix
    """f = 1/2 x^T q x + c^T x; for level 3 the three points as rows."""
    c: Matrix
    """The linear part; for level 3 the optimal multipliers."""
    a: Matrix
    """The normal of the constraint a^T x <= b (>= for "norm"); for the margin the labels."""
    b: Q
    """The right-hand side; for the margin the bound C."""
    setting: int


@exercise("opt-qp-dual", version=1, bounds=(300, 600, 1000))
def qp_dual(draw: Draw, level: int) -> Given:
    """Choose the solution and the multiplier first."""
    for attempt in range(TRIES):
        child = draw.child("try", attempt)
        given = (_norm, _general, _points)[level - 1](child)
        if given is not None:
            return given
    raise exhausted("quadratic program", "whole multipliers")


def _norm(draw: Draw) -> Given | None:
    a = vector(draw, draw.choice((2, 2, 3)), 4)
    b = a.dot(a) * draw.choice((Q(1), Q(2), Q(3), Q(1, 2)))
    if a.dot(a) < 2 or b > 60:
        return None
    return Given("norm", Matrix.identity(a.rows), Vector([0] * a.rows), a, b, draw.below(3))


def _general(draw: Draw) -> Given | None:
    """a = Q w keeps every inverse whole; c makes x optimal with the multiplier."""
    q = positive_definite(draw, 2, 4) if draw.below(3) else Matrix.diagonal(draw.sample(range(1, 6), 2))
    w = Vector([draw.integer(-2, 2), draw.integer(-2, 2)])
    x = Vector([draw.integer(-3, 3), draw.integer(-3, 3)])
    multiplier = draw.integer(1, 4)
    a = q @ w
    c = q @ x * -1 - a * multiplier
    b = a.dot(x)
    if w.is_zero or q == Matrix.identity(2) or c.is_zero or b == 0 or (a.dot(w) / 2).q != 1:
        return None
    if any(abs(v) > 12 for v in a) or any(abs(v) > 30 for v in c) or abs(b) > 30 or (c.dot(q.inv() @ c) / 2).q != 1:
        return None
    return Given("general", q, c, a, b, draw.below(3))


def _points(draw: Draw) -> Given | None:
    kind = draw.choice(("margin", "ball"))
    rows = [[draw.integer(-4, 4), draw.integer(-4, 4)] for _ in range(3)]
    first, second, third = (Vector(r) for r in rows)
    if Matrix([list(second - first), list(third - first)]).rank() < 2:
        return None
    if kind == "ball":
        # The first two are a diameter, and the third lies inside.
        if (third - first).dot(third - second) >= 0 or any(
            (int(u) + int(v)) % 2 for u, v in zip(*rows[:2], strict=True)
        ):
            return None
        order = draw.shuffled(range(3))
        weights = (Q(1, 2), Q(1, 2), Q(0))
        return Given(
            "ball",
            Matrix([rows[i] for i in order]),
            Vector([weights[i] for i in order]),
            Vector([0, 0, 0]),
            Q(0),
            draw.below(2),
        )
    # First and second are the support vectors, the third lies beyond the margin of the first one's class.
    gap = first - second
    if (third - first).dot(gap) <= 0 or gap.dot(gap) > 20:
        return None
    alpha = Q(2) / gap.dot(gap)
    sign = draw.sign()
    order = draw.shuffled(range(3))
    weights, labels = (alpha, alpha, Q(0)), (sign, -sign, sign)
    bound = draw.choice([v for v in (Q(1), Q(2), Q(5)) if v > alpha])
    return Given(
        "margin",
        Matrix([rows[i] for i in order]),
        Vector([weights[i] for i in order]),
        Vector([labels[i] for i in order]),
        bound,
        draw.below(2),
    )


LAMBDA = r"(Type lambda for $\lambda$.)"


@qp_dual.problem
def build(kind: str, q: Matrix, c: Matrix, a: Matrix, b: Q, setting: int) -> Problem:
    """Minimise the Lagrangian over the primal variables; then maximise what is left."""
    g = Given(kind, q, c, a, b, setting)
    if kind in ("norm", "general"):
        return _one_constraint(g)
    return _margin(g) if kind == "margin" else _ball(g)


# --- levels 1 and 2 ----------------------------------------------------------------------------------------

NORM = (
    r"Consider the problem of minimising $\frac{1}{2} \|x\|^2$ subject to $@form \ge @b$ for $x \in \mathbb{R}^@n$.",
    r"A weight vector $x \in \mathbb{R}^@n$ should be as short as possible, but must satisfy $@form \ge @b$: minimise "
    r"$\frac{1}{2} \|x\|^2$ under this constraint.",
    r"Which point of the half-space $@form \ge @b$ in $\mathbb{R}^@n$ is nearest to the origin? Minimise "
    r"$\frac{1}{2} \|x\|^2$ there.",
)
GENERAL = (
    r"Consider the quadratic program $$\min_x \ \frac{1}{2} x^\top Q x + c^\top x \quad \text{subject to} \quad "
    r"@form \le @b$$ with $Q = @q$ and $c = @c$.",
    r"A quadratic loss $f(x) = \frac{1}{2} x^\top Q x + c^\top x$ with $Q = @q$ and $c = @c$ is minimised under the "
    r"constraint $@form \le @b$.",
    r"Minimise $f(x) = \frac{1}{2} x^\top Q x + c^\top x$ under the constraint $@form \le @b$, where $Q = @q$ and "
    r"$c = @c$.",
)


def _dual(alpha: Q, gamma: Q, delta: Q, name: str = "lambda") -> ExpressionAnswer:
    """-alpha/2 lambda^2 + gamma lambda + delta."""
    parts = [f"{'-' if alpha > 0 else ''}{_times(abs(alpha) / 2, name + '^2')}"]
    if gamma != 0:
        parts.append(f"{'-' if gamma < 0 else '+'} {_times(abs(gamma), name)}")
    if delta != 0:
        parts.append(f"{'-' if delta < 0 else '+'} {abs(delta)}")
    return ExpressionAnswer.of(" ".join(parts), (name,), label=r"$\mathfrak{D}(\lambda) =$")


def _times(value: Q, name: str) -> str:
    if value == 1:
        return name
    return f"{value} {name}" if value.q == 1 else f"{value}*{name}"


def _constant(value: Q) -> ExpressionAnswer:
    return ExpressionAnswer.of(str(value), ("lambda",), label=r"$\mathfrak{D}(\lambda) =$")


class Pieces(NamedTuple):
    """The dual -alpha/2 l^2 + gamma l + delta with its optimum."""

    alpha: Q
    gamma: Q
    delta: Q
    multiplier: Q
    x: Matrix
    value: Q


def _pieces(g: Given) -> Pieces:
    """With the constraint as a^T x <= b."""
    a, b = (g.a * -1, -g.b) if g.kind == "norm" else (g.a, g.b)
    inverse = g.q.inv()
    alpha = a.dot(inverse @ a)
    gamma = -b - a.dot(inverse @ g.c)
    delta = -g.c.dot(inverse @ g.c) / 2
    multiplier = gamma / alpha
    x = inverse @ (g.c + a * multiplier) * -1
    return Pieces(alpha, gamma, delta, multiplier, x, x.dot(g.q @ x) / 2 + g.c.dot(x))


def _letters(n: int) -> list[str]:
    return [f"x_{i + 1}" for i in range(n)]


def _one_constraint(g: Given) -> Problem:
    p = _pieces(g)
    n = g.a.rows
    form = linear(list(g.a), _letters(n))
    if g.kind == "norm":
        prompt = text(NORM[g.setting], form=form, b=g.b, n=n)
        rule = (
            rf"Use the Lagrangian $\mathfrak{{L}}(x, \lambda) = \frac{{1}}{{2}} \|x\|^2 + \lambda "
            rf"({latex_of(g.b)} - a^\top x)$ "
        )
        rule += rf"with $\lambda \ge 0$ and $a = {latex_of(g.a)}$."
    else:
        prompt = text(GENERAL[g.setting], form=form, b=g.b, q=g.q, c=g.c)
        minus = signed(latex_of(-g.b))
        rule = (
            rf"Use the Lagrangian $\mathfrak{{L}}(x, \lambda) = f(x) + \lambda (a^\top x{minus})$, where $f$ is "
            rf"the objective, "
        )
        rule += rf"$\lambda \ge 0$ and $a = {latex_of(g.a)}$."
    dual = _dual(p.alpha, p.gamma, p.delta)
    multiplier, x = NumberAnswer.of(p.multiplier), VectorAnswer.of(p.x)
    a, b = (g.a * -1, -g.b) if g.kind == "norm" else (g.a, g.b)
    inverse = g.q.inv()
    back = [f"{-(inverse @ g.c)[i]} + ({-(inverse @ a)[i]})*l" for i in range(n)]
    return Problem(
        prompt=f"{prompt} {rule}",
        parts=(
            Part(
                "a",
                dual,
                rf"Give the dual function $\mathfrak{{D}}(\lambda) = \min_x \mathfrak{{L}}(x, \lambda)$. {LAMBDA}",
                points=2,
                misconceptions=_dual_misconceptions(g, p, dual, a, b),
            ),
            Part(
                "b",
                multiplier,
                r"Give the $\lambda \ge 0$ that maximises it.",
                misconceptions=_multiplier_misconceptions(g, p, b),
            ),
            Part(
                "c",
                x,
                "Give the minimiser $x$ of the primal problem.",
                misconceptions=_primal_misconceptions(g, p, a),
                follows=Follow("b", ("l",), f"[{', '.join(back)}]", guard="l > 0"),
            ),
        ),
        hints=(
            r"Set the gradient of the Lagrangian with respect to $x$ to zero and express $x$ by $\lambda$.",
            r"Put this $x$ back into the Lagrangian: what is left is a concave parabola in $\lambda$.",
            "The maximiser of the parabola gives the minimiser of the primal problem.",
        ),
        steps=_one_steps(g, p, a, b, dual, multiplier, x),
    )


def _dual_misconceptions(g: Given, p: Pieces, dual: ExpressionAnswer, a: Matrix, b: Q) -> tuple[Misconception, ...]:
    found = [
        Misconception(
            "sign-of-linear-term",
            _dual(p.alpha, p.gamma + 2 * b, p.delta),
            r"Check the sign of the term with the right-hand side of the constraint.",
        )
    ]
    if g.kind == "general":
        wrong = _dual(a.dot(g.q @ a), -b - a.dot(g.q @ g.c), -g.c.dot(g.q @ g.c) / 2)
        if wrong.text != dual.text:
            why = (
                r"The minimiser over $x$ is $-Q^{-1}(c + \lambda a)$: the inverse of $Q$ belongs to the dual function."
            )
            found.append(Misconception("inverse-missing", wrong, why))
    why = r"That is a value of the primal objective. The dual function depends on $\lambda$."
    found.append(Misconception("primal-returned", _constant(p.value), why))
    return tuple(found)


def _multiplier_misconceptions(g: Given, p: Pieces, b: Q) -> tuple[Misconception, ...]:
    found = [
        (
            "sign-of-linear-term",
            abs(b / p.alpha) if g.kind == "general" else -p.multiplier,
            "Check the linear term of the dual function: which factors belong to it, with which sign?",
        )
    ]
    # A reply of 0 says that the constraint is inactive, whatever the optimal value is.
    if p.value != 0:
        found.append(
            ("primal-returned", p.value, "That is the optimal value of the primal problem, not the multiplier.")
        )
    return wrong_numbers(p.multiplier, *found)


def _primal_misconceptions(g: Given, p: Pieces, a: Matrix) -> tuple[Misconception, ...]:
    free = g.q.inv() @ g.c * -1
    if g.kind == "norm":
        wrong, why = p.x * -1, r"Check the sign: the gradient of the Lagrangian is $x - \lambda a$."
        return (Misconception("sign", VectorAnswer.of(wrong), why),)
    why = "That is the minimiser without the constraint. Does it satisfy the constraint?"
    return (Misconception("constraint-unused", VectorAnswer.of(free), why),)


def _one_steps(
    g: Given,
    p: Pieces,
    a: Matrix,
    b: Q,
    dual: ExpressionAnswer,
    multiplier: NumberAnswer,
    x: VectorAnswer,
) -> tuple[Step, ...]:
    parabola = linear([-p.alpha / 2, p.gamma, p.delta], [r"\lambda^2", r"\lambda", ""])
    if g.kind == "norm":
        entries = inner_product(list(g.a), list(g.a))
        first: tuple[Step, ...] = (
            Step(
                r"The gradient with respect to $x$ is $x - \lambda a = 0$, so the Lagrangian is smallest at "
                r"$x = \lambda a$."
            ),
            Step(
                rf"Put back: $\frac{{1}}{{2}} \lambda^2 \|a\|^2 + \lambda({latex_of(g.b)} - \lambda \|a\|^2) = "
                rf"-\frac{{1}}{{2}} \|a\|^2 \lambda^2 + {'' if g.b == 1 else latex_of(g.b)}\lambda$ with $\|a\|^2 = "
                rf"{entries} = "
                rf"{latex_of(p.alpha)}$."
            ),
        )
        back = rf"x = \lambda a = {latex_of(p.x)}"
    else:
        inverse = g.q.inv()
        w, u = inverse @ a, inverse @ g.c
        first = (
            Step(
                r"The gradient with respect to $x$ is $Qx + c + \lambda a = 0$, so the Lagrangian is smallest at "
                r"$x = -Q^{-1}(c + \lambda a)$; $Q$ is positive definite."
            ),
            Step(
                r"Put back: $\mathfrak{D}(\lambda) = -\frac{1}{2} (c + \lambda a)^\top Q^{-1} (c + \lambda a)"
                rf"{signed(latex_of(-b))}\lambda$."
                if abs(b) != 1
                else r"Put back: $\mathfrak{D}(\lambda) = -\frac{1}{2} (c + \lambda a)^\top Q^{-1} (c + \lambda a)"
                rf" {'-' if b > 0 else '+'} \lambda$."
            ),
            Step(
                rf"Here $Q^{{-1}} a = {latex_of(w)}$ and $Q^{{-1}} c = {latex_of(u)}$, so $a^\top Q^{{-1}} a = "
                rf"{latex_of(a.dot(w))}$, $a^\top Q^{{-1}} c = {latex_of(a.dot(u))}$ and $c^\top Q^{{-1}} c = "
                rf"{latex_of(g.c.dot(u))}$."
            ),
        )
        back = rf"x = -Q^{{-1}}(c + \lambda a) = {latex_of(p.x)}"
    held = substituted(list(g.a), list(p.x))
    return (
        *first,
        Step(rf"So $\mathfrak{{D}}(\lambda) = {parabola}$."),
        Step(
            rf"This parabola opens downwards. Its derivative "
            rf"${linear([p.gamma, -p.alpha], ['', chr(92) + 'lambda'])}$ is "
            rf"zero at $\lambda = {latex_of(p.multiplier)}$, which is $\ge 0$."
        ),
        Step(rf"The minimiser is ${back}$."),
        Step(
            rf"Check: ${held} = {latex_of(g.b)}$, so the constraint is active, and the values agree: "
            rf"$\mathfrak{{D}}({latex_of(p.multiplier)}) = {latex_of(p.value)}$ is the value of the objective at "
            rf"$x$. There "
            "is no duality gap."
        ),
        *_picture(g, p, a),
        step(r"(a) $\mathfrak{D}(\lambda) = @dual$. (b) $\lambda = @l$. (c) $x = @x$.", dual=dual, l=multiplier, x=x),
    )


def _picture(g: Given, p: Pieces, a: Matrix) -> tuple[Step, ...]:
    """The feasible half-plane with the contour of the objective that touches it."""
    if g.a.rows != 2:
        return ()
    centre = list(g.q.inv() @ g.c * -1)
    goal, middle = numbers(list(p.x)), numbers(centre)
    touching = height(g.q, centre, list(p.x))
    (solid,) = contours(g.q, centre, [touching])
    assert isinstance(solid, Ellipse)
    x_range, y_range = ranges((goal, middle), 2.0)
    size = (int(a.dot(a).p)) ** 0.5
    reach = 2 * (x_range[1] - x_range[0])
    along = (-int(a[1].p) / size * reach, int(a[0].p) / size * reach)
    inward = (-int(a[0].p) / size * reach, -int(a[1].p) / size * reach)
    ends = (
        (near(goal[0] - along[0]), near(goal[1] - along[1])),
        (near(goal[0] + along[0]), near(goal[1] + along[1])),
    )
    corners = (*ends, *((near(x + inward[0]), near(y + inward[1])) for x, y in reversed(ends)))
    marks: tuple[Mark, ...] = (
        Region(corners),
        *contours(g.q, centre, [touching / 4]),
        Ellipse(solid.centre, solid.u, solid.v),
        Line(ends),
        Points((goal,)),
        Points((middle,), marker="cross"),
    )
    plot = Plot(
        "A filled half-plane, the feasible set, and elliptic contours of the objective around its free minimum "
        "outside; one "
        "of them touches the half-plane at the solution.",
        x_range,
        y_range,
        marks,
        "$x_1$",
        "$x_2$",
        equal=True,
    )
    words = (
        "The minimum without the constraint (cross) is not feasible; the contour through the solution touches "
        "the feasible set."
    )
    return (Step(words + drawn(plot)),)


# --- level 3 -----------------------------------------------------------------------------------------------

ALPHAS = ("alpha_1", "alpha_2", "alpha_3")
TYPE_ALPHA = r"(Type alpha_1 for $\alpha_1$.)"


def _quadratic_text(linear_terms: Sequence[Q], gram: Matrix) -> str:
    """Sum of linear terms minus alpha^T gram alpha, in the answer language, all terms collected."""
    terms: list[tuple[Q, str]] = [(v, name) for v, name in zip(linear_terms, ALPHAS, strict=True)]
    for i in range(3):
        for j in range(i, 3):
            value = -gram[i, j] * (1 if i == j else 2)
            terms.append((value, f"{ALPHAS[i]}^2" if i == j else f"{ALPHAS[i]}*{ALPHAS[j]}"))
    out = ""
    for value, name in terms:
        if value != 0:
            size = abs(value)
            out += (" - " if value < 0 else " + ") + (name if size == 1 else f"{size}*{name}")
    return "-" + out[3:] if out.startswith(" - ") else out[3:] or "0"


def _expression(linear_terms: Sequence[Q], gram: Matrix) -> ExpressionAnswer:
    return ExpressionAnswer.of(_quadratic_text(linear_terms, gram), ALPHAS, label=r"$\mathfrak{D}(\alpha) =$")


def _table(g: Given) -> str:
    rows = g.q.to_rows()
    head = "| $i$ | " + " | ".join(f"${i}$" for i in (1, 2, 3)) + " |\n|---|---|---|---|\n"
    body = "| $x_i$ | " + " | ".join(f"${tuple_of(r)}$" for r in rows) + " |"
    if g.kind == "margin":
        body += "\n| $y_i$ | " + " | ".join(f"${latex_of(v)}$" for v in g.a) + " |"
    return head + body


MARGIN = (
    "A linear support vector machine with soft margin is trained on three points:",
    "Three labelled documents, described by two features, are the training data of a soft-margin support vector "
    "machine:",
)


def _margin(g: Given) -> Problem:
    points = [Vector(r) for r in g.q.to_rows()]
    labels, alpha = list(g.a), list(g.c)
    gram = Matrix([[labels[i] * labels[j] * points[i].dot(points[j]) / 2 for j in range(3)] for i in range(3)])
    plain = Matrix([[points[i].dot(points[j]) / 2 for j in range(3)] for i in range(3)])
    one = [Q(1)] * 3
    dual = _expression(one, gram)
    w = points[0] * (alpha[0] * labels[0]) + points[1] * (alpha[1] * labels[1]) + points[2] * (alpha[2] * labels[2])
    value = w.dot(w) / 2
    answer, worth = VectorAnswer.of(w), NumberAnswer.of(value)
    unlabelled = points[0] * alpha[0] + points[1] * alpha[1] + points[2] * alpha[2]
    problem = (
        r"The primal problem is $$\min_{w, b, \xi} \ \frac{1}{2} \|w\|^2 + C \sum_{i=1}^3 \xi_i \quad \text{subject "
        r"to} \quad "
        r"y_i(w^\top x_i + b) \ge 1 - \xi_i, \ \ \xi_i \ge 0$$"
        + rf" with $C = {latex_of(g.b)}$. Its dual maximises a function $\mathfrak{{D}}(\alpha)$ under $0 \le "
        rf"\alpha_i \le "
        + rf"{latex_of(g.b)}$ and $\sum_i \alpha_i y_i = 0$, and the maximum is at $\alpha = {tuple_of(alpha)}$."
    )
    primal = ExpressionAnswer.of(_quadratic_text([Q(0)] * 3, gram * -1), ALPHAS, label=dual.label)
    wrong = [
        (
            "sign-of-linear-term",
            _expression([Q(-1)] * 3, gram),
            r"Check the sign of the linear terms: they come from the ones in the constraints.",
        ),
        (
            "primal-returned",
            primal,
            r"That is the primal term $\frac{1}{2}\|w\|^2$ with $w$ written by the multipliers; the dual function "
            r"has more.",
        ),
        (
            "labels-dropped",
            _expression(one, plain),
            "The labels belong to the products: equal labels give plus, different ones minus.",
        ),
    ]
    inner = ", ".join(
        rf"x_{i + 1}^\top x_{j + 1} = {latex_of(points[i].dot(points[j]))}" for i in range(3) for j in range(i, 3)
    )
    return Problem(
        prompt=f"{MARGIN[g.setting]}\n\n{_table(g)}\n\n{problem}",
        parts=(
            Part(
                "a",
                dual,
                rf"Write out $\mathfrak{{D}}(\alpha)$ as a polynomial in $\alpha_1, \alpha_2, \alpha_3$ with the "
                rf"numbers of the table; do not use $\sum_i \alpha_i y_i = 0$ to shorten it further. {TYPE_ALPHA}",
                points=2,
                misconceptions=_unlike(dual, wrong),
            ),
            Part(
                "b",
                answer,
                "Give the optimal $w$ exactly.",
                misconceptions=()
                if unlabelled == w
                else (
                    Misconception(
                        "labels-dropped",
                        VectorAnswer.of(unlabelled),
                        r"The labels belong to the sum: $w = \sum_i \alpha_i y_i x_i$.",
                    ),
                ),
            ),
            Part(
                "c",
                worth,
                "Give the optimal value of the dual problem exactly.",
                misconceptions=wrong_numbers(value, ("half-dropped", 2 * value, r"Mind the factor $\frac{1}{2}$.")),
                follows=Follow("b", ("u", "v"), "(u^2 + v^2)/2", guard="u != 0 or v != 0"),
            ),
        ),
        hints=(
            r"The Lagrangian is stationary in $w$ where $w = \sum_i \alpha_i y_i x_i$. Put this back.",
            r"What is left is $\sum_i \alpha_i$ minus half the squared norm of that sum.",
            "Compute the six inner products of the points first.",
        ),
        steps=(
            Step(
                r"The Lagrangian is stationary in $w$ where $w = \sum_i \alpha_i y_i x_i$, in $b$ where $\sum_i "
                r"\alpha_i y_i = "
                r"0$, and the slack variables leave only the bound $\alpha_i \le C$."
            ),
            Step(
                r"Put back: $$\mathfrak{D}(\alpha) = \sum_i \alpha_i - \frac{1}{2} \sum_i \sum_j \alpha_i \alpha_j "
                r"y_i y_j "
                r"x_i^\top x_j.$$"
            ),
            Step(f"The inner products are ${inner}$."),
            step(r"With the labels, and each mixed product twice, $$\mathfrak{D}(\alpha) = @dual$$", dual=dual),
            step(
                r"At the optimum $w = @sum = @w$.",
                sum=Tex(_combination([a * y for a, y in zip(alpha, labels, strict=True)], points)),
                w=w,
            ),
            step(
                r"Strong duality holds, all slack variables are $0$ here, and so the dual value is the primal one: "
                r"$\frac{1}{2}\|w\|^2 = \frac{1}{2}(@squares) = @value$. Check: $\sum_i \alpha_i - "
                r"\frac{1}{2}\|w\|^2 = "
                r"@total - @value = @value$.",
                squares=Tex(" + ".join(f"{base(v)}^2" for v in w)),
                value=value,
                total=sum(alpha, Q(0)),
            ),
            step(
                r"(a) $$\mathfrak{D}(\alpha) = @dual$$ (b) $w = @w$. (c) The optimal value is $@value$.",
                dual=dual,
                w=answer,
                value=worth,
            ),
        ),
    )


def _combination(weights: Sequence[Q], points: Sequence[Matrix]) -> str:
    """A linear combination written out, without zero terms."""
    out = ""
    for weight, point in zip(weights, points, strict=True):
        if weight == 0:
            continue
        size = abs(weight)
        term = latex_of(point) if size == 1 else rf"{latex_of(size)} {latex_of(point)}"
        out += (" - " if weight < 0 else " + ") + term
    return "-" + out[3:] if out.startswith(" - ") else out[3:]


def _unlike(right: ExpressionAnswer, replies: Sequence[tuple[str, ExpressionAnswer, str]]) -> tuple[Misconception, ...]:
    seen, found = [right.text], []
    for code, reply, why in replies:
        if reply.text not in seen:
            seen.append(reply.text)
            found.append(Misconception(code, reply, why))
    return tuple(found)


BALL = (
    "Find the smallest ball that contains three points:",
    "For outlier detection the smallest ball around these three training points is used:",
)


def _ball(g: Given) -> Problem:
    points = [Vector(r) for r in g.q.to_rows()]
    alpha = list(g.c)
    norms = [p.dot(p) for p in points]
    gram = Matrix([[points[i].dot(points[j]) for j in range(3)] for i in range(3)])
    dual = _expression(norms, gram)
    centre = points[0] * alpha[0] + points[1] * alpha[1] + points[2] * alpha[2]
    value = sum((a * n for a, n in zip(alpha, norms, strict=True)), Q(0)) - centre.dot(centre)
    answer, worth = VectorAnswer.of(centre), NumberAnswer.of(value)
    problem = (
        r"The primal problem is to minimise $R$ over $c \in \mathbb{R}^2$ and $R \in \mathbb{R}$ subject to "
        r"$\|x_i - c\|^2 \le R$ for $i = 1, 2, 3$ (so $R$ is the squared radius). Its dual maximises a function "
        r"$\mathfrak{D}(\alpha)$, quadratic in the multipliers, under $\alpha_i \ge 0$ and $\sum_i \alpha_i = 1$, "
        r"and the "
        rf"maximum is at $\alpha = {tuple_of(alpha)}$."
    )
    primal = ExpressionAnswer.of(_quadratic_text(norms, Matrix.zeros(3, 3)), ALPHAS, label=dual.label)
    wrong = [
        (
            "sign-of-linear-term",
            _expression([-n for n in norms], gram * -1),
            "Check the signs: the dual function must be concave.",
        ),
        ("primal-returned", primal, r"That takes $c = 0$. The dual function has the minimum over $c$ in it."),
        (
            "halved",
            _expression(norms, gram / 2),
            r"There is no factor $\frac{1}{2}$ in the constraints of this problem.",
        ),
    ]
    used = [(i, p) for i, p in enumerate(points) if alpha[i] != 0]
    inner = ", ".join(
        rf"x_{i + 1}^\top x_{j + 1} = {latex_of(points[i].dot(points[j]))}" for i in range(3) for j in range(i, 3)
    )
    distances = ", ".join(
        rf"\|x_{i + 1} - c\|^2 = {latex_of((p - centre).dot(p - centre))}" for i, p in enumerate(points)
    )
    return Problem(
        prompt=f"{BALL[g.setting]}\n\n{_table(g)}\n\n{problem}",
        parts=(
            Part(
                "a",
                dual,
                r"Write out $\mathfrak{D}(\alpha)$ as a polynomial in $\alpha_1, \alpha_2, \alpha_3$ with the "
                r"numbers of the "
                rf"table; do not use $\sum_i \alpha_i = 1$ to shorten it further. {TYPE_ALPHA}",
                points=2,
                misconceptions=_unlike(dual, wrong),
            ),
            Part(
                "b",
                answer,
                "Give the centre $c$ of the ball.",
                misconceptions=(
                    Misconception(
                        "mean-of-all",
                        VectorAnswer.of((points[0] + points[1] + points[2]) / 3),
                        r"That is the mean of all points; the multipliers weight the points.",
                    ),
                ),
            ),
            Part(
                "c",
                worth,
                "Give its squared radius $R$.",
                follows=Follow(
                    "b",
                    ("u", "v"),
                    f"(u - ({used[0][1][0]}))^2 + (v - ({used[0][1][1]}))^2",
                    guard="u != 0 or v != 0",
                )
                if not centre.is_zero
                else None,
            ),
        ),
        hints=(
            r"Write the Lagrangian with multipliers $\alpha_i$ and set its derivatives with respect to $R$ "
            r"and $c$ to zero.",
            r"The centre is the weighted mean $c = \sum_i \alpha_i x_i$. Put this back.",
            "At the optimum the points with positive multipliers lie on the boundary of the ball.",
        ),
        steps=(
            Step(
                r"The Lagrangian is $\mathfrak{L} = R + \sum_i \alpha_i (\|x_i - c\|^2 - R)$. Its derivative with "
                r"respect to $R$ is zero where $\sum_i \alpha_i = 1$."
            ),
            Step(
                r"Its gradient with respect to $c$ is $\sum_i 2\alpha_i (c - x_i) = 0$, so $c = \sum_i \alpha_i x_i$."
            ),
            Step(
                r"Put back: $$\mathfrak{D}(\alpha) = \sum_i \alpha_i x_i^\top x_i - \sum_i \sum_j \alpha_i \alpha_j "
                r"x_i^\top "
                r"x_j.$$"
            ),
            Step(f"The inner products are ${inner}$."),
            step(r"With each mixed product twice, $$\mathfrak{D}(\alpha) = @dual$$", dual=dual),
            step(r"At the optimum $c = @sum = @c$.", sum=Tex(_combination(alpha, points)), c=centre),
            Step(
                f"Check: ${distances}$. The points with positive multipliers are on the boundary, and the largest "
                rf"squared distance is $R = {latex_of(value)}$."
            ),
            step(
                r"(a) $$\mathfrak{D}(\alpha) = @dual$$ (b) $c = @c$. (c) $R = @value$.",
                dual=dual,
                c=answer,
                value=worth,
            ),
        ),
    )


# --- verify ------------------------------------------------------------------------------------------------


def least(f: Callable[[Matrix], Q], n: int) -> tuple[Matrix, Q]:
    """Minimiser and minimum of a convex quadratic function, its coefficients read off from its values."""
    zero = Vector([0] * n)
    unit = [Vector([int(i == j) for j in range(n)]) for i in range(n)]
    h = Matrix([[f(unit[i] + unit[j]) - f(unit[i]) - f(unit[j]) + f(zero) for j in range(n)] for i in range(n)])
    slope = Vector([(f(e) - f(e * -1)) / 2 for e in unit])
    at = h.solve(slope) * -1
    return at, f(at)


def _close(x: float, y: Q) -> bool:
    return abs(x - int(y.p) / int(y.q)) < 1e-7


@qp_dual.verify
def lagrangian_is_minimised(
    kind: str, q: Matrix, c: Matrix, a: Matrix, b: Q, setting: int, answer: dict[str, Any]
) -> bool:
    """The dual function at several multipliers, and primal value = dual value at the optimum."""
    dual = answer["a"]
    if kind in ("margin", "ball"):
        return _verify_points(kind, q, c, a, b, answer)

    if not all(_close(dual.at(**{"lambda": value}), low) for value, low in _lowest(kind, q, c, a, b)):
        return False
    x, multiplier = answer["c"], answer["b"]
    if multiplier < 0 or x.shape != a.shape or a.dot(x) != b:
        return False
    return _close(dual.at(**{"lambda": multiplier}), _objective(q, c, x))


def _objective(q: Matrix, c: Matrix, x: Matrix) -> Q:
    form = sum((q[i, j] * x[i] * x[j] for i in range(x.rows) for j in range(x.rows)), Q(0))
    return form / 2 + sum((u * v for u, v in zip(c, x, strict=True)), Q(0))


@lru_cache(maxsize=8)
def _lowest(kind: str, q: Matrix, c: Matrix, a: Matrix, b: Q) -> tuple[tuple[Q, Q], ...]:
    """Multipliers, each with the minimum of the Lagrangian."""
    side = -1 if kind == "norm" else 1

    def at(value: Q) -> Q:
        return least(lambda x: _objective(q, c, x) + value * side * (a.dot(x) - b), a.rows)[1]

    return tuple((value, at(value)) for value in (Q(0), Q(1), Q(2), Q(7, 3)))


def _verify_points(kind: str, q: Matrix, c: Matrix, a: Matrix, b: Q, answer: dict[str, Any]) -> bool:
    points = [Vector(r) for r in q.to_rows()]
    for alpha, low in _lows(kind, q, a):
        if not _close(answer["a"].at(**dict(zip(ALPHAS, alpha, strict=True))), low):
            return False
    at, best = _lowest_at(kind, q, a, c)
    if answer["b"] != at or answer["c"] != best:
        return False
    if kind == "ball":
        return max((p - at).dot(p - at) for p in points) == best
    # Primal feasible with one intercept and no slack, and the same value.
    sides = [[y * (at.dot(p) + shift) for y, p in zip(a, points, strict=True)] for shift in _shifts(at, points, a)]
    return any(min(s) >= 1 for s in sides) and at.dot(at) / 2 == best and all(0 <= v <= b for v in c)


@lru_cache(maxsize=8)
def _lows(kind: str, q: Matrix, a: Matrix) -> list[tuple[tuple[Q, ...], Q]]:
    """Multipliers, each with the minimum of the Lagrangian."""
    weights: list[tuple[Q, ...]] = [
        (Q(1, 2), Q(1, 4), Q(1, 4)),
        (Q(0), Q(1, 3), Q(2, 3)),
        (Q(1, 5), Q(4, 5), Q(0)),
        (Q(3, 8), Q(1, 8), Q(1, 2)),
    ]
    if kind == "margin":
        weights += [(Q(3), Q(1), Q(2)), (Q(1), Q(5), Q(2))]
    return [(alpha, _lowest_at(kind, q, a, Vector(alpha))[1]) for alpha in weights]


def _of_points(kind: str, points: Sequence[Matrix], labels: Matrix, z: Matrix, alpha: Sequence[Q]) -> Q:
    """The Lagrangian of the ball or of the margin."""
    if kind == "ball":
        return sum((w * (p - z).dot(p - z) for w, p in zip(alpha, points, strict=True)), Q(0))
    slack = sum((w * (1 - y * z.dot(p)) for w, y, p in zip(alpha, labels, points, strict=True)), Q(0))
    return z.dot(z) / 2 + slack


@lru_cache(maxsize=16)
def _lowest_at(kind: str, q: Matrix, labels: Matrix, alpha: Matrix) -> tuple[Matrix, Q]:
    """Minimiser and minimum of the Lagrangian at these multipliers."""
    points = [Vector(r) for r in q.to_rows()]
    return least(lambda z: _of_points(kind, points, labels, z, list(alpha)), 2)


def _shifts(w: Matrix, points: Sequence[Matrix], labels: Matrix) -> list[Q]:
    """Intercepts that put one of the points exactly on its margin."""
    return [y - w.dot(p) for y, p in zip(labels, points, strict=True)]
