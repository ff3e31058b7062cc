"""Differentiate a function of one variable by the rules (MML 5.1).

Levels: 1 polynomials, powers of a linear function, products; 2 exponential, logarithm, logistic function, quotients;
3 compositions of three functions, Gaussian bumps. Checked by central differences of the function itself with
hundreds of bits, at several points: no rule of differentiation is used.
"""

from __future__ import annotations

from math import gcd
from typing import Any, NamedTuple

from question_bank._steps import listed
from question_bank.cal._terms import (
    ONE,
    Call,
    Poly,
    Power,
    Product,
    Quotient,
    Spelled,
    Sum,
    Tree,
    X,
    as_expr,
    derivative,
    is_sum,
    outer,
    poly,
    product,
    scaled,
    text_of,
    times,
    written,
)
from quizgen.answers.echo import tex
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.answers.replies import author
from quizgen.answers.syntax import Vocabulary
from quizgen.answers.values import Undefined, evaluate
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, decimal, text
from quizgen.problem import Misconception, Problem, Step


class Setting(NamedTuple):
    """How the function is introduced, and what function and variable are called."""

    ask: str
    name: str = "f"
    variable: str = "x"


SETTINGS: dict[str, Setting] = {
    "lagrange": Setting("Find $f'(x)$ for $$f(x) = @f.$$"),
    "leibniz": Setting(r"Let $$f(x) = @f.$$ Compute $\frac{df}{dx}$."),
    "y": Setting(r"Let $$y = @f.$$ Find $\frac{dy}{dx}$.", "y"),
    "differentiate": Setting("Differentiate $$f(x) = @f.$$"),
    "loss": Setting(
        "The training loss of a model depends on one parameter $w$: $$L(w) = @f.$$ Gradient descent needs its "
        "derivative. Find $L'(w)$.",
        "L",
        "w",
    ),
    "activation": Setting(
        "A hidden unit uses the activation function $$a(z) = @f.$$ Find the derivative $a'(z)$ that the backward pass "
        "multiplies with.",
        "a",
        "z",
    ),
    "feature": Setting(
        r"A regression model uses the radial basis function $$\phi(x) = @f$$ as a feature. Find $\phi'(x)$.", r"\phi"
    ),
}
PLAIN = ("lagrange", "leibniz", "y", "differentiate")
LETTERS = ("r", "s", "t")


class Given(NamedTuple):
    f: Tree
    setting: str
    positive: bool = False
    """The variable is positive (a logarithm of it occurs)."""


@exercise("cal-derivative", version=1, bounds=(400, 400, 400))
def differentiate(draw: Draw, level: int) -> Given:
    """A function put together from small pieces."""
    kinds = {1: (_polynomial, _power, _product, _product), 2: LEVEL_2, 3: (_composition, _bump)}[level]
    return draw.choice(kinds)(draw)


def _setting(draw: Draw, *special: str) -> str:
    """One of the plain phrasings, or one that suits the kind."""
    return draw.choice((*PLAIN, *special, *special))


def _coefficient(draw: Draw, bound: int, *avoid: int) -> int:
    return draw.integer(-bound, bound, avoid=(0, *avoid))


def _polynomial(draw: Draw) -> Given:
    n = draw.integer(3, 5)
    p = poly(_coefficient(draw, 4), *(draw.integer(-6, 6) for _ in range(n - 1)), draw.integer(-9, 9))
    if sum(c != 0 for c in p.coefficients) < 3:
        p = poly(*p.coefficients[:-2], 3, -1)
    return Given(p, _setting(draw, "loss"))


def _power(draw: Draw) -> Given:
    inner = poly(_coefficient(draw, 4, 1), _coefficient(draw, 5))
    if draw.flip():
        inner = poly(draw.integer(1, 2), 0, _coefficient(draw, 5))
    return Given(Power(inner, draw.integer(3, 5)), _setting(draw, "loss"))


def _product(draw: Draw) -> Given:
    left = poly(draw.integer(1, 3), draw.integer(-3, 3), _coefficient(draw, 5))
    right = poly(_coefficient(draw, 4), _coefficient(draw, 5))
    if draw.below(3) == 0:
        right = poly(draw.integer(1, 2), 0, 0, _coefficient(draw, 4))
    return Given(Product(left, right), _setting(draw))


def _linear(draw: Draw) -> Poly:
    return poly(_coefficient(draw, 4), _coefficient(draw, 5))


def _rate(draw: Draw) -> Poly:
    """ax with a other than 1."""
    return poly(_coefficient(draw, 5, 1), 0)


def _definite(draw: Draw) -> Poly:
    """A quadratic without real zeros, its coefficients coprime."""
    a = draw.integer(1, 3)
    return poly(a, 0, draw.choice([c for c in range(1, 8) if gcd(a, c) == 1]))


def _exponential(draw: Draw) -> Given:
    if draw.flip():
        return Given(Product(_linear(draw), Call("exp", _rate(draw))), _setting(draw))
    exponent = poly(_coefficient(draw, 3), draw.integer(-5, 5), draw.integer(-3, 3))
    return Given(Call("exp", exponent), _setting(draw))


def _logarithm(draw: Draw) -> Given:
    if draw.flip():
        return Given(Call("ln", _definite(draw)), _setting(draw, "loss"))
    front = Product(poly(_coefficient(draw, 5), *[0] * draw.integer(1, 3)), Call("ln", X))
    return Given(front, _setting(draw), True)


def _logistic(draw: Draw) -> Given:
    kind = draw.below(3)
    if kind == 0:
        return Given(Call("sigmoid", _linear(draw)), _setting(draw, "activation"))
    if kind == 1:
        return Given(Product(X, Call("sigmoid", _rate(draw))), "activation")
    return Given(
        Quotient(poly(_coefficient(draw, 6)), Sum(ONE, Call("exp", _rate(draw)))), _setting(draw, "activation")
    )


def _quotient(draw: Draw) -> Given:
    kind = draw.below(3)
    if kind == 0:
        return Given(Quotient(_linear(draw), _definite(draw)), _setting(draw))
    if kind == 1:
        return Given(Quotient(Call("exp", _rate(draw)), poly(1, 0, draw.integer(1, 7))), _setting(draw))
    return Given(Quotient(Call("ln", X), poly(draw.integer(1, 4), *[0] * draw.integer(1, 3))), _setting(draw), True)


LEVEL_2 = (_exponential, _logarithm, _logistic, _quotient)


def _composition(draw: Draw) -> Given:
    kind = draw.below(7)
    if kind == 0:
        inner = poly(_coefficient(draw, 3), 0, draw.integer(-3, 3)) if draw.flip() else _linear(draw)
        return Given(Call("ln", Sum(ONE, Call("exp", inner))), _setting(draw, "activation"))
    if kind == 1:
        return Given(Power(Call("ln", _definite(draw)), draw.integer(2, 4)), _setting(draw, "loss"))
    if kind == 2:
        return Given(Call("exp", Call("sqrt", _definite(draw))), _setting(draw))
    if kind == 3:
        return Given(Call(draw.choice(("sin", "cos")), Call("exp", _rate(draw))), _setting(draw))
    if kind == 4:
        return Given(Power(Call(draw.choice(("sin", "cos")), _linear(draw)), draw.integer(2, 4)), _setting(draw))
    if kind == 5:
        return Given(Call("sqrt", Sum(ONE, Call("exp", _linear(draw)))), _setting(draw))
    return Given(Power(Call("sigmoid", _linear(draw)), draw.integer(2, 3)), _setting(draw, "activation"))


def _bump(draw: Draw) -> Given:
    """(ax + b) e^(-(x - c)^2 / (2 s^2)), or the bump alone."""
    centre, width = draw.integer(-3, 3), draw.choice((1, 2, 4, 8, 9, 18, 50))
    bump = gaussian(centre, width)
    kind = draw.below(3)
    if kind == 0 and centre:
        return Given(bump, _setting(draw, "feature"))
    front = poly(_coefficient(draw, 4, 1), 0) if kind == 1 else poly(draw.integer(1, 3), _coefficient(draw, 4))
    return Given(Product(front, bump), _setting(draw, "feature"))


def gaussian(centre: int, width: int) -> Call:
    """e^(-(x - centre)^2 / width)."""
    shift = "@" if centre == 0 else f"(@ {'-' if centre > 0 else '+'} {abs(centre)})"
    square = times(poly(1, -centre), poly(1, -centre))
    form = f"-{shift}^2" if width == 1 else f"-{shift}^2/{width}"
    return Call("exp", Spelled(scaled(square, Q(-1, width)), form))


# --- the problem -------------------------------------------------------------------------------------------


class Writer:
    """Trees and texts as LaTeX, in one variable."""

    def __init__(self, variable: str) -> None:
        self.x = variable
        self.vocabulary = Vocabulary(names=(variable, *LETTERS))

    def text(self, typed: str) -> str:
        """A text of the answer language."""
        return tex(author(typed, self.vocabulary))

    def tree(self, tree: Tree) -> str:
        """A function."""
        return self.text(text_of(tree, self.x))

    def slope(self, tree: Tree) -> str:
        """Its derivative."""
        return self.text(written(derivative(tree), self.x))


@differentiate.problem
def build(f: Tree, setting: str, positive: bool) -> Problem:
    """The rules, from the outermost operation inwards."""
    told = SETTINGS[setting]
    x = told.variable
    right = written(derivative(f), x)
    answer = _answer(right, told, positive)
    return Problem.single(
        prompt=_prompt(f, told, positive),
        answer=answer,
        hints=_hints(f),
        steps=(*_steps(f, told, Writer(x)), _check(f, right, told, positive, answer)),
        misconceptions=_misconceptions(f, right, told, positive),
    )


def _answer(typed: str, told: Setting, positive: bool) -> ExpressionAnswer:
    x = told.variable
    return ExpressionAnswer(
        typed, (x,), domain={x: "positive"} if positive else {}, label=f"${_derivative_name(told)} =$"
    )


def _derivative_name(told: Setting) -> str:
    if r"\frac{d" in told.ask:
        return rf"\frac{{d{told.name}}}{{d{told.variable}}}"
    return f"{told.name}'({told.variable})"


def _prompt(f: Tree, told: Setting, positive: bool) -> str:
    w = Writer(told.variable)
    ask = told.ask.replace("@f", w.tree(f))
    if "sigmoid" in text_of(f):
        ask += (
            r" Here $\operatorname{sigmoid}(s) = \frac{1}{1 + e^{-s}}$ is the logistic function; the answer may use it."
        )
    return f"{ask} Here ${told.variable} > 0$." if positive else ask


def _inner(tree: Tree) -> Tree | None:
    """What a function is taken of, where that is more than the variable."""
    inner = tree.inner if isinstance(tree, Call) else tree.base if isinstance(tree, Power) else None
    return None if inner == X else inner


def _hints(f: Tree) -> tuple[str, ...]:
    match f:
        case Product():
            return (
                "Which operation comes last when you work out a value of this function?",
                "A product: $(uv)' = u'v + uv'$." + _chain_hint(f.right),
            )
        case Quotient():
            return (
                "Which operation comes last when you work out a value of this function?",
                r"A quotient: $\left(\frac{u}{v}\right)' = \frac{u'v - uv'}{v^2}$." + _chain_hint(f.top),
            )
        case Poly():
            return ("A sum is differentiated term by term.", r"The rule for a power is $(x^n)' = n x^{n-1}$.")
    return (
        "This is a function of a function: name the layers, from the inside out.",
        "Differentiate each layer by its own variable; the chain rule multiplies these derivatives.",
    )


def _chain_hint(tree: Tree) -> str:
    return " One factor is a composition: it needs the chain rule." if _inner(tree) is not None else ""


# --- the worked solution -----------------------------------------------------------------------------------


def _steps(f: Tree, told: Setting, w: Writer) -> list[Step]:
    match f:
        case Poly():
            return _term_by_term(f, w)
        case Product(left=u, right=v) | Quotient(top=u, bottom=v):
            return _two_parts(f, u, v, w)
    return _chain(f, told.name, w)


def _term_by_term(f: Poly, w: Writer) -> list[Step]:
    monomials = [Poly((c, *[Q(0)] * (f.degree - i))) for i, c in enumerate(f.coefficients) if c != 0 and i < f.degree]
    each = listed([rf"$\left({w.tree(m)}\right)' = {w.slope(m)}$" for m in monomials])
    steps = [Step(f"Differentiate term by term with $({w.x}^n)' = n {w.x}^{{n-1}}$: {each}.")]
    if f.coefficients[-1] != 0:
        steps.append(Step(f"The constant ${w.text(str(f.coefficients[-1]))}$ does not change: its derivative is 0."))
    return steps


def _two_parts(f: Product | Quotient, u: Tree, v: Tree, w: Writer) -> list[Step]:
    du, dv = derivative(u), derivative(v)
    shown = [text_of(u, w.x), text_of(v, w.x), written(du, w.x), written(dv, w.x)]
    kind = "product" if isinstance(f, Product) else "quotient"
    sign = r"uv" if kind == "product" else r"\frac{u}{v}"
    first = f"{_bracketed(shown[2])}*{_bracketed(shown[1])}"
    second = f"{_bracketed(shown[0])}*{_bracketed(shown[3])}"
    if kind == "product":
        rule = f"Product rule, $u'v + uv'$: $${w.text(f'{first} + {second}')}$$"
    else:
        top = f"({first} - {second})/({shown[1]})^2"
        rule = rf"Quotient rule, $\frac{{u'v - uv'}}{{v^2}}$: $${w.text(top)}$$"
    worked = [w.text(written(product(a, as_expr(b)), w.x)) for a, b in ((du, v), (dv, u))]
    end = "Add them." if kind == "product" else "Take their difference, and divide by $v^2$."
    return [
        Step(f"The function is a {kind} ${sign}$ with $u = {w.text(shown[0])}$ and $v = {w.text(shown[1])}$."),
        *_part_slopes((u, v), shown[2:], w),
        Step(rule),
        Step(f"Worked out, $u'v = {worked[0]}$ and $uv' = {worked[1]}$. {end}"),
    ]


def _part_slopes(parts: tuple[Tree, Tree], slopes: list[str], w: Writer) -> list[Step]:
    """The derivatives of u and v: in one step where no chain rule is needed."""
    told = []
    for name, part, slope in zip("uv", parts, slopes, strict=True):
        inner = _inner(part.right if isinstance(part, Sum) else part)
        why = ""
        if inner is not None:
            why = f" by the chain rule: the inner function ${w.tree(inner)}$ has the derivative ${w.slope(inner)}$"
        told.append((f"${name}' = {w.text(slope)}$", why))
    if not any(why for _, why in told):
        return [Step(f"The derivatives are {told[0][0]} and {told[1][0]}.")]
    return [Step(f"{shown}{why}.") for shown, why in told]


def _bracketed(typed: str) -> str:
    return f"({typed})" if is_sum(typed) else typed


def layers(f: Tree) -> tuple[list[Tree], Tree]:
    """The layers of a composition as functions of x, outermost first, and the polynomial at the bottom."""
    found: list[Tree] = []
    while not isinstance(f, Poly | Spelled):
        match f:
            case Call(name=name, inner=inner):
                found.append(Call(name, X))
                f = inner
            case Power(base=base, exponent=n):
                found.append(Power(X, n))
                f = base
            case Sum(left=left, right=Call(name=name, inner=inner)):
                found.append(Sum(left, Call(name, X)))
                f = inner
            case _:
                raise TypeError(f"not a composition: {f!r}")
    return found, f


def _chain(f: Tree, name: str, w: Writer) -> list[Step]:
    shells, bottom = layers(f)
    letters = (w.x, *LETTERS[: len(shells)], name)
    names = [f"${letters[1]} = {w.tree(bottom)}$"]
    slopes = [rf"$\frac{{d{letters[1]}}}{{d{w.x}}} = {w.slope(bottom)}$"]
    for k, shell in enumerate(reversed(shells), 1):
        of, whole = letters[k], letters[k + 1]
        names.append(f"${whole} = {w.text(text_of(shell, of))}$")
        slopes.append(rf"$\frac{{d{whole}}}{{d{of}}} = {w.text(written(derivative(shell), of))}$")
    pairs = zip(letters[:0:-1], letters[-2::-1], strict=True)
    product = r" \cdot ".join(rf"\frac{{d{a}}}{{d{b}}}" for a, b in pairs)
    return [
        Step(f"Name the layers from the inside out: {listed(names)}."),
        Step(f"Differentiate each layer by its own variable: {listed(slopes)}."),
        Step(f"The chain rule multiplies them: $$\\frac{{d{name}}}{{d{w.x}}} = {product}.$$"),
        Step(f"With the layers put back in, this is $${_put_back(f, w)}.$$"),
    ]


def _put_back(f: Tree, w: Writer) -> str:
    """The factors of the chain rule, outermost first, with the inner functions in place."""
    factors = []
    while not isinstance(f, Poly | Spelled):
        if isinstance(f, Sum):
            f = f.right
            continue
        factors.append(w.text(_bracketed(written(outer(f), w.x))))  # type: ignore[arg-type]
        f = f.inner if isinstance(f, Call) else f.base  # type: ignore[union-attr]
    factors.append(w.text(_bracketed(written(derivative(f), w.x))))
    return r" \cdot ".join(factors)


STEP = Q(1, 100)
POINTS = (Q(1), Q(0), Q(2), Q(-1), Q(1, 2), Q(3))


def _check(f: Tree, right: str, told: Setting, positive: bool, answer: ExpressionAnswer) -> Step:
    """The result, and a difference quotient to compare it with."""
    result = f"So $${_derivative_name(told)} = {answer.tex()}.$$"
    for at in POINTS:
        if positive and at <= STEP:
            continue
        here = value(right, told.variable, at)
        if not Q(1, 10) < abs(here) < 100:
            continue
        return Step(
            result
            + text(
                r"Check at $@x = @at$: there the formula gives $@here$, and the difference quotient "
                r"$(@{n}(@high) - @{n}(@low)) / 0.02$ is about $@near$.",
                x=Tex(told.variable),
                at=at,
                here=here if isinstance(here, Q) and here.q < 20 and abs(here.p) < 200 else decimal(float(here), 2),
                near=decimal(float(difference(f, told.variable, at, STEP, 128)), 2),
                n=Tex(told.name),
                high=decimal(at + STEP, 2),
                low=decimal(at - STEP, 2),
            )
        )
    return Step(result)


def value(typed: str, x: str, at: Q, bits: int = 128) -> Any:
    """The value of a text in one variable (an exact rational or a ball)."""
    return evaluate(author(typed, Vocabulary(names=(x,))), {x: at}, bits)


def difference(f: Tree, x: str, at: Q, h: Q, bits: int) -> Any:
    """The central difference quotient."""
    typed = text_of(f, x)
    return (value(typed, x, at + h, bits) - value(typed, x, at - h, bits)) / (2 * h)


def _misconceptions(f: Tree, right: str, told: Setting, positive: bool) -> tuple[Misconception, ...]:
    replies = (
        (
            "product-rule",
            "product",
            "The derivative of a product is not the product of the derivatives: each factor is differentiated in turn "
            "while the other one stays.",
        ),
        (
            "chain-missing",
            "chain",
            "The outer function is differentiated, but the derivative of the inner function is missing as a factor.",
        ),
        (
            "quotient-sign",
            "quotient",
            r"Mind the order in the numerator of the quotient rule: first $u'v$, then minus $uv'$.",
        ),
    )
    found = [(code, written(derivative(f, slip), told.variable), feedback) for code, slip, feedback in replies]
    # A rule that does not occur, or an inner derivative of 1, leaves nothing to get wrong.
    return tuple(
        Misconception(code, _answer(typed, told, positive), feedback)
        for code, typed, feedback in found
        if typed != right
    )


@differentiate.verify
def differences_agree(f: Tree, setting: str, positive: bool, answer: Expression) -> bool:
    """Central differences of the function with 400 bits, at five points."""
    x = SETTINGS[setting].variable
    points = (Q(1, 3), Q(9, 7), Q(5, 2), Q(4, 5), Q(3))
    for at in points if positive else (Q(-7, 5), Q(-1, 3), Q(2, 7), Q(5, 4), Q(2)):
        try:
            near = float(difference(f, x, at, Q(1, 2**80), 400))
        except Undefined:
            return False
        if not abs(answer.at(**{x: at}) - near) <= 1e-9 * max(abs(near), 1e-6):
            return False
    return True
