"""Compute partial derivatives (MML 5.2).

Levels: 1 a polynomial in two variables; 2 a product with an exponential or a logarithm; 3 the mixed second partial
derivative of such a function. Checked by central difference quotients at rational points of the domain.
"""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

from question_bank._steps import listed
from question_bank.cal._several import LETTERS, Poly, Powers, exp_text, joined, over, shown
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex
from quizgen.markup.typography import coefficient
from quizgen.problem import Misconception, Problem, Step, step

ONE = Poly({(0, 0): 1})
PHRASINGS = (
    r"Compute the partial derivative $@d$ of $$f(x, y) = @f@end$$@where",
    r"A model has two parameters $x$ and $y$, and its loss is $$f(x, y) = @f@end$$@where How fast does it change@how? "
    r"Compute $@d$.",
    r"Let $$f(x, y) = @f@end$$@where Find $@d$.",
)


class Given(NamedTuple):
    kind: str
    """"poly": f = front; "exp": front e^inner; "ln": front ln(inner)."""
    front: Poly
    inner: Poly
    by: tuple[int, ...]
    """The variables, in the order in which f is differentiated."""
    phrasing: int


@exercise("cal-partial", version=1, bounds=(200, 200, 400))
def partial(draw: Draw, level: int) -> Given:
    """Small integer coefficients; the derivative always has something to do."""
    first, phrasing = draw.below(2), draw.below(len(PHRASINGS))
    by = (first,) if level < 3 else (first, 1 - first)
    if level == 1:
        return Given("poly", _polynomial(draw, first), ONE, by, phrasing)
    kind = draw.choice(("exp", "ln"))
    inner = _exponent(draw) if kind == "exp" else _positive(draw)
    if level == 3 and draw.below(4) == 0:
        return Given("poly", _polynomial(draw, first, large=True), ONE, by, phrasing)
    return Given(kind, _front(draw, first, level), inner, by, phrasing)


def _term(draw: Draw, v: int, own: int, other: int, size: int = 5) -> tuple[Powers, int]:
    return ((own, other) if v == 0 else (other, own)), draw.integer(-size, size, nonzero=True)


def _polynomial(draw: Draw, v: int, *, large: bool = False) -> Poly:
    """A product of powers of both, a power of the variable, one of the other variable, often a constant."""
    top = 4 if large else 3
    terms = dict(
        [
            _term(draw, v, draw.integer(2, top), draw.integer(1, top)),
            _term(draw, v, 1, draw.integer(2, top)),
            _term(draw, v, draw.integer(2, 3), 0),
            _term(draw, v, 0, draw.integer(1, 3)),
        ]
    )
    if draw.flip():
        terms[(0, 0)] = draw.integer(-9, 9, nonzero=True)
    return Poly(terms)


def _front(draw: Draw, v: int, level: int) -> Poly:
    size = draw.integer(1, 4)
    own = draw.weighted((0, 1, 2), (3, 2, 1)) if level == 2 else draw.below(2)
    other = draw.integer(1, 2) if level == 2 else draw.below(2)
    p, _ = _term(draw, v, own, other)
    return Poly({p: size * draw.sign() if draw.flip() else size})


def _exponent(draw: Draw) -> Poly:
    kind = draw.below(3)
    a, b = draw.integer(-4, 4, nonzero=True), draw.integer(-4, 4, nonzero=True)
    if abs(a) == 1:
        a *= 2
    if kind == 0:
        return Poly({(1, 0): a, (0, 1): b * (2 if abs(b) == 1 else 1)})
    if kind == 1:
        return Poly({(2, 0): a, (0, 2): b})
    return Poly({(1, 1): a, (0, 1) if draw.flip() else (1, 0): b})


def _positive(draw: Draw) -> Poly:
    """Positive where x and y are."""
    a, b = draw.integer(2, 5), draw.integer(2, 5)
    kind = draw.below(3)
    if kind == 0:
        return Poly({(1, 0): a, (0, 1): b})
    if kind == 1:
        return Poly({(2, 0): a, (0, 2): b, (0, 0): draw.integer(0, 3)})
    return Poly({(1, 1): a, (0, 0): b})


class Function(NamedTuple):
    """front, front e^inner or front ln(inner), with its derivatives as texts of the answer language."""

    kind: str
    front: Poly
    inner: Poly

    def text(self) -> str:
        """The function."""
        if self.kind == "poly":
            return self.front.typed()
        return exp_text(self.front, self.inner) if self.kind == "exp" else self.log(self.front)

    def log(self, front: Poly) -> str:
        """front ln(inner)."""
        body = f"ln({self.inner.typed()})"
        if front.is_zero:
            return "0"
        if front in (ONE, ONE * -1):
            return body if front == ONE else f"-{body}"
        return f"{front.typed() if len(front.terms) == 1 else front.factor()} {body}"

    def divisor(self, power: int = 1) -> str:
        """The inner function as a divisor."""
        return f"({self.inner.typed()})" + (f"^{power}" if power > 1 else "")

    def slope(self, i: int, *, front: Poly | None = None, chain: bool = True) -> str:
        """The derivative by variable i; `chain`: with the inner derivative."""
        p = self.front if front is None else front
        d = self.inner.partial(i) if chain else ONE
        if self.kind == "poly":
            return p.partial(i).typed()
        if self.kind == "exp":
            return exp_text(p.partial(i) + p * d, self.inner)
        return joined(self.log(p.partial(i)), over(p * d, self.divisor()))

    def mixed(self, i: int, j: int, *, chain: bool = True) -> str:
        """First by i, then by j; without `chain` the second time lacks the inner derivative."""
        p, inner = self.front, self.inner
        if self.kind == "poly":
            return p.partial(i).partial(j).typed()
        first, second = inner.partial(i), inner.partial(j) if chain else ONE
        if self.kind == "exp":
            g = p.partial(i) + p * first
            return exp_text(g.partial(j) + g * second, inner)
        g = p * first
        whole = g.partial(j) + p.partial(i) * second
        return joined(
            self.log(p.partial(i).partial(j)), over(whole, self.divisor()), over(g * second * -1, self.divisor(2))
        )

    def value(self, point: tuple[float, float]) -> float:
        """The value at floats."""
        front, inner = self.front.value(point), self.inner.value(point)
        return front if self.kind == "poly" else front * (exp(inner) if self.kind == "exp" else log(inner))


def with_one(p: Poly, i: int, value: int = 1) -> Poly:
    """The polynomial with 1, or another number, put in for variable i."""
    out = Poly({})
    for powers, c in p.terms.items():
        out = out + Poly({tuple(0 if k == i else n for k, n in enumerate(powers)): c * value ** powers[i]})
    return out


def _test_point(f: Function, i: int) -> int:
    """A small number for variable i at which no terms cancel."""

    def kept(p: Poly, value: int) -> bool:
        return len(with_one(p, i, value).terms) == len({powers[1 - i] for powers in p.terms})

    return next((v for v in (1, 2, -1, 3) if kept(f.front, v) and kept(f.inner, v)), 1)


@partial.problem
def build(kind: str, front: Poly, inner: Poly, by: tuple[int, ...], phrasing: int) -> Problem:
    """The rules of differentiation, the other variable being a constant."""
    f = Function(kind, front, inner)
    answer = _answer(f, f.slope(by[0]) if len(by) == 1 else f.mixed(*by))
    return Problem.single(
        prompt=_prompt(f, by, phrasing),
        answer=answer,
        hints=_hints(f, by),
        steps=(*_steps(f, by), *([step(rf"So ${_symbol(by)} = @answer$.", answer=answer)] if len(by) == 2 else [])),
        misconceptions=_misconceptions(f, by),
    )


def _answer(f: Function, text: str) -> ExpressionAnswer:
    domain = {"x": "positive", "y": "positive"} if f.kind == "ln" else {}
    return ExpressionAnswer(text, ("x", "y"), domain=domain)


def _symbol(by: tuple[int, ...]) -> str:
    if len(by) == 1:
        return rf"\frac{{\partial f}}{{\partial {LETTERS[by[0]]}}}"
    first, second = (LETTERS[i] for i in by)
    return rf"\frac{{\partial^2 f}}{{\partial {second}\, \partial {first}}}"


def _prompt(f: Function, by: tuple[int, ...], phrasing: int) -> str:
    positive = "for $x, y > 0$." if f.kind == "ln" else ""
    said = PHRASINGS[phrasing].replace("@d", _symbol(by)).replace("@f", shown(f.text()))
    said = said.replace("@end", "" if positive else ".")
    how = f" when only ${LETTERS[by[0]]}$ is changed"
    if len(by) == 2:
        said = said.replace("How fast does it change@how? ", "How do the two parameters act together? ")
    return said.replace("@how", how).replace("@where", f"\n\n{positive} " if positive else "").strip()


def _hints(f: Function, by: tuple[int, ...]) -> tuple[str, ...]:
    v, w = LETTERS[by[0]], LETTERS[1 - by[0]]
    hints = [f"When you differentiate with respect to ${v}$, treat ${w}$ as a fixed number."]
    if f.kind != "poly":
        hints.append(
            f"The inner function depends on ${v}$ too: use the chain rule, and the product rule where it applies."
        )
    else:
        hints.append(f"Go term by term. A factor ${w}$ stays as a constant factor does; a term without ${v}$ vanishes.")
    if len(by) == 2:
        hints.append(
            f"Differentiate with respect to ${v}$ first, then the result with respect to ${w}$, now with ${v}$ fixed."
        )
    return tuple(hints)


# ------------------------------------------------------------------ the worked solution


def _steps(f: Function, by: tuple[int, ...]) -> tuple[Step, ...]:
    steps = _first_steps(f, by[0])
    if len(by) == 1:
        *before, together = steps
        return (*before, Step(f"{together.text} {_check(f, by[0])}"))
    i, j = by
    v, w = LETTERS[i], LETTERS[j]
    said = f"Now differentiate this with respect to ${w}$, with ${v}$ fixed: "
    if f.kind == "poly":
        said += f"term by term ${shown(f.mixed(i, j))}$."
    elif f.kind == "exp":
        g = f.front.partial(i) + f.front * f.inner.partial(i)
        u, du, dv = (shown(p.typed()) for p in (g, g.partial(j), f.inner.partial(j)))
        product = (
            rf"{u if len(g.terms) == 1 else f'({u})'} \cdot ({dv})" if du == "0" else rf"{du} + ({u}) \cdot ({dv})"
        )
        said += (
            rf"the factor $u = {u}$ has $\frac{{\partial u}}{{\partial {w}}} = {du}$, and the exponent has the "
            rf"derivative ${dv}$. The new factor is ${product} = {shown(_next(f, g, j).typed())}$."
        )
    else:
        g = f.front * f.inner.partial(i)
        top, bottom = (shown(p.typed()) for p in (g.partial(j), f.inner.partial(j)))
        said += (
            rf"quotient rule, where the top ${shown(g.typed())}$ has the derivative ${top}$ and the bottom "
            rf"${shown(f.inner.typed())}$ has ${bottom}$"
        )
        said += (
            ". The quotient splits into two terms, one with the first and one with the second power of the bottom."
            if f.front.partial(i).is_zero
            else "; the logarithm needs the chain rule again."
        )
    return (
        *steps,
        Step(said),
        Step(
            rf"Check by Schwarz's theorem: with ${w}$ first, $\frac{{\partial f}}{{\partial {w}}} = "
            rf"{shown(f.slope(j))}$, and differentiating this with respect to ${v}$ must give the same "
            "mixed derivative."
        ),
    )


def _next(f: Function, g: Poly, j: int) -> Poly:
    """The factor of e^inner after g e^inner was differentiated by variable j."""
    return g.partial(j) + g * f.inner.partial(j)


def _first_steps(f: Function, i: int) -> tuple[Step, ...]:
    v, w = LETTERS[i], LETTERS[1 - i]
    opening = f"Treat ${w}$ as a fixed number and differentiate with respect to ${v}$."
    if f.kind == "poly":
        kept = {p: c for p, c in f.front.terms.items() if p[i]}
        gone = [Poly({p: c}) for p, c in f.front.terms.items() if not p[i]]
        pairs = [
            rf"${shown(Poly({p: c}).typed())}$ becomes ${shown(Poly({p: c}).partial(i).typed())}$"
            for p, c in kept.items()
        ]
        constants = listed([f"${shown(p.typed())}$" for p in gone]) if gone else ""
        said = f"contains no ${v}$: it is a constant" if len(gone) == 1 else f"contain no ${v}$: they are constants"
        return (
            Step(opening),
            Step(f"Term by term: {listed(pairs)}."),
            *((Step(f"{constants} {said}, with derivative $0$."),) if gone else ()),
            Step(rf"Together $\frac{{\partial f}}{{\partial {v}}} = {shown(f.slope(i))}$."),
        )
    inner, slope = shown(f.inner.typed()), shown(f.inner.partial(i).typed())
    outer = rf"e^{{{inner}}}" if f.kind == "exp" else rf"\ln({inner})"
    chain = rf"{coefficient(Tex(slope))} e^{{{inner}}}" if f.kind == "exp" else rf"\frac{{{slope}}}{{{inner}}}"
    steps = [
        Step(opening),
        Step(
            rf"The inner function ${inner}$ has the derivative ${slope}$ with respect to ${v}$, so by the chain rule "
            rf"$\frac{{\partial}}{{\partial {v}}} {outer} = {chain}$."
        ),
    ]
    if f.front.partial(i).is_zero:
        said = (
            f"No factor stands in front of the {'logarithm' if f.kind == 'ln' else 'exponential function'}."
            if f.front == ONE
            else rf"The factor ${shown(f.front.typed())}$ does not contain ${v}$: it stays as it is."
        )
    else:
        said = (
            rf"The factor ${shown(f.front.typed())}$ contains ${v}$ as well, with the derivative "
            rf"${shown(f.front.partial(i).typed())}$: use the product rule."
        )
    return (*steps, Step(said), Step(rf"Together $\frac{{\partial f}}{{\partial {v}}} = {shown(f.slope(i))}$."))


def _check(f: Function, i: int) -> str:
    w = LETTERS[1 - i]
    at = _test_point(f, 1 - i)
    plain = Function(f.kind, with_one(f.front, 1 - i, at), with_one(f.inner, 1 - i, at))
    return (
        rf"Check with ${w} = {at}$: the function ${shown(plain.text())}$ of one variable has the derivative "
        rf"${shown(plain.slope(i))}$, which is the result with ${w} = {at}$."
    )


# ------------------------------------------------------------------ typical mistakes


def _misconceptions(f: Function, by: tuple[int, ...]) -> tuple[Misconception, ...]:
    i, j = by[0], 1 - by[0]
    v, w = LETTERS[by[-1]], LETTERS[1 - by[-1]]
    right = f.slope(i) if len(by) == 1 else f.mixed(*by)
    total = f.slope(j) if len(by) == 1 else f.mixed(i, i)
    found = [
        (
            "total",
            joined(right, f"({total})") if total != "0" else right,
            f"Only ${v}$ is varied, ${w}$ is fixed: leave out its part.",
        )
    ]
    if len(by) == 1:
        dropped = with_one(f.front, j) if f.kind != "poly" else _dropped(f.front, i)
        if dropped != f.front or f.kind == "poly":
            text = f.slope(i, front=dropped) if f.kind != "poly" else dropped.typed()
            found.append(("constant-dropped", text, f"A factor ${w}$ is a constant factor here: it stays."))
    if f.kind != "poly":
        text = f.slope(i, chain=False) if len(by) == 1 else f.mixed(*by, chain=False)
        found.append(("chain-missing", text, "The inner function has to be differentiated too: chain rule."))
    kept: dict[str, Misconception] = {}
    for code, text, said in found:
        if text != right and text not in kept:
            kept[text] = Misconception(code, _answer(f, text), said)
    return tuple(kept.values())


def _dropped(p: Poly, i: int) -> Poly:
    return with_one(p.partial(i), 1 - i)


# ------------------------------------------------------------------ the second method

POINTS = ((0.4, 0.7), (0.9, 0.3), (0.55, 1.1), (1.2, 0.8))


@partial.verify
def differences_agree(
    kind: str, front: Poly, inner: Poly, by: tuple[int, ...], phrasing: int, answer: Expression
) -> bool:
    """Central differences of the function itself."""
    f = Function(kind, front, inner)

    def slope(point: tuple[float, float], along: tuple[int, ...], h: float) -> float:
        if not along:
            return f.value(point)
        i, rest = along[0], along[1:]
        up, down = ((point[0] + s, point[1]) if i == 0 else (point[0], point[1] + s) for s in (h, -h))
        return (slope(up, rest, h) - slope(down, rest, h)) / (2 * h)

    h = 1e-3
    for point in POINTS:
        rough, fine = slope(point, by, h), slope(point, by, h / 2)
        wanted = (4 * fine - rough) / 3  # Richardson: the error is of order h^4
        if not abs(answer.at(x=Q(round(point[0] * 100), 100), y=Q(round(point[1] * 100), 100)) - wanted) <= 1e-4 * (
            1 + abs(wanted)
        ):
            return False
    return True
