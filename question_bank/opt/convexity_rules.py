r"""Is a sum, maximum, composite, product or loss convex? If not, give two points that show it (MML 7.3, Boyd and
Vandenberghe 3.2).

Levels: 1 sums and scaling; 2 maxima, minima, products and affine functions inside; 3 compositions, where monotonicity
counts, and loss functions. Checked in floating point: the learner's points are put into the defining inequality, and
for a convex function it is tried at all pairs of a grid.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, log1p, sqrt
from typing import Any, NamedTuple

from quizgen.answers.truth import TruthAnswer
from quizgen.answers.witness import Witness
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of, linear, polynomial
from quizgen.markup.typography import signed
from quizgen.problem import Problem, Step


class Given(NamedTuple):
    kind: str
    numbers: tuple[int, ...]
    setting: int


class Case(NamedTuple):
    """A function h made of convex ones."""

    parts: str
    """What h is made of: a sentence with formulas."""
    h: str
    """LaTeX of h(x)."""
    typed: str
    """h in the answer language; {x} stands for the argument."""
    f: Callable[[float], float]
    truth: bool
    why: tuple[str, ...]
    first: Q = Q(0)
    second: Q = Q(1)
    code: str = ""
    trap: str = ""


@exercise("opt-convexity-rules", version=1, bounds=(500, 300, 500))
def convexity_rules(draw: Draw, level: int) -> Given:
    """A function of the level, convex or not about evenly."""
    kind = draw.choice(draw.choice(LEVELS[level]))
    numbers = draw.integer(1, 5), draw.integer(-4, 4), draw.integer(1, 5), draw.integer(1, 3), draw.below(3)
    return Given(kind, numbers, draw.below(4))


# --- building blocks ---------------------------------------------------------------------------------------


def _shift(p: int) -> str:
    """x - p as LaTeX."""
    return "x" if p == 0 else f"x {'-' if p > 0 else '+'} {abs(p)}"


def _square(p: int) -> str:
    return "x^2" if p == 0 else f"({_shift(p)})^2"


def _times(k: int, body: str) -> str:
    return str(linear([k], [body]))


def _typed_shift(p: int) -> str:
    return f"({{x}} - ({p}))"


def _exp(k: int) -> str:
    return "e^x" if k == 1 else f"e^{{{polynomial([k, 0])}}}"


# --- level 1: sums and scaling -----------------------------------------------------------------------------


def _sum(a: int, p: int, b: int, k: int, e: int) -> Case:
    """A sum with positive factors."""
    g, typed, part = (
        (_exp(k), f"exp({k}*{{x}})", lambda x: exp(k * x)),
        (f"|{_shift(-p)}|", f"abs({{x}} + ({p}))", lambda x: abs(x + p)),
        ("x^4", "{x}^4", lambda x: x**4),
    )[e]
    return Case(
        f"The functions $f(x) = {_square(p)}$ and $g(x) = {g}$ are convex.",
        f"{_times(a, 'f(x)')} + {_times(b, 'g(x)')} = {_times(a, _square(p))} + {_times(b, g)}",
        f"{a}*{_typed_shift(p)}^2 + {b}*{typed}",
        lambda x: a * (x - p) ** 2 + b * part(x),
        True,
        ("A convex function times a positive number is convex, and a sum of convex functions is convex.",),
        trap="Multiply the defining inequalities of $f$ and $g$ by positive numbers and add them.",
    )


def _minus_line(a: int, p: int, b: int, k: int, e: int) -> Case:
    """Minus a linear function."""
    f, typed, part = (
        (_exp(k), f"exp({k}*{{x}})", lambda x: exp(k * x)),
        (f"|{_shift(p)}|", f"abs({_typed_shift(p)})", lambda x: abs(x - p)),
        (_times(a, _square(p)), f"{a}*{_typed_shift(p)}^2", lambda x: a * (x - p) ** 2),
    )[e]
    line, slope = polynomial([b + k, p]), b + k
    return Case(
        f"The functions $f(x) = {f}$ and $g(x) = {line}$ are convex.",
        f"f(x) - g(x) = {f}{signed(str(polynomial([-slope, -p])))}" if p == 0 else f"f(x) - g(x) = {f} - ({line})",
        f"{typed} - ({slope}*{{x}} + ({p}))",
        lambda x: part(x) - slope * x - p,
        True,
        (
            "A difference of convex functions need not be convex. But $g$ is affine, and then $-g$ is convex as well.",
            "So $h = f + (-g)$ is a sum of convex functions.",
        ),
        trap="Differences need not be convex, but look at what is subtracted here.",
    )


def _minus_kink(a: int, p: int, b: int, k: int, e: int) -> Case:
    """A parabola minus an absolute value."""
    big = 2 * b
    s = Q(big, 2 * a)
    return Case(
        f"The functions $f(x) = {_times(a, 'x^2')}$ and $g(x) = {_times(big, f'|{_shift(p)}|')}$ are convex.",
        f"f(x) - g(x) = {_times(a, 'x^2')} - {_times(big, f'|{_shift(p)}|')}",
        f"{a}*{{x}}^2 - {big}*abs({_typed_shift(p)})",
        lambda x: a * x * x - big * abs(x - p),
        False,
        (
            f"Subtracting a convex function bends downwards: at $x = {p}$ the function $h$ has a kink that points "
            f"upwards. Take "
            f"two points on both sides of it.",
        ),
        p - s,
        p + s,
        trap="Sums of convex functions are convex, but differences need not be: look at the kink.",
    )


def _minus_curve(a: int, p: int, b: int, k: int, e: int) -> Case:
    """A parabola minus a quartic, or an exponential minus a steeper parabola."""
    return Case(
        f"The functions $f(x) = {_times(b, 'x^2')}$ and $g(x) = {_times(a, 'x^4')}$ are convex.",
        f"f(x) - g(x) = {_times(b, 'x^2')} - {_times(a, 'x^4')}",
        f"{b}*{{x}}^2 - {a}*{{x}}^4",
        lambda x: b * x * x - a * x**4,
        False,
        ("Far from $0$ the subtracted fourth power wins and bends $h$ downwards. Take two points on one side.",),
        Q(1),
        Q(3),
        trap="Sums of convex functions are convex, but differences need not be: which term wins for large $x$?",
    )


def _negative(a: int, p: int, b: int, k: int, e: int) -> Case:
    """A negative factor."""
    f, typed, part = (
        (_exp(k), f"exp({k}*{{x}})", lambda x: exp(k * x)),
        (f"|{_shift(p)}|", f"abs({_typed_shift(p)})", lambda x: abs(x - p)),
        (_square(p), f"{_typed_shift(p)}^2", lambda x: (x - p) ** 2),
    )[e]
    return Case(
        f"The function $f(x) = {f}$ is convex.",
        f"{b + 1} - {_times(a, 'f(x)')} = {b + 1} - {_times(a, f)}",
        f"{b + 1} - {a}*{typed}",
        lambda x: b + 1 - a * part(x),
        False,
        ("A negative factor turns a convex function into a concave one. Take two points around its bend.",),
        Q(p if e else 0) - 1,
        Q(p if e else 0) + 1,
        trap="Positive factors keep convexity. What does a negative one do to the defining inequality?",
    )


# --- level 2: maxima, affine functions inside, products ------------------------------------------------------


def _max(a: int, p: int, b: int, k: int, e: int) -> Case:
    line = polynomial([b, -p])
    f, typed, part = (
        (_square(p), f"{_typed_shift(p)}^2", lambda x: (x - p) ** 2),
        (_exp(k), f"exp({k}*{{x}})", lambda x: exp(k * x)),
        (str(polynomial([-a, p])), f"(-{a}*{{x}} + ({p}))", lambda x: -a * x + p),
    )[e]
    return Case(
        f"The functions $f(x) = {f}$ and $g(x) = {line}$ are convex.",
        rf"\max(f(x), g(x)) = \max\left({f}, {line}\right)",
        f"max({typed}, {b}*{{x}} - ({p}))",
        lambda x: max(part(x), b * x - p),
        True,
        (
            r"For points $x, y$ and $0 \le t \le 1$: $f(tx + (1 - t)y) \le t f(x) + (1 - t) f(y) \le t h(x) + (1 - "
            r"t) h(y)$, and "
            "the same holds for $g$. So it holds for the larger of the two.",
            "In short: the epigraph of a maximum is the intersection of the epigraphs, and intersections are convex.",
        ),
        trap="The epigraph of a maximum is the intersection of two convex epigraphs.",
    )


def _min(a: int, p: int, b: int, k: int, e: int) -> Case:
    q = p + 2 * min(b, 3)
    if e == 0:
        f, g = f"|{_shift(p)}|", f"|{_shift(q)}|"
        typed = f"min(abs({_typed_shift(p)}), abs({_typed_shift(q)}))"
        return _two_valleys(f, g, typed, lambda x: min(abs(x - p), abs(x - q)), p, q)
    if e == 1:
        f, g = _times(a, _square(p)), _times(a, _square(q))
        typed = f"min({a}*{_typed_shift(p)}^2, {a}*{_typed_shift(q)}^2)"
        return _two_valleys(f, g, typed, lambda x: a * min((x - p) ** 2, (x - q) ** 2), p, q)
    f, g = str(polynomial([a, p])), str(polynomial([-b, p]))
    return Case(
        f"The functions $f(x) = {f}$ and $g(x) = {g}$ are convex.",
        rf"\min(f(x), g(x)) = \min\left({f}, {g}\right)",
        f"min({a}*{{x}} + ({p}), -{b}*{{x}} + ({p}))",
        lambda x: min(a * x, -b * x) + p,
        False,
        (
            "The two lines cross at $x = 0$; the smaller one rises before and falls after it: a kink that points "
            "upwards.",
        ),
        Q(-1),
        Q(1),
        code="min-ok",
        trap="A maximum of convex functions is convex; for a minimum nothing of the kind holds.",
    )


def _two_valleys(f: str, g: str, typed: str, h: Callable[[float], float], p: int, q: int) -> Case:
    return Case(
        f"The functions $f(x) = {f}$ and $g(x) = {g}$ are convex.",
        rf"\min(f(x), g(x)) = \min\left({f}, {g}\right)",
        typed,
        h,
        False,
        (
            f"$h$ has two valleys, at $x = {p}$ and $x = {q}$, with a ridge between them. Take the bottoms of the "
            f"valleys.",
        ),
        Q(p),
        Q(q),
        code="min-ok",
        trap="A maximum of convex functions is convex; for a minimum nothing of the kind holds.",
    )


def _affine(a: int, p: int, b: int, k: int, e: int) -> Case:
    slope = -a if k == 2 else a + 1
    inner = polynomial([slope, p])
    f, outer, typed, part = (
        ("|u|", f"|{inner}|", "abs(@)", abs),
        ("e^u", f"e^{{{inner}}}", "exp(@)", exp),
        ("u^4", rf"({inner})^4", "(@)^4", lambda u: u**4),
    )[e]
    return Case(
        f"The function $f(u) = {f}$ is convex.",
        f"f({inner}) = {outer}",
        typed.replace("@", f"{slope}*{{x}} + ({p})"),
        lambda x: part(slope * x + p),
        True,
        (
            "An affine function inside keeps convexity, whatever the sign of its slope: the inner function maps the "
            "point "
            "$tx + (1 - t)y$ to the same mixture of the inner values.",
        ),
        trap="The inner function is affine: it maps segments to segments.",
    )


def _product(a: int, p: int, b: int, k: int, e: int) -> Case:
    """A product of two convex functions that is not convex."""
    if e == 0:
        q = p + 2 * min(b, 3)
        f, g = _square(p), _square(q)
        typed, h = f"{_typed_shift(p)}^2*{_typed_shift(q)}^2", lambda x: (x - p) ** 2 * (x - q) ** 2
        first, second = Q(p), Q(q)
        why = (
            f"$h$ is zero at $x = {p}$ and $x = {q}$ and positive between them: it has two valleys with a hill in "
            f"between."
        )
        shown = f"{f}\\,{g}"
    elif e == 1:
        f, g = _times(a, "x"), _exp(k)
        typed, h = f"{a}*{{x}}*exp({k}*{{x}})", lambda x: a * x * exp(k * x)
        first, second = Q(-6, k), Q(-2, k)
        why = (
            "For very negative $x$ the function comes from $0$ and falls slowly, and then faster: it bends "
            "downwards there. "
            "Take two points far on the left."
        )
        shown = f"{f}\\,{g}"
    else:
        f, g = "x", f"x^2 + {b}"
        typed, h = f"{{x}}*({{x}}^2 + {b})", lambda x: x * (x * x + b)
        first, second = Q(-3), Q(-1)
        why = "For negative $x$ the cubic bends downwards. Take two points on the left."
        shown = f"x\\,({g})"
    return Case(
        f"The functions $f(x) = {f}$ and $g(x) = {g}$ are convex.",
        f"f(x)\\,g(x) = {shown}",
        typed,
        h,
        False,
        ("Products of convex functions need not be convex.", why),
        first,
        second,
        code="product-ok",
        trap="There is no rule for products: test a few points, also negative ones.",
    )


def _good_product(a: int, p: int, b: int, k: int, e: int) -> Case:
    """A product of two convex functions that is convex."""
    if e == 2:
        f, g, shown = "x^2", f"x^2 + {b}", f"x^2 (x^2 + {b})"
        typed, h = f"{{x}}^2*({{x}}^2 + {b})", lambda x: x * x * (x * x + b)
        why = f"Multiplied out, $h(x) = x^4 + {_times(b, 'x^2')}$ is a sum of convex functions."
    else:
        m = 2 + b % 2
        f = str(polynomial([a, p])) if e == 0 else f"|{_shift(p)}|"
        g = str(polynomial([m * a, m * p])) if e == 0 else f"{m}{f}"
        inner = f if e == 0 else _shift(p)
        shown = f"{m}({inner})^2" if len(inner) > 1 else f"{m}{inner}^2"
        slope, zero = (a, p) if e == 0 else (1, -p)
        typed, h = f"{m}*({slope}*{{x}} + ({zero}))^2", lambda x: m * (slope * x + zero) ** 2
        why = (
            f"Here the product is {m} times the square of an affine function. The square is convex, as a convex "
            "function with an affine one inside, and a positive factor keeps that."
        )
    return Case(
        f"The functions $f(x) = {f}$ and $g(x) = {g}$ are convex.",
        f"f(x)\\,g(x) = {shown}",
        typed,
        h,
        True,
        ("Products of convex functions need not be convex, so this one has to be looked at itself.", why),
        trap="There is no rule for products in general, but look at this one: multiply it out, or differentiate twice.",
    )


# --- level 3: compositions and losses ------------------------------------------------------------------------


def _rising(a: int, p: int, b: int, k: int, e: int) -> Case:
    """An outer function that is convex and does not fall."""
    inner: str = polynomial([a, 0, b])
    typed_inner = f"({a}*{{x}}^2 + {b})"
    if e == 0:
        f, shown, typed, h = "e^u", f"e^{{{inner}}}", f"exp({typed_inner})", lambda x: exp(a * x * x + b)
        rule = "The outer function is convex and increasing"
    elif e == 1:
        f, shown, typed = (
            r"\max(0, u)^2",
            rf"\max\left(0, {polynomial([a, 0, -b])}\right)^2",
            f"max(0, {a}*{{x}}^2 - {b})^2",
        )
        h = lambda x: max(0.0, a * x * x - b) ** 2  # noqa: E731
        inner = polynomial([a, 0, -b])
        rule = "The outer function is convex and never falls"
    else:
        inner = f"1 + {_times(a, f'|{_shift(p)}|')}"
        f, shown, typed = "u^2", f"({inner})^2", f"(1 + {a}*abs({_typed_shift(p)}))^2"
        h = lambda x: (1 + a * abs(x - p)) ** 2  # noqa: E731
        rule = "The inner function takes only values $\\ge 1$, and there the outer one is convex and increasing"
    return Case(
        f"The functions $f(u) = {f}$ and $g(x) = {inner}$ are convex.",
        f"f(g(x)) = {shown}",
        typed,
        h,
        True,
        (
            r"By the convexity of $g$ and because $f$ does not fall, $f(g(tx + (1 - t)y)) \le f(t g(x) + (1 - t) "
            r"g(y))$. The "
            r"convexity of $f$ bounds this by $t f(g(x)) + (1 - t) f(g(y))$.",
            f"{rule}, so the rule for compositions applies.",
        ),
        trap="A composition of convex functions is convex when the outer one does not fall. Does it, on the values "
        "it gets?",
    )


def _falling(a: int, p: int, b: int, k: int, e: int) -> Case:
    """A convex outer function that is not increasing on the values of the inner one."""
    inner: str = polynomial([a, 0, -b])
    typed_inner = f"({a}*{{x}}^2 - {b})"
    if e == 0:
        f, shown, typed, h = "u^2", f"({inner})^2", f"{typed_inner}^2", lambda x: (a * x * x - b) ** 2
        first, second = Q(-1, 4), Q(1, 4)
        why = f"At $x = 0$ the inner function is lowest, ${-b}$, and its square is large: $h$ has a hill there."
    elif e == 1:
        f, shown, typed, h = "|u|", f"|{inner}|", f"abs{typed_inner}", lambda x: abs(a * x * x - b)
        first, second = Q(-1, 4), Q(1, 4)
        why = f"At $x = 0$ the inner function is lowest, ${-b}$, and its absolute value is large: $h$ has a hill there."
    else:
        square = _times(a, _square(p))
        f, inner, shown, typed = "e^{-u}", square, f"e^{{-{square}}}", f"exp(-{a}*{_typed_shift(p)}^2)"
        h = lambda x: exp(-a * (x - p) ** 2)  # noqa: E731
        first, second = Q(p - 1), Q(p + 1)
        why = (
            f"The outer function falls, so $h$ is largest where $g$ is smallest: it is a bell with its top at $x "
            f"= {p}$."
        )
    return Case(
        f"The functions $f(u) = {f}$ and $g(x) = {inner}$ are convex.",
        f"f(g(x)) = {shown}",
        typed,
        h,
        False,
        ("The rule for compositions needs an outer function that does not fall on the values of the inner one.", why),
        first,
        second,
        code="composition-any",
        trap="Convex of convex is not enough: the outer function must not fall on the values that it gets.",
    )


def _penalised(a: int, p: int, b: int, k: int, e: int) -> Case:
    """A convex loss with a convex penalty."""
    margin = linear([-a], ["x"])
    f, typed, part = (
        (rf"\ln\left(1 + e^{{{margin}}}\right)", f"ln(1 + exp(-{a}*{{x}}))", lambda x: log1p(exp(-a * x))),
        (rf"\max(0, 1 - {_times(a, 'x')})", f"max(0, 1 - {a}*{{x}})", lambda x: max(0.0, 1 - a * x)),
        (f"|{_shift(p)}|", f"abs({_typed_shift(p)})", lambda x: abs(x - p)),
    )[e]
    name = ("logistic loss", "hinge loss", "absolute loss")[e]
    reason = (
        r"The function $\ln(1 + e^u)$ has the second derivative $\sigma(u)(1 - \sigma(u)) > 0$, and the argument is "
        r"affine.",
        "It is a maximum of two affine functions.",
        "An absolute value with an affine function inside is convex.",
    )[e]
    return Case(
        f"A {'regression' if e == 2 else 'classifier'} with one weight $x$ has the {name} $f(x) = {f}$ and the penalty "
        f"$g(x) = {_times(b, 'x^2')}$.",
        f"f(x) + g(x) = {f} + {_times(b, 'x^2')}",
        f"{typed} + {b}*{{x}}^2",
        lambda x: part(x) + b * x * x,
        True,
        (
            f"The {name} is convex: {reason[0].lower() + reason[1:]}",
            "The penalty is convex, and so is the sum of both.",
        ),
        trap="Look at the loss and the penalty one by one; a sum of convex functions is convex.",
    )


def _capped(a: int, p: int, b: int, k: int, e: int) -> Case:
    """A loss cut off from above."""
    c = b
    if e == 0:
        f, shown = _square(p), rf"\min\left({_square(p)}, {c * c}\right)"
        typed, h = f"min({_typed_shift(p)}^2, {c * c})", lambda x: min((x - p) ** 2, c * c)
        name, first, second = "squared", Q(p), Q(p + 4 * c)
        why = rf"Beyond $x = {p + c}$ it is constant, ${c * c}$, after it has risen: it bends downwards there."
    elif e == 1:
        f, shown = f"|{_shift(p)}|", rf"\min\left(|{_shift(p)}|, {c}\right)"
        typed, h = f"min(abs({_typed_shift(p)}), {c})", lambda x: min(abs(x - p), c)
        name, first, second = "absolute", Q(p), Q(p + 4 * c)
        why = rf"Beyond $x = {p + c}$ it is constant, ${c}$, after it has risen: it bends downwards there."
    else:
        f, shown = rf"\max(0, 1 - {_times(a, 'x')})", rf"\min\left(\max(0, 1 - {_times(a, 'x')}), {c}\right)"
        typed, h = f"min(max(0, 1 - {a}*{{x}}), {c})", lambda x: min(max(0.0, 1 - a * x), c)
        name, first, second = "hinge", Q(1, a), Q(1 - 4 * c, a)
        why = rf"It falls from the constant ${c}$ to $0$: where it leaves the constant it bends downwards."
    cap = c * c if e == 0 else c
    return Case(
        f"To be robust against outliers, the {name} loss $f(x) = {f}$, which is convex, is cut off at ${cap}$ "
        f"(constants are "
        "convex as well).",
        rf"\min(f(x), {cap}) = {shown}",
        typed,
        h,
        False,
        ("A minimum of convex functions need not be convex.", why),
        first,
        second,
        code="min-ok",
        trap="Cutting off takes a minimum, and for minima there is no rule.",
    )


def _sigmoid_loss(a: int, p: int, b: int, k: int, e: int) -> Case:
    """Squared error behind a sigmoid, the Cauchy loss, or a root penalty."""
    if e == 0:
        shown = rf"\left(1 - \sigma({_times(a, 'x')})\right)^2"
        return Case(
            rf"A neuron with one weight $x$ has the output $\sigma({_times(a, 'x')})$, where $\sigma(u) = "
            rf"\frac{{1}}{{1 + "
            rf"e^{{-u}}}}$. The squared loss $f(u) = (1 - u)^2$ is convex.",
            f"f(\\sigma({_times(a, 'x')})) = {shown}",
            f"(1 - sigmoid({a}*{{x}}))^2",
            lambda x: (1 - 1 / (1 + exp(-a * x))) ** 2,
            False,
            (
                "The sigmoid is not affine, so a convex loss behind it need not be convex.",
                "For very negative $x$ the loss is almost constant, $1$, and then it falls: it bends downwards there.",
            ),
            Q(-8, a),
            Q(0),
            code="composition-any",
            trap="The squared loss is convex in its argument, but the argument is not an affine function of the "
            "weight.",
        )
    if e == 1:
        return Case(
            rf"The loss $f(u) = \ln(1 + u)$ grows slowly, and $g(x) = {_times(a, _square(p))}$ is convex.",
            rf"f(g(x)) = \ln\left(1 + {_times(a, _square(p))}\right)",
            f"ln(1 + {a}*{_typed_shift(p)}^2)",
            lambda x: log(1 + a * (x - p) ** 2),
            False,
            (
                "The outer function is increasing, but concave: the rule for compositions does not apply.",
                f"Far from $x = {p}$ the function grows like a logarithm and bends downwards. Take two points on "
                f"one side.",
            ),
            Q(p + 2),
            Q(p + 10),
            code="composition-any",
            trap="The rule needs an outer function that is convex and does not fall. Is a logarithm convex?",
        )
    return Case(
        rf"The squared loss $f(x) = {_square(p)}$ is convex. For sparsity the penalty $g(x) = "
        rf"{_times(4 * b, chr(92) + 'sqrt{|x|}')}$ "
        "is added.",
        rf"f(x) + g(x) = {_square(p)} + {_times(4 * b, chr(92) + 'sqrt{|x|}')}",
        f"{_typed_shift(p)}^2 + {4 * b}*sqrt(abs({{x}}))",
        lambda x: (x - p) ** 2 + 4 * b * sqrt(abs(x)),
        False,
        (
            r"The penalty is not convex: the root is concave on $x \ge 0$, though $|x|$ is convex.",
            "Close to $0$ it bends downwards much more than the parabola bends upwards. Take $0$ and a point near it.",
        ),
        Q(0),
        Q(1, 4),
        code="composition-any",
        trap=r"The absolute value is convex, but the root of it is not: the rule for compositions needs a convex "
        r"outer function.",
    )


CASES: dict[str, Callable[[int, int, int, int, int], Case]] = {
    "sum": _sum,
    "minus-line": _minus_line,
    "minus-kink": _minus_kink,
    "minus-curve": _minus_curve,
    "negative": _negative,
    "max": _max,
    "min": _min,
    "affine": _affine,
    "product": _product,
    "good-product": _good_product,
    "rising": _rising,
    "falling": _falling,
    "penalised": _penalised,
    "capped": _capped,
    "sigmoid-loss": _sigmoid_loss,
}
LEVELS: dict[int, tuple[tuple[str, ...], ...]] = {
    1: (("sum", "minus-line"), ("minus-kink", "negative", "minus-curve")),
    2: (("max", "affine", "good-product"), ("min", "product")),
    3: (("rising", "penalised"), ("falling", "capped", "sigmoid-loss")),
}

# --- the problem -------------------------------------------------------------------------------------------

ASKS = (
    ("True or false?", "If it is false, give"),
    ("Is the statement below true?", "If it is not, give"),
    ("Decide whether the statement below holds.", "If it does not, show it by"),
    ("A student claims what follows.", "If the student is wrong, give"),
)


@convexity_rules.problem
def build(kind: str, numbers: tuple[int, ...], setting: int) -> Problem:
    """The statement that h is convex."""
    case = CASES[kind](*numbers)
    before, after = ASKS[setting]
    prompt = (
        f"{before} {case.parts} Then $$h(x) = {case.h}$$ is a convex function on $\\mathbb{{R}}$.\n\n"
        rf"{after} real numbers $x$, $y$ and $t$ with $0 \le t \le 1$ and $h(tx + (1 - t)y) > t\,h(x) + (1 - t)\,h(y)$."
    )
    return Problem.single(
        prompt=prompt,
        answer=_answer(case),
        hints=(
            "Which rule would show convexity? Check every condition of that rule.",
            "If no rule applies, look for a hill or a downward bend, and take two points on both sides of it.",
        ),
        steps=_steps(case),
    )


def _answer(case: Case) -> TruthAnswer:
    def h(x: str) -> str:
        return case.typed.replace("{x}", f"({x})")

    claim = f"{h('t*x + (1 - t)*y')} <= t*({h('x')}) + (1 - t)*({h('y')})"
    names = ("x", "y", "t")
    values = (str(case.first), str(case.second), "1/2")
    return TruthAnswer(
        case.truth,
        tuple(Witness(name, None, "" if case.truth else value) for name, value in zip(names, values, strict=True)),
        ("0 <= t <= 1",),
        claim,
        (values,) if case.truth else (),
        code=case.code,
        feedback=case.trap,
        shown={claim: r"h(tx + (1 - t)y) \le t\,h(x) + (1 - t)\,h(y)"},
    )


def _steps(case: Case) -> tuple[Step, ...]:
    why = tuple(Step(line) for line in case.why)
    if case.truth:
        return (*why, Step("So the statement is **true**."))
    x, y = case.first, case.second
    middle = (x + y) / 2
    high, mean = _shown(case, middle), _mean(case, x, y)
    return (
        *why,
        Step(
            rf"Take $x = {latex_of(x)}$, $y = {latex_of(y)}$ and $t = \frac{{1}}{{2}}$, so the point between them is "
            rf"${latex_of(middle)}$."
        ),
        Step(
            rf"There $h\left({latex_of(middle)}\right) {high}$, but "
            rf"$\frac{{1}}{{2}} h\left({latex_of(x)}\right) + \frac{{1}}{{2}} h\left({latex_of(y)}\right) {mean}$."
        ),
        Step("The value in the middle is larger than the mean, so $h$ is not convex and the statement is **false**."),
    )


def _float(x: Q) -> float:
    return int(x.p) / int(x.q)


def _rounded(value: float) -> str:
    """Exact where it is a short decimal, else rounded to as many places as tell it from others."""
    sixteenths = round(value * 16)
    if abs(value * 16 - sixteenths) < 1e-9 and (abs(sixteenths) <= 400 or sixteenths % 16 == 0):
        return f"= {latex_of(Q(sixteenths, 16))}"
    return rf"\approx {value:.4f}"


def _shown(case: Case, x: Q) -> str:
    return _rounded(case.f(_float(x)))


def _mean(case: Case, x: Q, y: Q) -> str:
    return _rounded((case.f(_float(x)) + case.f(_float(y))) / 2)


# --- verify ------------------------------------------------------------------------------------------------


@convexity_rules.verify
def inequality_is_tried(kind: str, numbers: tuple[int, ...], setting: int, answer: Any) -> bool:
    """The learner's numbers in the defining inequality; for a convex function all pairs of a grid."""
    f = CASES[kind](*numbers).f
    truth, told = answer
    if truth:
        grid = [k / 8 for k in range(-64, 65)]
        values = [f(x) for x in grid]
        scale = [1e-9 * max(1.0, abs(v)) for v in values]
        for i in range(0, len(grid), 1):
            for j in range(i + 2, len(grid), 2):
                if values[(i + j) // 2] > (values[i] + values[j]) / 2 + scale[i] + scale[j]:
                    return False
        return True
    if not told:
        return False
    x, y, t = (_float(told[name]) for name in ("x", "y", "t"))
    return 0 <= t <= 1 and f(t * x + (1 - t) * y) > t * f(x) + (1 - t) * f(y) + 1e-9
