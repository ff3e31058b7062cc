"""Minimise a quadratic function, or say that it has no minimum (MML 7.1, 9.2).

Levels: 1 a diagonal matrix; 2 a symmetric 2×2 matrix that may be indefinite; 3 least squares, with or without a ridge
penalty, brought into the same form, with the minimum value. Checked by values of the function itself: all small steps
from the minimiser go up, and where there is none, numpy's eigenvectors give a line on which the values fall for ever.
"""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

from question_bank._draw import indefinite, positive_definite, vector
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, forms, quotient, times
from question_bank.opt._contours import box, contours, numbers, ranges
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Note, Plot, Points, drawn
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.markup.typography import signed
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Given(NamedTuple):
    kind: str
    """"half" for 1/2 x^T A x, "whole" for x^T A x, "squares" for least squares."""
    a: Matrix
    """The matrix A, or the design Phi."""
    b: Matrix
    """f(x) = ... - sign b^T x + constant; or the observations y."""
    constant: int
    """The constant, or the ridge parameter lambda."""
    written: bool
    """True where f is written out in x and y."""
    sign: int
    setting: int


@exercise("opt-quadratic-min", version=1, bounds=(200, 600, 1500))
def quadratic_min(draw: Draw, level: int) -> Given:
    """A minimiser of small numbers, or a matrix that is not positive definite."""
    if level == 3:
        return _squares(draw)
    setting = draw.below(3)
    bounded = draw.below(3) > 0
    kind = "whole" if draw.below(3) == 0 else "half"
    at = vector(draw, 2 if level == 2 or draw.flip() else 3, 4)
    sign = draw.sign()
    if level == 1:
        a = _diagonal(draw, at.rows, bounded)
        scale = 1 if kind == "half" else 2
        return Given(kind, a, a @ at * scale * sign, draw.integer(-5, 5), False, sign, setting)
    a = positive_definite(draw, 2, 5) if bounded else indefinite(draw, 2, 4, positive_diagonal=draw.below(3) > 0)
    scale = 1 if kind == "half" else 2
    return Given(kind, a, a @ at * scale * sign, draw.integer(-5, 5), draw.flip(), sign, setting)


def _diagonal(draw: Draw, n: int, bounded: bool) -> Matrix:
    """Positive entries that are not all equal; otherwise one of them negative."""
    entries = draw.sample(range(1, 7), n)
    if not bounded:
        at = draw.below(n)
        entries[at] = -entries[at]
    return Matrix.diagonal(entries)


def _squares(draw: Draw) -> Given:
    """A 3×2 design and residuals e with Phi^T e = lambda theta: then theta minimises."""
    for _ in range(TRIES):
        rows = [[draw.integer(-2, 2), draw.integer(-2, 2)] for _ in range(3)]
        if draw.flip():
            rows = [[1, r[1]] for r in rows]
        phi = Matrix(rows)
        ridge = draw.choice((0, 1, 2, 3))
        gram = phi.T @ phi
        if phi.rank() < 2 or gram[0, 1] == 0 or (gram + Matrix.identity(2) * ridge).det() == 1:
            continue
        columns = list(zip(*rows, strict=True))
        fitting: list[tuple[tuple[int, ...], list[int] | None]] = []
        for e in product(range(-3, 4), repeat=3):
            moments = [sum(x * y for x, y in zip(c, e, strict=True)) for c in columns]
            if ridge == 0 and any(e) and not any(moments):
                fitting.append((e, None))
            elif ridge and all(m and m % ridge == 0 and abs(m // ridge) <= 4 for m in moments):
                fitting.append((e, [m // ridge for m in moments]))
        if not fitting:
            continue
        e, theta = draw.choice(fitting)
        at = Vector(theta or [draw.integer(-4, 4, nonzero=True) for _ in range(2)])
        y = phi @ at + Vector(e)
        if all(abs(v) <= 12 for v in y):
            return Given("squares", phi, y, ridge, False, 1, draw.below(2))
    raise exhausted("least-squares problem", "whole residuals")


# --- the function ------------------------------------------------------------------------------------------


def hessian(kind: str, a: Matrix) -> Matrix:
    """The Hessian of the function."""
    return a if kind == "half" else a * 2


def written(kind: str, a: Matrix, b: Matrix, constant: int, sign: int) -> Tex:
    """f written out in x and y."""
    c = Q(1, 2) if kind == "half" else Q(1)
    terms = (
        (a[0, 0] * c, "x^2"),
        (a[0, 1] * 2 * c, "xy"),
        (a[1, 1] * c, "y^2"),
        (-sign * b[0], "x"),
        (-sign * b[1], "y"),
    )
    return linear([*(v for v, _ in terms), Q(constant)], [*(n for _, n in terms), ""])


SETTINGS = (
    "Minimise @f.",
    "A model's loss is the quadratic function @f. Where is it smallest?",
    "Find the minimiser of @f.",
)
NO_MINIMUM = "If $f$ has no minimum, answer none."


@quadratic_min.problem
def build(kind: str, a: Matrix, b: Matrix, constant: int, written: bool, sign: int, setting: int) -> Problem:
    """Solve for a zero gradient where the Hessian is positive definite."""
    if kind == "squares":
        return _least_squares(a, b, constant, setting)
    return _plain(kind, a, b, constant, written, sign, setting)


def _plain(kind: str, a: Matrix, b: Matrix, constant: int, plain: bool, sign: int, setting: int) -> Problem:
    h = hessian(kind, a)
    right = b * sign
    at = h.solve(right)
    exists = _is_definite(h)
    names = ("x", "y") if plain else ()
    answer = VectorAnswer.of(at, names=names, words=("none",)) if exists else VectorAnswer(word="none", names=names)
    return Problem.single(
        prompt=_prompt(kind, a, b, constant, plain, sign, setting),
        answer=answer,
        hints=(
            "At a minimiser the gradient is zero. Write the gradient with a matrix and a vector.",
            r"Before you solve: is every stationary point of $f$ a minimum? Look at the definiteness of the matrix.",
        ),
        steps=_steps(kind, a, h, right, at, exists, plain, sign, answer),
        misconceptions=_misconceptions(kind, at, exists, names),
    )


def _is_definite(h: Matrix) -> bool:
    return all(Matrix([row[:k] for row in h.to_rows()[:k]]).det() > 0 for k in range(1, h.rows + 1))


def _prompt(kind: str, a: Matrix, b: Matrix, constant: int, plain: bool, sign: int, setting: int) -> str:
    if plain:
        f = f"$f(x, y) = {written(kind, a, b, constant, sign)}$"
        ask = " Give the minimiser as a vector $(x, y)$. "
    else:
        tail = signed(str(constant)) if constant else ""
        form = r"\frac{1}{2} x^\top A x" if kind == "half" else r"x^\top A x"
        side = "-" if sign > 0 else "+"
        f = rf"$f(x) = {form} {side} b^\top x{tail}$ with $A = {latex_of(a)}$ and $b = {latex_of(b)}$"
        ask = " Give the minimiser exactly. " if setting != 2 else " Give it exactly. "
    return SETTINGS[setting].replace("@f", f) + ask + NO_MINIMUM


def _misconceptions(kind: str, at: Matrix, exists: bool, names: tuple[str, ...]) -> tuple[Misconception, ...]:
    if not exists:
        why = "There the gradient is zero, but is it a minimum? Check the definiteness of the matrix first."
        return (Misconception("existence-ignored", VectorAnswer.of(at, names=names), why),)
    if kind == "half":
        halved = at / 2
        why = r"Check the factor: the gradient of $\frac{1}{2} x^\top A x$ is $Ax$, without a 2."
    else:
        halved = at * 2
        why = r"Check the factor: the gradient of $x^\top A x$ is $2Ax$ for a symmetric matrix $A$."
    sign = "Check the sign of the linear term when you bring it to the other side of the equation."
    return (
        Misconception("sign", VectorAnswer.of(-at, names=names), sign),
        Misconception("half", VectorAnswer.of(halved, names=names), why),
    )


def _steps(
    kind: str,
    a: Matrix,
    h: Matrix,
    right: Matrix,
    at: Matrix,
    exists: bool,
    plain: bool,
    sign: int,
    answer: VectorAnswer,
) -> tuple[Step, ...]:
    if plain:
        rows = [_row(h, right, i) for i in range(2)]
        gradient = step(
            r"The gradient is $\nabla f(x, y) = \begin{pmatrix} @first \\ @second \end{pmatrix}$, and the Hessian is "
            "the constant matrix $H = @h$.",
            first=Tex(rows[0]),
            second=Tex(rows[1]),
            h=h,
        )
    else:
        front = "A" if kind == "half" else "2A"
        side = "-" if sign > 0 else "+"
        gradient = Step(
            rf"Since $A$ is symmetric, the gradient is $\nabla f(x) = {front}x {side} b$, and the Hessian is "
            f"$H = {front} = {latex_of(h)}$."
        )
    if not exists:
        return (
            gradient,
            *_no_minimum(h, right, at),
            step(r"There is no minimiser: the answer is $@answer$.", answer=answer),
        )
    return (
        gradient,
        _definite_step(h),
        step(r"The gradient is zero where $@h x = @right$.", h=h, right=right)
        if not plain
        else step(r"The gradient is zero where $@h @unknown = @right$.", h=h, unknown=XY, right=right),
        _solution(h, right, at),
        *_picture(h, at),
        step(r"Check: $@h @at = @right$. The minimiser is $@answer$.", h=h, at=at, right=right, answer=answer),
    )


XY = Tex(r"\begin{pmatrix} x \\ y \end{pmatrix}")


def _row(h: Matrix, right: Matrix, i: int) -> str:
    shown = str(linear(h.row(i).entries, ("x", "y")))
    return shown if right[i] == 0 else shown + signed(latex_of(-right[i]))


def _is_diagonal(h: Matrix) -> bool:
    return all(h[i, j] == 0 for i in range(h.rows) for j in range(h.rows) if i != j)


def _definite_step(h: Matrix) -> Step:
    if _is_diagonal(h):
        return Step(
            "All entries on the diagonal of $H$ are positive, so $H$ is positive definite: there is one minimum."
        )
    return step(
        r"The upper left entry $@p$ and the determinant $@work = @det$ are positive, so $H$ is positive definite and "
        r"the only stationary point is the minimum.",
        p=h[0, 0],
        work=_determinant(h),
        det=h.det(),
    )


def _determinant(h: Matrix) -> Tex:
    return Tex(f"{times(h[0, 0], h[1, 1])} - {base(h[0, 1])}^2")


def _solution(h: Matrix, right: Matrix, at: Matrix) -> Step:
    if _is_diagonal(h):
        quotients = ", ".join(rf"x_{i + 1} = {forms(quotient(right[i], h[i, i]), at[i])}" for i in range(h.rows))
        return Step(f"For a diagonal matrix every coordinate stands alone: ${quotients}$.")
    det = h.det()
    if det == 1:
        return step(
            r"The inverse of a 2×2 matrix with determinant 1 gives the solution $@adjugate @right = @at$.",
            adjugate=h.inv(),
            right=right,
            at=at,
        )
    return step(
        r"By the inverse of a 2×2 matrix, the solution is $\frac{1}{@det} @adjugate @right = @at$.",
        det=det,
        adjugate=h.inv() * det,
        right=right,
        at=at,
    )


def _no_minimum(h: Matrix, right: Matrix, at: Matrix) -> tuple[Step, ...]:
    if _is_diagonal(h):
        i = next(i for i in range(h.rows) if h[i, i] < 0)
        coefficient = h[i, i] / 2
        along = linear([coefficient, -right[i]], [f"x_{i + 1}^2", f"x_{i + 1}"])
        return (
            step(r"The entry $@d$ on the diagonal of $H$ is negative: $H$ is not positive semidefinite.", d=h[i, i]),
            step(
                r"Along the axis of $x_@k$ (the other coordinates being $0$) $f$ is $@along$ plus a constant, which "
                r"falls "
                r"to $-\infty$. The point $@at$, where the gradient is zero, is a saddle point.",
                k=i + 1,
                along=along,
                at=at,
            ),
        )
    d = _downhill(h)
    curvature = (d.dot(h @ d)) / 2
    return (
        step(
            r"Its determinant is $@work = @det < 0$, so $H$ is indefinite: it has a negative eigenvalue.",
            work=_determinant(h),
            det=h.det(),
        ),
        step(
            r"For example, $d = @d$ has $\frac{1}{2} d^\top H d = @c < 0$: along $td$ the function is $@along$ plus a "
            r"constant, which falls to $-\infty$. The point $@at$, where the gradient is zero, is a saddle point.",
            d=d,
            c=curvature,
            along=linear([curvature, -right.dot(d)], ["t^2", "t"]),
            at=at,
        ),
    )


def _downhill(h: Matrix) -> Matrix:
    """A small vector of negative curvature."""
    small = sorted(product(range(-4, 5), repeat=2), key=lambda v: (sum(map(abs, v)), [-x for x in v]))
    return next(Vector(v) for v in small if Vector(v).dot(h @ Vector(v)) < 0)


def _picture(h: Matrix, at: Matrix) -> tuple[Step, ...]:
    if h.rows != 2 or _is_diagonal(h):
        return ()
    centre = numbers(list(at))
    heights = [k * k / 2 for k in (1, 2, 3)]
    marks = contours(h, list(at), heights)
    x_range, y_range = ranges(box(h, list(at), heights[-1]), 0.4)
    plot = Plot(
        "Three ellipses around one common centre, the contours of the function; the centre is the minimiser.",
        x_range,
        y_range,
        (*marks, Points((centre,), marker="dot"), Note(centre, "minimum")),
        equal=True,
    )
    return (Step("The contours of $f$ are ellipses around the minimiser." + drawn(plot)),)


# --- level 3 -----------------------------------------------------------------------------------------------

LEAST = (
    r"The parameters $\theta$ of a linear model are fitted by minimising $$f(\theta) = \frac{1}{2} \|\Phi\theta - "
    r"y\|^2@penalty, \qquad \Phi = @phi, \quad y = @y.$$ Write $f(\theta) = \frac{1}{2} \theta^\top A \theta - b^\top "
    r"\theta + c$ with a symmetric matrix $A$.",
    r"For the design matrix $\Phi = @phi$ and the observations $y = @y$ let $$f(\theta) = \frac{1}{2} \|\Phi\theta - "
    r"y\|^2@penalty.$$ Bring this into the form $f(\theta) = \frac{1}{2} \theta^\top A \theta - b^\top \theta + c$ "
    r"with "
    r"a symmetric matrix $A$.",
)


def _least_squares(phi: Matrix, y: Matrix, ridge: int, setting: int) -> Problem:
    gram = phi.T @ phi
    a, b = gram + Matrix.identity(2) * ridge, phi.T @ y
    theta = a.solve(b)
    c = y.dot(y) / 2
    lowest = c - b.dot(theta) / 2
    residual = phi @ theta - y
    penalty = "" if not ridge else rf" + {_half(ridge)} \|\theta\|^2"
    answers = MatrixAnswer.of(a), VectorAnswer.of(theta), NumberAnswer.of(lowest)
    entries = ("p", "q", "r", "s")
    det = "(p*s - q*r)"
    solved = f"[(s*({b[0]}) - q*({b[1]}))/{det}, (p*({b[1]}) - r*({b[0]}))/{det}]"
    squares = " + ".join(f"(({u[0]})*t1 + ({u[1]})*t2 - ({v}))^2" for u, v in zip(phi.to_rows(), y, strict=True))
    value = f"({squares} + {ridge}*(t1^2 + t2^2))/2"
    without = gram if ridge else Matrix.diagonal([gram[0, 0], gram[1, 1]])
    matrix_wrong = (
        Misconception("half", MatrixAnswer.of(a / 2), r"Mind the factor $\frac{1}{2}$: both forms of $f$ have it."),
        Misconception(
            "penalty-dropped" if ridge else "off-diagonal-dropped",
            MatrixAnswer.of(without),
            r"The penalty is a quadratic form as well." if ridge else "The columns of $\\Phi$ are not orthogonal.",
        ),
    )
    return Problem(
        prompt=text(LEAST[setting].replace("@penalty", penalty), phi=phi, y=y),
        parts=(
            Part("a", answers[0], "Give $A$.", misconceptions=matrix_wrong),
            Part(
                "b",
                answers[1],
                r"Give the minimiser $\theta$.",
                points=2,
                misconceptions=_theta_misconceptions(a, b, theta, gram),
                follows=Follow("a", entries, solved, guard="q != 0 and p*s - q*r != 0"),
            ),
            Part(
                "c",
                answers[2],
                "Give the minimum value of $f$.",
                misconceptions=_value_misconceptions(lowest, c),
                follows=Follow("b", ("t1", "t2"), value, guard="t1 != 0 or t2 != 0"),
            ),
        ),
        hints=(
            r"Multiply out $\|\Phi\theta - y\|^2 = (\Phi\theta - y)^\top(\Phi\theta - y)$.",
            r"The minimiser solves $A\theta = b$, if $A$ is positive definite.",
            "For the minimum value put the minimiser into $f$.",
        ),
        steps=_least_steps(phi, y, ridge, a, b, c, theta, lowest, residual, answers),
    )


def _theta_misconceptions(a: Matrix, b: Matrix, theta: Matrix, gram: Matrix) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "sign",
            VectorAnswer.of(-theta),
            r"Check the sign: the linear term of $f$ is $-b^\top \theta$, so $A\theta = b$.",
        ),
        Misconception(
            "half",
            VectorAnswer.of(theta / 2),
            r"Check the factor: the gradient of $\frac{1}{2} \theta^\top A \theta$ is $A\theta$, without a 2.",
        ),
    )


def _value_misconceptions(lowest: Q, c: Q) -> tuple[Misconception, ...]:
    found = [Misconception("half", NumberAnswer.of(2 * lowest), r"Mind the factor $\frac{1}{2}$ in $f$.")]
    if lowest - c not in (lowest, 2 * lowest) and c:
        found.append(
            Misconception("constant-dropped", NumberAnswer.of(lowest - c), r"The constant $c$ counts as well.")
        )
    return tuple(found)


def _least_steps(
    phi: Matrix,
    y: Matrix,
    ridge: int,
    a: Matrix,
    b: Matrix,
    c: Q,
    theta: Matrix,
    lowest: Q,
    residual: Matrix,
    answers: tuple[MatrixAnswer, VectorAnswer, NumberAnswer],
) -> tuple[Step, ...]:
    penalty = rf" + {_half(ridge)} \theta^\top\theta" if ridge else ""
    expanded = (
        r"\frac{1}{2} \theta^\top \Phi^\top\Phi \theta - (\Phi^\top y)^\top \theta + \frac{1}{2} y^\top y" + penalty
    )
    form = r"\Phi^\top \Phi" + (" + " + ("" if ridge == 1 else str(ridge)) + "I" if ridge else "")
    squares = f"{_sum_of_squares(residual)}"
    work = rf"\frac{{1}}{{2}}({squares})"
    if ridge:
        # Behind the factor 1 the brackets around the sum of squares are not needed either.
        work += f" + {_sum_of_squares(theta)}" if ridge == 2 else f" + {_half(ridge)}({_sum_of_squares(theta)})"
    return (
        Step(rf"Multiply out: $$f(\theta) = {expanded}.$$"),
        step(
            r"Compare: $A = @form = @a$, $b = \Phi^\top y = @b$ and $c = \frac{1}{2} y^\top y = @c$.",
            form=Tex(form),
            a=a,
            b=b,
            c=c,
        ),
        step(
            r"$A$ is positive definite, for its upper left entry and its determinant $@work = @det$ are positive. "
            r"So the "
            r"only minimiser solves $A\theta = b$.",
            work=_determinant(a),
            det=a.det(),
        ),
        step(
            r"By the inverse of a 2×2 matrix, $\theta = \frac{1}{@det} @adjugate @b = @theta$.",
            det=a.det(),
            adjugate=a.inv() * a.det(),
            b=b,
            theta=theta,
        ),
        step(
            r"The residuals are $\Phi\theta - y = @residual$, so $f(\theta) = @work = @lowest$.",
            residual=residual,
            work=Tex(work),
            lowest=lowest,
        ),
        step(
            r"Check with the other form: at the minimiser "
            r"$f = c - \frac{1}{2} b^\top \theta = @c - \frac{1}{2} \cdot @(product) = @lowest$.",
            c=c,
            product=b.dot(theta),
            lowest=lowest,
        ),
        step(
            r"(a) $A = @a$. (b) $\theta = @theta$. (c) The minimum value is $@lowest$.",
            a=answers[0],
            theta=answers[1],
            lowest=answers[2],
        ),
    )


def _half(ridge: int) -> str:
    """Half the ridge parameter as a coefficient: nothing for 1."""
    return "" if ridge == 2 else latex_of(Q(ridge, 2))


def _sum_of_squares(v: Matrix) -> str:
    return " + ".join(f"{base(x)}^2" for x in v)


# --- verify ------------------------------------------------------------------------------------------------


def _value(kind: str, a: Matrix, b: Matrix, constant: int, sign: int, x: list[Q]) -> Q:
    """f entry by entry."""
    n = len(x)
    if kind == "squares":
        total = constant * sum((v * v for v in x), Q(0))
        for row, y in zip(a.to_rows(), b, strict=True):
            total += (sum((p * v for p, v in zip(row, x, strict=True)), Q(0)) - y) ** 2
        return total / 2
    form = sum((a[i, j] * x[i] * x[j] for i in range(n) for j in range(n)), Q(0))
    return form * (Q(1, 2) if kind == "half" else 1) - sign * sum((b[i] * x[i] for i in range(n)), Q(0)) + constant


@quadratic_min.verify
def no_step_goes_down(
    kind: str, a: Matrix, b: Matrix, constant: int, written: bool, sign: int, setting: int, answer: Any
) -> bool:
    """Every small step from the minimiser goes up by the same amount both ways; or the values fall for ever."""
    if kind == "squares":
        return _verify_squares(kind, a, b, constant, answer)
    if isinstance(answer, str):
        import numpy as np

        low, vectors = np.linalg.eigh(np.array(a.to_floats()))
        far = [Q(round(1000 * v)) for v in vectors[:, 0]]
        return bool(low[0] < 0) and _value(kind, a, b, constant, sign, far) < -1000
    return _is_lowest(kind, a, b, constant, sign, answer)


def _is_lowest(kind: str, a: Matrix, b: Matrix, constant: int, sign: int, at: Matrix) -> bool:
    n = a.columns
    if not isinstance(at, Matrix) or at.shape != (n, 1):
        return False
    here = _value(kind, a, b, constant, sign, list(at))
    for d in product((-3, -2, -1, 0, 1, 2, 3), repeat=n):
        if any(d):
            up = _value(kind, a, b, constant, sign, [x + v for x, v in zip(at, d, strict=True)]) - here
            down = _value(kind, a, b, constant, sign, [x - v for x, v in zip(at, d, strict=True)]) - here
            if up != down or up <= 0:
                return False
    return True


def _verify_squares(kind: str, phi: Matrix, y: Matrix, ridge: int, answer: dict[str, Any]) -> bool:
    """A from second differences of f, which are exact; the minimiser by its neighbours; its value by definition."""

    def f(*x: int) -> Q:
        return _value(kind, phi, y, ridge, 1, [Q(v) for v in x])

    a = Matrix(
        [
            [f(1, 0) - 2 * f(0, 0) + f(-1, 0), f(1, 1) - f(1, 0) - f(0, 1) + f(0, 0)],
            [f(1, 1) - f(1, 0) - f(0, 1) + f(0, 0), f(0, 1) - 2 * f(0, 0) + f(0, -1)],
        ]
    )
    theta = answer["b"]
    return bool(
        answer["a"] == a
        and _is_lowest(kind, phi, y, ridge, 1, theta)
        and answer["c"] == _value(kind, phi, y, ridge, 1, list(theta))
    )
