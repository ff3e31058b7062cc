"""Euler-Lagrange equations, and their solutions with boundary values and side conditions (calculus of variations).

Levels: 1 the equation of a functional of y and y'; 2 the equation and its solution between two points; 3 a side
condition with a multiplier, up to densities of maximum entropy. Checked by the definition of a stationary point: the
functional is integrated numerically along the reply and along small variations that keep boundary values and
conditions; an equation is tested against difference quotients of the integrand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import exp, isfinite, log, pi, sin
from typing import Any, NamedTuple

from question_bank.cal._shown import power, scaled, shown, total
from quizgen.answers.equation import EquationAnswer
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of
from quizgen.problem import Misconception, Part, Problem, Step


class Given(NamedTuple):
    kind: str
    numbers: tuple[int, ...]
    """What they are depends on the kind; the cases say it."""
    phrasing: int


LEVELS: dict[int, tuple[str, ...]] = {
    1: ("equation",),
    2: ("length", "parabola", "parabola", "hyperbolic", "oscillator"),
    3: ("area", "area", "moment", "moment", "exponential", "exponential", "gaussian", "gaussian", "importance"),
}


@exercise("cal-euler-lagrange", version=1, bounds=(300, 500, 1000))
def euler_lagrange(draw: Draw, level: int) -> Given:
    """Integrands with small coefficients, boundary values and conditions."""
    kind, phrasing, small = draw.choice(LEVELS[level]), draw.below(2), draw.integer
    numbers: tuple[int, ...]
    match kind:
        case "equation":
            # a y'^2 + b y y' + c y^2 + d y + e y^k
            numbers = (small(1, 5), small(-4, 4), small(-5, 5, nonzero=True), small(-6, 6), small(-3, 3), small(3, 4))
        case "length":
            numbers = (small(-2, 1), small(-5, 5), small(2, 5), small(-5, 5))
            numbers = (numbers[0], numbers[1], numbers[0] + numbers[2], numbers[3])
        case "parabola":
            # y'^2 + 2 k y: y'' = k, with y(0) and y(b)
            numbers = (2 * small(-3, 3, nonzero=True), small(-4, 4), small(1, 3), small(-5, 5))
        case "hyperbolic":
            w, b = draw.choice(((1, 1), (2, 1), (3, 1), (4, 1), (1, 2), (2, 2), (1, 3), (1, 4)))
            numbers = (w, small(1, 9), b)
        case "oscillator":
            # y'^2 - w^2 y^2 on [0, pi/(2w)]
            numbers = (small(1, 4), small(-6, 6), small(-6, 6, nonzero=True))
        case "area":
            numbers = (small(1, 6), small(1, 20))
        case "moment":
            numbers = (small(1, 9), small(-6, 9))
        case "exponential":
            numbers = (small(2, 15), small(1, 9))
        case "gaussian":
            numbers = (small(-9, 9), small(1, 8))
        case _:
            n = small(1, 4)
            numbers = (n, small(1, (9, 9, 5, 3)[n - 1]))
    return Given(kind, numbers, phrasing)


class Case(NamedTuple):
    """A problem with a solution, in the answer language."""

    question: tuple[str, str]
    answer: str
    names: tuple[str, ...]
    label: str
    steps: tuple[str, ...]
    hints: tuple[str, str]
    wrong: tuple[tuple[str, str], ...]
    domain: dict[str, str] = {}
    equation: tuple[str, dict[str, str]] | None = None
    """Level 2: the Euler-Lagrange equation in y, p, q, with its wrong versions."""


RULE = r"\frac{\partial L}{\partial y} - \frac{d}{dx} \frac{\partial L}{\partial y'} = 0"
FEEDBACK = {
    "no-d-dx": r"The derivative with respect to $y'$ still has to be differentiated with respect to $x$ "
    r"along the solution: $\frac{d}{dx} "
    r"\frac{\partial L}{\partial y'}$.",
    "sign-plus": "Look at the sign: integration by parts, from which the equation comes, brings a minus.",
    "constants-free": "This is the general solution. The boundary values and conditions fix its constants.",
}
WRITE = "In your answer write $p$ for $y'$ and $q$ for $y''$."


# ------------------------------------------------------------------ level 1


def integrand_terms(numbers: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """(coefficient, power of y, power of y') of the integrand of level 1."""
    a, b, c, d, e, k = numbers
    return [(a, 0, 2), (b, 1, 1), (c, 2, 0), (d, 1, 0), (e, k, 0)]


def _monomials(terms: list[tuple[int, int, int]], p: str) -> str:
    return total(*((c, " ".join(x for x in (power("y", i), power(p, j)) if x)) for c, i, j in terms))


def _equation(g: Given) -> Problem:
    terms = [t for t in integrand_terms(g.numbers) if t[0]]
    a, b, c, d, e, k = g.numbers
    by_y = total((b, "p"), (2 * c, "y"), (d, ""), (e * k, power("y", k - 1)))
    by_p = total((2 * a, "p"), (b, "y"))
    along = total((2 * a, "q"), (b, "p"))
    left = total((2 * c, "y"), (d, ""), (e * k, power("y", k - 1)))
    names = ("y", "p", "q")

    def equation(text: str) -> EquationAnswer:
        return EquationAnswer(text, names)

    answer = equation(f"{scaled(2 * a, 'q')} = {left}")
    plus = total((2 * a, "q"), (2 * b, "p"), (2 * c, "y"), (d, ""), (e * k, power("y", k - 1)))
    wrong = {"no-d-dx": f"{by_y} = {by_p}", "sign-plus": f"{plus} = 0"}
    L = _tex(_monomials(terms, "p"))
    ask = (
        rf"Give the Euler-Lagrange equation of the functional $$J[y] = \int_a^b \left({L}\right) dx.$$",
        rf"Which differential equation must a smooth function $y(x)$ satisfy to make $$J[y] = \int_a^b "
        rf"\left({L}\right) dx$$ "
        "stationary among all functions with the same boundary values?",
    )[g.phrasing]
    mixed = (
        rf" The term with $y y'$ gives ${_tex(scaled(b, 'p'))}$ on both sides and cancels: it is a total "
        rf"derivative and "
        "changes $J$ by a constant."
        if b
        else ""
    )
    return Problem.single(
        prompt=f"{ask} {WRITE}",
        answer=answer,
        hints=(
            "Treat $y$ and $y'$ as two independent variables of the integrand, and take both partial derivatives.",
            rf"The equation is ${RULE}$; the total derivative with respect to $x$ turns $y$ into $y'$ and "
            "$y'$ into $y''$.",
        ),
        steps=(
            Step(
                rf"The integrand is $L(y, y') = {L}$. The partial derivative with respect to $y$: "
                rf"$\frac{{\partial L}}{{\partial y}} = "
                rf"{_tex(by_y)}$."
            ),
            Step(rf"The partial derivative with respect to $y'$: $\frac{{\partial L}}{{\partial y'}} = {_tex(by_p)}$."),
            Step(
                rf"Along a solution both depend on $x$: $\frac{{d}}{{dx}} \frac{{\partial L}}{{\partial y'}} = "
                rf"{_tex(along)}$."
            ),
            Step(rf"Euler-Lagrange: ${RULE}$, so ${_tex(by_y)} = {_tex(along)}$.{mixed}"),
            Step(
                r"Check of the sign: for $L = \frac{1}{2} y'^2 - 10 y$, the kinetic minus the potential energy of a "
                r"body at the height $y$, the same steps give $-10 = y''$: it falls, as it should."
            ),
            Step(rf"With $p$ and $q$: ${answer.tex()}$."),
        ),
        misconceptions=tuple(Misconception(code, equation(x), FEEDBACK[code]) for code, x in wrong.items()),
    )


def _tex(typed: str) -> str:
    """A text in y, p, q as LaTeX with primes."""
    tex = shown(typed, "y", "p", "q", "x")
    return tex.replace("p^{2}", "y'^2").replace("p", "y'").replace("q", "y''")


# ------------------------------------------------------------------ level 2


def _length(g: Given) -> Case:
    x0, y0, x1, y1 = g.numbers
    m = Q(y1 - y0, x1 - x0)
    c = y0 - m * x0
    right = total((m, "x"), (c, ""))
    return Case(
        question=(
            rf"Among all smooth curves from $({x0}, {y0})$ to $({x1}, {y1})$ the shortest is wanted: minimise $$J[y] = "
            rf"\int_{{{x0}}}^{{{x1}}} \sqrt{{1 + y'^2}} \, dx, \quad y({x0}) = {y0}, \quad y({x1}) = {y1}.$$",
            rf"A cable of least length joins the points $({x0}, {y0})$ and $({x1}, {y1})$ in the plane: $$J[y] = "
            rf"\int_{{{x0}}}^{{{x1}}} \sqrt{{1 + y'^2}} \, dx$$ is to be minimal.",
        ),
        answer=right,
        names=("x", "C1", "C2"),
        label="$y(x) =$",
        steps=(
            r"The integrand does not contain $y$, so $\frac{\partial L}{\partial y} = 0$ and $\frac{d}{dx} "
            r"\frac{y'}{\sqrt{1 + y'^2}} = 0$.",
            r"So $\frac{y'}{\sqrt{1 + y'^2}}$ is constant, and with it $y'$: the general solution is $y = C_1 "
            r"x + C_2$, a "
            "straight line.",
            rf"Boundary values: the slope is $C_1 = \frac{{{y1} - {_b(y0)}}}{{{x1} - {_b(x0)}}} = {latex_of(m)}$, and "
            rf"$C_2 = {latex_of(c)}$ from $y({x0}) = {y0}$.",
        ),
        hints=(
            "On which variables does the integrand depend? One of the two terms of the equation is zero.",
            "If a total derivative vanishes, what was differentiated is constant.",
        ),
        wrong=(("constants-free", "C1*x + C2"),),
    )


def _b(n: int) -> str:
    return f"({n})" if n < 0 else str(n)


def _parabola(g: Given) -> Case:
    k, y0, b, y1 = g.numbers
    bend = Q(k, 2)
    c1 = (y1 - y0 - bend * b * b) / b
    d1 = (y1 - y0 + bend * b * b) / b
    right = total((bend, "x^2"), (c1, "x"), (y0, ""))
    L = _tex(total((1, "p^2"), (2 * k, "y")))
    return Case(
        question=(
            rf"Find the function that makes $$J[y] = \int_0^{{{b}}} \left({L}\right) dx, \quad y(0) = {y0}, "
            rf"\quad y({b}) = {y1}$$ "
            "stationary.",
            rf"A stretched string under a constant load takes the shape that minimises the energy $$J[y] = "
            rf"\int_0^{{{b}}} "
            rf"\left({L}\right) dx$$ with its ends fixed at $y(0) = {y0}$ and $y({b}) = {y1}$.",
        ),
        answer=right,
        names=("x", "C1", "C2"),
        label="$y(x) =$",
        steps=(
            rf"$\frac{{\partial L}}{{\partial y}} = {2 * k}$ and $\frac{{\partial L}}{{\partial y'}} = 2y'$, so the "
            rf"Euler-Lagrange equation is ${2 * k} - 2y'' = 0$, that is $y'' = {k}$.",
            rf"Integrate twice: $y = {shown(total((bend, 'x^2')), 'x')} + C_1 x + C_2$.",
            rf"$y(0) = {y0}$ gives $C_2 = {y0}$.",
            rf"$y({b}) = {y1}$ gives ${latex_of(bend * b * b)} + {_n(b)}C_1 {'-' if y0 < 0 else '+'} {abs(y0)} "
            rf"= {y1}$, so $C_1 = "
            rf"{latex_of(c1)}$.",
            rf"Check: $y'' = {k}$, $y(0) = {y0}$ and $y({b}) = {y1}$ hold for the result.",
        ),
        hints=(
            "Write down the Euler-Lagrange equation: it is of second order and easily integrated twice.",
            "The two boundary values fix the two constants.",
        ),
        wrong=(
            ("constants-free", f"{total((bend, 'x^2'))} + C1*x + C2"),
            ("sign-plus", total((-bend, "x^2"), (d1, "x"), (y0, ""))),
        ),
        equation=(f"q = {k}", {"sign-plus": f"q = {-k}", "no-d-dx": f"p = {k}"}),
    )


def _n(n: int) -> str:
    return "" if n == 1 else str(n)


def _hyperbolic(g: Given) -> Case:
    w, top, b = g.numbers
    body = f"{scaled(top, f'sinh({scaled(w, chr(120))})')}/sinh({w * b})"
    L = _tex(total((1, "p^2"), (w * w, "y^2")))
    wx = scaled(w, "x")
    return Case(
        question=(
            rf"Find the function that minimises $$J[y] = \int_0^{{{b}}} \left({L}\right) dx, \quad y(0) = 0, "
            rf"\quad y({b}) = "
            rf"{top}.$$",
            rf"A smoothing method penalises slope and size of a signal: $$J[y] = \int_0^{{{b}}} "
            rf"\left({L}\right) dx$$ is to be "
            rf"minimal, with $y(0) = 0$ and $y({b}) = {top}$.",
        ),
        answer=body,
        names=("x", "C1", "C2"),
        label="$y(x) =$",
        steps=(
            rf"$\frac{{\partial L}}{{\partial y}} = {2 * w * w}y$ and $\frac{{\partial L}}{{\partial y'}} = "
            rf"2y'$, so the "
            rf"Euler-Lagrange equation is $y'' = {_n(w * w)}y$.",
            rf"Its solutions are $y = C_1 e^{{{wx}}} + C_2 e^{{-{wx}}}$, because the exponents $r$ satisfy "
            rf"$r^2 = {w * w}$.",
            rf"$y(0) = 0$ gives $C_2 = -C_1$, so $y = 2C_1 \sinh({wx})$.",
            rf"$y({b}) = {top}$ gives $2C_1 = \frac{{{top}}}{{\sinh({w * b})}}$.",
            r"Check: the solution is convex and stays below the straight line, because size is penalised as well.",
        ),
        hints=(
            "Write down the Euler-Lagrange equation: it is linear of second order with constant coefficients.",
            r"With $y(0) = 0$ a hyperbolic sine is convenient.",
        ),
        wrong=(("constants-free", f"C1*e^({wx}) + C2*e^(-{wx})"),),
        equation=(
            f"q = {scaled(w * w, 'y')}",
            {"sign-plus": f"q = {scaled(-w * w, 'y')}", "no-d-dx": f"p = {scaled(w * w, 'y')}"},
        ),
    )


def _oscillator(g: Given) -> Case:
    w, a, c = g.numbers
    wx = scaled(w, "x")
    end = r"\pi/2" if w == 1 else rf"\pi/{2 * w}"
    L = _tex(total((1, "p^2"), (-w * w, "y^2")))
    return Case(
        question=(
            rf"Find the function that makes $$J[y] = \int_0^{{{end}}} \left({L}\right) dx, \quad y(0) = {a}, \quad "
            rf"y({end}) = {c}$$ stationary.",
            rf"A mass on a spring moves so that the action $$J[y] = \int_0^{{{end}}} \left({L}\right) dx$$ is "
            rf"stationary (here "
            rf"$x$ is the time), with $y(0) = {a}$ and $y({end}) = {c}$. Find its motion.",
        ),
        answer=total((a, f"cos({wx})"), (c, f"sin({wx})")),
        names=("x", "C1", "C2"),
        label="$y(x) =$",
        steps=(
            rf"$\frac{{\partial L}}{{\partial y}} = -{2 * w * w}y$ and $\frac{{\partial L}}{{\partial y'}} = "
            rf"2y'$, so the "
            rf"Euler-Lagrange equation is $y'' = -{_n(w * w)}y$.",
            rf"Its solutions are oscillations: $y = C_1 \cos({wx}) + C_2 \sin({wx})$.",
            rf"$y(0) = {a}$ gives $C_1 = {a}$, because $\cos 0 = 1$ and $\sin 0 = 0$.",
            rf"At $x = {end}$ the cosine is $0$ and the sine $1$, so $C_2 = {c}$.",
        ),
        hints=(
            "Write down the Euler-Lagrange equation, and mind the sign of its right-hand side.",
            "Each boundary value fixes one of the two constants.",
        ),
        wrong=(("constants-free", f"C1*cos({wx}) + C2*sin({wx})"),),
        equation=(
            f"q = {scaled(-w * w, 'y')}",
            {"sign-plus": f"q = {scaled(w * w, 'y')}", "no-d-dx": f"p = {scaled(-w * w, 'y')}"},
        ),
    )


# ------------------------------------------------------------------ level 3


def _area(g: Given) -> Case:
    b, area = g.numbers
    k = Q(6 * area, b**3)
    slope = r"\frac{\lambda}{4}" + ("" if b == 1 else rf" \cdot {b}")
    return Case(
        question=(
            rf"Minimise $$J[y] = \int_0^{{{b}}} y'^2 \, dx, \quad y(0) = y({b}) = 0,$$ under the side condition "
            rf"$\int_0^{{{b}}} y \, dx = {area}$.",
            rf"A smooth bump over $[0, {b}]$ that vanishes at both ends must have the area {area}. Which one "
            rf"has the least "
            rf"$\int_0^{{{b}}} y'^2 \, dx$?",
        ),
        answer=f"{scaled(k, 'x')} ({b} - x)",
        names=("x", "C1", "C2", "lambda"),
        label="$y(x) =$",
        steps=(
            r"With a multiplier the integrand is $y'^2 - \lambda y$. Its Euler-Lagrange equation is $-\lambda "
            r"- 2y'' = 0$, so "
            r"$y'' = -\frac{\lambda}{2}$: a parabola.",
            rf"The general solution is $y = -\frac{{\lambda}}{{4}}x^2 + C_1 x + C_2$. The boundary values give "
            rf"$C_2 = 0$ and "
            rf"$C_1 = {slope}$, so $y = \frac{{\lambda}}{{4}} x ({b} - x)$.",
            rf"The side condition: $\int_0^{{{b}}} x({b} - x) \, dx = \frac{{{b}^3}}{{6}} = "
            rf"{latex_of(Q(b**3, 6))}$, so "
            rf"$\frac{{\lambda}}{{4}} \cdot {latex_of(Q(b**3, 6))} = {area}$ and $\frac{{\lambda}}{{4}} = "
            rf"{latex_of(k)}$.",
            "Check: the function vanishes at both ends, is positive between them, and has the right area.",
        ),
        hints=(
            "A side condition on an integral enters with a multiplier: add a multiple of its integrand.",
            "The equation says that the second derivative is constant. Three conditions fix two constants and "
            "the multiplier.",
        ),
        wrong=(("constants-free", "-lambda/4*x^2 + C1*x + C2"),),
    )


def _moment(g: Given) -> Case:
    mass, mean = g.numbers
    # y = u + v x on [0, 1]: u + v/2 = mass, u/2 + v/3 = mean
    v = 12 * Q(mean) - 6 * mass
    u = mass - v / 2
    return Case(
        question=(
            rf"Minimise $$J[y] = \int_0^1 y^2 \, dx$$ under the two side conditions $\int_0^1 y \, dx = {mass}$ and "
            rf"$\int_0^1 x\, y \, dx = {mean}$. There are no boundary values.",
            rf"Of all signals $y(x)$ on $[0, 1]$ with $\int_0^1 y \, dx = {mass}$ and $\int_0^1 x\, y \, dx = "
            rf"{mean}$, which one "
            r"has the least energy $\int_0^1 y^2 \, dx$?",
        ),
        answer=total((v, "x"), (u, "")),
        names=("x", "C1", "C2"),
        label="$y(x) =$",
        steps=(
            r"With a multiplier for each condition the integrand is $y^2 - \lambda_1 y - \lambda_2 x y$. It "
            r"has no $y'$, so the "
            r"equation is $2y - \lambda_1 - \lambda_2 x = 0$.",
            r"So $y = C_1 + C_2 x$ with $C_1 = \frac{\lambda_1}{2}$ and $C_2 = \frac{\lambda_2}{2}$.",
            rf"The conditions: $C_1 + \frac{{C_2}}{{2}} = {mass}$ and $\frac{{C_1}}{{2}} + \frac{{C_2}}{{3}} = "
            rf"{mean}$.",
            rf"Subtract half of the first from the second: $\frac{{C_2}}{{12}} = "
            rf"{latex_of(Q(mean) - Q(mass, 2))}$, so $C_2 = "
            rf"{latex_of(v)}$ and $C_1 = {latex_of(u)}$.",
            rf"Check: ${latex_of(u)} + \frac{{1}}{{2}} \cdot {_f(v)} = {mass}$ and $\frac{{1}}{{2}} \cdot {_f(u)} + "
            rf"\frac{{1}}{{3}} \cdot {_f(v)} = {mean}$; as $y^2$ is convex in $y$, this is the minimum.",
        ),
        hints=(
            "Each side condition gets a multiplier of its own.",
            "The integrand contains no derivative: the equation is not a differential equation at all.",
        ),
        wrong=(("constants-free", "C1 + C2*x"),),
    )


def _f(x: Q) -> str:
    shown_ = latex_of(x)
    return rf"\left({shown_}\right)" if x < 0 else shown_


ENTROPY = r"H[p] = -\int p \ln p \, dx"


def _exponential(g: Given) -> Case:
    top, below = g.numbers
    mean = Q(top, below)
    rate = 1 / mean
    e = f"e^(-{scaled(rate, 'x')})"
    return Case(
        question=(
            rf"Which density $p(x)$ on $[0, \infty)$ has the largest entropy $H[p] = -\int_0^\infty p \ln p \, "
            rf"dx$ among all with "
            rf"the mean ${latex_of(mean)}$?",
            rf"Of a waiting time only the mean ${latex_of(mean)}$ is known. Give the density $p(x)$, $x \geq "
            rf"0$, that maximises "
            r"the entropy $-\int_0^\infty p \ln p \, dx$ under this condition.",
        ),
        answer=scaled(rate, e),
        names=("x", "C1", "C2"),
        label="$p(x) =$",
        domain={"x": "positive"},
        steps=(
            rf"Two conditions, $\int p \, dx = 1$ and $\int x p \, dx = {latex_of(mean)}$, get multipliers: "
            rf"the integrand is "
            r"$-p \ln p + \lambda_1 p + \lambda_2 x p$.",
            r"It has no derivative $p'$, so the equation is $-\ln p - 1 + \lambda_1 + \lambda_2 x = 0$: $p = "
            r"C_1 e^{\lambda_2 x}$.",
            r"For a finite integral $\lambda_2 = -r$ with $r > 0$. From $\int_0^\infty C_1 e^{-rx} dx = "
            r"\frac{C_1}{r} = 1$ follows "
            r"$C_1 = r$.",
            rf"The mean of $r e^{{-rx}}$ is $\frac{{1}}{{r}} = {latex_of(mean)}$, so $r = {latex_of(rate)}$.",
            r"Check: $-p \ln p$ is concave in $p$, so the stationary point is the maximum.",
        ),
        hints=(
            "Two side conditions: total probability and mean. Each one gets a multiplier.",
            r"The derivative of $-p \ln p$ by $p$ is $-\ln p - 1$: solve for $p$.",
        ),
        wrong=(("constants-free", "C1*e^(-C2*x)"),),
    )


def _gaussian(g: Given) -> Case:
    mu, s = g.numbers
    var = s * s
    d = "x" if mu == 0 else f"(x - {mu})" if mu > 0 else f"(x + {-mu})"
    front = "sqrt(2*pi)" if s == 1 else f"({s}*sqrt(2*pi))"
    e = f"e^(-{d}^2/{2 * var})"
    return Case(
        question=(
            rf"Which density $p(x)$ on $\mathbb{{R}}$ has the largest entropy $-\int p \ln p \, dx$ among all "
            rf"with mean ${mu}$ and "
            rf"variance ${var}$?",
            rf"Of a measurement error only the mean ${mu}$ and the variance ${var}$ are known. Give the "
            rf"density $p(x)$ on "
            r"$\mathbb{R}$ of maximum entropy $-\int p \ln p \, dx$.",
        ),
        answer=f"{e}/{front}",
        names=("x", "C1", "C2"),
        label="$p(x) =$",
        steps=(
            rf"Conditions: $\int p \, dx = 1$, $\int x p \, dx = {mu}$, $\int (x - \mu)^2 p \, dx = {var}$ with "
            rf"$\mu = {mu}$. "
            rf"With multipliers the "
            r"integrand is $-p \ln p + \lambda_1 p + \lambda_2 x p + \lambda_3 (x - \mu)^2 p$.",
            r"It has no derivative $p'$: $-\ln p - 1 + \lambda_1 + \lambda_2 x + \lambda_3 (x - \mu)^2 = 0$, "
            r"so $p$ is $e$ to a "
            "quadratic polynomial: a Gaussian.",
            r"With $\lambda_2 \neq 0$ the centre would not be at $\mu$; so $\lambda_2 = 0$, and "
            r"$p = C_1 e^{-C_2 (x - \mu)^2}$ with $C_2 > 0$.",
            rf"A Gaussian $\mathcal{{N}}(\mu, \sigma^2)$ has $C_2 = \frac{{1}}{{2\sigma^2}} = "
            rf"\frac{{1}}{{{2 * var}}}$ and $C_1 = "
            rf"\frac{{1}}{{\sqrt{{2\pi}}\,\sigma}}$ with $\sigma = {s}$.",
            r"Check: $-p \ln p$ is concave in $p$, so the stationary point is the maximum.",
        ),
        hints=(
            "Three side conditions: total probability, mean, variance. Each one gets a multiplier.",
            r"The derivative of $-p \ln p$ by $p$ is $-\ln p - 1$, so $\ln p$ is a quadratic polynomial.",
        ),
        wrong=(("constants-free", f"C1*e^(-C2*{d}^2)"),),
    )


def _importance(g: Given) -> Case:
    n, b = g.numbers
    k = Q(n + 1, b ** (n + 1))
    f = power("x", n)
    return Case(
        question=(
            rf"Importance sampling of $f(x) = {shown(f, 'x')}$ on $[0, {b}]$ has the least variance if the "
            rf"density $q(x)$ of the samples minimises "
            rf"$$J[q] = \int_0^{{{b}}} \frac{{f(x)^2}}{{q(x)}} \, dx$$ under $\int_0^{{{b}}} q \, dx = 1$. "
            rf"Find $q(x)$ on this "
            "interval.",
            rf"Find the function $q(x)$ on $(0, {b}]$, with positive values, that minimises $$J[q] = \int_0^{{{b}}} "
            rf"\frac{{f(x)^2}}{{q(x)}} \, "
            rf"dx, \quad f(x) = {shown(f, 'x')},$$ under the side condition $\int_0^{{{b}}} q \, dx = 1$.",
        ),
        answer=scaled(k, f),
        names=("x", "C1", "C2"),
        label="$q(x) =$",
        domain={"x": "positive"},
        steps=(
            r"With a multiplier the integrand is $\frac{f^2}{q} + \lambda q$. It has no derivative $q'$, so "
            r"the equation is "
            r"$-\frac{f^2}{q^2} + \lambda = 0$.",
            r"So $q^2 = \frac{f^2}{\lambda}$. For $x > 0$ both $f$ and $q$ are positive, so $q = C_1 f$ with $C_1 = "
            r"\frac{1}{\sqrt{\lambda}}$: the best $q$ is proportional to $f$.",
            rf"The condition: $\int_0^{{{b}}} {shown(f, 'x')} \, dx = \frac{{{b}^{{{n + 1}}}}}{{{n + 1}}} = "
            rf"{latex_of(1 / k)}$, so $C_1 = {latex_of(k)}$.",
            r"Check: $\frac{f^2}{q}$ is convex in $q > 0$, so the stationary point is the minimum.",
        ),
        hints=(
            "The side condition gets a multiplier; the integrand contains no derivative of $q$.",
            "Differentiate the integrand by $q$ at each $x$, and solve for $q$.",
        ),
        wrong=(("constants-free", f"C1*{f}"),),
    )


CASES: dict[str, Callable[[Given], Case]] = {
    "length": _length,
    "parabola": _parabola,
    "hyperbolic": _hyperbolic,
    "oscillator": _oscillator,
    "area": _area,
    "moment": _moment,
    "exponential": _exponential,
    "gaussian": _gaussian,
    "importance": _importance,
}


@euler_lagrange.problem
def build(kind: str, numbers: tuple[int, ...], phrasing: int) -> Problem:
    """The equation, and its solution."""
    g = Given(kind, numbers, phrasing)
    if kind == "equation":
        return _equation(g)
    case = CASES[kind](g)

    def reply(text: str) -> ExpressionAnswer:
        return ExpressionAnswer(text, case.names, case.domain, label=case.label)

    answer = reply(case.answer)
    slips = tuple(Misconception(code, reply(text), FEEDBACK[code]) for code, text in case.wrong if text != case.answer)
    steps = tuple(map(Step, case.steps))
    if case.equation is None:
        closing = Step(f"So {case.label[:-1]} {answer.tex()}$.")
        return Problem.single(
            prompt=f"{case.question[phrasing]} Give {case.label.removesuffix(' =$')}$ with exact numbers.",
            answer=answer,
            hints=case.hints,
            steps=(*steps, closing),
            misconceptions=slips,
        )
    right, wrong = case.equation
    first = EquationAnswer(right, ("y", "p", "q"))
    return Problem(
        prompt=case.question[phrasing],
        parts=(
            Part(
                "a",
                first,
                f"Give the Euler-Lagrange equation. {WRITE}",
                misconceptions=tuple(
                    Misconception(code, EquationAnswer(x, ("y", "p", "q")), FEEDBACK[code]) for code, x in wrong.items()
                ),
            ),
            Part("b", answer, "Give $y(x)$ with exact numbers.", misconceptions=slips),
        ),
        hints=case.hints,
        steps=(*steps, Step(f"(a) With $q = y''$: ${first.tex()}$. (b) {case.label[:-1]} {answer.tex()}$.")),
    )


# ------------------------------------------------------------------ the second method


STRIPS = 120
NEIGHBOURS = 240
"""Strips where L holds the slope, which is a difference between neighbours."""


def _integral(f: Callable[[float], float], a: float, b: float, n: int = STRIPS) -> float:
    h = (b - a) / n
    return (f(a) + f(b) + sum((4 if i % 2 else 2) * f(a + i * h) for i in range(1, n))) * h / 3


@euler_lagrange.verify
def variations_vanish(kind: str, numbers: tuple[int, ...], phrasing: int, answer: Any) -> bool:
    """The first variation along admissible directions is 0, and boundary values and conditions hold."""
    g = Given(kind, numbers, phrasing)
    if kind == "equation":
        return _fits_integrand(integrand_terms(numbers), answer)
    solution = answer
    if isinstance(answer, dict):
        solution = answer["b"]
        terms = {"parabola": [(1, 0, 2), (2 * numbers[0], 1, 0)], "hyperbolic": [(1, 0, 2), (numbers[0] ** 2, 2, 0)]}
        if not _fits_integrand(terms.get(kind, [(1, 0, 2), (-(numbers[0] ** 2), 2, 0)]), answer["a"]):
            return False
    return _stationary(g, solution)


def _fits_integrand(terms: list[tuple[int, int, int]], equation: Any) -> bool:
    """The equation holds exactly where L_y = L_py p + L_pp q, by differences that are exact up to degree 4."""

    def L(y: Q, p: Q) -> Q:
        return sum((c * y**i * p**j for c, i, j in terms), Q(0))

    def slope(f: Callable[[Q], Q], t: Q) -> Q:
        return (8 * (f(t + 1) - f(t - 1)) - (f(t + 2) - f(t - 2))) / 12

    def bend(y: Q, p: Q) -> Q:
        by_y = slope(lambda t: L(t, p), y)
        mixed = slope(lambda t: slope(lambda s: L(t, s), p), y)
        twice = slope(lambda s: slope(lambda r: L(y, r), s), p)
        return (by_y - mixed * p) / twice

    for y, p in ((Q(1, 3), Q(2, 5)), (Q(-3, 2), Q(7, 4)), (Q(5, 3), Q(-1, 2)), (Q(-2, 7), Q(-3))):
        q = bend(y, p)
        values = ({"y": y, "p": p, "q": q}, {"y": y, "p": p, "q": q + 1})
        if [equation.holds(**v) for v in values] != [True, False]:
            return False
    return True


Reals = Callable[[float], float]


class Setting(NamedTuple):
    """A functional with its admissible variations."""

    low: float
    high: float
    L: Callable[[float, float, float], float]
    variations: tuple[Reals, ...]
    ends: tuple[tuple[float, float], ...]
    conditions: tuple[tuple[Reals, float], ...]
    """Weights and the value of the integral of the weighted function."""


@lru_cache(maxsize=8)
def _setting(g: Given) -> Setting:
    n = [float(x) for x in g.numbers]

    def bumps(a: float, b: float) -> tuple[Reals, ...]:
        return tuple(lambda x, k=k: sin(k * pi * (x - a) / (b - a)) for k in (1, 2, 3))

    def balanced(a: float, b: float, weights: list[Reals], p: Reals) -> tuple[Reals, ...]:
        """Variations p times polynomials, made orthogonal to the weights by solving for their coefficients."""

        def product(u: Reals, v: Reals) -> float:
            return _integral(lambda x: u(x) * v(x) * p(x), a, b)

        def moment(u: Reals, k: int) -> float:
            return _integral(lambda x: u(x) * p(x) * ((x - a) / (b - a)) ** k, a, b)

        found = []
        for k in (len(weights), len(weights) + 1):
            rows = [[product(u, v) for v in weights] for u in weights]
            coefficients = _solved(rows, [moment(u, k) for u in weights])
            found.append(
                lambda x, k=k, cs=coefficients: (
                    p(x) * (((x - a) / (b - a)) ** k - sum(c * u(x) for c, u in zip(cs, weights, strict=True)))
                )
            )
        return tuple(found)

    one: Reals = lambda x: 1.0  # noqa: E731
    line: Reals = lambda x: x  # noqa: E731
    match g.kind:
        case "length":
            a, b = n[0], n[2]
            return Setting(a, b, lambda x, y, p: (1 + p * p) ** 0.5, bumps(a, b), ((a, n[1]), (b, n[3])), ())
        case "parabola":
            return Setting(0, n[2], lambda x, y, p: p * p + 2 * n[0] * y, bumps(0, n[2]), ((0, n[1]), (n[2], n[3])), ())
        case "hyperbolic":
            return Setting(0, n[2], lambda x, y, p: p * p + (n[0] * y) ** 2, bumps(0, n[2]), ((0, 0), (n[2], n[1])), ())
        case "oscillator":
            b = pi / (2 * n[0])
            return Setting(0, b, lambda x, y, p: p * p - (n[0] * y) ** 2, bumps(0, b), ((0, n[1]), (b, n[2])), ())
        case "area":
            b = n[0]
            even = tuple(lambda x, k=k: sin(k * pi * x / b) for k in (2, 4))
            mixed = (*even, lambda x: sin(pi * x / b) - 3 * sin(3 * pi * x / b))
            return Setting(0, b, lambda x, y, p: p * p, mixed, ((0, 0), (b, 0)), ((one, n[1]),))
        case "moment":
            return Setting(
                0, 1, lambda x, y, p: y * y, balanced(0, 1, [one, line], one), (), ((one, n[0]), (line, n[1]))
            )
        case "importance":
            m, b = n
            low = 0.0
            weight = balanced(low, b, [one], lambda x: x**m)
            return Setting(low, b, lambda x, y, p: x ** (2 * m) / y if x else 0.0, weight, (), ((one, 1.0),))
        case "exponential":
            mean = n[0] / n[1]
            weights = [one, line]
            base: Reals = lambda x: exp(-1.3 * x / mean)  # noqa: E731
            b = 30 * mean
            return Setting(0, b, _entropy, balanced(0, b, weights, base), (), ((one, 1.0), (line, mean)))
    mu, s = n
    square: Reals = lambda x: (x - mu) ** 2  # noqa: E731
    bell: Reals = lambda x: exp(-0.6 * ((x - mu) / s) ** 2)  # noqa: E731
    a, b = mu - 9 * s, mu + 9 * s
    centred: Reals = lambda x: x - mu  # noqa: E731
    return Setting(
        a, b, _entropy, balanced(a, b, [one, centred, square], bell), (), ((one, 1.0), (centred, 0.0), (square, s * s))
    )


def _entropy(x: float, y: float, p: float) -> float:
    return -y * log(y) if y > 1e-300 else 0.0


def _solved(rows: list[list[float]], rhs: list[float]) -> list[float]:
    import numpy as np

    return [float(x) for x in np.linalg.solve(np.array(rows), np.array(rhs))]


def _stationary(g: Given, answer: Expression) -> bool:
    if any(name in answer.source for name in ("C1", "C2", "lambda")):
        return False  # a general solution keeps no boundary values
    s = _setting(g)
    if not all(_meets(answer, x, value) for x, value in s.ends if x or "e^" not in answer.source):
        return False
    steps = NEIGHBOURS if s.ends else STRIPS
    h = (s.high - s.low) / steps
    xs = [s.low + i * h for i in range(steps + 1)]
    tiny = 1e-9 * (s.high - s.low)
    known = {x: answer.at(x=max(x, tiny) if s.low == 0 else x) for x in xs}
    if not all(isfinite(y) for y in known.values()):
        return False
    y: Reals = known.__getitem__

    def weighed(weight: Reals) -> float:
        return _integral(lambda x: weight(x) * y(x), s.low, s.high, steps)

    for weight, value in s.conditions:
        if abs(weighed(weight) - value) > 1e-4 * (1 + abs(value)):
            return False
    if g.kind in ("exponential", "gaussian", "importance") and min(known.values()) < 0:
        return False
    return all(_first_variation(s, known, eta, xs, h) for eta in s.variations)


def _meets(answer: Expression, x: float, value: float) -> bool:
    return bool(abs(answer.at(x=x) - value) <= 1e-7 * (1 + abs(value)))


def _first_variation(s: Setting, known: dict[float, float], eta: Reals, xs: list[float], h: float) -> bool:
    """J with a small multiple of eta added and subtracted, slopes as differences between neighbours."""
    e = [eta(x) for x in xs]
    ys = [known[x] for x in xs]
    size = 1e-3 * (1 + max(map(abs, ys))) / max(map(abs, e))
    if not s.ends:
        size = 1e-3 * max(map(abs, ys)) / max(map(abs, e))

    def J(t: float) -> float:
        moved = [a + t * b for a, b in zip(ys, e, strict=True)]
        if not s.ends:  # no slope in L: the very sum that the variations were balanced with
            at = dict(zip(xs, moved, strict=True))
            return _integral(lambda x: s.L(x, at[x], 0.0), s.low, s.high)
        total_ = 0.0
        for x, left, right in zip(xs, moved, moved[1:], strict=False):
            total_ += s.L(x + h / 2, (left + right) / 2, (right - left) / h) * h
        return total_

    up, down, middle = J(size), J(-size), J(0.0)
    bend = abs(up + down - 2 * middle)
    return abs(up - down) <= 0.15 * bend + 1e-12 * (1 + abs(middle))
