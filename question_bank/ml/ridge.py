"""Ridge regression: its solution, the effect of the penalty, prior centre and dual form (MML 8.3.2, 9.2.4, 12.4).

Levels: 1 a line whose intercept is not penalised, and how much its slope shrinks; 2 two features; 3 shrinkage through
the singular values, a penalty around a prior guess, or the dual form for more features than observations. Checked on
the objective itself: it has equal values a step to both sides of the reply along every coordinate, which for a
parabola that opens upwards happens at the minimum alone; dual parameters are the residuals divided by the penalty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import forms
from question_bank.ml._layout import extent, mean, wide
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, Points, drawn, near
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

LINE = (
    "The line $y = \\theta_0 + \\theta_1 x$ is fitted to the data",
    "A sensor is calibrated by the line $y = \\theta_0 + \\theta_1 x$. Its readings $x$ at known values $y$ are",
    "The price $y$ of a flat is predicted from its size $x$ (both as differences from a reference flat) by $y = "
    "\\theta_0 "
    "+ \\theta_1 x$, from the data",
)
PLANE = (
    "The model $y = \\theta_1 x_1 + \\theta_2 x_2$ is fitted to the data with",
    "The drift $y$ of a sensor is modelled as $y = \\theta_1 x_1 + \\theta_2 x_2$; all quantities are measured from a "
    "reference state. The data are",
)
DUAL = (
    "There are fewer observations than features, so ridge regression is done in its dual form: the parameters are "
    "written "
    "as $\\theta = X^\\top \\alpha$. The data are",
    "Two documents with three features each are all the training data there are. Ridge regression is done in its dual "
    "form, with $\\theta = X^\\top \\alpha$. The data are",
)


class Given(NamedTuple):
    kind: str
    """"line", "plane", "svd", "centre" or "dual"."""
    setting: int
    x: Matrix
    """Data, one observation a row; for "svd" the orthogonal matrix V."""
    y: Matrix
    """Targets; for "svd" the vector of the u_i^T y."""
    rate: Q
    """λ as it stands in the objective."""
    averaged: bool
    """Whether the squared errors are averaged in the objective, so that λ is multiplied by N in the equations."""
    samples: int = 0
    """N, for "svd"."""
    singular: tuple[int, ...] = ()
    prior: tuple[int, ...] = ()


@exercise("ml-ridge", version=1, bounds=(600, 1000, 2000))
def ridge(draw: Draw, level: int) -> Given:
    """The minimiser is chosen first."""
    if level == 1:
        return _line(draw)
    if level == 2:
        return _plane(draw, "plane")
    kind = draw.choice(("svd", "centre", "dual"))
    return _plane(draw, kind) if kind == "centre" else _svd(draw) if kind == "svd" else _dual(draw)


CENTRED = ((-1, 0, 1), (-2, 0, 2), (-2, -1, 1, 2), (-3, -1, 1, 3), (-1, -1, 1, 1), (-3, 0, 1, 2), (-2, -1, 0, 3))


@lru_cache(maxsize=16)
def _moves(centred: tuple[int, ...]) -> dict[int, list[tuple[int, ...]]]:
    """Changes of y with a sum divisible by their number, by their inner product with the centred inputs."""
    found: dict[int, list[tuple[int, ...]]] = {}
    for e in product(range(-4, 5), repeat=len(centred)):
        if sum(e) % len(e) == 0 and any(e):
            found.setdefault(sum(a * b for a, b in zip(e, centred, strict=True)), []).append(e)
    return found


def _line(draw: Draw) -> Given:
    for _ in range(TRIES):
        centred = draw.choice(CENTRED)
        n, size = len(centred), sum(v * v for v in centred)
        averaged = draw.flip()
        rate = draw.integer(1, 3) if averaged else draw.integer(1, 10)
        pull = rate * n if averaged else rate
        slope = draw.integer(-3, 3, nonzero=True)
        moves = _moves(centred).get(slope * pull)
        if moves and pull != size and (rate != size or not averaged) and (rate * n != size or averaged):
            shift, level = draw.integer(-1, 4), draw.integer(-4, 6)
            move = draw.choice(moves)
            y = [level + slope * v + e for v, e in zip(centred, move, strict=True)]
            if max(map(abs, y)) <= 20 and sum(y) != 0:
                x = [v + shift for v in centred]
                return Given("line", draw.below(len(LINE)), Vector(x), Vector(y), Q(rate), averaged)
    raise exhausted("line", "a whole slope after shrinkage")


PAIRS = (
    (1, 0, 0, 1),
    (1, 1, 0, 1),
    (1, 0, 1, 1),
    (1, 1, 1, 2),
    (2, 1, 1, 1),
    (1, -1, 0, 1),
    (1, 2, 0, 1),
    (1, 0, -1, 1),
)


def _plane(draw: Draw, kind: str) -> Given:
    """The last two rows have determinant one, so that whole targets can meet any right-hand side."""
    for _ in range(TRIES):
        n = draw.integer(3, 4)
        rows = [[draw.integer(-2, 2) for _ in range(2)] for _ in range(n - 2)]
        a, b, c, d = draw.choice(PAIRS)
        rows += [[a, b], [c, d]]
        averaged = kind == "plane" and draw.flip()
        rate = draw.integer(1, 2) if averaged else draw.integer(1, 6)
        pull = rate * n if averaged else rate
        theta = Vector([draw.integer(-3, 3, nonzero=True) for _ in range(2)])
        x = Matrix(rows)
        gram = x.T @ x
        prior = tuple(draw.integer(-3, 3) for _ in range(2)) if kind == "centre" else ()
        if prior and (not any(prior) or Vector(prior) == theta):
            continue
        centre = Vector(prior) if prior else Matrix.zeros(2)
        free = Vector([draw.integer(-4, 4) for _ in range(n - 2)])
        wanted = gram @ theta + (theta - centre) * pull - Matrix(rows[: n - 2]).T @ free
        last = Matrix(rows[n - 2 :]).T.solve(wanted)
        y = free.vstack(last)
        others = (rate * n if not averaged else rate, -pull)
        singular = any((gram + Matrix.identity(2) * p).det() == 0 for p in others)
        if gram[0, 1] != 0 and not singular and max(abs(v) for v in y) <= 14 and x.rank() == 2:
            order = draw.shuffled(range(n))
            x, y = Matrix([rows[i] for i in order]), Vector([y[i] for i in order])
            return Given(kind, draw.below(len(PLANE)), x, y, Q(rate), averaged, prior=prior)
    raise exhausted("data with two features", "small targets")


def _svd(draw: Draw) -> Given:
    singular = draw.choice(((4, 2), (4, 1), (3, 1), (2, 1), (6, 2), (6, 3), (5, 1)))
    averaged = draw.flip()
    count = draw.choice((2, 4, 5, 10))
    base_ = singular[0] * (1 if singular[0] % singular[1] == 0 else singular[1])
    pull = base_ * draw.choice((1, 2, 3))
    rate = Q(pull, count) if averaged else Q(pull)
    coefficients = [5 * draw.integer(-2, 2, nonzero=True), 5 * draw.integer(-2, 2, nonzero=True)]
    c = [Q(d * (s * s + pull), s) for d, s in zip(coefficients, singular, strict=True)]
    a, b = draw.choice(((3, 4), (4, 3)))
    sign = draw.sign()
    v = Matrix([[Q(a, 5), Q(-sign * b, 5)], [Q(sign * b, 5), Q(a, 5)]])
    return Given("svd", 0, v, Vector(c), rate, averaged, count, singular)


def _dual(draw: Draw) -> Given:
    for _ in range(TRIES):
        rows = [[draw.integer(-2, 3) for _ in range(3)] for _ in range(2)]
        x = Matrix(rows)
        kernel = x @ x.T
        averaged = draw.flip()
        rate = draw.integer(1, 4)
        pull = 2 * rate if averaged else rate
        alpha = Vector([draw.integer(-3, 3, nonzero=True) for _ in range(2)])
        y = kernel @ alpha + alpha * pull
        others = (rate if averaged else 2 * rate, -pull)
        singular = any((kernel + Matrix.identity(2) * p).det() == 0 for p in others)
        if kernel[0, 1] != 0 and x.rank() == 2 and not singular and max(abs(v) for v in y) <= 40:
            return Given("dual", draw.below(len(DUAL)), x, y, Q(rate), averaged)
    raise exhausted("two observations of three features", "small targets")


# ------------------------------------------------------------------ solutions for any penalty


def pull_of(rate: Q, averaged: bool, n: int) -> Q:
    """What is added to the diagonal."""
    return rate * n if averaged else rate


def solve_line(x: Matrix, y: Matrix, pull: Q, on_intercept: Q | int = 0) -> Matrix:
    """Intercept and slope."""
    design = Matrix([[1, v] for v in x])
    return (design.T @ design + Matrix.diagonal([on_intercept, pull])).solve(design.T @ y)


def solve_plane(x: Matrix, y: Matrix, pull: Q, centre: Matrix) -> Matrix:
    """Parameters of two features, pulled towards a centre."""
    return (x.T @ x + Matrix.identity(2) * pull).solve(x.T @ y + centre * pull)


def shrunk(singular: Sequence[int], pull: Q) -> list[Q]:
    """The factors σ²/(σ² + p)."""
    return [Q(s * s) / (s * s + pull) for s in singular]


FEEDBACK = {
    "sign": "The penalty adds its multiple of the identity to $X^\\top X$ (or to $K$): differentiate $+\\lambda "
    "\\|\\theta\\|^2$ once more, and mind which side it ends up on.",
    "lambda-on-intercept": "Here only $\\theta_1$ is penalised, so nothing is added to the diagonal entry of the "
    "intercept.",
    "n-scaling": "Look at the objective again: are the squared errors added or averaged? That decides whether "
    "$\\lambda$ "
    "or $N\\lambda$ is added to the diagonal.",
}


def objective(averaged: bool, penalty: str, kind: str) -> Tex:
    """The function to be minimised."""
    if kind == "line":
        errors = r"\sum_{n=1}^N (y_n - \theta_0 - \theta_1 x_n)^2"
    else:
        errors = r"\|y - X\theta\|^2"
    front = r"\frac{1}{N} " if averaged else ""
    return Tex(f"{front}{errors} + {penalty}")


@ridge.problem
def build(
    kind: str,
    setting: int,
    x: Matrix,
    y: Matrix,
    rate: Q,
    averaged: bool,
    samples: int,
    singular: tuple[int, ...],
    prior: tuple[int, ...],
) -> Problem:
    """Normal equations with something added to the diagonal."""
    if kind == "line":
        return _build_line(setting, x, y, rate, averaged)
    if kind == "svd":
        return _build_svd(x, y, rate, averaged, samples, singular)
    if kind == "dual":
        return _build_dual(setting, x, y, rate, averaged)
    return _build_plane(kind, setting, x, y, rate, averaged, prior)


def _exactly(*values: Q) -> str:
    """Asks for exact numbers where they are not whole."""
    return "" if all(x.q == 1 for x in values) else " Answer exactly."


def _times(rate: Q, name: str) -> str:
    return name if rate == 1 else rf"{latex_of(rate)} \, {name}"


def _slips(right: Matrix, replies: Sequence[tuple[str, Matrix]]) -> tuple[Misconception, ...]:
    seen, found = [right], []
    for code, v in replies:
        if v not in seen:
            seen.append(v)
            found.append(Misconception(code, VectorAnswer.of(v), FEEDBACK[code]))
    return tuple(found)


def _why(averaged: bool, n: int, rate: Q, pull: Q) -> str:
    """Which multiple of the identity is added."""
    if averaged:
        return text(
            r"The errors are averaged, so multiply the objective by $N = @n$: then the penalty "
            r"has the factor $N\lambda = @n \cdot @rate = @pull$.",
            n=n,
            rate=rate,
            pull=pull,
        )
    return text(r"The errors are added, not averaged, so $\lambda = @pull$ itself is what counts.", pull=pull)


# ------------------------------------------------------------------ level 1


def _build_line(setting: int, x: Matrix, y: Matrix, rate: Q, averaged: bool) -> Problem:
    n = x.rows
    pull = pull_of(rate, averaged, n)
    other = rate if averaged else rate * n
    theta = solve_line(x, y, pull)
    plain = solve_line(x, y, Q(0))
    centre, level = mean(list(x)), mean(list(y))
    gaps = [v - centre for v in x]
    heights = [v - level for v in y]
    size = sum((g * g for g in gaps), Q(0))
    moment = sum((g * h for g, h in zip(gaps, heights, strict=True)), Q(0))
    factor_value = size / (size + pull)
    answer, factor_ = VectorAnswer.of(theta), NumberAnswer.of(factor_value)
    prompt = "\n\n".join(
        [
            LINE[setting],
            wide(("$x_n$", list(x)), ("$y_n$", list(y))),
            text(
                r"by minimising $$@objective$$ with $\lambda = @rate$. The intercept is not penalised.",
                objective=objective(averaged, r"\lambda \theta_1^2", "line"),
                rate=rate,
            )
            + _exactly(*theta, factor_value),
        ]
    )
    factors = [("sign", size / (size - pull)), ("n-scaling", size / (size + other))]
    return Problem(
        prompt=prompt,
        parts=(
            Part(
                "a",
                answer,
                r"Give $(\theta_0, \theta_1)$.",
                points=2,
                misconceptions=_slips(
                    theta,
                    (
                        ("sign", solve_line(x, y, -pull)),
                        ("lambda-on-intercept", solve_line(x, y, pull, pull)),
                        ("n-scaling", solve_line(x, y, other)),
                    ),
                ),
            ),
            Part(
                "b",
                factor_,
                "By which factor does the penalty multiply the slope of the least-squares line (which has no penalty)?",
                misconceptions=tuple(
                    Misconception(code, NumberAnswer.of(v), FEEDBACK[code])
                    for code, v in factors
                    if v != factor_.value()
                ),
            ),
        ),
        hints=(
            "Set both partial derivatives to zero. The one for the intercept has no penalty: what does it say about "
            "the "
            "means?",
            r"Centre both variables first: then only the slope is left, with $\sum_n \tilde{x}_n^2$ and $\sum_n "
            r"\tilde{x}_n "
            r"\tilde{y}_n$.",
            "Are the squared errors in the objective added or averaged?",
        ),
        steps=(
            step(
                r"The derivative with respect to $\theta_0$ has no penalty and says that the line passes through the "
                r"means $\bar{x} = @mx$ and $\bar{y} = @my$: $\theta_0 = \bar{y} - \theta_1 \bar{x}$.",
                mx=centre,
                my=level,
            ),
            step(
                r"Centre: $\tilde{x} = (@gaps)$ and $\tilde{y} = (@heights)$. Then $\sum_n \tilde{x}_n^2 = @size$ and "
                r"$\sum_n \tilde{x}_n \tilde{y}_n = @moment$.",
                gaps=Tex(", ".join(map(latex_of, gaps))),
                heights=Tex(", ".join(map(latex_of, heights))),
                size=size,
                moment=moment,
            ),
            Step(
                _why(averaged, n, rate, pull)
                + text(
                    r" The derivative with respect to $\theta_1$ is zero where $(@size + @pull) \, \theta_1 = "
                    r"@moment$, so "
                    r"$\theta_1 = \frac{@moment}{@sum} = @slope$.",
                    size=size,
                    pull=pull,
                    moment=moment,
                    sum=size + pull,
                    slope=theta[1],
                )
            ),
            step(
                r"The intercept is $\theta_0 = @my - @(slope) \cdot @(mx) = @start$.",
                my=level,
                slope=theta[1],
                mx=centre,
                start=theta[0],
            ),
            Step(
                text(
                    r"Without a penalty the slope would be $\frac{@moment}{@size} = @plain$: the penalty makes it "
                    r"flatter, and both lines pass through the point of the means.",
                    moment=moment,
                    size=size,
                    plain=plain[1],
                )
                + _line_figure(x, y, theta, plain)
            ),
            step(
                r"(a) The parameters are $@answer$. (b) The slope is multiplied by $@factor$.",
                answer=answer,
                factor=forms(Tex(rf"\frac{{{latex_of(size)}}}{{{latex_of(size + pull)}}}"), factor_),
            ),
        ),
    )


def _line_figure(x: Matrix, y: Matrix, theta: Matrix, plain: Matrix) -> str:
    low, high = extent(list(x))
    ends = [Q(int(low)), Q(int(high))]

    def through(p: Matrix) -> tuple[tuple[float, float], ...]:
        return tuple((near(e), near(p[0] + p[1] * e)) for e in ends)

    heights = [*y, *(p[0] + p[1] * e for p in (theta, plain) for e in ends)]
    return drawn(
        Plot(
            "The data points, the least-squares line and the flatter ridge line; both lines cross at the point of the "
            "means.",
            x_range=(low, high),
            y_range=extent(heights),
            marks=(
                Points(tuple((near(a), near(b)) for a, b in zip(x, y, strict=True)), label="data"),
                Line(through(plain), label="least squares", style="dashed"),
                Line(through(theta), label="ridge"),
            ),
        )
    )


# ------------------------------------------------------------------ two features, with or without a prior centre


def _by_determinant(matrix: Matrix, right: Matrix, name: str, solution: Matrix) -> Step:
    det = matrix.det()
    return step(
        r"The determinant is $@p \cdot @s - @(q) \cdot @(q) = @det$, so $$@name = \frac{1}{@det} @adjugate @right = "
        r"@solution.$$",
        p=matrix[0, 0],
        q=matrix[0, 1],
        s=matrix[1, 1],
        det=det,
        name=Tex(name),
        adjugate=matrix.inv() * det,
        right=right,
        solution=solution,
    )


def _build_plane(
    kind: str, setting: int, x: Matrix, y: Matrix, rate: Q, averaged: bool, prior: tuple[int, ...]
) -> Problem:
    n = x.rows
    pull = pull_of(rate, averaged, n)
    other = rate if averaged else rate * n
    centre = Vector(prior) if prior else Matrix.zeros(2)
    theta = solve_plane(x, y, pull, centre)
    answer = VectorAnswer.of(theta)
    gram, moment = x.T @ x, x.T @ y
    penalty = r"\lambda \|\theta - m\|^2" if prior else r"\lambda \|\theta\|^2"
    told = text(
        r"$$X = @x, \quad y = @y.$$ Find the $\theta$ that minimises $$@objective$$ with $\lambda = @rate$",
        x=x,
        y=y,
        objective=objective(averaged, penalty, kind),
        rate=rate,
    )
    if prior:
        ending = text(r" and the prior guess $m = @m$.", m=centre)
    else:
        ending = f", where $N = {n}$." if averaged else "."
    matrix = gram + Matrix.identity(2) * pull
    right = moment + centre * pull
    first = step(
        r"The gradient of the objective is zero where $(X^\top X + @p I)\,\theta = @rhs$. @why",
        p=Tex("" if pull == 1 else latex_of(pull)),
        rhs=Tex(r"X^\top y" + (rf" + {_times(pull, 'm')}" if prior else "")),
        why="WHY",
    )
    first = Step(first.text.replace("WHY", _why(averaged, n, rate, pull)).replace(r" I)\,", r"I)\,"))
    steps = [
        first,
        step(r"Compute $$X^\top X = @gram, \quad X^\top y = @moment.$$", gram=gram, moment=moment),
    ]
    if prior:
        steps.append(
            step(
                r"The prior guess adds $@added$ to the right-hand side: $$@matrix \theta = @moment + @shift "
                r"= @right.$$",
                added=Tex(latex_of(centre) if pull == 1 else rf"{latex_of(pull)} \cdot {latex_of(centre)}"),
                matrix=matrix,
                moment=moment,
                shift=centre * pull,
                right=right,
            )
        )
    else:
        steps.append(
            step(
                r"Add $@pull$ to both diagonal entries of $X^\top X$: $$@matrix \theta = @right.$$ With this the "
                r"matrix is "
                r"positive definite, whatever $X$ is.",
                pull=pull,
                matrix=matrix,
                right=right,
            )
        )
    steps.append(_by_determinant(matrix, right, r"\theta", theta))
    steps.append(
        step(
            r"Check: $@matrix @theta = @right$. The answer is $\theta = @answer$.",
            matrix=matrix,
            theta=theta,
            right=right,
            answer=answer,
        )
    )
    replies = [
        ("sign", solve_plane(x, y, -pull, centre)),
        ("n-scaling", solve_plane(x, y, other, centre)),
    ]
    return Problem.single(
        prompt=f"{PLANE[setting]} {told}{ending}{_exactly(*theta)}",
        answer=answer,
        hints=(
            "Set the gradient of the objective to zero: it is a linear system for $\\theta$.",
            "The penalty adds a multiple of the identity to $X^\\top X$"
            + (", and a multiple of $m$ to the right-hand side." if prior else "."),
            "Which multiple it is depends on whether the squared errors are added or averaged.",
        ),
        steps=tuple(steps),
        misconceptions=_slips(theta, replies),
    )


# ------------------------------------------------------------------ singular values


def _parameters(v: Matrix, c: Matrix, singular: Sequence[int], factors: Sequence[Q]) -> Matrix:
    """The sum of factor times (u_i^T y) / σ_i times v_i."""
    parts = [v.column(i) * (factors[i] * c[i] / singular[i]) for i in range(2)]
    return parts[0] + parts[1]


def _build_svd(v: Matrix, c: Matrix, rate: Q, averaged: bool, count: int, singular: tuple[int, ...]) -> Problem:
    pull = pull_of(rate, averaged, count)
    other = rate if averaged else rate * count
    factors = shrunk(singular, pull)
    theta = _parameters(v, c, singular, factors)
    shares, answer = VectorAnswer.of(factors), VectorAnswer.of(theta)
    wrong = {"sign": -pull, "n-scaling": other}
    usable = {code: p for code, p in wrong.items() if all(s * s + p != 0 for s in singular)}
    other_factors = [(code, Vector(shrunk(singular, p))) for code, p in usable.items()]
    other_thetas = [(code, _parameters(v, c, singular, shrunk(singular, p))) for code, p in usable.items()]
    least = [ci / s for ci, s in zip(c, singular, strict=True)]
    entries = (f"({v[i, 0] * least[0]})*f1 + ({v[i, 1] * least[1]})*f2" for i in range(2))
    prompt = text(
        r"A data matrix with $N = @n$ observations of two features has the singular value decomposition $X = U \Sigma "
        r"V^\top$ with singular values $\sigma_1 = @s1$, $\sigma_2 = @s2$ and $$V = @v.$$ The columns $u_1$, $u_2$ of "
        r"$U$ "
        r"satisfy $u_1^\top y = @c1$ and $u_2^\top y = @c2$. Ridge regression minimises $$@objective$$ with $\lambda = "
        r"@rate$.",
        n=count,
        s1=singular[0],
        s2=singular[1],
        v=v,
        c1=c[0],
        c2=c[1],
        objective=objective(averaged, r"\lambda \|\theta\|^2", "svd"),
        rate=rate,
    )
    return Problem(
        prompt=prompt + _exactly(*factors, *theta),
        parts=(
            Part(
                "a",
                shares,
                "By which factors does the penalty multiply the coefficients of the least-squares solution along $v_1$ "
                "and "
                "$v_2$? Give both as a vector.",
                misconceptions=_slips(Vector(factors), other_factors),
            ),
            Part(
                "b",
                answer,
                r"Give the ridge solution $\theta$.",
                points=2,
                misconceptions=_slips(theta, other_thetas),
                follows=Follow("a", ("f1", "f2"), f"[{', '.join(entries)}]", guard="f1*f2 != 0"),
            ),
        ),
        hints=(
            r"Write $\theta = a_1 v_1 + a_2 v_2$: in these coordinates the objective falls into two separate "
            r"parabolas.",
            r"Along $v_i$ the equation is $(\sigma_i^2 + p) \, a_i = \sigma_i \, u_i^\top y$, where $p$ is what the "
            r"penalty "
            "adds.",
            "Compare with $p = 0$ to find the factor.",
        ),
        steps=(
            Step(
                r"With $X = U \Sigma V^\top$ the equations $(X^\top X + pI)\theta = X^\top y$ fall apart along the "
                r"columns "
                r"$v_i$ of $V$: for $\theta = a_1 v_1 + a_2 v_2$ they say $(\sigma_i^2 + p) \, a_i = \sigma_i \, "
                r"u_i^\top "
                rf"y$. {_why(averaged, count, rate, pull)}"
            ),
            step(
                r"Least squares ($p = 0$) has the coefficients $\frac{u_i^\top y}{\sigma_i}$: $@r1$ and $@r2$.",
                r1=_ratio(c[0], singular[0]),
                r2=_ratio(c[1], singular[1]),
            ),
            step(
                r"The penalty multiplies them by $\frac{\sigma_i^2}{\sigma_i^2 + @p}$: by $\frac{@q1}{@q1 + @p} = @f1$ "
                r"and "
                r"by $\frac{@q2}{@q2 + @p} = @f2$. The direction in which the data vary less is shrunk more.",
                p=pull,
                q1=singular[0] ** 2,
                q2=singular[1] ** 2,
                f1=factors[0],
                f2=factors[1],
            ),
            step(
                r"So $a_1 = @a1$ and $a_2 = @a2$, and $$\theta = @a1 v_1 @+{a2} v_2 = @theta.$$ Check: $V^\top \theta$ "
                r"gives "
                r"$(@a1, @a2)$ back.",
                a1=factors[0] * least[0],
                a2=factors[1] * least[1],
                theta=theta,
            ),
            step(
                r"(a) The factors are $@shares$. (b) The solution is $\theta = @answer$.", shares=shares, answer=answer
            ),
        ),
    )


def _ratio(c: Q, s: int) -> Tex:
    """c over s, and what it is where that is shorter; over 1 only c."""
    value, written = latex_of(c / s), rf"\frac{{{latex_of(c)}}}{{{s}}}"
    return Tex(value if s == 1 or value == written else f"{written} = {value}")


# ------------------------------------------------------------------ dual form


def _build_dual(setting: int, x: Matrix, y: Matrix, rate: Q, averaged: bool) -> Problem:
    n = x.rows
    pull = pull_of(rate, averaged, n)
    other = rate if averaged else rate * n
    kernel = x @ x.T
    matrix = kernel + Matrix.identity(2) * pull
    alpha = matrix.solve(y)
    theta = x.T @ alpha
    dual, answer = VectorAnswer.of(alpha), VectorAnswer.of(theta)
    wrong = [(code, (kernel + Matrix.identity(2) * p).solve(y)) for code, p in (("sign", -pull), ("n-scaling", other))]
    entries = (f"({x[0, j]})*a1 + ({x[1, j]})*a2" for j in range(3))
    told = text(
        r"$$X = @x, \quad y = @y,$$ and the objective is $$@objective$$ with $\lambda = @rate$.",
        x=x,
        y=y,
        objective=objective(averaged, r"\lambda \|\theta\|^2", "dual"),
        rate=rate,
    )
    return Problem(
        prompt=f"{DUAL[setting]} {told}" + (f" Here $N = {n}$." if averaged else "") + _exactly(*alpha, *theta),
        parts=(
            Part("a", dual, r"Find $\alpha$.", points=2, misconceptions=_slips(alpha, wrong)),
            Part(
                "b",
                answer,
                r"Give the parameters $\theta$.",
                misconceptions=_slips(theta, [(code, x.T @ a) for code, a in wrong]),
                follows=Follow("a", ("a1", "a2"), f"[{', '.join(entries)}]", guard="a1*a2 != 0"),
            ),
        ),
        hints=(
            r"Put $\theta = X^\top \alpha$ into the normal equations and look for a common factor $X^\top$.",
            r"What is left is $(K + pI)\,\alpha = y$ with $K = X X^\top$, one equation for each observation.",
            "Is $p$ equal to $\\lambda$ or to $N\\lambda$? Are the squared errors added or averaged?",
        ),
        steps=(
            Step(
                r"With $\theta = X^\top \alpha$ the equations $(X^\top X + pI)\theta = X^\top y$ become $X^\top (X "
                r"X^\top "
                r"\alpha + p \alpha - y) = 0$, and they hold if $(K + pI)\,\alpha = y$ with $K = X X^\top$. "
                + _why(averaged, n, rate, pull)
            ),
            step(
                r"The inner products of the observations are $$K = @kernel, \quad K + @{p}I = @matrix.$$ This is a $2 "
                r"\times 2$ system; the primal one would be $3 \times 3$.",
                kernel=kernel,
                p=Tex("" if pull == 1 else latex_of(pull)),
                matrix=matrix,
            ),
            _by_determinant(matrix, y, r"\alpha", alpha),
            step(
                r"So $\theta = X^\top \alpha$ is the combination of the observations with these coefficients: $$\theta "
                r"= "
                r"@t @alpha = @theta.$$",
                t=x.T,
                alpha=alpha,
                theta=theta,
            ),
            step(
                r"Check: the residual is $y - X\theta = @residual = @pulled$, as $(K + pI)\alpha = y$ says.",
                residual=y - x @ theta,
                pulled=Tex(r"\alpha" if pull == 1 else rf"{latex_of(pull)} \cdot \alpha"),
            ),
            step(r"(a) $\alpha = @dual$. (b) $\theta = @answer$.", dual=dual, answer=answer),
        ),
    )


# ------------------------------------------------------------------ the second opinion


@ridge.verify
def level_at_the_minimum(
    kind: str,
    setting: int,
    x: Matrix,
    y: Matrix,
    rate: Q,
    averaged: bool,
    samples: int,
    singular: tuple[int, ...],
    prior: tuple[int, ...],
    answer: object,
) -> bool:
    """The objective has the same value a step to both sides along each coordinate."""

    def value(theta: Matrix) -> Q:
        if kind == "line":
            errors = sum(((b - theta[0] - theta[1] * a) ** 2 for a, b in zip(x, y, strict=True)), Q(0))
            return (errors / x.rows if averaged else errors) + rate * theta[1] ** 2
        if kind == "svd":
            along = x.T @ theta
            errors = sum(((c - s * a) ** 2 for c, s, a in zip(y, singular, along, strict=True)), Q(0))
            return (errors / samples if averaged else errors) + rate * theta.dot(theta)
        rest = y - x @ theta
        away = theta - Vector(prior) if prior else theta
        return rest.dot(rest) / (x.rows if averaged else 1) + rate * away.dot(away)

    if kind in ("plane", "centre"):
        return isinstance(answer, Matrix) and answer.shape == (2, 1) and _level(value, answer)
    assert isinstance(answer, dict)
    a, b = answer["a"], answer["b"]
    if kind == "line":
        plain = _slope_of_least_squares(x, y)
        return a.shape == (2, 1) and _level(value, a) and bool(b * plain == a[1])
    if b.shape != (x.columns, 1) or a.shape != (2, 1) or not _level(value, b):
        return False
    if kind == "dual":
        residual = y - x @ b
        return a * (rate * (x.rows if averaged else 1)) == residual
    along = x.T @ b
    return all(f * c == s * t for f, c, s, t in zip(a, y, singular, along, strict=True))


def _level(value: Callable[[Matrix], Q], at: Matrix) -> bool:
    units = [Vector([int(i == j) for i in range(at.rows)]) for j in range(at.rows)]
    return all(value(at + u) == value(at - u) for u in units)


def _slope_of_least_squares(x: Matrix, y: Matrix) -> Q:
    """From differences of pairs of points, without means."""
    pairs = [(a - c, b - d) for a, b in zip(x, y, strict=True) for c, d in zip(x, y, strict=True)]
    return sum((p * q for p, q in pairs), Q(0)) / sum((p * p for p, _ in pairs), Q(0))
