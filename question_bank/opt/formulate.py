r"""Turn a described learning task into objective, variables and constraints (MML 7.2, 8.3 and 12.2).

Levels: 1 a fit with a penalty or a budget; 2 a margin or a projection; 3 a worst case or an absolute value, written
with extra variables (epigraph form; Boyd and Vandenberghe 6). Checked by reading the chosen formula: what stands under
the minimum, what is squared, and on which side of "subject to" the norm stands; variables and constraints are counted
by listing them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from question_bank._steps import listed, wrong_numbers
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Part, Problem, Step


class Given(NamedTuple):
    kind: str
    n: int
    """Number of data points."""
    d: int
    """Dimension of a data point."""
    weight: int
    """lambda, C, a budget or a radius."""
    setting: int
    order: tuple[int, ...]
    """The order of the options."""


class Wrong(NamedTuple):
    """A formula that does not fit the task."""

    formula: str
    code: str
    why: str


class Task(NamedTuple):
    """A task and its formulation."""

    tells: tuple[str, ...]
    right: str
    wrong: tuple[Wrong, Wrong, Wrong]
    variables: tuple[tuple[str, int], ...]
    """What is optimised over, with the number of its entries."""
    constraints: tuple[tuple[str, int], ...]
    """The scalar constraints, in words with their number."""
    why: tuple[str, ...]
    wanted: tuple[str, ...]
    """Patterns that the right formula has, for `verify`."""
    banned: tuple[str, ...] = ()


@exercise("opt-formulate", version=1, bounds=(3000, 3000, 3000))
def formulate(draw: Draw, level: int) -> Given:
    """A task with the numbers of its data."""
    kind = draw.choice(LEVELS[level])
    n = draw.choice((20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500))
    return Given(kind, n, draw.integer(2, 12), draw.integer(2, 9), draw.below(2), tuple(draw.shuffled(range(4))))


SWAP = (
    "Objective and constraint are exchanged: which of the two is to be as small as possible, and which one is limited?"
)
VARIABLE = "The data are given and cannot be chosen. What may the learner change?"
SQUARE = "Look at the norm again: is it squared in the description?"


def _sum(body: str, n: int) -> str:
    return rf"\sum_{{n=1}}^{{{n}}} {body}"


ERROR = r"(y_n - \theta^\top x_n)^2"
TO = r"\quad \text{subject to} \quad "
WORDS = "$ subject to $"
"""What stands for `TO` in what is shown."""

# --- level 1 -----------------------------------------------------------------------------------------------


def _ridge(n: int, d: int, w: int) -> Task:
    fit = _sum(ERROR, n)
    return Task(
        (
            f"A linear model $\\theta^\\top x$ is fitted to ${n}$ observations $(x_n, y_n)$ with $x_n \\in "
            f"\\mathbb{{R}}^{{{d}}}$. "
            f"The sum of the squared errors is to be small, and large parameters cost ${w}$ times their squared norm.",
            f"House prices $y_n$ are predicted from ${d}$ features $x_n$ of ${n}$ houses by $\\theta^\\top x_n$. "
            f"The sum of the "
            f"squared errors plus ${w}$ times the squared length of $\\theta$ is to be as small as possible.",
        ),
        rf"\min_{{\theta}} \ {fit} + {w} \|\theta\|^2",
        (
            Wrong(rf"\min_{{\theta}} \ \|\theta\|^2{TO}{fit} \le {w}", "objective-constraint-swap", SWAP),
            Wrong(rf"\min_{{x_1, \ldots, x_{{{n}}}}} \ {fit} + {w} \|\theta\|^2", "wrong-variable", VARIABLE),
            Wrong(rf"\min_{{\theta}} \ {fit} + {w} \|\theta\|", "norm-square-missing", SQUARE),
        ),
        ((r"\theta", d),),
        (),
        (
            "The learner may choose the parameters; the observations are given.",
            f"Both wishes are weighed against one another in the objective: the errors with weight 1, the squared "
            f"norm with "
            f"weight ${w}$. Nothing is forbidden, so there is no constraint.",
        ),
        (r"^\\min_\{\\theta\}", r"\\theta\\\|\^2$"),
        ("subject to",),
    )


def _budget(n: int, d: int, w: int) -> Task:
    fit = _sum(ERROR, n)
    return Task(
        (
            f"A linear model $\\theta^\\top x$ is fitted to ${n}$ observations $(x_n, y_n)$ with $x_n \\in "
            f"\\mathbb{{R}}^{{{d}}}$: "
            f"the sum of the squared errors is to be as small as possible, but the squared norm of $\\theta$ must "
            f"not exceed "
            f"${w}$.",
            f"Readings of sensors, $x_n \\in \\mathbb{{R}}^{{{d}}}$ for $n = 1, \\ldots, {n}$, predict $y_n$ by "
            f"$\\theta^\\top x_n$. Only parameters with a squared length of at most ${w}$ are allowed; "
            f"among them, the sum of the squared errors is to be smallest.",
        ),
        rf"\min_{{\theta}} \ {fit}{TO}\|\theta\|^2 \le {w}",
        (
            Wrong(rf"\min_{{\theta}} \ \|\theta\|^2{TO}{fit} \le {w}", "objective-constraint-swap", SWAP),
            Wrong(rf"\min_{{x_1, \ldots, x_{{{n}}}}} \ {fit}{TO}\|\theta\|^2 \le {w}", "wrong-variable", VARIABLE),
            Wrong(rf"\min_{{\theta}} \ {fit}{TO}\|\theta\| \le {w}", "norm-square-missing", SQUARE),
        ),
        ((r"\theta", d),),
        (("the bound on the squared norm", 1),),
        (
            "The learner may choose the parameters; the observations are given.",
            "What is to be as small as possible is the objective: the sum of the squared errors. What must not be "
            "exceeded is a "
            "constraint.",
        ),
        (r"^\\min_\{\\theta\}", r"subject to\} \\quad \\\|\\theta\\\|\^2 \\le"),
    )


def _logistic(n: int, d: int, w: int) -> Task:
    fit = _sum(r"\ln\left(1 + e^{-y_n w^\top x_n}\right)", n)
    return Task(
        (
            f"Logistic regression with labels $y_n \\in \\{{-1, 1\\}}$ is trained on ${n}$ documents $x_n \\in "
            f"\\mathbb{{R}}^{{{d}}}$. To the sum of the losses $\\ln(1 + e^{{-y_n w^\\top x_n}})$, ${w}$ times the "
            f"squared norm of "
            "the weights $w$ is added; this is to be as small as possible.",
            f"A logistic classifier with weights $w$ is trained on ${n}$ images, each described by features $x_n \\in "
            f"\\mathbb{{R}}^{{{d}}}$ and a label $y_n \\in \\{{-1, 1\\}}$. The sum of its losses "
            f"$\\ln(1 + e^{{-y_n w^\\top x_n}})$, plus ${w}$ times the squared length of $w$, is to be as small as "
            "possible.",
        ),
        rf"\min_{{w}} \ {fit} + {w} \|w\|^2",
        (
            Wrong(rf"\min_{{w}} \ \|w\|^2{TO}{fit} \le {w}", "objective-constraint-swap", SWAP),
            Wrong(rf"\min_{{y_1, \ldots, y_{{{n}}}}} \ {fit} + {w} \|w\|^2", "wrong-variable", VARIABLE),
            Wrong(rf"\min_{{w}} \ {fit} + {w} \|w\|", "norm-square-missing", SQUARE),
        ),
        (("w", d),),
        (),
        (
            "The learner may choose the weights; inputs and labels are given.",
            f"Loss and penalty are added, the penalty with weight ${w}$. Nothing is forbidden, so there is no "
            f"constraint.",
        ),
        (r"^\\min_\{w\}", r"\\\|w\\\|\^2$"),
        ("subject to",),
    )


# --- level 2 -----------------------------------------------------------------------------------------------

MARGIN = r"y_n(w^\top x_n + b) \ge 1"


def _hard(n: int, d: int, _w: int) -> Task:
    each = rf",\ \ n = 1, \ldots, {n}"
    return Task(
        (
            f"${n}$ points $x_n \\in \\mathbb{{R}}^{{{d}}}$ with labels $y_n \\in \\{{-1, 1\\}}$ can be separated "
            f"by a hyperplane "
            r"$w^\top x + b = 0$. The separating hyperplane with the largest margin is wanted, in the form that is "
            r"a quadratic "
            "program: the closest points are scaled to have the functional margin 1.",
            f"${n}$ labelled e-mails $x_n \\in \\mathbb{{R}}^{{{d}}}$, $y_n \\in \\{{-1, 1\\}}$, are linearly "
            f"separable. A "
            r"classifier $w^\top x + b$ has to give every e-mail a value of at least 1 on its right side, and its "
            r"margin "
            r"$1/\|w\|$ is to be as large as possible. Write this as a quadratic program.",
        ),
        rf"\min_{{w, b}} \ \frac{{1}}{{2}} \|w\|^2{TO}{MARGIN}{each}",
        (
            Wrong(
                rf"\max_{{w, b}} \ {_sum(r'y_n(w^' + chr(92) + 'top x_n + b)', n)}{TO}\frac{{1}}{{2}} \|w\|^2 \ge 1",
                "objective-constraint-swap",
                SWAP,
            ),
            Wrong(
                rf"\min_{{x_1, \ldots, x_{{{n}}}}} \ \frac{{1}}{{2}} \|w\|^2{TO}{MARGIN}{each}",
                "wrong-variable",
                VARIABLE,
            ),
            Wrong(
                rf"\min_{{w, b}} \ \frac{{1}}{{2}} \|w\|{TO}{MARGIN}{each}",
                "norm-square-missing",
                "A quadratic program has a quadratic objective: which power of the norm makes it one?",
            ),
        ),
        (("w", d), ("b", 1)),
        (("one margin condition for each point", n),),
        (
            r"The margin is $1/\|w\|$: it is largest where $\|w\|$ is smallest, which is where $\frac{1}{2}\|w\|^2$ "
            r"is smallest. "
            "The square makes the objective quadratic and smooth.",
            "That every point is on its right side, with a value of at least 1, must hold: these are the constraints.",
        ),
        (r"^\\min_\{w, b\} \\ \\frac\{1\}\{2\} \\\|w\\\|\^2",),
    )


def _soft(n: int, d: int, w: int) -> Task:
    each = rf"1 - \xi_n, \ \ \xi_n \ge 0,\ \ n = 1, \ldots, {n}"
    slack = _sum(r"\xi_n", n)
    margin = r"y_n(w^\top x_n + b) \ge "
    return Task(
        (
            f"${n}$ points $x_n \\in \\mathbb{{R}}^{{{d}}}$ with labels $y_n \\in \\{{-1, 1\\}}$ overlap. A hyperplane "
            f"$w^\\top x + b = 0$ with a large margin is wanted; a point may miss the functional margin 1 by "
            f"$\\xi_n \\ge 0$, "
            f"which costs ${w}\\,\\xi_n$. Write this as a quadratic program, half the squared norm being the "
            f"measure of the "
            "margin.",
            f"A support vector machine with soft margin is trained on ${n}$ labelled scans $x_n \\in "
            f"\\mathbb{{R}}^{{{d}}}$, "
            f"$y_n \\in \\{{-1, 1\\}}$: half the squared norm of $w$, plus ${w}$ times the sum of the amounts "
            f"$\\xi_n \\ge 0$ by "
            "which the points miss the functional margin 1, is to be smallest.",
        ),
        rf"\min_{{w, b, \xi}} \ \frac{{1}}{{2}} \|w\|^2 + {w} {slack}{TO}{margin}{each}",
        (
            Wrong(
                rf"\min_{{w, b, \xi}} \ {slack}{TO}\frac{{1}}{{2}} \|w\|^2 \le {w}, \ \ {margin}{each}",
                "objective-constraint-swap",
                SWAP,
            ),
            Wrong(
                rf"\min_{{x_1, \ldots, x_{{{n}}}, \xi}} \ \frac{{1}}{{2}} \|w\|^2 + {w} {slack}{TO}{margin}{each}",
                "wrong-variable",
                VARIABLE,
            ),
            Wrong(
                rf"\min_{{w, b, \xi}} \ \frac{{1}}{{2}} \|w\| + {w} {slack}{TO}{margin}{each}",
                "norm-square-missing",
                SQUARE,
            ),
        ),
        (("w", d), ("b", 1), (r"\xi", n)),
        (("one margin condition for each point", n), ("one sign condition for each slack variable", n)),
        (
            "The learner chooses the hyperplane and, with it, how much each point misses: weights, intercept and slack "
            "variables.",
            f"Both costs stand in the objective: half the squared norm, and ${w}$ times the sum of the slack "
            f"variables.",
            "Every point has its margin condition, loosened by its slack variable, and slack variables are not "
            "negative.",
        ),
        (r"^\\min_\{w, b, \\xi\} \\ \\frac\{1\}\{2\} \\\|w\\\|\^2 \+",),
    )


def _project(n: int, d: int, w: int) -> Task:
    m = max(1, d // 2)
    return Task(
        (
            f"A noisy signal $y \\in \\mathbb{{R}}^{{{d}}}$ has to be replaced by the nearest signal $x$ that "
            f"satisfies the ${m}$ "
            f"linear equations $Ax = b$. Half the squared distance is the measure.",
            f"After a step of gradient descent, the parameters $y \\in \\mathbb{{R}}^{{{d}}}$ are projected back "
            f"onto the set of "
            f"all $x$ with $Ax = b$ (${m}$ equations): the nearest such point is wanted, measured by half the "
            f"squared distance.",
        ),
        rf"\min_{{x}} \ \frac{{1}}{{2}} \|x - y\|^2{TO}Ax = b",
        (
            Wrong(rf"\min_{{x}} \ \frac{{1}}{{2}} \|Ax - b\|^2{TO}x = y", "objective-constraint-swap", SWAP),
            Wrong(
                rf"\min_{{y}} \ \frac{{1}}{{2}} \|x - y\|^2{TO}Ay = b",
                "wrong-variable",
                "The point $y$ is given. Which point may be chosen?",
            ),
            Wrong(rf"\min_{{x}} \ \frac{{1}}{{2}} \|x - y\|{TO}Ax = b", "norm-square-missing", SQUARE),
        ),
        (("x", d),),
        (("the equations", m),),
        (
            "The new point $x$ may be chosen; $y$, $A$ and $b$ are given.",
            "Its distance to $y$ is to be small: this is the objective. The equations must hold exactly: they are the "
            "constraints.",
        ),
        (r"^\\min_\{x\} \\ \\frac\{1\}\{2\} \\\|x - y\\\|\^2",),
    )


def _ball_projection(n: int, d: int, w: int) -> Task:
    return Task(
        (
            f"Parameters $y \\in \\mathbb{{R}}^{{{d}}}$ are to be projected onto the ball of all $x$ with squared "
            f"norm at most "
            f"${w}$: the nearest point of the ball is wanted, measured by half the squared distance.",
            f"A weight vector $y \\in \\mathbb{{R}}^{{{d}}}$ has become too long. Find the nearest vector $x$, "
            f"measured by half the "
            f"squared distance, whose squared norm does not exceed ${w}$.",
        ),
        rf"\min_{{x}} \ \frac{{1}}{{2}} \|x - y\|^2{TO}\|x\|^2 \le {w}",
        (
            Wrong(rf"\min_{{x}} \ \frac{{1}}{{2}} \|x\|^2{TO}\|x - y\|^2 \le {w}", "objective-constraint-swap", SWAP),
            Wrong(
                rf"\min_{{y}} \ \frac{{1}}{{2}} \|x - y\|^2{TO}\|y\|^2 \le {w}",
                "wrong-variable",
                "The point $y$ is given. Which point may be chosen?",
            ),
            Wrong(rf"\min_{{x}} \ \frac{{1}}{{2}} \|x - y\|{TO}\|x\| \le {w}", "norm-square-missing", SQUARE),
        ),
        (("x", d),),
        (("the bound on the squared norm", 1),),
        (
            "The new point $x$ may be chosen; $y$ is given.",
            "Its distance to $y$ is to be small: this is the objective. Its squared norm must not exceed the bound: "
            "this is the "
            "constraint.",
        ),
        (r"^\\min_\{x\} \\ \\frac\{1\}\{2\} \\\|x - y\\\|\^2", r"\\\|x\\\|\^2 \\le"),
    )


# --- level 3 -----------------------------------------------------------------------------------------------


def _half(w: int) -> str:
    """w / 2 before a norm, in lowest terms."""
    if w % 2:
        return rf"\frac{{{w}}}{{2}}"
    return "" if w == 2 else str(w // 2)


def _chebyshev(n: int, d: int, w: int) -> Task:
    both = rf"y_n - \theta^\top x_n \le t,\ \ y_n - \theta^\top x_n \ge -t,\ \ n = 1, \ldots, {n}"
    half = rf"{_half(w)} \|\theta\|^2".strip()
    return Task(
        (
            f"A linear model $\\theta^\\top x$ for ${n}$ observations $(x_n, y_n)$, $x_n \\in "
            f"\\mathbb{{R}}^{{{d}}}$, has to keep its "
            f"**largest** absolute error small; ${half}$ is added as a penalty. Write this without a maximum, with one "
            "extra variable $t$ (epigraph form).",
            f"For a robust calibration, the worst absolute error of $\\theta^\\top x_n$ against $y_n$ over ${n}$ "
            f"measurements "
            f"($x_n \\in \\mathbb{{R}}^{{{d}}}$), plus ${half}$, is to be minimised. Write this as a quadratic "
            f"program in "
            r"$\theta$ and one extra variable $t$.",
        ),
        rf"\min_{{\theta, t}} \ t + {half}{TO}{both}",
        (
            Wrong(
                rf"\min_{{\theta, t}} \ {_sum(r'|y_n - ' + chr(92) + r'theta^' + chr(92) + 'top x_n|', n)}{TO}t + "
                rf"{half} \le 1",
                "objective-constraint-swap",
                SWAP,
            ),
            Wrong(rf"\min_{{y_1, \ldots, y_{{{n}}}, t}} \ t + {half}{TO}{both}", "wrong-variable", VARIABLE),
            Wrong(rf"\min_{{\theta, t}} \ t + {half.removesuffix('^2')}{TO}{both}", "norm-square-missing", SQUARE),
        ),
        ((r"\theta", d), ("t", 1)),
        (("two inequalities for each observation", 2 * n),),
        (
            r"The largest absolute error is the smallest $t$ with $|y_n - \theta^\top x_n| \le t$ for all $n$: "
            r"minimise $t$ "
            "under these conditions.",
            r"Each of them is two linear inequalities, $-t \le y_n - \theta^\top x_n \le t$.",
        ),
        (r"^\\min_\{\\theta, t\} \\ t \+ (?:\\frac\{\d+\}\{2\} |\d+ )?\\\|\\theta\\\|\^2",),
    )


def _absolute(n: int, d: int, w: int) -> Task:
    both = rf"y_n - \theta^\top x_n \le \xi_n,\ \ y_n - \theta^\top x_n \ge -\xi_n,\ \ n = 1, \ldots, {n}"
    total = _sum(r"\xi_n", n)
    return Task(
        (
            f"To be robust against outliers, a linear model $\\theta^\\top x$ for ${n}$ observations $(x_n, y_n)$, "
            f"$x_n \\in \\mathbb{{R}}^{{{d}}}$, minimises the sum of the **absolute** errors plus ${w}$ times the "
            f"squared norm of "
            r"$\theta$. Write this without absolute values, with one extra variable $\xi_n$ for each observation.",
            f"Salaries $y_n$ of ${n}$ persons, some of them extreme, are predicted by $\\theta^\\top x_n$ with "
            f"$x_n \\in \\mathbb{{R}}^{{{d}}}$. The sum of the absolute errors and ${w}$ times the squared length "
            f"of $\\theta$ are to "
            r"be small together. Write this as a quadratic program with extra variables $\xi_n$.",
        ),
        rf"\min_{{\theta, \xi}} \ {total} + {w} \|\theta\|^2{TO}{both}",
        (
            Wrong(
                rf"\min_{{\theta, \xi}} \ \|\theta\|^2{TO}{total} \le {w}, \ \ {both}",
                "objective-constraint-swap",
                SWAP,
            ),
            Wrong(rf"\min_{{y, \xi}} \ {total} + {w} \|\theta\|^2{TO}{both}", "wrong-variable", VARIABLE),
            Wrong(rf"\min_{{\theta, \xi}} \ {total} + {w} \|\theta\|{TO}{both}", "norm-square-missing", SQUARE),
        ),
        ((r"\theta", d), (r"\xi", n)),
        (("two inequalities for each observation", 2 * n),),
        (
            r"The absolute error of an observation is the smallest $\xi_n$ with $-\xi_n \le y_n - \theta^\top x_n "
            r"\le \xi_n$. Since "
            r"the sum of the $\xi_n$ is minimised, each of them comes down to it.",
            "The penalty stays in the objective.",
        ),
        (r"^\\min_\{\\theta, \\xi\} \\ \\sum", r"\\theta\\\|\^2\\quad"),
    )


def _ball(n: int, d: int, _w: int) -> Task:
    each = rf"\|x_n - c\|^2 \le R,\ \ n = 1, \ldots, {n}"
    return Task(
        (
            f"For the detection of outliers, the smallest ball that contains all ${n}$ points $x_n \\in "
            f"\\mathbb{{R}}^{{{d}}}$ is "
            r"wanted: the largest squared distance to its centre is to be as small as possible. Write this with the "
            r"centre $c$ "
            "and one extra variable $R$ for the squared radius.",
            f"A warehouse at $c \\in \\mathbb{{R}}^{{{d}}}$ serves ${n}$ points $x_n$. The largest squared distance "
            f"to them is to be "
            "as small as possible. Write this in epigraph form, with an extra variable $R$ for the largest squared "
            "distance.",
        ),
        rf"\min_{{c, R}} \ R{TO}{each}",
        (
            Wrong(
                rf"\min_{{c, R}} \ {_sum(r'|x_n - c|^2', n).replace('|', chr(92) + '|')}{TO}R \ge 0",
                "objective-constraint-swap",
                SWAP,
            ),
            Wrong(rf"\min_{{x_1, \ldots, x_{{{n}}}, R}} \ R{TO}{each}", "wrong-variable", VARIABLE),
            Wrong(rf"\min_{{c, R}} \ R{TO}\|x_n - c\| \le R,\ \ n = 1, \ldots, {n}", "norm-square-missing", SQUARE),
        ),
        (("c", d), ("R", 1)),
        (("one condition for each point", n),),
        (
            r"The largest squared distance is the smallest $R$ with $\|x_n - c\|^2 \le R$ for all $n$: minimise $R$ "
            r"under these "
            "conditions.",
            "The points are given; centre and squared radius may be chosen.",
        ),
        (r"^\\min_\{c, R\} \\ R", r"x_n - c\\\|\^2 \\le R"),
    )


def _worst(n: int, d: int, w: int) -> Task:
    inner = _sum(r"(y_n - \theta^\top (x_n + \delta_n))^2", n)
    return Task(
        (
            f"An adversary may shift each of ${n}$ inputs $x_n \\in \\mathbb{{R}}^{{{d}}}$ by $\\delta_n$ with "
            f"squared norm at most "
            f"${w}$, so as to make the sum of the squared errors of $\\theta^\\top x$ as large as possible. The "
            f"parameters are to "
            "be chosen so that this worst case is as good as possible.",
            f"The readings $x_n \\in \\mathbb{{R}}^{{{d}}}$ of ${n}$ sensors may be wrong by $\\delta_n$ with "
            f"$\\|\\delta_n\\|^2 \\le "
            f"{w}$. Find the parameters $\\theta$ whose sum of squared errors is smallest for the worst possible "
            f"deviations.",
        ),
        rf"\min_{{\theta}} \ \max_{{\|\delta_n\|^2 \le {w}}} \ {inner}",
        (
            Wrong(
                rf"\max_{{\|\delta_n\|^2 \le {w}}} \ \min_{{\theta}} \ {inner}",
                "objective-constraint-swap",
                "Who decides last? The deviations are chosen for the worst after the parameters are fixed.",
            ),
            Wrong(
                rf"\min_{{\|\delta_n\|^2 \le {w}}} \ {inner}",
                "wrong-variable",
                "The deviations are not in the learner's hand, and they are chosen against the learner.",
            ),
            Wrong(rf"\min_{{\theta}} \ \max_{{\|\delta_n\| \le {w}}} \ {inner}", "norm-square-missing", SQUARE),
        ),
        ((r"\theta", d),),
        (),
        (
            r"For fixed parameters the worst case is a maximum over all allowed deviations $\delta_n$.",
            "The learner minimises this maximum over the parameters: the minimum stands outside, the maximum inside.",
        ),
        (r"^\\min_\{\\theta\} \\ \\max_\{\\\|\\delta_n\\\|\^2",),
    )


TASKS: dict[str, Callable[[int, int, int], Task]] = {
    "ridge": _ridge,
    "budget": _budget,
    "logistic": _logistic,
    "hard": _hard,
    "soft": _soft,
    "project": _project,
    "ball-projection": _ball_projection,
    "chebyshev": _chebyshev,
    "absolute": _absolute,
    "ball": _ball,
    "worst": _worst,
}
LEVELS: dict[int, tuple[str, ...]] = {
    1: ("ridge", "budget", "logistic"),
    2: ("hard", "soft", "soft", "project", "ball-projection"),
    3: ("chebyshev", "absolute", "ball", "worst"),
}

GIVEN = "That counts the entries of the data, which are given."
ADVERSARY = (
    r"That is the number of entries of the $x_n$, and of the $\delta_n$. The $x_n$ are given, and the adversary "
    r"chooses the $\delta_n$ in the maximisation inside. Which variables does the minimisation have?"
)

# --- the problem -------------------------------------------------------------------------------------------


@formulate.problem
def build(kind: str, n: int, d: int, weight: int, setting: int, order: tuple[int, ...]) -> Problem:
    """The task, the four formulas, and the counts of variables and constraints."""
    task = TASKS[kind](n, d, weight)
    options = [
        Option(_written(task.right), True),
        *(Option(_written(w.formula), False, w.code, w.why) for w in task.wrong),
    ]
    choice = ChoiceAnswer(tuple(options[i] for i in order))
    variables = sum(count for _, count in task.variables)
    constraints = sum(count for _, count in task.constraints)
    has_data = kind not in ("project", "ball-projection")
    parts = [
        Part("a", choice, "Which problem is this?", points=2),
        Part(
            "b",
            NumberAnswer.of(variables),
            "How many real variables does the minimisation have?",
            misconceptions=wrong_numbers(
                variables,
                *((("wrong-variable", n * d, ADVERSARY if kind == "worst" else GIVEN),) if has_data else ()),
                *(
                    (("extra-variables-forgotten", d, "Count the variables beside the main vector as well."),)
                    if variables != d
                    else ()
                ),
            ),
        ),
    ]
    if kind != "worst":
        parts.append(
            Part(
                "c",
                NumberAnswer.of(constraints),
                "How many constraints does it have, counted as scalar equations and inequalities? (Give 0 if there "
                "are none.)",
            )
        )
    return Problem(
        prompt=task.tells[setting],
        parts=tuple(parts),
        hints=(
            "Ask first: what may be chosen, and what is given?",
            "What is to be as small (or as large) as possible is the objective; what must hold is a constraint.",
            "Look closely at what is squared.",
        ),
        steps=_steps(task, kind, variables, constraints),
    )


def _written(formula: str) -> str:
    """A program as text: two formulas and words between them, so that a line may be broken there."""
    return f"${formula.replace(TO, WORDS)}$"


def _steps(task: Task, kind: str, variables: int, constraints: int) -> tuple[Step, ...]:
    named = ", ".join(
        rf"${name}$ with ${count}$ {'entry' if count == 1 else 'entries'}" for name, count in task.variables
    )
    total = f" in total ${variables}$" if len(task.variables) > 1 else ""
    counted = Step(f"The variables are {named}{',' if total else ''}{total}.")
    if task.constraints:
        told = listed([f"{words} (${count}$)" for words, count in task.constraints])
        limits: tuple[Step, ...] = (
            Step(f"Count the constraints: {told}{f', together ${constraints}$' if len(task.constraints) > 1 else ''}."),
        )
    else:
        limits = ()
    end = "" if kind == "worst" else f" (c) ${constraints}$."
    return (
        *(Step(line) for line in task.why),
        counted,
        *limits,
        Step(f"(a) The problem is {_written(task.right)}. (b) ${variables}$.{end}"),
    )


# --- verify ------------------------------------------------------------------------------------------------


@formulate.verify
def formula_is_read(
    kind: str, n: int, d: int, weight: int, setting: int, order: tuple[int, ...], answer: dict[str, Any]
) -> bool:
    """Read the chosen formula for what it minimises over and what it squares; count by listing."""
    task = TASKS[kind](n, d, weight)
    formula = answer["a"][0].strip("$").replace(WORDS, TO)
    fits = all(re.search(pattern, formula) for pattern in task.wanted)
    clean = not any(pattern in formula for pattern in task.banned)
    # The letters under the first minimum, entry by entry.
    under = re.match(r"\\min_\{([^}]*)\}", formula)
    if not fits or not clean or under is None or not _numbers_fit(formula, kind, n, weight):
        return False
    sizes = {r"\theta": d, "w": d, "x": d, "c": d, "b": 1, "t": 1, "R": 1, r"\xi": n}
    entries = [(name, i) for name in under[1].split(", ") for i in range(sizes[name])]
    if answer["b"] != len(entries):
        return False
    if kind == "worst":
        return True
    limits = formula.split("subject to")[1] if "subject to" in formula else ""
    repeated = r"n = 1, \ldots" in limits
    relations = len(re.findall(r"\\le|\\ge", limits)) * (n if repeated else 1)
    if "Ax = b" in limits:
        relations = max(1, d // 2)
    return bool(answer["c"] == relations)


def _numbers_fit(formula: str, kind: str, n: int, weight: int) -> bool:
    """The formula has the number of data points and the weight of the description, and no others."""
    found = {int(v) for v in re.findall(r"\d+", formula)}
    needed = set() if kind in ("project", "ball-projection") else {n}
    if kind not in ("hard", "ball", "project"):
        needed.add(weight // 2 if kind == "chebyshev" and weight % 2 == 0 else weight)
    return needed - {1} <= found and found <= needed | {0, 1, 2}
