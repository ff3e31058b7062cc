"""Functions of one variable as small trees, their text in the answer language, and their derivatives by rules.

A tree is a `Poly`, `Call`, `Power`, `Product`, `Quotient`, `Sum` or `Spelled`. A derivative is a sum of `Term`s, each a
polynomial times powers of trees, with common factors gathered; `written` prints it. No sympy: exercises draw
hundreds of these a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from math import lcm
from typing import NamedTuple, TypeAlias

from quizgen.exact import Q

SLIPS = ("", "chain", "product", "quotient")
"""Rules that `derivative` can be told to get wrong: no inner derivative, f'g', the numerator's sign."""


class Poly(NamedTuple):
    """A polynomial, coefficients from the highest power down; () is zero."""

    coefficients: tuple[Q, ...]

    @property
    def degree(self) -> int:
        """The degree, -1 for zero."""
        return len(self.coefficients) - 1


class Call(NamedTuple):
    """A named function (exp, ln, sqrt, sigmoid, sin, cos) of a tree."""

    name: str
    inner: Tree


class Power(NamedTuple):
    """A whole power of a tree."""

    base: Tree
    exponent: int


class Product(NamedTuple):
    """left * right."""

    left: Tree
    right: Tree


class Quotient(NamedTuple):
    """top / bottom."""

    top: Tree
    bottom: Tree


class Sum(NamedTuple):
    """left + right, or left - right."""

    left: Tree
    right: Tree
    minus: bool = False


class Spelled(NamedTuple):
    """A polynomial written in a form of its own: -(x - 3)^2/8, with @ for the variable."""

    poly: Poly
    form: str


Tree: TypeAlias = Poly | Call | Power | Product | Quotient | Sum | Spelled
Factors: TypeAlias = tuple[tuple[Tree, int], ...]


class Term(NamedTuple):
    """A polynomial times powers of trees."""

    poly: Poly
    factors: Factors = ()


Expr: TypeAlias = tuple[Term, ...]

ZERO, ONE, X = Poly(()), Poly((Q(1),)), Poly((Q(1), Q(0)))


# --- polynomials -------------------------------------------------------------------------------------------


def poly(*coefficients: int | Q) -> Poly:
    """The polynomial with these coefficients, from the highest power down."""
    values = [Q(c) if isinstance(c, int) else c for c in coefficients]
    while values and values[0] == 0:
        values.pop(0)
    return Poly(tuple(values))


def plus(p: Poly, q: Poly) -> Poly:
    """p + q."""
    a, b = p.coefficients, q.coefficients
    n = max(len(a), len(b))
    padded = [(Q(0),) * (n - len(c)) + c for c in (a, b)]
    return poly(*(x + y for x, y in zip(*padded, strict=True)))


def times(p: Poly, q: Poly) -> Poly:
    """p q."""
    if not p.coefficients or not q.coefficients:
        return ZERO
    out = [Q(0)] * (p.degree + q.degree + 1)
    for i, x in enumerate(p.coefficients):
        for j, y in enumerate(q.coefficients):
            out[i + j] += x * y
    return poly(*out)


def scaled(p: Poly, c: Q) -> Poly:
    """c p."""
    return poly(*(c * x for x in p.coefficients))


def slope(p: Poly) -> Poly:
    """p'."""
    n = p.degree
    return poly(*(c * (n - i) for i, c in enumerate(p.coefficients[:-1])))


def divided(p: Poly, q: Poly) -> Poly | None:
    """p / q where it is a polynomial, else None."""
    rest, out = list(p.coefficients), []
    while len(rest) >= len(q.coefficients):
        c = rest[0] / q.coefficients[0]
        out.append(c)
        for i, y in enumerate(q.coefficients):
            rest[i] -= c * y
        rest.pop(0)
    return None if any(x != 0 for x in rest) else poly(*out)


# --- sums of terms -----------------------------------------------------------------------------------------


def term(p: Poly, factors: Iterable[tuple[Tree, int]]) -> Expr:
    """The term, with powers of one tree joined and polynomial divisors cancelled; () for zero."""
    joined: dict[Tree, int] = {}
    for tree, exponent in factors:
        joined[tree] = joined.get(tree, 0) + exponent
    for tree in list(joined):
        while isinstance(tree, Poly) and joined[tree] < 0 and (quotient := divided(p, tree)) is not None:
            p, joined[tree] = quotient, joined[tree] + 1
    if not p.coefficients:
        return ()
    return (Term(p, tuple((tree, k) for tree, k in joined.items() if k)),)


def product(*expressions: Expr) -> Expr:
    """The product, multiplied out term by term and gathered."""
    whole = expressions[0]
    for other in expressions[1:]:
        whole = _multiplied(whole, other)
    return gathered(whole)


def _multiplied(a: Expr, b: Expr) -> Expr:
    return tuple(t for s in a for r in b for t in term(times(s.poly, r.poly), (*s.factors, *r.factors)))


def gathered(terms: Iterable[Term]) -> Expr:
    """The sum of terms; one term where only polynomials tell them apart, as in 2x e^x + x^2 e^x."""
    like: dict[frozenset[tuple[Tree, int]], Term] = {}
    for t in terms:
        key = frozenset(t.factors)
        like[key] = Term(plus(like[key].poly, t.poly), t.factors) if key in like else t
    kept = [t for t in like.values() if t.poly.coefficients]
    if len(kept) < 2:
        return tuple(kept)
    common = {tree: 0 for t in kept for tree, _ in t.factors}
    for tree in common:
        common[tree] = min(dict(t.factors).get(tree, 0) for t in kept)
    rests = [_rest(t, common) for t in kept]
    if any(r is None for r in rests):
        return tuple(kept)
    whole = reduce(plus, (r for r in rests if r is not None))
    return term(whole, common.items())


def _rest(t: Term, common: dict[Tree, int]) -> Poly | None:
    """What is left of a term without the common factors, where that is a polynomial."""
    powers, rest = dict(t.factors), t.poly
    for tree, k in common.items():
        left = powers.get(tree, 0) - k
        if left and not isinstance(tree, Poly):
            return None
        for _ in range(left):
            rest = times(rest, tree)  # type: ignore[arg-type]  # only polynomials are left over
    return rest


def as_expr(tree: Tree) -> Expr:
    """A tree as a sum of terms."""
    match tree:
        case Poly():
            return term(tree, ())
        case Spelled(poly=p):
            return term(p, ())
        case Product(left=left, right=right):
            return product(as_expr(left), as_expr(right))
        case Quotient(top=top, bottom=bottom):
            return product(as_expr(top), inverse(bottom))
        case Power(base=base, exponent=n):
            return term(ONE, ((base, n),))
        case Sum(left=left, right=right, minus=minus):
            second = as_expr(right)
            return gathered((*as_expr(left), *(product(second, term(poly(-1), ())) if minus else second)))
    return term(ONE, ((tree, 1),))


def inverse(tree: Tree, exponent: int = 1) -> Expr:
    """tree^-exponent."""
    if isinstance(tree, Power):
        return term(ONE, ((tree.base, -tree.exponent * exponent),))
    if isinstance(tree, Poly) and tree.degree > 0 and not any(tree.coefficients[1:]):
        # 3x^2 in a denominator: powers of x cancel, and the number goes in front.
        return term(poly(1 / tree.coefficients[0] ** exponent), ((X, -tree.degree * exponent),))
    return term(ONE, ((tree, -exponent),))


# --- derivatives -------------------------------------------------------------------------------------------


def outer(tree: Call | Power) -> Expr:
    """The derivative of the outer function, taken at the inner one."""
    if isinstance(tree, Power):
        n = tree.exponent
        return term(poly(n), ((tree.base, n - 1),))
    match tree.name:
        case "exp":
            return term(ONE, ((tree, 1),))
        case "ln":
            return inverse(tree.inner)
        case "sqrt":
            return term(poly(Q(1, 2)), ((tree, -1),))
        case "sigmoid":
            return term(ONE, ((tree, 1), (Sum(ONE, tree, True), 1)))
        case "sin":
            return term(ONE, ((Call("cos", tree.inner), 1),))
        case "cos":
            return term(poly(-1), ((Call("sin", tree.inner), 1),))
    raise ValueError(f"no rule for {tree.name}")


def derivative(tree: Tree, slip: str = "") -> Expr:
    """The derivative by the rules; `slip` names one that is got wrong (see SLIPS)."""
    match tree:
        case Poly():
            return term(slope(tree), ())
        case Spelled(poly=p):
            return term(slope(p), ())
        case Sum(left=left, right=right, minus=minus):
            second = derivative(right, slip)
            return gathered((*derivative(left, slip), *(product(second, term(poly(-1), ())) if minus else second)))
        case Product(left=left, right=right):
            du, dv = derivative(left, slip), derivative(right, slip)
            if slip == "product":
                return product(du, dv)
            return gathered((*product(du, as_expr(right)), *product(as_expr(left), dv)))
        case Quotient(top=top, bottom=bottom):
            return _quotient_rule(top, bottom, slip)
        case Call() | Power():
            inner = tree.inner if isinstance(tree, Call) else tree.base
            if slip == "chain" and isinstance(inner, Poly | Spelled):
                return outer(tree)
            return product(outer(tree), derivative(inner, slip))
    raise TypeError(f"not a tree: {tree!r}")


def _quotient_rule(top: Tree, bottom: Tree, slip: str) -> Expr:
    sign = -1 if slip == "quotient" else 1
    first = product(derivative(top, slip), as_expr(bottom), term(poly(sign), ()))
    second = product(as_expr(top), derivative(bottom, slip), term(poly(-sign), ()))
    return product(gathered((*first, *second)), inverse(bottom, 2))


# --- text in the answer language ---------------------------------------------------------------------------


def text_of(tree: Tree, x: str = "x") -> str:
    """The tree as a learner would type it."""
    match tree:
        case Poly():
            return poly_text(tree, x)
        case Spelled(form=form):
            return form.replace("@", x)
        case Call(name="exp", inner=inner):
            shown = text_of(inner, x)
            return f"e^{shown}" if shown == x else f"e^({shown})"
        case Call(name=name, inner=inner):
            return f"{name}({text_of(inner, x)})"
        case Power(base=base, exponent=n):
            return f"{factor_text(base, x)}^{n}"
        case Product(left=left, right=right):
            return _side_by_side([factor_text(left, x), factor_text(right, x)])
        case Quotient(top=top, bottom=bottom):
            return f"{factor_text(top, x)}/{_divisor(factor_text(bottom, x))}"
        case Sum(left=left, right=right, minus=minus):
            return f"{text_of(left, x)} {'-' if minus else '+'} {text_of(right, x)}"
    raise TypeError(f"not a tree: {tree!r}")


def poly_text(p: Poly, x: str = "x") -> str:
    """The polynomial as a learner would type it: highest power first, but 1 - 2x^2 for -2x^2 + 1."""
    parts = [(c, p.degree - i) for i, c in enumerate(p.coefficients) if c != 0]
    if len(parts) == 2 and parts[0][0] < 0 < parts[1][0]:
        parts.reverse()
    out = ""
    for c, n in parts:
        shown = _monomial(abs(c), n, x)
        if out:
            out += f" {'-' if c < 0 else '+'} {shown}"
        else:
            out = f"-{shown}" if c < 0 else shown
    return out or "0"


def _monomial(c: Q, n: int, x: str) -> str:
    letters = "" if n == 0 else x if n == 1 else f"{x}^{n}"
    if not letters:
        return str(c)
    return letters if c == 1 else f"{c}{letters}" if c.q == 1 else f"{c} {letters}"


def factor_text(tree: Tree, x: str) -> str:
    """The tree as a factor: sums and spelled-out forms in brackets, -2x^2 + 1 as (1 - 2x^2)."""
    if isinstance(tree, Poly):
        return _poly_factor(tree, x)
    return f"({text_of(tree, x)})" if isinstance(tree, Sum | Spelled | Quotient) else text_of(tree, x)


def _poly_factor(p: Poly, x: str) -> str:
    text = poly_text(p, x)
    return f"({text})" if sum(c != 0 for c in p.coefficients) > 1 or text.startswith("-") else text


def _divisor(text: str) -> str:
    """A divisor: in brackets unless it is one number, one power of a letter, or one bracket with or without a power."""
    head, _, power = text.partition("^")
    symbol = (text.isdigit() or (len(head) == 1 and head.isalpha())) and (not power or power.isdigit())
    return text if symbol or _is_one_bracket(text) else f"({text})"


def _is_one_bracket(text: str) -> bool:
    """True for (...), (...)^n and f(...)."""
    depth, start = 0, text.find("(")
    if start < 0 or not (text[:start].isalpha() or not start):
        return False
    for i, c in enumerate(text[start:], start):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            rest = text[i + 1 :]
            return c == ")" and (not rest or (rest[0] == "^" and rest[1:].isdigit()))
    return False


def _side_by_side(parts: Sequence[str]) -> str:
    """A product without signs, with a space where letters would run together."""
    out = ""
    for part in parts:
        if out and part[0].isdigit():
            out += "*"
        elif out and (out[-1].isalnum() or out[-1] == ")") and part[0].isalnum():
            out += " " if not out[-1].isdigit() or part[0] == "e" or "^" in out or "/" in out else ""
        out += part
    return out


def written(expression: Expr, x: str = "x") -> str:
    """A sum of terms as a learner would type it."""
    if not expression:
        return "0"
    shared = _shared_divisors(expression)
    if len(expression) > 1 and shared:
        below = lcm(*(int(c.q) for t in expression for c in t.poly.coefficients))
        cleared = [(tree, -k) for tree, k in shared]
        top = tuple(t for s in expression for t in term(scaled(s.poly, Q(below)), (*s.factors, *cleared)))
        bottom = _side_by_side([*([str(below)] if below > 1 else []), _factors_text(cleared, x)])
        return f"({written(top, x)})/{_divisor(bottom)}"
    out = ""
    for t in sorted(expression, key=lambda t: _signed(t)[0]):
        negative, shown = _term_text(t, x)
        if out:
            out += f" {'-' if negative else '+'} {shown}"
        else:
            out = f"-{shown}" if negative else shown
    return out


def _shared_divisors(expression: Expr) -> list[tuple[Tree, int]]:
    """Powers below zero that all terms have."""
    first = [tree for tree, k in expression[0].factors if k < 0]
    found = []
    for tree in first:
        k = max(dict(t.factors).get(tree, 0) for t in expression)
        if k < 0:
            found.append((tree, k))
    return found


def _signed(t: Term) -> tuple[bool, Poly, int]:
    """Whether a minus stands in front, the integer polynomial without it, and its denominator."""
    below = lcm(*(int(c.q) for c in t.poly.coefficients))
    p = scaled(t.poly, Q(below))
    shown = [c for c in p.coefficients if c != 0]
    negative = shown[0] < 0 and (len(shown) == 1 or shown[-1] < 0)
    return negative, scaled(p, Q(-1)) if negative else p, below


def _term_text(t: Term, x: str) -> tuple[bool, str]:
    negative, p, below = _signed(t)
    above = [(tree, k) for tree, k in t.factors if k > 0]
    under = [(tree, -k) for tree, k in t.factors if k < 0]
    alone = not above and not under
    if alone and below == 1 and len([c for c in p.coefficients if c != 0]) > 1:
        return False, poly_text(t.poly, x)
    if alone and below == 1:
        return negative, poly_text(p, x)
    number = "" if p == ONE and above else poly_text(p, x) if not above else _poly_factor(p, x)
    if not under:
        if below > 1:
            return negative, _over(p, below, above, x)
        return negative, _side_by_side([*([number] if number else []), _factors_text(above, x)])
    top = _side_by_side([s for s in (number, _factors_text(above, x)) if s]) or "1"
    if not above and " " in number:
        top = f"({number})"
    bottom = _side_by_side([s for s in ("" if below == 1 else str(below), _factors_text(under, x)) if s])
    return negative, f"{top}/{_divisor(bottom)}"


def _over(p: Poly, below: int, above: Sequence[tuple[Tree, int]], x: str) -> str:
    """(x - 3)/4 e^(...), or 3/4 x where there is one power only."""
    if not above and sum(c != 0 for c in p.coefficients) == 1:
        return poly_text(scaled(p, Q(1, below)), x)
    return f"{_poly_factor(p, x)}/{below} {_factors_text(above, x)}".rstrip()


def _factors_text(factors: Sequence[tuple[Tree, int]], x: str) -> str:
    order = sorted(factors, key=lambda f: 0 if isinstance(f[0], Poly) else 1 if is_exp(f[0]) else 2)
    return _side_by_side([_powered(tree, k, x) for tree, k in order])


def _powered(tree: Tree, k: int, x: str) -> str:
    if k == 1:
        return factor_text(tree, x)
    if is_exp(tree):
        return f"({text_of(tree, x)})^{k}"
    return f"{factor_text(tree, x)}^{k}"


def is_sum(text: str) -> bool:
    """True for a text with + or - outside brackets."""
    depth = 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0 and (c in "+-" and (i == 0 or text[i - 1] == " ")):
            return True
    return False


def is_exp(tree: Tree) -> bool:
    """True for e to some power."""
    return isinstance(tree, Call) and tree.name == "exp"
