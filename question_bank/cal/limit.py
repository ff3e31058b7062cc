"""Limits, values that make a function continuous, difference quotients, and limits in the plane (MML 5.1).

Levels: 1 rational functions whose common zero cancels, among forms that can simply be put in; 2 difference quotients
and sines, exponentials and logarithms at 0; 3 two variables, along an axis, along a line or parabola, and the limit
itself, which may fail to exist. Checked by values very near the point: of one variable on both sides; in the plane
along many lines and parabolas, which either agree or do not.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, exp, log, sin, sqrt, tan
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, forms, quotient, wrong_numbers
from question_bank.cal._shown import polynomial_text, power, scaled, shown, total
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of
from quizgen.problem import Misconception, Part, Problem, Step


class Given(NamedTuple):
    kind: str
    numbers: tuple[int, ...]
    """What they are depends on the kind; the docstrings of the cases say it."""
    phrasing: int


LEVELS: dict[int, tuple[str, ...]] = {
    1: ("cancel", "cancel", "cancel", "continuous", "plain", "infinity"),
    2: ("square", "reciprocal", "root", "sine", "tangent", "cosine", "exponential", "second", "logarithm", "trap"),
    3: ("quotient", "quotient", "mixed", "mixed", "parabola", "parabola", "squeeze", "radial", "norm"),
}


@exercise("cal-limit", version=1, bounds=(300, 700, 400))
def limit(draw: Draw, level: int) -> Given:
    """Small numbers; the limit is neither 0 nor 1, what a misread 0/0 would give, where that is asked."""
    kind = draw.choice(LEVELS[level])
    phrasing = draw.below(3)
    for attempt in range(TRIES):
        numbers = _numbers(draw.child("try", attempt), kind)
        if numbers is not None:
            return Given(kind, numbers, phrasing)
    raise exhausted(f"limit of the kind {kind}", "a value other than 0 and 1")


def _numbers(draw: Draw, kind: str) -> tuple[int, ...] | None:
    small = draw.integer
    if kind in ("cancel", "continuous", "plain"):
        a, p, r = small(-4, 5, nonzero=True), small(1, 3), small(0, 3)
        q = small(-6, 6, nonzero=True)
        s = small(-6, 6, nonzero=True) if r else 1
        if kind == "plain":
            r = max(r, 1)
            top, bottom = p * a * a + q, r * a + s
            return None if 0 in (top, bottom) or Q(2 * p * a, r) == Q(top, bottom) else (a, p, q, r, s)
        top, bottom = p * a + q, r * a + s
        if bottom == 0 or top in (0, bottom) or (r and (p * s == q * r or Q(p, r) == Q(top, bottom))):
            return None
        return (a, p, q, r, s)
    if kind == "infinity":
        p, r = small(2, 9) * draw.sign(), small(2, 9)
        return None if p in (r, -r) else (p, small(-9, 9), small(-9, 9), r, small(-9, 9), small(1, 9))
    if kind == "square":
        return (small(-5, 6, nonzero=True), small(2, 3), small(1, 3))
    if kind == "reciprocal":
        a, k = small(-6, 6, avoid=(-1, 0, 1)), small(1, 9)
        return (a, k)
    if kind == "root":
        return (small(1, 6), small(1, 9))
    if kind == "trap":
        k, c, m, d = small(2, 6), small(1, 5), small(1, 6), small(1, 6)
        return None if c in (0, d) or c * m == k * d else (k, c, m, d)
    k, m = small(2, 9), small(2, 9)
    value = Q(k * k, 2 * m) if kind in ("cosine", "second") else Q(k, m)
    if level_three(kind):
        c, m = small(-5, 5, nonzero=True), small(-3, 3, nonzero=True)
        p, q = small(1, 4), small(1, 4)
        if kind == "quotient" and (p == q or c in (0, p)):
            return None
        return (small(-6, 6, avoid=(0, 1)), c, m, p, q)
    return None if value == 1 else (k, m)


def level_three(kind: str) -> bool:
    """Whether a kind has two variables."""
    return kind in LEVELS[3]


# ------------------------------------------------------------------ one variable


class Case(NamedTuple):
    """A limit of one variable, in the answer language, with everything told about it."""

    f: str
    at: str
    """The point, in LaTeX."""
    value: Q
    steps: tuple[str, ...]
    hints: tuple[str, str]
    wrong: tuple[tuple[str, Q, str], ...]
    x: str = "x"


READ_ZERO = "The form $0/0$ says nothing yet: it is not $0$. Which common factor do both parts have?"
READ_ONE = "Both parts become $0$, but that does not make their quotient $1$: compare how fast they go to $0$."
FORM = "What do numerator and denominator become when you put the point in? l'Hôpital's rule needs the form $0/0$ or "
FORM += r"$\infty/\infty$, at every single use."
EQUAL = r"The form $\infty/\infty$ says nothing yet. Which powers of $x$ decide how both parts grow?"
AGAIN = "After one use of l'Hôpital's rule the form was no longer $0/0$: the rule must not be used once more."
SEEN = (
    (
        "plug-in",
        Q(0),
        "The form $0/0$ says nothing yet: it is not $0$. Rewrite the quotient before you take the limit.",
    ),
    ("plug-in", Q(1), READ_ONE),
)


def _cancel(g: Given) -> Case:
    """(x - a)(p x + q) over (x - a)(r x + s): numbers a, p, q, r, s."""
    a, p, q, r, s = g.numbers
    top, bottom = _times_root(a, p, q), _times_root(a, r, s)
    value = Q(p * a + q, r * a + s)
    root = polynomial_text((1, -a))
    left, right = polynomial_text((p, q)), polynomial_text((r, s))
    slopes = [Q(2 * c[0] * a + c[1]) if len(c) == 3 else Q(c[0]) for c in (top, bottom)]
    rest = rf"Both contain the factor ${shown(root, 'x')}$: the numerator is ${shown(f'({root})({left})', 'x')}$" + (
        rf", the denominator ${shown(f'({root})({right})', 'x')}$." if r else ", and it is the whole denominator."
    )
    wrong = [("plug-in", Q(0), READ_ZERO), ("plug-in", Q(1), READ_ONE)]
    if r:
        wrong.append(("hospital-misused", Q(p, r), AGAIN))
    quotient = f"({left})/({right})" if r else left
    worked = rf"\frac{{{_at(p, q, a)}}}{{{_at(r, s, a)}}}" if r else _at(p, q, a)
    return Case(
        f=f"({polynomial_text(top)})/({polynomial_text(bottom)})",
        at=str(a),
        value=value,
        steps=(
            rf"At $x = {a}$ the numerator and the denominator are $0$: the form is $0/0$, which says nothing yet.",
            f"{rest} By the factor theorem this is so for every zero of a polynomial.",
            rf"For $x \neq {a}$ the factor cancels, and the function is ${shown(quotient, 'x')}$. A limit looks at "
            rf"points "
            "near this one only, so nothing is lost.",
            rf"This is continuous at ${a}$: put it in, ${worked} = {latex_of(value)}$.",
            r"Check by l'Hôpital's rule, which may be used because the form is $0/0$: the derivatives of numerator and "
            rf"denominator at ${a}$ are ${latex_of(slopes[0])}$ and ${latex_of(slopes[1])}$, and their quotient is "
            rf"${latex_of(value)}$ again.",
        ),
        hints=(
            "First put the point in: which form does the quotient have?",
            "A polynomial that is zero at $a$ has the factor $x - a$. Factorise both parts.",
        ),
        wrong=tuple(wrong),
    )


def _times_root(a: int, p: int, q: int) -> tuple[int, ...]:
    """The coefficients of (x - a)(p x + q)."""
    return (p, q - a * p, -a * q) if p else (q, -a * q)


def _at(p: int, q: int, a: int) -> str:
    """p a + q with the numbers, in LaTeX."""
    first = latex_of(Q(a)) if p == 1 else rf"{p} \cdot {factor(Q(a))}"
    return str(latex_of(Q(q))) if p == 0 else f"{first} {'-' if q < 0 else '+'} {abs(q)}"


def _plain(g: Given) -> Case:
    """(p x + q) over (r x + s), of which neither is 0 at a: the form that is no form."""
    a, p, q, r, s = g.numbers
    top, bottom = p * a * a + q, r * a + s
    value = Q(top, bottom)
    slope = Q(2 * p * a, r)
    return Case(
        f=f"({polynomial_text((p, 0, q))})/({polynomial_text((r, s))})",
        at=str(a),
        value=value,
        steps=(
            rf"At $x = {a}$ the numerator is ${_square(p, q, a)} = {top}$.",
            rf"There the denominator is ${_at(r, s, a)} = {bottom}$, which is not $0$.",
            rf"A quotient of continuous functions is continuous where its denominator is not $0$, so the limit is the "
            rf"value: ${forms(quotient(top, bottom), value)}$.",
            "L'Hôpital's rule must not be used here, because the form is not $0/0$. It would give "
            rf"${forms(quotient(2 * p * a, r), slope)}$, which is wrong.",
        ),
        hints=(
            "First put the point in: which form does the quotient have?",
            "Is the denominator zero there? If not, what does continuity say?",
        ),
        wrong=(("hospital-misused", slope, FORM),),
    )


def _square(p: int, q: int, a: int) -> str:
    front = "" if p == 1 else rf"{p} \cdot "
    return rf"{front}{_base(a)}^2 {'-' if q < 0 else '+'} {abs(q)}"


def _base(a: int) -> str:
    return f"({a})" if a < 0 else str(a)


def _infinity(g: Given) -> Case:
    """(p x^2 + q x + t) over (r x^2 + s x + u): numbers p, q, t, r, s, u."""
    p, q, t, r, s, u = g.numbers
    value = Q(p, r)
    return Case(
        f=f"({polynomial_text((p, q, t))})/({polynomial_text((r, s, u))})",
        at=r"\infty",
        value=value,
        steps=(
            r"Numerator and denominator grow without bound: the form is $\infty/\infty$, which says nothing yet.",
            rf"Divide both by the highest power $x^2$: "
            rf"$$\frac{{{_over_x(p, q, t)}}}{{{_over_x(r, s, u)}}}.$$",
            rf"For $x \to \infty$ the terms with $1/x$ and $1/x^2$ go to $0$. What remains is the quotient of "
            rf"${p}$ and ${r}$, that is ${latex_of(value)}$.",
            "Check: l'Hôpital's rule, used twice on the form $\\infty/\\infty$, gives "
            rf"$\frac{{{2 * p}}}{{{2 * r}}}$, the same.",
        ),
        hints=(
            "Which power of $x$ grows fastest? Divide numerator and denominator by it.",
            "The terms that keep a power of $x$ in their denominator vanish in the limit.",
        ),
        wrong=(
            (
                "plug-in",
                Q(1),
                EQUAL,
            ),
            (
                "plug-in",
                Q(0),
                EQUAL,
            ),
        ),
    )


def _over_x(a: int, b: int, c: int) -> str:
    out = str(a)
    for x, below in ((b, "x"), (c, "x^2")):
        if x:
            out += rf" {'-' if x < 0 else '+'} \frac{{{abs(x)}}}{{{below}}}"
    return out


def _square_quotient(g: Given) -> Case:
    """The difference quotient of k x^n at a: numbers a, n, k."""
    a, n, k = g.numbers
    base = f"({total((a, ''), (1, 'h'))})"
    value = Q(k * n) * Q(a) ** (n - 1)
    front = "" if k == 1 else f"{k}"
    constant = k * a**n
    expanded = (Q(k * a * a), Q(2 * a * k), Q(k)) if n == 2 else (Q(k * a**3), Q(3 * a * a * k), Q(3 * a * k), Q(k))
    powers = [(c, power("h", i)) for i, c in enumerate(expanded)]
    divided = total(*((c, power("h", i)) for i, c in enumerate(expanded[1:])))
    difference = f"{front}{base}^{n} {'-' if constant > 0 else '+'} {abs(constant)}"
    return Case(
        f=f"({difference})/h",
        at="0",
        value=value,
        x="h",
        steps=(
            "At $h = 0$ the form is $0/0$: it has to be rewritten first.",
            rf"Expand the power: ${shown(f'{front}{base}^{n}', 'h')} = {shown(total(*powers), 'h')}$.",
            rf"The constant cancels, and every remaining term has a factor $h$. Divided by $h \neq 0$ this is "
            rf"${shown(divided, 'h')}$.",
            rf"For $h \to 0$ there remains ${latex_of(value)}$.",
            rf"Check: this is the difference quotient of ${shown(scaled(k, f'x^{n}'), 'x')}$, whose derivative "
            rf"${shown(scaled(k * n, power('x', n - 1)), 'x')}$ at $x = {a}$ is ${latex_of(value)}$.",
        ),
        hints=(
            "Expand the power and look for what cancels before you let $h$ go to $0$.",
            "Which function's difference quotient is this, and at which point?",
        ),
        wrong=SEEN,
    )


def _reciprocal(g: Given) -> Case:
    """The difference quotient of k/x at a: numbers a, k."""
    a, k = g.numbers
    value = Q(-k, a * a)
    constant = Q(k, a)
    sign = "-" if constant > 0 else "+"
    shift = total((a, ""), (1, "h"))
    return Case(
        f=f"({k}/({shift}) {sign} {abs(constant)})/h",
        at="0",
        value=value,
        x="h",
        steps=(
            "At $h = 0$ the form is $0/0$: it has to be rewritten first.",
            rf"One fraction: ${shown(f'{k}/({shift})', 'h')} {sign} {latex_of(abs(constant))} = "
            rf"\frac{{{_minus(k)}h}}{{{a} \left({shown(shift, 'h')}\right)}}$.",
            rf"Divided by $h \neq 0$: $\frac{{{-k}}}{{{a} \left({shown(shift, 'h')}\right)}}$.",
            rf"For $h \to 0$ this goes to $\frac{{{-k}}}{{{a} \cdot {factor(Q(a))}}} = {latex_of(value)}$.",
            rf"Check: this is the difference quotient of $\frac{{{k}}}{{x}}$, whose derivative is "
            rf"$-\frac{{{k}}}{{x^2}}$; at $x = {a}$ it is ${latex_of(value)}$.",
        ),
        hints=(
            "Bring the two fractions over a common denominator: something cancels.",
            "Which function's difference quotient is this, and at which point?",
        ),
        wrong=SEEN,
    )


def _minus(k: int) -> str:
    return "-" if k == 1 else f"-{k}"


def _root(g: Given) -> Case:
    """The difference quotient of k sqrt(x) at r^2: numbers r, k."""
    r, k = g.numbers
    value = Q(k, 2 * r)
    front = "" if k == 1 else str(k)
    root = rf"\sqrt{{{r * r} + h}}"
    return Case(
        f=f"({front}sqrt({r * r} + h) - {k * r})/h",
        at="0",
        value=value,
        x="h",
        steps=(
            "At $h = 0$ the form is $0/0$: it has to be rewritten first.",
            rf"Multiply numerator and denominator by ${root} + {r}$, so that $(u - v)(u + v) = u^2 - v^2$ removes the "
            rf"root: $$\left({root} - {r}\right)\left({root} + {r}\right) = {r * r} + h - {r * r} = h.$$",
            rf"So the quotient is $\frac{{{k}}}{{{root} + {r}}}$ for $h \neq 0$.",
            rf"For $h \to 0$ the root goes to ${r}$, and the limit is $\frac{{{k}}}{{{r} + {r}}} = {latex_of(value)}$.",
            rf"Check: this is the difference quotient of ${front}\sqrt{{x}}$ at $x = {r * r}$, whose derivative is "
            rf"$\frac{{{k}}}{{2\sqrt{{x}}}}$.",
        ),
        hints=(
            "The root is in the way: which factor turns a difference with a root into a difference of squares?",
            r"Multiply numerator and denominator by the sum in place of the difference.",
        ),
        wrong=SEEN,
    )


SMALL: dict[str, tuple[str, str, str]] = {
    "sine": ("sin(@x)", r"\frac{\sin u}{u} \to 1", r"\sin u \approx u"),
    "tangent": ("tan(@x)", r"\frac{\tan u}{u} \to 1", r"\tan u \approx u"),
    "exponential": ("e^(@x) - 1", r"\frac{e^u - 1}{u} \to 1", r"e^u - 1 \approx u"),
    "logarithm": ("ln(1 + @x)", r"\frac{\ln(1 + u)}{u} \to 1", r"\ln(1 + u) \approx u"),
    "cosine": ("1 - cos(@x)", r"\frac{1 - \cos u}{u^2} \to \frac{1}{2}", r"1 - \cos u \approx \frac{1}{2}u^2"),
    "second": (
        "e^(@x) - 1 - @x",
        r"\frac{e^u - 1 - u}{u^2} \to \frac{1}{2}",
        r"e^u - 1 - u \approx \frac{1}{2}u^2",
    ),
}
HOSPITAL = {
    "sine": (r"k \cos(kx)", ""),
    "tangent": (r"\frac{k}{\cos^2(kx)}", ""),
    "exponential": (r"k e^{kx}", ""),
    "logarithm": (r"\frac{k}{1 + kx}", ""),
    "cosine": (r"k \sin(kx)", r"k^2 \cos(kx)"),
    "second": (r"k e^{kx} - k", r"k^2 e^{kx}"),
}


def _small(g: Given) -> Case:
    """A function that goes to 0 like k x, or k^2 x^2 / 2, over m x, or m x^2: numbers k, m."""
    k, m = g.numbers
    top, known, near = SMALL[g.kind]
    square = g.kind in ("cosine", "second")
    n = 2 if square else 1
    value = Q(k * k, 2 * m) if square else Q(k, m)
    below = scaled(m, power("x", n))
    factors = rf"\frac{{{k * k}}}{{{m}}}" if square else rf"\frac{{{k}}}{{{m}}}"
    inner = rf"({k}x)^2" if square else rf"{k}x"
    numerator = top.replace("@", str(k))
    limit_of_inner = r" \cdot \frac{1}{2}" if square else r" \cdot 1"
    first, second = (s.replace("k^2", str(k * k)).replace("k", str(k)) for s in HOSPITAL[g.kind])
    once = rf"\frac{{{first}}}{{{shown(scaled(m * n, power('x', n - 1)), 'x')}}}"
    check = (
        rf"Check by l'Hôpital's rule: the derivatives give ${once}$, again $0/0$ at $x = 0$; once more, "
        rf"$\frac{{{second}}}{{{2 * m}}}$, which at $x = 0$ is ${latex_of(value)}$."
        if square
        else rf"Check by l'Hôpital's rule: the derivatives give ${once}$, which at $x = 0$ is ${latex_of(value)}$."
    )
    tail = (
        "The denominator has the square of $x$. What is left of the numerator after its linear part?"
        if square
        else READ_ONE
    )
    wrong: list[tuple[str, Q, str]] = [SEEN[0], ("plug-in", Q(1), tail)]
    return Case(
        f=f"({numerator})/({below})",
        at="0",
        value=value,
        steps=(
            "At $x = 0$ numerator and denominator are $0$: the form is $0/0$.",
            rf"Use a limit that is known: ${known}$ for $u \to 0$. Here $u = {k}x$.",
            rf"Write the quotient with it: $$\frac{{{shown(numerator, 'x')}}}{{{shown(below, 'x')}}} = {factors} \cdot "
            rf"\frac{{{shown(numerator, 'x')}}}{{{inner}}}.$$",
            rf"The last factor has this known limit, so the limit is ${factors}{limit_of_inner} = {latex_of(value)}$.",
            check,
        ),
        hints=(
            "Both parts go to $0$. How fast does each of them?",
            rf"For small $u$ the approximation ${near}$ holds.",
        ),
        wrong=tuple(wrong),
    )


def _trap(g: Given) -> Case:
    """(sin(k x) + c) over (m x + d), which is not 0/0 at 0: numbers k, c, m, d."""
    k, c, m, d = g.numbers
    kind = (k + c + m + d) % 3
    top = (f"sin({k}x) + {c}", f"e^({k}x) + {c - 1}" if c > 1 else f"e^({k}x)", f"ln(1 + {k}x) + {c}")[kind]
    name = (rf"\sin 0 + {c}", rf"e^0 + {c - 1}" if c > 1 else "e^0", rf"\ln 1 + {c}")[kind]
    value, slope = Q(c, d), Q(k, m)
    return Case(
        f=f"({top})/({total((m, 'x'), (d, ''))})",
        at="0",
        value=value,
        steps=(
            rf"Put $x = 0$ into the numerator: ${name} = {c}$.",
            rf"Put it into the denominator: it is ${d}$, which is not $0$.",
            r"So there is no form $0/0$: the quotient is continuous at $0$, and the limit is its value "
            rf"${forms(quotient(c, d), value)}$.",
            "L'Hôpital's rule must not be used here. It would give the quotient of the derivatives, "
            rf"${latex_of(slope)}$, which is not the limit.",
        ),
        hints=("First put the point in: which form is it?", "When may l'Hôpital's rule be used?"),
        wrong=(("hospital-misused", slope, FORM),),
    )


CASES: dict[str, Callable[[Given], Case]] = {
    "cancel": _cancel,
    "continuous": _cancel,
    "plain": _plain,
    "infinity": _infinity,
    "square": _square_quotient,
    "reciprocal": _reciprocal,
    "root": _root,
    "trap": _trap,
    **dict.fromkeys(SMALL, _small),
}
"""The cases with one variable."""

PHRASINGS = (
    r"Compute the exact value of the limit $$\lim_{@x \to @a} @f.$$",
    r"Which value does the quotient $$@f$$ approach for $@x \to @a$? Give it exactly.",
    r"Find $$\lim_{@x \to @a} @f$$ exactly.",
)
STEPSIZE = (
    PHRASINGS[0],
    r"A difference quotient with step size $h$ estimates a slope: $$@f.$$ What does it become for $h \to 0$? Give "
    "the exact value.",
    PHRASINGS[2],
)
CONTINUOUS = (
    r"The function $$g(x) = @f \quad (x \neq @a), \qquad g(@a) = c$$ is to be continuous at $x = @a$. Find $c$ "
    "exactly.",
    r"A formula is not defined at $x = @a$: $$g(x) = @f.$$ Which value $g(@a)$ makes $g$ continuous there? Give it "
    "exactly.",
    r"Find the exact number $c$ for which $g(@a) = c$, $$g(x) = @f \quad (x \neq @a),$$ defines a continuous function.",
)


@limit.problem
def build(kind: str, numbers: tuple[int, ...], phrasing: int) -> Problem:
    """The case of this kind."""
    g = Given(kind, numbers, phrasing)
    if level_three(kind):
        return _plane(g)
    case = CASES[kind](g)
    templates = CONTINUOUS if kind == "continuous" else STEPSIZE if case.x == "h" else PHRASINGS
    prompt = templates[phrasing].replace("@x", case.x).replace("@a", case.at)
    answer = NumberAnswer.of(case.value)
    closing = (
        rf"So the value is $c = {answer.tex()}$: then $g({case.at})$ equals the limit, which is what continuity means."
        if kind == "continuous"
        else rf"The limit is ${answer.tex()}$."
    )
    return Problem.single(
        prompt=prompt.replace("@f", shown(case.f, case.x)),
        answer=answer,
        hints=case.hints,
        steps=(*map(Step, case.steps), Step(closing)),
        misconceptions=wrong_numbers(case.value, *case.wrong),
    )


# ------------------------------------------------------------------ two variables


class Plane(NamedTuple):
    """A function of x and y at the origin."""

    f: str
    axis: Q
    """Limit along the x-axis."""
    path: str
    """The second path, in LaTeX."""
    along: Q
    whole: Q | None
    """The limit, None where there is none."""
    work: tuple[str, ...]
    """How the three are found."""


def _plane_case(g: Given) -> Plane:
    k, c, m, p, q = g.numbers
    line = f"y = {scaled(m, 'x')}"
    square = f"{scaled(p, 'x^2')} + {scaled(q, 'y^2')}"
    if g.kind == "quotient":
        # (c x^2 + k y^2) / (p x^2 + q y^2)
        top, value = total((c, "x^2"), (k, "y^2")), Q(c + k * m * m, p + q * m * m)
        return Plane(
            f"({top})/({square})",
            Q(c, p),
            line,
            value,
            None if Q(c, p) != Q(k, q) else Q(c, p),
            (
                rf"On the $x$-axis $y = 0$: the function is $\frac{{{shown(scaled(c, 'x^2'), 'x')}}}"
                rf"{{{shown(scaled(p, 'x^2'), 'x')}}} = {latex_of(Q(c, p))}$, a constant.",
                rf"On ${line}$: the numerator is ${_sum(c, k * m * m)}\,x^2$, the denominator "
                rf"${_sum(p, q * m * m)}\,x^2$; "
                rf"$x^2$ cancels, and ${latex_of(value)}$ remains.",
            ),
        )
    if g.kind == "mixed":
        value = Q(k * m, p + q * m * m)
        return Plane(
            f"({scaled(k, 'x y')})/({square})",
            Q(0),
            line,
            value,
            None,
            (
                r"On the $x$-axis $y = 0$: the numerator is $0$, so the function is $0$ there. (On the $y$-axis, too.)",
                rf"On ${line}$: the numerator is ${scaled(k * m, 'x^2')}$, the denominator "
                rf"${_sum(p, q * m * m)}\,x^2$; $x^2$ "
                rf"cancels, "
                rf"and ${latex_of(value)}$ remains.",
            ),
        )
    if g.kind == "parabola":
        value = Q(k * m, p + q * m * m)
        return Plane(
            f"({scaled(k, 'x^2 y')})/({scaled(p, 'x^4')} + {scaled(q, 'y^2')})",
            Q(0),
            f"y = {scaled(m, 'x^2')}",
            value,
            None,
            (
                r"On the $x$-axis $y = 0$: the numerator is $0$, so the function is $0$ there. On the $y$-axis "
                r"it is $0$ too. On every other line through the origin, $y = tx$ with $t \neq 0$, the numerator has "
                r"the factor $x^3$ and the denominator only $x^2$: the limit is $0$ as well.",
                rf"On the parabola $y = {shown(scaled(m, 'x^2'), 'x')}$: the numerator is ${scaled(k * m, 'x^4')}$, "
                rf"the denominator "
                rf"${_sum(p, q * m * m)}\,x^4$; $x^4$ cancels, and ${latex_of(value)}$ remains.",
            ),
        )
    if g.kind == "radial":
        ratio = Q(k, p)
        sine = ("" if ratio == 1 else "-" if ratio == -1 else rf"{latex_of(ratio)} \cdot ") + r"\frac{\sin u}{u}"
        return Plane(
            f"sin({scaled(k, '(x^2 + y^2)')})/({scaled(p, '(x^2 + y^2)')})",
            ratio,
            line,
            ratio,
            ratio,
            (
                rf"On the $x$-axis $y = 0$: with $u = {shown(scaled(k, 'x^2'), 'x')}$ the function is "
                rf"${sine}$, and $\frac{{\sin u}}{{u}} \to 1$.",
                rf"On ${line}$ it is the same with $u = {k * (1 + m * m)}x^2$: the limit is ${latex_of(ratio)}$ again.",
                rf"In polar coordinates $x^2 + y^2 = r^2$, and the function depends on $r$ alone: with $u = "
                rf"{shown(scaled(k, 'r^2'), 'r')}$ it is ${sine}$ for every "
                rf"angle.",
            ),
        )
    top, bottom, order = ("x^2 y", "x^2 + y^2", "r^3") if g.kind == "squeeze" else ("x y", "sqrt(x^2 + y^2)", "r^2")
    polar = r"\cos^2\varphi \sin\varphi" if g.kind == "squeeze" else r"\cos\varphi \sin\varphi"
    below = "r^2" if g.kind == "squeeze" else "r"
    low = f"{1 + m * m}"
    reduced = (
        rf"\frac{{{k * m}x^3}}{{{low}x^2}} = {shown(scaled(Q(k * m, 1 + m * m), 'x'), 'x')}"
        if g.kind == "squeeze"
        else rf"\frac{{{k * m}x^2}}{{\sqrt{{{low}}}\,\lvert x\rvert}}"
    )
    return Plane(
        f"{c} {'-' if k < 0 else '+'} ({scaled(abs(k), top)})/{f'({bottom})' if g.kind == 'squeeze' else bottom}",
        Q(c),
        line,
        Q(c),
        Q(c),
        (
            rf"On the $x$-axis $y = 0$: the fraction is $0$, so the function is ${c}$.",
            rf"On ${line}$ the fraction, with its sign, is ${reduced}$, which goes to $0$: the limit is "
            rf"${c}$ again.",
            rf"Two paths prove nothing yet. In polar coordinates $x = r\cos\varphi$, $y = r\sin\varphi$ the fraction, "
            rf"with its sign, is $\frac{{{'' if k == 1 else '-' if k == -1 else k}{order} {polar}}}{{{below}}} = "
            rf"{'' if k == 1 else '-' if k == -1 else k}r {polar}$, so its size is at most "
            rf"${'' if abs(k) == 1 else abs(k)}"
            r"r$ for every angle, which goes to $0$.",
        ),
    )


def _sum(a: int, b: int) -> str:
    return rf"({a} {'-' if b < 0 else '+'} {abs(b)})"


PLANE = (
    r"Consider $$f(x, y) = @f$$ for $(x, y) \neq (0, 0)$. How does it behave for $(x, y) \to (0, 0)$?",
    r"The function $$f(x, y) = @f$$ is not defined at the origin. Can it be continued there?",
    r"Let $$f(x, y) = @f, \quad (x, y) \neq (0, 0).$$ Study its limit at the origin.",
)


def _plane(g: Given) -> Problem:
    case = _plane_case(g)
    exists = case.whole is not None
    first, second = NumberAnswer.of(case.axis), NumberAnswer.of(case.along)
    whole = NumberAnswer.of(case.whole if case.whole is not None else "none")
    one_path = (
        "A limit along one path is only a candidate. Compare it with the limit along another path: the limit in the "
        "plane "
        "exists only if all paths agree."
    )
    axis = "That is the limit along the $x$-axis. Here the path is another one: put its equation in for $y$."
    read = "At the origin the form is $0/0$, which says nothing yet. Follow the function along a path."
    slips: tuple[Misconception, ...]
    if exists:
        slips = wrong_numbers(case.axis, ("plug-in", Q(1), read), ("plug-in", Q(0), read))
    else:
        candidates = [("one-path", value, one_path) for value in dict.fromkeys((case.axis, case.along))]
        candidates += [("plug-in", Q(1), read)] if 1 not in (case.axis, case.along) else []
        slips = tuple(Misconception(code, NumberAnswer.of(value), told) for code, value, told in candidates)
    end = (
        rf"(a) ${first.tex()}$. (b) ${second.tex()}$. (c) All paths agree, and the bound holds for all of them at "
        rf"once: "
        rf"the limit is ${whole.tex()}$."
        if exists
        else rf"(a) ${first.tex()}$. (b) ${second.tex()}$. (c) The two paths disagree, but a limit has to be the "
        rf"same along every path. So no number is the limit: ${whole.tex()}$."
    )
    return Problem(
        prompt=PLANE[g.phrasing].replace("@f", shown(case.f, "x", "y")) + " Limits are to be given exactly.",
        parts=(
            Part(
                "a",
                first,
                r"Give the limit along the $x$-axis.",
                misconceptions=wrong_numbers(case.axis, ("plug-in", Q(1), read)),
            ),
            Part(
                "b",
                second,
                rf"Give the limit along ${_path(g, case)}$.",
                misconceptions=wrong_numbers(case.along, *((("one-path", case.axis, axis),) if not exists else ())),
            ),
            Part(
                "c",
                whole,
                r"Give $\lim_{(x, y) \to (0, 0)} f(x, y)$, or type *none* if it does not exist.",
                misconceptions=slips,
            ),
        ),
        hints=(
            "On a path one variable can be replaced by the other, and a limit of one variable remains.",
            "Two paths with different limits show that there is no limit. Equal limits along some paths prove nothing: "
            r"then use polar coordinates and a bound that does not depend on the angle.",
        ),
        steps=(*map(Step, case.work), Step(end)),
    )


def _path(g: Given, case: Plane) -> str:
    if g.kind == "parabola":
        return f"y = {shown(scaled(g.numbers[2], 'x^2'), 'x')}"
    return case.path


# ------------------------------------------------------------------ the second method


def _function(g: Given) -> Callable[[float], float]:
    """The function itself in floats, from the numbers of the prompt."""
    n = g.numbers
    match g.kind:
        case "cancel" | "continuous":
            top, bottom = _times_root(*n[:3]), _times_root(n[0], *n[3:])
            return lambda x: _value(top, x) / _value(bottom, x)
        case "plain":
            _, p, q, r, s = n
            return lambda x: (p * x * x + q) / (r * x + s)
        case "infinity":
            return lambda x: _value(n[:3], x) / _value(n[3:], x)
        case "square":
            return lambda h: n[2] * ((n[0] + h) ** n[1] - n[0] ** n[1]) / h
        case "reciprocal":
            return lambda h: (n[1] / (n[0] + h) - n[1] / n[0]) / h
        case "root":
            return lambda h: n[1] * (sqrt(n[0] ** 2 + h) - n[0]) / h
    if g.kind == "trap":
        k, c, m, d = n
        top_ = (
            lambda x: sin(k * x) + c,
            lambda x: exp(k * x) + c - 1,
            lambda x: log(1 + k * x) + c,
        )[(k + c + m + d) % 3]
        return lambda x: top_(x) / (m * x + d)
    k, m = n
    numerator: dict[str, Callable[[float], float]] = {
        "sine": lambda x: sin(k * x),
        "tangent": lambda x: tan(k * x),
        "exponential": lambda x: exp(k * x) - 1,
        "logarithm": lambda x: log(1 + k * x),
        "cosine": lambda x: 1 - cos(k * x),
        "second": lambda x: exp(k * x) - 1 - k * x,
    }
    order = 2 if g.kind in ("cosine", "second") else 1
    return lambda x: numerator[g.kind](x) / (m * x**order)


def _value(coefficients: tuple[int, ...], x: float) -> float:
    total_ = 0.0
    for c in coefficients:
        total_ = total_ * x + c
    return total_


def _surface(g: Given, x: float, y: float) -> float:
    k, c, _, p, q = g.numbers
    square = p * x * x + q * y * y
    match g.kind:
        case "quotient":
            return (c * x * x + k * y * y) / square
        case "mixed":
            return k * x * y / square
        case "parabola":
            return k * x * x * y / (p * x**4 + q * y * y)
        case "radial":
            return sin(k * (x * x + y * y)) / (p * (x * x + y * y))
        case "squeeze":
            return c + k * x * x * y / (x * x + y * y)
    return c + k * x * y / sqrt(x * x + y * y)


@limit.verify
def values_near_the_point(kind: str, numbers: tuple[int, ...], phrasing: int, answer: Any) -> bool:
    """Values at distance 10^-4 and less, both sides averaged; in the plane along 24 lines and 8 parabolas."""
    g = Given(kind, numbers, phrasing)
    if level_three(kind):
        return _paths_agree(g, answer)
    f = _function(g)
    if kind == "infinity":
        wanted = (4 * f(2e6) - 2 * f(1e6)) / 2
    else:
        at = numbers[0] if kind in ("cancel", "continuous", "plain") else 0
        wanted = (f(at + 1e-4) + f(at - 1e-4)) / 2
    return abs(float(answer.p) / float(answer.q) - wanted) < 1e-4 * (1 + abs(wanted))


def _paths_agree(g: Given, answer: dict[str, Any]) -> bool:
    m, t = g.numbers[2], 1e-4
    second = _surface(g, t, m * t * t) if g.kind == "parabola" else _surface(g, t, m * t)
    found = [_surface(g, t * cos(0.13 + a * 0.26), t * sin(0.13 + a * 0.26)) for a in range(24)]
    found += [_surface(g, t, b * t * t) for b in (-3, -2, -1, -0.5, 0.5, 1, 2, 3)]
    spread = max(found) - min(found)
    near = 1e-2

    def close(value: Any, wanted: float) -> bool:
        return not isinstance(value, str) and abs(int(value.p) / int(value.q) - wanted) < near

    whole = answer["c"]
    settled = close(whole, found[0]) if spread < near else whole == "none"
    return close(answer["a"], _surface(g, t, 0)) and close(answer["b"], second) and settled
