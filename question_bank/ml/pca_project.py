"""Principal component analysis: scores, reconstructions and their error (MML 10.2 to 10.4).

Levels: 1 the score of a point along one principal direction; 2 its reconstruction from one component, in two or three
dimensions; 3 reconstruction from two components, the error of one point, and the mean error over the data from the
eigenvalues that are dropped. Checked by what a projection is: the rest is orthogonal to the kept directions and the
moved point lies in their span through the mean; the mean error is the trace of the covariance matrix, written out,
minus the variances along the kept directions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._draw.eigen import orthogonal_frames
from question_bank._steps import base, inner_product, listed, root_tex, root_text
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, Points, drawn, near
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

Ints = tuple[int, ...]

SETTINGS = (
    "A principal component analysis of a data set has found",
    "The readings of @count sensors were analysed by PCA, with",
    "Documents are described by @count features. PCA has found",
)
COUNTS = {2: "two", 3: "three"}


class Given(NamedTuple):
    kind: str
    """"score", "point" or "plane"."""
    setting: int
    mean: Ints
    directions: tuple[Ints, ...]
    """Orthogonal, not of length one; the first ones are kept."""
    x: Ints
    values: Ints = ()
    """For "plane" the eigenvalues of the covariance matrix."""


@exercise("ml-pca-project", version=1, bounds=(400, 400, 1000))
def pca_project(draw: Draw, level: int) -> Given:
    """The scores are chosen first."""
    setting = draw.below(len(SETTINGS))
    dim = draw.integer(2, 3) if level < 3 else 3
    for _ in range(TRIES):
        frame = [tuple(v) for v in draw.choice(orthogonal_frames(dim)).vectors]
        frame = draw.shuffled(frame)
        if level == 1 and draw.flip():
            frame = [draw.choice(((3, 4), (4, 3), (4, -3), (3, -4)))] if dim == 2 else [draw.choice(UNITS)]
            frame = [*frame, *_rest(frame[0], dim)]
        first = frame[0]
        if sum(c != 0 for c in first) < 2 or max(abs(c) for c in first) > 5:
            continue
        scores = [draw.integer(-2, 3, nonzero=True) for _ in frame]
        if level == 3:
            kept, dropped = frame[:2], frame[2]
            parts = [*kept, dropped]
        else:
            parts = frame
        away = [sum(s * v[i] for s, v in zip(scores, parts, strict=True)) for i in range(dim)]
        mean = tuple(draw.integer(-4, 5) for _ in range(dim))
        x = tuple(m + a for m, a in zip(mean, away, strict=True))
        if max(map(abs, x)) > 15 or not any(mean):
            continue
        if level == 1:
            return Given("score", setting, mean, (first,), x)
        if level == 2:
            return Given("point", setting, mean, (first,), x)
        values = tuple(sorted(draw.sample(range(1, 13), 3), reverse=True))
        return Given("plane", setting, mean, tuple(frame), x, values)
    raise exhausted("point", "small coordinates")


UNITS = ((1, 2, 2), (2, 1, 2), (2, 2, 1), (2, -1, 2), (1, -2, 2), (2, 2, -1))


def _rest(v: Ints, dim: int) -> list[Ints]:
    """Directions orthogonal to v, and to one another."""
    if dim == 2:
        return [(-v[1], v[0])]
    a, b, c = v
    return [(b, -a, 0), (0, 0, 0)] if c == 0 else [(0, c, -b), (0, 0, 0)]


def square(v: Sequence[int]) -> int:
    """The squared length."""
    return sum(c * c for c in v)


def along(v: Sequence[int], x: Sequence[int], mean: Sequence[int]) -> int:
    """v^T (x - mean)."""
    return sum(c * (a - m) for c, a, m in zip(v, x, mean, strict=True))


def moved(mean: Sequence[int], parts: Sequence[tuple[Ints, Q]]) -> Matrix:
    """The mean plus multiples of directions."""
    return Vector([Q(m) + sum((t * v[i] for v, t in parts), Q(0)) for i, m in enumerate(mean)])


FEEDBACK = {
    "mean-not-restored": "The reconstruction must lie among the data: what was subtracted at the start has to be added "
    "back.",
    "score-for-point": "That is the score, the coordinate along the direction. The reconstruction is a point in the "
    "space of "
    "the data.",
    "non-unit-direction": "The direction does not have length one: somewhere its length, or the square of it, has to "
    "be divided away.",
}


def _over_root(n: int, s: int) -> str:
    """n / sqrt(s) in the answer language."""
    root = math.isqrt(s)
    if root * root == s:
        return str(Q(n, root))
    if n % s:
        return f"{n}/{root_text(s)}"
    front = {1: "", -1: "-"}.get(n // s, f"{n // s}*")
    return front + root_text(s)


@pca_project.problem
def build(kind: str, setting: int, mean: Ints, directions: tuple[Ints, ...], x: Ints, values: Ints) -> Problem:
    """Subtract the mean, project, and add the mean back."""
    if kind == "score":
        return _score(setting, mean, directions[0], x)
    if kind == "point":
        return _point(setting, mean, directions[0], x)
    return _plane(setting, mean, directions, x, values)


def _opening(setting: int, dim: int) -> str:
    return SETTINGS[setting].replace("@count", COUNTS[dim])


def _centred_step(mean: Ints, x: Ints) -> Step:
    return step(
        r"Subtract the mean first: $x - \mu = @x - @mu = @away$.",
        x=Vector(x),
        mu=Vector(mean),
        away=Vector([a - m for a, m in zip(x, mean, strict=True)]),
    )


def _inner(v: Ints, mean: Ints, x: Ints) -> Tex:
    """v^T (x - mean), term by term."""
    return inner_product([Q(c) for c in v], [Q(a - m) for a, m in zip(x, mean, strict=True)])


def _squares(v: Sequence[int]) -> Tex:
    return Tex(" + ".join(f"{base(Q(c))}^2" for c in v))


# ------------------------------------------------------------------ level 1


def _score(setting: int, mean: Ints, v: Ints, x: Ints) -> Problem:
    n, s = along(v, x, mean), square(v)
    answer = NumberAnswer.of(_over_root(n, s), decimals=3)
    wrong = [("non-unit-direction", str(n)), ("non-unit-direction", str(Q(n, s)))]
    uncentred = sum(c * a for c, a in zip(v, x, strict=True))
    seen = {answer.text}
    slips = []
    for code, value in wrong:
        if value not in seen and s != 1:
            seen.add(value)
            slips.append(Misconception(code, NumberAnswer.of(value, decimals=3), FEEDBACK[code]))
    return Problem.single(
        prompt=_opening(setting, len(mean))
        + text(
            r" the mean $\mu = @mu$ and the first principal direction $v = @v$, which does not have length one. Give "
            r"the score of the point $x = @x$ along it: its coordinate in the direction of $v$, as a length with its "
            r"sign, measured from $\mu$. Answer exactly or to three decimals.",
            mu=Vector(mean),
            v=Vector(v),
            x=Vector(x),
        ),
        answer=answer,
        hints=(
            "PCA measures from the mean: how far is $x$ away from it?",
            "A coordinate along a direction is an inner product with a vector of length one.",
        ),
        steps=(
            _centred_step(mean, x),
            step(
                r"The length of $v$ is $\|v\| = \sqrt{@squares} = @root$, so the unit vector is $b = \frac{v}{\|v\|}$.",
                squares=_squares(v),
                root=root_tex(s),
            ),
            step(
                r"The inner product is $v^\top (x - \mu) = @inner = @n$. (Without the mean it would be $@uncentred$, "
                r"measured "
                r"from the origin.)",
                inner=_inner(v, mean, x),
                n=n,
                uncentred=uncentred,
            ),
            step(
                r"Check: in absolute value a score is at most the distance of $x$ from the mean, here $\|x - \mu\| = "
                r"@distance$.",
                distance=root_tex(sum((a - m) ** 2 for a, m in zip(x, mean, strict=True))),
            ),
            step(
                r"Divide $@n$ by the length $@root$: the score is $z = b^\top (x - \mu) = @answer$.",
                n=n,
                root=root_tex(s),
                answer=answer,
            ),
        ),
        misconceptions=tuple(slips),
    )


# ------------------------------------------------------------------ level 2


def _point(setting: int, mean: Ints, v: Ints, x: Ints) -> Problem:
    n, s = along(v, x, mean), square(v)
    t = Q(n, s)
    right = moved(mean, [(v, t)])
    answer = VectorAnswer.of(right)
    away = right - Vector(mean)
    replies: list[tuple[str, VectorAnswer | NumberAnswer]] = [
        ("mean-not-restored", VectorAnswer.of(away)),
        ("non-unit-direction", VectorAnswer.of(moved(mean, [(v, Q(n))]))),
        ("score-for-point", NumberAnswer.of(_over_root(n, s), decimals=3)),
    ]
    rest = Vector(x) - right
    picture = _figure(mean, v, x, right) if len(mean) == 2 else ""
    return Problem.single(
        prompt=_opening(setting, len(mean))
        + text(
            r" the mean $\mu = @mu$ and the first principal direction $v = @v$ (not of length one). Only one component "
            r"is kept. "
            r"Give the reconstruction $\tilde{x}$ of the point $x = @x$, as a point in the space of the data.",
            mu=Vector(mean),
            v=Vector(v),
            x=Vector(x),
        ),
        answer=answer,
        hints=(
            r"The reconstruction is the point nearest to $x$ on the line through $\mu$ along $v$.",
            r"Project $x - \mu$ onto $v$; mind that $v$ does not have length one.",
            r"The projection is measured from the mean: what is missing?",
        ),
        steps=(
            _centred_step(mean, x),
            step(
                r"Project it onto $v$: $\frac{v^\top (x - \mu)}{v^\top v} = \frac{@inner}{@squares} = @t$. (With a "
                r"vector of "
                r"length one, $v^\top v$ would be $1$.)",
                inner=_inner(v, mean, x),
                squares=_squares(v),
                t=_ratio(n, s),
            ),
            step(
                r"The projection is $@*t v = @away$, and the mean is added back: $\tilde{x} = @mu + @away = "
                r"@right$.",
                t=t,
                away=away,
                mu=Vector(mean),
                right=right,
            ),
            Step(
                text(
                    r"Check: the rest $x - \tilde{x} = @rest$ is orthogonal to $v$: $v^\top (x - \tilde{x}) = @zero = "
                    r"0$.",
                    rest=rest,
                    zero=inner_product([Q(c) for c in v], list(rest)),
                )
                + picture
            ),
            step(r"The reconstruction is $\tilde{x} = @answer$.", answer=answer),
        ),
        misconceptions=_distinct(answer, replies),
    )


def _ratio(n: int, s: int) -> Tex:
    written, value = rf"\frac{{{n}}}{{{s}}}", latex_of(Q(n, s))
    return Tex(value if s == 1 or written == value else f"{written} = {value}")


def _distinct(
    answer: VectorAnswer, replies: Sequence[tuple[str, VectorAnswer | NumberAnswer]]
) -> tuple[Misconception, ...]:
    seen = [answer.typed()]
    found = []
    for code, reply in replies:
        if reply.typed() not in seen:
            seen.append(reply.typed())
            found.append(Misconception(code, reply, FEEDBACK[code]))
    return tuple(found)


def _figure(mean: Ints, v: Ints, x: Ints, right: Matrix) -> str:
    """The axis through the mean, the point, and its projection."""
    points = [tuple(map(near, p)) for p in (mean, x, list(right))]
    low = [min(p[i] for p in points) - 2.0 for i in range(2)]
    high = [max(p[i] for p in points) + 2.0 for i in range(2)]
    reach = 40.0
    ends = []
    for sign in (-1, 1):
        t = min(
            reach,
            *(((high[i] if sign * v[i] > 0 else low[i]) - mean[i]) / (sign * v[i]) for i in range(2) if v[i] != 0),
        )
        ends.append((near(mean[0] + sign * t * v[0]), near(mean[1] + sign * t * v[1])))
    return drawn(
        Plot(
            "The mean, the principal axis through it, the point beside the axis, and its projection at a right angle "
            "onto the "
            "axis.",
            x_range=(near(low[0]), near(high[0])),
            y_range=(near(low[1]), near(high[1])),
            x_label="$x_1$",
            y_label="$x_2$",
            equal=True,
            marks=(
                Line((ends[0], ends[1]), label="principal axis"),
                Line(((points[1][0], points[1][1]), (points[2][0], points[2][1])), style="dotted"),
                Points(((points[0][0], points[0][1]),), label=r"$\mu$", marker="plus"),
                Points(((points[1][0], points[1][1]),), label="$x$"),
                Points(((points[2][0], points[2][1]),), label=r"$\tilde{x}$", marker="circle"),
            ),
        )
    )


# ------------------------------------------------------------------ level 3


def _plane(setting: int, mean: Ints, directions: tuple[Ints, ...], x: Ints, values: Ints) -> Problem:
    kept, dropped = directions[:2], directions[2]
    shares = [Q(along(v, x, mean), square(v)) for v in kept]
    right = moved(mean, list(zip(kept, shares, strict=True)))
    answer = VectorAnswer.of(right)
    rest = Vector(x) - right
    error = rest.dot(rest)
    away = right - Vector(mean)
    raw = [Q(along(v, x, mean)) for v in kept]
    loss, own = NumberAnswer.of(values[2]), NumberAnswer.of(error)
    units = [rf"\frac{{1}}{{{root_tex(square(v))}}} {latex_of(Vector(v))}" for v in directions]
    replies: list[tuple[str, VectorAnswer | NumberAnswer]] = [
        ("mean-not-restored", VectorAnswer.of(away)),
        ("non-unit-direction", VectorAnswer.of(moved(mean, list(zip(kept, raw, strict=True))))),
        ("score-for-point", VectorAnswer.of([_over_root(along(v, x, mean), square(v)) for v in kept])),
    ]
    names = ("p1", "p2", "p3")
    gaps = " + ".join(f"({a} - {name})^2" for a, name in zip(x, names, strict=True))
    guard = " or ".join(f"{name} != {a}" for a, name in zip(x, names, strict=True))
    everything = listed([f"$\\lambda_{k} = {v}$" for k, v in enumerate(values, 1)])
    vectors = r", \quad ".join(f"b_{k} = {unit}" for k, unit in enumerate(units, 1))
    return Problem(
        prompt=_opening(setting, 3)
        + text(r" the mean $\mu = @mu$ and the orthonormal principal directions ", mu=Vector(mean))
        + f"$${vectors}.$$ The variances along them are {everything} (with the factor $\\frac{{1}}{{N}}$). Two "
        f"components are "
        "kept.",
        parts=(
            Part(
                "a",
                answer,
                text(
                    r"Give the reconstruction $\tilde{x}$ of the point $x = @x$ from its first two scores.", x=Vector(x)
                ),
                points=3,
                misconceptions=_distinct(answer, replies),
            ),
            Part(
                "b",
                own,
                r"How large is its squared reconstruction error $\|x - \tilde{x}\|^2$?",
                follows=Follow("a", names, gaps, guard=f"({guard}) and p1^2 + p2^2 + p3^2 != 0"),
            ),
            Part(
                "c",
                loss,
                r"How large is $\frac{1}{N} \sum_n \|x_n - \tilde{x}_n\|^2$, the mean over the whole data set?",
            ),
        ),
        hints=(
            r"Scores are inner products of $x - \mu$ with the unit vectors; only the first two are used.",
            r"$\tilde{x} = \mu + z_1 b_1 + z_2 b_2$, and the rest points along $b_3$.",
            "What is the mean of the squared scores along a principal direction?",
        ),
        steps=(
            _centred_step(mean, x),
            Step("The scores are the inner products with the unit vectors: " + listed(_scores(kept, mean, x)) + "."),
            Step(
                "Multiplied by the unit vectors, the two parts are "
                + listed(
                    [
                        rf"$z_{k} b_{k} = {'' if t == 1 else '-' if t == -1 else latex_of(t)} {latex_of(Vector(v))}$"
                        for k, (v, t) in enumerate(zip(kept, shares, strict=True), 1)
                    ]
                )
                + "."
            ),
            step(
                r"Add them to the mean: $\tilde{x} = @mu + @away = @right$.",
                mu=Vector(mean),
                away=away,
                right=right,
            ),
            step(
                r"The rest is $x - \tilde{x} = @rest$, and $\|x - \tilde{x}\|^2 = @squares = @error$. Check: it is a "
                r"multiple of "
                r"$@dropped$, the direction of $b_3$, and so orthogonal to both directions that are kept.",
                rest=rest,
                squares=Tex(" + ".join(f"{base(r)}^2" for r in rest)),
                error=error,
                dropped=Vector(dropped),
            ),
            Step(
                r"For every point the error is its squared score along $b_3$. The mean of these squares over the data "
                r"is the "
                rf"variance along $b_3$, the eigenvalue that is dropped: $\lambda_3 = {values[2]}$. The error of one "
                rf"point may be "
                "larger or smaller."
            ),
            step(
                r"(a) $\tilde{x} = @answer$. (b) The squared error is $@own$. (c) The mean error is $@loss$.",
                answer=answer,
                own=own,
                loss=loss,
            ),
        ),
    )


def _scores(kept: Sequence[Ints], mean: Ints, x: Ints) -> list[str]:
    return [
        rf"$z_{k} = \frac{{1}}{{{root_tex(square(v))}}}\left({_inner(v, mean, x)}\right) = "
        rf"\frac{{{along(v, x, mean)}}}{{{root_tex(square(v))}}}$"
        if square(v) != 1
        else rf"$z_{k} = {_inner(v, mean, x)} = {along(v, x, mean)}$"
        for k, v in enumerate(kept, 1)
    ]


# ------------------------------------------------------------------ the second opinion


@pca_project.verify
def orthogonal_rest(
    kind: str, setting: int, mean: Ints, directions: tuple[Ints, ...], x: Ints, values: Ints, answer: object
) -> bool:
    """The rest is orthogonal to what is kept; the mean error is the trace less the kept variances."""
    away = Vector(x) - Vector(mean)
    v = Vector(directions[0])
    if kind == "score":
        # Pythagoras: squared distance from the mean = squared score + squared distance from the line.
        z = near(answer)
        if len(mean) == 2:
            from_line = abs(directions[0][0] * near(away[1]) - directions[0][1] * near(away[0])) / math.hypot(
                *directions[0]
            )
        else:
            a, b = directions[0], [near(c) for c in away]
            cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
            from_line = math.hypot(*cross) / math.hypot(*a)
        whole = sum(near(c) ** 2 for c in away)
        ahead = away.dot(v) > 0
        return math.isclose(z * z + from_line**2, whole, abs_tol=0.01) and (z > 0) == bool(ahead)
    point = answer["a"] if isinstance(answer, dict) else answer
    if not isinstance(point, Matrix) or point.shape != (len(mean), 1):
        return False
    kept = [Vector(d) for d in directions[: 2 if kind == "plane" else 1]]
    shift = point - Vector(mean)
    rest = Vector(x) - point
    inside = Matrix.from_columns([*kept, shift]).rank() == len(kept) if not shift.is_zero else True
    if not inside or any(rest.dot(d) != 0 for d in kept):
        return False
    if kind == "point":
        return True
    assert isinstance(answer, dict)
    unit_parts = [(Vector(d) @ Vector(d).T) * Q(value, square(d)) for d, value in zip(directions, values, strict=True)]
    covariance = unit_parts[0] + unit_parts[1] + unit_parts[2]
    explained = sum((d.dot(covariance @ d) / d.dot(d) for d in kept), Q(0))
    pythagoras = away.dot(away) - shift.dot(shift)
    return bool(answer["b"] == pythagoras and answer["c"] == covariance.trace() - explained)
